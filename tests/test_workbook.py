"""Records through a workbook (.xlsx): a cell stays what was typed, what a program made of one is told, bombs are refused."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from cbec_kg.api.results.sessions import CuratingSession
from cbec_kg.editing.changes import records_in
from cbec_kg.editing.session import files_of
from cbec_kg.editing.spreadsheet import exported_workbook, imported_workbook
from cbec_kg.errors import DataError, UsageError
from cbec_kg.io.workbook import Page, read_workbook, workbook_bytes
from cbec_kg.model.kinds import FILES

Records = dict[str, dict[str, Any]]


def records_of(folder: Path) -> dict[str, Records]:
    found = {}
    for file in FILES:
        path = folder / file
        found[file] = records_in(path.read_bytes().decode(), file) if path.is_file() else {}
    return found


def edited(path: Path, edit: Callable[[Any], object]) -> None:
    book = load_workbook(path)
    edit(book)
    book.save(path)


def cell_of(sheet: Any, record: str, column: str) -> Any:
    heading = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[heading["id"] - 1].value == record)
    return sheet.cell(row, heading[column])


@pytest.fixture
def book(session: CuratingSession, tmp_path: Path) -> Path:
    path = tmp_path / "tea.xlsx"
    session.export_spreadsheet(path)
    return path


@pytest.mark.parametrize("folder", ["real_folder", "mini_folder"])
def test_a_workbook_that_is_not_edited_changes_nothing(folder: str, request: pytest.FixtureRequest) -> None:
    records = records_of(request.getfixturevalue(folder))
    content = exported_workbook(records)
    assert exported_workbook(records) == content
    assert imported_workbook(Path("x.xlsx"), content, records) == ({}, ())


def test_all_records_come_back_from_a_workbook_alone(mini_folder: Path, tmp_path: Path) -> None:
    """Rows without digests are new records, so that every cell has to be read."""
    records = records_of(mini_folder)
    path = tmp_path / "x.xlsx"
    path.write_bytes(exported_workbook(records))

    def without_digests(book: Any) -> None:
        for sheet in book:
            for row in sheet.iter_rows(min_row=2):
                row[-1].value = None

    edited(path, without_digests)
    found = imported_workbook(path, path.read_bytes(), {})
    assert found.changes == {name: fields for kind in records.values() for name, fields in kind.items()}


def test_changes_on_two_sheets_are_written_as_one_step(session: CuratingSession, book: Path) -> None:
    def edit(book: Any) -> None:
        cell_of(book["claims"], "claim-capital-short", "zh").value = "钱少"
        cell_of(book["problems"], "problem-roads", "en").value = "Roads are bad"

    edited(book, edit)
    assert session.import_spreadsheet(book).changed == ("claim-capital-short", "problem-roads")
    changed = session.records
    assert (changed["claim-capital-short"]["zh"], changed["problem-roads"]["en"]) == ("钱少", "Roads are bad")
    session.undo()
    assert session.records["claim-capital-short"]["zh"] == "合作社缺少资金"


def test_a_conflict_is_told_by_its_cell_and_nothing_is_written(session: CuratingSession, book: Path) -> None:
    session.put({**session.records["claim-capital-short"], "zh": "缺钱"})
    place = ""

    def edit(book: Any) -> None:
        nonlocal place
        cell = cell_of(book["claims"], "claim-capital-short", "zh")
        cell.value, place = "钱少", cell.coordinate

    edited(book, edit)
    before = files_of(session.folder)
    assert str(session.import_spreadsheet(book)).splitlines() == [
        f"tea.xlsx: claims!{place}: claim-capital-short, zh: the folder has '缺钱' since the export, the spreadsheet "
        "'钱少'. Make them equal in one of them.",
        "1 conflicts; nothing was written.",
    ]
    assert files_of(session.folder) == before


@pytest.mark.parametrize(
    ("value", "form", "made"),
    [
        (12.9, "General", "a number (12.9)"),
        (50, "0000", "a number (50)"),
        (0.129, "0.00%", "a percentage (0.129)"),
        (datetime.datetime(2018, 3, 1), "yyyy-mm-dd", "a date (2018-03-01 00:00:00)"),
        ("=1+1", "General", "the formula =1+1 (=1+1)"),
        (True, "General", "a logical value (TRUE)"),
        ("#N/A", "General", "the error #N/A (#N/A)"),
    ],
)
def test_what_a_program_made_of_a_cell_is_told(
    session: CuratingSession, book: Path, value: object, form: str, made: str
) -> None:
    name = next(name for name in session.records if name.startswith("stat-"))
    place = ""

    def edit(book: Any) -> None:
        nonlocal place
        cell = cell_of(book["statistics"], name, "value")
        cell.value, cell.number_format, place = value, form, cell.coordinate

    edited(book, edit)
    before = files_of(session.folder)
    with pytest.raises(DataError) as caught:
        session.import_spreadsheet(book)
    assert str(caught.value) == (
        f"tea.xlsx: statistics!{place}: {name}, value: is {made}, not text: what was typed is not known. "
        "Format the cell as text and type it again."
    )
    assert files_of(session.folder) == before


def test_a_number_that_reads_as_the_text_did_changes_nothing(session: CuratingSession, book: Path) -> None:
    whole = {name: fields["value"] for name, fields in session.records.items() if name.startswith("stat-")}
    name = next(name for name, value in whole.items() if value.isdigit())

    def edit(book: Any) -> None:
        cell_of(book["statistics"], name, "value").value = int(whole[name])

    edited(book, edit)
    assert session.import_spreadsheet(book).changed == ()


@pytest.mark.parametrize(
    "text", ["=1+1", "-a", "@a", "+1", "0050", "12.90", "1e5", "2018-03", "_x000D_", "a\nb", "'a", "12%"]
)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    content = workbook_bytes({"a": Page(["x"], [[text]], {})})
    (sheet,) = read_workbook(Path("x.xlsx"), content)
    assert [(cell.text, cell.made) for _, cells in sheet.rows for cell in cells] == [(text, "")]


def test_rows_that_are_added_are_text_and_become_records(session: CuratingSession, book: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["entities"]
        assert sheet.column_dimensions["B"].number_format == "@"
        heading = {cell.value: cell.column for cell in sheet[1]}
        row = sheet.max_row + 1
        for column, text in {"id": "concept-road", "zh": "路", "en": "road"}.items():
            sheet.cell(row, heading[column]).value = text

    edited(book, edit)
    session.import_spreadsheet(book)
    assert session.records["concept-road"] == {"id": "concept-road", "zh": "路", "en": "road"}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            lambda book: book["claims"].merge_cells("B2:B3"),
            "tea.xlsx: claims!B2:B3: merged cells have one value for several ",
        ),
        (
            lambda book: book.create_sheet("claim"),
            "tea.xlsx: the sheet 'claim' is of no kind of records. Did you mean claims?",
        ),
        (lambda book: book["claims"].delete_cols(1), "tea.xlsx: the sheet 'claims' lacks the columns id. Export again and"),
        (lambda book: setattr(book["units"]["J1"], "value", "price"), "tea.xlsx: units!J1: 'price' is no column of units"),
        (lambda book: setattr(book["units"]["J2"], "value", "9"), "tea.xlsx: units!J2: stands below no column."),
        (
            lambda book: setattr(book["units"]["A2"], "value", "unit-x"),
            "tea.xlsx: units!A2: unit-x is no longer in the folder",
        ),
        (lambda book: setattr(book["units"]["A2"], "value", None), "tea.xlsx: units!A2: has no id. Give one."),
    ],
)
def test_what_would_be_taken_otherwise_than_meant_is_told(
    session: CuratingSession, book: Path, edit: Callable[[Any], object], message: str
) -> None:
    edited(book, edit)
    with pytest.raises(DataError) as caught:
        session.import_spreadsheet(book)
    assert str(caught.value).startswith(message)


def test_a_sheet_may_be_deleted_and_rows_sorted_and_left_empty(session: CuratingSession, book: Path) -> None:
    def edit(book: Any) -> None:
        del book["units"]
        book["claims"].move_range(f"A2:AZ{book['claims'].max_row}", rows=3)

    edited(book, edit)
    assert session.import_spreadsheet(book).changed == ()


# Hostile files


def archive(**parts: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return output.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    output = io.BytesIO()
    plain = workbook_bytes({"claims": Page(["id"], [], {})})
    with zipfile.ZipFile(io.BytesIO(plain)) as file, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as written:
        for item in file.namelist():
            written.writestr(item, content if item == name else file.read(item))
    return output.getvalue()


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


DECLARES = "declares XML entities, which no spreadsheet does. It was not read."


def far() -> bytes:
    book = Workbook()
    book.create_sheet("claims", 0)["A1048576"] = "x"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is damaged, or no file of its kind. Save it again."),
        (b"id,zh\n", "is damaged, or no file of its kind. Save it again."),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "is protected by a password, or an old .xls. Save it as .xlsx without a "
         "password."),
        (archive(a=b"a"), "is damaged, or no workbook. Save it again as .xlsx."),
        (archive(a=bytes(65 * 2**20)), "unpacks to 65 MiB; at most 64 are read. Export again and edit that."),
        (with_part("xl/styles.xml", DOCTYPE.encode()), DECLARES),
        (with_part("xl/workbook.xml", DOCTYPE.encode("utf-16")), DECLARES),
        (with_part("xl/worksheets/sheet1.xml", b"<worksheet"), "is damaged, or no workbook. Save it again as .xlsx."),
        (far(), "the sheet 'claims' goes down to row 1,048,576 and over 1 columns; at most 100,000 rows and 200 columns are "
         "read. Delete what is empty there."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workbook_or_hostile_is_refused_in_one_line(
    session: CuratingSession, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        session.import_spreadsheet(path)
    assert str(caught.value) == f"{path}: {message}"


def test_a_cell_that_no_spreadsheet_holds_is_refused() -> None:
    with pytest.raises(UsageError, match="a cell of claims has 32,768 characters; a spreadsheet holds 32,767"):
        workbook_bytes({"claims": Page(["id"], [["x" * 32768]], {})})


def test_the_command_exports_and_imports_a_workbook(tea: Path, mini_folder: Path, tmp_path: Path) -> None:
    from cbec_kg.cli.main import cli

    paper, book = str(mini_folder.parent / "paper.txt"), str(tmp_path / "tea.xlsx")
    for option in ("--export", "--import"):
        done = CliRunner().invoke(cli, ["curate", str(tea), "--paper", paper, option, book], standalone_mode=False)
        assert done.return_value == 0
    assert done.output == "0 records changed.\n"


def test_a_cold_start_does_not_load_it() -> None:
    code = "import sys, cbec_kg.cli.main, cbec_kg.api.papers, cbec_kg.api.results.sessions; print('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
