"""The strict reader, field by field: names, types, ids, tables; the mini folder is the good case, an edit the bad one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bad_folders import Bad, Edit, Edited, check, line_of, problems_of
from cbec_kg.curation.reader import read_curation
from cbec_kg.errors import CbecError, Problem, UsageError
from cbec_kg.model.kinds import FILES
from cbec_kg.model.records import Article, Citation, Kind, Measure, Statistic, Table
from cbec_kg.rdf.project import Project, build_project

NEW_CLAIM = "- id: claim-zzz\n  kind: status\n  zh: 茶\n  en: tea\n  at: [1.p1.s1 苔岭]\n  place: place-qingxu\n"

SHAPES = (
    Bad("an unknown field", "units.yaml", "symbol: 元,", "symbol: 元, colour: red,", "colour: red",
        r"unit-cny has the unknown field 'colour'; it may have: base, en, factor, id, symbol, zh\."),
    Bad("the computed field where", "units.yaml", "symbol: 元,", "symbol: 元, where: 3,", "where: 3",
        "unit-cny has the unknown field 'where'; it may have: .*"),
    Bad("a computed field of a statistic", "statistics.yaml", "- id: stat-cooperatives\n",
        "- id: stat-cooperatives\n  table: table-1\n", "  table: table-1",
        "stat-cooperatives has the unknown field 'table'; it may have: .*"),
    Bad("a missing field", "units.yaml", " symbol: 元,", "", "id: unit-cny,",
        r"unit-cny lacks the field 'symbol'\. Add it\."),
    Bad("a missing field of a link", "problems.yaml", ", role: headline", "", "on: attribution-yearbook",
        r"problem-pickers\.rests_on\[1\] lacks the field 'role'\. Add it\."),
    Bad("an unknown field of a link", "problems.yaml", "role: headline,", "role: headline, weight: 3,", "weight: 3",
        r"problem-pickers\.rests_on\[1\] has the unknown field 'weight'; it may have: basis, on, role, why\."),
    Bad("an empty field", "indicators.yaml", "zh: 社员数", "zh: ", "id: indicator-members",
        r"indicator-members\.zh is empty\. Fill it or leave the field out\."),
    Bad("white space at an end", "indicators.yaml", "en: members}", 'en: "members "}', '"members "',
        r"indicator-members\.en has white space at an end or a control character\. Remove it\."),
    Bad("a control character", "indicators.yaml", "en: members}", 'en: "mem\\x1bbers"}', "mem\\x1b",
        r"indicator-members\.en has white space at an end or a control character\. Remove it\."),
    Bad("a list where a value is wanted", "indicators.yaml", "en: members}", "en: [members]}", "[members]",
        r"indicator-members\.en must be one plain value\."),
    Bad("a value where a list is wanted", "claims.yaml", "about: [platform-mingji]", "about: platform-mingji",
        "about: platform", r"claim-sell-online\.about must be a list\."),
    Bad("a value where a mapping is wanted", "article.yaml", "{zh: 山地农学, en: Upland Agronomy}", "山地农学",
        "journal: 山地农学", r"article-tea-2020\.journal must be a mapping of fields\."),
    Bad("a record that is no mapping", "units.yaml", "", "- unit-zzz\n", "- unit-zzz", r"unit must be a mapping of fields\.",
        alone=True),
    Bad("a value that is none of its kind", "claims.yaml", "kind: benefit", "kind: hope", "kind: hope",
        r"claim-quality-stable\.kind is 'hope'; it must be one of: background, status, .*, aim\. "
        r"Correct it, or declare kind-hope in kinds\.yaml\."),
    Bad("a number that is no number", "units.yaml", "factor: 10000", "factor: 1e4", "factor: 1e4",
        r"unit-count-1e4\.factor is '1e4'; it must be a number such as 561\.20, no separators\."),
    Bad("a number with separators", "statistics.yaml", "value: 1240.50", "value: 1,240.50", "value: 1,240.50",
        r"stat-tea-output-2019\.value is '1,240\.50'; it must be a number such as .*"),
    Bad("a whole number that is none", "sources.yaml", "year: 2020", "year: 2020.0", "year: 2020.0",
        r"source-tea-yearbook-2020\.year is '2020\.0'; it must be a whole number\."),
    Bad("a whole number with a leading zero", "references.yaml", "number: 4", "number: 04", "number: 04",
        r"ref-04\.number is '04'; it must be a whole number\."),
    Bad("an anchor without fragment", "problems.yaml", "[1.p2.s1 运茶不便]", "[1.p2.s1]", "[1.p2.s1]",
        r"problem-roads\.at\[1\] must be LOCATOR FRAGMENT, such as .*"),
    Bad("a mapping as anchor", "problems.yaml", "[1.p2.s1 运茶不便]", "[{1.p2.s1: 运茶不便}]", "运茶不便",
        r"problem-roads\.at\[1\] must be LOCATOR FRAGMENT, such as .*"),
    Bad("an id of another kind", "units.yaml", "id: unit-rank", "id: rank-unit", "rank-unit",
        r"the id 'rank-unit' must be kebab-case and begin with unit-\."),
    Bad("an id that is not kebab-case", "units.yaml", "id: unit-rank", "id: unit-Rank", "unit-Rank",
        r"the id 'unit-Rank' must be kebab-case and begin with unit-\."),
    Bad("an entity of no kind", "entities.yaml", "id: platform-mingji", "id: web-mingji", "web-mingji",
        r"the id 'web-mingji' must be kebab-case and begin with org- or platform- or place- or law- or concept-\."),
    Bad("records out of order", "claims.yaml", "", NEW_CLAIM.replace("zzz", "aaa"), "- id: claim-aaa",
        r"claim-aaa comes after claim-young-leave\. Sort the records by id\."),
    Bad("an id given twice", "claims.yaml", "", NEW_CLAIM + NEW_CLAIM.replace("- id: claim-zzz", "- id: claim-zzz # again"),
        "# again", r"claim-zzz is already defined at claims\.yaml:\d+\. Give each record its own id\."),
    Bad("an unexpected file", "claim.yaml", "", "[]\n", "",
        r"is not a file of a curation folder\. Known files: article\.yaml, .*units\.yaml, verdicts\.yaml\.", alone=True),
    Bad("an unexpected .yml file", "claims.yml", "", "[]\n", "", r"is not a file of a curation folder\. .*", alone=True),
)  # fmt: skip

TABLES = (
    Bad("a table file that leaves the folder", "tables.yaml", "file: tables/table-1.csv", "file: ../../table-1.csv",
        "- id: table-1", r"table-1\.file '\.\./\.\./table-1\.csv' is not a file within the folder\. Correct 'file'\."),
    Bad("an absolute table file", "tables.yaml", "file: tables/table-1.csv", "file: /etc/passwd", "- id: table-1",
        r"table-1\.file '/etc/passwd' is not a file within the folder\. Correct 'file'\."),
    Bad("a table file that is missing", "tables.yaml", "file: tables/table-1.csv", "file: tables/table-9.csv",
        "- id: table-1", r"table-1\.file 'tables/table-9\.csv' is not a file within the folder\. Correct 'file'\."),
    Bad("a cell that is no number", "tables/table-1.csv", "998.22", "ten", "ten", r"home is 'ten'; a number is exp.*"),
    Bad("a row of another width", "tables/table-1.csv", ",190.00", "", "998.22", r"has 4 cells; the heading names 5\."),
    Bad("a column that the table does not have", "tables/table-1.csv", "period,total,growth", "period,sum,growth",
        "period,sum", r"the columns must be: period, total, growth, home, export\."),
    Bad("a heading given twice", "tables/table-1.csv", "period,total,growth", "period,total,total", "period,total",
        r"the first line must name each column once\."),
    Bad("a sum of no column", "tables.yaml", "parts: [home, export]", "parts: [home, abroad]", "sums:",
        r"table-1\.sums names the column or row 'abroad', which it does not have\.", alone=True),
    Bad("a row given twice", "tables/table-1.csv", '2020,"1,205.00"', '2019,"1,205.00"', "-2.86",
        r"has the row '2019' twice\. Give each row its own key\."),
    Bad("a table's unknown indicator", "tables.yaml",
        "{key: home, zh: 内销, en: sold at home, indicator: indicator-tea-home",
        "{key: home, zh: 内销, en: sold at home, indicator: indicator-x", "indicator-x",
        r"table-1\.indicator names indicator-x, which is not defined in indicators\.yaml\. .*"),
)  # fmt: skip


@pytest.mark.parametrize("bad", [*SHAPES, *TABLES], ids=lambda bad: bad.name)
def test_what_is_wrong_is_reported_with_file_line_and_message(bad: Bad, edited: Edited) -> None:
    check(bad, edited((bad.file, bad.old, bad.new)))


def test_the_mini_folder_has_nothing_wrong(mini_project: Project) -> None:
    kinds = {type(record) for record in mini_project.curation.records.values()}
    assert kinds == set(FILES.values()) - {Kind}  # which few papers need: see test_kinds.py


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


def test_a_folder_of_the_article_alone_is_read(mini_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "article.yaml").write_bytes((mini_folder / "article.yaml").read_bytes())
    curation = read_curation(tmp_path)
    assert list(curation.records) == ["article-tea-2020"]
    assert curation.folder_id == "tea-2020"


def test_no_is_read_as_no(edited: Edited) -> None:
    curation = read_curation(edited(("article.yaml", "further_authors: yes", "further_authors: no")))
    assert curation.article.further_authors == "no"


def test_a_trailing_zero_is_preserved(mini_project: Project) -> None:
    record = mini_project.curation.records["stat-tea-price-2020"]
    assert isinstance(record, Statistic)
    assert (record.value_text, str(record.value)) == ("86.00", "86.00")


def test_a_volume_stays_text(mini_project: Project) -> None:
    article = mini_project.curation.article
    assert isinstance(article, Article)
    assert (article.year, article.volume, article.pages_seen) == (2020, "3", ("17", "19"))


@pytest.mark.parametrize("content", ["", "[]\n", "# nothing\n"])
def test_an_empty_article_is_reported(edited: Edited, content: str) -> None:
    folder = edited()
    (folder / "article.yaml").write_text(content, encoding="utf-8")
    assert [problem.file for problem in problems_of(folder)] == ["article.yaml"]


def test_a_file_that_is_no_list_is_reported(edited: Edited) -> None:
    folder = edited()
    (folder / "exemptions.yaml").write_text("# none\nid: exempt-notes\n", encoding="utf-8")
    wanted = Problem("exemptions.yaml", 2, "must be a list of records, each opening with '- id:'.")
    assert wanted in problems_of(folder)


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


def test_two_problems_of_one_record_are_both_reported(edited: Edited) -> None:
    folder = edited(("units.yaml", "factor: 10000, base: count", "factor: many, base: []"))
    messages = [problem.message for problem in problems_of(folder) if "unit-count-1e4." in problem.message]
    assert len(messages) == 2


def test_problems_of_several_files_are_reported_at_once_in_order_of_file_and_line(edited: Edited) -> None:
    folder = edited(
        ("units.yaml", "factor: 10000, base: count", "factor: many, base: count"),
        ("claims.yaml", "kind: benefit", "kind: hope"),
        ("claims.yaml", "kind: background", "kind: past"),
        ("claim.yaml", "", "[]\n"),
    )
    problems = problems_of(folder)
    found = [(problem.file, problem.line) for problem in problems]
    assert found == sorted(found)
    assert {
        ("claim.yaml", 0),
        ("claims.yaml", line_of(folder / "claims.yaml", "kind: hope")),
        ("claims.yaml", line_of(folder / "claims.yaml", "kind: past")),
        ("units.yaml", line_of(folder / "units.yaml", "factor: many")),
    } <= set(found)


def test_a_problem_reads_file_line_message() -> None:
    assert str(Problem("claims.yaml", 42, "is wrong.")) == "claims.yaml:42: is wrong."
    assert str(Problem("claims.yaml", 0, "is wrong.")) == "claims.yaml: is wrong."


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
def test_a_value_that_the_graph_cannot_carry_is_refused_by_the_reader(edited: Edited, edit: Edit) -> None:
    with pytest.raises(CbecError):
        build_project(edited(edit))


@pytest.mark.parametrize("key", ["home sales", "内销"])
def test_a_column_key_that_makes_no_id_is_reported(edited: Edited, key: str) -> None:
    folder = edited(
        ("tables.yaml", "{key: home,", f"{{key: {key},"),
        ("tables.yaml", "parts: [home,", f"parts: [{key},"),
        ("tables/table-1.csv", "growth,home,", f"growth,{key},"),
    )
    (folder / "anchors.csv").unlink()
    with pytest.raises(CbecError):
        build_project(folder)


@pytest.mark.parametrize("locator", ["二.p1.s1", "1,p1"])
def test_a_locator_that_makes_no_id_is_reported_without_passages_too(edited: Edited, locator: str) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", f'"{locator} 运茶不便"'))
    (folder / "passages.csv").unlink()
    (folder / "anchors.csv").unlink()
    with pytest.raises(CbecError):
        build_project(folder)
