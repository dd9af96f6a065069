"""Which entry is which reference: by the number that it carries, by the user's mapping, or in order; never by similarity."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from cbec_kg.bibliography.entries import Entry, SourceFile
from cbec_kg.errors import DataError, Problem, UsageError

T = TypeVar("T", bound=Hashable)


class Match(NamedTuple):
    """An entry, its number or None, and why it has it or has none."""

    entry: Entry
    number: int | None
    why: str


def match_entries(
    file: SourceFile, known: Collection[int], mapping: Mapping[str, int] | None = None, in_order: bool = False
) -> list[Match]:
    """Return what each entry of a file was matched with, in the order of the file.

    `known` are the numbers of the article's references; the `mapping`, numbers by entry key as the user gave them, decides
    over numbers that the entries carry, and names an entry without key by its place: ``#3``. With `in_order` the k-th entry
    is the k-th reference, which takes as many of both.

    Raises
    ------
    UsageError
        When the mapping names no entry or no reference, or the count does not fit.
    DataError
        With the line of each entry whose number is out of range, contradicts itself or is in another entry too, and of
        each key that is there twice.
    """
    mapping = mapping or {}
    _check_call(file, known, mapping, in_order)
    ordered = sorted(known)
    matches, problems = [], []
    for key, line, first in _repeated((entry.key, entry.line) for entry in file.entries if entry.key):
        problems.append(Problem(file.name, line, f"repeats the key {key!r} of line {first}. Give each entry its own key."))
    for place, entry in enumerate(file.entries):
        hints = dict(entry.hints)
        if in_order:
            hints.setdefault(ordered[place], "order")
        numbers = " and ".join(f"[{number}] by {field}" for number, field in sorted(hints.items()))
        number, field = next(iter(hints.items()), (None, ""))
        if not entry.item:
            matches.append(Match(entry, None, "no field is filled in"))
        elif name_of(entry, place) in mapping:
            matches.append(Match(entry, mapping[name_of(entry, place)], "--map"))
        elif len(hints) > 1:
            problems.append(Problem(file.name, entry.line, f"{entry.key or 'entry'} is {numbers}. Keep one, or use --map."))
        elif number is None:
            named = "KEY" if entry.key else f"'#{place + 1}'"
            matches.append(Match(entry, None, f"carries no number; use --map {named}=NUMBER"))
        elif number not in known:
            fact = f"is {numbers}; the article has {number_list(known)}. Correct it."
            problems.append(Problem(file.name, entry.line, f"{entry.key or 'entry'} {fact}"))
        else:
            matches.append(Match(entry, number, field))
    for number, line, first in _repeated((match.number, match.entry.line) for match in matches if match.number is not None):
        message = f"is [{number}], and so is line {first}. Give each reference one entry."
        problems.append(Problem(file.name, line, message))
    if problems:
        raise DataError([*problems, *file.problems])
    return matches


def name_of(entry: Entry, place: int) -> str:
    """Return what names an entry in a mapping: its key, or its place in the file, counted from 1."""
    return entry.key or f"#{place + 1}"


def _repeated(lines: Iterable[tuple[T, int]]) -> Iterator[tuple[T, int, int]]:
    """Yield each value that was there before, with its line and the line of the first."""
    first: dict[T, int] = {}
    for value, line in lines:
        if value in first:
            yield value, line, first[value]
        first.setdefault(value, line)


def number_list(known: Collection[int]) -> str:
    """Return numbers as text: ``[1]..[19]``, or all of them when some are missing in between.

    Examples
    --------
    >>> number_list({1, 2, 3}), number_list([2, 5]), number_list([])
    ('[1]..[3]', '[2], [5]', 'no reference')
    """
    ordered = sorted(known)
    if len(ordered) > 1 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"[{ordered[0]}]..[{ordered[-1]}]"
    return ", ".join(f"[{number}]" for number in ordered) or "no reference"


def _check_call(file: SourceFile, known: Collection[int], mapping: Mapping[str, int], in_order: bool) -> None:
    if in_order and mapping:
        raise UsageError("--in-order and --map exclude each other. Use one.")
    if in_order and len(file.entries) != len(known):
        count = f"{len(file.entries)} {'entry' if len(file.entries) == 1 else 'entries'}"
        raise UsageError(f"--in-order: {file.name} has {count}, the article has {len(known)}. Use numbers.")
    keys = {name_of(entry, place) for place, entry in enumerate(file.entries)}
    for key, number in mapping.items():
        if key not in keys:
            raise UsageError(f"--map {key}={number}: {file.name} has no entry {key!r}.")
        if number not in known:
            raise UsageError(f"--map {key}={number}: the article has {number_list(known)}.")
