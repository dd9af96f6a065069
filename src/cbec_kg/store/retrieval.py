"""The snapshot of a store: records, links, places, evidence lines and verdicts, read back from the graph.

The inverse of `cbec_kg.rdf.build`, by the same declarations (`cbec_kg.rdf.properties`). Each reader is one SPARQL query over
the whole store, so it works the same on any engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from cbec_kg.evidence.dependence import with_dependence
from cbec_kg.model import records as r
from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.iris import PREFIXES, TERM, expanded
from cbec_kg.model.joining import with_links
from cbec_kg.model.kinds import FILES, KIND_PREFIX
from cbec_kg.model.links import EvidenceLine, Link, line_order, link_order
from cbec_kg.model.personal import Judged, PersonalVerdict, State
from cbec_kg.model.records import Record
from cbec_kg.model.schema import fields_of
from cbec_kg.model.snapshot import VERDICTS, Audited, Blame, Carried, Snapshot
from cbec_kg.model.table_lines import Column, Row, Sum, TableLine
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.properties import ENTITY_CLASSES, LINK_CLASSES, PART_PROPERTIES, properties_of
from cbec_kg.store.supplied_data import read_published, read_supplied

if TYPE_CHECKING:
    from cbec_kg.store.sparql import Answer

_HEAD = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())
_CLASSES = {f"{TERM}{kind.__name__}": kind for kind in FILES.values()} | {
    f"{TERM}{name}": r.Entity for name in ENTITY_CLASSES.values()
}

T = TypeVar("T")

Values = Mapping[str, list[Any]]
"""The terms of one subject by predicate."""


class Opened(Protocol):
    """A store and how it names its records; `cbec_kg.store.opening.OpenStore` is one."""

    folder_ids: tuple[str, ...]

    def answer(self, text: str, prefixes: Mapping[str, str], limits: None) -> Answer: ...  # noqa: D102  # in the class docstring
    def name(self, iri: str) -> str | None: ...  # noqa: D102  # likewise


def read_snapshot(opened: Opened) -> Snapshot:
    """Return the snapshot of a store, by query."""
    return _Reading(opened).snapshot()


class _Reading:
    """Reads one store; names of records come from `opened`."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    def snapshot(self) -> Snapshot:
        links = self.links()
        passages = self.passages()
        return with_dependence(
            papers=self.opened.folder_ids,
            records=with_links(self.records(), links),
            passages=passages,
            places=self.places(),
            links=links,
            lines=self.lines(),
            audited=self.audited(),
            supplied=read_supplied(self),
            judged=self.judged(),
            notices=read_published(self),
            terms=self.terms(),
        )

    def rows(self, text: str) -> Iterable[tuple[Any, ...]]:
        return cast(Iterable[tuple[Any, ...]], self.opened.answer(f"{_HEAD} {text}", {}, None).rows)

    def name(self, term: Any) -> str:
        return self.opened.name(term.value) or str(term.value)

    def described(self, pattern: str) -> Mapping[str, Values]:
        """Return all properties of the subjects ``?s`` of a pattern, by IRI."""
        found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in self.rows(f"SELECT DISTINCT ?s ?p ?o {{ {pattern} ?s ?p ?o }}"):
            found[subject.value][predicate.value].append(value)
        return found

    # Records

    def records(self) -> list[Record]:
        anchors, notes = self.anchors(), self.field_notes()
        trends, lines = self.trends(), self.table_lines()
        found = []
        for iri, values in self.described("?s cbec:recordId ?id .").items():
            kinds = [_CLASSES[term.value] for term in values[expanded("rdf:type")] if term.value in _CLASSES]
            if not kinds:
                continue
            (kind,), name = kinds, self.opened.name(iri) or iri
            fields = self.fields(kind, values)
            hints = kind.__struct_fields__
            if "zh" in hints:
                fields |= _both(values, "rdfs:label")
            if "at" in hints:
                fields["at"] = anchors.get(iri, ())
            if "period_basis" in hints:
                fields |= _period(values, fields.get("why"))
            if "trends" in hints:
                fields["trends"] = trends.get(iri, ())
            fields |= {f"{name}_basis": _scope(values, name) for name in ("place", "population") if f"{name}_basis" in hints}
            if kind is r.Article:
                authors = _text(values, "cbec:authorList")
                fields |= {"authors": tuple(authors.split("; ")) if authors else ()}
                fields |= {"texts_in": _text(values, "cbec:textsIn") or None}
                fields |= {key: notes.get((iri, key), ()) for key in ("derived", "unknown")}
            elif kind in (r.Reference, r.Figure):
                (note,) = notes[iri, "unknown"]
                fields |= {"why": note.why, "values": "unknown"} if kind is r.Figure else {"why": note.why}
            if kind is r.Reference:
                fields["metadata"] = "unknown"  # what a user supplied is not the article's
            elif kind is r.Kind:
                broader = values.get(expanded("skos:broader"), [])
                fields["kind_of"] = self.value("concept", fields["of"], str, broader[0]) if broader else None
            elif kind is r.Table:
                fields |= lines.get(iri, {"columns": (), "rows": (), "sums": ()}) | {"file": ""}
            found.append(kind(id=name, **fields))
        return found

    def fields(self, kind: Any, values: Values) -> dict[str, Any]:
        found: dict[str, Any] = {}
        many = {name for name, field in fields_of(kind).items() if field.many}
        for name, (declared, form, plain) in properties_of(kind).items():
            terms = values.get(expanded(declared.predicate), [])
            if form == "text":
                if terms:
                    found[name] = Bilingual(**_both(values, declared.predicate))
                continue
            given = [self.value(form, declared.scheme, plain, term) for term in terms]
            if name in many:
                found[name] = tuple(sorted(given))
            elif given:
                found[name] = given[0]
            elif form == "record" and name == "place" and kind not in (Column, Row):
                found[name] = "unspecified"
        return found

    def value(self, form: str, scheme: str, plain: Any, term: Any) -> Any:
        """Return a term as a field's value; the inverse of the builder's `term`."""
        if form == "record":
            return self.name(term)
        if form == "concept":
            own = "" if term.value.startswith(TERM) else self.name(term).rpartition(":")[2].removeprefix(KIND_PREFIX)
            return own or term.value.removeprefix(f"{TERM}{scheme}-")
        if form == "function":
            return term.value.rpartition("/")[2]
        if form == "flag":
            return "yes" if _is_true(term) else "no"
        return plain(term.value) if plain in (int, Decimal) else term.value

    def anchors(self) -> dict[str, tuple[r.AnchorText, ...]]:
        query = """SELECT ?anchor ?record ?locator ?fragment {
          ?anchor cbec:anchorOf ?record ; cbec:inPassage/cbec:locator ?locator ; cbec:fragment ?fragment }"""
        found: dict[str, list[tuple[int, r.AnchorText]]] = defaultdict(list)
        for anchor, record, locator, fragment in self.rows(query):
            number = int(anchor.value.rpartition("-")[2])
            found[record.value].append((number, r.AnchorText(locator.value, fragment.value)))
        return _in_order(found)

    def field_notes(self) -> dict[tuple[str, str], tuple[r.FieldNote, ...]]:
        """Return what is unknown of a record and what was derived, by IRI and field of the record."""
        found: dict[tuple[str, str], list[r.FieldNote]] = defaultdict(list)
        for kind, of, field, key in (
            ("Unknown", "unknownOf", "unknownField", "unknown"),
            ("DerivedField", "derivedOf", "derivedField", "derived"),
        ):
            for values in self.described(f"?s a cbec:{kind} .").values():
                why = Bilingual(**_both(values, "skos:note"))
                note = r.FieldNote(field=_text(values, f"cbec:{field}"), why=why)
                found[_text(values, f"cbec:{of}"), key].append(note)
        return {key: tuple(sorted(notes, key=lambda note: note.field)) for key, notes in found.items()}

    def trends(self) -> dict[str, tuple[r.Trend, ...]]:
        found: dict[str, list[tuple[str, r.Trend]]] = defaultdict(list)
        for iri, values in self.described("?s a cbec:Trend .").items():
            trend = r.Trend(**self.fields(r.Trend, values), period=_text(values, "cbec:period"))
            found[_text(values, "cbec:trendOf")].append((iri, trend))
        return _in_order(found)

    def table_lines(self) -> dict[str, dict[str, Any]]:
        lines: dict[type[TableLine], dict[str, list[tuple[int, TableLine]]]] = {}
        sums: dict[str, list[Sum]] = defaultdict(list)
        for kind, of in ((Column, "cbec:columnOf"), (Row, "cbec:rowOf")):
            found = lines.setdefault(kind, defaultdict(list))
            for values in self.described(f"?s a cbec:{kind.__name__} .").values():
                line = kind(**self.fields(kind, values), **_both(values, "rdfs:label"))
                table = _text(values, of)
                found[table].append((int(_text(values, "cbec:number")), line))
                parts = sorted(part.value.rpartition("/")[2] for part in values.get(expanded("cbec:sumOf"), []))
                sums[table] += [Sum(whole=line.key, parts=tuple(parts))] if parts else []
        columns, rows = _in_order(lines[Column]), _in_order(lines[Row])
        totals = {name: tuple(sorted(found, key=lambda total: total.whole)) for name, found in sums.items()}
        return {
            name: {"columns": found, "rows": rows.get(name, ()), "sums": totals[name]} for name, found in columns.items()
        }

    # Passages and places

    def passages(self) -> tuple[Passage, ...]:
        numbers = self.rows("SELECT ?s ?number { ?s cbec:sectionNumber ?number }")
        sections = {subject.value: number.value for subject, number in numbers}
        found = []
        for iri, values in self.described("?s a cbec:Passage ; cbec:recordId ?id .").items():
            whole = {"start": "start", "end": "end", "length": "normalisedLength", "offset": "normalisedOffset"}
            texts = ("locator", "sha256", "fragment", "prefix", "suffix")
            fields: dict[str, Any] = {field: _text(values, f"cbec:{field}") for field in texts}
            fields |= {field: int(_text(values, f"cbec:{name}")) for field, name in whole.items()}
            fields["kind"] = _text(values, "cbec:passageKind").removeprefix(f"{TERM}passage-")
            fields["section"] = sections[_text(values, "cbec:inSection")]
            found.append(Passage(id=self.opened.name(iri) or iri, **fields))
        folders = self.opened.folder_ids
        return tuple(
            sorted(found, key=lambda one: (folders.index(one.id.rpartition(":")[0] or folders[0]), one.start, one.end))
        )

    def places(self) -> tuple[AnchorPlace, ...]:
        query = """SELECT ?record ?locator ?fragment ?start ?end ?offset ?prefix ?suffix {
          ?anchor cbec:anchorOf ?record ; cbec:inPassage/cbec:locator ?locator ; cbec:fragment ?fragment ;
            cbec:start ?start ; cbec:end ?end ; cbec:normalisedOffset ?offset .
          OPTIONAL { ?anchor cbec:prefix ?prefix } OPTIONAL { ?anchor cbec:suffix ?suffix } }"""
        found = []
        for record, *terms in self.rows(query):
            name = self.name(record)
            locator, fragment, start, end, offset, prefix, suffix = (term.value if term else "" for term in terms)
            folder, _, local = name.rpartition(":")
            place = f"{folder}:" * bool(folder) + f"anchor-{local}-{locator}-{start}"
            found.append(
                AnchorPlace(
                    id=place, record=name, locator=locator, fragment=fragment, start=int(start), end=int(end),
                    offset=int(offset), prefix=prefix, suffix=suffix,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda one: (one.record, one.start)))

    def links(self) -> tuple[Link, ...]:
        relations = {f"{TERM}{name}": relation for relation, name in LINK_CLASSES.items()}
        query = f"""SELECT ?class ?from ?to ?role ?basis ?zh ?en ?doubt_zh ?doubt_en {{
          VALUES ?class {{ {" ".join(f"cbec:{name}" for name in LINK_CLASSES.values())} }}
          ?link a ?class ; cbec:from ?from ; cbec:to ?to ; cbec:basis ?basis .
          OPTIONAL {{ ?link cbec:role ?role }}
          OPTIONAL {{ ?link skos:note ?zh FILTER(LANG(?zh) = "zh") }}
          OPTIONAL {{ ?link skos:note ?en FILTER(LANG(?en) = "en") }}
          OPTIONAL {{ ?link cbec:doubt ?doubt_zh, ?doubt_en FILTER(LANG(?doubt_zh) = "zh" && LANG(?doubt_en) = "en") }} }}"""
        found = set()
        for kind, start, end, role, basis, *texts in self.rows(query):
            why, doubt = (Bilingual(zh.value, en.value) if zh and en else None for zh, en in (texts[:2], texts[2:]))
            relation, notation = relations[kind.value], _notation(role) if role else None
            found.add(Link(self.name(start), self.name(end), relation, notation, _notation(basis), why, doubt))
        parts = {f"{TERM}{name}": relation for relation, name in PART_PROPERTIES.items()}
        names = " ".join(f"cbec:{name}" for name in PART_PROPERTIES.values())
        for subject, predicate, value in self.rows(f"SELECT ?s ?p ?o {{ VALUES ?p {{ {names} }} ?s ?p ?o }}"):
            ends = (value, subject) if parts[predicate.value] == "pointer" else (subject, value)
            found.add(Link(self.name(ends[0]), self.name(ends[1]), parts[predicate.value]))
        return tuple(sorted(found, key=link_order))

    def lines(self) -> tuple[EvidenceLine, ...]:
        query = """SELECT ?line ?target ?source ?role ?basis ?length ?via {
          ?line a cbec:EvidenceLine ; cbec:target ?target ; cbec:source ?source ; cbec:role ?role ; cbec:basis ?basis ;
            cbec:length ?length ; cbec:via ?via }"""
        pointers: dict[tuple[str, str, Any, Any, int], set[str]] = defaultdict(set)
        for _, target, source, role, basis, length, via in self.rows(query):
            key = (self.name(target), self.name(source), _notation(role), _notation(basis), int(length.value))
            pointers[key].add(self.name(via))
        lines = (EvidenceLine(*key, tuple(sorted(via))) for key, via in pointers.items())
        return tuple(sorted(lines, key=line_order))

    def audited(self) -> dict[str, Audited]:
        query = "SELECT ?s ?verdict { ?s a cbec:Statistic . ?finding prov:wasDerivedFrom ?s ; cbec:verdict ?verdict }"
        verdicts: dict[str, set[str]] = defaultdict(set)
        for subject, verdict in self.rows(query):
            verdicts[self.name(subject)].add(_notation(verdict))
        query = """SELECT ?s ?e ?confirmed ?zh ?en ?working {
          ?e cbec:blames ?s ; cbec:confirmed ?confirmed ; rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
          OPTIONAL { ?e cbec:explains ?finding . ?finding prov:wasDerivedFrom ?s ; cbec:working ?working } }"""
        workings: dict[tuple[str, str, bool, str, str], list[str]] = defaultdict(list)
        for subject, explanation, confirmed, zh, en, working in self.rows(query):
            key = (self.name(subject), self.name(explanation), _is_true(confirmed), zh.value, en.value)
            workings[key] += [working.value] if working else []
        blames: dict[str, list[Blame]] = defaultdict(list)
        for (name, explanation, confirmed, zh, en), found in sorted(workings.items()):
            shortest = min(found, key=lambda text: (len(text), text), default="")
            blames[name].append(Blame(explanation, confirmed, zh, en, shortest))
        carried = self.carried()
        return {
            name: Audited(min(verdicts[name], key=VERDICTS.index), tuple(blames[name]), tuple(carried[name]))
            for name in sorted(verdicts)
        }

    def carried(self) -> dict[str, list[Carried]]:
        """Return the doubt that statistics carry, by name."""
        query = """SELECT ?s ?e ?confirmed ?zh ?en ?standing ?of {
          ?d cbec:carriedBy ?s ; cbec:carriedFrom ?e ; cbec:standing ?standing ; cbec:comesFrom ?of ; rdfs:label ?zh, ?en
          FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") ?e cbec:confirmed ?confirmed }"""
        sources: dict[tuple[str, str, bool, str, str, str], set[str]] = defaultdict(set)
        for subject, explanation, confirmed, zh, en, standing, of in self.rows(query):
            texts = (_is_true(confirmed), zh.value, en.value, _notation(standing))
            sources[self.name(subject), self.name(explanation), *texts].add(self.name(of))
        found: dict[str, list[Carried]] = defaultdict(list)
        for (name, explanation, confirmed, zh, en, standing), names in sorted(sources.items()):
            found[name].append(Carried(explanation, confirmed, zh, en, standing, tuple(sorted(names))))
        return found

    def judged(self) -> tuple[Judged, ...]:
        query = """SELECT DISTINCT ?s ?on ?digest ?decision ?zh ?en ?date ?by ?stale ?there {
          ?s a cbec:PersonalVerdict ; dcterms:identifier ?on ; cbec:judgedDigest ?digest ; cbec:decision ?decision ;
            skos:note ?zh, ?en ; dcterms:created ?date ; prov:wasAttributedTo/rdfs:label ?by ; cbec:stale ?stale
          FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") BIND(EXISTS { ?s cbec:judges ?one } AS ?there) }"""
        found = []
        for verdict, *terms in self.rows(query):
            on, digest, _, zh, en, date, by = (term.value for term in terms[:7])
            stale, there = map(_is_true, terms[7:])
            state: State = "changed" if stale and there else "gone" if stale else "current"
            folder, colon, _ = self.name(verdict).rpartition(":")
            reason = Bilingual(zh, en)
            personal = PersonalVerdict(
                on=f"{folder}{colon}{on}", digest=digest, decision=_notation(terms[2]), reason=reason, date=date, by=by
            )
            found.append(Judged(personal, state))
        order = {folder: number for number, folder in enumerate(self.opened.folder_ids)}
        return tuple(
            sorted(found, key=lambda one: (order.get(one.verdict.on.rpartition(":")[0], 0), one.verdict.on, one.verdict.by))
        )

    def terms(self) -> dict[str, tuple[str, str]]:
        query = """SELECT DISTINCT ?s ?zh ?en {
          { ?s a owl:Class } UNION { ?s skos:inScheme ?scheme }
          ?s rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }"""
        found = sorted((subject.value, zh.value, en.value) for subject, zh, en in self.rows(query))
        return {name.removeprefix(TERM).lower(): (zh, en) for name, zh, en in found if name.startswith(TERM)}


