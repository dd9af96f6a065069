"""The server: SPARQL by the protocol, records in every form, the questions as JSON, and what a client may not do."""

from __future__ import annotations

import csv
import io
import socket
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, SPARQLWrapper

from cbec_kg import Corpus, open_corpus, shipped_queries
from cbec_kg.api.nanopubs import check_nanopubs
from cbec_kg.api.results.base import Made
from cbec_kg.endpoint.operations import offered
from cli_calls import PATIENCE, call
from served import DIRECT, FORM, Reply, Served, served

HOME = "https://w3id.org/cbec-kg/tea-2020/"
ARTICLE, CURATION = f"{HOME}graph/article", f"{HOME}graph/curation"
SELECT = "SELECT ?s ?name { ?s a cbec:Problem ; rdfs:label ?name } ORDER BY ?s ?name"
ASK = "ASK { ?s a cbec:Problem }"
CONSTRUCT = "CONSTRUCT { ?s a cbec:Problem } WHERE { ?s a cbec:Problem }"
DESCRIBE = f"DESCRIBE <{HOME}problem-roads>"
COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a cbec:Problem }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, mini_folder: Path) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("served") / "log"
    with served(log, mini_folder, "--timeout", "600", "--processes", "2", "--cors", "https://page.example") as found:
        yield found


@pytest.fixture(scope="module")
def tea_papers(mini_folder: Path) -> Corpus:
    return open_corpus([mini_folder])


# The query operation of the SPARQL 1.1 Protocol: requests and the answer that section 2.1 asks for

JSON_RESULTS, XML_RESULTS = "application/sparql-results+json", "application/sparql-results+xml"
PROBLEM = "application/problem+json"
ELSEWHERE = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
FILE = "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"


class Case(NamedTuple):
    """A request, and what it gets: `query` follows the address, or is the body where there is a `kind` of one."""

    status: int
    answer: str
    query: Any = (("query", ASK),)
    accept: str = "*/*"
    method: str = "GET"
    kind: str | None = None


PROTOCOL = {
    "a query in the address": Case(200, JSON_RESULTS),
    "a query in a form": Case(200, JSON_RESULTS, method="POST", kind=FORM),
    "a query by itself": Case(200, JSON_RESULTS, ASK.encode(), method="POST", kind=DIRECT),
    "a query by itself with its charset": Case(200, JSON_RESULTS, ASK.encode(), "*/*", "POST", f"{DIRECT}; charset=UTF-8"),
    "the head of an answer": Case(200, JSON_RESULTS, method="HEAD"),
    "a SELECT as JSON": Case(200, JSON_RESULTS, [("query", SELECT)], JSON_RESULTS),
    "a SELECT as XML": Case(200, XML_RESULTS, [("query", SELECT)], XML_RESULTS),
    "a SELECT as CSV": Case(200, "text/csv", [("query", SELECT)], "text/csv"),
    "a SELECT as TSV": Case(200, "text/tab-separated-values", [("query", SELECT)], "text/tab-separated-values"),
    "an ASK as JSON": Case(200, JSON_RESULTS, accept=JSON_RESULTS),
    "an ASK as XML": Case(200, XML_RESULTS, accept=XML_RESULTS),
    "an ASK as CSV": Case(200, "text/csv", accept="text/csv"),
    "a DESCRIBE": Case(200, "text/turtle", [("query", DESCRIBE)]),
    "a DESCRIBE as RDF/XML": Case(200, "application/rdf+xml", [("query", DESCRIBE)], "application/rdf+xml"),
    "a CONSTRUCT as Turtle": Case(200, "text/turtle", [("query", CONSTRUCT)], "text/turtle"),
    "a CONSTRUCT as N-Triples": Case(200, "application/n-triples", [("query", CONSTRUCT)], "application/n-triples"),
    "a CONSTRUCT as JSON-LD": Case(200, "application/ld+json", [("query", CONSTRUCT)], "application/ld+json"),
    "another method": Case(405, PROBLEM, method="PUT"),
    "two queries": Case(400, PROBLEM, [("query", ASK), ("query", SELECT)]),
    "no query in a form": Case(400, PROBLEM, [("other", "1")], method="POST", kind=FORM),
    "a form of another type": Case(415, PROBLEM, method="POST", kind="text/plain"),
    "a form without its type": Case(415, PROBLEM, method="POST", kind=""),
    "a query by itself without its type": Case(415, PROBLEM, ASK.encode(), method="POST", kind=""),
    "another charset": Case(415, PROBLEM, ASK.encode("utf-16"), "*/*", "POST", f"{DIRECT}; charset=UTF-16"),
    "bytes that are not UTF-8": Case(400, PROBLEM, ASK.encode("utf-16"), method="POST", kind=DIRECT),
    "a parameter that is not UTF-8": Case(400, PROBLEM, [("query", b"ASK {} #\xff")]),
    "a query that cannot be read": Case(400, PROBLEM, [("query", "ASK { ?s ?p }")]),
    "an empty query": Case(400, PROBLEM, [("query", "")]),
    "an update as a query": Case(400, PROBLEM, [("query", "CLEAR ALL")]),
    "an update": Case(400, PROBLEM, [("update", "CLEAR ALL")], method="POST", kind=FORM),
    "an update by itself": Case(415, PROBLEM, b"CLEAR ALL", method="POST", kind="application/sparql-update"),
    "a format that there is not": Case(406, PROBLEM, accept="image/png"),
    "a format of another form": Case(406, PROBLEM, [("query", SELECT)], "application/n-triples"),
    "a call elsewhere": Case(403, PROBLEM, [("query", ELSEWHERE)]),
    "a file": Case(403, PROBLEM, [("query", FILE)]),
    "an unknown graph": Case(403, PROBLEM, [("query", ASK), ("default-graph-uri", "https://example.org/none")]),
}
"""The query operation as section 2.1 has it, and what it must not do, by what a request is."""


