"""How many changes of the code the tests noticed, as `mutmut` counted them; exit code 1 under 80 %.

    python scripts/mutants.py

A change that no test runs counts as one that was not noticed; one that makes the code run for ever, as noticed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = 80.0
STATISTICS = Path("mutants", "mutmut-cicd-stats.json")


def main() -> int:
    """Print the score."""
    found = json.loads(STATISTICS.read_text(encoding="utf-8"))
    noticed = found["killed"] + found.get("timeout", 0) + found.get("segfault", 0)
    made = noticed + found["survived"] + found["no_tests"] + found.get("suspicious", 0)
    if not made:
        print("no change was tried: does mutmut run say why?", file=sys.stderr)
        return 1
    score = 100 * noticed / made
    print(f"{noticed} of {made} changes noticed: {score:.1f} %; the others: mutmut results")
    return int(score < LEAST)


if __name__ == "__main__":
    sys.exit(main())
