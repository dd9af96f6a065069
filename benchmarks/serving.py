"""How many small SELECT queries a second `cbec-kg serve` answers, against a bare handler of the same framework.

    python benchmarks/serving.py [--clients 64] [--seconds 5] [--rounds 3]

Clients are connections that stay open, all in one process beside; each sends its next request when it has the answer.
Rounds take turns; the middle one counts. "Remembered" asks one query again and again, "asked anew" one that no answer is
remembered of.

The bare handler is one route of the same Starlette on the same uvicorn and its parser h11: it reads the parameter ``query``
and sends the answer's bytes from memory. It runs no query, checks and logs nothing, and sends two headers. "Processor" is
the time that the server and its processes together took for an answer: other work on the machine changes it less.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote
from urllib.request import urlopen

PREFIX = "PREFIX cbec: <https://w3id.org/cbec-kg/ontology#> "
SMALL = f"{PREFIX}SELECT ?s {{ ?s a cbec:Problem }} ORDER BY ?s LIMIT 3"
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
content = sys.stdin.buffer.read()
async def answer(request):
    request.query_params.get("query")
    return Response(content, media_type="application/sparql-results+json")
app = Starlette(routes=[Route("/sparql", answer)])
uvicorn.run(app, port=int(sys.argv[1]), http="h11", ws="none", access_log=False, log_level="critical")
"""


async def load(port: int, clients: int, seconds: float, volatile: bool) -> float:
    """Return the answers a second that clients got."""
    end = time.perf_counter() + seconds
    served = 0

    async def client(number: int) -> None:
        nonlocal served
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        turn = 0
        while time.perf_counter() < end:
            turn += 1
            text = SMALL + (f" # {number}-{turn}" if volatile else "")
            head = f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
            writer.write(head.encode())
            received = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in received[:20], received
            length = int(received.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            served += 1
        writer.close()

    await asyncio.gather(*map(client, range(clients)))
    return served / seconds


async def content_of(port: int) -> bytes:
    """Return the answer of the small query."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /sparql?query={quote(SMALL)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    content = await reader.readexactly(length)
    writer.close()
    return content


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process and its children have taken."""
    tasks = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    pids = [str(pid), *(child for children in tasks for child in children.split())]
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in pids]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    command = [sys.executable, "-c", "from cbec_kg.cli.main import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as ours:
        assert ours.stdout is not None
        port = int(ours.stdout.readline().rpartition(":")[2].rstrip("/\n"))
        content = asyncio.run(content_of(port))
        for path in ("", "void.ttl"):  # what is drawn at the start
            with urlopen(f"http://127.0.0.1:{port}/{path}") as page:
                page.read()
        asyncio.run(load(port, given.clients, 1, volatile=True))  # all processes are started
        with subprocess.Popen([sys.executable, "-c", BARE, str(port + 1)], stdin=subprocess.PIPE) as bare:
            assert bare.stdin is not None
            bare.stdin.write(content)
            bare.stdin.close()
            time.sleep(5)
            kinds = {"bare handler": (port + 1, False), "remembered": (port, False), "asked anew": (port, True)}
            found: dict[str, list[float]] = {name: [] for name in kinds}
            taken: dict[str, list[float]] = {name: [] for name in kinds}
            for _ in range(given.rounds):
                for name, (at, volatile) in kinds.items():
                    pid = ours.pid if at == port else bare.pid
                    before = processor(pid)
                    rate = asyncio.run(load(at, given.clients, given.seconds, volatile))
                    found[name].append(rate)
                    taken[name].append((processor(pid) - before) / (rate * given.seconds) * 1000)
            bare.terminate()
        ours.terminate()
    least = median(found["bare handler"])
    print(f"{given.clients} clients, {given.seconds:g} s a round, {given.rounds} rounds")
    for name, rates in found.items():
        times = f"{least / median(rates):.2f} times the bare handler's time"
        print(f"{name:<14}{median(rates):>8.0f} a second, {times}; processor {median(taken[name]):.2f} ms")


if __name__ == "__main__":
    main()
