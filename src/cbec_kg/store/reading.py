"""Plain values out of a store: nodes, links, anchors, evidence lines. What trace and evidence work on.

Each reader is one SPARQL query over the whole store, so it works the same on any engine.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from cbec_kg.doors.querying import run
from cbec_kg.graph.names import TERM

if TYPE_CHECKING:
    from cbec_kg.evidence.lines import EvidenceLine
    from cbec_kg.evidence.links import Link
    from cbec_kg.store.opening import OpenStore

_PREFIXES = (
    f"PREFIX cbec: <{TERM}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/> "
)


@dataclass(frozen=True)
class Place:
    """Where a record stands: a passage's locator and a fragment; offsets into the source text where known."""

    locator: str
    fragment: str
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Node:
    """A record as read from a store.

    Attributes
    ----------
    id, kind : str
        `id` is the record's name in the store (`OpenStore.name`); `kind` is the class in lower case: problem, facet, claim,
        citation, reference, place ...
    zh, en : str
        Label or paraphrase.
    places : tuple of Place
        In the record's order.
    notes : dict of str to str
        Further plain values by the property's name: ``printed``, ``problemStatus``, ``claimKind``, ``citationFunction``,
        ``number``, ``place``, ``population``, ``broader`` ...
    """

    id: str
    kind: str
    zh: str
    en: str
    places: tuple[Place, ...]
    notes: dict[str, str]

    def text(self, language: str) -> str:
        """Return the label in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


def _rows(opened: OpenStore, text: str) -> list[tuple[Any, ...]]:
    return list(run(opened.store, _PREFIXES + text, seconds=0).rows)


def _name(opened: OpenStore, term: Any) -> str:
    return opened.name(term.value) or str(term.value)


def _class(term: Any) -> str:
    return str(term.value).rpartition("#")[2]


def _after_dash(term: Any) -> str:
    """Return the notation of a concept: ``role-facet`` is ``facet``."""
    return str(term.value).rpartition("#")[2].partition("-")[2]


def read_nodes(opened: OpenStore) -> dict[str, Node]:
    """Return every record of a store but passages, by id."""
    places = _places(opened)
    notes = _notes(opened)
    query = """SELECT ?s ?class ?zh ?en {
      ?s cbec:recordId ?id ; a ?class .
      OPTIONAL { ?s rdfs:label ?zh FILTER(LANG(?zh) = "zh") }
      OPTIONAL { ?s rdfs:label ?en FILTER(LANG(?en) = "en") } }"""
    nodes = {}
    for subject, kind, zh, en in _rows(opened, query):
        name = _name(opened, subject)
        kind_name = _class(kind).lower()
        if kind.value.startswith(TERM) and kind_name != "passage":
            where = tuple(place for _, place in sorted(places.get(subject.value, ()), key=lambda pair: pair[0]))
            nodes[name] = Node(
                name, kind_name, zh.value if zh else "", en.value if en else "", where, notes.get(subject.value, {})
            )
    return dict(sorted(nodes.items()))


def _places(opened: OpenStore) -> dict[str, list[tuple[int, Place]]]:
    query = """SELECT ?anchor ?record ?locator ?fragment ?start ?end {
      ?anchor cbec:anchorOf ?record ; cbec:inPassage/cbec:locator ?locator ; cbec:fragment ?fragment .
      OPTIONAL { ?anchor cbec:start ?start ; cbec:end ?end } }"""
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for anchor, record, locator, fragment, start, end in _rows(opened, query):
        number = int(anchor.value.rpartition("-")[2])
        offsets = (int(start.value), int(end.value)) if start and end else (None, None)
        found[record.value].append((number, Place(locator.value, fragment.value, *offsets)))
    return found


def _notes(opened: OpenStore) -> dict[str, dict[str, str]]:
    query = """SELECT ?s ?p ?o { VALUES ?p { cbec:printed cbec:problemStatus cbec:claimKind cbec:citationFunction
      cbec:number cbec:statisticKind cbec:period cbec:metadataStatus cbec:place cbec:population skos:broader
      dcterms:isPartOf }
      ?s ?p ?o }"""
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, predicate, value in _rows(opened, query):
        name = predicate.value.rpartition("#")[2].rpartition("/")[2]
        if value.value.startswith(TERM):
            text = _after_dash(value)
        else:
            text = opened.name(value.value) or value.value.rpartition("/")[2]
        notes[subject.value][name] = text
    cited = "<http://purl.org/spar/biro/references>/<http://purl.org/dc/terms/title>"
    for subject, title in _rows(opened, f"SELECT ?s ?title {{ ?s {cited} ?title }}"):
        notes[subject.value]["title"] = title.value
    return notes


def read_links(opened: OpenStore) -> list[Link]:
    """Return every link of a store, in the order of `cbec_kg.evidence.links.link_order`."""
    from cbec_kg.curation.records import Bilingual
    from cbec_kg.evidence.links import Link, Relation, link_order

    relations: dict[str, Relation] = {"Support": "support", "CausalLink": "cause", "Address": "address", "Answer": "answer"}
    query = """SELECT ?class ?from ?to ?role ?basis ?zh ?en {
      VALUES ?class { cbec:Support cbec:CausalLink cbec:Address cbec:Answer }
      ?link a ?class ; cbec:from ?from ; cbec:to ?to ; cbec:basis ?basis .
      OPTIONAL { ?link cbec:role ?role }
      OPTIONAL { ?link skos:note ?zh FILTER(LANG(?zh) = "zh") }
      OPTIONAL { ?link skos:note ?en FILTER(LANG(?en) = "en") } }"""
    links = []
    for kind, start, end, role, basis, zh, en in _rows(opened, query):
        why = Bilingual(zh.value, en.value) if zh and en else None
        role_name = cast(Any, _after_dash(role)) if role else None
        relation = relations[_class(kind)]
        links.append(Link(_name(opened, start), _name(opened, end), relation, role_name, cast(Any, _after_dash(basis)), why))
    parts: dict[str, tuple[str, Relation]] = {
        "facetOf": ("facet", "facet"),
        "measureOf": ("measure", "measure"),
        "pointsTo": ("pointer", "pointer"),
    }
    query = "SELECT ?s ?p ?o { VALUES ?p { cbec:facetOf cbec:measureOf cbec:pointsTo } ?s ?p ?o }"
    for subject, predicate, value in _rows(opened, query):
        relation = parts[_class(predicate)][1]
        start, end = (value, subject) if relation == "pointer" else (subject, value)
        links.append(Link(_name(opened, start), _name(opened, end), relation))
    return sorted(links, key=link_order)


def read_lines(opened: OpenStore) -> list[EvidenceLine]:
    """Return the evidence lines of a store's derived graph, in the order of `cbec_kg.evidence.lines.line_order`."""
    from cbec_kg.evidence.lines import EvidenceLine, line_order

    query = """SELECT ?line ?target ?source ?role ?basis ?length ?via {
      ?line a cbec:EvidenceLine ; cbec:target ?target ; cbec:source ?source ; cbec:role ?role ; cbec:basis ?basis ;
        cbec:length ?length ; cbec:via ?via }"""
    found: dict[str, EvidenceLine] = {}
    pointers: dict[str, list[str]] = defaultdict(list)
    for line, target, source, role, basis, length, via in _rows(opened, query):
        pointers[line.value].append(_name(opened, via))
        found[line.value] = EvidenceLine(
            _name(opened, target),
            _name(opened, source),
            cast(Any, _after_dash(role)),
            cast(Any, _after_dash(basis)),
            int(length.value),
            tuple(sorted(pointers[line.value])),
        )
    return sorted(found.values(), key=line_order)


