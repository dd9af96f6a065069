"""Loading: papers are checked and staged, put into a new generation of the database, and then count all at once.

A load can be ended at any moment. What was staged stays and is not checked again; a generation that nothing names yet is
removed by the next load; the pointer to the generation that counts is renamed into place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace as replaced

from cbec_kg import __version__
from cbec_kg.errors import DataError, Problem, UsageError
from cbec_kg.io.durable import PART, remove_tree
from cbec_kg.io.locking import move_unread
from cbec_kg.io.writing import write_file
from cbec_kg.literature.edge_table import is_writable
from cbec_kg.store.generations import make_generation
from cbec_kg.store.layout import (
    FORMAT,
    MAPPINGS,
    POINTER,
    Generation,
    Load,
    Manifest,
    Pointer,
    StoreDirectory,
    StoredPaper,
    damaged_paper,
    locked_to_write,
)
from cbec_kg.store.rdf_staging import graphs_of, stage_rdf
from cbec_kg.store.staging import StagedPaper, all_staged, copy_staged, find_staged, stage
from cbec_kg.store.together import Together

Progress = Callable[[str, int, int], None]
"""Is called with what is done, how much of it is done, and how much there is: of papers, or of statements."""


@dataclass(frozen=True)
class Change:
    """What a load did with one paper: ``added``, ``replaced``, ``unchanged`` or ``removed``."""

    what: str
    paper: StoredPaper


def load(
    store: Path,
    sources: Sequence[Path],
    *,
    at: str,
    remove: Sequence[str] = (),
    checked: bool = True,
    rebuild: bool = False,
    mappings: Path | None = None,
    progress: Progress = lambda what, done, of: None,
    say: Callable[[str], None] = lambda note: None,
) -> list[Change]:
    """Load curation folders, RDF files, and the papers of other stores, into a store; return what was done, by id.

    A paper whose id is there already is replaced unless its digest is the same; so is a file, whose id is its name.

    Parameters
    ----------
    sources : sequence of paths
        Curation folders, RDF files and store directories.
    at : str
        The time of the load, as ISO 8601.
    remove : sequence of str
        Ids of papers to be removed.
    checked : bool
        Hold papers that were not checked yet against the SHACL shapes and the constraints of the data cube.
    rebuild : bool
        Make the database anew; papers that another version made are built and checked again from their own files.
    mappings : Path or None
        A mapping set that takes the place of the one that was loaded; None to leave that.
    say : callable
        Called with each note about an RDF file, such as a literal that is no value of its type.

    Raises
    ------
    UsageError
        When a source is none, two have the same id, or a paper that is to be removed is not there; nothing is changed.
    DataError
        With all problems of all folders, or of the mapping set; nothing is changed.
    UnavailableError
        When another process writes the store.
    OutputError
        When it cannot be written; it is as it was.
    """
    directory = StoreDirectory(store)
    with locked_to_write(directory, at):
        last, damage = _last(directory, rebuild)
        before = damage if damage is not None else (last.manifest if last else Manifest())
        missing = [paper for paper in remove if paper not in before.everything]
        if missing:
            known = ", ".join(sorted(before.everything)) or "none"
            raise UsageError(f"{store}: has no paper {missing[0]!r}; it has: {known}.")
        again = {_data(directory, paper): paper.source for paper in before.papers if rebuild}
        given = _staged(directory, [*again, *sources], before, checked, progress, say)
        given = [replace(one, paper=replaced(one.paper, source=again.get(one.source, one.paper.source))) for one in given]
        both = sorted({one.paper.id for one in given} & set(remove))
        if both:
            raise UsageError(f"{both[0]} is to be loaded and removed at once. Do one, then the other.")
        changes = _changes(given, before, remove)
        stated = _mappings(directory, last, mappings)
        anew = rebuild or _digest_of(stated) != before.mappings or _lacks_table(last)
        if anew or any(change.what != "unchanged" for change in changes):
            called = mappings.name if mappings is not None else f"{store}/{MAPPINGS}"
            changes = _write(directory, None if rebuild else last, before, changes, (called, stated), at, progress)
        _remove_strays(directory)
        return changes


@dataclass(frozen=True)
class _Given:
    """A paper of the sources, staged or as the store has it already."""

    paper: StoredPaper
    source: Path


def _last(directory: StoreDirectory, rebuild: bool) -> tuple[Generation | None, Manifest | None]:
    """Return the generation that counts; for a rebuild, what a store has whose manifest cannot be read."""
    try:
        return directory.current(), None
    except UsageError:
        if not rebuild:
            raise
    papers = {one.receipt.id: one for one in all_staged(directory) if one.is_whole()}
    return None, _manifest([_stored(one, directory.folder, 0) for one in papers.values()])


def _mappings(directory: StoreDirectory, last: Generation | None, given: Path | None) -> bytes:
    """Return a mapping set: the one that is given, else the one that was loaded; empty without any."""
    from cbec_kg.io.loading import read_bytes

    if given is not None:
        content = read_bytes(given)
        if not content.strip():
            raise UsageError(f"{given}: is empty. Give a mapping set; one without rows withdraws what was stated.")
        return content
    loaded = last.mappings if last is not None else max(directory.generations.glob(f"*/{MAPPINGS}"), default=None)
    return read_bytes(loaded) if loaded is not None else b""


def _digest_of(mappings: bytes) -> str:
    return sha256(mappings).hexdigest() if mappings else ""


def _lacks_table(last: Generation | None) -> bool:
    """Return whether a store has papers and no table of their edges, which can be written now."""
    return last is not None and bool(last.manifest.papers) and not last.table.is_dir() and is_writable()


def _data(directory: StoreDirectory, paper: StoredPaper) -> Path:
    """Return the copy of a paper's curation folder; UsageError when it is not as it was."""
    staged = find_staged(directory, paper.digest)
    if staged is None or not staged.is_whole(of_data=True):
        raise damaged_paper(directory, paper)
    return staged.data


