"""Which records contradict what is printed, as far as reading the sentence decides it, and which cannot be held against it.

What the fields of one record decide is refused by `rules`. Here the sentence is read too, where the text is at hand: its
numbers, years and names. These are warnings: a person may have read more than a program does. What can be held against
nothing is listed with the reason, so that it is not taken for confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cbec_kg.curation.changed_files import ANCHOR
from cbec_kg.curation.held_article import held_article
from cbec_kg.curation.held_figures import held_figure
from cbec_kg.curation.held_indicators import held_indicators
from cbec_kg.curation.held_labels import held_labels
from cbec_kg.curation.held_links import held_links
from cbec_kg.curation.held_mentions import held_mentions
from cbec_kg.curation.held_names import held_names
from cbec_kg.curation.held_sections import held_sections
from cbec_kg.curation.held_sources import held_sources
from cbec_kg.curation.held_tables import held_tables
from cbec_kg.curation.passages import anchors_csv
from cbec_kg.curation.printed_text import Finding, PrintedText, problem_of
from cbec_kg.curation.reader_judgements import Unheld, judged
from cbec_kg.curation.unit_rules import units_of
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import parse_csv
from cbec_kg.model import records as r
from cbec_kg.model.curated import AnchorPlace, Curation, Passage

_MOST = 5


class Held(NamedTuple):
    """What holding a curation against its print gives: warnings in the order of the files, and what could not be held."""

    warnings: tuple[Problem, ...]
    unheld: tuple[Unheld, ...]


def hold(curation: Curation, text: PrintedText | None = None) -> Held:
    """Return what contradicts the print in a curation, and what could not be held against it.

    Without a `text` a figure is held against its own print and fragments alone. One that is not the text of the curation
    decides nothing, as if there were none.
    """
    if text is not None and not text.is_of(curation):
        text = None
    warnings: list[Problem] = []
    unheld: list[Unheld] = []
    if text is not None:
        warnings += _moved(curation, text)
    found: list[tuple[r.Record, Finding]] = [
        (record, finding) for record in curation.of(r.Statistic) for finding in held_figure(record, curation, text)
    ]
    found += [*held_indicators(curation, text), *held_mentions(curation, text), *held_article(curation, text)]
    for record, finding in found:
        if finding.warning:
            warnings.append(problem_of(record, finding.warning))
        else:
            unheld.append(Unheld(record.id, finding.unheld))
    for unit in curation.of(r.Unit):
        if not units_of(unit):
            unheld.append(Unheld(unit.id, "the words of the unit are not known"))
    warnings += held_names(curation, text)
    warnings += held_labels(curation, text)
    warnings += held_links(curation)
    warnings += held_sections(curation)
    warnings += held_sources(curation, text)
    warnings += held_tables(curation, text)
    unheld += judged(curation)
    if text is None:
        lacking = [record.id for record in curation.records.values() if isinstance(record, r.Paraphrased)]
        unheld += [Unheld(name, "the text is not at hand") for name in lacking]
    return Held(tuple(sorted(set(warnings))), tuple(unheld))


def _moved(curation: Curation, text: PrintedText) -> Iterator[Problem]:
    """Yield the rows of the computed files that are others in the text."""
    yield from _differing("passages.csv", text.passages_csv, curation.passages, ("locator",))
    try:
        fresh = anchors_csv(curation, text.searched)
    except DataError as error:
        yield from error.problems[:_MOST]
        return
    yield from _differing("anchors.csv", fresh, curation.places, ("record", "locator", "fragment"))


def _differing(
    file: str, fresh: str, rows: Sequence[Passage] | Sequence[AnchorPlace], key: Iterable[str]
) -> Iterator[Problem]:
    names = tuple(key)
    found = {tuple(row[name] for name in names): (row, line) for line, row in parse_csv(fresh, file)}
    wrong: list[Problem] = []
    for one in rows:
        row, _ = found.pop(tuple(str(getattr(one, name)) for name in names), ({}, 0))
        differing = [name for name, value in row.items() if str(getattr(one, name)) != value]
        what = " ".join(str(getattr(one, name)) for name in names[:2])
        if not row:
            wrong.append(Problem(file, one.where.line, f"{what} is not in the text. {ANCHOR}"))
        elif differing:
            name = differing[0]
            fact = f"{what}: {name} is {getattr(one, name)!r}, in the text {row[name]!r}."
            wrong.append(Problem(file, one.where.line, f"{fact} {ANCHOR}"))
    wrong += [Problem(file, 0, f"lacks {' '.join(name)}, which the text has. {ANCHOR}") for name in found]
    yield from wrong[:_MOST]
    if len(wrong) > _MOST:
        yield Problem(file, 0, f"{len(wrong) - _MOST} more rows are others in the text. {ANCHOR}")
