"""A SPARQL endpoint as a store: queries go over the SPARQL 1.1 Protocol, and come back as the terms of the local engine.

An endpoint's default graph must have the statements; many servers take the union of the named graphs for it, others have to
be told to. Which papers it has is asked, not configured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from cbec_kg.errors import LimitError, UnavailableError, UsageError
from cbec_kg.io.http import Reply, checked_url, credentials_for, post_form, shown_url
from cbec_kg.model.iris import CORPUS, GRAPHS, ONTOLOGY, PREFIXES, graph_iri, split_iri
from cbec_kg.store.opening import OpenStore, load_nquads
from cbec_kg.store.sparql import Answer, check_query, gives_graph, is_suspect, undeclared_prefixes
from cbec_kg.store.waiting import in_time

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.store.bounded import Limits

T = TypeVar("T")

MAX_ANSWER_BYTES = 512 * 1024 * 1024
SILENCE = 120.0
"""Seconds that a server may be silent where a query has no limit of its own."""

LONGEST = 1800.0
"""Seconds that an answer may take in all where a query has no limit of its own: a server may send a byte now and then."""

_RESULTS = "application/sparql-results+json"
_GRAPH = "application/n-triples, text/turtle;q=0.5"


class Endpoint(OpenStore):
    """The papers of an endpoint, or some of them by their ids.

    Raises
    ------
    UsageError
        When the URL is none, or has credentials in it.
    """

    def __init__(self, url: str, papers: Sequence[str] = (), *, narrowed: bool = False) -> None:
        self.url = checked_url(url)
        self.called = shown_url(self.url)
        self.narrowed = narrowed
        super().__init__(lambda: self.copied().store, tuple(papers))  # for what queries alone cannot do
        if not papers:
            self.folder_ids = self._papers()

    def part(self, papers: Sequence[str]) -> Endpoint:
        """Return some of the papers, whose graphs alone are asked; UsageError for an id that none has."""
        for paper in papers:
            if paper not in self.folder_ids:
                raise UsageError(f"{self.called}: has no paper {paper!r}; it has: {', '.join(self.folder_ids)}.")
        return Endpoint(self.url, papers, narrowed=True)

    def _papers(self) -> tuple[str, ...]:
        from cbec_kg.store.bounded import Limits

        answer = self.answer(
            "SELECT DISTINCT ?s { ?s a cbec:Article }", PREFIXES, Limits()
        )  # a small one: it is quick or wrong
        with self._understood():
            ids = tuple(sorted({split_iri(term.value)[0] for (term,) in answer.rows}))  # type: ignore[attr-defined]  # a NamedNode
        if not ids:
            raise UsageError(
                f"{self.called}: has no paper in its default graph. Load the N-Quads of cbec-kg build, and let the default "
                "graph be the union of all graphs."
            )
        return ids

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Raise UnavailableError for answers that are well formed and yet are none to what was asked."""
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise UnavailableError(
                f"{self.called}: its answers do not fit what was asked ({type(error).__name__}: {error}). It should have "
                "the N-Quads of cbec-kg build as they are; load them again, or name another endpoint."
            ) from None

    @cached_property
    def snapshot(self) -> Snapshot:
        """Return what analyses and views read; UnavailableError when the answers make none."""
        with self._understood():
            return super().snapshot

    def answer(self, text: str, prefixes: Mapping[str, str], limits: Limits | None) -> Answer:
        """Return the answer of a query, as `OpenStore.answer` does; of the limits, that of time is this side's.

        Raises
        ------
        RefusedError, QueryError, LimitError
            As there; QueryError has the server's own message.
        UnavailableError, UsageError
            When the endpoint does not answer, or what is there is no endpoint.
        """
        check_query(text, self._graphs if is_suspect(text) else ())
        used = (prefix for prefix in undeclared_prefixes(text) if prefix in prefixes)
        head = "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in used)
        fields = [("query", head + text)]
        if self.narrowed:
            graphs = [ONTOLOGY, *(graph_iri(paper, name) for paper in self.folder_ids for name in GRAPHS)]
            fields += [("default-graph-uri", graph) for graph in graphs]
        credentials = credentials_for(self.url)
        seconds = limits.seconds if limits else 0
        most = min(limits.output, MAX_ANSWER_BYTES) if limits else MAX_ANSWER_BYTES

        def work() -> Reply:
            return post_form(
                self.url, fields, _GRAPH if gives_graph(text) else _RESULTS,
                seconds=seconds or SILENCE, most_bytes=most, credentials=credentials,
            )  # fmt: skip

        return _read(self.called, in_time(work, seconds if limits else LONGEST), limits.rows if limits else None)

    def copied(self) -> CopiedStore:
        """Return the graphs of the papers, and the ontology's, as a store in memory.

        Raises
        ------
        UnavailableError
            When the endpoint gives fewer statements than it counts.
        """
        with self._understood():
            return self._copied()

    def _copied(self) -> CopiedStore:
        asked = Endpoint(self.url, self.folder_ids)  # GRAPH finds nothing where graphs are chosen for a query
        lines: dict[str, list[str]] = {}
        for graph in sorted(asked._graphs):
            if graph != ONTOLOGY and split_iri(graph)[0] not in (*self.folder_ids, CORPUS):
                continue
            within = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
            found = asked.answer(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {within} }}", {}, None).rows
            ((count,),) = asked.answer(f"SELECT (COUNT(*) AS ?n) {{ {within} }}", {}, None).rows
            if len(found) < int(count.value):  # type: ignore[attr-defined]  # a literal
                raise UnavailableError(
                    f"{self.called}: gives {len(found):,} of the {int(count.value):,} statements of {graph}: it limits its "  # type: ignore[attr-defined]  # likewise
                    "answers. Allow more there, or load the curation folder into a store: cbec-kg load STORE FOLDER"
                )
            lines[graph] = [f"{subject} {predicate} {value} <{graph}> .\n" for subject, predicate, value in found]
        return CopiedStore(lines, self.folder_ids)

    def bind(self, text: str, values: Mapping[str, str]) -> str:
        """Return a query in which variables are bound, by a filter around a SELECT that has them as columns.

        A trailing VALUES block, and one before a union, are answered wrongly by Virtuoso 7; this all servers understand.
        """
        columns = columns_of(text)
        if not columns or not set(values) <= set(columns):
            return super().bind(text, values)
        start = _SELECT.search(text)
        assert start is not None  # or there were no columns
        names = " ".join(f"?{name}" for name in columns)
        bound = " && ".join(f"?{name} = <{iri}>" for name, iri in values.items()) or "true"
        return f"{text[: start.start()]}SELECT {names} WHERE {{ {{\n{text[start.start() :]}\n}} FILTER({bound}) }}"

    @cached_property
    def _graphs(self) -> frozenset[str]:
        rows = self.answer("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", {}, None).rows
        with self._understood():
            return frozenset(term.value for (term,) in rows)  # type: ignore[attr-defined]  # a NamedNode


