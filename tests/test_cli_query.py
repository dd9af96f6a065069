"""The command `query`: its forms of answers, parameters, limits and complaints."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from rdflib import Graph

from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.render.console.tables import render_table
from cbec_kg.store.opening import open_folder
from cbec_kg.store.sparql import named_iris
from cbec_kg.store.unknown_terms import unknown_terms
from cli_calls import LABELS, SLOW, Run, call, inside


def test_a_question_is_answered_as_a_table_with_short_names(data: list[str]) -> None:
    done = call("query", LABELS, *data)
    assert done.returncode == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["s", "zh"],
        ["-" * len("problem-machines"), "-" * 2 * len("采茶的人手不够")],
        ["problem-machines", "制茶设备老旧"],
        ["problem-pickers", "采茶的人手不够"],
        ["problem-roads", "山里运茶不方便"],
    ]


def test_tables_of_several_folders_tell_their_records_apart(mini_folder: Path, real_folder: Path) -> None:
    both = ("--data", str(mini_folder), "--data", str(real_folder))
    for done in (call("query", "ids", *both), call("query", "SELECT ?r { ?r a cbec:Reference }", *both)):
        assert done.returncode == 0
        first = [line.split()[0] for line in done.stdout.splitlines()]
        assert {"tea-2020:ref-01", "ass-2021-108287:ref-01"} <= set(first)
        assert "ref-01" not in first


def ids_of(done: Run, form: str) -> list[str]:
    """Return the last parts of the first column, read by a parser of the format."""
    if form == "csv":
        return [row["s"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(done.stdout))]
    kind = QueryResultsFormat.JSON if form == "json" else QueryResultsFormat.TSV
    solutions = parse_query_results(done.stdout, format=kind)
    assert isinstance(solutions, QuerySolutions)
    return [str(row["s"].value).rpartition("/")[2] for row in solutions]


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_a_results_format_is_read_by_other_parsers(data: list[str], form: str) -> None:
    done = call("query", LABELS, "--format", form, *data)
    assert done.returncode == 0
    assert "制茶设备老旧" in done.stdout
    assert ids_of(done, form) == ["problem-machines", "problem-pickers", "problem-roads"]


def test_tab_and_new_line_survive_tsv_json_and_csv(data: list[str]) -> None:
    question = r'SELECT ("a\tb\n\"c\"" AS ?s) {}'
    for form in ("tsv", "json"):
        kind = QueryResultsFormat.JSON if form == "json" else QueryResultsFormat.TSV
        solutions = parse_query_results(inside("query", question, "-f", form, *data).stdout, format=kind)
        assert isinstance(solutions, QuerySolutions)
        assert [row["s"].value for row in solutions] == ['a\tb\n"c"']
    rows = list(csv.reader(io.StringIO(inside("query", question, "-f", "csv", *data).stdout)))
    assert rows == [["s"], ['a\tb\n"c"']]


def test_markdown_has_a_row_an_answer(data: list[str]) -> None:
    done = inside("query", LABELS, "-f", "markdown", *data)
    assert done.stdout.splitlines()[:3] == ["| s | zh |", "| --- | --- |", "| problem-machines | 制茶设备老旧 |"]


def test_a_bar_in_a_markdown_cell_is_escaped(data: list[str]) -> None:
    assert inside("query", 'SELECT ("a|b" AS ?s) {}', "-f", "markdown", *data).stdout.splitlines()[2] == "| a\\|b |"


@pytest.mark.parametrize(
    ("form", "kind"), [("turtle", RdfFormat.TURTLE), ("json-ld", RdfFormat.JSON_LD), ("ntriples", RdfFormat.N_TRIPLES)]
)
def test_a_construct_is_read_by_other_parsers(data: list[str], form: str, kind: RdfFormat) -> None:
    done = inside("query", "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a cbec:Problem ; rdfs:label ?l }", "-f", form, *data)
    assert done.returncode == 0
    quads = list(parse(done.stdout, format=kind))
    assert len(quads) == 6
    assert "制茶设备老旧" in {quad.object.value for quad in quads if hasattr(quad.object, "value")}


def test_a_construct_is_turtle_unless_asked_otherwise(data: list[str]) -> None:
    done = inside("query", "CONSTRUCT WHERE { ?s a cbec:Problem }", *data)
    assert len(Graph().parse(data=done.stdout, format="turtle")) == 3


@pytest.mark.parametrize(
    ("form", "said"), [("table", "true\n"), ("csv", "true\n"), ("json", '{"head": {}, "boolean": true}\n')]
)
def test_an_ask_is_answered(data: list[str], form: str, said: str) -> None:
    assert inside("query", "ASK { ?s a cbec:Problem }", "-f", form, *data).stdout == said


@pytest.mark.parametrize(
    ("question", "form"), [("SELECT * {}", "turtle"), ("ASK {}", "json-ld"), ("CONSTRUCT WHERE {?s a ?o}", "json")]
)
def test_a_format_that_does_not_fit_is_told(data: list[str], question: str, form: str) -> None:
    done = inside("query", question, "-f", form, *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is for" in done.stderr


def test_a_question_may_come_from_a_file_and_from_standard_input(data: list[str], tmp_path: Path) -> None:
    text = "PREFIX cbec: <https://w3id.org/cbec-kg/ontology#> SELECT ?s { ?s a cbec:Problem } ORDER BY ?s"
    (tmp_path / "x.rq").write_text(text, encoding="utf-8")
    wanted = ["s", "----------------", "problem-machines", "problem-pickers", "problem-roads"]
    assert call("query", tmp_path / "x.rq", *data).stdout.split() == wanted
    assert call("query", "-", *data, stdin=text.encode()).stdout.split() == wanted


def test_a_shipped_query_is_shown_without_being_run() -> None:
    done = inside("query", "ids", "--show")
    assert done.returncode == 0
    assert "SELECT" in done.stdout
    assert done.stderr == ""


def test_shipped_queries_are_listed_in_both_languages() -> None:
    done = inside("query", "--list", "-f", "json")
    listed = json.loads(done.stdout)
    assert len(listed) >= 25
    assert all(row["zh"] and row["en"] for row in listed)
    assert "ids" in {row["name"] for row in listed}


def test_an_unknown_query_is_told_with_near_ones() -> None:
    done = inside("query", "problem-evidense")
    assert done.returncode == 2
    assert "no shipped query 'problem-evidense'. Did you mean problem-evidence" in done.stderr


def test_a_parameter_binds_a_record(data: list[str]) -> None:
    question = "SELECT ?facet { ?facet cbec:facetOf ?problem } ORDER BY ?facet"
    done = inside("query", question, "-p", "problem=problem-machines", *data)
    assert done.stdout.split()[2:] == ["facet-machines-drying", "facet-machines-old-pans"]


@pytest.mark.parametrize("parameter", ["problem", "=x", "a b=problem-roads", "?problem=problem-roads"])
def test_a_parameter_of_another_form_is_told(data: list[str], parameter: str) -> None:
    done = inside("query", "ids", "-p", parameter, *data)
    assert done.returncode == 2
    assert "NAME=ID is expected" in done.stderr


def test_a_parameter_that_a_shipped_query_lacks_is_told(data: list[str]) -> None:
    done = inside("query", "ids", "-p", "reference=ref-01", *data)
    assert done.returncode == 2
    assert "has no such parameter" in done.stderr


def test_a_broken_query_is_told_with_line_and_column(data: list[str]) -> None:
    done = call("query", "SELECT *\n{ ?s ?p\n ?? }", *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: the query cannot be read: line 3, column 2: '?' stands where")


def test_the_column_of_a_broken_query_is_that_of_the_text_given(data: list[str]) -> None:
    text = "SELECT ?s { ?s a cbec:Problem ; ; ??? }"
    done = inside("query", text, *data)
    assert f"line 1, column {text.index('???') + 1}: '?' stands where" in done.stderr


def test_a_query_that_reaches_outside_ends_with_3(data: list[str]) -> None:
    done = call("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", *data)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "Error: line 1: SERVICE is refused: a query reads this graph and nothing else. Remove it.\n"


def test_a_query_over_its_time_ends_with_4(data: list[str]) -> None:
    done = call("query", SLOW, "--timeout", "0.2", *data)
    assert (done.returncode, done.stdout) == (4, "")
    assert "the query took over 0.2 s and was ended." in done.stderr


def test_a_time_below_nothing_is_told(data: list[str]) -> None:
    assert inside("query", "ids", "--timeout", "-1", *data).returncode == 2


def test_a_triple_as_value_is_shown_in_every_format(data: list[str]) -> None:
    question = "SELECT ?t { ?s a cbec:Article BIND(TRIPLE(?s, rdf:type, cbec:Article) AS ?t) }"
    for form in ("table", "csv", "tsv", "json", "markdown"):
        done = inside("query", question, "-f", form, *data)
        assert done.returncode in (0, 2), done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("SELECT ?s { ?s a cbec:Problm }", ["cbec:Problm. Did you mean cbec:Problem"]),
        ("PREFIX x: <https://w3id.org/cbec-kg/ontology#> ASK { ?s x:statedin ?p }", ["cbec:statedin. Did you mean cbec:"]),
        ("SELECT ?s { ?s <https://w3id.org/cbec-kg/ontology#facett> ?p }", ["cbec:facett. Did you mean cbec:Facet"]),
        ("SELECT ?s { ?s cbec:qqq ?o ; cbec:www ?x }", ["cbec:qqq.\n", "cbec:www.\n"]),
        ("SELECT ?s { ?s cbec:role cbec:role-headlin }", ["cbec:role-headlin. Did you mean cbec:role-headline"]),
        ("SELECT ?s { ?s a cbec:Problem ; rdfs:labl 'cbec:Problm' } # cbec:Problm", []),
    ],
)  # fmt: skip
def test_a_term_that_the_ontology_does_not_have_is_told_with_near_ones(text: str, notes: list[str], data: list[str]) -> None:
    done = inside("query", text, *data)
    assert done.returncode == 0
    told = [line for line in done.stderr.splitlines(keepends=True) if line.startswith("Note: ")]
    assert len(told) == len(notes)
    for line, note in zip(told, notes, strict=True):
        assert line.startswith(f"Note: the ontology has no term {note}")


def test_no_shipped_query_names_a_term_that_the_ontology_does_not_have(mini_folder: Path) -> None:
    store = open_folder(mini_folder)
    for shipped in read_catalogue():
        assert unknown_terms(store, named_iris(shipped.text)) == {}, shipped.name


def test_a_table_for_spreadsheets_has_a_byte_order_mark_and_the_same_cells(data: list[str]) -> None:
    plain = call("query", "problems", "-f", "csv", *data).stdout
    text = call("query", "problems", "-f", "csv-excel", *data).stdout
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert text.count("\r\n") == len(rows) == len(plain.splitlines())
    assert rows[0] == plain.splitlines()[0].split(",")


def test_a_cell_that_a_spreadsheet_would_compute_is_made_inert() -> None:
    table = render_table(["a", "b"], [["=HYPERLINK(1)", "-13.5%"], ["@x", "+1"], ["-x", "1-2"]], "csv-excel")
    assert table == "\ufeffa,b\r\n'=HYPERLINK(1),-13.5%\r\n'@x,+1\r\n'-x,1-2\r\n"
