"""The unit that the heading of a table's row or column prints, and what is left of the heading without it.

``产量（万吨）``, ``GDP/亿元``, ``Output (million US$)``, ``Area, ha``, ``单位：%``. What is not certainly a unit is none.
Out of scope: what the heading names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cbec_kg.text.units import NOUNS, SCALE_WORDS, SCALES_ZH, Noun, Unit, noun_of

_SYMBOLS = {
    "t": "吨",
    "m": "米",
    "L": "litres",
    "h": "小时",
    "min": "分钟",
    "d": "天",
    "kWh": "千瓦时",
    "kW": "千瓦",
    "°C": "℃",
}
"""Symbols that are units in a heading, where no digits stand before them, each with a form of its noun."""

_SCALE_ZH = re.compile("|".join(sorted(SCALES_ZH, key=len, reverse=True)))
_POWER = re.compile(r"[×x*]?\s?10\s?\^?\s?([0-9⁰¹²³⁴-⁹]{1,2})(?![\d,])\s*")
_ROUND = re.compile(r"(1(?:,?0{3})+|1,?00(?:,?0{3})*|10{1,2})\s+")
_THOUSANDS = re.compile(r"[’'`]000s?\s*(?:of\s+)?")
_SCALE = "|".join(SCALE_WORDS)
_BEFORE = re.compile(rf"(?:(?P<hundred>100|10)\s+)?(?P<scale>{_SCALE})s?\s+(?:of\s+)?(?P<noun>.+)", re.IGNORECASE)
_AFTER = re.compile(rf"(?P<noun>.+?)\s*(?P<scale>{_SCALE})s?", re.IGNORECASE)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ATOM = r"(?:[pnuμmcdkMGT]?(?:g|L|l|m|mol|s|Pa|J|W|Wh|V|A|Hz|cal|N|eq|Bq|Sv)|ha|hm|t|h|min|d|yr|a|°C|℃|K|%)[2-3]?"
_COMPOUND = re.compile(rf"{_ATOM}(?:/{_ATOM})*")
_PER = re.compile(r"[·.*\s]\s?([A-Za-z]+)-([1-3])(?!\d)")

_BRACKETS = re.compile(r"\s*[（(\[［]\s*([^（()）\[\]［］]*(?:[（(][^（()）]*[)）][^（()）]*)?)\s*[)）\]］]")
_NAMED = re.compile(r"(?:计量)?单位\s*[:：]?\s*|\bunits?\s*[:：]\s*|^in\s+(?=\S)", re.IGNORECASE)
_SLASHED = re.compile(r"^(?P<name>.*[^\s/])\s*/\s*(?P<unit>[^/]+(?:/[^/]+)?)$")
_COMMA = re.compile(r"^(?P<name>.+?)\s*[,，]\s*(?P<unit>[^,，]+)$")
_PERCENT = re.compile(r"^(?P<name>.*?)\s*(?P<unit>[%％‰])$")


_COUNTED = re.compile(r"n|no\.?|number|人数|例数|频数|数量", re.IGNORECASE)
"""A heading of counts, behind which per cent in brackets is a second value of a cell."""


class Label(NamedTuple):
    """A heading without its unit, and the unit; None where it prints none."""

    text: str
    unit: Unit | None


def label_of(heading: str) -> Label:
    """Return a heading parted from its unit.

    Examples
    --------
    >>> [(found.text, found.unit and found.unit.id) for found in map(label_of, ("产量（万吨）", "GDP/亿元", "Yield (kg/ha)",
    ...     "Exports, USD million", "增长率%", "Age (years)", "TN/(mg·L-1)"))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('产量', 'unit-tonne-1e4'), ('GDP', 'unit-cny-1e8'), ('Yield', 'unit-kg-per-hectare'),
     ('Exports', 'unit-usd-1e6'), ('增长率', 'unit-percent'), ('Age (years)', None), ('TN', 'unit-mg-per-litre')]
    """
    text = " ".join(heading.split())
    for form in (_SLASHED, _COMMA, _PERCENT):
        match = form.match(text)
        unit = printed_unit(match["unit"]) if match else None
        if match and unit is not None and not (form is _SLASHED and printed_unit(text)):
            return Label(match["name"].strip(), unit)
    found = [(match, unit) for match in _BRACKETS.finditer(text) if (unit := _bracketed(match[1])) is not None]
    if len({unit.id for _, unit in found}) == 1 and not _COUNTED.fullmatch(text[: found[0][0].start()].strip()):
        match, unit = found[0]
        return Label((text[: match.start()] + text[match.end() :]).strip(), unit)
    if not found and (named := _NAMED.match(text)) and (unit := printed_unit(text[named.end() :])):
        return Label("", unit)
    whole = printed_unit(text) if not found and not text[:1].isdecimal() else None
    return Label("", whole) if whole is not None and _is_unit_alone(text) else Label(text, None)


def unit_of_caption(caption: str) -> Unit | None:
    """Return the unit that a caption, or a line below it, gives for its whole table.

    Examples
    --------
    >>> found = unit_of_caption("表1 各地产量（单位：万吨）"), unit_of_caption("Table 2. Exports (USD million)")
    >>> [unit and unit.id for unit in found], unit_of_caption("单位：亿元，%")
    (['unit-tonne-1e4', 'unit-usd-1e6'], None)
    """
    named = re.search(r"单位\s*[:：]\s*([^)）\]］]+)", caption) or re.search(r"\b[Uu]nits?\s*:\s*([^)\]]+)", caption)
    if named:
        return printed_unit(named[1].strip(" .。"))
    found = [unit for match in _BRACKETS.finditer(caption) if (unit := _bracketed(match[1])) is not None]
    return found[0] if len(found) == 1 else None


def _bracketed(text: str) -> Unit | None:
    """Return the unit in brackets; one beside other words is taken where it is the only one."""
    inside = _NAMED.sub("", text.strip(), count=1)
    whole = printed_unit(inside)
    if whole is not None:
        return whole
    found = [unit for part in re.split(r"[,，;；、]", inside) if (unit := printed_unit(part.strip())) is not None]
    return found[0] if len(found) == 1 and not re.search(r"±|\bCI\b|\bn\b|\bno\b", inside, re.IGNORECASE) else None


def _is_unit_alone(text: str) -> bool:
    """Return whether a heading is nothing but a unit; a word such as 人 or people may be what is counted."""
    return bool(re.search(r"[%％‰/℃°²³]|^[万亿千百十]", text)) or text in ("kWh", "kW")


def printed_unit(text: str) -> Unit | None:
    """Return the unit that a text is, with its scale; None for one that is not known for certain.

    Examples
    --------
    >>> [unit and (unit.id, unit.noun.symbol) for unit in map(printed_unit, ("亿美元", "USD million", "10^4 t", "μmol/g",
    ...     "元/吨", "years"))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('unit-usd-1e8', '美元'), ('unit-usd-1e6', '美元'), ('unit-tonne-1e4', '吨'), ('unit-umol-per-g', 'μmol/g'),
     ('unit-cny-per-tonne', '元/吨'), None]
    """
    plain = " ".join(text.translate(_RAISED).replace("％", "%").replace("µ", "μ").split())
    plain = plain[1:-1].strip() if re.fullmatch(r"[（(][^（()）]*[)）]", plain) else plain
    plain = _PER.sub(lambda match: f"/{match[1]}{match[2] if match[2] != '1' else ''}", plain)
    if not plain or len(plain) > 40:
        return None
    noun = None if plain == "t" else _noun(plain)  # which may be that of a test
    if noun is not None:
        return Unit(noun, 0)
    for scale, rest in _scaled(plain):
        noun = _noun(rest)
        if noun is not None:
            return Unit(noun, scale)
    return _compound(plain)


def _noun(text: str) -> Noun | None:
    noun = NOUNS.get(_SYMBOLS[text]) if text in _SYMBOLS else noun_of(text)
    return noun or (noun_of(text.replace("2", "²").replace("3", "³")) if text[-1:] in "23" else None)


def _scaled(text: str) -> Iterator[tuple[int, str]]:
    """Yield what a scale in a text may be, as a power of ten, and the rest of the text."""
    if match := _SCALE_ZH.match(text):
        yield SCALES_ZH[match.group()], text[match.end() :]
    if match := _POWER.match(text):
        yield int(match[1].translate(_RAISED)), text[match.end() :]
    if match := _THOUSANDS.match(text):
        yield 3, text[match.end() :]
    if match := _ROUND.match(text):
        yield match[1].count("0"), text[match.end() :]
    if match := _BEFORE.fullmatch(text):
        yield SCALE_WORDS[match["scale"].lower()] + len((match["hundred"] or "1")[1:]), match["noun"]
    if match := _AFTER.fullmatch(text):
        yield SCALE_WORDS[match["scale"].lower()], match["noun"]


def _compound(text: str) -> Unit | None:
    """Return a unit that is made of known ones: a measure of the field, or so much of one thing a unit of another."""
    first, _, second = text.partition("/")
    if second and not text.isascii():
        above, below = printed_unit(first), printed_unit(second)
        if above and below and above.noun.base != "percent":
            name = f"{above.id.removeprefix('unit-')}-per-{below.id.removeprefix('unit-')}"
            return Unit(Noun(name, text, f"{above.labels[1]} per {below.labels[1]}", text, "unknown"), 0)
    if not _COMPOUND.fullmatch(text) or (len(text) < 2) or text in ("ma", "da", "Ma", "pm", "am", "cd", "md", "Ms", "ms"):
        return None
    name = re.sub(r"(?:^|(?<=/))M(?=[a-zA-Z])", "mega", text).replace("μ", "u").replace("/", "-per-").replace("%", "percent")
    name = re.sub(r"[^a-z0-9-]", "", name.replace("°C", "celsius").replace("℃", "celsius").lower())
    return Unit(Noun(name, text, text, text, "unknown"), 0)
