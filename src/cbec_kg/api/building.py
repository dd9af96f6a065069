"""What is written of papers: the folder of exports and the website, each from what the papers have computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.api.results.written import Built, Page, SiteWritten
from cbec_kg.assets import asset_folder, refuse_installed
from cbec_kg.errors import UsageError
from cbec_kg.render.exports.bundle import export_files, joined_files
from cbec_kg.store.opening import refuse_equal_ids

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Alignment
    from cbec_kg.api.results.reported import PaperReport
    from cbec_kg.api.workings import Workings
    from cbec_kg.provenance.curated_statements import Statements
    from cbec_kg.rdf.project import Project
    from cbec_kg.render.explorer.asking import Asking
    from cbec_kg.render.exports.deposit import Deposit
    from cbec_kg.store.opening import OpenStore


def check(paper: Workings) -> None:
    """Raise `DataError` when a paper's graph breaks a shape, or its cube a constraint."""
    from cbec_kg.rdf.validate import validate
    from cbec_kg.rdf.wellformed import require_well_formed

    validate(paper.checkable)
    require_well_formed(paper.checkable)


def page_of(
    paper: Workings,
    engine: Path | None = None,
    sparql: bool | None = None,
    pdf: bool = False,
    endpoint: str = "",
) -> Page:
    """Return the interactive page of a paper; see `cbec_kg.api.papers.Paper.explorer`.

    Its queries are answered by an `endpoint` where its address is given.
    """
    from cbec_kg.provenance.curated_statements import Statements
    from cbec_kg.render.explorer.notice_payload import notice_payload
    from cbec_kg.render.explorer.page import explorer_network
    from cbec_kg.render.explorer.pdf_reader import HOW_TO_GET_IT as HOW_TO_GET_A_READER
    from cbec_kg.render.explorer.pdf_reader import read_pdf_reader
    from cbec_kg.render.language.catalogue import LANGUAGES

    reader = read_pdf_reader() if pdf else None
    if pdf and reader is None:
        raise UsageError(f"--pdf: this installation has no reader of PDFs. Get it: {HOW_TO_GET_A_READER}")
    curated = Statements(paper.snapshot, paper.written)
    asking = _asking(lambda: paper.opened, curated, engine, sparql, endpoint)
    titles = {name: one.title for name, one in paper.snapshot.supplied.items() if one.title}
    report = report_of(paper)
    pages = {language: report.render("html", language) for language in LANGUAGES}
    notices = notice_payload(paper.snapshot)
    network = explorer_network(
        paper.curation, paper.snapshot.lines, asking, paper.audit, titles, pages, reader, notices=notices
    )
    return Page(network)


MOST_TOGETHER = 100
"""Papers that one page draws together; a browser takes seconds to open it then."""


def page_of_several(
    opened: OpenStore,
    alignment: Alignment,
    curated: Statements,
    engine: Path | None = None,
    sparql: bool | None = None,
    endpoint: str = "",
) -> Page:
    """Return one interactive page of several papers; see `cbec_kg.api.writing_papers.WritingPapers.explorer`."""
    from cbec_kg.render.explorer.notice_payload import notice_payload
    from cbec_kg.render.explorer.page import explorer_network

    if len(opened.folder_ids) > MOST_TOGETHER:
        number = len(opened.folder_ids)
        raise UsageError(f"one page draws {MOST_TOGETHER} papers at most; these are {number}. Name some: --paper-id ID")
    snapshot = opened.snapshot
    titles = {name: one.title for name, one in snapshot.supplied.items() if one.title}
    asking = _asking(lambda: opened, curated, engine, sparql, endpoint)
    notices = notice_payload(snapshot)
    network = explorer_network(snapshot, snapshot.lines, asking, titles=titles, matches=alignment.matches, notices=notices)
    return Page(network)


def _asking(
    opened: Callable[[], OpenStore], curated: Statements, engine: Path | None, sparql: bool | None, endpoint: str
) -> Asking | None:
    """Return what answers the queries of a page: an endpoint, the engine where it is at hand or insisted on, or nothing."""
    from cbec_kg.render.explorer.asking import asking_at, asking_of
    from cbec_kg.render.explorer.engine import HOW_TO_GET_IT, read_engine

    if endpoint:
        return opened().read(partial(asking_at, endpoint))
    found = None if sparql is False else read_engine(engine)
    if sparql and found is None:
        raise UsageError(f"--sparql: the engine is not installed. Get it: {HOW_TO_GET_IT}")
    if found is None:
        return None
    from cbec_kg.render.explorer.carried_reasons import carried_reasons

    graph = opened()
    return graph.read(partial(asking_of, found, reasons_of=partial(carried_reasons, graph, curated)))


