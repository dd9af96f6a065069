"""Run the tests and tell how much of src they reach: the modules with most left out, and lines and branches in all.

    python scripts/covered.py [pytest's arguments]

Some processes that the tests start are counted as well (``scripts/counting``). Ends with pytest's exit code, else
with 1 under 95 % of lines or 90 % of branches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
COUNTING = ROOT / "scripts" / "counting"
LEAST = {"lines": 95.0, "branches": 90.0}
SHOWN = 20
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning", "-W", "ignore:Unable to activate:RuntimeWarning")
"""pytest's options for what it warns of since its plugin that counts is loaded before it."""


def main() -> int:
    """Run the tests; print the table and the totals."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        done, found = counted(folder, sys.argv[1:])
    if found is None:
        return done or 1
    files = found["files"]
    left_out = sorted(
        ((len(one["missing_lines"]), len(one["missing_branches"]), name) for name, one in files.items()), reverse=True
    )
    print("lines  branches  not reached in")
    for lines, branches, name in left_out[:SHOWN]:
        print(f"{lines:5}  {branches:8}  {name}")
    total = found["summary"]
    reached = {}
    for what, least in LEAST.items():
        yes, no = total[f"covered_{what}"], total[f"missing_{what}"]
        reached[what] = 100 * yes / (yes + no)
        print(f"{reached[what]:.1f} % of {yes + no:,} {what} of src are reached; {least:g} % are expected")
    return done or int(any(reached[what] < least for what, least in LEAST.items()))


def counted(folder: Path, arguments: list[str]) -> tuple[int, dict[str, Any] | None]:
    """Return pytest's exit code, and what was reached, in lists by file; None where pytest could not run."""
    import slipcover

    whole, processes = folder / "tests.json", folder / "processes"
    processes.mkdir()
    paths = os.pathsep.join([str(COUNTING), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [
        sys.executable, *QUIET[2:], "-m", "slipcover", "--branch", "--source", "src/cbec_kg", "--json", "--out", str(whole),
        "-m", "pytest", *QUIET, *arguments,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": paths, "CBEC_KG_COUNTED": str(processes)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if not whole.is_file():
        return done, None
    found = json.loads(whole.read_text(encoding="utf-8"))
    for one in sorted(processes.iterdir()):
        slipcover.merge_coverage(found, json.loads(one.read_text(encoding="utf-8")))
    return done, found


if __name__ == "__main__":
    sys.exit(main())
