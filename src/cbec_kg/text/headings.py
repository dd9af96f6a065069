"""Headings: which lines number or name a section, and which section each begins.

Numbers follow one another: of all lines that may be numbered headings, the row is taken that does so best, so that one
heading missed, or a list within a section, costs no other its place. Styles may be mixed (``第一章``, ``一、``, ``（一）``,
``1.1``, ``I.``, ``A.``); each new one numbers the parts of the one before. Out of scope: where a paragraph ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cbec_kg.text.normalise import fold, has_chinese
from cbec_kg.text.numerals import chinese_value

WELL_KNOWN = {
    "abstract": "摘要 内容摘要 内容提要 提要",
    "abstract-en": "abstract summary",
    "introduction": "引言 前言 绪论 导论 导言 introduction",
    "literature-review": "文献综述 研究综述 文献回顾 literaturereview relatedwork",
    "methods": "研究方法 材料与方法 methods materialsandmethods methodology",
    "results": "结果 研究结果 results",
    "discussion": "讨论 discussion",
    "results-and-discussion": "结果与讨论 resultsanddiscussion",
    "conclusion": "结论 结语 结束语 conclusion conclusions concludingremarks",
    "acknowledgements": "致谢 acknowledgements acknowledgments acknowledgement acknowledgment",
    "appendix": "附录 appendix",
}
"""Headings without a number, by the name that the section then has; white space and case aside."""

_SECTIONS = {heading: name for name, headings in WELL_KNOWN.items() for heading in headings.split()}
_LIST = "|".join(
    (
        "(?:主要|部分|重要|本文)?(?:参考|引用|征引|引证)(?:文献|资料|书目)(?:目录|列表|(?:与|及|和)?注释)?",
        "注释(?:与|及|和)参考文献", "(?:selected|key|main|cited)?references?(?:cited|list)?", "(?:selected)?bibliography",
        "workscited", "literature(?:cited)?", "citedliterature", "listofreferences", "(?:notesand)?references(?:andnotes)?",
    )
)  # fmt: skip
_REFERENCES = re.compile(rf"(?:{_LIST})(?:[/(|]?(?:{_LIST})\)?)?")
_NOTES = re.compile(r"(?:注释|注解|附注|尾注|脚注|注|(?:end|foot)?notes):?")
_APPENDIX = re.compile(r"附录[A-Z一二三四五六七八九十\d]|(?:APPENDIX|Appendix)[A-Z\d](?![a-z])")
_ROMAN = "(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
_CHINESE = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    (
        "arabic",
        re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})(?:\.?\s+(?=\D)\S|[.、]?(?=[\u3400-\u9fff])|\.(?=[A-Z][a-z])).*$", re.ASCII),
    ),
    ("chapter", re.compile(rf"第\s*({_CHINESE}|\d{{1,2}})\s*[章篇编](?=[\s:、]*\S)")),
    ("chapter", re.compile(rf"(?:Chapter|Part|CHAPTER|PART)\s+(\d{{1,2}}|{_ROMAN})\b[\s.:]*(?=[A-Z])")),
    ("section", re.compile(rf"第\s*({_CHINESE}|\d{{1,2}})\s*(?:节|部分)(?=[\s:、]*\S)")),
    ("chinese", re.compile(rf"({_CHINESE})(?:[、.]\s*|\s+)\S")),
    ("bracketed", re.compile(rf"\(({_CHINESE})\)[、.]?\s*\S")),
    ("roman", re.compile(rf"({_ROMAN})(?:[.、]\s*|\s+)(?=[A-Z\u3400-\u9fff])")),
    ("letter", re.compile(r"([A-Z])[.、]\s+(?=[A-Z\u3400-\u9fff])")),
)
_NUMBERING = re.compile(
    rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*[.、]?|第(?:{_CHINESE}|\d{{1,2}})[章节篇编]|第{_CHINESE}部分|{_CHINESE}[、.]|\({_CHINESE}\)[、.]?"
    rf"|{_ROMAN}\.)"
)
LEADERS = re.compile(r"(?:\.\s*){3}|…|·{3}|\d$")
CHAPTER_ALONE = re.compile(r"第\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[章篇编]|(?:Chapter|CHAPTER)\s+\w{1,4}")
"""The number of a chapter whose title is on the line below."""

_PAGED = re.compile(r"[\s.…·]\d{1,4}$")
"""The page of a line in a table of contents."""

_WITHIN = re.compile(r"[。！？；]|[!?;]\s|[,，].*[,，].*[,，]")
_LONG, _LONGEST = 60, 160


def section_name(text: str) -> str:
    """Return the name of the section that a heading without number begins; empty when it is no well-known one.

    White space, case, brackets and a translation beside it do not matter.

    Examples
    --------
    >>> section_name("参考文献(References)"), section_name("引 言"), section_name("Tea")
    ('references', 'introduction', '')
    """
    folded = "".join(map(fold, text)).strip("【】[]:#*")
    if _REFERENCES.fullmatch(folded.lower()):
        return "references"
    if _APPENDIX.match(folded) and len(folded) <= _LONG and not LEADERS.search(folded):
        return "appendix"
    return _SECTIONS.get(folded.lower(), "")


def heads_notes(line: str) -> bool:
    """Return whether a line is the heading of a list of notes."""
    return bool(_NOTES.fullmatch("".join(map(fold, line)).strip("【】[]#*").lower()))


def bare(text: str) -> str:
    """Return a heading without its number, folded."""
    folded = "".join(map(fold, text)).lstrip("#")
    return _NUMBERING.sub("", folded, count=1)


def named(line: str) -> str:
    """Return the name of the section that a line is the heading of; a word in lower case is text."""
    return "" if line.lstrip("【［[#* ")[:1].islower() else section_name(line)


def bare_references(text: str) -> bool:
    """Return whether a heading, its number aside, is that of the list of references."""
    folded = "" if _PAGED.search(text) else bare(text)
    return section_name(folded) == "references" and (folded[:1].isupper() or has_chinese(folded))


class Candidate(NamedTuple):
    """A line that may be a numbered heading.

    `line` is its position among the lines, `style` how it is numbered, `parts` the numbers. It is `apart` when it stands
    alone or in larger type; `listed` when the number before or after stands right above or below; `after` is the position
    of a line that must be a heading for this to be one, -1 when there is none; `first` when only the first heading may
    stand there.
    """

    line: int
    style: str
    parts: tuple[int, ...]
    form: str
    apart: bool = False
    listed: bool = False
    after: int = -1
    first: bool = False


def numberings(text: str, apart: bool = False) -> list[tuple[str, tuple[int, ...], str]]:
    """Return the styles, numbers and forms in which a line may be a numbered heading; a long one only where it is `apart`.

    Examples
    --------
    >>> numberings("第二章 方法"), numberings("1.1研究背景")[0][:2], numberings("茶好")
    ([('chapter', (2,), '')], ('arabic2', (1, 1)), [])
    """
    folded = "".join(fold(character) or " " for character in text).strip()
    found = []
    for style, pattern in _STYLES:
        match = pattern.match(folded)
        if match is None or not _is_title(folded[match.end(1) :], style, apart):
            continue
        parts = tuple(_value(part, style) for part in match.group(1).split("."))
        after = folded[match.end(1) :][:1]
        found.append((style if style != "arabic" else f"arabic{len(parts)}", parts, after if after in " .、" else ""))
    return found


def _is_title(rest: str, style: str, apart: bool) -> bool:
    attached = style == "arabic" and rest[:1] and not rest[0].isspace() and rest[0] not in ".、"
    if len(rest) > (_LONGEST if apart else _LONG) or _WITHIN.search(rest):
        return False
    if attached and (len(rest) > _LONG // 2 or re.match(r"[年月日个家万亿千百元人次倍级种项位名]", rest)):
        return False
    return not (rest.strip(" .、")[:1].islower() and not has_chinese(rest))


def _value(text: str, style: str) -> int:
    if text.isdecimal():
        return int(text)
    if style == "letter":
        return ord(text) - ord("A") + 1
    if text[0] in "IVX":
        values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-value if value < following else value for value, following in pairs)
    return chinese_value(text) or 0


Path = tuple[tuple[str, int], ...]
"""Styles and numbers of the sections around a place, from the outermost in."""

_ABOVE = {"letter": {"roman", "chapter"}, "section": {"chapter"}, "chinese": {"chapter", "section"}, "roman": {"chapter"}}
"""Styles that number parts of sections of certain styles alone, or begin a text; the others follow any."""


def _step(path: Path, one: Candidate) -> tuple[Path, int] | None:
    """Return the path after a heading, and how many must have been missed before it; None where it cannot follow."""
    values = tuple(value for _, value in path)
    depth = len(one.parts)
    if depth > 1:
        before = values[:depth]
        natural = (
            one.parts[:-1] == before[: depth - 1] and one.parts[-1] == (before[depth - 1] if len(before) == depth else 0) + 1
        )
        common = next((k for k in range(depth) if values[k : k + 1] != (one.parts[k],)), depth)
        common = min(common, depth - 1)
        new = (*path[:common], *((f"arabic{level + 1}", one.parts[level]) for level in range(common, depth)))
        if natural:
            return new, 0
        missed = sum(max(0, a - b) for a, b in zip(one.parts, (*values, *(0,) * depth), strict=False))
        return (new, max(1, missed - 1)) if one.parts > values[:depth] and missed <= 4 and 0 not in one.parts[1:] else None
    value = one.parts[0]
    place = next((k for k, (style, _) in enumerate(path) if style == one.style), None)
    if place is not None:
        new = (*path[:place], (one.style, value))
        step = value - path[place][1]
        return (new, step - 1) if 1 <= step <= 4 else None
    if not path:
        allowed = one.style != "letter"
        return (((one.style, value),), max(0, value - 1)) if value <= 3 and allowed else None
    if one.style in _ABOVE and path[-1][0] not in _ABOVE[one.style]:
        return None
    return ((*path, (one.style, value)), 0) if value == 1 and len(path) < 5 else None


class _Chain(NamedTuple):
    """The best row of headings that ends at a candidate; `before` is the position of the one before it, -1 for none."""

    score: float
    path: Path
    forms: Mapping[str, str]
    before: int


_NOTHING = _Chain(0.0, (), {}, -1)
_WINDOW = 60


def best_row(candidates: Sequence[Candidate]) -> dict[int, tuple[int, ...]]:
    """Return the number of the section that each heading begins, by line, of the candidates that follow one another best.

    Examples
    --------
    >>> rows = [Candidate(0, "arabic1", (1,), ""), Candidate(3, "arabic1", (3,), ""), Candidate(6, "arabic1", (2,), "")]
    >>> best_row(rows)
    {0: (1,), 6: (2,)}
    """
    chains: list[_Chain | None] = []
    for position, one in enumerate(candidates):
        chains.append(_best_chain(candidates, chains, position, one))
    best = max((place for place, chain in enumerate(chains) if chain), key=lambda place: _score(chains[place]), default=-1)
    row: list[int] = []
    while best >= 0 and (row or _score(chains[best]) > 0):
        row.insert(0, best)
        chain = chains[best]
        best = chain.before if chain is not None else -1
    return _numbers([candidates[place] for place in row])


def _score(chain: _Chain | None) -> float:
    return chain.score if chain is not None else 0.0


def _best_chain(
    candidates: Sequence[Candidate], chains: Sequence[_Chain | None], position: int, one: Candidate
) -> _Chain | None:
    """Return the best row that ends at a candidate, from those that end at the ones before."""
    best: tuple[float, Path, _Chain, int] | None = None
    for before in (-1, *(() if one.first else range(max(0, position - _WINDOW), position))):
        chain = _NOTHING if before < 0 else chains[before]
        if chain is None or (before >= 0 and candidates[before].line >= one.line):
            continue
        if one.after >= 0 and (before < 0 or candidates[before].line != one.after):
            continue
        step = _step(chain.path, one)
        if step is not None:
            score = chain.score + _worth(one, step[1], before < 0, chain.forms)
            if best is None or score > best[0]:
                best = (score, step[0], chain, before)
    if best is None:
        return None
    score, path, chain, before = best
    forms = chain.forms if chain.forms.get(one.style) == one.form else {**chain.forms, one.style: one.form}
    return _Chain(score, path, forms, before)


def _worth(one: Candidate, missed: int, opens: bool, forms: Mapping[str, str]) -> float:
    worth = 2.0 + one.apart
    if missed:
        worth = (1.0 if one.apart and not opens else -1.0) - 0.3 * (missed - 1)
    if one.style == "arabic1" and forms and "arabic1" not in forms:
        worth -= 1.5  # within sections numbered otherwise, a number alone is rather an item of a list
    worth -= 3.0 * one.listed
    return worth - (forms.get(one.style, one.form) != one.form)


def _numbers(row: Sequence[Candidate]) -> dict[int, tuple[int, ...]]:
    path: Path = ()
    numbers = {}
    for one in row:
        step = _step(path, one)
        if step is not None:
            path = step[0]
            numbers[one.line] = tuple(value for _, value in path)
    return numbers
