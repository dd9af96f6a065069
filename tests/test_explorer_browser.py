"""The explorer in headless Chromium, opened from a file with the network off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from rdflib import Graph as RdfGraph
from rdflib import URIRef
from rdflib.namespace import RDFS

from browsing import CATCH_DOWNLOADS, Opened, browser, caught, click_at, go, hash_of, in_browser, settle
from cbec_kg.assets import asset_folder
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.critical import loads
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import Outcome, with_parts, withdraw
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import resource_iri
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Claim, Facet, Problem, Reference, Source
from cbec_kg.model.terms import DIRECT, Basis
from cbec_kg.rdf.project import Project
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.html import shown_text
from cbec_kg.store.audits import audit_of

__all__ = ["browser"]

pytestmark = in_browser


def written(curation: Curation, folder: Path, audit: dict[str, Any] | None = None) -> Path:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    path = folder / "explorer.html"
    path.write_text(explorer_network(curation, lines, audit=audit).generate_html(), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def curation() -> Curation:
    return read_curation(asset_folder("data"))


@pytest.fixture(scope="module")
def explorer_file(curation: Curation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(curation, tmp_path_factory.mktemp("explorer"), audit_of(asset_folder("data")))


@pytest.fixture(scope="module")
def audit() -> dict[str, Any]:
    """Return the audit as the command gives it; the cache keeps it between tests."""
    return audit_of(asset_folder("data"))


@pytest.fixture
def open_page(browser: Any, explorer_file: Path) -> Iterator[Any]:
    opened: list[Opened] = []

    def run(
        hash: str = "", file: Path = explorer_file, width: int = 1280, height: int = 800, script: str = CATCH_DOWNLOADS
    ) -> Opened:
        opened.append(Opened(browser, file, hash, width, height, script))
        return opened[-1]

    yield run
    for page in opened:
        page.context.close()
        assert page.requests == []
        assert page.complaints == []


def diagnosed(curation: Curation) -> list[Problem]:
    return [problem for problem in curation.of(Problem) if problem.status == "diagnosed"]


def test_the_page_opens_on_the_picture_of_the_diagnosed_problems(open_page: Any) -> None:
    page = open_page("#lang=en")
    assert "title unknown" in page.text("h1")
    assert page.page.locator("#picture canvas").count() == 1


def test_nothing_is_cut_off_at_the_opening_view(open_page: Any) -> None:
    page = open_page("#lang=en").page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_click_in_the_picture_selects_a_node(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en")
    box = page.page.locator("#picture").bounding_box()
    labels = {problem.en for problem in diagnosed(curation)}
    for step in range(12):
        click_at(page.page, box["x"] + box["width"] / 2, box["y"] + 40 + step * 20)
        if "id=problem" in hash_of(page.page):
            break
    assert page.heading() in labels


def test_a_linked_record_moves_the_selection_and_back_returns(open_page: Any, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    page = open_page(f"#id={problem.id}&lang=en")
    assert page.heading() == problem.en
    page.page.locator("#reading section button.go").first.click()
    assert page.heading() != problem.en
    page.page.go_back()
    page.wait_for_heading(problem.en)


def test_the_reading_pane_shows_id_iri_place_and_fragment(open_page: Any, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    text = str(open_page(f"#id={problem.id}&lang=zh").page.text_content("#reading"))
    assert problem.id in text
    assert f"https://w3id.org/cbec-kg/{curation.folder_id}/{problem.id}" in text
    assert problem.at[0].fragment in text and problem.at[0].locator in text
    assert problem.zh in text and problem.en in text


def test_search_finds_labels_numbers_fragments_and_ids(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en").page
    problem = diagnosed(curation)[0]
    for query in (problem.zh, problem.en.lower(), problem.id, problem.at[0].fragment):
        page.fill("#query", query)
        assert page.locator(f'#results button[data-id="{problem.id}"]').count() == 1
        assert "result" in page.inner_text("#results .hint")
    page.fill("#query", "658.80")
    assert page.locator("#results li").count() >= 1
    page.fill("#query", "no such thing at all")
    assert page.inner_text("#results .hint") == "No results"


def test_enter_takes_the_first_result(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en")
    problem = diagnosed(curation)[0]
    page.page.fill("#query", problem.id)
    page.page.press("#query", "Enter")
    assert page.heading() == problem.en


def test_the_language_switch_changes_page_and_controls(open_page: Any, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    page = open_page(f"#id={problem.id}&lang=en")
    page.page.click("#lang-zh")
    assert page.heading() == problem.zh
    assert page.page.get_attribute("html", "lang") == "zh"
    assert page.text("#view-list") == "列表"


def test_a_class_can_be_shown_in_the_overview_and_the_address_keeps_it(open_page: Any) -> None:
    page = open_page("#lang=en").page
    before = page.inner_text("#status")
    page.check("input[value=mentioned]")
    page.wait_for_function("before => document.getElementById('status').textContent !== before", arg=before)
    assert "mentioned" in hash_of(page)
    page.reload()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.is_checked("input[value=mentioned]")


def test_scopes_widen_and_narrow_the_picture(open_page: Any, curation: Curation) -> None:
    page = open_page(f"#id={diagnosed(curation)[0].id}&lang=en").page

    def shown() -> int:
        return int(page.inner_text("#status").split()[0])

    traced = shown()
    page.click("#only")
    page.wait_for_function("location.hash.includes('only')")
    assert shown() < traced
    page.click("#wide")
    page.wait_for_function("location.hash.includes('wide')")
    assert shown() >= traced
    page.click("#overview")
    page.wait_for_function("!location.hash.includes('id=')")
    assert page.is_disabled("#only")


def test_the_picture_can_be_walked_with_the_keyboard(open_page: Any) -> None:
    page = open_page("#lang=en").page
    page.focus("#picture")
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function("location.hash.includes('id=')")
    page.keyboard.press("Escape")
    page.wait_for_function("!location.hash.includes('id=')")


def test_a_small_screen_opens_on_the_list(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en", width=390, height=844)
    assert page.page.is_visible("#sheet") and not page.page.is_visible("#picture")
    problem = diagnosed(curation)[0]
    page.page.locator(f'#sheet button[data-id="{problem.id}"]').first.click()
    assert page.heading() == problem.en
    page.page.click("#back")
    assert page.page.is_visible("#sheet")
    page.page.click("#view-menu")
    page.page.click("#view-graph")
    page.page.wait_for_selector("#picture canvas")


def test_the_list_holds_every_problem_facet_and_countermeasure(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en&view=list").page
    ids = page.eval_on_selector_all("#sheet button.go", "all => all.map((one) => one.dataset.id)")
    wanted = {id for id in curation.records if id.startswith(("problem-", "facet-", "countermeasure-", "measure-"))}
    assert wanted - {id for id in wanted if id.startswith("facet-")} <= set(ids)
    assert wanted <= set(ids)


def test_an_unknown_id_in_the_address_is_said(open_page: Any) -> None:
    assert "nothing-here" in open_page("#id=nothing-here&lang=en").text("#strip .lacking")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_record_can_be_selected_without_a_complaint(open_page: Any, curation: Curation, scheme: str) -> None:
    page = open_page("#lang=en").page
    page.emulate_media(color_scheme=scheme)
    ids = [id for id in curation.records if not id.startswith(("section-", "unit-", "article-"))]
    for id in ids[:: 5 if scheme == "dark" else 2]:
        go(page, f"#lang=en&id={id}")
        assert page.evaluate("id => document.querySelector('main').textContent.includes(id)", id), id


@pytest.mark.parametrize(
    "label",
    [
        "</script><script>window.hit = true</script>",
        '"><img src=x onerror="window.hit = true">',
        "<b>bold</b> \u202e\u0000",
        "長" * 10_000,
        " ",
    ],
)
def test_hostile_labels_are_shown_as_text(open_page: Any, curation: Curation, tmp_path: Path, label: str) -> None:
    records = {
        id: replace(record, zh=label, en=label) if isinstance(record, Problem) else record
        for id, record in curation.records.items()
    }
    page = open_page("#lang=en", written(replace(curation, records=records), tmp_path)).page
    for hash in ("#lang=en", f"#lang=en&id={diagnosed(curation)[0].id}", "#lang=zh&view=list"):
        go(page, hash)
        settle(page)
        assert page.evaluate("window.hit") is None
        assert page.locator("#reading img, #sheet img, #reading b").count() == 0


def test_an_empty_curation_opens(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    file = written(Curation(article=curation.article, records={}, passages=(), places=()), tmp_path)
    assert "no records" in open_page("#lang=en", file).text("#notice")


# What if


def outcomes_of(curation: Curation, sources: list[str], bases: list[Basis] | None = None) -> list[Outcome]:
    part_of = {source.id: source.part_of for source in curation.of(Source) if source.part_of}
    return withdraw(links_of(curation), statements_of(curation), with_parts(sources, part_of), bases or [])


def heaviest(curation: Curation) -> str:
    """Return the reference without which most statements fall."""
    return next(load.source for load in loads(links_of(curation), statements_of(curation)) if load.source.startswith("ref-"))


def test_withdrawing_a_source_shows_at_once_what_falls_and_why(open_page: Any, curation: Curation) -> None:
    source = heaviest(curation)
    page = open_page("#lang=en&view=references").page
    page.click(f'#sheet [data-switch="{source}"]')
    expected = {o.statement for o in outcomes_of(curation, [source]) if o.state == "falls"}
    assert expected
    assert f"{len(expected)} fall" in page.inner_text("#strip")
    page.click("#see-why")
    listed = page.eval_on_selector_all(
        '[data-key="state falls"] ul.outcomes > li > .go', "all => all.map((one) => one.dataset.id)"
    )
    assert set(listed) == expected
    page.click("#restore-all")
    assert page.is_hidden("#strip")
    assert "off=" not in hash_of(page)


def test_the_reading_pane_gives_each_lost_and_each_remaining_support_path(open_page: Any, curation: Curation) -> None:
    for source in curation.of(Reference):
        weakened = [o for o in outcomes_of(curation, [source.id]) if o.state == "weakened"]
        if weakened:
            break
    outcome = weakened[0]
    page = open_page(f"#lang=en&id={outcome.statement}&off={source.id}").page
    assert "weakened" in page.inner_text(".reason h3")
    assert page.locator(".reason .paths li.lost").count() == len(outcome.lost)
    assert page.locator(".reason .paths li.left").count() == len(outcome.left)


def test_a_source_can_be_withdrawn_and_restored_in_the_reading_pane_with_the_keyboard(open_page: Any) -> None:
    page = open_page("#lang=en&id=ref-01").page
    page.focus('#reading [data-switch="ref-01"]')
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('off=ref-01')")
    assert page.evaluate("document.activeElement.dataset.switch") == "ref-01"
    assert page.inner_text(":focus") == "Restore"
    page.keyboard.press("Enter")
    page.wait_for_function("!location.hash.includes('off=')")


def test_only_what_is_stated_can_be_asked_for(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en&view=whatif").page
    page.check('[data-basis="all"]')
    expected = [o for o in outcomes_of(curation, [], ["inherited", "inferred"]) if o.state == "falls"]
    assert f"{len(expected)} fall" in page.inner_text("#strip")
    assert page.is_checked('[data-basis="inferred"]') and page.is_checked('[data-basis="inherited"]')


def test_the_address_holds_withdrawn_sources_filters_language_and_view(open_page: Any, curation: Curation) -> None:
    source = heaviest(curation)
    page = open_page("#lang=zh&view=claims&without=inferred&roles=statement&sections=2&off=" + source).page
    assert page.get_attribute("#view-claims", "aria-selected") == "true"
    assert page.locator("#strip .without .chip").count() == 2
    assert page.locator("#strip .filtering .chip").count() == 2
    assert page.get_attribute("html", "lang") == "zh"


def test_what_the_address_names_in_vain_is_said_and_can_be_taken_away(open_page: Any, curation: Curation) -> None:
    source = heaviest(curation)
    opened = open_page(f"#lang=en&view=list&id=nothing-here&off={source},ref-77")
    text = opened.text("#strip .lacking")
    assert "nothing-here" in text
    assert "ref-77" in text
    assert source not in text
    opened.page.click("#forget")
    assert opened.page.locator("#strip .lacking").count() == 0
    assert f"off={source}" in hash_of(opened.page)
    assert "nothing-here" not in hash_of(opened.page)


def test_opening_one_menu_closes_the_other(open_page: Any) -> None:
    page = open_page("#lang=en&view=list").page
    for mine, other in (("filters", "saving"), ("saving", "filters")):
        page.focus(f"#{mine}-name")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#{mine}[open] .panel > *")
        page.wait_for_selector(f"#{other}:not([open])", state="attached")


def test_the_count_of_a_filter_stands_in_one_line(open_page: Any) -> None:
    page = open_page("#lang=en&view=list").page
    page.click("#filters-name")
    page.wait_for_selector("#filters .count")
    heights = page.eval_on_selector_all("#filters .count", "(all) => all.map((one) => one.getClientRects().length)")
    assert set(heights) == {1}


def test_header_and_matrix_say_which_problems_their_sources_bear_on(open_page: Any, curation: Curation) -> None:
    problems = {problem.id: problem.status == "diagnosed" for problem in curation.of(Problem)}
    facets = {facet.id for facet in curation.of(Facet)}
    lines = evidence_lines(links_of(curation), statements_of(curation))
    parts = {facet.id for facet in curation.of(Facet) if problems[facet.problem] and facet.status != "mentioned"}
    to_diagnosed = {line.source for line in lines if problems.get(line.target) or line.target in parts}
    to_any = {line.source for line in lines if line.target in problems or line.target in facets}
    opened = open_page("#lang=en&view=matrix")
    opened.page.click("#about summary")
    opened.page.wait_for_selector("#lead")
    diagnosed_count = sum(problems.values())
    assert f"{len(to_diagnosed)} of its" in opened.text("#lead")
    assert "bear on the diagnosed problems or their facets" in opened.text("#lead")
    hint = opened.text("#sheet .hint")
    mentioned = len(problems) - diagnosed_count
    counted = f"{diagnosed_count} diagnosed and {mentioned} otherwise mentioned problems"
    assert hint.startswith(f"{len(to_any)} sources bear on the {counted}")


def test_sources_and_bases_that_do_not_exist_are_passed_over(open_page: Any) -> None:
    page = open_page("#lang=en&off=ref-99,nothing&without=guessed&roles=none-such").page
    assert page.locator("#strip .without").count() == 0
    assert "0 of" in page.inner_text("#strip .filtering")


# Views


def test_the_tabs_are_walked_with_arrows_and_each_shows_its_view(open_page: Any) -> None:
    page = open_page("#lang=en&view=graph").page
    page.focus("#view-graph")
    seen = []
    for _ in page.query_selector_all("#views [role=tab]"):
        seen.append(page.evaluate("document.activeElement.id"))
        panel = page.get_attribute(f"#{seen[-1]}", "aria-controls")
        assert page.is_visible(f"#{panel}")
        assert page.get_attribute(f"#{seen[-1]}", "aria-selected") == "true"
        page.keyboard.press("ArrowRight")
    assert len(set(seen)) == len(seen) >= 8
    assert page.evaluate("document.activeElement.id") == "view-graph"


def test_the_matrix_is_a_table_that_holds_the_strongest_lines(open_page: Any, curation: Curation) -> None:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    page = open_page("#lang=en&view=matrix").page
    for problem in diagnosed(curation):
        sources = {line.source for line in lines if line.target == problem.id}
        cells = page.locator(f'tr:has(> th[data-id="{problem.id}"]) button.cell')
        assert cells.count() == len(sources)
    assert page.locator("table.matrix thead th[scope=col]").count() > 5
    assert page.locator("table.matrix tbody th[scope=row]").count() > 20
    page.locator("button.cell").first.click()
    assert "id=problem" in hash_of(page) or "id=facet" in hash_of(page)


def test_the_matrix_crosses_out_what_a_withdrawal_takes(open_page: Any, curation: Curation) -> None:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    facets = {facet.id for facet in curation.of(Facet)}
    source, facet = next((line.source, line.target) for line in lines if line.target in facets and line.role == "facet")
    page = open_page(f"#lang=en&view=matrix&off={source}").page
    assert page.locator(f'tr:has(> th[data-id="{facet}"]) button.cell.lost').count() == 1
    assert "lost" in str(page.locator("button.cell.lost").first.get_attribute("aria-label"))


def test_the_support_tree_leads_from_a_problem_to_its_sources(open_page: Any, curation: Curation) -> None:
    problem = diagnosed(curation)[0]
    direct = {
        line.source for line in evidence_lines(links_of(curation), statements_of(curation)) if line.target == problem.id
    }
    page = open_page(f"#lang=en&view=tree&id={problem.id}").page
    for _ in range(8):
        closed = page.locator('.fold[aria-expanded="false"]')
        if not closed.count():
            break
        closed.first.click()
    shown = set(page.eval_on_selector_all(".support-tree .go", "all => all.map((one) => one.dataset.id)"))
    assert {source for source in direct if source in shown} == direct


def test_the_tables_list_every_claim_statistic_and_source(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en").page
    for view, kinds in (("claims", ["claim-"]), ("statistics", ["stat-"]), ("references", ["ref-", "source-"])):
        go(page, f"#lang=en&view={view}")
        rows = page.eval_on_selector_all("table.grid tbody tr", "all => all.map((one) => one.dataset.id)")
        assert sorted(rows) == sorted(id for id in curation.records if id.startswith(tuple(kinds)))


def test_a_column_sorts_up_down_and_back(open_page: Any) -> None:
    page = open_page("#lang=en&view=statistics").page
    values = "all => all.map((row) => row.dataset.id)"
    text_order = page.eval_on_selector_all("table.grid tbody tr", values)
    button = page.locator('[data-key="sort normal"]')
    orders = []
    for direction in ("ascending", "descending", "none"):
        button.click()
        assert page.locator("th:has([data-key='sort normal'])").get_attribute("aria-sort") == direction
        orders.append(page.eval_on_selector_all("table.grid tbody tr", values))
    assert orders[2] == text_order
    assert orders[0] != orders[1] != text_order


# Findings of the audit


def test_a_blamed_figure_is_marked_in_table_and_reading_pane(open_page: Any, audit: dict[str, Any]) -> None:
    blamed = {name for cause in audit["causes"] for name in cause["blamed"]}
    page = open_page("#lang=en&view=statistics").page
    marked = page.eval_on_selector_all("tr:has(.verdict-blamed)", "all => all.map((one) => one.dataset.id)")
    assert set(marked) == blamed
    name = sorted(blamed)[0]
    go(page, f"#lang=en&view=statistics&id={name}")
    page.wait_for_selector("#reading .audited .verdict-blamed")
    checks = [check for check in audit["checks"] if name in check["statistics"]]
    assert page.locator("#reading .audited ul.checks > li").count() == len(checks)


def test_a_figure_that_comes_from_doubtful_ones_is_marked_with_its_path(open_page: Any, audit: dict[str, Any]) -> None:
    carried = {doubt["statistic"]: doubt["en"] for cause in audit["causes"] for doubt in cause["carried"]}
    page = open_page("#lang=en&view=statistics").page
    marked = page.eval_on_selector_all("tr:has(.verdict-carries)", "all => all.map((one) => one.dataset.id)")
    assert set(marked) == set(carried)
    name, path = sorted(carried.items())[0]
    go(page, f"#lang=en&view=statistics&id={name}")
    page.wait_for_selector("#reading .audited .verdict-carries")
    assert path in page.inner_text("#reading .audited")


def test_a_filter_of_verdicts_leaves_figures_of_that_verdict(open_page: Any, audit: dict[str, Any]) -> None:
    page = open_page("#lang=en&view=statistics&verdicts=inconsistent").page
    expected = [name for name, found in audit["statistics"].items() if found["verdict"] == "inconsistent"]
    rows = page.eval_on_selector_all("table.grid tbody tr", "all => all.map((one) => one.dataset.id)")
    assert sorted(rows) == sorted(expected)
    page.click("#view-findings")
    checks = [check for check in audit["checks"] if check["verdict"] == "inconsistent"]
    assert page.locator("table.grid tbody tr").count() == len(checks)


def test_a_page_without_an_audit_says_so(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    page = open_page("#lang=en&view=findings", written(curation, tmp_path)).page
    assert "no audit" in page.inner_text("#sheet")
    page.click("#view-statistics")
    assert page.locator('[data-key="sort verdict"]').count() == 0


# Filters


def test_a_filter_narrows_every_view_to_the_number_it_says(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en&view=claims").page
    page.click("#filters-name")
    label = page.locator('label:has([data-key="sections 2"])')
    page.check('[data-key="sections 2"]')
    page.check('[data-key="kinds claim"]')
    claimed = [claim for claim in curation.of(Claim) if any(at.locator.startswith("2.p") for at in claim.at)]
    assert page.locator("table.grid tbody tr").count() == len(claimed)
    assert page.inner_text('label:has([data-key="kinds claim"])').split()[-1] == str(len(claimed))
    assert label.count() == 1
    assert f"{len(claimed)} of" in page.inner_text("#strip .filtering")
    page.click("#view-list")
    assert page.locator("#sheet details ul.tree > li").count() == len(claimed)
    page.keyboard.press("Escape")
    page.click("#clear-filters")
    assert page.is_hidden("#strip")


def test_a_role_filter_leaves_only_links_of_that_role(open_page: Any) -> None:
    page = open_page("#lang=en&view=matrix&roles=headline").page
    assert {cell[0] for cell in page.locator("table.matrix button.cell").all_inner_texts()} == {"H"}


# Files


def saved(page: Any, button: str) -> bytes:
    if not page.locator("#saving[open]").count():
        page.click("#saving-name")
    return caught(page, lambda: page.click(f"#{button}"))


def test_the_picture_is_saved_as_svg_and_png(open_page: Any, curation: Curation) -> None:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    problem = next(
        one.id for one in diagnosed(curation) if any(line.target == one.id and line.role in DIRECT for line in lines)
    )
    sources = {line.source for line in lines if line.target == problem}
    page = open_page(f"#lang=en&view=graph&off={','.join(sources)}").page
    root = ElementTree.fromstring(saved(page, "save-svg"))
    texts = " ".join(text for text in root.itertext())
    assert "[1]" in texts and "⊘" in texts and "✕" in texts
    names = page.locator("#strip .without .chip bdi").all_inner_texts()
    lines_drawn = "".join("".join(text.itertext()) + " " for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for text in (root[0].text or "", lines_drawn):
        caption = "".join(text.rpartition("Without ")[2].split())
        assert len(names) == len(sources)
        assert [name for name in names if "".join(name.split()) not in caption] == []
    png = saved(page, "save-png")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) > 1500


def test_turtle_of_a_view_holds_triples_of_the_graph_alone(open_page: Any, real_project: Project) -> None:
    whole = {triple for graph in real_project.dataset.graphs() for triple in graph}
    problem = diagnosed(real_project.curation)[0]
    page = open_page("#lang=en").page
    for hash in (f"#lang=en&id={problem.id}", "#lang=zh&view=references", "#lang=en&view=statistics", "#lang=en&view=list"):
        go(page, hash)
        shown = RdfGraph().parse(data=saved(page, "save-turtle"), format="turtle")
        assert len(shown) > 50
        assert set(shown) - whole == set()


def test_turtle_of_hostile_labels_reads_back(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    bad = ('a "b" \\ c', "line\nbreak\ttab", "<x> . } # ^^ @en", "\u202e\u0001", "长" * 10_000)
    claims = curation.of(Claim)[: len(bad)]
    records = dict(curation.records) | {
        claim.id: replace(claim, zh=text, en=text) for claim, text in zip(claims, bad, strict=True)
    }
    page = open_page("#lang=en&view=claims", written(replace(curation, records=records), tmp_path)).page
    shown = RdfGraph().parse(data=saved(page, "save-turtle"), format="turtle")
    for claim, text in zip(claims, bad, strict=True):
        subject = URIRef(resource_iri(curation.folder_id, claim.id))
        assert {str(label) for label in shown.objects(subject, RDFS.label)} == {shown_text(text)}


def test_a_selected_source_marks_in_the_picture_what_hangs_on_it(open_page: Any, curation: Curation) -> None:
    source = heaviest(curation)
    falls = next(load for load in loads(links_of(curation), statements_of(curation)) if load.source == source).falls
    page = open_page(f"#lang=en&view=graph&id={source}").page
    root = ElementTree.fromstring(saved(page, "save-svg"))
    assert 0 < sum(text == "✕" for text in root.itertext()) <= len(falls)
    assert "falls without the selected source" in page.inner_text("#legend")


def test_tables_are_saved_as_csv_with_every_row_shown(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=zh&view=claims").page
    rows = list(csv.DictReader(io.StringIO(saved(page, "save-table").decode("utf-8-sig"))))
    assert {row["id"]: row["zh"] for row in rows} == {claim.id: claim.zh for claim in curation.of(Claim)}
    records = list(csv.DictReader(io.StringIO(saved(page, "save-records").decode("utf-8-sig"))))
    assert {claim.id for claim in curation.of(Claim)} <= {row["id"] for row in records}


def test_a_cell_that_a_spreadsheet_would_run_is_saved_as_text(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    bad = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", 'a"b,c\nd')
    claims = curation.of(Claim)[: len(bad)]
    records = dict(curation.records) | {
        claim.id: replace(claim, zh=text, en=text) for claim, text in zip(claims, bad, strict=True)
    }
    page = open_page("#lang=en&view=claims", written(replace(curation, records=records), tmp_path)).page
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(saved(page, "save-table").decode("utf-8-sig")))}
    assert all(not row["en"].lstrip().startswith(("=", "+", "-", "@", "＝")) for row in rows.values())
    assert rows[claims[-1].id]["en"] == bad[-1]
    links = saved(page, "save-links").decode("utf-8-sig")
    assert links.startswith("relation,from,to")


# Everywhere

VIEWS = ("graph", "list", "tree", "matrix", "claims", "statistics", "references", "whatif", "findings")


def test_no_view_is_wider_than_a_telephone(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en", width=390, height=844).page
    for language, view in product(("zh", "en"), VIEWS):
        go(page, f"#lang={language}&view={view}&off={heaviest(curation)}")
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, view)
        text = page.inner_text("body")
        assert "undefined" not in text and "[object" not in text, (language, view)


def test_hostile_labels_stay_text_in_every_view(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    """All have a label that would do harm, one of each kind a very long one too: what is long is dear to draw."""
    bad = '"><img src=x onerror="window.hit=1"></script><script>window.hit=1</script>\u202e'
    records = dict(curation.records)
    for kind in (Problem, Claim, Source, Facet):
        for number, record in enumerate(curation.of(kind)):
            label = bad + "長" * (0 if number else 9_000)
            records[record.id] = replace(record, zh=label, en=label)
    page = open_page("#lang=en", written(replace(curation, records=records), tmp_path)).page
    page.click("#filters-name")
    page.wait_for_selector("#filters .panel > *")
    for view in VIEWS:
        go(page, f"#lang=en&view={view}&off=ref-09")
        settle(page)
        assert page.evaluate("window.hit") is None, view
        assert page.locator("main img, main script").count() == 0, view


def test_every_view_opens_without_any_record(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    empty = Curation(article=curation.article, records={}, passages=(), places=())
    page = open_page("#lang=zh&view=graph&off=ref-01&sections=9", written(empty, tmp_path)).page
    for view in VIEWS:
        go(page, f"#lang=zh&view={view}&off=ref-01&sections=9")
        page.click("#saving-name")
        page.wait_for_selector("#saving[open] #save-turtle")


def test_print_shows_reading_and_table_and_no_canvas(open_page: Any) -> None:
    page = open_page("#lang=en&view=claims&id=claim-cbec-needs-versatile-talent").page
    page.emulate_media(media="print")
    assert page.is_visible("#reading h2") and page.is_visible("table.grid")
    assert not page.is_visible("#picture") and not page.is_visible("#views")
    page.emulate_media(media="screen")
    page.click("#view-graph")
    page.emulate_media(media="print")
    assert page.is_visible("#reading h2") and not page.is_visible("#picture")


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(open_page: Any) -> None:
    page = open_page("#lang=en&view=whatif").page
    stops = page.evaluate(
        "[...document.querySelectorAll('button, input, summary, a[href], [tabindex=\"0\"]')]"
        ".filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0).length"
    )
    reached = 0
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement === document.body ? null : getComputedStyle(document.activeElement).outlineStyle"
        )
        if focused is None:
            break
        assert focused != "none"
        reached += 1
    assert reached >= stops - 2
