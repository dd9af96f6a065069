"""Verdicts of persons: what a reader decided on a finding, a hypothesis or an inferred link (``verdicts.yaml``)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from cbec_kg.model.records import NOWHERE, Where
from cbec_kg.model.terms import Bilingual

VERDICTS_FILE = "verdicts.yaml"

Decision = Literal["accepted", "rejected", "ask-authors"]


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


def digest_of(*texts: str) -> str:
    """Return a digest of eight hexadecimal digits, short enough to be copied by hand.

    Examples
    --------
    >>> digest_of("a", "b") == digest_of("ab")
    False
    """
    from hashlib import sha256

    return sha256("\0".join(texts).encode()).hexdigest()[:8]
