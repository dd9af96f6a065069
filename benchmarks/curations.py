"""Makes curations of any size in the shape of a real one, as records: same size, same seed, same curation.

A curation folder is copied so often that the copies have enough records for the page; each copy keeps kinds, links and
lengths of texts, has ids and sections of its own, and words drawn at random from those of the folder, so that no two copies
read the same and compression finds no more in them than in real texts.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from cbec_kg.curation.reader import read_curation
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Article, Record
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.payload import kind_of

T = TypeVar("T")
LOCATORS = ("locator", "number", "section", "parent")
"""Fields that name a place in the text."""


def make_curation(folder: Path, nodes: int, seed: int = 1) -> Curation:
    """Return a curation with at least `nodes` records that the page shows as nodes, one paper's records more at most."""
    original = read_curation(folder)
    each = sum(kind_of(record) is not None for record in original.records.values())
    copies = [_Copy(original, number, random.Random(f"{seed} {number}")) for number in range(-(-nodes // each))]
    return Curation(
        article=original.article,
        records={record.id: record for copy in copies for record in copy.records()},
        passages=tuple(copy.value(passage) for copy in copies for passage in original.passages),
        places=tuple(copy.value(place) for copy in copies for place in original.places),
    )


class _Copy:
    """One copy of a curation: the first keeps its ids, the others add their number."""

    def __init__(self, original: Curation, number: int, chance: random.Random) -> None:
        self.original = original
        self.number = number
        self.chance = chance
        self.ids: Mapping[str, str] = {id: f"{id}-c{number}" if number else id for id in original.records}
        labels = [text for record in original.records.values() for text in (getattr(record, "en", None),) if text]
        self.words = " ".join(labels).split()
        self.characters = "".join(str(getattr(record, "zh", "")) for record in original.records.values())

    def records(self) -> list[Record]:
        kept = [record for record in self.original.records.values() if not (self.number and isinstance(record, Article))]
        return [self.value(record) for record in kept]

    def value(self, value: T) -> T:
        """Return a record, a part of one or a text of it as the copy has it."""
        made: Any = value
        if isinstance(value, Bilingual):
            made = Bilingual(self.chinese(value.zh), self.english(value.en))
        elif isinstance(value, Struct):
            made = replace(
                value, **{field.name: self.field(field.name, getattr(value, field.name)) for field in fields(value)}
            )
        elif isinstance(value, tuple):
            made = tuple(self.value(item) for item in value)
        elif isinstance(value, str):
            made = self.ids.get(value, value)
        return made  # type: ignore[no-any-return]  # of the type of what it copies

    def field(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and name in LOCATORS and self.number:
            return f"{self.number}.{value}"
        if isinstance(value, str) and name in ("zh", "en"):
            return self.chinese(value) if name == "zh" else self.english(value)
        return self.value(value)

    def chinese(self, text: str) -> str:
        return "".join(self.chance.choices(self.characters, k=len(text)))

    def english(self, text: str) -> str:
        return " ".join(self.chance.choices(self.words, k=len(text.split())))
