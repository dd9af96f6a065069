"""A document as JSON and back, for the way from the process that read it. Its blocks are found there."""

from __future__ import annotations

from typing import Any

from cbec_kg.text.document import Block, Document, GridCell, GridRow, Link


def value_of(document: Document) -> list[Any]:
    """Return a document as lists and texts, from which `document_of` makes it again."""
    return [
        document.text,
        document.blocks,
        document.page_starts,
        document.links,
        list(document.items.items()),
        dict(document.record),
        document.notice,
        document.words,
        document.keys,
        list(document.grids.items()),
    ]


def document_of(value: list[Any]) -> Document:
    """Return the document of which `value_of` was made."""
    text, blocks, page_starts, links, items, record, notice, words, keys, grids = value
    read = tuple(Block(kind, tuple(map(tuple, spans)), name, level) for kind, spans, name, level in blocks)
    return Document(
        text,
        lambda: read,
        tuple(page_starts),
        tuple(Link(start, end, tuple(entries)) for start, end, entries in links),
        dict(items),
        {field: tuple(texts) for field, texts in record.items()},
        notice,
        tuple(words),
        tuple(keys),
        {start: GridRow(tuple(GridCell(*cell) for cell in cells), counted) for start, (cells, counted) in grids},
    )
