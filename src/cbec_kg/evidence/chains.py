"""From a statement to its sources and from a source to what it backs, as trees of plain values.

Backwards, a tree follows what a statement rests on, its parts, its causes and its premises, down to references and named
sources; forwards, what rests on a thing, up to problems and countermeasures; across, which measures answer a problem or
which problems a measure answers. A cause or a premise is opened to its evidence, not to causes and premises of its own. A
whole does not rest on its parts: they are opened where it is the record asked for, and nothing is followed from a part on
through its whole. A record is not opened again below itself. Out of scope: words and printing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Node, Snapshot

_ORDER = ("pointer", "support", "facet", "measure", "cause", "inference", "answer", "address")
_DEEP = frozenset(("support", "pointer"))
_ONE_DEEP = frozenset(("cause", "inference"))
_PARTS = frozenset(("facet", "measure"))
_ACROSS = frozenset(("address", "answer"))

Side = Literal["in", "out"]
"""Which end of a link the record above is: ``in`` for its end, ``out`` for its start."""


@dataclass(frozen=True)
class Step:
    """One record in a trace, the link between the record above and this one, and what follows, by relation."""

    node: Node
    link: Link
    side: Side
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Trace:
    """A record with the trees of what it rests on, of what rests on it, and of what answers it or is answered by it."""

    node: Node
    back: tuple[Step, ...]
    forth: tuple[Step, ...]
    across: tuple[Step, ...]

    def records(self) -> Iterator[str]:
        """Yield the ids of all records in it, some more than once."""
        yield self.node.id
        pending = [*self.back, *self.forth, *self.across]
        while pending:
            step = pending.pop()
            yield step.node.id
            pending += step.steps

    def links_back(self) -> Iterator[Link]:
        """Yield the links of what the record rests on, from the record down, some more than once."""
        pending = [*self.back]
        while pending:
            step = pending.pop(0)
            yield step.link
            pending += step.steps


def trace_record(record: str, snapshot: Snapshot) -> Trace:
    """Return the trace of a record.

    Raises
    ------
    KeyError
        When the snapshot does not have the record.
    """
    node = snapshot.node(record)
    if node.kind in ("citation", "attribution"):
        back = tuple(Step(other, link, "in", ()) for other, link in _neighbours(snapshot, record, "in"))
    else:
        back = _walk(snapshot, record, "in", (record,))
    return Trace(node, back, _walk(snapshot, record, "out", (record,)), _across(snapshot, record))


def _neighbours(snapshot: Snapshot, record: str, side: Side) -> Iterator[tuple[Node, Link]]:
    """Yield the records at the other end of a record's links, by relation, with the link."""
    links = (snapshot.incoming if side == "in" else snapshot.outgoing).get(record, ())
    for link in sorted(links, key=lambda link: (_ORDER.index(link.relation), link.role or "", link.start, link.end)):
        yield snapshot.node(link.start if side == "in" else link.end), link


def _walk(
    snapshot: Snapshot, record: str, side: Side, above: tuple[str, ...], evidence_only: bool = False
) -> tuple[Step, ...]:
    """Return what a record rests on (``in``) or what rests on it (``out``); causes and premises one link deep."""
    steps = []
    for node, link in _neighbours(snapshot, record, side):
        reason, part = link.relation in _ONE_DEEP, link.relation in _PARTS
        if link.relation in _DEEP or (reason and not evidence_only) or (part and (side == "out" or len(above) == 1)):
            known = node.id in above or (part and side == "out")
            below = () if known else _walk(snapshot, node.id, side, (*above, node.id), evidence_only or reason)
            steps.append(Step(node, link, side, below))
    return tuple(steps)


def _across(snapshot: Snapshot, record: str) -> tuple[Step, ...]:
    """Return what answers or addresses a record and what it answers or addresses, its parts' links included."""
    steps = [
        Step(node, link, side, ())
        for side in get_args(Side)
        for node, link in _neighbours(snapshot, record, side)
        if link.relation in _ACROSS
    ]
    parts = [pair for pair in _neighbours(snapshot, record, "in") if pair[1].relation in _PARTS]
    below = [(node, link, _across(snapshot, node.id)) for node, link in parts]
    return (*steps, *(Step(node, link, "in", found) for node, link, found in below if found))