@pytest.mark.parametrize("name", PROTOCOL)
def test_requests_are_answered_as_the_protocol_has_it(server: Served, name: str) -> None:
    case = PROTOCOL[name]
    content = case.query if isinstance(case.query, bytes) else urlencode(list(case.query)).encode()
    headers = {"accept": case.accept} | ({"content-type": case.kind} if case.kind else {})
    if case.kind is None:
        reply = server.ask(f"/sparql?{content.decode()}", case.method, None, headers)
    else:
        reply = server.ask("/sparql", case.method, content, headers)
    assert (reply.status, reply.kind) == (case.status, case.answer), reply.content
    if case.answer == PROBLEM:
        assert reply.json()["status"] == case.status
        assert len(reply.json()["detail"]) > 10


def number(reply: Reply) -> int:
    (row,) = reply.json()["results"]["bindings"]
    return int(row["n"]["value"])


@pytest.mark.parametrize("by", ["address", "form", "itself"])
def test_a_request_chooses_its_graphs(server: Served, by: str) -> None:
    def asked(text: str, graphs: list[tuple[str, str]]) -> int:
        if by == "address":
            return number(server.ask(f"/sparql?{urlencode([('query', text), *graphs])}"))
        if by == "form":
            return number(server.ask("/sparql", "POST", urlencode([("query", text), *graphs]).encode(), content_type=FORM))
        return number(server.ask(f"/sparql?{urlencode(graphs)}", "POST", text.encode(), content_type=DIRECT))

    every = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    within = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    article = asked(every, [("default-graph-uri", ARTICLE)])
    curation = asked(every, [("default-graph-uri", CURATION)])
    both = asked(every, [("default-graph-uri", ARTICLE), ("default-graph-uri", CURATION)])
    assert article > 0
    assert curation > 0
    assert max(article, curation) < both <= article + curation
    assert asked(within, [("named-graph-uri", ARTICLE)]) == article
    assert asked(within, [("named-graph-uri", ARTICLE), ("named-graph-uri", CURATION)]) == article + curation
    assert asked(every, [("named-graph-uri", ARTICLE)]) == 0
    assert asked(f"SELECT (COUNT(*) AS ?n) FROM <{CURATION}> {{ ?s ?p ?o }}", [("default-graph-uri", ARTICLE)]) == article


