"""The index by which the search page finds what the site has, and its script: both are files of the site.

The index is a script, not JSON to be fetched: so the search works from a disk, where a page may fetch no file beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cbec_kg.render.html import joined_modules, safe_json, shown_text
from cbec_kg.render.site.pages import Page
from cbec_kg.render.site.paper import Paper

FILES = ("search.js", "search-index.js")


def search_files(pages: Sequence[Page], papers: dict[str, Paper]) -> dict[str, str]:
    """Return the script of the search page and the index of all pages, by path."""
    entries = [_entry(page, papers.get(page.path.partition("/")[0])) for page in pages if page.path != "search.html"]
    here = Path(__file__).parent / "static"
    return dict(
        zip(FILES, (joined_modules(here, "searching"), f"globalThis.siteIndex = {safe_json(entries)};\n"), strict=True)
    )


def _entry(page: Page, paper: Paper | None) -> dict[str, Any]:
    """Return what is found of a page, in the form in which the explorer's search reads a record."""
    name = page.path.removesuffix(".html").rpartition("/")[2]
    entry = {"id": name, "zh": page.title.zh, "en": page.title.en, "iri": page.iri, "path": page.path}
    record = paper.snapshot.records.get(name) if paper and page.iri else None
    at = [[anchor.locator, shown_text(anchor.fragment)] for anchor in getattr(record, "at", ())]
    kinds = {"kind": {"zh": page.kind.zh, "en": page.kind.en}} if page.kind else {}
    return {
        **entry,
        **kinds,
        "printed": shown_text(getattr(record, "printed", "")),
        "at": at,
        "facts": list(_further(record)),
    }


def _further(record: object) -> Iterator[dict[str, Any]]:
    """Yield the other names of an entity."""
    for name in getattr(record, "also", ()):
        yield {"text": {"zh": shown_text(name), "en": shown_text(name)}}
