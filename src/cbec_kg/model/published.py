"""What was published about a work that a paper cites: its retraction, its correction and their like, and what they come to.

A notice comes from a file that the user has (`cbec_kg.bibliography.notices`), and is about a reference or named source. What
is only near is proposed: it withdraws nothing, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

NoticeKind = Literal[
    "retraction", "withdrawal", "partial-retraction", "expression-of-concern", "correction", "reinstatement"
]
By = Literal["doi", "pmid", "title"]
NoticeState = Literal["withdrawn", "partly withdrawn", "under concern", "corrected", "reinstated", "not in force"]

_WITHDRAWING = ("retraction", "withdrawal")
_LESSER: Mapping[str, NoticeState] = {
    "partial-retraction": "partly withdrawn", "expression-of-concern": "under concern", "correction": "corrected",
}  # fmt: skip
_LAST = "~"
"""Comes after every digit: what is not known of a day, where the latest that it can be is meant."""


class ReferenceNotice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A notice about a reference or named source.

    Attributes
    ----------
    reference : str
        The record that it is about.
    day : str
        ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``, or empty where it is not known.
    by : str
        By what it was matched: ``doi``, ``pmid``, ``title``.
    proposed : str
        What is not the same, ``year, author`` or ``title``, where the match is only near; empty where it is one.
    identifiers : tuple of str
        Of the article, as the file gives them: ``doi:10.9999/tea.1``, ``pmid:77``.
    notice : str
        The DOI of the notice itself.
    source : str
        Who says so: ``Retraction Watch``, ``publisher``.
    file, line, sha256 : str, int, str
        Where it stands: the name of the user's file, the line or the number of the work in it, and the file's digest.
    """

    reference: str
    kind: NoticeKind
    day: str
    by: By
    proposed: str = ""
    identifiers: tuple[str, ...] = ()
    notice: str = ""
    title: str = ""
    reason: str = ""
    source: str = ""
    file: str = ""
    line: int = 0
    sha256: str = ""


def is_in_force(day: str, at: str) -> bool:
    """Return whether something of a day counts at another; what is of an unknown day does, and without `at` all does.

    Examples
    --------
    >>> [is_in_force(day, "2021-03-04") for day in ("2021-03-04", "2021-03", "2021", "", "2021-03-05", "2022")]
    [True, True, True, True, False, False]
    """
    return not at or day <= at[: len(day)]


def state_at(notices: Iterable[ReferenceNotice], day: str = "") -> tuple[NoticeState, ReferenceNotice | None]:
    """Return what notices about one work come to on a day, and by which; without a day, by all of them.

    The last retraction, withdrawal or reinstatement decides; a reinstatement comes after the retraction of its day, month or
    year. A partial retraction, a concern or a correction withdraws nothing. One notice that is given with two days counts
    from the first. A notice whose day is not known is taken to be in force, a reinstatement as the last.
    """
    known = sorted((one for one in _once(notices) if is_in_force(one.day, day)), key=_order)
    deciding = [one for one in known if one.kind in (*_WITHDRAWING, "reinstatement")]
    last = deciding[-1] if deciding else None
    if last is not None and last.kind in _WITHDRAWING:
        return "withdrawn", last
    after = [one for one in known if one.kind in _LESSER and (last is None or _order(one) > _order(last))]
    for kind, state in _LESSER.items():
        of_kind = [one for one in after if one.kind == kind]
        if of_kind:
            return state, of_kind[-1]
    return ("not in force", None) if last is None else ("reinstated", last)


def _order(notice: ReferenceNotice) -> tuple[str, bool, str]:
    """Return the place of a notice in time: a reinstatement as late as its day can be, anything else as early."""
    back = notice.kind == "reinstatement"
    return (notice.day + _LAST if back and len(notice.day) < len("YYYY-MM-DD") else notice.day), back, notice.kind


def _once(notices: Iterable[ReferenceNotice]) -> list[ReferenceNotice]:
    """Return notices, each that is known by a DOI of its own once, with the first of its days."""
    found: dict[tuple[str, ...], ReferenceNotice] = {}
    for number, one in enumerate(notices):
        key = (one.kind, one.notice.lower()) if one.notice else (str(number),)
        before = found.get(key)
        if before is None or (one.day and (not before.day or one.day < before.day)):
            found[key] = one
    return list(found.values())


def contradictions(notices: Iterable[ReferenceNotice]) -> list[tuple[ReferenceNotice, ReferenceNotice]]:
    """Return the pairs of notices about one work that contradict each other.

    They are one notice with two days, and a retraction and a reinstatement of one day.
    """
    listed = [one for one in notices if not one.proposed]
    found = []
    for number, one in enumerate(listed):
        for other in listed[number + 1 :]:
            same = bool(one.notice) and (one.kind, one.notice.lower()) == (other.kind, other.notice.lower())
            two_days = same and bool(one.day and other.day) and not _agree(one.day, other.day)
            back = {one.kind, other.kind} in ({"retraction", "reinstatement"}, {"withdrawal", "reinstatement"})
            if two_days or (back and len(one.day) == len("YYYY-MM-DD") and one.day == other.day):
                found.append((one, other))
    return found


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def states_of(notices: Iterable[ReferenceNotice], day: str = "") -> dict[str, tuple[NoticeState, ReferenceNotice | None]]:
    """Return what the notices of each record come to on a day, and by which, sorted by name; proposals do not count."""
    of: dict[str, list[ReferenceNotice]] = {}
    for one in notices:
        if not one.proposed:
            of.setdefault(one.reference, []).append(one)
    return {name: state_at(found, day) for name, found in sorted(of.items())}


def in_order(notices: Iterable[ReferenceNotice]) -> tuple[ReferenceNotice, ...]:
    """Return notices by what they are about, those of a record by day; proposals last."""
    return tuple(sorted(notices, key=lambda one: (one.reference, bool(one.proposed), _order(one), one.notice, one.title)))
