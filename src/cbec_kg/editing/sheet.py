"""What a page shows of a folder that is edited: the paper's sentences, the records on each, what is missing.

Plain values, so that they go to a page as JSON. Offsets count characters of the line that is shown of a passage. Out of
scope: how it looks (`render.curator`), and words for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cbec_kg.curation.coverage import Item, coverage_of
from cbec_kg.drafting.link_cues import bases_of, name_in, roles_of
from cbec_kg.drafting.proposals import Name, proposals_of, recurring_names
from cbec_kg.editing.changes import Record
from cbec_kg.editing.session import State, file_of
from cbec_kg.errors import UsageError
from cbec_kg.model import records as r
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import has_chinese
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.proposed_figures import proposed_figures
from cbec_kg.text.quantities import quantities
from cbec_kg.text.segment import passages

Value = dict[str, Any]

_DRAFTED = "to be confirmed"
"""How the note of a drafted citation begins."""

MOST_NAMED = 8
"""Records that a passage names which are offered first."""


def is_drafted(fields: Record) -> bool:
    """Return whether a record was drafted and no person has confirmed it yet."""
    note = fields.get("note")
    drafted = isinstance(note, Mapping) and str(note.get("en", "")).startswith(_DRAFTED)
    return fields.get("indicator") == r.TO_CONFIRM or ("reference" in fields and drafted)


class Sheet:
    """The passages of one paper, ready to be shown with what any state of its folder says of them."""

    def __init__(self, paper: Document) -> None:
        self.paper = paper
        self._found: dict[tuple[str, ...], dict[str, tuple[float, str]]] = {}
        self.pieces = {passage.locator: PassageText(paper.text, passage) for passage in passages(paper)}

    def passages(self) -> list[Value]:
        """Return the passages in the order of the text: locator, kind, section and the line that is shown."""
        return [
            {"locator": locator, "kind": piece.passage.kind, "section": piece.passage.section, "text": piece.shown[0]}
            for locator, piece in self.pieces.items()
        ]

    def proposals(self, state: State) -> dict[str, list[Value]]:
        """Return what the words of the sentences propose, by locator: kinds of statements, and names that recur."""
        offered = {
            locator: [
                {"kind": "statement", "file": "claims.yaml", **one._asdict(), "fields": dict(one.fields)}
                for one in proposals_of(piece.shown[0], most=2)
            ]
            for locator, piece in self.pieces.items()
            if piece.passage.kind == "sentence" and piece.passage.section not in self._lists(state)
        }
        entities = state.curation.of(r.Entity)
        known = {text for entity in entities for text in (entity.zh, entity.en, *entity.also)}
        for name in recurring_names({locator: self.pieces[locator].shown[0] for locator in offered}, known):
            proposal = self._entity(name)
            offered[name.locators[0]].append(proposal)
        return {locator: found for locator, found in offered.items() if found}

    def cues(self) -> dict[str, dict[str, list[Value]]]:
        """Return the roles and bases that the words of each sentence speak for, by locator, the likeliest first."""
        found = {}
        for locator, piece in self.pieces.items():
            text = piece.shown[0]
            ranked = {"role": roles_of(text), "basis": bases_of(text)} if piece.passage.kind == "sentence" else {}
            if any(ranked.values()):
                found[locator] = {name: [one._asdict() for one in cues] for name, cues in ranked.items() if cues}
        return found

    def named(self, state: State) -> dict[str, list[Value]]:
        """Return the folder's indicators and entities that each passage names, by locator, the likeliest first."""
        found: dict[str, list[tuple[float, str, str]]] = {}
        for name, record in state.curation.records.items():
            if isinstance(record, r.Indicator | r.Entity) and name != r.TO_CONFIRM:
                names = (record.zh, record.en, *(record.also if isinstance(record, r.Entity) else ()))
                for locator, (share, cue) in self._places_of(names, isinstance(record, r.Entity)).items():
                    found.setdefault(locator, []).append((-share, name, cue))
        return {
            locator: [{"value": name, "cue": cue} for _, name, cue in sorted(named)[:MOST_NAMED]]
            for locator, named in found.items()
        }

    def _places_of(self, names: tuple[str, ...], whole: bool) -> dict[str, tuple[float, str]]:
        """Return the passages that have any of some names; remembered, since most records stay as they are."""
        if names not in self._found:
            texts = ((locator, piece.shown[0]) for locator, piece in self.pieces.items())
            parts = ((locator, name_in(text, names, whole)) for locator, text in texts)
            self._found[names] = {locator: part for locator, part in parts if part is not None}
        return self._found[names]

    def _lists(self, state: State) -> set[str]:
        return {section.number for section in state.curation.of(r.Section) if section.kind == "references"}

    def _entity(self, name: Name) -> Value:
        first = self.pieces[name.locators[0]].shown[0].index(name.text)
        language = "zh" if has_chinese(name.text) else "en"
        at = []
        for locator in name.locators:
            start = self.pieces[locator].shown[0].index(name.text)
            with suppress(UsageError):
                at.append(f"{locator} {self.fragment(locator, start, start + len(name.text))}")
        value: Value = {"kind": "entity", "file": "entities.yaml", "cue": name.text, "text": name.text, "count": name.times}
        return value | {"start": first, "end": first + len(name.text), "fields": {language: name.text, "at": at}}

    def fragment(self, locator: str, start: int, end: int) -> str:
        """Return an anchor's fragment for a range of the line that is shown: that range, longer where it stands twice.

        Raises UsageError when the range is none, or no fragment short enough stands there once.
        """
        piece = self.pieces.get(locator)
        if piece is None:
            raise UsageError(f"{locator}: the paper has no such passage.")
        text, offsets = piece.shown
        if not 0 <= start < end <= len(text):
            raise UsageError(f"{locator}: {start} to {end} is no range of its {len(text)} characters. Select some words.")
        while start < end and text[start] == " ":
            start += 1
        found = piece.fragment(offsets[start], offsets[end - 1] + 1)
        if found is None:
            raise UsageError(f"{locator}: no fragment of at most 20 characters there stands once. Select other words.")
        return found

    def state(self, state: State, since: State | None = None) -> Value:
        """Return what a state of the folder says: records with their anchors by passage, gaps, progress by section.

        With an earlier state, ``records`` has only those that differ from it, null for those that are gone.
        """
        coverage = coverage_of(state.curation, self.paper)
        return {
            "revision": state.revision,
            "records": self._records(state, since),
            "anchors": self._anchors(state),
            "gaps": [self._gap(item) for item in coverage.gaps],
            "progress": coverage.sections(),
            "named": self.named(state),
        }

    def _records(self, state: State, since: State | None) -> dict[str, Value | None]:
        before = {} if since is None else since.records
        curated = state.curation.records
        found: dict[str, Value | None] = {
            name: {
                "file": file_of(name),
                "line": curated[name].where.line,
                "fields": fields,
                "drafted": is_drafted(fields),
            }
            for name, fields in state.records.items()
            if before.get(name) != fields
        }
        return found | dict.fromkeys(name for name in before if name not in state.records)

    def _anchors(self, state: State) -> dict[str, list[tuple[str, int, int]]]:
        anchors: dict[str, list[tuple[str, int, int]]] = {}
        for place in state.curation.places:
            piece = self.pieces.get(place.locator)
            if piece is not None and place.record in state.records:
                span = piece.shown_span(place.start, place.end)
                anchors.setdefault(place.locator, []).append((place.record, *span))
        for listed in anchors.values():
            listed.sort(key=lambda anchor: (anchor[1], anchor[2], anchor[0]))
        return anchors

    def _gap(self, item: Item) -> Value:
        piece = self.pieces.get(item.locator)
        start, end = (0, 0) if piece is None else piece.shown_span(item.start, item.end)
        gap = {"kind": item.kind, "locator": item.locator, "text": item.text, "start": start, "end": end}
        if item.kind == "number" and piece is not None:
            gap |= self._figure(piece, item)
        return gap

    def _figure(self, piece: PassageText, item: Item) -> Value:
        """Return what a number that nothing accounts for would be as a statistic, with the range that it takes."""
        first = piece.text_offset(item.start)
        for quantity in (*proposed_figures(piece.text), *quantities(piece.text)):
            if quantity.start <= first < quantity.end:
                start, end = piece.shown_range(quantity.start, quantity.end)
                return {"fields": quantity.fields, "unit": quantity.unit.fields, "start": start, "end": end}
        return {}
