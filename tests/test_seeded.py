"""The seeded-error benchmark: its sets are consistent, its errors real, its oracle right, and the audit's alarms true."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cbec_kg.audit.certificates import certificates_of
from cbec_kg.audit.facts import facts_of
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Statistic
from certified import loaded_checker

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SETS = 3


@pytest.fixture(scope="module")
def modules() -> Iterator[tuple[ModuleType, ModuleType, ModuleType, ModuleType]]:
    """Return the generator, the errors and the oracle, imported from the benchmarks' folder."""
    sys.path.insert(0, str(BENCHMARKS))
    names = ("seeded_tables", "seeded_errors", "seeded_oracle", "seeded_kinds")
    yield tuple(importlib.import_module(name) for name in names)  # type: ignore[misc]  # four of them
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def tables(modules: tuple[ModuleType, ...]) -> Any:
    return modules[0]


@pytest.fixture(scope="module")
def errors(modules: tuple[ModuleType, ...]) -> Any:
    return modules[1]


@pytest.fixture(scope="module")
def oracle(modules: tuple[ModuleType, ...]) -> Any:
    return modules[2]


@pytest.fixture(scope="module")
def kinds(modules: tuple[ModuleType, ...]) -> Any:
    return modules[3]


SHAPES = (
    "trade", "padded", "gaps", "hierarchy", "shares", "spans", "currencies", "prose", "year-ends", "quarters", "falls",
    "multiples", "ranges", "ranks", "pupils", "samples",
)  # fmt: skip


def alarms(curation: Curation) -> list[str]:
    return [check.rule for check in all_checks(facts_of(curation)) if check.verdict == "inconsistent"]


# The oracle, by hand


def paper_of(tables: Any, *figures: tuple[str, str, str, str], flows: bool = False) -> Curation:
    """Return figures, each (indicator, kind, period, text), of a whole with two parts where `flows`."""
    paper = tables.Paper("hand")
    tables.with_units(paper)
    whole = "indicator-total" if flows else None
    paper.add(
        tables.indicator("total", flow="total"),
        tables.indicator("export", whole, "export"),
        tables.indicator("import", whole, "import"),
    )
    for number, (name, kind, period, text) in enumerate(figures):
        unit = "unit-cny-1e8" if kind == "level" else "unit-percent"
        fields = {"base": "previous-year"} if kind == "growth" else {}
        fields |= {"whole": "indicator-total", "whole_place": tables.PLACE} if kind == "share" else {}
        paper.statistic(f"{number}", f"indicator-{name}", kind, period, text, unit, **fields)
    made = paper.curation()
    assert isinstance(made, Curation)
    return made


@pytest.mark.parametrize(("total", "can_be"), [("30", True), ("31", True), ("29", True), ("32", False), ("28", False)])
def test_a_sum_holds_within_the_rounding_of_its_parts(tables: Any, oracle: Any, total: str, can_be: bool) -> None:
    # parts 9.5 to 10.5 and 19.5 to 20.5 sum to 29 to 31; 32 stands for 31.5 and more, 28 for 28.5 and less
    figures = [("export", "level", "2019", "10"), ("import", "level", "2019", "20"), ("total", "level", "2019", total)]
    assert oracle.can_be_true(paper_of(tables, *figures, flows=True)) is can_be


@pytest.mark.parametrize(("rate", "can_be"), [("10", True), ("11", True), ("9", True), ("12", False), ("8", False)])
def test_a_growth_holds_within_the_rounding_of_its_levels(tables: Any, oracle: Any, rate: str, can_be: bool) -> None:
    # 109.5 / 100.5 = 1.0896 to 110.5 / 99.5 = 1.1106: 9 to 11 per cent once rounded (8.5 … 11.5), not 8 or 12
    figures = [("total", "level", "2018", "100"), ("total", "level", "2019", "110"), ("total", "growth", "2019", rate)]
    assert oracle.can_be_true(paper_of(tables, *figures)) is can_be


