"""All that `build` writes of a paper besides its page, and of several papers together: text by file name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cbec_kg.render.exports.annotations import web_annotations
from cbec_kg.render.exports.network import gexf, graphml, record_network
from cbec_kg.render.exports.normalised import statistics_table
from cbec_kg.render.exports.record_tables import evidence_table, links_table, notices_table, record_tables
from cbec_kg.render.exports.serialise import cube_graph, json_ld, merged_graph, turtle

if TYPE_CHECKING:
    from cbec_kg.rdf.project import Project


def export_files(project: Project) -> dict[str, str]:
    """Return the exports of a paper by name: RDF, networks, annotations, tables."""
    merged = merged_graph(project)
    network = record_network(project.snapshot)
    files = {
        "graph.ttl": turtle(merged),
        "graph.jsonld": json_ld(merged),
        "graph.nq": project.nquads(),
        "cube.ttl": turtle(cube_graph(project)),
        "graph.graphml": graphml(network),
        "graph.gexf": gexf(network, project.snapshot),
        "annotations.jsonld": web_annotations(project.snapshot),
    }
    tables = csv_tables(project)
    return files | {f"tables/{name}": content for name, content in sorted(tables.items())}


def csv_tables(project: Project) -> dict[str, str]:
    """Return the tables of a paper as CSV by file name: one a kind of record, links, evidence lines, normalised figures."""
    tables = record_tables(project.curation)
    tables |= {"links.csv": links_table(project.links), "evidence.csv": evidence_table(project.lines)}
    tables |= {"notices.csv": notices_table(project.notices)} if project.notices else {}
    return tables | {"statistics-normalised.csv": statistics_table(project.snapshot)}


def joined_files(projects: Sequence[Project], beside: str) -> dict[str, str]:
    """Return the graphs of several papers as one: their ids are kept apart by the folder's id in each IRI.

    `beside` has what is said of the papers together, as N-Quads.
    """
    merged = merged_graph(projects[0])
    for project in projects[1:]:
        merged += merged_graph(project)
    merged.parse(data="\n".join(f"{line.rpartition(' <')[0]} ." for line in beside.splitlines()), format="nt")
    lines = {line for text in (*(project.nquads() for project in projects), beside) for line in text.split("\n") if line}
    return {"graph.ttl": turtle(merged), "graph.nq": "\n".join(sorted(lines)) + "\n"}
