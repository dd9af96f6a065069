"""The server of the curating page: this machine's own page alone gets an answer, and no file can be asked for."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse

import pytest

from cbec_kg.errors import OutputError
from cbec_kg.serving.loopback import LARGEST, Answer, Loopback
from cli_calls import PATIENCE


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    page = Answer(HTTPStatus.OK, "<p>page</p>", "default-src 'none'", page=True)
    server = Loopback({"": lambda: page}, {"echo": lambda given: Answer(HTTPStatus.OK, given)})
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join()


def ask(server: Loopback, method: str, path: str, body: str | None = None, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", int(server.host.rpartition(":")[2]), timeout=PATIENCE)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, None if body is None else body.encode(), sent)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def path_of(server: Loopback) -> str:
    return server.address.removeprefix(f"http://{server.host}")


def own(server: Loopback) -> dict[str, str]:
    return {"Origin": f"http://{server.host}", "Content_Type": "application/json"}


def test_the_page_is_given_with_its_policy_and_is_not_stored(loopback: Loopback) -> None:
    answer, content = ask(loopback, "GET", path_of(loopback))
    assert (answer.status, content) == (200, b"<p>page</p>")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Access-Control-Allow-Origin"] is None


def test_only_the_loopback_address_is_bound(loopback: Loopback) -> None:
    assert loopback.host.startswith("127.0.0.1:")
    assert loopback._server.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/", "", "/wrong/", "/wrong/echo", "/favicon.ico", "/../", "/%2e%2e/"])
def test_a_wrong_token_gets_nothing(loopback: Loopback, path: str) -> None:
    answer, content = ask(loopback, "GET", path or "/")
    assert (answer.status, b"page</p>" in content) == (404, False)


def test_a_part_of_the_token_gets_nothing(loopback: Loopback) -> None:
    assert ask(loopback, "GET", path_of(loopback)[:-2] + "/")[0].status == 404
    assert ask(loopback, "GET", path_of(loopback).removesuffix("/"))[0].status == 404


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "..%2fdata", "/etc/passwd", "echo", "static/start.js"]
)
def test_no_path_leads_to_a_file(loopback: Loopback, name: str) -> None:
    answer, content = ask(loopback, "GET", path_of(loopback) + name)
    assert answer.status == 404
    assert json.loads(content) == {"error": "no such page"}


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "evil.example:80", "[::1]", ""])
def test_another_host_is_refused(loopback: Loopback, host: str) -> None:
    assert ask(loopback, "GET", path_of(loopback), Host=host)[0].status == 421


def test_a_host_given_twice_is_refused(loopback: Loopback) -> None:
    with socket.create_connection(("127.0.0.1", int(loopback.host.rpartition(":")[2])), timeout=PATIENCE) as raw:
        raw.sendall(f"GET {path_of(loopback)} HTTP/1.1\r\nHost: {loopback.host}\r\nHost: evil.example\r\n\r\n".encode())
        assert raw.recv(64).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(loopback: Loopback, origin: str, method: str) -> None:
    path = path_of(loopback) + ("echo" if method == "POST" else "")
    answer, _ = ask(
        loopback, method, path, "1" if method == "POST" else None, Origin=origin, Content_Type="application/json"
    )
    assert answer.status == 403


def test_a_page_of_another_site_that_leads_here_is_refused(loopback: Loopback) -> None:
    assert ask(loopback, "GET", path_of(loopback), Sec_Fetch_Site="cross-site")[0].status == 403
    assert ask(loopback, "GET", path_of(loopback), Sec_Fetch_Site="none")[0].status == 200


def test_an_act_needs_an_origin_and_json(loopback: Loopback) -> None:
    path = path_of(loopback) + "echo"
    assert ask(loopback, "POST", path, '{"a": "茶"}', **own(loopback))[1] == '{"a": "茶"}'.encode()
    assert ask(loopback, "POST", path, "1", Content_Type="application/json")[0].status == 403
    assert ask(loopback, "POST", path, "1", Origin=own(loopback)["Origin"], Content_Type="text/plain")[0].status == 415
    assert ask(loopback, "POST", path, "{", **own(loopback))[0].status == 400
    assert ask(loopback, "POST", path, "[" * 100_000, **own(loopback))[0].status == 400
    assert ask(loopback, "POST", path_of(loopback) + "other", "1", **own(loopback))[0].status == 404


def test_a_body_too_large_or_without_length_is_refused(loopback: Loopback) -> None:
    path = path_of(loopback) + "echo"
    assert ask(loopback, "POST", path, "1", **own(loopback), Content_Length=str(LARGEST + 1))[0].status == 413
    assert ask(loopback, "POST", path, "1", **own(loopback), Content_Length="-1")[0].status == 413
    assert ask(loopback, "POST", path, "1", **own(loopback), Content_Length="9" * 5000)[0].status == 413


def test_a_body_whose_end_could_be_read_in_two_ways_is_refused(loopback: Loopback) -> None:
    path = path_of(loopback) + "echo"
    assert ask(loopback, "POST", path, "1", **own(loopback), Transfer_Encoding="chunked")[0].status == 411
    head = f"POST {path} HTTP/1.1\r\nHost: {loopback.host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n11"
    with socket.create_connection(("127.0.0.1", int(loopback.host.rpartition(":")[2])), timeout=PATIENCE) as raw:
        raw.sendall(head.encode())
        assert raw.recv(12) == b"HTTP/1.1 413"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_not_known(loopback: Loopback, method: str) -> None:
    assert ask(loopback, method, path_of(loopback), **own(loopback))[0].status == 501


def test_a_port_that_is_taken_is_told(loopback: Loopback) -> None:
    port = int(loopback.host.rpartition(":")[2])
    with pytest.raises(OutputError, match=f"port {port} on 127.0.0.1: address already in use. Name another"):
        Loopback({}, {}, port)


def test_each_server_has_a_token_of_its_own() -> None:
    first, second = Loopback({}, {}), Loopback({}, {})
    assert path_of(first) != path_of(second)
    assert len(path_of(first)) == 34
    for server in (first, second):
        server._server.server_close()
