"""Two papers on one subject beside each other, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cbec_kg.alignment.figures import SameQuantity
from cbec_kg.comparison.subjects import PapersDifference
from cbec_kg.render.console.field_texts import print_text
from cbec_kg.render.console.sections import Item, Section, counted
from cbec_kg.render.context import RenderContext
from cbec_kg.render.match_texts import match_text


def papers_head(found: PapersDifference, context: RenderContext) -> str:
    """Return which papers stand beside each other, in one line."""
    old, new = context.snapshot.papers
    return context.words("comparison")("papers", old=old, new=new, matches=len(found.matches), figures=len(found.figures))


def papers_sections(found: PapersDifference, context: RenderContext) -> Iterator[Section]:
    """Yield what differs and what is shared; a section may be empty."""
    words, (old, new) = context.words("comparison"), context.snapshot.papers
    for agreement in ("differs", "agrees", "equal"):
        figures = (_figure(one, context) for one in found.figures if one.agreement == agreement)
        yield counted(words, f"same-quantity-{agreement}", figures)
    for paper, names in ((old, found.only_old), (new, found.only_new)):
        yield counted(words, "only-one", (Item(_print(name, context)) for name in names), paper=paper)
    shared = (
        Item(
            " = ".join(map(context.source_text, one.names)),
            (words("falls-without", n=len(one.falls)), *(context.pair(name, context.text(name)) for name in one.falls)),
        )
        for one in found.shared
    )
    yield counted(words, "shared-sources", shared)
    matches = (Item(f"{match.subject} = {match.object}", (match_text(match, context.language),)) for match in found.matches)
    yield counted(words, "matches", matches)


def _figure(one: SameQuantity, context: RenderContext) -> Item:
    notes = [context.words("alignment")("by-name")] if one.predicate == "close" else []
    return Item(context.text(one.statistic), (_print(one.statistic, context), _print(one.other, context), *notes))


def _print(name: str, context: RenderContext) -> str:
    return context.pair(name, print_text(name, context))
