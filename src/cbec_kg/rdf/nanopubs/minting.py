"""A nanopublication made of what it says: its four graphs, a signature where there is a key, its name, and its TriG.

The same statements and the same key give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from cbec_kg.model.iris import BASE, PREFIXES
from cbec_kg.rdf.nanopubs.drafts import Statement, Term
from cbec_kg.rdf.nanopubs.keys import SigningKey
from cbec_kg.rdf.nanopubs.nanopublication import (
    ALGORITHM,
    NANOPUBLICATION,
    NP,
    NPX,
    PARTS,
    PUBLIC_KEY,
    SIGNATURE,
    TARGET,
    TYPE,
)
from cbec_kg.rdf.nanopubs.trusty import artifact_code, canonical_text

SPACE = "https://w3id.org/np/"
"""Where nanopublications have their names, whoever makes them; those that are published are found there."""

_UNKNOWN = f"RA{'_' * 43}"
"""Stands for the artifact code until it is known."""

THIS = NamedNode(f"{SPACE}{_UNKNOWN}")
HEAD, ASSERTION, PROVENANCE, PUBINFO, _SIGNED = (
    NamedNode(f"{THIS.value}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo", "sig")
)
_NAMESPACES = {**PREFIXES, "np": NP, "npx": NPX, "orcid": "https://orcid.org/", "kg": BASE}


@dataclass(frozen=True)
class Minted:
    """A nanopublication's name, and the nanopublication as TriG."""

    iri: str
    text: str


def fingerprint(assertion: Iterable[Statement], provenance: Iterable[Statement]) -> str:
    """Return what tells whether a nanopublication says the same as another."""
    return canonical_text((*_quads(assertion, ASSERTION), *_quads(provenance, PROVENANCE)), _UNKNOWN)


def mint(
    assertion: Sequence[Statement],
    provenance: Sequence[Statement],
    pubinfo: Sequence[Statement],
    key: SigningKey | None = None,
    signer: NamedNode | None = None,
) -> Minted:
    """Return a nanopublication of its statements, in which `THIS` and the parts stand for its name.

    Parameters
    ----------
    key : SigningKey, optional
        Signs it.
    signer : NamedNode, optional
        Whose key that is.
    """
    named = zip(PARTS, (ASSERTION, PROVENANCE, PUBINFO), strict=True)
    head: list[Statement] = [(THIS, TYPE, NANOPUBLICATION), *((THIS, part, graph) for part, graph in named)]
    infos = list(pubinfo)
    if key is not None:
        signing: list[tuple[NamedNode, Term]] = [
            (PUBLIC_KEY, Literal(key.public)), (ALGORITHM, Literal("RSA")), (TARGET, THIS),
            *([(NamedNode(f"{NPX}signedBy"), signer)] if signer is not None else []),
        ]  # fmt: skip
        infos += [(_SIGNED, predicate, value) for predicate, value in signing]
    parts = [*_quads(head, HEAD), *_quads(assertion, ASSERTION), *_quads(provenance, PROVENANCE), *_quads(infos, PUBINFO)]
    if key is not None:
        signature = Literal(key.sign(canonical_text(parts, _UNKNOWN)))
        parts.append(Quad(_SIGNED, SIGNATURE, signature, PUBINFO))
    code = artifact_code(canonical_text(parts, _UNKNOWN))
    return Minted(f"{SPACE}{code}", _trig(parts, code))


def _quads(statements: Iterable[Statement], graph: NamedNode) -> list[Quad]:
    found = [Quad(*statement, graph) for statement in statements]
    return sorted(found, key=lambda quad: (str(quad.subject), quad.predicate != TYPE, str(quad.predicate), str(quad.object)))


def _trig(quads: Sequence[Quad], code: str) -> str:
    """Return statements as TriG, with the artifact code in the prefixes alone: all names of its own are written by these."""
    lines = "\n".join(map(str, quads))
    prefixes = {name: space for name, space in _NAMESPACES.items() if f"<{space}" in lines}
    prefixes |= {"this": THIS.value, "sub": f"{THIS.value}#"}
    text = (serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes) or b"").decode().splitlines(keepends=True)
    body = "".join(text[len(prefixes) :])
    used = (line for line in text[: len(prefixes)] if line.split()[1] in body)  # types and numbers need none
    return "".join((*sorted(line.replace(_UNKNOWN, code) for line in used), "\n", body))
