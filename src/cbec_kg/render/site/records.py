"""What the page of each kind of record shows, in the order in which a reader asks: what it says, where, resting on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cbec_kg.model.iris import TERM
from cbec_kg.model.records import (
    AnchorText,
    Article,
    Attribution,
    Citation,
    Claim,
    Countermeasure,
    Facet,
    Figure,
    Indicator,
    Measure,
    Passage,
    Problem,
    Record,
    Reference,
    Section,
    Source,
    Statistic,
    Table,
    Unit,
)
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.facts import facts_of
from cbec_kg.render.language.wording import field_word, word_for
from cbec_kg.render.site import links, wording
from cbec_kg.render.site.figures import statistic_blocks, table_grid
from cbec_kg.render.site.findings import finding_block
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import (
    Block,
    Cell,
    Entries,
    Entry,
    Fact,
    Facts,
    Link,
    Outside,
    Plain,
    Quote,
    Saying,
    both,
    shown,
)

STATEMENTS = (Claim, Countermeasure, Facet, Measure, Problem, Statistic)


def record_blocks(paper: Paper, record: Record) -> Iterator[Block]:
    """Yield the blocks of a record's page; an empty list that says nothing is left out later."""
    if isinstance(record, Article):
        yield from _article(paper, record)
        return
    if isinstance(record, Statistic):
        yield from statistic_blocks(paper, record, record_facts(paper, record))
    elif isinstance(record, Citation | Attribution):
        yield Saying(wording.SAYS, shown(record.note))
    if not isinstance(record, Statistic):
        yield Facts(wording.FACTS, tuple(record_facts(paper, record)))
    if isinstance(record, Reference):
        yield from _supplied(paper, record)
    yield from _unknowns(paper, record)
    if isinstance(record, Table):
        yield table_grid(paper, record)
    if isinstance(record, Section):
        yield from _section(paper, record)
    yield from links.places_block(paper, record)
    if isinstance(record, Statistic):
        yield finding_block(paper, record)
    yield from _support(paper, record)
    yield from _relations(paper, record)
    if not isinstance(record, Reference | Source | Section):
        yield from links.resting_blocks(paper, record.id, ask=isinstance(record, STATEMENTS))
    yield links.mentions_block(paper, record.id)


def _support(paper: Paper, record: Record) -> Iterator[Block]:
    if isinstance(record, (*STATEMENTS, Table, Figure)):
        yield from links.support_blocks(paper, record.id, ask=True)
        if isinstance(record, STATEMENTS):
            yield links.evidence_block(paper, record.id)
    elif isinstance(record, Reference | Source):
        yield links.pointers_block(paper, record.id)
        yield links.bearing_block(paper, record.id)


def _relations(paper: Paper, record: Record) -> Iterator[Block]:
    if isinstance(record, Problem):
        yield links.relation_block(paper, record.id, "facet", False, wording.FACETS)
        yield links.relation_block(paper, record.id, "answer", False, wording.ANSWERED, empty=wording.NO_ANSWER)
    if isinstance(record, Countermeasure):
        yield links.relation_block(paper, record.id, "answer", True, wording.ANSWERS, "answers")
        yield links.relation_block(paper, record.id, "measure", False, wording.MEASURES)
    if isinstance(record, Facet):
        yield links.relation_block(paper, record.id, "address", False, wording.ADDRESSED, empty=wording.NO_ADDRESS)
    if isinstance(record, Measure):
        yield links.relation_block(paper, record.id, "address", True, wording.ADDRESSES, "addresses")
    if isinstance(record, STATEMENTS):
        yield links.relation_block(paper, record.id, "cause", False, wording.CAUSES)
        yield links.relation_block(paper, record.id, "cause", True, wording.EFFECTS, "leads-to")


def record_facts(paper: Paper, record: Record) -> Iterator[Fact]:
    """Yield the named values of a record: those that all pages show, and what a page of its own has room for."""
    if isinstance(record, Problem):
        yield Fact(wording.STATUS, (paper.term(f"{TERM}problem-{record.status}"),))
    if isinstance(record, Facet):
        yield Fact(wording.FACET_OF, (paper.link(record.problem),))
    if isinstance(record, Measure):
        yield Fact(wording.MEASURE_OF, (paper.link(record.countermeasure),))
    for name, value in facts_of(paper.curation, record):
        if name not in _SHOWN_OTHERWISE:
            yield _fact(paper, name, value)
    if isinstance(record, Table | Figure | Problem | Countermeasure):
        yield Fact(wording.SECTION, section_cells(paper, record.section))
    yield from _own_facts(paper, record)


