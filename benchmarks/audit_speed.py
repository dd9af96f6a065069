"""How long the audit of the bundled paper takes, beside the evaluation of all rules anew for each hypothesis.

    python benchmarks/audit_speed.py [--runs 5] [--every 8] [--data FOLDER]

The audit tries every hypothesis on the figures that are in conflict, round by round. The alternative does for each of these
hypotheses what a plain implementation would: it changes the figures, indexes them and evaluates every rule, with nothing
carried over. It is timed on one hypothesis in `--every` and multiplied; the audit is timed whole, with its diagnoses and
conflicts, which speaks against it. CPU time of both, taken in turn; the shortest of `--runs`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from cbec_kg.assets import asset_folder
from cbec_kg.audit import repairs
from cbec_kg.audit.facts import Facts
from cbec_kg.audit.report import audit
from cbec_kg.audit.rules import all_checks
from cbec_kg.curation.reader import read_curation
from cbec_kg.model.curated import Curation


@contextmanager
def recorded() -> Iterator[list[Facts]]:
    """Give the facts as each hypothesis has them that the audit tries within the block."""
    tried: list[Facts] = []
    original = repairs._tried

    def tracing(hypothesis, evaluation, touched, changes):  # type: ignore[no-untyped-def]  # as the original
        tried.append(evaluation.facts.with_changes(touched))
        return original(hypothesis, evaluation, touched, changes)

    with patch.object(repairs, "_tried", tracing):
        yield tried


def seconds_of_audit(curation: Curation) -> float:
    """Return the CPU time of the whole audit."""
    start = time.process_time()
    audit(curation)
    return time.process_time() - start


def seconds_from_scratch(tried: list[Facts]) -> float:
    """Return the CPU time of evaluating all rules for each of some facts, with nothing carried over."""
    start = time.process_time()
    for facts in tried:
        all_checks(facts.only(facts.readings))
    return time.process_time() - start


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--every", type=int, default=8, help="evaluate one hypothesis in so many from scratch")
    parser.add_argument("--data", type=Path, help="folder of the curation; the bundled paper by default")
    wanted = parser.parse_args()
    curation = read_curation(wanted.data or asset_folder("data"))
    with recorded() as tried:
        audit(curation)
    sample = tried[:: wanted.every]
    ours, plain = [], []
    for _ in range(wanted.runs):
        ours.append(seconds_of_audit(curation))
        plain.append(seconds_from_scratch(sample) * len(tried) / len(sample))
    print(f"hypotheses tried                  {len(tried):>8,}")
    print(f"audit                             {min(ours):>8.2f} s")
    print(f"all rules for each hypothesis     {min(plain):>8.2f} s")
    print(f"ratio                             {min(plain) / min(ours):>8.1f}")


if __name__ == "__main__":
    main()
