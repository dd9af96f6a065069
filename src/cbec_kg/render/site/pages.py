"""Which pages a site has: a value for each, with its template, and that value as HTML in either language."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM, expanded
from cbec_kg.model.records import Article, Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.payload import kind_of
from cbec_kg.render.html import SITE_POLICY, render_page, render_template, safe_json
from cbec_kg.render.language.catalogue import LANGUAGES, one_of
from cbec_kg.render.site import audited, details, metadata
from cbec_kg.render.site.addresses import Addresses
from cbec_kg.render.site.graph_index import TYPE, GraphIndex
from cbec_kg.render.site.linking import placed, quoted
from cbec_kg.render.site.metadata import Signpost
from cbec_kg.render.site.paper import Paper, list_title
from cbec_kg.render.site.schemaorg import dataset_data, passage_data, record_data, term_data
from cbec_kg.render.site.surroundings import picture
from cbec_kg.render.site.texts import text
from cbec_kg.render.site.view import View

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
STYLE = "site.css"

GROUPS = ("class", "property", "scheme", "concept", "other")
_FOLDERS = {
    expanded("owl:Class"): "class", expanded("owl:ObjectProperty"): "property",
    expanded("owl:DatatypeProperty"): "property", expanded("skos:ConceptScheme"): "scheme",
    expanded("skos:Concept"): "concept",
}  # fmt: skip
"""The folder of a term's page by its type; apart, since class and property may differ in one capital only."""


class Page(Struct, frozen=True):
    """One page: its path at the root, its template, its title; the IRI and class of what it is about (an empty one for a
    list), the pages above it, by path and title; how to cite it; its schema.org description; its typed links; and whatever
    else its template shows.
    """

    path: str
    template: str
    title: Bilingual
    iri: str = ""
    kind: Bilingual | None = None
    trail: tuple[tuple[str, Bilingual], ...] = ()
    cite: Bilingual | None = None
    data: dict[str, Any] = {}
    links: tuple[Signpost, ...] = ()
    more: dict[str, Any] = {}

    @property
    def stem(self) -> str:
        """Return the path without ``.html``."""
        return self.path.removesuffix(".html")


def term_stems(graph: GraphIndex) -> dict[str, str]:
    """Return the stem of the page of every term by its local name."""
    stems = {}
    for iri in sorted(graph.of):
        if iri.startswith(TERM):
            types = [value.value for value in graph.values(iri, TYPE)]
            folder = next((_FOLDERS[kind] for kind in types if kind in _FOLDERS), "other")
            stems[iri.removeprefix(TERM)] = f"terms/{folder}/{iri.removeprefix(TERM)}"
    return stems


