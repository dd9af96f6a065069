"""The findings of the audit, its explanations and its hypotheses, in the graph ``derived``.

A finding says which statistics it was derived from; an explanation, which findings one cause may have brought about and
which statistics are most likely wrong; a hypothesis, in which other way some of them could be read, and how many relations
would then hold. A hypothesis corrects nothing: what the article prints stays in the graph ``article`` as it is.
"""

from __future__ import annotations

from decimal import MAX_PREC, Context, Decimal
from fractions import Fraction
from hashlib import sha256
from math import ceil, floor

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, URIRef

from cbec_kg import __version__
from cbec_kg.audit.checks import Check
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.repairs import Change, Repair
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.audit.rules import RULES
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import BASE, graph_iri, resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.build import plain_decimal
from cbec_kg.rdf.vocabulary import CBEC, concept

AUDIT_LABEL = Bilingual("数字核查", "Audit of the figures")
UNSUPPORTED = Bilingual(
    "与其他数字矛盾，没有得到佐证的解释", "contradicted, without an explanation that other figures support"
)

FIELDS = {
    "value_text": "valueText",
    "unit": "unit",
    "indicator": "indicator",
    "period": "period",
    "base": "comparisonPeriod",
    "operator": "operator",
}
"""The property of a statistic that each field of a change is in."""

PLACES = 12
"""Decimals of an interval's ends; what needs more is rounded outwards."""

EXACT = Context(prec=MAX_PREC)

LABEL_LENGTH = 80
"""Characters of a finding's arithmetic that its label has at most."""


def finding_id(check: Check) -> str:
    """Return the local name of a finding, the same on every run."""
    return f"finding/{check.id}"


def finding_label(check: Check) -> Bilingual:
    """Return the rule and the arithmetic, which distinguish two findings of a rule."""
    rule, sum_ = RULES[check.rule], check.working or check.formula
    short = sum_ if len(sum_) <= LABEL_LENGTH else f"{sum_[: LABEL_LENGTH - 1]}…"
    return Bilingual(f"{rule.zh}：{short}", f"{rule.en}: {short}")


def explanation_id(cause: Cause) -> str:
    """Return the local name of an explanation; it changes only with what is explained and what is blamed."""
    return f"explanation/{cause.id}"


def hypothesis_id(cause: Cause, repair: Repair) -> str:
    """Return the local name of a hypothesis; its rank does not change it."""
    texts = (cause.id, *repair.statistics, repair.text.en)
    return f"hypothesis/{repair.kind}-{sha256(' '.join(texts).encode()).hexdigest()[:8]}"


def explanation_label(cause: Cause) -> Bilingual:
    """Return what the explanation says: perhaps its first hypothesis, where other figures support that."""
    if not cause.explained:
        return UNSUPPORTED
    text = cause.repairs[0].text
    return Bilingual(f"或许{text.zh}", f"perhaps {text.en}")


def add_findings(dataset: Dataset, curation: Curation, audit: Audit) -> None:
    """Add the audit of a curation to the graph ``derived`` of its dataset."""
    builder = _Builder(dataset, curation)
    minimal = {frozenset(conflict) for conflict in audit.conflicts}
    for check in audit.checks:
        builder.finding(check, minimal)
    for cause in audit.causes:
        builder.explanation(cause)
    if audit.checks:
        builder.activity()


