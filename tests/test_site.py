"""The linked-data site: its pages against the graph, its links, its descriptions, and how it is written."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from pyoxigraph import parse as parse_rdf
from rdflib import DCTERMS, RDF, XSD, Graph, Literal, Namespace, URIRef

from cbec_kg.bibliography.entries import Provenance, Supplied
from cbec_kg.bibliography.supplied import to_json
from cbec_kg.cli.main import run
from cbec_kg.errors import OutputError, UsageError
from cbec_kg.io import writing
from cbec_kg.io.writing import SUMS, write_folder
from cbec_kg.model.iris import BASE, ONTOLOGY, TERM
from cbec_kg.render.html import shown_text
from site_html import Element, parse

SCHEMA = Namespace("https://schema.org/")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
TEA = f"{BASE}tea-2020/"

PAPER = {
    "type": "article-journal",
    "title": "茶史 <考>",
    "author": [{"literal": "陆某"}],
    "issued": {"date-parts": [[2019]]},
}


def write_site(folder: Path, *arguments: str) -> Path:
    assert run(["site", str(folder), "--fast", "--quiet", *arguments]) == 0
    return folder


class Server:
    """A folder served on the loopback address, under a path with a prefix."""

    def __init__(self, root: Path) -> None:
        handler = partial(_Quiet, directory=str(root))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}/deep/er/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("served"))
    yield started
    started.server.shutdown()
    started.server.server_close()


@pytest.fixture(scope="module")
def supplied_folder(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the mini folder with data for its first reference."""
    folder = tmp_path_factory.mktemp("supplied") / "data"
    shutil.copytree(mini_folder, folder)
    origin = Provenance("refs.bib", "0" * 64, "key-1", "2026-01-02", "A. Reader")
    (folder / "bibliography.json").write_text(to_json([Supplied(1, PAPER, origin)]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def other_folder(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the mini folder under another id."""
    folder = tmp_path_factory.mktemp("other") / "data"
    shutil.copytree(mini_folder, folder)
    article = folder / "article.yaml"
    article.write_text(article.read_text(encoding="utf-8").replace("article-tea-2020", "article-tea-2021"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(server: Server, supplied_folder: Path, other_folder: Path) -> Path:
    """Return a site of two folders, one with a bibliography, at the address of the server."""
    root = Path(server.server.RequestHandlerClass.keywords["directory"])  # type: ignore[attr-defined]
    (root / "deep").mkdir()
    data = ["--data", str(supplied_folder), "--data", str(other_folder)]
    return write_site(root / "deep" / "er", "--base", server.base, *data)


@pytest.fixture(scope="module")
def real_site(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
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


def sections(page: Element) -> dict[str, Element]:
    """Return the sections of a page by their English heading."""
    found = {}
    for section in page.all("section"):
        heading = section.all("h2")[0]
        found[next(part.text() for part in heading.all() if part.language() == "en")] = section
    return found


def graph_of(site: Path) -> set[Triple]:
    """Return the joined graph, or the only one, from the site's own download."""
    joined = site / "download" / "graph.nq"
    path = joined if joined.exists() else next(site.glob("*/download/graph.nq"))
    return {quad.triple for quad in parse_rdf(path.read_bytes(), format=RdfFormat.N_QUADS)}


def number(graph: Graph, subject: Any, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))


# Pages and IRIs


def expected_place(iri: str, stems: set[str]) -> tuple[str, str]:
    """Return page and fragment of an IRI by the rule that HOSTING.txt states, worked out from the IRI alone."""
    path = iri.removeprefix(BASE)
    if path.startswith("ontology#"):
        return "ontology.html", path.removeprefix("ontology#")
    folder, _, rest = path.partition("/")
    record, _, part = rest.partition("/")
    if "-" in record and f"{folder}/{record}" in stems:
        return f"{folder}/{record}.html", part
    return f"{path}.html", ""


def test_every_iri_of_the_graph_has_its_page_and_its_place_on_it(any_site: Path) -> None:
    ids = {path: {element.attributes.get("id") for element in page.all()} for path, page in pages_of(any_site).items()}
    stems = {path.removesuffix(".html") for path in ids}
    subjects = {triple.subject.value for triple in graph_of(any_site) if isinstance(triple.subject, NamedNode)}
    own = {iri for iri in subjects if iri.startswith(BASE)}
    assert len(own) > 800
    for iri in own:
        page, fragment = expected_place(iri, stems)
        assert page in ids, iri
        assert not fragment or fragment in ids[page], iri


def test_every_page_of_a_resource_names_its_iri(any_site: Path) -> None:
    named = 0
    for path, page in pages_of(any_site).items():
        describes = [link.attributes["href"] for link in page.all("link") if link.attributes.get("rel") == "describes"]
        if describes:
            named += 1
            assert [code.text() for code in page.all("code")] == describes
            stem = path.removesuffix(".html")
            local = describes[0].removeprefix(BASE)
            assert stem == local or (stem.startswith("terms/") and stem.endswith("/" + local.removeprefix("ontology#"))), (
                path
            )
    assert named > 250


def test_the_data_of_all_pages_together_are_the_graph(any_site: Path) -> None:
    found = set()
    for path in any_site.rglob("*.ttl"):
        name = path.relative_to(any_site).as_posix()
        if "download/" not in name and name not in ("void.ttl", "shapes.ttl"):
            found |= {quad.triple for quad in parse_rdf(path.read_bytes(), format=RdfFormat.TURTLE)}
    assert found == graph_of(any_site)


def test_json_ld_beside_a_page_says_what_its_turtle_says(site: Path) -> None:
    paths = [path for path in site.rglob("*.jsonld") if path.with_suffix(".html").exists()]
    assert len(paths) > 300
    for path in paths:
        json_ld = {quad.triple for quad in parse_rdf(path.read_bytes(), format=RdfFormat.JSON_LD)}
        assert json_ld == {quad.triple for quad in parse_rdf(path.with_suffix(".ttl").read_bytes(), format=RdfFormat.TURTLE)}


def test_a_records_data_hold_its_parts_and_what_leads_to_it(site: Path) -> None:
    graph = Graph().parse(site / "tea-2020" / "problem-pickers.ttl")
    pickers = URIRef(f"{TEA}problem-pickers")
    assert (URIRef(f"{TEA}problem-pickers/anchor-1"), RDF.type, URIRef(f"{TERM}Anchor")) in graph
    answers = set(graph.subjects(URIRef(f"{TERM}answers"), pickers))
    assert answers == {URIRef(f"{TEA}countermeasure-training")}


def test_the_base_changes_no_iri_of_the_graph(site: Path, supplied_folder: Path, other_folder: Path, tmp_path: Path) -> None:
    elsewhere = write_site(tmp_path / "site", "--data", str(supplied_folder), "--data", str(other_folder))
    for name in ("tea-2020/problem-pickers.ttl", "download/graph.nq", "terms/class/Claim.jsonld", "ontology.ttl"):
        assert (elsewhere / name).read_bytes() == (site / name).read_bytes()
    assert f'href="{BASE}tea-2020/problem-pickers.html"' in (elsewhere / "tea-2020/problem-pickers.html").read_text("utf-8")


def test_every_kind_of_record_has_a_list_that_names_all_of_it(site: Path, mini_folder: Path) -> None:
    lists = {
        "problems": "problem-", "facets": "facet-", "countermeasures": "countermeasure-", "measures": "measure-",
        "claims": "claim-", "statistics": "stat-", "tables": "table-", "figures": "figure-", "references": "ref-",
        "sources": "source-", "citations": "citation-", "attributions": "attribution-", "sections": "section-",
        "indicators": "indicator-", "units": "unit-", "passages": "passage-",
    }  # fmt: skip
    home = {link.attributes["href"] for link in page_at(site, "tea-2020/index.html").all("a")}
    have = {path.name for path in (site / "tea-2020").glob("*.html")}
    for name, prefix in lists.items():
        listed = [link.attributes["href"] for link in page_at(site, f"tea-2020/{name}.html").all("a")]
        assert {page for page in have if page.startswith(prefix)} <= set(listed), name
        assert f"{name}.html" in home
    entities = {link.attributes["href"] for link in page_at(site, "tea-2020/entities.html").all("a")}
    ids = re.findall(r"^- \{id: (\S+),", (mini_folder / "entities.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(ids) == 14
    assert {f"{name}.html" for name in ids} <= entities


# What pages show


def test_a_figure_is_shown_as_printed_with_its_normalised_value_unit_and_unknown_period(site: Path) -> None:
    """0.52 of ten thousand is 5200; statistics.yaml and units.yaml of the mini folder."""
    found = sections(page_at(site, "tea-2020/stat-members.html"))
    assert "约0.52万人" in found["As printed"].text()
    facts = {fact.all("dt")[0].text(): fact.all("dd")[0].text() for fact in found["Details"].all("div")}
    assert facts["数值 Value"] == "约 0.52 about 0.52"
    assert facts["计量单位 Unit"] == "万个 ten thousand"
    assert facts["折算值 Normalised value"] == "5,200"
    assert facts["基本单位 Base unit"] == "count"
    assert facts["时期 Period"] == "未知 unknown"


def test_a_growth_shows_its_base_and_why_its_period_is_known(site: Path) -> None:
    found = sections(page_at(site, "tea-2020/stat-picker-wage-growth-2020.html"))
    facts = {fact.all("dt")[0].text(): fact.all("dd")[0].text() for fact in found["Details"].all("div")}
    assert facts["对比时期 Comparison period"] == "2018"
    assert facts["基年 Base year"] == "2018"
    assert "the year stands in the sentence before" in facts["时期 Period"]
    assert "inherited" in facts["时期 Period"]


def test_a_figure_whose_base_unit_is_unknown_is_not_normalised(site: Path) -> None:
    facts = sections(page_at(site, "tea-2020/stat-table-1-2019-total.html"))["Details"].text()
    assert "not normalised: the base unit is not known" in facts


def test_a_table_cell_is_marked_in_its_table_and_the_others_lead_to_their_pages(site: Path) -> None:
    grid = sections(page_at(site, "tea-2020/stat-table-1-2019-export.html"))["Its place in the table"]
    rows = [[cell.text() for cell in row.all("th", "td")] for row in grid.all("tr")]
    assert [row[0] for row in rows] == ["", "2018", "2019", "2020"]
    assert rows[2][1:] == ["1,240.50", "4.40", "1,030.50", "210.00"]
    marked = [cell.text() for cell in grid.all("td") if "here" in cell.attributes.get("class", "")]
    assert marked == ["210.00"]
    links = [link.attributes["href"] for link in grid.all("td")[-1].all("a")]
    assert links == ["stat-table-1-2020-export.html"]


def test_a_statement_shows_role_basis_reason_place_and_offsets(site: Path) -> None:
    found = sections(page_at(site, "tea-2020/problem-machines.html"))
    support = found["What it rests on"].text()
    assert "背景 context" in support and "inferred" in support
    assert "output only shows the scale" in support
    place = found["Places in the article"]
    assert "设备陈旧" in place.text()
    row = next(line for line in anchors_of("problem-machines"))
    assert f"{row['start']}–{row['end']}" in place.text()
    assert [link.attributes["href"] for link in place.all("a")] == ["passage-2.2.h.html"]


def anchors_of(record: str) -> list[dict[str, str]]:
    import csv

    path = Path(__file__).parent / "mini" / "data" / "anchors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["record"] == record]


def test_a_passage_leads_to_what_is_stated_in_it_and_to_its_neighbours(site: Path) -> None:
    page = page_at(site, "tea-2020/passage-1.p1.s2.html")
    stated = {link.attributes["href"] for link in sections(page)["Records stated here"].all("a")}
    assert {"stat-cooperatives.html", "stat-members.html"} <= stated
    near = {link.attributes["rel"]: link.attributes["href"] for link in page.all("a") if link.attributes.get("rel")}
    assert near == {"prev": "passage-1.p1.s1.html", "next": "passage-1.p1.s3.html"}


def test_a_reference_without_data_is_marked_as_unknown(site: Path) -> None:
    page = page_at(site, "tea-2020/ref-02.html")
    assert "there is no list of references" in sections(page)["Not given in the text used"].text()
    assert "Bibliographic data supplied by the user" not in sections(page)
    cited = {link.attributes["href"] for link in sections(page)["Where the article refers to it"].all("a")}
    assert {"citation-02-1.html", "citation-02-2.html"} <= cited


def test_supplied_data_are_shown_as_supplied_beside_what_the_text_lacks(site: Path) -> None:
    found = sections(page_at(site, "tea-2020/ref-01.html"))
    supplied = found["Bibliographic data supplied by the user"].text()
    assert "茶史 <考>" in supplied and "2019" in supplied and "refs.bib key-1" in supplied and "A. Reader" in supplied
    assert "unknown" in found["Not given in the text used"].text()
    assert "Bibliographic data supplied by the user" not in sections(page_at(site, "tea-2021/ref-01.html"))


def test_the_article_page_and_citations_never_fill_in_a_title(site: Path) -> None:
    page = page_at(site, "tea-2020/article-tea-2020.html")
    assert "the text used has no title" in sections(page)["Not given in the text used"].text()
    cite = sections(page)["Identifier, citation and data"].text()
    assert "苔青 et al. (2020). [title unknown]. Upland Agronomy, 3(2), 5. https://doi.org/10.99999/tea.2020.0305" in cite
    assert f"{TEA}article-tea-2020" in cite


def test_a_derived_field_gives_its_reason_beside_its_value(site: Path) -> None:
    page = page_at(site, "tea-2020/article-tea-2020.html")
    facts = {fact.all("dt")[0].text(): fact for fact in sections(page)["Details"].all("div")}
    assert facts["年份 Year"].attributes["id"] == "derived/year"
    assert facts["年份 Year"].all("span")[0].text() == "2020"
    assert facts["年份 Year"].all("p")[0].text() == "推得：由DOI得出 derived: from the DOI"
    assert "id" not in facts["卷 Volume"].attributes


def test_what_the_graph_says_of_a_resource_is_headed_by_the_ontologys_labels(site: Path) -> None:
    path = next((site / "tea-2020" / "cube" / "observation").glob("*.html"))
    page = page_at(site, path.relative_to(site).as_posix())
    names = {name.text() for name in sections(page)["What the graph says of it"].all("dt")}
    assert "观测的印刷原文 printed text of an observation" in names and "rdf:type" in names


def test_what_cannot_be_shown_is_replaced_and_nothing_else() -> None:
    """Control characters but tab and new line, surrogates, and the marks of UAX 9 that turn the direction of text."""
    turning = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C}
    for code in range(0x10000):
        hidden = code in turning or (unicodedata.category(chr(code)) in ("Cc", "Cs") and code not in (9, 10))
        assert (shown_text(chr(code)) == chr(code)) is not hidden, hex(code)


def test_an_inconsistent_figure_shows_the_audits_working_first(real_site: Path) -> None:
    """The table prints 80.20 for 2018, 658.80 for 2019 and a growth of 26.40: the ratio is 8.2, not 1.26."""
    folder = next(real_site.glob("*/index.html")).parent.name
    block = sections(page_at(real_site, f"{folder}/stat-table-1-2019-export-growth.html"))[
        "Computed: the audit of the figures"
    ]
    entries = [entry.text() for entry in block.all("li")]
    assert "inconsistent" in entries[0] and "inconsistent" not in entries[-1]
    assert sum("658.80 ÷ 80.20 − 1 ≠ 26.40%" in entry for entry in entries) == 1
    assert "The data are not changed." in block.text()


def test_an_explanation_shows_its_hypotheses_in_their_order_with_what_each_would_do(real_site: Path) -> None:
    """Read against 2017 instead, the growth of 2018 resolves one conflict, adds none, confirms one relation, breaks none."""
    folder = next(real_site.glob("*/index.html")).parent.name
    pages = [page_at(real_site, str(path.relative_to(real_site))) for path in real_site.glob(f"{folder}/explanation/*.html")]
    blocks = [sections(page)["Hypotheses (nothing is corrected)"] for page in pages]
    entries = [[entry.text() for entry in block.all("li")] for block in blocks]
    [found] = [texts for texts in entries if texts and "it is compared with 2017" in texts[0]]
    counts = (("would resolve", 1), ("would add", 0), ("would confirm", 1), ("would break", 0))
    for words, count in counts:
        assert re.search(rf"{words}\W*{count}(?!\d)", found[0]), found[0]


def test_the_front_page_leads_to_the_explorer_and_to_the_audit(site: Path) -> None:
    links = {link.attributes["href"] for link in page_at(site, "index.html").all("a")}
    assert {"tea-2020/explorer.html", "tea-2020/audit.html"} <= links


def test_a_term_page_has_label_definition_and_number_of_uses(site: Path) -> None:
    page = page_at(site, "terms/class/Facet.html")
    assert [heading.text() for heading in page.all("h1")] == ["具体表现 facet"]
    assert "One aspect of a problem" in sections(page)["Definition"].text()
    count = sum(triple.object == NamedNode(f"{TERM}Facet") and "#" not in str(triple.subject) for triple in graph_of(site))
    facts = {fact.all("dt")[0].text(): fact.all("dd")[0].text() for fact in sections(page)["Details"].all("div")}
    assert count == 2 * 5
    assert facts["数据中的使用次数 Uses in the data"] == str(count)


def test_terms_that_differ_in_a_capital_alone_have_pages_that_no_file_system_confuses(site: Path) -> None:
    paths = [path.relative_to(site).as_posix().casefold() for path in site.rglob("*") if path.is_file()]
    assert max(Counter(paths).values()) == 1
    assert (site / "terms/class/Source.html").exists() and (site / "terms/property/source.html").exists()


# Links


def links_in(page: Element) -> Iterator[str]:
    for element in page.all():
        for name in ("href", "src"):
            if name in element.attributes and element.attributes.get("rel") not in ("canonical", "describes", "icon"):
                yield element.attributes[name]


def test_every_internal_link_leads_to_a_file_and_a_place_on_it(any_site: Path) -> None:
    pages = pages_of(any_site)
    ids = {path: {element.attributes.get("id") for element in page.all()} for path, page in pages.items()}
    base = re.search(r"served at (\S+)", (any_site / "HOSTING.txt").read_text(encoding="utf-8"))
    assert base
    followed = 0
    for path, page in pages.items():
        for link in links_in(page):
            link = link.removeprefix(base.group(1)) if path == "404.html" else link
            if urlsplit(link).scheme:
                continue
            followed += 1
            target, fragment = urldefrag(link)
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
            assert (any_site / where).is_file(), f"{path}: {link}"
            if fragment and where in ids:
                assert fragment in ids[where], f"{path}: {link}"
    assert followed > 3000


def test_a_crawl_over_http_under_a_prefix_reaches_every_page_of_the_sitemap(server: Server, site: Path) -> None:
    with urlopen(f"{server.base}sitemap.xml") as answer:
        listed = set(re.findall(r"<loc>([^<]+)</loc>", answer.read().decode()))
    found, front = set(), [f"{server.base}index.html"]
    while front:
        address = front.pop()
        if address in found or not address.startswith(server.base):
            assert address in found or not address.startswith("http://127.0.0.1"), f"{address} leaves the site"
            continue
        found.add(address)
        with urlopen(address) as answer:
            assert answer.status == 200
            body = answer.read()
        if address.endswith(".html") and not address.endswith("explorer.html"):
            links = [urljoin(address, link) for link in links_in(parse(body.decode()))]
            front += [urldefrag(link).url for link in links]
    assert listed <= found
    assert listed == {server.base + path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {
        f"{server.base}404.html"
    }


def test_an_unknown_address_is_a_404_on_the_test_server(server: Server, site: Path) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{server.base}tea-2020/nothing-here.html")
    assert caught.value.code == 404
    caught.value.close()


def test_no_page_loads_anything_from_elsewhere_or_runs_anything(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        policies = [
            element.attributes["content"]
            for element in page.all("meta")
            if element.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1 and policies[0].startswith("default-src 'none'"), path
        assert not re.search(r"https?:|unsafe|\*", policies[0]), path
        assert not page.all("img", "iframe", "object", "embed", "audio", "video", "base", "form"), path
        assert {script.attributes.get("type") for script in page.all("script")} <= {"application/ld+json"}, path
        for element in page.all():
            assert not [name for name in element.attributes if name.startswith("on") or name in ("style", "srcset")], path
            if element.name == "link" and element.attributes["rel"] in ("stylesheet", "icon"):
                assert element.attributes["href"] == "data:," or not urlsplit(element.attributes["href"]).scheme, path
    style = (any_site / "site.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


# Form of the pages


def test_pages_are_well_formed_with_one_heading_above_the_others_and_ids_once(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        levels = [int(element.name[1]) for element in page.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), (path, [name for name, count in Counter(ids).items() if count > 1])
        assert len(page.all("main")) == 1 and len(page.all("title")) == 1, path
        assert not [element for element in page.all("ul", "ol", "dl", "p") if not element.children], path


def test_a_page_opens_with_a_link_that_skips_to_its_content(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        if path != "404.html":
            first = page.all("a")[0]
            assert first.attributes["class"] == "skip", path
            assert first.attributes["href"] == "#" + page.all("main")[0].attributes["id"], path


def test_chinese_text_is_marked_as_chinese_and_english_as_english(any_site: Path) -> None:
    """Nothing marked as English is all Chinese; Chinese characters never stand under no language at all."""
    for path, page in pages_of(any_site).items():
        assert page.all("html")[0].attributes["lang"] == "zh", path
        for element in page.all("bdi", "span", "p"):
            own = "".join(child for child in element.children if isinstance(child, str)).strip()
            if element.language() == "zh" and element.attributes.get("lang") == "zh" and len(own) > 40:
                assert re.search(r"[\u3400-\u9fff]", own), (path, own)
            if element.language() == "en" and len(own) > 40:
                assert len(re.findall(r"[A-Za-z]", own)) > len(re.findall(r"[\u3400-\u9fff]", own)), (path, own)


def colours(style: str, dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    found: dict[str, str] = {}
    for block in blocks[: 2 if dark else 1]:
        found |= dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground_by_the_ratio_of_wcag_aa(site: Path, dark: bool) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    palette = colours((site / "site.css").read_text(encoding="utf-8"), dark)
    for ground in ("page", "surface", "here"):
        for text in ("ink", "muted", "link", "visited"):
            high, low = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


# schema.org


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
        scripts = [script.text() for script in page.all("script")]
        record_or_term = path.startswith("terms/") or "-" in path.partition("/")[2].partition("/")[0]
        assert len(scripts) == 1 if record_or_term else len(scripts) <= 1, path
        triples = {quad.triple for text in scripts for quad in parse_rdf(text, format=RdfFormat.JSON_LD)}
        predicates = {triple.predicate.value for triple in triples}
        assert all(name == str(RDF.type) or name.startswith(str(SCHEMA)) for name in predicates), path
        if triples and "describes" in links:
            subject = NamedNode(links["describes"])
            assert Triple(subject, NamedNode(str(SCHEMA.mainEntityOfPage)), NamedNode(links["canonical"])) in triples, path
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
    folder = edited(("statistics.yaml", "value: 0.52\n  operator: about", "value: 0.52\n  operator: more-than"))
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


def test_every_download_is_described_with_its_address_size_and_digest(site: Path, server: Server) -> None:
    void = Graph().parse(site / "void.ttl")
    described = {}
    for file in void.subjects(RDF.type, DCAT.Distribution):
        address = str(void.value(file, DCAT.downloadURL))
        checksum = void.value(void.value(file, SPDX.checksum), SPDX.checksumValue)
        described[address.removeprefix(server.base)] = (number(void, file, DCAT.byteSize), str(checksum))
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
        if path.is_file() and name.name != "explorer.html":
            place = ("download", *name.parts) if len(name.parts) == 1 else (name.parts[0], "download", *name.parts[1:])
            assert site.joinpath(*place).read_bytes() == path.read_bytes()
            compared += 1
        elif path.is_file():
            assert (site / name).read_bytes() == path.read_bytes()
    assert compared > 30


def test_robots_sitemap_and_404_name_the_base(site: Path, server: Server) -> None:
    assert f"Sitemap: {server.base}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    assert f'href="{server.base}index.html"' in (site / "404.html").read_text(encoding="utf-8")
    assert "ErrorDocument 404 /deep/er/404.html" in (site / ".htaccess").read_text(encoding="utf-8")
    note = (site / "HOSTING.txt").read_text(encoding="utf-8")
    assert server.base in note and BASE in note


# Hostile input


HOSTILE = '"><img src=x onerror=alert(1)></title></script><script>alert(2)</script>\u202e&amp;'


def test_hostile_labels_are_shown_as_text(edited: Callable[..., Path], tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    folder = edited(
        ("claims.yaml", "en: The cooperatives have little capital", f"en: {quoted}"),
        ("entities.yaml", "en: old pan,", f"en: {quoted},"),
        ("article.yaml", "first_author: 苔青", f"first_author: {quoted}"),
        ("units.yaml", "symbol: 吨", f"symbol: {quoted}"),
        ("claims.yaml", "zh: 文中只说难以添置", f"zh: {quoted}"),
    )
    site = write_site(tmp_path / "site", "--data", str(folder))
    shown = HOSTILE.replace("\u202e", "\ufffd")
    assert shown in page_at(site, "tea-2020/claim-capital-short.html").all("h1")[0].text()
    for path, page in pages_of(site).items():
        assert not page.all("img"), path
        assert all(script.attributes.get("type") == "application/ld+json" for script in page.all("script")), path
        assert "\u202e" not in (site / path).read_text(encoding="utf-8"), path
        embedded(page)
    for file in (site / "tea-2020").glob("*.ttl"):
        Graph().parse(file)
    Graph().parse(site / "void.ttl")


def test_a_folder_whose_id_is_a_name_of_the_site_is_refused(
    edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(("article.yaml", "id: article-tea-2020", "id: article-download"))
    assert run(["site", str(tmp_path / "site"), "--fast", "--data", str(folder)]) == 2
    assert "'download' is a name of the site itself" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "base",
    [
        "example.org/kg",
        "ftp://example.org/",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://e.org/a b/",
        "javascript:alert(1)",
        'https://e.org/"><script>',
        "https://u@example.org/",
        "https://example.org/../a/",
    ],
)
def test_a_base_that_is_no_address_is_refused(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["site", str(tmp_path / "site"), "--base", base]) == 2
    error = capsys.readouterr().err
    assert "no address of a site" in error and "Traceback" not in error
    assert not (tmp_path / "site").exists()


def test_two_folders_of_one_id_are_refused(
    mini_folder: Path, edited: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(mini_folder), "--data", str(edited())]
    assert run(["site", str(tmp_path / "site"), "--fast", *data]) == 2
    assert "two folders have the id 'tea-2020'" in capsys.readouterr().err


# Writing


def listing(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_data_give_the_same_bytes_whatever_the_hash_seed(mini_folder: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-c", "from cbec_kg.cli.main import main; main()", "site", str(tmp_path / seed), "--fast"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*command, "--data", str(mini_folder)], check=True, env=environment, capture_output=True)
    assert listing(tmp_path / "1") == listing(tmp_path / "2")


def test_the_list_of_digests_names_every_file(site: Path) -> None:
    lines = (site / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert listed == {name: sha256(data).hexdigest() for name, data in listing(site).items() if name != SUMS}


def test_a_site_that_nobody_changed_is_replaced_whole(mini_folder: Path, other_folder: Path, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", "--data", str(other_folder))
    write_site(folder, "--data", str(mini_folder))
    assert (folder / "tea-2020").is_dir() and not (folder / "tea-2021").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write_folder(folder, {"a.txt": "1", "b/c.txt": "2"})
    return folder


def add(folder: Path) -> None:
    (folder / "mine.txt").write_text("mine")


def change(folder: Path) -> None:
    (folder / "b" / "c.txt").write_text("changed")


def link_out(folder: Path) -> None:
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(folder.parent / "elsewhere")


def without_list(folder: Path) -> None:
    (folder / SUMS).unlink()


@pytest.mark.parametrize("touch", [add, change, link_out, without_list])
def test_a_folder_that_holds_anything_else_is_refused_and_left(small: Path, touch: Callable[[Path], None]) -> None:
    touch(small)
    before = listing(small)
    with pytest.raises(UsageError):
        write_folder(small, {"new.txt": "3"})
    assert listing(small) == before
    assert [path.name for path in small.parent.iterdir()] == ["site"]


def test_a_foreign_folder_is_refused_before_anything_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run(["site", str(tmp_path), "--data", "no-such-folder"]) == 2
    assert "is not empty; nothing was written" in capsys.readouterr().err
    assert listing(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("present", [False, True], ids=["new", "there already"])
def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: bool) -> None:
    folder = tmp_path / "site"
    if present:
        write_folder(folder, {"a.txt": "1"})
    before = listing(tmp_path)
    real = writing._write_below
    written: list[str] = []

    def full(folder: Path, name: str, content: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(name)
        real(folder, name, content)

    monkeypatch.setattr(writing, "_write_below", full)
    with pytest.raises(OutputError, match="no space left"):
        write_folder(folder, dict.fromkeys("abcd", "2"))
    assert written == ["a", "b"]
    assert listing(tmp_path) == before
    assert list(tmp_path.iterdir()) == ([folder] if present else [])


def test_an_old_folder_comes_back_when_the_new_one_cannot_take_its_place(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listing(small)
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(16, "Device or resource busy")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OutputError, match="busy"):
        write_folder(small, {"new.txt": "3"})
    assert listing(small) == before
    assert [path.name for path in small.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/out.txt"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        write_folder(tmp_path / "site", {name: "x"})
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / "out.txt").exists()


# The ontology's generated documentation


# pyLODE 3.2.0 leaves its style sheet open
@pytest.mark.filterwarnings("ignore:unclosed file.*pylode:ResourceWarning")
@pytest.mark.filterwarnings("ignore:.*pylode.css:pytest.PytestUnraisableExceptionWarning")
def test_pylodes_pages_are_added_on_request_in_each_language_without_the_network(mini_folder: Path, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "--pylode", "--data", str(mini_folder))
    for language, label, absent in (
        ("zh", "具体表现", "One aspect of a problem"),
        ("en", "One aspect of a problem", "具体表现"),
    ):
        text = (site / "pylode" / f"{language}.html").read_text(encoding="utf-8")
        assert label in text and absent not in text
        assert f'<html lang="{language}">' in text and "default-src 'none'" in text
        assert not re.search(r'<(?:script|img|iframe)[^>]*src=|<link[^>]*href="http', text)
    links = [link.attributes["href"] for link in page_at(site, "ontology.html").all("a")]
    assert {"pylode/zh.html", "pylode/en.html"} <= set(links)


def test_without_pylode_its_pages_are_refused_in_one_line_and_the_rest_works(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not (site / "pylode").exists()
    monkeypatch.setitem(sys.modules, "pylode", None)
    assert run(["site", str(tmp_path / "site"), "--pylode"]) == 2
    error = capsys.readouterr().err
    assert "pip install 'cbec-kg[site]'" in error and "Traceback" not in error
    assert not (tmp_path / "site").exists()
