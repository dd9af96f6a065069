"""Names, headings, captions and paraphrases against their passages: what stands there reads like another record's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cbec_kg.curation.printed_text import FLOWS, PrintedText, folded, grams, problem_of, years_in
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import has_chinese

_RISING = re.compile(
    r"(?<!负)增长|增加|递增|上升|上涨|攀升|扩大|\b(?:ris(?:e|es|en|ing)|(?<!negative )grow(?!\s+fewer)|grew|increas|climb)",
    re.IGNORECASE,
)
_FALLING = re.compile(
    r"负增长|减少|递减|下降|下跌|下滑|降低|缩小|萎缩|\b(?:fall(?!\s+short)|fell|declin|decreas|shr[iau]nk|dropp?)",
    re.IGNORECASE,
)
_LEAST_SHARE = 0.25
_LEAST_GRAMS = 6


def held_names(curation: Curation, text: PrintedText | None) -> Iterator[Problem]:
    """Yield which records name or paraphrase something else than their passages do."""
    openings = {passage.locator: passage.fragment for passage in curation.passages}
    for record in curation.records.values():
        if isinstance(record, r.Section) and curation.article.language in ("zh", "en"):
            yield from _heading(record, openings, text)
        elif isinstance(record, r.Table | r.Figure):
            yield from _caption(record, text)
        elif isinstance(record, r.Paraphrased):
            yield from _paraphrase(record, curation, text)
        if isinstance(record, r.Claim):
            yield from _trends(record, curation, text)
        if isinstance(record, r.Indicator):
            yield from _flow(record)
    if text is not None:
        yield from _places(curation, text)
    yield from _entities(curation)


def _heading(record: r.Section, openings: dict[str, str], text: PrintedText | None) -> Iterator[Problem]:
    """Yield a section whose names have nothing of its heading, or less of it than of another section's."""
    printed = _headings(openings, text)
    locator = f"{record.number}.h"
    heading = printed.get(locator, "")
    names = (folded(record.zh), folded(record.en))
    alike = set(heading) & set("".join(names)) if len(heading) <= _LEAST_GRAMS else _runs(heading) & _runs(*names)
    others = [other for other, line in printed.items() if other != locator and len(line) >= _LEAST_GRAMS and line in names]
    if len(heading) > 1 and heading not in "".join(names) and (not alike or others):
        name = record.zh if has_chinese(heading) else record.en
        yield problem_of(record, f": the heading {locator} is not {name!r}. Correct the name or the number.")


def _headings(openings: dict[str, str], text: PrintedText | None) -> dict[str, str]:
    """Return the headings by locator, without their numbers."""
    lines = {
        one: (text.line(one) if text is not None else "") or opening
        for one, opening in openings.items()
        if one.endswith(".h")
    }
    return {one: folded(line.removeprefix(one.removesuffix(".h"))).strip(".:") for one, line in lines.items()}


def _runs(*texts: str) -> frozenset[str]:
    return frozenset(gram for text in texts for gram in grams(text))


def _caption(record: r.Table | r.Figure, text: PrintedText | None) -> Iterator[Problem]:
    """Yield a number that is not that of the captions; of a table also not that of its locator."""
    for anchor in record.at:
        line = text.line(anchor.locator) if text is not None else ""
        numbers = re.findall(r"(?:表|图|Table|Tab\.|Figure|Fig\.)\s*(\d+)", line, re.IGNORECASE)
        if numbers and record.number not in map(int, numbers):
            yield problem_of(
                record, f".number is {record.number}; its caption {anchor.locator} has {numbers[0]}. Correct it."
            )
            return
    number = re.fullmatch(r"[a-z]+(\d+)", record.at[0].locator.partition(".")[0]) if record.at else None
    if number is not None and int(number[1]) != record.number:
        yield problem_of(record, f".number is {record.number}; its caption is {record.at[0].locator}. Correct it.")


def _paraphrase(record: r.Paraphrased, curation: Curation, text: PrintedText | None) -> Iterator[Problem]:
    """Yield a paraphrase that is much more like another passage than like its own."""
    if text is None or curation.article.language not in ("zh", "en"):
        return
    words = record.zh if curation.article.language == "zh" else record.en
    shares, whole = text.shares(words), len(grams(words))
    if whole < _LEAST_GRAMS or not shares:
        return
    own = len(grams(words) & {gram for anchor in record.at for gram in grams(text.line(anchor.locator))})
    nearest, most = shares.most_common(1)[0]
    if 2 * own < most and most - own >= _LEAST_SHARE * whole:
        where = " or ".join(dict.fromkeys(anchor.locator for anchor in record.at))
        yield problem_of(record, f": its words are rather those of {nearest} than of {where}. Correct 'at' or the words.")


