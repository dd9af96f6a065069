"""Certificates of an audit hold for programs that share no code with it, and altered ones do not."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
import shacl
from rdflib import DCTERMS, RDFS, SKOS, Graph, Literal, URIRef

from cbec_kg import open_paper
from cbec_kg.api.results.audited_figures import AuditReport
from cbec_kg.audit.certificates import certificates_of
from cbec_kg.audit.facts import facts_of
from cbec_kg.audit.relations import can_hold
from cbec_kg.audit.simplex import Outcome
from cbec_kg.model.iris import CERTIFICATES
from cbec_kg.rdf.certificate_graph import certificate_graph
from cbec_kg.rdf.project import Project
from certified import (
    CHECKER,
    Plain,
    Read,
    accepted_by_queries,
    accepts,
    alterations,
    alterations_in_rdf,
    by_hand,
    figure,
    levels_by_hand,
    loaded_checker,
    local,
    queries,
    refused_by_queries,
    said_in_rdf,
    sealed,
    triples_of,
    without_order,
)

ONTOLOGY = Path(__file__).parents[1] / "ontology"
PAGE = Path(__file__).parents[1] / "src" / "cbec_kg" / "render" / "explorer" / "static" / "certificates.js"
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def report() -> AuditReport:
    return open_paper().audit()


@pytest.fixture(scope="module")
def certificates(report: AuditReport) -> list[Plain]:
    return [json.loads(json.dumps(one)) for one in report.certificates]


@pytest.fixture(scope="module")
def checker() -> Any:
    return loaded_checker()


@pytest.fixture(scope="module")
def conflicts(certificates: list[Plain], checker: Any) -> dict[str, set[str]]:
    """The figures of the conflicts that hold, on which the others rest."""
    found: dict[str, set[str]] = {}
    for one in certificates:
        if one["kind"] == "conflict":
            checker.check(one, found)
    return found


@pytest.fixture(scope="module")
def written(report: AuditReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command writes."""
    return report.write_certificates(tmp_path_factory.mktemp("audit") / "certificates")


@pytest.fixture(scope="module")
def graph(written: Path) -> Graph:
    return Graph().parse(written / "certificates.ttl", format="turtle")


