"""How fast papers get into a store and out of it, against what the engine needs for the bare statements.

    python benchmarks/stores.py --papers 20 --pairs 3

The papers are copies of the bundled one under other names, checked already: what is timed is the load of another store's
papers, digests included, against `bulk_load` of the same statements into a new database, in turn.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from paper_copies import AT, copies, staged
from pyoxigraph import RdfFormat, Store

from cbec_kg.api.entry import bundled_folder
from cbec_kg.store.layout import StoreDirectory
from cbec_kg.store.loads import load
from cbec_kg.store.staging import ONTOLOGY_GRAPH, StagedPaper


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cbec-kg-stores-") as folder:
        measure(Path(folder), arguments.papers, arguments.pairs)


def measure(folder: Path, papers: int, pairs: int) -> None:
    one = folder / "one"
    begun, used = time.perf_counter(), time.process_time()
    load(one, [bundled_folder()], at=AT)
    checked = (time.perf_counter() - begun, time.process_time() - used)
    many = folder / "many"
    statements = copies(one, many, papers)
    ours, bare = [], []
    print(f"{papers} papers, {statements:,} statements, each with its graph and without; {os.cpu_count()} processors")
    print(f"first load of one paper, built and checked: {checked[0]:.1f} s, {checked[1]:.1f} s of processor")
    print(f"{'':24}{'s':>8}{'cpu s':>8}{'statements/s':>14}{'per cpu s':>12}")
    for _ in range(pairs):
        bare.append(show("bare bulk_load", statements, lambda: engine_alone(many, folder / "bare")))
        ours.append(show("load", statements, lambda: load(fresh(folder / "loaded"), [many], at=AT)))
    again = show("load again, unchanged", statements, lambda: load(folder / "loaded", [many], at=AT))
    corrected = show("load one more", statements // papers, lambda: load(folder / "loaded", [one], at=AT))
    ratios = [(a[0] / b[0], a[1] / b[1]) for a, b in zip(ours, bare, strict=True)]
    seconds, cpu = (statistics.median(pair[number] for pair in ratios) for number in (0, 1))
    print(f"\nload / bare bulk_load: {seconds:.2f} (of processor {cpu:.2f})")
    print(f"unchanged / load: {again[0] / ours[-1][0]:.3f}; one more paper / load: {corrected[0] / ours[-1][0]:.3f}")


def show(name: str, statements: int, work: Callable[[], object]) -> tuple[float, float]:
    """Do something, print how long it took, and return that: seconds, and seconds of processor."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"{name:24}{seconds:8.1f}{cpu:8.1f}{statements / seconds:14,.0f}{statements / cpu:12,.0f}")
    sys.stdout.flush()
    return seconds, cpu


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def engine_alone(many: Path, place: Path) -> None:
    """Unpack the same statements and load them into a new database."""
    directory = StoreDirectory(many)
    lines = b"".join(StagedPaper.lines(staged(directory, paper.digest)) for paper in directory.current().manifest.papers)
    lines += staged(directory, directory.current().manifest.papers[0].digest).lines(ONTOLOGY_GRAPH)
    both = lines + re.sub(rb" <[^ <>]*> \.\n", b" .\n", lines)
    store = Store(str(fresh(place)))
    store.bulk_load(both, format=RdfFormat.N_QUADS, lenient=True)
    store.flush()


if __name__ == "__main__":
    main()
