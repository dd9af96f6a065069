"""What the explorer carries as it is written elsewhere: the charts, the findings and the report, in both languages.

Packed, since a tenth of it is left; the page puts it in as it is and makes buttons of the records that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.labels import record_labels
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.records import Table
from cbec_kg.render.explorer.record_facts import Paper, Payload
from cbec_kg.render.language.catalogue import LANGUAGES
from cbec_kg.render.report.causes import findings_markup
from cbec_kg.render.svg.chart_texts import Chart, reasons_of_blame, series_chart, table_chart
from cbec_kg.render.svg.charts import STYLE, chart_svg
from cbec_kg.series.panels import columns_of, panels_by_series
from cbec_kg.series.rereading import rereadings

_MOST_CHARTS, _MOST_BARS = 80, 120
"""Charts that a page carries, and bars that one may have; the command draws the others."""


def written_payload(paper: Paper, audit: Payload | None, report: Mapping[str, str] | None) -> Payload:
    """Return the parts of a page that it does not make itself.

    Returns
    -------
    dict
        ``charts``: of each the name, the title, the ids of its figures and the SVG, by language, in the order of the paper.
        ``undrawn``: how many there are besides. ``chart_style``: the element that their SVGs leave out. ``findings``: the
        findings as HTML, by language; None without an audit. ``report``: pages by language, with a place for the findings;
        None where it was not made.
    """
    charts = list(_charts(paper, audit))
    drawn = [one for one in charts if len(one["values"]) <= _MOST_BARS][:_MOST_CHARTS]
    found_texts = {language: findings_markup(audit, paper, language) for language in LANGUAGES} if audit else None
    return {
        "charts": drawn,
        "undrawn": len(charts) - len(drawn),
        "chart_style": f"<style>{STYLE}</style>",
        "findings": found_texts,
        "report": {language: _without(page, found_texts, language) for language, page in report.items()} if report else None,
    }


_PLACE = '<div data-part="findings"></div>'
"""What stands in a report for the findings, which the page carries once."""


def _without(page: str, findings: Mapping[str, str] | None, language: str) -> str:
    return page.replace(findings[language], _PLACE) if findings else page


def _charts(paper: Paper, audit: Payload | None) -> Iterator[Payload]:
    """Yield the printed tables and the series that have two figures or more, or whose indicator has."""
    order = reading_order(paper)
    found: list[tuple[Any, list[str], dict[str, Chart]]] = []
    blamed = {language: reasons_of_blame(audit, language) if audit else None for language in LANGUAGES}
    read, labels = rereadings(audit, paper) if audit else (), record_labels(paper)
    for table in paper.of(Table):
        cells = columns_of(table, paper)
        names = [value.statistic.id for _, values in cells for value in values]
        charts = {language: table_chart(table, cells, blamed[language], read) for language in LANGUAGES}
        found.append(((*order(table), table.id), names, charts))
    panels = panels_by_series(paper)
    names_of = {one: [value.statistic.id for panel in panels[one] for value in panel.values] for one in panels}
    most: dict[str, int] = {}
    for one, names in names_of.items():
        most[one.indicator] = max(most.get(one.indicator, 0), len(names))
    total = {indicator: sum(len(names_of[one]) for one in panels if one.indicator == indicator) for indicator in most}
    for one, names in names_of.items():
        if len(names) > 1 or (most[one.indicator] == 1 and total[one.indicator] > 1):
            charts = {language: series_chart(one, panels[one], labels, blamed[language], read) for language in LANGUAGES}
            found.append(((*min(order(paper.records[name]) for name in names), names[0]), names, charts))
    for _, names, charts in sorted(found, key=lambda one: one[0]):
        drawn = {language: chart_svg(chart, language, styled=False) for language, chart in charts.items()}
        title = asdict(charts["en"].title)
        yield {"name": charts["en"].name, "title": title, "values": names, "svg": drawn}
