"""Evidence profiles as a matrix and as a reading in words, and as values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from cbec_kg.evidence.chains import trace_record
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import BASES, ROLES
from cbec_kg.render.console.tables import render_table, visible_lines
from cbec_kg.render.console.warnings import warning_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import in_both
from cbec_kg.render.matrix import headings, legend, matrix_rows, sources_of
from cbec_kg.render.published_texts import notice_lines, outcome_value, published_lines, state_mark, states_value
from cbec_kg.render.verdict_texts import links_verdicts_value, verdicts_of_links
from cbec_kg.render.whole_texts import itself_now, parts_value, profile_text, whole_in_both
from cbec_kg.render.widths import display_width

if TYPE_CHECKING:
    from cbec_kg.evidence.support import Outcome

_BESIDE = ("measuring", "setting", "causes", "echoes")
"""What a reading lists beside the sources, by the names of `Profile`."""

_WIDE = 12
"""Columns of a source's name from which it gets a letter in the terminal, with the name below."""


_NOTHING: Mapping[str, Outcome] = MappingProxyType({})


def render_evidence(profiles: Sequence[Profile], context: RenderContext, form: str = "text") -> str:
    """Return profiles as text: matrix, legend and a reading of each; in another form, the matrix alone."""
    if not profiles:
        return context.words("evidence")("no-problem") + "\n"
    if form != "text":
        return render_matrix(profiles, context, form)
    readings = (render_reading(profile, context) for profile in profiles)
    return "\n".join([render_matrix(profiles, context), render_legend(context), *readings, *_published(profiles, context)])


def _published(profiles: Sequence[Profile], context: RenderContext) -> Iterator[str]:
    """Yield what is published about the sources that bear on any of some statements, where anything is."""
    if context.snapshot.notices:
        sources = sources_of(matrix_rows(profiles), context.snapshot)
        lines = [(source, notice_lines(source, context.snapshot, context.language)) for source in sources]
        shown = [[context.source_text(source), *(f"  {line}" for line in found)] for source, found in lines if found]
        if shown:
            yield visible_lines([context.words("notices")("report-heading"), *(line for one in shown for line in one)])


def render_matrix(profiles: Sequence[Profile], context: RenderContext, form: str = "table") -> str:
    """Return the matrix of problems and facets against sources; only sources that bear on any have a column.

    A cell holds the letter of the strongest role and the mark of its basis, of the statement itself; behind it, in brackets,
    of how many of a problem's parts. In a terminal, sources with long names have a
    letter as heading, and their names stand below.
    """
    rows = matrix_rows(profiles)
    sources = sources_of(rows, context.snapshot)
    names = {source: context.source_name(source) for source in sources}
    heads, key = headings(names, lambda name: form == "table" and display_width(name) > _WIDE)
    cells = [["  " * row.is_part + row.profile.id, *map(row.cell, sources)] for row in rows]
    return render_table(["", *heads.values()], cells, form) + ("\n" + visible_lines(key) if key else "")


def render_legend(context: RenderContext) -> str:
    """Return what the letters and marks of the matrix mean."""
    roles, bases = legend(context, ROLES, BASES)
    return visible_lines([*roles, "  ".join(bases), f"(n) {context.words('evidence')('cell-parts')}"])


def render_reading(profile: Profile, context: RenderContext) -> str:
    """Return a problem's or other statement's own evidence in words, one line a source, and below it one line a part."""
    words, grades, grade = context.words("evidence"), context.words("grades"), grade_of(profile.lines)
    best = strongest(profile.lines)
    lines = warning_lines(profile.id, context)
    lines += filter(None, [profile_text(profile, context)])
    lines += [words("grade", label=grades(f"label-{grade}"), rule=grades(f"rule-{grade}"))]
    lines += [_source(line, context) for line in sorted(best.values(), key=lambda x: (ROLES.index(x.role), x.source))]
    if not best:
        lines.append(words("no-source"))
    elif not profile.direct:
        lines.append(words("none-direct"))
    for name in _BESIDE:
        figures = getattr(profile, name)
        lines += [context.pair(words(f"figures-{name}"), ", ".join(figures))] if figures else []
        lines += [f"  {context.pair(figure, warning)}" for figure in figures for warning in warning_lines(figure, context)]
    lines += _counts(profile, context)
    if profile.claims:
        lines.append(context.pair(words("claims"), ", ".join(profile.claims)))
    lines += verdicts_of_links(_judged(profile, context.snapshot), context)
    for part in profile.parts:
        lines.append(f"  {_part(part, context)}")
        lines += [f"    {line}" for line in (published_lines(part.id, context) if context.noticed else ())]
    return visible_lines([f"{profile.id}  {context.text(profile.id)}", *(f"  {line}" for line in lines)])


