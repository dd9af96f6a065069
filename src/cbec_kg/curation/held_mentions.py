"""What a record is about against the names that its sentence has: places, things, those listed, and the sources it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from cbec_kg.curation.printed_text import Finding, PrintedText, folded, grams, places_of, spots_of
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation

_ALIKE = 0.3
"""The share of a name's runs of characters from which on a passage may mean it in other words."""

_ASIDE = re.compile(
    r"占[^,，。；;]{0,16}|[对向往赴与][^,，。；;]{0,24}?(?:出口|进口|贸易|投资|增长|相比|合作)|\b(?:to|with|from)\s[^,;]{0,30}"
)
"""Words around a place that do not tell of it: the whole of a share, where something goes, what is compared."""

_RESPECTIVELY = re.compile(r"分别|\brespectively\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

Mentioning = r.Statistic | r.Paraphrased


class _Mentions:
    """Which entities the passages of a text name, by their names and by their own anchors."""

    def __init__(self, curation: Curation, text: PrintedText) -> None:
        self.curation, self.text = curation, text
        self._places: dict[frozenset[str], set[str]] = {}

    @cached_property
    def names(self) -> dict[str, list[str]]:
        return {one.id: [folded(name) for name in (one.zh, one.en, *one.also)] for one in self.curation.of(r.Entity)}

    @cached_property
    def anchored(self) -> dict[str, set[str]]:
        return {one.id: {anchor.locator for anchor in one.at} for one in self.curation.of(r.Entity)}

    def line(self, locators: set[str]) -> str:
        return "\n".join(folded(self.text.line(locator)) for locator in sorted(locators))

    def named(self, entity: str, locators: set[str]) -> bool:
        """Return whether passages name an entity."""
        line = self.line(locators)
        return any(name in line for name in self.names[entity]) or bool(self.anchored[entity] & locators)

    def alike(self, entity: str, locators: set[str]) -> bool:
        """Return whether passages may name an entity in other words: by its narrower ones, or much of a name."""
        words = grams(self.line(locators))
        for name in self.names[entity]:
            own = grams(name)
            if own and len(own & words) >= _ALIKE * len(own):
                return True
        return any(self.named(one.id, locators) for one in self.curation.of(r.Entity) if one.broader == entity)

    def aside(self, locators: set[str]) -> str:
        return _ASIDE.sub("", self.line(locators))

    def places_at(self, locators: set[str]) -> set[str]:
        """Return the places that passages name as those of something: no wholes, goals or partners, none within a name."""
        key = frozenset(locators)
        if key not in self._places:
            self._places[key] = self._places_at(locators)
        return set(self._places[key])

    def _places_at(self, locators: set[str]) -> set[str]:
        line = self.aside(locators)
        found = {name: [one for one in self.names[name] if one in line] for name in self.names if name[:6] == "place-"}
        longer = [label for labels in found.values() for label in labels]
        longer += [label for label in self._of_bodies if label in line]
        return {
            name for name, own in found.items() if own
            and not any(one in other and one != other and other not in own for other in longer for one in own)
        }  # fmt: skip

    @cached_property
    def _of_bodies(self) -> list[str]:
        """The names of organisations and sources, which may have that of a place."""
        bodies = [name for name in self.names if name.startswith("org-")]
        sources = [folded(name) for one in self.curation.of(r.Source) for name in (one.zh, one.en)]
        return [label for name in bodies for label in self.names[name]] + sources


def held_mentions(curation: Curation, text: PrintedText | None) -> Iterator[tuple[r.Record, Finding]]:
    """Yield the records that are about something else than what their sentences name."""
    if text is None or curation.article.language not in ("zh", "en"):
        return
    mentions = _Mentions(curation, text)
    records: list[Mentioning] = [*curation.of(r.Statistic), *curation.of(r.Paraphrased)]
    for record in records:
        here = {anchor.locator for anchor in record.at if text.line(anchor.locator)}
        if not here or getattr(record, "table", None) is not None:
            continue
        yield from ((record, finding) for finding in _about(record, mentions, here))
        yield from ((record, Finding(message)) for message in _place(record, mentions, here))
        if isinstance(record, r.Statistic):
            yield from ((record, Finding(message)) for message in _listed(record, mentions, here))
    yield from _citing(curation)


def _about(record: Mentioning, mentions: _Mentions, here: set[str]) -> Iterator[Finding]:
    """Yield what a record is about, or the population of one, that its paragraph names in no words, or in other ones."""
    near = here | {other for locator in here for other in mentions.text.paragraph(locator)}
    about = [("about", name, "'also'") for name in getattr(record, "about", ())]
    if getattr(record, "population_basis", None) is None:
        about.append(("population", getattr(record, "population", None), "'also', or a 'population_basis'"))
    for field, name, instead in about:
        if name not in mentions.names or mentions.named(name, near):
            continue
        if mentions.alike(name, near):
            yield Finding(unheld="what it is about is named in other words")
        else:
            yield Finding(
                f".{field} names {name}, which its paragraph does not. Correct it, or give the name under {instead}."
            )


def _place(record: Mentioning, mentions: _Mentions, here: set[str]) -> Iterator[str]:
    """Yield that a sentence names other places, and not the one that is recorded as stated there."""
    if record.place not in mentions.names or getattr(record, "place_basis", None) is not None:
        return
    others = mentions.places_at(here) - {getattr(record, "counterpart", None), *getattr(record, "about", ())}
    others -= set(getattr(record, "members", ()))
    own = mentions.aside(here) if isinstance(record, r.Statistic) else mentions.line(here)
    if any(name in own for name in mentions.names[record.place]) or mentions.anchored[record.place] & here:
        return
    if others:
        yield f".place is {record.place}; the passage names {min(others)}. Correct it, or say how it is known."
        return
    before = [{other} for locator in here for other in mentions.text.paragraph_before(locator)]
    named = [places for one in reversed(before) if (places := mentions.places_at(one))]
    if named and len(here) == 1 and not any(mentions.named(record.place, one) for one in before):
        yield f".place is {record.place}; the paragraph names {min(named[0])}. Correct it, or say how it is known."


def _listed(record: r.Statistic, mentions: _Mentions, here: set[str]) -> Iterator[str]:
    """Yield members and counterparts that the sentence does not have, and a figure of another one of a list."""
    for name in record.members:
        if name in mentions.names and not mentions.named(name, here) and not mentions.alike(name, here):
            yield f".members has {name}, which the passage does not name. Correct it."
    unit = mentions.curation.records.get(record.unit)
    counted = record.kind == "level" and isinstance(unit, r.Unit) and unit.base == "count" and unit.factor == 1
    whole = counted and record.members and record.members_open is None and record.operator == "equal"
    if whole and len(record.members) != record.value:
        fact = f".members has {len(record.members)}, and its value is {record.value_text}."
        yield f"{fact} List all, or give 'members_open'."
    partner = record.counterpart
    if partner in mentions.names and partner is not None and not mentions.named(partner, here):
        others = {one for one in mentions.names if one[:6] == "place-" and mentions.named(one, here)} - {record.place}
        if others:
            yield f".counterpart is {partner}; the passage names {min(others)}. Correct it."
    for _, line, start in places_of(record, mentions.text):
        yield from _respectively(record, mentions, line, start)


def _respectively(record: r.Statistic, mentions: _Mentions, line: str, start: int) -> Iterator[str]:
    """Yield that a figure has the place of another one of a list: 对甲、乙分别增长5%和8%."""
    word = _RESPECTIVELY.search(line)
    if word is None:
        return
    begin = max(line.rfind(mark, 0, word.start()) for mark in "，；。,;") + 1
    numbers = [match.start() for match in _NUMBER.finditer(line, word.end())]
    spots = sorted(
        (spot[0], name) for name, names in mentions.names.items() if name.startswith("place-")
        for label in names for spot in spots_of(line, label)[:1] if begin <= spot[0] < word.start()
    )  # fmt: skip
    named = list(dict.fromkeys(name for _, name in spots))
    broad = {one.broader for one in map(mentions.curation.records.get, named) if isinstance(one, r.Entity)}
    named = [name for name in named if name not in broad]
    own = {record.counterpart, record.place, *record.about} & set(named)
    if len(named) == len(numbers) and start in numbers and len(own) == 1 and record.counterpart in own:
        meant = named[numbers.index(start)]
        if meant not in own:
            yield f".counterpart is {record.counterpart}; of the places listed, the number is that of {meant}. Correct it."


def _citing(curation: Curation) -> Iterator[tuple[r.Record, Finding]]:
    """Yield what rests, as stated, on a source of another sentence, although its own has one or the other one has ended."""
    sources: list[r.Citation | r.Attribution] = [*curation.of(r.Citation), *curation.of(r.Attribution)]
    at = {source.id: {anchor.locator for anchor in source.at} for source in sources}
    order = {passage.locator: place for place, passage in enumerate(curation.passages)}
    for record in curation.records.values():
        links = getattr(record, "rests_on", ())
        here = {anchor.locator for anchor in getattr(record, "at", ())}
        own = [name for name, locators in at.items() if locators & here]
        if not here <= order.keys() or {link.on for link in links} & set(own):
            continue
        first = min((order[locator] for locator in here), default=0)
        for link in links:
            ended = link.on.startswith("citation-") and max(order.get(one, first) for one in at.get(link.on, here)) < first
            if link.basis == "stated" and link.on in at and (own or ended):
                where = f"stands in {' or '.join(sorted(at[link.on]))}"
                instead = f"its own sentence has {own[0]}" if own else "it has ended before its own sentence"
                fact = f" rests on {link.on} as stated, which {where}; {instead}."
                yield record, Finding(f"{fact} Correct the link, or say by 'basis' how it is known.")
