"""The graph ``cube``: the statistics as an RDF Data Cube, one observation each, in the vocabulary's normal form.

The structures, dimensions and code lists are in ``ontology/cube.ttl``; here are the data sets, observations, slices of the
printed tables, and the codes of one folder. A code stands for a record (`cbec:codeOf`) and is no record itself, so that a
place stays a place. Whether the result is well formed is for `cbec_kg.rdf.wellformed` to say.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCTERMS, PROV, QB, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, URIRef

from cbec_kg import __version__
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import BASE, graph_iri, resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.records import Entity, Indicator, Statistic, StatisticKind, Table, Unit
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.build import LICENCE, period_years, plain_decimal
from cbec_kg.rdf.vocabulary import CBEC, SDMX_ATTRIBUTE, SDMX_MEASURE, concept

SETS: dict[StatisticKind, str] = {
    "level": "levels",
    "growth": "growth",
    "average-growth": "growth",
    "share": "shares",
    "rank": "ranks",
}
"""The data set that a statistic of each kind belongs to; each has a structure of its name."""

SET_LABELS = {
    "levels": Bilingual("数额", "Levels"),
    "growth": Bilingual("增长", "Growth rates"),
    "shares": Bilingual("占比", "Shares"),
    "ranks": Bilingual("位次", "Ranks"),
}


def add_cube(dataset: Dataset, curation: Curation) -> None:
    """Add the graph ``cube`` to a dataset; nothing is added for a curation without statistics."""
    if curation.of(Statistic):
        _Cube(dataset, curation).run()


def period_label(period: str) -> Bilingual:
    """Return a known period in words.

    Examples
    --------
    >>> period_label("2016/2020").en, period_label("2014-12-31").en
    ('2016 to 2020', 'as at 2014-12-31')
    """
    first, _, last = period.partition("/")
    if last:
        return Bilingual(f"{first}至{last}年", f"{first} to {last}")
    if len(period) > 4:
        return Bilingual(f"截至{period}", f"as at {period}")
    return Bilingual(f"{period}年", period)


class _Cube:
    """Adds the triples of one folder's cube."""

    def __init__(self, dataset: Dataset, curation: Curation) -> None:
        self.curation = curation
        self.graph: Graph = dataset.graph(URIRef(graph_iri(curation.folder_id, "cube")))
        self.anchors = self._anchors()

    def run(self) -> None:
        self.provenance()
        for record in self.curation.of(Statistic):
            self.observation(record)
            self.slices(record)

    def iri(self, local: str) -> URIRef:
        return URIRef(resource_iri(self.curation.folder_id, local))

    def text(self, subject: URIRef, predicate: URIRef, text: Bilingual) -> None:
        self.graph.add((subject, predicate, Literal(text.zh, lang="zh")))
        self.graph.add((subject, predicate, Literal(text.en, lang="en")))

    def provenance(self) -> None:
        subject = self.graph.identifier
        assert isinstance(subject, URIRef)
        self.graph.add((subject, RDF.type, PROV.Entity))
        self.graph.add((subject, DCTERMS.license, LICENCE))
        self.text(subject, RDFS.label, Bilingual("统计数据立方体", "The statistics as a data cube"))
        for name in ("article", "curation"):
            self.graph.add((subject, PROV.wasDerivedFrom, URIRef(graph_iri(self.curation.folder_id, name))))
        self.graph.add((subject, PROV.wasAttributedTo, URIRef(f"{BASE}cbec-kg-{__version__}")))

    # Data sets and observations

    def data_set(self, record: Statistic) -> URIRef:
        name = SETS[record.kind]
        subject = self.iri(f"cube/{name}")
        self.graph.add((subject, RDF.type, QB.DataSet))
        self.graph.add((subject, QB.structure, concept("structure", name)))
        self.graph.add((subject, DCTERMS.license, LICENCE))
        self.text(subject, RDFS.label, SET_LABELS[name])
        return subject

    def observation(self, record: Statistic) -> None:
        subject, graph = self.iri(f"cube/observation/{record.id}"), self.graph
        unit = self.curation.records[record.unit]
        assert isinstance(unit, Unit)
        graph.add((subject, RDF.type, QB.Observation))
        graph.add((subject, QB.dataSet, self.data_set(record)))
        graph.add((subject, PROV.wasDerivedFrom, self.iri(record.id)))
        self.text(subject, RDFS.label, label_of(record, self.curation))
        for dimension, value in self.dimensions(record):
            graph.add((subject, dimension, value))
        graph.add((subject, SDMX_MEASURE.obsValue, Literal(record.value, datatype=XSD.decimal)))
        graph.add((subject, SDMX_ATTRIBUTE.unitMeasure, self.iri(record.unit)))
        graph.add((subject, CBEC.cubePrinted, Literal(record.printed)))
        graph.add((subject, CBEC.cubeOperator, concept("operator", record.operator)))
        if record.period != "unknown":
            graph.add((subject, CBEC.cubePeriodBasis, concept("basis", record.period_basis)))
        if unit.base != "unknown":
            plain = plain_decimal(record.value * unit.factor)
            graph.add((subject, CBEC.cubeBaseValue, Literal(plain, datatype=XSD.decimal)))

    def dimensions(self, record: Statistic) -> Iterable[tuple[URIRef, URIRef]]:
        """Yield a value for every dimension of a statistic's structure."""
        yield CBEC.cubeArea, self.area(record.place)
        yield CBEC.cubePeriod, self.period(record.period)
        yield CBEC.cubeIndicator, self.indicator(record.indicator)
        yield CBEC.cubeKind, concept("statistic", record.kind)
        yield CBEC.cubeCounterpart, self.area(record.counterpart) if record.counterpart else concept("area", "none")
        if SETS[record.kind] == "growth":
            yield CBEC.cubeBase, self.base(record.base)
        if record.kind == "share":
            yield CBEC.cubeWhole, self.indicator(record.whole)
            yield CBEC.cubeWholeArea, self.area(record.whole_place)
        yield CBEC.cubePrintedIn, self.printed_in(record.table)
        yield CBEC.cubeAnchor, self.iri(f"{self.anchors[_printed_at(record)]}/anchor-1")

    def _anchors(self) -> dict[tuple[str, str, str, str], str]:
        """Return the first statistic for each place in the text, so that a number recorded twice has one place."""
        anchors: dict[tuple[str, str, str, str], str] = {}
        for record in self.curation.of(Statistic):
            anchors[_printed_at(record)] = min(record.id, anchors.get(_printed_at(record), record.id))
        return anchors

    # Slices of the printed tables

    def slices(self, record: Statistic) -> None:
        """Put a table's value into the slice of its row and into that of its series."""
        if record.table is None:
            return
        values = dict(self.dimensions(record))
        series = f"{record.indicator}-{record.kind}"
        label = self._series_label(record)
        for key, dimensions, local, text in (
            ("row", (CBEC.cubePrintedIn, CBEC.cubePeriod), _local(record.period), period_label(record.period)),
            ("series", (CBEC.cubePrintedIn, CBEC.cubeIndicator, CBEC.cubeKind), series, label),
        ):
            subject = self.iri(f"cube/{SETS[record.kind]}/{record.table}/{key}/{local}")
            self.graph.add((subject, RDF.type, QB.Slice))
            self.graph.add((subject, QB.sliceStructure, concept("slices-by", key)))
            self.graph.add((self.data_set(record), QB.slice, subject))
            self.graph.add((subject, QB.observation, self.iri(f"cube/observation/{record.id}")))
            self.text(subject, RDFS.label, text)
            for dimension in dimensions:
                self.graph.add((subject, dimension, values[dimension]))

    def _series_label(self, record: Statistic) -> Bilingual:
        indicator = self.curation.records[record.indicator]
        assert isinstance(indicator, Indicator)
        name = SET_LABELS[SETS[record.kind]]
        return Bilingual(f"{indicator.zh}：{name.zh}", f"{indicator.en}: {name.en.lower()}")

    # Codes

    def code(self, scheme: URIRef, local: str, notation: str, label: Bilingual) -> URIRef:
        subject = self.iri(f"cube/{local}")
        self.graph.add((subject, RDF.type, SKOS.Concept))
        self.graph.add((subject, SKOS.inScheme, scheme))
        self.graph.add((subject, SKOS.notation, Literal(notation)))
        self.text(subject, RDFS.label, label)
        self.text(subject, SKOS.prefLabel, label)
        return subject

    def within(self, scheme: URIRef, child: URIRef, parent: URIRef | None) -> None:
        """Put a code of a hierarchy below its parent, or at the top."""
        if parent is None:
            self.graph.add((scheme, QB.hierarchyRoot, child))
            self.graph.add((child, SKOS.topConceptOf, scheme))
        else:
            self.graph.add((child, SKOS.broader, parent))
            self.graph.add((parent, SKOS.narrower, child))

    def area(self, place: str | None) -> URIRef:
        """Return the code of a place, put below the places that it lies in."""
        if place is None or place == "unspecified":
            return concept("area", "unspecified")
        record = self.curation.records[place]
        assert isinstance(record, Entity)
        subject = self.code(CBEC.AreaScheme, f"area/{place}", place, Bilingual(record.zh, record.en))
        if (subject, CBEC.codeOf, None) not in self.graph:
            self.graph.add((subject, CBEC.codeOf, self.iri(place)))
            parent = record.broader if (record.broader or "").startswith("place-") else None
            self.within(CBEC.AreaScheme, subject, self.area(parent) if parent else None)
        return subject

    def indicator(self, indicator: str | None) -> URIRef:
        """Return the code of an indicator, put below the one that it is a part of."""
        if indicator is None:
            return concept("indicator", "not-given")
        record = self.curation.records[indicator]
        assert isinstance(record, Indicator)
        subject = self.code(CBEC.IndicatorScheme, f"indicator/{indicator}", indicator, Bilingual(record.zh, record.en))
        if (subject, CBEC.codeOf, None) not in self.graph:
            self.graph.add((subject, CBEC.codeOf, self.iri(indicator)))
            self.within(CBEC.IndicatorScheme, subject, self.indicator(record.part_of) if record.part_of else None)
        return subject

    def period(self, period: str) -> URIRef:
        """Return the code of a period, with its first and last year."""
        years = period_years(period)
        if years is None:
            return concept("period", "unknown")
        subject = self.code(CBEC.PeriodScheme, f"period/{_local(period)}", period, period_label(period))
        self.graph.add((subject, CBEC.startYear, Literal(years[0], datatype=XSD.integer)))
        self.graph.add((subject, CBEC.endYear, Literal(years[1], datatype=XSD.integer)))
        return subject

    def base(self, base: str | None) -> URIRef:
        """Return the code of a comparison base: that of a year, or one of the ontology's."""
        if base is None or not base[0].isdigit():
            return concept("base", base or "not-given")
        return self.code(CBEC.BaseScheme, f"base/{_local(base)}", base, period_label(base))

    def printed_in(self, table: str | None) -> URIRef:
        """Return the code of a table, or that of the running text."""
        if table is None:
            return concept("printed-in", "text")
        record = self.curation.records[table]
        assert isinstance(record, Table)
        label = Bilingual(f"表{record.number}", f"Table {record.number}")
        subject = self.code(CBEC.PrintedInScheme, f"printed-in/{table}", table, label)
        self.graph.add((subject, CBEC.codeOf, self.iri(table)))
        return subject


def _printed_at(record: Statistic) -> tuple[str, str, str, str]:
    """Return where a number stands, by the curation: passage, fragment, the number in it, and a cell's column."""
    at = record.at[0]
    return at.locator, at.fragment, record.printed, record.column or ""


def _local(period: str) -> str:
    """Return a period as a piece of an IRI."""
    return period.replace("/", "--")
