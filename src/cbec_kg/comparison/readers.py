"""Several readings of one article under common names: which record of one reader is which of another's.

Readers name records as they like. What the article itself numbers, and what has an identifier or one name, is the same by
that; statements, figures and pointers are the same when they are of one class and their anchors overlap, those first that
overlap most, or when each reader has one of the class in a sentence. The first reader's record stands for the others'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cbec_kg.alignment.matches import folded_name, identifiers_of
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.unique import of_unique_keys
from cbec_kg.model import records as r
from cbec_kg.model.joining import renamed
from cbec_kg.model.snapshot import Snapshot

Span = tuple[str, int, int]
"""A passage's locator, and where in it a fragment begins and ends, in characters."""

_ANCHORED = (r.Citation, r.Attribution, r.Paraphrased, r.Statistic, r.Exemption)
"""What is the same by where it stands."""


class Readings(Struct, frozen=True):
    """Readings under common names.

    Attributes
    ----------
    sides : tuple of Side
        As they were given.
    snapshots : tuple of Snapshot
        Each reading with its records under the common names, in the order of `sides`.
    own : tuple of mapping of str to str
        The own id of each record that a reader has, by the common name.
    """

    sides: tuple[Side, ...]
    snapshots: tuple[Snapshot, ...]
    own: tuple[Mapping[str, str], ...]

    @property
    def names(self) -> list[str]:
        """Return the common names, sorted."""
        return sorted({name for own in self.own for name in own})

    def having(self, name: str) -> tuple[int, ...]:
        """Return which readers have a record, by their places."""
        return tuple(number for number, own in enumerate(self.own) if name in own)

    def kind(self, name: str) -> str:
        """Return the kind of a record."""
        return self.snapshots[self.having(name)[0]].kinds[name]

    def line(self, name: str, reader: int) -> str:
        """Return file and line of a record in a reader's folder; empty where they are not known."""
        return self.sides[reader].line_of(self.own[reader].get(name, ""))


def align_readings(sides: Sequence[Side]) -> Readings:
    """Return readings of one article under common names."""
    first, *others = sides
    known: dict[str, tuple[Snapshot, str]] = {name: (first.snapshot, name) for name in first.snapshot.records}
    snapshots, owns = [first.snapshot], [{name: name for name in known}]
    for number, side in enumerate(others, 2):
        pairs = _pairs(known, side.snapshot)
        names = {name: pairs.get(name, name if name not in known else f"{name}~{number}") for name in side.snapshot.records}
        changed = {name: common for name, common in names.items() if name != common}
        snapshots.append(renamed(side.snapshot, changed) if changed else side.snapshot)
        owns.append({common: name for name, common in names.items()})
        for common in names.values():
            known.setdefault(common, (snapshots[-1], common))
    return Readings(tuple(sides), tuple(snapshots), tuple(owns))


def spans_of(snapshot: Snapshot, name: str) -> tuple[Span, ...]:
    """Return where the anchors of a record stand, as far as that has been computed."""
    return tuple((at.locator, at.offset, at.offset + len(at.fragment)) for at in snapshot.anchors.get(name, ()))


def overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Return Dice's coefficient of two lists of spans: twice the characters in both, as a part of those of each."""
    a, b = set(one), set(other)
    both = sum(
        max(0, min(end, to) - max(start, since)) for place, start, end in a for there, since, to in b if place == there
    )
    whole = sum(end - start for _, start, end in (*a, *b))
    return 2 * both / whole if whole else 0.0


def _pairs(known: Mapping[str, tuple[Snapshot, str]], new: Snapshot) -> dict[str, str]:
    """Return the common name of each record of a new reading that an earlier one has."""
    found: dict[str, str] = {}
    taken: set[str] = set()

    def pair(common: str, name: str) -> None:
        if name not in found and common not in taken:
            found[name] = common
            taken.add(common)

    def pair_by(keys: Callable[[Snapshot, str], list[Hashable]]) -> None:
        olds = of_unique_keys((key, common) for common, of in known.items() if common not in taken for key in keys(*of))
        news = of_unique_keys((key, name) for name in new.records if name not in found for key in keys(new, name))
        for shared in sorted(olds.keys() & news.keys(), key=str):
            pair(olds[shared], news[shared])

    for keys in (_numbered, _identified, _named):
        pair_by(keys)
    for _, common, name in sorted(_overlapping(known, new, found)):
        pair(common, name)
    pair_by(_sentences)
    return found


def _numbered(snapshot: Snapshot, name: str) -> list[Hashable]:
    """Return what the article itself calls a record by: a number, a key, a cell of a numbered table; the article is one."""
    record = snapshot.records[name]
    if isinstance(record, r.Article):
        return [r.Article]
    if isinstance(record, r.Reference | r.Section | r.Table | r.Figure):
        marks = (record.number, getattr(record, "key", None))
        return [(type(record), mark) for mark in marks if mark is not None]
    if isinstance(record, r.Unit):
        return [(type(record), record.symbol)]
    if isinstance(record, r.Statistic) and record.table is not None:
        table = snapshot.records[record.table]
        return [(type(record), getattr(table, "number", None), record.row, record.column)]
    return []


def _identified(snapshot: Snapshot, name: str) -> list[Hashable]:
    record = snapshot.records[name]
    return [(type(record), identifier) for identifier in identifiers_of(record, snapshot)]


def _named(snapshot: Snapshot, name: str) -> list[Hashable]:
    """Return the names of what is called something, each for itself."""
    record = snapshot.records[name]
    if not isinstance(record, r.Entity | r.Source | r.Indicator | r.Kind):
        return []
    texts = [folded_name(text) for text in (record.zh, record.en, *getattr(record, "also", ()))]
    return [(snapshot.kinds[name], text) for text in texts if text]


def _sentences(snapshot: Snapshot, name: str) -> list[Hashable]:
    record = snapshot.records[name]
    if not isinstance(record, _ANCHORED) or not record.at:
        return []
    return [(type(record), frozenset(at.locator for at in record.at))]


def _overlapping(
    known: Mapping[str, tuple[Snapshot, str]], new: Snapshot, found: Mapping[str, str]
) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Yield pairs of anchored records of one class whose anchors overlap, each with a key by which the best come first."""
    taken = set(found.values())
    at: dict[Hashable, list[str]] = defaultdict(list)
    for common, (snapshot, name) in known.items():
        if common not in taken and isinstance(snapshot.records[name], _ANCHORED):
            for locator in {place for place, _, _ in spans_of(snapshot, name)}:
                at[type(snapshot.records[name]), locator].append(common)
    for name, record in new.records.items():
        if name in found or not isinstance(record, _ANCHORED):
            continue
        spans = spans_of(new, name)
        near = {common for place, _, _ in spans for common in at[type(record), place]}
        for common in near:
            snapshot, own = known[common]
            shared = overlap(spans_of(snapshot, own), spans)
            if shared:
                alike = _same_content(snapshot.records[own], record, found)
                yield (not alike, -shared), common, name


def _same_content(known: r.Record, new: r.Record, found: Mapping[str, str]) -> bool:
    """Return whether two records that stand in one place print or point to the same; statements only stand there."""
    if isinstance(known, r.Statistic) and isinstance(new, r.Statistic):
        return (known.value, known.unit) == (new.value, found.get(new.unit, new.unit))
    if isinstance(known, r.Citation) and isinstance(new, r.Citation):
        return known.reference == found.get(new.reference)
    if isinstance(known, r.Attribution) and isinstance(new, r.Attribution):
        return known.source == found.get(new.source)
    return True
