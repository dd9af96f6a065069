"""How notices are matched to references: look-alikes, kinds worked out by hand, and the time for many of both.

    python benchmarks/notices.py [--notices 70000] [--papers 10000] [--seed 1]

Printed:

- notices that are like a reference and about none, and how many are matched (none should be) and proposed;
- cases worked out by hand (``tests/cases/notices``), and how many come to the state that is written there;
- the processor time to read a table in Retraction Watch's format and to match it with the references of many papers, by DOI,
  PubMed id and title, near titles too; for half the references and for all; and as a ratio to what the shortest program
  does that finds the same DOIs and nothing else: pandas, `read_csv` and `merge`.

The invented names and years are as unevenly spread as real ones: one first author in fourteen has the most common name.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from random import Random
from time import process_time
from typing import TypeVar

import pandas as pd

from cbec_kg.bibliography.noticed import GivenNotices, Known, noticed

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from notice_cases import look_alikes, outcomes, write_table  # beside the tests that use it too

T = TypeVar("T")
CITED = 30
"""References of a paper."""
WITH_DOI = 0.8
RETRACTED = 0.01
"""Share of references that are about an article with a notice, a fifth of them by a near title."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--notices", type=int, default=70_000, help="notices of the table")
    parser.add_argument("--papers", type=int, default=10_000, help=f"papers, each with {CITED} references")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    wanted = parser.parse_args()
    known, alike = look_alikes(1000, wanted.seed)
    found = noticed(known, alike)
    certain = sum(not one.proposed for one in found)
    print("| what | number | right |\n| --- | ---: | ---: |")
    print(f"| look-alikes that are matched with no reference ({len(found) - certain} are proposed) | "
          f"{len(alike):,} | {len(alike) - certain:,} |")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        listed = outcomes(Path(folder))
        right = sum(state == case.state for case, state in listed)
        print(f"| cases worked out by hand | {len(listed):,} | {right:,} |\n")
        for case, state in listed:
            if state != case.state:
                print(f"line {case.line}: {state}, not {case.state}")
        speed(Path(folder), wanted.notices, wanted.papers, wanted.seed)


def speed(folder: Path, notices: int, papers: int, seed: int) -> None:
    """Print how long reading and matching take, and what pandas takes for the DOIs alone."""
    random = Random(seed)
    names, titles = Names(random), Titles(random)
    rows = [row(number, random, names, titles) for number in range(notices)]
    references = [reference(number, random, names, titles, rows) for number in range(papers * CITED)]
    table = folder / "retraction_watch.csv"
    write_table(table, rows)
    print(f"{notices:,} notices, a table of {table.stat().st_size / 1e6:.0f} MB\n")
    print("| references | reading | matching | both | matched | proposed | pandas, DOIs alone | its matches | ratio |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for part in (references[: len(references) // 2], references):
        print(measured(table, part))


def measured(table: Path, references: list[Known]) -> str:
    """Return a row: how long it takes for these references, in seconds, and how many are found."""
    given = GivenNotices([table])
    read, _ = timed(lambda: given.read)
    matched, found = timed(lambda: given.about(references))
    counts = Counter(bool(one.proposed) for one in found)
    plain, same = timed(lambda: by_pandas(table, references))
    total = read + matched
    return (
        f"| {len(references):,} | {read:.2f} s | {matched:.2f} s | {total:.2f} s | {counts[False]:,} | {counts[True]:,} | "
        f"{plain:.2f} s | {same:,} | {total / plain:.1f} |"
    )


def timed(run: Callable[[], T]) -> tuple[float, T]:
    """Return the processor seconds that something takes, and what it gives."""
    start = process_time()
    found = run()
    return process_time() - start, found


def by_pandas(table: Path, references: list[Known]) -> int:
    """Return how many pairs of notice and reference have one DOI."""
    notices = pd.read_csv(table, dtype=str, keep_default_na=False)
    left = pd.DataFrame({"doi": notices["OriginalPaperDOI"].str.lower(), "row": notices.index})
    right = pd.DataFrame({"doi": [one.doi.lower() for one in references], "id": [one.id for one in references]})
    return len(left[left["doi"] != ""].merge(right[right["doi"] != ""], on="doi"))


class Names:
    """First authors, the k-th most common about as often as one k-th of the first."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.families = ["Wang", "Li", "Zhang", "Liu", "Chen", *(f"Name{letters(number)}" for number in range(5000))]
        self.weights = list(accumulate(1 / (place + 3) for place in range(len(self.families))))

    def __call__(self) -> str:
        (family,) = self.random.choices(self.families, cum_weights=self.weights)
        return f"{chr(65 + self.random.randrange(26))}. {family}"


class Titles:
    """Titles of eight to sixteen words, common words more often."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words = [letters(number) for number in range(4000)]
        self.weights = list(accumulate(1 / (place + 10) for place in range(len(self.words))))

    def __call__(self) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(8, 16))).capitalize()


def letters(number: int) -> str:
    """Return a number as a word of two letters and more."""
    word = ""
    number += 26
    while number:
        number, place = divmod(number, 26)
        word = chr(97 + place) + word
    return word


def row(number: int, random: Random, names: Names, titles: Titles) -> dict[str, str]:
    """Return a row of Retraction Watch's table."""
    year = 2024 - int(random.expovariate(0.2)) % 30
    authors = ";".join(names() for _ in range(random.randint(1, 6)))
    return {
        "Record ID": str(number), "Title": titles(), "Subject": "(SOC) Commerce;", "Institution": titles(),
        "Journal": titles(), "Publisher": "Invented", "Country": "Nowhere", "Author": authors,
        "RetractionDate": f"{random.randint(1, 12)}/{random.randint(1, 28)}/{min(2026, year + random.randint(1, 4))} 0:00",
        "RetractionDOI": f"10.9999/r.{number}",
        "OriginalPaperDate": f"{random.randint(1, 12)}/{random.randint(1, 28)}/{year} 0:00",
        "OriginalPaperDOI": f"10.9999/a.{number}" if random.random() < 0.93 else "unavailable",
        "OriginalPaperPubMedID": str(10_000_000 + number) if random.random() < 0.5 else "0",
        "RetractionNature": random.choices(("Retraction", "Expression of concern", "Correction", "Reinstatement"),
                                           (80, 10, 9, 1))[0],
        "Reason": "+Concerns/Issues About Data;+Investigation by Journal/Publisher;", "Paywalled": "No",
    }  # fmt: skip


def reference(number: int, random: Random, names: Names, titles: Titles, rows: list[dict[str, str]]) -> Known:
    """Return what is known of a reference: of an article with a notice, seldom, by DOI, title or a near title."""
    if random.random() >= RETRACTED:
        doi = f"10.8888/b.{number}" if random.random() < WITH_DOI else ""
        return Known(f"ref-{number}", doi, "", titles(), str(2024 - int(random.expovariate(0.2)) % 30), names())
    one = random.choice(rows)
    year, author = one["OriginalPaperDate"].split()[0][-4:], one["Author"].partition(";")[0]
    if random.random() < WITH_DOI and one["OriginalPaperDOI"] != "unavailable":
        return Known(f"ref-{number}", one["OriginalPaperDOI"], "", one["Title"], year, author)
    title = one["Title"] if random.random() < 0.5 else f"{one['Title'][:-1]}s"
    return Known(f"ref-{number}", "", "", title, year, author)


if __name__ == "__main__":
    main()