STATEMENT_KINDS = ("claim", "countermeasure", "facet", "measure", "problem", "statistic")


@dataclass(frozen=True)
class Ground:
    """All that the evidence analysis works on, as read from a store.

    Attributes
    ----------
    nodes : dict of str to Node
    links : list of Link
    lines : list of EvidenceLine
    """

    nodes: dict[str, Node]
    links: list[Link]
    lines: list[EvidenceLine]

    @property
    def kinds(self) -> dict[str, str]:
        """Return the kind of every record by id."""
        return {name: node.kind for name, node in self.nodes.items()}

    @property
    def statements(self) -> dict[str, str]:
        """Return the kind of every statement by id."""
        return {name: node.kind for name, node in self.nodes.items() if node.kind in STATEMENT_KINDS}

    @property
    def diagnosed(self) -> list[str]:
        """Return the problems that the article diagnoses, sorted."""
        problems = (node for node in self.nodes.values() if node.kind == "problem")
        return sorted(node.id for node in problems if node.notes.get("problemStatus") == "diagnosed")

    @property
    def part_of(self) -> dict[str, str]:
        """Return the whole of each named source that is part of another."""
        return {name: node.notes["isPartOf"] for name, node in self.nodes.items() if "isPartOf" in node.notes}


def read_ground(opened: OpenStore) -> Ground:
    """Return the nodes, links and evidence lines of a store."""
    return Ground(read_nodes(opened), read_links(opened), read_lines(opened))


@cache
def kind_names() -> dict[str, tuple[str, str]]:
    """Return how each kind of record is called, in Chinese and English."""
    return {
        "article": ("文章", "article"),
        "attribution": ("来源提及", "attribution"),
        "citation": ("引用", "citation"),
        "claim": ("论断", "claim"),
        "concept": ("概念", "concept"),
        "countermeasure": ("对策", "countermeasure"),
        "facet": ("问题侧面", "facet"),
        "figure": ("图", "figure"),
        "indicator": ("指标", "indicator"),
        "law": ("法规", "law"),
        "measure": ("措施", "measure"),
        "organisation": ("机构", "organisation"),
        "place": ("地点", "place"),
        "platform": ("平台", "platform"),
        "problem": ("问题", "problem"),
        "reference": ("参考文献", "reference"),
        "section": ("章节", "section"),
        "source": ("具名来源", "source"),
        "statistic": ("统计数字", "statistic"),
        "table": ("表", "table"),
        "unit": ("单位", "unit"),
    }
