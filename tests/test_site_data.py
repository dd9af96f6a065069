"""What the site tells programs: schema.org, VoID and DCAT, downloads, heads, hosting."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from pyoxigraph import parse as parse_rdf
from rdflib import DCTERMS, RDF, XSD, Graph, Literal, Namespace, URIRef

from cbec_kg.cli.main import run
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM
from site_builder import (
    SCHEMA,
    SERVED,
    TEA,
    any_site,
    english,
    number,
    other_folder,
    page_at,
    pages_of,
    real_site,
    site,
    supplied_folder,
    write_site,
)
from site_html import Element

__all__ = ["any_site", "other_folder", "real_site", "site", "supplied_folder"]

VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")


def embedded(page: Element) -> Graph | None:
    scripts = [script.text() for script in page.all("script") if script.attributes.get("type") == "application/ld+json"]
    assert len(scripts) <= 1
    if not scripts:
        return None
    triples = serialize(
        (quad.triple for quad in parse_rdf(scripts[0], format=RdfFormat.JSON_LD)), format=RdfFormat.N_TRIPLES
    )
    return Graph().parse(data=triples, format="nt")


def test_every_resource_page_describes_its_iri_in_schema_org_and_nothing_else(any_site: Path) -> None:
    seen: Counter[str] = Counter()
    for path, page in pages_of(any_site).items():
        links = {link.attributes["rel"]: link.attributes["href"] for link in page.all("link")}
        scripts = [script.text() for script in page.all("script") if script.attributes.get("type") == "application/ld+json"]
        plain = path.removeprefix("en/")
        record_or_term = plain.startswith("terms/") or "-" in plain.partition("/")[2].partition("/")[0]
        assert len(scripts) == 1 if record_or_term else len(scripts) <= 1, path
        triples = {quad.triple for text in scripts for quad in parse_rdf(text, format=RdfFormat.JSON_LD)}
        predicates = {triple.predicate.value for triple in triples}
        assert all(name == str(RDF.type) or name.startswith(str(SCHEMA)) for name in predicates), path
        if triples and "describes" in links:
            subject = NamedNode(links["describes"])
            page_of_it = NamedNode(links["canonical"].replace("/en/", "/"))
            assert Triple(subject, NamedNode(str(SCHEMA.mainEntityOfPage)), page_of_it) in triples, path
            kinds = [t.object for t in triples if t.subject == subject and t.predicate.value == str(RDF.type)]
            seen.update(kind.value.removeprefix(str(SCHEMA)) for kind in kinds if isinstance(kind, NamedNode))
    kinds_of_all = {"ScholarlyArticle", "Claim", "Observation", "Dataset", "DefinedTerm", "StatisticalVariable", "Place"}
    assert kinds_of_all <= set(seen)


def test_a_statistic_is_an_observation_with_its_printed_digits(site: Path) -> None:
    graph = embedded(page_at(site, "tea-2020/stat-table-1-2019-export.html"))
    assert graph is not None
    subject = URIRef(f"{TEA}stat-table-1-2019-export")
    assert set(graph.objects(subject, RDF.type)) == {SCHEMA.Observation}
    assert graph.value(subject, SCHEMA.value) == Literal("210.00", datatype=XSD.decimal, normalize=False)
    assert graph.value(subject, SCHEMA.variableMeasured) == URIRef(f"{TEA}indicator-tea-export")
    assert graph.value(subject, SCHEMA.observationAbout) == URIRef(f"{TEA}place-qingxu")
    assert graph.value(subject, SCHEMA.observationDate) == Literal("2019")
    assert graph.value(subject, SCHEMA.unitText) == Literal("吨")


def test_a_figure_printed_as_more_than_is_a_lower_bound_and_no_value(edited: Callable[..., Path], tmp_path: Path) -> None:
    folder = edited(
        (
            "statistics.yaml",
            "约0.52万人\n  value: 0.52\n  operator: about",
            "超0.52万人\n  value: 0.52\n  operator: more-than",
        )
    )
    graph = embedded(page_at(write_site(tmp_path / "site", "--data", str(folder)), "tea-2020/stat-members.html"))
    assert graph is not None
    subject = URIRef(f"{TEA}stat-members")
    assert graph.value(subject, SCHEMA.minValue) == Literal("0.52", datatype=XSD.decimal)
    assert graph.value(subject, SCHEMA.value) is None
    assert graph.value(subject, SCHEMA.observationDate) is None


def test_an_article_of_unknown_title_has_no_name_in_schema_org(site: Path) -> None:
    graph = embedded(page_at(site, "tea-2020/article-tea-2020.html"))
    assert graph is not None
    article = URIRef(f"{TEA}article-tea-2020")
    assert set(graph.objects(article, RDF.type)) == {SCHEMA.ScholarlyArticle}
    assert not list(graph.objects(article, SCHEMA.name)) and not list(graph.objects(article, SCHEMA.headline))
    assert graph.value(article, SCHEMA.identifier) == Literal("doi:10.99999/tea.2020.0305")
    assert graph.value(article, SCHEMA.datePublished) == Literal("2020", datatype=XSD.gYear)
    assert set(graph.objects(article, SCHEMA.citation)) == {URIRef(f"{TEA}ref-0{number}") for number in range(1, 5)}


def test_a_claim_and_a_term_are_described_in_both_languages(site: Path) -> None:
    graph = embedded(page_at(site, "tea-2020/claim-capital-short.html"))
    assert graph is not None
    claim = URIRef(f"{TEA}claim-capital-short")
    assert set(graph.objects(claim, SCHEMA.text)) == {
        Literal("合作社缺少资金", lang="zh"),
        Literal("The cooperatives have little capital", lang="en"),
    }
    assert graph.value(claim, SCHEMA.isBasedOn) == URIRef(f"{TEA}citation-04-2")
    graph = embedded(page_at(site, "terms/class/Claim.html"))
    assert graph is not None
    term = URIRef(f"{TERM}Claim")
    assert graph.value(term, SCHEMA.inDefinedTermSet) == URIRef(ONTOLOGY)
    assert Literal("claim", lang="en") in set(graph.objects(term, SCHEMA.name))


def test_a_reference_has_a_name_in_schema_org_only_where_the_user_supplied_one(site: Path) -> None:
    for folder, names in (("tea-2020", {Literal("茶史 <考>")}), ("tea-2021", set())):
        graph = embedded(page_at(site, f"{folder}/ref-01.html"))
        assert graph is not None
        assert set(graph.objects(URIRef(f"{BASE}{folder}/ref-01"), SCHEMA.name)) == names


# Description of the data


def test_void_counts_are_those_of_the_download(any_site: Path) -> None:
    void = Graph().parse(any_site / "void.ttl")
    for folder in {path.parent.parent.name for path in any_site.glob("*/download/graph.nq")}:
        dump = (any_site / folder / "download" / "graph.nq").read_bytes()
        quads = list(parse_rdf(dump, format=RdfFormat.N_QUADS))
        triples = {quad.triple for quad in quads}
        dataset = next(void.subjects(DCTERMS.identifier, Literal(folder)))
        types = [triple.object for triple in triples if triple.predicate.value == str(RDF.type)]
        classes = Counter(URIRef(kind.value) for kind in types if isinstance(kind, NamedNode))
        predicates = Counter(URIRef(triple.predicate.value) for triple in triples)
        subjects = {str(triple.subject) for triple in triples}
        counted = {
            VOID.triples: len(triples),
            VOID.entities: sum(subject.startswith(f"<{BASE}{folder}/") for subject in subjects),
            VOID.distinctSubjects: len(subjects),
            VOID.distinctObjects: len({triple.object for triple in triples}),
            VOID.classes: len(classes),
            VOID.properties: len(predicates),
        }
        assert {term: number(void, dataset, term) for term in counted} == counted
        for partition, term, amount, expected in (
            (VOID.classPartition, VOID["class"], VOID.entities, classes),
            (VOID.propertyPartition, VOID.property, VOID.triples, predicates),
        ):
            parts = list(void.objects(dataset, partition))
            listed = {void.value(part, term): number(void, part, amount) for part in parts}
            assert listed == dict(expected)
        subsets = {part: number(void, part, VOID.triples) for part in void.objects(dataset, VOID.subset)}
        sizes = Counter(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))
        assert subsets == {URIRef(iri): sizes[iri] for iri in sizes if iri.startswith(f"{BASE}{folder}/")}


def test_every_download_is_described_with_its_address_size_and_digest(site: Path) -> None:
    void = Graph().parse(site / "void.ttl")
    described = {}
    for file in void.subjects(RDF.type, DCAT.Distribution):
        address = str(void.value(file, DCAT.downloadURL))
        checksum = void.value(void.value(file, SPDX.checksum), SPDX.checksumValue)
        described[address.removeprefix(SERVED)] = (number(void, file, DCAT.byteSize), str(checksum))
    files = [path for path in site.rglob("*") if path.is_file() and "download" in path.relative_to(site).parts]
    assert len(files) > 40
    assert described == {
        path.relative_to(site).as_posix(): (path.stat().st_size, sha256(path.read_bytes()).hexdigest()) for path in files
    }
    datasets = set(void.objects(predicate=DCAT.dataset))
    offered = {str(file) for dataset in datasets for file in void.objects(dataset, DCAT.distribution)}
    assert len(offered) == len(described)


def test_the_downloads_are_what_build_writes(site: Path, supplied_folder: Path, other_folder: Path, tmp_path: Path) -> None:
    data = ["--data", str(supplied_folder), "--data", str(other_folder)]
    built = tmp_path / "built"
    assert run(["build", "--fast", "--quiet", "--out", str(built), *data]) == 0
    compared = 0
    for path in sorted(built.rglob("*")):
        name = path.relative_to(built)
        if name.name in ("SHA256SUMS", "ro-crate-metadata.json"):  # of what was written, so each has its own
            continue
        if path.is_file() and name.name != "explorer.html":
            place = ("download", *name.parts) if len(name.parts) == 1 else (name.parts[0], "download", *name.parts[1:])
            assert site.joinpath(*place).read_bytes() == path.read_bytes()
            compared += 1
        elif path.is_file():
            assert (site / name).read_bytes() == path.read_bytes()
    assert compared > 30


def test_robots_sitemap_and_404_name_the_base(site: Path) -> None:
    assert f"Sitemap: {SERVED}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    assert f'href="{SERVED}index.html"' in (site / "404.html").read_text(encoding="utf-8")
    assert "ErrorDocument 404 /deep/er/404.html" in (site / ".htaccess").read_text(encoding="utf-8")
    note = (site / "HOSTING.txt").read_text(encoding="utf-8")
    assert SERVED in note and BASE in note


# Heads


def typed_links(page: Element) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in page.all("link"):
        found.setdefault(link.attributes["rel"], set()).add(link.attributes["href"])
    return found


def tags(page: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.all("meta"):
        if meta.attributes.get("name", "").startswith("citation_"):
            found.setdefault(meta.attributes["name"], []).append(meta.attributes["content"])
    return found


def test_a_records_head_says_what_identifies_it_and_where_its_data_and_licence_are(site: Path) -> None:
    links = typed_links(english(site, "tea-2020/problem-pickers.html"))
    assert links["cite-as"] == {f"{TEA}problem-pickers"}
    data = {"../../tea-2020/problem-pickers.ttl", "../../tea-2020/problem-pickers.jsonld"}
    assert data <= links["describedby"] and links["alternate"] >= data
    assert links["license"] == {"https://creativecommons.org/licenses/by/4.0/"}
    assert links["collection"] == {"index.html"}
    assert links["linkset"] == {"../../tea-2020/linkset.json"}


def test_the_article_is_cited_by_its_doi_and_a_papers_home_names_its_downloads(site: Path) -> None:
    doi = "https://doi.org/10.99999/tea.2020.0305"
    assert typed_links(page_at(site, "tea-2020/article-tea-2020.html"))["cite-as"] == {doi}
    home = typed_links(page_at(site, "tea-2020/index.html"))
    assert home["cite-as"] == {doi}
    files = {
        path.relative_to(site / "tea-2020").as_posix() for path in (site / "tea-2020/download").rglob("*") if path.is_file()
    }
    assert home["item"] == files


def test_reference_managers_find_what_is_known_of_the_article_and_no_title(site: Path) -> None:
    found = tags(page_at(site, "tea-2020/article-tea-2020.html"))
    assert found["citation_author"] == ["苔青"]
    assert found["citation_doi"] == ["10.99999/tea.2020.0305"]
    assert (found["citation_volume"], found["citation_issue"]) == (["3"], ["2"])
    assert found["citation_publication_date"] == ["2020"] and found["citation_language"] == ["zh"]
    assert "citation_title" not in found
    assert found["citation_reference"] == ["citation_title=茶史 <考>; citation_publication_date=2019"]
    assert "citation_reference" not in tags(page_at(site, "tea-2021/article-tea-2021.html"))


def test_a_records_tags_are_its_label_and_the_address_that_stays(site: Path) -> None:
    found = tags(english(site, "tea-2020/claim-capital-short.html"))
    assert found == {
        "citation_title": ["The cooperatives have little capital"],
        "citation_public_url": [f"{TEA}claim-capital-short"],
        "citation_language": ["en"],
    }


def test_the_linkset_of_a_paper_has_the_typed_links_of_its_pages(site: Path) -> None:
    document = json.loads((site / "tea-2020/linkset.json").read_text(encoding="utf-8"))
    found = {context["anchor"]: context for context in document["linkset"]}
    assert len(found) == len(document["linkset"])
    pickers = found[f"{SERVED}tea-2020/problem-pickers.html"]
    assert pickers["cite-as"] == [{"href": f"{TEA}problem-pickers"}]
    turtle = {"href": f"{SERVED}tea-2020/problem-pickers.ttl", "type": "text/turtle"}
    assert turtle in pickers["describedby"]
    for anchor, context in found.items():
        for target in (target["href"] for key, targets in context.items() if key != "anchor" for target in targets):
            assert not target.startswith(SERVED) or (site / target.removeprefix(SERVED)).is_file(), (anchor, target)


def test_the_search_index_has_every_page_but_its_own(any_site: Path) -> None:
    text = (any_site / "search-index.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("globalThis.siteIndex = ").rstrip().removesuffix(";"))
    pages = {path for path in pages_of(any_site) if not path.startswith("en/") and path not in ("404.html", "search.html")}
    assert {node["path"] for node in index["nodes"]} == pages
    assert {node["kind"] for node in index["nodes"]} <= set(index["kinds"])
