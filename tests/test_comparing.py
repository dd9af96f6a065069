"""Differences between two versions of the invented paper, each kind of change worked out by hand, and between two papers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import PROV, RDF, Graph, Namespace, URIRef

from cbec_kg import DataError, UsageError, open_corpus, open_paper
from cbec_kg.alignment.matches import align
from cbec_kg.api.comparing import sides_of
from cbec_kg.api.results.differences import PaperDifferences, VersionDifferences
from cbec_kg.comparison.evidence_changes import EvidenceChange, LineChange
from cbec_kg.comparison.figure_changes import FigureChange
from cbec_kg.comparison.record_changes import plain_fields
from cbec_kg.comparison.renames import Rename
from cbec_kg.comparison.sides import Side
from cbec_kg.comparison.subjects import papers_difference
from cbec_kg.comparison.versions import Difference, NoticeChange, difference
from cbec_kg.endpoint.operations import answer, offered
from cbec_kg.model.joining import renamed, with_links
from cbec_kg.model.published import ReferenceNotice
from cbec_kg.model.records import Claim, Statistic
from cbec_kg.model.schema import named_by
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.exports.difference_values import difference_value
from cli_calls import Edited, inside

CBEC = Namespace("https://w3id.org/cbec-kg/ontology#")
Changed = Callable[..., Difference]


def between(old: Path, new: Path, *, renames: bool = True) -> Difference:
    compared = open_paper(old).compare(new, renames=renames)
    assert isinstance(compared, VersionDifferences)
    return compared.found


@pytest.fixture
def changed(mini_folder: Path, edited: Edited) -> Changed:
    """Return what the difference is that some edits make."""
    return lambda *edits: between(mini_folder, edited(*edits))


@pytest.fixture(scope="module")
def mini_side(mini_folder: Path) -> Side:
    (side,) = sides_of([open_paper(mini_folder)._own])
    return side


def fields_of(found: Difference) -> dict[str, list[str]]:
    return {change.new: sorted(one.field for one in change.fields) for change in found.changed}


# Each kind of change


def test_a_paper_does_not_differ_from_itself(mini_folder: Path) -> None:
    compared = open_paper(mini_folder).compare(open_paper(mini_folder))
    assert not compared
    assert compared.text() == f"{mini_folder} → {mini_folder}: no difference.\n"


PICKERS = [
    ("statistics.yaml", "printed: 1350人\n  value: 1350", "printed: 1250人\n  value: 1250"),
    ("statistics.yaml", "只有1350人", "只有1250人"),
    ("anchors.csv", "只有1350人", "只有1250人"),
]


def test_figures_of_which_no_value_fits_both_prints_contradict(changed: Changed) -> None:
    found = changed(*PICKERS)  # single persons are exact
    assert found.figures == (FigureChange("contradicts", "stat-pickers-2020", "stat-pickers-2020"),)
    assert fields_of(found) == {"stat-pickers-2020": ["at", "printed", "value"]}
    assert not found.evidence and not found.renames and not found.dropped and not found.added


def test_figures_that_one_value_fits_agree(changed: Changed) -> None:
    """About 0.52 reaches from 0.468 to 0.572, about 0.5 from 0.45 to 0.55."""
    found = changed(
        ("statistics.yaml", "printed: 约0.52万人\n  value: 0.52", "printed: 约0.5万人\n  value: 0.5"),
        ("statistics.yaml", "[1.p1.s2 约0.52万人]", "[1.p1.s2 约0.5万人]"),
        ("anchors.csv", "约0.52万人", "约0.5万人"),
    )
    assert found.figures == (FigureChange("agrees", "stat-members", "stat-members"),)


def test_the_same_number_with_another_print_is_equal(changed: Changed) -> None:
    found = changed(
        ("statistics.yaml", "printed: 86.00元\n  value: 86.00", "printed: 86.0元\n  value: 86.0"),
        ("statistics.yaml", "1.p2.s2 86.00元", "1.p2.s2 86.0元"), ("anchors.csv", "86.00元", "86.0元"),
    )  # fmt: skip
    assert found.figures == (FigureChange("equal", "stat-tea-price-2020", "stat-tea-price-2020"),)


def test_a_figure_of_another_period_is_one_of_something_else(changed: Changed) -> None:
    found = changed(("statistics.yaml", "  base: 2018\n", "  base: 2017\n"))
    assert found.figures == (FigureChange("other-quantity", *["stat-picker-wage-growth-2020"] * 2),)


def test_a_check_that_is_as_undecidable_as_before_is_no_change(changed: Changed) -> None:
    found = changed(
        ("statistics.yaml", "  period: unknown\n  at: [1.p1.s2 约0.52万人]", "  period: 2019\n  at: [1.p1.s2 约0.52万人]")
    )
    assert [one.new for one in found.figures] == ["stat-members"] and found.checks == ()


MEMBERS = """- id: stat-members
  printed: 约0.52万人
  value: 0.52
  operator: about
  unit: unit-count-1e4
  indicator: indicator-members
  kind: level
  place: place-qingxu
  period: unknown
  at: [1.p1.s2 约0.52万人]
