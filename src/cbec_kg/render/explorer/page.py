"""The explorer: one HTML file that shows a curation as a picture, a list and a reading pane, with no network at all.

It has the nodes and edges of a pyvis network, the vis-network script that pyvis brings, the layout library dagre, and a
template, scripts and styles of our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.alignment.matches import Match
from cbec_kg.model.links import EvidenceLine
from cbec_kg.render.explorer.appearance import look_values
from cbec_kg.render.explorer.asking import Asking, asking_parcels, asking_payload, parcel
from cbec_kg.render.explorer.payload import page_payload
from cbec_kg.render.explorer.record_facts import Paper, Payload
from cbec_kg.render.explorer.written_parts import written_payload
from cbec_kg.render.html import joined_modules, render_page, safe_json
from cbec_kg.render.report.report_page import PARTS_STYLE
from cbec_kg.render.svg.charts import STYLE

if TYPE_CHECKING:
    from cbec_kg.render.explorer.pyvis_networks import ExplorerNetwork

_HERE = Path(__file__).parent
_PACKED_FROM = 300_000
"""Characters from which on the data are compressed, which leaves a fifth of them."""


def explorer_network(
    curation: Paper,
    lines: Sequence[EvidenceLine],
    asking: Asking | None = None,
    audit: Payload | None = None,
    titles: Mapping[str, str] | None = None,
    report: Mapping[str, str] | None = None,
    pdf_reader: bytes | None = None,
    matches: Sequence[Match] = (),
    notices: Payload | None = None,
) -> ExplorerNetwork:
    """Return the network of a curation that writes its explorer (``write_html``); nodes and edges may be added and restyled.

    Several papers that are joined as one snapshot have one page.

    The page is one HTML document that needs no other file; the same input gives the same text.

    Parameters
    ----------
    lines : sequence of EvidenceLine
        All evidence lines of the curation.
    asking : Asking or None
        Engine and graph for SPARQL queries in the page; None for a page that says how to get them.
    audit : dict or None
        As `cbec_kg.audit.values.audit_value` gives it; None for a page without findings.
    titles : mapping of str to str, optional
        Titles of references, by name, where they are known.
    report : mapping of str to str or None
        The page of the report by language; None for a page without it.
    pdf_reader : bytes or None
        As `cbec_kg.render.explorer.pdf_reader.read_pdf_reader` gives it; None for a page that reads text only.
    matches : sequence of Match
        Records of several papers that mean the same.
    notices : dict or None
        As `cbec_kg.render.explorer.notice_payload.notice_payload` gives it.
    """
    from cbec_kg.render.explorer.pyvis_networks import ExplorerNetwork, add_to

    payload = page_payload(curation, lines, audit, titles, matches, notices)
    written = parcel(safe_json(written_payload(curation, audit, report)).encode())
    parcels = asking_parcels(asking) | ({"pdf-reader": parcel(pdf_reader)} if pdf_reader else {})

    def render(nodes: list[Payload], edges: list[Payload]) -> str:
        home = payload["paper"]["iri"].removesuffix(payload["paper"]["id"])
        drawn = {
            "nodes": [{k: v for k, v in node.items() if (k, v) != ("iri", home + node["id"])} for node in nodes],
            "edges": [edge for edge in edges if edge["kind"] != "line"],
            "lines": [edge for edge in edges if edge["kind"] == "line"],
        }
        return _page(payload | drawn, asking, written, parcels)

    network = ExplorerNetwork(render)
    add_to(network, payload["nodes"], payload["edges"] + [line | {"kind": "line"} for line in payload["lines"]])
    return network


def _page(payload: Payload, asking: Asking | None, written: str, parcels: Mapping[str, str]) -> str:
    data = payload | {
        "look": look_values("papers" in payload["paper"]),
        "asking": asking_payload(asking, payload["paper"]["iri"]),
    }
    names = ("explorer", "asking", "panels", "frame")
    own = ((_HERE / "static" / f"{name}.css").read_text(encoding="utf-8") for name in names)
    style = "".join([*own, PARTS_STYLE, STYLE])
    scripts = [joined_modules(_HERE / "static", "start")]
    values = {"paper": payload["paper"], "written": written, "libraries": parcel(libraries().encode())}
    values |= _carried(safe_json(data)) | {"parcels": parcels}
    templates, packed = _HERE / "templates", [libraries()]
    return render_page(
        templates,
        "explorer.html",
        scripts,
        [style],
        values,
        packed=packed,
        engine="engine-program" in parcels,
        workers="pdf-reader" in parcels,
        own_server=asking is not None and bool(asking.endpoint),
    )


def _carried(data: str) -> Payload:
    """Return the page's data as it carries them: JSON, or a parcel where that is much shorter."""
    if len(data) < _PACKED_FROM:
        return {"data": data, "data_type": "application/json"}
    return {"data": parcel(data.encode()), "data_type": "text/plain"}


@cache
def libraries() -> str:
    """Return the libraries that the page runs, one script: vis-network 9.1.2 as pyvis brings it, dagre as its npm package
    has it; with their licences, without the names of source maps that they lack."""
    network = (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    layout, licence = ((_HERE / "vendor" / f"dagre.{end}").read_text(encoding="utf-8") for end in ("min.js", "LICENSE.txt"))
    return f"{network.partition('//# sourceMappingURL=')[0]}\n/*! dagre\n{licence}*/\n{layout.partition('/*!')[0]}"
