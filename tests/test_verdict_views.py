"""Verdicts of readers beside what they are on: on links in traces, evidence, pages; on findings and hypotheses on pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from browsing import CHROMIUM, Opened, browser
from cbec_kg import open_corpus, open_paper
from cbec_kg.rdf.project import build_project
from cbec_kg.store.audits import audit_of
from cbec_kg.store.opening import open_folder
from site_builder import page_at, write_site
from test_explorer import embedded
from test_verdicts import command, judge

__all__ = ["browser"]

Edited = Callable[..., Path]

CONTEXT = "problem-machines/rests-on/stat-tea-output-2019/context"
VALUE = "stat-tea-value-growth-2019/rests-on/citation-02-1/value"
CAUSE = "claim-capital-short/leads-to/facet-machines-old-pans"
FOLDERS = {"zh": "", "en": "en/"}
"""The folder of the site's pages in each language."""
ADDRESS = "measure-train/addresses/facet-pickers-age"

WORDS = {
    "accepted": ("A. Reader于2026-01-31接受：查过原文", "accepted by A. Reader, 2026-01-31: The text says so"),
    "rejected": ("A. Reader于2026-01-31不接受：查过原文", "rejected by A. Reader, 2026-01-31: The text says so"),
    "ask-authors": (
        "A. Reader于2026-01-31认为须询问作者：查过原文",
        "to be asked of the authors, says A. Reader, 2026-01-31: The text says so",
    ),
}
STALE = ("（已过时：所裁断的内容此后已变）", " (stale: what it is on has changed since)")


@cache
def digests(folder: Path) -> dict[str, str]:
    """Return the digest of all that can be judged, as ``audit --open`` prints it."""
    return {one["on"]: one["digest"] for one in open_paper(folder).audit(only_open=True).open}


def verdict(on: str, decision: str, digest: str, by: str = "A. Reader") -> str:
    reason = "{zh: 查过原文, en: The text says so}"
    return f"- {{on: {on}, digest: '{digest}', decision: {decision}, reason: {reason}, date: 2026-01-31, by: {by}}}\n"


@pytest.fixture
def judged(edited: Edited, mini_folder: Path) -> Path:
    """Return the invented paper with a verdict of each kind on links, one of them stale."""
    known, folder = digests(mini_folder), edited()
    judge(
        folder,
        verdict(CONTEXT, "rejected", known[CONTEXT]),
        verdict(VALUE, "rejected", known[VALUE]),
        verdict(CAUSE, "ask-authors", known[CAUSE]),
        verdict(ADDRESS, "accepted", "01234567"),
    )
    return folder


@pytest.fixture
def wrong(edited: Edited) -> Path:
    """Return the invented paper with a cell of its table mistyped: 1030.50 + 210.00 is 1240.50; a reader judged it."""
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    for name in ("anchors.csv", "passages.csv"):
        (folder / name).unlink()
    known = digests(folder)
    finding = next(on for on in known if on.startswith("finding/parts-and-whole-"))
    hypothesis = next(on for on in known if on.startswith("hypothesis/"))
    chosen = {finding: "accepted", hypothesis: "rejected", CAUSE: "ask-authors"}
    judge(folder, *(verdict(on, decision, known[on]) for on, decision in chosen.items()))
    return folder


def known_findings(folder: Path) -> set[str]:
    """Return the findings that verdicts of a folder are on."""
    return {one["on"] for one in audit_of(folder)["verdicts"] if one["on"].startswith("finding/")}


def answer(*arguments: str | Path) -> str:
    code, out, err = command(*arguments)
    assert code in (0, 1), err
    return out


@pytest.mark.parametrize(("number", "lang"), [(0, "zh"), (1, "en")])
def test_a_trace_shows_a_verdict_below_the_link(judged: Path, number: int, lang: str) -> None:
    lines = answer("trace", "problem-machines", "--lang", lang, "--data", judged).splitlines()
    [place] = [place for place, line in enumerate(lines) if "stat-tea-output-2019" in line and "─" in line]
    assert lines[place + 1].endswith(f"  {WORDS['rejected'][number]}")
    [place] = [place for place, line in enumerate(lines) if "claim-capital-short" in line and "─" in line]
    assert lines[place + 1].endswith(f"  {WORDS['ask-authors'][number]}")
    assert sum(line.endswith(f"  {WORDS['rejected'][number]}") for line in lines) == 1
    lines = answer("trace", "facet-pickers-age", "--lang", lang, "--data", judged).splitlines()
    [place] = [place for place, line in enumerate(lines) if "measure-train " in line]
    assert lines[place + 1].endswith(f"  {WORDS['accepted'][number]}{STALE[number]}")


def test_the_chain_of_a_trace_names_the_link_that_a_verdict_is_on(judged: Path) -> None:
    lines = answer("trace", "stat-tea-value-growth-2019", "--data", judged).splitlines()
    [place] = [place for place, line in enumerate(lines) if "weakest link" in line]
    wording = f"verdict on citation-02-1 → stat-tea-value-growth-2019: {WORDS['rejected'][1]}"
    assert lines[place + 1] == f"    {wording}"


