"""How far several readings of one article agree: in which spans they took for statements, and in each field of them.

A field's values are compared among the records that readers share (`cbec_kg.comparison.readers`): numbers by the ratio
metric, years by the interval metric, lists as sets by MASI, all else as categories. A field that a reader left out counts as
a category of its own, or as the empty set; a number that one left out is missing. Texts in a reader's own words and reasons
are not compared, nor anchors, of which the overlap is told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from msgspec import Struct

from cbec_kg.comparison.krippendorff import Metric, agreeing, alpha
from cbec_kg.comparison.readers import Readings, Span, overlap, spans_of
from cbec_kg.comparison.record_changes import plain_fields, says_causes
from cbec_kg.model.kinds import CLASSES
from cbec_kg.model.records import Record
from cbec_kg.model.schema import Field, fields_of
from cbec_kg.model.terms import Bilingual

_OWN_WORDS = frozenset(("zh", "en", "at", "authors", "also", "columns", "rows", "sums"))
"""Fields that are not compared: texts, where a record stands, and how a table's file is written."""


class FieldAgreement(Struct, frozen=True, kw_only=True):
    """How far readers agree in one field of one class of records.

    `units` is the number of records that at least two readers have with a value to compare; `agreeing` of `pairs` pairs of
    values are equal; `alpha` is None where it is not defined.
    """

    record_class: str
    field: str
    metric: Metric
    units: int
    agreeing: int
    pairs: int
    alpha: float | None


class SpanAgreement(Struct, frozen=True, kw_only=True):
    """How far readers agree in what they took for records of one class.

    `counts` has how many each reader has; `shared` how many all have; `f1` is the mean, over pairs of readers, of twice the
    records that both have as a part of those of each; `characters` the same of the characters that their anchors cover, None
    where nothing is anchored.
    """

    record_class: str
    counts: tuple[int, ...]
    shared: int
    f1: float
    characters: float | None


class Disagreement(Struct, frozen=True):
    """A field in which readers differ, with the value of each as plain values; None where it is left out."""

    record: str
    field: str
    values: tuple[Any, ...]


class Lone(Struct, frozen=True):
    """A record that not all readers have; `instead` are records of other classes of the others whose anchors overlap."""

    record: str
    readers: tuple[int, ...]
    instead: tuple[str, ...]


def field_agreements(readings: Readings) -> tuple[FieldAgreement, ...]:
    """Return the agreement in each field that any reader used, by class and field."""
    found = []
    for record_class, shared in _by_class(readings).items():
        for field in _compared_fields(record_class):
            metric = _metric(field)
            given = [_given(values, metric) for _, values in _values(field, shared)]
            units = [values for values in given if len(values) > 1]
            if any(value not in (None, frozenset()) for values in units for value in values):
                equal, pairs = agreeing(units)
                found.append(
                    FieldAgreement(
                        record_class=record_class.__name__, field=field.name, metric=metric, units=len(units),
                        agreeing=equal, pairs=pairs, alpha=alpha(units, metric),
                    )
                )  # fmt: skip
    return tuple(found)


def span_agreements(readings: Readings) -> tuple[SpanAgreement, ...]:
    """Return the agreement in what was taken for a record, by class."""
    names: dict[str, list[set[str]]] = {}
    for number, snapshot in enumerate(readings.snapshots):
        for name, kind in snapshot.kinds.items():
            names.setdefault(CLASSES[kind].__name__, [set() for _ in readings.snapshots])[number].add(name)
    found = []
    for record_class in sorted(names):
        of = names[record_class]
        pairs = list(combinations(range(len(of)), 2))
        f1 = [2 * len(of[a] & of[b]) / (len(of[a]) + len(of[b])) if of[a] or of[b] else 1.0 for a, b in pairs]
        spans = [_covered(readings, number, records) for number, records in enumerate(of)]
        characters = [overlap(spans[a], spans[b]) for a, b in pairs] if any(spans) else []
        found.append(
            SpanAgreement(
                record_class=record_class, counts=tuple(map(len, of)), shared=len(set.intersection(*of)), f1=_mean(f1),
                characters=_mean(characters) if characters else None,
            )
        )  # fmt: skip
    return tuple(found)


