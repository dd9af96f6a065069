"""The list of references, and what an import of bibliographic files does, as the methods of a paper give them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Cells, Result, TableResult
from cbec_kg.errors import shown, visible

if TYPE_CHECKING:
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.bibliography.listing import Listed
    from cbec_kg.bibliography.supplied import Outcome
    from cbec_kg.errors import Problem
    from cbec_kg.model.snapshot import Snapshot


@dataclass(frozen=True, repr=False)
class ReferenceList(Result):
    """The references of a paper: what was supplied of each, and where it is cited.

    `listed` is in the order of numbers, `supplied` by number; `style` is ``gbt7714`` or ``apa``, empty for the one that goes
    with the language. `snapshot` has what is published about them, None where nothing is.
    """

    listed: tuple[Listed, ...]
    supplied: Bibliography
    style: str = ""
    snapshot: Snapshot | None = field(default=None, compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", "json", "csl-json", "markdown")

    def summary(self, language: str = "en") -> str:
        """Return how many references are supplied, in one sentence."""
        from cbec_kg.render.console.references import summary

        return summary(self.listed, language)

    def _render(self, form: str, language: str) -> Any:
        style = self.style or {"zh": "gbt7714", "en": "apa"}[language]
        if form == "csl-json":
            from cbec_kg.bibliography.supplied import to_json

            return to_json(self.supplied.values())
        if form == "json":
            from cbec_kg.bibliography.listing import to_values

            values = to_values(self.listed, style)
            if self.snapshot is not None:
                from cbec_kg.render.published_texts import states_value

                for value in values:
                    value |= states_value(self.snapshot, {value["id"]})
            return values
        from cbec_kg.render.console.references import render_markdown, render_text

        render = render_markdown if form == "markdown" else render_text
        return "\n".join(visible(line) for line in render(self.listed, style, language, self.snapshot).split("\n"))


@dataclass(frozen=True, repr=False)
class ImportReport(TableResult):
    """What was done, or would be done, with the entries of a bibliographic file.

    `outcomes` has one an entry, with its match and what became of it; `place` is the file of supplied references. `supplied`
    of `known` references have an entry now. `state` is ``written``, ``dry-run``, ``unchanged``, ``conflict`` or
    ``unmatched``; nothing is written but in the first. `problems` are the entries that could not be read, `notes`
    other lines of the file that were passed over.
    """

    outcomes: tuple[Outcome, ...]
    place: Path
    supplied: int
    known: int
    state: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    forms: ClassVar[tuple[str, ...]] = ("table", "csv", "tsv", "json", "markdown")

    def _cells(self, language: str = "en") -> Cells:
        rows: list[tuple[str, ...]] = []
        for outcome in self.outcomes:
            entry, number = outcome.match.entry, outcome.match.number
            left_out = [f"left out: {', '.join(entry.left_out)}"] if entry.left_out else []
            printed = "" if number is None else f"[{number}]"
            why = "; ".join([outcome.why, *left_out, *entry.notes])
            rows.append((entry.key, str(entry.line), printed, outcome.result, shown(why)))
        for result, listed in (("not read", self.problems), ("passed over", self.notes)):
            rows += [("", str(problem.line or ""), "", result, shown(problem.message)) for problem in listed]
        return ("entry", "line", "number", "result", "why"), tuple(rows)

    @property
    def failed(self) -> bool:
        """Return whether nothing was written for a conflict or for want of any number, or an entry could not be read."""
        return self.state in ("conflict", "unmatched") or bool(self.problems)

    @property
    def verdict(self) -> str:
        """Return what was done, in one sentence or two."""
        counts = f"{self.supplied} of {self.known} references supplied in {self.place}"
        conflicts = sum(outcome.result == "conflict" for outcome in self.outcomes)
        lines = ", ".join(str(problem.line) for problem in self.problems[:5])
        unread = f" Not read: what begins or breaks in line {lines}; correct it and import again." if self.problems else ""
        verdict = {
            "conflict": f"{conflicts} in conflict; nothing was written. Use --replace to take the new values.",
            "unmatched": "no entry was matched; nothing was written. Number the entries or use --map KEY=NUMBER.",
            "unchanged": f"nothing new; {counts}.",
            "dry-run": f"nothing was written (--dry-run); would be {counts}.",
            "written": f"{counts}.",
        }[self.state]
        return verdict + unread
