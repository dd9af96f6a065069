"""The questions that are asked of a graph: by SPARQL, by text, from one record on, and what statements rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from cbec_kg.alignment.matches import Alignment
    from cbec_kg.alignment.sssom import Stated
    from cbec_kg.api.results.answering import QueryAnswer
    from cbec_kg.api.results.found_records import Hits
    from cbec_kg.api.results.reliance import Evidence, TracedRecord
    from cbec_kg.api.workings import Workings
    from cbec_kg.bibliography.noticed import GivenNotices
    from cbec_kg.model import curated, records
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.provenance.curated_statements import Statements
    from cbec_kg.store.bounded import Limits
    from cbec_kg.store.opening import OpenStore

Named = str | int
"""How a record is named: its id, ``[9]`` or 9 for a reference, a locator, an IRI, ``PAPER:ID`` among several papers."""


def listed(names: Named | Iterable[Named]) -> list[str]:
    """Return names as a list of texts; a single one will do."""
    return [str(names)] if isinstance(names, str | int) else [str(name) for name in names]


T = TypeVar("T")


def bound(pairs: Iterable[str], option: str = "--param", form: str = "NAME=ID") -> dict[str, str]:
    """Return the values that are given as names with values, by name; `option` is where they are given."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"{option} {pair}: {form} is expected, such as problem=ID.")
        found[name] = value
    return found


