"""One paper: its records, tables, graphs, charts and page."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.api.curating import Curating
from cbec_kg.api.questions import Named
from cbec_kg.api.workings import Workings
from cbec_kg.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from pyvis.network import Network
    from rdflib import Dataset

    from cbec_kg.api.results.agreements import Agreement
    from cbec_kg.api.results.annotated_places import ProposedAnchors
    from cbec_kg.api.results.audited_figures import GrowthAnswer, SeriesChart, TableChart
    from cbec_kg.api.results.base import Table
    from cbec_kg.api.results.differences import Differences
    from cbec_kg.api.results.nanopublished import NanopubsWritten
    from cbec_kg.api.results.published_notices import NoticesSaved
    from cbec_kg.api.results.reported import PaperReport


class Paper(Curating):
    """One curated paper. Nothing is read before it is asked for, and nothing is computed twice.

    Examples
    --------
    >>> from cbec_kg import open_paper
    >>> paper = open_paper()
    >>> paper.id, paper.problems[0].id, paper.references[8].number
    ('ass-2021-108287', 'problem-awareness', 9)
    """

    def __init__(self, workings: Workings) -> None:
        super().__init__([workings])

    @property
    def id(self) -> str:
        """Return the part of all IRIs that keeps this paper apart from others."""
        return self._snapshot.papers[0]

    def rdflib(self) -> Dataset:
        """Return the `rdflib.Dataset` that was built: what the article states, what was inferred, what was computed.

        Building it takes some seconds; what is asked by `query` comes of a cached copy.
        """
        return self._own.project.dataset

    def pyvis(self, *records: Named, language: str = "en") -> Network:
        """Return a plain `pyvis.network.Network` of a selection, which a notebook shows and a user restyles.

        Parameters
        ----------
        *records : str or int
            None: all that the explorer draws. One: a statement with all that it rests on, or a source with all that it
            backs. Several: these records and the links among them.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> "source-cbec-export-report-2020" in open_paper().pyvis("problem-talent").get_nodes()
        True
        """
        from cbec_kg.render.explorer.pyvis_networks import network_of

        return network_of(self._own.curation, *map(self._resolve, records), language=language)

    def table(self, name: str) -> Table:
        """Return a table of records: ``claims``, ``statistics``, ``links``, ``evidence``, ``statistics-normalised`` ...

        An unknown name raises `UsageError`, which lists those that there are.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().table("references").columns[:3]
        ('id', 'file', 'line')
        """
        import csv
        import io

        from cbec_kg.api.results.base import Table
        from cbec_kg.render.exports.bundle import csv_tables

        tables = csv_tables(self._own.project)
        if f"{name}.csv" not in tables:
            raise UsageError(f"no table {name!r}; there are: {', '.join(sorted(one[:-4] for one in tables))}.")
        heading, *rows = csv.reader(io.StringIO(tables[f"{name}.csv"]))
        return Table(tuple(heading), tuple(map(tuple, rows)))

    def charts(self, language: str = "en") -> Table:
        """Return what can be drawn: each indicator with figures, where, and how many; then each printed table.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().charts().columns
        ('indicator', 'place', 'counterpart', 'figures', 'periods', 'text')
        """
        from cbec_kg.api.results.base import Table
        from cbec_kg.model.records import Statistic
        from cbec_kg.model.records import Table as PrintedTable

        rows = []
        for one, panels in self._own.panels.items():
            values = [value.statistic for panel in panels for value in panel.values]
            periods = " ".join(sorted({value.period for value in values}))
            text = self._snapshot.text(one.indicator, language)
            rows.append((one.indicator, one.place, one.counterpart or "", str(len(values)), periods, text))
        for table in self._snapshot.of(PrintedTable):
            cells = [item for item in self._snapshot.of(Statistic) if item.table == table.id]
            periods = " ".join(sorted({item.period for item in cells}))
            rows.append((table.id, table.place, "", str(len(cells)), periods, self._snapshot.text(table.id, language)))
        return Table(("indicator", "place", "counterpart", "figures", "periods", "text"), tuple(rows))

    def chart(
        self,
        indicator: str,
        *,
        place: str | None = None,
        counterpart: str | None = None,
        kind: str | None = None,
        marked: bool = True,
    ) -> SeriesChart | TableChart:
        """Return the figures of one indicator in one place, period by period, or a table as printed: a picture and a table.

        `UnknownIdError` or `UsageError` is raised when there is no such series, or several: the message lists them.

        Parameters
        ----------
        indicator : str
            The id of an indicator, or of a printed table, which needs nothing else.
        place, counterpart : str, optional
            Where and traded with whom, when there are several series.
        kind : str, optional
            Only ``level``, ``growth``, ``average-growth``, ``share`` or ``rank``.
        marked : bool
            Mark the figures that the audit blames, with how its explanations read them.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().chart("indicator-goods-trade").svg()[:4], open_paper().chart("table-1").title()[:8]
        ('<svg', 'Table 1:')
        """
        from cbec_kg.api.results.audited_figures import SeriesChart, TableChart
        from cbec_kg.model.records import Table as PrintedTable
        from cbec_kg.series.panels import columns_of
        from cbec_kg.series.selection import chosen_series

        with suppress(UnknownIdError):  # whose message would offer records that are no indicators
            indicator = self._resolve(indicator)
        audit = self._own.audit if marked else None
        if self._snapshot.kinds.get(indicator) == "table":
            if place or counterpart or kind:
                raise UsageError(f"{indicator} is drawn whole. Leave out --place, --counterpart and --kind.")
            (table,) = (one for one in self._snapshot.of(PrintedTable) if one.id == indicator)
            return TableChart(self._snapshot, audit, table, columns_of(table, self._snapshot))
        chosen = chosen_series(self._own.panels, self._snapshot, indicator, place, counterpart)
        panels = tuple(panel for panel in self._own.panels[chosen] if kind in (None, panel.comparability.kind))
        if not panels:
            raise UsageError(f"{indicator} has no figures of kind {kind} there. Leave out --kind to see what there is.")
        return SeriesChart(self._snapshot, audit, chosen, panels)

    def growth(
        self, indicator: str, first: int, last: int, *, place: str | None = None, counterpart: str | None = None
    ) -> GrowthAnswer:
        """Return how much an indicator grew from one year to another, on a comparable basis; true when there is any result.

        Parameters
        ----------
        first, last : int
            The year grown from, and the year grown to; `UsageError` is raised when they are out of order.
        place, counterpart : str, optional
            As for `chart`, which has the errors, too.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> bool(open_paper().growth("indicator-goods-trade", 2019, 2020))
        True
        """
        from cbec_kg.api.results.audited_figures import GrowthAnswer, SeriesChart
        from cbec_kg.audit.facts import facts_of
        from cbec_kg.series.growth import growth_between

        if first >= last:
            raise UsageError(f"--from {first} is not before --to {last}. Give the earlier year first.")
        chart = self.chart(indicator, place=place, counterpart=counterpart)
        if not isinstance(chart, SeriesChart):
            raise UsageError(f"{indicator} is a table; expected is an indicator. List those with figures: cbec-kg chart")
        answer = growth_between(facts_of(self._own.curation), chart.series, first, last)
        return GrowthAnswer(answer, chart, (first, last))

    def save_notices(self, *files: str | Path) -> NoticesSaved:
        """Write the notices of some files that are about what is cited into the folder, where every view shows them.

        They stand in ``notices.csv``, in the columns of Retraction Watch, each with the file, its line and digest. Those
        that are there stay. `UsageError` or `DataError` is raised, and nothing written, as by `Corpus.notices`, and when the
        folder has a table of notices that this did not write, or lies in the installed package.

        Parameters
        ----------
        *files : path
            As for `Corpus.notices`.
        """
        from cbec_kg.api.folder_notices import save_notices

        return save_notices(self._own, files)

    def annotations(self, file: str | Path, text: str | Path) -> ProposedAnchors:
        """Return the annotations of a file as proposed anchors: where each stands in the article; nothing is written.

        The file is what the interface or the client of Hypothes.is exports, or W3C Web Annotations. `UsageError` is raised
        for another `text` than the folder was anchored in, `DataError` or `LimitError` for a file that cannot be read.

        Parameters
        ----------
        text : path
            The very text that the folder was anchored in.
        """
        from cbec_kg.api.packaging import proposed_anchors
        from cbec_kg.curation.passages import passages_csv

        document = self._document(text)
        if self._stale({"passages.csv": passages_csv(document)}):
            raise UsageError(self._not_anchored(text))
        return proposed_anchors(Path(file), self._own.curation, document, lambda: self.curate(text))

    def compare(self, other: Paper | str | Path, *, renames: bool = True, mappings: str | Path | None = None) -> Differences:
        """Return what differs from this paper to another version of its records, or to a paper on the same subject.

        Of one article, by its id or by its text, all records are compared; of two articles the figures that both print for
        one quantity, by what is the same in them (`Corpus.alignment`). True when anything differs.

        Raises `UsageError` when two articles have nothing in common, and `DataError` with the problems of both where a
        folder cannot be read.

        Parameters
        ----------
        other : Paper or path
            A paper, or a curation folder.
        renames : bool
            Propose which records are the same though their ids differ; without, they are dropped and added.
        mappings : path, optional
            An SSSOM mapping set that states what is the same in two articles.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> bool(open_paper().compare(open_paper()))
        False
        """
        from cbec_kg.api.comparing import diff

        return diff(self._own, _workings(other), renames=renames, mappings=None if mappings is None else Path(mappings))

    def agreement(self, *others: Paper | str | Path) -> Agreement:
        """Return how far this reading of an article and others agree, and which answers hold under all of them.

        Records are the same by what the article numbers, by identifiers and names, and by class and overlapping anchors;
        each field of these is compared, with Krippendorff's alpha. True when readers differ in anything. `UsageError` is
        raised without another reading, and for readings of different articles.

        Parameters
        ----------
        *others : Paper or path
            As for `compare`; the records of this one stand for those of the others.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> found = open_paper().agreement(open_paper())
        >>> found.disagreements, found.possible, min(one.f1 for one in found.spans)
        ((), (), 1.0)
        """
        from cbec_kg.api.comparing import agreement

        return agreement([self._own, *map(_workings, others)])

    def report(self) -> PaperReport:
        """Return the report on the paper for an author or an editor: argument, evidence by problem, findings, with places.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> print(open_paper().report().text().splitlines()[0])
        # Report on a paper's evidence and figures
        """
        from cbec_kg.api.building import report_of

        return report_of(self._own)

    def nanopubs(
        self,
        folder: str | Path,
        *,
        key: str | Path | None = None,
        creator: str = "",
        created: str = "",
        previous: str | Path | None = None,
        force: bool = False,
    ) -> NanopubsWritten:
        """Write claims, statistics, findings and verdicts as nanopublications, each named by the digest of what it says.

        What the article states, what the curator adds and what was computed of a record are nanopublications of their own.
        Nothing is sent anywhere. `UsageError` or `OutputError` is raised, and nothing changed, when `folder` has anything
        else, cannot be written, or an earlier nanopublication is not what its name says.

        Parameters
        ----------
        key : path, optional
            A private RSA key that signs them, which nobody else may read.
        creator : str, optional
            The ORCID iD of who curated the paper and makes them.
        created : str, optional
            The day, such as ``2021-08-30``, or seconds since 1970; without it they have no date.
        previous : path, optional
            The folder of those made before: what has changed supersedes them, what is gone is retracted, what is unchanged
            stays as it is. It may be `folder` itself.
        force : bool
            As for `site`.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> paper = open_paper()
        >>> paper.nanopubs(paper.folders[0])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        cbec_kg.errors.UsageError: ...: is a curation folder. Name another place; nothing was changed.
        """
        from cbec_kg.api.nanopubs import write_nanopubs

        before = None if previous is None else Path(previous)
        return write_nanopubs(self._own, Path(folder), None if key is None else Path(key), creator, created, before, force)


def _workings(paper: Paper | str | Path) -> Workings:
    return paper._own if isinstance(paper, Paper) else Workings(Path(paper))
