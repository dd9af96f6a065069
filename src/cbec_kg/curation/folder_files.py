"""The files of a curation folder as text, each as it is or as it is to be: what cannot be read is noted, not raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from cbec_kg.errors import DataError, Problem, UsageError
from cbec_kg.io.loading import checked_text, is_there, read_bytes, refuse_no_folder
from cbec_kg.model.kinds import FILES

T = TypeVar("T")

COMPUTED = ("anchors.csv", "passages.csv")
"""The files of a folder that are computed from the article's text."""


class Folder(NamedTuple):
    """A curation folder, and what is to be read instead of some of its files."""

    path: Path
    instead: Mapping[str, bytes] | None = None

    def text(self, file: str) -> str | None:
        """Return the text of a file of the folder; None where it is absent."""
        path = self.path / file
        if self.instead is not None and (file in self.instead or file in (*FILES, *COMPUTED)):
            return checked_text(self.instead[file], file) if file in self.instead else None
        return checked_text(read_bytes(path), file) if is_there(path) else None

    def holds(self, file: str) -> bool:
        """Return whether a name is that of a regular file within the folder."""
        try:
            path = (self.path / file).resolve()
        except (OSError, RuntimeError):  # a link that leads to itself
            return False
        return path.is_relative_to(self.path.resolve()) and path.is_file()


def refuse_no_curation(folder: Path) -> None:
    """Raise UsageError unless there is a folder of this name that has an article."""
    refuse_no_folder(folder)
    if not is_there(folder / "article.yaml"):
        raise UsageError(f"{folder}: is no curation folder: article.yaml is missing. Name a folder that has it.")


def content_of(parse: Callable[[str, str], T], folder: Folder, file: str, problems: list[Problem]) -> T | None:
    """Return what a file has; None where it is absent or broken, which is noted."""
    try:
        text = folder.text(file)
        return None if text is None else parse(text, file)
    except DataError as error:
        problems += error.problems
        return None