class _Records(Generic[T]):
    """The records of one kind as an attribute; the kinds are loaded when the first is asked for."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __get__(self, questions: Questions, owner: type[Questions]) -> tuple[T, ...]:
        from cbec_kg.model import records

        return questions._snapshot.of(getattr(records, self.kind))


class Questions:
    """One or more papers that are asked as one graph; see `cbec_kg.Corpus`."""

    problems: _Records[records.Problem] = _Records("Problem")
    facets: _Records[records.Facet] = _Records("Facet")
    countermeasures: _Records[records.Countermeasure] = _Records("Countermeasure")
    measures: _Records[records.Measure] = _Records("Measure")
    claims: _Records[records.Claim] = _Records("Claim")
    statistics: _Records[records.Statistic] = _Records("Statistic")
    citations: _Records[records.Citation] = _Records("Citation")
    attributions: _Records[records.Attribution] = _Records("Attribution")
    references: _Records[records.Reference] = _Records("Reference")
    sources: _Records[records.Source] = _Records("Source")
    indicators: _Records[records.Indicator] = _Records("Indicator")
    entities: _Records[records.Entity] = _Records("Entity")
    sections: _Records[records.Section] = _Records("Section")

    def __init__(self, workings: Sequence[Workings], mappings: Path | None = None, opened: OpenStore | None = None) -> None:
        self._workings = tuple(workings)
        self._mappings = mappings
        if opened is not None:
            self.__dict__["_opened"] = opened  # a store that has them together already

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the curation folders; an endpoint has none."""
        return tuple(one.folder for one in self._workings if one.has_folder)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the papers, each a part of the IRIs of its records."""
        return self._opened.folder_ids

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(one.place for one in self._workings)}>"

    @cached_property
    def _opened(self) -> OpenStore:
        from cbec_kg.store.opening import join_stores

        return join_stores([one.opened for one in self._workings], self._aligned)

    def _aligned(self) -> str:
        """Return what the papers have in common as N-Quads."""
        from cbec_kg.rdf.mappings import alignment_nquads

        return alignment_nquads(self._alignment)

    @cached_property
    def _stated(self) -> Stated:
        from cbec_kg.alignment.sssom import Stated, read_statements

        return Stated((), 0) if self._mappings is None else read_statements(self._mappings, self._snapshot)

    @cached_property
    def _alignment(self) -> Alignment:
        from cbec_kg.alignment.matches import align

        return align(self._snapshot, self._stated.statements)

    @cached_property
    def _snapshot(self) -> Snapshot:
        return self._opened.snapshot

    @property
    def _curated(self) -> Statements:
        """Return where links and fields are written."""
        from cbec_kg.model.written_lines import JoinedLines
        from cbec_kg.provenance.curated_statements import Statements

        if len(self._workings) == 1:
            return Statements(self._snapshot, self._workings[0].written)
        return Statements(self._snapshot, JoinedLines({one.snapshot.papers[0]: one.written for one in self._workings}))

    def without_rejected(self) -> Self:
        """Return the same papers without the inferred links that readers reject.

        One does so in ``verdicts.yaml`` and none accepts the link. Asked in this way, `trace`, `evidence`,
        `what_if`, `critical_sources` and `gaps` do not count these links; all else goes on from the whole graph, which no
        verdict changes.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> len(open_paper().without_rejected().gaps().gaps) == len(open_paper().gaps().gaps)
        True
        """
        from cbec_kg.evidence.dependence import without_rejected

        other = copy(self)
        other.__dict__["_snapshot"] = without_rejected(self._snapshot)
        return other

    def _with_given(self, given: GivenNotices) -> Self:
        """Return the same papers with further notices about what they cite; see `cbec_kg.open_corpus`."""
        from cbec_kg.api.notifying import with_given

        other = copy(self)
        for name in ("_snapshot", "_alignment", "_stated"):
            other.__dict__.pop(name, None)
        other._workings = tuple(one.with_given(given) for one in self._workings)
        if "_opened" in self.__dict__:
            other.__dict__["_opened"] = with_given(self._opened, given)
        return other

    def _resolve(self, record: Named, kinds: Iterable[str] | None = None) -> str:
        from cbec_kg.search.resolve import resolve

        return resolve(str(record), self._snapshot, None if kinds is None else tuple(kinds))

    def _statements(self, records: Iterable[Named]) -> list[str]:
        from cbec_kg.model.links import STATEMENT_KINDS

        return [self._resolve(record, STATEMENT_KINDS) for record in records]

    @property
    def passages(self) -> tuple[curated.Passage, ...]:
        """Return the addressable pieces of the article, in the order of the text; their sentences are not shipped."""
        return self._snapshot.passages

    def record(self, name: Named) -> records.Record | curated.Passage:
        """Return the record or passage that a name means.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().record("[9]").id
        'ref-09'
        """
        found = self._resolve(name)
        if found in self._snapshot.records:
            return self._snapshot.records[found]
        return next(passage for passage in self.passages if passage.id == found)

    def query(
        self,
        question: str,
        /,
        parameters: Mapping[str, Named] | None = None,
        *,
        timeout: float | None = None,
        memory: int | None = None,
        **named: Named,
    ) -> QueryAnswer:
        """Return the answer of a shipped query, a ``.rq`` file or SPARQL text.

        A query that is not shipped runs in a process of its own, which is ended when it takes too much.

        `UsageError` or `UnknownIdError` is raised for an unknown query, parameter or record; `QueryError`, `RefusedError` or
        `LimitError` when the query cannot be read, wants something from outside, or takes too much.

        Parameters
        ----------
        question : str
            Name of a shipped query (`shipped_queries` lists them), path of a file that ends with ``.rq``, or a SPARQL 1.1
            query; prefixes of the usual vocabularies need no declaration.
        parameters, **named
            Records to bind variables to, by the variable's name; `parameters` is for names that Python cannot write.
        timeout : float, optional
            Seconds allowed; 0 for no limit. 30 for a query that is not shipped, none for one that is.
        memory : int, optional
            Megabytes allowed; 512 for a query that is not shipped, none for one that is.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> paper = open_paper()
        >>> answer = paper.query("SELECT ?p { ?p a cbec:Problem ; cbec:problemStatus cbec:problem-diagnosed } ORDER BY ?p")
        >>> answer.rows[0], bool(paper.query("ASK { ?r a cbec:Retraction }"))
        (('problem-awareness',), False)
        """
        from cbec_kg.api.results.answering import QueryAnswer
        from cbec_kg.model.iris import PREFIXES
        from cbec_kg.queries.catalogue import query_text

        text, known = query_text(question)
        bound = {}
        for name, record in {**(parameters or {}), **named}.items():
            if not name.isidentifier():
                raise UsageError(f"{name!r} is no name of a parameter; expected is that of a variable of the query.")
            if known is not None and name not in known:
                may = ", ".join(known) or "none"
                raise UsageError(f"the query {question} has no such parameter {name!r}; it has: {may}.")
            bound[name] = self._opened.iri(str(record))
        answer = self._opened.answer(self._opened.bind(text, bound), PREFIXES, _limits(known is not None, timeout, memory))
        notes = self._notes(text) if known is None else ()
        return QueryAnswer(answer, self._opened.name, notes)

    def _notes(self, text: str) -> tuple[str, ...]:
        """Return which terms a query names that the ontology does not have: it would find nothing by them."""
        from cbec_kg.model.iris import PREFIXES
        from cbec_kg.store.sparql import named_iris
        from cbec_kg.store.unknown_terms import unknown_terms

        notes = []
        for name, near in unknown_terms(self._opened, named_iris(text, PREFIXES)).items():
            offer = f" Did you mean {', '.join(f'cbec:{term}' for term in near[:3])}?" if near else ""
            notes.append(f"the ontology has no term cbec:{name}.{offer}")
        return tuple(notes)

    def search(self, text: str) -> Hits:
        """Return the records and passages that hold all words of a text, by kind; words are parted by white space.

        Ids, labels, prints, quoted fragments and notes are searched, in Chinese and English at once; widths of characters,
        case, commas between thousands and idle zeros do not matter. Letters may spell Chinese labels by initials or
        syllables. One typing error is forgiven where nothing fits otherwise, never in a figure.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> {hit.field for hit in open_paper().search("31.1%").hits[:2]}
        {'print'}
        """
        from cbec_kg.api.results.found_records import Hits
        from cbec_kg.search.find import find

        return Hits(text, tuple(find(text, self._snapshot)), self._snapshot)

    def trace(self, record: Named, *, text: str | Path | None = None) -> TracedRecord:
        """Return a record with what it rests on down to its sources, and what rests on it.

        Parameters
        ----------
        text : path, optional
            Your own copy of the article, as text or PDF: its sentences are shown. For a single paper only.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> [step.node.id for step in open_paper().trace("ref-05").trace.forth]
        ['citation-05-1', 'citation-05-2']
        """
        from cbec_kg.api.results.reliance import TracedRecord
        from cbec_kg.evidence.chains import trace_record
        from cbec_kg.evidence.reach import chains_of

        quote = None
        if text is not None:
            if len(self._workings) > 1:
                raise UsageError("--paper goes with one folder: a copy is of one article. Name one with --data.")
            quote = self._workings[0].quote(Path(text))
        snapshot = self._snapshot
        found = trace_record(self._resolve(record, set(snapshot.kinds.values())), snapshot)
        return TracedRecord(found, tuple(chains_of(found, snapshot)), snapshot, quote)

    def evidence(self, statement: Named | None = None, *, everything: bool = False) -> Evidence:
        """Return which statements rest on which references and named sources, by role and basis.

        `UnknownIdError` or `UsageError` is raised for a record that is unknown, or no statement.

        Parameters
        ----------
        statement : str or int, optional
            A problem, facet, countermeasure, measure, claim or statistic; every diagnosed problem without,
            in the order of the paper.
        everything : bool
            With the problems that are only mentioned.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> [profile.id for profile in open_paper().evidence("problem-talent").profiles]
        ['problem-talent']
        """
        from cbec_kg.api.results.reliance import Evidence
        from cbec_kg.evidence.profiles import profiles_of

        snapshot = self._snapshot
        if statement is not None:
            wanted = self._statements([statement])
        elif everything:
            wanted = [name for name, kind in snapshot.kinds.items() if kind == "problem"]
        else:
            wanted = snapshot.diagnosed
        return Evidence(profiles_of(snapshot, wanted), snapshot)

    def networkx(self) -> MultiDiGraph:
        """Return the records that have links, and their links, as a `networkx.MultiDiGraph` of its own.

        Nodes are ids with ``kind`` (problem, facet, claim, reference ...), ``zh``, ``en`` and ``label`` (what the record is
        called) and ``iri``. Edges lead from what is rested on to what rests on it, with ``relation`` (support, cause, facet,
        measure, pointer, address, answer), ``role`` (empty where it has none) and ``basis``.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().networkx().nodes["problem-talent"]["kind"]
        'problem'
        """
        from cbec_kg.render.exports.network import record_network

        return record_network(self._snapshot)


def _limits(shipped: bool, timeout: float | None, memory: int | None) -> Limits | None:
    """Return what a query may take: None for a shipped one that nobody sets limits to."""
    if shipped and timeout is None and memory is None:
        return None
    from cbec_kg.store.bounded import MEGABYTE, Limits

    limits = Limits() if timeout is None else Limits(seconds=timeout)
    return limits if memory is None else limits._replace(memory=memory * MEGABYTE)
