"""Footnotes of HTML: what a mark links to, at the end of a page, becomes a note where the mark stands, as in other formats.

Pandoc does so for marks with a role; most pages have only links there and back. Out of scope: what notes say.
"""

from __future__ import annotations

import re
from typing import Any

from cbec_kg.documents.blocktree import elements
from cbec_kg.text.notes import CIRCLED

_MARK = re.compile(rf"[\[(（〔]?(?:\d{{1,3}}|[{CIRCLED}]|[⁰¹²³⁴-⁹]{{1,3}}|[*†‡§])[\])）〕]?")
_NAME = re.compile(r"#_?(?:ftn|fn|edn|footnote|endnote|note|cite_note|n)[-_:.]?\w{0,12}", re.IGNORECASE)
"""Where a mark of a note links to; anything else may be an entry of a list of references."""


def put_in_notes(blocks: list[dict[str, Any]]) -> None:
    """Turn links to notes into notes, in place, and drop those where they stood."""
    marks = [one for one in elements(blocks) if one["t"] == "Link" and _is_mark(one)]
    wanted = {one["c"][2][0][1:]: one["c"][0][0] for one in marks}
    notes: dict[str, list[dict[str, Any]]] = {}
    _take(blocks, wanted, notes)
    for one in marks:
        if note := notes.get(one["c"][2][0][1:]):
            one["t"], one["c"] = "Note", note


def _is_mark(link: dict[str, Any]) -> bool:
    printed = "".join(one["c"] for one in elements(link["c"][1]) if one["t"] == "Str")
    return bool(_MARK.fullmatch(printed) and _NAME.fullmatch(link["c"][2][0]))


def _take(value: Any, wanted: dict[str, str], notes: dict[str, list[dict[str, Any]]]) -> None:
    """Move blocks that are a note out of all lists of blocks."""
    if isinstance(value, dict):
        _take(value.get("c"), wanted, notes)
        if value.get("t") == "OrderedList":
            value["c"][1] = [item for item in value["c"][1] if item]
        return
    if not isinstance(value, list):
        return
    for one in list(value):
        name = _name(one) if isinstance(one, dict) else ""
        if name in wanted and name not in notes:
            content = one["c"][1] if one["t"] == "Div" else [one]
            for link in [link for link in elements(content) if link["t"] == "Link" and _goes_back(link, name, wanted)]:
                link["t"], link["c"] = "Str", ""
            notes[name] = content
            value.remove(one)
        else:
            _take(one, wanted, notes)


def _name(block: dict[str, Any]) -> str:
    """Return the id of a block, or of the link or place that a paragraph begins with."""
    if block.get("t") == "Div":
        return str(block["c"][0][0])
    first = block["c"][0] if block.get("t") in ("Para", "Plain") and block["c"] else {}
    return str(first["c"][0][0]) if first.get("t") in ("Link", "Span") else ""


def _goes_back(link: dict[str, Any], name: str, wanted: dict[str, str]) -> bool:
    target = link["c"][2][0]
    return link["c"][0][0] == name or (bool(wanted[name]) and target == f"#{wanted[name]}") or "ref" in target[:12]
