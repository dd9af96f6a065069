"""Where the boxes of a picture stand: columns from left to right, computed once, so that no simulation runs on a page.

Sources, claims and figures, problems, countermeasures each have a column. Boxes of a column stand beside what they are
linked to, as near as they can without touching; sources linked to nothing in the picture stand in a band of their own
below. All lengths are pixels at scale 1, all places are middles of boxes. Pure functions, no text of any paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 930.0
"""Width of a picture."""
MARGIN = 16.0
GAPS = (6.0, 10.0, 10.0, 10.0)
"""Least space between two boxes of each column."""
FARTHEST = 190.0
"""Most space between two columns."""
BAND_GAP = 14.0
"""Space between the columns and the band of loose sources."""
HEADING = 34.0
"""Space for a column's heading, above the first box."""
PADDING = (29.0, 6.0)
"""Within a box: left of the label (the mark stands there), and above and below it."""
LINE_HEIGHT = 1.34
COLUMNS: Mapping[str, int] = {
    "reference": 0,
    "source": 0,
    "claim": 1,
    "statistic": 1,
    "figure": 1,
    "table": 1,
    "problem": 2,
    "mentioned": 2,
    "facet": 2,
    "countermeasure": 3,
    "measure": 3,
}
COLUMN_WIDTHS = (152.0, 190.0, 206.0, 192.0)


@dataclass(frozen=True)
class Box:
    """A box to place: its id, column (0 to 3), width and height."""

    id: str
    column: int
    width: float
    height: float


@dataclass(frozen=True)
class Spot:
    """Middle of a placed box."""

    x: float
    y: float


def label_height(lines: int, size: float) -> float:
    """Return the height of a box with a label of so many lines."""
    return round(lines * size * LINE_HEIGHT + 2 * PADDING[1], 1)


def settle(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return middles as near to the wanted ones as can be, in the same order and at least `gap` apart.

    Examples
    --------
    >>> settle([10, 10], [20, 20], 0)
    [0.0, 20.0]
    >>> settle([0, 100], [20, 20], 0)
    [0.0, 100.0]
    """
    offsets: list[float] = []
    total = 0.0
    for height in heights:
        offsets.append(total + height / 2)
        total += height + gap
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    shifts = [mean for mean, count in blocks for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def column_edges(used: Iterable[int]) -> dict[int, float]:
    """Return the left edge of every used column: even space between them, none far apart."""
    columns = sorted(set(used))
    taken = sum(COLUMN_WIDTHS[column] for column in columns)
    space = min(FARTHEST, (WIDTH - 2 * MARGIN - taken) / max(1, len(columns) - 1))
    edges: dict[int, float] = {}
    left = (WIDTH - taken - space * (len(columns) - 1)) / 2
    for column in columns:
        edges[column] = round(left, 1)
        left += COLUMN_WIDTHS[column] + space
    return edges


def overview_spots(boxes: Sequence[Box], links: Iterable[tuple[str, str]]) -> dict[str, Spot]:
    """Return the place of every box in the opening view.

    Parameters
    ----------
    boxes : sequence of Box
        In the order that the column of problems keeps.
    links : iterable of pairs of ids
        What stands beside what.
    """
    near: dict[str, list[str]] = {}
    for one, other in links:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    band = [box for box in boxes if box.column == 0 and not near.get(box.id)]
    loose = {box.id for box in band}
    placed = [box for box in boxes if box.id not in loose]
    middles: dict[str, float] = {}
    for column in (2, 3, 1, 0):
        _place_column([box for box in placed if box.column == column], near, middles, placed)
    edges = column_edges(box.column for box in boxes)
    top = min((middles[box.id] - box.height / 2 for box in placed), default=0.0)
    spots = {box.id: Spot(_middle(box, edges), round(middles[box.id] - top + HEADING, 1)) for box in placed}
    low = max((spots[box.id].y + box.height / 2 for box in placed), default=0.0)
    return spots | band_spots(band, low + BAND_GAP + HEADING)


def _place_column(boxes: list[Box], near: Mapping[str, list[str]], middles: dict[str, float], placed: Sequence[Box]) -> None:
    """Note the middles of a column's boxes: the first evenly spread, the others beside what is placed already."""
    if not middles:
        tallest = max((_total(placed, column) for column in range(len(COLUMN_WIDTHS))), default=0.0)
        spare = max(0.0, tallest - sum(box.height for box in boxes)) / max(1, len(boxes))
        space = min(max(GAPS[2], spare), 44.0)
        y = 0.0
        for box in boxes:
            middles[box.id] = y + box.height / 2
            y += box.height + space
        return
    middle = sum(middles.values()) / len(middles)
    gap = GAPS[boxes[0].column] if boxes else 0.0
    wanted = {}
    for box in boxes:
        known = [middles[other] for other in near.get(box.id, ()) if other in middles]
        wanted[box.id] = sum(known) / len(known) if known else middle
    ordered = sorted(boxes, key=lambda box: wanted[box.id])
    found = settle([wanted[box.id] for box in ordered], [box.height for box in ordered], gap)
    middles.update({box.id: y for box, y in zip(ordered, found, strict=True)})


def _total(boxes: Iterable[Box], column: int) -> float:
    heights = [box.height for box in boxes if box.column == column]
    return sum(heights) + GAPS[column] * max(0, len(heights) - 1)


def _middle(box: Box, edges: Mapping[int, float]) -> float:
    """Return a box's middle: sources end at the right edge of their column, the others begin at its left one."""
    left = edges[box.column]
    if box.column == 0:
        left += COLUMN_WIDTHS[0] - box.width
    return round(left + box.width / 2, 1)


def band_spots(boxes: Sequence[Box], top: float) -> dict[str, Spot]:
    """Return places in rows from left to right, as a text runs, below the columns."""
    spots: dict[str, Spot] = {}
    left, tall = MARGIN, 0.0
    for box in sorted(boxes, key=lambda box: box.width):
        if left + box.width > WIDTH - MARGIN:
            left, top, tall = MARGIN, top + tall + GAPS[0], 0.0
        tall = max(tall, box.height)
        spots[box.id] = Spot(round(left + box.width / 2, 1), round(top + box.height / 2, 1))
        left += box.width + GAPS[0]
    return spots
