"""Draft the record of a printed table and its file: rows and columns with their headings, units and periods.

What a figure measures, where, and of which category is for a person to say; so is every cell that is no one number, and a
unit that is not printed. Nothing is added up: a sum that the rows show is told, not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cbec_kg.curation.yaml_text import Fields
from cbec_kg.drafting.printable import printable
from cbec_kg.drafting.table_grid import Grid, GridLine, columns_that_label, grid_of
from cbec_kg.drafting.table_periods import printed_period
from cbec_kg.drafting.table_sums import shown_sums
from cbec_kg.drafting.table_units import UNKNOWN_UNIT, Cells, Line
from cbec_kg.io.writing import csv_text
from cbec_kg.model.printed_cells import printed_cell
from cbec_kg.model.records import TO_CONFIRM
from cbec_kg.text.captions import caption_of
from cbec_kg.text.document import Block, Document
from cbec_kg.text.normalise import has_chinese, one_line
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.selectors import ArticleText
from cbec_kg.text.unit_labels import label_of, unit_of_caption
from cbec_kg.text.units import Unit

_LONGEST_LABEL = 120


class DraftedTable(NamedTuple):
    """A table's record and the content of its file, the units that they name, and how many figures there are."""

    record: Fields
    csv: str
    units: tuple[Unit, ...]
    figures: int


Remark = tuple[str, str, str]
"""What a person is told: the locator, what it is about, and why it is left to them."""


def draft_tables(
    document: Document, pieces: Sequence[PassageText], text: ArticleText
) -> tuple[list[DraftedTable], list[Remark]]:
    """Return the tables of a paper as drafted records, in the order of the text, and what a person is told of them."""
    by_name: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.name.startswith("table") and block.kind in ("caption", "note", "table-header", "table-row"):
            by_name.setdefault(block.name, []).append(block)
    at = {piece.passage.start: piece for piece in pieces}
    found: list[DraftedTable] = []
    remarks: list[Remark] = []
    numbers = {int(name[5:]) for name in by_name if name[5:].isdecimal()}
    for name, blocks in by_name.items():
        if name[5:].isdecimal():
            number = int(name[5:])
        else:
            number = max(numbers, default=0) + 1
            numbers.add(number)
        drafted = _Drafter(document, name, number, blocks, at, text, remarks).run()
        if drafted is not None:
            found.append(drafted)
    return found, remarks


