"""The doors: writing whole or not at all, loading with bounds, querying without reaching outside."""

from __future__ import annotations

import codecs
import json
import os
import resource
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from cbec_kg.documents.reading import read_document
from cbec_kg.errors import CbecError, LimitError, OutputError, QueryError, RefusedError, UsageError
from cbec_kg.io import loading
from cbec_kg.io.loading import read_bytes
from cbec_kg.io.writing import make_folder, write_file
from cbec_kg.store.sparql import MAX_QUERY_CHARACTERS, bind, check_query, run


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Writing


def test_text_is_written_as_utf_8_with_its_own_new_lines(tmp_path: Path) -> None:
    write_file(tmp_path / "x.txt", "茶\r\n山\n")
    assert (tmp_path / "x.txt").read_bytes() == "茶\r\n山\n".encode()


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_file(tmp_path / "x", b"\xff\x00")
    assert (tmp_path / "x").read_bytes() == b"\xff\x00"


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "x", "1")
    assert (tmp_path / "a" / "b" / "x").read_text() == "1"


def test_what_stood_there_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_file(tmp_path / "x", "long " * 1000)
    write_file(tmp_path / "x", "short")
    assert (tmp_path / "x").read_text() == "short"
    assert names_in(tmp_path) == ["x"]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o027])
