"""What a SPARQL endpoint says of itself: its service description, and the shipped queries as examples that editors read.

Sources: https://www.w3.org/TR/sparql11-service-description/; sh:SPARQLExecutable of https://www.w3.org/TR/shacl-af/ with
schema:target, as the SPARQL examples of SIB have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from cbec_kg.model.iris import expanded
from cbec_kg.queries.catalogue import ShippedQuery

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_SH = "http://www.w3.org/ns/shacl#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TARGET = "https://schema.org/target"
_FORM = re.compile(r"^\s*(select|ask|construct|describe)\b", re.IGNORECASE | re.MULTILINE)
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
            "JSON-LD", "RDF_XML")  # fmt: skip


def service_triples(endpoint: str, counts: Mapping[str, int], description: str) -> Iterator[Triple]:
    """Yield the description of an endpoint.

    Parameters
    ----------
    counts : mapping of str to int
        How many statements each named graph has, by IRI.
    description : str
        Where the data are described.
    """
    service, dataset = endpoint, f"{endpoint}#dataset"
    yield from _stated(
        service,
        a=[f"{_SD}Service"],
        **{
            f"{_SD}endpoint": [endpoint],
            f"{_SD}supportedLanguage": [f"{_SD}SPARQL11Query"],
            f"{_SD}feature": [f"{_SD}UnionDefaultGraph"],
            f"{_SD}resultFormat": [f"{_FORMATS}{name}" for name in _RESULTS],
            f"{_SD}defaultDataset": [dataset],
        },
    )
    named = {iri: f"{endpoint}#graph-{number}" for number, iri in enumerate(sorted(counts), 1)}
    yield from _stated(
        dataset,
        a=[f"{_SD}Dataset"],
        **{
            expanded("rdfs:seeAlso"): [description],
            f"{_SD}defaultGraph": [f"{endpoint}#default"],
            f"{_SD}namedGraph": [*named.values()],
        },
    )
    yield from _stated(f"{endpoint}#default", a=[f"{_SD}Graph"])
    for iri, node in named.items():
        names = {f"{_SD}name": [iri], f"{_SD}graph": [iri]}
        yield from _stated(node, a=[f"{_SD}NamedGraph"], **names)
        yield from _stated(iri, a=[f"{_SD}Graph"])
        yield _triple(iri, f"{_VOID}triples", _whole(counts[iri]))


def example_triples(endpoint: str, queries: Iterable[ShippedQuery], base: str) -> Iterator[Triple]:
    """Yield the shipped queries as examples for an endpoint; each is named by its address below a base."""
    for query in queries:
        found = _FORM.search(query.text)
        form = found[1].lower() if found else "select"
        iri = f"{base}{query.name}"
        yield from _stated(
            iri, a=[f"{_SH}SPARQLExecutable", f"{_SH}SPARQL{form.title()}Executable"], **{_TARGET: [endpoint]}
        )
        for property in ("rdfs:label", "rdfs:comment"):
            for language, text in (("zh", query.zh), ("en", query.en)):
                yield _triple(iri, expanded(property), _in(language, text))
        yield _triple(iri, f"{_SH}{form}", _in("", query.text))


def _stated(subject: str, a: Iterable[str], **properties: Iterable[str]) -> Iterator[Triple]:
    for kind in a:
        yield _triple(subject, expanded("rdf:type"), _iri(kind))
    for predicate, values in properties.items():
        for value in values:
            yield _triple(subject, predicate, _iri(value))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    from pyoxigraph import Triple

    return Triple(_iri(subject), _iri(predicate), value)


def _iri(value: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(value)


def _in(language: str, text: str) -> Literal:
    from pyoxigraph import Literal

    return Literal(text, language=language or None)


def _whole(number: int) -> Literal:
    from pyoxigraph import Literal

    return Literal(number)
