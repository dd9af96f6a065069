"""Which terms a query names in the ontology's namespace that the ontology does not have: a slip that finds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cbec_kg.model.iris import ONTOLOGY, TERM
from cbec_kg.search.resolve import nearest

if TYPE_CHECKING:
    from cbec_kg.store.opening import OpenStore


def unknown_terms(opened: OpenStore, iris: Iterable[str]) -> dict[str, list[str]]:
    """Return the names, without namespace, that are not in the ontology, each with up to five that look like it.

    Parameters
    ----------
    opened : OpenStore
        With the ontology in its graph; without it no name is unknown.
    iris : iterable of str
        Of any namespace; those of other namespaces are ignored.
    """
    names = [iri.removeprefix(TERM) for iri in iris if iri.startswith(TERM) and iri != TERM]
    if not names:
        return {}
    rows = opened.answer(f"SELECT DISTINCT ?s {{ GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} FILTER(ISIRI(?s)) }}", {}, None).rows
    terms = {str(getattr(term, "value", "")).removeprefix(TERM) for (term,) in rows}
    by_lower = {term.lower(): term for term in sorted(terms)}
    return {name: [by_lower[one] for one in nearest(name, by_lower)] for name in names if terms and name not in terms}
