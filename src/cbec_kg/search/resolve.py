"""Which record a user means by what they typed, in one place for all commands.

Accepted are a record's id (``problem-talent``); a reference's number (``[9]``, ``9``) or author and year (``(Low,
2019)``); a passage's locator
(``4.2.p1.s3``), for the one record of the wanted kinds that stands there or for the passage itself; a resource's IRI, in
angle brackets or without, or its short form ``kg:FOLDER/ID``; and ``FOLDER:`` before any of the first three, which is needed
where several folders have it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cbec_kg.errors import UnknownIdError, UsageError
from cbec_kg.model.iris import BASE, split_iri
from cbec_kg.model.links import STATEMENT_KINDS
from cbec_kg.model.records import Reference
from cbec_kg.model.snapshot import Snapshot

_SHORT = "kg:"


def resolve(typed: str, snapshot: Snapshot, kinds: Collection[str] | None = None) -> str:
    """Return the name of the record that a user means; it may be a passage's where no kinds are wanted.

    Raises
    ------
    UnknownIdError
        When there is none; the nearest names are offered, or those of records that have its words.
    UsageError
        When it is of another kind, or several are meant.
    """
    text = typed.strip()
    found = sorted(set(_meant(text, snapshot, kinds)))
    if not found:
        if kinds is None or "reference" in kinds:
            numbers = _number_ranges(text, snapshot)
            if numbers:
                raise UnknownIdError(typed, (), numbers)
        known = [name for name, kind in snapshot.kinds.items() if kinds is None or kind in kinds]
        raise UnknownIdError(typed, nearest(text, known) or _spoken_of(text, snapshot, known))
    wanted = [name for name in found if kinds is None or _kind(name, snapshot) in kinds]
    if len(wanted) == 1:
        return wanted[0]
    if wanted:
        what = "folders have it" if len({name.rpartition(":")[2] for name in wanted}) == 1 else "records stand there"
        raise UsageError(f"{typed}: several {what}. Name one of: {', '.join(wanted)}.")
    may = ", ".join(sorted(kinds or ()))
    if found[0] in snapshot.locators:
        see = f"cbec-kg query anchors --param passage={found[0]}"
        raise UsageError(f"{typed}: nothing that is asked for ({may}) stands in this passage. See what does: {see}")
    raise UsageError(f"{typed} is a {_kind(found[0], snapshot)}; expected is one of: {may}.")


def _spoken_of(text: str, snapshot: Snapshot, known: Collection[str]) -> list[str]:
    """Return up to five known records that have the words of a text that is no id."""
    from cbec_kg.search.find import find

    return [hit.record for hit in find(text, snapshot) if hit.record in known][:5]


def _kind(name: str, snapshot: Snapshot) -> str:
    return snapshot.kinds.get(name, "passage")


def _meant(text: str, snapshot: Snapshot, kinds: Collection[str] | None) -> Iterable[str]:
    if text in snapshot.records or text in snapshot.locators:
        return [text]
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if text.startswith(_SHORT):
        text = BASE + text.removeprefix(_SHORT)
    folder, local = split_iri(text)
    if not local:
        if "://" in text:
            return []
        folder, _, local = text.rpartition(":")
    if folder and folder not in snapshot.papers:
        return []
    several = len(snapshot.papers) > 1
    names = [f"{one}:{local}" for one in ([folder] if folder else snapshot.papers)] if several else [local]
    within = f"{folder}:" if several and folder else ""
    return (
        [name for name in names if name in snapshot.records or name in snapshot.locators]
        or [one.id for one in snapshot.of(Reference) if _is_cited_as(one, local) and one.id.startswith(within)]
        or [name for name in _standing(local, snapshot, kinds) if name.startswith(within)]
    )


def _is_cited_as(reference: Reference, text: str) -> bool:
    """Return whether a text is what cites a reference: its number, or its author and year, in brackets or without."""
    if reference.number is not None:
        return str(reference.number) == _number(text)
    return text.strip("()（）").replace("，", ",").split() == (reference.key or "").split()


def _number(text: str) -> str:
    """Return the number of a reference that a text means, without idle zeros; empty where it means none."""
    number = text[1:-1] if text[:1] in "[［" and text[-1:] in "]］" else text
    return str(int(number[:9])) if number.isascii() and number.isdigit() else ""


def _number_ranges(text: str, snapshot: Snapshot) -> str:
    """Return which numbers references have, for a text that is a number; empty for another text or without references."""
    folder, _, local = text.rpartition(":")
    if not _number(local) or (folder and folder not in snapshot.papers):
        return ""
    ranges = []
    for one in [folder] if folder else snapshot.papers:
        before = f"{one}:" if len(snapshot.papers) > 1 else ""
        own = [reference.number for reference in snapshot.of(Reference) if reference.id.startswith(before)]
        numbers = [number for number in own if number is not None]
        if numbers:
            ranges.append(f"{before}{' ' * bool(before)}{min(numbers)} to {max(numbers)}")
    return f"References are {'; '.join(ranges)}." if ranges else ""


def _standing(locator: str, snapshot: Snapshot, kinds: Collection[str] | None) -> list[str]:
    """Return the passages with a locator, or, where passages are not wanted, the records of the wanted kinds in them."""
    passages = [name for name, at in snapshot.locators.items() if at == locator]
    if not passages or kinds is None or "passage" in kinds:
        return passages
    folders = {name.rpartition(":")[0] for name in passages}
    names = (name for name, kind in snapshot.kinds.items() if kind in kinds and name.rpartition(":")[0] in folders)
    here = [name for name in names if any(at.locator == locator for at in getattr(snapshot.records[name], "at", ()))]
    statements = [name for name in here if snapshot.kinds[name] in STATEMENT_KINDS]
    return statements or here or passages


_LONGEST = 200
"""Characters of a name from which on no other is near."""


def nearest(unknown: str, ids: Iterable[str]) -> list[str]:
    """Return up to five ids that look like an unknown one, nearest first.

    Examples
    --------
    >>> nearest("problem-talents", ["problem-talent", "problem-credit", "ref-01"])[0]
    'problem-talent'
    """
    from difflib import get_close_matches

    wanted, known = unknown.strip().lower(), list(ids)
    numbered = wanted.strip("[]")
    if numbered.isascii() and numbered.isdigit():
        wanted = f"ref-{int(numbered[:9]):02d}"
    if len(wanted) > _LONGEST:
        return []  # to compare it would take longer with the square of its length
    containing = [name for name in known if len(wanted) > 3 and wanted in name]
    close = get_close_matches(wanted, known, n=5, cutoff=0.55)
    return list(dict.fromkeys([*close, *containing]))[:5]


def offer_of(unknown: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest name was meant, to come after a message; empty where none is near.

    Examples
    --------
    >>> offer_of("problem-talents", ["problem-talent", "ref-01"])
    ' Did you mean problem-talent?'
    """
    near = nearest(unknown, known)
    return f" Did you mean {near[0]}?" if near else ""
