"""What curating gives: a session with its page, and what was mended in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.api.results.base import Result
from cbec_kg.errors import CbecError, UsageError

if TYPE_CHECKING:
    from cbec_kg.editing.desk import Outcome
    from cbec_kg.editing.mending import Mend
    from cbec_kg.editing.session import Session
    from cbec_kg.editing.spreadsheet import Conflict
    from cbec_kg.serving.loopback import Answer, Loopback


class CuratingSession:
    """A folder that is being edited, step by step; each step is checked as a whole, written whole, and can be undone.

    `DataError` or `UsageError` is raised for a step that leaves the folder with problems, `ConflictError` when a file was
    edited by hand meanwhile; nothing is written then.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<CuratingSession: {self.folder}>"

    @property
    def folder(self) -> Path:
        """Return the folder that is edited."""
        return self._session.folder

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """Return the records by id, as plain values in the order of their files; cells of tables are none."""
        return {name: dict(fields) for name, fields in self._session.state.records.items()}

    def proposals(self) -> dict[str, list[dict[str, Any]]]:
        """Return what the words of the sentences propose, by locator, the likeliest first; nothing of it is recorded.

        Each has its ``kind`` (``statement`` or ``entity``), the words that it comes from as ``cue``, and ``fields`` to begin
        a record with.
        """
        from cbec_kg.editing.sheet import Sheet

        return Sheet(self._session.paper).proposals(self._session.state)

    def cues(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        """Return what the words of each passage speak for, by locator, the likeliest first: an order to pick from.

        ``role`` and ``basis`` have values of links, ``named`` the folder's indicators and entities that the passage names;
        each with the words that it comes from as ``cue``.
        """
        from cbec_kg.editing.sheet import Sheet

        sheet = Sheet(self._session.paper)
        found = sheet.cues()
        for locator, named in sheet.named(self._session.state).items():
            found.setdefault(locator, {})["named"] = named
        return found

    def put(self, fields: Mapping[str, Any], *, id: str | None = None) -> None:
        """Add a record, or change the one of that id.

        Parameters
        ----------
        fields : mapping
            All fields of the record, as in its file: text, lists and mappings.
        id : str, optional
            The id that it has now, where it gets another one; records that name it name the new one then.
        """
        self._session.change({str(fields.get("id")) if id is None else id: fields})

    def put_all(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add or change several records, each with all of its fields, in one step."""
        self._session.change({str(fields.get("id")): fields for fields in records})

    def remove(self, id: str) -> None:
        """Remove a record; `UsageError` when there is none of that id."""
        if id not in self._session.state.records:
            raise UsageError(f"{id}: the folder has no such record.")
        self._session.change({id: None})

    def undo(self) -> None:
        """Take the last step back; `UsageError` when there is none."""
        self._session.undo()

    def export_spreadsheet(self, file: str | Path) -> None:
        """Write records as a spreadsheet, a row a record: one kind as CSV, or all of them as a workbook.

        Parameters
        ----------
        file : path
            Ends in ``.xlsx``, or is called by the kind: ``claims.csv``, ``statistics.csv`` ...; `UsageError` is raised for
            another name.
        """
        from cbec_kg.editing.spreadsheet import exported, exported_workbook
        from cbec_kg.io.writing import write_result
        from cbec_kg.model.kinds import FILES

        place = Path(file)
        if place.suffix.lower() == ".xlsx":
            write_result(place, exported_workbook({kind: self._of(kind) for kind in FILES}))
        else:
            kind = _file(place)
            write_result(place, "\ufeff" + exported(FILES[kind], self._of(kind)))  # by the mark spreadsheets know UTF-8

    def import_spreadsheet(self, file: str | Path) -> Imported:
        """Write what was changed in a spreadsheet since its export; nothing when a cell was changed in the folder, too.

        `DataError` has each cell that cannot be taken over as it is: one that a program made a date, number or formula of,
        merged cells, a row twice. `UsageError` is raised for a file that is no spreadsheet.
        """
        from cbec_kg.editing.spreadsheet import imported, imported_workbook
        from cbec_kg.io.loading import read_bytes, read_utf8
        from cbec_kg.model.kinds import FILES

        place = Path(file)
        if place.suffix.lower() == ".xlsx":
            found = imported_workbook(place, read_bytes(place), {kind: self._of(kind) for kind in FILES})
        else:
            kind = _file(place)
            found = imported(FILES[kind], place.name, read_utf8(place, place.name), self._of(kind))
        if found.changes and not found.conflicts:
            self._session.change(found.changes)
        return Imported(tuple(found.changes), found.conflicts)

    def _of(self, file: str) -> dict[str, Any]:
        from cbec_kg.editing.session import file_of

        return {name: fields for name, fields in self._session.state.records.items() if file_of(name) == file}

    def page(self, *, language: str = "en", port: int = 0) -> CuratingPage:
        """Return the page of the session, served to this machine alone once `CuratingPage.serve` is called.

        Parameters
        ----------
        language : str
            ``zh`` or ``en``; the page can switch.
        port : int
            0 for any that is free; `OutputError` is raised when it is taken.
        """
        from cbec_kg.editing.desk import Desk
        from cbec_kg.render.curator.curating_page import curator_page
        from cbec_kg.serving.loopback import Answer, Loopback

        if language not in ("en", "zh"):
            raise UsageError(f"{language!r} is none of: en, zh.")
        desk = Desk(self._session)

        def page() -> Answer:
            with suppress(CbecError):  # what is wrong with the folder is said when something is to be written
                self._session.reload()
            made = curator_page(desk.opening(), language)
            return Answer(HTTPStatus.OK, made.html, made.policy, page=True)

        def answering(act: Callable[[Any], Outcome]) -> Callable[[Any], Answer]:
            def answer(given: Any) -> Answer:
                outcome = act(given)
                return Answer(HTTPStatus.OK, outcome.value | {"kind": outcome.kind})

            return answer

        acts = {"change": desk.change, "fragment": desk.fragment, "reload": desk.reload, "undo": desk.undo}
        return CuratingPage(Loopback({"": page}, {name: answering(act) for name, act in acts.items()}, port))


def _file(place: Path) -> str:
    """Return the data file of the kind that a spreadsheet is called by."""
    from cbec_kg.model.kinds import FILES

    kinds = sorted(file.removesuffix(".yaml") for file in FILES)
    if place.suffix.lower() != ".csv" or place.stem not in kinds:
        names = ", ".join(f"{kind}.csv" for kind in kinds)
        raise UsageError(f"{place}: a name that ends in .xlsx, or by a kind of records is expected: {names}.")
    return f"{place.stem}.yaml"


class CuratingPage:
    """A page that is bound to this machine; `address` is what to open, with the token that lets it in."""

    def __init__(self, server: Loopback) -> None:
        self._server = server
        self.address = server.address

    def serve(self) -> None:
        """Serve the page until `stop` is called or the process is interrupted."""
        self._server.serve()

    def stop(self) -> None:
        """End `serve`, which runs in another thread."""
        self._server.stop()


@dataclass(frozen=True, repr=False)
class Imported(Result):
    """What a spreadsheet changed: the ids of the records, and the cells in conflict, for which nothing was written."""

    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]

    def _render(self, form: str, language: str) -> Any:
        from cbec_kg.editing.spreadsheet import conflict_lines

        if self.conflicts:
            lines = [*conflict_lines(self.conflicts), f"{len(self.conflicts)} conflicts; nothing was written."]
        else:
            lines = [*(f"{name}: written" for name in self.changed), f"{len(self.changed)} records changed."]
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, repr=False)
class Fixed(Result):
    """What was mended in a folder: ``mends`` in the order of the files, and the files that were written."""

    folder: Path
    mends: tuple[Mend, ...]
    written: tuple[Path, ...]

    def _render(self, form: str, language: str) -> Any:
        lines = [f"{mend.file}: {mend.what}" for mend in self.mends]
        lines += [f"{path}: written" for path in self.written]
        return "".join(f"{line}\n" for line in lines or ["Nothing to mend."])
