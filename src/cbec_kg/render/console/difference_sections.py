"""What differs between two versions of a paper, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cbec_kg.comparison.check_changes import CheckChange
from cbec_kg.comparison.evidence_changes import OUTCOMES, EvidenceChange, LineChange
from cbec_kg.comparison.figure_changes import STATES, FigureChange
from cbec_kg.comparison.record_changes import RecordChange
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.versions import Difference, NoticeChange, SuppliedChange
from cbec_kg.model.records import Reference, Source
from cbec_kg.render.console.field_texts import became, field_lines, print_text, record_text
from cbec_kg.render.console.sections import Item, Section, counted
from cbec_kg.render.context import RenderContext


class VersionTexts:
    """Puts the difference between two versions into words."""

    def __init__(self, found: Difference, old: Side, new: Side, language: str) -> None:
        self.found, self.sides = found, (old, new)
        self.contexts = tuple(RenderContext(side.snapshot, language) for side in (old, new))
        self.words = self.contexts[1].words("comparison")
        self.common = self.contexts[1].words("common")
        self.older = {one.new: one.old for one in found.renames}

    def head(self) -> str:
        """Return what was compared and how many records differ, in one line."""
        found, old, new = self.found, *(side.place for side in self.sides)
        if found.same:
            return self.words("same", old=old, new=new)
        counts = {"changed": found.changed, "added": found.added, "dropped": found.dropped, "renamed": found.renames}
        parts = [self.words(f"count-{what}", n=len(records)) for what, records in counts.items() if records]
        listed = self.common("items").join(parts) or self.words("count-none")
        return self.words("head", old=old, new=new, counts=listed)

    def sections(self) -> Iterator[Section]:
        """Yield what differs, what matters most to a reader first; a section may be empty."""
        for some in (self._figures, self._evidence, self._checks, self._references, self._records, self._rest):
            yield from some()

    def _named(self, name: str, side: int) -> str:
        """Return a record of one side with its label and the place where it is written."""
        return record_text(name, self.contexts[side], place=self.sides[side].line_of(name))

    def _both(self, old: str, new: str) -> str:
        """Return a record of both versions, with its place in the files of each."""
        lines = [line for line in (self.sides[0].line_of(old), self.sides[1].line_of(new)) if line]
        called = new if old == new else self.words("became", old=old, new=new)
        return record_text(new, self.contexts[1], called, " → ".join(dict.fromkeys(lines)))

    def _figures(self) -> Iterator[Section]:
        for state in STATES:
            yield counted(
                self.words, f"figures-{state}", (self._figure(one) for one in self.found.figures if one.state == state)
            )

    def _figure(self, one: FigureChange) -> Item:
        if not one.old or not one.new:
            side = 1 if one.new else 0
            name = one.new or one.old
            return Item(self._named(name, side), (print_text(name, self.contexts[side]),))
        prints = self.words("became", old=print_text(one.old, self.contexts[0]), new=print_text(one.new, self.contexts[1]))
        return Item(self._both(one.old, one.new), (prints,))

    def _evidence(self) -> Iterator[Section]:
        for outcome in OUTCOMES:
            found = (one for one in self.found.evidence if one.outcome == outcome)
            yield counted(self.words, f"evidence-{outcome}", map(self._rests_on, found))

    def _rests_on(self, one: EvidenceChange) -> Item:
        under = []
        if one.old_grade != one.new_grade:
            grades = self.contexts[1].words("grades")
            names = {side: grades(f"label-{grade}") for side, grade in (("old", one.old_grade), ("new", one.new_grade))}
            under.append(self.words("grade", **names))
        if one.parts is not None:
            under.append(self.words("parts", **dict(zip(("before", "of", "after", "now"), one.parts, strict=True))))
        under += [self._line(line) for line in one.lines]
        lines = {(line.state, line.source) for line in one.lines}
        for side, state, sources in ((0, "lost", one.lost), (1, "gained", one.gained)):
            noticed = [self.contexts[side].source_text(name) for name in sources if (state, name) not in lines]
            under += [self.words(f"line-{state}", text=text, note=self.words(f"notice-{state}")) for text in noticed]
        return Item(self._both(self.older.get(one.statement, one.statement), one.statement), tuple(under))

    def _line(self, line: LineChange) -> str:
        side = 0 if line.state == "lost" else 1
        context, name = self.contexts[side], line.source
        if line.state != "changed":
            marks = context.marks((f"role-{line.role}", f"basis-{line.new_basis or line.old_basis}"))
            text = context.source_text(name) + marks
            absent = name not in self.sides[1 - side].snapshot.records
            return self.words(f"line-{line.state}", text=text, note=self.words(f"source-{line.state}") if absent else "")
        if line.old_basis != line.new_basis:
            bases = {
                side: context.term(f"basis-{basis}") for side, basis in (("old", line.old_basis), ("new", line.new_basis))
            }
            change = self.words("became", **bases)
        else:
            change = self.words("became", old=", ".join(line.old_pointers), new=", ".join(line.new_pointers))
        return self.words(
            "line-changed", text=context.source_text(name) + context.marks((f"role-{line.role}",)), change=change
        )

    def _checks(self) -> Iterator[Section]:
        found = self.found.checks
        fresh = [one for one in found if one.newly_inconsistent]
        gone = [one for one in found if one.no_longer_inconsistent]
        yield counted(self.words, "checks-newly-inconsistent", map(self._check, fresh))
        yield counted(self.words, "checks-no-longer-inconsistent", map(self._check, gone))
        yield counted(
            self.words, "checks-other", (self._check(one) for one in found if one not in fresh and one not in gone)
        )

    def _check(self, one: CheckChange) -> Item:
        verdicts = {
            side: self.contexts[1].term(f"verdict-{verdict}") if verdict else self.words("absent")
            for side, verdict in (("old", one.old_verdict), ("new", one.new_verdict))
        }
        workings = [working for working in dict.fromkeys((one.old_working, one.new_working)) if working]
        figures = self.common("items").join(one.statistics)
        name = self.contexts[1].pair(one.rule, figures) if figures else one.rule
        return Item(name, (self.words("became", **verdicts), *workings))

    def _references(self) -> Iterator[Section]:
        kinds = (Reference, Source)
        for side, what, names in ((0, "dropped", self.found.dropped), (1, "added", self.found.added)):
            records = self.sides[side].snapshot.records
            found = (Item(self._named(name, side)) for name in names if isinstance(records[name], kinds))
            yield counted(self.words, f"references-{what}", found)
        yield counted(self.words, "references-renumbered", (self._changed(one) for one in self.found.renumbered))
        yield counted(self.words, "references-supplied", map(self._supplied, self.found.supplied))
        yield counted(self.words, "references-noticed", map(self._noticed, self.found.notices))

    def _noticed(self, one: NoticeChange) -> Item:
        notices = self.contexts[1].words("notices")
        states = [notices(f"state-{state.replace(' ', '-')}") if state else None for state in (one.old, one.new)]
        side = 1 if one.reference in self.sides[1].snapshot.records else 0
        return Item(self.contexts[side].source_text(one.reference), (became(states[0], states[1], self.contexts[1]),))

    def _supplied(self, one: SuppliedChange) -> Item:
        return Item(one.reference, (became(one.old, one.new, self.contexts[1]),))

    def _records(self) -> Iterator[Section]:
        found = self.found
        reasons = (Item(self._both(one.old, one.new), (self.words(f"reason-{one.reason}"),)) for one in found.renames)
        yield counted(self.words, "records-renamed", reasons)
        for side, what, names in ((0, "dropped", found.dropped), (1, "added", found.added)):
            yield counted(self.words, f"records-{what}", (Item(self._named(name, side)) for name in names))
        yield counted(self.words, "records-changed", self._all_changed([one for one in found.changed if not one.moved]))
        moved = (
            Item(self._both(one.old, one.new), tuple(self.words("became", old=a, new=b) for a, b in one.moved))
            for one in found.moved
        )
        yield counted(self.words, "records-moved", moved)

    def _all_changed(self, changes: Sequence[RecordChange]) -> Iterator[Item]:
        """Yield the changed records; cells of one table in which the same has changed are told together."""
        alike: dict[tuple[str, str], list[RecordChange]] = {}
        for one in changes:
            table = getattr(self.sides[1].snapshot.records[one.new], "table", None)
            alike.setdefault((table, repr(one.fields)) if table else (one.new, ""), []).append(one)
        for (table, _), same in alike.items():
            item = self._changed(same[0])
            if len(same) > 1:
                item = Item(self.words("cells", n=len(same), table=table, id=same[0].new), item.under)
            yield item

    def _changed(self, one: RecordChange) -> Item:
        return Item(
            self._both(one.old, one.new),
            tuple(line for change in one.fields for line in field_lines(change, self.contexts[1])),
        )

    def _rest(self) -> Iterator[Section]:
        passages = self.found.passages
        for what in ("changed", "dropped", "added"):
            yield counted(self.words, f"passages-{what}", map(Item, getattr(passages, what)))
        yield counted(self.words, "passages-moved", (Item(self.words("became", old=a, new=b)) for a, b in passages.moved))
        readers = (
            Item(self.contexts[1].pair(one.on, one.by), (became(one.old or None, one.new or None, self.contexts[1]),))
            for one in self.found.readers
        )
        yield counted(self.words, "readers", readers)
