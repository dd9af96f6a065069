"""Where the page of an IRI is: the one place that turns the graph's IRIs into paths of the site, and paths into addresses.

The graph's IRIs never change. Below the namespace the path of an IRI is the path of its page, without ``.html``; what
belongs to a record (an anchor, a link, an evidence line) is a part of the record's page, named by its fragment.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from cbec_kg.errors import UsageError
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM

RESERVED = frozenset(("download", "en", "ontology", "pylode", "terms", "zh"))
"""Names at the site's root that no folder may have as its id."""

_IRI = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*")


@dataclass(frozen=True)
class Address:
    """A page without its ``.html``, from the site's root, and a place on it; the fragment is empty for the whole page."""

    stem: str
    fragment: str = ""

    @property
    def page(self) -> str:
        """Return the path of the page."""
        return f"{self.stem}.html"


@dataclass(frozen=True)
class Addresses:
    """Finds the page of every IRI, from the records and passages of each folder and the stem of each term's page."""

    records: Mapping[str, Collection[str]]
    terms: Mapping[str, str]

    def of(self, iri: str) -> Address | None:
        """Return where an IRI is described, None when it is none of ours.

        Examples
        --------
        >>> addresses = Addresses({"tea-2020": {"claim-a"}}, {"Claim": "terms/class/Claim"})
        >>> addresses.of("https://w3id.org/cbec-kg/tea-2020/claim-a/anchor-1")
        Address(stem='tea-2020/claim-a', fragment='anchor-1')
        >>> addresses.of("https://w3id.org/cbec-kg/ontology#Claim")
        Address(stem='terms/class/Claim', fragment='')
        >>> addresses.of("https://schema.org/Claim") is None
        True
        """
        if iri == ONTOLOGY:
            return Address("ontology")
        if iri.startswith(TERM):
            stem = self.terms.get(iri.removeprefix(TERM))
            return Address(stem) if stem else None
        if not iri.startswith(BASE):
            return None
        path = iri.removeprefix(BASE)
        folder, _, local = path.partition("/")
        owner, _, part = local.partition("/")
        if owner in self.records.get(folder, ()):
            return Address(f"{folder}/{owner}", part)
        return Address(path)


def refuse_reserved(folders: Collection[str]) -> None:
    """Raise unless every folder id can stand at the site's root.

    Raises
    ------
    UsageError
    """
    for folder in folders:
        if folder in RESERVED or folder.startswith("ontology"):
            raise UsageError(f"the folder id {folder!r} is a name of the site itself. Give the article another id.")


def checked_base(base: str) -> str:
    """Return the address that a site will be served at, with a slash at its end.

    Raises
    ------
    UsageError
        When it is no http or https address, or has a query, a fragment or characters that an address may not have.

    Examples
    --------
    >>> checked_base("https://example.org/kg")
    'https://example.org/kg/'
    """
    if not _IRI.fullmatch(base) or ".." in urlsplit(base).path.split("/"):
        raise UsageError(f"--base {base}: no address of a site. Give one such as https://example.org/kg/.")
    return base if base.endswith("/") else f"{base}/"


@cache
def relative(folder: str, target: str) -> str:
    """Return the link from a page in a folder of the site to another file of it.

    Examples
    --------
    >>> relative("tea-2020", "terms/class/Claim.html"), relative("", "index.html")
    ('../terms/class/Claim.html', 'index.html')
    """
    return posixpath.relpath(target, folder or ".")


def placed(path: str, language: str, root: str) -> str:
    """Return where a file of the site stands: a page of the language that is not at the root, in that language's folder.

    Examples
    --------
    >>> placed("tea-2020/claim-a.html", "en", "zh"), placed("tea-2020/claim-a.ttl", "en", "zh")
    ('en/tea-2020/claim-a.html', 'tea-2020/claim-a.ttl')
    """
    own = path.endswith(".html") and not path.endswith(("explorer.html", "404.html")) and not path.startswith("pylode/")
    return f"{language}/{path}" if own and root != language else path
