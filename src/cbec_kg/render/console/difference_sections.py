"""What differs between two versions of a paper, in words: sections of items, which text and Markdown are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cbec_kg.comparison.check_changes import CheckChange
from cbec_kg.comparison.evidence_changes import EvidenceChange, LineChange
from cbec_kg.comparison.figure_changes import STATES, FigureChange
from cbec_kg.comparison.record_changes import RecordChange
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.versions import Difference, SuppliedChange
from cbec_kg.model.records import Exemption, Reference, Source, Statistic
from cbec_kg.render.console.field_texts import became, field_lines
from cbec_kg.render.console.tables import markdown_text, visible_lines
from cbec_kg.render.context import RenderContext


class Item(NamedTuple):
    """One line, and what is told under it."""

    text: str
    under: tuple[str, ...] = ()


class Section(NamedTuple):
    """What is told under one heading; one that is `plain` counts too little to be in the summary."""

    heading: str
    items: tuple[Item, ...]


def as_text(head: str, sections: Iterable[Section]) -> str:
    """Return sections as text: headings, and items with two spaces before them."""
    lines = [head]
    for section in sections:
        lines += ["", section.heading]
        for item in section.items:
            lines += [f"  {item.text}", *(f"    {line}" for line in item.under)]
    return visible_lines(lines)


def as_markdown(head: str, sections: Sequence[Section]) -> str:
    """Return sections as Markdown for a review: what there is in short, then each section, folded."""
    lines = [f"**{markdown_text(head)}**", ""]
    lines += [f"- {markdown_text(section.heading)}" for section in sections]
    for section in sections:
        lines += ["", "<details>", f"<summary>{_html(section.heading)}</summary>", ""]
        for item in section.items:
            lines += [f"- {markdown_text(item.text)}", *(f"  - {markdown_text(line)}" for line in item.under)]
        lines += ["", "</details>"]
    return "".join(f"{line}\n" for line in lines)


def _html(text: str) -> str:
    from html import escape

    return escape(markdown_text(text).replace("\\", ""))


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

    def sections(self) -> list[Section]:
        """Return what differs, what matters most to a reader first, without what is empty."""
        made = [*self._figures(), *self._evidence(), *self._checks(), *self._references(), *self._records(), *self._rest()]
        return [section for section in made if section.items]

    def _section(self, name: str, items: Iterable[Item]) -> Section:
        made = tuple(items)
        return Section(self.words(name, n=len(made)), made)

    def _record(self, name: str, side: int, *under: str) -> Item:
        """Return a record of one side with its label and the place where it is written."""
        return Item(self._named(name, side), under)

    def _named(self, name: str, side: int) -> str:
        record = self.sides[side].snapshot.records[name]
        label = "" if isinstance(record, Exemption) else self.contexts[side].text(name)
        line = self.sides[side].line_of(name)
        return self.words("record", id=name, label=label, line=self.common("brackets", text=line) if line else "").strip()

    def _both(self, old: str, new: str) -> str:
        """Return a record of both versions, with its place in the files of each."""
        lines = [line for line in (self.sides[0].line_of(old), self.sides[1].line_of(new)) if line]
        label = "" if isinstance(self.sides[1].snapshot.records[new], Exemption) else self.contexts[1].text(new)
        name = new if old == new else self.words("became", old=old, new=new)
        place = self.common("brackets", text=" → ".join(dict.fromkeys(lines))) if lines else ""
        return self.words("record", id=name, label=label, line=place).strip()

    def _figures(self) -> Iterator[Section]:
        for state in STATES:
            yield self._section(f"figures-{state}", (self._figure(one) for one in self.found.figures if one.state == state))

    def _figure(self, one: FigureChange) -> Item:
        if not one.old or not one.new:
            side = 1 if one.new else 0
            return self._record(one.new or one.old, side, self._print(one.new or one.old, side))
        prints = self.words("became", old=self._print(one.old, 0), new=self._print(one.new, 1))
        return Item(self._both(one.old, one.new), (prints,))

    def _print(self, name: str, side: int) -> str:
        record = self.sides[side].snapshot.records[name]
        assert isinstance(record, Statistic)
        return f"“{record.printed}”{self.common('brackets', text=record.at[0].locator) if record.at else ''}"

    def _evidence(self) -> Iterator[Section]:
        for outcome in ("falls", "weakened", "other-sources", "stands-anew", "strengthened", "same-sources"):
            found = (one for one in self.found.evidence if one.outcome == outcome)
            yield self._section(f"evidence-{outcome}", map(self._rests_on, found))

    def _rests_on(self, one: EvidenceChange) -> Item:
        under = []
        if one.old_grade != one.new_grade:
            grades = self.contexts[1].words("grades")
            names = {side: grades(f"label-{grade}") for side, grade in (("old", one.old_grade), ("new", one.new_grade))}
            under.append(self.words("grade", **names))
        if one.parts is not None:
            under.append(self.words("parts", **dict(zip(("before", "of", "after", "now"), one.parts, strict=True))))
        under += [self._line(line) for line in one.lines]
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
        yield self._section("checks-newly-inconsistent", map(self._check, fresh))
        yield self._section("checks-no-longer-inconsistent", map(self._check, gone))
        yield self._section("checks-other", (self._check(one) for one in found if one not in fresh and one not in gone))

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
            found = (self._record(name, side) for name in names if isinstance(records[name], kinds))
            yield self._section(f"references-{what}", found)
        yield self._section("references-renumbered", (self._changed(one) for one in self.found.renumbered))
        yield self._section("references-supplied", map(self._supplied, self.found.supplied))

    def _supplied(self, one: SuppliedChange) -> Item:
        return Item(one.reference, (became(one.old, one.new, self.contexts[1]),))

    def _records(self) -> Iterator[Section]:
        found = self.found
        reasons = (
            Item(self._both(one.old, one.new), (self.words(f"reason-{one.reason}"),)) for one in found.renames
        )  # fmt: skip
        yield self._section("records-renamed", reasons)
        for side, what, names in ((0, "dropped", found.dropped), (1, "added", found.added)):
            yield self._section(f"records-{what}", (self._record(name, side) for name in names))
        yield self._section("records-changed", self._all_changed([one for one in found.changed if not one.moved]))
        moved = (
            Item(self._both(one.old, one.new), tuple(self.words("became", old=a, new=b) for a, b in one.moved))
            for one in found.moved
        )
        yield self._section("records-moved", moved)

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
            yield self._section(f"passages-{what}", map(Item, getattr(passages, what)))
        yield self._section("passages-moved", (Item(self.words("became", old=a, new=b)) for a, b in passages.moved))
        readers = (
            Item(
                self.contexts[1].pair(one.on, one.by),
                (became(one.old or None, one.new or None, self.contexts[1]),),
            )
            for one in self.found.readers
        )
        yield self._section("readers", readers)
