"""The report on a paper: its argument, the evidence of each problem, what hangs on one source, the findings; with places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cbec_kg.audit.naming import place_of
from cbec_kg.evidence.critical import Load
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.terms import BASES, ROLES
from cbec_kg.render.console.report_lines import Entry, Item, ReportWriter
from cbec_kg.render.console.warnings import warning_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import one_of
from cbec_kg.render.published_texts import notice_lines, outcome_line, state_mark
from cbec_kg.render.report.causes import FindingsReport
from cbec_kg.render.report.doubtful import doubtful_of
from cbec_kg.render.svg.pictures import matrix_svg
from cbec_kg.render.whole_texts import profile_text

_BESIDE = ("measuring", "setting", "causes", "echoes")
"""Records beside the sources whose warnings a problem is told with, by the names of `Profile`."""


@dataclass(frozen=True)
class Reported:
    """What a report is about: the diagnosed problems in the order of the paper, what each source carries, the audit."""

    profiles: tuple[Profile, ...]
    loads: tuple[Load, ...]
    audit: dict[str, Any]


def write_report(reported: Reported, context: RenderContext, out: ReportWriter) -> None:
    """Add the report to a writer; `context` has the paper and the language."""
    report = _Report(reported, context, out)
    report.opening()
    report.argument()
    report.problems()
    report.sources()
    report.published()
    report.findings()


class _Report:
    def __init__(self, reported: Reported, context: RenderContext, out: ReportWriter) -> None:
        self.reported, self.context, self.out = reported, context, out
        self.snapshot, self.language = context.snapshot, context.language
        self.words, self.common = context.words("report"), context.words("common")

    def opening(self) -> None:
        article = self.snapshot.article
        self.out.heading(self.words("title"), 1)
        title = one_of(article.title, self.language) if article.title else ""
        names = [title, self.context.text(article.id), f"DOI {article.doi}" if article.doi else ""]
        self.out.add(self.common("clauses").join(filter(None, names)))
        self.out.add(self.words("about"))

    def argument(self) -> None:
        self.out.heading(self.words("argument"), 2)
        stated = getattr(self.snapshot.article, "argument", None)
        if stated is not None:
            self.out.add(one_of(stated, self.language))
        profiles, audit = self.reported.profiles, self.reported.audit
        parts = [profile.counts.own for profile in profiles if profile.counts]
        backed = sum(bool(profile.direct) for profile in profiles)
        self.out.listed(map(Item, (
            self.words("problems-backed", n=len(profiles), backed=backed),
            self.words("facets-backed", n=sum(one.number for one in parts), backed=sum(one.before for one in parts)),
            self.words("contradictions", n=audit["summary"]["misfits"], wrong=audit["doubts"]["size"]),
        )))  # fmt: skip

    def problems(self) -> None:
        self.out.heading(self.words("evidence"), 2)
        if self.reported.profiles:
            self.out.picture(matrix_svg(self.reported.profiles, self.context))
        for profile in self.reported.profiles:
            with self.out.section("problem"):
                self.problem(profile)

    def problem(self, profile: Profile) -> None:
        self.out.heading(self.context.text(profile.id), 3)
        self.out.entries(self.entries(profile))
        rows = [*self.rows(profile, self.words("itself"))]
        for part in profile.parts:
            rows += self.rows(part, self.context.text(part.id))
        if rows:
            self.out.table(
                [self.words(name) for name in ("column-of", "column-source", "column-role", "column-basis", "column-at")],
                rows,
            )
        bare = [part for part in profile.parts if not part.direct]
        if bare:
            self.out.add(self.words("without", n=len(bare)))
            self.out.listed(self.placed(part.id) for part in bare)

    def entries(self, profile: Profile) -> Iterator[Entry]:
        grade, grades = grade_of(profile.lines), self.context.words("grades")
        yield Entry(self.words("stated"), [self.places(profile.id)], [profile.id])
        yield Entry(self.words("backing"), [profile_text(profile, self.context)])
        yield Entry(self.words("grade"), [self.context.pair(grades(f"label-{grade}"), grades(f"rule-{grade}"))])
        answers = [link.start for link in self.snapshot.incoming.get(profile.id, ()) if link.relation == "answer"]
        texts = [self.context.text(name) for name in dict.fromkeys(answers)]
        yield Entry(self.words("answered"), texts or [self.words("unanswered")], answers)
        beside = [name for field in _BESIDE for name in getattr(profile, field)]
        doubts = [line for name in (profile.id, *beside) for line in warning_lines(name, self.context)]
        if doubts:
            yield Entry(self.words("doubts"), list(dict.fromkeys(doubts)))

    def rows(self, profile: Profile, of: str) -> Iterator[list[str]]:
        best = sorted(strongest(profile.lines).values(), key=lambda line: (ROLES.index(line.role), BASES.index(line.basis)))
        role = self.context.words("evidence")
        for line in best:
            basis = self.context.term(f"basis-{line.basis}")
            source = f"{self.context.source_text(line.source)}{state_mark(line.source, self.context)}"
            yield [of, source, role(f"role-{line.role}"), basis, self.cited(line)]

    def cited(self, line: EvidenceLine) -> str:
        records = (self.snapshot.records[pointer] for pointer in line.pointers)
        return self.named([at.locator for record in records for at in getattr(record, "at", ())[:1]])

    def placed(self, name: str) -> Item:
        return Item(f"{self.context.text(name)}{self.common('brackets', text=self.places(name))}", [name])

    def places(self, name: str) -> str:
        return self.named([place.locator for place in self.snapshot.node(name).places])

    def named(self, locators: Sequence[str]) -> str:
        return one_of(place_of(locators), self.language) if locators else self.words("nowhere")

    def sources(self) -> None:
        loads = [load for load in self.reported.loads if load.falls]
        if not loads:
            return
        self.out.heading(self.words("critical"), 2)
        self.out.add(self.words("critical-lead"))
        shown = sorted(loads, key=lambda load: -len(load.falls))
        columns = [self.words(name) for name in ("column-source", "falls", "weakened")]
        rows = [[self.context.source_text(one.source), str(len(one.falls)), str(len(one.weakened))] for one in shown]
        self.out.table(columns, rows)

    def published(self) -> None:
        """Add what is published about what is cited, and what becomes of statements by that, where anything is."""
        named = dict.fromkeys(one.reference for one in self.snapshot.notices)
        if not named:
            return
        self.out.heading(self.context.words("notices")("report-heading"), 2)
        lines = {name: notice_lines(name, self.snapshot, self.language) for name in named}
        self.out.entries(Entry(self.context.source_text(name), found, [name]) for name, found in lines.items())
        fallen = self.context.noticed
        if fallen:
            self.out.add(self.context.words("notices")("fallen"))
            self.out.listed(
                Item(self.context.pair(self.context.text(name), outcome_line(one, self.context)), [name])
                for name, one in fallen.items()
            )

    def findings(self) -> None:
        self.out.heading(self.words("findings"), 2)
        found = FindingsReport(self.reported.audit, self.language, self.out, doubtful_of(self.reported.audit, self.snapshot))
        found.opening()
        found.causes()
        found.worked_out()
