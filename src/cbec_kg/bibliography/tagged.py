"""Formats of one tag a line as entries: RIS, RefWorks, EndNote's own, and NoteExpress.

All are read the same way: records are cut out with their line, a table says which tags give which variable of CSL, and lines
that belong to no record are told. Not given to pandoc: of these it reads RIS alone, without places of publication, notes and
labels, and refuses a file with one line between records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cbec_kg.bibliography.entries import NUMBERED, Entry, Item, entry_of
from cbec_kg.bibliography.fields import csl_date, hints_of, one_line, split_note
from cbec_kg.bibliography.names import names_of
from cbec_kg.errors import Problem

Pairs = Sequence[tuple[str, str]]
"""Tags with their texts, in order."""

_MOST_NOTES = 50

TYPES = {
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "COMP": "software",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "DATA": "dataset", "DICT": "entry-dictionary", "EBOOK": "book",
    "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "GEN": "document", "GOVDOC": "report", "ICOMM": "post", "INPR": "article-journal", "JFULL": "periodical",
    "JOUR": "article-journal", "LEGAL": "regulation", "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent", "RPRT": "report", "STAND": "standard",
    "STAT": "legislation", "THES": "thesis", "UNPB": "manuscript",
}  # fmt: skip
"""CSL types by those of RIS."""

_WORDED = {
    "journal": "article-journal", "magazine": "article-magazine", "newspaper": "article-newspaper", "section": "chapter",
    "edited": "book", "book": "book", "thesis": "thesis", "dissertation": "thesis", "conference": "paper-conference",
    "report": "report", "patent": "patent", "standard": "standard", "web": "webpage", "electronic": "webpage",
    "online": "webpage", "dataset": "dataset", "map": "map", "manuscript": "manuscript", "unpublished": "manuscript",
    "software": "software", "program": "software", "statute": "legislation", "bill": "bill", "case": "legal_case",
    "学位": "thesis", "期刊": "article-journal", "报纸": "article-newspaper", "会议": "paper-conference", "专利": "patent",
    "标准": "standard", "图书": "book", "报告": "report",
}  # fmt: skip
"""CSL types by the first word of these that the name of a type has."""


class Format(NamedTuple):
    """How one format is written: its lines, what begins and ends a record, and what each tag gives.

    `line` has the groups tag and text; `tags` has, by variable, its tags, the better one first. Names, numbers and hints are
    variables here too: ``number`` is that of an issue or report, ``serial`` an ISBN or ISSN.
    """

    line: re.Pattern[str]
    begin: str
    end: str | None
    tags: Mapping[str, tuple[str, ...]]
    passed: frozenset[str] = frozenset()


_RIS = Format(
    re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)$"), "TY", "ER",
    {
        "type": ("TY",), "author": ("A1", "AU"), "editor": ("A2", "ED"), "collection-editor": ("A3",), "translator": ("A4",),
        "title": ("TI", "T1", "CT"), "container-title": ("T2", "JF", "BT", "JO", "JA", "J2", "J1"), "event-title": ("C3",),
        "volume": ("VL",), "number": ("IS", "M1"), "start": ("SP",), "end": ("EP",), "publisher": ("PB",),
        "publisher-place": ("CY", "PP"), "edition": ("ET",), "DOI": ("DO",), "URL": ("UR",), "language": ("LA",),
        "title-short": ("ST",), "number-of-volumes": ("NV",), "call-number": ("CN",), "genre": ("M3",),
        "collection-title": ("T3",), "serial": ("SN",), "article-number": ("C7",), "issued": ("DA", "PY", "Y1"),
        "accessed": ("Y2",), "note": ("N1",), "key": ("ID", "LB"), "hint": ("U1",),
    },
)  # fmt: skip

_REFWORKS = Format(
    re.compile(r"([A-Z][A-Z0-9])(?: +(.*)|)$"), "RT", None,
    {
        "type": ("RT",), "author": ("A1",), "editor": ("A2",), "translator": ("A4",), "title": ("T1",),
        "container-title": ("JF", "T2", "JO"), "volume": ("VO",), "number": ("IS",), "start": ("SP",), "end": ("OP",),
        "publisher": ("PB",), "publisher-place": ("PP",), "edition": ("ED",), "DOI": ("DO",), "URL": ("UL", "LK"),
        "language": ("LA",), "serial": ("SN",), "collection-title": ("T3",), "issued": ("FD", "YR"), "note": ("NO",),
        "accessed": ("RD",), "key": ("ID",), "hint": ("U1",),
    },
    frozenset(("SR", "DS")),
)  # fmt: skip

_ENDNOTE = Format(
    re.compile(r"(%[0-9A-Z!@$&(+<=>?^~#\[*])(?: +(.*)|)$"), "%0", None,
    {
        "type": ("%0",), "author": ("%A",), "editor": ("%E",), "translator": ("%?",), "title": ("%T",),
        "container-title": ("%J", "%B"), "volume": ("%V",), "number": ("%N",), "page": ("%P",), "publisher": ("%I",),
        "publisher-place": ("%C",), "edition": ("%7",), "DOI": ("%R",), "URL": ("%U",), "language": ("%G",),
        "title-short": ("%!",), "call-number": ("%L",), "genre": ("%9",), "collection-title": ("%S",), "serial": ("%@",),
        "issued": ("%8", "%D"), "accessed": ("%[",), "note": ("%Z",), "key": ("%F",),
    },
    frozenset(("%W",)),
)  # fmt: skip

_NOTEEXPRESS = Format(
    re.compile(r"\{([A-Z][A-Za-z /-]*)\}: ?(.*)$"), "Reference Type", None,
    {
        "type": ("Reference Type",), "author": ("Author",), "editor": ("Editor", "Secondary Author", "Subsidiary Author"),
        "translator": ("Translator", "Translated Author"), "title": ("Title",),
        "container-title": ("Journal", "Secondary Title", "Newspaper", "Book Title", "Conference Name", "Periodical Title"),
        "volume": ("Volume",), "number": ("Issue", "Number"), "page": ("Pages",), "publisher": ("Publisher", "University"),
        "publisher-place": ("Place Published", "Place"), "edition": ("Edition",), "DOI": ("DOI",), "URL": ("URL", "Link"),
        "language": ("Language",), "genre": ("Type of Work", "Degree"), "serial": ("ISBN/ISSN", "ISSN", "ISBN"),
        "collection-title": ("Tertiary Title", "Series Title"), "issued": ("Date", "Year"), "accessed": ("Access Date",),
        "note": ("Notes",), "key": ("Label",),
    },
    frozenset(("Database Provider",)),
)  # fmt: skip

FORMATS = {"ris": _RIS, "refworks": _REFWORKS, "endnote": _ENDNOTE, "noteexpress": _NOTEEXPRESS}

_PEOPLE = frozenset(("author", "editor", "collection-editor", "translator"))
_MANY = _PEOPLE | {"note", "hint", "issued", "URL", "serial", "key", "DOI"}
"""Variables of which a record may give several."""


def read_tagged(form: str, text: str, name: str, problems: list[Problem], notes: list[Problem]) -> list[Entry]:
    """Return the entries of a text in one of `FORMATS`; what is wrong goes to `problems`, lines passed over to `notes`."""
    kind = FORMATS[form]
    entries = []
    for line, pairs in _records(kind, text, name, problems, notes):
        if twice := _given_twice(kind, pairs):
            key = next((value for tag, value in pairs if tag in kind.tags["key"]), "record")
            problems.append(Problem(name, line, f"{key} gives its {twice} twice. Keep one."))
        else:
            entries.append(entry_of_pairs(kind, pairs, line))
    return entries


def _records(
    kind: Format, text: str, name: str, problems: list[Problem], notes: list[Problem]
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield each record with its line, continued lines joined; note all text that belongs to none."""
    begun, pairs = 0, list[tuple[str, list[str]]]()
    for number, line in enumerate(text.split("\n"), 1):
        match = kind.line.fullmatch(line.rstrip())
        tag, content = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag == kind.begin:
            if begun and kind.end:
                problems.append(Problem(name, begun, f"this record has no {kind.end} line before the next {tag}. Add it."))
            elif begun:
                yield begun, _joined(pairs)
            begun, pairs = number, [(tag, [content])]
        elif tag == kind.end and begun:
            yield begun, _joined(pairs)
            begun = 0
        elif begun and tag:
            pairs.append((tag, [content]))
        elif begun and content:
            pairs[-1][1].append(content)
        elif content and not re.fullmatch(r"\d{1,6}\.?", content) and len(notes) < _MOST_NOTES:
            notes.append(Problem(name, number, f"text outside a record: {content[:40]!r}. It was passed over."))
    if begun and kind.end:
        problems.append(Problem(name, begun, f"this record has no {kind.end} line at its end. Add it."))
    elif begun:
        yield begun, _joined(pairs)


