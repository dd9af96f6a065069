"""Which contradictions between what is printed and what is recorded are noticed: 3,000 mutations of the bundled data.

    python benchmarks/reliability_mutations.py --paper article.txt [--count 3000] [--seed 15] [--processes 1] [--misses]

A mutation changes the meaning of one field, or exchanges those of two records, in the YAML and CSV files as plain data; it
knows nothing of the package's rules. It counts only where the text decides it, by a plain criterion of its kind: how `KINDS`
and those of `mutated_meanings` say. It is noticed where the folder is refused, or `check` warns. Printed by kind, without
the article's text and with it.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from cbec_kg.curation.held import hold
from cbec_kg.curation.printed_text import PrintedText
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.typos import typos
from cbec_kg.documents.reading import read_document
from cbec_kg.errors import DataError

if TYPE_CHECKING:
    from measured import Figure


class _Loader(yaml.CLoader):
    """Reads every scalar as text, in the quick reader."""


_Loader.yaml_implicit_resolvers = {}

Row = dict[str, Any]
Files = Callable[[], dict[str, str]]
HERE = Path(__file__).resolve().parents[1]
_NUMERALS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
_WORDS = {"more-than": ("超过", "突破", "多"), "nearly": ("接近", "近"), "about": ("约",)}
_BASES = {"美元": "USD", "元": "CNY", "%": "percent", "平方米": "m2", "个": "count", "位": "rank"}
_SCALES = {"万亿": 12, "亿": 8, "百万": 6, "万": 4}
_GROWTH = re.compile(r"(?:增长|上涨|提高)[了达]?$")
_SHARE = re.compile(r"占[^，。；]{0,12}$")


class Mutation(NamedTuple):
    """A changed folder: the kind, what was changed in words, and what makes the new contents of files by name."""

    kind: str
    what: str
    files: Files


def plain(text: str) -> str:
    """Return a text without white space, width forms as one: what two prints are compared by."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass
