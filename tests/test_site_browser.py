"""The site in headless Chromium, from a disk with the network off: what a reader sees, wide, narrow, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browsing import browser, in_browser, new_context, violations_in_both_schemes
from cbec_kg.cli.main import run

__all__ = ["browser"]

pytestmark = in_browser

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
ONE_LANGUAGE = (
    "index.html", "ontology.html", "terms/class/Claim.html", "tea-2020/index.html", "tea-2020/statistics.html",
    "tea-2020/audit.html", "tea-2020/problem-pickers.html", "tea-2020/stat-table-1-2019-export.html",
    "tea-2020/table-1.html", "tea-2020/ref-01.html", "tea-2020/passage-1.p1.s2.html", "tea-2020/graph/article.html",
    "tea-2020/resources.html", "tea-2020/place-qingxu.html", "search.html",
)  # fmt: skip
PAGES = ("404.html", *ONE_LANGUAGE, *(f"en/{path}" for path in ONE_LANGUAGE))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, mini_folder: Path) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    assert run(["site", str(folder), "--fast", "--quiet", "--data", str(mini_folder)]) == 0
    return folder


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_open_from_a_disk_styled_within_the_screen_and_ask_for_nothing_else(
    browser: Any, site: Path, width: int
) -> None:
    context = new_context(browser, viewport={"width": width, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for path in PAGES:
        page.goto((site / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", f"{path} has no style"
    context.close()
    assert complaints == []
    allowed = {(site / path).as_uri() for path in (*PAGES, "site.css", "search.js", "search-index.js")} | {"data:,"}
    assert set(asked) <= allowed


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci")
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_violation_that_axe_core_finds(browser: Any, site: Path, width: int) -> None:
    context = new_context(browser, viewport={"width": width, "height": 844}, color_scheme="light", bypass_csp=True)
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto((site / path).as_uri())
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{path}: {one}" for one in violations_in_both_schemes(page)]
    context.close()
    assert found == []


def test_the_switch_leads_to_the_same_page_in_the_other_language_and_back(browser: Any, site: Path) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "tea-2020/problem-pickers.html").as_uri())
    page.click(".language")
    page.wait_for_url((site / "en/tea-2020/problem-pickers.html").as_uri())
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("main .trail li:nth-child(2) a")  # every link keeps the language
    page.wait_for_url((site / "en/tea-2020/problems.html").as_uri())
    page.click(".language")
    page.wait_for_url((site / "tea-2020/problems.html").as_uri())
    context.close()


def test_a_box_of_the_picture_leads_to_its_record_without_a_script(browser: Any, site: Path) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en/tea-2020/problem-pickers.html").as_uri())
    page.click("svg a[href='countermeasure-training.html']")
    page.wait_for_url((site / "en/tea-2020/countermeasure-training.html").as_uri())
    context.close()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("1240.5", "stat-table-1-2019-total"),
        ("training", "countermeasure-training"),
        ("合作社缺少资金", "claim-capital-short"),
    ],
)
def test_a_search_from_any_page_works_from_a_disk(browser: Any, site: Path, words: str, first: str) -> None:
    """The table of the mini folder prints 1,240.50 for the total of 2019; the claim is in claims.yaml."""
    context = new_context(browser)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((site / "en/tea-2020/ref-01.html").as_uri())
    page.fill("#find", words)
    page.press("#find", "Enter")
    page.wait_for_selector("#search-results a")
    page.wait_for_url(lambda url: url.partition("?")[0] == (site / "en/search.html").as_uri())
    found = [link.get_attribute("href") for link in page.locator("#search-results a").all()]
    assert f"tea-2020/{first}.html" in found
    page.click(f"#search-results a[href$='{first}.html']")
    page.wait_for_url((site / f"en/tea-2020/{first}.html").as_uri())
    context.close()
    assert complaints == []


def test_without_a_script_the_search_page_says_so_and_lists_everything(browser: Any, site: Path) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en/tea-2020/ref-01.html").as_uri())
    page.fill("#find", "tea")
    page.press("#find", "Enter")
    page.wait_for_url("**/en/search.html?q=tea")
    assert "needs a script" in page.inner_text("main")
    page.click("main a[href='tea-2020/claims.html']")
    page.wait_for_url((site / "en/tea-2020/claims.html").as_uri())
    context.close()


def test_no_page_is_longer_than_twelve_screens_until_its_lists_are_unfolded(browser: Any, site: Path) -> None:
    context = new_context(browser, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto((site / path).as_uri())
        assert page.evaluate("document.documentElement.scrollHeight") < 12 * 800, path
    context.close()


def test_dark_mode_follows_the_readers_system(browser: Any, site: Path) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        context = new_context(browser, color_scheme=scheme)
        page = context.new_page()
        page.goto((site / "tea-2020/problem-pickers.html").as_uri())
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    light, dark = ([int(part) for part in ground[4:-1].split(",")] for ground in grounds)
    assert min(light) > 200 and max(dark) < 60


def test_the_first_tab_stop_skips_to_the_content(browser: Any, site: Path) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto((site / "tea-2020/problem-pickers.html").as_uri())
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'page-content'")
    context.close()


def test_an_address_with_a_part_marks_its_place(browser: Any, site: Path) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto((site / "en/tea-2020/problem-machines.html").as_uri() + "#rests-on/stat-tea-output-2019/context")
    assert "output only shows the scale" in page.locator(":target").inner_text()
    context.close()


def test_print_leaves_out_the_navigation(browser: Any, site: Path) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto((site / "tea-2020/problem-pickers.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("header").is_visible()
    assert page.locator("h1").is_visible()
    context.close()
