"""ORCID iDs: sixteen characters, the last of which is a check digit (ISO 7064, MOD 11-2)."""

from __future__ import annotations

import re

_FORM = re.compile(r"(?:\d{4}-){3}\d{3}[\dX]", re.ASCII)


def is_orcid(text: str) -> bool:
    """Return whether a text is an ORCID iD without its address, with the right check digit.

    Examples
    --------
    >>> is_orcid("0000-0002-1825-0097"), is_orcid("0000-0002-1825-0098"), is_orcid("0000")
    (True, False, False)
    """
    if _FORM.fullmatch(text) is None:
        return False
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1]
