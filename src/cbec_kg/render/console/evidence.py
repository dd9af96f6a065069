"""Evidence profiles as a matrix and as a reading in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, product
from typing import Any

from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import BASES
from cbec_kg.render.console.tables import display_width, render_table, visible
from cbec_kg.render.console.warnings import warning_lines
from cbec_kg.render.language.naming import source_name, source_text

LETTERS = {
    "headline": "H", "facet": "F", "measures": "M", "statement": "S", "value": "V", "cause": "C", "requirement": "R",
    "effect": "E", "echo": "e", "context": "x", "generic": "g",
}  # fmt: skip
"""One letter a role in the matrix; capitals for the stronger ones."""

BASIS_MARKS = {"stated": "", "inherited": "'", "inferred": "?"}
"""After the letter: nothing for stated, ' for inherited, ? for inferred."""

ROLE_WORDS = {
    "headline": ("支撑问题本身", "backs the problem itself"),
    "facet": ("支撑某一侧面", "backs a facet"),
    "measures": ("以数字度量它", "measures it"),
    "statement": ("支撑该陈述", "backs the statement"),
    "value": ("是数字的来源", "is where the figure comes from"),
    "cause": ("支撑其原因", "backs a cause"),
    "requirement": ("支撑所需，而非其缺乏", "backs what is needed, not that it is lacking"),
    "effect": ("支撑其结果", "backs an effect"),
    "echo": ("在文中别处复述它", "echoes it elsewhere in the article"),
    "context": ("只作背景", "only sets the context"),
    "generic": ("泛引，所指不明", "is cited without it being clear for what"),
}
"""What a source does in each role, as part of a sentence; the role's own name is the ontology's."""

_FIGURES = {
    "measuring": ("度量它的数字", "figures that measure it"),
    "setting": ("只作背景的数字", "figures that only set its context"),
    "causes": ("原因", "causes"),
    "echoes": ("别处的复述", "echoes elsewhere"),
}

_WIDE = 12
"""Characters of a column's name from which it gets a letter in the terminal, with the name below."""


def render_matrix(profiles: Sequence[Profile], snapshot: Snapshot, form: str = "table") -> str:
    """Return the matrix of problems and facets against sources; only sources that bear on any have a column.

    A cell holds the letter of the strongest role and the mark of its basis; see `LETTERS` and `BASIS_MARKS`. In a terminal,
    sources with long names have a letter as heading, and their names stand below.
    """
    rows_of = [row for profile in profiles for row in (profile, *profile.parts)]
    sources = sorted({source for row in rows_of for source in row.sources})
    names = [source_name(source, snapshot) for source in sources]
    below = ""
    if form == "table":
        long = [name for name in names if display_width(name) > _WIDE]
        heads = dict(zip(long, column_letters(), strict=False))
        below = "".join(f"{head}  {name}\n" for name, head in heads.items())
        names = [heads.get(name, name) for name in names]
    rows = []
    for profile in profiles:
        for row in (profile, *profile.parts):
            best = strongest(row.lines)
            indent = "" if row is profile else "  "
            rows.append([indent + row.id, *(_cell(best.get(source)) for source in sources)])
    return render_table(["", *names], rows, form) + (f"\n{below}" if below else "")


def column_letters() -> Iterator[str]:
    """Yield a, b, ... z, aa, ab, ..."""
    for length in count(1):
        yield from map("".join, product("abcdefghijklmnopqrstuvwxyz", repeat=length))


def _cell(line: EvidenceLine | None) -> str:
    return "" if line is None else LETTERS[line.role] + BASIS_MARKS[line.basis]


