"""What would change a grade or the outcome of a withdrawal: the smallest withdrawals, additions and other readings of links.

A change is minimal: no part of it does the same. Withdrawals are minimal sets of sources; an addition is one link that is
not there, of which the nearest in the text are given; another reading is of the fewest links of a path that would have to be
direct and stated for a source to count. What a change comes to is asked of the engines (`cbec_kg.evidence`) with the links
changed. Whether the article bears a change out is not asked: a curator would have to read it again. Out of scope: verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Literal

from msgspec.structs import replace

from cbec_kg.evidence.grades import GRADES, Grade, grade_of
from cbec_kg.evidence.graph import carrying
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import State, with_parts, withdraw
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import DIRECT, Basis
from cbec_kg.provenance.evidence_reasons import MOST, LinePaths
from cbec_kg.provenance.minimal import Expired, minimal_sets, never
from cbec_kg.provenance.nearness import Joinable, direct_role

Kind = Literal["withdraw", "restore", "add", "reread"]

NEAREST = 3
"""How many of the links are given that could be added: any one of them will do."""

_READ_IN: tuple[Basis, ...] = ("inherited", "inferred")
"""Bases by which no source counts as one that backs a statement as stated."""

_TRIED = 40
"""Most links that are tried, the nearest first, to find so many."""

_BETTER: dict[State, int] = {"stands": 0, "weakened": 1, "falls": 2, "unsupported": 2}


@dataclass(frozen=True)
class Change:
    """A smallest change and what comes of it.

    Attributes
    ----------
    kind : str
        ``withdraw`` or ``restore`` some `items` (sources, kinds of basis); ``add`` or ``reread`` some `links`.
    becomes : str
        The grade or the state that a statement has then.
    links : tuple of Link
        Those that are added, or as they would have to read.
    instead : tuple of Link
        Those that would have to read so, as they are.
    shares : str
        The least part of the text in which both ends of an added link stand: passage, paragraph, section, article.
    """

    kind: Kind
    becomes: str
    items: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    instead: tuple[Link, ...] = ()
    shares: str = ""


@dataclass(frozen=True)
class Changes:
    """What a statement is now, its grade or the state in which a withdrawal leaves it, and the smallest changes of that.

    `withdrawn` are the sources and kinds of basis of the withdrawal, none where nothing is withdrawn; None for a grade.
    """

    now: str
    changes: tuple[Change, ...]
    complete: bool
    withdrawn: tuple[str, ...] | None = None


class Changing:
    """What would change what is known of one statement; `expired` ends the search, and most so many of a kind are given."""

    def __init__(self, snapshot: Snapshot, statement: str, expired: Expired = never, most: int = MOST) -> None:
        self.snapshot, self.statement, self.expired, self.most = snapshot, statement, expired, most
        self.lines = tuple(snapshot.lines_to.get(statement, ()))
        self.joinable = Joinable(snapshot)
        self.sources = [name for name, kind in snapshot.kinds.items() if kind in ("reference", "source")]
        self.complete = True

    def of_grade(self) -> Changes:
        """Return the smallest changes of the statement's grade: withdrawals for a worse one, links for a better one."""
        now = grade_of(self.lines)

        def without(some: Iterable[str]) -> Grade:
            gone = with_parts(some, self.snapshot.part_of)
            return grade_of([line for line in self.lines if line.source not in gone])

        def worse(some: Sequence[str]) -> bool:
            return GRADES.index(without(some)) > GRADES.index(now)

        def by_links(links: Iterable[Link]) -> Grade:
            relevant = LinePaths(links).bearing_on(self.statement)
            return grade_of(evidence_lines(relevant, {self.statement: ""}))

        named = self._with_wholes(line.source for line in self.lines)
        found = [Change("withdraw", without(some), some) for some in self._minimal(named, worse)] if now != "none" else []
        settled = {line.source for line in self.lines if line.role in DIRECT and line.basis == "stated"}
        others = [source for source in self.sources if source not in settled] if now != "several" else []
        better = self._by_links(others, by_links, lambda grade: GRADES.index(grade) < GRADES.index(now), _READ_IN)
        return Changes(now, (*found, *better), self.complete)

    def of_outcome(self, withdrawn: Sequence[str] = (), without: Sequence[Basis] = ()) -> Changes:
        """Return the smallest changes of what becomes of the statement itself without some sources and links of some bases.

        Further withdrawals by which it falls; what of those withdrawn would have to be given back, and the links by which it
        would stand or be weakened only.
        """
        links = self.snapshot.links

        def state(items: Collection[str], among: Iterable[Link] = links) -> State:
            sources = with_parts([name for name in items if name in self.snapshot.kinds], self.snapshot.part_of)
            bases = [basis for basis in without if basis in items]
            return withdraw(LinePaths(among).bearing_on(self.statement), {self.statement: ""}, sources, bases)[0].state

        gone = tuple(dict.fromkeys((*withdrawn, *without)))
        now = state(gone)
        found: list[Change] = []
        if _BETTER[now] < _BETTER["falls"]:
            left = [name for name in self._with_wholes(line.source for line in self.lines) if name not in gone]
            falls = self._minimal(left, lambda some: state((*gone, *some)) == "falls")
            found += [Change("withdraw", "falls", some) for some in falls]

        def restored(some: Sequence[str]) -> State:
            return state([name for name in gone if name not in some])

        if now in ("falls", "weakened"):
            better = self._minimal(gone, lambda some: _BETTER[restored(some)] < _BETTER[now])
            found += [Change("restore", restored(some), some) for some in better]
        if _BETTER[now] == _BETTER["falls"]:
            lost = with_parts(withdrawn, self.snapshot.part_of)
            others = [source for source in self.sources if source not in lost]
            found += self._by_links(
                others, lambda among: state(gone, among), lambda one: _BETTER[one] < _BETTER["falls"], without
            )
        return Changes(now, tuple(found), self.complete, gone)

    def rereading(self, source: str) -> Change | None:
        """Return the fewest links that would have to be direct for the statement to rest on a source, on whatever basis.

        None when no path of evidence leads from it, or when it does rest on it.
        """
        found = self._reread(source, ())
        return None if found is None else Change("reread", "rests", links=found[1], instead=found[0])

    def _with_wholes(self, sources: Iterable[str]) -> list[str]:
        """Return sources, each once, and the sources that they are parts of."""
        found = dict.fromkeys(sources)
        for name in list(found):
            whole = self.snapshot.part_of.get(name)
            while whole is not None and whole not in found:
                found[whole] = None
                whole = self.snapshot.part_of.get(whole)
        return list(found)

    def _minimal(self, items: Sequence[str], holds: Callable[[tuple[str, ...]], bool]) -> list[tuple[str, ...]]:
        """Return the minimal sets of items by which something happens, the smallest first."""
        found = minimal_sets(items, holds, self.expired, most=self.most)
        self.complete &= found.complete
        return sorted(
            (one.items for one in found.sets if not one.undecided and one.items), key=lambda some: (len(some), some)
        )

    def _by_links(
        self,
        sources: Sequence[str],
        becomes: Callable[[Iterable[Link]], str],
        is_better: Callable[..., bool],
        without: Collection[Basis],
    ) -> Iterator[Change]:
        """Yield other readings of the fewest links, then added links, by which one more source counts."""
        rereadings = [found for source in sources if (found := self._reread(source, without)) is not None]
        for number, (instead, links) in enumerate(sorted(rereadings, key=lambda pair: len(pair[0]))):
            if number == self.most or self.expired():
                self.complete = False
                break
            changed = dict(zip(instead, links, strict=True))
            result = becomes(changed.get(link, link) for link in self.snapshot.links)
            if is_better(result):
                yield Change("reread", result, links=links, instead=instead)
        given = 0
        for number, (link, shares) in enumerate(self.joinable.missing(self.statement, sources, self.expired)):
            if given == NEAREST or number == _TRIED or self.expired():
                break
            result = becomes((*self.snapshot.links, link))
            if is_better(result):
                given += 1
                yield Change("add", result, links=(link,), shares=shares)

    def _reread(self, source: str, without: Collection[Basis]) -> tuple[tuple[Link, ...], tuple[Link, ...]] | None:
        """Return the fewest links that would have to be direct, and of no basis that is left out, for a source to count.

        None when no path of evidence leads from it, or when it does count.
        """
        ties = count()
        heap: list[tuple[int, int, int, str, tuple[Link, ...]]] = [(0, 0, next(ties), source, ())]
        done = set()
        while heap:
            cost, length, _, here, path = heappop(heap)
            if here == self.statement:
                instead = tuple(link for link in path if self._must_change(link, without))
                return (instead, tuple(self._as_wanted(link, without) for link in instead)) if instead else None
            if here in done:
                continue
            done.add(here)
            for link in self.snapshot.outgoing.get(here, ()):
                if (link.relation == "pointer" and not path) or (path and carrying(link)):
                    more = cost + self._must_change(link, without)
                    heappush(heap, (more, length + 1, next(ties), link.end, (*path, link)))
        return None

    def _must_change(self, link: Link, without: Collection[Basis]) -> bool:
        return link.relation == "support" and (link.role not in DIRECT or link.basis in without)

    def _as_wanted(self, link: Link, without: Collection[Basis]) -> Link:
        basis = "stated" if link.basis in without else link.basis
        kinds = self.snapshot.kinds
        role = link.role if link.role in DIRECT else direct_role(kinds[link.start], kinds[link.end])
        return replace(link, role=role, basis=basis, why=None)
