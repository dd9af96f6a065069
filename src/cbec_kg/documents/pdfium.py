"""The characters of a PDF, each with its box, taken out with PDFium.

Called in a process apart, which a damaged or hostile file costs at most. Out of scope: what the characters say together.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from typing import Any

MAX_PAGES = 2_000
MAX_CHARACTERS = 4_000_000
MAX_OBJECTS = 4_000_000
"""Runs of text, lines and pictures on all pages together; pages may share them, and each page is drawn anew."""

BOLD, TURNED, UNKNOWN, SPACED = 1, 2, 4, 8
"""What is known of a character: bold; not upright; without a text of its own; after a space."""

FIELDS = 5
"""Numbers a character: left, right, baseline and height of its font in tenths of a point, and what is known of it."""

_HEIGHT = 1.1
"""Height of a line of a font by its size, as most fonts have it."""


def extract(content: bytes) -> dict[str, Any]:
    """Return the pages of a PDF as ``{"pages": [...]}``, or ``{"error": ...}``: encrypted, damaged, pages, objects or
    characters.

    A page has its width and height in points, its characters that can be seen in the order of the file, and `FIELDS`
    numbers for each.
    """
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"error": "encrypted" if encrypted else "damaged"}
    if len(pdf) > MAX_PAGES:
        return {"error": "pages", "count": len(pdf)}
    pages, characters, objects, damaged = [], 0, 0, 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            objects += raw.FPDFPage_CountObjects(page)
            if objects > MAX_OBJECTS:
                return {"error": "objects", "count": number + 1}
            text = page.get_textpage()
            pages.append(_page(page.raw, page.get_size(), text.raw))
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            damaged += 1
            pages.append({"size": (0, 0), "text": "", "numbers": [], "pictures": 0})
            continue
        characters += len(pages[-1]["text"])
        if characters > MAX_CHARACTERS:
            return {"error": "characters"}
    return {"pages": pages, "damaged": damaged} if damaged < len(pages) else {"error": "damaged"}


def _page(page: Any, size: tuple[float, float], text: Any) -> dict[str, Any]:
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, tuple[bool, float]] = {}
    characters, numbers, spaced = [], array("i"), 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        unknown = raw.FPDFText_HasUnicodeMapError(text, index) == 1 or code in (0, 0xFFFE, 0xFFFF)
        if code == 2:  # a hyphen that PDFium took for one that breaks a word
            character = "-"
        if character.isspace() or not (character or unknown):
            spaced = SPACED
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        angle = raw.FPDFText_GetCharAngle(text, index)
        turned = TURNED if 0.3 < angle < 5.98 else 0
        bold, height = _font(text, index, fonts)
        if not 0.5 * height <= box.top - box.bottom <= 2 * height:  # a font whose size says nothing
            height = box.top - box.bottom
        known = (BOLD if bold else 0) | turned | (UNKNOWN if unknown else 0) | spaced
        places = (box.left, box.right, y.value, height)
        numbers.extend((*(round(max(-1e5, min(1e5, place)) * 10) for place in places), known))
        characters.append("\ufffd" if unknown and (not character or code < 32) else character)
        spaced = 0
    return {"size": size, "text": "".join(characters), "numbers": numbers, "pictures": _pictures(page)}


def _font(text: Any, index: int, fonts: dict[int, tuple[bool, float]]) -> tuple[bool, float]:
    """Return whether a character is bold, by the weight or the name of its font, and the font's height; looked up once an
    object."""
    from pypdfium2 import raw

    thing = raw.FPDFText_GetTextObject(text, index)
    key = ctypes.addressof(thing.contents) if thing else 0
    if key not in fonts:
        name, matrix = ctypes.create_string_buffer(128), raw.FS_MATRIX()
        raw.FPDFText_GetFontInfo(text, index, name, 128, ctypes.c_int())
        words = name.value.lower()
        named = any(word in words for word in (b"bold", b"black", b"heavy", b"simhei", b"-hei", b"cmbx", b"medi"))
        scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text, index, matrix) else 0.0
        height = _HEIGHT * scale * raw.FPDFText_GetFontSize(text, index)
        fonts[key] = named or raw.FPDFText_GetFontWeight(text, index) >= 600, height
    return fonts[key]


def _pictures(page: Any) -> int:
    from pypdfium2 import raw

    count = min(raw.FPDFPage_CountObjects(page), 2_000)
    kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, index)) for index in range(count))
    return sum(kind == raw.FPDF_PAGEOBJ_IMAGE for kind in kinds)
