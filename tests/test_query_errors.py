"""What is said of a query that cannot be read: line, column, the piece there and what was expected, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from cbec_kg import open_paper
from cbec_kg.errors import QueryError
from cbec_kg.model.iris import PREFIXES
from cbec_kg.queries.catalogue import query_text, read_catalogue
from cbec_kg.store.query_errors import unreadable
from cbec_kg.store.sparql import run
from cbec_kg.store.syntax import slip_of

SAID = {
    "": "line 1, column 1: the query ends where PREFIX, SELECT, ASK, CONSTRUCT or DESCRIBE is expected",
    "SELCT * { ?s ?p ?o }": "line 1, column 1: 'SELCT' stands where PREFIX, SELECT, .*; perhaps SELECT",
    "SELECT * {\n  ?s ?p }": "line 2, column 9: '}' stands where a term (a variable, a name, text or a number) is expected",
    "SELECT * {\r\n  ?s }": "line 2, column 6: '}' stands where a property is expected",
    "SELECT * { ?s ?p ?o": "line 1, column 20: the query ends where .* or '}' is expected",
    "SELECT * { ?s ?p ?o } }": "line 1, column 23: '}' stands where GROUP BY, ORDER BY, LIMIT or the like or the end",
    "SELECT * { ?s ?p ?o FLITER(?s) }": "line 1, column 21: 'FLITER' stands where .*; perhaps FILTER",
    "SELECT * { ?s ?p ?o FILTER(CONCATT(?s)) }": "line 1, column 28: 'CONCATT' stands where .*expression.*; perhaps CONCAT",
    "SELECT * { ?s ?p ?o FILTER(?o > 5 }": "line 1, column 35: '}' stands where an operator or ')' is expected",
    "SELECT COUNT(?s) { ?s ?p ?o }": "line 1, column 8: 'COUNT' stands where .* write .*: (COUNT(...) AS ?name)",
    "SELECT * { ?s ?p ?o } ORDER ?s": "line 1, column 29: '?s' stands where BY is expected",
    "SELECT * { ?s ?p ?o } LIMIT -1": "line 1, column 29: '-' stands where a whole number is expected",
    "PREFIX x <http://x/> ASK {}": "line 1, column 8: 'x' stands where a prefix with its colon is expected",
    'ASK { ?s ?p "茶 }': 'line 1, column 13: the text "茶 } has no closing quote',
    "ASK { ?s <http://x y> ?o }": "line 1, column 10: <http://x y> is no IRI: white space",
    "ASK { ?s <p> ?o }": "line 1, column 10: <p> is no whole IRI. Write it in full, or begin with BASE",
    "ASK { ?s cbc:p ?o }": "line 1, column 10: the prefix cbc: is not declared. Did you mean cbec:? Write PREFIX for it",
    "ASK { ?s nowhere:p ?o ; ?q }": "line 1, column 10: the prefix nowhere: is not declared. Write PREFIX for it",
    "ASK { ?s ?p ?o BIND(1 AS ?s) }": "BIND or AS names a variable that has a value there already; choose another name",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?p": "SELECT names a variable that is neither in GROUP BY nor in an aggregate",
    "ASK { VALUES (?a ?b) { (1) } }": "each row of VALUES has as many values as there are variables; write UNDEF for none",
    "ASK { ?s ?p ?o \x1b[31m }": "line 1, column 16: '\\x1b' stands where",
    f"ASK {{ {'x' * 5000} }}": f"line 1, column 7: '{'x' * 40}...' stands where",
}


@pytest.mark.parametrize("text", SAID, ids=[str(number) for number in range(len(SAID))])
def test_the_place_and_what_was_expected_are_told_in_one_short_line(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(Store(), text, PREFIXES)
    said = str(caught.value)
    head, *rest = SAID[text].split(".*")
    assert said.startswith(f"the query cannot be read: {head}")
    assert all(part in said for part in rest)
    assert len(said) < 300 and said.isprintable()


@pytest.mark.parametrize("text", ["INSERT DATA { <x:a> <x:b> 1 }", "PREFIX x: <http://x/> DELETE WHERE { ?s ?p x:o }"])
def test_an_update_is_called_one(text: str) -> None:
    with pytest.raises(QueryError, match="would change the graph; a query only reads it"):
        run(Store(), text)


def test_the_shipped_queries_fit_the_grammar() -> None:
    assert {one.name: slip_of(query_text(one.name)[0]) for one in read_catalogue()} == {
        one.name: None for one in read_catalogue()
    }


def test_what_nests_deep_is_read_all_the_same() -> None:
    deep = "SELECT * { ?s ?p ?o FILTER " + "(" * 400 + "1" + ")" * 399 + " }"
    slip = slip_of(deep)
    assert slip is not None and (slip.piece, slip.start) == ("}", len(deep) - 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT\u00a0* {?s ?p ?o}", r"line 1, column 7: '\xa0' stands where "),
        ("SELECT * {?s ?p ?o} LIMIT 99999999999999999999", "LIMIT is 99999999999999999999, which is more than there can be"),
        (r'SELECT ("\uD800" AS ?x) {}', r'an escape in "\uD800" stands for no character'),
        ('SELECT ("a"@abcdefghi AS ?x) {}', "@abcdefghi is no language"),
    ],
)
def test_what_a_piece_breaks_by_itself_is_said_of_it(query: str, said: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    assert said in str(unreadable(str(caught.value.msg), query))


def test_an_answer_that_nests_too_deep_is_told(mini_folder: Path) -> None:
    nested = "<<( <x:a> <x:b> " * 400 + "1" + " )>>" * 400
    with pytest.raises(QueryError, match="a term of its answer cannot be read"):
        open_paper(mini_folder).query(f"SELECT * {{ BIND({nested} AS ?x) }}")
