"""What a record says beside its label: its further fields as pairs of a name and a plain value, for reading panes.

A value is a text in both languages or the ids of records that a page can open; what the article leaves open is said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import resource_iri
from cbec_kg.model.records import Record
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.wording import function_word, kind_word, open_word, word_for

Payload = dict[str, Any]
Text = dict[str, str]
Paper = Curation | Snapshot
"""What pages are made from: the records of a folder, or those of a graph."""

_ENTITY_FIELDS = ("place", "population", "about", "actors", "instruments", "counterpart", "publisher", "part_of")


def papers_of(curation: Paper) -> tuple[str, ...]:
    """Return the ids of the papers that records are of."""
    return curation.papers if isinstance(curation, Snapshot) else (curation.folder_id,)


def within(name: str) -> str:
    """Return the paper that a record's name begins with, and its colon; empty of a single paper.

    Examples
    --------
    >>> within("tea-2020:ref-05"), within("ref-05")
    ('tea-2020:', '')
    """
    return name[: name.rfind(":") + 1]


def iri_of(curation: Paper, name: str) -> str:
    """Return the IRI of a record by its name."""
    paper, _, local = name.rpartition(":")
    return resource_iri(paper or curation.folder_id, local)


def text_of(value: Bilingual | Any) -> Text:
    """Return the ``zh`` and ``en`` of a record or of a bilingual field, showable."""
    empty = open_word("no-label")
    return {"zh": shown_text(value.zh).strip() or empty["zh"], "en": shown_text(value.en).strip() or empty["en"]}


def period_text(period: str) -> str:
    """Return a period with a dash between its ends.

    Examples
    --------
    >>> period_text("2016/2020")
    '2016–2020'
    """
    return shown_text(period.replace("/", "–"))


def facts_of(curation: Paper, record: Record) -> Iterator[tuple[str, Payload]]:
    """Yield name and value of every further field: a text in both languages, or ids of records that the page has."""
    yield from _own_facts(curation, record)
    yield from _wording_facts(record)
    for name in _ENTITY_FIELDS:
        given = getattr(record, name, None)
        ids = [given] if isinstance(given, str) else list(given or ())
        if ids == ["unspecified"]:
            yield name, {"text": open_word("unspecified")}
        elif ids:
            yield name, {"ids": ids, **_scope_fact(getattr(record, f"{name}_basis", None))}
    section = curation.records.get(getattr(record, "section", ""))
    if isinstance(section, r.Section):
        heading = text_of(section)
        yield "section", {"text": {code: f"{section.number} {text}" for code, text in heading.items()}}
    for name in ("note", "definition", "stands_alone"):
        text = getattr(record, name, None)
        if isinstance(text, Bilingual) and not isinstance(record, r.Citation | r.Attribution):
            yield name, {"text": text_of(text)}


def _wording_facts(record: Record) -> Iterator[tuple[str, Payload]]:
    """Yield how the article puts a statement, with the printed word."""
    if isinstance(record, r.Facet) and record.status is not None:
        yield "status", {"text": word_for("problem", record.status)}
    for name, word in (("modality", "modal_word"), ("quantifier", "quantifier_word")):
        value, printed = getattr(record, name, None), getattr(record, word, None)
        if value is not None:
            more: Payload = {"more": _same(f"({shown_text(printed)})")} if printed else {}
            yield name, {"text": word_for(name, value), **more}


def _scope_fact(scope: r.ScopeBasis | None) -> Payload:
    """Return how a place or population is known, where the statement's own passage does not name it."""
    if scope is None or scope.basis == "stated":
        return {}
    why = {"why": text_of(scope.why)} if scope.why else {}
    return {"basis": scope.basis, **({"more": _same(scope.passage)} if scope.passage else {}), **why}


def _own_facts(curation: Paper, record: Record) -> Iterator[tuple[str, Payload]]:
    if isinstance(record, r.Claim):
        yield "kind", {"text": kind_word(curation, record)}
    elif isinstance(record, r.Statistic):
        yield from _statistic_facts(curation, record)
    elif isinstance(record, r.Reference):
        yield "metadata", {"text": open_word("unknown"), "why": text_of(record.why)}
    elif isinstance(record, r.Source):
        yield "kind", {"text": kind_word(curation, record)}
        if record.year is not None:
            yield "year", {"text": _same(str(record.year))}
    elif isinstance(record, r.Citation | r.Attribution):
        yield "points_to", {"ids": [record.reference if isinstance(record, r.Citation) else record.source]}
        yield "function", {"text": function_word(record.function)}
    elif isinstance(record, r.Figure):
        yield "values", {"text": open_word("unknown"), "why": text_of(record.why)}
    elif isinstance(record, r.Entity):
        if record.kind:
            yield "kind", {"text": kind_word(curation, record)}
        if record.broader:
            yield "broader", {"ids": [record.broader]}
        if record.also:
            yield "also", {"text": _same("; ".join(record.also))}


def _statistic_facts(curation: Paper, record: r.Statistic) -> Iterator[tuple[str, Payload]]:
    yield "indicator", {"ids": [record.indicator]}
    yield "kind", {"text": word_for("statistic", record.kind)}
    words = {"zh": "", "en": ""} if record.operator == "equal" else word_for("operator", record.operator)
    yield "value", {"text": {code: f"{word} {record.value_text}".strip() for code, word in words.items()}}
    unit = curation.records.get(record.unit)
    if isinstance(unit, r.Unit):
        yield "unit", {"text": text_of(unit)}
    period = open_word("unknown") if record.period == "unknown" else _same(period_text(record.period))
    fact: Payload = {"text": period}
    if record.period != "unknown" and record.period_basis != "stated":
        fact["basis"] = record.period_basis
    if record.why:
        fact["why"] = text_of(record.why)
    yield "period", fact
    if record.base:
        before = record.base == "previous-year"
        yield "base", {"text": open_word("previous-year") if before else _same(record.base)}
    if record.whole:
        yield "whole", {"ids": [record.whole, *([record.whole_place] if record.whole_place else ())]}
    if record.categories:
        yield "categories", {"ids": list(record.categories)}
    if record.table:
        yield "table", {"ids": [record.table]}
        table = curation.records.get(record.table)
        columns, rows = (table.columns, table.rows) if isinstance(table, r.Table) else ((), ())
        yield from (("row", {"text": text_of(row)}) for row in rows if row.key == record.row)
        yield from (("column", {"text": text_of(column)}) for column in columns if column.key == record.column)
    if record.members:
        more: Payload = {"more": open_word("others")} if record.members_open == "yes" else {}
        yield "members", {"ids": list(record.members), **more}


def _same(text: str) -> Text:
    return {"zh": shown_text(text), "en": shown_text(text)}
