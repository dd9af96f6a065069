"""Nanopublications that were written, and those that were checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from cbec_kg.api.results.base import TABLE, Cells, TableResult
from cbec_kg.api.results.written import Written


@dataclass(frozen=True, repr=False)
class NanopubsWritten(Written, TableResult):
    """Nanopublications that were written.

    `made` has a row each: its IRI, kind, record, graph, state (``new``, ``supersedes``, ``retracts`` or ``unchanged``), what
    it supersedes or retracts, and its file. `signed` tells whether the new ones are signed.
    """

    made: tuple[tuple[str, ...], ...]
    signed: bool
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def _cells(self, language: str = "en") -> Cells:
        from cbec_kg.render.exports.nanopub_files import COLUMNS

        return COLUMNS, self.made

    def _render(self, form: str, language: str) -> Any:
        if form != "text":
            return TableResult._render(self, form, language)
        from cbec_kg.render.console.nanopub_texts import render_written

        return render_written(self.folder, self.made, self.signed, language)


@dataclass(frozen=True, repr=False)
class NanopubsChecked(TableResult):
    """Nanopublications that were checked; true when none is wrong.

    `bad` has a row each of those that are: the file, the nanopublication where it can be told, and what is wrong. `files`,
    `count` and `signed` say how many there are.
    """

    bad: tuple[tuple[str, str, str], ...]
    files: int
    count: int
    signed: int
    forms: ClassVar[tuple[str, ...]] = ("text", *TABLE)

    def __bool__(self) -> bool:
        return not self.bad

    def _cells(self, language: str = "en") -> Cells:
        from cbec_kg.render.console.nanopub_texts import explained

        rows = ((file, iri, explained(fault, language)) for file, iri, fault in self.bad)
        return ("file", "nanopublication", "what is wrong"), rows

    def _render(self, form: str, language: str) -> Any:
        if form != "text":
            return super()._render(form, language)
        from cbec_kg.render.console.nanopub_texts import render_checked

        return render_checked(self.bad, (self.count, self.files, self.signed), language)
