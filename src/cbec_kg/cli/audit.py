"""``cbec-kg audit``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cbec_kg.cli.options import folders_option, folders_or_shipped, language_option, tell

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
    intervals of rounding and exact arithmetic. STATISTIC, an id or the locator of figures, narrows the report to the checks
    and causes of some figures. Ends with 1 when figures are inconsistent.

    \b
    Examples:
      cbec-kg audit
      cbec-kg audit stat-hangzhou-goods-trade-2019
      cbec-kg audit table1.2018
      cbec-kg audit --verdict undecidable --lang zh
      cbec-kg audit --format markdown > audit.md
    """
    from cbec_kg.audit.rules import RULES
    from cbec_kg.errors import UsageError
    from cbec_kg.render.console.audit import COLUMNS, audit_report, check_rows
    from cbec_kg.render.console.tables import render_table, to_json
    from cbec_kg.store.audits import audit_of

    for rule in rules:
        if rule not in RULES:
            raise UsageError(f"no rule {rule!r}; there are: {', '.join(RULES)}.")
    folders = folders_or_shipped(data)
    audits = [audit_of(folder) for folder in folders]
    several, narrowed = len(audits) > 1, bool(verdicts or rules or statistics)
    asked = _asked(statistics, audits, folders)

    def wanted(check: dict[str, Any], names: set[str]) -> bool:
        of_kind = (not verdicts or check["verdict"] in verdicts) and (not rules or check["rule"] in rules)
        return of_kind and (not statistics or bool(names & set(check["statistics"])))

    chosen = [
        [check for check in found["checks"] if wanted(check, names)] for found, names in zip(audits, asked, strict=True)
    ]
    if form == "json":
        click.echo(to_json(audits if several else audits[0]), nl=False)
    elif form in ("text", "markdown"):
        reports = [
            audit_report(found, checks if narrowed or everything else [], lang, form == "markdown", several, narrowed, names)
            for found, checks, names in zip(audits, chosen, asked, strict=True)
        ]
        click.echo("\n".join(reports), nl=False)
    else:
        rows = [
            [*([found["article"]] if several else []), *row]
            for found, checks in zip(audits, chosen, strict=True)
            for row in check_rows(checks, lang)
        ]
        click.echo(render_table([*(["article"] if several else []), *COLUMNS], rows, form), nl=False)
    return 1 if any(found["summary"]["inconsistent"] for found in audits) else 0


def _asked(typed: tuple[str, ...], audits: list[dict[str, Any]], folders: tuple[Path, ...]) -> list[set[str]]:
    """Return, for each audit, the ids of the statistics that a user means."""
    asked: list[set[str]] = [set() for _ in audits]
    for text in typed:
        found = _meant(text.strip(), audits)
        if not any(found):
            found = _meant(_resolved(text, audits, folders), audits)
        asked = [known | new for known, new in zip(asked, found, strict=True)]
    return asked


def _meant(text: str, audits: list[dict[str, Any]]) -> list[set[str]]:
    """Return, for each audit, the statistics with an id or a locator, perhaps after ``FOLDER:``."""
    folder, _, local = text.rpartition(":")
    return [
        {name for name, told in found["statistics"].items() if local in (name, *told["locators"])}
        if folder in ("", found["article"])
        else set()
        for found in audits
    ]


def _resolved(text: str, audits: list[dict[str, Any]], folders: tuple[Path, ...]) -> str:
    """Return the name of the statistic that a user names by its IRI; what else they name is told with its kind."""
    from cbec_kg.errors import UnknownIdError, UsageError
    from cbec_kg.model.resolve import resolve
    from cbec_kg.store.opening import open_store

    try:
        return resolve(text, open_store(folders, tell).snapshot, ("statistic",))
    except UnknownIdError:
        raise
    except UsageError as error:
        places = [place for found in audits for told in found["statistics"].values() for place in told["locators"]]
        example = f", such as {places[0]}" if places else ""
        raise UsageError(f"{error} A locator names all figures that stand there{example}.") from None
