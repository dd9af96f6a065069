"""Numbers with a unit in running text, each a candidate for a statistic: printed form, value, operator, unit.

What is not certain is left out: spans (``3至5人``), ordinals, at-most quantities, vague numerals (``几十家``), numbers whose
value does not stand in the print (``1亿2千万元``) and numbers without a unit. Out of scope: what a quantity measures, its
place and its period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cbec_kg.text.falls import fall_at
from cbec_kg.text.no_quantity import is_cut_off, is_in_doubt, is_numeral_of_word, is_other_word
from cbec_kg.text.normalise import has_chinese, one_line
from cbec_kg.text.number_phrases import NumberPhrase, number_phrases
from cbec_kg.text.units import (
    DURATIONS,
    NOUNS,
    PERCENT,
    PERMILLE,
    PLAIN,
    SCALE_WORDS,
    SIGNS,
    Unit,
    noun_of,
    pattern_of,
)

_QUALIFIERS = {
    "about": "大约 约为 约 大概 about around approximately roughly some ≈",
    "nearly": "近 接近 将近 nearly almost close_to",
    "more-than": "超过 超 逾 多于 高于 大于 突破 more_than over above exceeding greater_than upwards_of > ＞",
    "less-than": "不足 不到 低于 少于 小于 不满 未满 less_than fewer_than under below < ＜",
    "at-least": "至少 最少 不少于 不低于 不下 大于等于 不小于 at_least no_less_than not_less_than no_fewer_than ≥ ⩾ >=",
    "": "不超过 不多于 不高于 不大于 至多 最多 at_most no_more_than not_more_than up_to not_exceeding not_over "
    "小于等于 ≤ ⩽ <=",
}
"""Words before a number, by operator; without one, the quantity is left to a person."""

_OPERATORS = {form.replace("_", " "): operator for operator, forms in _QUALIFIERS.items() for form in forms.split(" ")}
_AFTER = {"以上": "at-least", "或以上": "at-least", "以下": "", "以内": "", "之内": "", "左右": "about", "上下": "about"}
"""Words after a number, by form."""

_WORDLIKE = {"约": "节条合预签契特公违履制大", "近": "附最临邻靠将接新相远亲逼", "超": "赶反高"}
"""Characters before a qualifier that make it part of another word, such as 节约."""

_NEGATED = re.compile(r"(?:[未没难勿非不]|没有|并未|n't|\bnot|\bnever|\bhardly)\s*$", re.IGNORECASE)
_HEAD = re.compile(
    rf"(?P<before>{pattern_of(_OPERATORS)})?\s*(?P<sign>(?:{pattern_of(SIGNS)})\s*)?"
    r"(?P<minus>(?:(?<![\w%％‰)）])|(?<=[为是率达在约到至了幅值]))[-−－])?$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?P<more>[多余+])?\s*(?P<scale>{pattern_of(SCALE_WORDS)})?(?P<more2>[多余])?\s*(?P<noun>{pattern_of(NOUNS)})?"
    rf"(?P<more3>多(?![种样数元年少次]))?\s*(?P<after>{pattern_of(_AFTER)})?",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(pattern_of(_OPERATORS), re.IGNORECASE)
_AFTERWARDS = re.compile(pattern_of(_AFTER), re.IGNORECASE)
_MORE = re.compile(r"(?<=[\d十百千万亿])([多余+])|(?<=[家个人名种项])(多)")
"""What after a number says that it is more, right there or after its unit."""
_RISE = re.compile(r"(?:增长|增加|增幅|提高|提升|上升|上涨|扩大)[了达]?$")
_UNIT_OF_TIME = re.compile(r"\s*(?:月|季度|年|世纪|小时|工作日)")
_SHARED = re.compile(r"\s*(?:和|与|及|以及|、|,?\s*\band\b)\s*")
_BLANKS = re.compile(r"\s+")


class Quantity(NamedTuple):
    """One number with its unit; `start` and `end` are half-open offsets of `printed` in the text that was searched.

    `kind` is that of the statistic: a fall said in words is a growth below zero and has these words in `printed`. `upper` is
    the end of a range, empty for another figure.
    """

    start: int
    end: int
    printed: str
    value: str
    operator: str
    unit: Unit
    kind: str = "level"
    upper: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Return the fields of the statistic that follow from the print."""
        fields = {"printed": one_line(self.printed), "value": self.value, "operator": self.operator}
        upper = {"upper": self.upper} if self.upper else {}
        return fields | upper | {"unit": self.unit.id, "kind": self.kind}


