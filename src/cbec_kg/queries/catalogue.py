"""The shipped queries: one question, one ``.rq`` file of plain SPARQL 1.1, whose head comments this module reads.

A head has one line each of ``# zh:`` and ``# en:`` (the question), ``# columns:`` (what each column is) and, for each
parameter, ``# param NAME:`` (a variable of the query that a record's id can be bound to).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cbec_kg.errors import UsageError

_FOLDER = Path(__file__).parent


class ShippedQuery(NamedTuple):
    """A query of the catalogue.

    Attributes
    ----------
    name : str
        File name without ``.rq``.
    zh, en : str
        The question that it answers.
    columns : str
        What the columns are.
    parameters : dict of str to str
        Meaning of each variable that can be bound to a record, by name.
    text : str
        The whole file.
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


def is_shipped(name: str) -> bool:
    """Return whether there is a shipped query of a name."""
    return name.replace("-", "").isalnum() and name.isascii() and (_FOLDER / f"{name}.rq").is_file()


def read_query(name: str) -> ShippedQuery:
    """Return a shipped query by its name.

    Raises
    ------
    UsageError
        When there is none of that name; near ones are offered.
    """
    if not is_shipped(name):
        from difflib import get_close_matches

        near = get_close_matches(name, query_names(), n=3, cutoff=0.4)
        offer = f" Did you mean {', '.join(near)}?" if near else ""
        raise UsageError(f"no shipped query {name!r}.{offer} List them with: cbec-kg query --list")
    text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    fields, parameters = {"zh": "", "en": "", "columns": ""}, {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        name_of, _, said = line[1:].partition(":")
        what, _, parameter = name_of.strip().partition(" ")
        if what == "param" and parameter:
            parameters[parameter.strip()] = said.strip()
        elif what in fields:
            fields[what] = said.strip()
    return ShippedQuery(name, fields["zh"], fields["en"], fields["columns"], parameters, text)


def read_catalogue() -> list[ShippedQuery]:
    """Return all shipped queries, sorted by name."""
    return [read_query(name) for name in query_names()]
