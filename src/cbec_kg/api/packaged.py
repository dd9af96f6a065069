"""What other programs take of papers, as answers: certificates, nanopublications, citations, annotations, agreement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.api.questions import Questions
from cbec_kg.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.agreements import Agreement
    from cbec_kg.api.results.base import Table
    from cbec_kg.api.results.packages import Certificates, Nanopublications, OneNanopublication
    from cbec_kg.rdf.nanopubs.publishing import Published

CITATION_TABLES = ("citations", "index", "metadata")
_NEAREST = 3


class Packaged(Questions):
    """The answers that other programs read; see `cbec_kg.Corpus`."""

    def certificates(self, *names: str) -> Certificates:
        """Return from what each contradiction of the audit follows by arithmetic alone, as JSON or RDF.

        Parameters
        ----------
        *names : str
            Ids of certificates; all without. `UnknownIdError` is raised for one that there is not.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> {one["kind"] for one in open_paper().certificates().certificates} == {"finding", "conflict", "least"}
        True
        """
        from cbec_kg.api.results.packages import Certificates

        audits = tuple(one.audit for one in self._workings)
        known = [str(one["id"]) for audit in audits for one in audit["certificates"]]
        for name in names:
            _require(name, known, "certificates")
        return Certificates(audits, frozenset(names or known))

    def nanopublications(self) -> Nanopublications:
        """Return the nanopublications of the papers as a table, as `Paper.nanopubs` writes them without key and creator.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> found = open_paper().nanopublications()  # doctest: +SKIP
        >>> found.columns  # doctest: +SKIP
        ('nanopublication', 'kind', 'record', 'graph')
        """
        from cbec_kg.api.results.packages import Nanopublications

        return Nanopublications(tuple(self._nanopublications.values()))

    def nanopublication(self, name: str) -> OneNanopublication:
        """Return one nanopublication, by its IRI or the artifact code that this ends with, as TriG or JSON.

        The digest in its name is computed anew from its statements.

        Parameters
        ----------
        name : str
            Its IRI, or the code that this ends with: ``RA`` and 43 characters.

        Raises
        ------
        UnknownIdError
            When there is none of this name.
        """
        from cbec_kg.api.results.packages import OneNanopublication
        from cbec_kg.rdf.nanopubs.trusty import code_in

        code = code_in(name)
        _require(code or name, list(self._nanopublications), "nanopublications")
        return OneNanopublication(self._nanopublications[code])

    @cached_property
    def _nanopublications(self) -> dict[str, Published]:
        """Return the nanopublications by artifact code."""
        from cbec_kg.rdf.nanopubs.earlier import Earlier
        from cbec_kg.rdf.nanopubs.publishing import Publisher, published
        from cbec_kg.rdf.nanopubs.trusty import code_in

        for paper in self._workings:
            paper.require_folder()
        found = (one for paper in self._workings for one in published(paper.project, Publisher(), Earlier()))
        return {code_in(one.iri): one for one in found}

    def citation_table(self, table: str = "citations") -> Table:
        """Return what the papers cite as a table of OpenCitations, as `export` writes it.

        Parameters
        ----------
        table : str
            ``citations``, ``metadata`` of what is cited, or ``index``.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().citation_table().columns
        ('citing_id', 'citing_publication_date', 'cited_id', 'cited_publication_date')
        """
        import csv

        from cbec_kg.api.results.base import Table
        from cbec_kg.bibliography.opencitations import citation_tables

        if table not in CITATION_TABLES:
            raise UsageError(f"{table!r} is none of the tables: {', '.join(CITATION_TABLES)}.")
        for paper in self._workings:
            paper.require_folder()
        files = citation_tables((paper.curation, paper.supplied) for paper in self._workings).files
        heading, *rows = csv.reader(files[f"{table}.csv"].splitlines())
        return Table(tuple(heading), tuple(map(tuple, rows)))

    def agreement_between(self, *papers: str) -> Agreement:
        """Return how far readings of one article among these papers agree; see `Paper.agreement`.

        Parameters
        ----------
        papers : str
            The ids of at least two of these papers; all papers without.

        Raises
        ------
        UsageError
            For an unknown id, for fewer than two, and for readings of different articles.
        """
        from cbec_kg.api.comparing import agreement

        for name in papers:
            _require(name, self.ids, "papers")
        chosen = [one for one in self._workings if not papers or one.snapshot.papers[0] in papers]
        for paper in chosen:
            paper.require_folder()
        return agreement(chosen)

    def annotation_export(self, form: str = "hypothesis", *, address: str = "", file: str | Path | None = None) -> str:
        r"""Return the anchors of a paper's records for annotation tools, as JSON; a passage's sentence is in none of them.

        Parameters
        ----------
        form : str
            ``hypothesis``, which its client imports, or ``w3c``, a collection of Web Annotations.
        address : str
            Of ``hypothesis``: where the article is read; the address of its DOI without.
        file : path, optional
            Where to write it too.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> open_paper().annotation_export()[:20]
        '{\n "annotations": [\n'
        """
        from cbec_kg.api.packaging import annotation_export

        if len(self._workings) > 1:
            raise UsageError(f"annotations are of one article; these are {len(self._workings)}. Name one paper.")
        return annotation_export(lambda: self._snapshot, form, address, None if file is None else Path(file))


def _require(name: str, known: Sequence[str], kinds: str) -> None:
    from difflib import get_close_matches

    if name not in known:
        raise UnknownIdError(name, get_close_matches(name, known, n=_NEAREST), f"There are {len(known)} {kinds}.")
