"""How much of src the tests reach, as `coverage` recorded it: the modules with most left out, and lines and branches in all.

    python scripts/covered.py

Ends with exit code 1 under 95 % of lines or 90 % of branches.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST = {"lines": 95.0, "branches": 90.0}
SHOWN = 20


def main() -> int:
    """Print the table and the totals."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", report], check=True)
        found = json.loads(report.read_text(encoding="utf-8"))
    left_out = [
        (one["summary"]["missing_lines"], one["summary"]["missing_branches"], name) for name, one in found["files"].items()
    ]
    print("lines  branches  not reached in")
    for lines, branches, name in sorted(left_out, reverse=True)[:SHOWN]:
        print(f"{lines:5}  {branches:8}  {name}")
    total = found["totals"]
    reached = {
        "lines": 100 * total["covered_lines"] / total["num_statements"],
        "branches": 100 * total["covered_branches"] / total["num_branches"],
    }
    print(", ".join(f"{percent:.1f} % of {what}" for what, percent in reached.items()))
    return int(any(reached[what] < least for what, least in LEAST.items()))


if __name__ == "__main__":
    sys.exit(main())
