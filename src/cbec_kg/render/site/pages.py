"""The pages of a site as values and as HTML, and the data beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from cbec_kg.model.iris import BASE, ONTOLOGY, TERM
from cbec_kg.model.records import Exemption, Passage, Record
from cbec_kg.render.explorer.payload import kind_of
from cbec_kg.render.html import SITE_POLICY, render_page, safe_json, template_renderer
from cbec_kg.render.site import links, lists, wording
from cbec_kg.render.site.addresses import Addresses, relative
from cbec_kg.render.site.citing import article_citation, record_citation
from cbec_kg.render.site.findings import audit_page, hypothesis_blocks
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Entries, Entry, Facts, Link, Page, Plain, both, data_links
from cbec_kg.render.site.records import passage_blocks, record_blocks
from cbec_kg.render.site.schemaorg import CONTEXT, passage_data, record_data, texts
from cbec_kg.render.site.statements import Statements, json_ld, page_triples, turtle

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
STYLE = "site.css"


@dataclass(frozen=True)
class Site:
    """What all pages share.

    Attributes
    ----------
    base : str
        Where the site is served.
    papers : mapping of str to Paper
        By folder id.
    by_page : mapping of str to sequence of str
        The subjects described on each page, by its stem.
    """

    base: str
    statements: Statements
    addresses: Addresses
    papers: Mapping[str, Paper]
    by_page: Mapping[str, Sequence[str]]

    def paper_pages(self, paper: Paper, downloads: Mapping[str, str]) -> Iterator[Page]:
        """Yield the pages of one curation: its home, its lists, its records and passages."""
        home = lists.paper_page(paper, {name: len(text.encode()) for name, text in downloads.items()}, self._graphs(paper))
        yield replace(home, data=self._dataset(paper, home), cite=article_citation(paper.curation.article))
        yield from lists.list_pages(paper)
        yield audit_page(paper, lists.home_link(paper))
        for record in paper.curation.records.values():
            if not isinstance(record, Exemption):
                yield self._record_page(paper, record)
        around: list[Passage | None] = [None, *paper.curation.passages, None]
        for before, passage, after in zip(around, paper.curation.passages, around[2:], strict=False):
            page = self._page(paper, f"passage-{passage.locator}", tuple(passage_blocks(paper, passage)))
            trail = (lists.home_link(paper), Link(f"{paper.folder}/passages.html", wording.INDEXES["passages"]))
            data = passage_data(paper, passage, self.base + page.path)
            yield replace(page, trail=trail, around=(_near(paper, before), _near(paper, after)), data=data)

    def other_pages(self, pages: Sequence[Page]) -> Iterator[Page]:
        """Yield a page for everything that the graph describes and no other page is about, and the lists of these."""
        have = {page.path for page in pages}
        anyone = next(iter(self.papers.values()))
        listed: dict[str, list[Entry]] = {folder: [] for folder in self.papers}
        for stem, subjects in self.by_page.items():
            if f"{stem}.html" not in have:
                owner = self.papers.get(stem.partition("/")[0], anyone)
                label, kind = self.statements.label(subjects[0]), links.class_link(owner, subjects[0])
                listed[owner.folder].append(
                    Entry(Link(f"{stem}.html", label), ((None, Plain(stem)), *(((None, kind),) if kind else ())))
                )
                trail = (lists.home_link(owner), Link(f"{owner.folder}/resources.html", wording.RESOURCES))
                blocks = (*hypothesis_blocks(owner, stem), lists.resource_facts(owner, subjects[0]))
                yield Page(f"{stem}.html", label, blocks, kind, trail, subjects[0], more=data_links(stem))
        for folder, entries in listed.items():
            block = Entries(wording.CONTENTS, tuple(entries))
            above = (lists.home_link(self.papers[folder]),)
            yield Page(f"{folder}/resources.html", wording.RESOURCES, (block,), trail=above)

    def data_files(self) -> Iterator[tuple[str, str]]:
        """Yield the Turtle and JSON-LD beside every page; that of a named graph has the graph itself in it."""
        for stem, subjects in self.by_page.items():
            main = TERM + stem.rpartition("/")[2] if stem.startswith("terms/") else f"{BASE}{stem}"
            triples = page_triples(self.statements, subjects, main)
            if main == ONTOLOGY:
                triples = sorted(self.statements.within[ONTOLOGY], key=str)
            elif main in self.statements.within:
                triples = sorted(self.statements.within[main] | set(triples), key=str)
            folder = stem.partition("/")[0]
            prefixes = {"paper": f"{BASE}{folder}/"} if folder in self.papers else {}
            yield f"{stem}.ttl", turtle(triples, prefixes)
            yield f"{stem}.jsonld", json_ld(triples)

    def render(self, page: Page) -> str:
        """Return a page as HTML."""
        paper = self.papers.get(page.path.partition("/")[0])
        values = {
            "page": replace(page, blocks=tuple(filter(_says_something, page.blocks))),
            "href": partial(relative, page.path),
            "words": wording,
            "policy": SITE_POLICY,
            "data": safe_json(page.data) if page.data else "",
            "canonical": self.base + page.path,
            "papers": [Link(f"{folder}/index.html", both(folder, folder)) for folder in self.papers],
            "explorer": f"{paper.folder}/explorer.html" if paper else "",
            "article_language": paper.curation.article.language if paper else "zh",
        }
        return template_renderer(_TEMPLATES)("page.html", values)

    def not_found(self) -> str:
        """Return the page that a host shows for an unknown address; it may stand anywhere, so its link names the base."""
        return render_page(_TEMPLATES, "404.html", [], [style_sheet()], {"base": self.base, "words": wording})

    def _graphs(self, paper: Paper) -> list[Entry]:
        entries = []
        for iri, triples in sorted(self.statements.within.items()):
            found = self.addresses.of(iri)
            if found and found.stem.startswith(f"{paper.folder}/"):
                counted = (wording.TRIPLES, Plain(f"{len(triples):,}"))
                entries.append(Entry(Link(found.page, self.statements.label(iri)), (counted,)))
        return entries

    def _record_page(self, paper: Paper, record: Record) -> Page:
        page = self._page(paper, record.id, tuple(record_blocks(paper, record)))
        data = record_data(paper, record, self.base + page.path)
        more = page.more
        if kind_of(record):
            more += (Link(f"{paper.folder}/explorer.html", wording.EXPLORER_HERE, f"id={record.id}"),)
        return replace(page, trail=lists.breadcrumbs(paper, record), data=data, more=more)

    def _page(self, paper: Paper, name: str, blocks: tuple[Block, ...]) -> Page:
        """Return the page of a record or passage; parts of the resource that its blocks leave out stand at its end."""
        stem, iri = paper.address(name).stem, paper.iri(name)
        shown = {id for block in blocks for id in _ids(block)}
        prefix = f"{iri}/"
        left = [part for part in self.by_page[stem] if part != iri and part.removeprefix(prefix) not in shown]
        blocks += (Entries(wording.OTHER_PARTS, lists.leftover_entries(paper, left, prefix)),)
        label = self.statements.label(iri)
        return Page(
            f"{stem}.html",
            label,
            blocks,
            links.kind_link(paper, name),
            iri=iri,
            cite=record_citation(label, paper.curation.article, iri),
            more=data_links(stem),
        )

    def _dataset(self, paper: Paper, home: Page) -> dict[str, Any]:
        """Return the schema.org description of a curation's data."""
        return {
            "@context": CONTEXT,
            "@id": f"{self.base}void.ttl#{paper.folder}",
            "@type": "Dataset",
            "name": texts(home.title),
            "description": texts(wording.INTRODUCTION),
            "url": self.base + home.path,
            "inLanguage": ["zh", "en"],
            "about": {"@id": paper.iri(paper.curation.article.id)},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{self.base}{paper.folder}/download/{name}"}
                for name, kind in (("graph.ttl", "text/turtle"), ("graph.nq", "application/n-quads"))
            ],
        }


def style_sheet() -> str:
    """Return the style sheet of all pages."""
    return (_HERE / STYLE).read_text(encoding="utf-8")


def _near(paper: Paper, passage: Passage | None) -> Link | None:
    if passage is None:
        return None
    return Link(paper.address(f"passage-{passage.locator}").page, both(passage.locator, passage.locator))


def _ids(block: Block) -> list[str]:
    if isinstance(block, Entries):
        return [entry.id for entry in block.entries]
    return [fact.id for fact in block.facts] if isinstance(block, Facts) else []


def _says_something(block: Block) -> bool:
    if isinstance(block, Entries):
        return bool(block.entries or block.empty)
    return not isinstance(block, Facts) or bool(block.facts)
