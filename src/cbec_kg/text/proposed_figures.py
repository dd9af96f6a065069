"""Figures that a person is asked about: ranges such as ``30%~40%``, and multiples said in words such as ``翻一番``.

They are proposed and never drafted: a range may be of an estimate or of several things, and what doubled, since when, a
person reads. What is not certain is not proposed either: changes from one value to another, plans, tolerances, confidence
intervals, multiples that a text uses in two meanings (``threefold``). Out of scope: what a figure measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from cbec_kg.text.falls import fall_at
from cbec_kg.text.no_quantity import is_in_doubt
from cbec_kg.text.number_phrases import NumberPhrase, number_phrases
from cbec_kg.text.numerals import value_text
from cbec_kg.text.quantities import Quantity, on_one_line, quantity_at
from cbec_kg.text.units import NOUNS, Noun, Unit, pattern_of

_DASH = re.compile(r"\s*[-~～〜–—－至到]\s*|\s+to\s+", re.IGNORECASE)
_TO = re.compile(r"[至到]|to", re.IGNORECASE)
_AND = re.compile(r"\s*[和与至到]\s*|\s+and\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\bbetween|介于|处于)\s*$", re.IGNORECASE)
_FROM = re.compile(r"(?:从|由|自|\bfrom\b)[^，,。；;]{0,16}$", re.IGNORECASE)
_MOVES = re.compile(
    r"(?:[增涨升降减跌提扩缩]|\b(?:r[io]se[ns]?|gr[eo]wn?s?|f[ae]ll(?:s|en)?|(?:in|de)creas|declin|drop|mov|chang|went|climb|rais))"
    r"[^，,。；;]{0,16}$",
    re.IGNORECASE,
)
"""Words by which *30% to 40%* may be a change from one to the other."""
_NO_RANGE = re.compile(r"(?:CI|置信|区间|概率|误差|±|[Pp])[^，,。；;]{0,12}$")
_QUALIFIED = re.compile(
    r"(?:约|近|接近|大约|超过?|逾|不足|低于|高于|至少|最多|至多|不[超多少低高]\S?|\b(?:about|around|approximately|roughly|nearly|over|above"
    r"|below|under|than|least|most|up\s+to|some))\s*$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s*(?:之间|区间)")
_CODE = re.compile(r"0\d")
"""How a code begins, such as that of a town before a telephone number."""
_WIDER = re.compile(r"\s*(?:[多余+]|以上|以下|以内|左右|上下|or\s+(?:more|less|so)\b)")

MULTIPLE = Noun("multiple", "倍（为原来的）", "times the level compared with", "倍", "multiple")
"""What a doubled level is counted in: two of the level that it is compared with."""
TIMES = Unit(NOUNS["倍"], 0)
"""What a growth by two times is counted in: two hundred per cent."""

_NEAR = {
    "about": "大约 约 大概 about around roughly approximately", "nearly": "几乎 将近 接近 近 nearly almost",
    "more-than": "超过 逾 不止 more_than over",
}  # fmt: skip
_OPERATORS = {form.replace("_", " "): name for name, forms in _NEAR.items() for form in forms.split(" ")}
_WORDS_NEAR = pattern_of(_OPERATORS)
_AFTER = {"多": "more-than", "以上": "at-least", "左右": "about"}
_TURNED = re.compile(
    rf"(?P<near>{_WORDS_NEAR})?翻了?(?P<near2>{_WORDS_NEAR})?(?P<times>[一两二三四]?)番(?P<after>多|以上|左右)?(?!半|的?(?:目标|计划|任务|工程|行动))"
)
_GREW = re.compile(
    rf"(?:增长|增加|增幅|提高|提升|上升|上涨|扩大|增)(?:了|达)?(?P<near>{_WORDS_NEAR})?"
    r"(?P<times>[一两二三四五六七八九十]|\d+(?:\.\d+)?)倍(?P<after>多|以上|左右)?(?![增数])"
)
_ENGLISH = {"doubled": "2", "tripled": "3", "trebled": "3", "quadrupled": "4"}
_ENGLISH_WORD = re.compile(
    rf"(?P<near>\b(?:{_WORDS_NEAR})\s+)?\b(?P<word>{'|'.join(_ENGLISH)})\b(?!\s+(?:down|up|back|over|as|for|off|his|her|its|their"
    r"|our|the\s+effort|efforts?)\b|-)",
    re.IGNORECASE,
)
_NO_FACT = re.compile(
    r"(?:力争|争取|目标|计划|预计|预期|有望|可望|将|要|拟|若|如果|假如|倘若|一旦|没有?|未能?|不(?!断)|难以|能否|是否|"
    r"\b(?:will|would|could|should|may|might|must|shall|can|to|if|when|were|not|never|hardly|expected|planned?|aims?|be)\b|n't)"
    r"[^，,。；;]{0,8}$|\b(?:a|an|the|this|its|their|his|her|our)\s*$",
    re.IGNORECASE,
)


def proposed_figures(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the ranges and multiples of a text in order; what lies in a range to `skip` is none, such as a marker.

    Examples
    --------
    >>> [(f.printed, f.value, f.upper, f.operator, f.unit.id, f.kind) for f in proposed_figures("占30%~40%，产量翻了一番")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('30%~40%', '30', '40', 'between', 'unit-percent', 'level'),
     ('翻了一番', '2', '', 'equal', 'unit-multiple', 'growth')]
    """
    line, offsets = on_one_line(text)
    found = sorted((*_ranges(line), *_multiples(line)), key=lambda one: one.start)
    moved = (one._replace(start=offsets[one.start], end=offsets[one.end - 1] + 1) for one in found)
    return [
        one._replace(printed=text[one.start : one.end])
        for one in moved
        if not any(one.start < end and start < one.end for start, end in skip)
    ]


