"""Words, links and lists in one language: what the templates of the site's pages ask for.

A list is a sequence of lines: what a line is about, and the rows of a shipped query that say more of it. A template says
which query answers a heading and which columns stand beside a line. Out of scope: which pages there are (`pages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from cbec_kg.audit.naming import place_of
from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import profile
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.records import Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.record_facts import facts_of
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, one_of, words
from cbec_kg.render.language.wording import field_word
from cbec_kg.render.match_texts import match_text
from cbec_kg.render.site.addresses import Addresses, placed, relative
from cbec_kg.render.site.graph_index import GraphIndex, value_of
from cbec_kg.render.site.paper import LISTS, Paper, list_title
from cbec_kg.render.site.query_rows import Row
from cbec_kg.render.site.texts import heading
from cbec_kg.render.verdict_texts import verdict_text
from cbec_kg.render.whole_texts import itself_now, whole_text

Line = tuple[str, Sequence[Row]]
"""A line of a list: the IRI that it is about, and what rows say of it."""

LONG = 40
"""Lines of a list from which on it is folded, group by group."""

_HEADS = {"pointer": "via", "function": "citationFunction", **{name: name for name in ("role", "basis", "fragment")}}
"""The ontology's term that heads a column; of any other, the catalogue's text ``column-NAME``."""
_NAMING = (TERM, expanded("skos:broader").removesuffix("broader"))
_LINKING = frozenset((
    "from", "to", "source", "target", "via", "anchorOf", "inPassage", "restsOn", "leadsTo", "statedIn", "pointsTo",
    "facetOf", "hasFacet", "measureOf", "hasMeasure", "answers", "addresses", "inSection", "parentSection", "inTable",
    "placePassage", "populationPassage", "derivedOf", "unknownOf", "blames", "carriedBy", "aboutStatistic", "readsOtherwise",
    "ofStatistic", "nextPassage", "bearsOn", "denotes", "attributedTo", "infersFrom", "misfitOf", "explains",
))  # fmt: skip
"""Properties whose uses have a list of their own, or none: what else names a record is shown as such."""


class View:
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
        self.words = words("site", language).texts
        self.stem = ""
        self.used: set[str] = set()
        self._links: dict[str, Markup] = {}

    # Words and links

    def t(self, name: str, /, **values: object) -> Markup:
        """Return a text of the catalogue; values that are links stay so, all others are escaped."""
        form = self.words[name]
        if isinstance(form, dict):
            form = form["one" if values["n"] == 1 and "one" in form else "other"]
        return Markup(escape(form)).format(**values) if values else escape(form)

    def say(self, text: Bilingual | Mapping[str, str]) -> str:
        """Return a text in the language of the page."""
        return shown_text(one_of(text, self.language) if isinstance(text, Bilingual) else text[self.language])

    def plain(self, text: str) -> str:
        """Return a text of the data as it can be shown."""
        return shown_text(text)

    def h(self, term: str) -> str:
        """Return what the ontology calls a class or property, as a heading."""
        return one_of(heading(term), self.language)

    def head(self, column: str) -> str:
        """Return what a column of a query is called."""
        return self.h(_HEADS[column]) if column in _HEADS else str(self.t(f"column-{column}"))

    def title(self, name: str) -> str:
        """Return the title of a list: what the ontology calls its class, in English the plural; else a text."""
        return one_of(list_title(name), self.language) if name in LISTS else str(self.t(name))

    def label(self, iri: str) -> str:
        """Return how a resource is called."""
        return one_of(self.graph.label(iri), self.language)

    def href(self, path: str, fragment: str = "") -> str:
        """Return the link from this page to a file of the site: to a page, in the language of this one."""
        target = relative(self.folder, placed(path, self.language, self.root))
        return f"{target}#{quote(fragment, safe='/-._~=&')}" if fragment else target

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
        named, known = self.say(place_of([locator])), self.own.by_iri.get(self.own.iri(f"passage-{locator}"))
        if isinstance(known, Passage) and (named == locator or known.kind == "caption"):
            named = self.t("place-in", section=known.section, kind=self.label(f"{TERM}passage-{known.kind}"))
        return self.link(self.own.iri(f"passage-{locator}"), named)

    @property
    def own(self) -> Paper:
        """Return the paper of these pages."""
        assert self.paper is not None  # templates of other pages do not ask
        return self.paper

    # What the graph says

    def cells(self, iri: str, name: str) -> list[Markup]:
        """Return the values of a property, such as ``cbec:number``: a text in the language of the page, links, words."""
        if text := self.graph.text(iri, expanded(name)):
            return [escape(self.say(text))]
        values = [value.value for value in self.graph.values(iri, expanded(name))]
        return [self.t(f"token-{one}") if f"token-{one}" in self.words else self.cell(one) for one in values]

    def value(self, iri: str, name: str) -> str:
        """Return the first value of a property as text, in the language of the page; empty where there is none."""
        text, values = self.graph.text(iri, expanded(name)), self.graph.values(iri, expanded(name))
        return self.say(text) if text else shown_text(values[0].value) if values else ""

    def kind(self, iri: str, first: bool = False) -> Markup:
        """Return a link to the ontology's class of a resource, empty where it has none; `first` in a sentence, if so."""
        of_class = self.graph.class_of(iri)
        name = self.label(of_class) if of_class else ""
        return self.link(of_class, name[:1].upper() + name[1:] if first else "") if name else Markup()

    def doubts(self, iri: str) -> Sequence[Markup]:
        """Return why a statistic is in doubt."""
        return [escape(self.say(why)) for why in self.own.doubts.get(iri, ())] if self.paper else []

    def statements(self, iri: str, without: Iterable[str] = ()) -> list[tuple[str, Markup]]:
        """Return what the graph says of a resource, property by property; a text in both languages is one value."""
        found = []
        for predicate in sorted({triple.predicate.value for triple in self.graph.of[iri]} - set(without)):
            values = self.graph.values(iri, predicate)
            both = {*LANGUAGES} == {getattr(one, "language", None) for one in values} and self.graph.text(iri, predicate)
            cells = [escape(self.say(both))] if both else [self.cell(one.value) for one in values]
            found.append((self.label(predicate), Markup(" ").join(cells)))
        return found

    # Lists

    def ask(self, query: str, **bound: str) -> Sequence[Row]:
        """Return the rows of a shipped query whose columns hold these values."""
        return self.own.answers.rows(query, self.language, **bound)

    def column(self, query: str, name: str, **bound: str) -> list[str]:
        """Return the different values of a column of a query, in its order."""
        return different(self.ask(query, **bound), name)

    def lines(self, query: str, head: str, id: str = "", **bound: str) -> list[Line]:
        """Return the rows of a query by what the column `head` or `id` holds and by role, in its order."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.ask(query, **bound):
            found.setdefault((row.get(id) or row[head], row.get("role", "")), []).append(row)
        return [(rows[0][head], rows) for rows in found.values()]

    def stated_in(self, section: str) -> list[str]:
        """Return the records that the article states first in a section, class by class."""
        within = [iri for iri, where in self.own.section_of.items() if where == section and "/passage-" not in iri]
        return sorted(within, key=self.own.position)

    def subjects(self, iri: str, *names: str) -> list[str]:
        """Return what has a resource as the value of a property, such as ``cbec:inSection``, in the order of the text."""
        predicates = {*map(expanded, names)}
        found = {value_of(one.subject) for one in self.graph.into.get(iri, ()) if one.predicate.value in predicates}
        return sorted(found, key=self.own.position)

    def objects(self, iri: str, *names: str) -> list[str]:
        """Return the values of some properties."""
        return [value.value for name in names for value in self.graph.values(iri, expanded(name))]

    def naming(self, iri: str) -> list[Line]:
        """Return the records that name one otherwise than by a link of evidence, with the properties in which they do."""
        found: dict[str, list[Row]] = {}
        for triple in self.graph.into.get(iri, ()):
            subject, predicate = value_of(triple.subject), triple.predicate.value
            is_naming = predicate.startswith(_NAMING) and predicate.removeprefix(TERM) not in _LINKING
            if is_naming and subject in self.own.by_iri:
                found.setdefault(subject, []).append({"relation": predicate})
        return sorted(found.items(), key=lambda pair: self.own.position(pair[0]))

    def grouped(self, listed: Sequence[Line | str], by_class: bool = False) -> list[tuple[str, list[Line]]]:
        """Return the lines of a long list by group, in the order of the sections; of a short one all together."""
        lines = [(line, ()) if isinstance(line, str) else line for line in listed]
        if len(lines) <= LONG:
            return [("", lines)]
        found: dict[str, list[Line]] = {}
        for line in lines:
            found.setdefault(self._group(line[0], by_class), []).append(line)
        return sorted(found.items(), key=lambda pair: _numbers(pair[0]))

    def _group(self, iri: str, by_class: bool) -> str:
        """Return what a long list puts a resource under: the section where it stands first, else its class."""
        section = self.own.section_of.get(iri) if self.paper and not by_class else ""
        if section:
            return f"{self.value(section, 'cbec:sectionNumber')} {self.label(section)}"
        return self.kind(iri).striptags() or str(self.t("other"))

    def part(self, iri: str) -> str:
        """Return the fragment of a part of this page's resource, which is shown by then; empty of anything else."""
        found = self.addresses.of(iri) if iri else None
        if not found or found.stem != self.stem or not found.fragment or iri in self.used:
            return ""
        self.used.add(iri)
        return found.fragment

    def among(self, rows: Iterable[Row], name: str) -> list[Markup]:
        """Return the different values of a column of some rows."""
        return [self.cell(value) for value in different(rows, name)]

    def linked(self, records: Iterable[str]) -> list[Markup]:
        """Return links to some records."""
        return [self.link(self.own.iri(name)) for name in records]

    # What records say

    def same(self, iri: str) -> Iterator[tuple[str, Markup]]:
        """Yield the records of other papers that are the same or proposed as such, and why."""
        for other, match in self.own.same.get(iri, {}).items() if self.paper else ():
            kind = "exact" if match is None or match.predicate == "exact" else f"close-{match.justification}"
            why = match_text(match, self.language) if match else self.t("same-by-several")
            yield other, self.t(f"same-{kind}", record=self.link(other), why=why)

    def locators(self, iri: str) -> list[str]:
        """Return the locators of a record's passages, the one that it is read in first."""
        at = getattr(self.own.by_iri.get(iri), "at", ()) if self.paper else ()
        return list(dict.fromkeys(anchor.locator for anchor in at))

    def backing(self, record: str) -> str:
        """Return the grade of a statement with its rule; of a problem or countermeasure, what backs its parts too."""
        snapshot, texts = self.own.snapshot, words("grades", self.language)
        grade = grade_of(snapshot.lines_to.get(record, ()))
        rated = self.t("grade-of-all", grade=texts(f"label-{grade}"), means=texts(f"rule-{grade}"))
        found = profile(snapshot, record)
        if found.counts is None:
            return rated
        whole = whole_text(snapshot.kinds[record], itself_now(bool(found.direct)), found.counts, self.language)
        whole = whole[:1].upper() + whole[1:]
        return self.t("whole-and-grade", whole=whole, grade=rated) if found.lines else self.t("whole", whole=whole)

    def judged(self, iri: str) -> list[str]:
        """Return what readers decided on a finding, a hypothesis or a link."""
        found = []
        for row in self.ask("verdicts-of-readers", judged=iri) if iri and self.paper else ():
            state, decision = "changed" if row["stale"] == "true" else "current", row["decision"].rpartition("decision-")[2]
            read = {"decision": decision, "by": row["reader"], "date": row["day"], "state": state}
            found.append(verdict_text({**read, self.language: row["label"]}, self.language))
        return found

    def facts(self, record: Record) -> Iterator[tuple[str, str, list[Markup], str]]:
        """Yield what every page for readers shows of a record: field, its name, values, and why."""
        for field, fact in facts_of(self.own.snapshot, record):
            cells = self.linked(fact.get("ids", ()))
            cells += [escape(self.say(fact[key])) for key in ("text", "more") if key in fact]
            cells += [self.link(f"{TERM}basis-{fact['basis']}")] if "basis" in fact else []
            yield field, self.say(field_word(field)), cells, self.say(fact["why"]) if "why" in fact else ""

    def field(self, name: str) -> str:
        """Return what a field is called that the text used leaves open."""
        figure = name.removesuffix("-values")
        if figure != name and figure in self.own.snapshot.records:
            return self.t("values-of", record=self.label(self.own.iri(figure)))
        return self.t(f"field-{name}") if f"field-{name}" in self.words else self.say(field_word(name))


def different(rows: Iterable[Row], name: str) -> list[str]:
    """Return the different values of a column of some rows."""
    return list(dict.fromkeys(row[name] for row in rows if row.get(name)))


def plain(value: Any) -> Markup:
    """Return a text of no language: an id, a number, a locator, what the article prints."""
    return Markup('<bdi class="plain" translate="no">{}</bdi>').format(shown_text(str(value).strip()))


def quoted(text: str, before: str = "", after: str = "", language: str = "") -> Markup:
    """Return a fragment of the article, with what stands around it where that is needed to find it."""
    around = [Markup('<span class="beside">{}</span>').format(part) if part else "" for part in (before, after)]
    marked = Markup(' lang="{}"').format(language) if language else ""
    inner = Markup("{}<q>{}</q>{}").format(around[0], text, around[1])
    return Markup('<bdi class="quote" translate="no"{}>{}</bdi>').format(marked, inner)


def _numbers(name: str) -> tuple[object, ...]:
    parts = name.partition(" ")[0].split(".")
    return (0, *map(int, parts)) if all(part.isdecimal() for part in parts) else (1, name)
