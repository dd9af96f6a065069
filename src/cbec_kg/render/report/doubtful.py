"""What the figures of one cause look like: the printed table with the cells in doubt, and the charts that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cbec_kg.audit.readings import series_of
from cbec_kg.model.curated import Curation
from cbec_kg.model.labels import record_labels
from cbec_kg.model.printed_tables import cells_at, rows_of
from cbec_kg.model.records import Statistic, Table
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import one_of
from cbec_kg.render.svg.chart_texts import Chart, reasons_of_blame, series_chart, table_chart
from cbec_kg.series.panels import columns_of, panels_by_series
from cbec_kg.series.rereading import Rereading, rereadings

Paper = Curation | Snapshot
Printed = tuple[Sequence[str], Sequence[Sequence[str]], frozenset[tuple[int, int]]]
"""Columns, rows, and the cells in doubt by row and column."""


@dataclass(frozen=True)
class Doubtful:
    """The figures that one cause blames, and how its explanation reads them."""

    audit: dict[str, Any]
    paper: Paper
    number: int
    rereadings: tuple[Rereading, ...]

    @property
    def blamed(self) -> list[str]:
        """Return the ids of the figures in doubt."""
        return list(self.audit["causes"][self.number - 1]["blamed"])

    def _tables(self) -> Iterator[Table]:
        items = (self.paper.records[name] for name in self.blamed)
        names = dict.fromkeys(item.table for item in items if isinstance(item, Statistic) and item.table)
        yield from (table for table in self.paper.of(Table) if table.id in names)

    def tables(self, language: str) -> Iterator[Printed]:
        """Yield each printed table that has cells in doubt."""
        for table in self._tables():
            statistics = self.paper.of(Statistic)
            cells = cells_at(table, statistics)
            heads = [one_of(Bilingual(column.zh, column.en), language) for column in table.columns]
            rows, marked = [], set()
            for at, row in enumerate(rows_of(table, statistics)):
                found = [cells.get((row.key, column.key)) for column in table.columns]
                rows.append([one_of(Bilingual(row.zh, row.en), language), *(cell.printed if cell else "" for cell in found)])
                marked |= {(at, to) for to, cell in enumerate(found, 1) if cell and cell.id in self.blamed}
            yield ["", *heads], rows, frozenset(marked)

    def charts(self, language: str) -> list[Chart]:
        """Return the charts with figures in doubt, or with what the explanation makes of them, without their other panels.

        What nothing can be compared with is left out where the explanation puts its figures elsewhere.
        """
        found = list(self._charts(language))
        return [chart for chart in found if chart.rereadings or _compares(chart)] or found

    def _charts(self, language: str) -> Iterator[Chart]:
        blamed = {name: why for name, why in reasons_of_blame(self.audit, language).items() if name in self.blamed}
        in_tables: set[str] = set()
        for table in self._tables():
            columns = columns_of(table, self.paper)
            in_tables |= {value.statistic.id for _, values in columns for value in values}
            yield self._narrowed(table_chart(table, columns, blamed, self.rereadings))
        series = [series_of(item) for item in self._others(in_tables)]
        series += [one.series for one in self.rereadings if one.value.statistic.id not in in_tables]
        panels, labels = panels_by_series(self.paper), record_labels(self.paper)
        for one in dict.fromkeys(series):
            yield self._narrowed(series_chart(one, panels.get(one, ()), labels, blamed, self.rereadings))

    def _others(self, in_tables: Collection[str]) -> Iterator[Statistic]:
        for name in self.blamed:
            item = self.paper.records[name]
            if isinstance(item, Statistic) and name not in in_tables:
                yield item

    def _narrowed(self, chart: Chart) -> Chart:
        """Return a chart with the panels that have a figure in doubt or a rereading, under a name of this cause."""
        read = {one.comparability for one in chart.rereadings}
        shown = [
            (panel, heading)
            for panel, heading in zip(chart.panels, chart.headings, strict=True)
            if panel.comparability in read or any(value.statistic.id in self.blamed for value in panel.values)
        ]
        return replace(
            chart,
            name=f"cause-{self.number}-{chart.name}",
            panels=tuple(panel for panel, _ in shown),
            headings=tuple(heading for _, heading in shown),
        )


def _compares(chart: Chart) -> bool:
    return any(len(panel.slots) > 1 for panel in chart.drawn)


def doubtful_of(audit: dict[str, Any], paper: Paper) -> Callable[[int], Doubtful]:
    """Return what gives the figures of a cause by its number, from 1."""
    read = rereadings(audit, paper)
    return lambda number: Doubtful(audit, paper, number, tuple(one for one in read if one.cause == number))
