"""How wide texts are, in columns of a terminal and in pixels of a picture, and how they are cut and broken to fit.

The only place that knows that Chinese characters are wide.
"""

from __future__ import annotations

from functools import cache, lru_cache
from unicodedata import category, combining, east_asian_width

_NARROW = frozenset("iljtfrI.,;:'|!()[]{} /-\"")
_WIDE = frozenset("mwMW@%—…")


def display_width(text: str) -> int:
    """Return the columns that a text takes in a terminal, Chinese characters counting two.

    Examples
    --------
    >>> display_width("人才gap")
    7
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def text_width(text: str, size: float) -> float:
    """Return the width that a text needs in a common sans-serif face, rather too wide than too narrow.

    Examples
    --------
    >>> text_width("问题", 10)
    20.0
    """
    return sum(map(_em, text)) * size


@cache
def _em(character: str) -> float:
    if east_asian_width(character) in "WF":
        return 1.0
    if combining(character):
        return 0.0
    if character in _NARROW:
        return 0.32
    if character in _WIDE:
        return 0.95
    return 0.7 if character.isupper() else 0.57


def wrap(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a text broken into at most `most` lines of a width; the last ends with … when text is left over.

    Latin words stay whole where they fit on a line, Chinese breaks anywhere but before closing punctuation.

    Examples
    --------
    >>> wrap("one two three", 60, 12, 2)
    ['one two', 'three']
    >>> wrap("跨境电商人才较为短缺", 60, 12, 1)
    ['跨境电商…']
    """
    return list(_wrapped(text[: 400 * most], width, size, most))


@lru_cache(maxsize=1024)
def _wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    lines = [""]
    for piece in _pieces(text):
        candidate = lines[-1] + piece
        if text_width(candidate.rstrip(), size) <= width:
            lines[-1] = candidate
        elif lines[-1]:
            lines.append(piece.lstrip())
        else:
            lines[-1] = piece
        while text_width(lines[-1].rstrip(), size) > width and len(lines) <= most:
            head = _head(lines[-1], width, size)
            lines[-1:] = [head, lines[-1][len(head) :]]
        if len(lines) > most:
            return (*(line.rstrip() for line in lines[: most - 1]), _ended(lines[most - 1], width, size))
    return tuple(line.rstrip() for line in lines)


def _ended(line: str, width: float, size: float) -> str:
    while line and text_width(f"{line.rstrip()}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _head(text: str, width: float, size: float) -> str:
    end = 1
    while end < len(text) and text_width(text[: end + 1], size) <= width:
        end += 1
    return text[:end]


def _pieces(text: str) -> list[str]:
    """Return the parts of a text between which a line may end."""
    pieces: list[str] = []
    for character in text:
        wide = east_asian_width(character) in "WF"
        closing = category(character) in ("Pe", "Pf") or character in "，。、；：！？,.;:!?"
        opens = bool(pieces) and category(pieces[-1][-1]) in ("Ps", "Pi")
        ends = not pieces or pieces[-1].endswith(" ") or wide or _hyphenated(pieces[-1])
        ends = ends or east_asian_width(pieces[-1][-1]) in "WF"
        if ends and not (pieces and (closing or opens)) and not (pieces and character == " "):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _hyphenated(piece: str) -> bool:
    """Return whether a line may end after a piece: after a hyphen, but not after one as in e-commerce."""
    return piece.endswith("-") and len(piece) > 3
