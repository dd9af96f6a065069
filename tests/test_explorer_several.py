"""One page of several papers: their records together, what is the same in them, and questions across them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, in_browser
from cbec_kg import Corpus
from test_alignment import both, folders

__all__ = ["both", "browser", "folders"]

pytestmark = in_browser

TEA, COFFEE = "tea-2020:ref-03", "coffee-2021:ref-02"


@pytest.fixture(scope="module")
def file(both: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return both.explorer(sparql=False).write(tmp_path_factory.mktemp("several") / "explorer.html")


def ids_in(page: Opened) -> set[str]:
    page.page.wait_for_selector("#items [data-box]", state="attached")
    found: list[str] = page.page.eval_on_selector_all("#items [data-box]", "boxes => boxes.map((box) => box.dataset.box)")
    return set(found)


def test_what_is_the_same_is_linked_with_its_reason_and_traced_into_both_papers(browser: Any, file: Path) -> None:
    page = Opened(browser, file, f"#lang=en&id={TEA}")
    page.page.wait_for_selector("#reading h2")
    assert "both carry doi:10.99999/p.7" in page.text("#reading")
    boxes = ids_in(page)
    assert {TEA, COFFEE} <= boxes and {name.partition(":")[0] for name in boxes} == {"tea-2020", "coffee-2021"}
    [line] = page.page.query_selector_all(f'#items [data-line][data-from="{COFFEE}"][data-to="{TEA}"]')
    assert "means the same as" in line.get_attribute("aria-label") and "both carry" in line.get_attribute("aria-label")
    page.page.click(f'#reading button.go[data-id="{COFFEE}"]')
    page.page.wait_for_function("id => location.hash.includes(id)", arg=COFFEE)
    assert page.complaints == [] and page.requests == []
    page.context.close()


def test_a_withdrawal_in_the_page_is_that_of_the_command_in_all_papers(browser: Any, file: Path, both: Corpus) -> None:
    gone = both.what_if(TEA)
    assert set(gone.withdrawn) == {TEA, COFFEE} and len({name.partition(":")[0] for name in gone.falls}) == 2
    page = Opened(browser, file, f"#lang=en&view=whatif&off={TEA}")
    page.page.wait_for_selector("[data-key='state falls'] .go")
    falls = page.page.eval_on_selector_all(
        "[data-key='state falls'] ul.outcomes > li > .go", "items => items.map((item) => item.dataset.id)"
    )
    assert set(falls) == set(gone.falls)
    assert "the same as one withdrawn" in page.text(".switches")
    assert "[3] (tea-2020)" in page.text("#strip")
    assert page.complaints == [] and page.requests == []
    page.context.close()


def test_papers_are_filtered_and_found_across(browser: Any, file: Path) -> None:
    page = Opened(browser, file, "#lang=en&papers=coffee-2021")
    assert {name.partition(":")[0] for name in ids_in(page)} == {"coffee-2021"}
    page.page.fill("#query", "pickers are short")
    page.page.wait_for_selector("#results button")
    found = page.page.eval_on_selector_all("#results button", "items => items.map((item) => item.dataset.id)")
    assert {"tea-2020:problem-pickers", "coffee-2021:problem-pickers"} <= set(found)
    page.page.click("#about summary")
    page.page.click("#about-panel [data-paper='tea-2020']")
    page.page.wait_for_function("() => location.hash.includes('papers=tea-2020')")
    assert {name.partition(":")[0] for name in ids_in(page)} == {"tea-2020"}
    assert page.complaints == [] and page.requests == []
    page.context.close()
