"""Real servers for the tests, on ports of this machine: the engine's own program, and Virtuoso where it is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
ISQL = shutil.which("isql-vt") or shutil.which("isql")
PATIENCE = 600
"""Seconds after which a server is given up; only one that hangs takes so long."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str | Path], url: str, log: Path, folder: Path) -> Iterator[str]:
    """Run a server until the block ends; give the URL once it answers there."""
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output, cwd=folder) as process:
        try:
            given_up = time.monotonic() + PATIENCE
            while not answers(url):
                assert process.poll() is None, log.read_text(errors="replace")
                assert time.monotonic() < given_up, log.read_text(errors="replace")
                time.sleep(0.1)
            yield url
        finally:
            process.kill()


def answers(url: str) -> bool:
    try:
        build_opener(ProxyHandler({})).open(f"{url}?query=ASK%20%7B%7D", timeout=PATIENCE).close()
    except (URLError, OSError):
        return False
    return True


@contextmanager
def oxigraph(database: Path, folder: Path) -> Iterator[str]:
    """Serve a database, which is only read."""
    port = free_port()
    command: list[str | Path] = [OXIGRAPH, "serve-read-only", "--location", database, "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}/query", folder / "oxigraph.log", folder) as url:
        yield url


INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
TransactionFile = {folder}/virtuoso.trx
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


@contextmanager
def virtuoso(nquads: Path, folder: Path) -> Iterator[str]:
    """Serve the statements of an N-Quads file, which lies in the folder, in their named graphs; all may read them."""
    assert VIRTUOSO and ISQL
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command: list[str | Path] = [VIRTUOSO, "+configfile", folder / "virtuoso.ini", "+foreground", "+wait"]
    with running(command, f"http://127.0.0.1:{http}/sparql", folder / "output.log", folder) as url:
        load = f"DB.DBA.TTLP(file_to_string_output('{nquads}'), '', 'urn:x-nowhere', 512); checkpoint;"
        done = subprocess.run([ISQL, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"], capture_output=True, text=True)
        assert done.returncode == 0 and "Error" not in done.stdout + done.stderr, done.stdout + done.stderr
        yield url
