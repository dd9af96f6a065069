"""What a sentence may be, from its words alone: kinds, modality and quantifier by cue words, and names by repetition.

No model and no training: each proposal has the words that it comes from, and none is written by itself. Cue words are those
of ordinary scholarly Chinese and English; a character within a longer word, such as 应 in 供应, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from cbec_kg.model.terms import Modality, Quantifier
from cbec_kg.text.markers import markers

Patterns = Sequence[tuple[str, float, str]]

_OUGHT = r"(?<![供反效相适响感对回顺])应(?:当|该)?(?![用对急届邀聘激变])|\b(?:should|ought to)\b"
_KINDS: Patterns = (
    (
        "problem",
        3,
        r"缺乏|缺少|欠缺|短缺|匮乏|不足(?!\s*\d)|薄弱|滞后|落后|不够|不完善|不健全|难以|困难|瓶颈|制约|尚未|流失",
    ),
    (
        "problem",
        3,
        r"\b(?:lack(?:s|ing)?|shortages?|insufficient(?:ly)?|inadequate(?:ly)?|weak(?:ness(?:es)?)?|scarc(?:e|ity))\b",
    ),
    ("problem", 3, r"\b(?:fails? to|difficult(?:y|ies)?|obstacles?|hinder(?:s|ed)?|hamper(?:s|ed)?|bottlenecks?)\b"),
    ("problem", 1.5, r"然而|但是?(?!书)|却|\b(?:[Hh]owever|[Nn]evertheless)\b"),
    ("cause", 2.5, r"因为|由于|原因|源于|\b(?:because|due to|owing to|caused by|stems? from)\b"),
    ("effect", 2.5, r"因此|因而|所以|从而|进而|导致|造成|致使|使得"),
    ("effect", 2.5, r"\b(?:[Tt]herefore|[Tt]hus|[Hh]ence|[Cc]onsequently|[Aa]s a result|leads? to|results? in)\b"),
    ("countermeasure", 2.8, _OUGHT),
    ("countermeasure", 2.8, r"建议|鼓励|加强|加快|完善|健全|建立|(?<!主)要(?![求素件么])"),
    ("countermeasure", 2.8, r"\b(?:recommend(?:s|ed)?|suggest(?:s|ed)? that|proposes?)\b"),
    ("requirement", 2.4, r"必须|需要|有必要|须(?!知)|要求|\b(?:must|needs? to|requires?|necessary|essential)\b"),
    (
        "benefit",
        2.2,
        r"有利于|有助于|促进|推动|提升|带动|\b(?:helps?|improves?|promotes?|benefits?|enhances?|facilitates?)\b",
    ),
    ("definition", 3.2, r"是指|指的是|简称|缩写为|称为|\b(?:is defined as|refers to|stands for|abbreviated)\b"),
    ("aim", 3.2, r"本文|旨在|本研究|\b(?:[Tt]his (?:paper|study|article)|[Tt]he (?:purpose|aim) of)\b"),
    ("aim", 3.2, r"\b[Ww]e (?:aim|describe|examine|investigate)\b"),
    ("evaluation", 1.8, r"显著|认为|说明了?|可见|\b(?:shows? that|find(?:s|ings)?|found that|argues?|significant(?:ly)?)\b"),
    ("background", 2, r"随着|近年来|改革开放|\b(?:[Ii]n recent years|[Ww]ith the (?:development|rise|growth|spread))\b"),
    ("status", 1.6, r"目前|现有|主要|不断|逐渐|日益|已经?(?!知)|截至|达到|位居|增长"),
    ("status", 1.6, r"\b(?:[Cc]urrently|at present|has reached|already|accounts? for|grew|rose)\b"),
)
"""Kind, weight, and the words; the first word in a sentence counts most, each further one a little."""

_MODALITIES: Sequence[tuple[Modality, str]] = (
    ("possible", r"可能(?!性)|或许|也许|\b(?:may|might|could|possibly|perhaps)\b"),
    ("recommended", _OUGHT),
    ("necessary", r"必须|需要|(?<!必)须(?!知)|\b(?:must|needs? to|ha(?:s|ve) to)\b"),
    (
        "able",
        r"可以|能够|才能|(?<![可功性职技智潜产])能(?![力源够否耗量])|(?<![许认])可(?![能以靠见持行观知])"
        r"|\b(?:can|(?:is|are) able to)\b",
    ),
    ("expected", r"将(?![来军领])|\b(?:will|is expected to)\b"),
)

_QUANTIFIERS: Sequence[tuple[Quantifier, str]] = (
    ("all", r"所有|全部|\b(?:all|every)\b"),
    ("most", r"大多数?|大部分|多数|\b(?:[Mm]ost|the majority of)\b"),
    ("many", r"许多|很多|大量|众多|\b(?:[Mm]any|a large number of)\b"),
    ("some", r"(?<!大)部分|\b[Ss]ome of\b"),
    ("some-unspecified", r"一些|若干|\b[Ss]ome(?! of)\b"),
    ("few", r"少数|\b[Ff]ew\b"),
)

_TAKES_UP = re.compile(r"^(?:因此|因而|所以|基于此|为此|由此|这|[Tt]herefore|[Tt]hus|[Hh]ence|[Cc]onsequently|As a result)")


class Proposal(NamedTuple):
    """What a sentence may be, better ones first by `score`.

    `cue` are the words that it comes from, at `start` to `end`; `fields` are those of a claim. `takes_up` is the word by
    which the sentence refers to the one before it, from which it may be concluded; empty for none.
    """

    score: float
    cue: str
    start: int
    end: int
    fields: Mapping[str, str]
    takes_up: str


def proposals_of(text: str, most: int = 3) -> list[Proposal]:
    """Return what a sentence on one line may be: a kind of claim with modality and quantifier, the likeliest first.

    Examples
    --------
    >>> [(one.fields["kind"], one.cue) for one in proposals_of("合作社缺乏资金[4]。")]
    [('problem', '缺乏')]
    >>> proposals_of("However, most mills should be mended.")[0].fields == {"kind": "countermeasure",
    ...     "modality": "recommended", "modal_word": "should", "quantifier": "most", "quantifier_word": "most"}
    True
    """
    plain = _without_markers(text)
    shared = _wording(plain)
    found: dict[str, tuple[float, re.Match[str]]] = {}
    for kind, weight, pattern in _KINDS:
        for match in re.finditer(pattern, plain):
            score, first = found.get(kind, (0.0, match))
            found[kind] = score + (weight if kind not in found else weight / 4), first
    takes_up = found_word.group() if (found_word := _TAKES_UP.match(plain)) else ""
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[1][1].start(), item[0]))
    return [
        Proposal(score, match.group(), *match.span(), {"kind": kind, **shared}, takes_up)
        for kind, (score, match) in ranked[:most]
    ]


def _without_markers(text: str) -> str:
    """Return a text of the same length with blanks for its citation markers."""
    for marker in markers(text):
        text = text[: marker.start] + " " * (marker.end - marker.start) + text[marker.end :]
    return text


def _wording(text: str) -> dict[str, str]:
    fields: dict[str, str] = {"modality": "asserted"}
    modal = _first(text, _MODALITIES)
    if modal:
        fields |= {"modality": modal[0], "modal_word": modal[1]}
    quantifier = _first(text, _QUANTIFIERS)
    if quantifier:
        fields |= {"quantifier": quantifier[0], "quantifier_word": quantifier[1]}
    return fields


def _first(text: str, patterns: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the name and word of the pattern that is found first in a text; of two at one place, the earlier listed."""
    found = [(match.start(), rank, name, match.group()) for rank, (name, pattern) in enumerate(patterns)
             if (match := re.search(pattern, text))]  # fmt: skip
    return min(found)[2:] if found else None


