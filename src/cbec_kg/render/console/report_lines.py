"""What a report is made of, and its lines in text or in Markdown; `cbec_kg.render.report.markup` gives the same as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, Protocol

from cbec_kg.errors import visible
from cbec_kg.render.console.tables import markdown_text, render_table


class Item(NamedTuple):
    """A text of a report, and the records that a reader of a page can go to from it."""

    text: str
    records: Sequence[str] = ()


class Entry(NamedTuple):
    """A name with what is told under it, and the records that a reader of a page can go to from it."""

    name: str
    texts: Sequence[str]
    records: Sequence[str] = ()


Cells = frozenset[tuple[int, int]]
"""Cells of a table by row and column, from 0."""


class ReportWriter(Protocol):
    """What a report is written with, whatever becomes of it; texts show as they are."""

    @property
    def folds(self) -> bool: ...  # noqa: D102  # whether a reader can fold a part out

    def add(self, text: str) -> None: ...  # noqa: D102  # said below, as are the others

    def listed(self, items: Iterable[Item]) -> None: ...  # noqa: D102

    def entries(self, entries: Iterable[Entry]) -> None: ...  # noqa: D102

    def heading(self, text: str, level: int) -> None: ...  # noqa: D102

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], marked: Cells = ...) -> None: ...  # noqa: D102

    def picture(self, svg: str) -> None: ...  # noqa: D102

    def folded(self, title: str, key: str) -> AbstractContextManager[None]: ...  # noqa: D102

    def section(self, kind: str) -> AbstractContextManager[None]: ...  # noqa: D102


class ReportLines:
    """Collects the lines of a report; texts show as they are, in Markdown too."""

    folds = False

    def __init__(self, markdown: bool) -> None:
        self.markdown = markdown
        self.lines: list[str] = []

    def plain(self, text: str) -> str:
        """Return a text that shows as it is."""
        return markdown_text(text) if self.markdown else visible(text)

    def add(self, text: str) -> None:
        """Add a paragraph."""
        self.lines += ["", self.plain(text)] if self.markdown and self.lines[-1:] != [""] else [self.plain(text)]

    def listed(self, items: Iterable[Item], indent: int = 2) -> None:
        """Add a list."""
        if self.markdown:
            self.lines.append("")
        self.lines += [f"{'- ' if self.markdown else ' ' * indent}{self.plain(item.text)}" for item in items]

    def heading(self, text: str, level: int) -> None:
        """Add a heading, an empty line before it."""
        self.lines += [""] * (self.lines[-1:] != [""]) + [
            f"{'#' * level} {self.plain(text)}" if self.markdown else self.plain(text)
        ]
        if self.markdown:
            self.lines.append("")

    def entries(self, entries: Iterable[Entry]) -> None:
        """Add names, each with what is told under it, one after the other."""
        self.listed(Item(f"{entry.name}: {'; '.join(entry.texts)}") for entry in entries)

    def picture(self, svg: str) -> None:
        """Leave a picture out: lines have none."""

    @contextmanager
    def folded(self, title: str, key: str) -> Iterator[None]:
        """Add what is added within under a heading."""
        self.heading(title, 4)
        yield

    @contextmanager
    def section(self, kind: str) -> Iterator[None]:
        """Add what is added within as it is."""
        yield

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], marked: Cells = frozenset()) -> None:
        """Add a table; cells that are `marked` get a warning sign."""
        rows = [[f"⚠ {text}" if (at, to) in marked else text for to, text in enumerate(row)] for at, row in enumerate(rows)]
        table = render_table(columns, rows, "markdown" if self.markdown else "table").splitlines()
        self.lines += ["", *table, ""] if self.markdown else [f"  {line}" for line in table]

    def text(self) -> str:
        """Return the whole report."""
        return "\n".join(self.lines) + "\n"
