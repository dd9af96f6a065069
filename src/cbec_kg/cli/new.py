"""``cbec-kg new``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cbec_kg.drafting.draft import Draft
    from cbec_kg.io.loading import PaperText

_SHOWN = 8
"""Findings that are printed; all are in todo.csv."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--paper", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The paper: text or PDF.")
@click.option("--id", "given_id", metavar="ID", help="Keeps its ids apart from others [default: from the DOI or file name].")
def new(folder: Path, paper: Path, given_id: str | None) -> None:
    """Draft a curation folder from another paper.

    FOLDER is made, or may be there and empty. Drafted are sections, references, citations and candidate statistics, all to
    be confirmed; what a sentence claims is left to you, and todo.csv lists every sentence. The folder can be checked, built,
    queried and viewed at once; cbec-kg coverage lists what is still to be done.
    """
    from cbec_kg.drafting.draft import draft_folder
    from cbec_kg.errors import LimitError, UsageError
    from cbec_kg.io.loading import read_paper
    from cbec_kg.io.writing import refuse_full

    refuse_full(folder)
    read = read_paper(paper)
    try:
        draft = draft_folder(read.text, read.page_starts, given_id, paper.stem)
    except LimitError as error:
        raise LimitError(f"{paper}: {error}") from None
    except UsageError as error:
        raise UsageError(f"{paper}: {error}" if given_id is None else str(error)) from None
    anchors = _write(folder, draft, read)
    click.echo(_summary(folder, paper, draft, anchors), nl=False)


def _write(folder: Path, draft: Draft, paper: PaperText) -> int:
    """Write a draft beside its place, read it there, and put it in its place whole; return the number of anchors."""
    from cbec_kg.curation.passages import anchors_csv, passages_csv
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.io.writing import new_folder, write_file
    from cbec_kg.text.furniture import edge_furniture

    with new_folder(folder) as beside:
        for name, content in draft.files.items():
            write_file(beside / name, content)
        skip = edge_furniture(paper.text, paper.page_starts) if paper.page_starts else []
        write_file(beside / "passages.csv", passages_csv(paper.text, skip))
        anchors = anchors_csv(read_curation(beside, computed=False), paper.text, skip)
        write_file(beside / "anchors.csv", anchors)
        read_curation(beside)
    return anchors.count("\n") - 1


def _summary(folder: Path, paper: Path, draft: Draft, anchors: int) -> str:
    counts = draft.counts
    lines = [
        f"Drafted {folder} ({draft.id}), every record to be confirmed:",
        f"  {counts['sections']} sections, {counts['passages']} passages, {anchors} anchors",
        f"  {counts['references']} references, {counts['citations']} citations",
        f"  {counts['statistics']} candidate statistics in {counts['units']} units",
    ]
    if counts["entries"]:
        lines.append(f"  {counts['entries']} entries of the list of references, as printed, in references.txt")
    if draft.findings:
        lines.append(f"Not drafted: {len(draft.findings)}, all in todo.csv")
        lines += [f"  {finding.locator}  {finding.text}: {finding.why}" for finding in draft.findings[:_SHOWN]]
        if len(draft.findings) > _SHOWN:
            lines.append(f"  and {len(draft.findings) - _SHOWN} more")
    data, text = f"--data {shlex.quote(str(folder))}", f"--paper {shlex.quote(str(paper))}"
    page = shlex.quote(str(folder.with_name(folder.name + ".html")))
    lines += [
        "Next:",
        "  1. fill in what article.yaml lists as unknown, translate the headings in sections.yaml",
        "  2. go through todo.csv: paraphrase what each sentence claims into claims.yaml, confirm citations and statistics",
        f"  3. after each change: cbec-kg anchor {text} --write {data}",
        f"  4. see what is left:  cbec-kg coverage {text} {data}",
        f"  5. look at it:        cbec-kg view {data} --out {page}",
    ]
    return "\n".join(lines) + "\n"
