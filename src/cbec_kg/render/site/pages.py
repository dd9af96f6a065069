"""Which pages a site has: a value for each, with its template, and that value as HTML in either language."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial
from pathlib import Path

from msgspec import Struct

from cbec_kg import __version__
from cbec_kg.audit.summaries import sentence_of, speaks_against, speaks_for
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM, expanded
from cbec_kg.model.records import Article, Record
from cbec_kg.model.snapshot import VERDICTS
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.payload import kind_of
from cbec_kg.render.html import SITE_POLICY, render_page, render_template, safe_json
from cbec_kg.render.language.catalogue import LANGUAGES, one_of
from cbec_kg.render.site.addresses import Addresses, placed, relative
from cbec_kg.render.site.graph_index import TYPE, GraphIndex, value_of
from cbec_kg.render.site.metadata import Signpost, linkset, media_type, signposts
from cbec_kg.render.site.paper import Paper, list_title
from cbec_kg.render.site.schemaorg import Value, dataset_data, of_page, term_data
from cbec_kg.render.site.surroundings import picture
from cbec_kg.render.site.texts import text
from cbec_kg.render.site.view import View, plain, quoted

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
STYLE = "site.css"

_FOLDERS = {
    expanded("owl:Class"): "class", expanded("owl:ObjectProperty"): "property",
    expanded("owl:DatatypeProperty"): "property", expanded("skos:ConceptScheme"): "scheme",
    expanded("skos:Concept"): "concept",
}  # fmt: skip
"""The folder of a term's page by its type; apart, since class and property may differ in one capital only."""

_ENDS = tuple(map(expanded, ("owl:annotatedSource", "owl:annotatedTarget")))
"""What a match of two papers is about."""

_COMMON = {
    "policy": SITE_POLICY, "version": __version__, "TERM": TERM, "BASE": BASE, "quoted": quoted, "plain": plain,
    "Decimal": Decimal, "verdicts": VERDICTS, "sentence_of": sentence_of, "speaks_for": speaks_for,
    "speaks_against": speaks_against,
}  # fmt: skip
"""What every template may use."""


class Page(Struct, frozen=True):
    """One page: its path at the root, its template, its title; the IRI of what it is about (empty for a list), the pages
    above it, by path and title; its paper, its record; the records or resources of a list; its typed links.
    """

    path: str
    template: str
    title: Bilingual
    iri: str = ""
    trail: tuple[tuple[str, Bilingual], ...] = ()
    paper: Paper | None = None
    record: Record | Passage | None = None
    items: Sequence[str] = ()
    links: tuple[Signpost, ...] = ()

    @property
    def stem(self) -> str:
        """Return the path without ``.html``."""
        return self.path.removesuffix(".html")

    @property
    def in_explorer(self) -> bool:
        """Return whether the explorer can open the record."""
        return isinstance(self.record, Record) and kind_of(self.record) is not None


def term_stems(graph: GraphIndex) -> dict[str, str]:
    """Return the stem of the page of every term by its local name."""
    stems = {}
    for iri in sorted(graph.of):
        if iri.startswith(TERM):
            types = [value.value for value in graph.values(iri, TYPE)]
            folder = next((_FOLDERS[kind] for kind in types if kind in _FOLDERS), "other")
            stems[iri.removeprefix(TERM)] = f"terms/{folder}/{iri.removeprefix(TERM)}"
    return stems


