"""What a sentence's words say of its links: in which role and on which basis evidence bears on it, which records it names.

Cue words of both languages, by the rules of the field dictionary; no model. Each has the words that it comes from, and
only ranks what a person chooses from. Out of scope: what the sentence itself is (`proposals`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cbec_kg.model.terms import Basis, Role
from cbec_kg.text.markers import markers
from cbec_kg.text.normalise import has_chinese

_ROLES: Sequence[tuple[Role, float, str]] = (
    ("premise", 3, r"因此|因而|所以|由此可见|基于此|为此|总之"),
    ("premise", 3, r"\b(?:[Tt]herefore|[Tt]hus|[Hh]ence|[Cc]onsequently|[Ii]n sum)\b"),
    ("cause", 3, r"因为|由于|原因|源于|归因于|\b(?:[Bb]ecause|[Dd]ue to|[Oo]wing to|caused by|stems? from)\b"),
    ("effect", 2.6, r"导致|造成|致使|使得|从而|进而|\b(?:leads? to|led to|results? in|resulted in)\b"),
    ("requirement", 2.4, r"必须|需要|有必要|要求|须(?!知)|\b(?:must|needs? to|requires?|necessary)\b"),
    ("headline", 2.2, r"缺乏|缺少|短缺|不足(?!\s*\d)|薄弱|滞后|困难|瓶颈"),
    ("headline", 2.2, r"\b(?:lack(?:s|ing)?|shortages?|insufficient|weak)\b"),
    ("facet", 2.1, r"一是|二是|三是|首先|其次|一方面|另一方面"),
    ("facet", 2.1, r"\b(?:[Ff]irst(?:ly)?|[Ss]econd(?:ly)?|on the (?:one|other) hand)\b"),
    ("value", 2, r"据[^，。]{0,12}(?:统计|显示|数据)|数据显示|\b(?:[Aa]ccording to|[Dd]ata (?:from|of|show))\b"),
    ("statement", 2, r"认为|指出|表明|发现|提出|\b(?:argues?|finds?|found|shows?|reports?|notes?|suggests?) that\b"),
    ("echo", 2, r"如前所述|前文|上文|再次|\b(?:[Aa]s (?:noted|mentioned|said) (?:above|before|earlier)|again)\b"),
    ("context", 1.8, r"随着|尽管|虽然|与[^，。]{1,12}相比|作为|背景下"),
    ("context", 1.8, r"\b(?:[Aa]lthough|[Ww]hile|[Cc]ompared with|[Dd]espite)\b"),
    ("measures", 1.6, r"达到?\s*\d|增长了?\s*\d|占[^，。]{0,8}\d"),
    ("measures", 1.6, r"\b(?:reached|amounts? to|accounts? for|grew by|rose by)\b"),
    ("context", 1.5, r"但是?(?!书)|然而|却|\b(?:[Hh]owever|[Nn]evertheless|[Bb]ut)\b"),
    ("generic", 1.4, r"参见|详见|见文献|\b(?:[Ss]ee also|[Ss]ee|cf)\b"),
)
"""Role, weight, and the words; of several words of one role the first counts."""

_TAKES_UP = re.compile(
    r"(?:在?此(?!外)|这|其中|与之|该(?!校)|但是|为此|基于此|[Tt]h(?:is|ese|ose)\b|[Ss]uch\b|[Oo]f these\b|[Hh]owever\b)"
)
_NAMES = re.compile(r"据[^，。]{0,12}(?:统计|显示|数据)|\b[Aa]ccording to\b")
_SETTING = re.compile(r"^(?:随着|由于|凭借|为了?|在[^，。]{1,20}下)|^(?:[Ww]ith the|[Oo]wing to|[Dd]ue to|[Gg]iven)\b")
_LEAST_CHINESE, _LEAST_LATIN = 2, 4
_WORD = re.compile(r"[A-Za-z]{4,}")


class Cue(NamedTuple):
    """A value that the words of a sentence speak for, and these words."""

    value: str
    cue: str


def roles_of(text: str) -> list[Cue]:
    """Return the roles that the words of a sentence speak for, the likeliest first.

    Examples
    --------
    >>> roles_of("因此合作社必须修路[3]。")
    [Cue(value='premise', cue='因此'), Cue(value='requirement', cue='必须')]
    """
    found: dict[str, tuple[float, int, str]] = {}
    for role, weight, pattern in _ROLES:
        match = re.search(pattern, text)
        if match is not None and role not in found:
            found[role] = (-weight, match.start(), match.group())
    return [Cue(role, found[role][2]) for role in sorted(found, key=lambda role: found[role])]


def bases_of(text: str) -> list[Cue]:
    """Return the bases on which evidence may bear on a sentence, the likeliest first.

    A marker or a named source states it; words that take up the sentence before make it inherited; a circumstance, or
    another clause before the marker, is the curator's inference.

    Examples
    --------
    >>> bases_of("在此背景下，茶价上涨。"), bases_of("茶价上涨；路很远[3]。")
    ([Cue(value='inherited', cue='在此')], [Cue(value='stated', cue='[3]'), Cue(value='inferred', cue='；')])
    """
    found: list[tuple[Basis, str]] = []
    marked = markers(text)
    named = _NAMES.search(text)
    if marked or named:
        found.append(("stated", text[marked[-1].start : marked[-1].end] if marked else named.group() if named else ""))
    taken = _TAKES_UP.match(text)
    if taken:
        found.append(("inherited", taken.group()))
    before = text[: marked[-1].start] if marked else ""
    apart = re.search(r"[；;]", before)
    setting = None if taken else _SETTING.match(text)
    if apart or setting:
        found.append(("inferred", apart.group() if apart else setting.group() if setting else ""))
    return [Cue(basis, " ".join(cue.split())) for basis, cue in found]


def name_in(text: str, names: Iterable[str], whole: bool) -> tuple[float, str] | None:
    """Return how much of a record's names a sentence has, from 0 to 1, and which words; None where it has none.

    The `whole` name is looked for of what has a name of its own, such as an organisation; of what is described, such as an
    indicator, a part is enough: two Chinese characters, or a Latin word of four letters.

    Examples
    --------
    >>> name_in("去年蜂蜜的产量很高", ["蜂蜜产量", "honey output"], False)
    (0.5, '蜂蜜')
    >>> name_in("去年蜂蜜的产量很高", ["蜂蜜产量"], True)
    """
    best: tuple[float, str] | None = None
    for name in names:
        found = _whole(text, name) if whole else _part(text, name)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _whole(text: str, name: str) -> tuple[float, str] | None:
    if has_chinese(name):
        found = name if len(name) >= _LEAST_CHINESE and name in text else ""
    else:
        match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) if len(name) > 1 else None
        found = match.group() if match else ""
    return (1.0, found) if found else None


def _part(text: str, name: str) -> tuple[float, str] | None:
    if not has_chinese(name):
        words = {word.lower() for word in _WORD.findall(name)}
        shared = [word for word in _WORD.findall(text) if word.lower() in words]
        return (len({word.lower() for word in shared}) / len(words), shared[0]) if shared else None
    for size in range(len(name), _LEAST_CHINESE - 1, -1):
        for start in range(len(name) - size + 1):
            if name[start : start + size] in text:
                return size / len(name), name[start : start + size]
    return None
