"""The list of references as text: for a terminal, and as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cbec_kg.bibliography.listing import Listed, cited_in, formatted
from cbec_kg.model.records import Reference
from cbec_kg.model.references import ordinals
from cbec_kg.render.console.tables import markdown_text
from cbec_kg.render.language.catalogue import words
from cbec_kg.render.published_texts import notice_lines

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot


def render_text(listed: Sequence[Listed], style: str, language: str, snapshot: Snapshot | None = None) -> str:
    """Return the list for a terminal: up to three lines a reference, what is published about it, and a count at the end."""
    width = max((len(entry.mark) for entry in listed), default=3)
    texts, unformatted = formatted(listed, style)
    lines = []
    for entry in listed:
        first, *others = _lines(entry, texts, language, snapshot)
        lines.append(f"{entry.mark:<{width}} {first}")
        lines += [f"{'':<{width}} {line}" for line in others]
    return "\n".join([*lines, "", summary(listed, language), *([unformatted] if unformatted else [])]) + "\n"


def render_markdown(listed: Sequence[Listed], style: str, language: str, snapshot: Snapshot | None = None) -> str:
    """Return the list as Markdown, a line of its own for each reference; supplied text cannot add markup."""
    texts, unformatted = formatted(listed, style)
    lines = []
    for entry in listed:
        first, *others = map(markdown_text, _lines(entry, texts, language, snapshot))
        lines += [f"- **{markdown_text(entry.mark)}** {first}  ", *(f"  {line}  " for line in others)]
    return "\n".join([*lines, "", summary(listed, language), *([unformatted] if unformatted else [])]) + "\n"


def summary(listed: Sequence[Listed], language: str) -> str:
    """Return how many references are known and how many are not.

    Examples
    --------
    >>> summary([], "en")
    '0 references: 0 supplied, 0 unknown.'
    """
    statuses = [entry.supplied.status for entry in listed if entry.supplied is not None]
    drafted, text = statuses.count("drafted"), words("references", language)
    counts = {"supplied": len(statuses) - drafted, "unknown": len(listed) - len(statuses)}
    return text("summary", n=len(listed), **counts) + (text("drafted", n=drafted) if drafted else "")


def backing_notes(snapshot: Snapshot, language: str) -> dict[int, str]:
    """Return by number of each reference what rests on its citations, in which role and where, and how far it bears."""
    text = words("references", language)
    reach = Counter({line.source: 0 for line in snapshot.lines})
    reach.update(source for source, _ in {(line.source, line.target) for line in snapshot.lines})
    notes, numbers = {}, ordinals(snapshot.of(Reference))
    for reference in snapshot.of(Reference):
        parts = []
        for pointer in snapshot.outgoing.get(reference.id, ()):
            places = ", ".join(f"{place.locator} “{place.fragment}”" for place in snapshot.anchors.get(pointer.end, ()))
            backed = [
                f"{link.end} ({snapshot.label(f'role-{link.role}', language)})"
                for link in snapshot.outgoing.get(pointer.end, ())
                if link.relation == "support"
            ]
            parts.append(
                text("backs", statements=", ".join(backed), places=places) if backed else text("cited-in", places=places)
            )
        if reach[reference.id]:
            parts.append(text("bears", n=reach[reference.id]))
        parts += notice_lines(reference.id, snapshot, language)
        notes[numbers[reference.id]] = "; ".join(parts)
    return notes


def _lines(entry: Listed, texts: Mapping[int, str], language: str, snapshot: Snapshot | None) -> list[str]:
    text = words("references", language)
    lines = [texts.get(entry.number) or text("unknown", why=getattr(entry.why, language))]
    if entry.supplied is not None:
        origin = entry.supplied.provenance
        source = f"{origin.source}, {origin.key}" if origin.key else origin.source
        if entry.supplied.status == "drafted":
            lines.append(text("status-drafted", source=source))
        else:
            status, by = text(f"status-{entry.supplied.status}"), origin.by or text("supplier-unknown")
            lines.append(text("provenance", status=status, source=source, date=origin.date, by=by))
    places = cited_in(entry)
    published = notice_lines(entry.id, snapshot, language) if snapshot is not None else []
    return [*lines, text("cited-in", places=places) if places else text("cited-nowhere"), *published]