class _Builder:
    """Adds the triples of each result; no blank nodes, no clock."""

    def __init__(self, dataset: Dataset, curation: Curation) -> None:
        self.folder = curation.folder_id
        self.curation = curation
        self.graph: Graph = dataset.graph(URIRef(graph_iri(self.folder, "derived")))
        self.audit = self.iri("audit")
        self.tool = URIRef(f"{BASE}cbec-kg-{__version__}")

    def iri(self, name: str) -> URIRef:
        return URIRef(resource_iri(self.folder, name))

    def text(self, subject: URIRef, predicate: URIRef, text: Bilingual | None) -> None:
        if text is not None:
            self.graph.add((subject, predicate, Literal(text.zh, lang="zh")))
            self.graph.add((subject, predicate, Literal(text.en, lang="en")))

    def plain(self, subject: URIRef, **values: str | int | bool) -> None:
        for name, value in values.items():
            if value != "":
                datatype = {bool: XSD.boolean, int: XSD.integer}.get(type(value))
                self.graph.add((subject, CBEC[name], Literal(value, datatype=datatype)))

    def links(self, subject: URIRef, predicate: URIRef, *records: str) -> None:
        for record in records:
            self.graph.add((subject, predicate, self.iri(record)))

    def result(self, name: str, kind: URIRef, label: Bilingual) -> URIRef:
        """Add what all results have: class, label, and that the audit of this tool made them."""
        subject = self.iri(name)
        self.graph.add((subject, RDF.type, kind))
        self.text(subject, RDFS.label, label)
        self.graph.add((subject, PROV.wasGeneratedBy, self.audit))
        self.graph.add((subject, PROV.wasAttributedTo, self.tool))
        return subject

    def activity(self) -> None:
        self.graph.add((self.audit, RDF.type, PROV.Activity))
        self.text(self.audit, RDFS.label, AUDIT_LABEL)
        for name in ("article", "curation"):
            self.graph.add((self.audit, PROV.used, URIRef(graph_iri(self.folder, name))))
        self.graph.add((self.audit, PROV.wasAssociatedWith, self.tool))

    def finding(self, check: Check, minimal: set[frozenset[str]]) -> None:
        subject = self.result(finding_id(check), CBEC.Finding, finding_label(check))
        self.graph.add((subject, DCTERMS.identifier, Literal(check.id)))
        self.graph.add((subject, CBEC.rule, concept("rule", check.rule)))
        self.graph.add((subject, CBEC.verdict, concept("verdict", check.verdict)))
        self.links(subject, CBEC.aboutStatistic, *check.inputs[:1])
        self.links(subject, PROV.wasDerivedFrom, *check.inputs, *filter(None, (check.claim,)))
        self.plain(subject, formula=check.formula, working=check.working)
        self.plain(subject, computedInterval=check.computed, statedInterval=check.stated)
        self.interval(subject, "computed", check.result, check.like)
        self.interval(subject, "stated", check.given, check.like)
        if check.verdict == "inconsistent":
            self.plain(subject, minimal=frozenset(check.inputs) in minimal)
        self.text(subject, SKOS.note, check.why)

    def interval(self, subject: URIRef, name: str, interval: Interval | None, like: Reading | None) -> None:
        """Add the ends of an interval as numbers, and their unit; nothing for an end without bound."""
        if interval is None or like is None:
            return
        self.links(subject, CBEC.intervalUnit, like.unit.id)
        for end, rounded, value, is_open in (
            ("Low", floor, interval.low, interval.low_open),
            ("High", ceil, interval.high, interval.high_open),
        ):
            if isinstance(value, Fraction):
                decimal = plain_decimal(Decimal(rounded(value / like.scale * 10**PLACES)).scaleb(-PLACES, EXACT))
                self.graph.add((subject, CBEC[f"{name}{end}"], Literal(decimal, datatype=XSD.decimal)))
                self.plain(subject, **{f"{name}{end}Open": is_open})

    def explanation(self, cause: Cause) -> None:
        subject = self.result(explanation_id(cause), CBEC.Explanation, explanation_label(cause))
        self.links(subject, CBEC.explains, *(finding_id(check) for check in cause.checks))
        self.links(subject, CBEC.blames, *cause.blamed)
        self.plain(subject, confirmed=cause.explained)
        for rank, repair in enumerate(cause.repairs, 1):
            self.hypothesis(cause, repair, rank)

    def hypothesis(self, cause: Cause, repair: Repair, rank: int) -> None:
        subject = self.result(hypothesis_id(cause, repair), CBEC.Hypothesis, repair.text)
        self.links(subject, CBEC.hypothesisOf, explanation_id(cause))
        self.graph.add((subject, CBEC.repairKind, concept("repair", repair.kind)))
        self.links(subject, CBEC.readsOtherwise, *repair.statistics)
        self.plain(
            subject, rank=rank, clearedCount=len(repair.cleared), raisedCount=len(repair.raised),
            confirmedCount=len(repair.confirmed), lostCount=len(repair.lost), agreeingCount=repair.agreeing,
        )  # fmt: skip
        for change in repair.changes:
            self.rereading(hypothesis_id(cause, repair), change)

    def rereading(self, hypothesis: str, change: Change) -> None:
        """Add what one field of one statistic would become by a hypothesis."""
        label = label_of(self.curation.records[change.statistic], self.curation)
        read = f"{change.printed or '—'} → {change.hypothesis}"
        name = f"{hypothesis}/{change.statistic}-{FIELDS[change.field]}"
        subject = self.result(name, CBEC.Rereading, Bilingual(f"{label.zh}：{read}", f"{label.en}: {read}"))
        self.links(subject, CBEC.rereadingOf, hypothesis)
        self.links(subject, CBEC.ofStatistic, change.statistic)
        self.plain(subject, rereadField=FIELDS[change.field], readNow=change.printed, readAs=change.hypothesis)
