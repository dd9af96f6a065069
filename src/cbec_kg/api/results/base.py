"""What all answers have in common: text, JSON, a table or a picture, and how a notebook shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars

    from cbec_kg.model.snapshot import Place, Snapshot
    from cbec_kg.render.context import RenderContext

TABLE = ("table", "csv", "csv-excel", "tsv", "markdown", "json")
"""Formats of a table."""
_MOST_ROWS = 60
"""Rows that a notebook shows of a table."""

Cells = tuple[Sequence[str], Iterable[Sequence[Any]]]


class Result:
    """An answer: ``print`` shows what the command of the same name prints.

    `forms` has the formats that `render` takes, those of the command's ``--format``; the first is what `text` gives. `exact`
    are answers for another program, to which nothing may be added.
    """

    forms: ClassVar[tuple[str, ...]] = ("text",)
    exact: ClassVar[bool] = False

    def render(self, form: str = "", language: str = "en") -> str:
        """Return the answer in one of `forms`, the first when left out, and in ``en`` or ``zh``; `UsageError` for others."""
        form = form or self.forms[0]
        for given, known in ((form, self.forms), (language, ("en", "zh"))):
            if given not in known:
                raise UsageError(f"{given!r} is none of: {', '.join(known)}.")
        answer = self._render(form, language)
        if isinstance(answer, str):
            return answer
        from cbec_kg.render.console.tables import to_json

        return to_json(answer)

    def _render(self, form: str, language: str) -> Any:
        """Return the text of a format, or a plain value that is written as JSON."""
        raise NotImplementedError

    def text(self, language: str = "en") -> str:
        """Return the answer in words, as the command prints it, in ``en`` or ``zh``."""
        return self.render("", language)

    def to_json(self) -> str:
        """Return the answer as JSON text, as the command's ``--format json`` prints it."""
        return self.render("json")

    def to_dict(self) -> Any:
        """Return the answer as plain dicts, lists, texts and numbers: what `to_json` writes."""
        import json

        return json.loads(self.to_json())

    def svg(self, language: str = "en") -> str:
        """Return the answer as a picture in SVG; `UsageError` when there is none."""
        return self.render("svg", language)

    def __str__(self) -> str:
        return self.text().removesuffix("\n")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {str(self).partition(chr(10))[0]}>"

    def _repr_html_(self) -> str:
        if "svg" in self.forms:
            return self.svg()
        from html import escape

        from cbec_kg.errors import visible

        return f"<pre>{escape(chr(10).join(map(visible, str(self).split(chr(10)))))}</pre>"


class TableResult(Result):
    """An answer that is a table."""

    forms: ClassVar[tuple[str, ...]] = TABLE

    def _cells(self, language: str = "en") -> Cells:
        """Return the names of the columns and the rows."""
        raise NotImplementedError

    @cached_property
    def _table(self) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        columns, rows = self._cells()
        return tuple(columns), tuple(map(tuple, rows))

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._table[0]

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """Return the rows, each as wide as `columns`."""
        return self._table[1]

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.render.console.tables import render_table

        columns, rows = self._cells(language)
        return render_table(columns, list(rows), "table" if form == "text" else form)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.rows)} rows of {', '.join(self.columns)}>"

    def to_pandas(self) -> pandas.DataFrame:
        """Return a data frame of pandas, a column each of `columns`; `UsageError` when pandas is not installed."""
        frame: pandas.DataFrame = _installed("pandas").DataFrame(list(self.rows), columns=list(self.columns))
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return a data frame of polars, a column each of `columns`; `UsageError` when polars is not installed."""
        rows = [list(row) for row in self.rows]
        make: type[polars.DataFrame] = _installed("polars").DataFrame
        return make(rows, list(self.columns), orient="row", strict=False, infer_schema_length=None)

    def _repr_html_(self) -> str:
        return self.svg() if "svg" in self.forms else html_table(self.columns, self.rows)


@dataclass(frozen=True, repr=False)
class Table(TableResult):
    """A table of texts: `body` has rows as wide as `heading`."""

    heading: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]

    def _cells(self, language: str = "en") -> Cells:
        return self.heading, self.body


@dataclass(frozen=True, repr=False)
class Made(Result):
    """A text in JSON that was made for another program."""

    made: str
    forms: ClassVar[tuple[str, ...]] = ("json",)
    exact: ClassVar[bool] = True

    def _render(self, form: str, language: str) -> Any:
        return self.made


def context_of(snapshot: Snapshot, language: str, quote: Callable[[Place], str] | None = None) -> RenderContext:
    """Return what renderers need of a paper, in ``en`` or ``zh``; `quote` shows a place in a passage."""
    from cbec_kg.render.context import RenderContext, short_quote

    return RenderContext(snapshot, language, quote or short_quote)


def _installed(package: str) -> Any:
    from importlib import import_module

    try:
        return import_module(package)
    except ImportError:
        raise UsageError(f"{package} is not installed. Install it: pip install {package}") from None


def html_table(columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> str:
    """Return a table as HTML with all texts escaped, its first rows where it is long."""
    from html import escape

    from cbec_kg.errors import visible

    def line(cells: tuple[Any, ...], tag: str) -> str:
        texts = (escape(visible("" if cell is None else str(cell))) for cell in cells)
        return f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in texts)}</tr>"

    more = f"<p>{len(rows) - _MOST_ROWS} more rows</p>" if len(rows) > _MOST_ROWS else ""
    body = "".join(line(row, "td") for row in rows[:_MOST_ROWS])
    return f"<table><thead>{line(columns, 'th')}</thead><tbody>{body}</tbody></table>{more}"
