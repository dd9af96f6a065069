"""Fields of an audit as a plain value (`cbec_kg.audit.values.audit_value`): what is read from a file must have them."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Names = list[str]

Verdict = Literal["consistent", "within-rounding", "inconsistent", "undecidable"]


class Text(TypedDict, total=False):
    """A text in both languages; no field where there is none."""

    zh: str
    en: str


class Figure(TypedDict):
    """A statistic."""

    zh: str
    en: str
    printed: str
    locator: str
    locators: Names
    verdict: Verdict
    figure: Text
    blamed_by: Names
    carries: Names


class Arithmetic(TypedDict):
    """What is worked out of figures."""

    rule: str
    statistics: Names
    working: str
    computed: str
    stated: str
    why: Text


class Relation(Arithmetic):
    """A check."""

    id: str
    verdict: Verdict
    formula: str
    relation: Text


class Sets(TypedDict):
    """Smallest sets of figures without which the rest holds together."""

    size: int
    sets: list[Names]
    cut: bool


class Read(TypedDict):
    """The verdict of a reader."""

    on: str
    digest: str
    decision: str
    date: str
    by: str
    zh: str
    en: str
    state: str
    line: int


class Unjudged(Text):
    """What no reader has judged."""

    on: str
    digest: str


class DoubtStep(TypedDict):
    """One step that doubt takes."""

    statistic: str
    derivation: str
    of: Names
    check: str


class Doubted(Text):
    """A figure that carries doubt from others."""

    statistic: str
    standing: str
    figure: Text
    steps: list[DoubtStep]


class Changed(Text):
    """One field that a repair changes."""

    statistic: str
    field: str
    printed: str
    hypothesis: str


class Mended(Text):
    """A repair, with the arithmetic of what it does to the checks."""

    id: str
    kind: str
    statistics: Names
    changes: list[Changed]
    cleared: list[Arithmetic]
    raised: list[Arithmetic]
    confirmed: list[Arithmetic]
    lost: list[Arithmetic]
    agreeing: int
    times: Names
    weight: int


Because = TypedDict(
    "Because",
    {
        "id": str, "explained": bool, "sentence": Text, "for": list[Text], "against": list[Text], "blamed": Names,
        "blamed_figures": Text, "carried": list[Doubted], "carried_figures": dict[str, Text], "checks": Names,
        "misfits": list[Names], "conflicts": list[Names], "doubts": Sets, "repairs": list[Mended],
    },
)  # fmt: skip
"""A cause; one of its fields is called by a word that Python keeps to itself."""


class Repeated(TypedDict):
    """Figures that repeat those of another period."""

    period: str
    other: str
    pairs: list[Names]
    departing: list[Names]


class PlainAudit(TypedDict):
    """An audit; a certificate carries a digest of its own, and has other fields by its kind."""

    article: str
    summary: dict[str, int]
    units: dict[str, Text]
    statistics: dict[str, Figure]
    checks: list[Relation]
    verdicts: list[Read]
    open: list[Unjudged]
    conflicts: list[Names]
    doubts: Sets
    causes: list[Because]
    certificates: list[dict[str, Any]]
    uncertified: Names
    duplicates: list[Repeated]
