"""Tables of any rows and columns: drafted, curated, built, audited and drawn; expectations are read off by eye."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from cbec_kg import draft_paper, open_paper
from cbec_kg.audit.sums import sums_of
from cbec_kg.cli.main import cli
from cbec_kg.curation.coverage import coverage_of
from cbec_kg.curation.reader import read_curation
from cbec_kg.documents.reading import read_document
from cbec_kg.errors import DataError
from cbec_kg.model.joining import general
from cbec_kg.model.printed_cells import printed_cell
from cbec_kg.model.records import Statistic, Table
from cbec_kg.text.unit_labels import label_of

PAPER = """<?xml version="1.0"?>
<article><front><article-meta><title-group><article-title>Mills of the vale</article-title></title-group></article-meta>
</front>
<body><sec><title>1 Findings</title><p>The mills of the vale are counted below. Each was visited twice.</p>
<table-wrap><label>Table 1</label><caption><p>Mills of the vale</p></caption><table>
<thead><tr><th rowspan="2">Village</th><th colspan="2">Flour (tonnes)</th><th rowspan="2">Growth (%)</th>
<th rowspan="2">Yield (kg/ha)</th><th rowspan="2">Founded by</th></tr><tr><th>2018</th><th>2019</th></tr></thead>
<tbody><tr><td>Pell</td><td>1,200.5</td><td>1,300</td><td>8.3<sup>*</sup></td><td>4.1 ± 0.2</td><td>monks</td></tr>
<tr><td>Orne</td><td>5</td><td>5</td><td>0.0<sup>1</sup></td><td>—</td><td>weavers</td></tr>
<tr><td>Sarn</td><td>7</td><td>n.a.</td><td>−2.5</td><td>12-15</td><td></td></tr>
<tr><td>Total</td><td>1,212.5</td><td></td><td></td><td>3.9</td><td></td></tr></tbody></table></table-wrap>
<table-wrap><label>Table 2</label><caption><p>Income of the mills (million US$)</p></caption><table>
<tr><th>Year</th><th>Sales</th><th>Rents</th><th>Total</th><th>Number of mills</th></tr>
<tr><td>2017</td><td>1.04</td><td>2.0</td><td>3.0</td><td>12</td></tr>
<tr><td>2018</td><td>4.5</td><td>1.5</td><td>6.0</td><td>13</td></tr></table></table-wrap>
<p>So the vale has mills enough.</p></sec></body></article>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that is drafted of the paper."""
    place = tmp_path_factory.mktemp("tables")
    (place / "paper.xml").write_text(PAPER, encoding="utf-8")
    draft_paper(place / "folder", place / "paper.xml")
    return place / "folder"


def cells(folder: Path, table: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return value, unit and period of the figures of a table, by row and column."""
    found = [one for one in read_curation(folder).of(Statistic) if one.table == table]
    return {(str(one.row), str(one.column)): (one.value_text, one.unit, one.period) for one in found}


def test_a_table_of_places_is_drafted_with_its_headings_units_and_periods(folder: Path) -> None:
    assert cells(folder, "table-1") == {
        ("pell", "flour-2018"): ("1200.5", "unit-tonne", "2018"),
        ("pell", "flour-2019"): ("1300", "unit-tonne", "2019"),
        ("pell", "growth"): ("8.3", "unit-percent", "unknown"),
        ("orne", "flour-2018"): ("5", "unit-tonne", "2018"),
        ("orne", "flour-2019"): ("5", "unit-tonne", "2019"),
        ("orne", "growth"): ("0.0", "unit-percent", "unknown"),
        ("sarn", "flour-2018"): ("7", "unit-tonne", "2018"),
        ("sarn", "growth"): ("-2.5", "unit-percent", "unknown"),
        ("total", "flour-2018"): ("1212.5", "unit-tonne", "2018"),
        ("total", "yield"): ("3.9", "unit-kg-per-hectare", "unknown"),
    }


