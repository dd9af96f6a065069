"""``cbec-kg gaps``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, echo, folders_option, format_option, language_option, papers_at


@click.command()
@click.option("-k", "--kind", "only", multiple=True, metavar="KIND", help="Only this kind of gap; as often as wanted.")
@format_option(*TABLE_FORMATS)
@language_option
@folders_option
def gaps(only: tuple[str, ...], form: str, lang: str, data: tuple[Path, ...]) -> int:
    """List what is missing between evidence, problems and countermeasures, in both directions.

    Facets and problems without direct evidence, figures without a source, problems that no measure addresses, measures
    that answer nothing diagnosed, sources that bear on no problem, circular support, sources that may be counted twice.
    Ends with 1 when there is any.
    """
    found = papers_at(data).gaps(*only)
    echo(found.render(form, lang))
    return 1 if found.gaps else 0
