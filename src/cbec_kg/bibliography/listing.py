"""The list of references as plain values: what is known of each, where it comes from, where it is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from cbec_kg.bibliography.entries import Bibliography, Supplied
from cbec_kg.bibliography.supplied import to_csl
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Citation, Reference
from cbec_kg.model.references import mark_of, ordinals, reference_order
from cbec_kg.model.terms import Bilingual


class Place(NamedTuple):
    """A place that cites a reference."""

    citation: str
    locator: str
    fragment: str


class Listed(NamedTuple):
    """A reference with what is known of it; `why` says why nothing is when `supplied` is None.

    `mark` is what cites it: ``[9]``, or ``(Low, 2019)``, whose number is only its place in the list.
    """

    id: str
    number: int
    mark: str
    why: Bilingual
    places: tuple[Place, ...]
    supplied: Supplied | None


def reference_numbers(curation: Curation) -> list[int]:
    """Return the numbers of a curation's references, sorted."""
    return sorted(ordinals(curation.of(Reference)).values())


def names_of_unnumbered(curation: Curation) -> dict[int, str]:
    """Return the ids of the references that have no number of their own, by their place in the list."""
    own = {reference.id for reference in curation.of(Reference) if reference.number is not None}
    return {number: name for name, number in ordinals(curation.of(Reference)).items() if name not in own}


def list_references(curation: Curation, bibliography: Bibliography) -> list[Listed]:
    """Return a curation's references in the order of numbers, each with the places that cite it in the order of ids."""
    places: dict[str, list[Place]] = defaultdict(list)
    for citation in curation.of(Citation):
        places[citation.reference] += [Place(citation.id, anchor.locator, anchor.fragment) for anchor in citation.at]
    numbers = ordinals(curation.of(Reference))
    return [
        Listed(record.id, number, mark_of(record), record.why, tuple(places.get(record.id, ())), bibliography.get(number))
        for record in sorted(curation.of(Reference), key=reference_order)
        for number in (numbers[record.id],)
    ]


def to_values(listed: Sequence[Listed], style: str) -> list[dict[str, Any]]:
    """Return the list as values for JSON; ``text`` and ``item`` are None where nothing is known.

    Where references cannot be formatted, ``style`` is None and ``text`` in no style.
    """
    texts, unformatted = formatted(listed, style)
    return [
        {
            "id": entry.id,
            "number": entry.number,
            "mark": entry.mark,
            "status": entry.supplied.status if entry.supplied else "unknown",
            "style": None if unformatted else style,
            "text": texts.get(entry.number),
            "item": to_csl(entry.supplied) if entry.supplied else None,
            "why": None if entry.supplied else {"zh": entry.why.zh, "en": entry.why.en},
            "cited": [place._asdict() for place in entry.places],
        }
        for entry in listed
    ]


def cited_in(entry: Listed) -> str:
    """Return the places that cite a reference as one text: locators and fragments."""
    return "; ".join(f"{place.locator} “{place.fragment}”" for place in entry.places)


def formatted(listed: Sequence[Listed], style: str) -> tuple[dict[int, str], str]:
    """Return the text of each supplied reference by number, and a word where it is in no style; see `format_supplied`."""
    supplied = {entry.number: entry.supplied for entry in listed if entry.supplied}
    if not supplied:
        return {}, ""
    from cbec_kg.bibliography.styles import format_supplied

    return format_supplied(supplied, style)
