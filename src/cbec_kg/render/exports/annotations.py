"""The anchors as W3C Web Annotations in JSON-LD, for annotation tools.

Each annotation's body is a record, its target a place in the article's text: by character offsets
(TextPositionSelector, and the same as an RFC 5147 fragment) and, for a record's anchor, by fragment with the context that
makes it unique (TextQuoteSelector; white space aside). A passage has no quotation: its sentence is not shipped.

Source: W3C Web Annotation Data Model, section 4.2.
"""

from __future__ import annotations

import json
from typing import Any

from cbec_kg.model.iris import resource_iri
from cbec_kg.model.snapshot import Snapshot

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PAGE = {"type": "AnnotationPage", "startIndex": 0}
RFC_5147 = "http://tools.ietf.org/rfc/rfc5147"


def web_annotations(snapshot: Snapshot) -> str:
    """Return an AnnotationCollection as JSON-LD; passages first, then anchors, in the order of their files."""
    items = [
        _annotation(snapshot, f"passage-{passage.locator}", passage.locator, passage.start, passage.end)
        for passage in snapshot.passages
    ]
    for place in snapshot.places:
        quote = {"type": "TextQuoteSelector", "exact": place.fragment, "prefix": place.prefix, "suffix": place.suffix}
        selector = {key: value for key, value in quote.items() if value}
        items.append(_annotation(snapshot, place.record, place.locator, place.start, place.end, selector))
    collection = {
        "@context": CONTEXT,
        "id": resource_iri(snapshot.folder_id, "annotations"),
        "type": "AnnotationCollection",
        "label": f"Anchors of {snapshot.folder_id}",
        "total": len(items),
        "first": {"id": resource_iri(snapshot.folder_id, "annotations/page-1"), **_PAGE, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(
    snapshot: Snapshot, record: str, locator: str, start: int, end: int, quote: dict[str, str] | None = None
) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "FragmentSelector", "conformsTo": RFC_5147, "value": f"char={start},{end}"},
    ]
    doi = snapshot.article.doi
    return {
        "id": resource_iri(snapshot.folder_id, f"annotations/{record}/{locator}/{start}"),
        "type": "Annotation",
        "motivation": "identifying",
        "body": resource_iri(snapshot.folder_id, record),
        "target": {
            "source": f"https://doi.org/{doi}" if doi else resource_iri(snapshot.folder_id, snapshot.article.id),
            "selector": selectors if quote is None else [*selectors, quote],
        },
    }
