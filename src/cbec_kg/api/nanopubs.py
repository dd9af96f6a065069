"""Nanopublications of a paper written into a folder, and those of any folder checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.nanopublished import NanopubsChecked, NanopubsWritten
    from cbec_kg.api.workings import Workings

_CREATOR = "https://orcid.org/"


def write_nanopubs(
    paper: Workings, folder: Path, key: Path | None, creator: str, created: str, previous: Path | None, force: bool
) -> NanopubsWritten:
    """Write the nanopublications of a paper into a folder; see `cbec_kg.api.papers.Paper.nanopubs`."""
    from cbec_kg.api.results.nanopublished import NanopubsWritten
    from cbec_kg.assets import refuse_installed
    from cbec_kg.io.digest_list import NANOPUBS
    from cbec_kg.io.folders import refuse_other, write_folder
    from cbec_kg.rdf.nanopubs.earlier import Earlier, read_earlier
    from cbec_kg.rdf.nanopubs.keys import read_key
    from cbec_kg.rdf.nanopubs.publishing import Publisher, published
    from cbec_kg.render.exports.nanopub_files import nanopub_files, table_of

    paper.require_folder()
    refuse_other(folder, NANOPUBS, force)
    refuse_installed(folder)
    signing = None if key is None else read_key(key)
    publisher = Publisher(orcid(creator) if creator else "", time_of(created) if created else "", signing)
    project = paper.project
    earlier = Earlier() if previous is None else read_earlier(previous, project.curation.folder_id, publisher.public)
    found = tuple(published(project, publisher, earlier))
    sizes = write_folder(folder, nanopub_files(found), NANOPUBS, force=force)
    return NanopubsWritten(folder, sizes, tuple(table_of(found)), signing is not None)


def check_nanopubs(place: str | Path) -> NanopubsChecked:
    """Return whether the nanopublications of a folder, or of a file in TriG or N-Quads, are what their names say.

    The digest that each name ends with is computed anew from the statements, and a signature checked with the key that is
    named beside it. Nothing is fetched. `UsageError` is raised when there are none, or a file cannot be read.

    Examples
    --------
    >>> check_nanopubs("nowhere.txt")
    Traceback (most recent call last):
    ...
    cbec_kg.errors.UsageError: nowhere.txt: is not there. Name a folder of nanopublications, or FILE.trig.
    """
    from cbec_kg.api.results.nanopublished import NanopubsChecked
    from cbec_kg.rdf.nanopubs.checking import files_in, read_file

    files = files_in(Path(place))
    found = [(str(file), one.nanopublication, one.fault) for file in files for one in read_file(file)]
    named = [one for _, one, _ in found if one is not None]
    bad = tuple((file, one.iri if one else "", fault) for file, one, fault in found if fault)
    signed = {one.iri for one in named if one.public_key}
    return NanopubsChecked(bad, len(files), len({one.iri for one in named}), len(signed))


def orcid(text: str) -> str:
    """Return the IRI of a person by the ORCID iD, which may stand in brackets behind a name; `UsageError` where it is none.

    Examples
    --------
    >>> orcid("0000-0002-1825-0097")
    'https://orcid.org/0000-0002-1825-0097'
    >>> orcid("Carberry, Josiah [0000-0002-1825-0097]")
    'https://orcid.org/0000-0002-1825-0097'
    """
    from cbec_kg.bibliography.orcids import is_orcid

    bracketed = text.strip().removesuffix("]").rpartition("[")[2] if text.strip().endswith("]") else text.strip()
    name = bracketed.removeprefix("http://orcid.org/").removeprefix(_CREATOR).removeprefix("orcid:").upper()
    if not is_orcid(name):
        raise UsageError(f"{text!r} is no ORCID iD such as 0000-0002-1825-0097, whose last character is a check digit.")
    return f"{_CREATOR}{name}"


def time_of(text: str) -> str:
    """Return a day, or a number of seconds since 1970, as a time in UTC; `UsageError` for anything else.

    Examples
    --------
    >>> time_of("2021-08-30"), time_of("1630281600")
    ('2021-08-30T00:00:00Z', '2021-08-30T00:00:00Z')
    """
    from datetime import UTC, datetime

    from cbec_kg.bibliography.supplied import is_day

    if is_day(text):
        return f"{text}T00:00:00Z"
    try:
        return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{text!r} is no day such as 2021-08-30, and no number of seconds since 1970.") from None
