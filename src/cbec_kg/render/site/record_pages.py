"""What the page of each kind of record shows, in the order in which a reader asks: what it says, where, resting on what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cbec_kg.model import records
from cbec_kg.model.curated import Passage
from cbec_kg.model.records import Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.record_facts import facts_of
from cbec_kg.render.language.wording import field_word
from cbec_kg.render.site import figures, parts
from cbec_kg.render.site import link_lists as lists
from cbec_kg.render.site.audit_pages import finding_block
from cbec_kg.render.site.link_lists import related
from cbec_kg.render.site.paper import Paper, title
from cbec_kg.render.site.parts import Block, Cell, Entries, Entry, Fact, Facts, Plain, both, heading, same, shown, text

Show = Callable[[Paper, Any], Block | None]
"""Makes a block of a record's page; None, or a block without content, is left out."""


def record_blocks(paper: Paper, record: Record) -> Iterator[Block]:
    """Yield the blocks of a record's page."""
    for show in _BLOCKS.get(type(record), ()):
        block = show(paper, record)
        if block is not None:
            yield block
    if not isinstance(record, records.Article):
        yield lists.mentions_block(paper, record)


def _facts(paper: Paper, record: Record) -> Block:
    """Return the named values of a record: what all pages for readers show, and what a page of its own has room for."""
    facts = list(_fields(paper, record, _FIRST))
    for name, value in facts_of(paper.snapshot, record):
        if name not in _SHOWN_OTHERWISE:
            facts.append(_fact(paper, name, value))
        if name == "unit" and isinstance(record, records.Statistic):
            facts += figures.normalised_facts(paper, record)
    return Facts(text("facts"), (*facts, *_fields(paper, record, _LAST)))


_SHOWN_OTHERWISE = ("section", "metadata", "values")
"""Facts that have a line or a block of their own."""


def _fact(paper: Paper, name: str, value: Mapping[str, Any]) -> Fact:
    cells: list[Cell] = [paper.link(id) for id in value.get("ids", ())]
    cells += [both(**value[key]) for key in ("text", "more") if key in value]
    if "basis" in value:
        cells.append(paper.term(f"basis-{value['basis']}"))
    return Fact(both(**field_word(name)), tuple(cells), both(**value["why"]) if "why" in value else None)


Field = tuple[str, str, Callable[[Paper, Any], Cell | tuple[Cell, ...]]]
"""Name of a record's field, the ontology's property or class that heads it, and how its value is shown."""


def _fields(paper: Paper, record: Record, fields: Mapping[type[Record], Sequence[Field]]) -> Iterator[Fact]:
    for name, term, show in fields.get(type(record), ()):
        value = getattr(record, name)
        if value is not None:
            cells = show(paper, value)
            yield Fact(heading(term), cells if isinstance(cells, tuple) else (cells,))


def section_cells(paper: Paper, record: str) -> tuple[Cell, ...]:
    """Return a section's number and a link to it."""
    section = paper.snapshot.records[record]
    return (Plain(section.number), paper.link(record)) if isinstance(section, records.Section) else ()


def _plain(_paper: Paper, value: object) -> Cell:
    return Plain(str(value))


def _concept(scheme: str) -> Callable[[Paper, str], Cell]:
    return lambda paper, notation: paper.term(f"{scheme}-{notation}")


_SECTION: Field = ("section", "Section", section_cells)
_NUMBER: Field = ("number", "number", _plain)
_FIRST: Mapping[type[Record], Sequence[Field]] = {
    records.Problem: [("status", "problemStatus", _concept("problem"))],
    records.Facet: [("problem", "facetOf", Paper.link), ("status", "problemStatus", _concept("problem"))],
    records.Measure: [("countermeasure", "measureOf", Paper.link)],
}
"""Fields shown before those that all pages show, by kind."""
_LAST: Mapping[type[Record], Sequence[Field]] = {
    records.Countermeasure: [_SECTION],
    records.Figure: [_SECTION, _NUMBER],
    records.Indicator: [("flow", "flow", _plain)],
    records.Problem: [_SECTION],
    records.Reference: [_NUMBER, ("key", "citationKey", _plain)],
    records.Section: [
        _NUMBER,
        ("kind", "sectionKind", lambda paper, kind: paper.kind_term(records.Section, kind)),
        ("parent", "parentSection", Paper.link),
        ("heading_asserts", "headingAsserts", lambda _, value: shown(value)),
    ],
    records.Table: [_SECTION, _NUMBER],
    records.Unit: [
        ("symbol", "symbol", _plain),
        ("factor", "factor", lambda _, value: Plain(format(value, "f"))),
        ("base", "baseUnit", figures.base_unit),
    ],
}
"""Fields shown after those, by kind."""


