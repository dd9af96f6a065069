"""What nobody has judged yet, as lines that can be pasted into ``verdicts.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cbec_kg.errors import visible
from cbec_kg.render.language.catalogue import words

OPEN_COLUMNS = ("on", "digest", "text")

_EMPTY = "decision: , reason: {zh: , en: }, date: , by: "
"""The fields that a reader fills in."""


def open_rows(found: Sequence[dict[str, Any]], lang: str) -> list[list[str]]:
    """Return one row for each finding, hypothesis and link that is open, in the columns of `OPEN_COLUMNS`."""
    return [[one["on"], one["digest"], one[lang]] for one in found]


def render_open(found: Sequence[dict[str, Any]], lang: str) -> str:
    """Return what is open in words, each followed by an entry to be filled in."""
    texts = words("audit", lang)
    if not found:
        return texts("open-none") + "\n"
    entries = [f"# {visible(one[lang])}\n- {{on: {one['on']}, digest: '{one['digest']}', {_EMPTY}}}" for one in found]
    return "\n".join([texts("open-lead"), *entries]) + "\n"
