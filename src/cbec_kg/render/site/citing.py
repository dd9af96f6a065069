"""How to cite the article, a record or the data, from what is known; what is not known is said to be unknown."""

from __future__ import annotations

from cbec_kg import __version__
from cbec_kg.model.records import Article
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.site.parts import both


def article_citation(article: Article) -> Bilingual:
    """Return the article's reference in Chinese and English.

    Examples
    --------
    >>> from cbec_kg.model.records import Where
    >>> article_citation(Article(id="article-a-1", language="zh", year=2020, where=Where("article.yaml", 1))).en
    '[author unknown] (2020). [title unknown].'
    """
    more = article.further_authors == "yes"
    author = article.first_author
    zh = f"{author}{'等' if more else ''}" if author else "[作者未知]"
    en = f"{author}{' et al.' if more else ''}" if author else "[author unknown]"
    zh_year, en_year = (str(article.year),) * 2 if article.year else ("年份未知", "year unknown")
    volume = f"{article.volume or ''}{f'({article.issue})' if article.issue else ''}"
    parts = ", ".join(part for part in (volume, "" if article.number is None else str(article.number)) if part)
    zh_place = en_place = f" {parts}." if parts else ""
    if article.journal:
        zh_place = f" {article.journal.zh}{f', {parts}' if parts else ''}."
        en_place = f" {article.journal.en}{f', {parts}' if parts else ''}."
    doi = f" https://doi.org/{article.doi}" if article.doi else ""
    return both(f"{zh}（{zh_year}）. [题名未知].{zh_place}{doi}", f"{en} ({en_year}). [title unknown].{en_place}{doi}")


def record_citation(label: Bilingual, article: Article, iri: str) -> Bilingual:
    """Return how to cite one record of an article's curation."""
    whole = article_citation(article)
    return both(
        f"“{label.zh}”. 整理自：{whole.zh} cbec-kg {__version__}. {iri}",
        f"“{label.en}”. Curated from: {whole.en} cbec-kg {__version__}. {iri}",
    )