_SHOWN_OTHERWISE = ("section", "metadata", "values")
"""Facts that have a line or a block of their own."""


def section_cells(paper: Paper, record: str) -> tuple[Cell, ...]:
    """Return a section's number and a link to it."""
    section = paper.curation.records[record]
    return (Plain(section.number), paper.link(record)) if isinstance(section, Section) else ()


def _own_facts(paper: Paper, record: Record) -> Iterator[Fact]:
    if isinstance(record, Unit):
        yield Fact(wording.SYMBOL, (Plain(record.symbol),))
        yield Fact(wording.FACTOR, (Plain(format(record.factor, "f")),))
        yield Fact(wording.BASE_UNIT, (wording.UNKNOWN if record.base == "unknown" else Plain(record.base),))
    elif isinstance(record, Indicator) and record.flow:
        yield Fact(wording.FLOW, (Plain(record.flow),))
    elif isinstance(record, Reference | Table | Figure):
        yield Fact(wording.NUMBER, (Plain(str(record.number)),))
    elif isinstance(record, Section):
        yield Fact(wording.NUMBER, (Plain(record.number),))
        yield Fact(wording.KIND, (paper.term(f"{TERM}section-{record.kind}"),))
        if record.parent:
            yield Fact(wording.PARENT, (paper.link(record.parent),))
        if record.heading_asserts:
            yield Fact(wording.HEADING_ASSERTS, (shown(record.heading_asserts),))


def _fact(paper: Paper, name: str, value: Mapping[str, object]) -> Fact:
    """Return a fact as the shared pages have it, its ids turned to links."""
    ids, text, why, more, basis = (value.get(key) for key in ("ids", "text", "why", "more", "basis"))
    cells: list[Cell] = []
    if isinstance(ids, list):
        cells += [paper.link(id) for id in ids]
    if isinstance(text, dict):
        cells.append(both(text["zh"], text["en"]))
    if isinstance(more, dict):
        cells.append(both(more["zh"], more["en"]))
    if isinstance(basis, str):
        cells.append(Link(paper.term(f"{TERM}basis-{basis}").path, both(**word_for("basis", basis))))
    return Fact(both(**field_word(name)), tuple(cells), both(why["zh"], why["en"]) if isinstance(why, dict) else None)


def _unknowns(paper: Paper, record: Record) -> Iterator[Block]:
    """Yield what the text does not give of a reference or a figure."""
    field = "metadata" if isinstance(record, Reference) else "values"
    if isinstance(record, Reference | Figure):
        yield Facts(
            wording.UNKNOWNS, (Fact(both(**field_word(field)), (wording.UNKNOWN,), shown(record.why), f"unknown/{field}"),)
        )


def _supplied(paper: Paper, record: Reference) -> Iterator[Block]:
    """Yield what the user supplied for a reference, with its provenance."""
    supplied = paper.bibliography.get(record.number)
    if supplied is None:
        return
    from cbec_kg.bibliography.csl import format_reference

    origin = supplied.provenance
    status = both(
        *{"asserted": ("由用户提供，未核对", "asserted"), "verified": ("由用户提供，已核对", "verified")}[supplied.status]
    )
    facts = [Fact(both(style, style), (Quote(format_reference(supplied.item, form)),)) for form, style in _STYLES.items()]
    facts += [
        Fact(wording.STATUS, (status,)),
        Fact(wording.FILE, (Plain(" ".join(part for part in (origin.source, origin.key or "") if part)),)),
        Fact(wording.IMPORTED, (Plain(str(origin.date)),)),
        Fact(wording.SUPPLIER, (Plain(origin.by) if origin.by else wording.UNKNOWN,)),
    ]
    yield Facts(wording.SUPPLIED, tuple(facts))


_STYLES = {"gbt7714": "GB/T 7714", "apa": "APA"}


