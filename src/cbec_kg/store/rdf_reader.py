"""How a file of foreign RDF is read, in a process apart (`cbec_kg.io.apart`).

Nothing is fetched: contexts of JSON-LD stand in the file, entities of XML are refused, and there is no network code here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from cbec_kg.errors import beginning
from cbec_kg.io.encodings import converted_by, likely_encoding
from cbec_kg.io.processes import deepen_stack
from cbec_kg.store.lexical import fault_of

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat

_STACK = 256 << 20
_NOTES = 10
"""Notes of one file that are written out; the others are counted."""

_MOST_NESTED = 500
_BLANK = r'"(?:[^"\\]|\\.)*"|<[^<> ]*>|_:(?P<label>[^\s<>"]*[^\s<>".])'
_PLACE = re.compile(
    r"^(?:Parser )?error at line (\d+) (?:between columns? |column )(\d+)(?: and (?:column )?\d+)?(?:[^:]*): ", re.I
)


class Fault(NamedTuple):
    """What is wrong with a file; line and column from 1, 0 where they are not known."""

    file: str
    line: int
    column: int
    message: str


class _Lines(io.RawIOBase):
    """Bytes that are given out a line at a time, so that it is known how far a parser has read."""

    def __init__(self, content: bytes) -> None:
        self.content = io.BytesIO(content)
        self.line = 0
        self.rest = b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes of one line, none at the end."""
        if not self.rest:
            self.rest = self.content.readline()
            self.line += bool(self.rest)
        given, self.rest = self.rest[:size], self.rest[size:]
        return given


class Read(NamedTuple):
    """The statements of a file as lines of N-Quads, and what is to be noted of it."""

    lines: set[str]
    notes: list[str]


def file_value(content: bytes, name: str, form: str, base: str | None) -> dict[str, Any]:
    """Return what `read_file` finds as JSON has it: ``lines`` and ``notes``, or the ``fault``."""
    deepen_stack(_STACK)
    found = read_file(name, form, content, base)
    return {"fault": list(found)} if isinstance(found, Fault) else {"lines": sorted(found.lines), "notes": found.notes}


def read_file(name: str, form: str, content: bytes, base: str | None) -> Read | Fault:
    """Return the statements of one file, or what is wrong with it.

    Blank nodes are named by the file's digest and their order, so that equal bytes give equal lines, and two files share
    none.

    Parameters
    ----------
    form : str
        Name of the format as the engine has it, such as ``TURTLE``.
    base : str or None
        What relative IRIs are completed by; None where they are faults.
    """
    from pyoxigraph import RdfFormat, parse

    format: RdfFormat = getattr(RdfFormat, form)
    content = content.removeprefix(b"\xef\xbb\xbf")
    check = _xml_fault if form == "RDF_XML" else _nesting_fault
    fault = _encoding_fault(name, content) or check(name, content)
    if fault is not None:
        return fault
    source = _Lines(content)
    stream: Any = source
    label = _labels(sha256(content).hexdigest()[:16])
    lines, faults = set[str](), dict[tuple[str, str], list[int]]()
    try:
        for quad in parse(stream, format=format, base_iri=base):
            line = str(quad)
            if "_:" in line:
                line = re.sub(_BLANK, label, line)
            lines.add(f"{line} .\n")
            if '"^^<' in line:
                for text, wrong in _ill_typed(quad.object):
                    faults.setdefault((text, wrong), []).append(source.line)
    except (SyntaxError, ValueError) as error:
        return _fault_of(name, str(getattr(error, "msg", error)), source.line, content, form)
    return Read(lines, list(_notes(name, faults, content)))


def _encoding_fault(name: str, content: bytes) -> Fault | None:
    encoding = likely_encoding(content)
    if not encoding:
        return None
    if encoding == "binary":
        return Fault(name, 0, 0, "is no text. RDF is read as UTF-8.")
    line = 0
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    step = f"Convert it: {converted_by(encoding, name.rpartition('/')[2])}"
    return Fault(name, line, 0, f"is not UTF-8, which RDF is written in; it looks like {encoding}. {step}")


