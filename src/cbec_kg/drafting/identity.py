"""What a paper's text states for certain: its DOI, its language; and the id of its folder. Nothing is guessed."""

from __future__ import annotations

import re

from cbec_kg.curation.yaml_text import Fields, Item
from cbec_kg.errors import UsageError
from cbec_kg.text.normalise import digest

_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Z0-9]+", re.ASCII | re.IGNORECASE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LONGEST_ID = 60


def printed_dois(text: str) -> list[str]:
    """Return the different DOIs that a text prints, in order; case does not distinguish DOIs.

    Examples
    --------
    >>> printed_dois("DOI: 10.99999/Tea.2020.1, see https://doi.org/10.99999/tea.2020.1.")
    ['10.99999/Tea.2020.1']
    """
    found: dict[str, str] = {}
    for match in _DOI.finditer(text):
        doi = match.group().rstrip(".,;:'")
        while doi.endswith(")") and doi.count("(") < doi.count(")"):
            doi = doi[:-1].rstrip(".,;:'")
        found.setdefault(doi.lower(), doi)
    return list(found.values())


def language_of(text: str) -> str:
    """Return ``zh`` or ``en``: Chinese characters against Latin words.

    Examples
    --------
    >>> language_of("茶叶 Abstract"), language_of("Tea 茶 of the hills")
    ('zh', 'en')
    """
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return "zh" if chinese > len(_LATIN_WORD.findall(text)) else "en"


def folder_id(given: str | None, doi: str | None, stem: str, text: str) -> str:
    """Return the id that distinguishes a folder's records from those of others.

    What the user gave is taken, else the DOI's part after the slash, else the name of the paper's file; where that has no
    Latin letter or digit, a digest of the text.

    Raises
    ------
    UsageError
        When `given` is no kebab-case id.

    Examples
    --------
    >>> folder_id(None, "10.12677/ass.2021.108287", "paper", ""), folder_id(None, None, "My Paper (2)", "")
    ('ass-2021-108287', 'my-paper-2')
    """
    if given is not None:
        if not _ID.fullmatch(given) or given.startswith("ontology") or len(given) > _LONGEST_ID:
            message = f"--id {given!r}: lower-case letters and digits joined by hyphens are expected, such as tea-2020"
            raise UsageError(f"{message}; at most {_LONGEST_ID}, not beginning with 'ontology'.")
        return given
    for name in (doi.partition("/")[2] if doi else "", stem):
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_ID].strip("-")
        if plain and not plain.startswith("ontology"):
            return plain
    return f"paper-{digest(text)[:8]}"


_UNKNOWN = {
    "title": ("草稿不猜哪一行是题名", "the draft does not guess which line is the title"),
    "authors": ("草稿不猜哪一行是作者", "the draft does not guess which line names the authors"),
    "journal": ("草稿不猜刊名", "the draft does not guess the journal"),
    "year": ("草稿不猜发表年份", "the draft does not guess the year of publication"),
}


def article_fields(name: str, dois: list[str], text: str, listed: bool, front: Fields) -> Fields:
    """Return the article's record: what the text prints for certain, and what is unknown, each with the reason.

    `name` is the folder's id; `dois` are the different ones printed outside the list of references, one alone being the
    article's; `listed` is whether there is such a list, `front` what `cbec_kg.drafting.front` drafts.
    """
    unknown = {field: why for field, why in _UNKNOWN.items() if field not in front}
    if not dois:
        unknown = {"doi": ("所用文本没有印出DOI", "the text used prints no DOI"), **unknown}
    elif len(dois) > 1:
        unknown = {"doi": ("所用文本印有不止一个DOI", f"the text used prints {len(dois)} different DOIs"), **unknown}
    if not listed:
        unknown["references-metadata"] = ("所用文本没有找到参考文献表", "no list of references was found in the text used")
    reasons: list[Item] = [{"field": field, "why": {"zh": zh, "en": en}} for field, (zh, en) in unknown.items()]
    known = {"id": f"article-{name}", **({"doi": dois[0]} if len(dois) == 1 else {}), "language": language_of(text)}
    return {**known, **front, "unknown": reasons}
