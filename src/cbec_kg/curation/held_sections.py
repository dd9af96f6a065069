"""Sections and wholes against their numbers and names: a parent by its number, a kind by its heading, a part by its flow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.curation.printed_text import FLOWS
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation

_HEADINGS = {
    "abstract": re.compile(r"摘要|abstract", re.IGNORECASE),
    "introduction": re.compile(r"引言|绪论|前言|导言|introduction", re.IGNORECASE),
    "conclusion": re.compile(r"结语|结论|总结|结束语|conclusions?|closing words|concluding remarks", re.IGNORECASE),
    "references": re.compile(r"参考文献|references|bibliography", re.IGNORECASE),
}
"""Headings that are the whole name of a kind."""

_PROBLEMS = re.compile(
    r"问题|困难|困境|难题|挑战|制约|障碍|不足|短缺|\b(?:problems?|difficult\w*|challenges?|obstacles?)\b", re.IGNORECASE
)
_MEASURES = re.compile(
    r"对策|建议|策略|措施|\b(?:countermeasures?|recommendations?|suggestions?|measures|remedies)\b", re.IGNORECASE
)
_OPPOSITE = {"problems": "countermeasures", "countermeasures": "problems"}


def held_sections(curation: Curation) -> Iterator[Problem]:
    """Yield sections whose parent or kind is another by number or heading, and indicators that are part of another flow."""
    sections = curation.of(r.Section)
    by_number = {section.number: section for section in sections}
    for section in sections:
        for message in (*_parent(section, by_number, curation), *_kind(section, curation)):
            yield Problem(section.where.file, section.where.line, f"{section.id}{message}")
    for one in curation.of(r.Indicator):
        whole = curation.records.get(one.part_of or "")
        if isinstance(whole, r.Indicator) and {one.flow, whole.flow} == set(FLOWS):
            fact = f"{one.id}, of {one.flow}s, is part_of {whole.id}, of {whole.flow}s. Correct one of them."
            yield Problem(one.where.file, one.where.line, fact)
    for table in curation.of(r.Table):
        yield from _sums(table, curation)


def _parent(section: r.Section, by_number: dict[str, r.Section], curation: Curation) -> Iterator[str]:
    """Yield a parent that is not the section of which the number is the beginning."""
    parent = curation.records.get(section.parent or "")
    above = by_number.get(section.number.rpartition(".")[0]) if section.number[:1].isdigit() else None
    if above is not None and parent is not above:
        fact = f".parent is {section.parent or 'left out'}; by its number {section.number} it is {above.id}."
        yield f"{fact} Correct one of them."
        return
    numbered = isinstance(parent, r.Section) and parent.number[:1].isdigit()
    if above is None and numbered and re.fullmatch(r"\d+", section.number):
        yield f".parent is {section.parent}; section {section.number} is part of none by its number. Correct one of them."


def _kind(section: r.Section, curation: Curation) -> Iterator[str]:
    """Yield another kind than the whole heading names, and problems for countermeasures or the other way about."""
    for kind, heading in _HEADINGS.items():
        if any(heading.fullmatch(name.strip()) for name in (section.zh, section.en)) and section.kind in (
            {*_HEADINGS, "problems", "countermeasures"} - {kind}
        ):
            yield f".kind is {section.kind!r}; its heading is that of {kind}. Correct it."
    asks, answers = _PROBLEMS.search(section.zh), _MEASURES.search(section.zh)
    if bool(asks) != bool(answers) and section.kind == ("countermeasures" if asks else "problems"):
        word = asks or answers
        yield f".kind is {section.kind!r}; its heading has {word.group() if word else ''!r}. Correct one of them."
    parent = curation.records.get(section.parent or "")
    opposite = isinstance(parent, r.Section) and _OPPOSITE.get(section.kind) == parent.kind and not (asks or answers)
    if opposite and isinstance(parent, r.Section) and not (_PROBLEMS.search(parent.zh) and _MEASURES.search(parent.zh)):
        yield f".kind is {section.kind!r}, and that of its parent {parent.id} {parent.kind!r}. Correct one of them."


def _sums(table: r.Table, curation: Curation) -> Iterator[Problem]:
    """Yield a sum of a table of which a part has more flows than the whole: exports that are trade and imports together."""
    flows: dict[str, str | None] = {}
    for column in table.columns:
        indicator = curation.records.get(column.indicator or "")
        flows[column.key] = indicator.flow if isinstance(indicator, r.Indicator) else None
    for total in table.sums:
        if flows.get(total.whole) in FLOWS and "total" in {flows.get(part) for part in total.parts}:
            fact = f"{table.id}.sums has {total.whole}, of {flows[total.whole]}s, as a sum with a total in it. Correct it."
            yield Problem(total.where.file, total.where.line, fact)
