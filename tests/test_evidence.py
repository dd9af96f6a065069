"""Evidence lines: worked out by hand on the mini paper and the article, and by trying every way on small invented links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.profiles import Profile, strongest
from cbec_kg.evidence.profiles import profile as profile_of
from cbec_kg.evidence.wholes import Count, Parts
from cbec_kg.model.links import EvidenceLine, Link, line_order, links_of, statements_of
from cbec_kg.model.terms import BASES, DIRECT, ROLES, Basis, Role
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.render.matrix import LETTERS

Short = tuple[str, str, str, int, str]
"""Source, role, basis, length, pointers."""


def lines_of(project: Project, target: str) -> list[Short]:
    return [
        (line.source, line.role, line.basis, line.length, " ".join(line.pointers))
        for line in project.lines
        if line.target == target
    ]


# The mini paper, by hand

BY_HAND: dict[str, list[Short]] = {
    "claim-capital-short": [
        ("ref-04", "statement", "stated", 2, "citation-04-2"),
        ("ref-02", "effect", "inferred", 3, "citation-02-2"),
        ("ref-04", "effect", "inferred", 3, "citation-04-1"),
    ],
    "claim-machines-old": [],
    "claim-quality-stable": [
        ("ref-04", "premise", "inferred", 3, "citation-04-2"),
        ("ref-03", "generic", "inferred", 3, "citation-03-3"),
    ],
    "claim-quality-unstable": [
        ("ref-02", "statement", "stated", 2, "citation-02-2"),
        ("ref-04", "cause", "stated", 3, "citation-04-1"),
        ("ref-02", "effect", "stated", 3, "citation-02-2"),
    ],
    "claim-sell-online": [],
    "claim-tea-history": [("ref-01", "statement", "stated", 2, "citation-01-1")],
    "claim-young-leave": [("ref-03", "statement", "stated", 2, "citation-03-2")],
    "countermeasure-machines": [("ref-02", "context", "stated", 3, "citation-02-2")],
    "countermeasure-training": [],
    "facet-machines-drying": [("ref-04", "cause", "inferred", 2, "citation-04-2")],
    "facet-machines-old-pans": [
        ("ref-04", "facet", "stated", 2, "citation-04-1"),
        ("ref-04", "cause", "inferred", 3, "citation-04-2"),
        ("ref-02", "effect", "stated", 2, "citation-02-2"),
    ],
    "facet-pickers-age": [("ref-03", "cause", "stated", 3, "citation-03-2")],
    "facet-pickers-few": [
        ("source-tea-yearbook", "facet", "stated", 2, "attribution-yearbook-pickers"),
        ("source-tea-yearbook", "measures", "inherited", 3, "attribution-yearbook-pickers"),
    ],
    "facet-pickers-skill": [("ref-01", "requirement", "stated", 2, "citation-01-2")],
    "measure-buy-machines": [
        ("ref-04", "premise", "inferred", 2, "citation-04-2"),
        ("ref-03", "generic", "inferred", 2, "citation-03-3"),
    ],
    "measure-loan": [],
    "measure-train": [],
    "problem-machines": [
        ("ref-02", "context", "inferred", 3, "citation-02-1"),
    ],
    "problem-pickers": [
        ("source-tea-yearbook", "headline", "stated", 2, "attribution-yearbook-pickers"),
    ],
    "problem-roads": [],
    "stat-cooperatives": [],
    "stat-members": [],
    "stat-picker-skills": [("ref-01", "value", "stated", 2, "citation-01-2")],
    "stat-picker-wage-growth-2020": [("ref-03", "value", "stated", 2, "citation-03-1")],
    "stat-pickers-2020": [("source-tea-yearbook", "value", "inherited", 2, "attribution-yearbook-pickers")],
    "stat-tea-export-2019": [],
    "stat-tea-export-share-2019": [],
    "stat-tea-output-2019": [("ref-02", "value", "stated", 2, "citation-02-1")],
    "stat-tea-output-growth-2019": [("ref-02", "value", "stated", 2, "citation-02-1")],
    "stat-tea-price-2020": [("source-tea-yearbook-2020", "value", "stated", 2, "attribution-yearbook-price")],
    "stat-tea-price-rank-2020": [("source-tea-yearbook-2020", "value", "stated", 2, "attribution-yearbook-price")],
    "stat-tea-value-growth-2019": [("ref-02", "value", "inferred", 2, "citation-02-1")],
} | {
    f"stat-table-1-{year}-{column}": [("source-tea-yearbook", "value", "inherited", 2, "attribution-table-1")]
    for year in (2018, 2019, 2020)
    for column in ("total", "growth", "home", "export")
}


@pytest.mark.parametrize("target", BY_HAND)
def test_the_lines_of_the_mini_paper_are_those_worked_out_by_hand(mini_project: Project, target: str) -> None:
    assert lines_of(mini_project, target) == BY_HAND[target]


def test_every_statement_of_the_mini_paper_was_worked_out(mini_project: Project) -> None:
    assert set(BY_HAND) == set(statements_of(mini_project.curation))
    assert {line.target for line in mini_project.lines} <= set(BY_HAND)


def test_a_table_or_figure_is_no_statement(mini_project: Project) -> None:
    assert not lines_of(mini_project, "table-1") + lines_of(mini_project, "figure-1")


def test_lines_are_sorted(mini_project: Project, real_project: Project) -> None:
    for project in (mini_project, real_project):
        assert list(project.lines) == sorted(project.lines, key=line_order)


# The article, by reading


def test_a_need_cited_in_4_2_backs_a_facet_of_the_talent_problem_as_requirement_only(real_project: Project) -> None:
    through = [line for line in real_project.lines if "citation-05-2" in line.pointers]
    assert {line.role for line in through if line.target == "facet-talent-versatile"} == {"requirement"}
    assert "problem-talent" not in {line.target for line in through}


def test_the_headings_problems_have_no_headline_evidence_of_a_paragraphs_citation(real_project: Project) -> None:
    headings = {"problem-awareness", "problem-credit"}
    headlines = [line for line in real_project.lines if line.target in headings and line.role == "headline"]
    assert headlines == []


def test_the_talent_gap_rests_on_the_export_report_by_name(real_project: Project) -> None:
    found = [line for line in real_project.lines if line.target == "facet-talent-gap-widening"]
    assert "source-cbec-export-report-2020" in {line.source for line in found if line.role in DIRECT}


def test_every_line_of_the_article_goes_through_pointers_to_its_source(real_project: Project) -> None:
    pointed = {link.end: link.start for link in links_of(real_project.curation) if link.relation == "pointer"}
    for line in real_project.lines:
        assert line.pointers
        assert {pointed[pointer] for pointer in line.pointers} == {line.source}


# Small links

KINDS = {
    "citation-a": "", "citation-b": "", "attribution-c": "", "stat-s": "statistic", "claim-a": "claim", "claim-b": "claim",
    "facet-f": "facet", "facet-g": "facet", "measure-m": "measure", "problem-p": "problem",
    "countermeasure-k": "countermeasure",
}  # fmt: skip
STATEMENTS = {name: kind for name, kind in KINDS.items() if kind}
FIXED = [
    Link("ref-01", "citation-a", "pointer"),
    Link("ref-01", "citation-b", "pointer"),
    Link("source-x", "attribution-c", "pointer"),
    Link("facet-f", "problem-p", "facet"),
    Link("facet-g", "problem-p", "facet"),
    Link("measure-m", "countermeasure-k", "measure"),
]


def shown(links: list[Link], statements: dict[str, str] | None = None) -> set[tuple[str, str, str, str, int]]:
    lines = evidence_lines([*FIXED, *links], STATEMENTS if statements is None else statements)
    return {(line.target, line.source, line.role, line.basis, line.length) for line in lines}


def support(start: str, end: str, role: Role, basis: Basis = "stated") -> Link:
    return Link(start, end, "support", role, basis)


def cause(start: str, end: str, basis: Basis = "stated") -> Link:
    return Link(start, end, "cause", None, basis)


def test_the_roles_are_ranked_once_each() -> None:
    assert sorted(ROLES) == sorted(get_args(Role))
    assert sorted(BASES) == sorted(get_args(Basis))
    assert set(ROLES[:5]) == DIRECT


def test_without_links_there_are_no_lines() -> None:
    assert evidence_lines([], {}) == []


def test_a_reference_that_no_one_rests_on_has_no_line() -> None:
    assert shown([]) == set()


def test_context_of_a_claim_is_context_of_what_rests_on_the_claim() -> None:
    found = shown([support("citation-a", "claim-a", "context"), support("claim-a", "facet-f", "facet")])
    assert ("facet-f", "ref-01", "context", "stated", 3) in found
    assert not [line for line in found if line[0] == "facet-f" and line[2] == "facet"]


def test_the_weakest_basis_of_a_way_counts() -> None:
    found = shown(
        [support("citation-a", "claim-a", "statement", "inherited"), support("claim-a", "facet-f", "facet", "inferred")]
    )
    assert ("claim-a", "ref-01", "statement", "inherited", 2) in found
    assert ("facet-f", "ref-01", "facet", "inferred", 3) in found


def test_a_facet_keeps_its_evidence_from_its_problem() -> None:
    assert shown([support("citation-a", "facet-f", "facet")]) == {("facet-f", "ref-01", "facet", "stated", 2)}


def test_a_measure_keeps_its_evidence_from_its_countermeasure() -> None:
    assert shown([support("citation-a", "measure-m", "statement")]) == {("measure-m", "ref-01", "statement", "stated", 2)}


def test_evidence_for_a_cause_bears_on_the_effect_and_not_on_its_problem() -> None:
    assert shown([support("citation-a", "claim-a", "statement"), cause("claim-a", "facet-f")]) == {
        ("claim-a", "ref-01", "statement", "stated", 2),
        ("facet-f", "ref-01", "cause", "stated", 3),
    }


def test_evidence_for_an_effect_bears_on_the_cause_as_effect() -> None:
    assert shown([support("citation-a", "claim-a", "statement"), cause("facet-f", "claim-a")]) == {
        ("claim-a", "ref-01", "statement", "stated", 2),
        ("facet-f", "ref-01", "effect", "stated", 3),
    }


def test_evidence_for_the_cause_of_a_cause_backs_neither() -> None:
    found = shown([support("citation-a", "claim-a", "statement"), cause("claim-a", "claim-b"), cause("claim-b", "facet-f")])
    assert {line[0] for line in found} == {"claim-a", "claim-b"}


def test_no_support_carries_on_what_came_by_a_cause() -> None:
    found = shown([
        support("citation-a", "claim-a", "statement"), cause("claim-a", "claim-b"), support("claim-b", "facet-f", "facet"),
    ])  # fmt: skip
    assert {line[0] for line in found} == {"claim-a", "claim-b"}


@pytest.mark.parametrize("relation", ["address", "answer"])
def test_what_a_measure_addresses_gets_none_of_its_evidence(relation: str) -> None:
    link = (
        Link("measure-m", "facet-f", "address") if relation == "address" else Link("countermeasure-k", "problem-p", "answer")
    )
    found = shown([support("citation-a", "measure-m", "statement"), link])
    assert {line[0] for line in found} == {"measure-m"}


def test_one_line_is_kept_for_each_role() -> None:
    found = shown([support("citation-a", "facet-f", "facet"), support("citation-b", "facet-f", "cause")])
    assert {line[2] for line in found if line[0] == "facet-f"} == {"facet", "cause"}


def test_a_stronger_basis_goes_before_a_shorter_way() -> None:
    found = shown([
        support("citation-a", "facet-f", "facet", "inferred"),
        support("citation-a", "claim-a", "statement"), support("claim-a", "facet-f", "facet"),
    ])  # fmt: skip
    assert [line for line in found if line[0] == "facet-f"] == [("facet-f", "ref-01", "facet", "stated", 3)]


def test_pointers_of_equal_role_and_basis_are_all_named() -> None:
    links = [*FIXED, support("citation-b", "facet-f", "facet"), support("citation-a", "facet-f", "facet")]
    assert [line.pointers for line in evidence_lines(links, {"facet-f": "facet"})] == [("citation-a", "citation-b")]


def test_pointers_of_a_weaker_basis_are_not_named() -> None:
    links = [*FIXED, support("citation-b", "facet-f", "facet", "inferred"), support("citation-a", "facet-f", "facet")]
    assert [line.pointers for line in evidence_lines(links, {"facet-f": "facet"})] == [("citation-a",)]


def test_the_order_of_the_links_does_not_matter(mini_project: Project) -> None:
    links = links_of(mini_project.curation)
    statements = statements_of(mini_project.curation)
    assert evidence_lines(reversed(links), statements) == evidence_lines(links, statements)


def test_the_shortest_way_counts_among_those_of_the_weakest_basis_of_all() -> None:
    found = shown([
        support("citation-a", "stat-s", "value"), support("stat-s", "facet-g", "measures"),
        support("facet-g", "claim-a", "statement"), support("citation-a", "claim-b", "statement", "inferred"),
        support("claim-b", "claim-a", "statement"), support("claim-a", "facet-f", "facet", "inferred"),
    ])  # fmt: skip
    assert ("facet-f", "ref-01", "facet", "inferred", 4) in found


# Circles


def test_a_circle_of_supports_ends() -> None:
    found = shown([
        support("citation-a", "claim-a", "statement"), support("claim-a", "claim-b", "statement"),
        support("claim-b", "claim-a", "statement"),
    ])  # fmt: skip
    assert found == {("claim-a", "ref-01", "statement", "stated", 2), ("claim-b", "ref-01", "statement", "stated", 3)}


def test_a_way_never_passes_a_statement_twice() -> None:
    found = shown([
        support("citation-a", "claim-a", "statement"), support("claim-a", "claim-b", "echo"),
        support("claim-b", "claim-a", "statement"),
    ])  # fmt: skip
    assert found == {("claim-a", "ref-01", "statement", "stated", 2), ("claim-b", "ref-01", "echo", "stated", 3)}


def test_a_cause_does_not_bring_evidence_back_to_where_it_came_from() -> None:
    found = shown([
        support("citation-a", "claim-a", "statement"), support("claim-a", "claim-b", "statement"),
        cause("claim-b", "claim-a"),
    ])  # fmt: skip
    assert {line for line in found if line[0] == "claim-a"} == {("claim-a", "ref-01", "statement", "stated", 2)}


def test_the_circular_mini_paper_is_as_worked_out_by_hand(circular_folder: Path) -> None:
    project = build_project(circular_folder)
    assert lines_of(project, "claim-machines-old") == [("ref-02", "echo", "stated", 3, "citation-02-2")]
    assert lines_of(project, "claim-quality-unstable") == BY_HAND["claim-quality-unstable"]
    assert lines_of(project, "facet-machines-old-pans") == [
        *BY_HAND["facet-machines-old-pans"],
        ("ref-02", "echo", "stated", 4, "citation-02-2"),
    ]
    assert lines_of(project, "problem-machines") == BY_HAND["problem-machines"]


def test_a_long_chain_is_followed_to_its_end() -> None:
    names = [f"claim-{number:04d}" for number in range(3000)]
    links = [*FIXED, support("citation-a", names[0], "statement")]
    links += [support(start, end, "statement") for start, end in pairwise(names)]
    (line,) = [line for line in evidence_lines(links, dict.fromkeys(names, "claim")) if line.target == names[-1]]
    assert line.length == 3001


# Every way, tried one by one


def ways(links: list[Link], pointer: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield every way of a pointer's evidence as (statement, rank of role, rank of basis, number of links).

    The rules of `cbec_kg.evidence.lines`, tried without any short cut: supports, then at most one cause, effect or
    premise; no statement twice. A direct role gives way to the role of the next support; any other stays at least
    as weak.
    """

    def follow(
        here: str, passed: tuple[str, ...], role: int, basis: int, length: int
    ) -> Iterator[tuple[str, int, int, int]]:
        for link in links:
            grade = max(basis, BASES.index(link.basis))
            if link.relation == "support" and link.start == here and link.end not in passed:
                assert link.role is not None
                rank = ROLES.index(link.role)
                step = rank if ROLES[role] in DIRECT else max(rank, role)
                yield link.end, step, grade, length + 1
                yield from follow(link.end, (*passed, link.end), step, grade, length + 1)
            if here != pointer:
                for start, end, name in reasons(link):
                    if start == here and end not in passed:
                        yield end, max(role, ROLES.index(name)), grade, length + 1

    yield from follow(pointer, (pointer,), 0, 0, 1)


