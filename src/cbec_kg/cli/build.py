"""``cbec-kg build``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import data_option, folder_or_shipped

if TYPE_CHECKING:
    from cbec_kg.graph.project import Project


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where to write.",
)  # fmt: skip
@click.option("--fast", is_flag=True, help="Leave out the SHACL shapes.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@data_option
def build(out: Path, fast: bool, quiet: bool, data: Path | None) -> None:
    """Write the graph, its exports and the explorer.

    Reads and checks the data folder, builds the named graphs, and writes Turtle, JSON-LD, N-Quads, GraphML, GEXF, CSV
    tables and the interactive page. Nothing is written when the data has a problem.
    """
    from cbec_kg.doors.writing import make_folder, write_file
    from cbec_kg.graph.project import build_project
    from cbec_kg.graph.validate import validate
    from cbec_kg.store.opening import keep_store

    folder = folder_or_shipped(data)
    progress = _Progress(quiet)
    project = build_project(folder, progress)
    make_folder(out)
    if not fast:
        progress("checking against the SHACL shapes")
        validate(project)
    progress("making the exports")
    files = _exports(project)
    progress("drawing the explorer")
    files["explorer.html"] = _explorer(project)
    progress("writing")
    for name, content in files.items():
        write_file(out / name, content)
    keep_store(folder, files["graph.nq"], project.curation.folder_id)
    progress.clear()
    if not quiet:
        click.echo(_summary(project, files, out), nl=False)


class _Progress:
    """Says each step on standard error, over the last one in a terminal, line by line elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.steps = 0
        self.terminal = sys.stderr.isatty()

    def __call__(self, step: str) -> None:
        """Say that a step begins."""
        self.steps += 1
        if not self.quiet:
            start, end = ("\r\x1b[K", "") if self.terminal else ("", "\n")
            click.echo(f"{start}[{self.steps}/7] {step} ...{end}", nl=False, err=True)

    def clear(self) -> None:
        """Take the last step off the terminal."""
        if not self.quiet and self.terminal:
            click.echo("\r\x1b[K", nl=False, err=True)


def _exports(project: Project) -> dict[str, str]:
    from cbec_kg.curation.labels import record_labels
    from cbec_kg.exports.network import gexf, graphml, record_network
    from cbec_kg.exports.rdf import json_ld, merged_graph, turtle
    from cbec_kg.exports.tables import evidence_table, links_table, record_tables

    merged = merged_graph(project)
    network = record_network(project.curation, record_labels(project.curation))
    files = {
        "graph.ttl": turtle(merged),
        "graph.jsonld": json_ld(merged),
        "graph.nq": project.nquads(),
        "graph.graphml": graphml(network),
        "graph.gexf": gexf(network),
    }
    tables = record_tables(project.curation)
    tables |= {"links.csv": links_table(project.curation), "evidence.csv": evidence_table(project.lines)}
    return files | {f"tables/{name}": content for name, content in sorted(tables.items())}


def _explorer(project: Project) -> str:
    from cbec_kg.views.explorer import explorer_page

    return explorer_page(project.curation, project.lines)


def _summary(project: Project, files: dict[str, str], out: Path) -> str:
    counts = Counter(type(record).__name__.lower() for record in project.curation.records.values())
    shown = ("problem", "facet", "countermeasure", "measure", "claim", "statistic", "citation", "reference")
    said = ", ".join(f"{counts[kind]} {kind if counts[kind] == 1 else kind + 's'}" for kind in shown)
    triples = sum(len(graph) for graph in project.dataset.graphs())
    lines = [f"Built {project.curation.folder_id}: {said}; {triples:,} triples.", f"Written to {out.resolve()}:"]
    size = max(len(name) for name in files if "/" not in name)
    for name, content in files.items():
        if "/" not in name:
            lines.append(f"  {name:<{size}}  {len(content.encode()) / 1024:8,.0f} KiB")
    tables = [name for name in files if name.startswith("tables/")]
    lines.append(f"  {'tables/':<{size}}  {len(tables):8d} CSV files")
    lines.append(f"Open {out / 'explorer.html'} in a browser; ask with: cbec-kg query --list")
    return "\n".join(lines) + "\n"
