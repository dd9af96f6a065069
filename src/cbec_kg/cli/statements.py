"""Commands that ask what statements rest on, what is missing, and what falls without a source."""

from __future__ import annotations

from pathlib import Path

import click

import cbec_kg.cli.options as options


@click.command()
@click.argument("statement", required=False)
@click.option("--all", "everything", is_flag=True, help="Problems that are only mentioned too, not just the diagnosed.")
@options.format_option(
    "text", *options.TABLE_FORMATS, "svg",
    help="text: matrix and reading; json: all values; others: the matrix, svg as a picture.",
)  # fmt: skip
@options.language_option
@options.rejected_option
@options.notices_options
@options.folders_option
def evidence(statement: str | None, everything: bool, form: str, lang: str, judged: bool, data: options.Folders) -> None:
    """Show which problems and facets rest on which references and named sources, by role and basis.

    STATEMENT is the id of a problem, facet, countermeasure, measure, claim or statistic; all diagnosed problems without.

    \b
    Examples:
      cbec-kg evidence
      cbec-kg evidence problem-talent
      cbec-kg evidence --format csv
    """
    options.echo(options.papers_at(data, judged=judged).evidence(statement, everything=everything).render(form, lang))


@click.command()
@click.option("-k", "--kind", "only", multiple=True, metavar="KIND", help="Only this kind of gap; as often as wanted.")
@options.format_option(*options.TABLE_FORMATS)
@options.language_option
@options.rejected_option
@options.folders_option
def gaps(only: options.Names, form: str, lang: str, judged: bool, data: options.Folders) -> int:
    """List what is missing between evidence, problems and countermeasures, in both directions.

    Problems, countermeasures and facets without direct evidence, figures without a source, problems that no measure
    addresses, measures that address nothing diagnosed, sources that bear on no problem, circular support, sources that may
    be counted twice.
    Ends with 1 when there is any.
    """
    found = options.papers_at(data, judged=judged).gaps(*only)
    options.echo(found.render(form, lang))
    return 1 if found.gaps else 0


@click.command()
@click.argument("statements", nargs=-1)
@options.format_option("text", *options.TABLE_FORMATS)
@options.language_option
@options.rejected_option
@options.mappings_option
@options.folders_option
def keystones(
    statements: options.Names, form: str, lang: str, judged: bool, mappings: Path | None, data: options.Folders
) -> None:
    """Show which sources each problem cannot do without: minimal cut sets, single points of failure, load by source.

    Also called critical-sources. STATEMENTS are ids; all problems without. A minimal cut set is a set of sources whose
    withdrawal leaves the statement without support, and that is minimal under removal. What backs a statement directly
    supports it; an echo elsewhere in the article does not, nor does what backs a facet support its problem: the sets
    without which none of the facets, or measures, has support are given apart. A source that is the same in several papers
    (see cbec-kg align) carries one load.

    \b
    Examples:
      cbec-kg keystones
      cbec-kg critical-sources facet-talent-versatile --format json
    """
    papers = options.papers_at(data, judged=judged, mappings=mappings)
    options.echo(papers.critical_sources(*statements).render(form, lang))


@click.command()
@click.argument("words", nargs=-1, required=True)
@options.format_option("text", *options.TABLE_FORMATS)
@options.language_option
@options.folders_option
def search(words: options.Names, form: str, lang: str, data: options.Folders) -> None:
    """Find records by what they are called, print, quote, note or are identified by, in Chinese and English at once.

    All WORDS must occur. Widths, case, commas in figures and idle zeros do not matter; letters may spell Chinese labels by
    initials or syllables; one typing error is forgiven where nothing fits otherwise, never in a figure.

    \b
    Examples:
      cbec-kg search 31.1%
      cbec-kg search talent gap
      cbec-kg search rcqk
    """
    options.echo(options.papers_at(data).search(" ".join(words)).render(form, lang))


