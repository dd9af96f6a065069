"""What the audit says of each statistic, as a snapshot has it; `cbec_kg.store.retrieval` reads the same from the graph."""

from __future__ import annotations

from collections import defaultdict

from cbec_kg.audit.report import Audit, Cause
from cbec_kg.model.snapshot import VERDICTS, Audited, Blame
from cbec_kg.rdf.findings import explanation_id, explanation_label


def audited_statistics(audit: Audit) -> dict[str, Audited]:
    """Return the worst verdict of each statistic and the explanations that blame it, by id, sorted."""
    verdicts: dict[str, set[str]] = defaultdict(set)
    for check in audit.checks:
        for name in check.inputs:
            verdicts[name].add(check.verdict)
    blames: dict[str, list[Blame]] = defaultdict(list)
    for cause in audit.causes:
        for name in cause.blamed:
            blames[name].append(_blame(cause, name))
    return {
        name: Audited(min(verdicts[name], key=VERDICTS.index), tuple(sorted(blames[name], key=lambda b: b.explanation)))
        for name in sorted(verdicts)
    }


def _blame(cause: Cause, name: str) -> Blame:
    label = explanation_label(cause)
    workings = [check.working for check in cause.checks if name in check.inputs and check.working]
    shortest = min(workings, key=lambda text: (len(text), text), default="")
    return Blame(explanation_id(cause), cause.explained, label.zh, label.en, shortest)
