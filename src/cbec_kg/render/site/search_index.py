"""The index by which the search page finds what the site has, and its script: both are files of the site.

The index is a script, not JSON to be fetched: so the search works from a disk, where a page may fetch no file beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.curated import Passage
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import joined_modules, safe_json, shown_text
from cbec_kg.render.site.graph_index import GraphIndex
from cbec_kg.render.site.pages import Page, Site
from cbec_kg.render.site.texts import shown
from cbec_kg.search.find import KIND_ORDER, NOTES
from cbec_kg.search.syllables import syllables

FILES = ("search.js", "search-index.js")


def search_files(site: Site) -> dict[str, str]:
    """Return the script of the search page and the index of all pages, by path."""
    entries = [_entry(page, site.graph) for page in site.pages if page.path != "search.html"]
    index = safe_json({"kinds": [*KIND_ORDER, "term", "other"], "nodes": entries})
    script = joined_modules(Path(__file__).parent / "static", "searching")
    return dict(zip(FILES, (script, f"globalThis.siteIndex = {index};\n"), strict=True))


def _entry(page: Page, graph: GraphIndex) -> dict[str, Any]:
    """Return what is found of a page, in the form in which the search of the explorer reads a record."""
    name, record, of_class = page.stem.partition("/")[2] or page.stem, page.record, graph.class_of(page.iri)
    kind = "term" if page.path.startswith("terms/") else "other"
    places = getattr(record, "at", ())
    if isinstance(record, Passage):
        name, kind, places = record.locator, "passage", (record,)
    elif page.paper and record:
        kind = page.paper.snapshot.kinds[record.id]
    notes = {note: getattr(record, note, None) for note in NOTES}
    return {
        "id": name,
        "kind": kind,
        **({"kindName": asdict(graph.label(of_class))} if of_class else {}),
        "path": page.path,
        **asdict(page.title),
        "sounds": syllables(page.title.zh),
        **({"printed": shown_text(record.printed)} if isinstance(record, Statistic) else {}),
        "at": [[place.locator, shown_text(place.fragment)] for place in places],
        "facts": [{"fact": note, "text": asdict(shown(one))} for note, one in notes.items() if isinstance(one, Bilingual)],
    }
