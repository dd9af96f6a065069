"""The few types that links share with records; apart from them, so that reading a link does not load every record class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Basis = Literal["stated", "inherited", "inferred"]
Role = Literal[
    "headline", "facet", "statement", "cause", "requirement", "effect", "value", "measures", "context", "echo", "generic"
]


@dataclass(frozen=True)
class Bilingual:
    """The same text in Chinese and English."""

    zh: str
    en: str
