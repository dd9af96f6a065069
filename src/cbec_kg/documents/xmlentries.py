"""Entries of a list of references whose fields JATS or TEI name: as CSL, and as one text where nothing else is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from cbec_kg.text.normalise import has_chinese

_TYPES = {
    "journal": "article-journal", "book": "book", "confproc": "paper-conference", "conf-proc": "paper-conference",
    "conference": "paper-conference", "thesis": "thesis", "dissertation": "thesis", "report": "report",
    "gov": "report",
    "working-paper": "report", "newspaper": "article-newspaper", "web": "webpage", "webpage": "webpage",
    "website": "webpage",
    "patent": "patent", "standard": "standard", "data": "dataset", "database": "dataset", "software": "software",
    "preprint": "article",
}  # fmt: skip
"""CSL types by the publication types of JATS."""


def all_text(element: ElementTree.Element | None) -> str:
    """Return all text of an element on one line; nothing for none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def composed(entry: ElementTree.Element) -> str:
    """Return an entry of which only the fields are given as one text: names, year, titles, volume, pages, identifier."""
    names = []
    for person in entry.iter():
        if person.tag in ("name", "string-name", "persName"):
            family, given = family_and_given(person)
            names.append(f"{family} {given}".strip() if family else all_text(person))
    dates = [
        text if (text := all_text(date)).startswith(date.get("when", "")[:4]) and len(text) < 6 else date.get("when", "")[:4]
        for date in entry.iter("date")
        if date.get("when")
    ]
    year = all_text(entry.find(".//year")) or next(iter(dates), "")
    titles = [
        all_text(part)
        for part in entry.iter()
        if part.tag in ("article-title", "chapter-title", "source", "title", "data-title")
    ]
    spans = {scope.get("unit", ""): all_text(scope) or f"{scope.get('from', '')}-{scope.get('to', '')}"
             for scope in entry.iter("biblScope")}  # fmt: skip
    volume = all_text(entry.find(".//volume")) or spans.get("volume", "")
    issue = all_text(entry.find(".//issue")) or spans.get("issue", "")
    pages = "-".join(filter(None, (all_text(entry.find(".//fpage")), all_text(entry.find(".//lpage"))))) or spans.get(
        "page", ""
    )
    where = volume + (f"({issue})" if issue else "") + (f": {pages}" if pages else "")
    doi = next(
        (all_text(part) for part in entry.iter() if "doi" in (part.get("pub-id-type") or part.get("type") or "").lower()),
        "",
    )
    parts = [", ".join(names), *titles, ", ".join(filter(None, (year, where))), f"DOI: {doi}" if doi else ""]
    return ". ".join(part for part in parts if part) + "."


def item_of(entry: ElementTree.Element) -> dict[str, Any] | None:
    """Return the CSL item of an entry whose fields are named; None of one that names too few of them to be one."""
    item = _tei(entry) if entry.tag == "biblStruct" else _jats(entry)
    named = {name: value for name, value in item.items() if value}
    return named if "title" in named and ("author" in named or "issued" in named) else None


def _jats(entry: ElementTree.Element) -> dict[str, Any]:
    def text(*tags: str) -> str:
        return next((found for tag in tags if (found := all_text(entry.find(f".//{tag}")))), "")

    part, source = text("article-title", "chapter-title", "part-title", "data-title"), text("source")
    kind = _TYPES.get((entry.get("publication-type") or entry.get("citation-type") or "").lower(), "")
    if not kind:
        kind = "article-journal" if part and (text("volume") or text("fpage")) else "document" if part else "book"
    if kind == "book" and part and source:
        kind = "chapter"
    people: dict[str, list[dict[str, str]]] = {"author": [], "editor": []}
    grouped = [(group, group.get("person-group-type", "author")) for group in entry.iter("person-group")]
    for group, role in grouped or [(entry, "author")]:
        if role in people:
            people[role] += _names(group)
    pages = "-".join(dict.fromkeys(filter(None, (text("fpage"), text("lpage"))))) or text("page-range", "elocation-id")
    dois = [one for one in entry.iter() if one.tag in ("pub-id", "ext-link", "object-id") and "doi" in _kinds(one)]
    return {
        "type": kind, "title": part or source, "container-title": source if part else "", **people, "issued": _date(entry),
        "volume": text("volume"), "issue": text("issue"), "page": pages, "edition": text("edition"),
        "publisher": text("publisher-name"), "publisher-place": text("publisher-loc"),
        "DOI": _bare_doi(all_text(dois[0])) if dois else "",
    }  # fmt: skip