class CopiedStore(OpenStore):
    """The graphs of papers as they were at an endpoint, in memory; `lines` has each graph as N-Quads."""

    def __init__(self, lines: Mapping[str, Sequence[str]], papers: Sequence[str]) -> None:
        self._lines = lines
        super().__init__(lambda: load_nquads("".join(chain.from_iterable(lines.values()))), tuple(papers))

    def part(self, paper: str) -> CopiedStore:
        """Return one of the papers."""
        if self.folder_ids == (paper,):
            return self
        own = {graph: lines for graph, lines in self._lines.items() if graph == ONTOLOGY or split_iri(graph)[0] == paper}
        return CopiedStore(own, [paper])


_SELECT = re.compile(r"(?im)^[^#\n<]*?\bselect\b")


def columns_of(text: str) -> list[str]:
    """Return the columns of a SELECT by name, as far as a plain reading tells them; none where it does not.

    Examples
    --------
    >>> columns_of("SELECT ?a (COUNT(DISTINCT ?b) AS ?n) WHERE { ?a ?p ?b }"), columns_of("ASK { ?a ?p ?b }")
    (['a', 'n'], [])
    """
    start = _SELECT.search(text)
    found, depth = [], 0
    for piece in re.findall(r"[(){]|\bwhere\b|(?i:\bas\s+)?[?$]\w+", text[start.end() :] if start else "", re.IGNORECASE):
        if depth == 0 and (piece == "{" or piece.lower() == "where"):
            break
        depth += (piece == "(") - (piece == ")")
        if (depth == 0 and piece[0] in "?$") or (depth == 1 and piece[:2].lower() == "as"):
            found.append(re.sub(r".*[?$]", "", piece))
    return found


def _canonical(term: object) -> object:
    """Return a term with a truth value written as a word: Virtuoso 7 gives "1" and "0" for booleans."""
    from pyoxigraph import Literal

    if isinstance(term, Literal) and term.value in ("0", "1") and term.datatype.value == f"{PREFIXES['xsd']}boolean":
        return Literal("true" if term.value == "1" else "false", datatype=term.datatype)
    return term


def _within(rows: Iterable[T], most: int | None) -> tuple[T, ...]:
    """Return the rows of an answer; LimitError when there are more than `most`."""
    found = tuple(islice(rows, None if most is None else most + 1))
    if most is not None and len(found) > most:
        raise LimitError(f"the query gives over {most:,} rows. Narrow it or add LIMIT.")
    return found


def _read(url: str, reply: Reply, most: int | None) -> Answer:
    """Return a server's reply as an answer of at most so many rows."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

    try:
        if reply.media_type in (_RESULTS, "application/json"):
            result: QuerySolutions | QueryBoolean = parse_query_results(reply.content, format=QueryResultsFormat.JSON)
            if isinstance(result, QueryBoolean):
                return Answer("ask", (), (), bool(result))
            columns = tuple(variable.value for variable in result.variables)
            rows = _within((tuple(map(_canonical, row)) for row in result), most)
            if columns == ("__ASK_RETVAL",):  # Virtuoso 7 answers an ASK with a row, or with none
                return Answer("ask", (), (), any(getattr(row[0], "value", "") == "1" for row in rows))
            return Answer("select", columns, rows)
        form = RdfFormat.from_media_type(reply.media_type)
        if form is not None and reply.media_type != "text/html":
            quads = parse(reply.content, format=form)
            triples = _within(((quad.subject, quad.predicate, _canonical(quad.object)) for quad in quads), most)
            return Answer("construct", ("subject", "predicate", "object"), tuple(sorted(set(triples), key=str)))
    except (SyntaxError, ValueError) as error:
        raise UnavailableError(
            f"{url}: the answer cannot be read: it broke off, or is no {reply.media_type} ({error}). Try again."
        ) from None
    raise UsageError(
        f"{url}: answered with {reply.media_type}, not with SPARQL results. Name the endpoint; often it ends with /sparql "
        "or /query."
    )
