"""Certificates made by hand and altered ones, and the program that checks certificates as a module."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from typing import Any

CHECKER = Path(__file__).parents[1] / "checkers" / "check_certificates.py"
Plain = dict[str, Any]


def loaded_checker() -> Any:
    """Return the program as a module."""
    spec = spec_from_file_location("check_certificates", CHECKER)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def accepts(checker: Any, one: Plain, conflicts: dict[str, set[str]]) -> bool:
    """Return whether the program accepts a certificate; the figures of a conflict that holds are added to `conflicts`."""
    try:
        checker.check(one, conflicts)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return False
    return True


def figure(printed: str, low: str, high: str, *, factor: str = "1", decimals: int = 0, least: str = "0") -> Plain:
    """Return a figure of a certificate, with the interval that was worked out by hand."""
    return {
        "printed": printed, "upper": None, "operator": "equal", "decimals": decimals, "exact": False, "factor": factor,
        "shift": "0", "interval": [low, high, False, False], "least": least, "period": "2019", "base": None, "at": [],
    }  # fmt: skip


def by_hand() -> Plain:
    """Return the certificate of a conflict worked out by hand: 100 to 120 is no growth of 10 per cent.

    (119.5 to 120.5) ÷ (99.5 to 100.5) − 1 is 0.1891 at least, and 10 per cent 0.105 at most. Without the growth: 20 per
    cent. Without the later level: 110. Without the earlier one: 120 ÷ 1.1.
    """
    return sealed(
        {
            "format": "cbec-kg-certificate", "version": 1, "kind": "conflict", "id": "conflict-by-hand", "article": "a",
            "rule": "growth-and-levels",
            "figures": {
                "stat-before": figure("100", "199/2", "201/2"),
                "stat-after": figure("120", "239/2", "241/2"),
                "stat-growth": figure("10", "19/200", "21/200", factor="1/100", least="-1"),
            },
            "relation": ["=", "stat-growth", ["−", ["÷", "stat-after", "stat-before"], "1"]],
            "minimal": {
                "stat-growth": {"stat-before": "100", "stat-after": "120", "stat-growth": "1/5"},
                "stat-after": {"stat-before": "100", "stat-after": "110", "stat-growth": "1/10"},
                "stat-before": {"stat-before": "1200/11", "stat-after": "120", "stat-growth": "1/10"},
            },
        }
    )  # fmt: skip


def sealed(certificate: Plain) -> Plain:
    """Return a certificate with the digest of what it says now."""
    rest = {key: value for key, value in certificate.items() if key != "digest"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return rest | {"digest": sha256(text.encode()).hexdigest()}


def alterations(certificates: list[Plain], random: Random, number: int) -> Iterator[tuple[str, Plain]]:
    """Yield certificates each altered in one place, with the kind: the digest stays as it was."""
    kinds = {
        "digit": _digit,
        "end": _end,
        "left-out": _left_out,
        "value": _value,
        "multiplier": _multiplier,
        "sign": _sign,
        "least": _least,
    }
    while number:
        kind = random.choice(list(kinds))
        one = deepcopy(random.choice(certificates))
        if kinds[kind](one, random):
            number -= 1
            yield kind, one


def _digit(one: Plain, random: Random) -> bool:
    if not one.get("figures"):
        return False
    chosen = random.choice(list(one["figures"].values()))
    printed = chosen["printed"]
    place = random.choice([place for place, character in enumerate(printed) if character.isdigit()])
    digit = (int(printed[place]) + random.randint(1, 9)) % 10
    chosen["printed"] = f"{printed[:place]}{digit}{printed[place + 1 :]}"
    return Fraction(chosen["printed"]) != Fraction(printed)


def _end(one: Plain, random: Random) -> bool:
    if not one.get("figures"):
        return False
    ends = random.choice(list(one["figures"].values()))["interval"]
    place = random.randrange(4)
    ends[place] = (not ends[place]) if place > 1 else str(Fraction(ends[place] or 0) + random.choice((1, -1)))
    return True


def _left_out(one: Plain, random: Random) -> bool:
    if one["kind"] == "least":
        return False
    part = one.get("minimal") or one["figures"]
    del part[random.choice(list(part))]
    return True


def _least(one: Plain, random: Random) -> bool:
    """Say that one figure more is wrong, of a group and in all."""
    if one["kind"] != "least":
        return False
    random.choice(one["groups"])["least"] += 1
    one["least"] += 1
    return True


def _value(one: Plain, random: Random) -> bool:
    shown = random.choice(list((one.get("minimal") or {"": {}}).values()))
    if not shown:
        return False
    name = random.choice(list(shown))
    shown[name] = str(Fraction(shown[name]) * 2 + 1)
    return True


def _multiplier(one: Plain, random: Random) -> bool:
    if not one.get("multipliers"):
        return False
    random.choice(one["multipliers"])[2] = str(Fraction(random.randint(-5, 900), 7))
    return True


def _sign(one: Plain, random: Random) -> bool:
    """Put another operation in place of one; another sign of the whole relation may be true as well."""
    operations = [part for part in _parts(one.get("relation", [])) if part[0] in "+−×÷"]
    if not operations:
        return False
    chosen = random.choice(operations)
    chosen[0] = random.choice([sign for sign in "+−×÷" if sign != chosen[0]])
    return True


def _parts(one: Any) -> Iterator[list[Any]]:
    if isinstance(one, list) and one:
        yield one
        for part in one[1:]:
            yield from _parts(part)
