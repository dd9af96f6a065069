"""What differs between two versions of a paper, or between two papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Result, context_of

if TYPE_CHECKING:
    from cbec_kg.comparison.sides import Side
    from cbec_kg.comparison.subjects import PapersDifference
    from cbec_kg.comparison.versions import Difference
    from cbec_kg.model.snapshot import Snapshot


class Differences(Result):
    """What differs; true when anything does. ``markdown`` is for a review: in short, then each section, folded."""

    forms: ClassVar[tuple[str, ...]] = ("text", "json", "markdown", "turtle")

    def __bool__(self) -> bool:
        raise NotImplementedError


@dataclass(frozen=True, repr=False)
class VersionDifferences(Differences):
    """What differs between two versions of the records of one article.

    `found` has it record by record: see `cbec_kg.comparison.versions.Difference`. ``turtle`` is a set of changes with PROV.
    """

    found: Difference
    old: Side = field(compare=False)
    new: Side = field(compare=False)

    def __bool__(self) -> bool:
        return not self.found.same

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            from cbec_kg.render.exports.difference_values import difference_value

            return difference_value(self.found, self.old, self.new)
        if form == "turtle":
            from cbec_kg.rdf.change_sets import change_set_turtle

            return change_set_turtle(self.found, self.old, self.new)
        from cbec_kg.render.console.difference_sections import VersionTexts
        from cbec_kg.render.console.sections import render_sections

        texts = VersionTexts(self.found, self.old, self.new, language)
        return render_sections(texts.head(), texts.sections(), form)


@dataclass(frozen=True, repr=False)
class PaperDifferences(Differences):
    """Two papers beside each other: see `cbec_kg.comparison.subjects.PapersDifference`.

    True when a figure differs, or one alone prints it.
    """

    found: PapersDifference
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", "json", "markdown")

    def __bool__(self) -> bool:
        differing = any(one.agreement != "equal" for one in self.found.figures)
        return differing or bool(self.found.only_old or self.found.only_new)

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            from cbec_kg.render.exports.difference_values import papers_value

            return papers_value(self.found, self.snapshot)
        from cbec_kg.render.console.sections import render_sections
        from cbec_kg.render.console.subject_sections import papers_head, papers_sections

        context = context_of(self.snapshot, language)
        return render_sections(papers_head(self.found, context), papers_sections(self.found, context), form)
