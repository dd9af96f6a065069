"""The page's SPARQL engine: Oxigraph as WebAssembly, from its npm package; carried by this package or named by the user.

The files are no part of the sources: `scripts/engine.py` puts them beside this module when a wheel is built.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cbec_kg.errors import UsageError
from cbec_kg.io.loading import read_bytes
from cbec_kg.render.explorer.packing import packed

CARRIED = Path(__file__).parent / "engine"
HOW_TO_GET_IT = "npm install oxigraph, then cbec-kg view --engine node_modules/oxigraph"
_GLUE, _PROGRAM, PACKED = "web.js", "web_bg.wasm", "web_bg.wasm.lzma"
_LARGEST = 64 * 1024 * 1024
_MODULE_ENDS = re.compile(r"export \{[^}]*\binitSync\b[^}]*\};\s*$")


@dataclass(frozen=True)
class Engine:
    """What a page needs to run queries: a script that declares ``initSync`` and ``Store``; its WebAssembly, `packed`."""

    glue: str
    packed: bytes


def read_engine(folder: Path | None = None) -> Engine | None:
    """Return the engine in a folder that holds the npm package oxigraph, or the one of this package, None when it has none.

    Raises
    ------
    UsageError
        When a folder is named that does not hold the engine.
    """
    place = folder or CARRIED
    missing = [name for name in (_GLUE, _PROGRAM) if not (place / name).is_file()]
    if missing and folder is None:
        return None
    if missing:
        raise UsageError(f"{place}: has no {missing[0]}, so it is not the npm package oxigraph. Get it: {HOW_TO_GET_IT}")
    glue = read_bytes(place / _GLUE, _LARGEST).decode("utf-8", "replace")
    program = read_bytes(place / _PROGRAM, _LARGEST)
    if not (program.startswith(b"\0asm") and _MODULE_ENDS.search(glue) and "class Store" in glue):
        raise UsageError(f"{place}: is not the browser build of the npm package oxigraph 0.5. Get it: {HOW_TO_GET_IT}")
    return Engine(_plain_script(glue), _packed_program(str(place), program))


@cache
def _packed_program(place: str, program: bytes) -> bytes:
    """Return a program packed; what was packed when the package was built is taken from beside it."""
    beside = Path(place) / PACKED
    made = read_bytes(beside, _LARGEST) if beside.is_file() else b""
    return made if made[:4] == struct.pack("<I", len(program)) else packed(program)


def _plain_script(module: str) -> str:
    """Return a module as a plain script: Chromium starts no worker from a module on a page that was opened from a file."""
    without_list = _MODULE_ENDS.sub("", module)
    return re.sub(r"^export (?=class|function)", "", without_list, flags=re.MULTILINE).replace("import.meta.url", '""')
