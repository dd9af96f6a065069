"""Which records of several papers mean the same thing, and how that is known; nothing is merged.

A match is *exact* when both records carry one identifier, or a curator states so; what is only called the same is *close*,
a proposal. Exact matches are transitive and make groups; what is withdrawn in one paper is withdrawn in a whole group.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec.structs import replace

from cbec_kg.model.kinds import KINDS
from cbec_kg.model.links import Link
from cbec_kg.model.records import Article, Entity, Indicator, Record, Reference, Source
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.text.normalise import fold

Predicate = Literal["exact", "close"]
Justification = Literal["identifier", "statement", "name"]
"""How a match is known: an identifier that both carry, a curator's statement, or that both are called the same."""

_SHORTEST_TITLE = 12
"""Characters below which a title tells no work from another: *Editorial*, 前言."""

_ALIGNED: tuple[type[Article | Entity | Reference | Source | Indicator], ...] = (
    Article, Entity, Reference, Source, Indicator,
)  # fmt: skip
"""What is matched, in this order."""

_FAMILIES = {"reference": "evidence", "source": "evidence"}
"""A report is in one paper a numbered reference and in another named in the text: both are sources of evidence."""


class Match(NamedTuple):
    """Two records of different papers that mean the same thing, by name, the lesser first.

    `shared` is the identifier or the name that both have, `comment` what a curator says.
    """

    subject: str
    object: str
    predicate: Predicate
    justification: Justification
    shared: str = ""
    comment: str = ""


class Statement(NamedTuple):
    """What a curator states of two records: that they mean the same, nearly the same, or not the same thing (`differs`)."""

    subject: str
    object: str
    predicate: Predicate
    differs: bool = False
    comment: str = ""


class Conflict(NamedTuple):
    """Two records that would be the same by their matches, and why they are not taken so."""

    subject: str
    object: str
    why: Literal["stated", "one-paper"]


