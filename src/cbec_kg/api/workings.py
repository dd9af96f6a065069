"""What is computed of one paper, each value once and when it is first asked for; what the questions work on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cbec_kg.audit.facts import Series
    from cbec_kg.bibliography.entries import Bibliography
    from cbec_kg.model.links import EvidenceLine
    from cbec_kg.model.records import Curation
    from cbec_kg.model.snapshot import Place
    from cbec_kg.rdf.project import Project
    from cbec_kg.series.panels import Panel
    from cbec_kg.store.opening import OpenStore

Progress = Callable[[str], None]
"""Is called with each step that takes a while, in a few words."""


class Workings:
    """The values of one paper.

    Parameters
    ----------
    folder : Path
    bibliography : Path or None
    progress : callable
    """

    def __init__(self, folder: Path, bibliography: Path | None, progress: Progress) -> None:
        self.folder = folder
        self.bibliography = bibliography
        self.progress = progress

    @cached_property
    def curation(self) -> Curation:
        """Return the records of the folder."""
        from cbec_kg.curation.reader import read_curation

        return read_curation(self.folder)

    @cached_property
    def project(self) -> Project:
        """Return the records with the graph that is built of them."""
        from cbec_kg.rdf.project import build_project

        project = build_project(self.folder, self.progress, self.bibliography, self.__dict__.get("curation"))
        self.__dict__["curation"] = project.curation
        return project

    @cached_property
    def opened(self) -> OpenStore:
        """Return the graph as a store, from the cache where it has it."""
        from cbec_kg.store.opening import keep_store, open_store

        if "project" in self.__dict__:
            return keep_store(self.folder, self.project.nquads(), self.curation.folder_id, self.bibliography)
        return open_store([self.folder], self.progress, self.bibliography)

    @cached_property
    def lines(self) -> Sequence[EvidenceLine]:
        """Return the evidence lines."""
        from cbec_kg.evidence.lines import evidence_lines
        from cbec_kg.model.links import links_of, statements_of

        if "project" in self.__dict__:
            return self.project.lines
        return evidence_lines(links_of(self.curation), statements_of(self.curation))

    @cached_property
    def audit(self) -> dict[str, Any]:
        """Return the audit as plain values, from the cache where it has it."""
        from cbec_kg.store.audits import audit_of

        def made() -> dict[str, Any]:
            from cbec_kg.audit.report import audit
            from cbec_kg.audit.values import audit_value

            found = self.project.audit if "project" in self.__dict__ else audit(self.curation)
            return audit_value(found, self.curation)

        return audit_of(self.folder, made)

    @cached_property
    def panels(self) -> Mapping[Series, tuple[Panel, ...]]:
        """Return the figures of each series."""
        from cbec_kg.series.panels import panels_by_series

        return panels_by_series(self.curation)

    @cached_property
    def supplied(self) -> Bibliography:
        """Return the references that were supplied."""
        from cbec_kg.bibliography.supplied import bibliography_path

        place = bibliography_path(self.folder, self.bibliography)
        return {} if place is None else self.bibliography_at(place)

    def bibliography_at(self, place: Path) -> Bibliography:
        """Return the supplied references that a file has."""
        from cbec_kg.bibliography.listing import reference_numbers
        from cbec_kg.bibliography.supplied import read_bibliography

        return read_bibliography(place, reference_numbers(self.curation))

    def quote(self, text: Path) -> Callable[[Place], str]:
        """Return what shows a place by its sentence in the reader's own copy."""
        from cbec_kg.curation.quoting import locate
        from cbec_kg.curation.reader import read_places
        from cbec_kg.io.loading import read_paper

        copy = read_paper(text)
        article, passages, _ = read_places(self.folder)
        quotes = locate(copy.text, copy.page_starts, article, passages)
        whole = sum(where.state == "found" for where in quotes.passages.values())
        if whole * 10 < len(passages):
            self.progress(f"{text}: {whole} of {len(passages)} passages found; this is hardly a copy of the article.")
        return lambda place: quotes.sentence(place.locator, place.fragment)
