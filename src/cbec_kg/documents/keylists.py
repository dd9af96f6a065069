"""The list of references of a paper that cites by keys: ``\\bibitem`` of LaTeX; anchors and CSL items of Markdown.

Of Markdown, blocks of pandoc's tree with the id ``ref-low``, as citeproc writes them, or ``references`` in the head of the
file. Out of scope: files of references beside the paper, which are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cbec_kg.documents.blocktree import elements

_BIBITEM = re.compile(r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\])?\s*\{([^{}]*)\}")
SEPARATOR = "\ue000"
"""Stands between the label of an entry, by which natbib cites, and the entry."""

_BIBLIOGRAPHY = re.compile(r"\\begin\{thebibliography\}\s*(?:\{[^{}]*\})?|\\end\{thebibliography\}")
_LIST_NAME = re.compile(r"\\(?:renewcommand|def|gdef)\s*\*?\s*\{?\s*\\(?:refname|bibname)\s*\}?\s*\{([^{}]+)\}")
_IN_CHINESE = re.compile(
    r"\\documentclass\s*+(?:\[[^\]]{0,500}+\]\s*+)?\{ctex|\\usepackage\s*+(?:\[[^\]]{0,500}+\]\s*+)?\{[^{}]{0,500}\bctex\b"
)

ELSEWHERE = re.compile(r"(?:fig|tbl|tab|eq|sec|lst):")
"""What a key names that is a figure, table, formula or section."""


_TEXT = ("Str", "Space", "SoftBreak")


def cited_keys(blocks: Sequence[dict[str, Any]]) -> list[str]:
    """Return the keys by which a text cites, in order."""
    keys = (one["citationId"] for cite in elements(blocks) if cite["t"] == "Cite" for one in cite["c"][0])
    return list(dict.fromkeys(key for key in keys if not ELSEWHERE.match(key)))


def anchored(blocks: Sequence[dict[str, Any]]) -> list[str]:
    """Return the keys that entries have as anchors, in order."""
    names = (one["c"][0][0] for one in elements(blocks) if one["t"] == "Div")
    return [name.removeprefix("ref-") for name in names if name.startswith("ref-")]


def head_items(meta: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the CSL items in the head of a file, by their ids."""
    found = _plain(meta.get("references")) if "references" in meta else []
    items = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return {str(one["id"]): one for one in items if one.get("id") and isinstance(one.get("title"), str)}


def item_text(item: dict[str, Any]) -> str:
    """Return a CSL item as one text: names, year, titles, what it is a part of, publisher."""
    names = [
        one.get("literal") or " ".join(filter(None, (one.get("family"), one.get("given"))))
        for one in item.get("author", [])
        if isinstance(one, dict)
    ]
    issued = item.get("issued")
    parts = issued.get("date-parts", [[]]) if isinstance(issued, dict) else [[issued]]
    year = str(parts[0][0]) if parts and parts[0] else ""
    where = ", ".join(str(item[name]) for name in ("volume", "issue", "page") if item.get(name))
    fields = [", ".join(names), year, item["title"], item.get("container-title", ""), where, item.get("publisher", "")]
    return ". ".join(str(part) for part in fields if part) + "."


def _plain(value: Any) -> Any:
    """Return a value of a file's head without pandoc's wrapping; numbers of dates as such."""
    match value["t"]:
        case "MetaMap":
            return {name: _plain(one) for name, one in value["c"].items()}
        case "MetaList":
            return [_plain(one) for one in value["c"]]
        case "MetaInlines" | "MetaBlocks":
            text = "".join(one["c"] if one["t"] == "Str" else " " for one in elements(value["c"]) if one["t"] in _TEXT)
            return int(text) if text.isdecimal() and len(text) < 5 else text
        case _:
            return value["c"]


def with_numbers(text: str) -> tuple[bytes, list[str]]:
    """Return LaTeX whose list of references has its heading and numbers as it is printed, and the keys of its entries."""
    keys: list[str] = []

    def number(match: re.Match[str]) -> str:
        keys.append(match.group(2).strip())
        if by_author:
            return f"\n\n{match.group(1)}{SEPARATOR}"
        return f"\n\n{{[{len(keys)}]}} "

    labels = [match.group(1) or "" for match in _BIBITEM.finditer(text)]
    by_author = bool(labels) and all(re.search(r"\(\{?(?:1[5-9]|20)\d\d[a-z]?\}?\)", label) for label in labels)

    given = _LIST_NAME.findall(text)
    name = given[-1].strip() if given else "参考文献" if _IN_CHINESE.search(text) else "References"
    heading = f"\n\n\\section*{{{name}}}\n\n"
    text = _BIBLIOGRAPHY.sub(lambda match: "\n\n" if "end" in match.group()[:5] else heading, text)
    return _BIBITEM.sub(number, text).encode(), keys