"""
MEMBERS_ANCHOR = "stat-members,1.p1.s2,约0.52万人,259,268,15,,\n"


def test_a_dropped_figure_is_an_added_one_in_the_other_direction(mini_folder: Path, edited: Edited) -> None:
    without = edited(("statistics.yaml", MEMBERS, ""), ("anchors.csv", MEMBERS_ANCHOR, ""))
    there, back = between(mini_folder, without), between(without, mini_folder)
    assert there.figures == (FigureChange("dropped", "stat-members", ""),)
    assert (there.dropped, there.added) == (("stat-members",), ())
    assert back.figures == (FigureChange("added", "", "stat-members"),)
    assert (back.dropped, back.added) == ((), ("stat-members",))


def test_a_dropped_and_an_added_figure_of_one_quantity_are_told_as_one_change_and_stay_two_records(changed: Changed) -> None:
    found = changed(
        *PICKERS,
        ("statistics.yaml", "- id: stat-pickers-2020", "- id: stat-pickers-in-2020"),
        ("anchors.csv", "stat-pickers-2020,2.1.p1.s1", "stat-pickers-in-2020,2.1.p1.s1"),
        ("facets.yaml", "stat-pickers-2020", "stat-pickers-in-2020"),
    )
    assert found.figures == (FigureChange("contradicts", "stat-pickers-2020", "stat-pickers-in-2020"),)
    assert (found.dropped, found.added) == (("stat-pickers-2020",), ("stat-pickers-in-2020",))
    assert found.renames == ()


HEADLINE = "  rests_on:\n    - {on: attribution-yearbook-pickers, role: headline, basis: stated}\n"


def test_a_statement_falls_with_its_only_support_and_newly_stands_in_the_other_direction(
    mini_folder: Path, edited: Edited
) -> None:
    without = edited(("problems.yaml", HEADLINE, ""))
    there, back = between(mini_folder, without), between(without, mini_folder)
    pointer = ("attribution-yearbook-pickers",)
    source = "source-tea-yearbook"
    lost = LineChange(source, "headline", "stated", "", pointer, ())
    assert there.evidence == (
        EvidenceChange("problem-pickers", "falls", (lost,), (source,), (), "single", "none"),
    )  # fmt: skip
    gained = LineChange(source, "headline", "", "stated", (), pointer)
    assert back.evidence == (
        EvidenceChange("problem-pickers", "stands-anew", (gained,), (), (source,), "none", "single"),
    )  # fmt: skip


def test_a_second_source_strengthens_and_its_loss_weakens(mini_folder: Path, edited: Edited) -> None:
    one = "    - {on: citation-01-1, role: statement, basis: stated}\n"
    more = edited(("claims.yaml", one, f"{one}    - {{on: citation-02-1, role: statement, basis: stated}}\n"))
    there, back = between(mini_folder, more), between(more, mini_folder)
    (change,) = there.evidence
    assert (change.statement, change.outcome, change.lost, change.gained) == (
        "claim-tea-history",
        "strengthened",
        (),
        ("ref-02",),
    )
    assert (change.old_grade, change.new_grade) == ("single", "several")
    (change,) = back.evidence
    assert (change.outcome, change.lost, change.old_grade, change.new_grade) == (
        "weakened",
        ("ref-02",),
        "several",
        "single",
    )


def test_what_a_published_notice_withdraws_falls_and_stands_anew_when_it_is_reinstated(mini_side: Side) -> None:
    """Of the statements that [1] supports, the history of tea and the number of skills rest on it alone."""
    notice = ReferenceNotice(
        reference="ref-01", kind="retraction", day="2021-03-04", by="doi", title="Tea", file="rw.csv", line=2
    )  # fmt: skip
    noticed = replace(mini_side, snapshot=replace(mini_side.snapshot, notices=(notice,)))
    there, back = difference(mini_side, noticed), difference(noticed, mini_side)
    fallen = {"claim-tea-history", "stat-picker-skills"}
    assert {change.statement for change in there.evidence if change.outcome == "falls"} == fallen
    assert {change.statement for change in back.evidence if change.outcome == "stands-anew"} == fallen
    assert there.notices == (NoticeChange("ref-01", "", "withdrawn"),)
    text = VersionDifferences(there, mini_side, noticed).text()
    assert "− [1], withdrawn by a published notice" in text


def test_of_a_problem_it_is_told_how_many_parts_are_backed(changed: Changed) -> None:
    """Of the facets of the problem of machines that of old pans alone is backed, by [4]."""
    found = changed(("facets.yaml", "    - {on: citation-04-1, role: facet, basis: stated}\n", ""))
    outcomes = {change.statement: (change.outcome, change.parts) for change in found.evidence}
    assert outcomes == {
        "facet-machines-old-pans": ("falls", None), "problem-machines": ("same-sources", (1, 2, 0, 2)),
        "claim-quality-unstable": ("same-sources", None),  # of which old pans are the cause
        "claim-capital-short": ("same-sources", None),  # of which they are the effect
    }  # fmt: skip


HOME = [("tables/table-1.csv", "1,030.50", "1,040.50"), ("anchors.csv", "1,030.50", "1,040.50")]


def test_checks_are_newly_inconsistent_and_no_longer_in_the_other_direction(mini_folder: Path, edited: Edited) -> None:
    """Sold at home and abroad, 1,040.50 and 210.00, are 1,250.50 and not 1,240.50."""
    wrong = edited(*HOME)
    there, back = between(mini_folder, wrong), between(wrong, mini_folder)
    (fresh,) = (check for check in there.checks if check.newly_inconsistent)
    assert {"stat-table-1-2019-home", "stat-table-1-2019-export"} < set(fresh.statistics)
    assert (fresh.old_verdict, fresh.new_working) == ("consistent", "210.00 + 1040.50 ≠ 1240.50")
    (gone,) = (check for check in back.checks if check.no_longer_inconsistent)
    assert (gone.statistics, gone.new_verdict) == (fresh.statistics, "consistent")


def test_evidence_and_checks_are_told_in_words(mini_folder: Path, edited: Edited) -> None:
    """The problem of pickers loses its one source; 1,040.50 sold at home and 210.00 abroad are not 1,240.50 in all."""
    compared = open_paper(mini_folder).compare(edited(("problems.yaml", HEADLINE, ""), *HOME))
    for told in (compared.text("en"), compared.text("zh"), compared.render("markdown")):
        assert "problem-pickers" in told and "210.00 + 1040.50 ≠ 1240.50" in told
    assert "1 statement falls" in compared.text() and "1 check is newly inconsistent" in compared.text()


def test_a_record_with_another_id_in_the_same_place_is_proposed_as_renamed(changed: Changed) -> None:
    found = changed(
        ("claims.yaml", "claim-capital-short", "claim-capital-lack"),
        ("measures.yaml", "claim-capital-short", "claim-capital-lack"),
        ("anchors.csv", "claim-capital-short", "claim-capital-lack"),
    )
    assert found.renames == (Rename("claim-capital-short", "claim-capital-lack", "anchors"),)
    assert not found.changed and not found.dropped and not found.added and not found.evidence
    assert not found.same


def test_without_renames_it_is_dropped_and_added(mini_folder: Path, edited: Edited) -> None:
    places = ("claims.yaml", "measures.yaml", "anchors.csv")
    other = edited(*((name, "claim-capital-short", "claim-capital-lack") for name in places))
    found = between(mini_folder, other, renames=False)
    assert (found.dropped, found.added) == (("claim-capital-short",), ("claim-capital-lack",))
    assert {"facet-machines-old-pans", "measure-buy-machines"} <= set(fields_of(found))


def test_what_stands_in_another_passage_has_moved(changed: Changed) -> None:
    found = changed(
        ("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s2 运茶不便"),
        ("anchors.csv", "problem-roads,1.p2.s1,运茶不便,371,375", "problem-roads,1.p2.s2,运茶不便,400,404"),
    )
    assert [(change.new, change.moved) for change in found.moved] == [("problem-roads", (("1.p2.s1", "1.p2.s2"),))]


def test_passages_with_another_text_are_told(changed: Changed) -> None:
    digest = "1a38f20569eff21eac3039232cf67ab85eb122e377254c3e6aa4f0da1a49e857"
    found = changed(("passages.csv", digest, digest[::-1]))
    assert found.passages.changed == ("abstract.p1.s1",) and not found.changed


def test_exemptions_count(changed: Changed) -> None:
    found = changed(("exemptions.yaml", "kind: not-backed", "kind: asserts-nothing"))
    assert fields_of(found) == {"exempt-pickers-age": ["kind"]}


def test_supplied_references_are_told(mini_folder: Path, with_bibliography: Path) -> None:
    found = between(mini_folder, with_bibliography)
    supplied = {one.reference: (one.old, (one.new or {}).get("doi")) for one in found.supplied}
    assert supplied == {"ref-01": (None, "10.99999/a b"), "ref-02": (None, None)}


def test_folders_in_which_articles_and_references_have_identifiers_are_compared(with_bibliography: Path) -> None:
    assert not open_paper(with_bibliography).compare(with_bibliography)


def test_a_causal_link_is_one_change_wherever_it_is_written(changed: Changed) -> None:
    link = "  leads_to:\n    - {id: claim-quality-unstable, basis: stated}\n"
    found = changed(("facets.yaml", link, ""))
    assert fields_of(found) == {"claim-quality-unstable": ["caused_by"]}


def shifted(folder: Path) -> Path:
    """Number all references one up, as when one is put in front, and put one there that is cited where tea is sold."""
    for path in [*folder.glob("*.yaml"), folder / "anchors.csv"]:
        text = path.read_text(encoding="utf-8")
        for number in (4, 3, 2, 1):
            for old, new in (
                (f"ref-0{number}", f"ref-0{number + 1}"),
                (f"citation-0{number}-", f"citation-0{number + 1}-"),
                (f"number: {number}, metadata", f"number: {number + 1}, metadata"),
                (f"[{number}]", f"[{number + 1}]"),
            ):
                text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    why = "why: {zh: 没有参考文献表, en: there is no list of references}"
    for name, first in (
        ("references.yaml", f"- {{id: ref-01, number: 1, metadata: unknown, {why}}}\n"),
        (
            "citations.yaml",
            '- id: citation-01-1\n  reference: ref-01\n  at: ["1.p1.s5 网上卖茶[1]"]\n  function: cites\n'
            "  note: {zh: 新增, en: new}\n",
        ),
    ):
        (folder / name).write_text(first + (folder / name).read_text(encoding="utf-8"), encoding="utf-8")
    lines = (folder / "anchors.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("citation-02-1,"))
    lines.insert(at, "citation-01-1,1.p1.s5,网上卖茶[1],357,364,6,,\n")
    (folder / "anchors.csv").write_text("".join(lines), encoding="utf-8")
    return folder


def test_references_that_are_renumbered_are_known_by_where_they_are_cited(mini_folder: Path, tea: Path) -> None:
    found = between(mini_folder, shifted(tea))
    numbered = [one for one in found.renames if one.old.startswith("ref-")]
    assert numbered == [Rename(f"ref-0{number}", f"ref-0{number + 1}", "cited-at") for number in (1, 2, 3, 4)]
    assert all(one.reason == "anchors" for one in found.renames if one.old.startswith("citation-"))
    assert (found.added, found.dropped) == (("citation-01-1", "ref-01"), ())
    assert [change.new for change in found.renumbered] == [f"ref-0{number}" for number in (2, 3, 4, 5)]
    assert found.evidence == ()


# For any edits


def test_whatever_is_edited_the_difference_is_mirrored_and_makes_the_newer_version(mini_side: Side) -> None:
    records = mini_side.snapshot.records
    used = {named.id for record in records.values() for named in named_by(record)}
    free = sorted(name for name in records if name not in used and not name.startswith("article"))
    claims = sorted(name for name, record in records.items() if isinstance(record, Claim))
    figures = sorted(name for name, record in records.items() if isinstance(record, Statistic))

    @settings(max_examples=15)
    @given(
        dropped=st.sets(st.sampled_from(free), max_size=4),
        named=st.sets(st.sampled_from(claims), max_size=3),
        raised=st.sets(st.sampled_from(figures), max_size=3),
        reworded=st.sets(st.sampled_from(claims), max_size=3),
    )
    def holds(dropped: set[str], named: set[str], raised: set[str], reworded: set[str]) -> None:
        other = edited_side(mini_side, dropped, named, raised, reworded)
        there, back = difference(mini_side, other), difference(other, mini_side)
        assert there.same == (not dropped | named | raised | reworded)
        assert (there.added, there.dropped) == (back.dropped, back.added)
        assert {(one.old, one.new, one.reason) for one in there.renames} == {
            (one.new, one.old, one.reason) for one in back.renames
        }
        assert set(told(there)) == {(name, field, new, old) for name, field, old, new in told(back, there)}
        assert made_of(mini_side, difference_value(there, mini_side, other)) == {
            name: plain_fields(record) for name, record in other.snapshot.records.items()
        }

    holds()


def edited_side(side: Side, dropped: set[str], named: set[str], raised: set[str], reworded: set[str]) -> Side:
    snapshot, kept = side.snapshot, {}
    for name, record in side.snapshot.records.items():
        if name in dropped:
            continue
        if name in raised and isinstance(record, Statistic):
            record = replace(record, value=record.value + 1)
        if name in reworded and isinstance(record, Claim):
            record = replace(record, en=f"{record.en}, indeed", at=record.at)
        kept[name] = record
    links = tuple(link for link in snapshot.links if {link.start, link.end} <= kept.keys())
    lines = tuple(line for line in snapshot.lines if line.target in kept and line.source in kept)
    changed = replace(snapshot, records=with_links(kept.values(), links), links=links, lines=lines)
    return replace(side, snapshot=renamed(changed, {name: f"{name}-2" for name in named if name in kept}))


def told(found: Difference, other: Difference | None = None) -> Iterator[tuple[str, str, str, str]]:
    """Yield each change of a field as text, under the name in the newer version of `other`, if any."""
    for change in found.changed:
        for field in change.fields:
            name = change.new if other is None else change.old
            yield name, field.field, json.dumps(field.old), json.dumps(field.new)


def made_of(side: Side, value: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the newer version, made of the older one by what the JSON says."""
    names = {one["old"]: one["new"] for one in value["renames"]}
    found = {name: plain_fields(record) for name, record in renamed(side.snapshot, names).records.items()}
    for one in value["dropped"]:
        del found[one["id"]]
    for one in value["added"]:
        found[one["id"]] = one["fields"]
    for change in value["changed"]:
        for field in change["fields"]:
            if field["new"] is None:
                del found[change["new"]][field["field"]]
            else:
                found[change["new"]][field["field"]] = field["new"]
    return found


