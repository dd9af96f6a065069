"""From which curated statements a statement of the graph follows.

What a builder writes of a field (`cbec_kg.rdf.properties`) follows from that field, and that a record is there from any
field of it. A computed label, year or normalised value follows from the fields that it is made of; what the audit says, from
the figures that its findings are derived from, each as a whole. Evidence lines are computed anew from the links
(`answer_rows`). What the ontology and the text itself give (passages, their sections and offsets) is always there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import NODEFAULT, structs

from cbec_kg.model import records as r
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.links import Link, Relation, link_path
from cbec_kg.model.written_lines import fields_of_link
from cbec_kg.rdf.properties import PART_PROPERTIES, properties_of
from cbec_kg.store.selected import Statement, is_resource, named, statements_of

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.store.opening import OpenStore
    from cbec_kg.store.selected import Graph


class Curated(NamedTuple):
    """A curated statement by name: a record, a field, and an item of a list; without a field, the record as a whole."""

    record: str
    field: str = ""
    item: str = ""


Source = Curated | Link
"""What a person wrote: a field, a record, a link."""

Reasons = tuple[frozenset[Source], ...]
"""Sets of curated statements, from each of which something follows; one empty set where it is always there."""

GIVEN: Reasons = (frozenset(),)

_RELATIONS: dict[str, Relation] = {
    "restsOn": "support", "concludedFrom": "inference", "leadsTo": "cause", "addresses": "address", "answers": "answer",
    "facetOf": "facet", "hasFacet": "facet", "measureOf": "measure", "hasMeasure": "measure", "pointsTo": "pointer",
}  # fmt: skip
"""The relation that each property between records says."""

_FORWARD = frozenset(("leadsTo", "addresses", "answers", "facetOf", "measureOf"))
"""Those whose subject is the start of the link."""

_LINKING = {"reference": "pointer", "source": "pointer", "problem": "facet", "countermeasure": "measure"}
"""The relation of each field that is a link by itself."""

_COMPUTED = {
    "normalisedValue": ("value", "unit"), "baseYear": ("base", "period"), "startYear": ("period",), "endYear": ("period",),
    "basis": ("period",), "period": ("period",), "partOfArticle": (), "statedIn": ("at",), "authorList": ("authors",),
    "textsIn": ("texts_in",), "derivedField": ("derived",), "sumOf": ("sums",), "metadataStatus": ("metadata",),
}  # fmt: skip
"""The fields that further properties of a record come from."""

_PARTS = {"trend": "trends", "column": "columns", "row": "rows", "derived": "derived", "unknown": "unknown",
          "anchor": "at", "annotation": "at"}  # fmt: skip
"""The field that a node below a record stands for, by how its name begins."""

_AUDIT = ("finding", "explanation", "hypothesis")
"""How names of what the audit computed begin."""

_DERIVED = ("prov:wasDerivedFrom",)
_ABOVE = tuple(
    f"cbec:{name}"
    for name in ("explains", "blames", "hypothesisOf", "readsOtherwise", "consequenceOf", "rereadingOf", "ofStatistic",
                 "misfitOf", "derivedBy", "carriedBy", "carriedFrom", "throughFinding", "comesFrom")
)  # fmt: skip
"""By which properties what the audit computed is made of other such things, and of figures."""


class Derivation:
    """Tells from which curated statements each statement of an opened graph follows."""

    def __init__(self, opened: OpenStore, store: Graph) -> None:
        self.store = store
        self.snapshot: Snapshot = opened.snapshot
        self.name = opened.name
        self.own = cache(self._own)
        self.reasons = cache(self._reasons)
        self.figures = cache(self._figures)

    @cached_property
    def links(self) -> dict[str, Link]:
        """Return the links by the names of their nodes."""
        return {_path(link): link for link in self.snapshot.links if link.relation not in PART_PROPERTIES}

    @cached_property
    def _between(self) -> dict[tuple[str, str, str], list[Link]]:
        found: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
        for link in self.snapshot.links:
            found[link.relation, link.start, link.end].append(link)
        return found

    def _reasons(self, statement: Statement) -> Reasons:
        """Return the sets of curated statements from which a statement of the graph follows."""
        own = self.own(statement)
        if own != (statement,):
            return tuple(dict.fromkeys(reason for one in own for reason in self.reasons(one)))
        subject, predicate, value = statement
        name = self.name(subject.value) if is_resource(subject) else None
        if name is None:
            return GIVEN
        term = predicate.value.removeprefix(TERM)
        if name in self.links:
            return (frozenset([self.links[name]]),)
        if self.is_line(statement):
            return ()
        if name.rpartition(":")[2].partition("/")[0] in _AUDIT:
            return (frozenset(Curated(figure) for figure in self.figures(subject)),)
        if name in self.snapshot.records:
            return self._of_record(name, predicate.value, value, term)
        record, _, rest = name.partition("/")
        if record in self.snapshot.records and rest:
            return self._of_part(record, rest, statement)
        return self._of_observation(name, rest)

    def _own(self, statement: Statement) -> tuple[Statement, ...]:
        """Return the statements in this package's terms that one in terms of others follows from; else itself."""
        subject, predicate, value = statement
        own = _narrower()
        found: list[Statement] = []
        if predicate.value == expanded("rdf:type"):
            for kind in own.get(value.value, ()) if is_resource(value) else ():
                found += statements_of(self.store, subject, predicate, named(kind))
        else:
            for kind in own.get(predicate.value, ()):
                found += statements_of(self.store, subject, named(kind), value)
        return tuple(found) or (statement,)

    def is_line(self, statement: Statement) -> bool:
        """Return whether a statement is of an evidence line, or that a source bears on something."""
        if statement.predicate.value == f"{TERM}bearsOn":
            return True
        return "/evidence/" in statement.subject.value and self.name(statement.subject.value) is not None

    def record_of(self, statement: Statement) -> str:
        """Return the record whose class or id a statement says, empty when it says something else."""
        is_own = statement.predicate.value in (expanded("rdf:type"), f"{TERM}recordId")
        name = (self.name(statement.subject.value) or "") if is_own else ""
        return name if name in self.snapshot.records else ""

    # Records

    def _of_record(self, name: str, predicate: str, value: Any, term: str) -> Reasons:
        record = self.snapshot.records[name]
        if term in _RELATIONS and is_resource(value):
            found = self._of_relation(name, term, self.name(value.value) or "")
            if found:
                return found
        fields = [
            (field, form)
            for field, (declared, form, _) in properties_of(type(record)).items()
            if expanded(declared.predicate) == predicate
        ]
        given = [
            self._named(record, field) if field in _LINKING else Curated(name, field, self._item(record, field, form, value))
            for field, form in fields
            if _has(record, field)
        ]
        if predicate == expanded("skos:note"):
            given += [Curated(name, field) for field in ("note", "why") if _says(record, field, value)]
        if term == "metadataStatus" and value.value != "unknown":
            return GIVEN  # the user supplied it
        if given:
            return tuple(frozenset([one]) for one in dict.fromkeys(given))
        if predicate in (expanded("rdfs:label"), f"{TERM}paraphrase"):
            return (frozenset(self._label(record, value.language or "zh")),)
        for scope in ("place", "population"):
            if term in (f"{scope}Basis", f"{scope}Reason", f"{scope}Passage"):
                return (frozenset([Curated(name, f"{scope}_basis" if _has(record, f"{scope}_basis") else scope)]),)
        if term == "statedIn":
            locator = value.value.rpartition("/passage-")[2]
            at = [one for one in getattr(record, "at", ()) if one.locator == locator]
            return tuple(frozenset([Curated(name, "at", f"{one.locator} {one.fragment}")]) for one in at)
        made = [Curated(name, field) for field in _COMPUTED.get(term, ()) if _has(record, field)]
        if term == "normalisedValue":
            made += [Curated(record.unit, "factor"), Curated(record.unit, "base")]  # type: ignore[attr-defined]  # a figure
        return (frozenset(made or [Curated(name)]),)

    def _of_relation(self, name: str, term: str, other: str) -> Reasons:
        ends = (name, other) if term in _FORWARD else (other, name)
        return tuple(frozenset([link]) for link in self._between.get((_RELATIONS[term], *ends), ()))

    def _named(self, record: r.Record, field: str) -> Source:
        """Return the link that a field with the id of a record is, the field itself where it is none."""
        other, relation = getattr(record, field), _LINKING[field]
        ends = (other, record.id) if relation == "pointer" else (record.id, other)
        return next(iter(self._between.get((relation, *ends), ())), Curated(record.id, field))

    def _item(self, record: r.Record, field: str, form: str, value: Any) -> str:
        if not isinstance(getattr(record, field), tuple):
            return ""
        return (self.name(value.value) or value.value) if form in ("record", "iri") else str(value.value)

    def _label(self, record: r.Record, language: str) -> Iterable[Source]:
        """Return the fields that a record's label is made of (`cbec_kg.model.labels`)."""
        records = self.snapshot.records
        if isinstance(record, r.Reference):
            return [Curated(record.id, "number" if record.number is not None else "key")]
        if isinstance(record, r.Citation):
            mark = self._label(records[record.reference], language)
            return [self._named(record, "reference"), self._anchor(record), *mark]
        if isinstance(record, r.Attribution):
            return [self._named(record, "source"), self._anchor(record), Curated(record.source, language)]
        if isinstance(record, r.Article):
            known = ("journal", "year", "volume", "issue", "number") if record.journal else ("title",)
            return [Curated(record.id, field) for field in known if _has(record, field)] or [Curated(record.id)]
        if isinstance(record, r.Statistic):
            fields = ["kind", "indicator", "unit", "printed", "place", "period", "counterpart", "categories"]
            fields += [] if language == "zh" else ["value", "operator", "upper"]
            others = (record.indicator, record.place, record.counterpart, *record.categories)
            named_ = [Curated(one, language) for one in others if one is not None and one in records]
            unit = [Curated(record.unit, "symbol" if language == "zh" else "en")]
            return [*(Curated(record.id, field) for field in fields if _has(record, field)), *named_, *unit]
        return [Curated(record.id, language)]

    def _anchor(self, record: r.Citation | r.Attribution) -> Curated:
        return Curated(record.id, "at", f"{record.at[0].locator} {record.at[0].fragment}")

    # Nodes below a record

    def _of_part(self, name: str, rest: str, statement: Statement) -> Reasons:
        record = self.snapshot.records[name]
        kind, _, key = rest.partition("/") if "/" in rest else rest.partition("-")
        field = _PARTS.get(kind)
        if field is None:
            return GIVEN  # what the user supplied of a reference
        if field == "at":
            number = int(key)
            at = record.at[number - 1] if number <= len(record.at) else None  # type: ignore[attr-defined]  # it has anchors
            return (frozenset([Curated(name, "at", f"{at.locator} {at.fragment}" if at else "")]),)
        if field == "trends":
            trend = record.trends[int(key) - 1]  # type: ignore[attr-defined]  # a claim
            return (frozenset([Curated(name, "trends", trend.indicator)]),)
        if field == "unknown" and not isinstance(record, r.Article):
            return (frozenset([Curated(name, "why")]),)
        if statement.predicate.value == f"{TERM}sumOf":
            field = "sums"
        return (frozenset([Curated(name, field, key)]),)

    def _of_observation(self, name: str, rest: str) -> Reasons:
        """Return a figure for its observation in the data cube; codes, tables and graphs are always there."""
        folder, _, _ = name.rpartition(":")
        figure = f"{folder}:" * bool(folder) + rest.partition("/")[2]
        is_figure = rest.startswith("observation/") and figure in self.snapshot.records
        return (frozenset([Curated(figure)]),) if is_figure else GIVEN

    # What the audit computed

    def _figures(self, node: Any) -> frozenset[str]:
        """Return the figures that something which the audit computed comes from, through findings and explanations."""
        found: set[str] = set()
        seen, todo = {node}, [node]
        while todo:
            here = todo.pop()
            for predicate in (*_DERIVED, *_ABOVE):
                for _, _, value in statements_of(self.store, here, named(expanded(predicate))):
                    name = self.name(value.value) or ""
                    if name in self.snapshot.records:
                        found.add(name)
                    elif value not in seen:
                        seen.add(value)
                        todo.append(value)
        return frozenset(found)


