"""Which notices are about which references: by DOI, PubMed id, or title with year and first author; near ones proposed.

A reference with another DOI than the notice names is never it, whatever the titles say. What is only near is a proposal: it
withdraws nothing, and a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from cbec_kg.bibliography.fields import without_markup
from cbec_kg.bibliography.notices import Notice, in_order
from cbec_kg.text.normalise import has_chinese

By = Literal["doi", "pmid", "title"]
State = Literal["withdrawn", "partly withdrawn", "under concern", "corrected", "reinstated", "not in force"]

_NEAR = 92
"""Least likeness of two titles, of 100, at which a match is proposed."""

_LEAST_TITLE = 20
"""Fewer letters and digits than this say nothing: *Editorial*, *Introduction*. Chinese characters count three times."""

_MARKS = re.compile(
    r"^\W*(?:retracted|withdrawn|removed|retraction|withdrawal|corrigendum|erratum|correction|expression of concern)"
    r"(?: article| notice| note)?(?:\s*(?:to|of|for|on))?\s*[:：\]—–-]+\s*",
    re.IGNORECASE,
)
_WITHDRAWING = ("retraction", "withdrawal")


class Known(NamedTuple):
    """What is known of a reference: `id` names it; the rest is empty where it is not known. `author` is the first one's."""

    id: str
    doi: str = ""
    pmid: str = ""
    title: str = ""
    year: str = ""
    author: str = ""


class Noticed(NamedTuple):
    """A notice that is about a reference, and by what; `proposed` where it is only near, with why."""

    reference: str
    notice: Notice
    by: By
    proposed: str = ""


def noticed(references: Iterable[Known], notices: Iterable[Notice]) -> list[Noticed]:
    """Return which notices are about which references, those of a reference by day; proposals last."""
    index = _Index(references)
    found: dict[tuple[str, tuple[object, ...]], Noticed] = {}
    for notice in notices:
        for one in index.find(notice):
            key = one.reference, (notice.kind, notice.day, notice.notice)
            before = found.get(key)
            if before is None or (before.proposed and not one.proposed):
                found[key] = one
    return sorted(found.values(), key=lambda one: (one.reference, bool(one.proposed), one.notice.day))


def state_at(notices: Iterable[Notice], day: str = "") -> tuple[State, Notice | None]:
    """Return what notices about one article come to on a day, and by which; without a day, by all of them.

    The last retraction, withdrawal or reinstatement decides. A partial retraction, a concern or a correction withdraws
    nothing. A notice whose day is not known is taken to be in force.
    """
    known = [notice for notice in in_order(notices) if not day or notice.day <= day[: len(notice.day)]]
    deciding = [notice for notice in known if notice.kind in (*_WITHDRAWING, "reinstatement")]
    if deciding and deciding[-1].kind in _WITHDRAWING:
        return "withdrawn", deciding[-1]
    lesser: dict[str, State] = {
        "partial-retraction": "partly withdrawn", "expression-of-concern": "under concern", "correction": "corrected",
    }  # fmt: skip
    after = [notice for notice in known if notice.kind in lesser and (not deciding or notice.day >= deciding[-1].day)]
    for kind, state in lesser.items():
        of_kind = [notice for notice in after if notice.kind == kind]
        if of_kind:
            return state, of_kind[-1]
    return ("reinstated", deciding[-1]) if deciding else ("not in force", None)


def title_key(title: str) -> str:
    """Return the letters and digits of a title, without what journals put before it once it is retracted.

    Examples
    --------
    >>> title_key("RETRACTED ARTICLE: Tea, and <i>Camellia</i>-Oil") == title_key("Tea and Camellia oil")
    True
    """
    plain = unicodedata.normalize("NFKC", without_markup(_MARKS.sub("", title))).casefold()
    return "".join(character for character in plain if character.isalnum())


def _says_much(key: str) -> bool:
    return sum(1 if character.isascii() else 3 for character in key) >= _LEAST_TITLE


def author_key(names: str) -> frozenset[str]:
    """Return the family name of the first of some authors: before a comma, or the last word; a Chinese name whole.

    Examples
    --------
    >>> author_key("Jan Tea; Ann Brew") == author_key("Tea, J.") == author_key("Téa J") == {"tea"}
    True
    >>> author_key("周 茗")
    frozenset({'周茗'})
    """
    first = re.split(r"[;；]| and ", names)[0].partition(",")[0]
    plain = unicodedata.normalize("NFKD", first).casefold()
    if has_chinese(first):
        return frozenset({"".join(character for character in plain if character.isalnum())})
    words = ["".join(character for character in word if character.isalnum()) for word in plain.split()]
    return frozenset([word for word in words if len(word) > 1][-1:])


class _Index:
    """References by all that a notice may name."""

    def __init__(self, references: Iterable[Known]) -> None:
        self.by_doi: Mapping[str, list[Known]] = defaultdict(list)
        self.by_pmid: Mapping[str, list[Known]] = defaultdict(list)
        self.by_title: Mapping[str, list[Known]] = defaultdict(list)
        self.by_author: Mapping[tuple[str, str], list[tuple[Known, str]]] = defaultdict(list)
        for one in references:
            if one.doi:
                self.by_doi[one.doi.lower()].append(one)
            if one.pmid:
                self.by_pmid[one.pmid].append(one)
            key = title_key(one.title)
            if _says_much(key):
                self.by_title[key].append(one)
                for author in author_key(one.author):
                    self.by_author[author, one.year].append((one, key))

    def find(self, notice: Notice) -> Iterator[Noticed]:
        seen: set[str] = set()
        exact: tuple[tuple[By, list[Known]], ...] = (
            ("doi", self.by_doi.get(notice.doi.lower(), []) if notice.doi else []),
            ("pmid", self.by_pmid.get(notice.pmid, []) if notice.pmid else []),
        )
        for by, found in exact:
            for one in found:
                if one.id not in seen and not (by == "pmid" and _differ(one.doi, notice.doi)):
                    seen.add(one.id)
                    yield Noticed(one.id, notice, by)
        key = title_key(notice.title)
        if not _says_much(key):
            return
        authors = author_key(notice.authors)
        for one in self.by_title.get(key, ()):
            if one.id not in seen and not _is_other(one, notice):
                seen.add(one.id)
                lacking = _lacking(one, notice, authors)
                yield Noticed(one.id, notice, "title", lacking)
        for author in authors:
            for one, title in self.by_author.get((author, notice.year), ()):
                if one.id not in seen and not _is_other(one, notice) and fuzz.ratio(title, key, score_cutoff=_NEAR):
                    seen.add(one.id)
                    yield Noticed(one.id, notice, "title", "title")


def _is_other(one: Known, notice: Notice) -> bool:
    return _differ(one.doi, notice.doi) or _differ(one.pmid, notice.pmid)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one.lower() != other.lower()


def _lacking(one: Known, notice: Notice, authors: frozenset[str]) -> str:
    """Return what two entries with one title do not share, empty where year and first author are the same."""
    lacking = [] if one.year and one.year == notice.year else ["year"]
    lacking += [] if authors & author_key(one.author) else ["author"]
    return ", ".join(lacking)
