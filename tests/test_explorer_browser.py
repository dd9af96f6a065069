"""The explorer in headless Chromium, opened from a file with the network off.

Skipped, with the reason, where playwright or Chromium is missing: install Debian's ``chromium``, or name one in the
variable ``CBEC_KG_CHROMIUM``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cbec_kg.assets import asset_folder
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.records import Curation, Problem
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.links import links_of, statements_of
from cbec_kg.views.explorer import explorer_page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")

CHROMIUM = os.environ.get("CBEC_KG_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: install chromium or set CBEC_KG_CHROMIUM"),
]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def written(curation: Curation, folder: Path) -> Path:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    path = folder / "explorer.html"
    path.write_text(explorer_page(curation, lines), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def curation() -> Curation:
    return read_curation(asset_folder("data"))


@pytest.fixture(scope="module")
def explorer_file(curation: Curation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(curation, tmp_path_factory.mktemp("explorer"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Opened:
    """An open page that has noted every request beyond its own file and every complaint."""

    def __init__(self, browser: Any, file: Path, hash: str = "", width: int = 1280, height: int = 800) -> None:
        size = {"width": width, "height": height}
        self.context = browser.new_context(viewport=size, offline=True, locale="en-GB", reduced_motion="reduce")
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        own = file.as_uri()
        self.page.on("request", lambda request: None if request.url.startswith(own) else self._request(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(own + hash)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def _request(self, url: str) -> None:
        if not url.startswith("data:"):
            self.requests.append(url)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def heading(self) -> str:
        return self.text("#reading h2")

    def wait_for_heading(self, text: str) -> None:
        """Wait until the reading pane is about something: going back is told to a page some time later."""
        self.page.wait_for_function("text => document.querySelector('#reading h2').innerText === text", arg=text)


@pytest.fixture
def open_page(browser: Any, explorer_file: Path) -> Iterator[Any]:
    opened: list[Opened] = []

    def run(hash: str = "", file: Path = explorer_file, width: int = 1280, height: int = 800) -> Opened:
        opened.append(Opened(browser, file, hash, width, height))
        return opened[-1]

    yield run
    for page in opened:
        page.context.close()
        assert page.requests == []
        assert page.complaints == []


def diagnosed(curation: Curation) -> list[Problem]:
    return [problem for problem in curation.of(Problem) if problem.status == "diagnosed"]


def test_the_page_opens_on_the_diagnosed_problems(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en")
    listed = page.page.locator("ol.argument > li > button").all_inner_texts()
    assert sorted(listed) == sorted(problem.en for problem in diagnosed(curation))
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
        page.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 40 + step * 20)
        if "id=problem" in page.page.url:
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
    text = open_page(f"#id={problem.id}&lang=zh").text("#reading")
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
    assert "mentioned" in page.url
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
    page.page.click("#view-graph")
    assert page.page.is_visible("#picture canvas")


def test_the_list_holds_every_problem_facet_and_countermeasure(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en&view=list").page
    ids = page.eval_on_selector_all("#sheet button.go", "all => all.map((one) => one.dataset.id)")
    wanted = {id for id in curation.records if id.startswith(("problem-", "facet-", "countermeasure-", "measure-"))}
    assert wanted - {id for id in wanted if id.startswith("facet-")} <= set(ids)
    assert wanted <= set(ids)


def test_an_unknown_id_in_the_address_is_said(open_page: Any) -> None:
    assert "nothing-here" in open_page("#id=nothing-here&lang=en").text("#reading")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_record_can_be_selected_without_a_complaint(open_page: Any, curation: Curation, scheme: str) -> None:
    page = open_page("#lang=en").page
    page.emulate_media(color_scheme=scheme)
    ids = [id for id in curation.records if not id.startswith(("section-", "unit-", "article-"))]
    for id in ids[:: 5 if scheme == "dark" else 2]:
        page.evaluate("id => { location.hash = `#lang=en&id=${id}` }", id)
        page.wait_for_function("id => document.getElementById('reading').innerText.includes(id)", arg=id)


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
    file = written(replace(curation, records=records), tmp_path)
    for hash in ("#lang=en", f"#lang=en&id={diagnosed(curation)[0].id}", "#lang=zh&view=list"):
        page = open_page(hash, file).page
        assert page.evaluate("window.hit") is None
        assert page.locator("#reading img, #sheet img, #reading b").count() == 0


def test_an_empty_curation_opens(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    file = written(Curation(article=curation.article, records={}, passages=(), places=()), tmp_path)
    assert "no records" in open_page("#lang=en", file).text("#notice")
