"""The project's tasks, each written here alone: ``nox -l`` lists them, ``nox`` runs what a change must pass.

They run in the environment that nox is installed in: ``pip install -e '.[test]'`` makes one. `scripts/test.sh`, the workflow
of the forge and the hooks before a commit all call them by name.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nox

CODE = ("src", "tests", "benchmarks", "scripts", "docs", "noxfile.py")

PARALLEL = ("--numprocesses", "auto", "--maxprocesses", "8", "--dist", "loadfile", "--no-loadscope-reorder")
"""A worker a processor."""

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "page", "docs", "tests"]


def python(session: nox.Session, *arguments: str) -> None:
    """Run the Python that nox itself runs in."""
    session.run(sys.executable, *arguments, external=True)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, imports and layout of the Python code; ``nox -s lint -- --fix`` mends what it can."""
    fix = "--fix" in session.posargs
    python(session, "-m", "ruff", "check", *(["--fix"] if fix else []), *CODE)
    python(session, "-m", "ruff", "format", *([] if fix else ["--check"]), *CODE)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package, the tests and the scripts."""
    python(session, "-m", "mypy", "src/cbec_kg", "tests", "noxfile.py", "scripts")


@nox.session
def page(session: nox.Session) -> None:
    """Check and test the page's scripts with Node; skipped where ``npm ci`` has not put Node's packages there."""
    if shutil.which("npm") is None or not Path("node_modules").is_dir():
        session.skip("Node's packages are not there: npm ci")
    session.run("npm", "run", "--silent", "lint", external=True)
    session.run("npm", "run", "--silent", "test", external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into output/docs; a warning is an error."""
    python(session, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "-d", "output/.doctrees", "docs", "output/docs")


@nox.session
def picture(session: nox.Session) -> None:
    """Draw the rooms and their imports anew, into docs/architecture.svg."""
    python(session, "scripts/architecture.py")


@nox.session
def fields(session: nox.Session) -> None:
    """Write the field tables of data/README.md again, from the schema of the records."""
    python(session, "scripts/field_tables.py")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests, a worker a processor; ``nox -s tests -- tests/test_text.py -k word`` runs some, in this process."""
    some = session.posargs or PARALLEL
    python(session, "-m", "pytest", *some)


@nox.session
def offline(session: nox.Session) -> None:
    """Run the tests in a network namespace with a loopback and nothing else; skipped where none can be made."""
    apart = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        session.skip("no network namespace can be made here (unshare of util-linux)")
    some = session.posargs or PARALLEL
    session.run(*apart, sys.executable, "scripts/offline.py", *some, external=True)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the source distribution and, from it, the wheel, into dist."""
    python(session, "-m", "build", "--outdir", "dist")
