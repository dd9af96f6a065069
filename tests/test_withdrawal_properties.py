"""What falls on any graph: properties of withdrawals, cut sets, parts and grades on random small graphs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.evidence.critical import (
    cut_sets_of_parts,
    loads,
    minimal_cut_sets,
    shared_sources,
)
from cbec_kg.evidence.grades import GRADES, grade_of
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import SupportPaths, withdraw
from cbec_kg.evidence.wholes import Count, Parts, parts_of
from cbec_kg.model.links import Link, links_of, statements_of
from cbec_kg.model.terms import BASES, DIRECT, ROLES, Role
from cbec_kg.rdf.project import Project
from test_withdrawal import states

SOURCES = ["ref-01", "ref-02", "source-x"]
CLAIMS = [f"claim-{letter}" for letter in "abcdef"]


@st.composite
def graphs(draw: st.DrawFn) -> list[Link]:
    links = [Link(source, f"citation-{number}", "pointer") for number, source in enumerate(SOURCES)]
    starts = [f"citation-{number}" for number in range(len(SOURCES))] + CLAIMS
    for _ in range(draw(st.integers(0, 12))):
        start, end = draw(st.sampled_from(starts)), draw(st.sampled_from(CLAIMS))
        role = draw(st.sampled_from(ROLES))
        basis = draw(st.sampled_from(BASES))
        if start != end:
            links.append(Link(start, end, "support", role, basis))
    return links


KINDS = dict.fromkeys(CLAIMS, "claim")
RANK = {"unsupported": 0, "falls": 0, "weakened": 1, "stands": 2}


@given(graphs(), st.sets(st.sampled_from(SOURCES)), st.sets(st.sampled_from(SOURCES)))
def test_withdrawing_more_never_revives_anything(links: list[Link], first: set[str], more: set[str]) -> None:
    before, after = states(withdraw(links, KINDS, first)), states(withdraw(links, KINDS, first | more))
    assert all(RANK[after[name]] <= RANK[before[name]] for name in CLAIMS)


@given(graphs(), st.sets(st.sampled_from(SOURCES)), st.sampled_from(CLAIMS), st.sampled_from(CLAIMS))
def test_adding_support_never_makes_a_thing_fall(links: list[Link], gone: set[str], start: str, end: str) -> None:
    before = states(withdraw(links, KINDS, gone))
    after = states(withdraw([*links, Link(start, end, "support", "statement")], KINDS, gone))
    held = ("weakened", "stands")
    assert all(after[name] in held for name in CLAIMS if before[name] in held)


@given(graphs(), st.sets(st.sampled_from(SOURCES)))
def test_every_way_that_is_given_is_one_of_the_graph_and_begins_as_it_says(links: list[Link], gone: set[str]) -> None:
    for outcome in withdraw(links, KINDS, gone):
        assert all(way.source not in gone for way in outcome.left)
        assert all(way.source in gone for way in outcome.lost)
        for way in (*outcome.left, *outcome.lost):
            assert way.records[-1] == outcome.statement
            assert [link.start for link in way.links] == list(way.records[1:-1])
            assert set(way.links) <= set(links)
            assert all(link.role in DIRECT for link in way.links)


# Problems themselves and their parts

WHOLE = {"problem-p": "problem", "countermeasure-k": "countermeasure"}
PARTS = {"facet-f": "facet", "facet-g": "facet", "facet-h": "facet", "measure-m": "measure", "measure-n": "measure"}
WITH_PARTS = KINDS | WHOLE | PARTS
JOINED = [
    *(Link(name, "problem-p", "facet") for name, kind in PARTS.items() if kind == "facet"),
    *(Link(name, "countermeasure-k", "measure") for name, kind in PARTS.items() if kind == "measure"),
]


@st.composite
def supports(draw: st.DrawFn, ends: list[str]) -> list[Link]:
    """Return support links in any role, to some statements from others, and the pointers of all sources."""
    links = [Link(source, f"citation-{number}", "pointer") for number, source in enumerate(SOURCES)]
    starts = [f"citation-{number}" for number in range(len(SOURCES))] + CLAIMS
    for _ in range(draw(st.integers(0, 12))):
        start, end = draw(st.sampled_from(starts)), draw(st.sampled_from(ends))
        if start != end:
            links.append(Link(start, end, "support", draw(st.sampled_from(ROLES)), draw(st.sampled_from(BASES))))
    return links


GONE = st.sets(st.sampled_from(SOURCES))
ANYWHERE = supports([*CLAIMS, *WHOLE, *PARTS])


@given(ANYWHERE, supports(list(PARTS)), GONE)
def test_evidence_of_parts_never_changes_what_is_said_of_the_whole_itself(
    links: list[Link], more: list[Link], gone: set[str]
) -> None:
    with_more = [*links, *(link for link in more if link.relation == "support")]
    for name in WHOLE:
        alone, within = (
            next(one for one in withdraw([*given, *JOINED], WITH_PARTS, gone) if one.statement == name)
            for given in (links, with_more)
        )
        assert alone[:4] == within[:4]
    before, after = (minimal_cut_sets([*given, *JOINED], WHOLE) for given in (links, with_more))
    assert before == after
    lines, more_lines = (evidence_lines([*given, *JOINED], WHOLE) for given in (links, with_more))
    assert lines == more_lines


@given(ANYWHERE, GONE)
def test_evidence_of_the_whole_itself_never_backs_a_part(links: list[Link], gone: set[str]) -> None:
    bare = [link for link in links if link.end not in WHOLE]
    before, after = (
        {one.statement: one.parts for one in withdraw([*given, *JOINED], WITH_PARTS, gone)} for given in (links, bare)
    )
    assert all(before[name] == after[name] for name in WHOLE)


@given(ANYWHERE, GONE, GONE, st.sets(st.sampled_from(["facet-f", "facet-g", "facet-h"])))
def test_withdrawing_more_never_revives_a_whole_or_a_part(
    links: list[Link], first: set[str], more: set[str], elsewhere: set[str]
) -> None:
    before, after = (
        {one.statement: one for one in withdraw([*links, *JOINED], WITH_PARTS, gone, elsewhere=elsewhere)}
        for gone in (first, first | more)
    )
    for name in WHOLE:
        assert RANK[after[name].state] <= RANK[before[name].state]
        old, new = before[name].parts, after[name].parts
        assert old is not None and new is not None
        for one, other in zip(old, new, strict=True):
            assert (one.number, one.before) == (other.number, other.before)
            assert one.before >= one.after >= other.after


@given(ANYWHERE, GONE, st.sets(st.sampled_from(["facet-f", "facet-g", "facet-h"])))
def test_the_counts_of_parts_are_those_of_the_outcomes_of_each_part(
    links: list[Link], gone: set[str], elsewhere: set[str]
) -> None:
    outcomes = {one.statement: one for one in withdraw([*links, *JOINED], WITH_PARTS, gone, elsewhere=elsewhere)}
    for whole in WHOLE:
        split: list[list[str]] = [[], []]
        for part in (link.start for link in JOINED if link.end == whole):
            split[part in elsewhere].append(outcomes[part].state)
        counts = [
            Count(len(found), len(found) - found.count("unsupported"), sum(RANK[state] > 0 for state in found))
            for found in split
        ]
        assert outcomes[whole].parts == Parts(*counts)
        assert outcomes[whole].parts is not None and all(outcomes[part].parts is None for part in PARTS)


@given(ANYWHERE, st.sets(st.sampled_from(["facet-f", "facet-g", "facet-h"])))
def test_minimal_sets_of_all_parts_are_those_of_every_withdrawal_tried(links: list[Link], elsewhere: set[str]) -> None:
    groups = [frozenset(group) for size in range(len(SOURCES) + 1) for group in combinations(SOURCES, size)]
    found = cut_sets_of_parts([*links, *JOINED], elsewhere=elsewhere)
    for whole in WHOLE:
        down = []
        for group in groups:
            (outcome,) = withdraw([*links, *JOINED], {whole: WHOLE[whole]}, group, elsewhere=elsewhere)
            assert outcome.parts is not None
            if outcome.parts.own.before and not outcome.parts.own.after:
                down.append(group)
        minimal = {group for group in down if not any(other < group for other in down)}
        assert {frozenset(group) for group in found.get(whole, ())} == minimal


@given(ANYWHERE, st.sets(st.sampled_from(["facet-f", "facet-g", "facet-h"])))
def test_the_load_of_a_source_is_what_its_withdrawal_does(links: list[Link], elsewhere: set[str]) -> None:
    joined = [*links, *JOINED]
    for load in loads(joined, WITH_PARTS, elsewhere=elsewhere):
        outcomes = withdraw(joined, WITH_PARTS, [load.source], elsewhere=elsewhere)
        assert load.falls == tuple(sorted(one.statement for one in outcomes if one.state == "falls"))
        assert load.weakened == tuple(sorted(one.statement for one in outcomes if one.state == "weakened"))
        expected = sorted((one.statement, one.parts) for one in outcomes if one.parts is not None and one.parts.lost)
        assert list(load.parts) == expected


@given(ANYWHERE)
def test_problems_share_the_sources_of_themselves_and_apart_from_these_those_of_their_parts(links: list[Link]) -> None:
    other = [Link("citation-0", "problem-q", "support", "headline"), Link("citation-1", "facet-q", "support", "facet")]
    joined = [*links, *other, *JOINED, Link("facet-q", "problem-q", "facet")]
    held = {name: {way.source for way in ways.values()} for name, ways in SupportPaths(joined).all_paths().items()}
    parts = parts_of(joined)
    of_p, of_q = (
        held.get(name, set()).union(*(held.get(part, set()) for part in parts[name])) for name in ("problem-p", "problem-q")
    )
    itself = held.get("problem-p", set()) & held["problem-q"]
    found = shared_sources(joined, ["problem-q", "problem-p"])
    if of_p & of_q:
        assert found == [(("problem-p", "problem-q"), tuple(sorted(itself)), tuple(sorted((of_p & of_q) - itself)))]
    else:
        assert found == []


# One meaning of being held up, wherever it is asked


def test_an_echo_holds_nothing_up() -> None:
    """[1] is cited where the article says it again, and the article rests its heading on that."""
    links = [
        Link("ref-01", "citation-01-1", "pointer"),
        Link("citation-01-1", "claim-again", "support", "statement"),
        Link("claim-again", "claim-first", "support", "echo"),
    ]
    kinds = {"claim-again": "claim", "claim-first": "claim"}
    assert states(withdraw(links, kinds)) == {"claim-again": "stands", "claim-first": "unsupported"}
    assert states(withdraw(links, kinds, ["ref-01"])) == {"claim-again": "falls", "claim-first": "unsupported"}
    assert list(minimal_cut_sets(links, ["claim-again", "claim-first"]).values()) == [(("ref-01",),), ()]
    lines = evidence_lines(links, kinds)
    assert {name: grade_of([line for line in lines if line.target == name]) for name in kinds} == {
        "claim-again": "single",
        "claim-first": "oblique",
    }


def test_what_rests_on_an_echo_is_held_up_by_its_other_evidence_alone() -> None:
    links = [
        Link("ref-01", "citation-01-1", "pointer"),
        Link("ref-02", "citation-02-1", "pointer"),
        Link("citation-01-1", "claim-again", "support", "statement"),
        Link("claim-again", "claim-first", "support", "echo"),
        Link("citation-02-1", "claim-first", "support", "statement"),
    ]
    assert states(withdraw(links, {"claim-first": "claim"}, ["ref-01"])) == {"claim-first": "stands"}
    assert states(withdraw(links, {"claim-first": "claim"}, ["ref-02"])) == {"claim-first": "falls"}


def direct_targets(links: list[Link], kinds: dict[str, str]) -> dict[str, set[str]]:
    """Return the sources of the direct lines of each statement."""
    found: dict[str, set[str]] = {name: set() for name in kinds}
    for line in evidence_lines(links, kinds):
        if line.role in DIRECT:
            found[line.target].add(line.source)
    return found


@given(graphs())
def test_what_holds_a_statement_up_is_what_has_a_direct_line_to_it(links: list[Link]) -> None:
    held = {name: {way.source for way in ways.values()} for name, ways in SupportPaths(links).all_paths().items()}
    assert {name: held.get(name, set()) for name in KINDS} == direct_targets(links, KINDS)


@pytest.mark.parametrize("paper", ["real_project", "mini_project"])
def test_what_holds_a_statement_of_a_paper_up_is_what_has_a_direct_line_to_it(
    paper: str, request: pytest.FixtureRequest
) -> None:
    project: Project = request.getfixturevalue(paper)
    links, kinds = list(links_of(project.curation)), statements_of(project.curation)
    held = {name: {way.source for way in ways.values()} for name, ways in SupportPaths(links).all_paths().items()}
    assert {name: held.get(name, set()) for name in kinds} == direct_targets(links, kinds)


@given(graphs(), st.sets(st.sampled_from(SOURCES)))
def test_what_falls_has_no_direct_line_left_and_what_stands_has_all_it_had(links: list[Link], gone: set[str]) -> None:
    before = direct_targets(links, KINDS)
    after = direct_targets([link for link in links if link.start not in gone], KINDS)
    for name, state in states(withdraw(links, KINDS, gone)).items():
        assert (state == "unsupported") == (not before[name])
        assert (state == "falls") == bool(before[name] and not after[name])
        assert (state == "stands") == bool(before[name] and after[name] == before[name])


def grades(links: list[Link]) -> dict[str, str]:
    lines = evidence_lines(links, KINDS)
    return {name: grade_of([line for line in lines if line.target == name]) for name in KINDS}


@given(graphs())
def test_a_grade_tells_what_holds_a_statement_up(links: list[Link]) -> None:
    grade_by_name = grades(links)
    unheld = states(withdraw(links, KINDS))
    alone = {source: states(withdraw(links, KINDS, [source])) for source in SOURCES}
    for name in KINDS:
        grade = grade_by_name[name]
        assert (grade in ("oblique", "none")) == (unheld[name] == "unsupported")
        assert grade != "several" or all(alone[source][name] != "falls" for source in SOURCES)


GRADE_ORDER: list[str] = list(GRADES)


@given(graphs(), st.sets(st.sampled_from(SOURCES)))
def test_a_withdrawal_never_lifts_a_grade(links: list[Link], gone: set[str]) -> None:
    left = [link for link in links if link.start not in gone]
    before, after = grades(links), grades(left)
    assert all(GRADE_ORDER.index(after[name]) >= GRADE_ORDER.index(before[name]) for name in KINDS)


@given(graphs(), st.sampled_from(["citation-0", "citation-1", *CLAIMS]), st.sampled_from(CLAIMS), st.sampled_from(ROLES))
def test_adding_support_never_lowers_a_grade(links: list[Link], start: str, end: str, role: Role) -> None:
    more = links if start == end else [*links, Link(start, end, "support", role)]
    before, after = grades(links), grades(more)
    assert all(GRADE_ORDER.index(after[name]) <= GRADE_ORDER.index(before[name]) for name in KINDS)


@given(graphs())
def test_minimal_sets_are_those_of_every_withdrawal_tried(links: list[Link]) -> None:
    groups = [frozenset(group) for size in range(len(SOURCES) + 1) for group in combinations(SOURCES, size)]
    state = {group: states(withdraw(links, KINDS, group)) for group in groups}
    for claim, cut_sets in minimal_cut_sets(links, CLAIMS).items():
        down = [group for group in groups if state[group][claim] == "falls"]
        minimal = {group for group in down if not any(other < group for other in down)}
        assert {frozenset(group) for group in cut_sets} == minimal
