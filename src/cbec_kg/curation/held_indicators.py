"""What a figure measures against the words of its clause: another indicator's name, another flow, another kind of unit.

A clause names an indicator as far as it has the runs of characters of its label, with other names of entities as their first
one. A clause that names none, such as 与上年相比增长了, has what the clause before it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from cbec_kg.curation.printed_text import CURRENCIES, FLOWS, Finding, PrintedText, folded, grams, places_of
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import has_chinese, one_line
from cbec_kg.text.times import clause_starts, without_times

_NAMED = 0.7
_APART, _LITTLE = 0.25, 0.15
"""How much of a label a clause must have to name it, and how much more than of another; less where it has all of it."""

_NEAR, _AT, _SHORT = 45, 8, 3
"""How far before a number a name in English stands, and a Chinese one of fewer runs of characters than so many."""

_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_COUNTED = re.compile(
    r"[多余]?(?P<measure>[家个种项名位户人次件台辆条所座类款间艘架头只株篇部组份批])[多余]?(?P<noun>[\u4e00-\u9fff]{2,10})"
)
_TYPES = (
    ("an amount of money", r"(?<![份名])额$|[总收价产]值$|收入$|支出$", ("count", "m2", "kg", "rank")),
    ("a number of things", r"(?<![指倍系分参函基度奇偶])数$|\bnumber of\b", (*CURRENCIES, "m2", "kg")),
    ("an area", r"面积$|\barea\b", (*CURRENCIES, "kg", "rank")),
)
"""What the last word of a label says that it is, and the bases of units that do not fit it."""

_AREAS = re.compile(r"[亩顷]|平方|hectare|acre|\bmu\b", re.IGNORECASE)
_OF_WHOLE = re.compile(
    r"(?:占[了到]?|share\s+of|proportion\s+of)(?P<whole>[^，,。；;占]{2,24}?)(?:的|比重|比例|总量)*\s*(?:约|近|达|为|超过)?$"
)


class _Labels:
    """The labels of the indicators of a curation as clauses are compared with them."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation

    @cached_property
    def chinese(self) -> dict[str, frozenset[str]]:
        found = {one.id: grams(self.plain(one.zh)) for one in self.curation.of(r.Indicator)}
        return {name: label for name, label in found.items() if label}

    @cached_property
    def english(self) -> dict[str, frozenset[str]]:
        found = {one.id: grams(self.plain(one.en)) for one in self.curation.of(r.Indicator)}
        return {name: label for name, label in found.items() if label}

    @cached_property
    def _shorter(self) -> list[tuple[str, str]]:
        """The longer other names of entities, each with the first name."""
        pairs = [(folded(other), folded(entity.zh)) for entity in self.curation.of(r.Entity) for other in entity.also]
        return sorted(((other, name) for other, name in pairs if len(other) > len(name)), key=lambda pair: -len(pair[0]))

    def plain(self, text: str) -> str:
        """Return a text without brackets and times, the names of entities as one."""
        plain = folded(without_times(_IN_BRACKETS.sub("", text)))
        for other, name in self._shorter:
            plain = plain.replace(other, name)
        return plain


def held_indicators(curation: Curation, text: PrintedText | None) -> Iterator[tuple[r.Statistic, Finding]]:
    """Yield the figures whose indicator or whole is not what their clause names, each with what is told."""
    labels = _Labels(curation)
    for record in curation.of(r.Statistic):
        indicator, unit = curation.records.get(record.indicator), curation.records.get(record.unit)
        if not isinstance(indicator, r.Indicator) or not isinstance(unit, r.Unit):
            continue
        if record.kind == "level" and (other := _type_against(indicator, unit)):
            fact = f".indicator is {indicator.id}, {other}, and its unit {unit.id}. Correct one of them."
            yield record, Finding(fact)
        if text is None or record.table is not None:
            continue
        places = places_of(record, text)
        wrong = [_wrong_name(record, labels, line, start) for _, line, start in places]
        if wrong and all(wrong):
            yield record, Finding(f".indicator is {indicator.id}; {wrong[0]}. Correct one of them.")
        elif places and not any(_is_named(record, labels, line) for _, line, _ in places):
            yield record, Finding(unheld="its sentence has other words than its indicator")
        if record.kind == "share":
            yield from ((record, found) for found in _whole(record, curation, labels, places))