def test_what_is_no_one_number_stays_as_printed_and_makes_no_figure(folder: Path) -> None:
    record = read(folder / "tables.yaml")[0]
    assert record["left_out"] == ["pell yield", "sarn yield"]
    assert [column["key"] for column in record["columns"] if column.get("left_out") == "yes"] == ["founded-by"]
    with (folder / record["file"]).open(encoding="utf-8", newline="") as lines:
        rows = {row["row"]: row for row in csv.DictReader(lines)}
    assert (rows["pell"]["yield"], rows["sarn"]["yield"], rows["pell"]["growth"]) == ("4.1 ± 0.2", "12-15", "8.3*")
    assert rows["sarn"]["flour-2019"] == "n.a."


def test_a_table_of_years_has_the_unit_of_its_caption_where_it_can_be_meant(folder: Path) -> None:
    record = read(folder / "tables.yaml")[1]
    assert "rows" not in record and record["unit"] == "unit-usd-1e6"
    found = cells(folder, "table-2")
    assert found["2017", "sales"] == ("1.04", "unit-usd-1e6", "2017")
    assert found["2018", "number-of-mills"] == ("13", "unit-to-confirm", "2018")


def test_equal_cells_of_a_row_are_anchored_each_at_its_own_place(folder: Path) -> None:
    places = {one.record: one.start for one in read_curation(folder).places}
    one, other = places["stat-table-1-orne-flour-2018"], places["stat-table-1-orne-flour-2019"]
    assert other == one + 2  # "5", a tab, "5"


def test_sums_that_the_figures_show_are_told_and_not_written(folder: Path) -> None:
    text = (folder / "todo.csv").read_text(encoding="utf-8")
    assert "total adds up sales, rents in 2 rows" in text  # 1.04 + 2.0 is 3.0 within the rounding of 2.0 and 3.0
    assert all("sums" not in record for record in read(folder / "tables.yaml"))


def curated(folder: Path, place: Path) -> Path:
    """Return a folder whose first table a person has confirmed: villages as places, flour, ages as categories."""
    made = Path(shutil.copytree(folder, place / "curated"))
    records = read(made / "tables.yaml")
    table = records[0]
    names = {"pell": "place-pell", "orne": "place-orne", "sarn": "place-sarn", "total": "place-vale"}
    table["place"] = "place-vale"
    for row in table["rows"]:
        row["place"] = names[row["key"]]
    for column in table["columns"][:2]:
        column |= {"indicator": "indicator-flour", "category": "concept-old-mills"}
    table["sums"] = [{"whole": "total", "parts": ["pell", "orne", "sarn"]}]
    write(made / "tables.yaml", records)
    entities = [{"id": name, "zh": name, "en": name} for name in sorted({"concept-old-mills", *names.values()})]
    write(made / "entities.yaml", entities)
    indicators = read(made / "indicators.yaml")
    write(made / "indicators.yaml", [{"id": "indicator-flour", "zh": "面粉", "en": "flour"}, *indicators])
    return made


def read(path: Path) -> list[dict[str, Any]]:
    """Return records with every scalar as text."""
    found: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # no tags
    return found


def write(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text(yaml.safe_dump(records, allow_unicode=True, sort_keys=False, default_style='"'), encoding="utf-8")


@pytest.fixture(scope="module")
def confirmed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return curated(folder, tmp_path_factory.mktemp("confirmed"))


def test_a_sum_of_rows_is_one_of_the_series_of_each_column(confirmed: Path) -> None:
    curation = read_curation(confirmed)
    found = {(one.pattern.place, tuple(part.place for part in one.parts)) for one in sums_of(curation, {})}
    assert found == {("place-vale", ("place-orne", "place-pell", "place-sarn"))}


def test_the_audit_holds_a_sum_of_rows_against_its_parts(confirmed: Path, tmp_path: Path) -> None:
    assert open_paper(confirmed).audit().inconsistent == 0  # 1,200.5 + 5 + 7 = 1,212.5
    wrong = Path(shutil.copytree(confirmed, tmp_path / "wrong"))
    path = wrong / "tables" / "table-1.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1,212.5", "1,412.5"), encoding="utf-8")
    for name in ("anchors.csv", "passages.csv"):
        (wrong / name).unlink()
    assert open_paper(wrong).audit().inconsistent > 0


