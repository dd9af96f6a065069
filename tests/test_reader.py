"""The strict reader: every rule with the mini folder as the good case and an edited copy of it as the bad one."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from cbec_kg.curation.reader import read_curation
from cbec_kg.errors import CbecError, DataError, Problem, UsageError
from cbec_kg.io import loading
from cbec_kg.io.loading import YamlList, YamlMap, YamlText, read_csv, read_utf8, read_yaml
from cbec_kg.model.records import FILES, Article, Citation, Entity, Measure, Statistic, Table
from cbec_kg.rdf.project import Project, build_project

Edited = Callable[..., Path]
Edit = tuple[str, str, str]


@dataclass(frozen=True)
class Bad:
    """One edit of the mini folder and the problem that it makes.

    Attributes
    ----------
    name : str
    edits : tuple of Edit
        Each (file, old, new); see the fixture `edited`.
    file, line : str
        Where the problem is told: at the line that holds `line` first; the whole file when it is empty.
    message : str
        Pattern that the whole message fits.
    alone : bool
        Whether this is the only problem.
    """

    name: str
    edits: tuple[Edit, ...]
    file: str
    line: str
    message: str
    alone: bool = True


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        read_curation(folder)
    return caught.value.problems


def line_of(path: Path, text: str) -> int:
    if not text:
        return 0
    return next(number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def check(bad: Bad, folder: Path) -> None:
    problems = problems_of(folder)
    wanted = (bad.file, line_of(folder / bad.file, bad.line))
    fitting = [problem for problem in problems if re.fullmatch(bad.message, problem.message)]
    assert [(problem.file, problem.line) for problem in fitting] == [wanted], [str(problem) for problem in problems]
    assert not bad.alone or len(problems) == 1, [str(problem) for problem in problems]


FIRST_STAT = "- id: stat-cooperatives\n"
NEW_CLAIM = "- id: claim-zzz\n  kind: status\n  zh: 茶\n  en: tea\n  at: [1.p1.s1 苔岭]\n  place: place-qingxu\n"

SHAPES = (
    Bad(
        "an unknown field",
        (("units.yaml", "symbol: 元,", "symbol: 元, colour: red,"),),
        "units.yaml",
        "colour: red",
        r"unit-cny has the unknown field 'colour'; it may have: base, en, factor, id, symbol, zh\.",
        False,
    ),
    Bad(
        "the computed field where",
        (("units.yaml", "symbol: 元,", "symbol: 元, where: 3,"),),
        "units.yaml",
        "where: 3",
        r"unit-cny has the unknown field 'where'; it may have: .*",
        False,
    ),
    Bad(
        "a computed field of a statistic",
        (("statistics.yaml", FIRST_STAT, FIRST_STAT + "  table: table-1\n"),),
        "statistics.yaml",
        "  table: table-1",
        r"stat-cooperatives has the unknown field 'table'; it may have: .*",
        False,
    ),
    Bad(
        "a missing field",
        (("units.yaml", " symbol: 元,", ""),),
        "units.yaml",
        "id: unit-cny,",
        r"unit-cny lacks the field 'symbol'\. Add it\.",
        False,
    ),
    Bad(
        "a missing field of a link",
        (("problems.yaml", ", role: headline", ""),),
        "problems.yaml",
        "on: attribution-yearbook",
        r"problem-pickers\.rests_on\[1\] lacks the field 'role'\. Add it\.",
        False,
    ),
    Bad(
        "an unknown field of a link",
        (("problems.yaml", "role: headline,", "role: headline, weight: 3,"),),
        "problems.yaml",
        "weight: 3",
        r"problem-pickers\.rests_on\[1\] has the unknown field 'weight'; it may have: basis, on, role, why\.",
        False,
    ),
    Bad(
        "an empty field",
        (("indicators.yaml", "zh: 社员数", "zh: "),),
        "indicators.yaml",
        "id: indicator-members",
        r"indicator-members\.zh is empty\. Fill it or leave the field out\.",
        False,
    ),
    Bad(
        "white space at an end",
        (("indicators.yaml", "en: members}", 'en: "members "}'),),
        "indicators.yaml",
        '"members "',
        r"indicator-members\.en has white space at an end or a control character\. Remove it\.",
        False,
    ),
    Bad(
        "a control character",
        (("indicators.yaml", "en: members}", 'en: "mem\\x1bbers"}'),),
        "indicators.yaml",
        "mem\\x1b",
        r"indicator-members\.en has white space at an end or a control character\. Remove it\.",
        False,
    ),
    Bad(
        "a list where a value is wanted",
        (("indicators.yaml", "en: members}", "en: [members]}"),),
        "indicators.yaml",
        "[members]",
        r"indicator-members\.en must be one plain value\.",
        False,
    ),
    Bad(
        "a value where a list is wanted",
        (("claims.yaml", "about: [platform-mingji]", "about: platform-mingji"),),
        "claims.yaml",
        "about: platform",
        r"claim-sell-online\.about must be a list\.",
        False,
    ),
    Bad(
        "a value where a mapping is wanted",
        (("article.yaml", "{zh: 山地农学, en: Upland Agronomy}", "山地农学"),),
        "article.yaml",
        "journal: 山地农学",
        r"article-tea-2020\.journal must be a mapping of fields\.",
        False,
    ),
    Bad(
        "a record that is no mapping",
        (("units.yaml", "", "- unit-zzz\n"),),
        "units.yaml",
        "- unit-zzz",
        r"unit must be a mapping of fields\.",
    ),
    Bad(
        "a value that is none of its kind",
        (("claims.yaml", "kind: benefit", "kind: hope"),),
        "claims.yaml",
        "kind: hope",
        r"claim-quality-stable\.kind is 'hope'; it must be one of: background, status, .*, aim\.",
        False,
    ),
    Bad(
        "a number that is no number",
        (("units.yaml", "factor: 10000", "factor: 1e4"),),
        "units.yaml",
        "factor: 1e4",
        r"unit-count-1e4\.factor is '1e4'; it must be a number such as 561\.20, no separators\.",
        False,
    ),
    Bad(
        "a number with separators",
        (("statistics.yaml", "value: 1240.50", "value: 1,240.50"),),
        "statistics.yaml",
        "value: 1,240.50",
        r"stat-tea-output-2019\.value is '1,240\.50'; it must be a number such as .*",
        False,
    ),
    Bad(
        "a whole number that is none",
        (("sources.yaml", "year: 2020", "year: 2020.0"),),
        "sources.yaml",
        "year: 2020.0",
        r"source-tea-yearbook-2020\.year is '2020\.0'; it must be a whole number\.",
        False,
    ),
    Bad(
        "a whole number with a leading zero",
        (("references.yaml", "number: 4", "number: 04"),),
        "references.yaml",
        "number: 04",
        r"ref-04\.number is '04'; it must be a whole number\.",
        False,
    ),
    Bad(
        "an anchor without fragment",
        (("problems.yaml", "[1.p2.s1 运茶不便]", "[1.p2.s1]"),),
        "problems.yaml",
        "[1.p2.s1]",
        r"problem-roads\.at\[1\] must be LOCATOR FRAGMENT, such as .*",
        False,
    ),
    Bad(
        "a mapping as anchor",
        (("problems.yaml", "[1.p2.s1 运茶不便]", "[{1.p2.s1: 运茶不便}]"),),
        "problems.yaml",
        "运茶不便",
        r"problem-roads\.at\[1\] must be LOCATOR FRAGMENT, such as .*",
        False,
    ),
    Bad(
        "an id of another kind",
        (("units.yaml", "id: unit-rank", "id: rank-unit"),),
        "units.yaml",
        "rank-unit",
        r"the id 'rank-unit' must be kebab-case and open with unit-\.",
        False,
    ),
    Bad(
        "an id that is not kebab-case",
        (("units.yaml", "id: unit-rank", "id: unit-Rank"),),
        "units.yaml",
        "unit-Rank",
        r"the id 'unit-Rank' must be kebab-case and open with unit-\.",
        False,
    ),
    Bad(
        "an entity of no kind",
        (("entities.yaml", "id: platform-mingji", "id: web-mingji"),),
        "entities.yaml",
        "web-mingji",
        r"the id 'web-mingji' must be kebab-case and open with org- or platform- or place- or law- or concept-\.",
        False,
    ),
    Bad(
        "records out of order",
        (("claims.yaml", "", NEW_CLAIM.replace("zzz", "aaa")),),
        "claims.yaml",
        "- id: claim-aaa",
        r"claim-aaa stands after claim-young-leave\. Sort the records by id\.",
        False,
    ),
    Bad(
        "an id given twice",
        (("claims.yaml", "", NEW_CLAIM + NEW_CLAIM.replace("- id: claim-zzz", "- id: claim-zzz # again")),),
        "claims.yaml",
        "# again",
        r"claim-zzz stands already at claims\.yaml:\d+\. Give each record its own id\.",
        False,
    ),
    Bad(
        "an unexpected file",
        (("claim.yaml", "", "[]\n"),),
        "claim.yaml",
        "",
        r"is no file of a curation folder\. Known are: article\.yaml, .*units\.yaml\.",
    ),
    Bad("an unexpected .yml file", (("claims.yml", "", "[]\n"),), "claims.yml", "", r"is no file of a curation folder\. .*"),
)

TABLES = (
    Bad(
        "a table file that leaves the folder",
        (("tables.yaml", "file: tables/table-1.csv", "file: ../../table-1.csv"),),
        "tables.yaml",
        "- id: table-1",
        r"table-1\.file '\.\./\.\./table-1\.csv' is no file within the folder\. Correct 'file'\.",
        False,
    ),
    Bad(
        "an absolute table file",
        (("tables.yaml", "file: tables/table-1.csv", "file: /etc/passwd"),),
        "tables.yaml",
        "- id: table-1",
        r"table-1\.file '/etc/passwd' is no file within the folder\. Correct 'file'\.",
        False,
    ),
    Bad(
        "a table file that is missing",
        (("tables.yaml", "file: tables/table-1.csv", "file: tables/table-9.csv"),),
        "tables.yaml",
        "- id: table-1",
        r"table-1\.file 'tables/table-9\.csv' is no file within the folder\. Correct 'file'\.",
        False,
    ),
    Bad(
        "a cell that is no number",
        (("tables/table-1.csv", "998.22", "n/a"),),
        "tables/table-1.csv",
        "n/a",
        r"home is 'n/a'; a number is expected\.",
        False,
    ),
    Bad(
        "a row of another width",
        (("tables/table-1.csv", ",190.00", ""),),
        "tables/table-1.csv",
        "998.22",
        r"has 4 cells; the heading names 5\.",
        False,
    ),
    Bad(
        "a column that the table does not have",
        (("tables/table-1.csv", "period,total,growth", "period,sum,growth"),),
        "tables/table-1.csv",
        "period,sum",
        r"the columns must be: period, total, growth, home, export\.",
        False,
    ),
    Bad(
        "a heading given twice",
        (("tables/table-1.csv", "period,total,growth", "period,total,total"),),
        "tables/table-1.csv",
        "period,total",
        r"the first line must name each column once\.",
        False,
    ),
    Bad(
        "a sum of no column",
        (("tables.yaml", "parts: [home, export]", "parts: [home, abroad]"),),
        "tables.yaml",
        "sums:",
        r"table-1\.sums names the column 'abroad', which it does not have\.",
    ),
    Bad(
        "a row given twice",
        (("tables/table-1.csv", '2020,"1,205.00"', '2019,"1,205.00"'),),
        "tables/table-1.csv",
        "-2.86",
        r"stat-table-1-2019-total stands already at tables/table-1\.csv:3\. Give each record its own id\.",
        False,
    ),
    Bad(
        "a table's unknown indicator",
        (
            (
                "tables.yaml",
                "{key: home, zh: 内销, en: sold at home, indicator: indicator-tea-home",
                "{key: home, zh: 内销, en: sold at home, indicator: indicator-x",
            ),
        ),
        "tables.yaml",
        "indicator-x",
        r"table-1\.indicator names indicator-x, which no file has\. .*",
        False,
    ),
)

LINKS = (
    Bad(
        "a link to nothing",
        (("facets.yaml", "{on: citation-01-2,", "{on: citation-99-1,"),),
        "facets.yaml",
        "citation-99-1",
        r"facet-pickers-skill\.on names citation-99-1, which no file has\. Correct the id or add the "
        r"citation or attribution or statistic or claim or facet\.",
    ),
    Bad(
        "a citation of a missing reference",
        (("citations.yaml", 'reference: ref-02\n  at: ["1.p1.s3', 'reference: ref-20\n  at: ["1.p1.s3'),),
        "citations.yaml",
        "- id: citation-02-1",
        r"citation-02-1 cites ref-20; the article has \[1\]\.\.\[4\]\. Correct 'reference'\.",
    ),
    Bad(
        "a link to another kind",
        (("facets.yaml", "{on: citation-01-2,", "{on: ref-01,"),),
        "facets.yaml",
        "on: ref-01",
        r"facet-pickers-skill\.on names ref-01, a reference; "
        r"a citation or attribution or statistic or claim or facet is expected\.",
    ),
    Bad(
        "a facet of a measure",
        (("facets.yaml", "problem: problem-machines\n  zh: 缺少", "problem: measure-loan\n  zh: 缺少"),),
        "facets.yaml",
        "- id: facet-machines-drying",
        r"facet-machines-drying\.problem names measure-loan, a measure; a problem is expected\.",
    ),
    Bad(
        "an address of a problem",
        (("measures.yaml", "{id: facet-machines-old-pans,", "{id: problem-machines,"),),
        "measures.yaml",
        "{id: problem-machines",
        r"measure-buy-machines\.addresses names problem-machines, a problem; a facet is expected\.",
    ),
    Bad(
        "a cause that is a reference",
        (("facets.yaml", "{id: claim-young-leave,", "{id: ref-03,"),),
        "facets.yaml",
        "{id: ref-03",
        r"facet-pickers-age\.caused_by names ref-03, a reference; a claim or facet or statistic is expected\.",
    ),
    Bad(
        "a place that is a claim",
        (
            (
                "problems.yaml",
                "at: [1.p2.s1 运茶不便]\n  place: place-qingxu",
                "at: [1.p2.s1 运茶不便]\n  place: claim-sell-online",
            ),
        ),
        "problems.yaml",
        "- id: problem-roads",
        r"problem-roads\.place names claim-sell-online, a claim; a entity is expected\.",
    ),
    Bad(
        "a claim that rests on itself",
        (("claims.yaml", "{on: citation-01-1,", "{on: claim-tea-history,"),),
        "claims.yaml",
        "{on: claim-tea-history",
        r"claim-tea-history\.on names the record itself\. Name another\.",
    ),
    Bad(
        "an indicator that is part of another kind",
        (("indicators.yaml", "part_of: indicator-tea-output, flow: export", "part_of: unit-cny, flow: export"),),
        "indicators.yaml",
        "part_of: unit-cny",
        r"indicator-tea-export\.part_of names unit-cny, a unit; a indicator is expected\.",
    ),
    Bad(
        "two entities that are broader than each other",
        (("entities.yaml", "at: [1.p1.s1 苔岭山区]}", "at: [1.p1.s1 苔岭山区], broader: place-qingxu}"),),
        "entities.yaml",
        "id: place-qingxu",
        r"place-qingxu is its own broader by way of others\. Break the circle\.",
        False,
    ),
    Bad(
        "a basis without a reason",
        (
            (
                "problems.yaml",
                "      basis: inferred\n      why: {zh: 产量只说明规模, en: output only shows the scale}\n",
                "      basis: inferred\n",
            ),
        ),
        "problems.yaml",
        "on: stat-tea-output-2019",
        r"problem-machines: the link to stat-tea-output-2019 is inferred without a reason\. Add 'why'\.",
    ),
    Bad(
        "a period without a reason",
        (
            (
                "statistics.yaml",
                "  why: {zh: 年份在前一句, en: the year stands in the sentence before}\n  base: 2018\n",
                "  base: 2018\n",
            ),
        ),
        "statistics.yaml",
        "- id: stat-picker-wage-growth-2020",
        r"stat-picker-wage-growth-2020: the period is inherited without a reason\. Add 'why'\.",
    ),
    Bad(
        "a figure that rests in a statement's role",
        (("figures.yaml", "role: value", "role: facet"),),
        "figures.yaml",
        "role: facet",
        r"figure-1: a figure rests on attribution-figure-1 as 'value' or 'echo', not as 'facet'\.",
    ),
    Bad(
        "a support given twice",
        (
            (
                "facets.yaml",
                "    - {on: citation-01-2, role: requirement, basis: stated}\n",
                "    - {on: citation-01-2, role: requirement, basis: stated}\n"
                "    - {basis: stated, on: citation-01-2, role: requirement}\n",
            ),
        ),
        "facets.yaml",
        "{basis: stated",
        r"facet-pickers-skill\.rests_on says citation-01-2 requirement twice\. Keep one\.",
    ),
    Bad(
        "a cause given twice",
        (
            (
                "facets.yaml",
                "    - {id: claim-young-leave, basis: stated}\n",
                "    - {id: claim-young-leave, basis: stated}\n    - {basis: stated, id: claim-young-leave}\n",
            ),
        ),
        "facets.yaml",
        "{basis: stated",
        r"facet-pickers-age\.caused_by says claim-young-leave twice\. Keep one\.",
    ),
    Bad(
        "an entity given twice",
        (("claims.yaml", "about: [platform-mingji]", "about: [platform-mingji, platform-mingji]"),),
        "claims.yaml",
        "- id: claim-sell-online",
        r"claim-sell-online\.about says platform-mingji twice\. Keep one\.",
    ),
    Bad(
        "an anchor given twice",
        (("problems.yaml", "[1.p2.s1 运茶不便]", "[1.p2.s1 运茶不便, 1.p2.s1 运茶不便]"),),
        "problems.yaml",
        "运茶不便, 1.p2.s1",
        r"problem-roads\.at says 1\.p2\.s1 运茶不便 twice\. Keep one\.",
    ),
    Bad(
        "a field that is unknown twice",
        (("article.yaml", "{field: references-metadata,", "{field: title,"),),
        "article.yaml",
        "没有参考文献表",
        r"article-tea-2020 lists the field 'title' twice\. Keep one\.",
    ),
)

ANCHORS = (
    Bad(
        "no anchor",
        (("problems.yaml", "at: [1.p2.s1 运茶不便]", "at: []"),),
        "problems.yaml",
        "- id: problem-roads",
        r"problem-roads has no anchor\. Add 'at' with a locator and a fragment\.",
        False,
    ),
    Bad(
        "an unknown locator",
        (("problems.yaml", "1.p2.s1 运茶不便", "1.p9.s1 运茶不便"),),
        "problems.yaml",
        "1.p9.s1",
        r"problem-roads stands at 1\.p9\.s1, which passages\.csv does not have\. Correct the locator\.",
        False,
    ),
    Bad(
        "a fragment of 21 characters",
        (("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 " + "茶" * 21),),
        "problems.yaml",
        "茶" * 21,
        r"problem-roads: the fragment has over 20 characters\. Shorten it\.",
        False,
    ),
    Bad(
        "a Latin fragment of 61 characters",
        (("figures.yaml", "fig1.caption-en tea prices", "fig1.caption-en " + "t" * 61),),
        "figures.yaml",
        "t" * 61,
        r"figure-1: the fragment has over 20 characters\. Shorten it\.",
        False,
    ),
    Bad(
        "a citation without its marker",
        (("citations.yaml", '"2.1.p1.s3 三项技能[1]"', '"2.1.p1.s3 三项技能"'),),
        "citations.yaml",
        "2.1.p1.s3",
        r"citation-01-2: the fragment must end with the marker \[1\]\.",
        False,
    ),
    Bad(
        "a citation with another marker",
        (("citations.yaml", '"2.1.p1.s3 三项技能[1]"', '"2.1.p1.s3 三项技能[11]"'),),
        "citations.yaml",
        "2.1.p1.s3",
        r"citation-01-2: the fragment must end with the marker \[1\]\.",
        False,
    ),
    Bad(
        "an anchor without its place",
        (("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄"),),
        "problems.yaml",
        "山路窄",
        r"problem-roads: anchors\.csv lacks its place at 1\.p2\.s1\. Run: cbec-kg anchor --paper FILE --write",
        False,
    ),
    Bad(
        "a place without its anchor",
        (("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄"),),
        "anchors.csv",
        "problem-roads",
        r"problem-roads has no such anchor any more\. Run: cbec-kg anchor --paper FILE --write",
        False,
    ),
)

STATISTICS = (
    Bad(
        "a period of no form",
        (("statistics.yaml", "period: 2019\n  base: previous-year", "period: 2019年\n  base: previous-year"),),
        "statistics.yaml",
        "- id: stat-tea-output-growth-2019",
        r"stat-tea-output-growth-2019\.period is '2019年'; expected 2018, 2016/2020, 2014-12-31 or unknown\.",
    ),
    Bad(
        "a span that ends before it begins",
        (("statistics.yaml", "period: 2019\n  base: previous-year", "period: 2019/2018\n  base: previous-year"),),
        "statistics.yaml",
        "- id: stat-tea-output-growth-2019",
        r"stat-tea-output-growth-2019\.period 2019/2018 ends before it begins\. Correct it\.",
    ),
    Bad(
        "a base of no form",
        (("statistics.yaml", "base: previous-year", "base: last-year"),),
        "statistics.yaml",
        "- id: stat-tea-output-growth-2019",
        r"stat-tea-output-growth-2019\.base is 'last-year'; expected previous-year, unknown or a year\.",
    ),
    Bad(
        "a base of no growth",
        (("statistics.yaml", "  at: [1.p1.s2 约0.52万人]", "  base: 2018\n  at: [1.p1.s2 约0.52万人]"),),
        "statistics.yaml",
        "- id: stat-members",
        r"stat-members is of kind level; only a growth has 'base'\. Remove it\.",
    ),
    Bad(
        "a whole of no share",
        (("statistics.yaml", "  at: [1.p1.s2 约0.52万人]", "  whole: indicator-members\n  at: [1.p1.s2 约0.52万人]"),),
        "statistics.yaml",
        "- id: stat-members",
        r"stat-members is of kind level; only a share has 'whole'\. Remove it\.",
    ),
    Bad(
        "a value that was not printed",
        (("statistics.yaml", "value: 0.52", "value: 0.53"),),
        "statistics.yaml",
        "- id: stat-members",
        r"stat-members\.value 0\.53 does not stand in printed '约0\.52万人'\.",
    ),
    Bad(
        "a value that is part of the printed figure",
        (("statistics.yaml", "value: 14.40", "value: 4.40"),),
        "statistics.yaml",
        "- id: stat-tea-value-growth-2019",
        r"stat-tea-value-growth-2019\.value 4\.40 does not stand in printed '14\.40%'\.",
    ),
    Bad(
        "a value without its printed zero",
        (("statistics.yaml", "value: 14.40", "value: 14.4"),),
        "statistics.yaml",
        "- id: stat-tea-value-growth-2019",
        r"stat-tea-value-growth-2019\.value 14\.4 does not stand in printed '14\.40%'\.",
    ),
)

PASSAGES = (
    Bad(
        "a passage given twice",
        (("passages.csv", "\n1.p1.s2,sentence", "\n1.p1.s1,sentence"),),
        "passages.csv",
        "全县现有",
        r"1\.p1\.s1 stands twice in passages\.csv\. Write the file anew\.",
        False,
    ),
    Bad(
        "a passage of no section",
        (("passages.csv", "1.p1.s2,sentence,1,", "1.p1.s2,sentence,9,"),),
        "passages.csv",
        "全县现有",
        r"1\.p1\.s2 is in section 9, which sections\.yaml does not have\. Add it\.",
    ),
    Bad(
        "a passage that ends before it begins",
        (("passages.csv", "1.p1.s2,sentence,1,240,", "1.p1.s2,sentence,1,940,"),),
        "passages.csv",
        "全县现有",
        r"1\.p1\.s2 ends before it begins\. Write the file anew\.",
    ),
    Bad(
        "a passage of no kind",
        (("passages.csv", "\n1.p1.s2,sentence", "\n1.p1.s2,verse"),),
        "passages.csv",
        "全县现有",
        r"kind is 'verse'; it must be one of: sentence, heading, caption, note, table-header, table-row\.",
        False,
    ),
    Bad(
        "an offset that is no number",
        (("passages.csv", "1.p1.s2,sentence,1,240,", "1.p1.s2,sentence,1,-1,"),),
        "passages.csv",
        "全县现有",
        r"start is '-1'; it must be a whole number\.",
        False,
    ),
    Bad(
        "passages with other columns",
        (("passages.csv", "locator,kind", "locator,sort"),),
        "passages.csv",
        "locator,sort",
        r"the columns must be: locator, kind, .*\. Write the file anew\.",
        False,
    ),
)


@pytest.mark.parametrize("bad", [*SHAPES, *TABLES, *LINKS, *ANCHORS, *STATISTICS, *PASSAGES], ids=lambda bad: bad.name)
def test_what_is_wrong_is_told_with_file_line_and_message(bad: Bad, edited: Edited) -> None:
    check(bad, edited(*bad.edits))


# Good cases


def test_the_mini_folder_has_nothing_wrong(mini_project: Project) -> None:
    kinds = {type(record) for record in mini_project.curation.records.values()}
    assert kinds == set(FILES.values())


def test_the_mini_folder_uses_every_role_and_basis(mini_project: Project) -> None:
    links = [link for record in mini_project.curation.records.values() for link in getattr(record, "rests_on", ())]
    assert {link.role for link in links} == {
        "headline", "facet", "statement", "cause", "requirement", "effect", "value", "measures", "context", "echo",
        "generic",
    }  # fmt: skip
    assert {link.basis for link in links} == {"stated", "inherited", "inferred"}


def test_each_cell_of_a_table_becomes_a_statistic(mini_project: Project) -> None:
    cell = mini_project.curation.records["stat-table-1-2019-home"]
    assert isinstance(cell, Statistic)
    assert (cell.printed, cell.value, cell.value_text) == ("1,030.50", Decimal("1030.50"), "1030.50")
    assert (cell.period, cell.place, cell.unit, cell.indicator) == (
        "2019",
        "place-qingxu",
        "unit-tonne",
        "indicator-tea-home",
    )
    assert (cell.table, cell.row, cell.column) == ("table-1", "2019", "home")
    assert (cell.at[0].locator, cell.at[0].fragment) == ("table1.2019", "1,030.50")
    assert (cell.where.file, cell.where.line) == ("tables/table-1.csv", 3)
    table = mini_project.curation.records["table-1"]
    assert isinstance(table, Table)
    assert cell.rests_on == table.rests_on


def test_a_table_of_three_rows_and_four_columns_has_twelve_cells(mini_project: Project) -> None:
    assert len([record for record in mini_project.curation.of(Statistic) if record.table == "table-1"]) == 12


def test_a_negative_cell_keeps_its_sign(mini_project: Project) -> None:
    cell = mini_project.curation.records["stat-table-1-2020-growth"]
    assert isinstance(cell, Statistic)
    assert cell.value == Decimal("-2.86")


def test_records_are_sorted_and_know_their_lines(mini_project: Project, mini_folder: Path) -> None:
    records = mini_project.curation.records
    assert list(records) == sorted(records)
    lines = (mini_folder / "citations.yaml").read_text(encoding="utf-8").splitlines()
    for citation in mini_project.curation.of(Citation):
        assert lines[citation.where.line - 1] == f"- id: {citation.id}"


def test_a_link_knows_its_own_line(mini_project: Project, mini_folder: Path) -> None:
    measure = mini_project.curation.records["measure-train"]
    assert isinstance(measure, Measure)
    assert [link.where.line for link in measure.addresses] == [
        line_of(mini_folder / "measures.yaml", "- id: facet-pickers-age"),
        line_of(mini_folder / "measures.yaml", "- id: facet-pickers-skill"),
    ]


def test_a_circle_of_supports_is_no_problem(circular_folder: Path) -> None:
    assert read_curation(circular_folder).records


def test_a_folder_of_the_article_alone_is_read(mini_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "article.yaml").write_bytes((mini_folder / "article.yaml").read_bytes())
    curation = read_curation(tmp_path)
    assert list(curation.records) == ["article-tea-2020"]
    assert curation.folder_id == "tea-2020"


def test_an_entity_needs_no_anchor(mini_project: Project) -> None:
    entity = mini_project.curation.records["place-abroad"]
    assert isinstance(entity, Entity)
    assert entity.at == ()


@pytest.mark.parametrize("period", ["unknown", "2019", "2018/2019", "2019-12-31"])
def test_a_period_has_four_forms(edited: Edited, period: str) -> None:
    folder = edited(("statistics.yaml", "period: 2019\n  base: previous-year", f"period: {period}\n  base: previous-year"))
    record = read_curation(folder).records["stat-tea-output-growth-2019"]
    assert isinstance(record, Statistic)
    assert record.period == period


@pytest.mark.parametrize("base", ["previous-year", "unknown", "2017"])
def test_a_base_has_three_forms(edited: Edited, base: str) -> None:
    folder = edited(("statistics.yaml", "base: previous-year", f"base: {base}"))
    record = read_curation(folder).records["stat-tea-output-growth-2019"]
    assert isinstance(record, Statistic)
    assert record.base == base


def test_a_fragment_of_20_characters_is_allowed(edited: Edited) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 " + "茶" * 20))
    assert all("characters" not in problem.message for problem in problems_of(folder))


def test_computed_files_are_not_read_when_they_are_to_be_made(edited: Edited) -> None:
    folder = edited(("passages.csv", "locator,kind", "locator,sort"))
    curation = read_curation(folder, computed=False)
    assert (curation.passages, curation.places) == ((), ())


def test_absent_computed_files_count_as_empty(edited: Edited) -> None:
    folder = edited()
    (folder / "passages.csv").unlink()
    (folder / "anchors.csv").unlink()
    assert build_project(folder).curation.passages == ()


# Several problems, and none


def test_problems_of_several_files_are_told_at_once_in_order_of_file_and_line(edited: Edited) -> None:
    folder = edited(
        ("units.yaml", "base: rank", "base: place"),
        ("claims.yaml", "kind: benefit", "kind: hope"),
        ("claims.yaml", "kind: background", "kind: past"),
        ("claim.yaml", "", "[]\n"),
    )
    problems = problems_of(folder)
    told = [(problem.file, problem.line) for problem in problems]
    assert told == sorted(told)
    assert {
        ("claim.yaml", 0),
        ("claims.yaml", line_of(folder / "claims.yaml", "kind: hope")),
        ("claims.yaml", line_of(folder / "claims.yaml", "kind: past")),
        ("units.yaml", line_of(folder / "units.yaml", "base: place")),
    } <= set(told)


def test_two_problems_of_one_record_are_both_told(edited: Edited) -> None:
    folder = edited(("units.yaml", "factor: 10000, base: count", "factor: many, base: place"))
    told = [problem.message for problem in problems_of(folder) if "unit-count-1e4." in problem.message]
    assert len(told) == 2


def test_a_problem_reads_file_line_message() -> None:
    assert str(Problem("claims.yaml", 42, "is wrong.")) == "claims.yaml:42: is wrong."
    assert str(Problem("claims.yaml", 0, "is wrong.")) == "claims.yaml: is wrong."


@pytest.mark.parametrize("content", ["", "[]\n", "# nothing\n"])
def test_an_empty_article_is_told(edited: Edited, content: str) -> None:
    folder = edited()
    (folder / "article.yaml").write_text(content, encoding="utf-8")
    assert [problem.file for problem in problems_of(folder)] == ["article.yaml"]


def test_a_file_that_is_no_list_is_told(edited: Edited) -> None:
    folder = edited()
    (folder / "exemptions.yaml").write_text("# none\nid: exempt-notes\n", encoding="utf-8")
    told = Problem("exemptions.yaml", 2, "must be a list of records, each opening with '- id:'.")
    assert told in problems_of(folder)


def test_two_articles_are_refused(edited: Edited) -> None:
    folder = edited()
    article = (folder / "article.yaml").read_text(encoding="utf-8")
    items = [
        "- " + text.replace("\n", "\n  ").rstrip() + "\n" for text in (article, article.replace("tea-2020", "tea-2021"))
    ]
    (folder / "article.yaml").write_text("".join(items), encoding="utf-8")
    assert "article.yaml" in {problem.file for problem in problems_of(folder)}


def test_a_folder_without_article_is_no_curation_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no curation folder: article\.yaml is missing"):
        read_curation(tmp_path)


@pytest.mark.parametrize(
    "edit",
    [
        ("article.yaml", "{field: title,", "{field: page range,"),
        ("article.yaml", "number: 5", "number: 5a"),
        ("tables.yaml", "parts: [home, export]", "parts: [home, abroad market]"),
        ("statistics.yaml", "value: 86.00", "value: ８６.00"),
        ("statistics.yaml", "period: unknown\n  at: [1.p1.s2 约0.52万人]", "period: ２０２０\n  at: [1.p1.s2 约0.52万人]"),
        ("statistics.yaml", "period: unknown\n  at: [1.p1.s2 约0.52万人]", "period: 2020-13-45\n  at: [1.p1.s2 约0.52万人]"),
    ],
    ids=[
        "a field's name with a space",
        "an article's number",
        "a column's key",
        "full-width value",
        "full-width period",
        "no date",
    ],
)
def test_a_value_that_the_graph_cannot_carry_is_told_by_the_reader(edited: Edited, edit: Edit) -> None:
    with pytest.raises(CbecError):
        build_project(edited(edit))


@pytest.mark.parametrize("key", ["home sales", "内销"])
def test_a_column_key_that_makes_no_id_is_told(edited: Edited, key: str) -> None:
    folder = edited(
        ("tables.yaml", "{key: home,", f"{{key: {key},"),
        ("tables.yaml", "parts: [home,", f"parts: [{key},"),
        ("tables/table-1.csv", "growth,home,", f"growth,{key},"),
    )
    (folder / "anchors.csv").unlink()
    with pytest.raises(CbecError):
        build_project(folder)


@pytest.mark.parametrize("locator", ["二.p1.s1", "1,p1"])
def test_a_locator_that_makes_no_id_is_told_without_passages_too(edited: Edited, locator: str) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", f'"{locator} 运茶不便"'))
    (folder / "passages.csv").unlink()
    (folder / "anchors.csv").unlink()
    with pytest.raises(CbecError):
        build_project(folder)


# YAML


def yaml_of(tmp_path: Path, content: str | bytes) -> object:
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(path, "x.yaml")


def yaml_problems(tmp_path: Path, content: str | bytes) -> list[tuple[str, int, str]]:
    with pytest.raises(DataError) as caught:
        yaml_of(tmp_path, content)
    return [(problem.file, problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "scalar",
    ["561.20", "no", "yes", "on", "null", "~", "0o17", "012", "1e3", "1_000", "2018-01-01", "12:30:00", ".5", "0x1F"],
)
def test_a_scalar_is_kept_as_written(tmp_path: Path, scalar: str) -> None:
    node = yaml_of(tmp_path, f"a: {scalar}\n")
    assert isinstance(node, YamlMap)
    assert node.items["a"] == YamlText(scalar, 1)


def test_lists_and_mappings_know_their_lines(tmp_path: Path) -> None:
    node = yaml_of(tmp_path, "# head\n- a: 1\n  b: 2\n- c\n")
    assert isinstance(node, YamlList)
    first, second = node.items
    assert isinstance(first, YamlMap)
    assert (node.line, first.line, first.key_lines, second) == (2, 2, {"a": 2, "b": 3}, YamlText("c", 4))


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    assert yaml_of(tmp_path, "# only this\n") is None


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "a: 1\nb: 2\na: 3\n") == [("x.yaml", 3, "repeats the key 'a'. Keep one.")]


def test_a_repeated_key_within_a_list_is_refused(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "- {a: 1}\n- {a: 1, a: 2}\n") == [("x.yaml", 2, "repeats the key 'a'. Keep one.")]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("a: &x 1\nb: 2\n", 1, "has a YAML anchor or alias. Write the value out."),
        ("a: 1\nb: &x {c: 1}\n", 2, "has a YAML anchor or alias. Write the value out."),
        ("a: 1\nb: !!int 2\n", 2, "has the YAML tag tag:yaml.org,2002:int. Remove it."),
        (
            "a: !!python/object/apply:os.system [id]\n",
            1,
            "has the YAML tag tag:yaml.org,2002:python/object/apply:os.system. Remove it.",
        ),
        ("a: 1\n---\nb: 2\n", 2, "has a second YAML document. Keep one list a file."),
        ("a: 1\n? [b, c]\n: 2\n", 2, "has a key that is not plain text. Name the field."),
    ],
    ids=["anchor", "anchor of a mapping", "tag", "object tag", "two documents", "a list as key"],
)
def test_what_yaml_could_hide_is_refused(tmp_path: Path, content: str, line: int, said: str) -> None:
    assert yaml_problems(tmp_path, content) == [("x.yaml", line, said)]


def test_an_alias_is_refused_where_it_stands(tmp_path: Path) -> None:
    assert [line for _, line, _ in yaml_problems(tmp_path, "a: &x 1\nb: 2\nc: *x\n")] == [1, 3]


def test_aliases_that_would_swell_are_refused(tmp_path: Path) -> None:
    lines = ["a: &a0 [x, x]"] + [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert yaml_problems(tmp_path, "\n".join(lines))


def test_25_levels_are_too_deep(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "[" * 25 + "]" * 25)[0][2] == "nested deeper than 24 levels. Flatten it."


def test_very_deep_nesting_is_told_and_no_crash(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "[" * 100_000)


@pytest.mark.parametrize(
    ("content", "line"), [("a: [1, 2\n", 2), ("a: 1\n b: 2\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: 'x\n", 2), ("a: %x\n", 1)]
)
def test_broken_syntax_is_told_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    ((file, told, message),) = yaml_problems(tmp_path, content)
    assert (file, told) == ("x.yaml", line)
    assert message.startswith("no valid YAML: ")
    assert message.endswith("Mend the syntax.")


def test_a_control_character_in_yaml_is_told(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "a: x\x07y\n")[0][2].startswith("no valid YAML: ")


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    node = yaml_of(tmp_path, codecs.BOM_UTF8 + "a: 茶\n".encode())
    assert isinstance(node, YamlMap)
    assert node.items == {"a": YamlText("茶", 1)}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path, encoding: str) -> None:
    content = b"a: 1\nb: " + "茶叶".encode(encoding)
    assert yaml_problems(tmp_path, content) == [("x.yaml", 2, "not UTF-8. Save the file as UTF-8.")]


def test_a_nul_character_is_told_with_its_line(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "a: 1\nb: \0\n") == [("x.yaml", 2, "holds a NUL character. Remove it.")]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        os.truncate(file.fileno(), loading.MAX_DATA_BYTES + 1)
    with pytest.raises(UsageError, match="larger than 32 MiB"):
        read_yaml(path, "x.yaml")


def test_windows_line_ends_are_allowed(tmp_path: Path) -> None:
    node = yaml_of(tmp_path, "a: 1\r\nb: 2\r\n")
    assert isinstance(node, YamlMap)
    assert node.items == {"a": YamlText("1", 1), "b": YamlText("2", 2)}


def test_no_is_kept_by_the_reader_as_no(edited: Edited) -> None:
    curation = read_curation(edited(("article.yaml", "further_authors: yes", "further_authors: no")))
    assert curation.article.further_authors == "no"


def test_a_trailing_zero_is_kept_by_the_reader(mini_project: Project) -> None:
    record = mini_project.curation.records["stat-tea-price-2020"]
    assert isinstance(record, Statistic)
    assert (record.value_text, str(record.value)) == ("86.00", "86.00")


def test_a_volume_stays_text(mini_project: Project) -> None:
    article = mini_project.curation.article
    assert isinstance(article, Article)
    assert (article.year, article.volume, article.pages_seen) == (2020, "3", ("17", "19"))


# CSV and files


def csv_of(tmp_path: Path, content: str) -> list[tuple[int, dict[str, str]]]:
    path = tmp_path / "x.csv"
    path.write_bytes(content.encode())
    return read_csv(path, "x.csv")


def test_csv_rows_come_with_their_lines_as_text(tmp_path: Path) -> None:
    assert csv_of(tmp_path, 'a,b\n01,"1,5"\nno,茶\n') == [(2, {"a": "01", "b": "1,5"}), (3, {"a": "no", "b": "茶"})]


@pytest.mark.parametrize("heading", ["", "a,a", "a,"])
def test_a_csv_heading_names_each_column_once(tmp_path: Path, heading: str) -> None:
    with pytest.raises(DataError, match="must name each column once"):
        csv_of(tmp_path, f"{heading}\n1,2\n")


def test_every_csv_row_of_another_width_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        csv_of(tmp_path, "a,b\n1\n1,2\n1,2,3\n")
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (2, "has 1 cells; the heading names 2."),
        (4, "has 3 cells; the heading names 2."),
    ]


def test_a_huge_csv_cell_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no valid CSV"):
        csv_of(tmp_path, "a\n" + "x" * 200_000 + "\n")


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b"])
def test_a_character_that_only_python_takes_for_a_line_end_stays_in_its_cell(tmp_path: Path, separator: str) -> None:
    assert csv_of(tmp_path, f"a,b\nx{separator}y,z\n") == [(2, {"a": f"x{separator}y", "b": "z"})]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        read_utf8(tmp_path, "x")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_utf8(tmp_path / "x", "x")
