"""The few types that links share with records; apart from them, so that reading a link does not load every record class."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Basis = Literal["stated", "inherited", "inferred"]
Role = Literal[
    "headline", "facet", "statement", "cause", "requirement", "effect", "value", "measures", "context", "echo", "generic"
]


ROLES: tuple[Role, ...] = (
    "headline", "facet", "measures", "statement", "value", "cause", "requirement", "effect", "echo", "context", "generic",
)  # fmt: skip
"""From the strongest to the weakest. The first five are direct: they back the statement itself."""

DIRECT: frozenset[Role] = frozenset(("headline", "facet", "measures", "statement", "value"))

BASES: tuple[Basis, ...] = ("stated", "inherited", "inferred")
"""From the strongest to the weakest."""


class Bilingual(Struct, frozen=True):
    """The same text in Chinese and English."""

    zh: str
    en: str
