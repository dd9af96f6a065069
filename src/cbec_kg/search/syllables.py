"""Chinese by its sound: what can be typed for a word without an input method."""

from __future__ import annotations

_INITIALS, _WHOLE = 3, 4
"""From how many letters on initials and whole syllables are taken for Chinese."""


def syllables(text: str) -> str:
    """Return the pinyin of each Chinese character without tones, parted by blanks, and a bar where other text stands.

    Examples
    --------
    >>> syllables("B2B银行，人才")
    '| yin hang | ren cai'
    """
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text, errors=lambda _: "|"))


def sounds_like(word: str, sounds: str) -> bool:
    """Return whether letters spell a part of syllables: each in full, or each by its initial.

    Initials are taken from the third letter on, whole syllables from the fourth; the last may be cut short.

    Examples
    --------
    >>> [sounds_like(typed, "ren cai que kou") for typed in ("rcqk", "caique", "rencaiq", "cq", "encai")]
    [True, True, True, False, False]
    """
    for run in sounds.split("|"):
        parts = run.split()
        if len(word) >= _INITIALS and word in "".join(part[0] for part in parts):
            return True
        if len(word) >= _WHOLE and any("".join(parts[start:]).startswith(word) for start in range(len(parts))):
            return True
    return False