def test_a_file_gets_the_permissions_that_the_umask_leaves(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_file(tmp_path / "x", "1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o666 & ~mask


def refused(path: Path) -> str:
    with pytest.raises(OutputError) as caught:
        write_file(path, "1")
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: not written: ")
    assert message.endswith("Choose another place or make room, then try again.")
    return message


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    refused(tmp_path / "file" / "x")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    assert "is a folder" in refused(tmp_path / "x")
    assert names_in(tmp_path) == ["x"]


def test_a_folder_that_cannot_be_made_is_told() -> None:
    refused(Path("/proc/nothing/x"))


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    refused(tmp_path / ("x" * 300))
    assert names_in(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="no folder is read-only for root")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "permission denied" in refused(tmp_path / "x")
    finally:
        tmp_path.chmod(0o700)


FULL = """
import resource, sys
from pathlib import Path
from cbec_kg.io.writing import write_file
from cbec_kg.errors import OutputError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_file(Path(sys.argv[1]), "x" * 5000)
except OutputError as error:
    print(error)
"""


def test_a_full_disk_leaves_what_was_there_and_no_partial_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("kept")
    process = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "x")], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert process.stdout.startswith(f"{tmp_path / 'x'}: not written: file too large.")
    assert (tmp_path / "x").read_text() == "kept"
    assert names_in(tmp_path) == ["x"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


def test_an_interrupted_write_leaves_no_partial_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(number: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cbec_kg.io.writing.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "x", "1")
    assert names_in(tmp_path) == []


def test_a_file_is_flushed_to_disk_before_it_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr("cbec_kg.io.writing.os.fsync", lambda number: seen.append(names_in(tmp_path)))
    write_file(tmp_path / "x", "1")
    assert len(seen) == 1
    assert "x" not in seen[0]


def test_a_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError):
        write_file(tmp_path / "pipe", "1")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_folder_that_can_be_written_to_is_made(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_folder_in_place_of_a_file_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("kept")
    with pytest.raises(OutputError, match=r"a: not written: file exists\."):
        make_folder(tmp_path / "a")


# Loading


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("茶\r\n山\n".encode(), "茶\r\n山\n"),
        (codecs.BOM_UTF8 + "茶".encode(), "茶"),
        ("茶".encode("utf-16"), "茶"),
        (codecs.BOM_UTF16_BE + "茶".encode("utf-16-be"), "茶"),
        ("茶叶合作社".encode("gb18030"), "茶叶合作社"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big endian", "gb18030"],
)
def test_a_copy_is_read_in_its_encoding(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    copy = read_document(tmp_path / "x.txt")
    assert (copy.text, copy.page_starts) == (text, ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no text"),
        (b" \n\f", "has no text"),
        (b"\x00\x01\x02", "is not a text file"),
        (b"\xff\xff\xff", "is neither UTF-8, UTF-16 nor GB18030"),
        (codecs.BOM_UTF16_LE + b"x", "is neither UTF-8, UTF-16 nor GB18030"),
        (b"%PDF-1.7\n", "PDF"),
    ],
    ids=["empty", "blank", "binary", "no encoding", "half a character", "broken pdf"],
)
def test_a_copy_that_is_no_text_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as caught:
        read_document(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.slow
@given(st.binary(max_size=60))
def test_no_bytes_at_all_break_the_reading_of_a_copy(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    with suppress(UsageError):
        assert read_document(path).text.strip()


def test_a_file_over_its_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"1234")
    assert read_bytes(tmp_path / "x", 4) == b"1234"
    with pytest.raises(UsageError, match="larger than"):
        read_bytes(tmp_path / "x", 3)


@pytest.mark.slow
def test_a_huge_copy_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as file:
        os.truncate(file.fileno(), loading.MAX_PAPER_BYTES + 1)
    with pytest.raises(UsageError, match="larger than 256 MiB"):
        read_document(tmp_path / "x")


# Querying

GRAPH = "https://example.org/graph"


@pytest.fixture
def store() -> Store:
    made = Store()
    for number in range(3):
        node = NamedNode(f"https://example.org/{number}")
        made.add(Quad(node, NamedNode("https://example.org/p"), Literal(str(number)), NamedNode(GRAPH)))
    return made


HARMLESS = {
    "variables": "SELECT * { ?service ?load ?from }",
    "a string": "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1/> { }' }",
    "a long string": 'SELECT * { ?s ?p """ "LOAD" \' FROM <file:///x> """ }',
    "an escaped quote": 'SELECT * { ?s ?p "a\\" SERVICE <http://127.0.0.1/>" }',
    "a comment": "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1/> FROM <file:///x>",
    "an iri": "SELECT * { ?s <https://example.org/SERVICE> <https://example.org/#LOAD> }",
    "a prefixed name": "PREFIX x: <https://example.org/> SELECT * { ?s x:SERVICE x:from }",
    "schema:Service": "PREFIX schema: <https://schema.org/> SELECT * { ?s a schema:Service }",
    "a language tag": "SELECT * { ?s ?p 'x'@service }",
    "a graph of the store": f"SELECT * FROM <{GRAPH}> {{ ?s ?p ?o }}",
    "a named graph of the store": f"SELECT * FROM NAMED <{GRAPH}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "a graph of the store by prefix": "PREFIX e: <https://example.org/> SELECT * FROM e:graph { ?s ?p ?o }",
    "a long iri comparison": "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > ?s) }",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_query_that_only_looks_like_reaching_outside_is_run(store: Store, text: str) -> None:
    assert run(store, text).form == "select"


class _Counter(BaseHTTPRequestHandler):
    """Answers any request and counts it."""

    requests: list[str] = []  # noqa: RUF012  # shared on purpose

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of a server on this machine that counts what it is asked."""
    server = HTTPServer(("127.0.0.1", 0), _Counter)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


REACHING = {
    "service": "SELECT * { SERVICE <@s> { ?s ?p ?o } }",
    "service, lower case": "SELECT * { service <@s> { ?s ?p ?o } }",
    "service silent": "SELECT * { SERVICE SILENT <@s> { ?s ?p ?o } }",
    "service by prefix": "PREFIX x: <@> SELECT * { SERVICE x:s { ?s ?p ?o } }",
    "service by variable": "SELECT * { VALUES ?v { <@s> } SERVICE ?v { ?s ?p ?o } }",
    "service without space": "SELECT * { SERVICE<@s>{ ?s ?p ?o } }",
    "service after a comment": "SELECT * { SERVICE # x\n <@s> { ?s ?p ?o } }",
    "service with an escape": "SELECT * { \\u0053ERVICE <@s> { ?s ?p ?o } }",
    "service with a long escape": "SELECT * { SERVIC\\U00000045 <@s> { ?s ?p ?o } }",
    "service in a subquery": "SELECT * { { SELECT * { SERVICE <@s> { ?s ?p ?o } } } }",
    "service in exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <@s> { ?s ?p ?o } } }",
    "service in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <@s> { ?s ?p ?o } }",
    "service in ask": "ASK { SERVICE <@s> { ?s ?p ?o } }",
    "service glued to an empty prefix": "PREFIX : <@> SELECT * { SERVICE:s { ?s ?p ?o } }",
    "service glued to a prefix": "PREFIX x: <@> SELECT * { SERVICEx:s { ?s ?p ?o } }",
    "service glued to silent": "SELECT * { SERVICESILENT<@s> { ?s ?p ?o } }",
    "service after a full stop": "PREFIX : <@> SELECT * { ?s ?p ?o.SERVICE:s { ?a ?b ?c } }",
    "service after a truth value": "PREFIX : <@> SELECT * { OPTIONAL { ?s ?p true.SERVICE:s { ?a ?b ?c } } }",
    "service after less-than": "PREFIX : <@> SELECT * { ?s ?p ?o FILTER(1<2)SERVICE:s#>\n{ ?a ?b ?c } }",
    "service after less-than with a scheme": "PREFIX : <@> PREFIX x: <@> SELECT * { ?s ?p ?o "
    "FILTER(x:a<x:b)SERVICE:s#>\n{ ?a ?b ?c } }",
    "service between quotes of two iris": "SELECT * { OPTIONAL { ?s <http://x/\u3000'> ?o } SERVICE <@s> { ?a ?b ?c } "
    "OPTIONAL { ?s <http://x/'> ?o } }",
    "service after a quoted comparison": "SELECT * { ?s ?p ?a FILTER(?a<'>')SERVICE <@s> { ?x ?y ?z } FILTER('a'='a') }",
    "service after a comparison with a comment": 'PREFIX x: <@> SELECT * { ?s ?p ?a FILTER(?a<x:b#>"""\n)'
    'SERVICE <@s> { ?x ?y ?z } #"""\n }',
    "service after an escaped quote in a name": "PREFIX x: <@> SELECT * { OPTIONAL { ?s ?p x:a\u203f\\' } "
    "SERVICE <@s> { ?x ?y ?z } OPTIONAL { ?s ?p 'x' } }",
    "from a file": "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
    "from the network": "SELECT * FROM <@s> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <@s> { GRAPH ?g { ?s ?p ?o } }",
    "from by prefix": "PREFIX x: <@> SELECT * FROM x:s { ?s ?p ?o }",
    "from by empty prefix": "PREFIX : <@> SELECT * FROM :s { ?s ?p ?o }",
    "from glued": "PREFIX : <@> SELECT * FROM:s { ?s ?p ?o }",
    "from without space": "SELECT * FROM<@s> { ?s ?p ?o }",
    "from a relative address": "SELECT * FROM <x> { ?s ?p ?o }",
    "from with an escape": "SELECT * \\u0046ROM <@s> { ?s ?p ?o }",
    "from with an escaped address": "SELECT * FROM <\\u0066ile:///etc/hostname> { ?s ?p ?o }",
    "from after a comment": "SELECT * FROM # <https://example.org/graph>\n <@s> { ?s ?p ?o }",
    "the second from": f"SELECT * FROM <{GRAPH}> FROM <@s> {{ ?s ?p ?o }}",
    "load": "LOAD <@s>",
    "load silent into": f"LOAD SILENT <@s> INTO GRAPH <{GRAPH}>",
    "load after a query": "SELECT * { ?s ?p ?o } ; LOAD <@s>",
}


@pytest.mark.parametrize("text", REACHING.values(), ids=REACHING)
def test_a_query_that_reaches_outside_is_refused_and_asks_nothing(store: Store, address: str, text: str) -> None:
    _Counter.requests.clear()
    with pytest.raises((RefusedError, QueryError)):
        run(store, text.replace("@", address))
    assert _Counter.requests == []


SEEN_AT_THE_DOOR = {name: text for name, text in REACHING.items() if "load" not in name}


@pytest.mark.parametrize("text", SEEN_AT_THE_DOOR.values(), ids=SEEN_AT_THE_DOOR)
def test_what_reaches_outside_is_refused_before_the_engine_sees_it(address: str, text: str) -> None:
    with pytest.raises(RefusedError):
        check_query(text.replace("@", address), {GRAPH})


def test_a_refusal_names_the_line_and_what_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"^line 3: SERVICE is refused: .* Remove it\.$"):
        check_query("SELECT *\n{ # x\n SERVICE <http://127.0.0.1/> { } }")
    with pytest.raises(RefusedError, match=r"^line 2: FROM <file:///x> names no graph of the store\. Remove it\.$"):
        check_query("SELECT *\nFROM <file:///x> { }")