class Folder:
    """A curation folder as plain data, and the article that it is of as a string."""

    path: Path
    article: str
    files: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.path.rglob("*")):
            name = str(path.relative_to(self.path))
            if path.suffix == ".yaml":
                self.files[name] = yaml.load(path.read_text(encoding="utf-8"), _Loader)
            elif path.suffix == ".csv":
                with path.open(encoding="utf-8", newline="") as stream:
                    self.files[name] = list(csv.DictReader(stream))

    def rows(self, name: str) -> list[Row]:
        found: list[Row] = self.files.get(name, [])
        return found

    @cached_property
    def passages(self) -> dict[str, str]:
        """The passages as the article has them between their offsets, page furniture within included."""
        return {
            row["locator"]: plain(self.article[int(row["start"]) : int(row["end"])]) for row in self.rows("passages.csv")
        }

    @cached_property
    def sections(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for locator, text in self.passages.items():
            top = locator.partition(".")[0]
            found[top] = found.get(top, "") + text
        return found

    def printed_at(self, record: Row) -> str:
        """The passages of a record, joined."""
        return "\n".join(self.passages.get(anchor.split(" ")[0], "") for anchor in record["at"])

    def fragments(self, record: Row) -> str:
        return plain("\n".join(anchor.partition(" ")[2] for anchor in record.get("at", ())))

    def changed(self, name: str, rows: Any) -> Files:
        """One file with other records or rows."""
        return lambda: {name: _written(name, rows)}

    def with_fields(self, name: str, changes: dict[str, Row]) -> Files:
        """A file of records, some with other fields by id."""
        return lambda: {name: _written(name, [row | changes.get(row["id"], {}) for row in self.rows(name)])}


def _written(name: str, rows: Any) -> str:
    """Return the content of a file of records, or of a table."""
    if name.endswith(".yaml"):
        dumped: str = yaml.dump(rows, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10**6)
        return dumped
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


Kind = Callable[[Folder, Random], Mutation | None]


def figures(folder: Folder) -> list[Row]:
    return folder.rows("statistics.yaml")


def _figure(folder: Folder, name: str, row: Row, **fields: str) -> Mutation:
    return Mutation(
        name,
        f"{row['id']}: " + ", ".join(f"{key} {row.get(key)} -> {value}" for key, value in fields.items()),
        folder.with_fields("statistics.yaml", {row["id"]: fields}),
    )


def other_digit(text: str, random: Random) -> str:
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = random.choice(places)
    digit = random.choice([one for one in "123456789" if one != text[place]])
    return text[:place] + digit + text[place + 1 :]


def has_value(text: str, value: str) -> bool:
    """Whether a value stands in a text as a whole number, or as a Chinese numeral up to ten."""
    if re.search(rf"(?<![\d.]){re.escape(value)}(?![\d]|\.\d)", plain(text).replace(",", "")):
        return True
    return any(str(number) == value and numeral in text for numeral, number in _NUMERALS.items())


def value_digit(folder: Folder, random: Random) -> Mutation | None:
    """The value alone; decided where the print has the old value and not the new one."""
    row = random.choice(figures(folder))
    new = other_digit(row["value"], random)
    decided = has_value(row["printed"], row["value"]) and not has_value(row["printed"], new)
    return _figure(folder, "value digit", row, value=new) if decided else None


def print_digit(folder: Folder, random: Random) -> Mutation | None:
    """Value and print alike; decided where the new print does not stand in the passage."""
    row = random.choice(figures(folder))
    printed = row["printed"].replace(",", "")
    if row["value"] not in printed:
        return None
    new = other_digit(row["value"], random)
    text = printed.replace(row["value"], new)
    decided = not has_value(folder.printed_at(row), new)
    return _figure(folder, "value and print digit", row, value=new, printed=text) if decided else None


def _swap(folder: Folder, random: Random, kind: str, fields: tuple[str, ...]) -> Mutation | None:
    one, other = random.sample(figures(folder), 2)
    if one["value"] == other["value"]:
        return None
    a, b = ({name: row[name] for name in fields} for row in (one, other))
    where = "printed" not in fields
    for row, value in ((one, other["value"]), (other, one["value"])):
        text = row["printed"] if where else folder.fragments(row)
        if not has_value(text, row["value"]) or has_value(text, value):
            return None
    changes = {one["id"]: b, other["id"]: a}
    return Mutation(kind, f"{one['id']} <-> {other['id']}", folder.with_fields("statistics.yaml", changes))


def swapped_values(folder: Folder, random: Random) -> Mutation | None:
    """The values of two figures; decided where each print has its own value and not the other's."""
    return _swap(folder, random, "values swapped", ("value",))


def swapped_prints(folder: Folder, random: Random) -> Mutation | None:
    """All that is printed of two figures; decided where each fragment has its own value and not the other's."""
    return _swap(folder, random, "values with print swapped", ("printed", "value", "operator", "unit"))


def operator(folder: Folder, random: Random) -> Mutation | None:
    """Another operator; decided where the print has a word for the old one, or no such word at all."""
    row = random.choice(figures(folder))
    found = {name for name, words in _WORDS.items() if any(word in row["printed"] for word in words)}
    decided = found == {row["operator"]} or (not found and row["operator"] == "equal")
    new = random.choice(
        [one for one in ("equal", "about", "nearly", "more-than", "less-than", "at-least") if one != row["operator"]]
    )
    return _figure(folder, "operator", row, operator=new) if decided else None


def _symbol(text: str) -> tuple[int, str]:
    scale = next((power for word, power in _SCALES.items() if word in text), 0)
    return scale, next((base for word, base in _BASES.items() if word in text), "")


def unit(folder: Folder, random: Random) -> Mutation | None:
    """Another unit; decided where the print has the symbol of the old unit, or a measure word, and not the new one's."""
    row, new = random.choice(figures(folder)), random.choice(folder.rows("units.yaml"))
    units = {one["id"]: one["symbol"] for one in folder.rows("units.yaml")}
    old, printed = units[row["unit"]], plain(row["printed"])
    said = _symbol(printed)
    counted = row["unit"] == "unit-count" and any(word in printed for word in "家个种")
    ranked = row["unit"] == "unit-rank" and "第" in printed
    scaled = re.sub(r"[\d.,]|多", "", printed)
    decided = new["id"] != row["unit"] and (counted or ranked or old in scaled) and _symbol(new["symbol"]) != said
    return _figure(folder, "unit", row, unit=new["id"]) if decided else None


def unit_factor(folder: Folder, random: Random) -> Mutation | None:
    """Another factor of a unit; decided where its symbol has the word for a scale, 元 or %."""
    row = random.choice(folder.rows("units.yaml"))
    scale, base = _symbol(row["symbol"])
    times = random.choice((2, 5, 10, 100, 1000, 10_000))
    factor = int(row["factor"])
    new = factor // times if random.random() < 0.5 and factor % times == 0 else factor * times
    decided = (scale or base in ("CNY", "USD", "percent")) and new != factor
    files = folder.with_fields("units.yaml", {row["id"]: {"factor": str(new)}})
    return Mutation("scale of a unit", f"{row['id']}: {factor} -> {new}", files) if decided else None


def unit_base(folder: Folder, random: Random) -> Mutation | None:
    """Another base of a unit; decided where its symbol has a word for the old one."""
    row = random.choice(folder.rows("units.yaml"))
    new = random.choice([one for one in ("CNY", "USD", "EUR", "percent", "m2", "kg") if one != row["base"]])
    decided = _symbol(row["symbol"])[1] == row["base"] and row["base"] != "rank"
    files = folder.with_fields("units.yaml", {row["id"]: {"base": new}})
    return Mutation("base of a unit", f"{row['id']}: {row['base']} -> {new}", files) if decided else None


def unit_symbol(folder: Folder, random: Random) -> Mutation | None:
    """The symbols or names of two units; decided where both have words for a scale or a base, and others."""
    one, other = random.sample(folder.rows("units.yaml"), 2)
    name = random.choice(("symbol", "zh"))
    decided = any(_symbol(one[name])) and any(_symbol(other[name])) and _symbol(one[name]) != _symbol(other[name])
    changes = {one["id"]: {name: other[name]}, other["id"]: {name: one[name]}}
    what = f"{one['id']} <-> {other['id']} {name}"
    return Mutation("label of another unit", what, folder.with_fields("units.yaml", changes)) if decided else None


def _prints_year(text: str, year: int) -> bool:
    if str(year) in text:
        return True
    return any(
        int(first) <= year <= int(last) for first, last in re.findall(r"((?:19|20)\d\d)[~～—–-]((?:19|20)\d\d)", text)
    )


def period(folder: Folder, random: Random) -> Mutation | None:
    """Another year; decided where the section prints the old one and nowhere the new one."""
    row = random.choice(figures(folder))
    if not re.match(r"\d{4}", row["period"]):
        return None
    year = int(row["period"][:4])
    new = year + random.choice((-11, -5, -3, -2, -1, 1, 2, 3, 4, 7, 20, 59))
    sections = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
    decided = _prints_year(sections, year) and not _prints_year(sections, new)
    return _figure(folder, "period", row, period=row["period"].replace(str(year), str(new))) if decided else None


def base_year(folder: Folder, random: Random) -> Mutation | None:
    """A year instead of the base of a growth; decided where the passage says 上年 or a year, the section not the new one."""
    row = random.choice([one for one in figures(folder) if "base" in one])
    new = random.choice(range(1995, 2030))
    sections = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
    decided = re.search("上年|去年|同比|20", folder.printed_at(row)) and not _prints_year(sections, new)
    return _figure(folder, "base of a growth", row, base=str(new)) if decided else None


def kind_of_figure(folder: Folder, random: Random) -> Mutation | None:
    """Another kind; decided by 增长 or 占 right before the number."""
    row = random.choice(figures(folder))
    before = folder.printed_at(row).partition(plain(row["printed"]))[0]
    if row["kind"] == "growth" and _GROWTH.search(before):
        new = random.choice(("share", "level"))
    elif row["kind"] == "share" and _SHARE.search(before):
        new = "growth"
    else:
        return None
    return _figure(folder, "kind", row, kind=new)


def no_digits(folder: Folder, random: Random) -> Mutation | None:
    """A print without its number; always decided."""
    row = random.choice(figures(folder))
    printed = re.sub(r"[\d.,一二三四五六七八九十]", "", row["printed"])
    decided = printed.strip() and printed != row["printed"]
    return _figure(folder, "print without number", row, printed=printed) if decided else None


def flow(folder: Folder, random: Random) -> Mutation | None:
    """Exports for imports; decided where the clause before the number has 出口 or 进口 alone."""
    row = random.choice(figures(folder))
    before = folder.printed_at(row).partition(plain(row["printed"]))[0]
    clause = re.split(r"[，,。；;：:]", before)[-1]
    named = {word for word in ("出口", "进口") if word in clause}
    names = {"出口": "export", "进口": "import"}
    old = next((word for word, name in names.items() if name in row["indicator"]), "")
    if named != {old}:
        return None
    wanted = names["进口" if old == "出口" else "出口"]
    new = row["indicator"].replace(names[old], wanted)
    if new not in {one["id"] for one in folder.rows("indicators.yaml")}:
        return None
    return _figure(folder, "exports for imports", row, indicator=new)


def indicator_flow(folder: Folder, random: Random) -> Mutation | None:
    """The other flow of an indicator; decided where its name has 出口 or 进口."""
    row = random.choice([one for one in folder.rows("indicators.yaml") if one.get("flow") in ("export", "import")])
    new = "import" if row["flow"] == "export" else "export"
    files = folder.with_fields("indicators.yaml", {row["id"]: {"flow": new}})
    decided = ("出口" in row["zh"]) != ("进口" in row["zh"])
    return Mutation("flow of an indicator", f"{row['id']}: {new}", files) if decided else None


def direction(folder: Folder, random: Random) -> Mutation | None:
    """A trend the other way; decided where the claim's Chinese has a word for the old one alone."""
    row = random.choice([one for one in folder.rows("claims.yaml") if "trends" in one])
    trends = deepcopy(row["trends"])
    trend = random.choice(trends)
    falls = bool(re.search("负增长|下降|减少|下滑|萎缩", row["zh"]))
    rises = bool(re.search("(?<!负)增长|增加|上升|上涨|扩大", row["zh"]))
    if (rises, falls) != ((True, False) if trend["direction"] == "rising" else (False, True)):
        return None
    trend["direction"] = "falling" if trend["direction"] == "rising" else "rising"
    return Mutation("direction of a trend", row["id"], folder.with_fields("claims.yaml", {row["id"]: {"trends": trends}}))


def reference_number(folder: Folder, random: Random) -> Mutation | None:
    """Another number of a reference; decided where a fragment ends with its marker."""
    row = random.choice(folder.rows("references.yaml"))
    new = str(random.choice([one for one in range(1, 40) if str(one) != row["number"]]))
    cited = [one for one in folder.rows("citations.yaml") if one["reference"] == row["id"]]
    decided = any(anchor.endswith(f"[{row['number']}]") for one in cited for anchor in one["at"])
    files = folder.with_fields("references.yaml", {row["id"]: {"number": new}})
    return Mutation("reference number", f"{row['id']}: {new}", files) if decided else None


def cited_reference(folder: Folder, random: Random) -> Mutation | None:
    """Another reference of a citation; decided by the marker at the end of its fragment."""
    row, new = random.choice(folder.rows("citations.yaml")), random.choice(folder.rows("references.yaml"))
    decided = not any(anchor.endswith(f"[{new['number']}]") for anchor in row["at"])
    files = folder.with_fields("citations.yaml", {row["id"]: {"reference": new["id"]}})
    return Mutation("cited reference", f"{row['id']}: {new['id']}", files) if decided else None


def anchor_offset(folder: Folder, random: Random) -> Mutation | None:
    """An offset of anchors.csv; decided where the text there is not the fragment, or the offset no longer that."""
    rows = deepcopy(folder.rows("anchors.csv"))
    row = random.choice(rows)
    name, by = random.choice(("start", "end", "offset", "start and end")), random.choice((-200, -30, -3, -1, 1, 2, 17, 400))
    for one in name.split(" and "):
        row[one] = str(int(row[one]) + by)
    start, end = int(row["start"]), int(row["end"])
    if int(row["offset"]) < 0 or start < 0:
        return None
    decided = name == "offset" or plain(folder.article[start:end]) != plain(row["fragment"])
    files = folder.changed("anchors.csv", rows)
    return Mutation("anchor offset", f"{row['record']} {row['fragment']}: {name} {by:+}", files) if decided else None


def passage_offset(folder: Folder, random: Random) -> Mutation | None:
    """An offset of passages.csv; decided where another text stands there."""
    rows = deepcopy(folder.rows("passages.csv"))
    row = random.choice(rows)
    before = plain(folder.article[int(row["start"]) : int(row["end"])])
    name, by = random.choice(("start", "end")), random.choice((-60, -9, -1, 1, 5, 40))
    row[name] = str(int(row[name]) + by)
    if int(row["start"]) < 0:
        return None
    decided = plain(folder.article[int(row["start"]) : int(row["end"])]) != before
    files = folder.changed("passages.csv", rows)
    return Mutation("passage offset", f"{row['locator']}: {name} {by:+}", files) if decided else None


def cell(folder: Folder, random: Random) -> Mutation | None:
    """A digit, two cells or the year of a row of a table; decided where the row does not print the new ones."""
    name = random.choice([one for one in folder.files if one.startswith("tables/")])
    rows = deepcopy(folder.rows(name))
    row = random.choice(rows)
    locator = "table1." + row["period"] if "period" in row else ""
    keys = [key for key in row if re.search(r"\d", row[key])]
    what, key = random.choice(("digit", "swap")), random.choice(keys)
    old = row[key]
    if what == "digit":
        row[key] = other_digit(old, random)
        decided = not has_value(folder.passages.get(locator, ""), row[key].replace(",", ""))
    else:
        other = random.choice([one for one in keys if one != "period"])
        row[key], row[other] = row[other], row[key]
        decided = row[key] != old
    files = folder.changed(name, rows)
    return Mutation("cell of a table", f"{name} {locator} {key}: {old} -> {row[key]}", files) if decided else None


def _bilingual(node: Any) -> Iterator[Row]:
    if isinstance(node, dict):
        if isinstance(node.get("zh"), str) and isinstance(node.get("en"), str):
            yield node
        for value in node.values():
            yield from _bilingual(value)
    elif isinstance(node, list):
        for value in node:
            yield from _bilingual(value)


def languages(folder: Folder, random: Random) -> Mutation | None:
    """Chinese and English exchanged; decided where one alone has Chinese characters."""
    name = random.choice([one for one in folder.files if one.endswith(".yaml")])
    rows = deepcopy(folder.files[name])
    pairs = list(_bilingual(rows))
    if not pairs:
        return None
    pair = random.choice(pairs)
    zh, en = pair["zh"], pair["en"]
    pair["zh"], pair["en"] = en, zh
    decided = re.search("[\u4e00-\u9fff]", zh) and not re.search("[\u4e00-\u9fff]", en)
    return Mutation("zh and en exchanged", f"{name}: {zh[:20]}", folder.changed(name, rows)) if decided else None


def entity_name(folder: Folder, random: Random) -> Mutation | None:
    """The Chinese names of two entities; decided where each fragment has its own name and not the other's."""
    one, other = random.sample([row for row in folder.rows("entities.yaml") if row.get("at")], 2)
    for row, new in ((one, other["zh"]), (other, one["zh"])):
        names = (row["zh"], *row.get("also", ()))
        if plain(row["zh"]) not in folder.fragments(row) or any(plain(new) in plain(name) for name in names):
            return None
        if plain(new) in folder.fragments(row) or any(plain(name) in folder.fragments(row) for name in row.get("also", ())):
            return None
    changes = {one["id"]: {"zh": other["zh"]}, other["id"]: {"zh": one["zh"]}}
    what = f"{one['zh']} <-> {other['zh']}"
    return Mutation("label of another entity", what, folder.with_fields("entities.yaml", changes))


def _longest_common(one: str, other: str) -> int:
    longest = 0
    for start in range(len(one)):
        while one[start : start + longest + 1] in other and start + longest < len(one):
            longest += 1
    return longest


_STATEMENTS = ("claims.yaml", "facets.yaml", "measures.yaml", "problems.yaml", "countermeasures.yaml")


def paraphrase(folder: Folder, random: Random) -> Mutation | None:
    """The words of two statements of one file; decided where each shares five characters in a row with its passage alone."""
    name = random.choice(_STATEMENTS)
    one, other = random.sample(folder.rows(name), 2)
    for row, new in ((one, other), (other, one)):
        own, text = plain(row["zh"]), folder.printed_at(row)
        if _longest_common(own, text) < 5 or _longest_common(plain(new["zh"]), text) > 2:
            return None
    changes = {one["id"]: {"zh": other["zh"], "en": other["en"]}, other["id"]: {"zh": one["zh"], "en": one["en"]}}
    return Mutation("words of another statement", f"{one['id']} <-> {other['id']}", folder.with_fields(name, changes))


def heading(folder: Folder, random: Random) -> Mutation | None:
    """The names of two sections; decided where each heading has its own."""
    one, other = random.sample(folder.rows("sections.yaml"), 2)
    for row, new in ((one, other), (other, one)):
        text = folder.passages.get(f"{row['number']}.h", "")
        if plain(row["zh"]) not in text or plain(new["zh"]) in text:
            return None
    changes = {one["id"]: {"zh": other["zh"], "en": other["en"]}, other["id"]: {"zh": one["zh"], "en": one["en"]}}
    return Mutation(
        "label of another section", f"{one['id']} <-> {other['id']}", folder.with_fields("sections.yaml", changes)
    )


def caption_number(folder: Folder, random: Random) -> Mutation | None:
    """Another number of a table or figure; decided by its captions."""
    name = random.choice(("tables.yaml", "figures.yaml"))
    row = random.choice(folder.rows(name))
    new = str(random.choice([one for one in range(1, 9) if str(one) != row["number"]]))
    decided = any(word + row["number"] in folder.printed_at(row) for word in ("表", "图", "Table", "Figure"))
    files = folder.with_fields(name, {row["id"]: {"number": new}})
    return Mutation("number of a table or figure", f"{row['id']}: {new}", files) if decided else None


def source(folder: Folder, random: Random) -> Mutation | None:
    """Another source of an attribution; decided where four characters in a row of the old name are in the fragment alone."""
    row, new = random.choice(folder.rows("attributions.yaml")), random.choice(folder.rows("sources.yaml"))
    sources = {one["id"]: one for one in folder.rows("sources.yaml")}
    text = folder.fragments(row)
    if _longest_common(plain(sources[row["source"]]["zh"]), text) < 4 or _longest_common(plain(new["zh"]), text) > 1:
        return None
    files = folder.with_fields("attributions.yaml", {row["id"]: {"source": new["id"]}})
    return Mutation("source of another place", f"{row['id']}: {new['id']}", files)


def word(folder: Folder, random: Random) -> Mutation | None:
    """Another modal word or quantifier; decided where the passage has the old one and not the new one."""
    name, key = random.choice(_STATEMENTS), random.choice(("modal_word", "quantifier_word"))
    known = [one for one in folder.rows(name) if key in one]
    if len(known) < 2:
        return None
    row, other = random.sample(known, 2)
    text = folder.printed_at(row)
    decided = plain(row[key]) in text and plain(other[key]) not in text
    files = folder.with_fields(name, {row["id"]: {key: other[key]}})
    return Mutation("modal word or quantifier", f"{row['id']}: {other[key]}", files) if decided else None


def place(folder: Folder, random: Random) -> Mutation | None:
    """Another place of a figure; decided where its section names the old place and not the new one."""
    row = random.choice(figures(folder))
    places = {one["id"]: one for one in folder.rows("entities.yaml") if one["id"].startswith("place-")}
    new = random.choice(list(places.values()))
    if row["place"] not in places:
        return None
    sections = "".join(folder.sections[anchor.partition(".")[0]] for anchor in row["at"])
    named = any(plain(name) in sections for name in (new["zh"], *new.get("also", ())))
    decided = plain(places[row["place"]]["zh"])[:2] in sections and not named
    return _figure(folder, "place", row, place=new["id"]) if decided else None


KINDS: tuple[Kind, ...] = (
    value_digit, print_digit, swapped_values, swapped_prints, operator, unit, unit_factor, unit_base, unit_symbol, period,
    base_year, kind_of_figure, no_digits, flow, indicator_flow, direction, reference_number, cited_reference, anchor_offset,
    passage_offset, cell, languages, entity_name, paraphrase, heading, caption_number, source, word, place,
)  # fmt: skip
"""How each kind of mutation is made, and in its first line when the text decides it."""


def mutations(folder: Folder, count: int, seed: int) -> list[Mutation]:
    """Return so many different mutations, the kinds in turn; a kind that has no more is passed over."""
    from mutated_meanings import MORE

    random, found, seen = Random(seed), list[Mutation](), set[tuple[str, str]]()
    live: list[Kind] = [*KINDS, *MORE]
    while len(found) < count and live:
        for make in tuple(live):
            for _ in range(300):
                one = make(folder, random)
                if one is not None and (one.kind, one.what) not in seen:
                    seen.add((one.kind, one.what))
                    found.append(one)
                    break
            else:
                live.remove(make)
    return found[:count]


def noticed(folder: Path, one: Mutation, text: PrintedText) -> str:
    """Return how a changed folder is noticed: ``refused`` or ``warned``, ``with the text`` or empty."""
    instead = contents(folder) | {name: text.encode() for name, text in one.files().items()}
    try:
        curation = read_curation(folder, instead=instead)
    except DataError:
        return "refused"
    if any(typos(curation)) or hold(curation).warnings:
        return "warned"
    return "with the text" if hold(curation, text).warnings else ""


@cache
def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name, read once."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def outcomes(folder: Path, made: list[Mutation], text: PrintedText, processes: int = 1) -> Iterator[str]:
    """Yield how each mutation is noticed, in order, found out in so many processes."""
    global _look  # what a forked process has of its parent needs no copy
    _look = partial(_noticed_at, folder, made, text)
    if processes == 1:
        yield from map(_look, range(len(made)))
        return
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_looked, range(len(made)), chunksize=4)


