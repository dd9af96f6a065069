"""What if as a picture that changes: the drawing of the command, filled in by the page, with the same words."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from browsing import browser, go, in_browser, settle
from cbec_kg.api.entry import open_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Facet, Problem, Record, Reference, Source
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.svg.outcomes import outcome_order
from test_explorer_browser import audit, curation, explorer_file, open_page, written

__all__ = ["audit", "browser", "curation", "explorer_file", "open_page"]

pytestmark = in_browser

SVG = "{http://www.w3.org/2000/svg}"
LINES = """all => all.map((line) => [
  line.dataset.id, line.getAttribute("class"),
  ...[".sign", ".name", ".words"].map((part) => line.querySelector(part).textContent),
])"""


def drawn(svg: str) -> list[list[str]]:
    """Return the lines of the command's picture: name, class, sign, name, words."""
    lines = []
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        texts = [text.text or "" for text in group.iter(f"{SVG}text")]
        lines.append([str(group.get("data-id")), str(group.get("class")), *texts])
    return lines


def cases(curation: Curation) -> list[tuple[list[str], list[str]]]:
    chance = random.Random(3)
    sources = [record.id for record in [*curation.of(Reference), *curation.of(Source)]]
    sets: list[tuple[list[str], list[str]]] = [
        (chance.sample(sources, min(size, len(sources))), []) for size in (1, 1, 2, 4, 9)
    ]
    return [*sets, (sources, []), ([sources[0]], ["inferred"]), ([], ["inherited", "inferred"])]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("folder", ["real_folder", "mini_folder"])
def test_the_picture_of_the_page_says_what_that_of_the_command_says(
    open_page: Any, folder: str, language: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = request.getfixturevalue(folder)
    paper, made = open_paper(place), read_curation(place)
    page = open_page(f"#lang={language}&view=whatif", written(made, tmp_path)).page
    for sources, bases in cases(made):
        expected = drawn(paper.what_if(sources, without_basis=bases).svg(language))
        hash = f"#lang={language}&view=whatif&off={','.join(sources)}&without={','.join(bases)}"
        go(page, hash)
        assert page.eval_on_selector_all(".outcome-tree g.outcome", LINES) == expected


def test_the_picture_changes_as_a_source_is_withdrawn_and_leads_to_what_falls(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en&view=whatif").page
    assert page.locator(".outcome-falls").count() == 0
    assert page.text_content(".outcome-tree .title") == "Nothing is withdrawn"
    page.click('[data-switch="ref-09"]')
    page.wait_for_selector(".outcome-falls")
    assert page.text_content(".outcome-tree .title") == "Without [9]"
    line = page.locator(".outcome-falls").first
    name = line.get_attribute("data-id")
    line.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("id => location.hash.includes(`id=${id}`)", arg=name)
    page.click('[data-switch="ref-09"]')
    page.wait_for_function("!document.querySelector('.outcome-falls')")


def test_the_place_in_list_and_picture_stays_when_a_switch_is_used(open_page: Any) -> None:
    page = open_page("#lang=en&view=whatif").page
    last = page.locator("ul.sources [data-switch]").last
    last.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.outcome-tree').scrollTop = 120")
    before = page.evaluate("document.querySelector('.switches').scrollTop")
    assert before > 0
    last.click()
    page.wait_for_selector("#strip .without")
    assert page.evaluate("document.querySelector('.switches').scrollTop") == before
    assert page.evaluate("document.querySelector('.outcome-tree').scrollTop") == 120


def test_no_line_of_the_picture_is_cut_off_at_its_edge(open_page: Any) -> None:
    page = open_page("#lang=en").page
    for language in ("en", "zh"):
        go(page, f"#lang={language}&view=whatif&off=ref-05,ref-09&without=inferred")
        assert page.evaluate(
            """() => {
              const edge = document.querySelector(".outcome-tree svg").getBoundingClientRect().right;
              const texts = [...document.querySelectorAll(".outcome-tree text")];
              return texts.every((text) => text.getBoundingClientRect().right <= edge);
            }"""
        )


def test_sources_are_named_by_title_where_it_is_known_else_by_where_they_are_cited(
    open_page: Any, curation: Curation, tmp_path: Path
) -> None:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    path = tmp_path / "titled.html"
    path.write_text(
        explorer_network(curation, lines, titles={"ref-09": "Trade of <b>Hangzhou</b>"}).generate_html(), encoding="utf-8"
    )
    page = open_page("#lang=en&view=whatif", path).page
    rows = {row.split("\n")[1]: row for row in page.locator("ul.sources > li").all_inner_texts()}
    assert "Trade of <b>Hangzhou</b>" in rows["[9]"]
    assert "cited in " in rows["[5]"]
    assert all(
        len(row.split("\n")) == 3 or "source" not in row for row in rows.values() if row.split("\n")[1].startswith("[")
    )


def test_problems_come_in_order_with_their_facets(curation: Curation) -> None:
    order = outcome_order(links_of(curation), ["problem-talent", "problem-credit"])
    wholes = [name for name, is_part in order if not is_part]
    assert wholes[:2] == ["problem-talent", "problem-credit"] and wholes[2:] == sorted(wholes[2:])
    facets = {facet.id: facet.problem for facet in curation.of(Facet)}
    whole = ""
    for name, is_part in order:
        whole = whole if is_part else name
        assert not is_part or facets[name] == whole
    assert {name for name, is_part in order if is_part} == set(facets)


def test_a_page_without_problems_has_no_picture(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    records: dict[str, Record] = {id: record for id, record in curation.records.items() if isinstance(record, Reference)}
    bare = Curation(article=curation.article, records=records, passages=(), places=())
    assert bare.of(Problem) == []
    page = open_page("#lang=en&view=whatif", written(bare, tmp_path)).page
    assert page.locator(".outcome-tree").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (640, 400)])
def test_the_strip_never_covers_what_is_shown(open_page: Any, curation: Curation, width: int, height: int) -> None:
    sources = [record.id for record in [*curation.of(Reference), *curation.of(Source)]]
    filters = "kinds=problem,facet,claim,statistic,reference,source,countermeasure,measure"
    page = open_page("#lang=en", width=width, height=height).page
    for view in ("graph", "list", "whatif"):
        go(page, f"#lang=en&view={view}&off={','.join(sources)}&without=inferred&{filters}")
        settle(page)
        strip = page.locator("#strip").bounding_box()
        panel = page.locator("#window" if view == "graph" else "#sheet").bounding_box()
        bar = page.locator(".bar").bounding_box()
        assert strip["y"] >= bar["y"] + bar["height"] - 1, view
        assert strip["y"] + strip["height"] <= panel["y"] + 1, view
        assert strip["height"] <= 0.25 * height + 8, view
        assert panel["height"] >= 0.3 * height, view