def _kinds(element: ElementTree.Element) -> str:
    return (element.get("pub-id-type") or element.get("ext-link-type") or element.get("type") or "").lower()


def _bare_doi(text: str) -> str:
    place = text.find("10.")
    return text[place:] if place >= 0 else ""


def family_and_given(person: ElementTree.Element) -> tuple[str, str]:
    """Return the names of a person, empty where an element does not name them apart."""
    given = all_text(person.find("given-names")) or " ".join(map(all_text, person.findall("forename")))
    return all_text(person.find("surname")), given


def _names(group: ElementTree.Element) -> Iterator[dict[str, str]]:
    for one in group.iter():
        family, given = family_and_given(one)
        if one.tag in ("name", "string-name", "persName") and family:
            yield (
                {"literal": family + given}
                if has_chinese(family)
                else {"family": family, **({"given": given} if given else {})}
            )
        elif one.tag in ("collab", "institution", "orgName") or (one.tag == "string-name" and all_text(one)):
            yield {"literal": all_text(one)}


def _date(entry: ElementTree.Element) -> dict[str, Any]:
    year = all_text(entry.find(".//year"))[:4]
    parts = [year, *(all_text(entry.find(f".//{tag}")) for tag in ("month", "day"))]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) < 5]
    return {"date-parts": [numbers]} if year.isdecimal() and numbers else {}


def _tei(entry: ElementTree.Element) -> dict[str, Any]:
    analytic, book = entry.find("analytic"), entry.find("monogr")
    if book is None:
        return {}
    host = book.find("title[@level='j']")
    title = all_text(analytic.find("title")) if analytic is not None else ""
    container = all_text(book.find("title"))
    if host is not None and not title:
        return {}  # a journal whose article is not named
    kind, genre = _tei_kind(entry, book, title, container, host is not None)
    spans = {scope.get("unit", ""): all_text(scope) or "-".join(filter(None, (scope.get("from"), scope.get("to"))))
             for scope in book.iter("biblScope")}  # fmt: skip
    when = next((date.get("when", "") or all_text(date) for date in entry.iter("date")), "")
    numbers = [int(part) for part in when.split("-") if part.isdecimal() and len(part) < 5]
    authors = [
        name for one in (analytic if title and analytic is not None else book).findall("author") for name in _names(one)
    ]
    doi = next((all_text(one) for one in entry.iter("idno") if "doi" in _kinds(one)), "")
    return {
        "type": kind, "genre": genre, "title": title or container, "container-title": container if title else "",
        "author": authors,
        "editor": [name for one in book.findall("editor") for name in _names(one)],
        "issued": {"date-parts": [numbers]} if numbers else {}, "volume": spans.get("volume", ""),
        "issue": spans.get("issue", ""),
        "page": spans.get("page", ""), "edition": all_text(book.find("edition")),
        "publisher": all_text(book.find(".//publisher")) or all_text(book.find("respStmt/orgName")),
        "collection-title": all_text(entry.find("series/title")) or all_text(book.find("title[@level='s']")),
        "publisher-place": all_text(book.find(".//pubPlace")), "DOI": _bare_doi(doi),
    }  # fmt: skip


def _tei_kind(
    entry: ElementTree.Element, book: ElementTree.Element, title: str, container: str, in_journal: bool
) -> tuple[str, str]:
    """Return the CSL type and genre of an entry: what it says of itself, else what it is a part of."""
    named = {all_text(note).casefold(): all_text(note) for note in entry.iter("note") if note.get("type") != "raw_reference"}
    named |= {(entry.get("type") or "").casefold(): "", (book.get("type") or "").casefold(): ""}
    reported = any(note.get("type") == "report_type" for note in entry.iter("note"))
    for words, printed in named.items():
        if _THESIS.search(words):
            return "thesis", printed
        if (_REPORT.search(words) and len(words) < 40 and not in_journal) or (reported and printed):
            return "report", printed
    if title and in_journal:
        return "article-journal", ""
    meeting = _is_meeting(book, container)
    if title:
        return "paper-conference" if meeting else "chapter" if container else "document", ""
    return "book", "proceedings" if meeting else ""


_THESIS = re.compile(r"^ph\.?\s?d\b|thesis|dissertation|学位论文|[硕博]士论文")
_REPORT = re.compile(r"\breports?\b|working paper|white ?paper|报告")


def _is_meeting(book: ElementTree.Element, title: str) -> bool:
    words = title.lower()
    return book.find("meeting") is not None or any(
        word in words for word in ("proceedings", "conference", "symposium", "会议")
    )
