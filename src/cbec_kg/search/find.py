"""Finding records by what they are called, print, quote, note or are identified by, in Chinese and English at once.

The text of the article is no part of a curation, so that of a passage only its locator and fragments can be found.
The explorer finds the same in the page by the same rules (`render/explorer/static/search.js`); one list of expectations
holds for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cbec_kg.model.labels import figure_of
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.records import Record, Reference, Statistic
from cbec_kg.model.references import mark_of
from cbec_kg.model.terms import Bilingual
from cbec_kg.search.compared import holds, plain
from cbec_kg.search.near import can_err, near
from cbec_kg.search.syllables import sounds_like, syllables

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot

KIND_ORDER = (
    "problem", "facet", "countermeasure", "measure", "claim", "statistic", "table", "figure", "indicator", "reference",
    "source", "citation", "attribution", "organisation", "platform", "place", "law", "concept", "kind", "section", "unit",
    "article", "passage",
)  # fmt: skip
"""Kinds in the order in which they are shown where they fit equally well: what is claimed before what it is about."""

_FRAME = ("section", "unit", "article", "passage")
"""Kinds that only hold what is said: that one of them has the words does not keep an error from being forgiven."""

SAME, TEXT, WORDS, SOUND, ERROR = range(5)
"""How well a record fits: a field is the text; has it; the words are spread over fields; it sounds so; but for an error."""

NOTES = ("note", "definition", "stands_alone")
"""Fields with the curator's remarks that are searched, last."""


class Hit(NamedTuple):
    """A record that a search found.

    Attributes
    ----------
    record, kind : str
        Name of the record and its class in lower case; ``passage`` for a passage.
    locator : str
        The passage where the text stands, else the first of the record; empty where it has none.
    field : str
        What holds the text: ``id``, ``print``, ``label``, ``fragment``, ``note``; ``record`` where its words are spread.
    text : str
        What that field says.
    fit : int
        How well it fits: 0 is the text, 1 has it, 2 has its words, 3 sounds like it, 4 has it but for one typing error.
    """

    record: str
    kind: str
    locator: str
    field: str
    text: str
    fit: int


class Field(NamedTuple):
    """What one field of a record says, as it is written and as it is compared, and the passage that it stands in, if any."""

    field: str
    locator: str
    text: str
    compared: str


class Entry(NamedTuple):
    """What is searched of one record or passage."""

    record: str
    kind: str
    fields: tuple[Field, ...]

    def has(self, word: str) -> bool:
        """Return whether any field has a plain word."""
        return any(holds(one.compared, word) for one in self.fields)

    @property
    def label(self) -> Field:
        """Return the English label; of a passage, which has none, its fragment."""
        return next((one for one in reversed(self.fields) if one.field == "label"), self.fields[-1])

    def hit(self, field: Field, fit: int) -> Hit:
        """Return this as found in a field."""
        locator = field.locator or next((one.locator for one in self.fields if one.locator), "")
        return Hit(self.record, self.kind, locator, field.field, field.text, fit)


MOST = 1_000
"""Characters that are looked for; nothing is called by more, and to compare them takes longer than with their number."""


def find(text: str, snapshot: Snapshot) -> list[Hit]:
    """Return the records that hold every word of a text, parted by white space, by kind.

    The kind that has the record whose id or print is the text comes first, then kinds that have its words; equals in the
    order of `KIND_ORDER`. Within a kind the closest come first, those of notes last, then the order of the text. Letters
    may spell Chinese labels by initials or syllables. One typing error is forgiven where nothing fits otherwise, never in
    a figure. Of over `MOST` characters nothing is found.
    """
    whole = " ".join(plain(text).split())
    if not whole or len(whole) > MOST:
        return []
    entries = [*_entries(snapshot)]
    hits = [hit for entry in entries if (hit := _hit(whole, entry))]
    if all(hit.kind in _FRAME for hit in hits) and any(can_err(word) for word in whole.split()):
        hits += [hit for entry in entries if (hit := _but_for_an_error(whole, entry))]
    best: dict[str, int] = {}
    for hit in hits:
        best[hit.kind] = min(_closeness(hit), best.get(hit.kind, ERROR))
    return sorted(hits, key=lambda hit: (best[hit.kind], KIND_ORDER.index(hit.kind), hit.fit, hit.field == "note"))


def _closeness(hit: Hit) -> int:
    """Return what brings a kind forward: that a record is the one named or printed; else having the words, else the rest."""
    if hit.fit == SAME:
        return SAME if hit.field in ("id", "print") else TEXT
    return TEXT if hit.fit <= WORDS else SOUND


def _hit(whole: str, entry: Entry) -> Hit | None:
    for fit, fits in ((SAME, str.__eq__), (TEXT, holds)):
        for field in entry.fields:
            if fits(field.compared, whole):
                return entry.hit(field, fit)
    if all(entry.has(word) for word in whole.split()):
        return entry.hit(entry.label._replace(field="record"), WORDS)
    if whole.isascii() and whole.isalpha():
        chinese = next((one for one in entry.fields if one.field == "label"), None)
        if chinese and sounds_like(whole, syllables(chinese.text)):
            return entry.hit(chinese, SOUND)
    return None


def _but_for_an_error(whole: str, entry: Entry) -> Hit | None:
    missing = [word for word in whole.split() if not entry.has(word)]
    if len(missing) != 1 or not can_err(missing[0]):
        return None
    found = next((one for one in entry.fields if near(missing[0], one.compared)), None)
    return entry.hit(found, ERROR) if found else None


def _entries(snapshot: Snapshot) -> Iterator[Entry]:
    """Yield what is searched of each record and passage, in the order of the text."""
    order = reading_order(snapshot)
    for record in sorted(snapshot.records.values(), key=lambda record: (order(record), record.id)):
        label = Bilingual(snapshot.text(record.id, "zh"), snapshot.text(record.id, "en"))
        yield _entry(record.id, snapshot.kinds[record.id], _texts(record, label, snapshot))
    for one in snapshot.passages:
        texts = [("id", one.locator, one.locator), ("fragment", one.locator, one.fragment)]
        yield _entry(one.id, "passage", texts)


def _entry(record: str, kind: str, texts: Iterable[tuple[str, str, str]]) -> Entry:
    return Entry(record, kind, tuple(Field(*one, plain(one[2])) for one in texts if one[2]))


def _texts(record: Record, label: Bilingual, snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    """Yield what is searched of a record: the field, the passage where that is one, and the text."""
    yield "id", "", record.id.rpartition(":")[2]
    if isinstance(record, Reference):
        yield "id", "", mark_of(record)
    if isinstance(record, Statistic):
        yield "print", "", figure_of(record, snapshot).zh
    yield from (("label", "", text) for text in (label.zh, label.en))
    yield from (("fragment", at.locator, at.fragment) for at in getattr(record, "at", ()))
    for name in NOTES:
        note = getattr(record, name, None)
        if isinstance(note, Bilingual):
            yield from (("note", "", text) for text in (note.zh, note.en))
