"""Citation markers in running text: which numbers each one cites, and which look like markers without being one.

Second in the flow, after `normalise`. Brackets ``[3]``, ``[1,5]``, ``[2-4]``, ``[4a]``, ``[1]-[3]`` in half and full
width and
in Chinese forms, superscript digits, and ``^3`` as some extractions write superscripts. Intervals, exponents, isotopes,
numbers of documents, degrees of freedom and indices are none. Out of scope: citations by author and year (`author_year`),
superscripts that the extraction turned into plain digits, and numbers in round brackets, which look like any other number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cbec_kg.text.normalise import fold

MOST = 999
"""Highest number of a reference; a larger one in brackets is a year or another figure."""

_OPEN, _CLOSE = r"[\[［【〔]", r"[\]］】〕]"
_DASH = r"[-–—‐−~～〜至]"
_DIGIT = "[0-9０-９]"
_LETTERS = r"(?:[a-h](?:\s*[-–,，]\s*[a-h]\b)*\b)?"
_ITEM = rf"{_DIGIT}{{1,4}}{_LETTERS}(?:\s*{_DASH}\s*{_DIGIT}{{1,4}}{_LETTERS})?"
_BRACKET = rf"{_OPEN}\s*{_ITEM}(?:\s*[,，、;；]\s*{_ITEM})*\s*{_CLOSE}"
_SINGLE = rf"{_OPEN}\s*{_DIGIT}{{1,4}}\s*{_CLOSE}"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = rf"[{_SUPERSCRIPTS}]{{1,3}}(?:\s?[,，⁻–-]\s?[{_SUPERSCRIPTS}]{{1,3}})*"
_CARET = rf"\^(?:\{{\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*\}}|\d{{1,3}}(?:[,–-]\d{{1,3}})*)"
_MARKER = re.compile(
    rf"(?P<range>{_SINGLE}\s*{_DASH}\s*{_SINGLE})|(?P<bracket>{_BRACKET})|(?P<raised>{_RAISED}|{_CARET})", re.ASCII
)
_DIGITS = re.compile(r"\d+", re.ASCII)
_LETTERED = re.compile(r"(\d)[a-h](?:\W*[-,]\W*[a-h]\b)*")
_PAIR = re.compile(rf"(\d+)(?:\W*{_DASH}\W*(\d+))?", re.ASCII)
_POWER = re.compile(
    r"(?:[\d²³Α-Ωα-ω⁻⁺₀-₉|}]|(?<![A-Za-z])[A-Za-z]{1,2}|平方|立方|[公厘毫分千]米|公里|(?<![大小粟黍玉])米"
    r"|\\[A-Za-z]+|(?<![A-Za-z])(?:sin|cos|tan|log|exp|min|max|met(?:re|er)s?|miles?|feet|foot|inch(?:es)?)"
    r"|\([^()]*[-+*/=\d][^()]*\)|\([^()]{1,2}\))$"
)
_OPERATOR = re.compile(r"[=+*/<>×÷≤≥]\s*[\w\\.]*$|\$[^$\n]*$")
_OPERATOR_AFTER = re.compile(r"\s*[=+*/<>×÷≤≥]|\s-\s")
_INTERVAL_BEFORE = re.compile(
    r"(?:区间|范围|取值|介于|[∈∊]|(?<![A-Za-z])(?:C\.?I\.?|IQR|intervals?|ranges?|ranging|median))"
    r"(?:[为是在于内]|\s|[:：=,，%\d]|of|from|in)*$",
    re.IGNORECASE,
)
_INTERVAL_AFTER = re.compile(r"\s*(?:之\s*间|区\s*间|(?:以\s*)?内|范\s*围|上\s*的?\s*(?:均匀|取值)|interval|range)")
_DEGREES = re.compile(r"(?:(?<![A-Za-z])[FtTzZHQU]|[χΧ]²?2?)\s?$")
_INDEX = re.compile(r"(?<![A-Za-z])[a-z_]$")
_COMPARED = re.compile(r"\s*[=<>≤≥]")
_DOCUMENT = re.compile(r"\s*第?\s*\d+\s*号")
_LOOKALIKE = re.compile(rf"{_OPEN}\s*{_DIGIT}{{1,4}}\s*[,，:：]\s*[^\]］】〕\[\n]{{1,30}}{_CLOSE}", re.ASCII)
_LOWERED = re.compile(
    r"(?:[a-z]{3,}|[\u3400-\u9fff])(?:[.,;:。，；]|[)”’\"])?(\d{1,3}(?:[,–-]\d{1,3})*)(?=\s|$|[.,;。，；])", re.ASCII
)


class Marker(NamedTuple):
    """One marker in a text: its half-open offsets there, the references it cites, and its text as printed.

    `numbers` are ascending, each once; 0 and numbers beyond `MOST` are left in, for the caller to refuse. Empty for a range
    that runs backwards.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    text: str

    @property
    def is_raised(self) -> bool:
        """Whether it is a raised number, not one in brackets."""
        return self.text[0] == "^" or self.text[0] in _SUPERSCRIPTS


