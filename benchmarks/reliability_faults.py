"""Faults at every write: each call that writes fails in turn, once or from then on, or ends the process."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from injecting import Fault, injected, killed, tree
from measured import Figure, counted
from paper_copies import AT

from cbec_kg.errors import OutputError
from cbec_kg.io import switching
from cbec_kg.io.digest_list import BUILD, SITE
from cbec_kg.io.folders import new_folder, write_folder, write_listed
from cbec_kg.io.writing import write_file
from cbec_kg.store.layout import StoreDirectory, open_database
from cbec_kg.store.loads import load

_OLD = {"a.txt": "1", "tables/b.csv": "2", "tables/c.csv": "3", "gone/d.txt": "4"}
_NEW = {"a.txt": "11", "tables/b.csv": "22", "new/e.txt": "5"}
_EACH = [(number, lasts) for number in (errno.ENOSPC, errno.EACCES, errno.EIO) for lasts in (False, True)]
_MINI = Path(__file__).parents[1] / "tests" / "mini" / "data"


@dataclass(frozen=True)
class Case:
    """A write that is tried: what is there before it, and the write; `at_once` where the switch is one step.

    `state` gives what a reader finds, all files without one.
    """

    name: str
    before: Callable[[Path], object]
    write: Callable[[Path], object]
    at_once: bool = True
    state: Callable[[Path], object] | None = None

    def found(self, folder: Path) -> object:
        """Return what a reader finds in the folder."""
        return self.state(folder) if self.state is not None else _visible(folder)


def _build(folder: Path) -> None:
    write_folder(folder / "out", _NEW, BUILD)


def _old(folder: Path) -> None:
    write_folder(folder / "out", _OLD, BUILD)
    write_file(folder / "out" / "README.md", "of somebody else")
    write_file(folder / "out" / "notes" / "one.md", "of somebody else")
    (folder / "out" / "link").symlink_to("README.md")


def _site(folder: Path) -> None:
    write_folder(folder / "out", _NEW, SITE)


def _old_site(folder: Path) -> None:
    write_folder(folder / "out", _OLD, SITE)


def _drafted(folder: Path) -> None:
    with new_folder(folder / "out") as beside:
        for name, content in _NEW.items():
            write_file(beside / name, content)


def _in_place(folder: Path) -> None:
    with patch.object(switching, "exchange", lambda one, other: False):
        _build(folder)


def _nothing(folder: Path) -> None:
    folder.mkdir(exist_ok=True)


CASES = (
    Case("a file", lambda folder: write_file(folder / "x", "old" * 99), lambda folder: write_file(folder / "x", "new" * 99)),
    Case("a new file", _nothing, lambda folder: write_file(folder / "x", "new" * 99)),
    Case("a drafted folder", _nothing, _drafted),
    Case("build into a new folder", _nothing, _build),
    Case("build over an old one, beside others' files", _old, _build),
    Case("build where no exchange goes", _old, _in_place, at_once=False),
    Case("site over an old one", _old_site, _site),
    Case("view into a build", _old, lambda folder: write_listed(folder / "out" / "a.txt", "another")),
)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cbec-kg-faults-") as folder:
        yield Path(folder)


def tried(case: Case, number: int | None, lasts: bool = False, step: int = 1) -> tuple[int, list[str]]:
    """Return how many faults a write was tried with, each at another of its calls, and what went wrong, if anything.

    `number` is the error that a call fails with, None to end the process there; `lasts` lets all later calls fail too. Only
    every `step`-th call fails.
    """
    runs, wrong = 0, []
    with _folder() as base:
        place = base / "in"

        def fresh() -> object:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            case.before(place)
            return case.found(place)

        fresh()
        case.write(place)
        new = case.found(place)
        while True:
            at = 1 + runs * step
            old = fresh()
            outcome, hit = _outcome(case, place, at, number, lasts)
            if not hit:
                return runs, wrong
            runs += 1
            found = case.found(place)
            wanted = {"ended": (old, new), "refused": (old,), "written": (new,)}.get(outcome, ())
            between = not case.at_once and outcome in ("ended", "refused")
            if found not in wanted and not between:
                wrong.append(f"{case.name}, call {at} ({hit}): {outcome}, and the folder is neither old nor new")
            if case.name == "a drafted folder" and found == new:
                continue  # a second draft is refused
            case.write(place)
            if case.found(place) != new or _strays(place):
                wrong.append(f"{case.name}, call {at} ({hit}): the next run left {_strays(place)}")


def _outcome(case: Case, place: Path, at: int, number: int | None, lasts: bool) -> tuple[str, str]:
    """Return what became of a write, and the call that failed."""
    if number is None:
        return "ended", "kill" if killed(lambda: case.write(place), at) else ""
    fault = Fault(at, number, lasts)
    try:
        with injected(fault):
            case.write(place)
    except OutputError as error:
        return "refused" if "\n" not in str(error) else "more than one line", fault.hit
    except Exception as error:  # any other is what is looked for
        return type(error).__name__, fault.hit
    return "written", fault.hit


def _visible(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(folder).items() if not _is_part(name)}


def _is_part(name: str) -> bool:
    return any(part.endswith((".part", ".ready")) or part.startswith(".part-") for part in name.split("/"))


def _strays(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if _is_part(path.name)]


@contextmanager
def _loading() -> Iterator[Case]:
    """Give the case of a paper that is loaded into a store of another one, from a store of its own."""
    with _folder() as base, patch.dict(os.environ, {"CBEC_KG_CACHE": str(base / "cache")}):
        second = base / "second"
        shutil.copytree(_MINI, second)
        for path in second.rglob("*"):
            if path.is_file():
                path.write_text(path.read_text(encoding="utf-8").replace("tea-2020", "tea-2021"), encoding="utf-8")
        load(base / "one", [_MINI], at=AT, checked=False)
        load(base / "other", [second], at=AT, checked=False)

        def state(folder: Path) -> object:
            directory = StoreDirectory(folder / "store")
            generation = directory.current()
            assert generation is not None
            return [paper.digest for paper in generation.manifest.papers], len(open_database(directory, generation))

        yield Case(
            "load into a store",
            lambda folder: shutil.copytree(base / "one", folder / "store"),
            lambda folder: load(folder / "store", [base / "other"], at=AT),
            state=state,
        )


def run(quick: bool) -> list[Figure]:
    """Return a figure for each kind of write."""
    figures = [_figure(case, [*_EACH, (None, False)], 5 if quick else 1) for case in CASES]
    with _loading() as case:
        # not ended: the engine's threads do not survive the fork that would be killed
        figures.append(_figure(case, [(errno.ENOSPC, True), (errno.EIO, False)], 20 if quick else 1))
    return figures


def _figure(case: Case, faults: Sequence[tuple[int | None, bool]], step: int) -> Figure:
    runs, wrong = 0, list[str]()
    for number, lasts in faults:
        done, found = tried(case, number, lasts, step)
        runs += done
        wrong += found
    for line in wrong[:5]:
        print(f"  {line}")
    names = ", ".join(os.strerror(number).lower() for number in dict.fromkeys(number for number, _ in faults if number))
    ended = ", or the process ends there" if (None, False) in faults else ""
    how = (
        f"each call that writes fails in turn ({names}; once, or from then on){ended}: one line and the old state, or "
        "the new state; the next run writes the new state and leaves nothing else"
    )
    if not case.at_once:
        how += "; in between the folder may have files of both, which the next run ends"
    return counted(f"{case.name}: neither old nor new, or strays", len(wrong), runs, how)
