"""The lines of a page from the boxes of its characters, in the order of reading: column after column, raised digits as such.

Between `pdfium`, which gives the characters, and `pdf`, which makes a document of the lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from cbec_kg.documents.blockwriter import RAISED
from cbec_kg.documents.pdfium import BOLD, FIELDS, SPACED, TURNED
from cbec_kg.text.notes import CIRCLED

_COMBINING = "\u0301\u0300\u0300\u0308\u0302\u0302\u0303\u030c\u0306\u0304\u0307\u030a\u0327\u0328\u030b"
_ACCENTS = dict(zip("´`ˋ¨ˆ^˜ˇ˘¯˙˚¸˛˝", _COMBINING, strict=True))
"""The combining form of each accent that stands by itself."""

_IS_CIRCLED = re.compile(f"[{CIRCLED}]")

_LEAST = 14
"""Characters of a line of text; rows of a few numbers have fewer."""

_REST = re.compile(r"^[⁰¹²³⁴-⁹⁻,，\s]+(?=[\]］】〕])")
"""The rest of a marker in raised brackets that a line's end parts."""

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Character(NamedTuple):
    """A character with its place in points, the origin at the bottom left; the height of its font stands for the size."""

    text: str
    left: float
    right: float
    base: float
    height: float
    known: int


@dataclass
class Run:
    """Characters of one line that stand close together."""

    characters: list[Character] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    height: float = 0.0

    def add(self, one: Character) -> None:
        """Add a character at the end."""
        if not self.characters:
            self.left, self.right, self.base, self.height = one.left, one.right, one.base, one.height
        elif one.height > self.height * 1.1:
            self.base, self.height = one.base, one.height
        self.characters.append(one)
        self.left, self.right = min(self.left, one.left), max(self.right, one.right)

    def takes(self, one: Character) -> bool:
        """Return whether a character goes on with the run."""
        high = max(self.height, one.height)
        if not -0.5 * high <= one.left - self.right <= 0.8 * high:
            return False
        same = abs(one.base - self.base) < 0.15 * high
        small = min(self.height, one.height) < 0.88 * high
        return same or (small and abs(one.base - self.base) < 0.6 * high)


class PageLine(NamedTuple):
    """A line: its text, box and type, how many cells it has, and the left and right edges of its column.

    `spans` has from where to where each of its cells reaches; `enclosed` says of each number in a circle whether it is
    raised.
    """

    text: str
    left: float
    right: float
    base: float
    height: float
    bold: bool
    cells: int
    edges: tuple[float, float]
    turned: bool = False
    spans: tuple[tuple[float, float], ...] = ()
    enclosed: tuple[bool, ...] = ()


def page_lines(page_text: str, numbers: Sequence[int]) -> list[PageLine]:
    """Return the lines of a page in the order of reading; those that are not upright come last."""
    runs: list[Run] = []
    turned: list[Run] = []
    for index, text in enumerate(page_text):
        left, right, base, height, known = numbers[index * FIELDS : (index + 1) * FIELDS]
        one = Character(text, left / 10, right / 10, base / 10, height / 10, known)
        rows = turned if known & TURNED else runs
        if not rows or not (known & TURNED or rows[-1].takes(one)):
            rows.append(Run())
        rows[-1].add(one)
    lines = []
    for group in _columns(runs, 0):
        edges = _edges(group)
        lines += [_line(row, edges) for row in _rows(group)]
    lines += [PageLine("".join(c.text for c in run.characters), run.left, run.right, run.base, run.height, False, 1,
                       (run.left, run.right), True) for run in turned]  # fmt: skip
    return lines


