"""``cbec-kg build``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import bibliography_option, folders_option, folders_or_shipped

if TYPE_CHECKING:
    from cbec_kg.rdf.project import Project


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True, metavar="FOLDER",
    help="Where to write.",
)  # fmt: skip
@click.option("--fast", is_flag=True, help="Leave out the SHACL shapes and the checks of the data cube.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@bibliography_option
@folders_option
def build(out: Path, fast: bool, quiet: bool, bibliography: Path | None, data: tuple[Path, ...]) -> None:
    """Write the graph, its exports and the explorer.

    Reads and checks the data folder, builds the named graphs, and writes Turtle, JSON-LD, N-Quads, the statistics as an
    RDF Data Cube, GraphML, GEXF, CSV tables, Web Annotations and the interactive page. Nothing is written when the data
    has a problem. With several folders each gets a folder of its own, and graph.ttl and graph.nq join them.
    """
    from cbec_kg.errors import UsageError
    from cbec_kg.io.writing import make_folder, write_file
    from cbec_kg.rdf.project import build_project
    from cbec_kg.rdf.validate import validate
    from cbec_kg.rdf.wellformed import require_well_formed
    from cbec_kg.store.opening import keep_project

    if (out / "article.yaml").exists():
        raise UsageError(f"{out}: is a curation folder. Name another place for what is built; nothing was changed.")
    folders = folders_or_shipped(data)
    if bibliography is not None and len(folders) > 1:
        raise click.UsageError("--bibliography goes with one folder: its numbers are of one article.")
    progress = _Progress(quiet, len(folders))
    projects = []
    for folder in folders:
        project = build_project(folder, progress, bibliography)
        progress("checking against the SHACL shapes" if not fast else "leaving out the SHACL shapes")
        if not fast:
            validate(project)
            require_well_formed(project)
        projects.append(project)
    refuse_equal_ids(projects)
    make_folder(out)
    files: dict[str, str] = {}
    for folder, project in zip(folders, projects, strict=True):
        progress("making the exports")
        made = project_files(project)
        progress("drawing the explorer")
        made["explorer.html"] = project_page(project, folder)
        keep_project(folder, project, bibliography)
        within = "" if len(projects) == 1 else f"{project.curation.folder_id}/"
        files |= {f"{within}{name}": content for name, content in made.items()}
    if len(projects) > 1:
        files |= joined_files(projects)
    progress("writing")
    for name, content in files.items():
        write_file(out / name, content)
    progress.clear()
    if not quiet:
        for project in projects:
            click.echo(_counts(project))
        click.echo(_written(files, out), nl=False)


def refuse_equal_ids(projects: list[Project]) -> None:
    """Raise unless the folders' ids differ."""
    from cbec_kg.errors import UsageError

    ids = [project.curation.folder_id for project in projects]
    for folder_id in ids:
        if ids.count(folder_id) > 1:
            raise UsageError(f"two folders have the id {folder_id!r}. Give the article of one of them another id.")


def joined_files(projects: list[Project]) -> dict[str, str]:
    """Return the graphs of several folders as one: their ids are kept apart by the folder's id in each IRI."""
    from cbec_kg.render.exports.serialise import merged_graph, turtle

    merged = merged_graph(projects[0])
    for project in projects[1:]:
        merged += merged_graph(project)
    lines = {line for project in projects for line in project.nquads().split("\n") if line}
    return {"graph.ttl": turtle(merged), "graph.nq": "\n".join(sorted(lines)) + "\n"}


class _Progress:
    """Says each step on standard error, over the last one in a terminal, line by line elsewhere."""

    def __init__(self, quiet: bool, folders: int) -> None:
        self.quiet = quiet
        self.steps = 0
        self.total = 7 * folders + 1
        self.terminal = sys.stderr.isatty()

    def __call__(self, step: str) -> None:
        """Say that a step begins."""
        self.steps += 1
        if not self.quiet:
            start, end = ("\r\x1b[K", "") if self.terminal else ("", "\n")
            click.echo(f"{start}[{self.steps}/{self.total}] {step} ...{end}", nl=False, err=True)

    def clear(self) -> None:
        """Take the last step off the terminal."""
        if not self.quiet and self.terminal:
            click.echo("\r\x1b[K", nl=False, err=True)


def project_files(project: Project) -> dict[str, str]:
    """Return the exports of a folder by name: RDF, networks, annotations, tables."""
    from cbec_kg.render.exports.annotations import web_annotations
    from cbec_kg.render.exports.network import gexf, graphml, record_network
    from cbec_kg.render.exports.normalised import statistics_table
    from cbec_kg.render.exports.record_tables import evidence_table, links_table, record_tables
    from cbec_kg.render.exports.serialise import cube_graph, json_ld, merged_graph, turtle

    merged = merged_graph(project)
    network = record_network(project.snapshot)
    files = {
        "graph.ttl": turtle(merged),
        "graph.jsonld": json_ld(merged),
        "graph.nq": project.nquads(),
        "cube.ttl": turtle(cube_graph(project)),
        "graph.graphml": graphml(network),
        "graph.gexf": gexf(network),
        "annotations.jsonld": web_annotations(project.snapshot),
    }
    tables = record_tables(project.curation)
    tables |= {"links.csv": links_table(project.links), "evidence.csv": evidence_table(project.lines)}
    tables["statistics-normalised.csv"] = statistics_table(project.snapshot)
    return files | {f"tables/{name}": content for name, content in sorted(tables.items())}


def project_page(project: Project, folder: Path) -> str:
    """Return the explorer of a folder, with its findings and, where the engine is at hand, its queries."""
    from cbec_kg.render.explorer.asking import asking_of
    from cbec_kg.render.explorer.engine import read_engine
    from cbec_kg.render.explorer.page import explorer_page
    from cbec_kg.store.audits import audit_of
    from cbec_kg.store.opening import load_nquads

    engine = read_engine()
    asking = asking_of(engine, load_nquads(project.nquads())) if engine else None
    return explorer_page(project.curation, project.lines, asking, audit_of(folder))


def _counts(project: Project) -> str:
    counts = Counter(type(record).__name__.lower() for record in project.curation.records.values())
    shown = ("problem", "facet", "countermeasure", "measure", "claim", "statistic", "citation", "reference")
    said = ", ".join(f"{counts[kind]} {kind if counts[kind] == 1 else kind + 's'}" for kind in shown)
    triples = sum(len(graph) for graph in project.dataset.graphs())
    return f"Built {project.curation.folder_id}: {said}; {triples:,} triples."


def _written(files: dict[str, str], out: Path) -> str:
    """Return where what was written: each file with its size, tables counted by folder."""
    tables = Counter(name.rpartition("/")[0] for name in files if "/tables/" in f"/{name}")
    plain = {name: len(content.encode()) / 1024 for name, content in files.items() if name.rpartition("/")[0] not in tables}
    size = max(len(name) for name in (*plain, *tables)) + 1
    lines = [f"Written to {out.resolve()}:"]
    lines += [f"  {name:<{size}}{kilobytes:9,.0f} KiB" for name, kilobytes in plain.items()]
    lines += [f"  {f'{folder}/':<{size}}{count:9d} CSV files" for folder, count in tables.items()]
    pages = ", ".join(str(out / name) for name in plain if name.endswith("explorer.html"))
    lines.append(f"Open {pages} in a browser; ask with: cbec-kg query --list")
    return "\n".join(lines) + "\n"
