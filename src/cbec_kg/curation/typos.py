"""Values of open lists that look like a slip of the pen: close to one that is known, and not declared by the folder.

A folder may use any flow and any base of a unit; those that no article's record lists under ``flows`` or ``bases`` are taken
as they are, but one that differs from a known value by a letter or two is worth a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from cbec_kg.errors import Problem
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Indicator, Unit
from cbec_kg.model.terms import FLOWS, UNIT_BASES

_CLOSE = 0.75


def typos(curation: Curation) -> Iterator[Problem]:
    """Yield a warning for each flow and each base that is close to a known one and no declared one."""
    for record in curation.records.values():
        if isinstance(record, Indicator) and record.flow is not None:
            field, value, known = "flow", record.flow, (*FLOWS, *curation.article.flows)
        elif isinstance(record, Unit):
            field, value, known = "base", record.base, (*UNIT_BASES, *curation.article.bases)
        else:
            continue
        if value not in known and (near := _nearest(value, known)) is not None:
            message = f"{record.id}.{field} is {value!r}, which is close to {near!r}."
            listed = f"Correct it, or list it under '{field}s' in article.yaml."
            yield Problem(record.where.file, record.where.line, f"{message} {listed}")


def _nearest(value: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(value.casefold(), [one.casefold() for one in known], n=1, cutoff=_CLOSE)
    return next((one for one in known if found and one.casefold() == found[0]), None)
