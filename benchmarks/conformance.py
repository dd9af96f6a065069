"""The W3C's test suites of RDF and SPARQL, read through the doors of this package.

    git clone --depth 1 https://github.com/w3c/rdf-tests
    git clone --depth 1 https://github.com/w3c/json-ld-api
    python benchmarks/conformance.py rdf-tests [json-ld-api] [--list]

A test is **as meant** when a good file is read, and gives the statements that it should where the suite has them, or when
a bad one is refused. What is refused on purpose counts by its kind, what the engine does otherwise is known by name.
All else is **otherwise**, and lets this program end with 1.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Store, parse

from cbec_kg.errors import CbecError, QueryError, RefusedError
from cbec_kg.store.rdf_files import FORMATS
from cbec_kg.store.rdf_reader import Fault, read_file
from cbec_kg.store.sparql import run

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TESTS = "https://w3c.github.io/rdf-tests/"
JSON_LD = "https://w3c.github.io/json-ld-api/tests/"

WRITTEN = {
    "entity": "declares entities, which are not expanded",
    "context": "names a context by its URL, which is not fetched",
    "update": "would change the graph, or is an empty request to do so",
    "function": "calls a function that the engine does not have, which is told when it is run",
    "service": "asks another server",
    "from": "FROM names no graph of the store",
    "relative": "has a relative IRI without BASE",
    "reader": "has odd signs beside SERVICE, LOAD or FROM, which could be read in two ways",
}
"""What is refused on purpose, by kind, with its reason."""


_REFUSED = {"two ways": "reader", ": FROM": "from", "SERVICE is": "service", "LOAD is": "update"}
_SAID = {
    "would change the graph": "update",
    "no whole IRI": "relative",
    "custom function": "function",
}
"""Kinds of refused queries by what is said of them."""


_DOTS = "dots in the path of a base stay in the IRIs that it completes"
_DIRECTION = "the direction of a text is kept, as RDF 1.2 has it; JSON-LD 1.1 drops it"
_XML = "a literal of XML is kept as written, and not put into canonical form"
KNOWN = {
    "xml-canon-test001": _XML, "xml-canon-test002": _XML, "rdf12-xml-an-13": _XML, "rdf12-xml-an-14": _XML,
    "t0122": _DOTS, "t0123": _DOTS, "te062": _DOTS, "te091": _DOTS,
    "tdi02": _DIRECTION, "tdi04": _DIRECTION, "tdi05": _DIRECTION, "tdi06": _DIRECTION,
    "tc013": "a context of a type is not applied within a map of types",
    "tli12": "a base that is no IRI is refused, and not ignored",
    "syn-bad-26": "<?a&&?b> is read as operators, and not refused as an IRI",
}  # fmt: skip
"""What the engine does otherwise than the suites mean, by test."""


class Test(NamedTuple):
    """One test: its suite, name and file, whether it is good, the file with what it should give, and its base."""

    suite: str
    name: str
    file: Path
    good: bool
    expected: Path | None
    base: str


class Outcome(NamedTuple):
    """How a test came out: ``as meant``, a kind of `WRITTEN`, or ``otherwise``; and what was said."""

    test: Test
    how: str
    said: str


_SUITES = {
    "rdf-n-quads": "N-Quads", "rdf-n-triples": "N-Triples", "rdf-trig": "TriG", "rdf-turtle": "Turtle", "rdf-xml": "RDF/XML",
}  # fmt: skip


def rdf_tests(root: Path) -> Iterator[Test]:
    """Yield the tests of the syntaxes of RDF 1.1 and 1.2."""
    for place in sorted(root.glob("rdf/rdf1[12]/rdf-[ntx]*/**/manifest.ttl")):
        at = place.parent.relative_to(root).as_posix()
        quads = list(parse(place.read_bytes(), format=RdfFormat.TURTLE, base_iri=f"{TESTS}{at}/"))
        base = next((quad.object.value for quad in quads if quad.predicate.value == f"{MF}assumedTestBase"), f"{TESTS}{at}/")
        parts = at.split("/")
        for name, kind, values in _entries(quads):
            if re.search("(Positive|Negative)Syntax|NegativeEval|Eval$", kind):
                action = _path(values[f"{MF}action"], root)
                result = values.get(f"{MF}result", "")
                expected = _path(result, root) if result.startswith(TESTS) else None
                folder = action.parent.relative_to(root / "/".join(parts[:3])).as_posix()
                inner = base if base.endswith(f"{folder}/") or folder == "." else f"{base}{folder}/"
                yield Test(
                    f"{_SUITES[parts[2]]} {parts[1][3]}.{parts[1][4]}",
                    name,
                    action,
                    "Negative" not in kind,
                    expected,
                    f"{inner}{action.name}",
                )


def _entries(quads: list[Quad]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the name, type and other values of each test of a manifest."""
    values: dict[str, dict[str, str]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, (NamedNode, Literal)):
            values.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    for iri, found in values.items():
        if f"{MF}action" in found:
            yield iri.rpartition("#")[2], found.get(f"{RDF}type", "").rpartition("#")[2], found


def _path(iri: str, root: Path) -> Path:
    return root / iri.removeprefix(TESTS)


