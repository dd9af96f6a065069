"""What is computed of one paper, each value once and when it is first asked for; what the questions work on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from cbec_kg.audit.readings import Series
    from cbec_kg.audit.report import Audit
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.bibliography.noticed import GivenNotices
    from cbec_kg.curation.field_lines import FieldLines
    from cbec_kg.model.curated import Curation
    from cbec_kg.model.snapshot import Place, Snapshot
    from cbec_kg.rdf.project import Project
    from cbec_kg.series.panels import Panel
    from cbec_kg.store.opening import OpenStore
    from cbec_kg.text.document import Document

Progress = Callable[[str], None]
"""Is called with each step that takes a while, in a few words."""


def silent(step: str) -> None:
    """Take a step without a word."""


def read_paper(text: Path, folder: Path | None, *, copy: bool = False) -> Document:
    """Return a paper's text as a folder's ``reading.yaml``, or such a file itself, says that it is to be read.

    Of a reader's own `copy` only the rules that fit it are applied.
    """
    from cbec_kg.curation.reader import read_reading
    from cbec_kg.curation.reading_rules import reread
    from cbec_kg.documents.reading import read_document

    read = read_document(text)
    return read if folder is None else reread(read, read_reading(folder), copy=copy)


def anchor_files(curation: Curation, read: Document, folder: Path | None = None) -> dict[str, str]:
    """Return the computed files of a folder by name, from its records and the article's text.

    The account of what is in no passage is one of them where the `folder` has it. `DataError` has every fragment that does
    not stand exactly once in its passage.
    """
    from cbec_kg.curation.accounting import ACCOUNT_FILE, account_csv
    from cbec_kg.curation.passages import anchors_csv, passages_csv
    from cbec_kg.text.account import account_of

    files = {"passages.csv": passages_csv(read), "anchors.csv": anchors_csv(curation, read)}
    if folder is not None and (folder / ACCOUNT_FILE).is_file():
        files[ACCOUNT_FILE] = account_csv(account_of(read))
    return files


class Workings:
    """The values of one paper; `steps` is called with the steps of building the graph, silent until a folder is built."""

    has_folder = True
    """Whether `folder` is there, which not every place of a paper has."""

    def __init__(
        self,
        folder: Path,
        bibliography: Path | None = None,
        progress: Progress | None = None,
        given: GivenNotices | None = None,
    ) -> None:
        self._folder = folder
        self.given = given
        self.place = str(folder)
        self.bibliography = bibliography
        self.progress = progress or silent
        self.steps: Progress = silent

    @property
    def folder(self) -> Path:
        """Return the curation folder; `UsageError` where there is none."""
        return self._folder

    def require_folder(self) -> None:
        """Raise `UsageError` where there is no curation folder."""

    @cached_property
    def project(self) -> Project:
        """Return the records as read from the folder, with the graph that is built of them."""
        from cbec_kg.rdf.project import build_project

        return build_project(self.folder, self.steps, self.bibliography, given=self.given)

    @property
    def checkable(self) -> Project:
        """Return what is checked: the project if its graph is built, else one without what is computed."""
        return self.project if "dataset" in self.project.__dict__ else self._unaudited

    @cached_property
    def _unaudited(self) -> Project:
        from cbec_kg.rdf.project import Project

        return Project(self.curation, self.project.bibliography, self.steps, computed=False, notices=self.project.given)

    @property
    def curation(self) -> Curation:
        """Return the records as read from the folder."""
        return self.project.curation

    @property
    def supplied(self) -> Bibliography:
        """Return what was supplied of the references."""
        return self.project.bibliography

    @property
    def audited(self) -> Audit:
        """Return the audit of the figures."""
        return self.project.audit

    @cached_property
    def opened(self) -> OpenStore:
        """Return the graph as a store with its snapshot, from the cache where it has it."""
        from cbec_kg.store.opening import keep_project, open_folder, opened_project

        if self.given is not None:  # the graph that is cached has the folder's own notices alone
            from cbec_kg.api.notifying import with_given

            if "project" in self.__dict__ and "dataset" in self.project.__dict__:
                return opened_project(self.project)
            return with_given(open_folder(self.folder, self.progress, self.bibliography), self.given)
        if "project" in self.__dict__ and "dataset" in self.project.__dict__:
            return keep_project(self.folder, self.project, self.bibliography)
        return open_folder(self.folder, self.progress, self.bibliography, lambda: self.project)

    def with_given(self, given: GivenNotices) -> Self:
        """Return the same with further notices about what is cited; for a graph that is opened already, too."""
        from cbec_kg.api.notifying import with_given

        other = copy(self)
        for name in ("project", "_unaudited"):
            other.__dict__.pop(name, None)
        other.given = given
        other.__dict__["opened"] = with_given(self.opened, given)
        return other

    @property
    def snapshot(self) -> Snapshot:
        """Return what analyses and views read."""
        return self.opened.snapshot

    @property
    def unaudited(self) -> Snapshot:
        """Return what analyses read without what the audit says, which needs no graph."""
        return self._unaudited.snapshot

    @cached_property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values, from the cache where it has it."""
        from cbec_kg.store.audits import audit_of

        def made() -> dict[str, Any]:
            from cbec_kg.audit.values import audit_value

            return audit_value(self.project.audit, self.curation)

        return audit_of(self.folder, made, self.progress)

    @cached_property
    def written(self) -> FieldLines:
        """Return in which lines of the folder's files the records stand, with their fields; nothing without a folder."""
        from cbec_kg.curation.field_lines import FieldLines

        return FieldLines.of_folder(self.folder) if self.has_folder else FieldLines(lambda file: None)

    @cached_property
    def panels(self) -> Mapping[Series, tuple[Panel, ...]]:
        """Return the figures of each series."""
        from cbec_kg.series.panels import panels_by_series

        return panels_by_series(self.snapshot)

    def bibliography_at(self, place: Path) -> Bibliography:
        """Return the supplied references that a file has."""
        from cbec_kg.bibliography.listing import names_of_unnumbered, reference_numbers
        from cbec_kg.bibliography.supplied import read_bibliography

        return read_bibliography(place, reference_numbers(self.curation), names_of_unnumbered(self.curation))

    def quote(self, text: Path) -> Callable[[Place], str]:
        """Return what shows a place by its sentence in the reader's own copy."""
        from cbec_kg.curation.quoting import locate
        from cbec_kg.curation.reader import read_places

        copy = read_paper(text, self.folder, copy=True)
        article, passages, _ = read_places(self.folder)
        quotes = locate(copy, article, passages)
        whole = sum(where.state == "found" for where in quotes.passages.values())
        if whole * 10 < len(passages):
            self.progress(f"{text}: {whole} of {len(passages)} passages found; this is hardly a copy of the article.")
        return lambda place: quotes.sentence(place.locator, place.fragment)
