"""The list of references as plain values and as text: what is known of each, where it comes from, where it is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cbec_kg.bibliography.entries import Bibliography, Supplied
from cbec_kg.bibliography.supplied import to_csl
from cbec_kg.model.records import Citation, Curation, Reference
from cbec_kg.model.terms import Bilingual


@dataclass(frozen=True)
class Place:
    """A place that cites a reference."""

    citation: str
    locator: str
    fragment: str


@dataclass(frozen=True)
class Listed:
    """A reference with what is known of it; `why` says why nothing is when `supplied` is None."""

    id: str
    number: int
    why: Bilingual
    places: tuple[Place, ...]
    supplied: Supplied | None


def reference_numbers(curation: Curation) -> list[int]:
    """Return the numbers of a curation's references, sorted."""
    return sorted(reference.number for reference in curation.of(Reference))


def list_references(curation: Curation, bibliography: Bibliography) -> list[Listed]:
    """Return a curation's references in the order of numbers, each with the places that cite it in the order of ids."""
    places: dict[str, list[Place]] = {}
    for citation in curation.of(Citation):
        found = places.setdefault(citation.reference, [])
        found += [Place(citation.id, anchor.locator, anchor.fragment) for anchor in citation.at]
    return [
        Listed(record.id, record.number, record.why, tuple(places.get(record.id, ())), bibliography.get(record.number))
        for record in sorted(curation.of(Reference), key=lambda record: record.number)
    ]


def to_values(listed: Sequence[Listed], style: str) -> list[dict[str, Any]]:
    """Return the list as values for JSON; ``text`` and ``item`` are None where nothing is known."""
    return [
        {
            "id": entry.id,
            "number": entry.number,
            "status": entry.supplied.status if entry.supplied else "unknown",
            "style": style,
            "text": _text(entry, style),
            "item": to_csl(entry.supplied) if entry.supplied else None,
            "why": None if entry.supplied else {"zh": entry.why.zh, "en": entry.why.en},
            "cited": [{"citation": p.citation, "locator": p.locator, "fragment": p.fragment} for p in entry.places],
        }
        for entry in listed
    ]


def render_text(listed: Sequence[Listed], style: str, lang: str) -> str:
    """Return the list for a terminal: three lines a reference, and a count at the end."""
    width = max((len(str(entry.number)) for entry in listed), default=1) + 2
    lines = []
    for entry in listed:
        lines.append(f"{f'[{entry.number}]':<{width}} {_said(entry, style, lang)}")
        lines += [f"{'':<{width}} {line}" for line in _below(entry, lang)]
    return "\n".join([*lines, "", summary(listed, lang)]) + "\n"


def render_markdown(listed: Sequence[Listed], style: str, lang: str) -> str:
    """Return the list as Markdown, a line of its own for each reference; supplied text cannot add markup."""
    lines = []
    for entry in listed:
        lines.append(f"- **[{entry.number}]** {_escape(_said(entry, style, lang))}  ")
        lines += [f"  {_escape(line)}  " for line in _below(entry, lang)]
    return "\n".join([*lines, "", summary(listed, lang)]) + "\n"


def summary(listed: Sequence[Listed], lang: str) -> str:
    """Return how many references are known and how many are not.

    Examples
    --------
    >>> summary([], "en")
    '0 references: 0 supplied, 0 unknown.'
    """
    supplied = sum(entry.supplied is not None for entry in listed)
    if lang == "zh":
        return f"共{len(listed)}条参考文献：已提供{supplied}条，未知{len(listed) - supplied}条。"
    word = "reference" if len(listed) == 1 else "references"
    return f"{len(listed)} {word}: {supplied} supplied, {len(listed) - supplied} unknown."


def cited_in(entry: Listed) -> str:
    """Return the places that cite a reference as one text: locators and fragments."""
    return "; ".join(f"{place.locator} “{place.fragment}”" for place in entry.places)


def _text(entry: Listed, style: str) -> str | None:
    if entry.supplied is None:
        return None
    from cbec_kg.bibliography.csl import format_reference

    return format_reference(entry.supplied.item, style)


def _said(entry: Listed, style: str, lang: str) -> str:
    text = _text(entry, style)
    if text is None:
        return f"未知：{entry.why.zh}" if lang == "zh" else f"unknown: {entry.why.en}"
    return text


def _below(entry: Listed, lang: str) -> list[str]:
    """Return the lines on provenance and on the places that cite a reference."""
    lines = []
    if entry.supplied is not None:
        origin = entry.supplied.provenance
        key = f", {origin.key}" if origin.key else ""
        if lang == "zh":
            status = {"asserted": "由用户提供，未核对", "verified": "由用户提供，已核对"}[entry.supplied.status]
            lines.append(f"{status}：{origin.source}{key}；{origin.date}；提供者{origin.by or '未知'}")
        else:
            lines.append(f"{entry.supplied.status}: {origin.source}{key}; {origin.date}; by {origin.by or 'unknown'}")
    places = cited_in(entry)
    if lang == "zh":
        return [*lines, f"引于 {places}" if places else "文中无引用"]
    return [*lines, f"cited in {places}" if places else "cited nowhere"]


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|!&~])", r"\\\1", text)
