"""The list of references that a text prints: its entries, and a stub for each number."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from cbec_kg.drafting.yaml_text import Fields
from cbec_kg.text.normalise import normalise

_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")
"""A broken line within Chinese text, which has no blank there."""

_NUMBERED = re.compile(r"[\[【〔]?(\d{1,4})[\]】〕]|(\d{1,3})[.、)]", re.ASCII)


class PrintedEntry(NamedTuple):
    """One entry; `text` is ``[n] text`` on one line, or the text alone when the list has no numbers."""

    number: int | None
    text: str


def printed_entry(text: str) -> PrintedEntry:
    """Return an entry of a list of references from its passage's text.

    Examples
    --------
    >>> printed_entry("［3］ 文一鸣. 山乡\\n杂志, 2019:\\n3")
    PrintedEntry(number=3, text='[3] 文一鸣. 山乡杂志, 2019: 3')
    """
    line = " ".join(_BREAK.sub("", text).split())
    opening = normalise(line[:12]).text
    match = _NUMBERED.match(opening)
    if match is None:
        return PrintedEntry(None, line)
    number = int(match.group(1) or match.group(2))
    rest = re.sub(r"^[\[［【〔]?\s*\d+\s*[\]］】〕.．、)）]\s*", "", line)
    return PrintedEntry(number, f"[{number}] {rest}")


def reference_id(number: int, numbers: Collection[int]) -> str:
    """Return the id of a reference, its number as wide as the widest: ``ref-07``.

    Examples
    --------
    >>> reference_id(7, [7]), reference_id(7, [7, 120])
    ('ref-07', 'ref-007')
    """
    return f"ref-{number:0{len(str(max(*numbers, 10)))}}"


def reference_records(numbers: Sequence[int], listed: Sequence[PrintedEntry], found: bool) -> list[Fields]:
    """Return one stub a number, which are ascending; `found` is whether the text has a list of references at all."""
    entries = {entry.number for entry in listed}
    records: list[Fields] = []
    for number in numbers:
        zh, en = ("所用文本没有找到参考文献表", "no list of references was found in the text used")
        if number in entries:
            zh, en = ("印出的条目见references.txt，尚未整理", "the entry as printed is in references.txt, not yet curated")
        elif found:
            zh, en = ("所用文本的参考文献表没有编号", "the list of references in the text used has no numbers")
        name, why = reference_id(number, numbers), {"zh": zh, "en": en}
        records.append({"id": name, "number": number, "metadata": "unknown", "why": why})
    return records
