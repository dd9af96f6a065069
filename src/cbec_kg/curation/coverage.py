"""Is the whole article curated? Every passage, number and citation marker is accounted for, or is a gap.

* a passage is covered by a statement anchored in it, or is listed as asserting nothing; headings and rows of a table are
  covered by its record once a person has said what its columns or rows measure;
* a number is covered by a statistic whose fragment contains it, or is no statistic: by rule (a year, a number of a section,
  figure or table, a part of a name or title, an indefinite article) or as listed;
* a marker ``[n]`` is covered by a citation record that ends with it;
* a statement in a sentence with a marker rests on that citation, directly or through others, or is listed as not backed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from cbec_kg.curation.cited import cited_in_text, is_cited
from cbec_kg.curation.place_rules import is_within
from cbec_kg.model import records as r
from cbec_kg.model.curated import AnchorPlace, Curation
from cbec_kg.model.table_lines import Row
from cbec_kg.text.document import Document, Span, spans_of_words
from cbec_kg.text.segment import Passage, passages

STATEMENTS = (r.Claim, r.Countermeasure, r.Facet, r.Figure, r.Measure, r.Problem, r.Statistic, r.Table)
BACKED = (r.Claim, r.Facet, r.Measure, r.Problem, r.Statistic)

R = TypeVar("R", bound=r.Record)
_DIGITS = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
_NUMERAL = "[一二三四五六七八九十百千万两]"
_WORDS = re.compile(
    rf"{_NUMERAL}+分之{_NUMERAL}+(?:点[零〇一二三四五六七八九]+)?|翻[一两三四]?番|(?<![\d多])[几数]?[十百千]+[万亿]"
    r"|[一二三四五六七八九十百千两]+(?=\s*[种个家位名项类倍成次大区园条])"
)


class Item(NamedTuple):
    """Something to be accounted for; `state` is ``record``, ``rule``, ``listed`` or ``gap``, and `note` gives the reason."""

    kind: str
    locator: str
    section: str
    text: str
    start: int
    end: int
    state: str
    note: str


class Coverage(NamedTuple):
    """All items of an article, in the order of the text."""

    items: tuple[Item, ...]

    @property
    def gaps(self) -> tuple[Item, ...]:
        """Return the items that nothing accounts for."""
        return tuple(item for item in self.items if item.state == "gap")

    def sections(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Return (accounted for, all) by section and kind of item, in the order of the text."""
        counts: dict[str, dict[str, tuple[int, int]]] = {}
        for item in self.items:
            done, total = counts.setdefault(item.section, {}).get(item.kind, (0, 0))
            counts[item.section][item.kind] = (done + (item.state != "gap"), total + 1)
        return counts


class _Index:
    """The anchors and exemptions of a curation by passage."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation
        self.lists = {section.number for section in curation.of(r.Section) if section.kind == "references"}
        keys = [reference.key for reference in curation.of(r.Reference) if reference.key is not None]
        self.by_key = any(key.startswith("@") for key in keys)
        self.by_author = not all(key.startswith("@") for key in keys)
        self.blanket = [record for record in curation.of(r.Exemption) if record.every or record.words or record.sections]
        self.tables = {table.locator: table for table in curation.of(r.Table) if _is_confirmed(table)}
        self.places: dict[str, list[tuple[AnchorPlace, r.Record]]] = {}
        for place in curation.places:
            record = curation.records[place.record]
            # a candidate covers nothing until a person has confirmed what it measures
            if not isinstance(record, r.Statistic) or record.indicator != r.TO_CONFIRM:
                self.places.setdefault(place.locator, []).append((place, record))

    def at(self, locator: str, *kinds: type[R]) -> list[tuple[AnchorPlace, R]]:
        return [(place, record) for place, record in self.places.get(locator, ()) if isinstance(record, kinds)]

    def of_section(self, section: str, kind: str) -> str:
        """Return why a whole section is exempt, with those below it; empty where it is not."""
        for record in self.blanket:
            if record.kind == kind and any(is_within(section, one) for one in record.sections):
                return record.why.en
        return ""

    def table_of(self, passage: Passage) -> r.Table | None:
        """Return the confirmed table that a passage is a heading or a row of."""
        is_line = passage.kind in ("table-header", "table-row")
        return self.tables.get(passage.locator.partition(".")[0]) if is_line else None

    def exempt(self, locator: str, kind: str) -> list[tuple[AnchorPlace, r.Exemption]]:
        return [(place, record) for place, record in self.at(locator, r.Exemption) if record.kind == kind]


def _is_confirmed(table: r.Table) -> bool:
    return all(line.indicator != r.TO_CONFIRM for line in (*table.columns, *table.rows))


def coverage_of(curation: Curation, document: Document) -> Coverage:
    """Return how far a curation accounts for an article's document, which its computed anchors must be of."""
    index = _Index(curation)
    items: list[Item] = []
    source = document.text
    for passage in passages(document):
        items.append(_passage_item(passage, source, index))
        items += _numbers(passage, source, index)
        items += _markers(passage, source, index, document.words)
    items += _backing(curation, index)
    items += _furniture_numbers(source, document.furniture())
    return Coverage(tuple(sorted(items, key=lambda item: (item.start, item.kind, item.end, item.text))))