# Two papers


@pytest.fixture
def coffee(mini_folder: Path, tmp_path: Path) -> Path:
    """Return a second paper, with another text, in which there are ten pickers less and nothing is said of members."""
    folder = tmp_path / "coffee"
    shutil.copytree(mini_folder, folder)
    edits = [
        ("article.yaml", "article-tea-2020", "article-coffee-2021"), ("article.yaml", "tea.2020.0305", "coffee.2021.1"),
        *((name, old, new.replace("1250", "1340")) for name, old, new in PICKERS),
        ("statistics.yaml", MEMBERS, ""), ("anchors.csv", MEMBERS_ANCHOR, ""),
    ]  # fmt: skip
    for name, old, new in edits:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    passages = (folder / "passages.csv").read_text(encoding="utf-8")
    (folder / "passages.csv").write_text(re.sub("[0-9a-f]{64}", lambda one: one[0][::-1], passages), encoding="utf-8")
    return folder


def test_two_papers_are_compared_by_what_is_the_same_in_both(mini_folder: Path, coffee: Path) -> None:
    compared = open_paper(mini_folder).compare(coffee)
    assert isinstance(compared, PaperDifferences) and compared
    names = [(one.statistic, one.other) for one in compared.found.figures if one.agreement == "differs"]
    assert names == [("coffee-2021:stat-pickers-2020", "tea-2020:stat-pickers-2020")]
    assert "tea-2020:stat-members" in compared.found.only_old and "tea-2020:stat-members" not in compared.found.only_new
    assert compared.to_dict()["figures"][0]["printed"] == "1340人"
    assert "1 pair of figures contradicts" in compared.text() and "数字矛盾" in compared.text("zh")
    assert "“1340人” (" in open_corpus([mini_folder, coffee]).same_figures().text() and "“1340人”（" in open_corpus(
        [mini_folder, coffee]
    ).same_figures().text("zh")
    both = open_corpus([mini_folder, coffee])
    (asked,) = (operation for operation in offered(both) if operation.name == "diff")
    found = answer(both, asked, {"old": ["tea-2020"], "new": ["coffee-2021"]})
    assert found.to_dict() == compared.to_dict()
    with pytest.raises(UsageError, match="named twice"):
        both.diff("tea-2020", "tea-2020")


