"""How reliable it is: the figures of every section in one table, each with what it should be and how it was obtained.

    python benchmarks/reliability.py            # all sections, in full
    python benchmarks/reliability.py --quick    # a sample of each
    python benchmarks/reliability.py kills faults

A section is a module `reliability_NAME.py` beside this one with ``run(quick: bool) -> list[Figure]``; its first line says
what it shows. Ends with 1 when a figure is not what it should be, or a section broke off.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

from measured import Figure

_HERE = Path(__file__).parent


def sections() -> list[str]:
    """Return the names of all sections, sorted."""
    return sorted(path.stem.removeprefix("reliability_") for path in _HERE.glob("reliability_*.py"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(sections())}; all without")
    parser.add_argument("--quick", action="store_true", help="a sample of each section")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.sections) - set(sections()))
    if unknown:
        parser.error(f"no section {unknown[0]!r}; there are {', '.join(sections())}")
    print(f"python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors\n")
    print("| section | what | figure | should be | |\n| --- | --- | --- | --- | --- |", flush=True)
    notes, good = dict[str, list[str]](), True
    for name in arguments.sections or sections():
        figures, seconds = _run(name, arguments.quick)
        for figure in figures:
            print(
                f"| {name} | {figure.what} | {figure.value} | {figure.goal} | {'ok' if figure.good else 'NOT'} |", flush=True
            )
            notes.setdefault(figure.how, []).append(f"{name}, {figure.what}")
            good &= figure.good
        print(f"| {name} | seconds | {seconds:,.0f} | | |", flush=True)
    print("\nHow each was obtained:")
    for how, names in notes.items():
        print(f"- {'; '.join(names)}: {how}.")
    return 0 if good else 1


def _run(name: str, quick: bool) -> tuple[list[Figure], float]:
    begun = time.perf_counter()
    try:
        figures: list[Figure] = import_module(f"reliability_{name}").run(quick)
    except Exception as error:  # one section that breaks off costs no other
        traceback.print_exc()
        figures = [Figure("the section ran to its end", type(error).__name__, "ran", False, "see the traceback above")]
    return figures, time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
