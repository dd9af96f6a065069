"""Commands that write what is published: the exports, the website, the interactive page and the report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

import cbec_kg.cli.options as options
from cbec_kg.errors import UsageError

_force_option = click.option("--force", is_flag=True, help="Replace files that others wrote or changed.")


@click.command()
@options.file_option("--out", default=Path("output"), show_default=True, metavar="FOLDER", help="Where to write.")
@options.fast_option
@_force_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@options.deposit_options
@options.bibliography_option
@options.notices_options
@options.folders_option
def build(
    out: Path,
    fast: bool,
    force: bool,
    quiet: bool,
    published: str,
    creators: options.Names,
    bibliography: Path | None,
    data: options.Folders,
) -> None:
    """Write the graph, its exports and the explorer.

    Reads and checks the data folder, builds the named graphs, and writes Turtle, JSON-LD, N-Quads, the statistics as an
    RDF Data Cube, GraphML, GEXF, CSV tables, Web Annotations and the interactive page; the folder is an RO-Crate, which
    says of each file what it is. Nothing is written when the data has a problem. With several folders each gets a folder
    of its own, and graph.ttl and graph.nq join them.

    All files are switched at once and listed in SHA256SUMS. Other files in the folder stay; one in the way of a new file
    that this command did not write, or that was changed since, ends it.
    """
    progress = _Progress(quiet, max(1, len(data)))
    built = options.papers_at(data, bibliography, progress).build(
        out, fast=fast, force=force, creators=creators, published=published
    )
    progress.clear()
    if not quiet:
        options.echo(built.text())


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


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--base", metavar="IRI", help="Where the site will be served [default: where the graph's IRIs are, which stay]."
)
@click.option("--pylode", is_flag=True, help="Add the ontology's documentation made by pyLODE (install cbec-kg[site]).")
@options.fast_option
@_force_option
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@options.bibliography_option
@options.notices_options
@options.folders_option
def site(
    folder: Path,
    base: str | None,
    pylode: bool,
    fast: bool,
    force: bool,
    quiet: bool,
    bibliography: Path | None,
    data: options.Folders,
) -> None:
    """Write a website with a page for every resource of the graph.

    Plain files for any host: pages in Chinese and English that need no script, Turtle and JSON-LD beside each, the
    ontology, the explorer, all downloads, a sitemap, and a description in VoID and DCAT. DIR must be new, empty, or a
    site that this command wrote and nobody changed; with --force other files in it stay, unless they are in the way.
    """
    papers = options.papers_at(data, bibliography, lambda step: None)
    written = papers.site(folder, base=base, pylode=pylode, fast=fast, force=force)
    if not quiet:
        options.echo(written.text())


@click.command()
@options.file_option("--out", default=Path("output/explorer.html"), show_default=True, help="The page to write.")
@options.file_option(
    "--engine", metavar="FOLDER",
    help="The npm package oxigraph, for SPARQL in the page [default: the one that was installed with cbec-kg, if any].",
)  # fmt: skip
@click.option("--sparql/--no-sparql", default=None, help="Insist on the SPARQL engine, or leave it out (2 MB less).")
@click.option("--pdf", is_flag=True, help="Let the page read the article's PDF when it is dropped on it (1.2 MB more).")
@options.mappings_option
@options.notices_options
@options.folders_option
def view(
    out: Path, engine: Path | None, sparql: bool | None, pdf: bool, mappings: Path | None, data: options.Folders
) -> None:
    """Write the interactive page: one HTML file that works with the network off.

    Several papers have one page, in which what is the same in them is linked with the reason.

    \b
    Examples:
      cbec-kg view
      cbec-kg view --data tea --data coffee --out both.html
      cbec-kg view --store literature --out literature.html
    """
    page = options.papers_at(data, mappings=mappings).explorer(engine=engine, sparql=sparql, pdf=pdf)
    place = page.write(out)
    click.echo(f"{place}: {len(page.html.encode()) / 1024:,.0f} KiB. Open it in a browser.")


@click.command()
@options.format_option("md", "html", "docx", help="docx needs pandoc (install cbec-kg[documents]) and --out.")
@options.file_option("--out", metavar="FILE", help="Write it to a file, whose ending may tell the format.")
@options.language_option
@options.notices_options
@options.paper_option
def report(form: str, out: Path | None, lang: str, data: Path | None) -> None:
    """Report on a paper for its author or an editor: the argument, the evidence by problem, the figures, with places.

    What the paper argues, which sources back each problem and facet and where they are cited, what hangs on one source, and
    which figures cannot all be true, with charts in html, which prints well. Markdown and docx have the same words without
    pictures: pandoc puts an SVG into Word only with librsvg beside it.

    \b
    Examples:
      cbec-kg report > report.md
      cbec-kg report --format html --out report.html
      cbec-kg report --out report.docx --lang zh
    """
    given = click.get_current_context().get_parameter_source("form") is not click.core.ParameterSource.DEFAULT
    if out is None and form == "docx":
        raise UsageError("--format docx is no text. Name a file: --out report.docx")
    made = options.paper_at(data).report()
    if out is None:
        options.echo(made.render(form, lang))
        return
    place = made.write(out, form if given or not out.suffix else "", lang)
    click.echo(f"{place}: {place.stat().st_size / 1024:,.0f} KiB.")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing: check the nanopublications of DIR, or of a file.")
@options.file_option("--key", help="Your private RSA key, which signs them; nobody else may read it.")
@click.option("--creator", default="", metavar="ORCID", help="Who curated the paper and makes them, by ORCID iD.")
@click.option("--day", default="", metavar="DAY", help="When they are made [default: SOURCE_DATE_EPOCH, else no date].")
@options.file_option(
    "--previous", metavar="OLD_DIR", help="Supersede and retract those of this folder; it may be DIR itself."
)
@_force_option
@options.format_option("text", *options.TABLE_FORMATS, help="text counts them; the others have one line each.")
@options.language_option
@options.bibliography_option
@options.paper_option
def nanopubs(
    folder: Path,
    only_check: bool,
    key: Path | None,
    creator: str,
    day: str,
    previous: Path | None,
    force: bool,
    form: str,
    lang: str,
    bibliography: Path | None,
    data: Path | None,
) -> int:
    """Write claims, statistics, findings and verdicts as nanopublications, each named by the digest of what it says.

    One file of TriG each, all of them in nanopubs.trig, and a table of them in nanopubs.csv. What the article states, what
    the curator adds and what was computed are never in one; the place in the article is in the provenance. Nothing is sent
    anywhere, and no key is made. With --check, ends with 1 when one is not what its name says, or its signature is wrong.

    \b
    Examples:
      cbec-kg nanopubs published
      cbec-kg nanopubs published --key ~/.nanopub/id_rsa --creator 0000-0002-1825-0097 --day 2021-08-30
      cbec-kg nanopubs published --previous published
      cbec-kg nanopubs --check published
    """
    if only_check:
        if data or bibliography or key or creator or day or previous or force:
            raise UsageError("--check reads DIR alone and writes nothing. Give it without other options.")
        from cbec_kg.api.nanopubs import check_nanopubs

        checked = check_nanopubs(folder)
        options.echo(checked.render(form, lang))
        return 0 if checked else 1
    created = day or os.environ.get("SOURCE_DATE_EPOCH", "")
    paper = options.paper_at(data, bibliography)
    written = paper.nanopubs(folder, key=key, creator=creator, created=created, previous=previous, force=force)
    options.echo(written.render(form, lang))
    return 0
