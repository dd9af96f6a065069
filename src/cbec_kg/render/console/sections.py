"""Sections of items, which the text and the Markdown of a comparison are made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from cbec_kg.errors import visible
from cbec_kg.render.console.tables import markdown_text, visible_lines
from cbec_kg.render.language.catalogue import Words


class Item(NamedTuple):
    """One line, and what is told under it."""

    text: str
    under: tuple[str, ...] = ()


class Section(NamedTuple):
    """What is told under one heading."""

    heading: str
    items: tuple[Item, ...]


def counted(words: Words, name: str, items: Iterable[Item], **values: Any) -> Section:
    """Return items under the heading of a name, in which `n` is their number."""
    made = tuple(items)
    return Section(words(name, n=len(made), **values), made)


def render_sections(head: str, sections: Iterable[Section], form: str) -> str:
    """Return the sections that have items, as ``text`` or ``markdown``."""
    return (_markdown if form == "markdown" else _text)(head, [section for section in sections if section.items])


def _text(head: str, sections: list[Section]) -> str:
    """Return headings, and items with two spaces before them."""
    lines = [head]
    for section in sections:
        lines += ["", section.heading]
        for item in section.items:
            lines += [f"  {item.text}", *(f"    {line}" for line in item.under)]
    return visible_lines(lines)


def _markdown(head: str, sections: list[Section]) -> str:
    """Return what there is in short, then each section, folded, for a review."""
    from html import escape

    lines = [f"**{markdown_text(head)}**", ""]
    lines += [f"- {markdown_text(section.heading)}" for section in sections]
    for section in sections:
        lines += ["", "<details>", f"<summary>{escape(visible(section.heading))}</summary>", ""]
        for item in section.items:
            lines += [f"- {markdown_text(item.text)}", *(f"  - {markdown_text(line)}" for line in item.under)]
        lines += ["", "</details>"]
    return "".join(f"{line}\n" for line in lines)
