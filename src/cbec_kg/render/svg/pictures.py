"""Pictures of the evidence as SVG: the matrix, the support tree of one statement, and what becomes of problems and facets
when sources are withdrawn.

Sizes come from the texts; colours come with a letter or a dash, so that nothing hangs on colour alone. Every text is escaped
here, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from cbec_kg.evidence.chains import Step, Trace
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.evidence.support import Outcome
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.snapshot import Node, Snapshot
from cbec_kg.model.terms import DIRECT
from cbec_kg.render.console.evidence import BASIS_MARKS, LETTERS, ROLE_WORDS, column_letters
from cbec_kg.render.console.tables import display_width, visible
from cbec_kg.render.language.naming import grade_label, marks, source_text

_ROW, _LINE, _CELL = 22, 17, 34
_PAGE = 1240
"""Pixels that a picture may be wide: what a browser's window of 1280 shows without scrolling."""
_FILLS = {
    "headline": "#08519c", "facet": "#2171b5", "measures": "#2171b5", "statement": "#2171b5", "value": "#2171b5",
    "cause": "#9ecae1", "requirement": "#9ecae1", "effect": "#9ecae1", "echo": "#6baed6", "context": "#deebf7",
    "generic": "#f0f0f0",
}  # fmt: skip
"""From dark to light by strength of the role; the letter in the cell says which role it is."""
_STATES = {
    "falls": ("#b2182b", "✕", "失去全部支撑", "falls"),
    "weakened": ("#d6862b", "◐", "减弱", "weakened"),
    "stands": ("#1b7837", "●", "不受影响", "stands"),
    "unsupported": ("#888888", "○", "本来就无支撑", "had no support"),
}
_FONT = "font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',system-ui,sans-serif\""


def matrix_svg(profiles: Sequence[Profile], snapshot: Snapshot, language: str = "en") -> str:
    """Return the evidence matrix: a row a problem or facet, a column a source, a cell the strongest role with its basis.

    A dashed cell is inferred, a thin-lined one inherited; the grade of each row stands at its end. Names of rows are broken
    into lines rather than cut, and sources with long names have a letter as heading, so that a page shows all of it.
    """
    rows = [(row, row is profile) for profile in profiles for row in (profile, *profile.parts)]
    sources = sorted({source for row, _ in rows for source in row.sources})
    texts = {source: source_text(source, snapshot, language) for source in sources}
    heads, key = _heads(sources, texts)
    grades = {row.id: grade_label(grade_of(row.lines).name, language) for row, _ in rows}
    grid = len(sources) * _CELL
    right = 24 + max((_width(grade) for grade in grades.values()), default=0)
    longest = max((_width(_name(row, snapshot, language)) for row, _ in rows), default=0)
    left = max(260.0, min(_PAGE - grid - right, 44 + longest))
    width = left + grid + right
    body, y = [], 30
    for column, source in enumerate(sources):
        x = left + column * _CELL + _CELL / 2
        body.append(
            f'<text x="{x:.0f}" y="20" text-anchor="middle" font-weight="600">{_safe(heads[source])}'
            f"<title>{_safe(texts[source])}</title></text>"
        )
    for number, (row, is_problem) in enumerate(rows):
        indent = 8 if is_problem else 24
        lines = _broken(_name(row, snapshot, language), left - indent - 16)
        height = _ROW + _LINE * (len(lines) - 1)
        fill = "#e9ecdf" if is_problem else "#f7f7f4" if number % 2 else "#fff"
        body.append(f'<rect x="0" y="{y}" width="{width:.0f}" height="{height}" fill="{fill}"/>')
        bold = ' font-weight="600"' if is_problem else ""
        for place, line in enumerate(lines):
            body.append(f'<text x="{indent}" y="{y + 15 + place * _LINE}"{bold}>{_safe(line)}</text>')
        best, middle = strongest(row.lines), y + (height - _ROW) / 2
        body += [
            _cell(best[source], left + column * _CELL, middle, snapshot, language)
            for column, source in enumerate(sources)
            if source in best
        ]
        body.append(f'<text x="{left + grid + 10:.0f}" y="{middle + 15:.0f}" fill="#444">{_safe(grades[row.id])}</text>')
        y += height
    for column in range(len(sources) + 1):
        x = left + column * _CELL
        body.append(f'<path d="M{x:.0f} 26V{y}" stroke="#d5d5cf"/>')
    below = [*key, *_meanings([row for row, _ in rows], snapshot, language)]
    body += [f'<text x="8" y="{y + 28 + place * 18}" fill="#333">{_safe(text)}</text>' for place, text in enumerate(below)]
    title = ("证据矩阵", "Evidence matrix")[0 if language == "zh" else 1]
    width = max(width, *(_width(text) + 16 for text in below)) if below else width
    return _svg(width, y + 30 + 18 * len(below), body, title)


