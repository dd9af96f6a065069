"""A nanopublication: its four graphs, whether they are well formed, and whether its name and its signature are theirs.

Sources: Nanopublication Guidelines (https://nanopub.net/guidelines/working_draft/), "Well-formed Nanopublications"; the
terms of http://purl.org/nanopub/x/. Out of scope: what a nanopublication says, and publishing it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, Quad

from cbec_kg.model.iris import expanded
from cbec_kg.rdf.nanopubs.keys import signature_fits
from cbec_kg.rdf.nanopubs.trusty import artifact_code, canonical_text, code_in

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"

TYPE = NamedNode(expanded("rdf:type"))
NANOPUBLICATION = NamedNode(f"{NP}Nanopublication")
PARTS = tuple(NamedNode(f"{NP}has{name}") for name in ("Assertion", "Provenance", "PublicationInfo"))
SIGNATURE, PUBLIC_KEY, ALGORITHM, TARGET = (
    NamedNode(f"{NPX}has{name}") for name in ("Signature", "PublicKey", "Algorithm", "SignatureTarget")
)

Fault = Choice["altered", "blank", "form", "graphs", "no-code", "signature"]
"""What is wrong: statements that are not those of the name, a blank node, no four graphs that belong together, graphs of
another name, a name without a digest, a signature that is not of these statements."""


@dataclass(frozen=True)
class Nanopublication:
    """The four graphs of a nanopublication.

    Attributes
    ----------
    iri : str
        Its name.
    head, assertion, provenance, pubinfo : tuple of Quad
        The statements of each graph.
    """

    iri: str
    head: tuple[Quad, ...]
    assertion: tuple[Quad, ...]
    provenance: tuple[Quad, ...]
    pubinfo: tuple[Quad, ...]

    @property
    def quads(self) -> tuple[Quad, ...]:
        """Return the statements of all graphs, in the order of the graphs."""
        return (*self.head, *self.assertion, *self.provenance, *self.pubinfo)

    @property
    def public_key(self) -> str:
        """Return the key that it says to be signed by, empty where it is not signed."""
        found = [text_of(quad.object) for quad in self.pubinfo if quad.predicate == PUBLIC_KEY]
        return found[0] if found else ""

    def infos(self, predicate: str) -> list[str]:
        """Return what is said of the nanopublication itself by a property, given by its IRI."""
        own, wanted = NamedNode(self.iri), NamedNode(predicate)
        return [text_of(quad.object) for quad in self.pubinfo if quad.subject == own and quad.predicate == wanted]

    def fault(self) -> Fault | None:
        """Return what is wrong with it; None when name and signature are those of its statements.

        Raises
        ------
        UsageError
            When it is signed, and the package that checks signatures is not installed.
        """
        code = code_in(self.iri)
        if not code:
            return "no-code"
        if any(not text_of(quad.graph_name).startswith(self.iri) for quad in self.quads):
            return "graphs"
        try:
            found = artifact_code(canonical_text(self.quads, code))
        except ValueError:
            return "blank"
        if found != code:
            return "altered"
        return None if self._signature_fits(code) else "signature"

    def _signature_fits(self, code: str) -> bool:
        """Return whether there is no signature, or one, which the named key made of all other statements."""
        facts: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.pubinfo:
            facts[quad.predicate].append(quad)
        if not (facts[SIGNATURE] or facts[PUBLIC_KEY] or facts[TARGET]):
            return True
        parts = [facts[name] for name in (SIGNATURE, PUBLIC_KEY, ALGORITHM, TARGET)]
        if any(len(part) != 1 for part in parts) or len({part[0].subject for part in parts}) != 1:
            return False
        signature, key, algorithm, target = (part[0].object for part in parts)
        if algorithm != Literal("RSA") or target != NamedNode(self.iri):
            return False
        signed = (quad for quad in self.quads if quad != parts[0][0])
        return signature_fits(text_of(key), text_of(signature), canonical_text(signed, code))


def nanopublications_in(quads: Iterable[Quad]) -> Iterator[Nanopublication]:
    """Yield the nanopublications that statements make up, in the order of their heads.

    Raises
    ------
    ValueError
        When they are not well formed: statements that belong to none, a part that is missing or is there twice, no word of
        the assertion in its provenance, or of the nanopublication in its publication info.
    """
    graphs: dict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(quad)
    heads = [quad for part in graphs.values() for quad in part if quad.predicate == TYPE and quad.object == NANOPUBLICATION]
    found = []
    for declared in heads:
        head = graphs.pop(declared.graph_name, [])
        named = [[one.object for one in head if one.subject == declared.subject and one.predicate == part] for part in PARTS]
        if any(len(names) != 1 for names in named):
            raise ValueError("its head does not name one assertion, one provenance and one publication info")
        names = [names[0] for names in named]
        assertion, provenance, pubinfo = (graphs.pop(name, []) for name in names)
        if not (assertion and provenance and pubinfo):
            raise ValueError("a part that its head names has no statements of its own")
        if not any(names[0] in (quad.subject, quad.object) for quad in provenance):
            raise ValueError("its provenance says nothing of its assertion")
        if not any(declared.subject in (quad.subject, quad.object) for quad in pubinfo):
            raise ValueError("its publication info says nothing of it")
        parts = (tuple(part) for part in (head, assertion, provenance, pubinfo))
        name = text_of(declared.subject)
        if not name:
            raise ValueError("it has a nanopublication without a name")
        found.append(Nanopublication(name, *parts))
    if graphs:
        raise ValueError("it has statements that belong to no nanopublication")
    if not found:
        raise ValueError("it has no nanopublication")
    yield from found


def text_of(term: object) -> str:
    """Return the text of an IRI or a literal, empty for anything else."""
    return term.value if isinstance(term, NamedNode | Literal) else ""