def _judged(profile: Profile, snapshot: Snapshot) -> Iterator[Link]:
    """Yield the links that a statement and its parts rest on, where readers judged any."""
    if snapshot.judged:
        yield from trace_record(profile.id, snapshot).links_back()


def _source(line: EvidenceLine, context: RenderContext) -> str:
    records, common = context.snapshot.records, context.words("common")
    via = ", ".join(at.locator for pointer in line.pointers for at in getattr(records[pointer], "at", ())[:1])
    where = common("brackets", text=common("clauses").join([context.term(f"basis-{line.basis}"), via]))
    role = context.words("evidence")(f"role-{line.role}")
    return f"{context.source_text(line.source)}{state_mark(line.source, context)} {role}{where}"


def _counts(profile: Profile, context: RenderContext) -> Iterator[str]:
    words = context.words("evidence")
    bases = Counter(line.basis for line in profile.lines)
    if bases:
        shares = (f"{bases[basis]} {context.term(f'basis-{basis}')}" for basis in BASES if bases[basis])
        yield context.pair(words("lines"), ", ".join(shares))
    if profile.reach:
        known = context.snapshot.records
        names = {place: context.text(place) if place in known else words("unspecified") for place in profile.reach}
        counts = (f"{names[place]} {number}" for place, number in profile.reach.items())
        yield context.pair(words("places"), ", ".join(counts))


def _part(part: Profile, context: RenderContext) -> str:
    """Return a part by its id, with its grade and the sources that bear on it, each in its strongest role."""
    words, common = context.words("evidence"), context.words("common")
    mark = common("brackets", text=words("elsewhere")) if part.is_elsewhere else ""
    best = sorted(strongest(part.lines).values(), key=lambda line: (ROLES.index(line.role), line.source))
    roles = (
        f"{context.source_text(line.source)}{state_mark(line.source, context)} {words(f'role-{line.role}')}" for line in best
    )
    grade = context.words("grades")(f"label-{grade_of(part.lines)}")
    return context.pair(f"{part.id}{mark}", common("clauses").join([grade, *roles]))


def figures_of(profile: Profile) -> Iterator[str]:
    """Yield the ids of the statement, its parts and what is listed beside them, figures among them."""
    yield profile.id
    for name in _BESIDE:
        yield from getattr(profile, name)
    for part in profile.parts:
        yield from figures_of(part)


def _whole_value(profile: Profile) -> dict[str, Any]:
    kind = profile.id.rpartition(":")[2].partition("-")[0]
    assert profile.counts is not None
    text = whole_in_both(kind, itself_now(bool(profile.direct)), profile.counts)
    return {"counts": parts_value(profile.counts), "text": text}


def profile_value(profile: Profile, snapshot: Snapshot, noticed: Mapping[str, Outcome] = _NOTHING) -> dict[str, Any]:
    """Return a profile as a value for JSON, its grade with the rule that gave it.

    `noticed` is what becomes of statements by published notices.
    """
    grade = grade_of(profile.lines)
    lines = [asdict(line) for line in profile.lines]
    return {
        "id": profile.id,
        "lines": [{name: value for name, value in line.items() if name != "target"} for line in lines],
        "grade": {"name": grade, "rule": in_both("grades", f"rule-{grade}")},
        "direct": bool(profile.direct),
        **(_whole_value(profile) if profile.counts is not None else {}),
        **{name: getattr(profile, name) for name in ("measuring", "setting", "claims", "echoes", "causes", "reach")},
        "parts": [profile_value(part, snapshot, noticed) for part in profile.parts],
        **outcome_value(noticed.get(profile.id)),
        **states_value(snapshot, {line.source for line in profile.lines}),
        **links_verdicts_value(_judged(profile, snapshot), snapshot),
    }
