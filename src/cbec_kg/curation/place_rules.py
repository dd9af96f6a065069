"""What the computed files say of each other without the text: anchors lie in their passages, passages not in one another.

Whether they are what the text gives is for `accounting` and `held`. Offsets of the untouched text count white space, those
of a passage do not, so that the first are never behind the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cbec_kg.curation.changed_files import ANCHOR
from cbec_kg.errors import Problem
from cbec_kg.model.curated import AnchorPlace, Curation, Passage
from cbec_kg.model.records import Section
from cbec_kg.text.normalise import normalise

_RUNNING = ("sentence", "heading")
"""Kinds of passages that come one after the other; a caption or note may stand within a sentence that goes on behind it."""


def places(curation: Curation) -> Iterator[Problem]:
    """Yield which rows of ``passages.csv`` and ``anchors.csv`` cannot be so of any text."""
    known = {passage.locator: passage for passage in curation.passages}
    for passage in curation.passages:
        if passage.offset + len(normalise(passage.fragment).text) > passage.length:
            yield _at(passage, f"{passage.locator}: the fragment ends behind its {passage.length} characters.")
        elif passage.start < passage.end and passage.length and not _fits(passage, passage.length):
            fact = f"{passage.length} characters cannot stand at {passage.start} to {passage.end}."
            yield _at(passage, f"{passage.locator}: {fact}")
    yield from _overlapping(curation)
    by_passage: dict[str, list[AnchorPlace]] = {}
    for place in curation.places:
        passage_of = known.get(place.locator)
        if passage_of is None or passage_of.start >= passage_of.end:
            continue
        wrong = _misplaced(place, passage_of)
        if wrong:
            yield _at(place, f"{place.record}: {wrong}")
        else:
            by_passage.setdefault(place.locator, []).append(place)
    for found in by_passage.values():
        yield from _out_of_order(found)


def sections(curation: Curation) -> Iterator[Problem]:
    """Yield each record that is put into a section in which none of its anchors stands."""
    stands = sections_by_record(curation)
    numbers = {section.id: section.number for section in curation.of(Section)}
    for record in curation.records.values():
        number, here = numbers.get(getattr(record, "section", None) or ""), stands[record.id]
        if number is not None and here and not any(is_within(one, number) or is_within(number, one) for one in here):
            message = f"{record.id}.section is that of {number}; its anchors stand in {', '.join(sorted(here))}."
            yield Problem(record.where.file, record.where.line, f"{message} Correct one of them.")


def sections_by_record(curation: Curation) -> dict[str, set[str]]:
    """Return the numbers of the sections that the anchors of each record stand in, by its id."""
    section_of = {passage.locator: passage.section for passage in curation.passages}
    return {
        record.id: {section_of[anchor.locator] for anchor in getattr(record, "at", ()) if anchor.locator in section_of}
        for record in curation.records.values()
    }


def is_within(one: str, other: str) -> bool:
    """Return whether a section or a paragraph is another one, or a part of it, by their numbers.

    Examples
    --------
    >>> is_within("2.1.p3", "2.1"), is_within("2", "2"), is_within("2.11", "2.1")
    (True, True, False)
    """
    return f"{one}.".startswith(f"{other}.")


def _at(record: Passage | AnchorPlace, message: str) -> Problem:
    return Problem(record.where.file, record.where.line, f"{message} {ANCHOR}")


def _fits(place: Passage | AnchorPlace, size: int) -> bool:
    """Return whether so many characters have room: one in four may stand for several, such as … for three points."""
    return 4 * (place.end - place.start) >= size


def _overlapping(curation: Curation) -> Iterator[Problem]:
    running = [one for one in curation.passages if one.kind in _RUNNING and one.start < one.end]
    running.sort(key=lambda one: (one.start, one.end))
    for one, following in pairwise(running):
        if following.start < one.end:
            where = f"{one.locator} ends at {one.end}"
            yield _at(
                following, f"{following.locator} begins at {following.start}, before {where}: passages do not overlap."
            )


def _misplaced(place: AnchorPlace, passage: Passage) -> str:
    """Return why an anchor cannot stand where it is said to."""
    size = len(normalise(place.fragment).text)
    where = f"{place.start} to {place.end}"
    if place.start >= place.end:
        return f"{place.fragment!r} ends at {place.end}, before it begins at {place.start}."
    if place.start < passage.start or place.end > passage.end:
        return f"{place.fragment!r} is at {where}, outside {passage.locator} at {passage.start} to {passage.end}."
    if place.offset + size > passage.length:
        return f"{place.fragment!r} has the offset {place.offset}; {passage.locator} has {passage.length} characters."
    if not _fits(place, size):
        return f"{place.fragment!r} has {size} characters; at {where} there are {place.end - place.start}."
    return ""


def _out_of_order(found: list[AnchorPlace]) -> Iterator[Problem]:
    """Yield anchors of one passage that come in another order in the text than in the passage."""
    ordered = sorted(found, key=lambda place: (place.start, place.offset))
    for one, following in pairwise(ordered):
        same = one.start == following.start
        if one.offset > following.offset or (same and one.offset != following.offset):
            fact = f"{following.fragment!r} has the offset {following.offset}, and {one.fragment!r} before it {one.offset}."
            yield _at(following, f"{following.record}: {fact}")
