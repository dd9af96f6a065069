"""Notices about what papers cite, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from cbec_kg.errors import Problem
from cbec_kg.evidence.support import Outcome
from cbec_kg.model.published import NoticeState, ReferenceNotice, contradictions
from cbec_kg.render.console.tables import visible_lines
from cbec_kg.render.context import RenderContext
from cbec_kg.render.published_texts import contradiction_text, notice_text, outcome_line, state_name

_KINDS = ("problem", "facet", "countermeasure", "measure", "claim", "statistic")
"""In the order in which statements are listed."""
_MOST_PROBLEMS = 10


class Answer(Protocol):
    """What is told; `cbec_kg.api.results.published_notices.PublishedNotices` is one."""

    @property
    def found(self) -> Sequence[ReferenceNotice]: ...  # noqa: D102  # as there
    @property
    def states(self) -> Mapping[str, tuple[NoticeState, ReferenceNotice | None]]: ...  # noqa: D102  # as there
    @property
    def outcomes(self) -> Mapping[str, Outcome]: ...  # noqa: D102  # as there
    @property
    def changes(self) -> Mapping[str, tuple[str, str]]: ...  # noqa: D102  # as there
    @property
    def proposed(self) -> Sequence[ReferenceNotice]: ...  # noqa: D102  # as there
    @property
    def day(self) -> str: ...  # noqa: D102  # as there
    @property
    def since(self) -> str: ...  # noqa: D102  # as there
    @property
    def counts(self) -> tuple[int, int, int]: ...  # noqa: D102  # as there
    @property
    def problems(self) -> Sequence[Problem]: ...  # noqa: D102  # as there
    @property
    def notes(self) -> Sequence[Problem]: ...  # noqa: D102  # as there


def render_notices(answer: Answer, context: RenderContext) -> str:
    """Return the references with what notices come to, each with its notices; what falls; proposals; what was not read."""
    words, language = context.words("notices"), context.language
    known, read, others = answer.counts
    lines = [words("read", n=read, others=others, known=known)]
    lines.append(words("as-at", day=answer.day) if answer.day else words("as-all"))
    for name, (state, _) in answer.states.items():
        own = [one for one in answer.found if one.reference == name and not one.proposed]
        lines += ["", context.pair(context.source_name(name), state_name(state, language))]
        for one in own:
            lines.append(f"  {notice_text(one, language)}")
            lines += [f"    {one.title}"] if one.by == "title" else []
        lines += [f"  {contradiction_text(*pair, language)}" for pair in contradictions(own)]
    lines += _fallen(answer.outcomes, context)
    lines += _changes(answer, context)
    lines += ["", words("proposed")] if answer.proposed else []
    for one in answer.proposed:
        lines += [context.source_name(one.reference), f"  {notice_text(one, language)}"]
    if not answer.found:
        lines.append(words("none"))
    if answer.problems:
        lines += ["", words("problems", n=len(answer.problems))]
        lines += [f"  {problem}" for problem in answer.problems[:_MOST_PROBLEMS]]
        more = len(answer.problems) - _MOST_PROBLEMS
        lines += [f"  {words('more', n=more)}"] if more > 0 else []
    return visible_lines([*lines, *map(str, answer.notes)])


def _fallen(outcomes: Mapping[str, Outcome], context: RenderContext) -> Iterator[str]:
    """Yield what falls and is weakened, by kind; all else stands."""
    if not outcomes:
        return
    kinds = context.snapshot.statements
    yield from ("", context.words("notices")("fallen"))
    for name in sorted(outcomes, key=lambda name: (_KINDS.index(kinds[name]), name)):
        yield f"  {name}  {context.text(name)}"
        yield f"    {outcome_line(outcomes[name], context)}"


def _changes(answer: Answer, context: RenderContext) -> Iterator[str]:
    if not answer.since:
        return
    words, states = context.words("notices"), context.words("whatif")
    yield from ("", words("since", day=answer.since))
    for name, pair in answer.changes.items():
        if name in answer.states:
            then, now = (state_name(state, context.language) for state in pair)
            yield f"  {words('change', name=context.source_name(name), then=then, now=now)}"
        else:
            then, now = (states(f"state-{state}") for state in pair)
            yield f"  {words('change', name=f'{name}  {context.text(name)}', then=then, now=now)}"
    if not answer.changes:
        yield f"  {words('unchanged')}"
