"""Traces: from a statement to its sources and back, read from a store, shown as a tree and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cbec_kg.evidence.chains import Step, Trace, trace_record
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.reach import chains_of
from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.project import build_project
from cbec_kg.render.console.trees import render_trace, trace_value
from cbec_kg.render.context import RenderContext
from cbec_kg.search.resolve import nearest
from cbec_kg.store.opening import OpenStore


def shape(steps: tuple[Step, ...]) -> list[Any]:
    """Return steps as nested lists: relation, role, id, what follows."""
    return [
        [step.link.relation, step.link.role, step.node.id, *([shape(step.steps)] if step.steps else [])] for step in steps
    ]


def walk(steps: tuple[Step, ...], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Step]]:
    for step in steps:
        yield above, step
        yield from walk(step.steps, (*above, step.node.id))


@pytest.fixture(scope="module")
def snapshot(mini_store: OpenStore) -> Snapshot:
    return mini_store.snapshot


# Links and nodes


def test_a_link_has_the_reason_that_the_curator_gave(snapshot: Snapshot) -> None:
    (why,) = [link.why for link in snapshot.outgoing["stat-tea-output-2019"] if link.end == "problem-machines"]
    assert why == Bilingual("产量只说明规模", "output only shows the scale")


def test_a_node_has_its_kind_labels_places_and_notes(snapshot: Snapshot) -> None:
    node = snapshot.node("claim-quality-stable")
    assert (node.kind, node.zh) == ("claim", "换了设备，茶的品质才会稳定")
    assert node.text("en") == "Only with new machines does the quality of tea become steady"
    assert [(place.locator, place.fragment) for place in node.places] == [
        ("3.p1.s3", "品质才能稳定"),
        ("3.p2.s2", "品质才能稳定"),
    ]
    assert node.notes["claimKind"] == "benefit"


def test_the_offsets_of_a_place_lead_to_its_fragment(snapshot: Snapshot, mini_text: str) -> None:
    (place,) = snapshot.node("claim-sell-online").places
    assert mini_text[place.start : place.end] == "茗集网"


def test_every_kind_of_record_has_a_name_in_both_languages(snapshot: Snapshot, real_store: OpenStore) -> None:
    assert {*snapshot.kinds.values(), *real_store.snapshot.kinds.values()} <= set(snapshot.terms)


# Traces


def test_a_problem_is_traced_to_its_sources(snapshot: Snapshot) -> None:
    yearbook = ["pointer", None, "source-tea-yearbook"]
    assert shape(trace_record("problem-pickers", snapshot).back) == [
        ["support", "headline", "attribution-yearbook-pickers", [yearbook]],
        ["facet", None, "facet-pickers-age", [
            ["cause", None, "claim-young-leave", [
                ["support", "statement", "citation-03-2", [["pointer", None, "ref-03"]]],
            ]],
        ]],
        ["facet", None, "facet-pickers-few", [
            ["support", "facet", "attribution-yearbook-pickers", [yearbook]],
            ["support", "measures", "stat-pickers-2020", [["support", "value", "attribution-yearbook-pickers", [yearbook]]]],
        ]],
        ["facet", None, "facet-pickers-skill", [
            ["support", "requirement", "citation-01-2", [["pointer", None, "ref-01"]]],
        ]],
    ]  # fmt: skip


def test_a_reference_is_traced_to_all_that_it_backs(snapshot: Snapshot) -> None:
    assert shape(trace_record("ref-01", snapshot).forth) == [
        ["pointer", None, "citation-01-1", [["support", "statement", "claim-tea-history"]]],
        ["pointer", None, "citation-01-2", [
            ["support", "requirement", "facet-pickers-skill", [["facet", None, "problem-pickers"]]],
            ["support", "value", "stat-picker-skills"],
        ]],
    ]  # fmt: skip


def test_a_reference_rests_on_nothing(snapshot: Snapshot) -> None:
    assert trace_record("ref-01", snapshot).back == ()


def test_a_citation_points_to_its_reference_alone(snapshot: Snapshot) -> None:
    assert shape(trace_record("citation-01-2", snapshot).back) == [["pointer", None, "ref-01"]]


def test_a_cause_is_opened_to_its_evidence_but_not_to_its_own_causes(snapshot: Snapshot) -> None:
    more = replace(snapshot, links=(*snapshot.links, Link("claim-sell-online", "claim-young-leave", "cause")))
    (step,) = trace_record("facet-pickers-age", more).back
    assert shape(step.steps) == [["support", "statement", "citation-03-2", [["pointer", None, "ref-03"]]]]


def test_what_answers_a_problem_is_shown_with_the_measures_for_its_facets(snapshot: Snapshot) -> None:
    assert shape(trace_record("problem-pickers", snapshot).across) == [
        ["answer", None, "countermeasure-training"],
        ["facet", None, "facet-pickers-age", [["address", None, "measure-train"]]],
        ["facet", None, "facet-pickers-skill", [["address", None, "measure-train"]]],
    ]


def test_a_countermeasure_shows_what_it_answers(snapshot: Snapshot) -> None:
    assert shape(trace_record("countermeasure-machines", snapshot).across) == [
        ["answer", None, "problem-machines"],
        ["measure", None, "measure-buy-machines", [["address", None, "facet-machines-old-pans"]]],
        ["measure", None, "measure-loan", [["address", None, "facet-machines-drying"]]],
    ]


def test_a_record_without_links_has_an_empty_trace(snapshot: Snapshot) -> None:
    trace = trace_record("unit-tonne", snapshot)
    assert (trace.back, trace.forth, trace.across) == ((), (), ())


def test_an_unknown_record_is_a_key_error(snapshot: Snapshot) -> None:
    with pytest.raises(KeyError):
        trace_record("problem-nothing", snapshot)


def test_a_circle_ends_where_it_closes(circular_folder: Path) -> None:
    back = trace_record("claim-machines-old", build_project(circular_folder).snapshot).back
    (step,) = back
    closing = [below for below in step.steps if below.node.id == "claim-machines-old"]
    assert [below.steps for below in closing] == [()]


@pytest.mark.parametrize("which", ["mini", "real"])
def test_no_record_is_opened_below_itself(which: str, mini_store: OpenStore, real_store: OpenStore) -> None:
    snapshot = (mini_store if which == "mini" else real_store).snapshot
    for record in snapshot.records:
        trace = trace_record(record, snapshot)
        for steps in (trace.back, trace.forth):
            for above, step in walk(steps, (record,)):
                assert step.node.id not in above or not step.steps


def test_every_line_of_evidence_by_supports_is_seen_in_the_trace_of_its_target(real_store: OpenStore) -> None:
    snapshot = real_store.snapshot
    supports = [link for link in snapshot.links if link.relation != "cause"]
    for line in evidence_lines(supports, snapshot.statements):
        seen = {step.node.id for _, step in walk(trace_record(line.target, snapshot).back, ())}
        assert {line.source, *line.pointers} <= seen, line


def test_the_chains_of_a_statement_lead_over_its_evidence_to_its_sources(snapshot: Snapshot) -> None:
    trace = trace_record("facet-pickers-few", snapshot)
    chains = [
        ([node.id for node in chain.nodes], chain.pointer.id, chain.source.id, chain.weakest.basis)
        for chain in chains_of(trace, snapshot)
    ]
    assert chains == [
        (["facet-pickers-few", "stat-pickers-2020"], "attribution-yearbook-pickers", "source-tea-yearbook", "inherited"),
        (["facet-pickers-few"], "attribution-yearbook-pickers", "source-tea-yearbook", "stated"),
    ]


# Shown


@pytest.fixture(scope="module")
def of_age(snapshot: Snapshot) -> Trace:
    return trace_record("facet-pickers-age", snapshot)


def test_a_tree_shows_the_record_its_place_and_its_sources(of_age: Trace, snapshot: Snapshot) -> None:
    text = render_trace(of_age, RenderContext(snapshot))
    assert text.startswith("facet-pickers-age  [facet]  The pickers who stay are old\n  2.1.p1.s4 “采茶工年纪偏大”\n")
    for part in (
        "is caused by (stated): claim-young-leave",
        "rests on (statement, stated): citation-03-2",
        "points to: ref-03",
    ):
        assert part in text
    assert text.endswith("\n")


def test_a_tree_is_written_in_chinese_too(of_age: Trace, snapshot: Snapshot) -> None:
    text = render_trace(of_age, RenderContext(snapshot, "zh"))
    assert text.startswith("facet-pickers-age  [具体表现]  留下的采茶工多半年长\n")
    assert "原因是（明说）: claim-young-leave  年轻人大多外出做工" in text


def test_an_empty_part_of_a_tree_says_so(snapshot: Snapshot) -> None:
    assert "What it rests on\n  (nothing)\n" in render_trace(trace_record("ref-01", snapshot), RenderContext(snapshot))


def test_a_place_is_quoted_as_asked(of_age: Trace, snapshot: Snapshot) -> None:
    assert "\n  AT 2.1.p1.s4\n" in render_trace(of_age, RenderContext(snapshot, quote=lambda place: f"AT {place.locator}"))


def test_control_characters_do_not_reach_the_terminal(of_age: Trace, snapshot: Snapshot) -> None:
    text = render_trace(of_age, RenderContext(snapshot, quote=lambda place: "\x1b[31mred\x1b[0m"))
    assert "\x1b" not in text
    assert "\\x1b[31mred" in text


def test_a_trace_as_json_has_the_same_steps(of_age: Trace, snapshot: Snapshot) -> None:
    value = json.loads(json.dumps(trace_value(of_age, snapshot), ensure_ascii=False))
    assert (value["id"], value["kind"], value["zh"]) == ("facet-pickers-age", "facet", "留下的采茶工多半年长")
    (cause,) = value["back"]
    assert (cause["relation"], cause["basis"], cause["id"]) == ("is caused by", "stated", "claim-young-leave")
    assert cause["steps"][0]["role"] == "statement"
    assert cause["steps"][0]["steps"][0]["id"] == "ref-03"
    assert value["across"][0]["why"] == {"zh": "对象是年轻人", "en": "it is meant for the young"}
    assert value["at"][0]["locator"] == "2.1.p1.s4"


# Ids


@pytest.mark.parametrize(
    ("unknown", "wanted"),
    [
        ("problem-picker", "problem-pickers"),
        ("PROBLEM-PICKERS", "problem-pickers"),
        ("pickers", "problem-pickers"),
        ("[9]", "ref-04"),
        ("ref-4", "ref-04"),
        ("facet-picker-age", "facet-pickers-age"),
    ],
)
def test_an_unknown_id_is_near_to_the_one_meant(unknown: str, wanted: str, snapshot: Snapshot) -> None:
    assert wanted in nearest(unknown, list(snapshot.records))


def test_at_most_five_ids_are_near(snapshot: Snapshot) -> None:
    assert len(nearest("stat-table-1-2019", list(snapshot.records))) == 5


def test_nothing_is_near_to_nonsense(snapshot: Snapshot) -> None:
    assert nearest("qqq", list(snapshot.records)) == []


def test_a_store_gives_the_iri_of_a_record(mini_store: OpenStore) -> None:
    assert mini_store.iri("problem-roads") == "https://w3id.org/cbec-kg/tea-2020/problem-roads"
