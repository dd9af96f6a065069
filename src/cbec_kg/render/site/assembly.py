"""The files of a site: pages, data beside them, downloads, and what a host needs. Text by path; nothing is written.

The same papers and the same base give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cbec_kg.model.iris import BASE
from cbec_kg.render.site.addresses import Addresses, refuse_reserved
from cbec_kg.render.site.description import void_description
from cbec_kg.render.site.graph_index import GraphIndex
from cbec_kg.render.site.hosting import hosting_files
from cbec_kg.render.site.list_pages import home_page
from cbec_kg.render.site.ontology_pages import ontology_page, term_page, term_stems
from cbec_kg.render.site.pages import STYLE, Site, style_sheet
from cbec_kg.render.site.paper import Paper, Source

__all__ = ["Source", "site_files"]


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
    joined, ontology : mapping of str to str or None
        Downloads that join several folders, by name; files to offer beside the ontology's pages, by path.

    Raises
    ------
    UsageError
        When a folder's id is a name of the site itself.
    """
    refuse_reserved([source.snapshot.folder_id for source in sources])
    beside = dict(ontology or {})
    graph = GraphIndex("".join(source.nquads for source in sources))
    snapshots = [source.snapshot for source in sources]
    named = {snapshot.folder_id: frozenset((*snapshot.records, *snapshot.locators)) for snapshot in snapshots}
    addresses = Addresses(named, term_stems(graph))
    papers = [Paper(source, graph, addresses) for source in sources]
    downloads = {f"download/{name}": content for name, content in (joined or {}).items()}
    for paper in papers:
        downloads |= {f"{paper.folder}/download/{name}": content for name, content in paper.source.downloads.items()}

    site = Site(base, graph, addresses, {paper.folder: paper for paper in papers}, graph.by_page(addresses))
    pages = [home_page(papers, [path for path in downloads if path.startswith("download/")])]
    pages.append(ontology_page(graph, addresses.terms, any(name.startswith("pylode/") for name in beside)))
    pages += (term_page(graph, addresses, name, base) for name in sorted(addresses.terms))
    for paper in papers:
        pages += site.paper_pages(paper)
    pages += site.other_pages({page.path for page in pages})

    files = {page.path: site.render(page) for page in pages}
    files |= site.data_files()
    files |= {f"{paper.folder}/explorer.html": paper.source.explorer for paper in papers}
    files |= downloads | beside
    own = [graph] if len(sources) == 1 else [GraphIndex(source.nquads) for source in sources]
    files["void.ttl"] = void_description(base, papers, own, downloads)
    files[STYLE] = style_sheet()
    files["404.html"] = site.not_found()
    files |= hosting_files(base, [name for name in files if name.endswith(".html") and name != "404.html"])
    return dict(sorted(files.items()))