def _name(row: Profile, snapshot: Snapshot, language: str) -> str:
    return snapshot.nodes[row.id].text(language)


def _heads(sources: Sequence[str], texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the heading of each column, and what the letters among them stand for."""
    long = [source for source in sources if _width(texts[source]) > _CELL]
    letters = dict(zip(long, column_letters(), strict=False))
    return {source: letters.get(source, texts[source]) for source in sources}, [
        f"{letter}  {texts[source]}" for source, letter in letters.items()
    ]


def _meanings(rows: Sequence[Profile], snapshot: Snapshot, language: str) -> list[str]:
    """Return what the letters and marks of the cells mean, those that are used."""
    index, colon = (0, "：") if language == "zh" else (1, ": ")
    used = [line for row in rows for line in strongest(row.lines).values()]
    roles = [
        f"{letter}  {snapshot.label(f'role-{role}', language)}{colon}{ROLE_WORDS[role][index]}"
        for role, letter in LETTERS.items()
        if any(line.role == role for line in used)
    ]
    bases = [
        f"{mark}  {snapshot.label(f'basis-{basis}', language)}"
        for basis, mark in BASIS_MARKS.items()
        if mark and any(line.basis == basis for line in used)
    ]
    return [*roles, *bases]


def _cell(line: EvidenceLine, x: float, y: float, snapshot: Snapshot, language: str) -> str:
    dash = {
        "stated": "",
        "inherited": ' stroke="#333" stroke-width="1"',
        "inferred": ' stroke="#333" stroke-dasharray="3 2"',
    }
    fill, ink = _FILLS[line.role], "#fff" if line.role in DIRECT else "#111"
    letter = LETTERS[line.role] + BASIS_MARKS[line.basis]
    box = (
        f'<rect x="{x + 3:.0f}" y="{y + 2:.0f}" width="{_CELL - 6}" height="{_ROW - 4}" rx="3" fill="{fill}"'
        f"{dash[line.basis]}/>"
    )
    terms = marks([f"role-{line.role}", f"basis-{line.basis}"], snapshot, language)
    told = f"{line.target}: {source_text(line.source, snapshot, language)}{terms}"
    text = f'<text x="{x + _CELL / 2:.0f}" y="{y + 15:.0f}" text-anchor="middle" fill="{ink}">{_safe(letter)}</text>'
    return f"<g><title>{_safe(told)}</title>{box}{text}</g>"


_WARNED = {"zh": "! 见 cbec-kg audit", "en": "! see cbec-kg audit"}
"""Beside a statistic that the audit blames."""


class _Row(NamedTuple):
    """A line of a tree: how deep it stands, its text, its kind of record, its marks, and the basis of its link."""

    depth: int
    text: str
    kind: str
    marks: str = ""
    basis: str = "stated"


def tree_svg(trace: Trace, snapshot: Snapshot, language: str = "en") -> str:
    """Return the tree of one record, a line a record: what it rests on, down to the sources.

    A record that rests on nothing here, such as a reference, has the tree of what rests on it; a citation has both.
    """
    index = 0 if language == "zh" else 1
    warned = _WARNED[language] if snapshot.blames(trace.node.id) else ""
    rows = [_Row(0, _short(_called(trace.node, snapshot, language), 90), trace.node.kind, warned)]
    forth = trace.forth if trace.node.kind in ("citation", "attribution") or not trace.back else ()
    for steps, words in ((trace.back, ("依据什么", "rests on")), (forth, ("什么依据它", "backs"))):
        if steps and trace.back and forth:
            rows.append(_Row(1, words[index], "heading"))
            _branches(steps, 2, rows, snapshot, language)
        else:
            _branches(steps, 1, rows, snapshot, language)
    indent = 26
    width = max(row.depth * indent + _width(row.text) + _width(row.marks) for row in rows) + 60
    body = []
    parents: dict[int, int] = {}
    for number, row in enumerate(rows):
        y = 28 + number * _ROW
        x = 12 + row.depth * indent
        if row.depth:
            above = 28 + parents[row.depth - 1] * _ROW + 5
            dash = {"inferred": ' stroke-dasharray="2 3"', "inherited": ' stroke-dasharray="7 3"'}.get(row.basis, "")
            body.append(f'<path d="M{x - indent + 5} {above}V{y - 5}H{x - 4}" fill="none" stroke="#777"{dash}/>')
        parents[row.depth] = number
        bold = ' font-weight="600"' if row.depth == 0 or row.kind in ("reference", "source") else ""
        body.append(f'<text x="{x}" y="{y}" fill="{_INKS.get(row.kind, "#222")}"{bold}>{_safe(row.text)}</text>')
        if row.marks:
            body.append(f'<text x="{x + _width(row.text) + 8:.0f}" y="{y}" fill="#666">{_safe(row.marks.strip())}</text>')
    title = (("支撑树", "Support tree") if trace.back else ("去向树", "What rests on it"))[index]
    return _svg(width, 28 + len(rows) * _ROW, body, f"{title}: {trace.node.id}")


_INKS = {
    "reference": "#08519c", "source": "#08519c", "problem": "#a63603", "facet": "#a63603", "heading": "#666",
}  # fmt: skip


def _branches(steps: Sequence[Step], depth: int, rows: list[_Row], snapshot: Snapshot, language: str) -> None:
    for step in steps:
        link = step.link
        terms = [f"role-{link.role}"] if link.role else ["role-cause" if step.side == "in" else "role-effect"]
        if link.relation in ("support", "cause"):
            said, basis = marks([*terms, f"basis-{link.basis}"], snapshot, language), link.basis
        else:
            said, basis = "", "stated"
        if snapshot.blames(step.node.id):
            said = f"{said} {_WARNED[language]}"
        rows.append(_Row(depth, _short(_called(step.node, snapshot, language), 90), step.node.kind, said, basis))
        _branches(step.steps, depth + 1, rows, snapshot, language)


def _called(node: Node, snapshot: Snapshot, language: str) -> str:
    """Return what a record is called in a picture: a reference by its number, with its title where that is known."""
    if node.kind in ("reference", "source"):
        title = node.notes.get("title", "")
        return f"{source_text(node.id, snapshot, language)} {title}".strip()
    return node.text(language)


def outcomes_svg(outcomes: Sequence[Outcome], title: str, snapshot: Snapshot, language: str = "en") -> str:
    """Return what becomes of problems and their facets: a line each, with a sign, a colour and a word for its state.

    The title, what was withdrawn, stands above them.
    """
    by_id = {outcome.statement: outcome for outcome in outcomes}
    parts: dict[str, list[str]] = {}
    for link in snapshot.links:
        if link.relation == "facet":
            parts.setdefault(link.end, []).append(link.start)
    problems = [*snapshot.diagnosed, *(name for name in sorted(parts) if name not in snapshot.diagnosed)]
    rows = [row for name in problems for row in [(name, 0), *((part, 1) for part in sorted(parts.get(name, ())))]]
    index = 2 if language == "zh" else 3
    body = [f'<text x="16" y="26" font-size="15" font-weight="600">{_safe(title)}</text>']
    width = max(200.0, _width(title) * 1.2 + 32)
    for number, (name, depth) in enumerate(rows):
        colour, sign, *words = _STATES[by_id[name].state]
        text = _short(snapshot.nodes[name].text(language), 66)
        left = sorted({source_text(path.source, snapshot, language) for path in by_id[name].kept})
        said = words[index - 2] + (f": {', '.join(left)}" if left and by_id[name].state == "weakened" else "")
        x, y = 34 + depth * 18, 56 + number * _ROW
        bold = "" if depth else ' font-weight="600"'
        body.append(
            f'<text x="{x - 18}" y="{y}" fill="{colour}">{sign}</text><text x="{x}" y="{y}"{bold}>{_safe(text)}</text>'
        )
        body.append(f'<text x="{x + _width(text) + 12}" y="{y}" fill="{colour}">{_safe(said)}</text>')
        width = max(width, x + _width(text) + _width(said) + 40)
    return _svg(width, 56 + len(rows) * _ROW, body, title)


def _svg(width: float, height: float, body: Sequence[str], title: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" {size}'
    return "\n".join(
        [
            f'{head} role="img" font-size="13" {_FONT}>',
            f"<title>{_safe(title)}</title>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *body,
            "</svg>\n",
        ]
    )


def _safe(text: str) -> str:
    return escape(visible(text), quote=True)


def _short(text: str, most: int) -> str:
    """Return a text of at most `most` terminal columns, with an ellipsis where it was cut."""
    if display_width(text) <= most:
        return text
    kept = ""
    for character in text:
        if display_width(kept + character) > most - 1:
            break
        kept += character
    return f"{kept}…"


def _broken(text: str, width: float) -> list[str]:
    """Return a text in lines of at most a width: broken at spaces, and within Chinese anywhere."""
    lines, line = [], ""
    for piece in re.findall(r"[\u0000-\u2e7f]+?(?:\s+|(?=[\u2e80-\uffff])|$)|[\u2e80-\U0010ffff]", text):
        if line and _width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _width(text: str) -> float:
    """Return about how many pixels a text takes at 13 pixels: 7 a narrow character, 13 a wide one."""
    wide = display_width(text) - len(text)
    return 7.0 * (len(text) - wide) + 13.2 * wide
