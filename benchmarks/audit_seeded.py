"""What the audit finds of errors put into consistent statistics, whom it blames, and what it reports of clean ones.

    python benchmarks/audit_seeded.py [--sets 5] [--seed 1] [--misses] [--quick]

For each shape, `--sets` consistent sets are made; each is audited clean, and once with one error of each kind that can
befall it. An error is *detectable* when no true values agree with all figures within their rounding, as an exact linear
programme says that shares no code with the audit (`seeded_oracle`). Printed, by kind of error and by shape:

- *errors*: sets with an error of that kind; *detectable*: of these, those that cannot be true;
- *found*: detectable ones in which the audit reports an inconsistency; *in conflict*: found ones in which some minimal
  conflict names an altered figure; *blamed*: found ones in which a cause blames an altered figure; *first*: in which the
  first cause does; *exactly*: in which the figures blamed are the altered ones and no other;
- *beyond*: errors that the audit reports although true values exist: it would be wrong there;
- clean sets, and those in which the audit reports anything: false alarms.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from random import Random

from seeded_errors import Injection, inject
from seeded_kinds import KINDS, SHAPES
from seeded_oracle import can_be_true

from cbec_kg.audit.facts import facts_of
from cbec_kg.audit.report import Audit, audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.model.curated import Curation

QUICK = ("errors", "detectable", "found", "beyond")
MEASURES = ("errors", "detectable", "found", "in conflict", "blamed", "first", "exactly", "beyond")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", type=int, default=5, help="consistent sets of each shape")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    parser.add_argument("--misses", action="store_true", help="list the detectable errors that were not found or not blamed")
    parser.add_argument("--quick", action="store_true", help="only what is found, not whom the audit blames")
    wanted = parser.parse_args()
    start = time.perf_counter()
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    shapes: dict[str, Counter[str]] = {shape: Counter() for shape in SHAPES}
    clean = wrong = 0
    for shape, make in SHAPES.items():
        for number in range(wanted.sets):
            name = f"{wanted.seed}/{shape}/{number}"
            curation = make(Random(name)).curation()
            assert can_be_true(curation), f"{name} is not consistent: the generator or the oracle is wrong"
            clean += 1
            if alarms(curation):
                wrong += 1
                print(f"false alarm: {name}")
            for kind in KINDS:
                injection = inject(kind, make(Random(name)), Random(f"{name}/{kind}"), KINDS)
                if injection is not None:
                    result = measured(injection, wanted.quick)
                    kinds[kind] += result
                    shapes[shape] += result
                    if wanted.misses:
                        report_missed(f"{name}/{kind}", injection, result)
    measures = QUICK if wanted.quick else MEASURES
    print(table("error", kinds, measures))
    print(table("shape", shapes, measures))
    print(f"clean sets: {clean}; false alarms: {wrong} (goal: 0)")
    print(f"{time.perf_counter() - start:.0f} s")


def report_missed(name: str, injection: Injection, result: Counter[str]) -> None:
    """Print what went amiss with one error, if anything did."""
    amiss = "beyond" if result["beyond"] else "missed" if result["detectable"] and not result["found"] else ""
    if "blamed" in result and not result["blamed"]:
        amiss = "blamed others"
    if amiss:
        print(f"{amiss}: {name} {' '.join(injection.altered)}")


def alarms(curation: Curation) -> bool:
    """Return whether the audit's checks find an inconsistency."""
    return any(check.verdict == "inconsistent" for check in all_checks(facts_of(curation)))


def measured(injection: Injection, quick: bool) -> Counter[str]:
    """Return which of the measures hold for one error; those of blame are left out when it must be quick."""
    detectable = not can_be_true(injection.curation)
    reported = alarms(injection.curation)
    result = Counter(errors=1, detectable=int(detectable), beyond=int(reported and not detectable))
    if reported and detectable:
        result["found"] = 1
    if reported and detectable and not quick:
        altered, found = set(injection.altered), audit(injection.curation)
        result["in conflict"] = int(any(altered & set(conflict) for conflict in found.conflicts))
        result["blamed"] = int(bool(altered & blamed(found)))
        result["first"] = int(bool(altered & set(found.causes[0].blamed))) if found.causes else 0
        result["exactly"] = int(blamed(found) == altered)
    return result


def blamed(found: Audit) -> set[str]:
    """Return all figures that some cause blames."""
    return {name for cause in found.causes for name in cause.blamed}


def table(head: str, counts: dict[str, Counter[str]], measures: Sequence[str]) -> str:
    """Return counts as a table with a line for all."""
    lines = [f"{head:<24}" + "".join(f"{measure:>13}" for measure in measures)]
    for name, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        lines.append(f"{name:<24}" + "".join(f"{count[measure]:>13}" for measure in measures))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
