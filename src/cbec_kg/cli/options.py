"""Options that commands share, and the papers that they mean."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from cbec_kg import Corpus, Paper
    from cbec_kg.api.questions import Questions

F = TypeVar("F", bound=Callable[..., Any])
Names = tuple[str, ...]
Folders = tuple[Path, ...]
SEVERAL = (
    "align",
    "audit",
    "build",
    "corpus",
    "evidence",
    "export",
    "gaps",
    "keystones",
    "mcp",
    "notices",
    "query",
    "search",
    "serve",
    "site",
    "trace",
    "view",
    "what-changes",
    "whatif",
    "why",
    "why-not",
)
"""The commands that take several folders, by `folders_option`."""


def file_option(*names: str, metavar: str = "FILE", **settings: Any) -> Callable[[F], F]:
    """Return a decorator that adds an option which takes a path."""
    return click.option(*names, type=click.Path(path_type=Path), metavar=metavar, **settings)


class Seconds(click.FloatRange):
    """A number of seconds within a range; NaN, which is within every range, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; click's BadParameter for what is none, or out of the range."""
        seconds = float(super().convert(value, param, ctx))
        if isnan(seconds):
            self.fail("a number of seconds is expected.", param, ctx)
        return seconds


def together(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Return a decorator that adds several options, which ``--help`` shows in this order."""
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


def _one(ctx: click.Context, param: click.Parameter, value: Folders) -> Path | None:
    if len(value) > 1:
        raise click.BadParameter(f"this command takes one folder; {', '.join(SEVERAL)} take several.")
    return value[0] if value else None


_DEFAULT = "[default: ./data of a checkout, else the bundled paper]"

data_option = file_option("--data", multiple=True, callback=_one, metavar="FOLDER", help=f"Curation folder {_DEFAULT}.")
"""Adds ``--data FOLDER``: one curation folder."""


def _remembered(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    ctx.meta[f"cbec_kg.{param.name}"] = value


store_options = together(
    click.option(
        "--store", metavar="STORE", expose_value=False, callback=_remembered,
        help="Read a store that cbec-kg load made, or an endpoint by its URL, instead of folders.",
    ),
    click.option(
        "--paper-id", "paper_ids", metavar="ID", multiple=True, expose_value=False, callback=_remembered,
        help="Of a store: only this paper; as often as wanted.",
    ),
)  # fmt: skip
"""Adds ``--store`` and ``--paper-id``, which `papers_at` and `paper_at` read from the context of the call."""


def folders_option(command: F) -> F:
    """Add ``--data FOLDER``, as often as wanted (several folders are read as one graph), and the options of a store."""
    option = file_option(
        "--data", multiple=True, metavar="FOLDER", help=f"Curation folder; several make one graph {_DEFAULT}."
    )
    return option(store_options(command))


def paper_option(command: F) -> F:
    """Add ``--data FOLDER``, once, and the options of a store."""
    return data_option(store_options(command))


def day_option(**settings: Any) -> Callable[[F], F]:
    """Return a decorator that adds ``--as-at``: the day as at which notices are read."""
    help = "Only notices of this day or before count: 2021-08-30 [default: all]."
    return click.option("--as-at", "--day", metavar="DAY", default="", help=help, **settings)


notices_options = together(
    file_option(
        "--notices", multiple=True, expose_value=False, callback=_remembered,
        help="Show what these files say is retracted or corrected, too, see cbec-kg notices; as often as wanted.",
    ),
    day_option(expose_value=False, callback=_remembered),
)  # fmt: skip
"""Adds ``--notices`` and ``--as-at``, which `papers_at` and `paper_at` read from the context of the call."""


def notices_given() -> bool:
    """Return whether this call has ``--notices`` or ``--as-at``."""
    return any(_notices_of_call().values())


def _notices_of_call() -> dict[str, Any]:
    meta = click.get_current_context().meta
    return {"notices": meta.get("cbec_kg.notices", ()), "as_at": meta.get("cbec_kg.as_at", "")}


def withdrawn_in(store: str) -> Names:
    """Return what the notices of this call and of the papers of a store withdraw, as ``PAPER:ID``."""
    from cbec_kg.api.notifying import given_notices
    from cbec_kg.api.stores import withdrawn_in_store

    return withdrawn_in_store(store, given_notices(**_notices_of_call()))


bibliography_option = file_option(
    "--bibliography", help="Supplied references, see cbec-kg references [default: bibliography.json in the data folder]."
)

fast_option = click.option("--fast", is_flag=True, help="Leave out the SHACL shapes and the checks of the data cube.")

rejected_option = click.option(
    "--without-rejected", "judged", is_flag=True, help="Leave out the inferred links that readers reject in verdicts.yaml."
)

deposit_options = together(
    click.option("--published", default="", metavar="DAY", help="The day of publication: 2021-08-30 [default: unknown]."),
    click.option(
        "--creator", "creators", multiple=True, metavar="NAME",
        help="Who made it: 'Family, Given', with [ORCID] behind, or an organisation; repeatable [default: unknown].",
    ),
)  # fmt: skip
"""Adds who made a package and when it is published, which no data folder says."""

mappings_option = file_option(
    "--mappings", help="SSSOM mapping set whose curated rows state what is the same in several papers."
)
"""Adds ``--mappings FILE``: a curator's statements about several papers."""

language_option = click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)

TABLE_FORMATS = ("table", "csv", "csv-excel", "tsv", "markdown", "json")
"""In which a table can be had: `cbec_kg.api.results.base.TABLE`."""


