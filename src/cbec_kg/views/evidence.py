"""Evidence profiles as a matrix and as a reading in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.lines import EvidenceLine
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.store.ground import Ground, Node
from cbec_kg.views.marks import mark_lines
from cbec_kg.views.tables import render_table, visible

LETTERS = {
    "headline": "H", "facet": "F", "measures": "M", "statement": "S", "value": "V", "cause": "C", "requirement": "R",
    "effect": "E", "echo": "e", "context": "x", "generic": "g",
}  # fmt: skip
"""One letter a role in the matrix; capitals for the stronger ones."""

BASIS_MARKS = {"stated": "", "inherited": "'", "inferred": "?"}
"""After the letter: nothing for stated, ' for inherited, ? for inferred."""

ROLE_WORDS = {
    "headline": ("支持问题本身", "backs the problem itself"),
    "facet": ("支持某一侧面", "backs a facet"),
    "measures": ("以数字衡量", "measures it"),
    "statement": ("支持该论断", "backs the statement"),
    "value": ("数字的出处", "is where the figure comes from"),
    "cause": ("支持其原因", "backs a cause"),
    "requirement": ("支持所需条件，而非其缺乏", "backs what is needed, not that it is lacking"),
    "effect": ("支持其后果", "backs an effect"),
    "echo": ("文中他处的同类说法", "echoes it elsewhere in the article"),
    "context": ("只提供背景", "only sets the context"),
    "generic": ("引用所指不明", "is cited without it being clear for what"),
}
BASIS_WORDS = {
    "stated": ("文章直接说明", "stated"),
    "inherited": ("由邻句或表注承接", "inherited"),
    "inferred": ("整理者推断", "inferred"),
}


_FIGURES = {
    "measuring": ("衡量它的数字", "figures that measure it"),
    "setting": ("只作背景的数字", "figures that only set its context"),
    "causes": ("起因", "causes"),
    "echoes": ("他处的同类说法", "echoes elsewhere"),
}


def source_name(source: str, nodes: Mapping[str, Node]) -> str:
    """Return a short column name: ``[9]`` for a reference, the id's own words for a named source."""
    node = nodes.get(source)
    if node is not None and node.kind == "reference":
        return f"[{node.notes.get('number', '?')}]"
    return source.removeprefix("source-")


def render_matrix(profiles: Sequence[Profile], nodes: Mapping[str, Node], form: str = "table") -> str:
    """Return the matrix of problems and facets against sources; only sources that bear on any have a column.

    A cell holds the letter of the strongest role and the mark of its basis; see `LETTERS` and `BASIS_MARKS`.
    """
    rows_of = [row for profile in profiles for row in (profile, *profile.parts)]
    sources = sorted({source for row in rows_of for source in row.sources})
    rows = []
    for row in rows_of:
        best = strongest(row.lines)
        indent = "" if row in profiles else "  "
        rows.append([indent + row.id, *(_cell(best.get(source)) for source in sources)])
    return render_table(["", *(source_name(source, nodes) for source in sources)], rows, form)


def _cell(line: EvidenceLine | None) -> str:
    return "" if line is None else LETTERS[line.role] + BASIS_MARKS[line.basis]


def legend(language: str) -> str:
    """Return what the letters and marks of the matrix mean."""
    index = 0 if language == "zh" else 1
    roles = "; ".join(f"{letter} {ROLE_WORDS[role][index]}" for role, letter in LETTERS.items())
    marks = "; ".join(f"{mark} {BASIS_WORDS[basis][index]}" for basis, mark in BASIS_MARKS.items() if mark)
    return f"{roles}\n{marks}\n"


