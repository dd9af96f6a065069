"""What is told of a package for another program: what was left out of it, and what to do with it."""

from __future__ import annotations

from pathlib import Path

from cbec_kg.bibliography.opencitations import CitationTables
from cbec_kg.render.language.catalogue import in_both


def obsidian_summary(folder: Path, number: int) -> dict[str, str]:
    """Return in both languages how many notes a folder has."""
    return in_both("packages", "written-notes", folder=folder, n=number)


def citation_notes(folder: Path, tables: CitationTables) -> dict[str, str]:
    """Return in both languages how many citations are in the tables, and how many could not be."""
    counts = {"cited": tables.cited, "indexed": tables.indexed, "described": tables.described}
    left = tables.cited - tables.indexed
    counted = in_both("packages", "written-citations", folder=folder, n=tables.indexed, left=left, **counts)
    if not tables.unnamed:
        return counted
    without = in_both("packages", "without-doi", papers=", ".join(tables.unnamed))
    return {language: f"{text}\n{without[language]}" for language, text in counted.items()}