def _type_against(indicator: r.Indicator, unit: r.Unit) -> str:
    names = (_IN_BRACKETS.sub("", indicator.zh), _IN_BRACKETS.sub("", indicator.en))
    for what, ending, bases in _TYPES:
        if (
            unit.base in bases
            and any(re.search(ending, name, re.IGNORECASE) for name in names)
            and not _AREAS.search(unit.zh + unit.en)
        ):
            return what
    return ""


def _is_named(record: r.Statistic, labels: _Labels, line: str) -> bool:
    """Return whether some word of an indicator's label stands in a sentence."""
    of = labels.chinese if has_chinese(line) else labels.english
    return bool(of.get(record.indicator, frozenset()) & grams(labels.plain(line)))


def _wrong_name(record: r.Statistic, labels: _Labels, line: str, start: int) -> str:
    """Return that the clause of a figure names another indicator; empty where it does not."""
    if not has_chinese(line):
        words = grams(labels.plain(line[max(clause_starts(line, start)[0], start - _NEAR) : start]))
        scores = {name: len(label & words) / len(label) for name, label in labels.english.items()}
        best = max(scores, key=lambda name: scores[name], default="")
        named = labels.english.get(record.indicator, frozenset())
        wrong = best and scores[best] > 0.9 and named and not named & grams(labels.plain(line))
        return f"the words before the number name {best}" if wrong else ""
    counted = _counted(record, labels, line, start)
    if counted:
        return counted
    ends = start
    for begin in clause_starts(line, start):
        clause = line[begin:ends]
        clause = clause.partition("占")[0] if record.kind == "share" else clause
        plain = labels.plain(clause)
        words, near = grams(plain), grams(plain[-_AT:])
        scores = {
            name: len(label & (near if len(label) < _SHORT else words)) / len(label)
            for name, label in labels.chinese.items()
        }
        best = max(scores, key=lambda name: scores[name], default="")
        if best and scores[best]:
            own = scores.get(record.indicator, 1)
            apart = _LITTLE if scores[best] == 1 else _APART
            wrong = scores[best] >= _NAMED and scores[best] - own >= apart
            return f"the clause {clause[-16:]!r} names {best}" if wrong else ""
        ends = begin
    return ""


def _counted(record: r.Statistic, labels: _Labels, line: str, start: int) -> str:
    """Return that what is counted, by the words after the measure word, is what another indicator counts."""
    found = _COUNTED.search(line, start, start + len(one_line(record.printed)) + 12)
    if found is None or re.search("[，,。；;、]", line[start : found.start()]):
        return ""
    noun = grams(labels.plain(found["noun"]))
    scores = {name: len(label & noun) / len(noun) for name, label in labels.chinese.items()} if noun else {}
    best = max(scores, key=lambda name: scores[name], default="")
    wrong = best and scores[best] >= 0.6 and scores.get(record.indicator, 1) <= scores[best] - 0.5
    return f"what is counted is {found['noun']!r}, as of {best}" if wrong else ""


def _whole(
    record: r.Statistic, curation: Curation, labels: _Labels, places: list[tuple[str, str, int]]
) -> Iterator[Finding]:
    """Yield that the whole of a share has another flow than the words after 占."""
    whole = curation.records.get(record.whole or "")
    for _, line, start in places:
        found = _OF_WHOLE.search(line, max(0, start - 30), start) or _OF_WHOLE.search(_to_number(record, line, start))
        if found is None or not isinstance(whole, r.Indicator):
            continue
        words = found["whole"]
        named = {flow for flow, word in FLOWS.items() if word.search(words)}
        flows = FLOWS.keys() if whole.flow == "total" else {whole.flow}
        other = named and not named & flows if whole.flow in FLOWS else len(named) == 1 and whole.flow == "total"
        no_flow = named and whole.flow is None and not grams(labels.plain(words)) & grams(labels.plain(whole.zh + whole.en))
        if other or no_flow:
            yield Finding(f".whole is {whole.id}; the words are {words!r}. Correct one of them.")


def _to_number(record: r.Statistic, line: str, start: int) -> str:
    """Return a figure's line up to its first digit, where its print begins with words: 约占出口总额的17%."""
    digit = re.search(r"\d", line[start : start + len(record.printed)])
    return line[max(0, start - 30) : start + digit.start()] if digit else ""
