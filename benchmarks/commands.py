"""How long whole commands take from cold, as a ratio to those of another installed version.

    python benchmarks/commands.py --other other/.venv/bin/cbec-kg [--runs 5]

Each command is run as a process of its own with an empty cache, in turn with the other version's (A B A B ...). Processor
time counts, so that other work on the machine changes little. A command that ends with 1 has findings, which is fine.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = {
    "check": (["check"], 10),
    "build": (["build", "--quiet", "--out", "OUT"], 4),
    "audit": (["audit"], 3),
}
"""Arguments of each command, and how many times faster than the other version it is to be."""


def processor_seconds(program: str, arguments: list[str]) -> float:
    """Return the processor time of one run of a command with an empty cache and an empty output folder."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CBEC_KG_CACHE": str(Path(folder) / "cache")}
        command = [program, *(str(Path(folder) / "out") if word == "OUT" else word for word in arguments)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print one row a command: seconds of both versions, median ratio, quartiles, goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--other", required=True, help="the cbec-kg of the version to compare with")
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs a command, at least two")
    given = parser.parse_args()
    if given.runs < 2:
        parser.error("--runs: at least two pairs are needed")
    ours = str(Path(sys.executable).with_name("cbec-kg"))
    other = str(Path(given.other).absolute())
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} processors, {given.runs} pairs a command, processor time")
    print(f"{'command':8}  {'other s':>8}  {'ours s':>7}  {'ratio':>6}  {'quartiles':>12}  goal")
    for name, (arguments, goal) in COMMANDS.items():
        pairs = [(processor_seconds(other, arguments), processor_seconds(ours, arguments)) for _ in range(given.runs)]
        low, middle, high = statistics.quantiles([theirs / own for theirs, own in pairs], n=4)
        theirs, own = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{name:8}  {theirs:8.2f}  {own:7.2f}  {middle:6.1f}  {low:5.1f}-{high:5.1f}  >= {goal}")


if __name__ == "__main__":
    main()
