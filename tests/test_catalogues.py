"""The catalogues of texts: both languages say the same things, every text is used, and every text that is used is there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from cbec_kg.render.language import catalogue

PACKAGE = Path(catalogue.__file__).parents[2]
FOLDER = PACKAGE / "render" / "language"


def views(language: str) -> set[str]:
    return {path.stem for path in (FOLDER / language).glob("*.json")}


def places(text: str | dict[str, str]) -> set[str]:
    """Return the names of the places that a text has to be filled in, in any of its forms; ``n`` aside."""
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name} - {"n"}


def test_both_languages_have_the_same_views_texts_and_places() -> None:
    assert views("zh") == views("en")
    for view in sorted(views("en")):
        zh, en = (catalogue.words(view, language).texts for language in ("zh", "en"))
        assert sorted(zh) == sorted(en), view
        assert {name: places(zh[name]) for name in zh} == {name: places(en[name]) for name in en}, view


def test_the_names_of_a_catalogue_are_sorted() -> None:
    for language in catalogue.LANGUAGES:
        for view in sorted(views(language)):
            names = list(catalogue.words(view, language).texts)
            assert names == sorted(names), f"{language}/{view}"


def test_every_text_is_named_in_the_code() -> None:
    sources = [path for path in sorted((PACKAGE / "render").rglob("*")) if path.suffix in (".py", ".html", ".js")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    for view in sorted(views("en")):
        for name in catalogue.words(view, "en").texts:
            assert any(re.search(pattern, code) for pattern in mentions(name)), f"{view}: {name}"


def mentions(name: str) -> list[str]:
    """Return how a text may be named in the code: as it is, or made from closed terms (``f"state-{state}"``)."""
    parts = name.split("-")
    stems = ["-".join(parts[:end]) for end in range(1, len(parts))]
    return [rf"[\"']{re.escape(name)}[\"']", *(rf"[\"'`]{re.escape(stem)}-(?:\$?\{{|[\"'])" for stem in stems)]


def test_no_renderer_chooses_a_language_by_itself() -> None:
    """Texts are found by name in the catalogue of the language; whoever chooses between two texts in place has a third."""
    chosen = re.compile(r"\blang(?:uage)? [!=]= |\b(?:zh|en)\b[^,]* if (?:zh|chinese)\b")
    paths = [path for room in ("render", "api", "cli") for path in sorted((PACKAGE / room).rglob("*.py"))]
    assert [
        f"{path.name}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if chosen.search(line)
    ] == []
