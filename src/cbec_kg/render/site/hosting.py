"""What a host needs beside the pages: sitemap, robots.txt, content negotiation for Apache, notes for the others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from cbec_kg.model.iris import BASE
from cbec_kg.render.language.catalogue import LANGUAGES

_TEMPLATES = Path(__file__).parent / "templates"
_PARTS = "([^/]+/[^/]+-[^/]+)/(.+)"
"""A part of a record: a folder, a record, whose id always has a hyphen, and what follows."""


def hosting_files(base: str, pages: Iterable[str], root: str) -> dict[str, str]:
    """Return these files by path: the sitemap has no dates, since the same data give the same bytes.

    `root` is the language whose pages stand at the root. With Apache's file, an IRI leads to its page, or to Turtle or
    JSON-LD when asked for. The notes of a site that is served at another address than the graph's say how to redirect to it.
    """
    urls = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in sorted(pages))
    moved = "" if base == BASE else _filled("moved", base, root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return {
        "sitemap.xml": f"{head}{urls}</urlset>\n",
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n",
        ".htaccess": _filled("htaccess", base, root),
        "HOSTING.txt": _filled("hosting", base, root).replace("@MOVED@", moved),
        ".nojekyll": "",
    }


def _filled(name: str, base: str, root: str) -> str:
    """Return a shipped text with its places filled in; braces and dollars belong to the servers' own languages."""
    content = (_TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    other = next(code for code in LANGUAGES if code != root)
    places = {"BASE": base, "GRAPH": BASE, "PATH": urlsplit(base).path, "PARTS": _PARTS, "ROOT": root, "OTHER": other}
    for place, value in places.items():
        content = content.replace(f"@{place}@", value)
    return content
