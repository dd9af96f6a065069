"""RDF and SPARQL of others: the W3C's suites through the doors, and two engines beside ours on queries and shapes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from measured import Figure, counted

_ROOT = Path(__file__).resolve().parents[1]
SUITES = ("rdf-tests", "json-ld-api")
PLACE = "CBEC_KG_W3C"
"""Variable of the environment that names a folder with both suites; without it they are cloned for the run."""


def run(quick: bool) -> list[Figure]:
    """Return the figures: all tests of the suites, which take seconds; the engines on the invented paper if `quick`."""
    sys.path[:0] = [str(_ROOT / "tests")]
    return [*_conformance(), *_shapes(), *_queries(quick), *_exports()]


@contextmanager
def _suites() -> Iterator[Path | None]:
    named = os.environ.get(PLACE)
    if named:
        yield Path(named)
        return
    with tempfile.TemporaryDirectory() as place:
        for name in SUITES:
            address = f"https://github.com/w3c/{name}"
            done = subprocess.run(
                ["git", "clone", "-q", "--depth", "1", address], cwd=place, check=False, capture_output=True
            )
            if done.returncode:
                yield None
                return
        yield Path(place)


def _conformance() -> Iterator[Figure]:
    from conformance import outcomes

    with _suites() as place:
        if place is None:
            yield Figure(
                "tests of the W3C", "not run", "0 otherwise", False, f"clone {' and '.join(SUITES)}; name them: {PLACE}"
            )
            return
        found = list(outcomes(place / SUITES[0], place / SUITES[1]))
    for what, kind, good, how in (
        ("bad RDF files refused", "RDF", False, "every negative test of the syntaxes of RDF 1.1 and 1.2, and JSON-LD 1.1"),
        (
            "good RDF files read, or refused as written",
            "RDF",
            True,
            "every positive and evaluation test of the same, as statements",
        ),
        ("bad queries refused", "SPARQL", False, "every negative syntax test of SPARQL 1.0 and 1.1"),
        ("good queries read, or refused as written", "SPARQL", True, "every positive syntax test of SPARQL 1.0 and 1.1"),
    ):
        tests = [one for one in found if one.test.suite.startswith("SPARQL") == (kind == "SPARQL") and one.test.good == good]
        as_meant = sum(one.how not in ("known", "otherwise") for one in tests)
        known = sum(one.how == "known" for one in tests)
        how = f"{how}, by benchmarks/conformance.py; {known} differ as it says"
        yield counted(what, as_meant, len(tests), how, len(tests) - known)


def _shapes() -> Iterator[Figure]:
    import pyshacl

    from test_ontology import ONTOLOGY_GRAPH, SHAPES, mini_graph, results_of
    from test_shape_mutants import mutants, reported

    data, made = mini_graph("tea-2020"), mutants()
    for one in made.values():
        for statement in one.statements:
            data.add(statement)
    wanted = {one.broken for one in made.values()}
    _, theirs, _ = pyshacl.validate(data + ONTOLOGY_GRAPH, shacl_graph=SHAPES, advanced=False)
    for engine, report in (("shacl", results_of(data)), ("pyshacl", theirs)):
        how = "one record changed to break each constraint of the shapes; results by node, shape and kind"
        yield counted(
            f"broken constraints that {engine} reports", len(wanted & reported(report)), len(wanted), how, len(wanted)
        )


def _queries(quick: bool) -> Iterator[Figure]:
    from pyoxigraph import Store

    from cbec_kg.queries.catalogue import query_text, read_catalogue
    from cbec_kg.rdf.project import build_project
    from cbec_kg.render.exports.serialise import merged_graph
    from cbec_kg.store.opening import load_nquads
    from test_queries import in_order, of_oxigraph, of_rdflib

    project = build_project(_ROOT / ("tests/mini/data" if quick else "data"))
    store: Store = load_nquads(project.nquads())
    graph: Any = merged_graph(project)
    names = [one.name for one in read_catalogue()]
    same = 0
    for name in names:
        text, _ = query_text(name)
        same += in_order(name, of_oxigraph(store, text)) == in_order(name, of_rdflib(graph, text))
    yield counted(
        "shipped queries that rdflib answers alike", same, len(names), "rows of both engines, of one paper", len(names)
    )


def _exports() -> Iterator[Figure]:
    from conformance import canonical
    from pyoxigraph import RdfFormat, parse

    from cbec_kg.rdf.project import build_project
    from cbec_kg.render.exports.serialise import cube_graph, json_ld, merged_graph, turtle

    project = build_project(_ROOT / "data")
    merged, cube = merged_graph(project), cube_graph(project)
    pairs = (
        (turtle(merged), RdfFormat.TURTLE, merged.serialize(format="nt")),
        (json_ld(merged), RdfFormat.JSON_LD, merged.serialize(format="nt")),
        (turtle(cube), RdfFormat.TURTLE, cube.serialize(format="nt")),
        (project.nquads(), RdfFormat.N_QUADS, project.dataset.serialize(format="nquads")),
    )
    same = sum(
        canonical(parse(text, format=form)) == canonical(parse(written, format=RdfFormat.N_QUADS))
        for text, form, written in pairs
    )
    how = "graph.ttl, graph.jsonld, cube.ttl and graph.nq of the bundled paper, read back, canonical (RDFC-1.0)"
    yield counted("exports with the same statements and literals", same, len(pairs), how, len(pairs))
