"""BibTeX taken apart: entries with their fields as written, ``@string`` names and ``#`` resolved, each with its line.

What cannot be read is reported with its line, and reading goes on with the next entry. Out of scope: what TeX means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.bibliography.entries import MAX_VALUE
from cbec_kg.errors import Problem

MAX_DEPTH = 100
"""Braces within braces."""

_HEAD = re.compile(r"@\s*([^\W\d_][\w:.-]*)\s*([{(])")
_NEXT = re.compile(r"\n[ \t]*@[A-Za-z]+[ \t]*[{(][^{}()=,\n]*,")
"""Where an entry surely begins, whatever the one before lacks."""
_SPACE = re.compile(r"(?:[ \t\r\n]+|%[^\n]*)*")
_NAME = re.compile(r"[^\s=,{}()\"#%]+")
_BRACE = re.compile(r"[{}]")


class RawEntry(NamedTuple):
    """An entry as written: its type in small letters, key and line; fields by name in small letters; notes on them."""

    kind: str
    key: str
    line: int
    fields: dict[str, str]
    notes: tuple[str, ...] = ()


class _Broken(Exception):
    """What is wrong with the entry that is being read, and where; `syntax` unless it is a matter of size or sense."""

    def __init__(self, place: int, message: str, syntax: bool = True) -> None:
        self.place = place
        super().__init__(f"not a valid BibTeX entry: {message}" if syntax else message)


def read_entries(text: str, name: str, problems: list[Problem]) -> list[RawEntry]:
    """Return the entries of BibTeX text in their order; what cannot be read is added to `problems`.

    Lines that begin with ``%`` outside of values are comments.
    """
    reader = _Reader(text)
    entries: list[RawEntry] = []
    first: dict[str, int] = {}
    for place, kind, body in reader.heads():
        line = reader.line(place)
        try:
            entry = reader.entry(kind, body, line)
        except _Broken as broken:
            problems.append(Problem(name, reader.line(broken.place), str(broken)))
            continue
        if entry is None:
            continue
        if entry.key and first.setdefault(entry.key, line) != line:
            problems.append(Problem(name, line, f"repeats the key {entry.key!r}. Give each entry its own key."))
        else:
            entries.append(entry)
    return entries


class _Reader:
    """Reads one text; `place` is how far it has come, `end` where the entry that is being read must have ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.end = len(text)
        self.strings: dict[str, str] = {}
        self._counted, self._line = 0, 1

    def line(self, place: int) -> int:
        """Return the line of a place, counted from 1; cheap for places in rising order."""
        if place < self._counted:
            return self.text.count("\n", 0, place) + 1
        self._line += self.text.count("\n", self._counted, place)
        self._counted = place
        return self._line

    def heads(self) -> Iterator[tuple[int, str, int]]:
        """Yield place, type and the place after the opening brace of what begins with ``@``, outside of comments."""
        while (at := self.text.find("@", self.place)) >= 0:
            start = self.text.rfind("\n", 0, at) + 1
            match = None if "%" in self.text[max(start, self.place) : at] else _HEAD.match(self.text, at)
            self.place = at + 1
            if match is not None:
                following = _NEXT.search(self.text, match.end())
                self.end = following.start() if following else len(self.text)
                self.place = match.end()
                yield at, match[1].lower(), match.end()

    def entry(self, kind: str, body: int, line: int) -> RawEntry | None:
        """Return the entry whose fields begin at `body`; None for what is no entry, which is read all the same."""
        close = "}" if self.text[body - 1] == "{" else ")"
        if kind in ("comment", "preamble"):
            self.place = self.closed(body) if close == "}" else body
            return None
        if kind == "string":
            self.assign(close)
            return None
        comma = re.compile(r"[^,=}\n]*(?:,|(?=\}))" if close == "}" else r"[^,=)\n]*(?:,|(?=\)))").match(
            self.text, body, self.end
        )
        key = comma[0].rstrip(",").strip() if comma else ""
        self.place = comma.end() if comma else body
        fields, notes = dict[str, str](), list[str]()
        while not self.ended(close):
            at = self.place
            field, value, undefined = self.field()
            if len(value) > MAX_VALUE:
                message = f"{key}.{field} has {len(value):,} characters; at most {MAX_VALUE:,} are read. Shorten it."
                raise _Broken(at, message, syntax=False)
            if field in fields and fields[field] != value:
                raise _Broken(at, f"gives a field twice: {field!r}. Keep one.", syntax=False)
            if undefined and field != "month":
                notes.append(f"{field}: {', '.join(undefined)} is no name that an @string defines; taken as text. "
                             "Put the @string entries before the others")  # fmt: skip
            fields[field] = value
        return RawEntry(kind, key, line, fields, tuple(notes))

    def assign(self, close: str) -> None:
        """Read the names that an ``@string`` defines."""
        while not self.ended(close):
            name, value, _ = self.field()
            self.strings[name] = value

    def ended(self, close: str) -> bool:
        """Return whether the entry ends here, and go past its end; commas before are passed over."""
        while True:
            self.skip()
            if self.place >= self.end:
                raise _Broken(self.place, f"the entry is not closed by {close!r} before the next one. Correct it.")
            if self.text[self.place] != ",":
                break
            self.place += 1
        closed = self.text[self.place] == close
        self.place += closed
        return closed

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.place, self.end)
        self.place = match.end() if match else self.place

    def field(self) -> tuple[str, str, list[str]]:
        """Return name, value and the undefined names of the field that begins here."""
        name = _NAME.match(self.text, self.place, self.end)
        self.place = name.end() if name else self.place
        self.skip()
        if name is None or not self.text.startswith("=", self.place, self.end):
            found = self.text[self.place : self.place + 20].split("\n")[0]
            raise _Broken(self.place, f"a field such as title = {{...}} is expected before {found!r}. Correct it.")
        value, undefined = "", list[str]()
        mark = "="
        while self.text.startswith(mark, self.place, self.end) and len(value) <= MAX_VALUE:
            self.place += 1
            self.skip()
            value += self.piece(undefined)
            self.skip()
            mark = "#"
        return name[0].lower(), value, undefined

    def piece(self, undefined: list[str]) -> str:
        """Return one part of a value: in braces, in quotes, a number, or a name resolved."""
        at = self.place
        if self.text.startswith("{", at, self.end):
            self.place = self.closed(at + 1)
            return self.text[at + 1 : self.place - 1]
        if self.text.startswith('"', at, self.end):
            return self.quoted(at + 1)
        name = _NAME.match(self.text, at, self.end)
        if name is None:
            raise _Broken(at, "a value in braces is expected here. Correct it.")
        self.place = name.end()
        if name[0].lower() not in self.strings and not name[0].isdigit():
            undefined.append(name[0])
        return self.strings.get(name[0].lower(), name[0])

    def closed(self, place: int) -> int:
        """Return the place after the brace that closes the one before `place`."""
        depth = 1
        for brace in _BRACE.finditer(self.text, place, self.end):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                return brace.end()
            if depth > MAX_DEPTH:
                raise _Broken(brace.start(), "an entry nests braces too deep. Flatten them.", syntax=False)
        raise _Broken(place - 1, "a brace is not closed before the next entry. Close it.")

    def quoted(self, start: int) -> str:
        place = start
        while (match := re.compile(r'["{}]').search(self.text, place, self.end)) is not None:
            if match[0] == '"':
                self.place = match.end()
                return self.text[start : match.start()]
            if match[0] == "}":
                break
            place = self.closed(match.end())
        raise _Broken(start - 1, "a quoted value is not closed before the next entry. Close it.")
