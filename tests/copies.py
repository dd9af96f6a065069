"""Several papers made of one: its graph under other names, as large as the paper and as many as wanted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store

from cbec_kg.store.opening import load_nquads

ENGINE = Path(sys.executable).with_name("oxigraph")
"""The engine's own program, which tells how many rows each step of a plan gave (from PyPI: oxigraph)."""


def copies(nquads: str, folder_id: str, papers: int) -> str:
    """Return the statements of as many papers, all alike, the first one under its own name."""
    named = f"cbec-kg/{folder_id}/"
    assert named in nquads
    return "".join(nquads.replace(named, f"cbec-kg/copy-{number}/") if number else nquads for number in range(papers))


def database(nquads: str, place: Path) -> Path:
    """Put statements into a database on disk, each also in the default graph, as every store here has them."""
    store = Store(str(place))
    store.bulk_load(load_nquads(nquads).dump(format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
    store.flush()
    return place


def rows_of_plan(place: Path, query: str, scratch: Path) -> int:
    """Return how many rows all steps of a query's plan give together, as the engine counts them."""
    plan, answer = scratch / "plan.json", scratch / ("answer.nt" if re.search(r"(?m)^CONSTRUCT", query) else "answer.csv")
    arguments: list[str | Path] = [
        "--location",
        place,
        "--query",
        query,
        "--results-file",
        answer,
        "--explain-file",
        plan,
        "--stats",
    ]
    subprocess.run([ENGINE, "query", *arguments], check=True, capture_output=True)

    def rows(step: dict[str, Any]) -> int:
        return (step.get("number of results") or 0) + sum(map(rows, step.get("children", ())))

    return rows(json.loads(plan.read_text(encoding="utf-8"))["plan"])
