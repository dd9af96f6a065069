"""What hypotheses would do to the findings: which they clear, raise, confirm and lose, the best first.

A repair never changes the data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cbec_kg.audit.facts import Facts, Look
from cbec_kg.audit.hypotheses import hypotheses
from cbec_kg.audit.hypothesis import KINDS, Hypothesis, Kind
from cbec_kg.audit.incremental import Done, Name, Work, moved
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


def convincing(ranked: Sequence[tuple[Repair, Facts]]) -> tuple[Repair, Facts] | None:
    """Return the best repair that figures speak for, None where none does.

    Two that are equally good and read other figures anew cancel each other out; for a misprint two relations must speak.
    """
    passed: set[Key] = set()
    for repair, facts in ranked:
        if repair.weight <= 0:
            break
        rivals = [other for other, _ in ranked if other.rank == repair.rank and set(other.cleared) & set(repair.cleared)]
        alone = all(other.statistics == repair.statistics for other in rivals)
        vouched = repair.kind != "value" or len(repair.confirmed) > 1
        if alone and vouched and not passed & set(repair.cleared):
            return repair, facts
        passed |= set(repair.cleared)
    return None


class Tries:
    """Tries hypotheses, and remembers what each would do as long as nothing that it touches is read in another way."""

    def __init__(self) -> None:
        self._known: dict[tuple[Change, ...], tuple[Repair, frozenset[Look]]] = {}
        self._facts: Facts | None = None

    def repairs(self, work: Work, suspects: Collection[str]) -> list[tuple[Repair, Facts]]:
        """Return the repairs that clear more findings than they raise, best first, each with the facts as it has them.

        Parameters
        ----------
        work : Work
        suspects : collection of str
            Statistics that are in some conflict.
        """
        self._forget(work.facts)
        order = {name: number for number, name in enumerate(work.facts.readings)}
        found: dict[tuple[Change, ...], tuple[Repair, Facts]] = {}
        for hypothesis in hypotheses(work.facts, work.checks, suspects) if suspects else ():
            touched = {name: hypothesis.change(work.facts.readings[name].statistic) for name in hypothesis.statistics}
            changes = tuple(_changes(work.facts, touched))
            if changes in found or not changes:
                continue
            facts = work.facts.with_statistics(touched.get(item.id, item) for item in work.facts.statistics)
            if changes not in self._known:
                self._known[changes] = _tried(hypothesis, work, facts, touched, changes)
            repair = self._known[changes][0]
            if len(repair.cleared) > len(repair.raised):
                found[changes] = (repair, facts)
        return sorted(
            found.values(), key=lambda pair: (*pair[0].rank, [order[name] for name in pair[0].statistics], pair[0].text.en)
        )

    def _forget(self, facts: Facts) -> None:
        """Forget what hypotheses would do that look where facts have changed since."""
        if self._facts is not None:
            before = {item.id: item for item in self._facts.statistics}
            changed = [item.id for item in facts.statistics if before.get(item.id) is not item]
            places = frozenset(moved(self._facts, facts, changed))
            self._known = {key: kept for key, kept in self._known.items() if not kept[1] & places}
        self._facts = facts


def _tried(
    hypothesis: Hypothesis, work: Work, facts: Facts, touched: Mapping[str, Statistic], changes: tuple[Change, ...]
) -> tuple[Repair, frozenset[Look]]:
    """Return what a hypothesis would do, and all places that this depends on."""
    redone = work.redone(facts, touched)
    replaced = {name: work.done[name] for name in redone if name in work.done}
    before, after = _verdicts(replaced), _verdicts(redone)
    firm = {name for name in touched if work.facts.readings[name].statistic.operator == "equal"}
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
    looked = [done.looked for done in (*replaced.values(), *redone.values())]
    return repair, frozenset(moved(work.facts, facts, touched)).union(*looked)


def _verdicts(done: Mapping[Name, Done]) -> dict[Key, str]:
    """Return the verdict of each check; that a relation fails counts before that it holds in another reading."""
    found: dict[Key, str] = {}
    for check in (check for one in done.values() for check in one.checks):
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
