"""Records and prints as comparisons name them, plain values of fields in words, and what has changed in a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cbec_kg.comparison.record_changes import FieldChange
from cbec_kg.model.records import Exemption, Statistic
from cbec_kg.render.context import RenderContext


def record_text(name: str, context: RenderContext, called: str = "", place: str = "") -> str:
    """Return a record by its id, or as it is `called`, with its label, and the place where it is written, if any."""
    label = "" if isinstance(context.snapshot.records[name], Exemption) else context.text(name)
    line = context.words("common")("brackets", text=place) if place else ""
    return context.words("comparison")("record", id=called or name, label=label, line=line).strip()


def print_text(name: str, context: RenderContext) -> str:
    """Return a figure as it is printed, with the passage."""
    record = context.snapshot.records[name]
    assert isinstance(record, Statistic)
    return f"“{record.printed}”{context.words('common')('brackets', text=record.at[0].locator) if record.at else ''}"


def value_text(value: Any, context: RenderContext) -> str:
    """Return a plain value as a line shows it."""
    items = context.words("common")("items")
    if value is None:
        return context.words("comparison")("nothing")
    if isinstance(value, dict):
        if set(value) == {"locator", "fragment"}:
            return f"{value['locator']} “{value['fragment']}”"
        if set(value) == {"zh", "en"}:
            return f"“{value['zh']}” / “{value['en']}”"
        return items.join(f"{name}={value_text(one, context)}" for name, one in value.items())
    if isinstance(value, list):
        return items.join(value_text(one, context) for one in value)
    return f"“{value}”" if isinstance(value, str) and " " in value else str(value)


def became(old: Any, new: Any, context: RenderContext) -> str:
    """Return the values of both versions with an arrow between."""
    return context.words("comparison")("became", old=value_text(old, context), new=value_text(new, context))


def field_lines(change: FieldChange, context: RenderContext) -> Iterator[str]:
    """Yield what has changed in a field: of a list what is gone and what is new, of an item of it what has changed there."""
    if not isinstance(change.old or change.new, list) or not change.added + change.removed:
        yield context.pair(change.field, became(change.old, change.new, context))
        return
    removed, added = ({_named(one): one for one in items} for items in (change.removed, change.added))
    for key in dict.fromkeys([*removed, *added]):
        if key in removed and key in added:
            yield context.pair(f"{change.field} {key}", _within(removed[key], added[key], context))
        else:
            sign, item = ("−", removed[key]) if key in removed else ("+", added[key])
            yield context.pair(change.field, f"{sign} {value_text(item, context)}")


def _within(old: dict[str, Any], new: dict[str, Any], context: RenderContext) -> str:
    differing = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    texts = (context.pair(name, became(old.get(name), new.get(name), context)) for name in differing)
    return context.words("common")("clauses").join(texts)


def _named(item: Any) -> str:
    """Return what an item of a list is known by: the record or line that it names, else all of it."""
    if not isinstance(item, dict):
        return str(item)
    known = next((item[key] for key in ("on", "id", "key", "field") if key in item), None)
    return str(item) if known is None else " ".join(filter(None, (known, item.get("role"))))
