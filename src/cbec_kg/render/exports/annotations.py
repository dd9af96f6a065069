"""The anchors as W3C Web Annotations in JSON-LD, and as JSON that Hypothes.is imports, for annotation tools.

Each annotation's body is a record, its target a place in the article's text: by character offsets
(TextPositionSelector, and the same as an RFC 5147 fragment) and, for a record's anchor, by fragment with the context that
makes it unique (TextQuoteSelector; white space aside). A passage has no quotation: its sentence is not shipped.

Source: W3C Web Annotation Data Model, section 4.2; the import of the client of Hypothes.is.
"""

from __future__ import annotations

import json
from typing import Any

from cbec_kg.model.curated import AnchorPlace
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
        items.append(_annotation(snapshot, place.record, place.locator, place.start, place.end, _quote(place)))
    collection = {
        "@context": CONTEXT,
        "id": resource_iri(snapshot.folder_id, "annotations"),
        "type": "AnnotationCollection",
        "label": f"Anchors of {snapshot.folder_id}",
        "total": len(items),
        "first": {"id": resource_iri(snapshot.folder_id, "annotations/page-1"), **_PAGE, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def hypothesis_annotations(snapshot: Snapshot, address: str = "") -> str:
    """Return the anchors of the records as a file that the client of Hypothes.is imports; passages are left out.

    A record is named by a tag, its text is the record's label in both languages and its IRI. `address` is where the article
    is read; that of its DOI without.
    """
    title, doi = snapshot.text(snapshot.article.id, snapshot.article.language), snapshot.article.doi
    document: dict[str, Any] = {"title": [title]} | ({"highwire": {"doi": [doi]}} if doi else {})
    annotations = []
    for place in snapshot.places:
        labels = dict.fromkeys(snapshot.text(place.record, language) for language in ("zh", "en"))
        source = address or _source(snapshot)
        position = {"type": "TextPositionSelector", "start": place.start, "end": place.end}
        annotations.append(
            {
                "uri": source,
                "document": document,
                "text": "\n\n".join([*labels, resource_iri(snapshot.folder_id, place.record)]),
                "tags": [snapshot.kinds[place.record], place.record],
                "target": [{"source": source, "selector": [position, _quote(place)]}],
            }
        )
    return json.dumps({"annotations": annotations}, ensure_ascii=False, indent=1) + "\n"


def _quote(place: AnchorPlace) -> dict[str, str]:
    quote = {"type": "TextQuoteSelector", "exact": place.fragment, "prefix": place.prefix, "suffix": place.suffix}
    return {key: value for key, value in quote.items() if value}


def _source(snapshot: Snapshot) -> str:
    doi = snapshot.article.doi
    return f"https://doi.org/{doi}" if doi else resource_iri(snapshot.folder_id, snapshot.article.id)


def _annotation(
    snapshot: Snapshot, record: str, locator: str, start: int, end: int, quote: dict[str, str] | None = None
) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "FragmentSelector", "conformsTo": RFC_5147, "value": f"char={start},{end}"},
    ]
    return {
        "id": resource_iri(snapshot.folder_id, f"annotations/{record}/{locator}/{start}"),
        "type": "Annotation",
        "motivation": "identifying",
        "body": resource_iri(snapshot.folder_id, record),
        "target": {
            "source": _source(snapshot),
            "selector": selectors if quote is None else [*selectors, quote],
        },
    }