def _article_facts(_paper: Paper, record: records.Article) -> Block:
    further = text(record.further_authors) if record.further_authors else None
    values: Mapping[str, tuple[Bilingual, object]] = {
        "doi": (same("DOI"), parts.Outside(f"https://doi.org/{record.doi}") if record.doi else None),
        "journal": (heading("journal"), record.journal and shown(record.journal)),
        "year": (text("year"), record.year),
        "volume": (text("volume"), record.volume),
        "issue": (text("issue"), record.issue),
        "number": (heading("number"), record.number),
        "first-author": (heading("firstAuthor"), record.first_author),
        "further-authors": (heading("furtherAuthors"), further),
        "language": (text("language"), record.language),
        "pages-seen": (text("pages-seen"), ", ".join(record.pages_seen)),
    }
    given: Mapping[str, tuple[Bilingual, object]] = {
        "title": (text("field-title"), record.title and shown(record.title)),
        "authors": (heading("authorList"), ", ".join(record.authors)),
        "keywords": (text("field-keywords"), ", ".join(record.keywords)),
        "identifiers": (heading("externalIdentifier"), ", ".join(record.identifiers)),
    }
    values = {**{field: pair for field, pair in given.items() if pair[1]}, **values}
    derived = {note.field.partition(".")[0]: note for note in reversed(record.derived)}
    facts = []
    for field, (name, value) in values.items():
        cell = value if isinstance(value, Bilingual | parts.Outside) else Plain(str(value))
        known = (text("unknown") if value in (None, "") else cell,)
        note = derived.get(field)
        more = (text("derived", why=note.why), f"derived/{note.field}") if note else ()
        facts.append(Fact(name, known, *more))
    return Facts(text("facts"), tuple(facts))


def _article_unknowns(_paper: Paper, record: records.Article) -> Block:
    facts = (_unknown(note.field, _unknown_name(note.field), note.why) for note in record.unknown)
    return Facts(text("unknowns"), tuple(facts))


def _unknown_name(field: str) -> Bilingual:
    """Return the name of a field that an article's record calls unknown; its own where the catalogues have none."""
    try:
        return text(f"field-{field}")
    except KeyError:
        return same(field)


def _unknown(field: str, name: Bilingual, why: Bilingual) -> Fact:
    return Fact(name, (text("unknown"),), shown(why), f"unknown/{field}")


def _unknowns(field: str) -> Show:
    return lambda _, record: Facts(text("unknowns"), (_unknown(field, both(**field_word(field)), record.why),))


def _supplied(paper: Paper, record: records.Reference) -> Block | None:
    supplied = paper.source.bibliography.get(paper.ordinals[record.id])
    if supplied is None:
        return None
    origin = supplied.provenance
    styled = {same(style): parts.Quote(texts[supplied.number]) for style, texts in paper.formatted.items()}
    cells: Mapping[Bilingual, Cell] = styled | {
        text("status"): text(f"supplied-{supplied.status}"),
        text("file"): Plain(f"{origin.source} {origin.key or ''}".strip()),
    }
    if supplied.status != "drafted":
        by = Plain(origin.by) if origin.by else text("unknown")
        cells = {**cells, text("imported"): Plain(str(origin.date)), text("supplier"): by}
    return Facts(text("supplied"), tuple(Fact(name, (cell,)) for name, cell in cells.items()))


def _subsections(paper: Paper, record: records.Section) -> Block:
    below = sorted(section.id for section in paper.snapshot.of(records.Section) if section.parent == record.id)
    return Entries(text("subsections"), tuple(lists.entry_of(paper, name) for name in below))


def _in_section(paper: Paper, record: records.Section) -> Block:
    kinds: tuple[type[Record], ...] = (records.Problem, records.Countermeasure, records.Table, records.Figure)
    found = [item.id for kind in kinds for item in paper.snapshot.of(kind) if getattr(item, "section", "") == record.id]
    return Entries(text("in-section"), tuple(lists.entry_of(paper, name) for name in found))


def _passages(paper: Paper, record: records.Section) -> Block:
    found = [passage for passage in paper.snapshot.passages if passage.section == record.number]
    return Entries(title("passages"), tuple(passage_entry(paper, passage) for passage in found))


