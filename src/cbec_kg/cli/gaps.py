"""``cbec-kg gaps``."""

from __future__ import annotations

from collections import Counter
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
    from cbec_kg.render.console.tables import render_table
    from cbec_kg.store.opening import open_store

    for kind in only:
        if kind not in KINDS:
            raise UsageError(f"no kind of gap {kind!r}; there are: {', '.join(KINDS)}.")
    snapshot = open_store(folders_or_shipped(data), tell).snapshot
    locators = {name: node.places[0].locator for name, node in snapshot.nodes.items() if node.places}
    pointers = {name: place for name, place in locators.items() if snapshot.kinds[name] in ("citation", "attribution")}
    found = find(snapshot.links, snapshot.lines, snapshot.kinds, snapshot.diagnosed, snapshot.part_of, pointers)
    shown = [gap for gap in found if not only or gap.kind in only]
    rows = [[gap.kind, gap.record, snapshot.nodes[gap.record].text(lang), " ".join(gap.others)] for gap in shown]
    click.echo(render_table(["gap", "record", "text", "with"], rows, form), nl=False)
    if form == "table":
        index = 0 if lang == "zh" else 1
        counts = Counter(gap.kind for gap in shown)
        click.echo("".join(f"\n{counts[kind]:4d}  {words[index]}" for kind, words in KINDS.items() if counts[kind]))
    return 1 if shown else 0
