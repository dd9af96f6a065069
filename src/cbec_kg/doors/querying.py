"""The door for queries: read-only, nothing fetched, bounded in time and rows.

A query is untrusted. Updates are no queries and are refused by the engine's parser; SERVICE, LOAD and a FROM that names
anything but a graph of the store are refused here, before the engine sees the text.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cbec_kg.errors import LimitError, QueryError, RefusedError

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

DEFAULT_SECONDS = 30.0
MAX_QUERY_CHARACTERS = 1_000_000

_TOKEN = r"""
      (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"
                 |'(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<name>[?$]\w+|@[A-Za-z-]+|[\w.-]*:(?:[\w.:%-]|\\.)*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<space>\s+)
    | (?P<other>.)
    """
_SUSPECT = re.compile(r"service|load|from|\\u", re.IGNORECASE)
"""Without any of these in it, a text needs no closer look."""

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PREFIX = re.compile(r"\bPREFIX\s+([\w.-]*:)\s*(<[^<>\s]*>)", re.IGNORECASE)

_lock = threading.Lock()
"""Guards the first use of a parser: rdflib's breaks when two threads warm it up at once."""


@dataclass(frozen=True)
class Answer:
    """What a query gave.

    Attributes
    ----------
    form : str
        ``select``, ``ask`` or ``construct`` (DESCRIBE included).
    columns : tuple of str
        Names of the variables of a SELECT, in order.
    rows : tuple of tuple
        Terms of pyoxigraph, None where unbound: (columns) wide for SELECT; subject, predicate, object for CONSTRUCT.
    truth : bool
        Answer of an ASK.
    """

    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truth: bool = False


def check_query(text: str, graphs: Collection[str] = ()) -> None:
    """Raise when a query wants anything from outside the store.

    Parameters
    ----------
    text : str
        A SPARQL 1.1 query.
    graphs : collection of str
        IRIs of the store's named graphs, which FROM may name.

    Raises
    ------
    RefusedError
        For SERVICE, LOAD, or FROM with another graph.
    LimitError
        For a text of more than a million characters.

    Examples
    --------
    >>> check_query("SELECT * { ?service ?from 'SERVICE <http://x/>' } # LOAD <file:///etc/passwd>")
    >>> check_query("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }")
    Traceback (most recent call last):
    ...
    cbec_kg.errors.RefusedError: line 1: FROM <file:///etc/hostname> names no graph of the store. Remove it.
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise LimitError(f"the query has {len(text):,} characters; at most {MAX_QUERY_CHARACTERS:,} are read. Shorten it.")
    if not _SUSPECT.search(text):
        return
    unescaped = _ESCAPE.sub(lambda match: chr(min(int(match.group(1) or match.group(2), 16), 0x10FFFF)), text)
    for version in dict.fromkeys((text, unescaped)):
        _check_tokens(version, graphs)


def _check_tokens(text: str, graphs: Collection[str]) -> None:
    prefixes = dict(_PREFIX.findall(text))
    expecting, line = "", 1
    for match in re.finditer(_TOKEN, text, re.VERBOSE | re.DOTALL):
        kind, token = match.lastgroup, match.group()
        if kind == "word":
            word = token.upper()
            if word in ("SERVICE", "LOAD"):
                raise RefusedError(f"line {line}: {word} is refused: a query reads this graph and nothing else. Remove it.")
            if word == "FROM" or not (expecting and word == "NAMED"):
                expecting = "FROM" if word == "FROM" else ""
        elif expecting and kind in ("iri", "name"):
            iri = _expand(token, prefixes)
            if iri not in graphs:
                raise RefusedError(f"line {line}: FROM {token} names no graph of the store. Remove it.")
            expecting = ""
        line += token.count("\n")


def _expand(token: str, prefixes: Mapping[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, local = token.partition(":")
    return prefixes.get(f"{prefix}:", "<>")[1:-1] + local


def bind(text: str, values: Mapping[str, str]) -> str:
    """Return a query with a trailing VALUES block that binds variables to IRIs.

    Parameters
    ----------
    text : str
        A query that has no trailing VALUES block of its own.
    values : mapping of str to str
        IRI by variable name, without the question mark.

    Examples
    --------
    >>> print(bind("SELECT ?s { ?s ?p ?o }", {"o": "https://example.org/x"}))
    SELECT ?s { ?s ?p ?o }
    VALUES (?o) { (<https://example.org/x>) }
    """
    if not values:
        return text
    names = " ".join(f"?{name}" for name in values)
    row = " ".join(f"<{iri}>" for iri in values.values())
    return f"{text.rstrip()}\nVALUES ({names}) {{ ({row}) }}"


def run(store: Store, text: str, *, seconds: float = DEFAULT_SECONDS, most_rows: int = 1_000_000) -> Answer:
    """Return the answer of a query on a pyoxigraph store; the default graph is the union of all named graphs.

    Parameters
    ----------
    store : pyoxigraph.Store
    text : str
        SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.
    seconds : float
        Wall-clock time allowed; 0 for no limit. The engine cannot be stopped: a query over time goes on in a daemon
        thread until the process ends, which the caller should see to.
    most_rows : int
        Rows allowed.

    Raises
    ------
    QueryError
        When the engine cannot read or run it; its message, with line and column.
    RefusedError
        When it wants a file or the network.
    LimitError
        When time or rows are used up.
    """
    check_query(
        text, {graph.value for graph in store.named_graphs() if hasattr(graph, "value")} if "from" in text.lower() else ()
    )
    if not seconds:
        return _answer(store, text, most_rows)
    results: list[Answer | Exception] = []

    def work() -> None:
        try:
            results.append(_answer(store, text, most_rows))
        except Exception as error:  # handed to the caller's thread below, whatever it is
            results.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not results:
        raise LimitError(f"the query took over {seconds:g} s and was given up. Narrow it, or allow more with --timeout.")
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


def _answer(store: Store, text: str, most_rows: int) -> Answer:
    try:
        result: QuerySolutions | QueryBoolean | QueryTriples = store.query(text, use_default_graph_as_union=True)
        kind = type(result).__name__
        if kind == "QueryBoolean":
            return Answer("ask", (), (), bool(result))
        rows: list[tuple[object, ...]] = []
        for row in result:  # type: ignore[union-attr]  # not a QueryBoolean
            rows.append(tuple(row))
            if len(rows) > most_rows:
                raise LimitError(f"the query gives over {most_rows:,} rows. Narrow it or add LIMIT.")
        if kind == "QueryTriples":
            return Answer("construct", ("subject", "predicate", "object"), tuple(rows))
        columns = tuple(variable.value for variable in result.variables)  # type: ignore[union-attr]
        return Answer("select", columns, tuple(rows))
    except SyntaxError as error:
        raise QueryError(f"the query cannot be read: {error.msg}") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be run: {error}") from None
