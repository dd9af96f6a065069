"""Kinds of a folder's own: whether what is declared holds, and what is told of a kind that is not declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.kinds import KIND_PREFIX, OPEN_LISTS
from cbec_kg.search.resolve import offer_of

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def kinds(curation: Curation) -> Iterator[Problem]:
    """Yield what is wrong with declared kinds."""
    for one in curation.of(r.Kind):
        for message in _wrong(one, curation):
            yield Problem(one.where.file, one.where.line, f"{one.id} {message}")


def unknown_kind(name: str, kind: str, known: Iterable[str]) -> str:
    """Return what is told of a record whose field `name` has a kind that is neither listed nor declared."""
    known = list(known)
    must = f"it must be one of: {', '.join(known)}" if known else "no kind is declared for it"
    return f"{name} is {kind!r}; {must}.{offer_of(kind, known)} Correct it, or declare {KIND_PREFIX}{kind} in kinds.yaml."


def _wrong(one: r.Kind, curation: Curation) -> Iterator[str]:
    values = next(listed.values for listed in OPEN_LISTS.values() if listed.name == one.of)
    if one.id.removeprefix(KIND_PREFIX) in values:
        yield f"is in the list of kinds of {one.of} already. Remove it."
    if one.kind_of is not None:
        above = curation.records.get(f"{KIND_PREFIX}{one.kind_of}")
        if one.kind_of not in values and not (isinstance(above, r.Kind) and above.of == one.of and above is not one):
            offer = offer_of(one.kind_of, values)
            yield f"is said to be a kind of {one.kind_of!r}, which is no kind of {one.of}.{offer} Correct 'kind_of'."
        elif _is_above_itself(one, curation):
            yield "is a kind of itself through others. Remove one 'kind_of'."
    for iri in one.exact_match:
        if not _IRI.fullmatch(iri):
            yield f"has the exact match {iri!r}; the IRI of a concept is expected, beginning with http. Correct it."


def _is_above_itself(one: r.Kind, curation: Curation) -> bool:
    seen: set[str] = set()
    here: r.Record | None = one
    while isinstance(here, r.Kind) and here.kind_of is not None and here.id not in seen:
        seen.add(here.id)
        here = curation.records.get(f"{KIND_PREFIX}{here.kind_of}")
    return here is one and bool(seen)