def _joined(pairs: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, str]]:
    return [(tag, " ".join(lines).strip()) for tag, lines in pairs]


def _given_twice(kind: Format, pairs: Pairs) -> str:
    """Return the first variable that a record gives by one tag with several values, empty where it gives none so."""
    given = _by_tag(pairs)
    for variable, tags in kind.tags.items():
        for tag in tags if variable not in _MANY else ():
            if len(set(map(one_line, given.get(tag, ())))) > 1:
                return variable.replace("-", " ")
    return ""


def _by_tag(pairs: Pairs) -> dict[str, list[str]]:
    """Return the texts of each tag that has one, in order; a tag without any has none."""
    given: dict[str, list[str]] = {}
    for tag, text in pairs:
        given.setdefault(tag, []).extend([text] if text else [])
    return given


def entry_of_pairs(kind: Format, pairs: Pairs, line: int) -> Entry:
    """Return the entry of a record's tags and texts."""
    given = _by_tag(pairs)
    read = {variable: [text for tag in tags for text in given.get(tag, ())] for variable, tags in kind.tags.items()}
    first = {variable: one_line(texts[0]) for variable, texts in read.items() if texts}
    item, notes = _item(read, first), list[str]()
    for variable in _PEOPLE & read.keys():
        for text in read[variable]:
            people = names_of(text)
            if len(people) > 1 and not re.search(r"[;；]", text):
                notes.append(f"{variable} {text!r} was read as {len(people)} names")
            item.setdefault(variable, []).extend(people)
    split = [split_note(one_line(text)) for text in read.get("note", ())]
    item["note"] = "; ".join(rest for rest, _ in split if rest)
    hints = {number: field for _, found in split for number, field in found.items()}
    labels = [
        (tag, text) for variable in ("key", "hint") for tag in kind.tags.get(variable, ()) for text in given.get(tag, ())
    ]
    hints |= hints_of(*labels)
    known = {tag for tags in kind.tags.values() for tag in tags} | kind.passed
    return entry_of(first.get("key", ""), line, item, hints, given.keys() - known, notes)


