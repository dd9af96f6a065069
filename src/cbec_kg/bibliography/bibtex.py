"""BibTeX and BibLaTeX as entries. bibtexparser takes the file apart; what it could not read is reported, never dropped."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from cbec_kg.bibliography.dates import csl_date, is_date, month_number
from cbec_kg.bibliography.entries import MAX_VALUE, Entry, Item, entry_of
from cbec_kg.bibliography.latex import plain_text
from cbec_kg.bibliography.names import OTHERS, joined, name_of, one_line
from cbec_kg.bibliography.numbers import hints_of, split_note
from cbec_kg.errors import Problem
from cbec_kg.text.normalise import has_chinese

if TYPE_CHECKING:
    from bibtexparser.model import Block
    from bibtexparser.model import Entry as Block_Entry

_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset", "electronic": "webpage", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia", "jurisdiction": "legal_case",
    "legislation": "legislation", "magazine": "article-magazine", "manual": "document", "mastersthesis": "thesis",
    "misc": "document", "mvbook": "book", "newspaper": "article-newspaper", "online": "webpage", "patent": "patent",
    "periodical": "periodical", "phdthesis": "thesis", "proceedings": "book", "report": "report", "software": "software",
    "standard": "standard", "techreport": "report", "thesis": "thesis", "unpublished": "manuscript", "www": "webpage",
}  # fmt: skip

_GENRES = {
    "mastersthesis": ("硕士学位论文", "Master's thesis"),
    "phdthesis": ("博士学位论文", "Doctoral dissertation"),
    "mathesis": ("硕士学位论文", "Master's thesis"),
}
"""What the entry type or BibLaTeX's ``type`` says of a thesis."""

_FIELDS = {
    "title": "title", "booktitle": "container-title", "journal": "container-title", "journaltitle": "container-title",
    "volume": "volume", "issue": "issue", "pages": "page", "publisher": "publisher", "institution": "publisher",
    "school": "publisher", "organization": "publisher", "address": "publisher-place", "location": "publisher-place",
    "edition": "edition", "series": "collection-title", "chapter": "chapter-number", "doi": "DOI", "url": "URL",
    "isbn": "ISBN", "issn": "ISSN", "language": "language", "langid": "language", "type": "genre", "version": "version",
    "pagetotal": "number-of-pages", "eventtitle": "event-title", "venue": "event-place", "shorttitle": "title-short",
}  # fmt: skip

_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_VERBATIM = frozenset(("doi", "url", "isbn", "issn"))
_NUMBERED = frozenset(("report", "patent", "standard", "legislation", "legal_case"))
_READ_ELSEWHERE = frozenset(("year", "month", "day", "date", "urldate", "note", "howpublished", "number", "ref", "subtitle"))