class Site:
    """All pages of a site, which is served at `base`; the subjects of each page by its stem are `by_page`."""

    def __init__(
        self,
        base: str,
        graph: GraphIndex,
        addresses: Addresses,
        papers: Mapping[str, Paper],
        joined: Sequence[str],
        pylode: bool,
    ):
        self.base, self.graph, self.addresses, self.papers = base, graph, addresses, papers
        self.joined, self.pylode = joined, pylode
        self.root = next(iter(papers.values())).article.language
        self.by_page: Mapping[str, Sequence[str]] = graph.by_page(addresses)
        self._views: dict[tuple[str, str, str], View] = {}

    @cached_property
    def pages(self) -> list[Page]:
        """Return all pages, each once for both languages."""
        found = [
            Page("index.html", "home.html", text("site"), more={"introduction": True}),
            Page("search.html", "search.html", text("search")),
            self._ontology(),
            *(self._term(name) for name in sorted(self.addresses.terms)),
        ]
        for paper in self.papers.values():
            found += self._of_paper(paper)
        return found + list(self._others({page.path for page in found}))

    def _ontology(self) -> Page:
        title = self.graph.text(ONTOLOGY, expanded("dcterms:title")) or text("ontology")
        links = metadata.signposts(ONTOLOGY, "ontology", True, metadata.licences(self.graph), "")
        return Page("ontology.html", "ontology.html", title, ONTOLOGY, text("ontology"), links=tuple(links))

    def _term(self, name: str) -> Page:
        iri, stem = f"{TERM}{name}", self.addresses.terms[name]
        kind = text(f"group-{stem.split('/')[1]}")
        links = metadata.signposts(iri, stem, True, metadata.licences(self.graph), "")
        data = term_data(self.graph, iri, f"{self.base}{stem}.html")
        above = (("ontology.html", text("ontology")),)
        return Page(f"{stem}.html", "term.html", self.graph.label(iri), iri, kind, above, data=data, links=tuple(links))

    def _of_paper(self, paper: Paper) -> Iterator[Page]:
        folder, label = paper.folder, self.graph.label(paper.iri(paper.article.id))
        above = ((f"{folder}/index.html", label),)
        cite = metadata.article_citation(paper.article)
        items = (Signpost("item", f"{folder}/download/{name}", metadata.media_type(name)) for name in paper.source.downloads)
        links = (*self._signposts(paper, self._article_iri(paper), ""), *items)
        path = f"{folder}/index.html"
        yield Page(path, "paper.html", label, cite=cite, data=dataset_data(paper, self.base, path), links=links)
        for name in paper.lists:
            yield Page(f"{folder}/{name}.html", "list.html", list_title(name), trail=above, more={"list": name})
        audit = paper.iri("audit")
        known = audit if audit in self.graph.of else ""
        links = self._signposts(paper, known, f"{folder}/audit" if known else "")
        yield Page(f"{folder}/audit.html", "audit.html", text("audit"), known, trail=above, links=links)
        for record in paper.snapshot.records.values():
            yield self._record(paper, record.id, record, above)
        for passage in paper.snapshot.passages:
            yield self._record(paper, passage.id, passage, above)

    def _article_iri(self, paper: Paper) -> str:
        return f"https://doi.org/{paper.article.doi}" if paper.article.doi else paper.iri(paper.article.id)

    def _signposts(self, paper: Paper, cite_as: str, stem: str) -> tuple[Signpost, ...]:
        return tuple(
            metadata.signposts(cite_as, stem, bool(stem), metadata.licences(self.graph, paper.folder), paper.folder)
        )

    def _record(self, paper: Paper, name: str, record: Record | Passage, above: tuple[tuple[str, Bilingual], ...]) -> Page:
        iri, listed = paper.iri(name), paper.list_of.get(name)
        stem = f"{paper.folder}/{name}"
        page, label = f"{self.base}{stem}.html", self.graph.label(iri)
        is_article = isinstance(record, Article)
        data = passage_data(paper, record, page) if isinstance(record, Passage) else record_data(paper, record, page)
        if listed:
            above = (*above, (f"{paper.folder}/{listed}.html", list_title(listed)))
        cite = (
            metadata.article_citation(paper.article) if is_article else metadata.record_citation(label, paper.article, iri)
        )
        return Page(
            f"{stem}.html", f"records/{type(record).__name__.lower()}.html", label, iri,
            self._kind(iri), above, cite, data,
            self._signposts(paper, self._article_iri(paper) if is_article else iri, stem),
            {"record": record, "explorer": not isinstance(record, Passage) and kind_of(record) is not None},
        )  # fmt: skip

    def _kind(self, iri: str) -> Bilingual | None:
        types = [value.value for value in self.graph.values(iri, TYPE) if value.value.startswith(TERM)]
        return self.graph.label(types[0]) if types else None

    def _others(self, have: Collection[str]) -> Iterator[Page]:
        """Yield a page for everything that the graph describes and no page of `have` is about, and the lists of these."""
        anyone = next(iter(self.papers.values()))
        listed: dict[str, list[str]] = {folder: [] for folder in self.papers}
        for stem, subjects in self.by_page.items():
            if f"{stem}.html" not in have:
                owner, iri = self.papers.get(stem.partition("/")[0], anyone), subjects[0]
                listed[owner.folder].append(iri)
                above = (f"{owner.folder}/index.html", self.graph.label(owner.iri(owner.article.id)))
                trail = (above, (f"{owner.folder}/resources.html", text("resources")))
                template = "explanation.html" if "/explanation/" in stem else "resource.html"
                links = self._signposts(owner, iri, stem)
                made = Page(f"{stem}.html", template, self.graph.label(iri), iri, self._kind(iri), trail, links=links)
                yield replace(made, more={"owner": owner})
        for folder, iris in listed.items():
            above = (f"{folder}/index.html", self.graph.label(self.papers[folder].iri(self.papers[folder].article.id)))
            yield Page(f"{folder}/resources.html", "resources.html", text("resources"), trail=(above,), more={"iris": iris})

    def files(self) -> dict[str, str]:
        """Return every page in both languages as HTML, and the links of each paper's pages as a set, by path."""
        found = {}
        for page in self.pages:
            for language in LANGUAGES:
                found[placed(page.path, language, self.root)] = self.render(page, language)
        return found | {f"{folder}/linkset.json": self.linkset(folder) for folder in self.papers}

    def linkset(self, folder: str) -> str:
        """Return the links of a paper's pages as a set."""
        own = [(page.path, page.links) for page in self.pages if page.path.startswith(f"{folder}/") and page.links]
        return metadata.linkset(self.base, own)

    def render(self, page: Page, language: str) -> str:
        """Return a page in one language as HTML."""
        top = page.path.partition("/")[0]
        paper = self.papers.get(top) or page.more.get("owner")
        view = self._view(paper, language, posixpath.dirname(placed(page.path, language, self.root)))
        view.stem, view.used = page.stem, {page.iri}
        record = page.more.get("record")
        values: dict[str, Any] = {
            "page": page, "view": view, "t": view.t, "h": view.h, "iri": page.iri, "paper": paper, "site": self,
            "language": language, "other": next(code for code in LANGUAGES if code != language),
            "title": one_of(page.title, language), "policy": SITE_POLICY, "record": record,
            "placed": partial(placed, root=self.root), "tags": self._tags(page, paper, language),
            "data": safe_json(page.data) if page.data else "",
            "canonical": self.base + placed(page.path, language, self.root),
            "details": details, "audited": audited, "groups": GROUPS, "quoted": quoted,
            "picture": picture(view, page.iri) if record is not None or "/explanation/" in page.path else Markup(),
            "around": self._around(paper, page),
        }  # fmt: skip
        return render_template(_TEMPLATES, page.template, values)

    def _view(self, paper: Paper | None, language: str, folder: str) -> View:
        key = (paper.folder if paper else "", language, folder)
        if key not in self._views:
            self._views[key] = View(self.graph, self.addresses, paper, language, folder, self.root)
        return self._views[key]

    def _tags(self, page: Page, paper: Paper | None, language: str) -> list[tuple[str, str]]:
        if paper and (page.path == f"{paper.folder}/index.html" or isinstance(page.more.get("record"), Article)):
            return list(metadata.article_tags(paper, language))
        return list(metadata.record_tags(one_of(page.title, language), page.iri, language)) if page.iri else []

    def _around(self, paper: Paper | None, page: Page) -> tuple[str, str]:
        before, after = paper.around.get(page.stem.partition("/")[2], ("", "")) if paper else ("", "")
        return (paper.iri(before) if paper and before else "", paper.iri(after) if paper and after else "")

    def of(self, paper: Paper, language: str, path: str) -> View:
        """Return the view of a paper for a page that is of no paper."""
        return self._view(paper, language, posixpath.dirname(placed(path, language, self.root)))

    def cited(self, paper: Paper) -> Bilingual:
        """Return how to cite a paper's article."""
        return metadata.article_citation(paper.article)

    def terms(self, group: str) -> list[str]:
        """Return the terms of the ontology of a group, sorted."""
        return [name for name, stem in sorted(self.addresses.terms.items()) if stem.startswith(f"terms/{group}/")]

    def uses(self, iri: str) -> int:
        """Return how often the data use a term: as a property, or as a value."""
        into = (getattr(triple.subject, "value", "") for triple in self.graph.into.get(iri, ()))
        return self.graph.properties[iri] + sum(not subject.startswith(ONTOLOGY) for subject in into)

    def terms_naming(self, iri: str) -> list[str]:
        """Return the terms of the ontology that name one, sorted."""
        into = (getattr(triple.subject, "value", "") for triple in self.graph.into.get(iri, ()))
        return sorted({subject.removeprefix(TERM) for subject in into if subject.startswith(TERM)})

    shown_of_terms = tuple(map(expanded, ("skos:definition", "skos:example", "rdfs:label", "skos:prefLabel")))
    """Properties of a term that its page shows in places of their own."""

    def subject(self, stem: str) -> str:
        """Return the IRI that the page of a stem is about."""
        return TERM + stem.rpartition("/")[2] if stem.startswith("terms/") else f"{BASE}{stem}"

    def not_found(self) -> str:
        """Return the page that a host shows for an unknown address; it may stand anywhere, so its link names the base."""
        return render_page(_TEMPLATES, "404.html", [], [style_sheet()], {"base": self.base, "text": text})


def style_sheet() -> str:
    """Return the style sheet of all pages."""
    return (_HERE / STYLE).read_text(encoding="utf-8")
