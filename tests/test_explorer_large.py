"""The page of a curation eight times the paper's size: a map where records are too many to link, and ways into it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, hash_of, in_browser
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.explorer.payload import kind_of

__all__ = ["browser"]

pytestmark = in_browser

ROOT = Path(__file__).parents[1]
ALL = "kinds=reference,source,claim,statistic,figure,table,problem,mentioned,facet,countermeasure,measure"


@pytest.fixture(scope="module")
def large(real_folder: Path) -> Curation:
    spec = importlib.util.spec_from_file_location("curations", ROOT / "benchmarks" / "curations.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Curation = module.make_curation(real_folder, 5000)
    return made


@pytest.fixture(scope="module")
def large_file(large: Curation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "explorer.html"
    page = explorer_network(large, evidence_lines(links_of(large), statements_of(large))).generate_html()
    assert len(page.encode()) < 3_000_000
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def drawn(page: Any) -> int:
    return int(page.text("#status").split()[0])


def test_a_made_curation_has_the_size_asked_for_and_no_dangling_link(large: Curation) -> None:
    assert 5000 <= sum(kind_of(record) is not None for record in large.records.values()) < 5000 + 648
    ends = {end for link in links_of(large) for end in (link.start, link.end)}
    assert ends <= set(large.records)


def test_records_that_are_too_many_to_link_are_a_map_that_is_walked(browser: Any, large_file: Path, large: Curation) -> None:
    page = Opened(browser, large_file, f"#lang=en&{ALL}")
    assert drawn(page) > 3000
    page.page.focus("#picture")
    page.page.keyboard.press("ArrowDown")
    page.page.wait_for_selector("#card")
    for key in ("+", "+", "-", "0", "ArrowRight", "Enter"):
        page.page.keyboard.press(key)
    assert "id=" in hash_of(page.page)
    assert page.text("#reading h2")
    assert drawn(page) < 3000
    assert page.complaints == [] and page.requests == []
    page.context.close()


def test_the_opening_view_search_and_list_of_a_large_curation_work(browser: Any, large_file: Path, large: Curation) -> None:
    page = Opened(browser, large_file, "#lang=en")
    problem = next(id for id in large.records if id.startswith("problem-") and id.endswith("-c7"))
    page.page.fill("#query", problem)
    page.page.press("#query", "Enter")
    page.page.wait_for_function("id => location.hash.includes(id)", arg=problem)
    assert problem in str(page.page.text_content("#reading"))  # its id is in what is folded
    page.page.click("#view-list")
    assert page.page.locator(f'#sheet button[data-id="{problem}"]').count() > 0
    assert page.complaints == [] and page.requests == []
    page.context.close()
