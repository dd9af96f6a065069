"""What must hold among the records of a curation: ids that are defined, anchors that exist, reasons that are given.

Each rule yields problems with file and line; none stops another. Out of scope: the fields of single records (`reader`)
and the shapes of the graph (SHACL).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.schema import fields_of, items_of, named_by
from cbec_kg.text.falls import fall_at
from cbec_kg.text.markers import ends_with_marker
from cbec_kg.text.normalise import normalise
from cbec_kg.text.selectors import longest

_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_ONE = rf"\d{{4}}|{_MONTH}|\d{{4}}-(?:Q[1-4]|S[12])|{_MONTH}-(?:0[1-9]|[12]\d|3[01])"
PERIOD = re.compile(rf"unknown|{_ONE}|(\d{{4}})/(\d{{4}})|({_MONTH})/({_MONTH})", re.ASCII)
"""How a period is written: a year, month, quarter, half-year or day, a span of years or months, or unknown."""

PERIODS = "2018, 2018-03, 2018-Q1, 2018-S1 (a half-year), 2014-12-31, 2016/2020, 2018-01/2018-09 or unknown"

ANCHOR = "Run: cbec-kg anchor --paper FILE --write"
"""The next step where a computed file is out of date."""

_BASE = re.compile(rf"previous-year|previous-period|unknown|{_ONE}", re.ASCII)
_FIELD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def disagreements(curation: Curation) -> Iterator[Problem]:
    """Yield every problem among the records of a curation, in no particular order."""
    rules = (_links, _reasons, _repeated_links, _anchors, _computed_anchors, _statistics, _trends, _parts, _passages)
    return chain.from_iterable(rule(curation) for rule in rules)


def _at(where: r.Where, message: str) -> Problem:
    return Problem(where.file, where.line, message)


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aei" else f"a {noun}"


def _links(curation: Curation) -> Iterator[Problem]:
    for record in curation.records.values():
        for field, target, where, allowed in named_by(record):
            found = curation.records.get(target)
            name, kinds = f"{record.id}.{field}", " or ".join(kind.__name__.lower() for kind in allowed)
            if isinstance(record, r.Citation) and field == "reference" and found is None:
                numbers = [reference.number for reference in curation.of(r.Reference)]
                span = f"[{min(numbers)}]..[{max(numbers)}]" if numbers else "no reference"
                yield _at(where, f"{record.id} cites {target}; the article has {span}. Correct 'reference'.")
            elif found is None:
                yield _at(where, f"{name} names {target}, which is not defined. Correct the id or add the {kinds}.")
            elif not isinstance(found, allowed):
                kind = _article(type(found).__name__.lower())
                yield _at(where, f"{name} names {target}, {kind}; {_article(kinds)} is expected.")
            elif target == record.id:
                yield _at(where, f"{name} names the record itself. Name another.")


def _reasons(curation: Curation) -> Iterator[Problem]:
    for record in curation.records.values():
        figure = isinstance(record, r.Statistic | r.Table | r.Figure)
        for _, link in _items(record):
            if isinstance(link, r.SupportLink | r.BasisLink) and link.basis != "stated" and link.why is None:
                name = link.on if isinstance(link, r.SupportLink) else link.id
                yield _at(link.where, f"{record.id}: the link to {name} is {link.basis} without a reason. Add 'why'.")
            if figure and isinstance(link, r.SupportLink) and link.role not in ("value", "echo"):
                message = f"{record.id}: a figure rests on {link.on} as 'value' or 'echo', not as {link.role!r}."
                yield _at(link.where, message)
        if isinstance(record, r.Statistic) and record.period_basis != "stated" and record.why is None:
            yield _at(record.where, f"{record.id}: the period is {record.period_basis} without a reason. Add 'why'.")


def _items(record: r.Record) -> Iterator[tuple[str, object]]:
    """Yield the items of all lists of a record, each with the name of its field."""
    for field in fields_of(type(record)).values():
        if field.many:
            for item in items_of(getattr(record, field.name)):
                yield field.name, item


def _repeated_links(curation: Curation) -> Iterator[Problem]:
    for record in curation.records.values():
        seen: set[tuple[str, ...]] = set()
        for name, item in _items(record):
            if isinstance(item, r.SupportLink):
                key: tuple[str, ...] = (name, item.on, item.role)
            elif isinstance(item, r.BasisLink):
                key = (name, item.id)
            elif isinstance(item, str):
                key = (name, item)
            elif isinstance(item, r.AnchorText) and not isinstance(record, r.Statistic):
                key = (name, item.locator, item.fragment)
            else:
                continue
            if key in seen:
                where = getattr(item, "where", record.where)
                yield _at(where, f"{record.id}.{name} lists {' '.join(key[1:])} twice. Keep one.")
            seen.add(key)


def _anchors(curation: Curation) -> Iterator[Problem]:
    locators = {passage.locator for passage in curation.passages}
    for record in curation.records.values():
        anchors: tuple[r.AnchorText, ...] = getattr(record, "at", ())
        if not anchors and hasattr(record, "at") and not isinstance(record, r.Entity):
            yield _at(record.where, f"{record.id} has no anchor. Add 'at' with a locator and a fragment.")
        reference = curation.records.get(record.reference) if isinstance(record, r.Citation) else None
        for anchor in anchors:
            if locators and anchor.locator not in locators:
                message = f"{record.id} is anchored at {anchor.locator}, which passages.csv does not have."
                yield _at(anchor.where, f"{message} Correct the locator.")
            most = longest(anchor.fragment)
            if len(normalise(anchor.fragment).text) > most:
                yield _at(anchor.where, f"{record.id}: the fragment has over {most} characters. Shorten it.")
            if isinstance(reference, r.Reference) and not ends_with_marker(anchor.fragment, reference.number):
                yield _at(anchor.where, f"{record.id}: the fragment must end with the marker [{reference.number}].")


def _computed_anchors(curation: Curation) -> Iterator[Problem]:
    """Check that anchors.csv has a place for each anchor of the records, and no other."""
    if not curation.places:
        if curation.passages:
            yield Problem("anchors.csv", 0, f"is missing or empty. {ANCHOR}")
        return
    placed = {(place.record, place.locator, place.fragment) for place in curation.places}
    wanted = {
        (record.id, anchor.locator, anchor.fragment): anchor.where
        for record in curation.records.values()
        for anchor in getattr(record, "at", ())
    }
    for key in sorted(set(wanted) - placed):
        yield _at(wanted[key], f"{key[0]}: anchors.csv lacks its anchor in {key[1]}. {ANCHOR}")
    for place in curation.places:
        if (place.record, place.locator, place.fragment) not in wanted:
            yield _at(place.where, f"{place.record} no longer has this anchor. {ANCHOR}")


def _statistics(curation: Curation) -> Iterator[Problem]:
    for record in curation.of(r.Statistic):
        period = PERIOD.fullmatch(record.period)
        wrong = []
        if period is None:
            wrong.append(f".period is {record.period!r}; expected {PERIODS}.")
        elif any(first and first >= last for first, last in (period.group(1, 2), period.group(3, 4))):
            wrong.append(f".period {record.period} ends before it begins. Correct it.")
        if record.base is not None and not _BASE.fullmatch(record.base):
            wrong.append(
                f".base is {record.base!r}; expected previous-year, previous-period, unknown or a period such as 2018."
            )
        if record.base is not None and record.kind != "growth":
            wrong.append(f" is of kind {record.kind}; only a growth has 'base'. Remove it.")
        if record.whole is not None and record.kind != "share":
            wrong.append(f" is of kind {record.kind}; only a share has 'whole'. Remove it.")
        wrong += [*_printed_values(record), *_misplaced(record)]
        yield from (_at(record.where, record.id + message) for message in wrong)


def _printed_values(record: r.Statistic) -> Iterator[str]:
    """Yield which values of a figure its print does not have; a minus may stand for a word that says a fall."""
    printed = normalise(record.printed).text.replace(",", "")
    if not re.search("[0-9]", printed):
        return
    upper = [] if record.upper is None else [f"{record.upper:f}"]
    for name, value in (("value", record.value_text), *(("upper", value) for value in upper)):
        if _stands_in(value, printed) or (value[0] == "-" and _stands_in(value[1:], printed) and says_fall(record)):
            continue
        hint = " Let 'printed' have the words that say a fall." if value[0] == "-" and value[1:] in printed else ""
        yield f".{name} {value} does not occur in printed {record.printed!r}.{hint}"


def _stands_in(value: str, printed: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(value)}(?!\.?\d)", printed) is not None


def says_fall(record: r.Statistic) -> bool:
    """Return whether the print of a figure, or the fragment that it is anchored by, says that it fell by so much."""
    digits = re.escape(record.value_text.lstrip("-"))
    for text in (record.printed, *(anchor.fragment for anchor in record.at)):
        for match in re.finditer(rf"(?<![\d.]){digits}(?!\.?\d)[%％‰]?", text.replace(",", "")):
            if fall_at(text.replace(",", ""), match.start(), match.end()) is not None:
                return True
    return False


def _misplaced(record: r.Statistic) -> Iterator[str]:
    """Yield which fields a figure of its kind does not have, or lacks."""
    if (record.upper is None) != (record.operator != "between"):
        yield ": a range has the operator 'between' and its end in 'upper'; other figures have neither."
    elif record.upper is not None and record.upper <= record.value:
        yield f".upper {record.upper:f} is not above value {record.value_text}."
    if record.from_least is not None and record.kind != "rank":
        yield f" is of kind {record.kind}; only a rank has 'from_least'. Remove it."
    if record.cases is not None and record.kind != "level":
        yield f" is of kind {record.kind}; only a level has 'cases'. Remove it."
    if record.step is not None and (record.cases is None or record.step <= 0):
        yield ".step is above 0, and the step of the values that are averaged over 'cases'. Add these, or remove it."


def _trends(curation: Curation) -> Iterator[Problem]:
    for claim in curation.of(r.Claim):
        for trend in claim.trends:
            span = PERIOD.fullmatch(trend.period)
            if not span or not span.group(1) or span.group(1) >= span.group(2):
                message = f"{claim.id}.trends has the period {trend.period!r}; a span such as 2016/2020 is expected."
                yield _at(trend.where, message)


def _parts(curation: Curation) -> Iterator[Problem]:
    """Check that no indicator, section, entity or source is part of itself through others."""
    for name in ("part_of", "parent", "broader"):
        up = {record.id: getattr(record, name, None) for record in curation.records.values()}
        for start in up:
            seen, here = {start}, up[start]
            while here is not None and here not in seen:
                seen.add(here)
                here = up.get(here)
            if here == start:
                message = f"{start} is its own {name} through other records. Remove one of these links."
                yield _at(curation.records[start].where, message)
    for table in curation.of(r.Table):
        for total in table.sums:
            for key in {total.whole, *total.parts} - {column.key for column in table.columns}:
                yield _at(total.where, f"{table.id}.sums names the column {key!r}, which it does not have.")


def _passages(curation: Curation) -> Iterator[Problem]:
    numbers = {section.number for section in curation.of(r.Section)}
    locators: set[str] = set()
    for passage in curation.passages:
        if passage.locator in locators:
            yield _at(passage.where, f"{passage.locator} is twice in passages.csv. {ANCHOR}")
        locators.add(passage.locator)
        if passage.section not in numbers:
            message = f"{passage.locator} is in section {passage.section}, which sections.yaml does not have. Add it."
            yield _at(passage.where, message)
        if passage.start >= passage.end:
            yield _at(passage.where, f"{passage.locator} ends before it begins. {ANCHOR}")
    seen: set[str] = set()
    for note in (*curation.article.derived, *curation.article.unknown):
        if not _FIELD.fullmatch(note.field):
            yield _at(note.where, f"{curation.article.id}: the field's name {note.field!r} must be kebab-case.")
        if note.field in seen:
            yield _at(note.where, f"{curation.article.id} lists the field {note.field!r} twice. Keep one.")
        seen.add(note.field)
