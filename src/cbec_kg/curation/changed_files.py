"""Where two files of a folder disagree: which of them was changed, and is named for it.

A record that several name, or that has places in ``anchors.csv``, was there: its own file is at fault and not those that
name it. What ``anchors.csv`` lacks was changed in the file of the record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cbec_kg.errors import Problem, some_of
from cbec_kg.model.curated import Curation
from cbec_kg.model.kinds import FILES, PREFIXES
from cbec_kg.model.records import Record, Table
from cbec_kg.model.terms import Where

ANCHOR = "Run: cbec-kg anchor --paper FILE --write"
"""The next step where a computed file is out of date."""


class Naming(NamedTuple):
    """A record that a field names and that is not there: who names it, where, and which kinds may be named.

    `fact` says so for the place that names it, where that is at fault.
    """

    name: str
    target: str
    where: Where
    allowed: tuple[type[Record], ...]
    fact: str


def file_of(name: str, curation: Curation, allowed: Sequence[type[Record]] = ()) -> str:
    """Return the file in which a record of this id stands or would stand, if need be the one of a kind `allowed`."""
    if name in curation.records:
        return curation.records[name].where.file
    for table in curation.of(Table):
        if name.startswith(f"stat-{table.id}-"):
            return table.file
    kinds = [kind for kind, prefixes in PREFIXES.items() if name.split("-")[0] in prefixes]
    kind = next((kind for kind in kinds if not allowed or kind in allowed), None) or next(iter([*allowed, *kinds]), None)
    return next((file for file, held in FILES.items() if held is kind), "article.yaml")


def undefined(namings: Sequence[Naming], curation: Curation) -> Iterator[Problem]:
    """Yield the problems of records that are named and are not there: one a record that must have been."""
    placed = {place.record for place in curation.places}
    by_target: dict[str, list[Naming]] = {}
    for naming in namings:
        by_target.setdefault(naming.target, []).append(naming)
    for target, everywhere in by_target.items():
        those = [
            one for one in everywhere if not one.where.file.endswith(".csv")
        ] or everywhere  # cells name what columns do
        file = file_of(target, curation, those[0].allowed)
        if target in placed or len({one.where for one in those}) > 1:
            first, more = those[0], len(those) - 1
            who = f"{first.name} names at {first.where.file}:{first.where.line}{f', and {more} more do' if more else ''}"
            yield Problem(file, 0, f"has no {target}, which {who}. Add it, or correct what names it.")
        else:
            yield Problem(those[0].where.file, those[0].where.line, those[0].fact.format(file=file))


def stale_anchors(curation: Curation, unread: Collection[str] = ()) -> Iterator[Problem]:
    """Yield where ``anchors.csv`` has no place for an anchor of the records, or one that no record has, a problem a file.

    What it has of records that could not be read, `unread`, is left aside.
    """
    placed = {(place.record, place.locator, place.fragment) for place in curation.places if place.record not in unread}
    wanted = {
        (record.id, anchor.locator, anchor.fragment): anchor.where
        for record in curation.records.values()
        for anchor in getattr(record, "at", ())
    }
    if wanted and not placed and curation.passages:
        yield Problem("anchors.csv", 0, f"is missing or empty. {ANCHOR}")
    if not placed:
        return
    changed: dict[str, tuple[set[str], set[str], set[int]]] = {}
    for name, locator, fragment in set(wanted) ^ placed:
        lacking, beyond, lines = changed.setdefault(file_of(name, curation), (set(), set(), set()))
        where = wanted.get((name, locator, fragment))
        (beyond if where is None else lacking).add(name)
        if where is not None and where.file == file_of(name, curation):
            lines.add(where.line)
    for file, (lacking, beyond, lines) in changed.items():
        pairs = (("lacks anchors of", lacking), ("has old ones of", beyond))
        facts = [f"{what} {some_of(sorted(names))}" for what, names in pairs if names]
        what = f"was changed, or anchors.csv was, which is out of date: it {', and '.join(facts)}"
        yield Problem(file, min(lines, default=0), f"{what}. {ANCHOR}")