@pytest.mark.parametrize(("last", "can_be"), [("121", True), ("123", True), ("124", False), ("118", False)])
def test_growth_is_chained_over_a_level_that_is_not_given(tables: Any, oracle: Any, last: str, can_be: bool) -> None:
    # 100 grows twice by 10 per cent: 99.5 × 1.095² = 119.3 to 100.5 × 1.105² = 122.7; 123 begins at 122.5, 124 at 123.5
    figures = [
        ("total", "level", "2018", "100"), ("total", "growth", "2019", "10"), ("total", "growth", "2020", "10"),
        ("total", "level", "2020", last),
    ]  # fmt: skip
    assert oracle.can_be_true(paper_of(tables, *figures)) is can_be


@pytest.mark.parametrize(("share", "can_be"), [("25", True), ("26", True), ("28", False)])
def test_a_share_holds_within_the_rounding(tables: Any, oracle: Any, share: str, can_be: bool) -> None:
    # 24.5 / 100.5 = 0.2438 to 25.5 / 99.5 = 0.2563: 26 begins at 25.5, 28 at 27.5
    figures = [("total", "level", "2019", "100"), ("export", "level", "2019", "25"), ("export", "share", "2019", share)]
    assert oracle.can_be_true(paper_of(tables, *figures)) is can_be


@pytest.mark.parametrize(("rate", "can_be"), [("10", True), ("30", False)])
def test_a_whole_grows_no_faster_than_its_parts(tables: Any, oracle: Any, rate: str, can_be: bool) -> None:
    # no level of 2018 is given; both parts grow by 10 per cent, so their sum does too
    figures = [
        ("export", "level", "2019", "40"), ("import", "level", "2019", "60"), ("total", "level", "2019", "100"),
        ("export", "growth", "2019", "10"), ("import", "growth", "2019", "10"), ("total", "growth", "2019", rate),
    ]  # fmt: skip
    assert oracle.can_be_true(paper_of(tables, *figures, flows=True)) is can_be


def test_levels_in_two_currencies_contradict_nothing(tables: Any, oracle: Any) -> None:
    curation = paper_of(tables, ("total", "level", "2019", "100"), ("total", "level", "2019", "650"))
    assert not oracle.can_be_true(curation)
    dollars = replace(curation.records["stat-0"], unit="unit-usd-1e8")
    assert oracle.can_be_true(replace(curation, records={**curation.records, "stat-0": dollars}))


small = st.integers(-4, 4)
constraints = st.lists(st.tuples(small, small, st.integers(-8, 8)), max_size=6)


@given(constraints)
def test_feasibility_agrees_with_trying_every_corner(oracle: Any, given_rows: list[tuple[int, int, int]]) -> None:
    """Within a box, a linear programme of two variables has a solution exactly when a corner of its lines is one."""
    x, y = ("x",), ("y",)
    lines = [*given_rows, (1, 0, 10), (0, 1, 10)]
    rows = [oracle.Row(((x, Fraction(a)), (y, Fraction(b))), Fraction(c)) for a, b, c in lines]
    edges = [*lines, (-1, 0, 0), (0, -1, 0)]
    corners = []
    for (a, b, c), (d, e, f) in combinations(edges, 2):
        if a * e != b * d:
            corners.append((Fraction(c * e - b * f, a * e - b * d), Fraction(a * f - c * d, a * e - b * d)))
    tried = any(all(a * p + b * q <= c for a, b, c in edges) for p, q in corners)
    assert oracle.feasible(rows) is tried


# The sets and the errors


@pytest.mark.parametrize("shape", SHAPES)
def test_clean_sets_can_be_true_and_raise_no_alarm(kinds: Any, oracle: Any, shape: str) -> None:
    assert tuple(kinds.SHAPES) == SHAPES
    for number in range(SETS):
        curation = kinds.SHAPES[shape](Random(f"test/{shape}/{number}")).curation()
        assert oracle.can_be_true(curation)
        assert alarms(curation) == []


