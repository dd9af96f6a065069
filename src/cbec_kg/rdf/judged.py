"""The graph ``verdicts``: what readers decided on findings, hypotheses and inferred links, with who, when and why.

A verdict changes nothing that it is on. One that no longer holds, since that has changed or is gone, says that it is stale.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Dataset, Literal, URIRef

from cbec_kg.audit.judging import hypothesis_name
from cbec_kg.audit.report import Audit
from cbec_kg.model.personal import Judged, digest_of
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.findings import hypothesis_id
from cbec_kg.rdf.vocabulary import CBEC, concept
from cbec_kg.rdf.writer import Writer

GRAPH_LABEL = Bilingual("读者的裁断", "Verdicts of readers")


def add_verdicts(dataset: Dataset, folder_id: str, audit: Audit, found: Sequence[Judged]) -> None:
    """Add the graph of verdicts to the dataset of a folder; nothing is added where there are none."""
    if not found:
        return
    named: dict[str, list[str]] = {}
    for cause in audit.causes:
        for repair in cause.repairs:
            named.setdefault(hypothesis_name(repair), []).append(hypothesis_id(cause, repair))
    verdicts = _Verdicts(dataset, folder_id, "verdicts")
    verdicts.add(verdicts.name, (RDF.type, PROV.Entity), (RDFS.label, GRAPH_LABEL))
    for one in found:
        nodes = named.get(one.verdict.on, [one.verdict.on])
        verdicts.verdict(one, [verdicts.iri(node) for node in nodes] if one.state != "gone" else [])


class _Verdicts(Writer):
    """Adds the triples of each verdict and of the reader."""

    def verdict(self, judged: Judged, judges: list[URIRef]) -> None:
        """Add a verdict on the resources `judges`, none where these are gone."""
        verdict = judged.verdict
        person = self.node(f"verdict/reader-{digest_of(verdict.by)}", PROV.Person, (RDFS.label, verdict.by))
        label = Bilingual(f"{verdict.by}：{verdict.on}", f"{verdict.by} on {verdict.on}")
        node = self.node(
            f"verdict/{digest_of(verdict.on, verdict.by)}", CBEC.PersonalVerdict, (RDFS.label, label),
            (DCTERMS.identifier, verdict.on), (CBEC.decision, concept("decision", verdict.decision)),
            (CBEC.judgedDigest, verdict.digest), (CBEC.stale, judged.state != "current"), (SKOS.note, verdict.reason),
            (DCTERMS.created, Literal(verdict.date, datatype=XSD.date)), (PROV.wasAttributedTo, person),
        )  # fmt: skip
        self.add(node, *((predicate, one) for one in judges for predicate in (CBEC.judges, PROV.wasDerivedFrom)))
