"""The report on a paper for an author or an editor, as a page, as Markdown or as a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Result, context_of
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.render.report.article import Reported

FORMATS = ("html", "md", "docx")


@dataclass(frozen=True, repr=False)
class PaperReport(Result):
    """What a paper argues and on what evidence, what hangs on one source, which figures cannot all be true; with places.

    `reported` has the profiles of the diagnosed problems in the order of the paper, the load of each source, and the audit.
    """

    reported: Reported
    snapshot: Snapshot = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("md", "html")

    def _render(self, form: str, language: str) -> Any:
        context = context_of(self.snapshot, language)
        if form == "html":
            from cbec_kg.render.report.report_page import report_page

            return report_page(self.reported, context)
        from cbec_kg.render.console.report_lines import ReportLines
        from cbec_kg.render.report.article import write_report

        out = ReportLines(markdown=True)
        write_report(self.reported, context, out)
        return out.text().lstrip("\n")

    def docx(self, language: str = "en") -> bytes:
        """Return the report as a Word document, made by pandoc; `UsageError` where there is none."""
        from cbec_kg.io.pandoc import pandoc_bytes
        from cbec_kg.render.report.report_page import report_page

        page = report_page(self.reported, context_of(self.snapshot, language), plain=True)
        return pandoc_bytes(page.encode(), ["--from=html", "--to=docx", "--output=-"], "report as docx")

    def write(self, file: str | Path, form: str = "", language: str = "en") -> Path:
        """Write the report to a file and return its absolute path; without a form, its ending tells: html, md or docx.

        `UsageError` is raised for another form, and where docx needs pandoc; `OutputError` when it cannot be written.
        """
        from cbec_kg.io.writing import write_result

        path = Path(file)
        form = form or path.suffix.removeprefix(".").lower()
        if form not in FORMATS:
            raise UsageError(f"{form or path.name!r} is no format of a report; take one of: {', '.join(FORMATS)}.")
        write_result(path, self.docx(language) if form == "docx" else self.render(form, language))
        return path.resolve()

    def _repr_html_(self) -> str:
        from html import escape

        return f'<iframe width="100%" height="640" style="border:0" sandbox srcdoc="{escape(self.render("html"))}"></iframe>'
