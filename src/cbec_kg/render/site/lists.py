"""The pages that lead to others: the site's home, a paper's home, the lists by kind, the downloads, what is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cbec_kg.evidence.grades import grade_of
from cbec_kg.model.iris import TERM
from cbec_kg.model.records import (
    Article,
    Attribution,
    Citation,
    Claim,
    Countermeasure,
    Entity,
    Facet,
    Figure,
    Indicator,
    Measure,
    Problem,
    Record,
    Reference,
    Section,
    Source,
    Statistic,
    Table,
    Unit,
)
from cbec_kg.render.language.catalogue import in_both
from cbec_kg.render.site import links, wording
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Cell, Entries, Entry, Fact, Facts, Link, Page, Plain, Quote, both
from cbec_kg.render.site.records import passage_entry
from cbec_kg.render.site.statements import shortened
from cbec_kg.render.site.terms import value_cell

KINDS: Mapping[str, type[Record]] = {
    "problems": Problem, "facets": Facet, "countermeasures": Countermeasure, "measures": Measure, "claims": Claim,
    "statistics": Statistic, "tables": Table, "figures": Figure, "references": Reference, "sources": Source,
    "citations": Citation, "attributions": Attribution, "sections": Section, "entities": Entity, "indicators": Indicator,
    "units": Unit,
}  # fmt: skip


def list_of(record: Record) -> str:
    """Return the name of the list that a record is on."""
    return next(name for name, kind in KINDS.items() if isinstance(record, kind))


def home_link(paper: Paper) -> Link:
    """Return a link to a paper's home."""
    return Link(f"{paper.folder}/index.html", paper.statements.label(paper.iri(paper.curation.article.id)))


def home_page(papers: Sequence[Paper], downloads: Sequence[str]) -> Page:
    """Return the site's home: each paper with its diagnosed problems."""
    blocks: list[Block] = []
    for paper in papers:
        diagnosed = [problem.id for problem in paper.curation.of(Problem) if problem.status == "diagnosed"]
        counts = [(title, Plain(str(number))) for name, title in wording.INDEXES.items() if (number := _count(paper, name))]
        everything = Entry(Link(home_link(paper).path, wording.ALL), tuple(counts))
        views = (("explorer", wording.EXPLORER), ("audit", wording.AUDIT))
        ways = [Entry(Link(f"{paper.folder}/{name}.html", title)) for name, title in views]
        blocks.append(Entries(home_link(paper).label, (everything, *ways, *(_problem(paper, name) for name in diagnosed))))
    if downloads:
        blocks.append(Entries(wording.DOWNLOADS, tuple(Entry(Link(path, both(path, path))) for path in downloads)))
    more = (
        Link("void.ttl", wording.DESCRIPTION),
        Link("ontology.html", wording.ONTOLOGY),
        Link("HOSTING.txt", wording.HOSTING),
    )
    return Page("index.html", wording.SITE, tuple(blocks), more=more)


def _problem(paper: Paper, name: str) -> Entry:
    grade = grade_of(paper.lines_into.get(name, ()))
    rule = in_both("grades", f"rule-{grade}")
    answers = [link.start for link in paper.links_into.get(name, ()) if link.relation == "answer"]
    marks = [(wording.ANSWERED, paper.link(answer)) for answer in answers]
    return links.entry_of(
        paper, name, (wording.GRADE, both(f"{grade}：{rule['zh']}", f"{grade}: {rule['en']}")), *marks, kind=False
    )


def paper_page(paper: Paper, downloads: Mapping[str, int], graphs: Sequence[Entry]) -> Page:
    """Return a paper's home: its problems, its lists with counts, its downloads with sizes, its named graphs."""
    diagnosed = [problem.id for problem in paper.curation.of(Problem) if problem.status == "diagnosed"]
    lists = [
        Entry(Link(f"{paper.folder}/{name}.html", title), ((wording.RECORDS, Plain(str(count))),))
        for name, title in wording.INDEXES.items()
        if (count := _count(paper, name)) and name != "graphs"
    ]
    files = [
        Entry(Link(f"{paper.folder}/download/{name}", both(name, name)), ((wording.SIZE, Plain(f"{size:,}")),))
        for name, size in downloads.items()
    ]
    article = paper.link(paper.curation.article.id)
    computed = [
        Entry(Link(f"{paper.folder}/{name}.html", title))
        for name, title in (("audit", wording.AUDIT), ("resources", wording.RESOURCES))
    ]
    return Page(
        f"{paper.folder}/index.html",
        article.label,
        (
            Entries(wording.INDEXES["problems"], tuple(_problem(paper, name) for name in diagnosed)),
            Entries(
                wording.CONTENTS,
                (Entry(article), *lists, *computed),
                close=True,
            ),
            Entries(wording.DOWNLOADS, tuple(files), close=True),
            Entries(wording.INDEXES["graphs"], tuple(graphs), close=True),
        ),
        more=(Link(f"{paper.folder}/explorer.html", wording.EXPLORER), Link("void.ttl", wording.DESCRIPTION)),
    )