def _article(paper: Paper, record: Article) -> Iterator[Block]:
    derived = {note.field: note.why for note in record.derived}
    values: Sequence[tuple[str, Bilingual, object]] = (
        ("journal", wording.JOURNAL, record.journal),
        ("year", wording.YEAR, record.year),
        ("volume", wording.VOLUME, record.volume),
        ("issue", wording.ISSUE, record.issue),
        ("number", wording.NUMBER, record.number),
        ("first-author", wording.AUTHOR, record.first_author),
        ("further-authors", wording.FURTHER, {"yes": wording.YES, "no": wording.NO}.get(record.further_authors or "")),
        ("language", wording.LANGUAGE, record.language),
        ("pages-seen", wording.PAGES_SEEN, ", ".join(record.pages_seen)),
    )
    facts = [Fact(both("DOI", "DOI"), (Outside(f"https://doi.org/{record.doi}") if record.doi else wording.UNKNOWN,))]
    for field, name, value in values:
        cell: Cell = wording.UNKNOWN if value in (None, "") else Plain(str(value))
        if isinstance(value, Bilingual):
            cell = shown(value)
        whys = [why for key, why in derived.items() if key.partition(".")[0] == field]
        note = both(f"推得：{whys[0].zh}", f"derived: {whys[0].en}") if whys else None
        facts.append(Fact(name, (cell,), note))
    yield Facts(wording.FACTS, tuple(facts))
    unknown = [
        Fact(
            wording.FIELDS.get(note.field) or both(note.field, note.field),
            (wording.UNKNOWN,),
            shown(note.why),
            f"unknown/{note.field}",
        )
        for note in record.unknown
    ]
    yield Facts(wording.UNKNOWNS, tuple(unknown))


def _section(paper: Paper, record: Section) -> Iterator[Block]:
    below = sorted(section.id for section in paper.curation.of(Section) if section.parent == record.id)
    yield Entries(wording.SUBSECTIONS, tuple(links.entry_of(paper, name) for name in below))
    within: tuple[type[Record], ...] = (Problem, Countermeasure, Table, Figure)
    found = [item.id for kind in within for item in paper.curation.of(kind) if getattr(item, "section", "") == record.id]
    yield Entries(wording.IN_SECTION, tuple(links.entry_of(paper, name) for name in found))
    yield Entries(
        wording.PASSAGES,
        tuple(passage_entry(paper, passage) for passage in paper.curation.passages if passage.section == record.number),
    )


def passage_entry(paper: Paper, passage: Passage) -> Entry:
    """Return a list's line on a passage: its locator, its kind, its fragment and how many records stand there."""
    count = len(paper.stated.get(passage.locator, ()))
    return Entry(
        Link(paper.address(f"passage-{passage.locator}").page, both(passage.locator, passage.locator)),
        (
            (None, paper.term(f"{TERM}passage-{passage.kind}")),
            (wording.FRAGMENT, Quote(passage.fragment, passage.prefix, passage.suffix)),
            (wording.RECORDS, Plain(str(count))),
        ),
    )


def passage_blocks(paper: Paper, passage: Passage) -> Iterator[Block]:
    """Yield the blocks of a passage's page; its sentence is not shown, only where it stands and a fragment of it."""
    sections = {section.number: section.id for section in paper.curation.of(Section)}
    yield Facts(
        wording.PLACES,
        (
            Fact(wording.LOCATOR, (Plain(passage.locator),)),
            Fact(wording.KIND, (paper.term(f"{TERM}passage-{passage.kind}"),)),
            Fact(wording.SECTION, section_cells(paper, sections[passage.section])),
            Fact(wording.FRAGMENT, (Quote(passage.fragment, passage.prefix, passage.suffix),)),
            Fact(wording.CHARACTERS, (Plain(f"{passage.start}–{passage.end}"),)),
            Fact(wording.DIGEST, (Plain(passage.sha256),)),
        ),
    )
    stated = paper.stated.get(passage.locator, ())
    entries = []
    for name in stated:
        anchors: Sequence[AnchorText] = getattr(paper.curation.records[name], "at", ())
        fragments = [anchor.fragment for anchor in anchors if anchor.locator == passage.locator]
        marks = tuple((wording.FRAGMENT, Quote(fragment)) for fragment in fragments)
        entries.append(Entry(paper.link(name), ((None, links.kind_link(paper, name)), *marks)))
    yield Entries(wording.STATED_HERE, tuple(entries), wording.NOTHING_STATED)
