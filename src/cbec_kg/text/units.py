"""What numbers in a text count or measure: units by the forms that are printed, and words for scales.

A unit has its scale with it: ``亿元``, ``万平方米``, ``million USD``. Out of scope: numbers and the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

_SCALES_ZH = {3: "千", 4: "万", 5: "十万", 6: "百万", 7: "千万", 8: "亿", 9: "十亿", 10: "百亿", 11: "千亿", 12: "万亿"}
_SCALES_EN = {
    3: "thousand", 4: "10,000", 5: "100,000", 6: "million", 7: "10 million", 8: "100 million",
    9: "billion", 10: "10 billion", 11: "100 billion", 12: "trillion",
}  # fmt: skip
SCALES_ZH = {word: power for power, word in _SCALES_ZH.items()}
"""Power of ten of each Chinese word for a scale."""

SCALE_WORDS = {"trillion": 12, "tn": 12, "billion": 9, "bn": 9, "million": 6, "mn": 6, "thousand": 3}
"""Power of ten of each English word for a scale."""


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
        return f"{Decimal(10) ** (self.scale + self.noun.power):f}"

    @property
    def fields(self) -> dict[str, str]:
        """Return the unit's record."""
        zh, en, symbol = self.labels
        return {"id": self.id, "zh": zh, "en": en, "symbol": symbol, "factor": self.factor, "base": self.noun.base}


PLAIN = Noun("unknown", "（单位不明）", "of an unstated unit", "", "unknown")
"""The noun of a number that has a scale alone, such as 1.69万亿."""

PERCENT = Noun("percent", "百分之", "per cent", "%", "percent")
PERMILLE = Noun("permille", "千分之", "per thousand", "‰", "percent", -1)
COUNT = Noun("count", "个", "number of", "个", "count")


def _measure(name: str, zh: str, en: str, symbol: str) -> Noun:
    return Noun(name, zh, en, symbol, "unknown")


_NOUNS = (
    (Noun("cny", "元", "yuan", "元", "CNY"), "元 元人民币 人民币 人民币元 yuan cny rmb ¥ ￥"),
    (Noun("usd", "美元", "US dollars", "美元", "USD"), "美元 usd dollars us_dollars us$ $"),
    (Noun("eur", "欧元", "euros", "欧元", "EUR"), "欧元 eur euros €"),
    (Noun("gbp", "英镑", "pounds sterling", "英镑", "unknown"), "英镑 gbp £"),
    (Noun("jpy", "日元", "Japanese yen", "日元", "JPY"), "日元 jpy"),
    (Noun("hkd", "港元", "Hong Kong dollars", "港元", "unknown"), "港元 港币 hkd hk$"),
    (PERCENT, "% ％ percent per_cent"),
    (PERMILLE, "‰"),
    (Noun("percentage-point", "个百分点", "percentage points", "个百分点", "percentage-point"),
     "个百分点 百分点 percentage_points percentage_point percent_points per_cent_points"),
    (Noun("basis-point", "个基点", "basis points", "个基点", "percentage-point", -2), "个基点 基点 basis_points"),
    (COUNT,
     "家 个 人 名 位 户 项 种 次 件 台 辆 条 张 所 座 类 款 间 艘 架 头 只 株 篇 部 组 对 份 批 人次 "
     "firms companies enterprises people persons households employees workers"),
    (Noun("times", "倍", "times", "倍", "percent", 2), "倍 times"),
    (Noun("point", "点", "points", "点", "unknown"), "points"),
    (Noun("tonne", "吨", "tonnes", "吨", "kg", 3), "吨 tonnes tons"),
    (Noun("kg", "公斤", "kilograms", "公斤", "kg"), "公斤 千克 kilograms"),
    (Noun("g", "克", "grams", "克", "kg", -3), "克 grams"),
    (Noun("mg", "毫克", "milligrams", "毫克", "kg", -6), "毫克 milligrams"),
    (Noun("km", "公里", "kilometres", "公里", "unknown"), "公里 千米 kilometres kilometers"),
    (Noun("m2", "平方米", "square metres", "平方米", "m2"), "平方米 square_metres square_meters"),
    (Noun("km2", "平方公里", "square kilometres", "平方公里", "m2", 6),
     "平方公里 平方千米 square_kilometres square_kilometers"),
    (Noun("ha", "公顷", "hectares", "公顷", "m2", 4), "公顷 hectares"),
    (Noun("mu", "亩", "mu (a fifteenth of a hectare)", "亩", "unknown"), "亩"),
    (Noun("m", "米", "metres", "米", "unknown"), "米 metres meters"),
    (_measure("cm", "厘米", "centimetres", "厘米"), "厘米 centimetres centimeters"),
    (_measure("mm", "毫米", "millimetres", "毫米"), "毫米 millimetres millimeters"),
    (_measure("cubic-metre", "立方米", "cubic metres", "立方米"), "立方米 cubic_metres cubic_meters"),
    (_measure("litre", "升", "litres", "升"), "litres liters"),
    (_measure("millilitre", "毫升", "millilitres", "毫升"), "毫升 millilitres milliliters"),
    (_measure("mg-per-litre", "毫克每升", "milligrams per litre", "mg/L"), "毫克/升"),
    (_measure("ug-per-litre", "微克每升", "micrograms per litre", "μg/L"), "微克/升"),
    (_measure("g-per-litre", "克每升", "grams per litre", "g/L"), "克/升"),
    (_measure("mg-per-kg", "毫克每千克", "milligrams per kilogram", "mg/kg"), "毫克/千克 毫克/公斤"),
    (_measure("g-per-kg", "克每千克", "grams per kilogram", "g/kg"), "克/千克 克/公斤"),
    (_measure("mg-per-cubic-metre", "毫克每立方米", "milligrams per cubic metre", "mg/m³"), "毫克/立方米"),
    (_measure("ug-per-cubic-metre", "微克每立方米", "micrograms per cubic metre", "μg/m³"), "微克/立方米"),
    (_measure("kg-per-hectare", "公斤每公顷", "kilograms per hectare", "kg/ha"), "公斤/公顷 千克/公顷"),
    (_measure("degree-celsius", "摄氏度", "degrees Celsius", "°C"), "℃ °c 摄氏度 degrees_celsius"),
    (_measure("kilowatt-hour", "千瓦时", "kilowatt-hours", "kWh"), "千瓦时 kilowatt-hours"),
    (_measure("kilowatt", "千瓦", "kilowatts", "kW"), "千瓦 kilowatts"),
    (_measure("day", "天", "days", "天"), "天 days"),
    (_measure("hour", "小时", "hours", "小时"), "小时 hours"),
    (_measure("minute", "分钟", "minutes", "分钟"), "分钟 minutes"),
)  # fmt: skip
"""The words for each unit, in lower case; they are read in any case."""

