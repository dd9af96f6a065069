"""What is written, as an RO-Crate 1.2: one JSON-LD file that says of every file what it is, how large, and where it is from.

Only what is known stands in it: who made the curation and when it is published is the publisher's to say, and is left out
where nobody has. The same files give the same bytes.

Source: RO-Crate Metadata Specification 1.2, root data entity, data entities, provenance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from cbec_kg import __version__
from cbec_kg.model.iris import BASE, LICENCE, resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.records import Article
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.rdf.build import TOOL
from cbec_kg.render.exports.deposit import UNKNOWN, Deposit, dataset_description, dataset_title
from cbec_kg.render.language.catalogue import in_both, words

CRATE_FILE = "ro-crate-metadata.json"
_CRATE = "https://w3id.org/ro/crate/1.2"
_PRONOM = "https://www.nationalarchives.gov.uk/PRONOM/"


class _Format(NamedTuple):
    media_type: str
    pronom: str = ""
    name: str = ""


_FORMATS = {
    ".ttl": _Format("text/turtle", "fmt/874", "Turtle"),
    ".jsonld": _Format("application/ld+json", "fmt/880", "JSON-LD"),
    ".nq": _Format("application/n-quads"),
    ".graphml": _Format("application/xml", "fmt/101", "Extensible Markup Language 1.0"),
    ".gexf": _Format("application/xml", "fmt/101", "Extensible Markup Language 1.0"),
    ".csv": _Format("text/csv", "x-fmt/18", "Comma Separated Values"),
    ".html": _Format("text/html", "fmt/471", "Hypertext Markup Language 5"),
}
"""What each ending means; PRONOM has no entry for N-Quads, GraphML and GEXF."""

Entity = dict[str, Any]


def crate(files: Mapping[str, str], papers: Sequence[Snapshot], deposit: Deposit = UNKNOWN) -> str:
    """Return the metadata of a folder of files, by path, that was built of some papers."""
    articles = [_article(paper) for paper in papers]
    named: dict[str, Entity] = {}
    for entity in (*_licence(), *_tool(), *(one for found in articles for one in found), *_people(deposit)):
        named.setdefault(entity["@id"], entity)
    about = _single([_to(found[0]) for found in articles])
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": dataset_title(papers, "en"),
        "alternateName": dataset_title(papers, "zh"),
        "description": "\n".join(dataset_description(language) for language in ("en", "zh")),
        "license": {"@id": LICENCE},
        "about": about,
        "isBasedOn": about,
        "mentions": {"@id": "#build"},
    }
    if deposit.published:
        root["datePublished"] = deposit.published
    if deposit.creators:
        root["author"] = _single([_to(person) for person in _people(deposit)])
    parts = _parts(files)
    root["hasPart"] = [_to(part) for part in parts[""]]
    built = {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "cbec-kg build",
        "instrument": {"@id": str(TOOL)},
        "object": about,
        "result": {"@id": "./"},
    }
    described = {"@id": CRATE_FILE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": _CRATE}}
    others = [*named.values(), built, *_pronom(files), *(part for found in parts.values() for part in found)]
    graph = [described, root, *sorted(others, key=lambda entity: entity["@id"])]
    return json.dumps({"@context": f"{_CRATE}/context", "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _to(entity: Entity) -> Entity:
    return {"@id": entity["@id"]}


def _single(values: list[Entity]) -> Entity | list[Entity]:
    """Return one value by itself, as the specification wants it, several as a list."""
    return values[0] if len(values) == 1 else values


def _parts(files: Mapping[str, str]) -> dict[str, list[Entity]]:
    """Return the files and folders in each folder, by its path with a slash behind, empty for the folder of all."""
    found: dict[str, list[Entity]] = {"": []}
    for name, content in sorted(files.items()):
        above = ""
        for folder in PurePosixPath(name).parts[:-1]:
            path = f"{above}{folder}/"
            if path not in found:
                found[path] = []
                found[above].append({"@id": path, "@type": "Dataset", "name": path.rstrip("/"), "description": _about(path)})
            above = path
        found[above].append(_file(name, content.encode()))
    for entities in list(found.values()):
        for entity in entities:
            if entity["@type"] == "Dataset":
                entity["hasPart"] = [_to(part) for part in found[entity["@id"]]]
    return found


def _file(name: str, content: bytes) -> Entity:
    form = _FORMATS[PurePosixPath(name).suffix]
    reference = [{"@id": _PRONOM + form.pronom}] if form.pronom else []
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": _about(name),
        "encodingFormat": [form.media_type, *reference] if reference else form.media_type,
        "contentSize": str(len(content)),
        "sha256": sha256(content).hexdigest(),
        "license": {"@id": LICENCE},
    }


_TABLES = ("evidence", "links", "statistics-normalised")


def _about(name: str) -> str:
    """Return in both languages what a file or folder holds, by its path."""
    path = PurePosixPath(name)
    if name.endswith("/"):
        text = in_both("packages", "about-tables") if path.name == "tables" else in_both("packages", "about-paper")
    elif path.parent.name == "tables" and path.stem not in _TABLES:
        text = in_both("packages", "about-records", name=path.stem)
    else:
        text = in_both("packages", f"about-{path.stem}-{path.suffix[1:]}" if path.stem == "graph" else f"about-{path.stem}")
    return f"{text['en']}\n{text['zh']}"


def _pronom(files: Iterable[str]) -> list[Entity]:
    forms = {_FORMATS[PurePosixPath(name).suffix] for name in files}
    return [
        {"@id": address, "@type": "WebPage", "name": name}
        for address, name in sorted({(_PRONOM + form.pronom, form.name) for form in forms if form.pronom})
    ]


def _licence() -> list[Entity]:
    meaning = words("packages", "en")("licence")
    return [{"@id": LICENCE, "@type": "CreativeWork", "name": "CC BY 4.0", "description": meaning}]


def _tool() -> list[Entity]:
    version = {"version": __version__, "softwareVersion": __version__}
    return [{"@id": str(TOOL), "@type": "SoftwareApplication", "name": "cbec-kg", **version, "url": BASE}]


def _people(deposit: Deposit) -> list[Entity]:
    return [
        {"@id": one.address or f"#creator-{number}", "@type": one.type, "name": one.name}
        | ({"familyName": one.family, "givenName": one.given} if one.family else {})
        for number, one in enumerate(deposit.creators, 1)
    ]


def _article(paper: Snapshot) -> list[Entity]:
    """Return the article that was curated, then its authors, as far as they are known, journal, volume and issue."""
    article, folder = paper.article, paper.folder_id
    label = label_of(article, paper)
    title = article.title or label
    doi = article.doi
    work: Entity = {
        "@id": f"https://doi.org/{doi}" if doi else resource_iri(folder, article.id),
        "@type": "ScholarlyArticle",
        "name": title.zh,
        "inLanguage": article.language,
    }
    if title.en != title.zh:
        work["alternateName"] = title.en
    if doi:
        work |= {"identifier": f"https://doi.org/{doi}", "sameAs": resource_iri(folder, article.id)}
    if article.year is not None:
        work["datePublished"] = str(article.year)
    names = article.authors or tuple(filter(None, [article.first_author]))
    people = [{"@id": f"#{folder}-author-{number}", "@type": "Person", "name": name} for number, name in enumerate(names, 1)]
    if people:
        work["author"] = _single([_to(person) for person in people])
    issues = _issues(article, folder)
    if issues:
        work["isPartOf"] = _to(issues[0])
    return [work, *people, *issues]


def _issues(article: Article, folder: str) -> list[Entity]:
    """Return issue, volume and journal of an article, as far as they are known, each a part of the next."""
    found: list[Entity] = []
    if article.issue:
        named = words("packages", "en")("issue", number=article.issue)
        found.append({"@id": f"#{folder}-issue", "@type": "PublicationIssue", "name": named, "issueNumber": article.issue})
    if article.volume:
        named = words("packages", "en")("volume", number=article.volume)
        found.append(
            {"@id": f"#{folder}-volume", "@type": "PublicationVolume", "name": named, "volumeNumber": article.volume}
        )
    if article.journal:
        zh, en = article.journal.zh, article.journal.en
        journal: Entity = {"@id": f"#{folder}-journal", "@type": "Periodical", "name": zh}
        found.append(journal | ({"alternateName": en} if en != zh else {}))
    for part, whole in pairwise(found):
        part["isPartOf"] = _to(whole)
    return found
