"""A curation and its evidence lines as one plain value that a page can carry: paper, nodes, edges, lines, vocabulary.

Everything in it is text, number, list or mapping, in a fixed order; texts are made showable at this point. What the
value says of the paper comes from the curation alone. Out of scope: looks and places (`appearance`, `layout`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cbec_kg.curation.records import (
    Attribution,
    Basis,
    BasisLink,
    Bilingual,
    Citation,
    Claim,
    Countermeasure,
    Curation,
    Entity,
    Facet,
    Figure,
    Indicator,
    Measure,
    Problem,
    Record,
    Reference,
    Section,
    Source,
    Statistic,
    SupportLink,
    Table,
    Unit,
)
from cbec_kg.doors.html import shown_text
from cbec_kg.evidence.lines import DIRECT, EvidenceLine
from cbec_kg.graph.names import resource_iri
from cbec_kg.views import wording
from cbec_kg.views.wording import bilingual, vocabulary

Payload = dict[str, Any]
Text = dict[str, str]

_KINDS: dict[type[Record], str] = {
    Attribution: "attribution",
    Citation: "citation",
    Claim: "claim",
    Countermeasure: "countermeasure",
    Facet: "facet",
    Figure: "figure",
    Indicator: "indicator",
    Measure: "measure",
    Reference: "reference",
    Source: "source",
    Statistic: "statistic",
    Table: "table",
}
_ENTITY_FIELDS = ("place", "population", "about", "actors", "instruments", "counterpart", "publisher", "part_of")
_DIGITS = re.compile(r"(\d+)")


def page_payload(curation: Curation, lines: Sequence[EvidenceLine]) -> Payload:
    """Return what the explorer shows.

    Parameters
    ----------
    curation : Curation
    lines : sequence of EvidenceLine
        All evidence lines of the curation.

    Returns
    -------
    dict
        ``paper``: what is known and unknown of the article. ``nodes``: one mapping a record, in the order of the text.
        ``edges``: support, cause, part, address and answer links, each from what the other end depends on. ``lines``:
        evidence lines from source to statement. ``vocabulary``: labels of closed terms.
    """
    order = _reading_order(curation)
    records = sorted((r for r in curation.records.values() if kind_of(r)), key=lambda r: (order(r), r.id))
    return {
        "paper": _paper(curation, lines),
        "nodes": [_node(curation, record, lines) for record in records],
        "edges": sorted(_edges(curation), key=lambda e: (e["kind"], e["from"], e["to"], e.get("via", ""))),
        "lines": [
            {"from": i.source, "to": i.target, "role": i.role, "basis": i.basis, "via": list(i.pointers)} for i in lines
        ],
        "vocabulary": vocabulary(),
    }


def kind_of(record: Record) -> str | None:
    """Return the class under which a page shows a record, None for records that it shows only as part of others."""
    if isinstance(record, Problem):
        return "problem" if record.status == "diagnosed" else "mentioned"
    if isinstance(record, Entity):
        return record.id.split("-")[0]
    return _KINDS.get(type(record))


def text_of(value: Bilingual | Any) -> Text:
    """Return the ``zh`` and ``en`` of a record or of a bilingual field, showable."""
    empty = bilingual(wording.NO_LABEL)
    return {"zh": shown_text(value.zh).strip() or empty["zh"], "en": shown_text(value.en).strip() or empty["en"]}


def _reading_order(curation: Curation) -> Any:
    """Return the key of records by their first anchor's place in the text; those without one come last."""
    position = {passage.locator: number for number, passage in enumerate(curation.passages)}
    places = {(place.record, place.locator, place.fragment): place.start for place in curation.places}

    def key(record: Record) -> tuple[Any, ...]:
        number = getattr(record, "number", None)
        if isinstance(record, Reference) and number is not None:
            return (0, number, 0, ())
        for anchor in getattr(record, "at", ())[:1]:
            start = places.get((record.id, anchor.locator, anchor.fragment), 0)
            parts = tuple(part.zfill(6) for part in _DIGITS.split(anchor.locator))
            return (1, position.get(anchor.locator, len(position)), start, parts)
        return (2, 0, 0, ())

    return key


def _paper(curation: Curation, lines: Sequence[EvidenceLine]) -> Payload:
    article = curation.article
    diagnosed = {problem.id for problem in curation.of(Problem) if problem.status == "diagnosed"}
    bearing = {line.source for line in lines if line.target in diagnosed}
    return {
        "id": article.id,
        "iri": resource_iri(curation.folder_id, article.id),
        "doi": shown_text(article.doi),
        "journal": text_of(article.journal),
        "language": article.language,
        "year": article.year,
        "volume": shown_text(article.volume or ""),
        "issue": shown_text(article.issue or ""),
        "number": shown_text(article.number or ""),
        "first_author": shown_text(article.first_author or ""),
        "further_authors": article.further_authors == "yes",
        "unknown": [{"field": note.field, "why": text_of(note.why)} for note in article.unknown],
        "derived": [{"field": note.field, "why": text_of(note.why)} for note in article.derived],
        "counts": {
            "problems": len(diagnosed),
            "countermeasures": len(curation.of(Countermeasure)),
            "sources": len(curation.of(Reference)) + len(curation.of(Source)),
            "bearing": len(bearing),
        },
    }


