"""Names as CSL: one text with one name or several, as reference managers and databases write them.

A Chinese name without a comma is not taken apart: how long its family name is would be a guess. Several Chinese names in one
text are told apart by what stands between them.
"""

from __future__ import annotations

import re
from typing import Any

from cbec_kg.bibliography.fields import OTHERS, joined, one_line
from cbec_kg.text.normalise import has_chinese

Name = dict[str, Any]

_TWO = frozenset((
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "令狐", "宇文", "长孙", "慕容", "司徒",
    "司空", "端木", "独孤", "南宫", "东方", "西门", "百里", "呼延", "轩辕", "公羊", "澹台", "淳于", "单于",
    "申屠", "太史", "仲孙", "钟离", "鲜于", "闾丘", "东郭", "濮阳", "万俟", "赫连", "拓跋", "第五", "歐陽",
    "司馬", "諸葛",
))  # fmt: skip
"""Family names of two characters."""

_OTHERS = re.compile(
    r"(?:(?<![\s,，、;；])[\s,，、;；]*(?:等|等人)|(?<![\s,;])[\s,;]+et\.?\s+al\.?|(?:[,;]|(?<!\s))\s+(?:and|&)\s+others)"
    r"\s*[.。]?$",
    re.IGNORECASE,
)
"""Begins where a run of separators does: begun at each of them, it would be read anew from each."""

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{1,3}|IV", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_VANCOUVER = re.compile(r"((?:[a-z]+ )*[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*) ((?:[A-Z]\.?[ -]?){1,4})")
_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "du", "la", "le", "ten", "ter", "zu", "zur", "af", "dos",
    "das", "el", "al", "bin", "ibn",
))  # fmt: skip
_BODY = re.compile(
    r"\b(?:Academy|Administration|Agency|Alliance|Assembly|Association|Authority|Bank|Board|Bureau|Centers?|Centres?|"
    r"Chamber|City|Coalition|College|Commission|Committee|Companies|Company|Conference|Congress|Consortium|Consulting|"
    r"Corporation|Council|Court|Department|Division|Federation|Fo?undation|Forum|Fund|Government|Group|Initiative|Institut\w*|"
    r"International|Laborator\w+|League|Library|Ministry|Museum|National|Nations|Network|Office|Organi[sz]ation|Panel|"
    r"Parliament|Partners?|Party|Platform|Press|Programme|Project|Research|School|Secretariat|Service|Societ\w+|State|States|"
    r"Statistics|Studies|Survey|System|Task|Team|Trust|Union|Universit\w+|World|for|in|of|on|the|to|Inc|Ltd|Co|LLC|GmbH)\b|\d"
)
"""Words that no person's name has."""


def names_of(text: str) -> list[Name]:
    """Return the names of a text in their order; a list that ends in *et al.* or 等 ends in `OTHERS`.

    Examples
    --------
    >>> names_of("周茗,吴小壶") == names_of("周茗；吴小壶；") == [{'literal': '周茗'}, {'literal': '吴小壶'}]
    True
    >>> names_of("欧阳, 青"), names_of("茶 小明 等")
    ([{'family': '欧阳', 'given': '青'}], [{'literal': '茶小明'}, {'literal': 'others'}])
    >>> [name["family"] for name in names_of("Teller, Ann B.; Brew, Carl; Xu, Yi")]
    ['Teller', 'Brew', 'Xu']
    >>> names_of("Teller A")[0] == names_of("A Teller")[0] == {'family': 'Teller', 'given': 'A'}
    True
    """
    text = one_line(text).strip(" ;；、/")
    if re.fullmatch(r"(?i)et\.? al\.?|others|等", text):
        return [OTHERS]
    if re.fullmatch(r"[^,，;；]+[,，]", text) and not has_chinese(text):  # how a body is told from a person
        return [{"literal": text[:-1].strip()}]
    text = text.strip(" ,，")
    bare = _OTHERS.sub("", text)
    if not bare:
        return []
    between = r"\s*[;；、/]\s*|\s+(?:and|&)\s+" if has_chinese(bare) or not _BODY.search(bare) else r"\s*[;；]\s*"
    names = [name for part in re.split(between, bare) if part for name in _names_in(part)]
    return [*names, OTHERS] if bare != text else names


def _names_in(text: str) -> list[Name]:
    """Return the names of a text without semicolons."""
    parts = [part for part in re.split(r"\s*[,，]\s*", text) if part]
    if has_chinese(text):
        return _chinese_names(text, parts)
    if len(parts) == 1:
        return [_latin_name(text)]
    if all(_VANCOUVER.fullmatch(part) for part in parts):
        return [_latin_name(part) for part in parts]
    if len(parts) > 2 and len(parts) % 2 == 0 and all(_INITIALS.fullmatch(given) for given in parts[1::2]):
        return [_inverted(family, given) for family, given in zip(parts[::2], parts[1::2], strict=True)]
    if len(parts) == 3 and (_SUFFIX.fullmatch(parts[2]) or _SUFFIX.fullmatch(parts[1])):
        family, *others = parts
        given, suffix = others if _SUFFIX.fullmatch(parts[2]) else others[::-1]
        return [{**_inverted(family, given), "suffix": suffix}]
    return [_inverted(*parts)] if len(parts) == 2 and not _BODY.search(parts[1]) else [{"literal": text}]


def _chinese_names(text: str, parts: list[str]) -> list[Name]:
    first = parts[0]
    if len(parts) == 2 and (len(first) == 1 or first in _TWO):
        return [{"family": first, "given": parts[1]}]
    if len(parts) > 1:
        short = all(len(joined(part)) <= 4 or "·" in part or not has_chinese(part) for part in parts)
        each = [{"literal": joined(part)} if has_chinese(part) else _latin_name(part) for part in parts]
        return each if short else [{"literal": joined(text)}]
    words = first.split(" ")
    several = len(words) > 1 and all(2 <= len(word) <= 4 and has_chinese(word) for word in words) and words[0] not in _TWO
    return [{"literal": word} for word in words] if several else [{"literal": joined(first)}]


def _latin_name(text: str) -> Name:
    """Return a name without a comma: family and initials, given name first, or a body as it is."""
    words = text.split(" ")
    if listed := _VANCOUVER.fullmatch(text):
        run = re.fullmatch(r"[A-Z]{2,4}", listed[2])  # AB stands for A. B.
        return _inverted(listed[1], " ".join(listed[2]) if run else listed[2])
    if not 1 < len(words) < 5 or _BODY.search(text) or not all(word[:1].isupper() or word in _PARTICLES for word in words):
        return {"literal": text}
    given = [words[0]]
    place = 1
    while place < len(words) - 1 and words[place] not in _PARTICLES:
        given.append(words[place])
        place += 1
    return _inverted(" ".join(words[place:]), " ".join(given))


def _inverted(family: str, given: str) -> Name:
    """Return a name of which family and given name are known; particles in small letters before the family are its own.

    Examples
    --------
    >>> _inverted("van der Brew", "Carl")
    {'family': 'Brew', 'given': 'Carl', 'non-dropping-particle': 'van der'}
    """
    words = family.split(" ")
    count = next((place for place, word in enumerate(words) if word not in _PARTICLES), 0)
    particle = {"non-dropping-particle": " ".join(words[:count])} if count else {}
    return {"family": " ".join(words[count:]), "given": given, **particle}
