"""What is wrong with a query that the engine cannot read: the place, the piece there, and what was expected, in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from cbec_kg.errors import QueryError, beginning
from cbec_kg.search.resolve import nearest
from cbec_kg.store.syntax import FUNCTIONS, Slip, Token, slip_of, tokens

_MOST = 40
"""Characters of a query that a message quotes."""

_UPDATES = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "LOAD")

_TERM = frozenset(["IRI", "PNAME", "STRING", "NUMBER", "VAR"])
_VALUE = _TERM - {"VAR"}


class _Group(NamedTuple):
    """Pieces that belong together: those that tell it, what they are called, and what else the name covers."""

    needed: frozenset[str]
    called: str
    covered: frozenset[str]


def _group(needed: frozenset[str] | str, called: str, covered: str = "") -> _Group:
    pieces = frozenset(needed.split()) if isinstance(needed, str) else needed
    return _Group(pieces, called, pieces | frozenset(covered.split()))


_OF_TERMS = "'(' '[' '+' '-' 'TRUE' 'FALSE' BNODE"
_OF_PATHS = "'(' 'a' '^' '!' IRI PNAME"
_GROUPS = (
    _group(_TERM | {"F1"}, "an expression", f"{_OF_TERMS} '!'"),
    _group(_TERM, "a term (a variable, a name, text or a number)", _OF_TERMS),
    _group(_VALUE, "a value (a name, text or a number)", _OF_TERMS),
    _group("'^' '!' VAR", "a property", _OF_PATHS),
    _group("'^' 'a' IRI", "a property", _OF_PATHS),
    _group(
        "'BIND' 'FILTER' 'OPTIONAL'",
        "a part of a pattern (a statement, OPTIONAL, FILTER, BIND ...)",
        "'GRAPH' 'MINUS' 'SERVICE' 'VALUES' '{'",
    ),
    _group("'+' '*'", "an operator", "'=' '!=' '<' '>' '<=' '>=' 'IN' 'NOT' '-' '/' '&&' '||'"),
    _group("F1", "a function"),
    _group("'GROUP' 'LIMIT'", "GROUP BY, ORDER BY, LIMIT or the like", "'HAVING' 'ORDER' 'OFFSET' 'VALUES'"),
    _group("'SELECT' 'ASK'", "PREFIX, SELECT, ASK, CONSTRUCT or DESCRIBE", "'BASE' 'PREFIX' 'CONSTRUCT' 'DESCRIBE'"),
    _group("IRI PNAME", "a name (an IRI, or a prefix and a name)"),
)

_WORDS = {
    "VAR": "a variable", "INTEGER": "a whole number", "PREFIXNAME": "a prefix with its colon", "IRI": "an IRI in < and >",
    "STRING": "text in quotes", "NUMBER": "a number", "BNODE": "a blank node", "LANG": "a language", "END": "the end",
    "PNAME": "a name with its prefix",
}  # fmt: skip

_RULES = (
    (
        "BIND is overriding|overrides an existing",
        "BIND or AS names a variable that has a value there already; choose another name",
    ),
    ("variable that is unbound", "SELECT names a variable that is neither in GROUP BY nor in an aggregate"),
    ("Duplicated variable", "SELECT names a variable twice"),
    (r"SELECT \* is not authorized", "SELECT * does not go with GROUP BY; name the variables"),
)
"""Rules beside the grammar, by what the engine says of them."""


def unreadable(message: str, text: str, prefixes: Mapping[str, str] | None = None) -> QueryError:
    """Return the error for a query that the engine refused with a message.

    Parameters
    ----------
    prefixes : mapping of str to str, optional
        Namespaces that the query may use without declaring them.

    Examples
    --------
    >>> print(unreadable("", "SELECT ?s WHERE { ?s ?p }"))
    the query cannot be read: line 1, column 25: '}' stands where a term (a variable, a name, text or a number) is expected.
    """
    found = tokens(text)
    slip = slip_of(text)
    if slip is not None and (update := _update(found, slip)):
        return QueryError(
            f"{update} would change the graph; a query only reads it, by SELECT, ASK, CONSTRUCT or "
            "DESCRIBE. To correct what the graph says, correct the data folder."
        )
    start, what = next(_names_at_fault(found, prefixes or {}), (len(text), ""))
    if slip is not None and (not what or slip.start < start):
        start, what = slip.start, _slipped(slip, text)
    if what:
        return QueryError(f"the query cannot be read: {place(text, start)}: {what}.")
    return QueryError(f"the query cannot be read: {_rule(message, found)}.")


def place(text: str, start: int) -> str:
    """Return the line and column of a character, counted from 1.

    Examples
    --------
    >>> place("ab\\ncd", 4)
    'line 2, column 2'
    """
    return f"line {text.count(chr(10), 0, start) + 1}, column {start - text.rfind(chr(10), 0, start)}"


def _update(found: list[Token], slip: Slip) -> str:
    """Return the word of an update that a text is, or goes on with after a semicolon; empty where it is none."""
    rest = [token.text.upper() for token in found if token.start >= slip.start]
    if "END" in slip.expected and rest[0] == ";":
        return rest[1] if rest[1] in _UPDATES else ""
    return rest[0] if rest[0] in _UPDATES and "'SELECT'" in slip.expected and len(rest) > 2 else ""


def _names_at_fault(found: list[Token], prefixes: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield the place and the fault of each name whose prefix is not declared, and of relative IRIs without a base."""
    known, based, before = set(prefixes), False, ("", "")
    for token in found:
        if token.kind == "PNAME":
            prefix = token.text.partition(":")[0]
            if before[1] == "PREFIX":
                known.add(prefix)
            elif prefix not in known:
                near = nearest(prefix, sorted(known - {""}))[:2] if prefix else []
                offer = f" Did you mean {' or '.join(f'{one}:' for one in near)}?" if near else ""
                yield token.start, f"the prefix {beginning(prefix, _MOST)}: is not declared.{offer} Write PREFIX for it"
        elif token.kind == "IRI" and not based and not re.match(r"<[A-Za-z][\w+.-]*:", token.text):
            yield token.start, f"{beginning(token.text, _MOST)} is no whole IRI. Write it in full, or begin with BASE"
        based = based or (token.kind == "IRI" and before[1] == "BASE")
        before = (before[1], token.text.upper())


