"""The lists of links on a record's page: its places, what it rests on, what rests on it, what bears on it, who names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import profile
from cbec_kg.model.links import EvidenceLine, Relation
from cbec_kg.model.links import Link as RecordLink
from cbec_kg.model.records import Attribution, Citation, Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import in_both
from cbec_kg.render.language.wording import field_word, function_word
from cbec_kg.render.site.paper import Paper, title
from cbec_kg.render.site.parts import Block, Cell, Entries, Entry, Mark, Plain, Quote, both, heading, shown, text
from cbec_kg.render.verdict_texts import verdict_in_both
from cbec_kg.render.whole_texts import itself_now, whole_in_both


def entry_of(
    paper: Paper, record: str, *marks: Mark, notes: Iterable[Bilingual] = (), id: str = "", kind: bool = True
) -> Entry:
    """Return a list's line on a record: its label, its kind unless all of the list have the same, the marks, its place."""
    kinds = ((None, paper.kind(record)),) if kind else ()
    anchors = getattr(paper.snapshot.records.get(record), "at", ())
    places = ((heading("locator"), paper.passage(anchor.locator)) for anchor in anchors[:1])
    return Entry(paper.link(record), (*kinds, *marks, *places), tuple(shown(note) for note in notes), id)


def _role_and_basis(paper: Paper, role: str | None, basis: str) -> Iterator[Mark]:
    if role:
        yield heading("role"), paper.term(f"role-{role}")
    yield heading("basis"), paper.term(f"basis-{basis}")


def places_block(paper: Paper, record: Record) -> Block:
    """Return where a record stands: passage, fragment, characters."""
    entries = []
    for number, anchor in enumerate(getattr(record, "at", ()), 1):
        place = paper.place(record.id, anchor)
        quote = Quote(anchor.fragment, place.prefix, place.suffix) if place else Quote(anchor.fragment)
        offsets: Cell = Plain(f"{place.start}–{place.end}") if place else text("no-offsets")
        marks = ((heading("locator"), paper.passage(anchor.locator)), (text("characters"), offsets))
        entries.append(Entry(quote, marks, id=f"anchor-{number}"))
    return Entries(text("places"), tuple(entries))


def related(
    relation: Relation, name: str, empty: str = "", onward: bool = False, prefix: str = ""
) -> Callable[[Paper, Record], Block]:
    """Return what lists the records that one is joined to by a relation, under the title of a list or another text.

    Parameters
    ----------
    empty : str
        Text where there are none.
    onward : bool
        Whether the links that begin at the record are meant, or those that end there.
    prefix : str
        Word in the IRI of a link that is a part of this record; empty when the links belong elsewhere.
    """

    def show(paper: Paper, record: Record) -> Block:
        links = (paper.snapshot.outgoing if onward else paper.snapshot.incoming).get(record.id, ())
        ends = [(link, link.end if onward else link.start) for link in links if link.relation == relation]
        ids = ["/".join(filter(None, (prefix, other, link.role))) if prefix else "" for link, other in ends]
        entries = (_linked(paper, link, other, id) for (link, other), id in zip(ends, ids, strict=True))
        return Entries(title(name), tuple(entries), text(empty) if empty else None)

    return show


def _linked(paper: Paper, link: RecordLink, other: str, id: str = "") -> Entry:
    """Return a line on the other end of a link; a facet or measure is joined to its whole by its very kind."""
    judged = (both(**verdict_in_both(one.value)) for one in paper.snapshot.verdicts_on(link))
    notes = [*(note for note in (link.why, link.doubt) if note), *judged]
    if link.relation in ("facet", "measure"):
        marks: list[Mark] = [(None, paper.term("problem-mentioned"))] if other in paper.snapshot.elsewhere else []
        return entry_of(paper, other, *marks, notes=notes, id=id, kind=False)
    return entry_of(paper, other, *_role_and_basis(paper, link.role, link.basis), notes=notes, id=id)


def evidence_block(paper: Paper, record: Record) -> Block:
    """Return which sources bear on a statement itself, as computed, with the grade and its rule, and what of its parts."""
    lines = paper.snapshot.lines_to.get(record.id, ())
    entries = tuple(_line(paper, line, line.source, f"evidence/{line.source}/{line.role}") for line in lines)
    lead = grade_text(paper, record.id, "grade-of-all")
    whole = whole_text(paper, record.id)
    if whole is not None:
        lead = text("whole-and-grade", whole=whole, grade=lead)
    return Entries(text("evidence"), entries, text("no-evidence"), lead)


def whole_text(paper: Paper, record: str) -> Bilingual | None:
    """Return what backs a problem or countermeasure itself, and how many parts are backed; None for another record."""
    found = profile(paper.snapshot, record)
    if found.counts is None:
        return None
    return both(**whole_in_both(paper.snapshot.kinds[record], itself_now(bool(found.direct)), found.counts))


def grade_text(paper: Paper, record: str, name: str) -> Bilingual:
    """Return a text on the grade of a statement with the grade's rule."""
    grade = grade_of(paper.snapshot.lines_to.get(record, ()))
    label, rule = (both(**in_both("grades", f"{part}-{grade}")) for part in ("label", "rule"))
    return text(name, grade=label, means=rule)


def bearing_block(paper: Paper, source: Record) -> Block:
    """Return what a reference or named source bears on, as computed."""
    lines = paper.lines_from.get(source.id, ())
    return Entries(text("bears-on"), tuple(_line(paper, line, line.target) for line in lines), text("no-bearing"))


def _line(paper: Paper, line: EvidenceLine, other: str, id: str = "") -> Entry:
    via = ((heading("via"), paper.link(pointer)) for pointer in line.pointers)
    length = (text("path-length"), Plain(str(line.length)))
    marks = ((None, paper.kind(other)), *_role_and_basis(paper, line.role, line.basis), *via, length)
    return Entry(paper.link(other), marks, id=id)


def pointers_block(paper: Paper, source: Record) -> Block:
    """Return where the text points to a reference or named source, with the function of each pointer."""
    entries = []
    for link in paper.snapshot.outgoing.get(source.id, ()):
        pointer = paper.snapshot.records[link.end]
        if link.relation == "pointer" and isinstance(pointer, Citation | Attribution):
            mark = (heading("citationFunction"), both(*function_word(pointer.function).values()))
            entries.append(entry_of(paper, pointer.id, mark, notes=[pointer.note], kind=False))
    return Entries(text("cited"), tuple(entries), text("not-cited"))


def mentions_block(paper: Paper, record: Record) -> Block:
    """Return the other records that name one, with the field in which they do."""
    named = paper.mentions.get(record.id, {})
    entries = (entry_of(paper, name, *((text("as"), _field(field)) for field in named[name])) for name in sorted(named))
    return Entries(text("mentions"), tuple(entries))


def _field(field: str) -> Bilingual:
    name = field_word(field)
    return both(name["zh"], name["en"].lower())
