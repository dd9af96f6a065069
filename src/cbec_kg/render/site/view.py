"""What the templates of a site's pages ask for: opening sentences, and lists from the shipped queries.

A template says which query answers a heading, which column leads and which ones stand beside it; here the rows become links
and words. Out of scope: which pages there are (`pages`), and what a record's details are (`details`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup, escape

from cbec_kg.evidence.grades import grade_of
from cbec_kg.evidence.profiles import profile
from cbec_kg.model.curated import Passage
from cbec_kg.model.iris import BASE, TERM, expanded
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.catalogue import LANGUAGES, words
from cbec_kg.render.site.linking import Linking, plain, quoted
from cbec_kg.render.verdict_texts import verdict_text
from cbec_kg.render.whole_texts import itself_now, whole_text

LONG = 40
"""Lines of a list from which on it is folded, group by group."""

_HEADS = {
    "role": "role", "basis": "basis", "pointer": "via", "function": "citationFunction", "locator": "locator",
    "verdict": "verdict", "working": "working", "status": "problemStatus", "fragment": "fragment",
}  # fmt: skip
"""The ontology's term that heads a column; of any other, the catalogue's text ``column-NAME``."""
_SKOS = expanded("skos:broader").removesuffix("broader")
_LINKING = (
    "from", "to", "source", "target", "via", "anchorOf", "inPassage", "restsOn", "leadsTo", "statedIn", "pointsTo",
    "facetOf", "hasFacet", "measureOf", "hasMeasure", "answers", "addresses", "inSection", "parentSection", "inTable",
    "placePassage", "populationPassage", "derivedOf", "unknownOf", "blames", "carriedBy", "aboutStatistic", "readsOtherwise",
    "ofStatistic", "bearsOn", "denotes", "attributedTo", "infersFrom", "misfitOf", "explains",
)  # fmt: skip
"""Properties whose uses have a list of their own, or none: what else names a record is shown as such."""


class Item(NamedTuple):
    """A line of a list: what it is about, marks beside it under their names, remarks, the part that it shows, its group."""

    head: Markup
    marks: Sequence[tuple[str, Markup]] = ()
    notes: Sequence[str] = ()
    id: str = ""
    group: str = ""


class Fact(NamedTuple):
    """A named value; `note` says why, `id` is the part of the resource that it shows."""

    name: str
    cells: Sequence[Markup]
    note: str = ""
    id: str = ""


class View(Linking):
    """The pages of one folder of the site in one language, with the lists on them."""

    # Opening sentences

    def stated(self, iri: str, kind: Bilingual) -> Markup:
        """Return what a record is and where the article says it."""
        named, places = self.named_kind(iri, kind), self.locators(iri)
        if not places:
            return self.t("opening-unplaced", kind=named)
        first = self.place(places[0])
        return self.t(
            "opening-stated" if len(places) == 1 else "opening-stated-more", kind=named, place=first, n=len(places) - 1
        )

    def locators(self, iri: str) -> list[str]:
        """Return the locators of a record's passages, the one that it is read in first."""
        name = self.own.name(iri)
        return list(dict.fromkeys(anchor.locator for anchor in getattr(self.own.snapshot.records.get(name), "at", ())))

    def used_for(self, iri: str, kind: Bilingual) -> Markup:
        """Return what a reference or source is, how often the text points to it, and on how many statements it bears."""
        cited = len(self.column("citation-contexts", "pointer", source=iri))
        bearing = len(self.column("evidence-lines", "statement", source=iri))
        named = self.named_kind(iri, kind)
        return self.t(
            "opening-used", kind=named, cited=self.t("times", n=cited), bearing=self.t("statements-counted", n=bearing)
        )

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

    # Lists

    def ask(self, query: str, **bound: str) -> Sequence[Mapping[str, str]]:
        """Return the rows of a shipped query whose columns hold these values."""
        return self.own.answers.rows(query, self.language, **bound)

    def items(
        self, query: str, head: str, marks: Sequence[str] = (), notes: Sequence[str] = (), id: str = "", **bound: str
    ) -> list[Item]:
        """Return the rows of a query as lines; rows that differ in one mark only, such as the pointer, are one line.

        Parameters
        ----------
        head, marks, notes, id : str or sequence of str
            The columns that a line is about, that stand beside it, that remark on it, and that name what it shows.
        """
        found: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
        for row in self.ask(query, **bound):
            found.setdefault((row.get(id) or row[head], row.get("role", "")), []).append(row)
        return [self.item(rows[0][head], self._marks(rows, marks), self._notes(rows[0], notes), rows[0].get(id, ""))
                for rows in found.values()]  # fmt: skip

    def item(
        self,
        iri: str,
        marks: Iterable[tuple[str, Markup]] = (),
        notes: Iterable[str] = (),
        id: str = "",
        with_kind: bool = True,
    ) -> Item:
        """Return a line on a resource: with its class, its place, and why it is in doubt where it is."""
        kind = self.kind(iri) if with_kind else None
        beside = [("", kind)] if kind else []
        at = [(self.h("locator"), self.passage(locator)) for locator in self.locators(iri)[:1]] if self.paper else []
        doubts = [self.t("doubtful", why=self.say(why)) for why in self.doubts(iri)]
        return Item(self.link(iri), [*beside, *marks, *at], [*doubts, *notes], self.part(id), self.group(iri))

    def judged(self, iri: str) -> list[str]:
        """Return what readers decided on a finding, a hypothesis or a link."""
        rows = self.ask("verdicts-of-readers", judged=iri) if iri and self.paper else ()
        return [verdict_text(_verdict(row, self.language), self.language) for row in rows]

    def together(self, marks: Iterable[tuple[str, Markup]]) -> list[tuple[str, Markup]]:
        """Return marks with those of one name, which follow each other, under it once."""
        found: list[tuple[str, list[Markup]]] = []
        for name, cell in marks:
            if found and name and found[-1][0] == name:
                found[-1][1].append(cell)
            else:
                found.append((name, [cell]))
        return [(name, Markup(str(self.t("semicolon"))).join(cells)) for name, cells in found]

    def column(self, query: str, name: str, **bound: str) -> list[str]:
        """Return the different values of a column of a query, in its order."""
        return list(dict.fromkeys(row[name] for row in self.ask(query, **bound) if name in row))

    def each(self, iris: Iterable[str]) -> list[Item]:
        """Return a line on each of some resources of one class."""
        return [self.item(iri, with_kind=False) for iri in iris]

    def stated_in(self, section: str) -> list[Item]:
        """Return a line on each record that the article states first in a section, class by class."""
        within = (iri for iri, where in self.own.section_of.items() if where == section)
        iris = [iri for iri in within if "/passage-" not in iri]
        found = [self.item(iri) for iri in sorted(iris, key=self.own.position)]
        return [item._replace(group=item.marks[0][1].striptags()) for item in found]

    def subjects(self, iri: str, name: str) -> list[str]:
        """Return the records that have a resource as the value of a property of ours, in the order of the text."""
        into = self.graph.into.get(iri, ())
        found = {getattr(triple.subject, "value", "") for triple in into if triple.predicate.value == f"{TERM}{name}"}
        return sorted(found, key=self.own.position)

    def listed(self, name: str) -> list[Item]:
        """Return the lines of one of the paper's lists, in the order of the text."""
        names = self.own.lists[name]
        if name == "passages":
            return self.passages([self._by_name[one] for one in names])
        mixed = name == "entities"
        return [self.item(self.own.iri(one), self._own_marks(self.own.iri(one), name), with_kind=mixed) for one in names]

    @cached_property
    def _by_name(self) -> Mapping[str, Passage]:
        return {passage.id: passage for passage in self.own.snapshot.passages}

    def _own_marks(self, iri: str, name: str) -> Iterator[tuple[str, Markup]]:
        """Yield what a list says of a record beside its class and place."""
        column = {"claims": "claimKind", "sections": "number"}.get(name)
        values = self.graph.values(iri, f"{TERM}{column}") if column else ()
        yield from ((self.h(str(column)), self.cell(value.value)) for value in values)
        if name in ("references", "sources"):
            yield str(self.t("times-cited")), plain(str(len(self.column("citation-contexts", "pointer", source=iri))))

    def diagnosed(self) -> list[Item]:
        """Return a line on each problem that the article diagnoses: what backs it and its parts, and what answers it."""
        snapshot, found = self.own.snapshot, []
        for name in (one for one in self.own.lists.get("problems", ()) if one in snapshot.diagnosed):
            iri = self.own.iri(name)
            answers = self.column("problems-answered", "countermeasure", problem=iri)
            marks = [(str(self.t("answered")), self.link(answer)) for answer in answers]
            found.append(Item(self.link(iri), marks, [self.backing(name)]))
        return found

    def resources(self, iris: Iterable[str]) -> list[Item]:
        """Return a line on each of some resources that are no records, by class."""
        found = []
        for iri in iris:
            kind = self.kind(iri)
            group = kind.striptags() if kind else str(self.t("other"))
            found.append(Item(self.link(iri), [("", plain(iri.removeprefix(BASE)))], (), "", group))
        return sorted(found, key=lambda item: item.group)

    def passages(self, passages: Iterable[Passage]) -> list[Item]:
        """Return a line on each passage: its kind, its fragment, and how many records stand there."""
        found = []
        for one in passages:
            iri = self.own.iri(one.id)
            marks = [("", self.link(f"{TERM}passage-{one.kind}")), (self.h("fragment"), self._fragment(one))]
            marks.append((str(self.t("records")), plain(str(len(self.ask("anchors", passage=iri))))))
            found.append(Item(self.passage(one.locator), marks, (), "", self.group(iri)))
        return found

    def _fragment(self, passage: Passage) -> Markup:
        return quoted(passage.fragment, passage.prefix, passage.suffix, self.own.article.language)

    def passage_facts(self, passage: Passage) -> list[Fact]:
        """Return where a passage stands, and a fragment of it; its sentence is not shown."""
        section = self.own.iri(self.own.sections[passage.section])
        return [
            Fact(self.h("locator"), [plain(passage.locator)]),
            Fact(self.h("passageKind"), [self.link(f"{TERM}passage-{passage.kind}")]),
            Fact(self.h("Section"), [plain(passage.section), self.link(section)]),
            Fact(self.h("fragment"), [self._fragment(passage)]),
            Fact(str(self.t("characters")), [plain(f"{passage.start}–{passage.end}")]),
            Fact(self.h("sha256"), [plain(passage.sha256)]),
        ]

    def places(self, iri: str) -> list[dict[str, str]]:
        """Return where a record stands: passage, fragment, what is around it where that is needed, characters."""
        name = self.own.name(iri)
        known = {(one.locator, one.fragment): one for one in self.own.snapshot.anchors.get(name, ())}
        found = []
        for number, anchor in enumerate(getattr(self.own.snapshot.records[name], "at", ()), 1):
            place = known.get((anchor.locator, anchor.fragment))
            around = {"before": place.prefix, "after": place.suffix, "span": f"{place.start}–{place.end}"} if place else {}
            id = self.part(f"{iri}/anchor-{number}")
            empty = dict.fromkeys(("before", "after", "span"), "")
            found.append({**empty, **around, "locator": anchor.locator, "fragment": anchor.fragment, "id": id})
        return found

    def _marks(self, rows: Sequence[Mapping[str, str]], marks: Sequence[str]) -> Iterator[tuple[str, Markup]]:
        for name in marks:
            values = dict.fromkeys(row[name] for row in rows if name in row)
            head = self.h(_HEADS[name]) if name in _HEADS else str(self.t(f"column-{name}"))
            yield from ((head, self.cell(value)) for value in values)

    def _notes(self, row: Mapping[str, str], names: Sequence[str]) -> list[str]:
        return [*(row[name] for name in names if name in row), *self.judged(row.get("link", ""))]

    def part(self, iri: str) -> str:
        """Return the fragment of a part of this page's resource, which is shown by then; empty of anything else."""
        found = self.addresses.of(iri) if iri else None
        if not found or found.stem != self.stem or not found.fragment or iri in self.used:
            return ""
        self.used.add(iri)
        return found.fragment

    def group(self, iri: str) -> str:
        """Return what a long list puts a resource under: the section where it stands first, else its class."""
        section = self.paper.section_of.get(iri) if self.paper else ""
        if section and self.paper:
            return f"{self.paper.snapshot.records[section].number} {self.label(self.own.iri(section))}"  # type: ignore[attr-defined]
        kind = self.kind(iri)
        return kind.striptags() if kind else str(self.t("other"))

    def grouped(self, items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
        """Return the lines of a long list by group, in the order of the sections; of a short one all together."""
        if len(items) <= LONG:
            return [("", list(items))]
        found: dict[str, list[Item]] = {}
        for item in items:
            found.setdefault(item.group, []).append(item)
        return sorted(found.items(), key=lambda pair: _numbers(pair[0]))

    def naming(self, iri: str) -> list[Item]:
        """Return the records that name one otherwise than by a link of evidence, with the properties in which they do."""
        head = str(self.t("column-relation"))
        named = self.naming_iris(iri)
        return [
            self.item(name, [(head, escape(self.label(one))) for one in properties]) for name, properties in named.items()
        ]

    def naming_iris(self, iri: str) -> Mapping[str, Sequence[str]]:
        """Return the IRIs of the records that name one, in the order of the text, with the properties in which they do."""
        found: dict[str, list[str]] = {}
        for triple in self.graph.into.get(iri, ()):
            subject, predicate = getattr(triple.subject, "value", ""), triple.predicate.value
            local = self.own.name(subject)
            if (
                predicate.removeprefix(TERM) not in _LINKING
                and predicate.startswith((TERM, _SKOS))
                and local in self.own.snapshot.records
            ):
                found.setdefault(subject, []).append(predicate)
        return {name: found[name] for name in sorted(found, key=self.own.position)}

    def others(self, subjects: Iterable[str]) -> list[Item]:
        """Return the parts of this page's resource that nothing on it has shown, with what the graph says of them."""
        left = [iri for iri in subjects if iri not in self.used]
        return [Item(escape(self.label(iri)), self.statements(iri), (), self.part(iri), self.label(iri)) for iri in left]

    def statements(self, iri: str, without: Iterable[str] = ()) -> list[tuple[str, Markup]]:
        """Return what the graph says of a resource, property by property; a text in both languages is one value."""
        found = []
        for predicate in sorted({triple.predicate.value for triple in self.graph.of[iri]} - set(without)):
            values = self.graph.values(iri, predicate)
            both = (
                self.graph.text(iri, predicate)
                if {getattr(one, "language", None) for one in values} == {*LANGUAGES}
                else None
            )
            cells = [escape(self.say(both))] if both else [self.cell(one.value) for one in values]
            found.append((self.label(predicate), Markup(" ").join(cells)))
        return found


def _verdict(row: Mapping[str, str], language: str) -> Mapping[str, str]:
    """Return a row of the query on verdicts as `cbec_kg.render.verdict_texts` reads a verdict."""
    state = "changed" if row["stale"] == "true" else "current"
    decision = row["decision"].rpartition("decision-")[2]
    return {"decision": decision, "by": row["reader"], "date": row["day"], "state": state, language: row["label"]}


def _numbers(name: str) -> tuple[object, ...]:
    parts = name.partition(" ")[0].split(".")
    return (0, *map(int, parts)) if all(part.isdecimal() for part in parts) else (1, name)
