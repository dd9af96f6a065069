"""Queries within limits: each in a process that is ended, with the next one answered as if nothing had been."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from bombs import BOMBS
from cbec_kg.errors import CbecError, LimitError, QueryError, UnavailableError
from cbec_kg.store.bounded import MEGABYTE, Limits, Question, Worker
from cbec_kg.store.encoding import encoded, read_lines
from cbec_kg.store.opening import OpenStore
from cbec_kg.store.pool import Given, Pool
from cbec_kg.store.sparql import DamagedError, Dataset
from cli_calls import SLOW, call

NQUADS = b"".join(
    f'<https://example.org/{n}> <https://example.org/p> "{n}" <https://example.org/g{n % 2}> .\n'.encode()
    for n in range(300)
)
PATIENT = Limits(seconds=600)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    found = Worker(lambda: NQUADS, 512 * MEGABYTE)
    yield found
    found.close()


def count_of(worker: Worker, text: str = COUNT) -> object:
    reply = worker.ask(Question(text), PATIENT)
    ((found,),) = read_lines(reply.form, reply.content)[1]
    return int(found.value)  # type: ignore[attr-defined]  # a literal


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_that_takes_too_much_is_ended_and_the_next_one_is_answered(worker: Worker, name: str) -> None:
    with pytest.raises(LimitError, match=r"Narrow") as caught:
        worker.ask(Question(BOMBS[name]), Limits(seconds=1.5, output=4 * MEGABYTE))
    assert "\n" not in str(caught.value)
    assert count_of(worker) == 300


def test_time_that_is_over_is_told_with_what_to_do(worker: Worker) -> None:
    with pytest.raises(LimitError) as caught:
        worker.ask(Question(SLOW), Limits(seconds=0.3))
    assert str(caught.value) == "the query took over 0.3 s and was ended. Narrow it, or allow more with --timeout."


def test_memory_that_is_over_is_told_with_what_to_do() -> None:
    small = Worker(lambda: NQUADS, 48 * MEGABYTE)
    with pytest.raises(LimitError) as caught:
        small.ask(Question(BOMBS["doubled-text"]), PATIENT)
    assert str(caught.value) == "the query took over 48 MB of memory and was ended. Narrow it, or allow more with --memory."
    assert count_of(small) == 300
    small.close()


def test_rows_and_bytes_have_a_limit_each_and_cost_no_process(worker: Worker) -> None:
    count_of(worker)
    process = worker._process
    for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        assert worker.ask(Question(text), PATIENT._replace(rows=300)).rows == 300
        with pytest.raises(LimitError, match=r"over 299 rows\. Narrow it or add LIMIT\."):
            worker.ask(Question(text), PATIENT._replace(rows=299))
        with pytest.raises(LimitError, match=r"over 0 MB\. Narrow the query or add LIMIT\."):
            worker.ask(Question(text), PATIENT._replace(output=1000))
    assert worker._process is process


def test_the_process_is_gone_after_its_limit(worker: Worker) -> None:
    count_of(worker)
    process = worker._process
    assert process is not None
    with pytest.raises(LimitError):
        worker.ask(Question(SLOW), Limits(seconds=0.2))
    assert process.returncode == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_an_interrupted_question_takes_its_process_along(worker: Worker) -> None:
    count_of(worker)
    process = worker._process
    assert process is not None
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background job would ignore
    try:
        threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            worker.ask(Question(SLOW), PATIENT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.returncode is not None
    assert count_of(worker) == 300


ORPHAN = """
import os, sys, threading
from cbec_kg.store.bounded import Limits, Question, Worker
worker = Worker(lambda: sys.argv[1].encode(), 2**29)
worker.ask(Question("ASK {}"), Limits(seconds=0))
threading.Thread(target=worker.ask, args=(Question(sys.argv[2]), Limits(seconds=0)), daemon=True).start()
print(worker._process.pid, flush=True)
sys.stdin.read()
os._exit(0)
"""


def test_a_process_ends_with_the_one_that_asks_in_the_middle_of_a_query_too() -> None:
    command = [sys.executable, "-c", ORPHAN, NQUADS.decode(), SLOW]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asking:
        assert asking.stdout is not None
        pid = int(asking.stdout.readline())
        asking.kill()
        asking.wait()
        while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            os.sched_yield()


def test_errors_of_the_engine_come_from_there(worker: Worker) -> None:
    with pytest.raises(QueryError, match=r"^the query cannot be read: error at 1:"):
        worker.ask(Question("SELECT * { ?s ?p }"), PATIENT)
    with pytest.raises(QueryError, match=r"the prefix nowhere: is not declared"):
        worker.ask(Question("SELECT * { ?s nowhere:p ?o }"), PATIENT)
    assert count_of(worker, "PREFIX x: <https://example.org/> SELECT (COUNT(*) AS ?n) { ?s x:p ?o }") == 300


def test_a_database_that_cannot_be_opened_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(DamagedError, match="the database cannot be opened"):
        Worker(tmp_path, MEGABYTE).ask(Question("ASK {}"), PATIENT)


def test_graphs_can_be_chosen(worker: Worker) -> None:
    even, odd = "https://example.org/g0", "https://example.org/g1"

    def asked(text: str, *dataset: tuple[str, ...]) -> object:
        reply = worker.ask(Question(text, dataset=Dataset(*dataset)), PATIENT)
        return int(read_lines(reply.form, reply.content)[1][0][0].value)  # type: ignore[attr-defined]  # a literal

    within = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert [asked(COUNT, (even,), ()), asked(COUNT, (even, odd), ()), asked(COUNT, (), (even,))] == [150, 300, 0]
    assert [asked(within, (even,), ()), asked(within, (), (odd,)), asked(within, (even,), (even, odd))] == [0, 150, 300]


def test_lines_hold_all_that_an_answer_has() -> None:
    store = Store()
    text = (
        """SELECT ?a ?b { VALUES (?a ?b) { (UNDEF 1) (UNDEF UNDEF) ('x\\ty\\n"z'@en 01.50) ('a'^^<x:y> '') (<x:z> 1e3) } }"""
    )
    (result,) = (store.query(text),)
    rows = tuple(tuple(row) for row in result)  # type: ignore[union-attr]  # a SELECT
    again = Worker(lambda: b"", 512 * MEGABYTE)
    reply = again.ask(Question(text), PATIENT)
    assert read_lines(reply.form, reply.content) == (("a", "b"), rows, False)
    assert encoded("ask", b"true\n", "json") == b'{"head":{},"boolean":true}'
    assert NamedNode("x:z") in rows[4]
    again.close()


def test_a_question_that_takes_long_does_not_hold_up_those_behind_it() -> None:
    async def asked() -> tuple[bool, list[Given], BaseException | None]:
        pool = Pool([Worker(lambda: NQUADS, 512 * MEGABYTE) for _ in range(2)], PATIENT._replace(seconds=60), 100)
        long = asyncio.create_task(pool.ask(Question(SLOW)))
        found = await asyncio.gather(*(pool.ask(Question(f"{COUNT} # {n}")) for n in range(40)))
        under_way = not long.done()
        pool.close()
        await asyncio.wait([long])
        return under_way, found, long.exception()

    under_way, found, end = asyncio.run(asked())
    assert under_way
    assert len(found) == 40 and len(set(found)) == 1
    assert isinstance(end, UnavailableError)


def test_questions_behind_one_that_ends_the_process_are_answered() -> None:
    async def asked() -> list[object]:
        pool = Pool([Worker(lambda: NQUADS, 48 * MEGABYTE)], PATIENT, 100)
        texts = [f"{COUNT} # 1", BOMBS["doubled-text"], f"{COUNT} # 2", "SELECT * {", f"{COUNT} # 3"]
        found = await asyncio.gather(*(pool.ask(Question(text)) for text in texts), return_exceptions=True)
        pool.close()
        return list(found)

    first, bomb, second, unreadable, third = asyncio.run(asked())
    assert "over 48 MB of memory" in str(bomb)
    assert "cannot be read" in str(unreadable)
    assert first == second == third


DEEP = {
    "braces": ("SELECT * ", "{", "?s ?p ?o", "}", ""),
    "brackets": ("SELECT * { FILTER(", "(", "1", ")", ") }"),
    "optionals": ("SELECT * {", "OPTIONAL {", "", "}", "}"),
    "negations": ("SELECT * { FILTER(", "!", "true", "", ") }"),
    "sums": ("SELECT * { FILTER(", "?a+", "?a", "", ") }"),
    "unions": ("SELECT * {", "{?s ?p ?o} UNION ", "{}", "", "}"),
    "patterns": ("SELECT * {", "?s ?p ?o . ", "", "", "}"),
    "filters": ("SELECT * {", "FILTER(?a)", "", "", "}"),
}


@pytest.mark.parametrize("name", DEEP)
def test_a_query_however_deep_is_answered_or_ended(mini_store: OpenStore, name: str) -> None:
    head, opening, core, closing, tail = DEEP[name]
    text = head + opening * 12000 + core + closing * 12000 + tail
    try:
        mini_store.answer(text, {}, Limits(seconds=1))
    except CbecError as error:
        assert "\n" not in str(error)  # what it says is all that is asked of it


def test_the_command_ends_with_4_and_one_line(data: list[str]) -> None:
    call("query", "ASK {}", *data)
    done = call("query", BOMBS["doubled-text"], "--memory", "64", *data)
    assert (done.returncode, done.stdout) == (4, "")
    expected = "Error: the query took over 64 MB of memory and was ended. Narrow it, or allow more with --memory.\n"
    assert done.stderr == expected
