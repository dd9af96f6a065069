"""Commands that hold papers against one another."""

from __future__ import annotations

from pathlib import Path

import click

import cbec_kg.cli.options as options


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--no-renames", is_flag=True, help="Take a record with another id for another record; propose nothing.")
@options.format_option("text", "json", "markdown", "turtle", help="markdown: for a review, folded; turtle: with PROV.")
@options.language_option
@options.mappings_option
def diff(old: str, new: str, no_renames: bool, form: str, lang: str, mappings: Path | None) -> int:
    """Tell what differs between two versions of a paper's records, or between two papers on one subject.

    A and B are curation folders, stores, or URLs of endpoints; of several papers in a store, STORE#PAPER names one. Of one
    article all records are compared, field by field: which figures contradict what was printed before, what evidence
    statements gained and lost and which fall, which checks of the audit are newly inconsistent. A record that has another id
    and stands in the same place is proposed as the same. Of two articles the figures of one quantity are compared, by what
    cbec-kg align holds for the same.

    An older state of a folder under git is had with git worktree. Ends with 1 when anything differs.

    \b
    Examples:
      git worktree add /tmp/before v0.2.0 && cbec-kg diff /tmp/before/data data
      cbec-kg diff before after --format markdown > review.md
      cbec-kg diff tea coffee --mappings mappings.sssom.tsv
      cbec-kg diff literature#tea-2020 tea
    """
    from cbec_kg import diff as compared

    found = compared(old, new, renames=not no_renames, mappings=mappings)
    options.echo(found.render(form, lang))
    return 1 if found else 0