def test_all_formats_of_a_select_say_the_same(server: Served, tea_papers: Corpus) -> None:
    rows = [(str(row[0].value), row[1].value, row[1].language) for row in tea_papers.query(SELECT).answer.rows]  # type: ignore[attr-defined]
    assert len(rows) == 6
    bindings = server.sparql(SELECT).json()["results"]["bindings"]
    assert [(one["s"]["value"], one["name"]["value"], one["name"]["xml:lang"]) for one in bindings] == rows
    root = ElementTree.fromstring(server.sparql(SELECT, "application/sparql-results+xml").content)
    space = "{http://www.w3.org/2005/sparql-results#}"
    literals = root.findall(f".//{space}literal")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [(one.text, one.get(lang)) for one in literals] == [row[1:] for row in rows]
    table = list(csv.reader(io.StringIO(server.sparql(SELECT, "text/csv").content.decode())))
    assert table == [["s", "name"], *([row[0], row[1]] for row in rows)]
    lines = server.sparql(SELECT, "text/tab-separated-values").content.decode().splitlines()
    assert lines == ["?s\t?name", *(f'<{row[0]}>\t"{row[1]}"@{row[2]}' for row in rows)]


def test_all_formats_of_a_describe_say_the_same(server: Served) -> None:
    formats = {"text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES,
               "application/ld+json": RdfFormat.JSON_LD, "application/rdf+xml": RdfFormat.RDF_XML}  # fmt: skip
    found = [
        {str(quad.triple) for quad in parse(server.sparql(DESCRIBE, name).content, format=form)}
        for name, form in formats.items()
    ]
    assert len(found[0]) > 5
    assert all(one == found[0] for one in found)