UPDATES = [
    "INSERT DATA { <https://example.org/x> <https://example.org/p> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    f"DROP GRAPH <{GRAPH}>",
    "CREATE GRAPH <https://example.org/g>",
    f"MOVE <{GRAPH}> TO DEFAULT",
    "SELECT * { ?s ?p ?o } ; CLEAR ALL",
]


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_no_query_and_changes_nothing(store: Store, text: str) -> None:
    with pytest.raises((QueryError, RefusedError)):
        run(store, text)
    assert len(store) == 3


@pytest.mark.parametrize(("text", "word"), [(text, text.rpartition("; ")[2].split()[0]) for text in UPDATES])
def test_an_update_is_told_that_a_query_only_reads(store: Store, text: str, word: str) -> None:
    with pytest.raises(QueryError, match=f"^{word} would change the graph; a query only reads it") as caught:
        run(store, f"# INSERT\nPREFIX x: <http://drop.org/add>\n{text}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["SELECT ?add { ?add <x:delete> 'CLEAR ALL' ", "SELEC * { ?s x:add ?o } # DROP", "PREFIX add: <x:> SELEC *"],
)
def test_a_word_of_an_update_within_a_query_makes_it_no_update(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match=r"^the query cannot be read: "):
        run(store, text)


def test_an_undeclared_prefix_is_told_in_one_line(store: Store) -> None:
    with pytest.raises(QueryError, match=r"line 1, column 15: the prefix nowhere: is not declared\. Write PREFIX for it\.$"):
        run(store, "SELECT * { ?s nowhere:p ?o }")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * {\n ?s ?p }", "2, column 8"),
        ("SELEC * { }", "1, column 1"),
        ("", "1, column 1"),
        ("ASK { ?s ?p 'x }", "1, column 13"),
    ],
)
def test_a_broken_query_is_told_with_line_and_column(store: Store, text: str, place: str) -> None:
    with pytest.raises(QueryError, match=f"the query cannot be read: line {place}: "):
        run(store, text)


