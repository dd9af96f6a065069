"""How it is known that records of several papers mean the same thing, in words: the same in every view."""

from __future__ import annotations

from cbec_kg.alignment.matches import Match
from cbec_kg.render.language.catalogue import words


def match_text(match: Match, language: str) -> str:
    """Return how a match is known."""
    texts = words("alignment", language)
    return texts(f"justification-{match.justification}", shared=match.shared, comment=match.comment or "—")
