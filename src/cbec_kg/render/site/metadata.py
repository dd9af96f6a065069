"""The typed links of pages (signposting): what identifies a resource, where its data, licence and collection are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cbec_kg.model.iris import GRAPHS, ONTOLOGY, expanded, graph_iri
from cbec_kg.render.site.graph_index import GraphIndex

MEDIA_TYPES = {
    "ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json", "csv": "text/csv",
    "graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "json": "application/json", "html": "text/html",
}  # fmt: skip


class Signpost(NamedTuple):
    """A typed link of a page: its relation, where it leads (a path of the site, or an address), its media type."""

    rel: str
    target: str
    type: str = ""


def media_type(path: str) -> str:
    """Return the media type of a file of the site."""
    return MEDIA_TYPES[path.rpartition(".")[2]]


def signposts(graph: GraphIndex, cite_as: str, stem: str, folder: str = "") -> tuple[Signpost, ...]:
    """Return the typed links of a page on a resource; its data are beside the page of a stem, where it has any."""
    holders = [graph_iri(folder, name) for name in GRAPHS] if folder else [ONTOLOGY]
    licences = sorted({one.value for iri in holders for one in graph.values(iri, expanded("dcterms:license"))})
    found = [Signpost("cite-as", cite_as)] if cite_as else []
    if stem:
        found += [Signpost("describedby", f"{stem}.{form}", MEDIA_TYPES[form]) for form in ("ttl", "jsonld")]
    found += [*(Signpost("license", iri) for iri in licences), Signpost("type", "https://schema.org/AboutPage")]
    if folder:
        found.append(Signpost("collection", f"{folder}/index.html", "text/html"))
        found.append(Signpost("linkset", f"{folder}/linkset.json", "application/linkset+json"))
    return tuple(found)


def linkset(base: str, pages: Iterable[tuple[str, Sequence[Signpost]]]) -> str:
    """Return the typed links of pages, by the path of each, as one set of links in JSON (RFC 9264)."""
    contexts = []
    for path, links in pages:
        context: dict[str, Any] = {"anchor": base + path}
        for rel, target, kind in links:
            if rel != "linkset":
                address = target if "://" in target else base + target
                context.setdefault(rel, []).append({"href": address} | ({"type": kind} if kind else {}))
        contexts.append(context)
    return json.dumps({"linkset": contexts}, ensure_ascii=False, separators=(",", ":")) + "\n"
