"""The kinds of record: the data file, the ids and the name of each class."""

from __future__ import annotations

from typing import NamedTuple, get_args

from cbec_kg.model import records as r
from cbec_kg.model.closed_lists import ClaimKind, KindList, SectionKind, SourceKind
from cbec_kg.model.records import Record

FILES: dict[str, type[Record]] = {
    "article.yaml": r.Article,
    "attributions.yaml": r.Attribution,
    "citations.yaml": r.Citation,
    "claims.yaml": r.Claim,
    "countermeasures.yaml": r.Countermeasure,
    "entities.yaml": r.Entity,
    "exemptions.yaml": r.Exemption,
    "facets.yaml": r.Facet,
    "figures.yaml": r.Figure,
    "indicators.yaml": r.Indicator,
    "kinds.yaml": r.Kind,
    "measures.yaml": r.Measure,
    "problems.yaml": r.Problem,
    "references.yaml": r.Reference,
    "sections.yaml": r.Section,
    "sources.yaml": r.Source,
    "statistics.yaml": r.Statistic,
    "tables.yaml": r.Table,
    "units.yaml": r.Unit,
}
"""The kind of record that each data file holds."""

_OTHER_PREFIXES: dict[type[Record], tuple[str, ...]] = {
    r.Entity: ("org", "platform", "place", "law", "concept"),
    r.Exemption: ("exempt",),
    r.Reference: ("ref",),
    r.Statistic: ("stat",),
}

PREFIXES = {kind: _OTHER_PREFIXES.get(kind, (kind.__name__.lower(),)) for kind in FILES.values()}
"""The first words that an id of each kind may have: the class's name unless said otherwise."""

_WORDS = {"exempt": "exemption", "org": "organisation", "ref": "reference", "stat": "statistic"}

KINDS: dict[type[Record], frozenset[str]] = {
    kind: frozenset(_WORDS.get(prefix, prefix) for prefix in prefixes) for kind, prefixes in PREFIXES.items()
}
"""The kinds of the records of each class: the class's name in lower case; of entities, what they are."""

KIND_PREFIX = "kind-"
"""How the id of a kind of a folder's own begins; the rest is what records have as their kind."""


class OpenList(NamedTuple):
    """A list of kinds that a folder may add to: its `name`, and the `values` that need no declaration."""

    name: KindList
    values: tuple[str, ...]


OPEN_LISTS: dict[type[Record], OpenList] = {
    r.Claim: OpenList("claim", get_args(ClaimKind)),
    r.Entity: OpenList("entity", ()),
    r.Section: OpenList("section", get_args(SectionKind)),
    r.Source: OpenList("source", get_args(SourceKind)),
}
"""The list of the field ``kind`` of each class that has one to which a folder may add."""

CLASSES = {word: kind for kind, words in KINDS.items() for word in words}
"""The class of the records of each kind."""


def kind_of(name: str) -> str:
    """Return the kind of a record as the first word of its id says it.

    Examples
    --------
    >>> kind_of("ref-09"), kind_of("org-customs"), kind_of("facet-talent-gap")
    ('reference', 'organisation', 'facet')
    """
    word = name.partition("-")[0]
    return _WORDS.get(word, word)
