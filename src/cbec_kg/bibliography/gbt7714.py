"""Entries of a list of references in GB/T 7714, as printed or as CNKI exports them, taken apart into CSL.

What is not understood is told, never guessed: an entry without a type mark such as [J] is not read. Out of scope: where a
list begins and ends in a paper.
"""

from __future__ import annotations

import re
from typing import Any

from cbec_kg.bibliography.bibtex import PROCEEDINGS
from cbec_kg.bibliography.entries import Entry, Item, entry_of
from cbec_kg.bibliography.fields import csl_date, hints_of, one_line
from cbec_kg.bibliography.names import names_of
from cbec_kg.errors import Problem
from cbec_kg.text.normalise import has_chinese

TYPES = {
    "J": "article-journal", "M": "book", "C": "paper-conference", "G": "book", "N": "article-newspaper", "D": "thesis",
    "R": "report", "S": "standard", "P": "patent", "DB": "dataset", "DS": "dataset", "CP": "software", "EB": "webpage",
    "A": "collection", "CM": "map", "Z": "document",
}  # fmt: skip
"""CSL types by the marks of GB/T 7714-2015, annex B."""

_MARK = re.compile(r"\s*[\[［【]\s*([A-Z]{1,2})\s*(?:[/／]\s*(MT|DK|CD|OL))?\s*[\]］】]")
_NUMBER = re.compile(r"\s*[\[［【(（]\s*(\d{1,3})\s*[\]］】)）]\s*")
_URL = re.compile(r"https?://[^\s\u4e00-\u9fff，。；]+")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi\s*[:：]?\s*)(10\.\d{4,9}/[^\s，。；]+)", re.IGNORECASE)
_ACCESSED = re.compile(r"[\[［]\s*(\d{4}-\d{1,2}(?:-\d{1,2})?)\s*[\]］]")
_POSTED = re.compile(r"[（(]\s*(\d{4}-\d{1,2}(?:-\d{1,2})?)\s*[）)]")
_DASH = re.compile(r"\s*[-–—−~～]+\s*")

_SERIAL = re.compile(
    r"(?P<where>.+?)\s*[,，.]\s*(?P<year>\d{4})(?:\s*[,，]\s*(?:[Vv]ol?\.?\s*|第)?(?P<volume>[A-Za-z]?\d+(?:[-/]\d+)?)卷?)?"
    r"\s*[,，]?\s*(?:[(（]\s*(?P<issue>[^()（）]{1,20}?)\s*[)）])?\s*(?:[:：]\s*(?P<page>[A-Za-z]?\d[\w\s+,，–—~～-]*))?"
)
_PAPER = re.compile(
    r"(?P<where>.+?)\s*[,，.]\s*(?P<date>\d{4}-\d{1,2}-\d{1,2})\s*(?:[(（]\s*(?P<page>[^()（）]{1,12})\s*[)）])?"
)
_PLACE = r"(?P<place>[^:：,，.．]{1,40}(?:,\s*[A-Z][A-Za-z]*\.?(?:[A-Z]\.)*)?)"
_WHO = r"(?P<who>(?:[^:：.．]|(?<=[A-Z])\.|(?<=Inc)\.|(?<=Ltd)\.|(?<=Co)\.){2,90}?)"
_PAGES = r"(?:\s*[:：]\s*(?P<page>[^:：]{1,40}))?"
_PUBLISHED = re.compile(
    rf"(?:{_PLACE}\s*[:：]\s*)?{_WHO}\s*[,，]\s*c?(?P<year>\d{{4}}\s*(?:[（(][^（()）]+[)）])?)(?:-\d{{1,2}}(?:-\d{{1,2}})?)?{_PAGES}"
)
_PLACED = re.compile(rf"{_PLACE}\s*[:：]\s*(?P<who>[^:：,，]{{2,80}})")
_YEAR = re.compile(rf"c?(?P<date>\d{{4}}(?:-\d{{1,2}}(?:-\d{{1,2}})?)?(?:-\d{{4}}|-(?!\d))?){_PAGES}")
_EDITION_ALONE = re.compile(
    r"\s*((?:第|新)?\s*[\d一二三四五六七八九十]{1,3}\s*版|\d{1,3}(?:st|nd|rd|th)\s+ed|[Rr]ev(?:ised)?\.?\s+ed"
    r"|[^\x00-\x7f]{0,12}(?:修订|抄|刻|影印|增订|稿|写|印)[版本])"
)
_EDITION = re.compile(_EDITION_ALONE.pattern + r"\s*[.,，．]\s*")
_TRANSLATED = re.compile(r"\s*([^.．]{1,40}?)\s*[,，]?\s*译\s*[.．]\s*")