def reasons(link: Link) -> tuple[tuple[str, str, Role], ...]:
    """Return from where to where a causal link or an inference brings evidence, and in which role."""
    if link.relation == "cause":
        return (link.start, link.end, "cause"), (link.end, link.start, "effect")
    return ((link.start, link.end, "premise"),) if link.relation == "inference" else ()


def every_line(links: list[Link], statements: dict[str, str]) -> set[EvidenceLine]:
    pointers = {link.end: link.start for link in links if link.relation == "pointer"}
    found = [
        (target, source, ROLES[role], basis, length, pointer)
        for pointer, source in pointers.items()
        for target, role, basis, length in ways(links, pointer)
        if target in statements
    ]
    lines = set()
    for (target, source, name), group in groupby(sorted(found), key=lambda way: way[:3]):
        of_role = list(group)
        basis = min(way[3] for way in of_role)
        best = [way for way in of_role if way[3] == basis]
        through = tuple(sorted({way[5] for way in best}))
        lines.add(EvidenceLine(target, source, name, BASES[basis], min(way[4] for way in best), through))
    return lines


evidence_ends = st.sampled_from(
    ["citation-a", "citation-b", "attribution-c", "stat-s", "claim-a", "claim-b", "facet-f", "facet-g"]
)
supported_ends = st.sampled_from(
    ["stat-s", "claim-a", "claim-b", "facet-f", "facet-g", "measure-m", "problem-p", "countermeasure-k"]
)
causal_ends = st.sampled_from(["claim-a", "claim-b", "facet-f", "facet-g", "measure-m"])
a_role, a_basis = st.sampled_from(ROLES), st.sampled_from(BASES)
some_support = st.builds(support, evidence_ends, supported_ends, a_role, a_basis)
some_cause = st.builds(cause, causal_ends, causal_ends, a_basis)