def report_of(paper: Workings) -> PaperReport:
    """Return the report on a paper; see `cbec_kg.api.papers.Paper.report`."""
    from cbec_kg.api.results.reported import PaperReport
    from cbec_kg.evidence.critical import loads
    from cbec_kg.evidence.profiles import profiles_of
    from cbec_kg.render.report.article import Reported

    snapshot = paper.snapshot
    carried = loads(snapshot.links, snapshot.statements, snapshot.part_of, snapshot.elsewhere)
    return PaperReport(Reported(profiles_of(snapshot, snapshot.diagnosed), tuple(carried), paper.audit), snapshot)


def build(
    papers: Sequence[Workings],
    folder: Path,
    fast: bool,
    force: bool,
    common: Callable[[], str],
    together: Callable[[], Page],
    deposit: Deposit,
) -> Built:
    """Write the exports and pages of papers into a folder; see `cbec_kg.api.writing_papers.WritingPapers.build`.

    `together` gives the page of several papers; `deposit` what is known of who made them, and of their publication.
    """
    from cbec_kg.io.digest_list import BUILD
    from cbec_kg.io.folders import refuse_other, write_folder
    from cbec_kg.render.exports.crate import CRATE_FILE, crate

    refuse_other(folder, BUILD, force)
    refuse_installed(folder)
    progress = papers[0].progress
    for paper in papers:
        paper.steps = progress
        project = paper.project
        project.dataset  # noqa: B018  # built now, as steps of its own
        progress("checking against the SHACL shapes" if not fast else "leaving out the SHACL shapes")
        if not fast:
            check(paper)
    refuse_equal_ids([paper.curation.folder_id for paper in papers])
    files: dict[str, str] = {}
    for paper in papers:
        progress("making the exports")
        made = export_files(paper.project)
        progress("drawing the explorer")
        made["explorer.html"] = page_of(paper).html
        paper.opened  # noqa: B018  # puts the graph into the cache
        within = "" if len(papers) == 1 else f"{paper.curation.folder_id}/"
        files |= {f"{within}{name}": content for name, content in made.items()}
    if len(papers) > 1:
        files |= joined_files([paper.project for paper in papers], common())
        files |= {"explorer.html": together().html} if len(papers) <= MOST_TOGETHER else {}
    files[CRATE_FILE] = crate(files, [paper.project.snapshot for paper in papers], deposit)
    progress("writing")
    sizes = write_folder(folder, files, BUILD, force=force)
    return Built(folder, sizes, {paper.curation.folder_id: _counts(paper.project) for paper in papers})


def site(
    papers: Sequence[Workings],
    folder: Path,
    base: str | None,
    pylode: bool,
    fast: bool,
    force: bool,
    common: Callable[[], Alignment],
    together: Callable[[], Page],
) -> SiteWritten:
    """Write a website of papers into a folder; see `cbec_kg.api.writing_papers.WritingPapers.site`.

    `together` gives the page of several papers.
    """
    from cbec_kg.alignment.matches import Alignment
    from cbec_kg.io.digest_list import SITE
    from cbec_kg.io.folders import refuse_other, write_folder
    from cbec_kg.io.loading import read_bytes
    from cbec_kg.model.iris import BASE
    from cbec_kg.rdf.mappings import alignment_nquads
    from cbec_kg.render.site.addresses import checked_base
    from cbec_kg.render.site.assembly import Source, site_files
    from cbec_kg.render.site.generated import pylode_pages

    served = checked_base(base or BASE)
    refuse_installed(folder)
    refuse_other(folder, SITE, force)
    projects = [paper.project for paper in papers]
    ontology = asset_folder("ontology")
    beside = {name: read_bytes(ontology / name).decode() for name in ("context.jsonld", "shapes.ttl")}
    if pylode:
        beside |= pylode_pages(read_bytes(ontology / "cbec.ttl").decode())
    refuse_equal_ids([project.curation.folder_id for project in projects])
    sources = []
    for paper in papers:
        project = paper.project
        if not fast:
            check(paper)
        exports, own = export_files(project), page_of(paper).html
        sources.append(Source(project.snapshot, project.bibliography, project.audit, project.nquads(), exports, own))
    several = len(papers) > 1
    alignment = common() if several else Alignment(())
    joined = joined_files([paper.project for paper in papers], alignment_nquads(alignment)) if several else None
    page = together().html if several and len(papers) <= MOST_TOGETHER else ""
    files = site_files(sources, served, joined, beside, alignment, page)
    return SiteWritten(folder, write_folder(folder, files, SITE, force=force), served)


def _counts(project: Project) -> dict[str, int]:
    counts = Counter(type(record).__name__.lower() for record in project.curation.records.values())
    return {**counts, "triples": sum(len(graph) for graph in project.dataset.graphs())}
