"""The nanopublications of a paper: what is new, what takes the place of an earlier one, what is retracted, what stays.

What says the same as before, by the same key, keeps its name and its bytes. Sources: https://nanopub.net/guidelines; the
terms npx:supersedes and npx:retracts of http://purl.org/nanopub/x/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode

from cbec_kg.model.iris import graph_iri
from cbec_kg.rdf.build import TOOL
from cbec_kg.rdf.nanopubs.drafts import KINDS, Draft, Key, Statement, Term, drafts_of, key_of, node, version_of
from cbec_kg.rdf.nanopubs.earlier import Earlier, Known
from cbec_kg.rdf.nanopubs.keys import SigningKey
from cbec_kg.rdf.nanopubs.minting import ASSERTION, THIS, fingerprint, mint
from cbec_kg.rdf.nanopubs.nanopublication import NPX
from cbec_kg.rdf.project import Project

State = Choice["new", "retracts", "supersedes", "unchanged"]


@dataclass(frozen=True)
class Publisher:
    """Who makes nanopublications, and when: `creator`, an IRI, and `created`, a time, are empty where they are not known."""

    creator: str = ""
    created: str = ""
    key: SigningKey | None = None

    @property
    def public(self) -> str:
        """Return the public half of the key, empty without one."""
        return "" if self.key is None else self.key.public


@dataclass(frozen=True)
class Published:
    """One nanopublication: of which kind, of which record in which graph; `earlier` is what it supersedes or retracts."""

    iri: str
    kind: str
    key: Key
    state: State
    earlier: str
    text: str


def published(project: Project, publisher: Publisher, earlier: Earlier) -> Iterator[Published]:
    """Yield the nanopublications of a paper, in a fixed order; those that retract earlier ones come last."""
    folder = project.curation.folder_id
    current, retractions = dict(earlier.current), dict(earlier.retractions)
    names: dict[Key, NamedNode] = {}
    for draft in drafts_of(project):
        version = version_of(folder, draft.key)
        known = current.pop(version, None)
        provenance = _provenance(draft, folder, publisher, names)
        if (
            known is not None
            and known.public_key == publisher.public
            and known.says(fingerprint(draft.assertion, provenance))
        ):
            names[draft.key] = NamedNode(known.iri)
            yield Published(known.iri, draft.kind, draft.key, "unchanged", "", known.text)
            continue
        before = known or retractions.pop(version, None)
        minted = mint(
            draft.assertion, provenance, _pubinfo(draft, version, publisher, before), publisher.key, _signer(publisher)
        )
        names[draft.key] = NamedNode(minted.iri)
        state: State = "new" if before is None else "supersedes"
        yield Published(minted.iri, draft.kind, draft.key, state, before.iri if before else "", minted.text)
    for version, known in sorted(current.items()):
        yield _retraction(version, known, folder, publisher)
    for version, known in sorted(retractions.items()):
        yield Published(known.iri, "retraction", key_of(version), "unchanged", known.retracts, known.text)


def _provenance(draft: Draft, folder: str, publisher: Publisher, names: dict[Key, NamedNode]) -> list[Statement]:
    """Return what is said of an assertion: the graph it is a part of, what it comes from, whose it is, by which activity."""
    sources = [*draft.origins, *(names[key] for key in draft.inputs if key in names)]
    agents = draft.agents or _creator(publisher)
    facts: list[tuple[str, Term]] = [("dcterms:isPartOf", NamedNode(graph_iri(folder, draft.key.graph)))]
    facts += [("prov:wasDerivedFrom", source) for source in sources]
    facts += [("prov:wasAttributedTo", agent) for agent in agents]
    facts += [("prov:wasGeneratedBy", draft.activity)] if draft.activity is not None else []
    return [*((ASSERTION, node(predicate), value) for predicate, value in facts), *draft.about]


def _pubinfo(draft: Draft, version: str, publisher: Publisher, before: Known | None) -> list[Statement]:
    label = draft.label
    facts: list[tuple[NamedNode, Term]] = [
        (node("dcterms:isVersionOf"), NamedNode(version)),
        (NamedNode(f"{NPX}hasNanopubType"), node(f"cbec:{KINDS[draft.kind]}")),
        (node("rdfs:label"), Literal(label.zh, language="zh")),
        (node("rdfs:label"), Literal(label.en, language="en")),
        *((node("dcterms:license"), licence) for licence in draft.licences),
    ]
    facts += [(NamedNode(f"{NPX}supersedes"), NamedNode(before.iri))] if before is not None else []
    return [*((THIS, predicate, value) for predicate, value in facts), *_publication(publisher)]


def _publication(publisher: Publisher) -> list[Statement]:
    """Return who made a nanopublication and when, as far as that is known."""
    made: list[Statement] = [(THIS, node("dcterms:creator"), creator) for creator in _creator(publisher)]
    if publisher.created:
        made.append((THIS, node("dcterms:created"), Literal(publisher.created, datatype=node("xsd:dateTime"))))
    return made


def _retraction(version: str, known: Known, folder: str, publisher: Publisher) -> Published:
    """Return the nanopublication that retracts an earlier one, of which nothing is there any more."""
    (agent, *_) = (*_creator(publisher), NamedNode(str(TOOL)))
    key = key_of(version)
    assertion: list[Statement] = [(agent, NamedNode(f"{NPX}retracts"), NamedNode(known.iri))]
    provenance: list[Statement] = [(ASSERTION, node("prov:wasAttributedTo"), agent)]
    pubinfo: list[Statement] = [
        (THIS, node("dcterms:relation"), NamedNode(version)),
        (THIS, node("rdfs:label"), Literal(f"撤回：{key.record}", language="zh")),
        (THIS, node("rdfs:label"), Literal(f"Retraction: {key.record}", language="en")),
        *((THIS, node("dcterms:license"), NamedNode(licence)) for licence in known.licences),
        *_publication(publisher),
    ]
    minted = mint(assertion, provenance, pubinfo, publisher.key, _signer(publisher))
    return Published(minted.iri, "retraction", key, "retracts", known.iri, minted.text)


def _creator(publisher: Publisher) -> tuple[NamedNode, ...]:
    return (NamedNode(publisher.creator),) if publisher.creator else ()


def _signer(publisher: Publisher) -> NamedNode | None:
    return next(iter(_creator(publisher)), None)
