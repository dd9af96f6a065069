"""Certificates and nanopublications as answers, each in the forms that other programs read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cbec_kg.api.results.base import Cells, Result, TableResult

if TYPE_CHECKING:
    from cbec_kg.rdf.nanopubs.publishing import Published

Plain = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Certificates(Result):
    """Certificates of what an audit found, those of `names`; `audits` has the audit of each paper as plain values."""

    audits: tuple[Plain, ...]
    names: frozenset[str]
    forms: ClassVar[tuple[str, ...]] = ("json", "turtle")
    exact: ClassVar[bool] = True

    @property
    def certificates(self) -> tuple[Plain, ...]:
        """Return them as `Figures.write_certificates` writes each."""
        return tuple(one for audit in self.audits for one in self._of(audit))

    def _of(self, audit: Plain) -> list[Plain]:
        return [one for one in audit["certificates"] if one["id"] in self.names]

    def _render(self, form: str, language: str) -> Any:
        if form == "json":
            return list(self.certificates)
        from cbec_kg.rdf.certificate_graph import certificate_graph, certificate_links
        from cbec_kg.render.exports.serialise import turtle

        graphs = [certificate_graph(self._of(audit), certificate_links(audit)) for audit in self.audits]
        whole, *others = graphs
        for graph in others:
            whole += graph
        return turtle(whole)


@dataclass(frozen=True, repr=False)
class Nanopublications(TableResult):
    """Nanopublications, a row each."""

    found: tuple[Published, ...]

    def _cells(self, language: str = "en") -> Cells:
        rows = [(one.iri, one.kind, one.key.record, one.key.graph) for one in self.found]
        return ("nanopublication", "kind", "record", "graph"), rows


@dataclass(frozen=True, repr=False)
class OneNanopublication(Result):
    """One nanopublication; true when the digest in its name is that of its statements."""

    found: Published
    forms: ClassVar[tuple[str, ...]] = ("trig", "json")
    exact: ClassVar[bool] = True

    @property
    def fault(self) -> str | None:
        """Return what is wrong with it; None where name and statements fit."""
        from cbec_kg.rdf.nanopubs.checking import fault_in

        return fault_in(self.found.text)

    def __bool__(self) -> bool:
        return self.fault is None

    def _render(self, form: str, language: str) -> Any:
        if form == "trig":
            return self.found.text
        return {
            "nanopublication": self.found.iri,
            "kind": self.found.kind,
            "record": self.found.key.record,
            "graph": self.found.key.graph,
            "verified": bool(self),
            "trig": self.found.text,
        }
