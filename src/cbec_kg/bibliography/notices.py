"""Retraction notices and their like, from files that the user has: Retraction Watch's CSV, or works of Crossref as JSON.

A notice is about an article, which it names by DOI, PubMed id or title; what it says of it is its kind. Nothing is fetched.
Of Crossref's works both sides are read: the notice's own record (``update-to``) and the article's (``updated-by``).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cbec_kg.bibliography.fields import bare_doi, is_date, month_number, one_line
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import read_bytes

NoticeKind = Literal[
    "retraction", "withdrawal", "partial-retraction", "expression-of-concern", "correction", "reinstatement"
]

_KINDS: dict[str, NoticeKind] = {
    "retraction": "retraction", "retracted": "retraction", "withdrawal": "withdrawal", "withdrawn": "withdrawal",
    "removal": "withdrawal", "removed": "withdrawal", "partial retraction": "partial-retraction",
    "expression of concern": "expression-of-concern", "concern": "expression-of-concern", "correction": "correction",
    "corrected": "correction", "corrigendum": "correction", "erratum": "correction", "addendum": "correction",
    "clarification": "correction", "reinstatement": "reinstatement", "reinstated": "reinstatement",
}  # fmt: skip
"""The words of both sources: what changes trust in an article. New editions and versions do not."""

MAX_BYTES = 512 * 1024 * 1024
_MAX_FIELD = 1024 * 1024
_WANTED = ("RetractionNature", "RetractionDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "Title")
_NONE = frozenset(("", "0", "unavailable", "n/a", "na", "none", "null"))


class Notice(NamedTuple):
    """What was published about an article, and when; what is not known is empty.

    `day` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; `year` that in which the article appeared. `doi` and `pmid` are the
    article's, `notice` is the DOI of the notice itself, `authors` the article's as given. `file` and `line` say where it
    stands.
    """

    kind: NoticeKind
    day: str
    doi: str
    pmid: str
    title: str
    authors: str
    year: str
    notice: str
    reason: str
    file: str
    line: int


class NoticeFile(NamedTuple):
    """The notices of a file, how many rows say nothing of trust (new versions), and what could not be read."""

    notices: tuple[Notice, ...]
    others: int
    problems: tuple[Problem, ...]


def read_notices(path: Path) -> NoticeFile:
    """Return the notices of a file: UTF-8, or what spreadsheets of the West save (Windows-1252).

    A row that cannot be read costs no other: it is told beside what was read.

    Raises
    ------
    UsageError
        When the file cannot be read or is larger than 512 MiB.
    DataError
        When it is neither such a table nor such a list, or no row could be read.
    """
    content = read_bytes(path, MAX_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if path.suffix.lower() == ".json" or b"\x00" in content[:4]:
            line = content.count(b"\n", 0, error.start) + 1
            raise DataError([Problem(path.name, line, "not UTF-8. Save the file as UTF-8.")]) from None
        text = content.decode("cp1252", errors="replace")
    found: list[Notice] = []
    problems: list[Problem] = []
    rows = _works(text, path.name) if text.lstrip()[:1] in ("{", "[") else _table(text, path.name)
    others = 0
    for one in rows:
        if isinstance(one, Notice):
            found.append(one)
        elif isinstance(one, Problem):
            problems.append(one)
        else:
            others += 1
    if problems and not found:
        raise DataError(problems)
    return NoticeFile(tuple(dict.fromkeys(found)), others, tuple(problems))


def _table(text: str, name: str) -> Iterator[Notice | Problem | None]:
    """Yield the rows of Retraction Watch's table; None for one that says nothing of trust."""
    before = csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        heading = [one_line(cell) for cell in next(reader, [])]
        lacking = [column for column in _WANTED if column not in heading]
        if lacking:
            fact = f"has no column {', '.join(lacking)}"
            raise DataError(
                [Problem(name, 1, f"{fact}; Retraction Watch's table, or Crossref's works as JSON, is expected.")]
            )
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield _of_row(dict(zip(heading, map(one_line, cells), strict=False)), len(cells), len(heading), name, line)
            line = reader.line_num + 1
    except csv.Error as error:
        yield Problem(name, reader.line_num, f"not valid CSV: {error}. Export the file anew.")
    finally:
        csv.field_size_limit(before)  # it is one for all readers


def _of_row(row: Mapping[str, str], cells: int, columns: int, name: str, line: int) -> Notice | Problem | None:
    if cells != columns:
        return Problem(name, line, f"has {cells} cells; the heading names {columns}.")
    kind = kind_of(row["RetractionNature"])
    if kind is None:
        return None if row["RetractionNature"] else Problem(name, line, "RetractionNature: is empty. Say what it is.")
    day = day_of(row["RetractionDate"])
    if day is None:
        return Problem(name, line, f"RetractionDate: {row['RetractionDate'][:40]!r} is no date such as 2021-08-30.")
    return Notice(
        kind, day, _known(bare_doi(row["OriginalPaperDOI"])), _known(row["OriginalPaperPubMedID"]), row["Title"],
        row.get("Author", ""), (day_of(row.get("OriginalPaperDate", "")) or "")[:4],
        _known(bare_doi(row.get("RetractionDOI", ""))), row.get("Reason", "").strip("+;"), name, line,
    )  # fmt: skip