def _passage_item(passage: Passage, source: str, index: _Index) -> Item:
    covering = sorted({record.id for _, record in index.at(passage.locator, *STATEMENTS)})
    listed = index.exempt(passage.locator, "asserts-nothing")
    if covering:
        state, note = "record", ", ".join(covering)
    elif table := index.table_of(passage):
        state, note = "record", table.id
    elif listed:
        state, note = "listed", listed[0][1].why.en
    elif reason := index.of_section(passage.section, "asserts-nothing"):
        state, note = "listed", reason
    elif passage.kind == "heading":
        state, note = "rule", "a heading names its topic"
    else:
        state, note = "gap", "no statement is anchored here; add one, or list the passage as asserting nothing"
    opening = " ".join("".join(source[start:end] for start, end in passage.spans).split())[:12]
    return Item("passage", passage.locator, passage.section, opening, passage.start, passage.end, state, note)


def _numbers(passage: Passage, source: str, index: _Index) -> Iterator[Item]:
    for first, last in passage.spans:
        text = source[first:last]
        cited = list(cited_in_text(text, by_author=index.by_author, by_key=index.by_key))
        matches = sorted([*_DIGITS.finditer(text), *_WORDS.finditer(text)], key=lambda match: match.start())
        for match in matches:
            start, end = first + match.start(), first + match.end()
            if any(first + marker.start <= start and end <= first + marker.end for marker in cited):
                continue
            state, note = _number_state(passage, source, start, end, index)
            yield Item("number", passage.locator, passage.section, match.group(), start, end, state, note)


def _number_state(passage: Passage, source: str, start: int, end: int, index: _Index) -> tuple[str, str]:
    for place, record in index.at(passage.locator, r.Statistic):
        if place.start <= start and end <= place.end:
            return "record", record.id
    if passage.section in index.lists:
        return "rule", "part of an entry of the list of references"
    table = index.table_of(passage)
    reason = _rule(passage, source, start, end) or (_table_rule(passage, source[start:end], table) if table else "")
    if reason:
        return "rule", reason
    for place, exemption in index.exempt(passage.locator, "no-statistic"):
        if place.start <= start and end <= place.end:
            return "listed", exemption.why.en
    if reason := index.of_section(passage.section, "no-statistic") or _blanket(passage, source, start, end, index.blanket):
        return "listed", reason
    if table and _has_left_out(passage, table):
        return "listed", f"left out of {table.id}"
    return "gap", "no statistic's fragment contains this number; add one, or list it as no statistic"


def _rule(passage: Passage, source: str, start: int, end: int) -> str:
    """Return why a number is no statistic by a general rule; empty when none applies."""
    first, last = passage.spans[0][0], passage.spans[-1][1]
    before = "".join(source[first:start].split())
    after = "".join(source[end:last].split())
    number = source[start:end]
    if passage.kind in ("heading", "table-row") and not before:
        return "number of a section" if passage.kind == "heading" else "label of a table's row"
    if re.search(r"(?:图|表|Figure|Fig\.|Table)$", before):
        return "number of a figure or table"
    span = re.search(r"(?:19|20)\d\d[~～-]$", before) or re.match(r"(?:[~～-](?:19|20)\d\d)?年|[~～-](?:19|20)\d\d", after)
    if span and re.fullmatch(r"(?:19|20)\d\d", number):
        return "year"
    if before.rfind("《") > before.rfind("》"):
        return "part of a title"
    if re.search(r"[A-Za-z]", source[max(0, start - 1) : start] + source[end : end + 1]):
        return "part of a name"
    return "indefinite article" if number == "一" else ""


def _table_rule(passage: Passage, number: str, table: r.Table) -> str:
    """Return why a number in a heading or row of a table is no statistic; empty where nothing says so."""
    if passage.kind == "table-header":
        return "heading of a table's column"
    row = _row_at(passage, table)
    return "label of a table's row" if row and not row.period and number in _DIGITS.findall(f"{row.zh} {row.en}") else ""


def _has_left_out(passage: Passage, table: r.Table) -> bool:
    """Return whether the record of a table leaves cells of a row out."""
    row = _row_at(passage, table)
    key = row.key if row else passage.locator.partition(".")[2]
    named = any(name.partition(" ")[0] == key for name in table.left_out)
    return named or bool(row and row.left_out) or any(column.left_out for column in table.columns)


