"""What is published of a paper: the statements of each claim, statistic, finding and verdict, graph by graph.

What the article states, what the curator adds and what was computed never share an assertion, as they never share a graph:
a record has one nanopublication for each graph that says something of it. Where a record stands in the article goes into
the provenance, with the fragment that the data have of the place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from cbec_kg.model.iris import expanded, graph_iri, record_id, resource_iri, split_iri
from cbec_kg.model.records import Claim, Statistic
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.build import GRAPH_LABELS, TOOL
from cbec_kg.rdf.judged import GRAPH_LABEL
from cbec_kg.rdf.project import Project

Term = NamedNode | Literal
Statement = tuple[NamedNode, NamedNode, Term]
KINDS = {"claim": "Claim", "statistic": "Statistic", "finding": "Finding", "verdict": "PersonalVerdict"}
"""The class of what each kind of nanopublication is about."""

STATED = ("article", "curation", "derived")
LABELS = {**GRAPH_LABELS, "verdicts": GRAPH_LABEL}


class Key(NamedTuple):
    """What a nanopublication is a version of: a record's statements in one of the folder's graphs, both by local name."""

    record: str
    graph: str


@dataclass(frozen=True)
class Draft:
    """What one nanopublication says.

    Attributes
    ----------
    kind : str
        ``claim``, ``statistic``, ``finding`` or ``verdict``.
    assertion : tuple of Statement
        Of the record and its parts, sorted.
    origins : tuple of NamedNode
        What the assertion is derived from, besides other nanopublications.
    inputs : tuple of Key
        The nanopublications that it is derived from.
    agents : tuple of NamedNode
        To whom it is attributed; empty for the curator, who is not known.
    about : tuple of Statement
        What the provenance says of the origins and agents.
    activity : NamedNode, optional
        What generated the assertion.
    licences : tuple of NamedNode
        Of the graph that the assertion is a part of.
    """

    key: Key
    kind: str
    label: Bilingual
    assertion: tuple[Statement, ...]
    origins: tuple[NamedNode, ...] = ()
    inputs: tuple[Key, ...] = ()
    agents: tuple[NamedNode, ...] = ()
    about: tuple[Statement, ...] = ()
    activity: NamedNode | None = None
    licences: tuple[NamedNode, ...] = ()


def drafts_of(project: Project) -> Iterator[Draft]:
    """Yield what is published of a paper, so that each comes after what it is derived from; records are sorted by id."""
    graphs = _Graphs(project)
    kinds = {
        record.id: kind for kind, of in (("claim", Claim), ("statistic", Statistic)) for record in project.curation.of(of)
    }
    for name, kind in sorted(kinds.items()):
        yield from (graphs.of_record(Key(name, graph), kind) for graph in STATED if (name, graph) in graphs.statements)
    others = [key for key in sorted(graphs.statements) if key.record not in kinds]
    yield from (graphs.finding(key) for key in others if graphs.is_a(key, "Finding"))
    yield from (graphs.verdict(key) for key in others if graphs.is_a(key, "PersonalVerdict"))


def node(name: str) -> NamedNode:
    """Return the term that a prefixed name stands for."""
    return NamedNode(expanded(name))


_TYPE, _LABEL, _FROM, _LICENCE = map(node, ("rdf:type", "rdfs:label", "prov:wasDerivedFrom", "dcterms:license"))
_OF_ANCHOR = {node(f"cbec:{name}") for name in ("anchorOf", "inPassage", "fragment")}
_STATED_IN, _LOCATOR, _ANCHOR = node("cbec:statedIn"), node("cbec:locator"), node("cbec:Anchor")
_OF_AUDIT = {_TYPE, node("prov:used"), node("prov:wasAssociatedWith")}
_TOOL = NamedNode(str(TOOL))


class _Graphs:
    """What the graphs of a paper say, by record and graph."""

    def __init__(self, project: Project) -> None:
        self.folder = project.curation.folder_id
        doi = project.curation.article.doi
        self.article = NamedNode(f"https://doi.org/{doi}" if doi else self._iri(project.curation.article.id))
        self.statements: dict[Key, list[Statement]] = defaultdict(list)
        self.anchors: dict[str, list[Statement]] = defaultdict(list)
        self.locators: dict[NamedNode, Statement] = {}
        self.others: dict[NamedNode, list[Statement]] = defaultdict(list)
        for quad in parse(project.nquads().encode(), format=RdfFormat.N_QUADS):
            self._take(quad)

    def _iri(self, local: str) -> str:
        return resource_iri(self.folder, local)

    def _take(self, quad: Quad) -> None:
        subject, value, name = quad.subject, quad.object, quad.graph_name
        if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal) and isinstance(name, NamedNode)):
            return  # no graph of a paper has any
        graph = (record_id(name.value) or "").removeprefix("graph/")
        folder, local = split_iri(subject.value)
        if graph not in LABELS or folder != self.folder:
            return
        statement = (subject, quad.predicate, value)
        owner, part = _owner(local)
        if part.startswith("annotation-"):  # the same as an anchor, in other words
            return
        if part.startswith("anchor-"):
            self.anchors[owner].append(statement)
            return
        if quad.predicate == _LOCATOR:
            self.locators[subject] = statement
        if not part or owner == "graph":
            self.others[subject].append(statement)
        self.statements[Key(owner, graph)].append(statement)

    def is_a(self, key: Key, name: str) -> bool:
        """Return whether what a key is about is of a class of the ontology."""
        return (NamedNode(self._iri(key.record)), _TYPE, node(f"cbec:{name}")) in self.statements[key]

    def nodes(self, key: Key, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """Return what the record is related to by a property, sorted."""
        of = NamedNode(self._iri(key.record)), predicate
        found = {one[2] for one in self.statements.get(key, ()) if one[:2] == of and isinstance(one[2], NamedNode)}
        return tuple(sorted(found, key=str))

    def label(self, key: Key) -> Bilingual:
        """Return what the record is called, and which graph speaks."""
        own = NamedNode(self._iri(key.record))
        texts = {
            value.language: value.value
            for subject, predicate, value in self.others[own]
            if subject == own and predicate == _LABEL and isinstance(value, Literal)
        }
        graph = LABELS[key.graph]
        return Bilingual(f"{texts.get('zh', key.record)}（{graph.zh}）", f"{texts.get('en', key.record)} ({graph.en})")

    def draft(self, key: Key, kind: str, **more: Any) -> Draft:
        facts = self.others[NamedNode(graph_iri(self.folder, key.graph))]
        licences = tuple(value for _, predicate, value in facts if predicate == _LICENCE and isinstance(value, NamedNode))
        return Draft(key, kind, self.label(key), _sorted(self.statements[key]), licences=licences, **more)

    def of_record(self, key: Key, kind: str) -> Draft:
        """Return a record's statements in a graph: from its passages, or, what was computed, from the other graphs'."""
        if key.graph == "derived":
            inputs = tuple(Key(key.record, graph) for graph in ("article", "curation"))
            return self.draft(key, kind, inputs=inputs, agents=(_TOOL,))
        passages = self.nodes(Key(key.record, "article"), _STATED_IN)
        about = [self.locators[passage] for passage in passages if passage in self.locators]
        if key.graph == "article":
            for subject, predicate, value in self.anchors[key.record]:
                if predicate in _OF_ANCHOR or value == _ANCHOR:
                    about.append((subject, predicate, value))
        return self.draft(key, kind, origins=(self.article, *passages), about=_sorted(about))

    def finding(self, key: Key) -> Draft:
        """Return a finding of the audit: from the statistics and claims that it was computed of."""
        names = [record_id(used.value) or "" for used in self.nodes(key, _FROM)]
        audit = NamedNode(self._iri("audit"))
        about = _sorted(one for one in self.others[audit] if one[1] in _OF_AUDIT)
        inputs = tuple(Key(name, graph) for name in names for graph in ("article", "curation"))
        return self.draft(key, "finding", inputs=inputs, agents=(_TOOL,), about=about, activity=audit)

    def verdict(self, key: Key) -> Draft:
        """Return a reader's verdict: from what it is on, by the reader."""
        readers = self.nodes(key, node("prov:wasAttributedTo"))
        published = {one: self._published(one) for one in self.nodes(key, _FROM)}
        inputs = tuple(found for found in published.values() if found is not None)
        origins = tuple(one for one, found in published.items() if found is None)
        about = _sorted(one for reader in readers for one in self.others[reader])
        return self.draft(key, "verdict", origins=origins, inputs=inputs, agents=readers, about=about)

    def _published(self, judged: NamedNode) -> Key | None:
        """Return which nanopublication speaks of what a verdict is on; None for a hypothesis, of which none does."""
        owner = _owner(record_id(judged.value) or "")[0]
        graphs = [graph for graph in STATED if any(one[0] == judged for one in self.statements.get(Key(owner, graph), ()))]
        published = owner.startswith(("claim-", "stat-", "finding/"))
        return Key(owner, graphs[0]) if graphs and published else None


