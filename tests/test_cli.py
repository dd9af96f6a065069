"""The command line: in the installed script as a user calls it, and in this process where that is enough."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
from click import Context, Option
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse, parse_query_results
from rdflib import Graph

from cbec_kg import __version__
from cbec_kg.cli.main import COMMANDS, cli, run
from cbec_kg.cli.options import SEVERAL
from cbec_kg.errors import CbecError, DataError, LimitError, OutputError, QueryError, RefusedError, UsageError
from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.tables import render_table
from cbec_kg.store.opening import load_nquads, open_folder
from cbec_kg.store.sparql import named_iris
from cbec_kg.store.sparql import run as query_answer
from cbec_kg.store.unknown_terms import unknown_terms

Edited = Callable[..., Path]
SCRIPT = Path(sys.executable).with_name("cbec-kg")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
LABELS = 'SELECT ?s ?zh { ?s a cbec:Problem ; rdfs:label ?zh FILTER(LANG(?zh) = "zh") } ORDER BY ?s'
Run = subprocess.CompletedProcess[str]
PATIENCE = 600
"""Seconds after which a process is given up: only one that hangs takes so long, never one on a busy machine."""


def call(*arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Run:
    """Run the installed script to its end."""
    process = subprocess.run(
        [SCRIPT, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
    )
    return Run(process.args, process.returncode, process.stdout.decode(), process.stderr.decode())


def inside(*arguments: str | Path) -> Run:
    """Run a command in this process, which is faster; an exception that it does not tell fails the test."""
    output, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(complaint):
        code = run([str(argument) for argument in arguments])
    return Run(list(arguments), code, output.getvalue(), complaint.getvalue())


@pytest.fixture
def data(mini_folder: Path) -> list[str]:
    return ["--data", str(mini_folder)]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# The group


def test_the_script_is_installed_and_says_its_version() -> None:
    done = call("--version")
    assert (done.returncode, done.stdout) == (0, f"cbec-kg {__version__}\n")


def test_help_lists_every_command_and_the_exit_codes() -> None:
    done = call("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    said = " ".join(done.stdout.split())
    for code in ("0 fine", "1 findings", "2 wrong use", "3 refused", "4 limit", "5 output not written", "130 interrupted"):
        assert code in said


def test_no_command_is_help() -> None:
    done = call()
    assert (done.returncode, done.stdout) == (0, call("--help").stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: cli {name} ")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_opens_its_help_with_a_sentence(name: str) -> None:
    command = cli.get_command(Context(cli), name)
    assert command is not None
    assert command.help
    assert command.help.partition("\n")[0].rstrip().endswith(".")


def test_an_unknown_command_is_told_with_a_near_one() -> None:
    done = call("quary")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'quary'. Did you mean query?" in done.stderr


def test_an_unknown_option_is_told() -> None:
    done = call("check", "--nothing")
    assert done.returncode == 2
    assert "No such option" in done.stderr
    assert "--nothing" in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [(CbecError, 2), (UsageError, 2), (QueryError, 2), (DataError, 2), (RefusedError, 3), (LimitError, 4), (OutputError, 5)],
)
def test_each_error_has_its_documented_exit_code(error: type[CbecError], code: int) -> None:
    assert error.exit_code == code


# check


def test_check_of_a_good_folder_says_so(data: list[str], mini_folder: Path) -> None:
    done = call("check", "--fast", *data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{mini_folder}: ")
    assert done.stdout.endswith("nothing wrong.\n")


def test_check_lists_all_problems_with_file_and_line(edited: Edited) -> None:
    folder = edited(
        ("units.yaml", "factor: 1, base: rank", "factor: one, base: rank"),
        ("problems.yaml", "role: headline, basis: stated", "role: headline, basis: sure"),
    )
    done = call("check", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "units.yaml:5: unit-rank.factor is 'one'; it must be a number" in done.stderr
    assert "problem-pickers.rests_on[1].basis is 'sure'; it must be one of: stated, inherited, inferred." in done.stderr
    *problems, last = done.stderr.splitlines()
    assert last == f"{len(problems)} problems; nothing was built."


def test_check_tells_what_only_the_shapes_see(edited: Edited) -> None:
    folder = edited(
        ("claims.yaml", "at: [1.p1.s5 茗集网]\n  place: place-qingxu", "at: [1.p1.s5 茗集网]\n  place: concept-tea-picking")
    )
    assert call("check", "--fast", "--data", folder).returncode == 0
    done = call("check", "--data", folder)
    assert done.returncode == 2
    assert "claims.yaml:" in done.stderr
    assert "claim-sell-online.place: Set 'place' to the id of one existing place, or to unspecified." in done.stderr
    assert done.stderr.endswith("1 problem; nothing was built.\n")


def test_an_empty_article_is_a_problem_with_a_message(edited: Edited) -> None:
    folder = edited()
    (folder / "article.yaml").write_text("", encoding="utf-8")
    done = call("check", "--data", folder)
    assert done.returncode == 2
    assert "article.yaml" in done.stderr


@pytest.mark.parametrize("name", ["check", "build", "view", "evidence", "query"])
def test_a_folder_that_is_none_is_told(name: str, tmp_path: Path) -> None:
    extra = {"build": f"--out={tmp_path / 'out'}", "view": f"--out={tmp_path / 'x.html'}", "query": "ids"}
    done = call(name, *filter(None, [extra.get(name)]), "--data", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere" in done.stderr
    assert not (tmp_path / "out").exists()


# query


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


def test_the_commands_that_take_several_folders_are_those_that_the_message_names() -> None:
    taking = {
        name
        for name in cli.list_commands(Context(cli))
        for command in [cli.get_command(Context(cli), name)]
        if command is not None
        for option in command.params
        if option.name == "data" and isinstance(option, Option) and option.multiple and option.callback is None
    }
    assert taking == set(SEVERAL)


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
    assert done.stderr.startswith("Error: the query cannot be read: error at 3:")


def test_the_column_of_a_broken_query_is_that_of_the_text_given(data: list[str]) -> None:
    text = "SELECT ?s { ?s a cbec:Problem ; ; ??? }"
    done = inside("query", text, *data)
    column = int(done.stderr.partition("error at 1:")[2].partition(":")[0])
    assert text.index("???") < column <= len(text) + 1


def test_a_query_that_reaches_outside_ends_with_3(data: list[str]) -> None:
    done = call("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", *data)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "Error: line 1: SERVICE is refused: a query reads this graph and nothing else. Remove it.\n"


def test_a_query_over_its_time_ends_with_4(data: list[str]) -> None:
    done = call("query", SLOW, "--timeout", "0.2", *data)
    assert (done.returncode, done.stdout) == (4, "")
    assert "the query took over 0.2 s and was given up." in done.stderr


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
    store = open_folder(mini_folder).store
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


# trace and evidence


def test_a_trace_leads_to_the_reference(data: list[str]) -> None:
    done = call("trace", "facet-pickers-age", *data)
    assert done.returncode == 0
    assert "points to: ref-03" in done.stdout


@pytest.mark.parametrize("given", ["[3]", "3", "ref-03"])
def test_a_reference_may_be_given_by_its_number(data: list[str], given: str) -> None:
    assert inside("trace", given, *data).stdout.startswith("ref-03  [reference]")


@pytest.mark.parametrize("given", ["[99]", "٣", "03x", ""])
def test_a_number_of_no_reference_is_told(data: list[str], given: str) -> None:
    done = inside("trace", given, *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown id" in done.stderr


@pytest.mark.parametrize("command", [["trace"], ["evidence"], ["query", "SELECT ?x {}", "-p"]], ids=lambda words: words[0])
def test_an_unknown_id_is_told_with_the_nearest(data: list[str], command: list[str]) -> None:
    given = "x=problem-picker" if "-p" in command else "problem-picker"
    done = inside(*command, given, *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown id 'problem-picker'. Did you mean problem-pickers" in done.stderr


def test_a_trace_as_json_is_whole(data: list[str]) -> None:
    value = json.loads(inside("trace", "problem-pickers", "-f", "json", *data).stdout)
    assert value["id"] == "problem-pickers"
    assert value["zh"] == "采茶的人手不够"
    assert {step["id"] for step in value["back"]} >= {"attribution-yearbook-pickers", "facet-pickers-age"}


def test_a_trace_shows_the_sentence_of_the_readers_copy(data: list[str], mini_folder: Path) -> None:
    done = inside("trace", "facet-machines-old-pans", "--paper", mini_folder.parent / "paper.txt", *data)
    assert done.returncode == 0
    assert "2.2.p1.s1 大多数合作社仍用旧式炒锅[4]。" in done.stdout


def test_a_trace_does_not_quote_another_paper(data: list[str], tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("1. 别的文章 \n这里没有那句话。 \n", encoding="utf-8")
    done = inside("trace", "facet-machines-old-pans", "--paper", tmp_path / "other.txt", *data)
    assert done.returncode == 0
    assert "not found in your copy" in done.stdout


def test_a_missing_copy_is_told(data: list[str], tmp_path: Path) -> None:
    done = inside("trace", "problem-roads", "--paper", tmp_path / "none.txt", *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.txt: cannot be read" in done.stderr


def test_the_matrix_shows_the_diagnosed_problems_and_their_facets(data: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(call("evidence", "-f", "csv", *data).stdout)))
    assert rows[0] == ["", "[1]", "[2]", "[3]", "[4]", "tea-yearbook"]
    assert {row[0].strip(): row[1:] for row in rows[1:]} == {
        "problem-machines": ["", "x?", "", "(1)", ""],
        "facet-machines-drying": ["", "", "", "C?", ""],
        "facet-machines-old-pans": ["", "E", "", "F", ""],
        "problem-pickers": ["", "", "", "", "H (1)"],
        "facet-pickers-age": ["", "", "C", "", ""],
        "facet-pickers-few": ["", "", "", "", "F"],
        "facet-pickers-skill": ["R", "", "", "", ""],
    }


def test_problems_that_are_only_mentioned_are_shown_when_asked(data: list[str]) -> None:
    assert "problem-roads" not in inside("evidence", *data).stdout
    done = inside("evidence", "--all", *data)
    _, found, reading = done.stdout.partition("problem-roads  Tea is hard to carry through the hills\n")
    assert found
    assert "  No reference and no named source bears on it.\n" in reading


def test_a_reading_says_what_has_no_direct_evidence(data: list[str]) -> None:
    done = inside("evidence", "problem-pickers", *data)
    assert "  its headline is backed; of its 3 facets 1 is backed\n" in done.stdout
    assert "    facet-pickers-age: oblique; [3] backs a cause\n" in done.stdout
    assert "    facet-pickers-skill: oblique; [1] backs what is needed, not that it is lacking\n" in done.stdout


def test_a_countermeasures_parts_without_evidence_are_said(data: list[str]) -> None:
    text = inside("evidence", "countermeasure-machines", *data).stdout
    assert "  its headline was never sourced; of its 2 measures none is backed\n" in text
    assert "    measure-loan: none\n" in text


def test_evidence_as_json_has_every_line(data: list[str], mini_project: Project) -> None:
    found = json.loads(inside("evidence", "--all", "-f", "json", *data).stdout)
    lines = {(problem["id"], line["source"], line["role"]) for problem in found for line in problem["lines"]}
    assert lines == {
        (line.target, line.source, line.role) for line in mini_project.lines if line.target.startswith("problem-")
    }


@pytest.mark.parametrize("form", ["table", "tsv", "markdown"])
def test_the_matrix_comes_in_every_format(data: list[str], form: str) -> None:
    done = inside("evidence", "-f", form, *data)
    assert done.returncode == 0
    assert "problem-pickers" in done.stdout


# anchor


def test_fresh_anchors_are_fine(data: list[str], mini_folder: Path) -> None:
    done = call("anchor", "--paper", mini_folder.parent / "paper.txt", *data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "89 anchors found, 42 passages.\n"


def test_stale_anchors_are_a_finding(edited: Edited, mini_folder: Path) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄"))
    before = files_of(folder)
    done = inside("anchor", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert done.returncode == 1
    assert f"{folder / 'anchors.csv'}: is stale. Run again with --write." in done.stdout
    assert files_of(folder) == before


def test_anchors_are_written_when_asked(edited: Edited, mini_folder: Path) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄"))
    done = inside("anchor", "--write", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert done.returncode == 0
    assert f"{folder / 'anchors.csv'}: written" in done.stdout
    assert inside("check", "--fast", "--data", folder).returncode == 0


def test_fragments_that_do_not_stand_once_are_all_told_and_nothing_is_written(edited: Edited, mini_folder: Path) -> None:
    folder = edited(
        ("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 运茶方便"),
        ("facets.yaml", "2.1.p1.s4 采茶工年纪偏大", "2.1.p1.s4 ，"),
        ("claims.yaml", "1.p1.s5 茗集网", "1.p9.s5 茗集网"),
        ("statistics.yaml", "[1.p1.s3 4.40%]", "[1.p1.s3 40%]"),
    )
    before = files_of(folder)
    done = inside("anchor", "--write", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "problem-roads: '运茶方便' does not occur in 1.p2.s1; exactly once is expected." in done.stderr
    assert "claim-sell-online: the text has no passage 1.p9.s5. Correct it." in done.stderr
    assert "stat-tea-output-growth-2019: '40%' does not occur in 1.p1.s3; exactly once is expected." in done.stderr
    assert files_of(folder) == before


def test_a_computed_file_that_is_not_utf_8_is_stale(edited: Edited, mini_folder: Path) -> None:
    folder = edited()
    (folder / "passages.csv").write_bytes(b"\xff\xfe")
    done = inside("anchor", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


# build and view


@pytest.fixture(scope="module")
def built(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    out = tmp_path_factory.mktemp("built") / "not" / "yet"
    return out, call("build", "--out", out, "--data", mini_folder, env={"LC_ALL": "C", "PYTHONHASHSEED": "1"})


def test_build_makes_a_missing_folder_and_says_what_it_wrote(built: tuple[Path, Run]) -> None:
    out, done = built
    assert done.returncode == 0, done.stderr
    assert "Built tea-2020: 3 problems, 5 facets, 2 countermeasures, 3 measures, 7 claims, 24 statistics" in done.stdout
    names = set(files_of(out))
    assert {"graph.ttl", "graph.jsonld", "graph.nq", "graph.graphml", "graph.gexf", "explorer.html"} <= names
    assert {"tables/claims.csv", "tables/links.csv", "tables/evidence.csv"} <= names
    for name in names:
        if "/" not in name:
            assert name in done.stdout


def test_build_leaves_no_partial_file(built: tuple[Path, Run]) -> None:
    assert not [name for name in files_of(built[0]) if name.endswith(".part") or "/." in f"/{name}"]


def test_every_built_file_is_utf_8_in_the_c_locale_too(built: tuple[Path, Run]) -> None:
    for name, content in files_of(built[0]).items():
        text = content.decode()
        assert name.startswith("tables/") or "合作社" in text, name


def test_build_tells_its_steps_on_standard_error(built: tuple[Path, Run]) -> None:
    lines = built[1].stderr.splitlines()
    total = len(lines)
    assert [line.partition("]")[0] for line in lines] == [f"[{number}/{total}" for number in range(1, total + 1)]


def test_building_twice_gives_the_same_bytes(built: tuple[Path, Run], mini_folder: Path, tmp_path: Path) -> None:
    done = call(
        "build",
        "--fast",
        "--out",
        tmp_path / "again",
        "--data",
        mini_folder,
        env={"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    )
    assert done.returncode == 0
    assert files_of(tmp_path / "again") == files_of(built[0])


def test_a_quiet_build_says_nothing(mini_folder: Path, tmp_path: Path) -> None:
    done = call("build", "--fast", "--quiet", "--out", tmp_path / "out", "--data", mini_folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_build_of_broken_data_writes_nothing(edited: Edited, tmp_path: Path) -> None:
    folder = edited(
        ("units.yaml", "factor: 1, base: rank", "factor: one, base: rank"), ("claims.yaml", "kind: benefit", "kind: hope")
    )
    done = call("build", "--out", tmp_path / "out", "--data", folder)
    assert done.returncode == 2
    assert "units.yaml:5: " in done.stderr
    assert "claims.yaml:" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["build", "view"])
def test_a_file_in_place_of_the_output_folder_ends_with_5(name: str, data: list[str], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("kept")
    out = tmp_path / "out"
    done = call("view", "--out", out / "x.html", *data) if name == "view" else call("build", "--fast", "--out", out, *data)
    assert done.returncode == 5
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"Error: {tmp_path / 'out'}")
    assert "not written" in last
    assert (tmp_path / "out").read_text() == "kept"


def test_an_output_folder_that_cannot_be_made_ends_with_5(data: list[str]) -> None:
    done = call("build", "--fast", "--out", "/proc/none", *data)
    assert done.returncode == 5
    assert "/proc/none: not written: " in done.stderr


def test_the_page_is_written_where_asked(data: list[str], tmp_path: Path) -> None:
    done = call("view", "--out", tmp_path / "new" / "page.html", *data)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "采茶的人手不够" in page
    assert str(tmp_path / "new" / "page.html") in done.stdout


# Locale, pipes, interruption


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_chinese_is_printed_as_utf_8_in_every_locale(data: list[str], locale: str) -> None:
    done = call("query", LABELS, "-f", "csv", *data, env={"LC_ALL": locale})
    assert done.returncode == 0
    assert "制茶设备老旧" in done.stdout


def test_chinese_is_printed_as_utf_8_where_python_would_use_ascii(data: list[str]) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert "制茶设备老旧" in call("query", LABELS, "-f", "csv", *data, env=environment).stdout
    assert "采茶的人手不够" in call("trace", "problem-pickers", "--lang", "zh", *data, env=environment).stdout


def test_standard_input_is_utf_8_where_python_would_use_ascii(data: list[str]) -> None:
    question = 'ASK { ?s ?p "制茶设备老旧"@zh }'.encode()
    done = call("query", "-", *data, stdin=question, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert (done.returncode, done.stdout) == (0, "true\n")


def test_standard_input_that_is_not_utf_8_is_told(data: list[str]) -> None:
    done = call("query", "-", *data, stdin=b"SELECT * { ?s ?p '\xff' }")
    assert (done.returncode, done.stdout) == (2, "")
    assert "UTF-8" in done.stderr


def test_a_query_file_that_is_not_utf_8_is_told(data: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"SELECT * { ?s ?p '\xff' }")
    done = call("query", tmp_path / "x.rq", *data)
    assert done.returncode == 2
    assert "x.rq: not UTF-8. Save the query as UTF-8." in done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_closed_pipe_is_quiet(real_folder: Path, form: str) -> None:
    process = subprocess.Popen(
        [SCRIPT, "query", "SELECT * { ?s ?p ?o }", "-f", form, "--data", real_folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(PATIENCE) == 0
    assert [line for line in said.splitlines() if not line.startswith("building the graph")] == []


def busy_seconds(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def heed_interrupts() -> None:
    """Undo what a shell does to processes in the background, which ignore the interrupt and pass that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to tell when the query is under way")