def json_ld_tests(root: Path) -> Iterator[Test]:
    """Yield the tests of JSON-LD 1.1 that turn a document into RDF, without those of options that the door has not."""
    manifest = json.loads((root / "tests" / "toRdf-manifest.jsonld").read_text(encoding="utf-8"))
    for entry in manifest["sequence"]:
        option = entry.get("option", {})
        if "json-ld-1.0" in (option.get("specVersion"), option.get("processingMode")) or {
            "expandContext",
            "produceGeneralizedRdf",
            "rdfDirection",
        } & set(option):
            continue
        expected = root / "tests" / entry["expect"] if "expect" in entry else None
        good = "jld:NegativeEvaluationTest" not in entry["@type"]
        base = option.get("base", f"{JSON_LD}{entry['input']}")
        yield Test("JSON-LD 1.1", entry["@id"][1:], root / "tests" / entry["input"], good, expected, base)


def sparql_tests(root: Path) -> Iterator[Test]:
    """Yield the syntax tests of SPARQL 1.0 and 1.1, queries and updates."""
    for place in sorted(root.glob("sparql/sparql1[01]/**/manifest.ttl")):
        at = place.parent.relative_to(root).as_posix()
        for name, kind, values in _entries(
            list(parse(place.read_bytes(), format=RdfFormat.TURTLE, base_iri=f"{TESTS}{at}/"))
        ):
            if re.match("(Positive|Negative)(Update)?SyntaxTest", kind):
                version = at.split("/")[1].replace("sparql1", "SPARQL 1.")
                what = "updates" if "Update" in kind else "queries"
                action = _path(values[f"{MF}action"], root)
                yield Test(f"{version} {what}", name, action, kind.startswith("Positive"), None, "")


def outcome(test: Test) -> Outcome:
    """Return how a test comes out: ``as meant``, a kind of `WRITTEN`, ``known`` or ``otherwise``."""
    if test.suite.startswith("SPARQL"):
        how, said = _asked(test.file.read_bytes())
        if test.suite.endswith("updates") and "the query ends where PREFIX" in said:
            how = "update"
    else:
        how, said = _read(test)
    if test.good != (how == "read") and (not test.good or how == "refused"):
        return Outcome(test, "known", KNOWN[test.name]) if test.name in KNOWN else Outcome(test, "otherwise", said)
    return Outcome(test, how if test.good and how != "read" else "as meant", said)


def _read(test: Test) -> tuple[str, str]:
    form = FORMATS[test.file.suffix]
    found = read_file(test.file.name, form, test.file.read_bytes(), test.base)
    if isinstance(found, Fault):
        kinds = {"declares the entity": "entity", "names the context": "context"}
        how = next((kind for start, kind in kinds.items() if found.message.startswith(start)), "refused")
        return how, f"{found.line}:{found.column}: {found.message}"
    if test.expected is None or not test.good:
        return "read", ""
    wanted = parse(test.expected.read_bytes(), format=RdfFormat.N_QUADS)
    given = parse("".join(found.lines), format=RdfFormat.N_QUADS)
    return ("read", "") if canonical(given) == canonical(wanted) else ("refused", "gives other statements")


def canonical(quads: Iterator[Quad]) -> Dataset:
    """Return statements with their blank nodes named canonically (RDFC-1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _asked(content: bytes) -> tuple[str, str]:
    try:
        run(Store(), content.decode())
    except UnicodeDecodeError as error:
        return "refused", str(error)
    except RefusedError as error:
        said = str(error)
        return next(kind for part, kind in _REFUSED.items() if part in said), said
    except QueryError as error:
        said = str(error)
        return next((kind for part, kind in _SAID.items() if part in said), "refused"), said
    except CbecError as error:
        return "refused", str(error)
    return "read", ""


def outcomes(rdf: Path, json_ld: Path | None) -> Iterator[Outcome]:
    """Yield how each test of the suites comes out."""
    yield from map(outcome, rdf_tests(rdf))
    yield from map(outcome, json_ld_tests(json_ld) if json_ld else ())
    yield from map(outcome, sparql_tests(rdf))


def main() -> int:
    """Print the table; 1 when a test came out otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rdf", type=Path, metavar="rdf-tests")
    parser.add_argument("json_ld", type=Path, nargs="?", metavar="json-ld-api")
    parser.add_argument("--list", action="store_true", help="list all that is not as meant")
    arguments = parser.parse_args()
    found = list(outcomes(arguments.rdf, arguments.json_ld))
    counts = Counter((one.test.suite, one.test.good, one.how) for one in found)
    print(
        "| suite | good | read | refused as written | bad | refused | known |\n| --- | --: | --: | --- | --: | --: | --: |"
    )
    for suite in dict.fromkeys(one.test.suite for one in found):
        good, bad = (sum(one.test.suite == suite and one.test.good == is_good for one in found) for is_good in (True, False))
        kinds = ", ".join(f"{kind} {counts[suite, True, kind]}" for kind in WRITTEN if counts[suite, True, kind])
        known = counts[suite, True, "known"] + counts[suite, False, "known"]
        read, refused = (counts[suite, is_good, "as meant"] for is_good in (True, False))
        print(f"| {suite} | {good} | {read} | {kinds} | {bad} | {refused} | {known or ''} |")
    otherwise = [one for one in found if one.how == "otherwise"]
    for one in found if arguments.list else otherwise:
        if one.how != "as meant":
            print(f"{one.test.suite} {one.test.name} ({one.test.file.name}): {one.how}: {one.said}")
    print(f"\n{len(found):,} tests, {len(otherwise)} otherwise")
    return 1 if otherwise else 0


if __name__ == "__main__":
    sys.exit(main())
