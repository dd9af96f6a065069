"""The index by which the search page finds what the site has, and its script: both are files of the site.

The index is a script, not JSON to be fetched: so the search works from a disk, where a page may fetch no file beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.curated import Passage
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import joined_modules, safe_json, shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, one_of
from cbec_kg.render.site.pages import Page
from cbec_kg.render.site.paper import Paper
from cbec_kg.search.find import KIND_ORDER, NOTES
from cbec_kg.search.syllables import syllables

FILES = ("search.js", "search-index.js")


def search_files(pages: Sequence[Page], papers: Mapping[str, Paper]) -> dict[str, str]:
    """Return the script of the search page and the index of all pages, by path."""
    entries = [_entry(page, papers.get(page.path.partition("/")[0])) for page in pages if page.path != "search.html"]
    index = safe_json({"kinds": [*KIND_ORDER, "term", "other"], "nodes": entries})
    script = joined_modules(Path(__file__).parent / "static", "searching")
    return dict(zip(FILES, (script, f"globalThis.siteIndex = {index};\n"), strict=True))


def _entry(page: Page, paper: Paper | None) -> dict[str, Any]:
    """Return what is found of a page, in the form in which the search of the explorer reads a record."""
    name = page.stem.partition("/")[2] or page.stem
    snapshot = paper.snapshot if paper else None
    record = snapshot.records.get(name) if snapshot else None
    kind = snapshot.kinds[name] if snapshot and record else _kind(page)
    at = [[anchor.locator, shown_text(anchor.fragment)] for anchor in getattr(record, "at", ())]
    passage = page.more.get("record")
    if isinstance(passage, Passage):
        name, kind, at = passage.locator, "passage", [[passage.locator, shown_text(passage.fragment)]]
    printed = {"printed": shown_text(record.printed)} if isinstance(record, Statistic) else {}
    called = {"kindName": asdict(page.kind)} if page.kind else {}
    title = {**asdict(page.title), "sounds": syllables(page.title.zh)}
    return {
        "id": name,
        "kind": kind,
        **called,
        "path": page.path,
        **title,
        **printed,
        "at": at,
        "facts": list(_notes(record)),
    }


def _kind(page: Page) -> str:
    return "term" if page.path.startswith("terms/") else "other"


def _notes(record: object) -> Iterator[dict[str, Any]]:
    for name in NOTES:
        note = getattr(record, name, None)
        if isinstance(note, Bilingual):
            yield {"fact": name, "text": {code: shown_text(one_of(note, code)) for code in LANGUAGES}}
