"""BibTeX and BibLaTeX as entries. bibtexparser takes the file apart; what it could not read is reported, never dropped.

LaTeX becomes plain text: accents, symbols and braces; what is not known stays as it was written.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from cbec_kg.bibliography.entries import MAX_VALUE, NUMBERED, Entry, Item, entry_of
from cbec_kg.bibliography.fields import (
    OTHERS,
    bare_doi,
    csl_date,
    hints_of,
    is_date,
    joined,
    month_number,
    name_of,
    one_line,
    split_note,
)
from cbec_kg.errors import Problem
from cbec_kg.text.normalise import has_chinese

if TYPE_CHECKING:
    from bibtexparser import model

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

_MASTER = ("硕士学位论文", "Master's thesis")
_GENRES = {"mastersthesis": _MASTER, "mathesis": _MASTER, "phdthesis": ("博士学位论文", "Doctoral dissertation")}
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
_READ_ELSEWHERE = frozenset(("year", "month", "day", "date", "urldate", "note", "howpublished", "number", "ref", "subtitle"))
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_NEVER = frozenset(("input", "include", "begin", "end"))


def read_bibtex(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of BibTeX text; what is wrong is added to `problems`."""
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would print what is reported below
    library = parse_string(text)
    problems += [Problem(name, _line(failed), _failure(failed)) for failed in library.failed_blocks]
    entries = []
    for block in library.entries:
        try:
            entries.append(_entry(block, name, problems))
        except RecursionError:
            problems.append(Problem(name, _line(block), f"{block.key} nests braces too deep. Flatten them."))
    return entries


def _line(part: model.Block | model.Field) -> int:
    """Return the line of a block or field, counted from 1; 0 when the parser does not give it."""
    return 0 if part.start_line is None else part.start_line + 1


def _failure(block: model.Block) -> str:
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    if isinstance(block, DuplicateBlockKeyBlock):
        return f"repeats the key {block.key!r}. Give each entry its own key."
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"gives a field twice: {', '.join(sorted(map(repr, block.duplicate_keys)))}. Keep one."
    error = getattr(block, "error", None)
    reason = one_line(str(getattr(error, "abort_reason", "") or error or "")).rstrip(".")
    return f"not a valid BibTeX entry: {reason}. Correct it."


def _entry(block: model.Entry, name: str, problems: list[Problem]) -> Entry:
    line = _line(block)
    raw: dict[str, str] = {}
    for field in block.fields:
        key, value, named = field.key.lower(), str(field.value), f"{block.key}.{field.key}"
        bare = getattr(field, "enclosing", None) == "no-enclosing" and not value.isdigit()
        if bare and not (key == "month" and month_number(value)):
            message = f"{named} is {value[:60]!r} without braces, and no @string of that name. Add braces."
            problems.append(Problem(name, _line(field) or line, message))
        elif len(value) > MAX_VALUE:
            message = f"{named} has {len(value):,} characters; at most {MAX_VALUE:,} are read. Shorten it."
            problems.append(Problem(name, line, message))
        else:
            as_it_is = key in _NAMES or (key in _VERBATIM and "\\" not in value)
            raw[key] = value if as_it_is else plain_text(value)
    item, left_out = _item(block.entry_type.lower(), {key: value for key, value in raw.items() if value.strip()})
    note, note_hints = split_note(one_line(raw.get("note", "")))
    if note:
        item["note"] = note
    hints = hints_of(("key", block.key), ("ref", raw.get("ref", ""))) | note_hints
    return entry_of(block.key, line, item, hints, left_out)