def test_padded_figures_end_in_a_zero(tables: Any) -> None:
    items = tables.padded_trade(Random(5)).curation().of(Statistic)
    assert len(items) > 10
    assert all(item.value_text.endswith("0") and "." in item.value_text for item in items)


def test_every_kind_of_error_befalls_some_shape_and_alters_exactly_what_it_says(kinds: Any, errors: Any) -> None:
    befallen = set()
    for shape, make in kinds.SHAPES.items():
        clean = make(Random(shape)).curation()
        for kind in kinds.KINDS:
            injection = errors.inject(kind, make(Random(shape)), Random(kind), kinds.KINDS)
            if injection is None:
                continue
            befallen.add(kind)
            differing = {name for name, record in injection.curation.records.items() if record != clean.records[name]}
            assert differing == set(injection.altered) != set()
    assert befallen == set(kinds.KINDS)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_audit_objects_to_a_set_exactly_when_it_cannot_be_true(kinds: Any, errors: Any, oracle: Any, shape: str) -> None:
    for number in range(SETS):
        for kind in kinds.KINDS:
            name = f"test/{shape}/{number}"
            injection = errors.inject(kind, kinds.SHAPES[shape](Random(name)), Random(f"{name}/{kind}"), kinds.KINDS)
            if injection is not None:
                assert bool(alarms(injection.curation)) is not oracle.can_be_true(injection.curation), (name, kind)


# The oracle's own trying of whole numbers, by hand


def sample_of(kinds: Any, tables: Any, size: str, *figures: tuple[str, str]) -> Curation:
    """Return a sample of people with answers, each (kind, text): a share of it or a mean score."""
    paper = tables.Paper("hand")
    kinds.with_more_units(paper)
    paper.add(tables.indicator("people"))
    if size:
        paper.statistic("people", "indicator-people", "level", "2020", size, "unit-count")
    for number, (kind, text) in enumerate(figures):
        paper.add(tables.indicator(f"answer-{number}"))
        fields = {"whole": "indicator-people", "whole_place": tables.PLACE} if kind == "share" else {}
        fields |= {"cases": "indicator-people", "step": 1} if kind == "mean" else {}
        unit = "unit-percent" if kind == "share" else "unit-count"
        written = "share" if kind == "share" else "level"
        paper.statistic(f"{number}", f"indicator-answer-{number}", written, "2020", text, unit, **fields)
    made = paper.curation()
    assert isinstance(made, Curation)
    return made


@pytest.mark.parametrize(
    ("size", "figures", "can_be"),
    [
        ("28", [("share", "32.1")], True), ("28", [("share", "30.2")], False),  # 9 of 28 is 32.14 %, 8 is 28.57 %
        ("28", [("mean", "5.18")], True), ("28", [("mean", "5.19")], False),  # 145 ÷ 28 = 5.179, 146 ÷ 28 = 5.214
    ],
)  # fmt: skip
def test_the_oracle_tries_every_whole_number(
    kinds: Any, tables: Any, oracle: Any, size: str, figures: list[tuple[str, str]], can_be: bool
) -> None:
    curation = sample_of(kinds, tables, size, *figures)
    assert oracle.can_be_true(curation) is can_be
    assert (alarms(curation) == []) is can_be


@pytest.mark.parametrize("shape", ["trade", "samples", "ranks", "quarters"])
def test_certificates_of_seeded_errors_hold_for_another_program(modules: tuple[ModuleType, ...], shape: str) -> None:
    _, errors, _, kinds = modules
    checker, made = loaded_checker(), 0
    for kind in kinds.KINDS:
        injection = errors.inject(kind, kinds.SHAPES[shape](Random(f"c/{shape}")), Random(f"c/{kind}"), kinds.KINDS)
        if injection is None or made > 20:
            continue
        audited = audit(injection.curation)
        found: dict[str, set[str]] = {}
        for one in certificates_of(audited, injection.curation).certificates:
            checker.check(json.loads(json.dumps(one)), found)
            made += 1
            assert one["kind"] != "least" or one["least"] == audited.diagnoses.size
    assert made > 0
