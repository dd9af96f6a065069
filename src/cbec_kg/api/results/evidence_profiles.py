"""What statements rest on, as `Corpus.evidence` gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.evidence.profiles import Profile
    from cbec_kg.model.snapshot import Snapshot


@dataclass(frozen=True, repr=False)
class Evidence(TableResult):
    """Which statements rest on which references and named sources, by role and basis.

    The text and the picture are a matrix of statements against sources; `rows` has an evidence line each.

    Attributes
    ----------
    profiles : tuple of Profile
        One a statement, with its lines, grade, figures, claims and parts.
    """

    profiles: tuple[Profile, ...]
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE, "svg")

    def _cells(self) -> Cells:
        columns = ("statement", "source", "role", "basis", "length", "pointers")
        rows = (
            (line.target, line.source, line.role, line.basis, line.length, " ".join(line.pointers))
            for profile in self._with_parts()
            for line in profile.lines
        )
        return columns, tuple(rows)

    def _with_parts(self) -> Iterator[Profile]:
        for profile in self.profiles:
            yield from (profile, *profile.parts)

    def _render(self, form: str, language: str) -> str:
        from cbec_kg.render.console.evidence import figures_of, profile_value, render_evidence
        from cbec_kg.render.context import RenderContext

        if form == "json":
            from cbec_kg.render.console.tables import to_json
            from cbec_kg.render.console.warnings import warnings_value

            warnings = (warnings_value(figures_of(profile), self.snapshot) for profile in self.profiles)
            values = map(profile_value, self.profiles)
            return to_json([one | {"warnings": found} for one, found in zip(values, warnings, strict=True)])
        context = RenderContext(self.snapshot, language)
        if form == "svg" and self.profiles:
            from cbec_kg.render.svg.pictures import matrix_svg

            return matrix_svg(self.profiles, context)
        return render_evidence(self.profiles, context, form)

    def _repr_html_(self) -> str:
        return self.svg() if self.profiles else super()._repr_html_()
