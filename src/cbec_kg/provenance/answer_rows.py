"""Why a row is an answer: the minimal sets of curated statements over which, with the ontology, the query gives it.

The statements by which the query may have found the row (`matched_statements`) follow from curated statements
(`derivation`); which of these are needed is found by deletion (`minimal`), the query being asked each time of what follows
from those that are left. Evidence lines are computed anew from the links that are left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cbec_kg.model.iris import PREFIXES, TERM, expanded, resource_iri
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.terms import BASES
from cbec_kg.provenance.derivation import Curated, Derivation, Source, holder
from cbec_kg.provenance.matched_statements import Values, Witnesses
from cbec_kg.provenance.minimal import Expired, SufficientSets, minimal_set, minimal_sets, never
from cbec_kg.provenance.patterns import Pattern, absences, pattern_of
from cbec_kg.store.selected import Selected, Statement, named, number, statements_of

if TYPE_CHECKING:
    from cbec_kg.store.opening import OpenStore
    from cbec_kg.store.selected import Graph
    from cbec_kg.store.sparql import Answer

_CARRY = frozenset(("support", "cause", "inference", "pointer"))
"""Relations that evidence lines are computed from."""


_NOT_MONOTONE = ("EXISTS", "MINUS", "BOUND", "COALESCE", "IF(")
"""Words of a query by which more statements may make fewer rows."""


def is_monotone(pattern: Pattern) -> bool:
    """Return whether more statements make more rows of a query, as far as its words tell."""
    text = pattern.unlimited.upper().replace(" ", "")
    return not pattern.computed and all(word not in text for word in _NOT_MONOTONE)


@dataclass(frozen=True)
class RowReasons:
    """Why a row is an answer.

    Attributes
    ----------
    row : tuple
        Its terms; of a graph's answer subject, predicate, object.
    found : SufficientSets
        The minimal sets of curated statements; no set where the row follows from none, being always there, or cannot be
        traced.
    absent : tuple of str
        The conditions of the query that hold because something is not there, as they stand in it.
    total : bool
        Whether the query counts or adds up, and so hangs on there being no more of what is counted.
    """

    row: tuple[Any, ...]
    found: SufficientSets[Source]
    absent: tuple[str, ...] = ()
    total: bool = False


class Rows:
    """Explains rows of one query; `text` has the values of its parameters bound."""

    def __init__(self, opened: OpenStore, store: Graph, text: str) -> None:
        self.store = store
        self.text = text
        self.derivation = Derivation(opened, store)
        self.pattern = pattern_of(text)
        self.folders = opened.folder_ids
        self.selected = Selected()
        self.reached: dict[tuple[str, bool], frozenset[str]] = {}

    def why(self, row: tuple[Any, ...], columns: Iterable[str], expired: Expired = never, most: int = 3) -> RowReasons:
        """Return why a row of the query's answer is one; `most` sets at most, as many as there is time for."""
        if self.pattern is None:
            return RowReasons(row, SufficientSets((), (), complete=False))
        columns = tuple(columns)
        world = self.world(row, columns)
        found = minimal_sets(world.items, world.holds, expired, most=most, monotone=self.monotone(row, columns, world))
        absent = dict.fromkeys(element.text for element in absences(self.pattern.group))
        return RowReasons(row, found, tuple(absent), bool(self.pattern.computed))

    def world(self, row: tuple[Any, ...], columns: tuple[str, ...]) -> World:
        """Return what may matter for a row, and what can be asked of any part of it."""
        assert self.pattern is not None
        witnesses = Witnesses(self.store, self.pattern)
        found: set[Statement] = set()
        for values in self._values(row, columns, witnesses):
            found |= witnesses.of(values)
        world = World(self, found, row)
        if not world.holds(world.items):  # as where variables of two groups have one name
            world = World(self, found | witnesses.mentioned(), row)
        return world

    def behind(self, statements: set[Statement]) -> tuple[Source, ...]:
        """Return a minimal set of curated statements from which some statements of the graph follow together."""
        world = World(self, statements, ())
        found = minimal_set(world.items, lambda some: statements <= world.following(some))
        return found.items if found else ()

    def monotone(self, row: tuple[Any, ...], columns: tuple[str, ...], world: World) -> bool:
        """Return whether a row that is an answer over some statements is one over more of them."""
        assert self.pattern is not None
        if not is_monotone(self.pattern):
            return False
        unbound = {name for name, term in zip(columns, row, strict=False) if term is None}
        best = {f"{TERM}{name}" for name in ("basis", "length", "via")}  # of a line: those of its best path
        is_optional = "OPTIONAL" in self.pattern.unlimited.upper()
        return not (unbound and is_optional) and all(one.predicate.value not in best for one in world.lines)

    def _values(self, row: tuple[Any, ...], columns: tuple[str, ...], witnesses: Witnesses) -> Iterable[Values]:
        """Yield the values of variables that a row fixes: one for each triple of a template that it can be."""
        assert self.pattern is not None
        if self.pattern.form != "Construct":
            yield dict(zip(columns, row, strict=True)) if self.pattern.form == "Select" else {}
            return
        for element in self.pattern.template:
            values: dict[str, Any] = {}
            fits = True
            for text, term in zip(element.terms, row, strict=True):
                if text[0] in "?$":
                    fits = fits and values.setdefault(text[1:], term) == term
                else:
                    fits = fits and witnesses.term(text) == term
            if fits:
                yield values

    def is_row(self, statements: Collection[Statement], row: tuple[Any, ...]) -> bool:
        """Return whether a row is an answer over some statements alone."""
        assert self.pattern is not None
        answer: Answer = self.selected.answer(statements, self.pattern.unlimited, PREFIXES)
        return answer.truth if answer.form == "ask" else row in answer.rows


