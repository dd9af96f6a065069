"""The site as a server renders it, page by page: the files are those that are written."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from cbec_kg import open_corpus
from cbec_kg.api.served import ServedSite, served_site
from cbec_kg.store.opening import dump_nquads, load_nquads
from site_builder import SERVED, other_folder, site, supplied_folder

__all__ = ["other_folder", "site", "supplied_folder"]

STEMS = ("tea-2020/problem-roads", "tea-2021/ref-01", "tea-2020/audit", "terms/class/Problem", "ontology")


def test_files_are_those_of_the_site(site: Path, supplied_folder: Path, other_folder: Path) -> None:
    served = served_site(open_corpus([supplied_folder, other_folder]), SERVED, "../sparql")

    def content(path: str) -> str:
        file = served.file(path)
        assert file is not None, path
        return file.content

    root = "en/" if (site / "en").is_dir() else "zh/"
    for stem in STEMS:
        for path in (f"{stem}.html", f"{root}{stem}.html"):
            assert content(path) == (site / path).read_text(encoding="utf-8"), path
    data = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.ttl")) if "download" not in path.parts]
    for path in [name for name in data if name.removesuffix(".ttl").endswith(STEMS)] + [f"{stem}.jsonld" for stem in STEMS]:
        assert content(path) == (site / path).read_text(encoding="utf-8"), path
    triples = {str(quad.triple) for quad in parse(path=site / f"{STEMS[0]}.ttl", format=RdfFormat.TURTLE)}
    assert {str(quad.triple) for quad in parse(content(f"{STEMS[0]}.nt"), format=RdfFormat.N_TRIPLES)} == triples
    written = (site / "tea-2020/download/graph.nq").read_text(encoding="utf-8")
    assert content("tea-2020/download/graph.nq") == dump_nquads(load_nquads(written))
    refuse_others(served)


def refuse_others(served: ServedSite) -> None:
    others = ("article.yaml", "../article.yaml", "tea-2020", "tea-2020/article.yaml", "tea-2020/x.ttl", "", "tea-2020/.html")
    assert [path for path in others if served.file(path) is not None] == []
