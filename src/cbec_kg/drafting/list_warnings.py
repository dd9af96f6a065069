"""What looks wrong in the numbers of a list of references, and of the markers that cite it: told when a text is drafted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from cbec_kg.errors import some_of
from cbec_kg.text.markers import MOST

_SHOWN = 5
_OVERSIZED = re.compile(r"[\[［【〔]\s*[0-9０-９]{5,}\s*[\]］】〕]")


def oversized(text: str) -> list[str]:
    """Return the numbers in brackets that no list of references can have.

    Examples
    --------
    >>> oversized("茶好[123456789]。壶贵[12]。")
    ['[123456789]']
    """
    return _OVERSIZED.findall(text)


def list_warnings(listed: Sequence[int | None], cited: Collection[int]) -> tuple[str, ...]:
    """Return what is to be looked at: a list that is missing, numbers that it has twice or leaves out.

    Parameters
    ----------
    listed : sequence of int or None
        The number of each entry as printed, None of one without.
    cited : collection of int
        The numbers that the markers of the text cite.

    Examples
    --------
    >>> for warning in list_warnings([1, 2, 2, 5], {1, 2, 5}):
    ...     print(warning)
    the list of references has 2 more than once
    the list of references goes from 1 to 5 without 3, 4
    >>> list_warnings([], {1, 2})
    ('no list of references was found; the markers of the text cite [1]..[2]',)
    >>> list_warnings([1, 2, None], {1})
    ()
    """
    if not listed:
        cites = {number for number in cited if 0 < number <= MOST}
        which = f"the markers of the text cite [{min(cites)}]..[{max(cites)}]" if cites else "no marker cites one"
        return (f"no list of references was found; {which}",)
    counts = Counter(number for number in listed if number is not None and 0 < number <= MOST)
    known, twice = sorted(counts), sorted(number for number, count in counts.items() if count > 1)
    gaps = sorted(set(range(known[0], known[-1] + 1)) - set(known)) if known else []
    facts = []
    if twice:
        facts.append(f"the list of references has {some_of(twice, _SHOWN)} more than once")
    if gaps:
        facts.append(f"the list of references goes from {known[0]} to {known[-1]} without {some_of(gaps, _SHOWN)}")
    if known and known[0] != 1:
        facts.append(f"the list of references begins with {known[0]}")
    return tuple(facts)
