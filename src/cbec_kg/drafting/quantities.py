"""Numbers with a unit in running text, each a candidate for a statistic: printed form, value, operator, unit.

What is not certain is left out: spans (``3至5人``), ordinals, at-most quantities, vague numerals (``几十家``), and
numbers without a unit. A unit has its scale with it: ``亿元``, ``万平方米``, ``million USD``. Out of scope: what a quantity
measures, its place and its period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cbec_kg.text.falls import fall_at
from cbec_kg.text.normalise import fold
from cbec_kg.text.numerals import CHINESE, value_text

_SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4,
    "trillion": 12, "billion": 9, "million": 6, "thousand": 3,
}  # fmt: skip
"""Power of ten of each word for a scale."""

_SCALES_ZH = {3: "千", 4: "万", 5: "十万", 6: "百万", 7: "千万", 8: "亿", 9: "十亿", 10: "百亿", 11: "千亿", 12: "万亿"}
_SCALES_EN = {
    3: "thousand", 4: "10,000", 5: "100,000", 6: "million", 7: "10 million", 8: "100 million",
    9: "billion", 10: "10 billion", 11: "100 billion", 12: "trillion",
}  # fmt: skip


class Noun(NamedTuple):
    """What is counted or measured.

    `base` is one of the bases of a unit's record, ``unknown`` where none fits; one of the noun is 10 to the `power` of it.
    """

    name: str
    zh: str
    en: str
    symbol: str
    base: str
    power: int = 0


class Unit(NamedTuple):
    """A unit as a text prints it: so many powers of ten of a noun."""

    noun: Noun
    scale: int

    @property
    def id(self) -> str:
        """Return the id of the unit's record: ``unit-cny-1e8``."""
        return f"unit-{self.noun.name}-1e{self.scale}" if self.scale else f"unit-{self.noun.name}"

    @property
    def labels(self) -> tuple[str, str, str]:
        """Return the unit in Chinese, in English and as a symbol."""
        scale_zh, scale_en = _SCALES_ZH.get(self.scale, ""), _SCALES_EN.get(self.scale, "")
        english = scale_en if scale_en and self.noun.name == "count" else f"{scale_en} {self.noun.en}".strip()
        return scale_zh + self.noun.zh, english, scale_zh + self.noun.symbol

    @property
    def factor(self) -> str:
        """Return how many of the base it is, as digits."""
        return str(10 ** (self.scale + self.noun.power))

    @property
    def fields(self) -> dict[str, str]:
        """Return the unit's record."""
        zh, en, symbol = self.labels
        return {"id": self.id, "zh": zh, "en": en, "symbol": symbol, "factor": self.factor, "base": self.noun.base}


_PLAIN = Noun("unknown", "（单位不明）", "of an unstated unit", "", "unknown")
"""The noun of a number that has a scale alone, such as 1.69万亿."""

_PERCENT = Noun("percent", "百分之", "per cent", "%", "percent")

_NOUNS = (
    (Noun("cny", "元", "yuan", "元", "CNY"), "元 元人民币 yuan cny rmb ¥ ￥"),
    (Noun("usd", "美元", "US dollars", "美元", "USD"), "美元 usd dollars us_dollars us$ $"),
    (Noun("eur", "欧元", "euros", "欧元", "EUR"), "欧元 eur euros €"),
    (Noun("gbp", "英镑", "pounds sterling", "英镑", "unknown"), "英镑 gbp £"),
    (Noun("jpy", "日元", "Japanese yen", "日元", "JPY"), "日元 jpy"),
    (Noun("hkd", "港元", "Hong Kong dollars", "港元", "unknown"), "港元 港币 hkd hk$"),
    (_PERCENT, "% ％ percent per_cent"),
    (Noun("permille", "千分之", "per thousand", "‰", "percent", -1), "‰"),
    (Noun("percentage-point", "个百分点", "percentage points", "个百分点", "percentage-point"),
     "个百分点 百分点 percentage_points percentage_point"),
    (Noun("count", "个", "number of", "个", "count"),
     "家 个 人 名 位 户 项 种 次 件 台 辆 条 张 所 座 类 款 间 艘 架 头 只 株 篇 部 组 对 份 批 人次 "
     "firms companies enterprises people persons households employees workers"),
    (Noun("times", "倍", "times", "倍", "percent", 2), "倍 times"),
    (Noun("point", "点", "points", "点", "unknown"), "points"),
    (Noun("tonne", "吨", "tonnes", "吨", "kg", 3), "吨 tonnes tons"),
    (Noun("kg", "公斤", "kilograms", "公斤", "kg"), "公斤 千克 kilograms kg"),
    (Noun("km", "公里", "kilometres", "公里", "unknown"), "公里 千米 kilometres kilometers km"),
    (Noun("m2", "平方米", "square metres", "平方米", "m2"), "平方米 square_metres square_meters"),
    (Noun("km2", "平方公里", "square kilometres", "平方公里", "m2", 6),
     "平方公里 平方千米 square_kilometres square_kilometers"),
    (Noun("ha", "公顷", "hectares", "公顷", "m2", 4), "公顷 hectares"),
    (Noun("mu", "亩", "mu (a fifteenth of a hectare)", "亩", "unknown"), "亩"),
    (Noun("m", "米", "metres", "米", "unknown"), "米 metres meters"),
    (Noun("hour", "小时", "hours", "小时", "unknown"), "小时 hours"),
    (Noun("minute", "分钟", "minutes", "分钟", "unknown"), "分钟 minutes"),
)  # fmt: skip

