"""The door for queries: read-only, nothing fetched.

A query is untrusted. Updates are no queries and are refused by the engine's parser; SERVICE, LOAD and a FROM that names
anything but a graph of the store are refused here, before the engine sees the text. What a query may cost is bounded in
`cbec_kg.store.bounded`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cbec_kg.errors import LimitError, QueryError, RefusedError

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

MAX_QUERY_CHARACTERS = 200_000
MAX_NESTING = 500

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

_PLACE = r"(?m)^([ \t]*)# parameters((?: \w+)*)$"
"""Where the values of parameters go in a query."""


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
    if is_suspect(text):
        unescaped = re.sub(_ESCAPE, lambda match: chr(min(int(match.group(1) or match.group(2), 16), 0x10FFFF)), text)
        for version in dict.fromkeys((text, unescaped)):
            if _has_keyword(version):
                _Reader(version, graphs).read()


def is_suspect(text: str) -> bool:
    """Return whether a text could name anything outside of the store, as far as a short look goes."""
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


def gives_graph(text: str) -> bool:
    """Return whether a query gives statements, not rows or a truth value, as far as a plain reading tells that.

    Examples
    --------
    >>> gives_graph("CONSTRUCT WHERE { ?s ?p ?o }"), gives_graph("SELECT ?describe { ?s ?p 'CONSTRUCT' }")
    (True, False)
    """
    return re.search(r"(?i)(?<![?$\w:.-])(?:construct|describe)(?![\w:.-])", _outside(text)) is not None


def _names_graphs(text: str) -> bool:
    """Return whether a query says by FROM of which graphs it is asked, as far as a plain reading tells that."""
    return is_suspect(text) and re.search(r"(?i)(?<![?$\w:.-])from(?![\w:.-])", _outside(text)) is not None


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


def run(store: Store, text: str, prefixes: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of a SPARQL 1.1 query on a pyoxigraph store, in this process and without a limit.

    It is for queries of this package. The default graph is that of the query's FROM; without one, what the store has in it
    or, where that is empty, the union of all named graphs; in a union the engine finds a statement once for each graph.

    Parameters
    ----------
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
    """
    check_query(text, named_graphs(store) if is_suspect(text) else ())
    with engine_errors(text, prefixes):
        result = evaluated(store, text, prefixes)
        kind = type(result).__name__
        if kind == "QueryBoolean":
            return Answer("ask", (), (), bool(result))
        rows = tuple(map(tuple, result))  # type: ignore[arg-type]  # not a QueryBoolean
        if kind == "QueryTriples":  # in an order of its own: the engine gives them in another one each time
            return Answer("construct", TRIPLE, tuple(sorted(set(rows), key=str)))
        return Answer("select", _columns(result), rows)


TRIPLE = ("subject", "predicate", "object")


def named_graphs(store: Store) -> frozenset[str]:
    """Return the IRIs of the graphs of a store."""
    return frozenset(graph.value for graph in store.named_graphs())


def graph_sizes(store: Store) -> dict[str, int]:
    """Return how many statements each named graph of a store has, by IRI."""
    graphs = sorted(store.named_graphs(), key=str)
    return {graph.value: sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) for graph in graphs}


def _columns(result: object) -> tuple[str, ...]:
    """Return the names of the columns of a SELECT."""
    return tuple(variable.value for variable in result.variables)  # type: ignore[attr-defined]  # it is one


def has_default_graph(store: Store) -> bool:
    """Return whether a store has statements outside of its named graphs."""
    from pyoxigraph import DefaultGraph

    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def evaluated(
    store: Store, text: str, prefixes: Mapping[str, str] | None = None, dataset: Dataset | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Return what the engine begins to answer; errors of its own come from here and from reading on."""
    from pyoxigraph import NamedNode

    if dataset:
        return store.query(
            text,
            prefixes=dict(prefixes or {}),
            default_graph=[NamedNode(iri) for iri in dataset.default],
            named_graphs=[NamedNode(iri) for iri in dataset.named],
        )
    union = not has_default_graph(store) and not _names_graphs(text)  # a union would have FROM do nothing
    return store.query(text, prefixes=dict(prefixes or {}), use_default_graph_as_union=union)


class Dataset(NamedTuple):
    """The graphs that a query is asked of, by IRI: those that make its default graph, and those that GRAPH may name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


@contextmanager
def engine_errors(text: str, prefixes: Mapping[str, str] | None = None) -> Iterator[None]:
    """Raise QueryError for what the engine raises within; of a query that cannot be read, with line and column."""
    try:
        yield
    except SyntaxError as error:
        from cbec_kg.store.query_errors import unreadable

        raise unreadable(str(error.msg), text, prefixes) from None
    except (OSError, ValueError, RuntimeError) as error:
        if str(error).startswith("Corruption"):
            raise DamagedError(f"the database is damaged: {error}") from None
        raise QueryError(f"the query cannot be run: {error}") from None
