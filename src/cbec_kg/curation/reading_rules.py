"""Read a paper's document as a folder's ``reading.yaml`` says: which lines are headings, text or furniture, which words stay
whole."""

from __future__ import annotations

from collections.abc import Iterator

from cbec_kg.errors import DataError, Problem
from cbec_kg.model.line_readings import READING_FILE, LineReading, Reading
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import normalise
from cbec_kg.text.selectors import longest

_SECTION = "a number or name of small letters, digits, '.' and '-', such as 2.1 or methods"


def reread(document: Document, reading: Reading, *, copy: bool = False) -> Document:
    """Return a document as a person says that its lines are to be read; itself where nothing is said.

    DataError has every rule that does not fit the text, with its line in ``reading.yaml``. Of a reader's own `copy`, which
    may lack lines of the text that was curated, those that fit are applied.
    """
    from cbec_kg.text.overrides import LineRule, overridden

    if reading == Reading(where=reading.where):
        return document
    rules = [
        LineRule(
            one.line, one.kind, one.level or 0, one.section or "", one.through or "", one.occurrence or 0, one.every == "yes"
        )
        for one in reading.lines
    ]
    found = overridden(document, rules, reading.words)
    if found.misfits and not copy:
        lines = [(reading.lines[misfit.rule].where.line, misfit.why) for misfit in found.misfits]
        raise DataError([Problem(READING_FILE, line, why) for line, why in lines])
    return found.document


def reading_problems(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with rules of themselves, whatever the text."""
    for one in reading.lines:
        for message in _wrong(one):
            yield Problem(one.where.file, one.where.line, message)
    for word in reading.words:
        if len(normalise(word).text) > longest(word):
            yield Problem(reading.where.file, reading.where.line, f"the word {word!r} is longer than a word. Shorten it.")


def _wrong(one: LineReading) -> Iterator[str]:
    for name in ("line", "through"):
        text = getattr(one, name) or ""
        if len(normalise(text).text) > longest(text):
            yield f"{name!r} has over {longest(text)} characters. The beginning of the line is enough."
    if one.level is not None and (one.kind != "heading" or not 1 <= one.level <= 6):
        yield "'level' is of a heading, from 1 to 6. Correct or remove it."
    if one.section is not None and one.kind not in ("heading", "section"):
        yield f"'section' is of a heading or section, not of {one.kind}. Remove it."
    if one.kind == "section" and one.section is None:
        yield "a section that begins without a heading needs 'section'. Add its number or name."
    if one.section is not None and not _is_name(one.section):
        yield f"'section' is {one.section!r}; {_SECTION} is expected."
    if one.kind == "section" and one.through is not None:
        yield "a section ends where the next begins. Remove 'through', and say where that one begins."
    if one.every == "yes" and one.occurrence is not None:
        yield "has 'every' and 'occurrence'. Keep one."
    if one.occurrence == 0:
        yield "'occurrence' is counted from 1. Correct it."


def _is_name(text: str) -> bool:
    return text[:1].isascii() and text[:1].isalnum() and all(c.isascii() and (c.isalnum() or c in ".-") for c in text)
