"""Some statements of a store as a graph of their own, asked by what looks for those from which an answer follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cbec_kg.store.sparql import Answer, run

if TYPE_CHECKING:
    from pyoxigraph import Store

    Graph = Store


class Statement(NamedTuple):
    """A statement of the default graph, in terms of the engine."""

    subject: Any
    predicate: Any
    object: Any


def statements_of(store: Store, subject: Any = None, predicate: Any = None, object_: Any = None) -> Iterator[Statement]:
    """Yield the statements of a store's default graph that have some terms, whatever the others are."""
    for quad in store.quads_for_pattern(subject, predicate, object_, _default_graph()):
        yield Statement(quad.subject, quad.predicate, quad.object)


@cache
def _default_graph() -> Any:
    from pyoxigraph import DefaultGraph

    return DefaultGraph()


def is_resource(term: object) -> bool:
    """Return whether a term is an IRI."""
    return type(term).__name__ == "NamedNode"


@lru_cache(maxsize=1 << 12)  # the same properties and classes again and again
def named(iri: str) -> Any:
    """Return an IRI as a term of the engine."""
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def number(value: int) -> Any:
    """Return a whole number as a term of the engine."""
    from pyoxigraph import Literal

    return Literal(value)


class Selected:
    """A graph in memory that is asked again and again, each time with some more or some fewer statements."""

    def __init__(self) -> None:
        from pyoxigraph import Store

        self._new = Store
        self._store = Store()
        self._held: frozenset[Statement] = frozenset()

    def answer(self, statements: Collection[Statement], text: str, prefixes: dict[str, str] | None = None) -> Answer:
        """Return the answer of a query that is asked of these statements alone."""
        self._change(frozenset(statements))
        return run(self._store, text, prefixes)

    def _change(self, wanted: frozenset[Statement]) -> None:
        gone, added = self._held - wanted, wanted - self._held
        if len(gone) > len(wanted):
            self._store, gone, added = self._new(), frozenset(), wanted
        for quad in _quads(gone):
            self._store.remove(quad)
        self._store.extend(_quads(added))
        self._held = wanted


def _quads(statements: Iterable[Statement]) -> Iterator[Any]:
    from pyoxigraph import Quad

    return (Quad(*statement) for statement in statements)
