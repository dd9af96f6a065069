"""The schema: the fields of each record class, read off its annotations, and which kinds of record a field names.

The reader, the rules among records and the field tables of ``data/README.md`` follow it; nothing is declared twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from msgspec.structs import fields

from cbec_kg.model import records as r
from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.kinds import OPEN_LISTS
from cbec_kg.model.line_readings import LineReading
from cbec_kg.model.personal import PersonalVerdict
from cbec_kg.model.table_lines import Sum
from cbec_kg.model.terms import Where

TARGETS: dict[str, tuple[type[r.Record], ...]] = {
    "about": (r.Entity,),
    "actors": (r.Entity,),
    "addresses": (r.Facet,),
    "answers": (r.Problem,),
    "broader": (r.Entity,),
    "cases": (r.Indicator,),
    "categories": (r.Entity,),
    "category": (r.Entity,),
    "citation": (r.Citation,),
    "caused_by": (r.Claim, r.Facet, r.Statistic),
    "concluded_from": (r.Claim, r.Facet, r.Measure, r.Problem, r.Statistic),
    "counterpart": (r.Entity,),
    "countermeasure": (r.Countermeasure,),
    "indicator": (r.Indicator,),
    "instruments": (r.Entity, r.Source),
    "leads_to": (r.Claim, r.Facet, r.Measure),
    "members": (r.Entity,),
    "on": (r.Citation, r.Attribution, r.Statistic, r.Claim, r.Facet, r.Problem),
    "parent": (r.Section,),
    "place": (r.Entity,),
    "population": (r.Entity,),
    "problem": (r.Problem,),
    "publisher": (r.Entity,),
    "records": (r.Claim, r.Facet, r.Measure, r.Problem, r.Countermeasure, r.Statistic),
    "reference": (r.Reference,),
    "section": (r.Section,),
    "source": (r.Source,),
    "sum_of": (r.Indicator,),
    "unit": (r.Unit,),
    "whole": (r.Indicator,),
    "whole_place": (r.Entity,),
}
"""The kinds of record that each field names; ``part_of`` names the record's own kind."""

UNSPECIFIED = "unspecified"
"""What the field ``place`` holds where the article names none."""

_NOT_WRITTEN: dict[type[Any], tuple[str, ...]] = {r.Statistic: ("value_text", "table", "row", "column")}
"""Fields that the reader computes."""

_NO_TARGETS: tuple[type[Any], ...] = (AnchorPlace, LineReading, Passage, PersonalVerdict, Sum)
"""Classes whose fields have names of `TARGETS` and other values: numbers of sections, ids of any record, table columns,
names of findings."""


class Field(NamedTuple):
    """One field of a record or of a part of one, as a curator writes it.

    `type` is ``str``, ``int``, ``Decimal``, or the class of a part such as `cbec_kg.model.records.SupportLink`; `values` are
    the only ones that it may have, none when it is open; `targets` are the kinds of record whose ids it holds, itself or in
    the links that it lists.
    To an `open_list`, by its name, a folder may add kinds of its own as `values`.
    """

    name: str
    type: Any
    required: bool
    many: bool
    values: tuple[str, ...]
    targets: tuple[type[r.Record], ...]
    open_list: str = ""


class Named(NamedTuple):
    """One id that a record names: in which field, where, and the kinds of record that it may be of."""

    field: str
    id: str
    where: Where
    targets: tuple[type[r.Record], ...]


_FIELDS: dict[type[Any], dict[str, Field]] = {}


def fields_of(kind: type[Any]) -> dict[str, Field]:
    """Return the fields that a curator writes for a record class or part, by name, in the order of their declaration."""
    if kind not in _FIELDS:
        _FIELDS[kind] = _read_fields(kind)
    return _FIELDS[kind]


def _read_fields(kind: type[Any]) -> dict[str, Field]:
    hints = get_type_hints(kind)
    hidden = ("where", *_NOT_WRITTEN.get(kind, ()))
    return {
        field.name: _field(kind, field.name, hints[field.name], field.required)
        for field in fields(kind)
        if field.name not in hidden
    }


def _field(kind: type[Any], name: str, hint: Any, required: bool) -> Field:
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    many = get_origin(hint) is tuple
    if many:
        hint = get_args(hint)[0]
    values = get_args(hint) if get_origin(hint) is Literal else ()
    if name == "kind" and kind in OPEN_LISTS:
        return Field(name, str, required, many, OPEN_LISTS[kind].values, (), OPEN_LISTS[kind].name)
    targets = TARGETS.get(name, (kind,) if name == "part_of" else ()) if kind not in _NO_TARGETS else ()
    return Field(name, str if values else hint, required, many, values, targets)


def items_of(value: Any) -> tuple[Any, ...]:
    """Return what a field holds as a tuple: the items of a list, one value, or nothing."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def named_by(record: Any) -> Iterator[Named]:
    """Yield each id that a record or a part of one names."""
    for field in fields_of(type(record)).values():
        for item in items_of(getattr(record, field.name)):
            if isinstance(item, r.BasisLink):
                yield Named(field.name, item.id, item.where, field.targets)
            elif hasattr(item, "where"):
                yield from named_by(item)
            elif field.targets and not (field.name == "place" and item == UNSPECIFIED):
                yield Named(field.name, item, record.where, field.targets)
