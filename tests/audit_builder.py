"""Small invented curations for the tests of the audit, built in memory."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from cbec_kg.audit.facts import Facts, facts_of
from cbec_kg.audit.report import Audit, audit
from cbec_kg.audit.rules import all_checks, unrelated
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import AnchorText, Article, Claim, Entity, Indicator, Record, Statistic, Table, Trend, Unit
from cbec_kg.model.table_lines import Column, Sum
from cbec_kg.model.terms import Where

WHERE = Where("invented.yaml", 1)

UNITS = (
    ("cny", "CNY", "1"), ("cny-1e4", "CNY", "10000"), ("usd", "USD", "1"), ("eur", "EUR", "1"), ("percent", "percent", "1"),
    ("point", "percentage-point", "1"), ("count", "count", "1"), ("count-1e4", "count", "10000"), ("m2", "m2", "1"),
    ("rank", "rank", "1"), ("unknown", "unknown", "1"),
)  # fmt: skip

INDICATORS: dict[str, dict[str, Any]] = {
    "tea": {"flow": "total"},
    "tea-out": {"part_of": "indicator-tea", "flow": "export"},
    "tea-in": {"part_of": "indicator-tea", "flow": "import"},
    "crop": {},
    "green": {"part_of": "indicator-crop"},
    "wage": {},
    "farm": {},
    "rate": {},
}
"""Tea is what goes out and what comes in; green tea is part of the crop; wages are part of nothing; farms are counted."""


def stat(name: str, value: str, **more: Any) -> Statistic:
    """Return a statistic: by default a level of tea in yuan, of the valley, in 2020."""
    fields: dict[str, Any] = {
        "id": f"stat-{name}", "where": WHERE, "printed": value, "value": Decimal(value.replace(",", "")),
        "value_text": value.replace(",", ""), "operator": "equal", "unit": "cny", "indicator": "tea", "kind": "level",
        "place": "valley", "period": "2020", "at": (AnchorText(f"1.p1.{name}", value[:20], WHERE),),
    }  # fmt: skip
    fields |= more
    for field, prefix in (("unit", "unit-"), ("indicator", "indicator-"), ("whole", "indicator-"), ("place", "place-")):
        if fields.get(field) and fields[field] != "unspecified":
            fields[field] = prefix + fields[field].removeprefix(prefix)
    for field in ("counterpart", "whole_place"):
        if fields.get(field):
            fields[field] = "place-" + fields[field].removeprefix("place-")
    return Statistic(**fields)


def growth(name: str, value: str, **more: Any) -> Statistic:
    """Return a growth in per cent, since the year before."""
    return stat(name, value, **{"kind": "growth", "unit": "percent", "base": "previous-year"} | more)


def share(name: str, value: str, **more: Any) -> Statistic:
    """Return a share in per cent of tea."""
    return stat(name, value, **{"kind": "share", "unit": "percent", "whole": "tea"} | more)


def claim(direction: str, period: str, indicator: str = "tea") -> Claim:
    trend = Trend(indicator=f"indicator-{indicator}", place="place-valley", period=period, direction=direction, where=WHERE)  # type: ignore[arg-type]
    return Claim(
        id=f"claim-{indicator}-{direction}", where=WHERE, kind="status", zh="升", en="It rises", at=(), place="place-valley",
        trends=(trend,),
    )  # fmt: skip


def cells(rows: Iterable[tuple[str, ...]], columns: tuple[str, ...], table: str = "table-1", **more: Any) -> list[Statistic]:
    """Return the cells of a table: each row a year and its values, the columns named such as ``tea`` or ``tea growth``."""
    made = []
    for year, *values in rows:
        for column, value in zip(columns, values, strict=True):
            indicator, _, kind = column.partition(" ")
            build = growth if kind == "growth" else share if kind == "share" else stat
            key = column.replace(" ", "-")
            at = (AnchorText(f"{table}.{year}", value[:20], WHERE),)
            fields = {"indicator": indicator, "period": year, "table": table, "row": year, "column": key, "at": at} | more
            made.append(build(f"{table}-{year}-{key}", value, **fields))
    return made


def table(whole: str, *parts: str, name: str = "table-1") -> Table:
    """Return a table that presents one column as the sum of others."""
    columns = tuple(
        Column(key=key, zh=key, en=key, indicator=f"indicator-{key}", kind="level", unit="unit-cny", where=WHERE)
        for key in (whole, *parts)
    )
    return Table(
        id=name, where=WHERE, number=1, section="section-1", zh="表", en="Table", at=(), file="tables/x.csv", locator=name,
        place="place-valley", columns=columns, sums=(Sum(whole=whole, parts=parts, where=WHERE),),
    )  # fmt: skip


def curated(*records: Record, indicators: dict[str, dict[str, Any]] | None = None) -> Curation:
    """Return a curation of statistics, claims and tables, with the invented indicators, units and places."""
    known: list[Record] = [
        Unit(id=f"unit-{name}", where=WHERE, zh=name, en=name, symbol=name, factor=Decimal(factor), base=base)
        for name, base, factor in UNITS
    ]
    known += [
        Indicator(id=f"indicator-{name}", where=WHERE, zh=name, en=name, **fields)
        for name, fields in (INDICATORS | (indicators or {})).items()
    ]
    known += [
        Entity(id="place-land", where=WHERE, zh="国", en="Land"),
        Entity(id="place-valley", where=WHERE, zh="谷", en="Valley", broader="place-land"),
        Entity(id="place-hill", where=WHERE, zh="山", en="Hill", broader="place-land"),
        Entity(id="place-abroad", where=WHERE, zh="外", en="Abroad"),
    ]
    by_id = {record.id: record for record in [*known, *records]}
    assert len(by_id) == len(known) + len(records), "two records have one id"
    return Curation(Article(id="article-x", where=WHERE, language="zh"), dict(sorted(by_id.items())), (), ())


def facts(*records: Record, **more: Any) -> Facts:
    return facts_of(curated(*records, **more))


def audited(*records: Record, **more: Any) -> Audit:
    return audit(curated(*records, **more))


def verdicts(*records: Record, **more: Any) -> dict[str, list[str]]:
    """Return the verdicts of all checks by rule, the worst first; every statistic must be in some check."""
    looked_at = facts(*records, **more)
    checks = all_checks(looked_at)
    checks += unrelated(looked_at, checks)
    named = {name for check in checks for name in check.inputs}
    assert named == set(looked_at.readings), "a statistic is passed over silently"
    order = ("inconsistent", "within-rounding", "consistent", "undecidable")
    found: dict[str, list[str]] = {}
    for check in checks:
        assert check.verdict != "undecidable" or check.why is not None, "an undecidable check says nothing"
        found.setdefault(check.rule, []).append(check.verdict)
    return {rule: sorted(of_rule, key=order.index) for rule, of_rule in found.items()}


def renamed(curation: Curation, names: dict[str, str]) -> Curation:
    """Return a curation with statistics under other ids."""
    changed = [replace(r, id=names.get(r.id, r.id)) if isinstance(r, Statistic) else r for r in curation.records.values()]
    return replace(curation, records=dict(sorted((record.id, record) for record in changed)))