NOUNS = {form.replace("_", " "): noun for noun, forms in _NOUNS for form in forms.split(" ")}
"""Each noun by the forms that a text prints, Latin ones in lower case."""

_SIGNS = ("us$", "hk$", "$", "¥", "￥", "€", "£")
"""The forms that come before their number."""

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


def _pattern_of(forms: Iterable[str]) -> str:
    """Return a pattern that takes the longest of some forms; Latin words whole, white space within them as it comes."""
    parts = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        pattern = r"\s+".join(map(re.escape, form.split()))
        parts.append(rf"{pattern}(?![A-Za-z])" if form.isascii() and form[-1].isalpha() else pattern)
    return "|".join(parts)


_NUMBER = rf"[0-9０-９]{{1,3}}(?:[,，][0-9０-９]{{3}})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?|[{CHINESE}]+"
_QUALIFIER = _pattern_of(_OPERATORS)
_SCALE, _NOUN, _SIGN = _pattern_of(_SCALES), _pattern_of(NOUNS), _pattern_of(_SIGNS)
_QUANTITY = re.compile(
    rf"(?P<before>{_QUALIFIER})?\s*(?:百分之(?P<percent>{_NUMBER})"
    rf"|(?P<sign>(?:{_SIGN})\s*)?(?P<minus>(?<![A-Za-z0-9０-９%％)）])[-−－])?(?P<number>{_NUMBER})\s*(?P<more>[多余+])?\s*(?P<scale>{_SCALE})?"
    rf"(?P<more2>[多余])?\s*(?P<noun>{_NOUN})?)(?P<more3>多(?![种样数元年少次]))?\s*(?P<after>{_pattern_of(_AFTER)})?",
    re.IGNORECASE,
)
_NO_QUANTITY = re.compile(r"(?:(?:第|图|(?<!代)表)\s?|[A-Za-z_]|[0-9０-９][.．,，]?)$")
_SPAN_BEFORE = re.compile(r"[\d%％亿万元家个人吨]\s*(?:[-~～–—‐−至到]|to|and)\s*$")
_SPAN_AFTER = re.compile(r"\s*(?:[-~～–—‐−至到]|to\b)\s*[\d０-９]")
_DURATION = re.compile(r"\s*(?:月|季度|年|世纪|小时|工作日)")


class Quantity(NamedTuple):
    """One number with its unit; `start` and `end` are half-open offsets of `printed` in the text that was searched.

    `kind` is that of the statistic: a fall said in words is a growth below zero and has these words in `printed`.
    """

    start: int
    end: int
    printed: str
    value: str
    operator: str
    unit: Unit
    kind: str = "level"


def quantities(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the quantities of a text, in order; digits in a range to `skip` are none, such as those of a marker.

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
        skipped = any(start <= number < end for start, end in skip)
        if not skipped and (quantity := _quantity(text, match)) is not None:
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
    sign, kind = "-" if match.group("minus") else "", "level"
    fall = fall_at(text, begin, end)
    if fall is not None and not sign:
        loss = fall.is_loss and unit.noun.base.isupper()  # of money; of other things it is a change
        start, end, sign, kind = min(start, fall.start), fall.end, "-", "level" if loss else "growth"
    elif unit.noun.name == "point":
        return None  # points of a talk, perhaps
    return Quantity(start, end, text[start:end], sign + value, operator, unit, kind)


def _unit(match: re.Match[str]) -> Unit | None:
    if match.group("percent"):
        return Unit(_PERCENT, 0)
    scale, form = match.group("scale"), match.group("sign") or match.group("noun")
    if scale is None and form is None:
        return None
    return Unit(NOUNS[" ".join(form.lower().split())] if form else _PLAIN, _SCALES[scale.lower()] if scale else 0)


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