@pytest.mark.parametrize("seconds", ["300", "0"], ids=["with a time limit", "without a time limit"])
def test_an_interrupted_query_ends_quietly_with_130(real_folder: Path, seconds: str) -> None:
    open_folder(real_folder)
    process = subprocess.Popen(
        [SCRIPT, "query", SLOW, "--timeout", seconds, "--data", real_folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )
    try:
        while process.poll() is None and busy_seconds(process) < 1.5:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert (process.returncode, said, complaint.strip()) == (130, b"", b"")


# No traceback ever


HOSTILE: list[list[str]] = [
    ["query", ""],
    ["query", " "],
    ["query", "x.rq"],
    ["query", "/"],
    ["query", "{"],
    ["query", "SELECT * { ?s ?p '\udcff' }"],
    ["query", "SELECT * { ?s ?p ?o } LIMIT 1", "-f", "tsv", "-p", "s=\udcff"],
    ["query", "SELECT (1/0 AS ?x) (BNODE() AS ?b) {}"],
    ["query", "SELECT * { ?s ?p ?o } VALUES ?s { 1 }", "-p", "s=problem-roads"],
    ["query", "DESCRIBE ?s { ?s a cbec:Problem }", "-f", "csv"],
    ["query", "INSERT DATA { <x:a> <x:b> 1 }"],
    ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 1", "-f", "json"],
    ["query", "SELECT ?x { BIND(STRLANGDIR('a', 'en', 'ltr') AS ?x) }", "-f", "json"],
    ["query", "--list", "-f", "turtle"],
    ["query", "ids", "--timeout", "nan"],
    ["query", "ids", "--timeout", "inf"],
    ["trace", "\udcff"],
    ["trace", "a\nb"],
    ["trace", "x" * 10_000],
    ["trace", "problem-roads", "--paper", "/"],
    ["trace", "problem-roads", "--paper", "/proc/self/mem"],
    ["evidence", "ref-01"],
    ["evidence", "unit-tonne"],
    ["evidence", "place-qingxu"],
    ["build", "--fast", "--out", "\udcff" + "x" * 300],
    ["view", "--out", "/"],
    ["anchor", "--paper", "/"],
    ["check", "--data", ""],
]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:50])
def test_no_call_ends_in_a_traceback(
    words: list[str], mini_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [] if "--data" in words or "--list" in words else ["--data", str(mini_folder)]
    monkeypatch.chdir(tmp_path)
    assert inside(*words, *more).returncode in (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    "edit",
    [
        ("article.yaml", "{field: title,", "{field: page range,"),
        ("article.yaml", "number: 5", "number: 5a"),
        ("anchors.csv", "problem-roads,1.p2.s1,", "problem-roads,1.p9.s1,"),
        ("passages.csv", "\n1.p1.s2,", "\n1.p1.s2 x,"),
    ],
    ids=["a field's name", "an article's number", "a locator in anchors.csv", "a locator in passages.csv"],
)
def test_no_folder_ends_in_a_traceback(edit: tuple[str, str, str], edited: Edited, mini_folder: Path) -> None:
    folder = edited(edit)
    for words in (["check", "--fast"], ["trace", "problem-roads", "--paper", mini_folder.parent / "paper.txt"]):
        done = inside(*words, "--data", folder)
        assert "Traceback" not in done.stderr
        assert done.returncode == 2


def test_an_empty_article_ends_no_command_in_a_traceback(edited: Edited, mini_folder: Path) -> None:
    folder = edited()
    (folder / "article.yaml").write_text("", encoding="utf-8")
    done = inside("trace", "problem-roads", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_run_returns_the_code_in_this_process_too(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "problem-nothing", *data]) == 2
    assert run(["trace", "problem-roads", *data]) == 0
    assert capsys.readouterr().out.startswith("problem-roads")


# The cache


def test_a_second_query_is_answered_from_the_cache(mini_folder: Path, tmp_path: Path) -> None:
    environment = {"CBEC_KG_CACHE": str(tmp_path / "cache")}
    first = call("query", LABELS, "--data", mini_folder, env=environment)
    second = call("query", LABELS, "--data", mini_folder, env=environment)
    assert first.stdout == second.stdout
    assert "building the graph" in first.stderr
    assert second.stderr == ""


def test_a_changed_folder_is_built_anew(edited: Edited, tmp_path: Path) -> None:
    folder, environment = edited(), {"CBEC_KG_CACHE": str(tmp_path / "cache")}
    call("query", LABELS, "--data", folder, env=environment)
    path = folder / "problems.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("制茶设备老旧", "设备都老旧了"), encoding="utf-8")
    assert "设备都老旧了" in call("query", LABELS, "--data", folder, env=environment).stdout


def test_a_changed_table_in_a_folder_of_its_own_is_built_anew(edited: Edited, tmp_path: Path) -> None:
    folder, environment = (
        edited(("tables.yaml", "tables/table-1.csv", "tables/of/2020.csv")),
        {"CBEC_KG_CACHE": str(tmp_path / "cache")},
    )
    (folder / "tables" / "of").mkdir()
    table = (folder / "tables" / "table-1.csv").rename(folder / "tables" / "of" / "2020.csv")
    for computed in ("anchors.csv", "passages.csv"):
        (folder / computed).unlink()
    question = "SELECT ?v { ?s cbec:recordId 'stat-table-1-2018-home' ; cbec:valueText ?v }"
    assert "998.22" in call("query", question, "--data", folder, env=environment).stdout
    table.write_text(table.read_text(encoding="utf-8").replace("998.22", "997.22"), encoding="utf-8")
    assert "997.22" in call("query", question, "--data", folder, env=environment).stdout


def test_without_a_cache_the_answer_is_the_same(data: list[str]) -> None:
    assert call("query", LABELS, *data, env={"CBEC_KG_CACHE": ""}).stdout == call("query", LABELS, *data).stdout


@pytest.mark.parametrize("place", ["/proc/none", "/dev/null"])
def test_a_cache_that_cannot_be_written_does_not_hinder(data: list[str], place: str) -> None:
    done = call("query", "ASK { ?s a cbec:Problem }", *data, env={"CBEC_KG_CACHE": place})
    assert (done.returncode, done.stdout) == (0, "true\n")


def test_the_cache_removes_nothing_that_is_not_its_own(mini_folder: Path, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"my-project-{number}").mkdir()
        (tmp_path / f"my-project-{number}" / "thesis.txt").write_text("mine")
    call("query", LABELS, "--data", mini_folder, env={"CBEC_KG_CACHE": str(tmp_path)})
    assert len(list(tmp_path.glob("my-project-*/thesis.txt"))) == 12


def test_a_broken_database_in_the_cache_is_built_anew(mini_folder: Path, tmp_path: Path) -> None:
    environment = {"CBEC_KG_CACHE": str(tmp_path)}
    call("query", LABELS, "--data", mini_folder, env=environment)
    (database,) = (path for path in tmp_path.iterdir() if path.is_dir())
    for path in database.iterdir():
        path.write_bytes(b"broken")
    done = call("query", LABELS, "--data", mini_folder, env=environment)
    assert (done.returncode, "制茶设备老旧" in done.stdout) == (0, True), done.stderr


def test_the_store_of_the_cache_holds_the_whole_project(mini_project: Project, mini_folder: Path) -> None:
    opened = open_folder(mini_folder)
    again = open_folder(mini_folder)
    assert isinstance(opened.store, Store)
    assert set(opened.store) == set(again.store)
    named = {str(quad) for quad in again.store if quad.graph_name != DefaultGraph()}
    assert len(named) == len(set(mini_project.nquads().splitlines()))


def test_the_default_graph_has_each_statement_of_the_named_graphs_once(mini_folder: Path) -> None:
    store = open_folder(mini_folder).store
    named = {quad.triple for quad in store if quad.graph_name != DefaultGraph()}
    default = [quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())]
    assert len(default) == len(set(default)) == len(named)
    assert set(default) == named


def test_a_statement_in_two_named_graphs_is_found_once() -> None:
    statement = "<https://example.org/s> <https://example.org/p> <https://example.org/o>"
    store = load_nquads("".join(f"{statement} <https://example.org/{graph}> .\n" for graph in "ab"))
    assert len(query_answer(store, "SELECT * { ?s ?p ?o }").rows) == 1
    assert len(query_answer(store, "SELECT * { GRAPH ?g { ?s ?p ?o } }").rows) == 2
