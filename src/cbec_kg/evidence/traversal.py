"""The one way in which links are followed: from a record onward, as long as a way is worth following.

What a way carries along (its records, or its weakest role and basis) is the caller's; so is whether a record's new way is
worth more than those that it has. Out of scope: what a way means (`lines`, `holding`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from cbec_kg.model.links import Link

T = TypeVar("T")

CARRYING = frozenset(("support", "facet", "measure"))
"""Relations between statements that carry evidence from their start to their end; causes, addresses and answers do not."""


def by_start(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Return links by the record where they start, in the order given."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.start].append(link)
    return dict(found)


def walk(
    onward: Mapping[str, Sequence[Link]],
    start: str,
    carried: T,
    step: Callable[[T, Link], T | None],
    keep: Callable[[str, T], bool],
) -> None:
    """Follow links from a record, the nearest first.

    Parameters
    ----------
    onward : mapping of str to sequence of Link
        The links to follow, by their start.
    start : str
    carried
        What a way carries at its start.
    step : callable
        Gives what a way carries after one more link, None where the link does not carry it.
    keep : callable
        Told each record that is reached and what the way carries there; says whether to follow it further. The walk ends
        when nothing is kept any more.

    Examples
    --------
    >>> from cbec_kg.model.links import Link
    >>> found: dict[str, int] = {}
    >>> links = [Link("a", "b", "support"), Link("b", "a", "support"), Link("a", "c", "support")]
    >>> walk(by_start(links), "a", 0, lambda far, link: far + 1, lambda end, far: found.setdefault(end, far) is far)
    >>> found
    {'b': 1, 'c': 1, 'a': 2}
    """
    front = deque([(start, carried)])
    while front:
        here, way = front.popleft()
        for link in onward.get(here, ()):
            longer = step(way, link)
            if longer is not None and keep(link.end, longer):
                front.append((link.end, longer))


def support_components(links: Iterable[Link]) -> list[frozenset[str]]:
    """Return the statements that rest on one another, circle by circle."""
    import networkx

    graph = networkx.DiGraph((link.start, link.end) for link in links if link.relation in CARRYING)
    return [frozenset(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1]