@cache
def _narrower() -> dict[str, tuple[str, ...]]:
    """Return this package's classes and properties below each of others, by IRI."""
    from cbec_kg.rdf.standard import broader_terms

    found: dict[str, list[str]] = defaultdict(list)
    for own, others in broader_terms().items():
        for other in others:
            found[str(other)].append(str(own))
    return {other: tuple(owns) for other, owns in found.items()}


def _path(link: Link) -> str:
    """Return the name of a link's node; among several papers the ends have their folder before them, the node once."""
    folder, colon, _ = link.end.rpartition(":")
    return f"{folder}{colon}" + link_path(link).replace(folder + colon, "") if colon else link_path(link)


def _has(record: r.Record, field: str) -> bool:
    """Return whether a record says something by a field, which it does not by what holds without the field."""
    return getattr(record, field, None) not in (None, (), *_without(type(record)).get(field, ()))


@cache
def _without(kind: type[r.Record]) -> dict[str, tuple[Any, ...]]:
    """Return what holds of a record of a kind without each of its fields; nothing where it must have the field."""
    return {one.name: () if one.default is NODEFAULT else (one.default,) for one in structs.fields(kind)}


def _says(record: r.Record, field: str, value: Any) -> bool:
    text = getattr(record, field, None)
    return text is not None and value.value in (getattr(text, "zh", None), getattr(text, "en", None))


