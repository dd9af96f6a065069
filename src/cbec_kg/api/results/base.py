"""What all answers have in common: text, JSON, a table or a picture, and how a notebook shows them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars

TABLE = ("table", "csv", "csv-excel", "tsv", "markdown", "json")
"""Formats of a table."""
_MOST_ROWS = 60
"""Rows that a notebook shows of a table."""

Cells = tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]


class Result:
    """An answer: ``print`` shows what the command of the same name prints.

    Attributes
    ----------
    forms : tuple of str
        Formats that `render` takes, those of the command's ``--format``; the first is what `text` gives.
    """

    forms: ClassVar[tuple[str, ...]] = ("text",)

    def render(self, form: str = "", language: str = "en") -> str:
        """Return the answer in a format.

        Parameters
        ----------
        form : str
            One of `forms`; the first of them when left out.
        language : str
            ``en`` or ``zh``.

        Raises
        ------
        UsageError
            For another format or language.
        """
        form = form or self.forms[0]
        for given, known in ((form, self.forms), (language, ("en", "zh"))):
            if given not in known:
                raise UsageError(f"{given!r} is none of: {', '.join(known)}.")
        return self._render(form, language)

    def _render(self, form: str, language: str) -> str:
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
        """Return the answer as a picture in SVG.

        Raises
        ------
        UsageError
            When there is no picture of this answer.
        """
        return self.render("svg", language)

    def __str__(self) -> str:
        return self.text().removesuffix("\n")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {str(self).partition(chr(10))[0]}>"

    def _repr_html_(self) -> str:
        if "svg" in self.forms:
            return self.svg()
        from html import escape

        from cbec_kg.render.console.tables import visible

        return f"<pre>{escape(chr(10).join(map(visible, str(self).split(chr(10)))))}</pre>"


class TableResult(Result):
    """An answer that is a table."""

    forms: ClassVar[tuple[str, ...]] = TABLE

    def _cells(self) -> Cells:
        raise NotImplementedError

    @cached_property
    def _table(self) -> Cells:
        return self._cells()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._table[0]

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """Return the rows, each as wide as `columns`."""
        return self._table[1]

    def _render(self, form: str, language: str) -> str:
        from cbec_kg.render.console.tables import render_table

        return render_table(self.columns, self.rows, form)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self.rows)} rows of {', '.join(self.columns)}>"

    def to_pandas(self) -> pandas.DataFrame:
        """Return the table as a data frame of pandas, a column each of `columns`.

        Raises
        ------
        UsageError
            When pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed. Install it: pip install pandas") from None
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """Return the table as a data frame of polars, a column each of `columns`.

        Raises
        ------
        UsageError
            When polars is not installed.
        """
        try:
            import polars
        except ImportError:
            raise UsageError("polars is not installed. Install it: pip install polars") from None
        rows = [list(row) for row in self.rows]
        return polars.DataFrame(rows, list(self.columns), orient="row", strict=False, infer_schema_length=None)

    def _repr_html_(self) -> str:
        return html_table(self.columns, self.rows)


def html_table(columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> str:
    """Return a table as HTML with all texts escaped, its first rows where it is long."""
    from html import escape

    from cbec_kg.render.console.tables import visible

    def line(cells: tuple[Any, ...], tag: str) -> str:
        texts = (escape(visible("" if cell is None else str(cell))) for cell in cells)
        return f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in texts)}</tr>"

    more = f"<p>{len(rows) - _MOST_ROWS} more rows</p>" if len(rows) > _MOST_ROWS else ""
    body = "".join(line(row, "td") for row in rows[:_MOST_ROWS])
    return f"<table><thead>{line(columns, 'th')}</thead><tbody>{body}</tbody></table>{more}"
