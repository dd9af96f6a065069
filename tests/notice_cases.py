"""Invented notices in the formats of Retraction Watch and of Crossref, with what they come to; look-alikes of references.

The cases stand in ``tests/cases/notices/kinds.txt``, worked out by hand: each is written into files of both formats, read,
matched by DOI, and asked as at its day.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from cbec_kg.bibliography.noticed import GivenNotices, Known
from cbec_kg.bibliography.notices import Notice
from cbec_kg.model.published import state_at

CASES = Path(__file__).parent / "cases" / "notices" / "kinds.txt"

COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS", "ArticleType",
    "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI",
    "OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes",
)  # fmt: skip


class Case(NamedTuple):
    """One case: its line in the file, the notices as (source, word, date, DOI), the day, empty for all, and the state."""

    line: int
    notices: tuple[tuple[str, str, str, str], ...]
    day: str
    state: str


def cases() -> Iterator[Case]:
    """Yield the cases in the order of their file."""
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            notices, day, state = (part.strip() for part in line.split(" | "))
            parts = (re.fullmatch(r"(rw|by|to):(.*)@([^#]*)(?:#(.*))?", one) for one in notices.split(" + "))
            found = tuple((one[1], one[2], one[3], one[4] or "") for one in parts if one)
            assert len(found) == notices.count(" + ") + 1, line
            yield Case(number, found, "" if day == "all" else day, state)


def outcomes(folder: Path) -> list[tuple[Case, str]]:
    """Return what each case comes to, by files that are written into a folder, one of either format."""
    listed = list(cases())
    rows, works = [], list[dict[str, Any]]()
    for case in listed:
        article = f"10.9999/case.{case.line}"
        for place, (source, word, date, end) in enumerate(case.notices):
            notice = f"10.9999/notice.{case.line}.{end or place}"
            if source == "rw":
                rows.append({
                    "Title": "", "RetractionDate": date, "RetractionDOI": notice if end else "unavailable",
                    "OriginalPaperDOI": article, "OriginalPaperPubMedID": "0", "RetractionNature": word,
                })  # fmt: skip
            else:
                works.append(_work(source, word, date, article, notice))
    write_table(folder / "cases.csv", rows)
    (folder / "cases.json").write_text(json.dumps({"message": {"items": works}}), encoding="utf-8")
    given = GivenNotices([folder / "cases.csv", folder / "cases.json"])
    found: list[tuple[Case, str]] = []
    for case in listed:
        about = given.about([Known("ref-01", f"10.9999/CASE.{case.line}")])
        found.append((case, state_at(about, case.day)[0] if about else "none"))
    return found


def _work(source: str, word: str, date: str, article: str, notice: str) -> dict[str, Any]:
    numbers = [int(part) for part in date.split("-")] if date and "T" not in date else []
    updated = {"date-parts": [numbers]} if numbers else {"date-time": date} if date else {}
    own, other = (article, notice) if source == "by" else (notice, article)
    update = {"DOI": other, "type": word, "label": word, "source": "publisher", "updated": updated}
    return {"DOI": own, "updated-by" if source == "by" else "update-to": [update]}


def write_table(path: Path, rows: Iterable[dict[str, str]], encoding: str = "utf-8") -> Path:
    """Write rows as Retraction Watch's table, and return where."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def look_alikes(number: int, seed: int) -> tuple[list[Known], list[Notice]]:
    """Return references, and as many notices as wanted that are like one of them and about none.

    Half have a DOI that differs in one place, and no title; half a title of another work: in one word or number, a reply to
    it or a part of it, or the very title with another year, first author or DOI.
    """
    random = Random(seed)
    known = [
        Known(f"ref-{place:02}", f"10.9999/tea.{1000 + 37 * place}", str(5000 + place), " ".join(random.sample(_WORDS, 9)),
              str(2000 + place % 20), f"Tea{place}, Jan")
        for place in range(50)
    ]  # fmt: skip
    untold = [one._replace(id=f"{one.id}-title", doi="", pmid="") for one in known]
    dois = {one.doi for one in known}
    made: list[Notice] = []
    while len(made) < number:
        one = random.choice(known)
        if len(made) % 2:
            doi = _other_doi(one.doi, random)
            if doi not in dois:
                made.append(_notice(doi=doi))
        else:
            made.append(_other_work(one, random))
    return [*known, *untold], made


def _other_doi(doi: str, random: Random) -> str:
    place = random.randrange(len("10.9999/"), len(doi))
    return random.choice((
        doi[:place] + random.choice("0123456789abx") + doi[place:], doi[:place] + doi[place + 1 :],
        doi[:place] + random.choice("0123456789") + doi[place + 1 :], f"{doi}.s1", f"{doi}v2", f"{doi}/full",
        doi.replace("10.9999", "10.99999"), doi.replace(".", "-", 2),
    ))  # fmt: skip


def _other_work(one: Known, random: Random) -> Notice:
    words = one.title.split()
    place = random.randrange(len(words))
    changed = " ".join([*words[:place], random.choice(_OTHERS), *words[place + 1 :]])
    title, year, author, doi = random.choice((
        (changed, one.year, one.author, ""), (f"Reply to: {one.title}", one.year, one.author, ""),
        (f"{one.title}: part {random.randint(2, 9)}", one.year, one.author, ""),
        (" ".join(words[:-1]), one.year, one.author, ""), (" ".join(reversed(words)), one.year, one.author, ""),
        (one.title, str(int(one.year) + random.choice((-1, 1, 5))), one.author, ""),
        (one.title, one.year, f"Other{random.randint(1, 99)}, Ann", ""), (one.title, "", "", ""),
        ("Editorial", one.year, one.author, ""),
    ))  # fmt: skip
    return _notice(title=title, year=year, authors=author, doi=doi)


def _notice(doi: str = "", title: str = "", authors: str = "", year: str = "") -> Notice:
    return Notice("retraction", "2021-03-04", doi, "", title, authors, year, "", "", "look-alikes.csv", 2)


_WORDS = (
    "steeping", "times", "green", "tea", "mountain", "villages", "harvest", "export", "price", "quality", "soil", "yield",
    "water", "leaf", "storage", "market", "labour", "season", "trade", "policy", "growth", "survey", "model", "regional",
    "evidence", "small", "producers", "panel", "county", "credit",
)  # fmt: skip
_OTHERS = ("coffee", "rice", "urban", "winter", "global", "early", "black", "highland")
