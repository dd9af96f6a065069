"""What a report is made of as HTML: escaped text, folded details, pictures of our own; a part of a page, not a page.

Records that a reader can go to stand as ``data-ids``, for a page to make links or buttons of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from markupsafe import Markup, escape

from cbec_kg.render.console.report_lines import Cells, Entry, Item
from cbec_kg.render.html import shown_text


class MarkupReport:
    """Collects the parts of a report as markup; a plain one, for other formats, has no pictures and folds nothing."""

    def __init__(self, *, plain: bool = False) -> None:
        self.parts: list[Markup] = []
        self.plain = plain

    @property
    def folds(self) -> bool:
        """Return whether a reader can fold a part out."""
        return not self.plain

    def add(self, text: str) -> None:
        """Add a paragraph."""
        self.parts.append(Markup("<p>{}</p>").format(_safe(text)))

    def listed(self, items: Iterable[Item]) -> None:
        """Add a list; nothing where it is empty."""
        lines = [Markup("<li>{}{}</li>").format(_safe(item.text), _records(item.records)) for item in items]
        if lines:
            self.parts.append(Markup('<ul class="listing">{}</ul>').format(Markup("").join(lines)))

    def heading(self, text: str, level: int) -> None:
        """Add a heading."""
        self.parts.append(Markup("<h{0}>{1}</h{0}>").format(level, _safe(text)))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], marked: Cells = frozenset()) -> None:
        """Add a table; cells that are `marked`, by row and column from 0, get a warning sign."""
        head = Markup("").join(map(_head, columns))
        body = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(_cell(text, (at, to) in marked, to) for to, text in enumerate(row)))
            for at, row in enumerate(rows)
        )
        table = Markup('<table class="listing"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)
        self.parts.append(Markup('<div class="wide" tabindex="0">{}</div>').format(table))

    def entries(self, entries: Iterable[Entry]) -> None:
        """Add names, each with what is told under it."""
        self.parts.append(Markup('<dl class="reasons">{}</dl>').format(Markup("").join(map(_entry, entries))))

    def picture(self, svg: str) -> None:
        """Add a picture: an SVG that we drew, in which every text is escaped."""
        if not self.plain:
            self.parts.append(Markup('<figure class="picture" tabindex="0">{}</figure>').format(Markup(svg)))

    @contextmanager
    def folded(self, title: str, key: str) -> Iterator[None]:
        """Fold what is added within, under a title."""
        self.parts.append(Markup('<details data-key="{}"><summary>{}</summary>').format(key, _safe(title)))
        yield
        self.parts.append(Markup("</details>"))

    @contextmanager
    def section(self, kind: str) -> Iterator[None]:
        """Put what is added within into a section of a class."""
        self.parts.append(Markup('<section class="{}">').format(kind))
        yield
        self.parts.append(Markup("</section>"))

    def text(self) -> Markup:
        """Return the markup of all parts."""
        return Markup("\n").join(self.parts)


def _head(name: str) -> Markup:
    return Markup('<th scope="col">{}</th>').format(_safe(name)) if name else Markup("<td></td>")


def _safe(text: str) -> Markup:
    return escape(shown_text(text))


def _records(names: Sequence[str]) -> Markup:
    return Markup(' <span class="records" data-ids="{}"></span>').format(" ".join(names)) if names else Markup("")


def _cell(text: str, is_marked: bool, column: int) -> Markup:
    if not column:
        return Markup('<th scope="row">{}</th>').format(_safe(text))
    return Markup('<td class="doubtful">⚠ {}</td>' if is_marked else "<td>{}</td>").format(_safe(text))


def _entry(entry: Entry) -> Markup:
    if len(entry.texts) == 1:
        content = _safe(entry.texts[0])
    else:
        content = Markup("<ul>{}</ul>").format(
            Markup("").join(Markup("<li>{}</li>").format(_safe(text)) for text in entry.texts)
        )
    return Markup("<dt>{}</dt><dd>{}{}</dd>").format(_safe(entry.name), content, _records(entry.records))
