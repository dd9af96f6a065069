"""The sections of a paper as records, from its headings; a kind is given only where the heading leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cbec_kg.drafting.passage_text import one_line
from cbec_kg.drafting.yaml_text import Fields
from cbec_kg.text.normalise import has_chinese, plain
from cbec_kg.text.segment import Passage, section_name

_KINDS = {
    "front": "front", "abstract": "abstract", "abstract-en": "abstract", "introduction": "introduction",
    "literature-review": "literature-review", "conclusion": "conclusion", "references": "references",
    "acknowledgements": "back", "appendix": "back",
}  # fmt: skip
"""Kind of section by its well-known heading; ``body`` for all others."""

_NUMBER = re.compile(r"^(?:[\d.．]+[、\s]*|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])\s*")
_LABELS = {
    "front": ("正文之前", "Front matter"), "abstract": ("摘要", "Abstract"), "abstract-en": ("英文摘要", "Abstract"),
    "introduction": ("引言", "Introduction"), "literature-review": ("文献综述", "Literature review"),
    "methods": ("研究方法", "Methods"), "results": ("结果", "Results"), "discussion": ("讨论", "Discussion"),
    "results-and-discussion": ("结果与讨论", "Results and discussion"), "conclusion": ("结论", "Conclusion"),
    "acknowledgements": ("致谢", "Acknowledgements"), "references": ("参考文献", "References"),
    "appendix": ("附录", "Appendix"),
}  # fmt: skip


def section_records(source: str, passages: Sequence[Passage]) -> list[Fields]:
    """Return one record a section that holds a passage, its parents included, in the order of the text."""
    headings = {p.section: _bare(source[p.start : p.end]) for p in passages if p.kind == "heading"}
    numbers = list(dict.fromkeys(passage.section for passage in passages))
    records = []
    for number in numbers:
        heading = headings.get(number, "")
        name = section_name(heading) or (number if number == "front" else "")
        zh, en = _labels(name, heading)
        record = {"id": section_id(number), "number": number, "kind": _KINDS.get(name, "body"), "zh": zh, "en": en}
        parent = number.rpartition(".")[0]
        records.append(record | ({"parent": section_id(parent)} if parent in numbers else {}))
    return list(records)


def section_id(number: str) -> str:
    """Return the id of a section: ``section-4-2``, ``section-references``."""
    return f"section-{number.replace('.', '-')}"


def reference_sections(source: str, passages: Sequence[Passage]) -> set[str]:
    """Return the sections that are lists of references."""
    headings = [passage for passage in passages if passage.kind == "heading"]
    return {p.section for p in headings if section_name(_bare(source[p.start : p.end])) == "references"}


def _bare(heading: str) -> str:
    """Return a heading without its number.

    Examples
    --------
    >>> _bare("2.1 Timber"), _bare("（一）产量"), _bare("十年回顾")
    ('Timber', '产量', '十年回顾')
    """
    line = "".join(character for character in one_line(plain(heading)) if character.isprintable())
    return (_NUMBER.sub("", line) or line).strip()


def _labels(name: str, heading: str) -> tuple[str, str]:
    """Return a heading in Chinese and English; the language that the text does not give is marked as to be translated."""
    known = _LABELS.get(name)
    if not heading:
        return known or ("（无标题）", "(no heading)")
    if has_chinese(heading):
        return heading, known[1] if known else f"(to be translated) {heading}"
    return known[0] if known else f"（待译）{heading}", heading
