"""Makes corpora of invented papers in the shape of a real one, as arrays of numbers: same paper, same seed, same corpus.

The shape is measured on a curation folder: how many references, named sources, pointers, statistics, claims, facets and
problems it has, and for each pair of these kinds which node has how many links. Each invented paper keeps all these numbers
and wires the links anew at random; where two nodes of one kind are linked, the one that stands first is what the other
rests on. References and named sources are shared across papers: each time a paper needs one it is with some chance the same
as one drawn at random from all uses before (the Yule-Simon process), so that few are used very often and most once.

Nodes are numbered paper by paper, within a paper by kind in the order of `KINDS`; a shared source has its number from the
first paper that uses it. Links are sorted by their end, as records list what they rest on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.graph import carrying
from cbec_kg.literature.arrays.arrayorder import unique
from cbec_kg.model.links import links_of

Numbers = NDArray[np.int64]

KINDS = ("Reference", "Source", "Citation", "Attribution", "Statistic", "Claim", "Facet", "Problem")
REUSED = {"Reference": 0.5, "Source": 0.8}
"""Chance that a use of a reference or named source is one of an earlier one."""


@dataclass(frozen=True)
class Shape:
    """The shape of one paper: how many nodes each kind has, and the links between kinds.

    Attributes
    ----------
    counts : mapping of str to int
        By kind, in the order of `KINDS`.
    links : mapping of (str, str) to (array, array)
        By kinds of start and end: the starts and the ends of the links, numbered within their kind.
    """

    counts: Mapping[str, int]
    links: Mapping[tuple[str, str], tuple[Numbers, Numbers]]


@dataclass(frozen=True, eq=False)
class Corpus:
    """Papers as one support graph of n nodes and m edges.

    Attributes
    ----------
    papers, size : int
        Number of papers and of nodes.
    starts, ends : array, shape (m,)
    kinds : array, shape (n,)
        Number of each node's kind in `KINDS`.
    """

    papers: int
    size: int
    starts: Numbers
    ends: Numbers
    kinds: NDArray[np.uint8]

    def nodes(self, *kinds: str) -> Numbers:
        """Return the nodes of some kinds, ascending."""
        return np.flatnonzero(np.isin(self.kinds, [KINDS.index(kind) for kind in kinds]))

    @property
    def sources(self) -> Numbers:
        """Return the references and named sources."""
        return self.nodes("Reference", "Source")

    @property
    def problems(self) -> Numbers:
        """Return the problems."""
        return self.nodes("Problem")

    @property
    def statements(self) -> Numbers:
        """Return the statistics, claims, facets and problems."""
        return self.nodes("Statistic", "Claim", "Facet", "Problem")


def measure_shape(folder: Path) -> Shape:
    """Return the shape of the paper in a curation folder."""
    curation = read_curation(folder)
    members: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for record in curation.records.values():
        members.get(type(record).__name__, []).append(record.id)
    slots = {name: (kind, slot) for kind in KINDS for slot, name in enumerate(sorted(members[kind]))}
    links: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for link in links_of(curation):
        if (link.relation == "pointer" or carrying(link)) and link.start in slots and link.end in slots:
            (start_kind, start), (end_kind, end) = slots[link.start], slots[link.end]
            links.setdefault((start_kind, end_kind), []).append((start, end))
    return Shape(
        {kind: len(members[kind]) for kind in KINDS},
        {kinds: (np.array(pairs)[:, 0], np.array(pairs)[:, 1]) for kinds, pairs in sorted(links.items())},
    )


def make_corpus(shape: Shape, papers: int, seed: int = 1) -> Corpus:
    """Return a corpus of papers of a shape."""
    random = np.random.default_rng(seed)
    firsts, total = {}, 0
    for kind in KINDS:
        firsts[kind] = total
        total += shape.counts[kind]
    slots = np.arange(papers * total).reshape(papers, total)
    for kind, chance in REUSED.items():
        columns = slice(firsts[kind], firsts[kind] + shape.counts[kind])
        slots[:, columns] = _shared(slots[:, columns], chance, random)
    parts = []
    for (start_kind, end_kind), (starts, ends) in shape.links.items():
        wired = random.permuted(np.tile(starts, (papers, 1)), axis=1)
        rested = np.tile(ends, (papers, 1))
        if start_kind == end_kind:
            wired, rested = np.minimum(wired, rested), np.maximum(wired, rested)
        starts_at = np.take_along_axis(slots, wired + firsts[start_kind], axis=1)
        ends_at = np.take_along_axis(slots, rested + firsts[end_kind], axis=1)
        parts.append(np.stack((ends_at.ravel(), starts_at.ravel())))
    ends, starts = np.concatenate(parts, axis=1)
    pairs = unique((ends << 32 | starts)[ends != starts])
    used = np.zeros(papers * total, dtype=bool)
    used[slots] = True
    numbers = np.cumsum(used) - 1
    kinds = np.tile(np.repeat(np.arange(len(KINDS), dtype=np.uint8), list(shape.counts.values())), papers)[used]
    return Corpus(papers, int(used.sum()), numbers[pairs & 0xFFFFFFFF], numbers[pairs >> 32], kinds)


def shuffle_corpus(corpus: Corpus, seed: int = 1) -> Corpus:
    """Return the same corpus with its nodes numbered, and its links listed, at random."""
    random = np.random.default_rng(seed)
    numbers = random.permutation(corpus.size)
    by_chance = random.permutation(len(corpus.starts))
    kinds = np.empty_like(corpus.kinds)
    kinds[numbers] = corpus.kinds
    starts, ends = numbers[corpus.starts[by_chance]], numbers[corpus.ends[by_chance]]
    return Corpus(corpus.papers, corpus.size, starts, ends, kinds)


def _shared(uses: Numbers, chance: float, random: np.random.Generator) -> Numbers:
    """Return the uses of sources, shape (papers, uses a paper), with some the same as one of an earlier paper."""
    papers, each = uses.shape
    drawn = np.arange(papers * each)
    again = np.flatnonzero(random.random(papers * each) < chance)
    earlier = again // each * each
    drawn[again] = np.where(earlier > 0, (random.random(len(again)) * earlier).astype(np.int64), again)
    while (drawn != drawn[drawn]).any():
        drawn = drawn[drawn]
    # A source that a paper would use twice stays its own the second time.
    by_source = np.lexsort((np.arange(papers * each), drawn, np.arange(papers * each) // each))
    twice = by_source[1:][(np.diff(drawn[by_source]) == 0) & (np.diff(by_source // each) == 0)]
    drawn[twice] = twice
    return uses.ravel()[drawn].reshape(papers, each)
