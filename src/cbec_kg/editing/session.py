"""A folder that is being edited: each step is checked as a whole, written whole, and can be undone.

A step is written only when the folder reads without a problem after it, and only over files that are as they were read: what
was edited by hand meanwhile is noticed by its digest and never overwritten. The computed files follow each step. Out of
scope: what a page shows of it (`sheet`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from cbec_kg.curation.folder_files import COMPUTED
from cbec_kg.curation.passages import anchors_csv, passages_csv
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.yaml_text import Plain
from cbec_kg.editing.changes import Change, Record, edited, field_order, records_in
from cbec_kg.errors import ConflictError, UsageError
from cbec_kg.io.loading import read_bytes
from cbec_kg.io.writing import remove_file, write_file
from cbec_kg.model.curated import Curation
from cbec_kg.model.kinds import FILES, PREFIXES
from cbec_kg.model.line_readings import READING_FILE
from cbec_kg.model.schema import Field, fields_of
from cbec_kg.model.terms import Bilingual
from cbec_kg.text.document import Document

_FILE_OF = {prefix: file for file, kind in FILES.items() for prefix in PREFIXES[kind]}


@dataclass(frozen=True)
class State:
    """A folder as it was read: the bytes of its files by name, and its records."""

    files: Mapping[str, bytes]
    curation: Curation

    @cached_property
    def revision(self) -> str:
        """Return a digest of all files: another one, another folder."""
        return _digest(self.files)

    @cached_property
    def records(self) -> dict[str, Record]:
        """Return the records that a person wrote, cells of tables aside, by id as plain values in the order of files."""
        found: dict[str, Record] = {}
        for name in FILES:
            if name in self.files:
                found |= records_in(self.files[name].decode("utf-8-sig"), name)
        return found


class Session:
    """The one who edits a folder; a state at a time, and the steps that can be undone.

    Raises UsageError, when opened, for a text that the folder was not anchored in, DataError for a folder that has problems.
    """

    def __init__(self, folder: Path, paper: Document) -> None:
        self.folder = folder
        self.paper = paper
        self.state = self._read()
        self._before: list[Mapping[str, bytes]] = []

    def _read(self) -> State:
        files = files_of(self.folder)
        return State(files, read_curation(self.folder, instead=files))

    @property
    def undoable(self) -> int:
        """Return how many steps can be undone."""
        return len(self._before)

    def reload(self) -> State:
        """Return the folder as it is now on the disk; steps before a change by hand can no longer be undone."""
        if self._is_read_otherwise(files_of(self.folder)):
            return self.state
        state = self._read()
        if state.revision != self.state.revision:
            self._before.clear()
            self.state = state
        return self.state

    def change(self, changes: Mapping[str, Change], seen: str | None = None) -> State:
        """Write what some records shall be, and return the folder after it.

        Parameters
        ----------
        changes : mapping of str to mapping or None
            All fields of each record by the id that it has now; of a new one by the id that it gets; None for one that goes.
            A record that gets another id is renamed in all that name it.
        seen : str, optional
            The revision that the changes were made on.

        Raises
        ------
        ConflictError
            When the folder was edited by hand since, or `seen` is another revision: the folder is read anew.
        DataError, UsageError
            When the folder would have problems; nothing is written.
        """
        self._refuse_changed(seen)
        before = self.state
        fresh = self._edited(before, _renamed_everywhere(before, changes))
        curation = read_curation(self.folder, computed=False, instead=fresh)
        files = {**fresh, "anchors.csv": anchors_csv(curation, self.paper).encode()}
        state = State(files, read_curation(self.folder, instead=files))
        self._write(state.files)
        self._before.append(before.files)
        self.state = state
        return state

    def undo(self) -> State:
        """Take the last step back, and return the folder after it; UsageError without any, ConflictError as `change`."""
        if not self._before:
            raise UsageError("there is no step to undo.")
        self._refuse_changed(None)
        files = dict(self._before[-1])
        state = State(files, read_curation(self.folder, instead=files))
        self._write(files)
        self._before.pop()
        self.state = state
        return state

    def _refuse_changed(self, seen: str | None) -> None:
        now = files_of(self.folder)
        if self._is_read_otherwise(now):
            step = "End the page, run cbec-kg anchor --write, and open it anew."
            raise UsageError(f"{READING_FILE}: was edited, so that the passages are others; nothing was written. {step}")
        changed = sorted(name for name in {*now, *self.state.files} if now.get(name) != self.state.files.get(name))
        if changed:
            self.reload()
            fact = f"{', '.join(changed)}: edited by hand meanwhile"
            raise ConflictError(
                f"{fact}; nothing was written. Look at the folder as it is now and repeat the step.", changed
            )
        if seen is not None and seen != self.state.revision:
            raise ConflictError("the page shows an older state of the folder; nothing was written. Repeat the step.")

    def _is_read_otherwise(self, now: Mapping[str, bytes]) -> bool:
        return now.get(READING_FILE) != self.state.files.get(READING_FILE)

    def _edited(self, state: State, changes: Mapping[str, Change]) -> dict[str, bytes]:
        files = dict(state.files)
        for file, part in _by_file(changes).items():
            text = files.get(file, b"").decode()
            files[file] = edited(text, file, part, field_order(FILES[file])).encode()
        return {name: content for name, content in files.items() if content}

    def _write(self, after: Mapping[str, bytes]) -> None:
        self._refuse_changed(None)  # again: checking takes a while, in which an editor may have saved
        before = self.state.files
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        # records first: should the process end in between, the computed files are out of date, which a check tells
        for name in sorted(changed, key=lambda name: (name in COMPUTED, name)):
            if after.get(name):
                write_file(self.folder / name, after[name])
            else:
                remove_file(self.folder / name)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of the files of a folder that records are read from, by name; of those that are there."""
    names = [*FILES, *COMPUTED, READING_FILE, *(path.relative_to(folder).as_posix() for path in folder.glob("tables/*.csv"))]
    return {name: read_bytes(folder / name) for name in names if (folder / name).is_file()}


