"""What cites a reference in a text: the marker with its number, its author and year, or its key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.model.records import Reference
from cbec_kg.model.references import mark_of
from cbec_kg.text.author_year import author_years, ends_with_author_year
from cbec_kg.text.cite_keys import cite_keys, ends_with_key
from cbec_kg.text.markers import ends_with_marker, markers


class Cited(NamedTuple):
    """One reference that a marker names: the marker's offsets and text, and the reference as it is named.

    `context` ends with the marker and has what comes before it: a name may have more words than are plainly its own.
    """

    start: int
    end: int
    text: str
    named: str
    context: str = ""


def ends_with_citation(fragment: str, reference: Reference) -> bool:
    """Return whether a text ends with what cites a reference."""
    by_number = reference.number is not None and ends_with_marker(fragment, reference.number)
    return by_number or (reference.key is not None and _ends_with_key(fragment, reference.key))


def _ends_with_key(text: str, key: str) -> bool:
    return ends_with_key(text, key) if key.startswith("@") else ends_with_author_year(text, key)


def cited_in_text(text: str, *, by_author: bool, by_key: bool) -> Iterator[Cited]:
    """Yield each reference that the markers of a text name; those by author and year or by key, too, where the paper cites
    so."""
    for marker in markers(text):
        for number in marker.numbers or (0,):
            yield Cited(marker.start, marker.end, marker.text, f"[{number}]")
    for one in cite_keys(text) if by_key else ():
        yield Cited(one.start, one.end, one.key, one.key, text[: one.end])
    if by_author:
        for cited in author_years(text):
            printed = text[cited.start : cited.end]
            yield Cited(
                cited.start,
                cited.end,
                printed,
                f"({cited.names[0]}, {cited.year})",
                text[max(0, cited.start - 60) : cited.end],
            )


def is_cited(cited: Cited, reference: Reference) -> bool:
    """Return whether a marker names a reference."""
    if cited.named.startswith("["):
        return reference.number is not None and cited.named == mark_of(reference)
    return reference.key is not None and _ends_with_key(cited.context, reference.key)
