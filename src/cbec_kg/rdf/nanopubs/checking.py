"""Files of nanopublications read and checked: strictly, each in full, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat, parse

from cbec_kg.errors import UsageError
from cbec_kg.io.loading import read_bytes
from cbec_kg.rdf.nanopubs.nanopublication import Nanopublication, nanopublications_in
from cbec_kg.rdf.nanopubs.trusty import code_in

JOINED = "nanopubs.trig"
"""The file that has all nanopublications of a folder."""

_FORMATS = {".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS}
_LARGEST = 128 * 1024 * 1024
"""Bytes of a file: some forty thousand nanopublications, which take ten times that in memory."""


class Read(NamedTuple):
    """A nanopublication of a file whose text is `text`, and what is wrong with it; None in place of one that is none."""

    text: str
    nanopublication: Nanopublication | None
    fault: str | None


def files_in(place: Path) -> list[Path]:
    """Return the files of nanopublications in a folder and below, sorted, or the file itself.

    Raises
    ------
    UsageError
        When there are none.
    """
    if place.is_dir():
        found = sorted(path for path in place.rglob("*") if path.suffix in _FORMATS)
        if not found:
            raise UsageError(f"{place}: has no nanopublications (*.trig, *.nq). Name a folder that has.")
        return found
    if place.suffix not in _FORMATS or not place.exists():
        fact = "is neither a folder nor TriG or N-Quads by its name" if place.exists() else "is not there"
        raise UsageError(f"{place}: {fact}. Name a folder of nanopublications, or FILE.trig.")
    return [place]


def fault_in(text: str) -> str | None:
    """Return what is wrong with one nanopublication in TriG; None where name and statements fit."""
    (found,) = nanopublications_in(parse(text.encode(), format=RdfFormat.TRIG))
    return found.fault()


def read_file(file: Path) -> Iterator[Read]:
    """Yield the nanopublications of a file, each with what is wrong; a file that cannot be read has one that is none."""
    content = read_bytes(file, _LARGEST)
    try:
        text = content.decode()
        found = [*nanopublications_in(parse(content, format=_FORMATS[file.suffix]))]
    except (SyntaxError, UnicodeDecodeError) as error:
        yield Read("", None, f"syntax: {error}")
        return
    except ValueError as error:
        yield Read("", None, f"form: {error}")
        return
    named = code_in(file.stem)
    for one in found:
        fault: str | None = one.fault()
        if fault is None and named and len(found) == 1 and named != code_in(one.iri):
            fault = "file-name"
        yield Read(text, one, fault)
