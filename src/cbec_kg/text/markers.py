"""Citation markers in running text: which numbers each one cites, and which look like markers without being one.

Second in the flow, after `normalise`. Brackets ``[3]``, ``[1,5]``, ``[2-4]``, ``[1]-[3]`` in half and full width and in
Chinese forms, superscript digits, and ``^3`` as some extractions write superscripts. Author and year, ``(Smith, 2019)``,
is found but not resolved. Out of scope: superscripts that the extraction turned
into plain digits, and numbers in round brackets, which look like any other number.
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
_ITEM = rf"{_DIGIT}{{1,4}}(?:\s*{_DASH}\s*{_DIGIT}{{1,4}})?"
_BRACKET = rf"{_OPEN}\s*{_ITEM}(?:\s*[,，、;；]\s*{_ITEM})*\s*{_CLOSE}"
_SINGLE = rf"{_OPEN}\s*{_DIGIT}{{1,4}}\s*{_CLOSE}"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = rf"[{_SUPERSCRIPTS}]{{1,3}}(?:\s?[,，⁻–-]\s?[{_SUPERSCRIPTS}]{{1,3}})*"
_CARET = rf"\^(?:\{{\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*\}}|\d{{1,3}}(?:[,–-]\d{{1,3}})*)"
_MARKER = re.compile(
    rf"(?P<range>{_SINGLE}\s*{_DASH}\s*{_SINGLE})|(?P<bracket>{_BRACKET})|(?P<raised>{_RAISED}|{_CARET})", re.ASCII
)
_DIGITS = re.compile(r"\d+", re.ASCII)
_PAIR = re.compile(rf"(\d+)(?:\W*{_DASH}\W*(\d+))?", re.ASCII)
_POWER = re.compile(r"(?:[\d²³Α-Ωα-ω]|(?<![A-Za-z])[A-Za-z]{1,2}|平方|立方)$")
_LOOKALIKE = re.compile(rf"{_OPEN}\s*{_DIGIT}{{1,4}}\s*[,，:：]\s*[^\]］】〕\[\n]{{1,30}}{_CLOSE}", re.ASCII)
_YEAR = r"(?:19|20)\d\d[a-z]?"
_NAME = r"[A-Z][\w'’-]+"
_AUTHOR_YEAR = re.compile(
    rf"[(（]\s*(?:(?:see|cf\.|e\.g\.,?)\s+)?(?:{_NAME}[^()（）\d]{{0,80}}|[\u3400-\u9fff·]{{2,12}}[^()（）\d]{{0,20}})[,，]\s*{_YEAR}"
    rf"(?:\s*[,，;；:：][^()（）]{{0,200}})?\s*[)）]"
    rf"|{_NAME}(?:\s+(?:and|&)\s+{_NAME}|\s+et\s+al\.?)?\s*[(（]{_YEAR}[)）]"
    rf"|[\u3400-\u9fff]{{2,4}}[(（]{_YEAR}[)）]"
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


def markers(text: str) -> list[Marker]:
    """Return the numbered citation markers of a text, in order.

    A raised digit after a digit, a Greek letter or one or two Latin letters is a power or a unit and no marker.

    Examples
    --------
    >>> [marker.numbers for marker in markers("甲[1,5]，乙［2-4］，丙[1]-[3]，丁[6][7]。面积 30 m²，产量大增⁸。")]
    [(1, 5), (2, 3, 4), (1, 2, 3), (6,), (7,), (8,)]
    """
    found = []
    for match in _MARKER.finditer(text):
        if match.group("raised") and _POWER.search(text[max(0, match.start() - 12) : match.start()].rstrip()):
            continue
        printed = match.group()
        folded = "".join("-" if character == "⁻" else fold(character) for character in printed)
        numbers = _span(*map(int, _DIGITS.findall(folded))) if match.group("range") else _numbers(folded)
        found.append(Marker(match.start(), match.end(), numbers, printed))
    return found


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


def author_years(text: str) -> list[str]:
    """Return the citations by author and year of a text, as printed on one line, in order.

    Examples
    --------
    >>> author_years("Mills turn (Smith and Vane, 2019; Low, 2020). 张三（2018）不同意（李四等，2021）。")
    ['(Smith and Vane, 2019; Low, 2020)', '张三（2018）', '（李四等，2021）']
    """
    return [" ".join(match.group().split()) for match in _AUTHOR_YEAR.finditer(text)]


def lookalikes(text: str) -> list[str]:
    """Return what begins like a numbered marker and contains more than numbers, such as ``[3, p. 12]``.

    Examples
    --------
    >>> lookalikes("See [3, p. 12] and [3, 12].")
    ['[3, p. 12]']
    """
    taken = {marker.start for marker in markers(text)}
    return [" ".join(match.group().split()) for match in _LOOKALIKE.finditer(text) if match.start() not in taken]