@dataclass(frozen=True, eq=False)
class Site:
    """All pages of a site, which is served at `base`.

    `joined` are downloads of all papers, by name; `together` tells whether there is an explorer of them.
    """

    base: str
    graph: GraphIndex
    addresses: Addresses
    papers: Mapping[str, Paper]
    joined: Sequence[str]
    pylode: bool
    together: bool = False

    @cached_property
    def root(self) -> str:
        """Return the language whose pages stand at the root."""
        return next(iter(self.papers.values())).article.language

    @cached_property
    def by_page(self) -> Mapping[str, Sequence[str]]:
        """Return what is described on each page, by its stem."""
        return self.graph.by_page(self.addresses)

    @cached_property
    def pages(self) -> list[Page]:
        """Return all pages, each once for both languages."""
        title = self.graph.text(ONTOLOGY, expanded("dcterms:title")) or text("ontology")
        found = [
            Page("index.html", "home.html", text("site")),
            Page("search.html", "search.html", text("search")),
            Page("ontology.html", "ontology.html", title, ONTOLOGY, links=signposts(self.graph, ONTOLOGY, "ontology")),
        ]
        for name, stem in sorted(self.addresses.terms.items()):
            iri, above = f"{TERM}{name}", (("ontology.html", text("ontology")),)
            links = signposts(self.graph, iri, stem)
            found.append(Page(f"{stem}.html", "term.html", self.graph.label(iri), iri, above, links=links))
        for paper in self.papers.values():
            found += self._of_paper(paper)
        return found + list(self._others({page.path for page in found}))

    def _of_paper(self, paper: Paper) -> Iterator[Page]:
        folder, home = paper.folder, paper.home
        items = tuple(Signpost("item", f"{folder}/download/{name}", media_type(name)) for name in paper.source.downloads)
        links = (*signposts(self.graph, paper.cited_as, "", folder), *items)
        yield Page(home[0], "paper.html", home[1], paper=paper, links=links)
        for name, iris in paper.lists.items():
            yield Page(f"{folder}/{name}.html", "list.html", list_title(name), "", (home,), paper, items=iris)
        audit = paper.iri("audit") if paper.iri("audit") in self.graph.of else ""
        links = signposts(self.graph, audit, f"{folder}/audit" if audit else "", folder)
        yield Page(f"{folder}/audit.html", "audit.html", text("audit"), audit, (home,), paper, links=links)
        for iri, record in paper.by_iri.items():
            _, _, listed = paper.around.get(iri, ("", "", ""))
            above = (home, (f"{folder}/{listed}.html", list_title(listed))) if listed else (home,)
            template = f"records/{type(record).__name__.lower()}.html"
            cite = paper.cited_as if isinstance(record, Article) else iri
            links = signposts(self.graph, cite, f"{folder}/{record.id}", folder)
            yield Page(f"{folder}/{record.id}.html", template, self.graph.label(iri), iri, above, paper, record, (), links)

    def _others(self, have: Collection[str]) -> Iterator[Page]:
        """Yield a page for everything that the graph describes and no page of `have` is about, and the lists of these."""
        anyone = next(iter(self.papers.values()))
        listed: dict[str, list[str]] = {folder: [] for folder in self.papers}
        for stem, (iri, *_) in self.by_page.items():
            if f"{stem}.html" not in have:
                paper = self.papers.get(stem.partition("/")[0], anyone)
                listed[paper.folder].append(iri)
                above = (paper.home, (f"{paper.folder}/resources.html", text("resources")))
                template = "explanation.html" if "/explanation/" in stem else "resource.html"
                links = signposts(self.graph, iri, stem, paper.folder)
                yield Page(f"{stem}.html", template, self.graph.label(iri), iri, above, paper, links=links)
        for folder, iris in listed.items():
            paper, path = self.papers[folder], f"{folder}/resources.html"
            yield Page(path, "resources.html", text("resources"), "", (paper.home,), paper, items=iris)

    def files(self) -> dict[str, str]:
        """Return every page in both languages as HTML, and the links of each paper's pages as a set, by path."""
        found = {
            placed(page.path, language, self.root): self.render(page, language)
            for page in self.pages
            for language in LANGUAGES
        }
        return found | {f"{folder}/linkset.json": self.linkset(folder) for folder in self.papers}

    def linkset(self, folder: str) -> str:
        """Return the links of a paper's pages as a set."""
        own = [(page.path, page.links) for page in self.pages if page.path.startswith(f"{folder}/") and page.links]
        return linkset(self.base, own)

    def render(self, page: Page, language: str) -> str:
        """Return a page in one language as HTML."""
        view, path = self.view(page.paper, language, page.path), placed(page.path, language, self.root)
        view.stem, view.used = page.stem, {page.iri}
        data, other = self._data(page), next(code for code in LANGUAGES if code != language)
        shown = page.record is not None or "/explanation/" in page.path
        values = {
            "page": page, "view": view, "t": view.t, "h": view.h, "iri": page.iri, "paper": page.paper, "site": self,
            "language": language, "other": other, "title": one_of(page.title, language), "record": page.record,
            "placed": partial(placed, root=self.root), "across": relative(view.folder, placed(page.path, other, self.root)),
            "canonical": self.base + path, "data": safe_json(data) if data else "", **_COMMON,
            "picture": picture(view, page.iri) if shown else "",
        }  # fmt: skip
        return render_template(_TEMPLATES, page.template, values)

    def view(self, paper: Paper | None, language: str, path: str) -> View:
        """Return what pages of a folder write with: `path` is that of one of them."""
        return self._view(paper.folder if paper else "", language, posixpath.dirname(placed(path, language, self.root)))

    @cache  # noqa: B019  # a site lives as long as the process
    def _view(self, paper: str, language: str, folder: str) -> View:
        return View(self.graph, self.addresses, self.papers.get(paper), language, folder, self.root)

    def _data(self, page: Page) -> Value | None:
        """Return the schema.org description of what a page is about."""
        if page.template == "term.html":
            return term_data(self.graph, page.iri, f"{self.base}{page.path}")
        if page.paper and page.template == "paper.html":
            return dataset_data(page.paper.folder, page.paper.home, page.paper.iri(page.paper.article.id), self.base)
        if page.paper and page.iri in page.paper.described:
            return of_page(page.iri, f"{self.base}{page.path}", page.paper.described[page.iri])
        ends = [one.value for end in _ENDS for one in self.graph.values(page.iri, end)]
        if ends:
            return of_page(
                page.iri, f"{self.base}{page.path}", {"@type": "CreativeWork", "about": [{"@id": one} for one in ends]}
            )
        return None

    # What templates of the ontology's pages ask for

    def terms(self, group: str) -> list[str]:
        """Return the terms of the ontology of a group, sorted."""
        return [name for name, stem in sorted(self.addresses.terms.items()) if stem.startswith(f"terms/{group}/")]

    def uses(self, iri: str) -> int:
        """Return how often the data use a term: as a property, or as a value."""
        into = self.graph.into.get(iri, ())
        return self.graph.properties[iri] + sum(not value_of(one.subject).startswith(ONTOLOGY) for one in into)

    def terms_naming(self, iri: str) -> list[str]:
        """Return the terms of the ontology that name one, sorted."""
        return sorted({name for one in self.graph.into.get(iri, ()) if (name := value_of(one.subject)).startswith(TERM)})

    shown_of_terms = tuple(map(expanded, ("skos:definition", "skos:example", "rdfs:label", "skos:prefLabel")))
    """Properties of a term that its page shows in places of their own."""

    def not_found(self) -> str:
        """Return the page that a host shows for an unknown address; it may stand anywhere, so its link names the base."""
        return render_page(_TEMPLATES, "404.html", [], [style_sheet()], {"base": self.base, "text": text})


def style_sheet() -> str:
    """Return the style sheet of all pages."""
    return (_HERE / STYLE).read_text(encoding="utf-8")
