"""Texts in the language that their field says: Chinese in ``zh``, and not the other way about.

A name may be the same in both, and names of either script stand in the other; exchanged texts are told by both at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.schema import fields_of, items_of
from cbec_kg.model.terms import Bilingual, Where
from cbec_kg.text.normalise import has_chinese

_LATIN = re.compile("[A-Za-z]")
_PROSE = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")
_IN_WORDS = (r.Paraphrased, r.Section, r.Indicator, r.Unit)
"""Kinds whose own text is no name, which another language may keep."""


def languages(curation: Curation) -> Iterator[Problem]:
    """Yield each pair of texts that are exchanged, or of which one is in the language of the other."""
    if curation.article.texts_in is not None:
        return
    for record in curation.records.values():
        for name, zh, en, where in _pairs(record, "", record.where):
            if has_chinese(en) and not has_chinese(zh):
                message = f"{record.id}{name}: 'zh' has no Chinese and 'en' has. They are exchanged: put each in its place."
            elif has_chinese(en) and not _LATIN.search(en):
                message = f"{record.id}{name}: 'en' is Chinese. Write it in English."
            elif not has_chinese(zh) and _PROSE.search(zh) and (name or isinstance(record, _IN_WORDS)):
                message = f"{record.id}{name}: 'zh' is English. Write it in Chinese."
            else:
                continue
            yield Problem(where.file, where.line, message)


def _pairs(value: object, name: str, where: Where) -> Iterator[tuple[str, str, str, Where]]:
    """Yield the pairs of texts of a record and of its parts, each with the field that they are of."""
    zh, en = getattr(value, "zh", None), getattr(value, "en", None)
    if isinstance(zh, str) and isinstance(en, str):
        yield name, zh, en, getattr(value, "where", where)
    if isinstance(value, Bilingual):
        return
    for field in fields_of(type(value)).values():
        for item in items_of(getattr(value, field.name)):
            if isinstance(item, Bilingual) or hasattr(item, "where"):
                yield from _pairs(item, f"{name}.{field.name}", getattr(item, "where", where))
