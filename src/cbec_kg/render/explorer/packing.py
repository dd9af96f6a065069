"""Packs what a page's worker unpacks (`static/worker/lzma.js`).

It needs nothing but Python: `scripts/engine.py` runs it before the package is installed.
"""

from __future__ import annotations

import lzma
import struct


def packed(content: bytes, preset: int = 6) -> bytes:
    """Return bytes as the page's worker unpacks them: their number, four bytes little-endian, then LZMA without a header.

    Examples
    --------
    >>> packed(b"ab" * 40)[:4].hex()
    '50000000'
    """
    filters = [{"id": lzma.FILTER_LZMA1, "preset": preset, "lc": 3, "lp": 0, "pb": 0}]
    return struct.pack("<I", len(content)) + lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
