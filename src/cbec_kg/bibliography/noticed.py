"""Which notices are about which references: by DOI, PubMed id, or title with year and first author; near ones proposed.

A reference with another DOI than the notice names is never it, whatever the titles say. What is only near is a proposal: it
withdraws nothing, and a person decides. Notices are indexed once, and references looked up: the time grows with the number
of either, not with their product.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import ceil, floor
from pathlib import Path
from typing import NamedTuple

from cbec_kg.bibliography.fields import bare_doi, without_markup
from cbec_kg.bibliography.notices import Notice, NoticeFile, read_notices
from cbec_kg.errors import DataError
from cbec_kg.model.published import By, ReferenceNotice, in_order, is_in_force
from cbec_kg.model.records import Record, Reference, Source
from cbec_kg.model.snapshot import Supplied
from cbec_kg.text.normalise import has_chinese

_NEAR = 92
"""Least likeness of two titles, of 100, at which a match is proposed."""

_LEAST_TITLE = 20
"""Fewer letters and digits than this say nothing: *Editorial*, *Introduction*. Chinese characters count three times."""

_MARKS = re.compile(
    r"^\W*(?:retracted|withdrawn|removed|retraction|withdrawal|corrigendum|erratum|correction|expression of concern"
    r"|已?撤(?:稿|回|销)|勘误|更正)(?: article| notice| note)?(?:\s*(?:to|of|for|on))?\s*[:：\]］】)）—–-]+\s*",
    re.IGNORECASE,
)
_IS_NOTICE = re.compile(
    r"\W*(?:retraction|withdrawal|corrigendum|erratum|correction|expression of concern|勘误|更正)", re.IGNORECASE
)

_BETWEEN = re.compile("[;；，、]")

_NO_SIGNS = {place: None for place in range(128) if not chr(place).isalnum()}
_NO_SIGNS_BUT_SPACES = {place: text for place, text in _NO_SIGNS.items() if not chr(place).isspace()}


class Known(NamedTuple):
    """What is known of a reference: `id` names it; the rest is empty where it is not known. `author` is the first one's."""

    id: str
    doi: str = ""
    pmid: str = ""
    title: str = ""
    year: str = ""
    author: str = ""


class Match(NamedTuple):
    """A notice that is about a reference, and the notice as it was read."""

    about: ReferenceNotice
    notice: Notice


def known_of(records: Iterable[Record], supplied: Mapping[str, Supplied]) -> Iterator[Known]:
    """Yield what is known of references, by what was supplied and by their own identifiers, and of named sources."""
    for record in records:
        if isinstance(record, Reference | Source):
            own = dict(text.lower().partition(":")[::2] for text in record.identifiers)
            one = supplied.get(record.id)
            if one is not None:
                year = "" if one.year is None else str(one.year)
                doi, pmid = bare_doi(one.doi or own.get("doi", "")), one.pmid or own.get("pmid", "")
                yield Known(record.id, doi, pmid, one.title, year, one.author)
            elif own:
                yield Known(record.id, bare_doi(own.get("doi", "")), own.get("pmid", ""))


def noticed(references: Iterable[Known], notices: Iterable[Notice]) -> tuple[ReferenceNotice, ...]:
    """Return which notices are about which references, those of a reference by day; proposals last."""
    return in_order(match.about for match in NoticeIndex(notices).about(references))


