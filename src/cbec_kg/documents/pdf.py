"""A PDF as a document: its lines in the order of reading, with what the pages show of them.

Running heads and feet are known by their place and by coming again, page numbers by standing alone at the edge; headings by
larger or bolder type; paragraphs by gaps and indents; footnotes by smaller type at the foot of a column. Out of scope:
scanned pages, which have no characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from cbec_kg.documents.pagelines import PageLine, page_lines
from cbec_kg.documents.pagenotes import PlacedLine, cited_notes
from cbec_kg.documents.pagetables import heads_without_caption
from cbec_kg.documents.pdfium import MAX_CHARACTERS, MAX_OBJECTS, MAX_PAGES, extract
from cbec_kg.errors import LimitError, UsageError
from cbec_kg.text.document import Document, GridCell, GridRow, Layout
from cbec_kg.text.furniture import line_patterns
from cbec_kg.text.normalise import has_chinese
from cbec_kg.text.notes import CIRCLED
from cbec_kg.text.plain import plain_document
from cbec_kg.text.reference_list import TYPE_MARK, begins_back
from cbec_kg.text.textlines import ends_sentence

_EDGE = 0.11
"""Share of the height of a page at its top and bottom where furniture stands."""

_PAGE_NUMBER = re.compile(
    r"[-–—·•\s]*(?:\d{1,5}|[ivxlc]{1,6}|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"
    r"|(?:page\s*)?\d+\s*(?:/|of)\s*\d+)[-–—·•\s]*",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(
    rf"[*＊†‡§{CIRCLED}¹²³⁴-⁹]|\[?注|[\[(（〔［](?:\d{{1,3}}|[{CIRCLED}])[\])）〕］]"
    r"|\d{1,2}(?:[)）.．、]?\s|[.．、]?(?=[\u3400-\u9fff《“]))"
)
_ENTRY = re.compile(rf"[\[［【]\d{{1,4}}[\]］】].*(?:{TYPE_MARK.pattern}|(?:1[5-9]|20)\d\d)")
"""An entry of a list of references, which may come again where notes are the list."""

_MARKER = re.compile(r"[\[［【〔][\d,，、;；–~～\s-]+[\]］】〕]|[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,，⁻–-]*")
"""A marker alone on a line, which the end of the line above has parted from its sentence."""

_ENDS = tuple(':：”"')
_PREFIXES = frozenset(
    ("cross", "self", "non", "well", "long", "short", "high", "low", "multi", "inter", "intra", "post", "pre", "co", "re",
     "semi", "anti", "quasi", "so", "e")
)  # fmt: skip


def pdf_document(path: Path, content: bytes) -> Document:
    """Return a PDF as a document; UsageError in one line when it has no text that can be read."""
    found = _extracted(path, content)
    pages = [page_lines(page["text"], page["numbers"]) for page in found["pages"]]
    heights = [page["size"][1] for page in found["pages"]]
    if not any(pages):
        raise UsageError(f"{path}: the PDF has no text: scanned pages? Run text recognition first.")
    text, starts, layout, grids, listed = _assemble(pages, heights)
    if not text.strip():
        raise UsageError(f"{path}: the PDF has no text: scanned pages? Run text recognition first.")
    unknown = text.count("\ufffd")
    if 3 * unknown > len("".join(text.split())):
        fact = "most of its characters have no text (a font without Unicode map)"
        raise UsageError(f"{path}: the PDF cannot be read: {fact}. Extract the text by text recognition first.")
    scanned = [str(number) for number, page in enumerate(found["pages"], 1) if page["pictures"] and not page["text"]]
    notice = f"no text on page {', '.join(scanned[:8])}: scanned?" if scanned else ""
    if found["damaged"]:
        notice = "; ".join(filter(None, (notice, f"{found['damaged']} pages are damaged")))
    if listed:
        fact = f"{listed} references stand in footnotes; their marks have the numbers of the list that these make at the end"
        notice = "; ".join(filter(None, (notice, fact)))
    return replace(plain_document(text, starts, layout), record=_record(pages), notice=notice, grids=grids)


def _record(pages: Sequence[list[PageLine]]) -> dict[str, tuple[str, ...]]:
    """Return the title: the lines in the largest type of the first page, where that is larger than the text's."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page if not line.turned):
        sizes[line.height] += len(line.text)
    first = [line for line in (pages[0] if pages else ()) if not line.turned and len(line.text) > 3]
    largest = max((line.height for line in first), default=0.0)
    if not sizes or largest < 1.15 * sizes.most_common(1)[0][0]:
        return {}
    lines = [line.text for line in first if line.height > 0.97 * largest]
    joint = "" if has_chinese("".join(lines)) else " "
    return {"title": (joint.join(lines),)} if len(lines) <= 4 else {}


