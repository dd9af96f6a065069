"""Citations by key in running text, as Markdown writes them: ``[@low2019; see @vane, p. 3]``, ``@low2019``, ``@{odd key}``.

Out of scope: markers with numbers (`markers`), author and year (`author_year`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"[^\W_](?:\w|[:.#$%&+?<>~/-](?=\w))*"
_KEY = re.compile(rf"(?<![\w.@])@(?:{_WORD}|\{{[^{{}}\n]+\}})")
_PLAIN = re.compile(_WORD)


class CiteKey(NamedTuple):
    """One key in a text: half-open offsets there, and the key with its ``@``."""

    start: int
    end: int
    key: str


def cite_keys(text: str) -> list[CiteKey]:
    """Return the keys by which a text cites, in order.

    Examples
    --------
    >>> [found.key for found in cite_keys("[@low2019, p. 3; @DBLP:a/b]. So says @vane. Write to a@b.org.")]
    ['@low2019', '@DBLP:a/b', '@vane']
    """
    return [CiteKey(*match.span(), match.group()) for match in _KEY.finditer(text)]


def ends_with_key(text: str, key: str) -> bool:
    """Return whether a text ends with a key.

    Examples
    --------
    >>> ends_with_key("Mills turn [@low", "@low"), ends_with_key("Mills turn [@low2", "@low")
    (True, False)
    """
    found = cite_keys(text)
    return bool(found) and found[-1].end == len(text) and found[-1].key == key


def written_key(key: str) -> str:
    """Return a key as it is written in a text.

    Examples
    --------
    >>> written_key("low2019"), written_key("low'19")
    ('@low2019', "@{low'19}")
    """
    return f"@{key}" if _PLAIN.fullmatch(key) else f"@{{{key}}}"


def is_key(text: str) -> bool:
    """Return whether a text is a key with its ``@``."""
    return _KEY.fullmatch(text) is not None
