"""Findings, charts, tables, matrix, filters and the report in the page, in headless Chromium with the network off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from browsing import CATCH_DOWNLOADS, Opened, browser, caught, go, hash_of, in_browser, settle
from cbec_kg import Paper, open_paper
from cbec_kg.assets import asset_folder
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Claim, Statistic, Table
from cbec_kg.render.console.audit import audit_report

__all__ = ["browser"]

pytestmark = in_browser
SVG = "{http://www.w3.org/2000/svg}"
TEXTS = "all => all.map((one) => one.textContent.trim())"
IDS = "all => all.map((one) => one.dataset.id)"


@pytest.fixture(scope="module")
def paper() -> Paper:
    return open_paper(asset_folder("data"))


@pytest.fixture(scope="module")
def page_file(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper.explorer(sparql=False).write(tmp_path_factory.mktemp("panels") / "explorer.html")


@pytest.fixture
def open_page(browser: Any, page_file: Path) -> Iterator[Any]:
    opened: list[Opened] = []

    def run(hash: str, width: int = 1280, height: int = 800, script: str = "") -> Opened:
        opened.append(Opened(browser, page_file, hash, width, height, script))
        return opened[-1]

    yield run
    for page in opened:
        page.context.close()
        assert page.requests == []
        assert page.complaints == []


# Findings


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_findings_say_what_the_command_prints(open_page: Any, paper: Paper, language: str) -> None:
    """Every line of the command's report, its sentences and its details, is on the page in the same words."""
    (audit,) = paper.audit().audits
    printed = audit_report(audit, [], language, details=True)
    opened = open_page(f"#lang={language}&view=findings")
    shown = re.sub(r"\s+", "", str(opened.page.evaluate("document.querySelector('.findings').textContent")))
    names = re.compile(r"^ *(?:- )?")
    missing = []
    for line in printed.splitlines():
        text = names.sub("", line)
        told = [text, text.partition(": ")[2], text.partition("：")[2]]
        parts = [[re.sub(r"\s+", "", part) for part in re.split("; |；", one)] for one in told if one]
        if text and not line.startswith("  place") and not any(all(part in shown for part in found) for found in parts):
            missing.append(line)
    tables = [line for line in missing if re.search(r"  \S.*  ", line)]  # the figures in doubt, which are cells there
    assert [line for line in missing if line not in tables] == []


def test_a_cause_is_a_sentence_a_picture_reasons_and_folded_arithmetic(open_page: Any, paper: Paper) -> None:
    page = open_page("#lang=en&view=findings").page
    causes = paper.audit().causes
    assert page.locator(".cause > h3").all_inner_texts() == [
        f"{number}. {cause['sentence']['en']}" for number, cause in enumerate(causes, 1)
    ]
    assert page.locator(".cause:has(svg.chart)").count() == len(causes)
    assert page.locator(".cause > details[open]").count() == 0
    first = page.locator(".cause").first
    marked = first.locator("td.doubtful").all_inner_texts()
    assert marked == [f"⚠ {statistic(paper, name).printed}" for name in by_cell(paper, causes[0]["blamed"])]
    first.locator("summary").click()
    assert "Inconsistent checks:" in first.inner_text()


def statistic(paper: Paper, name: str) -> Statistic:
    found = paper.record(name)
    assert isinstance(found, Statistic)
    return found


def by_cell(paper: Paper, names: list[str]) -> list[str]:
    """Return cells of the printed table row by row, in the order of its columns."""
    (table,) = paper._snapshot.of(Table)
    keys = [column.key for column in table.columns]
    cells = [statistic(paper, name) for name in names]
    return [cell.id for cell in sorted(cells, key=lambda cell: (cell.row or "", keys.index(cell.column or "")))]


def test_the_hypothesis_is_drawn_over_the_rows_that_it_reads_otherwise(open_page: Any, paper: Paper) -> None:
    """2016 to 2018 times the factor that the growth of 2019 asks for: (952.10 / 1.288) / 113.70 = 6.50."""
    page = open_page("#lang=en&view=findings").page
    labels = page.locator(".cause").first.locator("text.guess").all_text_contents()
    levels = {"2016": "81.12", "2017": "99.36", "2018": "113.70"}
    expected = [float(value) * (952.10 / 1.288) / 113.70 for value in levels.values()]
    assert [float(label.rstrip("?")) for label in labels[:3]] == pytest.approx(expected, rel=0.002)


def test_a_figure_not_to_be_quoted_leads_to_its_record(open_page: Any, paper: Paper) -> None:
    page = open_page("#lang=en&view=findings").page
    name = paper.audit().causes[0]["blamed"][0]
    page.locator(f'.cause .records .go[data-id="{name}"]').first.click()
    assert page.locator("#reading .audited").count() == 1


