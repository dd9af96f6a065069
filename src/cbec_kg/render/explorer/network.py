"""The paper's graph as networks of pyvis: one that writes the explorer, and plain ones that a notebook shows.

The pages that pyvis writes by itself fetch from hosts and let some titles run as markup; the explorer is made from a template,
scripts and styles of our own (`page`), and the titles of plain networks are written so that they stay text. Out of scope:
what nodes and edges say (`payload`) and how they look (`appearance`).
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from cbec_kg.io.writing import write_file
from cbec_kg.render.explorer.appearance import look_of, stroke_of, vis_shape
from cbec_kg.render.explorer.facts import Payload
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES

_ADDED: Payload = {"kind": "other", "iri": "", "at": [], "sections": [], "facts": []}
"""What a node of the explorer has and one that a user adds may lack."""


class ExplorerNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A network whose page is the explorer.

    Nodes and edges are added, found and restyled as in any network of pyvis; the label and colour of a node, the width, colour
    and dashes of an edge, are shown where they differ from those of its class.

    Parameters
    ----------
    render : callable
        Gives the page of these nodes and edges, both as the page carries them.
    """

    def __init__(self, render: Callable[[list[Payload], list[Payload]], str]) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.toggle_physics(False)
        self.render = render

    def add_node(
        self, n_id: str | int, label: str | None = None, shape: str = "dot", color: str = "#97c2fc", **options: Any
    ) -> None:
        """Add a node; one of this id that is there already stays as it is, as in pyvis, found without a search."""
        if n_id in self.node_map:
            return
        colour = {} if "group" in options else {"color": color}
        node = Node(n_id, shape, label or n_id, self.font_color, **colour, **options)
        self.nodes.append(node.options)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node.options

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

    def write_html(
        self, name: str | Path, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the explorer as UTF-8, whole or not at all.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        write_file(Path(name), self.generate_html())
        if open_browser:
            webbrowser.open(Path(name).resolve().as_uri())


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
    carried = _ADDED | {name: value for name, value in node.items() if name not in ("label", "shape", "font", "title", "color")}
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
    kept = {name: value for name, value in carried.items() if usual.get(name, ...) != value}
    return kept | {"from": str(edge["from"]), "to": str(edge["to"])}
