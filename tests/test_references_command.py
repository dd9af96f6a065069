"""``cbec-kg references``: import, list, export, and what it ends with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cbec_kg.bibliography.supplied import read_bibliography
from cbec_kg.cli.main import run
from references_builder import (
    CASES,
    DAY,
    KNOWN,
)

Files = Callable[[str, str | bytes], Path]


def test_import_then_list_then_query(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["references", "import", str(CASES / "good.bib"), "--by", "A. Reader", "--date", DAY]) == 0
    shown = capsys.readouterr().out
    assert "unnumbered  26            not matched  carries no number; use --map KEY=NUMBER" in shown
    assert "4 of 19 references supplied in cbec-kg-bibliography.json." in shown
    assert run(["references", "--lang", "zh"]) == 0
    assert "[2]  李茶. 云溪镇茶叶出口研究[D]. 云溪: 云溪大学, 2017." in capsys.readouterr().out
    question = "SELECT ?status { ?r cbec:number 2 ; cbec:metadataStatus ?status }"
    assert run(["query", question, "-f", "csv", "--bibliography", "cbec-kg-bibliography.json"]) == 0
    assert capsys.readouterr().out.split() == ["status", "asserted"]
    assert run(["query", question, "-f", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["status", "unknown"]
    assert run(["trace", "2", "--bibliography", "cbec-kg-bibliography.json"]) == 0
    assert capsys.readouterr().out.startswith("ref-02  [reference]  Reference [2] 云溪镇茶叶出口研究")


def test_a_bibliography_in_the_data_folder_is_used_without_being_named(
    with_bibliography: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "--data", str(with_bibliography)]) == 0
    assert run(["references", "--data", str(with_bibliography), "--style", "gbt7714"]) == 0
    assert "4 references: 2 supplied, 2 unknown." in capsys.readouterr().out
    assert run(["query", "SELECT ?t { ?w dcterms:title ?t }", "-f", "csv", "--data", str(with_bibliography)]) == 0
    assert "云溪镇茶叶网上销售的实证研究" in capsys.readouterr().out


def test_import_into_a_data_folder_writes_beside_its_files(
    mini_folder: Path, tmp_path: Path, file: Files, place: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(mini_folder, folder)
    path = file("a.bib", "@book{ref-2, title={茶}}")
    assert run(["references", "import", str(path), "--data", str(folder), "--date", DAY]) == 0
    assert [item["citation-number"] for item in json.loads((folder / "bibliography.json").read_text("utf-8"))] == [2]
    assert list(place.iterdir()) == []


def test_a_conflict_ends_with_1_and_writes_nothing_until_replace(
    place: Path, file: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = file("a.bib", "@book{7, title={茶史}}"), file("b.bib", "@book{7, title={茶事}}\n@book{8, title={新}}")
    assert run(["references", "import", str(first), "--date", DAY]) == 0
    before = Path("cbec-kg-bibliography.json").read_bytes()
    capsys.readouterr()
    assert run(["references", "import", str(second), "--date", DAY]) == 1
    assert "title: '茶史' -> '茶事'" in capsys.readouterr().out
    assert Path("cbec-kg-bibliography.json").read_bytes() == before
    assert run(["references", "import", str(second), "--date", DAY, "--replace"]) == 0
    assert [item["title"] for item in json.loads(Path("cbec-kg-bibliography.json").read_text("utf-8"))] == ["茶事", "新"]


def test_a_dry_run_writes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["references", "import", str(CASES / "good.ris"), "--dry-run"]) == 0
    assert "nothing was written (--dry-run); would be 3 of 19" in capsys.readouterr().out
    assert list(place.iterdir()) == []


def test_an_import_without_any_number_ends_with_1(place: Path, file: Files) -> None:
    path = file("a.bib", "@book{tea, title={x}}")
    assert run(["references", "import", str(path)]) == 1
    assert run(["references", "import", str(path), "--map", "tea=7"]) == 0


@pytest.mark.parametrize(
    "options",
    [["--map", "tea"], ["--map", "tea=x"], ["--map", "tea=7", "--map", "leaf=7"], ["--date", "30.8.2021"], ["--by", " "],
     ["--in-order"], ["--from", "ris"]],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_writes_nothing(place: Path, file: Files, options: list[str]) -> None:
    path = file("a.bib", "@book{tea, title={x}}\n@book{leaf, title={y}}")
    assert run(["references", "import", str(path), *options]) == 2
    assert list(place.iterdir()) == []


def test_a_broken_file_ends_with_2_and_what_was_stored_stays(place: Path, file: Files) -> None:
    assert run(["references", "import", str(CASES / "good.bib")]) == 0
    before = Path("cbec-kg-bibliography.json").read_bytes()
    assert run(["references", "import", str(file("a.bib", "@book{7, title={x}\n@book{8"))]) == 2
    assert Path("cbec-kg-bibliography.json").read_bytes() == before


def test_what_can_be_read_of_a_file_is_imported_and_the_rest_told_with_its_line(
    place: Path, file: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file("a.bib", "@book{7, title={x}, publisher=LEAF}\n@book{8")
    assert run(["references", "import", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "LEAF is no name that an @string defines" in shown
    assert "2             not read  not a valid BibTeX entry" in shown
    assert "1 of 19 references supplied in cbec-kg-bibliography.json. Not read: what begins or breaks in line 2" in shown


def test_lines_between_records_are_told_and_cost_nothing(
    place: Path, file: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file("a.ris", "1. \nTY  - BOOK\nTI  - x\nID  - 1\nER  - \n\nDatabase: Leaves\n\n2.\n")
    assert run(["references", "import", str(path)]) == 0
    assert "passed over  text outside a record: 'Database: Leaves'" in capsys.readouterr().out


def test_an_entry_without_key_is_named_by_its_place(place: Path, file: Files) -> None:
    path = file("a.net", "{Reference Type}: Book\n{Title}: x\n\n{Reference Type}: Book\n{Title}: 茶\n")
    assert run(["references", "import", str(path), "--map", "#2=7"]) == 0
    assert [
        (item["citation-number"], item["title"]) for item in json.loads(Path("cbec-kg-bibliography.json").read_text("utf-8"))
    ] == [(7, "茶")]


def test_without_pandoc_bibtex_is_refused_and_other_formats_are_read(
    place: Path, no_pandoc: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["references", "import", str(CASES / "good.bib")]) == 2
    assert "references import of BibTeX needs pandoc: pip install 'cbec-kg[documents]'" in capsys.readouterr().err
    assert run(["references", "import", str(CASES / "good.json")]) == 0
    assert run(["references", "import", str(CASES / "good.ris")]) == 0


@pytest.mark.parametrize(("form", "name"), [("bibtex", "x.bib"), ("ris", "x.ris"), ("csl-json", "x.json")])
def test_what_is_exported_says_what_it_backs_and_is_read_again_as_it_was(
    place: Path, form: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["references", "import", str(CASES / "good.bib"), "--date", DAY]) == 0
    assert run(["references", "export", "--format", form, "--out", name]) == 0
    text = Path(name).read_text("utf-8")
    assert "cbec-kg: backs claim-cbec-active-weak-economy (statement) in 2.p1.s5 “" in text
    capsys.readouterr()
    assert run(["references", "import", name, "--date", DAY]) == 0
    assert capsys.readouterr().out.count("unchanged") == 4


def test_a_template_is_not_written_over_a_file(place: Path) -> None:
    assert run(["references", "template", "--out", "refs.bib"]) == 0
    assert run(["references", "template", "--out", "refs.bib"]) == 2


def test_the_list_as_csl_json_can_be_imported_elsewhere(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["references", "import", str(CASES / "good.bib"), "--date", DAY]) == 0
    capsys.readouterr()
    assert run(["references", "--format", "csl-json"]) == 0
    Path("again.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["references", "import", "again.json", "--bibliography", "other.json", "--date", DAY]) == 0
    first, second = (read_bibliography(Path(name), KNOWN) for name in ("cbec-kg-bibliography.json", "other.json"))
    assert {number: one.item for number, one in first.items()} == {number: one.item for number, one in second.items()}


def test_a_bibliography_is_of_one_folder(place: Path, mini_folder: Path, real_folder: Path) -> None:
    Path("b.json").write_text("[]", encoding="utf-8")
    several = ["--data", str(mini_folder), "--data", str(real_folder), "--bibliography", "b.json"]
    assert run(["query", "problems", *several]) == 2
    assert run(["build", "-q", *several]) == 2


def test_a_named_bibliography_that_is_missing_is_reported(place: Path) -> None:
    assert run(["query", "problems", "--bibliography", "none.json"]) == 2
    assert run(["references", "--bibliography", "none.json"]) == 2


def test_options_before_the_command_are_not_silently_ignored(place: Path) -> None:
    assert run(["references", "--style", "apa", "list"]) == 2
