"""How long a cold command takes, as a ratio to the least that a command line in Python with click can take.

    python benchmarks/startup.py [--runs 21]

Each command is run as a process of its own, in turn with ``python -c "import click"`` (A B A B ...), so that the ratio holds
when the machine's speed drifts. The median of the pairwise ratios, which has to meet the goal, and the ratio of the shortest
times are printed. The cache is warmed up once before: the first query after a change of the data builds the graph.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASELINE = [sys.executable, "-c", "import click"]
COMMANDS = {
    "--help": (["--help"], 1.5),
    "query NAME": (["query", "problem-evidence"], 1.8),
    "query --list": (["query", "--list"], None),
    "evidence": (["evidence"], 1.6),
    "trace ref-09": (["trace", "ref-09"], None),
}


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall-clock time of one run of a command, which must end with 0."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print one row a command: median ratio, quartiles, goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=21, help="counted pairs of runs a command")
    runs = parser.parse_args().runs
    program = str(Path(sys.executable).with_name("cbec-kg"))
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "CBEC_KG_CACHE": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
        print(f"python {sys.version.split()[0]}, {os.cpu_count()} processors, {runs} pairs a command")
        print(f"{'command':14}  {'ratio':>6}  {'quartiles':>12}  {'shortest':>8}  {'ms':>6}  goal")
        for name, (arguments, goal) in COMMANDS.items():
            command = [program, *arguments]
            seconds(command, environment)
            pairs = [(seconds(command, environment), seconds(BASELINE, environment)) for _ in range(runs)]
            low, middle, high = statistics.quantiles([ours / least for ours, least in pairs], n=4)
            shortest = min(ours for ours, _ in pairs) / min(least for _, least in pairs)
            milliseconds = 1000 * statistics.median(ours for ours, _ in pairs)
            wanted = "" if goal is None else f"<= {goal}"
            print(f"{name:14}  {middle:6.2f}  {low:5.2f}-{high:5.2f}  {shortest:8.2f}  {milliseconds:6.0f}  {wanted}")


if __name__ == "__main__":
    main()
