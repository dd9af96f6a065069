"""The rows and columns of a printed table from its blocks: which cell stands in which column, below which headings.

A format that counts columns says it; on a page it follows from where cells stand; in a line of text from how many there are.
A row whose cells cannot be placed is told and not read. Out of scope: what a heading or a cell means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cbec_kg.model.printed_cells import printed_cell
from cbec_kg.text.document import Block, Document, GridCell, GridRow
from cbec_kg.text.tablelines import is_year, row_cells

_MOST_COLUMNS, _MOST_ROWS = 60, 400


class GridLine(NamedTuple):
    """A row below the headings; `start` is the offset at which it begins.

    `cells` has the text for each column, empty where there is none; `carried` the columns whose cell begins in a row above.
    """

    start: int
    cells: tuple[str, ...]
    carried: frozenset[int] = frozenset()

    @property
    def alone(self) -> bool:
        """Return whether nothing but the first cell has a text: a heading of the rows below."""
        return bool(self.cells[0]) and not any(self.cells[1:])


class Grid(NamedTuple):
    """A table by rows and columns.

    `heads` has, for each column, the texts above it from the top down; `unplaced` the rows whose cells cannot be placed, and
    `trouble` what else is not certain; where its headings come again, its columns may be others below: it `changes`.
    """

    heads: tuple[tuple[str, ...], ...]
    rows: tuple[GridLine, ...]
    unplaced: tuple[int, ...] = ()
    trouble: str = ""
    changes: bool = False


def grid_of(document: Document, blocks: Sequence[Block]) -> Grid | None:
    """Return the rows and columns of the header and row blocks of one table.

    None where it has no rows, more than are drafted, or most of them cannot be placed.
    """
    heads: list[tuple[int, GridRow]] = []
    rows: list[tuple[int, GridRow]] = []
    late = False
    for block in blocks:
        found = [(span[0], _row_at(document, *span)) for span in block.spans]
        if block.kind == "table-row" or rows:
            late = late or (block.kind == "table-header" and any(len(row.cells) > 1 for _, row in found))
            rows += found
        else:
            heads += found
    while len(rows) > 1 and _is_heading(rows[0][1], [row for _, row in rows[1:]]):
        heads.append(rows.pop(0))
    if not rows or len(rows) > _MOST_ROWS:
        return None
    columns = _columns([row for _, row in (*heads, *rows)], [row for _, row in rows])
    if len(columns) > _MOST_COLUMNS:
        return None
    lines = [(start, _line(start, row, columns)) for start, row in rows]
    unplaced = [start for start, line in lines if line is None]
    if 2 * len(unplaced) > len(lines):
        return None
    paths, trouble = _heads([row for _, row in heads], columns)
    if late:
        trouble = "it has headings again further down, so its columns may change"
    return Grid(paths, tuple(line for _, line in lines if line is not None), tuple(unplaced), trouble, late)


def _row_at(document: Document, start: int, end: int) -> GridRow:
    known = document.grids.get(start)
    if known is not None:
        return known
    text = document.text[start:end]
    parts = [part.strip() for part in re.split(r"[\t|]", text.strip("|"))] if re.search(r"[\t|]", text) else row_cells(text)
    return GridRow(tuple(GridCell(part, place, place + 1) for place, part in enumerate(parts)), counted=False)


def _is_heading(row: GridRow, below: Sequence[GridRow]) -> bool:
    """Return whether a row above others has nothing but words or years, where they have numbers."""
    texts = [cell.text for cell in row.cells if cell.text]
    words = [text for text in texts if printed_cell(text).holds != "number" or is_year(text)]
    numbers = sum(
        printed_cell(cell.text).holds == "number" and not is_year(cell.text) for one in below for cell in one.cells
    )
    held = any(re.search(r"\d", text) for text in texts[1:] if not is_year(text) and printed_cell(text).holds == "other")
    missing = any(printed_cell(text).holds == "missing" for text in texts)
    return len(texts) > 1 and not missing and len(words) == len(texts) and numbers >= len(below) and not held


Column = tuple[float, float]


def _columns(every: Sequence[GridRow], rows: Sequence[GridRow]) -> list[Column]:
    """Return from where to where the columns reach, in columns or points; of lines of text, which cell it is."""
    if all(row.counted for row in every):
        edges = sorted({edge for row in every for cell in row.cells for edge in (cell.left, cell.right)})
        return list(pairwise(edges))
    widths = Counter(len(row.cells) for row in rows)
    most = max(widths, key=lambda width: (widths[width], width))
    full = _together([row.cells for row in rows if len(row.cells) == most])
    found = [(min(cell.left for cell in column), max(cell.right for cell in column)) for column in zip(*full, strict=True)]
    if any(before[1] > after[0] for before, after in pairwise(found)):
        middles = [
            sorted((cell.left + cell.right) / 2 for cell in column)[len(column) // 2] for column in zip(*full, strict=True)
        ]
        cuts = [found[0][0], *((a + b) / 2 for a, b in pairwise(middles)), found[-1][1]]
        return list(pairwise(cuts))
    return found


def _together(rows: Sequence[tuple[GridCell, ...]]) -> list[tuple[GridCell, ...]]:
    """Return the rows that stand above each other, most of them: a table may go on in another column of the page."""
    groups: list[list[tuple[GridCell, ...]]] = []
    for row in rows:
        group = next((group for group in groups if _overlap(group[0], row)), None)
        if group is None:
            groups.append([row])
        else:
            group.append(row)
    return max(groups, key=lambda group: (any(_names_row(row) for row in group), len(group)))


def _names_row(row: Sequence[GridCell]) -> bool:
    return printed_cell(row[0].text).holds != "number"


def _overlap(one: Sequence[GridCell], other: Sequence[GridCell]) -> bool:
    reach = min(one[-1].right, other[-1].right) - max(one[0].left, other[0].left)
    return reach > 0.5 * min(one[-1].right - one[0].left, other[-1].right - other[0].left)


def _elsewhere(row: GridRow, columns: Sequence[Column]) -> bool:
    """Return whether a row stands beside the columns, in another column of the page, with a cell for each of them."""
    beside = all(not (cell.left < columns[-1][1] and cell.right > columns[0][0]) for cell in row.cells)
    return not row.counted and beside and len(row.cells) == len(columns)


def _in_columns(cell: GridCell, columns: Sequence[Column]) -> list[int]:
    """Return the columns over which a cell stands."""
    over = [min(cell.right, right) - max(cell.left, left) for left, right in columns]
    return [
        place for place, (left, right) in enumerate(columns) if over[place] > 0.2 * min(right - left, cell.right - cell.left)
    ]


def _line(start: int, row: GridRow, columns: Sequence[Column]) -> GridLine | None:
    """Return the cells of a row by column; None where one cannot be placed."""
    is_text = not row.counted and all(cell.right - cell.left == 1 for cell in row.cells)
    if is_text and len(row.cells) not in (1, len(columns)):
        return None
    if _elsewhere(row, columns):
        texts = tuple(cell.text for cell in row.cells)
        return GridLine(start, texts) if printed_cell(texts[0]).holds != "number" or is_year(texts[0]) else None
    cells, carried = [""] * len(columns), set[int]()
    for cell in row.cells:
        places = _in_columns(cell, columns)
        if not cell.text:
            continue
        if not row.counted and len(places) > 1:
            reach = {place: min(cell.right, columns[place][1]) - max(cell.left, columns[place][0]) for place in places}
            first, second, *_ = sorted(reach.values(), reverse=True)
            places = [max(reach, key=lambda place: reach[place])] if first > 2 * second else places
        if not places or cells[places[0]] or (len(places) > 1 and printed_cell(cell.text).holds == "number"):
            return None
        cells[places[0]] = cell.text
        if cell.above:
            carried.add(places[0])
    return GridLine(start, tuple(cells), frozenset(carried))


def _heads(heads: Sequence[GridRow], columns: Sequence[Column]) -> tuple[tuple[tuple[str, ...], ...], str]:
    """Return the headings above each column, and what is not certain of them."""
    paths: list[list[str]] = [[] for _ in columns]
    trouble = ""
    for number, row in enumerate(heads):
        texts = [cell.text for cell in row.cells if cell.text]
        below = [len([cell for cell in other.cells if cell.text]) for other in heads[number + 1 :]]
        spans_all = len(columns) > 2 and len(texts) in (1, 2) and any(count >= len(columns) - 1 for count in below)
        is_text = all(cell.right - cell.left == 1 for cell in row.cells)
        if row.counted or not (spans_all or is_text or _elsewhere(row, columns)):
            placed = [(cell.text, _in_columns(cell, columns)) for cell in row.cells]
        elif spans_all:
            placed = [(text, [0]) for text in texts[:-1]] + [(texts[-1], list(range(1, len(columns))))]
        elif _elsewhere(row, columns) or len(texts) == len(columns):
            placed = [(text, [place]) for place, text in enumerate(texts)]
        elif len(texts) == len(columns) - 1 and (all(map(is_year, texts)) or (number and len(heads[0].cells) < 3)):
            placed = [(text, [place]) for place, text in enumerate(texts, 1)]
        else:
            placed, trouble = [], "its headings cannot be placed over its columns"
        if number + 1 < len(heads) and _periods_below(heads[number + 1]):
            placed = _filled(placed)
        for text, places in placed:
            for place in places if text else ():
                if not paths[place] or paths[place][-1] != text:
                    paths[place].append(text)
    return tuple(tuple(path) for path in paths), trouble


def _periods_below(row: GridRow) -> bool:
    texts = [cell.text for cell in row.cells[1:]]
    return len(texts) > 1 and all(map(is_year, texts))


def _filled(placed: Sequence[tuple[str, list[int]]]) -> list[tuple[str, list[int]]]:
    """Return headings over years, each reaching over the empty cells after it, as formats without wide cells have them."""
    found: list[tuple[str, list[int]]] = []
    for text, places in placed:
        if not text and len(found) > 1:
            text = found[-1][0]
        found.append((text, places))
    return found


def columns_that_label(grid: Grid) -> int:
    """Return how many columns on the left say what a row is: the first, and others of words or years alone."""
    width = len(grid.heads)
    count = 1
    while (
        count < width - 1 and all(_labels(row.cells[count]) for row in grid.rows) and _numbers(grid, range(count + 1, width))
    ):
        if not any(row.cells[count] for row in grid.rows if printed_cell(row.cells[count]).holds != "missing"):
            break
        count += 1
    return count


def _labels(text: str) -> bool:
    return printed_cell(text).holds == "missing" or is_year(text) or not re.search(r"\d", text)


def _numbers(grid: Grid, columns: Iterable[int]) -> bool:
    places = list(columns)
    return any(
        printed_cell(row.cells[place]).holds == "number" and not is_year(row.cells[place])
        for row in grid.rows
        for place in places
    )
