"""The findings of an audit as part of a report: what `cbec-kg audit` prints, with pictures, and the arithmetic folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cbec_kg.render.console.audit import Findings
from cbec_kg.render.console.report_lines import ReportWriter
from cbec_kg.render.report.doubtful import Doubtful, Paper, doubtful_of
from cbec_kg.render.report.markup import MarkupReport
from cbec_kg.render.svg.charts import chart_svg

Plain = dict[str, Any]


class FindingsReport(Findings):
    """The findings with pictures; causes have headings of the third level, after the arithmetic or with it folded in."""

    def __init__(self, audit: Plain, lang: str, out: ReportWriter, pictures: Callable[[int], Doubtful]) -> None:
        self.pictures = pictures
        super().__init__(audit, lang, out, details=True, level=3)

    def causes(self) -> None:
        """Add each cause: a sentence, what its figures look like, what speaks for and against it, the arithmetic folded."""
        out = self.writer
        for number, cause in enumerate(self.audit["causes"], 1):
            with out.section("cause"):
                out.heading(self.sentence(number, cause), 3)
                self.show(self.pictures(number))
                out.entries(self.entries(cause))
                if out.folds:
                    with out.folded(self.words("details"), f"details {cause['id']}"):
                        self.details.cause(number, cause)
        for text in self.stale():
            out.add(text)
        if out.folds and self.audit["causes"]:
            with out.folded(self.words("signs"), "signs"):
                self.details.legend()

    def worked_out(self) -> None:
        """Add the arithmetic of all causes at the end, where nothing folds."""
        if not self.writer.folds:
            self.details.causes(list(enumerate(self.audit["causes"], 1)))

    def show(self, doubtful: Doubtful) -> None:
        """Add the printed tables with the cells in doubt marked, and the charts."""
        for columns, rows, marked in doubtful.tables(self.lang):
            self.writer.table(columns, rows, marked)
        with self.writer.section("pictures"):
            for chart in doubtful.charts(self.lang):
                self.writer.picture(chart_svg(chart, self.lang, styled=False, reasons=False))


def findings_markup(audit: Plain, paper: Paper, language: str) -> str:
    """Return the findings of an audit in ``zh`` or ``en`` as HTML; `paper` is what it is of."""
    out = MarkupReport()
    found = FindingsReport(audit, language, out, doubtful_of(audit, paper))
    found.opening()
    found.causes()
    return str(out.text())
