"""Retraction notices and their like, from files that the user has: Retraction Watch's CSV, or works of Crossref as JSON.

A notice is about an article, which it names by DOI, PubMed id or title; what it says of it is its kind. Nothing is fetched.
Of Crossref's works both sides are read: the notice's own record (``update-to``) and the article's (``updated-by``).
"""

from __future__ import annotations

import csv
import io
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self

from cbec_kg.bibliography.fields import bare_doi, one_line
from cbec_kg.bibliography.notice_days import MONTH_FIRST, checked_day, day_of
from cbec_kg.bibliography.notice_kinds import kind_of, says_nothing_of_trust
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.encodings import encoding_problem, likely_encoding
from cbec_kg.io.loading import is_there, open_regular, read_bytes
from cbec_kg.io.writing import csv_text
from cbec_kg.model.published import NoticeKind

_WORDS: dict[NoticeKind, str] = {
    "retraction": "Retraction", "withdrawal": "Withdrawal", "partial-retraction": "Partial retraction",
    "expression-of-concern": "Expression of concern", "correction": "Correction", "reinstatement": "Reinstatement",
}  # fmt: skip

FILES = ("notices.csv", "notices.json")
"""Names of the files of a curation folder whose notices every view shows."""

MAX_BYTES = 256 * 1024 * 1024
"""Four times Retraction Watch's table; reading takes some three times as much memory."""
_MOST_PROBLEMS = 10_000
"""Rows that cannot be read of which each is told why; of the others how many they are."""
_MOST_AT_ONCE = 64 * 1024 * 1024
"""Characters of JSON that are read as one value, which takes ten times that in memory."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_DIGITS = "it has a number of thousands of digits"
_WANTED = ("RetractionNature", "RetractionDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "Title")
_MAY_HAVE = ("Author", "OriginalPaperDate", "RetractionDOI", "Reason")
_SAVED = ("Source", "File", "Line", "SHA256")
"""What a saved table has besides: who said it, and where it stood."""
_COLUMNS = {column.lower(): column for column in (*_WANTED, *_MAY_HAVE, *_SAVED)}
_SAVED_LINE = re.compile(r"\d{1,9}")
_PMID = re.compile(r"(?:PMID:?\s*)?0*([1-9]\d*)(?:\.0)?", re.ASCII | re.IGNORECASE)
_SOURCES = {"retraction-watch": "Retraction Watch"}
_LONGEST_HEADING = 1000
"""Bytes of a table's first line that are read to know it; that of a saved table has 146."""
_UNCLOSED = 100
"""Lines over which a row that does not fit the heading must go to be one whose quotation mark is not closed."""


