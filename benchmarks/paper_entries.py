"""Entries of invented lists of references, printed in a style from fields that are therefore known.

No such works exist. Fields are named as in CSL, all as text; ``author`` has the families, joined by ``; ``.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Literal

from paper_parts import Language, Reference

Style = Literal["gbt7714", "apa", "vancouver", "acm"]

_FAMILIES_EN = (
    "Low",
    "Vane",
    "Harrow",
    "Sail",
    "Beam",
    "Oakes",
    "Pell",
    "Quill",
    "Tarn",
    "Wendle",
    "O'Dare",
    "de Moor",
    "Ash-Ley",
    "Björk",
    "Marten",
    "Fell",
    "Holm",
    "Reed",
    "Salter",
    "Thorne",
    "Ember",
    "Crane",
    "Dyer",
    "Nettle",
)
_GIVEN_EN = ("Ada", "Bob", "Cora", "Dan", "Eva", "Finn", "Gail", "Hugh", "Iris", "Jon", "Kay", "Liv")
_FAMILIES_ZH = "文林茶陆苏云白江石柳桑田方叶"
_GIVEN_ZH = ("一鸣", "小满", "知远", "青", "若水", "子墨", "晓岚", "平", "德润", "秋实", "雪", "怀瑾")
_TOPICS_EN = (
    "ferries",
    "reed beds",
    "water mills",
    "kilns",
    "terraces",
    "tolls",
    "salt pans",
    "orchards",
    "hill farms",
    "lake towns",
    "bee keeping",
    "wool",
    "weirs",
    "peat",
)
_ASPECTS_EN = (
    "The cost of {a} in {b}",
    "{a} and {b}: a long view",
    "How {a} changed {b}",
    "On the price of {a}",
    "{a} revisited",
    "Counting {a} from {b}",
    "A survey of {a}, {b} and wages",
)
_TOPICS_ZH = ("渡船", "苇编", "水磨", "陶窑", "梯田", "茶市", "盐场", "果园", "养蜂", "集镇", "竹纸", "灌渠", "桑园", "鱼塘")
_ASPECTS_ZH = (
    "{a}经营的成本与收益",
    "论{a}与{b}的关系",
    "{a}的空间分布：以{b}为例",
    "{b}背景下{a}的变迁研究",
    "{a}价格的影响因素分析",
    "从{a}到{b}",
)
_JOURNALS_EN = (
    "Journal of Boats",
    "Lake Studies",
    "Hill Economics",
    "Annals of Rural Trade",
    "Weir & Water Review",
    "Markets in Time",
)
_JOURNALS_ZH = ("湖乡研究", "山地经济", "渡口学报", "茶业论坛", "乡村史评论", "水利与社会")
_PRESSES = (("Ferrow", "Leaf Press"), ("Pell", "Moor House"), ("Marrowick", "Marrowick University Press"))
_PRESSES_ZH = (("云溪", "云溪出版社"), ("青禾", "青禾大学出版社"), ("南浦", "湖山书局"))


def make_references(chance: Random, language: Language, style: Style, count: int) -> list[Reference]:
    """Return so many entries, each with names or a year of its own; a Chinese list has foreign works in it too."""
    found: list[Reference] = []
    taken: set[tuple[str, str]] = set()
    while len(found) < count:
        foreign = language == "en" or chance.random() < 0.3
        one = _reference(chance, style, foreign)
        letters = [letter for letter in "ab" if (one.names[0], f"{one.year}{letter}") not in taken]
        if (one.names[0], one.year) in taken or not letters:
            continue
        taken.add((one.names[0], one.year))
        found.append(one._replace(key=f"r{len(found) + 1}{one.year}"))
    if style == "apa" and count > 6:
        found = _with_letters(chance, found)
    return found


def _with_letters(chance: Random, found: list[Reference]) -> list[Reference]:
    """Return the entries with one more by the authors of another and of the same year: 2019a and 2019b."""
    place = chance.randrange(len(found) - 1)
    first = next(one for one in found[place:] + found if one.fields["type"] == "article-journal")
    twin = {**first.fields, "title": first.fields["title"] + " again", "page": "3-17"}
    twin.pop("DOI", None)
    pair = [
        Reference(_apa(_people(first), fields, suffix), fields, first.names, first.year + suffix, f"{first.key}{suffix}")
        for suffix, fields in (("a", first.fields), ("b", twin))
    ]
    rest = [one for one in found if one is not first]
    return [*rest[:-1], *pair]


def _people(one: Reference) -> list[tuple[str, str]]:
    givens = one.fields["author given"].split("; ")
    return list(zip(one.fields["author"].split("; "), givens, strict=True))


def _reference(chance: Random, style: Style, foreign: bool) -> Reference:
    kinds = ("article-journal",) * 5 + (
        ("book", "thesis", "paper-conference", "report", "newspaper")
        if style == "gbt7714"
        else ("book", "chapter")
        if style == "apa"
        else ("paper",)
        if style == "acm"
        else ()
    )
    kind = chance.choice(kinds)
    count = chance.choice((1, 1, 2, 2, 3, 4 if style != "gbt7714" else 3))
    if foreign:
        people = list(zip(chance.sample(_FAMILIES_EN, count), chance.sample(_GIVEN_EN, count), strict=True))
        a, b = chance.sample(_TOPICS_EN, 2)
        title = chance.choice(_ASPECTS_EN).format(a=a, b=b)
        title = title[0].upper() + title[1:]
        host, (place, press) = chance.choice(_JOURNALS_EN), chance.choice(_PRESSES)
    else:
        people = [(chance.choice(_FAMILIES_ZH), given) for given in chance.sample(_GIVEN_ZH, count)]
        a, b = chance.sample(_TOPICS_ZH, 2)
        title = chance.choice(_ASPECTS_ZH).format(a=a, b=b)
        host, (place, press) = chance.choice(_JOURNALS_ZH), chance.choice(_PRESSES_ZH)
    year = str(chance.randint(1988, 2023))
    first = chance.randint(1, 480)
    fields = {
        "type": kind,
        "author": "; ".join(family for family, _ in people),
        "author given": "; ".join(given for _, given in people),
        "title": title,
        "issued": year,
    }
    if kind == "article-journal":
        fields |= {
            "container-title": host,
            "issue": str(chance.randint(1, 12)),
            "page": f"{first}-{first + chance.randint(1, 30)}",
        }
        if foreign or chance.random() < 0.5:
            fields["volume"] = str(chance.randint(2, 90))
        if chance.random() < (0.5 if foreign else 0.2):
            fields["DOI"] = f"10.99999/{chance.choice('bclm')}.{year}.{chance.randint(100, 999)}"
    elif kind in ("book", "chapter", "report", "thesis"):
        fields |= {"publisher": press, "publisher-place": place}
    if kind == "chapter":
        fields |= {"container-title": "Essays on " + chance.choice(_TOPICS_EN), "page": f"{first}-{first + 9}"}
    elif kind in ("paper-conference", "paper"):
        fields |= {
            "container-title": f"Proceedings of the {chance.randint(2, 30)}th Lake Conference",
            "page": f"{first}-{first + 9}",
        }
        fields |= {"publisher": press, "publisher-place": place} if kind == "paper-conference" else {}
        fields["type"] = "paper-conference"
    elif kind == "newspaper":
        fields |= {"type": "article-newspaper", "container-title": host, "page": f"0{chance.randint(1, 8)}"}
        fields["issued"] = f"{year}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    names = tuple(family if foreign else family + given for family, given in people)
    if not foreign:
        fields["author"] = "; ".join(names)
    if style == "apa":
        fields.pop("publisher-place", "")
    return Reference(_PRINTERS[style](people, fields, ""), fields, names, year, "")


def _initial(given: str) -> str:
    return given[0]


def _gbt(people: list[tuple[str, str]], fields: dict[str, str], suffix: str) -> str:
    chinese = fields["author"].split("; ")[0] != people[0][0]
    names = (
        [family + given for family, given in people]
        if chinese
        else [f"{family.upper()} {_initial(given)}" for family, given in people]
    )
    who, title = ", ".join(names), fields["title"]
    host, page = fields.get("container-title", ""), fields.get("page", "")
    press = f"{fields.get('publisher-place')}: {fields.get('publisher')}"
    match fields["type"]:
        case "article-journal":
            volume = f", {fields['volume']}" if "volume" in fields else ""
            doi = f". DOI: {fields['DOI']}" if "DOI" in fields else ""
            return f"{who}. {title}[J]. {host}, {fields['issued']}{volume}({fields['issue']}): {page}{doi}."
        case "book":
            return f"{who}. {title}[M]. {press}, {fields['issued']}."
        case "thesis":
            return f"{who}. {title}[D]. {press}, {fields['issued']}."
        case "report":
            return f"{who}. {title}[R]. {press}, {fields['issued']}."
        case "paper-conference":
            return f"{who}. {title}[C]//{host}. {press}, {fields['issued']}: {page}."
        case _:
            return f"{who}. {title}[N]. {host}, {fields['issued']}({page})."


def _apa(people: list[tuple[str, str]], fields: dict[str, str], suffix: str) -> str:
    names = [f"{family}, {_initial(given)}." for family, given in people]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    opening = f"{who} ({fields['issued']}{suffix}). {fields['title']}. "
    page = fields.get("page", "").replace("-", "–")
    if fields["type"] == "article-journal":
        doi = f" https://doi.org/{fields['DOI']}" if "DOI" in fields else ""
        return f"{opening}{fields['container-title']}, {fields.get('volume', '')}({fields['issue']}), {page}.{doi}"
    if fields["type"] == "chapter":
        return f"{opening}In Q. Sedge (Ed.), {fields['container-title']} (pp. {page}). {fields['publisher']}."
    return f"{opening}{fields['publisher']}."


def _vancouver(people: list[tuple[str, str]], fields: dict[str, str], suffix: str) -> str:
    who = ", ".join(f"{family} {_initial(given)}" for family, given in people)
    doi = f" doi:{fields['DOI']}" if "DOI" in fields else ""
    where = f"{fields['issued']};{fields.get('volume', '')}({fields['issue']}):{fields['page']}."
    return f"{who}. {fields['title']}. {fields['container-title']}. {where}{doi}"


def _acm(people: list[tuple[str, str]], fields: dict[str, str], suffix: str) -> str:
    names = [f"{given} {family}" for family, given in people]
    who = (
        names[0]
        if len(names) == 1
        else " and ".join(names)
        if len(names) == 2
        else f"{', '.join(names[:-1])}, and {names[-1]}"
    )
    page = fields["page"].replace("-", "–")
    opening = f"{who}. {fields['issued']}. {fields['title']}. "
    if fields["type"] == "paper-conference":
        return f"{opening}In {fields['container-title']}, {page}."
    doi = f" https://doi.org/{fields['DOI']}" if "DOI" in fields else ""
    volume = fields.get("volume", "")
    return f"{opening}{fields['container-title']} {volume}, {fields['issue']} ({fields['issued']}), {page}.{doi}"


_PRINTERS: dict[Style, Callable[[list[tuple[str, str]], dict[str, str], str], str]] = {
    "gbt7714": _gbt,
    "apa": _apa,
    "vancouver": _vancouver,
    "acm": _acm,
}
