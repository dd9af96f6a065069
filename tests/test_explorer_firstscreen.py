"""The page's first screen: the paper's argument, three numbers that lead on, and what is known of the paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from browsing import browser, hash_of, in_browser
from cbec_kg.evidence.critical import Load, loads
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Facet, Problem, Source
from cbec_kg.model.terms import DIRECT, Bilingual
from test_explorer_browser import audit, curation, explorer_file, open_page, written

__all__ = ["audit", "browser", "curation", "explorer_file", "open_page"]

pytestmark = in_browser


def most_critical(curation: Curation) -> Load:
    part_of = {source.id: source.part_of for source in curation.of(Source) if source.part_of}
    return loads(links_of(curation), statements_of(curation), part_of)[0]


def number(page: Any, key: str) -> list[str]:
    return str(page.inner_text(f'#first [data-key="{key}"]')).split("\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_screen_says_what_the_paper_argues(open_page: Any, curation: Curation, language: str) -> None:
    page = open_page(f"#lang={language}")
    assert curation.article.argument is not None
    assert page.text("#argument") == getattr(curation.article.argument, language)


def test_it_counts_the_parts_of_the_diagnosis_with_direct_evidence_and_leads_to_the_matrix(
    open_page: Any, curation: Curation
) -> None:
    diagnosed = {problem.id for problem in curation.of(Problem) if problem.status == "diagnosed"}
    parts = {facet.id for facet in curation.of(Facet) if facet.problem in diagnosed and facet.status != "mentioned"}
    direct = {line.target for line in evidence_lines(links_of(curation), statements_of(curation)) if line.role in DIRECT}
    page = open_page("#lang=en").page
    value, words, more, leads = number(page, "direct")
    assert value == f"{len(parts & direct)} of {len(parts)}"
    assert words == "parts of the diagnosis have direct evidence"
    assert more.startswith(f"{len(diagnosed & direct)} of {len(diagnosed)} problems")
    assert leads == "Matrix →"
    page.click('#first [data-key="direct"]')
    assert page.get_attribute("#view-matrix", "aria-selected") == "true"
    assert page.is_hidden("#first")


def test_it_counts_the_figures_that_cannot_all_be_true_and_leads_to_the_findings(
    open_page: Any, audit: dict[str, Any]
) -> None:
    figures = {name for conflict in audit["conflicts"] for name in conflict}
    page = open_page("#lang=en").page
    value, words, more, _ = number(page, "conflicting")
    assert (value, words, more) == (
        str(len(figures)),
        "figures cannot all be true",
        f"put down to {len(audit['causes'])} causes",
    )
    page.click('#first [data-key="conflicting"]')
    assert page.locator("#sheet .cause").count() == len(audit["causes"])


def test_it_names_the_most_critical_source_and_leads_to_what_falls_without_it(open_page: Any, curation: Curation) -> None:
    load = most_critical(curation)
    page = open_page("#lang=en").page
    value, _, name, kinds, _ = number(page, "critical")
    source = curation.records[load.source]
    assert isinstance(source, Source)
    assert (int(value), name) == (len(load.falls), source.en)
    assert sum(int(part.split()[0]) for part in kinds.split(", ")) == len(load.falls)
    page.click('#first [data-key="critical"]')
    assert f"off={load.source}" in hash_of(page) and "view=whatif" in hash_of(page)
    assert f"{len(load.falls)} fall" in page.inner_text("#strip .tally")


def test_a_number_is_reached_and_followed_with_the_keyboard(open_page: Any) -> None:
    page = open_page("#lang=en").page
    page.focus('#first [data-key="direct"]')
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('view=matrix')")


def test_without_an_argument_and_an_audit_the_first_screen_says_what_is_known(
    open_page: Any, curation: Curation, tmp_path: Path
) -> None:
    bare = replace(curation, article=replace(curation.article, argument=None))
    page = open_page("#lang=en", written(bare, tmp_path)).page
    assert page.inner_text("#argument").startswith("The paper diagnoses 5 problems")
    assert page.locator('#first [data-key="conflicting"]').count() == 0


def test_a_hostile_argument_and_doi_stay_text(open_page: Any, curation: Curation, tmp_path: Path) -> None:
    bad = '"><img src=x onerror="window.hit=1"></script><script>window.hit=1</script>\u202e'
    article = replace(curation.article, argument=Bilingual(bad, bad), doi='10.1/"><img src=x>', title=Bilingual(bad, bad))
    page = open_page("#lang=en", written(replace(curation, article=article), tmp_path)).page
    page.click("#about > summary")
    page.wait_for_selector("#about-panel a")
    assert page.evaluate("window.hit") is None
    assert page.locator("header img, #first img").count() == 0
    assert page.evaluate("[...document.links].every((link) => link.href.startsWith('https://doi.org/10.1/'))")


def test_the_doi_is_a_link_that_a_reader_alone_opens(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en").page
    link = page.locator("#doi")
    assert link.get_attribute("href") == f"https://doi.org/{curation.article.doi}"
    assert link.get_attribute("rel") == "noreferrer noopener"
    assert link.get_attribute("target") == "_blank"


def test_a_known_title_is_the_heading_and_an_unknown_one_leaves_the_journal(
    open_page: Any, curation: Curation, tmp_path: Path
) -> None:
    assert "Advances in Social Sciences" in open_page("#lang=en").text("h1")
    titled = replace(curation, article=replace(curation.article, title=Bilingual("茶与山", "Tea and hills")))
    page = open_page("#lang=en", written(titled, tmp_path))
    assert page.text("h1").strip() == "Tea and hills"
    assert "Tea and hills" in page.page.title()
    page.page.click("#about > summary")
    page.page.wait_for_selector("#about-panel dl")
    assert "Advances in Social Sciences 10(8), 2021" in page.text("#about-panel")


def test_what_is_not_known_of_the_paper_stands_below_its_title(open_page: Any, curation: Curation) -> None:
    page = open_page("#lang=en").page
    page.focus("#about > summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#about-panel dl")
    texts = page.text_content("#about-panel")
    assert all(note.field in texts and note.why.en in texts for note in curation.article.unknown)


def test_the_first_screen_gives_way_to_a_selection_and_comes_back(open_page: Any, curation: Curation) -> None:
    problem = curation.of(Problem)[0]
    page = open_page(f"#lang=en&id={problem.id}").page
    assert page.is_hidden("#first")
    page.click("#overview")
    page.wait_for_function("!location.hash.includes('id=')")
    assert page.is_visible("#argument")