def disagreements(readings: Readings) -> tuple[Disagreement, ...]:
    """Return every field in which readers who have a record differ, by record and field."""
    found = []
    for record_class, shared in _by_class(readings).items():
        for field in _compared_fields(record_class):
            for name, values in _values(field, shared):
                if len(set(values)) > 1:
                    plain = tuple(
                        plain_fields(snapshot.records[name]).get(field.name) if name in snapshot.records else None
                        for snapshot in readings.snapshots
                    )
                    found.append(Disagreement(name, field.name, plain))
    return tuple(sorted(found, key=lambda one: (one.record, one.field)))


def lone_records(readings: Readings) -> tuple[Lone, ...]:
    """Return the records that not all readers have, with what the others have in their place, sorted."""
    at: list[dict[str, set[tuple[str, Span]]]] = []
    for snapshot in readings.snapshots:
        by_passage: dict[str, set[tuple[str, Span]]] = defaultdict(set)
        for name in snapshot.records:
            for span in spans_of(snapshot, name):
                by_passage[span[0]].add((name, span))
        at.append(by_passage)
    found = []
    for name in readings.names:
        having = readings.having(name)
        if len(having) < len(readings.sides):
            spans = spans_of(readings.snapshots[having[0]], name)
            others = (number for number in range(len(readings.sides)) if number not in having)
            instead = {
                other
                for number in others
                for span in spans
                for other, its in at[number].get(span[0], ())
                if overlap([span], [its]) and _is_statement(readings, number, other)
            }
            found.append(Lone(name, having, tuple(sorted(instead)) if _is_statement(readings, having[0], name) else ()))
    return tuple(found)


def _is_statement(readings: Readings, reader: int, name: str) -> bool:
    return name in readings.snapshots[reader].statements


def _covered(readings: Readings, reader: int, names: set[str]) -> list[Span]:
    """Return what the anchors of some records cover, each character once."""
    found: list[Span] = []
    for place, start, end in sorted({span for name in names for span in spans_of(readings.snapshots[reader], name)}):
        if found and found[-1][0] == place and found[-1][2] >= start:
            found[-1] = (place, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((place, start, end))
    return found


def _by_class(readings: Readings) -> dict[type[Record], dict[str, list[Record]]]:
    """Return the records that at least two readers have, by class and name, a value for each reader who has it."""
    found: dict[type[Record], dict[str, list[Record]]] = defaultdict(dict)
    for name in readings.names:
        records = [snapshot.records[name] for snapshot in readings.snapshots if name in snapshot.records]
        if len(records) > 1:
            found[type(records[0])][name] = records
    return dict(sorted(found.items(), key=lambda one: one[0].__name__))


def _compared_fields(record_class: type[Record]) -> list[Field]:
    fields = fields_of(record_class).values()
    return [field for field in fields if field.name not in ("id", *_OWN_WORDS) and field.type is not Bilingual]


def _metric(field: Field) -> Metric:
    if field.many:
        return "set"
    return "ratio" if field.type is Decimal else "interval" if field.name == "year" else "nominal"


def _given(values: tuple[Hashable, ...], metric: Metric) -> tuple[Hashable, ...]:
    """Return values without what is missing: a number that is left out, but no category."""
    return values if metric in ("nominal", "set") else tuple(value for value in values if value is not None)


def _values(field: Field, shared: dict[str, list[Record]]) -> Iterator[tuple[str, tuple[Hashable, ...]]]:
    for name, records in shared.items():
        yield name, tuple(_value(getattr(record, field.name), field) for record in records)


def _value(value: Any, field: Field) -> Hashable:
    if not field.many:
        return _compared(value)
    items = value
    if field.name == "leads_to":  # which stands at the effect where that has a field for it
        items = [one for one in value if not says_causes(one.id)]
    return frozenset(map(_compared, items))


def _compared(value: Any) -> Hashable:
    """Return what a reader says without own words and reasons."""
    if isinstance(value, Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__ if name != "where")
        return tuple((name, _compared(one)) for name, one in fields if not isinstance(one, Bilingual) and one is not None)
    if isinstance(value, tuple):
        return tuple(map(_compared, value))
    plain: Hashable = value
    return plain


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