def _columns(runs: list[Run], depth: int) -> list[list[Run]]:
    """Return runs in groups to be read one after the other, each from its top down."""
    gutter = _gutter(runs) if depth < 3 else None
    if gutter is None:
        band = None if depth else _band(runs)
        if band is None:
            return [runs] if runs else []
        above, left, right, below = band
        return [*_columns(above, depth + 1), left, right, *_columns(below, depth + 1)]
    groups: list[list[Run]] = []
    crossing = sorted((run for run in runs if run.left < gutter < run.right), key=lambda run: -run.base)
    rest = [run for run in runs if not run.left < gutter < run.right]
    for one in [*crossing, None]:
        above = rest if one is None else [run for run in rest if run.base > one.base + 0.3 * one.height]
        rest = [run for run in rest if run not in above] if one is not None else []
        # what stands beside a crossing run on its own line is read with it
        for side in ([run for run in above if run.right <= gutter], [run for run in above if run.left >= gutter]):
            groups += _columns(side, depth + 1)
        if one is not None:
            beside = [run for run in rest if abs(run.base - one.base) <= 0.3 * one.height]
            rest = [run for run in rest if run not in beside]
            if groups and not above and all(run.left < gutter < run.right for run in groups[-1][:1]):
                groups[-1] += [one, *beside]
            else:
                groups.append([one, *beside])
    return groups


