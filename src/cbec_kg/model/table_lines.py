"""The rows and columns of a printed table, and which of them are sums of others."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from cbec_kg.model.closed_lists import StatisticKind, Yes
from cbec_kg.model.terms import NOWHERE, Where


class TableLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row or a column of a printed table: its key in the CSV file, its printed heading, and what it says of its cells.

    What neither the row nor the column of a cell says, the table says, or nothing; none of it is said twice. The cells of a
    line that is `left_out` are kept as printed and make no figures.
    """

    key: str
    zh: str
    en: str
    indicator: str | None = None
    kind: StatisticKind | None = None
    unit: str | None = None
    period: str | None = None
    base: str | None = None
    place: str | None = None
    counterpart: str | None = None
    category: str | None = None
    whole: str | None = None
    whole_place: str | None = None
    cases: str | None = None
    step: Decimal | None = None
    left_out: Yes | None = None
    where: Where = NOWHERE


class Column(TableLine, frozen=True, kw_only=True, omit_defaults=True):
    """A column of a printed table; `key` is its heading in the CSV file."""


class Row(TableLine, frozen=True, kw_only=True, omit_defaults=True):
    """A row of a printed table; `locator` is that of its passage, where it is not the table's with the key."""

    locator: str | None = None


class Sum(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column that the table presents as the sum of other columns, or a row as that of other rows."""

    whole: str
    parts: tuple[str, ...]
    where: Where = NOWHERE
