"""Where a query leaves the grammar of SPARQL 1.1, and what could stand there; and the parts of one that does not.

The engine decides what is a query; its own messages name the place to which it looked ahead, and every word that it tried
there. Here a query that it refused is read once more, by the grammar below; one that it took is read into its parts, for
what asks why it answers as it does. Out of scope: rules beside the grammar, such as which variables are bound.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

_TOKEN = r"""(?xs)
      (?P<space>[ \t\r\n]+|\#[^\n\r]*)
    | (?P<STRING>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                |"(?!\"\")(?:[^"\\\n\r]|\\.)*"|'(?!'')(?:[^'\\\n\r]|\\.)*')
    | (?P<IRI><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<VAR>[?$]\w+)
    | (?P<LANG>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<BNODE>_:\w(?:[\w.-]*[\w-])?)
    | (?P<PNAME>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\w\s]))?)?)
    | (?P<NUMBER>(?:\d+\.\d*[eE]|\.\d+[eE]|\d+[eE])[+-]?\d+|\d*\.\d+|\d+)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>\^\^|\|\||&&|!=|<=|>=|[{}()\[\].,;|/^*+!=<>?-])
    | (?P<other>.)
"""

_GRAMMAR = """
Query = Prologue ( Select | Construct | Describe | Ask ) Values END
Prologue = ( 'BASE' IRI | 'PREFIX' PREFIXNAME IRI )*
Select = SelectClause Dataset* Where Modifier
SelectClause = 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( '*' | ( VAR | '(' Expression 'AS' VAR ')' )+ )
SubSelect = SelectClause Where Modifier Values
Construct = 'CONSTRUCT' ( '{' Triples? '}' Dataset* Where Modifier | Dataset* 'WHERE' '{' Triples? '}' Modifier )
Describe = 'DESCRIBE' ( '*' | VarOrIri+ ) Dataset* Where? Modifier
Ask = 'ASK' Dataset* Where Modifier
Dataset = 'FROM' 'NAMED'? Iri
Where = 'WHERE'? Group
Modifier = GroupBy? ( 'HAVING' Constraint+ )? OrderBy? ( 'LIMIT' INTEGER | 'OFFSET' INTEGER )*
GroupBy = 'GROUP' 'BY' ( Call | '(' Expression ( 'AS' VAR )? ')' | VAR )+
OrderBy = 'ORDER' 'BY' ( ( 'ASC' | 'DESC' ) Bracketed | Constraint | VAR )+
Values = ( 'VALUES' DataBlock )?
DataBlock = VAR '{' DataValue* '}' | '(' VAR* ')' '{' ( '(' DataValue* ')' )* '}'
DataValue = Iri | Literal | 'UNDEF'
Group = '{' ( SubSelect | Triples? ( NotTriples '.'? Triples? )* ) '}'
NotTriples = Group ( 'UNION' Group )* | 'OPTIONAL' Group | 'MINUS' Group | 'GRAPH' VarOrIri Group
  | 'SERVICE' 'SILENT'? VarOrIri Group | 'FILTER' Constraint | 'BIND' '(' Expression 'AS' VAR ')' | 'VALUES' DataBlock
