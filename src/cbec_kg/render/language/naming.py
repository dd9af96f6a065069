"""How records and the ontology's terms are called in texts and pictures, in one language and the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cbec_kg.evidence.grades import GRADES

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot


def source_name(source: str, snapshot: Snapshot) -> str:
    """Return a short name: ``[9]`` for a reference, the id's own words for a named source.

    Where there are several folders, the folder's id goes before it, as `cbec_kg.model.resolve` reads it back.
    """
    node = snapshot.nodes.get(source)
    folder, colon, local = source.rpartition(":")
    if node is not None and node.kind == "reference":
        return f"{folder}{colon}[{node.notes.get('number', '?')}]"
    return f"{folder}{colon}{local.removeprefix('source-')}"


def source_text(source: str, snapshot: Snapshot, language: str) -> str:
    """Return a reference's short name or a named source's label, with the folder's id where there are several."""
    node = snapshot.nodes.get(source)
    if node is None or node.kind == "reference":
        return source_name(source, snapshot)
    folder, colon, _ = source.rpartition(":")
    return f"{folder}{colon}{node.text(language)}"


def marks(terms: Iterable[str], snapshot: Snapshot, language: str) -> str:
    """Return the ontology's names of some terms (``role-facet``, ``basis-stated``) in brackets; empty without any.

    Examples
    --------
    >>> from cbec_kg.model.snapshot import Snapshot
    >>> snapshot = Snapshot({}, [], [], (), {}, {"basis-stated": ("明说", "stated")}, audited={})
    >>> marks(["role-facet", "basis-stated"], snapshot, "en"), marks(["basis-stated"], snapshot, "zh")
    (' (facet, stated)', '（明说）')
    """
    said = [snapshot.label(term, language) for term in terms]
    if not said:
        return ""
    return f"（{'，'.join(said)}）" if language == "zh" else f" ({', '.join(said)})"


def grade_label(name: str, language: str) -> str:
    """Return what a grade is called; its token in English."""
    return next((grade.label for grade in GRADES if grade.name == name and language == "zh"), name)
