"""What must hold among the records of a curation: ids that are defined, anchors that exist, reasons that are given.

Each rule yields problems with file and line; none stops another. Out of scope: the fields of single records (`reader`)
and the shapes of the graph (SHACL).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain

from cbec_kg.curation.changed_files import ANCHOR, Naming, stale_anchors, undefined
from cbec_kg.curation.cited import ends_with_citation
from cbec_kg.curation.kind_rules import kinds
from cbec_kg.curation.language_rules import languages
from cbec_kg.curation.place_rules import places, sections
from cbec_kg.curation.printed_rules import printed
from cbec_kg.curation.statistic_rules import statistics, trends
from cbec_kg.curation.unit_rules import units
from cbec_kg.curation.word_rules import words
from cbec_kg.errors import Problem, some_of
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of
from cbec_kg.model.references import mark_of
from cbec_kg.model.schema import UNSPECIFIED, fields_of, items_of, named_by
from cbec_kg.model.terms import UNMARKED, Where
from cbec_kg.text.cite_keys import is_key
from cbec_kg.text.normalise import normalise
from cbec_kg.text.selectors import longest

KEY = re.compile(r"[^\d,，]{1,80}(?:,[^\d,，]{1,60}){0,2}, (?:1[0-9]|20)\d\d[a-z]?")
"""How the key of a reference is written."""

_FIELD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def disagreements(curation: Curation, unread: Collection[str] = ()) -> Iterator[Problem]:
    """Yield every problem among the records of a curation, in no particular order.

    `unread` are ids of records that stand in the folder and could not be read: nothing is said of what names them.
    """
    rules = (
        _keys, _reasons, _repeated_links, _inferences, _scopes, _wording, _anchors, statistics,
        trends, _parts, _passages, kinds, units, printed, places, sections, languages, words,
    )  # fmt: skip
    whole = (rule(curation) for rule in rules)
    return chain(_links(curation, unread), stale_anchors(curation, unread), *whole)


def _at(where: Where, message: str) -> Problem:
    return Problem(where.file, where.line, message)


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aei" else f"a {noun}"


def _links(curation: Curation, unread: Collection[str]) -> Iterator[Problem]:
    namings: list[Naming] = []
    for record in curation.records.values():
        for field, target, where, allowed in named_by(record):
            found = curation.records.get(target)
            name, kinds = f"{record.id}.{field}", " or ".join(kind.__name__.lower() for kind in allowed)
            if isinstance(record, r.Citation) and field == "reference" and found is None:
                own = [reference.number for reference in curation.of(r.Reference)]
                numbers = [number for number in own if number is not None]
                span = (
                    f"[{min(numbers)}]..[{max(numbers)}]"
                    if numbers
                    else ", ".join(map(mark_of, curation.of(r.Reference)[:5]))
                )
                span = span or "no reference"
                fact = f"{record.id} cites {target}; the article has {span}. Correct 'reference'."
                namings.append(Naming(record.id, target, where, tuple(allowed), fact))
            elif found is None:
                fact = f"{name} names {target}, which is not defined in {{file}}. Correct the id or add the {kinds}."
                namings.append(Naming(name, target, where, tuple(allowed), fact))
            elif not isinstance(found, allowed):
                kind = _article(type(found).__name__.lower())
                yield _at(where, f"{name} names {target}, {kind}; {_article(kinds)} is expected.")
            elif target == record.id:
                yield _at(where, f"{name} names the record itself. Name another.")
    yield from undefined([naming for naming in namings if naming.target not in unread], curation)


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
            elif isinstance(link, r.SupportLink) and link.role == "facet" and not isinstance(record, r.Facet):
                message = (
                    f"{record.id} is no facet: {link.on} does not back it as 'facet'. Give the facet's record the link."
                )
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


def _keys(curation: Curation) -> Iterator[Problem]:
    """Check that a reference has what cites it, a number or a key, and that no two have the same."""
    marks: dict[str, str] = {}
    for reference in curation.of(r.Reference):
        if reference.number is None and reference.key is None:
            yield _at(reference.where, f"{reference.id} has neither 'number' nor 'key'. Add what cites it: 9, or Low, 2019.")
            continue
        if reference.key is not None and not (KEY.fullmatch(reference.key) or is_key(reference.key)):
            expected = "authors and year are expected, such as Low et al., 2019a, or a key such as @low2019."
            message = f"{reference.id}.key is {reference.key!r}; {expected}"
            yield _at(reference.where, message)
        for mark in (reference.number and f"number {reference.number}", reference.key and f"key {reference.key}"):
            first = marks.setdefault(mark, reference.id) if mark else reference.id
            if first != reference.id:
                yield _at(reference.where, f"{reference.id} has the {mark} of {first}. Give each reference its own.")


def _inferences(curation: Curation) -> Iterator[Problem]:
    """Check that nothing is concluded from itself through others, nor said to stand alone where it is linked."""
    premises = {
        record.id: [link.id for link in getattr(record, "concluded_from", ())] for record in curation.records.values()
    }
    for start in premises:
        front, seen = list(premises[start]), set()
        while front:
            here = front.pop()
            if here not in seen:
                seen.add(here)
                front += premises.get(here, [])
        if start in seen and start not in premises[start]:
            where = getattr(curation.records[start], "concluded_from")[0].where  # noqa: B009  # only some records have it
            yield _at(where, f"{start} is concluded from itself through {premises[start][0]}. Remove one of these links.")
    linked = {name for link in links_of(curation) for name in (link.start, link.end)}
    for record in curation.records.values():
        if getattr(record, "stands_alone", None) is not None and record.id in linked:
            yield _at(record.where, f"{record.id} has links and the field 'stands_alone'. Remove the field.")


def _scopes(curation: Curation) -> Iterator[Problem]:
    """Check that the basis of a place or population goes with the value and gives its passage or reason."""
    locators = {passage.locator for passage in curation.passages}
    named = {
        record.id: {at.locator for at in record.at} for record in curation.of(r.Entity)
    }  # the passages that name each entity, as far as they are recorded
    for record in curation.records.values():
        for name in ("place", "population"):
            scope, value = getattr(record, f"{name}_basis", None), getattr(record, name, None)
            if not isinstance(scope, r.ScopeBasis):
                continue
            field, message = f"{record.id}.{name}_basis", ""
            if value in (None, UNSPECIFIED):
                message = f"has nothing to say the basis of: {name!r} names none. Remove it."
            elif scope.basis == "inherited" and scope.passage is None:
                message = "is inherited: give the locator of the passage that names it as 'passage'."
            elif scope.basis != "inherited" and scope.passage is not None:
                message = f"is {scope.basis}; only an inherited one has 'passage'. Remove it."
            elif scope.basis == "inferred" and scope.why is None:
                message = "is inferred without a reason. Add 'why'."
            elif scope.passage is not None and locators and scope.passage not in locators:
                message = f"names the passage {scope.passage}, which passages.csv does not have. Correct the locator."
            elif scope.passage is not None and named.get(value) and scope.passage not in named[value]:
                message = f"is inherited from {scope.passage}, where {value} has no anchor. Correct the locator or add it."
            if message:
                yield _at(scope.where, f"{field} {message}")


def _wording(curation: Curation) -> Iterator[Problem]:
    """Check that a modality that a word marks, and a quantifier, come with that word, and no word without them."""
    for record in curation.records.values():
        if not isinstance(record, r.Paraphrased):
            continue
        marked = record.modality is not None and record.modality not in UNMARKED
        for name, word, wanted in (
            ("modality", "modal_word", marked),
            ("quantifier", "quantifier_word", record.quantifier is not None),
        ):
            given = getattr(record, word) is not None
            if wanted and not given:
                yield _at(record.where, f"{record.id}: {name} {getattr(record, name)} needs the printed word as {word!r}.")
            elif given and not wanted:
                what = f"no {name} that a word marks" if name == "modality" else f"no {name}"
                yield _at(record.where, f"{record.id} has {word!r} and {what}. Add {name!r} or remove the word.")
            elif given and len(getattr(record, word)) > longest(getattr(record, word)):
                yield _at(record.where, f"{record.id}.{word} has over {longest('')} characters. Give the word alone.")


def _anchors(curation: Curation) -> Iterator[Problem]:
    locators = {passage.locator for passage in curation.passages}
    placed = {(place.record, place.locator) for place in curation.places}
    missing: dict[str, list[str]] = {}  # passages that were there
    for record in curation.records.values():
        anchors: tuple[r.AnchorText, ...] = getattr(record, "at", ())
        if isinstance(record, r.Exemption):
            yield from _blanket(record)
        if not anchors and hasattr(record, "at") and not isinstance(record, r.Entity | r.Exemption):
            yield _at(record.where, f"{record.id} has no anchor. Add 'at' with a locator and a fragment.")
        reference = curation.records.get(record.reference) if isinstance(record, r.Citation) else None
        for anchor in anchors:
            if locators and anchor.locator not in locators:
                if (record.id, anchor.locator) in placed:
                    missing.setdefault(anchor.locator, []).append(record.id)
                    continue
                message = f"{record.id} is anchored at {anchor.locator}, which passages.csv does not have."
                yield _at(anchor.where, f"{message} Correct the locator.")
            most = longest(anchor.fragment)
            if len(normalise(anchor.fragment).text) > most:
                yield _at(anchor.where, f"{record.id}: the fragment has over {most} characters. Shorten it.")
            if isinstance(reference, r.Reference) and not ends_with_citation(anchor.fragment, reference):
                yield _at(anchor.where, f"{record.id}: the fragment must end with the marker {mark_of(reference)}.")
    for locator, names in missing.items():
        yield Problem("passages.csv", 0, f"has no {locator}, at which {some_of(names, 1)} stand. {ANCHOR}")


def _blanket(record: r.Exemption) -> Iterator[Problem]:
    """Check that an exemption says what it is of, and that kinds of numbers and words are only of numbers."""
    if not (record.at or record.every or record.words or record.sections):
        yield _at(record.where, f"{record.id} exempts nothing. Add 'at', 'every', 'words' or 'sections'.")
    if record.kind != "no-statistic" and (record.every or record.words):
        yield _at(
            record.where, f"{record.id} is {record.kind}; only no-statistic has 'every' or 'words'. Use 'at' or 'sections'."
        )
    if record.kind == "not-backed" and record.sections:
        yield _at(record.where, f"{record.id} is not-backed, which has no 'sections'. Use 'at'.")


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
            keys = {total.whole, *total.parts}
            columns, rows = ({one.key for one in lines} for lines in (table.columns, table.rows))
            if keys & rows and keys & columns and not (keys <= rows or keys <= columns):
                yield _at(total.where, f"{table.id}.sums adds rows and columns. Let a sum be of rows or of columns.")
            for key in keys - columns - rows:
                yield _at(total.where, f"{table.id}.sums names the column or row {key!r}, which it does not have.")


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
