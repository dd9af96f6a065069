"""Text that can be compared: white space and width forms aside, with a map back to the source.

First in the flow: needs nothing else of the package. Out of scope: where sentences end (`segment`) and where fragments
occur (`selectors`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain, compress, repeat
from typing import NamedTuple

_SAME = str.maketrans("“”‘’〜–—‐−", "\"\"''~----")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_RADICALS = str.maketrans(
    "⼾戶戸⾭靑⺁⺈⺌⺗⺠⺬⺮⺶⺷⺼⺾⺿⻀⻁⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻓⻔⻖⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "户户户青青厂刀小心民示竹羊羊肉艹艹艹虎西见角讠贝车辶辶辶钅长门阝青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
"""Radicals that PDF writers put for whole characters, where Unicode's compatibility forms leave them alone or lead to
another shape of the character than simplified text has."""


class _Folds(dict[int, str]):
    """Folded form of each character by code point, computed when first needed; what `str.translate` takes."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        compatible = "" if character in _INVISIBLE else unicodedata.normalize("NFKC", character.translate(_RADICALS))
        self[code] = folded = "".join(compatible.translate(_SAME).split())
        return folded


class _Widths(dict[str, int]):
    """Number of characters that each character folds to."""

    def __missing__(self, character: str) -> int:
        self[character] = width = len(_FOLDS[ord(character)])
        return width


class FoldTables(NamedTuple):
    """What folding goes by besides Unicode's compatibility forms, for pages that fold a text themselves.

    Characters of `same` and `radicals` stand for those at the same places of the second text of the pair; what is
    `invisible` is left out.
    """

    same: tuple[str, str]
    radicals: tuple[str, str]
    invisible: str


def fold_tables() -> FoldTables:
    """Return the tables by which `fold` goes."""
    pairs = [("".join(map(chr, table)), "".join(map(chr, table.values()))) for table in (_SAME, _RADICALS)]
    return FoldTables(pairs[0], pairs[1], "".join(sorted(_INVISIBLE)))


_FOLDS = _Folds()
_WIDTHS = _Widths()
_CHUNK = 1 << 16
_SOFT_BREAK = re.compile(r"\u00ad[^\S\n]*\n\s*")
_CHINESE = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")


def has_chinese(text: str) -> bool:
    """Return whether a text has a Chinese character.

    Examples
    --------
    >>> has_chinese("茶 tea"), has_chinese("tea"), has_chinese("，。")
    (True, False, False)
    """
    return bool(_CHINESE.search(text))


def plain(text: str) -> str:
    """Return a text of the same length with characters for the radicals that PDF writers put for them.

    Examples
    --------
    >>> plain("⼀千⼈") == "一千人"
    True
    """
    return _RADICAL.sub(lambda match: fold(match.group()), text)


def fold(character: str) -> str:
    """Return the form of one character that is compared; empty for white space and invisible characters.

    Full-width and half-width forms, compatibility ideographs, radicals and curly quotation marks become one form
    (Unicode NFKC); letter case is preserved, since it can carry meaning in names.

    Examples
    --------
    >>> fold("％"), fold("　"), fold("Ａ"), fold("亿"), fold("⻓")
    ('%', '', 'A', '亿', '长')
    """
    return _FOLDS[ord(character)]


def one_line(text: str) -> str:
    """Return a text on one line: one blank for white space between words, none beside Chinese, nothing invisible.

    A word that a soft hyphen breaks at the end of a line is whole again.

    Examples
    --------
    >>> one_line("约 0.52\\n万人"), one_line("nearly  40\\nmills"), one_line("infor\\u00ad\\nmation")
    ('约0.52万人', 'nearly 40 mills', 'information')
    """
    return one_line_offsets(text)[0]


def one_line_offsets(text: str) -> tuple[str, list[int]]:
    """Return a text on one line, as `one_line` does, and of each of its characters the offset in the text."""
    broken = {offset for match in _SOFT_BREAK.finditer(text) for offset in range(*match.span())}
    pieces: list[tuple[str, int]] = []
    for offset, character in enumerate(text):
        if offset in broken:
            continue
        if character.isspace():
            if pieces and pieces[-1][0] != " " and not _is_wide(pieces[-1][0]):
                pieces.append((" ", offset))
        elif fold(character):
            if pieces and pieces[-1][0] == " " and _is_wide(character):
                pieces.pop()
            pieces.append((character, offset))
    if pieces and pieces[-1][0] == " ":
        pieces.pop()
    return "".join(character for character, _ in pieces), [offset for _, offset in pieces]


def _is_wide(character: str) -> bool:
    """Return whether a character belongs to Chinese text, which has no blanks; marks that are not ASCII may."""
    return not character.isascii() and (not character.isalnum() or unicodedata.east_asian_width(character) in "WF")


class NormalisedText(NamedTuple):
    """Comparable text and, for each of its characters, the offset of the source character it came from.

    ``offsets[i]`` is the offset in the source of ``text[i]``; as many as characters, never decreasing. They are an array of
    four bytes an item, so that a text of 50 MB stays within bounds.
    """

    text: str
    offsets: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets ``(start, end)`` that ``text[start:end]`` came from; ValueError for an empty range."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start}:{end} is not a range within {len(self.text)} normalised characters")
        return self.offsets[start], self.offsets[end - 1] + 1

    def position(self, offset: int) -> int:
        """Return the index of the first normalised character at or after a source offset."""
        return bisect_left(self.offsets, offset)


def normalise(source: str, spans: Iterable[tuple[int, int]] | None = None) -> NormalisedText:
    """Return the comparable form of a text, or of some spans of it joined: half-open ranges in ascending order.

    Examples
    --------
    >>> normalise("出口 561.20 亿\\n\\n元").text
    '出口561.20亿元'
    """
    texts: list[str] = []
    offsets = array("I")
    for first, last in [(0, len(source))] if spans is None else spans:
        for start in range(first, last, _CHUNK):
            end = min(start + _CHUNK, last)
            chunk = source[start:end]
            texts.append(chunk.translate(_FOLDS))
            widths = bytes(map(_WIDTHS.__getitem__, chunk))
            if max(widths) <= 1:
                offsets.extend(compress(range(start, end), widths))
            else:
                offsets.extend(chain.from_iterable(map(repeat, range(start, end), widths)))
    return NormalisedText("".join(texts), offsets)


def digest(text: str) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of the normalised form of a text.

    Examples
    --------
    >>> digest("39.80 %") == digest("39.80％")
    True
    """
    return hashlib.sha256(normalise(text).text.encode()).hexdigest()
