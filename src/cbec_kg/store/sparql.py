"""The door for queries: read-only, nothing fetched, bounded in time and rows.

A query is untrusted. Updates are no queries and are refused by the engine's parser; SERVICE, LOAD and a FROM that names
anything but a graph of the store are refused here, before the engine sees the text.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from cbec_kg.errors import LimitError, QueryError, RefusedError

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

DEFAULT_SECONDS = 30.0
MAX_QUERY_CHARACTERS = 200_000
MAX_NESTING = 500
_STACK_BYTES = 512 * 1024 * 1024
"""Stack of the thread that a query runs in: the engine recurses over the query, and overflows a small stack."""

_KEYWORDS = ("service", "load", "from")
"""Without any of these in it, and without an escape, a text needs no closer look."""

_ESCAPE = r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"

_TOKEN = r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"
                 |'(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~%/:@-]*(?:\#[A-Za-z0-9._-]*)?>)
    | (?P<less><=?(?=\s))
    | (?P<variable>[?$][A-Za-z0-9_]+|@[A-Za-z-]+)
    | (?P<name>[A-Za-z0-9_.-]*:[A-Za-z0-9_.:%-]*)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<plain>[\s0-9{}()\[\].,;|/^*+!=>&?-])
"""
"""The strict reading: plain ASCII outside strings and comments, absolute IRIs without odd characters, white space after a
less-than sign. Whatever does not fit could be read by the engine in another way than here, and is refused."""

_PIECES = r"""(?sx)
    (?P<iri><[^<>\s]*>) | \#[^\n]*
    | \"\"\".*?\"\"\" | \'\'\'.*?\'\'\' | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
"""
"""IRIs, strings and comments, well enough to give advice by; what is refused does not hang on them."""

_UPDATES = r"(?i)(?<![?$\w:.-])(?:insert|delete|clear|drop|create|copy|move|add|with)(?![\w:.-])"

_PLACE = r"(?m)^([ \t]*)# parameters((?: \w+)*)$"
"""Where the values of parameters go in a query."""

_lock = threading.Lock()
"""Guards the size of new threads' stacks, which is one setting for the whole process."""


class DamagedError(QueryError):
    """A database on disk whose checksums do not fit."""


class Answer(NamedTuple):
    """What a query gave.

    Attributes
    ----------
    form : str
        ``select``, ``ask`` or ``construct`` (DESCRIBE included).
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
    """Raise when a SPARQL 1.1 query wants anything from outside the store, or could overflow the engine.

    A text that holds none of the words SERVICE, LOAD and FROM wants nothing. In any other, each of these words must be
    plainly a part of a variable, a string, a comment or a name; a text where that is not certain is refused, since the
    engine decides what is a token by its grammar and not by a fixed lexer. FROM may name `graphs`, those of the store.

    Raises
    ------
    RefusedError
        For SERVICE, LOAD, FROM with another graph, and where they cannot be ruled out.
    LimitError
        For a text of more than 200,000 characters or brackets nested deeper than 500.

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
    if _nesting(text) > MAX_NESTING:
        raise LimitError(f"the query nests brackets or signs deeper than {MAX_NESTING}. Flatten it.")
    if _is_suspect(text):
        unescaped = re.sub(_ESCAPE, lambda match: chr(min(int(match.group(1) or match.group(2), 16), 0x10FFFF)), text)
        for version in dict.fromkeys((text, unescaped)):
            if _has_keyword(version):
                _Reader(version, graphs).read()


def _is_suspect(text: str) -> bool:
    return _has_keyword(text) or "\\u" in text or "\\U" in text


def _has_keyword(text: str) -> bool:
    """Return whether a keyword is in a text in any case, the long s included, which case folding makes an s."""
    folded = text.casefold()
    return any(word in folded for word in _KEYWORDS)


def _nesting(text: str) -> int:
    """Return at least how deep a text nests: its brackets, whatever they stand in, or its longest run of signs."""
    if max(sum(map(text.count, "{([")), sum(map(text.count, "!+^-"))) <= MAX_NESTING:
        return 0
    depth = deepest = 0
    for bracket in re.findall(r"[{}()\[\]]", text):
        depth += 1 if bracket in "{([" else -1
        deepest = max(deepest, depth)
    signs = (sum(not character.isspace() for character in run) for run in re.findall(r"[!+^-][!+^\s-]{50,}", text))
    return max(deepest, *signs, 0)


