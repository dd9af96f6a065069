"""Evidence lines by our traversal, as a ratio to listing all simple paths with networkx and keeping the best.

    python benchmarks/evidence_lines.py [--pairs 7] [--papers 1 5]

The plain way is the definition: for each pointer and statement every simple path of carrying links by
`networkx.all_simple_paths`, with the role and basis of each, and one causal link or inference after it. Both must give
the same lines.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence

import networkx

from cbec_kg.assets import asset_folder
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.graph import carrying, link_graph, selected
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.links import EvidenceLine, Link, links_of, statements_of
from cbec_kg.model.terms import BASES, DIRECT, ROLES

State = tuple[int, int, int]
"""Ranks of role and basis, and the number of links."""


def extended(state: State, link: Link) -> State:
    """Return the state of a path after one more carrying link."""
    role, basis, length = state
    if link.relation == "support" and link.role is not None:
        rank = ROLES.index(link.role)
        role = rank if ROLES[role] in DIRECT else max(rank, role)
    return role, max(basis, BASES.index(link.basis)), length + 1


def plain_lines(links: Sequence[Link], statements: dict[str, str]) -> set[EvidenceLine]:
    """Return the evidence lines by the definition, from lists of simple paths."""
    everything = link_graph(links)
    graph = selected(everything, carrying)
    causal = [(link.start, link.end, link.basis, "cause") for link in links if link.relation == "cause"]
    causal += [(end, start, basis, "effect") for start, end, basis, _ in causal]
    causal += [(link.start, link.end, link.basis, "premise") for link in links if link.relation == "inference"]
    best: dict[tuple[str, str, int], dict[str, State]] = {}
    for source, pointer, link in everything.edges(data="link"):
        if link.relation != "pointer":
            continue
        reached: list[tuple[str, State, frozenset[str]]] = []
        for statement in networkx.descendants(graph, pointer):
            for path in networkx.all_simple_edge_paths(graph, pointer, statement):
                state: State = (0, 0, 1)
                for edge in path:
                    state = extended(state, graph.edges[edge]["link"])
                reached.append((statement, state, frozenset(end for _, end, _ in path)))
        found = [(statement, state) for statement, state, _ in reached]
        for start, end, basis, role in causal:
            for statement, (rank, weakest, length), passed in reached:
                if statement == start and end not in passed:
                    state = (max(rank, ROLES.index(role)), max(weakest, BASES.index(basis)), length + 1)  # type: ignore[arg-type]  # one of the two
                    found.append((end, state))
        for statement, state in found:
            if statement in statements:
                known = best.setdefault((statement, source, state[0]), {})
                known[pointer] = min(state, known.get(pointer, state))
    lines = set()
    for (statement, source, role), states in best.items():
        _, basis, length = min(states.values())
        through = tuple(sorted(pointer for pointer, state in states.items() if state[1] == basis))
        lines.add(EvidenceLine(statement, source, ROLES[role], BASES[basis], length, through))
    return lines


def several(links: Sequence[Link], statements: dict[str, str], papers: int) -> tuple[list[Link], dict[str, str]]:
    """Return the links of several copies of a paper that share nothing, and their statements."""
    copies = [
        Link(f"{link.start}@{n}", f"{link.end}@{n}", link.relation, link.role, link.basis)
        for n in range(papers)
        for link in links
    ]
    return copies, {f"{name}@{n}": kind for n in range(papers) for name, kind in statements.items()}


def main() -> None:
    """Print one row a number of papers: milliseconds of ours, and how many times longer the plain way takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--papers", type=int, nargs="*", default=[1, 5])
    given = parser.parse_args()
    curation = read_curation(asset_folder("data"))
    print(f"python {sys.version.split()[0]}, networkx {networkx.__version__}, {given.pairs} pairs")
    print(f"{'papers':>6}  {'lines':>6}  {'ms':>8}  {'x networkx':>10}")
    for papers in given.papers:
        links, statements = several(links_of(curation), statements_of(curation), papers)
        ratios, times = [], []
        for _ in range(given.pairs):
            start = time.process_time()
            ours = evidence_lines(links, statements)
            middle = time.process_time()
            plain = plain_lines(links, statements)
            end = time.process_time()
            if set(ours) != plain:
                sys.exit("the two ways do not agree")
            ratios.append((end - middle) / (middle - start))
            times.append(middle - start)
        print(f"{papers:6}  {len(ours):6}  {1000 * statistics.median(times):8.1f}  {statistics.median(ratios):10.1f}")


if __name__ == "__main__":
    main()