def read_bibtex(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of BibTeX text; what is wrong is added to `problems`."""
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would print what is reported below
    library = parse_string(text)
    for failed in library.failed_blocks:
        problems.append(Problem(name, _line(failed), _failure(failed)))
    entries = []
    for block in library.entries:
        try:
            entries.append(_entry(block, name, problems))
        except RecursionError:
            problems.append(Problem(name, _line(block), f"{block.key} nests braces too deep. Flatten them."))
    return entries


def _line(block: Block) -> int:
    """Return the line of a block, counted from 1; 0 when the parser does not give it."""
    return 0 if block.start_line is None else block.start_line + 1


def _failure(block: Block) -> str:
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    if isinstance(block, DuplicateBlockKeyBlock):
        return f"repeats the key {block.key!r}. Give each entry its own key."
    if isinstance(block, DuplicateFieldKeyBlock):
        keys = ", ".join(sorted(repr(key) for key in block.duplicate_keys))
        return f"gives a field twice: {keys}. Keep one."
    error = getattr(block, "error", None)
    reason = one_line(str(getattr(error, "abort_reason", "") or error or "")).rstrip(".")
    return f"not a valid BibTeX entry: {reason}. Correct it."


def _entry(block: Block_Entry, name: str, problems: list[Problem]) -> Entry:
    line = _line(block)
    raw: dict[str, str] = {}
    for field in block.fields:
        value = str(field.value)
        bare = getattr(field, "enclosing", None) == "no-enclosing"
        if bare and not value.isdigit() and not (field.key.lower() == "month" and month_number(value)):
            where = line if field.start_line is None else field.start_line + 1
            message = f"{block.key}.{field.key} is {value[:60]!r} without braces, and no @string of that name. Add braces."
            problems.append(Problem(name, where, message))
            continue
        if len(value) > MAX_VALUE:
            message = f"{block.key}.{field.key} has {len(value):,} characters; at most {MAX_VALUE:,} are read. Shorten it."
            problems.append(Problem(name, line, message))
            continue
        raw[field.key.lower()] = value if field.key.lower() in _VERBATIM and "\\" not in value else plain_text(value)
        if field.key.lower() in _NAMES:
            raw[field.key.lower()] = value
    kind = block.entry_type.lower()
    item, left_out = _item(kind, {key: value for key, value in raw.items() if value.strip()})
    note, note_hints = split_note(one_line(raw.get("note", "")))
    if note:
        item["note"] = note
    hints = [*hints_of(("key", block.key), ("ref", raw.get("ref", ""))), *note_hints]
    return entry_of(block.key, line, item, hints, left_out)


def _item(kind: str, raw: dict[str, str]) -> tuple[Item, set[str]]:
    """Return the CSL item of an entry's fields, and the names of fields that have no place in it."""
    item: Item = {"type": _type(kind, raw)}
    left_out = set(raw) - set(_FIELDS) - set(_NAMES) - _READ_ELSEWHERE
    if kind not in _TYPES:
        left_out.add(f"@{kind}")
    for key, variable in _FIELDS.items():
        if key in raw and variable not in item:
            item[variable] = one_line(raw[key])
    for key, variable in _NAMES.items():
        if key in raw:
            names = bibtex_names(raw[key])
            if names:
                item[variable] = names
    if "subtitle" in raw and "title" in item:
        item["title"] += ("：" if has_chinese(item["title"]) else ": ") + one_line(raw["subtitle"])
    if "page" in item:
        item["page"] = re.sub(r"\s*(?:--+|–)\s*", "-", item["page"])
    if "number" in raw:
        numbered = "number" if item["type"] in _NUMBERED else "collection-number" if item["type"] == "book" else "issue"
        item.setdefault(numbered, one_line(raw["number"]))
    if "howpublished" in raw:
        published = one_line(raw["howpublished"])
        if re.match(r"https?://\S+$", published):
            item.setdefault("URL", published)
        else:
            left_out.add("howpublished")
    if "DOI" in item:
        item["DOI"] = bare_doi(item["DOI"])
    genre = _GENRES.get(item.get("genre", kind).lower()) or (None if "genre" in item else _GENRES.get(kind))
    if genre is not None:
        item["genre"] = genre[0] if has_chinese(item.get("title", "")) else genre[1]
    for variable, date in (("issued", _issued(raw)), ("accessed", csl_date(raw.get("urldate", "")))):
        if date is not None:
            item[variable] = date
    return item, left_out


def _type(kind: str, raw: dict[str, str]) -> str:
    subtype = raw.pop("entrysubtype", "").strip().lower()
    if kind == "article" and subtype in ("newspaper", "magazine"):
        return f"article-{subtype}"
    return _TYPES.get(kind, "document")


def _issued(raw: dict[str, str]) -> dict[str, Any] | None:
    if raw.get("date", "").strip():
        return csl_date(raw["date"])
    issued = csl_date(raw.get("year", ""))
    if issued is None or "date-parts" not in issued or not raw.get("month", "").strip():
        return issued
    parts, month = issued["date-parts"][0], month_number(raw["month"])
    if month is None or len(parts) > 1:
        return {"literal": one_line(f"{raw['year']} {raw['month']}")}
    parts = [parts[0], month]
    day = raw.get("day", "").strip()
    if day.isascii() and day.isdigit() and len(day) < 3 and is_date([*parts, int(day)]):
        parts.append(int(day))
    return {"date-parts": [parts]}


def bare_doi(text: str) -> str:
    """Return a DOI without ``https://doi.org/`` or ``doi:`` before it.

    Examples
    --------
    >>> bare_doi("https://doi.org/10.99999/tea.1"), bare_doi("DOI: 10.99999/tea.1")
    ('10.99999/tea.1', '10.99999/tea.1')
    """
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)


def bibtex_names(text: str) -> list[dict[str, Any]]:
    """Return the names of an ``author`` field; a final ``and others`` becomes `OTHERS`.

    Examples
    --------
    >>> bibtex_names("茶小明 and {World Tea Bank} and others")
    [{'literal': '茶小明'}, {'literal': 'World Tea Bank'}, {'literal': 'others'}]
    >>> bibtex_names("Jan van Tea")
    [{'family': 'Tea', 'given': 'Jan', 'non-dropping-particle': 'van'}]
    """
    from bibtexparser.middlewares.names import split_multiple_persons_names

    found: list[dict[str, Any]] = []
    parts = [part for part in split_multiple_persons_names(one_line(text)) if part.strip()]
    others = bool(parts) and parts[-1].strip().lower() == "others"
    for part in parts[:-1] if others else parts:
        name = _bibtex_name(part.strip())
        if name is not None:
            found.append(name)
    return [*found, OTHERS] if found and others else found


def _bibtex_name(text: str) -> dict[str, Any] | None:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    plain = one_line(plain_text(text))
    if re.fullmatch(r"\{[^{}]*\}", text):
        return {"literal": plain} if plain else None
    if has_chinese(plain):
        return name_of(plain)
    try:
        parts = parse_single_name_into_parts(text, strict=True)
    except InvalidNameError:
        return {"literal": plain} if plain else None
    values = {
        "family": " ".join(parts.last), "given": " ".join(parts.first),
        "non-dropping-particle": " ".join(parts.von), "suffix": " ".join(parts.jr),
    }  # fmt: skip
    name = {key: one_line(plain_text(value)) for key, value in values.items() if value}
    if set(name) == {"family"}:
        return {"literal": joined(name["family"])}
    return name or None
