"""What a page is made of: plain values that the template shows in order. Texts become showable here."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from cbec_kg.model.records import Column, Unit
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, words
from cbec_kg.render.language.wording import term_heading


@cache
def text(name: str, /, **values: Bilingual | str | int) -> Bilingual:
    """Return a text of the site's catalogues; a value that is in both languages fills each text in its own.

    Raises
    ------
    KeyError
        For a name that the catalogues do not have.

    Examples
    --------
    >>> text("grade-rule", grade="single", means=Bilingual("一个来源", "one source")).en
    'single: one source'
    """
    filled = ({key: getattr(value, code, value) for key, value in values.items()} for code in LANGUAGES)
    return both(*(words("site", code)(name, **given) for code, given in zip(LANGUAGES, filled, strict=True)))


@cache
def heading(term: str) -> Bilingual:
    """Return the ontology's label of a class or property as a heading.

    Examples
    --------
    >>> heading("unit").en, heading("baseYear").en
    ('Unit', 'Base year')
    """
    return shown(term_heading(term))


def both(zh: str, en: str) -> Bilingual:
    """Return a text in both languages, showable; a missing one gives way to the other."""
    shown_zh, shown_en = shown_text(zh).strip(), shown_text(en).strip()
    if shown_zh or shown_en:
        return Bilingual(shown_zh or shown_en, shown_en or shown_zh)
    return text("no-label")


def shown(given: Bilingual | Column | Unit) -> Bilingual:
    """Return a text in both languages, or what a column or unit is called, showable."""
    return both(given.zh, given.en)


def same(name: str) -> Bilingual:
    """Return a name that is the same in both languages, showable."""
    return both(name, name)


class Part(Struct, frozen=True):
    """A part that the template shows by its form: the class's name in lower case."""

    @property
    def form(self) -> str:
        """Return the form."""
        return type(self).__name__.lower()


class Link(Part, frozen=True):
    """A link to a file of the site; `path` is from its root."""

    path: str
    label: Bilingual
    fragment: str = ""


class Outside(Part, frozen=True):
    """An IRI elsewhere."""

    iri: str


class Quote(Part, frozen=True):
    """A fragment of the article with what stands before and after it where that is needed to find it."""

    text: str
    prefix: str = ""
    suffix: str = ""


class Plain(Part, frozen=True):
    """A text of no language: an id, a number, a locator."""

    text: str


Cell = Bilingual | Link | Outside | Quote | Plain
Mark = tuple[Bilingual | None, Cell]
"""A cell under its name; without one where the cell says itself what it is."""


class Fact(Struct, frozen=True):
    """A named value; `note` says why, `id` is the fragment of the resource that it shows."""

    name: Bilingual
    values: tuple[Cell, ...]
    note: Bilingual | None = None
    id: str = ""


class Entry(Struct, frozen=True):
    """One line of a list: what it is about, marks in a row below it, remarks."""

    head: Cell
    marks: tuple[Mark, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    id: str = ""


class Paragraph(Part, frozen=True):
    """A text in both languages side by side."""

    name: Bilingual
    text: Bilingual


class Printed(Part, frozen=True):
    """A figure as it is printed."""

    name: Bilingual
    text: str
    note: Bilingual | None = None


class Facts(Part, frozen=True):
    """Named values; left out where there are none."""

    name: Bilingual
    facts: tuple[Fact, ...]


class Entries(Part, frozen=True):
    """A list; `empty` stands where nothing is on it, and without one an empty list is left out; `close` sets it close."""

    name: Bilingual
    entries: tuple[Entry, ...]
    empty: Bilingual | None = None
    lead: Bilingual | None = None
    close: bool = False


class Grid(Part, frozen=True):
    """A printed table: its cells lead to their pages, the cell of this page is marked."""

    name: Bilingual
    caption: Link
    columns: tuple[Bilingual, ...]
    rows: tuple[tuple[str, tuple[Link | Plain, ...]], ...]
    marked: str = ""


Block = Paragraph | Printed | Facts | Entries | Grid


def data_links(stem: str) -> tuple[Link, ...]:
    """Return links to the data beside a page."""
    return Link(f"{stem}.ttl", same("Turtle")), Link(f"{stem}.jsonld", same("JSON-LD"))


class Page(Struct, frozen=True):
    """One page: its path from the site's root, its blocks, class and IRI of what it is about (an empty one for a list), the
    pages above it, before and after it; its schema.org description as JSON-LD; other forms of the same.
    """

    path: str
    title: Bilingual
    blocks: tuple[Block, ...] = ()
    kind: Cell | None = None
    trail: tuple[Link, ...] = ()
    iri: str = ""
    cite: Bilingual | None = None
    data: dict[str, Any] = {}
    around: tuple[Cell | None, Cell | None] = (None, None)
    more: tuple[Link, ...] = ()