def _both(values: Values, predicate: str) -> dict[str, Any]:
    """Return a text in both languages as the fields ``zh`` and ``en``."""
    return {term.language: term.value for term in values[expanded(predicate)]}


def _text(values: Values, predicate: str) -> str:
    """Return the one value of a property as a string; empty where there is none."""
    terms = values.get(expanded(predicate))
    return str(terms[0].value) if terms else ""


def _is_true(term: Any) -> bool:
    """Return a truth value, which may be written as a number (Virtuoso gives 1 for EXISTS)."""
    return term.value in ("true", "1")


def _notation(term: Any) -> Any:
    """Return the notation of a concept: ``role-facet`` is ``facet``."""
    return str(term.value).rpartition("#")[2].partition("-")[2]


def _in_order(found: Mapping[str, list[tuple[Any, T]]]) -> dict[str, tuple[T, ...]]:
    """Return numbered values in the order of their numbers."""
    return {key: tuple(value for _, value in sorted(pairs, key=lambda pair: pair[0])) for key, pairs in found.items()}


def _scope(values: Values, name: str) -> r.ScopeBasis | None:
    """Return the basis of a place or population; None where it is stated, or there is none."""
    basis = values.get(expanded(f"cbec:{name}Basis"))
    if not basis or _notation(basis[0]) == "stated":
        return None
    reason = _both(values, f"cbec:{name}Reason") if expanded(f"cbec:{name}Reason") in values else None
    passage = _text(values, f"cbec:{name}Passage").rpartition("/passage-")[2] or None
    return r.ScopeBasis(basis=_notation(basis[0]), passage=passage, why=Bilingual(**reason) if reason else None)


def _period(values: Values, why: Bilingual | None) -> dict[str, Any]:
    """Return period, its basis and the note of a statistic; its notes include the reason of the period."""
    found: dict[str, Any] = {"period": _text(values, "cbec:period")}
    basis = values.get(expanded("cbec:basis"))
    if basis:
        found["period_basis"] = _notation(basis[0])
    texts = [(term.language, term.value) for term in values.get(expanded("skos:note"), [])]
    reason = {("zh", why.zh), ("en", why.en)} if why else set()
    zh, en = ([text for tag, text in texts if tag == language and (tag, text) not in reason] for language in ("zh", "en"))
    return found | ({"note": Bilingual(zh[0], en[0])} if zh and en else {})