BY_YEARBOOK = {
    "facet-pickers-few", "problem-pickers", "stat-pickers-2020", "stat-tea-price-2020", "stat-tea-price-rank-2020",
    *(f"stat-table-1-{year}-{column}" for year in (2018, 2019, 2020) for column in ("export", "growth", "home", "total")),
}  # fmt: skip
"""What rests in either paper on the yearbook, or on its issue of 2020, which is a part of it, and on nothing else."""


def test_a_shared_source_takes_its_parts_with_it_and_not_what_notices_took_before(mini_folder: Path, coffee: Path) -> None:
    both = open_corpus([mini_folder, coffee])
    papers = ("tea-2020", "coffee-2021")

    def falls(snapshot: Snapshot) -> set[str]:
        shared = {one.names: one.falls for one in papers_difference(snapshot, align(snapshot)).shared}
        return set(shared["coffee-2021:source-tea-yearbook", "tea-2020:source-tea-yearbook"])

    assert falls(both._snapshot) == {f"{paper}:{name}" for paper in papers for name in BY_YEARBOOK}
    notice = ReferenceNotice(
        reference="tea-2020:source-tea-yearbook", kind="retraction", day="2021-03-04", by="doi", title="Tea", file="rw.csv",
        line=2,
    )  # fmt: skip
    noticed = replace(both._snapshot, notices=(notice,))
    assert falls(noticed) == {f"coffee-2021:{name}" for name in BY_YEARBOOK}


