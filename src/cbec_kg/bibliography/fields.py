"""The texts of bibliographic fields as CSL: names, dates, DOIs, and the number of a reference that a key or note gives.

A Chinese name without a comma is not taken apart: how long its family name is would be a guess.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from cbec_kg.text.normalise import has_chinese

OTHERS = {"literal": "others"}
"""The last of a list of names that is not complete."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?[/.]*|(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_NUMBER = re.compile(r"(?:ref(?:erence)?[-_ ]?)?(?:\[(-?\d{1,3})\]|(-?\d{1,3}))", re.IGNORECASE)
_MARK = re.compile(r"(?:^|(?<=[\s;,；，]))ref\s*[=:：]\s*\[?(-?\d{1,3})\]?(?=$|[\s;,；，.])", re.IGNORECASE)


def one_line(text: str) -> str:
    """Return a text without white space at its ends and with each run of white space as one space."""
    return " ".join(text.split())


def bare_doi(text: str) -> str:
    """Return a DOI without ``https://doi.org/`` or ``doi:`` before it.

    Examples
    --------
    >>> bare_doi("https://doi.org/10.99999/tea.1"), bare_doi("DOI: 10.99999/tea.1")
    ('10.99999/tea.1', '10.99999/tea.1')
    """
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)


def name_of(text: str) -> dict[str, Any] | None:
    """Return a name given as one text, such as in RIS; None when it is empty.

    Examples
    --------
    >>> name_of("欧阳, 青"), name_of("茶 小明"), name_of("World Tea Bank")
    ({'family': '欧阳', 'given': '青'}, {'literal': '茶小明'}, {'literal': 'World Tea Bank'})
    >>> name_of("Teller, Ann B., Jr.")
    {'family': 'Teller', 'given': 'Ann B.', 'suffix': 'Jr.'}
    """
    parts = [part for part in re.split(r"\s*[,，]\s*", one_line(text)) if part]
    if len(parts) in (2, 3):
        return dict(zip(("family", "given", "suffix"), parts, strict=False))
    return {"literal": joined(parts[0]) if len(parts) == 1 else one_line(text)} if parts else None


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
    """
    text = one_line(text)
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
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 3 and 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS and text.isalpha() else None


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
    """
    hints = {int(number): "note" for number in _MARK.findall(note)}
    return (_MARK.sub("", note).strip(" \t\n;,；，.") if hints else note), hints
