"""``cbec-kg new``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cbec_kg.drafting.draft import Draft

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
    from cbec_kg.doors.loading import read_paper
    from cbec_kg.drafting.draft import draft_folder
    from cbec_kg.errors import LimitError, UsageError

    _refuse_full(folder)
    read = read_paper(paper)
    try:
        draft = draft_folder(read.text, read.page_starts, given_id, paper.stem)
    except LimitError as error:
        raise LimitError(f"{paper}: {error}") from None
    except UsageError as error:
        raise UsageError(f"{paper}: {error}" if given_id is None else str(error)) from None
    anchors = _write(folder, draft, read.text)
    click.echo(_summary(folder, paper, draft, anchors), nl=False)


def _refuse_full(folder: Path) -> None:
    from cbec_kg.errors import UsageError

    try:
        full = folder.is_dir() and any(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder}: cannot be looked into: {error.strerror}. Name a new folder.") from None
    if full:
        raise UsageError(f"{folder}: is not empty; nothing was written. Name a new or an empty folder.")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; nothing was written. Name a new folder.")


def _write(folder: Path, draft: Draft, text: str) -> int:
    """Write a draft beside its place, check it there, and put it in its place whole; return the number of anchors."""
    from cbec_kg.curation.anchoring import anchors_csv, passages_csv
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.doors.writing import make_folder, write_file
    from cbec_kg.errors import OutputError

    place = folder.absolute()
    make_folder(place.parent)
    beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent))
    try:
        for name, content in draft.files.items():
            write_file(beside / name, content)
        write_file(beside / "passages.csv", passages_csv(text))
        anchors = anchors_csv(read_curation(beside, computed=False), text)
        write_file(beside / "anchors.csv", anchors)
        read_curation(beside)
        beside.chmod(0o777 & ~_umask())
        try:
            if place.is_dir():
                place.rmdir()  # only ever an empty one
            beside.rename(place)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"{folder}: not written: {reason}. Name another folder, then try again.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return anchors.count("\n") - 1


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask


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
    data, text = f"--data {_quoted(folder)}", f"--paper {_quoted(paper)}"
    lines += [
        "Next:",
        "  1. fill in what article.yaml lists as unknown, translate the headings in sections.yaml",
        "  2. go through todo.csv: paraphrase what each sentence claims into claims.yaml, confirm citations and statistics",
        f"  3. after each change: cbec-kg anchor {text} --write {data}",
        f"  4. see what is left:  cbec-kg coverage {text} {data}",
        f"  5. look at it:        cbec-kg view {data} --out {_quoted(folder.with_name(folder.name + '.html'))}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
