"""The evidence of papers as a table of edges: written from corpora, and asked of engines for any number of papers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult
from cbec_kg.errors import UsageError
from cbec_kg.literature.edge_table import MEMORY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cbec_kg.api.corpus import Corpus

QUESTIONS = ("closure", "whatif", "critical")
SHOWN = 50
"""Rows that an answer shows when it is not written to a file."""


@dataclass(frozen=True, repr=False)
class LiteratureAnswer(TableResult):
    """What an engine answered: the first rows, the number of all, and for a withdrawal the sources withdrawn.

    The rows of `closure` are (source, statement, kind), those of `whatif` (statement, kind, state), those of `critical`
    (source, falls, and how many of each kind), the source without which most falls first. `counts` has the number of rows
    by state or kind.
    """

    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)
    names: tuple[str, ...]
    first: tuple[tuple[Any, ...], ...]
    number: int
    withdrawn: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]

    def _cells(self, language: str = "en") -> Cells:
        return self.names, (tuple(map(str, row)) for row in self.first)

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            rows = [dict(zip(self.names, row, strict=True)) for row in self.first]
            return {"number": self.number, "withdrawn": self.withdrawn, "counts": dict(self.counts), "rows": rows}
        table = super()._render(form, language)
        if form != "text":
            return table
        from cbec_kg.render.language.catalogue import words

        texts = words("literature", language)
        lines = [texts("withdrawn", names=", ".join(self.withdrawn))] if self.withdrawn else []
        lines += [texts("count", name=name, n=count) for name, count in self.counts]
        more = self.number - len(self.first)
        lines += [table.rstrip("\n")] + ([texts("more", n=more)] if more else [])
        return "\n".join(lines) + "\n"


def write_edges(corpus: Corpus, folder: str | Path) -> int:
    """Write the edges of papers into a folder, and which of their sources are the same; return the number of papers.

    What stands there of the same papers is replaced. `OutputError` is raised when the folder cannot be written.
    """
    from cbec_kg.io.writing import make_folder
    from cbec_kg.literature.edge_table import check_numbers, connect, engine_errors, write_paper, write_same

    place = Path(folder)
    with engine_errors(place), connect() as connection:
        for one in corpus._workings:
            make_folder(place / one.snapshot.folder_id)
            write_paper(connection, one.snapshot, place / one.snapshot.folder_id)
        write_same(connection, corpus._alignment.groups, place)
        check_numbers(connection, place)
    return len(corpus._workings)


def ask_literature(
    table: str | Path,
    question: str,
    *,
    without: Iterable[str] = (),
    engine: str = "duckdb",
    memory: str = MEMORY,
    threads: int | None = None,
    out: str | Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> LiteratureAnswer:
    """Return what an engine answers from a table of edges.

    Parameters
    ----------
    table : path
        A folder that `write_edges` wrote, or a store directory, which has a table of its papers.
    question : str
        ``closure``: the sources that support each statement. ``whatif``: what falls, is weakened and stands when the sources
        `without`, named ``PAPER:ID``, are withdrawn. ``critical``: what falls without each source.
    engine : str
        ``duckdb`` for tables beyond memory, ``local`` for arrays in memory, ``spark://HOST:PORT`` for a cluster whose
        workers read the table at the same path.
    memory : str
        Most memory that DuckDB holds; the rest goes to a temporary folder.
    out : path, optional
        A ``.parquet`` or ``.csv`` file for all rows.

    Raises
    ------
    UsageError, UnknownIdError, LimitError, OutputError
        For a table, engine, question or source that is none, what does not fit, or a file that cannot be written.
    """
    from cbec_kg.literature import closure
    from cbec_kg.literature.edge_table import open_table

    if question not in QUESTIONS:
        raise UsageError(f"no question {question!r}; there are: {', '.join(QUESTIONS)}.")
    gone: tuple[str, ...] = ()
    names = list(without)
    if bool(names) != (question == "whatif"):
        raise UsageError("whatif needs the sources to withdraw, and the other questions take none.")
    with _table_at(Path(table)) as place, _connected(Path(table), memory, threads) as connection:
        open_table(connection, place)
        with closure.engine_of(engine, connection, place, progress) as asked:
            if question == "closure":
                closure.closure(connection, asked)
            elif question == "whatif":
                gone = closure.withdrawal(connection, asked, names)
            else:
                closure.critical(connection, asked)
        if out is not None:
            closure.write_answer(connection, Path(out))
        return _answer(connection, question, gone)


def _answer(connection: DuckDBPyConnection, question: str, gone: tuple[str, ...]) -> LiteratureAnswer:
    where = "WHERE state <> 'stands'" if question == "whatif" else ""
    ordered = {"closure": "statement, source", "whatif": "state, kind, statement", "critical": "falls DESC, source"}[
        question
    ]
    found = connection.execute(f"SELECT * FROM answer {where} ORDER BY {ordered} LIMIT {SHOWN}")
    columns = tuple(column[0] for column in found.description or ())
    first = tuple(found.fetchall())
    by = {"closure": "kind", "whatif": "state", "critical": ""}[question]
    counts = connection.execute(f"SELECT {by}, count(*) FROM answer GROUP BY 1 ORDER BY 1").fetchall() if by else []
    number = connection.execute(f"SELECT count(*) FROM answer {where}").fetchone()
    return LiteratureAnswer(columns, first, int(number[0]) if number else 0, gone, tuple(counts))


@contextmanager
def _table_at(place: Path) -> Iterator[Path]:
    """Give the folder of a table; that of a store stays as it is meanwhile."""
    from cbec_kg.store.layout import StoreDirectory

    directory = StoreDirectory(place)
    if not directory.pointer.is_file():
        yield place
        return
    generation, lock = directory.open_to_read()
    try:
        if not generation.table.is_dir():
            raise UsageError(
                f"{place}: has no table of edges: it is empty, or was loaded without DuckDB. Get that: pip install "
                f"'cbec-kg[scale]', then load a folder: cbec-kg load {place} FOLDER"
            )
        yield generation.table
    finally:
        lock.close()


@contextmanager
def _connected(table: Path, memory: str, threads: int | None) -> Iterator[DuckDBPyConnection]:
    """Give a DuckDB with a temporary folder; its own errors become ours."""
    from cbec_kg.literature.edge_table import connect, engine_errors

    with tempfile.TemporaryDirectory(prefix="cbec-kg-") as scratch:
        connection = connect(memory, threads, Path(scratch))
        try:
            with engine_errors(table, memory, "Allow it more with --memory"):
                yield connection
        finally:
            connection.close()
