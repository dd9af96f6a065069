"""Commands of a curator: whether a folder is right, complete and up to date with its text, and a first draft of one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import sleep

import click

import cbec_kg.cli.options as options
from cbec_kg.errors import CbecError


@click.command()
@options.text_option("The article's text")
@click.option("--write", is_flag=True, help="Write passages.csv and anchors.csv into the data folder.")
@options.data_option
def anchor(paper: Path | None, write: bool, data: Path | None) -> int:
    """Find every record's fragment in the article's text.

    Reports each fragment that does not stand exactly once in its passage. Without --write it also says whether
    passages.csv and anchors.csv are what the text gives, and ends with 1 when they are not.
    """
    folder = options.paper_at(data)
    anchoring = folder.anchor(options.text_of(folder, paper), write=write)
    if write or not anchoring.stale:
        options.remember(folder, paper)
    options.echo(anchoring.text())
    return 1 if anchoring.stale and not write else 0


@click.command()
@options.fast_option
@click.option("--fix", is_flag=True, help="Mend first what needs no judgement: order, quotes, anchors that moved.")
@options.file_option(
    "--paper", help="The article's text: is each of its characters accounted for? --fix moves anchors by it."
)
@click.option("--watch", is_flag=True, help="Check again after each edit, until Ctrl-C.")
@options.bibliography_option
@options.data_option
def check(fast: bool, fix: bool, paper: Path | None, watch: bool, bibliography: Path | None, data: Path | None) -> None:
    """Report all that is wrong with a data folder, each with file and line.

    Fields, types, ids, links, anchors and reasons are checked first; a folder that passes is built in memory and held
    against the SHACL shapes, and its statistics against the 21 integrity constraints of the RDF Data Cube vocabulary.
    Ends with 2 when anything is wrong.

    With --fix, records are sorted, values quoted without which a file cannot be read and, with --paper, anchors moved whose
    fragment stands once elsewhere, and the computed files written; what is ambiguous is left as it is.

    With --paper it is proven that no character of the article is lost: each is in a passage, or listed in account.csv.
    """

    def once() -> None:
        if fix:
            folder = options.paper_at(data)
            options.echo(folder.fix(options.known_text(folder, paper)).text())
        checked = options.paper_at(data, bibliography, lambda step: None)
        options.echo(checked.check(fast=fast).text())
        if paper is not None:
            options.echo(checked.account(paper).text())
            options.remember(checked, paper)

    if watch:
        _watch(once, lambda: options.paper_at(data).digest())
    else:
        once()


def _watch(act: Callable[[], None], digest: Callable[[], str], pause: float = 0.5) -> None:
    """Do something now and after each change of a digest, until the process is interrupted."""
    seen = ""
    with suppress(KeyboardInterrupt):
        while True:
            if (now := digest()) != seen:
                seen = now
                try:
                    act()
                except CbecError as error:
                    options.echo_error(str(error))
                options.echo_error("Watching; end with Ctrl-C.")
            sleep(pause)


@click.command()
@options.text_option("The article's text")
@click.option("--all", "everything", is_flag=True, help="List every item with what accounts for it, not only gaps.")
@options.format_option("table", "csv", "tsv", "markdown", "json")
@options.paper_option
def coverage(paper: Path | None, everything: bool, form: str, data: Path | None) -> int:
    """Tell whether the whole article is curated.

    Every passage is covered by a statement or listed as asserting nothing; every number is a statistic or is none for a
    reason; every marker [n] is a citation; every statement in a marked sentence rests on that citation or is listed as not
    backed. Prints percentages by section and every gap; ends with 1 when there is one.
    """
    folder = options.paper_at(data)
    report = folder.coverage(options.text_of(folder, paper), everything=everything)
    options.remember(folder, paper)
    options.echo(report.render(form))
    return 1 if report.coverage.gaps else 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options.text_option("The very text that the folder was anchored in")
@options.file_option(
    "--export", "export", help="Write all records as .xlsx, or those that it is called by: claims.csv; no page."
)
@options.file_option("--import", "changed", help="Write what was changed in such a file since it was exported; no page.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1 [default: any that is free].")
@options.language_option
def curate(folder: Path, paper: Path | None, export: Path | None, changed: Path | None, port: int, lang: str) -> int:
    """Curate FOLDER on a page in the browser, sentence by sentence, with the keyboard.

    The page shows what is recorded, drafted and missing on each sentence; what is confirmed, corrected or rejected there is
    written into the folder's files at once, a record at a time. It is served to this machine alone, at the address that is
    printed, until Ctrl-C; nothing is sent anywhere.

    With --export and --import the records go through a spreadsheet: all as one workbook, a sheet a kind (FILE.xlsx), or one
    kind as claims.csv, statistics.csv ... A cell that was changed both there and in the folder is told, and nothing is
    written; the command ends with 1 then. So is a cell that the spreadsheet program made a date, number or formula of.

    \b
    Examples:
      cbec-kg curate mypaper --paper mypaper.pdf
      cbec-kg curate mypaper --export mypaper.xlsx
      cbec-kg curate mypaper --import mypaper.xlsx
    """
    if export is not None and changed is not None:
        raise click.UsageError("--export and --import go one at a time.")
    curated = options.paper_at(folder)
    session = curated.curate(options.text_of(curated, paper))
    options.remember(curated, paper)
    if export is not None:
        session.export_spreadsheet(export)
        options.echo(f"{export}: written. Edit it, then: cbec-kg curate {folder} --import {export}\n")
        return 0
    if changed is not None:
        report = session.import_spreadsheet(changed)
        options.echo(report.text())
        return 1 if report.conflicts else 0
    page = session.page(language=lang, port=port)
    options.echo(f"Open {page.address}\nEnd with Ctrl-C.\n")
    with suppress(KeyboardInterrupt):
        page.serve()
    return 0


@click.command()
@click.argument("records", nargs=-1)
@options.text_option("Your copy: text, PDF, or what pandoc reads")
@click.option("--all", "everything", is_flag=True, help="List what was found too, not only what was not.")
@options.format_option("table", "csv", "tsv", "json", "markdown")
@options.paper_option
def locate(records: options.Names, paper: Path | None, everything: bool, form: str, data: Path | None) -> int:
    """Find the curated passages and anchors in your own copy of the article.

    RECORDS are ids or locators; all without. A passage is found only when every character of it stands in your copy, white
    space, width forms and page furniture aside. Ends with 1 when anything is ambiguous or not found.

    \b
    Examples:
      cbec-kg locate --paper article.pdf
      cbec-kg locate facet-talent-gap-widening 4.2.p1.s1 --paper article.txt
    """
    folder = options.paper_at(data)
    found = folder.locate(options.text_of(folder, paper), *records, everything=everything)
    options.echo(found.render(form))
    options.echo_error(found.summary)
    return 1 if found.missing else 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@options.file_option("--paper", required=True, help="The paper: text, PDF, JATS or TEI, or what pandoc reads.")
@click.option("--id", "given_id", metavar="ID", help="Keeps its ids apart from others [default: from the DOI or file name].")
@options.file_option("--reading", help="How to read lines that were read wrongly; becomes the folder's reading.yaml.")
def new(folder: Path, paper: Path, given_id: str | None, reading: Path | None) -> None:
    """Draft a curation folder from another paper.

    FOLDER is made, or may be there and empty. Drafted are sections, references, citations and candidate statistics, all to
    be confirmed; what a sentence claims is left to you, and todo.csv lists every sentence. The folder can be checked, built,
    queried and viewed at once; cbec-kg coverage lists what is still to be done.

    Where a heading was missed, or a line is none, a file says so: see reading.yaml in the field dictionary. Give it as
    --reading to draft anew, or put it into the folder and run cbec-kg anchor --write.
    """
    from cbec_kg import draft_paper

    options.echo(draft_paper(folder, paper, id=given_id, reading=reading).text())
    options.remember(options.paper_at(folder), paper)
