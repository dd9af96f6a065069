"""How texts are compared when something is sought: without what people type differently."""

from __future__ import annotations

import re
from unicodedata import normalize

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_DECIMALS = re.compile(r"(?<![\d.a-z])(\d+)(?:\.0+|(\.\d*?[1-9])0+)(?![\d.])")


def plain(text: str) -> str:
    """Return a text as it is compared: one width of characters, lower case, numbers without commas and idle zeros.

    Examples
    --------
    >>> plain("２６，３４７ Firms, 增长31.10%, 4.10.p1")
    '26347 firms, 增长31.1%, 4.10.p1'
    """
    bare = _THOUSANDS.sub("", normalize("NFKC", text).lower())
    return _DECIMALS.sub(lambda found: found[1] + (found[2] or ""), bare)


def holds(text: str, word: str) -> bool:
    """Return whether a plain text has a plain word, a figure only from its first digit on.

    Examples
    --------
    >>> holds("2330.48", "2330"), holds("131.1%", "31.1%"), holds("resources", "sour")
    (True, False, True)
    """
    if not word[:1].isdecimal():
        return word in text
    return re.search(rf"(?<![\d.]){re.escape(word)}", text) is not None
