"""Which terms a query names in the ontology's namespace that the ontology does not have: a slip that finds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cbec_kg.model.iris import ONTOLOGY, TERM
from cbec_kg.search.resolve import nearest

if TYPE_CHECKING:
    from pyoxigraph import Store


def unknown_terms(store: Store, iris: Iterable[str]) -> dict[str, list[str]]:
    """Return the names, without namespace, that are not in the ontology, each with up to five that look like it.

    Parameters
    ----------
    store : pyoxigraph.Store
        With the ontology in its graph.
    iris : iterable of str
        Of any namespace; those of other namespaces are ignored.
    """
    names = [iri.removeprefix(TERM) for iri in iris if iri.startswith(TERM) and iri != TERM]
    if not names:
        return {}
    from pyoxigraph import NamedNode

    quads = store.quads_for_pattern(None, None, None, NamedNode(ONTOLOGY))
    terms = {quad.subject.value.removeprefix(TERM) for quad in quads if isinstance(quad.subject, NamedNode)}
    by_lower = {term.lower(): term for term in sorted(terms)}
    return {name: [by_lower[one] for one in nearest(name, by_lower)] for name in names if name not in terms}
