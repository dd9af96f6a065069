"""What other programs open, asked of papers: notes, citations, metadata of a deposit, annotations in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.assets import refuse_installed
from cbec_kg.errors import UsageError

if TYPE_CHECKING:
    from cbec_kg.api.results.annotated_places import ProposedAnchors
    from cbec_kg.api.results.sessions import CuratingSession
    from cbec_kg.api.results.written import Exported
    from cbec_kg.api.workings import Workings
    from cbec_kg.model.curated import Curation
    from cbec_kg.model.snapshot import Snapshot
    from cbec_kg.text.document import Document

FOLDER_FORMS = ("obsidian", "opencitations")
ANNOTATION_FORMS = ("hypothesis", "w3c")


def export(papers: Sequence[Workings], form: str, folder: Path, force: bool) -> Exported:
    """Write what another program opens into a folder; see `cbec_kg.api.writing_papers.WritingPapers.export`."""
    from cbec_kg.api.results.written import Exported
    from cbec_kg.io.digest_list import OBSIDIAN, OPENCITATIONS
    from cbec_kg.io.folders import refuse_other, write_folder
    from cbec_kg.render.exports.package_notes import citation_notes, obsidian_summary

    _require_form(form, FOLDER_FORMS)
    writer = {"obsidian": OBSIDIAN, "opencitations": OPENCITATIONS}[form]
    refuse_other(folder, writer, force)
    refuse_installed(folder)
    if form == "obsidian":
        files = _notes(papers)
        notes = obsidian_summary(folder, len(files))
    else:
        from cbec_kg.bibliography.opencitations import citation_tables

        tables = citation_tables((paper.curation, paper.supplied) for paper in papers)
        files, notes = tables.files, citation_notes(folder, tables)
    return Exported(folder, write_folder(folder, files, writer, force=force), form, notes)


def _notes(papers: Sequence[Workings]) -> dict[str, str]:
    from cbec_kg.render.exports.obsidian import obsidian_notes
    from cbec_kg.store.opening import refuse_equal_ids

    refuse_equal_ids([paper.curation.folder_id for paper in papers])
    found: dict[str, str] = {}
    for paper in papers:
        beside = paper.curation.folder_id if len(papers) > 1 else ""
        found |= obsidian_notes(paper.curation, paper.snapshot, beside)
    return found


def deposit(papers: Sequence[Workings], form: str, creators: Sequence[str], published: str, file: Path | None = None) -> str:
    """Return the metadata of a deposit; see `cbec_kg.api.writing_papers.WritingPapers.deposit`."""
    from cbec_kg.render.exports.deposit import RECEIVERS, deposit_of, invenio, require_complete, zenodo

    _require_form(form, tuple(RECEIVERS))
    known = deposit_of(creators, published)
    require_complete(known, form)
    made = {"zenodo": zenodo, "invenio": invenio}[form]
    return _given(made([paper.snapshot for paper in papers], known), file)


def annotation_export(opened: Callable[[], Snapshot], form: str, address: str, file: Path | None = None) -> str:
    """Return the anchors of a paper's records; see `cbec_kg.api.papers.Paper.annotation_export`."""
    from cbec_kg.render.exports.annotations import hypothesis_annotations, web_annotations

    _require_form(form, ANNOTATION_FORMS)
    if address and form == "w3c":
        raise UsageError("--address goes with --format hypothesis; Web Annotations name the article itself.")
    if address and not address.startswith(("https://", "http://", "urn:")):
        raise UsageError(f"--address {address}: an address is expected, such as https://example.org/article.pdf.")
    snapshot = opened()
    return _given(web_annotations(snapshot) if form == "w3c" else hypothesis_annotations(snapshot, address), file)


def proposed_anchors(
    file: Path, curation: Curation, document: Document, session: Callable[[], CuratingSession]
) -> ProposedAnchors:
    """Return the annotations of a file as proposals; see `cbec_kg.api.papers.Paper.annotations`."""
    from cbec_kg.api.results.annotated_places import ProposedAnchors
    from cbec_kg.editing.anchor_proposals import anchor_proposals
    from cbec_kg.editing.annotated import read_annotations

    read = read_annotations(file)
    found, whole = anchor_proposals(read.annotations, curation, document)
    return ProposedAnchors(found, (len(read.annotations), read.replies, whole), read.problems, session)


def _given(text: str, file: Path | None) -> str:
    """Return a text, which is written to a file too where one is named."""
    from cbec_kg.io.writing import write_result

    if file is not None:
        write_result(file, text)
    return text


def _require_form(form: str, known: Sequence[str]) -> None:
    if form not in known:
        raise UsageError(f"{form!r} is none of the forms: {', '.join(known)}.")
