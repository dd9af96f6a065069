"""How far several readings of one article agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult
from cbec_kg.comparison.compared_readings import ComparedReadings


@dataclass(frozen=True, repr=False)
class Agreement(ComparedReadings, TableResult):
    """How far readings of one article agree: a row a field, with Krippendorff's alpha; true when they differ in anything.

    `fields`, `spans`, `disagreements` and `lone` records, `certain` and `possible` answers are those of
    `cbec_kg.comparison.compared_readings.ComparedReadings`.
    """

    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def __bool__(self) -> bool:
        return bool(self.disagreements or self.lone)

    def _cells(self, language: str = "en") -> Cells:
        from cbec_kg.render.console.agreement_sections import shown_alpha

        rows = (
            (
                one.record_class, one.field, one.metric, one.units, one.agreeing, one.pairs,
                "" if one.alpha is None else shown_alpha(one.alpha),
            )
            for one in self.fields
        )  # fmt: skip
        return ("class", "field", "metric", "units", "agreeing", "pairs", "alpha"), rows

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            from cbec_kg.render.exports.difference_values import agreement_value

            return agreement_value(self)
        if form not in ("text", "markdown"):
            columns, rows = self._cells(language)
            from cbec_kg.render.console.tables import render_table

            return render_table(columns, [list(map(str, row)) for row in rows], form)
        from cbec_kg.render.console.agreement_sections import AgreementTexts
        from cbec_kg.render.console.sections import render_sections

        texts = AgreementTexts(self, language)
        return render_sections(texts.head(), texts.sections(), form)
