"""What the user supplied, read back from the graph of a store: the data of references, and the notices about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol, cast, get_args

from cbec_kg.model.published import By, NoticeKind, ReferenceNotice, in_order
from cbec_kg.model.snapshot import Supplied


class Reading(Protocol):
    """Asks a store; `cbec_kg.store.retrieval` has it."""

    def rows(self, text: str) -> Iterable[tuple[Any, ...]]: ...  # noqa: D102  # a query's rows
    def name(self, term: Any) -> str: ...  # noqa: D102  # a record's name by its IRI


def read_supplied(reading: Reading) -> dict[str, Supplied]:
    """Return what was supplied of references, by their names."""
    query = """SELECT ?s ?status ?title ?year ?author {
      ?s a cbec:Reference ; cbec:metadataStatus ?status FILTER(?status != "unknown")
      OPTIONAL { ?s biro:references ?w OPTIONAL { ?w dcterms:title ?title } OPTIONAL { ?w dcterms:issued ?year }
        OPTIONAL { ?w dcterms:creator ?p . ?p schema:position ?place ; schema:name ?author FILTER(?place = 1) } } }"""
    identifiers = _identifiers(reading, "?s a cbec:Reference ; biro:references/dcterms:identifier ?of")
    found = {}
    for subject, status, *known in reading.rows(query):
        name, (title, year, author) = reading.name(subject), _texts(known)
        doi, pmid = (identifiers[name].get(kind, "") for kind in ("doi", "pmid"))
        found[name] = Supplied(status.value, title, doi, int(year) if year else None, pmid, author)
    return dict(sorted(found.items()))


def _identifiers(reading: Reading, pattern: str) -> dict[str, dict[str, str]]:
    """Return identifiers by name and by their kind."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, text in reading.rows(f"SELECT DISTINCT ?s ?of {{ {pattern} }}"):
        kind, _, value = text.value.partition(":")
        found[reading.name(subject)][kind] = value
    return found


def read_published(reading: Reading) -> tuple[ReferenceNotice, ...]:
    """Return the notices about references and sources."""
    query = """SELECT DISTINCT ?s ?about ?kind ?by ?day ?lacks ?notice ?title ?reason ?source ?file ?sha ?line {
      ?s a cbec:PublishedNotice ; cbec:noticeOf ?about ; cbec:noticeKind ?kind ; cbec:matchedBy ?by ;
        prov:wasDerivedFrom ?f . ?f rdfs:label ?file ; schema:sha256 ?sha . ?s schema:position ?line
      OPTIONAL { ?s dcterms:issued ?day } OPTIONAL { ?s cbec:notShared ?lacks } OPTIONAL { ?s dcterms:identifier ?notice }
      OPTIONAL { ?s dcterms:title ?title } OPTIONAL { ?s dcterms:description ?reason }
      OPTIONAL { ?s dcterms:source ?source } }"""
    identifiers = _identifiers(reading, "?s a cbec:PublishedNotice ; cbec:noticedIdentifier ?of")
    found = []
    for subject, about, *terms in reading.rows(query):
        kind, by, day, lacks, notice, title, reason, source, file, digest, line = _texts(terms)
        of = identifiers[reading.name(subject)]
        if kind in get_args(NoticeKind) and by in get_args(By):
            found.append(ReferenceNotice(
                reference=reading.name(about), kind=cast(NoticeKind, kind), day=day, by=cast(By, by), proposed=lacks,
                identifiers=tuple(f"{name}:{of[name]}" for name in ("doi", "pmid") if name in of),
                notice=notice.removeprefix("doi:"), title=title, reason=reason, source=source, file=file,
                line=int(line), sha256=digest,
            ))  # fmt: skip
    return in_order(found)


def _texts(terms: Iterable[Any]) -> list[str]:
    return [str(term.value) if term else "" for term in terms]
