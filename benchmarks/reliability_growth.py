"""How the time of reading grows with an input: 1, 2, 4 and 8 times as much of what a reader may be slow at.

    python benchmarks/reliability_growth.py
    python benchmarks/reliability_growth.py ris text

Printed is the exponent between the last two sizes (1 is linear, 2 quadratic) and the processor's time at each; where a limit
ends the reading, what it says. The inputs are runs of one thing: equal characters, continued lines, keys of which the last
is repeated, brackets, separators, nesting. A reader that is worse than linear is one to mend, or to give a limit.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from measured import Figure

from cbec_kg.errors import CbecError

SIZES = (1, 2, 4, 8)
_WORST = 1.6
"""Exponent above which a reader is not linear, whatever else the machine does."""
_ENOUGH = 0.05
"""Seconds from which on a ratio of times says anything."""

Reader = Callable[[int], Callable[[], object]]
"""Makes an input of a size, and gives what reads it."""


class Growth(NamedTuple):
    """How one reader grows: the exponent, None where too little time was taken, seconds at each size, what a limit said."""

    exponent: float | None
    seconds: list[float]
    ends: str


def run(quick: bool) -> list[Figure]:
    """Return a figure an input: the exponent."""
    how = f"processor time of reading {', '.join(map(str, SIZES))} times as much, by the last two"
    found = {name: grown(reader, 1 if quick else 8) for name, reader in READERS.items()}
    return [
        Figure(name, shown(one.exponent), f"at most {_WORST}", one.exponent is None or one.exponent <= _WORST, how)
        for name, one in found.items()
    ]


def shown(exponent: float | None) -> str:
    """Return an exponent as text; a dash where reading took too little time for one."""
    return "-" if exponent is None else f"{exponent:.2f}"


def grown(reader: Reader, times: int = 1) -> Growth:
    """Return how one reader grows, from a size that takes a moment on."""
    seconds, end = [], ""
    for size in SIZES:
        read = reader(500 * times * size)
        begun = time.process_time()
        try:
            read()
        except CbecError as error:
            end = str(error).split("\n")[0][:100]
        seconds.append(time.process_time() - begun)
    exponent = round(math.log2(seconds[-1] / seconds[-2]), 2) if seconds[-2] > _ENOUGH / 2 else None
    return Growth(exponent, seconds, end)


def _entries(ending: str, make: Callable[[int], str]) -> Reader:
    def reader(size: int) -> Callable[[], object]:
        from cbec_kg.bibliography.formats import parse_file

        content = make(size).encode()
        return lambda: parse_file(Path(f"refs{ending}"), content, None)

    return reader


def _text(make: Callable[[int], str], *, drafted: bool = False) -> Reader:
    def reader(size: int) -> Callable[[], object]:
        from cbec_kg.curation.passages import passages_csv
        from cbec_kg.documents.reading import parse_document
        from cbec_kg.drafting.draft import draft_folder

        content = make(size).encode()

        def read() -> object:
            document = parse_document(Path("p.txt"), content)
            return draft_folder(document, "x") if drafted else passages_csv(document)

        return read

    return reader


def _yaml(make: Callable[[int], str]) -> Reader:
    from cbec_kg.io.loading import parse_yaml

    return lambda size: lambda: parse_yaml(make(size), "x.yaml")


def shared_stream_pdf(pages: int, content: bytes) -> bytes:
    """Return a PDF of pages that all have the same content."""
    packed = zlib.compress(content)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        *([b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"] * pages),
    ]
    body, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def _pdf(size: int) -> Callable[[], object]:
    from cbec_kg.documents.reading import parse_document

    drawn = b"".join(
        b"BT /F1 9 Tf 50 %d Td (Mills turn in the wind, and so do they here.) Tj ET\n" % y for y in range(60, 800, 12)
    )
    content = shared_stream_pdf(size // 200, drawn)
    return lambda: parse_document(Path("p.pdf"), content)


_RIS = "TY  - BOOK\nTI  - x\n"
_SENTENCE = "镇上的茶店共有六十家[1]。"

READERS: dict[str, Reader] = {
    "ris-continued-lines": _entries(".ris", lambda size: _RIS + "a\n" * 20 * size + "ER  - \n"),
    "ris-authors": _entries(".ris", lambda size: _RIS + "AU  - a, b\n" * size + "ER  - \n"),
    "ris-lines-outside": _entries(".ris", lambda size: "x\n" * 20 * size + _RIS + "ER  - \n"),
    "ris-name-of-commas": _entries(".ris", lambda size: _RIS + "AU  - " + "，" * 4 * size + "b\nER  - \n"),
    "ris-name-of-hyphens": _entries(".ris", lambda size: _RIS + "AU  - " + "Aa-" * size + "!\nER  - \n"),
    "json-late-key-repeated": _entries(
        ".json", lambda size: "[{" + ",".join(f'"k{number}":1' for number in [*range(4 * size), 4 * size - 1]) + "}]"
    ),
    "json-nesting": _entries(".json", lambda size: '[{"title":' + "[" * size + "]" * size + "}]"),
    "gbt7714-brackets": _entries(".txt", lambda size: "[1] 青壶. 壶[M]. " + "[" * 4 * size + " 2019."),
    "csv-quotes": _entries(".csv", lambda size: 'number,title\n1,"' + '""' * 8 * size),
    "yaml-records": _yaml(lambda size: "- {id: a, b: [c]}\n" * size),
    "yaml-repeated-keys": _yaml(lambda size: "a: b\n" * size),
    "text-equal-characters": _text(lambda size: "茶" * size + "\n"),
    "text-equal-digits": _text(lambda size: "1" * size + "\n"),
    "text-equal-sentences": _text(lambda size: _SENTENCE * (size // 4) + "\n"),
    "text-brackets": _text(lambda size: "[" * 4 * size + "\n"),
    "text-markers": _text(lambda size: "[1]" * size + "\n"),
    "text-white-space": _text(lambda size: "a" + " " * 4 * size + "b\n"),
    "text-headings": _text(lambda size: "".join(f"{number} 引言\n\n茶好。\n\n" for number in range(size // 8))),
    "text-rows": _text(lambda size: "表 1. 茶价\n\n" + "甲 1 2 3\n" * (size // 4)),
    "draft-sentences": _text(lambda size: "1 引言\n\n" + _SENTENCE * (size // 16) + "\n", drafted=True),
    "draft-markers": _text(lambda size: "[1]" * (size // 16) + "\n", drafted=True),
    "draft-equal-entries": _text(
        lambda size: "1 引言\n\n茶好。\n\n参考文献\n\n" + "Low, A. (2019). Mills. J. Mill, 3, 4.\n" * (size // 8),
        drafted=True,
    ),
    "pdf-pages-of-one-stream": _pdf,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", help="Only inputs whose name begins so.")
    parser.add_argument("--times", type=int, default=4, help="How large the smallest input is.")
    arguments = parser.parse_args()
    print(f"{'input':26} {'exponent':>8}  seconds at {', '.join(map(str, SIZES))} times")
    worst = 0.0
    for name, reader in READERS.items():
        if arguments.inputs and not name.startswith(tuple(arguments.inputs)):
            continue
        found = grown(reader, arguments.times)
        worst = max(worst, found.exponent or 0.0)
        seconds = " ".join(f"{one:8.3f}" for one in found.seconds)
        print(f"{name:26} {shown(found.exponent):>8}  {seconds}  {found.ends}", flush=True)
    sys.exit(1 if worst > _WORST else 0)


if __name__ == "__main__":
    main()
