"""The texts of a view, by name and language: one catalogue a language, one file a view (``zh/whatif.json``).

A text may have places to fill in (``{count} sources``) and, where a language counts, one form for ``one`` and another for
``other``, chosen by the value of ``n``. Out of scope: the ontology's labels (`cbec_kg.rdf.ontology`), what a curation says.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import json

from cbec_kg.model.terms import Bilingual

LANGUAGES = ("zh", "en")

_FOLDER = Path(__file__).parent


class Words:
    """The texts of one view in one language.

    Examples
    --------
    >>> words = Words({"hello": "Hello {name}", "parts": {"one": "{n} part", "other": "{n} parts"}})
    >>> words("hello", name="Li"), words("parts", n=1), words("parts", n=3)
    ('Hello Li', '1 part', '3 parts')
    """

    def __init__(self, texts: dict[str, str | dict[str, str]]) -> None:
        self.texts = texts

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a text with its places filled in; KeyError for a name that the catalogue does not have."""
        text = self.texts[name]
        if isinstance(text, dict):
            text = text["one" if values["n"] == 1 and "one" in text else "other"]
        return text.format_map(values)


@cache
def words(view: str, language: str) -> Words:
    """Return the texts of a view in ``zh`` or ``en``."""
    return Words(json.decode((_FOLDER / language / f"{view}.json").read_bytes()))


def in_both(view: str, name: str, /, **values: object) -> dict[str, str]:
    """Return a text by language, as pages and JSON carry it.

    Examples
    --------
    >>> in_both("growth", "way-levels")
    {'zh': '数额之比', 'en': 'ratio of levels'}
    """
    return {language: words(view, language)(name, **values) for language in LANGUAGES}


def one_of(text: Bilingual | tuple[str, str], language: str) -> str:
    """Return the Chinese or the English of a text that a record, a rule or the ontology has in both."""
    pair = (text.zh, text.en) if isinstance(text, Bilingual) else text
    return pair[LANGUAGES.index(language)]
