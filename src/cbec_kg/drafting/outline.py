"""The outline of a paper as records: its sections, from its headings, and its references, a stub for each number.

A section's kind is given only where the heading leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from cbec_kg.curation.yaml_text import Fields
from cbec_kg.drafting.printable import printable
from cbec_kg.text.document import Document
from cbec_kg.text.headings import section_name
from cbec_kg.text.normalise import has_chinese, normalise, one_line, plain
from cbec_kg.text.segment import Passage

_KINDS = {
    "front": "front", "abstract": "abstract", "abstract-en": "abstract", "introduction": "introduction",
    "literature-review": "literature-review", "conclusion": "conclusion", "references": "references",
    "acknowledgements": "back", "appendix": "back", "back": "back",
}  # fmt: skip
"""Kind of section by its well-known heading; ``body`` for all others."""

_NUMBER = re.compile(r"^(?:[\d.．]+[、\s]*|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])\s*")
_LABELS = {
    "front": ("正文之前", "Front matter"), "abstract": ("摘要", "Abstract"), "abstract-en": ("英文摘要", "Abstract"),
    "introduction": ("引言", "Introduction"), "literature-review": ("文献综述", "Literature review"),
    "methods": ("研究方法", "Methods"), "results": ("结果", "Results"), "discussion": ("讨论", "Discussion"),
    "results-and-discussion": ("结果与讨论", "Results and discussion"), "conclusion": ("结论", "Conclusion"),
    "acknowledgements": ("致谢", "Acknowledgements"), "references": ("参考文献", "References"),
    "appendix": ("附录", "Appendix"), "back": ("正文之后", "Back matter"),
}  # fmt: skip

_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")
"""A broken line within Chinese text, which has no blank there."""

_SOFT = re.compile("\u00ad\\s*")
_ENTRY = re.compile(r"[\[【〔(]?(\d{1,4})[\]】〕)]|(\d{1,3})[.、]|(\d{1,3})(?=[A-Z\u3400-\u9fff])", re.ASCII)
_ENTRY_MARK = re.compile(r"[\[［【〔(（]?\s*\d+\s*[\]］】〕.．、)）]?\s*")


def section_records(source: str, passages: Sequence[Passage]) -> list[Fields]:
    """Return one record a section that holds a passage, its parents included, in the order of the text."""
    headings = {p.section: _bare(source[p.start : p.end]) for p in passages if p.kind == "heading"}
    numbers = list(dict.fromkeys(passage.section for passage in passages))
    records: list[Fields] = []
    for number in numbers:
        heading = headings.get(number, "")
        name = section_name(heading) or (number if number in ("front", "back", "references") else "")
        zh, en = _labels(name, heading)
        record = {"id": section_id(number), "number": number, "kind": _KINDS.get(name, "body"), "zh": zh, "en": en}
        parent = number.rpartition(".")[0]
        records.append(record | ({"parent": section_id(parent)} if parent in numbers else {}))
    return records


def section_id(number: str) -> str:
    """Return the id of the record of a section."""
    return f"section-{number.replace('.', '-')}"


def reference_sections(document: Document, passages: Sequence[Passage]) -> set[str]:
    """Return the sections that are lists of references."""
    entries = {block.spans[0] for block in document.blocks if block.kind == "entry"}
    return {passage.section for passage in passages if passage.spans[0] in entries}


def _bare(heading: str) -> str:
    """Return a heading without its number.

    Examples
    --------
    >>> _bare("2.1 Timber"), _bare("（一）产量"), _bare("十年回顾")
    ('Timber', '产量', '十年回顾')
    """
    line = printable(one_line(plain(heading)))
    return (_NUMBER.sub("", line) or line).strip()


def _labels(name: str, heading: str) -> tuple[str, str]:
    """Return a heading in Chinese and English; the language that the text does not give is marked as to be translated."""
    known = _LABELS.get(name)
    if not heading:
        return known or ("（无标题）", "(no heading)")
    if has_chinese(heading):
        return heading, known[1] if known else f"(to be translated) {heading}"
    return known[0] if known else f"（待译）{heading}", heading


class PrintedEntry(NamedTuple):
    """One entry; `text` is ``[n] text`` on one line, or the text alone when the list has no numbers."""

    number: int | None
    text: str


def printed_entry(text: str) -> PrintedEntry:
    """Return an entry of a list of references from its passage's text.

    Examples
    --------
    >>> printed_entry("［3］ 文一鸣. 山乡\\n杂志, 2019:\\n3")
    PrintedEntry(number=3, text='[3] 文一鸣. 山乡杂志, 2019: 3')
    """
    line = " ".join(_BREAK.sub("", _SOFT.sub("", text)).split())
    opening = normalise(line[:12]).text
    match = _ENTRY.match(opening)
    if match is None:
        return PrintedEntry(None, line)
    number = int(match.group(1) or match.group(2) or match.group(3))
    return PrintedEntry(number, f"[{number}] {_ENTRY_MARK.sub('', line, count=1)}")


def reference_id(number: int, numbers: Collection[int]) -> str:
    """Return the id of a reference, its number as wide as the widest: ``ref-07``.

    Examples
    --------
    >>> reference_id(7, [7]), reference_id(7, [7, 120])
    ('ref-07', 'ref-007')
    """
    return f"ref-{number:0{len(str(max(*numbers, 10)))}}"


def reference_records(numbers: Sequence[int], listed: Sequence[PrintedEntry], found: bool) -> list[Fields]:
    """Return one stub a number, which are ascending; `found` is whether the text has a list of references at all."""
    entries = {entry.number for entry in listed}
    records: list[Fields] = []
    for number in numbers:
        zh, en = ("所用文本没有找到参考文献表", "no list of references was found in the text used")
        if number in entries:
            zh, en = ("印出的条目见references.txt，尚未整理", "the entry as printed is in references.txt, not yet curated")
        elif found:
            zh, en = ("所用文本的参考文献表没有编号", "the list of references in the text used has no numbers")
        name, why = reference_id(number, numbers), {"zh": zh, "en": en}
        records.append({"id": name, "number": number, "metadata": "unknown", "why": why})
    return records