def render_reading(profile: Profile, ground: Ground, language: str = "en") -> str:
    """Return a problem's or other statement's evidence in words, one line a source and one a part."""
    zh, nodes = language == "zh", ground.nodes
    grade = grade_of(profile.lines)
    said = f"评级 {grade.name}：{grade.zh}" if zh else f"grade {grade.name}: {grade.en}"
    lines = [f"{profile.id}  {nodes[profile.id].text(language)}"]
    lines += [f"  {visible(mark)}" for mark in mark_lines(profile.id, ground, language)]
    lines.append(f"  {said}")
    best = strongest(profile.lines)
    ordered = sorted(best.values(), key=lambda line: (list(LETTERS).index(line.role), line.source))
    lines += [f"  {_said(line, nodes, language)}" for line in ordered]
    if not best:
        lines.append("  没有任何参考文献或具名来源支持它。" if zh else "  No reference and no named source bears on it.")
    elif not profile.direct:
        lines.append("  以上都不直接支持它本身。" if zh else "  None of these backs it directly.")
    for name, words in _FIGURES.items():
        figures = getattr(profile, name)
        if figures:
            lines.append(f"  {words[0 if zh else 1]}: {', '.join(figures)}")
            marked = ((figure, mark) for figure in figures for mark in mark_lines(figure, ground, language))
            lines += [f"    {figure}: {visible(mark)}" for figure, mark in marked]
    counts: Counter[str] = Counter(line.basis for line in profile.lines)
    if counts:
        shares = ", ".join(
            f"{counts[basis]} {words[0 if zh else 1]}" for basis, words in BASIS_WORDS.items() if counts[basis]
        )
        lines.append(f"  {'证据线' if zh else 'evidence lines'}: {shares}")
    if profile.reach:
        named = ((nodes[place].text(language) if place in nodes else place, count) for place, count in profile.reach.items())
        said = ", ".join(f"{name} {count}" for name, count in named)
        lines.append(f"  {'来源所支持的陈述涉及' if zh else 'what its sources back is about'}: {said}")
    if profile.claims:
        lines.append(f"  {'论断' if zh else 'claims'}: {', '.join(profile.claims)}")
    if profile.parts:
        backed = [part for part in profile.parts if part.direct]
        count = f"{len(backed)}/{len(profile.parts)}"
        lines.append(f"  {count} 个部分有直接证据" if zh else f"  {count} parts have direct evidence")
        weak = [part.id for part in profile.parts if part.lines and not part.direct]
        if weak:
            lines.append(f"  {'只有间接证据' if zh else 'indirect evidence only'}: {', '.join(weak)}")
        bare = [part.id for part in profile.unsupported]
        if bare:
            lines.append(f"  {'毫无证据' if zh else 'no evidence at all'}: {', '.join(bare)}")
    return "\n".join(lines) + "\n"


def _said(line: EvidenceLine, nodes: Mapping[str, Node], language: str) -> str:
    index = 0 if language == "zh" else 1
    name = source_name(line.source, nodes)
    if line.source in nodes and nodes[line.source].kind != "reference":
        name = nodes[line.source].text(language)
    via = ", ".join(place.locator for pointer in line.pointers if pointer in nodes for place in nodes[pointer].places[:1])
    return f"{name} {ROLE_WORDS[line.role][index]} ({BASIS_WORDS[line.basis][index]}; {via})"


def figures_of(profile: Profile) -> Iterator[str]:
    """Yield the ids of the statement, its parts and what is listed beside them, figures among them."""
    yield profile.id
    for name in _FIGURES:
        yield from getattr(profile, name)
    for part in profile.parts:
        yield from figures_of(part)


def to_value(profile: Profile) -> dict[str, Any]:
    """Return a profile as a value for JSON, its grade with the rule that gave it."""
    grade = grade_of(profile.lines)
    return {
        "id": profile.id,
        "lines": [
            {
                "source": line.source, "role": line.role, "basis": line.basis, "length": line.length,
                "pointers": list(line.pointers),
            }
            for line in profile.lines
        ],
        "grade": {"name": grade.name, "rule": {"zh": grade.zh, "en": grade.en}},
        "direct": bool(profile.direct),
        "measuring": list(profile.measuring),
        "setting": list(profile.setting),
        "claims": list(profile.claims),
        "echoes": list(profile.echoes),
        "causes": list(profile.causes),
        "reach": dict(profile.reach),
        "parts": [to_value(part) for part in profile.parts],
    }  # fmt: skip