Constraint = Bracketed | Call
Call = BuiltIn | Iri Arguments
Arguments = '(' ( 'DISTINCT'? Expression ( ',' Expression )* )? ')'
Triples = Same ( '.' Same )* '.'?
Same = Term Properties | Node Properties?
Properties = Verb Objects ( ';' ( Verb Objects )? )*
Verb = VAR | Path
Objects = ( Term | Node ) ( ',' ( Term | Node ) )*
Node = '(' ( Term | Node )+ ')' | '[' Properties ']'
Path = Steps ( '|' Steps )*
Steps = Step ( '/' Step )*
Step = '^'? ( Iri | 'a' | '!' Negated | '(' Path ')' ) ( '?' | '*' | '+' )?
Negated = One | '(' ( One ( '|' One )* )? ')'
One = '^'? ( Iri | 'a' )
Term = VAR | Iri | Literal | BNODE | '[' ']' | '(' ')'
VarOrIri = VAR | Iri
Iri = IRI | PNAME
Literal = STRING ( LANG | '^^' Iri )? | ( '+' | '-' )? NUMBER | 'TRUE' | 'FALSE'
Expression = And ( '||' And )*
And = Relation ( '&&' Relation )*
Relation = Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | 'NOT'? 'IN' List )?
List = '(' ( Expression ( ',' Expression )* )? ')'
Sum = Product ( ( '+' | '-' ) Product )*
Product = Unary ( ( '*' | '/' ) Unary )*
Unary = ( '!' | '+' | '-' )* Primary
Primary = Bracketed | BuiltIn | Iri Arguments? | Literal | VAR
Bracketed = '(' Expression ')'
BuiltIn = F0 '(' ')' | F1 '(' Expression ')' | F2 '(' Expression ',' Expression ')'
  | F3 '(' Expression ',' Expression ',' Expression ')' | 'BNODE' '(' Expression? ')' | 'BOUND' '(' VAR ')'
  | ( 'COALESCE' | 'CONCAT' ) List | ( 'REGEX' | 'SUBSTR' ) '(' Expression ',' Expression ( ',' Expression )? ')'
  | 'REPLACE' '(' Expression ',' Expression ',' Expression ( ',' Expression )? ')' | 'EXISTS' Group | 'NOT' 'EXISTS' Group
  | 'COUNT' '(' 'DISTINCT'? ( '*' | Expression ) ')'
  | ( 'SUM' | 'MIN' | 'MAX' | 'AVG' | 'SAMPLE' ) '(' 'DISTINCT'? Expression ')'
  | 'GROUP_CONCAT' '(' 'DISTINCT'? Expression ( ';' 'SEPARATOR' '=' STRING )? ')'
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = {
    "F0": _words("RAND NOW UUID STRUUID"),
    "F1": _words(
        "STR LANG DATATYPE IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES "
        "SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC"
    ),
    "F2": _words("LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM"),
    "F3": _words("IF"),
}
"""Names of functions by how many arguments they take."""


class Token(NamedTuple):
    """A piece of a query: its kind, its text and where it begins."""

    kind: str
    text: str
    start: int


class Slip(NamedTuple):
    """Where a query leaves the grammar, the piece there (empty at its end), and what could stand in its place."""

    start: int
    piece: str
    expected: frozenset[str]


_Node = tuple[str, tuple["_Node", ...], str]
"""Of a rule: ``all``, ``any``, ``many``, ``may``, ``rule`` or ``token``; its parts, or its name."""


def slip_of(text: str) -> Slip | None:
    """Return the first place where a query leaves the grammar; None where it does not, or nests too deep to be told.

    Examples
    --------
    >>> slip_of("SELECT * { ?s ?p }").piece, slip_of("SELECT * { ?s ?p ?o }")
    ('}', None)
    """
    matcher = _Matcher(tokens(text))
    before = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(before, 20_000))
        if matcher.match(("rule", (), "Query"), 0) >= 0:
            return None
    except RecursionError:
        return None
    finally:
        sys.setrecursionlimit(before)
    token = matcher.tokens[matcher.furthest]
    return Slip(token.start, token.text, frozenset(matcher.expected))