def _slipped(slip: Slip, text: str) -> str:
    *most, last = _in_words(slip.expected)
    expected = f"{', '.join(most)} or {last}" if most else last
    if not slip.piece:
        return f"the query ends where {expected} is expected"
    rest = text[slip.start :].split("\n", 1)[0]
    if slip.piece in ("'", '"'):
        return f"the text {beginning(rest, _MOST)} has no closing quote"
    if slip.piece == "<" and re.match(r"<[^<>]*>", rest):
        named = beginning(rest[: rest.index(">") + 1], _MOST)
        return f"{named} is no IRI: white space, quotes and brackets are not allowed in one"
    return f"'{beginning(slip.piece, _MOST)}' stands where {expected} is expected{_meant(slip)}"


def _meant(slip: Slip) -> str:
    """Return what to write instead, empty where nothing suggests itself."""
    words = {word.strip("'") for word in slip.expected if _is_word(word)}
    for name in slip.expected & set(FUNCTIONS):
        words |= FUNCTIONS[name]
    piece = slip.piece.upper()
    near = get_close_matches(piece, sorted(words), n=2, cutoff=0.7) if len(piece) > 3 else []
    if near:
        return f"; perhaps {' or '.join(near)}"
    if "'REDUCED'" in slip.expected and piece.isidentifier():
        return f"; write what is computed in brackets, with its name: ({piece}(...) AS ?name)"
    return ""


def _in_words(expected: Collection[str]) -> list[str]:
    """Return what is expected, what belongs together by one name; at most five."""
    left, words = set(expected), []
    for group in _GROUPS:
        if group.needed <= left:
            words.append(group.called)
            left -= group.covered
            if "F1" in group.needed:
                left = {one for one in left if one not in FUNCTIONS and not _is_word(one)}
    words += sorted(_WORDS.get(one, one.strip("'") if _is_word(one) else one) for one in left)
    return words[:5]


def _is_word(expected: str) -> bool:
    return expected[0] == "'" and expected[1].isalpha()


def _of_piece(token: Token, before: str) -> str:
    """Return which rule a piece of a query breaks by itself, after the word before it; empty where it breaks none."""
    if before in ("LIMIT", "OFFSET") and token.text.isdigit() and int(token.text[:30]) >= 2**63:
        return f"{before} is {beginning(token.text, _MOST)}, which is more than there can be"
    if token.kind in ("STRING", "IRI") and re.search(r"\\u[dD][89a-fA-F]|\\U(?!000|0010)", token.text):
        return f"an escape in {beginning(token.text, _MOST)} stands for no character"
    if token.kind == "LANG" and any(len(part) > 8 for part in token.text[1:].split("-")):
        return f"{beginning(token.text, _MOST)} is no language: its parts have eight letters at most"
    return ""


def _rule(message: str, found: list[Token]) -> str:
    """Return which rule beside the grammar is broken, as far as the engine tells."""
    for pattern, broken in _RULES:
        if re.search(pattern, message):
            return broken
    if broken := next(filter(None, map(_of_piece, found, ["", *(token.text.upper() for token in found)])), ""):
        return broken
    words = {token.text.upper() for token in found if token.kind == "word"}
    kinds = {token.kind for token in found}
    if "escape" in message:
        return "an escape, such as \\u8336, is followed by hexadecimal digits"
    if "BNODE" in kinds:
        return "the label of a blank node, such as _:a, may stand in one group of patterns only"
    if "VALUES" in words:
        return "each row of VALUES has as many values as there are variables; write UNDEF for none"
    if words & {"BIND", "AS"}:
        return "BIND or AS names a variable that has a value there already; choose another name"
    return "it fits the grammar, and breaks a rule beside it: where a variable, an aggregate or an escape may stand"
