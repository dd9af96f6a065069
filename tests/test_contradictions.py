"""What the words around a number, a name or a heading say against a record: each kind once, and what leaves it open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cbec_kg.api.results.written import Checked
from cbec_kg.curation.held import hold
from cbec_kg.curation.printed_text import PrintedText
from cbec_kg.curation.reader import read_curation
from cbec_kg.documents.reading import read_document
from cbec_kg.errors import Problem
from cbec_kg.text.times import compared_with, time_of

STATISTICS, CLAIMS, FACETS, ENTITIES = "statistics.yaml", "claims.yaml", "facets.yaml", "entities.yaml"
Edit = tuple[str, str, str]

PRICE = "place: place-qingxu\n  period: 2020\n  at: [1.p2.s2 86.00元]"
GROWTH = "period: 2019\n  base: previous-year\n  at: [1.p1.s3 4.40%]"
EXPORT = "counterpart: place-abroad\n  period: 2019"
WARNED: tuple[tuple[Edit, str], ...] = (
    ((STATISTICS, PRICE, PRICE.replace("2020", "2020-S1")), ".period is 2020-S1; the clause says '2020年'"),
    ((STATISTICS, PRICE, PRICE.replace("2020", "unknown")), ".period is unknown; the clause says '2020年'"),
    ((STATISTICS, EXPORT, EXPORT.replace("2019", "2020")), "stat-tea-export-2019.period is 2020"),
    ((STATISTICS, GROWTH, GROWTH.replace("previous-year", "unknown")), ".base is unknown; the clause compares with"),
    ((STATISTICS, "base: 2018", "base: previous-year"), ".base is previous-year; the clause compares with '2018年'"),
    ((STATISTICS, "indicator: indicator-tea-value\n  kind: growth", "indicator: indicator-tea-price\n  kind: growth"),
     ".indicator is indicator-tea-price; the clause '2019年干茶产值增长' names indicator-tea-value."),
    ((STATISTICS, "indicator: indicator-tea-price\n  kind: level", "indicator: indicator-pickers\n  kind: level"),
     "stat-tea-price-2020.indicator is indicator-pickers, a number of things, and its unit unit-cny."),
    ((STATISTICS, "unit: unit-cny\n  indicator: indicator-tea-price\n  kind: level",
      "unit: unit-cny\n  indicator: indicator-tea-price\n  kind: growth"),
     "stat-tea-price-2020.kind is 'growth'; the clause has no word for a change"),
    ((STATISTICS, "unit: unit-rank\n  indicator: indicator-tea-price\n  kind: rank",
      "unit: unit-rank\n  indicator: indicator-tea-price\n  kind: level"),
     ".kind is 'level', and its unit unit-rank is of rank."),
    ((STATISTICS, "  kind: rank\n", "  kind: rank\n  from_least: yes\n"), ".from_least is 'yes', for which the"),
    ((STATISTICS, "members: [concept-gentle-picking, concept-leaf-judging, concept-timing]",
      "members: [concept-gentle-picking, concept-leaf-judging, platform-mingji]"),
     "stat-picker-skills.members has platform-mingji, which the passage does not name."),
    ((STATISTICS, "concept-leaf-judging, concept-timing]\n  members_open: yes", "concept-leaf-judging]"),
     "stat-picker-skills.members has 2, and its value is 3."),
    ((CLAIMS, "about: [platform-mingji]", "about: [concept-timing]"),
     "claim-sell-online.about names concept-timing, which its paragraph does not."),
    ((FACETS, "    - {on: citation-04-1, role: facet, basis: stated}\n", ""),
     " rests on citation-02-2 as stated, which stands in 2.2.p1.s2; its own sentence has citation-04-1."),
    ((CLAIMS, "en: The cooperatives have little capital", "en: Some sell their tea online"),
     "claim-capital-short: 'en' is 'Some sell their tea online', as of claim-sell-online."),
    ((ENTITIES, "zh: 控时, en: timing", "zh: 控时, en: judging leaves"), "concept-timing: 'en' is 'judging leaves', as of"),
    (("tables.yaml", "产量（2018~2020）", "产量（2015~2020）"), "table-1: 'zh' has 2015 and 'en' 2018."),
    (("sections.yaml", "parent: section-2\n  heading", "parent: section-3\n  heading"),
     "section-2-1.parent is section-3; by its number 2.1 it is section-2."),
    (("sections.yaml", "number: 3\n  kind: countermeasures", "number: 3\n  kind: problems"),
     "section-3.kind is 'problems'; its heading has '对策'."),
    (("attributions.yaml", "source: source-tea-yearbook\n  at: [table1", "source: source-tea-yearbook-2020\n  at: [table1"),
     "attribution-table-1.source is source-tea-yearbook-2020; the passage has the name of source-tea-yearbook."),
    (("tables.yaml", "unit: unit-percent, base: previous-year", "unit: unit-percent, base: 2015"),
     "table-1: the column growth has the base 2015; its label '比上年增长' says the year before."),
    (("article.yaml", "year: 2020", "year: 2019"), ".year is 2019, derived from the DOI"),
    (("article.yaml", "doi: 10.99999/tea.2020.0305", "doi: 10.99999/tea.2020.0306"), "; the text prints 10.99999/"),
    (("article.yaml", "doi: 10.99999/tea.2020.0305", "doi: 10.12677/ass.2020.32007"),
     " has volume 3, issue 2, number 5; the DOI 10.12677/ass.2020.32007 has 32007."),
    (("article.yaml", "first_author: 苔青", "first_author: 苔清"), ".first_author '苔清' does not stand in the text."),
    (("article.yaml", "pages_seen: [17, 19]", "pages_seen: [17, 91]"), ".pages_seen has 91, which the text does not print."),
    (("article.yaml", "volume: 3\n", "title: {zh: 茶, en: Tea}\nvolume: 3\n"), " has 'title', and lists it as unknown."),
)  # fmt: skip
"""One edit, and what is told."""


@pytest.fixture(scope="module")
def text() -> PrintedText:
    return PrintedText(read_document(Path(__file__).parent / "mini" / "paper.txt"))


@pytest.mark.parametrize(("edit", "message"), WARNED)
def test_what_the_words_around_it_speak_against_is_a_warning(
    edited: Callable[..., Path], text: PrintedText, edit: Edit, message: str
) -> None:
    warnings = [str(warning) for warning in hold(read_curation(edited(edit)), text).warnings]
    assert any(message in warning for warning in warnings), warnings


OPEN: tuple[Edit, ...] = (
    (STATISTICS, GROWTH, GROWTH.replace("previous-year", "2018")),
    (STATISTICS, "base: unknown", "base: previous-year"),
    (CLAIMS, "about: [platform-mingji]", "about: [platform-mingji, concept-tea-cooperative]"),
    (CLAIMS, "en: The cooperatives have little capital", "en: Money is scarce"),
    ("sections.yaml", "number: 3\n  kind: countermeasures", "number: 3\n  kind: body"),
    ("article.yaml", "pages_seen: [17, 19]", "pages_seen: [17]"),
)
"""Edits that the text does not speak against."""


@pytest.mark.parametrize("edit", OPEN)
def test_what_may_be_so_is_no_warning(edited: Callable[..., Path], text: PrintedText, edit: Edit) -> None:
    assert hold(read_curation(edited(edit)), text).warnings == ()


def test_what_no_text_decides_is_listed(mini_folder: Path, text: PrintedText) -> None:
    reasons = {one.record: one.reason for one in hold(read_curation(mini_folder), text).unheld}
    assert {"measure-loan", "claim-young-leave", "attribution-table-1"} <= reasons.keys()


TIMES = (
    ("2011~2014年均增长3.10%，2015年增长4.20%。", "3.10", (2011, 2014, "")),
    ("2011~2014年均增长3.10%，2015年增长4.20%。", "4.20", (2015, 2015, "")),
    ("2013年售蜜70吨，与2012年相比多6%。", "6%", (2013, 2013, "")),
    ("2020年上半年出口3亿元", "3亿", (2020, 2020, "S1")),
    ("2020年前三季度出口3亿元", "3亿", (2020, 2020, "01/09")),
    ("2020年1—9月出口3亿元", "3亿", (2020, 2020, "01/09")),
    ("截至2014年年底有20多户", "20多", (2014, 2014, "end")),
    ("据《2020年蜂业公报》，产蜜60吨", "60", None),
    ("2013年以来，蜂农增至12,000户", "12,000", None),
    ("2018年和2019年分别出口3亿元和4亿元", "4亿", None),
    ("2018年建成，去年出口3亿元", "3亿", None),
    ("2019/20年度出口3亿元", "3亿", None),
    ("Exports reached 5 million tonnes in 2019.", "5 million", (2019, 2019, "")),
    ("Exports were 5 million in 2018 and 6 million in 2019.", "6 million", None),
    ("Since 2015 exports have reached 5 million tonnes.", "5 million", None),
)
"""A sentence, a number in it, and the time that it has; None where that is open."""


@pytest.mark.parametrize(("line", "number", "time"), TIMES)
def test_a_number_has_the_time_of_its_clause(line: str, number: str, time: tuple[int, int, str] | None) -> None:
    found = time_of(line, line.index(number))
    assert (found and found[2:]) == time


BASES = (
    ("蜂蜡80吨，与2018年同期相比多了3.80%", "3.80", "2018"),
    ("与上年相比多12%", "12", "previous-year"),
    ("出口3亿元，同比增长5%", "5%", "previous-year"),
    ("环比增长5%", "5%", "previous-period"),
    ("比2019年和上年都多5%", "5%", None),
    ("2020年增长5%", "5%", None),
    ("Exports grew by 5% over the previous year.", "5%", "previous-year"),
    ("Exports grew by 5% compared with 2018.", "5%", "2018"),
)


@pytest.mark.parametrize(("line", "number", "base"), BASES)
def test_a_number_is_compared_with_what_its_clause_says(line: str, number: str, base: str | None) -> None:
    found = compared_with(line, line.index(number))
    assert (found and found.base) == base


def test_hundreds_of_warnings_are_told_as_a_few_with_their_count() -> None:
    wrong = [
        Problem(STATISTICS, line, f"stat-x{line}.place is place-a; the passage names place-b.") for line in range(1, 301)
    ]
    lines = Checked(Path("x"), 300, 300, tuple(wrong)).text().splitlines()
    assert lines[10:] == [f"Warning: {STATISTICS}: 290 more like these.", "x: 300 records, 300 anchors: nothing wrong."]
