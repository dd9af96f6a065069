"""Numbers that entries carry: ``ref-07``, ``[7]``, ``7`` as a key or label, ``ref=7`` in a note."""

from __future__ import annotations

import re

from cbec_kg.bibliography.entries import Hint

_NUMBER = re.compile(r"(?:ref(?:erence)?[-_ ]?)?(?:\[(-?\d{1,3})\]|(-?\d{1,3}))", re.IGNORECASE)
_MARK = re.compile(r"(?:^|(?<=[\s;,；，]))ref\s*[=:：]\s*\[?(-?\d{1,3})\]?(?=$|[\s;,；，.])", re.IGNORECASE)


def number_in(text: str) -> int | None:
    """Return the number that a key or label is, None when it is none.

    A number has at most three digits: ``2019`` is a year or an identifier of some database, no place in a list.

    Examples
    --------
    >>> [number_in(text) for text in ("7", "[7]", "ref07", "ref-7", "Ref_[7]", "ref-0", "tea2019", "2019")]
    [7, 7, 7, 7, 7, 0, None, None]
    """
    match = _NUMBER.fullmatch(text.strip())
    return int(match[1] or match[2]) if match else None


def split_note(note: str) -> tuple[str, list[Hint]]:
    """Return a note without the marks ``ref=7``, and the numbers of those marks.

    Examples
    --------
    >>> split_note("ref=7; in Chinese"), split_note("see href=9")
    (('in Chinese', [Hint(number=7, field='note')]), ('see href=9', []))
    """
    hints = [Hint(int(number), "note") for number in _MARK.findall(note)]
    return (_MARK.sub("", note).strip(" \t\n;,；，.") if hints else note), hints


def hints_of(*fields: tuple[str, str]) -> list[Hint]:
    """Return the numbers of fields given as (name, text)."""
    return [Hint(number, name) for name, text in fields if (number := number_in(text)) is not None]
