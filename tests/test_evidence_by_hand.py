"""Evidence, gaps, traces and withdrawals of one small invented paper, each answer worked out by hand from its links."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cbec_kg.evidence.chains import Step, trace_record
from cbec_kg.evidence.critical import Load, Shared, cut_sets_of_parts, loads, minimal_cut_sets, shared_sources, single_points
from cbec_kg.evidence.dependence import with_dependence, without_rejected
from cbec_kg.evidence.gaps import gaps
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.noticed_outcomes import noticed_outcomes
from cbec_kg.evidence.profiles import parts_count, profile, profiles_of, strongest
from cbec_kg.evidence.reach import chains_of
from cbec_kg.evidence.support import SupportPaths, withdraw
from cbec_kg.evidence.wholes import Count, Parts
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.personal import Judged, PersonalVerdict
from cbec_kg.model.published import NoticeKind, ReferenceNotice
from cbec_kg.model.records import AnchorText, Record
from cbec_kg.model.snapshot import Dependence, Snapshot
from cbec_kg.model.terms import Basis, Bilingual, Role


class Plain(Record, frozen=True, kw_only=True):
    """A record of any kind with the fields that the evidence reads."""

    zh: str = "茶"
    en: str = "tea"
    status: str = ""
    problem: str = ""
    part_of: str | None = None
    at: tuple[AnchorText, ...] = ()
    place: str = "unspecified"
    population: str = "unspecified"
    broader: str | None = None


def at(locator: str) -> tuple[AnchorText, ...]:
    return (AnchorText(locator, "茶"),)


RECORDS = [
    Plain(id="problem-p", status="diagnosed", place="place-town", population="population-one"),
    Plain(id="problem-q", status="diagnosed"),
    Plain(id="problem-r", status="mentioned"),
    Plain(id="facet-f", status="diagnosed", problem="problem-p", place="place-land", at=at("3.p1")),
    Plain(id="facet-g", status="diagnosed", problem="problem-p", at=at("2.p1")),
    Plain(id="facet-h", status="mentioned", problem="problem-p", at=at("1.p1")),
    Plain(id="facet-i", status="diagnosed", problem="problem-q"),
    Plain(id="facet-j", status="mentioned", problem="problem-r"),
    Plain(id="countermeasure-k"),
    *(Plain(id=f"measure-{name}") for name in "mnos"),
    *(Plain(id=f"claim-{name}") for name in "bcdxy"),
    Plain(id="claim-a", place="place-town"),
    Plain(id="stat-s", place="place-country", population="population-two"),
    Plain(id="stat-u"),
    Plain(id="stat-v"),
    *(Plain(id=f"ref-0{number}") for number in (1, 2, 3)),
    Plain(id="source-x"),
    Plain(id="source-y", part_of="source-x"),
    Plain(id="source-z"),
    Plain(id="citation-a", at=at("1.p1")),
    Plain(id="citation-b", at=at("1.p1")),
    Plain(id="citation-d", at=at("2.p1")),
    Plain(id="attribution-c", at=at("1.p1")),
    Plain(id="attribution-e", at=at("3.p1")),
    Plain(id="place-town", broader="place-land"),
    Plain(id="place-land", broader="place-country"),
    Plain(id="place-country"),
    Plain(id="population-one"),
    Plain(id="population-two"),
]


def support(start: str, end: str, role: Role, basis: Basis = "stated") -> Link:
    return Link(start, end, "support", role, basis)


LINKS = (
    Link("ref-01", "citation-a", "pointer"),
    Link("ref-02", "citation-b", "pointer"),
    Link("ref-03", "citation-d", "pointer"),
    Link("source-y", "attribution-c", "pointer"),
    Link("source-z", "attribution-e", "pointer"),
    support("citation-a", "claim-a", "statement"),
    support("claim-a", "facet-f", "facet"),
    support("citation-b", "facet-f", "facet", "inferred"),
    support("attribution-c", "stat-s", "value", "inherited"),
    support("stat-s", "claim-b", "measures"),
    support("stat-v", "claim-c", "measures"),
    support("stat-u", "claim-c", "measures"),
    support("claim-d", "claim-c", "statement"),
    support("claim-b", "problem-p", "headline"),
    support("claim-d", "problem-p", "echo"),
    support("stat-s", "problem-p", "context"),
    support("stat-u", "problem-p", "measures"),
    support("citation-d", "countermeasure-k", "context"),
    support("claim-x", "claim-y", "statement"),
    support("claim-y", "claim-x", "statement"),
    Link("claim-a", "facet-g", "cause"),
    Link("claim-x", "problem-p", "cause"),
    *(Link(f"facet-{name}", "problem-p", "facet") for name in "fgh"),
    Link("facet-i", "problem-q", "facet"),
    Link("facet-j", "problem-r", "facet"),
    *(Link(f"measure-{name}", "countermeasure-k", "measure") for name in "mnos"),
    Link("measure-m", "facet-f", "address"),
    Link("measure-m", "facet-j", "address"),
    Link("measure-o", "facet-j", "address"),
    Link("measure-o", "facet-h", "address"),
    Link("measure-s", "facet-j", "address"),
    Link("countermeasure-k", "problem-p", "answer"),
)


def snapshot_of(*judged: Judged) -> Snapshot:
    records = {record.id: record for record in sorted(RECORDS, key=lambda record: record.id)}
    statements = {name: name.partition("-")[0].replace("stat", "statistic") for name in records}
    lines = tuple(evidence_lines(LINKS, {n: k for n, k in statements.items() if k in KINDS}))
    empty: dict[str, Any] = {"passages": (), "places": (), "audited": {}, "supplied": {}, "terms": {}}
    return with_dependence(papers=("tea",), records=records, links=LINKS, lines=lines, judged=judged, **empty)


KINDS = ("claim", "countermeasure", "facet", "measure", "problem", "statistic")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return snapshot_of()


LINES: dict[str, list[tuple[Any, ...]]] = {
    "claim-a": [("ref-01", "statement", "stated", 2, ("citation-a",))],
    "claim-b": [("source-y", "measures", "inherited", 3, ("attribution-c",))],
    "claim-x": [  # what backs its effect, problem-p, or is the context of that
        ("source-y", "effect", "inherited", 5, ("attribution-c",)),
        ("source-y", "context", "inherited", 4, ("attribution-c",)),
    ],
    "countermeasure-k": [("ref-03", "context", "stated", 2, ("citation-d",))],
    "facet-f": [
        ("ref-01", "facet", "stated", 3, ("citation-a",)),
        ("ref-02", "facet", "inferred", 2, ("citation-b",)),
    ],
    "facet-g": [("ref-01", "cause", "stated", 3, ("citation-a",))],
    "problem-p": [
        ("source-y", "headline", "inherited", 4, ("attribution-c",)),
        ("source-y", "context", "inherited", 3, ("attribution-c",)),
    ],
    "stat-s": [("source-y", "value", "inherited", 2, ("attribution-c",))],
}
"""By name, each the strongest first. What backs facet-g, an effect of claim-a, would bear on that, but nothing does."""


def lines_of(name: str) -> tuple[EvidenceLine, ...]:
    return tuple(EvidenceLine(name, *rest) for rest in LINES.get(name, ()))


def test_the_lines_are_those_of_the_links(snapshot: Snapshot) -> None:
    assert list(snapshot.lines) == [line for name in LINES for line in lines_of(name)]


def test_each_kind_of_gap_is_found_where_it_is(snapshot: Snapshot) -> None:
    assert [(gap.kind, gap.record, *gap.others) for gap in gaps(snapshot)] == [
        ("problem-without-headline", "problem-q"),
        ("problem-without-headline", "problem-r"),
        ("countermeasure-without-headline", "countermeasure-k"),
        ("facet-without-direct-evidence", "facet-g"),
        ("facet-without-direct-evidence", "facet-i"),
        ("facet-without-direct-evidence", "facet-j"),
        ("facet-elsewhere-without-direct-evidence", "facet-h"),
        ("figures-without-source", "claim-c", "stat-u", "stat-v"),
        ("figure-without-source", "stat-u"),
        ("figure-without-source", "stat-v"),
        ("problem-unaddressed", "problem-q"),
        ("facet-unaddressed", "facet-g", "problem-p"),
        ("facet-unaddressed", "facet-i", "problem-q"),
        ("measure-outside-diagnosis", "measure-o", "facet-h", "facet-j"),
        ("measure-without-diagnosis", "measure-s", "facet-j"),
        ("measure-without-facet", "measure-n"),
        ("source-without-problem", "ref-03"),
        ("source-without-problem", "source-x"),
        ("source-without-problem", "source-z"),
        ("circular-support", "claim-x", "claim-y"),
        ("counted-twice", "source-y", "ref-01", "ref-02"),
        ("counted-twice", "source-y", "source-x"),
    ]


# Traces


def shape(steps: tuple[Step, ...]) -> list[list[Any]]:
    return [[step.link.relation, step.node.id, *([shape(step.steps)] if step.steps else [])] for step in steps]


OF_S = ["support", "attribution-c", [["pointer", "source-y"]]]
OF_A = ["support", "citation-a", [["pointer", "ref-01"]]]
UP_A = [["support", "facet-f", [["facet", "problem-p"]]], ["cause", "facet-g", [["facet", "problem-p"]]]]


@pytest.mark.parametrize(
    ("record", "back", "forth", "across"),
    [
        (
            "problem-p",
            [
                ["support", "stat-s", [OF_S]],  # context, echo, headline, measures
                ["support", "claim-d"],
                ["support", "claim-b", [["support", "stat-s", [OF_S]]]],
                ["support", "stat-u"],
                ["facet", "facet-f", [["support", "citation-b", [["pointer", "ref-02"]]], ["support", "claim-a", [OF_A]]]],
                ["facet", "facet-g", [["cause", "claim-a", [OF_A]]]],
                ["facet", "facet-h"],
                ["cause", "claim-x", [["support", "claim-y", [["support", "claim-x"]]]]],
            ],
            [],
            [
                ["answer", "countermeasure-k"],
                ["facet", "facet-f", [["address", "measure-m"]]],
                ["facet", "facet-h", [["address", "measure-o"]]],
            ],
        ),
        (
            "countermeasure-k",
            [
                ["support", "citation-d", [["pointer", "ref-03"]]],
                *(["measure", f"measure-{name}"] for name in "mnos"),
            ],
            [],
            [
                ["answer", "problem-p"],
                ["measure", "measure-m", [["address", "facet-f"], ["address", "facet-j"]]],
                ["measure", "measure-o", [["address", "facet-h"], ["address", "facet-j"]]],
                ["measure", "measure-s", [["address", "facet-j"]]],
            ],
        ),
        ("citation-a", [["pointer", "ref-01"]], [["support", "claim-a", UP_A]], []),
        ("ref-01", [], [["pointer", "citation-a", [["support", "claim-a", UP_A]]]], []),
        ("facet-g", [["cause", "claim-a", [OF_A]]], [["facet", "problem-p"]], []),
        ("claim-x", [["support", "claim-y", [["support", "claim-x"]]]], [
            ["support", "claim-y", [["support", "claim-x"]]], ["cause", "problem-p"]], []),
    ],
)  # fmt: skip
def test_a_trace_is_opened_as_far_as_its_links_carry(
    record: str, back: list[Any], forth: list[Any], across: list[Any], snapshot: Snapshot
) -> None:
    trace = trace_record(record, snapshot)
    assert trace.node.id == record
    assert (shape(trace.back), shape(trace.forth), shape(trace.across)) == (back, forth, across)
    sides = [{step.side for step in steps} for steps in (trace.back, trace.forth)]
    assert sides == [{"in"} if back else set(), {"out"} if forth else set()]


def test_a_trace_has_the_records_and_the_links_below_it(snapshot: Snapshot) -> None:
    trace = trace_record("facet-f", snapshot)
    assert sorted(trace.records()) == [
        "citation-a", "citation-b", "claim-a", "facet-f", "measure-m", "problem-p", "ref-01", "ref-02",
    ]  # fmt: skip
    assert [(link.start, link.end) for link in trace.links_back()] == [
        ("citation-b", "facet-f"),
        ("claim-a", "facet-f"),
        ("ref-02", "citation-b"),
        ("citation-a", "claim-a"),
        ("ref-01", "citation-a"),
    ]
    with pytest.raises(KeyError):
        trace_record("facet-none", snapshot)


def test_chains_say_their_weakest_link_and_how_far_their_evidence_reaches(snapshot: Snapshot) -> None:
    found = chains_of(trace_record("problem-p", snapshot), snapshot)
    assert [
        (*(node.id for node in one.nodes), one.pointer.id, one.source.id, one.weakest.basis, one.place, one.population)
        for one in found
    ] == [
        ("problem-p", "stat-s", "attribution-c", "source-y", "inherited", "wider", "other"),
        ("problem-p", "claim-b", "stat-s", "attribution-c", "source-y", "inherited", "wider", "other"),
        ("facet-f", "citation-b", "ref-02", "inferred", "same", "unspecified"),
        ("facet-f", "claim-a", "citation-a", "ref-01", "stated", "narrower", "unspecified"),
    ]
    assert [(link.start, link.end) for link in found[1].links] == [
        ("claim-b", "problem-p"), ("stat-s", "claim-b"), ("attribution-c", "stat-s"),
    ]  # fmt: skip
    assert [one.weakest.start for one in found] == ["attribution-c", "attribution-c", "citation-b", "claim-a"]
    (pointed,) = chains_of(trace_record("citation-a", snapshot), snapshot)
    assert (pointed.nodes[0].id, pointed.pointer.id, pointed.links, pointed.weakest.start) == (
        "citation-a", "citation-a", (), "ref-01",
    )  # fmt: skip


# Profiles


def test_a_profile_has_what_bears_on_a_problem_and_on_each_of_its_parts(snapshot: Snapshot) -> None:
    found = profile(snapshot, "problem-p")
    assert (found.id, found.lines, found.is_elsewhere) == ("problem-p", lines_of("problem-p"), False)
    assert (found.measuring, found.setting) == (("stat-u",), ("stat-s",))
    assert (found.claims, found.echoes, found.causes) == (("claim-b", "claim-d"), ("claim-d",), ("claim-x",))
    assert found.reach == {"place-country": 1}
    assert [(part.id, part.is_elsewhere, part.counts) for part in found.parts] == [
        ("facet-g", False, None), ("facet-f", False, None), ("facet-h", True, None),
    ]  # fmt: skip
    assert found.counts == parts_count(snapshot, "problem-p") == Parts(Count(2, 1, 1), Count(1, 0, 0))
    assert found.direct == found.lines[:1]
    assert [one.id for one in found.parts[:1]] == ["facet-g"] and found.parts[0].causes == ("claim-a",)
    assert [one.id for one in profiles_of(snapshot, ["facet-f", "facet-h", "claim-a", "facet-g"])] == [
        "facet-h", "facet-g", "facet-f", "claim-a",
    ]  # fmt: skip
    nothing = profile(snapshot, "countermeasure-k")
    assert nothing.counts == Parts(Count(4, 0, 0), Count(0, 0, 0)) and nothing.measuring == nothing.claims == ()


def test_the_strongest_line_of_a_source_is_that_of_the_best_role_then_basis(snapshot: Snapshot) -> None:
    context, headline = lines_of("problem-p")[::-1]
    weaker = EvidenceLine("problem-p", "ref-01", "facet", "inferred", 2, ("citation-a",))
    stronger = EvidenceLine("problem-p", "ref-01", "facet", "stated", 3, ("citation-a",))
    assert strongest([context, weaker, headline, stronger]) == {"source-y": headline, "ref-01": stronger}


# Dependence


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "problem-p",
            Dependence(
                {"place-country": 1},
                (("source-x",), ("source-y",)),
                ("source-y", "attribution-c", "stat-s", "claim-b"),
                (("ref-01", "ref-02"),),
            ),
        ),
        ("facet-f", Dependence({"place-land": 1, "place-town": 1}, (("ref-01", "ref-02"),))),
        ("facet-g", Dependence({"place-town": 1})),  # the cause is held up, the facet is not
        ("claim-a", Dependence({"place-town": 1}, (("ref-01",),), ("ref-01", "citation-a"))),
        ("countermeasure-k", Dependence({"unspecified": 1})),
        ("claim-c", Dependence()),
    ],
)
def test_a_statement_depends_on_what_all_its_paths_pass(name: str, expected: Dependence, snapshot: Snapshot) -> None:
    assert snapshot.dependence[name] == expected


def test_what_readers_reject_is_left_out(snapshot: Snapshot) -> None:
    on = "facet-f/rests-on/citation-b/facet"
    verdict = PersonalVerdict(
        on=on, digest="0" * 8, decision="rejected", reason=Bilingual("茶", "tea"), date="2026", by="one"
    )
    left = without_rejected(snapshot_of(Judged(verdict, "current")))
    assert set(LINKS) - set(left.links) == {support("citation-b", "facet-f", "facet", "inferred")}
    assert left.lines_to["facet-f"] == list(lines_of("facet-f")[:1])
    assert left.dependence["facet-f"].cut_sets == (("ref-01",),)
    assert list(left.records) == list(snapshot.records)
    kept = snapshot_of(Judged(verdict, "changed"))
    assert without_rejected(kept) is kept


# Withdrawals


def outcomes(*withdrawn: str, without: tuple[Basis, ...] = ()) -> dict[str, tuple[str, list[str], list[str]]]:
    statements = {
        name: name.partition("-")[0] for name in ("claim-a", "claim-c", "facet-f", "facet-g", "problem-p", "stat-s")
    }
    found = withdraw(LINKS, statements, withdrawn, without, ["facet-h"])
    for one in found:
        counted = one.statement == "problem-p"
        after = int(not ("ref-01" in withdrawn and ("ref-02" in withdrawn or "inferred" in without)))
        assert one.parts == (Parts(Count(2, 1, after), Count(1, 0, 0)) if counted else None)
        assert one.changed is (bool(one.lost) or (counted and after == 0))
    return {one.statement: (one.state, [p.records[1] for p in one.lost], [p.records[1] for p in one.left]) for one in found}


def test_a_statement_falls_when_no_path_is_left() -> None:
    assert list(outcomes("ref-01").items()) == [
        ("claim-a", ("falls", ["citation-a"], [])),
        ("facet-f", ("weakened", ["citation-a"], ["citation-b"])),
        ("problem-p", ("stands", [], ["attribution-c"])),
        ("stat-s", ("stands", [], ["attribution-c"])),
        ("claim-c", ("unsupported", [], [])),
        ("facet-g", ("unsupported", [], [])),
    ]
    assert outcomes("ref-01", without=("inferred",))["facet-f"] == ("falls", ["citation-a", "citation-b"], [])
    assert outcomes("ref-01", "ref-02")["facet-f"] == ("falls", ["citation-a", "citation-b"], [])
    assert outcomes(without=("inherited",))["problem-p"] == ("falls", ["attribution-c"], [])
    assert outcomes("ref-03")["facet-f"] == ("stands", [], ["citation-a", "citation-b"])


def test_what_was_retracted_is_withdrawn_with_its_parts(snapshot: Snapshot) -> None:
    def noticed(**kinds: NoticeKind) -> dict[str, str]:
        notices = tuple(
            ReferenceNotice(reference=name.replace("_", "-"), kind=kind, day="2026-01-31", by="doi")
            for name, kind in kinds.items()
        )
        found = noticed_outcomes(replace(snapshot, notices=notices))
        if "problem-p" in found:
            assert found["problem-p"].parts == Parts(Count(2, 1, int("ref_02" not in kinds)), Count(1, 0, 0))
        return {name: one.state for name, one in found.items()}

    assert noticed() == noticed(ref_01="expression-of-concern", ref_02="correction") == {}
    assert noticed(ref_01="retraction") == {"claim-a": "falls", "facet-f": "weakened"}
    assert noticed(ref_01="retraction", ref_02="withdrawal") == {
        "claim-a": "falls",
        "facet-f": "falls",
        "problem-p": "stands",
    }
    assert noticed(source_x="retraction") == {"claim-b": "falls", "problem-p": "falls", "stat-s": "falls"}


def test_a_path_leads_from_its_source_over_its_links() -> None:
    path = SupportPaths(LINKS).paths("source-y")["problem-p"]["attribution-c"]
    assert path.records == ("source-y", "attribution-c", "stat-s", "claim-b", "problem-p")
    assert [link.role for link in path.links] == ["value", "measures", "headline"]
    assert (path.source, path.basis) == ("source-y", "inherited")
    assert SupportPaths(LINKS, ["inherited"]).paths("source-y") == SupportPaths(LINKS).paths("ref-03") == {}
    twice = [*LINKS, support("citation-a", "claim-a", "value", "inferred")]  # the first of two links is given
    assert SupportPaths(twice).paths("ref-01")["claim-a"]["citation-a"].basis == "stated"


# Critical sources


def test_sources_are_critical_by_what_falls_without_them() -> None:
    names, part_of = (
        ["claim-a", "claim-c", "facet-f", "problem-p", "stat-s"],
        {"source-y": "source-x", "source-x": "source-w"},
    )
    assert minimal_cut_sets(LINKS, names, part_of) == {
        "claim-a": (("ref-01",),),
        "claim-c": (),
        "facet-f": (("ref-01", "ref-02"),),
        "problem-p": (("source-w",), ("source-x",), ("source-y",)),
        "stat-s": (("source-w",), ("source-x",), ("source-y",)),
    }
    assert minimal_cut_sets(LINKS, ["stat-s"]) == {"stat-s": (("source-y",),)}
    assert cut_sets_of_parts(LINKS, part_of, ["facet-h"]) == {"problem-p": (("ref-01", "ref-02"),)}
    assert cut_sets_of_parts(LINKS, part_of, ["facet-f"]) == {}
    assert loads(LINKS, names, part_of) == [
        Load("source-y", ("problem-p", "stat-s"), (), ()),
        Load("ref-01", ("claim-a",), ("facet-f",), ()),
        Load("ref-02", (), ("facet-f",), ()),
        Load("ref-03", (), (), ()),
        Load("source-z", (), (), ()),
    ]
    points = single_points(LINKS)
    assert points["problem-p"] == ("source-y", "attribution-c", "stat-s", "claim-b")
    assert (points["facet-f"], points["claim-a"], points["ref-01"]) == ((), ("ref-01", "citation-a"), ())
    assert "facet-g" not in points and "claim-x" not in points


def test_a_source_carries_the_parts_that_fall_without_it_and_problems_share_sources() -> None:
    links = [
        Link("ref-01", "citation-a", "pointer"),
        Link("ref-02", "citation-b", "pointer"),
        *(Link(f"facet-{part}", f"problem-{whole}", "facet") for part, whole in ("fp", "gp", "hp", "iq")),
        *(support("citation-a", f"facet-{part}", "facet") for part in "fhi"),
        support("citation-b", "facet-g", "facet"),
        support("citation-b", "problem-p", "headline"),
        support("citation-b", "problem-q", "headline"),
        support("citation-b", "problem-r", "headline"),
    ]
    names = ["problem-p", "problem-q", "facet-f"]
    assert loads(links, names, {}, ["facet-h"]) == [
        Load("ref-02", ("problem-p", "problem-q"), (), (("problem-p", Parts(Count(2, 2, 1), Count(1, 1, 1))),)),
        Load(
            "ref-01",
            ("facet-f",),
            (),
            (
                ("problem-p", Parts(Count(2, 2, 1), Count(1, 1, 0))),
                ("problem-q", Parts(Count(1, 1, 0), Count(0, 0, 0))),
            ),
        ),
    ]
    assert shared_sources(links, ["problem-r", "problem-q", "problem-p", "problem-s"]) == [
        Shared(("problem-p", "problem-q"), ("ref-02",), ("ref-01",)),
        Shared(("problem-p", "problem-r"), ("ref-02",), ()),
        Shared(("problem-q", "problem-r"), ("ref-02",), ()),
    ]
