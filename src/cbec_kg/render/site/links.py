"""The lists of links on a record's page: what it rests on, what rests on it, which sources bear on it, who names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cbec_kg.evidence.grades import grade_of
from cbec_kg.model.iris import TERM
from cbec_kg.model.links import EvidenceLine, Relation, line_order
from cbec_kg.model.links import Link as EvidenceLink
from cbec_kg.model.records import Attribution, Citation, Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import in_both
from cbec_kg.render.language.wording import field_word, function_word, word_for
from cbec_kg.render.site import wording
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Cell, Entries, Entry, Link, Plain, Quote, both, shown
from cbec_kg.render.site.statements import TYPE

Mark = tuple[Bilingual | None, Cell]


def kind_link(paper: Paper, record: str) -> Link:
    """Return a link to the ontology's class of a record."""
    found = class_link(paper, paper.iri(record))
    assert found is not None  # every record is of a class of the ontology
    return found


def class_link(paper: Paper, iri: str) -> Link | None:
    """Return a link to the ontology's class of any resource, None when it is of none."""
    types = (value.value for value in paper.statements.values(iri, TYPE))
    own = [kind for kind in types if kind.startswith(TERM) and paper.addresses.of(kind)]
    return paper.term(own[0]) if own else None


def role_mark(paper: Paper, role: str) -> Mark:
    """Return the role of a piece of evidence, leading to its definition."""
    return wording.ROLE, Link(paper.term(f"{TERM}role-{role}").path, both(**word_for("role", role)))


def basis_mark(paper: Paper, basis: str) -> Mark:
    """Return how a link is known, leading to its definition."""
    return wording.BASIS, Link(paper.term(f"{TERM}basis-{basis}").path, both(**word_for("basis", basis)))


def locator_marks(paper: Paper, record: str) -> Iterator[Mark]:
    """Yield the first place of a record."""
    for anchor in getattr(paper.curation.records.get(record), "at", ())[:1]:
        yield wording.LOCATOR, passage_link(paper, anchor.locator)


def passage_link(paper: Paper, locator: str) -> Cell:
    """Return a link to a passage's page, under its locator."""
    if f"passage-{locator}" not in paper.addresses.records[paper.folder]:
        return Plain(locator)
    return Link(paper.address(f"passage-{locator}").page, both(locator, locator))


def entry_of(
    paper: Paper, record: str, *marks: Mark, notes: Iterable[Bilingual] = (), id: str = "", kind: bool = True
) -> Entry:
    """Return a list's line on a record: its label, its kind unless all of the list have the same, the marks, its place."""
    kinds = ((None, kind_link(paper, record)),) if kind else ()
    return Entry(
        paper.link(record),
        (*kinds, *marks, *locator_marks(paper, record)),
        tuple(shown(note) for note in notes),
        id,
    )


def places_block(paper: Paper, record: Record) -> Iterator[Block]:
    """Yield where a record stands: passage, fragment, characters."""
    anchors = getattr(record, "at", ())
    if anchors:
        entries = []
        for number, anchor in enumerate(anchors, 1):
            place = paper.places.get((record.id, anchor.locator, anchor.fragment))
            quote = Quote(anchor.fragment, place.prefix, place.suffix) if place else Quote(anchor.fragment)
            offsets: Cell = Plain(f"{place.start}–{place.end}") if place else wording.NO_OFFSETS
            marks = ((wording.LOCATOR, passage_link(paper, anchor.locator)), (wording.CHARACTERS, offsets))
            entries.append(Entry(quote, marks, id=f"anchor-{number}"))
        yield Entries(wording.PLACES, tuple(entries))


def support_blocks(paper: Paper, record: str, ask: bool) -> Iterator[Block]:
    """Yield what a record rests on; with `ask` an empty list is told."""
    links = [link for link in paper.links_into.get(record, ()) if link.relation == "support"]
    entries = tuple(_support(paper, link, link.start, f"rests-on/{link.start}/{link.role}") for link in links)
    yield Entries(wording.RESTS_ON, entries, wording.NO_SUPPORT if ask else None)