_SYMBOLS = {
    "kg": "kg", "g": "g", "mg": "mg", "km": "km", "m2": "m² m2", "km2": "km² km2", "ha": "ha hm² hm2", "cm": "cm",
    "mm": "mm",
    "cubic-metre": "m³ m3", "millilitre": "mL", "mg-per-litre": "mg/L", "ug-per-litre": "μg/L", "g-per-litre": "g/L",
    "mg-per-kg": "mg/kg", "g-per-kg": "g/kg", "mg-per-cubic-metre": "mg/m³ mg/m3", "ug-per-cubic-metre": "μg/m³ μg/m3",
    "kg-per-hectare": "kg/ha kg/hm² kg/hm2",
}  # fmt: skip
"""The symbols of units by name; upper and lower case tell them apart, 5 g from 5G."""

_BY_NAME = {noun.name: noun for noun, _ in _NOUNS}
_EXACT = {form: _BY_NAME[name] for name, forms in _SYMBOLS.items() for form in forms.split(" ")}
NOUNS = {form.replace("_", " "): noun for noun, forms in _NOUNS for form in forms.split(" ")} | _EXACT
"""Each noun by the forms that a text prints."""

DURATIONS = ("day", "hour", "minute")
"""The names of the nouns that are lengths of time."""

SIGNS = ("us$", "hk$", "$", "¥", "￥", "€", "£")
"""The forms that come before their number."""

_SYMBOLS_IN_ANY_CASE = frozenset(form.lower() for form in _EXACT)


def noun_of(form: str) -> Noun | None:
    """Return the noun that a form stands for as printed; None for a symbol in another case than its own.

    Examples
    --------
    >>> [noun and noun.name for noun in map(noun_of, ("kg", "G", "Per  cent", "µg/L", "℃"))]
    ['kg', None, 'percent', 'ug-per-litre', 'degree-celsius']
    """
    printed = " ".join(form.split()).replace("µ", "μ")
    return _EXACT.get(printed) if printed.lower() in _SYMBOLS_IN_ANY_CASE else NOUNS.get(printed.lower())


def pattern_of(forms: Iterable[str]) -> str:
    """Return a pattern that takes the longest of some forms; Latin words whole, white space within them as it comes."""
    parts = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        pattern = r"\s+".join(map(re.escape, form.split()))
        if "μ" in form:
            pattern = pattern.replace("μ", "[μµ]")
        parts.append(rf"{pattern}(?![A-Za-z])" if form[-1].isascii() and form[-1].isalnum() else pattern)
    return "|".join(parts)