class World:
    """The statements that may matter for a row, the curated statements behind them, and what follows from some of these."""

    def __init__(self, rows: Rows, found: set[Statement], row: tuple[Any, ...]) -> None:
        self.rows = rows
        self.row = row
        derivation = rows.derivation
        self.fixed: list[tuple[Statement, tuple[frozenset[Source], ...]]] = []
        self.there: dict[str, list[Statement]] = defaultdict(list)
        self.lines: set[Statement] = set()
        sources: set[Source] = set()
        for statement in found:
            own = list(derivation.own(statement))
            record = derivation.record_of(own[0])
            if any(derivation.is_line(one) for one in own):
                self.lines.add(statement)
                sources |= self._carrying(own)
            elif record:
                self.there[record].append(statement)
            else:
                reasons = derivation.reasons(statement)
                self.fixed.append((statement, reasons))
                sources |= {source for reason in reasons for source in reason}
        held = {holder(source) for source in sources}
        sources |= {Curated(record) for record in self.there if record not in held}
        self.items = tuple(sorted(sources, key=source_order))
        self._computed: dict[frozenset[Link], frozenset[Statement]] = {}

    def holds(self, sources: Collection[Source]) -> bool:
        """Return whether the row is an answer over what follows from some curated statements alone."""
        return self.rows.is_row(self.following(sources), self.row)

    def following(self, sources: Collection[Source]) -> frozenset[Statement]:
        """Return what follows from some curated statements, and what is always there."""
        given = frozenset(sources)
        whole = {source.record for source in given if isinstance(source, Curated) and not source.field}

        def is_there(source: Source) -> bool:
            return source in given or (isinstance(source, Curated) and bool(source.field) and source.record in whole)

        found = {statement for statement, reasons in self.fixed if any(all(map(is_there, reason)) for reason in reasons)}
        for record in {holder(source) for source in given}:
            found.update(self.there.get(record, ()))
        return frozenset(found) | self._lines_of(given)

    def _carrying(self, statements: Iterable[Statement]) -> set[Source]:
        """Return the links on any way from the source to the target of an evidence line."""
        derivation, found = self.rows.derivation, set[Source]()
        for statement in statements:
            source, target = self._ends(statement)
            before, after = self._reach(target, back=True), self._reach(source, back=False)
            found |= {
                link
                for link in derivation.snapshot.links
                if link.relation in _CARRY and (_leads(link, after, before) or _leads_back(link, after, before))
            }
        return found

    def _ends(self, statement: Statement) -> tuple[str, str]:
        """Return the source and the target of an evidence line that a statement is of."""
        derivation = self.rows.derivation
        if statement.predicate.value == f"{TERM}bearsOn":
            return derivation.name(statement.subject.value) or "", derivation.name(statement.object.value) or ""
        ends = [
            next(statements_of(self.rows.store, statement.subject, named(f"{TERM}{end}"))).object.value
            for end in ("source", "target")
        ]
        return derivation.name(ends[0]) or "", derivation.name(ends[1]) or ""

    def _reach(self, start: str, *, back: bool) -> frozenset[str]:
        """Return the records from which a record is reached by links that carry evidence, or that are reached from it."""
        known = self.rows.reached
        if (start, back) not in known:
            snapshot = self.rows.derivation.snapshot
            found, todo = {start}, [start]
            while todo:
                here = todo.pop()
                into, out = snapshot.incoming.get(here, ()), snapshot.outgoing.get(here, ())
                near = [(link.start if back else link.end, link) for link in (into if back else out)]
                near += [
                    (link.end if back else link.start, link) for link in (out if back else into) if link.relation == "cause"
                ]
                for other, link in near:
                    if link.relation in _CARRY and other not in found:
                        found.add(other)
                        todo.append(other)
            known[start, back] = frozenset(found)
        return known[start, back]

    def _lines_of(self, given: frozenset[Source]) -> frozenset[Statement]:
        """Return the statements of evidence lines that follow from the links among some curated statements."""
        if not self.lines:
            return frozenset()
        links = frozenset(source for source in given if isinstance(source, Link))
        if links not in self._computed:
            from cbec_kg.evidence.lines import evidence_lines

            snapshot = self.rows.derivation.snapshot
            lines, folder = evidence_lines(links, snapshot.statements), self.rows.folders[0]
            own = {one for line in lines for one in line_statements(line, folder)}
            derivation = self.rows.derivation
            other = {one for one in self.lines if not own.isdisjoint(derivation.own(one))}
            self._computed[links] = frozenset(own | other)
        return self._computed[links]


