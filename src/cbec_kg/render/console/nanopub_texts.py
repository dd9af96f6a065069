"""Nanopublications in words: what was written, and what is wrong with those that were checked."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from cbec_kg.errors import beginning, visible
from cbec_kg.render.language.catalogue import words

_STATES = ("new", "supersedes", "retracts", "unchanged")
_KINDS = ("claim", "statistic", "finding", "verdict", "retraction")


def render_written(folder: Path, made: Sequence[Sequence[str]], signed: bool, language: str) -> str:
    """Return how many nanopublications were written into a folder; `made` has a row each, as ``nanopubs.csv`` has."""
    text = words("nanopubs", language)
    kinds, states = Counter(row[1] for row in made), Counter(row[4] for row in made)
    lines = [
        text("written", folder=folder.resolve(), n=len(made)),
        *(f"  {text(f'kind-{kind}', n=kinds[kind])}" for kind in _KINDS if kinds[kind]),
        "; ".join(text(f"state-{state}", n=states[state]) for state in _STATES if states[state]),
        text("signed" if signed else "unsigned"),
        text("check", folder=shlex.quote(str(folder))),
    ]
    return "".join(f"{line}\n" for line in lines if line)


def render_checked(bad: Iterable[tuple[str, str, str]], counts: tuple[int, int, int], language: str) -> str:
    """Return a line for each of the wrong ones, then how many there are; `counts` has all, the files and the signed ones."""
    lines = [f"{visible(file)}: {explained(fault, language)}" for file, _, fault in bad]
    number, files, signed = counts
    lines.append(words("nanopubs", language)("checked", n=number, files=files, signed=signed, bad=len(lines)))
    return "".join(f"{line}\n" for line in lines)


def explained(fault: str, language: str) -> str:
    """Return in words what is wrong with a nanopublication."""
    kind, _, detail = fault.partition(": ")
    detail = beginning(detail, 200)  # it quotes the file
    return words("nanopubs", language)(f"fault-{kind}", detail=detail)