def apart(links: list[Link]) -> list[Link]:
    """Return links without those from a record to itself and without doubles, as the reader demands."""
    kept = {(link.start, link.end, link.relation, link.role): link for link in links if link.start != link.end}
    return list(kept.values())


ORDER = list(KINDS)
forward = st.lists(some_support.filter(lambda link: ORDER.index(link.start) < ORDER.index(link.end)), max_size=9)


@pytest.mark.slow
@given(forward)
@settings(max_examples=400)
def test_without_circles_and_causes_the_lines_are_those_of_every_way_tried(supports: list[Link]) -> None:
    links = [*FIXED, *apart(supports)]
    assert set(evidence_lines(links, STATEMENTS)) == every_line(links, STATEMENTS)


@pytest.mark.slow
@given(st.lists(some_support, max_size=9), st.lists(some_cause, max_size=3))
@settings(max_examples=400)
def test_the_lines_are_those_of_every_way_tried(supports: list[Link], causes: list[Link]) -> None:
    links = [*FIXED, *apart([*supports, *causes])]
    assert set(evidence_lines(links, STATEMENTS)) == every_line(links, STATEMENTS)


def test_the_lines_of_the_mini_paper_are_those_of_every_way_tried(mini_project: Project) -> None:
    links, statements = list(links_of(mini_project.curation)), statements_of(mini_project.curation)
    assert set(mini_project.lines) == every_line(links, statements)