def revision_of(folder: Path) -> str:
    """Return the digest of a folder's files, whether or not they can be read as records."""
    return _digest(files_of(folder))


def _digest(files: Mapping[str, bytes]) -> str:
    whole = sha256()
    for name, content in sorted(files.items()):
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def open_session(folder: Path, paper: Document, anchored: str) -> Session:
    """Return a session on a folder whose computed passages are those of the paper; `anchored` names the next step if not."""
    session = Session(folder, paper)
    if session.state.files.get("passages.csv", b"").decode() != passages_csv(paper):
        raise UsageError(anchored)
    return session


def file_of(name: str) -> str:
    """Return the file that a record belongs to, as the first word of its id says.

    Examples
    --------
    >>> file_of("claim-price-rises"), file_of("org-customs")
    ('claims.yaml', 'entities.yaml')
    """
    word = name.partition("-")[0]
    if word not in _FILE_OF:
        raise UsageError(
            f"the id {name!r} must begin with one of: {', '.join(sorted(f'{prefix}-' for prefix in _FILE_OF))}."
        )
    return _FILE_OF[word]


def _by_file(changes: Mapping[str, Change]) -> dict[str, dict[str, Change]]:
    files: dict[str, dict[str, Change]] = {}
    for name, fields in changes.items():
        file = file_of(name)
        if fields is not None and file_of(str(fields.get("id", ""))) != file:
            raise UsageError(f"{name}: a record does not change its kind. Add a new one, and remove this.")
        files.setdefault(file, {})[name] = fields
    return files


def _renamed_everywhere(state: State, changes: Mapping[str, Change]) -> dict[str, Change]:
    """Return changes together with those of the records that name one whose id changes."""
    names = {old: str(new["id"]) for old, new in changes.items() if new is not None and old in state.records}
    names = {old: new for old, new in names.items() if old != new}
    if not names:
        return dict(changes)
    whole = dict(changes)
    for key, fields in state.records.items():
        present = whole.get(key, fields)
        if present is not None:
            renamed = _with_names(FILES[file_of(key)], present, names)
            if renamed != present:
                whole[key] = renamed
    return whole


def _with_names(kind: type[Any], fields: Record, names: Mapping[str, str]) -> Record:
    known = fields_of(kind)
    return {key: _named(known[key], value, names) if key in known else value for key, value in fields.items()}


def _named(field: Field, value: Plain, names: Mapping[str, str]) -> Plain:
    if isinstance(value, str):
        return names.get(value, value) if field.targets else value
    if isinstance(value, Mapping):
        if field.targets and isinstance(value.get("id"), str):
            return {**value, "id": names.get(str(value["id"]), value["id"])}
        return value if field.type in (str, int, Bilingual) else _with_names(field.type, value, names)
    return [_named(field, item, names) for item in value]