def test_an_answer_that_is_known_already_is_not_sent_again(server: Served) -> None:
    path = f"/sparql?{urlencode({'query': SELECT})}"
    first = server.ask(path)
    again = server.ask(path, if_none_match=first.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    random = f"/sparql?{urlencode({'query': 'SELECT (RAND() AS ?n) {}'})}"
    assert server.ask(random).content != server.ask(random).content


# What others read it with


def test_sparqlwrapper_reads_it(server: Served) -> None:
    client = SPARQLWrapper(f"{server.address}sparql")
    for method in ("GET", "POST"):
        client.setMethod(method)
        client.setQuery(SELECT)
        client.setReturnFormat(JSON)
        found: Any = client.queryAndConvert()
        assert len(found["results"]["bindings"]) == 6
        client.setReturnFormat(CSV)
        assert client.queryAndConvert().decode().count("problem-") == 6  # type: ignore[union-attr]
        client.setQuery(CONSTRUCT)
        client.setReturnFormat(TURTLE)
        assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 3  # type: ignore[arg-type]


def test_rdflib_reads_it_as_a_store(server: Served) -> None:
    graph = Graph(SPARQLStore(f"{server.address}sparql", returnFormat="json"))
    names = {str(name) for _, _, name in graph.triples((URIRef(f"{HOME}problem-roads"), None, None))}
    assert "https://w3id.org/cbec-kg/ontology#Problem" in names
    assert len(list(graph.query(SELECT))) == 6


# Pages and data


def test_a_record_comes_in_the_form_that_is_asked_for(server: Served) -> None:
    place = "/tea-2020/problem-roads"
    by_type = {"text/html": "html", "text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt"}
    for kind, ending in by_type.items():
        reply = server.ask(place, accept=kind)
        assert (reply.status, reply.headers["location"]) == (303, f"{place}.{ending}")
        assert reply.headers["vary"].startswith("Accept, Accept-Language")
        sent = server.ask(reply.headers["location"])
        assert (sent.status, sent.kind) == (200, kind)
        assert server.ask(f"{place}.{ending}", if_none_match=sent.headers["etag"]).status == 304
    assert server.ask(place, accept="text/html,application/xhtml+xml,*/*;q=0.8").headers["location"] == f"{place}.html"
    assert server.ask(place, accept="image/png").status == 406
    other = server.ask(place, accept="text/html", accept_language="zh-CN,zh;q=0.9,en;q=0.4").headers["location"]
    assert server.ask(other).content.count(b'<html lang="zh"') == 1


def test_files_beside_the_pages_are_sent_as_what_they_are(server: Served) -> None:
    kinds = {
        "/site.css": "text/css", "/search.js": "text/javascript", "/void.ttl": "text/turtle",
        "/tea-2020/index.html": "text/html", "/tea-2020/": "text/html",
        "/tea-2020/linkset.json": "application/linkset+json", "/tea-2020/download/graph.nq": "application/n-quads",
    }  # fmt: skip
    assert {path: server.ask(path).kind for path in kinds} == kinds


def test_the_explorer_is_at_the_front_and_asks_this_server_alone(server: Served) -> None:
    reply = server.ask("/")
    assert (reply.status, reply.kind) == (200, "text/html")
    page = reply.content.decode()
    assert "connect-src &#39;self&#39;" in page or "connect-src 'self'" in page
    assert "wasm-unsafe-eval" not in page
    assert reply.headers["content-security-policy"] == "frame-ancestors 'none'"
    editor = server.ask("/sparql", accept="text/html")
    assert (editor.status, editor.headers["location"]) == (303, "/tea-2020/explorer.html#view=sparql")
    assert server.ask("/tea-2020/explorer.html").content == reply.content


# What it says of itself

SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"


def test_the_service_describes_itself(server: Served) -> None:
    graph = Graph().parse(data=server.ask("/sparql", accept="text/turtle").content, format="turtle")
    endpoint = URIRef(f"{server.address}sparql")
    assert graph.value(endpoint, URIRef(f"{SD}endpoint")) == endpoint
    names = {str(name) for name in graph.objects(None, URIRef(f"{SD}name"))}
    assert {ARTICLE, CURATION} <= names
    found = server.sparql("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graph_uri=ARTICLE)
    assert str(number(found)) == str(graph.value(URIRef(ARTICLE), URIRef("http://rdfs.org/ns/void#triples")))
    assert server.ask("/.well-known/void").headers["location"] == "/void.ttl"
    assert b"void:Dataset" in server.ask("/void.ttl").content


def test_shipped_queries_are_examples_that_an_editor_finds_by_query(server: Served) -> None:
    names = {str(row[0]) for row in shipped_queries().rows}
    graph = Graph().parse(data=server.ask("/queries", accept="text/turtle").content, format="turtle")
    targets = set(graph.subject_objects(URIRef("https://schema.org/target")))
    assert {str(name).rpartition("/")[2] for name, _ in targets} == names
    assert {str(target) for _, target in targets} == {f"{server.address}sparql"}
    text = f"""PREFIX sh: <{SH}> SELECT ?name ?comment ?query {{
      ?name a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:construct|sh:ask|sh:describe ?query }}"""
    bindings = server.sparql(text).json()["results"]["bindings"]
    assert {one["name"]["value"].rpartition("/")[2] for one in bindings} == names
    void = "SELECT (COUNT(*) AS ?n) { ?d <http://rdfs.org/ns/void#class> ?c }"
    assert number(server.sparql(void)) > 10


def test_a_shipped_query_is_a_resource(server: Served, tea_papers: Corpus) -> None:
    listed = {one["name"]: one for one in server.ask("/queries").json()}
    assert set(listed) == {row[0] for row in shipped_queries().rows}
    found = server.ask("/queries/problem-facets?problem=problem-roads", accept="text/csv").content.decode()
    assert found.replace("\r", "") == tea_papers.query("problem-facets", problem="problem-roads").render("csv").replace(
        "\r", ""
    )
    off = {"nonsense": 404, "problem-facets?problem=nonsense": 404, "problem-facets?other=1": 400,
           "problem-facets?problem=a&problem=b": 400}  # fmt: skip
    for path, status in off.items():
        assert server.ask(f"/queries/{path}").status == status, path


# The questions as JSON

CALLS: dict[str, tuple[str, Any]] = {
    "search": ("text=roads", lambda papers: papers.search("roads")),
    "evidence": ("statement=problem-roads", lambda papers: papers.evidence("problem-roads")),
    "trace": ("record=ref-01", lambda papers: papers.trace("ref-01")),
    "whatif": ("without=1&without=2&only_stated=true", lambda papers: papers.what_if([1, 2], only_stated=True)),
    "critical-sources": ("statement=problem-roads", lambda papers: papers.critical_sources("problem-roads")),
    "gaps": ("", lambda papers: papers.gaps()),
    "notices": ("day=2024-05-01", lambda papers: papers.notices(day="2024-05-01")),
    "why-row": ("query=sole-source&row=2", lambda papers: papers.why_row("sole-source", 2)),
    "why-not-row": (
        "query=conclusions&row=conclusion=problem-roads",
        lambda papers: papers.why_not_row("conclusions", {"conclusion": "problem-roads"}),
    ),
    "audit": ("verdict=inconsistent&all=true", lambda papers: papers.audit(verdicts=["inconsistent"], everything=True)),
    "certificates": ("", lambda papers: papers.certificates()),
    "nanopubs": ("", lambda papers: papers.nanopublications()),
    "nanopub": ("", lambda papers: papers.nanopublication(papers.nanopublications().rows[0][0])),
    "citation-table": ("table=metadata", lambda papers: papers.citation_table("metadata")),
    "deposit": (
        "form=zenodo&creator=Tea,%20Jan&published=2021-08-30",
        lambda papers: Made(papers.deposit("zenodo", creators=["Tea, Jan"], published="2021-08-30")),
    ),
    "annotation-export": ("form=w3c", lambda papers: Made(papers.annotation_export("w3c"))),
    "why": ("subject=stat-pickers-2020", lambda papers: papers.why("stat-pickers-2020")),
    "why-not": ("statement=problem-roads&source=1", lambda papers: papers.why_not("problem-roads", 1)),
    "what-changes": ("subject=problem-pickers&without=3", lambda papers: papers.what_changes("problem-pickers", without=3)),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_question_has_the_answer_of_the_api(server: Served, tea_papers: Corpus, name: str) -> None:
    parameters, asked = CALLS[name]
    if name == "nanopub":
        parameters = f"name={tea_papers.nanopublications().rows[0][0]}"
    reply = server.ask(f"/api/{name}?{parameters}")
    assert (reply.status, reply.kind) == (200, "application/json")
    assert reply.json() == asked(tea_papers).to_dict()


def test_what_other_programs_read_comes_in_their_formats(server: Served, tea_papers: Corpus, tmp_path: Path) -> None:
    (name, *_), *_ = tea_papers.nanopublications().rows
    code = name.rpartition("/")[2]
    found = server.ask(f"/api/nanopub?name={code}", accept="application/trig")
    assert (found.status, found.kind) == (200, "application/trig") and "Accept" in found.headers["vary"]
    (tmp_path / "one.trig").write_bytes(found.content)
    assert (check_nanopubs(tmp_path / "one.trig").count, bool(check_nanopubs(tmp_path / "one.trig"))) == (1, True)
    assert server.ask(f"/api/nanopub?name={code}").json()["verified"] is True
    table = server.ask("/api/citation-table", accept="text/csv")
    assert (table.kind, table.content.decode()) == ("text/csv", tea_papers.citation_table().render("csv"))
    certified = server.ask("/api/certificates", accept="text/turtle, application/json;q=0.5")
    assert (certified.status, certified.kind) == (200, "text/turtle")
    assert server.ask("/api/nanopub?name=RAnone", accept="image/png").status == 406
    other = server.ask("/api/nanopub?name=RA00000000000000000000000000000000000000000")
    assert (other.status, other.kind) == (404, "application/problem+json")
    assert server.ask("/api/certificates?name=finding-none").status == 404


def test_every_question_is_tried(tea_papers: Corpus) -> None:
    assert set(CALLS) == {operation.name for operation in offered(tea_papers)}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/search", 400, "search needs text"),
        ("/api/search?text=a&text=b", 400, "given 2 times"),
        ("/api/search?word=a", 400, "has no parameter 'word'; it has: text"),
        (f"/api/search?text={'a' * 2000}", 413, "2,000 characters"),
        ("/api/trace?record=problem-raods", 404, "Did you mean problem-roads"),
        ("/api/evidence?all=maybe", 400, "true or false"),
        ("/api/whatif?without_basis=stated", 400, "none of: inherited, inferred"),
        ("/api/gaps?kind=none", 400, "no kind of gap 'none'"),
        ("/api/nothing", 404, "nothing at this address"),
    ],
)
def test_a_question_that_is_off_is_told_in_one_line(server: Served, path: str, status: int, words: str) -> None:
    reply = server.ask(path)
    assert (reply.status, reply.kind) == (status, "application/problem+json")
    assert words in reply.json()["detail"]
    assert "\n" not in reply.json()["detail"]


def test_the_openapi_document_has_all_of_it(server: Served) -> None:
    document = server.ask("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    paths = document["paths"]
    assert {f"/queries/{row[0]}" for row in shipped_queries().rows} | {f"/api/{name}" for name in CALLS} <= set(paths)
    names = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(names) == len(set(names))
    assert server.ask("/health").json()["papers"] == ["tea-2020"]


# What a client may not do


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "", "127.0.0.1:80@evil.example"])
def test_another_host_is_refused(server: Served, host: str) -> None:
    assert server.ask("/", host=host).status == 421
    assert server.ask("/health", host=f"localhost:{server.port}").status == 200


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/tea-2020/..%2f..%2farticle.yaml", "//etc/passwd", "/%00",
     "/tea-2020/article.yaml", "/tea-2020/download/../graph.nq", "/..%5c..%5cboot.ini", "/queries/../x"],
)  # fmt: skip
def test_no_path_leads_to_a_file(server: Served, path: str) -> None:
    assert server.ask(path).status == 404


