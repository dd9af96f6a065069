"""How a record is called in Chinese and English: its own label or paraphrase, or one made from what it links to."""

from __future__ import annotations

import re

from cbec_kg.model import records as r
from cbec_kg.model.curated import WithRecords
from cbec_kg.model.records import Record
from cbec_kg.model.references import mark_of
from cbec_kg.model.terms import Bilingual

_KINDS = {
    "growth": ("增长", "growth of "),
    "average-growth": ("年均增长", "average growth of "),
    "share": ("占比", "share of "),
    "rank": ("位次", "rank by "),
}


def record_labels(curation: WithRecords) -> dict[str, tuple[str, str]]:
    """Return the Chinese and English label of every record but exemptions, by id."""
    named = [record for record in curation.records.values() if not isinstance(record, r.Exemption)]
    labels = {record.id: label_of(record, curation) for record in named}
    return {name: (label.zh, label.en) for name, label in labels.items()}


def label_of(record: Record, curation: WithRecords) -> Bilingual:
    """Return the label of one record of a curation."""
    if isinstance(record, r.Article):
        return _article_label(record)
    if isinstance(record, r.Reference):
        return Bilingual(f"参考文献{mark_of(record)}", f"Reference {mark_of(record)}")
    if isinstance(record, r.Citation):
        reference, place = curation.records[record.reference], record.at[0].locator
        assert isinstance(reference, r.Reference)  # the reader has checked it; so below
        return Bilingual(f"{mark_of(reference)}，见{place}", f"{mark_of(reference)} in {place}")
    if isinstance(record, r.Attribution):
        source, place = curation.records[record.source], record.at[0].locator
        assert isinstance(source, r.Source)
        return Bilingual(f"{source.zh}，见{place}", f"{source.en}, in {place}")
    if isinstance(record, r.Statistic):
        return _statistic_label(record, curation)
    return Bilingual(record.zh, record.en)  # type: ignore[attr-defined]  # all other kinds have both


def _article_label(record: r.Article) -> Bilingual:
    """Return journal, year, volume, issue and number as far as they are known; else the title, or the id."""
    volume = f"{record.volume}({record.issue})" if record.volume and record.issue else record.volume
    known = ", ".join(str(part) for part in (record.year, volume, record.number) if part is not None)
    if record.journal is None and record.title is not None:
        return record.title
    if record.journal is None:
        name = " ".join(part for part in (record.id, known) if part)
        return Bilingual(name, name)
    return Bilingual(f"{record.journal.zh} {known}".strip(), f"{record.journal.en} {known}".strip())


def _statistic_label(record: r.Statistic, curation: WithRecords) -> Bilingual:
    phrase, figure, where = phrase_of(record, curation), figure_of(record, curation), _where(record, curation)
    indicator = curation.records[record.indicator]
    assert isinstance(indicator, r.Indicator)
    when = " ".join(part for part in (where.en, _known(record.period)) if part)
    english = f"{_KINDS.get(record.kind, ('', ''))[1]}{indicator.en}: {figure.en}"
    return Bilingual(f"{phrase.zh}：{figure.zh}", f"{when}: {english}" if when else english)


def phrase_of(record: r.Statistic, curation: WithRecords) -> Bilingual:
    """Return what a figure is of, in a phrase: kind, indicator, place and period, without what is unknown.

    Examples
    --------
    >>> from cbec_kg import open_paper
    >>> paper = open_paper()
    >>> phrase_of(paper.record("stat-table-1-2019-export-growth"), paper._snapshot).en
    'growth of cross-border e-commerce exports, Hangzhou, 2019'
    """
    indicator, where, period = curation.records[record.indicator], _where(record, curation), _known(record.period)
    assert isinstance(indicator, r.Indicator)  # the reader has checked it
    kind_zh, kind_en = _KINDS.get(record.kind, ("", ""))
    english = [f"{kind_en}{indicator.en}", where.en, period]
    return Bilingual(f"{where.zh}{period}{indicator.zh}{kind_zh}", ", ".join(part for part in english if part))


def _where(record: r.Statistic, curation: WithRecords) -> Bilingual:
    place, other = curation.records.get(record.place), curation.records.get(record.counterpart or "")
    where = Bilingual(place.zh, place.en) if isinstance(place, r.Entity) else Bilingual("", "")
    of = [one for name in record.categories if isinstance(one := curation.records.get(name), r.Entity)]
    if of:
        where = Bilingual(
            "".join([where.zh, *(one.zh for one in of)]), ", ".join(filter(None, (where.en, *(one.en for one in of))))
        )
    return Bilingual(f"{where.zh}对{other.zh}", f"{where.en} with {other.en}") if isinstance(other, r.Entity) else where


def _known(period: str) -> str:
    return "" if period == "unknown" else period


def figure_of(record: r.Statistic, curation: WithRecords) -> Bilingual:
    """Return a figure with its unit: in Chinese as printed, in English with the unit's English name in parentheses."""
    unit = curation.records[record.unit]
    assert isinstance(unit, r.Unit)
    printed = record.printed if record.table is None else f"{record.printed}{unit.symbol}"
    return Bilingual(printed, f"{number_of(record)}{unit_mark(unit)}")


def number_of(record: r.Statistic) -> str:
    """Return a figure in English without its unit: ``nearly 100``, ``30 to 40``, with printed separators of thousands."""
    digits = _DIGITS.search(record.printed)
    printed = digits[0] if digits and digits[0].replace(",", "") == record.value_text else record.value_text
    upper = "" if record.upper is None else f" to {record.upper:f}"
    return f"{_BOUNDS[record.operator]}{printed}{upper}"


def unit_mark(unit: r.Unit) -> str:
    """Return what stands behind a figure in English for its unit: ``%``, `` (100 million yuan)``, nothing for a count."""
    if unit.base == "percent":
        return "%" if unit.factor == 1 else f" ({unit.en})"
    return "" if unit.base == "count" and unit.factor == 1 else f" ({unit.en})"


_DIGITS = re.compile(r"\d[\d,]*(\.\d+)?", re.ASCII)
_BOUNDS: dict[str, str] = {
    "equal": "", "about": "about ", "nearly": "nearly ",
    "more-than": "over ", "less-than": "under ", "at-least": "at least ", "between": "",
}  # fmt: skip
