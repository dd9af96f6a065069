"""What a page asks of a session, as plain values in and out; what it sends is checked before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cbec_kg.curation.yaml_text import Plain
from cbec_kg.editing.changes import Change
from cbec_kg.editing.schema_forms import record_forms
from cbec_kg.editing.session import Session, State
from cbec_kg.editing.sheet import Sheet, Value
from cbec_kg.errors import CbecError, ConflictError, DataError, UsageError

DEEPEST = 6
"""Most levels of lists and mappings that a record has."""


class Outcome(NamedTuple):
    """An answer, and whether it is what was asked for, a ``conflict`` with an edit by hand, or a ``refusal``."""

    kind: str
    value: Value


class Desk:
    """The page's side of a session: each method takes a plain value, as a page sends it, and gives one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.sheet = Sheet(session.paper)

    def opening(self) -> Value:
        """Return all that a page needs to open: passages, sections, forms, and the state of the folder."""
        return {
            "paper": {"id": self.session.state.curation.folder_id, "language": self.session.state.curation.article.language},
            "passages": self.sheet.passages(),
            "forms": record_forms(),
            "proposals": self.sheet.proposals(self.session.state),
            "cues": self.sheet.cues(),
            "state": self._state(self.session.state),
        }

    def change(self, given: Any) -> Outcome:
        """Write changes, given as ``{"revision": ..., "changes": {id: fields or null}}``."""

        def act() -> Value:
            revision, changes = _changes_in(given)
            before = self.session.state
            return {"state": self._state(self.session.change(changes, revision), before)}

        return self._outcome(act)

    def undo(self, given: Any) -> Outcome:
        """Take the last step back."""
        return self._outcome(lambda: {"state": self._state(self.session.undo())})

    def reload(self, given: Any) -> Outcome:
        """Read the folder anew."""
        return self._outcome(lambda: {"state": self._state(self.session.reload())})

    def fragment(self, given: Any) -> Outcome:
        """Return the fragment for a range of a passage, given as ``{"locator": ..., "start": ..., "end": ...}``."""

        def act() -> Value:
            wanted = {"locator": str, "start": int, "end": int}
            if not isinstance(given, dict) or any(type(given.get(name)) is not kind for name, kind in wanted.items()):
                raise UsageError("a fragment is asked for by locator, start and end.")
            return {"fragment": self.sheet.fragment(given["locator"], given["start"], given["end"])}

        return self._outcome(act)

    def _state(self, state: State, since: State | None = None) -> Value:
        return self.sheet.state(state, since) | {"undoable": self.session.undoable, "whole": since is None}

    def _outcome(self, act: Callable[[], Value]) -> Outcome:
        try:
            return Outcome("done", act())
        except ConflictError as error:
            return Outcome("conflict", {"problems": [str(error)], "state": self._state(self.session.state)})
        except DataError as error:
            return Outcome("refusal", {"problems": list(map(str, error.problems))})
        except CbecError as error:
            return Outcome("refusal", {"problems": [str(error)]})


def _changes_in(given: Any) -> tuple[str, Mapping[str, Change]]:
    changes = given.get("changes") if isinstance(given, dict) else None
    if not isinstance(changes, dict) or not isinstance(given.get("revision"), str) or not changes:
        raise UsageError("a change is given by the revision that it was made on, and the fields of records by their id.")
    for name, fields in changes.items():
        if fields is not None and not (isinstance(fields, dict) and isinstance(fields.get("id"), str) and _plain(fields)):
            raise UsageError(f"{name}: fields with an id are expected, of text, lists and mappings.")
    return given["revision"], changes


def _plain(value: Plain | Any, depth: int = 0) -> bool:
    if isinstance(value, dict):
        parts: list[Any] = list(value.values())
    elif isinstance(value, list):
        parts = value
    else:
        return isinstance(value, str)
    return depth < DEEPEST and bool(parts) and all(_plain(part, depth + 1) for part in parts)