_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z&-]*[A-Za-z](?: (?:of |and )?[A-Z][A-Za-z-]+)*\b")
_SPLIT = re.compile(r"[的了是在和与及等对为从而就也都很这那我们着把被将由并或但因若则还又]")
_SHORTEST, _LONGEST = 3, 8
"""Characters of a Chinese name; what recurs of two characters is mostly a common word."""


class Name(NamedTuple):
    """A name that recurs: how often, and one passage of each that has it, by locator."""

    text: str
    times: int
    locators: tuple[str, ...]


def recurring_names(lines: Mapping[str, str], known: Iterable[str] = (), least: int = 3, most: int = 40) -> list[Name]:
    """Return names that recur in the passages of a paper, the most telling first.

    A Chinese name is a run of three to eight characters that is found at least `least` times, with so many different
    characters before and behind it, so that no part of a longer name is taken for one; a Latin name begins with a capital.
    What `known` has is left out.

    Examples
    --------
    >>> texts = ("养蜂合作社的蜂蜜", "旧养蜂合作社和作坊", "买养蜂合作社，甲养蜂合作社乙")
    >>> lines = {f"1.p1.s{number}": text for number, text in enumerate(texts, 1)}
    >>> [(name.text, name.times) for name in recurring_names(lines)]
    [('养蜂合作社', 4)]
    """
    found: dict[str, _Uses] = {}
    for locator, line in lines.items():
        plain = _without_markers(line)
        for name, before, after in chain(_latin_names(plain), _runs(plain)):
            uses = found.setdefault(name, _Uses([], set(), set(), {}))
            uses.at.append(1)
            uses.before.add(before or f"edge {len(uses.at)}")
            uses.after.add(after or f"edge {len(uses.at)}")
            uses.locators[locator] = None
    skip = {name.casefold() for name in known}
    names = [
        Name(name, len(uses.at), tuple(uses.locators))
        for name, uses in found.items()
        if len(uses.locators) > 1
        and min(len(uses.at), len(uses.before), len(uses.after)) >= least
        and name.casefold() not in skip
    ]
    return sorted(names, key=lambda name: (-name.times * min(len(name.text) - 1, _LONGEST), name.text))[:most]


class _Uses(NamedTuple):
    """Each use of a run, the different characters next to it, edges of a run each for itself, and the passages."""

    at: list[int]
    before: set[str]
    after: set[str]
    locators: dict[str, None]


def _latin_names(line: str) -> Iterator[tuple[str, str, str]]:
    for match in _LATIN_NAME.finditer(line):
        if match.start() > 0 or " " in match.group():  # one capital at the beginning is that of the sentence
            yield match.group(), "", ""


def _runs(line: str) -> Iterator[tuple[str, str, str]]:
    for run in _RUN.findall(line):
        for piece in _SPLIT.split(run):
            for size in range(_SHORTEST, min(_LONGEST, len(piece)) + 1):
                for start in range(len(piece) - size + 1):
                    end = start + size
                    yield piece[start:end], piece[start - 1 : start] if start else "", piece[end : end + 1]