def _item(read: Mapping[str, Sequence[str]], first: Mapping[str, str]) -> Item:
    """Return the item of a record's texts by variable, without names and notes."""
    kind = csl_type(first.get("type", ""))
    apart = _PEOPLE | {
        "type",
        "number",
        "start",
        "end",
        "serial",
        "article-number",
        "issued",
        "accessed",
        "note",
        "key",
        "hint",
    }
    item: Item = {"type": kind} | {variable: text for variable, text in first.items() if variable not in apart}
    if kind == "book" and "title" not in item and "container-title" in item:
        item["title"] = item.pop("container-title")
    if kind == "book" and "container-title" in item:
        item.setdefault("collection-title", item.pop("container-title"))
    if kind == "thesis" and "publisher" not in item and "container-title" in item:
        item["publisher"] = item.pop("container-title")
    start, end = first.get("start", ""), first.get("end", "")
    if start:
        item.setdefault("page", start if end in ("", start) or re.search(r"[-–]", start) else f"{start}-{end}")
    if kind == "article-newspaper" and "page" not in item:
        item["page"] = first.get("number", "")
    elif "number" in first:
        item["number" if kind in NUMBERED else "collection-number" if kind == "book" else "issue"] = first["number"]
    item.setdefault("number", first.get("article-number", ""))
    item["ISBN" if kind in ("book", "chapter") else "ISSN"] = first.get("serial", "")
    dates = [csl_date(text) for text in read.get("issued", ())]
    return item | {"issued": max(dates, key=_precision, default=None), "accessed": csl_date(first.get("accessed", ""))}


def csl_type(text: str) -> str:
    """Return the CSL type that RIS's short names or the words of the other formats name.

    Examples
    --------
    >>> [csl_type(text) for text in ("JOUR", "Journal Article", "Book Section", "Dissertation/Thesis", "Anything")]
    ['article-journal', 'article-journal', 'chapter', 'thesis', 'document']
    """
    named = TYPES.get(text.strip().upper())
    return named or next((kind for word, kind in _WORDED.items() if word in text.lower()), "document")


def _precision(date: dict[str, Any] | None) -> int:
    """Return how precise a date is: a text that is not a date more than nothing, a day more than a year."""
    return 0 if date is None else 1 + len(date.get("date-parts", [[]])[0])
