"""A record's details, the table that a figure stands in, what is known of a reference, and the sentence on its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from cbec_kg.model import records
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.printed_tables import rows_of
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
        values = view.graph.values(iri, f"{TERM}{name}")
        text = view.graph.text(iri, f"{TERM}{name}")
        cells = [escape(view.say(text))] if text else [_value(view, value.value) for value in values]
        if cells:
            yield Fact(view.h(name), cells)


def _value(view: View, value: str) -> Markup:
    """Return a value of the graph; a token that the catalogue has a word for as that word."""
    known = f"token-{value}"
    return view.t(known) if known in view.words.texts else view.cell(value)


def _fact(view: View, name: str, value: Mapping[str, Any]) -> Fact:
    cells = [view.link(view.own.iri(id)) for id in value.get("ids", ())]
    cells += [escape(view.say(value[key])) for key in ("text", "more") if key in value]
    if "basis" in value:
        cells.append(view.link(f"{TERM}basis-{value['basis']}"))
    return Fact(view.say(field_word(name)), cells, view.say(value["why"]) if "why" in value else "")


def _normalised(view: View, iri: str, statistic: records.Statistic) -> Iterator[Fact]:
    """Yield a figure in its base unit, and the year that a growth is compared with."""
    values = view.graph.values(iri, f"{TERM}normalisedValue")
    yield Fact(view.h("normalisedValue"), [plain(grouped(value.value)) for value in values] or [view.t("not-normalised")])
    yield from _properties(view, view.own.iri(statistic.unit), ["baseUnit"])
    yield from _properties(view, iri, ["baseYear"])


def grouped(number: str) -> str:
    """Return a decimal with its whole part in groups of three.

    Examples
    --------
    >>> grouped("134700000000"), grouped("-1234.5"), grouped("39.8")
    ('134,700,000,000', '-1,234.5', '39.8')
    """
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"


def article_facts(view: View) -> Iterator[Fact]:
    """Yield what is known of the article, with the reason where a field was derived, and what is unknown."""
    iri = view.own.iri(view.own.article.id)
    notes = {note.field.partition(".")[0]: note for note in reversed(view.own.article.derived)}
    for field, name in _ARTICLE.items():
        predicate = expanded(name)
        values, text = view.graph.values(iri, predicate), view.graph.text(iri, predicate)
        cells = [escape(view.say(text))] if text else [_value(view, value.value) for value in values]
        if field == "doi" and values:
            cells = [view.link(f"https://doi.org/{values[0].value}", values[0].value)]
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
    for line in rows_of(record, view.own.snapshot.of(records.Statistic)):
        found = [cells.get((line.key, column.key), {}) for column in record.columns]
        reasons = [[view.say(why) for why in view.doubts(cell.get("statistic", ""))] for cell in found]
        texts = [(cell.get("statistic", ""), cell.get("printed", "")) for cell in found]
        name = view.say({"zh": line.zh, "en": line.en})
        lines.append((name, [(*text, why) for text, why in zip(texts, reasons, strict=True)]))
    heads = []
    for column in record.columns:
        text, unit = view.say({"zh": column.zh, "en": column.en}), column.unit or record.unit
        heads.append(view.t("column-unit", column=text, unit=view.label(view.own.iri(unit))) if unit else text)
    return Grid(heads, lines)
