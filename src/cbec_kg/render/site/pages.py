"""The pages of a site as values and as HTML, and the data beside them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM
from cbec_kg.model.records import Record
from cbec_kg.render.explorer.payload import kind_of
from cbec_kg.render.html import SITE_POLICY, macro, render_page, render_template, safe_json
from cbec_kg.render.site import list_pages as lists
from cbec_kg.render.site.addresses import Addresses, relative
from cbec_kg.render.site.audit_pages import audit_page, hypothesis_blocks
from cbec_kg.render.site.citing import article_citation, record_citation
from cbec_kg.render.site.graph_index import GraphIndex, json_ld, page_triples, turtle
from cbec_kg.render.site.ontology_pages import graph_facts
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Cell, Entries, Entry, Fact, Facts, Link, Page, Plain, data_links, same, text
from cbec_kg.render.site.record_pages import passage_blocks, record_blocks
from cbec_kg.render.site.schemaorg import CONTEXT, passage_data, record_data, texts

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
STYLE = "site.css"


@dataclass(frozen=True)
class Site:
    """What all pages share: where the site is served, the papers by folder id, the subjects of each page by its stem."""

    base: str
    graph: GraphIndex
    addresses: Addresses
    papers: Mapping[str, Paper]
    by_page: Mapping[str, Sequence[str]]

    def paper_pages(self, paper: Paper) -> Iterator[Page]:
        """Yield the pages of one paper: its home, its lists, its records and passages."""
        home = lists.paper_page(paper, self._graphs(paper))
        yield replace(home, data=self._dataset(paper, home), cite=article_citation(paper.article))
        yield from lists.list_pages(paper)
        yield audit_page(paper, lists.home_link(paper))
        for record in paper.snapshot.records.values():
            yield self._record_page(paper, record)
        around: list[Passage | None] = [None, *paper.snapshot.passages, None]
        for before, passage, after in zip(around, paper.snapshot.passages, around[2:], strict=False):
            page = self._page(paper, f"passage-{passage.locator}", passage_blocks(paper, passage))
            yield replace(
                page,
                trail=(lists.home_link(paper), lists.list_link(paper, "passages")),
                around=(before and paper.passage(before.locator), after and paper.passage(after.locator)),
                data=passage_data(paper, passage, self.base + page.path),
            )

    def other_pages(self, have: Collection[str]) -> Iterator[Page]:
        """Yield a page for everything that the graph describes and no page of `have` is about, and the lists of these."""
        anyone = next(iter(self.papers.values()))
        listed: dict[str, list[Entry]] = {folder: [] for folder in self.papers}
        for stem, subjects in self.by_page.items():
            if f"{stem}.html" not in have:
                owner = self.papers.get(stem.partition("/")[0], anyone)
                label, kind = self.graph.label(subjects[0]), owner.class_of(subjects[0])
                kinds = ((None, kind),) if kind else ()
                listed[owner.folder].append(Entry(Link(f"{stem}.html", label), ((None, Plain(stem)), *kinds)))
                trail = (lists.home_link(owner), Link(f"{owner.folder}/resources.html", text("resources")))
                facts = graph_facts(self.graph, self.addresses, subjects[0])
                blocks = (*hypothesis_blocks(owner, stem), Facts(text("statements"), facts))
                yield Page(f"{stem}.html", label, blocks, kind, trail, subjects[0], more=data_links(stem))
        for folder, entries in listed.items():
            block = Entries(text("contents"), tuple(entries))
            above = (lists.home_link(self.papers[folder]),)
            yield Page(f"{folder}/resources.html", text("resources"), (block,), trail=above)

    def data_files(self) -> Iterator[tuple[str, str]]:
        """Yield the Turtle and JSON-LD beside every page; that of a named graph has the graph itself in it."""
        for stem, subjects in self.by_page.items():
            main = TERM + stem.rpartition("/")[2] if stem.startswith("terms/") else f"{BASE}{stem}"
            triples = page_triples(self.graph, subjects, main)
            if main in self.graph.within:
                own = [] if main == ONTOLOGY else triples
                triples = sorted({*self.graph.within[main], *own}, key=str)
            folder = stem.partition("/")[0]
            yield f"{stem}.ttl", turtle(triples, {"paper": f"{BASE}{folder}/"} if folder in self.papers else {})
            yield f"{stem}.jsonld", json_ld(triples)

    def render(self, page: Page) -> str:
        """Return a page as HTML."""
        top, folder = page.path.partition("/")[0], posixpath.dirname(page.path)
        language = self.papers[top].article.language if top in self.papers else "zh"
        values = {
            "page": replace(page, blocks=tuple(block for block in page.blocks if _has_content(block))),
            "href": partial(relative, folder),
            "show": partial(_cell, folder, language),
            "text": text,
            "policy": SITE_POLICY,
            "data": safe_json(page.data) if page.data else "",
            "canonical": self.base + page.path,
            "papers": [Link(f"{name}/index.html", same(name)) for name in self.papers],
            "explorer": f"{top}/explorer.html" if top in self.papers else "",
            "article_language": language,
        }
        return render_template(_TEMPLATES, "page.html", values)

    def not_found(self) -> str:
        """Return the page that a host shows for an unknown address; it may stand anywhere, so its link names the base."""
        return render_page(_TEMPLATES, "404.html", [], [style_sheet()], {"base": self.base, "text": text})

    def _graphs(self, paper: Paper) -> list[Entry]:
        entries = []
        for iri, triples in sorted(self.graph.within.items()):
            found = self.addresses.of(iri)
            if found and found.stem.startswith(f"{paper.folder}/"):
                counted = (text("triples"), Plain(f"{len(triples):,}"))
                entries.append(Entry(Link(found.page, self.graph.label(iri)), (counted,)))
        return entries

    def _record_page(self, paper: Paper, record: Record) -> Page:
        page = self._page(paper, record.id, record_blocks(paper, record))
        more = page.more
        if kind_of(record):
            more += (Link(f"{paper.folder}/explorer.html", text("explorer-here"), f"id={record.id}"),)
        data = record_data(paper, record, self.base + page.path)
        return replace(page, trail=lists.breadcrumbs(paper, record), data=data, more=more)

    def _page(self, paper: Paper, name: str, blocks: Iterator[Block]) -> Page:
        """Return the page of a record or passage; parts of the resource that its blocks leave out stand at its end."""
        stem, iri = paper.address(name).stem, paper.iri(name)
        shown = tuple(blocks)
        ids = {line.id for block in shown for line in _lines(block)}
        left = [part for part in self.by_page[stem] if part != iri and part.removeprefix(f"{iri}/") not in ids]
        rest = Entries(text("other-parts"), lists.leftover_entries(paper, left, f"{iri}/"))
        label = self.graph.label(iri)
        cite = record_citation(label, paper.article, iri)
        return Page(f"{stem}.html", label, (*shown, rest), paper.kind(name), iri=iri, cite=cite, more=data_links(stem))

    def _dataset(self, paper: Paper, home: Page) -> dict[str, Any]:
        return {
            "@context": CONTEXT,
            "@id": f"{self.base}void.ttl#{paper.folder}",
            "@type": "Dataset",
            "name": texts(home.title),
            "description": texts(text("introduction")),
            "url": self.base + home.path,
            "inLanguage": ["zh", "en"],
            "about": {"@id": paper.iri(paper.article.id)},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{self.base}{paper.folder}/download/{name}"}
                for name, kind in (("graph.ttl", "text/turtle"), ("graph.nq", "application/n-quads"))
            ],
        }


def style_sheet() -> str:
    """Return the style sheet of all pages."""
    return (_HERE / STYLE).read_text(encoding="utf-8")


@lru_cache(maxsize=1 << 15)
def _cell(folder: str, language: str, cell: Cell) -> Markup:
    """Return a cell as HTML on the pages of one folder; cached, since most are on many pages."""
    return macro(_TEMPLATES, "cells.html", "show")(cell, partial(relative, folder), language)


def _lines(block: Block) -> tuple[Entry | Fact, ...]:
    return block.entries if isinstance(block, Entries) else block.facts if isinstance(block, Facts) else ()


def _has_content(block: Block) -> bool:
    return bool(_lines(block) or not isinstance(block, Entries | Facts) or getattr(block, "empty", None))
