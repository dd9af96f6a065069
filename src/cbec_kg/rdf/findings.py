"""The findings of the audit, its explanations and its hypotheses, in the graph ``derived``.

A finding says which statistics it was derived from; an explanation, which findings one cause may have brought about and
which statistics are most likely wrong, with the doubt that others carry from these; a hypothesis, in which other way some of
them could be read, and what would become of each relation. A hypothesis corrects nothing: what the article prints stays in
the graph ``article`` as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import MAX_PREC, Context, Decimal
from fractions import Fraction
from hashlib import sha256
from math import ceil, floor

from rdflib import DCTERMS, PROV, RDFS, SKOS, Dataset, URIRef

from cbec_kg.audit.checks import Check
from cbec_kg.audit.doubt import CarriedDoubt
from cbec_kg.audit.intervals import Interval
from cbec_kg.audit.readings import Reading
from cbec_kg.audit.repairs import Change, Effects, Repair
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.audit.rules import RULES
from cbec_kg.audit.summaries import carried_text, sentence_of, term
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import graph_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.snapshot import VERDICTS, Audited, Blame, Carried
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.build import TOOL, plain_decimal
from cbec_kg.rdf.vocabulary import CBEC, concept
from cbec_kg.rdf.writer import Value, Writer

AUDIT_LABEL = Bilingual("数字核查", "Audit of the figures")
UNSUPPORTED = Bilingual(
    "与其他数字矛盾，没有得到佐证的解释", "contradicted, without an explanation that other figures support"
)

FIELDS = {"value_text": "valueText", "unit": "unit", "indicator": "indicator", "period": "period",
          "base": "comparisonPeriod", "operator": "operator"}  # fmt: skip
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


def carried_id(explanation: str, doubt: CarriedDoubt) -> str:
    """Return the local name of the doubt that a figure carries from an explanation."""
    return f"{explanation}/carried-by-{doubt.statistic}"


def explanation_label(cause: Cause) -> Bilingual:
    """Return what the explanation says: perhaps its first hypothesis, where other figures support that."""
    if not cause.explained:
        return UNSUPPORTED
    text = cause.repairs[0].text
    return Bilingual(f"或许{text.zh}", f"perhaps {text.en}")


def audited_statistics(audit: Audit, curation: Curation) -> dict[str, Audited]:
    """Return the worst verdict of each statistic, the explanations that blame it and the doubt it carries, by id, sorted.

    A snapshot has this; `cbec_kg.store.retrieval` reads the same from the graph.
    """
    verdicts: dict[str, set[str]] = defaultdict(set)
    for check in audit.checks:
        for name in check.inputs:
            verdicts[name].add(check.verdict)
    blames: dict[str, list[Blame]] = defaultdict(list)
    carried: dict[str, list[Carried]] = defaultdict(list)
    for cause in audit.causes:
        for name in cause.blamed:
            blames[name].append(_blame(cause, name))
        for doubt in cause.carried:
            path = carried_text(doubt, curation)
            of = tuple(sorted(doubt.steps[0].of))
            found = Carried(explanation_id(cause), cause.explained, path.zh, path.en, doubt.standing, of)
            carried[doubt.statistic].append(found)
    return {
        name: Audited(
            min(verdicts[name], key=VERDICTS.index),
            tuple(sorted(blames[name], key=lambda blame: blame.explanation)),
            tuple(sorted(carried[name], key=lambda one: one.explanation)),
        )
        for name in sorted(verdicts)
    }


def _blame(cause: Cause, name: str) -> Blame:
    label = explanation_label(cause)
    workings = [check.working for check in cause.checks if name in check.inputs and check.working]
    shortest = min(workings, key=lambda text: (len(text), text), default="")
    return Blame(explanation_id(cause), cause.explained, label.zh, label.en, shortest)


def add_findings(dataset: Dataset, curation: Curation, audit: Audit) -> None:
    """Add the audit of a curation to the graph ``derived`` of its dataset."""
    findings = _Findings(dataset, curation, {check.id for check in audit.checks})
    minimal = {frozenset(conflict) for conflict in audit.conflicts}
    for check in audit.checks:
        findings.finding(check, minimal)
    for cause in audit.causes:
        findings.explanation(cause)
    if audit.checks:
        used = ((PROV.used, URIRef(graph_iri(findings.folder_id, name))) for name in ("article", "curation"))
        findings.node("audit", PROV.Activity, (RDFS.label, AUDIT_LABEL), *used, (PROV.wasAssociatedWith, TOOL))


class _Findings(Writer):
    def __init__(self, dataset: Dataset, curation: Curation, printed: Collection[str]) -> None:
        super().__init__(dataset, curation.folder_id, "derived")
        self.curation = curation
        self.printed = printed

    def result(self, name: str, kind: URIRef, label: Bilingual, *statements: tuple[URIRef, Value]) -> URIRef:
        """Add a result, and that the audit of this tool made it."""
        made = (PROV.wasGeneratedBy, self.iri("audit")), (PROV.wasAttributedTo, TOOL)
        return self.node(name, kind, (RDFS.label, label), *made, *statements)

    def finding(self, check: Check, minimal: set[frozenset[str]]) -> None:
        subject = self.result(
            finding_id(check), CBEC.Finding, finding_label(check), (DCTERMS.identifier, check.id), (SKOS.note, check.why),
            (CBEC.rule, concept("rule", check.rule)), (CBEC.verdict, concept("verdict", check.verdict)),
            (CBEC.formula, check.formula or None), (CBEC.working, check.working or None),
            (CBEC.computedInterval, check.computed or None), (CBEC.statedInterval, check.stated or None),
            (CBEC.minimal, frozenset(check.inputs) in minimal if check.verdict == "inconsistent" else None),
        )  # fmt: skip
        self.links(subject, CBEC.aboutStatistic, *check.inputs[:1])
        self.links(subject, PROV.wasDerivedFrom, *check.inputs, *filter(None, (check.claim,)))
        self.interval(subject, "computed", check.result, check.like)
        self.interval(subject, "stated", check.given, check.like)

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
                scaled = (value + like.shift) / like.scale * 10**PLACES
                decimal = plain_decimal(Decimal(rounded(scaled)).scaleb(-PLACES, EXACT))
                self.add(subject, (CBEC[f"{name}{end}"], decimal), (CBEC[f"{name}{end}Open"], is_open))

    def explanation(self, cause: Cause) -> None:
        name, label = explanation_id(cause), explanation_label(cause)
        sentence = sentence_of(cause, self.curation)
        subject = self.result(
            name, CBEC.Explanation, label, (CBEC.confirmed, cause.explained), (DCTERMS.description, sentence)
        )
        self.links(subject, CBEC.explains, *(finding_id(check) for check in cause.checks))
        self.links(subject, CBEC.blames, *cause.blamed)
        for number, misfit in enumerate(cause.misfits, 1):
            node = self.result(f"{name}/misfit-{number}", CBEC.Misfit, finding_label(misfit[0]), (CBEC.misfitOf, subject))
            self.links(node, CBEC.derivedBy, *(finding_id(check) for check in misfit))
        for doubt in cause.carried:
            self.carried(name, doubt)
        for rank, repair in enumerate(cause.repairs, 1):
            self.hypothesis(cause, rank, repair)

    def carried(self, explanation: str, doubt: CarriedDoubt) -> None:
        """Add the doubt of a figure with the first step of its path; the next step is the doubt of what it comes from."""
        step = doubt.steps[0]
        node = self.result(
            carried_id(explanation, doubt), CBEC.CarriedDoubt, carried_text(doubt, self.curation),
            (CBEC.carriedBy, self.iri(doubt.statistic)), (CBEC.carriedFrom, self.iri(explanation)),
            (CBEC.throughFinding, self.iri(finding_id(step.check))),
            (CBEC.derivation, concept("derivation", step.derivation)), (CBEC.standing, concept("standing", doubt.standing)),
        )  # fmt: skip
        self.links(node, CBEC.comesFrom, *step.of)

    def hypothesis(self, cause: Cause, rank: int, repair: Repair) -> None:
        """Add a hypothesis, with all that it would do, relation by relation."""
        name = hypothesis_id(cause, repair)
        subject = self.result(
            name, CBEC.Hypothesis, repair.text, (CBEC.hypothesisOf, self.iri(explanation_id(cause))), (CBEC.rank, rank),
            (CBEC.repairKind, concept("repair", repair.kind)), (CBEC.clearedCount, len(repair.cleared)),
            (CBEC.raisedCount, len(repair.raised)), (CBEC.confirmedCount, len(repair.confirmed)),
            (CBEC.lostCount, len(repair.lost)), (CBEC.agreeingCount, repair.agreeing),
        )  # fmt: skip
        self.links(subject, CBEC.readsOtherwise, *repair.statistics)
        for change in repair.changes:
            self.rereading(name, change)
        for effect in Effects._fields:
            for check in getattr(repair.effects, effect):
                self.consequence(name, effect, check)

    def consequence(self, hypothesis: str, effect: str, check: Check) -> None:
        on = self.iri(finding_id(check)) if check.id in self.printed else None
        node = self.result(
            f"{hypothesis}/{effect}-{check.id}", CBEC.Consequence, finding_label(check),
            (CBEC.consequenceOf, self.iri(hypothesis)), (CBEC.effect, concept("effect", effect)), (CBEC.onFinding, on),
            (CBEC.rule, concept("rule", check.rule)), (CBEC.working, check.working or None),
        )  # fmt: skip
        self.links(node, PROV.wasDerivedFrom, *check.inputs)

    def rereading(self, hypothesis: str, change: Change) -> None:
        label, field = label_of(self.curation.records[change.statistic], self.curation), FIELDS[change.field]
        old, new = term(change.printed or "—", self.curation), term(change.hypothesis, self.curation)
        self.result(
            f"{hypothesis}/{change.statistic}-{field}", CBEC.Rereading,
            Bilingual(f"{label.zh}：{old.zh} → {new.zh}", f"{label.en}: {old.en} → {new.en}"),
            (CBEC.rereadingOf, self.iri(hypothesis)),
            (CBEC.ofStatistic, self.iri(change.statistic)), (CBEC.rereadField, field),
            (CBEC.readNow, change.printed or None), (CBEC.readAs, change.hypothesis or None),
        )  # fmt: skip
