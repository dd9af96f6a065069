"""Kinds of a folder's own: declared, refused where they are not, in the graph, in answers and on pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Literal, URIRef

from cbec_kg import open_corpus, open_paper
from cbec_kg.errors import DataError
from cbec_kg.model.iris import TERM, resource_iri
from cbec_kg.model.records import Claim, Kind, Source
from cbec_kg.rdf.project import build_project
from cbec_kg.rdf.validate import validate

KINDS = """\
- id: kind-almanac
  of: source
  zh: 年鉴
  en: almanac
  kind_of: bulletin
  exact_match: [http://example.org/almanac]
- id: kind-legend
  of: claim
  zh: 传说
  en: legend
  definition: {zh: 口传之事, en: what is handed down}
- id: kind-trade
  of: entity
  zh: 行当
  en: trade
"""


@pytest.fixture
def folder(tea: Path) -> Path:
    """Return a folder that has an almanac, a legend and a trade."""
    (tea / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    with_kind(tea, "sources.yaml", "almanac")
    with_kind(tea, "claims.yaml", "legend")
    entities = (tea / "entities.yaml").read_text("utf-8")
    smith = "- {id: concept-aa-smith, zh: 铁匠, en: smith, kind: trade}\n"
    place = entities.index("- {id: concept-")
    (tea / "entities.yaml").write_text(entities[:place] + smith + entities[place:], encoding="utf-8")
    return tea


def with_kind(folder: Path, file: str, kind: str) -> None:
    """Give the first record of a file another kind."""
    path = folder / file
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"\bkind: [\w-]+", f"kind: {kind}", text, count=1), encoding="utf-8")


def test_declared_kinds_are_read_and_pass_every_check(folder: Path) -> None:
    paper = open_paper(folder)
    paper.check()
    assert [one.id for one in paper._snapshot.of(Kind)] == ["kind-almanac", "kind-legend", "kind-trade"]


def test_the_store_gives_them_back_as_they_were(folder: Path) -> None:
    paper = open_paper(folder)
    read = {
        name: record for name, record in paper._own.curation.records.items() if isinstance(record, Kind | Source | Claim)
    }
    for name, record in read.items():
        back = paper._snapshot.records[name]
        assert [getattr(back, field, None) for field in ("kind", "of", "kind_of", "exact_match", "definition", "zh")] == [
            getattr(record, field, None) for field in ("kind", "of", "kind_of", "exact_match", "definition", "zh")
        ]


def test_a_kind_is_a_concept_of_the_folders_scheme(folder: Path) -> None:
    paper = open_paper(folder)
    graph = paper.rdflib()
    almanac, scheme = (URIRef(resource_iri(paper.id, name)) for name in ("kind-almanac", "kinds"))
    found = {(p, o) for _, p, o, _ in graph.quads((almanac, None, None, None))}
    assert found >= {
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, scheme),
        (SKOS.prefLabel, Literal("年鉴", lang="zh")),
        (SKOS.prefLabel, Literal("almanac", lang="en")),
        (SKOS.broader, URIRef(f"{TERM}source-bulletin")),
        (SKOS.exactMatch, URIRef("http://example.org/almanac")),
    }
    assert list(graph.quads((None, URIRef(f"{TERM}sourceKind"), almanac, None)))
    assert list(graph.quads((scheme, RDF.type, SKOS.ConceptScheme, None)))


def test_queries_have_them_and_pages_show_their_names(folder: Path, tmp_path: Path) -> None:
    paper = open_paper(folder)
    assert "kind-almanac" in paper.query("named-sources").render("csv")
    assert "kind-legend" in paper.query("claims-by-kind").render("csv")
    page = paper.explorer().html
    assert "年鉴" in page and "almanac" in page and "传说" in page
    paper.site(tmp_path / "site")
    pages = "".join(path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html"))
    assert "年鉴" in pages and "传说" in pages and "行当" in pages


def test_a_kind_is_found_by_its_name(folder: Path) -> None:
    assert [hit.record for hit in open_paper(folder).search("年鉴").hits if hit.kind == "kind"] == ["kind-almanac"]


def test_two_folders_keep_their_kinds_apart(folder: Path, real_folder: Path) -> None:
    corpus = open_corpus([folder, real_folder])
    kinds = corpus._snapshot.of(Kind)
    assert len(kinds) == 3
    sources = {source.kind for source in corpus._snapshot.of(Source)}
    assert "almanac" in sources


LISTED = "statistics, bulletin, report, newspaper"


@pytest.mark.parametrize(
    ("kind", "offer"), [("almanak", " Did you mean almanac?"), ("reprot", " Did you mean report?"), ("legend", "")]
)
def test_a_kind_that_is_unknown_or_of_another_list_is_refused(folder: Path, kind: str, offer: str) -> None:
    with_kind(folder, "sources.yaml", kind)
    with pytest.raises(DataError) as caught:
        open_paper(folder).check(fast=True)
    told = [problem.message.partition(".")[2] for problem in caught.value.problems if ".kind " in problem.message]
    assert told == [
        f"kind is {kind!r}; it must be one of: {LISTED}, almanac.{offer} Correct it, or declare kind-{kind} in kinds.yaml."
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "kind_of: bulletin",
            "kind_of: buletin",
            "is said to be a kind of 'buletin', which is no kind of source. Did you mean bulletin? Correct 'kind_of'.",
        ),
        (
            "kind_of: bulletin",
            "kind_of: almanac",
            "is said to be a kind of 'almanac', which is no kind of source. Correct 'kind_of'.",
        ),
        (
            "http://example.org/almanac",
            "almanac",
            "has the exact match 'almanac'; the IRI of a concept is expected, beginning with http. Correct it.",
        ),
    ],
)
def test_a_declaration_that_is_wrong_is_told(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "kinds.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        open_paper(folder).check(fast=True)
    assert f"kind-almanac {message}" in [problem.message for problem in caught.value.problems]


def test_a_kind_that_is_listed_already_is_refused(folder: Path) -> None:
    path = folder / "kinds.yaml"
    more = "- {id: kind-report, of: source, zh: 报告, en: report}\n"
    path.write_text(path.read_text("utf-8").replace("- id: kind-trade", f"{more}- id: kind-trade"), encoding="utf-8")
    with pytest.raises(DataError, match="kind-report is in the list of kinds of source already"):
        open_paper(folder).check(fast=True)


def test_no_kind_is_a_kind_of_itself(folder: Path) -> None:
    more = (
        "- {id: kind-xa, of: entity, zh: 甲, en: a, kind_of: xb}\n- {id: kind-xb, of: entity, zh: 乙, en: b, kind_of: xa}\n"
    )
    with (folder / "kinds.yaml").open("a", encoding="utf-8") as file:
        file.write(more)
    with pytest.raises(DataError, match="kind-xa is a kind of itself through others"):
        open_paper(folder).check(fast=True)


def test_the_shapes_refuse_a_kind_that_is_not_declared(folder: Path) -> None:
    project = build_project(folder)
    almanac = URIRef(resource_iri(project.curation.folder_id, "kind-almanac"))
    project.dataset.remove((almanac, RDF.type, URIRef(f"{TERM}Kind"), None))
    with pytest.raises(DataError, match="Set 'kind' to one of: statistics, bulletin, report, newspaper, or a kind of"):
        validate(project)
