"""Units of figures as Chinese and English texts print them, each with its scale: ``亿元``, ``万平方米``, ``million USD``."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4,
    "trillion": 12, "billion": 9, "million": 6, "thousand": 3,
}  # fmt: skip
"""Power of ten of each word for a scale."""

_SCALES_ZH = {3: "千", 4: "万", 5: "十万", 6: "百万", 7: "千万", 8: "亿", 9: "十亿", 10: "百亿", 11: "千亿", 12: "万亿"}
_SCALES_EN = {
    3: "thousand", 4: "ten thousand", 5: "hundred thousand", 6: "million", 7: "ten million", 8: "hundred million",
    9: "billion", 10: "ten billion", 11: "hundred billion", 12: "trillion",
}  # fmt: skip


@dataclass(frozen=True)
class Noun:
    """What is counted or measured.

    `base` is one of the bases of a unit's record, ``unknown`` where none fits; one of the noun is 10 to the `power` of it.
    """

    name: str
    zh: str
    en: str
    symbol: str
    base: str
    power: int = 0


@dataclass(frozen=True)
class Unit:
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


PLAIN = Noun("unknown", "（单位不明）", "of an unstated unit", "", "unknown")
"""The noun of a number that has a scale alone, such as 1.69万亿."""

PERCENT = Noun("percent", "百分之", "per cent", "%", "percent")

_NOUNS = (
    (Noun("cny", "元", "yuan", "元", "CNY"), "元 元人民币 yuan cny rmb ¥ ￥"),
    (Noun("usd", "美元", "US dollars", "美元", "USD"), "美元 usd dollars us_dollars us$ $"),
    (Noun("eur", "欧元", "euros", "欧元", "EUR"), "欧元 eur euros €"),
    (Noun("gbp", "英镑", "pounds sterling", "英镑", "unknown"), "英镑 gbp £"),
    (Noun("jpy", "日元", "Japanese yen", "日元", "JPY"), "日元 jpy"),
    (Noun("hkd", "港元", "Hong Kong dollars", "港元", "unknown"), "港元 港币 hkd hk$"),
    (PERCENT, "% ％ percent per_cent"),
    (Noun("permille", "千分之", "per thousand", "‰", "unknown"), "‰"),
    (Noun("percentage-point", "个百分点", "percentage points", "个百分点", "percentage-point"),
     "个百分点 百分点 percentage_points percentage_point"),
    (Noun("count", "个", "number of", "个", "count"),
     "家 个 人 名 位 户 项 种 次 件 台 辆 条 张 所 座 类 款 间 艘 架 头 只 株 篇 部 组 对 份 批 人次 "
     "firms companies enterprises people persons households employees workers"),
    (Noun("times", "倍", "times", "倍", "unknown"), "倍 times"),
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

SIGNS = ("us$", "hk$", "$", "¥", "￥", "€", "£")
"""The forms that come before their number."""


def pattern_of(forms: list[str]) -> str:
    """Return a pattern that takes the longest of some forms; Latin words whole, white space within them as it comes.

    Examples
    --------
    >>> re.findall(pattern_of(["per cent", "per"]), "5 per  cent, 3 person")
    ['per  cent']
    """
    parts = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        pattern = r"\s+".join(map(re.escape, form.split()))
        parts.append(rf"{pattern}(?![A-Za-z])" if form.isascii() and form[-1].isalpha() else pattern)
    return "|".join(parts)