def test_what_was_asked_comes_back_as_text_alone(server: Served) -> None:
    attack = "<script>alert(1)</script>"
    for path in (f"/api/trace?{urlencode({'record': attack})}", f"/sparql?{urlencode({'query': attack})}", f"/{attack}",
                 f"/queries/problem-facets?{urlencode({attack: '1'})}"):  # fmt: skip
        reply = server.ask(path, accept="text/html,*/*")
        assert attack.encode() not in reply.content or reply.kind == "application/problem+json"
        assert reply.headers["x-content-type-options"] == "nosniff"
    split = server.ask("/api/trace?record=%0d%0aSet-Cookie:%20a=b%0d%0a")
    assert "set-cookie" not in split.headers
    long = server.ask("/sparql", "POST", f"ASK {{ ?s ?p '{'茶' * 50_000} }}".encode(), content_type=DIRECT)
    assert (long.status, len(long.content) < 4000) == (400, True)


def test_every_answer_has_the_headers_of_security(server: Served) -> None:
    for path in ("/", "/health", "/sparql", "/nothing", "/tea-2020/problem-roads.ttl"):
        headers = server.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "server" not in headers, path


def test_origins_that_are_named_may_read_it_and_no_others(server: Served) -> None:
    assert (
        server.ask("/health", origin="https://page.example").headers["access-control-allow-origin"] == "https://page.example"
    )
    assert "access-control-allow-origin" not in server.ask("/health", origin="https://evil.example").headers


