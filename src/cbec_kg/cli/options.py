"""Options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


SEVERAL = ("audit", "build", "evidence", "gaps", "keystones", "query", "site", "trace", "whatif")
"""The commands that take several folders, by `folders_option`."""


def data_option(command: F) -> F:
    """Add ``--data FOLDER``: the curation folder, the shipped one by default."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path),
        multiple=True,
        callback=_one,
        metavar="FOLDER",
        help="Curation folder [default: the shipped paper].",
    )(command)


def _one(ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]) -> Path | None:
    if len(value) > 1:
        raise click.BadParameter(f"this command takes one folder; {', '.join(SEVERAL)} take several.")
    return value[0] if value else None


def folders_option(command: F) -> F:
    """Add ``--data FOLDER``, as often as wanted: several folders are read as one graph."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FOLDER",
        help="Curation folder; several make one graph [default: the shipped paper].",
    )(command)


def bibliography_option(command: F) -> F:
    """Add ``--bibliography FILE``: references that the user supplied."""
    return click.option(
        "--bibliography",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Supplied references, see cbec-kg references [default: bibliography.json in the data folder].",
    )(command)


def paper_option(command: F) -> F:
    """Add ``--paper FILE``: the reader's own copy of the article's text."""
    return click.option(
        "--paper", type=click.Path(path_type=Path), metavar="FILE", help="Your own copy of the article's text."
    )(command)


TABLE_FORMATS = ("table", "csv", "csv-excel", "tsv", "markdown", "json")
"""In which a table can be had: `cbec_kg.render.console.tables.FORMATS`."""


def format_option(*forms: str, told: str = "") -> Callable[[F], F]:
    """Add ``--format``; the first form is the default, `told` says what is not plain from the names."""
    choice = click.Choice(forms)
    return click.option("-f", "--format", "form", type=choice, default=forms[0], show_default=True, help=told or None)


def language_option(command: F) -> F:
    """Add ``--lang zh|en``."""
    return click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)(command)


def folder_or_shipped(data: Path | None) -> Path:
    """Return the folder named, or the shipped one."""
    if data is not None:
        return data
    from cbec_kg.assets import asset_folder

    return asset_folder("data")


def folders_or_shipped(data: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders named, or the shipped one."""
    return data or (folder_or_shipped(None),)


def tell(message: str) -> None:
    """Say something on standard error."""
    click.echo(message, err=True)
