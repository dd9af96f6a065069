"""Draft a curation folder: sections, references, citations, candidate statistics and a list of what a person has to do.

Claims are not drafted: a claim is a person's paraphrase of what a sentence says. What is drafted is marked as to be
confirmed. Out of scope: writing files, and the computed ``passages.csv`` and ``anchors.csv``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cbec_kg.curation.accounting import ACCOUNT_FILE, account_csv
from cbec_kg.curation.yaml_text import Fields, mapping_yaml, records_yaml
from cbec_kg.drafting.front import front_fields
from cbec_kg.drafting.identity import article_fields, folder_id, language_of, printed_dois
from cbec_kg.drafting.keyed import Keyed, drafted_bibliography, key_ids, key_records, keyed_entries, keyed_records, named_by
from cbec_kg.drafting.list_warnings import list_warnings, oversized
from cbec_kg.drafting.outline import (
    PrintedEntry,
    printed_entry,
    reference_id,
    reference_records,
    reference_sections,
    section_id,
    section_records,
)
from cbec_kg.drafting.printable import printable
from cbec_kg.drafting.table_records import DraftedTable, Remark, draft_tables
from cbec_kg.errors import LimitError, UsageError
from cbec_kg.io.writing import csv_text
from cbec_kg.model.records import TO_CONFIRM
from cbec_kg.text.account import Account, account_of
from cbec_kg.text.author_year import AuthorYear, author_years, ends_with_author_year
from cbec_kg.text.cite_keys import CiteKey, cite_keys
from cbec_kg.text.document import Document, spans_of_words
from cbec_kg.text.markers import MOST, Marker, ends_with_marker, lookalikes, lowered, markers
from cbec_kg.text.normalise import one_line
from cbec_kg.text.number_phrases import whole_numbers
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.proposed_figures import proposed_figures
from cbec_kg.text.quantities import Quantity, quantities
from cbec_kg.text.segment import passages
from cbec_kg.text.selectors import ArticleText
from cbec_kg.text.units import Unit

MAX_CHARACTERS = 500_000
"""Most characters of a paper that is drafted; a thick book has fewer."""

_LATIN_AT_END = re.compile(r"[A-Za-z]$")
_REACH = 58
"""Characters of a citation by author and year that a fragment takes, from its end; more is not quoted."""

_KEYWORDS = re.compile(r"(?:关键词|关键字|key\s?words?)\s*[:：]?", re.IGNORECASE)
_LONGEST_KEYWORDS = 200
_TODO = ("locator", "page", "opening", "markers", "candidates", "other_numbers", "note")


class Finding(NamedTuple):
    """Something in the text that was not drafted, with the reason."""

    locator: str
    text: str
    why: str


class Draft(NamedTuple):
    """A drafted folder.

    `files` has the content by name, ``passages.csv`` and ``anchors.csv`` aside; `findings` are in the order of the text;
    `counts` has the number of records by kind, of passages, entries and cells. `account`
    says what became of every character, `notice` what is to be known of how the file was read, `warnings` what looks wrong
    in the list of references.
    """

    id: str
    files: dict[str, str]
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    account: Account
    notice: str
    warnings: tuple[str, ...]


def draft_folder(document: Document, given_id: str | None = None, stem: str = "") -> Draft:
    """Return the draft of a curation folder from a paper, Chinese or English.

    For `given_id` and `stem` see
    `cbec_kg.drafting.identity.folder_id`.

    Raises UsageError when `given_id` is no id or the text has nothing to address, LimitError when it is longer than
    `MAX_CHARACTERS`.
    """
    if len(document.text) > MAX_CHARACTERS:
        message = f"the text has {len(document.text):,} characters; at most {MAX_CHARACTERS:,} are drafted."
        raise LimitError(f"{message} Give the article alone.")
    return _Drafter(document).run(given_id, stem)


@dataclass
class _Drafter:
    """Walks the passages once; the lists hold the records made so far."""

    document: Document
    citations: list[Fields] = field(default_factory=list)
    candidates: list[tuple[Quantity, str, PassageText]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    todo: list[tuple[str, ...]] = field(default_factory=list)
    keyed: list[Keyed] = field(default_factory=list)
    items: list[Mapping[str, Any] | None] = field(default_factory=list)
    tables: list[DraftedTable] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    cited: Counter[str] = field(default_factory=Counter)
    by_brackets: bool = False
    lowered_most: int = 0
    key_ids: dict[str, str] = field(default_factory=dict)

    def run(self, given_id: str | None, stem: str) -> Draft:
        source, removed = self.document.text, self.document.furniture()
        plain = passages(self.document)
        pieces = [PassageText(source, passage) for passage in plain]
        if not plain:
            raise UsageError("has nothing but page furniture: addresses and repeated lines. Give the article's text.")
        listing = reference_sections(self.document, plain)
        entries = [piece for piece in pieces if piece.passage.section in listing and piece.passage.kind == "sentence"]
        running = [piece for piece in pieces if piece.passage.section not in listing]
        outside = [piece.text for piece in running] + [source[start:end] for start, end in removed]
        dois = printed_dois("\n".join(outside))
        name = folder_id(given_id, dois[0] if len(dois) == 1 else None, stem, source)
        listed = [printed_entry(piece.text) for piece in entries]
        self.items = [self.document.items.get(piece.passage.start) for piece in entries]
        spots = {piece.passage.locator: self.markers(piece.text) for piece in running if piece.passage.kind != "heading"}
        self.key_ids = key_ids(self.document.keys)
        numbers = set() if self.key_ids else self.numbers(spots, listed)
        self.keyed = [] if self.key_ids else self.cited_by_author(running, spots, listed, numbers)
        numbers = set() if self.keyed and not self.keyed[0].number else numbers
        self.by_brackets = any(not marker.is_raised for found in spots.values() for marker in found)
        if not self.keyed and not any(set(marker.numbers) & numbers for found in spots.values() for marker in found):
            self.lowered_most = max((entry.number or 0 for entry in listed), default=0)
        self.tables, self.remarks = draft_tables(self.document, running, ArticleText(source, plain))
        for piece in running:
            if piece.passage.kind != "heading":
                self.draft_passage(piece, spots[piece.passage.locator], numbers)
        records = {
            "sections": section_records(source, plain),
            "references": key_records(self.key_ids)
            or keyed_records(self.keyed)
            or reference_records(sorted(numbers), listed, bool(entries)),
            "citations": self.citations,
            "statistics": self.statistics(),
            "tables": self.table_records(running),
            "units": _units(
                [*(one.unit for one, _, _ in self.candidates), *(unit for one in self.tables for unit in one.units)]
            ),
            "indicators": _INDICATORS if self.candidates or self.tables else [],
            "exemptions": _exemptions(running, entries),
        }
        front = front_fields(self.document.record, running, language_of(source))
        files = {"article.yaml": mapping_yaml(printable(article_fields(name, dois, source, bool(entries), front)))}
        files |= {f"{kind}.yaml": records_yaml(printable(items)) for kind, items in records.items() if items}
        files |= {str(one.record["file"]): one.csv for one in self.tables}
        files["todo.csv"] = csv_text(_TODO, self.todo)
        if entries:
            files["references.txt"] = "".join(f"{entry.text}\n" for entry in listed)
            drafted = [] if self.key_ids else self.keyed or keyed_entries(listed, self.items)
            files |= drafted_bibliography(drafted, numbers, files["references.txt"])
        account = account_of(self.document)
        files[ACCOUNT_FILE] = account_csv(account)
        counts = {kind: len(items) for kind, items in records.items()}
        counts |= {"cells": sum(one.figures for one in self.tables), "passages": len(plain), "entries": len(listed)}
        cited = {number for found in spots.values() for marker in found for number in marker.numbers}
        warnings = () if self.key_ids else list_warnings([entry.number for entry in listed], cited)
        return Draft(name, files, tuple(self.findings), counts, account, self.document.notice, warnings)

    def numbers(self, spots: dict[str, list[Marker]], listed: list[PrintedEntry]) -> set[int]:
        """Return the numbers of the references: those of the list, or of all markers where no list has numbers."""
        numbered = {entry.number for entry in listed if entry.number is not None}
        cited = {number for found in spots.values() for marker in found for number in marker.numbers}
        return {number for number in numbered or cited if 0 < number <= MOST}

    def markers(self, text: str) -> list[Marker]:
        """Return the markers of a text, without those within words that stay whole."""
        whole = spans_of_words(text, self.document.words)
        return [one for one in markers(text) if not any(start < one.end and one.start < end for start, end in whole)]

    def cited_by_author(
        self,
        running: Sequence[PassageText],
        spots: dict[str, list[Marker]],
        listed: Sequence[PrintedEntry],
        numbers: set[int],
    ) -> list[Keyed]:
        """Return the entries of the list with what cites them, where the text cites by author and year; else nothing."""
        by_number = any(set(marker.numbers) & numbers for found in spots.values() for marker in found)
        numbered = any(entry.number is not None for entry in listed)
        if not listed or (numbered and by_number):
            return []
        entries = keyed_entries(listed, self.items)
        cited = (one for piece in running if piece.passage.kind != "heading" for one in author_years(piece.text))
        return entries if any(named_by(one, entries) for one in cited) else []

    def draft_passage(self, piece: PassageText, found: list[Marker], numbers: set[int]) -> None:
        locator, before, starts = piece.passage.locator, len(self.findings), self.document.page_starts
        cited_by_author = [] if self.key_ids else self.cite_by_author(piece)
        cited_by_key = self.cite_by_key(piece)
        for _, text, why in (one for one in self.remarks if one[0] == locator):
            self.find(locator, text, why)
        for marker in found:
            if not any(one.start < marker.end and marker.start < one.end for one in cited_by_author):
                self.cite(piece, marker, numbers)
        if self.lowered_most:
            for printed in lowered(piece.text, self.lowered_most):
                self.find(locator, printed, "may be a raised marker printed as plain digits; add its citations yourself")
        for printed in oversized(piece.text):
            self.find(locator, printed, "no reference has so large a number: a marker without its commas? Add its citations")
        for printed in lookalikes(piece.text):
            self.find(locator, printed, "contains more than numbers, or may be an interval; add its citation yourself")
        taken = [(marker.start, marker.end) for marker in found] + [(one.start, one.end) for one in cited_by_author]
        taken += [(one.start, one.end) for one in cited_by_key]
        candidates = self.measure(piece, taken) if piece.passage.kind in ("sentence", "note") else []
        taken += [(quantity.start, quantity.end) for quantity in candidates]
        proposed = [f"{one_line(one.printed)}: {_asked(one)}" for one in proposed_figures(piece.text, taken)]
        spots = [
            spot for spot in whole_numbers(piece.text) if not any(spot[0] < end and start < spot[1] for start, end in taken)
        ]
        others = [one_line(piece.text[start:end]) for start, end in spots]
        page = str(bisect_right(starts, piece.passage.start)) if starts else ""
        notes = "; ".join([*(f"{finding.text}: {finding.why}" for finding in self.findings[before:]), *proposed])
        whole = {one.start: one_line(piece.text[one.start : one.end]) for one in cited_by_author}
        cited = [*(one_line(marker.text) for marker in found), *whole.values(), *(one.key for one in cited_by_key)]
        drafted = (one_line(quantity.printed) for quantity in candidates)
        self.todo.append((locator, page, piece.opening(), " ".join(cited), "; ".join(drafted), " ".join(others), notes))

    def find(self, locator: str, text: str, why: str) -> None:
        self.findings.append(Finding(locator, one_line(text), why))

    def cite(self, piece: PassageText, marker: Marker, numbers: set[int]) -> None:
        """Add one citation a number of a marker; list those that no reference has."""
        locator = piece.passage.locator
        if not marker.numbers:
            self.find(locator, marker.text, "the span runs backwards")
            return
        unknown = [number for number in marker.numbers if number not in numbers]
        if unknown and len(marker.numbers) > 1:
            span = f"[{min(numbers)}]..[{max(numbers)}]" if numbers else "none"
            named = ", ".join(map(str, unknown[:3]))
            self.find(locator, marker.text, f"may be no marker: no reference has the number {named}; there is {span}")
            return
        if self.by_brackets and marker.is_raised and _LATIN_AT_END.search(piece.text[: marker.start]):
            self.find(locator, marker.text, "may be an exponent: the text cites by brackets; add the citation if it is one")
            return
        fragment = piece.fragment(marker.start, marker.end, least=6, fixed_end=True)
        for number in marker.numbers:
            if number not in numbers:
                span = f"[{min(numbers)}]..[{max(numbers)}]" if numbers else "none"
                self.find(locator, marker.text, f"no reference has the number {number}; there is {span}")
            elif fragment is None or not ends_with_marker(fragment, number):
                self.find(locator, marker.text, f"no short fragment is unique; add the citation of [{number}]")
            else:
                self.add_citation(reference_id(number, numbers), locator, fragment)

    def add_citation(self, reference: str, locator: str, fragment: str) -> None:
        self.cited[reference] += 1
        count = self.cited[reference]
        name, at = f"{reference.replace('ref', 'citation', 1)}-{count}", [f"{locator} {fragment}"]
        note = {"zh": "待确认：在此句中引用作何用", "en": "to be confirmed: what it is cited for here"}
        function = "citesForInformation"
        self.citations.append({"id": name, "reference": reference, "at": at, "function": function, "note": note})

    def cite_by_author(self, piece: PassageText) -> list[AuthorYear]:
        """Add one citation for each author and year that names one entry of the list; return those, and list the others."""
        locator, found = piece.passage.locator, author_years(piece.text)
        cited: list[AuthorYear] = []
        left: dict[int, tuple[int, str]] = {}
        for one in found:
            entries = self.linked(piece, one) or named_by(one, self.keyed)
            fragment = piece.fragment(max(one.begin, one.end - _REACH), one.end, least=6, fixed_end=True)
            if len(entries) == 1 and fragment is not None and ends_with_author_year(fragment, entries[0].key):
                self.add_citation(entries[0].id, locator, fragment)
                cited.append(one)
                continue
            why = "author and year, which no entry of the list has"
            if not self.keyed:
                why = "author and year; the list of references was not found, or is cited by numbers"
            elif len(entries) > 1:
                why = f"fits several entries: {', '.join(entry.key for entry in entries[:4])}; add its citation yourself"
            elif entries:
                why = f"no short fragment is unique; add the citation of {entries[0].key}"
            left[one.start] = (one.end, why)
        for start, (end, why) in left.items():
            self.find(locator, piece.text[start:end], why)
        return cited

    def cite_by_key(self, piece: PassageText) -> list[CiteKey]:
        """Add one citation for each key by which a passage cites; list those that cannot be addressed."""
        cited = [one for one in cite_keys(piece.text) if one.key in self.key_ids]
        for one in cited:
            fragment = piece.fragment(one.start, one.end, least=6, fixed_end=True)
            if fragment is None:
                self.find(piece.passage.locator, one.key, "no short fragment is unique; add its citation")
            else:
                self.add_citation(self.key_ids[one.key], piece.passage.locator, fragment)
        return cited

    def linked(self, piece: PassageText, one: AuthorYear) -> list[Keyed]:
        """Return the entry that the format itself links a citation by author and year to; nothing without such a link."""
        links = self.document.links
        first = bisect_left(links, piece.passage.start, key=lambda link: link.start)
        last = bisect_left(links, piece.passage.end, key=lambda link: link.start)
        inside = [link for link in links[first:last] if one.begin <= piece.text_offset(link.start) < one.end]
        if not inside or len(inside[-1].entries) != 1 or inside[-1].entries[0] > len(self.keyed):
            return []
        return [self.keyed[inside[-1].entries[0] - 1]]

    def measure(self, piece: PassageText, taken: list[tuple[int, int]]) -> list[Quantity]:
        """Return the quantities of a passage that become candidate statistics; list those that cannot be addressed."""
        found = []
        for quantity in quantities(piece.text, taken):
            fragment = piece.fragment(quantity.start, quantity.end)
            if fragment is None:
                self.find(piece.passage.locator, quantity.printed, "no short fragment is unique; add the statistic")
            else:
                self.candidates.append((quantity, fragment, piece))
                found.append(quantity)
        return found

    def table_records(self, running: Sequence[PassageText]) -> list[Fields]:
        """Return the records of the tables, each in the section in which it stands."""
        sections = {piece.passage.locator: piece.passage.section for piece in running}
        found = []
        for one in self.tables:
            at = one.record["at"]
            assert isinstance(at, list)
            found.append({**one.record, "section": section_id(sections[str(at[0]).partition(" ")[0]])})
        return sorted(found, key=lambda record: str(record["id"]))

    def statistics(self) -> list[Fields]:
        width = max(3, len(str(len(self.candidates))))
        return [
            {
                "id": f"stat-candidate-{number:0{width}}",
                **{name: value for name, value in quantity.fields.items() if name != "kind"},
                "indicator": TO_CONFIRM,
                "kind": quantity.kind,
                "place": "unspecified",
                "period": "unknown",
                "at": [f"{piece.passage.locator} {fragment}"],
                "note": {"zh": "候选，待确认", "en": "candidate, to be confirmed"},
            }
            for number, (quantity, fragment, piece) in enumerate(self.candidates, 1)
        ]


_DEFINITION = {
    "zh": "候选数字的占位：确认其指标、地点、时间和类别后换掉",
    "en": "stands in for what a candidate measures, until its indicator, place, period and kind are confirmed",
}
_INDICATORS: list[Fields] = [{"id": TO_CONFIRM, "zh": "待确认", "en": "to be confirmed", "definition": _DEFINITION}]


def _asked(quantity: Quantity) -> str:
    """Return what a person is told of a figure that is proposed and not drafted."""
    if quantity.upper:
        return f"a range, left to you: value {quantity.value}, upper {quantity.upper}, operator between"
    return f"a growth said in words, left to you: value {quantity.value}, a unit of base {quantity.unit.noun.base}"


def _units(found: Sequence[Unit]) -> list[Fields]:
    return list({unit.id: unit.fields for unit in found}.values())


def _exemptions(running: Sequence[PassageText], entries: Sequence[PassageText]) -> list[Fields]:
    """Return what asserts nothing without doubt: the entries of the list of references, and a line of keywords."""
    records: list[Fields] = []
    reasons = {
        "keywords": (_keywords(running), "关键词", "keywords"),
        "references": (entries, "参考文献表的条目", "an entry of the list of references"),
    }
    for name, (pieces, zh, en) in reasons.items():
        fragments = ((piece, piece.fragment(0, min(8, len(piece.text)))) for piece in pieces)
        at = [f"{piece.passage.locator} {fragment}" for piece, fragment in fragments if fragment is not None]
        if at:
            records.append({"id": f"exempt-{name}", "kind": "asserts-nothing", "at": at, "why": {"zh": zh, "en": en}})
    return records


def _keywords(running: Sequence[PassageText]) -> list[PassageText]:
    """Return the passages of the line of keywords: from that word to the end of its paragraph, where that is short."""
    early = [piece for piece in running if piece.passage.section in ("front", "abstract", "abstract-en")]
    found: list[PassageText] = []
    for position, piece in enumerate(early):
        if _KEYWORDS.match(piece.text):
            paragraph = piece.passage.locator.rpartition(".")[0]
            line = [other for other in early[position:] if other.passage.locator.rpartition(".")[0] == paragraph]
            found += line if sum(len(other.text) for other in line) <= _LONGEST_KEYWORDS else []
    return found