def _stored(staged: StagedPaper, source: Path, load: int) -> StoredPaper:
    receipt = staged.receipt
    return StoredPaper(
        id=receipt.id, digest=receipt.digest, statements=receipt.statements, source=str(source), version=receipt.version,
        checked=receipt.checked, load=load, graphs=graphs_of(staged.lines()) if staged.is_file else None,
    )  # fmt: skip


def _manifest(
    found: Iterable[StoredPaper], loads: tuple[Load, ...] = (), ontology: str = "", mappings: str = ""
) -> Manifest:
    ordered = sorted(found, key=lambda one: one.id)
    papers, files = (tuple(one for one in ordered if (one.graphs is None) == of_papers) for of_papers in (True, False))
    return Manifest(papers, loads, ontology, files, mappings)


def _staged(
    directory: StoreDirectory,
    sources: Sequence[Path],
    before: Manifest,
    checked: bool,
    progress: Progress,
    say: Callable[[str], None],
) -> list[_Given]:
    """Return the papers of all sources, each staged unless it is in the store already; all problems are raised at once."""
    found: dict[str, _Given] = {}
    problems: list[Problem] = []
    number = len(before.loads) + 1
    for count, source in enumerate(sources, start=1):
        progress("checking", count - 1, len(sources))
        try:
            for paper in _papers_of(directory, source, before, checked, number, say):
                if paper.id in found and found[paper.id].paper.digest != paper.digest:
                    raise UsageError(
                        f"{found[paper.id].source} and {source} both have the id {paper.id!r}; nothing was changed. "
                        "Give the article of one of them another id, or load the one that is right."
                    )
                found[paper.id] = _Given(paper, source)
        except DataError as error:
            problems += error.problems
        progress("checking", count, len(sources))
    if problems:
        raise DataError(problems)
    return [found[name] for name in sorted(found)]


def _papers_of(
    directory: StoreDirectory, source: Path, before: Manifest, checked: bool, number: int, say: Callable[[str], None]
) -> Iterator[StoredPaper]:
    if (source / POINTER).is_file():
        other = StoreDirectory(source)
        generation, lock = other.open_to_read()
        for paper in generation.manifest.everything.values():
            yield _stored(copy_staged(directory, other, paper.digest), Path(paper.source), number)
        lock.close()
        return
    staged = stage_rdf(directory, source, say) if source.is_file() else stage(directory, source, checked=checked)
    there = before.everything.get(staged.receipt.id)
    same = there is not None and there.digest == staged.receipt.digest and there.checked == staged.receipt.checked
    yield there if there is not None and same else _stored(staged, source.absolute(), number)


