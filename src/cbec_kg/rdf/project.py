"""From a curation folder to its snapshot and its dataset: read, analyse, audit, build; each once, when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace
from rdflib import Dataset, URIRef

from cbec_kg.assets import asset_folder
from cbec_kg.audit.judging import judged
from cbec_kg.audit.report import Audit, audit
from cbec_kg.bibliography.entries import Bibliography, Item
from cbec_kg.bibliography.fields import OTHERS, display_name
from cbec_kg.bibliography.listing import names_of_unnumbered, reference_numbers
from cbec_kg.bibliography.noticed import GivenNotices, known_of
from cbec_kg.bibliography.notices import notice_files
from cbec_kg.bibliography.supplied import bibliography_path, read_bibliography
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.dependence import with_dependence
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import ONTOLOGY
from cbec_kg.model.joining import general
from cbec_kg.model.links import EvidenceLine, Link, statements_of
from cbec_kg.model.personal import Judged, without_place
from cbec_kg.model.published import ReferenceNotice
from cbec_kg.model.records import Record, Reference
from cbec_kg.model.references import ordinals
from cbec_kg.model.snapshot import Snapshot, Supplied
from cbec_kg.model.terms import NOWHERE
from cbec_kg.rdf.bibliography import add_bibliography
from cbec_kg.rdf.build import build_dataset
from cbec_kg.rdf.cube import add_cube
from cbec_kg.rdf.findings import add_findings, audited_statistics
from cbec_kg.rdf.judged import add_verdicts
from cbec_kg.rdf.notified import add_notices
from cbec_kg.rdf.ontology import ONTOLOGY_FILES, term_labels
from cbec_kg.rdf.standard import add_standard_terms


class Project:
    """A folder's curation, what is computed from it, and the graph of both; each part is made when it is first asked for.

    Parameters
    ----------
    curation : Curation
    bibliography : dict of int to Supplied
        References that the user supplied, by number.
    say : callable
        Called with each step as it begins, in a few words.
    computed : bool
        Whether evidence lines, findings and the terms of others belong to the dataset. Without them it has what a person
        can get wrong, and is made in a third of the time; what is computed conforms to the shapes by construction.
    notices : sequence of GivenNotices
        Files of notices about what is cited: the folder's own, then those that go with a question, as at its day.
    """

    def __init__(
        self,
        curation: Curation,
        bibliography: Bibliography,
        say: Callable[[str], None] = lambda step: None,
        computed: bool = True,
        notices: Sequence[GivenNotices] = (),
    ) -> None:
        self.curation = curation
        self.bibliography = bibliography
        self.given = notices
        self.say = say
        self.computed = computed

    @cached_property
    def _general(self) -> tuple[dict[str, Record], tuple[Link, ...]]:
        return general(self.curation)

    @property
    def links(self) -> tuple[Link, ...]:
        """Return every link of the records."""
        return self._general[1]

    @cached_property
    def lines(self) -> tuple[EvidenceLine, ...]:
        """Return every evidence line."""
        self.say("analysing the evidence")
        return tuple(evidence_lines(self.links, statements_of(self.curation)))

    @cached_property
    def audit(self) -> Audit:
        """Return the audit of the figures."""
        self.say("auditing the figures")
        return audit(self.curation)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Return the verdicts of readers, each with whether it still holds (`judged` says what it raises)."""
        return judged(self.audit, self.curation) if self.curation.verdicts else ()

    @cached_property
    def notices(self) -> tuple[ReferenceNotice, ...]:
        """Return the notices about references and sources."""
        if not self.given:
            return ()
        found: tuple[ReferenceNotice, ...] = ()
        known = tuple(known_of(self.curation.records.values(), self.supplied))
        for given in self.given:
            found = given.about(known, found)
        return found

    @cached_property
    def snapshot(self) -> Snapshot:
        """Return what analyses and views read; without the audit where nothing is computed for the graph."""
        records = self._general[0]
        return with_dependence(
            papers=(self.curation.folder_id,),
            records=records,
            passages=tuple(replace(passage, where=NOWHERE) for passage in self.curation.passages),
            places=tuple(replace(place, where=NOWHERE) for place in self.curation.places if place.record in records),
            links=self.links,
            lines=self.lines,
            audited=audited_statistics(self.audit, self.curation) if self.computed else {},
            supplied=self.supplied,
            judged=without_place(self.judged) if self.computed else (),
            notices=self.notices,
            terms=term_labels(),
        )

    @cached_property
    def supplied(self) -> dict[str, Supplied]:
        """Return what the user supplied of references, by their names."""
        names = {number: name for name, number in ordinals(self.curation.of(Reference)).items()}
        known = sorted(self.bibliography.items())
        return {names[number]: _supplied(one.status, one.item) for number, one in known}

    @cached_property
    def dataset(self) -> Dataset:
        """Return the named graphs of the folder, and the ontology in its own."""
        lines, audited = (self.lines, self.audit) if self.computed else ((), None)
        self.say("building the graph")
        dataset = build_dataset(self.curation, lines)
        add_cube(dataset, self.curation)
        if audited is not None:
            add_findings(dataset, self.curation, audited)
            add_verdicts(dataset, self.curation.folder_id, audited, self.judged)
        add_bibliography(dataset, self.curation, self.bibliography)
        add_notices(dataset, self.curation.folder_id, self.notices)
        if self.computed:
            add_standard_terms(dataset, self.curation.folder_id)
        ontology = dataset.graph(URIRef(ONTOLOGY))
        for file in ONTOLOGY_FILES:
            ontology.parse(data=read_bytes(asset_folder("ontology") / file), format="turtle")
        return dataset

    def nquads(self) -> str:
        """Return the dataset as N-Quads, sorted, so that the same folder gives the same bytes."""
        return self._nquads

    @cached_property
    def _nquads(self) -> str:
        return "\n".join(sorted(self.dataset.serialize(format="nquads").strip().split("\n"))) + "\n"


def _supplied(status: str, item: Item) -> Supplied:
    (parts, *_) = item.get("issued", {}).get("date-parts", [[]])
    title, doi, pmid = (str(item.get(field, "")) for field in ("title", "DOI", "PMID"))
    author = next((display_name(name) for name in item.get("author", ()) if name != OTHERS), "")
    return Supplied(status, title, doi, parts[0] if parts else None, pmid, author)


def build_project(
    folder: Path,
    say: Callable[[str], None] = lambda step: None,
    bibliography: Path | None = None,
    computed: bool = True,
    given: GivenNotices | None = None,
) -> Project:
    """Return the project of a curation folder; the rest is as for `Project`.

    Parameters
    ----------
    bibliography : Path or None
        References that the user supplied; None for the folder's own ``bibliography.json`` where it has one.
    given : GivenNotices or None
        Files of notices beside the folder's own ``notices.csv`` and ``notices.json``, and the day as at which all count.

    Raises
    ------
    UsageError, DataError
        When the folder cannot be read.
    """
    say("reading the records")
    curation = read_curation(folder)
    supplied = bibliography_path(folder, bibliography)
    known: Bibliography = {}
    if supplied is not None:
        known = read_bibliography(supplied, reference_numbers(curation), names_of_unnumbered(curation))
    own = notice_files(folder)
    notices = [GivenNotices(own, strict=True)] if own else []
    return Project(curation, known, say, computed, [*notices, given] if given is not None else notices)
