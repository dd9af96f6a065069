"""Why a row is no answer: the fewest parts of the query that keep it out, and what would have to be there for each.

The wanted values are bound and the parts of the query left out one after another: those minimal sets of parts without which
there is a solution are what is missing (the minimal corrections of an unsatisfiable query). A triple that is left out says
which statement is missing, and on which record; a condition that is left out, what stands against the row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Literal

from cbec_kg.model.iris import PREFIXES, TERM, expanded
from cbec_kg.model.links import Link
from cbec_kg.provenance.answer_rows import Rows
from cbec_kg.provenance.derivation import Curated, Derivation, Source, field_of, field_of_link
from cbec_kg.provenance.matched_statements import Witnesses, is_path
from cbec_kg.provenance.minimal import Expired, minimal_sets, never
from cbec_kg.provenance.patterns import Element, Group, Plain, triples_within
from cbec_kg.rdf.properties import LINK_CLASSES
from cbec_kg.store.selected import Statement, statements_of
from cbec_kg.store.sparql import run

if TYPE_CHECKING:
    from cbec_kg.store.selected import Graph

_MOST_BRANCHES = 12
"""Most combinations of alternatives that are looked at."""

_MOST = 6
"""Most sets of parts that are given for one of them."""


Unit = tuple[Element, ...]
"""Parts of a query that are there or missing together: one, or all triples of a node that is no record, such as a link."""

Terms = tuple[Any, Any, Any]
"""Subject, predicate and object of a missing statement, None for any."""

_OF_NODES = frozenset(
    f"cbec:{name}"
    for name in ("from", "to", "target", "source", "via", "anchorOf", "trendOf", "unknownOf", "derivedOf", "columnOf",
                 "rowOf", "consequenceOf", "hypothesisOf", "carriedBy", "carriedFrom", "comesFrom", "misfitOf",
                 "rereadingOf")
)  # fmt: skip
"""Properties of what is no record: links, evidence lines, anchors, and what the audit computed."""

Kind = Literal["statement", "condition", "total"]


@dataclass(frozen=True)
class Missing:
    """One part of a query that keeps a row out.

    Attributes
    ----------
    part : str
        As it stands in the query.
    kind : str
        ``statement`` where statements are missing, ``condition`` where something stands against the row, ``total`` where the
        row is there but for its totals, or they keep it out.
    statements : tuple
        The missing statements, as far as the other parts of the query say them.
    where : Curated or None
        The field of the record in which it would be written; None where it is computed, its record is not known, or no such
        record can have it.
    because : tuple of Curated or Link
        The curated statements from which follows what stands against the row.
    """

    part: str
    kind: Kind
    statements: tuple[Terms, ...] = ()
    where: Curated | None = None
    because: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Absence:
    """Why a row is absent.

    `choices` are the sets of parts, fewest first, each of which would have to be otherwise; `near` the rows that have the
    wanted values but for totals; `complete` is false where the time did not last for all sets.
    """

    choices: tuple[tuple[Missing, ...], ...]
    near: tuple[tuple[Any, ...], ...] = ()
    complete: bool = True


def why_not(rows: Rows, values: Mapping[str, Any], expired: Expired = never) -> Absence:
    """Return why no row of a query has some values in some of its columns; the values are terms of the engine."""
    if rows.pattern is None or rows.pattern.form != "Select":
        return Absence((), complete=False)
    found: dict[tuple[str, ...], tuple[Missing, ...]] = {}
    complete = True
    for elements in islice(_branches(rows.pattern.group, frozenset(values)), _MOST_BRANCHES):
        parts = _Parts(rows, elements, values)
        if parts.solved(()):
            near = _near(rows, values)
            total = Missing(_having(rows.text), "total")
            return Absence(((total,),), near)
        removed = minimal_sets(parts.removable, parts.solved, expired, most=_MOST)
        complete = complete and removed.complete
        for one in removed.sets:
            if not one.undecided:
                found.setdefault(tuple(map(_text, one.needed)), parts.missing(one.needed))
    ordered = sorted(found.values(), key=lambda parts: (len(parts), [_rank(one) for one in parts]))
    fewest = len(ordered[0]) if ordered else 0
    return Absence(tuple(parts for parts in ordered if len(parts) == fewest)[:_MOST], (), complete)


def _rank(missing: Missing) -> tuple[int, int]:
    unknown = sum(terms.count(None) for terms in missing.statements)
    return (0 if missing.kind == "condition" else 1 if missing.where is not None else 2), unknown


def _text(unit: Unit) -> str:
    return " . ".join(element.text for element in unit)


def _branches(group: Group, wanted: frozenset[str]) -> Iterator[tuple[Element, ...]]:
    """Yield the elements of a group with one choice of each alternative; an option that has a wanted value must be there."""
    choices: list[list[tuple[Element, ...]]] = []
    for element in group.elements:
        if element.kind == "any":
            choices.append([one for within in element.groups for one in _branches(within, wanted)])
        elif element.kind == "all" or (element.kind == "optional" and wanted & _only_here(element, group)):
            choices.append([*_branches(element.groups[0], wanted)])
        else:
            choices.append([(element,)])
    for chosen in product(*choices):
        yield tuple(element for elements in chosen for element in elements)


def _only_here(option: Element, group: Group) -> frozenset[str]:
    """Return the variables that only an option gives a value."""
    given = {
        name
        for element in group.elements
        if element.kind in ("triple", "any", "all", "values")
        for name in element.variables
    }
    return option.variables - given


class _Parts:
    """The parts of one choice of alternatives, with the wanted values bound."""

    def __init__(self, rows: Rows, elements: tuple[Element, ...], values: Mapping[str, Any]) -> None:
        assert rows.pattern is not None
        self.rows = rows
        self.store: Graph = rows.store
        self.elements = elements
        self.plain = Plain(rows.pattern, {name: str(term) for name, term in values.items()})
        self.made = {element.terms[0] for element in elements if element.kind == "bind"}
        self.values = {name: term for name, term in self.plain.values.items() if name not in self.made}
        checks = [
            Element("filter", f"FILTER(sameTerm(?{name}, {term}))")
            for name, term in self.plain.values.items()
            if name in self.made
        ]
        self.elements += tuple(checks)
        self.removable = (*self._nodes(), *self._single())
        self.witnesses = Witnesses(self.store, rows.pattern)

    def _nodes(self) -> Iterator[Unit]:
        """Yield the triples of each node that is no record, together."""
        of: dict[str, list[Element]] = {}
        for element in self.elements:
            if element.kind == "triple":
                of.setdefault(element.terms[0], []).append(element)
        for subject, triples in of.items():
            if subject[1:] not in self.values and any(one.terms[1] in _OF_NODES for one in triples):
                yield tuple(triples)

    def _single(self) -> Iterator[Unit]:
        together = {element for unit in self._nodes() for element in unit}
        for element in self.elements:
            if element.kind in ("triple", "filter", "minus", "values") and element not in together:
                yield (element,)

    def solved(self, removed: Collection[Unit]) -> bool:
        """Return whether there is a solution without some parts."""
        return run(self.store, f"{self.plain.pattern.prologue} ASK {{ {self.body(removed)} }}", PREFIXES).truth

    def body(self, removed: Collection[Unit]) -> str:
        """Return the other parts as text, without conditions on what no part gives a value any more."""
        gone = {element for unit in removed for element in unit}
        left = [element for element in self.elements if element not in gone]
        given = set(self.values)
        for element in left:
            if element.kind in ("triple", "values", "optional"):
                given |= element.variables
        pieces = [f"VALUES ?{name} {{ {term} }}" for name, term in self.values.items()]
        for element in left:
            needed = element.variables - {name for one in element.groups for name in _inner(one)}
            if element.kind == "bind":
                needed -= {element.terms[0]}
                given |= {element.terms[0]} if needed <= given or not needed else set()
            lost = needed - given
            if element.kind in ("filter", "minus", "bind") and lost and removed:
                continue
            pieces.append(self.plain.element(element))
        return " ".join(pieces)

    def missing(self, removed: tuple[Unit, ...]) -> tuple[Missing, ...]:
        """Return what each of some parts misses, by a solution of the others."""
        solution = self._first(self.body(removed)) or {}
        return tuple(self._missing(unit, removed, solution) for unit in removed)

    def _first(self, body: str) -> dict[str, Any] | None:
        answer = run(self.store, f"{self.plain.pattern.prologue} SELECT * {{ {body} }} LIMIT 1", PREFIXES)
        return dict(zip(answer.columns, answer.rows[0], strict=True)) if answer.rows else None

    def _missing(self, unit: Unit, removed: tuple[Unit, ...], solution: Mapping[str, Any]) -> Missing:
        if unit[0].kind != "triple":
            return Missing(unit[0].text, "condition", because=self._against(unit[0], removed, solution))
        known = dict(solution)
        if len(unit) > 1:  # a node that is not there: what else is said of it is said of none
            known = {name: term for name, term in solution.items() if name in self.known(removed)}
        statements = tuple(self._terms(element, known) for element in unit)
        return Missing(_text(unit), "statement", statements, field_of_missing(self.rows.derivation, statements))

    def known(self, removed: Collection[Unit]) -> frozenset[str]:
        """Return the variables that parts which are left fix, by the wanted values or one by one from these."""
        gone = {element for unit in removed for element in unit}
        found = set(self.values)
        for element in self.elements:
            if element.kind == "triple" and element not in gone and found & element.variables:
                found |= element.variables
        return frozenset(found)

    def _terms(self, element: Element, solution: Mapping[str, Any]) -> Terms:
        subject, path, value = element.terms
        verb = None if is_path(path) else self.witnesses.value(path, solution)
        return self.witnesses.value(subject, solution), verb, self.witnesses.value(value, solution)

    def _against(self, element: Element, removed: tuple[Unit, ...], solution: Mapping[str, Any]) -> tuple[Source, ...]:
        """Return the curated statements from which follows what a condition forbids."""
        triples = [one for group in element.groups for one in triples_within(group)]
        if triples:
            inner = " ".join(self.plain.group(group) for group in element.groups)
            solution = self._first(f"{self.body(removed)} {{ {inner} }}") or solution
        else:
            asked = [part for part in self.elements if part.variables & element.variables]
            triples = [one for part in asked for one in triples_within(Group((part,)))]
        found: set[Statement] = set()
        for one in triples:
            subject, verb, value = self._terms(one, solution)
            if subject is not None and value is not None and is_path(one.terms[1]):
                found |= self.witnesses.between(one.terms[1], [(subject, value)])
            elif None not in (subject, verb, value):
                found.update(statements_of(self.store, subject, verb, value))
        return self.rows.behind(found)


def field_of_missing(derivation: Derivation, statements: Iterable[Terms]) -> Curated | None:
    """Return the record and field in which missing statements would be written, None where that is not known."""
    listed = [*statements]
    for terms in listed:
        if (found := field_of(derivation, *terms)) is not None:
            return found
    kinds = {terms[2].value.removeprefix(TERM) for terms in listed if terms[1] is not None and terms[2] is not None and
             terms[1].value == expanded("rdf:type")}  # fmt: skip
    ends = {terms[1].value.removeprefix(TERM): terms[2] for terms in listed if terms[1] is not None and terms[2] is not None}
    for relation, kind in LINK_CLASSES.items():
        if kind in kinds:
            start, end = ((derivation.name(ends[name].value) or "") if name in ends else "" for name in ("from", "to"))
            return field_of_link(derivation, Link(start, end, relation))
    return None


def _inner(group: Group) -> Iterator[str]:
    """Yield the variables of a group."""
    for element in group.elements:
        yield from element.variables


def _having(text: str) -> str:
    found = re.search(r"(?is)\bHAVING\s*(\(.*?\))\s*(?:\}|ORDER|$)", text)
    return f"HAVING{found[1]}" if found else ""


def _near(rows: Rows, values: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    """Return the rows that have the wanted values but for totals."""
    assert rows.pattern is not None
    computed = rows.pattern.computed
    answer = run(rows.store, rows.pattern.unlimited, PREFIXES)
    places = {name: number for number, name in enumerate(answer.columns)}
    wanted = {places[name]: term for name, term in values.items() if name not in computed and name in places}
    return tuple(row for row in answer.rows if all(row[place] == term for place, term in wanted.items()))[:3]
