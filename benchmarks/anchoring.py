"""How long it takes to find all curated passages in a long text, as a ratio to reading and normalising that text.

    python benchmarks/anchoring.py [--megabytes 10] [--runs 7]

The text is the invented paper of the tests in the middle of invented filler, so that every passage must be found in it and
nothing near it. Reading and normalising (A) and reading and locating (B) are timed in turn in one process; the median of the
pairwise ratios B/A is printed. Goal: at most 5.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from cbec_kg.curation.quoting import locate
from cbec_kg.curation.reader import read_places
from cbec_kg.documents.reading import read_document
from cbec_kg.text.normalise import normalise

MINI = Path(__file__).parents[1] / "tests" / "mini"
FILLER = "山间小路在雨后显得安静，行人并不匆忙，桥边的水声时远时近。\n"


def main() -> None:
    """Print the ratio, and that all passages were found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--megabytes", type=float, default=10, help="size of the text in UTF-8")
    parser.add_argument("--runs", type=int, default=7, help="pairs of runs")
    wanted = parser.parse_args()
    half = FILLER * int(wanted.megabytes * 500_000 / len(FILLER.encode()))
    article, passages, places = read_places(MINI / "data")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.txt"
        file.write_text(half + (MINI / "paper.txt").read_text(encoding="utf-8") + half, encoding="utf-8")
        ratios, found = [], 0
        for _ in range(wanted.runs):
            start = time.perf_counter()
            normalise(read_document(file).text)
            least = time.perf_counter() - start
            start = time.perf_counter()
            quotes = locate(read_document(file), article, passages, places)
            ratios.append((time.perf_counter() - start) / least)
            found = sum(where.state == "found" for where in quotes.passages.values())
        size = file.stat().st_size / 1e6
    print(f"{size:.1f} MB, {found} of {len(passages)} passages found, {wanted.runs} pairs")
    print(f"locating / reading and normalising: {statistics.median(ratios):.2f} (goal: at most 5)")


if __name__ == "__main__":
    main()