def _gutter(runs: Sequence[Run]) -> float | None:
    """Return where a gap goes down between two columns of text; None where there is none."""
    if len(runs) < 8:
        return None
    first, last = min(run.left for run in runs), max(run.right for run in runs)
    width = last - first
    if width < 200:
        return None
    best: tuple[int, float, float] | None = None
    start, high = first + 0.2 * width, sorted(run.height for run in runs)[len(runs) // 2]
    x = start
    while x < first + 0.8 * width:
        crossing = sum(run.left < x < run.right for run in runs)
        middle = abs(x - (first + last) / 2)
        if best is None or (crossing, middle) < best[:2]:
            best = (crossing, middle, x)
        x += 2.0
    if best is None:
        return None
    crossing, _, place = best
    left = [run for run in runs if run.right <= place]
    right = [run for run in runs if run.left >= place]
    if crossing * 4 > len(runs) or not (left and right):
        return None
    gap = min(run.left for run in right) - max(run.right for run in left)
    place = (min(run.left for run in right) + max(run.right for run in left)) / 2 if gap > 0 else place
    return place if _is_text(left, high) and _is_text(right, high) else None


def _band(runs: list[Run]) -> tuple[list[Run], list[Run], list[Run], list[Run]] | None:
    """Return the parts of a page of which some rows are in two columns: above, left, right, below; None without such."""
    rows = _rows(runs)
    if len(rows) < 6:
        return None
    first, last = min(run.left for run in runs), max(run.right for run in runs)
    high = sorted(run.height for run in runs)[len(runs) // 2]
    best: tuple[int, int, int, float] | None = None
    for step in range(-10, 11):
        x = (first + last) / 2 + step * (last - first) / 100
        start = 0
        for place in range(len(rows) + 1):
            if place < len(rows) and not any(run.left < x < run.right for run in rows[place]):
                continue
            if place - start > max(5, best[0] if best else 0):
                inside = [run for row in rows[start:place] for run in row]
                sides = [run for run in inside if run.right <= x], [run for run in inside if run.left >= x]
                if all(side and _is_text(side, high) for side in sides):
                    best = (place - start, start, place, x)
            start = place + 1
    if best is None:
        return None
    _, start, end, x = best
    parts = [[run for row in part for run in row] for part in (rows[:start], rows[start:end], rows[end:])]
    return parts[0], [run for run in parts[1] if run.right <= x], [run for run in parts[1] if run.left >= x], parts[2]


def _is_text(runs: Sequence[Run], high: float) -> bool:
    """Return whether runs are a column of text, not only of a table: most lines as wide as it, and some without gaps."""
    rows = _rows(runs)
    width = max(run.right for run in runs) - min(run.left for run in runs)
    wide = sum(max(run.right for run in row) - min(run.left for run in row) > 0.6 * width for row in rows)
    filled = sum(sum(run.right - run.left for run in row) > 0.6 * width for row in rows)
    long = sum(sum(len(run.characters) for run in row) >= _LEAST for row in rows)
    return len(rows) >= 3 and width > 8 * high and 2 * min(wide, long, 2 * filled) >= len(rows)


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs of each line, from the top down, from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        last = rows[-1][0] if rows else None
        if last is not None and abs(last.base - run.base) < 0.45 * max(last.height, run.height):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _edges(runs: Sequence[Run]) -> tuple[float, float]:
    """Return the left and right edges that most lines of a column have."""
    rows = _rows(runs)
    lefts = Counter(round(row[0].left) for row in rows)
    near = {left: sum(lefts[other] for other in (left - 1, left, left + 1)) for left in lefts}
    left = max(sorted(near), key=lambda place: (near[place] >= 2, near[place] >= 0.25 * len(rows), -place))
    rights = [max(run.right for run in row) for row in rows]
    shared = [one for one in rights if sum(abs(one - other) < 3 for other in rights) > 1]
    return float(left), max(shared or rights)  # a page number alone makes no edge


def _line(row: Sequence[Run], edges: tuple[float, float]) -> PageLine:
    whole = max(row, key=lambda run: len(run.characters) * run.height)
    gaps = [run.left - before.right for before, run in pairwise(row)]
    apart = [gap > 0.9 * whole.height for gap in gaps]
    if len(gaps) > 2 and row[-1].right > edges[1] - whole.height and max(gaps) < 1.4 * min(gaps):
        apart = [False for _ in gaps]  # a line of text whose blanks were widened to fill it
    parts, cells = [_text(row[0], whole)], 1 + sum(apart)
    spans = [(row[0].left, row[0].right)]
    for run, gap, cell in zip(row[1:], gaps, apart, strict=True):
        first = run.characters[0]
        space = gap > 0.25 * whole.height or (first.known & SPACED and not _is_raised(first, whole))
        parts.append(("\t" if cell else " " if space else "") + _text(run, whole))
        spans.append((run.left, run.right) if cell else (spans.pop()[0], run.right))
    parts[0] = _REST.sub(lambda match: match.group().translate(_PLAIN), parts[0])
    characters = [one for run in row for one in run.characters]
    bold = 2 * sum(one.known & BOLD > 0 for one in characters) > len(characters)
    plain = [one for one in characters if not _is_raised(one, whole)] or characters
    height = Counter(round(one.height, 1) for one in plain).most_common(1)[0][0]
    enclosed = tuple(_is_raised(one, whole) for one in characters if _IS_CIRCLED.match(one.text))
    box = (row[0].left, row[-1].right, whole.base, height)
    return PageLine("".join(parts), *box, bold, cells, edges, spans=tuple(spans), enclosed=enclosed)


def _text(run: Run, whole: Run) -> str:
    """Return the characters of a run; digits that stand higher and smaller than the line are raised ones."""
    pieces: list[str] = []
    bracket = False
    before: Character | None = None
    for one in _composed(run.characters):
        raised = _is_raised(one, whole)
        bracket = (bracket or one.text in "[［〔【(") and raised
        text = one.text.translate(RAISED) if raised and not bracket else one.text
        if before is not None and not (_wide(before.text) and _wide(one.text)):
            gap = one.left - before.right
            if gap > 0.25 * whole.height or (one.known & SPACED and not (raised and gap < 0.15 * whole.height)):
                pieces.append(" ")
        pieces.append(text)
        before = one
    return "".join(pieces)


def _composed(characters: Sequence[Character]) -> list[Character]:
    """Return characters with accents that stand by themselves, as old fonts have them, on their letters."""
    found: list[Character] = []
    for one in characters:
        before = found[-1] if found else None
        if before is not None and abs(before.left - one.left) < 0.6 * one.height:
            accent, letter = (before, one) if before.text in _ACCENTS else (one, before)
            mark = _ACCENTS.get(accent.text, "")
            whole = unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(letter.text, letter.text) + mark)
            overlap = min(before.right, one.right) - max(before.left, one.left)
            if mark and len(whole) == 1 and letter.text.isalpha() and overlap > 0.3 * (accent.right - accent.left):
                found[-1] = letter._replace(text=whole, left=min(before.left, letter.left), known=before.known)
                continue
        found.append(one)
    return found


def _is_raised(one: Character, whole: Run) -> bool:
    return one.height < 0.88 * whole.height and one.base - whole.base > 0.12 * whole.height


def _wide(character: str) -> bool:
    return character >= "\u2e80"
