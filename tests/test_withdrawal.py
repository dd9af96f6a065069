"""What falls, what hangs on what, grades and gaps: hand-worked on the real paper, and by brute force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cbec_kg.evidence.critical import (
    cut_sets_of_parts,
    loads,
    minimal_cut_sets,
    minimal_hitting_sets,
    shared_sources,
    single_points,
)
from cbec_kg.evidence.gaps import gaps
from cbec_kg.evidence.grades import GRADES, grade_of
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.profiles import profile
from cbec_kg.evidence.support import Outcome, SupportPaths, with_parts, withdraw
from cbec_kg.evidence.wholes import WHOLES, Count, Parts
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import PREFIXES
from cbec_kg.model.links import EvidenceLine, Link, links_of, statements_of
from cbec_kg.model.records import Countermeasure, Facet, Measure, Problem, Record, Reference, Source, Statistic
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import BASES, DIRECT, ROLES
from cbec_kg.queries.catalogue import read_query
from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import OpenStore
from cbec_kg.store.sparql import run

PART = ("facet", "measure")


@pytest.fixture(scope="module")
def curation(real_project: Project) -> Curation:
    return real_project.curation


@pytest.fixture(scope="module")
def links(curation: Curation) -> list[Link]:
    return list(links_of(curation))


@pytest.fixture(scope="module")
def statements(curation: Curation) -> dict[str, str]:
    return statements_of(curation)


@pytest.fixture(scope="module")
def part_of(curation: Curation) -> dict[str, str]:
    return {source.id: source.part_of for source in curation.of(Source) if source.part_of}


def states(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.statement: outcome.state for outcome in outcomes}


# On the real paper, worked out by reading


def test_without_the_fifth_reference_talent_loses_nothing_that_held_it(
    links: list[Link], statements: dict[str, str]
) -> None:
    """[5] in 4.2.p1.s3 says what talent is needed, not that it is short; what is needed has no other source."""
    found = states(withdraw(links, statements, ["ref-05"]))
    assert found["problem-talent"] == "stands"
    skills = ("claim-talent-must-know-platform-deals", "claim-talent-must-know-settlement")
    assert {found[need] for need in ("claim-cbec-needs-versatile-talent", *skills)} == {"falls"}


def test_without_the_ninth_reference_the_rating_system_falls_and_credit_loses_two_of_its_four_backed_facets(
    links: list[Link], statements: dict[str, str]
) -> None:
    """4.4.p1.s1 cites [9] alone, for the rating system and for misconduct that goes unrecorded; 4.4.p1.s3 cites [17] for
    loopholes and fraud, which are left. 4.4.p1.s2, on law, credit and infringement, cites nothing; nor does the heading.
    """
    by_id = {outcome.statement: outcome for outcome in withdraw(links, statements, ["ref-09"])}
    assert by_id["facet-credit-rating-system"].state == "falls"
    assert by_id["problem-credit"].state == "unsupported"
    assert by_id["problem-credit"].lost == by_id["problem-credit"].left == ()
    assert by_id["problem-credit"].parts == Parts(Count(7, 4, 2), Count(0, 0, 0))
    assert by_id["facet-credit-platform-fraud"].state == "stands"
    # 2.p3.s6 names the statistics of Hangzhou customs beside [9]
    assert by_id["stat-hangzhou-goods-trade-2019"].state == "weakened"


def test_without_the_sixteenth_reference_no_headline_falls_but_homogeneity_has_no_backed_facet_left(
    links: list[Link], statements: dict[str, str]
) -> None:
    """[16] stands in 4.3.p1.s2 alone: on brands, on service, on the distance to large firms; not in the heading."""
    outcomes = withdraw(links, statements, ["ref-16"])
    by_id = {outcome.statement: outcome for outcome in outcomes}
    assert by_id["problem-homogeneity"].state == "unsupported"
    assert by_id["problem-homogeneity"].parts == Parts(Count(8, 3, 0), Count(0, 0, 0))
    assert [outcome.statement for outcome in outcomes if outcome.changed and outcome.parts] == ["problem-homogeneity"]
    assert not [o.statement for o in outcomes if o.state == "falls" and statements[o.statement] == "problem"]


def test_the_nineteenth_reference_backs_the_legal_half_of_a_countermeasure_and_not_its_headline(
    links: list[Link], statements: dict[str, str]
) -> None:
    """[19] closes 5.4.p1.s6, on drawing on foreign law and fitting it; the five measures on credit cite nothing."""
    by_id = {outcome.statement: outcome for outcome in withdraw(links, statements, ["ref-19"])}
    assert by_id["countermeasure-credit-law"].state == "unsupported"
    assert by_id["countermeasure-credit-law"].parts == Parts(Count(7, 2, 0), Count(0, 0, 0))


def test_three_facets_of_talent_fall_with_the_report_and_its_headline_is_weakened(
    links: list[Link], statements: dict[str, str]
) -> None:
    """4.2.p1.s1 names the report for the gap, and 4.2.p1.s2 unfolds it; s4 and s5 name nothing. [13] ends 2.p5.s4, which
    speaks of the shortage too.
    """
    by_id = {o.statement: o for o in withdraw(links, statements, ["source-cbec-export-report-2020"])}
    assert by_id["problem-talent"].state == "weakened"
    assert by_id["problem-talent"].parts == Parts(Count(5, 3, 0), Count(0, 0, 0))


def test_what_is_first_said_among_the_countermeasures_is_counted_apart(real_project: Project) -> None:
    """4.5 has the heading (channels), p1 (cost, form, speed, slow transport), p2 (customs, transport, insurance, service,
    returns); 5.5.p1.s1 adds transport time and parcels lost, 5.5.p3.s4 the ability to analyse. [18] ends 4.5.p1.s3 and the
    report of 4.5.p2.s1 goes on in s2; section 5.5 cites nothing.
    """
    snapshot = real_project.snapshot
    assert snapshot.elsewhere == {"facet-logistics-analysis", "facet-logistics-parcel-loss", "facet-logistics-parcel-time"}
    outcomes = withdraw(snapshot.links, snapshot.statements, ["ref-18"], elsewhere=snapshot.elsewhere)
    (logistics,) = [outcome for outcome in outcomes if outcome.statement == "problem-logistics"]
    assert logistics.state == "unsupported"
    assert logistics.parts == Parts(own=Count(10, 5, 2), elsewhere=Count(3, 0, 0))
    assert profile(snapshot, "problem-logistics").counts == Parts(Count(10, 5, 5), Count(3, 0, 0))
    in_order = ["facet-logistics-parcel-time", "facet-logistics-parcel-loss", "facet-logistics-analysis"]
    assert [one.id for one in profile(snapshot, "problem-logistics").parts][-3:] == in_order


def test_a_heading_alone_holds_nothing(links: list[Link], statements: dict[str, str]) -> None:
    """That export channels are limited stands in the heading of 4.5 only."""
    assert states(withdraw(links, statements))["facet-logistics-export-channels"] == "unsupported"


def test_withdrawing_a_bulletin_takes_its_issue_of_one_year_with_it(
    links: list[Link], statements: dict[str, str], part_of: dict[str, str]
) -> None:
    gone = with_parts(["source-hangzhou-bulletin"], part_of)
    assert gone == {"source-hangzhou-bulletin", "source-hangzhou-bulletin-2020"}
    found = states(withdraw(links, statements, gone))
    assert found["stat-table-1-2019-export"] == "falls"  # the note of Table 1
    belt_and_road = [name for name in statements if "belt-and-road" in name or "belt-road" in name]
    assert belt_and_road
    assert {found[name] for name in belt_and_road} == {"falls"}  # 3.p3.s5 names the bulletin of 2020


def test_only_what_is_stated_leaves_the_cells_of_the_table_without_source(
    links: list[Link], statements: dict[str, str]
) -> None:
    """The table's note stands under the table: each cell inherits it."""
    found = states(withdraw(links, statements, without=["inherited", "inferred"]))
    cells = [name for name in statements if name.startswith("stat-table-1-")]
    assert len(cells) == 30
    assert {found[name] for name in cells} == {"falls"}


