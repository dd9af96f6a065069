"""The page's reader of PDFs: PDF.js, from its npm package, and the script that asks it for text; carried by this package.

The files are no part of the sources: `scripts/engine.py` puts them beside this module when a wheel is built.
"""

from __future__ import annotations

from pathlib import Path

from cbec_kg.io.loading import read_bytes

CARRIED = Path(__file__).parent / "pdf"
HOW_TO_GET_IT = "install npm, then cbec-kg anew from its sources"
_ASKING = Path(__file__).parent / "static" / "worker" / "pdfworker.js"
_LARGEST = 64 * 1024 * 1024


def read_pdf_reader() -> bytes | None:
    """Return the script of a worker that reads PDFs, None when this package was built without it."""
    file = CARRIED / "reader.js"
    return read_bytes(file, _LARGEST) + b"\n" + read_bytes(_ASKING, _LARGEST) if file.is_file() else None