def title_key(title: str) -> str:
    """Return the letters and digits of a title, without what journals put before it once it is retracted.

    Examples
    --------
    >>> title_key("RETRACTED ARTICLE: Tea, and <i>Camellia</i>-Oil") == title_key("Tea and Camellia oil")
    True
    """
    plain = _MARKS.sub("", title)
    if "<" in plain or "&" in plain:
        plain = without_markup(plain)
    if plain.isascii():
        return plain.lower().translate(_NO_SIGNS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", plain).casefold()))


def _says_much(key: str) -> bool:
    if key.isascii():
        return len(key) >= _LEAST_TITLE
    return sum(1 if character.isascii() else 3 for character in key) >= _LEAST_TITLE


def author_key(names: str) -> str:
    """Return the family name of the first of some authors: before a comma, or the last word; a Chinese name whole.

    Examples
    --------
    >>> author_key("Jan Tea; Ann Brew"), author_key("Tea, J."), author_key("Téa J"), author_key("周 茗、李青")
    ('tea', 'tea', 'tea', '周茗')
    """
    first = _BETWEEN.split(names, maxsplit=1)[0].partition(" and ")[0].partition(",")[0]
    if first.isascii():
        words = first.lower().translate(_NO_SIGNS_BUT_SPACES).split()
    else:
        plain = unicodedata.normalize("NFKD", first).casefold()
        if has_chinese(first):
            return "".join(filter(str.isalnum, plain))
        words = ["".join(filter(str.isalnum, word)) for word in plain.split()]
    return next((word for word in reversed(words) if len(word) > 1), "")


class GivenNotices:
    """The notices of some files, read and indexed when they are first asked for, as at a day; of all days without one.

    `strict` files are refused where a row cannot be read.
    """

    def __init__(self, files: Iterable[Path], day: str = "", *, strict: bool = False) -> None:
        self.files = tuple(files)
        self.day = day
        self._strict = strict

    @cached_property
    def read(self) -> tuple[NoticeFile, ...]:
        """Return the files as they were read."""
        read = tuple(read_notices(file) for file in self.files)
        if self._strict and (problems := [problem for one in read for problem in one.problems]):
            raise DataError(problems)
        return read

    @cached_property
    def index(self) -> NoticeIndex:
        """Return the notices, each once, by all by which a reference may be found."""
        return NoticeIndex(notice for one in self.read for notice in one.notices)

    def about(self, known: Iterable[Known], own: Iterable[ReferenceNotice] = ()) -> tuple[ReferenceNotice, ...]:
        """Return the notices of the day about references, beside those `own` that are known of them already."""
        found = {_what(one): one for one in own}
        for match in self.index.about(known) if self.files else ():
            before = found.get(_what(match.about))
            if before is None or (before.proposed and not match.about.proposed):
                found[_what(match.about)] = match.about
        dated = {_itself(one) for one in found.values() if one.notice and one.day}
        there = (one for one in found.values() if one.day or _itself(one) not in dated)  # the day that is known counts
        return in_order(one for one in there if is_in_force(one.day, self.day))


def _itself(one: ReferenceNotice) -> tuple[str, ...]:
    return one.reference, one.kind, one.notice.lower()


def _what(one: ReferenceNotice) -> tuple[str, ...]:
    """Return what two copies of one notice share."""
    return one.reference, one.kind, one.day, one.notice.lower(), "" if one.notice else one.title


class NoticeIndex:
    """Notices by all by which a reference may be found."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.by_doi: dict[str, list[Notice]] = defaultdict(list)
        self.by_pmid: dict[str, list[Notice]] = defaultdict(list)
        self.notices = list(notices)
        for one in self.notices:
            if one.doi:
                self.by_doi[one.doi.lower()].append(one)
            if one.pmid:
                self.by_pmid[one.pmid].append(one)

    @cached_property
    def by_title(self) -> Mapping[str, list[Notice]]:
        """Return notices by the letters and digits of the title; of one that says much."""
        found: dict[str, list[Notice]] = defaultdict(list)
        for one in self.notices:
            key = title_key(one.title)
            if _says_much(key):
                found[key].append(one)
        return dict(found)

    @cached_property
    def by_author(self) -> Mapping[tuple[str, str, bool], tuple[list[int], list[str]]]:
        """Return the titles of notices by first author, year and whether there is a DOI, after their lengths, which rise."""
        found: dict[tuple[str, str, bool], set[tuple[int, str]]] = defaultdict(set)
        for key, notices in self.by_title.items():
            for one in notices:
                if author := author_key(one.authors):
                    found[author, one.year, bool(one.doi)].add((len(key), key))
        ordered = {group: sorted(titles) for group, titles in found.items()}
        return {group: ([size for size, _ in one], [key for _, key in one]) for group, one in ordered.items()}

    @cached_property
    def _alike(self) -> Callable[[str, Sequence[str]], Iterator[str]]:
        """Return what gives, of some titles, those that are near another; loaded when the first is looked for."""
        from rapidfuzz import fuzz, process

        def alike(key: str, titles: Sequence[str]) -> Iterator[str]:
            found = process.extract(key, titles, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
            return (str(title) for title, _, _ in found)

        return alike

    def about(self, references: Iterable[Known]) -> list[Match]:
        """Return the notices that are about references, one of each kind, day and DOI; none proposed that is certain."""
        found: dict[tuple[str, ...], Match] = {}
        for known in references:
            for match in self._find(known):
                what = _what(match.about)
                if what not in found or (found[what].about.proposed and not match.about.proposed):
                    found[what] = match
        return list(found.values())

    def _find(self, known: Known) -> Iterator[Match]:
        seen: set[int] = set()
        exact: tuple[tuple[By, list[Notice]], ...] = (
            ("doi", self.by_doi.get(known.doi.lower(), []) if known.doi else []),
            ("pmid", self.by_pmid.get(known.pmid, []) if known.pmid else []),
        )
        for by, notices in exact:
            for one in notices:
                if id(one) not in seen and not (by == "pmid" and _differ(known.doi, one.doi)):
                    seen.add(id(one))
                    yield _match(known, one, by)
        key = title_key(known.title) if known.title else ""
        if not _says_much(key):
            return
        author = author_key(known.author)
        for one in self.by_title.get(key, ()):
            if id(one) not in seen and not _is_other(known, one):
                seen.add(id(one))
                yield _match(known, one, "title", _lacking(known, one, author))
        if author and known.year:
            # What has another DOI is another work: of a reference with one, only notices without are to be looked at.
            for has_doi in (False,) if known.doi else (False, True):
                for near in self._near(key, self.by_author.get((author, known.year, has_doi))):
                    for one in self.by_title[near]:
                        if id(one) not in seen and one.year == known.year and not _is_other(known, one):
                            seen.add(id(one))
                            yield _match(known, one, "title", "title")

    def _near(self, key: str, group: tuple[list[int], list[str]] | None) -> Iterator[str]:
        """Yield the titles of a group that are near another: those of lengths at which they can be as like as that."""
        if group is None:
            return
        sizes, titles = group
        shortest, longest = ceil(len(key) * _NEAR / (200 - _NEAR)), floor(len(key) * (200 - _NEAR) / _NEAR)
        alike = titles[bisect_left(sizes, shortest) : bisect_right(sizes, longest)]
        if alike:
            yield from (title for title in self._alike(key, alike) if title != key)


def _match(known: Known, notice: Notice, by: By, proposed: str = "") -> Match:
    given = (f"doi:{notice.doi}" if notice.doi else "", f"pmid:{notice.pmid}" if notice.pmid else "")
    about = ReferenceNotice(
        reference=known.id, kind=notice.kind, day=notice.day, by=by, proposed=proposed,
        identifiers=tuple(filter(None, given)), notice=notice.notice, title=notice.title, reason=notice.reason,
        source=notice.source, file=notice.file, line=notice.line, sha256=notice.sha256,
    )  # fmt: skip
    return Match(about, notice)


def _is_other(known: Known, notice: Notice) -> bool:
    return _differ(known.doi, notice.doi) or _differ(known.pmid, notice.pmid)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one.lower() != other.lower()


def _lacking(known: Known, notice: Notice, author: str) -> str:
    """Return what two entries with one title do not share, empty where year and first author are the same."""
    lacking = [] if known.year and known.year == notice.year else ["year"]
    lacking += [] if author and author == author_key(notice.authors) else ["author"]
    if _MARKS.match(known.title) and _IS_NOTICE.match(known.title):  # it is a notice itself, and no article
        lacking.append("title")
    return ", ".join(lacking)
