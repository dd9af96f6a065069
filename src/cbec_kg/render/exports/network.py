"""The records and links as GraphML and GEXF, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from cbec_kg.model.iris import resource_iri
from cbec_kg.model.links import links_of
from cbec_kg.model.records import Curation

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_CONTROL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = re.compile(r' lastmodifieddate="[^"]*"')


def record_network(curation: Curation, labels: dict[str, tuple[str, str]]) -> MultiDiGraph:
    """Return the records that have links, and their links, with plain text attributes only.

    Parameters
    ----------
    curation : Curation
    labels : dict of str to (str, str)
        Chinese and English label of each record by id.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids with ``kind``, ``zh``, ``en``, ``iri``; edges have ``relation``, ``role``, ``basis``.
    """
    import networkx

    network = networkx.MultiDiGraph()
    links = links_of(curation)
    for name in sorted({end for link in links for end in (link.start, link.end)}):
        record = curation.records[name]
        zh, en = labels[name]
        iri = resource_iri(curation.folder_id, name)
        network.add_node(name, kind=type(record).__name__.lower(), label=clean(zh), zh=clean(zh), en=clean(en), iri=iri)
    for number, link in enumerate(links):
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
