"""BibTeX and BibLaTeX as entries: taken apart here, read by pandoc in one call, completed with what pandoc leaves.

Pandoc reads TeX and names. What it leaves or changes is done here: types, dates, cross-references, Chinese names, ``and
others``, article numbers, numbers of newspapers. Its language is set to one whose titles have no change of case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cbec_kg.bibliography.bibtex_syntax import RawEntry, read_entries
from cbec_kg.bibliography.entries import NUMBERED, Entry, Item, entry_of
from cbec_kg.bibliography.fields import (
    OTHERS,
    bare_doi,
    csl_date,
    hints_of,
    is_date,
    month_and_day,
    one_line,
    split_note,
)
from cbec_kg.bibliography.names import Name, names_of
from cbec_kg.bibliography.tex import prepared
from cbec_kg.errors import Problem
from cbec_kg.io.pandoc import PandocError, run_pandoc
from cbec_kg.text.normalise import has_chinese

PURPOSE = "references import of BibTeX"

TYPES = {
    "archive": "collection", "article": "article-journal", "book": "book", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset", "electronic": "webpage", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia", "jurisdiction": "legal_case",
    "legislation": "legislation", "magazine": "article-magazine", "manual": "document", "mastersthesis": "thesis",
    "misc": "document", "mvbook": "book", "newspaper": "article-newspaper", "online": "webpage", "patent": "patent",
    "periodical": "periodical", "phdthesis": "thesis", "proceedings": "book", "report": "report", "software": "software",
    "standard": "standard", "techreport": "report", "thesis": "thesis", "unpublished": "manuscript", "www": "webpage",
}  # fmt: skip

_MASTER, _DOCTOR = ("硕士学位论文", "Master's thesis"), ("博士学位论文", "Doctoral dissertation")
_GENRES = {"mastersthesis": _MASTER, "mathesis": _MASTER, "phdthesis": _DOCTOR}
"""What the entry type or BibLaTeX's ``type`` says of a thesis."""

PROCEEDINGS = "proceedings"
"""The genre of a book that is the proceedings of a conference."""

_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_VERBATIM = {"doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN", "language": "language", "langid": "language"}
_GIVEN = frozenset((
    "title", "subtitle", "booktitle", "booksubtitle", "maintitle", "journal", "journaltitle", "volume", "issue", "pages",
    "publisher", "institution", "school", "organization", "address", "location", "edition", "series", "chapter", "version",
    "pagetotal", "eventtitle", "venue", "shorttitle", "volumes", "note",
))  # fmt: skip
"""Fields that pandoc reads."""
_LISTS = frozenset(("publisher", "institution", "school", "organization", "address", "location"))
"""Fields that BibLaTeX splits at every ``and``, although firms have it in their names."""
_READ_HERE = frozenset((
    "year", "month", "day", "date", "urldate", "howpublished", "number", "ref", "eid", "type", "entrysubtype", "crossref",
))  # fmt: skip
_OWN = frozenset((
    "crossref", "note", "pages", "shorttitle", "doi", "url", "urldate", "abstract", "keywords", "ref", "eid", "entrysubtype",
    "type", "author",
))  # fmt: skip
"""Fields that an entry does not inherit."""
_MAX_CROSSREFS = 5
_AT_ONCE = 2000
"""Entries that pandoc is given in one call: some seconds' work."""
_MAY_FAIL = 64
"""Calls of pandoc for a file with entries that it cannot read; without any, one is enough for any article's list."""


