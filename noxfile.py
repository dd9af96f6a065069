"""The project's tasks, each written here alone: ``nox -l`` lists them, ``nox`` runs what a change must pass.

They run in the environment that nox is installed in: ``pip install -e '.[test]'`` makes one. `scripts/test.sh`, the workflow
of the forge and the hooks before a commit all call them by name.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nox

CODE = ("src", "tests", "benchmarks", "scripts", "docs", "noxfile.py")

PARALLEL = ("--numprocesses", "auto", "--maxprocesses", "8", "--dist", "loadfile", "--no-loadscope-reorder")
"""Options that run the tests in parallel: a worker a processor."""

LOWEST = ("documents", "mcp", "scale", "serve", "sign", "site")
"""Extras whose lower bounds are tried."""

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "page", "docs", "tests"]


def python(session: nox.Session, *arguments: str, success_codes: Sequence[int] = (0,)) -> None:
    """Run the Python that nox itself runs in."""
    session.run(sys.executable, *arguments, external=True, success_codes=success_codes)


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
    """Run all tests, a worker a processor, and print which lines and branches of src they reach.

    ``nox -s tests -- tests/test_text.py -k word`` runs some, in this process, and counts nothing.
    """
    python(session, *(("-m", "pytest", *session.posargs) if session.posargs else ("scripts/covered.py", *PARALLEL)))


@nox.session
def mutation(session: nox.Session) -> None:
    """Change the code of reading, query guard, writing, HTML, intervals and evidence; count the changes that tests notice.

    ``nox -s mutation -- --sample 60 --seed 1`` tries a sample of each room, ``nox -s mutation -- 'cbec_kg.render.html*'`` a
    module's. Without either, what was tried already is not tried again.
    """
    tried = session.posargs
    sample = tried if "--sample" in tried else []
    if sample:
        names = session.run(sys.executable, "scripts/mutants.py", *sample, "--names", external=True, silent=True)
        tried = str(names).split()
    python(session, "-m", "mutmut", "run", *tried)
    python(session, "scripts/mutants.py", *sample)


@nox.session
def lock(session: nox.Session) -> None:
    """Write requirements/test.txt again: every package of the checks, with its version and the digests of its files."""
    python(
        session, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-annotate", "--no-header", "--extra", "test", "--output-file", "requirements/test.txt",
        *session.posargs, "pyproject.toml",
    )  # fmt: skip


@nox.session(venv_backend="uv", python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions that the package allows, in an environment of its own."""
    project = nox.project.load_toml("pyproject.toml")["project"]["optional-dependencies"]
    extras = [part for name in LOWEST for part in ("--extra", name)]
    bounds = str(Path(session.create_tmp()) / "lowest.txt")
    session.run(
        "uv", "pip", "compile", "--quiet", "--resolution", "lowest-direct", *extras,
        "--output-file", bounds, "pyproject.toml", external=True,
    )  # fmt: skip
    tools = [one for one in project["test"] if not one.startswith("cbec-kg")]
    session.install("--requirement", bounds, "--editable", ".", *tools)
    session.run("python", "-m", "pytest", *(session.posargs or PARALLEL))


@nox.session
def licences(session: nox.Session) -> None:
    """Check the licences of what an installation brings, and write their table in docs/dependencies.md again."""
    python(session, "scripts/licences.py", *session.posargs)


@nox.session
def sbom(session: nox.Session) -> None:
    """Write the bill of materials of this environment, in CycloneDX, to dist/sbom.json."""
    Path("dist").mkdir(exist_ok=True)
    python(
        session, "-m", "cyclonedx_py", "environment", "--pyproject", "pyproject.toml", "--output-reproducible",
        "--of", "JSON", "--output-file", "dist/sbom.json", sys.executable,
    )  # fmt: skip


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
    """Build the source distribution and, from it, the wheel, into dist, with the build tools of this environment."""
    python(session, "-m", "build", "--no-isolation", "--outdir", "dist")
