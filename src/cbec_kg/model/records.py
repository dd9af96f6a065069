"""The records of a curation folder: what a person read in one article.

A class is a kind of record and a data file (see ``data/README.md``). Out of scope: whether records agree, and triples.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from cbec_kg.model.closed_lists import CitationFunction, KindList, Operator, ProblemStatus, StatisticKind, Yes
from cbec_kg.model.table_lines import Column, Row, Sum
from cbec_kg.model.terms import NOWHERE, Basis, Bilingual, Modality, Quantifier, Role, Where


class AnchorText(Struct, frozen=True, omit_defaults=True):
    """A fragment of a passage as the curator gave it: locator, and at most 20 characters that stand there once."""

    locator: str
    fragment: str
    where: Where = NOWHERE


class SupportLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One piece of evidence that a statement rests on."""

    on: str
    role: Role
    basis: Basis
    why: Bilingual | None = None
    where: Where = NOWHERE


class BasisLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link to another record with its basis: a cause, an effect, an addressed facet, an answered problem."""

    id: str
    basis: Basis
    why: Bilingual | None = None
    where: Where = NOWHERE


class Premise(BasisLink, frozen=True, kw_only=True, omit_defaults=True):
    """What a statement is concluded from; `doubt` is the curator's reason why that does not follow, or follows weakly."""

    doubt: Bilingual | None = None


