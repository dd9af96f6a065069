"""How a reference is called where it is cited, and in which order references stand: by number, then by author and year."""

from __future__ import annotations

from collections.abc import Iterable

from cbec_kg.model.records import Reference


def mark_of(reference: Reference) -> str:
    """Return what cites a reference: ``[9]``, its author and year in brackets, or ``[@low2019]``, its key.

    Examples
    --------
    >>> from cbec_kg.model.terms import Bilingual
    >>> why = Bilingual("无", "none")
    >>> mark_of(Reference(id="ref-09", number=9, metadata="unknown", why=why))
    '[9]'
    >>> mark_of(Reference(id="ref-low-2019", key="Low, 2019", metadata="unknown", why=why))
    '(Low, 2019)'
    """
    if reference.number is not None:
        return f"[{reference.number}]"
    return f"[{reference.key}]" if (reference.key or "").startswith("@") else f"({reference.key})"


def ordinals(references: Iterable[Reference]) -> dict[str, int]:
    """Return a number for each reference by its id: its own, and for those without one the next ones, in order of keys."""
    known = list(references)
    found = {reference.id: reference.number for reference in known if reference.number is not None}
    keyed = sorted((reference for reference in known if reference.number is None), key=lambda one: (one.key or "", one.id))
    first = max(found.values(), default=0) + 1
    found |= {reference.id: number for number, reference in enumerate(keyed, first)}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def reference_order(reference: Reference) -> tuple[int, int, str, str]:
    """Return what references are sorted by: numbers first, then keys."""
    return (reference.number is None, reference.number or 0, reference.key or "", reference.id)
