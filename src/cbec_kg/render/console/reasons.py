"""Why, why not and what would change it in words: below each answer the lines of the folder that it follows from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.evidence.grades import GRADES
from cbec_kg.evidence.support import State
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.snapshot import Place
from cbec_kg.model.terms import BASES
from cbec_kg.provenance.curated_statements import CuratedStatement, Statements
from cbec_kg.provenance.evidence_reasons import GradeReason, LineReason, OutcomeReason
from cbec_kg.provenance.smallest_changes import Change, Changes
from cbec_kg.provenance.unsupported import Unsupported, obstacles
from cbec_kg.provenance.verdicts import VerdictChanges, VerdictReason
from cbec_kg.render.console.reason_values import whole_path
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import one_of
from cbec_kg.render.verdict_texts import verdicts_of_links

Lines = Iterator[str]

_SHOWN = 2
"""Figures that are told of a hypothesis."""


class Reasons:
    """Writes reasons: `statements` has where links and fields are written, `context` the language."""

    def __init__(self, statements: Statements, context: RenderContext) -> None:
        self.statements, self.context = statements, context
        self.words, self.common = context.words("why"), context.words("common")

    def heading(self, statement: str) -> str:
        """Return a statement by its id and paraphrase."""
        return f"{statement}  {self.context.text(statement)}"

    def grade(self, reason: GradeReason) -> Lines:
        """Yield a grade, its rule and the minimal sets of lines that give it."""
        grades = self.context.words("grades")
        label = self.words("title-grade", label=grades(f"label-{reason.grade}"))
        yield f"  {self.context.pair(label, grades(f'rule-{reason.grade}'))}"
        for lines in reason.sets:
            if lines:
                yield f"    {self.words('alone', lines=self.common('clauses').join(map(self._line, lines)))}"

    def lines(self, reason: LineReason) -> Lines:
        """Yield an evidence line and the minimal sets of links from which it follows."""
        yield f"  {self._line(reason.line)}"
        yield from self._paths(reason.paths, "    ")
        if reason.number is not None and reason.number > len(reason.paths):
            yield f"    {self.words('number', shown=len(reason.paths), number=f'{reason.number:,}')}"

    def outcome(self, reason: OutcomeReason) -> Lines:
        """Yield what becomes of a statement without what was withdrawn, by which of it, and the paths lost and left."""
        outcome, whatif = reason.outcome, self.context.words("whatif")
        state = whatif(f"state-{outcome.state}") + self.common("brackets", text=whatif(f"means-{outcome.state}"))
        yield f"  {self.words('title-outcome', items=self._items(reason.withdrawn), state=state)}"
        for items in reason.because:
            yield f"    {self.words('because', items=self._items(items))}"
        if not reason.because:
            yield f"    {self.words('nothing-lost')}"
        for name in ("lost", "left"):
            for path in getattr(outcome, name):
                yield f"    {self.words(name, source=self.context.source_text(path.source))}"
                yield from self._path(whole_path(path, self.context.snapshot), "      ")

    def verdict(self, reason: VerdictReason) -> Lines:
        """Yield a check, its minimal conflicts, and the fields from which its verdict follows."""
        check, language = reason.check, self.context.language
        yield f"  {self.words('finding', finding=check.id, verdict=one_of(VERDICTS[check.verdict], language))}"
        yield f"    {check.working or check.formula}"
        if check.computed and check.stated:
            yield f"    {self.words('computed', computed=check.computed, stated=check.stated)}"
        if reason.shared:
            yield f"    {self.words('shared', shared=reason.shared)}"
        if check.why is not None:
            yield f"    {one_of(check.why, language)}"
        for conflict in reason.conflicts:
            yield f"    {self.words('conflict', figures=self.common('items').join(conflict))}"
        if reason.fields:
            yield f"    {self.words('follows')}"
            yield from self.written((self.statements.of_field(*field) for field in reason.fields), "      ")

    def unsupported(self, found: Unsupported) -> Lines:
        """Yield why a statement does not rest on a source, and what is missing."""
        if found.rests:
            yield f"  {self.words('rests')}"
            yield from self._paths([whole_path(path, self.context.snapshot) for path in found.rests], "    ")
        for rejected in found.rejected:
            gone = [link for link in rejected.links if link not in self.context.snapshot.links]
            yield from (f"  {self.words('rejected', link=self.link(link))}" for link in gone)
        for line in found.lines:
            yield f"  {self.words('role', role=self.context.term(f'role-{line.line.role}'))}"
            for path in line.paths:
                yield from self.written(self.statements.of_links(obstacles(path)), "    ")
        for part in found.parts:
            yield f"  {self.words('is-part', part=part)}"
        if found.rereading is not None:
            yield f"  {self.change(found.rereading)}"
        if not found.rests and not found.is_named:
            yield f"  {self.words('unnamed')}"
        if found.missing:
            yield f"  {self.words('missing')}"
        for one in found.missing:
            yield f"    {self.words('nearest', link=self.link(one.link), shares=self.words(f'shares-{one.shares}'))}"

    def changes(self, changes: Changes) -> Lines:
        """Yield what a statement is now, and the smallest changes of that."""
        now = self.becomes(changes.now)
        if changes.withdrawn is None:
            yield f"  {self.words('now', now=now)}"
        elif changes.withdrawn:
            yield f"  {self.words('now-withdrawn', items=self._items(changes.withdrawn), now=now)}"
        else:
            yield f"  {self.words('now-nothing', now=now)}"
        for change in changes.changes:
            yield f"    {self.change(change)}"
        if not changes.changes:
            yield f"    {self.words('nothing-changes')}"

    def change(self, change: Change) -> str:
        """Return one change and what comes of it, in one line."""
        becomes = self.becomes(change.becomes)
        if change.kind in ("withdraw", "restore"):
            return self.words(f"{change.kind}", items=self._items(change.items), becomes=becomes)
        if change.kind == "add":
            shares = self.words(f"shares-{change.shares}")
            return self.words("add", link=self.link(change.links[0]), shares=shares, becomes=becomes)
        old, new = (self.common("clauses").join(map(self.link, links)) for links in (change.instead, change.links))
        return self.words("reread", old=old, new=new, becomes=becomes)

    def verdict_changes(self, changes: VerdictChanges, repairs: Sequence[dict[str, Any]]) -> Lines:
        """Yield what would change a contradiction."""
        language = self.context.language
        yield f"  {self.words('finding', finding=changes.check.id, verdict=self.becomes(changes.check.verdict))}"
        for one in changes.readings:
            value = {"figure": one.figure, "value": one.value, "printed": one.printed}
            yield f"    {self.words('figure', **value, becomes=self.becomes(one.becomes))}"
        for repair in repairs:
            text = repair[language] + self.common("brackets", text=self._some(repair["statistics"]))
            yield f"    {self.words('hypothesis-taken' if repair['taken'] else 'hypothesis', text=text)}"
        for names in changes.left_out:
            yield f"    {self.words('left-out', figures=self.common('items').join(names))}"
        if changes.check.verdict == "undecidable" and changes.check.why is not None:
            yield f"    {one_of(changes.check.why, language)}"
        elif not (changes.readings or repairs or changes.left_out):
            yield f"    {self.words('nothing-changes')}"

    def partial(self, seconds: float, most: int) -> str:
        """Return that an answer is not complete."""
        return f"  {self.words('partial', seconds=f'{seconds:g}', most=most)}"

    def becomes(self, name: str) -> str:
        """Return a grade, a state or a verdict in words."""
        if name in GRADES:
            return self.words("title-grade", label=self.context.words("grades")(f"label-{name}"))
        if name in get_args(State):
            return self.context.words("whatif")(f"state-{name}")
        return self.words("would-rest") if name == "rests" else one_of(VERDICTS[name], self.context.language)  # type: ignore[index]

    def link(self, link: Link) -> str:
        """Return a link by what it backs, what it starts from, and how."""
        marks = [f"role-{link.role}"] if link.role else []
        return f"{link.end} ← {link.start}{self.context.marks([*marks, f'basis-{link.basis}'])}"

    def _line(self, line: EvidenceLine) -> str:
        marks = self.context.marks([f"role-{line.role}", f"basis-{line.basis}"])
        return f"{self.context.source_text(line.source)}{marks}"

    def _some(self, figures: Sequence[str]) -> str:
        more = ["…"] if len(figures) > _SHOWN else []
        return self.common("items").join([*figures[:_SHOWN], *more])

    def _items(self, items: Iterable[str]) -> str:
        return self.common("items").join(
            self.words("basis", basis=self.context.term(f"basis-{one}")) if one in BASES else one for one in items
        )

    def _paths(self, paths: Iterable[Sequence[Link]], indent: str) -> Lines:
        for number, path in enumerate(paths):
            if number:
                yield f"{indent}{self.words('or')}"
            yield from self._path(path, indent)

    def _path(self, path: Sequence[Link], indent: str) -> Lines:
        yield from self.written(self.statements.of_links(reversed(path)), indent)
        yield from (f"{indent}{text}" for text in verdicts_of_links(path, self.context))

    def written(self, statements: Iterable[CuratedStatement], indent: str) -> Lines:
        """Yield curated statements, each with its line, and the passages of a record below the last of its own."""
        found = list(statements)
        for number, one in enumerate(found):
            where = f"{one.file}:{one.line}" if one.file else "—"
            yield f"{indent}{where}  {one.record} {one.field} {one.value}"
            if number + 1 == len(found) or found[number + 1].record != one.record:
                yield from (f"{indent}  {self._place(place)}" for place in one.places)

    def _place(self, place: Place) -> str:
        quote = self.context.quote(place)
        return quote if place.start is None else self.words("place", quote=quote, start=place.start, end=place.end)
