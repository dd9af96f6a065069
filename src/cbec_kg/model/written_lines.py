"""What a curator wrote, by name: fields of records and items of fields, and the lines of a folder's files where they stand.

A link is written in a field of one of its records; a causal one in either of them, or in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cbec_kg.model.links import Link
from cbec_kg.model.terms import Where

Written = Mapping[str, Mapping[str, Where]]
"""Where each record's fields stand: by record, then by what `item_name` gives, or by nothing for the record itself."""


class JoinedLines(Mapping[str, Mapping[str, Where]]):
    """The lines of several papers, whose records are named ``PAPER:ID``; `parts` has those of each paper."""

    def __init__(self, parts: Mapping[str, Written]) -> None:
        self._parts = parts

    def __getitem__(self, name: str) -> Mapping[str, Where]:
        paper, _, local = name.rpartition(":")
        return self._parts[paper][local]

    def __iter__(self) -> Iterator[str]:
        return (f"{paper}:{name}" for paper, lines in self._parts.items() for name in lines)

    def __len__(self) -> int:
        return sum(map(len, self._parts.values()))


def item_name(field: str, *item: str | None) -> str:
    """Return how an item of a field is named, or the field itself.

    Examples
    --------
    >>> item_name("value"), item_name("rests_on", "citation-01-1", "facet")
    ('value', 'rests_on citation-01-1 facet')
    """
    return " ".join((field, *filter(None, item)))


def fields_of_link(link: Link) -> tuple[tuple[str, str, str, str | None], ...]:
    """Return the records and fields that a link may be written in, with the record that it names there, and the role."""
    start, end = link.start, link.end
    match link.relation:
        case "support":
            return ((end, "rests_on", start, link.role),)
        case "cause":
            return ((start, "leads_to", end, None), (end, "caused_by", start, None))
        case "inference":
            return ((end, "concluded_from", start, None),)
        case "pointer":
            return ((end, "reference", start, None), (end, "source", start, None))
        case "facet" | "measure":
            return ((start, "problem" if link.relation == "facet" else "countermeasure", end, None),)
        case "address" | "answer":
            return ((start, "addresses" if link.relation == "address" else "answers", end, None),)
