"""How the shipped queries grow with the number of papers, and how they compare with rdflib on one.

    python benchmarks/queries.py [--papers 1 10 100] [--seconds 60] [--only NAME ...]

The bundled paper stands in a database on disk as often as wanted, under other names, each statement in its named graph and
in the default graph. Each query runs in a process of its own, with a limit; the shortest processor time of three runs counts
(one from 100 papers on). *Exponent* is how that grows from the second smallest to the largest number of papers: 1 is linear.
A query with a parameter is also asked about one record of the first paper. rdflib has the paper in memory.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from cbec_kg.assets import asset_folder
from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.rdf.project import build_project
from cbec_kg.store.sparql import bind

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

OF_GRAPHS = {"problem": "problem-talent", "source": "ref-09"}
"""Records to ask about where the answer is a graph."""


class Lines(RawIOBase):
    """Chunks of bytes as a file, so that no corpus is ever whole in memory."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self.rest = self.rest or next(self.chunks, b"")
        piece, self.rest = self.rest[: len(view)], self.rest[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def fill(place: Path, nquads: str, folder_id: str, papers: int) -> float:
    """Put a paper as often as wanted into a database; return the seconds."""
    triples = "".join(f"{line.rpartition(' <')[0]} .\n" for line in nquads.splitlines())

    def copies(text: str) -> Iterator[bytes]:
        for number in range(papers):
            yield (text.replace(f"cbec-kg/{folder_id}/", f"cbec-kg/copy-{number}/") if number else text).encode()

    before = time.perf_counter()
    store = Store(str(place))
    for content, form in ((nquads, RdfFormat.N_QUADS), (triples, RdfFormat.N_TRIPLES)):
        store.bulk_load(Lines(copies(content)), format=form)  # type: ignore[arg-type]  # it only needs read()
    store.flush()
    return time.perf_counter() - before


def milliseconds(work: Callable[[], Any], runs: int, limit: float) -> float | None:
    """Return the shortest processor time of some runs in a process of its own, None when they exceed the limit."""
    receive, send = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        times = []
        for _ in range(runs):
            before = time.process_time()
            rows = work()
            if not isinstance(rows, bool):
                for _row in rows:
                    pass
            times.append(time.process_time() - before)
        send.send(1000 * min(times))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    answered = receive.poll(limit)
    if not answered:
        process.kill()
    process.join()
    return float(receive.recv()) if answered else None


def questions(store: Store, folder_id: str, only: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what is asked: each query whole, and bound to the first record of each of its parameters."""
    for query in read_catalogue():
        if only and query.name not in only:
            continue
        yield query.name, query.text
        for parameter in query.parameters:
            if "CONSTRUCT" in query.text:
                record = f"https://w3id.org/cbec-kg/{folder_id}/{OF_GRAPHS[parameter]}"
            else:
                answer = store.query(query.text)
                assert isinstance(answer, QuerySolutions)
                found = (row[parameter] for row in answer)
                record = next(str(term.value) for term in found if isinstance(term, NamedNode))
            yield f"{query.name} {parameter}=", bind(query.text, {parameter: record})


def of_rdflib(nquads: str, asked: list[tuple[str, str]], limit: float) -> dict[str, float | None]:
    from rdflib import Graph

    graph = Graph()
    graph.parse(data="".join(f"{line.rpartition(' <')[0]} .\n" for line in nquads.splitlines()), format="nt")
    return {name: milliseconds(partial(graph.query, text), 1, limit) for name, text in asked}


def figure(value: float | None) -> str:
    return "over" if value is None else f"{value:,.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--seconds", type=float, default=60, help="limit of one query")
    parser.add_argument("--only", nargs="+", default=[], help="names of queries")
    parser.add_argument("--json", type=Path, help="write the figures into this file as well")
    options = parser.parse_args()
    project = build_project(asset_folder("data"))
    nquads, folder_id = project.nquads(), project.curation.folder_id
    load = os.getloadavg()[0]
    print(f"python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f}")
    times: dict[str, dict[int, float | None]] = {}
    asked: list[tuple[str, str]] = []
    for papers in sorted(options.papers):
        with tempfile.TemporaryDirectory(prefix="cbec-kg-queries-") as folder:
            seconds = fill(Path(folder), nquads, folder_id, papers)
            store = Store.read_only(folder)
            print(f"{papers:,} papers, {len(store):,} statements, loaded in {seconds:,.1f} s", file=sys.stderr)
            asked = asked or list(questions(store, folder_id, options.only))
            for name, text in asked:
                runs = 3 if papers < 100 or name.endswith("=") else 1
                found = milliseconds(partial(store.query, text), runs, options.seconds)
                times.setdefault(name, {})[papers] = found
            del store
    rdflib = of_rdflib(nquads, asked, options.seconds)
    _print(times, rdflib, sorted(options.papers))
    if options.json:
        options.json.write_text(json.dumps({"oxigraph": times, "rdflib": rdflib}, indent=1) + "\n", encoding="utf-8")


def _print(times: dict[str, dict[int, float | None]], rdflib: dict[str, float | None], sizes: list[int]) -> None:
    few, many = sizes[min(1, len(sizes) - 1)], sizes[-1]
    print(f"{'query':46}" + "".join(f"{f'{size:,} ms':>12}" for size in sizes) + f"{'exponent':>10}{'x rdflib':>10}")
    ratios, exponents, records = [], [], []
    for name, taken in times.items():
        first, last, one, other = taken[few], taken[many], taken[sizes[0]], rdflib[name]
        grown = math.log(last / first) / math.log(many / few) if first and last and many > few else None
        ratio = other / one if one and other else None
        ratios += [ratio] if ratio else []
        if name.endswith("="):
            records += [last / one] if last and one else []
        else:
            exponents += [grown] if grown is not None else []
        shown = "".join(f"{figure(taken[size]):>12}" for size in sizes)
        print(
            f"{name:46}{shown}{'' if grown is None else f'{grown:.2f}':>10}{'over' if ratio is None else f'{ratio:.0f}':>10}"
        )
    if exponents:
        print(f"whole corpus: greatest exponent {max(exponents):.2f}, median {statistics.median(exponents):.2f}")
    if records:
        middle = statistics.median(records)
        print(f"one record, {many:,} papers over {sizes[0]:,}: median {middle:.2f}, most {max(records):.2f}")
    if ratios:
        print(f"rdflib over oxigraph: median {statistics.median(ratios):.0f}, least {min(ratios):.1f}")


if __name__ == "__main__":
    main()
