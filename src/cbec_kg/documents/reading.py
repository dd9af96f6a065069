"""Read a paper's file as a document, by what the file is: text, PDF, or a format that pandoc reads.

Every format is read into the same blocks, so that the same paper has the same passages. Out of scope: what they say.
"""

from __future__ import annotations

from pathlib import Path

from cbec_kg.errors import UsageError
from cbec_kg.io.loading import MAX_PAPER_BYTES, decode_text, read_bytes
from cbec_kg.text.document import Document


def read_document(path: Path) -> Document:
    """Return a reader's own copy of the article.

    UsageError is for a file that cannot be read, is too large, damaged, protected or empty, or in a format that is not read
    here: one line that says what to do.
    """
    content = read_bytes(path, MAX_PAPER_BYTES)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        from cbec_kg.documents.pdf import pdf_document

        return pdf_document(path, content)
    if path.suffix.lower() == ".pdf":
        raise UsageError(f"{path}: is not a PDF, although its name ends in .pdf. Give the PDF itself or a text file.")
    from cbec_kg.text.plain import plain_document

    return plain_document(decode_text(content, path))
