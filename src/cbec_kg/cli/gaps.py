"""``cbec-kg gaps``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, folders_option, folders_or_shipped, format_option, language_option, tell


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
    from cbec_kg.errors import UsageError
    from cbec_kg.evidence.gaps import KINDS
    from cbec_kg.evidence.gaps import gaps as find
    from cbec_kg.render.console.gaps import render_gaps
    from cbec_kg.render.context import RenderContext
    from cbec_kg.store.opening import open_store

    for kind in only:
        if kind not in KINDS:
            raise UsageError(f"no kind of gap {kind!r}; there are: {', '.join(KINDS)}.")
    snapshot = open_store(folders_or_shipped(data), tell).snapshot
    locators = {name: node.places[0].locator for name, node in snapshot.nodes.items() if node.places}
    pointers = {name: place for name, place in locators.items() if snapshot.kinds[name] in ("citation", "attribution")}
    found = find(snapshot.links, snapshot.lines, snapshot.kinds, snapshot.diagnosed, snapshot.part_of, pointers)
    shown = [gap for gap in found if not only or gap.kind in only]
    click.echo(render_gaps(shown, RenderContext(snapshot, lang), form), nl=False)
    return 1 if shown else 0
