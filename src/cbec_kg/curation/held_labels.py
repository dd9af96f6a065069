"""Labels against the ids that are made of them, their other language, and the years that their passages print."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.curation.printed_text import PrintedText, folded, problem_of
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation

_Labelled = r.Entity | r.Indicator | r.Paraphrased | r.Source
_WORD = re.compile(r"[a-z]+|\d+")
_STEM = 4
"""Characters by which a word of an id is the same as one of a label: logistics, logistic."""


class _Words(NamedTuple):
    """A record with the words of its id and those of its English label, each by its first letters."""

    record: _Labelled
    of_id: frozenset[str]
    words: frozenset[str]


_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|,\d)")
_LIKE, _UNLIKE = 0.6, 0.15
"""The shares of an id's words from which on a label is that of another record, and up to which it is not its own."""


def held_labels(curation: Curation, text: PrintedText | None) -> Iterator[Problem]:
    """Yield the records whose label is that of another one, or has another year in the other language or in the print."""
    yield from _of_others(curation)
    for record in curation.records.values():
        zh, en = getattr(record, "zh", ""), getattr(record, "en", "")
        chinese, english = _years(zh), _years(en)
        if chinese - english and english - chinese:
            fact = f": 'zh' has {min(chinese - english)} and 'en' {min(english - chinese)}. Correct one of them."
            yield problem_of(record, fact)
        elif text is not None and (wrong := _not_printed(record, chinese | english, text)):
            yield problem_of(record, wrong)


def _years(text: str) -> set[int]:
    return set(map(int, _YEAR.findall(text)))


def _not_printed(record: r.Record, years: set[int], text: PrintedText) -> str:
    """Return that a label has a year that its passages do not print, and they one that it has not."""
    here = {anchor.locator for anchor in getattr(record, "at", ()) if text.line(anchor.locator)}
    if not here or not years or isinstance(record, r.Entity):
        return ""
    printed = {year for locator in here for year in text.years[locator]}
    if isinstance(record, r.Table | r.Figure):
        near = printed
    else:
        near = printed | {year for locator in here for year in text.years_before(locator)}
    lost = years - near
    if lost and printed - years:
        return f": its words have {min(lost)}; {' or '.join(sorted(here))} has {min(printed - years)}. Correct them."
    return ""


def _of_others(curation: Curation) -> Iterator[Problem]:
    """Yield records whose English label has the words of another record's id and none of its own."""
    by_kind: dict[type[r.Record], list[_Words]] = defaultdict(list)
    for record in curation.records.values():
        if isinstance(record, _Labelled):
            by_kind[type(record)].append(_Words(record, _stems(record.id.partition("-")[2]), _stems(record.en.lower())))
    for records in by_kind.values():
        rarity = Counter(word for one in records for word in one.of_id)
        for one in records:
            if not one.of_id or _share(one.of_id, one.words, rarity) > _UNLIKE:
                continue
            others = [other for other in records if other is not one]
            same = next((other for other in others if folded(other.record.en) == folded(one.record.en)), None)
            other = same or max(others, key=lambda other: _share(other.of_id, one.words, rarity), default=one)
            share = _share(other.of_id, one.words, rarity)
            if other is one or (same is None and share < _LIKE):
                continue
            exchanged = (
                _share(other.of_id, other.words, rarity) <= _UNLIKE or _share(one.of_id, other.words, rarity) >= _LIKE
            )
            if (
                same
                or exchanged
                or (other.of_id <= one.words and len(other.of_id) > 1 and len(one.words) <= 3 * len(other.of_id))
            ):
                yield problem_of(one.record, f": 'en' is {one.record.en[:40]!r}, as of {other.record.id}. Correct it.")


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text))


def _share(of_id: frozenset[str], words: frozenset[str], rarity: Counter[str]) -> float:
    """Return how much of an id the words of a label have: words that few ids have count for more."""
    whole = sum(1 / rarity[word] for word in of_id)
    return sum(1 / rarity[word] for word in of_id & words) / whole if whole else 0.0
