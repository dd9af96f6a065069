"""The texts of findings: both languages have the same ones, and the code names each."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from cbec_kg.audit import texts
from cbec_kg.audit.texts import catalogue

PACKAGE = Path(texts.__file__).parents[2]


def places(text: str) -> set[str]:
    """Return what a text is filled in with; ``{unit.zh}`` and ``{unit.en}`` are of the same unit."""
    return {re.sub(r"\.(zh|en)$", "", name) for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert list(zh) == list(en) == sorted(en)
    assert {name: places(text) for name, text in zh.items()} == {name: places(text) for name, text in en.items()}


def test_no_text_takes_the_words_of_the_other_language() -> None:
    for language, other in (("zh", "en"), ("en", "zh")):
        assert [name for name, text in catalogue(language).items() if f".{other}}}" in text] == []


def test_every_text_is_named_in_the_code() -> None:
    sources = [path for room in ("audit", "series") for path in sorted((PACKAGE / room).rglob("*.py"))]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    stems = tuple(re.findall(r'text\(f"([a-z]+-)\{', code))
    unnamed = [name for name in catalogue("en") if not name.startswith(stems) and f'"{name}"' not in code]
    assert stems != ()
    assert unnamed == []