def _nesting_fault(name: str, content: bytes) -> Fault | None:
    """Return why a file is not read whose triple terms stand in one another: each costs the parser what it costs in all."""
    if content.count(b"<<") <= _MOST_NESTED:
        return None
    depth = 0
    for piece in re.finditer(rb'"(?:[^"\\]|\\.)*"|<<|>>', content):
        depth += (piece[0] == b"<<") - (piece[0] == b">>")
        if depth > _MOST_NESTED:
            line = content.count(b"\n", 0, piece.start()) + 1
            return Fault(name, line, 0, f"nests triple terms deeper than {_MOST_NESTED}. Flatten them.")
    return None


def _xml_fault(name: str, content: bytes) -> Fault | None:
    """Return why an XML file is not read: it is not well formed, or declares entities, which could grow without end."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    found: list[Fault] = []

    def entity(declared: str, *rest: object) -> None:
        found.append(
            Fault(
                name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1,
                f"declares the entity {beginning(declared)}; entities are not expanded. Write its text where it is used.",
            )
        )  # fmt: skip
        raise _StopError

    parser.EntityDeclHandler = entity
    try:
        parser.Parse(content, True)
    except _StopError:
        return found[0]
    except expat.ExpatError as error:
        return Fault(name, error.lineno, error.offset + 1, f"not well-formed XML: {expat.ErrorString(error.code)}.")
    return None


class _StopError(Exception):
    """The rest of a file need not be read."""


def _labels(digest: str) -> Callable[[re.Match[str]], str]:
    """Return what gives blank nodes their names in a line of N-Quads."""
    known: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        found = match["label"]
        return match[0] if found is None else known.setdefault(found, f"_:f{digest}n{len(known)}")

    return named


def _ill_typed(term: Any) -> Iterator[tuple[str, str]]:
    """Yield the text and the fault of each literal in a term that is no value of its type."""
    kind = type(term).__name__
    if kind == "Triple":
        yield from _ill_typed(term.object)
    elif kind == "Literal":
        wrong = fault_of(term.value, term.datatype.value)
        if wrong:
            yield term.value, wrong


def _notes(name: str, faults: dict[tuple[str, str], list[int]], content: bytes) -> Iterator[str]:
    """Yield a line for each literal that is no value of its type, up to so many."""
    rows = content.split(b"\n") if faults else []
    for (text, wrong), read in list(faults.items())[:_NOTES]:
        line = next((one for one in range(read[0], 0, -1) if text.encode() in rows[one - 1]), read[0])
        times = f" ({len(read)} times)" if len(read) > 1 else ""
        yield f'{name}:{line}: "{beginning(text)}" {wrong}{times}; it is kept as written, and no arithmetic counts it.'
    if len(faults) > _NOTES:
        yield f"{name}: {len(faults) - _NOTES:,} more literals are no values of their types."


def _fault_of(name: str, message: str, line: int, content: bytes, form: str) -> Fault:
    place = _PLACE.match(message)
    if place:
        return Fault(name, int(place[1]), int(place[2]), _sentence(message[place.end() :]))
    if "LoadDocumentCallback" in message:
        found = re.search(rb'"@(?:context|import)"\s*:\s*(?:\[\s*)?"([^"]*)"', content)
        which = f" {beginning(found[1].decode())}" if found else ""
        line = content.count(b"\n", 0, found.start()) + 1 if found else line
        return Fault(name, line, 0, f"names the context{which}, which is not fetched. Put the context itself into the file.")
    return Fault(name, line, 0, _sentence(message))


def _sentence(message: str) -> str:
    """Return what the engine says as one short sentence."""
    short = " ".join(message.split())
    if "No scheme found" in short:
        return "a relative IRI without a base. Write it in full, or begin with a base."
    return f"{beginning(short, 200).rstrip('.')}."
