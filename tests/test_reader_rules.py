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
        r"facet-pickers-skill\.on names citation-99-1, which is not defined in citations\.yaml\. Correct the id or add the "
        r"citation or attribution or statistic or claim or facet or problem\.", alone=True),
    Bad("a citation of a missing reference", "citations.yaml", 'reference: ref-02\n  at: ["1.p1.s3',
        'reference: ref-20\n  at: ["1.p1.s3', "- id: citation-02-1",
        r"citation-02-1 cites ref-20; the article has \[1\]\.\.\[4\]\. Correct 'reference'\.", alone=True),
    Bad("a link to another kind", "facets.yaml", "{on: citation-01-2,", "{on: ref-01,", "on: ref-01",
        r"facet-pickers-skill\.on names ref-01, a reference; "
        r"a citation or attribution or statistic or claim or facet or problem is expected\.", alone=True),
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
    Bad("a problem that a facet's evidence is given for", "problems.yaml", "role: headline", "role: facet", "role: facet",
        r"problem-pickers is no facet: attribution-yearbook-pickers does not back it as 'facet'\. "
        r"Give the facet's record the link\.", alone=True),
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
    Bad("an anchor without its place, and a place without its anchor", "problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄",
        "1.p2.s1 山路窄", r"was changed, or anchors\.csv was, which is out of date: it lacks anchors of problem-roads, "
        r"and has old ones of problem-roads\. Run: cbec-kg anchor --paper FILE --write", alone=True),
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
        r"stat-tea-output-growth-2019\.base is 'last-year'; expected previous-year, previous-period, unknown "
        r"or a period such as 2018\.", alone=True),
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

INFERENCES = (
    Bad("a conclusion that is its own premise", "measures.yaml", "    - id: claim-capital-short\n",
        "    - id: measure-buy-machines\n", "    - id: measure-buy-machines",
        r"measure-buy-machines\.concluded_from names the record itself\. Name another\.", alone=True),
    Bad("a conclusion without a reason", "measures.yaml", "      why: {zh: 未回指, en: section 3 does not refer back}\n",
        "", "- id: claim-capital-short",
        r"measure-buy-machines: the link to claim-capital-short is inferred without a reason\. Add 'why'\.", alone=True),
    Bad("a premise that is a citation", "measures.yaml", "- id: claim-capital-short", "- id: citation-04-2",
        "- id: citation-04-2",
        r"measure-buy-machines\.concluded_from names citation-04-2, a citation; "
        r"a claim or facet or measure or problem or statistic is expected\.", alone=True),
    Bad("a linked claim that is said to stand alone", "claims.yaml", "  en: Qingxu has grown",
        "  stands_alone: {zh: 背景, en: setting}\n  en: Qingxu has grown", "- id: claim-tea-history",
        r"claim-tea-history has links and the field 'stands_alone'\. Remove the field\.", alone=True),
    Bad("a basis of no place", "claims.yaml", "3.p2.s2 品质才能稳定]\n  place: unspecified",
        "3.p2.s2 品质才能稳定]\n  place: unspecified\n  place_basis: {basis: inherited, passage: 1.p1.s1}",
        "place_basis: {basis: inh",
        r"claim-quality-stable\.place_basis has nothing to say the basis of: 'place' names none\. Remove it\.", alone=True),
    Bad("an inherited place without its passage", "problems.yaml", "{basis: inherited, passage: 1.p1.s1}",
        "{basis: inherited}",
        "place_basis",
        r"problem-machines\.place_basis is inherited: give the locator of the passage that names it as 'passage'\.",
        alone=True),
    Bad("an inherited place of a missing passage", "problems.yaml", "passage: 1.p1.s1", "passage: 9.p1.s1", "place_basis",
        r"problem-machines\.place_basis names the passage 9\.p1\.s1, which passages\.csv does not have\. "
        r"Correct the locator\.",
        alone=True),
    Bad("a place inherited from where it is not named", "problems.yaml", "passage: 1.p1.s1", "passage: 1.p1.s2",
        "place_basis",
        r"problem-machines\.place_basis is inherited from 1\.p1\.s2, where place-qingxu has no anchor\. "
        r"Correct the locator or add it\.", alone=True),
    Bad("an inferred place without a reason", "claims.yaml",
        "inferred, why: {zh: 全文说的都是该县, en: the whole text is about the county}}", "inferred}",
        "place_basis: {basis: inferred}",
        r"claim-quality-unstable\.place_basis is inferred without a reason\. Add 'why'\.", alone=True),
    Bad("an inferred population with a passage", "problems.yaml", "population_basis: {basis: inherited,",
        "population_basis: {basis: inferred,", "population_basis",
        r"problem-machines\.population_basis is inferred; only an inherited one has 'passage'\. Remove it\.", alone=True),
    Bad("a modality without its word", "measures.yaml", "  modal_word: 应\n", "", "- id: measure-train",
        r"measure-train: modality recommended needs the printed word as 'modal_word'\.", alone=True),
    Bad("a word without a modality", "measures.yaml", "  modality: recommended\n", "", "- id: measure-train",
        r"measure-train has 'modal_word' and no modality that a word marks\. Add 'modality' or remove the word\.",
        alone=True),
    Bad("a quantifier without its word", "claims.yaml", "  quantifier_word: 部分\n", "", "- id: claim-sell-online",
        r"claim-sell-online: quantifier some needs the printed word as 'quantifier_word'\.", alone=True),
    Bad("a quantifier outside the list", "claims.yaml", "quantifier: some\n", "quantifier: several\n", "quantifier: several",
        r"claim-sell-online\.quantifier is 'several'; it must be one of: all, most, many, some, some-unspecified, few\."),
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
    Bad("a quantifier that the printed word does not say", "claims.yaml", "quantifier: some", "quantifier: most",
        "- id: claim-sell-online",
        r".*\.quantifier is most; '部分', which is printed, says some\. Correct one of them\."),
    Bad("a section where no anchor stands", "problems.yaml", "section: section-2-2", "section: section-2-1",
        "- id: problem-machines",
        r"problem-machines\.section is that of 2\.1; its anchors stand in 2\.2\. Correct one of them\.", alone=True),
    Bad("English that is Chinese", "problems.yaml", "en: Machines are old", "en: 制茶设备老旧", "- id: problem-machines",
        r"problem-machines: 'en' is Chinese\. Write it in English\.", alone=True),
    Bad("Chinese that is English", "problems.yaml", "zh: 制茶设备老旧", "zh: Machines are old", "- id: problem-machines",
        r"problem-machines: 'zh' is English\. Write it in Chinese\.", alone=True),
    Bad("passages with other columns", "passages.csv", "locator,kind", "locator,sort", "locator,sort",
        r"the columns must be: locator, kind, .*\. Run: cbec-kg anchor --paper FILE --write"),
)  # fmt: skip


