"""Small PDFs for tests: text at given places, in Helvetica, or in a Chinese font that is neither embedded nor mapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class At(NamedTuple):
    """A run of text: where its base line begins, in points from the lower left, and its size."""

    x: float
    y: float
    text: str
    size: float = 10.0
    bold: bool = False


_FONTS = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>",
)


def _show(run: At) -> bytes:
    if run.text.isascii():
        text = run.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"BT /F{1 + run.bold} {run.size} Tf {run.x} {run.y} Td ({text}) Tj ET\n".encode()
    return f"BT /F3 {run.size} Tf {run.x} {run.y} Td <{run.text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def build_pdf(pages: Sequence[Sequence[At]], size: tuple[int, int] = (595, 842)) -> bytes:
    """Return a PDF of pages, each with its runs of text."""
    first = 3 + len(_FONTS)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(), *_FONTS]
    for number, runs in enumerate(pages):
        content = b"".join(map(_show, runs))
        fonts = "/F1 3 0 R/F2 4 0 R/F3 5 0 R"
        box = f"/MediaBox[0 0 {size[0]} {size[1]}]/Resources<</Font<<{fonts}>>>>/Contents {first + 2 * number + 1} 0 R"
        objects += [f"<</Type/Page/Parent 2 0 R{box}>>".encode()]
        objects += [b"<</Length %d>>stream\n%sendstream" % (len(content), content)]
    body, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
