"""SPARQL for many askers: what a server answers queries with, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cbec_kg.errors import RefusedError, UsageError
from cbec_kg.model.iris import PREFIXES
from cbec_kg.queries.catalogue import ShippedQuery, read_catalogue, read_query
from cbec_kg.store.bounded import MEGABYTE, Limits, Question, Reply, UnwantedFormError, Worker
from cbec_kg.store.encoding import encoded_graph, turtle_as_lines
from cbec_kg.store.pool import BusyError, Given, Pool
from cbec_kg.store.sparql import Dataset, bind, check_query, graph_sizes, named_graphs, named_iris

if TYPE_CHECKING:
    from cbec_kg.api.corpus import Corpus

__all__ = [
    "MEGABYTE", "BusyError", "Given", "Limits", "Pool", "Question", "Reply", "ShippedQuery", "SparqlService",
    "UnwantedFormError", "limits_of",
]  # fmt: skip

_ABOUT = (
    "http://www.w3.org/ns/shacl#SPARQL",
    "http://rdfs.org/ns/void#",
    "http://www.w3.org/ns/sparql-service-description#",
)
"""What only the description of a service speaks of: a query that names a term which begins so is asked of that."""
_ABOUT_IN_SHORT = ("SPARQL", "void", "sparql-service-description")
"""What stands in the text of every such query."""


def limits_of(seconds: float, memory: int, rows: int, output: int) -> Limits:
    """Return limits of a query, memory and output in megabytes."""
    return Limits(seconds, memory * MEGABYTE, rows, output * MEGABYTE)


class SparqlService:
    """Answers queries about papers within limits, as many at once as there are processes.

    Parameters
    ----------
    waiting : int
        Most queries that wait for a process; more are sent away.
    base : str
        Where the service is offered, with a slash at its end: its endpoint is ``sparql`` there.
    description : callable
        Gives the description of the data in VoID, as Turtle.
    """

    def __init__(
        self, papers: Corpus, limits: Limits, processes: int, waiting: int, base: str, description: Callable[[], str]
    ) -> None:
        self.limits = limits
        self.endpoint = f"{base}sparql"
        self._papers, self._base, self._description = papers, base, description
        opened = papers._opened
        self._pool = Pool([opened.new_worker(limits) for _ in range(processes)], limits, waiting)
        self._about = Pool([Worker(self._described, limits.memory)], limits, waiting)
        self.graphs = tuple(sorted(named_graphs(opened.store)))

    @cached_property
    def queries(self) -> tuple[ShippedQuery, ...]:
        """Return the shipped queries, sorted by name."""
        return tuple(read_catalogue())

    def question(
        self, text: str, forms: Mapping[str, str], default_graphs: Sequence[str] = (), named: Sequence[str] = ()
    ) -> Question:
        """Return a question that may be asked.

        Parameters
        ----------
        forms : mapping of str to str
            The format of the answer by the form of the query; see `cbec_kg.store.encoding`.
        default_graphs, named : sequence of str
            Graphs that the query is asked of; all where neither is given.

        Raises
        ------
        RefusedError, LimitError
            When the query wants something from outside or is too long, or a graph is none of the store's.
        """
        check_query(text, self.graphs)
        for iri in (*default_graphs, *named):
            if iri not in self.graphs:
                raise RefusedError(f"{iri[:200]!r} names no graph of the store. The service description lists them.")
        dataset = Dataset(tuple(default_graphs), tuple(named)) if default_graphs or named else None
        return Question(text, PREFIXES, dataset, forms)

    def shipped(self, name: str, given: Mapping[str, str], forms: Mapping[str, str]) -> Question:
        """Return a shipped query as a question, its parameters bound to the records that are given by name.

        Raises
        ------
        UsageError, UnknownIdError
            For an unknown query, parameter or record.
        """
        query = read_query(name)
        for parameter in given:
            if parameter not in query.parameters:
                may = ", ".join(query.parameters) or "none"
                raise UsageError(f"the query {name} has no parameter {parameter[:80]!r}; it has: {may}.")
        bound = {parameter: self._papers._opened.iri(record) for parameter, record in given.items()}
        return Question(bind(query.text, bound), PREFIXES, None, forms)

    async def ask(self, question: Question) -> Given:
        """Return the answer of a question.

        Raises
        ------
        QueryError, LimitError
            When it cannot be read or run, takes too much, or has a form whose formats are not wanted; `BusyError` when too
            many wait.
        """
        return await self._pool_of(question).ask(question)

    @property
    def running(self) -> int:
        """Return how many questions are asked now, those that wait included."""
        return self._pool.running + self._about.running

    def description(self, form: str) -> bytes:
        """Return what the service says of itself, in ``turtle``, ``ntriples``, ``json-ld`` or ``rdf-xml``."""
        from cbec_kg.render.exports.service_description import service_triples

        counts = graph_sizes(self._papers._opened.store)
        return encoded_graph(service_triples(self.endpoint, counts, f"{self._base}void.ttl"), form)

    def examples(self, form: str) -> bytes:
        """Return the shipped queries as examples for editors, in the formats of `description`."""
        from cbec_kg.render.exports.service_description import example_triples

        return encoded_graph(example_triples(self.endpoint, self.queries, f"{self._base}queries/"), form)

    def _described(self) -> bytes:
        return self.description("ntriples") + self.examples("ntriples") + turtle_as_lines(self._description())

    def _pool_of(self, question: Question) -> Pool[Question]:
        if question.dataset is not None or not any(start in question.text for start in _ABOUT_IN_SHORT):
            return self._pool
        names = named_iris(question.text, PREFIXES)
        about = any(name.startswith(start) and name != start for name in names for start in _ABOUT)
        return self._about if about else self._pool

    def close(self) -> None:
        """End all processes, in the middle of queries too."""
        self._pool.close()
        self._about.close()
