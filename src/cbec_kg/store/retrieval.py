"""Plain values out of a store: nodes, links, anchors, evidence lines. What trace and evidence work on.

Each reader is one SPARQL query over the whole store, so it works the same on any engine.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol, cast

from cbec_kg.model.iris import TERM
from cbec_kg.model.snapshot import Audited, Blame, Node, Place, Snapshot

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.model.links import EvidenceLine, Link

_PREFIXES = (
    f"PREFIX cbec: <{TERM}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/> "
    "PREFIX prov: <http://www.w3.org/ns/prov#> "
)


class Opened(Protocol):
    """A store and how it names its records; `cbec_kg.store.opening.OpenStore` is one."""

    folder_ids: tuple[str, ...]

    @property
    def store(self) -> Store: ...  # noqa: D102  # told in the class docstring

    def name(self, iri: str) -> str | None: ...  # noqa: D102  # likewise


def _rows(opened: Opened, text: str) -> list[tuple[Any, ...]]:
    from cbec_kg.store.sparql import run

    return list(run(opened.store, _PREFIXES + text, seconds=0).rows)


def _name(opened: Opened, term: Any) -> str:
    return opened.name(term.value) or str(term.value)


def _class(term: Any) -> str:
    return str(term.value).rpartition("#")[2]


def _after_dash(term: Any) -> str:
    """Return the notation of a concept: ``role-facet`` is ``facet``."""
    return str(term.value).rpartition("#")[2].partition("-")[2]


def read_nodes(opened: Opened) -> dict[str, Node]:
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


def _places(opened: Opened) -> dict[str, list[tuple[int, Place]]]:
    query = """SELECT ?anchor ?record ?locator ?fragment ?start ?end {
      ?anchor cbec:anchorOf ?record ; cbec:inPassage/cbec:locator ?locator ; cbec:fragment ?fragment .
      OPTIONAL { ?anchor cbec:start ?start ; cbec:end ?end } }"""
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for anchor, record, locator, fragment, start, end in _rows(opened, query):
        number = int(anchor.value.rpartition("-")[2])
        offsets = (int(start.value), int(end.value)) if start and end else (None, None)
        found[record.value].append((number, Place(locator.value, fragment.value, *offsets)))
    return found


def _notes(opened: Opened) -> dict[str, dict[str, str]]:
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


def read_links(opened: Opened) -> list[Link]:
    """Return every link of a store, in the order of `cbec_kg.model.links.link_order`."""
    from cbec_kg.model.links import Link, Relation, Why, link_order

    relations: dict[str, Relation] = {"Support": "support", "CausalLink": "cause", "Address": "address", "Answer": "answer"}
    query = """SELECT ?class ?from ?to ?role ?basis ?zh ?en {
      VALUES ?class { cbec:Support cbec:CausalLink cbec:Address cbec:Answer }
      ?link a ?class ; cbec:from ?from ; cbec:to ?to ; cbec:basis ?basis .
      OPTIONAL { ?link cbec:role ?role }
      OPTIONAL { ?link skos:note ?zh FILTER(LANG(?zh) = "zh") }
      OPTIONAL { ?link skos:note ?en FILTER(LANG(?en) = "en") } }"""
    links = []
    for kind, start, end, role, basis, zh, en in _rows(opened, query):
        why = Why(zh.value, en.value) if zh and en else None
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


def read_lines(opened: Opened) -> list[EvidenceLine]:
    """Return the evidence lines of a store's derived graph, in the order of `cbec_kg.model.links.line_order`."""
    from cbec_kg.model.links import EvidenceLine, line_order

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


_WORST = ("inconsistent", "within-rounding", "consistent", "undecidable")


def read_audited(opened: Opened) -> dict[str, Audited]:
    """Return what the audit says of each statistic, by name, sorted: its worst verdict and what blames it."""
    query = "SELECT ?s ?verdict { ?s a cbec:Statistic . ?finding prov:wasDerivedFrom ?s ; cbec:verdict ?verdict }"
    verdicts: dict[str, set[str]] = defaultdict(set)
    for subject, verdict in _rows(opened, query):
        verdicts[_name(opened, subject)].add(_after_dash(verdict))
    query = """SELECT ?s ?e ?confirmed ?zh ?en ?working {
      ?e cbec:blames ?s ; cbec:confirmed ?confirmed ; rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
      OPTIONAL { ?e cbec:explains ?finding . ?finding prov:wasDerivedFrom ?s ; cbec:working ?working } }"""
    workings: dict[tuple[str, str, bool, str, str], list[str]] = defaultdict(list)
    for subject, explanation, confirmed, zh, en, working in _rows(opened, query):
        key = (_name(opened, subject), _name(opened, explanation), confirmed.value == "true", zh.value, en.value)
        workings[key] += [working.value] if working else []
    blames: dict[str, list[Blame]] = defaultdict(list)
    for (name, *told), found in sorted(workings.items()):
        blames[name].append(Blame._make((*told, min(found, key=lambda text: (len(text), text), default=""))))
    return {name: Audited(min(verdicts[name], key=_WORST.index), tuple(blames[name])) for name in sorted(verdicts)}


def read_snapshot(opened: Opened) -> Snapshot:
    """Return all that the evidence analysis works on, by query."""
    return Snapshot(
        read_nodes(opened),
        read_links(opened),
        read_lines(opened),
        opened.folder_ids,
        _passages(opened),
        _labels(opened),
        read_audited(opened),
    )


def _passages(opened: Opened) -> dict[str, str]:
    """Return the locator of each passage by its name, sorted."""
    rows = _rows(opened, "SELECT ?s ?locator { ?s a cbec:Passage ; cbec:locator ?locator }")
    return dict(sorted((_name(opened, subject), locator.value) for subject, locator in rows))


def _labels(opened: Opened) -> dict[str, tuple[str, str]]:
    """Return what the ontology calls its classes, by name in lower case, and its concepts, by name."""
    query = """SELECT ?s ?zh ?en {
      { ?s a <http://www.w3.org/2002/07/owl#Class> } UNION { ?s skos:inScheme ?scheme }
      ?s rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }"""
    terms = ((subject.value, zh.value, en.value) for subject, zh, en in _rows(opened, query))
    return {name.removeprefix(TERM).lower(): (zh, en) for name, zh, en in sorted(terms) if name.startswith(TERM)}
