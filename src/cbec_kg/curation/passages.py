"""Compute ``passages.csv`` and ``anchors.csv`` of a curation from the article's text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from cbec_kg.errors import DataError, Problem
from cbec_kg.model.records import Curation
from cbec_kg.text.normalise import digest
from cbec_kg.text.segment import Span, passages
from cbec_kg.text.selectors import ArticleText

PASSAGE_COLUMNS = (
    "locator",
    "kind",
    "section",
    "start",
    "end",
    "length",
    "sha256",
    "offset",
    "fragment",
    "prefix",
    "suffix",
)
ANCHOR_COLUMNS = ("record", "locator", "fragment", "start", "end", "offset", "prefix", "suffix")


def passages_csv(source: str, skip: Sequence[Span] = ()) -> str:
    """Return the content of ``passages.csv``: one row a passage, in the order of the text.

    Offsets count characters of the untouched text. The digest is of the passage's normalised text. The
    lines to `skip` are page furniture that the pages of a PDF tell (`cbec_kg.text.furniture`).
    """
    text = ArticleText(source, passages(source, skip))
    rows = []
    for passage in text.passages.values():
        fragment, found = text.opening(passage.locator)
        normalised = text.text(passage.locator)
        offset = text.offset(passage.locator, found)
        rows.append(
            (
                passage.locator,
                passage.kind,
                passage.section,
                passage.start,
                passage.end,
                len(normalised),
                digest(normalised),
                offset,
                fragment,
                found.prefix,
                found.suffix,
            )
        )
    return _csv(PASSAGE_COLUMNS, rows)


def anchors_csv(curation: Curation, source: str, skip: Sequence[Span] = ()) -> str:
    """Return the content of ``anchors.csv``: one row an anchor, sorted by record, in the record's order.

    Raises
    ------
    DataError
        With every anchor whose passage is missing or in which the fragment does not stand exactly once.
    """
    text = ArticleText(source, passages(source, skip))
    rows, problems = [], []
    for record in curation.records.values():
        for anchor in getattr(record, "at", ()):
            place = Problem(anchor.where.file, anchor.where.line, "")
            if anchor.locator not in text.passages:
                problems.append(_say(place, f"{record.id}: the text has no passage {anchor.locator}. Correct it."))
                continue
            found = text.find(anchor.locator, anchor.fragment)
            if len(found) != 1:
                times = "not" if not found else f"{len(found)} times"
                message = f"{record.id}: {anchor.fragment!r} stands {times} in {anchor.locator}; once is expected."
                problems.append(_say(place, message))
                continue
            here = found[0]
            offset = text.offset(anchor.locator, here)
            rows.append((record.id, anchor.locator, anchor.fragment, here.start, here.end, offset, here.prefix, here.suffix))
    if problems:
        raise DataError(problems)
    return _csv(ANCHOR_COLUMNS, rows)


def _say(place: Problem, message: str) -> Problem:
    return Problem(place.file, place.line, message)


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return output.getvalue()
