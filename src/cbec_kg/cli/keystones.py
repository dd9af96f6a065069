"""``cbec-kg keystones``, also called ``critical-sources``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, echo, folders_option, format_option, papers_at


@click.command()
@click.argument("statements", nargs=-1)
@format_option("text", *TABLE_FORMATS)
@folders_option
def keystones(statements: tuple[str, ...], form: str, data: tuple[Path, ...]) -> None:
    """Show which sources each problem cannot do without: minimal cut sets, single points of failure, load by source.

    Also called critical-sources. STATEMENTS are ids; all problems without. A minimal cut set is a set of sources whose
    withdrawal leaves the statement without support, and that is minimal under removal. What backs a statement directly
    supports it; an echo elsewhere in the article does not.

    \b
    Examples:
      cbec-kg keystones
      cbec-kg critical-sources facet-talent-versatile --format json
    """
    echo(papers_at(data).critical_sources(*statements).render(form))
