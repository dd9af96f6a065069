"""Numbers as a text prints them, each whole: digits with separators, Chinese numerals, scales, fractions, powers of ten.

A number is not taken apart: ``1亿2千万``, ``1.2×10^4``, ``1 234 567``, ``百分之三十点五`` and ``三分之一`` are one
phrase each, whether or not their value can be told. Out of scope: what is counted (`cbec_kg.text.quantities`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.text.normalise import fold
from cbec_kg.text.numerals import CHINESE, value_text

SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3}
"""Power of ten of each Chinese word for a scale."""

DIGIT = "[0-9０-９]"
NUMERAL = (
    rf"(?:[{''.join(character for character in CHINESE if character not in '百千两')}万亿]"
    r"|百(?!分点)|千(?![克米瓦卡帕伏赫])|两(?![岸会])|[几数](?=[十百千万亿]))"
)
"""A character of a Chinese numeral, scales included, where it does not begin a unit such as 千克."""

_PIECE = rf"{DIGIT}+(?:[,，.．]{DIGIT}+)*|{NUMERAL}+"
_POWER = r"\s?[×xX✕*·⋅]\s?10(?:\s?\^\s?[{(]?\s?[-−+]?\d+\s?[)}]?|[⁻⁺]?[⁰¹²³⁴-⁹]+)"
_JOINT = (
    rf"(?:点|分之|又)(?={NUMERAL}|{DIGIT})|[多余来](?=[十百千万亿])|[ \u00a0\u2009\u202f](?={DIGIT}{{3}}(?!{DIGIT}))"
    rf"|{_POWER}|[:：∶/](?={DIGIT})"
)
_PHRASE = re.compile(rf"(?:{_PIECE})(?:{_PIECE}|{_JOINT})*")
_PARTS = re.compile(r"(百|千)分之(.+)")
_SCALED = re.compile(rf"({DIGIT}.*?)([多余])?({'|'.join(SCALES)})|(.+?)([多余])?(万亿|亿|万)", re.DOTALL)
_GROUPED = re.compile(r"\d{1,3}([ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})+")
_DECIMAL_DIGITS = dict(zip("零〇一二三四五六七八九", "00123456789", strict=True))
_WORDS = re.compile(r"翻了?[一两三四二]?番|\b(?:doubled|tripled|trebled|quadrupled)\b", re.IGNORECASE)


_ENGLISH_ONES = {
    word: place
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen",
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth",
    )
    for place, word in enumerate(words.split())
}
_ENGLISH_TENS = {
    word: 10 * place
    for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_ENGLISH_VALUES = _ENGLISH_ONES | _ENGLISH_TENS
_ENGLISH = re.compile(
    rf"\b(?:(?:{'|'.join(_ENGLISH_TENS)})(?:[- ](?:{'|'.join(_ENGLISH_ONES)}))?|{'|'.join(_ENGLISH_ONES)})\b", re.IGNORECASE
)


class NumberPhrase(NamedTuple):
    """A number in a text, half-open offsets there.

    `value` has its digits as printed, without separators, and `scale` the power of ten that a word after them gives; `parts`
    is 100 or 1000 for per cent and per thousand in Chinese words, else 0. `more` is whether 多 or 余 comes before the scale.
    `value` is None where the whole is not one plain numeral.
    """

    start: int
    end: int
    text: str
    value: str | None
    scale: int = 0
    parts: int = 0
    more: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether it begins with a Chinese numeral."""
        return not fold(self.text[0]).isdigit()


def number_phrases(text: str) -> Iterator[NumberPhrase]:
    """Yield the numbers of a text, each whole, in order.

    Examples
    --------
    >>> [(n.text, n.value, n.scale) for n in number_phrases("共13万2千家，占百分之三十点五，三分之一为1.2×10^4个，2.5亿元")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('13万2千', None, 0), ('百分之三十点五', '30.5', 0), ('三分之一', None, 0), ('1.2×10^4', None, 0), ('2.5亿', '2.5', 8)]
    """
    for match in _PHRASE.finditer(text):
        yield _phrase(match.start(), match.group())


def english_numbers(text: str) -> Iterator[NumberPhrase]:
    """Yield the numbers below a hundred that a text has in English words, cardinal or ordinal, in order.

    Examples
    --------
    >>> [(n.text, n.value) for n in english_numbers("Three mills and twenty-four firms, second in the province")]
    [('Three', '3'), ('twenty-four', '24'), ('second', '2')]
    """
    for match in _ENGLISH.finditer(text):
        words = match.group().lower().replace("-", " ").split()
        yield NumberPhrase(match.start(), match.end(), match.group(), str(sum(_ENGLISH_VALUES[word] for word in words)))


def whole_numbers(text: str) -> list[tuple[int, int]]:
    """Return where the numbers are that a person looks at: with digits, of several characters, and words as 翻一番, doubled.

    Examples
    --------
    >>> text = "规模翻一番，吸引逾百亿元，一些地方达1亿2千万"
    >>> [text[start:end] for start, end in whole_numbers(text)]
    ['翻一番', '百亿', '1亿2千万']
    """
    doubled = [match.span() for match in _WORDS.finditer(text)]
    phrases = [phrase for phrase in number_phrases(text) if not phrase.is_chinese or len(phrase.text) > 1]
    others = [phrase for phrase in phrases if not any(start <= phrase.start < end for start, end in doubled)]
    return sorted([*doubled, *((phrase.start, phrase.end) for phrase in others)])


def _phrase(start: int, text: str) -> NumberPhrase:
    end = start + len(text)
    parts = _PARTS.fullmatch(text)
    if parts is not None:
        return NumberPhrase(start, end, text, _spoken(parts.group(2)), parts=100 if parts.group(1) == "百" else 1000)
    scaled = _SCALED.fullmatch(text)
    if scaled is not None:
        numeral, more, scale = scaled.groups()[:3] if scaled.group(1) else scaled.groups()[3:]
        if (value := _plain(numeral)) is not None:
            return NumberPhrase(start, end, text, value, SCALES[scale], more=more is not None)
    return NumberPhrase(start, end, text, _plain(text))


def _plain(numeral: str) -> str | None:
    """Return the digits of one numeral; a comma in full width separates items as often as digits, and so gives none."""
    if "，" in numeral:
        return None
    folded = "".join(fold(character) or character for character in numeral)
    if _GROUPED.fullmatch(folded):
        return re.sub(r"\s", "", folded)
    return value_text(folded)


def _spoken(numeral: str) -> str | None:
    """Return the digits of a numeral that may have its decimals in words: 三十点五."""
    whole, point, decimals = numeral.partition("点")
    value = _plain(whole)
    if not point or value is None:
        return value
    digits = [_DECIMAL_DIGITS.get(character) for character in decimals]
    return f"{value}.{''.join(filter(None, digits))}" if digits and all(digits) else None
