"""How much a series grew from one year to another, on a comparable basis.

Side by side: printed growth rates multiplied along a chain of years, the ratio of the levels of both years, and, from one
year to the next, the growth that the levels and the growth of all parts imply for their whole. Levels in different units are
never divided. Each result carries the interval of its figures' rounding (see `cbec_kg.audit.readings`), the arithmetic as
text and the statistics that went in; notes name missing figures and printed growth that is not used. An average growth is no
link of a chain: articles count its years in different ways.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice, product
from typing import Literal

from msgspec.structs import replace

from cbec_kg.audit.facts import Facts
from cbec_kg.audit.operands import ONE, Term, compounded, term_of
from cbec_kg.audit.periods import year_of
from cbec_kg.audit.readings import Reading, Series
from cbec_kg.audit.rules.rates import growth
from cbec_kg.audit.texts import text
from cbec_kg.model.terms import Bilingual

Method = Literal["chained", "levels", "parts"]

MOST = 24
"""Most chains that are followed."""


@dataclass(frozen=True)
class Growth:
    """How much a series grew, by ``chained`` growth rates, ratio of ``levels``, or what the growth of the ``parts`` implies.

    The result is a part of one, None where it cannot be worked out; the notes say what was assumed, or why there is none.
    """

    method: Method
    result: Term | None
    notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is known of the growth of a series between two years.

    Chains come first, those that assume least first, then ratios; at least one of each of these two, be it without a result.
    Last what the parts imply, where it can be had. `cut`: there are more chains than were followed.
    """

    found: tuple[Growth, ...]
    cut: bool = False

    @property
    def results(self) -> tuple[Term, ...]:
        """Return the results that there are."""
        return tuple(growth.result for growth in self.found if growth.result is not None)

    @property
    def at_odds(self) -> bool:
        """Return whether two results cannot both be true: their intervals do not meet."""
        results = self.results
        return any(not one.interval.meets(other.interval) for one, other in product(results, results))


def growth_between(facts: Facts, series: Series, first: int, last: int) -> Answer:
    """Return the growth of a series from one year to a later one; ValueError when it is not later."""
    if first >= last:
        raise ValueError(f"{first} is not before {last}")
    chains = list(islice(_chains(facts, series, first, last), MOST + 1))
    found = [_chained(chain) for chain in chains[:MOST]] or [
        Growth("chained", None, tuple(_gaps(facts, series, first, last)))
    ]
    ratios = (*_by_levels(facts, series, first, last), *_by_parts(facts, series, first, last))
    return Answer((*found, *ratios), len(chains) > MOST)


# Chains


def _links(facts: Facts, series: Series) -> dict[int, list[Reading]]:
    """Return the growth rates of a series by the year that they are counted from; equal ones once, stated bases first."""
    found: dict[int, list[Reading]] = {}
    for reading in facts.readings.values():
        item = reading.statistic
        year, base = year_of(reading.period), year_of(reading.base or "")
        if item.kind != "growth" or reading.series != series or not reading.relative:
            continue
        if year is not None and base is not None and base < year:
            found.setdefault(base, []).append(reading)
    for base, readings in found.items():
        ordered = sorted(readings, key=lambda r: (int(r.period), r.statistic.base is None, r.statistic.id))
        distinct: dict[object, Reading] = {}
        for reading in ordered:
            distinct.setdefault((reading.period, reading.interval), reading)
        found[base] = list(distinct.values())
    return found


def _chains(facts: Facts, series: Series, first: int, last: int) -> Iterator[tuple[Reading, ...]]:
    """Yield the chains of growth rates that lead from one year to another, those that assume least first."""
    links = _links(facts, series)

    def onwards(year: int, assumed: int) -> Iterator[tuple[Reading, ...]]:
        if year == last and not assumed:
            yield ()
        for reading in links.get(year, ()):
            end, unstated = int(reading.period), reading.statistic.base is None
            if end <= last and assumed >= unstated and (end == last or reading.interval.low > -1):
                yield from ((reading, *rest) for rest in onwards(end, assumed - unstated))

    for assumed in range(last - first + 1):
        yield from onwards(first, assumed)


