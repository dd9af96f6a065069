"""What must hold among the records of a curation: links that lead somewhere, anchors that exist, reasons that are given.

Each rule yields problems with file and line; none stops another. Shapes of single records are the reader's matter, shapes
of the graph SHACL's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from msgspec.structs import fields

from cbec_kg.errors import Problem
from cbec_kg.model.records import (
    TARGETS,
    AnchorText,
    BasisLink,
    Citation,
    Claim,
    Curation,
    Entity,
    FieldNote,
    Figure,
    Record,
    Reference,
    Section,
    Statistic,
    SupportLink,
    Table,
    Where,
)
from cbec_kg.text.markers import ends_with_marker
from cbec_kg.text.normalise import normalise

MAX_FRAGMENT = 20
"""Most Chinese characters that a fragment may have; see `fragment_too_long`."""

PERIOD = re.compile(r"unknown|\d{4}|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(\d{4})/(\d{4})", re.ASCII)
"""How a period is written: a year, a day, a span of years, or unknown."""

_BASE = re.compile(r"previous-year|unknown|\d{4}", re.ASCII)
_FIELD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def disagreements(curation: Curation) -> Iterator[Problem]:
    """Yield every problem among the records of a curation, in no particular order."""
    rules = (_links, _reasons, _repeated_links, _anchors, _computed_anchors, _statistics, _trends, _parts, _passages)
    return chain.from_iterable(rule(curation) for rule in rules)


def fragment_too_long(fragment: str) -> bool:
    """Return whether a fragment is longer than the house rule allows.

    At most 20 characters when it holds Chinese, at most 60 when it is all Latin; white space does not count.

    Examples
    --------
    >>> fragment_too_long("缺口越来越大"), fragment_too_long("人" * 21)
    (False, True)
    """
    text = normalise(fragment).text
    return len(text) > (MAX_FRAGMENT if any(ord(character) > 0x2E7F for character in text) else 3 * MAX_FRAGMENT)


def _at(where: Where, message: str) -> Problem:
    return Problem(where.file, where.line, message)


def _targets(record: Record) -> Iterator[tuple[str, str, Where]]:
    """Yield each link of a record as (field, id, place)."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name == "part_of" and value is not None:
            yield field.name, value, record.where
        if field.name == "columns":
            for column in value:
                yield "indicator", column.indicator, column.where
                yield "unit", column.unit, column.where
            continue
        if field.name == "trends":
            for trend in value:
                yield "indicator", trend.indicator, trend.where
                yield "place", trend.place, trend.where
            continue
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, SupportLink):
                yield "on", item.on, item.where
            elif isinstance(item, BasisLink):
                yield field.name, item.id, item.where
            elif isinstance(item, str) and field.name in TARGETS:
                yield field.name, item, record.where


def _links(curation: Curation) -> Iterator[Problem]:
    for record in curation.records.values():
        for name, target, where in _targets(record):
            if name == "place" and target == "unspecified":
                continue
            allowed = TARGETS.get(name, (type(record),))
            found = curation.records.get(target)
            kinds = " or ".join(kind.__name__.lower() for kind in allowed)
            if isinstance(record, Citation) and name == "reference" and found is None:
                numbers = [reference.number for reference in curation.of(Reference)]
                span = f"[{min(numbers)}]..[{max(numbers)}]" if numbers else "no reference"
                yield _at(where, f"{record.id} cites {target}; the article has {span}. Correct 'reference'.")
            elif found is None:
                yield _at(where, f"{record.id}.{name} names {target}, which no file has. Correct the id or add the {kinds}.")
            elif not isinstance(found, allowed):
                yield _at(
                    where, f"{record.id}.{name} names {target}, a {type(found).__name__.lower()}; a {kinds} is expected."
                )
            elif target == record.id:
                yield _at(where, f"{record.id}.{name} names the record itself. Name another.")


def _basis_links(record: Record) -> Iterator[SupportLink | BasisLink]:
    for field in fields(record):
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else ():
            if isinstance(item, SupportLink | BasisLink):
                yield item


def _reasons(curation: Curation) -> Iterator[Problem]:
    for record in curation.records.values():
        for link in _basis_links(record):
            if link.basis != "stated" and link.why is None:
                name = link.on if isinstance(link, SupportLink) else link.id
                yield _at(link.where, f"{record.id}: the link to {name} is {link.basis} without a reason. Add 'why'.")
            figure = isinstance(record, Statistic | Table | Figure)
            if figure and isinstance(link, SupportLink) and link.role not in ("value", "echo"):
                message = f"{record.id}: a figure rests on {link.on} as 'value' or 'echo', not as {link.role!r}."
                yield _at(link.where, message)
        if isinstance(record, Statistic) and record.period_basis != "stated" and record.why is None:
            yield _at(record.where, f"{record.id}: the period is {record.period_basis} without a reason. Add 'why'.")


def _repeated_links(curation: Curation) -> Iterator[Problem]:
    for record in curation.records.values():
        seen: set[tuple[str, ...]] = set()
        for field in fields(record):
            value = getattr(record, field.name)
            for item in value if isinstance(value, tuple) else ():
                if isinstance(item, SupportLink):
                    key: tuple[str, ...] = (field.name, item.on, item.role)
                elif isinstance(item, BasisLink):
                    key = (field.name, item.id)
                elif isinstance(item, str) or (isinstance(item, AnchorText) and not isinstance(record, Statistic)):
                    key = (field.name, str(getattr(item, "locator", item)), str(getattr(item, "fragment", "")))
                else:
                    continue
                if key in seen:
                    where = getattr(item, "where", record.where)
                    yield _at(where, f"{record.id}.{field.name} says {' '.join(key[1:]).strip()} twice. Keep one.")
                seen.add(key)


