"""From a statement to its sources and from a source to what it backs, as trees of plain values.

Works on the nodes and links of a store. Backwards, a tree follows what a statement rests on, its parts and its causes, down
to references and named sources; forwards, what rests on a thing, up to problems and countermeasures; across, which measures
answer a problem or which problems a measure answers. A cause is opened to its evidence, not to its own causes. A record
that stands above itself in a tree is not opened again. Out of scope: printing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Node

VERBS: dict[tuple[str, str], tuple[str, str]] = {
    ("in", "support"): ("依据于", "rests on"),
    ("in", "facet"): ("有侧面", "has the facet"),
    ("in", "measure"): ("有举措", "has the measure"),
    ("out", "pointer"): ("被引于", "is cited in"),
    ("in", "cause"): ("原因是", "is caused by"),
    ("in", "address"): ("有举措针对", "is addressed by"),
    ("in", "answer"): ("有对策回应", "is answered by"),
    ("out", "support"): ("支撑", "backs"),
    ("out", "facet"): ("所属问题", "is a facet of"),
    ("out", "measure"): ("所属对策", "is a measure of"),
    ("in", "pointer"): ("指向", "points to"),
    ("out", "cause"): ("导致", "leads to"),
    ("out", "address"): ("针对", "addresses"),
    ("out", "answer"): ("回应", "answers"),
}
"""How a link is read at its end (``in``) and at its start (``out``), in Chinese and English."""

_ORDER = ("pointer", "support", "facet", "measure", "cause", "answer", "address")
_DEEP = frozenset(("support", "facet", "measure", "pointer"))
_ACROSS = frozenset(("address", "answer"))


@dataclass(frozen=True)
class Step:
    """One record in a trace and how it was reached.

    Attributes
    ----------
    node : Node
    link : Link or None
        The link from the record above; None at the root.
    side : str
        ``in`` when the record above is the link's end, ``out`` when it is its start.
    steps : tuple of Step
        What follows, by relation.
    """

    node: Node
    link: Link
    side: Literal["in", "out"]
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


class _Tracer:
    """Walks the links of each record in one direction at a time."""

    def __init__(self, nodes: Mapping[str, Node], links: Iterable[Link]) -> None:
        self.nodes = nodes
        self.incoming: dict[str, list[Link]] = defaultdict(list)
        self.outgoing: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            self.incoming[link.end].append(link)
            self.outgoing[link.start].append(link)

    def links(self, record: str, side: Literal["in", "out"]) -> list[Link]:
        found = (self.incoming if side == "in" else self.outgoing).get(record, [])
        return sorted(found, key=lambda link: (_ORDER.index(link.relation), link.role or "", link.start, link.end))

    def walk(
        self, record: str, side: Literal["in", "out"], above: tuple[str, ...], evidence_only: bool = False
    ) -> tuple[Step, ...]:
        """Return what a record rests on (``in``) or what rests on it (``out``); causes one link deep."""
        steps = []
        for link in self.links(record, side):
            other = link.start if side == "in" else link.end
            causal = link.relation == "cause"
            if other not in self.nodes or not (link.relation in _DEEP or (causal and not evidence_only)):
                continue
            below: tuple[Step, ...] = ()
            if other not in above:
                below = self.walk(other, side, (*above, other), evidence_only or causal)
            steps.append(Step(self.nodes[other], link, side, below))
        return tuple(steps)

    def across(self, record: str) -> tuple[Step, ...]:
        """Return what answers or addresses a record and what it answers or addresses, its parts' links included."""
        steps: list[Step] = []
        sides: tuple[Literal["in", "out"], ...] = ("in", "out")
        for side in sides:
            for link in self.links(record, side):
                other = link.start if side == "in" else link.end
                if link.relation in _ACROSS and other in self.nodes:
                    steps.append(Step(self.nodes[other], link, side, ()))
        for link in self.links(record, "in"):
            if link.relation in ("facet", "measure") and link.start in self.nodes:
                below = self.across(link.start)
                if below:
                    steps.append(Step(self.nodes[link.start], link, "in", below))
        return tuple(steps)


def trace_record(record: str, nodes: Mapping[str, Node], links: Iterable[Link]) -> Trace:
    """Return the trace of a record.

    Parameters
    ----------
    record : str
        An id that `nodes` has.
    nodes : mapping of str to Node
    links : iterable of Link

    Raises
    ------
    KeyError
        When `nodes` does not have the record.
    """
    tracer = _Tracer(nodes, links)
    node = nodes[record]
    pointing = tuple(Step(nodes[link.start], link, "in", ()) for link in tracer.links(record, "in") if link.start in nodes)
    back = pointing if node.kind in ("citation", "attribution") else tracer.walk(record, "in", (record,))
    return Trace(node, back, tracer.walk(record, "out", (record,)), tracer.across(record))


def to_value(trace: Trace) -> dict[str, Any]:
    """Return a trace as a value for JSON: the record, and ``back``, ``forth`` and ``across`` as nested lists."""
    return {
        **_node_value(trace.node),
        "back": [_step_value(step) for step in trace.back],
        "forth": [_step_value(step) for step in trace.forth],
        "across": [_step_value(step) for step in trace.across],
    }


def _step_value(step: Step) -> dict[str, Any]:
    value: dict[str, Any] = {"relation": VERBS[step.side, step.link.relation][1], "basis": step.link.basis}
    if step.link.role:
        value["role"] = step.link.role
    if step.link.why:
        value["why"] = {"zh": step.link.why.zh, "en": step.link.why.en}
    value |= _node_value(step.node)
    if step.steps:
        value["steps"] = [_step_value(below) for below in step.steps]
    return value


def _node_value(node: Node) -> dict[str, Any]:
    places = [
        {"locator": place.locator, "fragment": place.fragment, "start": place.start, "end": place.end}
        for place in node.places
    ]
    return {"id": node.id, "kind": node.kind, "zh": node.zh, "en": node.en, **node.notes, "at": places}
