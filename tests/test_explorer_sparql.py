"""SPARQL in the page: the same answers as `cbec-kg query`, in headless Chromium, from a file, with the network off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browsing import CATCH_DOWNLOADS, Opened, browser, caught, go, hash_of, in_browser
from cbec_kg.assets import asset_folder
from cbec_kg.curation.field_lines import FieldLines
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import PREFIXES
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.provenance.answer_rows import Rows
from cbec_kg.provenance.curated_statements import Statements
from cbec_kg.queries.catalogue import query_names, read_query
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.answers import render_answer
from cbec_kg.render.explorer.asking import asking_of
from cbec_kg.render.explorer.carried_reasons import carried_reasons
from cbec_kg.render.explorer.engine import read_engine
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.store.opening import OpenStore
from cbec_kg.store.sparql import Answer, bind, run
from test_explorer_browser import diagnosed

__all__ = ["browser"]

pytestmark = in_browser

ENGINE = read_engine()
engine_needed = pytest.mark.skipif(ENGINE is None, reason="the engine is not there: python scripts/engine.py")


@pytest.fixture(scope="module")
def curation(real_project: Project) -> Curation:
    return real_project.curation


@pytest.fixture(scope="module")
def page_file(curation: Curation, real_store: OpenStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    asking = asking_of(ENGINE, real_store.store, partial(carried_reasons, real_store, curated(real_store)))
    path = tmp_path_factory.mktemp("sparql") / "explorer.html"
    path.write_text(explorer_network(curation, lines, asking).generate_html(), encoding="utf-8", newline="\n")
    return path


def curated(store: OpenStore) -> Statements:
    return Statements(store.snapshot, FieldLines.of_folder(asset_folder("data")))


class Asked(Opened):
    """An open page that is asked queries; its worker is started from what the page carries."""

    def _request(self, url: str) -> None:
        if not url.startswith("blob:null/"):
            super()._request(url)

    def ask(self, text: str) -> str:
        """Run what the address would say was asked, and return what the page says of it."""
        go(self.page, f"#lang=en&view=sparql&ask={quote(text, safe='')}")
        self.page.wait_for_selector("#asking[data-running=false]")
        return self.text("#ask-status")

    def type(self, text: str) -> str:
        """Type a query, run it with the keyboard, and return what the page says of it."""
        self.page.select_option("#ask-question", "")
        self.page.fill("#ask-text", text)
        self.page.press("#ask-text", "Control+Enter")
        self.page.wait_for_selector("#asking[data-running=false]")
        return self.text("#ask-status")

    def saved(self, form: str) -> str:
        """Return what the page saves as a file."""
        return caught(self.page, lambda: self.page.click(f".ask-save[data-form={form}]")).decode()


@pytest.fixture(scope="module")
def asked(browser: Any, page_file: Path) -> Iterator[Asked]:
    page = Asked(browser, page_file, "#lang=en&view=sparql", script=CATCH_DOWNLOADS)
    page.page.fill("#ask-seconds", "600")
    yield page
    assert page.requests == []
    assert page.complaints == []
    page.context.close()


def terms(rows: list[dict[str, Any]]) -> list[tuple[tuple[str, str], ...]]:
    return [tuple(sorted((name, json.dumps(term, sort_keys=True)) for name, term in row.items())) for row in rows]


def by_command(store: OpenStore, text: str) -> Answer:
    return run(store.store, text, prefixes=PREFIXES)


@engine_needed
@pytest.mark.parametrize("name", query_names())
def test_a_shipped_query_has_the_rows_of_the_command(asked: Asked, real_store: OpenStore, name: str) -> None:
    text = read_query(name).text
    answer = by_command(real_store, text)
    asked.ask(name)
    if answer.form == "construct":
        assert sorted(asked.saved("nt").splitlines()) == sorted(render_answer(answer, "ntriples").splitlines())
        return
    wanted, found = json.loads(render_answer(answer, "json")), json.loads(asked.saved("json"))
    assert found["head"]["vars"] == wanted["head"]["vars"]
    rows, expected = terms(found["results"]["bindings"]), terms(wanted["results"]["bindings"])
    assert sorted(rows) == sorted(expected)
    keys = re.findall(r"\?(\w+)", text.rpartition("ORDER BY")[2])
    assert [[dict(row).get(key) for key in keys] for row in rows] == [
        [dict(row).get(key) for key in keys] for row in expected
    ]
    shown = min(len(rows), 200)
    assert asked.page.locator(".ask-table tbody tr").count() == shown


WRITTEN = """(row) => [...row.querySelector("ul").children].map((one) => {
  const [place, field] = [one.firstElementChild, one.querySelector(":scope > span > code")];
  return [place.innerText, place.nextElementSibling.innerText, field.innerText].join(" ");
})"""
"""Returns the file with line, the record and the field of each statement of the first set below a row."""


@engine_needed
@pytest.mark.parametrize("name", ["echoes", "growth-that-does-not-fit", "laws", "measures-without-actor", "trends"])
def test_a_row_follows_from_the_lines_that_the_command_names(asked: Asked, real_store: OpenStore, name: str) -> None:
    text, statements = read_query(name).text, curated(real_store)
    answer, rows = by_command(real_store, text), Rows(real_store, real_store.store, text)
    given = dict(zip(terms(json.loads(render_answer(answer, "json"))["results"]["bindings"]), answer.rows, strict=True))
    asked.ask(name)
    for number, row in enumerate(terms(json.loads(asked.saved("json"))["results"]["bindings"])):
        found = rows.why(given[row], answer.columns, most=8).found
        sets = [statements.of_sources(one.items) for one in found.sets]
        asked.page.locator(".ask-table .ask-why button").nth(number).click()
        below = asked.page.locator(".ask-reasons").nth(number)
        below.locator("li").first.wait_for()
        shown = below.evaluate(WRITTEN)
        assert shown in [[f"{one.file}:{one.line} {one.record} {one.field}" for one in some] for some in sets]
        assert below.locator(".ask-places q").first.inner_text().strip("“”") in {
            place.fragment for some in sets for one in some for place in one.places
        }


@engine_needed
def test_the_reasons_of_a_row_lead_to_its_records_and_fold_again(browser: Any, page_file: Path) -> None:
    page = Asked(browser, page_file, "#lang=zh&view=sparql&ask=unsupported-measures", width=390, height=844)
    why = page.page.locator(".ask-table .ask-why button").first
    why.click()
    page.page.locator(".ask-reasons li").first.wait_for()
    assert "缺一不可" in page.text(".ask-reasons") and "FILTER NOT EXISTS" in page.text(".ask-reasons")
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.page.locator(".ask-reasons div").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    why.click()
    assert page.page.locator(".ask-reasons").count() == 0 and why.get_attribute("aria-expanded") == "false"
    why.click()
    page.page.locator(".ask-reasons .go").first.click()
    page.page.wait_for_selector("#reading h2")
    assert page.complaints == [] == page.requests
    page.context.close()


@engine_needed
def test_an_answer_is_saved_under_the_name_of_its_question(browser: Any, page_file: Path, real_store: OpenStore) -> None:
    page = Asked(browser, page_file, "#lang=en&view=sparql&ask=problems")
    with page.page.expect_download() as waiting:
        page.page.click(".ask-save[data-form=csv]")
    assert waiting.value.suggested_filename == "problems.csv"
    answer = by_command(real_store, read_query("problems").text)
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == render_answer(answer, "csv")
    page.context.close()


@engine_needed
def test_a_parameter_narrows_a_query_as_it_does_for_the_command(
    asked: Asked, real_store: OpenStore, curation: Curation
) -> None:
    problem = diagnosed(curation)[0].id
    asked.ask(f"problem-evidence?problem={problem}")
    text = bind(read_query("problem-evidence").text, {"problem": real_store.iri(problem)})
    assert asked.saved("csv") == render_answer(by_command(real_store, text), "csv")
    assert asked.page.input_value(".ask-parameters input[name=problem]") == problem
    assert asked.ask("problem-evidence?problem=no-such-thing") == "No record has the id “no-such-thing”."


@engine_needed
def test_a_query_of_ones_own_is_run_with_the_keyboard_and_kept_in_the_address(asked: Asked) -> None:
    status = asked.type("SELECT (COUNT(*) AS ?n) { ?s a cbec:Citation }")
    assert status.startswith("1 row,")
    assert asked.page.locator(".ask-table td").all_inner_texts() == ["24"]
    assert "ask=SELECT" in hash_of(asked.page)
    assert asked.type("ASK { ?s a cbec:Problem }") == "Yes"


@engine_needed
def test_sums_are_computed_from_the_left(asked: Asked) -> None:
    """Releases of the engine up to 0.5.11 compute from the right: 10-(3-2)."""
    asked.type("SELECT (10-3-2 AS ?a) (16/4/2 AS ?b) {}")
    assert asked.page.locator(".ask-table td").all_inner_texts() == ["5", "2"]


@engine_needed
def test_a_record_in_an_answer_leads_to_the_selection(asked: Asked, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    asked.type(f'SELECT ?s {{ ?s cbec:recordId "{problem.id}" }}')
    asked.page.click(".ask-table button.go")
    asked.wait_for_heading(problem.en)
    assert asked.page.is_visible(".ask-table")


@engine_needed
@pytest.mark.parametrize(
    ("text", "status_line"),
    [
        ("SELECT * {", "Line 1, column 11: the query breaks off; “}” is missing."),
        ("SELECT ?s {\n ?s <no iri> ?o }", "Line 2, column "),
        ("hello", "A query needs SELECT, ASK, CONSTRUCT or DESCRIBE."),
        ("SELECT *\n{ ?s nosuch:thing ?o }", "Line 2: the prefix nosuch: is not declared."),
        ("SELECT * { SERVICE SILENT <http://example.org/> { ?s ?p ?o } }", "Line 1: SERVICE is refused"),
        ("LOAD <http://example.org/>", "Line 1: LOAD is refused"),
        ("SELECT *\nFROM <http://example.org/>\n{ ?s ?p ?o }", "Line 2: FROM <http://example.org/> names no graph"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE would change the graph; a query only reads it"),
        ("INSERT DATA { <http://a.example/> a cbec:Claim }", "INSERT would change the graph; a query only reads it"),
    ],
)
def test_a_query_that_cannot_be_run_is_answered_in_one_line(asked: Asked, text: str, status_line: str) -> None:
    status = asked.type(text)
    assert status.startswith(status_line)
    assert "\n" not in status
    assert len(status) < 160
    assert asked.page.locator(".ask-table").count() == 0


@engine_needed
def test_an_empty_query_leaves_no_answer_of_another_standing(asked: Asked) -> None:
    assert asked.type("SELECT * { ?s a cbec:Problem }").split()[1] == "rows,"
    assert asked.type(" ") == "The query is empty. Write one, or choose one."
    assert asked.page.locator(".ask-table, .ask-save").count() == 0
    assert "ask=" not in hash_of(asked.page)


@engine_needed
def test_the_example_in_the_empty_editor_runs(asked: Asked) -> None:
    assert asked.type(str(asked.page.get_attribute("#ask-text", "placeholder"))).startswith("10 rows,")


@engine_needed
def test_from_may_name_a_graph_of_the_page(asked: Asked, real_store: OpenStore) -> None:
    graph = sorted(named.value for named in real_store.store.named_graphs())[0]
    text = f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}"
    asked.type(text)
    assert asked.saved("csv") == render_answer(by_command(real_store, text), "csv")


@engine_needed
def test_long_answers_are_cut_in_the_table_and_whole_in_the_download(asked: Asked) -> None:
    assert asked.type("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5000").startswith(
        "first 200 of 5,000 rows; the downloads hold all."
    )
    assert asked.page.locator(".ask-table tbody tr").count() == 200
    assert asked.saved("csv").count("\n") >= 5001
    assert "at most 100,000 are taken" in asked.type("SELECT ?a ?c { ?a ?b ?x . ?c ?d ?y } LIMIT 100001")


@engine_needed
def test_a_query_over_time_is_given_up_and_one_can_be_stopped(browser: Any, page_file: Path) -> None:
    page = Asked(browser, page_file, "#lang=en&view=sparql")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page.page.fill("#ask-seconds", "1")
    assert page.type(endless).startswith("The query took over 1 s and was given up.")
    page.page.fill("#ask-seconds", "600")
    page.page.fill("#ask-text", f"{endless} # again")
    page.page.click("#ask-run")
    page.page.click("#ask-stop")
    page.page.wait_for_selector("#asking[data-running=false]")
    assert page.text("#ask-status") == "Stopped."
    assert page.type("ASK {}") == "Yes"
    page.context.close()


@engine_needed
def test_a_link_to_a_query_opens_its_answer_in_the_other_language_too(browser: Any, page_file: Path) -> None:
    page = Asked(browser, page_file, "#lang=zh&view=sparql&ask=problems")
    page.page.wait_for_selector(".ask-table")
    rows = page.page.locator(".ask-table tbody tr").count()
    assert page.text("#ask-run") == "运行"
    page.page.click("#lang-en")
    page.page.wait_for_function("document.getElementById('ask-run').innerText === 'Run'")
    assert page.page.locator(".ask-table tbody tr").count() == rows
    assert page.page.input_value("#ask-question") == "problems"
    page.context.close()


def test_a_page_without_the_engine_says_how_to_get_it(browser: Any, curation: Curation, tmp_path: Path) -> None:
    path = tmp_path / "explorer.html"
    lines = evidence_lines(links_of(curation), statements_of(curation))
    text = explorer_network(curation, lines).generate_html()
    assert "wasm-unsafe-eval" not in text
    path.write_text(text, encoding="utf-8")
    page = Opened(browser, path, "#lang=en&view=sparql")
    assert page.text("#asking") == (
        "This page was written without the query engine. "
        "To get it: npm install oxigraph, then cbec-kg view --engine node_modules/oxigraph"
    )
    assert page.complaints == []
    page.context.close()
