"""What is written of one or more papers: the folder of exports, what other programs open, the website, the page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.api.questions import Questions
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.written import Built, Exported, Page, SiteWritten


class WritingPapers(Questions):
    """What is written of papers; see `cbec_kg.Corpus`."""

    def build(
        self,
        folder: str | Path,
        *,
        fast: bool = False,
        force: bool = False,
        creators: Iterable[str] = (),
        published: str = "",
    ) -> Built:
        """Write the graph, its exports and the explorer into a folder, which is made where it is missing.

        Of several papers each gets a folder of its own; ``graph.ttl``, ``graph.nq`` and one explorer join them. The whole
        set is switched at once; other files in the folder stay. `DataError` is raised, and nothing written, when the data
        have a problem; `UsageError` or `OutputError` when `folder` is a curation folder, lies in the installed package, has
        a file in the way that was not written by this method, or was changed since, or cannot be written.

        Parameters
        ----------
        fast : bool
            Leave out the SHACL shapes and the checks of the data cube.
        force : bool
            Replace files that are in the way.
        creators, published
            For ``ro-crate-metadata.json``, as for `deposit`; left out where they are not given.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> paper = open_paper()
        >>> paper.build(paper.folders[0])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        cbec_kg.errors.UsageError: ...: is a curation folder. Name another place; nothing was changed.
        """
        from cbec_kg.api.building import build
        from cbec_kg.render.exports.deposit import deposit_of

        deposit = deposit_of(tuple(creators), published)
        return build(self._workings, Path(folder), fast, force, self._aligned, self.explorer, deposit)

    def export(self, form: str, folder: str | Path, *, force: bool = False) -> Exported:
        """Write what another program opens into a folder, which is made where it is missing, and return what was written.

        `UsageError` is raised for an unknown form, and when a file of somebody else is in the way.

        Parameters
        ----------
        form : str
            ``obsidian``: a note a record, with typed links; ``opencitations``: the citations as OpenCitations takes them.
        force : bool
            Replace files that are in the way.
        """
        from cbec_kg.api.packaging import export

        return export(self._workings, form, Path(folder), force)

    def deposit(self, form: str, *, creators: Iterable[str], published: str, file: str | Path | None = None) -> str:
        """Return the metadata of a deposit as JSON, in the form of Zenodo or InvenioRDM.

        `UsageError` is raised where what the receiver asks for is not given: it is not in the data.

        Parameters
        ----------
        form : str
            ``zenodo`` or ``invenio``.
        creators : iterable of str
            ``Family, Given`` for a person, with an ORCID in brackets behind if known; an organisation's name.
        published : str
            The day of publication, ``YYYY-MM-DD``.
        file : path, optional
            Where to write it too.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> "isDerivedFrom" in open_paper().deposit("zenodo", creators=["Tea, Jan"], published="2021-08-30")
        True
        """
        from cbec_kg.api.packaging import deposit

        return deposit(self._workings, form, tuple(creators), published, None if file is None else Path(file))

    def site(
        self,
        folder: str | Path,
        *,
        base: str | None = None,
        pylode: bool = False,
        fast: bool = False,
        force: bool = False,
    ) -> SiteWritten:
        """Write a website with a page for every resource of the graph.

        `DataError`, `UsageError` or `OutputError` is raised, and nothing changed, when the data have a problem or the folder
        is neither new nor a site that was written before and that nobody changed.

        Parameters
        ----------
        base : str, optional
            Where it will be served; the IRIs of the graph when left out, which stay in any case.
        pylode : bool
            Add the ontology's documentation made by pyLODE.
        fast : bool
            Leave out the SHACL shapes and the checks of the data cube.
        force : bool
            Write into a folder that has other files, which stay, and replace those that are in the way.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> paper = open_paper()
        >>> paper.site(paper.folders[0])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        cbec_kg.errors.UsageError: ...: is a curation folder. Name another place; nothing was changed.
        """
        from cbec_kg.api.building import site

        return site(self._workings, Path(folder), base, pylode, fast, force, lambda: self._alignment, self.explorer)

    def explorer(self, *, engine: str | Path | None = None, sparql: bool | None = None, pdf: bool = False) -> Page:
        """Return the interactive page: one HTML text that works with the network off, and the pyvis network that writes it.

        Several papers are drawn together, with what is the same in them; the findings of the audit, the report and the
        search of a reader's own copy are on each paper's own page.

        Parameters
        ----------
        engine : path, optional
            The npm package oxigraph, for SPARQL in the page; the one that was installed with cbec-kg, if any.
        sparql : bool, optional
            Insist on the engine, or `UsageError` is raised, or leave it out; where it is at hand by default.
        pdf : bool, optional
            Let the page of one paper read a PDF that is dropped on it, or `UsageError` is raised where the reader is not
            installed.
        """
        from cbec_kg.api.building import page_of, page_of_several

        place = None if engine is None else Path(engine)
        if len(self._workings) == 1:
            return page_of(self._workings[0], place, sparql, pdf)
        for one in self._workings:
            one.require_folder()
        if pdf:
            raise UsageError("--pdf: a page of several papers reads no copy of one. Leave it out, or name one paper.")
        return page_of_several(self._opened, self._alignment, self._curated, place, sparql)