def test_certificates_are_given_as_they_are_written(report: AuditReport, written: Path) -> None:
    found = open_paper().certificates()
    assert found.certificates == report.certificates
    assert found.render("turtle") == (written / "certificates.ttl").read_text(encoding="utf-8")
    (one,) = open_paper().certificates("at-least-9").certificates
    assert json.loads((written / "at-least-9.json").read_text(encoding="utf-8")) == one


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the checker as a stranger would: another Python process that ignores what is installed."""
    command = [sys.executable, "-I", "-S", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_a_stranger_s_program_of_150_lines_accepts_all_that_the_paper_s_audit_finds(
    report: AuditReport, certificates: list[Plain], written: Path
) -> None:
    done = run(written / CHECKER.name, written)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"{len(certificates)} of {len(certificates)} certificates hold"
    kinds = Counter(one["kind"] for one in certificates)
    (audited,) = report.audits
    assert kinds["finding"] == audited["summary"]["inconsistent"] == report.inconsistent
    assert kinds["conflict"] >= len(audited["conflicts"]) and kinds["least"] == 1
    assert certificates[-1]["least"] == audited["doubts"]["size"]


def test_the_program_is_short_and_imports_nothing_but_the_standard_library() -> None:
    text = CHECKER.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names
    assert len(text.splitlines()) <= 150


def test_a_conflict_worked_out_by_hand_holds_and_a_true_growth_is_none(checker: Any) -> None:
    one = by_hand()
    checker.check(one, {})
    one["figures"]["stat-growth"] |= {"printed": "20", "interval": ["39/200", "41/200", False, False]}
    with pytest.raises(ValueError, match="the relation can hold"):
        checker.check(sealed(one), {})


def test_a_value_beyond_what_is_printed_shows_nothing(checker: Any) -> None:
    one = by_hand()
    one["minimal"]["stat-growth"]["stat-after"] = "121"
    with pytest.raises(ValueError, match="outside its interval"):
        checker.check(sealed(one), {})


def test_every_altered_certificate_is_refused(
    certificates: list[Plain], conflicts: dict[str, set[str]], checker: Any
) -> None:
    altered = list(alterations(certificates, Random(4), 300))
    drawn = Counter(kind for kind, _ in altered)
    assert len(drawn) == 7
    assert [kind for kind, one in altered if accepts(checker, one, dict(conflicts))] == []
    # with the digest made anew, arithmetic alone refuses all but what remains true, as with another operation
    true = Counter(kind for kind, one in altered if accepts(checker, sealed(one), dict(conflicts)))
    assert set(true) <= {"sign"} and true["sign"] < drawn["sign"], true


def answered_by_the_page(asked: str, given: list[Any], tmp_path: Path) -> Any:
    """Return what an expression of the page's own program gives for `given`."""
    (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
    script = (
        f"import {{ checkedCertificates }} from {json.dumps(PAGE.as_uri())};\n"
        "import { readFileSync } from 'node:fs';\n"
        f"const given = JSON.parse(readFileSync({json.dumps(str(tmp_path / 'given.json'))}, 'utf8'));\n"
        f"console.log(JSON.stringify({asked}));\n"
    )
    (tmp_path / "check.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run([str(NODE), str(tmp_path / "check.mjs")], capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


@pytest.mark.skipif(NODE is None, reason="Node is not installed: the page's arithmetic is not tried on the paper")
def test_the_page_s_arithmetic_agrees_with_the_program_s(certificates: list[Plain], tmp_path: Path, checker: Any) -> None:
    altered = enumerate(alterations(certificates, Random(9), 100))
    given = [*certificates, by_hand(), *(sealed(one | {"id": f"altered-{number}"}) for number, (_, one) in altered)]
    shown = answered_by_the_page("[...checkedCertificates(given)].map(([id, held]) => [id, held === true])", given, tmp_path)
    found: dict[str, set[str]] = {}
    ordered = sorted(given, key=lambda one: one["kind"] == "least")
    assert dict(shown) == {one["id"]: accepts(checker, one, found) for one in ordered}


@pytest.mark.skipif(NODE is None, reason="Node is not installed: the page's arithmetic is not tried")
def test_the_page_s_arithmetic_says_what_it_cannot_check(tmp_path: Path) -> None:
    wide, sums = (["=", "1", one] for one in (["×", *["7" * 300] * 999], ["+", *"7" * 900_000]))
    given: dict[str, Any] = {
        "holds": by_hand() | {"id": "holds"}, "altered": by_hand(), "version": by_hand() | {"version": 2},
        "cut": {"format": "cbec-kg-certificate", "version": 1, "kind": "finding"}, "empty": None, "other": 5,
        "growing": by_hand() | {"relation": wide}, "wide": by_hand() | {"relation": sums},
        "name": by_hand() | {"relation": ["=", "1", ["constructor", "1", "1"]]},
    }  # fmt: skip
    given |= {name: sealed(one | {"id": name}) for name, one in given.items() if isinstance(one, dict) and name != "altered"}
    given["altered"] |= {"rule": "other"}
    shown = answered_by_the_page("given.map((one) => checkedCertificates([one]).get(one?.id))", [*given.values()], tmp_path)
    found = dict(zip(given, shown, strict=True))
    assert found == {
        "holds": True, "altered": False, "version": None, "cut": None, "empty": None, "other": None, "growing": None,
        "wide": None, "name": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "JSONDecodeError"),
        (json.dumps(by_hand())[:-1] + ', "least": NaN}', "no number: NaN"),
        (json.dumps(by_hand())[:-1] + ', "kind": "finding"}', "a name stands twice"),
        (json.dumps(by_hand())[:-1] + ', "least": ' + "9" * 10**6 + "}", "ValueError"),
        (" " * 20_000_001, "no file of at most 20,000,000 bytes"),
        (json.dumps(sealed(by_hand() | {"kind": "other"})), "version 1"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "a\n\x1b[31m", "b"]})), "no number: a??[31m"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "1", ["×", *["7"] * 400_000]]})), "too large"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "1", ["×", *["7" * 300] * 999]]})), "too long"),
        ('{"format": "cbec-kg-cert', "JSONDecodeError"),
        ("[" * 100_000, "RecursionError"),
        (json.dumps(by_hand() | {"version": 2}), "version 1"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "stat-growth", "9" * 500]})), "no number"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "stat-growth", "1/0"]})), "ZeroDivisionError"),
        (json.dumps(sealed(by_hand() | {"relation": ["is", "stat-growth", "1"]})), "no such relation"),
    ],
    ids=[
        "empty",
        "nan",
        "twice",
        "digits",
        "huge",
        "kind",
        "control",
        "wide",
        "growing",
        "truncated",
        "deep",
        "version",
        "long",
        "zero",
        "unknown",
    ],
)
def test_a_damaged_file_is_refused_in_one_line(content: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(content, encoding="utf-8")
    done = run(CHECKER, tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    refused, counted = done.stdout.splitlines()
    assert refused.startswith("REFUSED  one.json: ") and why in refused and len(refused) < 300
    assert counted == "0 of 1 certificates hold"


def test_what_is_no_file_is_refused_and_nothing_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    done = run(CHECKER, tmp_path, tmp_path / "missing.json")
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (1, "", "0 of 3 certificates hold")


def test_a_name_that_is_a_number_does_not_change_the_number(checker: Any) -> None:
    """Whether 120 ÷ 100 − 1 is 10 % for other values of "1" is no question of the certificate."""
    one = by_hand()
    one["minimal"]["stat-growth"] |= {"stat-growth": "1/10", "1": "11/10"}
    with pytest.raises(ValueError, match="a value outside its interval"):
        checker.check(sealed(one), {})


def test_what_is_no_level_is_none(checker: Any) -> None:
    one = levels_by_hand()
    checker.check(one, {})
    one["relation"][3][2][1] = ["÷", "stat-after", "stat-before"]
    with pytest.raises(ValueError, match="no level"):
        checker.check(sealed(one), {})


def test_a_contradiction_without_an_argument_gets_no_certificate_and_is_named(
    real_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the simplex method takes too long: of relations held together nothing is certified, of the others all is."""
    audited, curation = real_project.audit, real_project.curation
    whole = certificates_of(audited, curation)
    monkeypatch.setattr("cbec_kg.audit.certificates.solved", lambda constraints: Outcome({}, {}))
    found = certificates_of(audited, curation)
    together = [one["id"] for one in whole.certificates if one.get("relation", [""])[0] == "together"]
    assert (whole.left_out, found.left_out) == ([], together)
    kept = [one["id"] for one in whole.certificates if one["kind"] != "least" and one["id"] not in together]
    assert [one["id"] for one in found.certificates[:-1]] == kept
    assert not any(name in json.dumps(found.certificates) for name in together)


def test_a_conflict_without_values_for_a_figure_gets_no_certificate(
    real_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cbec_kg.audit.certificates.witness", lambda *arguments: {})
    found = certificates_of(real_project.audit, real_project.curation)
    conflicts = [one for one in found.certificates if one["kind"] == "conflict"]
    assert found.left_out and [len(one["figures"]) for one in conflicts] == [1] * len(conflicts)


# In RDF


def test_the_queries_accept_all_that_the_paper_s_audit_finds(graph: Graph, certificates: list[Plain]) -> None:
    assert sorted(map(str, graph.objects(None, DCTERMS.identifier))) == sorted(one["id"] for one in certificates)
    assert refused_by_queries(triples_of(graph)) == {}


def test_the_rdf_says_all_that_the_json_says(graph: Graph, certificates: list[Plain]) -> None:
    nodes = {str(name): node for node, name in graph.subject_objects(DCTERMS.identifier)}
    for one in [*certificates, levels_by_hand()]:
        said = certificate_graph([one], {}) if one["id"] not in nodes else graph
        node = next(node for node, name in said.subject_objects(DCTERMS.identifier) if str(name) == one["id"])
        assert without_order(Read(said).certificate(node)) == without_order(one)
        assert str(said.value(node, URIRef(f"{CERTIFICATES}digest"))) == one["digest"]


def test_a_certificate_leads_to_its_finding_and_explanation(graph: Graph, report: AuditReport) -> None:
    failing = {one["id"] for one in report.audits[0]["checks"] if one["verdict"] == "inconsistent"}
    links = list(graph.subject_objects(URIRef(f"{CERTIFICATES}certifies")))
    certified = {local(found) for _, found in links if "/finding/" in str(found)}
    explained = {local(found) for _, found in links if "/explanation/" in str(found)}
    assert certified == failing
    assert explained == {cause["id"] for cause in report.audits[0]["causes"]}


def test_the_steps_of_a_conflict_are_those_worked_out_by_hand() -> None:
    """(119.5 to 120.5) ÷ (99.5 to 100.5) is 239/201 to 241/199; less one, 38/201 to 42/199; less 19/200 to 21/200."""
    graph = certificate_graph([by_hand()], {})
    asked = f"""PREFIX cert: <{CERTIFICATES}> SELECT ?operation ?low ?high {{
        ?term cert:operation ?operation ; cert:low ?low ; cert:high ?high }}"""
    steps = {tuple(map(str, row)) for row in graph.query(asked)}  # type: ignore[arg-type]
    difference = ("−", "3379/40200", "4619/39800")  # 38/201 − 21/200, 42/199 − 19/200
    assert steps == {("÷", "239/201", "241/199"), ("−", "38/201", "42/199"), difference}


def test_a_second_engine_comes_to_the_same_result() -> None:
    finding = sealed(by_hand() | {"kind": "finding", "minimal": {}})
    graph = certificate_graph([finding], {})
    for name in ("printed.rq", "relations.rq"):
        assert len(graph.query(queries()[name])) == 0
    quotient = next(iter(graph.subjects(URIRef(f"{CERTIFICATES}operation"), Literal("÷"))))
    less_one = next(iter(graph.subjects(URIRef(f"{CERTIFICATES}left"), quotient)))
    graph.set((quotient, URIRef(f"{CERTIFICATES}low"), Literal("240/201")))
    refused = {row[1] for row in graph.query(queries()["arithmetic.rq"])}  # type: ignore[index]
    assert refused == {quotient, less_one}


def test_a_share_of_a_whole_of_which_only_a_bound_is_printed(checker: Any) -> None:
    """230 (229.5 to 230.5) of more than 500 is more than 0 and less than 461/1000 of it: not 51.5 to 52.5 per cent."""
    figures = {
        "stat-part": figure("230", "459/2", "461/2"),
        "stat-whole": figure("500", "500", "") | {"operator": "more-than", "interval": ["500", None, True, False]},
        "stat-share": figure("52", "103/200", "21/40", factor="1/100"),
    }
    relation = ["=", "stat-share", ["÷", "stat-part", "stat-whole"]]
    one = sealed(by_hand() | {"kind": "finding", "minimal": {}, "figures": figures, "relation": relation})
    checker.check(one, {})
    triples = said_in_rdf(one, {})
    assert any('low> "0"' in str(triple) for triple in triples) and accepted_by_queries(triples, one["id"])
    graph = certificate_graph([one], {})
    quotient = next(iter(graph.subjects(URIRef(f"{CERTIFICATES}operation"), Literal("÷"))))
    assert str(graph.value(quotient, URIRef(f"{CERTIFICATES}high"))) == "461/1000"
    graph.set((quotient, URIRef(f"{CERTIFICATES}low"), Literal("1/1000")))
    assert not accepted_by_queries(triples_of(graph), one["id"])


def test_the_queries_refuse_what_is_altered_in_rdf(certificates: list[Plain], conflicts: dict[str, set[str]]) -> None:
    small = min((one for one in certificates if len(one.get("minimal", ())) == 3), key=lambda one: len(json.dumps(one)))
    some = [small, *(one for one in certificates if "multipliers" in one or one["kind"] == "least")]
    said = [(one["id"], said_in_rdf(one, conflicts)) for one in some]
    altered = list(alterations_in_rdf(said, Random(5), 60))
    assert len({kind for kind, *_ in altered}) == 9
    assert [(kind, name) for kind, name, triples in altered if accepted_by_queries(triples, name)] == []


def test_the_queries_come_to_the_program_s_result_for_what_is_altered_in_json(
    certificates: list[Plain], conflicts: dict[str, set[str]], checker: Any
) -> None:
    for kind, one in alterations(certificates, Random(6), 40):
        expected = accepts(checker, sealed(one), dict(conflicts))
        assert accepted_by_queries(said_in_rdf(one, conflicts), one["id"]) is expected, kind


FORGED = {
    "a term that is a part of itself": ("relations.rq", "?term cert:left ?left", "?term cert:left ?term"),
    "an operand of no certificate": ("relations.rq", "?term cert:left ?left", "?term cert:left <https://example.org/other>"),
    "two ends where there is one": ("relations.rq", "", '?term cert:low "0"'),
    "a number of 55 digits": ("arithmetic.rq", "?term cert:low ?low", f'?term cert:low "{"7" * 55}"'),
    "no number": ("arithmetic.rq", "?term cert:low ?low", '?term cert:low "1e3"'),
    "an end left out that belongs to it": ("arithmetic.rq", "", "?term cert:lowOpen true"),
    "another operation": ("arithmetic.rq", "?term cert:operation ?operation", '?term cert:operation "×"'),
    "another version": ("relations.rq", "?certificate cert:version 1", "?certificate cert:version 2"),
    "a value of another figure": ("needed.rq", "?value cert:evaluates ?left", "?value cert:evaluates ?term"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_certificate_in_rdf_is_refused(forged: str) -> None:
    query, removed, added = FORGED[forged]
    graph = certificate_graph([by_hand()], {})
    graph.update(
        f"""PREFIX cert: <{CERTIFICATES}> DELETE {{ {removed} }} INSERT {{ {added} }} WHERE {{
        ?certificate a cert:Certificate .
        ?term cert:operation "÷" ; cert:operation ?operation ; cert:left ?left ; cert:low ?low .
        ?value cert:evaluates ?left .
        FILTER NOT EXISTS {{ ?before cert:evaluates ?left FILTER(STR(?before) < STR(?value)) }} }}"""
    )
    assert query in refused_by_queries(triples_of(graph))["conflict-by-hand"]


def test_certificates_in_rdf_conform_to_their_shapes(written: Path) -> None:
    shapes = shacl.Shapes.from_turtle((ONTOLOGY / "certificate-shapes.ttl").read_text(encoding="utf-8"))
    text = (written / "certificates.ttl").read_text(encoding="utf-8")
    assert shapes.validate_text(text, format="turtle").conforms
    for good, bad in (('cert:kind "least"', 'cert:kind "most"'), ("cert:decimals 1", 'cert:decimals "1.5"')):
        assert not shapes.validate_text(text.replace(good, bad, 1), format="turtle").conforms


def test_every_word_of_certificates_is_named_and_defined_in_both_languages_and_used(graph: Graph) -> None:
    words = Graph().parse(ONTOLOGY / "certificates.ttl", format="turtle")
    terms = {term for term in words.subjects() if str(term).startswith(CERTIFICATES)}
    for term in terms:
        for predicate in (RDFS.label, SKOS.definition):
            texts = [text.language for text in words.objects(term, predicate) if isinstance(text, Literal)]
            assert sorted(map(str, texts)) == ["en", "zh"], term
    shapes = (ONTOLOGY / "certificate-shapes.ttl").read_text(encoding="utf-8")
    assert [term for term in terms if f"cert:{str(term).removeprefix(CERTIFICATES)}" not in shapes] == []
    used = {term for triple in graph for term in triple if str(term).startswith(CERTIFICATES)}
    assert used <= terms


def test_what_a_relation_says_is_what_the_audit_judged(real_project: Project) -> None:
    """The verdict comes from the rules, the relation is evaluated anew from the intervals of the figures."""
    curation = real_project.curation
    intervals = {name: reading.interval for name, reading in facts_of(curation).readings.items()}
    checks = [check for check in real_project.audit.checks if check.relation is not None and check.verdict != "undecidable"]
    assert {check.verdict for check in checks} == {"consistent", "within-rounding", "inconsistent"}
    judged = {check.id: check.verdict != "inconsistent" for check in checks}
    assert {check.id: can_hold(check.relation or (), intervals) for check in checks} == judged


def period_by_hand(base: str, period: str, *days: str) -> Plain:
    """Return the certificate that a growth is not counted from a period that ends before its own: its days as given."""
    rate = figure("10", "19/200", "21/200", factor="1/100", least="-1") | {"period": period, "base": base}
    return of_finding({"stat-growth": rate}, ["<", *days])


def of_finding(figures: Plain, relation: list[Any]) -> Plain:
    """Return the certificate that a relation of figures cannot hold."""
    rest = {key: value for key, value in by_hand().items() if key != "minimal"}
    return sealed(rest | {"id": "finding", "kind": "finding", "figures": figures, "relation": relation})


FIGURES = by_hand()["figures"]
ABOUT = FIGURES["stat-growth"] | {"operator": "roughly", "interval": ["9/100", "11/100", False, False]}
WITHOUT_PART = {
    "a figure too many": of_finding(FIGURES | {"stat-x": figure("1", "1/2", "3/2")}, by_hand()["relation"]),
    "numbers alone": of_finding(FIGURES, ["=", "1", "2"]),
    "none of nothing": of_finding(FIGURES, ["any"]),
    "another day": period_by_hand("2018", "2018", "20191231", "20181231"),
    "another period": period_by_hand("2017", "2018", "20181231", "20181231"),
    "another month": period_by_hand("2018-02", "2018-Q1", "20180331", "20180331"),
    "the wrong way round": of_finding(
        {"stat-x": figure("10", "-19/2", "-21/2", factor="-1")}, ["=", "stat-x", ["+", "stat-x", "0"]]
    ),
    "no word": of_finding(FIGURES | {"stat-growth": ABOUT}, by_hand()["relation"]),
}
"""Certificates of which arithmetic alone says that the relation fails, and which are no argument about their figures."""

PERIODS = [
    period_by_hand("2018", "2018", "20181231", "20181231"),
    period_by_hand("2020-S1", "2019/2020-02", "20200630", "20200229"),
    period_by_hand("2018-04", "2018-Q1", "20180430", "20180331"),
    period_by_hand("2019-03-05", "2018", "20190305", "20181231"),
]  # fmt: skip
"""Growth that is counted from a period which does not end before its own; days worked out by hand."""


def test_a_certificate_without_a_part_for_each_figure_is_refused_by_all_checkers(checker: Any, tmp_path: Path) -> None:
    given = [*WITHOUT_PART.values(), *PERIODS]
    right = [False] * len(WITHOUT_PART) + [True] * len(PERIODS)
    assert [accepts(checker, one, {}) for one in given] == right
    assert [accepted_by_queries(said_in_rdf(one, {}), one["id"]) for one in given] == right
    if NODE:
        asked = "given.map((one) => checkedCertificates([one]).get(one.id) === true)"
        assert answered_by_the_page(asked, given, tmp_path) == right


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("version",), True), (("figures", "stat-after", "exact"), 0), (("figures", "stat-after", "decimals"), False),
        (("figures", "stat-after", "interval", 2), 0), (("figures", "stat-after", "printed"), "１２０"),
        (("figures", "stat-after", "upper"), 0), (("figures", "stat-after", "least"), 0),
        (("minimal", "stat-after", "stat-before"), 100),
        (("relation", 2, 2), "1."), (("relation", 2), ["−", "stat-growth"]),
        (("relation",), ["=", *by_hand()["relation"][1:], "1"]),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused_by_both_programs(
    place: tuple[Any, ...], value: Any, checker: Any, tmp_path: Path
) -> None:
    one = json.loads(json.dumps(by_hand()))
    inner = one
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    one = sealed(one)
    assert not accepts(checker, one, {})
    if NODE:
        assert answered_by_the_page("[...checkedCertificates(given)].map(([, held]) => held === true)", [one], tmp_path) == [
            False
        ]
