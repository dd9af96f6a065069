"""What an audit found, as the explorer carries it: the plain value of `cbec_kg.audit.values` without what no page shows."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.rules import RULES
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, in_both

Payload = dict[str, Any]

_REPAIRS = 4
"""Hypotheses of a cause that a page shows."""
_COUNTED = ("cleared", "raised", "confirmed", "lost")


def findings_payload(audit: Payload) -> Payload:
    """Return summary, checks and causes of an audit, from what `cbec_kg.audit.values.audit_value` gives."""
    return {
        "summary": audit["summary"],
        "doubted": audit["doubts"]["size"],
        "checks": [_check(check) for check in audit["checks"]],
        "causes": [_cause(cause) for cause in audit["causes"]],
    }


def verdicts_of(audit: Payload, statistic: str) -> list[str]:
    """Return the worst verdict on a statistic, and ``blamed`` where a cause blames it."""
    found = audit["statistics"].get(statistic)
    if found is None:
        return []
    return [found["verdict"], *(["blamed"] if found["blamed_by"] else [])]


def audit_words() -> Payload:
    """Return what verdicts and rules are called, as the mappings that pages carry."""
    verdicts, rules = ({name: asdict(label) for name, label in labels.items()} for labels in (VERDICTS, RULES))
    return {"verdict": verdicts | {"blamed": in_both("explorer", "blamed")}, "rule": rules}


def _check(check: Payload) -> Payload:
    texts = {name: shown_text(check[name]) for name in ("formula", "working", "computed", "stated")}
    why = {"why": check["why"]} if check["why"] else {}
    return {name: check[name] for name in ("id", "rule", "verdict", "statistics")} | texts | why


def _cause(cause: Payload) -> Payload:
    plain = {name: cause[name] for name in ("id", "explained", "blamed", "checks")}
    return plain | {"repairs": [_repair(repair) for repair in cause["repairs"][:_REPAIRS]]}


def _repair(repair: Payload) -> Payload:
    counts = {name: len(repair[name]) for name in _COUNTED} | {"agreeing": repair["agreeing"]}
    changes = [{"statistic": change["statistic"]} | _shown(change) for change in repair["changes"]]
    return _shown(repair) | {"statistics": repair["statistics"], "changes": changes, "counts": counts}


def _shown(texts: Payload) -> Payload:
    return {language: shown_text(texts[language]) for language in LANGUAGES}