def holder(source: Source) -> str:
    """Return the record that has a curated statement: it is there where the statement is."""
    if isinstance(source, Curated):
        return source.record
    return source.start if source.relation in ("facet", "measure", "address", "answer") else source.end


def field_of(derivation: Derivation, subject: Any, predicate: Any, value: Any) -> Curated | None:
    """Return the record and field that a statement would be written in; None where it is computed, or not known where.

    Subject, predicate and object are terms of the engine, None for what is not known.
    """
    records = derivation.snapshot.records
    name, other = (
        (derivation.name(end.value) or "") if end is not None and is_resource(end) else "" for end in (subject, value)
    )
    term = "" if predicate is None else predicate.value.removeprefix(TERM)
    if term in _RELATIONS:
        ends = (name, other) if term in _FORWARD else (other, name)
        return field_of_link(derivation, Link(*ends, _RELATIONS[term]))
    if predicate is not None and name in derivation.links:
        return field_of_link(derivation, derivation.links[name])
    if name not in records or predicate is None:
        return None
    found = records[name]
    for field, (declared, _, _) in properties_of(type(found)).items():
        if expanded(declared.predicate) == predicate.value:
            return Curated(name, field)
    return next((Curated(name, field) for field in _COMPUTED.get(term, ()) if field in found.__struct_fields__), None)


def field_of_link(derivation: Derivation, link: Link) -> Curated | None:
    """Return the record and field that a link would be written in; an end that is not known is empty."""
    records = derivation.snapshot.records
    for record, field, _, _ in fields_of_link(link):
        if record in records and field in records[record].__struct_fields__:
            return Curated(record, field)
    return None
