"""All statistics as one CSV table: each as printed, and beside it in the base unit; exact, and the same bytes each time."""

from __future__ import annotations

from decimal import Context, Decimal

from cbec_kg.model.records import Statistic, Unit
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.console.tables import render_table

COLUMNS = (
    "id", "locator", "fragment", "printed", "value", "operator", "unit", "symbol", "factor", "base_unit", "base_value",
    "indicator", "kind", "place", "counterpart", "period", "period_basis", "comparison_base", "whole", "whole_place",
    "table", "row", "column", "rests_on",
)  # fmt: skip
"""What each column holds is explained in ``output/README.md``; an empty cell is what article or curation does not give."""

_EXACT = Context(prec=10_000)


def statistics_table(snapshot: Snapshot) -> str:
    """Return the statistics in the order of their ids, a row each, under `COLUMNS`.

    A list within a cell is joined by `` | ``. ``base_value`` is the value times the factor of its unit, without idle zeros;
    it is empty where the base of the unit is unknown.
    """
    rows = []
    for record in snapshot.of(Statistic):
        unit = snapshot.records[record.unit]
        assert isinstance(unit, Unit)
        rows.append(_row(record, unit))
    return render_table(COLUMNS, rows, "csv")


def _row(record: Statistic, unit: Unit) -> list[str]:
    known = unit.base != "unknown"
    cells = (
        record.id, " | ".join(at.locator for at in record.at), " | ".join(at.fragment for at in record.at), record.printed,
        record.value_text, record.operator, unit.id, unit.symbol, format(unit.factor, "f"), unit.base,
        base_value(record.value, unit.factor) if known else None, record.indicator, record.kind, record.place,
        record.counterpart, record.period, record.period_basis if record.period != "unknown" else None, record.base,
        record.whole, record.whole_place, record.table, record.row, record.column,
        " | ".join(link.on for link in record.rests_on),
    )  # fmt: skip
    return [cell or "" for cell in cells]


def base_value(value: Decimal, factor: Decimal) -> str:
    """Return a value in base units, exact and without exponent or idle zeros.

    Examples
    --------
    >>> base_value(Decimal("561.20"), Decimal("100000000")), base_value(Decimal("-2.50"), Decimal("1"))
    ('56120000000', '-2.5')
    """
    text = format(_EXACT.multiply(value, factor), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
