"""The paper's graph as networks of pyvis: one that writes the explorer, and plain ones that a notebook shows.

The pages that pyvis writes by itself fetch from hosts and let some titles run as markup; the explorer is made from a
template, scripts and styles of our own (`page`), and titles of plain networks are written so that they stay text. Out of
scope: what nodes and edges say (`payload`) and how they look (`appearance`).
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from cbec_kg.errors import UsageError
from cbec_kg.io.writing import write_file
from cbec_kg.model.links import STATEMENT_KINDS, links_of
from cbec_kg.render.explorer.appearance import drawn_kinds, look_of, stroke_of, vis_shape
from cbec_kg.render.explorer.edges import edge_values
from cbec_kg.render.explorer.payload import node_values
from cbec_kg.render.explorer.record_facts import Paper, Payload
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, words
from cbec_kg.render.language.wording import vocabulary
from cbec_kg.render.widths import wrap

_ADDED: Payload = {"kind": "other", "iri": "", "at": [], "sections": [], "facts": []}
"""What a node of the explorer has and one that a user adds may lack."""


class ExplorerNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A network whose page is the explorer, as `render` gives it of the nodes and edges, both as the page carries them.

    Nodes and edges are added, found and restyled as in any network of pyvis; label, colour and title of a node, and width,
    colour and dashes of an edge, are shown where they differ from those of its class.
    """

    def __init__(self, render: Callable[[list[Payload], list[Payload]], str]) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.toggle_physics(False)
        self.render = render

    def add_node(
        self, n_id: str | int, label: str | None = None, shape: str = "dot", color: str = "#97c2fc", **options: Any
    ) -> None:
        """Add a node; one of this id that is there already stays as it is, as in pyvis."""
        _add_node(self, n_id, label or n_id, shape, **({} if "group" in options else {"color": color}), **options)

    def add_edge(self, source: str | int, to: str | int, **options: Any) -> None:
        """Add an edge, beside others between the same nodes.

        Raises
        ------
        ValueError
            When an end is no node of the network.
        """
        for end in (source, to):
            if end not in self.node_map:
                raise ValueError(f"{end!r} is no node of this network. Add it first, with add_node.")
        self.edges.append(Edge(source, to, self.directed, **options).options)

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """Return the explorer: one document that needs no other file and no host, whatever the arguments."""
        self.html = self.render([_carried_node(node) for node in self.nodes], [_carried_edge(edge) for edge in self.edges])
        return str(self.html)

    def write_html(self, name: str | Path, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
        """Write the explorer as UTF-8, whole or not at all.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        write_file(Path(name), self.generate_html())
        if open_browser:
            webbrowser.open(Path(name).resolve().as_uri())


def _add_node(network: Network, n_id: str | int, label: str | int, shape: str, **options: Any) -> None:
    """Add a node as pyvis does, but without a search through all ids."""
    if n_id not in network.node_map:
        node = Node(n_id, shape, label, network.font_color, **options)
        network.nodes.append(node.options)
        network.node_ids.append(n_id)
        network.node_map[n_id] = node.options


def add_to(network: ExplorerNetwork, nodes: Iterable[Payload], edges: Iterable[Payload]) -> None:
    """Add nodes and edges of a payload to a network, with the label, shape and strokes that a picture gives them."""
    for node in nodes:
        network.add_node(node["id"], node["zh"], vis_shape(node["kind"]), look_of(node["kind"]).light, **node)
    for edge in edges:
        rest = {name: value for name, value in edge.items() if name not in ("from", "to")}
        network.add_edge(edge["from"], edge["to"], **rest, **_stroke(edge))


def _stroke(edge: Payload) -> Payload:
    stroke = stroke_of(edge["kind"], edge.get("role"), edge["basis"])
    return {"color": stroke.light, "width": stroke.width, "dashes": list(stroke.dashes) or False}


def _carried_node(node: Payload) -> Payload:
    """Return a node without what its class tells; a label, colour or title that a user gave stays."""
    style = ("label", "shape", "font", "title", "color")
    carried = _ADDED | {name: value for name, value in node.items() if name not in style}
    carried["id"] = str(node["id"])
    if node["label"] != node.get("zh"):
        carried |= dict.fromkeys(LANGUAGES, shown_text(str(node["label"])))
    if node.get("color") != look_of(carried["kind"]).light and isinstance(node.get("color"), str):
        carried["color"] = node["color"]
    if node.get("title"):
        note = dict.fromkeys(LANGUAGES, shown_text(str(node["title"])))
        carried["facts"] = [*carried["facts"], {"fact": "note", "text": note}]
    return carried


def _carried_edge(edge: Payload) -> Payload:
    carried = {"kind": "other", "basis": "stated"} | {name: value for name, value in edge.items() if name != "arrows"}
    usual = _stroke(carried)
    own = {name: value for name, value in carried.items() if usual.get(name, ...) != value}
    return own | {"from": str(edge["from"]), "to": str(edge["to"])}


def network_of(curation: Paper, *ids: str, language: str = "en") -> Network:
    """Return a plain network of pyvis, with labels and titles in one language, that a notebook shows and a user restyles.

    Nodes have the colour and shape of their class, its name under ``kind``, an ``iri`` and a column under ``level``. Edges
    have the width of their role, the dashes of their basis, and ``kind``, ``role``, ``basis`` and ``via``, a citation.
    Hostile text stays text. What pyvis writes of it asks a host for a style sheet; `ExplorerNetwork` does not.

    Parameters
    ----------
    ids : str
        None: everything that a picture draws. One: a statement with all that it rests on, its own and its parts' causes and
        premises among them; a reference or named source, or one citation of it, with all that it backs. Several: these
        records and the edges among them.

    Raises
    ------
    UsageError
        When an id is no record of the curation.
    """
    for name in ids:
        if name not in curation.records:
            raise UsageError(f"{name}: no record has this id. Look for words with: cbec-kg search WORDS")
    nodes = {node["id"]: node for node in node_values(curation)}
    edges, _ = edge_values(links_of(curation), curation.records)
    shown = _selected(ids, nodes, edges)
    network = Network("700px", "100%", directed=True, notebook=True, cdn_resources="in_line", font_color="#1d2126")
    network.repulsion(node_distance=170, spring_length=170)
    terms = vocabulary()
    for name, node in nodes.items():
        if name in shown:
            kind = terms["kind"].get(node["kind"], {}).get(language, node["kind"])
            places = ", ".join(f"§ {locator}" for locator, _ in node["at"])
            title = "\n".join(part for part in (kind, node[language], places, name) if part)
            label, look = "\n".join(wrap(node[language], 180, 14, 4)) or name, look_of(node["kind"])
            more = {"color": look.light, "title": _plain(title), "size": 14, "level": look.column}
            _add_node(network, name, label, vis_shape(node["kind"]), **more, kind=node["kind"], iri=node["iri"])
    texts = words("explorer", language)
    for edge in edges:
        if edge["from"] in shown and edge["to"] in shown:
            marks = [terms[name][edge[name]][language] for name in ("role", "basis") if edge.get(name)]
            title = texts("edge", relation=texts(f"relation-{edge['kind']}"), marks=", ".join(marks))
            why = edge["why"][language] if "why" in edge else ""
            more = {name: edge[name] for name in ("kind", "role", "basis", "via") if name in edge}
            made = Edge(edge["from"], edge["to"], True, title=_plain(f"{title}\n{why}".strip()), **more, **_stroke(edge))
            network.edges.append(made.options)
    return network


def _selected(ids: Sequence[str], nodes: Mapping[str, Payload], edges: Collection[Payload]) -> set[str]:
    import networkx

    if not ids:
        return {name for name, node in nodes.items() if node["kind"] in drawn_kinds()}
    if len(ids) > 1 or ids[0] not in nodes:
        return set(ids)
    node = nodes[ids[0]]
    graph = networkx.DiGraph((edge["from"], edge["to"]) for edge in edges if edge["kind"] in ("support", "part"))
    graph.add_nodes_from(nodes)

    def below(names: Iterable[str]) -> set[str]:
        return {found for name in names for found in (name, *networkx.ancestors(graph, name))}

    if node["kind"] in (*STATEMENT_KINDS, "mentioned"):
        # what backs the cause of a thing that it only rests on backs neither
        whole = {node["id"], *(edge["from"] for edge in edges if edge["kind"] == "part" and edge["to"] == node["id"])}
        reasons = (edge["from"] for edge in edges if edge["kind"] in ("cause", "inference") and edge["to"] in whole)
        return below(ids) | below(reasons)
    source = str(node.get("points_to", node["id"]))
    backed = [edge["to"] for edge in edges if edge["from"] == source and node["id"] in (source, edge.get("via"))]
    return {source, *backed, *(found for name in backed for found in networkx.descendants(graph, name))}


def _plain(title: str) -> str:
    """Return a title that stays text: pyvis makes markup of all titles of a network once one has ``href`` in it."""
    return title.replace("<", "＜").replace("href", "hr\u2060ef")
