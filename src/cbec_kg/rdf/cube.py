"""The graph ``cube``: the statistics as an RDF Data Cube, one observation each, in the vocabulary's normal form.

The structures, dimensions and code lists are in ``ontology/cube.ttl``; here are the data sets, observations, slices of the
printed tables, and the codes of one folder. A code stands for a record (`cbec:codeOf`) and is no record itself, so that a
place stays a place. Whether the result is well formed is for `cbec_kg.rdf.wellformed` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from rdflib import DCTERMS, PROV, QB, RDF, RDFS, SKOS, Dataset, URIRef

from cbec_kg.model.closed_lists import StatisticKind
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import graph_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.records import Entity, Indicator, Statistic, Table, Unit
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.build import LICENCE, TOOL, period_years, plain_decimal
from cbec_kg.rdf.vocabulary import CBEC, SDMX_ATTRIBUTE, SDMX_MEASURE, concept
from cbec_kg.rdf.writer import Value, Writer

SETS: dict[StatisticKind, str] = {
    "level": "levels", "growth": "growth", "average-growth": "growth", "share": "shares", "rank": "ranks",
}  # fmt: skip
"""The data set that a statistic of each kind belongs to; each has a structure of its name."""

SET_LABELS = {
    "levels": Bilingual("数额", "Levels"),
    "growth": Bilingual("增长", "Growth rates"),
    "shares": Bilingual("占比", "Shares"),
    "ranks": Bilingual("位次", "Ranks"),
    "levels-by-category": Bilingual("分类目数额", "Levels by category"),
    "growth-by-category": Bilingual("分类目增长", "Growth rates by category"),
    "shares-by-category": Bilingual("分类目占比", "Shares by category"),
    "ranks-by-category": Bilingual("分类目位次", "Ranks by category"),
}


def set_of(record: Statistic) -> str:
    """Return the data set that a statistic belongs to: that of its kind, apart for those of a category."""
    return f"{SETS[record.kind]}-by-category" if record.categories else SETS[record.kind]


def add_cube(dataset: Dataset, curation: Curation) -> None:
    """Add the graph ``cube`` to a dataset; nothing is added for a curation without statistics."""
    if curation.of(Statistic):
        _Cube(dataset, curation).run()


def period_label(period: str) -> Bilingual:
    """Return a period in words.

    Examples
    --------
    >>> period_label("2016/2020").en, period_label("2014-12-31").en, period_label("2014-Q3").zh
    ('2016 to 2020', 'as at 2014-12-31', '2014年第3季度')
    """
    if period == "unknown":
        return Bilingual("时期未说明", "period not given")
    first, _, last = period.partition("/")
    if last:
        return Bilingual(f"{first}至{last}{'年' if len(last) == 4 else ''}", f"{first} to {last}")
    if len(period) == 7:
        part = int(period[-1]) if period[5] in "QS" else int(period[5:])
        zh = {"Q": f"第{part}季度", "S": "上半年" if part == 1 else "下半年"}.get(period[5], f"{part}月")
        return Bilingual(f"{period[:4]}年{zh}", period)
    if len(period) > 4:
        return Bilingual(f"截至{period}", f"as at {period}")
    return Bilingual(f"{period}年", period)


class _Cube(Writer):
    def __init__(self, dataset: Dataset, curation: Curation) -> None:
        super().__init__(dataset, curation.folder_id, "cube")
        self.curation = curation
        self.anchors: dict[tuple[str, str, str, str], str] = {}
        """The first statistic for each place in the text, so that a number recorded twice has one place."""
        for record in curation.of(Statistic):
            self.anchors[_printed_at(record)] = min(record.id, self.anchors.get(_printed_at(record), record.id))

    def run(self) -> None:
        label = Bilingual("统计数据立方体", "The statistics as a data cube")
        sources = (URIRef(graph_iri(self.folder_id, name)) for name in ("article", "curation"))
        self.add(
            self.name, (RDF.type, PROV.Entity), (DCTERMS.license, LICENCE), (RDFS.label, label),
            (PROV.wasAttributedTo, TOOL), *((PROV.wasDerivedFrom, source) for source in sources),
        )  # fmt: skip
        for record in self.curation.of(Statistic):
            self.observation(record)
            if record.table is not None:
                self.slices(record)

    # Data sets and observations

    def data_set(self, record: Statistic) -> URIRef:
        name = set_of(record)
        about = (QB.structure, concept("structure", name)), (DCTERMS.license, LICENCE), (RDFS.label, SET_LABELS[name])
        return self.node(f"cube/{name}", QB.DataSet, *about)

    def observation(self, record: Statistic) -> None:
        unit = self.curation.records[record.unit]
        assert isinstance(unit, Unit)
        self.node(
            f"cube/observation/{record.id}", QB.Observation, (QB.dataSet, self.data_set(record)),
            (PROV.wasDerivedFrom, self.iri(record.id)), (RDFS.label, label_of(record, self.curation)),
            *self.dimensions(record), (SDMX_MEASURE.obsValue, record.value),
            (SDMX_ATTRIBUTE.unitMeasure, self.iri(record.unit)), (CBEC.cubePrinted, record.printed),
            (CBEC.cubeOperator, concept("operator", record.operator)),
            (CBEC.cubePeriodBasis, concept("basis", record.period_basis) if record.period != "unknown" else None),
            (CBEC.cubeBaseValue, plain_decimal(record.value * unit.factor) if unit.base != "unknown" else None),
        )  # fmt: skip

    def dimensions(self, record: Statistic) -> Iterable[tuple[URIRef, URIRef]]:
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
        if record.categories:
            yield CBEC.cubeCategory, self.category(record.categories)
        yield CBEC.cubeAnchor, self.iri(f"{self.anchors[_printed_at(record)]}/anchor-1")

    def slices(self, record: Statistic) -> None:
        """Put a table's value into the slice of its period, which may be its row, and into that of its series."""
        values, name = dict(self.dimensions(record)), SET_LABELS[set_of(record)]
        indicator = self.curation.records[record.indicator]
        assert isinstance(indicator, Indicator)
        label = Bilingual(f"{indicator.zh}：{name.zh}", f"{indicator.en}: {name.en.lower()}")
        for key, dimensions, local, text in (
            ("row", (CBEC.cubePrintedIn, CBEC.cubePeriod), _local(record.period), period_label(record.period)),
            ("series", (CBEC.cubePrintedIn, CBEC.cubeIndicator, CBEC.cubeKind), f"{record.indicator}-{record.kind}", label),
        ):
            subject = self.node(
                f"cube/{set_of(record)}/{record.table}/{key}/{local}", QB.Slice,
                (QB.sliceStructure, concept("slices-by", key)), (RDFS.label, text),
                (QB.observation, self.iri(f"cube/observation/{record.id}")),
                *((dimension, values[dimension]) for dimension in dimensions),
            )  # fmt: skip
            self.add(self.data_set(record), (QB.slice, subject))

    # Codes

    def code(self, scheme: URIRef, local: str, notation: str, label: Bilingual, *more: tuple[URIRef, Value]) -> URIRef:
        labels = (RDFS.label, label), (SKOS.prefLabel, label)
        return self.node(f"cube/{local}", SKOS.Concept, (SKOS.inScheme, scheme), (SKOS.notation, notation), *labels, *more)

    def nested(self, scheme: URIRef, name: str, record: Entity | Indicator, parent: Callable[[], URIRef] | None) -> URIRef:
        """Return the code of a record in a hierarchy, put below its parent's, or at the top."""
        subject = self.code(scheme, f"{name}/{record.id}", record.id, Bilingual(record.zh, record.en))
        if (subject, CBEC.codeOf, None) in self.graph:
            return subject
        self.add(subject, (CBEC.codeOf, self.iri(record.id)))
        if parent is None:
            self.add(scheme, (QB.hierarchyRoot, subject))
            return self.add(subject, (SKOS.topConceptOf, scheme))
        self.add(parent(), (SKOS.narrower, subject))
        return self.add(subject, (SKOS.broader, parent()))

    def area(self, place: str | None) -> URIRef:
        if place is None or place == "unspecified":
            return concept("area", "unspecified")
        record = self.curation.records[place]
        assert isinstance(record, Entity)
        within = record.broader if (record.broader or "").startswith("place-") else None
        return self.nested(CBEC.AreaScheme, "area", record, partial(self.area, within) if within else None)

    def indicator(self, indicator: str | None) -> URIRef:
        if indicator is None:
            return concept("indicator", "not-given")
        record = self.curation.records[indicator]
        assert isinstance(record, Indicator)
        whole = partial(self.indicator, record.part_of) if record.part_of else None
        return self.nested(CBEC.IndicatorScheme, "indicator", record, whole)

    def category(self, categories: tuple[str, ...]) -> URIRef:
        """Return the code of some categories taken together."""
        found = [self.curation.records[name] for name in sorted(categories)]
        entities = [one for one in found if isinstance(one, Entity)]
        zh, en = "、".join(one.zh for one in entities), "; ".join(one.en for one in entities)
        names = [one.id for one in found]
        of = [(CBEC.codeOf, self.iri(name)) for name in names]
        return self.code(CBEC.CategoryScheme, f"category/{'--'.join(names)}", " ".join(names), Bilingual(zh, en), *of)

    def period(self, period: str) -> URIRef:
        years = period_years(period)
        if years is None:
            return concept("period", "unknown")
        spanned = (CBEC.startYear, years[0]), (CBEC.endYear, years[1])
        return self.code(CBEC.PeriodScheme, f"period/{_local(period)}", period, period_label(period), *spanned)

    def base(self, base: str | None) -> URIRef:
        if base is None or not base[0].isdecimal():
            return concept("base", base or "not-given")
        return self.code(CBEC.BaseScheme, f"base/{_local(base)}", base, period_label(base))

    def printed_in(self, table: str | None) -> URIRef:
        if table is None:
            return concept("printed-in", "text")
        record = self.curation.records[table]
        assert isinstance(record, Table)
        label, of = Bilingual(f"表{record.number}", f"Table {record.number}"), (CBEC.codeOf, self.iri(table))
        return self.code(CBEC.PrintedInScheme, f"printed-in/{table}", table, label, of)


def _printed_at(record: Statistic) -> tuple[str, str, str, str]:
    """Return where a number stands, by the curation: passage, fragment, the number in it, and a cell's column."""
    at = record.at[0]
    return at.locator, at.fragment, record.printed, record.column or ""


def _local(period: str) -> str:
    """Return a period as a piece of an IRI."""
    return period.replace("/", "--")