def line_statements(line: EvidenceLine, first_folder: str) -> Iterator[Statement]:
    """Yield what the graph says of an evidence line, in this package's own terms; names of one paper lack its folder."""

    def iri(name: str) -> Any:
        folder, _, local = name.rpartition(":")
        return named(resource_iri(folder or first_folder, local))

    local = line.target.rpartition(":")[2], line.source.rpartition(":")[2]
    folder = line.target.rpartition(":")[0] or first_folder
    node = named(resource_iri(folder, f"{local[0]}/evidence/{local[1]}/{line.role}"))

    def term(name: str) -> Any:
        return named(f"{TERM}{name}")

    yield Statement(node, named(expanded("rdf:type")), term("EvidenceLine"))
    yield Statement(node, term("target"), iri(line.target))
    yield Statement(node, term("source"), iri(line.source))
    yield Statement(node, term("role"), term(f"role-{line.role}"))
    yield Statement(node, term("basis"), term(f"basis-{line.basis}"))
    yield Statement(node, term("length"), number(line.length))
    yield from (Statement(node, term("via"), iri(pointer)) for pointer in line.pointers)
    yield Statement(iri(line.source), term("bearsOn"), iri(line.target))


def _leads(link: Link, after: Collection[str], before: Collection[str]) -> bool:
    return link.start in after and link.end in before


def _leads_back(link: Link, after: Collection[str], before: Collection[str]) -> bool:
    """Return whether a cause leads on from its effect: what backs an effect bears on its cause."""
    return link.relation == "cause" and link.end in after and link.start in before


def source_order(source: Source) -> tuple[int, int, str, str, str, str]:
    """Return the sort key of curated statements: records, links by their basis, fields; the last are left out first."""
    if isinstance(source, Link):
        return 1, BASES.index(source.basis), source.start, source.end, source.relation, source.role or ""
    return (2 if source.field else 0), 0, source.record, source.field, source.item, ""
