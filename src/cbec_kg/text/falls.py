"""Words that say that a number is by how much something fell or what was lost: ``下降20%``, ``declined by 3 points``.

Only words directly at the number count, but for words such as *about*. ``减少到30`` and ``fell to 30`` give what is left,
and so say nothing of the kind. Out of scope: what fell, and since when.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FALLS = (
    "下降 降低 降幅 下滑 下跌 跌幅 跌 回落 减少 减幅 缩减 缩小 缩水 萎缩 削减 下调 锐减 骤减 骤降 负增长 "
    "declined declines declining fell falling fallen decreased decreases decreasing dropped drops dropping reduced "
    "shrank shrunk shrinking contracted slipped slid slumped plunged dipped down decline_of decrease_of drop_of fall_of "
    "reduction_of contraction_of decline_by decrease_by drop_by fall_by"
)
_LOSSES = "亏损 净亏损 亏 losses_of loss_of lost"
_BETWEEN = (
    "了 为 达 达到 约 大约 近 接近 将近 超过 超 逾 多于 不足 不到 至少 by of about around approximately roughly nearly "
    "almost close_to more_than over less_than at_least some"
)
_AFTER = r"(?:的?(?:降幅|跌幅|减幅)|\s+(?:decline|decrease|drop|fall|reduction|contraction)\b)"


class Fall(NamedTuple):
    """Words that say a fall: where they begin or end, and whether they say a loss, which is an amount and no change."""

    start: int
    end: int
    is_loss: bool


def _any(words: str) -> str:
    found = sorted((word.replace("_", r"\s+") for word in words.split()), key=lambda word: (-len(word), word))
    return "|".join(rf"\b{word}\b" if word[0].isascii() else word for word in found)


_BEFORE = re.compile(
    rf"(?<!没有)(?<![不没未无])(?:(?P<fall>{_any(_FALLS)})|(?P<loss>{_any(_LOSSES)}))(?:\s*(?:{_any(_BETWEEN)}))*\s*[-−]?\s*$",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:下降|降低|下滑|下跌|回落|减少|缩减|缩小|下调)为$")
_FOLLOWING = re.compile(_AFTER, re.IGNORECASE)
_RATE = r"\d[\d.]*\s*(?:个?百分点|[%％‰]|percentage\s+points|per\s?cent)"
_AND = r"\s*(?:、|和|与|及|以及|,?\s*\band\b)\s*"
_LISTED = re.compile(rf"(?:(?:{_RATE}|\d[\d.]*){_AND})+$", re.IGNORECASE)
_RATE_AT_END = re.compile(rf"(?:\d[\d.]*{_AND})*{_RATE}", re.IGNORECASE)
"""Rates in a list share the word before the first: 降低1.8和1.2个百分点."""

_REACH = 40


def fall_at(text: str, start: int, end: int) -> Fall | None:
    """Return the words that make a number a fall, None where it is none; `start` and `end` are the number's with its unit.

    Examples
    --------
    >>> text = "利润下降约20%，fell to 30%, a 5% decline，降低1.8和1.2个百分点"
    >>> [bool(fall_at(text, text.index(n), text.index(n) + len(n))) for n in ("20%", "30%", "5%", "1.8", "1.2个百分点")]
    [True, False, True, True, True]
    """
    before = text[max(0, start - _REACH) : start]
    listed = _LISTED.search(before) if _RATE_AT_END.match(text, start) else None
    before = before if listed is None else before[: listed.start()]
    found = _BEFORE.search(before)
    if found is not None and not _TO.search(before):
        return Fall(max(0, start - _REACH) + found.start(), end, found.group("loss") is not None)
    after = _FOLLOWING.match(text, end)
    return None if after is None else Fall(start, after.end(), False)
