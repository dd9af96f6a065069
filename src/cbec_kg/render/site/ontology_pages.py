"""The ontology's documentation: a page for each term, and one page with all of them, from the ontology's own triples."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from cbec_kg.model.iris import ONTOLOGY, TERM
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES
from cbec_kg.render.site import parts
from cbec_kg.render.site.addresses import Addresses
from cbec_kg.render.site.graph_index import PREFIXES, TYPE, GraphIndex
from cbec_kg.render.site.parts import Block, Cell, Entries, Entry, Fact, Link, Page, Plain, data_links, same, text
from cbec_kg.render.site.schemaorg import document, texts

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

_SKOS, _RDFS, _OWL = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]
_FOLDERS = {
    f"{_OWL}Class": "class", f"{_OWL}ObjectProperty": "property", f"{_OWL}DatatypeProperty": "property",
    f"{_SKOS}ConceptScheme": "scheme", f"{_SKOS}Concept": "concept",
}  # fmt: skip
"""The folder of a term's page by its type; apart, since class and property may differ in one capital only."""
_GROUPS = ("class", "property", "scheme", "concept", "other")
_DEFINITION, _EXAMPLE = f"{_SKOS}definition", f"{_SKOS}example"
_SHOWN_OTHERWISE = {_DEFINITION, _EXAMPLE, f"{_RDFS}label", f"{_SKOS}prefLabel"}


def term_stems(graph: GraphIndex) -> dict[str, str]:
    """Return the stem of the page of every term by its local name."""
    stems = {}
    for iri in sorted(graph.of):
        if iri.startswith(TERM):
            types = [value.value for value in graph.values(iri, TYPE)]
            folder = next((_FOLDERS[kind] for kind in types if kind in _FOLDERS), "other")
            stems[iri.removeprefix(TERM)] = f"terms/{folder}/{iri.removeprefix(TERM)}"
    return stems


def ontology_page(graph: GraphIndex, stems: Mapping[str, str], pylode: bool) -> Page:
    """Return the page with all terms; each stands under its local name, so that ``ontology#Claim`` leads to it."""
    blocks: list[Block] = []
    about = graph.text(ONTOLOGY, f"{PREFIXES['dcterms']}description")
    if about:
        blocks.append(parts.Paragraph(text("about"), about))
    for group in _GROUPS:
        named = [name for name, stem in sorted(stems.items()) if stem.startswith(f"terms/{group}/")]
        blocks.append(Entries(text(f"group-{group}"), tuple(_term_entry(graph, stems, name) for name in named)))
    more = [*data_links("ontology"), Link("shapes.ttl", same("SHACL")), Link("context.jsonld", same("JSON-LD context"))]
    if pylode:
        more += [Link(f"pylode/{code}.html", same(f"pyLODE {code}")) for code in LANGUAGES]
    title = graph.text(ONTOLOGY, f"{PREFIXES['dcterms']}title") or text("ontology")
    return Page("ontology.html", title, tuple(blocks), text("ontology"), iri=ONTOLOGY, more=tuple(more))


def _term_entry(graph: GraphIndex, stems: Mapping[str, str], name: str) -> Entry:
    iri = f"{TERM}{name}"
    definition = graph.text(iri, _DEFINITION)
    link = Link(f"{stems[name]}.html", graph.label(iri))
    return Entry(link, ((None, Plain(f"cbec:{name}")),), (definition,) if definition else (), name)


def term_page(graph: GraphIndex, addresses: Addresses, name: str, base: str) -> Page:
    """Return the page of one term of a site that is served at `base`."""
    iri, stem = f"{TERM}{name}", addresses.terms[name]
    label, definition = graph.label(iri), graph.text(iri, _DEFINITION)
    values = {
        "name": texts(label), "description": texts(definition) if definition else None, "termCode": name,
        "inDefinedTermSet": {"@id": ONTOLOGY},
    }  # fmt: skip
    return Page(
        f"{stem}.html",
        label,
        tuple(_term_blocks(graph, addresses, iri)),
        text(f"group-{stem.split('/')[1]}"),
        (Link("ontology.html", text("ontology"), name),),
        iri,
        data=document(iri, "DefinedTerm", f"{base}{stem}.html", values),
        more=data_links(stem),
    )


def _term_blocks(graph: GraphIndex, addresses: Addresses, iri: str) -> Iterator[Block]:
    for name, predicate in (("definition", _DEFINITION), ("example", _EXAMPLE)):
        found = graph.text(iri, predicate)
        if found:
            yield parts.Paragraph(text(name), found)
    facts = graph_facts(graph, addresses, iri, _SHOWN_OTHERWISE)
    into = [getattr(triple.subject, "value", "") for triple in graph.into.get(iri, ())]
    uses = graph.properties[iri] + sum(not subject.startswith(ONTOLOGY) for subject in into)
    yield parts.Facts(text("facts"), (*facts, Fact(text("uses"), (Plain(f"{uses:,}"),))))
    naming = sorted({subject.removeprefix(TERM) for subject in into if subject.startswith(TERM)})
    yield Entries(text("used-by"), tuple(_term_entry(graph, addresses.terms, name) for name in naming))


def graph_facts(graph: GraphIndex, addresses: Addresses, iri: str, without: Collection[str] = ()) -> tuple[Fact, ...]:
    """Return what the graph says of a resource, property by property; a text in both languages is one value."""
    facts = []
    for predicate in sorted({triple.predicate.value for triple in graph.of[iri]} - set(without)):
        values = graph.values(iri, predicate)
        both = graph.text(iri, predicate) if len(values) == 2 else None
        cells = (both,) if both else tuple(_value_cell(graph, addresses, value) for value in values)
        facts.append(Fact(graph.label(predicate), cells))
    return tuple(facts)


def _value_cell(graph: GraphIndex, addresses: Addresses, value: NamedNode | Literal) -> Cell:
    if not hasattr(value, "language"):
        found = addresses.of(value.value) if value.value in graph.of else None
        return Link(found.page, graph.label(value.value), found.fragment) if found else parts.Outside(value.value)
    return Plain(shown_text(f"{value.value} ({value.language})" if value.language else value.value))
