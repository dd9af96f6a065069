"""A record's details, the table that a figure stands in, what is known of a reference, and the sentence on its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from cbec_kg.model import records
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.records import Record
from cbec_kg.render.explorer.record_facts import facts_of
from cbec_kg.render.language.wording import field_word
from cbec_kg.render.site.linking import plain, quoted
from cbec_kg.render.site.view import Fact, View

_ELSEWHERE = ("section", "metadata", "values")
"""Facts that have a line or a section of their own."""
_ARTICLE = {
    "doi": "dcterms:identifier", "title": "dcterms:title", "authors": "cbec:authorList", "argument": "cbec:argument",
    "journal": "cbec:journal",
    "year": "schema:datePublished", "volume": "schema:volumeNumber", "issue": "schema:issueNumber", "number": "cbec:number",
    "first-author": "cbec:firstAuthor", "further-authors": "cbec:furtherAuthors", "language": "dcterms:language",
    "keywords": "schema:keywords", "identifiers": "cbec:externalIdentifier", "pages-seen": "cbec:pageSeen",
}  # fmt: skip
_MAY_LACK = ("title", "authors", "argument", "keywords", "identifiers")
"""Fields of an article that are shown where it has them; of the others it is shown that they are unknown."""


def facts(view: View, record: Record, first: Sequence[str], last: Sequence[str]) -> Iterator[Fact]:
    """Yield the details of a record: properties of the graph by name, with what all pages for readers show between them."""
    iri = view.own.iri(record.id)
    yield from _properties(view, iri, first)
    for name, value in facts_of(view.own.snapshot, record):
        if name not in _ELSEWHERE:
            yield _fact(view, name, value)
        if name == "unit" and isinstance(record, records.Statistic):
            yield from _normalised(view, iri, record)
    yield from _properties(view, iri, last)


def _properties(view: View, iri: str, names: Sequence[str]) -> Iterator[Fact]:
    for name in names:
        if cells := _cells(view, iri, f"{TERM}{name}"):
            yield Fact(view.h(name), cells)


def _cells(view: View, iri: str, predicate: str) -> list[Markup]:
    """Return the values of a property: a text in the language of the page, a token that the catalogue has as its word."""
    if text := view.graph.text(iri, predicate):
        return [escape(view.say(text))]
    values = [value.value for value in view.graph.values(iri, predicate)]
    return [view.t(f"token-{one}") if f"token-{one}" in view.words.texts else view.cell(one) for one in values]


def _fact(view: View, name: str, value: Mapping[str, Any]) -> Fact:
    cells = [view.link(view.own.iri(id)) for id in value.get("ids", ())]
    cells += [escape(view.say(value[key])) for key in ("text", "more") if key in value]
    if "basis" in value:
        cells.append(view.link(f"{TERM}basis-{value['basis']}"))
    return Fact(view.say(field_word(name)), cells, view.say(value["why"]) if "why" in value else "")


def _normalised(view: View, iri: str, statistic: records.Statistic) -> Iterator[Fact]:
    """Yield a figure in its base unit, and the year that a growth is compared with."""
    values = view.graph.values(iri, f"{TERM}normalisedValue")
    cells = [plain(f"{Decimal(value.value):,f}") for value in values]
    yield Fact(view.h("normalisedValue"), cells or [view.t("not-normalised")])
    yield from _properties(view, view.own.iri(statistic.unit), ["baseUnit"])
    yield from _properties(view, iri, ["baseYear"])


def article_facts(view: View) -> Iterator[Fact]:
    """Yield what is known of the article, with the reason where a field was derived, and what is unknown."""
    iri = view.own.iri(view.own.article.id)
    notes = {note.field.partition(".")[0]: note for note in reversed(view.own.article.derived)}
    for field, name in _ARTICLE.items():
        cells = _cells(view, iri, expanded(name))
        if field == "doi" and (doi := view.own.article.doi):
            cells = [view.link(f"https://doi.org/{doi}", doi)]
        if cells or field not in _MAY_LACK:
            note = notes.get(field)
            why = view.t("derived", why=view.say(note.why)) if note else ""
            part = view.part(f"{iri}/derived/{note.field}") if note else ""
            yield Fact(view.t(f"field-{field}"), cells or [view.t("unknown")], why, part)


def unknowns(view: View, record: Record) -> Iterator[Fact]:
    """Yield what the text used does not say of a record, with the reasons."""
    iri = view.own.iri(record.id)
    for row in view.ask("unknowns", record=iri):
        field = row["field"]
        name, figure = f"field-{field}", field.removesuffix("-values")
        if figure != field and figure in view.own.snapshot.records:
            head: str = view.t("values-of", record=view.label(view.own.iri(figure)))
        else:
            head = view.t(name) if name in view.words.texts else view.say(field_word(field))
        yield Fact(head, [view.t("unknown")], row.get("why", ""), view.part(f"{iri}/unknown/{row['field']}"))


def supplied(view: View, reference: records.Reference) -> Iterator[Fact]:
    """Yield what a user supplied of a reference, in each style, and where it is from."""
    paper = view.own
    found = paper.source.bibliography.get(paper.ordinals[reference.id])
    if found is None:
        return
    origin = found.provenance
    for style, texts in paper.formatted.items():
        yield Fact(style, [quoted(texts[found.number])])
    yield Fact(view.t("status"), [view.t(f"supplied-{found.status}")])
    yield Fact(view.t("file"), [plain(f"{origin.source} {origin.key or ''}".strip())])
    if found.status != "drafted":
        yield Fact(view.t("imported"), [plain(str(origin.date))])
        yield Fact(view.t("supplier"), [plain(origin.by) if origin.by else view.t("unknown")])


class Grid(NamedTuple):
    """A printed table: heads of columns, rows under their heads, each cell with its statistic, figure, and doubts."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[str, str, Sequence[str]]]]]


def grid(view: View, table: str) -> Grid:
    """Return a table as it is printed, each cell with the IRI of its statistic and with why it is in doubt."""
    record = view.own.snapshot.records[table]
    assert isinstance(record, records.Table)  # the template asks of tables alone
    rows = view.ask("table-cells", table=view.own.iri(table))
    cells = {(row["row"], row["column"]): row for row in rows}
    lines = []
    for line in sorted({row["row"] for row in rows}):
        found = [cells.get((line, column.key), {}) for column in record.columns]
        reasons = [[view.say(why) for why in view.doubts(cell.get("statistic", ""))] for cell in found]
        texts = [(cell.get("statistic", ""), cell.get("printed", "")) for cell in found]
        lines.append((line, [(*text, why) for text, why in zip(texts, reasons, strict=True)]))
    units = [view.label(view.own.iri(column.unit)) for column in record.columns]
    heads = [view.t("column-unit", column=view.say({"zh": one.zh, "en": one.en}), unit=unit)
             for one, unit in zip(record.columns, units, strict=True)]  # fmt: skip
    return Grid(heads, lines)