def _extracted(path: Path, content: bytes) -> dict[str, Any]:
    found = extract(content)
    match found.get("error"):
        case "encrypted":
            raise UsageError(f"{path}: the PDF is encrypted, and a password is needed. Save a copy without one.")
        case "damaged":
            raise UsageError(f"{path}: the PDF cannot be read: it is damaged. Save it again or extract its text.")
        case "pages":
            raise LimitError(
                f"{path}: has {found['count']:,} pages; at most {MAX_PAGES:,} are read. Give the article alone."
            )
        case "characters":
            raise LimitError(
                f"{path}: has over {MAX_CHARACTERS:,} characters, the most that are read. Give the article alone."
            )
        case "objects":
            fact = f"draws over {MAX_OBJECTS:,} things on the first {found['count']:,} pages, the most that are read"
            raise LimitError(f"{path}: {fact}. Give the article alone, or its text.")
    return found


Assembled = tuple[str, tuple[int, ...], Layout, dict[int, GridRow], int]


def _assemble(pages: Sequence[list[PageLine]], heights: Sequence[float]) -> Assembled:
    """Return the text with a blank line after each paragraph, where its pages begin, and what they show of its lines.

    The last is how many references stand in footnotes; those are the end of the text.
    """
    edges = _furniture(pages, heights)
    placed = [
        PlacedLine(line, page, (page, place) in edges or line.turned)
        for page, lines in enumerate(pages)
        for place, line in enumerate(lines)
    ]
    body = _body(placed)
    habits = _habits(placed, body)
    words = Counter(re.findall(r"[A-Za-z][A-Za-z-]+", "\n".join(one.line.text for one in placed).lower()))
    parts: list[str] = []
    grids: dict[int, GridRow] = {}
    length, page = 0, 0
    starts = [0]
    sets: dict[str, set[int]] = {"furniture": set(), "display": set(), "asides": set(), "cells": set(), "headers": set()}
    asides = _asides(placed, body)
    notes = cited_notes(placed, asides)
    running = [position for position, one in enumerate(placed) if not one.furniture and position not in asides]
    heads = {running[place] for place in heads_without_caption([placed[position].line.text for position in running])}
    before: PlacedLine | None = None
    for position, one in enumerate(placed):
        while page < one.page:
            page += 1
            starts.append(length)
        if position in notes.places:
            continue
        text = notes.lines.get(position, one.line.text)
        if before is not None and not one.furniture and position not in asides and _breaks(before, one, body, habits):
            parts.append("\n")
            length += 1
        if one.furniture:
            sets["furniture"].add(length)
        elif position in asides:
            sets["asides"].add(length)
        else:
            before = one
            if _display(one.line, body):
                sets["display"].add(length)
            following = next((other.line.text for other in islice(placed, position + 1, None) if not other.furniture), "")
            text = _without_hyphen(text, following, words)
        if one.line.cells > 1:
            sets["cells"].add(length)
        grids[length] = _grid_row(one.line, text)
        if position in heads:
            sets["headers"].add(length)
        parts.append(f"{text}\n")
        length += len(text) + 1
    while page < len(pages) - 1:
        page += 1
        starts.append(length)
    entries = []
    if notes.entries:
        heading = f"\n{'注释' if has_chinese(''.join(notes.entries)) else 'Notes'}\n\n"
        parts.append(heading)
        length += len(heading)
        for number, text in enumerate(notes.entries, 1):
            entries.append(length)
            parts.append(f"[{number}] {text}\n")
            length += len(parts[-1])
    layout = Layout(
        furniture=frozenset(sets["furniture"]),
        display=frozenset(sets["display"]),
        asides=frozenset(sets["asides"]),
        cells=frozenset(sets["cells"]),
        headers=frozenset(sets["headers"]),
        entries=frozenset(entries),
    )
    return "".join(parts), tuple(starts), layout, grids, len(entries)


