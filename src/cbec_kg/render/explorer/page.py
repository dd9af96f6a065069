"""The explorer: one HTML file that shows a curation as a picture, a list and a reading pane, with no network at all.

pyvis holds nodes and edges and brings the vis-network script; template, scripts and styles are ours, since the pages
that pyvis writes fetch from hosts and let labels run as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.records import Curation
from cbec_kg.model.terms import BASES, ROLES
from cbec_kg.render.explorer import layout
from cbec_kg.render.explorer.appearance import Relation, drawn_kinds, look_of, stroke_of
from cbec_kg.render.explorer.asking import Asking, asking_parcels, asking_payload, parcel
from cbec_kg.render.explorer.facts import Payload
from cbec_kg.render.explorer.layout import Box, Spot
from cbec_kg.render.explorer.payload import page_payload
from cbec_kg.render.html import joined_modules, render_page, safe_json
from cbec_kg.render.widths import ended_with, wrap

_HERE = Path(__file__).parent
_LANGUAGES = ("zh", "en")
_OPENING = ("reference", "source", "problem", "countermeasure")
"""Classes in the opening view; the others unfold."""
_SUBLINE = 16.0
"""Height of the line below a problem's label that says how far its facets are backed."""
_PACKED_FROM = 2_000_000
"""Characters from which on the data are compressed: a tenth of them is left, and the page takes longer to open."""


def explorer_page(
    curation: Curation, lines: Sequence[EvidenceLine], asking: Asking | None = None, audit: Payload | None = None
) -> str:
    """Return the explorer of a curation as one HTML document.

    Parameters
    ----------
    curation : Curation
    lines : sequence of EvidenceLine
        As `cbec_kg.evidence.lines.evidence_lines` gives them for the curation.
    asking : Asking or None
        Engine and graph for SPARQL queries in the page; None for a page that says how to get them.
    audit : dict or None
        As `cbec_kg.audit.values.audit_value` gives it; None for a page without findings.

    Returns
    -------
    str
        UTF-8 text that needs no other file; the same input gives the same text.
    """
    payload = page_payload(curation, lines, audit)
    network = picture(payload)
    data = payload | {
        "picture": {"nodes": network.nodes, "edges": network.edges},
        "look": _looks(),
        "geometry": _geometry(),
        "asking": asking_payload(asking, payload["paper"]["iri"]),
    }
    style = "".join((_HERE / "static" / f"{name}.css").read_text(encoding="utf-8") for name in ("explorer", "asking"))
    return render_page(
        _HERE / "templates",
        "explorer.html",
        scripts=[vis_network_script(), joined_modules(_HERE / "static", "start")],
        styles=[style],
        values={"paper": payload["paper"], **_carried(safe_json(data)), "parcels": asking_parcels(asking)},
        engine=asking is not None,
    )


def _carried(data: str) -> Payload:
    """Return the page's data as it carries them: JSON, or a parcel where that is much shorter."""
    if len(data) < _PACKED_FROM:
        return {"data": data, "data_type": "application/json"}
    return {"data": parcel(data.encode()), "data_type": "text/plain"}


