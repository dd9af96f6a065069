"""From a curation folder to its dataset: read, analyse, build. What every command that needs the whole graph calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import Dataset, URIRef

from cbec_kg.assets import asset_folder
from cbec_kg.audit.report import Audit, audit
from cbec_kg.bibliography.listing import reference_numbers
from cbec_kg.bibliography.supplied import bibliography_path, read_bibliography
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import ONTOLOGY
from cbec_kg.model.links import EvidenceLine, links_of, statements_of
from cbec_kg.model.records import Curation
from cbec_kg.rdf.bibliography import add_bibliography
from cbec_kg.rdf.build import build_dataset
from cbec_kg.rdf.cube import add_cube
from cbec_kg.rdf.findings import add_findings

ONTOLOGY_FILES = ("cbec.ttl", "schemes.ttl", "alignments.ttl", "cube.ttl")


@dataclass(frozen=True)
class Project:
    """A folder's curation, what was computed from it, and the dataset of both with the ontology."""

    curation: Curation
    lines: list[EvidenceLine]
    audit: Audit
    dataset: Dataset

    def nquads(self) -> str:
        """Return the dataset as N-Quads, sorted, so that the same folder gives the same bytes."""
        return self._nquads

    @cached_property
    def _nquads(self) -> str:
        return "\n".join(sorted(self.dataset.serialize(format="nquads").strip().split("\n"))) + "\n"


def build_project(
    folder: Path,
    say: Callable[[str], None] = lambda step: None,
    bibliography: Path | None = None,
    curation: Curation | None = None,
) -> Project:
    """Return the project of a curation folder.

    Parameters
    ----------
    folder : Path
    say : callable
        Told each step as it begins, in a few words.
    bibliography : Path or None
        References that the user supplied; None for the folder's own ``bibliography.json`` where it has one.
    curation : Curation or None
        The folder's records where they have been read already.

    Raises
    ------
    UsageError, DataError
        When the folder cannot be read; nothing is built then.
    """
    say("reading the records")
    curation = curation or read_curation(folder)
    say("analysing the evidence")
    lines = evidence_lines(links_of(curation), statements_of(curation))
    say("auditing the figures")
    audited = audit(curation)
    say("building the graph")
    dataset = build_dataset(curation, lines)
    add_cube(dataset, curation)
    add_findings(dataset, curation, audited)
    supplied = bibliography_path(folder, bibliography)
    if supplied is not None:
        add_bibliography(dataset, curation, read_bibliography(supplied, reference_numbers(curation)))
    ontology = dataset.graph(URIRef(ONTOLOGY))
    for file in ONTOLOGY_FILES:
        ontology.parse(data=read_bytes(asset_folder("ontology") / file), format="turtle")
    return Project(curation, lines, audited, dataset)
