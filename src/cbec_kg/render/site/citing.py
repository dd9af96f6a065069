"""How to cite the article, a record or the data, from what is known; what is not known is marked as unknown."""

from __future__ import annotations

from cbec_kg import __version__
from cbec_kg.model.records import Article
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site.parts import text


def article_citation(article: Article) -> Bilingual:
    """Return the article's reference in Chinese and English.

    Examples
    --------
    >>> from cbec_kg.model.records import Where
    >>> article_citation(Article(id="article-a-1", language="zh", year=2020, where=Where("article.yaml", 1))).en
    '[author unknown] (2020). [title unknown].'
    """
    author: Bilingual | str = article.first_author or text("author-unknown")
    if article.first_author and article.further_authors == "yes":
        author = text("and-others", author=author)
    volume = f"{article.volume or ''}{f'({article.issue})' if article.issue else ''}"
    numbers = ", ".join(part for part in (volume, "" if article.number is None else str(article.number)) if part)
    doi = f" https://doi.org/{article.doi}" if article.doi else ""
    known = {"author": author, "year": article.year or text("year-unknown"), "doi": doi}
    if article.journal is None:
        return text("cite-article", place=f" {numbers}." if numbers else "", **known)
    return text("cite-in-journal", journal=article.journal, numbers=f", {numbers}" if numbers else "", **known)


def record_citation(label: Bilingual, article: Article, iri: str) -> Bilingual:
    """Return how to cite one record of an article's curation."""
    return text("cite-record", label=label, article=article_citation(article), version=__version__, iri=iri)