def _row_at(passage: Passage, table: r.Table) -> Row | None:
    return next((row for row in table.rows if passage.locator == (row.locator or f"{table.locator}.{row.key}")), None)


_FORMULA = re.compile(r"[=<>≤≥±×÷^√∑∫+*/]|\\[a-z]+|\$")


def _blanket(passage: Passage, source: str, start: int, end: int, exemptions: Sequence[r.Exemption]) -> str:
    """Return why a number is exempt by its kind or by a word that it is a part of; empty where none says so."""
    first, last = passage.spans[0][0], passage.spans[-1][1]
    before, after = source[max(first, start - 24) : start], source[end : min(last, end + 24)]
    kinds = {
        "years": re.fullmatch(r"(?:1[5-9]|20)\d\d", source[start:end]) is not None,
        "names": re.search(r"[A-Za-z][-–]?$", before) is not None or re.match(r"[-–]?[A-Za-z]", after) is not None,
        "formulas": bool(_FORMULA.search(before[-6:]) or _FORMULA.search(after[:6])),
        "figure-numbers": re.search(
            r"(?:[图表式]|Figures?|Figs?\.?|Tables?|Eqs?\.?|Equations?)\s*[(（]?[\d.,、和–\s-]*$", before
        )
        is not None,
    }
    for record in exemptions:
        if any(kinds[kind] for kind in record.every) or any(_is_within(word, source, start, end) for word in record.words):
            return record.why.en
    return ""


def _is_within(word: str, source: str, start: int, end: int) -> bool:
    """Return whether a range of a text lies within a word as printed."""
    place = source.find(word, max(0, end - len(word)), start + len(word))
    return 0 <= place <= start and end <= place + len(word)


def _markers(passage: Passage, source: str, index: _Index, words: Sequence[str]) -> Iterator[Item]:
    """Yield one item for each reference that a marker names: ``[2-4]`` names three."""
    for first, last in passage.spans:
        whole = spans_of_words(source[first:last], words)
        by_author = index.by_author and passage.section not in index.lists
        for cited in cited_in_text(source[first:last], by_author=by_author, by_key=index.by_key):
            if any(begin < cited.end and cited.start < after for begin, after in whole):
                continue
            start, end = first + cited.start, first + cited.end
            state, note = "gap", f"no citation of {cited.named} ends with this marker; add one"
            for place, record in index.at(passage.locator, r.Citation):
                reference = index.curation.records.get(record.reference)
                if place.end == end and isinstance(reference, r.Reference) and is_cited(cited, reference):
                    state, note = "record", record.id
            for place, exemption in index.exempt(passage.locator, "no-citation"):
                if state == "gap" and place.start < end and start < place.end:
                    state, note = "listed", exemption.why.en
            if state == "gap" and (reason := index.of_section(passage.section, "no-citation")):
                state, note = "listed", reason
            if passage.section in index.lists:
                state, note = "rule", "begins an entry of the list of references"
            yield Item("marker", passage.locator, passage.section, cited.text, start, end, state, note)


def _furniture_numbers(source: str, furniture: Sequence[Span]) -> Iterator[Item]:
    for span in furniture:
        for match in _DIGITS.finditer(source, *span):
            yield Item("number", "furniture", "furniture", match.group(), *match.span(), "rule", "page furniture")


def _backing(curation: Curation, index: _Index) -> Iterator[Item]:
    sections = {passage.locator: passage.section for passage in curation.passages}
    for citation in curation.of(r.Citation):
        locator = citation.at[0].locator
        exempted = [record for _, record in index.exempt(locator, "not-backed") if record.citation == citation.id]
        listed = {name: record for record in exempted for name in record.records}
        backed = _rests_on(curation, citation.id)
        places = {record.id: place for place, record in reversed(index.at(locator, *BACKED))}
        for name, place in sorted(places.items()):
            if name in backed:
                state, note = "record", citation.id
            elif name in listed:
                state, note = "listed", listed[name].why.en
            else:
                state, note = "gap", f"is in the sentence of {citation.id} and does not rest on it; link or list it"
            yield Item("backing", locator, sections.get(locator, ""), name, place.start, place.end, state, note)


def _rests_on(curation: Curation, evidence: str) -> set[str]:
    """Return all records that rest on a piece of evidence, directly, through others or through a facet."""
    above: dict[str, list[str]] = {}
    for record in curation.records.values():
        for link in getattr(record, "rests_on", ()):
            above.setdefault(link.on, []).append(record.id)
        if isinstance(record, r.Facet):
            above.setdefault(record.id, []).append(record.problem)
    found, front = set[str](), {evidence}
    while front:
        front = {name for below in front for name in above.get(below, ())} - found
        found |= front
    return found
