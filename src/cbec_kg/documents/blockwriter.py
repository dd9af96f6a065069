"""Put a document together from the parts of a format that says what they are: headings, paragraphs, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from cbec_kg.text.document import Document, GridCell, GridRow, Layout, Link
from cbec_kg.text.normalise import has_chinese
from cbec_kg.text.notes import numbered, references_of_notes
from cbec_kg.text.plain import plain_document

RAISED = str.maketrans("0123456789-–−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
"""The raised form of digits, and of dashes between them."""

_DIGITS = re.compile(r"[\d,，\s–−-]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_BLANKS = re.compile(r"[ \t\u00a0]*\n[ \t\u00a0\n]*|[ \t\u00a0]+")
_BETWEEN = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")


class Piece(NamedTuple):
    """A run of text; `entries` are those of the list of references that it cites, if it is a citation."""

    text: str
    entries: tuple[int, ...] = ()


def raised(text: str) -> str:
    """Return raised text: digits as such, other text as it is.

    Examples
    --------
    >>> raised("1,2"), raised("[3]"), raised("th")
    ('¹,²', '[3]', 'th')
    """
    return text.translate(RAISED) if _DIGITS.fullmatch(text) and any(map(str.isdigit, text)) else text


@dataclass
class DocumentWriter:
    """Collects the lines of a document; `document` gives it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[Link] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    display: set[int] = field(default_factory=set)
    captions: dict[int, str] = field(default_factory=dict)
    cells: set[int] = field(default_factory=set)
    headers: set[int] = field(default_factory=set)
    asides: set[int] = field(default_factory=set)
    furniture: set[int] = field(default_factory=set)
    floats: dict[str, int] = field(default_factory=dict)
    record: dict[str, list[str]] = field(default_factory=dict)
    note_numbers: dict[int, int] = field(default_factory=dict)
    noted_pieces: dict[int, Sequence[Piece]] = field(default_factory=dict)
    items: dict[int, dict[str, Any]] = field(default_factory=dict)
    entries: set[int] = field(default_factory=set)
    grids: dict[int, GridRow] = field(default_factory=dict)
    reaching: dict[int, tuple[int, GridCell]] = field(default_factory=dict)

    def paragraph(self, pieces: Sequence[Piece]) -> int | None:
        """Add a paragraph on one line, and return where it begins; None when it has no text."""
        start, text, links = self.length, "", list[Link]()
        for piece in pieces:
            part = _BLANKS.sub(" ", piece.text)
            part = part.lstrip() if not text or text.endswith(" ") else part
            if piece.entries:
                links.append(Link(start + len(text), start + len(text) + len(part), piece.entries))
            text += part
        text, links = _without_blanks(text.rstrip(), start, links)
        if not text:
            return None
        self.links += links
        self._line(f"{text}\n\n")
        return start

    def heading(self, pieces: Sequence[Piece], level: int) -> None:
        """Add a heading of a level, counted from 1."""
        start = self.paragraph(pieces)
        if start is not None:
            self.headings[start] = level

    def aside(self, pieces: Sequence[Piece]) -> None:
        """Add a footnote."""
        start = self.paragraph(pieces)
        if start is not None:
            self.asides.add(start)

    def names(self, field: str, text: str) -> None:
        """Take a text as the paper's ``title``, one of its ``authors`` or of its ``keywords``."""
        if text := " ".join(text.split()):
            self.record.setdefault(field, []).append(text)

    def entry(self, pieces: Sequence[Piece], item: dict[str, Any] | None = None) -> None:
        """Add an entry of the list of references, with what the format names of it as a CSL item."""
        start = self.paragraph(pieces)
        if start is not None:
            self.entries.add(start)
            if item:
                self.items[start] = item

    def cite_notes(self, notes: Mapping[int, Sequence[Piece]]) -> None:
        """Take the notes of a paper by their ids, in order: those that hold references become its list of them.

        Each is then cited where it stands (`noted`), and `list_notes` adds the list.
        """
        texts = [" ".join(_text(pieces).split()) for pieces in notes.values()]
        numbers = numbered(references_of_notes(texts))
        self.note_numbers = {note: number for note, number in zip(notes, numbers, strict=True) if number}
        for note, number in self.note_numbers.items():
            self.noted_pieces.setdefault(number, notes[note])

    def noted(self, note: int) -> Piece | None:
        """Return the mark of a note that is cited, by its id; None for another note."""
        number = self.note_numbers.get(note)
        return Piece(raised(str(number)), (number,)) if number else None

    def list_notes(self) -> None:
        """Add the references that stand in notes."""
        if self.noted_pieces:
            chinese = has_chinese("".join(map(_text, self.noted_pieces.values())))
            level = min(list(self.headings.values())[1:], default=1)  # the first may be the title
            self.heading([Piece("注释" if chinese else "Notes")], level)
            for number, pieces in sorted(self.noted_pieces.items()):
                self.entry([Piece(f"[{number}] "), *pieces])

    def outside(self, text: str) -> None:
        """Add what is in the file and is none of the article's text."""
        for line in text.splitlines():
            start = self.paragraph([Piece(line)])
            if start is not None:
                self.furniture.add(start)

    def caption(self, pieces: Sequence[Piece], kind: str) -> None:
        """Add a caption of a ``table`` or ``fig``, which is counted where it has no number of its own."""
        self.floats[kind] = self.floats.get(kind, 0) + 1
        start = self.paragraph(pieces)
        if start is not None:
            self.captions[start] = f"{kind}{self.floats[kind]}"

    def row(self, cells: Sequence[str], header: bool, sizes: Sequence[tuple[int, int]] = ()) -> None:
        """Add a row of a table; `sizes` has over how many columns and rows each cell reaches, where any does over more."""
        texts = [_without_blanks(_BLANKS.sub(" ", cell).strip(), 0, [])[0] for cell in cells]
        placed = self._placed(texts, sizes or [(1, 1)] * len(texts))
        if any(texts):
            self.cells.add(self.length)
            self.grids[self.length] = GridRow(placed, counted=True)
            if header:
                self.headers.add(self.length)
            self._line("\t".join(texts).strip() + "\n")

    def _placed(self, texts: Sequence[str], sizes: Sequence[tuple[int, int]]) -> tuple[GridCell, ...]:
        """Return the cells of a row at their columns, those that reach down from rows above among them."""
        found: list[GridCell] = []
        left = 0
        reaching, self.reaching = self.reaching, {}

        def from_above() -> Iterator[GridCell]:
            nonlocal left
            while left in reaching:
                rows, cell = reaching.pop(left)
                if rows > 1:
                    self.reaching[left] = (rows - 1, cell)
                left = int(cell.right)
                yield cell._replace(above=True)

        for text, (columns, rows) in zip(texts, sizes, strict=True):
            found += from_above()
            cell = GridCell(text, left, left + columns)
            if rows > 1:
                self.reaching[left] = (rows - 1, cell)
            found.append(cell)
            left += columns
        return (*found, *from_above())

    def end_table(self) -> None:
        """Close a table: what follows is no row of it."""
        self.reaching.clear()
        self._line("\n")

    def _line(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def document(self, notice: str = "") -> Document:
        """Return the document."""
        layout = Layout(
            frozenset(self.furniture), self.headings, frozenset(self.display), frozenset(self.asides), frozenset(self.cells),
            frozenset(self.headers), self.captions, frozenset(self.entries),
        )  # fmt: skip
        text = "".join(self.parts)
        levels = list(self.headings.values())
        if "title" not in self.record and len(levels) > 1 and levels[0] < min(levels[1:]):
            start = next(iter(self.headings))
            self.names("title", text[start : text.index("\n", start)])
        record = {name: tuple(values) for name, values in self.record.items()}
        return replace(
            plain_document(text, (), layout),
            record=record,
            links=tuple(self.links),
            items=self.items,
            notice=notice,
            grids=self.grids,
        )


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _without_blanks(text: str, start: int, links: list[Link]) -> tuple[str, list[Link]]:
    """Return a text without blanks within Chinese, and the links moved accordingly."""
    dropped = [match.start() for match in _BETWEEN.finditer(text)]
    if not dropped:
        return text, links
    moved = [
        Link(link.start - sum(place < link.start - start for place in dropped),
             link.end - sum(place < link.end - start for place in dropped), link.entries)
        for link in links
    ]  # fmt: skip
    return _BETWEEN.sub("", text), moved
