"""The short warning beside a statistic that an explanation of the audit blames, or that comes from such statistics.

Beside what a published notice is about, or takes support from, there is one, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.snapshot import Blame, Carried, Snapshot
from cbec_kg.render.context import RenderContext


def warning_lines(record: str, context: RenderContext) -> list[str]:
    """Return one line for each explanation that blames a record or makes it doubtful by what it comes from.

    Of what published notices are about there are these, and of a statement what becomes of it by them.
    """
    if context.snapshot.notices:
        from cbec_kg.render.published_texts import published_lines

        return [*_doubts(record, context), *published_lines(record, context)]
    return _doubts(record, context)


def _doubts(record: str, context: RenderContext) -> list[str]:
    carried = [_carried(doubt, context) for doubt in context.snapshot.carried(record)]
    return [*(_line(blame, context) for blame in context.snapshot.blames(record)), *carried]


def _line(blame: Blame, context: RenderContext) -> str:
    words = context.words("warnings")
    explained = blame.confirmed or not blame.working
    parts = [words("contradicted", working=blame.working)] if blame.working else []
    parts.append(blame.text(context.language) if explained else words("unconfirmed"))
    return words("warning", text=context.words("common")("clauses").join(parts))


def _carried(doubt: Carried, context: RenderContext) -> str:
    words = context.words("warnings")
    return words("warning", text=words("carries", text=doubt.text(context.language)))


def warnings_value(records: Iterable[str], snapshot: Snapshot) -> dict[str, Any]:
    """Return the warnings of some records as a value for JSON, by id: their worst verdict, what blames them, and
    the doubt that they carry.
    """
    doubted = {name: found for name in sorted(set(records)) if (found := snapshot.audited.get(name))}
    return {
        name: {
            "verdict": found.verdict,
            "blames": list(map(asdict, found.blames)),
            "carried": list(map(asdict, found.carried)),
        }
        for name, found in doubted.items()
        if found.blames or found.carried
    }