def test_papers_without_a_common_subject_are_refused(mini_folder: Path, real_folder: Path) -> None:
    with pytest.raises(UsageError, match=r"different articles.*nothing to compare"):
        open_paper(mini_folder).compare(real_folder)


# As commands, files and bad input


def test_the_command_ends_with_1_when_anything_differs(mini_folder: Path, edited: Edited) -> None:
    other = edited(*PICKERS)
    assert inside("diff", mini_folder, mini_folder).returncode == 0
    run = inside("diff", mini_folder, other)
    assert (run.returncode, run.stdout) == (1, open_paper(mini_folder).compare(other).text())
    assert "“1350人” (2.1.p1.s1) → “1250人” (2.1.p1.s1)" in run.stdout and "(statistics.yaml:52)" in run.stdout
    assert inside("diff", mini_folder, other, "--lang", "zh").stdout == open_paper(mini_folder).compare(other).text("zh")


def test_markdown_is_short_first_and_folds_each_section(mini_folder: Path, edited: Edited) -> None:
    text = open_paper(mini_folder).compare(edited(*PICKERS)).render("markdown")
    head, *folded = text.split("<details>\n")
    assert head.count("\n- ") == len(folded) == 2
    assert all(part.startswith("<summary>") and "\n</details>\n" in part for part in folded)


