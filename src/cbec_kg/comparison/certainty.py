"""Answers that hold under every reading of an article, and those that hold under some, with what makes the difference.

Three analyses are run on each reading: which source bears on which statement in which role, which statement falls without
which single source, and which figures contradict one another. An answer is *certain* where every reading gives it and
*possible* where some do. For a possible one each disagreement of the readings upstream of it is tried: what a reader who
does not have the answer would have with the other's value in this one field, or with a record that only the other has. What
the value names and the reader does not have comes with it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.comparison.agreement import Disagreement, Lone
from cbec_kg.comparison.readers import Readings
from cbec_kg.evidence.critical import minimal_cut_sets
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.links import Link, links_of
from cbec_kg.model.records import Record
from cbec_kg.model.schema import named_by
from cbec_kg.model.snapshot import VERDICTS, Snapshot

Question = Literal["evidence", "critical", "audit"]
"""Which source bears on a statement, in which role; without which source it falls; which figures contradict."""

MOST_TRIED = 3_000
"""Disagreements that are tried, all answers together; for what comes after it the reason is not looked for."""


class Answer(Struct, frozen=True):
    """An answer, under common names, and the readers under whose reading it holds.

    `parts` are statement, source and role; statement and source; or the rule and the figures. `reasons` are the fields,
    ``RECORD.FIELD``, or the records that only some have, each of which makes the difference by itself; of a contradiction
    they are all in which the readers of its figures differ. Empty where no single one does, or where none was looked for.
    """

    question: Question
    parts: tuple[str, ...]
    readers: tuple[int, ...]
    reasons: tuple[str, ...] = ()


def answers_of(
    readings: Readings, differing: Sequence[Disagreement], lone: Sequence[Lone]
) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """Return the certain answers and the possible ones, each sorted."""
    every = range(len(readings.sides))
    answering: dict[tuple[Question, tuple[str, ...]], set[int]] = defaultdict(set)
    for number in every:
        for question, parts in _answers(readings, number):
            answering[question, parts].add(number)
    tries = _Tries(readings, differing, lone)
    certain, possible = [], []
    for (question, parts), readers in sorted(answering.items()):
        having = tuple(sorted(readers))
        if len(having) == len(readings.sides):
            certain.append(Answer(question, parts, having))
        else:
            possible.append(Answer(question, parts, having, tries.reasons(question, parts, having)))
    return tuple(certain), tuple(possible)


def _answers(readings: Readings, reader: int) -> Iterator[tuple[Question, tuple[str, ...]]]:
    snapshot = readings.snapshots[reader]
    yield from (("evidence", (line.target, line.source, line.role)) for line in snapshot.lines)
    for statement, dependence in snapshot.dependence.items():
        yield from (("critical", (statement, *cut)) for cut in dependence.cut_sets if len(cut) == 1)
    common = {own: name for name, own in readings.own[reader].items()}
    for check in readings.sides[reader].checks:
        if check.verdict == VERDICTS[0]:
            yield "audit", (check.rule, *sorted(common[name] for name in check.inputs))


class _Change(NamedTuple):
    """A disagreement that can be tried: the record, and the field; all of the record where the field is empty."""

    record: str
    field: str

    @property
    def text(self) -> str:
        return f"{self.record}.{self.field}" if self.field else self.record


class _Tries:
    """Tries single disagreements, until enough have been."""

    def __init__(self, readings: Readings, differing: Sequence[Disagreement], lone: Sequence[Lone]) -> None:
        self.readings = readings
        self.left = MOST_TRIED
        self.changes: dict[str, list[_Change]] = defaultdict(list)
        for one in differing:
            self.changes[one.record].append(_Change(one.record, one.field))
        for record in lone:
            self.changes[record.record].append(_Change(record.record, ""))
        self.above: dict[str, set[str]] = defaultdict(set)
        for snapshot in readings.snapshots:
            for link in snapshot.links:
                self.above[link.end].add(link.start)
                if link.relation == "cause":
                    self.above[link.start].add(link.end)

    def reasons(self, question: Question, parts: tuple[str, ...], having: Collection[int]) -> tuple[str, ...]:
        """Return the disagreements that each make the difference, or that a contradiction's figures have."""
        if question == "audit":
            return tuple(change.text for name in parts[1:] for change in self.changes.get(name, ()))
        upstream = self._upstream(parts[0])
        changes = [change for name in sorted(upstream) for change in self.changes.get(name, ())]
        giver = self.readings.snapshots[min(having)]
        taker = next(self.readings.snapshots[n] for n in range(len(self.readings.sides)) if n not in having)
        self.left -= len(changes)
        if self.left < 0:
            return ()
        return tuple(change.text for change in changes if self._gives(question, parts, upstream, giver, taker, change))

    def _upstream(self, statement: str) -> set[str]:
        """Return a statement and all that it may rest on, under any of the readings."""
        found, front = {statement}, deque([statement])
        while front:
            for name in self.above.get(front.popleft(), ()):
                if name not in found:
                    found.add(name)
                    front.append(name)
        return found

    def _gives(
        self, question: Question, parts: tuple[str, ...], upstream: Collection[str], giver: Snapshot, taker: Snapshot,
        change: _Change,
    ) -> bool:  # fmt: skip
        """Return whether the answer holds under one reader's reading with one change taken over from another."""
        records = {name: record for name in upstream if (record := taker.records.get(name)) is not None}
        given = giver.records.get(change.record)
        if given is None or bool(change.field) != (change.record in records):
            return False
        taken = given
        if change.field:
            taken = replace(records[change.record], **{change.field: getattr(given, change.field)})
        for name in (taken.id, *(named.id for named in named_by(taken))):
            if name not in records and name in giver.records:
                records[name] = giver.records[name]
        records[taken.id] = taken
        return _holds(question, parts, records, taker.part_of)


def _holds(question: Question, parts: tuple[str, ...], records: Mapping[str, Record], part_of: Mapping[str, str]) -> bool:
    links = _links(records)
    statement = parts[0]
    if question == "critical":
        return (parts[1],) in minimal_cut_sets(links, [statement], part_of)[statement]
    lines = evidence_lines(links, {statement: ""})
    return any((line.target, line.source, line.role) == parts for line in lines)


class _Records(Struct, frozen=True):
    records: Mapping[str, Record]


def _links(records: Mapping[str, Record]) -> Iterable[Link]:
    """Return the links among some records."""
    found = links_of(_Records(records))
    return [link for link in found if link.relation == "pointer" or (link.start in records and link.end in records)]