class ScopeBasis(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How it is known that a statement is about its place or population.

    `passage` is the locator of the passage that names it, where it is inherited; `why` the reason, where it is inferred.
    """

    basis: Basis
    passage: str | None = None
    why: Bilingual | None = None
    where: Where = NOWHERE


class FieldNote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field of the article's record that is unknown or was derived, with the reason."""

    field: str
    why: Bilingual
    where: Where = NOWHERE


class Trend(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A series that a claim says to rise or to fall every year of a span: 2016/2020, or 2015/.. where it goes on."""

    indicator: str
    place: str
    period: str
    direction: Literal["rising", "falling"]
    where: Where = NOWHERE


class Record(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """What all records have: an id, kebab-case, whose first word says the kind; and the place where it stands."""

    id: str
    where: Where = NOWHERE


class Article(Record, frozen=True, kw_only=True):
    """The article: what its text says of itself, what is unknown; `texts_in`: the folder's language, where it has one."""

    language: str
    texts_in: Literal["zh", "en"] | None = None
    title: Bilingual | None = None
    authors: tuple[str, ...] = ()
    abstract: Bilingual | None = None
    argument: Bilingual | None = None
    keywords: tuple[str, ...] = ()
    doi: str | None = None
    identifiers: tuple[str, ...] = ()
    journal: Bilingual | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    number: int | None = None
    flows: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    first_author: str | None = None
    further_authors: Yes | None = None
    pages_seen: tuple[str, ...] = ()
    derived: tuple[FieldNote, ...] = ()
    unknown: tuple[FieldNote, ...] = ()


class Section(Record, frozen=True, kw_only=True):
    """A section or subsection; its `kind` may be of the folder's own."""

    number: str
    kind: str
    zh: str
    en: str
    parent: str | None = None
    heading_asserts: Bilingual | None = None


class Reference(Record, frozen=True, kw_only=True):
    """An entry of the list of references, cited by `number`, or by `key`: ``Low et al., 2019a``; a stub while unknown."""

    number: int | None = None
    key: str | None = None
    metadata: Literal["unknown"]
    why: Bilingual
    identifiers: tuple[str, ...] = ()


class Source(Record, frozen=True, kw_only=True):
    """A body, report or bulletin that the text names without a number; its `kind` may be of the folder's own."""

    kind: str
    zh: str
    en: str
    publisher: str | None = None
    year: int | None = None
    part_of: str | None = None
    identifiers: tuple[str, ...] = ()
    note: Bilingual | None = None


class Citation(Record, frozen=True, kw_only=True):
    """One reference that one marker in one sentence names, by number or by author and year."""

    reference: str
    at: tuple[AnchorText, ...]
    function: CitationFunction
    note: Bilingual


class Attribution(Record, frozen=True, kw_only=True):
    """One place where the text names a source without a number."""

    source: str
    at: tuple[AnchorText, ...]
    function: CitationFunction
    note: Bilingual


class Paraphrased(Record, frozen=True, kw_only=True):
    """A statement in the curator's own words: claim, problem, facet, countermeasure or measure.

    `modality` and `quantifier` are those that the article prints, with its words; a basis of `place` left out is ``stated``.
    """

    zh: str
    en: str
    at: tuple[AnchorText, ...]
    place: str
    place_basis: ScopeBasis | None = None
    modality: Modality | None = None
    modal_word: str | None = None
    quantifier: Quantifier | None = None
    quantifier_word: str | None = None
    rests_on: tuple[SupportLink, ...] = ()
    concluded_from: tuple[Premise, ...] = ()


class Claim(Paraphrased, frozen=True, kw_only=True):
    """One assertion; its `kind` may be of the folder's own."""

    kind: str
    population: str | None = None
    population_basis: ScopeBasis | None = None
    stands_alone: Bilingual | None = None
    about: tuple[str, ...] = ()
    caused_by: tuple[BasisLink, ...] = ()
    leads_to: tuple[BasisLink, ...] = ()
    trends: tuple[Trend, ...] = ()


class Statistic(Record, frozen=True, kw_only=True):
    """One number that the article states as a fact, as printed."""

    printed: str
    value: Decimal
    value_text: str
    operator: Operator
    unit: str
    indicator: str
    kind: StatisticKind
    place: str
    period: str
    at: tuple[AnchorText, ...]
    counterpart: str | None = None
    period_basis: Basis = "stated"
    why: Bilingual | None = None
    base: str | None = None
    whole: str | None = None
    whole_place: str | None = None
    upper: Decimal | None = None
    cases: str | None = None
    step: Decimal | None = None
    from_least: Yes | None = None
    rests_on: tuple[SupportLink, ...] = ()
    about: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    members_open: Yes | None = None
    categories: tuple[str, ...] = ()
    note: Bilingual | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None


class Table(Record, frozen=True, kw_only=True):
    """A printed table; its cells become statistics.

    A table without `rows` has a row for each period. Cells that are `left_out`, each by the keys of its row and column, are
    kept as printed and make no figures.
    """

    number: int
    section: str
    zh: str
    en: str
    at: tuple[AnchorText, ...]
    file: str
    locator: str
    place: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    period: str | None = None
    unit: str | None = None
    left_out: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    rests_on: tuple[SupportLink, ...] = ()


class Figure(Record, frozen=True, kw_only=True):
    """A figure, whose drawn values the text does not give."""

    number: int
    section: str
    zh: str
    en: str
    at: tuple[AnchorText, ...]
    values: Literal["unknown"]
    why: Bilingual
    rests_on: tuple[SupportLink, ...] = ()


class Indicator(Record, frozen=True, kw_only=True):
    """What a figure measures."""

    zh: str
    en: str
    definition: Bilingual | None = None
    part_of: str | None = None
    flow: str | None = None
    sum_of: tuple[str, ...] = ()
    nature: Literal["stock", "flow"] | None = None
    identifiers: tuple[str, ...] = ()


class Unit(Record, frozen=True, kw_only=True):
    """A unit: how many of which base."""

    zh: str
    en: str
    symbol: str
    factor: Decimal
    base: str


class Problem(Paraphrased, frozen=True, kw_only=True):
    """What a subsection diagnoses, or what is named as a problem elsewhere."""

    status: ProblemStatus
    section: str
    population: str | None = None
    population_basis: ScopeBasis | None = None
    stands_alone: Bilingual | None = None


class Facet(Paraphrased, frozen=True, kw_only=True):
    """One aspect of a problem; `status` says whether it is a part of the diagnosis, or first named elsewhere."""

    problem: str
    status: ProblemStatus | None = None
    population: str | None = None
    population_basis: ScopeBasis | None = None
    about: tuple[str, ...] = ()
    caused_by: tuple[BasisLink, ...] = ()
    leads_to: tuple[BasisLink, ...] = ()


class Countermeasure(Paraphrased, frozen=True, kw_only=True):
    """What a subsection proposes."""

    section: str
    population: str | None = None
    population_basis: ScopeBasis | None = None
    answers: tuple[BasisLink, ...] = ()


class Measure(Paraphrased, frozen=True, kw_only=True):
    """One action of a countermeasure: who does what, with which instrument, about which facet."""

    countermeasure: str
    actors: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    addresses: tuple[BasisLink, ...] = ()
    leads_to: tuple[BasisLink, ...] = ()


class Entity(Record, frozen=True, kw_only=True):
    """An organisation, platform, place, law or concept, as the id's first word says; `kind` is of the folder's own."""

    zh: str
    en: str
    kind: str | None = None
    at: tuple[AnchorText, ...] = ()
    broader: str | None = None
    also: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    definition: Bilingual | None = None


class Kind(Record, frozen=True, kw_only=True):
    """A kind of source, claim, section or entity that is the folder's own; `kind_of` is a wider one of the same list."""

    of: KindList
    zh: str
    en: str
    definition: Bilingual | None = None
    kind_of: str | None = None
    exact_match: tuple[str, ...] = ()


class Exemption(Record, frozen=True, kw_only=True):
    """What is left out, and why: by anchors, by whole `sections`, and numbers by their kind or by `words` as printed."""

    kind: Literal["asserts-nothing", "no-statistic", "no-citation", "not-backed"]
    at: tuple[AnchorText, ...] = ()
    why: Bilingual
    every: tuple[Literal["years", "names", "formulas", "figure-numbers"], ...] = ()
    words: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    citation: str | None = None
    records: tuple[str, ...] = ()


TO_CONFIRM = "indicator-to-confirm"
"""Indicator of a drafted statistic that no person has confirmed: it covers nothing."""
