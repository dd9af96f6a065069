"""Puts what the page takes from npm into the package: when a wheel is built, or run by hand.

That is the SPARQL engine, Oxigraph as WebAssembly, and the reader of PDFs, PDF.js. npm fetches the releases that
package-lock.json names, checks them against the digests there and runs none of their scripts. Without npm, or without a
network, or with ``CBEC_KG_ENGINE=no``, the package is built without both and says so; its pages then tell how to get them.
"""

from __future__ import annotations

import base64
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[1]
EXPLORER = ROOT / "src" / "cbec_kg" / "render" / "explorer"
ENGINE, READER = EXPLORER / "engine", EXPLORER / "pdf"
FILES = {
    ("oxigraph", ENGINE): ("web.js", "web_bg.wasm", "web_bg.wasm.lzma"),
    ("pdfjs-dist", READER): ("reader.js", "LICENSE"),
}
"""What is put from each npm package into each folder, besides its package.json."""
CHINESE = ("Adobe-GB1", "GB", "UniGB", "Adobe-CNS1", "UniCNS-UCS2", "UniCNS-UTF16")
"""How the names of the tables begin by which fonts in a PDF that are not embedded number their Chinese characters."""
_MODULE_END = re.compile(r"export\s*\{[^{}]*\};?\s*$")
SECONDS = 120


class EngineHook(BuildHookInterface):  # type: ignore[type-arg]  # only the builder knows its configuration
    """Runs before a wheel is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet; a build without it is a build all the same."""
        problem = put_parts()
        if problem:
            self.app.display_warning(f"The page's SPARQL engine and reader of PDFs are left out: {problem}")


def put_parts() -> str | None:
    """Put engine and reader into the package, and return None, or why they are not there."""
    if os.environ.get("CBEC_KG_ENGINE") == "no":
        return "CBEC_KG_ENGINE says no."
    lacking = [(package, folder) for (package, folder), names in FILES.items() if not _is_there(package, folder, names)]
    if not lacking:
        return None
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed."
    with tempfile.TemporaryDirectory() as place:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, place)
        command = [npm, "ci", "--omit=dev", "--omit=optional", "--fetch-retries=0", "--loglevel=error"]
        try:
            subprocess.run(command, cwd=place, check=True, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"npm took over {SECONDS} s."
        except subprocess.CalledProcessError as error:
            return str((error.stderr.strip().splitlines() or ["npm failed."])[0])
        for package, folder in lacking:
            folder.mkdir(exist_ok=True)
            (_put_engine if folder == ENGINE else _put_reader)(Path(place) / "node_modules" / package)
    return None


def _put_engine(package: Path) -> None:
    """Copy the engine, its program packed as well, as a page carries it; the package need not be installed yet."""
    for name in ("web.js", "web_bg.wasm", "package.json"):
        shutil.copy(package / name, ENGINE / name)
    program = (package / "web_bg.wasm").read_bytes()
    (ENGINE / "web_bg.wasm.lzma").write_bytes(runpy.run_path(str(EXPLORER / "packing.py"))["packed"](program))


def _put_reader(package: Path) -> None:
    """Join PDF.js and its tables for Chinese to one plain script: Chromium starts no worker from a module on a local page.

    Its two halves run in that one worker; without ``self``, the half that reads waits for no page to write to it.
    """
    build = package / "legacy" / "build"
    halves = ((build / f"{name}.min.mjs").read_text(encoding="utf-8") for name in ("pdf.worker", "pdf"))
    plain = (_MODULE_END.sub("", half).replace("import.meta.url", '""') for half in halves)
    tables = {
        file.name: base64.b64encode(file.read_bytes()).decode("ascii")
        for file in sorted((package / "cmaps").glob("*.bcmap"))
        if file.name.startswith(CHINESE)
    }
    licence = (package / "cmaps" / "LICENSE").read_text(encoding="utf-8")
    parts = [f"((self) => {{{half}}})({{}});" for half in plain]
    parts += [f"/*! {licence}*/", f"const TABLES = {json.dumps(tables)};"]
    (READER / "reader.js").write_text("\n".join(parts), encoding="utf-8", newline="\n")
    for name in ("LICENSE", "package.json"):
        shutil.copy(package / name, READER / name)


def _is_there(package: str, folder: Path, names: tuple[str, ...]) -> bool:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted, file = lock["packages"][f"node_modules/{package}"]["version"], folder / "package.json"
    has = json.loads(file.read_text(encoding="utf-8"))["version"] if file.is_file() else None
    return bool(has == wanted) and all((folder / name).is_file() for name in names)


if __name__ == "__main__":
    found = put_parts()
    print(
        f"The page's SPARQL engine and reader of PDFs are left out: {found}"
        if found
        else f"{EXPLORER}: engine and reader are there."
    )
    sys.exit(1 if found else 0)
