"""The kinds of record: the data file, the ids and the name of each class."""

from __future__ import annotations

from cbec_kg.model.records import (
    Article,
    Attribution,
    Citation,
    Claim,
    Countermeasure,
    Entity,
    Exemption,
    Facet,
    Figure,
    Indicator,
    Measure,
    Problem,
    Record,
    Reference,
    Section,
    Source,
    Statistic,
    Table,
    Unit,
)

FILES: dict[str, type[Record]] = {
    "article.yaml": Article,
    "attributions.yaml": Attribution,
    "citations.yaml": Citation,
    "claims.yaml": Claim,
    "countermeasures.yaml": Countermeasure,
    "entities.yaml": Entity,
    "exemptions.yaml": Exemption,
    "facets.yaml": Facet,
    "figures.yaml": Figure,
    "indicators.yaml": Indicator,
    "measures.yaml": Measure,
    "problems.yaml": Problem,
    "references.yaml": Reference,
    "sections.yaml": Section,
    "sources.yaml": Source,
    "statistics.yaml": Statistic,
    "tables.yaml": Table,
    "units.yaml": Unit,
}
"""The kind of record that each data file holds."""

PREFIXES: dict[type[Record], tuple[str, ...]] = {
    Article: ("article",),
    Attribution: ("attribution",),
    Citation: ("citation",),
    Claim: ("claim",),
    Countermeasure: ("countermeasure",),
    Entity: ("org", "platform", "place", "law", "concept"),
    Exemption: ("exempt",),
    Facet: ("facet",),
    Figure: ("figure",),
    Indicator: ("indicator",),
    Measure: ("measure",),
    Problem: ("problem",),
    Reference: ("ref",),
    Section: ("section",),
    Source: ("source",),
    Statistic: ("stat",),
    Table: ("table",),
    Unit: ("unit",),
}
"""The first words that an id of each kind may have."""

_WORDS = {"exempt": "exemption", "org": "organisation", "ref": "reference", "stat": "statistic"}

KINDS: dict[type[Record], frozenset[str]] = {
    kind: frozenset(_WORDS.get(prefix, prefix) for prefix in prefixes) for kind, prefixes in PREFIXES.items()
}
"""The kinds of the records of each class: the class's name in lower case; of entities, what they are."""

AnyRecord = (
    Article | Section | Reference | Source | Citation | Attribution | Claim | Statistic | Table | Figure | Indicator | Unit
    | Problem | Facet | Countermeasure | Measure | Entity
)  # fmt: skip
"""Every class of record that a graph has, told apart by its tag when it is decoded."""


def kind_of(name: str) -> str:
    """Return the kind of a record as the first word of its id says it.

    Examples
    --------
    >>> kind_of("ref-09"), kind_of("org-customs"), kind_of("facet-talent-gap")
    ('reference', 'organisation', 'facet')
    """
    word = name.partition("-")[0]
    return _WORDS.get(word, word)
