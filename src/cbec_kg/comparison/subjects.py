"""Two papers on one subject: the figures that both print for one quantity, those that one alone prints, the sources of both.

What is the same in both is known by `cbec_kg.alignment`; claims and problems of two articles are not held to be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from cbec_kg.alignment.figures import SameQuantity, same_quantities
from cbec_kg.alignment.matches import Alignment, Match, groups_of, paper_of
from cbec_kg.evidence.noticed_outcomes import sources_left
from cbec_kg.evidence.support import with_parts
from cbec_kg.model.records import Statistic
from cbec_kg.model.snapshot import Snapshot


class SharedSource(Struct, frozen=True):
    """A source of both papers, by its names, and the statements of either that fall without it and its parts.

    What published notices withdraw supports nothing already.
    """

    names: tuple[str, ...]
    falls: tuple[str, ...]


class PapersDifference(Struct, frozen=True):
    """Two papers beside each other; records are named ``PAPER:ID``.

    `only_old` and `only_new` are figures that one paper alone prints, of indicators that both have.
    """

    matches: tuple[Match, ...]
    figures: tuple[SameQuantity, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    shared: tuple[SharedSource, ...]


def papers_difference(snapshot: Snapshot, alignment: Alignment) -> PapersDifference:
    """Return two papers of a joined snapshot beside each other, the first of its papers as the older."""
    figures = tuple(same_quantities(snapshot, alignment))
    groups = groups_of((match.subject, match.object) for match in alignment.matches)
    paired = {name for one in figures for name in (one.statistic, one.other)}
    lone: dict[str, list[str]] = defaultdict(list)
    for statistic in snapshot.of(Statistic):
        if statistic.indicator in groups and statistic.id not in paired:
            lone[paper_of(statistic.id)].append(statistic.id)
    old, new = snapshot.papers
    return PapersDifference(
        alignment.matches, figures, tuple(lone[old]), tuple(lone[new]), tuple(_shared(snapshot, groups.values()))
    )


def _shared(snapshot: Snapshot, groups: Iterable[Iterable[str]]) -> Iterator[SharedSource]:
    supporting = sources_left(snapshot)
    for names in sorted({tuple(sorted(group)) for group in groups}):
        if snapshot.kinds[names[0]] in ("reference", "source") and len({paper_of(name) for name in names}) > 1:
            gone = with_parts(names, snapshot.part_of)
            falls = (statement for statement, sources in supporting.items() if sources <= gone)
            yield SharedSource(names, tuple(sorted(falls)))