@cache
def vis_network_script() -> str:
    """Return the vis-network 9.1.2 script that pyvis brings, without the name of a source map that it lacks."""
    script = (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return script.partition("//# sourceMappingURL=")[0]


def picture(payload: Payload) -> Any:
    """Return a `pyvis.network.Network` with what a picture draws.

    Nodes carry column, wrapped label and height in both languages, and their place in the opening view if they are in
    it; edges come one a pair, relation, role and basis, the strongest of a pair first. Both are appended as they are:
    `add_node` and `add_edge` look every id up in a list.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    drawn = [node for node in payload["nodes"] if node["kind"] in drawn_kinds()]
    spots = {language: opening_spots(payload, language) for language in _LANGUAGES}
    for rank, node in enumerate(drawn):
        look = look_of(node["kind"])
        made = Node(
            node["id"],
            "custom",
            node["zh"][:80],
            color=look.light,
            kind=node["kind"],
            column=layout.COLUMNS[node["kind"]],
            rank=rank,
            width=look.width,
            lines={language: _lines(node, language) for language in _LANGUAGES},
            height={language: _height(node, language) for language in _LANGUAGES},
            spot={code: list(astuple(found[node["id"]])) for code, found in spots.items() if node["id"] in found},
        )
        network.nodes.append(made.options)
    ids = {node["id"] for node in drawn}
    for edge in _by_strength(_drawn_edges(payload)):
        if edge["from"] in ids and edge["to"] in ids:
            stroke = stroke_of(edge["kind"], edge.get("role"), edge["basis"])
            line = Edge(
                edge["from"], edge["to"], directed=True, kind=edge["kind"], role=edge.get("role"), basis=edge["basis"],
                width=stroke.width, dashes=list(stroke.dashes), light=stroke.light, dark=stroke.dark,
                **({"without": edge["without"]} if "without" in edge else {}),
            )  # fmt: skip
            network.edges.append(line.options)
    return network


def opening_spots(payload: Payload, language: str) -> dict[str, Spot]:
    """Return the places of the opening view, whose labels take more or fewer lines by language."""
    boxes = [box_of(node, language) for node in payload["nodes"] if node["kind"] in _OPENING]
    ids = {box.id for box in boxes}
    links = [(edge["from"], edge["to"]) for edge in _drawn_edges(payload) if edge["kind"] in ("line", "answer")]
    return layout.overview_spots(boxes, [link for link in links if ids.issuperset(link)])


def box_of(node: Payload, language: str) -> Box:
    """Return the box that a node takes in a language."""
    return Box(node["id"], layout.COLUMNS[node["kind"]], look_of(node["kind"]).width, _height(node, language))


def _lines(node: Payload, language: str) -> list[str]:
    look = look_of(node["kind"])
    room = look.width - layout.PADDING[0] - 10
    size = look.size * (1.04 if look.weight >= 600 else 1)
    lines = wrap(node[language], room, size, look.lines)
    year = node.get("year")
    if year and lines[-1].endswith("…") and year not in "".join(lines):
        lines[-1] = ended_with(lines[-1], f" {year}", room, size)
    return lines


def _height(node: Payload, language: str) -> float:
    extra = _SUBLINE if node["kind"] == "problem" else 0.0
    return layout.label_height(len(_lines(node, language)), look_of(node["kind"]).size) + extra


def _drawn_edges(payload: Payload) -> list[Payload]:
    """Return links that a picture draws as lines; parts are drawn by standing below their whole."""
    problems = {node["id"] for node in payload["nodes"] if node["kind"] in ("problem", "mentioned")}
    lines = [line | {"kind": "line"} for line in payload["lines"] if line["to"] in problems]
    return lines + [edge for edge in payload["edges"] if edge["kind"] != "part"]


def _by_strength(edges: Sequence[Payload]) -> list[Payload]:
    """Return one edge for each pair, relation, role and basis; within a pair and relation the strongest first.

    A picture draws the first of a pair that still counts.
    """

    def key(edge: Payload) -> tuple[str, str, str, int, int]:
        role = edge.get("role")
        rank = ROLES.index(role) if role else 0
        return (edge["kind"], edge["from"], edge["to"], rank, BASES.index(edge["basis"]))

    found = {key(edge): edge for edge in edges}
    return [found[name] for name in sorted(found)]


def _looks() -> dict[str, Any]:
    relations: tuple[Relation, ...] = ("support", "cause", "answer")
    kinds = {}
    for kind in (*drawn_kinds(), "other"):
        look = look_of(kind)
        kinds[kind] = {
            "shape": look.shape, "light": look.light, "dark": look.dark,
            "size": look.size, "weight": look.weight, "filled": look.filled,
        }  # fmt: skip
    strokes = {relation: stroke_of(relation, "headline", "stated") for relation in relations}
    return {
        "kinds": kinds,
        "opening": list(_OPENING),
        "strokes": {name: {"light": stroke.light, "dark": stroke.dark} for name, stroke in strokes.items()},
        "dashes": {basis: list(stroke_of("support", "headline", basis).dashes) for basis in BASES},
    }


def _geometry() -> dict[str, Any]:
    return {
        "width": layout.WIDTH,
        "margin": layout.MARGIN,
        "gap": layout.BAND_GAP,
        "farthest": layout.FARTHEST,
        "gaps": list(layout.GAPS),
        "heading": layout.HEADING,
        "padding": list(layout.PADDING),
        "lineHeight": layout.LINE_HEIGHT,
        "columns": list(layout.COLUMN_WIDTHS),
        "subline": _SUBLINE,
    }
