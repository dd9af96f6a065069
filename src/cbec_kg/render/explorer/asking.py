"""What a page carries to be asked in SPARQL: the shipped queries, and the engine and graph as compressed parcels.

A parcel is Base64 of something compressed: text that no HTML parser can mistake for markup. Most is gzip, which a browser
unpacks by itself; engine and graph are LZMA, a third shorter, which the page's worker unpacks when it is first asked. The
same engine and graph give the same text.
"""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.model.iris import BASE, PREFIXES, TERM, expanded
from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.render.explorer.carried_reasons import CarriedReasons
from cbec_kg.render.explorer.engine import HOW_TO_GET_IT, Engine
from cbec_kg.render.explorer.packing import packed
from cbec_kg.render.explorer.record_facts import Payload
from cbec_kg.store.sparql import named_graphs

if TYPE_CHECKING:
    from pyoxigraph import Store

_WORKER = Path(__file__).parent / "static" / "worker"
_GRAPH_PRESET = 3
"""Half a second for the graph of a paper; the best one takes ten times longer for 3 percent less."""


@dataclass(frozen=True)
class Asking:
    """What answers a page's queries: an engine with the graph that it is asked about (N-Quads, sorted), or the address of an
    endpoint; the IRIs of the named graphs; and the prefixed names of what the graph has as properties and classes. With an
    engine also by what it tells why a row is given, where that is carried.
    """

    engine: Engine | None
    nquads: str
    graphs: tuple[str, ...]
    names: tuple[str, ...]
    endpoint: str = ""
    reasons: CarriedReasons | None = None


ReasonsOf = Callable[[str, "Store"], CarriedReasons]
"""Gives what a page has for the reasons of rows, from the graph as the page carries it and the store."""


def asking_of(engine: Engine | None, store: Store, reasons_of: ReasonsOf | None = None) -> Asking | None:
    """Return an engine with the graph of a store, None without an engine."""
    if engine is None:
        return None
    from pyoxigraph import RdfFormat

    dumped = store.dump(format=RdfFormat.N_QUADS) or b""
    nquads = "".join(sorted(dumped.decode().splitlines(keepends=True)))
    reasons = reasons_of(nquads, store) if reasons_of else None
    return Asking(engine, nquads, tuple(sorted(named_graphs(store))), _names_in(store), reasons=reasons)


def asking_at(endpoint: str, store: Store) -> Asking:
    """Return the address of an endpoint that answers queries of a store."""
    return Asking(None, "", tuple(sorted(named_graphs(store))), _names_in(store), endpoint)


def _names_in(store: Store) -> tuple[str, ...]:
    """Return the properties and classes of a store by their prefixed names, sorted; those without a prefix are left out."""
    type_ = expanded("rdf:type")
    found = set()
    for quad in store:
        found.add(quad.predicate.value)
        if quad.predicate.value == type_:
            found.add(getattr(quad.object, "value", ""))
    short = {f"{prefix}:": namespace for prefix, namespace in PREFIXES.items()}
    names = (prefix + iri.removeprefix(space) for iri in found for prefix, space in short.items() if iri.startswith(space))
    return tuple(sorted(name for name in names if re.fullmatch(r"[\w-]+:[\w-]+", name)))


def asking_payload(asking: Asking | None, article_iri: str) -> Payload:
    """Return what the page's view of queries shows; without an engine, how to get one.

    Returns
    -------
    dict
        ``queries``: name, zh, en, columns, parameters and text of each, and ``why``: whether its rows can be asked
        for their reasons. ``prefixes`` that a query may use undeclared,
        ``base`` of all IRIs, ``home``: of this folder's, ``term``: of the ontology's terms, ``graphs`` that FROM may name;
        ``names`` of properties and classes; ``endpoint``: what answers, where no engine does.
    """
    if asking is None:
        return {"missing": HOW_TO_GET_IT}
    explained = asking.reasons.queries if asking.reasons else frozenset()
    queries = [
        {
            "name": shipped.name, "zh": shipped.zh, "en": shipped.en, "columns": shipped.columns,
            "parameters": [{"name": name, "meaning": meaning} for name, meaning in shipped.parameters.items()],
            "text": shipped.text, "why": bool(asking.endpoint) or shipped.name in explained,
        }
        for shipped in read_catalogue()
    ]  # fmt: skip
    home = article_iri[: article_iri.rindex("/") + 1]
    names: Payload = {"prefixes": PREFIXES, "base": BASE, "home": home, "term": TERM}
    names |= {"graphs": list(asking.graphs), "names": list(asking.names)}
    if asking.endpoint:
        names["endpoint"] = asking.endpoint
    return {"queries": queries} | names


def asking_parcels(asking: Asking | None) -> dict[str, str]:
    """Return the parcels of a page by name; empty without an engine."""
    if asking is None or asking.engine is None:
        return {}
    scripts = map(_script, ("lzma", "minimal", "whyrow", "askworker"))
    reasons = {"engine-reasons": _base64(packed(asking.reasons.content.encode()))} if asking.reasons else {}
    return {
        "engine-glue": parcel("\n".join((asking.engine.glue, *scripts)).encode()),
        "engine-program": _base64(asking.engine.packed),
        "engine-graph": _base64(packed(asking.nquads.encode(), _GRAPH_PRESET)),
        **reasons,
    }


def parcel(content: bytes) -> str:
    """Return bytes compressed and as Base64.

    Examples
    --------
    >>> gzip.decompress(base64.b64decode(parcel(b"aaaa")))
    b'aaaa'
    """
    return _base64(gzip.compress(content, 7, mtime=0))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _script(name: str) -> str:
    return (_WORKER / f"{name}.js").read_text(encoding="utf-8")
