"""Labels against the ids that are made of them, against their other language, and against the years that a passage prints."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from cbec_kg.curation.printed_text import PrintedText
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import normalise

_Labelled = r.Entity | r.Indicator | r.Paraphrased | r.Source
_WORD = re.compile(r"[a-z]+|\d+")
_STEM = 4
"""Characters by which a word of an id is the same as one of a label: logistics, logistic."""

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
            yield _at(record, fact)
        elif text is not None and (wrong := _not_printed(record, chinese | english, text)):
            yield _at(record, wrong)


def _at(record: r.Record, message: str) -> Problem:
    return Problem(record.where.file, record.where.line, f"{record.id}{message}")


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
    by_kind: dict[type[r.Record], list[tuple[_Labelled, list[str], list[str]]]] = defaultdict(list)
    for record in curation.records.values():
        if isinstance(record, r.Entity | r.Indicator | r.Paraphrased | r.Source):
            words = _WORD.findall(record.en.lower())
            by_kind[type(record)].append((record, _WORD.findall(record.id.partition("-")[2]), words))
    for records in by_kind.values():
        rarity = Counter(word[:_STEM] for _, of_id, _ in records for word in set(of_id))
        for record, of_id, words in records:
            if not of_id or _share(of_id, words, rarity) > _UNLIKE:
                continue
            scores = [(_share(other_id, words, rarity), other.id) for other, other_id, _ in records if other is not record]
            best, name = max(scores, default=(0.0, ""))
            if best < _LIKE:
                continue
            other, other_id, other_words = next(one for one in records if one[0].id == name)
            same = normalise(other.en).text == normalise(record.en).text
            if same or _share(other_id, other_words, rarity) <= _UNLIKE or _share(of_id, other_words, rarity) >= _LIKE:
                yield _at(record, f": 'en' is {record.en[:40]!r}, as of {name}. Correct it.")


def _share(of_id: list[str], words: list[str], rarity: Counter[str]) -> float:
    """Return how much of an id the words of a label have: rare words of ids count for more."""
    weights = {word: 1 / rarity[word[:_STEM]] for word in of_id}
    found = sum(weight for word, weight in weights.items() if any(_same(word, one) for one in words))
    return found / sum(weights.values())


def _same(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= _STEM and word[:_STEM] == other[:_STEM])
