"""Queries that nobody vouches for, each in a process that is ended when its time or memory is over.

A process answers one query after another; after a limit, the next query gets a new one. Out of scope: which queries are let
in at all (`cbec_kg.store.sparql`).
"""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cbec_kg.errors import LimitError, QueryError
from cbec_kg.io.piped import EndedError, PipedProcess
from cbec_kg.model.iris import PREFIXES
from cbec_kg.store.sparql import DamagedError, Dataset

MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """What a query may take: seconds (0 for no limit), bytes of memory, rows, and bytes of its answer."""

    seconds: float = 30.0
    memory: int = 512 * MEGABYTE
    rows: int = 1_000_000
    output: int = 64 * MEGABYTE


class Question(NamedTuple):
    """A query that was let in, with the prefixes that it may use, the graphs that it is asked of, if not all, and the format
    of its answer by its form; lines where there is none.
    """

    text: str
    prefixes: Mapping[str, str] = PREFIXES
    dataset: Dataset | None = None
    forms: Mapping[str, str] = {}

    @property
    def key(self) -> Hashable:
        """Return what the answer hangs on, None when it may be another each time."""
        if _VOLATILE.search(self.text):
            return None
        return self.text, self.dataset, *sorted(self.forms.items())


_VOLATILE = re.compile(r"rand|now|uuid|\\u", re.IGNORECASE)
"""What makes an answer another each time; a word that only looks so costs no more than an answer that is not remembered."""


class UnwantedFormError(QueryError):
    """A query of a form that the asker takes in none of its formats."""

    def __init__(self, form: str, forms: Mapping[str, str]) -> None:
        self.form = form
        super().__init__(
            f"the query is a {form.upper()}, whose formats are none of: {', '.join(sorted(set(forms.values())))}."
        )


class Reply(NamedTuple):
    """The answer of a query: its form (``select``, ``ask``, ``construct``), as bytes, and how many rows they hold."""

    form: str
    content: bytes
    rows: int


class Worker(PipedProcess):
    """A process that answers queries of a database on disk, or of N-Quads that a callable gives; it starts when asked."""

    def __init__(self, graph: Path | Callable[[], bytes], memory: int) -> None:
        def opening() -> tuple[Mapping[str, Any], bytes]:
            return ({"database": str(graph)}, b"") if isinstance(graph, Path) else ({}, graph())

        super().__init__("cbec_kg.store.worker", opening, memory)

    def ask(self, question: Question, limits: Limits) -> Reply:
        """Return the answer of a query, within limits of time, rows and bytes.

        Raises
        ------
        QueryError
            When the engine cannot read or run it.
        DamagedError
            When the database on disk is damaged.
        LimitError
            When time, memory, rows or bytes are used up.
        """
        try:
            return self.reply(question, limits, *self.exchange(self.line(question, limits), limits.seconds))
        except EndedError as error:
            raise self.excess(error, limits) from None

    def line(self, question: Question, limits: Limits) -> bytes:
        """Return a question as the process reads it."""
        prefixes = () if question.prefixes is PREFIXES else tuple(question.prefixes.items())
        rest = _rest(prefixes, question.dataset, tuple(question.forms.items()), limits.rows, limits.output)
        return f"[{json.dumps(question.text)}, {rest}]\n".encode()

    def opened(self, end: dict[str, Any]) -> None:
        """Raise `DamagedError` when the process cannot open the database."""
        if "damaged" in end:
            raise DamagedError(f"the database cannot be opened: {end['damaged']}")

    def reply(self, question: Question, limits: Limits, content: bytes, end: dict[str, Any]) -> Reply:
        """Return what the process wrote as a reply; the errors are those of `ask`."""
        if "rows" in end and "unwanted" not in end:
            return Reply(end["form"], content, end["rows"])
        if "error" in end:
            raise QueryError(end["error"])
        if "damaged" in end:
            self.close()
            raise DamagedError(end["damaged"])
        if "full" in end:
            raise LimitError(_full(end["full"], limits, self.memory))
        raise UnwantedFormError(end["form"], question.forms)

    def excess(self, error: EndedError, limits: Limits) -> LimitError:
        """Return what the process took too much of when it ended."""
        return LimitError(_over_time(limits) if error.late else _ended(error.code, self.memory))


@lru_cache(maxsize=64)
def _rest(
    prefixes: tuple[tuple[str, str], ...], dataset: Dataset | None, forms: tuple[tuple[str, str], ...], rows: int, most: int
) -> str:
    """Return all of a question but its text as values of JSON: most questions differ in nothing else."""
    return json.dumps([dict(prefixes) if prefixes else None, dataset, dict(forms), rows, most])[1:-1]


def _over_time(limits: Limits) -> str:
    return f"the query took over {limits.seconds:g} s and was ended. Narrow it, or allow more with --timeout."


def _ended(code: int, memory: int) -> str:
    """Return why a process ended in the middle of a query: the engine aborts where memory is refused to it."""
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return "the query nests deeper than the engine can follow, which ended it. Flatten it."
    return f"the query took over {memory // MEGABYTE:,} MB of memory and was ended. Narrow it, or allow more with --memory."


def _full(what: str, limits: Limits, memory: int) -> str:
    if what == "rows":
        return f"the query gives over {limits.rows:,} rows. Narrow it or add LIMIT."
    if what == "bytes":
        return f"the answer has over {limits.output // MEGABYTE:,} MB. Narrow the query or add LIMIT."
    return _ended(0, memory)