def _anchors(curation: Curation) -> Iterator[Problem]:
    locators = {passage.locator for passage in curation.passages}
    for record in curation.records.values():
        anchors: tuple[AnchorText, ...] = getattr(record, "at", ())
        if not anchors and hasattr(record, "at") and not isinstance(record, Entity):
            yield _at(record.where, f"{record.id} has no anchor. Add 'at' with a locator and a fragment.")
        for anchor in anchors:
            if locators and anchor.locator not in locators:
                message = f"{record.id} stands at {anchor.locator}, which passages.csv does not have. Correct the locator."
                yield _at(anchor.where, message)
            if fragment_too_long(anchor.fragment):
                yield _at(anchor.where, f"{record.id}: the fragment has over {MAX_FRAGMENT} characters. Shorten it.")
            if isinstance(record, Citation):
                reference = curation.records.get(record.reference)
                if isinstance(reference, Reference) and not ends_with_marker(anchor.fragment, reference.number):
                    message = f"{record.id}: the fragment must end with the marker [{reference.number}]."
                    yield _at(anchor.where, message)


def _computed_anchors(curation: Curation) -> Iterator[Problem]:
    """Check that anchors.csv has a place for each anchor of the records, and no other."""
    if not curation.places:
        if curation.passages:
            yield Problem("anchors.csv", 0, "is missing or empty. Run: cbec-kg anchor --paper FILE --write")
        return
    placed = {(place.record, place.locator, place.fragment) for place in curation.places}
    wanted = {}
    for record in curation.records.values():
        for anchor in getattr(record, "at", ()):
            wanted[record.id, anchor.locator, anchor.fragment] = anchor.where
    step = "Run: cbec-kg anchor --paper FILE --write"
    for key in sorted(set(wanted) - placed):
        yield _at(wanted[key], f"{key[0]}: anchors.csv lacks its place at {key[1]}. {step}")
    for place in curation.places:
        if (place.record, place.locator, place.fragment) not in wanted:
            yield _at(place.where, f"{place.record} has no such anchor any more. {step}")


def _statistics(curation: Curation) -> Iterator[Problem]:
    for record in curation.of(Statistic):
        period = PERIOD.fullmatch(record.period)
        if period is None:
            message = f"{record.id}.period is {record.period!r}; expected 2018, 2016/2020, 2014-12-31 or unknown."
            yield _at(record.where, message)
        elif period.group(1) and period.group(1) >= period.group(2):
            yield _at(record.where, f"{record.id}.period {record.period} ends before it begins. Correct it.")
        if record.base is not None and not _BASE.fullmatch(record.base):
            yield _at(record.where, f"{record.id}.base is {record.base!r}; expected previous-year, unknown or a year.")
        if record.base is not None and record.kind != "growth":
            yield _at(record.where, f"{record.id} is of kind {record.kind}; only a growth has 'base'. Remove it.")
        if record.whole is not None and record.kind != "share":
            yield _at(record.where, f"{record.id} is of kind {record.kind}; only a share has 'whole'. Remove it.")
        printed = normalise(record.printed).text.replace(",", "")
        whole_figure = re.search(rf"(?<![\d.]){re.escape(record.value_text)}(?!\.?\d)", printed)
        if any("0" <= character <= "9" for character in printed) and not whole_figure:
            yield _at(record.where, f"{record.id}.value {record.value_text} does not stand in printed {record.printed!r}.")


def _trends(curation: Curation) -> Iterator[Problem]:
    for claim in curation.of(Claim):
        for trend in claim.trends:
            span = PERIOD.fullmatch(trend.period)
            if span is None or not span.group(1) or span.group(1) >= span.group(2):
                message = f"{claim.id}.trends has the period {trend.period!r}; a span such as 2016/2020 is expected."
                yield _at(trend.where, message)


def _parts(curation: Curation) -> Iterator[Problem]:
    """Check that no indicator, section, entity or source is part of itself by way of others."""
    for name in ("part_of", "parent", "broader"):
        up = {record.id: getattr(record, name, None) for record in curation.records.values()}
        for start in up:
            seen, here = {start}, up[start]
            while here is not None and here not in seen:
                seen.add(here)
                here = up.get(here)
            if here == start:
                yield _at(curation.records[start].where, f"{start} is its own {name} by way of others. Break the circle.")
    for table in curation.of(Table):
        keys = {column.key for column in table.columns}
        for total in table.sums:
            for key in (total.whole, *total.parts):
                if key not in keys:
                    yield _at(total.where, f"{table.id}.sums names the column {key!r}, which it does not have.")


def _passages(curation: Curation) -> Iterator[Problem]:
    numbers = {section.number for section in curation.of(Section)}
    locators: set[str] = set()
    for passage in curation.passages:
        if passage.locator in locators:
            yield _at(passage.where, f"{passage.locator} stands twice in passages.csv. Write the file anew.")
        locators.add(passage.locator)
        if passage.section not in numbers:
            message = f"{passage.locator} is in section {passage.section}, which sections.yaml does not have. Add it."
            yield _at(passage.where, message)
        if passage.start >= passage.end:
            yield _at(passage.where, f"{passage.locator} ends before it begins. Write the file anew.")
    names = [note for note in (*curation.article.derived, *curation.article.unknown) if isinstance(note, FieldNote)]
    seen: set[str] = set()
    for note in names:
        if not _FIELD.fullmatch(note.field):
            yield _at(note.where, f"{curation.article.id}: the field's name {note.field!r} must be kebab-case.")
        if note.field in seen:
            yield _at(note.where, f"{curation.article.id} lists the field {note.field!r} twice. Keep one.")
        seen.add(note.field)
