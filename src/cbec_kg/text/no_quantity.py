"""What around a number with a unit makes it none that is certain: spans, tolerances, ordinals, shares of a list, words.

``三位一体``, ``二元结构`` and ``4对策`` contain numbers as little as ``第3名``, ``每3家``, ``10%至20%`` or ``±0.5%``
state one
figure. What is doubtful counts as none: it is left to a person.
"""

from __future__ import annotations

import re

from cbec_kg.text.number_phrases import DIGIT, NUMERAL, NumberPhrase
from cbec_kg.text.units import DURATIONS, NOUNS, Noun, pattern_of

_DASH = "[-~～〜–—‐−－]"
_ENGLISH_BEFORE = (
    "per every each top first last next previous past within maximum_of minimum_of table figure section chapter no nos fig "
    "eq tab"
)
_BEFORE = re.compile(
    rf"(?:[A-Za-z_]\.?|[-–−－~～])$|(?:[±∓×÷*^/√∶#]|{DIGIT}\s*[:：]|第|每|每隔|前|后|图|(?<!代)表|式|附件|附录|编号|零下"
    rf"|(?<![A-Za-z])(?:{'|'.join(_ENGLISH_BEFORE.split()).replace('_', ' ')})\.?)\s*$",
    re.IGNORECASE,
)
_LIST_BEFORE = re.compile(rf"{DIGIT}\s*[,，.．、]\s*$")
_NUMBERED_BEFORE = re.compile(
    rf"(?:第|图|表|式|附件|(?<![A-Za-z])(?:tables?|figures?|figs?\.?|eqs?\.?|sections?))\s*{DIGIT}[\d.]*\s*(?:{_DASH}|[和与及、,]|and)\s*$",
    re.IGNORECASE,
)
_NOUN = pattern_of(NOUNS)
_SPAN_BEFORE = re.compile(rf"(?:{DIGIT}|{NUMERAL}|{_NOUN}|[年月日])\s*(?:{_DASH}|[至到或]|(?:to|or)\s)\s*$", re.IGNORECASE)
_SPAN_AFTER = re.compile(
    rf"\s*(?:{_DASH}|[至到或]|(?:to|or)\b)\s*(?:约|近|{DIGIT}|{NUMERAL}|百分之|[$¥￥€£])", re.IGNORECASE
)
_BETWEEN_BEFORE = re.compile(r"(?:\bbetween|\bfrom|介于|处于|从)\s*(?P<rest>[^。；;!?！？]{0,30})$", re.IGNORECASE)
_SPANNED = re.compile(rf"(?:{DIGIT}|{NUMERAL}).*(?:\band|[和与至到])\s*$", re.DOTALL)
_BETWEEN_AFTER = re.compile(r"[^。；;,，!?！？]{0,16}?(?:之间|不等|区间)")
_AFTER = re.compile(
    r"\s*(?:[±×÷*^/／·∶⁻+]|[:：]\s*\d|-[A-Za-z]|[A-Za-zμ]{1,4}(?:[⁻^]|-\d)|[半许]|有余|出头|开外|不到|不等|每"
    r"|(?:or\s+(?:more|less|fewer|so|above|below|over|under)|and\s+(?:above|over|below|under)|plus|per|each)\b)",
    re.IGNORECASE,
)
_DURATION_AFTER = re.compile(r"\s*(?:前|后|内|之|里|(?:ago|later|old|earlier|after|before)\b)", re.IGNORECASE)
_PERCENT_AFTER = re.compile(
    r"\s*(?:CI\b|confidence|置信|显著|的?(?:置信|显著)|水平|(?:percentage\s+)?points?\b|点)", re.IGNORECASE
)
_GOES_ON = {
    "家": "庭具长电园乡属人族畜禽", "个": "体人性别案半单", "人": "口民类均才工员物体大生格力家日天月年",
    "名": "称义单词字牌额次",
    "位": "一于置居列次移数", "户": "籍口外主均型", "项": "目", "种": "植子田群族", "次": "产品要数性序级贷生元方年日轮",
    "件": "套数", "台": "湾州北风山阶账", "条": "件例约款形纹理", "座": "谈位", "所": "有以谓在得", "类": "型似别风",
    "款": "项式待", "间": "隔接距作", "架": "构设", "头": "部", "只": "有是要能需占", "株": "洲高式", "篇": "幅章",
    "部": "门委分队长署落级位", "组": "织合成建", "份": "额", "批": "次评发准", "倍": "增数", "吨": "位级", "克": "服隆",
    "元": "素旦件老化次首宵", "米": "饭粉", "亩": "产均", "天": "然津空气下", "点": "评击",
}  # fmt: skip
"""Characters after a form of a noun that make another word of it: 家庭, 人口, 三次产业."""

