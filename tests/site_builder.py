"""The site's fixtures and what its tests read of it: built sites, their pages as elements, their graphs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Triple
from pyoxigraph import parse as parse_rdf
from rdflib import Graph, Namespace, URIRef

from cbec_kg.bibliography.entries import Provenance, Supplied
from cbec_kg.bibliography.supplied import to_json
from cbec_kg.cli.main import run
from cbec_kg.model.iris import BASE
from site_html import Element, parse

SCHEMA = Namespace("https://schema.org/")
TEA = f"{BASE}tea-2020/"
SERVED = "https://example.org/deep/er/"
"""Where the site of two folders says that it is served."""

Once = Callable[[str, Callable[[Path], object]], Path]

PAPER = {
    "type": "article-journal",
    "title": "茶史 <考>",
    "author": [{"literal": "陆某"}],
    "issued": {"date-parts": [[2019]]},
}


def write_site(folder: Path, *arguments: str) -> Path:
    assert run(["site", str(folder), "--fast", "--quiet", *arguments]) == 0
    return folder


@pytest.fixture(scope="session")
def supplied_folder(mini_folder: Path, once: Once) -> Path:
    """Return the mini folder with data for its first reference."""

    def make(folder: Path) -> None:
        shutil.copytree(mini_folder, folder)
        origin = Provenance("refs.bib", "0" * 64, "key-1", "2026-01-02", "A. Reader")
        (folder / "bibliography.json").write_text(to_json([Supplied(1, PAPER, origin)]), encoding="utf-8")

    return once("site-supplied", make)


@pytest.fixture(scope="session")
def other_folder(mini_folder: Path, once: Once) -> Path:
    """Return the mini folder under another id."""

    def make(folder: Path) -> None:
        shutil.copytree(mini_folder, folder)
        article = folder / "article.yaml"
        text = article.read_text(encoding="utf-8").replace("article-tea-2020", "article-tea-2021")
        article.write_text(text, encoding="utf-8")

    return once("site-other", make)


@pytest.fixture(scope="session")
def site(once: Once, supplied_folder: Path, other_folder: Path) -> Path:
    """Return a site of two folders, one with a bibliography."""
    data = ["--data", str(supplied_folder), "--data", str(other_folder)]
    return once("site-of-two", lambda folder: write_site(folder, "--base", SERVED, *data))


@pytest.fixture(scope="session")
def real_site(once: Once) -> Path:
    return once("real-site", write_site)


@pytest.fixture(params=["mini", "real"])
def any_site(request: pytest.FixtureRequest) -> Path:
    found = request.getfixturevalue({"mini": "site", "real": "real_site"}[request.param])
    assert isinstance(found, Path)
    return found


@cache
def pages_of(site: Path) -> dict[str, Element]:
    """Return every page but the explorer, parsed, by path."""
    paths = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    return {path: page_at(site, path) for path in paths if not path.endswith("explorer.html")}


def page_at(site: Path, path: str) -> Element:
    return parse((site / path).read_text(encoding="utf-8"))


def english(site: Path, path: str) -> Element:
    return page_at(site, f"en/{path}")


def sections(page: Element) -> dict[str, Element]:
    """Return the sections of a page by their heading, without the count that may stand behind it."""
    found = {}
    for section in page.all("section"):
        heading = section.all("h2")[0]
        found["".join(child for child in heading.children if isinstance(child, str)).strip()] = section
    return found


def facts_of(section: Element) -> dict[str, str]:
    return {fact.all("dt")[0].text(): fact.all("dd")[0].text().strip() for fact in section.all("div")}


def graph_of(site: Path) -> set[Triple]:
    """Return the joined graph, or the only one, from the site's own download."""
    joined = site / "download" / "graph.nq"
    path = joined if joined.exists() else next(site.glob("*/download/graph.nq"))
    return {quad.triple for quad in parse_rdf(path.read_bytes(), format=RdfFormat.N_QUADS)}


def number(graph: Graph, subject: Any, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))
