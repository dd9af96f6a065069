"""What all pictures are drawn with: escaped text, and the document around the drawing.

Every text of a picture passes through here, so that none is taken for markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cbec_kg.errors import visible
from cbec_kg.render.widths import text_width, wrap

FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',system-ui,sans-serif"
SIZE = 13
"""Pixels of the letters, but where an element says otherwise."""


def safe(text: str) -> str:
    """Return a text escaped for markup, control characters shown as escapes."""
    return escape(visible(text), quote=True)


def width_of(text: str) -> float:
    """Return about how many pixels a text takes."""
    return text_width(text, SIZE)


def in_a_line(text: str, width: float) -> str:
    """Return a text cut to as many pixels, with a mark where something is left out."""
    return wrap(text, width, SIZE, 1)[0]


def text_at(
    x: float, y: float, text: str, kind: str = "", *, anchor: str = "", bold: bool = False, size: float = SIZE, ink: str = ""
) -> str:
    """Return a text element at a place; `kind` is its class, what is not given is left to the picture.

    Examples
    --------
    >>> text_at(1, 2.25, "a<b", anchor="end")
    '<text x="1.0" y="2.2" text-anchor="end">a&lt;b</text>'
    """
    attributes = {
        "class": kind,
        "text-anchor": anchor,
        "font-weight": "600" if bold else "",
        "font-size": "" if size == SIZE else f"{size:g}",
        "fill": ink,
    }
    more = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{safe(text)}</text>'


def document(
    width: float,
    height: float,
    body: Sequence[str],
    title: str,
    *,
    description: str = "",
    name: str = "",
    kind: str = "",
    language: str = "",
    style: str = "",
    role: str = "img",
) -> str:
    """Return a picture with a title; on white, unless a class and its style say otherwise.

    Parameters
    ----------
    description : str
        What the picture shows, in words, for those who do not see it.
    name : str
        What the ids of its title and description begin with, so that several pictures can stand on one page.
    kind, style : str
        Class of the picture, and a style sheet that it carries. A picture with a class has no ground of its own colour.
    role : str
        ``group`` for a picture with links in it, which readers of screens then read one by one.
    """
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    labels = " ".join(f"{safe(name)}-{part}" for part, text in (("title", title), ("desc", description)) if name and text)
    more = {"class": kind, "role": role, "lang": language}
    attributes = "".join(f' {key}="{value}"' for key, value in more.items() if value)
    ids = {part: f' id="{safe(name)}-{part}"' if name else "" for part in ("title", "desc")}
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}{attributes} font-size="{SIZE}" font-family="{FONT}"'
        + (f' aria-labelledby="{labels}">' if labels else ">"),
        f"<title{ids['title']}>{safe(title)}</title>",
        *([f"<desc{ids['desc']}>{safe(description)}</desc>"] if description else []),
        *([f"<style>{style}</style>"] if style else []),
        '<rect class="paper" width="100%" height="100%"/>' if kind else '<rect width="100%" height="100%" fill="#fff"/>',
        *body,
        "</svg>\n",
    ])  # fmt: skip
