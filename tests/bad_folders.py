"""Folders with one thing wrong: an edit of the mini folder, and the one problem that the reader reports for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cbec_kg.curation.reader import read_curation
from cbec_kg.errors import DataError, Problem

Edited = Callable[..., Path]
Edit = tuple[str, str, str]


@dataclass(frozen=True)
class Bad:
    """One edit of the mini folder and the problem that it makes.

    Attributes
    ----------
    name : str
    file, old, new : str
        The edit; see the fixture `edited`.
    line : str
        The problem is reported at the first line that holds this text; for the whole file when it is empty.
    message : str
        Pattern that the whole message fits.
    reported_in : str
        The file that the problem is reported in, where it is another one than `file`.
    alone : bool
        Whether this must be the only problem.
    """

    name: str
    file: str
    old: str
    new: str
    line: str
    message: str
    reported_in: str = ""
    alone: bool = False


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        read_curation(folder)
    return caught.value.problems


def line_of(path: Path, text: str) -> int:
    if not text:
        return 0
    return next(number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def check(bad: Bad, folder: Path) -> None:
    """Assert that a folder with the edit of `bad` has its problem once, at its place."""
    problems = problems_of(folder)
    file = bad.reported_in or bad.file
    fitting = [problem for problem in problems if re.fullmatch(bad.message, problem.message)]
    assert [(p.file, p.line) for p in fitting] == [(file, line_of(folder / file, bad.line))], list(map(str, problems))
    assert not bad.alone or len(problems) == 1, list(map(str, problems))