def format_option(*forms: str, help: str | None = None) -> Callable[[F], F]:
    """Return a decorator that adds ``--format``; the first form is the default."""
    choice = click.Choice(forms)
    return click.option("-f", "--format", "form", type=choice, default=forms[0], show_default=True, help=help)


def checkout_data() -> Path | None:
    """Return the data folder of the checkout in which the user stands, None outside of one.

    That is ``data`` with an ``article.yaml`` in it, in the current folder or at the top of its repository.
    """
    try:
        here = Path.cwd()
    except OSError:  # it was removed, or may not be read
        return None
    for folder in (here, *here.parents):
        if (folder / "data" / "article.yaml").is_file() and (folder == here or (folder / ".git").exists()):
            return folder / "data"
        if (folder / ".git").exists():
            return None
    return None


def _default_folder() -> Path | None:
    """Return the data folder of the checkout, which is announced, None for the bundled one."""
    from cbec_kg.api.entry import bundled_folder

    found = checkout_data()
    if found is not None and found != bundled_folder():
        echo_error(f"reading {found}")
    return found


def paper_at(data: Path | None, bibliography: Path | None = None, progress: Callable[[str], None] | None = None) -> Paper:
    """Return the paper of a folder, else that of the checkout, else the bundled one."""
    from cbec_kg import open_paper

    store, paper_ids = _store_of_call()
    if store is not None:
        from cbec_kg.api.notifying import given_notices
        from cbec_kg.api.stores import open_stored_paper

        _refuse_folders(data, bibliography)
        if len(paper_ids) > 1:
            raise click.UsageError("this command takes one paper: give --paper-id once.")
        paper = open_stored_paper(store, next(iter(paper_ids), None), progress=progress or echo_error)
        given = given_notices(**_notices_of_call())
        return paper if given is None else paper._with_given(given)
    folder = data or _default_folder()
    return open_paper(folder, bibliography=bibliography, progress=progress or echo_error, **_notices_of_call())


def text_option(help: str) -> Callable[[F], F]:
    """Return a decorator that adds ``--paper``, for a command that takes the paper of a folder; see `text_of`."""
    return file_option("--paper", help=f"{help} [default: CBEC_KG_PAPER, else the one given last for the folder].")


def text_of(paper: Paper, given: Path | None) -> Path:
    """Return the file of a folder's paper: the one given, that of ``CBEC_KG_PAPER``, or the one that is remembered.

    What is forgotten, since its file was changed or is gone, is told. UsageError when none is known.
    """
    found = known_text(paper, given)
    if found is None:
        place = paper.folders[0] if paper.folders else paper.id
        raise click.UsageError(f"no paper is known for {place}. Name it with --paper FILE.")
    return found


def known_text(paper: Paper, given: Path | None) -> Path | None:
    """Return what `text_of` does, None when none is known."""
    named = given or Path(os.environ.get("CBEC_KG_PAPER", ""))
    if named != Path() or not paper.folders:
        return None if named == Path() else named
    from cbec_kg.api.remembered import remembered_paper

    found = remembered_paper(paper.folders[0])
    if found.forgotten:
        echo_error(found.forgotten)
    return found.paper


def remember(paper: Paper, given: Path | None) -> None:
    """Remember the paper that was given for a folder, once it is known to be its text."""
    if given is not None:
        from cbec_kg.api.remembered import remember_paper

        remember_paper(paper.folders[0], given)


def papers_at(
    data: Folders,
    bibliography: Path | None = None,
    progress: Callable[[str], None] | None = None,
    judged: bool = False,
    mappings: Path | None = None,
) -> Corpus:
    """Return the papers of some folders as one, else that of the checkout, else the bundled one.

    Without the links that readers reject where they are to be `judged`.
    """
    from cbec_kg import open_corpus

    store, paper_ids = _store_of_call()
    if store is not None:
        _refuse_folders(data, bibliography)
        asked: dict[str, Any] = {"store": store, "papers": paper_ids}
    else:
        asked = {"folders": data or tuple(filter(None, [_default_folder()])), "bibliography": bibliography}
    papers = open_corpus(**asked, mappings=mappings, progress=progress or echo_error, **_notices_of_call())
    if mappings is not None:
        _ = papers._stated  # so that what is wrong with the file is told where nothing of the answer hangs on it, too
    return papers.without_rejected() if judged else papers


def rdf_at(files: Folders, data: Folders, bibliography: Path | None) -> Questions:
    """Return what can be asked of RDF files, which go without folders and stores."""
    from cbec_kg.api.stores import open_rdf

    if data or bibliography is not None or _store_of_call()[0] is not None:
        raise click.UsageError("--file takes no --data, --store or --bibliography: the files alone are read.")
    return open_rdf(files, progress=echo_error)


def reads_store() -> bool:
    """Return whether this call has ``--store``."""
    return _store_of_call()[0] is not None


def _store_of_call() -> tuple[str | None, Names]:
    """Return what ``--store`` and ``--paper-id`` of this call say."""
    meta = click.get_current_context().meta
    store, paper_ids = meta.get("cbec_kg.store"), meta.get("cbec_kg.paper_ids", ())
    if store is None and paper_ids:
        raise click.UsageError("--paper-id goes with --store. Name folders with --data.")
    return store, paper_ids


def _refuse_folders(data: object, bibliography: Path | None) -> None:
    if data or bibliography is not None:
        raise click.UsageError("--store takes neither --data nor --bibliography: what was loaded is read.")


def echo(text: str) -> None:
    """Print a text that ends as it should."""
    click.echo(text, nl=False)


def echo_error(message: str) -> None:
    """Print a line on standard error."""
    click.echo(message, err=True)