def _known(text: str) -> str:
    return "" if text.lower() in _NONE else text


def _works(text: str, name: str) -> Iterator[Notice | Problem | None]:
    """Yield what Crossref's works say: a list, what its interface answers, or a work a line."""
    for line, work in _listed(text, name):
        if not isinstance(work, dict):
            yield Problem(name, line, "must be a work: an object with DOI and update-to or updated-by.")
            continue
        updates = [(update, side) for side in ("update-to", "updated-by") for update in _dicts(work.get(side))]
        for update, side in updates:
            kind = kind_of(str(update.get("type", update.get("label", ""))))
            if kind is None:
                yield None
                continue
            own, other = bare_doi(str(work.get("DOI", ""))), bare_doi(str(update.get("DOI", "")))
            doi, notice = (own, other) if side == "updated-by" else (other, own)
            if not doi:
                yield Problem(name, line, "names no DOI of the article. Give DOI, or leave the work out.")
                continue
            about = work if side == "updated-by" else {}
            year = day_of(str(_date_parts(about.get("issued")) or "")) or ""
            yield Notice(
                kind, _date_parts(update.get("updated")), doi, str(about.get("PMID", "")), _first(about.get("title")),
                "; ".join(_names(about.get("author"))), year[:4], notice, "", name, line,
            )  # fmt: skip


def _listed(text: str, name: str) -> Iterator[tuple[int, Any]]:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        yield from _lines(text, name)
        return
    if isinstance(value, dict):
        message = value.get("message", value)
        value = message.get("items", [message]) if isinstance(message, dict) else [message]
    yield from ((number, work) for number, work in enumerate(value if isinstance(value, list) else [value], 1))


def _lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    for line, one in enumerate(text.split("\n"), 1):
        if one.strip():
            try:
                yield line, json.loads(one)
            except (json.JSONDecodeError, RecursionError) as error:
                fact = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
                raise DataError([Problem(name, line, f"not valid JSON: {fact}. One list, or one work a line.")]) from None


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first(value: Any) -> str:
    texts = value if isinstance(value, list) else [value]
    return next((one_line(text) for text in texts if isinstance(text, str)), "")


def _names(value: Any) -> Iterator[str]:
    for one in _dicts(value):
        yield one_line(f"{one.get('given', '')} {one.get('family', one.get('name', ''))}")


def _date_parts(value: Any) -> str:
    """Return a date of Crossref as a day, month or year; empty where it is not known."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    known = [number for number in numbers[:3] if isinstance(number, int)]
    return "-".join(f"{number:0{4 if place == 0 else 2}}" for place, number in enumerate(known))


def kind_of(word: str) -> NoticeKind | None:
    """Return what a source's word says of an article, None where it says nothing of trust.

    Examples
    --------
    >>> kind_of("Expression of concern"), kind_of("partial_retraction"), kind_of("Corrigendum"), kind_of("new_edition")
    ('expression-of-concern', 'partial-retraction', 'correction', None)
    """
    return _KINDS.get(one_line(re.sub(r"[_-]", " ", word)).lower())


_DAY_FORMS = (
    re.compile(r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?)?(?:[T ].*)?"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?: .*)?"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4})"),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?:(?P<d>\d{1,2}),? )?(?P<y>\d{4})"),
)


def day_of(text: str) -> str | None:
    """Return a date as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; empty when it is not known, None when it is none.

    With slashes and the year last the month comes first, as Retraction Watch writes, unless it cannot be a month.

    Examples
    --------
    >>> [day_of(text) for text in ("3/4/2021 0:00", "2021-03-04", "4.3.2021", "4 March 2021", "Mar 4, 2021", "2021/3")]
    ['2021-03-04', '2021-03-04', '2021-03-04', '2021-03-04', '2021-03-04', '2021-03']
    >>> day_of("25/12/2020"), day_of(""), day_of("soon"), day_of("2021-02-30")
    ('2020-12-25', '', None, None)
    """
    text = one_line(text)
    if text.lower() in _NONE:
        return ""
    for form in _DAY_FORMS:
        found = form.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            month = (month_number(parts["name"]) or 0) if parts.get("name") else int(parts.get("m") or 0)
            day = int(parts.get("d") or 0)
            if month > 12 >= day > 0 and "/" in text and form is _DAY_FORMS[1]:
                month, day = day, month
            return _checked(int(parts["y"]), month, day, named=bool(parts.get("name")))
    return None


def _checked(year: int, month: int, day: int, *, named: bool) -> str | None:
    if not month:
        return None if day or named or not 1000 <= year <= 2999 else f"{year}"
    if not is_date([year, month, *([day] if day else [])]):
        return None
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices by day; those of which no day is known first, and a reinstatement after what it takes back."""
    return sorted(notices, key=lambda notice: (notice.day, notice.kind == "reinstatement", notice.kind))