def test_a_trace_in_json_has_the_verdicts_at_the_step(judged: Path) -> None:
    value = json.loads(answer("trace", "problem-machines", "--format", "json", "--data", judged))
    [step] = [step for step in value["back"] if step["id"] == "stat-tea-output-2019"]
    assert step["verdicts"] == [
        {
            "on": CONTEXT, "digest": step["verdicts"][0]["digest"], "decision": "rejected", "date": "2026-01-31",
            "by": "A. Reader", "zh": "查过原文", "en": "The text says so", "state": "current",
        }
    ]  # fmt: skip
    assert [step for step in value["back"] if "verdicts" in step] == [step]


def test_evidence_and_whatif_show_the_verdicts_on_the_links_that_they_follow(judged: Path) -> None:
    reading = answer("evidence", "problem-machines", "--data", judged)
    assert f"  verdict on stat-tea-output-2019 → problem-machines: {WORDS['rejected'][1]}\n" in reading
    assert f"  verdict on claim-capital-short → facet-machines-old-pans: {WORDS['ask-authors'][1]}\n" in reading
    [value] = json.loads(answer("evidence", "problem-machines", "--format", "json", "--data", judged))
    assert {one["on"] for one in value["verdicts"]} == {CONTEXT, CAUSE}
    gone = answer("whatif", "--without", "2", "--lang", "zh", "--data", judged)
    assert f"      对citation-02-1 → stat-tea-value-growth-2019的裁断：{WORDS['rejected'][0]}\n" in gone


def test_a_rejected_link_counts_unless_it_is_left_out(judged: Path, mini_folder: Path) -> None:
    """Of the figure's one link the value, of the problem the context are rejected: the first loses its only source."""
    paper, before = open_paper(judged), open_paper(mini_folder)
    asked = ("problem-machines", "stat-tea-value-growth-2019")
    for name in asked:
        assert paper.evidence(name).profiles == before.evidence(name).profiles
    left = paper.without_rejected()
    assert left.evidence("stat-tea-value-growth-2019").profiles[0].lines == ()
    lines = {(line.source, line.role) for line in before.evidence("problem-machines").profiles[0].lines}
    kept = {(line.source, line.role) for line in left.evidence("problem-machines").profiles[0].lines}
    assert {role for _, role in lines - kept} == {"context"} and not kept - lines
    assert paper.evidence(asked[1]).profiles == before.evidence(asked[1]).profiles  # the first paper is as it was
    assert "nothing" in answer("trace", "stat-tea-value-growth-2019", "--without-rejected", "--data", judged)
    unsourced = answer("gaps", "--without-rejected", "--format", "csv", "--data", judged)
    assert "stat-tea-value-growth-2019" in unsourced
    assert "stat-tea-value-growth-2019" not in answer("gaps", "--format", "csv", "--data", judged)
    for asking in (("evidence",), ("keystones",), ("whatif", "--only-stated"), ("whatif",)):
        answer(*asking, "--without-rejected", "--data", judged)


def test_a_link_on_which_readers_disagree_and_one_that_has_changed_are_not_left_out(
    edited: Edited, mini_folder: Path
) -> None:
    known, folder = digests(mini_folder), edited()
    judge(
        folder,
        verdict(VALUE, "rejected", known[VALUE]),
        verdict(VALUE, "accepted", known[VALUE], by="B. Reader"),
        verdict(CONTEXT, "rejected", "01234567"),
        verdict(CAUSE, "ask-authors", known[CAUSE]),
    )
    paper, before = open_paper(folder), open_paper(mini_folder)
    assert paper.without_rejected().evidence(everything=True).profiles == before.evidence(everything=True).profiles
    assert paper.without_rejected().evidence(VALUE.split("/")[0]).profiles == before.evidence(VALUE.split("/")[0]).profiles


def test_verdicts_are_the_same_from_the_records_and_from_a_store(judged: Path) -> None:
    judge_more = (judged / "verdicts.yaml").read_text(encoding="utf-8")
    gone = verdict("finding/parts-and-whole-0123abcd", "accepted", "01234567", by="乙")
    (judged / "verdicts.yaml").write_text(judge_more + gone, encoding="utf-8")
    found = build_project(judged).snapshot.judged
    assert open_folder(judged, bibliography=None).snapshot.judged == found
    assert [(one.verdict.on, one.state) for one in found] == [
        (CAUSE, "current"), ("finding/parts-and-whole-0123abcd", "gone"), (ADDRESS, "changed"), (CONTEXT, "current"),
        (VALUE, "current"),
    ]  # fmt: skip


