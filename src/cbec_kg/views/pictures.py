"""Pictures of the evidence as SVG: the matrix, the support tree of one statement, and what becomes of problems and facets
when sources are withdrawn.

Sizes come from the texts; colours come with a letter or a dash, so that nothing hangs on colour alone. Every text is escaped
here, in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.holding import Outcome
from cbec_kg.evidence.lines import EvidenceLine
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.store.ground import Ground
from cbec_kg.trace.chains import Step, Trace
from cbec_kg.views.evidence import BASIS_MARKS, LETTERS, ROLE_WORDS, source_name
from cbec_kg.views.tables import display_width, visible

_ROW, _CELL, _GAP = 22, 34, 12
_FILLS = {
    "headline": "#08519c", "facet": "#2171b5", "measures": "#2171b5", "statement": "#2171b5", "value": "#2171b5",
    "cause": "#9ecae1", "requirement": "#9ecae1", "effect": "#9ecae1", "echo": "#6baed6", "context": "#deebf7",
    "generic": "#f0f0f0",
}  # fmt: skip
"""From dark to light by strength of the role; the letter in the cell says which role it is."""
_DARK = frozenset(("headline", "facet", "measures", "statement", "value"))
_STATES = {
    "falls": ("#b2182b", "✕", "失去全部支撑", "falls"),
    "weakened": ("#d6862b", "◐", "减弱", "weakened"),
    "stands": ("#1b7837", "●", "不受影响", "stands"),
    "unsupported": ("#888888", "○", "本来就无支撑", "had no support"),
}
_FONT = "font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',system-ui,sans-serif\""


def matrix_svg(profiles: Sequence[Profile], ground: Ground, language: str = "en") -> str:
    """Return the evidence matrix: a row a problem or facet, a column a source, a cell the strongest role with its basis.

    A dashed cell is inferred, a thin-lined one inherited; the grade of each row stands at its end.
    """
    rows = [row for profile in profiles for row in (profile, *profile.parts)]
    problems = {profile.id for profile in profiles}
    sources = sorted({source for row in rows for source in row.sources})
    names = {row.id: _short(ground.nodes[row.id].text(language), 58) for row in rows}
    left = 16 + max((_width(name) for name in names.values()), default=100) + 24
    heads = [_short(source_name(source, ground.nodes), 34) for source in sources]
    top = 24 + max((_width(head) for head in heads), default=40)
    body = []
    for index, head in enumerate(heads):
        x = left + index * _CELL + _CELL / 2 + 4
        body.append(f'<text x="{x:.0f}" y="{top - 10}" transform="rotate(-90 {x:.0f} {top - 10})">{_safe(head)}</text>')
    for number, row in enumerate(rows):
        y = top + number * _ROW
        bold = ' font-weight="600"' if row.id in problems else ""
        indent = 8 if row.id in problems else 24
        if row.id in problems:
            body.append(f'<rect x="0" y="{y}" width="{left + len(sources) * _CELL + 90}" height="{_ROW}" fill="#f4f4f0"/>')
        body.append(f'<text x="{indent}" y="{y + 15}"{bold}>{_safe(names[row.id])}</text>')
        best = strongest(row.lines)
        body += [_cell(best[source], left + column * _CELL, y) for column, source in enumerate(sources) if source in best]
        grade = grade_of(row.lines)
        body.append(f'<text x="{left + len(sources) * _CELL + 8}" y="{y + 15}" fill="#555">{_safe(grade.name)}</text>')
    height = top + len(rows) * _ROW + 16
    index = 0 if language == "zh" else 1
    legend = [f"{letter} {ROLE_WORDS[role][index]}" for role, letter in LETTERS.items() if _used(role, rows)]
    for line, text in enumerate(legend):
        body.append(f'<text x="8" y="{height + 16 + line * 18}" fill="#333">{_safe(text)}</text>')
    title = ("证据矩阵", "Evidence matrix")[index]
    return _svg(left + len(sources) * _CELL + 100, height + 24 + 18 * len(legend), body, title)


def _used(role: str, rows: Sequence[Profile]) -> bool:
    return any(line.role == role for row in rows for line in strongest(row.lines).values())


def _cell(line: EvidenceLine, x: float, y: float) -> str:
    dash = {
        "stated": "",
        "inherited": ' stroke="#333" stroke-width="1"',
        "inferred": ' stroke="#333" stroke-dasharray="3 2"',
    }
    fill, ink = _FILLS[line.role], "#fff" if line.role in _DARK else "#111"
    letter = LETTERS[line.role] + BASIS_MARKS[line.basis]
    box = f'<rect x="{x + 3}" y="{y + 2}" width="{_CELL - 6}" height="{_ROW - 4}" rx="3" fill="{fill}"{dash[line.basis]}/>'
    told = f"{line.target}: {line.source}, {line.role}, {line.basis}"
    text = f'<text x="{x + _CELL / 2:.0f}" y="{y + 15}" text-anchor="middle" fill="{ink}">{_safe(letter)}</text>'
    return f"<g><title>{_safe(told)}</title>{box}{text}</g>"


_WARNED = {"zh": "! 见 cbec-kg audit", "en": "! see cbec-kg audit"}
"""Beside a statistic that the audit blames."""


def tree_svg(trace: Trace, ground: Ground, language: str = "en") -> str:
    """Return the support tree of one statement: what it rests on, down to the sources, a line a record."""
    warned = _WARNED[language] if ground.blames(trace.node.id) else ""
    lines: list[tuple[int, str, str, str]] = [(0, _short(trace.node.text(language), 70), trace.node.kind, warned)]
    _branches(trace.back, 1, lines, ground, language)
    indent = 26
    width = max(depth * indent + _width(text) + _width(mark) for depth, text, _, mark in lines) + 60
    body = []
    parents: dict[int, int] = {}
    for number, (depth, text, kind, mark) in enumerate(lines):
        y = 28 + number * _ROW
        x = 12 + depth * indent
        if depth:
            above = 28 + parents[depth - 1] * _ROW + 5
            dash = (
                ' stroke-dasharray="2 3"' if "inferred" in mark else ' stroke-dasharray="7 3"' if "inherited" in mark else ""
            )
            body.append(f'<path d="M{x - indent + 5} {above}V{y - 5}H{x - 4}" fill="none" stroke="#777"{dash}/>')
        parents[depth] = number
        fill = {"reference": "#08519c", "source": "#08519c", "problem": "#a63603", "facet": "#a63603"}.get(kind, "#222")
        bold = ' font-weight="600"' if depth == 0 or kind in ("reference", "source") else ""
        body.append(f'<text x="{x}" y="{y}" fill="{fill}"{bold}>{_safe(text)}</text>')
        body.append(f'<text x="{x + _width(text) + 8}" y="{y}" fill="#666">{_safe(mark)}</text>')
    title = ("支撑树", "Support tree")[0 if language == "zh" else 1]
    return _svg(width, 28 + len(lines) * _ROW, body, f"{title}: {trace.node.id}")


def _branches(
    steps: Sequence[Step], depth: int, lines: list[tuple[int, str, str, str]], ground: Ground, language: str
) -> None:
    for step in steps:
        node = step.node
        named = source_name(node.id, ground.nodes) if node.kind == "reference" else node.text(language)
        marks: list[str] = [
            mark for mark in (step.link.role, step.link.basis if step.link.relation == "support" else "") if mark
        ]
        if step.link.relation == "cause":
            marks = ["cause", step.link.basis]
        if ground.blames(node.id):
            marks.append(_WARNED[language])
        lines.append((depth, _short(named, 70), node.kind, ", ".join(marks)))
        _branches(step.steps, depth + 1, lines, ground, language)


def outcomes_svg(outcomes: Sequence[Outcome], ground: Ground, language: str = "en") -> str:
    """Return what becomes of problems and their facets: a line each, with a sign, a colour and a word for its state."""
    by_id = {outcome.statement: outcome for outcome in outcomes}
    parts: dict[str, list[str]] = {}
    for link in ground.links:
        if link.relation == "facet":
            parts.setdefault(link.end, []).append(link.start)
    problems = [*ground.diagnosed, *(name for name in sorted(parts) if name not in ground.diagnosed)]
    rows = [row for name in problems for row in [(name, 0), *((part, 1) for part in sorted(parts.get(name, ())))]]
    index = 2 if language == "zh" else 3
    body, width = [], 200.0
    for number, (name, depth) in enumerate(rows):
        colour, sign, *words = _STATES[by_id[name].state]
        text = _short(ground.nodes[name].text(language), 66)
        left = sorted({source_name(way.source, ground.nodes) for way in by_id[name].kept})
        said = words[index - 2] + (f": {', '.join(left)}" if left and by_id[name].state == "weakened" else "")
        x, y = 34 + depth * 18, 26 + number * _ROW
        bold = "" if depth else ' font-weight="600"'
        body.append(
            f'<text x="{x - 18}" y="{y}" fill="{colour}">{sign}</text><text x="{x}" y="{y}"{bold}>{_safe(text)}</text>'
        )
        body.append(f'<text x="{x + _width(text) + 12}" y="{y}" fill="{colour}">{_safe(said)}</text>')
        width = max(width, x + _width(text) + _width(said) + 40)
    return _svg(width, 26 + len(rows) * _ROW, body, ("撤去来源之后", "After the withdrawal")[index - 2])


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


def _width(text: str) -> float:
    """Return about how many pixels a text takes at 13 pixels: 7 a narrow character, 13 a wide one."""
    wide = display_width(text) - len(text)
    return 7.0 * (len(text) - wide) + 13.2 * wide
