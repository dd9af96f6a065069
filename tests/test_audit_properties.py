"""Properties of the audit on generated figures, checked by brute force and by reckoning anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from math import inf
from pathlib import Path
from types import MappingProxyType

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from audit_builder import audited, cells, curated, facts, growth, renamed, share, stat
from cbec_kg.audit.checks import Check
from cbec_kg.audit.diagnosis import components, conflicts_of, minimum_hitting_sets
from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.hypotheses import hypotheses
from cbec_kg.audit.incremental import Evaluation
from cbec_kg.audit.intervals import Interval, root, roots
from cbec_kg.audit.readings import reading_of
from cbec_kg.audit.repairs import Key, Trials
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.curation.reader import read_curation
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Statistic

# Intervals

numbers = st.fractions(min_value=-9, max_value=9, max_denominator=12)


@st.composite
def intervals(draw: st.DrawFn, least: Fraction | None = None) -> tuple[Interval, Fraction]:
    """Return an interval, perhaps open or without bound, and a number in it."""
    inside = draw(numbers if least is None else st.fractions(min_value=least, max_value=9, max_denominator=12))
    below, above = draw(st.fractions(0, 5, max_denominator=6)), draw(st.fractions(0, 5, max_denominator=6))
    low, high = inside - below, inside + above
    if least is not None:
        low = max(low, least)
    low_open, high_open = draw(st.booleans()) and low < inside, draw(st.booleans()) and high > inside
    unbounded = draw(st.sampled_from(["", "", "above", "below"]))
    return Interval(
        -inf if unbounded == "below" and least is None else low, inf if unbounded == "above" else high, low_open, high_open
    ), inside  # fmt: skip


@given(intervals(), intervals())
def test_sums_differences_and_products_hold_those_of_all_numbers(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    (a, x), (b, y) = one, other
    assert a.holds(x) and b.holds(y)
    assert (a + b).holds(x + y)
    assert (a - b).holds(x - y)
    assert (a * b).holds(x * y)
    assert (-a).holds(-x)


@given(intervals(), intervals(least=Fraction(1, 12)))
def test_quotients_hold_those_of_all_numbers(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    (a, x), (b, y) = one, other
    assert (a / b).holds(x / y)
    assert (a / -b).holds(x / -y)


@given(intervals(), intervals())
def test_products_hold_nothing_beyond_their_factors(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    """An end that the product holds is reached by some pair of numbers, which are ends or, for nought, anything."""
    (a, _), (b, _) = one, other
    product = a * b
    for end, is_open in ((product.low, product.low_open), (product.high, product.high_open)):
        if isinstance(end, float) or is_open:
            continue
        ends = [
            (x, y) for x in (a.low, a.high) for y in (b.low, b.high) if not isinstance(x, float) and not isinstance(y, float)
        ]
        reached = any(a.holds(x) and b.holds(y) and x * y == end for x, y in ends)
        assert reached or (end == 0 and (a.holds(Fraction(0)) or b.holds(Fraction(0))))


@given(intervals(), intervals())
def test_two_intervals_meet_where_they_have_a_number_in_common(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    (a, x), (b, y) = one, other
    ends = {end for i in (a, b) for end in (i.low, i.high) if not isinstance(end, float)} | {x, y}
    tried = ends | {(p + q) / 2 for p, q in combinations(sorted(ends), 2)}
    assert a.meets(b) == b.meets(a) == any(a.holds(n) and b.holds(n) for n in tried)
    common = a.both(b)
    assert (common is not None) == a.meets(b)
    if common is not None:
        assert all(common.holds(n) == (a.holds(n) and b.holds(n)) for n in tried)


@given(st.fractions(min_value=0, max_value=10**6), st.fractions(min_value=0, max_value=10**6), st.integers(2, 6))
def test_roots_hold_the_roots(one: Fraction, other: Fraction, degree: int) -> None:
    found = roots(Interval(min(one, other), max(one, other)), degree)
    assert not isinstance(found.low, float) and not isinstance(found.high, float)
    assert found.low**degree <= min(one, other) and max(one, other) <= found.high**degree
    assert root(one, degree) ** degree <= one


# Small systems of figures

YEARS = ("2018", "2019", "2020")
small = st.integers(1, 6).map(str)


@st.composite
def systems(draw: st.DrawFn) -> list[Statistic]:
    """Return a handful of figures of one small table and its sentence, most of them at odds."""
    pool = [
        stat(f"{kind}-{year}", draw(small), indicator=kind, period=year, unit="count")
        for kind in ("tea", "tea-out", "tea-in") for year in YEARS
    ]  # fmt: skip
    pool += [growth(f"g-{kind}-{year}", draw(st.sampled_from(["100", "50", "-50", "0"])), indicator=kind, period=year)
             for kind in ("tea", "tea-out", "tea-in") for year in YEARS[1:]]  # fmt: skip
    pool += [stat("again", draw(small), unit="count"), stat("span", draw(small), unit="count", period="2019/2020")]
    pool += [share("s-out", draw(st.sampled_from(["50", "25"])), indicator="tea-out"), growth("own", "5", base="2020")]
    chosen = draw(st.lists(st.sampled_from(range(len(pool))), min_size=2, max_size=7, unique=True))
    return [pool[number] for number in sorted(chosen)]


def inconsistent(figures: Iterable[Statistic], like: Facts) -> bool:
    return any(check.verdict == "inconsistent" for check in all_checks(like.only({item.id for item in figures})))


@given(systems())
@settings(max_examples=150)
def test_conflicts_are_real_and_minimal(figures: list[Statistic]) -> None:
    whole = facts(*figures)
    by_id = {item.id: item for item in whole.statistics}
    for conflict in audited(*figures).conflicts:
        assert inconsistent([by_id[name] for name in conflict], whole)
        for smaller in combinations(conflict, len(conflict) - 1):
            assert not inconsistent([by_id[name] for name in smaller], whole), (conflict, smaller)


@given(systems())
@settings(max_examples=150)
def test_diagnoses_are_of_the_fewest_figures_and_all_of_them(figures: list[Statistic]) -> None:
    whole = facts(*figures)
    found = audited(*figures).diagnoses
    names = [item.id for item in whole.statistics]
    for size in range(len(names) + 1):
        enough = {
            frozenset(removed)
            for removed in combinations(names, size)
            if not inconsistent([item for item in whole.statistics if item.id not in removed], whole)
        }
        if enough:
            break
    assert found.size == size
    assert {frozenset(chosen) for chosen in found.sets} == (enough if size else set())


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=6))
def test_hitting_sets_are_the_smallest_and_all_of_them(conflicts: list[frozenset[str]]) -> None:
    size, found = minimum_hitting_sets(conflicts)
    every = [frozenset(chosen) for chosen in combinations("abcdef", size) if all(set(chosen) & c for c in conflicts)]
    assert len(found) == len(set(found))
    assert set(found) == set(every)
    assert not any(all(set(chosen) & c for c in conflicts) for chosen in combinations("abcdef", size - 1))


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3), min_size=1, max_size=6, unique=True))
def test_components_share_no_statistic(conflicts: list[frozenset[str]]) -> None:
    groups = components(conflicts)
    assert sorted(map(sorted, (c for group in groups for c in group))) == sorted(map(sorted, conflicts))
    for one, other in combinations(groups, 2):
        assert not frozenset().union(*one) & frozenset().union(*other)


def failing(of: Facts) -> set[Key]:
    return {check.key for check in all_checks(of) if check.verdict == "inconsistent"}


def single(keys: Iterable[Key]) -> set[Key]:
    return {key for key in keys if key[0] != "joint-relations"}


def followed(checks: Iterable[Check], printed: Iterable[Check]) -> list[Check]:
    """Return the checks that an evaluation of changed facts has: what fails only together is followed among those figures
    alone that fail together as printed.
    """
    names = {name for check in printed if check.rule == "joint-relations" for name in check.inputs}
    return [check for check in checks if check.rule != "joint-relations" or names & set(check.inputs)]


@given(systems())
@settings(max_examples=60)
def test_what_a_repair_clears_and_raises_is_so_when_all_is_reckoned_anew(figures: list[Statistic]) -> None:
    whole = facts(*figures)
    evaluation = Evaluation(whole)
    printed = all_checks(whole)
    before = failing(whole)
    for repair, changes in Trials().repairs(evaluation):
        changed = whole.with_changes(changes)
        anew = all_checks(from_scratch(whole, changes))
        after = {check.key for check in followed(anew, printed) if check.verdict == "inconsistent"}
        assert single(repair.cleared) == single(before - after)
        assert single(repair.raised) == single(after - before)
        joint = {check.key for check in anew if check.rule == "joint-relations"}
        assert set(repair.raised) - single(repair.raised) <= joint - before
        assert set(repair.cleared) - single(repair.cleared) <= before - joint
        assert {change.statistic for change in repair.changes} <= set(repair.statistics)
        old = {item.id: item for item in whole.statistics}
        assert {item.id for item in changed.statistics if item != old[item.id]} <= set(repair.statistics)


def from_scratch(whole: Facts, changes: Mapping[str, Statistic | None] = MappingProxyType({})) -> Facts:
    """Return facts with some changes, every figure read anew and nothing taken over."""
    statistics = [changes.get(item.id, item) for item in whole.statistics]
    readings = {item.id: reading_of(item, whole.units, whole.padded) for item in statistics if item is not None}
    return dataclasses.replace(whole, readings=readings).only(readings)


@given(systems(), st.data())
@settings(max_examples=100)
def test_checks_evaluated_in_part_are_those_evaluated_in_full(figures: list[Statistic], data: st.DataObject) -> None:
    evaluation = Evaluation(facts(*figures))
    printed = all_checks(evaluation.facts)
    for _ in range(2):
        item = data.draw(st.sampled_from(evaluation.facts.statistics))
        period = data.draw(st.sampled_from(YEARS))
        indicator = data.draw(st.sampled_from(["indicator-tea", "indicator-crop"]))
        left_out = data.draw(st.booleans()) and len(evaluation.facts.statistics) > 1
        evaluation = evaluation.after({item.id: None if left_out else replace(item, period=period, indicator=indicator)})
        in_full = followed(all_checks(from_scratch(evaluation.facts)), printed)
        assert {check.id: worded(check) for check in evaluation.checks} == {check.id: worded(check) for check in in_full}


def test_every_hypothesis_tried_on_a_paper_is_evaluated_as_from_scratch(edited: Callable[..., Path]) -> None:
    """The invented paper with two digits of a cell exchanged: every hypothesis, and which of them are repairs."""
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    for generated in ("anchors.csv", "passages.csv"):
        (folder / generated).unlink()
    whole = facts_of(read_curation(folder))
    evaluation = Evaluation(whole)
    suspects = {name for conflict in conflicts_of(evaluation.checks) for name in conflict}
    printed = all_checks(whole)
    before, useful = failing(whole), set()
    tried = list(hypotheses(whole, evaluation.checks, suspects))
    assert len(tried) > 20
    for hypothesis in tried:
        changes = {name: hypothesis.change(whole.readings[name].statistic) for name in hypothesis.statistics}
        again = evaluation.after(changes).checks
        in_full = followed(all_checks(from_scratch(whole, changes)), printed)
        assert {check.id: worded(check) for check in again} == {check.id: worded(check) for check in in_full}
        after = {check.key for check in in_full if check.verdict == "inconsistent"}
        if len(before - after) > len(after - before):
            useful.add((tuple(sorted(changes)), frozenset(before - after), frozenset(after - before)))
    found = {
        (tuple(sorted(repair.statistics)), frozenset(repair.cleared), frozenset(repair.raised))
        for repair, _ in Trials().repairs(evaluation)
    }
    assert found == useful != set()


def worded(check: Check) -> tuple[object, ...]:
    """Return all that a check says."""
    return check.rule, check.verdict, check.inputs, check.formula, check.working, check.why, check.computed, check.stated


@given(systems(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_ids_and_order_change_nothing(figures: list[Statistic], chance: object) -> None:
    curation = curated(*figures)
    ids = [item.id for item in figures]
    other = list(ids)
    chance.shuffle(other)  # type: ignore[attr-defined]
    names = {old: f"stat-other-{new}" for old, new in zip(ids, other, strict=True)}
    one, two = audit(curation), audit(renamed(curation, names))
    assert {frozenset(names[n] for n in c) for c in one.conflicts} == {frozenset(c) for c in two.conflicts}
    assert one.diagnoses.size == two.diagnoses.size
    assert {frozenset(names[n] for n in s) for s in one.diagnoses.sets} == {frozenset(s) for s in two.diagnoses.sets}
    assert {frozenset(names[n] for n in c.blamed) for c in one.causes} == {frozenset(c.blamed) for c in two.causes}


# Consistent tables


def printed(value: Fraction, places: int, pad: int, rounding: str) -> str:
    """Return a number as an article prints it: rounded to some decimals, and padded with zeros to more."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-places), rounding)
    return f"{exact:f}" + (("0" * pad if places else "." + "0" * pad) if pad else "")