def markers(text: str) -> list[Marker]:
    """Return the numbered citation markers of a text, in order.

    A raised digit after a digit, a Greek letter or one or two Latin letters is a power or a unit and no marker, one before a
    Latin letter an isotope; brackets after the word for an interval, before an equals sign or with a nought among others are
    none either, nor is the year of a document with its number: 国发〔2015〕46号.

    Examples
    --------
    >>> markers("得分在[0,1]内，F[1, 58] = 7.41，¹⁰B，国发〔2015〕46号，x^2")
    []
    >>> [marker.numbers for marker in markers("甲[1,5]，乙［2-4］，丙[1]-[3]，丁[6][7]。面积 30 m²，产量大增⁸。")]
    [(1, 5), (2, 3, 4), (1, 2, 3), (6,), (7,), (8,)]
    """
    found = []
    for match in _MARKER.finditer(text):
        before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 12]
        if (_is_power if match.group("raised") else _is_interval)(before, after, match.group()):
            continue
        printed = match.group()
        folded = _LETTERED.sub(r"\1", "".join("-" if character == "⁻" else fold(character) for character in printed))
        numbers = _span(*map(int, _DIGITS.findall(folded))) if match.group("range") else _numbers(folded)
        found.append(Marker(match.start(), match.end(), numbers, printed))
    return found


def _is_power(before: str, after: str, printed: str) -> bool:
    """Return whether a raised number is an exponent, the charge of an ion or the mass of an isotope."""
    if re.match(r"[A-Za-z⁺⁻]|\.\d", after) or _POWER.search(before.rstrip()):
        return True
    in_formula = before.count("$") % 2 == 1 and not (before.endswith("$") and after.startswith("$"))
    written = printed.startswith("^") and (_OPERATOR.search(before) or _OPERATOR_AFTER.match(after))
    return in_formula or (bool(written) and not before.endswith("$"))


def _is_interval(before: str, after: str, printed: str) -> bool:
    """Return whether numbers in brackets are an interval, degrees of freedom, an index or the year of a document."""
    items = re.split(r"[,，、;；]", printed)
    if len(items) > 1 and any(item.strip(" []［］【】〔〕") in ("0", "０") for item in items):
        return True
    if _COMPARED.match(after) or _DOCUMENT.match(after) or _INDEX.search(before):
        return True
    several = len(items) == 2 or re.search(rf"\d\s*{_DASH}\s*\d", printed) is not None
    return several and any((_DEGREES.search(before), _INTERVAL_BEFORE.search(before), _INTERVAL_AFTER.match(after)))


def _numbers(folded: str) -> tuple[int, ...]:
    spans = [_span(int(first), int(last or first)) for first, last in _PAIR.findall(folded)]
    return tuple(sorted({number for span in spans for number in span})) if all(spans) else ()


def _span(first: int, last: int) -> tuple[int, ...]:
    """Return the numbers from first to last; only the two ends of a span that no list of references can hold."""
    return (first, last) if last > first + MOST else tuple(range(first, last + 1))


def ends_with_marker(text: str, number: int) -> bool:
    """Return whether a text ends with a marker that cites a number.

    Examples
    --------
    >>> ends_with_marker("陶罐[1]-[3]", 2), ends_with_marker("陶罐[1]", 2), ends_with_marker("陶罐[2]。", 2)
    (True, False, False)
    """
    found = markers(text)
    return bool(found) and found[-1].end == len(text) and number in found[-1].numbers


def lowered(text: str, most: int) -> list[str]:
    """Return plain digits that look like raised markers: after a word or its punctuation, none above `most`.

    Examples
    --------
    >>> lowered("Mills turn.1,2 They grind corn.3 In 2019, 12.5 of x2 turned.", 3)
    ['1,2', '3']
    """
    found = (match.group(1) for match in _LOWERED.finditer(text))
    return [printed for printed in found if all(0 < int(number) <= most for number in _DIGITS.findall(printed))]


def lookalikes(text: str) -> list[str]:
    """Return what begins like a numbered marker and is none: it contains more than numbers, or may be an interval.

    Examples
    --------
    >>> lookalikes("See [3, p. 12] and [3, 12], in the range [1-5].")
    ['[3, p. 12]', '[1-5]']
    """
    taken = {marker.start for marker in markers(text)}
    candidates = [*_LOOKALIKE.finditer(text), *(match for match in _MARKER.finditer(text) if _may_be_interval(text, match))]
    found = {match.start(): " ".join(match.group().split()) for match in candidates if match.start() not in taken}
    return [found[start] for start in sorted(found)]


def _may_be_interval(text: str, match: re.Match[str]) -> bool:
    """Return whether brackets were taken for no marker though a text might cite by them: the year of a document is
    certain."""
    return (
        not match.group("raised")
        and not _DOCUMENT.match(text, match.end())
        and re.search(r"\D[1-9]", match.group()) is not None
    )
