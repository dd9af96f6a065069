"""What is said of a problem or countermeasure, itself and of its parts, in the words that every view uses.

The page fills in the same texts with `wholes.js`.
"""

from __future__ import annotations

from typing import Literal

from cbec_kg.evidence.profiles import Profile
from cbec_kg.evidence.support import Outcome, State
from cbec_kg.evidence.wholes import Count, Parts
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import LANGUAGES, words

Itself = State | Literal["backed"]
"""What becomes of a headline in a withdrawal; where nothing is withdrawn, whether a source backs it directly."""


def itself_now(is_backed: bool) -> Itself:
    """Return what is said of a headline where nothing is withdrawn."""
    return "backed" if is_backed else "unsupported"


def whole_text(kind: str, itself: Itself, parts: Parts, language: str, *, withdrawn: bool = False) -> str:
    """Return what holds of a problem or countermeasure itself, and of its parts.

    Parameters
    ----------
    kind : str
        ``problem`` or ``countermeasure``.
    withdrawn : bool
        Whether something is withdrawn, so that what was backed and what is left are told apart.

    Examples
    --------
    >>> whole_text("problem", "unsupported", Parts(Count(8, 3, 0), Count(0, 0, 0)), "en", withdrawn=True)
    'its headline was never sourced; of its 8 facets 3 were backed, none is left'
    >>> whole_text("countermeasure", "unsupported", Parts(Count(9, 2, 2), Count(0, 0, 0)), "zh")
    '标题所述本身从未有来源；其9项举措中2项有来源支撑'
    """
    phrases, part = words("wholes", language), "facet" if kind == "problem" else "measure"
    clauses = [phrases(f"itself-{itself}")]
    clauses.append(_part_text(part, parts.own, language, withdrawn) if parts.own.number else phrases(f"no-{part}"))
    if parts.elsewhere.number:
        clauses.append(_part_text("elsewhere", parts.elsewhere, language, withdrawn))
    return words("common", language)("clauses").join(clauses)


def _part_text(part: str, count: Count, language: str, withdrawn: bool) -> str:
    phrases, tense = words("wholes", language), "was" if withdrawn else "is"
    of = phrases(f"of-{part}", n=count.number)
    backed = phrases(f"backed-{tense}", n=count.before) if count.before else phrases(f"none-backed-{tense}")
    if not (withdrawn and count.before):
        return phrases("part", of=of, backed=backed)
    many = "all" if count.after == count.before else "some" if count.after else "none"
    return phrases("part-left", of=of, backed=backed, left=phrases(f"left-{many}", n=count.after))


def profile_text(profile: Profile, context: RenderContext) -> str:
    """Return what backs a problem or countermeasure itself and how many of its parts are backed; empty of another thing."""
    if profile.counts is None:
        return ""
    kind = context.snapshot.kinds[profile.id]
    return whole_text(kind, itself_now(bool(profile.direct)), profile.counts, context.language)


def outcome_text(outcome: Outcome, context: RenderContext) -> str:
    """Return what becomes of a problem or countermeasure itself and of its parts; of another statement, its state."""
    if outcome.parts is None:
        return context.words("whatif")(f"state-{outcome.state}")
    kind = context.snapshot.kinds[outcome.statement]
    return whole_text(kind, outcome.state, outcome.parts, context.language, withdrawn=True)


def whole_in_both(kind: str, itself: Itself, parts: Parts, *, withdrawn: bool = False) -> dict[str, str]:
    """Return `whole_text` by language, as pages and JSON carry it."""
    return {language: whole_text(kind, itself, parts, language, withdrawn=withdrawn) for language in LANGUAGES}


def parts_value(parts: Parts) -> dict[str, dict[str, int]]:
    """Return the counts of parts as a value for JSON."""
    return {"parts": parts.own._asdict(), "elsewhere": parts.elsewhere._asdict()}