def _places(curation: Curation, text: PrintedText) -> Iterator[Problem]:
    """Yield the records whose place their section does not name, unless most of the article is about it."""
    placed: list[r.Statistic | r.Paraphrased] = [*curation.of(r.Statistic), *curation.of(r.Paraphrased)]
    often = Counter(record.place for record in placed)
    for record in placed:
        place = curation.records.get(record.place)
        sections = {text.section_of(anchor.locator) for anchor in record.at}
        if not isinstance(place, r.Entity) or not any(sections) or 5 * often[place.id] > len(placed):
            continue
        stated = getattr(record, "place_basis", None) is None
        names = [folded(name) for name in (place.zh, place.en, *place.also)]
        named = sections & {text.section_of(anchor.locator) for anchor in place.at}
        if stated and not named and not any(name in section for section in sections for name in names):
            fact = f".place is {place.id}, which its section does not name."
            yield problem_of(
                record, f"{fact} Correct it, or give it a 'place_basis' or the place another name under 'also'."
            )


def _trends(record: r.Claim, curation: Curation, text: PrintedText | None) -> Iterator[Problem]:
    """Yield trends that go the other way than the words of their claim, or are of another place, time or indicator."""
    words = f"{record.zh} {record.en}"
    for trend in record.trends:
        wrong = _other_direction(trend, words) or _other_trend(trend, record, curation, text)
        if wrong:
            yield Problem(trend.where.file, trend.where.line, f"{record.id}.trends is {wrong}. Correct one of them.")


def _other_direction(trend: r.Trend, words: str) -> str:
    rising, falling = _RISING.search(words), _FALLING.search(words)
    other = falling if trend.direction == "rising" else rising
    contrary = other is not None and (rising is None or falling is None)
    return f"{trend.direction}; its words say otherwise: {other.group()!r}" if contrary and other else ""


def _other_trend(trend: r.Trend, record: r.Claim, curation: Curation, text: PrintedText | None) -> str:
    """Return that a trend is of a place, of years or of an indicator of which its claim and its passages do not speak."""
    lines = "" if text is None else "\n".join(text.line(anchor.locator) for anchor in record.at)
    wording = f"{record.zh}\n{record.en}\n{lines}"
    place, indicator = curation.records.get(trend.place), curation.records.get(trend.indicator)
    names = (place.zh, place.en, *place.also) if isinstance(place, r.Entity) and trend.place != record.place else ()
    if names and not any(folded(name) in folded(wording) for name in names):
        return f"of {trend.place}, and the claim of {record.place}"
    printed, years = years_in(wording), sorted({int(year) for year in re.findall(r"\d{4}", trend.period)})
    last = years[-1] if len(years) > 1 else 9999
    before = set() if text is None else {year for anchor in record.at for year in text.years_before(anchor.locator)}
    if any(not years[0] <= year <= last for year in printed) or (text is not None and printed and not set(years) <= before):
        return f"of {trend.period}; the words have {', '.join(map(str, sorted(printed)[:3]))}"
    words = grams(wording)
    named = [one.id for one in curation.of(r.Indicator) if 3 * len(grams(one.zh) & words) >= 2 * len(grams(one.zh))]
    if named and isinstance(indicator, r.Indicator) and not (grams(indicator.zh) | grams(indicator.en)) & words:
        return f"of {trend.indicator}; its words name {named[0]}"
    return ""


def _flow(record: r.Indicator) -> Iterator[Problem]:
    """Yield an indicator of exports by one of its fields that is of imports by another."""
    zh, en = ({flow for flow, words in FLOWS.items() if words.search(name)} for name in (record.zh, record.en))
    flow = {record.flow} & FLOWS.keys()
    for one, other in ((zh, en), (zh, flow), (en, flow)):
        if one and other and not one & other:
            yield problem_of(record, ": its names and its flow are not of the same flow. Correct them.")
            return


def _entities(curation: Curation) -> Iterator[Problem]:
    """Yield the entities whose fragment names another one instead, which its own fragments do not name."""
    entities = curation.of(r.Entity)
    names = {entity.id: [folded(name) for name in (entity.zh, entity.en, *entity.also)] for entity in entities}
    owners = {name: owner for owner, own in names.items() for name in own if len(name) > 1}
    unnamed = {
        entity.id
        for entity in entities
        if entity.at and not any(name in folded(anchor.fragment) for anchor in entity.at for name in names[entity.id])
    }
    for entity in entities:
        letters = {letter for name in names[entity.id] for letter in name}
        for anchor in entity.at:
            fragment = folded(anchor.fragment)
            if any(name in fragment for name in names[entity.id]):
                continue
            others = {name for name, owner in owners.items() if owner in unnamed - {entity.id} and name in fragment}
            named = {owners[name] for name in others if not _has_run(fragment, names[entity.id], len(name))}
            if entity.zh.isascii():
                named |= {
                    owner for name, owner in owners.items() if owner != entity.id and name.isascii() and name in fragment
                }
            if named or (has_chinese(fragment) and not letters & set(fragment)):
                what = f"names {min(named)}" if named else "has no name of it"
                message = f"{entity.id}: the fragment {anchor.fragment!r} {what}. Correct one of them."
                yield Problem(anchor.where.file, anchor.where.line, message)
                break


def _has_run(text: str, names: list[str], length: int) -> bool:
    """Return whether so many characters in a row of one of the names stand in a text."""
    return any(name[at : at + length] in text for name in names for at in range(len(name) - length + 1))
