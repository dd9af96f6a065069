"""Whether the reasons of rows are minimal and suffice, for the rows of all shipped queries; and how long they take.

    python benchmarks/explanations.py --evidence [--folder data]
    python benchmarks/explanations.py [--rows 5 | --all] [--rebuilt 0] [--seed 1] [--timeout 20] [--folder data] [QUERY ...]

Of each query so many rows are drawn, or all are taken. Of each row the first minimal set of curated statements is asked for,
and then checked on a graph of its own: that with the whole ontology the set alone gives the row, and that without any one of
its members it does not. Of `--rebuilt` rows in all, the graph is built anew by the package itself from a folder that has
nothing else of links, optional fields and figures, once for the set and once without each member that a folder can lack.
Printed: rows, sets whose time was over, members, and both counts by query; then the median and the 95th percentile of the
time. The command ends with 1 when a set does not suffice or a member is not needed.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from pyoxigraph import NamedNode

from cbec_kg.assets import asset_folder
from cbec_kg.model.iris import ONTOLOGY, PREFIXES
from cbec_kg.provenance.answer_rows import Rows, World
from cbec_kg.provenance.minimal import time_limit
from cbec_kg.queries.catalogue import ShippedQuery, read_catalogue
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.store.opening import OpenStore, opened_project
from cbec_kg.store.selected import Statement

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from explanations_evidence import run  # beside this program

from reduced import can_be_dropped, gives  # beside the tests that use it too


@dataclass
class Counted:
    """What came of the rows of a query."""

    rows: int = 0
    partial: int = 0
    members: int = 0
    untraced: int = 0
    insufficient: int = 0
    needless: int = 0
    rebuilt: int = 0
    rebuilt_members: int = 0
    rebuilt_wrong: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Return whether every set suffices and every member is needed."""
        return not (self.insufficient or self.needless or self.untraced or self.rebuilt_wrong)


def main() -> int:
    """Print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("queries", nargs="*", help="names of shipped queries; all without")
    parser.add_argument("--evidence", action="store_true", help="roles, grades, outcomes and verdicts instead of rows")
    parser.add_argument("--rows", type=int, default=5, help="rows of each query")
    parser.add_argument("--all", action="store_true", help="all rows")
    parser.add_argument("--rebuilt", type=int, default=0, help="rows of which the graph is built anew")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds for each row")
    parser.add_argument("--folder", type=Path, default=None, help="the curation folder")
    wanted = parser.parse_args()
    if wanted.evidence:
        return 0 if run(wanted.folder or asset_folder("data")) else 1
    project = build_project(wanted.folder or asset_folder("data"))
    opened, random = opened_project(project), Random(wanted.seed)
    shipped = [query for query in read_catalogue() if not wanted.queries or query.name in wanted.queries]
    drawn = [
        (query, row) for query in shipped for row in rows_of(opened, query, random, None if wanted.all else wanted.rows)
    ]
    rebuilt = set(random.sample(range(len(drawn)), min(wanted.rebuilt, len(drawn))))
    found = {query.name: Counted() for query in shipped}
    explaining = {query.name: Rows(opened, opened.store, query.text) for query in shipped}
    for number, (query, row) in enumerate(drawn):
        check(found[query.name], explaining[query.name], row, project if number in rebuilt else None, wanted.timeout)
    report(found)
    return 0 if all(one.is_right for one in found.values()) else 1


Row = tuple[tuple[str, ...], tuple[Any, ...]]


def rows_of(opened: OpenStore, query: ShippedQuery, random: Random, most: int | None) -> list[Row]:
    """Return rows of a query with its columns: all, or some that are drawn."""
    answer = opened.answer(query.text, PREFIXES, None)
    rows = list(dict.fromkeys(answer.rows))
    if most is not None and len(rows) > most:
        rows = random.sample(rows, most)
    return [(answer.columns, row) for row in rows]


def check(counted: Counted, rows: Rows, row: Row, project: Project | None, timeout: float) -> None:
    """Count what comes of one row."""
    columns, terms = row
    counted.rows += 1
    start = perf_counter()
    with time_limit(timeout) as expired:
        found = rows.why(terms, columns, expired, most=1).found
    counted.seconds.append(perf_counter() - start)
    if not found.sets:
        counted.untraced += 1
        return
    (one,) = found.sets
    counted.partial += bool(one.undecided)
    counted.members += len(one.items)
    world = rows.world(terms, columns)
    ontology = rows.store.quads_for_pattern(None, None, None, NamedNode(ONTOLOGY))
    given = frozenset(Statement(quad.subject, quad.predicate, quad.object) for quad in ontology)
    counted.insufficient += not is_given(rows, world, one.items, terms, given)
    for member in one.needed:
        counted.needless += is_given(rows, world, [item for item in one.items if item != member], terms, given)
    if project is not None:
        text, curation = rows.text, project.curation
        counted.rebuilt += 1
        counted.rebuilt_wrong += not gives(curation, one.items, text, terms)
        for member in (item for item in one.needed if can_be_dropped(curation, item)):
            counted.rebuilt_members += 1
            counted.rebuilt_wrong += gives(curation, [item for item in one.items if item != member], text, terms)


def is_given(rows: Rows, world: World, items: Any, terms: tuple[Any, ...], given: frozenset[Any]) -> bool:
    """Return whether some curated statements and the ontology give a row."""
    return rows.is_row(world.following(items) | given, terms)


def report(found: dict[str, Counted]) -> None:
    """Print what came of all queries, those with anything wrong by name."""
    names = (
        "rows",
        "partial",
        "members",
        "untraced",
        "insufficient",
        "needless",
        "rebuilt",
        "rebuilt_members",
        "rebuilt_wrong",
    )
    print(f"| query | {' | '.join(name.replace('_', ' ') for name in names)} | median ms | 95 % ms |")
    print(f"| --- |{' ---: |' * (len(names) + 2)}")
    everything = Counted()
    for counted in found.values():
        for name in names:
            setattr(everything, name, getattr(everything, name) + getattr(counted, name))
        everything.seconds += counted.seconds
    for query, counted in [*found.items(), ("all", everything)]:
        if counted.seconds:
            times = quantiles(counted.seconds, n=20)[-1] if len(counted.seconds) > 1 else counted.seconds[0]
            cells = " | ".join(f"{getattr(counted, name):,}" for name in names)
            print(f"| {query} | {cells} | {median(counted.seconds) * 1000:,.0f} | {times * 1000:,.0f} |")


if __name__ == "__main__":
    sys.exit(main())