@st.composite
def tables(draw: st.DrawFn) -> Curation:
    """Return a curation whose every figure is a rounding of one set of true values."""
    rounding = draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
    places, pad = draw(st.integers(0, 2)), draw(st.sampled_from([0, 0, 1]))
    rate_places, rate_pad = draw(st.integers(0, 2)), draw(st.sampled_from([0, 0, 1]))
    years = [str(year) for year in range(2015, 2015 + draw(st.integers(2, 5)))]
    amounts = st.fractions(min_value=3, max_value=5000, max_denominator=1000)
    true = {(kind, year): draw(amounts) for kind in ("tea-out", "tea-in") for year in years}
    true |= {("tea", year): true["tea-out", year] + true["tea-in", year] for year in years}

    def level(value: Fraction) -> str:
        return printed(value, places, pad, rounding)

    def per_cent(value: Fraction) -> str:
        return printed(value * 100, rate_places, rate_pad, rounding)

    kinds = ("tea", "tea-out", "tea-in")
    rows = [(year, *(level(true[kind, year]) for kind in kinds)) for year in years]
    figures = cells(rows, kinds)
    for before, year in pairwise(years):
        for kind in kinds:
            rate = true[kind, year] / true[kind, before] - 1
            figures.append(growth(f"g-{kind}-{year}", per_cent(rate), indicator=kind, period=year))
    figures += [
        share(f"s-{year}", per_cent(true["tea-out", year] / true["tea", year]), indicator="tea-out", period=year)
        for year in years
    ]
    figures += [
        share(f"r-{year}", per_cent(true["tea-in", year] / true["tea", year]), indicator="tea-in", period=year)
        for year in years
    ]
    total = sum((true["tea", year] for year in years), Fraction(0))
    figures.append(stat("span", level(total), period=f"{years[0]}/{years[-1]}"))
    first, last = true["tea", years[0]], true["tea", years[-1]]
    figures.append(growth("long", per_cent(last / first - 1), period=years[-1], base=years[0], unit="percent"))
    figures.append(
        stat(
            "about",
            level(last * draw(st.fractions(Fraction(95, 100), Fraction(105, 100)))),
            period=years[-1],
            operator="about",
        )
    )
    figures.append(stat("over", level(last * Fraction(1, 2) - 3), period=years[-1], operator="more-than"))
    keep = draw(st.lists(st.booleans(), min_size=len(figures), max_size=len(figures)))
    figures = [item for item, chosen in zip(figures, keep, strict=True) if chosen]
    return curated(*figures)


@given(tables())
@settings(max_examples=150)
def test_figures_that_are_roundings_of_the_truth_raise_no_alarm(curation: Curation) -> None:
    wrong = [check.working for check in all_checks(facts_of(curation)) if check.verdict == "inconsistent"]
    assert wrong == []


@given(systems(), st.data())
@settings(max_examples=60)
def test_a_figure_said_again_adds_no_conflict(figures: list[Statistic], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(figures))
    assume(item.base != "2020")
    again = replace(item, id="stat-said-again")
    one, two = audited(*figures), audited(*figures, again)
    same = {frozenset("stat-said-again" if n == item.id else n for n in c) for c in two.conflicts}
    before = {frozenset("stat-said-again" if n == item.id else n for n in c) for c in one.conflicts}
    assert same == before
