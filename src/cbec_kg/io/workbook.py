"""Workbooks (.xlsx) of text: written so that a spreadsheet program changes nothing by itself, and read without guessing.

Every cell is text. What a program made of one (a number, a date, a formula) is told from text, so that nobody takes 12.9
for the 12.90 that was typed. Pure: rows in and bytes out, and back. Out of scope: what the rows mean.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cbec_kg.errors import UsageError
from cbec_kg.io.loading import refuse_bomb

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS = 100_000, 200
_LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""

_LONGEST_LIST = 255
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


class Cell(NamedTuple):
    """A cell as text; `made` says what a program made of it, such as ``a date``, empty where it is text."""

    text: str
    made: str = ""


class Sheet(NamedTuple):
    """A sheet: its heading, and its rows that have anything, each with its number.

    `merged` are the ranges of cells that are one.
    """

    name: str
    heading: tuple[Cell, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merged: tuple[str, ...] = ()


class Page(NamedTuple):
    """A sheet to be written: `choices` are the only values of some columns, and columns of `hidden` are not shown."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, Sequence[str]]
    hidden: Sequence[str] = ()


def cell_name(column: int, row: int) -> str:
    """Return what a spreadsheet calls a cell, its column counted from 0 and its row from 1.

    Examples
    --------
    >>> cell_name(1, 7), cell_name(27, 1)
    ('B7', 'AB1')
    """
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row}"


def workbook_bytes(pages: Mapping[str, Page]) -> bytes:
    """Return a workbook with a sheet a page, every cell formatted as text; the same pages give the same bytes.

    UsageError for a cell that is longer than a spreadsheet holds.
    """
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for name, page in pages.items():
        _write_page(book, name, page)
    output = io.BytesIO()
    book.save(output)
    return _without_times(output.getvalue())


def _write_page(book: Workbook, name: str, page: Page) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for number, column in enumerate(page.heading, 1):
        letter = get_column_letter(number)
        whole = sheet.column_dimensions[letter]
        whole.number_format = "@"  # of rows that are added, too
        whole.width = 14 if column in page.choices else 28
        whole.hidden = column in page.hidden
        listed = ",".join(page.choices.get(column, ()))
        if listed and len(listed) <= _LONGEST_LIST:
            choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{max(len(page.rows) + 500, 1000)}")
    for row, texts in enumerate([page.heading, *page.rows], 1):
        for number, text in enumerate(texts, 1):
            if len(text) > _LONGEST:
                fact = f"a cell of {name} has {len(text):,} characters; a spreadsheet holds {_LONGEST:,}"
                raise UsageError(f"{fact}. Export that kind as CSV.")
            cell = sheet.cell(row, number)
            if text:
                cell.value = _ESCAPED.sub(r"_x005F_x\1_", text)
                cell.data_type = "s"  # also what begins like a formula
            cell.number_format = "@"
            cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
            cell.alignment = Alignment(vertical="top", wrap_text=row > 1)
            if row == 1:
                cell.font = Font(bold=True)


def _without_times(content: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as written:
        for item in book.infolist():
            part = book.read(item)
            if item.filename == "docProps/core.xml":
                part = _MODIFIED.sub(b"", part)
            written.writestr(zipfile.ZipInfo(item.filename, _DAY), part, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def read_workbook(path: Path, content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook; UsageError in one line for one that is damaged, protected, huge or hostile."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"{path}: is protected by a password, or an old .xls. Save it as .xlsx without a password.")
    refuse_bomb(path, content, _MOST_UNPACKED, "Export again and edit that.")
    _refuse_declarations(path, content)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not keep, such as pictures
            book = load_workbook(io.BytesIO(content), keep_links=False)
            sheets = [_sheet(path, sheet) for sheet in book.worksheets]
    except UsageError:
        raise
    except Exception:  # openpyxl raises whatever its parsing meets
        raise UsageError(f"{path}: is damaged, or no workbook. Save it again as .xlsx.") from None
    return sheets


def _refuse_declarations(path: Path, content: bytes) -> None:
    """Refuse XML that declares a document type: no spreadsheet program writes one, and entities stand in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for item in archive.infolist():
                if item.filename.endswith((".xml", ".rels", ".vml")):
                    part = archive.read(item).replace(b"\0", b"").upper()
                    if any(word in part for word in _DECLARED):
                        raise UsageError(f"{path}: declares XML entities, which no spreadsheet does. It was not read.")
    except UsageError:
        raise
    except Exception:  # what is compressed may be damaged in many ways
        raise UsageError(f"{path}: is damaged, or no workbook. Save it again as .xlsx.") from None


def _sheet(path: Path, sheet: Any) -> Sheet:
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        fact = f"goes down to row {sheet.max_row:,} and over {sheet.max_column:,} columns"
        most = f"at most {_MOST_ROWS:,} rows and {_MOST_COLUMNS} columns are read"
        raise UsageError(f"{path}: the sheet {sheet.title!r} {fact}; {most}. Delete what is empty there.")
    rows = [(number, cells) for number, cells in enumerate(_cells(sheet), 1) if number == 1 or any(map(any, cells))]
    heading = rows[0][1] if rows else ()
    return Sheet(sheet.title, heading, tuple(rows[1:]), tuple(sorted(map(str, sheet.merged_cells.ranges))))


def _cells(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    for row in sheet.iter_rows():
        yield tuple(_cell(cell) for cell in row)


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None:
        return Cell("")
    if kind == "s" and isinstance(value, str):
        return Cell(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).replace("\r\n", "\n").replace("\r", "\n"))
    if kind == "f":
        text = getattr(value, "text", value)
        return Cell(str(text), f"the formula {str(text)[:40]}")
    if kind == "d" or cell.is_date:
        return Cell(str(value), "a date")
    if kind == "b":
        return Cell(str(value).upper(), "a logical value")
    if kind == "e":
        return Cell(str(value), f"the error {value}")
    if "%" in str(cell.number_format):
        return Cell(str(value), "a percentage")
    return Cell(str(value), "a number")
