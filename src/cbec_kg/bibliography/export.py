"""Supplied references as BibTeX, RIS or CSL-JSON, each with a note of what it backs and where.

The note begins with `BACKING`, by which an import knows it and leaves it out; all else is read again as it was. Out of
scope: references of which nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cbec_kg.bibliography.bibtex import PROCEEDINGS
from cbec_kg.bibliography.entries import NUMBERED, Bibliography, Item, Supplied
from cbec_kg.bibliography.fields import BACKING, OTHERS, display_name
from cbec_kg.bibliography.supplied import stored_id, to_csl
from cbec_kg.bibliography.tagged import TYPES as RIS_TYPES
from cbec_kg.bibliography.tex import as_tex
from cbec_kg.text.normalise import has_chinese

FORMS = ("bibtex", "ris", "csl-json")

_BIB_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "paper-conference": "inproceedings", "thesis": "thesis", "report": "techreport",
    "webpage": "online", "dataset": "dataset", "patent": "patent", "software": "software", "standard": "standard",
    "manuscript": "unpublished", "pamphlet": "booklet", "periodical": "periodical", "legislation": "legislation",
    "legal_case": "jurisdiction", "entry-encyclopedia": "inreference",
}  # fmt: skip
_BIB_FIELDS = {
    "title": "title", "volume": "volume", "issue": "number", "page": "pages", "edition": "edition", "publisher": "publisher",
    "publisher-place": "address", "collection-title": "series", "collection-number": "number", "chapter-number": "chapter",
    "number-of-pages": "pagetotal", "event-title": "eventtitle", "event-place": "venue", "version": "version", "DOI": "doi",
    "URL": "url", "ISBN": "isbn", "ISSN": "issn", "language": "language", "title-short": "shorttitle",
}  # fmt: skip
_BIB_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor"}
_BIB_VERBATIM = frozenset(("DOI", "URL", "ISBN", "ISSN"))

_RIS_FIELDS = {
    "title": "TI", "container-title": "T2", "collection-title": "T3", "event-title": "C3", "volume": "VL", "issue": "IS",
    "collection-number": "IS", "edition": "ET", "publisher": "PB", "publisher-place": "CY", "DOI": "DO", "URL": "UR",
    "language": "LA", "title-short": "ST", "number-of-volumes": "NV", "call-number": "CN", "genre": "M3", "ISBN": "SN",
    "ISSN": "SN",
}  # fmt: skip
_RIS_NAMES = {"author": "AU", "editor": "A2", "collection-editor": "A3", "translator": "A4"}
_RIS_OF = {kind: tag for tag, kind in reversed(RIS_TYPES.items()) if tag not in ("INPR", "EJOUR", "EBOOK", "ECHAP")}


def render_export(bibliography: Bibliography, notes: Mapping[int, str], form: str) -> str:
    """Return supplied references in a format, one of `FORMS`, in the order of numbers.

    `notes` say by number what each backs and where.
    """
    ordered = sorted(bibliography.values(), key=lambda supplied: supplied.number)
    if form == "csl-json":
        objects = [to_csl(supplied) | {"note": _note(supplied.item, notes.get(supplied.number, ""))} for supplied in ordered]
        filled = [{field: value for field, value in entry.items() if value != ""} for entry in objects]
        return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
    write: Callable[[Supplied, str], str] = _bibtex if form == "bibtex" else _ris
    return "\n".join(write(supplied, notes.get(supplied.number, "")) for supplied in ordered)


def _note(item: Item, backing: str) -> str:
    return "; ".join(part for part in (item.get("note", ""), f"{BACKING} {backing}" if backing else "") if part)


def _bibtex(supplied: Supplied, backing: str) -> str:
    item = supplied.item
    kind, fields = _bib_type(item), dict[str, str]()
    for variable, field in _BIB_NAMES.items():
        if variable in item:
            fields[field] = " and ".join(map(_bib_name, item[variable]))
    for variable, field in _BIB_FIELDS.items():
        if variable in item:
            fields.setdefault(field, item[variable] if variable in _BIB_VERBATIM else as_tex(item[variable]))
    if "container-title" in item:
        journal = item["type"] in ("article-journal", "article-magazine", "article-newspaper")
        fields["journal" if journal else "booktitle"] = as_tex(item["container-title"])
    if "number" in item:
        own = item["type"] in NUMBERED
        fields["number" if own or ("number" not in fields and item["type"] != "article-journal") else "eid"] = as_tex(
            item["number"]
        )
    for kind_of_work, field in (("thesis", "school"), ("report", "institution")):
        if item["type"] == kind_of_work and "publisher" in fields:
            fields[field] = fields.pop("publisher")
    if item["type"] in ("article-magazine", "article-newspaper"):
        fields["entrysubtype"] = item["type"].removeprefix("article-")
    if item.get("genre", PROCEEDINGS) != PROCEEDINGS:
        fields["type"] = as_tex(item["genre"])
    fields |= _bib_dates(item)
    if note := _note(item, backing):
        fields["note"] = as_tex(note)
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@{kind}{{{stored_id(supplied)},\n{lines}}}\n"


def _bib_type(item: Item) -> str:
    if item.get("genre") == PROCEEDINGS:
        return PROCEEDINGS
    return _BIB_TYPES.get(item["type"], "misc")


def _bib_dates(item: Item) -> dict[str, str]:
    fields = {}
    issued = item.get("issued", {})
    dates = issued.get("date-parts", [])
    if len(dates) == 1:
        fields = dict(zip(("year", "month", "day"), map(str, dates[0]), strict=False))
    elif dates:
        fields["date"] = _iso(issued)
    elif "literal" in issued:
        fields["year"] = as_tex(issued["literal"])
    if "accessed" in item:
        fields["urldate"] = _iso(item["accessed"])
    return fields


def _iso(date: Mapping[str, Any]) -> str:
    """Return a CSL date as text: ``2020-05-06``, a range with a slash, or the text that it is."""
    if "literal" in date:
        return str(date["literal"])
    return "/".join("-".join(f"{part:04d}" if not place else f"{part:02d}" for place, part in enumerate(one))
                    for one in date["date-parts"])  # fmt: skip


def _bib_name(name: Mapping[str, Any]) -> str:
    if name == OTHERS:
        return "others"
    if "literal" in name:
        return f"{{{as_tex(name['literal'])}}}"
    family = " ".join(as_tex(name[part]) for part in ("non-dropping-particle", "family") if part in name)
    return ", ".join([family, *(as_tex(name[part]) for part in ("suffix", "given") if part in name)])


def _ris(supplied: Supplied, backing: str) -> str:
    return "".join(f"{tag}  - {value}\n" for tag, value in _ris_pairs(supplied, backing)) + "ER  - \n"


def _ris_pairs(supplied: Supplied, backing: str) -> Iterator[tuple[str, str]]:
    item = supplied.item
    yield "TY", _RIS_OF.get(item["type"], "GEN")
    yield "ID", stored_id(supplied)
    for variable, tag in _RIS_NAMES.items():
        for name in item.get(variable, ()):
            yield tag, _ris_name(name)
    for variable, tag in _RIS_FIELDS.items():
        if variable in item:
            yield tag, item[variable]
    if "number" in item:
        yield "C7" if item["type"] == "article-journal" else "M1", item["number"]
    if page := item.get("page", ""):
        start, dash, end = page.partition("-")
        yield from (("SP", start), ("EP", end)) if dash and not set(end) & set(",-") else (("SP", page),)
    for variable, tag in (("issued", "DA"), ("accessed", "Y2")):
        if variable in item:
            yield tag, _iso(item[variable]).replace("-", "/") if _is_one_date(item[variable]) else _iso(item[variable])
    if note := _note(item, backing):
        yield "N1", note


def _is_one_date(date: Mapping[str, Any]) -> bool:
    return len(date.get("date-parts", ())) == 1


def _ris_name(name: dict[str, Any]) -> str:
    """Return a name as RIS has it; a comma after a body says that it is no person."""
    if name == OTHERS:
        return "et al."
    if "literal" in name:
        return str(name["literal"]) if has_chinese(name["literal"]) else f"{name['literal']},"
    if has_chinese(display_name(name)):
        return ", ".join(str(name[part]) for part in ("family", "given") if part in name)
    family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if part in name)
    return ", ".join([family, *(str(name[part]) for part in ("given", "suffix") if part in name)])
