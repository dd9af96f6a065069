"""The door for queries, case by case: what it refuses and in which words, what it lets through, what it reads of a query."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cbec_kg.errors import LimitError, QueryError, RefusedError
from cbec_kg.store.sparql import (
    TRIPLE,
    Answer,
    Dataset,
    bind,
    check_query,
    evaluated,
    gives_graph,
    graph_sizes,
    has_default_graph,
    is_suspect,
    named_graphs,
    named_iris,
    run,
    undeclared_prefixes,
)

E = "https://example.org/"
TWO_WAYS = (
    "stands in a query with the word SERVICE, LOAD or FROM, which could then be read in two ways. "
    "Write IRIs in full, put a space after '<', and keep to ASCII outside strings."
)
NOTHING_ELSE = "is refused: a query reads this graph and nothing else. Remove it."
NO_GRAPH = "names no graph of the store. Remove it."
A_CALL = "could be read as a call to another place. Rename it."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK { SERVICE <http://x/> { } }", f"line 1: SERVICE {NOTHING_ELSE}"),
        ("# a\nASK {\n ?s ?p '''\n\n''' . Service <http://x/> { } }", f"line 5: Service {NOTHING_ELSE}"),
        ("ASK { } ; load <http://x/>", f"line 1: load {NOTHING_ELSE}"),
        ("ASK { SERVICESILENT <http://x/> { } }", f"line 1: SERVICESILENT {NOTHING_ELSE}"),
        ("ASK { \\u0053ERVICE <http://x/> { } }", f"line 1: SERVICE {NOTHING_ELSE}"),
        ('ASK { ?s ?p "\\u0022 SERVICE <http://x/> { } \\u0022" }', f"line 1: SERVICE {NOTHING_ELSE}"),
        ('ASK {\n ?s ?p "\\U00000022 LOAD " }', f"line 2: LOAD {NOTHING_ELSE}"),
        ("ASK {\n 茶abcdefghijklmn } # from", f"line 2: '茶abcdefghijk' {TWO_WAYS}"),
        ("ASK {\n ?s <a\nb ?o } # from", f"line 2: '<a' {TWO_WAYS}"),
        ("ASK { servicex:y ?p ?o }", f"line 1: servicex:y {A_CALL}"),
        ("ASK { ?s\n x:a.SERVICE ?o }", f"line 2: x:a.SERVICE {A_CALL}"),
        ("ASK { ?s x:a.load ?o }", f"line 1: x:a.load {A_CALL}"),
        ("ASK { ?s x:a.b.from ?o }", f"line 1: x:a.b.from {A_CALL}"),
        ("ASK from <http://x/> { }", f"line 1: FROM <http://x/> {NO_GRAPH}"),
        ("ASK From named <http://x/> { }", f"line 1: FROM <http://x/> {NO_GRAPH}"),
        ("ASK FROM z:g { }", f"line 1: FROM z:g {NO_GRAPH}"),
        (f"PREFIX x: <{E}> ASK FROM y:g {{ }}", f"line 1: FROM y:g {NO_GRAPH}"),
        (f"ASK FROM <{E}g>\nFROM <{E}h> {{ }}", f"line 2: FROM <{E}h> {NO_GRAPH}"),
        (f"ASK {{ ?s PREFIX <{E}> }} FROM PREFIX:g", f"line 1: FROM PREFIX:g {NO_GRAPH}"),
    ],
)
def test_what_wants_anything_from_outside_is_refused_with_its_line_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(RefusedError) as caught:
        check_query(text, {f"{E}g", "g", "\0g"} - {"\0g"})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        f"ASK FROM <{E}g> {{ ?s <https://other.org/p> x:y }}",
        f"ASK FROM NAMED <{E}g> FROM <{E}a:b> {{ }}",
        f"prefix e: <{E}> ASK from e:g from named e:a:b {{ }}",
        f"PREFIX : <{E}> ASK FROM :g {{ }}",
        f"PREFIX e: <https://other.org/> PREFIX e: <{E}> ASK FROM e:g {{ }}",
        "ASK { x:service:y x:from <https://example.org/load> }",
        "ASK { ?s ?p '\\UFFFFFFFF \\uD800' }",
        "ASK { ?s ?p ?o FILTER(?s < ?o && ?o <= 3) } # service",
        'ASK { ?s ?p "a\\"load", \'from\', """x"service""", "x"@from }',
    ],
)
def test_what_only_looks_so_is_let_through(text: str) -> None:
    check_query(text, {f"{E}g", f"{E}a:b"})


