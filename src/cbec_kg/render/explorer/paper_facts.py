"""What a page says of the paper that it shows, or of each of several, and how many records there are."""

from __future__ import annotations

from collections.abc import Sequence

from cbec_kg.model import records as r
from cbec_kg.model.iris import BASE, CORPUS
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.terms import Bilingual
from cbec_kg.render.explorer.record_facts import Paper, Payload, iri_of, papers_of, text_of
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import in_both


def paper_value(curation: Paper, lines: Sequence[EvidenceLine]) -> Payload:
    """Return what is known and unknown of the article; of several, what they are together, and ``papers`` with each."""
    counts = {"counts": _counts(curation, lines)}
    if len(papers_of(curation)) == 1:
        return _article(curation, curation.article) | counts
    papers = [_article(curation, article) | {"folder": article.id.partition(":")[0]} for article in curation.of(r.Article)]
    title = in_both("explorer", "papers", n=len(papers))
    nothing = dict.fromkeys(("doi", "volume", "issue", "number", "first_author"), "")
    together = {"id": CORPUS, "iri": BASE + CORPUS, "title": title, "journal": title, "language": papers[0]["language"]}
    unknown: Payload = {"argument": None, "year": None, "further_authors": False, "unknown": [], "derived": []}
    return nothing | together | unknown | counts | {"papers": papers}


def _article(curation: Paper, article: r.Article) -> Payload:
    return {
        "id": article.id,
        "iri": iri_of(curation, article.id),
        "doi": shown_text(article.doi or ""),
        "title": article.title and text_of(article.title),
        "argument": article.argument and text_of(article.argument),
        "journal": text_of(article.journal or Bilingual(article.id, article.id)),
        "language": article.language,
        "year": article.year,
        "volume": shown_text(article.volume or ""),
        "issue": shown_text(article.issue or ""),
        "number": "" if article.number is None else str(article.number),
        "first_author": shown_text(article.first_author or ""),
        "further_authors": article.further_authors == "yes",
        "unknown": [{"field": note.field, "why": text_of(note.why)} for note in article.unknown],
        "derived": [{"field": note.field, "why": text_of(note.why)} for note in article.derived],
    }


def _counts(curation: Paper, lines: Sequence[EvidenceLine]) -> Payload:
    diagnosed = {problem.id for problem in curation.of(r.Problem) if problem.status == "diagnosed"}
    parts = {facet.id for facet in curation.of(r.Facet) if facet.problem in diagnosed and facet.status != "mentioned"}
    return {
        "problems": len(diagnosed),
        "countermeasures": len(curation.of(r.Countermeasure)),
        "sources": len(curation.of(r.Reference)) + len(curation.of(r.Source)),
        "bearing": len({line.source for line in lines if line.target in diagnosed | parts}),
    }
