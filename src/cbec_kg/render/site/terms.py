"""The ontology's documentation: a page for each term, and one page with all of them, from the ontology's own statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cbec_kg.model.iris import ONTOLOGY, TERM
from cbec_kg.render.html import shown_text
from cbec_kg.render.site import wording
from cbec_kg.render.site.parts import (
    Block,
    Cell,
    Entries,
    Entry,
    Fact,
    Facts,
    Link,
    Outside,
    Page,
    Plain,
    Saying,
    both,
)
from cbec_kg.render.site.schemaorg import document, texts
from cbec_kg.render.site.statements import PREFIXES, TYPE, Statements, shortened

_SKOS, _RDFS = PREFIXES["skos"], PREFIXES["rdfs"]
_FOLDERS = {
    f"{PREFIXES['owl']}Class": "class",
    f"{PREFIXES['owl']}ObjectProperty": "property",
    f"{PREFIXES['owl']}DatatypeProperty": "property",
    f"{_SKOS}ConceptScheme": "scheme",
    f"{_SKOS}Concept": "concept",
}
"""The folder of a term's page by its type; apart, since class and property may differ in one capital only."""

GROUPS = {
    "class": wording.CLASSES, "property": wording.PROPERTIES, "scheme": wording.SCHEMES, "concept": wording.CONCEPTS,
    "other": wording.OTHER_TERMS,
}  # fmt: skip
_TEXTS = (f"{_SKOS}definition", f"{_SKOS}example", f"{_SKOS}scopeNote", f"{_RDFS}comment")
_SHOWN = (*_TEXTS, f"{_RDFS}label", f"{_SKOS}prefLabel")


def term_stems(statements: Statements) -> dict[str, str]:
    """Return the stem of the page of every term by its local name."""
    stems = {}
    for iri in sorted(statements.of):
        if iri.startswith(TERM):
            types = [value.value for value in statements.values(iri, TYPE)]
            folder = next((_FOLDERS[kind] for kind in types if kind in _FOLDERS), "other")
            name = iri.removeprefix(TERM)
            stems[name] = f"terms/{folder}/{name}"
    return stems


def ontology_page(statements: Statements, stems: Mapping[str, str], pylode: bool) -> Page:
    """Return the page with all terms; each stands under its local name, so that ``ontology#Claim`` leads to it."""
    title = statements.text(ONTOLOGY, f"{PREFIXES['dcterms']}title") or wording.ONTOLOGY
    blocks: list[Block] = []
    about = statements.text(ONTOLOGY, f"{PREFIXES['dcterms']}description")
    if about:
        blocks.append(Saying(wording.ABOUT, about))
    for folder, name in GROUPS.items():
        entries = tuple(
            _term_entry(statements, local, stem) for local, stem in sorted(stems.items()) if stem.split("/")[1] == folder
        )
        blocks.append(Entries(name, entries))
    more = [Link("ontology.ttl", both("Turtle", "Turtle")), Link("ontology.jsonld", both("JSON-LD", "JSON-LD"))]
    more += [Link("shapes.ttl", both("SHACL", "SHACL")), Link("context.jsonld", both("JSON-LD context", "JSON-LD context"))]
    if pylode:
        more += [Link(f"pylode/{code}.html", both(f"pyLODE {code}", f"pyLODE {code}")) for code in ("zh", "en")]
    return Page("ontology.html", title, tuple(blocks), wording.ONTOLOGY, iri=ONTOLOGY, more=tuple(more))


def _term_entry(statements: Statements, local: str, stem: str) -> Entry:
    iri = f"{TERM}{local}"
    definition = statements.text(iri, _TEXTS[0])
    notes = (definition,) if definition else ()
    return Entry(Link(f"{stem}.html", statements.label(iri)), ((None, Plain(f"cbec:{local}")),), notes, local)


def term_page(statements: Statements, stems: Mapping[str, str], local: str, address: str) -> Page:
    """Return the page of one term; `address` is where the page is served."""
    iri, stem = f"{TERM}{local}", stems[local]
    label = statements.label(iri)
    definition = statements.text(iri, _TEXTS[0])
    values = {
        "name": texts(label), "description": texts(definition) if definition else None, "termCode": local,
        "inDefinedTermSet": {"@id": ONTOLOGY},
    }  # fmt: skip
    return Page(
        f"{stem}.html",
        label,
        tuple(_term_blocks(statements, stems, iri)),
        GROUPS.get(stem.split("/")[1], wording.CONCEPTS),
        (Link("ontology.html", wording.ONTOLOGY, local),),
        iri,
        data=document(iri, "DefinedTerm", address, values),
        more=(Link(f"{stem}.ttl", both("Turtle", "Turtle")), Link(f"{stem}.jsonld", both("JSON-LD", "JSON-LD"))),
    )


def _term_blocks(statements: Statements, stems: Mapping[str, str], iri: str) -> Iterator[Block]:
    for predicate, name in zip(_TEXTS[:2], (wording.DEFINITION, wording.EXAMPLE), strict=True):
        text = statements.text(iri, predicate)
        if text:
            yield Saying(name, text)
    facts = []
    for predicate in sorted({triple.predicate.value for triple in statements.of[iri]} - set(_SHOWN[:2] + _SHOWN[4:])):
        cells = [value_cell(statements, stems, value) for value in statements.values(iri, predicate)]
        text = statements.text(iri, predicate) if predicate in _SHOWN else None
        facts.append(Fact(both(*_named(statements, predicate)), (text,) if text else tuple(cells)))
    uses = _uses(statements, iri)
    facts.append(Fact(wording.USES, (Plain(f"{uses:,}"),)))
    yield Facts(wording.FACTS, tuple(facts))
    naming = {
        triple.subject.value
        for triple in statements.into.get(iri, ())
        if hasattr(triple.subject, "value") and triple.subject.value.startswith(TERM)
    }
    yield Entries(
        wording.USED_BY,
        tuple(_term_entry(statements, name.removeprefix(TERM), stems[name.removeprefix(TERM)]) for name in sorted(naming)),
    )


def _named(statements: Statements, predicate: str) -> tuple[str, str]:
    label = statements.labels.get(predicate)
    return (label.zh, label.en) if label else (shortened(predicate), shortened(predicate))


def _uses(statements: Statements, iri: str) -> int:
    """Return how often a term stands in statements of the data, as class, value or property."""
    as_value = sum(not str(triple.subject).startswith(f"<{ONTOLOGY}") for triple in statements.into.get(iri, ()))
    return as_value + statements.properties.get(iri, 0)


def value_cell(statements: Statements, stems: Mapping[str, str], value: object) -> Cell:
    """Return a value of a statement: a link to a term, an IRI elsewhere, a text, a plain value."""
    text: str = getattr(value, "value", str(value))
    if type(value).__name__ == "NamedNode":
        local = text.removeprefix(TERM)
        if text.startswith(TERM) and local in stems:
            return Link(f"{stems[local]}.html", statements.label(text))
        return Link("ontology.html", wording.ONTOLOGY) if text == ONTOLOGY else Outside(text)
    language = getattr(value, "language", None)
    return Plain(shown_text(f"{text} ({language})" if language else text))
