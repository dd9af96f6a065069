"""``cbec-kg trace``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import bibliography_option, folders_option, folders_or_shipped, language_option, paper_option, tell

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Place


@click.command()
@click.argument("record")
@click.option("-f", "--format", "form", type=click.Choice(["tree", "json", "svg"]), default="tree", show_default=True)
@language_option
@paper_option
@bibliography_option
@folders_option
def trace(record: str, form: str, lang: str, paper: Path | None, bibliography: Path | None, data: tuple[Path, ...]) -> None:
    """Follow a statement to its sources, or a source to what it backs.

    RECORD is the id of a problem, facet, countermeasure, measure, claim, statistic, citation, reference or named source;
    a reference may be given as [9] or 9. With --paper the sentences themselves are shown, from your own copy.

    \b
    Examples:
      cbec-kg trace problem-talent
      cbec-kg trace ref-09
      cbec-kg trace facet-talent-gap-widening --paper article.txt --lang zh
    """
    from cbec_kg.errors import UsageError
    from cbec_kg.evidence.chains import trace_record
    from cbec_kg.evidence.reach import chains_of
    from cbec_kg.model.resolve import resolve
    from cbec_kg.render.console.tables import to_json
    from cbec_kg.render.console.trees import chains_value, render_chains, render_trace, trace_value
    from cbec_kg.render.console.warnings import warnings_value
    from cbec_kg.render.context import RenderContext, short_quote
    from cbec_kg.store.opening import open_store

    quote = short_quote
    if paper is not None:
        from cbec_kg.curation.quoting import locate
        from cbec_kg.curation.reader import read_places
        from cbec_kg.io.loading import read_paper

        copy = read_paper(paper)
        folders = folders_or_shipped(data)
        if len(folders) > 1:
            raise UsageError("--paper goes with one folder: a copy is of one article. Name one with --data.")
        article, passages, _ = read_places(folders[0])
        quotes = locate(copy.text, copy.page_starts, article, passages)
        whole = sum(where.state == "found" for where in quotes.passages.values())
        if whole * 10 < len(passages):
            tell(f"{paper}: {whole} of {len(passages)} passages found; this is hardly a copy of the article.")

        def quote(place: Place) -> str:
            return quotes.sentence(place.locator, place.fragment)

    snapshot = open_store(folders_or_shipped(data), tell, bibliography).snapshot
    found = trace_record(resolve(record, snapshot, set(snapshot.kinds.values())), snapshot)
    chains = chains_of(found, snapshot)
    if form == "json":
        warnings = warnings_value(found.records(), snapshot)
        click.echo(to_json({**trace_value(found), "chains": chains_value(chains), "warnings": warnings}), nl=False)
    elif form == "svg":
        from cbec_kg.render.svg.pictures import tree_svg

        click.echo(tree_svg(found, RenderContext(snapshot, lang)), nl=False)
    else:
        context = RenderContext(snapshot, lang, quote)
        click.echo(render_trace(found, context) + render_chains(chains, context), nl=False)
