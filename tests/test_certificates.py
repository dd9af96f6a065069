"""Certificates of an audit hold for programs that share no code with it, and altered ones do not."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cbec_kg import open_paper
from cbec_kg.api.results.audited_figures import AuditReport
from cbec_kg.audit.facts import facts_of
from cbec_kg.audit.relations import can_hold
from cbec_kg.audit.report import audit
from cbec_kg.rdf.project import Project
from certified import CHECKER, Plain, accepts, alterations, by_hand, loaded_checker, sealed

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


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the checker as a stranger would: another Python process that ignores what is installed."""
    command = [sys.executable, "-I", "-S", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_a_stranger_s_program_of_150_lines_accepts_all_that_the_paper_s_audit_finds(
    report: AuditReport, certificates: list[Plain], tmp_path: Path
) -> None:
    folder = report.write_certificates(tmp_path / "certificates")
    done = run(folder / CHECKER.name, folder)
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


@pytest.mark.skipif(NODE is None, reason="Node is not installed: the page's arithmetic is not tried on the paper")
def test_the_page_s_arithmetic_agrees_with_the_program_s(certificates: list[Plain], tmp_path: Path, checker: Any) -> None:
    altered = enumerate(alterations(certificates, Random(9), 100))
    given = [*certificates, by_hand(), *(sealed(one | {"id": f"altered-{number}"}) for number, (_, one) in altered)]
    (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
    script = (
        f"import {{ checkedCertificates }} from {json.dumps(PAGE.as_uri())};\n"
        "import { readFileSync } from 'node:fs';\n"
        f"const given = JSON.parse(readFileSync({json.dumps(str(tmp_path / 'given.json'))}, 'utf8'));\n"
        "console.log(JSON.stringify([...checkedCertificates(given)]));\n"
    )
    (tmp_path / "check.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run([str(NODE), str(tmp_path / "check.mjs")], capture_output=True, encoding="utf-8", check=True)
    found: dict[str, set[str]] = {}
    ordered = sorted(given, key=lambda one: one["kind"] == "least")
    assert dict(json.loads(done.stdout)) == {one["id"]: accepts(checker, one, found) for one in ordered}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "JSONDecodeError"),
        ('{"format": "cbec-kg-cert', "JSONDecodeError"),
        ("[" * 100_000, "RecursionError"),
        (json.dumps(by_hand() | {"version": 2}), "version 1"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "stat-growth", "9" * 500]})), "no number"),
        (json.dumps(sealed(by_hand() | {"relation": ["=", "stat-growth", "1/0"]})), "ZeroDivisionError"),
        (json.dumps(sealed(by_hand() | {"relation": ["is", "stat-growth", "1"]})), "no such relation"),
    ],
    ids=["empty", "truncated", "deep", "version", "long", "zero", "unknown"],
)
def test_a_damaged_file_is_refused_in_one_line(content: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(content, encoding="utf-8")
    done = run(CHECKER, tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    refused, counted = done.stdout.splitlines()
    assert refused.startswith("REFUSED  one.json: ") and why in refused and len(refused) < 300
    assert counted == "0 of 1 certificates hold"


def test_what_a_relation_says_is_what_the_audit_judged(real_project: Project) -> None:
    """The verdict comes from the rules, the relation is evaluated anew from the intervals of the figures."""
    curation = real_project.curation
    intervals = {name: reading.interval for name, reading in facts_of(curation).readings.items()}
    checks = [check for check in audit(curation).checks if check.relation is not None and check.verdict != "undecidable"]
    assert {check.verdict for check in checks} == {"consistent", "within-rounding", "inconsistent"}
    judged = {check.id: check.verdict != "inconsistent" for check in checks}
    assert {check.id: can_hold(check.relation or (), intervals) for check in checks} == judged
