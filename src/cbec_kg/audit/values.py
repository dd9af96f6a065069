"""An audit as plain values: what JSON holds, what is cached beside the graph, and what views draw from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from cbec_kg.audit.certificates import certificates_of
from cbec_kg.audit.checks import VERDICTS, Check
from cbec_kg.audit.diagnosis import Diagnoses
from cbec_kg.audit.doubt import STANDINGS, CarriedDoubt
from cbec_kg.audit.intervals import brief
from cbec_kg.audit.judging import hypothesis_name, judged, open_ones
from cbec_kg.audit.naming import figures_with_places
from cbec_kg.audit.repairs import Change, Effects, Repair
from cbec_kg.audit.report import Audit, Cause
from cbec_kg.audit.summaries import carried_text, sentence_of, speaks_against, speaks_for, term
from cbec_kg.audit.texts import text
from cbec_kg.model.curated import Curation
from cbec_kg.model.labels import figure_of, label_of, unit_mark
from cbec_kg.model.records import Indicator, Statistic, Unit
from cbec_kg.model.snapshot import VERDICTS as WORST_FIRST
from cbec_kg.model.terms import Bilingual

Plain = dict[str, Any]
"""A JSON object."""


def audit_value(audit: Audit, curation: Curation) -> Plain:
    """Return an audit as a JSON object.

    Returns
    -------
    dict
        ``article`` (the folder's id), ``summary`` (counts), ``units`` (by symbol, how they are written), ``statistics`` (by
        id: label, print, places in the text, worst verdict, causes that blame it, causes whose doubt it carries),
        ``checks``, ``verdicts`` (of readers), ``open`` (what none has judged), ``conflicts`` (minimal sets of ids),
        ``doubts``, ``causes``, ``certificates`` (`cbec_kg.audit.certificates`), ``uncertified`` (ids of contradictions
        that have none), ``duplicates``. A cause has a sentence, what speaks ``for`` and ``against`` it, its ``misfits`` (ids
        of checks by what is wrong), the figures that it blames or that carry its doubt, and its repairs, each with the
        arithmetic of what it clears, raises, confirms and loses.
    """
    counts = Counter(check.verdict for check in audit.checks)
    certified = certificates_of(audit, curation)
    return {
        "article": curation.folder_id,
        "summary": {
            "statistics": len(curation.of(Statistic)),
            "checks": len(audit.checks),
            **{verdict: counts[verdict] for verdict in VERDICTS},
            "misfits": sum(len(cause.misfits) for cause in audit.causes),
        },
        "units": {unit.symbol: {"zh": unit.symbol, "en": unit_mark(unit).strip()} for unit in curation.of(Unit)},
        "statistics": {item.id: _statistic(item, audit, curation) for item in curation.of(Statistic)},
        "checks": [_check(check, curation) for check in audit.checks],
        "conflicts": _lists(audit.conflicts),
        "doubts": _diagnoses(audit.diagnoses),
        "verdicts": [one.value | {"line": one.verdict.where.line} for one in judged(audit, curation)],
        "open": [{"on": one.on, "digest": one.digest, **_text(one.text)} for one in open_ones(audit, curation)],
        "causes": [_cause(number, audit.causes, curation) for number in range(len(audit.causes))],
        "certificates": certified.certificates,
        "uncertified": certified.left_out,
        "duplicates": [
            {
                "period": found.period,
                "other": found.other,
                "pairs": _lists(found.pairs),
                "departing": _lists(found.departing),
            }
            for found in audit.duplicates
        ],
    }


def _statistic(item: Statistic, audit: Audit, curation: Curation) -> Plain:
    verdicts = [check.verdict for check in audit.checks if item.id in check.inputs]
    unit = curation.records[item.unit]
    label = label_of(item, curation)
    return {
        "zh": label.zh,
        "en": label.en,
        "printed": item.printed if item.table is None else f"{item.printed} {getattr(unit, 'symbol', '')}",
        "locator": item.at[0].locator if item.at else "",
        "locators": list(dict.fromkeys(anchor.locator for anchor in item.at)),
        "verdict": min(verdicts, key=WORST_FIRST.index, default="undecidable"),
        "figure": _text(figure_of(item, curation)),
        "blamed_by": [cause.id for cause in audit.causes if item.id in cause.blamed],
        "carries": [cause.id for cause in audit.causes for doubt in cause.carried if doubt.statistic == item.id],
    }


def _check(check: Check, curation: Curation) -> Plain:
    return {
        "id": check.id,
        "rule": check.rule,
        "verdict": check.verdict,
        "statistics": list(check.inputs),
        "formula": check.formula,
        "relation": _named(Bilingual(check.formula, check.formula), curation),
        **_arithmetic(check, curation),
        "why": _named(check.why, curation),
    }


def _arithmetic(check: Check, curation: Curation) -> Plain:
    return {"working": _with_units(check, curation), "computed": check.computed, "stated": check.stated}


_FIGURE = re.compile(r"\^\(1/\d+\)|(?<![\d.])\d+(?:\.\d+)?(?![\d.%])")


def _with_units(check: Check, curation: Curation) -> str:
    """Return the arithmetic of a check; where its figures have several units, each with its own."""
    symbols: dict[str, set[str]] = {}
    for item in (curation.records[name] for name in check.inputs):
        unit = curation.records[item.unit] if isinstance(item, Statistic) else None
        if isinstance(item, Statistic) and isinstance(unit, Unit) and unit.base not in ("percent", "multiple"):
            symbols.setdefault(item.value_text.lstrip("-"), set()).add(unit.symbol)
    if len({symbol for found in symbols.values() for symbol in found}) < 2:
        return check.working

    def with_unit(figure: re.Match[str]) -> str:
        found = symbols.get(figure[0], set())
        return f"{figure[0]}{next(iter(found))}" if len(found) == 1 and figure[0] != "1" else figure[0]

    return _FIGURE.sub(with_unit, check.working)


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def _named(text: Bilingual | None, curation: Curation) -> Plain:
    """Return a text with indicators by their names instead of their ids."""
    return {lang: _ID.sub(partial(_name, curation, lang), wording) for lang, wording in _text(text).items()}


def _name(curation: Curation, lang: str, found: re.Match[str]) -> str:
    record = curation.records.get(found[0]) or curation.records.get(f"indicator-{found[0]}")
    return str(getattr(label_of(record, curation), lang)) if isinstance(record, Indicator) else found[0]


def _cause(number: int, causes: Sequence[Cause], curation: Curation) -> Plain:
    cause = causes[number]
    best = cause.repairs[0] if cause.explained else None
    return {
        "id": cause.id,
        "explained": cause.explained,
        "sentence": _text(sentence_of(cause, curation)),
        "for": [_text(reason) for reason in (speaks_for(best, curation) if best else ())],
        "against": [_text(reason) for reason in (speaks_against(number, causes, curation) if best else ())],
        "blamed": list(cause.blamed),
        "blamed_figures": _text(figures_with_places(cause.blamed, curation)),
        "carried": [_carried(doubt, curation) for doubt in cause.carried],
        "carried_figures": {
            standing: _text(figures_with_places(names, curation))
            for standing in STANDINGS
            if (names := [doubt.statistic for doubt in cause.carried if doubt.standing == standing])
        },
        "checks": [check.id for check in cause.checks],
        "misfits": [[check.id for check in misfit] for misfit in cause.misfits],
        "conflicts": _lists(cause.conflicts),
        "doubts": _diagnoses(cause.diagnoses),
        "repairs": [_repair(repair, curation) for repair in cause.repairs],
    }


def _carried(doubt: CarriedDoubt, curation: Curation) -> Plain:
    steps = [
        {"statistic": step.statistic, "derivation": step.derivation, "of": list(step.of), "check": step.check.id}
        for step in doubt.steps
    ]
    figure = figures_with_places([doubt.statistic], curation)
    return {
        "statistic": doubt.statistic,
        "standing": doubt.standing,
        "figure": _text(figure),
        **_text(carried_text(doubt, curation)),
        "steps": steps,
    }


def _diagnoses(found: Diagnoses) -> Plain:
    return {"size": found.size, "sets": _lists(found.sets), "cut": found.truncated}


def _repair(repair: Repair, curation: Curation) -> Plain:
    touched = {name: [_effect(check, curation) for check in getattr(repair.effects, name)] for name in Effects._fields}
    return {
        "id": hypothesis_name(repair),
        "kind": repair.kind,
        **_text(repair.text),
        "statistics": list(repair.statistics),
        "changes": [_change(change, curation) for change in repair.changes],
        **touched,
        "agreeing": repair.agreeing,
        "times": [brief(end, 6) for end in (repair.times.low, repair.times.high)] if repair.times else [],
        "weight": repair.weight,
    }


def _change(change: Change, curation: Curation) -> Plain:
    """Return a change with its texts: ``unit: hundred million yuan → hundred million US dollars``."""
    field = text(f"field-{change.field.replace('_', '-')}")
    old, new = term(change.printed, curation), term(change.hypothesis, curation)
    return {**change._asdict(), "zh": f"{field.zh}：{old.zh} → {new.zh}", "en": f"{field.en}: {old.en} → {new.en}"}


def _effect(check: Check, curation: Curation) -> Plain:
    why = _named(check.why, curation)
    return {"rule": check.rule, "statistics": list(check.inputs), **_arithmetic(check, curation), "why": why}


def _lists(tuples: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [list(one) for one in tuples]


def _text(text: Bilingual | None) -> Plain:
    return {} if text is None else {"zh": text.zh, "en": text.en}