class Notice(NamedTuple):
    """What was published about an article, and when; what is not known is empty.

    `day` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; `year` that in which the article appeared. `doi` and `pmid` are the
    article's, `notice` is the DOI of the notice itself, `authors` the article's as given. `file` and `line` say where it
    stands, `source` who says it, `sha256` is the file's digest.
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
    source: str = ""
    sha256: str = ""

    def without_place(self) -> Self:
        """Return what it says, wherever it stands: two copies of one notice are the same."""
        return self._replace(file="", line=0, sha256="")


class NoticeFile(NamedTuple):
    """The notices of a file, how many rows say nothing of trust (new versions), and what could not be read.

    `notes` say what was read and may be meant otherwise.
    """

    notices: tuple[Notice, ...]
    others: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def notice_files(folder: Path) -> list[Path]:
    """Return the files of a curation folder that have notices."""
    return [folder / name for name in FILES if is_there(folder / name)]


def read_notices(path: Path) -> NoticeFile:
    """Return the notices of a file: UTF-8, or what spreadsheets of the West save (Windows-1252).

    A row that cannot be read costs no other: it is told beside what was read.

    Raises
    ------
    UsageError
        When the file cannot be read or is larger than 256 MiB.
    DataError
        When it is neither such a table nor such a list, is in another encoding, or no row could be read.
    """
    content = read_bytes(path, MAX_BYTES)
    digest = sha256(content).hexdigest()
    encoding = _encoding(content, path.name)
    if not content.removeprefix(BOM_UTF8).strip():
        raise DataError([Problem(path.name, 1, "is empty. Give Retraction Watch's table, or Crossref's works as JSON.")])
    found: dict[Notice, None] = {}
    problems: list[Problem] = []
    turned: list[Problem] = []
    others = unread = 0
    rows = _works(content.decode(encoding), path.name) if _is_json(content) else _table(content, encoding, path.name, turned)
    del content
    for one in rows:
        if isinstance(one, Notice):
            found[one if one.sha256 else one._replace(sha256=digest)] = None
        elif isinstance(one, Problem):
            unread += 1
            problems += [one] if unread <= _MOST_PROBLEMS else []
        else:
            others += 1
    if unread > _MOST_PROBLEMS:
        problems.append(Problem(path.name, 0, f"{unread - _MOST_PROBLEMS:,} more rows cannot be read either."))
    if problems and not found:
        raise DataError(problems)
    return NoticeFile(tuple(found), others, tuple(problems), tuple(turned))


def _is_json(content: bytes) -> bool:
    return content[:_LONGEST_HEADING].removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def _encoding(content: bytes, name: str) -> str:
    encoding = likely_encoding(content)
    if encoding.startswith("Windows-1252") and not _is_json(content):
        return "cp1252"
    if encoding:
        raise DataError([encoding_problem(encoding, name)])
    return "utf-8-sig"


def _table(content: bytes, encoding: str, name: str, turned: list[Problem]) -> Iterator[Notice | Problem | None]:
    """Yield the rows of Retraction Watch's table; None for one that says nothing of trust.

    `turned` gets dates whose day comes first where the table has others of which that cannot be known.
    """
    before = csv.field_size_limit(MAX_BYTES)
    first_line = content[:_LONGEST_HEADING].lstrip().partition(b"\n")[0].decode(encoding, "replace")
    lines = io.TextIOWrapper(io.BytesIO(content), encoding, "replace", newline="")  # not all of it in memory again
    reader = csv.reader(lines, delimiter=max(",;\t", key=first_line.count))
    either = False
    first: list[Problem] = []
    try:
        heading = [_COLUMNS.get(cell.replace(" ", "").lower(), one_line(cell)) for cell in next(reader, [])]
        twice = [column for column in _WANTED if heading.count(column) > 1]
        if twice:
            raise DataError(
                [Problem(name, 1, f"has two columns {', '.join(twice)}. Leave out, or rename, those that do not count.")]
            )
        lacking = [column for column in _WANTED if column not in heading]
        if lacking:
            fact = f"has no column {', '.join(lacking)}"
            raise DataError(
                [Problem(name, 1, f"{fact}; Retraction Watch's table, or Crossref's works as JSON, is expected.")]
            )
        line = reader.line_num + 1
        wanted = [(column, heading.index(column)) for column in (*_WANTED, *_MAY_HAVE, *_SAVED) if column in heading]
        for cells in reader:
            if any(cells):
                if len(cells) != len(heading):
                    yield _misfit(len(cells), len(heading), name, line, reader.line_num)
                else:
                    row = {column: one_line(cells[place]) for column, place in wanted}
                    order = _order_of(row["RetractionDate"])
                    either = either or order == "either"
                    if order == "day" and not first:
                        first.append(_day_first(row["RetractionDate"], name, line))
                    yield _of_row(row, name, line)
            line = reader.line_num + 1
    except csv.Error as error:
        yield Problem(name, reader.line_num, f"not valid CSV: {error}. Export the file anew.")
    finally:
        csv.field_size_limit(before)  # it is one for all readers
    turned += first if either else []


def _misfit(cells: int, columns: int, name: str, line: int, last: int) -> Problem:
    fact = f"has {cells} cells; the heading names {columns}."
    if last - line > _UNCLOSED:
        fact += f" It goes on to line {last}: a quotation mark is not closed, and what follows was not read. Close it."
    return Problem(name, line, fact)


def _order_of(date: str) -> str:
    """Return whether a date with slashes has the month first, the day, or either; empty of other dates."""
    found = MONTH_FIRST.fullmatch(date)
    if found is None or found["m"] == found["d"]:
        return ""
    return "day" if int(found["m"]) > 12 else "month" if int(found["d"]) > 12 else "either"


def _day_first(date: str, name: str, line: int) -> Problem:
    fact = f"RetractionDate: {date.partition(' ')[0]} has the day first; dates such as 3/4/2021 were read month first"
    return Problem(name, line, f"{fact}, as Retraction Watch writes them. Write them as 2021-03-04 if that is wrong.")


def _of_row(row: Mapping[str, str], name: str, line: int) -> Notice | Problem | None:
    word = row["RetractionNature"]
    kind = kind_of(word)
    if kind is None:
        return _unknown("RetractionNature", word, name, line)
    day = day_of(row["RetractionDate"])
    if day is None:
        return Problem(name, line, f"RetractionDate: {row['RetractionDate'][:40]!r} is no date such as 2021-08-30.")
    saved = row.get("Line", "")
    return Notice(
        kind, day, _doi(row["OriginalPaperDOI"]), _pmid(row["OriginalPaperPubMedID"]),
        row["Title"], row.get("Author", ""), (day_of(row.get("OriginalPaperDate", "")) or "")[:4],
        _doi(row.get("RetractionDOI", "")), row.get("Reason", "").strip("+;"), row.get("File", "") or name,
        int(saved) if _SAVED_LINE.fullmatch(saved) else line, row.get("Source", "") or "Retraction Watch",
        row.get("SHA256", ""),
    )  # fmt: skip


def _unknown(field: str, word: str, name: str, line: int) -> Problem | None:
    """Return that a word is no kind, None where it is one that says nothing of trust."""
    if says_nothing_of_trust(word):
        return None
    fact = f"{word[:40]!r} is no kind that is known" if word else "is empty"
    return Problem(name, line, f"{field}: {fact}. Say what it is: Retraction, Expression of concern, Correction ...")


def _doi(text: str) -> str:
    """Return a DOI; empty of what is none: *unavailable*, *see the notice*."""
    bare = bare_doi(text)
    return bare if bare.startswith("10.") else ""


def _pmid(text: str) -> str:
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else ""


def _works(text: str, name: str) -> Iterator[Notice | Problem | None]:
    """Yield what Crossref's works say: a list, what its interface answers, or a work a line."""
    for line, work in _listed(text, name):
        if isinstance(work, Problem):
            yield work
            continue
        if not isinstance(work, dict):
            yield Problem(name, line, "must be a work: an object with DOI and update-to or updated-by.")
            continue
        updates = [(update, side) for side in ("update-to", "updated-by") for update in _dicts(work.get(side))]
        for update, side in updates:
            words = _text(update.get("type")), _text(update.get("label"))
            kind = kind_of(words[0]) or kind_of(words[1])
            if kind is None:
                yield _unknown(f"{side}: type", words[0] or words[1], name, line)
                continue
            own, other = _doi(_text(work.get("DOI"))), _doi(_text(update.get("DOI")))
            doi, notice = (own, other) if side == "updated-by" else (other, own)
            if not doi:
                yield Problem(name, line, "names no DOI of the article. Give DOI, or leave the work out.")
                continue
            about = work if side == "updated-by" else {}
            years = (_date_parts(about.get(field))[:4] for field in ("issued", "published", "published-print"))
            source = _text(update.get("source"))
            yield Notice(
                kind, _date_parts(update.get("updated")), doi, _pmid(_text(about.get("PMID"))),
                _first(about.get("title")), "; ".join(_names(about.get("author"))), next(filter(None, years), ""), notice,
                "", name, line, _SOURCES.get(source, source) or "Crossref",
            )  # fmt: skip


