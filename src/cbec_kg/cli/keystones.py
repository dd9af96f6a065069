"""``cbec-kg keystones``."""

from __future__ import annotations

from pathlib import Path

import click

from cbec_kg.cli.options import TABLE_FORMATS, folders_option, folders_or_shipped, format_option, tell


@click.command()
@click.argument("statements", nargs=-1)
@format_option("text", *TABLE_FORMATS)
@folders_option
def keystones(statements: tuple[str, ...], form: str, data: tuple[Path, ...]) -> None:
    """Show what each problem hangs on: minimal sets of sources, single points of failure, load by source.

    STATEMENTS are ids; all problems without. A minimal set is one whose withdrawal leaves the statement with nothing that
    holds it up, and of which no source can be spared. What backs it directly holds it up; an echo elsewhere in the article
    does not.

    \b
    Examples:
      cbec-kg keystones
      cbec-kg keystones facet-talent-versatile --format json
    """
    from cbec_kg.evidence.critical import loads, shared_sources
    from cbec_kg.model.links import STATEMENT_KINDS
    from cbec_kg.model.resolve import resolve
    from cbec_kg.render.console.tables import render_table, to_json
    from cbec_kg.store.opening import open_store

    snapshot = open_store(folders_or_shipped(data), tell).snapshot
    wanted = [resolve(name, snapshot, STATEMENT_KINDS) for name in statements]
    problems = sorted(name for name, kind in snapshot.statements.items() if kind == "problem")
    found = [(name, snapshot.dependence[name]) for name in wanted or problems]
    columns = ["statement", "minimal sets", "single points of failure"]
    rows = [
        [name, " or ".join("+".join(s) for s in k.cut_sets) or "(nothing holds it)", " ".join(k.points)] for name, k in found
    ]
    shared = shared_sources(snapshot.links, problems)
    load = loads(snapshot.links, problems, snapshot.part_of)
    if form == "json":
        value = {
            "keystones": [
                {"statement": name, "minimal": [list(s) for s in k.cut_sets], "points": list(k.points)} for name, k in found
            ],
            "shared": [{"problems": list(pair), "sources": list(both)} for pair, both in shared.items()],
            "loads": [{"source": x.source, "falls": list(x.falls), "weakened": list(x.weakened)} for x in load],
        }
        click.echo(to_json(value), nl=False)
        return
    click.echo(render_table(columns, rows, "table" if form == "text" else form), nl=False)
    if form == "text":
        bearing = [[x.source, " ".join(x.falls), " ".join(x.weakened)] for x in load if x.falls or x.weakened]
        click.echo("\n" + render_table(["source", "problems that fall without it", "problems weakened"], bearing), nl=False)
        pairs = [[*pair, " ".join(both)] for pair, both in shared.items()]
        click.echo("\n" + render_table(["problem", "problem", "sources shared"], pairs), nl=False)
