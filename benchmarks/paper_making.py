"""Invent a paper: its way of citing, headings, tables and look are drawn from a seed, which gives the same paper again."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Literal

from paper_entries import Style, make_references
from paper_parts import Block, Cell, Cite, Citing, Figure, Grid, Heading, Language, Paper, Reference, Run, Sentence, Words
from paper_words import NO_CITATIONS, PLACES, TEMPLATES, THINGS, TITLES, figure, filled

Numbering = Literal["arabic", "attached", "dotted", "chinese", "chapter", "roman", "none"]
NUMBERINGS: dict[Language, tuple[Numbering, ...]] = {
    "zh": ("arabic", "attached", "dotted", "chinese", "chapter", "none"),
    "en": ("arabic", "dotted", "roman", "none"),
}
CITINGS: dict[Language, tuple[Citing, ...]] = {
    "zh": ("raised-brackets", "brackets", "author-year", "raised-brackets", "notes"),
    "en": ("author-year", "brackets", "raised", "author-year"),
}
_NUMERALS = "一二三四五六七八九十"
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LISTS = {
    "zh": ("参考文献", "参考文献", "参考文献：", "参考文献(References)", "主要参考文献"),
    "en": ("References", "REFERENCES", "Literature cited", "Bibliography"),
}
_JOINTS = {"zh": "，同时", "en": ", and "}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def make_paper(
    seed: int | str, language: Language, citing: Citing | None = None, numbering: Numbering | None = None, sections: int = 5
) -> Paper:
    """Return an invented paper; what is not given is drawn from the seed."""
    return _Maker(Random(f"{seed}/{language}"), language, citing, numbering).paper(sections)


class _Maker:
    def __init__(self, chance: Random, language: Language, citing: Citing | None, numbering: Numbering | None) -> None:
        self.chance = chance
        self.language = language
        drawn = chance.choice(CITINGS[language])
        self.citing: Citing = citing or drawn
        named = chance.choice(NUMBERINGS[language])
        self.numbering: Numbering = numbering or named
        styles: tuple[Style, ...] = ("gbt7714",) if language == "zh" else ("vancouver", "acm", "apa", "gbt7714")
        style: Style = "apa" if self.citing == "author-year" and language == "en" else chance.choice(styles)
        count = chance.randint(12, 24)
        self.references = make_references(chance, language, style, count)
        if self.citing == "author-year":
            self.references.sort(key=lambda one: (one.names[0], one.year))
        self.uncited = list(range(len(self.references)))
        self.tables = 0
        self.titles = [title for _ in range(8) for title in chance.sample(TITLES[language], len(TITLES[language]))]

    def paper(self, sections: int) -> Paper:
        chance, zh = self.chance, self.language == "zh"
        subject, place = chance.choice(THINGS[self.language]), chance.choice(PLACES[self.language])
        title = f"{place}{subject}的变迁及其影响因素研究" if zh else f"The long decline of {subject} in {place}"
        abstract = tuple(self.sentence(cites=0) for _ in range(chance.randint(3, 5)))
        body = tuple(block for number in range(1, sections + 1) for block in self.section(number, sections))
        look = {
            "breaks": chance.choice(("blank", "wrapped", "lines")),
            "heads": chance.choice(("styles", "bold")),
            "abstract": chance.choice(("run-in", "apart")),
            "cells": chance.choice(("tabs", "blanks")),
        }
        names = ("林若水", "方知远", "桑晓岚") if zh else ("Liv Thorne", "Hugh Ember", "Kay Crane")
        entry = (
            ""
            if self.citing == "author-year"
            else chance.choice(("[{}] ", "[{}]", "{}. ") if zh else ("[{}] ", "{}. ", "[{}] "))
        )
        return Paper(
            language=self.language,
            citing=self.citing,
            title=title,
            authors=names[: chance.randint(1, 3)],
            affiliation="云溪大学 湖乡研究院，云溪 310000" if zh else "Institute of Lakes, University of Ferrow",
            abstract=abstract,
            keywords=(subject, place.removeprefix("the "), "收入" if zh else "income", "湖乡" if zh else "lake towns"),
            body=body,
            list_heading="" if self.citing == "notes" else chance.choice(_LISTS[self.language]),
            references=tuple(self.references),
            entry_number=entry,
            head="湖乡研究 2021年第3期" if zh else "Journal of Lake Studies 12 (2021)",
            back=("收稿日期：2021-03-02",) if zh and chance.random() < 0.5 else (),
            look=look,
        )

    def section(self, number: int, count: int) -> list[Block]:
        zh, chance = self.language == "zh", self.chance
        title = self.titles.pop(0)
        if number == 1:
            title = chance.choice(("引言", "绪论", "问题的提出")) if zh else "Introduction"
        elif number == count:
            title = (
                chance.choice(("结论", "结语", "结论与建议"))
                if zh
                else chance.choice(("Conclusion", "Conclusions and outlook"))
            )
        if self.numbering == "roman":
            title = title.upper()
        blocks: list[Block] = [Heading(self.number(number), title, 1)]
        blocks += [self.paragraph() for _ in range(chance.randint(1, 3))]
        if 1 < number < count:
            for part in range(1, chance.randint(2, 4)):
                blocks.append(Heading(self.number(number, part), self.titles.pop(0), 2))
                blocks += [self.paragraph() for _ in range(chance.randint(1, 3))]
                if chance.random() < 0.4 and self.tables < 3:
                    blocks += [self.table(), self.paragraph()]
        return blocks

    def number(self, section: int, part: int = 0) -> str:
        """Return the number of a heading as printed, with what parts it from the title."""
        numeral = _numeral(part or section)
        plain = f"{section}.{part}" if part else f"{section}"
        match self.numbering:
            case "attached":
                return plain
            case "arabic":
                return f"{plain} "
            case "dotted":
                return f"{plain}. "
            case "chinese":
                return f"（{numeral}）" if part else f"{numeral}、"
            case "chapter":
                return f"第{numeral}节 " if part else f"第{numeral}章 "
            case "roman":
                return f"{'ABCDEFGH'[part - 1]}. " if part else f"{_ROMANS[section - 1]}. "
            case _:
                return ""

    def paragraph(self) -> tuple[Sentence, ...]:
        return tuple(self.sentence() for _ in range(self.chance.randint(2, 6)))

    def sentence(self, cites: int | None = None) -> Sentence:
        """Return a sentence; `cites` is how many entries it may cite at most, any number without."""
        chance, zh = self.chance, self.language == "zh"
        stop = "。" if zh else "."
        if cites is None and chance.random() < 0.12:
            words = chance.choice(NO_CITATIONS[self.language])
            shown = (Figure("20 m²", "20", "unit-m2"),) if "20 m{2}" in words else ()
            return Sentence((*_raised(f"{words}{stop}"),), shown)
        figures: list[Figure] = []
        texts = []
        for template in _some(chance, TEMPLATES[self.language]):
            while "{f}" in template:
                figures.append(figure(chance, self.language, template))
                template = template.replace("{f}", figures[-1].printed, 1)
            texts.append(filled(chance, self.language, template))
        text = (_JOINTS[self.language]).join(texts)
        text += "" if text.endswith(("？", "?")) else stop
        runs, note = self.cited(text, cites == 0)
        shown = [one._replace(printed=_plainly(one.printed)) for one in figures]
        return Sentence(tuple(runs), tuple(shown), note)

    def cited(self, text: str, bare: bool) -> tuple[list[Run], str]:
        """Return the runs of a sentence with its citations, and the footnote if it cites by one."""
        chance, note, zh = self.chance, "", self.language == "zh"
        runs: list[Run] = []
        parts = text.split("{c}")
        for place, part in enumerate(parts):
            runs += _raised(part)
            if place < len(parts) - 1 and not bare and chance.random() < 0.8:
                if self.citing == "notes":
                    note = self.references[self.pick(1)[0]].printed
                else:
                    runs.append(self.cite())
        if not bare and self.citing == "author-year" and len(parts) == 1 and chance.random() < 0.25:
            lead = "认为，" if zh else " hold that "
            first = runs[0].text if isinstance(runs[0], Words) else ""
            runs = [self.narrative(), Words(lead + (first if zh else _lowered(first))), *runs[1:]]
        runs = _joined(runs)
        if self.citing == "raised" and isinstance(runs[-1], Words) and len(runs) > 1 and isinstance(runs[-2], Cite):
            last = runs[-1]
            if last.text == ".":  # raised numbers follow the full stop
                runs = [*runs[:-2], Words("."), runs[-2]]
        return runs, note

    def pick(self, count: int) -> tuple[int, ...]:
        found = []
        for _ in range(count):
            place = self.chance.choice(self.uncited or range(len(self.references)))
            found.append(place)
            if place in self.uncited:
                self.uncited.remove(place)
        return tuple(sorted(set(found)))

    def cite(self) -> Cite:
        chance = self.chance
        if self.citing == "author-year":
            return self.by_author(self.pick(chance.choice((1, 1, 1, 2, 3))))
        entries = self.pick(chance.choice((1, 1, 1, 2, 3)))
        if chance.random() < 0.15 and len(self.references) > 5:
            first = chance.randrange(len(self.references) - 4)
            entries = tuple(sorted({*range(first, first + chance.randint(3, 4)), *entries}))
        comma = chance.choice((", ", ",")) if self.language == "en" else chance.choice((",", ",", "，"))
        dash = chance.choice(("-", "–")) if self.language == "en" else chance.choice(("-", "–", "~", "-"))
        if self.citing == "raised":
            comma, dash = ",", "–"
        printed = comma.join(dash.join(map(str, span)) for span in _spans(entries))
        bracketed = printed if self.citing == "raised" else f"[{printed}]"
        space = " " if self.language == "en" and self.citing == "brackets" else ""
        return Cite(entries, f"{space}{bracketed}")

    def by_author(self, entries: tuple[int, ...]) -> Cite:
        cited = [self.references[place] for place in entries]
        if self.language == "zh":
            parts = tuple(f"{_names(one, ' & ', '和')}，{one.year}" for one in cited)
            return Cite(entries, f"（{'；'.join(parts)}）", parts)
        parts = tuple(f"{_names(one, ' & ', '和')}, {one.year}" for one in cited)
        lead = self.chance.choice(("", "", "", "see "))
        return Cite(entries, f" ({lead}{'; '.join(parts)})", parts)

    def narrative(self) -> Cite:
        (place,) = self.pick(1)
        one = self.references[place]
        names = _names(one, " and ", "和")
        if self.language == "zh":
            return Cite((place,), f"{names}（{one.year}）", (f"{names}（{one.year}）",), narrative=True)
        return Cite((place,), f"{names} ({one.year})", (f"{names} ({one.year})",), narrative=True)

    def table(self) -> Grid:
        self.tables += 1
        chance, zh, number = self.chance, self.language == "zh", self.tables
        years = [str(2012 + place) for place in range(chance.randint(2, 5))]
        names = chance.sample(PLACES[self.language], chance.randint(3, 6))
        unit = chance.choice(("万吨", "亿元", "%")) if zh else chance.choice(("tonnes", "million US$", "%"))
        first = "地区" if zh else "Place"
        rows: list[tuple[Cell, ...]] = []
        if chance.random() < 0.4 or len(unit) > 8:
            spanning = f"产量（{unit}）" if zh else f"Output ({unit})"
            rows += [(Cell(first, rows=2), Cell(spanning, columns=len(years))), tuple(map(Cell, years))]
        else:
            rows.append((Cell(first), *(Cell(f"{year}（{unit}）" if zh else f"{year} ({unit})") for year in years)))
        header = len(rows)
        for name in names:
            values = [
                chance.choice(
                    (f"{chance.uniform(1, 99):.2f}", f"{chance.randint(1000, 9000):,}", f"{chance.uniform(1, 99):.1f}")
                )
                for _ in years
            ]
            if chance.random() < 0.1:
                values[0] = "—"
            rows.append((Cell(name.removeprefix("the ")), *map(Cell, values)))
        label = f"表{number}" if zh else f"Table {number}"
        title = f"各地{chance.choice(THINGS['zh'])}产量" if zh else f"Output of {chance.choice(THINGS['en'])} by place"
        note = "数据来源：作者实地调查。" if zh else "Source: own survey."
        note = note if chance.random() < 0.6 else ""
        return _varied(Grid(label, title, tuple(rows), header, note), years, unit, zh)


_UNITS = {
    "万吨": "unit-tonne-1e4", "亿元": "unit-cny-1e8", "%": "unit-percent", "tonnes": "unit-tonne",
    "million US$": "unit-usd-1e6",
}  # fmt: skip
"""The record of each unit that a table prints."""


def _varied(grid: Grid, years: list[str], unit: str, zh: bool) -> Grid:
    """Return a table of places by years as it is, turned round, with a total, or with its unit in the caption.

    Some of its cells have stars, a range or no number. What is drawn follows from the table, so that the rest of the paper
    stays as it is.
    """
    body = [[cell.text for cell in row] for row in grid.rows[grid.header :]]
    chance = Random("/".join(cell for row in body for cell in row))
    figures, places = [], [row[0] for row in body]
    for row in body:
        for place, text in enumerate(row[1:], 1):
            draw = chance.random()
            value = text.replace(",", "") if text != "—" else ""
            if draw < 0.08 and value:
                row[place] = f"{text}{chance.choice(('*', '**', '***'))}"
            elif draw < 0.12:
                row[place], value = chance.choice(("—", "…", "n.a.")), ""
            elif draw < 0.16 and value:
                row[place], value = chance.choice((f"{text}±0.5", f"{text}~9999")), ""
            if value:
                figures.append((row[0], years[place - 1], value, _UNITS[unit]))
    form = chance.choice(("plain", "turned", "total", "captioned"))
    heads = grid.rows[: grid.header]
    title = grid.title
    if form in ("turned", "captioned") and unit != "%":
        title = f"{title}（单位：{unit}）" if zh else f"{title} ({unit})"
        heads = (tuple(map(Cell, ("地区" if zh else "Place", *years))),)
    if form == "turned" and unit != "%":
        names = [row[0] for row in body]
        heads = ((Cell("年份" if zh else "Year"), *map(Cell, names)),)
        body = [[year, *(row[place] for row in body)] for place, year in enumerate(years, 1)]
        figures = [(name, year, value, unit) for name, year, value, unit in figures]
    if form == "total":
        whole = "合计" if zh else "Total"
        sums = [_sum([row[place] for row in body]) for place in range(1, len(years) + 1)]
        body.append([whole, *sums])
        figures += [(whole, year, total, _UNITS[unit]) for year, total in zip(years, sums, strict=True)]
    assert len(set(places)) == len(places)
    rows = (*heads, *(tuple(map(Cell, row)) for row in body))
    return Grid(grid.label, title, rows, len(heads), grid.note, tuple(figures))


def _sum(cells: list[str]) -> str:
    """Return the sum of the cells that are numbers."""
    values = [
        Decimal(text.rstrip("*").replace(",", ""))
        for text in cells
        if text.rstrip("*").replace(",", "").replace(".", "").isdigit()
    ]
    return f"{sum(values, Decimal(0)):f}"


def _lowered(text: str) -> str:
    return text if text.startswith(("Dr.", "Fig.", "Table")) else text[:1].lower() + text[1:]


def _some(chance: Random, templates: tuple[str, ...]) -> list[str]:
    """Return one template, or two that make one sentence; a question stands alone."""
    found = chance.sample(templates, chance.choice((1, 1, 2)))
    return found[:1] if any(one.endswith(("？", "?")) or "；" in one for one in found) else found


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{_NUMERALS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{_NUMERALS[ones - 1] if ones else ''}"


def _names(one: Reference, latin: str, chinese: str) -> str:
    mark = chinese if one.names[0][0] >= "\u3400" else latin
    if len(one.names) > 2:
        return f"{one.names[0]}等" if mark == chinese else f"{one.names[0]} et al."
    return mark.join(one.names)


def _spans(entries: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the numbers of entries with three and more in a row as first and last."""
    numbers, found = [place + 1 for place in entries], []
    while numbers:
        last = 0
        while last + 1 < len(numbers) and numbers[last + 1] == numbers[last] + 1:
            last += 1
        found += [(numbers[0], numbers[last])] if last > 1 else [(number,) for number in numbers[: last + 1]]
        numbers = numbers[last + 1 :]
    return found


def _raised(text: str) -> list[Run]:
    """Return the runs of a text in which ``{2}`` is a raised 2."""
    pieces = text.replace("}", "{").split("{")
    return [Words(piece, raised=place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def _plainly(text: str) -> str:
    return "".join(
        run.text.translate(_RAISED) if isinstance(run, Words) and run.raised else run.text
        for run in _raised(text)
        if isinstance(run, Words)
    )


def _joined(runs: list[Run]) -> list[Run]:
    """Return runs of which no two plain ones stand side by side."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if isinstance(run, Words) and isinstance(last, Words) and not run.raised and not last.raised:
            found[-1] = Words(last.text + run.text)
        else:
            found.append(run)
    return found
