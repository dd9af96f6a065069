"""Captions of figures and tables, and the notes below them: which lines begin one.

Out of scope: what a caption says, and which rows belong to it.
"""

from __future__ import annotations

import re

from cbec_kg.text.textlines import ends_sentence

_CAPTION = re.compile(
    r"(?:(Figure|Fig\.)|(图)|(Table)|(表))\s*(\d+)"
    r"(?:\s*[.．:：]\s*\S|\s+(?-i:[^\sa-z])|(?=[^\s\dA-Za-z]))",
    re.IGNORECASE,
)
_MENTION = re.compile(r"[图表]\s*\d+\s*(?:中|所|为|的|和|与|及|、|，|,|显示|表明|反映|给出|列出|可见|可知|说明|展示)")
_NOTE = re.compile(r"(?:数据来源|资料来源|来源|Source|Note|注)\s*[:：]")


def caption_of(line: str) -> re.Match[str] | None:
    """Return how a line begins a caption: groups 1 and 2 of a figure, 3 and 4 of a table, 5 its number; None for text.

    Examples
    --------
    >>> caption_of("Table 1. Corn by village")[5], caption_of("图 2 茶价")[5], caption_of("图2中有茶。")
    ('1', '2', None)
    """
    match = _CAPTION.match(line)
    return None if match is None or ends_sentence(line) or _MENTION.match(line) else match


def begins_note(line: str) -> bool:
    """Return whether a line begins the note of a figure or table: its source."""
    return bool(_NOTE.match(line))