def _node(curation: Curation, record: Record, lines: Sequence[EvidenceLine]) -> Payload:
    node: Payload = {"id": record.id, "kind": kind_of(record), "iri": resource_iri(curation.folder_id, record.id)}
    node |= _label(curation, record)
    anchors = getattr(record, "at", ())
    node["at"] = [[anchor.locator, shown_text(anchor.fragment)] for anchor in anchors]
    if isinstance(record, Statistic):
        node["printed"] = printed_text(curation, record)
    if isinstance(record, Source) and record.year is not None:
        node["year"] = str(record.year)
    if isinstance(record, Problem):
        node["direct"] = _coverage(curation, record, lines)
    if isinstance(record, Citation | Attribution):
        node["points_to"] = record.reference if isinstance(record, Citation) else record.source
    node["facts"] = [{"fact": name, **value} for name, value in _facts(curation, record)]
    return node


def _label(curation: Curation, record: Record) -> Text:
    if isinstance(record, Reference):
        return {"zh": f"[{record.number}]", "en": f"[{record.number}]"}
    if isinstance(record, Statistic):
        return _statistic_label(curation, record)
    if isinstance(record, Citation | Attribution):
        return text_of(record.note)
    return text_of(record)


def printed_text(curation: Curation, statistic: Statistic) -> str:
    """Return a figure as printed; a table's cell with the unit of its heading, which the cell itself does not print."""
    unit = curation.records.get(statistic.unit)
    symbol = unit.symbol if statistic.table and isinstance(unit, Unit) else ""
    return shown_text(statistic.printed + symbol)


def _statistic_label(curation: Curation, statistic: Statistic) -> Text:
    printed = printed_text(curation, statistic)
    indicator = curation.records.get(statistic.indicator)
    what = text_of(indicator) if isinstance(indicator, Indicator) else {"zh": "", "en": ""}
    kind = wording.STATISTIC_KINDS[statistic.kind]
    known = "" if statistic.period == "unknown" else _period(statistic.period)
    plain = statistic.kind == "level"
    return {
        "zh": f"{printed} {known}{what['zh']}{'' if plain else kind[0]}".strip(),
        "en": f"{printed} {what['en']}{'' if plain else f', {kind[1]}'}{f', {known}' if known else ''}".strip(),
    }


def _period(period: str) -> str:
    return shown_text(period.replace("/", "–"))


def _coverage(curation: Curation, problem: Problem, lines: Sequence[EvidenceLine]) -> Payload:
    """Return how many facets a problem has and how many a source backs directly, through whatever chain."""
    facets = {facet.id for facet in curation.of(Facet) if facet.problem == problem.id}
    backed = {line.target for line in lines if line.target in facets and line.role in DIRECT}
    return {"facets": len(facets), "backed": len(backed)}


def _facts(curation: Curation, record: Record) -> Iterator[tuple[str, Payload]]:
    """Yield name and value of every further field: a text in both languages, or ids of records that the page has."""
    yield from _own_facts(curation, record)
    for name in _ENTITY_FIELDS:
        given = getattr(record, name, None)
        ids = [given] if isinstance(given, str) else list(given or ())
        if ids == ["unspecified"]:
            yield name, {"text": bilingual(wording.UNSPECIFIED)}
        elif ids:
            yield name, {"ids": ids}
    section = curation.records.get(getattr(record, "section", ""))
    if isinstance(section, Section):
        heading = text_of(section)
        yield "section", {"text": {code: f"{section.number} {text}" for code, text in heading.items()}}
    for name in ("note", "definition"):
        text = getattr(record, name, None)
        if isinstance(text, Bilingual) and not isinstance(record, Citation | Attribution):
            yield name, {"text": text_of(text)}


