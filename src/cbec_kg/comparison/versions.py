"""The difference between two versions of the records of one article.

What the ids say is the same is compared field by field; where ids differ a rename is proposed with its reason
(`cbec_kg.comparison.renames`), and what names the record by its new id counts as unchanged. Nothing is merged: without
renames such records are dropped and added. Out of scope: two articles (`cbec_kg.comparison.subjects`), words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.comparison.check_changes import CheckChange, check_changes
from cbec_kg.comparison.evidence_changes import EvidenceChange, evidence_changes
from cbec_kg.comparison.figure_changes import FigureChange, figure_changes
from cbec_kg.comparison.record_changes import RecordChange, record_changes
from cbec_kg.comparison.renames import Rename, proposed_renames
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.unique import of_unique_keys
from cbec_kg.model.joining import renamed
from cbec_kg.model.records import Reference
from cbec_kg.model.snapshot import Snapshot

K = TypeVar("K", str, tuple[str, str])
V = TypeVar("V")


class PassageChanges(Struct, frozen=True):
    """Passages of the article's text, by locator: with another text, only in one version, or with another locator."""

    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


class SuppliedChange(Struct, frozen=True):
    """What a user supplied for a reference in each version: status, title, DOI and year; None where nothing."""

    reference: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class ReaderChange(Struct, frozen=True):
    """A reader's verdict that differs: the decision in each version, empty where it does not have it."""

    on: str
    by: str
    old: str
    new: str


class NoticeChange(Struct, frozen=True):
    """A reference or source of which published notices come to something else, such as ``withdrawn``; empty without any."""

    reference: str
    old: str
    new: str


class Difference(Struct, frozen=True):
    """All that differs; records by their id in the newer version, `dropped` ones by that in the older one.

    `renumbered` are references of both versions with another number or key.
    """

    renames: tuple[Rename, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[RecordChange, ...]
    figures: tuple[FigureChange, ...]
    evidence: tuple[EvidenceChange, ...]
    checks: tuple[CheckChange, ...]
    renumbered: tuple[RecordChange, ...]
    supplied: tuple[SuppliedChange, ...]
    notices: tuple[NoticeChange, ...]
    readers: tuple[ReaderChange, ...]
    passages: PassageChanges

    @property
    def same(self) -> bool:
        """Return whether nothing differs."""
        lists = (getattr(self, name) for name in self.__struct_fields__ if name != "passages")
        return not any(lists) and self.passages == PassageChanges()

    @property
    def moved(self) -> tuple[RecordChange, ...]:
        """Return the records of which only the passages of their fragments have changed."""
        return tuple(change for change in self.changed if change.moved)


def difference(old: Side, new: Side, *, renames: bool = True) -> Difference:
    """Return what differs between two versions of one article's records; `renames` are proposed unless that is false."""
    before, after = old.snapshot, new.snapshot
    proposed = proposed_renames(before, after) if renames else ()
    newer = {one.old: one.new for one in proposed}
    partners = set(newer.values())
    apart = {name: f"{name}~dropped" for name in before.records if name in partners and name not in newer}
    names = newer | apart
    older = {new_name: name for name, new_name in names.items()}
    as_new = renamed(before, names) if names else before
    changed = tuple(record_changes(as_new.records, after.records, before.records, older))
    fields = {change.new: [one.field for one in change.fields] for change in changed}
    return Difference(
        renames=proposed,
        dropped=tuple(sorted(older.get(name, name) for name in as_new.records.keys() - after.records.keys())),
        added=tuple(sorted(after.records.keys() - as_new.records.keys())),
        changed=changed,
        figures=figure_changes(as_new, after, fields, older),
        evidence=evidence_changes(as_new, after, older),
        checks=check_changes(old.checks, new.checks, names),
        renumbered=tuple(_renumbered(changed, after)),
        supplied=tuple(_supplied(as_new, after, older)),
        notices=tuple(_notices(as_new, after, older)),
        readers=tuple(_readers(old, new)),
        passages=_passages(before, after),
    )


def _renumbered(changed: Iterable[RecordChange], new: Snapshot) -> Iterable[RecordChange]:
    for change in changed:
        fields = tuple(one for one in change.fields if one.field in ("number", "key"))
        if fields and isinstance(new.records[change.new], Reference):
            yield replace(change, fields=fields)


def _supplied(old: Snapshot, new: Snapshot, older: Mapping[str, str]) -> Iterable[SuppliedChange]:
    for name, one, other in _differing(old.supplied, new.supplied):
        plain = [
            {field: value for field in found.__struct_fields__ if (value := getattr(found, field))} if found else None
            for found in (one, other)
        ]
        yield SuppliedChange(name if other else older.get(name, name), *plain)


def _notices(old: Snapshot, new: Snapshot, older: Mapping[str, str]) -> Iterable[NoticeChange]:
    olds, news = ({name: state for name, (state, _) in one.notice_states.items()} for one in (old, new))
    for name, one, other in _differing(olds, news):
        yield NoticeChange(name if name in new.records else older.get(name, name), one or "", other or "")


def _readers(old: Side, new: Side) -> Iterable[ReaderChange]:
    olds, news = ({(one.on, one.by): one.decision for one in side.verdicts} for side in (old, new))
    for (on, by), one, other in _differing(olds, news):
        yield ReaderChange(on, by, one or "", other or "")


def _differing(old: Mapping[K, V], new: Mapping[K, V]) -> Iterator[tuple[K, V | None, V | None]]:
    """Yield each key whose values differ, with both, sorted; None where a version does not have it."""
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        if one != other:
            yield key, one, other


def _passages(old: Snapshot, new: Snapshot) -> PassageChanges:
    """Return what has changed of the text; a passage whose digest is somewhere else, once, has moved."""
    olds, news = ({one.locator: one.sha256 for one in snapshot.passages} for snapshot in (old, new))
    gone = {locator: digest for locator, digest in olds.items() if news.get(locator) != digest}
    come = {locator: digest for locator, digest in news.items() if olds.get(locator) != digest}
    from_, to = (of_unique_keys((digest, locator) for locator, digest in one.items()) for one in (gone, come))
    moved = {from_[digest]: to[digest] for digest in from_.keys() & to.keys()}
    left, right = gone.keys() - moved.keys(), come.keys() - set(moved.values())
    changed = left & right
    order = {locator: number for number, locator in enumerate([*olds, *news])}

    def sorted_(locators: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(locators, key=order.__getitem__))

    pairs = tuple((locator, moved[locator]) for locator in sorted_(moved))
    return PassageChanges(sorted_(changed), sorted_(left - changed), sorted_(right - changed), pairs)
