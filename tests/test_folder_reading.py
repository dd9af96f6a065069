"""Reading a curation folder: what is read with it, what alone, and what is said of the folder as a whole."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from bad_folders import problems_of
from cbec_kg.curation.changed_files import ANCHOR
from cbec_kg.curation.reader import read_curation, read_places, read_reading
from cbec_kg.errors import DataError, UsageError
from cbec_kg.model.curated import Curation
from cbec_kg.model.line_readings import LineReading, Reading
from cbec_kg.model.records import Claim, Indicator, Record, Statistic, Unit
from cbec_kg.model.terms import Bilingual, Where

Edited = Callable[..., Path]
R = TypeVar("R", bound=Record)
VERDICT = "- {on: claim-capital-short/leads-to/facet-machines-old-pans, digest: '00000000', decision: accepted,\n"
VERDICT += "   reason: {zh: 茶, en: tea}, date: 2026-01-31, by: one}\n"


def said(call: Callable[[], object]) -> list[str]:
    with pytest.raises(DataError) as caught:
        call()
    return [f"{one.file}:{one.line}: {one.message}" for one in caught.value.problems]


def one_of(curation: Curation, kind: type[R], name: str) -> R:
    return next(record for record in curation.of(kind) if record.id == name)


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_places_are_read_with_the_article_alone(edited: Edited) -> None:
    folder = edited(("claims.yaml", "", "- not read\n"))
    article, passages, places = read_places(folder)
    assert (article.id, article.doi) == ("article-tea-2020", "10.99999/tea.2020.0305")
    wanted = rows(folder, "passages.csv")
    assert [(one.locator, one.kind, one.start, one.end) for one in passages] == [
        (row["locator"], row["kind"], int(row["start"]), int(row["end"])) for row in wanted
    ]
    assert (passages[0].id, passages[0].where) == ("passage-abstract.h", Where("passages.csv", 2))
    row = rows(folder, "anchors.csv")[1]
    assert (places[1].id, places[1].fragment, places[1].where) == (
        f"anchor-{row['record']}-{row['locator']}-{row['start']}", row["fragment"], Where("anchors.csv", 3),
    )  # fmt: skip
    assert len(places) == len(rows(folder, "anchors.csv"))


def test_what_is_wrong_with_places_is_told(edited: Edited, tmp_path: Path) -> None:
    folder = edited(("article.yaml", "year: 2020", "year: tea"), ("anchors.csv", "record,locator", "record,place"))
    columns, year = said(lambda: read_places(folder))
    expected = "record, locator, fragment, start, end, offset, prefix, suffix"
    assert columns == f"anchors.csv:1: the columns must be: {expected}. {ANCHOR}"
    assert year == "article.yaml:6: article-tea-2020.year is 'tea'; it must be a whole number."
    (folder / "article.yaml").write_text("")
    assert "article.yaml:1: has no article. Fill in its fields." in said(lambda: read_places(folder))
    (folder / "passages.csv").unlink()
    with pytest.raises(UsageError) as caught:
        read_places(folder)
    assert str(caught.value) == f"{folder}: passages.csv is missing. {ANCHOR}"
    with pytest.raises(UsageError, match=r"article\.yaml is missing"):
        read_places(tmp_path)


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_read(edited: Edited) -> None:
    folder = edited(("passages.csv", "abstract.h,heading,abstract,1,5", "abstract.h,heading,abstract,one,5"))
    assert said(lambda: read_places(folder)) == ["passages.csv:2: start is 'one'; it must be a whole number."]


def test_a_reading_is_that_of_a_folder_or_of_a_file(tmp_path: Path) -> None:
    assert read_reading(tmp_path) == Reading()
    text = "words: [茶山]\nlines:\n- {line: 茶, kind: heading, level: 2}\n"
    for name in ("reading.yaml", "other.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        line = LineReading(line="茶", kind="heading", level=2, where=Where(name, 3))
        for path in (tmp_path / name, *([tmp_path] if name == "reading.yaml" else [])):
            assert read_reading(path) == Reading(lines=(line,), words=("茶山",), where=Where(name, 1))
    (tmp_path / "other.yaml").write_text("lines:\n- {line: 茶, kind: tea}\n", encoding="utf-8")
    (message,) = said(lambda: read_reading(tmp_path / "other.yaml"))
    assert message.startswith("other.yaml:2: the reading.lines[1].kind is 'tea'; it must be one of: ")
    with pytest.raises(UsageError, match=r"missing\.yaml"):
        read_reading(tmp_path / "missing.yaml")


def test_a_reading_and_verdicts_that_are_wrong_are_told_with_the_folder(edited: Edited) -> None:
    folder = edited(("reading.yaml", "", "words: 茶\n"), ("verdicts.yaml", "", VERDICT + "- no verdict\n- neither\n"))
    found = [str(one) for one in problems_of(folder)]
    assert "reading.yaml:1: the reading.words must be a list." in found
    assert "verdicts.yaml:3: verdict 2 must be a mapping of fields." in found
    assert "verdicts.yaml:4: verdict 3 must be a mapping of fields." in found
    (folder / "verdicts.yaml").write_text("on: it\n", encoding="utf-8")
    found = [str(one) for one in problems_of(folder)]
    assert "verdicts.yaml:1: must be a list of verdicts, each opening with '- on:'." in found


def test_verdicts_are_read_in_their_order(edited: Edited) -> None:
    verdicts = read_curation(edited(("verdicts.yaml", "", VERDICT + VERDICT.replace("by: one", "by: two")))).verdicts
    assert [(one.by, one.decision, one.where) for one in verdicts] == [
        ("one", "accepted", Where("verdicts.yaml", 1)), ("two", "accepted", Where("verdicts.yaml", 3)),
    ]  # fmt: skip


def test_what_is_given_instead_is_read_and_nothing_else_of_the_folder(mini_folder: Path) -> None:
    files = {path.name: path.read_bytes() for path in mini_folder.iterdir() if path.is_file()}
    read = read_curation(mini_folder)
    assert read_curation(mini_folder, instead=files) == read
    units = files["units.yaml"].replace("symbol: 元".encode(), "symbol: 圆".encode())
    assert one_of(read_curation(mini_folder, instead=files | {"units.yaml": units}), Unit, "unit-cny").symbol == "圆"
    without = read_curation(mini_folder, computed=False)
    assert (without.passages, without.places) == ((), ())
    order = [(one.record, one.start) for one in read.places]
    assert order == sorted(order) and list(read.records) == sorted(read.records)


def test_a_folder_may_have_its_texts_in_one_language(edited: Edited) -> None:
    folder = edited(
        ("article.yaml", "language: zh\n", "language: zh\ntexts_in: zh\n"),
        ("indicators.yaml", "zh: 社员数, en: members}", "zh: 社员数}"),
    )
    label = one_of(read_curation(folder), Indicator, "indicator-members")
    assert (label.zh, label.en) == ("社员数", "社员数")
    (folder / "article.yaml").write_text(
        (folder / "article.yaml").read_text("utf-8").replace("texts_in: zh", "texts_in: tea"), "utf-8"
    )
    assert any("indicator-members lacks the field 'en'. Add it." in str(one) for one in problems_of(folder))


def test_kinds_of_a_folder_are_known_to_what_they_are_of(edited: Edited) -> None:
    legend = "- {id: kind-legend, of: claim, zh: 传说, en: legend, definition: {zh: 茶, en: tea}}\n"
    folder = edited(("kinds.yaml", "", legend), ("claims.yaml", "kind: benefit", "kind: legend"))
    assert one_of(read_curation(folder), Claim, "claim-quality-stable").kind == "legend"
    (folder / "kinds.yaml").write_text(
        legend.replace("of: claim", "of: source").replace("definition", "kind_of: bulletin, definition"), "utf-8"
    )
    found = [str(one) for one in problems_of(folder)]
    assert any("claim-quality-stable.kind is 'legend'; it must be one of: " in one for one in found)


@pytest.mark.parametrize("missing", ["id", "of"])
def test_a_kind_without_a_name_or_without_what_it_is_of_is_told(missing: str, edited: Edited) -> None:
    fields = {"id": "kind-legend", "of": "claim", "zh": "传说", "en": "legend"}
    kind = ", ".join(f"{key}: {value}" for key, value in fields.items() if key != missing)
    found = [str(one) for one in problems_of(edited(("kinds.yaml", "", f"- {{{kind}}}\n")))]
    assert any(one.startswith("kinds.yaml:1: ") and f"lacks the field {missing!r}. Add it." in one for one in found)


def test_a_growth_that_its_print_calls_a_fall_is_below_zero(edited: Edited) -> None:
    folder = edited()
    text = (folder / "statistics.yaml").read_text("utf-8")
    start = text.index("- id: stat-tea-output-growth-2019")
    record = text[start:].replace("printed: 4.40%", "printed: 下降4.40%", 1)
    (folder / "statistics.yaml").write_text(text[:start] + record, "utf-8")
    figure = read_curation(folder, computed=False).records["stat-tea-output-growth-2019"]
    assert isinstance(figure, Statistic)
    assert (figure.value, figure.value_text) == (Decimal("-4.40"), "-4.40")


def test_an_article_is_the_only_one_of_its_folder(edited: Edited) -> None:
    folder = edited()
    (folder / "article.yaml").write_text("- 茶\n", "utf-8")
    assert problems_of(folder)[0].file == "article.yaml"
    (folder / "article.yaml").write_text("", "utf-8")
    assert "article.yaml:1: has no article. Fill in its fields." in [str(one) for one in problems_of(folder)]


def test_a_value_is_read_as_its_fields_says(mini_folder: Path) -> None:
    curation = read_curation(mini_folder)
    article = curation.article
    assert article.journal == Bilingual("山地农学", "Upland Agronomy")
    assert (article.year, article.volume, article.pages_seen) == (2020, "3", ("17", "19"))
    anchor = one_of(curation, Claim, "claim-capital-short").at[0]
    assert (anchor.locator, anchor.fragment, anchor.where.file) == ("2.2.p1.s4", "合作社资金少", "claims.yaml")
