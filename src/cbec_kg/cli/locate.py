"""``cbec-kg locate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cbec_kg.cli.options import data_option, folder_or_shipped, format_option

if TYPE_CHECKING:
    from cbec_kg.text.locate import Location


@click.command()
@click.argument("records", nargs=-1)
@click.option("--paper", type=click.Path(path_type=Path), metavar="FILE", required=True, help="Your copy: text or PDF.")
@click.option("--all", "everything", is_flag=True, help="List what was found too, not only what was not.")
@format_option("table", "csv", "tsv", "json", "markdown")
@data_option
def locate(records: tuple[str, ...], paper: Path, everything: bool, form: str, data: Path | None) -> int:
    """Find the curated passages and anchors in your own copy of the article.

    RECORDS are ids or locators; all without. A passage is found only when every character of it stands in your copy, white
    space, width forms and page furniture aside. Ends with 1 when anything is ambiguous or not found.

    \b
    Examples:
      cbec-kg locate --paper article.pdf
      cbec-kg locate facet-talent-gap-widening 4.2.p1.s1 --paper article.txt
    """
    from cbec_kg.curation.quoting import locate as locate_places
    from cbec_kg.curation.reader import read_places
    from cbec_kg.errors import UnknownIdError
    from cbec_kg.io.loading import read_paper
    from cbec_kg.model.resolve import nearest
    from cbec_kg.render.console.tables import render_table

    copy = read_paper(paper)
    article, passages, places = read_places(folder_or_shipped(data))
    known = {passage.locator for passage in passages} | {place.record for place in places}
    for record in records:
        if record not in known:
            raise UnknownIdError(record, nearest(record, sorted(known)))
    quotes = locate_places(copy.text, copy.page_starts, article, passages, places)
    rows = [_row("passage", locator, "", where) for locator, where in quotes.passages.items()]
    rows += [_row(record, locator, text, where) for (record, locator, text), where in quotes.anchors.items()]
    wanted = [row for row in rows if not records or row[0] in records or (row[0] == "passage" and row[1] in records)]
    shown = wanted if everything or records else [row for row in wanted if row[3] != "found"]
    if shown or form != "table":
        columns = ["record", "locator", "fragment", "state", "page", "start", "end", "difference"]
        click.echo(render_table(columns, shown, form), nl=False)
    missing = [row for row in wanted if row[3] != "found"]
    whole = sum(where.state == "found" for where in quotes.passages.values())
    parts = sum(where.state == "found" for where in quotes.anchors.values())
    click.echo(f"{whole} of {len(quotes.passages)} passages and {parts} of {len(quotes.anchors)} anchors found.", err=True)
    if whole * 10 < len(quotes.passages):
        click.echo("So little matches that this is hardly a copy of the article.", err=True)
    return 1 if missing else 0


def _row(record: str, locator: str, fragment: str, where: Location) -> list[str]:
    spot = where.spots[0] if where.spots else None
    place = [str(spot.page or ""), str(spot.start), str(spot.end)] if spot else ["", "", ""]
    others = "; ".join(f"also at {other.start}-{other.end}" for other in where.spots[1:])
    return [record, locator, fragment, where.state, *place, where.difference or others]