def passage_entry(paper: Paper, passage: Passage) -> Entry:
    """Return a list's line on a passage: its locator, its kind, its fragment and how many records stand there."""
    count = len(paper.stated.get(passage.locator, ()))
    marks = (
        (None, paper.term(f"passage-{passage.kind}")),
        (heading("fragment"), _fragment(passage)),
        (text("records"), Plain(str(count))),
    )
    return Entry(paper.passage(passage.locator), marks)


def _fragment(passage: Passage) -> parts.Quote:
    return parts.Quote(passage.fragment, passage.prefix, passage.suffix)


def passage_blocks(paper: Paper, passage: Passage) -> Iterator[Block]:
    """Yield the blocks of a passage's page; its sentence is not shown, only where it stands and a fragment of it."""
    facts = (
        Fact(heading("locator"), (Plain(passage.locator),)),
        Fact(heading("passageKind"), (paper.term(f"passage-{passage.kind}"),)),
        Fact(heading("Section"), section_cells(paper, paper.sections[passage.section])),
        Fact(heading("fragment"), (_fragment(passage),)),
        Fact(text("characters"), (Plain(f"{passage.start}–{passage.end}"),)),
        Fact(heading("sha256"), (Plain(passage.sha256),)),
    )
    yield Facts(text("places"), facts)
    entries = []
    for name in paper.stated.get(passage.locator, ()):
        anchors: Sequence[records.AnchorText] = getattr(paper.snapshot.records[name], "at", ())
        fragments = (anchor.fragment for anchor in anchors if anchor.locator == passage.locator)
        marks = ((heading("fragment"), parts.Quote(fragment)) for fragment in fragments)
        entries.append(Entry(paper.link(name), ((None, paper.kind(name)), *marks)))
    yield Entries(text("stated-here"), tuple(entries), text("nothing-stated"))


def _note(_paper: Paper, record: records.Citation | records.Attribution) -> Block:
    return parts.Paragraph(text("says"), shown(record.note))


_SUPPORT = related("support", "rests-on", "no-support", prefix="rests-on")
_RESTING = related("support", "resting", onward=True)


def _statement(*relations: Show) -> Sequence[Show]:
    causes = related("cause", "causes"), related("cause", "effects", onward=True, prefix="leads-to")
    reasons = related("inference", "premises", prefix="concluded-from"), related("inference", "conclusions", onward=True)
    resting = related("support", "resting", "no-resting", onward=True)
    return (_SUPPORT, lists.evidence_block, *relations, *causes, *reasons, resting)


_NAMED: Sequence[Show] = (_facts, lists.places_block, _RESTING)
_POINTER: Sequence[Show] = (_note, *_NAMED)
_CITED: Sequence[Show] = (lists.pointers_block, lists.bearing_block)
_ANSWERS = related("answer", "answers", onward=True, prefix="answers")
_ANSWERED = related("answer", "answered", "no-answer")
_ADDRESSES = related("address", "addresses", onward=True, prefix="addresses")
_ADDRESSED = related("address", "addressed", "no-address")
_BLOCKS: Mapping[type[Record], Sequence[Show]] = {
    records.Article: (_article_facts, _article_unknowns),
    records.Attribution: _POINTER,
    records.Citation: _POINTER,
    records.Claim: (_facts, lists.places_block, *_statement()),
    records.Countermeasure: (_facts, lists.places_block, *_statement(_ANSWERS, related("measure", "measures"))),
    records.Entity: _NAMED,
    records.Facet: (_facts, lists.places_block, *_statement(_ADDRESSED)),
    records.Figure: (_facts, _unknowns("values"), lists.places_block, _SUPPORT, _RESTING),
    records.Indicator: _NAMED,
    records.Measure: (_facts, lists.places_block, *_statement(_ADDRESSES)),
    records.Problem: (_facts, lists.places_block, *_statement(related("facet", "facets"), _ANSWERED)),
    records.Reference: (_facts, _supplied, _unknowns("metadata"), *_CITED),
    records.Section: (_facts, _subsections, _in_section, _passages),
    records.Source: (_facts, *_CITED),
    records.Statistic: (
        figures.printed_block, _facts, figures.cell_grid, lists.places_block, finding_block, *_statement(),
    ),
    records.Table: (_facts, figures.table_grid, lists.places_block, _SUPPORT, _RESTING),
    records.Unit: _NAMED,
}  # fmt: skip
"""The blocks of each kind's page, in their order; the records that name it come last on every page but the article's."""
