"""Words that are broken with a hyphen at the end of a line, in one copy of a text and not in another.

What a passage was taken from may have ``infor-`` and ``mation`` where a copy has the whole word, or the other way round; the
digest of the passage says which hyphens it had.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from cbec_kg.text.normalise import NormalisedText

_BREAK = re.compile(r"(?<=[A-Za-z])[-‐\u00ad](?=[^\S\n]*\n\s*[A-Za-z])")
_WITHIN = re.compile(r"(?<=[a-z])(?=[a-z])")
_MOST_HYPHENS = 4
_MOST_TRIES = 4_000


class Unbroken(NamedTuple):
    """A normalised text without hyphens at the ends of lines, and the positions in it at which they stood, ascending."""

    text: NormalisedText
    breaks: Sequence[int]


def unbroken(source: str, normalised: NormalisedText) -> Unbroken:
    """Return a text, normalised from a source, without the hyphens that may have broken a word there."""
    dropped = {match.start() for match in _BREAK.finditer(source)}
    rest = [place for place, offset in enumerate(normalised.offsets) if offset not in dropped]
    text = NormalisedText(
        "".join(normalised.text[place] for place in rest), array("I", (normalised.offsets[p] for p in rest))
    )
    return Unbroken(text, sorted({text.position(offset) for offset in dropped}))


def with_hyphens(copy: Unbroken, at: int, offset: int, length: int, sha256: str) -> NormalisedText | None:
    """Return the passage of a length and digest that has some text at `at`, and `offset` characters before it; None without.

    Its own hyphens are put back where the copy broke a line, else where one more makes the digest right.
    """
    for before in range(_MOST_HYPHENS):
        start = at - offset + before
        for count in range(before, _MOST_HYPHENS + 1):
            end = start + length - count
            if start < 0 or end > len(copy.text.text):
                continue
            piece = copy.text.text[start:end]
            for places in _places(copy, start, end, piece, count):
                parts = [piece[a:b] for a, b in zip([0, *places], [*places, len(piece)], strict=True)]
                if hashlib.sha256("-".join(parts).encode()).hexdigest() == sha256:
                    return _joined(copy.text.offsets[start:end], parts)
    return None


def _places(copy: Unbroken, start: int, end: int, piece: str, count: int) -> Iterator[tuple[int, ...]]:
    broken = [place - start for place in copy.breaks if start < place < end]
    yield from islice(combinations(broken, count), _MOST_TRIES)
    if count == 1:
        yield from ((match.start(),) for match in islice(_WITHIN.finditer(piece), _MOST_TRIES))


def _joined(offsets: Sequence[int], parts: Sequence[str]) -> NormalisedText:
    found, done = array("I"), 0
    for part in parts:
        if done:
            found.append(offsets[done])
        found.extend(offsets[done : done + len(part)])
        done += len(part)
    return NormalisedText("-".join(parts), found)
