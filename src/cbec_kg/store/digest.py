"""Which cached graph belongs to a folder as it is now: a digest of all that the graph is made from.

Reading a hundred files to digest them takes longer than most queries. So the cache has, for each folder, the last digest
with the names, sizes and times of the files that it was taken of; it holds as long as these are the same. One that is not at
least two seconds younger than the youngest file is not used: a file could have changed twice within one tick of its file
system.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from cbec_kg import __version__
from cbec_kg.assets import asset_folder
from cbec_kg.io.cache import mark_used, read_entry, write_entry

APART = frozenset(("cli", "drafting", "endpoint", "queries", "render", "serving"))
"""Packages whose code has no part in what a graph is; every other has."""

_TICK = 2_000_000_000
"""Nanoseconds that a cached digest must be younger than the files that it was taken of."""

_DIGITS = frozenset("0123456789abcdef")

_SUFFIXES = (".yaml", ".yml", ".csv", ".json", ".ttl", ".py")
"""Endings of the files that a graph is made from."""


def source_files(folder: Path, bibliography: Path | None = None) -> list[tuple[str, str]]:
    """Return all files that the graph of a folder is made from, sorted: data, ontology, code, bibliography.

    Of each there is a name, which does not depend on where folder and package are, and the path.
    """
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # plain strings: a hundred Path objects take longer
    roots = [("data", str(folder)), ("ontology", str(asset_folder("ontology")))]
    parts = [entry for entry in os.scandir(package) if entry.is_dir() and entry.name[0] not in "._"]
    roots += [(f"code/{part.name}", part.path) for part in parts if part.name not in APART]
    found = []
    for root, path in roots:
        for entry in os.scandir(path):
            if entry.name.endswith(_SUFFIXES):
                found.append((f"{root}/{entry.name}", entry.path))
            elif entry.name != "__pycache__" and entry.is_dir(follow_symlinks=False):
                roots.append((f"{root}/{entry.name}", entry.path))
    if bibliography is not None:
        found.append((f"bibliography{bibliography.suffix}", str(bibliography)))
    return sorted(found)


def content_digest(folder: Path) -> str:
    """Return what `folder_digest` does, of the files as they are now, without a look into the cache.

    Raises
    ------
    UsageError
        When a file cannot be read.
    """
    return _digest(source_files(folder))


def folder_digest(folder: Path, bibliography: Path | None, cache: Path) -> str:
    """Return the digest (32 hexadecimal digits) of all that the graph of a folder is made from, wherever the folder is.

    The cache, which need not be there, has the last one.

    Raises
    ------
    UsageError
        When a file cannot be read.
    """
    files = source_files(folder, bibliography)
    paths = [path for _, path in files]
    name = f"digest-{crc32(os.fsencode(folder.absolute())):08x}"  # two folders of one name only take turns
    last = read_entry(cache, name)
    if last is not None:
        engine, _, rest = os.fsdecode(last[0]).partition("\n")
        cached, _, digest = rest.rpartition("\n")
        with suppress(OSError):
            signature, youngest = _signature([*paths, engine])
            if cached == signature and last[1] > youngest + _TICK and len(digest) == 32 and not set(digest) - _DIGITS:
                mark_used(f"{cache}/{name}")
                return digest
    import pyoxigraph

    engine = str(pyoxigraph.__file__)  # a new release changes its file
    signature, _ = _signature([*paths, engine])
    digest = _digest(files)
    with suppress(OSError):
        write_entry(cache, name, os.fsencode(f"{engine}\n{signature}\n{digest}"))
    return digest


def _signature(files: list[str]) -> tuple[str, int]:
    """Return what tells whether files have changed, and when the youngest of them did."""
    lines, youngest = [f"{__version__} {sys.prefix}"], 0
    for path in files:
        state = os.stat(path)  # noqa: PTH116  # a hundred Path objects cost as much as the hundred calls
        youngest = max(youngest, state.st_mtime_ns, state.st_ctime_ns)
        lines.append(f"{path}\t{state.st_size}\t{state.st_mtime_ns}\t{state.st_ctime_ns}\t{state.st_ino}")
    return "\n".join(lines), youngest


def _digest(files: list[tuple[str, str]]) -> str:
    from hashlib import sha256

    import pyoxigraph

    from cbec_kg.io.loading import open_regular

    total = sha256(f"{__version__}\0{pyoxigraph.__version__}".encode())
    for name, path in files:
        with open_regular(Path(path)) as file:
            content = file.read()
        total.update(os.fsencode(f"\0{name}\0{len(content)}\0"))
        total.update(content)
    return total.hexdigest()[:32]
