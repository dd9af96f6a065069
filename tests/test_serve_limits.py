"""A server under load and malice: queries over their limits are ended, slow clients are left, the others are answered."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bombs import BOMBS
from cbec_kg import open_corpus
from cbec_kg.endpoint.operation_worker import OperationQuestion, OperationWorker
from cbec_kg.errors import LimitError
from cbec_kg.store.bounded import Limits
from cbec_kg.store.pool import Given, Pool
from cli_calls import PATIENCE
from served import Reply, Served, served

ASK = "ASK { ?s a cbec:Problem }"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, mini_folder: Path) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("strict") / "log"
    limits = ("--timeout", "2", "--memory", "128", "--output", "1", "--rows", "1000", "--processes", "2", "--patience", "2")
    with served(log, mini_folder, *limits) as found:
        yield found


def answers(server: Served) -> None:
    """Ask until there is an answer: how long one takes is the machine's affair."""
    while (reply := server.sparql(ASK)).status != 200:
        assert reply.status == 503
    assert reply.json()["boolean"] is True


def test_bombs_at_once_are_ended_each_and_the_server_goes_on(strict: Served) -> None:
    found: dict[str, Reply] = {}

    def throw(name: str) -> None:
        found[name] = strict.sparql(BOMBS[name])

    threads = [threading.Thread(target=throw, args=(name,)) for name in BOMBS]
    for thread in threads:
        thread.start()
    assert strict.ask("/health").status == 200
    for thread in threads:
        thread.join()
    assert {name: reply.status for name, reply in found.items()} == dict.fromkeys(BOMBS, 503)
    for name, reply in found.items():
        assert "Narrow" in reply.json()["detail"], name
    answers(strict)


def test_a_client_that_never_reads_is_left(strict: Served) -> None:
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.settimeout(PATIENCE)
        deaf.connect(("127.0.0.1", strict.port))
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{strict.port}\r\n\r\n".encode()
        deaf.sendall(head * 20)
        strict_answers = threading.Thread(target=answers, args=(strict,))
        strict_answers.start()
        strict_answers.join()
        wait_for_end(deaf)


def wait_for_end(connection: socket.socket) -> None:
    """Wait until the other side has ended a connection, without reading what it sent."""
    while True:
        try:
            connection.sendall(b"x")
        except OSError:
            return


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:@\r\nContent-Length: 90\r\n\r\nASK", b"\r\n"],
    ids=["nothing", "half a head", "half a body", "a line"],
)
def test_a_client_that_sends_too_slowly_is_left(strict: Served, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", strict.port), timeout=PATIENCE) as slow:
        slow.sendall(sent.replace(b"@", str(strict.port).encode()))
        got = b""
        with suppress(ConnectionResetError):
            while part := slow.recv(4096):
                got += part
        assert got == b"" or got.startswith((b"HTTP/1.1 408", b"HTTP/1.1 400"))
    answers(strict)


def test_what_is_no_http_is_refused(strict: Served) -> None:
    for sent in (b"\x00\xff" * 100 + b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET http://evil.example/ HTTP/1.1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", strict.port), timeout=PATIENCE) as raw:
            raw.sendall(sent)
            assert raw.recv(12)[9:10] in (b"4", b"5")
    answers(strict)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_in_good_order(mini_folder: Path, tmp_path: Path, number: signal.Signals) -> None:
    with served(tmp_path / "log", mini_folder, "--timeout", "600") as server:
        answers(server)
        break_off_in_a_body(server)
        server.process.send_signal(number)
        assert server.process.wait(PATIENCE) == 0
    entries = server.entries()
    assert [one["event"] for one in entries if one["event"] != "request"] == ["start", "stop"]
    request, broken = [one for one in entries if one["event"] == "request"]
    assert (request["method"], request["path"], request["status"], request["client"]) == ("GET", "/sparql", 200, "127.0.0.1")
    assert broken["status"] == 400  # a client's affair, and no defect
    assert set(request) == {"time", "event", "method", "path", "status", "bytes", "ms", "client"}


def break_off_in_a_body(server: Served) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as raw:
        raw.sendall(head.encode())
        assert raw.recv(12) == b"HTTP/1.1 400"


def test_a_query_under_way_does_not_keep_it_from_stopping(mini_folder: Path, tmp_path: Path) -> None:
    with served(tmp_path / "log", mini_folder, "--timeout", "3600", "--memory", "100000") as server:
        answers(server)
        asking = threading.Thread(target=ask_in_vain, args=(server,))
        asking.start()
        while not server.ask("/health").json()["queries"]:
            pass
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        asking.join()


def test_a_question_of_the_api_is_ended_at_its_limits_too(mini_folder: Path) -> None:
    papers = open_corpus([mini_folder])

    async def asked(limits: Limits, name: str = "audit") -> Given:
        pool = Pool([OperationWorker(papers, limits.memory)], limits, 9)
        try:
            return await pool.ask(OperationQuestion(name, (("all", "true"),)))
        finally:
            pool.close()

    with pytest.raises(LimitError, match=r"^the answer took over 0\.0001 s and was ended\. Ask for less\.$"):
        asyncio.run(asked(Limits(seconds=0.0001)))
    with pytest.raises(LimitError, match=r"^the answer has over 0 MB\. Ask for less\.$"):
        asyncio.run(asked(Limits(seconds=600, output=1000)))
    given = asyncio.run(asked(Limits(seconds=600)))
    assert given.content.decode() == papers.audit(everything=True).to_json()


def test_the_last_answer_of_a_process_that_has_grown_is_an_answer(mini_folder: Path) -> None:
    process = OperationWorker(open_corpus([mini_folder]), 1 << 20)
    question = OperationQuestion("search", (("text", "tea"),))
    assert process.reply(question, Limits(seconds=1), b"[]", {"last": True}).content == b"[]"


def ask_in_vain(server: Served) -> None:
    with suppress(OSError):
        server.sparql(BOMBS["long-path"])
