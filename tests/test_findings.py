"""The audit's results in the graph: findings, explanations, hypotheses, trends, and where each thing comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import inf
from pathlib import Path

import pytest
from msgspec.structs import replace
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from cbec_kg import __version__
from cbec_kg.audit.report import audit
from cbec_kg.model.iris import BASE, graph_iri, resource_iri
from cbec_kg.rdf.findings import explanation_id, finding_id, hypothesis_id
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.rdf.validate import validate
from cbec_kg.rdf.vocabulary import CBEC, concept

Edited = Callable[..., Path]
RESULTS = (CBEC.Finding, CBEC.Explanation, CBEC.Hypothesis)


def derived(project: Project) -> Graph:
    return project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "derived")))


def iri(record: str, project: Project) -> URIRef:
    return URIRef(resource_iri(project.curation.folder_id, record))


def zh_en(zh: str, en: str) -> set[Literal]:
    return {Literal(zh, lang="zh"), Literal(en, lang="en")}


@pytest.fixture(params=["mini_project", "real_project", "broken"])
def project(request: pytest.FixtureRequest) -> Project:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Project)
    return found


@pytest.fixture
def broken(edited: Edited) -> Project:
    """Return the tea paper with a row whose parts, 1,130.50 and 210.00, are 100 more than their total of 1,240.50."""
    cell = ('"1,030.50"', '"1,130.50"')
    return build_project(edited(("tables/table-1.csv", *cell), ("anchors.csv", *cell)))


def test_a_finding_says_rule_verdict_arithmetic_and_what_it_was_derived_from(broken: Project) -> None:
    graph = derived(broken)
    total = iri("stat-table-1-2019-total", broken)
    found = [
        node for node in graph.subjects(CBEC.verdict, concept("verdict", "inconsistent"))
        if graph.value(node, CBEC.rule) == concept("rule", "parts-and-whole")
    ]  # fmt: skip
    [node] = [node for node in found if (node, PROV.wasDerivedFrom, iri("stat-table-1-2019-home", broken)) in graph]
    parts = {iri(f"stat-table-1-2019-{column}", broken) for column in ("home", "export")}
    about = graph.value(node, CBEC.aboutStatistic)
    inputs = set(graph.objects(node, PROV.wasDerivedFrom))
    assert inputs == {about} | parts
    assert about in (total, iri("stat-tea-output-2019", broken))  # the total stands in the text and in the table
    assert str(graph.value(node, CBEC.working)) == "210.00 + 1130.50 ≠ 1240.50"
    # most of the tonnes end in zero, which is padding: 1130.5 is good to 0.05 and 210 to 0.5, so the sum to 0.55
    assert str(graph.value(node, CBEC.computedInterval)) == "[1339.95, 1341.05] 吨"
    assert str(graph.value(node, CBEC.statedInterval)) == "[1240.45, 1240.55] 吨"
    ends = [graph.value(node, CBEC[name]) for name in ("computedLow", "computedHigh", "statedLow", "statedHigh")]
    assert [end.toPython() for end in ends if isinstance(end, Literal)] == [
        Decimal("1339.95"), Decimal("1341.05"), Decimal("1240.45"), Decimal("1240.55")
    ]  # fmt: skip
    opens = {graph.value(node, CBEC[f"{name}Open"]) for name in ("computedLow", "computedHigh", "statedLow", "statedHigh")}
    assert opens == {Literal(False)}
    assert graph.value(node, CBEC.intervalUnit) == iri("unit-tonne", broken)
    working = "210.00 + 1130.50 ≠ 1240.50"
    assert set(graph.objects(node, RDFS.label)) == zh_en(
        f"各部分之和与总额：{working}", f"parts against their total: {working}"
    )
    assert graph.value(node, CBEC.minimal) == Literal(True)
    assert iri("finding/", broken) + str(graph.value(node, DCTERMS.identifier)) == node


def ends_of(node: Node, name: str, graph: Graph) -> tuple[Fraction | float, bool, Fraction | float, bool]:
    """Return low, whether it is open, high, whether it is open, as the graph has them."""
    found = {end: graph.value(node, CBEC[f"{name}{end}"]) for end in ("Low", "LowOpen", "High", "HighOpen")}
    low, high = (inf * sign if found[end] is None else Fraction(str(found[end])) for end, sign in (("Low", -1), ("High", 1)))
    return low, found["LowOpen"] == Literal(True), high, found["HighOpen"] == Literal(True)


def test_the_numbers_of_two_intervals_say_whether_they_meet(project: Project) -> None:
    graph, seen = derived(project), 0
    for node in graph.subjects(CBEC.intervalUnit, None, unique=True):
        (low, low_open, high, high_open), (first, first_open, last, last_open) = (
            ends_of(node, name, graph) for name in ("computed", "stated")
        )
        below = high < first or (high == first and (high_open or first_open))
        above = last < low or (last == low and (last_open or low_open))
        bounded = graph.value(node, CBEC.working)
        if "≥" in str(bounded) or "≤" in str(bounded):
            continue  # a part may be less than its whole
        seen += 1
        is_conflict = graph.value(node, CBEC.verdict) == concept("verdict", "inconsistent")
        assert (below or above) == is_conflict, (node, bounded)
    assert seen


def test_findings_whose_arithmetic_differs_have_different_labels(real_project: Project) -> None:
    graph = derived(real_project)
    for cause in graph.subjects(RDF.type, CBEC.Explanation):
        found = list(graph.objects(cause, CBEC.explains))
        sums = {(graph.value(node, CBEC.rule), graph.value(node, CBEC.working)) for node in found}
        assert len({graph.value(node, RDFS.label) for node in found}) >= len(sums)


def test_every_check_every_cause_and_every_repair_is_there_once(project: Project) -> None:
    graph, audited = derived(project), project.audit
    assert {str(node) for node in graph.subjects(RDF.type, CBEC.Finding)} == {
        str(iri(finding_id(check), project)) for check in audited.checks
    }
    assert len({finding_id(check) for check in audited.checks}) == len(audited.checks)
    names = [explanation_id(cause) for cause in audited.causes]
    names += [hypothesis_id(cause, repair) for cause in audited.causes for repair in cause.repairs]
    nodes = [node for kind in RESULTS[1:] for node in graph.subjects(RDF.type, kind)]
    assert Counter(map(str, nodes)) == Counter(str(iri(name, project)) for name in names)
    assert len(set(names)) == len(names)


def test_every_statistic_is_in_a_finding(project: Project) -> None:
    graph, stated = derived(project), project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "article")))
    findings = graph.subjects(RDF.type, CBEC.Finding)
    origins = {origin for node in findings for origin in graph.objects(node, PROV.wasDerivedFrom)}
    assert set(stated.subjects(RDF.type, CBEC.Statistic)) == origins - set(stated.subjects(RDF.type, CBEC.Claim))
    assert set(graph.objects(None, CBEC.aboutStatistic)) <= origins


def test_what_was_missing_or_assumed_is_a_note_in_both_languages(mini_project: Project) -> None:
    graph = derived(mini_project)
    [node] = graph.subjects(CBEC.aboutStatistic, iri("stat-tea-price-2020", mini_project))
    assert graph.value(node, CBEC.verdict) == concept("verdict", "undecidable")
    assert set(graph.objects(node, SKOS.note)) == zh_en("没有其他数字与之相关", "no other figure is related to it")


def test_every_result_was_made_by_the_audit_of_this_tool_and_nothing_else_tells_a_time(project: Project) -> None:
    graph = derived(project)
    made_by, tool = iri("audit", project), URIRef(f"{BASE}cbec-kg-{__version__}")
    for kind in RESULTS:
        for node in graph.subjects(RDF.type, kind):
            assert list(graph.objects(node, PROV.wasGeneratedBy)) == [made_by]
            assert list(graph.objects(node, PROV.wasAttributedTo)) == [tool]
    assert set(graph.objects(made_by, PROV.used)) == {
        URIRef(graph_iri(project.curation.folder_id, name)) for name in ("article", "curation")
    }
    assert (made_by, PROV.wasAssociatedWith, tool) in graph
    assert not {PROV.startedAtTime, PROV.endedAtTime, PROV.generatedAtTime} & set(graph.predicates())


def test_results_stand_in_the_derived_graph_alone_and_change_no_statistic(project: Project) -> None:
    for graph in project.dataset.graphs():
        if graph.identifier != derived(project).identifier:
            assert not [kind for kind in RESULTS if (None, RDF.type, kind) in graph]
    statistics = set(derived(project).objects(None, CBEC.readsOtherwise))
    changed = {predicate for node in statistics for predicate in derived(project).predicates(node)}
    assert changed <= {CBEC.normalisedValue, CBEC.baseYear}


def test_an_explanation_blames_explains_and_says_whether_it_is_confirmed(real_project: Project) -> None:
    graph = derived(real_project)
    growth = iri("stat-china-retail-import-growth-2018", real_project)
    [node] = graph.subjects(CBEC.blames, growth)
    [finding] = graph.objects(node, CBEC.explains)
    assert graph.value(finding, CBEC.rule) == concept("rule", "comparison-period")
    assert graph.value(node, CBEC.confirmed) == Literal(True)
    assert set(graph.objects(node, RDFS.label)) == zh_en("或许比较的基期应是2017年", "perhaps it is compared with 2017")
    [first] = [h for h in graph.subjects(CBEC.hypothesisOf, node) if graph.value(h, CBEC.rank) == Literal(1)]
    assert graph.value(first, CBEC.repairKind) == concept("repair", "base")
    assert list(graph.objects(first, CBEC.readsOtherwise)) == [growth]
    [rereading] = graph.subjects(CBEC.rereadingOf, first)
    assert graph.value(rereading, CBEC.ofStatistic) == growth
    assert str(graph.value(rereading, CBEC.rereadField)) == "comparisonPeriod"
    assert str(graph.value(rereading, CBEC.readAs)) == "2017"
    counts = (CBEC.clearedCount, CBEC.raisedCount, CBEC.confirmedCount, CBEC.lostCount)
    assert [graph.value(first, count) for count in counts] == [Literal(1), Literal(0), Literal(1), Literal(0)]


def test_the_hypotheses_of_an_explanation_are_ranked_without_gaps(real_project: Project) -> None:
    graph = derived(real_project)
    for node in graph.subjects(RDF.type, CBEC.Explanation):
        ranks = sorted(int(str(graph.value(h, CBEC.rank))) for h in graph.subjects(CBEC.hypothesisOf, node))
        assert ranks == list(range(1, len(ranks) + 1))


def test_a_paper_without_contradictions_has_findings_and_no_explanation(mini_project: Project) -> None:
    graph = derived(mini_project)
    assert (None, RDF.type, CBEC.Finding) in graph
    assert (None, RDF.type, CBEC.Explanation) not in graph and (None, RDF.type, CBEC.Hypothesis) not in graph
    assert (None, CBEC.verdict, concept("verdict", "inconsistent")) not in graph


def test_findings_keep_their_names_when_another_statistic_goes(mini_project: Project) -> None:
    curation = mini_project.curation
    records = {name: record for name, record in curation.records.items() if name != "stat-cooperatives"}
    before = {finding_id(check) for check in mini_project.audit.checks if "stat-cooperatives" not in check.inputs}
    assert before == {finding_id(check) for check in audit(replace(curation, records=records)).checks}
    assert len(before) == len(mini_project.audit.checks) - 1


def test_a_graph_with_contradictions_conforms_to_the_shapes(broken: Project) -> None:
    assert broken.audit.causes
    validate(broken)


def test_a_stated_rise_is_a_trend_of_its_claim(real_project: Project) -> None:
    stated = real_project.dataset.graph(URIRef(graph_iri(real_project.curation.folder_id, "article")))
    claim = iri("claim-hangzhou-goods-trade-rising", real_project)
    [node] = stated.subjects(CBEC.trendOf, claim)
    assert set(stated.predicate_objects(node)) == {
        (RDF.type, CBEC.Trend),
        (CBEC.trendOf, claim),
        (CBEC.direction, concept("direction", "rising")),
        (CBEC.indicator, iri("indicator-goods-trade", real_project)),
        (URIRef("https://schema.org/variableMeasured"), iri("indicator-goods-trade", real_project)),
        (CBEC.place, iri("place-hangzhou", real_project)),
        (CBEC.period, Literal("2016/2020")),
        (CBEC.startYear, Literal(2016)),
        (CBEC.endYear, Literal(2020)),
    }


def after_the_second_claim(more: str) -> tuple[str, str]:
    """Return what to replace in the claims so that the second, `claim-machines-old`, says more."""
    claims = (Path(__file__).parent / "mini" / "data" / "claims.yaml").read_text(encoding="utf-8")
    second = claims.split("\n- id: ", 2)[1]
    return second, second + more


def test_a_trend_whose_place_the_text_leaves_open_has_none(edited: Edited) -> None:
    trend = "\n  trends:\n    - {indicator: indicator-tea-output, place: unspecified, period: 2018/2020, direction: falling}"
    project = build_project(edited(("claims.yaml", *after_the_second_claim(trend))))
    stated = project.dataset.graph(URIRef(graph_iri(project.curation.folder_id, "article")))
    [node] = stated.subjects(RDF.type, CBEC.Trend)
    assert stated.value(node, CBEC.direction) == concept("direction", "falling")
    assert stated.value(node, CBEC.place) is None
    validate(project)


def test_a_finding_on_a_series_without_figures_is_derived_from_its_claim(edited: Edited) -> None:
    trend = "\n  trends:\n    - {indicator: indicator-tea-value, place: place-qingxu, period: 2015/2017, direction: rising}"
    project = build_project(edited(("claims.yaml", *after_the_second_claim(trend))))
    graph = derived(project)
    [node] = graph.subjects(CBEC.rule, concept("rule", "series-direction"))
    assert graph.value(node, CBEC.verdict) == concept("verdict", "undecidable")
    assert set(graph.objects(node, PROV.wasDerivedFrom)) == {iri("claim-machines-old", project)}
    assert graph.value(node, CBEC.aboutStatistic) is None
    validate(project)
