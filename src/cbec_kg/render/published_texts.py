"""What was published about a cited work, in words: the same beside a reference, a source and a statement, in every view."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from cbec_kg.model.published import ReferenceNotice, contradictions
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import words
from cbec_kg.render.whole_texts import outcome_text, parts_value

if TYPE_CHECKING:
    from cbec_kg.evidence.support import Outcome


def state_name(state: str, language: str) -> str:
    """Return what a work is by its notices: *withdrawn*, *under an expression of concern*."""
    return words("notices", language)(f"state-{state.replace(' ', '-')}")


def state_text(name: str, snapshot: Snapshot, language: str) -> str:
    """Return what a reference is by its notices, with the day of the one that decides; empty where there are none."""
    found = snapshot.notice_states.get(name)
    if found is None:
        return ""
    state, notice = found
    day = notice.day if notice else ""
    return words("common", language)("items").join(filter(None, (state_name(state, language), day)))


def notice_text(one: ReferenceNotice, language: str) -> str:
    """Return one notice: what it says, when, how it was matched, its DOI, the reason, who says so and where."""
    texts, common = words("notices", language), words("common", language)
    parts = [
        texts(f"kind-{one.kind}"), one.day or texts("day-unknown"), texts(f"by-{one.by}"),
        f"DOI {one.notice}" if one.notice else "", one.reason.replace(";+", "; "), one.source,
        texts("place", file=one.file, line=one.line),
    ]  # fmt: skip
    text = common("items").join(filter(None, parts))
    if not one.proposed:
        return text
    lacks = common("items").join(texts(f"lacks-{what}") for what in one.proposed.split(", "))
    return texts("proposal", text=text, lacks=lacks, title=one.title)


def contradiction_texts(name: str, snapshot: Snapshot, language: str) -> list[str]:
    """Return which notices about a work contradict each other."""
    return [contradiction_text(*pair, language) for pair in contradictions(about(name, snapshot))]


def contradiction_text(one: ReferenceNotice, other: ReferenceNotice, language: str) -> str:
    """Return in which way two notices about one work contradict each other."""
    texts = words("notices", language)
    if one.kind == other.kind:
        return texts("two-days", kind=texts(f"kind-{one.kind}"), first=min(one.day, other.day), last=max(one.day, other.day))
    kinds = (texts(f"kind-{notice.kind}") for notice in (one, other))
    return texts("same-day", kinds=words("common", language)("items").join(kinds), day=one.day)


def about(name: str, snapshot: Snapshot) -> list[ReferenceNotice]:
    """Return the notices about a reference or source by day, proposals last."""
    return [one for one in snapshot.notices if one.reference == name]


def notice_lines(name: str, snapshot: Snapshot, language: str) -> list[str]:
    """Return what a reference is by its notices, then each of them, then contradictions; empty where there are none."""
    found = about(name, snapshot)
    state = state_text(name, snapshot, language)
    lines = [state] if state else []
    return [*lines, *(notice_text(one, language) for one in found), *contradiction_texts(name, snapshot, language)]


def outcome_line(outcome: Outcome | None, context: RenderContext) -> str:
    """Return what becomes of a statement by the notices; empty where it loses nothing."""
    if outcome is None:
        return ""
    sources = dict.fromkeys(path.source for path in outcome.lost)
    lost = context.words("common")("items").join(f"{context.source_name(one)}{state_mark(one, context)}" for one in sources)
    texts = context.words("notices")
    text = outcome_text(outcome, context)
    return texts("outcome", text=text, sources=lost) if lost else texts("outcome-parts", text=text)


def published_lines(name: str, context: RenderContext) -> list[str]:
    """Return what is published about a reference or source, or what becomes of a statement by that; empty for neither."""
    line = outcome_line(context.noticed.get(name), context)
    return [line] if line else notice_lines(name, context.snapshot, context.language)


def state_mark(name: str, context: RenderContext) -> str:
    """Return in brackets what a source is by its notices, to stand behind its name; empty where there are none in force."""
    found = context.snapshot.notice_states.get(name)
    if found is None or found[0] == "not in force":
        return ""
    return context.words("common")("brackets", text=state_text(name, context.snapshot, context.language))


def notice_value(one: ReferenceNotice) -> dict[str, Any]:
    """Return a notice as a value for JSON."""
    return {name: getattr(one, name) for name in one.__struct_fields__}


def states_value(snapshot: Snapshot, names: Collection[str]) -> dict[str, Any]:
    """Return what is published about some references, by name, as a field of a value for JSON; nothing where nothing is."""
    found: dict[str, dict[str, Any]] = {}
    for one in snapshot.notices:
        if one.reference not in names:
            continue
        entry = found.setdefault(one.reference, {"state": None, "day": None, "notices": [], "proposals": []})
        entry["proposals" if one.proposed else "notices"].append(notice_value(one))
    for name in found.keys() & snapshot.notice_states.keys():
        state, notice = snapshot.notice_states[name]
        found[name] |= {"state": state, "day": notice.day if notice else ""}
    return {"published": found} if found else {}


def outcome_value(outcome: Outcome | None) -> dict[str, Any]:
    """Return what becomes of a statement by the notices as a field of a value for JSON."""
    if outcome is None:
        return {}
    value: dict[str, Any] = {"state": outcome.state, "lost": sorted({path.source for path in outcome.lost})}
    return {"by_notices": value | (parts_value(outcome.parts) if outcome.parts is not None else {})}