def test_of_several_papers_each_shows_its_own_verdicts(judged: Path, mini_folder: Path, tmp_path: Path) -> None:
    article = judged / "article.yaml"
    article.write_text(article.read_text(encoding="utf-8").replace("article-tea-2020", "article-tea-2021"), encoding="utf-8")
    both = open_corpus([judged, mini_folder])
    for paper, number in (("tea-2021", 1), ("tea-2020", 0)):
        text = both.trace(f"{paper}:problem-machines").render("tree", "en")
        assert text.count(f"  {WORDS['rejected'][1]}\n") == number
    assert both.without_rejected().evidence("tea-2021:stat-tea-value-growth-2019").profiles[0].lines == ()
    assert both.without_rejected().evidence("tea-2020:stat-tea-value-growth-2019").profiles[0].lines != ()


# Page and site


def page_data(folder: Path) -> dict[str, Any]:
    return embedded(open_paper(folder).explorer(sparql=False).html)


def in_both(name: str, stale: bool = False) -> dict[str, str]:
    return {lang: f"{WORDS[name][number]}{STALE[number] * stale}" for number, lang in enumerate(("zh", "en"))}


def test_the_page_carries_the_verdicts_on_links_at_the_edge(judged: Path) -> None:
    edges = page_data(judged)["edges"]
    found = {(edge["from"], edge["to"], edge.get("role")): edge["verdicts"] for edge in edges if "verdicts" in edge}
    assert found == {
        ("stat-tea-output-2019", "problem-machines", "context"): [in_both("rejected")],
        ("ref-02", "stat-tea-value-growth-2019", "value"): [in_both("rejected")],
        ("claim-capital-short", "facet-machines-old-pans", None): [in_both("ask-authors")],
        ("measure-train", "facet-pickers-age", None): [in_both("accepted", stale=True)],
    }


def test_the_page_carries_the_verdicts_on_findings(wrong: Path) -> None:
    findings = page_data(wrong)["findings"]
    decided = {name.partition("/")[0]: texts for name, texts in findings["verdicts"].items()}
    assert decided == {"finding": [in_both("accepted")]}
    assert set(findings["verdicts"]) <= {f"finding/{check['id']}" for check in findings["checks"]}


@pytest.mark.parametrize(("number", "lang"), [(0, "zh"), (1, "en")])
def test_a_records_page_shows_the_verdicts_below_the_link_at_both_ends(
    judged: Path, tmp_path: Path, number: int, lang: str
) -> None:
    site = write_site(tmp_path / "site", "--data", str(judged))
    for record, wording, other in (
        ("problem-machines", WORDS["rejected"][number], "stat-tea-output-2019"),
        ("stat-tea-output-2019", WORDS["rejected"][number], "problem-machines"),
        ("claim-capital-short", WORDS["ask-authors"][number], "facet-machines-old-pans"),
        ("facet-machines-old-pans", WORDS["ask-authors"][number], "claim-capital-short"),
        ("measure-train", WORDS["accepted"][number] + STALE[number], "facet-pickers-age"),
    ):
        page = page_at(site, f"{FOLDERS[lang]}tea-2020/{record}.html")
        items = [item for item in page.all("li") if wording in item.text() and not item.all("li")]
        assert len(items) == 1, record
        assert any(link.attributes["href"].endswith(f"{other}.html") for link in items[0].all("a"))
        languages = {part.language() for part in items[0].all() if part.text().strip() == wording}
        assert languages == {lang}


def test_the_site_shows_the_verdicts_on_findings_and_hypotheses(wrong: Path, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "--data", str(wrong))
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    english = {name.removeprefix("en/"): text for name, text in pages.items() if name.startswith("en/")}
    shown = {name for name, text in english.items() if WORDS["accepted"][1] in text}
    assert "tea-2020/audit.html" in shown
    assert {name.partition("/")[2].partition("-")[0] for name in shown - {"tea-2020/audit.html"}} == {"stat"}
    explained = [name for name, text in english.items() if WORDS["rejected"][1] in text and "/explanation/" in name]
    assert len(explained) == 1 and WORDS["rejected"][0] in pages[explained[0]]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found")
def test_the_reading_pane_shows_the_verdicts_below_the_link_and_below_the_check(
    browser: Any, wrong: Path, tmp_path: Path
) -> None:
    file = open_paper(wrong).explorer(sparql=False).write(tmp_path / "page.html")
    [check] = [
        check for check in page_data(wrong)["findings"]["checks"] if f"finding/{check['id']}" in known_findings(wrong)
    ]
    for record, decision in (("facet-machines-old-pans", "ask-authors"), (check["statistics"][0], "accepted")):
        for number, lang in enumerate(("zh", "en")):
            opened = Opened(browser, file, f"#id={record}&lang={lang}")
            opened.page.wait_for_selector("#reading h2")
            lines = opened.page.locator("#reading li p.why").all_text_contents()
            assert lines.count(WORDS[decision][number]) == 1, (record, lines)
            opened.context.close()
            assert (opened.requests, opened.complaints) == ([], [])
