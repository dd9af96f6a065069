"""The graph ``notices``: what was published about references and sources, as the user's files say.

A notice changes nothing that the article states; what falls with a retraction is worked out anew in each view. One that is
only near says what is not the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Dataset, Literal, URIRef

from cbec_kg.model.personal import digest_of
from cbec_kg.model.published import ReferenceNotice
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.bibliography import SCHEMA
from cbec_kg.rdf.vocabulary import CBEC, CITO
from cbec_kg.rdf.writer import Writer

GRAPH_LABEL = Bilingual("用户提供的公告", "Notices supplied by the user")

KIND_LABELS = {
    "retraction": Bilingual("撤稿", "retraction"), "withdrawal": Bilingual("撤回", "withdrawal"),
    "partial-retraction": Bilingual("部分撤稿", "partial retraction"),
    "expression-of-concern": Bilingual("关注声明", "expression of concern"),
    "correction": Bilingual("更正", "correction"), "reinstatement": Bilingual("恢复", "reinstatement"),
}  # fmt: skip

_CITATIONS = {"retraction": CITO.retracts, "withdrawal": CITO.retracts, "correction": CITO.corrects}
"""What a notice does to the work, where CiTO has a word for it."""


def add_notices(dataset: Dataset, folder_id: str, notices: Iterable[ReferenceNotice]) -> None:
    """Add the graph of notices to the dataset of a folder; nothing is added where there are none."""
    found = tuple(notices)
    if not found:
        return
    writer = _Notices(dataset, folder_id, "notices")
    writer.add(writer.name, (RDF.type, PROV.Entity), (RDFS.label, GRAPH_LABEL))
    for one in found:
        writer.notice(one)


class _Notices(Writer):
    """Adds the triples of each notice and of the file that has it."""

    def notice(self, one: ReferenceNotice) -> None:
        kind, about = KIND_LABELS[one.kind], self.iri(one.reference)
        file = self.node(
            f"notices/file-{one.sha256[:16] or digest_of(one.file)}", PROV.Entity, (RDFS.label, one.file),
            (SCHEMA.sha256, one.sha256),
        )  # fmt: skip
        self.add(self.name, (PROV.wasDerivedFrom, file))
        name = digest_of(one.reference, one.kind, one.day, one.notice, one.title, one.sha256, str(one.line))
        day = Literal(one.day, datatype=_DAYS[len(one.day)], normalize=False) if one.day else None
        cites = _CITATIONS.get(one.kind) if not one.proposed else None
        node = self.node(
            f"notice/{name}", CBEC.PublishedNotice,
            (RDFS.label, Bilingual(f"{kind.zh} {one.day}".strip(), f"{kind.en} {one.day}".strip())),
            (CBEC.noticeOf, about), (CBEC.noticeKind, one.kind), (CBEC.matchedBy, one.by),
            (CBEC.notShared, one.proposed or None), (DCTERMS.issued, day),
            (DCTERMS.identifier, f"doi:{one.notice}" if one.notice else None), (DCTERMS.title, one.title or None),
            (DCTERMS.description, one.reason or None), (DCTERMS.source, one.source or None),
            (SCHEMA.position, one.line), (PROV.wasDerivedFrom, file),
        )  # fmt: skip
        self.add(node, *((CBEC.noticedIdentifier, text) for text in one.identifiers))
        if cites is not None:
            self.add(node, (cites, about))


_DAYS: dict[int, URIRef] = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
