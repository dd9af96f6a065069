"""An RDF file of other makers, in a store's folder of papers: its statements, each in a graph of the file.

The statements stay in these graphs: the default graph, which the shipped questions read, has none of them, and no graph of
a paper takes one in. They are asked with ``GRAPH``.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from cbec_kg import __version__
from cbec_kg.errors import UsageError
from cbec_kg.io.loading import read_bytes
from cbec_kg.model.iris import BASE
from cbec_kg.store.layout import StoreDirectory
from cbec_kg.store.provenance import STORE
from cbec_kg.store.rdf_files import MAX_BYTES, base_of, format_of, read_statements
from cbec_kg.store.staging import GRAPH, StagedPaper, find_staged, new_part, packed_lines, put


def file_graph(name: str) -> str:
    """Return the IRI of the graph that has the statements of a file which are in no graph of their own.

    Examples
    --------
    >>> file_graph("old notes.ttl")
    'https://w3id.org/cbec-kg/store/file/old%20notes.ttl'
    """
    return f"{STORE}file/{quote(name, safe='')}"


def graphs_of(lines: bytes) -> tuple[str, ...]:
    """Return the IRIs of the graphs of N-Quads, all of which name one, sorted."""
    return tuple(sorted({line[line.rindex(b" <") + 2 : -4].decode() for line in lines.splitlines(keepends=True)}))


def stage_rdf(directory: StoreDirectory, path: Path, say: Callable[[str], None]) -> StagedPaper:
    """Return an RDF file as it stands in a store: what was read of it before where the file is as it was, else read now.

    Raises
    ------
    UsageError, DataError, LimitError
        When the file cannot be read (`read_rdf`), or has statements in a graph of this package's own names.
    OutputError
        When the store cannot be written.
    """
    own, form, given = file_graph(path.name), format_of(path), read_bytes(path, MAX_BYTES)
    digest = sha256("\0".join([__version__, path.name, base_of(path), ""]).encode(errors="replace") + given).hexdigest()
    found = find_staged(directory, digest)
    if found is not None and found.is_whole():
        return found
    read = read_statements(path, form, given)
    for note in read.notes:
        say(note)
    lines = _in_graphs("".join(read.lines).encode(), own)
    content = b"".join(lines)
    for graph in graphs_of(content):
        if graph.startswith(BASE) and not graph.startswith(own):
            raise UsageError(
                f"{path}: has statements in <{graph}>, a graph of a paper's own. Load the paper's folder, or name the graph "
                "by an IRI of your own."
            )
    with new_part(directory) as part:
        return put(directory, part, {GRAPH: packed_lines(lines)}, digest, path.name, checked=False)


def _in_graphs(nquads: bytes, own: str) -> list[bytes]:
    """Return statements as sorted lines, each with the IRI of a graph: its own, or one of the file's where it has none."""
    from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

    lines = set()
    for quad in parse(nquads, format=RdfFormat.N_QUADS):
        graph = quad.graph_name
        if not isinstance(graph, NamedNode):
            graph = NamedNode(f"{own}#{graph.value}" if isinstance(graph, BlankNode) else own)
        lines.add(f"{quad.triple} {graph} .\n".encode())
    return sorted(lines)
