"""Text that can be compared: white space and width forms aside, with a map back to the source.

First in the flow: needs nothing else of the package. Out of scope: where sentences end (`segment`) and what a
fragment must look like (`anchor`).
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "〜": "~", "–": "-", "—": "-", "‐": "-", "−": "-"})
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_COMPATIBLE: dict[str, str] = {}


def fold(character: str) -> str:
    """Return the form of one character that is compared; empty for white space and invisible characters.

    Full-width and half-width forms, compatibility ideographs and curly quotation marks become one form (Unicode
    NFKC); letter case is kept, since it can carry meaning in names.

    Examples
    --------
    >>> fold("％"), fold("　"), fold("Ａ"), fold("亿")
    ('%', '', 'A', '亿')
    """
    known = _COMPATIBLE.get(character)
    if known is None:
        if character.isspace() or character in _INVISIBLE:
            known = ""
        else:
            known = "".join(unicodedata.normalize("NFKC", character).translate(_SAME).split())
        _COMPATIBLE[character] = known
    return known


@dataclass(frozen=True)
class Squeezed:
    """Comparable text and, for each of its characters, the offset of the source character it came from.

    Attributes
    ----------
    text : str
        The folded characters in a row.
    offsets : tuple of int
        ``offsets[i]`` is the offset in the source of ``text[i]``; same length as `text`, never decreasing.
    """

    text: str
    offsets: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets ``(start, end)`` that the characters ``text[start:end]`` came from.

        Raises
        ------
        ValueError
            When the range is empty or not within the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start}:{end} is no range within {len(self.text)} squeezed characters")
        return self.offsets[start], self.offsets[end - 1] + 1

    def position(self, offset: int) -> int:
        """Return the index of the first squeezed character that stands at or after a source offset."""
        return bisect_left(self.offsets, offset)


def squeeze(source: str, spans: Iterable[tuple[int, int]] | None = None) -> Squeezed:
    """Return the comparable form of a text, or of some spans of it joined.

    Parameters
    ----------
    source : str
        The untouched text.
    spans : iterable of (start, end), optional
        Half-open ranges of `source` in ascending order; the whole text when omitted.

    Examples
    --------
    >>> squeeze("出口 561.20 亿\\n\\n元").text
    '出口561.20亿元'
    """
    kept: list[str] = []
    offsets: list[int] = []
    for start, end in [(0, len(source))] if spans is None else spans:
        for offset in range(start, end):
            for character in fold(source[offset]):
                kept.append(character)
                offsets.append(offset)
    return Squeezed("".join(kept), tuple(offsets))


def digest(text: str) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of the squeezed form of a text.

    Examples
    --------
    >>> digest("39.80 %") == digest("39.80％")
    True
    """
    return hashlib.sha256(squeeze(text).text.encode()).hexdigest()