def test_withdrawing_every_source_leaves_nothing_standing(links: list[Link], statements: dict[str, str]) -> None:
    everything = {link.start for link in links if link.relation == "pointer"}
    assert set(states(withdraw(links, statements, everything)).values()) == {"falls", "unsupported"}


def linked(snapshot: Snapshot, statements: Mapping[str, str], links: Iterable[Link]) -> Snapshot:
    """Return a snapshot with other links, their evidence lines, and the records of some names."""
    lines, known = tuple(evidence_lines(links, statements)), {name: Unread(id=name) for name in statements}
    return replace(snapshot, records=known, links=tuple(links), lines=lines)


class Unread(Record, frozen=True):
    """A record of which no field but its id is read."""


def test_an_empty_corpus_has_empty_answers(mini_project: Project) -> None:
    assert withdraw([], {}) == []
    assert minimal_cut_sets([], []) == {}
    assert loads([], []) == []
    assert shared_sources([], []) == []
    assert cut_sets_of_parts([]) == {}
    assert gaps(linked(mini_project.snapshot, {}, ())) == []


# Brute force over all 2^19 withdrawals of references


def truth_tables(links: list[Link], curation: Curation, named_too: bool) -> dict[str, int]:
    """Return for each record the set of withdrawals under which it is itself still held, as the bits of one integer.

    Bit s of a record's integer is set when it is held after the references whose bits are set in s are withdrawn. Worked
    out without the package's own search: every record's integer is the union of those it rests on, repeated until
    nothing changes.
    """
    references = sorted(record.id for record in curation.of(Reference))
    size = 1 << len(references)
    full = (1 << size) - 1
    held: dict[str, int] = {}
    for bit, name in enumerate(references):
        block = ((1 << (1 << bit)) - 1) << 0  # withdrawals that leave this reference alone, within one period
        period = 1 << (bit + 1)
        pattern, length = block, period
        while length < size:
            pattern |= pattern << length
            length *= 2
        held[name] = pattern
    if not named_too:
        held |= {record.id: full for record in curation.of(Source)}
    direct = ("headline", "facet", "measures", "statement", "value")
    carrying = [link for link in links if link.relation == "pointer" or (link.relation == "support" and link.role in direct)]
    changed = True
    while changed:
        changed = False
        for link in carrying:
            new = held.get(link.end, 0) | held.get(link.start, 0)
            if new != held.get(link.end, 0):
                held[link.end] = new
                changed = True
    return held


