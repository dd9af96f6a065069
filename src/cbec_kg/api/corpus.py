"""One or more papers as one graph: what they depend on, what is missing, which figures cannot be true."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from cbec_kg.api.explaining_rows import ExplainingRows
from cbec_kg.api.packaged import Packaged
from cbec_kg.api.questions import Named, listed
from cbec_kg.api.writing_papers import WritingPapers
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.aligned import Aligned, SameFigures
    from cbec_kg.api.results.audited_figures import AuditReport
    from cbec_kg.api.results.base import Table
    from cbec_kg.api.results.differences import Differences
    from cbec_kg.api.results.found_records import Gaps
    from cbec_kg.api.results.published_notices import PublishedNotices
    from cbec_kg.api.results.withdrawals import Critical, WhatIf
    from cbec_kg.model.terms import Basis


class Corpus(ExplainingRows, WritingPapers, Packaged):
    """One or more papers that are asked as one graph.

    Records are named by their id; among several papers by ``PAPER:ID``. Every method that takes a record takes its id, a
    reference's number (``9``, ``"[9]"``), a passage's locator (``"4.2.p1.s3"``) or an IRI as well, and raises
    `UnknownIdError`, which carries the nearest ids, for what is none. Each value is computed once.

    Attributes
    ----------
    folders : tuple of Path
    problems, facets, countermeasures, measures, claims, statistics, citations, attributions, references, sources, \
    indicators, entities, sections : tuple of records
        The frozen records of a kind (`cbec_kg.model.records`), sorted by name.
    """

    def what_if(
        self,
        without: Named | Iterable[Named] = (),
        *,
        without_basis: Iterable[str] = (),
        only_stated: bool = False,
        everything: bool = False,
    ) -> WhatIf:
        """Return what falls, what is weakened and what stands when sources are withdrawn, with the sources' parts.

        Of a problem or countermeasure that is told of itself, and of its parts apart. Among several papers a source is
        withdrawn wherever it is the same by an exact match (`alignment`), and these matches are told.

        Parameters
        ----------
        without
            References and named sources.
        without_basis
            ``inherited``, ``inferred``: links of this basis count no more; both do not if `only_stated` is true.
        everything : bool
            Text and table list what stands, too.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> gone = open_paper().what_if(without=[9])
        >>> gone.withdrawn, "facet-logistics-cost" in gone.falls
        (('ref-09',), False)
        """
        from cbec_kg.api.results.withdrawals import WhatIf
        from cbec_kg.evidence.support import with_parts, withdraw

        snapshot = self._snapshot
        names = [self._resolve(name, ("reference", "source")) for name in listed(without)]
        bases = {"inherited", "inferred"} if only_stated else set(without_basis)
        if bases - {"inherited", "inferred"}:
            raise UsageError(f"without_basis takes inherited and inferred, not {', '.join(sorted(bases))}.")
        named, names = names, self._alignment.extended(names)
        also = tuple(one for one in self._alignment.matches_of(names) if one.predicate == "exact") if names != named else ()
        gone = with_parts(names, snapshot.part_of)
        outcomes = withdraw(snapshot.links, snapshot.statements, gone, cast("set[Basis]", bases), snapshot.elsewhere)
        return WhatIf(tuple(outcomes), tuple(sorted(gone)), tuple(sorted(bases)), everything, snapshot, also)

    def notices(self, *files: str | Path, day: str = "", since: str = "") -> PublishedNotices:
        """Return which notices are about what is cited: retractions, concerns, corrections, reinstatements.

        They are those of the folder, of `open_paper`, and of the files: Retraction Watch's table, or works of Crossref as
        JSON, that the user has; nothing is fetched. A notice is about a reference by DOI, PubMed id, or title with year and
        first author; what is only near is proposed. `UsageError` is raised when a file cannot be read, `DataError` when it
        is no such file.

        Parameters
        ----------
        *files : path
            Read together.
        day : str
            Only notices of this day or before count, ``YYYY-MM-DD``; all where it is empty.
        since : str
            A day before it: the answer has what is ``new`` between the two.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().notices().withdrawn
        ()
        """
        from cbec_kg.api.notifying import published_notices

        return published_notices(self._snapshot, files, day, since)

    def loads(self) -> Table:
        """Return what each source carries alone: how many statements of each kind fall without it, and which problems.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().loads().columns[0]
        'source'
        """
        from cbec_kg.api.results.base import Table
        from cbec_kg.render.console.whatif import loads_table

        columns, rows = loads_table(self._snapshot, self._alignment)
        return Table(tuple(columns), tuple(map(tuple, rows)))

    def critical_sources(self, *statements: Named) -> Critical:
        """Return which sources statements cannot do without, all problems where none is named.

        There are minimal cut sets, of a problem itself and of all its parts, single points of failure, and the load of each
        source. Sources of several papers that are the same by an exact match carry one load, named by the first.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().critical_sources("problem-talent").statements["problem-talent"].cut_sets
        (('ref-13', 'source-cbec-export-report-2020'),)
        """
        from cbec_kg.api.results.withdrawals import Critical
        from cbec_kg.evidence.critical import loads, shared_sources
        from cbec_kg.evidence.profiles import parts_count
        from cbec_kg.evidence.wholes import WHOLES

        snapshot = self._snapshot
        problems = sorted(name for name, kind in snapshot.statements.items() if kind == "problem")
        found = {name: snapshot.dependence[name] for name in self._statements(statements) or problems}
        parts = {name: parts_count(snapshot, name) for name in found if snapshot.statements[name] in WHOLES}
        same = self._alignment
        links = same.merged(snapshot.links)
        carried = loads(links, problems, same.merged_parts(snapshot.part_of), snapshot.elsewhere)
        return Critical(found, parts, tuple(shared_sources(links, problems)), tuple(carried), snapshot, same)

    def alignment(self) -> Aligned:
        """Return which records of several papers mean the same thing, and how that is known; nothing is merged.

        They are the same by an identifier that both carry or by a curator's statement (the mappings of `open_corpus`);
        what is only called the same is proposed. `DataError` is raised for a mapping set that cannot be read.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().alignment().matches
        ()
        """
        from cbec_kg.api.results.aligned import Aligned

        return Aligned(self._alignment, self._stated.others, self._snapshot)

    def same_figures(self) -> SameFigures:
        """Return the figures that several papers print for one quantity, and whether they agree; those that differ first.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().same_figures().pairs
        ()
        """
        from cbec_kg.alignment.figures import same_quantities
        from cbec_kg.api.results.aligned import SameFigures

        return SameFigures(tuple(same_quantities(self._snapshot, self._alignment)), self._snapshot)

    def diff(self, old: str, new: str) -> Differences:
        """Return what differs between two of these papers, by their ids: figures of one quantity, and sources of both.

        What is the same in both is known as by `alignment`. `UsageError` is raised when these are not two of the papers, or
        have nothing in common. Versions of one paper are compared by `Paper.compare`.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().diff("tea-2020", "coffee-2021")
        Traceback (most recent call last):
        ...
        cbec_kg.errors.UsageError: 'tea-2020' is no paper here; there are: ass-2021-108287.
        """
        from cbec_kg.alignment.matches import paper_of
        from cbec_kg.api.comparing import papers_diff

        for paper in (old, new):
            if paper not in self.ids:
                raise UsageError(f"{paper!r} is no paper here; there are: {', '.join(self.ids)}.")
        if old == new:
            raise UsageError(f"{old} is named twice. Name two papers.")
        one, other = (next(one for one in self._workings if one.snapshot.papers == (paper,)) for paper in (old, new))
        both = {old, new}
        stated = (each for each in self._stated.statements if {paper_of(each.subject), paper_of(each.object)} <= both)
        return papers_diff(one.snapshot, other.snapshot, lambda snapshot: stated)

    def gaps(self, *kinds: str) -> Gaps:
        """Return what is missing between evidence, problems and countermeasures, in both directions.

        All kinds of gap are listed if none is named; an unknown one raises `UsageError`, which lists them.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> {gap.kind for gap in open_paper().gaps("facet-unaddressed").gaps}
        {'facet-unaddressed'}
        """
        from cbec_kg.api.results.found_records import Gaps
        from cbec_kg.evidence.gaps import KINDS, gaps

        for kind in kinds:
            if kind not in KINDS:
                raise UsageError(f"no kind of gap {kind!r}; there are: {', '.join(KINDS)}.")
        found = gaps(self._snapshot)
        return Gaps(tuple(gap for gap in found if not kinds or gap.kind in kinds), self._snapshot)

    def audit(
        self,
        *statistics: Named,
        verdicts: Iterable[str] = (),
        rules: Iterable[str] = (),
        everything: bool = False,
        details: bool = False,
        only_open: bool = False,
    ) -> AuditReport:
        """Return the article's figures recomputed: which cannot all be true, and what single explanation clears them.

        `UsageError` or `UnknownIdError` is raised for an unknown verdict, rule or figure.

        Parameters
        ----------
        *statistics : str
            Ids or locators of figures that the report is narrowed to; all without.
        verdicts, rules : iterable of str
            Checks to list: ``consistent``, ``within-rounding``, ``inconsistent``, ``undecidable``; names of rules.
        everything : bool
            List every check.
        details : bool
            Show how each cause was worked out, and what every hypothesis would do.
        only_open : bool
            List what no reader has judged, ready to be pasted into ``verdicts.yaml``.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> report = open_paper().audit()
        >>> report.inconsistent, len(report.causes)
        (20, 5)
        """
        from cbec_kg.api.results.audited_figures import AuditReport, asked_statistics
        from cbec_kg.audit.checks import VERDICTS
        from cbec_kg.audit.rules import RULES

        verdicts, rules = tuple(verdicts), tuple(rules)
        for given, known, what in ((rules, RULES, "rule"), (verdicts, VERDICTS, "verdict")):
            for name in given:
                if name not in known:
                    raise UsageError(f"no {what} {name!r}; there are: {', '.join(known)}.")
        audits = tuple(one.audit for one in self._workings)

        def resolved(text: str) -> str:
            from cbec_kg.errors import UnknownIdError

            try:
                return self._resolve(text, ("statistic",))
            except UnknownIdError:
                raise
            except UsageError as error:
                places = [place for one in audits for figure in one["statistics"].values() for place in figure["locators"]]
                example = f", such as {places[0]}" if places else ""
                raise UsageError(f"{error} A locator names all figures that stand there{example}.") from None

        figures = asked_statistics(listed(statistics), audits, resolved)
        return AuditReport(audits, figures, verdicts, rules, everything, details, only_open)
