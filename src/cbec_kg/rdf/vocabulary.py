"""Closed namespaces: a term that does not exist raises AttributeError where it is used."""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from cbec_kg.model.iris import TERM

CITO = Namespace("http://purl.org/spar/cito/")
SDMX_ATTRIBUTE = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
SDMX_MEASURE = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")


class CBEC(DefinedNamespace):
    """The terms of ``ontology/cbec.ttl`` and ``ontology/cube.ttl``; concepts of its schemes are made by `concept`."""

    _NS = Namespace(TERM)
    _fail = True

    Address: URIRef
    Anchor: URIRef
    Answer: URIRef
    AreaScheme: URIRef
    Article: URIRef
    Attribution: URIRef
    BaseScheme: URIRef
    CausalLink: URIRef
    Citation: URIRef
    Claim: URIRef
    Concept: URIRef
    Countermeasure: URIRef
    EvidenceLine: URIRef
    Explanation: URIRef
    Facet: URIRef
    Figure: URIRef
    Finding: URIRef
    Hypothesis: URIRef
    Indicator: URIRef
    IndicatorScheme: URIRef
    Law: URIRef
    Measure: URIRef
    Organisation: URIRef
    Passage: URIRef
    PeriodScheme: URIRef
    Place: URIRef
    Platform: URIRef
    PrintedInScheme: URIRef
    Problem: URIRef
    Reference: URIRef
    Rereading: URIRef
    Section: URIRef
    Source: URIRef
    Statistic: URIRef
    Support: URIRef
    Table: URIRef
    Trend: URIRef
    Unit: URIRef
    Unknown: URIRef

    about: URIRef
    aboutStatistic: URIRef
    actor: URIRef
    addresses: URIRef
    agreeingCount: URIRef
    anchorOf: URIRef
    answers: URIRef
    attributedTo: URIRef
    baseUnit: URIRef
    baseYear: URIRef
    basis: URIRef
    bearsOn: URIRef
    blames: URIRef
    citationFunction: URIRef
    claimKind: URIRef
    clearedCount: URIRef
    codeOf: URIRef
    comparisonPeriod: URIRef
    computedHigh: URIRef
    computedHighOpen: URIRef
    computedInterval: URIRef
    computedLow: URIRef
    computedLowOpen: URIRef
    confirmed: URIRef
    confirmedCount: URIRef
    counterpart: URIRef
    cubeAnchor: URIRef
    cubeArea: URIRef
    cubeBase: URIRef
    cubeBaseValue: URIRef
    cubeCounterpart: URIRef
    cubeIndicator: URIRef
    cubeKind: URIRef
    cubeOperator: URIRef
    cubePeriod: URIRef
    cubePeriodBasis: URIRef
    cubePrinted: URIRef
    cubePrintedIn: URIRef
    cubeWhole: URIRef
    cubeWholeArea: URIRef
    denotes: URIRef
    derivedField: URIRef
    direction: URIRef
    end: URIRef
    endYear: URIRef
    explains: URIRef
    facetOf: URIRef
    factor: URIRef
    firstAuthor: URIRef
    flow: URIRef
    formula: URIRef
    fragment: URIRef
    furtherAuthors: URIRef
    hasFacet: URIRef
    hasMeasure: URIRef
    headingAsserts: URIRef
    hypothesisOf: URIRef
    indicator: URIRef
    inPassage: URIRef
    inSection: URIRef
    instrument: URIRef
    inTable: URIRef
    intervalUnit: URIRef
    journal: URIRef
    leadsTo: URIRef
    length: URIRef
    locator: URIRef
    lostCount: URIRef
    measureOf: URIRef
    member: URIRef
    membersOpen: URIRef
    metadataStatus: URIRef
    minimal: URIRef
    nextPassage: URIRef
    normalisedValue: URIRef
    number: URIRef
    ofStatistic: URIRef
    operator: URIRef
    pageSeen: URIRef
    paraphrase: URIRef
    parentSection: URIRef
    partOf: URIRef
    partOfArticle: URIRef
    passageKind: URIRef
    period: URIRef
    place: URIRef
    pointsTo: URIRef
    population: URIRef
    prefix: URIRef
    printed: URIRef
    problemStatus: URIRef
    raisedCount: URIRef
    rank: URIRef
    readAs: URIRef
    readNow: URIRef
    readsOtherwise: URIRef
    recordId: URIRef
    repairKind: URIRef
    rereadField: URIRef
    rereadingOf: URIRef
    restsOn: URIRef
    role: URIRef
    rule: URIRef
    sectionKind: URIRef
    sectionNumber: URIRef
    sha256: URIRef
    source: URIRef
    sourceKind: URIRef
    start: URIRef
    startYear: URIRef
    statedHigh: URIRef
    statedHighOpen: URIRef
    statedIn: URIRef
    statedInterval: URIRef
    statedLow: URIRef
    statedLowOpen: URIRef
    statisticKind: URIRef
    suffix: URIRef
    symbol: URIRef
    tableColumn: URIRef
    tableRow: URIRef
    target: URIRef
    to: URIRef
    trendOf: URIRef
    unit: URIRef
    unknownField: URIRef
    unknownOf: URIRef
    value: URIRef
    valueText: URIRef
    verdict: URIRef
    via: URIRef
    whole: URIRef
    wholePlace: URIRef
    working: URIRef


FROM = URIRef(TERM + "from")
"""``cbec:from``; its name is a keyword of Python."""


def concept(scheme: str, notation: str) -> URIRef:
    """Return the concept of a scheme by its notation: ``concept("role", "facet")`` is ``cbec:role-facet``.

    The notations come from the closed types of `cbec_kg.model.records`; a test holds them against the ontology.
    """
    return URIRef(f"{TERM}{scheme}-{notation}")