@pytest.mark.parametrize("named_too", [False, True], ids=["references alone", "all named sources withdrawn as well"])
def test_minimal_sets_agree_with_every_one_of_the_half_million_withdrawals(
    links: list[Link], curation: Curation, named_too: bool
) -> None:
    references = sorted(record.id for record in curation.of(Reference))
    assert len(references) == 19
    held = truth_tables(links, curation, named_too)
    index = {name: bit for bit, name in enumerate(references)}
    wholes = [record.id for kind in (Problem, Countermeasure) for record in curation.of(kind)]
    named = {source.id for source in curation.of(Source)}
    members: dict[str, list[str]] = {whole: [] for whole in wholes}
    for link in links:
        if link.relation in ("facet", "measure"):
            members[link.end].append(link.start)
    any_part = dict.fromkeys(wholes, 0)
    for whole, parts in members.items():
        for part in parts:
            any_part[whole] |= held.get(part, 0)
    itself, of_parts = minimal_cut_sets(links, wholes), cut_sets_of_parts(links)
    tables = [(whole, itself[whole], held.get(whole, 0)) for whole in wholes]
    tables += [(whole, of_parts.get(whole, ()), any_part[whole]) for whole in wholes]
    for problem, cut_sets, table in tables:
        size = 1 << len(references)
        assert table < 1 << size
        sets = [set(group) for group in cut_sets]
        if named_too:
            sets = [group - named for group in sets]
        predicted = 0
        if cut_sets:
            masks = [sum(1 << index[name] for name in group) for group in sets if group <= set(references)]
            falls = [withdrawal for withdrawal in range(size) if any(withdrawal & mask == mask for mask in masks)]
            predicted = len(falls)
            assert all(not table >> withdrawal & 1 for withdrawal in falls[:: max(1, len(falls) // 500)])
            for mask in masks:
                assert not table >> mask & 1  # the set brings it down
                for bit in range(len(references)):
                    if mask >> bit & 1:
                        assert table >> (mask ^ 1 << bit) & 1  # and no source of the set can be spared
        else:
            predicted = size
            assert table == 0
        assert size - table.bit_count() == predicted, problem


def test_single_withdrawals_agree_with_the_truth_tables(
    links: list[Link], curation: Curation, statements: dict[str, str]
) -> None:
    held = truth_tables(links, curation, named_too=False)
    for bit, name in enumerate(sorted(record.id for record in curation.of(Reference))):
        outcomes = withdraw(links, statements, [name])
        found = states(outcomes)
        for outcome in outcomes:
            if outcome.parts is not None:
                tables = [
                    held.get(link.start, 0) for link in links if link.end == outcome.statement and link.relation in PART
                ]
                before, after = (sum(table >> at & 1 for table in tables) for at in (0, 1 << bit))
                assert outcome.parts == Parts(Count(len(tables), before, after), Count(0, 0, 0))
        for statement in statements:
            table = held.get(statement, 0)
            expected = "unsupported" if not table & 1 else "falls" if not table >> (1 << bit) & 1 else "held"
            state = found[statement] if found[statement] in ("unsupported", "falls") else "held"
            assert state == expected, (name, statement)


def test_single_points_are_the_records_without_which_a_statement_falls(
    links: list[Link], statements: dict[str, str]
) -> None:
    """Brute force: each record is taken out in turn, and what is no longer reached from any source has lost its point."""
    carrying = [
        (link.start, link.end)
        for link in links
        if link.relation == "pointer" or (link.relation == "support" and link.role in DIRECT)
    ]
    sources = {link.start for link in links if link.relation == "pointer"}

    def reached(without: str) -> set[str]:
        found = sources - {without}
        while True:
            more = {end for start, end in carrying if start in found and end != without} - found
            if not more:
                return found
            found |= more

    whole = reached("")
    points = single_points(links)
    expected: dict[str, set[str]] = {name: set() for name in whole}
    for record in whole:
        for lost in whole - reached(record) - {record}:
            expected[lost].add(record)
    assert {name: set(found) for name, found in points.items() if name} == expected


# Hitting sets, grades and gaps


@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=1), max_size=6))
def test_minimal_hitting_sets_equal_brute_force(family: list[set[str]]) -> None:
    groups = [set(group) for size in range(6) for group in combinations("abcde", size)]
    hitting = [group for group in groups if all(group & edge for edge in family)]
    minimal = [group for group in hitting if not any(other < group for other in hitting)]
    assert sorted(map(set, minimal_hitting_sets(family)), key=sorted) == sorted(minimal, key=sorted)


