"""Which checks of the audit have another verdict in the newer of two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from cbec_kg.audit.checks import Check
from cbec_kg.model.snapshot import VERDICTS

BAD = VERDICTS[0]
"""The verdict that figures cannot all be true."""


class CheckChange(Struct, frozen=True, order=True):
    """A check whose verdict differs, figures by their ids in the newer version; empty where a version does not have it."""

    rule: str
    statistics: tuple[str, ...]
    old_verdict: str
    new_verdict: str
    old_working: str = ""
    new_working: str = ""

    @property
    def newly_inconsistent(self) -> bool:
        """Return whether figures contradict one another here that did not before."""
        return self.new_verdict == BAD

    @property
    def no_longer_inconsistent(self) -> bool:
        """Return whether figures contradicted one another here and do not now."""
        return self.old_verdict == BAD


def check_changes(old: Iterable[Check], new: Iterable[Check], newer: Mapping[str, str]) -> tuple[CheckChange, ...]:
    """Return the checks whose verdict differs, those that are inconsistent now first, then those that were.

    `newer` has the id in the newer version of each figure whose id differs.
    """
    found = list(_changes(_by_key(old, newer), _by_key(new, {})))
    return tuple(sorted(found, key=lambda one: (not one.newly_inconsistent, not one.no_longer_inconsistent, one)))


Key = tuple[str, str, tuple[str, ...]]


def _by_key(checks: Iterable[Check], newer: Mapping[str, str]) -> dict[Key, Check]:
    """Return checks by rule, formula and figures; where several have these, the worst."""
    found: dict[Key, Check] = {}
    for check in checks:
        key = (check.rule, check.formula, tuple(newer.get(name, name) for name in check.inputs))
        if key not in found or VERDICTS.index(check.verdict) < VERDICTS.index(found[key].verdict):
            found[key] = check
    return found


def _verdict_of(key: Key, check: Check | None) -> tuple[str, ...]:
    """Return the rule, the figures and the verdict of a check, whatever its formula; empty where figures contradict."""
    return () if check is None or check.verdict == BAD else (key[0], *key[2], check.verdict)


def _without_other(checks: Mapping[Key, Check], others: Mapping[Key, Check]) -> set[tuple[str, ...]]:
    return {_verdict_of(key, check) for key, check in checks.items() if key not in others} - {()}


def _changes(olds: Mapping[Key, Check], news: Mapping[Key, Check]) -> Iterator[CheckChange]:
    reworded = _without_other(olds, news) & _without_other(news, olds)  # of another period, say, and as before
    for key in dict.fromkeys([*olds, *news]):
        one, other = olds.get(key), news.get(key)
        if (one is None or other is None) and _verdict_of(key, one or other) in reworded:
            continue
        verdicts = [check.verdict if check else "" for check in (one, other)]
        if verdicts[0] != verdicts[1]:
            workings = [check.working if check else "" for check in (one, other)]
            yield CheckChange(key[0], key[2], verdicts[0], verdicts[1], *workings)
