"""The reading pane: away while nothing is selected, always in one order, with the evidence as small bars."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from browsing import browser, go, in_browser
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Facet, Problem
from cbec_kg.model.terms import BASES, DIRECT
from test_explorer_browser import audit, curation, explorer_file, open_page

__all__ = ["audit", "browser", "curation", "explorer_file", "open_page"]

pytestmark = in_browser


def best_bases(curation: Curation, without: str = "") -> dict[str, str]:
    """Return the strongest basis on which a source backs each statement directly; some link's basis may count no more."""
    links = [link for link in links_of(curation) if link.basis != without]
    found: dict[str, str] = {}
    for line in evidence_lines(links, statements_of(curation)):
        if line.role in DIRECT:
            found[line.target] = min(found.get(line.target, line.basis), line.basis, key=BASES.index)
    return found


def own_facets(curation: Curation, problem: str) -> list[str]:
    return [facet.id for facet in curation.of(Facet) if facet.problem == problem and facet.status != "mentioned"]


def diagnosed(curation: Curation) -> list[Problem]:
    return [problem for problem in curation.of(Problem) if problem.status == "diagnosed"]


@pytest.mark.parametrize("without", ["", "inferred"])
def test_the_bars_of_a_problem_count_its_parts_by_the_basis_of_their_evidence(
    open_page: Any, curation: Curation, without: str
) -> None:
    best = best_bases(curation, without)
    page = open_page("#lang=en").page
    for problem in diagnosed(curation):
        go(page, f"#lang=en&id={problem.id}" + (f"&without={without}" if without else ""))
        facets = own_facets(curation, problem.id)
        counts = Counter(best[facet] for facet in facets if facet in best)
        names = {"stated": "stated", "inherited": "inherited", "inferred": "inferred"}
        by_basis = ", ".join(f"{counts[basis]} {names[basis]}" for basis in BASES if counts[basis])
        text = f"{counts.total()} of {len(facets)} parts sourced" + (f": {by_basis}" if by_basis else "")
        assert text in page.inner_text("#reading .evidence-bars")
        bar = "#reading .evidence-bars dd:nth-of-type(2) .bit"
        assert page.locator(bar).count() == len(facets)
        assert page.locator(f"{bar}.bit-none").count() == len(facets) - counts.total()


def test_a_problem_is_read_in_an_order_that_can_be_learnt(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en").page
    orders = set()
    for problem in diagnosed(curation):
        go(page, f"#lang=en&id={problem.id}")
        headings = page.locator("#reading > h2, #reading > section > h3, #reading > details > summary").all_inner_texts()
        assert headings[0] == problem.en
        orders.add(tuple(heading.rstrip("0123456789 ") for heading in headings[1:5]))
    assert orders == {("Places in the article", "Evidence", "Facets", "Answered by")}


def test_details_fold_and_open_with_the_keyboard(open_page: Any, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    page = open_page(f"#lang=en&id={problem.id}").page
    assert "w3id.org" not in page.inner_text("#reading")
    page.focus('#reading details[data-key="Details"] > summary')
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('reading').innerText.includes('w3id.org')")


def test_why_a_source_bears_on_a_statement_is_folded_below_it(open_page: Any, curation: Curation) -> None:
    """Each evidence line of a source has its chains there: from the source over a place in the text to what it backs."""
    links = links_of(curation)
    line = max(evidence_lines(links, statements_of(curation)), key=lambda line: (line.length, line.target, line.source))
    page = open_page(f"#lang=en&id={line.target}").page
    why = page.locator(f"#reading details[data-key='why {line.source}']")
    why.locator("summary").click()
    chain = why.locator("li").filter(has=page.locator(f".via[data-id='{line.pointers[0]}']")).first
    chain.locator(f".go[data-id='{line.source}']").wait_for()


def test_each_part_has_its_own_evidence_beside_it(open_page: Any, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    lines = evidence_lines(links_of(curation), statements_of(curation))
    page = open_page(f"#lang=en&id={problem.id}").page
    for facet in own_facets(curation, problem.id):
        row = page.locator(f'#reading ul.parts > li:has(> [data-id="{facet}"])')
        sources = row.locator("ul.evidence .go").evaluate_all("all => all.map((one) => one.dataset.id)")
        assert set(sources) == {line.source for line in lines if line.target == facet}


def test_a_facet_says_first_of_which_problem_it_is(open_page: Any, curation: Curation) -> None:
    facet = curation.of(Facet)[0]
    page = open_page(f"#lang=en&id={facet.id}").page
    assert page.locator("#reading > .whole .go").evaluate_all("all => all.map((one) => one.dataset.id)") == [facet.problem]


def test_why_a_conclusion_may_not_follow_is_told(open_page: Any, curation: Curation) -> None:
    doubted = [link for link in links_of(curation) if link.relation == "inference" and link.doubt]
    assert doubted
    page = open_page(f"#lang=en&id={doubted[0].end}").page
    assert doubted[0].doubt is not None
    assert doubted[0].doubt.en in page.inner_text("#reading")


def test_without_a_selection_the_picture_has_the_width_of_the_pane(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en").page
    assert page.is_hidden("#pane")
    assert page.locator("#picture").bounding_box()["width"] == 1280
    go(page, f"#lang=en&id={diagnosed(curation)[0].id}")
    assert page.locator("#picture").bounding_box()["width"] == 1280 - 350


def test_an_unknown_id_leaves_the_pane_away_and_is_told_above(open_page: Any) -> None:
    page = open_page("#lang=en&id=nothing-here").page
    assert page.is_hidden("#pane")
    assert "nothing-here" in page.inner_text("#strip .lacking")