@dataclass
class _Drafter:
    """Drafts one table; the lists hold what was found so far."""

    document: Document
    name: str
    number: int
    blocks: Sequence[Block]
    at: Mapping[int, PassageText]
    text: ArticleText
    remarks: list[Remark]

    def run(self) -> DraftedTable | None:
        rows = [block for block in self.blocks if block.kind in ("table-header", "table-row")]
        grid = grid_of(self.document, rows)
        captions = [piece for block in self.blocks if block.kind == "caption" if (piece := self.at.get(block.spans[0][0]))]
        first = captions[:1] or [piece for block in rows[:1] if (piece := self.at.get(block.spans[0][0]))]
        if not first:
            return None
        if grid is None or len(grid.heads) < 2 or not grid.rows:
            if rows:
                self.remark(
                    first[0].passage.locator, f"table {self.number}", "its rows cannot be placed; add the table yourself"
                )
            return None
        place = first[0].passage.locator
        for start in grid.unplaced:
            self.remark(
                self.locator(start), self.opening(start), "the cells of this row cannot be placed; add the row yourself"
            )
        if grid.trouble:
            self.remark(place, f"table {self.number}", f"{grid.trouble}; correct its columns")
        labels = columns_that_label(grid)
        columns = [self.column(grid, number) for number in range(labels, len(grid.heads))]
        _distinct(columns)
        lines, printed = self.rows(grid, labels)
        if not lines:
            return None
        if len({f"{line.key}-{column.key}" for line in lines for column in columns}) < len(lines) * len(columns):
            for name, named in (("row-", lines), ("c", columns)):  # whose keys together would name two cells alike
                for number, line in enumerate(named, 1):
                    line.key = f"{name}{number}"
        texts = [[" ".join(text.split()) for text in row.cells[labels:]] for row in printed]
        cells = Cells(columns, lines, texts, _apart(texts, printed, labels), self.shared_unit(captions, grid))
        if grid.changes:
            cells.left_out |= set(cells.figures())
        cells.settle()
        self.in_their_order(cells)
        figures = {c for _, c in cells.figures()}
        for c, column in enumerate(columns):
            column.left_out = c not in figures
        return self.drafted(captions or first, cells)

    def remark(self, locator: str, text: str, why: str) -> None:
        self.remarks.append((locator, text, why))

    def locator(self, start: int) -> str:
        piece = self.at.get(start)
        return piece.passage.locator if piece is not None else self.name

    def opening(self, start: int) -> str:
        piece = self.at.get(start)
        return piece.opening() if piece is not None else ""

    # Units, columns, rows

    def shared_unit(self, captions: Sequence[PassageText], grid: Grid) -> Unit | None:
        """Return the unit that the caption, a note or the first heading gives for the whole table."""
        texts = [piece.text for piece in captions]
        texts += [piece.text for block in self.blocks if block.kind == "note" if (piece := self.at.get(block.spans[0][0]))]
        texts += [head for head in grid.heads[0] if "单位" in head]
        found = {unit.id: unit for text in texts if (unit := unit_of_caption(one_line(text))) is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def column(self, grid: Grid, number: int) -> Line:
        parts = [label_of(text) for text in grid.heads[number]]
        units = {part.unit.id: part.unit for part in parts if part.unit is not None}
        periods = {period for part in parts if (period := printed_period(part.text)) is not None}
        label = " ".join(grid.heads[number])[:_LONGEST_LABEL]
        unit = next(iter(units.values())) if len(units) == 1 else UNKNOWN_UNIT if units else None
        words = [part.text for part in parts if part.text and printed_period(part.text) is None]
        key = _key(" ".join(words)) if words else ""
        period = periods.pop() if len(periods) == 1 else None
        key = "-".join(filter(None, (key, (period or "").replace("/", "-").lower()))) or f"c{number + 1}"
        return Line(key, label, unit, period)

    def rows(self, grid: Grid, labels: int) -> tuple[list[Line], list[GridLine]]:
        """Return the rows that have cells, with what the rows that head them say."""
        lines: list[Line] = []
        printed: list[GridLine] = []
        group = label_of("")
        for row in grid.rows:
            if row.start not in self.at:
                continue
            if row.alone and labels < len(row.cells):
                group = label_of(row.cells[0])
                continue
            texts = [label_of(text) for text in dict.fromkeys(row.cells[:labels]) if text]
            units = {part.unit.id: part.unit for part in texts if part.unit is not None} or (
                {group.unit.id: group.unit} if group.unit is not None else {}
            )
            periods = {period for part in texts if (period := printed_period(part.text)) is not None}
            label = " ".join(filter(None, (group.text, *row.cells[:labels])))[:_LONGEST_LABEL]
            unit = next(iter(units.values())) if len(units) == 1 else UNKNOWN_UNIT if units else None
            locator = self.at[row.start].passage.locator
            period = periods.pop() if len(periods) == 1 else None
            tail = locator.partition(".")[2]
            key = period.replace("/", "-").lower() if period else _key(label) or _key(tail) or f"row-{len(lines) + 1}"
            lines.append(Line(key, label, unit, period, locator=locator))
            printed.append(row)
        _distinct(lines)
        return lines, printed

    def in_their_order(self, cells: Cells) -> None:
        """Leave out the figures that are not found in the passage of their row in their order."""
        by_row: dict[int, list[int]] = {}
        for r, c in cells.figures():
            by_row.setdefault(r, []).append(c)
        for r, numbers in by_row.items():
            places = self.text.find_cells(cells.rows[r].locator, [cells.texts[r][c] for c in numbers])
            cells.left_out |= {(r, c) for c, place in zip(numbers, places, strict=True) if place is None}

    # The record

    def drafted(self, captions: Sequence[PassageText], cells: Cells) -> DraftedTable | None:
        columns, rows = cells.columns, cells.rows
        by_period = all(
            row.period == row.key and row.locator == f"{self.name}.{row.period}" and not row.unit for row in rows
        )
        self.remark_on(captions[0].passage.locator, cells, by_period)
        figures, identifier = cells.figures(), f"table-{self.name[5:].lstrip('-')}"
        zh, en = self.titles(captions)
        places = [f"{one.passage.locator} {part}" for one in captions if (part := one.fragment(0, min(12, len(one.text))))]
        if not places or (len(rows) < 2 and not figures):
            return None
        record: dict[str, Any] = {"id": identifier, "number": self.number, "section": "", "zh": zh, "en": en, "at": places}
        record |= {"file": f"tables/{identifier}.csv", "locator": self.name, "place": "unspecified"}
        record["columns"] = [_fields(column, column.left_out) for column in columns]
        if not by_period:
            own = [replace(row, locator="" if row.locator == f"{self.name}.{row.key}" else row.locator) for row in rows]
            record["rows"] = [_fields(row) for row in own]
        units = [columns[c].unit or rows[r].unit or cells.shared for r, c in figures]
        if cells.shared is not None and any(columns[c].unit is None and rows[r].unit is None for r, c in figures):
            record["unit"] = cells.shared.id
        apart = [
            f"{rows[r].key} {columns[c].key}"
            for r, c in sorted(cells.left_out)
            if not columns[c].left_out and not _missing(cells.texts[r][c])
        ]
        record |= {"left_out": apart} if apart else {}
        heading = ["period" if by_period else "row", *(column.key for column in columns)]
        csv = csv_text(heading, [(row.key, *texts) for row, texts in zip(rows, cells.texts, strict=True)])
        stated = [line.unit for line in (*columns, *rows)]
        found = tuple({unit.id: unit for unit in (*units, *stated) if unit is not None}.values())
        return DraftedTable(record, csv, found, len(figures))

    def titles(self, captions: Sequence[PassageText]) -> tuple[str, str]:
        titles: dict[str, str] = {}
        for piece in captions:
            text = one_line(piece.text)
            label = caption_of(text)
            title = text[label.end(5) :].strip(" .．:：") if label else text
            titles.setdefault("zh" if has_chinese(text) else "en", title or text)
        both = _both(titles.get("zh") or titles.get("en") or "")
        return titles.get("zh") or both[0], titles.get("en") or both[1]

    def remark_on(self, place: str, cells: Cells, by_period: bool) -> None:
        """Say what a person has to decide of the table."""
        name = f"table {self.number}"
        left = ["drafted; left to you: what its columns measure"]
        left += [] if by_period else [f"what its {len(cells.rows)} rows are: places, categories or indicators"]
        unknown = [line.key for line in (*cells.columns, *cells.rows) if line.unit == UNKNOWN_UNIT and not line.left_out]
        left += [f"the unit of {_some(unknown, ', ')}"] if unknown else []
        self.remark(place, name, "; ".join(left))
        apart = [
            cells.texts[r][c]
            for r, c in sorted(cells.left_out)
            if not cells.columns[c].left_out and not _missing(cells.texts[r][c])
        ]
        if apart:
            self.remark(place, name, f"{len(apart)} cells are no one number, or of no certain unit: {_some(apart, '; ')}")
        values = [
            [None if (r, c) in cells.left_out else text for c, text in enumerate(row)] for r, row in enumerate(cells.texts)
        ]
        keys = [row.key for row in cells.rows], [column.key for column in cells.columns]
        names = [row.label for row in cells.rows], [column.label for column in cells.columns]
        for found in shown_sums(values, keys, names):
            parts = _some(list(found.parts), ", ")
            why = f"{found.whole} adds up {parts} in {found.number} {found.across}; declare it under 'sums' if it is meant"
            self.remark(place, name, why)


def _some(texts: Sequence[str], joint: str, most: int = 6) -> str:
    return joint.join(texts[:most]) + (" …" if len(texts) > most else "")


def _apart(texts: Sequence[Sequence[str]], rows: Sequence[GridLine], labels: int) -> set[tuple[int, int]]:
    """Return the cells that make no figure: those that are no one number, and those that reach down from a row above."""
    return {
        (r, c)
        for r, row in enumerate(texts)
        for c, text in enumerate(row)
        if printed_cell(text).holds == "other" or (labels + c in rows[r].carried and not _missing(text))
    }


def _fields(line: Line, words: bool | None = None) -> dict[str, str]:
    """Return a row or a column as in the record; `words` of a column says whether it has no figures."""
    zh, en = _both(line.label)
    found = {"key": line.key, "zh": zh, "en": en}
    found |= {"indicator": TO_CONFIRM, "kind": "level"} if words is False else {}
    found |= {"unit": line.unit.id} if line.unit is not None and not words else {}
    found |= {"period": line.period} if line.period is not None else {}
    found |= {"locator": line.locator} if line.locator and words is None else {}
    return found | ({"left_out": "yes"} if words else {})


def _missing(text: str) -> bool:
    return printed_cell(text).holds == "missing"


def _both(label: str) -> tuple[str, str]:
    """Return a heading in Chinese and English; the language that the text does not give is marked as to be translated."""
    text = printable(one_line(label))
    if not text:
        return "（无标题）", "(no heading)"
    if has_chinese(text):
        return text, f"(to be translated) {text}"
    return (f"（待译）{text}" if re.search(r"[A-Za-z]{3}", text) else text), text


def _key(label: str) -> str:
    """Return a key made of the Latin words of a heading; empty where it has Chinese, or none."""
    if has_chinese(label):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:32].strip("-")


def _distinct(lines: Iterable[Line]) -> None:
    """Give lines with the same key a number each, but the first."""
    taken: set[str] = set()
    for line in lines:
        key, number = line.key, 1
        while line.key in taken:
            number += 1
            line.key = f"{key}-{number}"
        taken.add(line.key)
