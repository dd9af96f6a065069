"""What is found out about figures: the audit, charts and growth."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Cells, TableResult

if TYPE_CHECKING:
    from cbec_kg.audit.readings import Series
    from cbec_kg.model.records import Statistic
    from cbec_kg.model.records import Table as PrintedTable
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.render.svg.chart_texts import Chart
    from cbec_kg.series.growth import Answer
    from cbec_kg.series.panels import Panel, Value
    from cbec_kg.series.rereading import Rereading

Plain = dict[str, Any]


@dataclass(frozen=True, repr=False)
class AuditReport(TableResult):
    """The figures of each paper recomputed: checks, conflicts, causes and what single explanation clears them.

    `audits` has one a paper, as the command has it in JSON: ``article``, ``summary``, ``statistics``, ``checks``,
    ``conflicts``, ``doubts``, ``causes``, ``certificates``, ``uncertified``, ``duplicates``. `figures` has, for each paper,
    the statistics that were asked for; `verdicts` and `rules` the checks that were; all are empty for all. The report lists
    every check if `everything` is true, has the arithmetic of every cause and hypothesis if `details` is, and lists what no
    reader has judged if `only_open` is.
    """

    audits: tuple[Plain, ...] = field(hash=False)
    figures: tuple[frozenset[str], ...] = ()
    verdicts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    everything: bool = False
    details: bool = False
    only_open: bool = False
    forms: ClassVar[tuple[str, ...]] = ("text", "markdown", "json", "table", "csv", "tsv")

    @property
    def narrowed(self) -> bool:
        """Return whether only some checks were asked for."""
        return bool(self.verdicts or self.rules or any(self.figures))

    @property
    def inconsistent(self) -> int:
        """Return the number of inconsistent checks of all papers, whatever was asked for."""
        return sum(audit["summary"]["inconsistent"] for audit in self.audits)

    @property
    def checks(self) -> tuple[Plain, ...]:
        """Return the checks that were asked for, all where nothing was: rule, verdict, working, statistics ..."""
        return tuple(check for checks in self._chosen() for check in checks)

    @property
    def open(self) -> tuple[Plain, ...]:
        """Return what no reader has judged: contradictions, hypotheses and inferred links, with the digest of each."""
        return tuple(one for audit in self.audits for one in audit["open"])

    @property
    def certificates(self) -> tuple[Plain, ...]:
        """Return from what each contradiction follows by arithmetic alone, as `write_certificates` writes it."""
        return tuple(one for audit in self.audits for one in audit["certificates"])

    @property
    def uncertified(self) -> tuple[str, ...]:
        """Return the ids of contradictions without a certificate: an argument that can be checked took too long to find."""
        return tuple(name for audit in self.audits for name in audit["uncertified"])

    def write_certificates(self, folder: str | Path) -> Path:
        """Write the certificates of what cannot be true, and what checks them; return where.

        Each is a JSON file, which the program beside them checks; ``certificates.ttl`` has all in RDF, which the queries
        check. Of several papers, each has a folder of its own. `UsageError` is raised when something else is in the
        folder, `OutputError` when it cannot be written.
        """
        from cbec_kg.audit.certificates import certificate_files
        from cbec_kg.io.digest_list import AUDIT
        from cbec_kg.io.folders import write_folder
        from cbec_kg.rdf.certificate_graph import certificate_graph, certificate_links
        from cbec_kg.render.exports.serialise import turtle

        several = len(self.audits) > 1
        files: dict[str, str] = {}
        for audit in self.audits:
            above = f"{audit['article']}/" if several else ""
            own = certificate_files(audit["certificates"])
            own["certificates.ttl"] = turtle(certificate_graph(audit["certificates"], certificate_links(audit)))
            files |= {f"{above}{name}": text for name, text in own.items()}
        write_folder(Path(folder), files, AUDIT)
        return Path(folder)

    @property
    def causes(self) -> tuple[Plain, ...]:
        """Return what may have caused the inconsistent checks, with the hypotheses tried."""
        return tuple(cause for audit in self.audits for cause in audit["causes"])

    def _chosen(self) -> Iterator[list[Plain]]:
        asked = any(self.figures)
        for audit, names in zip(self.audits, self.figures, strict=True):
            yield [
                check
                for check in audit["checks"]
                if (not self.verdicts or check["verdict"] in self.verdicts)
                and (not self.rules or check["rule"] in self.rules)
                and (not asked or names & set(check["statistics"]))
            ]

    def _cells(self, language: str = "en") -> Cells:
        from cbec_kg.render.console.audit import COLUMNS, check_rows
        from cbec_kg.render.console.open_verdicts import OPEN_COLUMNS, open_rows

        if self.only_open:
            return OPEN_COLUMNS, open_rows(self.open, language)
        audits = list(zip(self.audits, self._chosen(), strict=True))
        if len(audits) == 1:
            return COLUMNS, check_rows(audits[0][1], language)
        return ("article", *COLUMNS), ([one["article"], *row] for one, of in audits for row in check_rows(of, language))

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.audit import audit_report

        several = len(self.audits) > 1
        if self.only_open and form == "text":
            from cbec_kg.render.console.open_verdicts import render_open

            return render_open(self.open, language)
        if self.only_open:
            return super()._render(form, language)
        if form == "json":
            return self.audits if several else self.audits[0]
        if form not in ("text", "markdown"):
            return super()._render(form, language)
        listed = self.narrowed or self.everything
        return "\n".join(
            audit_report(
                audit, checks if listed else [], language, form == "markdown", several, self.narrowed, names, self.details
            )
            for audit, checks, names in zip(self.audits, self._chosen(), self.figures, strict=True)
        )


@dataclass(frozen=True, repr=False)
class DrawnFigures(TableResult):
    """Figures as a picture and as a table: `chart` gives what is drawn, in a language."""

    snapshot: Snapshot = field(compare=False)
    audit: Plain | None = field(compare=False)
    forms: ClassVar[tuple[str, ...]] = ("text", "svg", "table", "csv", "tsv", "json", "markdown")

    def chart(self, language: str = "en") -> Chart:
        """Return what is drawn, with the figures in doubt and how explanations read them."""
        raise NotImplementedError

    def blamed(self, language: str) -> dict[str, str] | None:
        """Return why figures are in doubt, by the id of each; None where the audit was not asked."""
        from cbec_kg.render.svg.chart_texts import reasons_of_blame

        return None if self.audit is None else reasons_of_blame(self.audit, language)

    def _rereadings(self) -> tuple[Rereading, ...]:
        from cbec_kg.series.rereading import rereadings

        return () if self.audit is None else rereadings(self.audit, self.snapshot)

    def title(self, language: str = "en") -> str:
        """Return what the chart shows, in one line."""
        from cbec_kg.render.language.catalogue import one_of

        return one_of(self.chart(language).title, language)

    def _cells(self, language: str = "en") -> Cells:
        from cbec_kg.render.svg.chart_texts import chart_table

        return chart_table(self.chart(language), language)

    def _render(self, form: str, language: str) -> Any:
        if form == "svg":
            from cbec_kg.render.svg.charts import chart_svg

            return chart_svg(self.chart(language), language)
        table = super()._render(form, language)
        return f"{self.title(language)}\n\n{table}" if form == "text" else table


@dataclass(frozen=True, repr=False)
class SeriesChart(DrawnFigures):
    """The figures of one indicator in one place, period by period.

    `series` has the indicator, place and counterpart; figures that can be compared stand in one of `panels`, by period.
    """

    series: Series
    panels: tuple[Panel, ...]

    def chart(self, language: str = "en") -> Chart:
        """Return the chart of the series."""
        from cbec_kg.model.labels import record_labels
        from cbec_kg.render.svg.chart_texts import series_chart

        labels = record_labels(self.snapshot)
        return series_chart(self.series, self.panels, labels, self.blamed(language), self._rereadings())


@dataclass(frozen=True, repr=False)
class TableChart(DrawnFigures):
    """A table as it is printed: `columns_of` has the values of each column by its key, in the order of the rows."""

    table: PrintedTable
    columns_of: tuple[tuple[str, tuple[Value, ...]], ...]

    def chart(self, language: str = "en") -> Chart:
        """Return the chart of the table."""
        from cbec_kg.render.svg.chart_texts import table_chart

        return table_chart(self.table, self.columns_of, self.blamed(language), self._rereadings())


@dataclass(frozen=True, repr=False)
class GrowthAnswer(TableResult):
    """How much an indicator grew from one year to another, by each method that the figures allow.

    ``answer.found`` has a growth a method, with result, interval, inputs and notes; ``answer.results`` those with a result.
    `chart` has the figures that they come from. An answer is true if there is any result.
    """

    answer: Answer
    chart: SeriesChart
    years: tuple[int, int]
    forms: ClassVar[tuple[str, ...]] = ("text", "table", "csv", "tsv", "json", "markdown")

    def __bool__(self) -> bool:
        return bool(self.answer.results)

    def _parts(self, language: str) -> tuple[Answer, dict[str, Statistic], dict[str, str], str]:
        from cbec_kg.model.records import Statistic

        statistics = {item.id: item for item in self.chart.snapshot.of(Statistic)}
        return self.answer, statistics, self.chart.blamed(language) or {}, language

    def _cells(self, language: str = "en") -> Cells:
        from cbec_kg.render.console.growth import COLUMNS, growth_rows

        return COLUMNS, growth_rows(*self._parts(language))

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.growth import growth_value, render_growth

        if form == "json":
            return growth_value(*self._parts(language))
        if form == "text":
            title = f"{self.chart.title(language)}, {self.years[0]} → {self.years[1]}"
            return render_growth(title, *self._parts(language))
        return super()._render(form, language)


def asked_statistics(typed: Collection[str], audits: Collection[Plain], resolved: Any) -> tuple[frozenset[str], ...]:
    """Return, for each audit, the ids of the statistics that a user means by ids, locators of figures or IRIs.

    `resolved` gives the name of the statistic that another text means, or raises.
    """
    asked: list[frozenset[str]] = [frozenset() for _ in audits]
    for text in typed:
        found = _meant(text.strip(), audits)
        if not any(found):
            found = _meant(resolved(text), audits)
        asked = [known | new for known, new in zip(asked, found, strict=True)]
    return tuple(asked)


def _meant(text: str, audits: Collection[Plain]) -> list[frozenset[str]]:
    """Return, for each audit, the statistics with an id or a locator, perhaps after ``FOLDER:``."""
    folder, _, local = text.rpartition(":")
    return [
        frozenset(name for name, one in audit["statistics"].items() if local in (name, *one["locators"]))
        if folder in ("", audit["article"])
        else frozenset()
        for audit in audits
    ]
