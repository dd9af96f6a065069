"""An audit as plain values: what JSON holds, what is kept beside a cached graph, and what views draw from."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cbec_kg.audit.checks import VERDICTS, Check
from cbec_kg.audit.repairs import Change, Key, Repair
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.curation.labels import label_of
from cbec_kg.curation.records import Curation, Statistic
from cbec_kg.curation.terms import Bilingual

Plain = dict[str, Any]
"""A JSON object."""


def audit_value(audit: Audit, curation: Curation) -> Plain:
    """Return an audit as a JSON object.

    Returns
    -------
    dict
        ``article`` (the folder's id), ``summary`` (counts), ``statistics`` (by id: label, print, place in the text, worst
        verdict, causes that blame it), ``checks``, ``conflicts`` (minimal sets of ids), ``doubts``, ``causes``,
        ``resemblances``.
    """
    counts = Counter(check.verdict for check in audit.checks)
    return {
        "article": curation.folder_id,
        "summary": {
            "statistics": len(curation.of(Statistic)),
            "checks": len(audit.checks),
            **{verdict: counts[verdict] for verdict in VERDICTS},
        },
        "statistics": {item.id: _statistic(item, audit, curation) for item in curation.of(Statistic)},
        "checks": [_check(check) for check in audit.checks],
        "conflicts": [list(conflict) for conflict in audit.conflicts],
        "doubts": {"size": audit.doubts.size, "sets": [list(s) for s in audit.doubts.sets], "cut": audit.doubts.cut},
        "causes": [_cause(cause, curation) for cause in audit.causes],
        "resemblances": [
            {
                "period": found.period,
                "other": found.other,
                "pairs": [list(pair) for pair in found.pairs],
                "departing": [list(pair) for pair in found.departing],
            }
            for found in audit.resemblances
        ],
    }


def _statistic(item: Statistic, audit: Audit, curation: Curation) -> Plain:
    order = ("inconsistent", "within-rounding", "consistent", "undecidable")
    verdicts = [check.verdict for check in audit.checks if item.id in check.inputs]
    unit = curation.records[item.unit]
    label = label_of(item, curation)
    return {
        "zh": label.zh,
        "en": label.en,
        "printed": item.printed if item.table is None else f"{item.printed} {getattr(unit, 'symbol', '')}",
        "locator": item.at[0].locator if item.at else "",
        "verdict": min(verdicts, key=order.index, default="undecidable"),
        "blamed_by": [cause.id for cause in audit.causes if item.id in cause.blamed],
    }


def _check(check: Check) -> Plain:
    return {
        "id": check.id,
        "rule": check.rule,
        "verdict": check.verdict,
        "statistics": list(check.inputs),
        "formula": check.formula,
        "working": check.working,
        "computed": check.computed,
        "stated": check.stated,
        "why": _text(check.why),
    }


def _cause(cause: Cause, curation: Curation) -> Plain:
    return {
        "id": cause.id,
        "explained": cause.explained,
        "blamed": list(cause.blamed),
        "checks": [check.id for check in cause.checks],
        "conflicts": [list(conflict) for conflict in cause.conflicts],
        "doubts": {"size": cause.doubts.size, "sets": [list(s) for s in cause.doubts.sets], "cut": cause.doubts.cut},
        "repairs": [_repair(repair, curation) for repair in cause.repairs],
    }


def _repair(repair: Repair, curation: Curation) -> Plain:
    return {
        "kind": repair.kind,
        **_text(repair.text),
        "statistics": list(repair.statistics),
        "changes": [_change(change, curation) for change in repair.changes],
        **{name: _keys(getattr(repair, name)) for name in ("cleared", "raised", "confirmed", "lost")},
        "agreeing": repair.agreeing,
        "weight": repair.weight,
    }


_FIELDS = {
    "value_text": Bilingual("数值", "value"),
    "unit": Bilingual("单位", "unit"),
    "indicator": Bilingual("指标", "indicator"),
    "period": Bilingual("时期", "period"),
    "base": Bilingual("基期", "compared with"),
    "operator": Bilingual("限定词", "approximation"),
}


def _change(change: Change, curation: Curation) -> Plain:
    """Return a change with its texts: ``unit: hundred million yuan → hundred million US dollars``."""
    field = _FIELDS[change.field]
    ends = [curation.records.get(value) for value in (change.printed, change.hypothesis)]
    named = [label_of(record, curation) if record else None for record in ends]
    old, new = (text or Bilingual(value, value) for text, value in zip(named, change[2:], strict=True))
    return {
        **change._asdict(),
        "zh": f"{field.zh}：{old.zh or '未说'} → {new.zh}",
        "en": f"{field.en}: {old.en or 'not said'} → {new.en}",
    }


def _keys(keys: tuple[Key, ...]) -> list[Plain]:
    return [{"rule": rule, "statistics": sorted(names)} for rule, names in keys]


def _text(text: Bilingual | None) -> Plain:
    return {} if text is None else {"zh": text.zh, "en": text.en}