class Alignment:
    """The matches among papers, sorted; `conflicts` are those that a statement denies, or that join two of one paper."""

    def __init__(self, matches: Iterable[Match], conflicts: Iterable[Conflict] = ()) -> None:
        self.matches = tuple(sorted(matches))
        self.conflicts = tuple(sorted(conflicts))

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Return the group of each record that an exact match names: all records that mean the same, sorted."""
        found = groups_of((match.subject, match.object) for match in self.matches if match.predicate == "exact")
        return {name: tuple(group) for name, group in found.items()}

    def extended(self, names: Iterable[str]) -> list[str]:
        """Return names with all that mean exactly the same, in the order given, the named ones first."""
        given = list(names)
        return list(dict.fromkeys([*given, *(same for name in given for same in self.groups.get(name, ()))]))

    def names(self, name: str) -> str:
        """Return all names of what a record means, with equality signs between."""
        return " = ".join(self.groups.get(name, (name,)))

    def first(self, name: str) -> str:
        """Return the name that stands for a record's group: its first."""
        return self.groups.get(name, (name,))[0]

    def matches_of(self, names: Iterable[str]) -> tuple[Match, ...]:
        """Return the matches that name any of some records."""
        wanted = set(names)
        return tuple(match for match in self.matches if match.subject in wanted or match.object in wanted)

    def merged(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """Return links in which each source of evidence that is in a group is named by the group's first."""
        return tuple(replace(link, start=self.first(link.start)) if link.start in self.groups else link for link in links)

    def merged_parts(self, part_of: Mapping[str, str]) -> dict[str, str]:
        """Return which source is part of which, each named by its group's first."""
        return {self.first(part): self.first(whole) for part, whole in sorted(part_of.items(), reverse=True)}


def align(snapshot: Snapshot, statements: Sequence[Statement] = ()) -> Alignment:
    """Return the matches among the papers of a joined snapshot.

    Each record is matched with the first, by name, of those that share an identifier or a name with it, so that the number
    of matches grows with the number of records. A statement prevails over both.
    """
    if len(snapshot.papers) < 2:
        return Alignment(())
    differ = {frozenset((one.subject, one.object)) for one in statements if one.differs}
    found: dict[frozenset[str], Match] = {}
    denied: list[Conflict] = []
    affirmed = (one for one in statements if not one.differs)
    stated = (_match(one.subject, one.object, one.predicate, "statement", "", one.comment) for one in affirmed)
    for match in (*stated, *_by_identifier(snapshot), *_by_name(snapshot)):
        pair = frozenset((match.subject, match.object))
        if pair not in differ:
            found.setdefault(pair, match)
        elif match.justification == "identifier":
            denied.append(Conflict(match.subject, match.object, "stated"))
    alignment = Alignment(found.values())
    return Alignment(_beyond_groups(alignment), [*denied, *_within_papers(alignment)])


def alignable(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot with what `align` reads and nothing else, so that many fit into memory."""
    wanted = frozenset().union(*(KINDS[kind] for kind in _ALIGNED))
    records = {name: snapshot.records[name] for name, kind in snapshot.kinds.items() if kind in wanted}
    return Snapshot(
        papers=snapshot.papers, records=records, passages=(), places=(), links=(), lines=(), dependence={}, audited={},
        supplied=snapshot.supplied, judged=(), terms={},
    )  # fmt: skip


def paper_of(name: str) -> str:
    """Return the paper of a record's name in a joined snapshot.

    Examples
    --------
    >>> paper_of("tea-2020:ref-05")
    'tea-2020'
    """
    return name.partition(":")[0]


def folded_name(text: str) -> str:
    """Return a name as it is compared: without case, widths, white space and punctuation.

    Examples
    --------
    >>> folded_name("The Tea-Board （Ｅ）") == folded_name("the tea board (e)")
    True
    """
    folded = "".join(map(fold, text)).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] not in "PZ")


def _match(a: str, b: str, predicate: Predicate, justification: Justification, shared: str = "", comment: str = "") -> Match:
    return Match(min(a, b), max(a, b), predicate, justification, shared, comment)


def _family(name: str, snapshot: Snapshot) -> str:
    kind = snapshot.kinds[name]
    return _FAMILIES.get(kind, kind)


def identifiers_of(record: Record, snapshot: Snapshot) -> Iterator[str]:
    """Yield the identifiers of a record, ``kind:identifier``; DOIs in lower case, as they are compared."""
    given = list(getattr(record, "identifiers", ()))
    if isinstance(record, Article) and record.doi:
        given.append(f"doi:{record.doi}")
    supplied = snapshot.supplied.get(record.id)
    if supplied is not None and supplied.doi:
        given.append(f"doi:{supplied.doi}")
    for text in given:
        kind, _, identifier = text.partition(":")
        yield f"{kind.casefold()}:{identifier.casefold() if kind.casefold() in ('doi', 'ror') else identifier}"


def _by_identifier(snapshot: Snapshot) -> Iterator[Match]:
    """Yield exact matches; a close one of an article and of what another paper cites it as, which are not the same thing."""
    known: dict[str, list[str]] = {}
    for kind in _ALIGNED:
        for record in snapshot.of(kind):
            for identifier in dict.fromkeys(identifiers_of(record, snapshot)):
                known.setdefault(identifier, []).append(record.id)
    for identifier, names in sorted(known.items()):
        first: dict[str, str] = {}
        for name in sorted(names):
            same = first.setdefault(_family(name, snapshot), name)
            if paper_of(same) != paper_of(name):
                yield _match(same, name, "exact", "identifier", identifier)
        for article in names:
            if snapshot.kinds[article] == "article":
                for name in names:
                    if _family(name, snapshot) == "evidence" and paper_of(name) != paper_of(article):
                        yield _match(article, name, "close", "identifier", identifier)


def _by_name(snapshot: Snapshot) -> Iterator[Match]:
    """Yield close matches of what is of one kind and called the same in one language, and of works of one title and year."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    named: tuple[Entity | Source | Indicator, ...] = (*snapshot.of(Entity), *snapshot.of(Source), *snapshot.of(Indicator))
    for record in named:
        for text in _names(record):
            if folded := folded_name(text):
                known.setdefault((snapshot.kinds[record.id], folded), {}).setdefault(record.id, text)
    for name, supplied in snapshot.supplied.items():
        title = folded_name(supplied.title)
        if len(title) >= _SHORTEST_TITLE and supplied.year is not None:
            known.setdefault(("reference", f"{title} {supplied.year}"), {})[name] = f"{supplied.title} ({supplied.year})"
    for _, names in sorted(known.items()):
        first, *others = sorted(names)
        for name in others:
            if paper_of(name) != paper_of(first) and not _identified_otherwise(first, name, snapshot):
                yield _match(first, name, "close", "name", names[first])


def _identified_otherwise(a: str, b: str, snapshot: Snapshot) -> bool:
    """Return whether two records carry identifiers of one kind, and none that both have."""
    one, other = (dict(_kinds_of(name, snapshot)) for name in (a, b))
    return any(one[kind].isdisjoint(other[kind]) for kind in one.keys() & other.keys())


def _kinds_of(name: str, snapshot: Snapshot) -> Iterator[tuple[str, set[str]]]:
    identifiers = set(identifiers_of(snapshot.records[name], snapshot))
    for kind in {identifier.partition(":")[0] for identifier in identifiers}:
        yield kind, {identifier for identifier in identifiers if identifier.startswith(f"{kind}:")}


def _names(record: Entity | Source | Indicator) -> tuple[str, ...]:
    """Return what a record is called; a source of a year is another in another year."""
    names = (record.zh, record.en, *getattr(record, "also", ()))
    if isinstance(record, Source):
        return names if record.year is None else tuple(f"{name} ({record.year})" for name in names)
    return names


def groups_of(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the sorted list of all names that pairs join, by each name in it."""
    groups: dict[str, list[str]] = {}
    for a, b in pairs:
        one, other = groups.setdefault(a, [a]), groups.setdefault(b, [b])
        if one is not other:
            small, large = sorted((one, other), key=len)
            large += small
            groups.update(dict.fromkeys(small, large))
    for group in {id(group): group for group in groups.values()}.values():
        group.sort()
    return groups


def _beyond_groups(alignment: Alignment) -> Iterator[Match]:
    """Yield the matches, without proposals of what is exactly the same already."""
    for match in alignment.matches:
        if match.predicate == "exact" or match.object not in alignment.groups.get(match.subject, ()):
            yield match


def _within_papers(alignment: Alignment) -> Iterator[Conflict]:
    """Yield pairs of records of one paper that are in one group: the paper has one thing twice, or a match is wrong."""
    for group in sorted(set(alignment.groups.values())):
        first: dict[str, str] = {}
        for name in group:
            same = first.setdefault(paper_of(name), name)
            if same != name:
                yield Conflict(same, name, "one-paper")
