"""The lines of a report that is told in text or in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cbec_kg.render.console.tables import markdown_text, render_table, visible


class ReportLines:
    """Collects the lines of a report; texts show as they are, in Markdown too."""

    def __init__(self, markdown: bool) -> None:
        self.markdown = markdown
        self.lines: list[str] = []

    def plain(self, text: str) -> str:
        """Return a text that shows as it is."""
        return markdown_text(text) if self.markdown else visible(text)

    def add(self, text: str) -> None:
        """Add a paragraph."""
        self.lines += ["", self.plain(text)] if self.markdown and self.lines[-1:] != [""] else [self.plain(text)]

    def listed(self, texts: Iterable[str], indent: int = 2) -> None:
        """Add a list."""
        if self.markdown:
            self.lines.append("")
        self.lines += [f"{'- ' if self.markdown else ' ' * indent}{self.plain(text)}" for text in texts]

    def heading(self, text: str, level: int) -> None:
        """Add a heading, an empty line before it."""
        self.lines += [""] * (self.lines[-1:] != [""]) + [
            f"{'#' * level} {self.plain(text)}" if self.markdown else self.plain(text)
        ]
        if self.markdown:
            self.lines.append("")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table."""
        table = render_table(columns, rows, "markdown" if self.markdown else "table").splitlines()
        self.lines += ["", *table, ""] if self.markdown else [f"  {line}" for line in table]

    def text(self) -> str:
        """Return the whole report."""
        return "\n".join(self.lines) + "\n"
