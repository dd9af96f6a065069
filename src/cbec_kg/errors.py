"""What can go wrong, by what the user must do about it. Each error is one line: place, fact, expectation, next step.

The command line maps each class to its exit code; nothing else of the package prints or exits. What a message repeats of
a user's file is shown by `shown`: cut where it is long, and without a character that does anything to a terminal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_OF_A_KIND = 10
"""Problems of one kind that a message has in full; the others are counted."""

_MOST_PROBLEMS = 60
_MOST_LINES = 120
_MOST_CHARACTERS = 1_200
_MOST_IN_A_ROW = 400
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0"
    r"\ufff9-\uffff\U000e0000-\U000e00ff]"
)
_OTHER_SPACE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_RUN = re.compile(rf"\S{{{_MOST_IN_A_ROW + 1},}}")
_WORD = re.compile(r"(?<![\w'\[-])[A-Za-z]+(?![\w'\]-])")


def visible(text: str, keep: str = "") -> str:
    """Return a text with characters that are not seen, such as those that steer a terminal or turn the direction of
    writing, as escapes; without those to `keep`.

    Examples
    --------
    >>> print(visible(f"a{chr(0x1B)}[31mb{chr(0x202E)}"))
    a\\x1b[31mb\\u202e
    """
    return _UNSEEN.sub(lambda found: found.group() if found.group() in keep else ascii(found.group())[1:-1], text)


def beginning(text: str, most: int = 60) -> str:
    """Return the beginning of a text, for a message that quotes it: on one line, `visible`, and cut after `most` characters.

    Examples
    --------
    >>> print(beginning("two\\nlines, and more", 12))
    two\\nlines, ...
    """
    begun = text if len(text) <= most else f"{text[:most]}..."
    return visible(_OTHER_SPACE.sub(lambda found: ascii(found.group())[1:-1], begun))


def some_of(names: Sequence[object], most: int = 3) -> str:
    """Return the first of some names, for a message, and how many more there are.

    Examples
    --------
    >>> some_of(["a", "b", "c", "d"]), some_of([1, 2])
    ('a, b, c and 1 more', '1, 2')
    """
    more = len(names) - most
    return f"{', '.join(map(str, names[:most]))}{f' and {more:,} more' if more > 0 else ''}"


def shown(text: str) -> str:
    """Return a text as a message shows it: `visible`, and cut in the middle where a value or a line is too long to be read.

    Examples
    --------
    >>> print(shown(f"repeats the key {'x' * 4_000_000!r}. Keep one.").replace("x" * 90, "~"))
    repeats the key '~~~xxxxxxxxxxxxxxxxxxxxxxxxxxxxx ... [3,999,603 characters] ... ~xxxxxxxx'. Keep one.
    """
    lines = text.split("\n")
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 2 : -1] = [f"... [{len(lines) - _MOST_LINES + 1:,} lines]"]
    runs = (_RUN.sub(lambda run: _cut(run.group(), _MOST_IN_A_ROW), line) for line in lines)
    return "\n".join(_cut(visible(line, keep="\t"), _MOST_CHARACTERS) for line in runs)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    tail = most // 4
    return f"{text[: most - tail]} ... [{len(text) - most:,} characters] ... {text[-tail:]}"


def _on_one_line(message: str) -> str:
    return shown(message).replace("\n", "\\n")


class CbecError(Exception):
    """Something that the user can mend. `exit_code` is what the command line ends with; its text is one line, `shown`."""

    exit_code = 2

    def __init__(self, message: str = "") -> None:
        super().__init__(_on_one_line(message))


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
        return _on_one_line(f"{place}: {self.message}")


def listed(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield the lines that tell problems: at most ten of a kind and sixty in all; how many more there are is said."""
    kinds = Counter[tuple[str, ...]]()
    left = Counter[str]()
    count = 0
    for problem in problems:
        kind = (problem.file, *_WORD.findall(problem.message[:_MOST_CHARACTERS]))
        kinds[kind] += 1
        if kinds[kind] <= MOST_OF_A_KIND and count < _MOST_PROBLEMS:
            count += 1
            yield str(problem)
        else:
            left[problem.file] += 1
    for file, more in left.items():
        yield shown(f"{file}: {more:,} more like these.")


class DataError(CbecError):
    """A data folder that cannot be built. `problems` has all that is wrong, in file order; its text has `listed` ones."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        Exception.__init__(self, "\n".join(listed(self.problems)))


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
