"""Commands of a curator: whether a folder is right, complete and up to date with its text, and a first draft of one."""

from __future__ import annotations

from pathlib import Path

import click

import cbec_kg.cli.options as options


@click.command()
@options.file_option("--paper", required=True, help="The article's text.")
@click.option("--write", is_flag=True, help="Write passages.csv and anchors.csv into the data folder.")
@options.data_option
def anchor(paper: Path, write: bool, data: Path | None) -> int:
    """Find every record's fragment in the article's text.

    Reports each fragment that does not stand exactly once in its passage. Without --write it also says whether
    passages.csv and anchors.csv are what the text gives, and ends with 1 when they are not.
    """
    anchoring = options.paper_at(data).anchor(paper, write=write)
    options.echo(anchoring.text())
    return 1 if anchoring.stale and not write else 0


@click.command()
@options.fast_option
@options.bibliography_option
@options.data_option
def check(fast: bool, bibliography: Path | None, data: Path | None) -> None:
    """Report all that is wrong with a data folder, each with file and line.

    Fields, types, ids, links, anchors and reasons are checked first; a folder that passes is built in memory and held
    against the SHACL shapes, and its statistics against the 21 integrity constraints of the RDF Data Cube vocabulary.
    Ends with 2 when anything is wrong.
    """
    options.echo(options.paper_at(data, bibliography, lambda step: None).check(fast=fast).text())


@click.command()
@options.file_option("--paper", required=True, help="The article's text.")
@click.option("--all", "everything", is_flag=True, help="List every item with what accounts for it, not only gaps.")
@options.format_option("table", "csv", "tsv", "markdown", "json")
@options.data_option
def coverage(paper: Path, everything: bool, form: str, data: Path | None) -> int:
    """Tell whether the whole article is curated.

    Every passage is covered by a statement or listed as asserting nothing; every number is a statistic or is none for a
    reason; every marker [n] is a citation; every statement in a marked sentence rests on that citation or is listed as not
    backed. Prints percentages by section and every gap; ends with 1 when there is one.
    """
    report = options.paper_at(data).coverage(paper, everything=everything)
    options.echo(report.render(form))
    return 1 if report.coverage.gaps else 0


@click.command()
@click.argument("records", nargs=-1)
@options.file_option("--paper", required=True, help="Your copy: text or PDF.")
@click.option("--all", "everything", is_flag=True, help="List what was found too, not only what was not.")
@options.format_option("table", "csv", "tsv", "json", "markdown")
@options.data_option
def locate(records: options.Names, paper: Path, everything: bool, form: str, data: Path | None) -> int:
    """Find the curated passages and anchors in your own copy of the article.

    RECORDS are ids or locators; all without. A passage is found only when every character of it stands in your copy, white
    space, width forms and page furniture aside. Ends with 1 when anything is ambiguous or not found.

    \b
    Examples:
      cbec-kg locate --paper article.pdf
      cbec-kg locate facet-talent-gap-widening 4.2.p1.s1 --paper article.txt
    """
    found = options.paper_at(data).locate(paper, *records, everything=everything)
    options.echo(found.render(form))
    options.echo_error(found.summary)
    return 1 if found.missing else 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options.file_option("--paper", required=True, help="The paper: text, PDF, JATS or TEI, or what pandoc reads.")
@click.option("--id", "given_id", metavar="ID", help="Keeps its ids apart from others [default: from the DOI or file name].")
def new(folder: Path, paper: Path, given_id: str | None) -> None:
    """Draft a curation folder from another paper.

    FOLDER is made, or may be there and empty. Drafted are sections, references, citations and candidate statistics, all to
    be confirmed; what a sentence claims is left to you, and todo.csv lists every sentence. The folder can be checked, built,
    queried and viewed at once; cbec-kg coverage lists what is still to be done.
    """
    from cbec_kg import draft_paper

    options.echo(draft_paper(folder, paper, id=given_id).text())