@click.command()
@click.argument("record")
@options.format_option("tree", "json", "svg")
@options.language_option
@options.file_option("--paper", help="Your own copy of the article's text.")
@options.bibliography_option
@options.rejected_option
@options.notices_options
@options.folders_option
def trace(
    record: str, form: str, lang: str, paper: Path | None, bibliography: Path | None, judged: bool, data: options.Folders
) -> None:  # fmt: skip
    """Follow a statement to its sources, or a source to what it backs.

    RECORD is the id of a problem, facet, countermeasure, measure, claim, statistic, citation, reference or named source;
    a reference may be given as [9] or 9. With --paper the sentences themselves are shown, from your own copy.

    \b
    Examples:
      cbec-kg trace problem-talent
      cbec-kg trace ref-09
      cbec-kg trace facet-talent-gap-widening --paper article.txt --lang zh
    """
    options.echo(options.papers_at(data, bibliography, judged=judged).trace(record, text=paper).render(form, lang))


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@options.day_option()
@click.option("--since", default="", metavar="DAY", help="Tell what has changed from this day on.")
@click.option("--save", is_flag=True, help="Write those about what is cited into notices.csv of the folder, for every view.")
@options.format_option("text", *options.TABLE_FORMATS)
@options.language_option
@options.bibliography_option
@options.folders_option
def notices(
    files: options.Folders, as_at: str, since: str, save: bool, form: str, lang: str, bibliography: Path | None,
    data: options.Folders,
) -> int:  # fmt: skip
    """Tell which of the works cited were retracted, withdrawn, questioned, corrected or reinstated.

    FILE is Retraction Watch's table (CSV), or works of Crossref (JSON) with update-to or updated-by, that you have; nothing
    is fetched. Those of the data folder, notices.csv and notices.json, count too: save them once, and every view shows them.
    A notice is about a reference by DOI, PubMed id, or title with year and first author; what is only near is proposed, and
    nothing follows from it. A later reinstatement takes a retraction back. A date such as 3/4/2021 is read month first, as
    Retraction Watch writes. What is retracted or withdrawn is told with what falls. Ends with 1 when anything is.

    \b
    Examples:
      cbec-kg notices retractions.csv
      cbec-kg notices works.json --as-at 2021-08-30 --format csv
      cbec-kg notices --since 2021-01-01 --as-at 2021-08-30
      cbec-kg notices retractions.csv --save --data tea
    """
    if save:
        if len(data) > 1 or not files:
            raise click.UsageError("--save takes files, and one folder: cbec-kg notices FILE --save --data FOLDER")
        options.echo_error(
            options.paper_at(data[0] if data else None, bibliography).save_notices(*files).text(lang).rstrip("\n")
        )
    found = options.papers_at(data, bibliography).notices(*files, day=as_at, since=since)
    options.echo(found.render(form, lang))
    return 1 if found.withdrawn else 0


@click.command()
@click.option(
    "--without", "sources", multiple=True, metavar="ID", help="A reference or named source to withdraw; [9] will do."
)
@click.option(
    "--without-basis", "bases", multiple=True, type=click.Choice(["inherited", "inferred"]),
    help="Links of this basis count no more.",
)  # fmt: skip
@click.option("--only-stated", is_flag=True, help="Only what the article states itself counts.")
@click.option("--all", "everything", is_flag=True, help="List what stands and what had no support, too.")
@click.option("--noticed", is_flag=True, help="Withdraw what published notices say is retracted; --notices does, too.")
@options.notices_options
@options.format_option(
    "text", *options.TABLE_FORMATS, "svg", help="text: with reasons; svg: a picture of problems and facets."
)
@options.language_option
@options.rejected_option
@options.mappings_option
@options.folders_option
def whatif(
    sources: options.Names, bases: options.Names, only_stated: bool, everything: bool, noticed: bool,
    form: str, lang: str, judged: bool, mappings: Path | None, data: options.Folders,
) -> None:  # fmt: skip
    """Tell what falls, what is weakened and what stands when sources are withdrawn, and why.

    A statement falls when it has no support left; it is weakened when some of its support is lost and some left. Of a
    problem that is told of itself, with the number of facets that were backed and still are; of a countermeasure, with its
    measures. What backs only a cause, a need, an effect or the setting of a statement, or echoes it, does not support it.
    Among several papers a source is withdrawn wherever it is the same (see cbec-kg align).
    Without options: the table of all single withdrawals.

    \b
    Examples:
      cbec-kg whatif --without ref-09
      cbec-kg whatif --without 5 --without source-cbec-export-report-2020
      cbec-kg whatif --only-stated
      cbec-kg whatif --notices retractions.csv --as-at 2021-08-30
      cbec-kg whatif
    """
    papers = options.papers_at(data, judged=judged, mappings=mappings)
    noticed = noticed or options.notices_given()
    if noticed:
        published = papers.notices()
        options.echo_error(published.summary(lang))
        sources = (*sources, *published.withdrawn)
    if not (sources or bases or only_stated or noticed):
        options.echo(papers.loads().render("table" if form in ("text", "svg") else form))
        return
    found = papers.what_if(sources, without_basis=bases, only_stated=only_stated, everything=everything)
    options.echo(found.render(form, lang))