def _count(paper: Paper, name: str) -> int:
    if name == "passages":
        return len(paper.curation.passages)
    return len(paper.curation.of(KINDS[name])) if name in KINDS else 0


def list_pages(paper: Paper) -> Iterator[Page]:
    """Yield the list of each kind of record that the paper has."""
    for name, title in wording.INDEXES.items():
        if _count(paper, name):
            entries = (
                tuple(passage_entry(paper, passage) for passage in paper.curation.passages)
                if name == "passages"
                else tuple(_listed(paper, record) for record in _ordered(paper, name))
            )
            yield Page(
                f"{paper.folder}/{name}.html", title, (Entries(wording.CONTENTS, entries),), trail=(home_link(paper),)
            )


def _ordered(paper: Paper, name: str) -> list[Record]:
    """Return the records of a list: by number where they have one, else in the order of the text, else by id."""
    order = {passage.locator: number for number, passage in enumerate(paper.curation.passages)}

    def key(record: Record) -> tuple[int, int, str]:
        number = getattr(record, "number", None)
        if isinstance(number, int):
            return (number, 0, record.id)
        if isinstance(record, Section):
            return (0, 0, record.id)
        for anchor in getattr(record, "at", ())[:1]:
            place = paper.places.get((record.id, anchor.locator, anchor.fragment))
            return (order.get(anchor.locator, len(order)), place.start if place else 0, record.id)
        return (len(order) + 1, 0, record.id)

    return sorted(paper.curation.of(KINDS[name]), key=key)


def _listed(paper: Paper, record: Record) -> Entry:
    if isinstance(record, Problem):
        return _problem(paper, record.id)
    marks: list[links.Mark] = []
    if isinstance(record, Claim):
        marks.append((None, paper.term(f"{TERM}claim-{record.kind}")))
    elif isinstance(record, Statistic):
        marks.append((wording.PRINTED, Quote(record.printed)))
    elif isinstance(record, Reference | Source):
        count = sum(link.relation == "pointer" for link in paper.links_from.get(record.id, ()))
        marks.append((wording.CITATIONS_COUNT, Plain(str(count))))
    elif isinstance(record, Section):
        marks.append((wording.NUMBER, Plain(record.number)))
    return links.entry_of(paper, record.id, *marks, kind=isinstance(record, Entity))


def breadcrumbs(paper: Paper, record: Record) -> tuple[Link, ...]:
    """Return the pages above a record's."""
    if isinstance(record, Article):
        return (home_link(paper),)
    name = list_of(record)
    return home_link(paper), Link(f"{paper.folder}/{name}.html", wording.INDEXES[name])


def leftover_entries(paper: Paper, subjects: Sequence[str], prefix: str) -> tuple[Entry, ...]:
    """Return what the graph says of resources that no other list of a page shows, one line a resource.

    Parameters
    ----------
    prefix : str
        What the subjects' IRIs have before the fragment.
    """
    entries = []
    for subject in subjects:
        label = paper.statements.label(subject)
        entries.append(Entry(label, tuple(_said(paper, subject)), id=subject.removeprefix(prefix)))
    return tuple(entries)


def _said(paper: Paper, subject: str) -> Iterator[links.Mark]:
    for triple in sorted(paper.statements.of[subject], key=str):
        name = triple.predicate.value
        yield both(shortened(name), shortened(name)), resource_cell(paper, triple.object)


def resource_cell(paper: Paper, value: object) -> Cell:
    """Return a value of a statement; an IRI of the site leads to its page."""
    iri: str = getattr(value, "value", "") if type(value).__name__ == "NamedNode" else ""
    found = paper.addresses.of(iri)
    if found is not None and iri in paper.statements.of:
        return Link(found.page, paper.statements.label(iri), found.fragment)
    return value_cell(paper.statements, paper.addresses.terms, value)


def resource_facts(paper: Paper, subject: str) -> Block:
    """Return what the graph says of a resource that is no record, property by property."""
    facts: dict[str, list[Cell]] = {}
    for triple in sorted(paper.statements.of[subject], key=str):
        facts.setdefault(triple.predicate.value, []).append(resource_cell(paper, triple.object))
    for name, cells in facts.items():
        text = paper.statements.text(subject, name)
        if text is not None and len(cells) == 2:
            facts[name] = [text]
    return Facts(
        wording.STATEMENTS,
        tuple(Fact(both(shortened(name), shortened(name)), tuple(cells)) for name, cells in facts.items()),
    )
