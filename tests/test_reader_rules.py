"""What must hold among the records of a folder; the mini folder is the good case, an edit of it the bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bad_folders import Bad, Edited, check, problems_of
from cbec_kg.curation.reader import read_curation
from cbec_kg.model.records import Entity, Statistic
from cbec_kg.rdf.project import Project, build_project

LINKS = (
    Bad("a link to nothing", "facets.yaml", "{on: citation-01-2,", "{on: citation-99-1,", "citation-99-1",
        r"facet-pickers-skill\.on names citation-99-1, which is not defined\. Correct the id or add the "
        r"citation or attribution or statistic or claim or facet\.", alone=True),
    Bad("a citation of a missing reference", "citations.yaml", 'reference: ref-02\n  at: ["1.p1.s3',
        'reference: ref-20\n  at: ["1.p1.s3', "- id: citation-02-1",
        r"citation-02-1 cites ref-20; the article has \[1\]\.\.\[4\]\. Correct 'reference'\.", alone=True),
    Bad("a link to another kind", "facets.yaml", "{on: citation-01-2,", "{on: ref-01,", "on: ref-01",
        r"facet-pickers-skill\.on names ref-01, a reference; "
        r"a citation or attribution or statistic or claim or facet is expected\.", alone=True),
    Bad("a facet of a measure", "facets.yaml", "problem: problem-machines\n  zh: 缺少", "problem: measure-loan\n  zh: 缺少",
        "- id: facet-machines-drying",
        r"facet-machines-drying\.problem names measure-loan, a measure; a problem is expected\.", alone=True),
    Bad("an address of a problem", "measures.yaml", "{id: facet-machines-old-pans,", "{id: problem-machines,",
        "{id: problem-machines", r"measure-buy-machines\.addresses names problem-machines, a problem; a facet is expected\.",
        alone=True),
    Bad("a cause that is a reference", "facets.yaml", "{id: claim-young-leave,", "{id: ref-03,", "{id: ref-03",
        r"facet-pickers-age\.caused_by names ref-03, a reference; a claim or facet or statistic is expected\.", alone=True),
    Bad("a place that is a claim", "problems.yaml", "at: [1.p2.s1 运茶不便]\n  place: place-qingxu",
        "at: [1.p2.s1 运茶不便]\n  place: claim-sell-online", "- id: problem-roads",
        r"problem-roads\.place names claim-sell-online, a claim; an entity is expected\.", alone=True),
    Bad("a claim that rests on itself", "claims.yaml", "{on: citation-01-1,", "{on: claim-tea-history,",
        "{on: claim-tea-history", r"claim-tea-history\.on names the record itself\. Name another\.", alone=True),
    Bad("an indicator that is part of another kind", "indicators.yaml", "part_of: indicator-tea-output, flow: export",
        "part_of: unit-cny, flow: export", "part_of: unit-cny",
        r"indicator-tea-export\.part_of names unit-cny, a unit; an indicator is expected\.", alone=True),
    Bad("two entities that are broader than each other", "entities.yaml", "at: [1.p1.s1 苔岭山区]}",
        "at: [1.p1.s1 苔岭山区], broader: place-qingxu}", "id: place-qingxu",
        r"place-qingxu is its own broader through other records\. Remove one of these links\."),
    Bad("a basis without a reason", "problems.yaml",
        "      basis: inferred\n      why: {zh: 产量只说明规模, en: output only shows the scale}\n",
        "      basis: inferred\n", "on: stat-tea-output-2019",
        r"problem-machines: the link to stat-tea-output-2019 is inferred without a reason\. Add 'why'\.", alone=True),
    Bad("a period without a reason", "statistics.yaml",
        "  why: {zh: 年份在前一句, en: the year stands in the sentence before}\n  base: 2018\n", "  base: 2018\n",
        "- id: stat-picker-wage-growth-2020",
        r"stat-picker-wage-growth-2020: the period is inherited without a reason\. Add 'why'\.", alone=True),
    Bad("a figure that rests in a statement's role", "figures.yaml", "role: value", "role: facet", "role: facet",
        r"figure-1: a figure rests on attribution-figure-1 as 'value' or 'echo', not as 'facet'\.", alone=True),
    Bad("a support given twice", "facets.yaml", "    - {on: citation-01-2, role: requirement, basis: stated}\n",
        "    - {on: citation-01-2, role: requirement, basis: stated}\n"
        "    - {basis: stated, on: citation-01-2, role: requirement}\n", "{basis: stated",
        r"facet-pickers-skill\.rests_on lists citation-01-2 requirement twice\. Keep one\.", alone=True),
    Bad("a cause given twice", "facets.yaml", "    - {id: claim-young-leave, basis: stated}\n",
        "    - {id: claim-young-leave, basis: stated}\n    - {basis: stated, id: claim-young-leave}\n", "{basis: stated",
        r"facet-pickers-age\.caused_by lists claim-young-leave twice\. Keep one\.", alone=True),
    Bad("an entity given twice", "claims.yaml", "about: [platform-mingji]", "about: [platform-mingji, platform-mingji]",
        "- id: claim-sell-online", r"claim-sell-online\.about lists platform-mingji twice\. Keep one\.", alone=True),
    Bad("an anchor given twice", "problems.yaml", "[1.p2.s1 运茶不便]", "[1.p2.s1 运茶不便, 1.p2.s1 运茶不便]",
        "运茶不便, 1.p2.s1", r"problem-roads\.at lists 1\.p2\.s1 运茶不便 twice\. Keep one\.", alone=True),
    Bad("a field that is unknown twice", "article.yaml", "{field: references-metadata,", "{field: title,", "没有参考文献表",
        r"article-tea-2020 lists the field 'title' twice\. Keep one\.", alone=True),
)  # fmt: skip

ANCHORS = (
    Bad("no anchor", "problems.yaml", "at: [1.p2.s1 运茶不便]", "at: []", "- id: problem-roads",
        r"problem-roads has no anchor\. Add 'at' with a locator and a fragment\."),
    Bad("an unknown locator", "problems.yaml", "1.p2.s1 运茶不便", "1.p9.s1 运茶不便", "1.p9.s1",
        r"problem-roads is anchored at 1\.p9\.s1, which passages\.csv does not have\. Correct the locator\."),
    Bad("a fragment of 21 characters", "problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 " + "茶" * 21, "茶" * 21,
        r"problem-roads: the fragment has over 20 characters\. Shorten it\."),
    Bad("a Latin fragment of 61 characters", "figures.yaml", "fig1.caption-en tea prices", "fig1.caption-en " + "t" * 61,
        "t" * 61, r"figure-1: the fragment has over 60 characters\. Shorten it\."),
    Bad("a citation without its marker", "citations.yaml", '"2.1.p1.s3 三项技能[1]"', '"2.1.p1.s3 三项技能"', "2.1.p1.s3",
        r"citation-01-2: the fragment must end with the marker \[1\]\."),
    Bad("a citation with another marker", "citations.yaml", '"2.1.p1.s3 三项技能[1]"', '"2.1.p1.s3 三项技能[11]"',
        "2.1.p1.s3", r"citation-01-2: the fragment must end with the marker \[1\]\."),
    Bad("an anchor without its place", "problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄", "山路窄",
        r"problem-roads: anchors\.csv lacks its anchor in 1\.p2\.s1\. Run: cbec-kg anchor --paper FILE --write"),
    Bad("a place without its anchor", "problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄", "problem-roads",
        r"problem-roads no longer has this anchor\. Run: cbec-kg anchor --paper FILE --write", reported_in="anchors.csv"),
)  # fmt: skip

STATISTICS = (
    Bad("a period of no form", "statistics.yaml", "period: 2019\n  base: previous-year",
        "period: 2019年\n  base: previous-year", "- id: stat-tea-output-growth-2019",
        r"stat-tea-output-growth-2019\.period is '2019年'; expected 2018, 2018-03, 2018-Q1, .* or unknown\.", alone=True),
    Bad("a span that ends before it begins", "statistics.yaml", "period: 2019\n  base: previous-year",
        "period: 2019/2018\n  base: previous-year", "- id: stat-tea-output-growth-2019",
        r"stat-tea-output-growth-2019\.period 2019/2018 ends before it begins\. Correct it\.", alone=True),
    Bad("a base of no form", "statistics.yaml", "base: previous-year", "base: last-year",
        "- id: stat-tea-output-growth-2019",
        r"stat-tea-output-growth-2019\.base is 'last-year'; expected previous-year, previous-period, unknown or a period",
        alone=True),
    Bad("a base of no growth", "statistics.yaml", "  at: [1.p1.s2 约0.52万人]", "  base: 2018\n  at: [1.p1.s2 约0.52万人]",
        "- id: stat-members", r"stat-members is of kind level; only a growth has 'base'\. Remove it\.", alone=True),
    Bad("a whole of no share", "statistics.yaml", "  at: [1.p1.s2 约0.52万人]",
        "  whole: indicator-members\n  at: [1.p1.s2 约0.52万人]", "- id: stat-members",
        r"stat-members is of kind level; only a share has 'whole'\. Remove it\.", alone=True),
    Bad("a value that was not printed", "statistics.yaml", "value: 0.52", "value: 0.53", "- id: stat-members",
        r"stat-members\.value 0\.53 does not occur in printed '约0\.52万人'\.", alone=True),
    Bad("a value that is part of the printed figure", "statistics.yaml", "value: 14.40", "value: 4.40",
        "- id: stat-tea-value-growth-2019", r"stat-tea-value-growth-2019\.value 4\.40 does not occur in printed '14\.40%'\.",
        alone=True),
    Bad("a value without its printed zero", "statistics.yaml", "value: 14.40", "value: 14.4",
        "- id: stat-tea-value-growth-2019", r"stat-tea-value-growth-2019\.value 14\.4 does not occur in printed '14\.40%'\.",
        alone=True),
)  # fmt: skip

PASSAGES = (
    Bad("a passage given twice", "passages.csv", "\n1.p1.s2,sentence", "\n1.p1.s1,sentence", "全县现有",
        r"1\.p1\.s1 is twice in passages\.csv\. Run: cbec-kg anchor --paper FILE --write"),
    Bad("a passage of no section", "passages.csv", "1.p1.s2,sentence,1,", "1.p1.s2,sentence,9,", "全县现有",
        r"1\.p1\.s2 is in section 9, which sections\.yaml does not have\. Add it\.", alone=True),
    Bad("a passage that ends before it begins", "passages.csv", "1.p1.s2,sentence,1,240,", "1.p1.s2,sentence,1,940,",
        "全县现有", r"1\.p1\.s2 ends before it begins\. Run: cbec-kg anchor --paper FILE --write", alone=True),
    Bad("a passage of no kind", "passages.csv", "\n1.p1.s2,sentence", "\n1.p1.s2,verse", "全县现有",
        r"kind is 'verse'; it must be one of: sentence, heading, caption, note, table-header, table-row\."),
    Bad("an offset that is no number", "passages.csv", "1.p1.s2,sentence,1,240,", "1.p1.s2,sentence,1,-1,", "全县现有",
        r"start is '-1'; it must be a whole number\."),
    Bad("passages with other columns", "passages.csv", "locator,kind", "locator,sort", "locator,sort",
        r"the columns must be: locator, kind, .*\. Run: cbec-kg anchor --paper FILE --write"),
)  # fmt: skip


@pytest.mark.parametrize("bad", [*LINKS, *ANCHORS, *STATISTICS, *PASSAGES], ids=lambda bad: bad.name)
def test_what_is_wrong_is_reported_with_file_line_and_message(bad: Bad, edited: Edited) -> None:
    check(bad, edited((bad.file, bad.old, bad.new)))


def test_the_mini_folder_uses_every_role_and_basis(mini_project: Project) -> None:
    links = [link for record in mini_project.curation.records.values() for link in getattr(record, "rests_on", ())]
    assert {link.role for link in links} == {
        "headline", "facet", "statement", "cause", "requirement", "effect", "value", "measures", "context", "echo",
        "generic",
    }  # fmt: skip
    assert {link.basis for link in links} == {"stated", "inherited", "inferred"}


def test_a_circle_of_supports_is_no_problem(circular_folder: Path) -> None:
    assert read_curation(circular_folder).records


def test_an_entity_needs_no_anchor(mini_project: Project) -> None:
    entity = mini_project.curation.records["place-abroad"]
    assert isinstance(entity, Entity)
    assert entity.at == ()


@pytest.mark.parametrize("period", ["unknown", "2019", "2018/2019", "2019-12-31"])
def test_a_period_has_four_forms(edited: Edited, period: str) -> None:
    folder = edited(("statistics.yaml", "period: 2019\n  base: previous-year", f"period: {period}\n  base: previous-year"))
    record = read_curation(folder).records["stat-tea-output-growth-2019"]
    assert isinstance(record, Statistic)
    assert record.period == period


@pytest.mark.parametrize("base", ["previous-year", "unknown", "2017"])
def test_a_base_has_three_forms(edited: Edited, base: str) -> None:
    folder = edited(("statistics.yaml", "base: previous-year", f"base: {base}"))
    record = read_curation(folder).records["stat-tea-output-growth-2019"]
    assert isinstance(record, Statistic)
    assert record.base == base


def test_a_fragment_of_20_characters_is_allowed(edited: Edited) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 " + "茶" * 20))
    assert all("characters" not in problem.message for problem in problems_of(folder))


def test_computed_files_are_not_read_when_they_are_to_be_made(edited: Edited) -> None:
    folder = edited(("passages.csv", "locator,kind", "locator,sort"))
    curation = read_curation(folder, computed=False)
    assert (curation.passages, curation.places) == ((), ())


def test_absent_computed_files_count_as_empty(edited: Edited) -> None:
    folder = edited()
    (folder / "passages.csv").unlink()
    (folder / "anchors.csv").unlink()
    assert build_project(folder).curation.passages == ()
