"""Prove that no character of a paper was lost: each is in a passage, or listed in ``account.csv`` with its place.

The proof goes by the files of the folder and the characters of the paper: a file that changed, a gap and an overlap are
told with their place. Out of scope: what the passages say (`coverage`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import parse_csv
from cbec_kg.io.writing import csv_text
from cbec_kg.model.curated import Passage as Curated
from cbec_kg.text.account import PARTS, Account, Part, account_of, part_digest
from cbec_kg.text.document import Document, Span
from cbec_kg.text.normalise import digest, fold, normalise, one_line
from cbec_kg.text.segment import passages

ACCOUNT_FILE = "account.csv"
"""The file of a folder that lists what is in no passage."""

_OFFSET = re.compile(r"[0-9]{1,12}")
_SHOWN = 12
_MOST = 5
_STEP = "Give that file, or run: cbec-kg anchor --paper FILE --write"


class Proven(NamedTuple):
    """That every character which can be seen is accounted for: how many are in passages, and listed by kind."""

    counts: dict[str, int]


def account_csv(account: Account) -> str:
    """Return the content of ``account.csv``: one row a part that is in no passage, in the order of the text."""
    return csv_text(Part._fields, account.parts)


def prove_account(document: Document, curated: Sequence[Curated], listed: str | None) -> Proven:
    """Return how many characters of a paper are in passages and listed; DataError with every place where this is not so.

    `curated` are the passages of the folder, `listed` the text of its ``account.csv``, None where it has none: what is in no
    passage is then found anew.
    """
    problems: list[Problem] = []
    spans = _passage_spans(document, curated, problems)
    account = account_of(document)
    parts = list(account.parts) if listed is None else list(_read_parts(listed, document.text, problems))
    if not problems:
        problems += _partition(document, spans, parts)
    if problems:
        raise DataError(problems)
    return Proven(account.counts)


def _passage_spans(document: Document, curated: Sequence[Curated], problems: list[Problem]) -> list[Span]:
    """Return the ranges of the curated passages, each proven by its digest to be what was curated."""
    fresh = {passage.locator: passage for passage in passages(document)}
    spans: list[Span] = []
    wrong: list[Problem] = []
    for row in curated:
        found = fresh.get(row.locator)
        where = f"passages.csv has it at {row.start} to {row.end}"
        if found is None:
            wrong.append(Problem("passages.csv", row.where.line, f"{row.locator} is no passage of the file; {where}."))
        elif (found.start, found.end) != (row.start, row.end):
            fact = f"{row.locator} is at {found.start} to {found.end} of the file; {where}."
            wrong.append(Problem("passages.csv", row.where.line, fact))
        elif digest(normalise(document.text, found.spans).text) != row.sha256:
            wrong.append(Problem("passages.csv", row.where.line, f"{row.locator} reads otherwise in the file."))
        else:
            spans += found.spans
    known = {row.locator for row in curated}
    new = [locator for locator in fresh if locator not in known]
    wrong += [Problem("passages.csv", 0, f"lacks {locator}, a passage of the file.") for locator in new]
    problems += wrong[:_MOST]
    if wrong:
        fact = f"{len(wrong)} of {len(fresh)} passages are others in this file: it is not the text that was anchored."
        problems.append(Problem("passages.csv", 0, f"{fact} {_STEP}"))
    return spans


def _read_parts(listed: str, text: str, problems: list[Problem]) -> Iterator[Part]:
    for line, row in parse_csv(listed, ACCOUNT_FILE):
        if list(row) != list(Part._fields):
            problems.append(Problem(ACCOUNT_FILE, 1, f"the columns must be: {', '.join(Part._fields)}. {_STEP}"))
            return
        numbers = [row[name] for name in ("place", "start", "end")]
        if row["kind"] not in PARTS or not all(map(_OFFSET.fullmatch, numbers)):
            kinds = ", ".join(PARTS)
            problems.append(Problem(ACCOUNT_FILE, line, f"a kind ({kinds}), a place, a start and an end are expected."))
            continue
        place, start, end = map(int, numbers)
        part = Part(row["kind"], place, start, end, row["opening"], row["sha256"])
        if not start < end <= len(text):
            problems.append(
                Problem(ACCOUNT_FILE, line, f"{start} to {end} is no range of the file's {len(text)} characters.")
            )
        elif part_digest(text, start, end) != part.sha256:
            fact = f"what begins with {part.opening!r} is not at {start} to {end} of the file, or reads otherwise there."
            problems.append(Problem(ACCOUNT_FILE, line, f"{fact} {_STEP}"))
        else:
            yield part


def _partition(document: Document, spans: Iterable[Span], parts: Sequence[Part]) -> Iterator[Problem]:
    """Yield each run of characters that is in no passage and not listed, or in two."""
    text = document.text
    times = Counter[int]()
    for start, end in (*spans, *((part.start, part.end) for part in parts if part.kind == "furniture")):
        times.update(range(start, end))
    listed = {place for part in parts if part.kind != "furniture" for place in range(part.start, part.end)}
    seen = [place for place, character in enumerate(text) if fold(character)]
    wrong = [
        (order, place, "gap" if not times[place] else "overlap")
        for order, place in enumerate(seen)
        if times[place] > 1 or not (times[place] or place in listed)
    ]
    lines = document.page_starts or [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    unit = "page" if document.page_starts else "line"
    for run in _runs(wrong):
        first, last, what = run[0][1], run[-1][1] + 1, run[0][2]
        fact = "in no passage and not listed" if what == "gap" else "accounted for twice"
        place = f"{unit} {bisect_right(lines, first)}"
        shown = one_line(text[first:last])[:_SHOWN]
        yield Problem(ACCOUNT_FILE, 0, f"{len(run)} characters from {first} on ({place}, {shown!r}) are {fact}. {_STEP}")


def _runs(wrong: Sequence[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Yield neighbours of one kind together; what cannot be seen comes between none."""
    for _, run in groupby(enumerate(wrong), lambda pair: (pair[1][0] - pair[0], pair[1][2])):
        yield [one for _, one in run]
