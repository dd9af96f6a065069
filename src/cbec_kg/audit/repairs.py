"""What hypotheses would do to the findings: which they clear, raise, confirm and lose, the best first.

A repair never changes the data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.facts import Facts, Lookup, lookups_of
from cbec_kg.audit.hypotheses import hypotheses
from cbec_kg.audit.hypothesis import KINDS, Hypothesis, Kind
from cbec_kg.audit.incremental import Changes, Evaluation
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Bilingual

_WEAK = frozenset({"comparison-period", "possible-range", "list-count", "part-within-whole", "series-direction"})
"""Rules whose consent is easily had, and so confirms nothing."""

_FINE = ("consistent", "within-rounding")

Key = tuple[str, frozenset[str]]
"""A check by its rule and its statistics."""


class Change(NamedTuple):
    """One field of a statistic that a hypothesis reads in another way."""

    statistic: str
    field: str
    printed: str
    hypothesis: str


@dataclass(frozen=True)
class Repair:
    """What a hypothesis would do to the findings.

    Attributes
    ----------
    kind : str
    statistics : tuple of str
        Those that would be read in another way, sorted.
    text : Bilingual
    cleared, raised : tuple of Key
        Inconsistent checks that would go, and that would come.
    confirmed : tuple of Key
        Checks of exact figures that would newly come out right.
    lost : tuple of Key
        Checks that came out right and would no longer, or could no longer be made.
    changes : tuple of Change
        What would be read in another way, field by field.
    agreeing : int
        Columns of a table that ask for the same factor, or figures that agree with those repeated.
    together : bool
        The figures of a whole passage get another period or indicator: a sentence names these once for all of them.
    """

    kind: Kind
    statistics: tuple[str, ...]
    text: Bilingual
    cleared: tuple[Key, ...]
    raised: tuple[Key, ...]
    confirmed: tuple[Key, ...]
    lost: tuple[Key, ...]
    changes: tuple[Change, ...]
    agreeing: int = 0
    together: bool = False

    @property
    def weight(self) -> int:
        """Return what speaks for it apart from silence: checks confirmed and columns agreeing, less checks lost."""
        return len(self.confirmed) + self.agreeing - len(self.lost)

    @property
    def rank(self) -> tuple[bool, int, int, bool, int, int]:
        """Return the sort key: those with weight first, then most cleared less raised, most weight, fewest statistics."""
        net = len(self.cleared) - len(self.raised)
        size = len(self.statistics)
        return (self.weight <= 0, -net, -self.weight, not self.together, size, KINDS.index(self.kind))


def convincing(ranked: Sequence[tuple[Repair, Changes]]) -> tuple[Repair, Changes] | None:
    """Return the best repair that figures speak for, None where none does.

    Two that are equally good and read other figures anew cancel each other out; for a misprint two relations must speak.
    """
    passed: set[Key] = set()
    for repair, changes in ranked:
        if repair.weight <= 0:
            break
        rivals = [other for other, _ in ranked if other.rank == repair.rank and set(other.cleared) & set(repair.cleared)]
        alone = all(other.statistics == repair.statistics for other in rivals)
        vouched = repair.kind != "value" or len(repair.confirmed) > 1
        if alone and vouched and not passed & set(repair.cleared):
            return repair, changes
        passed |= set(repair.cleared)
    return None


class Trials:
    """Tries hypotheses, and remembers what each would do as long as nothing that it touches is read in another way."""

    def __init__(self) -> None:
        self._known: dict[tuple[Change, ...], tuple[Repair, frozenset[Lookup]]] = {}
        self._facts: Facts | None = None

    def repairs(self, evaluation: Evaluation, suspects: Collection[str]) -> list[tuple[Repair, Changes]]:
        """Return the repairs that clear more findings than they raise, best first, each with what it reads in another way.

        Parameters
        ----------
        evaluation : Evaluation
        suspects : collection of str
            Statistics that are in some conflict.
        """
        facts = evaluation.facts
        self._forget(facts)
        found: dict[tuple[Change, ...], tuple[Repair, Changes]] = {}
        for hypothesis in hypotheses(facts, evaluation.checks, suspects) if suspects else ():
            touched = {name: hypothesis.change(facts.readings[name].statistic) for name in hypothesis.statistics}
            fields = tuple(_changes(facts, touched))
            if fields in found or not fields:
                continue
            if fields not in self._known:
                self._known[fields] = _tried(hypothesis, evaluation, touched, fields)
            repair = self._known[fields][0]
            if len(repair.cleared) > len(repair.raised):
                found[fields] = (repair, touched)
        return sorted(
            found.values(),
            key=lambda pair: (*pair[0].rank, [facts.position[name] for name in pair[0].statistics], pair[0].text.en),
        )

    def _forget(self, facts: Facts) -> None:
        """Forget what hypotheses would do that look where facts have changed since."""
        if self._facts is not None:
            before = self._facts.readings
            changed = [name for name, reading in facts.readings.items() if before.get(name) is not reading]
            places = {lookup for name in changed for of in (before, facts.readings) for lookup in lookups_of(of[name])}
            self._known = {key: kept for key, kept in self._known.items() if not kept[1] & places}
        self._facts = facts


def _tried(
    hypothesis: Hypothesis, evaluation: Evaluation, touched: Mapping[str, Statistic], changes: tuple[Change, ...]
) -> tuple[Repair, frozenset[Lookup]]:
    """Return what a hypothesis would do, and all places that this depends on."""
    difference = evaluation.difference(touched)
    before, after = _verdicts(difference.before), _verdicts(difference.after)
    firm = {name for name in touched if evaluation.facts.readings[name].statistic.operator == "equal"}
    cleared = [key for key, verdict in before.items() if verdict == "inconsistent" and after.get(key) != "inconsistent"]
    raised = [key for key, verdict in after.items() if verdict == "inconsistent" and before.get(key) != "inconsistent"]
    confirmed = [
        key for key, verdict in after.items()
        if verdict in _FINE and before.get(key) not in _FINE and key[0] not in _WEAK
        and key[1] & touched.keys() and key[1] & touched.keys() <= firm
    ]  # fmt: skip
    lost = [
        key for key, verdict in before.items() if verdict in _FINE and after.get(key) not in _FINE and key[0] not in _WEAK
    ]
    repair = Repair(
        hypothesis.kind, hypothesis.statistics, hypothesis.text, _sorted(cleared), _sorted(raised), _sorted(confirmed),
        _sorted(lost), changes, hypothesis.agreeing, hypothesis.together,
    )  # fmt: skip
    return repair, frozenset(difference.moved | difference.rests_on)


def _verdicts(checks: Iterable[Check]) -> dict[Key, str]:
    """Return the verdict of each check; that a relation fails counts before that it holds in another reading."""
    found: dict[Key, str] = {}
    for check in checks:
        if found.get(check.key) != "inconsistent":
            found[check.key] = check.verdict
    return found


def _changes(facts: Facts, touched: Mapping[str, Statistic]) -> Iterator[Change]:
    for name, new in touched.items():
        old = facts.readings[name].statistic
        for field in ("value_text", "unit", "indicator", "period", "base", "operator"):
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                yield Change(name, field, str(before or ""), str(after or ""))


def _sorted(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(sorted(keys, key=lambda key: (key[0], sorted(key[1]))))