_ONLY_BEFORE = {"张": "表图照片纸票卡证桌床单", "对": "夫双新"}
"""Forms that are more often a surname or a preposition: what may follow them, apart from punctuation."""

_CUE = re.compile(
    r"(?:共有?|计有?|合计|总计|有|达到?|为|增至|增加到|减至|建成|设有?|设立|拥有|包括|涉及|覆盖|新增|增加了?|减少了?|分为|分成|购置|雇用)$"
)
_SURE_COUNTS = frozenset("家个人名户项种件座所台辆篇份")
_PUNCTUATED = re.compile(r"\s*(?:$|[^\w\s]|的)")
_ENDS = re.compile(r"\s*(?:$|[^\w\s]|[A-Za-z ]|[的之等和与及])")


def is_in_doubt(text: str, start: int, end: int, *, listed: bool = False) -> bool:
    """Return whether the words around a quantity, sign and unit included, make it no certain one.

    `listed` is for a number that shares its unit with others and so may come after a comma: 3、4家 are three or four.
    """
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if (not listed and _LIST_BEFORE.search(before)) or _NUMBERED_BEFORE.search(before):
        return True
    if _BEFORE.search(before) or _SPAN_BEFORE.search(before) or _SPAN_AFTER.match(after) or _AFTER.match(after):
        return True
    between = _BETWEEN_BEFORE.search(before)
    if between is not None and (not between["rest"].strip() or _SPANNED.search(between["rest"])):
        return not (
            between[0].lower().startswith(("from", "从")) and not _SPAN_AFTER.match(after) and not between["rest"].strip()
        )
    return _BETWEEN_AFTER.match(after) is not None


def is_other_word(text: str, end: int, form: str, noun: Noun) -> bool:
    """Return whether a noun's form, which ends at an offset, is a part of another word there."""
    if noun.name in ("percent", "permille"):
        return _PERCENT_AFTER.match(text, end) is not None
    if noun.name in DURATIONS and _DURATION_AFTER.match(text, end):
        return True
    following = text[end : end + 1]
    if noun.name in ("m", "cm", "mm", "km") and following in tuple("²³23"):
        return True
    if form in _ONLY_BEFORE:
        return following not in _ONLY_BEFORE[form] and not _PUNCTUATED.match(text, end)
    return following != "" and following in _GOES_ON.get(form, "")


def is_cut_off(text: str, end: int) -> bool:
    """Return whether a number that has a scale and no unit goes on with a word that may be its unit or a name: 3万古田."""
    return _ENDS.match(text, end) is None


def is_numeral_of_word(text: str, phrase: NumberPhrase, form: str, qualified: bool) -> bool:
    """Return whether a Chinese numeral belongs to a word: one without a unit, or a single one that no cue makes a count."""
    if not phrase.is_chinese or phrase.parts:
        return False
    if not form:
        return True
    if qualified or phrase.scale or len(phrase.text) > 1:
        return False
    return form not in _SURE_COUNTS or _CUE.search(text, max(0, phrase.start - 8), phrase.start) is None
