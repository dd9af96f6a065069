"""The blocks of a text that is nothing but lines: headings, paragraphs, captions, notes, rows of tables, entries.

The rules are the tool's own, made for text as extracted from a PDF, where lines are broken in the middle of sentences and
page furniture comes between them:

* a heading numbers or names a section (`headings`), or stands alone between blank lines above a paragraph;
* page furniture is a bare address, a line that begins with ``DOI:``, or one that comes again within sentences;
* a caption begins with ``Figure 1.``, ``图 1.``, ``Table 1.`` or ``表 1.``; a note with ``数据来源：`` or ``Source:``;
* a table row is a line of numbers, a name before them or none, or of several cells (`tablelines`); what comes between a
  table's caption and its first row is its header;
* a paragraph ends where `textlines` says so, and before a heading, caption or note;
* an entry of the list of references is one block (`reference_list`), and what follows the list is apart from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cbec_kg.text.captions import begins_note, caption_of
from cbec_kg.text.document import Block, BlockKind, Document, Layout, Span
from cbec_kg.text.furniture import edge_furniture
from cbec_kg.text.headings import (
    CHAPTER_ALONE,
    LEADERS,
    Candidate,
    bare_references,
    best_row,
    heads_notes,
    named,
    numberings,
)
from cbec_kg.text.markdownlines import MARKDOWN, hashes_of, is_known, mark_of
from cbec_kg.text.normalise import has_chinese
from cbec_kg.text.reference_list import abstract_label, begins_back, begins_entry, begins_front, list_start, split_entries
from cbec_kg.text.tablelines import is_header, is_number, is_parted, is_row, row_cells
from cbec_kg.text.textlines import Breaks, Line, breaks_of, lines_of, page_lines

_BEFORE = ("front", "abstract", "abstract-en")
_UNTITLED = re.compile(r"[=@\d<>{}|]|[,，.。;；:：、]|^(?:关键词|Keywords|Key words|作者|中图分类号)", re.IGNORECASE)


def plain_document(text: str, page_starts: Sequence[int] = (), layout: Layout | None = None) -> Document:
    """Return a text as a document: from its lines alone, or from its `layout` too, where its pages are known."""
    return Document(text, lambda: _Walker(text, page_starts, layout).run(), tuple(page_starts))


class _Walker:
    """Walks the lines once; `blocks` holds what it found."""

    def __init__(self, source: str, page_starts: Sequence[int], layout: Layout | None) -> None:
        self.source = source
        self.laid_out, self.layout = layout is not None, layout or Layout()
        edges = [] if layout else edge_furniture(source, page_starts)
        self.skip = {end - len(source[start:end].lstrip()) for start, end in edges} | self.layout.furniture
        self.lines = lines = lines_of(source)
        self.breaks: Breaks = breaks_of(lines, layout is not None)
        self.page = page_lines([line for line in lines if line.span[0] not in self.skip], is_known, layout is not None)
        self.blocks: list[Block] = []
        self.section = "front"
        self.unnumbered: dict[str, int] = {}
        self.above: list[tuple[int, str]] = []
        self.tables = 0
        self.open: list[Line] = []
        self.aside: list[Line] = []
        self.header: list[Line] = []
        self.float = ""
        self.width = 0
        self.goes_on = 0
        self.ended = False
        self.marked = self._markdown()
        self.rows: dict[int, tuple[int, ...]] = {}
        self.rows |= best_row(self._candidates())
        self.start = None if any(named(line.text) == "references" for line in lines) else self._unheaded()
        self.notes = self._notes_heading()

    def _content(self, line: Line) -> bool:
        return line.span[0] not in self.skip and line.span[0] not in self.page

    def _unheaded(self) -> int | None:
        content = [position for position, line in enumerate(self.lines) if self._content(line)]
        known = [place for place, position in enumerate(content) if self.lines[position].span[0] in self.layout.entries]
        start = known[0] if known else list_start([self.lines[position] for position in content])
        return None if start is None else content[start]

    def _notes_heading(self) -> int:
        """Return the position of the heading of notes right above a list that has no other heading; -1 for none."""
        above = (self.start or 0) - 1
        while above >= 0 and not self._content(self.lines[above]):
            above -= 1
        if above < 0 or not heads_notes(MARKDOWN.sub("", self.lines[above].text)):
            return -1
        self.start = None
        return above

    def _markdown(self) -> dict[int, int]:
        """Return the level of each heading that is marked as one, by line; 0 for a title, alone on its level."""
        found = {
            position: level
            for position, line in enumerate(self.lines)
            if (level := self.layout.headings.get(line.span[0], 0)) or (level := hashes_of(line))
        }
        levels = list(found.values())
        if len(levels) > 1 and levels.count(levels[0]) == 1 and min(levels[1:]) > levels[0]:
            title = next(iter(found))
            if not (named(text := MARKDOWN.sub("", self.lines[title].text)) or numberings(text)):
                found[title] = 0
        return found

    def _candidates(self) -> list[Candidate]:
        """Return the lines that may be numbered headings, in order, without those of a list of references."""
        found: list[Candidate] = []
        previous, listing, before = None, False, True
        for position, line in enumerate(self.lines):
            if not self._content(line):
                continue
            text = MARKDOWN.sub("", line.text)
            if CHAPTER_ALONE.fullmatch(text) and self._continued(position):
                text = f"{text} {self.lines[position + 1].text}"
            name = named(text)
            begins = not name and not listing and bare_references(text) and self._has_entries(line)
            listing = name == "references" or (listing and not name)
            before = before and name in ("", *_BEFORE)
            display = line.span[0] in self.layout.display or self.marked.get(position, 0) > 0
            if self.laid_out and not display and not line.blank and 0.85 * line.width >= self.breaks.full:
                previous = position  # the first line of a paragraph
                continue
            apart = display or (self.breaks.blank and line.apart and line.blank)
            if not listing and not name and not (line.ends and not text.endswith(("?", "？"))) and self._may_head(position):
                after = -1
                first = False
                if previous is not None and not apart and self._cut(self.lines[previous]):
                    after = previous if any(one.line == previous for one in found) else -1
                    first = after < 0
                if not first or before:
                    found += [
                        Candidate(position, style, parts, form, apart, self._listed(position, style, parts), after, first)
                        for style, parts, form in numberings(text, apart)
                        if not (before and not found and LEADERS.search(text))
                    ]
            listing = listing or begins
            previous = position
        return found

    def _may_head(self, position: int) -> bool:
        return not self.marked or position in self.marked or self.lines[position].span[0] in self.layout.display

    def _listed(self, position: int, style: str, parts: tuple[int, ...]) -> bool:
        """Return whether the number before or after stands right above or below, as in a list or a table of contents."""
        for line, step in zip(self._beside(position), (-1, 1), strict=True):
            sibling = (style, (*parts[:-1], parts[-1] + step))
            if line is not None and any(sibling == (other, numbers) for other, numbers, _ in numberings(line.text, True)):
                return True
        return False

    def _beside(self, position: int) -> tuple[Line | None, Line | None]:
        above = self.lines[position - 1] if position else None
        return above, self.lines[position + 1] if position + 1 < len(self.lines) else None

    def _cut(self, line: Line) -> bool:
        """Return whether a line may be broken off within a sentence."""
        return not (
            line.ends or is_known(line) or line.width < self.breaks.full or caption_of(line.text) or begins_note(line.text)
        )

    def run(self) -> list[Block]:
        position = 0
        while position < len(self.lines):
            line = self.lines[position]
            if line.span[0] in self.skip or (line.span[0] in self.page and not self.float.startswith("table")):
                self._block("furniture", line.span)
            elif position == self.start or self._heading(position, line):
                if position == self.start or self._is_list(line):
                    self._close()
                    position = self._list(position if position == self.start else position + 1 + self.goes_on)
                    self.goes_on = 0
                    continue
            elif self._abstract(line):
                self._end(self.open[-1])
            elif line.span[0] in self.layout.asides:
                self.aside.append(line)
            elif not (self._captioned(line) or self._note(line) or self._table(line)):
                if begins_front(line.text) or (begins_back(line.text) and not self._in_sentence()):
                    self._close()
                self.open.append(line)
                self._end(line)
            position += 1 + self.goes_on
            self.goes_on = 0
        self._close()
        return sorted(self.blocks, key=lambda block: block.spans[0])

    def _end(self, line: Line) -> None:
        """Close a paragraph that ends with a line."""
        if line.span[1] in self.breaks.ends:
            self._close()
            self.ended = self.ended or line.ends

    def _abstract(self, line: Line) -> bool:
        """Begin the section of an abstract whose heading is the first word of a line that goes on."""
        label = abstract_label(line.text) if self.section in _BEFORE else 0
        name = named(line.text[:label].strip(" :：.—-[]【】［］")) if label else ""
        if name not in ("abstract", "abstract-en"):
            return False
        start = line.span[0] + label
        self._begin(name, 0)
        self._block("heading", (line.span[0], line.span[0] + len(line.text[:label].rstrip())), name=name)
        self.open.append(line._replace(span=(start, line.span[1]), text=line.text[label:]))
        return True

    def _begin(self, name: str, level: int) -> None:
        """Begin a section, and close what is open."""
        self._close()
        self.float, self.width, self.section = "", 0, name
        self.above = [*(pair for pair in self.above if pair[0] < level), (level, name)]

    def _block(self, kind: BlockKind, *spans: Span, name: str = "", level: int = 0) -> None:
        self.blocks.append(Block(kind, spans, name, level))

    def _in_sentence(self) -> bool:
        return bool(self.open) and not self.open[-1].ends

    def _heading(self, position: int, line: Line) -> bool:
        level = self.marked.get(position, 0)
        start = line.span[0] + (mark_of(line) if hashes_of(line) and position in self.marked else 0)
        text = self.source[start : line.span[1]]
        name = named(text)
        name = "references" if position == self.notes else name
        shown = level or line.span[0] in self.layout.display
        if name and self._in_sentence() and not (shown or self._before_sections() or self.open[-1].blank):
            name = ""
        if not name and position in self.rows:
            name = ".".join(map(str, self.rows[position]))
        elif not name and not self._in_sentence() and bare_references(text):
            name = "references"
        elif not name and (level or (self._may_head(position) and self._stands_alone(position, line))):
            name = self._unnumbered_name(level)
        if start > line.span[0] and (name or position in self.marked):
            self._block("furniture", (line.span[0], start))
            if not name:
                self.open.append(line._replace(span=(start, line.span[1]), text=text))
                self._close()
                return True
        if not name:
            return False
        self._begin(name, level)
        self.goes_on = self._continued(position) if line.span[0] in self.layout.display else 0
        more = [self.lines[position + 1 + place].span for place in range(self.goes_on)]
        self._block("heading", (start, line.span[1]), *more, name=name, level=level)
        return True

    def _continued(self, position: int) -> int:
        """Return over how many more lines a heading in larger or bolder type goes on."""
        count = 0
        while not self.lines[position + count].blank and position + count + 1 < len(self.lines):
            following = self.lines[position + count + 1]
            titled = named(following.text) and not CHAPTER_ALONE.fullmatch(self.lines[position].text)
            taken = position + count + 1 in self.rows or titled or not self._content(following)
            if following.span[0] not in self.layout.display or taken or count > 2:
                break
            count += 1
        return count if self.lines[position + count].blank else 0

    def _unnumbered_name(self, level: int) -> str:
        above = self.section.partition(".u")[0] if self.section[:1].isdigit() else ""
        if level:
            above = next((name for other, name in reversed(self.above) if other < level), "")
        self.unnumbered[above] = self.unnumbered.get(above, 0) + 1
        return f"{above}.u{self.unnumbered[above]}".lstrip(".")

    def _stands_alone(self, position: int, line: Line) -> bool:
        """Return whether a line without a number is a heading: alone or in larger type, short, above a paragraph."""
        display = line.span[0] in self.layout.display
        apart = self.breaks.blank and line.apart and line.blank
        if not (display or (self.ended and (apart or self._between_paragraphs(position, line)))) or self._before_title():
            return False
        words = line.text.split()
        title = has_chinese(line.text) or (line.text[:1].isupper() and len(words) <= 9)
        if display and not self.lines[position + self._continued(position)].blank:
            return False  # the beginning of a paragraph
        if line.ends or not title or line.width > 50 or _UNTITLED.search(line.text) or caption_of(line.text) or self.float:
            return False
        below = next((other for other in self.lines[position + 1 :] if self._content(other)), None)
        wide = min(30.0, self.breaks.full) if display else 40
        if below is None or self._in_sentence() or not (below.ends or below.width >= wide):
            return False
        return display or below.width > line.width

    def _between_paragraphs(self, position: int, line: Line) -> bool:
        """Return whether a short line stands between two that are long and end a sentence, in a text without blank lines."""
        before = self.lines[position - 1] if position else None
        short = 3 * line.width < self.breaks.ended and line.width >= 4
        return not self.breaks.blank and short and before is not None and (before.ends or position - 1 in self.rows)

    def _before_title(self) -> bool:
        return self.section == "front" and not self.ended

    def _is_list(self, line: Line) -> bool:
        if self.section != "references" and not bare_references(MARKDOWN.sub("", line.text)):
            return False
        return self._has_entries(line)

    def _has_entries(self, line: Line) -> bool:
        """Return whether the list of references is below a line, and not below a later one that is its heading."""
        below = [other.text for other in self.lines if other.span[0] > line.span[0] and self._content(other)]
        return any(map(begins_entry, below[:6])) or not any(named(text) == "references" for text in below)

    def _before_sections(self) -> bool:
        """Return whether titles, names and keywords may be here, which end with no mark."""
        return self.section in _BEFORE

    def _list(self, first: int) -> int:
        """Add the entries of the list of references from a line on, and return the position of the line after them."""
        last = first
        while last < len(self.lines) and not (self._content(self.lines[last]) and self._ends_list(last)):
            last += 1
        lines = {place: self.lines[place] for place in range(first, last) if self.lines[place].span[0] not in self.skip}
        places = [place for place, line in lines.items() if self._content(line) or "/" in line.text or ":" in line.text]
        found = split_entries([self.lines[place] for place in places], self.breaks.blank, self.layout.entries)
        end = places[found.lines] if found.lines < len(places) else last
        for spans in found.entries:
            self._block("entry", *spans)
        for place in set(range(first, end)) - set(places):
            self._block("furniture", self.lines[place].span)
        self.section = "back"
        return end

    def _ends_list(self, position: int) -> bool:
        name = named(MARKDOWN.sub("", self.lines[position].text))
        return bool(name) or self.marked.get(position, 0) > 0

    def _captioned(self, line: Line) -> bool:
        match = None if self._in_sentence() and not self.open[-1].blank else caption_of(line.text)
        name = self.layout.captions.get(line.span[0], "")
        if match is None and not name:
            return False
        self._close()
        if match is not None:
            name = f"{'fig' if match.group(1) or match.group(2) else 'table'}{match.group(5)}"
        self.float, self.width = name, 0
        self._block("caption", line.span, name=self.float)
        return True

    def _note(self, line: Line) -> bool:
        if self._in_sentence() or not begins_note(line.text):
            return False
        self._close()
        self._block("note", line.span, name=self.float)
        self.float = ""
        return True

    def _table(self, line: Line) -> bool:
        celled = line.span[0] in self.layout.cells
        if line.span[0] in self.layout.headers and not self.float.startswith("table"):
            self._close()
            self.tables += 1
            self.float = f"table-u{self.tables}"
        if not self.float.startswith("table"):
            return False
        ends = line.ends and not is_number(row_cells(line.text)[-1])  # n.a. ends no sentence
        if not celled and (ends or (self.layout.cells and not self.header and self.width)):
            self.open, self.header, self.float = [*self.open, *self.header], [], ""
            return False
        cells = line.text.split("\t")
        numeric = [is_number(cell) for cell in cells]
        if line.span[0] in self.layout.headers:
            row = False
        elif celled:  # the first row heads the others, unless it is nothing but numbers
            row = not self._heads(cells) and (all(numeric) or bool(self.header or self.width))
        else:
            cells = row_cells(line.text)
            row = is_row(cells, self.width)
            if row and self.width and line.apart and len(cells) == 2 and not is_parted(line.text):
                row = False  # text below the table that ends with a number
            if not row and ((line.width > 60 and not is_parted(line.text)) or (self.width and len(cells) != self.width)):
                self.open, self.header, self.float = [*self.open, *self.header], [], ""
                return False
            row = row and not self._heads(cells)
        if row:
            if self.header:
                self._block("table-header", *(part.span for part in self.header), name=self.float)
                self.header = []
            self._block("table-row", line.span, name=self.float)
            self.width = len(cells)
        else:
            self.header.append(line)
        return True

    def _heads(self, cells: list[str]) -> bool:
        """Return whether cells above the first row are a part of the header."""
        return not self.width and is_header(cells, self.header[-1].text.count("\t") + 1 if self.header else 0)

    def _close(self) -> None:
        if self.header:
            self.open, self.header = [*self.header, *self.open], []
        for lines in (self.open, self.aside):
            if lines:
                self._block("paragraph", *(line.span for line in lines))
        self.open, self.aside = [], []
