"""Pictures of the evidence as SVG: the matrix, and the support tree of one statement.

Sizes come from the texts; colours come with a letter or a dash, so that no meaning depends on colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cbec_kg.evidence.chains import Step, Trace
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import Profile
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.snapshot import Node
from cbec_kg.model.terms import DIRECT
from cbec_kg.render.context import RenderContext
from cbec_kg.render.matrix import headings, legend, matrix_rows, sources_of
from cbec_kg.render.svg.shapes import SIZE, document, in_a_line, safe, text_at, width_of
from cbec_kg.render.whole_texts import profile_text
from cbec_kg.render.widths import wrap

_ROW, _LINE, _CELL = 22, 17, 34
_PAGE = 1240
"""Pixels that a picture may be wide: what a browser's window of 1280 shows without scrolling."""
_FILLS = {
    "headline": "#08519c", "facet": "#2171b5", "measures": "#2171b5", "statement": "#2171b5", "value": "#2171b5",
    "cause": "#9ecae1", "requirement": "#9ecae1", "effect": "#9ecae1", "premise": "#9ecae1", "echo": "#6baed6",
    "context": "#deebf7", "generic": "#f0f0f0",
}  # fmt: skip
"""From dark to light by strength of the role; the letter in the cell says which role it is."""
_MOST_LINES = 20
"""Lines into which the name of a row is broken; no name needs so many."""


def matrix_svg(profiles: Sequence[Profile], context: RenderContext) -> str:
    """Return the evidence matrix: a row a problem or facet, a column a source, a cell the strongest role with its basis.

    A cell is of the statement itself; in a problem's row stands besides, in brackets, how many of its facets a source backs.
    A dashed cell is inferred, a thin-lined one inherited; the grade of each row stands at its end. Names of rows are broken
    into lines rather than cut, and sources with long names have a letter as heading, so that a page shows all of it.
    """
    rows, grade_words = matrix_rows(profiles), context.words("grades")
    sources = sources_of(rows, context.snapshot)
    names = {source: context.source_text(source) for source in sources}
    heads, key = headings(names, lambda name: width_of(name) > _CELL)
    texts = [context.text(row.profile.id) for row in rows]
    grades = [grade_words(f"label-{grade_of(row.profile.lines)}") for row in rows]
    grid = len(sources) * _CELL
    right = 24 + max(map(width_of, grades), default=0)
    left = max(260.0, min(_PAGE - grid - right, 44 + max(map(width_of, texts), default=0)))
    width = left + grid + right
    columns = {source: left + number * _CELL for number, source in enumerate(sources)}
    body, y = [], 30.0
    for source, x in columns.items():
        body.append(f"<g><title>{safe(names[source])}</title>")
        body.append(text_at(x + _CELL / 2, 20, heads[source], anchor="middle", bold=True) + "</g>")
    for number, (row, text, grade) in enumerate(zip(rows, texts, grades, strict=True)):
        indent = 24 if row.is_part else 8
        lines, says = (
            wrap(part, left - indent - 16, SIZE, _MOST_LINES) for part in (text, profile_text(row.profile, context))
        )
        says = [line for line in says if line]
        height = _ROW + _LINE * (len(lines) + len(says) - 1)
        fill = ("#fff", "#f7f7f4")[number % 2] if row.is_part else "#e9ecdf"
        body.append(f'<rect x="0" y="{y:.0f}" width="{width:.0f}" height="{height}" fill="{fill}"/>')
        body += [text_at(indent, y + 15 + at * _LINE, line, bold=not row.is_part) for at, line in enumerate(lines)]
        body += [text_at(indent, y + 15 + at * _LINE, line, ink="#444") for at, line in enumerate(says, len(lines))]
        middle = y + (height - _ROW) / 2
        body += [_cell(line, columns[source], middle, context, row.cell(source)) for source, line in row.cells.items()]
        body += [
            text_at(columns[source] + _CELL / 2, middle + 15, row.cell(source), anchor="middle", ink="#444")
            for source in row.parts
            if source not in row.cells
        ]
        body.append(text_at(left + grid + 10, middle + 15, grade, ink="#444"))
        y += height
    for x in (*columns.values(), left + grid):
        body.append(f'<path d="M{x:.0f} 26V{y:.0f}" stroke="#d5d5cf"/>')
    used = [line for row in rows for line in row.cells.values()]
    meanings, marks = legend(context, {line.role for line in used}, {line.basis for line in used})
    counts = [f"(n) {context.words('evidence')('cell-parts')}"] if any(row.parts for row in rows) else []
    below = [*key, *meanings, *marks, *counts]
    body += [text_at(8, y + 28 + at * 18, text, ink="#333") for at, text in enumerate(below)]
    width = max(width, *(width_of(text) + 16 for text in below), 0)
    return document(width, y + 30 + 18 * len(below), body, context.words("evidence")("title"))


