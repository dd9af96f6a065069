"""The files of a site: pages, data beside them, downloads, and what a host needs. Text by path; nothing is written.

The same curations and the same base give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cbec_kg.audit.report import Audit
from cbec_kg.bibliography.entries import Bibliography
from cbec_kg.model.iris import BASE
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.records import Curation, Exemption
from cbec_kg.render.site import hosting, lists
from cbec_kg.render.site.addresses import Addresses, refuse_reserved
from cbec_kg.render.site.description import void_description
from cbec_kg.render.site.pages import STYLE, Site, style_sheet
from cbec_kg.render.site.paper import Paper, index_paper
from cbec_kg.render.site.statements import Statements
from cbec_kg.render.site.terms import ontology_page, term_page, term_stems


@dataclass(frozen=True)
class Source:
    """What a site is made from: one curation, computed and exported.

    Attributes
    ----------
    curation, lines, bibliography, audit
    nquads : str
        The graph, with the ontology in it.
    downloads : mapping of str to str
        Files to offer, content by name.
    explorer : str
        The interactive page.
    """

    curation: Curation
    lines: Sequence[EvidenceLine]
    bibliography: Bibliography
    audit: Audit
    nquads: str
    downloads: Mapping[str, str]
    explorer: str


def site_files(
    sources: Sequence[Source],
    base: str = BASE,
    joined: Mapping[str, str] | None = None,
    ontology: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the files of a site by path.

    Parameters
    ----------
    sources : sequence of Source
        At least one; their folder ids differ.
    base : str
        Where the site will be served, with a slash at its end.
    joined : mapping of str to str or None
        Downloads that join several folders, content by name.
    ontology : mapping of str to str or None
        Files to offer beside the ontology's pages, by path: shapes, context, generated documentation.

    Raises
    ------
    UsageError
        When a folder's id is a name of the site itself.
    """
    refuse_reserved([source.curation.folder_id for source in sources])
    beside = dict(ontology or {})
    statements = Statements("".join(source.nquads for source in sources))
    addresses = _addresses(sources, statements)
    papers = [index_paper(s.curation, s.lines, s.bibliography, s.audit, statements, addresses) for s in sources]
    downloads = {f"download/{name}": text for name, text in (joined or {}).items()}
    for source in sources:
        downloads |= {f"{source.curation.folder_id}/download/{name}": text for name, text in source.downloads.items()}

    by_page = statements.by_page(addresses)
    site = Site(base, statements, addresses, {paper.folder: paper for paper in papers}, by_page)
    pages = [lists.home_page(papers, [path for path in downloads if path.startswith("download/")])]
    pages.append(ontology_page(statements, addresses.terms, any(name.startswith("pylode/") for name in beside)))
    pages += [
        term_page(statements, addresses.terms, name, f"{base}{addresses.terms[name]}.html")
        for name in sorted(addresses.terms)
    ]
    for paper, source in zip(papers, sources, strict=True):
        pages += site.paper_pages(paper, source.downloads)
    pages += site.other_pages(pages)

    files = {page.path: site.render(page) for page in pages}
    files |= site.data_files()
    files |= {f"{source.curation.folder_id}/explorer.html": source.explorer for source in sources}
    files |= downloads | beside
    own = [statements] if len(sources) == 1 else [Statements(source.nquads) for source in sources]
    examples = {paper.folder: paper.iri(_example(paper)) for paper in papers}
    files["void.ttl"] = void_description(base, papers, own, downloads, examples)
    files[STYLE] = style_sheet()
    files["404.html"] = site.not_found()
    files["sitemap.xml"] = hosting.sitemap(base, [name for name in files if name.endswith(".html") and name != "404.html"])
    files["robots.txt"] = hosting.robots(base)
    files[".htaccess"] = hosting.htaccess(base)
    files["HOSTING.txt"] = hosting.hosting_note(base)
    files[".nojekyll"] = ""
    return dict(sorted(files.items()))


def _addresses(sources: Sequence[Source], statements: Statements) -> Addresses:
    records = {}
    for source in sources:
        curation = source.curation
        named = {record.id for record in curation.records.values() if not isinstance(record, Exemption)}
        records[curation.folder_id] = frozenset(named | {f"passage-{passage.locator}" for passage in curation.passages})
    return Addresses(records, term_stems(statements))


def _example(paper: Paper) -> str:
    """Return a record worth looking at: the statement with the most evidence lines, else the article."""
    counts = {target: len(lines) for target, lines in paper.lines_into.items()}
    return max(sorted(counts), key=lambda target: counts[target], default=paper.curation.article.id)
