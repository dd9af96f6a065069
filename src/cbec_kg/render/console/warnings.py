"""The short warning beside a statistic that an explanation of the audit blames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import asdict

from cbec_kg.model.snapshot import Blame, Snapshot
from cbec_kg.render.context import RenderContext


def warning_lines(record: str, context: RenderContext) -> list[str]:
    """Return one line for each explanation that blames a record, none for a record that nothing blames."""
    return [_line(blame, context) for blame in context.snapshot.blames(record)]


def _line(blame: Blame, context: RenderContext) -> str:
    words = context.words("warnings")
    explained = blame.confirmed or not blame.working
    parts = [words("contradicted", working=blame.working)] if blame.working else []
    parts.append(blame.text(context.language) if explained else words("unconfirmed"))
    return words("warning", text=context.words("common")("clauses").join(parts))


def warnings_value(records: Iterable[str], snapshot: Snapshot) -> dict[str, Any]:
    """Return the warnings of some records as a value for JSON, by id: the worst verdict and what blames them."""
    blamed = {name: blames for name in sorted(set(records)) if (blames := snapshot.blames(name))}
    verdicts = {name: snapshot.audited[name].verdict for name in blamed}
    return {name: {"verdict": verdicts[name], "blames": list(map(asdict, blames))} for name, blames in blamed.items()}
