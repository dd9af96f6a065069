"""Read a paper's file as a document, by what the file is: text, PDF, or a format that pandoc reads.

Every format is read into the same blocks, so that the same paper has the same passages. Out of scope: what they say.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from cbec_kg.documents.passing import document_of, value_of
from cbec_kg.errors import UsageError
from cbec_kg.io import pandoc
from cbec_kg.io.apart import ApartLimits, call_apart, limits_of_environment
from cbec_kg.io.loading import MAX_PAPER_BYTES, decode_text, read_bytes
from cbec_kg.text.document import Document

_PANDOC = {
    ".docx": "docx", ".odt": "odt", ".epub": "epub", ".rtf": "rtf", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".tex": "latex", ".ltx": "latex", ".latex": "latex", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
"""Pandoc's name of a format by the ending of a file's name."""

_XML = (".xml", ".nxml", ".jats", ".tei")
_ARCHIVES = (b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")


def read_document(path: Path, limits: ApartLimits | None = None) -> Document:
    """Return a reader's own copy of the article; what is not a plain text is read in a process apart.

    UsageError is for a file that cannot be read, is too large, damaged, protected or empty, or in a format that is not read
    here, LimitError for one that takes more time or memory than the `limits`, without which those of the environment hold:
    one line that says what to do.
    """
    content = read_bytes(path, MAX_PAPER_BYTES)
    if _is_text(path, content):
        return parse_document(path, content)
    limits = limits or limits_of_environment()
    return document_of(call_apart(f"{__name__}:{document_value.__name__}", content, [str(path)], str(path), limits))


def document_value(content: bytes, path: str) -> list[Any]:
    """Return the document that a file's bytes are as `cbec_kg.documents.passing` hands it on."""
    return value_of(parse_document(Path(path), content))


def _is_text(path: Path, content: bytes) -> bool:
    """Return whether a file is nothing but lines of text."""
    suffix = path.suffix.lower()
    declared = content[:256].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml")
    foreign = declared or suffix in (*_XML, *_PANDOC, ".pdf") or b"%PDF-" in content[:1024]
    return not foreign and not content.startswith(_ARCHIVES)


def parse_document(path: Path, content: bytes) -> Document:
    """Return the document that a file's bytes are, parsed in this process: by how the bytes begin and what `path` ends with.

    Raises as `read_document`.
    """
    from cbec_kg.text.plain import plain_document

    if content[:1024].lstrip().startswith(b"%PDF-"):
        from cbec_kg.documents.pdf import pdf_document

        return pdf_document(path, content)
    if path.suffix.lower() == ".pdf":
        raise UsageError(f"{path}: is not a PDF, although its name ends in .pdf. Give the PDF itself or a text file.")
    form = _PANDOC.get(path.suffix.lower(), "")
    declared = content[:256].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml")
    if path.suffix.lower() in _XML or (declared and form != "html"):
        from cbec_kg.documents.xml import xml_document

        return xml_document(path, content)
    if form == "markdown" and pandoc.find_pandoc() is None:
        notice = "pandoc is not installed: Markdown was read as plain text, without its tables, notes and keys"
        return replace(plain_document(decode_text(content, path)), notice=notice)
    if form in ("markdown", "latex", "html") and not declared:
        content = decode_text(content, path).encode()
    if form:
        from cbec_kg.documents.pandoc_tree import pandoc_document

        return pandoc_document(path, content, form)
    if content.startswith(_ARCHIVES):
        raise UsageError(
            f"{path}: is no text. Name it by its format (.docx, .odt, .epub, .rtf), or give the article's text."
        )
    return plain_document(decode_text(content, path))
