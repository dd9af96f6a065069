"""An invented paper as what its author knows of it: headings, sentences, citations, figures, tables, entries, furniture.

`paper_making` invents one; `paper_forms` and its neighbours write the same one in many forms. What a reader of a form
sees of it is its `Truth`, which the benchmark holds against what was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cbec_kg.text.normalise import normalise

Language = Literal["zh", "en"]
Citing = Literal["brackets", "raised", "raised-brackets", "author-year", "notes"]
"""How a paper cites: ``[1]``, a raised 1, a raised ``[1]``, by author and year, or by footnotes that hold the references."""


class Words(NamedTuple):
    """Plain words of a sentence; `raised` for an exponent, the mass of an isotope or the like, which cites nothing."""

    text: str
    raised: bool = False


class Cite(NamedTuple):
    """A citation of entries, by their places in the list, from 0; `printed` is all of it, as in print.

    Of a citation by author and year, `parts` are the printed names and year of each entry. `narrative` is whether the names
    stand in the sentence.
    """

    entries: tuple[int, ...]
    printed: str
    parts: tuple[str, ...] = ()
    narrative: bool = False


Run = Words | Cite


class Figure(NamedTuple):
    """A number with its unit: as printed, its value as digits, and the id of its unit; value and unit empty when what is
    printed is no single figure, such as a span, so that nothing may be drafted of it."""

    printed: str
    value: str = ""
    unit: str = ""


class Sentence(NamedTuple):
    """A sentence; `note` is a footnote at its end."""

    runs: tuple[Run, ...]
    figures: tuple[Figure, ...] = ()
    note: str = ""


class Heading(NamedTuple):
    """A heading: its number as printed, empty for none; its title; its level from 1."""

    number: str
    title: str
    level: int

    @property
    def printed(self) -> str:
        return f"{self.number}{self.title}"


class Cell(NamedTuple):
    """A cell of a table that takes up several columns or rows."""

    text: str
    columns: int = 1
    rows: int = 1


class Grid(NamedTuple):
    """A table: caption with its number, rows of cells, how many of them head the others, a note below.

    `figures` has what its cells say: row, period, value as digits, and the unit's record.
    """

    label: str
    title: str
    rows: tuple[tuple[Cell, ...], ...]
    header: int
    note: str
    figures: tuple[tuple[str, str, str, str], ...] = ()


Block = Heading | tuple[Sentence, ...] | Grid
"""A paragraph is the tuple of its sentences."""


class Reference(NamedTuple):
    """An entry of the list: as printed without its number, its fields as in CSL, its key, names and year as cited."""

    printed: str
    fields: dict[str, str]
    names: tuple[str, ...]
    year: str
    key: str


@dataclass(frozen=True)
class Paper:
    """A whole paper; `look` holds choices of form that change no word, such as ``blank-lines``."""

    language: Language
    citing: Citing
    title: str
    authors: tuple[str, ...]
    affiliation: str
    abstract: tuple[Sentence, ...]
    keywords: tuple[str, ...]
    body: tuple[Block, ...]
    list_heading: str
    references: tuple[Reference, ...]
    entry_number: str
    head: str
    back: tuple[str, ...] = ()
    look: dict[str, str] = field(default_factory=dict)

    def labels(self) -> tuple[str, str]:
        """Return the words for abstract and keywords."""
        return ("摘要", "关键词") if self.language == "zh" else ("Abstract", "Keywords")

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences of abstract and body."""
        yield from self.abstract
        for block in self.body:
            if isinstance(block, tuple) and not isinstance(block, (Heading, Grid)):
                yield from block

    def entry(self, place: int) -> str:
        """Return an entry as it is printed, with its number where the list has numbers."""
        return f"{self.entry_number.format(place + 1)}{self.references[place].printed}"


class Mark(NamedTuple):
    """A citation in the text of a truth: where it ends, and the entries that it cites, by place."""

    start: int
    end: int
    entries: tuple[int, ...]


@dataclass
class Truth:
    """What a reader sees of a paper in one form; texts are normalised, the first one is that of all sentences in a row."""

    text: str = ""
    headings: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    front: str = ""
    marks: list[Mark] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    """Each figure of a table: its table, row, column and period, value and unit."""
    entries: list[dict[str, str]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """First name and year of each entry."""

    def add(self, pieces: list[tuple[str, tuple[int, ...]]]) -> None:
        """Add a sentence from its pieces, each with the entries that it cites."""
        begin = len(self.text)
        for text, entries in pieces:
            start = len(self.text)
            self.text += plain(text)
            if entries:
                self.marks.append(Mark(start, len(self.text), entries))
        if len(self.text) > begin:
            self.sentences.append(self.text[begin:])


def plain(text: str) -> str:
    """Return the normalised form of a text."""
    return normalise(text).text


def rows_of(grid: Grid) -> list[list[str]]:
    """Return the cells that each row prints: one that takes up several rows stands in the first alone."""
    return [[cell.text for cell in row] for row in grid.rows]
