"""How tests call the command line: the installed script as a user does, or in this process where that is enough."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from cbec_kg.cli.main import run

Edited = Callable[..., Path]
SCRIPT = Path(sys.executable).with_name("cbec-kg")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
LABELS = 'SELECT ?s ?zh { ?s a cbec:Problem ; rdfs:label ?zh FILTER(LANG(?zh) = "zh") } ORDER BY ?s'
Run = subprocess.CompletedProcess[str]
PATIENCE = 600
"""Seconds after which a process is given up: only one that hangs takes so long, never one on a busy machine."""


def call(*arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Run:
    """Run the installed script to its end."""
    process = subprocess.run(
        [SCRIPT, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
    )
    return Run(process.args, process.returncode, process.stdout.decode(), process.stderr.decode())


def inside(*arguments: str | Path) -> Run:
    """Run a command in this process, which is faster; an exception that it does not tell fails the test."""
    output, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(complaint):
        code = run([str(argument) for argument in arguments])
    return Run(list(arguments), code, output.getvalue(), complaint.getvalue())


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