def resting_blocks(paper: Paper, record: str, ask: bool) -> Iterator[Block]:
    """Yield what rests on a record; with `ask` an empty list is told."""
    links = [link for link in paper.links_from.get(record, ()) if link.relation == "support"]
    entries = tuple(_support(paper, link, link.end, "") for link in links)
    yield Entries(wording.RESTING, entries, wording.NO_RESTING if ask else None)


def _support(paper: Paper, link: EvidenceLink, other: str, id: str) -> Entry:
    marks = [role_mark(paper, link.role or "generic"), basis_mark(paper, link.basis)]
    return entry_of(paper, other, *marks, notes=[both(link.why.zh, link.why.en)] if link.why else (), id=id)


def relation_block(
    paper: Paper,
    record: str,
    relation: Relation,
    onward: bool,
    name: Bilingual,
    prefix: str = "",
    empty: Bilingual | None = None,
) -> Block:
    """Return a list of what a record is joined to by one relation.

    Parameters
    ----------
    onward : bool
        Whether the links that begin at the record are meant, or those that end there.
    prefix : str
        Word in the IRI of a link that is a part of this record; empty when the links belong elsewhere.
    """
    links = (paper.links_from if onward else paper.links_into).get(record, ())
    entries = []
    for link in links:
        if link.relation == relation:
            other = link.end if onward else link.start
            part = relation in ("facet", "measure")
            marks = () if part else (basis_mark(paper, link.basis),)
            id = f"{prefix}/{other}" if prefix else ""
            notes = [both(link.why.zh, link.why.en)] if link.why else ()
            entries.append(entry_of(paper, other, *marks, notes=notes, id=id, kind=not part))
    return Entries(name, tuple(entries), empty)


def evidence_block(paper: Paper, record: str) -> Block:
    """Return which sources bear on a statement, as computed, with the grade and its rule."""
    lines = sorted(paper.lines_into.get(record, ()), key=line_order)
    grade = grade_of(lines)
    rule = in_both("grades", f"rule-{grade}")
    lead = both(f"评级 {grade}：{rule['zh']}。", f"Grade {grade}: {rule['en']}.")
    entries = tuple(_line(paper, line, line.source, f"evidence/{line.source}/{line.role}") for line in lines)
    return Entries(wording.EVIDENCE, entries, wording.NO_EVIDENCE, lead)


def bearing_block(paper: Paper, source: str) -> Block:
    """Return what a reference or named source bears on, as computed."""
    lines: Sequence[EvidenceLine] = sorted(paper.lines_from.get(source, ()), key=line_order)
    return Entries(wording.BEARS_ON, tuple(_line(paper, line, line.target, "") for line in lines), wording.NO_BEARING)


def _line(paper: Paper, line: EvidenceLine, other: str, id: str) -> Entry:
    via = [(wording.VIA, paper.link(pointer)) for pointer in line.pointers]
    length = (wording.LENGTH, Plain(str(line.length)))
    return Entry(
        paper.link(other),
        ((None, kind_link(paper, other)), role_mark(paper, line.role), basis_mark(paper, line.basis), *via, length),
        id=id,
    )


def pointers_block(paper: Paper, source: str) -> Block:
    """Return where the text points to a reference or named source, with the function of each pointer."""
    entries = []
    for link in paper.links_from.get(source, ()):
        pointer = paper.curation.records[link.end]
        if link.relation == "pointer" and isinstance(pointer, Citation | Attribution):
            mark = (wording.FUNCTION, both(**function_word(pointer.function)))
            entries.append(entry_of(paper, pointer.id, mark, notes=[pointer.note], kind=False))
    return Entries(wording.CITED, tuple(entries), wording.NOT_CITED)


def mentions_block(paper: Paper, record: str) -> Block:
    """Return the other records that name one, with the field in which they do."""
    fields: dict[str, list[str]] = {}
    for field, name in paper.mentions.get(record, ()):
        fields.setdefault(name, []).append(field)
    entries = [
        entry_of(paper, name, *((wording.AS, _field_name(field)) for field in found))
        for name, found in sorted(fields.items())
    ]
    return Entries(wording.MENTIONS, tuple(entries))


def _field_name(field: str) -> Bilingual:
    name = field_word(field)
    return both(name["zh"], name["en"].lower())
