"""The graph of a corpus: which records of its papers mean the same thing, as SKOS, each match described as SSSOM does.

Source: SSSOM's RDF form: an `owl:Axiom` that annotates the triple of the match. Both directions of a match are stated, so
that a client without a reasoner finds it from either paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from cbec_kg.alignment.matches import Alignment, Match
from cbec_kg.alignment.sssom import JUSTIFICATIONS, NAMESPACES
from cbec_kg.model.iris import BASE, CORPUS, PREFIXES, resource_iri

GRAPH = f"{BASE}{CORPUS}/graph/alignment"

_RDF, _OWL, _SKOS, _RDFS = (PREFIXES[prefix] for prefix in ("rdf", "owl", "skos", "rdfs"))
_PREDICATES = {"exact": f"{_SKOS}exactMatch", "close": f"{_SKOS}closeMatch"}


def alignment_nquads(alignment: Alignment) -> str:
    """Return the matches as N-Quads, sorted; empty without any."""
    return "".join(sorted(f"{triple} <{GRAPH}> .\n" for match in alignment.matches for triple in _triples(match)))


def alignment_ntriples(alignment: Alignment) -> str:
    """Return the matches as N-Triples, sorted; empty without any."""
    return "".join(sorted(f"{triple} .\n" for match in alignment.matches for triple in _triples(match)))


def _triples(match: Match) -> Iterator[str]:
    subject, target = (_iri(name) for name in (match.subject, match.object))
    predicate = f"<{_PREDICATES[match.predicate]}>"
    yield f"{subject} {predicate} {target}"
    yield f"{target} {predicate} {subject}"
    digest = sha256("\0".join((match.subject, match.object)).encode()).hexdigest()[:16]
    axiom = f"<{BASE}{CORPUS}/mapping-{digest}>"
    justification = JUSTIFICATIONS[match.justification].replace("semapv:", NAMESPACES["semapv"])
    yield f"{axiom} <{_RDF}type> <{_OWL}Axiom>"
    yield f"{axiom} <{_OWL}annotatedSource> {subject}"
    yield f"{axiom} <{_OWL}annotatedProperty> {predicate}"
    yield f"{axiom} <{_OWL}annotatedTarget> {target}"
    yield f"{axiom} <{NAMESPACES['sssom']}mapping_justification> <{justification}>"
    if match.shared:
        yield f"{axiom} <{NAMESPACES['sssom']}match_string> {_text(match.shared)}"
    if match.comment:
        yield f"{axiom} <{_RDFS}comment> {_text(match.comment)}"


def _iri(name: str) -> str:
    paper, _, local = name.partition(":")
    return f"<{resource_iri(paper, local)}>"


def _text(text: str) -> str:
    from pyoxigraph import Literal

    return str(Literal(text))
