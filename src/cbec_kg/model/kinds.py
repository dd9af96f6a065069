"""The kinds of record: the data file, the ids and the name of each class."""

from __future__ import annotations

from cbec_kg.model import records as r
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
