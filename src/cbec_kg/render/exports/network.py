"""The records and links as GraphML and GEXF, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from cbec_kg.model.iris import resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.snapshot import Snapshot

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_CONTROL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = re.compile(r' lastmodifieddate="[^"]*"')


def record_network(snapshot: Snapshot) -> MultiDiGraph:
    """Return the records that have links, and their links, with plain text attributes only.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are names of records with ``kind``, ``zh``, ``en``, ``label``, ``iri``; edges have ``relation``, ``role`` and
        ``basis``.
    """
    import networkx

    network = networkx.MultiDiGraph()
    for name in sorted({end for link in snapshot.links for end in (link.start, link.end)}):
        record = snapshot.records[name]
        label, (folder, _, local) = label_of(record, snapshot), name.rpartition(":")
        zh, en, iri = clean(label.zh), clean(label.en), resource_iri(folder or snapshot.folder_id, local)
        network.add_node(name, kind=type(record).__name__.lower(), label=zh, zh=zh, en=en, iri=iri)
    for number, link in enumerate(snapshot.links):
        attributes = {"relation": link.relation, "role": link.role or "", "basis": link.basis}
        network.add_edge(link.start, link.end, key=str(number), **attributes)
    return network


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot carry; networkx writes them, and no reader takes the file.

    Examples
    --------
    >>> clean("a\\x00b")
    'ab'
    """
    return _CONTROL.sub("", text)


def graphml(network: MultiDiGraph) -> str:
    """Return a network as GraphML."""
    import networkx

    output = io.BytesIO()
    networkx.write_graphml_xml(network, output, encoding="utf-8", prettyprint=True)
    return output.getvalue().decode()


def gexf(network: MultiDiGraph) -> str:
    """Return a network as GEXF, without the date of today that networkx puts in."""
    import networkx

    output = io.BytesIO()
    networkx.write_gexf(network, output, encoding="utf-8", prettyprint=True)
    return _DATE.sub("", output.getvalue().decode())
