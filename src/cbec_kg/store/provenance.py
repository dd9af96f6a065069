"""What was loaded into a store, when and from which digest, as statements of a graph of the store's own (PROV-O)."""

from __future__ import annotations

from cbec_kg.model.iris import BASE, PREFIXES, graph_iri
from cbec_kg.rdf.mappings import GRAPH as MATCHES
from cbec_kg.store.layout import Manifest

STORE = f"{BASE}store/"
LOADS = f"{STORE}graph/loads"
"""The graph that has it."""


def loads_nquads(manifest: Manifest) -> bytes:
    """Return what happened to a store as sorted N-Quads.

    Each load is an activity with its time; it used the digests of folders, from which the graphs of the papers derive, and
    that of a mapping set, from which the matches do, and invalidated what it took out. Paths are left out: what is served
    is not to show the folders of a machine.
    """
    lines: set[str] = set()

    def say(subject: str, predicate: str, value: str) -> None:
        prefix, _, local = predicate.partition(":")
        lines.add(f"<{subject}> <{PREFIXES[prefix]}{local}> {value} <{LOADS}> .\n")

    def time(text: str) -> str:
        return f'"{text}"^^<{PREFIXES["xsd"]}dateTime>'

    for load in manifest.loads:
        activity = f"{STORE}load-{load.number}"
        say(activity, "rdf:type", f"<{PREFIXES['prov']}Activity>")
        say(activity, "prov:startedAtTime", time(load.at))
        say(activity, "dcterms:hasVersion", f'"{load.version}"')
        for digest in (*load.added.values(), *filter(None, [load.mappings])):
            source = f"{STORE}digest-{digest}"
            say(activity, "prov:used", f"<{source}>")
            say(source, "rdf:type", f"<{PREFIXES['prov']}Entity>")
            say(source, "dcterms:identifier", f'"{digest}"')
        for digest in load.removed.values():
            say(f"{STORE}digest-{digest}", "prov:wasInvalidatedBy", f"<{activity}>")
    for one in manifest.everything.values():
        for graph in (graph_iri(one.id, "article"),) if one.graphs is None else one.graphs:
            say(graph, "prov:wasDerivedFrom", f"<{STORE}digest-{one.digest}>")
            say(graph, "prov:wasGeneratedBy", f"<{STORE}load-{one.load}>")
    if manifest.mappings:
        say(MATCHES, "prov:wasDerivedFrom", f"<{STORE}digest-{manifest.mappings}>")
    return "".join(sorted(lines)).encode()
