"""The footnotes of a PDF that hold its references: found at the foot of pages, told apart where numbers begin anew.

Where the notes are the paper's references they are numbered through, in the text and in the list that they become, as in
formats whose notes have no printed numbers. Between `pdf`, which says which lines are notes, and `cbec_kg.text.notes`, which
says what they name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from cbec_kg.documents.blockwriter import raised
from cbec_kg.documents.pagelines import PageLine
from cbec_kg.text.headings import bare_references, named
from cbec_kg.text.normalise import has_chinese
from cbec_kg.text.notes import CIRCLED, label_of, numbered, references_of_notes
from cbec_kg.text.reference_list import begins_back

_RAISED = "⁰¹²³⁴-⁹"
_MARKS = (
    re.compile(rf"[\[(（〔［]?([{CIRCLED}])[\])）〕］]?\s*"),
    re.compile(rf"([{_RAISED}]{{1,3}})[.)]?\s*"),
    re.compile(r"[\[〔［]\s*(\d{1,3})\s*[\]〕］]\s*", re.ASCII),
    re.compile(r"[(（]?(\d{1,3})(?:[)）.．、]\s*|\s+|(?=[\u3400-\u9fff《“]))", re.ASCII),
)
"""How a note begins: with a number in a circle, raised, in brackets, or plain."""

_IN_TEXT = (
    re.compile(rf"[\[(（〔［]?([{CIRCLED}])[\])）〕］]?"),
    re.compile(rf"(?<![{_RAISED}⁻])([{_RAISED}]{{1,3}})(?![{_RAISED}])"),
    re.compile(r"[\[〔［]\s*(\d{1,3})\s*[\]〕］]", re.ASCII),
    re.compile(rf"(?<![{_RAISED}⁻])([{_RAISED}]{{1,3}})(?![{_RAISED}])"),
)
"""How the text has its mark, by how it begins."""


class PlacedLine(NamedTuple):
    """A line on its page; `furniture` belongs to that and not to the article."""

    line: PageLine
    page: int
    furniture: bool


class _Note(NamedTuple):
    """A note: its page, number, form of mark, and the places of its lines; `text` is without the mark."""

    page: int
    label: int
    form: int
    places: list[int]
    texts: list[str]

    @property
    def text(self) -> str:
        joint = "" if has_chinese("".join(self.texts)) else " "
        return re.sub(r"(?<=[a-z])[-‐] (?=[a-z])", "", joint.join(self.texts))


class CitedNotes(NamedTuple):
    """The notes of a paper that are its references.

    `places` are the lines of the notes that become the list, `entries` that list, in order; `lines` are those of the text in
    which a mark has the number of its entry instead of that of its note.
    """

    places: frozenset[int] = frozenset()
    entries: tuple[str, ...] = ()
    lines: Mapping[int, str] = {}


def cited_notes(placed: Sequence[PlacedLine], asides: Collection[int]) -> CitedNotes:
    """Return the notes that hold references, where the paper has no other list of them.

    `asides` are the places of lines below the text.
    """
    text = [place for place, one in enumerate(placed) if not one.furniture and place not in asides]
    if any(named(placed[place].line.text) == "references" or bare_references(placed[place].line.text) for place in text):
        return CitedNotes()
    notes = _notes(placed, asides)
    numbers = numbered(references_of_notes([note.text for note in notes], [note.label for note in notes]))
    if not any(numbers):
        return CitedNotes()
    lines: dict[int, str] = {}
    for page in sorted({note.page for note in notes}):
        here = [(note, number) for note, number in zip(notes, numbers, strict=True) if note.page == page]
        lines |= _marked(placed, [place for place in text if placed[place].page == page], here)
    first: dict[int, str] = {}
    for note, number in zip(notes, numbers, strict=True):
        if number:
            first.setdefault(number, note.text)
    places = (place for note, number in zip(notes, numbers, strict=True) if number for place in note.places)
    return CitedNotes(frozenset(places), tuple(first[number] for number in sorted(first)), lines)


def _notes(placed: Sequence[PlacedLine], asides: Collection[int]) -> list[_Note]:
    """Return the notes in order; each number is one more than that before, or begins anew on a page."""
    found: list[_Note] = []
    is_open = False
    for place in sorted(asides):
        one = placed[place]
        begun = _begun(one.line.text)
        last = found[-1] if found else None
        anew = last is None or last.page != one.page
        form, label, end = begun or (0, 0, 0)
        follows = last is not None and label == last.label + 1 and (anew or form == last.form)
        if begun and ((anew and label == 1) or follows):
            found.append(_Note(one.page, label, form, [place], [one.line.text[end:]]))
            is_open = True
        elif begins_back(one.line.text) or re.match(r"[*＊†‡§]", one.line.text):
            is_open = False
        elif is_open and last is not None and one.page <= last.page + 1:
            last.places.append(place)
            last.texts.append(one.line.text)
    return found


def _begun(text: str) -> tuple[int, int, int] | None:
    for form, pattern in enumerate(_MARKS):
        if match := pattern.match(text):
            return form, label_of(match[1]), match.end()
    return None


def _marked(placed: Sequence[PlacedLine], text: Sequence[int], notes: Sequence[tuple[_Note, int | None]]) -> dict[int, str]:
    """Return the lines of a page's text with their marks changed: those of references raised, those of others in circles."""
    changes: dict[int, list[tuple[int, int, str]]] = {}
    start = (0, 0)
    for note, number in notes:
        for order, place in enumerate(text):
            line = placed[place].line
            enclosed = note.form == 0 and any(any(placed[other].line.enclosed) for other in text)
            spots = [
                match
                for count, match in enumerate(_IN_TEXT[note.form].finditer(line.text))
                if label_of(match[1]) == note.label
                and (order, match.start()) >= start
                and (not enclosed or line.enclosed[count])
            ]
            if spots:
                mark = raised(str(number)) if number else spots[0].group()
                if not number and note.form:
                    mark = circled(note.label)
                changes.setdefault(place, []).append((spots[0].start(), spots[0].end(), mark))
                start = (order, spots[0].end())
                break
    lines = {}
    for place, spots_of in changes.items():
        line_text = placed[place].line.text
        for begin, end, mark in sorted(spots_of, reverse=True):
            line_text = line_text[:begin] + mark + line_text[end:]
        lines[place] = line_text
    return lines


def circled(number: int) -> str:
    """Return a number in a circle, in brackets where there is none.

    Examples
    --------
    >>> circled(3), circled(21), circled(60)
    ('③', '㉑', '(60)')
    """
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return f"({number})"
