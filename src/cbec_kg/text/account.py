"""What became of every character of a document: in a passage, in the list of references, page furniture, unreadable.

Out of scope: what looks wrong with the text (`suspicions`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from cbec_kg.text.document import Document, Span
from cbec_kg.text.normalise import digest, fold, normalise, one_line
from cbec_kg.text.suspicions import suspicions_of

PARTS = ("references", "furniture", "unreadable")
"""The kinds of what is in no passage."""

_KINDS = {"entry": "references", "furniture": "furniture"}
_UNREADABLE = frozenset(("Co", "Cn", "Cs"))
_OPENING = 12


class Part(NamedTuple):
    """A run of characters that is in no passage: its `kind` is ``references``, ``furniture`` or ``unreadable``.

    `place` is its page, or the line where there are no pages; `sha256` the digest of its characters that can be seen.
    """

    kind: str
    place: int
    start: int
    end: int
    opening: str
    sha256: str


class Account(NamedTuple):
    """How many characters that can be seen are of each kind, ``passages`` included; the parts that are in no passage.

    `suspicions` say what looks wrong with the text.
    """

    counts: dict[str, int]
    parts: tuple[Part, ...]
    suspicions: tuple[str, ...]


def part_digest(text: str, start: int, end: int) -> str:
    """Return the digest of what can be seen in a range of a text; see `cbec_kg.text.normalise.digest`."""
    return digest(normalise(text, [(start, end)]).text)


def account_of(document: Document) -> Account:
    """Return what became of every character of a document that can be seen; white space and invisible ones aside.

    Examples
    --------
    >>> from cbec_kg.text.plain import plain_document
    >>> account = account_of(plain_document("茶好\\ufffd。\\n\\n参考文献\\n\\n[1] 甲. 乙[J]. 丙, 2019.\\n"))
    >>> account.counts, [part[:2] for part in account.parts]
    ({'passages': 7, 'references': 17, 'unreadable': 1}, [('unreadable', 1), ('references', 5)])
    """
    counts: Counter[str] = Counter()
    parts: list[Part] = []
    lines = [0, *(match.end() for match in re.finditer("\n", document.text))]
    places = document.page_starts or lines

    def part(kind: str, start: int, end: int) -> None:
        opening = one_line(document.text[start:end][: 4 * _OPENING])[:_OPENING]
        parts.append(Part(kind, bisect_right(places, start), start, end, opening, part_digest(document.text, start, end)))

    for block in document.blocks:
        kind = _KINDS.get(block.kind, "passages")
        for start, end in block.spans:
            unreadable = _unreadable(document.text, start, end)
            lost = sum(last - first for first, last in unreadable)
            counts["unreadable"] += lost
            counts[kind] += sum(1 for character in document.text[start:end] if fold(character)) - lost
            for span in unreadable:
                part("unreadable", *span)
        if kind != "passages":
            part(kind, block.spans[0][0], block.spans[-1][1])
    parts.sort(key=lambda one: (one.start, one.kind))
    return Account({kind: counts[kind] for kind in sorted(counts) if counts[kind]}, tuple(parts), suspicions_of(document))


def _unreadable(text: str, start: int, end: int) -> list[Span]:
    """Return the runs of characters that have no meaning of their own: replacements, private use, controls."""
    found: list[list[int]] = []
    for position in range(start, end):
        character = text[position]
        if (
            character == "\ufffd"
            or (not character.isascii() and unicodedata.category(character) in _UNREADABLE)
            or (unicodedata.category(character) == "Cc" and not character.isspace())
        ):
            if found and found[-1][1] == position:
                found[-1][1] += 1
            else:
                found.append([position, position + 1])
    return [(first, last) for first, last in found]