@pytest.mark.parametrize("bad", [*LINKS, *ANCHORS, *STATISTICS, *INFERENCES, *PASSAGES], ids=lambda bad: bad.name)
def test_what_is_wrong_is_reported_with_file_line_and_message(bad: Bad, edited: Edited) -> None:
    check(bad, edited((bad.file, bad.old, bad.new)))


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("units.yaml", "id: unit-count,", "id: [unit-count,", "units.yaml:2: not valid YAML: "),
        (
            "entities.yaml",
            "en: gentle",
            "english: gentle",
            "entities.yaml:1: concept-gentle-picking has the unknown field 'english'; ",
        ),
    ],
)
def test_what_names_something_that_cannot_be_read_is_no_problem_of_its_own(
    edited: Edited, file: str, old: str, new: str, line: str
) -> None:
    problems = problems_of(edited((file, old, new)))
    assert {problem.file for problem in problems} == {file}
    assert not any("has no " in problem.message or "anchors.csv" in problem.message for problem in problems)
    assert any(str(problem).startswith(line) for problem in problems)


def test_the_mini_folder_uses_every_role_and_basis(mini_project: Project) -> None:
    links = [link for record in mini_project.curation.records.values() for link in getattr(record, "rests_on", ())]
    assert {link.role for link in links} == {
        "headline", "facet", "statement", "cause", "requirement", "effect", "premise", "value", "measures", "context",
        "echo",
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


def test_a_table_that_is_a_link_to_itself_is_named(edited: Edited) -> None:
    folder = edited()
    (folder / "tables" / "table-1.csv").unlink()
    (folder / "tables" / "table-1.csv").symlink_to("table-1.csv")
    assert any("is not a file within the folder" in problem.message for problem in problems_of(folder))
