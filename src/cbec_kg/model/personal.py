"""Verdicts of persons: what a reader decided on a finding, a hypothesis or an inferred link (``verdicts.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.model.terms import NOWHERE, Bilingual, Where

VERDICTS_FILE = "verdicts.yaml"

Decision = Literal["accepted", "rejected", "ask-authors"]

State = Literal["current", "changed", "gone"]
"""Whether what a verdict is on is still what it was, has changed since, or is not there any more."""


class PersonalVerdict(Struct, frozen=True, kw_only=True):
    """One verdict of one reader.

    Attributes
    ----------
    on : str
        What it is on, by its name in the graph: ``finding/…``, ``hypothesis/…``, or an inferred link by its path.
    digest : str
        The digest of that, as it was when the reader decided.
    """

    on: str
    digest: str
    decision: Decision
    reason: Bilingual
    date: str
    by: str
    where: Where = NOWHERE


class Judged(Struct, frozen=True):
    """A verdict and whether it still holds."""

    verdict: PersonalVerdict
    state: State

    @property
    def value(self) -> dict[str, Any]:
        """Return it as a value for JSON, which views put into words (`cbec_kg.render.verdict_texts`)."""
        fields = {name: getattr(self.verdict, name) for name in ("on", "digest", "decision", "date", "by")}
        return fields | {"zh": self.verdict.reason.zh, "en": self.verdict.reason.en, "state": self.state}


def without_place(verdicts: Iterable[Judged]) -> tuple[Judged, ...]:
    """Return verdicts without their lines in the file, sorted by what they are on and by reader."""
    found = (Judged(replace(one.verdict, where=NOWHERE), one.state) for one in verdicts)
    return tuple(sorted(found, key=lambda one: (one.verdict.on, one.verdict.by)))


def rejects(verdicts: Iterable[Judged]) -> bool:
    """Return whether readers reject what some verdicts are on: one does, none accepts it; what no longer holds is left out.

    Examples
    --------
    >>> rejects([])
    False
    """
    decisions = {one.verdict.decision for one in verdicts if one.state == "current"}
    return "rejected" in decisions and "accepted" not in decisions


def digest_of(*texts: str) -> str:
    """Return a digest of eight hexadecimal digits, short enough to be copied by hand.

    Examples
    --------
    >>> digest_of("a", "b") == digest_of("ab")
    False
    """
    from hashlib import sha256

    return sha256("\0".join(texts).encode()).hexdigest()[:8]