def _changes(given: Iterable[_Given], before: Manifest, remove: Sequence[str]) -> list[Change]:
    changes = [Change("removed", before.everything[name]) for name in sorted(set(remove))]
    for one in given:
        there = before.everything.get(one.paper.id)
        same = there is not None and there.digest == one.paper.digest and there.checked >= one.paper.checked
        what = "unchanged" if same else "added" if there is None else "replaced"
        changes.append(Change(what, there if there is not None and same else one.paper))
    return sorted(changes, key=lambda change: change.paper.id)


def _write(
    directory: StoreDirectory,
    last: Generation | None,
    before: Manifest,
    changes: list[Change],
    stated: tuple[str, bytes],
    at: str,
    progress: Progress,
) -> list[Change]:
    """Make the generation that has the changes, and let it count; `stated` is a mapping set, by what it is called."""
    called, mappings = stated
    new = {change.paper.id: change.paper for change in changes if change.what in ("added", "replaced")}
    gone = [change.paper.id for change in changes if change.what == "removed"]
    papers = {**before.everything, **new}
    for name in gone:
        del papers[name]
    _refuse_equal_graphs(papers.values())
    out = [name for name in (*new, *gone) if name in before.everything]
    current = last
    if last is not None and 2 * len(out) > len(before.everything):
        last = None  # most of it would be taken out: starting from nothing is faster
    put_in = list(new) if last is not None else list(papers)
    staged = [_whole(directory, papers[name]) for name in sorted(put_in)]
    with_ontology = (paper for paper in papers.values() if paper.graphs is None)
    newest = max(with_ontology, key=lambda paper: (paper.load, paper.id), default=None)
    ontology = None if newest is None else _whole(directory, newest)
    named = "" if ontology is None else ontology.receipt.files["ontology.nq.gz"]
    entry = Load(
        number=len(before.loads) + 1, at=at, version=__version__,
        added={name: paper.digest for name, paper in sorted(new.items())},
        removed={name: before.everything[name].digest for name in sorted(out)},
        mappings="" if _digest_of(mappings) == before.mappings else _digest_of(mappings),
    )  # fmt: skip
    manifest = _manifest(papers.values(), (*before.loads, entry), named, _digest_of(mappings))
    total, done = 2 * sum(one.receipt.statements for one in staged), 0

    def read(statements: int) -> None:
        nonlocal done
        done += statements
        progress("loading", min(done, total), total)

    changed = None if last is not None and last.manifest.ontology == named else ontology
    everything = [_found(directory, paper) for paper in manifest.papers]
    together = Together(everything, mappings, called, lambda count: progress("aligning", count, len(everything)))
    generation = make_generation(directory, last, manifest, staged, out, changed, together, current, read)
    from msgspec import json

    write_file(directory.pointer, json.format(json.encode(Pointer(FORMAT, generation.folder.name)), indent=1) + b"\n")
    return changes


def _refuse_equal_graphs(papers: Iterable[StoredPaper]) -> None:
    """Raise UsageError where two RDF files have a graph of the same name: one could not be taken out without the other."""
    owners: dict[str, str] = {}
    for file in papers:
        for graph in file.graphs or ():
            if graph in owners:
                raise UsageError(
                    f"{owners[graph]} and {file.id} both have the graph <{graph}>. Join the files, or rename one of them."
                )
            owners[graph] = file.id


def _whole(directory: StoreDirectory, paper: StoredPaper) -> StagedPaper:
    staged = _found(directory, paper)
    if not staged.is_whole():
        raise damaged_paper(directory, paper)
    return staged


def _found(directory: StoreDirectory, paper: StoredPaper) -> StagedPaper:
    staged = find_staged(directory, paper.digest)
    if staged is None:
        raise damaged_paper(directory, paper)
    return staged


def _remove_strays(directory: StoreDirectory) -> None:
    """Remove the generations that count no more and that nobody reads, and the papers that none of the others has."""
    current = directory.current()
    used = set() if current is None else {paper.digest for paper in current.manifest.everything.values()}
    for entry in sorted(directory.generations.iterdir()):
        if current is not None and entry == current.folder:
            continue
        stray = entry if entry.name.startswith(PART) else entry.with_name(f"{PART}{entry.name}-old")
        if stray == entry or move_unread(entry, stray):
            remove_tree(stray)
        else:
            with suppress(UsageError):
                used |= {paper.digest for paper in directory.manifest(entry.name).everything.values()}
    for entry in directory.papers.iterdir():
        if entry.name not in used:
            remove_tree(entry)
