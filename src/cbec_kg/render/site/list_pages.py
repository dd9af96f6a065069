"""The pages that lead to others: the site's home, a paper's home, the lists by kind; and what no other page is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.records import Article, Claim, Entity, Problem, Record, Reference, Section, Source, Statistic
from cbec_kg.render.site.link_lists import entry_of, grade_text, whole_text
from cbec_kg.render.site.ontology_pages import graph_facts
from cbec_kg.render.site.paper import LISTS, Paper, title
from cbec_kg.render.site.parts import Block, Entries, Entry, Link, Mark, Page, Plain, Quote, heading, same, text
from cbec_kg.render.site.record_pages import passage_entry


def home_link(paper: Paper) -> Link:
    """Return a link to a paper's home."""
    return Link(f"{paper.folder}/index.html", paper.link(paper.article.id).label)


def list_link(paper: Paper, name: str) -> Link:
    """Return a link to a list of a paper's records, or to another page of the paper."""
    return Link(f"{paper.folder}/{name}.html", title(name))


def home_page(papers: Sequence[Paper], downloads: Sequence[str]) -> Page:
    """Return the site's home: each paper with its diagnosed problems."""
    blocks: list[Block] = []
    for paper in papers:
        home = home_link(paper)
        counts = tuple((title(name), Plain(str(count))) for name, count in _counts(paper).items())
        entries = [Entry(Link(home.path, text("all")), counts)]
        entries += (Entry(list_link(paper, name)) for name in ("explorer", "audit"))
        blocks.append(Entries(home.label, (*entries, *_diagnosed(paper))))
    if downloads:
        blocks.append(Entries(text("downloads"), tuple(Entry(Link(path, same(path))) for path in downloads)))
    more = (("void.ttl", "description"), ("ontology.html", "ontology"), ("HOSTING.txt", "hosting"))
    return Page("index.html", text("site"), tuple(blocks), more=tuple(Link(path, text(name)) for path, name in more))


def _diagnosed(paper: Paper) -> Iterator[Entry]:
    return (_problem(paper, name) for name in paper.snapshot.diagnosed)


def _problem(paper: Paper, name: str) -> Entry:
    answers = (link.start for link in paper.snapshot.incoming.get(name, ()) if link.relation == "answer")
    whole = whole_text(paper, name)
    marks: list[Mark] = [(text("itself-and-parts"), whole)] if whole is not None else []
    marks.append((text("grade"), grade_text(paper, name, "grade-rule")))
    marks += ((text("answered"), paper.link(answer)) for answer in answers)
    return entry_of(paper, name, *marks, kind=False)


def paper_page(paper: Paper, graphs: Sequence[Entry]) -> Page:
    """Return a paper's home: its problems, its lists with counts, its downloads with sizes, its named graphs."""
    article = paper.link(paper.article.id)
    counts = {name: ((text("records"), Plain(str(count))),) for name, count in _counts(paper).items()}
    contents = [Entry(article), *(Entry(list_link(paper, name), mark) for name, mark in counts.items())]
    contents += (Entry(list_link(paper, name)) for name in ("audit", "resources"))
    sizes = {name: f"{len(content.encode()):,}" for name, content in paper.source.downloads.items()}
    links = {name: Link(f"{paper.folder}/download/{name}", same(name)) for name in sizes}
    files = (Entry(links[name], ((text("size"), Plain(size)),)) for name, size in sizes.items())
    blocks = (
        Entries(title("problems"), tuple(_diagnosed(paper))),
        Entries(text("contents"), tuple(contents), close=True),
        Entries(text("downloads"), tuple(files), close=True),
        Entries(text("graphs"), tuple(graphs), close=True),
    )
    more = (list_link(paper, "explorer"), Link("void.ttl", text("description")))
    return Page(f"{paper.folder}/index.html", article.label, blocks, more=more)


def _counts(paper: Paper) -> Mapping[str, int]:
    return {name: count for name in LISTS if (count := len(paper.listed(name)))}


def list_pages(paper: Paper) -> Iterator[Page]:
    """Yield the list of each kind of record that the paper has."""
    for name in _counts(paper):
        if name == "passages":
            entries = [passage_entry(paper, passage) for passage in paper.snapshot.passages]
        else:
            entries = [_listed(paper, record) for record in _ordered(paper, name)]
        block = Entries(text("contents"), tuple(entries))
        yield Page(f"{paper.folder}/{name}.html", title(name), (block,), trail=(home_link(paper),))


def _ordered(paper: Paper, name: str) -> list[Record]:
    """Return the records of a list: by number where they have one, else in the order of the text, else by id."""
    order = reading_order(paper.snapshot)

    def key(record: Record) -> tuple[object, ...]:
        number = getattr(record, "number", None)
        return number if isinstance(number, int) else 0, *order(record), record.id

    return sorted(paper.listed(name), key=key)


def _listed(paper: Paper, record: Record) -> Entry:
    match record:
        case Problem():
            return _problem(paper, record.id)
        case Claim():
            mark: Mark = (None, paper.term(f"claim-{record.kind}"))
        case Statistic():
            mark = (text("printed"), Quote(record.printed))
        case Reference() | Source():
            count = sum(link.relation == "pointer" for link in paper.snapshot.outgoing.get(record.id, ()))
            mark = (text("times-cited"), Plain(str(count)))
        case Section():
            mark = (heading("number"), Plain(record.number))
        case _:
            return entry_of(paper, record.id, kind=isinstance(record, Entity))
    return entry_of(paper, record.id, mark, kind=False)


def breadcrumbs(paper: Paper, record: Record) -> tuple[Link, ...]:
    """Return the pages above a record's."""
    if isinstance(record, Article):
        return (home_link(paper),)
    return home_link(paper), list_link(paper, next(name for name, kind in LISTS.items() if isinstance(record, kind)))


def leftover_entries(paper: Paper, subjects: Sequence[str], prefix: str) -> tuple[Entry, ...]:
    """Return what the graph says of resources that no other list of a page shows; `prefix` is before their fragments."""
    entries = []
    for subject in subjects:
        facts = graph_facts(paper.graph, paper.addresses, subject)
        marks = tuple((fact.name, value) for fact in facts for value in fact.values)
        entries.append(Entry(paper.graph.label(subject), marks, id=subject.removeprefix(prefix)))
    return tuple(entries)
