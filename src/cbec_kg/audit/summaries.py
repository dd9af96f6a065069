"""A cause in plain words: one sentence, what speaks for and against it, and which figures not to quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cbec_kg.audit.checks import Check
from cbec_kg.audit.doubt import CarriedDoubt, Step
from cbec_kg.audit.naming import figures_of, listed, locators_of, place_of
from cbec_kg.audit.periods import year_of
from cbec_kg.audit.repairs import Repair
from cbec_kg.audit.report import Cause
from cbec_kg.audit.rules import RULES
from cbec_kg.audit.texts import catalogue, text
from cbec_kg.model.curated import WithRecords
from cbec_kg.model.labels import label_of
from cbec_kg.model.terms import Bilingual

_FEW = 3
"""Most figures that a sentence names one by one."""
_FIELDS = {
    "unit": "unit",
    "indicator": "indicator",
    "period": "period",
    "base": "base",
    "value": "value_text",
    "row": "period",
}
"""The field that a kind of hypothesis changes, where the sentence says from what to what."""


def sentence_of(cause: Cause, curation: WithRecords) -> Bilingual:
    """Return what a cause says, in one sentence that can be read by itself."""
    subject = _subject(cause.blamed, curation)
    if not cause.explained:
        return text("cause-none", figures=subject)
    repair = cause.repairs[0]
    field = _FIELDS.get(repair.kind, "")
    pairs = {(change.printed, change.hypothesis) for change in repair.changes if change.field == field}
    if len(pairs) != 1:
        return text("cause-other", figures=subject, text=repair.text)
    ((old, new),) = pairs
    return text(f"cause-{repair.kind}", figures=subject, old=_value(old, curation), new=_value(new, curation))


def _value(value: str, curation: WithRecords) -> Bilingual:
    return text("year", year=value) if year_of(value) else term(value, curation)


def _subject(names: Sequence[str], curation: WithRecords) -> Bilingual:
    place = place_of(locators_of(names, curation))
    if len(names) > _FEW:
        return text("figures-counted", n=len(names), place=place)
    return text("figures-at", figures=figures_of(names, curation), place=place)


def term(value: str, curation: WithRecords) -> Bilingual:
    """Return what a value of a field is called: a record by its label, a closed term by its name, a number as it is."""
    if (record := curation.records.get(value)) is not None:
        return label_of(record, curation)
    return text(f"term-{value or 'none'}") if f"term-{value or 'none'}" in catalogue("en") else Bilingual(value, value)


def speaks_for(repair: Repair, curation: WithRecords) -> tuple[Bilingual, ...]:
    """Return what speaks for a hypothesis besides the contradictions that it clears."""
    found = []
    if repair.agreeing:
        kind = "repeated" if repair.kind == "row" else "columns"
        found.append(text(f"for-{kind}", n=repair.agreeing, figures=len(repair.statistics)))
    if repair.effects.confirmed:
        found.append(text("for-confirmed", n=len(repair.confirmed), rules=rules_of(repair.effects.confirmed, curation)))
    return tuple(found)


def speaks_against(number: int, causes: Sequence[Cause], curation: WithRecords) -> tuple[Bilingual, ...]:
    """Return what speaks against the explanation of a cause: what it raises and loses, and others that clear as much.

    `number` counts the causes from 0; a contradiction that an explanation raises may be cleared by a later one.
    """
    repair, *others = causes[number].repairs
    raised: dict[int, list[Check]] = {}
    for check in repair.effects.raised:
        later = (place for place, cause in enumerate(causes) if place > number and cause.explained)
        clearing = next((place for place in later if check.key in causes[place].repairs[0].cleared), -1)
        raised.setdefault(clearing, []).append(check)
    found = [
        text(
            "against-raised" if place < 0 else "against-raised-for-now",
            n=len(checks),
            rules=rules_of(checks, curation),
            by=place + 1,
        )
        for place, checks in raised.items()
    ]
    if repair.effects.lost:
        found.append(text("against-lost", n=len(repair.lost), rules=rules_of(repair.effects.lost, curation)))
    rivals = [other for other in others if len(other.cleared) >= len(repair.cleared)]
    if rivals:
        found.append(text("against-rivals", n=len(rivals), text=rivals[0].text))
    return tuple(found)


def rules_of(checks: Iterable[Check], curation: WithRecords) -> Bilingual:
    """Return which rules checks are of, each once, with the places of their figures."""
    found: dict[str, list[str]] = {}
    for check in checks:
        found.setdefault(check.rule, []).extend(locators_of(check.inputs, curation))
    parts = [text("rule-and-place", rule=RULES[rule], place=_few_places(places)) for rule, places in found.items()]
    return Bilingual("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _few_places(locators: Iterable[str]) -> Bilingual:
    """Return what places are called, those of the first paragraphs and tables; of the others, how many there are."""
    distinct = list(dict.fromkeys(locators))
    paragraphs = list(dict.fromkeys(locator.rpartition(".")[0] for locator in distinct))
    shown = [locator for locator in distinct if locator.rpartition(".")[0] in paragraphs[:_FEW]]
    if len(paragraphs) <= _FEW:
        return place_of(shown)
    return listed([place_of(shown), text("more-places", n=len(distinct) - len(shown))])


def carried_text(doubt: CarriedDoubt, curation: WithRecords) -> Bilingual:
    """Return by which steps a figure comes from those in doubt, and what the explanation would make of it."""
    steps = [_step(step, curation) for step in doubt.steps]
    path = Bilingual("，后者".join(step.zh for step in steps), ", which ".join(step.en for step in steps))
    return text(f"carried-{doubt.standing}", path=path)


def _step(step: Step, curation: WithRecords) -> Bilingual:
    return text(f"step-{step.derivation}", figures=figures_of(step.of, curation))