class Part(NamedTuple):
    """A part of a query: the rule of the grammar that it follows, its pieces, and the parts within it, in order."""

    rule: str
    tokens: tuple[Token, ...]
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Return the pieces with spaces between them, without comments."""
        return joined(self.tokens)

    def named(self, *rules: str) -> list[Part]:
        """Return the parts right below that follow one of some rules."""
        return [part for part in self.parts if part.rule in rules]


def joined(pieces: Iterable[Token]) -> str:
    """Return pieces of a query as text; none between a function and its bracket, since the engine refuses ``COALESCE (``."""
    text, last = "", ""
    for token in pieces:
        text += token.text if not text or (token.text == "(" and last == "word") else f" {token.text}"
        last = token.kind
    return text


def parts_of(text: str) -> Part | None:
    """Return a query by its parts, None where it leaves the grammar or nests too deep.

    Examples
    --------
    >>> query = parts_of("SELECT ?s { ?s ?p ?o } # all")
    >>> query.rule, [part.text for part in query.named("Select")]
    ('Query', ['SELECT ?s { ?s ?p ?o }'])
    """
    matcher = _Parts(tokens(text))
    before = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(before, 20_000))
        matcher.match(("rule", (), "Query"), 0)
    except RecursionError:
        return None
    finally:
        sys.setrecursionlimit(before)
    return matcher.found[0] if matcher.found else None


def tokens(text: str) -> list[Token]:
    """Return the pieces of a query, without white space and comments; the last one is its end."""
    found = [
        Token(match.lastgroup or "", match.group(), match.start())
        for match in re.finditer(_TOKEN, text)
        if match.lastgroup != "space"
    ]
    return [*found, Token("END", "", len(text))]


class _Matcher:
    """Reads tokens by the grammar; knows how far it came, and what it looked for there."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.furthest = 0
        self.expected: set[str] = set()

    def match(self, node: _Node, at: int) -> int:
        """Return where what a rule describes ends, -1 when it is not there."""
        kind, parts, name = node
        if kind == "token":
            return self.token(name, at)
        if kind == "rule":
            return self.match(_grammar()[name], at)
        if kind == "all":
            for part in parts:
                at = self.match(part, at)
                if at < 0:
                    return -1
            return at
        if kind == "any":
            return next((end for part in parts if (end := self.match(part, at)) >= 0), -1)
        end = self.match(parts[0], at)
        while kind == "many" and end > at:
            at, end = end, self.match(parts[0], end)
        return max(at, end)

    def token(self, name: str, at: int) -> int:
        if _is(self.tokens[at], name):
            return at + 1
        if at > self.furthest:
            self.furthest = at
            self.expected.clear()
        if at == self.furthest:
            self.expected.add(name)
        return -1


class _Parts(_Matcher):
    """Reads tokens by the grammar, and has the parts that it found."""

    def __init__(self, found: list[Token]) -> None:
        super().__init__(found)
        self.found: list[Part] = []

    def match(self, node: _Node, at: int) -> int:
        before = len(self.found)
        end = super().match(node, at)
        if end < 0:
            del self.found[before:]
        elif node[0] == "rule":
            within = tuple(self.found[before:])
            self.found[before:] = [Part(node[2], tuple(self.tokens[at:end]), within)]
        return end


def _is(token: Token, name: str) -> bool:
    kind, text, _ = token
    if name == "PREFIXNAME":
        return kind == "PNAME" and text.endswith(":")
    if name == "INTEGER":
        return kind == "NUMBER" and text.isdecimal()
    if name in FUNCTIONS:
        return kind == "word" and text.upper() in FUNCTIONS[name]
    if name.startswith("'"):
        wanted = name.strip("'")
        return text == wanted or (kind == "word" and wanted != "a" and text.upper() == wanted)
    return kind == name


@cache
def _grammar() -> dict[str, _Node]:
    rules = re.sub(r"\n  ", " ", _GRAMMAR).strip().split("\n")
    return {name: _choice(iter(body.split())) for name, _, body in (rule.partition(" = ") for rule in rules)}


def _choice(pieces: Iterator[str]) -> _Node:
    """Return what stands up to the end, or to the bracket that closes."""
    choices: list[list[_Node]] = [[]]
    for piece in pieces:
        closes = piece[0] == ")"
        if closes:
            return _joined(choices)
        if piece == "|":
            choices.append([])
            continue
        times = piece[-1] if piece[-1] in "*+?" else ""
        name = piece.removesuffix(times) if times else piece
        if name == "(":
            within: list[str] = []
            depth = 1
            for inner in pieces:
                depth += (inner == "(") - (inner[0] == ")")
                if depth == 0:
                    times = inner[1:]
                    break
                within.append(inner)
            node = _choice(iter(within))
        else:
            node = ("token" if name[0] == "'" or name.isupper() or name in FUNCTIONS else "rule", (), name)
        choices[-1].append(_times(node, times))
    return _joined(choices)


def _times(node: _Node, times: str) -> _Node:
    many: _Node = ("many", (node,), "")
    return {"": node, "?": ("may", (node,), ""), "*": many, "+": ("all", (node, many), "")}[times]


def _joined(choices: list[list[_Node]]) -> _Node:
    each: list[_Node] = [parts[0] if len(parts) == 1 else ("all", tuple(parts), "") for parts in choices]
    return each[0] if len(each) == 1 else ("any", tuple(each), "")
