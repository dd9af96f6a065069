"""Verdicts of readers in words: the same beside a finding, a hypothesis and a link, in every view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cbec_kg.model.links import Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.context import RenderContext
from cbec_kg.render.language.catalogue import LANGUAGES, words


def verdict_text(verdict: Mapping[str, Any], language: str, named: bool = False) -> str:
    """Return what a reader decided, who, when and why, and whether that still holds.

    Parameters
    ----------
    verdict : mapping
        As `cbec_kg.model.personal.Judged.value` gives it.
    named : bool
        With the name of what it is on, where it does not stand beside that.
    """
    texts = words("verdicts", language)
    on = words("common", language)("brackets", text=verdict["on"]) if named else ""
    text = texts(f"decision-{verdict['decision']}", by=verdict["by"], date=verdict["date"], on=on, reason=verdict[language])
    return text if verdict["state"] == "current" else texts("stale", text=text)


def verdict_in_both(verdict: Mapping[str, Any]) -> dict[str, str]:
    """Return what a reader decided by language, as pages carry it."""
    return {language: verdict_text(verdict, language) for language in LANGUAGES}


def verdicts_of_link(link: Link, context: RenderContext) -> list[str]:
    """Return what readers decided on a link, beside which it stands."""
    return [verdict_text(one.value, context.language) for one in context.snapshot.verdicts_on(link)]


def verdicts_of_links(links: Iterable[Link], context: RenderContext) -> list[str]:
    """Return what readers decided on any of some links, each with the ends of its link."""
    texts = context.words("verdicts")
    return [
        texts("link", start=link.start, end=link.end, text=text)
        for link in dict.fromkeys(links)
        for text in verdicts_of_link(link, context)
    ]


def links_verdicts_value(links: Iterable[Link], snapshot: Snapshot) -> dict[str, Any]:
    """Return what readers decided on any of some links as a field of a value for JSON; nothing where nobody judged any."""
    found = [one.value for link in dict.fromkeys(links) for one in snapshot.verdicts_on(link)]
    return {"verdicts": found} if found else {}
