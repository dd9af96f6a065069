"""Published notices and certificates in the page, in headless Chromium: what is retracted, what falls, what is verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, in_browser
from cbec_kg import Paper, open_paper
from cbec_kg.bibliography.entries import Provenance, Supplied
from cbec_kg.bibliography.supplied import to_json
from notice_cases import write_table
from test_published_notices import row

__all__ = ["browser"]

pytestmark = in_browser

Once = Callable[[str, Callable[[Path], object]], Path]

TALENT, RATING = "problem-talent", "facet-credit-rating-system"
"""The problem rests by itself on [13] and on the report of 2020; the facet on [9] alone."""


@pytest.fixture(scope="module")
def noticed(once: Once) -> Paper:
    """Return the paper with [9] and [13] retracted, and [3] under an expression of concern, by invented notices."""

    def make(folder: Path) -> None:
        folder.mkdir()
        origin = Provenance("refs.bib", "0" * 64, "key", "2026-01-02", "A. Reader")
        works = {3: "Payment", 9: "Credit", 13: "Talent"}
        items = [
            Supplied(number, {"type": "article-journal", "title": title, "DOI": f"10.9999/w.{number}"}, origin)
            for number, title in works.items()
        ]
        (folder / "works.json").write_text(to_json(items), encoding="utf-8")
        kinds = {3: "Expression of concern", 9: "Retraction", 13: "Retraction"}
        rows = [
            row(
                OriginalPaperDOI=f"10.9999/w.{number}", Title=works[number], RetractionDOI=f"10.9999/n.{number}",
                RetractionNature=kind,
            )
            for number, kind in kinds.items()
        ]  # fmt: skip
        write_table(folder / "notices.csv", rows)

    folder = once("retracted-works", make)
    return open_paper(bibliography=folder / "works.json", notices=[folder / "notices.csv"])


@pytest.fixture(scope="module")
def page_file(noticed: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("noticed") / "explorer.html"
    path.write_text(noticed.explorer(sparql=False).html, encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def opened(browser: Any, page_file: Path) -> Iterator[Callable[..., Opened]]:
    pages: list[Opened] = []

    def run(hash: str, width: int = 1280) -> Opened:
        pages.append(Opened(browser, page_file, hash, width))
        return pages[-1]

    yield run
    for page in pages:
        page.context.close()
        assert page.requests == page.complaints == []


WORDS = {
    "en": ("withdrawn", "falls by notices", "weakened by notices", "Withdraw all that is retracted", "Published notices"),
    "zh": ("已撤稿", "因公告失去支撑", "因公告支撑减弱", "撤去全部已撤稿的来源", "已发布的公告"),
}


STATES = """() => Object.fromEntries([...document.querySelectorAll("#sheet [data-key^='state ']")].map((part) => [
  part.dataset.key.slice(6), [...part.querySelectorAll(".outcomes > li > .go")].map((one) => one.dataset.id),
]))"""
"""Returns the statements of each state that the view of withdrawals lists."""


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 390)])
def test_what_is_retracted_and_what_it_does_is_shown(opened: Any, noticed: Paper, language: str, width: int) -> None:
    withdrawn, _, _, withdraw, heading = WORDS[language]
    found = noticed.what_if([9, 13])
    page = opened(f"#lang={language}&view=references&id={RATING}", width)
    marked = page.page.locator("#sheet .go[data-id^=ref-]:has(.notice)")
    names = {one.get_attribute("data-id"): one.locator(".notice").inner_text() for one in marked.all()}
    assert set(names) == {"ref-03", "ref-09", "ref-13"}
    assert all(withdrawn in names[name] for name in ("ref-09", "ref-13")) and withdrawn not in names["ref-03"]
    noted = page.text("#reading .noticed")
    assert heading in noted and "[9]" in noted and "2021-03-04" in noted and "[13]" not in noted
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.page.locator("#reading .noticed button", has_text=withdraw).click()
    page.page.wait_for_selector("#sheet .outcomes")
    states = page.page.evaluate(STATES)
    assert set(states["falls"]) == set(found.falls) and RATING in found.falls
    assert set(states["weakened"]) == set(found.weakened) and TALENT in found.weakened
    assert states["stands"] and not set(states["stands"]) & {*found.falls, *found.weakened}
    assert page.page.locator(f"#sheet .go[data-id={TALENT}]").count()


@pytest.mark.parametrize("language", WORDS)
def test_a_statement_says_in_the_list_what_notices_do_to_it(opened: Any, language: str) -> None:
    _, falls, weakened, *_ = WORDS[language]
    page = opened(f"#lang={language}&view=list")
    shown = page.page.locator("#sheet")
    assert weakened in shown.locator(f".go[data-id={TALENT}] .notice").first.inner_text()
    assert falls in shown.locator(f".go[data-id={RATING}] .notice").first.inner_text()
    assert shown.locator(".go[data-id=facet-credit-platform-fraud] .notice").count() == 0  # it rests on [17]


def test_findings_are_verified_by_the_page(opened: Any, noticed: Paper) -> None:
    certificates = noticed.certificates().certificates
    kinds = [one["kind"] for one in certificates]
    page = opened("#lang=en&view=findings")
    shown = page.text("#sheet")
    assert f"{kinds.count('finding')} inconsistent checks, {kinds.count('conflict')} minimal conflicts" in shown
    checks = page.page.locator("#sheet tbody tr", has=page.page.get_by_text("verified here", exact=True))
    assert checks.count() == kinds.count("finding") == shown.count("verified here") > 0
