"""The shipped queries: one question, one ``.rq`` file of plain SPARQL 1.1, whose head comments this module reads.

A head has one line each of ``# zh:`` and ``# en:`` (the question), ``# columns:`` (what each column is) and, for each
parameter, ``# param NAME:`` (a variable of the query that a record's id can be bound to).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from cbec_kg.errors import UsageError

_FOLDER = Path(__file__).parent


class ShippedQuery(NamedTuple):
    """A query of the catalogue: its file's name without ``.rq``, the question that it answers, what its columns are.

    `parameters` has the meaning of each variable that can be bound to a record, by name; `text` is the whole file.
    """

    name: str
    zh: str
    en: str
    columns: str
    parameters: Mapping[str, str]
    text: str


def query_names() -> list[str]:
    """Return the names of all shipped queries, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.rq"))


_LONGEST = 100
"""Characters of a name of a query, at most."""


def is_shipped(name: str) -> bool:
    """Return whether there is a shipped query of a name."""
    named = len(name) <= _LONGEST and name.isascii() and name.replace("-", "").isalnum()
    return named and (_FOLDER / f"{name}.rq").is_file()


def read_query(name: str) -> ShippedQuery:
    """Return a shipped query by its name; UsageError offers near ones when there is none."""
    if not is_shipped(name):
        from difflib import get_close_matches

        near = get_close_matches(name[:_LONGEST], query_names(), n=3, cutoff=0.4)
        offer = f" Did you mean {', '.join(near)}?" if near else ""
        instead = "List them with: cbec-kg query --list. Look for records with: cbec-kg search WORDS"
        raise UsageError(f"no shipped query {name!r}.{offer} {instead}")
    text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    head = takewhile(lambda line: line.startswith("#"), text.splitlines())
    fields = {what.strip(): meaning.strip() for what, _, meaning in (line[1:].partition(":") for line in head)}
    parameters = {what[6:].strip(): meaning for what, meaning in fields.items() if what.startswith("param ")}
    zh, en, columns = (fields.get(what, "") for what in ("zh", "en", "columns"))
    return ShippedQuery(name, zh, en, columns, parameters, text)


def read_catalogue() -> list[ShippedQuery]:
    """Return all shipped queries, sorted by name."""
    return [read_query(name) for name in query_names()]


def query_text(question: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the SPARQL text of a question and, for a shipped query, the names of its parameters.

    A question is the name of a shipped query, the path of a file that ends with ``.rq``, or SPARQL text.

    Raises
    ------
    UsageError
        When there is no such query or file; near names are offered.

    Examples
    --------
    >>> query_text("problem-evidence")[1]
    ('problem', 'source')
    """
    if is_shipped(question):
        shipped = read_query(question)
        return shipped.text, tuple(shipped.parameters)
    if question.endswith(".rq"):
        from cbec_kg.io.loading import read_bytes

        try:
            return read_bytes(Path(question)).decode("utf-8-sig"), None
        except UnicodeDecodeError:
            raise UsageError(f"{question}: not UTF-8. Save the query as UTF-8.") from None
    if not any(character in question for character in "{} \n"):
        read_query(question)
    return question, None
