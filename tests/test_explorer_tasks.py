"""Twelve tasks of a reviewer, each done by the keyboard and read from the browser's accessibility tree, in at most 40 keys.

Nothing is clicked and nothing is looked up in the page's markup: keys are pressed until the tree says that what is wanted
has the focus, and what a task asks is read from names and texts of the tree. Every key counts, typed characters too. What is
right is worked out from the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest

from browsing import CATCH_DOWNLOADS, Opened, browser, caught, in_browser
from cbec_kg import Paper, open_paper
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Citation, Claim, Countermeasure, Facet, Indicator, Measure, Problem, Statistic
from cbec_kg.model.terms import DIRECT
from test_explorer_browser import curation

__all__ = ["browser", "curation"]
pytestmark = in_browser

R = TypeVar("R")

MOST = 40
"""Keys that a task may take."""

CHINESE = 7
"""Keys that a Chinese character counts for: the longest syllable in pinyin, and the key that picks the character."""

NO_PAPER = "window.print = () => { window.printed = (window.printed ?? 0) + 1; };"
"""Counts what is sent to the printer, which a browser without a window has not."""

WORDS = {
    "en": {
        "search": "Search", "claims": "Claims", "statistics": "Statistics", "list": "List", "findings": "Findings",
        "report": "Report", "argues": "What the paper argues", "pane": "Reading pane", "where": "Places in the article",
        "cited": "Cited at", "bears": "Bears on", "answered": "Answered by", "audit": "Audit", "doubtful": "doubtful",
        "unsourced": "no source bears on it", "withdraw": "Withdraw", "falls": "falls", "print": "Print",
        "save": "Save the report", "not quoted": "do not quote", "itself": "its headline was never sourced",
        "parts": r"of its (\d+) facets (\d+) (?:are|is) backed",
        "left": r"of its (\d+) facets (\d+) were backed, (\d+) are left",
        "sentence": "section {}, paragraph {}, sentence {}", "paragraph": "section {}, paragraph {}", "table": "table {}",
    },
    "zh": {
        "search": "检索", "claims": "论断", "statistics": "统计数字", "list": "列表", "findings": "数字核查",
        "report": "报告", "argues": "论文要旨", "pane": "阅读", "where": "出处",
        "cited": "文中引用处", "bears": "相关的问题、对策及其部分", "answered": "对策", "audit": "数字核查",
        "doubtful": "存疑",
        "unsourced": "没有任何来源", "withdraw": "撤去", "falls": "失去支撑", "print": "打印",
        "save": "保存报告", "not quoted": "不可引用", "itself": "标题所述本身从未有来源",
        "parts": r"其(\d+)项具体表现中(\d+)项有来源支撑",
        "left": r"其(\d+)项具体表现中原有(\d+)项得到来源支撑，现余(\d+)项",
        "sentence": "{} 节第 {} 段第 {} 句", "paragraph": "第{}节第{}段", "table": "表{}",
    },
}  # fmt: skip


@dataclass
class Node:
    """One thing that the accessibility tree has."""

    role: str
    name: str
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Go through this and all that it has, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, role: str, name: str = "") -> list[Node]:
        return [node for node in self.walk() if node.role == role and name in node.name]

    def one(self, role: str, name: str = "") -> Node:
        found = self.all(role, name)
        assert found, f"no {role} “{name}” in: {self.text()[:400]}"
        return found[0]

    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(node.name for node in self.walk() if node.role == "StaticText")).strip()

    def under(self, heading: str) -> Node:
        """Return what stands between a heading, of which the beginning is given, and the next one."""
        nodes, found, inside = [], False, set[int]()
        for node in self.walk():
            if node.role == "heading":
                if found:
                    break
                found = node.name.strip().startswith(heading)
                inside = {id(one) for one in node.walk()}
            elif found and id(node) not in inside:
                nodes.append(node)
                inside |= {id(one) for one in node.walk()}
        assert found, f"no heading “{heading}” in: {[node.name for node in self.all('heading')]}"
        return Node("part", heading, nodes)


class Reviewer:
    """Someone who has a keyboard and hears the page; `keys` counts what was pressed."""

    def __init__(self, browser: Any, file: Path, language: str) -> None:
        self.opened = Opened(browser, file, f"#lang={language}", script=CATCH_DOWNLOADS + ";" + NO_PAPER)
        self.page = self.opened.page
        self.language = language
        self.words = WORDS[language]
        self.keys = 0
        self._session = self.opened.context.new_cdp_session(self.page)
        self._session.send("Accessibility.enable")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += sum(CHINESE if "一" <= character <= "鿿" else 1 for character in text)

    def seek(self, name: str, key: str = "Tab") -> None:
        """Press a key until what has the focus has a name that begins so."""
        passed: list[str] = []
        while not (focused := self.focused()).startswith(name) or not passed:
            assert len(passed) < MOST, f"“{name}” is not reached by {key}: {passed}"
            passed.append(focused)
            self.press(key)

    def focused(self) -> str:
        """Return the name that the tree has of what has the focus."""
        element = self._session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
        found = self._session.send("Accessibility.getPartialAXTree", {"objectId": element, "fetchRelatives": False})["nodes"]
        return str(found[0].get("name", {}).get("value", "")).strip()

    def open_view(self, name: str, key: str) -> None:
        """Go to the tabs, whose selected one has the focus, and along them by an arrow."""
        first = self.read().one("tab").name
        self.seek(first)
        self.seek(name, key)

    def find(self, text: str) -> Node:
        """Search, take the best answer, and read the pane."""
        self.seek(self.words["search"])
        self.type(text)
        self.press("Enter")
        return self.pane()

    def pane(self) -> Node:
        return self.read().one("complementary", self.words["pane"])

    def read(self) -> Node:
        """Return the whole tree, without what has neither a role nor a name."""
        nodes: list[dict[str, Any]] = self._session.send("Accessibility.getFullAXTree")["nodes"]
        known = {node["nodeId"]: node for node in nodes}

        def build(one: dict[str, Any]) -> list[Node]:
            below = [made for child in one.get("childIds", []) if child in known for made in build(known[child])]
            role = one["role"]["value"]
            if one["ignored"] or role in {"InlineTextBox", "generic", "none"}:
                return below
            return [Node(role, str(one.get("name", {}).get("value", "")).strip(), below)]

        return Node("tree", "", build(nodes[0]))


@pytest.fixture(scope="module")
def paper(real_folder: Path) -> Paper:
    return open_paper(real_folder)


@pytest.fixture(scope="module")
def file(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tasks") / "explorer.html"
    path.write_text(paper.explorer(sparql=False).html, encoding="utf-8")
    return path


@pytest.fixture(params=["en", "zh"])
def reviewer(browser: Any, file: Path, request: pytest.FixtureRequest) -> Iterator[Reviewer]:
    someone = Reviewer(browser, file, request.param)
    yield someone
    print(f"\n{request.node.name}: {someone.keys} keys")
    someone.opened.context.close()
    assert someone.opened.complaints == []
    assert someone.keys <= MOST, f"{someone.keys} keys"


def backed_by(curation: Curation) -> dict[str, set[str]]:
    """Return the sources that back each statement directly."""
    found: dict[str, set[str]] = {}
    for line in evidence_lines(links_of(curation), statements_of(curation)):
        if line.role in DIRECT:
            found.setdefault(line.target, set()).add(line.source)
    return found


def own_facets(curation: Curation, problem: str) -> list[Facet]:
    return [facet for facet in curation.of(Facet) if facet.problem == problem and facet.status != "mentioned"]


def named(records: Sequence[R], **wanted: object) -> R:
    """Return the one record that has these values."""
    (found,) = [one for one in records if all(getattr(one, name) == value for name, value in wanted.items())]
    return found


def sentence_of(locator: str) -> tuple[str, str, str]:
    section, paragraph, sentence = re.fullmatch(r"(.+)\.p(\d+)\.s(\d+)", locator).groups()  # type: ignore[union-attr]
    return section, paragraph, sentence


def test_the_weakest_problem(reviewer: Reviewer, curation: Curation) -> None:
    backed = backed_by(curation)
    diagnosed = [problem for problem in curation.of(Problem) if problem.status == "diagnosed"]
    counted = {}
    for problem in diagnosed:
        facets = own_facets(curation, problem.id)
        counted[problem.id] = (len(facets), sum(facet.id in backed for facet in facets))
    reviewer.open_view(reviewer.words["list"], "ArrowRight")
    items = reviewer.read().all("listitem")
    heard = {}
    for problem in diagnosed:
        name = getattr(problem, reviewer.language)
        item = next(one for one in items if one.children and one.all("button")[0].name == name)
        all_parts, some = re.search(reviewer.words["parts"], item.one("paragraph").text()).groups()  # type: ignore[union-attr]
        heard[problem.id] = (int(all_parts), int(some))
        assert (reviewer.words["itself"] in item.one("paragraph").text()) == (problem.id not in backed)
    assert heard == counted

    def share(problem: str, counts: dict[str, tuple[int, int]]) -> float:
        return counts[problem][1] / counts[problem][0]

    assert min(heard, key=lambda one: share(one, heard)) == min(counted, key=lambda one: share(one, counted))


def test_what_is_left_of_a_problem_without_a_source(reviewer: Reviewer, curation: Curation, paper: Paper) -> None:
    backed = backed_by(curation)
    problem = named(curation.of(Problem), id="problem-credit")
    facets = own_facets(curation, problem.id)
    before = [facet for facet in facets if facet.id in backed]
    fallen = {facet.id for facet in before if backed[facet.id] == {"ref-09"}}
    assert fallen == {facet.id for facet in facets} & set(paper.what_if("ref-09").falls)

    pane = reviewer.find("[9]")
    assert pane.one("heading").name == "[9]"
    reviewer.seek(f"{reviewer.words['withdraw']} [9]")
    reviewer.press("Enter")
    reviewer.seek(getattr(problem, reviewer.language))
    reviewer.press("Enter")
    pane = reviewer.pane()
    assert re.search(reviewer.words["left"], pane.text()).groups() == tuple(  # type: ignore[union-attr]
        str(number) for number in (len(facets), len(before), len(before) - len(fallen))
    )
    buttons = [button.name for button in pane.all("button")]
    for facet in facets:
        (name,) = [name for name in buttons if name.startswith(getattr(facet, reviewer.language))]
        assert name.endswith(reviewer.words["falls"]) == (facet.id in fallen)


def test_why_a_figure_is_doubtful(reviewer: Reviewer, curation: Curation, paper: Paper) -> None:
    figure = named(curation.of(Statistic), value=Decimal("2330.48"))
    (other,) = [
        one
        for one in curation.of(Statistic)
        if (one.indicator, one.place, one.period, one.kind) == (figure.indicator, figure.place, figure.period, figure.kind)
        and one.value != figure.value
    ]
    (carried,) = [doubt for cause in paper.audit().causes for doubt in cause["carried"] if doubt["statistic"] == figure.id]
    told = reviewer.find("2330.48").under(reviewer.words["audit"]).text()
    assert f"{figure.value} ≠ {other.value}" in told
    assert carried[reviewer.language] in told


def test_the_passage_of_a_claim_is_cited(reviewer: Reviewer, curation: Curation) -> None:
    claim = named(curation.of(Claim), id="claim-4pl-cuts-logistics-cost")
    pane = reviewer.find({"en": "can cure", "zh": "化解"}[reviewer.language])
    assert pane.one("heading").name == getattr(claim, reviewer.language)
    items = pane.under(reviewer.words["where"]).all("listitem")
    assert len(items) == len(claim.at)
    for item, place in zip(items, claim.at, strict=True):
        assert place.fragment in item.text()
        assert reviewer.words["sentence"].format(*sentence_of(place.locator)) in item.text()
        assert item.text().endswith(place.locator)


def test_two_figures_of_an_indicator_are_compared(reviewer: Reviewer, curation: Curation, paper: Paper) -> None:
    blamed = {figure for cause in paper.audit().causes for figure in cause["blamed"]}
    figures = [named(curation.of(Statistic), id=f"stat-table-1-{year}-export") for year in (2018, 2019)]
    indicator = named(curation.of(Indicator), id=figures[0].indicator)
    reviewer.open_view(reviewer.words["statistics"], "ArrowRight")
    rows = reviewer.read().all("row")
    heard = []
    for figure in figures:
        (row,) = [
            one
            for one in rows
            if one.all("rowheader")
            and getattr(indicator, reviewer.language) in one.text()
            and one.one("rowheader").name.startswith(figure.printed)
        ]
        heard.append(Decimal(re.match(r"[\d.]+", row.one("rowheader").name)[0]))  # type: ignore[index]
        assert figure.period in row.text()
        assert (reviewer.words["doubtful"] in row.text()) == (figure.id in blamed)
    assert heard == [figure.value for figure in figures]
    assert [figure.id in blamed for figure in figures] == [True, False]


def test_the_claims_on_logistics_without_a_source(reviewer: Reviewer, curation: Curation) -> None:
    word = {"en": "logistics", "zh": "物流"}[reviewer.language]
    sourced = {line.target for line in evidence_lines(links_of(curation), statements_of(curation))}
    expected = {getattr(claim, reviewer.language) for claim in curation.of(Claim) if claim.id not in sourced}
    reviewer.open_view(reviewer.words["claims"], "ArrowRight")
    reviewer.seek(reviewer.words["unsourced"])
    reviewer.press("Enter")
    heard = {one.name for one in reviewer.read().one("tabpanel").all("rowheader")}
    assert heard == expected
    on_logistics = {name for name in heard if word in name.lower()}
    assert on_logistics and on_logistics == {name for name in expected if word in name.lower()}


def test_what_the_paper_argues(reviewer: Reviewer, curation: Curation) -> None:
    other, button = {"en": ("zh", "中文"), "zh": ("en", "English")}[reviewer.language]
    argument = curation.article.argument
    assert argument is not None
    assert getattr(argument, reviewer.language) in reviewer.read().one("region", reviewer.words["argues"]).text()
    reviewer.seek(button)
    reviewer.press("Enter")
    assert getattr(argument, other) in reviewer.read().one("region", WORDS[other]["argues"]).text()


def test_which_figures_must_not_be_quoted_and_where_they_stand(reviewer: Reviewer, curation: Curation, paper: Paper) -> None:
    causes = paper.audit().causes
    reviewer.open_view(reviewer.words["findings"], "ArrowLeft")
    nodes = list(reviewer.read().one("tabpanel").walk())
    told = [
        nodes[at + 1 :][[one.role for one in nodes[at + 1 :]].index("definition")]
        for at, node in enumerate(nodes)
        if node.role == "term" and node.name == reviewer.words["not quoted"]
    ]
    assert len(told) == len(causes)
    for cause, definition in zip(causes, told, strict=True):
        figures = [named(curation.of(Statistic), id=name) for name in cause["blamed"]]
        assert figures
        buttons = [button.name for button in definition.all("button")]
        assert len(buttons) == len(figures)
        for figure in figures:
            assert any(button.startswith(figure.printed) for button in buttons)
            locator = figure.at[0].locator
            table = re.fullmatch(r"table(\d+)\..+", locator)
            place = (
                reviewer.words["table"].format(table[1])
                if table
                else reviewer.words["paragraph"].format(*sentence_of(locator))
            )
            assert place in definition.text()


def test_which_countermeasure_answers_a_facet(reviewer: Reviewer, curation: Curation) -> None:
    facet = named(curation.of(Facet), id="facet-logistics-cost")
    problem = named(curation.of(Problem), id=facet.problem)
    answers = {
        getattr(one, reviewer.language)
        for one in curation.of(Countermeasure)
        if any(link.id == problem.id for link in one.answers)
    }
    pane = reviewer.find({"en": "logistics cost", "zh": "wlcb"}[reviewer.language])
    assert pane.one("heading").name == getattr(facet, reviewer.language)
    reviewer.seek(getattr(problem, reviewer.language))
    reviewer.press("Enter")
    assert {one.name for one in reviewer.pane().under(reviewer.words["answered"]).all("button")} == answers != set()


def test_what_a_source_backs_and_where_it_is_cited(reviewer: Reviewer, curation: Curation) -> None:
    citations = [one for one in curation.of(Citation) if one.reference == "ref-13"]
    wholes = {one.id: one for kind in (Problem, Facet, Countermeasure, Measure) for one in curation.of(kind)}
    lines = evidence_lines(links_of(curation), statements_of(curation))
    targets = {line.target for line in lines if line.source == "ref-13"}
    pane = reviewer.find("[13]")
    places = [button.name for button in pane.under(reviewer.words["cited"]).all("button")]
    assert sorted(places) == sorted(reviewer.words["sentence"].format(*sentence_of(one.at[0].locator)) for one in citations)
    rows = {button.name for button in pane.under(reviewer.words["bears"]).all("button") if not button.name.startswith("§")}
    assert rows == {getattr(wholes[target], reviewer.language) for target in targets & wholes.keys()} != set()


def test_a_figure_is_found_by_its_digits_beside_a_misspelt_word(reviewer: Reviewer, curation: Curation) -> None:
    figure = named(curation.of(Statistic), value=Decimal("2330.48"))
    pane = reviewer.find({"en": "2330 improts", "zh": "2330 跨镜电商"}[reviewer.language])
    assert pane.one("heading").name.startswith(figure.printed)
    assert figure.at[0].locator in pane.under(reviewer.words["where"]).text()


def test_the_report_is_printed_and_saved(reviewer: Reviewer, paper: Paper) -> None:
    reviewer.open_view(reviewer.words["report"], "ArrowLeft")
    reviewer.seek(reviewer.words["print"])
    reviewer.press("Enter")
    assert reviewer.page.evaluate("window.printed") == 1
    reviewer.seek(reviewer.words["save"])
    saved = caught(reviewer.page, lambda: reviewer.press("Enter")).decode()
    assert saved == paper.report().render("html", reviewer.language)
