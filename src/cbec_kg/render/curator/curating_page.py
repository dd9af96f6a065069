"""The curating page: one HTML document with all that it needs to open, which asks its own server and no other.

Out of scope: what it shows (`editing.sheet`), and the server (`serving.loopback`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cbec_kg.render.html import content_policy, joined_modules, raw_element_text, render_template, safe_json
from cbec_kg.render.language.catalogue import LANGUAGES, words
from cbec_kg.render.language.wording import vocabulary

_HERE = Path(__file__).parent


class CuratorPage(NamedTuple):
    """The page's HTML, and its Content-Security-Policy for the header, which alone can refuse to be framed."""

    html: str
    policy: str


def curator_page(opening: Mapping[str, Any], language: str) -> CuratorPage:
    """Return the page that opens with some values; see `editing.desk.Desk.opening`."""
    script = joined_modules(_HERE / "static", "start")
    style = (_HERE / "static" / "curator.css").read_text(encoding="utf-8")
    policy = content_policy([script], [style], own_server=True)
    texts = {each: words("curator", each).texts for each in LANGUAGES}
    data = {**opening, "language": language, "texts": texts, "vocabulary": vocabulary()}
    values = {
        "policy": policy, "script": raw_element_text(script), "style": raw_element_text(style), "data": safe_json(data),
        "language": language, "paper": opening["paper"],
    }  # fmt: skip
    return CuratorPage(render_template(_HERE / "templates", "curator.html", values), f"{policy}; frame-ancestors 'none'")