def _grid_row(line: PageLine, text: str) -> GridRow:
    """Return the cells of a line where they stand on the page."""
    cells = zip(text.split("\t"), line.spans, strict=False)
    return GridRow(tuple(GridCell(cell.strip(), *span) for cell, span in cells), counted=False)


def _furniture(pages: Sequence[list[PageLine]], heights: Sequence[float]) -> set[tuple[int, int]]:
    """Return the lines, by page and place, that stand at the edge of several pages alike, and page numbers."""
    patterns: Counter[str] = Counter()
    at_edge: list[tuple[int, int, list[str], bool, int, bool]] = []
    for page, lines in enumerate(pages):
        seen = set[str]()
        apart = _apart(lines)
        inner = sorted(line.base for line in lines if not line.turned)
        for place, line in enumerate(lines):
            low = line.base < _EDGE * heights[page]
            if (not low and line.base < (1 - _EDGE) * heights[page]) or _ENTRY.match(line.text):
                continue
            alike = line_patterns(line.text)
            outermost = bool(inner) and line.base in (inner[0], inner[-1])
            number = len(line.text) < 80 and bool(_PAGE_NUMBER.fullmatch(line.text)) and outermost
            at_edge.append((page, place, alike, number, round(line.base / 3) if outermost else -1, place in apart))
            seen.update(alike)
        patterns.update(seen)
    least = max(2, len(pages) * 3 // 10)
    found = {
        (page, place)
        for page, place, alike, number, _, _ in at_edge
        if number or max(patterns[one] for one in alike) >= least
    }
    heights_of = Counter(height for page, place, _, _, height, _ in at_edge if (page, place) in found and height >= 0)
    lonely = Counter(height for *_, height, apart in at_edge if apart and height >= 0)
    return found | {
        (page, place)
        for page, place, _, _, height, apart in at_edge
        if heights_of[height] >= max(3, least) or (apart and max(lonely[height], heights_of[height] + 1) >= 2)
    }


def _apart(lines: Sequence[PageLine]) -> set[int]:
    """Return the places of lines that stand alone above or below all others of a page, with a gap wider than a line."""
    upright = sorted((line.base, place) for place, line in enumerate(lines) if not line.turned)
    found = set()
    for order in (upright, upright[::-1]):
        row = [place for base, place in order if abs(base - order[0][0]) < 2]
        rest = [base for base, _ in order if abs(base - order[0][0]) >= 2]
        if (
            rest
            and abs(rest[0] - order[0][0]) > 1.9 * lines[row[0]].height
            and sum(len(lines[one].text) for one in row) < 90
        ):
            found.update(row)
    return found


def _body(placed: Sequence[PlacedLine]) -> tuple[float, bool]:
    """Return the height of the type of most of the text, and whether that is bold."""
    sizes: Counter[tuple[float, bool]] = Counter()
    for one in placed:
        if not one.furniture:
            sizes[(one.line.height, one.line.bold)] += len(one.line.text)
    return sizes.most_common(1)[0][0] if sizes else (10.0, False)


def _display(line: PageLine, body: tuple[float, bool]) -> bool:
    return line.height > 1.08 * body[0] or (line.bold and not body[1])


class _Habit(NamedTuple):
    """How lines of one size of type follow one another: their distance, and what parts paragraphs.

    `indented`: they begin with an indent; `hanging`: all but their first lines have one; `gapped`: they stand apart.
    """

    leading: float
    indented: bool = False
    hanging: bool = False
    gapped: bool = False


def _size_of(line: PageLine) -> int:
    """Return the class of a line's type, by half points."""
    return round(2 * line.height)


def _habits(placed: Sequence[PlacedLine], body: tuple[float, bool]) -> dict[int, _Habit]:
    """Return the habits of lines by their class of type."""
    found = {}
    for size in {_size_of(one.line) for one in placed}:
        lines = [one for one in placed if not one.furniture and one.line.cells < 2 and _size_of(one.line) == size]
        pairs = [(first.line, second.line, first.page == second.page) for first, second in pairwise(lines)]
        gaps = Counter(round(a.base - b.base, 1) for a, b, same in pairs if same and 0 < a.base - b.base < 2.2 * a.height)
        leading = gaps.most_common(1)[0][0] if gaps else 1.1 * body[0]
        starts = [(a, b) for a, b, _ in pairs if ends_sentence(a.text) and _is_short(a)]
        inside = sum(_is_indented(b) and not _is_indented(a) for a, b in starts)
        hanging = sum(_is_indented(b) and not (_is_indented(a) or _is_short(a)) for a, b, _ in pairs)
        apart = sum(1.2 * leading < a.base - b.base < 4 * leading for a, b in starts)
        found[size] = _Habit(
            leading,
            inside >= 4 and 5 * inside >= 3 * len(starts) and inside >= hanging,
            hanging >= 4 and hanging > inside,
            apart >= 3 and 2 * apart >= len(starts),
        )
    return found


def _is_short(line: PageLine) -> bool:
    return line.right < line.edges[1] - 1.5 * line.height


def _is_indented(line: PageLine) -> bool:
    return 0.8 * line.height < line.left - line.edges[0] < 5 * line.height


def _breaks(before: PlacedLine, after: PlacedLine, body: tuple[float, bool], habits: Mapping[int, _Habit]) -> bool:
    """Return whether a paragraph ends between two lines that follow one another."""
    first, second = before.line, after.line
    if _MARKER.fullmatch(second.text):
        return False
    if _display(first, body) != _display(second, body) or abs(first.height - second.height) > 0.08 * body[0]:
        return not (first.bold and second.bold and first.height == second.height)
    habit = habits[_size_of(second)]
    short, ended = _is_short(first), ends_sentence(first.text) or first.text.endswith(_ENDS)
    gap = first.base - second.base if before.page == after.page else 0.0
    if gap > 1.35 * max(habit.leading, 0.95 * second.height):
        return True
    if _display(first, body):
        return second.left - first.left > 4 * body[0] or gap <= 0
    if habit.hanging:
        return not _is_indented(second) and (short or ended)
    if _is_indented(second) and (not _is_indented(first) or ended):
        return ended or short
    if gap > 1.2 * habit.leading and (ended or short):
        return True
    return ended and short and not (habit.indented or habit.gapped)


def _asides(placed: Sequence[PlacedLine], body: tuple[float, bool]) -> set[int]:
    """Return the positions of footnotes: lines in small type at the foot of a column, below text that goes on elsewhere."""
    found: set[int] = set()
    position = len(placed) - 1
    while position >= 0:
        group: list[int] = []
        while (
            position >= 0
            and not placed[position].furniture
            and placed[position].line.height < 0.93 * body[0]
            and (
                not group
                or (
                    placed[position].page == placed[group[-1]].page
                    and placed[position].line.base > placed[group[-1]].line.base
                )
            )
        ):
            group.append(position)
            position -= 1
        if group and position >= 0:
            above, first = placed[position], placed[group[-1]]
            marked = any(
                _NOTE_MARK.match(placed[place].line.text) or begins_back(placed[place].line.text) for place in group[-2:]
            )
            text_above = abs(above.line.height - body[0]) < 0.05 * body[0] and above.page == first.page
            after = next((one for one in placed[group[0] + 1 :] if not one.furniture), None)
            at_foot = after is None or after.page != first.page or after.line.base > first.line.base
            if (
                text_above
                and at_foot
                and (marked or not (ends_sentence(above.line.text) or above.line.text.endswith(_ENDS)))
            ):
                found.update(group)
        if not group:
            position -= 1
    return found


def _without_hyphen(text: str, following: str, words: Counter[str]) -> str:
    """Return a line whose last word goes on in the next one with a soft hyphen, unless the hyphen is the word's own."""
    end = re.search(r"([A-Za-z]+)[-‐]$", text)
    start = re.match(r"[a-z]+", following)
    if end is None or start is None:
        return text
    first, second = end.group(1).lower(), start.group()
    own = words[f"{first}-{second}"] > 0 or (first in _PREFIXES and not words[first + second])
    return text if own and not words[first + second] else f"{text[:-1]}\u00ad"