def _own_facts(curation: Curation, record: Record) -> Iterator[tuple[str, Payload]]:
    if isinstance(record, Claim):
        yield "kind", {"text": bilingual(wording.CLAIM_KINDS[record.kind])}
    elif isinstance(record, Statistic):
        yield from _statistic_facts(curation, record)
    elif isinstance(record, Reference):
        yield "metadata", {"text": bilingual(wording.UNKNOWN), "why": text_of(record.why)}
    elif isinstance(record, Source):
        yield "kind", {"text": bilingual(wording.SOURCE_KINDS[record.kind])}
        if record.year is not None:
            yield "year", {"text": _same(str(record.year))}
    elif isinstance(record, Citation | Attribution):
        yield "points_to", {"ids": [record.reference if isinstance(record, Citation) else record.source]}
        yield "function", {"text": bilingual(wording.FUNCTIONS[record.function])}
    elif isinstance(record, Figure):
        yield "values", {"text": bilingual(wording.UNKNOWN), "why": text_of(record.why)}
    elif isinstance(record, Entity):
        if record.broader:
            yield "broader", {"ids": [record.broader]}
        if record.also:
            yield "also", {"text": _same("; ".join(record.also))}


def _statistic_facts(curation: Curation, record: Statistic) -> Iterator[tuple[str, Payload]]:
    yield "indicator", {"ids": [record.indicator]}
    yield "kind", {"text": bilingual(wording.STATISTIC_KINDS[record.kind])}
    words = ("", "") if record.operator == "equal" else wording.OPERATORS[record.operator]
    zh, en = (f"{word} {record.value_text}".strip() for word in words)
    yield "value", {"text": {"zh": zh, "en": en}}
    unit = curation.records.get(record.unit)
    if isinstance(unit, Unit):
        yield "unit", {"text": text_of(unit)}
    period = bilingual(wording.UNKNOWN) if record.period == "unknown" else _same(_period(record.period))
    fact: Payload = {"text": period}
    if record.period != "unknown" and record.period_basis != "stated":
        fact["basis"] = record.period_basis
    if record.why:
        fact["why"] = text_of(record.why)
    yield "period", fact
    if record.base:
        before = record.base == "previous-year"
        yield "base", {"text": bilingual(wording.PREVIOUS_YEAR) if before else _same(record.base)}
    if record.whole:
        yield "whole", {"ids": [record.whole, *([record.whole_place] if record.whole_place else ())]}
    if record.table:
        yield "table", {"ids": [record.table]}
        table = curation.records.get(record.table)
        columns = table.columns if isinstance(table, Table) else ()
        yield from (("column", {"text": text_of(column)}) for column in columns if column.key == record.column)
    if record.members:
        more: Payload = {"more": bilingual(wording.AND_OTHERS)} if record.members_open == "yes" else {}
        yield "members", {"ids": list(record.members), **more}


def _same(text: str) -> Text:
    return {"zh": shown_text(text), "en": shown_text(text)}


def _edges(curation: Curation) -> list[Payload]:
    """Return the links between records; a link through a citation goes from its reference, ``via`` the citation."""
    found: dict[tuple[str, str, str, str, str], Payload] = {}
    for record in curation.records.values():
        for edge in _edges_of(curation, record):
            if edge["from"] in curation.records and edge["to"] in curation.records:
                key = (edge["kind"], edge["from"], edge["to"], edge.get("via", ""), edge.get("role", ""))
                found.setdefault(key, edge)
    return list(found.values())


def _edges_of(curation: Curation, record: Record) -> Iterator[Payload]:
    for support in getattr(record, "rests_on", ()):
        yield _support(curation, support, record.id)
    yield from (_linked("cause", link.id, record.id, link) for link in getattr(record, "caused_by", ()))
    yield from (_linked("cause", record.id, link.id, link) for link in getattr(record, "leads_to", ()))
    if isinstance(record, Facet):
        yield _plain("part", record.id, record.problem, "stated")
    elif isinstance(record, Measure):
        yield _plain("part", record.id, record.countermeasure, "stated")
        yield from (_linked("address", record.id, link.id, link) for link in record.addresses)
    elif isinstance(record, Countermeasure):
        yield from (_linked("answer", record.id, link.id, link) for link in record.answers)


def _support(curation: Curation, support: SupportLink, end: str) -> Payload:
    edge = _linked("support", support.on, end, support) | {"role": support.role}
    pointer = curation.records.get(support.on)
    if isinstance(pointer, Citation | Attribution):
        edge |= {"from": pointer.reference if isinstance(pointer, Citation) else pointer.source, "via": pointer.id}
    return edge


def _linked(kind: str, start: str, end: str, link: BasisLink | SupportLink) -> Payload:
    return _plain(kind, start, end, link.basis) | ({"why": text_of(link.why)} if link.why else {})


def _plain(kind: str, start: str, end: str, basis: Basis) -> Payload:
    return {"kind": kind, "from": start, "to": end, "basis": basis}


def diagnosed_ids(nodes: Iterable[Payload]) -> set[str]:
    """Return the ids of the diagnosed problems among a payload's nodes."""
    return {node["id"] for node in nodes if node["kind"] == "problem"}
