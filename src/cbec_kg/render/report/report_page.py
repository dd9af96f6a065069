"""The report as a page of its own, which needs no other file and can be printed."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from cbec_kg.render.context import RenderContext
from cbec_kg.render.html import render_page
from cbec_kg.render.report.article import Reported, write_report
from cbec_kg.render.report.markup import MarkupReport
from cbec_kg.render.svg.charts import STYLE

_HERE = Path(__file__).parent
PARTS_STYLE = (_HERE / "parts.css").read_text(encoding="utf-8")
"""How the parts of a report look, on its own page and on others."""


def report_page(reported: Reported, context: RenderContext, *, plain: bool = False) -> str:
    """Return the report as a page in the context's language; a plain one, for other formats, has no pictures."""
    out = MarkupReport(plain=plain)
    write_report(reported, context, out)
    values = {"language": context.language, "title": context.words("report")("title"), "content": Markup(out.text())}
    styles = ["".join([(_HERE / "report.css").read_text(encoding="utf-8"), PARTS_STYLE, STYLE])]
    return render_page(_HERE / "templates", "report.html", [], styles, values)