def test_rows_and_categories_pass_the_shapes_and_the_rules_of_the_cube(confirmed: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["build", "--data", str(confirmed), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    graphs = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.nq"))
    assert all(name in graphs for name in ("#Row>", "cube/levels-by-category>", "#cubeCategory>", "#rowOf>"))


def test_a_store_gives_the_rows_back(confirmed: Path) -> None:
    curation = read_curation(confirmed)
    records, _ = general(curation)
    assert open_paper(confirmed)._snapshot.records["table-1"] == records["table-1"]
    assert [row.place for row in records["table-1"].rows] == ["place-pell", "place-orne", "place-sarn", "place-vale"]  # type: ignore[attr-defined]


def test_a_confirmed_table_accounts_for_its_headings_rows_and_cells(confirmed: Path, folder: Path, tmp_path: Path) -> None:
    document = read_document(folder.parent / "paper.xml")

    def gaps(place: Path) -> set[str]:
        found = coverage_of(read_curation(place), document).gaps
        return {item.text for item in found if item.locator.startswith("table1.") and item.kind == "number"}

    assert {"2018", "8.3", "12", "15"} <= gaps(confirmed)  # what growth and yield measure is not said yet
    whole = Path(shutil.copytree(confirmed, tmp_path / "whole"))
    records = (whole / "tables.yaml").read_text(encoding="utf-8")
    (whole / "tables.yaml").write_text(records.replace("indicator-to-confirm", "indicator-flour"), encoding="utf-8")
    assert gaps(whole) == set()


def test_a_table_of_places_is_drawn_with_its_rows_named(confirmed: Path) -> None:
    drawn = open_paper(confirmed).chart("table-1").svg()
    assert all(f">{name}<" in drawn for name in ("Pell", "Orne", "Sarn", "Total"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("4.1 ± 0.2", "4.1", ""),  # a cell that is left out may hold anything
        ("−2.5", "low", "growth is 'low'; a number is expected. Correct it, or list 'sarn growth' under 'left_out'."),
        ("sarn,", "pell,", "has the row 'pell' twice. Give each row its own key."),
        ("sarn,", "brook,", "has the row 'brook', which table-1.rows does not have. Add it."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_of_rows_is_told(old: str, new: str, message: str, folder: Path, tmp_path: Path) -> None:
    path = folder / "tables" / "table-1.csv"
    changed = path.read_text(encoding="utf-8").replace(old, new, 1).encode()
    instead = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*.*") if one.is_file()}
    instead["tables/table-1.csv"] = changed
    try:
        read_curation(folder, computed=False, instead=instead)
        told = []
    except DataError as error:
        told = [problem.message for problem in error.problems]
    assert (message in told) if message else not told


def test_a_row_and_a_column_do_not_both_say_a_thing(confirmed: Path, tmp_path: Path) -> None:
    made = Path(shutil.copytree(confirmed, tmp_path / "both"))
    records = read(made / "tables.yaml")
    records[0]["rows"][0]["indicator"] = "indicator-flour"
    write(made / "tables.yaml", records)
    with pytest.raises(DataError, match="pell flour-2018: its row and its column both say the indicator"):
        read_curation(made, computed=False)


def test_the_bundled_table_keeps_its_records() -> None:
    paper = open_paper()
    table = paper.record("table-1")
    assert isinstance(table, Table) and table.rows == () and len(table.columns) == 6
    cell = paper.record("stat-table-1-2019-export-growth")
    assert isinstance(cell, Statistic)
    assert (cell.printed, cell.unit, cell.period, cell.place, cell.base) == (
        "26.40", "unit-percent", "2019", "place-hangzhou", "previous-year",
    )  # fmt: skip


@pytest.mark.parametrize(
    "printed", ["3.1±0.2", "12–15", "(0.05)", "12 (3.4)", "1.2e5", "10²", "3:1", "5 kg", "约5人", "2019/20", "1.2.3", "12,5"]
)
def test_a_cell_that_is_no_one_number_is_not_read_as_one(printed: str) -> None:
    assert printed_cell(printed).holds == "other"


@pytest.mark.parametrize(
    "heading", ["OR (95% CI)", "n (%)", "Mean (SD)", "Age (years)", "Model (1)", "收入（元，%）", "t", "p", "Input/Output"]
)
def test_a_heading_without_a_certain_unit_has_none(heading: str) -> None:
    assert label_of(heading).unit is None
