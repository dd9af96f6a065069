"""Citations by author and year in running text: ``(Low, 2019a; Vane et al., 2020)``, ``Harrow and Low (2001)``,
``张三等（2018）``.

Each names one reference: its first author as printed, whoever else is named, and its year with its letter. Which reference
that is, the list of references says. Out of scope: markers with numbers (`markers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.text.normalise import one_line_offsets

_HAN = "[\u3400-\u9fff·]"
_PARTICLE = r"(?:(?:de|van|von|der|den|la|le|del|da|di|dos|al|el)\s+){0,3}"
_NAME = rf"{_PARTICLE}[^\W\d_a-z\u3400-\u9fff][^\W\d_\u3400-\u9fff]*(?:['’‐-][^\W\d_]+)*"
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?(?![\d%])"
_YEARS = rf"{_YEAR}(?:\s*(?:[,，、&和]|and)\s*(?:{_YEAR}|[a-z]\b))*"
_PARENTHESES = re.compile(r"[(（]([^()（）]{1,400})[)）]|\[([^\[\]]{1,400})\]")
_SEVERAL = re.compile(rf"{_YEARS}\s*(?:[,，、](?:\s*(?:and|&))?|\sand|&)\s*(?=[^\W\d_a-z][^\W\d_]|{_HAN})|[;；]")
_PART = re.compile(
    rf"\s*(?:[a-z][a-z ,.]{{0,60}}?\s+|(?:参见|参考|详见|例如|见|如)[,，:：]?\s*)??"
    rf"(?P<names>{_NAME}[^;；\d]{{0,120}}?|{_HAN}{{2,20}}[^;；\d]{{0,40}}?)\s*[,，\s]\s*(?P<years>{_YEARS})"
    rf"(?P<tail>\s*(?:[,，:：].{{0,60}})?)$",
    re.DOTALL,
)
_OTHER = (
    rf"(?:,?\s+(?:and|&)\s+{_NAME}|,\s+{_NAME}|\s+et\s+al\.?(?:['’]s)?|\s+and\s+(?:others|colleagues)"
    rf"|\s*[和与及、]\s*{_NAME}|\s*等人?)"
)
_NARRATIVE = re.compile(
    rf"(?P<latin>(?<![\w'’-]){_NAME}(?:{_OTHER}){{0,12}}(?:['’]s?)?)\s*[(（\[]\s*(?P<years>{_YEARS})(?:\s*[,，:：][^()（）\[\]]{{0,40}})?\s*[)）\]]"
    rf"|(?P<han>{_HAN}[\u3400-\u9fff·、]{{1,15}})\s*[(（]\s*(?P<years2>{_YEARS})(?:\s*[,，:：][^()（）]{{0,40}})?\s*[)）]"
)
_NO_NAMES = frozenset((
    "In", "The", "This", "That", "These", "Since", "By", "From", "Until", "During", "After", "Before", "And", "But",
    "For", "Table", "Figure", "Fig", "Section", "Chapter", "Act", "Law", "January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November", "December", "Spring", "Summer", "Autumn",
    "Winter",
))  # fmt: skip
"""Words with a capital that come before a year in brackets and name nobody."""

_BETWEEN = re.compile(r"\s*(?:[,，&、]|\band\b|\bet\s+al\b\.?|和|与|及|等人?|以及)\s*")
_ONE_YEAR = re.compile(rf"{_YEAR}|\b[a-z]\b")


class AuthorYear(NamedTuple):
    """One reference named by author and year: half-open offsets of the words that name it, names as printed, and the year.

    `start` is where the whole citation begins, `begin` where these names do. `names` are in order, the first author's
    first; of a Chinese name in running
    text (`is_open`) it is the words before the brackets, which end with the names. `others` is whether 等 or *et al.*
    says that there are more.
    """

    start: int
    end: int
    names: tuple[str, ...]
    year: str
    begin: int
    others: bool = False
    is_open: bool = False


def author_years(text: str) -> list[AuthorYear]:
    """Return the references that a text cites by author and year, in order; lines may be broken within names.

    Examples
    --------
    >>> [(a.names, a.year) for a in author_years("(Smith and Vane, 2019a; Low et al., 2020, 2021). 张三（2018）不同意。")]
    [(('Smith', 'Vane'), '2019a'), (('Low',), '2020'), (('Low',), '2021'), (('张三',), '2018')]
    """
    line, offsets = one_line_offsets(text)
    found = sorted([*_in_parentheses(line), *_in_running_text(line)], key=lambda one: (one.end, one.start))
    return [one._replace(start=offsets[one.start], end=offsets[one.end - 1] + 1, begin=offsets[one.begin]) for one in found]


def _in_parentheses(text: str) -> Iterator[AuthorYear]:
    for match in _PARENTHESES.finditer(text):
        within = 1 if match[1] is not None else 2
        begin, place = match.start(within), 0
        for stop in [*_SEVERAL.finditer(match[within]), None]:
            end = len(match[within]) if stop is None else stop.end()
            text = match[within][place:end].rstrip(" ;；,，、&" if stop else "")
            offset, last, place = begin + place, stop is None, end
            cited = _PART.match(text.removesuffix(" and"))
            if cited is None:
                continue
            begins = match.start(), offset + cited.start("names"), offset + cited.start("years")
            yield from _of_years(begins, cited, "years", match.end() if last else None, cited["names"])


def _in_running_text(text: str) -> Iterator[AuthorYear]:
    for match in _NARRATIVE.finditer(text):
        group, names = ("years", match["latin"]) if match["latin"] else ("years2", match["han"])
        begins = match.start(), match.start(), match.start(group)
        found = _of_years(begins, match, group, match.end(), names)
        yield from (one._replace(is_open=match["han"] is not None) for one in found)


def _of_years(
    begins: tuple[int, int, int], match: re.Match[str], group: str, closed: int | None, names: str
) -> Iterator[AuthorYear]:
    """Yield one reference a year; `begins` are where the citation, the names and the years begin, `closed` is the offset
    after the closing bracket, where the last one ends."""
    start, begin, offset = begins
    printed = " ".join(names.split())
    listed = tuple(part for part in (re.sub(r"['’]s?$", "", one).strip() for one in _BETWEEN.split(printed)) if part)
    others = re.search(r"\bet\s+al|\bothers|\bcolleagues|等", printed) is not None
    years = list(_ONE_YEAR.finditer(match[group]))
    base = ""
    for place, year in enumerate(years):
        base = year.group()[:4] if year.group()[0].isdigit() else base
        end = closed if closed is not None and place == len(years) - 1 else offset + year.end()
        written = year.group() if year.group()[0].isdigit() else base + year.group()
        if listed and listed[0] not in _NO_NAMES:
            yield AuthorYear(start, end, listed, written, begin, others)


def ends_with_author_year(fragment: str, key: str) -> bool:
    """Return whether a text ends by naming a reference: its first author, and at the end its year or the letter of it.

    `key` is the reference's: names and year, such as ``Low et al., 2019a``.

    Examples
    --------
    >>> ends_with_author_year("corn (Low, 2019)", "Low, 2019"), ends_with_author_year("corn (Low, 2019; Vane", "Low, 2019")
    (True, False)
    >>> ends_with_author_year("Vane (2018, 2019a,b)", "Vane et al., 2019b")
    True
    """
    names, _, year = key.rpartition(",")
    author = first_author(names)
    dated = re.search(rf"({_YEARS})[^()（）;；]{{0,60}}[)）]?\s*$", fragment)
    if dated is None or not author or author.casefold() not in fragment[: dated.start()].casefold():
        return False
    base, years = "", []
    for found in _ONE_YEAR.finditer(dated[1]):
        base = found.group()[:4] if found.group()[0].isdigit() else base
        years.append(found.group() if found.group()[0].isdigit() else base + found.group())
    wanted = year.strip()
    return wanted in years or (wanted[:4] in years and wanted[4:].isalpha())


def first_author(names: str) -> str:
    """Return the first of some names.

    Examples
    --------
    >>> first_author("Low et al."), first_author("van Dyck & Low"), first_author("张三等")
    ('Low', 'van Dyck', '张三')
    """
    parts = [part for part in _BETWEEN.split(names.strip()) if part]
    return parts[0] if parts else ""
