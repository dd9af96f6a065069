"""The page's own withdrawals, grades and loads, run in Node, against those of the evidence analysis."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.critical import loads
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.profiles import profile
from cbec_kg.evidence.support import Outcome, SupportPath, with_parts, withdraw
from cbec_kg.evidence.wholes import WHOLES
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Facet, Problem, Reference, Source
from cbec_kg.model.terms import Basis
from cbec_kg.rdf.project import build_project
from cbec_kg.render.explorer import page as explorer
from cbec_kg.render.explorer.payload import page_payload
from cbec_kg.render.whole_texts import itself_now, whole_in_both

STATIC = Path(explorer.__file__).parent / "static"
FOLDERS = [Path(__file__).parents[1] / "data", Path(__file__).parent / "mini" / "data"]
BASES: list[list[Basis]] = [[], ["inherited"], ["inferred"], ["inherited", "inferred"]]
pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")

ASK = """
import { readFileSync } from "node:fs";
import { supportOf } from "./supportpaths.js";
import { gradeOf } from "./grades.js";
import { wholeText } from "./wholes.js";
const { page, cases } = JSON.parse(readFileSync("input.json", "utf8"));
const support = supportOf(page);
const path = ({ source, records, links, basis }) => {
  const roles = links.map((link) => link.role ?? link.kind);
  return { source, records, basis, roles, bases: links.map((link) => link.basis) };
};
const numbers = ({ number, before, after }) => [number, before, after];
const values = (parts) => parts && [numbers(parts.own), numbers(parts.elsewhere)];
const sentences = (id, itself, parts, withdrawn) =>
  parts && ["zh", "en"].map((lang) => wholeText(page.phrases[lang], support.kindOf(id), itself, parts, withdrawn));
const outcome = ({ statement, state, lost, left, parts }) =>
  [statement, state, lost.map(path), left.map(path), values(parts), sentences(statement, state, parts, true)];
const outcomes = cases.map(({ sources, bases }) => support.withdraw(sources, bases).map(outcome));
const linesTo = (id) => page.lines.filter((line) => line.to === id);
const grades = Object.fromEntries(support.statements.map((id) => [id, gradeOf(linesTo(id), page.rules)]));
const sources = page.nodes.filter(({ kind }) => kind === "reference" || kind === "source");
const loads = Object.fromEntries(sources.map(({ id }) => [id, support.loadOf(id)]));
const wholes = Object.fromEntries(support.statements.filter(support.partsOf).map((id) =>
  [id, sentences(id, support.backed(id) ? "backed" : "unsupported", support.partsOf(id), false)]));
console.log(JSON.stringify({ outcomes, grades, loads, wholes }));
"""


@cache
def read(folder: Path) -> Curation:
    return read_curation(folder)


def cases_of(curation: Curation) -> list[dict[str, Any]]:
    """Return every single withdrawal, each with every set of bases, and 300 random sets of sources."""
    sources = [record.id for record in [*curation.of(Reference), *curation.of(Source)]]
    chance = random.Random(1)
    singles = [{"sources": [name] if name else [], "bases": bases} for name in ["", *sources] for bases in BASES]
    sets = [chance.sample(sources, chance.randint(2, len(sources))) for _ in range(300)]
    return singles + [{"sources": chosen, "bases": chance.choice(BASES)} for chosen in sets]


def elsewhere(curation: Curation) -> set[str]:
    diagnosed = {problem.id for problem in curation.of(Problem) if problem.status == "diagnosed"}
    return {facet.id for facet in curation.of(Facet) if facet.status == "mentioned" and facet.problem in diagnosed}


@cache
def answers(folder: Path, work: Path) -> dict[str, Any]:
    """Return what the page's modules answer, as they stand in the package, in one run of Node."""
    curation = read(folder)
    lines = evidence_lines(links_of(curation), statements_of(curation))
    for module in STATIC.glob("*.js"):
        shutil.copy(module, work)
    (work / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    given = {"page": page_payload(curation, lines), "cases": cases_of(curation)}
    (work / "input.json").write_text(json.dumps(given), encoding="utf-8")
    (work / "ask.js").write_text(ASK, encoding="utf-8")
    done = subprocess.run(["node", "ask.js"], cwd=work, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module", params=FOLDERS, ids=["shipped", "mini"])
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def answered(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return answers(folder, tmp_path_factory.mktemp("node"))


def value(outcome: Outcome) -> list[Any]:
    parts, said = None, None
    if outcome.parts is not None:
        parts = [list(count) for count in outcome.parts]
        kind = outcome.statement.partition("-")[0]
        said = list(whole_in_both(kind, outcome.state, outcome.parts, withdrawn=True).values())
    return [outcome.statement, outcome.state, paths(outcome.lost), paths(outcome.left), parts, said]


def paths(given: Collection[SupportPath]) -> list[dict[str, Any]]:
    return [
        {
            "source": path.source,
            "records": list(path.records),
            "basis": path.basis,
            "roles": [link.role or "part" for link in path.links],
            "bases": [link.basis for link in path.links],
        }
        for path in given
    ]


def test_the_page_withdraws_as_the_command_does(folder: Path, answered: dict[str, Any]) -> None:
    curation = read(folder)
    links, statements = links_of(curation), statements_of(curation)
    part_of = {source.id: source.part_of for source in curation.of(Source) if source.part_of}
    cases = cases_of(curation)
    assert len(cases) >= 300
    for case, found in zip(cases, answered["outcomes"], strict=True):
        gone = with_parts(case["sources"], part_of)
        outcomes = withdraw(links, statements, gone, case["bases"], elsewhere(curation))
        assert found == [value(outcome) for outcome in outcomes], case


def test_the_page_says_of_problems_and_countermeasures_what_the_commands_say(folder: Path, answered: dict[str, Any]) -> None:
    snapshot = build_project(folder).snapshot
    expected = {}
    for name, kind in snapshot.kinds.items():
        if kind in WHOLES:
            found = profile(snapshot, name)
            assert found.counts is not None
            expected[name] = list(whole_in_both(kind, itself_now(bool(found.direct)), found.counts).values())
    assert answered["wholes"] == expected


def test_the_withdrawals_that_are_compared_bring_about_every_state(folder: Path, answered: dict[str, Any]) -> None:
    states = {state for outcomes in answered["outcomes"] for _, state, *_ in outcomes}
    one_path_each = folder != FOLDERS[0]  # in the tea paper no statement has two support paths
    assert states == {"falls", "stands", "unsupported"} | (set() if one_path_each else {"weakened"})


def test_the_page_grades_every_statement_as_the_analysis_does(folder: Path, answered: dict[str, Any]) -> None:
    curation = read(folder)
    statements = statements_of(curation)
    lines = evidence_lines(links_of(curation), statements)
    expected = {name: grade_of([line for line in lines if line.target == name]) for name in statements}
    assert answered["grades"] == expected


def test_the_page_tells_what_each_source_carries_as_the_analysis_does(folder: Path, answered: dict[str, Any]) -> None:
    curation = read(folder)
    part_of = {source.id: source.part_of for source in curation.of(Source) if source.part_of}
    for load in loads(links_of(curation), statements_of(curation), part_of, elsewhere(curation)):
        found = answered["loads"][load.source]
        assert (sorted(found["falls"]), sorted(found["weakened"])) == (list(load.falls), list(load.weakened))
        assert sorted(found["parts"]) == [whole for whole, _ in load.parts]