_look: Callable[[int], str]


def _noticed_at(folder: Path, made: list[Mutation], text: PrintedText, place: int) -> str:
    return noticed(folder, made[place], text)


def _looked(place: int) -> str:
    return _look(place)


def run(quick: bool) -> list[Figure]:
    """Return how many mutations are noticed, as a section of ``reliability.py``: of the paper in CBEC_KG_PAPER, else of an
    invented one."""
    from measured import Figure

    paper, path = Path(os.environ.get("CBEC_KG_PAPER", "")), HERE / "data"
    if paper == Path():
        paper, path = HERE / "tests" / "mini" / "paper.txt", HERE / "tests" / "mini" / "data"
    folder, text = Folder(path, paper.read_text(encoding="utf-8")), PrintedText(read_document(paper))
    made = mutations(folder, 150 if quick else 3000, 15)
    found = sum(map(bool, outcomes(path, made, text)))
    how = (
        f"one field changed, or two exchanged, in {path.name}, where the text decides it; refused by the reader or warned of"
    )
    return [Figure("contradictions to the print", f"{found:,} of {len(made):,}", "95 %", 100 * found >= 95 * len(made), how)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paper", type=Path, default=os.environ.get("CBEC_KG_PAPER"), help="the article's text")
    parser.add_argument("--folder", type=Path, default=HERE / "data")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what was not noticed with the text")
    given = parser.parse_args()
    if given.paper is None:
        parser.error("the mutations are made with the article's text: name it with --paper or CBEC_KG_PAPER")
    folder = Folder(given.folder, Path(given.paper).read_text(encoding="utf-8"))
    text = PrintedText(read_document(Path(given.paper)))
    counts: dict[str, Counter[str]] = {}
    missed: list[Mutation] = []
    made = mutations(folder, given.count, given.seed)
    for one, how in zip(made, outcomes(given.folder, made, text, given.processes), strict=True):
        counts.setdefault(one.kind, Counter())[how] += 1
        missed += [one] if not how else []
    print(f"{'kind':32} {'made':>5} {'refused':>8} {'warned':>8} {'with the text':>14} {'not':>5} {'noticed':>8}")
    for kind, count in (*counts.items(), ("all", sum(counts.values(), Counter[str]()))):
        total = count.total()
        cells = f"{count['refused']:8} {count['warned']:8} {count['with the text']:14} {count['']:5}"
        print(f"{kind:32} {total:5} {cells} {1 - count[''] / total:8.1%}")
    if given.misses:
        print("\nNot noticed:")
        print("\n".join(f"{one.kind}: {one.what}" for one in missed))


if __name__ == "__main__":
    main()
