"""What a unit says of itself: its symbol and its names against how many of which base it is recorded to be.

A unit of a figure is compared with the unit that is printed by the same rule. Words that are not known decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.terms import UNIT_BASES
from cbec_kg.text.unit_labels import printed_unit
from cbec_kg.text.units import PLAIN, SCALES_ZH, Unit

_NAMED = ("symbol", "zh", "en")
_MONEY = ("gbp", "hkd")
"""Nouns of money whose base is none of the known ones."""

_BARE = ("CNY", "USD", "EUR", "JPY", "count", "unknown")
"""Bases of which a scale alone, such as 亿, says the whole factor."""


_OF_THINGS = frozenset("个家人户项种次件")
"""Measure words that no place in an order has."""

_OF_ANYTHING = ("count", "m2", "kg")
"""Bases that what has no base of its own may be recorded in: a mu in square metres, a box in kilograms."""


def _may_be(noun: str, base: str) -> bool:
    """Return whether a noun without a base of its own may have one for all that: points, or so much money for each thing."""
    return (noun, base) == ("point", "percentage-point") or noun.startswith(f"{base.lower()}-per-")


def units(curation: Curation) -> Iterator[Problem]:
    """Yield each unit whose words say another factor or another base."""
    for record in curation.of(r.Unit):
        if record.base == "rank" and record.symbol in _OF_THINGS:
            message = f"{record.id} is of rank; its symbol {record.symbol!r} counts things. Correct one of them."
            yield Problem(record.where.file, record.where.line, message)
        for name in _NAMED:
            printed = unit_of(getattr(record, name))
            if printed is not None and (wrong := contradiction(printed, record)):
                message = (
                    f"{record.id} is {record.factor:f} of {record.base}; its {name} {getattr(record, name)!r} says {wrong}."
                )
                yield Problem(record.where.file, record.where.line, f"{message} Correct one of them.")
                break


@lru_cache(maxsize=1024)
def unit_of(text: str) -> Unit | None:
    """Return the unit that a symbol or name is, a scale alone included; None where its words are not known."""
    if text.isascii() and text.isalpha() and len(text) == 1:
        return None  # m may be metres, millions or months
    return Unit(PLAIN, SCALES_ZH[text]) if text in SCALES_ZH else printed_unit(text)


def units_of(record: r.Unit) -> list[Unit]:
    """Return the units that the symbol and the names of a unit are, as far as they are known."""
    return [printed for name in _NAMED if (printed := unit_of(getattr(record, name))) is not None]


def contradiction(printed: Unit, record: r.Unit) -> str:
    """Return what a printed unit says where a recorded one is certainly another; empty where it may be the same.

    Examples
    --------
    >>> from cbec_kg.text.unit_labels import printed_unit
    >>> unit = r.Unit(id="unit-cny-1e8", zh="亿元", en="100 million yuan", symbol="亿元", factor=Decimal(10**8), base="CNY")
    >>> [contradiction(printed_unit(text), unit) for text in ("亿元", "亿美元", "万元", "%")]
    ['', '100000000 of USD', '10000 of CNY', '1 of percent']
    """
    noun, scale = printed.noun, Decimal(10) ** printed.scale
    full = scale * Decimal(10) ** noun.power
    base, factor = record.base, record.factor
    if noun is PLAIN:
        return "" if base not in _BARE or factor == scale else f"a scale of {scale:f}"
    wanted = "" if noun.base == "unknown" else noun.base
    says = f"{full:f} of {wanted or noun.en}"
    if noun.name == "times":
        fits = (base, factor) in (("percent", full), ("multiple", scale), ("count", scale)) or base == "unknown"
    elif base == "unknown":
        fits = factor in (scale, full)
    elif noun.name in _MONEY:  # of a base that has no name here
        fits = base not in UNIT_BASES and factor == scale
    elif not wanted:
        fits = base not in UNIT_BASES or base in _OF_ANYTHING or _may_be(noun.name, base)
    elif wanted == "count":
        fits = base == "rank" or ((base not in UNIT_BASES or base == "count") and factor == scale)
    else:
        near = noun.name == "tonne" and full * 9 < factor * 10 < full * 11  # short and long tons
        fits = (base == wanted and (factor == full or near)) or base not in UNIT_BASES
    return "" if fits else says