def read_bibtex(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of BibTeX text; what is wrong is added to `problems`, and costs no other entry.

    Raises
    ------
    UsageError
        When pandoc is missing.
    LimitError
        When pandoc takes too long.
    """
    written = read_entries(text, name, problems)
    by_key = {entry.key: entry for entry in written}
    raw = [_inherited(entry, by_key) for entry in written]
    names: list[Name] = []
    sources = {f"e{place}": _source(entry, f"e{place}", names) for place, entry in enumerate(raw)}
    read, failed = _read(sources)
    entries = []
    for place, entry in enumerate(raw):
        message = failed.get(f"e{place}")
        if message is None:
            entries.append(_entry(entry, read.get(f"e{place}", {}), names))
        else:
            problems.append(
                Problem(name, entry.line, f"{entry.key}: pandoc cannot read this entry: {message[:120]}. Correct it.")
            )
    return entries


def _inherited(entry: RawEntry, by_key: Mapping[str, RawEntry], depth: int = 0) -> RawEntry:
    """Return an entry with what it lacks and the one that its ``crossref`` names has; titles become those of the book."""
    named = entry.fields.get("crossref", "").strip()
    if not named:
        return entry
    if named not in by_key or depth == _MAX_CROSSREFS:
        return entry._replace(notes=(*entry.notes, f"crossref: no entry has the key {named!r}"))
    parent = _inherited(by_key[named], by_key, depth + 1).fields
    within = "journal" if entry.kind == "article" else "booktitle"
    titles = {"title": within, "subtitle": "booksubtitle"}
    given = {titles.get(field, field): value for field, value in parent.items() if field not in _OWN}
    if {"journal", "journaltitle"} & entry.fields.keys():
        given.pop("journal", None)
    return entry._replace(fields={**given, **({within: parent[within]} if within in parent else {}), **entry.fields})


def _source(entry: RawEntry, key: str, names: list[Name]) -> str:
    """Return an entry as BibLaTeX for pandoc; a name that it shall not take apart is added to `names` and stands for it."""
    kind = entry.kind if TYPES.get(entry.kind, "document") != "document" else "misc"
    fields = {field: prepared(value) for field, value in entry.fields.items() if field in _GIVEN}
    fields |= {field: f"{{{fields[field]}}}" for field in _LISTS & fields.keys()}
    for field in _NAMES.keys() & entry.fields.keys():
        fields[field] = " and ".join(_known_name(part, names) for part in _people(entry.fields[field]))
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in sorted(fields.items()) if value.strip())
    return f"@{kind}{{{key},\n{lines}  langid = {{german}}\n}}\n"


def _people(value: str) -> list[str]:
    """Return the names of a field, apart where an ``and`` or a semicolon stands outside of braces."""
    parts, depth, begun = list[str](), 0, 0
    for mark in re.finditer(r"[{}]|\s+and\s+|[;；]", value + " ", re.IGNORECASE):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 0:
            parts.append(value[begun : mark.start()])
            begun = mark.end()
    return [part.strip() for part in (*parts, value[begun:]) if part.strip()]


def _known_name(part: str, names: list[Name]) -> str:
    """Return a name as pandoc shall read it: Chinese ones and the last one of a list cut short are kept in `names`."""
    plain = one_line(part.replace("{", "").replace("}", ""))
    if plain.lower() in ("others", "et al.", "et al", "等"):
        found = [OTHERS]
    elif "\\" not in plain and (has_chinese(plain) or plain.count(",") > 2):
        found = [{"literal": plain}] if re.fullmatch(r"\{[^{}]*\}", part) else names_of(plain)
    else:
        return prepared(part)
    names += found
    return " and ".join(f"{{name {place}}}" for place in range(len(names) - len(found), len(names)))


def _read(sources: Mapping[str, str]) -> tuple[dict[str, Item], dict[str, str]]:
    """Return what pandoc reads, by key, and what it says of each entry that it cannot read."""
    read, failed = dict[str, Item](), dict[str, str]()
    every = tuple(sources)
    waiting, calls = [every[first : first + _AT_ONCE] for first in range(0, len(every), _AT_ONCE)], 0
    while waiting:
        keys = waiting.pop()
        calls += 1
        try:
            found = _call(sources[key] for key in keys)
        except PandocError as error:
            if len(keys) == 1 or calls > _MAY_FAIL:
                failed |= dict.fromkeys(keys, error.message)
            else:
                middle = len(keys) // 2
                waiting += [keys[:middle], keys[middle:]]
        else:
            read |= found
    return read, failed


def _call(sources: Iterable[str]) -> dict[str, Item]:
    answer = run_pandoc("".join(sources).encode(), ("--from=biblatex", "--to=csljson"), PURPOSE)
    return {item["id"]: item for item in json.loads(answer)}


def _entry(entry: RawEntry, read: Item, names: Sequence[Name]) -> Entry:
    fields = {field: one_line(value) for field, value in entry.fields.items() if value.strip()}
    item, notes = _item(entry, fields, read), list(entry.notes)
    for field in _NAMES.keys() & fields.keys():
        listed = [(part, len(names_of(part))) for part in _people(fields[field]) if "{" not in part and "\\" not in part]
        notes += [f"{field} {part!r} was read as {count} names" for part, count in listed if count > 1]
    for variable in set(_NAMES.values()) & read.keys():
        people = [_name(name, names) for name in read[variable]]
        item[variable] = [name for place, name in enumerate(people) if name != OTHERS or place == len(people) - 1]
    left_out = set(fields) - _GIVEN - set(_NAMES) - set(_VERBATIM) - _READ_HERE
    left_out |= {"howpublished"} if "howpublished" in fields and not _is_address(fields["howpublished"]) else set()
    left_out |= {"month"} if "month" in fields and "date" not in fields and not month_and_day(fields["month"]) else set()
    left_out |= {f"@{entry.kind}"} if entry.kind not in TYPES else set()
    note, note_hints = split_note(one_line(read.get("note", "")))
    if note:
        item["note"] = note
    hints = hints_of(("key", entry.key), ("ref", fields.get("ref", ""))) | note_hints
    return entry_of(entry.key, entry.line, item, hints, left_out, notes)


def _item(entry: RawEntry, fields: Mapping[str, str], read: Item) -> Item:
    """Return an entry's item without its names and note."""
    subtype = fields.get("entrysubtype", "").lower()
    newspaper = entry.kind == "article" and subtype in ("newspaper", "magazine")
    kind = f"article-{subtype}" if newspaper else TYPES.get(entry.kind) or read.get("type") or "document"
    used = {"type", "id", "language", "genre", "number", "issue", "collection-number", "title-short", "note", "issued",
            "accessed", *_NAMES.values()}  # fmt: skip
    item: Item = {"type": kind} | {variable: value for variable, value in read.items() if variable not in used}
    item |= {variable: _verbatim(fields[field]) for field, variable in _VERBATIM.items() if field in fields}
    if "shorttitle" in fields:
        item["title-short"] = read.get("title-short", "")
    if "number" in fields:
        numbered = "number" if kind in NUMBERED else "collection-number" if kind in ("book", "chapter") else "issue"
        if kind == "article-newspaper" and "page" not in item:
            numbered = "page"
        item.setdefault(numbered, _text(fields["number"]))
    if "issue" in fields:
        item["issue"] = _text(fields["issue"])
    if "eid" in fields:
        item.setdefault("number", _text(fields["eid"]))
    if _is_address(fields.get("howpublished", "")):
        item.setdefault("URL", _verbatim(fields["howpublished"]))
    if "subtitle" in fields and has_chinese(item.get("title", "")):
        item["title"] = item["title"].replace(": ", "：", 1)
    if genre := _genre(entry.kind, fields, item.get("title", "")):
        item["genre"] = genre
    dates = {"issued": _issued(fields), "accessed": csl_date(fields.get("urldate", ""))}
    return item | {variable: date for variable, date in dates.items() if date}


def _genre(kind: str, fields: Mapping[str, str], title: str) -> str:
    genre = _GENRES.get(fields.get("type", kind).lower())
    if genre is not None:
        return genre[0] if has_chinese(title) else genre[1]
    return _text(fields["type"]) if "type" in fields else PROCEEDINGS if kind == "proceedings" else ""


def _issued(fields: Mapping[str, str]) -> dict[str, Any] | None:
    if "date" in fields:
        return csl_date(fields["date"])
    issued = csl_date(fields.get("year", ""))
    if issued is None or "date-parts" not in issued or len(issued["date-parts"][0]) > 1:
        return issued
    day = [int(fields["day"])] if fields.get("day", "").isdecimal() else []
    parts = [*issued["date-parts"][0], *month_and_day(fields.get("month", ""))]
    parts = [*parts, *day] if len(parts) == 2 and is_date([*parts, *day]) else parts
    return {"date-parts": [parts if is_date(parts) else parts[:1]]}


def _name(name: Name, names: Sequence[Name]) -> Name:
    """Return a name as it is stored: those that were kept back, particles in one place, a single word as a body."""
    place = re.fullmatch(r"name (\d+)", name.get("literal", ""))
    if place:
        return names[int(place[1])]
    if "dropping-particle" in name:
        name = {("non-dropping-particle" if part == "dropping-particle" else part): text for part, text in name.items()}
    return {"literal": name["family"]} if set(name) == {"family"} else name


def _verbatim(value: str) -> str:
    """Return an address or identifier without TeX: it is no text."""
    value = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value)
    return bare_doi(re.sub(r"\\([%_&#~$])", r"\1", value).replace("{", "").replace("}", ""))


def _is_address(value: str) -> bool:
    return bool(re.fullmatch(r"https?://\S+", _verbatim(value)))


def _text(value: str) -> str:
    """Return a number or word of kind, which has braces or dashes at most."""
    return re.sub(r"\s*--+\s*", "-", value.replace("{", "").replace("}", "").replace("\\", ""))
