"""Curated statements: the smallest things that a person wrote and can correct, each with file, line, passage and characters.

A curated statement is a field of a record, an item of such a field (one of the things that a facet rests on), or that there
is the record at all. What follows from the records follows from such statements; here they are given by record and field,
or by link. Out of scope: from which of them something follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Place, Snapshot
from cbec_kg.model.terms import NOWHERE, Bilingual, Where
from cbec_kg.model.written_lines import Written, fields_of_link, item_name

if TYPE_CHECKING:
    from cbec_kg.provenance.derivation import Source


class CuratedStatement(NamedTuple):
    """What a curator wrote in one place.

    Attributes
    ----------
    record, field : str
        Of which record, in which field; the field is empty where it is that there is the record.
    value : str
        What is written, or the item of a list: a link as ``citation-01-1 facet stated``.
    file, line : str and int
        Where it stands in the folder; empty and 0 where the folder is not at hand.
    places : tuple of Place
        The passages that the record is anchored to, each with its locator, fragment and the characters that this takes.
    """

    record: str
    field: str
    value: str
    file: str = ""
    line: int = 0
    places: tuple[Place, ...] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as an object for JSON; of its passages ``locator``, ``fragment``, ``start`` and ``end``."""
        return self._asdict() | {"places": [place._asdict() for place in self.places]}


class Statements:
    """The curated statements of a snapshot; `written` has their lines, where the folder is at hand."""

    def __init__(self, snapshot: Snapshot, written: Written | None = None) -> None:
        self.snapshot = snapshot
        self._written: Written = {} if written is None else written
        self._places: dict[str, tuple[Place, ...]] = {}

    def of_field(self, record: str, field: str = "", item: str = "") -> CuratedStatement:
        """Return a field of a record, or one item of a field; without a field, that there is the record.

        `item` is an item of a list, or the record that an item names, with the role where it has one.
        """
        value = item or _text(
            getattr(self.snapshot.records[record], _AS_WRITTEN.get(field, field), None) if field else record
        )
        where = self._where(record, item_name(field, item), field)
        return CuratedStatement(record, field, value, where.file, where.line, self.places(record))

    def of_fields(self, record: str, fields: Iterable[str]) -> tuple[CuratedStatement, ...]:
        """Return those of some fields of a record that it has."""
        found = self.snapshot.records[record]
        return tuple(self.of_field(record, field) for field in fields if _is_given(getattr(found, field, None)))

    def of_link(self, link: Link) -> tuple[CuratedStatement, ...]:
        """Return where a link is written: one field as a rule, two where a cause names its effect and this its cause."""
        found: list[CuratedStatement] = []
        elsewhere: list[CuratedStatement] = []
        for record, field, other, role in fields_of_link(link):
            if field not in self.snapshot.records[record].__struct_fields__:
                continue
            where = self._written_at(record, item_name(field, _local(other), role)) or self._pointer(record, field, link)
            value = " ".join(filter(None, (_local(other), role, link.basis if link.relation not in _PLAIN else "")))
            statement = CuratedStatement(
                record, field, value, *((where.file, where.line) if where else ("", 0)), self.places(record)
            )
            (found if where else elsewhere).append(statement)
        return tuple(found or elsewhere[:1])

    def of_links(self, links: Iterable[Link]) -> tuple[CuratedStatement, ...]:
        """Return where some links are written, each statement once, in the order given."""
        return tuple(dict.fromkeys(statement for link in links for statement in self.of_link(link)))

    def of_sources(self, sources: Iterable[Source]) -> tuple[CuratedStatement, ...]:
        """Return where fields, records and links are written, each statement once, in the order of the folder's files."""
        found = {
            statement
            for source in sources
            for statement in (self.of_link(source) if isinstance(source, Link) else (self.of_field(*source),))
        }
        return tuple(sorted(found, key=lambda one: (one.file, one.line, one.record, one.field, one.value)))

    def places(self, record: str) -> tuple[Place, ...]:
        """Return the passages that a record is anchored to, in its own order."""
        if record not in self._places:
            self._places[record] = self.snapshot.node(record).places if record in self.snapshot.records else ()
        return self._places[record]

    def _pointer(self, record: str, field: str, link: Link) -> Where | None:
        """Return the line of a field that holds one id alone."""
        return self._written_at(record, field) if link.relation in _PLAIN else None

    def _where(self, record: str, *names: str) -> Where:
        """Return the line of the first of some names that the folder has, else of the record."""
        for name in (*names, ""):
            found = self._written_at(record, name)
            if found is not None:
                return found
        return NOWHERE

    def _written_at(self, record: str, name: str) -> Where | None:
        return self._written.get(record, {}).get(name)


_PLAIN = frozenset(("pointer", "facet", "measure"))
"""Relations whose links are fields that hold an id alone: as the article has it."""

_AS_WRITTEN = {"value": "value_text"}
"""The field of a record that has what was written of another as it was written."""


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _is_given(value: object) -> bool:
    return value is not None and value != ()


def _text(value: Any) -> str:
    """Return a field's value as text: texts in both languages, lists with commas."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return ", ".join(map(_text, value))
    if isinstance(value, Bilingual):
        return value.zh if value.zh == value.en else f"{value.zh} / {value.en}"
    parts = [getattr(value, name, None) for name in ("locator", "fragment", "on", "id", "role", "basis")]
    return " ".join(str(part) for part in parts if part) or ("" if value is None else str(value))
