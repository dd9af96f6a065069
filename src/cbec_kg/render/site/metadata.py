"""What a page's head tells programs: how to cite it (Highwire), where its data, licence and parts are (signposting).

Only what is known: an unknown title has no tag, and nothing is put in its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cbec_kg import __version__
from cbec_kg.model.iris import GRAPHS, ONTOLOGY, expanded, graph_iri
from cbec_kg.model.records import Article, Reference
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, one_of
from cbec_kg.render.site.graph_index import GraphIndex
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.texts import text

MEDIA_TYPES = {
    "ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json", "csv": "text/csv",
    "graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "json": "application/json", "html": "text/html",
}  # fmt: skip


class Signpost(NamedTuple):
    """A typed link of a page: its relation, where it leads (a path of the site, or an address), its media type."""

    rel: str
    target: str
    type: str = ""


def media_type(path: str) -> str:
    """Return the media type of a file of the site."""
    return MEDIA_TYPES[path.rpartition(".")[2]]


def article_citation(article: Article) -> Bilingual:
    """Return the article's reference in Chinese and English.

    Examples
    --------
    >>> from cbec_kg.model.terms import Where
    >>> article_citation(Article(id="article-a-1", language="zh", year=2020, where=Where("article.yaml", 1))).en
    '[author unknown] (2020). [title unknown].'
    """
    return Bilingual(*(_cited(article, language) for language in LANGUAGES))


def _cited(article: Article, language: str) -> str:
    def words(name: str, **values: str | int) -> str:
        return one_of(text(name, **values), language)

    author = ", ".join(article.authors) or article.first_author or words("author-unknown")
    if not article.authors and article.first_author and article.further_authors == "yes":
        author = words("and-others", author=author)
    volume = f"{article.volume or ''}{f'({article.issue})' if article.issue else ''}"
    numbers = ", ".join(part for part in (volume, "" if article.number is None else str(article.number)) if part)
    title = one_of(article.title, language) if article.title else words("title-unknown")
    doi = f" https://doi.org/{article.doi}" if article.doi else ""
    known = {"author": author, "year": article.year or words("year-unknown"), "title": title, "doi": doi}
    if article.journal is None:
        return words("cite-article", place=f" {numbers}." if numbers else "", **known)
    journal = one_of(article.journal, language)
    return words("cite-in-journal", journal=journal, numbers=f", {numbers}" if numbers else "", **known)


def record_citation(label: Bilingual, article: Article, iri: str) -> Bilingual:
    """Return how to cite one record of an article's curation."""
    whole = article_citation(article)
    return Bilingual(
        *(
            one_of(
                text("cite-record", label=one_of(label, code), article=one_of(whole, code), version=__version__, iri=iri),
                code,
            )
            for code in LANGUAGES
        )
    )


def article_tags(paper: Paper, language: str) -> Iterator[tuple[str, str]]:
    """Yield the Highwire tags of the article itself, those of what is known."""
    article = paper.article
    values: Mapping[str, object] = {
        "title": article.title and one_of(article.title, language),
        "author": list(article.authors) or article.first_author,
        "publication_date": article.year,
        "journal_title": article.journal and one_of(article.journal, article.language),
        "volume": article.volume,
        "issue": article.issue,
        "doi": article.doi,
        "language": article.language,
        "keywords": "; ".join(article.keywords),
        "reference": [_reference_tag(paper, reference) for reference in paper.snapshot.of(Reference)],
    }
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if one:
                yield f"citation_{name}", shown_text(str(one))


def _reference_tag(paper: Paper, reference: Reference) -> str:
    supplied = paper.source.bibliography.get(paper.ordinals[reference.id])
    if supplied is None:
        return ""
    item = supplied.item
    issued = item.get("issued", {}).get("date-parts", [[""]])[0][0]
    known = {"title": item.get("title"), "doi": item.get("DOI"), "publication_date": issued}
    return "; ".join(f"citation_{name}={value}" for name, value in known.items() if value)


def record_tags(label: str, iri: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the Highwire tags of a record's page: what it is called and the address that stays; no more is known of it."""
    yield from (("citation_title", label), ("citation_public_url", iri), ("citation_language", language))


def licences(graph: GraphIndex, folder: str = "") -> list[str]:
    """Return the licences of a folder's graphs, or of the ontology."""
    holders = [graph_iri(folder, name) for name in GRAPHS] if folder else [ONTOLOGY]
    return sorted({value.value for iri in holders for value in graph.values(iri, expanded("dcterms:license"))})


def signposts(cite_as: str, stem: str, has_data: bool, licence: Sequence[str], folder: str) -> Iterator[Signpost]:
    """Yield the typed links of a page on a resource: what identifies it, its data, its licence, its collection."""
    if cite_as:
        yield Signpost("cite-as", cite_as)
    if has_data:
        yield from (Signpost("describedby", f"{stem}.{form}", MEDIA_TYPES[form]) for form in ("ttl", "jsonld"))
    yield from (Signpost("license", iri) for iri in licence)
    yield Signpost("type", "https://schema.org/AboutPage")
    if folder:
        yield Signpost("collection", f"{folder}/index.html", "text/html")
        yield Signpost("linkset", f"{folder}/linkset.json", "application/linkset+json")


def linkset(base: str, pages: Iterable[tuple[str, Sequence[Signpost]]]) -> str:
    """Return the typed links of pages, by the path of each, as one set of links in JSON (RFC 9264)."""
    contexts = []
    for path, links in pages:
        context: dict[str, object] = {"anchor": base + path}
        for link in links:
            if link.rel != "linkset":
                target = link.target if "://" in link.target else base + link.target
                found = context.setdefault(link.rel, [])
                assert isinstance(found, list)  # the anchor is no relation
                found.append({"href": target, **({"type": link.type} if link.type else {})})
        contexts.append(context)
    return json.dumps({"linkset": contexts}, ensure_ascii=False, separators=(",", ":")) + "\n"
