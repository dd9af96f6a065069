"""What statements have gained and lost between two versions: evidence lines, sources that support them, grades, parts.

What a statement gains or loses is told of itself; of a problem or countermeasure also how many of its parts are backed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from cbec_kg.evidence.grades import Grade, grade_of
from cbec_kg.evidence.noticed_outcomes import sources_left
from cbec_kg.evidence.wholes import parts_of
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.model.terms import Basis, Role

Outcome = Literal["falls", "stands-anew", "weakened", "strengthened", "other-sources", "same-sources"]
"""What supported it is all gone; it had no support and has some; it lost a source and has others; it got one more; it lost
some and got others; the same sources support it, or none does."""

OUTCOMES: tuple[Outcome, ...] = ("falls", "weakened", "other-sources", "stands-anew", "strengthened", "same-sources")


class LineChange(Struct, frozen=True):
    """An evidence line that one version has, or that has another basis or other pointers; basis empty where it is not there.

    Source and pointers are named as in the version that has them.
    """

    source: str
    role: Role
    old_basis: Basis | Literal[""]
    new_basis: Basis | Literal[""]
    old_pointers: tuple[str, ...] = ()
    new_pointers: tuple[str, ...] = ()

    @property
    def state(self) -> Literal["gained", "lost", "changed"]:
        """Return what has become of the line."""
        return "gained" if not self.old_basis else "lost" if not self.new_basis else "changed"


class EvidenceChange(Struct, frozen=True):
    """What has changed in what a statement of both versions rests on; `statement` is its id in the newer one.

    `lost` and `gained` are sources that supported it, or do now: by a line, and not withdrawn by a published notice. `parts`
    is how many of its parts were backed and of how many, and how many are now and of how many, where that differs.
    """

    statement: str
    outcome: Outcome
    lines: tuple[LineChange, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    old_grade: Grade
    new_grade: Grade
    parts: tuple[int, int, int, int] | None = None


def evidence_changes(old: Snapshot, new: Snapshot, older: Mapping[str, str]) -> tuple[EvidenceChange, ...]:
    """Return what has changed of the statements that both versions have, what falls first.

    `old` is under the names of the newer version; `older` has the id in the older version of each record whose id differs.
    """
    found = list(_changes(old, new, older))
    return tuple(sorted(found, key=lambda one: (OUTCOMES.index(one.outcome), one.statement)))


def _changes(old: Snapshot, new: Snapshot, older: Mapping[str, str]) -> Iterator[EvidenceChange]:
    supporting = [sources_left(snapshot) for snapshot in (old, new)]
    counts = [_backed_parts(snapshot, backed) for snapshot, backed in zip((old, new), supporting, strict=True)]
    for statement in sorted(old.statements.keys() & new.statements.keys()):
        before, after = (snapshot.lines_to.get(statement, ()) for snapshot in (old, new))
        lines = tuple(_line_changes(before, after, older))
        parts = tuple(count.get(statement, (0, 0)) for count in counts)
        was, is_now = (backed.get(statement, set()) for backed in supporting)
        if not lines and parts[0] == parts[1] and was == is_now:
            continue
        yield EvidenceChange(
            statement, _outcome(was, is_now), lines, tuple(sorted(older.get(name, name) for name in was - is_now)),
            tuple(sorted(is_now - was)), grade_of(before), grade_of(after),
            (*parts[0], *parts[1]) if parts[0] != parts[1] else None,
        )  # fmt: skip


def _line_changes(
    before: Collection[EvidenceLine], after: Collection[EvidenceLine], older: Mapping[str, str]
) -> Iterator[LineChange]:
    olds, news = ({(line.source, line.role): line for line in lines} for lines in (before, after))
    for source, role in dict.fromkeys([*olds, *news]):
        one, other = olds.get((source, role)), news.get((source, role))
        if one is None or other is None or (one.basis, one.pointers) != (other.basis, other.pointers):
            yield LineChange(
                older.get(source, source) if other is None else source, role,
                one.basis if one else "", other.basis if other else "",
                tuple(older.get(name, name) for name in one.pointers) if one else (), other.pointers if other else (),
            )  # fmt: skip


def _outcome(was: set[str], is_now: set[str]) -> Outcome:
    if was == is_now:
        return "same-sources"
    if not is_now:
        return "falls"
    if not was:
        return "stands-anew"
    return "weakened" if is_now < was else "strengthened" if was < is_now else "other-sources"


def _backed_parts(snapshot: Snapshot, backed: Mapping[str, set[str]]) -> dict[str, tuple[int, int]]:
    """Return of how many parts each whole has how many that are backed; of a problem, those of the diagnosis."""
    parts = ((whole, [one for one in of if one not in snapshot.elsewhere]) for whole, of in parts_of(snapshot.links).items())
    return {whole: (sum(part in backed for part in of), len(of)) for whole, of in parts}
