"""The texts of bibliographic fields as CSL: names, dates, DOIs, and the number of a reference that a key or note gives.

A Chinese name without a comma is not taken apart: how long its family name is would be a guess.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

from cbec_kg.text.normalise import has_chinese

OTHERS = {"literal": "others"}
"""The last of a list of names that is not complete."""

BACKING = "cbec-kg:"
"""How a note begins that says what a reference backs; it is ours, and not read again."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?[/.]*|(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_NUMBER = re.compile(r"(?:ref(?:erence)?[-_ ]?)?(?:\[(-?\d{1,3})\]|(-?\d{1,3}))", re.IGNORECASE)
_ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
    "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
}  # fmt: skip
_EDITION = re.compile(r"第?\s*(\d{1,3})\s*(?:st|nd|rd|th|版|\.)?\s*(?:ed(?:ition|\.)?|版)?\.?", re.IGNORECASE)
_NUMERALS = "一二三四五六七八九十"
_TAGS = re.compile(r"</?(?:i|b|u|sc|em|strong|span(?:\s+(?:class|style)=(?:\"[^\"]*\"|'[^']*'))?)>", re.IGNORECASE)
_SCRIPTS = re.compile(r"<(su[bp])>([^<>]*)</\1>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_MARK = re.compile(r"(?:^|(?<=[\s;,；，]))ref\s*[=:：]\s*\[?(-?\d{1,3})\]?(?=$|[\s;,；，.])", re.IGNORECASE)


def one_line(text: str) -> str:
    """Return a text without white space at its ends and with each run of white space as one space."""
    return " ".join(text.split())


def without_markup(text: str) -> str:
    """Return a text without the markup that CSL-JSON allows in it; what is raised or lowered stays so where it can.

    Examples
    --------
    >>> without_markup('The <i>Camellia</i> <span class="nocase">Gene</span>, 10<sup>-3</sup>'), without_markup("a <b c> d")
    ('The Camellia Gene, 10⁻³', 'a <b c> d')
    """
    if "<" not in text:
        return text
    return _TAGS.sub("", _SCRIPTS.sub(lambda match: _script(match[1].lower(), match[2]), text))


def _script(tag: str, text: str) -> str:
    written = text.translate(_RAISED if tag == "sup" else _LOWERED)
    return text if any(old == new for old, new in zip(text, written, strict=True)) else written


def edition_number(text: str) -> str:
    """Return the number of an edition given by number or word; any other text stays.

    Examples
    --------
    >>> [edition_number(text) for text in ("Second", "2nd ed.", "第2版", "第三版", "3", "Revised edition", "修订版")]
    ['2', '2', '2', '3', '3', 'Revised edition', '修订版']
    """
    word = re.sub(r"\s*ed(?:ition|\.)?$", "", text.strip(), flags=re.IGNORECASE).lower()
    if word in _ORDINALS:
        return _ORDINALS[word]
    chinese = re.fullmatch(rf"第?([{_NUMERALS}])版", text.strip())
    if chinese:
        return str(_NUMERALS.index(chinese[1]) + 1)
    found = _EDITION.fullmatch(text.strip())
    return str(int(found[1])) if found else text


_BEFORE_DOI = re.compile(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/+)?(?:doi:\s*)?", re.IGNORECASE)


def bare_doi(text: str) -> str:
    """Return a DOI without ``https://doi.org/`` or ``doi:`` before it.

    Examples
    --------
    >>> bare_doi("https://www.doi.org/10.99999/tea.1"), bare_doi("DOI: 10.99999/tea.1."), bare_doi("10.99999%2Ftea.1")
    ('10.99999/tea.1', '10.99999/tea.1', '10.99999/tea.1')
    """
    if not text.isprintable():  # a soft hyphen, a space of no width
        text = "".join(filter(str.isprintable, text))
    text = text.strip().rstrip(".,;")  # what ends the sentence
    bare = text if text.startswith("10.") else _BEFORE_DOI.sub("", text)  # most have nothing before them
    return unquote(bare) if "%" in bare and (bare != text or "/" not in bare) else bare


def joined(name: str) -> str:
    """Return a name without the spaces that some exporters put into Chinese ones."""
    return name.replace(" ", "") if has_chinese(name) and not re.search(r"[A-Za-z]", name) else name


def display_name(name: dict[str, Any]) -> str:
    """Return a CSL name as read: Chinese family name first and without space, others given name first.

    Examples
    --------
    >>> display_name({"family": "欧阳", "given": "青"}), display_name({"family": "Tea", "given": "Jan"})
    ('欧阳青', 'Jan Tea')
    """
    if "literal" in name:
        return str(name["literal"])
    family, given = str(name.get("family", "")), str(name.get("given", ""))
    if has_chinese(family + given):
        return family + given
    parts = (given, name.get("dropping-particle"), name.get("non-dropping-particle"), family, name.get("suffix"))
    return " ".join(str(part) for part in parts if part)


def csl_date(text: str) -> dict[str, Any] | None:
    """Return the CSL date of a text: its parts, or the text itself where it is no date; None when it is empty.

    Examples
    --------
    >>> csl_date("2019"), csl_date("2019/03/04/"), csl_date("2019年3月")
    ({'date-parts': [[2019]]}, {'date-parts': [[2019, 3, 4]]}, {'date-parts': [[2019, 3]]})
    >>> csl_date("2018-12/2019-01"), csl_date("c. 1990"), csl_date("2019-02-30")
    ({'date-parts': [[2018, 12], [2019, 1]]}, {'literal': 'c. 1990'}, {'literal': '2019-02-30'})
    >>> csl_date("2019 Mar 4"), csl_date("2019 May/June")
    ({'date-parts': [[2019, 3, 4]]}, {'date-parts': [[2019]]})
    """
    text = one_line(text)
    worded = re.fullmatch(r"(\d{4})[ ,/-]+([A-Za-z].*)", text)
    if worded:
        parts = [int(worded[1]), *month_and_day(worded[2])]
        return {"date-parts": [parts]} if is_date(parts) else {"literal": text}
    first, _, last = text.partition("/")
    for dates in ([_parts(text)], [_parts(first), _parts(last)]):
        if all(dates):
            return {"date-parts": dates}
    return {"literal": text} if text else None


def _parts(text: str) -> list[int]:
    match = _DATE.fullmatch(text)
    parts = [int(part) for part in match.groups() if part is not None] if match else []
    return parts if parts and is_date(parts) else []


def is_date(parts: list[int]) -> bool:
    """Return whether year, month and day, as far as they are given, are a day of the calendar.

    Examples
    --------
    >>> is_date([2020, 2, 29]), is_date([2019, 13])
    (True, False)
    """
    try:
        date(*(*parts, 1, 1)[:3])
    except (ValueError, OverflowError):
        return False
    return True


def month_number(text: str) -> int | None:
    """Return the number of a month given by number or English name; None for anything else.

    Examples
    --------
    >>> month_number("mar"), month_number("December"), month_number("07"), month_number("spring")
    (3, 12, 7, None)
    """
    text = text.strip().strip(".").lower()
    if text.isascii() and text.isdecimal():
        return int(text) if len(text) < 3 and 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS and text.isalpha() else None


def month_and_day(text: str) -> list[int]:
    """Return month and day of a text that names one month; nothing where it names none or several.

    Examples
    --------
    >>> [month_and_day(text) for text in ("mar", "10~jan", "May/June", "spring", "Sept. 4", "7月")]
    [[3], [1, 10], [], [], [9, 4], [7]]
    """
    chinese = re.fullmatch(r"(\d{1,2})月(?:(\d{1,2})日)?", one_line(text))
    if chinese:
        return [int(part) for part in chinese.groups() if part]
    whole = month_number(text)
    if whole is not None:
        return [whole]
    words = re.findall(r"[A-Za-z]+|\d+", text)
    months = [number for word in words if not word.isdecimal() and (number := month_number(word)) is not None]
    days = [int(word) for word in words if word.isdecimal() and len(word) < 3]
    if len(months) != 1 or len(days) > 1 or len(words) != len(months) + len(days):
        return []
    return [*months, *days]


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


def hints_of(*fields: tuple[str, str]) -> dict[int, str]:
    """Return the numbers of fields given as (name, text), each with the field's name."""
    return {number: name for name, text in fields if (number := number_in(text)) is not None}


def split_note(note: str) -> tuple[str, dict[int, str]]:
    """Return a note without the marks ``ref=7``, and the numbers of those marks as `hints_of` does.

    Examples
    --------
    >>> split_note("ref=7; in Chinese"), split_note("see href=9")
    (('in Chinese', {7: 'note'}), ('see href=9', {}))
    >>> split_note("in Chinese; cbec-kg: backs claim-tea")
    ('in Chinese', {})
    """
    own = note.find(BACKING)
    note = note if own < 0 else note[:own].rstrip(" ;\n")
    hints = {int(number): "note" for number in _MARK.findall(note)}
    return (_MARK.sub("", note).strip(" \t\n;,；，.") if hints else note), hints
