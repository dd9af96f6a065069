"""What a person says of lines that were read wrongly: a heading that is one or is none, where a section begins, furniture.

Each rule names a line by how it begins, and changes that line alone: passages elsewhere keep their locators. Pure: a
document in, a document and what is wrong with the rules out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cbec_kg.text.document import Block, BlockKind, Document, Span
from cbec_kg.text.headings import named, numberings
from cbec_kg.text.normalise import normalise
from cbec_kg.text.reference_list import split_entries
from cbec_kg.text.textlines import Line, lines_of

_UNNUMBERED = re.compile(r"(?:(.+)\.)?u(\d+)")
_SHOWN = 5


class LineRule(NamedTuple):
    """How the line that begins with `line` is to be read, white space and width forms aside.

    `kind` is ``heading`` (of a `level` from 1, 0 for the one that its number has), ``text``, ``furniture``, ``section`` (one
    begins with it that has no heading) or ``references`` (their list begins with it). `section` is the number or name that
    the section gets. The rule goes on to the line that begins with `through`. Of several lines that begin so, `occurrence`
    says which, counted from 1, or `every` that all are meant.
    """

    line: str
    kind: str
    level: int = 0
    section: str = ""
    through: str = ""
    occurrence: int = 0
    every: bool = False


class Misfit(NamedTuple):
    """A rule, by its position, that does not fit the text, and why."""

    rule: int
    why: str


class Overridden(NamedTuple):
    """A document read by rules, and the rules that do not fit its text."""

    document: Document
    misfits: tuple[Misfit, ...]


def overridden(document: Document, rules: Sequence[LineRule], words: Sequence[str] = ()) -> Overridden:
    """Return a document in which some lines are read by rules, and `words` stay whole.

    Examples
    --------
    >>> from cbec_kg.text.plain import plain_document
    >>> from cbec_kg.text.segment import passages
    >>> document = plain_document("1 引言\\n\\n茶好。\\n附记\\n茶贵。\\n")
    >>> found = overridden(document, [LineRule("附记", "heading", section="2")])
    >>> [passage.locator for passage in passages(found.document)]
    ['1.h', '1.p1.s1', '2.h', '2.p1.s1']
    """
    if not rules:
        return Overridden(replace(document, words=tuple(words)), ())
    lines = lines_of(document.text)
    begins = [_beginning(line.text) for line in lines]
    editor = _Editor(document, lines)
    misfits: list[Misfit] = []
    taken: dict[int, int] = {}
    for number, rule in enumerate(rules):
        found, misfit = _lines(rule, begins)
        overlap = next((place for first, last in found for place in range(first, last + 1) if place in taken), None)
        if not misfit and overlap is not None:
            misfit = f"the line {rule.line!r} is in rule {taken[overlap] + 1} too. Keep one."
        if misfit:
            misfits.append(Misfit(number, misfit))
            continue
        for first, last in found:
            taken |= dict.fromkeys(range(first, last + 1), number)
            editor.apply(rule, first, last)
    blocks = editor.blocks()
    return Overridden(replace(document, find_blocks=lambda: blocks, words=tuple(words)), tuple(misfits))


def _beginning(text: str) -> str:
    return normalise(re.sub(r"^#{1,6}[ \t]+(?=\S)", "", text)).text


def _lines(rule: LineRule, begins: Sequence[str]) -> tuple[list[tuple[int, int]], str]:
    """Return the first and last line of each place of a rule, and why there are none."""
    wanted = normalise(rule.line).text
    found = [place for place, text in enumerate(begins) if wanted and text.startswith(wanted)]
    whole = [place for place in found if begins[place] == wanted]
    if len(whole) == 1 and not (rule.every or rule.occurrence):
        found = whole
    if not found:
        return [], f"{rule.line!r} begins no line of the text. Copy the beginning of the line as it is printed."
    if rule.occurrence:
        if rule.occurrence > len(found):
            return [], f"{rule.line!r} begins {len(found)} lines of the text; there is no occurrence {rule.occurrence}."
        found = [found[rule.occurrence - 1]]
    elif len(found) > 1 and not rule.every:
        places = ", ".join(str(place + 1) for place in found[:_SHOWN])
        fact = f"{rule.line!r} begins {len(found)} lines of the text (of those with text the {places})"
        return [], f"{fact}. Write more of it, or add 'occurrence' or 'every: yes'."
    if not rule.through:
        return [(place, place) for place in found], ""
    last = normalise(rule.through).text
    ends = [next((end for end in range(place, len(begins)) if begins[end].startswith(last)), -1) for place in found]
    if -1 in ends:
        return [], f"'through' {rule.through!r} begins no line from {rule.line!r} on. Correct it."
    return list(zip(found, ends, strict=True)), ""


class _Atom(NamedTuple):
    """A range of one line as a part of a block; those of one `group` are one block."""

    span: Span
    kind: BlockKind
    name: str
    level: int
    group: int


class _Editor:
    """Cuts the blocks of a document into their lines, changes some, and puts them together again."""

    def __init__(self, document: Document, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.source = document.text
        self.atoms = sorted(
            _Atom(span, block.kind, block.name, block.level, group)
            for group, block in enumerate(document.blocks)
            for span in block.spans
        )
        self.groups = len(document.blocks)
        self.cuts: list[int] = []
        self.loose: set[int] = set()

    def apply(self, rule: LineRule, first: int, last: int) -> None:
        if rule.kind == "references":
            self._list(rule, first, last)
        elif rule.kind == "section":
            self._section(rule, first)
        elif rule.kind == "heading":
            self._heading(rule, first, last)
        else:
            for place in range(first, last + 1):
                old = self._within(place)
                kind: BlockKind = "furniture" if rule.kind == "furniture" else "paragraph"
                if all(atom.kind == kind and not (kind == "paragraph" and atom.name) for atom in old):
                    continue
                if kind == "furniture":
                    self._put(place, kind)
                    if any(atom.kind != "paragraph" for atom in old):
                        self._loosen_after(place)
                else:
                    self.loose.add(self._put(place, kind)[0])
                    self._loosen_after(place)

    def _within(self, place: int) -> list[_Atom]:
        start, end = self.lines[place].span
        return [atom for atom in self.atoms if start <= atom.span[0] < end]

    def _mark_end(self, place: int) -> int:
        """Return where the text of a line begins behind a mark that a format has before its headings."""
        old = self._within(place)
        marked = len(old) > 1 and old[0].kind == "furniture" and old[1].kind != "furniture"
        return old[1].span[0] if marked else self.lines[place].span[0]

    def _put(self, place: int, kind: BlockKind, name: str = "", level: int = 0) -> Span:
        start, end = self._mark_end(place), self.lines[place].span[1]
        self.groups += 1
        new = _Atom((start, end), kind, name, level, self.groups)
        self.atoms = sorted([*(atom for atom in self.atoms if not start <= atom.span[0] < end), new])
        return new.span

    def _loosen_after(self, place: int) -> None:
        end = self.lines[place].span[1]
        after = next((atom for atom in self.atoms if atom.span[0] >= end and atom.kind != "furniture"), None)
        if after is not None and after.kind == "paragraph" and not after.name:
            self.loose.add(after.span[0])

    def _section(self, rule: LineRule, place: int) -> None:
        for atom in self._within(place):
            if atom.kind in ("paragraph", "entry"):
                self.cuts.append(atom.span[0])
                self.atoms[self.atoms.index(atom)] = atom._replace(name=rule.section)
                return
        self.cuts.append(self._put(place, "paragraph", rule.section)[0])

    def _heading(self, rule: LineRule, first: int, last: int) -> None:
        start = self._mark_end(first)
        self.cuts.append(start)
        text = self.source[start : self.lines[first].span[1]]
        name = rule.section or self._name(text, rule.level, start)
        before = self.groups
        for place in range(first, last + 1):  # a heading of several lines
            self._put(place, "heading", name, rule.level)
        self.atoms = [
            atom._replace(group=before + 1) if atom.group > before and first < last else atom for atom in self.atoms
        ]
        if name == "references":
            self._entries(last + 1, self._until_heading(last + 1))

    def _name(self, text: str, level: int, start: int) -> str:
        above = next((a.name for a in reversed(self.atoms) if a.kind == "heading" and a.span[0] < start), "")
        parents = [part for part in above.split(".") if part.isdigit()][: max(0, level - 1)]
        known = named(text)
        if known:
            return known
        for _, parts, _ in numberings(text, True):
            own = list(map(str, parts))
            return ".".join(own if len(own) > 1 else [*parents, *own])
        prefix = ".".join(parents)
        used = [match for atom in self.atoms if (match := _UNNUMBERED.fullmatch(atom.name))]
        taken = [int(match[2]) for match in used if (match[1] or "") == prefix]
        return ".".join([*parents, f"u{max(taken, default=0) + 1}"])

    def _until_heading(self, first: int) -> int:
        for place in range(first, len(self.lines)):
            if any(atom.kind == "heading" for atom in self._within(place)):
                return place
        return len(self.lines)

    def _list(self, rule: LineRule, first: int, last: int) -> None:
        if any(atom.kind == "heading" for atom in self._within(first)):
            self._put(first, "paragraph")
        self._entries(first, last + 1 if rule.through else self._until_heading(first + 1))

    def _entries(self, first: int, after: int) -> None:
        places = [p for p in range(first, after) if any(atom.kind != "furniture" for atom in self._within(p))]
        found = split_entries([self.lines[place] for place in places], any(line.blank for line in self.lines))
        taken = {self.lines[place].span for place in places[: found.lines]}
        others = [atom for atom in self.atoms if not any(start <= atom.span[0] < end for start, end in taken)]
        new = []
        for spans in found.entries:
            self.groups += 1
            new += [_Atom(span, "entry", "", 0, self.groups) for span in spans]
        self.atoms = sorted([*others, *new])

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks: atoms of one group together, unless a heading or section that was put in comes between."""
        joined = self._joined()
        parts: dict[tuple[int, int], list[_Atom]] = {}
        for atom in self.atoms:
            cut = sum(start <= atom.span[0] for start in self.cuts)
            parts.setdefault((cut, joined.get(atom.group, atom.group)), []).append(atom)
        made = [
            Block(atoms[0].kind, tuple(atom.span for atom in atoms), atoms[0].name, atoms[0].level)
            for atoms in parts.values()
        ]
        return tuple(sorted(made, key=lambda block: block.spans[0]))

    def _joined(self) -> Mapping[int, int]:
        """Return the groups that go on the paragraph before them, which was cut off within a sentence."""
        ends = {line.span[1]: line.ends for line in self.lines}
        joined: dict[int, int] = {}
        before: _Atom | None = None
        for atom in self.atoms:
            if atom.kind == "furniture":
                continue
            if (
                atom.span[0] in self.loose
                and atom.span[0] not in self.cuts
                and before is not None
                and before.kind == "paragraph"
                and not ends.get(before.span[1], False)
            ):
                joined[atom.group] = joined.get(before.group, before.group)
            before = atom
        return joined
