"""Where papers come from: opened from their folders, drafted from a text; and the questions that are shipped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import LimitError, UsageError

if TYPE_CHECKING:
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.results.base import Table
    from cbec_kg.api.results.written import Drafted
    from cbec_kg.api.workings import Progress


def open_paper(
    folder: str | Path | None = None,
    *,
    bibliography: str | Path | None = None,
    notices: Iterable[str | Path] = (),
    as_at: str = "",
    progress: Progress | None = None,
) -> Paper:
    """Return a paper by its curation folder, or the bundled one.

    Nothing is read yet: a folder that cannot be read raises `UsageError` or `DataError` with the first question.

    Parameters
    ----------
    folder : path, optional
        Holds ``article.yaml`` and the other data files; the bundled paper without.
    bibliography : path, optional
        Supplied references; the folder's own ``bibliography.json`` without, where it has one.
    notices : iterable of paths
        Files of retraction notices and their like (see `Corpus.notices`), beside the folder's own ``notices.csv`` and
        ``notices.json``.
    as_at : str
        Only notices of this day or before count, ``YYYY-MM-DD``; all where it is empty.
    progress : callable, optional
        Called with each step that takes a while, in a few words.

    Examples
    --------
    >>> open_paper().problems[0].id
    'problem-awareness'
    """
    from cbec_kg.api.notifying import given_notices
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.workings import Workings

    supplied = None if bibliography is None else Path(bibliography)
    place = bundled_folder() if folder is None else Path(folder)
    return Paper(Workings(place, supplied, progress, given_notices(notices, as_at)))


def open_corpus(
    folders: Iterable[str | Path] = (),
    *,
    bibliography: str | Path | None = None,
    notices: Iterable[str | Path] = (),
    as_at: str = "",
    mappings: str | Path | None = None,
    store: str | Path | None = None,
    papers: Iterable[str] = (),
    progress: Progress | None = None,
) -> Corpus:
    """Return several papers as one graph, in which records are named ``PAPER:ID``; of one, by their id alone.

    Folders of the same id are refused with the first question.

    Parameters
    ----------
    folders : iterable of paths
        Curation folders whose articles have different ids; the bundled paper without any.
    bibliography, notices, as_at, progress
        As for `open_paper`; `UsageError` is raised when a bibliography is named for several folders.
    mappings : path, optional
        An SSSOM mapping set (tab-separated) whose curated rows state which records mean the same thing, or do not.
    store, papers : path, iterable of str
        A store that `cbec_kg.api.stores.load_store` made, instead of folders, and the ids of some of its papers.

    Examples
    --------
    >>> len(open_corpus().folders)
    1
    """
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.api.notifying import given_notices
    from cbec_kg.api.workings import Workings

    given = given_notices(notices, as_at)
    if store is not None:
        from cbec_kg.api.stores import open_store

        found = open_store(store, papers=papers, mappings=mappings, progress=progress)
        return found if given is None else found._with_given(given)
    places = [Path(folder) for folder in folders] or [bundled_folder()]
    if bibliography is not None and len(places) > 1:
        raise UsageError("--bibliography goes with one folder: its numbers are of one article. Name one with --data.")
    supplied = None if bibliography is None else Path(bibliography)
    workings = [Workings(place, supplied, progress, given) for place in places]
    return Corpus(workings, None if mappings is None else Path(mappings))


def paper_at(place: str) -> Paper:
    """Return the paper of a curation folder, of a store or endpoint of one, or STORE#PAPER of several."""
    from cbec_kg.api.stores import is_store, is_url, open_stored_paper

    store, _, paper = place.partition("#")
    return open_stored_paper(store, paper or None) if is_url(store) or is_store(store) else open_paper(place)


def bundled_folder() -> Path:
    """Return the curation folder of the bundled paper."""
    from cbec_kg.assets import asset_folder

    return asset_folder("data")


def shipped_queries() -> Table:
    """Return the shipped queries with their questions in Chinese and English and their parameters, sorted by name.

    Examples
    --------
    >>> [row[3] for row in shipped_queries().rows if row[0] == "problem-evidence"]
    ['problem source']
    """
    from cbec_kg.api.results.base import Table
    from cbec_kg.queries.catalogue import read_catalogue

    rows = ((one.name, one.zh, one.en, " ".join(one.parameters)) for one in read_catalogue())
    return Table(("name", "zh", "en", "parameters"), tuple(rows))


def query_text(question: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the SPARQL text of a question and, for a shipped query, the names of its parameters; see `Corpus.query`.

    Examples
    --------
    >>> query_text("problem-evidence")[1]
    ('problem', 'source')
    """
    from cbec_kg.queries import catalogue

    return catalogue.query_text(question)


def draft_paper(
    folder: str | Path, text: str | Path, *, id: str | None = None, reading: str | Path | None = None
) -> Drafted:
    """Draft a curation folder from another paper: text, PDF, JATS or TEI, or a format that pandoc reads.

    Sections, references, citations and candidate statistics are drafted, all to be confirmed; what a sentence claims is left
    to a person, and ``todo.csv`` lists every sentence. `UsageError` or `LimitError` is raised, and nothing written, when the
    folder holds anything, or the paper cannot be drafted.

    Parameters
    ----------
    id : str, optional
        Keeps its ids apart from others; from the DOI or the file's name without.
    reading : path, optional
        Says of lines that are read wrongly how to read them; the folder gets it as ``reading.yaml``.
    """
    from cbec_kg.api.results.written import Drafted
    from cbec_kg.api.workings import anchor_files, read_paper
    from cbec_kg.assets import refuse_installed
    from cbec_kg.curation.reader import read_curation
    from cbec_kg.drafting.draft import draft_folder
    from cbec_kg.io.folders import new_folder, refuse_full
    from cbec_kg.io.loading import read_bytes
    from cbec_kg.io.writing import write_file
    from cbec_kg.model.line_readings import READING_FILE

    place, paper = Path(folder), Path(text)
    refuse_installed(place)
    refuse_full(place)
    read = read_paper(paper, None if reading is None else Path(reading))
    try:
        draft = draft_folder(read, id, paper.stem)
    except LimitError as error:
        raise LimitError(f"{paper}: {error}") from None
    except UsageError as error:
        raise UsageError(f"{paper}: {error}" if id is None else str(error)) from None
    with new_folder(place) as beside:
        for name, content in draft.files.items():
            write_file(beside / name, content)
        if reading is not None:
            write_file(beside / READING_FILE, read_bytes(Path(reading)))
        computed = anchor_files(read_curation(beside, computed=False), read)
        for name, content in computed.items():
            write_file(beside / name, content)
        read_curation(beside)
    return Drafted(place, paper, draft, computed["anchors.csv"].count("\n") - 1)
