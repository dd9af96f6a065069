"""What the places of records say against their links: where a source, a whole or a column belongs to something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cbec_kg.curation.place_rules import is_within, sections_by_record
from cbec_kg.curation.printed_text import FLOWS, problem_of
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import has_chinese

_FEW = 5
"""Passages from which on their script tells the language of an article."""


def held_links(curation: Curation) -> Iterator[Problem]:
    """Yield a warning for each link, column and language that the places and labels of a curation speak against."""
    stands = sections_by_record(curation)
    yield from _sources(curation)
    yield from _parts(curation, stands, curation.of(r.Facet), curation.of(r.Problem), "problem")
    yield from _parts(curation, stands, curation.of(r.Measure), curation.of(r.Countermeasure), "countermeasure")
    yield from _columns(curation)
    yield from _language(curation)
    pages = [int(page) for page in curation.article.pages_seen if page.isascii() and page.isdigit() and len(page) < 10]
    if pages != sorted(set(pages)):
        yield problem_of(
            curation.article, f".pages_seen is {', '.join(map(str, pages))}; pages follow each other. Correct it."
        )


def _paragraphs(record: r.Record) -> set[str]:
    """Return the paragraphs that a record has anchors in, by locator; of a heading the section."""
    return {anchor.locator.rpartition(".")[0] or anchor.locator for anchor in getattr(record, "at", ())}


def _sources(curation: Curation) -> Iterator[Problem]:
    """Yield what rests on a source as the article states it, although the source is named in other paragraphs alone."""
    for record in curation.records.values():
        for link in getattr(record, "rests_on", ()):
            source = curation.records.get(link.on)
            if link.basis != "stated" or not isinstance(source, r.Citation | r.Attribution):
                continue
            here, there = _paragraphs(record), _paragraphs(source)
            if here and there and not any(is_within(one, other) or is_within(other, one) for one in here for other in there):
                fact = f" rests on {source.id} as stated, which stands in {_listed(there)}, and itself in {_listed(here)}."
                yield problem_of(record, f"{fact} Correct the link, or say by 'basis' how it is known.")


def _parts(
    curation: Curation,
    stands: Mapping[str, set[str]],
    parts: list[r.Facet] | list[r.Measure],
    wholes: list[r.Problem] | list[r.Countermeasure],
    field: str,
) -> Iterator[Problem]:
    """Yield each part of a whole that stands where another whole is dealt with."""
    sections = {section.id: section for section in curation.of(r.Section)}
    home = {whole.id: sections[whole.section] for whole in wholes if whole.section in sections}
    for part in parts:
        own, here = home.get(getattr(part, field)), stands[part.id]
        if own is None or any(is_within(one, own.number) for one in here):
            continue
        kinds = (own.kind, f"{field}s")
        others = sorted(name for name, one in home.items() if one.number in here and one.kind in kinds)
        if others:
            place = f"{home[others[0]].number}, which deals with {others[0]}"
            fact = f".{field} is {getattr(part, field)}, of section {own.number}; it stands in {place}."
            yield problem_of(part, f"{fact} Correct one of them.")


def _columns(curation: Curation) -> Iterator[Problem]:
    """Yield each column of a table whose label says exports where its indicator is imports, or the other way about."""
    for table in curation.of(r.Table):
        for column in table.columns:
            indicator = curation.records.get(column.indicator or "")
            labelled = {flow for flow, words in FLOWS.items() if words.search(column.zh)}
            flow = indicator.flow if isinstance(indicator, r.Indicator) else None
            if len(labelled) == 1 and flow in FLOWS and flow not in labelled:
                fact = (
                    f": the column {column.key} is labelled {column.zh!r}, and its indicator {column.indicator} is {flow}s."
                )
                yield problem_of(table, f"{fact} Correct one of them.")


def _language(curation: Curation) -> Iterator[Problem]:
    """Yield an article whose passages are not in the language that it is labelled to be in."""
    article = curation.article
    chinese = [has_chinese(passage.fragment) for passage in curation.passages if not passage.section.endswith("-en")]
    if len(chinese) < _FEW:
        return
    if article.language != "zh" and 2 * sum(chinese) > len(chinese):
        yield problem_of(article, f".language is {article.language!r}; its passages are Chinese. Correct it.")
    elif article.language == "zh" and not any(chinese):
        yield problem_of(article, ".language is 'zh'; no passage has Chinese. Correct it.")


def _listed(sections: set[str]) -> str:
    return " and ".join(sorted(sections))