def legend(snapshot: Snapshot, language: str) -> str:
    """Return what the letters and marks of the matrix mean."""
    index, colon = (0, "：") if language == "zh" else (1, ": ")
    names = {role: snapshot.label(f"role-{role}", language) for role in LETTERS}
    roles = [f"{letter} {names[role]}{colon}{ROLE_WORDS[role][index]}" for role, letter in LETTERS.items()]
    bases = [f"{mark} {snapshot.label(f'basis-{basis}', language)}" for basis, mark in BASIS_MARKS.items() if mark]
    return "".join(f"{line}\n" for line in [*roles, "  ".join(bases)])


def render_reading(profile: Profile, snapshot: Snapshot, language: str = "en") -> str:
    """Return a problem's or other statement's evidence in words, one line a source and one a part."""
    zh = language == "zh"
    colon = "：" if zh else ": "
    grade = grade_of(profile.lines)
    said = f"评级 {grade.label}：{grade.zh}" if zh else f"grade {grade.name}: {grade.en}"
    lines = [f"{profile.id}  {snapshot.nodes[profile.id].text(language)}"]
    lines += [f"  {warning}" for warning in warning_lines(profile.id, snapshot, language)]
    lines.append(f"  {said}")
    best = strongest(profile.lines)
    ordered = sorted(best.values(), key=lambda line: (list(LETTERS).index(line.role), line.source))
    lines += [f"  {_said(line, snapshot, language)}" for line in ordered]
    if not best:
        lines.append("  没有任何参考文献或无编号来源支撑它。" if zh else "  No reference and no named source bears on it.")
    elif not profile.direct:
        lines.append("  以上都不直接支撑它本身。" if zh else "  None of these backs it directly.")
    for name, words in _FIGURES.items():
        figures = getattr(profile, name)
        if figures:
            lines.append(f"  {words[0 if zh else 1]}{colon}{', '.join(figures)}")
            warned = ((figure, warning) for figure in figures for warning in warning_lines(figure, snapshot, language))
            lines += [f"    {figure}{colon}{warning}" for figure, warning in warned]
    counts = Counter(line.basis for line in profile.lines)
    if counts:
        found = [(counts[basis], snapshot.label(f"basis-{basis}", language)) for basis in BASES if counts[basis]]
        shares = ", ".join(f"{count} {label}" for count, label in found)
        lines.append(f"  {'证据线' if zh else 'evidence lines'}{colon}{shares}")
    if profile.reach:
        places = {place: snapshot.nodes[place].text(language) for place in profile.reach if place in snapshot.nodes}
        places["unspecified"] = "未说明" if zh else "unspecified"
        said = ", ".join(f"{places.get(place, place)} {number}" for place, number in profile.reach.items())
        lines.append(f"  {'来源所支撑的陈述涉及' if zh else 'what its sources back is about'}{colon}{said}")
    if profile.claims:
        lines.append(f"  {snapshot.label('claim', 'zh') if zh else 'claims'}{colon}{', '.join(profile.claims)}")
    if profile.parts:
        backed = [part for part in profile.parts if part.direct]
        share = f"{len(backed)}/{len(profile.parts)}"
        lines.append(f"  {share} 个部分有直接证据" if zh else f"  {share} parts have direct evidence")
        weak = [part.id for part in profile.parts if part.lines and not part.direct]
        if weak:
            lines.append(f"  {'只有间接证据' if zh else 'indirect evidence only'}{colon}{', '.join(weak)}")
        bare = [part.id for part in profile.unsupported]
        if bare:
            lines.append(f"  {'毫无证据' if zh else 'no evidence at all'}{colon}{', '.join(bare)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _said(line: EvidenceLine, snapshot: Snapshot, language: str) -> str:
    zh, nodes = language == "zh", snapshot.nodes
    via = ", ".join(place.locator for pointer in line.pointers if pointer in nodes for place in nodes[pointer].places[:1])
    basis = snapshot.label(f"basis-{line.basis}", language)
    where = f"（{basis}；{via}）" if zh else f" ({basis}; {via})"
    return f"{source_text(line.source, snapshot, language)} {ROLE_WORDS[line.role][0 if zh else 1]}{where}"


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
