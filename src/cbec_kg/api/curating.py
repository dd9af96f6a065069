"""What a curator asks of one paper: is anything wrong, stale, missing or not found, and what is known of its references."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cbec_kg.api.corpus import Corpus
from cbec_kg.api.folder_notices import noticed_snapshot
from cbec_kg.errors import CbecError, DataError, UnknownIdError, UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.listed_references import ImportReport, ReferenceList
    from cbec_kg.api.results.places import Anchoring, CoverageReport, Locations
    from cbec_kg.api.results.sessions import CuratingSession, Fixed
    from cbec_kg.api.results.written import Accounted, Checked
    from cbec_kg.api.workings import Workings
    from cbec_kg.text.document import Document

T = TypeVar("T")


class Curating(Corpus):
    """The questions of a curator; see `cbec_kg.Paper`."""

    @property
    def _own(self) -> Workings:
        return self._workings[0]

    def check(self, *, fast: bool = False, text: str | Path | None = None, strict: bool = False) -> Checked:
        """Return how many records a folder has with which nothing is wrong.

        Fields, types, ids, links, anchors and reasons are checked, then the graph against the SHACL shapes and statistics
        against the constraints of the RDF Data Cube vocabulary. `DataError` has all that is wrong as ``problems``, with
        file and line; what contradicts its sentence is a warning, and what can be held to none is ``unheld``.

        Parameters
        ----------
        fast : bool
            Leave out the shapes and the constraints.
        text : path, optional
            The article's text, against which records are held too, and `strict` shows what could not be.
        """
        from cbec_kg.api.building import check
        from cbec_kg.api.results.written import Checked
        from cbec_kg.curation.held import hold
        from cbec_kg.curation.printed_text import PrintedText
        from cbec_kg.curation.typos import typos

        own = self._own
        own.checkable.judged  # noqa: B018  # a verdict may be on what never can have been
        if not fast:
            check(own)
        else:
            own.checkable.dataset  # noqa: B018  # what cannot be built is wrong
        held = hold(own.curation, None if text is None else PrintedText(self._document(text, copy=True)))
        found = (*typos(own.curation), *held.warnings)
        return Checked(own.folder, len(own.curation.records), len(own.curation.places), found, held.unheld, strict)

    def account(self, text: str | Path) -> Accounted:
        """Return how many characters of the paper are in passages and how many are listed: none is lost.

        `DataError` has every place where that is not so: a gap, an overlap, a passage or a listed part that the file does
        not have there.

        Parameters
        ----------
        text : path
            The very text that the folder was anchored in.
        """
        from cbec_kg.api.results.written import Accounted
        from cbec_kg.curation.accounting import ACCOUNT_FILE, prove_account
        from cbec_kg.curation.reader import read_places
        from cbec_kg.io.loading import read_utf8

        read = self._document(text)
        _, passages, _ = read_places(self._own.folder)
        place = self._own.folder / ACCOUNT_FILE
        listed = read_utf8(place, ACCOUNT_FILE) if place.is_file() else None
        return Accounted(prove_account(read, passages, listed).counts, listed is not None)

    def fix(self, text: str | Path | None = None) -> Fixed:
        """Mend what needs no judgement, and return what was mended: records sorted, values quoted, anchors moved.

        A value gets quotes only where its file cannot be read otherwise; an anchor moves only where its fragment is not in
        its passage and stands once in the whole article. Whatever is ambiguous is left to `check`.

        Parameters
        ----------
        text : path, optional
            The article's text; without it no anchor is moved, and ``passages.csv`` and ``anchors.csv`` stay as they are.
        """
        from cbec_kg.api.results.sessions import Fixed
        from cbec_kg.api.workings import anchor_files
        from cbec_kg.assets import refuse_installed
        from cbec_kg.curation.reader import read_curation
        from cbec_kg.editing.mending import mended
        from cbec_kg.editing.session import files_of
        from cbec_kg.io.writing import write_file
        from cbec_kg.text.segment import passages
        from cbec_kg.text.selectors import ArticleText

        folder = self._own.folder
        refuse_installed(folder)
        read = None if text is None else self._document(text)
        article = None if read is None else ArticleText(read.text, passages(read))
        found = mended(files_of(folder), article)
        written = [folder / name for name in found.files]
        for path in written:
            write_file(path, found.files[path.name])
        if read is not None:
            with suppress(DataError):  # which is for `check` to say
                files = anchor_files(read_curation(folder, computed=False), read, folder)
                stale = self._stale(files)
                for path in stale:
                    write_file(path, files[path.name])
                written += stale
        return Fixed(folder, found.mends, tuple(written))

    def digest(self) -> str:
        """Return a digest of the folder's files as they are now: another one after any edit."""
        from cbec_kg.editing.session import revision_of

        return revision_of(self._own.folder)

    def locate(self, text: str | Path, *records: str, everything: bool = False) -> Locations:
        """Return where the curated passages and anchors stand in a copy of the article, which is text or PDF.

        A passage is found only when every character of it stands there, white space, width forms and page furniture aside.
        `UsageError` or `UnknownIdError` is raised when the copy cannot be read, or a record is unknown.

        Parameters
        ----------
        *records : str
            Ids or locators; all without.
        everything : bool
            The table lists what was found, too.
        """
        from cbec_kg.api.results.places import Locations
        from cbec_kg.curation.quoting import locate
        from cbec_kg.curation.reader import read_places
        from cbec_kg.search.resolve import nearest

        copy = self._document(text, copy=True)
        article, passages, places = read_places(self._own.folder)
        known = {passage.locator for passage in passages} | {place.record for place in places}
        names = []
        for record in records:
            name = record if record in known else self._name_of(record)
            if name not in known:
                raise UnknownIdError(record, nearest(record, sorted(known)))
            names.append(name)
        return Locations(locate(copy, article, passages, places), tuple(names), everything)

    def _name_of(self, record: str) -> str:
        """Return the id or locator that another name means, such as an IRI or ``[9]``; itself where it means none."""
        try:
            name = self._resolve(record)
        except CbecError:  # of the whole folder, which locating does not need
            return record
        return self._snapshot.locators.get(name, name)

    def coverage(self, text: str | Path, *, everything: bool = False) -> CoverageReport:
        """Return how far the curation accounts for the article's passages, numbers, citation markers and their backing.

        Parameters
        ----------
        text : path
            The very text that the folder was anchored in; `UsageError` is raised for another.
        everything : bool
            The table lists what is accounted for, too.
        """
        from cbec_kg.api.results.places import CoverageReport
        from cbec_kg.api.workings import anchor_files
        from cbec_kg.curation.coverage import coverage_of
        from cbec_kg.curation.passages import passages_csv

        read = self._document(text)
        curation = self._own.curation
        if self._stale({"passages.csv": passages_csv(read)}) or self._stale(anchor_files(curation, read)):
            raise UsageError(self._not_anchored(text))
        return CoverageReport(coverage_of(curation, read), everything)

    def _document(self, text: str | Path, *, copy: bool = False) -> Document:
        """Return a paper's text as the folder says that it is to be read."""
        from cbec_kg.api.workings import read_paper

        return read_paper(Path(text), self._own.folder, copy=copy)

    def _stale(self, fresh: Mapping[str, str]) -> tuple[Path, ...]:
        """Return the files of the folder that are not what they should be."""
        places = ((self._own.folder / name, content.encode()) for name, content in fresh.items())
        return tuple(path for path, content in places if not path.is_file() or path.read_bytes() != content)

    def anchor(self, text: str | Path, *, write: bool = False) -> Anchoring:
        """Return ``passages.csv`` and ``anchors.csv`` computed anew from the article's text, and write them if asked.

        `DataError` has every fragment that does not stand exactly once in its passage; `UsageError` is raised when the
        folder is part of the installed package. Nothing is written then.

        Parameters
        ----------
        write : bool
            Write the files that are stale into the folder.
        """
        from cbec_kg.api.results.places import Anchoring
        from cbec_kg.api.workings import anchor_files
        from cbec_kg.assets import refuse_installed
        from cbec_kg.curation.reader import read_curation
        from cbec_kg.io.writing import write_file

        if write:
            refuse_installed(self._own.folder)
        read = self._document(text)
        files = anchor_files(read_curation(self._own.folder, computed=False), read, self._own.folder)
        stale = self._stale(files)
        if write:
            for path in stale:
                write_file(path, files[path.name])
        return Anchoring(files, stale, write)

    def curate(self, text: str | Path) -> CuratingSession:
        """Return a session in which records are added, changed and removed, each in its file, and which has a page for it.

        Parameters
        ----------
        text : path
            The very text that the folder was anchored in; `UsageError` is raised for another, and when the folder is part of
            the installed package.
        """
        from cbec_kg.api.results.sessions import CuratingSession
        from cbec_kg.assets import refuse_installed
        from cbec_kg.editing.session import open_session

        refuse_installed(self._own.folder)
        read = self._document(text)
        return CuratingSession(open_session(self._own.folder, read, self._not_anchored(text)))

    def _not_anchored(self, text: str | Path) -> str:
        step = f"Give that text, or run: cbec-kg anchor --paper {text} --write --data {self._own.folder}"
        return f"{text}: not the text that {self._own.folder} was anchored in, character by character. {step}"

    def reference_list(self, style: str = "", *, store: str | Path | None = None) -> ReferenceList:
        """Return the list of references: what was supplied of each, and where it is cited.

        Parameters
        ----------
        style : str
            ``gbt7714`` (GB/T 7714-2015) or ``apa`` (APA 7); by the language of the text when left out.
        store : path, optional
            A file of supplied references, which must be there; the paper's own when left out.

        Examples
        --------
        >>> from cbec_kg import open_paper
        >>> len(open_paper().reference_list().listed)
        19
        """
        from cbec_kg.api.results.listed_references import ReferenceList
        from cbec_kg.bibliography.listing import list_references

        supplied = self._own.project.bibliography if store is None else self._own.bibliography_at(Path(store))
        published = noticed_snapshot(self._own, supplied)
        return ReferenceList(tuple(list_references(self._own.curation, supplied)), supplied, style, published)

    def reference_template(self, form: str = "bib", file: str | Path | None = None) -> str:
        """Return a skeleton of all references to fill in and import, and write it to a new file if one is named.

        Parameters
        ----------
        form, file : str, path, optional
            ``bib``, ``csl-json`` or ``csv``; `UsageError` is raised when the file is there already.
        """
        from cbec_kg.bibliography.listing import list_references
        from cbec_kg.bibliography.template import render_template
        from cbec_kg.io.writing import write_file

        text = render_template(list_references(self._own.curation, {}), form)
        if file is not None:
            if Path(file).exists():
                raise UsageError(f"{file}: is there already and may be filled in. Name another file.")
            write_file(Path(file), text)
        return text

    def reference_export(
        self, form: str = "bibtex", language: str = "en", *, store: str | Path | None = None, file: str | Path | None = None
    ) -> str:
        """Return the supplied references in a format of bibliographic programs, each with a note of what it backs and where.

        Parameters
        ----------
        form : str
            ``bibtex``, ``ris`` or ``csl-json``.
        language : str
            Of the notes: ``zh`` or ``en``.
        store : path, optional
            A file of supplied references, which must be there; the paper's own when left out.
        file : path, optional
            Where to write them too.
        """
        from cbec_kg.bibliography.export import FORMS, render_export
        from cbec_kg.io.writing import write_file
        from cbec_kg.render.console.references import backing_notes

        if form not in FORMS:
            raise UsageError(f"{form!r} is none of the formats: {', '.join(FORMS)}.")
        supplied = self._own.project.bibliography if store is None else self._own.bibliography_at(Path(store))
        notes = backing_notes(noticed_snapshot(self._own, supplied) or self._own.snapshot, language)
        text = render_export(supplied, notes, form)
        if file is not None:
            write_file(Path(file), text)
        return text

    def import_references(
        self,
        file: str | Path,
        *,
        date: str,
        store: str | Path | None = None,
        form: str | None = None,
        mapping: Mapping[str, str | int] | None = None,
        in_order: bool = False,
        replace: bool = False,
        dry_run: bool = False,
        by: str | None = None,
    ) -> ImportReport:
        """Attach the entries of a bibliographic file to the references by their number, and keep them.

        An entry that cannot be read costs no other: the report tells it. `UsageError` or `DataError` is raised, and nothing
        written, when none can be read, numbers contradict each other, or the store lies in the installed package.

        Parameters
        ----------
        file : path
            BibTeX or BibLaTeX (which needs pandoc), CSL-JSON, RIS, EndNote, NoteExpress, RefWorks, a list in GB/T 7714, or
            the filled-in template.
        form : str, optional
            ``bibtex``, ``csl-json``, ``ris``, ``endnote``, ``endnote-xml``, ``noteexpress``, ``refworks``, ``gbt7714`` or
            ``csv``; found out when left out.
        date : str
            Day of the import, ``YYYY-MM-DD``; `by` says who supplies the entries.
        store : path, optional
            The file of supplied references; ``bibliography.json`` in the folder when left out.
        mapping : mapping of str to int or str, optional
            Which reference an entry is, by its key.
        in_order : bool
            The k-th entry is [k].
        replace : bool
            Replace what was supplied before and differs.
        dry_run : bool
            Write nothing.
        """
        from cbec_kg.api.results.listed_references import ImportReport
        from cbec_kg.assets import refuse_installed
        from cbec_kg.bibliography.formats import read_apart
        from cbec_kg.bibliography.listing import names_of_unnumbered, reference_numbers
        from cbec_kg.bibliography.matching import match_entries
        from cbec_kg.bibliography.supplied import FILE, is_day, merge, to_json
        from cbec_kg.io.writing import write_file

        if not is_day(date):
            raise UsageError(f"--date {date}: a day is expected, such as 2021-08-30.")
        name = None if by is None else " ".join(by.split())
        if name is not None and not (name and name.isprintable()):
            raise UsageError("--by: a name of printable characters is expected.")
        place = self._own.folder / FILE if store is None else Path(store)
        refuse_installed(place)
        known = reference_numbers(self._own.curation)
        before = self._own.bibliography_at(place) if place.exists() else {}
        read = read_apart(Path(file), form)
        matches = match_entries(read, known, _numbers(mapping or {}), in_order)
        merged, outcomes = merge(
            before, read, matches, date=date, by=name, replace=replace, names=names_of_unnumbered(self._own.curation)
        )
        results = [outcome.result for outcome in outcomes]
        if "conflict" in results:
            state = "conflict"
        elif results.count("not matched") == len(results):
            state = "unmatched"
        else:
            state = "unchanged" if merged == before else "dry-run" if dry_run else "written"
        if state == "written":
            write_file(place, to_json(merged.values()))
        return ImportReport(tuple(outcomes), place, len(merged), len(known), state, read.problems, read.notes)


def _numbers(mapping: Mapping[str, str | int]) -> dict[str, int]:
    from cbec_kg.bibliography.fields import number_in

    found: dict[str, int] = {}
    for key, value in mapping.items():
        number = number_in(str(value))
        if number is None:
            raise UsageError(f"--map {key}={value}: KEY=NUMBER is expected, such as tea2019=7.")
        if number in found.values():
            raise UsageError(f"--map {key}={value}: the key or the number is mapped already. Give each once.")
        found[key] = number
    return found
