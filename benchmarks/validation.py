"""What checking a folder costs: our SHACL engine against pyshacl on the same graph, and ``cbec-kg check`` as a whole.

    python benchmarks/validation.py [--runs 1]

Every step is a process of its own and is counted in processor time, both ways in turn (A B A B ...), so that the ratio
holds on a busy machine. The graph is the bundled paper's, with evidence lines and audit. It is validated as it is, and once
more with one statement in fifty taken away: then the two must name the same focus nodes, paths, values, constraints and
shapes.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENGINE = """
import sys
from cbec_kg.rdf.validate import read_shapes
report = read_shapes().validate_text(open(sys.argv[1], encoding="utf-8").read(), format="nquads")
open(sys.argv[2], "w", encoding="utf-8").write(report.serialize("ntriples"))
"""

PYSHACL = """
import sys
import pyshacl
from rdflib import Dataset, Graph
from cbec_kg.assets import asset_folder
named = Dataset()
named.parse(sys.argv[1], format="nquads")
union = Graph()
for subject, predicate, value, _ in named.quads():
    union.add((subject, predicate, value))
shapes = Graph().parse(asset_folder("ontology") / "shapes.ttl")
_, report, _ = pyshacl.validate(union, shacl_graph=shapes, meta_shacl=True, advanced=False)
report.serialize(sys.argv[2], format="nt", encoding="utf-8")
"""

CHECK = "from cbec_kg.cli.main import main; main()"

CHECK_BY_PYSHACL = """
import pyshacl
from rdflib import Graph
from cbec_kg.assets import asset_folder
from cbec_kg.rdf.project import build_project
from cbec_kg.rdf.wellformed import require_well_formed
project = build_project(asset_folder("data"))
union = Graph()
for subject, predicate, value, _ in project.dataset.quads():
    union.add((subject, predicate, value))
shapes = Graph().parse(asset_folder("ontology") / "shapes.ttl")
assert pyshacl.validate(union, shacl_graph=shapes, meta_shacl=True, advanced=False)[0]
require_well_formed(project)
"""


def seconds(script: str, *arguments: str) -> tuple[float, float]:
    """Return processor and wall-clock time of a script in a process of its own, which must end with 0."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "CBEC_KG_CACHE": ""}
    subprocess.run([sys.executable, "-c", script, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def results(path: Path) -> set[tuple[str, ...]]:
    """Return focus node, path, value, constraint and shape of each result of a report; blank nodes are all alike."""
    from rdflib import RDF, SH, BNode, Graph

    report = Graph().parse(path, format="nt")
    keys = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.sourceShape)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        nodes = [report.value(result, key) for key in keys]
        found.add(tuple("_" if isinstance(node, BNode) else node.n3() if node is not None else "" for node in nodes))
    return found


def main() -> None:
    """Print one row a comparison: processor seconds of both, wall-clock seconds of both, ratio, agreement."""
    from cbec_kg.assets import asset_folder
    from cbec_kg.rdf.project import build_project

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=1, help="pairs of runs a comparison")
    runs = parser.parse_args().runs
    lines = build_project(asset_folder("data")).nquads().splitlines(keepends=True)
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} processors, {runs} pairs, {len(lines):,} statements")
    print(f"{'':22}  {'CPU s':>6}  {'pyshacl':>7}  {'ratio':>6}  {'wall s':>6}  {'pyshacl':>7}  agreement")
    with tempfile.TemporaryDirectory() as folder:
        for name, kept in (("shapes, good graph", lines), ("shapes, broken graph", drop(lines))):
            graph, ours, theirs = (Path(folder) / file for file in ("graph.nq", "ours.nt", "theirs.nt"))
            graph.write_text("".join(kept), encoding="utf-8")
            pairs = [
                (seconds(ENGINE, str(graph), str(ours)), seconds(PYSHACL, str(graph), str(theirs))) for _ in range(runs)
            ]
            left, right = results(ours), results(theirs)
            print_row(name, pairs, f"{len(left & right):,} results in both, {len(left ^ right):,} in one")
        pairs = [(seconds(CHECK, "check"), seconds(CHECK_BY_PYSHACL)) for _ in range(runs)]
        print_row("cbec-kg check", pairs, "nothing wrong by both")


def drop(lines: list[str]) -> list[str]:
    """Return N-Quads without each fiftieth statement that is not of the ontology."""
    return [line for number, line in enumerate(lines) if number % 50 or "/ontology> ." in line]


def print_row(name: str, pairs: list[tuple[tuple[float, float], tuple[float, float]]], agreement: str) -> None:
    cpu, wall = (statistics.median(ours[which] for ours, _ in pairs) for which in (0, 1))
    theirs, their_wall = (statistics.median(other[which] for _, other in pairs) for which in (0, 1))
    ratio = statistics.median(other[0] / ours[0] for ours, other in pairs)
    print(f"{name:22}  {cpu:6.2f}  {theirs:7.2f}  {ratio:6.1f}  {wall:6.2f}  {their_wall:7.2f}  {agreement}")


if __name__ == "__main__":
    main()