def _cell(line: EvidenceLine, x: float, y: float, context: RenderContext, shown: str) -> str:
    dash = {"inherited": ' stroke="#333" stroke-width="1"', "inferred": ' stroke="#333" stroke-dasharray="3 2"'}.get(
        line.basis, ""
    )
    place = f'x="{x + 3:.0f}" y="{y + 2:.0f}" width="{_CELL - 6}" height="{_ROW - 4}"'
    terms = context.marks([f"role-{line.role}", f"basis-{line.basis}"])
    title = safe(f"{line.target}: {context.source_text(line.source)}{terms}")
    ink = "#fff" if line.role in DIRECT else "#111"
    letter = text_at(x + _CELL / 2, y + 15, shown, anchor="middle", ink=ink)
    return f'<g><title>{title}</title><rect {place} rx="3" fill="{_FILLS[line.role]}"{dash}/>{letter}</g>'


class _Row(NamedTuple):
    """A line of a tree: its depth, its text, its kind of record, its marks, and the basis of its link."""

    depth: int
    text: str
    kind: str
    marks: str = ""
    basis: str = "stated"


def tree_svg(trace: Trace, context: RenderContext) -> str:
    """Return the tree of one record, a line a record: what it rests on, down to the sources.

    A record that rests on nothing here, such as a reference, has the tree of what rests on it; a citation has both.
    """
    words, node = context.words("trace"), trace.node
    rows = [_Row(0, _name(node, context), node.kind, _warning(node, context))]
    forth = trace.forth if node.kind in ("citation", "attribution") or not trace.back else ()
    for steps, heading in ((trace.back, "head-back"), (forth, "head-forth")):
        headed = bool(steps and trace.back and forth)
        if headed:
            rows.append(_Row(1, words(heading), "heading"))
        _branches(steps, 2 if headed else 1, rows, context)
    width = max(row.depth * _INDENT + width_of(row.text) + width_of(row.marks) for row in rows) + 60
    body = []
    parents: dict[int, float] = {}
    for number, row in enumerate(rows):
        x, y = 12 + row.depth * _INDENT, 28 + number * _ROW
        if row.depth:
            dash = {"inferred": ' stroke-dasharray="2 3"', "inherited": ' stroke-dasharray="7 3"'}.get(row.basis, "")
            line = f"M{x - _INDENT + 5} {parents[row.depth - 1] + 5}V{y - 5}H{x - 4}"
            body.append(f'<path d="{line}" fill="none" stroke="#777"{dash}/>')
        parents[row.depth] = y
        bold = row.depth == 0 or row.kind in ("reference", "source")
        body.append(text_at(x, y, row.text, bold=bold, ink=_INKS.get(row.kind, "#222")))
        if row.marks:
            body.append(text_at(x + width_of(row.text) + 8, y, row.marks, ink="#666"))
    title = words("title-back" if trace.back else "title-forth")
    return document(width, 28 + len(rows) * _ROW, body, f"{title}: {node.id}")


_INDENT = 26
_INKS = {
    "reference": "#08519c", "source": "#08519c", "problem": "#a63603", "facet": "#a63603", "heading": "#666",
}  # fmt: skip


def _branches(steps: Sequence[Step], depth: int, rows: list[_Row], context: RenderContext) -> None:
    for step in steps:
        link, marks, basis = step.link, "", "stated"
        if link.relation in ("support", "cause", "inference"):
            role = link.role or ("premise" if link.relation == "inference" else "cause" if step.side == "in" else "effect")
            marks, basis = context.marks([f"role-{role}", f"basis-{link.basis}"]), link.basis
        marks = f"{marks} {_warning(step.node, context)}".strip()
        rows.append(_Row(depth, _name(step.node, context), step.node.kind, marks, basis))
        _branches(step.steps, depth + 1, rows, context)


def _warning(node: Node, context: RenderContext) -> str:
    doubted = context.snapshot.blames(node.id) or context.snapshot.carried(node.id)
    return context.words("trace")("warned") if doubted else ""


def _name(node: Node, context: RenderContext) -> str:
    """Return what a record is called in a tree: a reference by its number, with its title where that is known."""
    if node.kind in ("reference", "source"):
        return in_a_line(f"{context.source_text(node.id)} {node.notes.get('title', '')}".strip(), 640)
    return in_a_line(node.text(context.language), 640)
