"""Entries of a printed list of references taken apart into CSL: GB/T 7714, APA, and the forms of Vancouver and ACM.

What comes out is a draft: nobody has compared it with the print. An entry that does not fit its form to the last character
gives nothing. Out of scope: where an entry begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cbec_kg.bibliography.entries import Item, entry_of
from cbec_kg.bibliography.fields import csl_date
from cbec_kg.bibliography.gbt7714 import parse_gbt7714
from cbec_kg.bibliography.names import names_of
from cbec_kg.text.normalise import has_chinese

_NUMBER = re.compile(r"\A\s*(?:[\[［【〔(（]\s*\d{1,4}\s*[\]］】〕)）]|\d{1,4}\s*[.．、])\s*")
_DOI = re.compile(r"[\s.,;]*(?:https?://(?:dx\.)?doi\.org/|doi\s*[:：]?\s*)(10\.\d{4,9}/\S+?)[.;]?\s*$", re.IGNORECASE)
_URL = re.compile(r"[\s.,;]*(?:(?:Retrieved|Available)(?: \w+ \d+, \d{4},?)? (?:from|at):?\s*)?(https?://\S+?)\.?\s*$")
_LONGEST = 2_000
"""Characters of an entry; a longer one is none, or many."""

_INITIALS = r"(?:[A-Z]\.[\s-]?)+"
_FAMILY = r"(?:[a-z]+ ){0,3}[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){0,4}"
_APA_NAMES = rf"{_FAMILY}, {_INITIALS}(?:(?:,|,? &|,? and|, \.\.\.|, …) ?{_FAMILY}, {_INITIALS})*(?:,? et al\.)?"
_BODY = r"[^\W\d_a-z][^.,()]{2,80}"
_APA = re.compile(
    rf"(?P<names>{_APA_NAMES}|{_BODY}\.)\s*\((?P<year>(?:1[5-9]"
    rf"|20)\d\d)(?P<suffix>[a-z])?(?:, [^()]{{3,20}})?\)[.,]\s*(?P<rest>.+)",
    re.DOTALL,
)
_SERIAL = re.compile(
    r"(?P<title>.+?[.?!])\s+(?P<host>[^\d]{2,150}?),\s*(?P<volume>\d{1,4})\s*(?:\((?P<issue>[\w–/-]{1,12})\))?"
    r"(?:,\s*(?:(?:pp?\.|Article)\s*)?(?P<page>[A-Za-z]?\d[\w]*(?:\s*[-–—]\s*\w+)?))?\.?"
)
_CHAPTER = re.compile(
    rf"(?P<title>.+?[.?!])\s+In (?P<editors>{_INITIALS} ?{_FAMILY}(?:(?:,|,? &"
    rf"|,? and) {_INITIALS} ?{_FAMILY})*) \(Eds?\.\), "
    r"(?P<host>[^()]{2,150}?)\s*\((?:\w+ ed\., )?pp?\. (?P<page>\w+(?:\s*[-–—]\s*\w+)?)\)\.\s+"
    r"(?P<publisher>[^.\d:]{2,80})\.?"
)
_BOOK = re.compile(
    r"(?P<title>[^.()]+)(?: \((?P<edition>\w+ ed)\.\))?\.\s+(?:(?P<place>[A-Z][\w ,]{2,40}):\s*)?"
    r"(?P<publisher>[^.\d:]{2,80})\.?"
)
_VANCOUVER_NAME = rf"{_FAMILY} [A-Z]{{1,3}}"
_VANCOUVER = re.compile(
    rf"(?P<names>{_VANCOUVER_NAME}(?:, {_VANCOUVER_NAME})*(?:, et al)?)\.\s+(?P<title>[^.]+[.?!])\s+"
    r"(?P<host>[^.;]{2,120})\.\s*"
    r"(?P<year>(?:1[5-9]|20)\d\d)(?: [A-Z][a-z]{2}(?: \d{1,2})?)?\s*;\s*"
    r"(?P<volume>\d{1,4})\s*(?:\((?P<issue>[\w–/-]{1,12})\))?"
    r"\s*:\s*(?P<page>[A-Za-z]?\d[\w]*(?:\s*[-–—]\s*\w+)?)\.?"
)
_GIVEN = r"[^\W\d_a-z][\w'’.-]*"
_ACM_NAME = rf"(?:{_GIVEN} ){{1,3}}(?:[a-z]+ )*[^\W\d_a-z][\w'’-]+"
_ACM = re.compile(
    rf"(?P<names>{_ACM_NAME}(?:(?:,|,? and) {_ACM_NAME})*)\.\s+(?P<year>(?:1[5-9]"
    rf"|20)\d\d)\.\s+(?P<title>[^.]+[.?!])\s+(?P<rest>.+)",
    re.DOTALL,
)
_ACM_SERIAL = re.compile(
    r"(?P<host>[^\d]{2,150}?),?\s+(?P<volume>\d{1,4}),\s*(?P<issue>\d{1,3})(?:\s*\([^()]{3,20}\))?(?:,\s*(?:Article )?"
    r"(?P<page>\d+(?:\s*[-–—]\s*\d+)?))?\.?"
)
_ACM_COLON = re.compile(
    r"(?P<host>[^\d]{2,150}?),\s+(?P<volume>\d{1,4})\s*(?:\((?P<issue>[\w–/-]{1,12})\))?\s*:\s*"
    r"(?P<page>[A-Za-z]?\d\w*(?:\s*[-–—]+\s*\w+)?)\.?"
)
_ACM_PAPER = re.compile(
    r"In (?:In )?(?P<host>(?:(?:Procs?|Conf|Int|Symp|Assoc|Comput|Trans|Vol)\.|[^.]){5,200}?)"
    r"(?:,\s*(?:(?:pages?|pp\.)\s*)?(?P<page>\d+\s*[-–—]+\s*\d+))?(?:,[^.,]{2,60}){0,3}\.(?:\s[^.]{2,60}\.)*"
)


def printed_item(text: str) -> Item | None:
    """Return the CSL item of an entry as a list of references prints it; None where its form is not understood whole.

    Examples
    --------
    >>> item = printed_item("[3] Low, A., & Vane, B. (2019). Mills of the moor. Journal of Mills, 3(4), 5-9.")
    >>> item["author"][1], item["title"], item["container-title"], item["volume"], item["issue"], item["page"]
    ({'family': 'Vane', 'given': 'B.'}, 'Mills of the moor', 'Journal of Mills', '3', '4', '5-9')
    >>> printed_item("Low A. Mills, my own copy") is None
    True
    """
    bare = _NUMBER.sub("", " ".join(text.split()), count=1)
    if len(bare) > _LONGEST:
        return None
    joined: Item = {}
    read = parse_gbt7714(bare)
    if read is not None:
        item, rest = read
        return None if rest or not item.get("title") else shared_item(item)
    for variable, pattern in (("DOI", _DOI), ("URL", _URL)):
        if found := pattern.search(bare):
            joined[variable], bare = found[1], bare[: found.start()].rstrip(" ,;") + "."
    if has_chinese(bare):
        return None
    bare = re.sub(r"\.\.$", ".", bare)
    for reader in (_apa, _vancouver, _acm):
        if (read_item := reader(bare)) is not None:
            return shared_item(read_item | joined)
    return None


def shared_item(item: Mapping[str, Any]) -> Item:
    """Return a CSL item in the form that all entries share."""
    return entry_of("", 0, dict(item), {}).item


def _apa(text: str) -> Item | None:
    found = _APA.fullmatch(text)
    if found is None:
        return None
    names = found["names"]
    author = names_of(_semicolons(names)) if re.match(rf"{_APA_NAMES}$", names) else [{"literal": names.rstrip(".")}]
    item: Item = {"author": author, "issued": csl_date(found["year"])}
    if found["suffix"]:
        item["year-suffix"] = found["suffix"]
    if serial := _SERIAL.fullmatch(found["rest"]):
        return item | {"type": "article-journal"} | _serial(serial)
    if chapter := _CHAPTER.fullmatch(found["rest"]):
        editors = names_of("; ".join(re.split(r",? & |,? and |, ", chapter["editors"])))
        return item | {"type": "chapter", "editor": editors, "publisher": chapter["publisher"].strip()} | _serial(chapter)
    if book := _BOOK.fullmatch(found["rest"]):
        given = {
            "title": book["title"],
            "publisher": book["publisher"],
            "publisher-place": book["place"],
            "edition": book["edition"],
        }
        return item | {"type": "book"} | {name: value.strip() for name, value in given.items() if value}
    return None


def _vancouver(text: str) -> Item | None:
    found = _VANCOUVER.fullmatch(text)
    if found is None:
        return None
    names = names_of(found["names"].replace(", ", "; "))
    return {"type": "article-journal", "author": names, "issued": csl_date(found["year"])} | _serial(found)


def _acm(text: str) -> Item | None:
    found = _ACM.fullmatch(text)
    if found is None:
        return None
    names = names_of("; ".join(re.split(r",? and |, ", found["names"])))
    item: Item = {"author": names, "issued": csl_date(found["year"]), "title": found["title"].rstrip(".")}
    if serial := _ACM_SERIAL.fullmatch(found["rest"]) or _ACM_COLON.fullmatch(found["rest"]):
        return item | {"type": "article-journal"} | _serial(serial)
    if paper := _ACM_PAPER.fullmatch(found["rest"]):
        page = {"page": paper["page"]} if paper["page"] else {}
        return item | {"type": "paper-conference", "container-title": paper["host"].strip()} | page
    return None


def _semicolons(names: str) -> str:
    """Return APA's names with semicolons between: ``Low, A., & Vane, B.`` becomes ``Low, A.; Vane, B.``."""
    return re.sub(r"(?<=\.)\s*(?:, \.\.\.|, …|,? ?&|,? and|,)\s*(?!et al)", "; ", names)


def _serial(found: re.Match[str]) -> Item:
    given = found.groupdict()
    fields = {"title": "title", "host": "container-title", "volume": "volume", "issue": "issue", "page": "page"}
    named = {variable: given[group] for group, variable in fields.items() if given.get(group)}
    if "title" in named:
        named["title"] = named["title"].rstrip(".")
    return {variable: value.strip(" ,") for variable, value in named.items()}
