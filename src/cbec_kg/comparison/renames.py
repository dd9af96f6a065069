"""Which records of two versions are the same though their ids differ: proposals, each with its reason.

Out of scope: how records of several papers are the same (`cbec_kg.alignment`), and what has changed in them.

An id names the same record in both versions. The ids of references and of their citations carry a number, and numbers are
given anew when a list grows: for these an identifier, or the places that cite them, count more than the id. Everything is
looked up by keys that are unique on both sides, so that the time grows with the number of records, and each proposal is the
same in whichever direction one compares.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from cbec_kg.alignment.matches import folded_name, identifiers_of
from cbec_kg.comparison.unique import of_unique_keys
from cbec_kg.model.records import Article, Attribution, Citation, Record, Reference, Statistic
from cbec_kg.model.snapshot import Snapshot

Reason = Literal["article", "identifier", "cited-at", "anchors", "value", "name", "number", "fragments"]
"""Why two records are taken for one: there is one article; they share an identifier; are cited at the same places; are of
one kind and have the same anchors; the same print in the same passage; the same name; the same number; the same fragments
in other passages."""

_MARK = re.compile(r"\[[^\]]*\]")

Same = Callable[[str], str]
"""Gives one name for both versions of a record, whichever of its two names it is given."""

Key = Callable[[Record, Same], Hashable]
"""What a record is looked up by; None for what has nothing of the kind."""


class Rename(Struct, frozen=True, order=True):
    """A record that has another id in the newer version, and why it is taken for the same."""

    old: str
    new: str
    reason: Reason


def proposed_renames(old: Snapshot, new: Snapshot) -> tuple[Rename, ...]:
    """Return the proposals for two versions of one paper, sorted."""
    pairing = _Pairing(old.records, new.records)
    by_identifier = _shared_identifiers(old, new)
    pairing.references(by_identifier, _cited_at(old), _cited_at(new))
    pairing.by_id(lambda record: not isinstance(record, Citation))
    pairing.citations()
    pairing.pairs_of("identifier", by_identifier)
    for reason, key in _KEYS:
        pairing.by(reason, key)
    return tuple(sorted(one for one in pairing.found if one.old != one.new))


class _Pairing:
    """Records of two versions that have no partner yet, and the pairs that were found."""

    def __init__(self, old: Mapping[str, Record], new: Mapping[str, Record]) -> None:
        self.old, self.new = dict(old), dict(new)
        self.found: list[Rename] = []
        self.newer: dict[str, str] = {}
        """Name in the newer version by that in the older one."""
        self.older: dict[str, str] = {}

    def pair(self, old: str, new: str, reason: Reason) -> None:
        """Take two records for one, unless one of them has a partner."""
        if old in self.old and new in self.new:
            del self.old[old], self.new[new]
            self.newer[old], self.older[new] = new, old
            self.found.append(Rename(old, new, reason))

    def by_id(self, wanted: Callable[[Record], bool]) -> None:
        """Take records of one id for the same."""
        for name in [name for name, record in self.old.items() if name in self.new and wanted(record)]:
            self.pair(name, name, "identifier")

    def by(self, reason: Reason, key: Key) -> None:
        """Take records for the same whose key, with their class, no other record of either side has."""
        olds = _unique(self.old.values(), key, lambda name: self.newer.get(name, f"old {name}"))
        news = _unique(self.new.values(), key, lambda name: name if name in self.older else f"new {name}")
        for found in olds.keys() & news.keys():
            self.pair(olds[found], news[found], reason)

    def pairs_of(self, reason: Reason, pairs: Mapping[str, str]) -> None:
        """Take given pairs for the same."""
        for old, new in pairs.items():
            self.pair(old, new, reason)

    def references(
        self, by_identifier: Mapping[str, str], was_cited: Mapping[str, Places], is_cited: Mapping[str, Places]
    ) -> None:
        """Pair references: by an identifier, else by id unless all places that cite them are others, else by these."""
        olds, news = (
            {name for name, record in records.items() if isinstance(record, Reference)} for records in (self.old, self.new)
        )
        self.pairs_of("identifier", {old: new for old, new in by_identifier.items() if old in olds and new in news})
        nowhere: Places = frozenset()

        def stays(name: str) -> bool:
            was, is_now = was_cited.get(name, nowhere), is_cited.get(name, nowhere)
            return not was or not is_now or not was.isdisjoint(is_now)

        self.by_id(lambda record: isinstance(record, Reference) and stays(record.id))
        of_places = {places: name for name, places in was_cited.items() if places}
        self.pairs_of("cited-at", {of_places[places]: name for name, places in is_cited.items() if places in of_places})
        self.by_id(lambda record: isinstance(record, Reference))

    def citations(self) -> None:
        """Pair citations: by id where they cite the same reference in the same place, else by both of these, else by id."""

        def stays(record: Record) -> bool:
            other = self.new[record.id]
            if not isinstance(record, Citation) or not isinstance(other, Citation):
                return False
            return self.newer.get(record.reference) == other.reference and _places(record) == _places(other)

        self.by_id(stays)
        self.by("anchors", lambda one, same: (same(one.reference), _places(one)) if isinstance(one, Citation) else None)
        self.by_id(lambda record: isinstance(record, Citation))


Places = frozenset[tuple[str, str]]
"""Locators with fragments, in which what stands in brackets is left out."""


def _unique(records: Iterable[Record], key: Key, same: Same) -> dict[Hashable, str]:
    """Return the record of each key that one alone has, by class and key."""
    keys = ((record, key(record, same)) for record in records)
    return of_unique_keys(((type(record), known), record.id) for record, known in keys if known is not None)


def _places(record: Record) -> Places:
    return frozenset((at.locator, _MARK.sub("[]", at.fragment)) for at in getattr(record, "at", ()))


def _cited_at(snapshot: Snapshot) -> dict[str, Places]:
    """Return where each reference is cited; places that several share tell nothing apart and are left out."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for citation in snapshot.of(Citation):
        found[citation.reference].update(_places(citation))
    shared = Counter(place for places in found.values() for place in places)
    return {name: frozenset(place for place in places if shared[place] == 1) for name, places in found.items()}