# Links, profiles, graph


def test_the_links_of_the_mini_paper_are_those_written(mini_project: Project) -> None:
    links = {(link.start, link.end, link.relation, link.role, link.basis) for link in links_of(mini_project.curation)}
    assert ("ref-01", "citation-01-2", "pointer", None, "stated") in links
    assert ("source-tea-yearbook", "attribution-figure-1", "pointer", None, "stated") in links
    assert ("facet-pickers-age", "problem-pickers", "facet", None, "stated") in links
    assert ("measure-train", "countermeasure-training", "measure", None, "stated") in links
    assert ("measure-train", "facet-pickers-skill", "address", None, "inferred") in links
    assert ("countermeasure-training", "problem-pickers", "answer", None, "inferred") in links
    assert ("claim-young-leave", "facet-pickers-age", "cause", None, "stated") in links
    assert ("claim-capital-short", "facet-machines-old-pans", "cause", None, "inferred") in links
    assert ("attribution-figure-1", "figure-1", "support", "value", "stated") in links
    assert ("claim-capital-short", "measure-buy-machines", "inference", None, "inferred") in links
    pointers, parts, answers = 9 + 4, 5 + 3, 4 + 2
    of_statements, of_figures = 2 + 7 + 4 + 1 + 2, 8 + 12 + 1 + 1
    assert len(links) == pointers + parts + answers + 4 + 1 + of_statements + of_figures


