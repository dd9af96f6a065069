"""Whether certificates of the audit hold for a program that shares no code with it, and altered ones do not.

    python benchmarks/certificates.py [--sets 1] [--seed 1] [--altered 1000]

Audited are the paper, and sets of `seeded_kinds` with one error of each kind. Each certificate goes through JSON to
`checkers/check_certificates.py`. Printed:

- certificates by kind, and how many of them the program accepts;
- how often what is certified as the fewest wrong figures is what the audit says;
- altered certificates by what was altered (a digit, an interval's end, a figure left out, a value, a multiplier, an
  operation, the fewest wrong figures), and how many the program refuses: as they are, and with their digest made anew, so
  that arithmetic alone must refuse them. What is accepted then may be true: that another relation cannot hold either.
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

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from certified import accepts, alterations, loaded_checker, sealed  # beside the tests that use it too

CHECKER = loaded_checker()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", type=int, default=1, help="consistent sets of each shape")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    parser.add_argument("--altered", type=int, default=1000, help="altered certificates")
    wanted = parser.parse_args()
    made: Counter[str] = Counter()
    held: Counter[str] = Counter()
    agreed = audits = 0
    pool: list[Any] = []
    known: dict[str, set[str]] = {}
    for curation in curations(wanted.sets, wanted.seed):
        audited = audit(curation)
        found: dict[str, set[str]] = {}
        certificates = json.loads(json.dumps(certificates_of(audited, curation)))
        for one in certificates:
            made[one["kind"]] += 1
            held[one["kind"]] += accepts(CHECKER, one, found)
        if certificates:
            audits += 1
            agreed += certificates[-1]["least"] == audited.diagnoses.size
        pool, known = pool or certificates, known or found
    print("| kind | certificates | accepted |\n| --- | ---: | ---: |")
    for kind, number in made.items():
        print(f"| {kind} | {number:,} | {held[kind]:,} |")
    print(f"\nfewest wrong figures: as the audit says in {agreed} of {audits} audits\n")
    print("| altered | certificates | refused | refused with a new digest |\n| --- | ---: | ---: | ---: |")
    altered, refused, anew = Counter[str](), Counter[str](), Counter[str]()
    for kind, one in alterations(pool, Random(wanted.seed), wanted.altered):
        altered[kind] += 1
        refused[kind] += not accepts(CHECKER, one, dict(known))
        anew[kind] += not accepts(CHECKER, sealed(one), dict(known))
    for kind, number in [*sorted(altered.items()), ("all", wanted.altered)]:
        counts = [sum(one.values()) if kind == "all" else one[kind] for one in (refused, anew)]
        print(f"| {kind} | {number:,} | {counts[0]:,} | {counts[1]:,} |")


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