def _item(kind: str, raw: dict[str, str]) -> tuple[Item, set[str]]:
    """Return the CSL item of an entry's fields, and the names of fields that have no place in it."""
    subtype = raw.pop("entrysubtype", "").strip().lower()
    newspaper = kind == "article" and subtype in ("newspaper", "magazine")
    item: Item = {"type": f"article-{subtype}" if newspaper else _TYPES.get(kind, "document")}
    left_out = set(raw) - set(_FIELDS) - set(_NAMES) - _READ_ELSEWHERE
    if kind not in _TYPES:
        left_out.add(f"@{kind}")
    for key, variable in _FIELDS.items():
        if key in raw:
            item.setdefault(variable, one_line(raw[key]))
    item |= {variable: names for key, variable in _NAMES.items() if (names := bibtex_names(raw.get(key, "")))}
    if "subtitle" in raw and "title" in item:
        item["title"] += ("：" if has_chinese(item["title"]) else ": ") + one_line(raw["subtitle"])
    if "page" in item:
        item["page"] = re.sub(r"\s*(?:--+|–)\s*", "-", item["page"])
    if "number" in raw:
        numbered = "number" if item["type"] in NUMBERED else "collection-number" if item["type"] == "book" else "issue"
        item.setdefault(numbered, one_line(raw["number"]))
    published = one_line(raw.get("howpublished", ""))
    if re.match(r"https?://\S+$", published):
        item.setdefault("URL", published)
    elif "howpublished" in raw:
        left_out.add("howpublished")
    if "DOI" in item:
        item["DOI"] = bare_doi(item["DOI"])
    genre = _GENRES.get(item.get("genre", kind).lower())
    if genre is not None:
        item["genre"] = genre[0] if has_chinese(item.get("title", "")) else genre[1]
    dates = {"issued": _issued(raw), "accessed": csl_date(raw.get("urldate", ""))}
    return item | {variable: date for variable, date in dates.items() if date is not None}, left_out


def _issued(raw: dict[str, str]) -> dict[str, Any] | None:
    if "date" in raw:
        return csl_date(raw["date"])
    issued = csl_date(raw.get("year", ""))
    if issued is None or "date-parts" not in issued or "month" not in raw:
        return issued
    parts, month = issued["date-parts"][0], month_number(raw["month"])
    if month is None or len(parts) > 1:
        return {"literal": one_line(f"{raw['year']} {raw['month']}")}
    day = raw.get("day", "").strip()
    dated = day.isascii() and day.isdigit() and len(day) < 3 and is_date([parts[0], month, int(day)])
    return {"date-parts": [[parts[0], month, *([int(day)] if dated else [])]]}


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

    parts = [part.strip() for part in split_multiple_persons_names(one_line(text)) if part.strip()]
    others = bool(parts) and parts[-1].lower() == "others"
    found = [name for part in (parts[:-1] if others else parts) if (name := _bibtex_name(part)) is not None]
    return [*found, OTHERS] if found and others else found


def _bibtex_name(text: str) -> dict[str, Any] | None:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    plain = one_line(plain_text(text))
    literal = {"literal": plain} if plain else None
    if re.fullmatch(r"\{[^{}]*\}", text):
        return literal
    if has_chinese(plain):
        return name_of(plain)
    try:
        parts = parse_single_name_into_parts(text, strict=True)
    except InvalidNameError:
        return literal
    values = {"family": parts.last, "given": parts.first, "non-dropping-particle": parts.von, "suffix": parts.jr}
    name = {key: one_line(plain_text(" ".join(words))) for key, words in values.items() if any(words)}
    if set(name) == {"family"}:
        return {"literal": joined(name["family"])}
    return name or None


def plain_text(value: str) -> str:
    """Return a BibTeX value as text.

    A value with a command that is not known stays as written, its braces included: dropping the command, as
    converters do, would change the text. A ``%`` is a per cent sign, as in BibTeX itself, and HTML is text.

    Raises
    ------
    RecursionError
        When braces are nested too deep.

    Examples
    --------
    >>> print(plain_text(r"{杭州}{\\o} Caf\\'e 50\\% \\& <i>x</i>"))
    杭州ø Café 50% & <i>x</i>
    >>> print(plain_text(r"C:\\folder {x}"))
    C:\\folder {x}
    """
    value = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value)
    commands = set(_COMMAND.findall(value))
    if commands:
        from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

        known = get_default_latex_context_db()
        if commands & _NEVER or any(known.get_macro_spec(name) is None for name in commands):
            return value
        value = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(value)
    return value.replace("{", "").replace("}", "").replace("~", " ").replace("\xa0", " ")
