"""The files of a site: pages, data beside them, downloads, and what a host needs. Text by path; nothing is written.

The same papers and the same base give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cbec_kg.alignment.matches import Alignment
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM
from cbec_kg.render.site.addresses import Addresses, refuse_reserved
from cbec_kg.render.site.description import void_description
from cbec_kg.render.site.graph_index import GraphIndex, json_ld, page_triples, turtle
from cbec_kg.render.site.hosting import hosting_files
from cbec_kg.render.site.pages import STYLE, Site, style_sheet, term_stems
from cbec_kg.render.site.paper import Paper, Source, Sourced
from cbec_kg.render.site.search_index import search_files

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Source", "site_files"]


def site_files(
    sources: Sequence[Source],
    base: str = BASE,
    joined: Mapping[str, str] | None = None,
    ontology: Mapping[str, str] | None = None,
    alignment: Alignment | None = None,
    explorer: str = "",
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
    alignment : Alignment or None
        What the papers have in common.
    explorer : str
        The page that draws several papers together; empty without one.

    Raises
    ------
    UsageError
        When a folder's id is a name of the site itself.
    """
    beside = dict(ontology or {})
    pylode = any(name.startswith("pylode/") for name in beside)
    site = site_of(sources, base, joined, pylode, alignment, bool(explorer))
    papers = site.papers
    downloads = {f"download/{name}": content for name, content in (joined or {}).items()}
    for name, paper in papers.items():
        downloads |= {f"{name}/download/{file}": content for file, content in paper.source.downloads.items()}

    files = site.files() | dict(data_files(site)) | search_files(site)
    files |= {f"{name}/explorer.html": paper.source.explorer for name, paper in papers.items()}
    files |= {"explorer.html": explorer} if explorer else {}
    files |= downloads | beside
    files["void.ttl"] = description_of(site, downloads)
    files[STYLE] = style_sheet()
    files["404.html"] = site.not_found()
    files |= hosting_files(base, [name for name in files if name.endswith(".html") and name != "404.html"], site.root)
    return dict(sorted(files.items()))


def site_of(
    sources: Sequence[Sourced],
    base: str,
    joined: Mapping[str, str] | None = None,
    pylode: bool = False,
    alignment: Alignment | None = None,
    together: bool = False,
) -> Site:
    """Return a site whose pages are rendered when they are asked for; see `site_files`.

    `together` tells whether there is an explorer of all papers.
    """
    refuse_reserved([source.snapshot.folder_id for source in sources])
    graph = GraphIndex((joined or {}).get("graph.nq") or "".join(source.nquads for source in sources))
    snapshots = [source.snapshot for source in sources]
    named = {snapshot.folder_id: frozenset((*snapshot.records, *snapshot.locators)) for snapshot in snapshots}
    addresses = Addresses(named, term_stems(graph))
    common = alignment or Alignment(())
    papers = {source.snapshot.folder_id: Paper(source, graph, common) for source in sources}
    return Site(base, graph, addresses, papers, list(joined or ()), pylode, together)


def description_of(site: Site, downloads: Mapping[str, str]) -> str:
    """Return the description of a site's data, with its downloads by path, in VoID and DCAT as Turtle."""
    papers = [*site.papers.values()]
    own = [site.graph] if len(papers) == 1 else [GraphIndex(paper.source.nquads) for paper in papers]
    return void_description(site.base, papers, own, downloads)


def data_files(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the Turtle and JSON-LD beside every page; that of a named graph has the graph itself in it."""
    for stem in site.by_page:
        triples, prefixes = page_data(site, stem)
        yield f"{stem}.ttl", turtle(triples, prefixes)
        yield f"{stem}.jsonld", json_ld(triples, prefixes)


def page_data(site: Site, stem: str) -> tuple[Sequence[Triple], Mapping[str, str]]:
    """Return the triples beside the page of a stem, in their order, and prefixes of their own."""
    graph = site.graph
    main = TERM + stem.rpartition("/")[2] if stem.startswith("terms/") else f"{BASE}{stem}"
    triples = page_triples(graph, site.by_page[stem], main)
    if main in graph.within:
        own = [] if main == ONTOLOGY else triples
        triples = sorted({*graph.within[main], *own}, key=str)
    folder = stem.partition("/")[0]
    return triples, {"paper": f"{BASE}{folder}/"} if folder in site.papers else {}
