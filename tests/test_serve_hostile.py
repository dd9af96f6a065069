"""What is sent to a server of a store, byte by byte: odd paths, hosts, heads and bodies, and many at once."""

from __future__ import annotations

import re
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from cbec_kg.api.stores import load_store
from cli_calls import PATIENCE
from served import DIRECT, Served, served
from site_builder import other_folder

__all__ = ["other_folder"]

PAPERS = ["tea-2020", "tea-2021"]
ASK = "/sparql?query=ASK%20%7B%20%3Fs%20a%20cbec:Problem%20%7D"
OWN_HEADERS = {
    "accept-encoding", "allow", "cache-control", "connection", "content-length", "content-security-policy", "content-type",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "date", "etag", "location", "referrer-policy",
    "transfer-encoding", "vary", "x-content-type-options", "x-frame-options",
}  # fmt: skip
"""All that an answer may have: what a request puts into them is no header of its own."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, mini_folder: Path, other_folder: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    load_store(folder / "store", [mini_folder, other_folder], at="2026-01-02T03:04:05+00:00", fast=True)
    with served(folder / "log", "--store", folder / "store", "--patience", "2", "--processes", "2") as found:
        yield found


def sent(server: Served, head: str, body: bytes = b"", host: str = "own") -> bytes:
    """Return all that comes back for a request, which is the last of its connection."""
    lines = [head, *([] if host == "none" else [f"Host: {f'127.0.0.1:{server.port}' if host == 'own' else host}"])]
    request = "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection, suppress(OSError):
        connection.sendall(request)
        return rest(connection)
    return b""


def rest(connection: socket.socket) -> bytes:
    got = b""
    with suppress(OSError):
        while part := connection.recv(65536):
            got += part
    return got


def status(answer: bytes) -> int:
    return int(answer[9:12] or 0)


def headers(answer: bytes) -> set[str]:
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    return {line.partition(b":")[0].decode().lower() for line in lines}


def test_many_first_questions_at_once_are_all_answered_beside_idle_connections(server: Served) -> None:
    found: list[int] = []
    with ExitStack() as stack:
        for _ in range(30):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
        paths = [ASK, "/api/gaps", f"{ASK}%23"] * 4
        asking = [
            threading.Thread(target=lambda path: found.append(server.ask(path).status), args=(path,)) for path in paths
        ]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
    assert found == [200] * 12
    assert server.ask("/health").json()["papers"] == PAPERS


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%252e%252e/etc/passwd", "/..%5c..%5cetc%5cpasswd",
        "//etc/passwd",
        "/tea-2020/..%2f..%2farticle.yaml", "/tea-2020\\article.yaml", "/tea-2020/download/../../article.yaml",
        "/tea-2020/%00article.yaml", "/tea-2020/article.yaml%00.html", "/queries/..%2f..%2fx.rq", "/%ff%fe", "/%", "/%zz",
        "/file:///etc/passwd", "/tea-2020/problem-roads%0d%0aSet-Cookie:%20a=b", "/manifest.json", "/papers/",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(server: Served, path: str) -> None:
    answer = sent(server, f"GET {path} HTTP/1.1")
    assert status(answer) == 404
    assert headers(answer) <= OWN_HEADERS


HOSTS = {
    "own": 200, "localhost": 421, "none": 400, "": 421, "evil.example": 421, "127.0.0.1:1": 421, "localhost.": 421,
    "127.0.0.1": 421, "user@127.0.0.1": 421, "127.0.0.1, evil.example": 421, "127.0.0.1\r\nHost: evil.example": 400,
}  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_only_its_own_host_is_answered(server: Served, host: str) -> None:
    assert status(sent(server, "GET /health HTTP/1.1", host=host)) == HOSTS[host]
    if host == "own":
        evil = "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example"
        assert b"evil" not in sent(server, f"GET /tea-2020/problem-roads HTTP/1.1\r\n{evil}")


ECHOED = {
    "/api/evidence?statement=%3Cscript%3Ealert(1)%3C/script%3E": 404, "/api/evidence?%3Cscript%3E=1": 400,
    "/api/evidence?statement=a%0d%0aSet-Cookie:%20a=b": 404, "/api/audit?verdict=%00%1b%5b31m": 400,
    "/api/search?text=%ff": 400, f"/api/search?text={'a' * 2000}": 413, f"/api/whatif?{'without=9&' * 101}": 400,
    "/queries/problem-facets?problem=a%0d%0aX:b": 404, "/queries/problem-facets?problem=a&problem=b": 400,
    f"{ASK}&query=ASK%20%7B%7D": 400, f"{ASK}&default-graph-uri=a%0d%0aX:b": 403, "/sparql?query=%00%0d%0aX:b": 400,
    f"/sparql?{'a=1&' * 200}": 400, f"/{'a' * 60_000}": 404,
}  # fmt: skip


@pytest.mark.parametrize("path", ECHOED, ids=[path[:30] for path in ECHOED])
def test_what_was_asked_comes_back_as_text_of_json_alone(server: Served, path: str) -> None:
    answer = sent(server, f"GET {path} HTTP/1.1")
    assert (status(answer), headers(answer) - OWN_HEADERS) == (ECHOED[path], set())
    assert re.search(rb"(?i)content-type: application/problem\+json\r\n", answer)
    assert re.search(rb"(?i)x-content-type-options: nosniff\r\n", answer)
    assert not re.search(rb"[\x00-\x1f\x7f]", answer.partition(b"\r\n\r\n")[2])
    assert len(answer) < 2000


def test_methods_and_conditions_are_as_http_has_them(server: Served) -> None:
    for method in ("OPTIONS", "PUT", "DELETE", "TRACE", "BREW", "get"):
        answer = sent(server, f"{method} /sparql HTTP/1.1")
        assert status(answer) == 405 and {"allow"} <= headers(answer) <= OWN_HEADERS
    head, whole = (sent(server, f"{method} {ASK} HTTP/1.1").partition(b"\r\n\r\n") for method in ("HEAD", "GET"))
    length = re.compile(rb"(?i)content-length: \d+")
    assert (head[2], length.findall(head[0])) == (b"", length.findall(whole[0]))
    (tag,) = re.findall(r'(?i)etag: ("[^"]+")', whole[0].decode())
    for known in ("*", tag, f"W/{tag}", f'"a", {tag}'):
        assert status(sent(server, f"GET {ASK} HTTP/1.1\r\nIf-None-Match: {known}")) == 304
    for asked in ('If-None-Match: "a"', "Range: bytes=0-3", "If-Modified-Since: Sat, 28 Nov 2099 21:12:35 GMT"):
        assert sent(server, f"GET {ASK} HTTP/1.1\r\n{asked}").partition(b"\r\n\r\n")[2] == whole[2]


POST = f"POST /sparql HTTP/1.1\r\nContent-Type: {DIRECT}"
BODIES = {
    "compressed": (415, f"{POST}\r\nContent-Encoding: gzip\r\nContent-Length: 6", b"ASK {}"),
    "two lengths": (400, f"{POST}\r\nContent-Length: 6\r\nContent-Length: 7", b"ASK {}"),
    "a length and chunks": (
        400, f"{POST}\r\nContent-Length: 6\r\nTransfer-Encoding: chunked", b"6\r\nASK {}\r\n0\r\n\r\n",
    ),
    "chunks": (200, f"{POST}\r\nTransfer-Encoding: chunked", b"6\r\nASK {}\r\n0\r\n\r\n"),
    "chunks without end": (413, f"{POST}\r\nTransfer-Encoding: chunked", (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 40),
    "a false length": (413, f"{POST}\r\nContent-Length: 999999999999", b"ASK {}"),
    "a length below nothing": (400, f"{POST}\r\nContent-Length: -1", b"ASK {}"),
    "two types": (415, f"{POST}\r\nContent-Type: text/plain\r\nContent-Length: 6", b"ASK {}"),
    "another charset": (415, f"{POST}; charset=utf-8; charset=utf-7\r\nContent-Length: 6", b"ASK {}"),
    "a huge head": (400, f"GET /health HTTP/1.1\r\nX: {'a' * 500_000}", b""),
    "a control in the head": (400, "GET /health HTTP/1.1\r\nX: a\x00b", b""),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_bodies_have_one_plain_bounded_form(server: Served, name: str) -> None:
    expected, head, body = BODIES[name]
    answer = sent(server, head, body)
    assert status(answer) == expected or (name == "a huge head" and not answer)  # it is closed before all is sent
    assert server.ask("/health").status == 200


@pytest.mark.parametrize("first", ["GET /health HTTP/1.1\r\n", f"{POST}\r\nHost: @\r\nContent-Length: 1000000\r\n\r\n"])
def test_a_client_that_drips_is_left(server: Served, first: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as slow:
        slow.sendall(first.replace("@", f"127.0.0.1:{server.port}").encode())
        with suppress(OSError):
            for _ in range(10 * PATIENCE):
                if select.select([slow], [], [], 0.1)[0]:
                    break
                slow.sendall(b"a")
            else:
                pytest.fail("the client was not left")
        assert status(rest(slow)) in (0, 408)