def test_a_query_that_is_too_long_is_a_limit() -> None:
    with pytest.raises(LimitError, match="at most 200,000 are read"):
        check_query("#" * (MAX_QUERY_CHARACTERS + 1))


def test_the_forms_of_an_answer(store: Store) -> None:
    select = run(store, "SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o")
    assert (select.form, select.columns) == ("select", ("o", "none"))
    assert select.rows[0] == (Literal("0"), None)
    assert run(store, "ASK { ?s ?p '0' }").truth is True
    assert run(store, "ASK { ?s ?p '9' }").truth is False
    construct = run(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert (construct.form, construct.columns, len(construct.rows)) == ("construct", ("subject", "predicate", "object"), 3)
    assert run(store, "DESCRIBE <https://example.org/1>").form == "construct"


def test_the_default_graph_is_all_graphs(store: Store) -> None:
    assert len(run(store, "SELECT * { ?s ?p ?o }").rows) == 3


def test_variables_are_bound_by_a_trailing_values_block(store: Store) -> None:
    text = bind("SELECT ?o { ?s ?p ?o } # end", {"s": "https://example.org/1"})
    assert run(store, text).rows == ((Literal("1"),),)


def test_two_variables_are_bound_together(store: Store) -> None:
    text = bind("SELECT ?o { ?s ?p ?o }", {"s": "https://example.org/1", "p": "https://example.org/q"})
    assert run(store, text).rows == ()


def test_variables_are_bound_where_a_query_has_a_place_for_them(store: Store) -> None:
    text = "SELECT ?s ?o {\n  # parameters\n  ?s ?p ?o\n  # parameters o\n}"
    early = bind(text, {"s": "https://example.org/1"})
    assert early == "SELECT ?s ?o {\n  VALUES (?s) { (<https://example.org/1>) }\n  ?s ?p ?o\n  \n}"
    assert run(store, early).rows == run(store, bind(text.replace("# p", "# P"), {"s": "https://example.org/1"})).rows


def test_nothing_bound_leaves_the_query_as_it_is() -> None:
    assert bind("SELECT * { }  \n", {}) == "SELECT * { }  \n"


@given(st.text(alphabet="SERVICEFROMLOAD<>{}?:\"'\\#u0053 \nx()", max_size=40))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    with suppress(CbecError):
        check_query(text)


@pytest.mark.slow
@given(st.text(max_size=200))
def test_what_stands_in_a_string_is_never_refused(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    check_query(f'SELECT * {{ ?s ?p "{quoted}" }}')


REFUSALS = json.loads((Path(__file__).parent / "cases" / "queries" / "refusals.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["query"])
def test_the_command_refuses_the_queries_that_the_page_refuses(case: dict[str, object]) -> None:
    """The same cases are put to the page's rules in js/guard.test.js."""
    text = str(case["query"])
    if case["refused"]:
        with pytest.raises(RefusedError):
            check_query(text, ["http://graph.example/a"])
    else:
        check_query(text, ["http://graph.example/a"])