class _Reader:
    """Reads a suspect query strictly, token by token, and refuses what reaches outside or could be read in two ways."""

    def __init__(self, text: str, graphs: Collection[str]) -> None:
        self.text = text
        self.graphs = graphs
        self.line = 1
        self.prefixes: dict[str, str] = {}
        self.words: list[str] = ["", ""]
        self.expecting = False

    def read(self) -> None:
        token = re.compile(_TOKEN, re.VERBOSE | re.DOTALL)
        position = 0
        while position < len(self.text):
            if (match := token.match(self.text, position)) is None:
                what = self.text[position : position + 12].split("\n")[0]
                raise RefusedError(
                    f"line {self.line}: {what!r} stands in a query with the word SERVICE, LOAD or FROM, which could then be "
                    "read in two ways. Write IRIs in full, put a space after '<', and keep to ASCII outside strings."
                )
            self.take(match.lastgroup or "", match.group())
            self.line += match.group().count("\n")
            position = match.end()

    def take(self, kind: str, found: str) -> None:
        if kind == "word":
            self.word(found)
        elif kind in ("iri", "name"):
            self.name(kind, found)
        if kind in ("word", "name"):
            self.words = [self.words[-1], found.upper() if kind == "word" else found]

    def word(self, found: str) -> None:
        if found.upper() == "FROM":
            self.expecting = True
        elif _has_keyword(found):
            raise RefusedError(
                f"line {self.line}: {found} is refused: a query reads this graph and nothing else. Remove it."
            )
        elif found.upper() != "NAMED":
            self.expecting = False

    def name(self, kind: str, found: str) -> None:
        if kind == "iri" and self.words[0] == "PREFIX":
            self.prefixes[self.words[1]] = found[1:-1]
        if kind == "name" and (_has_keyword(found.partition(":")[0]) or re.search(r"\.(service|load|from)", found, re.I)):
            raise RefusedError(f"line {self.line}: {found} could be read as a call to another place. Rename it.")
        if self.expecting:
            prefix, _, local = found.partition(":")
            iri = found[1:-1] if kind == "iri" else self.prefixes.get(f"{prefix}:", "\0") + local
            if iri not in self.graphs:
                raise RefusedError(f"line {self.line}: FROM {found} names no graph of the store. Remove it.")
            self.expecting = False


def _outside(text: str) -> str:
    """Return a query without what stands in braces, strings, comments and IRIs."""
    left, depth = [], 0
    for character in re.sub(_PIECES, " ", text):
        depth += (character == "{") - (character == "}")
        left.append(character if depth <= 0 else " ")
    return "".join(left)


def named_iris(text: str, prefixes: Mapping[str, str] | None = None) -> list[str]:
    """Return the IRIs that a query names in full or by a prefix, in order, as far as a plain reading tells them.

    Examples
    --------
    >>> named_iris("PREFIX x: <https://x.org/> SELECT * { ?s x:p 'x:not' ; y:q <https://z.org/r> } # x:not", {"y": "https://y/"})
    ['https://x.org/', 'https://x.org/p', 'https://y/q', 'https://z.org/r']
    """
    known, names = _names(text, prefixes)
    return list(dict.fromkeys(iri or known[prefix] + local for iri, prefix, local in names if iri or prefix in known))


def undeclared_prefixes(text: str, prefixes: Mapping[str, str] | None = None) -> list[str]:
    """Return the prefixes that a query uses but does not declare, in order, as far as a plain reading tells them.

    Examples
    --------
    >>> undeclared_prefixes("PREFIX x: <https://x.org/> SELECT * { ?s x:p 'w:not' ; y:q <https://z.org/r> ; z:s ?o }")
    ['y', 'z']
    """
    known, names = _names(text, prefixes)
    return list(dict.fromkeys(prefix for iri, prefix, local in names if local and prefix not in known))


