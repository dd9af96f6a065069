"""``cbec-kg site``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import bibliography_option, folders_option, folders_or_shipped
from cbec_kg.model.iris import BASE


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--base", default=BASE, show_default=True, metavar="IRI", help="Where the site will be served; the graph's IRIs stay."
)
@click.option("--pylode", is_flag=True, help="Add the ontology's documentation made by pyLODE (install cbec-kg[site]).")
@click.option("--fast", is_flag=True, help="Leave out the SHACL shapes and the checks of the data cube.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@bibliography_option
@folders_option
def site(
    folder: Path, base: str, pylode: bool, fast: bool, quiet: bool, bibliography: Path | None, data: tuple[Path, ...]
) -> None:
    """Write a website with a page for every resource of the graph.

    Plain files for any host: pages in Chinese and English that need no script, Turtle and JSON-LD beside each, the
    ontology, the explorer, all downloads, a sitemap, and a description in VoID and DCAT. DIR must be new, empty, or a
    site that this command wrote and nobody changed.
    """
    from cbec_kg.assets import asset_folder
    from cbec_kg.bibliography.listing import reference_numbers
    from cbec_kg.bibliography.supplied import bibliography_path, read_bibliography
    from cbec_kg.cli.build import joined_files, project_files, project_page, refuse_equal_ids
    from cbec_kg.io.loading import read_bytes
    from cbec_kg.io.writing import refuse_other, write_folder
    from cbec_kg.rdf.project import build_project
    from cbec_kg.rdf.validate import validate
    from cbec_kg.rdf.wellformed import require_well_formed
    from cbec_kg.render.site.addresses import checked_base
    from cbec_kg.render.site.assembly import Source, site_files
    from cbec_kg.render.site.generated import pylode_pages

    served = checked_base(base)
    refuse_other(folder)
    folders = folders_or_shipped(data)
    if bibliography is not None and len(folders) > 1:
        raise click.UsageError("--bibliography goes with one folder: its numbers are of one article.")
    ontology = asset_folder("ontology")
    beside = {name: read_bytes(ontology / name).decode() for name in ("context.jsonld", "shapes.ttl")}
    if pylode:
        beside |= pylode_pages(read_bytes(ontology / "cbec.ttl").decode())
    projects = [build_project(path, bibliography=bibliography) for path in folders]
    refuse_equal_ids(projects)
    sources = []
    for path, project in zip(folders, projects, strict=True):
        if not fast:
            validate(project)
            require_well_formed(project)
        supplied = bibliography_path(path, bibliography)
        known = reference_numbers(project.curation)
        sources.append(
            Source(
                project.snapshot,
                {} if supplied is None else read_bibliography(supplied, known),
                project.audit,
                project.nquads(),
                project_files(project),
                project_page(project, path),
            )
        )
    files = site_files(sources, served, joined_files(projects) if len(projects) > 1 else None, beside)
    write_folder(folder, files)
    if not quiet:
        pages = sum(name.endswith(".html") for name in files)
        size = sum(len(content.encode()) for content in files.values()) / 1024 / 1024
        click.echo(f"{folder.resolve()}: {pages:,} pages, {len(files) + 1:,} files, {size:,.0f} MiB, for {served}")
        click.echo(f"Open {folder / 'index.html'} in a browser; HOSTING.txt says how to host it.")
