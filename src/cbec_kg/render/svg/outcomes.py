"""What becomes of problems and their facets when sources are withdrawn, as a tree in SVG.

The one drawing of it: a command fills in what comes of a withdrawal, and the interactive page carries the drawing and fills
in the same by itself, each time that a source is withdrawn or restored. Each line is a group with the record's name, in
which sign, name and words have classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cbec_kg.evidence.support import Outcome, State
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import grouped
from cbec_kg.render.context import RenderContext
from cbec_kg.render.svg.shapes import document, in_a_line, safe, text_at, width_of
from cbec_kg.render.whole_texts import outcome_text

_STATES: dict[State, tuple[str, str]] = {
    "falls": ("#b2182b", "✕"),
    "weakened": ("#8a5200", "◐"),
    "stands": ("#1b7837", "●"),
    "unsupported": ("#666666", "○"),
}
_LINE, _BETWEEN, _INDENT, _LONGEST = 19, 12, 26, 480


class Line(NamedTuple):
    """A line of the tree: the name of a record, what it is called, whether it is a part, its state and its words."""

    id: str
    text: str
    is_part: bool
    state: State
    words: str


def outcome_order(links: Iterable[Link], diagnosed: Sequence[str]) -> list[tuple[str, bool]]:
    """Return the problems, each followed by its facets, and whether each is a facet; diagnosed problems come first."""
    facets = grouped((link for link in links if link.relation == "facet"), lambda link: link.end)
    problems = [*diagnosed, *(name for name in sorted(facets) if name not in diagnosed)]
    within: Mapping[str, list[str]] = {name: sorted(link.start for link in found) for name, found in facets.items()}
    return [one for name in problems for one in [(name, False), *((part, True) for part in within.get(name, ()))]]


def outcomes_svg(outcomes: Sequence[Outcome], title: str, context: RenderContext) -> str:
    """Return what becomes of problems and their facets: a line each, with a sign, a colour and words.

    The state of a problem is that of itself; what becomes of its facets stands in words below it. The title, what was
    withdrawn, stands above them.
    """
    by_id = {outcome.statement: outcome for outcome in outcomes}
    order = outcome_order(context.snapshot.links, context.snapshot.diagnosed)
    return outcome_tree([_line(by_id[name], is_part, context) for name, is_part in order], title)


def _line(outcome: Outcome, is_part: bool, context: RenderContext) -> Line:
    words = outcome_text(outcome, context)
    if outcome.state == "weakened":
        left = sorted({context.source_text(path.source) for path in outcome.left})
        words = context.words("common")("clauses").join([words, context.words("whatif")("left", path=", ".join(left))])
    return Line(outcome.statement, context.text(outcome.statement), is_part, outcome.state, words)


def outcome_tree(lines: Sequence[Line], title: str) -> str:
    """Return the drawing: problems with their words below, facets on branches with their words behind."""
    body = [text_at(16, 26, title, "title", size=15, bold=True)]
    y, stem, width = 34.0, 0.0, max(200.0, width_of(title) * 1.2 + 32)
    for line in lines:
        colour, sign = _STATES[line.state]
        x = 16 + _INDENT * line.is_part
        y += _LINE + _BETWEEN * (not line.is_part)
        name = in_a_line(line.text, _LONGEST)
        drawn = [text_at(x, y, sign, "sign", ink=colour), text_at(x + 18, y, name, "name", bold=not line.is_part)]
        if line.is_part:
            drawn.insert(0, f'<path class="branch" d="M21 {stem:.0f}V{y - 5:.0f}H{x - 4}" fill="none" stroke="#999"/>')
            place = (x + 18 + width_of(name) + 12, y)
        else:
            stem, place = y + 5, (x + 18.0, y + _LINE - 2)
            y += _LINE - 2
        drawn.append(text_at(*place, line.words, "words", ink=colour))
        whole = f"<title>{safe(line.text)}</title>" if name != line.text else ""
        body.append(f'<g class="outcome outcome-{line.state}" data-id="{safe(line.id)}">{whole}{"".join(drawn)}</g>')
        width = max(width, place[0] + width_of(line.words) + 24)
    return document(width, y + 22, body, title)
