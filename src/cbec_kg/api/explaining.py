"""The questions that ask for reasons: why something follows, why a statement lacks a source, what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from cbec_kg.api.questions import Named, Questions, listed
from cbec_kg.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.explanations import WhatChanges, Why, WhyNot
    from cbec_kg.api.workings import Workings
    from cbec_kg.audit.checks import Check
    from cbec_kg.model.terms import Basis
    from cbec_kg.provenance.curated_statements import Statements
    from cbec_kg.provenance.verdicts import Verdicts

_FINDING = "finding/"


class Explaining(Questions):
    """The questions that ask for reasons; see `cbec_kg.Corpus`."""

    def why(
        self,
        subject: Named,
        /,
        *,
        without: Named | Iterable[Named] = (),
        without_basis: Iterable[str] = (),
        most: int = 8,
        timeout: float = 60.0,
    ) -> Why:
        """Return from which lines of the folder something follows: minimal sets of curated statements, with their places.

        Of a statement: its evidence lines, each with the links without any of which the source would not bear on it so; its
        grade; and, for a figure, the worst findings on it. Of a finding, a name such as the audit gives: its minimal
        conflicts, and the fields of the figures from which it follows. `UnknownIdError` is raised for what is neither.

        Parameters
        ----------
        without, without_basis
            Sources, and kinds of basis (``inherited``, ``inferred``): why it falls, is weakened or stands without them.
        most : int
            Sets of each kind that are given.
        timeout : float
            Seconds, 0 for no limit; what is known by then is given, and ``complete`` is false.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> found = open_paper().why("problem-talent")
        >>> [link.start for link in found.lines[0].paths[0]]
        ['source-cbec-export-report-2020', 'attribution-cbec-export-report-2020']
        """
        from cbec_kg.api.results.explanations import Asked, Why
        from cbec_kg.provenance.evidence_reasons import LinePaths, grade_reason, outcome_reason
        from cbec_kg.provenance.minimal import time_limit

        asked = Asked(checked(timeout, most), most)
        withdrawn, bases = self._withdrawn(without, without_basis)
        statement, findings = self._subject(str(subject), bool(withdrawn or bases))
        snapshot, statements = self._snapshot, self._curated
        with time_limit(asked.seconds) as expired:
            figures, verdicts = next(findings, (None, ()))
            reasons = tuple(figures.reason(check, expired, most) for check in verdicts) if figures else ()
            place = statements if figures is None else self._figures_of(figures)
            if statement is None:
                return Why(asked, statements, place, verdicts[0].id, verdicts=reasons)
            if withdrawn or bases:
                outcome = outcome_reason(snapshot, statement, withdrawn, bases, expired, most)
                return Why(asked, statements, place, statement, outcome=outcome)
            graph, lines = LinePaths(snapshot.links), snapshot.lines_to.get(statement, ())
            found = tuple(graph.reason(line, expired, most) for line in lines)
            return Why(asked, statements, place, statement, found, grade_reason(lines, expired, most), None, reasons)

    def why_not(self, statement: Named, source: Named, /, *, most: int = 8, timeout: float = 60.0) -> WhyNot:
        """Return why a statement does not rest on a source, and the smallest additions by which it would.

        The source may bear on it in a role that does not support it, back a part of it alone, be joined to it by a link that
        readers reject (of papers `without_rejected`), be named nowhere, or not be linked to it at all. The answer is true
        where the statement does rest on it.

        Parameters
        ----------
        most, timeout
            As for `why`.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> found = open_paper().why_not("problem-talent", "[5]")
        >>> bool(found), [line.line.role for line in found.found.lines]
        (False, [])
        """
        from cbec_kg.api.results.explanations import Asked, WhyNot
        from cbec_kg.provenance.minimal import time_limit
        from cbec_kg.provenance.unsupported import unsupported

        asked = Asked(checked(timeout, most), most)
        (name,) = self._statements([statement])
        with time_limit(asked.seconds) as expired:
            named = self._resolve(source, ("reference", "source"))
            found = unsupported(self._snapshot, name, named, self._opened.snapshot, expired, most)
        return WhyNot(asked, self._curated, self._curated, found)

    def what_changes(
        self,
        subject: Named,
        /,
        *,
        without: Named | Iterable[Named] = (),
        without_basis: Iterable[str] = (),
        most: int = 8,
        timeout: float = 60.0,
    ) -> WhatChanges:
        """Return what would change it: a statement's grade, what becomes of it without some sources, or a finding.

        These are the smallest withdrawals, the links nearest in the text that could be added, and the fewest links, or the
        figure, that would have to read otherwise. Whether the article bears that out is not asked.

        Parameters
        ----------
        without, without_basis, most, timeout
            As for `why`.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> changes = open_paper().what_changes("problem-talent").outcome
        >>> [change.items for change in changes.changes if change.becomes == "falls"]
        [('ref-13', 'source-cbec-export-report-2020')]
        """
        from cbec_kg.api.results.explanations import Asked, WhatChanges
        from cbec_kg.provenance.minimal import time_limit
        from cbec_kg.provenance.smallest_changes import Changing

        asked = Asked(checked(timeout, most), most)
        withdrawn, bases = self._withdrawn(without, without_basis)
        statement, findings = self._subject(str(subject), bool(withdrawn or bases))
        with time_limit(asked.seconds) as expired:
            figures, verdicts = next(findings, (None, ()))
            changes = tuple(figures.changes(check, expired, most) for check in verdicts) if figures else ()
            place = self._curated if figures is None else self._figures_of(figures)
            hypotheses = {check.id: list(self._hypotheses(check)) for check in verdicts}
            if statement is None:
                name = verdicts[0].id
                return WhatChanges(asked, self._curated, place, name, verdicts=changes, hypotheses=hypotheses)
            changing = Changing(self._snapshot, statement, expired, most)
            grade = None if withdrawn or bases else changing.of_grade()
            outcome = changing.of_outcome(withdrawn, bases)
            return WhatChanges(asked, self._curated, place, statement, grade, outcome, changes, hypotheses)

    def _figures_of(self, figures: Verdicts) -> Statements:
        from cbec_kg.provenance.curated_statements import Statements

        (own,) = (one for one in self._workings if one.snapshot.papers[0] == figures.curation.folder_id)
        return Statements(own.snapshot, own.written)

    def _subject(self, typed: str, withdrawal: bool) -> tuple[str | None, Iterator[tuple[Verdicts, tuple[Check, ...]]]]:
        """Return the statement that a text means, and what finds the checks that it means, with all of their paper.

        Of a figure these are the worst ones that it is in; of another statement, and where a `withdrawal` is asked about,
        none. What is neither is refused as a statement would be.
        """
        from cbec_kg.model.links import STATEMENT_KINDS

        name = typed.rpartition(_FINDING)[2]
        try:
            statement = self._resolve(typed, STATEMENT_KINDS)
        except UsageError as error:
            findings = list(self._findings(name))
            if findings and withdrawal:
                raise UsageError(
                    f"{typed} is a finding, which no source supports; a withdrawal is of a statement."
                ) from None
            if findings:
                return None, iter(findings[:1])
            if isinstance(error, UnknownIdError) and typed.startswith(_FINDING):
                raise UnknownIdError(typed, (), "cbec-kg audit --all lists the findings.") from None
            raise
        figure = self._snapshot.kinds[statement] == "statistic"
        return statement, self._worst(statement) if figure and not withdrawal else iter(())

    def _findings(self, name: str) -> Iterator[tuple[Verdicts, tuple[Check, ...]]]:
        for one in self._workings:
            if any(check["id"] == name for check in one.audit["checks"]):
                verdicts = _verdicts(one)
                yield verdicts, (verdicts.checks[name],)

    def _worst(self, statistic: str) -> Iterator[tuple[Verdicts, tuple[Check, ...]]]:
        from cbec_kg.model.snapshot import VERDICTS

        paper, _, local = statistic.rpartition(":")
        for one in self._workings:
            if paper in ("", one.snapshot.papers[0]):
                verdicts = _verdicts(one)
                of = [check for check in verdicts.checks.values() if local in check.inputs]
                worst = min((check.verdict for check in of), key=VERDICTS.index, default=None)
                yield verdicts, tuple(check for check in of if check.verdict == worst)

    def _hypotheses(self, check: Check) -> Iterator[dict[str, Any]]:
        """Yield the hypotheses of the audit that clear a check, each once; that is `taken` which it holds for the cause."""
        seen = set()
        for cause in (cause for one in self._workings for cause in one.audit["causes"]):
            for rank, repair in enumerate(cause["repairs"]):
                clears = {(one["rule"], *sorted(one["statistics"])) for one in repair["cleared"]}
                if (check.rule, *sorted(check.inputs)) in clears and repair["id"] not in seen:
                    seen.add(repair["id"])
                    value = {name: repair[name] for name in ("id", "kind", "zh", "en", "statistics", "changes")}
                    yield value | {"taken": bool(cause["explained"] and rank == 0)}

    def _withdrawn(self, without: Named | Iterable[Named], bases: Iterable[str]) -> tuple[list[str], tuple[Basis, ...]]:
        given = tuple(dict.fromkeys(bases))
        if set(given) - {"inherited", "inferred"}:
            raise UsageError(f"without_basis takes inherited and inferred, not {', '.join(given)}.")
        names = [self._resolve(name, ("reference", "source")) for name in listed(without)]
        return self._alignment.extended(names), cast("tuple[Basis, ...]", given)


def checked(timeout: float, most: int) -> float:
    """Return the seconds that a search may take; `UsageError` is raised for less than none, and for fewer sets than one."""
    if timeout < 0 or most < 1:
        raise UsageError(
            f"a timeout of {timeout:g} and at most {most} sets: 0 or more seconds, and 1 or more, are expected."
        )
    return timeout


def _verdicts(one: Workings) -> Verdicts:
    from cbec_kg.model.joining import curation_of
    from cbec_kg.provenance.verdicts import Verdicts

    return Verdicts(curation_of(one.snapshot))
