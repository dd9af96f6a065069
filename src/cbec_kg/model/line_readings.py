"""How a paper's text is to be read where its lines alone do not say it (``reading.yaml``): a person's word on headings,
sections, furniture, units."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from cbec_kg.model.closed_lists import Yes
from cbec_kg.model.terms import NOWHERE, Where

READING_FILE = "reading.yaml"

LineKind = Literal["heading", "text", "furniture", "section", "references"]


class LineReading(Struct, frozen=True, kw_only=True):
    """How one line is to be read, which is named by how it begins; see `cbec_kg.text.overrides.LineRule`."""

    line: str
    kind: LineKind
    level: int | None = None
    section: str | None = None
    through: str | None = None
    occurrence: int | None = None
    every: Yes | None = None
    where: Where = NOWHERE


class Reading(Struct, frozen=True, kw_only=True):
    """All that a folder says of how its text is to be read."""

    lines: tuple[LineReading, ...] = ()
    words: tuple[str, ...] = ()
    where: Where = NOWHERE