def profile(project: Project, statement: str) -> Profile:
    return profile_of(project.snapshot, statement)


def test_a_problems_profile_has_its_facets_figures_and_claims(mini_project: Project) -> None:
    found = profile(mini_project, "problem-machines")
    assert [part.id for part in found.parts] == ["facet-machines-old-pans", "facet-machines-drying"]  # as the text has them
    assert (found.measuring, found.setting, found.claims) == ((), ("stat-tea-output-2019",), ())
    assert found.parts[0].claims == ("claim-machines-old",)


def test_direct_lines_are_those_that_back_the_statement_itself(mini_project: Project) -> None:
    found = profile(mini_project, "problem-machines")
    assert found.direct == ()
    assert [(line.source, line.role) for line in found.parts[0].direct] == [("ref-04", "facet")]


def test_a_profile_counts_the_parts_that_a_source_backs_directly(mini_project: Project) -> None:
    """Of the machines only the old pans are cited for; of the pickers only that they are few. No measure is."""
    none = Count(0, 0, 0)
    assert profile(mini_project, "problem-machines").counts == Parts(Count(2, 1, 1), none)
    assert profile(mini_project, "problem-pickers").counts == Parts(Count(3, 1, 1), none)
    assert profile(mini_project, "countermeasure-machines").counts == Parts(Count(2, 0, 0), none)
    assert profile(mini_project, "facet-pickers-few").counts is None


def test_the_strongest_line_of_each_source_is_found(mini_project: Project) -> None:
    best = strongest(profile(mini_project, "problem-pickers").lines)
    assert {source: line.role for source, line in best.items()} == {
        "source-tea-yearbook": "headline",
    }
    best = strongest(profile(mini_project, "facet-pickers-few").lines)
    assert {source: line.role for source, line in best.items()} == {"source-tea-yearbook": "facet"}


def test_the_matrix_letters_are_ordered_as_the_roles() -> None:
    assert tuple(LETTERS) == ROLES
