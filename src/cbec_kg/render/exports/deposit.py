"""What is written, as the metadata that Zenodo and InvenioRDM ask of a deposit.

Who made it and the day of its publication are not in a curation; a depositor gives them, and nothing is filled in.

Source: Zenodo, developers' documentation, deposit metadata; InvenioRDM, reference of the metadata.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

from cbec_kg import __version__
from cbec_kg.bibliography.fields import is_date
from cbec_kg.bibliography.orcids import is_orcid
from cbec_kg.errors import UsageError
from cbec_kg.model.labels import label_of
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.console.tables import to_json
from cbec_kg.render.language.catalogue import words

_ORCID = re.compile(r"(.*?)\s*\[(?:orcid:|https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\]")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


class Creator(NamedTuple):
    """Who made a curation: a person with family and given name, or an organisation, whose `family` is empty."""

    name: str
    family: str = ""
    given: str = ""
    orcid: str = ""

    @property
    def type(self) -> str:
        """Return the class of schema.org."""
        return "Person" if self.family else "Organization"

    @property
    def address(self) -> str:
        """Return the address of the ORCID; empty without one."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""


class Deposit(NamedTuple):
    """What a depositor says: who made the curation, the day of publication as ``YYYY-MM-DD``; empty for unknown."""

    creators: tuple[Creator, ...] = ()
    published: str = ""


UNKNOWN = Deposit()
"""What is known where nobody has said anything."""


def deposit_of(creators: Sequence[str], published: str) -> Deposit:
    """Return what a depositor says, checked: ``Family, Given`` is a person, a name without comma an organisation.

    An ORCID goes behind a person's name in brackets.

    Raises
    ------
    UsageError

    Examples
    --------
    >>> deposit_of(["Tea, Jan [0000-0002-1825-0097]"], "2021-08-30").creators[0].family
    'Tea'
    """
    if published and not (_DATE.fullmatch(published) and is_date([int(part) for part in published.split("-")])):
        raise UsageError(f"--published {published}: a day is expected, such as 2021-08-30.")
    return Deposit(tuple(map(_creator, creators)), published)


def _creator(text: str) -> Creator:
    line = " ".join(text.split())
    named = _ORCID.fullmatch(line)
    name, orcid = (named[1], named[2]) if named else (line, "")
    family, comma, given = (part.strip() for part in name.partition(","))
    if not name or not name.isprintable() or "[" in name or (comma and not (family and given)) or (orcid and not comma):
        step = "'Family, Given' for a person, with [ORCID] behind it if known, or the name of an organisation is expected"
        raise UsageError(f"--creator {text}: {step}.")
    if orcid and not is_orcid(orcid):
        raise UsageError(f"--creator {text}: {orcid} is no ORCID: its check digit is another. Correct it.")
    return Creator(f"{family}, {given}", family, given, orcid) if comma else Creator(name)


def dataset_title(papers: Sequence[Snapshot], language: str) -> str:
    """Return what a package of papers is called."""
    if len(papers) > 1:
        return words("packages", language)("title-several", n=len(papers))
    label = label_of(papers[0].article, papers[0])
    return words("packages", language)("title", article=getattr(label, language))


def dataset_description(language: str) -> str:
    """Return in a sentence or two what a package of papers holds."""
    return words("packages", language)("description", version=__version__)


def zenodo(papers: Sequence[Snapshot], deposit: Deposit) -> str:
    """Return the metadata of a deposit at Zenodo, as JSON."""
    creators = [{"name": one.name} | ({"orcid": one.orcid} if one.orcid else {}) for one in deposit.creators]
    related = [
        {"identifier": doi, "relation": "isDerivedFrom", "scheme": "doi", "resource_type": "publication-article"}
        for doi in _dois(papers)
    ]
    return to_json(
        {
            "title": dataset_title(papers, "en"),
            "upload_type": "dataset",
            "description": _described(),
            "creators": creators,
            "publication_date": deposit.published,
            "access_right": "open",
            "license": "cc-by-4.0",
        }
        | ({"related_identifiers": related} if related else {})
    )


def invenio(papers: Sequence[Snapshot], deposit: Deposit) -> str:
    """Return a record of InvenioRDM, as JSON."""
    related = [
        {
            "identifier": doi,
            "scheme": "doi",
            "relation_type": {"id": "isderivedfrom"},
            "resource_type": {"id": "publication-article"},
        }
        for doi in _dois(papers)
    ]
    metadata: dict[str, Any] = {
        "resource_type": {"id": "dataset"},
        "creators": [{"person_or_org": _person_or_org(one)} for one in deposit.creators],
        "title": dataset_title(papers, "en"),
        "additional_titles": [
            {"title": dataset_title(papers, "zh"), "type": {"id": "translated-title"}, "lang": {"id": "zho"}}
        ],
        "publication_date": deposit.published,
        "description": _described(),
        "languages": [{"id": "zho"}, {"id": "eng"}],
        "rights": [{"id": "cc-by-4.0"}],
    }
    metadata |= {"related_identifiers": related} if related else {}
    return to_json({"access": {"record": "public", "files": "public"}, "files": {"enabled": True}, "metadata": metadata})


def _person_or_org(one: Creator) -> dict[str, Any]:
    if not one.family:
        return {"type": "organizational", "name": one.name}
    person: dict[str, Any] = {"type": "personal", "family_name": one.family, "given_name": one.given}
    return person | ({"identifiers": [{"scheme": "orcid", "identifier": one.orcid}]} if one.orcid else {})


RECEIVERS = {"zenodo": ("Zenodo", 10), "invenio": ("InvenioRDM", 4)}
"""What each form is called, and how many characters of the day of publication it asks for."""


def require_complete(deposit: Deposit, form: str) -> None:
    """Raise `UsageError` where what a receiver asks for is unknown."""
    receiver, exact = RECEIVERS[form]
    lacking = []
    if not deposit.creators:
        lacking.append("who made it: --creator 'Family, Given'")
    if len(deposit.published) < exact:
        lacking.append("the day of publication: --published 2021-08-30")
    if lacking:
        raise UsageError(f"{receiver} asks for {', and '.join(lacking)}. The data do not say; nothing is made up.")


def _dois(papers: Sequence[Snapshot]) -> list[str]:
    return [paper.article.doi for paper in papers if paper.article.doi]


def _described() -> str:
    """Return the description as receivers show it, which is HTML."""
    return "".join(f"<p>{escape(dataset_description(language))}</p>" for language in ("en", "zh"))