def read_gbt7714(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of a list in GB/T 7714, one a line or each with its number; what is wrong goes to `problems`."""
    entries = []
    for line, written in _written(text):
        number = _NUMBER.match(written)
        label = f"[{number[1]}]" if number else ""
        read = parse_gbt7714(written[number.end() :] if number else written)
        if read is None:
            message = f"{written[:40]!r} has no type mark such as [J] or [M]. Give the entry as GB/T 7714 has it."
            problems.append(Problem(name, line, message))
            continue
        item, rest = read
        notes = [f"not understood: {rest!r}"] if rest else []
        entries.append(entry_of(label, line, item, hints_of(("number", label)), (), notes))
    return entries


def _written(text: str) -> list[tuple[int, str]]:
    """Return the entries of a text with their lines; where numbers begin lines, lines without one go on."""
    lines = [(number, one_line(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if sum(1 for _, line in lines if _NUMBER.match(line)) < 1:
        return lines
    found: list[tuple[int, str]] = []
    for number, line in lines:
        if _NUMBER.match(line):
            found.append((number, line))
        elif found:
            glue = "" if has_chinese(found[-1][1][-1:] + line[:1]) else " "
            found[-1] = (found[-1][0], found[-1][1] + glue + line)
        elif _MARK.search(line):
            found.append((number, line))
    return found


def parse_gbt7714(text: str) -> tuple[Item, str] | None:
    """Return the CSL item of one entry, without its number, and what of it was not understood; None without a type mark.

    Examples
    --------
    >>> item, rest = parse_gbt7714("李茶,王壶.云溪茶市[J].茶业,2019(02):1-9.")
    >>> item["author"], item["title"], item["container-title"], item["issue"], item["page"], rest
    ([{'literal': '李茶'}, {'literal': '王壶'}], '云溪茶市', '茶业', '02', '1-9', '')
    """
    mark = next((found for found in _MARK.finditer(text) if found[1] in TYPES and found.start()), None)
    if mark is None:
        return None
    kind = TYPES[mark[1]]
    item: Item = {"type": kind}
    head, rest = text[: mark.start()].strip(), text[mark.end() :].strip()
    people, title = _people_and_title(head)
    if people:
        item["author"] = people
    number = re.fullmatch(r"(.+?)\s*[:：,，]\s*((?:CN|US|EP|JP|WO|ZL|GB|DB|ISO|IEC|T/)[\w./\s—–-]*\d[\w.]*)", title)
    if kind in ("patent", "standard") and number:
        title, item["number"] = number[1], number[2]
    item["title"] = title
    for variable, pattern in (("DOI", _DOI), ("URL", _URL)):
        if found := pattern.search(rest):
            item[variable] = (found[1] if variable == "DOI" else found[0]).rstrip(".,;")
            rest = (rest[: found.start()] + rest[found.end() :]).strip()
    if found := _ACCESSED.search(rest):
        item["accessed"] = csl_date(found[1])
        rest = rest[: found.start()] + rest[found.end() :]
    rest = _trimmed(rest)
    if mark[1] == "J":
        rest = _take(item, _SERIAL, rest)
    elif mark[1] == "N":
        rest = _take(item, _PAPER, rest)
    else:
        rest = _book(item, rest)
    if mark[1] == "C" and "container-title" not in item and "publisher" in item:
        item |= {"type": "book", "genre": PROCEEDINGS}
    return item, _trimmed(rest)


def _trimmed(text: str) -> str:
    return text.strip(" .．。,，;；")


def _people_and_title(head: str) -> tuple[list[dict[str, Any]], str]:
    """Return the names that an entry opens with, and its title; no name where what stands first is no list of names."""
    for stop in re.finditer(r"[.．](?=\s|[^\x00-\x7f]|[A-Z\"“]|$)\s*", head):
        before, after = head[: stop.start()].strip(), head[stop.end() :].strip()
        if not after or re.match(r"[A-Z]\.|[A-Z](?:[,，]| [A-Z][.,，\s])|[,，&]|et al|等|and ", after):
            continue
        return (names_of(_spaced(before)), after) if _are_names(before) else ([], head)
    return [], head


def _spaced(names: str) -> str:
    """Return a list of names with semicolons between, so that no comma is taken for one within a name."""
    if re.search(r"[;；]|[A-Za-z]\s*[,，]\s*(?:[A-Z]\.[\s-]?)+", names):
        return names
    parts = [part for part in re.split(r"\s*[,，、]\s*", names) if part]
    return "; ".join(_capitals(part) for part in parts)


def _capitals(name: str) -> str:
    """Return a name in capitals as one in small letters after the first, for it was so in the source: ``TELLER A B``."""
    words = name.split(" ")
    if len(words) > 1 and re.fullmatch(r"[A-Z]{1,3}", words[-1]) and words[0].isupper() and len(words[0]) > 1:
        count = next(place for place in range(len(words), 0, -1) if len(words[place - 1]) > 1 or place == 1)
        family = " ".join(word.capitalize() if word.isupper() else word for word in words[:count])
        return f"{'-'.join(part.capitalize() for part in family.split('-'))}, {' '.join(words[count:])}".rstrip(", ")
    return name


def _are_names(text: str) -> bool:
    """Return whether a text can be the names that an entry opens with: no sentence, no title."""
    parts = [part for part in re.split(r"\s*[,，、;；]\s*", text) if part]
    if re.search(r"[：:？?！!《》“”\"]", text):
        return False
    if has_chinese(text):
        return all(len(part) <= (30 if len(parts) == 1 else 24) for part in parts)
    return all(len(part.split(" ")) <= 8 for part in parts)


def _are_editors(text: str) -> bool:
    """Return whether a text before the title of a book is its editors rather than the title's beginning."""
    parts = [part for part in re.split(r"\s*[,，、;；]\s*", text) if part]
    if has_chinese(text):
        return all(len(part) <= (12 if len(parts) == 1 else 4) for part in parts)
    return all(re.fullmatch(r"[^\W\d_a-z][\w'’ -]* [A-Z](?:\.?[ -]?[A-Z])*\.?|et al|[A-Z]\.?", part) for part in parts)


def _take(item: Item, pattern: re.Pattern[str], text: str) -> str:
    """Add what a pattern finds where a text begins to an item, and return the rest; all of it where it does not fit."""
    found = pattern.match(text)
    if found is None:
        return text
    given = {name: value.strip() for name, value in found.groupdict().items() if value}
    kinds = {"where": "container-title", "who": "publisher", "place": "publisher-place"}
    for group, value in given.items():
        if group in ("year", "date"):
            item["issued"] = csl_date(value)
        elif group == "page":
            item["page"] = _DASH.sub("-", value.strip(" ,，"))
        else:
            item[kinds.get(group, group)] = value
    return text[found.end() :]


def _book(item: Item, rest: str) -> str:
    """Add what an entry says of its book, edition and publisher, and return what is not understood."""
    if rest.startswith(("//", "／／")):
        item["type"] = "chapter" if item["type"] == "book" else item["type"]
        rest = _host(item, rest.lstrip("/／ "))
    if found := _TRANSLATED.match(rest):
        item["translator"] = names_of(_spaced(found[1]))
        rest = rest[found.end() :]
    if found := _EDITION.match(rest):
        item["edition"] = found[1]
        rest = rest[found.end() :]
    if (found := _POSTED.match(rest)) and item["type"] not in ("book", "chapter"):
        item["issued"] = csl_date(found[1])
        rest = rest[found.end() :]
    before = len(rest)
    for pattern in (_YEAR, _PUBLISHED, _PLACED):
        rest = _take(item, pattern, rest)
        if len(rest) < before:
            break
    return rest


def _host(item: Item, rest: str) -> str:
    """Add editors and title of the book that a chapter or paper stands in, and return what follows."""
    stops = list(re.finditer(r"[.．]\s*(?=\S)", rest))
    after = (_PUBLISHED, _YEAR)
    ended = next(
        (
            stop
            for stop in stops
            if any(pattern.fullmatch(_EDITION.sub("", rest[stop.end() :], count=1)) for pattern in after)
        ),
        None,
    )
    parts = re.split(r"[.．]\s*(?=\S)", rest[: ended.start()] if ended else rest)
    host, published = parts, rest[ended.end() :] if ended else ""
    if len(host) > 1 and _are_editors(host[0]):
        item["editor"] = names_of(_spaced(host[0]))
        host = host[1:]
    item["container-title"] = ". ".join(host)
    return published
