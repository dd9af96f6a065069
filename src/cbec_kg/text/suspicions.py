"""What looks wrong with a text: scripts and characters that hardly occur, words that no language has, gaps, no blanks.

A font whose map to Unicode is false gives one character for another: the text has letters, and says nothing. Out of scope:
mending it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cbec_kg.errors import some_of
from cbec_kg.text.document import Document

_SCRIPTS = ("CJK", "LATIN", "GREEK", "CYRILLIC", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH",
            "MATHEMATICAL", "KANGXI", "IDEOGRAPHIC", "MICRO", "FEMININE", "MASCULINE", "DOUBLE-STRUCK", "SCRIPT",
            "BLACK-LETTER", "SUPERSCRIPT", "SUBSCRIPT", "MODIFIER", "ANGSTROM", "KELVIN", "OHM", "EULER",
            "PLANCK")  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{2,}")
_GAP = re.compile(r"\S {4,}\S")
_MOST = 200_000
"""Characters of a text that are looked at."""

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_FREQUENT = frozenset(
    "的是在和了一有不为為与與中以对對及等上这這人大国國年之其而者也于於所可要用我他个個时時到地发發会會来來从從后後由将將能因此"
)
"""Characters of which Chinese of any age and either script is full: a fifth of the running text of a paper."""

_LEVELS = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("euc_jp", 0xB0, 0xCF))
"""Character sets that put the characters of running text first: encoding, and the first and last lead byte of those."""

_VOWELLESS = re.compile(r"\b[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{3,}\b")
_LONG_WORD = re.compile(r"\b[A-Za-z]{3,}\b")


class _Paragraph(NamedTuple):
    """The text of a paragraph, and the page or line at which it begins."""

    text: str
    place: int


def suspicions_of(document: Document) -> tuple[str, ...]:
    """Return what looks wrong with the text of a document, a line each."""
    return (*_of_text(document.text), *_of_language(list(_paragraphs(document)), "page" if document.page_starts else "line"))


def _paragraphs(document: Document) -> Iterator[_Paragraph]:
    places = document.page_starts or [0, *(match.end() for match in re.finditer("\n", document.text))]
    for block in document.blocks:
        if block.kind == "paragraph":
            text = "".join(document.text[start:end] for start, end in block.spans)
            yield _Paragraph(text, bisect_right(places, block.spans[0][0]))


def _of_text(text: str) -> Iterator[str]:
    letters = [character for character in text[:_MOST] if not character.isascii() and character.isalpha()]
    strange = sum(not unicodedata.name(character, "").startswith(_SCRIPTS) for character in letters)
    everything = sum(character.isalpha() for character in text[:_MOST])
    if strange * 10 > everything:
        yield "many characters are of scripts that the paper is hardly written in: a font without its map?"
    words = _WORD.findall(text)
    if len(words) > 50 and sum(len(word) > 24 for word in words) * 25 > len(words):
        yield "many words stand without blanks between them"
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 20 and sum(bool(_GAP.search(line.strip())) for line in lines) * 3 > len(lines):
        yield "many lines have wide gaps: columns may be mixed"


def _of_language(paragraphs: list[_Paragraph], unit: str) -> Iterator[str]:
    """Yield what says that the running text is of no language."""
    rare = sorted({one.place for one in paragraphs if _is_rare(one.text)})
    if rare:
        where = f"{unit} {some_of(rare, 5)}"
        yield f"{where}: Chinese of characters that hardly occur in running text: a font whose map is false?"
    text = "".join(one.text for one in paragraphs)[:_MOST]
    han = _HAN.findall(text)
    chinese = len(han) >= 500 and 10 * len(_KANA_OR_HANGUL.findall(text)) < len(han)
    if chinese and not rare and 10 * sum(character in _FREQUENT for character in han) < len(han):
        yield "its Chinese hardly has 的, 是, 在 and the like: a font whose map is false?"
    words = len(_LONG_WORD.findall(text))
    if words >= 100 and 3 * len(_VOWELLESS.findall(text)) > words:
        yield "many of its words have no vowel: a font whose map is false?"


def _is_rare(text: str) -> bool:
    """Return whether two fifths of a text's Chinese characters are none of running text.

    Examples
    --------
    >>> _is_rare("鸂鶒靁黮" * 5 + "茶好"), _is_rare("茶好，鸂鶒也好。" * 5)
    (True, False)
    """
    han = _HAN.findall(text)
    return len(han) >= 20 and 5 * sum(not _is_common(character) for character in han) > 2 * len(han)


@cache
def _is_common(character: str) -> bool:
    """Return whether a character is among those of running text in simplified or traditional Chinese or in Japanese."""
    for encoding, first, last in _LEVELS:
        try:
            code = character.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and first <= code[0] <= last:
            return True
    return False
