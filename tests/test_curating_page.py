"""The curating page in headless Chromium, by the keyboard alone: confirm, correct, reject, add, link, undo; zh and en."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import browser, in_browser, new_context
from cbec_kg import draft_paper, open_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.editing.changes import records_in
from cbec_kg.model.records import Claim, Statistic

__all__ = ["browser"]

pytestmark = in_browser

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
HONEY = Path(__file__).parent / "cases" / "drafting" / "honey-zh.txt"


class Desk:
    """A page that is open on a folder, driven by keys; what it asked of other hosts and what it complained of."""

    def __init__(self, browser: Any, folder: Path, paper: Path, language: str) -> None:
        self.folder = folder
        self.served = open_paper(folder).curate(paper).page(language=language)
        self.thread = threading.Thread(target=self.served.serve, daemon=True)
        self.thread.start()
        size = {"width": 1400, "height": 900}
        self.context = new_context(browser, offline=False, viewport=size, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(self.served.address)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.served.address, "data:")):
            self.elsewhere.append(url)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def current(self) -> str:
        return str(self.page.evaluate("document.activeElement.dataset.key ?? document.activeElement.dataset.field ?? ''"))

    def wait_for(self, current: str) -> None:
        self.page.wait_for_function(
            "name => (document.activeElement.dataset.key ?? document.activeElement.dataset.field) === name", arg=current
        )

    def wait_for_status(self, text: str) -> None:
        self.page.wait_for_function("text => document.querySelector('#status').innerText.includes(text)", arg=text)

    def choose(self, value: str) -> None:
        """Go down the list that has the focus to a value: what is typed there counts as one word only if it comes fast."""
        self.press("Home")
        values = self.page.evaluate("[...document.activeElement.options].map((one) => one.value)")
        self.press(*["ArrowDown"] * values.index(value))
        assert self.page.evaluate("document.activeElement.value") == value

    def press_until(self, key: str, current: str, most: int = 200) -> None:
        for _ in range(most):
            if self.current() == current:
                return
            self.press(key)
        raise AssertionError(f"{current} is not reached by {key}; {self.current()} is")

    def close(self) -> None:
        self.context.close()
        self.served.stop()
        self.thread.join()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    desks: list[Desk] = []

    def run(language: str = "en", folder: Path | None = None, paper: Path = HONEY) -> Desk:
        if folder is None:
            folder = tmp_path / "honey"
            draft_paper(folder, HONEY)
        desks.append(Desk(browser, folder, paper, language))
        return desks[-1]

    yield run
    for desk in desks:
        desk.close()
        assert desk.elsewhere == []
        assert desk.complaints == []


def test_a_candidate_is_confirmed_with_an_indicator_made_on_the_spot(opened: Any) -> None:
    desk = opened("zh")
    desk.press_until("n", "1.p1.s2 stat-candidate-002")
    desk.press("c")
    desk.wait_for("indicator")
    desk.write("蜂蜜年销售额 = annual honey sales")
    desk.press("Enter", "Enter")
    desk.wait_for_status("已写入 stat-annual-honey-sales")
    curation = read_curation(desk.folder)
    confirmed = curation.records["stat-annual-honey-sales"]
    assert isinstance(confirmed, Statistic)
    assert (confirmed.indicator, confirmed.printed, confirmed.note) == ("indicator-annual-honey-sales", "约1.69亿元", None)
    assert [(link.on, link.role, link.basis) for link in confirmed.rests_on] == [("citation-02-1", "value", "stated")]
    assert "stat-candidate-002" not in curation.records


def test_a_candidate_is_rejected_and_the_step_is_undone(opened: Any) -> None:
    desk = opened("en")
    before = (desk.folder / "statistics.yaml").read_bytes()
    desk.press_until("n", "abstract.p1.s2 stat-candidate-001")
    desk.press("x")
    desk.wait_for_status("stat-candidate-001 removed")
    assert "stat-candidate-001" not in records_in((desk.folder / "statistics.yaml").read_text("utf-8"), "statistics.yaml")
    desk.press("u")
    desk.wait_for_status("One step undone")
    assert (desk.folder / "statistics.yaml").read_bytes() == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_claim_is_added_on_picked_words_and_confirms_the_citation_of_its_sentence(opened: Any, language: str) -> None:
    desk = opened(language)
    desk.press_until("j", "1.p1.s1")
    desk.press("s", "Shift+ArrowRight", "ArrowRight")
    desk.press("Home", "Shift+ArrowRight", "Enter")
    desk.page.wait_for_selector(".kinds")
    desk.press("a")
    desk.wait_for("kind")
    desk.press("Home", "ArrowDown", "ArrowDown", "Tab")
    desk.write("鹿眠乡养蜂历史悠久")
    desk.press("Tab")
    desk.write("Bees have long been kept in Lumian")
    desk.press("Enter")
    desk.wait_for_status({"zh": "已新增 claim-bees", "en": "claim-bees-long-been-kept-lumian added"}[language])
    claim = read_curation(desk.folder).records["claim-bees-long-been-kept-lumian"]
    assert isinstance(claim, Claim)
    assert (claim.kind, claim.place, claim.at[0].locator, claim.at[0].fragment) == (
        "status",
        "unspecified",
        "1.p1.s1",
        "养蜂",
    )
    assert [(link.on, link.role) for link in claim.rests_on] == [("citation-01-1", "statement")]
    desk.press_until("j", "1.p1.s1 citation-01-1")
    desk.press("c")
    desk.wait_for_status({"zh": "已确认 citation-01-1", "en": "citation-01-1 confirmed"}[language])
    note = records_in((desk.folder / "citations.yaml").read_text("utf-8"), "citations.yaml")["citation-01-1"]["note"]
    assert note == {"zh": "鹿眠乡养蜂历史悠久", "en": "Bees have long been kept in Lumian"}


def test_pickers_rank_by_the_words_of_the_sentence_and_choose_nothing(
    opened: Any, mini_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tea"
    shutil.copytree(mini_folder, folder)
    before = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    desk = opened("en", folder, mini_folder.parent / "paper.txt")
    cues = open_paper(folder).curate(mini_folder.parent / "paper.txt").cues()
    named = {
        name: [one for one in ranked.get("named", ()) if "indicator-" not in one["value"]] for name, ranked in cues.items()
    }
    locator = next(name for name, ranked in cues.items() if ranked.get("role") and named[name])
    desk.press_until("j", locator)
    desk.press("a")
    desk.page.click(".kinds button >> nth=0")
    desk.page.wait_for_selector("form.record")
    first, chosen = desk.page.evaluate(
        "() => { const add = [...document.querySelectorAll('form.record .field')].find((one) => "
        "one.firstChild.textContent.startsWith('Rests on')); add.querySelector(':scope > button').click(); "
        "const role = [...document.querySelectorAll('select[data-field=role]')].at(-1); "
        "return [role.options[1].textContent, role.value]; }"
    )
    assert first.endswith(f"← {cues[locator]['role'][0]['cue']}")
    assert chosen == "statement"  # as without a cue
    desk.page.focus("form.record [data-field=about]")
    offered = desk.page.locator("form.record ul[role=listbox]:not([hidden]) li >> nth=0").text_content()
    assert offered.endswith(f"← {named[locator][0]['cue']}{named[locator][0]['value']}")
    desk.press("Escape", "Escape")
    assert {path.name: path.read_bytes() for path in folder.glob("*.yaml")} == before


def test_a_record_is_corrected_and_linked_by_search(opened: Any, mini_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    shutil.copytree(mini_folder, folder)
    before = (folder / "claims.yaml").read_text("utf-8")
    desk = opened("en", folder, mini_folder.parent / "paper.txt")
    desk.press_until("j", "1.p1.s5 claim-sell-online")
    desk.press("l")
    desk.wait_for("on")
    desk.write("capital")
    desk.press("Enter", "Tab")
    desk.choose("context")
    desk.press("Enter")
    desk.wait_for_status("claim-sell-online written")
    after = (folder / "claims.yaml").read_text("utf-8")
    added = "  rests_on:\n    - {on: claim-capital-short, role: context, basis: stated}\n"
    assert added in after
    assert after.replace(added, "", 1) == before


def test_a_hand_edit_made_meanwhile_is_not_overwritten(opened: Any) -> None:
    desk = opened("en")
    desk.press_until("n", "abstract.p1.s2 stat-candidate-001")
    file = desk.folder / "sections.yaml"
    by_hand = file.read_text("utf-8").replace("zh: 产量", "zh: 产蜜量")
    assert by_hand != file.read_text("utf-8")
    file.write_text(by_hand, "utf-8")
    desk.press("x")
    desk.wait_for_status("sections.yaml: edited by hand meanwhile")
    assert file.read_text("utf-8") == by_hand
    assert "stat-candidate-001" in (desk.folder / "statistics.yaml").read_text("utf-8")
    desk.press("x")
    desk.wait_for_status("stat-candidate-001 removed")
    assert file.read_text("utf-8") == by_hand


def test_what_is_refused_is_said_with_its_reason_and_nothing_is_written(opened: Any) -> None:
    desk = opened("en")
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    desk.press_until("n", "abstract.p1.s2 stat-candidate-001")
    desk.press("c")
    desk.wait_for("indicator")
    desk.write("indicator-nowhere")
    desk.press("Enter")
    desk.page.wait_for_selector(".problems li")
    assert "indicator-nowhere, which is not defined" in desk.page.inner_text(".problems")
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir()} == before


def test_a_number_is_listed_as_no_statistic_for_a_usual_reason(opened: Any) -> None:
    desk = opened("en")
    desk.press_until("p", "abstract.p1.s2 number 6 12")
    desk.press("x")
    desk.wait_for("why.zh")
    desk.page.focus("[data-field=reason]")
    desk.choose("reason-name")
    desk.press("Enter")
    desk.wait_for_status("added")
    assert "abstract.p1.s2 number" not in " ".join(
        desk.page.locator("[data-key]").evaluate_all("all => all.map(one => one.dataset.key)")
    )


def test_the_language_changes_and_the_keys_are_explained(opened: Any) -> None:
    desk = opened("en")
    assert desk.page.inner_text("#next") == "Next missing (n)"
    desk.press("t")
    assert desk.page.inner_text("#next") == "下一处缺漏 (n)"
    assert desk.page.evaluate("document.documentElement.lang") == "zh"
    desk.press("?")
    assert "选词作锚" in desk.page.inner_text("#keys")
    desk.press("Escape")
    desk.page.wait_for_function("() => !document.querySelector('#keys').open")


def test_a_proposal_is_taken_up_by_filling_in_what_it_lacks(opened: Any) -> None:
    """标签应写明产地: the cue 应 proposes a countermeasure, recommended."""
    desk = opened("zh")
    desk.press_until("j", "3.p1.s1 ? statement 应 2")
    assert "可能是“对策”" in desk.page.inner_text(":focus")
    desk.press("Enter")
    desk.wait_for("zh")
    desk.write("蜂蜜标签要标出产地")
    desk.press("Tab")
    desk.write("Honey labels should name the origin")
    desk.press("Enter")
    desk.wait_for_status("已新增 claim-honey-labels-should-name-origin")
    claim = read_curation(desk.folder).records["claim-honey-labels-should-name-origin"]
    assert isinstance(claim, Claim)
    assert (claim.kind, claim.modality, claim.modal_word) == ("countermeasure", "recommended", "应")


def test_a_dismissed_proposal_is_not_written(opened: Any) -> None:
    desk = opened("en")
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    desk.press_until("j", "3.p1.s1 ? statement 应 2")
    desk.press("x")
    desk.wait_for("3.p1.s1 passage 0 标签应写明产地。")
    assert not desk.page.locator("[data-key='3.p1.s1 ? statement 应 2']").count()
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir()} == before


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_has_no_violation_that_axe_core_finds(opened: Any, language: str) -> None:
    desk = opened(language)
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))
    find = "async () => (await axe.run(document)).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)"
    assert desk.page.evaluate(find) == []
    desk.press_until("n", "abstract.p1.s2 stat-candidate-001")
    desk.press("c")
    desk.wait_for("indicator")
    assert desk.page.evaluate(find) == []
