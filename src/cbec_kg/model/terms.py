"""The few types that links share with records; apart from them, so that reading a link does not load every record class."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Basis = Literal["stated", "inherited", "inferred"]
Role = Literal[
    "headline", "facet", "statement", "cause", "requirement", "effect", "premise", "value", "measures", "context", "echo",
    "generic",
]  # fmt: skip


ROLES: tuple[Role, ...] = (
    "headline", "facet", "measures", "statement", "value", "cause", "requirement", "effect", "premise", "echo", "context",
    "generic",
)  # fmt: skip
"""From the strongest to the weakest. The first five are direct: they back the statement itself."""

DIRECT: frozenset[Role] = frozenset(("headline", "facet", "measures", "statement", "value"))

BASES: tuple[Basis, ...] = ("stated", "inherited", "inferred")
"""From the strongest to the weakest."""

Modality = Literal["asserted", "possible", "able", "proposed", "recommended", "necessary", "expected"]
"""How the article puts a statement: as a fact; that it may be so; that it can be done; as a course of action without a modal
word; that it should, must or will be."""

UNMARKED: frozenset[Modality] = frozenset(("asserted", "proposed"))
"""Modalities that no word marks."""

Quantifier = Literal["all", "most", "many", "some", "some-unspecified", "few"]
"""Of how many the article says a statement; ``some`` are a part of those named, ``some-unspecified`` a vague amount."""


class Bilingual(Struct, frozen=True):
    """The same text in Chinese and English."""

    zh: str
    en: str


FLOWS = ("total", "export", "import")
"""Values of an indicator's ``flow`` that need no declaration."""

UNIT_BASES = (
    "CNY", "USD", "EUR", "JPY", "percent", "percentage-point", "multiple", "count", "m2", "kg", "rank", "unknown",
)  # fmt: skip
"""Base units that need no declaration."""


class Where(Struct, frozen=True, order=True):
    """Place in a data folder: file relative to the folder, line counted from 1."""

    file: str
    line: int


NOWHERE = Where("", 0)
"""The place of what was not read from a folder."""
