"""The engine on a real cluster: one master and two workers on loopback, of which one is lost in the middle of a job."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from cbec_kg import Corpus, UsageError
from cbec_kg.api.literature import ask_literature
from test_literature import papers, table

__all__ = ["papers", "table"]

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on the PATH")

GONE = ["tea-2020:ref-03", "ass-2021-108287:ref-09"]


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    base = tmp_path_factory.mktemp("cluster")
    home = Path(pyspark.__file__).parent
    port, page = free_port(), free_port()
    address = f"spark://127.0.0.1:{port}"
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(base)}
    deploy = [str(home / "bin" / "spark-class"), "org.apache.spark.deploy"]

    def started(*arguments: str) -> subprocess.Popen[bytes]:
        with (base / f"{len(processes)}.log").open("wb") as log:
            command = [deploy[0], f"{deploy[1]}.{arguments[0]}", *arguments[1:]]
            return subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)

    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(started("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)))
        for _ in range(2):
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", str(free_port())]
            processes.append(started("worker.Worker", *options, address))
        wait_for_workers(page, 2)
        yield Cluster(address, processes[1:])
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_workers(page: int, number: int) -> None:
    """Wait until the master knows of so many workers, by the JSON of its page."""
    end = time.monotonic() + 180
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{page}/json/", timeout=10) as answer:
                if answer.read().count(b'"state" : "ALIVE"') >= number:
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.5)
    raise AssertionError("the workers did not come up")


def test_the_cluster_answers_as_the_arrays_do_though_a_worker_is_lost(
    cluster: Cluster, papers: Corpus, table: Path, tmp_path: Path
) -> None:
    def asked(question: str, engine: str) -> list[tuple[object, ...]]:
        out = tmp_path / f"{question}.csv"
        without = GONE if question == "whatif" else ()
        ask_literature(table, question, engine=engine, without=without, out=out, progress=lose_a_worker)
        return sorted(tuple(line.split(",")) for line in out.read_text(encoding="utf-8").splitlines())

    lost: list[str] = []

    def lose_a_worker(step: str) -> None:
        if "frontier" in step and question == "closure" and not lost:
            lost.append(step)
            os.killpg(cluster.workers[0].pid, signal.SIGKILL)

    for question in ("closure", "whatif"):
        found = asked(question, cluster.address)
        assert found == asked(question, "local"), question
        assert len(found) > 10
    assert lost
    assert not list(table.glob(".spark-*"))


def test_a_master_that_cannot_be_reached_is_told(table: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Spark master can be reached"):
        ask_literature(table, "closure", engine=f"spark://127.0.0.1:{free_port()}")
    with pytest.raises(UsageError, match="no Spark master can be reached"):
        ask_literature(table, "closure", engine="spark://127.0.0.1:here")


def test_without_java_the_engine_says_what_it_needs(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="Spark needs Java 17"):
        ask_literature(table, "closure", engine="spark://127.0.0.1:7077")