def test_a_request_that_is_too_large_is_refused(server: Served) -> None:
    assert server.ask("/sparql", "POST", b"x", content_type=DIRECT, content_length="1000001").status == 413
    assert server.ask("/sparql", "POST", b"ASK {}", content_type=DIRECT, content_length="9" * 30).status in (400, 413)
    assert server.ask("/sparql", "POST", b"#" * 300_000, content_type=DIRECT).status == 413
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as raw:
        raw.sendall(f"GET /{'a' * 200_000} HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
        assert raw.recv(20).startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "POST"])
def test_nothing_can_be_changed(server: Served, method: str) -> None:
    assert server.ask("/tea-2020/problem-roads", method).status == 405


def test_many_ask_at_once(server: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) for _ in range(30)]
    found: list[int] = []
    texts = [f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a cbec:Problem }} # {number}" for number in range(12)]
    threads = [threading.Thread(target=lambda text=text: found.append(number(server.sparql(text)))) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in idle:
        one.close()
    assert found == [3] * 12


def test_words_that_are_off_are_told_before_anything_starts(mini_folder: Path) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    port = str(taken.getsockname()[1])
    done = call("serve", mini_folder, "--port", port)
    taken.close()
    assert (done.returncode, done.stdout) == (5, "")
    assert (
        done.stderr == f"Error: port {port} on 127.0.0.1: address already in use. Name another, or 0 for one that is free.\n"
    )
    assert call("serve", "no-such-folder", "--port", "0").returncode == 2