@pytest.mark.parametrize(
    ("text", "suspect"),
    [
        ("ASK { ?s ?p ?o }", False),
        ("ASK { ?s ?p 'serv ice lo ad fr om' }", False),
        ("ASK { ?sErViCe ?p ?o }", True),
        ("ASK { ?\u017fervice ?p ?o }", True),  # the long s
        ("LOAD", True),
        ("From", True),
        ("'\\u0041'", True),
        ("'\\U00000041'", True),
    ],
)
def test_a_text_is_suspect_by_its_words_and_by_its_escapes(text: str, suspect: bool) -> None:
    assert is_suspect(text) is suspect


@pytest.mark.parametrize(
    ("deepest", "after"),
    [
        ("{" * 500, "}" * 500),
        ("([{" * 166 + "([", "])" + "}])" * 166),
        ("!" * 500, "x"),
        ("- " * 500, "x"),
        ("-+^!" * 125, "x"),
    ],
    ids=["braces", "brackets", "one sign", "spaced", "signs"],
)
def test_what_nests_five_hundred_deep_is_read_and_no_deeper(deepest: str, after: str) -> None:
    for text in (deepest, deepest + after + deepest, f"{'(' * 300}{')' * 300} x {deepest}"):
        check_query(text)
    for deeper in (deepest + deepest[0], f"() x {deepest[0]}{deepest}", deepest + deepest[0] + after + deepest):
        with pytest.raises(LimitError, match=r"^the query nests brackets or signs deeper than 500\. Flatten it\.$"):
            check_query(deeper)


@pytest.mark.parametrize(
    "text", ["{}" * 600, "[()]" * 400, "-x " * 600, "!" * 400 + "x" + "!" * 400, "(" * 400 + ")[]" * 400]
)
def test_what_ends_again_nests_no_deeper(text: str) -> None:
    check_query(text)


def test_a_query_has_at_most_two_hundred_thousand_characters() -> None:
    check_query("#" * 200_000)
    with pytest.raises(LimitError) as caught:
        check_query("#" * 200_001)
    assert str(caught.value) == "the query has 200,001 characters; at most 200,000 are read. Shorten it."


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("CONSTRUCT WHERE { }", True),
        ("describe <http://x/>", True),
        ("DESCRIBE<http://x/>", True),
        ("BASE <http://x/{> # {\nCONSTRUCT { ?s ?p '}' } WHERE { }", True),
        ("ASK { } DESCRIBE", True),
        ("ASK { { } CONSTRUCT }", False),
        ("ASK { ?construct a x:describe, construct:x, 'CONSTRUCT' } # CONSTRUCT", False),
        ("SELECT $describe ?construct x:construct construct:x x.construct -construct { }", False),
        ("SELECT constructs reconstruct describe-x { }", False),
        ("SELECT ('CONSTRUCT' AS ?x) (\"describe\" AS ?y) { }", False),
    ],
)
def test_a_query_gives_a_graph_by_its_own_word_alone(text: str, graph: bool) -> None:
    assert gives_graph(text) is graph


@pytest.mark.parametrize(
    ("text", "iris", "undeclared"),
    [
        (f"prefix x: <{E}> ASK {{ x:a x:b x:a }}", [E, f"{E}a", f"{E}b"], []),
        (f"PREFIX : <{E}> ASK {{ :a ?x:b $y:c z:d }}", [E, f"{E}a"], ["z"]),
        (f"PREFIX given: <{E}> ASK {{ given:a kept:b }}", [E, f"{E}a", "https://kept.org/b"], []),
        (f'ASK {{ <{E}p> "<{E}no> x:no" z:a.b, z: , y:c. }} # w:no', [f"{E}p"], ["z", "y"]),
        (f"ASK {{ <{E}p>'x'<{E}q> }}", [f"{E}p", f"{E}q"], []),
    ],
)
def test_the_names_of_a_query_are_read(text: str, iris: list[str], undeclared: list[str]) -> None:
    prefixes = {"given": "https://given.org/", "kept": "https://kept.org/"}
    assert named_iris(text, prefixes) == iris
    assert undeclared_prefixes(text, prefixes) == undeclared


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("ASK { }\n\n", "ASK { }\nVALUES (?a ?b) { (<1> <2>) }"),
        ("ASK {\n\t# parameters\n}", "ASK {\n\tVALUES (?a ?b) { (<1> <2>) }\n}"),
        ("ASK {\n # parameters b\n # parameters a b\n}", "ASK {\n VALUES (?b) { (<2>) }\n VALUES (?a ?b) { (<1> <2>) }\n}"),
        ("ASK {\n # parameters c\n}", "ASK {\n \n}"),
        ("ASK { } # parameters", "ASK { } # parameters\nVALUES (?a ?b) { (<1> <2>) }"),
    ],
)
def test_variables_are_bound_at_their_places(text: str, bound: str) -> None:
    assert bind(text, {"a": "1", "b": "2"}) == bound