def _shared_identifiers(old: Snapshot, new: Snapshot) -> dict[str, str]:
    """Return the records that have an identifier, or a supplied title and year, that one record of each side alone has."""
    olds, news = (_identified(snapshot) for snapshot in (old, new))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in sorted(olds.keys() & news.keys()):
        one, other = olds[identifier], news[identifier]
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _identified(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """Return the record of each identifier that one alone has, by class and identifier."""

    def identifiers(record: Record) -> Iterator[str]:
        yield from identifiers_of(record, snapshot)
        supplied = snapshot.supplied.get(record.id)
        if supplied is not None and supplied.title and supplied.year is not None:
            yield f"{folded_name(supplied.title)} {supplied.year}"

    records = snapshot.records.values()
    return of_unique_keys(((type(one).__name__, key), one.id) for one in records for key in identifiers(one))


def _anchored(record: Record, same: Same) -> Hashable:
    """Return where a record stands, with what tells several of one kind in one place apart."""
    apart = ""
    if isinstance(record, Statistic):
        apart = record.printed
    elif isinstance(record, Citation | Attribution):
        apart = same(record.reference if isinstance(record, Citation) else record.source)
    return (places, apart) if (places := _places(record)) else None


def _print_and_passage(record: Record, same: Same) -> Hashable:
    return (record.printed, record.at[0].locator) if isinstance(record, Statistic) and record.at else None


def _both_names(record: Record, same: Same) -> Hashable:
    names = tuple(folded_name(getattr(record, language, "")) for language in ("zh", "en"))
    return names if all(names) else None


def _number(record: Record, same: Same) -> Hashable:
    number = getattr(record, "number", None)
    return number if number is not None else getattr(record, "key", None)


def _fragments(record: Record, same: Same) -> Hashable:
    return tuple(sorted(fragment for _, fragment in _places(record))) or None


_KEYS: tuple[tuple[Reason, Key], ...] = (
    ("article", lambda record, same: True if isinstance(record, Article) else None),
    ("anchors", _anchored),
    ("anchors", lambda record, same: _places(record) or None),
    ("value", _print_and_passage),
    ("name", _both_names),
    ("number", _number),
    ("fragments", _fragments),
)
"""What records without a partner are looked up by, the strongest first."""