@given(
    st.lists(
        st.builds(
            EvidenceLine, st.just("t"), st.sampled_from(["a", "b", "c"]), st.sampled_from(ROLES), st.sampled_from(BASES),
            st.just(2), st.just(("p",)),
        ),
        max_size=5,
    )
)  # fmt: skip
def test_a_grade_follows_its_printed_rule(lines: list[EvidenceLine]) -> None:
    stated = {line.source for line in lines if line.role in DIRECT and line.basis == "stated"}
    holds = {
        "several": len(stated) >= 2,
        "single": len(stated) == 1,
        "read-in": not stated and any(line.role in DIRECT for line in lines),
        "oblique": bool(lines) and all(line.role not in DIRECT for line in lines),
        "none": not lines,
    }
    assert [name for name, true in holds.items() if true] == [grade_of(lines)]
    assert list(GRADES) == list(holds)


@pytest.mark.parametrize(
    ("statement", "grade"),
    [
        ("problem-credit", "none"),  # [9] in 4.4.p1.s1 and [17] in 4.4.p1.s3 are for facets
        ("problem-homogeneity", "none"),  # [16] in 4.3.p1.s2 is for facets
        ("problem-talent", "single"),  # the report, named in 4.2.p1.s1
        ("facet-awareness-unclear-concept", "single"),  # [15] in 4.1.p2.s1 alone
        ("facet-talent-versatile", "read-in"),  # the report is named in the sentence before
        ("facet-logistics-export-channels", "none"),  # heading only
        ("claim-cbec-needs-versatile-talent", "single"),  # [5] in 4.2.p1.s3 says just this
        # no marker in the abstract; [9] in 2.p4.s1 and [16] in 4.3.p1.s2 back what is said there
        ("problem-hangzhou-trade-sme-behind-large", "oblique"),
    ],
)
def test_grades_of_the_real_paper(real_project: Project, statement: str, grade: str) -> None:
    assert grade_of([line for line in real_project.lines if line.target == statement]) == grade


