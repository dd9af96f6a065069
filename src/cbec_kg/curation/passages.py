"""Compute ``passages.csv`` and ``anchors.csv`` of a curation from the article's text."""

from __future__ import annotations

from cbec_kg.errors import DataError, Problem
from cbec_kg.io.writing import csv_text
from cbec_kg.model.curated import AnchorPlace, Curation, Passage
from cbec_kg.model.printed_tables import cells_at
from cbec_kg.model.records import Paraphrased, Statistic, Table
from cbec_kg.model.schema import fields_of
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import digest, normalise
from cbec_kg.text.segment import passages
from cbec_kg.text.selectors import ArticleText, Found


def columns_of(kind: type[Passage | AnchorPlace]) -> list[str]:
    """Return the columns of a computed file: the fields of its records but the id."""
    return [name for name in fields_of(kind) if name != "id"]


def passages_csv(document: Document) -> str:
    """Return the content of ``passages.csv``: one row a passage, in the order of the text.

    Offsets count characters of the untouched text. The digest is of the passage's normalised text.
    """
    text = ArticleText(document.text, passages(document))
    rows = []
    for passage in text.passages.values():
        fragment, found = text.opening(passage.locator)
        normalised, offset = text.text(passage.locator), text.offset(passage.locator, found)
        place = (passage.locator, passage.kind, passage.section, passage.start, passage.end)
        rows.append((*place, len(normalised), digest(normalised), offset, fragment, found.prefix, found.suffix))
    return csv_text(columns_of(Passage), rows)


def anchors_csv(curation: Curation, document: Document | ArticleText) -> str:
    """Return the content of ``anchors.csv``: one row an anchor, sorted by record, in the record's order.

    A `document` that is searched more than once is given as its text.

    DataError has every anchor whose passage is missing or in which the fragment does not occur exactly once, and every modal
    word or quantifier that none of the record's passages prints.
    """
    text = document if isinstance(document, ArticleText) else ArticleText(document.text, passages(document))
    rows, problems, cells = [], [], _cells_in_order(curation, text)
    for record in curation.records.values():
        for anchor in getattr(record, "at", ()):
            found = text.find(anchor.locator, anchor.fragment) if anchor.locator in text.passages else []
            if len(found) > 1 and isinstance(record, Statistic) and record.table is not None:
                found = [cells[record.id]] if record.id in cells else found
            if len(found) == 1:
                start, end, prefix, suffix = found[0]
                offset = text.offset(anchor.locator, found[0])
                rows.append((record.id, anchor.locator, anchor.fragment, start, end, offset, prefix, suffix))
                continue
            fact = f"the text has no passage {anchor.locator}. Correct it."
            if anchor.locator in text.passages:
                times = f"occurs {len(found)} times in" if found else "does not occur in"
                fact = f"{anchor.fragment!r} {times} {anchor.locator}; exactly once is expected."
            problems.append(Problem(anchor.where.file, anchor.where.line, f"{record.id}: {fact}"))
        if isinstance(record, Paraphrased):
            problems += _absent_words(record, text)
    if problems:
        raise DataError(problems)
    return csv_text(columns_of(AnchorPlace), rows)


def _cells_in_order(curation: Curation, text: ArticleText) -> dict[str, Found]:
    """Return where the cells of tables stand: those of a row in the order of its columns."""
    found: dict[str, Found] = {}
    for table in curation.of(Table):
        order = {column.key: place for place, column in enumerate(table.columns)}
        rows: dict[str, list[Statistic]] = {}
        for cell in sorted(cells_at(table, curation.of(Statistic)).values(), key=lambda cell: order[cell.column or ""]):
            if cell.at[0].locator in text.passages:
                rows.setdefault(cell.at[0].locator, []).append(cell)
        for locator, cells in rows.items():
            places = text.find_cells(locator, [cell.at[0].fragment for cell in cells])
            found |= {cell.id: place for cell, place in zip(cells, places, strict=True) if place is not None}
    return found


def _absent_words(record: Paraphrased, text: ArticleText) -> list[Problem]:
    locators = [anchor.locator for anchor in record.at if anchor.locator in text.passages]
    printed = [text.text(locator) for locator in locators]
    return [
        Problem(
            record.where.file, record.where.line, f"{record.id}.{name} {word!r} does not occur in {' or '.join(locators)}."
        )
        for name in ("modal_word", "quantifier_word")
        if (word := getattr(record, name)) is not None and not any(normalise(word).text in passage for passage in printed)
    ]
