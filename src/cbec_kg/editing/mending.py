"""Mend what a machine can mend in a folder without judging: order, quotes, and anchors whose passage has moved.

Nothing is guessed: a value is put in quotes only where the file cannot be read otherwise, and an anchor is moved only where
its fragment stands once in the whole article. Pure: texts in and out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cbec_kg.curation.yaml_text import Plain, scalar
from cbec_kg.editing.changes import edited, field_order, records_in, sorted_records
from cbec_kg.errors import DataError
from cbec_kg.io.loading import checked_text, parse_yaml
from cbec_kg.model.kinds import FILES
from cbec_kg.text.selectors import ArticleText

_VALUE = re.compile(r"(?P<before>\s*(?:- )?(?:[a-z_]+: )?)(?P<value>[^\s\"'\[{|>&*!#].*?)\s*")
_ROW = re.compile(r"(?P<before>\s*(?:- )?at: \[)(?P<value>[^\"',]+)(?P<after>\])\s*")
_TRIES = 200


class Mend(NamedTuple):
    """One thing that was mended: in which file, of which record or line, and what."""

    file: str
    what: str


class Mended(NamedTuple):
    """The contents that changed by name, and what was mended, in the order of the files."""

    files: dict[str, str]
    mends: tuple[Mend, ...]


def mended(files: Mapping[str, bytes], article: ArticleText | None) -> Mended:
    """Return what is mended in the record files of a folder; anchors only with the article's text.

    A file that cannot be read after all is left as it is: the strict reader says what is wrong.
    """
    changed: dict[str, str] = {}
    mends: list[Mend] = []
    for file in (file for file in FILES if file in files):
        try:
            before = checked_text(files[file], file)
            text, found = _mended_file(before, file, article)
        except DataError:
            continue
        mends += found
        if text != before:
            changed[file] = text
    return Mended(changed, tuple(mends))


def _mended_file(text: str, file: str, article: ArticleText | None) -> tuple[str, list[Mend]]:
    mends: list[Mend] = []
    text, lines = quoted(text, file)
    mends += [Mend(file, f"line {line}: put in quotes") for line in lines]
    ordered = sorted_records(text, file)
    if ordered != text:
        mends.append(Mend(file, "records sorted by id"))
        text = ordered
    if article is not None:
        changes: dict[str, dict[str, Plain]] = {}
        for name, fields in records_in(text, file).items():
            moves = moved_anchors(fields.get("at"), article)
            if moves:
                anchors = fields["at"]
                changes[name] = {**fields, "at": [moves.get(str(anchor), anchor) for anchor in anchors]}
                mends += [Mend(file, f"{name}: {old!r} is now at {new.partition(' ')[0]}") for old, new in moves.items()]
        if changes:
            text = edited(text, file, changes, field_order(FILES[file]))
    return text, mends


def quoted(text: str, file: str) -> tuple[str, list[int]]:
    """Return a text with quotes around values without which it is no YAML, and the lines that got them.

    DataError when it cannot be read for another reason.

    Examples
    --------
    >>> quoted("- id: claim-a\\n  en: prices: up\\n", "claims.yaml")
    ('- id: claim-a\\n  en: "prices: up"\\n', [2])
    """
    lines = text.splitlines(keepends=True)
    done: list[int] = []
    for _ in range(_TRIES):
        try:
            parse_yaml("".join(lines), file)
        except DataError as error:
            number = next((line for line in _near(error.problems[0].line) if _quote(lines, line, done)), 0)
            if not number:
                raise
            done.append(number)
        else:
            break
    return "".join(lines), sorted(done)


def _near(line: int) -> tuple[int, int]:
    """Return the lines that may be meant: a parser notices some values only on the line behind them."""
    return line, line - 1


def _quote(lines: list[str], number: int, done: list[int]) -> bool:
    if not 0 < number <= len(lines) or number in done:
        return False
    line = lines[number - 1].rstrip("\r\n")
    ending = lines[number - 1][len(line) :]
    found = _ROW.fullmatch(line) or _VALUE.fullmatch(line)
    if found is None or scalar(found["value"])[0] != '"':
        return False
    after = found.groupdict().get("after", "")
    lines[number - 1] = f"{found['before']}{scalar(found['value'])}{after}{ending}"
    return True


def moved_anchors(anchors: Plain | None, article: ArticleText) -> dict[str, str]:
    """Return the anchors whose fragment is not in its passage but once in one other, each with what it is there."""
    moves: dict[str, str] = {}
    for anchor in anchors if isinstance(anchors, list) else ():
        locator, _, fragment = str(anchor).partition(" ")
        if locator in article.passages and article.find(locator, fragment):
            continue  # there, or several times there: a person has to say which
        places = [(other, len(found)) for other in article.passages if (found := article.find(other, fragment))]
        if len(places) == 1 and places[0][1] == 1:
            moves[str(anchor)] = f"{places[0][0]} {fragment}"
    return moves
