"""What is found in a text of the article: coverage, the places in a reader's copy, and fresh anchors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Cells, Result, TableResult

if TYPE_CHECKING:
    from cbec_kg.curation.coverage import Coverage
    from cbec_kg.curation.quoting import Quotes
    from cbec_kg.text.locate import Location

_KINDS = ("passage", "number", "marker", "backing")
_FORMS = ("table", "csv", "tsv", "markdown", "json")


@dataclass(frozen=True, repr=False)
class CoverageReport(TableResult):
    """How far a curation accounts for the article's passages, numbers, markers and backing.

    ``coverage.items`` has all that is to be accounted for, ``coverage.gaps`` what is not. The table lists what is accounted
    for too if `everything` is true.
    """

    coverage: Coverage
    everything: bool = False
    forms: ClassVar[tuple[str, ...]] = _FORMS

    def _cells(self, language: str = "en") -> Cells:
        items = self.coverage.items if self.everything else self.coverage.gaps
        rows = ((item.kind, item.locator, item.text, item.state, item.note) for item in items)
        return ("kind", "locator", "text", "state", "by or why"), tuple(rows)

    def _render(self, form: str, language: str) -> Any:
        table = super()._render(form, language)
        if form != "table":
            return table
        from cbec_kg.render.console.tables import render_table

        counted = {name: [counts.get(kind, (0, 0)) for kind in _KINDS] for name, counts in self.coverage.sections().items()}
        total = [(sum(done for done, _ in of), sum(every for _, every in of)) for of in zip(*counted.values(), strict=True)]
        rows = [[name, *(_share(*of) for of in shares)] for name, shares in [*counted.items(), ("all", total)]]
        gaps = len(self.coverage.gaps)
        summary = render_table(["section", *(f"{kind}s" for kind in _KINDS[:3]), "backing"], rows)
        ending = f"{gaps} gaps." if gaps else "No gap."
        return "\n".join([summary, *([table] if self.rows else []), f"{ending}\n"])


def _share(done: int, total: int) -> str:
    return f"{done}/{total} {100 * done / total:.0f}%" if total else "-"


@dataclass(frozen=True, repr=False)
class Locations(TableResult):
    """Where the curated passages and anchors stand in a copy of the article.

    `quotes` has the location of each passage by locator, and of each anchor by record, locator and fragment. `records` has
    the ids and locators that were asked for, none for all. The table lists what was found too if `everything` is true.
    """

    quotes: Quotes
    records: tuple[str, ...] = ()
    everything: bool = False
    forms: ClassVar[tuple[str, ...]] = _FORMS

    def _wanted(self) -> list[tuple[str, ...]]:
        rows = [_row("passage", locator, "", where) for locator, where in self.quotes.passages.items()]
        rows += [_row(record, locator, text, where) for (record, locator, text), where in self.quotes.anchors.items()]
        asked = self.records
        return [row for row in rows if not asked or row[0] in asked or (row[0] == "passage" and row[1] in asked)]

    def _cells(self, language: str = "en") -> Cells:
        columns = ("record", "locator", "fragment", "state", "page", "start", "end", "difference")
        listed = self.everything or self.records
        return columns, (row for row in self._wanted() if listed or row[3] != "found")

    @property
    def missing(self) -> int:
        """Return how many of those asked for are ambiguous or not found."""
        return sum(row[3] != "found" for row in self._wanted())

    @property
    def summary(self) -> str:
        """Return how many passages and anchors were found, in one sentence or two."""
        whole = sum(where.state == "found" for where in self.quotes.passages.values())
        parts = sum(where.state == "found" for where in self.quotes.anchors.values())
        counts = f"{whole} of {len(self.quotes.passages)} passages and {parts} of {len(self.quotes.anchors)} anchors found."
        hardly = "\nSo little matches that this is hardly a copy of the article."
        return counts + (hardly if whole * 10 < len(self.quotes.passages) else "")

    def _render(self, form: str, language: str) -> Any:
        return super()._render(form, language) if self.rows or form != "table" else ""


def _row(record: str, locator: str, fragment: str, where: Location) -> tuple[str, ...]:
    spot = where.spots[0] if where.spots else None
    place = (str(spot.page or ""), str(spot.start), str(spot.end)) if spot else ("", "", "")
    others = "; ".join(f"also at {other.start}-{other.end}" for other in where.spots[1:])
    return (record, locator, fragment, where.state, *place, where.difference or others)


@dataclass(frozen=True, repr=False)
class Anchoring(Result):
    """The computed files of a folder, made anew from the article's text.

    `files` has the texts of ``passages.csv`` and ``anchors.csv``, `stale` the paths of those in the folder that differ from
    them, or did before they were `written`.
    """

    files: dict[str, str]
    stale: tuple[Path, ...]
    written: bool

    def _render(self, form: str, language: str) -> Any:
        anchors, passages = (self.files[name].count("\n") - 1 for name in ("anchors.csv", "passages.csv"))
        state = "written" if self.written else "is stale. Run again with --write."
        lines = [f"{anchors} anchors found, {passages} passages.", *(f"{path}: {state}" for path in self.stale)]
        return "\n".join(lines) + "\n"
