"""``cbec-kg coverage``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import data_option, folder_or_shipped

if TYPE_CHECKING:
    from cbec_kg.curation.coverage import Coverage

_KINDS = ("passage", "number", "marker", "backing")


@click.command()
@click.option("--paper", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The article's text.")
@click.option("--all", "everything", is_flag=True, help="List every item with what accounts for it, not only gaps.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["table", "csv", "tsv", "markdown", "json"]), default="table",
    show_default=True,
)  # fmt: skip
@data_option
def coverage(paper: Path, everything: bool, form: str, data: Path | None) -> int:
    """Tell whether the whole article is curated.

    Every passage is covered by a statement or listed as asserting nothing; every number is a statistic or is none for a
    reason; every marker [n] is a citation; every statement in a marked sentence rests on that citation or is listed as not
    backed. Prints percentages by section and every gap; ends with 1 when there is one.
    """
    from cbec_kg.curation.coverage import coverage_of
    from cbec_kg.curation.passages import anchors_csv, passages_csv
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.errors import UsageError
    from cbec_kg.io.loading import read_paper
    from cbec_kg.render.console.tables import render_table
    from cbec_kg.text.furniture import edge_furniture

    folder = folder_or_shipped(data)
    read = read_paper(paper)
    text, skip = read.text, edge_furniture(read.text, read.page_starts) if read.page_starts else []
    curation = read_curation(folder)
    fresh = {"passages.csv": passages_csv(text, skip)}
    if _content(folder / "passages.csv") == fresh["passages.csv"].encode():
        fresh["anchors.csv"] = anchors_csv(curation, text, skip)
    if any(_content(folder / name) != content.encode() for name, content in fresh.items()):
        step = f"Give that text, or run: cbec-kg anchor --paper {paper} --write --data {folder}"
        raise UsageError(f"{paper}: not the text that {folder} was anchored in, character by character. {step}")
    found = coverage_of(curation, text, skip)
    items = found.items if everything else found.gaps
    columns = ["kind", "locator", "text", "state", "by or why"]
    rows = [[item.kind, item.locator, item.text, item.state, item.note] for item in items]
    if form == "table":
        click.echo(_summary(found), nl=False)
        if rows:
            click.echo("\n" + render_table(columns, rows), nl=False)
        click.echo(f"\n{len(found.gaps)} gaps." if found.gaps else "\nNo gap.")
    else:
        click.echo(render_table(columns, rows, form), nl=False)
    return 1 if found.gaps else 0


def _summary(found: Coverage) -> str:
    from cbec_kg.render.console.tables import render_table

    sections = found.sections()
    total = {kind: [sum(counts.get(kind, (0, 0))[i] for counts in sections.values()) for i in (0, 1)] for kind in _KINDS}
    rows = [[section, *(_share(*counts.get(kind, (0, 0))) for kind in _KINDS)] for section, counts in sections.items()]
    rows.append(["all", *(_share(*total[kind]) for kind in _KINDS)])
    return render_table(["section", *(f"{kind}s" for kind in _KINDS[:3]), "backing"], rows)


def _share(done: int, total: int) -> str:
    return f"{done}/{total} {100 * done / total:.0f}%" if total else "-"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
