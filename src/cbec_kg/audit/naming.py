"""How figures and their places are called in sentences: ``8.5% in section 3, paragraph 1, sentence 2``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cbec_kg.audit.texts import text
from cbec_kg.model.curated import WithRecords
from cbec_kg.model.labels import figure_of, number_of, unit_mark
from cbec_kg.model.records import Statistic, Unit
from cbec_kg.model.terms import Bilingual

_SENTENCE = re.compile(r"(?P<section>[\w.]+)\.p(?P<paragraph>\d+)\.s(?P<part>\d+)", re.ASCII)
_ROW = re.compile(r"table(?P<section>\w+)\.(?P<part>[\w-]+)", re.ASCII)
_PLACES = {"sentence": ("place-sentence", "place-sentences"), "row": ("place-row", "place-rows")}
_NAMED = 12
"""Most figures that are named one by one."""


def listed(parts: Sequence[Bilingual]) -> Bilingual:
    """Return texts as a list in a sentence.

    Examples
    --------
    >>> listed([Bilingual("一", "one"), Bilingual("二", "two"), Bilingual("三", "three")])
    Bilingual(zh='一、二和三', en='one, two and three')
    """
    if len(parts) < 2:
        return parts[0]
    first = Bilingual("、".join(part.zh for part in parts[:-1]), ", ".join(part.en for part in parts[:-1]))
    return text("listed", first=first, last=parts[-1])


def place_of(locators: Iterable[str]) -> Bilingual:
    """Return what places in the article are called, those of one paragraph or table together.

    Examples
    --------
    >>> place_of(["2.p3.s3", "2.p3.s4", "table1.2018"])
    Bilingual(zh='第2节第3段第3–4句和表1的2018行', en='section 2, paragraph 3, sentences 3–4 and table 1, row 2018')
    >>> place_of(["4.2.h"])
    Bilingual(zh='4.2.h', en='4.2.h')
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for locator in dict.fromkeys(locators):
        if sentence := _SENTENCE.fullmatch(locator):
            found.setdefault(("sentence", sentence["section"], sentence["paragraph"]), []).append(sentence["part"])
        elif row := _ROW.fullmatch(locator):
            found.setdefault(("row", row["section"]), []).append(row["part"])
        else:
            found[(locator,)] = []
    return listed([_place(key, parts) for key, parts in found.items()])


def _place(key: tuple[str, ...], parts: Sequence[str]) -> Bilingual:
    match key:
        case (kind, section, *paragraph):
            return text(
                _PLACES[kind][len(parts) > 1], section=section, paragraph="".join(paragraph), parts=", ".join(_runs(parts))
            )
        case _:
            return Bilingual(key[0], key[0])


def _runs(parts: Sequence[str]) -> Iterator[str]:
    """Yield numbers that follow one another as a span, and others by themselves."""
    if not all(part.isdecimal() for part in parts):
        yield from parts
        return
    runs: list[list[int]] = []
    for number in sorted(map(int, parts)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    yield from (f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def figures_of(names: Sequence[str], curation: WithRecords) -> Bilingual:
    """Return figures with their units, those of one unit together; of many, how many there are besides the first ones."""
    items = [item for name in names if isinstance(item := curation.records[name], Statistic)]
    zh = [figure_of(item, curation).zh for item in items[:_NAMED]]
    en = []
    for unit, group in groupby(items[:_NAMED], key=lambda item: item.unit):
        record = curation.records[unit]
        numbers = [number_of(item) for item in group]
        mark = unit_mark(record) if isinstance(record, Unit) else ""
        en += [f"{number}{mark}" for number in numbers] if mark == "%" else [*numbers[:-1], f"{numbers[-1]}{mark}"]
    parts = [Bilingual(*pair) for pair in zip(zh, en, strict=True)]
    return listed([*parts, text("more", n=len(items) - _NAMED)] if len(items) > _NAMED else parts)


def figures_with_places(names: Sequence[str], curation: WithRecords) -> Bilingual:
    """Return figures, each group of them with its paragraph or table."""
    groups: dict[str, list[str]] = {}
    for name in names:
        locator = locators_of([name], curation)[0]
        paragraph = locator.rpartition(".")[0]
        groups.setdefault(paragraph if _SENTENCE.fullmatch(locator) or _ROW.fullmatch(locator) else locator, []).append(name)
    parts = [
        text("figures-and-place", figures=figures_of(found, curation), place=place_of(locators_of(found, curation)))
        for found in groups.values()
    ]
    return Bilingual("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def locators_of(names: Iterable[str], curation: WithRecords) -> list[str]:
    """Return where figures stand first, each place once; the id of one that stands nowhere."""
    items = (curation.records[name] for name in names)
    places = (item.at[0].locator if isinstance(item, Statistic) and item.at else item.id for item in items)
    return list(dict.fromkeys(places))
