"""Puts the page's SPARQL engine, Oxigraph as WebAssembly, into the package: when a wheel is built, or run by hand.

npm fetches the release that package-lock.json names, checks it against the digest there and runs none of its scripts.
Without npm, or without a network, or with ``CBEC_KG_ENGINE=no``, the package is built without the engine and says so; its
pages then tell how to get it.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "cbec_kg" / "render" / "explorer" / "engine"
FILES = ("web.js", "web_bg.wasm", "package.json")
PROGRAM, PACKED = TARGET / "web_bg.wasm", TARGET / "web_bg.wasm.lzma"
SECONDS = 120


class EngineHook(BuildHookInterface):  # type: ignore[type-arg]  # only the builder knows its configuration
    """Runs before a wheel is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch the engine if it is not there yet; a build without it is a build all the same."""
        problem = put_engine()
        if problem:
            self.app.display_warning(f"The page's SPARQL engine is left out: {problem}")


def put_engine() -> str | None:
    """Put the engine's files into the package, the program packed as well, and return None, or why they are not there."""
    problem = _fetch()
    if problem is None and not PACKED.is_file():
        PACKED.write_bytes(_packed(PROGRAM.read_bytes()))
    return problem


def _packed(program: bytes) -> bytes:
    """Return the program as the package's pages carry it; the package need not be installed yet."""
    return bytes(runpy.run_path(str(TARGET.parent / "packing.py"))["packed"](program))


def _fetch() -> str | None:
    if os.environ.get("CBEC_KG_ENGINE") == "no":
        return "CBEC_KG_ENGINE says no."
    if _version(TARGET / "package.json") == _wanted() and all((TARGET / name).is_file() for name in FILES):
        return None
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed."
    with tempfile.TemporaryDirectory() as place:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, place)
        command = [npm, "ci", "--omit=dev", "--fetch-retries=0", "--loglevel=error"]
        try:
            subprocess.run(command, cwd=place, check=True, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"npm took over {SECONDS} s."
        except subprocess.CalledProcessError as error:
            return str((error.stderr.strip().splitlines() or ["npm failed."])[0])
        TARGET.mkdir(exist_ok=True)
        PACKED.unlink(missing_ok=True)
        for name in FILES:
            shutil.copy(Path(place) / "node_modules" / "oxigraph" / name, TARGET / name)
    return None


def _wanted() -> str:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"]["node_modules/oxigraph"]["version"])


def _version(file: Path) -> str | None:
    return str(json.loads(file.read_text(encoding="utf-8"))["version"]) if file.is_file() else None


if __name__ == "__main__":
    found = put_engine()
    print(f"The page's SPARQL engine is left out: {found}" if found else f"{TARGET}: the engine is there.")
    sys.exit(1 if found else 0)