# Charts


def test_a_chart_is_that_of_the_command_in_the_colours_of_the_page(open_page: Any, paper: Paper) -> None:
    page = open_page("#lang=en&view=charts", script=CATCH_DOWNLOADS).page
    figure = page.locator('[data-chart="chart-indicator-goods-trade-place-hangzhou"]')
    saved = caught(page, figure.get_by_role("button", name="SVG").click).decode()
    assert saved == paper.chart("indicator-goods-trade").svg()
    ElementTree.fromstring(saved)
    fill = "one => getComputedStyle(one.querySelector('.bar')).fill"
    light = figure.evaluate(fill)
    page.emulate_media(color_scheme="dark")
    assert figure.evaluate(fill) != light


def test_a_chart_is_saved_as_a_png(open_page: Any) -> None:
    page = open_page("#lang=en&view=charts").page
    figure = page.locator("figure.drawn").first
    with page.expect_download() as found:
        figure.get_by_role("button", name="PNG").click()
    content = Path(found.value.path()).read_bytes()
    width = figure.locator("svg").get_attribute("width")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20], "big") == 2 * int(str(width))


def test_a_bar_selects_its_figure_and_filters_make_the_others_pale(open_page: Any, paper: Paper) -> None:
    page = open_page("#lang=en&view=charts&verdicts=blamed").page
    blamed = {name for cause in paper.audit().causes for name in cause["blamed"]}
    bright = page.eval_on_selector_all("g.value:not(.left-out)", IDS)
    assert set(bright) <= blamed
    page.locator("g.value:not(.left-out) rect").first.click()
    assert hash_of(page).split("id=")[1].split("&")[0] in blamed


# Tables, filters and the matrix


@pytest.mark.parametrize("width", [1280, 1600])
def test_no_column_is_narrower_than_its_words(open_page: Any, width: int) -> None:
    """No heading and no cell is broken within a word: none needs more room than its column has."""
    page = open_page("#lang=en", width).page
    for language, view in product(("en", "zh"), ("claims", "statistics", "references", "findings")):
        go(page, f"#lang={language}&view={view}")
        settle(page)
        narrow = page.eval_on_selector_all(
            "table.grid th, table.grid td",
            "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML)",
        )
        assert narrow == [], (language, view)
        heads = page.eval_on_selector_all(
            "table.grid thead th", "all => all.map((one) => one.getClientRects().length && one.offsetHeight)"
        )
        assert max(heads) < 60, (language, view)


def test_a_figures_indicator_place_and_period_are_one_phrase(open_page: Any) -> None:
    page = open_page("#lang=en&view=statistics").page
    row = page.locator('tr[data-id="stat-table-1-2019-export-growth"]')
    assert row.locator("td").first.inner_text().split("\n")[0] == "growth of cross-border e-commerce exports, Hangzhou, 2019"
    page.click("#lang-zh")
    assert row.locator("td").first.inner_text().split("\n")[0] == "杭州市2019跨境电商出口额增长"


def test_heads_and_the_first_column_stay_in_sight(open_page: Any) -> None:
    for view, table in (("statistics", "table.grid"), ("matrix", "table.matrix")):
        page = open_page(f"#lang=en&view={view}", 1000).page
        scroll = page.locator("#sheet .scroll").first
        scroll.evaluate("one => one.scrollTo(60, 900)")
        box, head = scroll.bounding_box(), page.locator(f"{table} thead th").last.bounding_box()
        assert box and head and abs(head["y"] - box["y"]) < 3
        rows = page.locator(f"{table} tbody th").all()
        shown = next(row for row in rows if (row.bounding_box() or {"y": -1})["y"] > box["y"] + 60)
        assert abs((shown.bounding_box() or {"x": -99})["x"] - box["x"]) < 3


def test_a_head_that_sorts_looks_so_and_says_how(open_page: Any) -> None:
    page = open_page("#lang=en&view=statistics").page
    heads = page.locator("table.grid thead th").all()
    assert all(head.locator("button.sort .sign").count() == 1 and head.get_attribute("aria-sort") for head in heads)
    page.locator('[data-key="sort places"]').click()
    rows = page.eval_on_selector_all("table.grid tbody tr", IDS)
    page.locator('[data-key="sort places"]').click()
    page.locator('[data-key="sort places"]').click()
    assert page.eval_on_selector_all("table.grid tbody tr", IDS) == rows


