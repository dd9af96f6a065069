"""``cbec-kg whatif``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cbec_kg.cli.options import TABLE_FORMATS, folders_option, folders_or_shipped, format_option, language_option, tell

if TYPE_CHECKING:
    from cbec_kg.model.terms import Basis


@click.command()
@click.option(
    "--without", "sources", multiple=True, metavar="ID", help="A reference or named source to withdraw; [9] will do."
)
@click.option(
    "--without-basis", "bases", multiple=True, type=click.Choice(["inherited", "inferred"]),
    help="Links of this basis count no more.",
)  # fmt: skip
@click.option("--only-stated", is_flag=True, help="Only what the article states itself counts.")
@click.option("--all", "everything", is_flag=True, help="List what stands and what nothing held up, too.")
@format_option("text", *TABLE_FORMATS, "svg", told="text: with reasons; svg: a picture of problems and facets.")
@language_option
@folders_option
def whatif(
    sources: tuple[str, ...],
    bases: tuple[str, ...],
    only_stated: bool,
    everything: bool,
    form: str,
    lang: str,
    data: tuple[Path, ...],
) -> None:
    """Tell what falls, what is weakened and what stands when sources are withdrawn, and why.

    A statement falls when nothing is left that holds it up; it is weakened when something is lost and something left.
    What backs only a cause, a need, an effect or the setting of a statement, or echoes it, does not hold it up. Without
    options: the table of all single withdrawals.

    \b
    Examples:
      cbec-kg whatif --without ref-09
      cbec-kg whatif --without 5 --without source-cbec-export-report-2020
      cbec-kg whatif --only-stated
      cbec-kg whatif
    """
    from cbec_kg.evidence.support import with_parts, withdraw
    from cbec_kg.model.resolve import resolve
    from cbec_kg.render.console.tables import to_json
    from cbec_kg.render.console.whatif import outcomes_value, render_loads, render_outcomes, render_outcomes_table
    from cbec_kg.render.context import RenderContext
    from cbec_kg.store.opening import open_store

    snapshot = open_store(folders_or_shipped(data), tell).snapshot
    names = [resolve(name, snapshot, ("reference", "source")) for name in sources]
    without = cast("set[Basis]", {"inherited", "inferred"} if only_stated else set(bases))
    if not names and not without:
        click.echo(render_loads(snapshot, "table" if form == "text" else form), nl=False)
        return
    gone = with_parts(names, snapshot.part_of)
    outcomes = withdraw(snapshot.links, snapshot.statements, gone, without)
    context = RenderContext(snapshot, lang)
    shown = [outcome for outcome in outcomes if everything or outcome.state in ("falls", "weakened")]
    if form == "json":
        click.echo(to_json(outcomes_value(shown, sorted(gone), sorted(without))), nl=False)
    elif form == "svg":
        from cbec_kg.render.console.whatif import withdrawn
        from cbec_kg.render.svg.pictures import outcomes_svg

        title = withdrawn(sorted(gone), sorted(without), context)
        click.echo(outcomes_svg(outcomes, title, context), nl=False)
    elif form == "text":
        click.echo(render_outcomes(outcomes, shown, sorted(gone), sorted(without), context), nl=False)
    else:
        click.echo(render_outcomes_table(shown, snapshot, form), nl=False)
