"""Two papers on one subject beside each other, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cbec_kg.alignment.figures import SameQuantity
from cbec_kg.comparison.subjects import PapersDifference
from cbec_kg.model.records import Statistic
from cbec_kg.render.console.difference_sections import Item, Section
from cbec_kg.render.context import RenderContext
from cbec_kg.render.match_texts import match_text


def papers_head(found: PapersDifference, context: RenderContext) -> str:
    """Return which papers stand beside each other, in one line."""
    old, new = context.snapshot.papers
    return context.words("comparison")("papers", old=old, new=new, matches=len(found.matches), figures=len(found.figures))


def papers_sections(found: PapersDifference, context: RenderContext) -> list[Section]:
    """Return what differs and what is shared, without what is empty."""
    return [section for section in _sections(found, context) if section.items]


def _sections(found: PapersDifference, context: RenderContext) -> Iterator[Section]:
    words, (old, new) = context.words("comparison"), context.snapshot.papers
    for agreement in ("differs", "agrees", "equal"):
        items = tuple(_figure(one, context) for one in found.figures if one.agreement == agreement)
        yield Section(words(f"same-quantity-{agreement}", n=len(items)), items)
    for paper, names in ((old, found.only_old), (new, found.only_new)):
        yield Section(words("only-one", n=len(names), paper=paper), tuple(Item(_print(name, context)) for name in names))
    shared = tuple(
        Item(
            " = ".join(map(context.source_text, one.names)),
            (words("falls-without", n=len(one.falls)), *(context.pair(name, context.text(name)) for name in one.falls)),
        )
        for one in found.shared
    )
    yield Section(words("shared-sources", n=len(shared)), shared)
    matches = tuple(
        Item(f"{match.subject} = {match.object}", (match_text(match, context.language),)) for match in found.matches
    )
    yield Section(words("matches", n=len(matches)), matches)


def _figure(one: SameQuantity, context: RenderContext) -> Item:
    notes = [context.words("alignment")("by-name")] if one.predicate == "close" else []
    return Item(context.text(one.statistic), (_print(one.statistic, context), _print(one.other, context), *notes))


def _print(name: str, context: RenderContext) -> str:
    record = context.snapshot.records[name]
    assert isinstance(record, Statistic)
    place = context.words("common")("brackets", text=record.at[0].locator) if record.at else ""
    return context.pair(name, f"“{record.printed}”{place}")