def quantities(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the quantities of a text, in order; digits in a range to `skip` are none, such as those of a marker.

    Examples
    --------
    >>> [(f.printed, f.value, f.operator, f.unit.id) for f in quantities("近100亿美元，1388多家，over 1.2 million tonnes")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('近100亿美元', '100', 'nearly', 'unit-usd-1e8'), ('1388多家', '1388', 'more-than', 'unit-count'),
     ('over 1.2 million tonnes', '1.2', 'more-than', 'unit-tonne-1e6')]
    """
    line, offsets = on_one_line(text)
    phrases = [
        phrase for phrase in number_phrases(line) if not any(start <= offsets[phrase.start] < end for start, end in skip)
    ]
    found: list[Quantity] = []
    following: tuple[NumberPhrase, Quantity] | None = None
    for phrase in reversed(phrases):
        quantity = quantity_at(line, phrase) or _sharing(line, phrase, following)
        following = None if quantity is None else (phrase, quantity)
        if quantity is not None:
            start, end = offsets[quantity.start], offsets[quantity.end - 1] + 1
            found.append(quantity._replace(start=start, end=end, printed=text[start:end]))
    return found[::-1]


def on_one_line(text: str) -> tuple[str, list[int]]:
    """Return a text with one blank for white space and none beside Chinese, and where each character comes from."""
    pieces: list[str] = []
    offsets: list[int] = []
    last = 0
    for match in _BLANKS.finditer(text):
        pieces.append(text[last : match.start()])
        offsets += range(last, match.start())
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if max(around, default="") < "\u2e80":
            pieces.append(" " if "\n" in match.group() else match.group()[0])
            offsets.append(match.start())
        last = match.end()
    return "".join(pieces) + text[last:], [*offsets, *range(last, len(text))]


def quantity_at(text: str, phrase: NumberPhrase, in_range: bool = False, *, recorded: bool = False) -> Quantity | None:
    """Return the quantity that a number is with the words around it, None for what is no certain one.

    `in_range` is for an end of a range: it is read by itself, and what speaks against both ends is not asked. A number that
    a person has `recorded` is a quantity: what speaks against that is not asked either.
    """
    head = _HEAD.search(text, max(0, phrase.start - 24), phrase.start)
    tail = _TAIL.match(text, phrase.end)
    if phrase.value is None or head is None or tail is None:
        return None
    end, unit = phrase.end + len(tail.group().rstrip()), _unit(text, phrase, head, tail)
    if unit is None or (phrase.text == "一" and not tail.group("scale") and not recorded):
        return None
    form = tail.group("noun") or ""
    begin = head.start("sign") if head.group("sign") else head.start("minus") if head.group("minus") else phrase.start
    qualifier, start = _qualifier(text, head, begin)
    if not recorded and is_numeral_of_word(text, phrase, form, bool(qualifier)):
        return None
    if form and is_other_word(text, tail.end("noun"), form, unit.noun):
        return None
    doubted = not (in_range or recorded) and is_in_doubt(text, start, end)
    if doubted or (qualifier and unit.noun.name in DURATIONS and qualifier == "近"):
        return None
    if form == "个" and _UNIT_OF_TIME.match(text, tail.end("noun")):
        return None
    operator = _operator(phrase, tail, qualifier)
    if not operator or (qualifier and _NEGATED.search(text, max(0, start - 8), start)):
        return None
    sign, kind = "-" if head.group("minus") else "", "level"
    fall = None if in_range else fall_at(text, begin, end)
    if fall is not None and not sign:
        loss = fall.is_loss and unit.noun.base.isupper()  # of money; of other things it is a change
        start, end, sign, kind = min(start, fall.start), fall.end, "-", "level" if loss else "growth"
    elif unit.noun.name == "times" and _RISE.search(text, max(0, start - 4), start):
        kind = "growth"
    elif unit.noun.name == "point":
        return None  # points of a talk, perhaps
    return Quantity(start, end, text[start:end], sign + phrase.value, operator, unit, kind)


def operators_in(text: str) -> set[str]:
    """Return the operators that some word of a text gives, wherever it stands; not those of words that only look so.

    Examples
    --------
    >>> sorted(operators_in("约占总额的17%")), operators_in("节约17%"), operators_in("300多万")
    (['about'], set(), {'more-than'})
    """
    found = {_AFTER[" ".join(match.group().lower().split())] for match in _AFTERWARDS.finditer(text)}
    for match in _ANYWHERE.finditer(text):
        if not _is_of_word(text, match.start(), match.group()):
            found.add(_OPERATORS[" ".join(match.group().lower().split())])
    found |= {{"+": "at-least"}.get(match.group(1), "more-than") for match in _MORE.finditer(text)}
    return found - {""}


def _sharing(text: str, phrase: NumberPhrase, following: tuple[NumberPhrase, Quantity] | None) -> Quantity | None:
    """Return a number that shares the unit of the next one, as in 1.8和1.2个百分点; decimals alone, which are no
    ordinals."""
    if following is None or phrase.value is None or phrase.is_chinese or "." not in phrase.value:
        return None
    number, quantity = following
    unit_is_shared = quantity.operator == "equal" and not quantity.unit.scale and "." in quantity.value
    joined = _SHARED.fullmatch(text, phrase.end, number.start)
    if not unit_is_shared or joined is None or is_in_doubt(text, phrase.start, phrase.end, listed=True):
        return None
    fall = fall_at(text, phrase.start, quantity.end)
    start, sign, kind = (phrase.start, "", "level") if fall is None else (fall.start, "-", "growth")
    return Quantity(start, phrase.end, text[start : phrase.end], sign + phrase.value, "equal", quantity.unit, kind)


def _unit(text: str, phrase: NumberPhrase, head: re.Match[str], tail: re.Match[str]) -> Unit | None:
    """Return the unit around a number, None where there is none or it cannot be told."""
    sign, form, word = (head.group("sign") or "").strip().lower(), tail.group("noun"), tail.group("scale")
    end = phrase.end + len(tail.group().rstrip())
    goes_on = text[end : end + 1].isascii() and text[end : end + 1].isalnum()
    if phrase.parts:
        return None if form or word or sign else Unit(PERCENT if phrase.parts == 100 else PERMILLE, 0)
    if sign in ("¥", "￥") and not has_chinese(text):
        return None  # yen or yuan
    scale = phrase.scale + (SCALE_WORDS[word.lower()] if word else 0)
    if sign and form:
        return None
    if sign:
        return None if goes_on else Unit(NOUNS[sign], scale)
    if form is None:
        return Unit(PLAIN, scale) if scale and not goes_on and not is_cut_off(text, end) else None
    noun = noun_of(form)
    return None if noun is None else Unit(noun, scale)


def _qualifier(text: str, head: re.Match[str], begin: int) -> tuple[str, int]:
    """Return the qualifier before a number in its plain form, empty for none, and where the quantity starts."""
    word = head.group("before")
    if word is None:
        return "", begin
    if _is_of_word(text, head.start(), word):
        return "", begin
    return " ".join(word.lower().split()), head.start()


def _is_of_word(text: str, start: int, word: str) -> bool:
    """Return whether a qualifier is a part of a longer word, such as 约 of 节约."""
    before = text[max(0, start - 1) : start]
    return before != "" and (
        before in _WORDLIKE.get(word, "") or (word[0].isalpha() and word.isascii() and before.isalpha())
    )


def _operator(phrase: NumberPhrase, tail: re.Match[str], qualifier: str) -> str:
    """Return the operator that the words around a number give; empty where no operator fits."""
    after = " ".join((tail.group("after") or "").lower().split())
    if qualifier:
        return "" if _AFTER.get(after, "-") == "" else _OPERATORS[qualifier]
    if after:
        return _AFTER[after]
    more = tail.group("more") or tail.group("more2") or tail.group("more3") or ("多" if phrase.more else None)
    return {None: "equal", "+": "at-least"}.get(more, "more-than")
