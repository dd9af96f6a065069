"""The page has no violation that axe-core finds: every view, both languages, light and dark, large and small screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, go, in_browser, settle, violations, violations_in_both_schemes
from cbec_kg import open_paper
from cbec_kg.assets import asset_folder
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Claim, Reference, Statistic
from cbec_kg.provenance.curated_statements import Statements
from cbec_kg.render.explorer.asking import asking_of
from cbec_kg.render.explorer.carried_reasons import carried_reasons
from cbec_kg.render.explorer.engine import read_engine
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.store.audits import audit_of
from cbec_kg.store.opening import OpenStore
from test_explorer_browser import curation, diagnosed

__all__ = ["browser", "curation"]

ROOT = Path(__file__).parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    *in_browser,
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci"),
]
VIEWS = (
    "graph", "list", "tree", "matrix", "claims", "statistics", "charts", "references", "whatif", "findings", "report",
    "sparql",
)  # fmt: skip


@pytest.fixture(scope="module")
def page_file(curation: Curation, real_store: OpenStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = evidence_lines(links_of(curation), statements_of(curation))
    path = tmp_path_factory.mktemp(f"accessible-{'a-long-address-' * 8}") / "explorer.html"
    reasons = partial(carried_reasons, real_store, Statements(real_store.snapshot))
    asking = asking_of(read_engine(), real_store.store, reasons)
    made = open_paper(asset_folder("data")).report()
    report = {language: made.render("html", language) for language in ("zh", "en")}
    path.write_text(
        explorer_network(curation, lines, asking, audit_of(asset_folder("data")), report=report).generate_html(),
        encoding="utf-8",
        newline="\n",
    )
    return path


class Inspected(Opened):
    """An open page with axe-core beside it; the tester's script comes from outside, past the page's policy."""

    def __init__(self, browser: Any, file: Path, width: int, height: int, both_schemes: bool) -> None:
        super().__init__(browser, file, "#lang=en", width, height)
        self.found = violations_in_both_schemes if both_schemes else violations
        self.page.emulate_media(color_scheme="light")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))

    def violations(self, hash: str) -> list[str]:
        """Return what axe-core finds at an address, each with the first place."""
        go(self.page, hash)
        self.page.wait_for_function("() => document.getElementById('asking').dataset.running !== 'true'")
        if "&ask=" in hash:
            self.page.wait_for_selector(".ask-table" if read_engine() else "#asking .hint")
            if read_engine() and not self.page.locator(".ask-reasons").count():
                self.page.locator(".ask-table .ask-why button").first.click()
                self.page.locator(".ask-reasons li").first.wait_for()
        settle(self.page)
        return self.found(self.page)


@pytest.fixture(scope="module", params=[(1280, 800, True), (390, 844, True)], ids=str)
def tested(browser: Any, page_file: Path, request: pytest.FixtureRequest) -> Iterator[Inspected]:
    page = Inspected(browser, page_file, *request.param)
    yield page
    page.context.close()


def test_every_view_of_the_page_is_tested(tested: Inspected) -> None:
    tabs = tested.page.eval_on_selector_all("#views [role=tab]", "all => all.map((tab) => tab.id.replace('view-', ''))")
    assert tuple(tabs) == VIEWS


def test_the_tester_finds_a_violation_where_there_is_one(tested: Inspected) -> None:
    tested.page.evaluate(
        "() => document.body.append(Object.assign(document.createElement('img'), { id: 'bad', src: 'data:,' }))"
    )
    assert any(found.startswith("image-alt: 1") for found in tested.violations("#lang=en"))
    tested.page.evaluate("() => document.getElementById('bad').remove()")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_has_a_violation(tested: Inspected, curation: Curation, view: str, language: str) -> None:
    problem = diagnosed(curation)[0].id
    ask = "&ask=problem-evidence" if view == "sparql" else ""
    assert tested.violations(f"#lang={language}&view={view}{ask}") == []
    assert tested.violations(f"#lang={language}&view={view}&id={problem}{ask}") == []


@pytest.mark.parametrize("kind", [Reference, Statistic])
def test_no_selection_has_a_violation(tested: Inspected, curation: Curation, kind: type) -> None:
    assert tested.violations(f"#lang=en&id={curation.of(kind)[0].id}") == []


def test_search_results_menus_and_a_withdrawal_have_no_violation(tested: Inspected, curation: Curation) -> None:
    source = curation.of(Reference)[0].id
    assert tested.violations(f"#lang=en&view=whatif&off={source}&without=inferred") == []
    tested.page.fill("#query", "e")
    assert tested.violations(f"#lang=en&view=list&off={source}") == []
    tested.page.fill("#query", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_open_panel_has_a_violation(tested: Inspected, language: str) -> None:
    go(tested.page, f"#lang={language}&view=list")
    tested.page.wait_for_selector(f"html[lang={language}]")
    for panel in ("about", "filters", "saving", "copy"):
        tested.page.eval_on_selector(f"#{panel}", "panel => { panel.open = true }")
        tested.page.wait_for_selector(f"#{panel} > .panel > *")
        assert tested.found(tested.page) == [], panel
        tested.page.eval_on_selector(f"#{panel}", "panel => { panel.open = false }")
    if tested.page.is_visible("#view-menu"):
        tested.page.click("#view-menu")
        tested.page.wait_for_selector("#views [role=tab]:visible")
        assert tested.found(tested.page) == []
        tested.page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_own_copy_filters_and_what_is_not_there_have_no_violation(
    tested: Inspected, curation: Curation, paper_text: str, language: str
) -> None:
    """A text that lacks a passage, and one that is another paper; facets alone, nothing left, an older page's link."""
    claim = next(one for one in curation.of(Claim) if one.at)
    go(tested.page, f"#lang={language}&id={claim.id}")
    tested.page.wait_for_selector(f"html[lang={language}]")
    for text, kind in ((paper_text.replace(claim.at[0].fragment, "", 1), "found"), ("x" * 50, "warning")):
        tested.page.eval_on_selector("#copy", "panel => { panel.open = true }")
        tested.page.wait_for_selector("#copy-file")
        file = {"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()}
        tested.page.set_input_files("#copy-file", files=[file])
        tested.page.wait_for_selector(f"#copy-answer.{kind}")
        assert tested.found(tested.page) == []
    tested.page.eval_on_selector("#copy", "panel => { panel.open = false }")
    for rest in ("kinds=facet", "id=claim-of-another-page", "view=claims&grades=none&sections=9"):
        assert tested.violations(f"#lang={language}&{rest}") == [], rest


def test_the_whole_graph_and_what_a_line_says_have_no_violation(tested: Inspected, curation: Curation) -> None:
    assert tested.violations("#lang=en&view=graph&scope=whole") == []
    go(tested.page, f"#lang=en&view=graph&id={diagnosed(curation)[0].id}")
    tested.page.wait_for_selector("[data-line]", state="attached")
    tested.page.eval_on_selector("[data-line]", "line => line.click()")
    tested.page.wait_for_selector("#card.pinned")
    assert violations(tested.page) == []
    tested.page.keyboard.press("Escape")


def test_the_tested_views_are_those_of_the_source() -> None:
    code = (ROOT / "src" / "cbec_kg" / "render" / "explorer" / "static" / "views.js").read_text(encoding="utf-8")
    sheet = re.search(r"ON_SHEET = \[([^\]]*)\]", code)
    assert sheet and len(sheet.group(1).split(",")) == len(VIEWS) - 2
