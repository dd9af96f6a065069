"""A check: one relation that should hold among statistics, worked out, with a verdict."""

from __future__ import annotations

from hashlib import sha256
from math import ceil, floor
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.audit.intervals import Interval, brief
from cbec_kg.audit.operands import Term
from cbec_kg.audit.readings import Reading, are_money
from cbec_kg.audit.relations import Relation, equation
from cbec_kg.audit.texts import text
from cbec_kg.model.terms import Bilingual

Verdict = Literal["consistent", "within-rounding", "inconsistent", "undecidable"]

VERDICTS: dict[Verdict, Bilingual] = {verdict: text(f"verdict-{verdict}") for verdict in get_args(Verdict)}
"""The values as printed agree; only values that round to them do; none do; a figure or unit is missing."""


class Check(Struct, frozen=True):
    """One relation among statistics, worked out.

    Attributes
    ----------
    rule : str
        A key of `cbec_kg.audit.rules.RULES`.
    inputs : tuple of str
        Ids of the statistics, that of the stated value first, each once; none when a claim's series has no figures.
    formula, working : str
        What should hold, in symbols (``level[2017] ÷ level[2016] − 1 = growth[2017]``), and with the printed figures.
    why : Bilingual or None
        What is missing, or what was assumed.
    result, given : Interval or None
        The computed interval, and the one that the stated figure stands for, in base units; shown in the unit of `like`.
    claim : str
        Id of the claim that the figures are checked against, empty where there is none.
    relation : Relation or None
        What should hold, over the figures (`cbec_kg.audit.relations`); None where it cannot be said so.
    """

    rule: str
    verdict: Verdict
    inputs: tuple[str, ...]
    formula: str
    working: str = ""
    why: Bilingual | None = None
    result: Interval | None = None
    given: Interval | None = None
    like: Reading | None = None
    claim: str = ""
    relation: Relation | None = None

    @property
    def computed(self) -> str:
        """Return the computed interval in the stated figure's unit, empty where there is none."""
        return "" if self.result is None or self.like is None else shown(self.result, self.like)

    @property
    def stated(self) -> str:
        """Return the interval that the stated figure stands for, in its unit, empty where there is none."""
        return "" if self.given is None or self.like is None else shown(self.given, self.like)

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """Return the rule and the statistics, which stay the same when a statistic is changed."""
        return self.rule, frozenset(self.inputs)

    @property
    def id(self) -> str:
        """Return a name that depends on the rule and its statistics alone."""
        return f"{self.rule}-{sha256(' '.join((self.formula, *self.inputs)).encode()).hexdigest()[:8]}"


def compared(
    rule: str, formula: str, stated: Reading, computed: Term, why: Bilingual | None = None, bound: str = ""
) -> Check:
    """Return the check of a stated figure against a computed one.

    `bound` is empty when the two must be equal; ``part`` when the stated figure may be less than the computed one, ``whole``
    when it may be more. `why` says what was assumed.
    """
    inputs = names_of(stated, computed)
    given = stated.written
    if computed.dimension not in ("", stated.dimension):
        why = _incomparable(stated, computed, bound)
        return undecidable(rule, formula, inputs, why, f"{computed.text} : {given}")
    if bound:
        part, whole = (stated.interval, computed.interval) if bound == "part" else (computed.interval, stated.interval)
        meets = not whole.is_below(part)
        fits = stated.nominal <= computed.nominal if bound == "part" else computed.nominal <= stated.nominal
    else:
        fits, meets = stated.interval.holds(computed.nominal), stated.interval.meets(computed.interval)
    verdict: Verdict = "inconsistent" if not meets else "consistent" if fits else "within-rounding"
    signs = {"": ("=", "≈", "≠"), "part": ("≥", "≥", "≱"), "whole": ("≤", "≤", "≰")}[bound]
    sign = signs[("consistent", "within-rounding", "inconsistent").index(verdict)]
    working = f"{computed.text} {sign} {given}"
    sides = (stated.statistic.id, computed.expression)
    relation = {"": equation(*sides), "part": ("≤", *sides), "whole": ("≤", *reversed(sides))}[bound]
    return Check(rule, verdict, inputs, formula, working, why, computed.interval, stated.interval, stated, relation=relation)


def names_of(stated: Reading, *terms: Term) -> tuple[str, ...]:
    """Return the statistics of a check, that of the stated figure first, each once."""
    return tuple(dict.fromkeys((stated.statistic.id, *(name for term in terms for name in term.inputs))))


def _incomparable(stated: Reading, computed: Term, bound: str) -> Bilingual:
    """Return why two amounts cannot be compared, and for currencies at which rate they would agree."""
    one, other = stated.dimension, computed.dimension
    if not are_money(one, other) or stated.interval.low <= 0 or computed.interval.low <= 0:
        return text("units-incomparable", one=one, other=other)
    rate = computed.interval / stated.interval
    lowest, highest = brief(rate.low), brief(rate.high)
    span = {"": f"{lowest}–{highest}", "part": f"≤ {highest}", "whole": f"≥ {lowest}"}[bound]
    return text("units-incomparable-but-for-rate", one=one, other=other, span=span)


def shown(interval: Interval, like: Reading) -> str:
    """Return an interval in the unit of a figure, rounded outwards to one decimal more than it has, and to two at least."""
    places = max(2, len(like.statistic.value_text.partition(".")[2]) + 1)
    step = 10**places
    low, high = interval.low + like.shift, interval.high + like.shift
    low_text = "−∞" if isinstance(low, float) else _decimal(floor(low / like.scale * step), places)
    high_text = "∞" if isinstance(high, float) else _decimal(ceil(high / like.scale * step), places)
    opening = "(" if interval.low_open or low_text == "−∞" else "["
    closing = ")" if interval.high_open or high_text == "∞" else "]"
    return f"{opening}{low_text}, {high_text}{closing} {like.unit.symbol}"


def _decimal(scaled: int, places: int) -> str:
    digits = f"{abs(scaled):0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"−{text}" if scaled < 0 and text != "0" else text


def with_implied(check: Check, implied: Term, like: Reading) -> Check:
    """Return a check for which a level is missing, with what the others imply for it."""
    return replace(check, working=f"{implied.text} = ?", result=implied.interval, like=like)


def undecidable(rule: str, formula: str, inputs: tuple[str, ...], why: Bilingual, working: str = "") -> Check:
    """Return a check that cannot be made, with what is missing."""
    return Check(rule, "undecidable", inputs, formula, working, why)
