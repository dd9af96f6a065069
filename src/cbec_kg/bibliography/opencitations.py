"""The citations of papers as the tables of OpenCitations: what it takes in, and the form of its index.

Three tables: ``metadata.csv`` (META-CSV, what is known of citing and cited works), ``citations.csv`` (CITS-CSV, work by
work) and ``index.csv`` (DOI to DOI, as its index is published). Only what is known is written: identifiers of citations,
and whether works share a journal or an author, are OpenCitations' own to give, and stay empty.

Source: Massari and Heibi, How to structure citations data and bibliographic metadata in the OpenCitations accepted format
(arXiv:2206.03971); the columns of the dumps of COCI.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cbec_kg.bibliography.entries import Bibliography, Item
from cbec_kg.bibliography.fields import OTHERS, bare_doi, is_date, joined
from cbec_kg.io.writing import csv_text
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Article, Reference
from cbec_kg.model.references import ordinals

META = ("id", "title", "author", "pub_date", "venue", "volume", "issue", "page", "type", "publisher", "editor")
CITS = ("citing_id", "citing_publication_date", "cited_id", "cited_publication_date")
INDEX = ("oci", "citing", "cited", "creation", "timespan", "journal_sc", "author_sc")

_TYPES = {
    "article-journal": "journal article", "article-newspaper": "newspaper article", "book": "book",
    "chapter": "book chapter", "dataset": "dataset", "paper-conference": "proceedings article", "post": "web content",
    "post-weblog": "web content", "report": "report", "software": "computer program", "standard": "standard",
    "thesis": "dissertation", "webpage": "web content",
}  # fmt: skip
"""What OpenCitations calls the types of CSL; the others have none that is certainly theirs."""

_WITH_ISBN = frozenset(("book", "dissertation", "report", "standard"))
_IN_VENUE = frozenset(("journal article", "newspaper article", "book chapter", "proceedings article"))
_NEEDS_VENUE = frozenset(("book chapter",))
_TITLE_ALONE = frozenset(("standard",))
_PAGES = re.compile(r"(?:[A-Za-z]?[1-9]\d*|[1-9]\d*[A-Za-z]?)|[IVXLCDM]+", re.IGNORECASE)
_ISSN = re.compile(r"(\d{4})-?(\d{3}[\dXx])")

Row = dict[str, str]


class CitationTables(NamedTuple):
    """The tables by name, and what was left out of them.

    `cited` counts the references of all papers; of these `indexed` have a DOI and are in the index, `described` have a row
    of metadata. `unnamed` are the papers without a DOI, which cite nothing there.
    """

    files: dict[str, str]
    cited: int
    indexed: int
    described: int
    unnamed: tuple[str, ...]


def citation_tables(papers: Iterable[tuple[Curation, Bibliography]]) -> CitationTables:
    """Return the citations of papers with what was supplied of their references; equal rows of several papers are one."""
    described: dict[tuple[str, ...], None] = {}
    cited: dict[tuple[str, ...], None] = {}
    index: dict[tuple[str, ...], None] = {}
    total = indexed = with_row = 0
    unnamed = []
    for curation, supplied in papers:
        own = _article_row(curation.article)
        described[_cells(own, META)] = None
        if not own["id"]:
            unnamed.append(curation.folder_id)
        numbers = ordinals(curation.of(Reference))
        for reference in curation.of(Reference):
            total += 1
            one = supplied.get(numbers[reference.id])
            row = _work_row(_with_identifiers(one.item if one else {}, reference))
            if row is None:
                continue
            described[_cells(row, META)] = None
            with_row += 1
            works = [name for name in row["id"].split() if name.startswith(("doi:", "pmid:"))]
            doi = next((name.removeprefix("doi:") for name in works if name.startswith("doi:")), "")
            if own["id"] and works:
                cited[own["id"], own["pub_date"], " ".join(works), row["pub_date"]] = None
            if own["id"] and doi:
                span = timespan(row["pub_date"], own["pub_date"])
                index["", own["id"].removeprefix("doi:"), doi, own["pub_date"], span, "", ""] = None
                indexed += 1
    files = {"metadata.csv": csv_text(META, described), "citations.csv": csv_text(CITS, cited)}
    return CitationTables(files | {"index.csv": csv_text(INDEX, index)}, total, indexed, with_row, tuple(unnamed))


def _cells(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def _article_row(article: Article) -> Row:
    """Return what is known of a citing article; its authors only where they are known to be all of them."""
    known = dict.fromkeys(META, "")
    doi = doi_of(article.doi or "")
    title = article.title and (article.title.zh if article.language.startswith("zh") else article.title.en)
    whole = article.authors and not article.further_authors
    journal = article.journal and (article.journal.zh if article.language.startswith("zh") else article.journal.en)
    issn = [text.partition(":")[2] for text in article.identifiers if text.lower().startswith("issn:")]
    return known | {
        "id": f"doi:{doi}" if doi else "",
        "title": title or "",
        "author": "; ".join(map(_plain, article.authors)) if whole else "",
        "pub_date": str(article.year or ""),
        "venue": _venue(journal or "", " ".join(issn)),
        "volume": _number(article.volume) if journal else "",
        "issue": _number(article.issue) if journal else "",
        "type": "journal article",
    }


def _with_identifiers(item: Item, reference: Reference) -> Item:
    """Return what was supplied of a reference, with the identifiers that its own record has."""
    own = dict(text.partition(":")[::2] for text in reference.identifiers)
    named = {"DOI": own.get("doi", ""), "PMID": own.get("pmid", "")}
    return {**{key: text for key, text in named.items() if text}, **item}


def _work_row(item: Item) -> Row | None:
    """Return what is known of a cited work; None where that is too little for a row, such as a title alone."""
    kind = _TYPES.get(str(item.get("type", "")), "")
    venue = _venue(str(item.get("container-title", "")), str(item.get("ISSN", "")), str(item.get("ISBN", "")), kind)
    row = dict.fromkeys(META, "") | {
        "id": " ".join(_identifiers(item, kind)),
        "title": _text(item.get("title")),
        "author": _names(item.get("author")),
        "pub_date": _date(item.get("issued")),
        "venue": venue if kind in _IN_VENUE or not kind else "",
        "page": _page(_text(item.get("page"))),
        "type": kind,
        "publisher": _text(item.get("publisher")).translate(_BRACKETS),
        "editor": _names(item.get("editor")),
    }
    if row["venue"] and kind in ("journal article", "newspaper article", ""):
        row |= {name: _number(_text(item.get(name))) for name in ("volume", "issue")}
    return row if _suffices(row) else None


def _suffices(row: Row) -> bool:
    if row["id"]:
        return True
    if not row["title"]:
        return False
    if row["type"] in _TITLE_ALONE:
        return True
    if row["type"] in _NEEDS_VENUE:
        return bool(row["venue"])
    return bool(row["pub_date"] and (row["author"] or row["editor"]))


_BRACKETS = str.maketrans("[]", "()")


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def doi_of(text: str) -> str:
    """Return a DOI in lower case as OpenCitations writes it, empty where a text is none.

    Examples
    --------
    >>> doi_of("https://doi.org/10.99999/TEA.1"), doi_of("10.99999/a b"), doi_of("tea")
    ('10.99999/tea.1', '', '')
    """
    found = bare_doi(text).lower()
    return found if re.fullmatch(r"10\.\d{4,9}/\S+", found) else ""


def _identifiers(item: Mapping[str, Any], kind: str) -> Iterable[str]:
    if doi := doi_of(_text(item.get("DOI"))):
        yield f"doi:{doi}"
    if re.fullmatch(r"[1-9]\d{0,8}", pmid := _text(item.get("PMID"))):
        yield f"pmid:{pmid}"
    if kind in _WITH_ISBN and (isbn := _isbn(_text(item.get("ISBN")))):
        yield f"isbn:{isbn}"


def _isbn(text: str) -> str:
    """Return the first ISBN of a text whose check digit is right, without hyphens; empty for none."""
    word: str
    for word in re.findall(r"[\dXx-]{10,17}", text):
        digits = word.replace("-", "").upper()
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if (
            len(digits) == 13
            and "X" not in digits
            and sum(value * (1, 3)[at % 2] for at, value in enumerate(values)) % 10 == 0
        ):
            return digits
        whole = len(digits) == 10 and "X" not in digits[:-1]
        if whole and sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0:
            return digits
    return ""


def _issn(text: str) -> str:
    first: str
    last: str
    for first, last in _ISSN.findall(text):
        digits = f"{first}{last}".upper()
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(value * (8 - at) for at, value in enumerate(values)) % 11 == 0:
            return f"{first}-{last.upper()}"
    return ""


def _venue(title: str, issn: str, isbn: str = "", kind: str = "") -> str:
    named = [f"issn:{found}"] if (found := _issn(issn)) else []
    if kind in ("book chapter", "proceedings article") and (found := _isbn(isbn)):
        named.append(f"isbn:{found}")
    words = _text(title).translate(_BRACKETS)
    return " ".join(filter(None, (words, f"[{' '.join(named)}]" if named else "")))


def _names(names: Any) -> str:
    """Return names as ``Family, Given; ...``; nothing where the list is known not to be complete."""
    if not isinstance(names, list) or OTHERS in names:
        return ""
    return "; ".join(filter(None, map(_name, names)))


def _name(name: Mapping[str, Any]) -> str:
    if "literal" in name:
        return _plain(_text(name["literal"]))
    family = " ".join(
        filter(None, (_text(name.get(part)) for part in ("dropping-particle", "non-dropping-particle", "family")))
    )
    given = " ".join(filter(None, (_text(name.get(part)) for part in ("given", "suffix"))))
    return ", ".join(filter(None, map(_plain, (family, given))))


def _plain(name: str) -> str:
    """Return a part of a name without what separates names; a Chinese one without the space that some put into it."""
    text = " ".join(re.sub(r"[,;\[\]]", " ", name).split())
    return joined(text)


def _date(issued: Any) -> str:
    parts = (issued.get("date-parts") or [[]])[0] if isinstance(issued, Mapping) else []
    numbers = [int(part) for part in parts]
    return (
        "-".join(f"{part:0{width}}" for part, width in zip(numbers, (4, 2, 2), strict=False)) if _is_given(numbers) else ""
    )


def _is_given(parts: list[int]) -> bool:
    return bool(parts) and len(parts) < 4 and 0 < parts[0] < 10_000 and is_date(parts)


def _number(text: str | None) -> str:
    return " ".join((text or "").split())


def _page(text: str) -> str:
    """Return pages as ``first-last``; empty where they are no range: ``12``, ``e5``, ``12-15, 20``.

    Examples
    --------
    >>> _page("12-15"), _page("12"), _page("xi-xv"), _page("12-15, 20"), _page("15-12")
    ('12-15', '12-12', 'xi-xv', '', '')
    """
    first, dash, last = text.partition("-")
    last = last if dash else first
    if not (_PAGES.fullmatch(first) and _PAGES.fullmatch(last)):
        return ""
    return "" if first.isdecimal() and last.isdecimal() and int(last) < int(first) else f"{first}-{last}"


def timespan(earlier: str, later: str) -> str:
    """Return the time from the cited work to the citing one, as exactly as both dates are known; empty where one is not.

    Examples
    --------
    >>> timespan("2009-10", "2012-10-04"), timespan("2008-09-30", "2012-10-04"), timespan("2019", "2021-08")
    ('P3Y0M', 'P4Y0M4D', 'P2Y')
    >>> timespan("2022-01", "2021-08"), timespan("", "2021")
    ('-P0Y5M', '')
    """
    both = [[int(part) for part in text.split("-")] for text in (earlier, later)] if earlier and later else []
    if not both:
        return ""
    exact = min(map(len, both))
    first, last = sorted(part[:exact] for part in both)
    sign = "-" if both[0][:exact] > both[1][:exact] else ""
    (one, other) = ([*part, 1, 1][:3] for part in (first, last))
    months = (other[0] - one[0]) * 12 + other[1] - one[1] - (other[2] < one[2])
    years, rest = divmod(months, 12)
    since = one[0] + (one[1] - 1 + months) // 12, (one[1] - 1 + months) % 12 + 1
    days = (date(*other) - date(*since, min(one[2], monthrange(*since)[1]))).days
    return sign + "P" + "".join(f"{number}{unit}" for number, unit in zip((years, rest, days)[:exact], "YMD", strict=False))
