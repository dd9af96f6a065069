"""Which of the formats at hand a client would rather have, by its Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"q\s*=\s*([01](?:\.[0-9]{0,3})?)", re.ASCII)
_MOST = 2_000
"""Characters of a header that are read."""


def ranges_of(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges of an Accept header with their quality, the header's order kept; all where it is empty.

    Examples
    --------
    >>> ranges_of("text/turtle;q=0.5, */*;q=0.1")
    [('text/turtle', 0.5), ('*/*', 0.1)]
    """
    found = []
    for part in accept[:_MOST].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        qualities = (_QUALITY.fullmatch(parameter) for parameter in parameters)
        quality = next((float(match[1]) for match in qualities if match), 1.0)
        if "/" in name:
            found.append((name, min(quality, 1.0)))
    return found or [("*/*", 1.0)]


def quality_of(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how welcome a media type is: the quality of the most specific range that it is in, 0 when in none."""
    main = media_type.partition("/")[0]
    by_name = dict(reversed(ranges))
    return next((by_name[name] for name in (media_type, f"{main}/*", "*/*") if name in by_name), 0.0)


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """Return the most welcome of some media types, the first of equals, None when none is welcome.

    Examples
    --------
    >>> preferred("text/html, application/ld+json;q=0.9", ["text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> preferred("image/png", ["text/turtle"]) is None
    True
    """
    ranges = ranges_of(accept)
    best = max(offered, key=lambda name: quality_of(name, ranges))
    return best if quality_of(best, ranges) > 0 else None


def is_known(tag: str, if_none_match: str) -> bool:
    """Return whether a client has an answer already, by its ETag and the If-None-Match header (section 13.1.2).

    Examples
    --------
    >>> is_known('"a"', 'W/"b", W/"a"'), is_known('"a"', "*"), is_known('"a"', "a")
    (True, True, False)
    """
    return if_none_match.strip() == "*" or tag in if_none_match


def preferred_language(accept: str, offered: Sequence[str]) -> str:
    """Return the language of those offered that an Accept-Language header would rather have, empty when it names none.

    Examples
    --------
    >>> preferred_language("zh-CN,zh;q=0.9,en;q=0.8", ("en", "zh")), preferred_language("fr", ("en", "zh"))
    ('zh', '')
    """
    found: dict[str, float] = {}
    for part in accept[:_MOST].split(","):
        tag, _, parameter = (piece.strip().lower() for piece in part.partition(";"))
        match = _QUALITY.fullmatch(parameter)
        code = tag.partition("-")[0]
        found[code] = max(found.get(code, 0.0), float(match[1]) if match else 1.0)
    best = max(offered, key=lambda code: found.get(code, 0.0))
    return best if found.get(best, 0.0) > 0 else ""
