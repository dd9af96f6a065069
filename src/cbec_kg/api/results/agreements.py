"""How far several readings of one article agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.comparison.agreement import Disagreement, FieldAgreement, Lone, SpanAgreement
    from cbec_kg.comparison.certainty import Answer
    from cbec_kg.comparison.readers import Readings


@dataclass(frozen=True, repr=False)
class Agreement(TableResult):
    """How far readings of one article agree: a row a field, with Krippendorff's alpha.

    Attributes
    ----------
    fields : tuple of FieldAgreement
    spans : tuple of SpanAgreement
        What was taken for a record, by class.
    disagreements : tuple of Disagreement
        Every field in which readers differ, with the value of each.
    lone : tuple of Lone
        Records that not all readers have.
    certain, possible : tuple of Answer
        Answers that hold under every reading, and under some, with what makes the difference.
    """

    readings: Readings = field(compare=False)
    fields: tuple[FieldAgreement, ...]
    spans: tuple[SpanAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    lone: tuple[Lone, ...]
    certain: tuple[Answer, ...]
    possible: tuple[Answer, ...]
    forms: ClassVar[tuple[str, ...]] = ("text", *(form for form in TABLE))

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

            return agreement_value(
                self.readings, self.fields, self.spans, self.disagreements, self.lone, self.certain, self.possible
            )
        if form not in ("text", "markdown"):
            columns, rows = self._cells(language)
            from cbec_kg.render.console.tables import render_table

            return render_table(columns, [list(map(str, row)) for row in rows], form)
        from cbec_kg.render.console.agreement_sections import AgreementTexts
        from cbec_kg.render.console.difference_sections import as_markdown, as_text

        texts = AgreementTexts(self.readings, language)
        sections = texts.sections(self.fields, self.spans, self.disagreements, self.lone, self.certain, self.possible)
        return (as_markdown if form == "markdown" else as_text)(texts.head(self.disagreements, self.lone), sections)