def _names(text: str, prefixes: Mapping[str, str] | None) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return the namespaces that a query may use by prefix, and each name in it as IRI, prefix and local part."""
    plain = re.sub(_PIECES, lambda piece: piece.group("iri") or " ", text)
    declared = dict(re.findall(r"(?i)\bprefix\s+([\w.-]*):\s*<([^<>\s]*)>", plain))
    names = re.findall(r"<([^<>\s]*)>|(?<![?$\w:.-])([\w.-]*):([\w.-]*\w)", plain)
    return {**(prefixes or {}), **declared}, names


def bind(text: str, values: Mapping[str, str]) -> str:
    """Return a query with VALUES blocks that bind variables to IRIs by their names.

    The blocks stand where the query has a line ``# parameters``, or ``# parameters NAME NAME`` for some of them: early in a
    pattern, so that an engine starts from them and reads no more than it needs. A query without such a line has one at its
    end, and no trailing VALUES block of its own.

    Examples
    --------
    >>> print(bind("SELECT ?s { ?s ?p ?o }", {"o": "https://example.org/x"}))
    SELECT ?s { ?s ?p ?o }
    VALUES (?o) { (<https://example.org/x>) }
    >>> print(bind("SELECT ?s {\\n  # parameters\\n  ?s ?p ?o }", {"o": "https://example.org/x"}))
    SELECT ?s {
      VALUES (?o) { (<https://example.org/x>) }
      ?s ?p ?o }
    """
    if not values:
        return text

    def block(names: Iterable[str]) -> str:
        wanted = [name for name in values if name in names]
        row = " ".join(f"<{values[name]}>" for name in wanted)
        return f"VALUES ({' '.join(f'?{name}' for name in wanted)}) {{ ({row}) }}" if wanted else ""

    bound, places = re.subn(_PLACE, lambda place: place[1] + block(place[2].split() or values), text)
    return bound if places else f"{text.rstrip()}\n{block(values)}"


def run(
    store: Store,
    text: str,
    *,
    seconds: float = DEFAULT_SECONDS,
    most_rows: int = 1_000_000,
    prefixes: Mapping[str, str] | None = None,
) -> Answer:
    """Return the answer of a SPARQL 1.1 query on a pyoxigraph store.

    The default graph is what the store has in it or, where that is empty, the union of all named graphs; in a union the
    engine finds a statement once for each graph that has it.

    Parameters
    ----------
    seconds : float
        Wall-clock time allowed; 0 for no limit. The engine cannot be stopped: a query over time goes on in a daemon
        thread until the process ends, which the caller should see to.
    prefixes : mapping of str to str, optional
        Namespaces that the text may use without declaring them.

    Raises
    ------
    QueryError
        When the engine cannot read or run it; its message, with line and column.
    DamagedError
        When the database on disk is damaged.
    RefusedError
        When it wants a file or the network.
    LimitError
        When time or rows are used up.
    """
    named = {graph.value for graph in store.named_graphs() if hasattr(graph, "value")} if _is_suspect(text) else set()
    check_query(text, named)
    results: list[Answer | Exception] = []

    def work() -> None:
        try:
            results.append(_answer(store, text, most_rows, prefixes))
        except Exception as error:  # handed to the caller's thread below, whatever it is
            results.append(error.with_traceback(None))  # its frames hold values that only this thread may free

    thread = _start(work)
    thread.join(seconds or None)
    if not results:
        raise LimitError(f"the query took over {seconds:g} s and was given up. Narrow it, or allow more with --timeout.")
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


def _start(work: Callable[[], None]) -> threading.Thread:
    """Return a started daemon thread with a stack that the engine's recursion does not overflow."""
    with _lock:
        before = threading.stack_size(_STACK_BYTES)
        try:
            (thread := threading.Thread(target=work, daemon=True)).start()
        except RuntimeError:  # no room for so large a stack
            threading.stack_size(before)
            (thread := threading.Thread(target=work, daemon=True)).start()
        finally:
            threading.stack_size(before)
    return thread


def _answer(store: Store, text: str, most_rows: int, prefixes: Mapping[str, str] | None) -> Answer:
    from pyoxigraph import DefaultGraph

    try:
        union = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None
        result: QuerySolutions | QueryBoolean | QueryTriples = store.query(
            text, use_default_graph_as_union=union, prefixes=dict(prefixes or {})
        )
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
        columns = tuple(variable.value for variable in result.variables)  # type: ignore[union-attr]  # a SELECT by now
        return Answer("select", columns, tuple(rows))
    except SyntaxError as error:
        changing = re.search(_UPDATES, _outside(text))
        if changing:
            raise QueryError(
                f"{changing.group().upper()} would change the graph; a query only reads it, by SELECT, ASK, CONSTRUCT or "
                "DESCRIBE. To correct what the graph says, correct the data folder."
            ) from None
        if "Prefix not found" in str(error.msg):
            place = str(error.msg).partition(": expected")[0]
            unknown = undeclared_prefixes(text, prefixes)
            which = f"the prefix {unknown[0]}: is" if unknown else "a prefix is"
            raise QueryError(f"the query cannot be read: {place}: {which} not declared. Write PREFIX for it.") from None
        raise QueryError(f"the query cannot be read: {error.msg}") from None
    except (OSError, ValueError, RuntimeError) as error:
        if str(error).startswith("Corruption"):
            raise DamagedError(f"the database is damaged: {error}") from None
        raise QueryError(f"the query cannot be run: {error}") from None