def test_gaps_of_the_real_paper_agree_with_a_plain_pass_over_the_records(real_project: Project) -> None:
    curation = real_project.curation
    diagnosed = [problem.id for problem in curation.of(Problem) if problem.status == "diagnosed"]
    assert len(diagnosed) == 5
    found = gaps(real_project.snapshot)
    by_kind: dict[str, set[str]] = {}
    for gap in found:
        by_kind.setdefault(gap.kind, set()).add(gap.record)
    bearing = {line.source for line in real_project.lines if line.target.startswith(("problem-", "facet-"))}
    sources = {record.id for kind in (Reference, Source) for record in curation.of(kind)}
    assert by_kind["source-without-problem"] == sources - bearing
    sourced = {line.target for line in real_project.lines}
    assert by_kind["figure-without-source"] == {record.id for record in curation.of(Statistic)} - sourced
    assert "problem-unaddressed" not in by_kind  # each of the five has a subsection in section 5
    assert "facet-logistics-export-channels" in by_kind["facet-without-direct-evidence"]
    assert "circular-support" not in by_kind
    problem_of = {facet.id: facet.problem for facet in curation.of(Facet)}
    elsewhere = {facet.id for facet in curation.of(Facet) if facet.status == "mentioned" and facet.problem in diagnosed}
    expected: dict[str, set[str]] = {}
    for measure in curation.of(Measure):
        addressed = {link.id for link in measure.addresses}
        if not addressed:
            expected.setdefault("measure-without-facet", set()).add(measure.id)
        elif not any(problem_of[facet] in diagnosed for facet in addressed):
            expected.setdefault("measure-without-diagnosis", set()).add(measure.id)
        elif not any(problem_of[facet] in diagnosed for facet in addressed - elsewhere):
            expected.setdefault("measure-outside-diagnosis", set()).add(measure.id)
    assert {kind: records for kind, records in by_kind.items() if kind in expected} == expected
    assert by_kind["facet-elsewhere-without-direct-evidence"] == elsewhere
    assert not by_kind["facet-without-direct-evidence"] & elsewhere


def test_warehouses_answer_a_diagnosed_problem_though_only_in_what_5_5_adds(real_project: Project) -> None:
    """5.5.p1.s1 names time and loss, s2 to s4 answer with warehouses; foreign law answers what 5.4 mentions alone."""
    by_kind: dict[str, set[str]] = {}
    for gap in gaps(real_project.snapshot):
        by_kind.setdefault(gap.kind, set()).add(gap.record)
    warehouses = {f"measure-warehouse-{how}" for how in ("with-platforms", "joint-funding", "lease")}
    assert warehouses <= by_kind["measure-outside-diagnosis"]
    assert by_kind["measure-without-diagnosis"] == {"measure-adapt-foreign-law"}


def test_a_circle_is_reported_and_the_analysis_still_ends(mini_project: Project) -> None:
    circle = [
        Link("ref-01", "citation-01-1", "pointer"),
        Link("citation-01-1", "claim-a", "support", "statement"),
        Link("claim-a", "claim-b", "support", "statement"),
        Link("claim-b", "claim-a", "support", "statement"),
    ]
    kinds = {"claim-a": "claim", "claim-b": "claim", "ref-01": "reference"}
    found = gaps(linked(mini_project.snapshot, kinds, circle))
    assert [(gap.record, gap.others) for gap in found if gap.kind == "circular-support"] == [("claim-a", ("claim-b",))]
    assert states(withdraw(circle, {"claim-a": "claim", "claim-b": "claim"}, ["ref-01"])) == {
        "claim-a": "falls",
        "claim-b": "falls",
    }


# The same answers from SPARQL and from networkx


def answers(store: OpenStore, query: str) -> list[list[str]]:
    found = run(store.store, read_query(query).text)
    return [[store.name(term.value) or term.value.rpartition("#")[2] if term else "" for term in row] for row in found.rows]  # type: ignore[attr-defined]  # terms of the engine


