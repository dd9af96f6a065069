"""What the shipped queries answer about one paper, each asked once, and its rows found by what a column holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cbec_kg.queries.catalogue import read_query
from cbec_kg.render.html import shown_text
from cbec_kg.store.opening import load_nquads
from cbec_kg.store.sparql import run

if TYPE_CHECKING:
    from pyoxigraph import Store

Row = Mapping[str, str]
"""A row by column: IRIs and values as text, without the columns that are empty."""

_LANGUAGE = re.compile(r"_?(zh|en)$", re.IGNORECASE)


class QueryRows:
    """The answers of all shipped queries over one paper's graph, which is given as N-Quads.

    A pair of columns in Chinese and English (``whyZh``, ``whyEn``) is one column (``why``) in the language asked for; the
    pair ``zh``, ``en`` is called ``label``.
    """

    def __init__(self, nquads: str) -> None:
        self._nquads = nquads
        self._rows: dict[tuple[str, str], list[dict[str, str]]] = {}
        self._found: dict[tuple[str, ...], Mapping[tuple[str, ...], Sequence[Row]]] = {}

    @cached_property
    def _store(self) -> Store:
        return load_nquads(self._nquads)

    def triples(self, query: str) -> Sequence[tuple[object, ...]]:
        """Return the triples of a query that makes some."""
        return run(self._store, read_query(query).text).rows

    def rows(self, query: str, language: str, **bound: str) -> Sequence[Row]:
        """Return the rows of a query whose columns hold these IRIs or values, in its own order."""
        key = (query, language, *bound)
        if key not in self._found:
            grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
            for row in self._answered(query, language):
                grouped[tuple(row.get(name, "") for name in bound)].append(row)
            self._found[key] = grouped
        return self._found[key].get(tuple(bound.values()), ())

    def _answered(self, query: str, language: str) -> list[dict[str, str]]:
        if (query, language) not in self._rows:
            answer = run(self._store, read_query(query).text)
            names = [_column(name, language) for name in answer.columns]
            self._rows[query, language] = [
                {name: _text(term) for name, term in zip(names, row, strict=True) if name and term is not None}
                for row in answer.rows
            ]
        return self._rows[query, language]


def _column(name: str, language: str) -> str:
    """Return what a column is called in a language, empty for one in the other language."""
    found = _LANGUAGE.search(name)
    if not found or (name[-2:].islower() and found[0] != name and not found[0].startswith("_")):
        return name
    return (name[: found.start()] or "label") if found[1].lower() == language else ""


def _text(term: object) -> str:
    return shown_text(str(getattr(term, "value", term)))