def test_claims_without_a_source_are_one_click_away(open_page: Any, paper: Paper) -> None:
    lines = evidence_lines(links_of(paper._own.curation), statements_of(paper._own.curation))
    sourced = {line.target for line in lines}
    bare = {claim.id for claim in paper._snapshot.of(Claim)} - sourced
    page = open_page("#lang=en&view=claims").page
    page.get_by_role("button", name=re.compile("^no source bears on it")).click()
    assert set(page.eval_on_selector_all("table.grid tbody tr", IDS)) == bare != set()
    assert "grades=none" in hash_of(page)
    page.get_by_role("button", name=re.compile("^no source bears on it")).click()
    assert page.locator("table.grid tbody tr").count() == len(paper._snapshot.of(Claim))


def test_a_filter_of_modality_leaves_what_is_said_so(open_page: Any, paper: Paper) -> None:
    found = {claim.id for claim in paper._snapshot.of(Claim) if claim.modality == "recommended"}
    modalities = {claim.modality for claim in paper._snapshot.of(Claim) if claim.modality}
    modality = "recommended" if found else sorted(modalities)[0]
    found = {claim.id for claim in paper._snapshot.of(Claim) if claim.modality == modality}
    page = open_page(f"#lang=en&view=claims&modalities={modality}").page
    assert set(page.eval_on_selector_all("table.grid tbody tr", IDS)) == found != set()


def test_legend_filters_and_graph_agree_when_a_filter_is_set(open_page: Any, paper: Paper) -> None:
    """What a filter leaves is drawn, whatever its kind, and its kind is ticked in the legend."""
    page = open_page("#lang=en&view=graph&grades=several").page
    curation = paper._own.curation
    lines, statements = evidence_lines(links_of(curation), statements_of(curation)), statements_of(curation)
    to = {one: [line for line in lines if line.target == one] for one in statements}
    several = {one for one in statements if grade_of(to[one]) == "several"}
    assert several
    kinds = {name.partition("-")[0] for name in several} - {"stat"}
    ticked = set(page.eval_on_selector_all("#legend input:checked", "all => all.map((one) => one.value)"))
    assert kinds <= ticked
    shown = int(re.search(r"(\d+) nodes", page.inner_text("#status"))[1])  # type: ignore[index]
    assert shown == len(several)


def test_the_matrix_is_dense_and_has_its_key_beside_or_below(open_page: Any) -> None:
    page = open_page("#lang=en&view=matrix", 1600).page
    lines = page.eval_on_selector_all(
        "table.matrix tr.part-row",
        "all => all.map((one) => [one.offsetHeight, one.querySelector('th bdi').offsetHeight])",
    )
    assert all(height <= max(26, words + 9) for height, words in lines)
    assert page.locator(".key dd").count() > 8
    heads = page.locator("table.matrix thead button.head").all_inner_texts()
    numbers = [int(head.strip("[]")) for head in heads if head.startswith("[")]
    assert numbers == sorted(numbers)
    assert [head for head in heads if not head.startswith("[")] == ["a", "b"]


def test_rows_stand_in_the_order_of_the_paper(open_page: Any, paper: Paper) -> None:
    page = open_page("#lang=en").page
    for view in ("claims", "statistics"):
        go(page, f"#lang=en&view={view}")
        rows = page.eval_on_selector_all("table.grid tbody tr", IDS)
        records = (paper.record(name) for name in rows)
        first = [one.at[0].locator for one in records if isinstance(one, Claim | Statistic)]
        sections = list(dict.fromkeys(locator.partition(".")[0] for locator in first if locator[0].isdigit()))
        assert len(sections) > 1
        assert sections == sorted(sections, key=int)


# The report


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_of_the_page_is_that_of_the_command(open_page: Any, paper: Paper, language: str) -> None:
    page = open_page(f"#lang={language}&view=report", script=CATCH_DOWNLOADS).page
    saved = caught(page, lambda: page.click("#save-report")).decode()
    assert saved == paper.report().render("html", language)
    heads = page.eval_on_selector_all("article.report h2", TEXTS)
    assert len(heads) == 4


def test_only_the_report_is_printed(open_page: Any) -> None:
    page = open_page("#lang=en&view=report").page
    page.emulate_media(media="print")
    assert page.is_visible("article.report h1")
    for hidden in ("#print-report", "#views", "#legend", "#picture"):
        assert not page.is_visible(hidden)


def test_no_panel_is_wider_than_a_telephone(open_page: Any) -> None:
    page = open_page("#lang=en", 390, 844).page
    for view in ("findings", "charts", "report", "matrix", "statistics"):
        go(page, f"#lang=en&view={view}")
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, view