@pytest.fixture
def store() -> Store:
    """Return two statements in graph g, one in graph h."""
    found = Store()
    for graph, value in (("h", "3"), ("g", "1"), ("g", "2")):
        found.add(Quad(NamedNode(f"{E}s"), NamedNode(f"{E}p"), Literal(value), NamedNode(E + graph)))
    return found


VALUES = "SELECT ?o { ?s e:p ?o } ORDER BY ?o"
AS_TERMS = {name: Literal(name) for name in "0123"}


def test_an_answer_has_its_form_columns_and_rows(store: Store) -> None:
    known = {"e": E}
    rows = tuple((AS_TERMS[value],) for value in "123")
    assert run(store, VALUES, known) == Answer("select", ("o",), rows)
    assert run(store, "ASK { e:s e:p '2' }", known) == Answer("ask", (), (), True)
    assert run(store, "ASK { e:s e:p '0' }", known) == Answer("ask", (), (), False)
    made = run(store, "CONSTRUCT { e:s e:q ?o } WHERE { e:s e:p ?o FILTER(?o = '3') }", known)
    assert made == Answer("construct", TRIPLE, ((NamedNode(f"{E}s"), NamedNode(f"{E}q"), AS_TERMS["3"]),))
    assert TRIPLE == ("subject", "predicate", "object")
    with pytest.raises(QueryError, match="the prefix e: is not declared"):
        run(store, VALUES)


@pytest.mark.parametrize(
    ("clause", "values"),
    [
        ("from e:g", "12"),
        (f"FROM<{E}g> FROM e:h", "123"),
        (f"FROM <{E}h>", "3"),
        (f"FROM NAMED <{E}h>", ""),
        ("# FROM e:h\n", "123"),
        ("{ ?from e:p ?o FILTER(?o != 'from') } ORDER BY ?o #", "123"),
    ],
)
def test_a_query_is_asked_of_the_graphs_that_it_names(store: Store, clause: str, values: str) -> None:
    text = f"PREFIX e: <{E}> SELECT ?o {clause} {{ ?s ?p ?o }} ORDER BY ?o"
    assert run(store, text).rows == tuple((AS_TERMS[value],) for value in values)


def test_a_graph_that_the_store_does_not_have_is_not_asked(store: Store) -> None:
    with pytest.raises(RefusedError, match="names no graph of the store"):
        run(store, f"SELECT ?o FROM <{E}i> {{ ?s ?p ?o }}")


def test_statements_outside_of_named_graphs_are_the_default_graph_where_there_are_any(store: Store) -> None:
    assert not has_default_graph(store)
    assert sorted(named_graphs(store)) == [f"{E}g", f"{E}h"]
    assert list(graph_sizes(store).items()) == [(f"{E}g", 2), (f"{E}h", 1)]
    store.add(Quad(NamedNode(f"{E}s"), NamedNode(f"{E}p"), AS_TERMS["0"], DefaultGraph()))
    assert has_default_graph(store)
    assert run(store, VALUES, {"e": E}).rows == ((AS_TERMS["0"],),)


def test_a_query_is_asked_of_the_graphs_that_are_named_for_it(store: Store) -> None:
    asked = Dataset((f"{E}h",), (f"{E}g",))
    text = "SELECT ?o ?of { { ?s e:p ?o } UNION { GRAPH ?g { ?s e:p ?of } } } ORDER BY ?o ?of"
    rows = [[term and term.value for term in row] for row in evaluated(store, text, {"e": E}, asked)]  # type: ignore[union-attr]
    assert sorted(rows, key=str) == sorted([["3", None], [None, "1"], [None, "2"]], key=str)
