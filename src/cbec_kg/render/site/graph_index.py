"""The graph's triples by subject and by object, and the data of one page as Turtle and JSON-LD.

The data of a page are what the graph says of its resource and of the resource's parts, every triple that leads to the
resource, and the labels of what these name. So all pages together have all triples of the graph, and no others.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from cbec_kg.alignment.sssom import NAMESPACES
from cbec_kg.model import iris
from cbec_kg.model.closed_lists import CitationFunction
from cbec_kg.model.iris import BASE, ONTOLOGY, PREFIXES
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import in_both, words
from cbec_kg.render.language.wording import function_word
from cbec_kg.render.site.addresses import Addresses
from cbec_kg.render.site.texts import both, text

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

LABEL, TYPE = iris.expanded("rdfs:label"), iris.expanded("rdf:type")


class GraphIndex:
    """All triples of one or several graphs, which are given as N-Quads.

    Attributes
    ----------
    of, into : dict
        Triples by subject and by object, each once however many named graphs have it.
    within : dict
        Triples by named graph.
    properties : Counter
        By property, how many triples of the data have it; those of the ontology do not count.
    """

    def __init__(self, nquads: str) -> None:
        from pyoxigraph import NamedNode, RdfFormat, parse

        self.of: dict[str, dict[Triple, None]] = {}
        self.into: dict[str, dict[Triple, None]] = {}
        self.within: dict[str, set[Triple]] = {}
        self._labels: dict[str, Bilingual] = {ONTOLOGY: text("ontology")}
        for quad in parse(nquads.encode(), format=RdfFormat.N_QUADS):
            triple = quad.triple
            assert isinstance(quad.subject, NamedNode)  # the graph has no blank nodes
            self.of.setdefault(quad.subject.value, {})[triple] = None
            if isinstance(quad.object, NamedNode):
                self.into.setdefault(quad.object.value, {})[triple] = None
            if isinstance(quad.graph_name, NamedNode):
                self.within.setdefault(quad.graph_name.value, set()).add(triple)
        data = (triples for subject, triples in self.of.items() if not subject.startswith(ONTOLOGY))
        self.properties = Counter(triple.predicate.value for triples in data for triple in triples)

    def label(self, iri: str) -> Bilingual:
        """Return how a resource is called; the IRI itself, shortened, when it has no label."""
        if iri not in self._labels:
            values = self.values(iri, LABEL)
            plain = both(values[0].value, "") if values else foreign_label(iri)
            self._labels[iri] = self.text(iri, LABEL) or plain
        return self._labels[iri]

    def values(self, iri: str, predicate: str) -> list[NamedNode | Literal]:
        """Return the values of a property, sorted."""
        found = [triple.object for triple in self.of.get(iri, ()) if triple.predicate.value == predicate]
        return sorted(found, key=str)  # type: ignore[arg-type]  # the graph has no blank nodes

    def class_of(self, iri: str) -> str:
        """Return the IRI of the ontology's class of a resource, empty where it has none."""
        return next((value.value for value in self.values(iri, TYPE) if value.value.startswith(iris.TERM)), "")

    def text(self, iri: str, predicate: str) -> Bilingual | None:
        """Return the Chinese and English text of a property, None when it has none."""
        texts = {getattr(value, "language", None): value.value for value in self.values(iri, predicate)}
        return both(texts.get("zh", ""), texts.get("en", "")) if {"zh", "en"} & set(texts) else None

    def by_page(self, addresses: Addresses) -> dict[str, list[str]]:
        """Return the subjects described on each page, by its stem, sorted."""
        found: dict[str, list[str]] = {}
        for iri in sorted(self.of):
            address = addresses.of(iri)
            if address is not None:
                found.setdefault(address.stem, []).append(iri)
        return found


@cache
def foreign_label(iri: str) -> Bilingual:
    """Return how a term of another vocabulary is called, as far as the catalogue has it; else its shortened IRI.

    Examples
    --------
    >>> foreign_label("http://www.w3.org/ns/prov#wasDerivedFrom").en
    'derived from'
    """
    prefix, _, local = shortened(iri).partition(":")
    if prefix == "cito" and local in get_args(CitationFunction):
        return both(**function_word(local))
    name = f"{prefix}-{local}"
    known = f"term-{name}"
    return both(**in_both("terms", known)) if known in words("terms", "en").texts else both(shortened(iri), shortened(iri))


def shortened(iri: str) -> str:
    """Return an IRI with a prefix for its namespace, or as the path below ours.

    Examples
    --------
    >>> shortened("https://schema.org/Claim"), shortened("https://w3id.org/cbec-kg/tea-2020/graph/article")
    ('schema:Claim', 'tea-2020/graph/article')
    """
    for prefix, namespace in (*PREFIXES.items(), *NAMESPACES.items()):
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE)


def page_triples(graph: GraphIndex, subjects: Collection[str], main: str) -> list[Triple]:
    """Return the data of a page: triples of its subjects, triples that lead to the main one, labels of what these name.

    Uses of a term of the ontology in the data are left out of its page: there are too many of them.
    """
    own = [triple for subject in subjects for triple in graph.of.get(subject, ())]
    is_term = main.startswith(ONTOLOGY)
    into = [triple for triple in graph.into.get(main, ()) if not is_term or value_of(triple.subject).startswith(ONTOLOGY)]
    named = {value for triple in own if (value := value_of(triple.object)).startswith(BASE)}
    named |= {value_of(triple.subject) for triple in into}
    labels = [triple for name in named for triple in graph.of.get(name, ()) if triple.predicate.value == LABEL]
    order = {subject: place for place, subject in enumerate([main, *(name for name in subjects if name != main)])}

    def key(triple: Triple) -> tuple[int, str, bool, str, str]:
        place, predicate = order.get(value_of(triple.subject), len(order)), triple.predicate.value
        return place, str(triple.subject), predicate != TYPE, predicate, str(triple.object)

    return sorted({*own, *into, *labels}, key=key)


def value_of(term: object) -> str:
    """Return the IRI or the text of a term."""
    return getattr(term, "value", "")


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Return triples as Turtle, in the order given, with the prefixes that they use: the engine's come in any order."""
    from pyoxigraph import RdfFormat, serialize

    written = serialize(triples, format=RdfFormat.TURTLE, prefixes={**PREFIXES, **prefixes}) or b""
    lines = written.decode().split("\n")
    start = next(number for number, line in enumerate([*lines, ""]) if not line.startswith("@prefix "))
    body = "\n".join(lines[start:])
    return "\n".join([*(line for line in sorted(lines[:start]) if line.split()[1] in body), body])


def json_ld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Return triples as JSON-LD, in the order given, with the prefixes that they use."""
    names, used = {**PREFIXES, **prefixes}, dict[str, str]()
    nodes: dict[str, dict[str, Any]] = {}

    def short(iri: str) -> str:
        for prefix, namespace in names.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                used[prefix] = namespace
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    for subject, predicate, value in triples:
        node = nodes.setdefault(value_of(subject), {"@id": short(value_of(subject))})
        if predicate.value == TYPE:
            node.setdefault("@type", []).append(short(value_of(value)))
        elif not hasattr(value, "datatype"):
            node.setdefault(short(predicate.value), []).append({"@id": short(value_of(value))})
        else:
            kind = {"@language": value.language} if value.language else {"@type": short(value.datatype.value)}
            plain = value.datatype.value == _STRING
            node.setdefault(short(predicate.value), []).append({"@value": value.value, **({} if plain else kind)})
    document = {"@context": dict(sorted(used.items())), "@graph": [*nodes.values()]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")
_STRING = iris.expanded("xsd:string")
