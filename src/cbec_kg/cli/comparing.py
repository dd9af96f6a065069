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
      git worktree add ../before v0.2.0 && cbec-kg diff ../before/data data
      cbec-kg diff before after --format markdown > review.md
      cbec-kg diff tea coffee --mappings mappings.sssom.tsv
      cbec-kg diff literature#tea-2020 tea
    """
    from cbec_kg.api.entry import paper_at

    found = paper_at(old).compare(paper_at(new), renames=not no_renames, mappings=mappings)
    options.echo(found.render(form, lang))
    return 1 if found else 0


@click.command()
@click.argument("readings", nargs=-1, required=True, metavar="A B [C]...")
@options.format_option("text", *options.TABLE_FORMATS, help="json: all; the tables: agreement by field; markdown: folded.")
@options.language_option
def agreement(readings: options.Names, form: str, lang: str) -> int:
    """Tell how far independent readings of one article agree, and which answers hold under all of them.

    A, B and so on are curation folders of several readers, or what cbec-kg diff takes. Records are the same by class and
    overlapping anchors, and by what the article itself numbers. Agreement is told by class (which spans were taken for a
    statement, by F1) and by field (Krippendorff's alpha), then each disagreement with file and line, then the answers that
    are certain, since they hold under every reading, and those that are possible under one, with the disagreement that makes
    the difference. Ends with 1 when readers differ in anything.

    \b
    Examples:
      cbec-kg agreement reader-a reader-b
      cbec-kg agreement reader-a reader-b reader-c --format csv
    """
    from cbec_kg.api.entry import paper_at

    first, *others = map(paper_at, readings)
    found = first.agreement(*others)
    options.echo(found.render(form, lang))
    return 1 if found else 0
