"""Numbers with a unit in running text, each a candidate for a statistic: printed form, value, operator, unit.

What is not certain is left out: spans (``3至5人``), ordinals, at-most quantities, vague numerals (``几十家``), and
numbers without a unit. Out of scope: what a quantity measures, its place and its period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cbec_kg.drafting.units import NOUNS, PERCENT, PLAIN, SCALES, SIGNS, Noun, Unit, pattern_of
from cbec_kg.text.normalise import fold
from cbec_kg.text.numerals import CHINESE, value_text

_BEFORE = {
    "about": "大约 约为 约 大概 about around approximately roughly",
    "nearly": "近 接近 将近 nearly almost close_to",
    "more-than": "超过 超 逾 多于 高于 大于 突破 more_than over above exceeding greater_than upwards_of",
    "less-than": "不足 不到 低于 少于 小于 less_than fewer_than under below",
    "at-least": "至少 最少 不少于 不低于 不下 at_least no_less_than not_less_than no_fewer_than",
    "": "不超过 不多于 不高于 不大于 至多 最多 at_most no_more_than not_more_than up_to not_exceeding not_over",
}
"""Words before a number, by operator; without one, the quantity is left to a person."""

_OPERATORS = {form.replace("_", " "): operator for operator, forms in _BEFORE.items() for form in forms.split(" ")}
_AFTER = {"以上": "at-least", "或以上": "at-least", "以下": "", "以内": "", "左右": "about", "上下": "about"}
"""Words after a number, by form."""

_WORDLIKE = {"约": "节条合预签契特公违履制大", "近": "附最临邻靠将接新相远亲逼", "超": "赶反高"}
"""Characters before a qualifier that make it part of another word, such as 节约."""

_NUMBER = rf"[0-9０-９]{{1,3}}(?:[,，][0-9０-９]{{3}})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?|[{CHINESE}]+"
_QUALIFIER = pattern_of(list(_OPERATORS))
_SCALE, _NOUN, _SIGN = pattern_of(list(SCALES)), pattern_of(list(NOUNS)), pattern_of(list(SIGNS))
_QUANTITY = re.compile(
    rf"(?P<before>{_QUALIFIER})?\s*(?:百分之(?P<percent>{_NUMBER})"
    rf"|(?P<sign>(?:{_SIGN})\s*)?(?P<minus>(?<![A-Za-z0-9０-９%％)）])[-−－])?(?P<number>{_NUMBER})\s*(?P<more>[多余+])?\s*(?P<scale>{_SCALE})?"
    rf"(?P<more2>[多余])?\s*(?P<noun>{_NOUN})?)(?P<more3>多(?![种样数元年少次]))?\s*(?P<after>{pattern_of(list(_AFTER))})?",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(r"(?:(?:第|图|(?<!代)表)\s?|[A-Za-z_]|[0-9０-９][.．,，]?)$")
_SPAN_BEFORE = re.compile(r"[\d%％亿万元家个人吨]\s*(?:[-~～–—‐−至到]|to|and)\s*$")
_SPAN_AFTER = re.compile(r"\s*(?:[-~～–—‐−至到]|to\b)\s*[\d０-９]")
_DURATION = re.compile(r"\s*(?:月|季度|年|世纪|小时|工作日)")


@dataclass(frozen=True)
class Quantity:
    """One number with its unit; `start` and `end` are half-open offsets of `printed` in the text that was searched."""

    start: int
    end: int
    printed: str
    value: str
    operator: str
    unit: Unit


def quantities(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the quantities of a text, in order.

    Parameters
    ----------
    text : str
    skip : sequence of (start, end)
        Ranges whose digits are none, such as citation markers.

    Examples
    --------
    >>> [(f.printed, f.value, f.operator, f.unit.id) for f in quantities("近100亿美元，1388多家，over 1.2 million tonnes")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('近100亿美元', '100', 'nearly', 'unit-usd-1e8'), ('1388多家', '1388', 'more-than', 'unit-count'),
     ('over 1.2 million tonnes', '1.2', 'more-than', 'unit-tonne-1e6')]
    """
    found = []
    for match in _QUANTITY.finditer(text):
        number = match.start("percent") if match.group("percent") else match.start("number")
        if not any(start <= number < end for start, end in skip):
            quantity = _quantity(text, match)
            if quantity is not None:
                found.append(quantity)
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    unit = _unit(match)
    numeral = match.group("percent") or match.group("number")
    value = value_text("".join(map(fold, numeral)))
    begin = match.start("sign") if match.group("sign") else match.end("before") if match.group("before") else match.start()
    begin += len(text[begin : match.end()]) - len(text[begin : match.end()].lstrip())
    vague = numeral[0] in CHINESE and text[begin - 1 : begin] in ("几", "数")
    if unit is None or value is None or vague or (numeral == "一" and not match.group("scale")):
        return None
    if not match.group("minus") and not match.group("before") and _NO_QUANTITY.search(text, max(0, begin - 3), begin):
        return None
    if _SPAN_BEFORE.search(text, max(0, begin - 8), begin) or _SPAN_AFTER.match(text, match.end()):
        return None
    if match.group("noun") == "个" and _DURATION.match(text, match.end("noun")):
        return None
    qualifier, start = _qualifier(text, match, begin)
    operator = _operator(match, qualifier)
    if not operator:
        return None
    end = match.start() + len(match.group().rstrip())
    sign = "-" if match.group("minus") else ""
    return Quantity(start, end, text[start:end], sign + value, operator, unit)


def _unit(match: re.Match[str]) -> Unit | None:
    if match.group("percent"):
        return Unit(PERCENT, 0)
    scale, noun, sign = match.group("scale"), match.group("noun"), match.group("sign")
    if scale is None and noun is None and sign is None:
        return None
    named: Noun = PLAIN
    for form in (noun, sign):
        if form is not None:
            named = NOUNS[" ".join(form.lower().split())]
    return Unit(named, SCALES[scale.lower()] if scale else 0)


def _qualifier(text: str, match: re.Match[str], begin: int) -> tuple[str, int]:
    """Return the qualifier before a number in its plain form, empty for none, and where the quantity starts."""
    word = match.group("before")
    if word is None:
        return "", begin
    before = text[max(0, match.start() - 1) : match.start()]
    if before and (before in _WORDLIKE.get(word, "") or (word.isascii() and before.isascii() and before.isalpha())):
        return "", begin
    return " ".join(word.lower().split()), match.start()


def _operator(match: re.Match[str], qualifier: str) -> str:
    """Return the operator that the words around a number give; empty where no operator fits."""
    after = " ".join((match.group("after") or "").lower().split())
    if qualifier:
        return "" if _AFTER.get(after, "-") == "" else _OPERATORS[qualifier]
    if after:
        return _AFTER[after]
    more = match.group("more") or match.group("more2") or match.group("more3")
    return {None: "equal", "+": "at-least"}.get(more, "more-than")
