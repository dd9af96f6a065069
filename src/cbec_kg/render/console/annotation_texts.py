"""Anchors that annotations propose, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cbec_kg.errors import Problem
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.language.catalogue import words

_SHOWN = 60
"""Characters of an annotator's own text that are shown; the other formats have all of it."""


def render_proposals(
    rows: Sequence[Sequence[str]], counts: tuple[int, int, int], problems: Sequence[Problem], language: str
) -> str:
    """Return proposals by annotation: what was found, where, for which record, who wrote what; then what was left out.

    Those whose anchor the record has already are only counted. Rows have number, state, record, anchors, text, tags,
    author, note and address.
    """
    text_of, common = words("annotations", language), words("common", language)
    lines = []
    for number, state, record, at, text, _, by, note, address in (row for row in rows if row[1] != "known"):
        found_as = text_of(f"state-{state}")
        lines.append(f"{number}. {common('pair', name=found_as, text=at) if at else found_as}")
        cut = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
        facts = [
            text_of("for", record=record) if record else "",
            common("pair", name=by, text=cut) if by and cut else by or cut,
            text_of(f"note-{state}", n=note) if note and state in ("ambiguous", "too-long") else note,
            text_of("other-article" if state == "elsewhere" else "address", address=address) if address else "",
        ]
        lines += [f"   {fact}" for fact in facts if fact]
    states = Counter(row[1] for row in rows)
    found = common("items").join(
        text_of("count", n=number, state=text_of(f"state-{state}")) for state, number in states.items()
    )
    places, replies, whole = counts
    lines += [*([""] if lines else []), text_of("summary", n=places, states=found)] if rows else [text_of("nothing")]
    lines += [text_of("left-out", replies=replies, passages=whole)] if replies or whole else []
    lines += [text_of("problems", n=len(problems)), *(f"   {problem}" for problem in problems[:10])] if problems else []
    return visible_lines(lines)
