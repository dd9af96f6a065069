"""What an audit found, as the explorer carries it: the plain value of `cbec_kg.audit.values` without what no page shows."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.rules import RULES
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, in_both
from cbec_kg.render.verdict_texts import verdict_in_both

Payload = dict[str, Any]


def findings_payload(audit: Payload) -> Payload:
    """Return checks and causes of an audit, from what `cbec_kg.audit.values.audit_value` gives."""
    return {
        "conflicting": len({name for conflict in audit["conflicts"] for name in conflict}),
        "checks": [_check(check) for check in audit["checks"]],
        "verdicts": {on: texts for on, texts in verdicts_by_name(audit).items() if on.startswith("finding/")},
        "causes": [_cause(cause) for cause in audit["causes"]],
        "certificates": audit["certificates"],
    }


def verdicts_by_name(audit: Payload) -> dict[str, list[Payload]]:
    """Return what readers decided, in words, by the name of the finding, hypothesis or link."""
    found: dict[str, list[Payload]] = {}
    for one in audit["verdicts"]:
        found.setdefault(one["on"], []).append(_shown(verdict_in_both(one)))
    return found


def verdicts_of(audit: Payload, statistic: str) -> list[str]:
    """Return the worst verdict on a statistic, ``blamed`` where a cause blames it, ``carries`` where it carries doubt."""
    found = audit["statistics"].get(statistic)
    if found is None:
        return []
    marks = {"blamed": found["blamed_by"], "carries": found["carries"]}
    return [found["verdict"], *(mark for mark, causes in marks.items() if causes)]


def audit_words() -> Payload:
    """Return what verdicts and rules are called, as the mappings that pages carry."""
    verdicts, rules = ({name: asdict(label) for name, label in labels.items()} for labels in (VERDICTS, RULES))
    marks = {name: in_both("explorer", name) for name in ("blamed", "carries")}
    return {"verdict": verdicts | marks, "rule": rules}


def _check(check: Payload) -> Payload:
    texts = {name: shown_text(check[name]) for name in ("formula", "working", "computed", "stated")}
    why = {"why": check["why"]} if check["why"] else {}
    return {name: check[name] for name in ("id", "rule", "verdict", "statistics")} | texts | why


def _cause(cause: Payload) -> Payload:
    plain = {name: cause[name] for name in ("id", "explained", "blamed")}
    carried = [{"statistic": doubt["statistic"]} | _shown(doubt) for doubt in cause["carried"]]
    return plain | {"sentence": _shown(cause["sentence"]), "carried": carried}


def _shown(texts: Payload) -> Payload:
    return {language: shown_text(texts[language]) for language in LANGUAGES}
