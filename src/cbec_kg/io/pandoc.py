"""Pandoc, called as a program: bytes in, text or bytes out. What it is given is all that it reads, and it fetches nothing.

Each call runs in an empty folder of its own, in pandoc's sandbox, with bounds on time and memory. Out of scope: what the
formats mean.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from cbec_kg.errors import LimitError, UsageError
from cbec_kg.io.processes import run_bounded

SECONDS = 30.0
"""How long a call may take."""

MEMORY = "1G"
"""How much memory a call may have for what it reads and makes, in pandoc's own notation."""

_HINT = "pip install 'cbec-kg[documents]'"
_TOO_OLD = frozenset((6, 21, 22))
"""Exit codes of pandoc for an option or format that it does not know."""
_OUT_OF_MEMORY = 251
_NO_MEMORY = re.compile("Unable to commit|[Hh]eap exhausted|out of memory|Cannot allocate")


class PandocError(UsageError):
    """Pandoc could not read its input: `message` is what it says in one line, `line` the line that it names or 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        self.message, self.line = message, line
        super().__init__(f"pandoc: {message}")


@cache
def find_pandoc() -> Path | None:
    """Return the program: the one of the extra ``documents``, else the one on the PATH; None where there is none."""
    spec = find_spec("pypandoc")
    for name in ("pandoc", "pandoc.exe"):
        if spec is not None and spec.origin and (own := Path(spec.origin).parent / "files" / name).is_file():
            return own
    found = shutil.which("pandoc")
    return Path(found) if found else None


def pandoc_identity() -> str:
    """Return what tells one installed pandoc from another without a call of it, empty where there is none."""
    program = find_pandoc()
    if program is None:
        return ""
    state = program.stat()
    return f"{program} {state.st_size} {state.st_mtime_ns}"


def missing_pandoc(purpose: str) -> str:
    """Return the word on a missing pandoc; `purpose` opens the sentence.

    Examples
    --------
    >>> missing_pandoc("references import of BibTeX")
    "references import of BibTeX needs pandoc: pip install 'cbec-kg[documents]'"
    """
    return f"{purpose} needs pandoc: {_HINT}"


def run_pandoc(
    content: bytes,
    arguments: Sequence[str],
    purpose: str,
    files: Mapping[str, bytes] | None = None,
    seconds: float | None = None,
) -> str:
    """Return the text that pandoc makes of `content`; the rest is as for `pandoc_bytes`."""
    return pandoc_bytes(content, arguments, purpose, files, seconds).decode("utf-8", "replace").replace("\r\n", "\n")


def pandoc_bytes(
    content: bytes,
    arguments: Sequence[str],
    purpose: str,
    files: Mapping[str, bytes] | None = None,
    seconds: float | None = None,
    memory: str | None = None,
) -> bytes:
    """Return what pandoc makes of `content`; the same content gives the same bytes.

    Parameters
    ----------
    content : bytes
        The input, as UTF-8 where it is text.
    arguments : sequence of str
        Options, such as ``--from`` and ``--to``; names of `files` stand for themselves.
    purpose : str
        What the call is for, in words that open a message.
    files : mapping of str to bytes
        What else pandoc may read, by name, such as a style.
    seconds : float, optional
        The bound on its time; without one, `SECONDS`.
    memory : str, optional
        The bound on its memory, in pandoc's own notation; without one, `MEMORY`.

    Raises
    ------
    UsageError
        When pandoc is missing or too old.
    PandocError
        When pandoc cannot read the input.
    LimitError
        When time or memory is at its end.
    """
    memory = memory or MEMORY
    seconds = SECONDS if seconds is None else seconds
    program = find_pandoc()
    if program is None:
        raise UsageError(missing_pandoc(purpose))
    with tempfile.TemporaryDirectory(prefix="cbec-kg-pandoc-") as folder:
        for name, file_content in (files or {}).items():
            (Path(folder) / name).write_bytes(file_content)
        command = [str(program), "--sandbox", f"--data-dir={folder}", *arguments, "+RTS", f"-M{memory}", "-RTS"]
        environment = {"LC_ALL": "C.UTF-8", "HOME": folder, "SOURCE_DATE_EPOCH": "0"} | {
            name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP") if name in os.environ
        }
        try:
            done = run_bounded(command, content, seconds, environment, Path(folder))
        except TimeoutError:
            raise LimitError(
                f"{purpose}: pandoc took more than {seconds:g} s and was ended. Give it a smaller file."
            ) from None
        except OSError as error:
            raise UsageError(f"{purpose}: {program} cannot be run: {error.strerror}. Or {_HINT}") from None
    message = " ".join(done.stderr.decode("utf-8", "replace").split())
    if done.returncode == _OUT_OF_MEMORY or (done.returncode and _NO_MEMORY.search(message)):
        raise LimitError(f"{purpose}: pandoc needed more than {memory} of memory and was ended. Give it a smaller file.")
    if done.returncode in _TOO_OLD:
        raise UsageError(f"{purpose}: {program} is too old ({message[:80]}). {_HINT}, or install pandoc 3.")
    if done.returncode:
        line = re.search(r"line (\d+)", message)
        raise PandocError(message[:200] or f"ended with {done.returncode}", int(line[1]) if line else 0)
    return done.stdout
