"""Bad inputs cost one line: messages, exit codes, limits, growth, and mutants of right files in every format."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from cbec_kg.bibliography.formats import parse_file, read_apart, read_file
from cbec_kg.bibliography.names import names_of
from cbec_kg.bibliography.supplied import read_bibliography
from cbec_kg.documents.passing import document_of, value_of
from cbec_kg.documents.pdfium import extract
from cbec_kg.documents.reading import parse_document, read_document
from cbec_kg.drafting.draft import draft_folder
from cbec_kg.errors import CbecError, DataError, LimitError, Problem, UsageError, shown
from cbec_kg.io.apart import ApartLimits, call_apart, limits_of_environment
from cbec_kg.text.segment import passages
from cli_calls import SCRIPT, Run, call, inside
from pdf_builder import At, build_pdf

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
CASES = Path(__file__).parent / "cases"
CODES = ROOT / "docs" / "reference" / "exit-codes.md"

linux = pytest.mark.skipif(sys.platform != "linux", reason="streams and limits as Linux has them")


@pytest.fixture(scope="module")
def fuzz() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    yield importlib.import_module("reliability_fuzz")
    sys.path.remove(str(BENCHMARKS))


# Messages


def test_a_huge_value_is_cut_and_its_length_is_said() -> None:
    message = str(UsageError(f"repeats the key {'k' * 4_000_000!r}. Keep one."))
    assert len(message) < 600
    assert message.startswith("repeats the key 'kkk")
    assert message.endswith("kkk'. Keep one.")
    assert re.search(r"\[[0-9,]+ characters\]", message)


@pytest.mark.parametrize("character", ["\ufffd", "\x1b", "x"])
def test_a_line_is_no_longer_where_its_characters_are_escaped(character: str) -> None:
    assert len(shown(f"{character}{' ' * 9}" * 3_000)) < 1_300


def test_a_message_has_no_character_that_steers_a_terminal() -> None:
    raw = "a\x1b[2Jb\x9bc\u202ed\u2066e\x00f\ud800"
    assert shown(raw) == r"a\x1b[2Jb\x9bc\u202ed\u2066e\x00f\ud800"
    assert str(Problem("x.yaml", 3, raw)) == rf"x.yaml:3: {shown(raw)}"
    assert shown("茶　好\tx\ny") == "茶　好\tx\ny"
    assert str(UsageError("a\nb")) == r"a\nb"


def test_ten_problems_of_a_kind_are_printed_and_the_others_counted() -> None:
    one = [Problem("claims.yaml", line, f"claim-{line} names claim-x{line}. Correct it.") for line in range(1, 301)]
    other = [Problem("facets.yaml", line, f"facet-{line} is empty. Fill it.") for line in range(1, 4)]
    error = DataError([*one, *other])
    lines = str(error).split("\n")
    assert len(error.problems) == 303
    assert len(lines) == 10 + 3 + 1
    assert lines[-1] == "claims.yaml: 290 more like these."


def test_three_hundred_lines_are_never_printed() -> None:
    words = ["".join(chr(97 + int(digit)) for digit in str(number)) for number in range(1000, 2000)]
    assert len(str(DataError([Problem("a.csv", number, f"{word}.") for number, word in enumerate(words)])).split("\n")) == 61
    assert len(shown("x\n" * 5_000).split("\n")) == 120


# Streams and users


def from_shell(command: str) -> Run:
    done = subprocess.run(["bash", "-c", f"{SCRIPT} {command}"], capture_output=True, text=True, check=False)
    return Run(command, done.returncode, done.stdout, done.stderr)


@linux
@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("--version >&-", 5, "Error: the output could not be written: bad file descriptor.\n"),
        (">&-", 5, "Error: the output could not be written: bad file descriptor.\n"),
        ("query - <&-", 2, "Error: standard input: cannot be read: bad file descriptor. "),
        ("query --show nothing 2>&-", 2, ""),
        ("--version <&- 2>&-", 0, ""),
        ("--version >/dev/full", 5, "Error: the output could not be written: no space left on device.\n"),
    ],
)  # fmt: skip
def test_closed_streams_cost_one_line(command: str, code: int, message: str) -> None:
    done = from_shell(command)
    assert (done.returncode, done.stderr[: len(message)]) == (code, message)
    assert done.stderr.count("\n") <= 1


def test_a_path_that_is_no_path_is_named() -> None:
    done = inside("check", "--data", "x" * 5_000)
    assert done.returncode == 2
    assert "cannot be read: File name too long. Check the path." in done.stderr
    assert len(done.stderr) < 1_000


# Exit codes


def test_the_table_has_the_codes_of_the_errors() -> None:
    kinds = [CbecError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    used = {kind.exit_code for kind in kinds if kind.__module__.startswith("cbec_kg")} | {0, 1, 130}
    assert used == {int(number) for number in re.findall(r"(?m)^\| (\d+) \|", CODES.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("query", "--show", "problems"), 0),
        (("growth", "indicator-tea-output", "2018", "2031"), 2),
        (("query", "--show", "no-such-query"), 2),
        (("query", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"), 3),
        (("query", f"SELECT * {{ {'?s ?p ?o . ' * 20_000} }}"), 4),
        (("view", "--out", "/dev/null/page.html"), 5),
    ],
)  # fmt: skip
def test_commands_end_with_the_documented_codes(arguments: tuple[str, ...], code: int, data: list[str]) -> None:
    done = inside(*arguments, *([] if "--show" in arguments else data))
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


# Limits of what reads a file


def test_a_document_comes_back_from_its_process_as_it_was() -> None:
    here = parse_document(CASES / "documents/aes-open.pdf", (CASES / "documents/aes-open.pdf").read_bytes())
    there = read_document(CASES / "documents/aes-open.pdf")
    assert passages(there) == passages(here)
    assert value_of(document_of(value_of(here))) == value_of(here) == value_of(there)


def test_entries_come_back_from_their_process_as_they_were() -> None:
    for name in ("good.ris", "good.json"):
        assert read_apart(CASES / "references" / name) == read_file(CASES / "references" / name)


def test_errors_come_back_from_their_process(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"a": 1, "a": 2}]', encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.json:1: not valid JSON .*'a' is repeated") as caught:
        read_apart(tmp_path / "a.json")
    assert caught.value.problems[0].line == 1
    (tmp_path / "a.pdf").write_bytes(build_pdf([[]]))
    with pytest.raises(UsageError, match="has no text: scanned pages"):
        read_document(tmp_path / "a.pdf")


@linux
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (ApartLimits(60, 8 << 20), "took over 8 MB of memory and was ended"),
        (ApartLimits(0.01), "took over 0.01 s and was ended"),
        (ApartLimits(60, output=10), "took over 0 MB of what is read"),
    ],
)  # fmt: skip
def test_a_file_over_a_limit_costs_one_line(limits: ApartLimits, message: str) -> None:
    entries = "".join(f"TY  - BOOK\nID  - {number}\nTI  - {'x' * 900}\nER  - \n" for number in range(4_000))
    place = "cbec_kg.bibliography.formats:source_value"
    with pytest.raises(LimitError, match=message) as caught:
        call_apart(place, entries.encode(), ["refs.ris", None], "refs.ris", limits)
    assert "\n" not in str(caught.value)


@linux
@pytest.mark.parametrize(
    ("function", "content", "said"),
    [("json:loads", b"{", "JSONDecodeError: "), ("os:_exit", b"", "its reader ended in a fault"), ("no:thing", b"", "'no'")],
)
def test_what_a_library_raises_is_no_matter_of_memory(function: str, content: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=r"a\.pdf: cannot be read: its reader ended in a fault") as caught:
        call_apart(function, content, [], "a.pdf", ApartLimits(60))
    assert said in str(caught.value) and "\n" not in str(caught.value)


@linux
def test_a_command_over_a_limit_ends_with_4(tmp_path: Path) -> None:
    text = "\n\n".join(f"# Part {number}\n\n{'Mills turn in the wind. ' * 400}" for number in range(250))
    (tmp_path / "p.xml").write_text(f"<article><body><p>{text}</p></body></article>", encoding="utf-8")
    done = call("new", tmp_path / "draft", "--paper", tmp_path / "p.xml", env={"CBEC_KG_MEMORY": "1"})
    assert done.returncode == 4
    assert "took over 1 MB of memory" in done.stderr
    assert "CBEC_KG_MEMORY=2" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_memory_of_the_environment_is_a_number_of_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBEC_KG_MEMORY", "64")
    assert limits_of_environment().memory == 64 << 20
    monkeypatch.setenv("CBEC_KG_MEMORY", "-1")
    with pytest.raises(UsageError, match="a number of megabytes is expected"):
        limits_of_environment()


def test_what_pages_share_counts_on_each(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = importlib.import_module("reliability_growth").shared_stream_pdf(20, b"0 0 m 9 9 l S\n" * 50)
    monkeypatch.setattr("cbec_kg.documents.pdfium.MAX_OBJECTS", 501)
    assert extract(shared) == {"error": "objects", "count": 11}


def test_a_pdf_that_needs_a_password_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a password is needed"):
        read_document(CASES / "documents/aes-locked.pdf")
    (tmp_path / "a.pdf").write_bytes(build_pdf([[At(70, 700, "Mills turn.")]]))
    assert "Mills" in read_document(tmp_path / "a.pdf").text


# Large inputs: each is read at all; how the time grows with the size is measured by benchmarks/reliability_growth.py


def entries_of(ending: str, text: str) -> str:
    try:
        return str(len(parse_file(Path(f"a{ending}"), text.encode(), None).entries))
    except DataError as error:
        return str(error)


def test_continued_lines_are_joined_once() -> None:
    text = "TY  - BOOK\nTI  - x\n" + "a\n" * 1_000_000 + "ER  - \n"
    assert "2,000,001 characters in title" in entries_of(".ris", text)


def test_a_late_repeated_key_is_found_at_once() -> None:
    keys = ",".join(f'"k{number}":1' for number in [*range(200_000), 199_999])
    assert "the key 'k199999' is repeated" in entries_of(".json", f"[{{{keys}}}]")


def test_many_authors_and_names_of_many_parts_are_read_at_once() -> None:
    assert entries_of(".ris", "TY  - BOOK\nTI  - x\n" + "AU  - a, b\n" * 24_000 + "ER  - \n") == "1"
    for text in ("Aa-" * 30_000 + "!", "，" * 99_000 + "b", ", " * 40_000 + "b"):
        names_of(text)


SPACED = "Mills turn [1].\n\nReferences\n\n1. Low, A. Mills. 2019.\n2. Beam, K. Ferries" + "\t" * 90_000 + "0. 2020."


@pytest.mark.parametrize("text", ["茶" * 40_000, "[" * 200_000, "[1]" * 10_000, "茶好。" * 8_000, SPACED])
def test_texts_of_equal_characters_have_passages(text: str) -> None:
    from cbec_kg.curation.passages import passages_csv

    rows = passages_csv(parse_document(Path("a.txt"), f"{text}\n".encode())).splitlines()
    assert len(rows) > 1


# What mutants found


def test_an_id_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('[{"id": {"a": 1}, "title": "x"}]', encoding="utf-8")
    with pytest.raises(DataError, match="citation-number: must be a whole number"):
        read_bibliography(tmp_path / "b.json", [1], {1: "ref-low"})


def test_thirty_equal_entries_have_keys_of_their_own() -> None:
    entries = "Low, A. (2019). Mills. J. Mill, 3, 4.\n" * 30
    text = f"1 Introduction\n\nMills turn (Low, 2019).\n\nReferences\n\n{entries}"
    draft = draft_folder(parse_document(Path("a.txt"), text.encode()), "tea")
    assert draft.counts["entries"] == 30
    assert draft.counts["references"] == 30


@pytest.mark.parametrize(
    ("entries", "warnings"),
    [
        ("", ("no list of references was found; the markers of the text cite [1]..[2]",)),
        ("[1] 甲. 乙[J]. 丙, 2019.\n[2] 甲. 丁[J]. 丙, 2018.\n", ()),
        (
            "[1] 甲. 乙[J]. 丙, 2019.\n[2] 甲. 丁[J]. 丙, 2018.\n[2] 甲. 戊[J]. 丙, 2017.\n[4] 甲. 己[J]. 丙, 2016.\n",
            ("the list of references has 2 more than once", "the list of references goes from 1 to 4 without 3"),
        ),
    ],
)  # fmt: skip
def test_a_list_with_gaps_and_duplicates_or_none_is_warned_of(entries: str, warnings: tuple[str, ...]) -> None:
    text = "茶的历史\n\n1 引言\n\n茶好[1]。壶贵[2]。罐多[123456789]。\n" + (f"\n参考文献\n\n{entries}" if entries else "")
    draft = draft_folder(parse_document(Path("a.txt"), text.encode()), "tea")
    assert draft.warnings == warnings
    assert ("[123456789]", True) in {(one.text, "so large a number" in one.why) for one in draft.findings}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are read in a forked process")
@pytest.mark.parametrize(
    ("form", "inputs"),
    [("yaml", 300), ("csv", 60), ("ris", 300), ("tagged", 300), ("bibtex", 8), ("csl-json", 300), ("json", 300),
     ("text", 20), ("pdf", 30), ("docx", 8), ("xml", 200), ("mappings", 200), ("rdf", 200), ("sparql", 200)],
)  # fmt: skip
def test_no_mutant_raises_anything_but_one_line(fuzz: ModuleType, form: str, inputs: int) -> None:
    done = fuzz.fuzzed(form, inputs, seed=1)
    assert [fault[:3] for fault in done.faults] == []
    assert done.read > 0 or inputs < 20  # of so few of these every one may be refused
