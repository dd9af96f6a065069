"""Whether certificates of the audit hold for checkers that share no code with it, and altered ones do not.

    python benchmarks/certificates.py [--sets 1] [--seed 1] [--altered 1000]

Audited are the paper, and sets of `seeded_kinds` with one error of each kind. Each certificate goes through JSON to
`checkers/check_certificates.py`, and in RDF to the queries beside it. Printed:

- certificates by kind, and how many of them the program and the queries accept;
- how often what is certified as the fewest wrong figures is what the audit says;
- altered certificates by what was altered (a digit, an interval's end, a figure left out, a value, a multiplier, an
  operation, the fewest wrong figures), and how many the program refuses: as they are, and with their digest made anew, so
  that arithmetic alone must refuse them. What is accepted then may be true: that another relation cannot hold either. The
  same ones are said in RDF, and the queries have to agree;
- certificates altered in RDF, one statement each, and how many the queries refuse.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from seeded_errors import inject
from seeded_kinds import KINDS, SHAPES

from cbec_kg.assets import asset_folder
from cbec_kg.audit.certificates import certificates_of
from cbec_kg.audit.report import audit
from cbec_kg.curation.reader import read_curation
from cbec_kg.model.curated import Curation
from cbec_kg.rdf.certificate_graph import certificate_graph

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from certified import (  # beside the tests that use it too
    accepted_by_queries,
    accepts,
    alterations,
    alterations_in_rdf,
    loaded_checker,
    refused_by_queries,
    said_in_rdf,
    sealed,
    triples_of,
)

CHECKER = loaded_checker()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", type=int, default=1, help="consistent sets of each shape")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    parser.add_argument("--altered", type=int, default=1000, help="altered certificates")
    wanted = parser.parse_args()
    made, held, asked = Counter[str](), Counter[str](), Counter[str]()
    agreed = audits = left_out = 0
    pool: list[Any] = []
    known: dict[str, set[str]] = {}
    for curation in curations(wanted.sets, wanted.seed):
        audited = audit(curation)
        found: dict[str, set[str]] = {}
        certified = certificates_of(audited, curation)
        certificates = json.loads(json.dumps(certified.certificates))
        left_out += len(certified.left_out)
        refused = refused_by_queries(triples_of(certificate_graph(certificates, {}))) if certificates else {}
        for one in certificates:
            made[one["kind"]] += 1
            held[one["kind"]] += accepts(CHECKER, one, found)
            asked[one["kind"]] += one["id"] not in refused
        if certificates:
            audits += 1
            agreed += certificates[-1]["least"] == audited.diagnoses.size
        pool, known = pool or certificates, known or found
    print("| kind | certificates | the program accepts | the queries accept |\n| --- | ---: | ---: | ---: |")
    for kind, number in made.items():
        print(f"| {kind} | {number:,} | {held[kind]:,} | {asked[kind]:,} |")
    print(f"\nleft out, without an argument: {left_out}")
    print(f"fewest wrong figures: as the audit says in {agreed} of {audits} audits\n")
    altered_in_json(pool, known, Random(wanted.seed), wanted.altered)
    altered_in_rdf(pool, known, Random(wanted.seed), wanted.altered)


def altered_in_json(pool: list[Any], known: dict[str, set[str]], random: Random, number: int) -> None:
    """Print how many altered certificates are refused."""
    print("| altered | certificates | refused | with a new digest | in RDF |\n| --- | ---: | ---: | ---: | ---: |")
    counts = {name: Counter[str]() for name in ("altered", "refused", "anew", "queries")}
    differ = 0
    for kind, one in alterations(pool, random, number):
        anew = accepts(CHECKER, sealed(one), dict(known))
        asked = accepted_by_queries(said_in_rdf(one, known), one["id"])
        differ += anew != asked
        outcomes = (True, not accepts(CHECKER, one, dict(known)), not anew, not asked)
        for count, outcome in zip(counts.values(), outcomes, strict=True):
            count[kind] += outcome
    for kind in (*sorted(counts["altered"]), "all"):
        row = (sum(one.values()) if kind == "all" else one[kind] for one in counts.values())
        print(f"| {kind} | {' | '.join(f'{value:,}' for value in row)} |")
    print(f"\nthe queries and the program with a new digest come to another result: {differ}\n")


def altered_in_rdf(pool: list[Any], known: dict[str, set[str]], random: Random, number: int) -> None:
    """Print how many certificates with one altered statement the queries refuse."""
    print("| altered in RDF | certificates | refused |\n| --- | ---: | ---: |")
    altered, refused = Counter[str](), Counter[str]()
    said = [(one["id"], said_in_rdf(one, known)) for one in pool]
    for kind, name, triples in alterations_in_rdf(said, random, number):
        altered[kind] += 1
        refused[kind] += not accepted_by_queries(triples, name)
    for kind, count in sorted(altered.items()):
        print(f"| {kind} | {count:,} | {refused[kind]:,} |")
    print(f"| all | {altered.total():,} | {refused.total():,} |")


def curations(sets: int, seed: int) -> Iterator[Curation]:
    """Yield the paper, and sets with one error each."""
    yield read_curation(asset_folder("data"))
    for shape, make in SHAPES.items():
        for number in range(sets):
            for kind in KINDS:
                name = f"{seed}/{shape}/{number}"
                injection = inject(kind, make(Random(name)), Random(f"{name}/{kind}"), KINDS)
                if injection is not None:
                    yield injection.curation


if __name__ == "__main__":
    main()
