"""Sources and the places that name them: whose name stands there, who publishes them, what kind they are by their name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cbec_kg.curation.printed_text import PrintedText, grams, problem_of
from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.text.normalise import normalise

_KINDS = {
    "bulletin": re.compile(r"公报|\bbulletin\b", re.IGNORECASE),
    "report": re.compile(r"报告(?!文学)|\breport\b", re.IGNORECASE),
    "newspaper": re.compile(r"[日晚周时早]报(?!告)|\b(?:newspaper|daily|weekly|gazette)\b", re.IGNORECASE),
}
"""Words of a name that say the kind of a source."""

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d)")
_QUOTES = re.compile("[《》〈〉“”\"'‘’]")


def held_sources(curation: Curation, text: PrintedText | None) -> Iterator[Problem]:
    """Yield sources that their own name speaks against, and places that name another source."""
    sources = curation.of(r.Source)
    for source in sources:
        for message in (*_of_itself(source, curation), *_whose(source, curation)):
            yield problem_of(source, message)
    for record in curation.of(r.Attribution):
        named = curation.records.get(record.source)
        if isinstance(named, r.Source):
            message = _no_name(record, named, curation) or (_other_name(record, named, sources, text) if text else "")
            if message:
                yield problem_of(record, message)


def _of_itself(source: r.Source, curation: Curation) -> Iterator[str]:
    """Yield another year or kind than a source's name says."""
    years = {int(year) for year in _YEAR.findall(f"{source.zh} {source.en}")}
    if source.year is not None and years and not {source.year, source.year - 1, source.year + 1} & years:
        yield f".year is {source.year}; its name has {min(years)}. Correct one of them."
    wording = {kind for kind, word in _KINDS.items() if word.search(source.zh)} or {
        kind for kind, word in _KINDS.items() if word.search(source.en)
    }
    if source.kind in _KINDS and wording and source.kind not in wording:
        yield f".kind is {source.kind!r}; its name says a {min(wording)}. Correct one of them."


def _whose(source: r.Source, curation: Curation) -> Iterator[str]:
    """Yield a publisher, or a series, that another one of the folder is by the source's name."""
    name = _plain(source.zh)
    organisations = [one for one in curation.of(r.Entity) if one.id.startswith("org-")]
    series = [one for one in curation.of(r.Source) if one is not source]
    for field, recorded, others in (("publisher", source.publisher, organisations), ("part_of", source.part_of, series)):
        if recorded is None:
            continue
        labels = [(one.id, label) for one in others for label in (one.zh, *getattr(one, "also", ())) if len(label) > 1]
        named = {owner for owner, label in labels if _plain(label) in name}
        if named and recorded not in named:
            yield f".{field} is {recorded}; its name has that of {min(named)}. Correct one of them."


def _no_name(record: r.Attribution, source: r.Source, curation: Curation) -> str:
    """Return that no fragment of a place names its source at all."""
    publisher = curation.records.get(source.publisher or "")
    names = [source.zh, source.en, *(getattr(publisher, name, "") for name in ("zh", "en"))]
    known = {gram for name in names for gram in grams(name)}
    if any(known & grams(anchor.fragment) for anchor in record.at):
        return ""
    return f": no fragment has a name of {source.id}. Correct 'source' or the fragment."


def _other_name(record: r.Attribution, source: r.Source, sources: list[r.Source], text: PrintedText) -> str:
    """Return that the passage of a place has the whole name of another source, and not that of its own but within it."""
    line = _plain(" ".join(text.line(anchor.locator) for anchor in record.at))
    names = {one.id: [_plain(one.zh), _plain(one.en)] for one in sources}
    fragments = grams(" ".join(anchor.fragment for anchor in record.at))
    found = [
        (len(name), one) for one, labels in names.items() for name in labels
        if len(name) > 3 and name in line and (one == source.id or fragments & grams(name))
    ]  # fmt: skip
    if not found:
        return ""
    longest, other = max(found)
    own = [name for name in names[source.id] if name in line]
    whole = next(name for name in names[other] if len(name) == longest and name in line)
    years = {int(year) for year in _YEAR.findall(source.zh)}
    narrower = any(whole in name for name in names[source.id])
    printed = {year for anchor in record.at for year in text.years.get(anchor.locator, set())}
    if narrower and years & printed:
        return ""  # the year of a series may stand apart from its name
    if other == source.id or any(line.count(name) > (line.count(whole) if name in whole else 0) for name in own):
        return ""
    return f".source is {source.id}; the passage has the name of {other}. Correct it."


def _plain(text: str) -> str:
    return _QUOTES.sub("", normalise(text).text.lower())
