"""Which words of a text are within one typing error of a word: a letter wrong, missing, too many, or two changed about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_LETTERS, _HAN = 4, 3
"""From which length on an error is forgiven: letters of an alphabet, Chinese characters."""

_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]+")
_RUN = re.compile(r"[\u4e00-\u9fff]+")


def can_err(word: str) -> bool:
    """Return whether an error in a plain word is forgiven: never in a figure, an id or a very short word."""
    return bool((_WORD.fullmatch(word) and len(word) >= _LETTERS) or (_RUN.fullmatch(word) and len(word) >= _HAN))


def near(word: str, text: str) -> bool:
    """Return whether a plain text has something within one error of a word that `can_err`.

    Words of an alphabet are compared whole; Chinese with every stretch of its length, from four characters on also with
    those one shorter or longer.

    Examples
    --------
    >>> near("logistcs", "poor logistics"), near("人材缺口", "人才缺口大"), near("talent", "tales")
    (True, True, False)
    """
    return any(_within_one(word, one) for one in _stretches(word, text))


@lru_cache(maxsize=1 << 16)
def _within_one(word: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other, score_cutoff=1) <= 1


def _stretches(word: str, text: str) -> Iterator[str]:
    size = len(word)
    if _WORD.fullmatch(word):
        yield from (found for found in _WORD.findall(text) if abs(len(found) - size) <= 1)
        return
    lengths = (size,) if size == _HAN else (size - 1, size, size + 1)
    for run in _RUN.findall(text):
        for length in lengths:
            yield from (run[start : start + length] for start in range(len(run) - length + 1))
