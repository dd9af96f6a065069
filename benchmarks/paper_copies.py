"""A store of papers that are all copies of one, each under an id of its own, as benchmarks load them."""

from __future__ import annotations

import gzip
from pathlib import Path

from msgspec import json
from msgspec.structs import replace

from cbec_kg.io.durable import part_folder
from cbec_kg.store.layout import Manifest, StoreDirectory
from cbec_kg.store.staging import AUDIT, GRAPH, ONTOLOGY_GRAPH, SNAPSHOT, StagedPaper, find_staged, put

AT = "2026-01-02T03:04:05+00:00"
"""The time of every load of a benchmark."""


def copies(one: Path, many: Path, papers: int) -> int:
    """Make a store that has as many papers, all alike, without a database; return the number of their statements.

    `one` is a store with the paper that they are copies of; their ids are ``copy-0``, ``copy-1`` and so on.
    """
    source = next((StoreDirectory(one)).papers.iterdir())
    original = staged(StoreDirectory(one), source.name)
    directory = StoreDirectory(many)
    generation = directory.generations / "000001"
    for place in (directory.papers, generation):
        place.mkdir(parents=True)
    found = []
    last = StoreDirectory(one).current()
    assert last is not None
    lines, snapshot, base = original.lines(), original.snapshot(), last.manifest.papers[0]
    for number in range(papers):
        name = f"copy-{number}"
        files = {file: (original.folder / file).read_bytes() for file in (ONTOLOGY_GRAPH, AUDIT)}
        renamed = lines.replace(f"cbec-kg/{original.receipt.id}/".encode(), f"cbec-kg/{name}/".encode())
        files |= {GRAPH: gzip.compress(renamed, 1, mtime=0), SNAPSHOT: replace(snapshot, papers=(name,)).to_bytes()}
        with part_folder(directory.papers) as part:
            made = put(directory, part, files, f"{number:032x}", name, True)
        found.append(replace(base, id=name, digest=made.receipt.digest))
    manifest = Manifest(tuple(sorted(found, key=lambda paper: paper.id)), (), "")
    (generation / "manifest.json").write_bytes(json.encode(manifest))
    directory.pointer.write_bytes(b'{"format": 1, "generation": "000001"}')
    return papers * original.receipt.statements


def staged(directory: StoreDirectory, digest: str) -> StagedPaper:
    """Return the paper of a store that stands under a digest."""
    found = find_staged(directory, digest)
    assert found is not None
    return found
