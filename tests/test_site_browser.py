"""The site in headless Chromium, from a disk with the network off: what a reader sees, wide, narrow, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browsing import browser, in_browser, new_context
from cbec_kg.cli.main import run

__all__ = ["browser"]

pytestmark = in_browser

PAGES = (
    "index.html", "ontology.html", "404.html", "terms/class/Claim.html", "tea-2020/index.html", "tea-2020/statistics.html",
    "tea-2020/audit.html", "tea-2020/problem-pickers.html", "tea-2020/stat-table-1-2019-export.html",
    "tea-2020/table-1.html", "tea-2020/ref-01.html", "tea-2020/passage-1.p1.s2.html", "tea-2020/graph/article.html",
    "tea-2020/resources.html",
)  # fmt: skip


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
    allowed = {(site / path).as_uri() for path in (*PAGES, "site.css")} | {"data:,"}
    assert set(asked) <= allowed


def test_chinese_and_english_stand_side_by_side_on_a_wide_screen_only(browser: Any, site: Path) -> None:
    for width, beside in ((1280, True), (390, False)):
        context = new_context(browser, viewport={"width": width, "height": 844})
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        zh, en = (page.locator(f"main > .pair > p[lang={language}]").bounding_box() for language in ("zh", "en"))
        assert (zh["y"] == en["y"] and zh["x"] < en["x"]) is beside
        assert (zh["x"] == en["x"] and zh["y"] < en["y"]) is not beside
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
    assert page.evaluate("document.activeElement.id") == "page-content"
    context.close()


def test_an_address_with_a_part_marks_its_place(browser: Any, site: Path) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto((site / "tea-2020/problem-machines.html").as_uri() + "#rests-on/stat-tea-output-2019/context")
    assert "output only shows the scale" in page.locator(":target").inner_text()
    context.close()


def test_print_leaves_out_the_navigation(browser: Any, site: Path) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto((site / "tea-2020/problem-pickers.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    assert page.locator("h1").is_visible()
    context.close()
