"""Counts what a process of the package's own reaches of `src`, for ``scripts/covered.py``, which adds the counts up.

Python imports a module of this name whenever it starts, from a folder that PYTHONPATH names. In processes that are not the
package's own, and where nobody counts, it does nothing. Counted are those whose code the tests' own process does not run:
the server with its workers, and those that read the documents of others. A process that is killed leaves no count.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "cbec_kg"
READING = ("documents", "bibliography", "io", "store/rdf_reader.py")
"""What is counted of a process that reads a document; the rest of what it loads, the tests run themselves."""

VARIABLE = "CBEC_KG_COUNTED"
"""Variable of the environment that has the folder for the counts."""


def count(folder: Path, sources: list[str]) -> None:
    """Count from now on, and write the count into a folder when the process ends, by ``os._exit`` as well."""
    import slipcover
    from slipcover.config import read_config

    counter = slipcover.Slipcover(branch=True, exclude_also=read_config(ROOT / "pyproject.toml").get("exclude-also"))
    slipcover.ImportManager(counter, slipcover.FileMatcher(sources=sources)).__enter__()
    end, owner = os._exit, os.getpid()

    def write() -> None:
        if os.getpid() == owner:  # a fork has the same functions
            os.chdir(ROOT)
            (folder / f"{owner}.json").write_text(json.dumps(counter.get_coverage()), encoding="utf-8")

    def write_and_end(status: int) -> NoReturn:
        write()
        end(status)

    os._exit = write_and_end
    atexit.register(write)


def sources_of(command: list[str]) -> list[str]:
    """Return what is counted of a process by how it was started; nothing for most."""
    if "cbec_kg.io.apart" in command:
        return [str(SOURCES / part) for part in READING]
    served = "serve" in command and any(Path(word).name == "cbec-kg" for word in command)
    return [str(SOURCES)] if served or any(word.startswith("cbec_kg.endpoint.") for word in command) else []


if VARIABLE in os.environ and (counted := sources_of(sys.orig_argv)):
    count(Path(os.environ[VARIABLE]), counted)
