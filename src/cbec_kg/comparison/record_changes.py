"""What has changed in the records of two versions, field by field.

Records are compared in their general form (`cbec_kg.model.joining`), in which the same link, cause or effect is the same
whichever file says it; a causal link counts once, at its effect where that has a field for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from cbec_kg.model.kinds import CLASSES, kind_of
from cbec_kg.model.records import Record

_NOT_COMPARED = ("id", "where", "value_text")
"""Fields that say how a record is called and where it is written, and one that repeats the digits of another."""


class FieldChange(Struct, frozen=True):
    """One field of a record in both versions, as plain values; None where it is left out."""

    field: str
    old: Any
    new: Any

    @property
    def removed(self) -> list[Any]:
        """Return what a list has no more; of a single value, itself."""
        return _without(self.old, self.new)

    @property
    def added(self) -> list[Any]:
        """Return what a list has got; of a single value, itself."""
        return _without(self.new, self.old)


class RecordChange(Struct, frozen=True):
    """A record that both versions have and that is not the same, by its id in each."""

    old: str
    new: str
    fields: tuple[FieldChange, ...]

    @property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """Return its locators, old and new, where all that has changed is in which passages its fragments stand."""
        if [change.field for change in self.fields] != ["at"]:
            return ()
        (change,) = self.fields
        if [at["fragment"] for at in change.old] != [at["fragment"] for at in change.new]:
            return ()
        pairs = zip(change.old, change.new, strict=True)
        return tuple((one["locator"], other["locator"]) for one, other in pairs if one != other)


def record_changes(
    old: Mapping[str, Record], new: Mapping[str, Record], as_named: Mapping[str, Record], older: Mapping[str, str]
) -> Iterator[RecordChange]:
    """Yield what has changed in each record that both versions have, in the order of `new`.

    Parameters
    ----------
    old : mapping of str to Record
        Under the names of the newer version.
    as_named : mapping of str to Record
        The same under their own names.
    older : mapping of str to str
        Id in the older version of each record whose id differs.
    """
    for name, record in new.items():
        if name not in old:
            continue
        before, after = plain_fields(old[name]), plain_fields(record)
        if before != after:
            own = older.get(name, name)
            named = plain_fields(as_named[own])
            fields = (key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key))
            changes = tuple(FieldChange(key, named.get(key), after.get(key)) for key in fields)
            yield RecordChange(own, name, changes)


def plain_fields(record: Record) -> dict[str, Any]:
    """Return what a record says as plain values, by field, without what is left out."""
    found = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name == "leads_to":
            value = tuple(link for link in value if not says_causes(link.id))
        plain = _plain(value) if name not in _NOT_COMPARED else None
        if plain not in (None, []):
            found[name] = plain
    return found


def says_causes(name: str) -> bool:
    """Return whether a record, by its name, has a field for its causes: there a link from them is told."""
    return "caused_by" in CLASSES[kind_of(name)].__struct_fields__


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        fields = {name: _plain(getattr(value, name)) for name in value.__struct_fields__ if name != "where"}
        return {name: plain for name, plain in fields.items() if plain not in (None, [])}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


def _without(value: Any, other: Any) -> list[Any]:
    items, others = (one if isinstance(one, list) else [] if one is None else [one] for one in (value, other))
    return [item for item in items if item not in others]
