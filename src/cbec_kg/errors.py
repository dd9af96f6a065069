"""What can go wrong, by what the user must do about it. Each error is one line: place, fact, expectation, next step.

The command line maps each class to its exit code; nothing else of the package prints or exits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class CbecError(Exception):
    """Something that the user can mend. `exit_code` is what the command line ends with."""

    exit_code = 2


class UsageError(CbecError):
    """The call is off: an unknown id, a missing parameter, a format that does not fit."""


class UnknownIdError(UsageError):
    """An id that the graph does not have: `unknown`.

    `nearest` has up to five ids that look like it, nearest first; `known` says what there is instead, empty where they do.
    """

    def __init__(self, unknown: str, nearest: Sequence[str], known: str = "") -> None:
        self.unknown = unknown
        self.nearest = tuple(nearest)
        self.known = known
        also = f" {known}" if known else ""
        offer = f" Did you mean {', '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"unknown id {unknown!r}.{also}{offer} Look for words with: cbec-kg search WORDS")


class Problem(NamedTuple):
    """One thing wrong with a data folder.

    `file` is relative to the folder; `line` and `column` are counted from 1, 0 when the whole file or line is meant;
    `message` gives fact, expectation and next step.
    """

    file: str
    line: int
    message: str
    column: int = 0

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])
        return f"{place}: {self.message}"


class DataError(CbecError):
    """A data folder that cannot be built. `problems` has all that is wrong, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class QueryError(CbecError):
    """A query that the engine cannot read or run; the message is the engine's, with line and column."""


class RefusedError(CbecError):
    """Refused for safety: a query that wants a file or the network, a path that leaves its folder."""

    exit_code = 3


class LimitError(CbecError):
    """A limit was reached: time, rows, size."""

    exit_code = 4


class OutputError(CbecError):
    """Output could not be written; what stood there before is untouched."""

    exit_code = 5


class ConflictError(OutputError):
    """What was to be written over has been changed meanwhile; it is untouched. `files` has the names of what changed."""

    def __init__(self, message: str, files: Sequence[str] = ()) -> None:
        self.files = tuple(files)
        super().__init__(message)


class UnavailableError(CbecError):
    """A store or an endpoint cannot be used now: another process writes to it, nobody answers, the answer broke off."""

    exit_code = 6