def _chained(chain: tuple[Reading, ...]) -> Growth:
    terms = [term_of(reading) for reading in chain]
    return Growth("chained", replace(compounded(terms) - ONE, dimension="percent"), tuple(_assumed(chain)))


def _assumed(readings: Iterable[Reading]) -> Iterator[Bilingual]:
    """Yield which of some growth rates do not say what they are compared with."""
    for reading in readings:
        if reading.statistic.kind == "growth" and reading.statistic.base is None:
            yield text("base-of-statistic-assumed", statistic=reading.id)


def _gaps(facts: Facts, series: Series, first: int, last: int) -> Iterator[Bilingual]:
    """Yield why no chain leads from one year to another: the years that no growth rate bridges."""
    if series.place == "unspecified":
        yield text("place-not-given")
        return
    links = _links(facts, series)
    spans = {(base, int(reading.period)) for base, readings in links.items() for reading in readings}
    lacking = [
        year
        for year in range(first + 1, last + 1)
        if not any(base < year <= end and first <= base and end <= last for base, end in spans)
    ]
    for start, end in _runs(lacking):
        if start == end:
            yield text("no-growth-of-year", year=end, before=end - 1)
        else:
            yield text("no-growth-of-years", first=start, last=end)
    yield from _unused(facts, series, set(lacking))
    for base, readings in links.items():
        for reading in readings:
            if first <= base and int(reading.period) < last and reading.interval.low <= -1:
                yield text("no-chain-beyond", statistic=reading.id)


def _runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last year of each run of years that follow one another."""
    for _, run in groupby(enumerate(years), lambda pair: pair[1] - pair[0]):
        found = [year for _, year in run]
        yield found[0], found[-1]


def _unused(facts: Facts, series: Series, lacking: Collection[int]) -> Iterator[Bilingual]:
    """Yield which printed growth rates of years that lack one are not taken, and why."""
    for reading in facts.readings.values():
        item = reading.statistic
        year, base = year_of(reading.period), year_of(reading.base or "")
        if item.kind != "growth" or reading.series != series or year is None or year not in lacking:
            continue
        why = (
            "no-percentage" if not reading.relative
            else "base-unknown" if base is None
            else "base-late" if base >= year else ""
        )  # fmt: skip
        if why:
            yield text(f"unused-{why}", statistic=item.id, printed=item.printed, base=base, year=year)


# Levels


def _by_levels(facts: Facts, series: Series, first: int, last: int) -> Iterator[Growth]:
    befores, afters = facts.levels(series, str(first)), facts.levels(series, str(last))
    lacking = [year for year, levels in ((first, befores), (last, afters)) if not levels]
    if lacking:
        yield Growth("levels", None, tuple(text("no-level-given", year=year) for year in lacking))
    for before, after in product(befores, afters):
        grown = growth(after, before)
        if isinstance(grown, Term):
            yield Growth("levels", grown)
        else:
            levels = f"{after.text} : {before.text}"
            yield Growth("levels", None, (Bilingual(f"{levels}：{grown.zh}", f"{levels}: {grown.en}"),))


def _by_parts(facts: Facts, series: Series, first: int, last: int) -> Iterator[Growth]:
    """Yield the growth of a whole that the levels of its parts and their growth on the year before imply."""
    if last != first + 1:
        return
    for before, after in product(facts.earlier_of_parts(series, str(first)), facts.levels_or_derived(series, str(last))):
        grown = growth(after, before)
        if isinstance(grown, Term):
            inputs = tuple(dict.fromkeys(grown.inputs))
            notes = tuple(_assumed(facts.readings[name] for name in inputs))
            yield Growth("parts", replace(grown, inputs=inputs), notes)