def _owner(local: str) -> tuple[str, str]:
    """Return the record that a resource of a folder belongs to, and which part of it the resource is."""
    first, _, rest = local.partition("/")
    if first in ("finding", "verdict"):
        name, _, rest = rest.partition("/")
        first = f"{first}/{name}"
    return first, rest


def _sorted(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(set(statements), key=lambda one: tuple(map(str, one))))


def version_of(folder: str, key: Key) -> str:
    """Return the name of what all versions of a nanopublication are versions of.

    Examples
    --------
    >>> version_of("tea-2020", Key("finding/ratio-1", "derived"))
    'https://w3id.org/cbec-kg/tea-2020/nanopub/derived/finding/ratio-1'
    """
    return resource_iri(folder, f"nanopub/{key.graph}/{key.record}")


def key_of(version: str) -> Key:
    """Return the key that `version_of` made a name of; ValueError where it did not.

    Examples
    --------
    >>> key_of("https://w3id.org/cbec-kg/tea-2020/nanopub/derived/finding/ratio-1")
    Key(record='finding/ratio-1', graph='derived')
    """
    first, _, name = (record_id(version) or "").partition("/")
    graph, _, record = name.partition("/")
    if first != "nanopub" or graph not in LABELS or not record:
        raise ValueError(version)
    return Key(record, graph)
