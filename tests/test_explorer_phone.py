"""The page on a telephone and at 200 % zoom: a header of one line, views as a menu, targets for a thumb."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import browser, go, in_browser, settle
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Problem
from test_explorer_browser import audit, curation, explorer_file, open_page

__all__ = ["audit", "browser", "curation", "explorer_file", "open_page"]

pytestmark = in_browser

SCREENS = [(390, 844), (640, 400)]
"""A telephone, and a window of 1280 by 800 at 200 %."""
# What is drawn grows with the zoom, and the list has the same: a picture's own parts are left out.
SMALL = """() => {
  const stops = [...document.querySelectorAll("button, summary, select, textarea, input, [role=tab], header a, main a")];
  const shown = stops.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("svg, #picture"));
  return shown.map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && (box.height < 43.5 || box.width < 43.5))
    .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`);
}"""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_header_is_one_line(open_page: Any, width: int, height: int) -> None:
    page = open_page("#lang=en", width=width, height=height).page
    for language in ("zh", "en"):
        go(page, f"#lang={language}")
        box = page.locator("header").bounding_box()
        assert box["height"] <= 52, language
        for part in ("#about > summary", "#query", "#lang-zh", "#lang-en"):
            inner = page.locator(part).bounding_box()
            assert box["y"] <= inner["y"] and inner["y"] + inner["height"] <= box["y"] + box["height"] + 1, (language, part)
            assert inner["x"] >= 0 and inner["x"] + inner["width"] <= width, (language, part)


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_views_are_a_menu(open_page: Any, width: int, height: int) -> None:
    page = open_page("#lang=en&view=claims", width=width, height=height).page
    assert page.is_hidden("#views")
    assert page.inner_text("#view-menu").startswith("Claims")
    page.focus("#view-menu")
    page.keyboard.press("Enter")
    assert page.get_attribute("#view-menu", "aria-expanded") == "true"
    assert page.evaluate("document.activeElement.id") == "view-claims"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "view-statistics"
    page.keyboard.press("Enter")
    assert page.is_hidden("#views")
    assert page.inner_text("#view-menu").startswith("Statistics")
    assert page.evaluate("document.activeElement.id") == "view-menu"
    page.click("#view-menu")
    page.keyboard.press("Escape")
    assert page.is_hidden("#views")


def test_on_a_wide_screen_the_views_are_tabs(open_page: Any) -> None:
    page = open_page("#lang=en").page
    assert page.is_hidden("#view-menu") and page.is_visible("#views")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_every_target_is_large_enough_for_a_thumb(open_page: Any, curation: Curation, width: int, height: int) -> None:
    problem = curation.of(Problem)[0].id
    page = open_page("#lang=en", width=width, height=height).page
    for view in ("graph", "list", "tree", "whatif", "findings"):
        for hash in (f"#lang=en&view={view}", f"#lang=zh&view={view}&id={problem}&off=ref-09"):
            go(page, hash)
            settle(page)
            assert page.evaluate(SMALL) == [], hash


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_sheet_is_closed_at_its_bottom_where_a_thumb_is(
    open_page: Any, curation: Curation, width: int, height: int
) -> None:
    problem = curation.of(Problem)[0].id
    page = open_page("#lang=en", width=width, height=height).page
    for view in ("graph", "list"):
        go(page, f"#lang=en&view={view}&id={problem}")
        box = page.locator("#back").bounding_box()
        assert box["y"] + box["height"] >= height - 2 and box["height"] >= 44
        page.click("#back")
        page.wait_for_function("!location.hash.includes('id=')")
        assert page.is_hidden("#pane")


def test_the_sheet_leaves_the_selection_in_sight_in_the_picture(open_page: Any, curation: Curation) -> None:
    page = open_page(f"#lang=en&view=graph&id={curation.of(Problem)[0].id}", width=390, height=844).page
    sheet = page.locator("#pane").bounding_box()
    assert 0.4 * 844 <= sheet["y"] <= 0.6 * 844
    assert page.locator("#window").bounding_box()["y"] < sheet["y"]


def test_the_search_opens_over_the_header_and_its_results_fit(open_page: Any) -> None:
    page = open_page("#lang=en", width=390, height=844).page
    page.click("#query")
    page.fill("#query", "talent")
    field, results = page.locator("#query").bounding_box(), page.locator("#results").bounding_box()
    assert field["width"] > 300
    assert results["x"] >= 0 and results["x"] + results["width"] <= 390
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('id=')")


@pytest.mark.parametrize(("width", "height"), [*SCREENS, (320, 568)])
def test_every_menu_fits_the_screen(open_page: Any, width: int, height: int) -> None:
    page = open_page("#lang=en&view=list", width=width, height=height).page
    for menu in ("about", "filters", "saving", "copy"):
        page.click(f"#{menu} > summary")
        page.wait_for_selector(f"#{menu} > .panel > *")
        box = page.locator(f"#{menu} > .panel").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, menu
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), menu
        page.keyboard.press("Escape")
        page.wait_for_selector(f"#{menu}:not([open])", state="attached")
