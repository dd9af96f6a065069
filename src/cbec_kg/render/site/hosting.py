"""What a host needs beside the pages: sitemap, robots.txt, content negotiation for Apache, notes for the others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from cbec_kg.model.iris import BASE

_TEMPLATES = Path(__file__).parent / "templates"
PARTS = "([^/]+/[^/]+-[^/]+)/(.+)"
"""A part of a record: a folder, a record, whose id always has a hyphen, and what follows."""


def sitemap(base: str, pages: Iterable[str]) -> str:
    """Return the sitemap of the pages, without dates: the same data give the same bytes."""
    urls = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in sorted(pages))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n"


def robots(base: str) -> str:
    """Return a robots.txt that allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"


def htaccess(base: str) -> str:
    """Return Apache's configuration of the folder: an IRI leads to its page, or to Turtle or JSON-LD when asked for."""
    return _filled("htaccess", base)


def hosting_note(base: str) -> str:
    """Return how to host the site, as plain text; at another address than the graph's, with how to redirect to it."""
    return _filled("hosting", base).replace("@MOVED@", "" if base == BASE else _filled("moved", base))


def _filled(name: str, base: str) -> str:
    """Return a shipped text with its places filled in; braces and dollars belong to the servers' own languages."""
    content = (_TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    for place, value in {"BASE": base, "GRAPH": BASE, "PATH": urlsplit(base).path, "PARTS": PARTS}.items():
        content = content.replace(f"@{place}@", value)
    return content