def test_the_query_of_problem_evidence_gives_the_lines_of_the_analysis(real_project: Project, real_store: OpenStore) -> None:
    problems = {problem.id for problem in real_project.curation.of(Problem)}
    problem_of = {facet.id: facet.problem for facet in real_project.curation.of(Facet)}
    lines = set()
    for line in real_project.lines:
        if line.target in problems | problem_of.keys():
            facet = line.target if line.target in problem_of else ""
            about = problem_of.get(line.target, line.target), facet
            lines.add((*about, line.source, f"role-{line.role}", f"basis-{line.basis}"))
    assert {tuple(row[:5]) for row in answers(real_store, "problem-evidence")} == lines


def test_the_query_of_sole_sources_gives_what_falls_when_one_source_is_withdrawn(
    real_store: OpenStore, links: list[Link], statements: dict[str, str]
) -> None:
    expected = {(load.source, name) for load in loads(links, statements) for name in load.falls}
    assert {(row[0], row[1]) for row in answers(real_store, "sole-source")} == expected


def test_the_query_of_unsupported_facets_gives_the_gaps(real_project: Project, real_store: OpenStore) -> None:
    expected = {
        gap.record for gap in gaps(real_project.snapshot) if gap.kind.startswith("facet-") and "evidence" in gap.kind
    }
    rows = answers(real_store, "unsupported-facets")
    assert {cell for row in rows for cell in row if cell.startswith("facet-")} == expected


@pytest.mark.parametrize("paper", ["real", "mini"])
@pytest.mark.parametrize(
    ("query", "column", "wanted"), [("unsupported-facets", 1, ("facet",)), ("unsupported-headlines", 0, WHOLES)]
)
def test_the_queries_of_what_is_unsupported_give_what_nothing_holds_up(
    paper: str, query: str, column: int, wanted: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    project: Project = request.getfixturevalue(f"{paper}_project")
    kinds = statements_of(project.curation)
    outcomes = states(withdraw(links_of(project.curation), kinds))
    expected = {name for name, state in outcomes.items() if state == "unsupported" and kinds[name] in wanted}
    assert {row[column] for row in answers(request.getfixturevalue(f"{paper}_store"), query)} == expected


@pytest.mark.parametrize("paper", ["real", "mini"])
def test_networkx_reaches_the_sources_that_hold_a_statement_up(paper: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(f"{paper}_project")
    links, kinds = links_of(project.curation), statements_of(project.curation)
    direct = ("headline", "facet", "measures", "statement", "value")
    graph = networkx.DiGraph(
        (link.start, link.end)
        for link in links
        if link.relation == "pointer" or (link.relation == "support" and link.role in direct)
    )
    sources = {link.start for link in links if link.relation == "pointer"}
    ways = SupportPaths(links).all_paths()
    for name in kinds:
        reached = networkx.ancestors(graph, name) & sources if name in graph else set()
        assert {way.source for way in ways.get(name, {}).values()} == reached


@pytest.mark.parametrize("paper", ["real", "mini"])
def test_the_lines_of_the_store_hold_up_what_the_ways_of_the_links_do(paper: str, request: pytest.FixtureRequest) -> None:
    """Asked in SPARQL of the derived graph, and walked along the links."""
    store: OpenStore = request.getfixturevalue(f"{paper}_store")
    project: Project = request.getfixturevalue(f"{paper}_project")
    rows = run(store.store, DIRECT_LINES, prefixes=PREFIXES).rows
    asked = {(store.name(target.value), store.name(source.value)) for target, source in rows}  # type: ignore[attr-defined]  # terms
    kinds, ways = statements_of(project.curation), SupportPaths(links_of(project.curation)).all_paths()
    assert asked == {(name, way.source) for name in kinds for way in ways.get(name, {}).values()}


DIRECT_LINES = """SELECT DISTINCT ?target ?source { ?line cbec:target ?target ; cbec:source ?source ; cbec:role ?role .
  VALUES ?role { cbec:role-headline cbec:role-facet cbec:role-measures cbec:role-statement cbec:role-value } }"""


def test_the_store_gives_the_links_and_lines_of_the_curation(real_project: Project, real_store: OpenStore) -> None:
    assert real_store.snapshot.links == links_of(real_project.curation)
    assert real_store.snapshot.lines == real_project.lines