def _ranges(line: str) -> Iterator[Quantity]:
    for lower, upper in pairwise(number_phrases(line)):
        found = _range(line, lower, upper)
        if found is not None:
            yield found


def _range(line: str, lower: NumberPhrase, upper: NumberPhrase) -> Quantity | None:
    """Return the range that two numbers are, with the unit of the second, None for what is no certain one."""
    end = quantity_at(line, upper, in_range=True)
    if end is None or end.operator != "equal" or end.start != upper.start or _WIDER.match(line, end.end):
        return None
    if lower.value is None or _CODE.match(lower.value):
        return None
    first = quantity_at(line, lower, in_range=True)
    if first is not None and (first.unit != end.unit or first.operator != "equal" or first.start != lower.start):
        return None
    if first is None and (lower.parts or lower.scale):
        return None
    joint = line[lower.end if first is None else first.end : upper.start]
    between = _BETWEEN.search(line, max(0, lower.start - 12), lower.start)
    dashed = _DASH.fullmatch(joint)
    joined = dashed or (between and _AND.fullmatch(joint))
    if not joined or Decimal(end.value) <= Decimal(lower.value) or end.unit == TIMES:
        return None
    start = between.start() if between else lower.start
    before = line[max(0, start - 24) : start]
    may_be_change = _FROM.search(before) or (_TO.search(joint) and not between and _MOVES.search(before))
    is_another = may_be_change or _NO_RANGE.search(before) or _QUALIFIED.search(before)
    if is_another or is_in_doubt(line, start, _closed(line, end.end)):
        return None
    fall = None if between else fall_at(line, start, end.end)
    if fall is None:
        return end._replace(start=start, value=lower.value, operator="between", upper=end.value)
    if fall.is_loss:
        return None
    return end._replace(
        start=min(start, fall.start), end=fall.end, value=f"-{end.value}", upper=f"-{lower.value}", operator="between",
        kind="growth",
    )  # fmt: skip


def _closed(line: str, end: int) -> int:
    """Return where a range ends with the word that says that it is one: 30%和40%之间."""
    found = _CLOSED.match(line, end)
    return end if found is None else found.end()


def _multiples(line: str) -> Iterator[Quantity]:
    for match in _TURNED.finditer(line):
        times = value_text(match["times"] or "一")
        if times is not None and not (match["near"] and match["near2"]):
            yield from _certain(line, match, str(2 ** int(times)), Unit(MULTIPLE, 0), match["near"] or match["near2"])
    for match in _GREW.finditer(line):
        value = value_text(match["times"])
        if value is not None:
            yield from _certain(line, match, value, TIMES, match["near"])
    for match in _ENGLISH_WORD.finditer(line):
        near = " ".join((match["near"] or "").lower().split())
        yield from _certain(line, match, _ENGLISH[match["word"].lower()], Unit(MULTIPLE, 0), near)


def _certain(line: str, match: re.Match[str], value: str, unit: Unit, near: str | None) -> Iterator[Quantity]:
    """Yield a growth by a multiple unless the words before it make it a plan, a condition or its denial."""
    after = match.groupdict().get("after")
    if _NO_FACT.search(line[max(0, match.start() - 16) : match.start()]) or (near and after):
        return
    operator = _OPERATORS[near] if near else _AFTER[after] if after else "equal"
    yield Quantity(*match.span(), match.group(), value, operator, unit, "growth")
