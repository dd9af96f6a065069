"""A data folder as a plain loader reads it, and its evidence lines searched by brute force.

Nothing here uses the package's reader, graph or analysis; of the package only the labels and the audit's values are taken,
which other tests hold against the data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from cbec_kg.audit.report import Audit
from cbec_kg.model.curated import Curation
from cbec_kg.model.labels import record_labels

Record = dict[str, Any]

CLASSES = {
    "article": "Article",
    "attributions": "Attribution",
    "citations": "Citation",
    "claims": "Claim",
    "countermeasures": "Countermeasure",
    "facets": "Facet",
    "figures": "Figure",
    "indicators": "Indicator",
    "measures": "Measure",
    "problems": "Problem",
    "references": "Reference",
    "sections": "Section",
    "sources": "Source",
    "statistics": "Statistic",
    "tables": "Table",
    "units": "Unit",
}
ENTITIES = {"org": "Organisation", "platform": "Platform", "place": "Place", "law": "Law", "concept": "Concept"}
STATEMENTS = ("Claim", "Statistic", "Problem", "Facet", "Countermeasure", "Measure")
POINTERS = ("Citation", "Attribution")

ROLES = [
    "headline", "facet", "measures", "statement", "value", "cause", "requirement", "effect", "premise", "echo", "context",
    "generic",
]  # fmt: skip
DIRECT = ROLES[:5]
BASES = ["stated", "inherited", "inferred"]


class Folder:
    """The plain content of a data folder: records by id, each with its class; table cells as statistics; passages; audit."""

    def __init__(self, path: Path, curation: Curation, audit: Audit) -> None:
        self.curation = curation
        self.labels = record_labels(curation)
        self.audit = audit
        self.records: dict[str, Record] = {}
        self.kind: dict[str, str] = {}
        for file in sorted(path.glob("*.yaml")):
            content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            for record in [content] if isinstance(content, dict) else content:
                if file.stem != "exemptions":
                    self.add(record, CLASSES.get(file.stem) or ENTITIES[record["id"].split("-")[0]])
        for table in [record for record in self.records.values() if self.kind[record["id"]] == "Table"]:
            with (path / table["file"]).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    for column in table["columns"]:
                        self.add(cell_statistic(table, row, column), "Statistic")
        with (path / "passages.csv").open(encoding="utf-8", newline="") as lines:
            self.passages = list(csv.DictReader(lines))
        self.section_by_number = {record["number"]: record["id"] for record in self.of("Section")}
        self.section_of = {row["locator"]: self.section_by_number[row["section"]] for row in self.passages}
        self._lines: list[Line] | None = None

    def add(self, record: Record, kind: str) -> None:
        self.records[record["id"]] = record
        self.kind[record["id"]] = kind

    def of(self, *kinds: str) -> list[Record]:
        return [record for record in self.records.values() if self.kind[record["id"]] in kinds]

    def label(self, record: str) -> tuple[str, str]:
        return self.labels[record]

    def number(self, section: str) -> str:
        return str(self.records[section]["number"])

    def lines(self) -> list[Line]:
        if self._lines is None:
            self._lines = list(evidence(self))
        return self._lines

    def bearing(self, target: str, roles: Iterable[str] = ROLES) -> set[str]:
        """Return the references and named sources that bear on a statement in one of some roles."""
        return {line.source for line in self.lines() if line.target == target and line.role in roles}

    def pointed(self, pointer: str) -> str:
        record = self.records[pointer]
        return str(record.get("reference") or record["source"])

    def links(self) -> list[tuple[str, str, str, str | None, str, str | None, str | None]]:
        """Return class, from, to, role, basis and reason in both languages of every link between records."""
        found = []
        for record in self.records.values():
            here = record["id"]
            for link in record.get("rests_on", ()):
                found.append(("Support", link["on"], here, link["role"], link))
            for link in record.get("caused_by", ()):
                found.append(("CausalLink", link["id"], here, None, link))
            for link in record.get("leads_to", ()):
                found.append(("CausalLink", here, link["id"], None, link))
            for link in record.get("concluded_from", ()):
                found.append(("Inference", link["id"], here, None, link))
            for link in record.get("addresses", ()):
                found.append(("Address", here, link["id"], None, link))
            for link in record.get("answers", ()):
                found.append(("Answer", here, link["id"], None, link))
        plain = set()
        for kind, start, end, role, link in found:
            why = link.get("why", {})
            plain.add((kind, start, end, role, link["basis"], why.get("zh"), why.get("en")))
        return sorted(plain, key=str)


def cell_statistic(table: Record, row: dict[str, str], column: Record) -> Record:
    printed = row[column["key"]]
    record = {
        "id": f"stat-{table['id']}-{row['period']}-{column['key']}",
        "printed": printed,
        "value": printed.replace(",", ""),
        "operator": "equal",
        "period": row["period"],
        "place": table["place"],
        "at": [f"{table['locator']}.{row['period']} {printed}"],
        "rests_on": table.get("rests_on", []),
        "table": table["id"],
        "row": row["period"],
        "column": column["key"],
    }
    return record | {field: column[field] for field in ("indicator", "kind", "unit", "base") if field in column}


def locators(record: Record) -> list[str]:
    return list(dict.fromkeys(at.split(" ", 1)[0] for at in record.get("at", ())))


def anchors(record: Record) -> list[tuple[str, str]]:
    return [(at.split(" ", 1)[0], at.split(" ", 1)[1]) for at in record.get("at", ())]


class Line:
    """One source bears on one statement in one role."""

    def __init__(self, target: str, source: str, role: str, basis: str, length: int, pointers: set[str]) -> None:
        self.target, self.source, self.role, self.basis = target, source, role, basis
        self.length, self.pointers = length, pointers


def evidence(folder: Folder) -> Iterator[Line]:
    """Enumerate every way from every pointer to every statement by the rules of `cbec_kg.evidence.lines`."""
    carries: dict[str, list[tuple[str, str, str]]] = {}
    reasons: list[tuple[str, str, str, str]] = []
    """What bears on what in which role by one link: a cause on its effect and an effect on its cause, a premise on what is
    concluded from it."""
    for kind, start, end, role, basis, _, _ in folder.links():
        if kind == "Support":
            assert role is not None
            carries.setdefault(start, []).append((end, role, basis))
        elif kind == "CausalLink":
            reasons += [(start, end, "cause", basis), (end, start, "effect", basis)]
        elif kind == "Inference":
            reasons.append((start, end, "premise", basis))

    def ways(here: str, role: str, basis: str, length: int, passed: tuple[str, ...]) -> Iterator[tuple[str, str, str, int]]:
        for end, next_role, next_basis in carries.get(here, ()):
            if end in passed:
                continue
            now = next_role if role in DIRECT else max(role, next_role, key=ROLES.index)
            weakest = max(basis, next_basis, key=BASES.index)
            yield end, now, weakest, length + 1
            yield from ways(end, now, weakest, length + 1, (*passed, end))

    best: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = {}

    def note(target: str, source: str, role: str, basis: str, length: int, pointer: str) -> None:
        if folder.kind[target] in STATEMENTS:
            found = best.setdefault((target, source, role), {})
            found[pointer] = min(found.get(pointer, (9, 9)), (BASES.index(basis), length))

    for pointer in folder.of(*POINTERS):
        name, source = pointer["id"], folder.pointed(pointer["id"])
        for target, role, basis, length in set(ways(name, "headline", "stated", 1, (name,))):
            note(target, source, role, basis, length, name)
            for here, end, reason, link_basis in reasons:
                if target == here:
                    now = max(role, reason, key=ROLES.index)
                    note(end, source, now, max(basis, link_basis, key=BASES.index), length + 1, name)
    for (target, source, role), reached in best.items():
        basis_rank, length = min(reached.values())
        through = {pointer for pointer, (rank, _) in reached.items() if rank == basis_rank}
        yield Line(target, source, role, BASES[basis_rank], length, through)
