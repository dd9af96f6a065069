"""Minimal sufficient sets and cuts, against trying every subset."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.provenance.minimal import Sufficient, minimal_set, minimal_sets

ITEMS = tuple(range(7))
FAMILIES = st.lists(st.frozensets(st.sampled_from(ITEMS), max_size=4), max_size=5)


def subsets() -> Iterable[frozenset[int]]:
    return (frozenset(some) for size in range(len(ITEMS) + 1) for some in combinations(ITEMS, size))


def smallest(found: Iterable[frozenset[int]]) -> set[frozenset[int]]:
    listed = list(found)
    return {one for one in listed if not any(other < one for other in listed)}


@given(FAMILIES)
def test_all_minimal_sets_and_all_minimal_cuts_are_found(family: list[frozenset[int]]) -> None:
    def holds(some: Iterable[int]) -> bool:
        return any(one <= set(some) for one in family)

    found = minimal_sets(ITEMS, holds, most=99)
    assert found.complete
    assert {frozenset(one.needed) for one in found.sets} == smallest(some for some in subsets() if holds(some))
    if found.sets:
        cutting = smallest(some for some in subsets() if not holds(set(ITEMS) - some))
        assert {frozenset(cut) for cut in found.cuts} == cutting


@given(st.frozensets(st.frozensets(st.sampled_from(ITEMS))))
def test_of_what_need_not_be_monotone_no_single_member_can_be_left_out(true: frozenset[frozenset[int]]) -> None:
    found = minimal_set(ITEMS, lambda some: frozenset(some) in true, monotone=False)
    assert (found is None) == (frozenset(ITEMS) not in true)
    if found is not None:
        one = frozenset(found.needed)
        assert one in true
        assert not found.undecided
        assert not any(one - {item} in true for item in one)


@given(FAMILIES, st.integers(0, 12))
def test_a_search_that_is_ended_says_what_is_needed_and_what_is_undecided(family: list[frozenset[int]], asked: int) -> None:
    left = iter([False] * asked)

    def holds(some: Iterable[int]) -> bool:
        return any(one <= set(some) for one in family)

    found = minimal_set(ITEMS, holds, lambda: next(left, True))
    if found is not None:
        assert holds(found.items)
        assert not any(holds(set(found.items) - {item}) for item in found.needed)


def test_no_more_sets_are_given_than_are_wanted() -> None:
    found = minimal_sets("abc", lambda some: bool(some), most=2)
    assert (found.sets, found.complete) == ((Sufficient(("a",)), Sufficient(("b",))), False)
