"""Read a paper's file as a document, by what the file is: text, PDF, or a format that pandoc reads.

Every format is read into the same blocks, so that the same paper has the same passages. Out of scope: what they say.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cbec_kg.errors import UsageError
from cbec_kg.io.loading import MAX_PAPER_BYTES, decode_text, read_bytes
from cbec_kg.text.document import Document

_XML = (".xml", ".nxml", ".jats", ".tei")
_ARCHIVES = (b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")


def read_document(path: Path) -> Document:
    """Return a reader's own copy of the article.

    UsageError is for a file that cannot be read, is too large, damaged, protected or empty, or in a format that is not read
    here: one line that says what to do.
    """
    from cbec_kg.documents import pandoc_tree
    from cbec_kg.documents.xml import xml_document
    from cbec_kg.io.pandoc import find_pandoc
    from cbec_kg.text.plain import plain_document

    content = read_bytes(path, MAX_PAPER_BYTES)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        from cbec_kg.documents.pdf import pdf_document

        return pdf_document(path, content)
    if path.suffix.lower() == ".pdf":
        raise UsageError(f"{path}: is not a PDF, although its name ends in .pdf. Give the PDF itself or a text file.")
    form = pandoc_tree.FORMATS.get(path.suffix.lower(), "")
    declared = content[:256].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml")
    if path.suffix.lower() in _XML or (declared and form != "html"):
        return xml_document(path, content)
    if form == "markdown" and find_pandoc() is None:
        notice = "pandoc is not installed: Markdown was read as plain text, without its tables, notes and keys"
        return replace(plain_document(decode_text(content, path)), notice=notice)
    if form in ("markdown", "latex", "html") and not declared:
        content = decode_text(content, path).encode()
    if form:
        return pandoc_tree.pandoc_document(path, content, form)
    if content.startswith(_ARCHIVES):
        raise UsageError(
            f"{path}: is no text. Name it by its format (.docx, .odt, .epub, .rtf), or give the article's text."
        )
    return plain_document(decode_text(content, path))