def _listed(text: str, name: str) -> Iterator[tuple[int, Any]]:
    if len(text) > _MOST_AT_ONCE:
        step = "Write each work on a line of its own."
        yield from _one_a_line(text, name, Problem(name, 1, f"is one value of over {_MOST_AT_ONCE >> 20} MiB. {step}"))
        return
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        yield from _one_a_line(text, name, _no_json(name, error.lineno, error.msg))
        return
    except (RecursionError, ValueError) as error:
        yield 1, _no_json(name, 1, _what_is_wrong(error))
        return
    yield from enumerate(_unwrapped(value), 1)


def _unwrapped(value: Any) -> list[Any]:
    """Return the works of what Crossref's interface answers, or of a list; else the one work."""
    if isinstance(value, dict):
        message = value.get("message", value)
        value = message.get("items", message) if isinstance(message, dict) else message
    return value if isinstance(value, list) else [value]


def _one_a_line(text: str, name: str, whole: Problem) -> Iterator[tuple[int, Any]]:
    """Yield a work a line; where the first line is none, what is wrong with the whole."""
    first = True
    for line, one in enumerate(_lines_of(text), 1):
        if not one.strip():
            continue
        try:
            if len(one) > _MOST_AT_ONCE:
                raise ValueError
            yield from ((line, work) for work in _unwrapped(json.loads(one)))
        except (ValueError, RecursionError) as error:
            yield line, whole if first else _no_json(name, line, _what_is_wrong(error))
            if first:
                return
        first = False


def _what_is_wrong(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deep" if isinstance(error, RecursionError) else _DIGITS


def _no_json(name: str, line: int, fact: str) -> Problem:
    return Problem(name, line, f"not valid JSON: {fact}. One list, or one work a line.")


def _lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, one at a time: all at once take four times its memory."""
    return (found.group() for found in _LINE.finditer(text))


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _first(value: Any) -> str:
    texts = value if isinstance(value, list) else [value]
    return next((one_line(text) for text in texts if isinstance(text, str)), "")


def _names(value: Any) -> Iterator[str]:
    for one in _dicts(value):
        yield one_line(f"{_text(one.get('given'))} {_text(one.get('family', one.get('name')))}")


def _date_parts(value: Any) -> str:
    """Return a date of Crossref as a day, month or year; empty where it is not known."""
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts")
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    known = [number for number in numbers[:3] if isinstance(number, int) and not isinstance(number, bool)]
    if not known:
        return day_of(_text(value.get("date-time"))) or ""
    return checked_day(*(*known, 0, 0)[:3], named=False) or ""


def saved_table(notices: Iterable[Notice]) -> str:
    """Return notices as the table that `read_notices` reads, in the columns of Retraction Watch and where each stood."""
    columns = ("Title", "Author", "RetractionDate", "RetractionDOI", "OriginalPaperDate", "OriginalPaperDOI",
               "OriginalPaperPubMedID", "RetractionNature", "Reason", *_SAVED)  # fmt: skip
    rows = (
        (one.title, one.authors, one.day, one.notice, one.year, one.doi, one.pmid, _WORDS[one.kind], one.reason,
         one.source, one.file, one.line, one.sha256)
        for one in sorted(set(notices))
    )  # fmt: skip
    return csv_text(columns, rows)


def is_saved(path: Path) -> bool:
    """Return whether a table is one that `saved_table` wrote, by its heading."""
    with open_regular(path) as file:
        heading = file.readline(_LONGEST_HEADING)
    return heading.rstrip(b"\n").endswith(",".join(_SAVED).encode())
