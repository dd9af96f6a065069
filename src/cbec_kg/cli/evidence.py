"""``cbec-kg evidence``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, folders_option, folders_or_shipped, format_option, language_option, tell


@click.command()
@click.argument("statement", required=False)
@click.option("--all", "everything", is_flag=True, help="Problems that are only mentioned too, not just the diagnosed.")
@format_option(
    "text", *TABLE_FORMATS, "svg", told="text: matrix and reading; json: all values; others: the matrix, svg as a picture."
)
@language_option
@folders_option
def evidence(statement: str | None, everything: bool, form: str, lang: str, data: tuple[Path, ...]) -> None:
    """Show which problems and facets rest on which references and named sources, by role and basis.

    STATEMENT is the id of a problem, facet, countermeasure, measure, claim or statistic; all diagnosed problems without.

    \b
    Examples:
      cbec-kg evidence
      cbec-kg evidence problem-talent
      cbec-kg evidence --format csv
    """
    from cbec_kg.evidence.profiles import profile
    from cbec_kg.model.links import STATEMENT_KINDS
    from cbec_kg.model.resolve import resolve
    from cbec_kg.render.console.evidence import figures_of, profile_value, render_evidence
    from cbec_kg.render.console.tables import to_json
    from cbec_kg.render.console.warnings import warnings_value
    from cbec_kg.render.context import RenderContext
    from cbec_kg.store.opening import open_store

    snapshot = open_store(folders_or_shipped(data), tell).snapshot
    context = RenderContext(snapshot, lang)
    if statement is None:
        wanted = [name for name, kind in snapshot.kinds.items() if kind == "problem"] if everything else snapshot.diagnosed
    else:
        wanted = [resolve(statement, snapshot, STATEMENT_KINDS)]
    profiles = [profile(snapshot, name) for name in wanted]
    if form == "json":
        values = [profile_value(one) | {"warnings": warnings_value(figures_of(one), snapshot)} for one in profiles]
        click.echo(to_json(values), nl=False)
        return
    if form == "svg" and profiles:
        from cbec_kg.render.svg.pictures import matrix_svg

        click.echo(matrix_svg(profiles, context), nl=False)
        return
    click.echo(render_evidence(profiles, context, form), nl=False)
