"""Words and links in one language: what every template of the site writes with.

Out of scope: the lists that a page shows (`view`), and which pages there are (`pages`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup, escape

from cbec_kg.audit.naming import place_of
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, one_of, words
from cbec_kg.render.site.addresses import Addresses, relative
from cbec_kg.render.site.graph_index import GraphIndex
from cbec_kg.render.site.paper import LISTS, Paper, list_title
from cbec_kg.render.site.texts import heading


class Linking:
    """The pages of one folder of the site in one language; of a paper, where they belong to one.

    Parameters
    ----------
    folder : str
        The folder of the page's file, from the root of the site.
    root : str
        The language whose pages stand at the root; those of the other stand in a folder of its name.
    """

    def __init__(self, graph: GraphIndex, addresses: Addresses, paper: Paper | None, language: str, folder: str, root: str):
        self.graph, self.addresses, self.paper = graph, addresses, paper
        self.language, self.folder, self.root = language, folder, root
        self.words = words("site", language)
        self.stem = ""
        self.used: set[str] = set()
        self._links: dict[str, Markup] = {}

    # Words and links

    def t(self, name: str, /, **values: object) -> Markup:
        """Return a text of the catalogue; values that are links stay so, all others are escaped."""
        if not values:
            return self._texts[name]
        form = self.words.texts[name]
        if isinstance(form, dict):
            form = form["one" if values["n"] == 1 and "one" in form else "other"]
        return Markup(escape(form)).format(**values)  # the text itself is escaped

    @cached_property
    def _texts(self) -> Mapping[str, Markup]:
        return {name: escape(form) for name, form in self.words.texts.items() if isinstance(form, str)}

    def say(self, text: Bilingual | Mapping[str, str]) -> str:
        """Return a text in the language of the page."""
        found = one_of(text, self.language) if isinstance(text, Bilingual) else text[self.language]
        return shown_text(found)

    def h(self, term: str) -> str:
        """Return what the ontology calls a class or property, as a heading."""
        return one_of(heading(term), self.language)

    def title(self, name: str) -> str:
        """Return the title of a list: what the ontology calls its class, in English the plural; else a text."""
        if name not in LISTS:
            return str(self.t(name))
        return one_of(list_title(name), self.language)

    def label(self, iri: str) -> str:
        """Return how a resource is called."""
        return one_of(self.graph.label(iri), self.language)

    def href(self, path: str, fragment: str = "") -> str:
        """Return the link from this page to a file of the site: to a page, in the language of this one."""
        target = placed(path, self.language, self.root)
        return relative(self.folder, target) + (f"#{quote(fragment, safe='/-._~=&')}" if fragment else "")

    def link(self, iri: str, text: str = "") -> Markup:
        """Return a link to what an IRI names, under its label: to a page of the site, or to another place."""
        if text or iri not in self._links:
            found = self.addresses.of(iri) if iri in self.graph.of else None
            if found:
                made = Markup('<a href="{}">{}</a>').format(self.href(found.page, found.fragment), text or self.label(iri))
            elif iri.startswith(("https://", "http://")):
                made = Markup('<a href="{}" rel="noreferrer">{}</a>').format(iri, text or self.label(iri))
            else:
                made = escape(text or shown_text(iri))
            if text:
                return made
            self._links[iri] = made
        return self._links[iri]

    def cell(self, value: str) -> Markup:
        """Return a value of a query or of the graph: an IRI as a link, a text as it is."""
        return self.link(value) if value.startswith(("https://", "http://")) else plain(value)

    def passage(self, locator: str) -> Markup:
        """Return a link to a passage's page, under its locator."""
        return self.link(self.own.iri(f"passage-{locator}"), locator)

    def place(self, locator: str) -> Markup:
        """Return a link to a passage's page, under what the place is called in a sentence."""
        named, known = self.say(place_of([locator])), self._passages.get(locator)
        if named == locator and known:
            named = self.t("place-in", section=known.section, kind=self.label(f"{TERM}passage-{known.kind}"))
        return self.link(self.own.iri(f"passage-{locator}"), named)

    @cached_property
    def _passages(self) -> Mapping[str, Passage]:
        return {passage.locator: passage for passage in self.own.snapshot.passages}

    @property
    def own(self) -> Paper:
        """Return the paper of these pages."""
        assert self.paper is not None  # templates of other pages do not ask
        return self.paper

    def across(self, path: str) -> str:
        """Return the link to a page of the site in the other language."""
        other = next(code for code in LANGUAGES if code != self.language)
        return relative(self.folder, placed(path, other, self.root))

    def term(self, name: str) -> str:
        """Return the IRI of a term of the ontology."""
        return f"{TERM}{name}"

    def words_of(self, iri: str, name: str) -> str:
        """Return the text of a property of a resource, empty where it has none."""
        found = self.graph.text(iri, expanded(name))
        return self.say(found) if found else ""

    def kind(self, iri: str) -> Markup | None:
        """Return a link to the ontology's class of a resource, None where it has none."""
        found = self.graph.class_of(iri)
        return self.link(found) if found and self.addresses.of(found) else None

    def doubts(self, iri: str) -> Sequence[Mapping[str, str]]:
        """Return why a statistic is in doubt, in each language."""
        return self.paper.doubts.get(iri, ()) if self.paper else ()

    def named_kind(self, iri: str, kind: Bilingual) -> Markup:
        """Return a link to a resource's class, as the first words of a sentence."""
        named = self.say(kind)
        of_class = self.graph.class_of(iri)
        return self.link(of_class, named[:1].upper() + named[1:]) if of_class else escape(named)


def placed(path: str, language: str, root: str) -> str:
    """Return where a file of the site stands: a page of the language that is not at the root, in that language's folder.

    Examples
    --------
    >>> placed("tea-2020/claim-a.html", "en", "zh"), placed("tea-2020/claim-a.ttl", "en", "zh")
    ('en/tea-2020/claim-a.html', 'tea-2020/claim-a.ttl')
    """
    own = path.endswith(".html") and not path.endswith(("explorer.html", "404.html")) and not path.startswith("pylode/")
    return f"{language}/{path}" if own and root != language else path


def plain(text: str) -> Markup:
    """Return a text of no language: an id, a number, a locator, what the article prints."""
    return Markup('<bdi class="plain" translate="no">{}</bdi>').format(shown_text(text))


def quoted(text: str, before: str = "", after: str = "", language: str = "") -> Markup:
    """Return a fragment of the article, with what stands around it where that is needed to find it."""
    around = [Markup('<span class="beside">{}</span>').format(part) if part else "" for part in (before, after)]
    marked = Markup(' lang="{}"').format(language) if language else ""
    inner = Markup("{}<q>{}</q>{}").format(around[0], text, around[1])
    return Markup('<bdi class="quote" translate="no"{}>{}</bdi>').format(marked, inner)
