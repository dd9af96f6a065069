"""Tables against their printed captions and headings: the columns, their units and kinds, and whose table it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.curation.printed_text import CURRENCIES, FLOWS, PrintedText, grams
from cbec_kg.curation.unit_rules import contradiction
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.table_lines import Column
from cbec_kg.text.normalise import normalise
from cbec_kg.text.unit_labels import label_of, unit_of_caption

_GROWTH = re.compile(r"增长|增速|增幅|涨幅|同比|比上年|\b(?:growth|increase|change)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"[增加减][长加少]?(?:额|量|数|值)|\b(?:amount|absolute)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"[增升降减变涨跌率幅速%％]|环比|\b(?:growth|grew|rate|change|increase|decrease|rise|fall|decline)", re.IGNORECASE
)
_PREVIOUS = re.compile(r"比上年|较上年|同比|over (?:the )?previous year|year[- ]on[- ]year", re.IGNORECASE)
_SHARE = re.compile(r"占比|比重|份额|\bshare\b", re.IGNORECASE)
_UNIT = re.compile(r"[（(]\s*([^（()）]{1,16})\s*[)）]")
_PART = re.compile(r"[（(][^（()）]*[)）]")


def held_tables(curation: Curation, text: PrintedText | None) -> Iterator[Problem]:
    """Yield tables whose columns or name are not those of their heading and captions."""
    for table in curation.of(r.Table):
        heads = [] if text is None else [one for one in text.pieces if one.startswith(f"{table.locator}.")]
        printed = [] if text is None else [text.line(one) for one in heads if not one.rpartition(".")[2][:1].isdigit()]
        for column in table.columns:
            for message in (*_of_label(column, curation), *_of_unit(column, curation, printed)):
                yield Problem(table.where.file, table.where.line, f"{table.id}: the column {column.key} {message}")
    titled: list[r.Table | r.Figure] = [*curation.of(r.Table), *curation.of(r.Figure)]
    for record in titled:
        if text is not None and (other := _other_caption(record, titled, curation, text)):
            yield Problem(record.where.file, record.where.line, f"{record.id}{other}")


def _of_label(column: Column, curation: Curation) -> Iterator[str]:
    """Yield an indicator, a kind or a base that a column's own label speaks against."""
    indicator, label = curation.records.get(column.indicator or ""), f"{column.zh} {column.en}"
    flows = {flow for flow, words in FLOWS.items() if words.search(column.zh)}
    if isinstance(indicator, r.Indicator) and indicator.flow == "total" and len(flows) == 1:
        yield f"is labelled {column.zh!r}, and its indicator {indicator.id} is of both flows. Correct one of them."
    elif isinstance(indicator, r.Indicator) and indicator.flow in FLOWS and not flows and "总" in column.zh:
        yield f"is labelled {column.zh!r}, and its indicator {indicator.id} is {indicator.flow}s. Correct one of them."
    elif isinstance(indicator, r.Indicator) and (named := _named(column, indicator, curation)):
        yield f"is labelled {column.zh!r}, as {named}, and its indicator is {indicator.id}. Correct one of them."
    unit = curation.records.get(column.unit or "")
    if column.kind in ("growth", "average-growth") and isinstance(unit, r.Unit) and unit.base in CURRENCIES:
        yield f"is a growth, and its unit {unit.id} is of {unit.base}. Correct one of them."
    if column.kind in ("share", "rank", "level") and _GROWTH.search(label) and not _AMOUNT.search(label):
        yield f"is of kind {column.kind!r}; its label {column.zh!r} says a growth. Correct one of them."
    if column.kind in ("growth", "average-growth") and not _CHANGE.search(label) and not _SHARE.search(label):
        yield f"is of kind {column.kind!r}; its label {column.zh!r} has no word for a change. Correct one of them."
    if column.kind in ("growth", "average-growth") and _SHARE.search(label) and not _GROWTH.search(label):
        yield f"is of kind {column.kind!r}; its label {column.zh!r} says a share. Correct one of them."
    if column.base is not None and column.base not in ("previous-year", "previous-period") and _PREVIOUS.search(label):
        yield f"has the base {column.base}; its label {column.zh!r} says the year before. Correct one of them."


def _named(column: Column, indicator: r.Indicator, curation: Curation) -> str:
    """Return another indicator of the same flow of whose name a column's label has much more."""
    words = grams(_PART.sub("", column.zh))
    shares = {
        one.id: len(words & grams(_PART.sub("", one.zh))) / len(words)
        for one in curation.of(r.Indicator) if words and one.flow == indicator.flow
    }  # fmt: skip
    best = max(shares, key=lambda name: shares[name], default="")
    return best if best and shares[best] >= 0.6 and shares[best] - shares[indicator.id] >= 0.35 else ""


def _of_unit(column: Column, curation: Curation, printed: list[str]) -> Iterator[str]:
    """Yield a unit other than all of its sort that the heading, the caption and the notes print: another scale or money."""
    unit = curation.records.get(column.unit or "")
    if not isinstance(unit, r.Unit):
        return
    inside = [label_of(words).unit for line in printed for words in _UNIT.findall(line)]
    found = [one for one in (*inside, *map(unit_of_caption, printed)) if one is not None]
    money = unit.base in CURRENCIES
    alike = [one for one in found if one.noun.base == unit.base or (money and one.noun.base in CURRENCIES)]
    wrong = [contradiction(one, unit) for one in alike]
    if wrong and all(wrong):
        yield f"has the unit {unit.id}; the heading has {wrong[0]}. Correct one of them."


def _other_caption(
    record: r.Table | r.Figure, titled: list[r.Table | r.Figure], curation: Curation, text: PrintedText
) -> str:
    """Return that the name of a table or figure is rather that of another caption, or names another place than its own."""
    captions = {one.id: " ".join(text.line(anchor.locator) for anchor in one.at) for one in titled}
    words = grams(record.zh)
    shares = {name: len(words & grams(line)) / len(words) for name, line in captions.items() if words and line}
    best = max(shares, key=lambda name: shares[name], default="")
    if best and best != record.id and shares[best] - shares.get(record.id, 1) >= 0.15 and shares[best] >= 0.7:
        return f": its name is that of {best}. Correct it."
    own, line = normalise(record.zh).text, normalise(captions[record.id]).text
    places = [one for one in curation.of(r.Entity) if one.id.startswith("place-")]
    printed = [one for one in places if any(normalise(name).text in line for name in (one.zh, *one.also))]
    named = [one for one in places if any(normalise(name).text in own for name in (one.zh, *one.also))]
    if printed and named and line and not set(named) & set(printed):
        return f": its name has {named[0].id}, and its caption {printed[0].id}. Correct it."
    if isinstance(record, r.Table) and printed and record.place in {one.id for one in places} - {one.id for one in printed}:
        return f".place is {record.place}; its caption names {printed[0].id}. Correct one of them."
    return ""
