"""What an endpoint can do wrong: each is one clear line, with an exit code; credentials are never shown."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import parse_http_list, parse_keqv_list

import pytest

from cbec_kg.errors import LimitError
from cbec_kg.io.http import credentials_for
from cbec_kg.store.bounded import Limits
from cbec_kg.store.endpoint import Endpoint
from cli_calls import inside
from servers import free_port

ROWS = '{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "%s"}}]}}'
NONE = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
ONE = (ROWS % "https://w3id.org/cbec-kg/tea-2020/article-tea-2020").encode()
SECRET = "s3cret-word"


class Answering(BaseHTTPRequestHandler):
    """Answers each request by what the test put into `script`."""

    script: Callable[[Answering], None]

    def do_POST(self) -> None:
        self.form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        type(self).script(self)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def give(self, code: int, kind: str, content: bytes, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """Waits for what it is still answering when it is closed."""

    daemon_threads = False


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with Server(("127.0.0.1", 0), Answering) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def answering(server: ThreadingHTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what sets how the server answers, and gives its URL."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"CBEC_KG_ENDPOINT_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    def by(script: Callable[[Answering], None]) -> str:
        Answering.script = script
        return f"http://127.0.0.1:{server.server_address[1]}/sparql"

    return by


def asked(url: str, *options: str) -> tuple[int, str]:
    done = inside("query", "SELECT ?s { ?s a cbec:Article }", "--store", url, *options)
    assert "Traceback" not in done.stderr and SECRET not in done.stderr + done.stdout
    assert len(done.stderr.splitlines()) <= 1
    return done.returncode, done.stderr


def papers(request: Answering) -> None:
    """Answer as an endpoint with one paper and without the ontology."""
    content = NONE if "GRAPH" in request.form["query"][0] else ONE
    request.give(200, "application/sparql-results+json; charset=utf-8", content)


def test_an_endpoint_that_answers_is_read(answering: Callable[..., str]) -> None:
    assert asked(answering(papers)) == (0, "")


def test_nobody_answers() -> None:
    code, message = asked(f"http://127.0.0.1:{free_port()}/sparql")
    assert code == 6 and "connection refused. Is the server running" in message


def broken_off(request: Answering) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/sparql-results+json")
    request.send_header("Content-Length", "1000000")
    request.end_headers()
    request.wfile.write(ONE[:40])
    request.close_connection = True


FAULTS: dict[str, tuple[Callable[[Answering], None], int, str]] = {
    "a web page": (lambda r: r.give(200, "text/html", b"<html>hello</html>"), 2, "answered with text/html, not with SPARQL"),
    "broken off": (broken_off, 6, "the answer broke off after 40 bytes"),
    "cut JSON": (lambda r: r.give(200, "application/sparql-results+json", ONE[:60]), 6, "the answer cannot be read"),
    "no such place": (lambda r: r.give(404, "text/html", b"<h1>no</h1>"), 2, "takes no queries (HTTP 404)"),
    "moved": (
        lambda r: r.give(302, "text/plain", b"", Location="https://x.example/s?a"),
        2,
        "has moved to https://x.example/s ",
    ),
    "an error": (
        lambda r: r.give(400, "text/html", b"<html><style>b{}</style><body>Syntax\n<b>error</b> at \x1b[1mline 1</body>"),
        2,
        "refused the query (HTTP 400): Syntax error at [1mline 1",
    ),
    "overloaded": (lambda r: r.give(503, "text/plain", b"busy"), 6, "is not available now (HTTP 503): busy"),
    "credentials wanted": (
        lambda r: r.give(401, "text/plain", b"", WWW_Authenticate='Basic realm="x"'),
        2,
        "wants credentials",
    ),
    "other columns": (
        lambda r: r.give(200, "application/sparql-results+json", ONE.replace(b'["s"]', b'["s", "t"]')),
        6,
        "its answers do not fit what was asked",
    ),
    "no paper": (
        lambda r: r.give(200, "application/sparql-results+json", NONE),
        2,
        "has no paper in its default graph",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_one_line_with_a_code(answering: Callable[..., str], fault: str) -> None:
    script, code, message = FAULTS[fault]
    found = asked(answering(script))
    assert found[0] == code and message in found[1]


def test_a_slow_endpoint_is_given_up(answering: Callable[..., str]) -> None:
    url = answering(lambda request: request.give(200, "application/sparql-results+json", ONE))
    endpoint = Endpoint(url)
    done = threading.Event()
    answering(lambda request: done.wait(600) and None)
    try:
        with pytest.raises(Exception, match=r"took over 0\.5 s|was silent for 0\.5 s") as raised:
            endpoint.answer("ASK { ?s ?p ?o }", {}, Limits(seconds=0.5))
        assert getattr(raised.value, "exit_code", 0) == 4
    finally:
        done.set()


def test_an_answer_without_end_is_cut_off(answering: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cbec_kg.store.endpoint.MAX_ANSWER_BYTES", 2**20)
    url = answering(lambda request: request.give(200, "application/sparql-results+json", b" " * 2**21))
    code, message = asked(url)
    assert code == 4 and "larger than 1 MiB" in message


def test_an_answer_of_more_rows_than_a_query_may_give_is_not_kept(answering: Callable[..., str]) -> None:
    url = answering(lambda request: request.give(200, "application/sparql-results+json", ONE))
    endpoint = Endpoint(url)
    assert len(endpoint.answer("SELECT ?s { ?s ?p ?o }", {}, Limits(rows=1)).rows) == 1
    with pytest.raises(LimitError, match="gives over 0 rows"):
        endpoint.answer("SELECT ?s { ?s ?p ?o }", {}, Limits(rows=0))
    with pytest.raises(LimitError, match="larger than"):
        endpoint.answer("SELECT ?s { ?s ?p ?o }", {}, Limits(output=20))


def test_no_message_has_the_query_of_a_url(answering: Callable[..., str]) -> None:
    for fault, _, _ in FAULTS.values():
        code, message = asked(f"{answering(fault)}?key={SECRET}")
        assert code and "/sparql?…" in message
    for url in (
        f"http://[::1?key={SECRET}",
        f"http://me:{SECRET}@[::1",
        f"ftp://me:{SECRET}@x.example/",
        f"HTTP://{SECRET}@x",
    ):
        assert asked(url)[0] == 2


def basic(request: Answering) -> None:
    right = base64.b64encode(f"reader:{SECRET}".encode()).decode()
    if request.headers.get("Authorization") == f"Basic {right}":
        papers(request)
    else:
        request.give(401, "text/plain", f"not {SECRET}".encode(), WWW_Authenticate='Basic realm="x"')


def test_credentials_come_from_the_environment_or_netrc(
    answering: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = answering(basic)
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login reader password {SECRET}\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    assert asked(url) == (0, "")
    monkeypatch.setenv("CBEC_KG_ENDPOINT_USER", "reader")
    monkeypatch.setenv("CBEC_KG_ENDPOINT_PASSWORD", f"{SECRET}-not")
    code, message = asked(url)
    assert code == 2 and "refuses the credentials that the environment or netrc has" in message
    monkeypatch.setenv("CBEC_KG_ENDPOINT_PASSWORD", SECRET)
    assert asked(url) == (0, "")
    assert SECRET not in repr(credentials_for(url))


def digest(request: Answering) -> None:
    """Answer as RFC 7616 has it for MD5 and ``auth``, which is what Virtuoso asks for."""
    given = parse_keqv_list(parse_http_list(request.headers.get("Authorization", "").removeprefix("Digest ")))

    def hashed(*parts: str) -> str:
        return md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()

    first, second = hashed("reader", "papers", SECRET), hashed("POST", request.path)
    names = ("nonce", "nc", "cnonce", "qop")
    if given and given["response"] == hashed(first, *(given.get(name, "") for name in names), second):
        papers(request)
    else:
        request.give(401, "text/plain", b"", WWW_Authenticate='Digest realm="papers", nonce="1", qop="auth", algorithm=MD5')


def test_a_password_goes_as_a_digest_where_that_is_asked_for(
    answering: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = answering(digest)
    monkeypatch.setenv("CBEC_KG_ENDPOINT_USER", "reader")
    monkeypatch.setenv("CBEC_KG_ENDPOINT_PASSWORD", SECRET)
    assert asked(url) == (0, "")
    monkeypatch.setenv("CBEC_KG_ENDPOINT_PASSWORD", f"{SECRET}-not")
    code, message = asked(url)
    assert code == 2 and "refuses the credentials that the environment or netrc has" in message


def test_a_token_is_sent_and_never_shown(answering: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBEC_KG_ENDPOINT_TOKEN", SECRET)
    url = answering(lambda request: request.give(400, "text/plain", str(request.headers["Authorization"]).encode()))
    code, message = asked(url)
    assert code == 2 and "Bearer …" in message


@pytest.mark.parametrize("url", [f"http://reader:{SECRET}@127.0.0.1:1/sparql", f"https://{SECRET}@x.example/"])
def test_credentials_in_a_url_are_refused_and_not_shown(url: str) -> None:
    code, message = asked(url)
    assert code == 2 and "credentials are not read from a URL" in message


@pytest.mark.parametrize("url", ["http://", "http:///sparql", "http://x y/", "https://x:port/"])
def test_what_is_no_url_is_refused(url: str) -> None:
    code, message = asked(url)
    assert code == 2 and "is no URL of an endpoint" in message


def test_what_needs_the_folder_says_so(answering: Callable[..., str]) -> None:
    url = answering(lambda request: request.give(200, "application/sparql-results+json", ONE))
    for command in (("build", "--out", "nowhere"), ("site", "nowhere"), ("references",), ("locate", "--paper", __file__)):
        done = inside(*command, "--store", url)
        assert done.returncode == 2 and "not its curation folder, which this needs" in done.stderr
    for name in ("curate", "anchor", "check"):
        assert inside(name, "--store", url).returncode == 2
