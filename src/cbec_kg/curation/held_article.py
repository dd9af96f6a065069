"""The article's own record against its DOI and against what the text prints around its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cbec_kg.curation.printed_text import Finding, PrintedText
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Article
from cbec_kg.text.normalise import has_chinese, normalise

_BY_VOLUME = re.compile(r"10\.(?:12677|4236)/[a-z]+\.(?P<year>\d{4})\.(?P<digits>\d{4,8})", re.IGNORECASE)
"""DOIs whose name says the year and, in one row of digits, volume, issue and number."""

_YEAR_IN_DOI = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}/[^\s\"<>，。；、（）()]+[^\s\"<>，。；、（）().,;]")
_HEAD = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[,，]\s*(?P<volume>\d{1,4})\s*[(（](?P<issue>\d{1,3})[)）]")
_FRONT = 3000
"""Characters at the beginning of a text among which the line with volume and issue stands."""


def held_article(curation: Curation, text: PrintedText | None) -> Iterator[tuple[Article, Finding]]:
    """Yield what contradicts the article's record, and what of it the text does not print."""
    article = curation.article
    warnings = [*_within(article), *_by_doi(article)]
    if text is not None:
        whole = text.document.text
        printed = normalise(whole).text.lower()
        warnings += _by_text(article, whole)
        for name, pair in (("title", article.title), ("journal", article.journal)):
            if pair is not None and not any(normalise(one).text.lower() in printed for one in (pair.zh, pair.en)):
                yield article, Finding(unheld=f"the text does not print its {name}")
    yield from ((article, Finding(warning)) for warning in warnings)


def _within(article: Article) -> Iterator[str]:
    """Yield fields that are listed as unknown and given all the same."""
    for note in article.unknown:
        if getattr(article, note.field.replace("-", "_"), None):
            yield f" has {note.field!r}, and lists it as unknown. Remove one of them."
    dois = {one.partition(":")[2].lower() for one in article.identifiers if one.lower().startswith("doi:")}
    if article.doi is not None and dois and article.doi.lower() not in dois:
        yield f".doi is {article.doi}, and its identifiers have {min(dois)}. Correct one of them."


def _by_doi(article: Article) -> Iterator[str]:
    """Yield which of year, volume, issue and number are others in the DOI, where it is known to say them."""
    found = _BY_VOLUME.fullmatch(article.doi or "")
    if found is not None:
        if article.year is not None and str(article.year) != found["year"]:
            yield f".year is {article.year}; the DOI {article.doi} has {found['year']}. Correct one of them."
        if article.volume and (article.issue or "").isdigit() and not found["digits"].startswith(tuple(_digits(article))):
            what = f"volume {article.volume}, issue {article.issue}"
            what += "" if article.number is None else f", number {article.number}"
            yield f" has {what}; the DOI {article.doi} has {found['digits']}. Correct one of them."
        return
    by_doi = any(note.field == "year" and "DOI" in note.why.zh + note.why.en for note in article.derived)
    years = set(map(int, _YEAR_IN_DOI.findall((article.doi or "").partition("/")[2])))
    if by_doi and article.year is not None and years and article.year not in years:
        yield f".year is {article.year}, derived from the DOI {article.doi}, which has {min(years)}. Correct one of them."


def _digits(article: Article) -> list[str]:
    """Return how volume, issue and number may stand in a DOI in one row."""
    number = "" if article.number is None else f"{article.number:03}"
    issue = int(article.issue or 0)
    return [f"{volume}{issue:0{width}}{number}" for volume in (article.volume, f"{article.volume:0>2}") for width in (1, 2)]


def _by_text(article: Article, whole: str) -> Iterator[str]:
    """Yield what the text prints otherwise, or not at all although it is recorded as printed."""
    derived = {note.field for note in article.derived}
    dois = Counter(match.group().lower() for match in _DOI.finditer(whole))
    own = {one for one, times in dois.items() if times > 1} | {
        match.group().lower() for match in _DOI.finditer(whole[:_FRONT])
    }
    if article.doi is not None and len(own) == 1 and article.doi.lower() not in dois:
        yield f".doi is {article.doi}; the text prints {min(own)}. Correct it."
    if article.first_author is not None and "first-author" not in derived and not _prints_name(article.first_author, whole):
        yield f".first_author {article.first_author!r} does not stand in the text. Correct it."
    for name in article.authors if "authors" not in derived else ():
        if not _prints_name(name, whole):
            yield f".authors has {name!r}, who does not stand in the text. Correct it."
            break
    lost = [page for page in article.pages_seen if not re.search(rf"(?<!\d){re.escape(page)}(?!\d)", whole)]
    if lost and "pages-seen" not in derived:
        yield f".pages_seen has {lost[0]}, which the text does not print. Correct it."
    head = _HEAD.search(whole, 0, _FRONT)
    if head is not None and article.journal is not None and _is_of(article, whole[max(0, head.start() - 80) : head.start()]):
        for name, value in (("year", article.year), ("volume", article.volume), ("issue", article.issue)):
            if value is not None and name not in derived and str(value) != head[name]:
                yield f".{name} is {value}; the text prints {head.group()!r}. Correct it."


def _is_of(article: Article, before: str) -> bool:
    names = (article.journal.zh, article.journal.en) if article.journal else ()
    return any(normalise(name).text.lower() in normalise(before).text.lower() for name in names)


def _prints_name(name: str, whole: str) -> bool:
    """Return whether a text has a name: one in Chinese whole and no part of a longer one, of another one of its words."""
    if has_chinese(name):
        spaced = r"\s*".join(map(re.escape, name.replace(" ", "")))
        return re.search(rf"{spaced}(?![\u4e00-\u9fff])|{spaced}[等和与男女]", whole) is not None
    words = re.findall(r"\w{2,}", name.lower())
    return not words or any(word in whole.lower() for word in words)
