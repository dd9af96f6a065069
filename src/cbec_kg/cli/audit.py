"""``cbec-kg audit``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cbec_kg.cli.options import folders_option, folders_or_shipped, language_option

_VERDICTS = ("consistent", "within-rounding", "inconsistent", "undecidable")


@click.command()
@click.argument("statistics", nargs=-1, metavar="[STATISTIC]...")
@click.option(
    "-v", "--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="List checks of this verdict."
)
@click.option("-r", "--rule", "rules", multiple=True, metavar="RULE", help="List checks of this rule.")
@click.option("--all", "everything", is_flag=True, help="List every check.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "markdown", "json", "table", "csv", "tsv"]), default="text",
    show_default=True, help="text, markdown: the report; json: all of it; table, csv, tsv: one line a check.",
)  # fmt: skip
@language_option
@folders_option
def audit(
    statistics: tuple[str, ...],
    verdicts: tuple[str, ...],
    rules: tuple[str, ...],
    everything: bool,
    form: str,
    lang: str,
    data: tuple[Path, ...],
) -> int:
    """Recompute the article's figures: which cannot all be true, which to doubt, and what single explanation clears them.

    Parts are held against totals, growth against levels, shares against wholes, years against spans, and so on, with
    intervals of rounding and exact arithmetic. STATISTIC narrows the list of checks to those of some figures. Ends with 1
    when figures are inconsistent.

    \b
    Examples:
      cbec-kg audit
      cbec-kg audit stat-hangzhou-goods-trade-2019
      cbec-kg audit --verdict undecidable --lang zh
      cbec-kg audit --format markdown > audit.md
    """
    from cbec_kg.audit.rules import RULES
    from cbec_kg.errors import UnknownIdError, UsageError
    from cbec_kg.store.audits import audit_of
    from cbec_kg.store.resolving import nearest
    from cbec_kg.views.audit import COLUMNS, audit_report, check_rows
    from cbec_kg.views.tables import render_table, to_json

    for rule in rules:
        if rule not in RULES:
            raise UsageError(f"no rule {rule!r}; there are: {', '.join(RULES)}.")
    audits = [audit_of(folder) for folder in folders_or_shipped(data)]
    known = {name for found in audits for name in found["statistics"]}
    for name in statistics:
        if name not in known:
            raise UnknownIdError(name, nearest(name, sorted(known)))

    def wanted(check: dict[str, Any]) -> bool:
        listed = everything or bool(verdicts or rules or statistics)
        of_kind = (not verdicts or check["verdict"] in verdicts) and (not rules or check["rule"] in rules)
        return listed and of_kind and (not statistics or bool(set(statistics) & set(check["statistics"])))

    if form == "json":
        click.echo(to_json(audits[0] if len(audits) == 1 else audits), nl=False)
    elif form in ("text", "markdown"):
        reports = [
            audit_report(found, [check for check in found["checks"] if wanted(check)], lang, form == "markdown")
            for found in audits
        ]
        click.echo("\n".join(reports), nl=False)
    else:
        listed = everything or bool(verdicts or rules or statistics)
        checks = [check for found in audits for check in found["checks"] if not listed or wanted(check)]
        click.echo(render_table(COLUMNS, check_rows(checks, lang), form), nl=False)
    return 1 if any(found["summary"]["inconsistent"] for found in audits) else 0
