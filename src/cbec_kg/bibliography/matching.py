"""Which entry is which reference: by the number that it carries, by the user's mapping, or in order; never by similarity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cbec_kg.bibliography.entries import Entry, SourceFile
from cbec_kg.errors import DataError, Problem, UsageError


@dataclass(frozen=True)
class Match:
    """An entry, its number or None, and why it has it or has none."""

    entry: Entry
    number: int | None
    why: str


def match_entries(
    file: SourceFile, known: Collection[int], mapping: Mapping[str, int] | None = None, in_order: bool = False
) -> list[Match]:
    """Return what each entry of a file was matched with, in the order of the file.

    Parameters
    ----------
    file : SourceFile
    known : collection of int
        The numbers of the article's references.
    mapping : mapping of str to int
        Numbers by entry key, as the user gave them; they decide over numbers that the entries carry.
    in_order : bool
        Take the k-th entry as the k-th reference; only when there are as many entries as references.

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
    matches, problems = [], list(_repeated_keys(file))
    for place, entry in enumerate(file.entries):
        hints = {hint.number: hint.field for hint in entry.hints}
        if in_order:
            hints.setdefault(ordered[place], "order")
        if not entry.item:
            matches.append(Match(entry, None, "no field is filled in"))
        elif entry.key in mapping:
            matches.append(Match(entry, mapping[entry.key], "--map"))
        elif len(hints) > 1:
            numbers = " and ".join(f"[{number}] by {field}" for number, field in sorted(hints.items()))
            problems.append(Problem(file.name, entry.line, f"{entry.key or 'entry'} is {numbers}. Keep one, or use --map."))
        elif not hints:
            matches.append(Match(entry, None, "carries no number; use --map KEY=NUMBER"))
        else:
            ((number, field),) = hints.items()
            if number not in known:
                fact = f"is [{number}] by {field}; the article has {number_list(known)}. Correct it."
                problems.append(Problem(file.name, entry.line, f"{entry.key or 'entry'} {fact}"))
            else:
                matches.append(Match(entry, number, field))
    problems += _repeated_numbers(file, matches)
    if problems:
        raise DataError(problems)
    return matches


def number_list(known: Collection[int]) -> str:
    """Return numbers as text: ``[1]..[19]``, or all of them when some are missing in between.

    Examples
    --------
    >>> number_list({1, 2, 3}), number_list([2, 5]), number_list([])
    ('[1]..[3]', '[2], [5]', 'no reference')
    """
    ordered = sorted(known)
    if not ordered:
        return "no reference"
    if len(ordered) > 1 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"[{ordered[0]}]..[{ordered[-1]}]"
    return ", ".join(f"[{number}]" for number in ordered)


def _check_call(file: SourceFile, known: Collection[int], mapping: Mapping[str, int], in_order: bool) -> None:
    if in_order and mapping:
        raise UsageError("--in-order and --map exclude each other. Use one.")
    if in_order and len(file.entries) != len(known):
        count = f"{len(file.entries)} {'entry' if len(file.entries) == 1 else 'entries'}"
        raise UsageError(f"--in-order: {file.name} has {count}, the article has {len(known)}. Use numbers.")
    keys = {entry.key for entry in file.entries}
    for key, number in mapping.items():
        if key not in keys:
            raise UsageError(f"--map {key}={number}: {file.name} has no entry {key!r}.")
        if number not in known:
            raise UsageError(f"--map {key}={number}: the article has {number_list(known)}.")


def _repeated_keys(file: SourceFile) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for entry in file.entries:
        if entry.key and entry.key in first:
            message = f"repeats the key {entry.key!r} of line {first[entry.key]}. Give each entry its own key."
            problems.append(Problem(file.name, entry.line, message))
        first.setdefault(entry.key, entry.line)
    return problems


def _repeated_numbers(file: SourceFile, matches: list[Match]) -> list[Problem]:
    lines: dict[int, list[int]] = defaultdict(list)
    for match in matches:
        if match.number is not None:
            lines[match.number].append(match.entry.line)
    return [
        Problem(file.name, line, f"is [{number}], and so is line {found[0]}. Give each reference one entry.")
        for number, found in lines.items()
        for line in found[1:]
    ]
