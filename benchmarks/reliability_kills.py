"""Kills, two writers at once and a full disk: what `build` and `site` leave is all of the old set or all of the new one."""

from __future__ import annotations

import os
import pickle
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from injecting import tree
from measured import Figure, counted

_MINI = Path(__file__).parents[1] / "tests" / "mini" / "data"
_CLI = "from cbec_kg.cli.main import main; main()"
_WRITE = """
import pickle, sys
from pathlib import Path
from cbec_kg.io.digest_list import Writer
from cbec_kg.io.folders import write_folder
files, writer = pickle.loads(Path(sys.argv[1]).read_bytes())
print("ready", flush=True)
write_folder(Path(sys.argv[2]), files, Writer(*writer))
"""
_SEED = 20261128
Tree = dict[str, bytes]


def run(quick: bool) -> list[Figure]:
    """Return the figures of both commands; the sample is of `build` alone."""
    with tempfile.TemporaryDirectory(prefix="cbec-kg-kills-") as folder:
        base = Path(folder)
        changed = base / "changed"
        shutil.copytree(_MINI, changed)
        claims = changed / "claims.yaml"
        claims.write_text(
            claims.read_text(encoding="utf-8").replace("have little capital", "have no capital"), encoding="utf-8"
        )
        figures = []
        for command in ("build",) if quick else ("build", "site"):
            figures += _Trial(command, base, (_MINI, changed)).figures(quick)
        return figures


class _Trial:
    """One command, on two papers that differ by a claim, into one folder."""

    def __init__(self, command: str, base: Path, papers: Sequence[Path]) -> None:
        self.command = command
        self.base = base / command
        self.base.mkdir()
        self.out = self.base / "parent" / "out"
        self.papers = papers
        self.random = random.Random(_SEED)

    def call(self, paper: int, out: Path) -> list[str]:
        place = ["--out", str(out)] if self.command == "build" else [str(out)]
        return [sys.executable, "-c", _CLI, self.command, *place, "--fast", "-q", "--data", str(self.papers[paper])]

    def figures(self, quick: bool) -> list[Figure]:
        begun = time.perf_counter()
        whole = [self._made(paper) for paper in (0, 1)]
        seconds = (time.perf_counter() - begun) / 2
        name = self.command
        runs, pairs = (3, 1) if quick else (100, 10)
        figures = [
            counted(
                f"{name} killed at a random moment: neither old nor new",
                self._killed(whole, runs, lambda paper: self.call(paper, self.out), lambda: self.random.uniform(0, seconds)),
                runs, f"kill -9 within the {seconds:.0f} s of the command, two papers in turn; the folder by content",
            ),
        ]  # fmt: skip
        stored = [self._stored(paper, one) for paper, one in enumerate(whole)]
        calls = [[sys.executable, "-c", _WRITE, str(place), str(self.out)] for place in stored]
        took = self._writing(calls)
        runs = 10 if quick else 100
        figures += [
            counted(
                f"{name} killed while it writes: neither old nor new",
                self._killed(whole, runs, calls.__getitem__, lambda: self.random.uniform(0, took), ready=True),
                runs, f"kill -9 within the {1000 * took:.0f} ms of writing the {len(whole[0])} files that the command makes",
            ),
            counted(
                f"{name}: names left beside the folder after the next run", self._left(calls[0]), runs,
                "names in the folder above, after one more run that was not killed",
            ),
        ]  # fmt: skip
        figures.append(self._pairs(whole, pairs))
        figures.append(self._full(whole, stored))
        return figures

    def _made(self, paper: int) -> Tree:
        out = self.base / f"made-{paper}"
        subprocess.run(self.call(paper, out), check=True, capture_output=True)
        return tree(out)

    def _stored(self, paper: int, files: Tree) -> Path:
        from cbec_kg.io.digest_list import BUILD, SITE, SUMS

        writer = BUILD if self.command == "build" else SITE
        place = self.base / f"stored-{paper}"
        own = {name: content for name, content in files.items() if name != SUMS}
        place.write_bytes(pickle.dumps((own, (writer.command, writer.beside_others))))
        return place

    def _fresh(self, paper: int) -> None:
        shutil.rmtree(self.out.parent, ignore_errors=True)
        self.out.parent.mkdir()
        shutil.copytree(self.base / f"made-{paper}", self.out)

    def _writing(self, calls: Sequence[Sequence[str]]) -> float:
        """Return how long writing takes, in seconds, the longest of three."""
        self._fresh(0)
        found = []
        for call in (calls[1], calls[0], calls[1]):
            process = subprocess.Popen(call, stdout=subprocess.PIPE)
            assert process.stdout is not None
            process.stdout.readline()
            begun = time.perf_counter()
            process.wait()
            found.append(time.perf_counter() - begun)
        return max(found)

    def _killed(
        self,
        whole: Sequence[Tree],
        runs: int,
        call: Callable[[int], Sequence[str]],
        moment: Callable[[], float],
        ready: bool = False,
    ) -> int:
        """Return after how many kills the folder had neither of the sets."""
        self._fresh(0)
        mixed = 0
        for number in range(1, runs + 1):
            process = subprocess.Popen(call(number % 2), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            assert process.stdout is not None
            if ready:
                process.stdout.readline()
            time.sleep(moment())
            process.kill()
            process.communicate()
            if tree(self.out) not in whole:
                mixed += 1
                self._fresh(0)
        return mixed

    def _left(self, call: Sequence[str]) -> int:
        subprocess.run(call, check=True, capture_output=True)
        return sum(path != self.out for path in self.out.parent.iterdir())

    def _pairs(self, whole: Sequence[Tree], pairs: int) -> Figure:
        wrong = 0
        for _ in range(pairs):
            self._fresh(0)
            processes = [
                subprocess.Popen(self.call(paper, self.out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for paper in (0, 1)
            ]
            codes = {process.wait() for process in processes}
            left = [path.name for path in self.out.parent.iterdir()]
            wrong += not (codes <= {0, 6} and tree(self.out) in whole and left == [self.out.name])
        how = "two commands started at once into one folder: exit codes 0 or 6, one whole set, nothing beside it"
        return counted(f"{self.command} twice at once: a mix, or another exit code", wrong, pairs, how)

    def _full(self, whole: Sequence[Tree], stored: Sequence[Path]) -> Figure:
        """Return the figure for a disk that has room for one set and a half."""
        self._fresh(0)
        size = sum(map(len, whole[0].values())) + 4096 * len(whole[0])
        disk = self.out.parent
        mounted = os.geteuid() == 0 and shutil.which("mount") is not None
        if mounted:
            shutil.rmtree(self.out)
            mount = ["mount", "-t", "tmpfs", "-o", f"size={int(1.5 * size)}", "tmpfs", str(disk)]
            mounted = subprocess.run(mount, capture_output=True).returncode == 0
            shutil.copytree(self.base / "made-0", self.out)
        try:
            done = subprocess.run(
                self.call(1, self.out), capture_output=True, text=True, preexec_fn=None if mounted else _small_files
            )
            lines = [line for line in done.stderr.splitlines() if line.startswith("Error")]
            good = done.returncode == 5 and len(lines) == 1 and tree(self.out) == whole[0]
            left = [path.name for path in disk.iterdir()] != [self.out.name]
        finally:
            if mounted:
                subprocess.run(["umount", "-l", str(disk)], check=False)
        kind = "a file system of one and a half sets" if mounted else "a limit on the size of files"
        how = f"{kind}: exit code 5, one line, the old set as it was, nothing beside it"
        return counted(f"{self.command} on a full disk: anything but the old set and one line", not good or left, 1, how)


def _small_files() -> None:
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
