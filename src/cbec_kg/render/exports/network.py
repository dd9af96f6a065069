"""The records and links as GraphML and GEXF, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cbec_kg.model.iris import resource_iri
from cbec_kg.model.labels import label_of
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.render.explorer.appearance import look_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_CONTROL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = "http://www.gexf.net/1.2draft"
"""The newest version that networkx, Gephi and igraph all read."""
_NODE = ("kind", "zh", "en", "iri")
_EDGE = ("relation", "role", "basis")
_COLUMN, _ROW = 420, 36
"""Distances of the columns in which the classes stand, and of the records in a column."""


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


def positions(network: MultiDiGraph, snapshot: Snapshot) -> Mapping[str, tuple[int, int]]:
    """Return where each node stands: the classes in the columns of the explorer, within one the order of the text."""
    order = reading_order(snapshot)
    columns: dict[tuple[int, int], list[str]] = {}
    for name in sorted(network, key=lambda name: (order(snapshot.records[name]), name)):
        kind = network.nodes[name]["kind"]
        # Pointers stand between the sources and what rests on them, parts beside their wholes.
        inner = {"citation": -1, "attribution": -1, "facet": -1, "measure": 1}.get(kind, 0)
        columns.setdefault((look_of(kind).column, inner), []).append(name)
    return {
        name: (number * _COLUMN, (len(names) - 1) * _ROW // 2 - at * _ROW)
        for number, (_, names) in enumerate(sorted(columns.items()))
        for at, name in enumerate(names)
    }


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


def gexf(network: MultiDiGraph, snapshot: Snapshot) -> str:
    """Return a network as GEXF 1.2 with the place and colour of each node and its label in both languages.

    Written here, not by networkx, whose GEXF names networkx as its creator, carries the date and numbers keys of its own.
    """
    root = Element("gexf", {"xmlns": _GEXF, "xmlns:viz": f"{_GEXF}/viz", "version": "1.2"})
    graph = SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    for kind, names in (("node", _NODE), ("edge", _EDGE)):
        declared = SubElement(graph, "attributes", {"class": kind})
        for name in names:
            SubElement(declared, "attribute", {"id": name, "title": name, "type": "string"})
    nodes, places = SubElement(graph, "nodes"), positions(network, snapshot)
    for name, values in network.nodes(data=True):
        node = SubElement(nodes, "node", {"id": name, "label": values["label"]})
        _values(node, values, _NODE)
        x, y = places[name]
        red, green, blue = (int(look_of(values["kind"]).light[at : at + 2], 16) for at in (1, 3, 5))
        SubElement(node, "viz:color", {"r": str(red), "g": str(green), "b": str(blue)})
        SubElement(node, "viz:position", {"x": str(x), "y": str(y), "z": "0"})
    edges = SubElement(graph, "edges")
    for start, end, key, values in network.edges(data=True, keys=True):
        _values(SubElement(edges, "edge", {"id": key, "source": start, "target": end}), values, _EDGE)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _values(element: Element, values: Mapping[str, str], names: tuple[str, ...]) -> None:
    found = SubElement(element, "attvalues")
    for name in names:
        SubElement(found, "attvalue", {"for": name, "value": values[name]})
