"""The texts of findings and hypotheses in both languages, found by name; they go into the graph and into JSON."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import json

from cbec_kg.model.terms import Bilingual


def text(name: str, /, **values: object) -> Bilingual:
    """Return a text with its places filled in; KeyError for a name that the catalogues do not have.

    Examples
    --------
    >>> text("base-is", year=2018).en
    'it is compared with 2018'
    """
    return Bilingual(*(catalogue(language)[name].format_map(values) for language in ("zh", "en")))


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all texts in ``zh`` or ``en`` by name."""
    return json.decode((Path(__file__).parent / f"{language}.json").read_bytes(), type=dict[str, str])
