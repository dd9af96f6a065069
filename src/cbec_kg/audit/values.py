"""An audit as plain values: what JSON holds, what is kept beside a cached graph, and what views draw from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from cbec_kg.audit.checks import VERDICTS, Check
from cbec_kg.audit.facts import facts_of
from cbec_kg.audit.incremental import Evaluation
from cbec_kg.audit.repairs import Change, Key, Repair
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.model.labels import label_of
from cbec_kg.model.records import Curation, Indicator, Statistic, Unit
from cbec_kg.model.terms import Bilingual

Plain = dict[str, Any]
"""A JSON object."""


def audit_value(audit: Audit, curation: Curation) -> Plain:
    """Return an audit as a JSON object.

    Returns
    -------
    dict
        ``article`` (the folder's id), ``summary`` (counts), ``statistics`` (by id: label, print, places in the text, worst
        verdict, causes that blame it), ``checks``, ``conflicts`` (minimal sets of ids), ``doubts``, ``causes``,
        ``resemblances``. The first repair of an explained cause has the arithmetic of what it clears, raises, confirms
        and loses.
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
        "checks": [_check(check, curation) for check in audit.checks],
        "conflicts": [list(conflict) for conflict in audit.conflicts],
        "doubts": {"size": audit.doubts.size, "sets": [list(s) for s in audit.doubts.sets], "cut": audit.doubts.cut},
        "causes": [
            _cause(cause, told, curation) for cause, told in zip(audit.causes, _effects(audit, curation), strict=True)
        ],
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
        "locators": list(dict.fromkeys(anchor.locator for anchor in item.at)),
        "verdict": min(verdicts, key=order.index, default="undecidable"),
        "blamed_by": [cause.id for cause in audit.causes if item.id in cause.blamed],
    }


def _check(check: Check, curation: Curation) -> Plain:
    return {
        "id": check.id,
        "rule": check.rule,
        "verdict": check.verdict,
        "statistics": list(check.inputs),
        "formula": check.formula,
        **_arithmetic(check, curation),
        "why": _named(_text(check.why), curation),
    }


def _arithmetic(check: Check, curation: Curation) -> Plain:
    return {"working": _with_units(check, curation), "computed": check.computed, "stated": check.stated}


_FIGURE = re.compile(r"\^\(1/\d+\)|(?<![\d.])\d+(?:\.\d+)?(?![\d.%])")


def _with_units(check: Check, curation: Curation) -> str:
    """Return the arithmetic of a check; where its figures have several units, each with its own."""
    symbols: dict[str, set[str]] = {}
    for item in (curation.records[name] for name in check.inputs):
        unit = curation.records[item.unit] if isinstance(item, Statistic) else None
        if isinstance(item, Statistic) and isinstance(unit, Unit) and unit.base != "percent":
            symbols.setdefault(item.value_text.lstrip("-"), set()).add(unit.symbol)
    if len({symbol for found in symbols.values() for symbol in found}) < 2:
        return check.working

    def told(figure: re.Match[str]) -> str:
        found = symbols.get(figure[0], set())
        return f"{figure[0]}{next(iter(found))}" if len(found) == 1 and figure[0] != "1" else figure[0]

    return _FIGURE.sub(told, check.working)


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def _named(text: Plain, curation: Curation) -> Plain:
    """Return a text with indicators by their names instead of their ids."""

    def named(told: str, lang: str) -> str:
        return _ID.sub(lambda found: name(found[0], lang), told)

    def name(found: str, lang: str) -> str:
        record = curation.records.get(found) or curation.records.get(f"indicator-{found}")
        return str(getattr(label_of(record, curation), lang)) if isinstance(record, Indicator) else found

    return {lang: named(told, lang) for lang, told in text.items()}


Effects = Mapping[str, Mapping[Key, Check]]
"""The checks that a repair clears, raises, confirms and loses, with the arithmetic that shows it."""


def _effects(audit: Audit, curation: Curation) -> Iterator[Effects]:
    """Yield the effects of each cause's explanation; like the explanations, each is worked on top of those before it."""
    evaluation = Evaluation(facts_of(curation))
    for cause in audit.causes:
        if not cause.explained:
            yield {}
            continue
        best = cause.repairs[0]
        new = {name: _changed(evaluation.facts.readings[name].statistic, best.changes) for name in best.statistics}
        before, evaluation = _by_key(evaluation.checks), evaluation.after(new)
        after = _by_key(evaluation.checks)
        yield {"cleared": before, "raised": after, "confirmed": after, "lost": before}


def _changed(item: Statistic, changes: Iterable[Change]) -> Statistic:
    own = {change.field: change.hypothesis or None for change in changes if change.statistic == item.id}
    text = own.get("value_text")
    value = {"value": Decimal(text)} if text else {}
    return replace(item, **own, **value)  # fields by name, as Change has them


def _by_key(checks: Iterable[Check]) -> dict[Key, Check]:
    """Return checks by rule and statistics; one that fails goes before those that hold in another reading."""
    found: dict[Key, Check] = {}
    for check in checks:
        if check.key not in found or check.verdict == "inconsistent" != found[check.key].verdict:
            found[check.key] = check
    return found


def _cause(cause: Cause, effects: Effects, curation: Curation) -> Plain:
    return {
        "id": cause.id,
        "explained": cause.explained,
        "blamed": list(cause.blamed),
        "checks": [check.id for check in cause.checks],
        "conflicts": [list(conflict) for conflict in cause.conflicts],
        "doubts": {"size": cause.doubts.size, "sets": [list(s) for s in cause.doubts.sets], "cut": cause.doubts.cut},
        "repairs": [_repair(repair, {} if n else effects, curation) for n, repair in enumerate(cause.repairs)],
    }


def _repair(repair: Repair, effects: Effects, curation: Curation) -> Plain:
    kept = ("cleared", "raised", "confirmed", "lost")
    return {
        "kind": repair.kind,
        **_text(repair.text),
        "statistics": list(repair.statistics),
        "changes": [_change(change, curation) for change in repair.changes],
        **{name: [_key(key, effects.get(name, {}), curation) for key in getattr(repair, name)] for name in kept},
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
_VALUES = {
    "previous-year": Bilingual("上年", "previous year"),
    "unknown": Bilingual("未知", "unknown"),
    "equal": Bilingual("无", "none"),
    "about": Bilingual("约", "about"),
    "nearly": Bilingual("近", "nearly"),
    "more-than": Bilingual("超过", "more than"),
    "less-than": Bilingual("不到", "less than"),
    "at-least": Bilingual("至少", "at least"),
}


def _change(change: Change, curation: Curation) -> Plain:
    """Return a change with its texts: ``unit: hundred million yuan → hundred million US dollars``."""
    field = _FIELDS[change.field]
    ends = [curation.records.get(value) for value in (change.printed, change.hypothesis)]
    named = [label_of(record, curation) if record else None for record in ends]
    old, new = (text or _VALUES.get(value, Bilingual(value, value)) for text, value in zip(named, change[2:], strict=True))
    return {
        **change._asdict(),
        "zh": f"{field.zh}：{old.zh or '未说'} → {new.zh}",
        "en": f"{field.en}: {old.en or 'not said'} → {new.en}",
    }


def _key(key: Key, checks: Mapping[Key, Check], curation: Curation) -> Plain:
    found = checks.get(key)
    told = {} if found is None else {**_arithmetic(found, curation), "why": _named(_text(found.why), curation)}
    return {"rule": key[0], "statistics": list(found.inputs) if found else sorted(key[1]), **told}


def _text(text: Bilingual | None) -> Plain:
    return {} if text is None else {"zh": text.zh, "en": text.en}
