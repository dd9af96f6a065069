"""The site's own texts in both languages at once; what cannot be shown in them is replaced here."""

from __future__ import annotations

from functools import cache

from cbec_kg.model.records import Unit
from cbec_kg.model.table_lines import Column
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import in_both
from cbec_kg.render.language.wording import term_heading


@cache
def text(name: str, /, **values: str | int) -> Bilingual:
    """Return a text of the site's catalogues; KeyError for a name that they do not have."""
    return both(**in_both("site", name, **values))


@cache
def heading(term: str) -> Bilingual:
    """Return the ontology's label of a class or property as a heading.

    Examples
    --------
    >>> heading("unit").en, heading("baseYear").en
    ('Unit', 'Base year')
    """
    return shown(term_heading(term))


def both(zh: str, en: str) -> Bilingual:
    """Return a text in both languages, showable; a missing one gives way to the other."""
    shown_zh, shown_en = shown_text(zh).strip(), shown_text(en).strip()
    if shown_zh or shown_en:
        return Bilingual(shown_zh or shown_en, shown_en or shown_zh)
    return text("no-label")


def shown(given: Bilingual | Column | Unit) -> Bilingual:
    """Return a text in both languages, or what a column or unit is called, showable."""
    return both(given.zh, given.en)


def same(name: str) -> Bilingual:
    """Return a name that is the same in both languages, showable."""
    return both(name, name)
