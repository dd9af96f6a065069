"""A record in the middle, what it comes from on the left and what comes from it on the right, each box a link.

Colours and the dark setting are those of the page's style sheet; a dash says the basis, so that nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cbec_kg.render.svg.shapes import SIZE, document, safe, text_at, width_of
from cbec_kg.render.widths import wrap

MOST = 7
"""Boxes a side; the others are behind the last one's link."""

_SIDE, _MIDDLE, _GAP, _LINE, _PAD, _SPACE = 276, 232, 76, 17, 9, 12
"""Widths of the boxes at the sides and in the middle, of the room for lines; a line, padding, between boxes."""


class Neighbour(NamedTuple):
    """A box: its text, what is said below it in small letters, where it leads, its class, the basis of its link."""

    text: str
    below: str = ""
    address: str = ""
    kind: str = ""
    basis: str = "stated"


class _Box(NamedTuple):
    lines: list[str]
    below: list[str]
    height: float


def neighbourhood_svg(
    middle: Neighbour, left: Sequence[Neighbour], right: Sequence[Neighbour], title: str, description: str, language: str
) -> str:
    """Return the picture of a record between its neighbours; a side without any takes no room."""
    sides = [[(item, _box(item, _SIDE, 2)) for item in side] for side in (left, right)]
    box = _box(middle, _MIDDLE, 6)
    box = box._replace(height=max(box.height, 13.0 * max(map(len, sides))))
    heights = [sum(box.height + _SPACE for _, box in side) - _SPACE for side in sides if side]
    height = max(box.height, *heights, 0) + 24
    x = 8 + (_SIDE + _GAP if left else 0)
    top = (height - box.height) / 2
    body = []
    for at, (side, ends) in enumerate(zip(sides, ((8 + _SIDE, x), (x + _MIDDLE, x + _MIDDLE + _GAP)), strict=True)):
        y = (height - sum(found.height + _SPACE for _, found in side) + _SPACE) / 2
        for number, (item, found) in enumerate(side):
            port = top + box.height * (number + 1) / (len(side) + 1)
            outer = y + found.height / 2
            start, end = ((ends[0], outer), (ends[1], port)) if at == 0 else ((ends[0], port), (ends[1], outer))
            body.append(_line(start, end, item.basis))
            body += _drawn(item, found, 8 if at == 0 else x + _MIDDLE + _GAP, y, _SIDE)
            y += found.height + _SPACE
    body += _drawn(middle, box, x, top, _MIDDLE)
    width = x + _MIDDLE + (_GAP + _SIDE if right else 0) + 8
    named = {"description": description, "name": "around", "language": language}
    return document(width, height, body, title, **named, kind="neighbourhood", role="group")


def _box(item: Neighbour, width: float, most: int) -> _Box:
    lines = wrap(item.text, width - 2 * _PAD - 4, SIZE, most)
    below = wrap(item.below, (width - 2 * _PAD - 4) * 1.12, SIZE, 2) if item.below else []
    return _Box(lines, below, _LINE * (len(lines) + len(below)) + 2 * _PAD)


def _line(start: tuple[float, float], end: tuple[float, float], basis: str) -> str:
    middle = (start[0] + end[0]) / 2
    curve = (
        f"M{start[0]:.1f} {start[1]:.1f}C{middle:.1f} {start[1]:.1f} {middle:.1f} {end[1]:.1f} {end[0] - 7:.1f} {end[1]:.1f}"
    )
    head = f"M{end[0]:.1f} {end[1]:.1f}l-8 -4v8z"
    return f'<path class="line {safe(basis)}" d="{curve}"/><path class="tip" d="{head}"/>'


def _drawn(item: Neighbour, box: _Box, x: float, y: float, width: float) -> list[str]:
    frame = f'<rect class="box {safe(item.kind)}" x="{x:.1f}" y="{y:.1f}" width="{width}" height="{box.height:.1f}" rx="5"/>'
    top = y + (box.height - _LINE * (len(box.lines) + len(box.below))) / 2 + 13
    texts = [text_at(x + _PAD, top + _LINE * at, line) for at, line in enumerate(box.lines)]
    texts += [
        text_at(x + _PAD, top + _LINE * at, line, "soft", size=11.5) for at, line in enumerate(box.below, len(box.lines))
    ]
    whole = f"<title>{safe(item.text)}</title>" if width_of(item.text) > width * len(box.lines) - 2 * _PAD else ""
    drawn = ["<g>", whole, frame, *texts, "</g>"]
    return [f'<a href="{safe(item.address)}">', *drawn, "</a>"] if item.address else drawn