def test_turtle_is_a_set_of_changes_between_two_states(mini_folder: Path, edited: Edited) -> None:
    names = [(name, "claim-sell-online", "claim-sells-online") for name in ("claims.yaml", "anchors.csv")]
    text = open_paper(mini_folder).compare(edited(*PICKERS, *names)).render("turtle")
    graph = Graph().parse(data=text, format="turtle")
    tea = "https://w3id.org/cbec-kg/tea-2020/"
    found = {
        (graph.value(one, CBEC.changeKind), graph.value(one, CBEC.changeOf), graph.value(one, CBEC.formerRecord))
        for one in graph.subjects(RDF.type, CBEC.RecordChange)
    }
    assert found == {
        (CBEC["change-changed"], URIRef(f"{tea}stat-pickers-2020"), None),
        (CBEC["change-renamed"], URIRef(f"{tea}claim-sells-online"), URIRef(f"{tea}claim-sell-online")),
    }
    ((new, old),) = graph.subject_objects(PROV.wasRevisionOf)
    (changes,) = graph.subjects(RDF.type, CBEC.ChangeSet)
    assert set(graph.objects(changes, PROV.wasDerivedFrom)) == {new, old}


def test_the_problems_of_both_folders_are_named_with_the_folder(mini_folder: Path, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        shutil.copytree(mini_folder, folder)
        (folder / "units.yaml").write_text("- {id: unit-cny}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        open_paper(folders[0]).compare(folders[1])
    assert {problem.file for problem in caught.value.problems} >= {f"{folder}/units.yaml" for folder in folders}
    assert inside("diff", *folders).returncode == 2


def test_a_paper_of_a_store_is_compared_with_its_folder(mini_folder: Path, edited: Edited, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert inside("load", store, mini_folder, "--fast").returncode == 0
    assert inside("diff", f"{store}#tea-2020", mini_folder).returncode == 0
    run = inside("diff", store, edited(*PICKERS), "--format", "json")
    assert json.loads(run.stdout)["figures"][0]["state"] == "contradicts"
    assert inside("diff", f"{store}#coffee", mini_folder).returncode == 2
