"""Annotations of others as anchors that are proposed, and what accepting some of them does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.api.results.sessions import CuratingSession
    from cbec_kg.editing.anchor_proposals import AnchorProposal
    from cbec_kg.errors import Problem


@dataclass(frozen=True, repr=False)
class ProposedAnchors(TableResult):
    """What annotations propose, a row each; nothing is recorded before `accept` is called.

    `counts` has how many places were annotated, how many replies were left out, and how many places are whole passages,
    which propose nothing; `problems` what could not be read.
    """

    proposals: tuple[AnchorProposal, ...]
    counts: tuple[int, int, int]
    problems: tuple[Problem, ...]
    session: Callable[[], CuratingSession] = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    @property
    def states(self) -> Mapping[str, int]:
        """Return how many proposals there are of each state."""
        return Counter(one.state for one in self.proposals)

    @property
    def open(self) -> int:
        """Return how many annotations have no place that could be accepted, and are not recorded already."""
        from cbec_kg.editing.anchor_proposals import ACCEPTABLE

        return sum(number for state, number in self.states.items() if state not in ACCEPTABLE and state != "known")

    def accept(self, chosen: Mapping[int, str]) -> tuple[str, ...]:
        """Write the anchors of some annotations into the folder, all in one step, and return the records that got them.

        `UsageError` is raised, and nothing written, for an annotation that has no place, or a record that takes no anchors.

        Parameters
        ----------
        chosen : mapping of int to str
            Numbers of annotations, each with the record that gets the anchor; empty for the one that it names itself.
        """
        from cbec_kg.editing.anchor_proposals import accepted

        session = self.session()
        changed = accepted(self.proposals, chosen, session.records)
        session.put_all(changed.values())
        return tuple(changed)

    def _cells(self, language: str = "en") -> Cells:
        columns = ("number", "state", "record", "at", "text", "tags", "by", "note", "address")

        def cells(one: AnchorProposal) -> tuple[object, ...]:
            at = " | ".join(f"{locator} {fragment}" for locator, fragment in one.anchors)
            return (str(one.number), one.state, one.record, at, one.text, " ".join(one.tags), one.by, one.note, one.address)

        return columns, map(cells, self.proposals)

    def _render(self, form: str, language: str) -> Any:
        if form != "text":
            return super()._render(form, language)
        from cbec_kg.render.console.annotation_texts import render_proposals

        return render_proposals(list(self._table[1]), self.counts, self.problems, language)
