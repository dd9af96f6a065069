"""A scholarly paper as a knowledge graph: what its problems rest on, where exactly it is said, which figures cannot be true.

`open_paper` gives a paper, `open_corpus` several as one graph. Each question is a method, each answer a frozen value that
prints as the command of the same name does, turns into plain values with ``to_dict()``, and shows itself in a notebook.
Importing this package loads nothing; each name is loaded when it is first used.

Examples
--------
>>> import cbec_kg
>>> paper = cbec_kg.open_paper()
>>> paper.query("problem-evidence").columns[:3]
('problem', 'facet', 'source')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from cbec_kg.api.corpus import Corpus
    from cbec_kg.api.entry import draft_paper, open_corpus, open_paper, shipped_queries
    from cbec_kg.api.papers import Paper
    from cbec_kg.api.results.base import Result
    from cbec_kg.errors import (
        CbecError,
        DataError,
        LimitError,
        OutputError,
        QueryError,
        RefusedError,
        UnknownIdError,
        UsageError,
    )

__all__ = [
    "CbecError",
    "Corpus",
    "DataError",
    "LimitError",
    "OutputError",
    "Paper",
    "QueryError",
    "RefusedError",
    "Result",
    "UnknownIdError",
    "UsageError",
    "draft_paper",
    "open_corpus",
    "open_paper",
    "shipped_queries",
]

_PLACES = {
    "Corpus": "api.corpus",
    "Paper": "api.papers",
    "Result": "api.results.base",
    "draft_paper": "api.entry",
    "open_corpus": "api.entry",
    "open_paper": "api.entry",
    "shipped_queries": "api.entry",
}
"""The module of each public name; errors have one of their own."""


def __getattr__(name: str) -> Any:
    """Return a public name, loaded now."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_PLACES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
