"""What the evidence analysis, trace and pictures work on: nodes, links and lines as plain values.

They are read from a store (`reading`), and kept as JSON beside a cached database, since reading 700 records by SPARQL takes
longer than everything that is done with them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cbec_kg.curation.terms import Bilingual
from cbec_kg.evidence.lines import EvidenceLine
from cbec_kg.evidence.links import STATEMENT_KINDS, Link

if TYPE_CHECKING:
    from pathlib import Path

    from cbec_kg.store.opening import OpenStore


@dataclass(frozen=True)
class Place:
    """Where a record stands: a passage's locator and a fragment; offsets into the source text where known."""

    locator: str
    fragment: str
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Node:
    """A record as read from a store.

    Attributes
    ----------
    id, kind : str
        `id` is the record's name in the store (`OpenStore.name`); `kind` is the class in lower case: problem, facet, claim,
        citation, reference, place ...
    zh, en : str
        Label or paraphrase.
    places : tuple of Place
        In the record's order.
    notes : dict of str to str
        Further plain values by the property's name: ``printed``, ``problemStatus``, ``claimKind``, ``citationFunction``,
        ``number``, ``place``, ``population``, ``broader`` ...
    """

    id: str
    kind: str
    zh: str
    en: str
    places: tuple[Place, ...]
    notes: dict[str, str]

    def text(self, language: str) -> str:
        """Return the label in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Ground:
    """All that the evidence analysis works on, as read from a store.

    Attributes
    ----------
    nodes : dict of str to Node
    links : list of Link
    lines : list of EvidenceLine
    """

    nodes: dict[str, Node]
    links: list[Link]
    lines: list[EvidenceLine]

    @property
    def kinds(self) -> dict[str, str]:
        """Return the kind of every record by id."""
        return {name: node.kind for name, node in self.nodes.items()}

    @property
    def statements(self) -> dict[str, str]:
        """Return the kind of every statement by id."""
        return {name: node.kind for name, node in self.nodes.items() if node.kind in STATEMENT_KINDS}

    @property
    def diagnosed(self) -> list[str]:
        """Return the problems that the article diagnoses, sorted."""
        problems = (node for node in self.nodes.values() if node.kind == "problem")
        return sorted(node.id for node in problems if node.notes.get("problemStatus") == "diagnosed")

    @property
    def part_of(self) -> dict[str, str]:
        """Return the whole of each named source that is part of another."""
        return {name: node.notes["isPartOf"] for name, node in self.nodes.items() if "isPartOf" in node.notes}


def ground_file(place: Path) -> Path:
    """Return where a cached database keeps its ground."""
    return place / "ground.json"


def to_json(ground: Ground) -> str:
    """Return a ground as JSON that `from_json` reads back."""
    import json

    value = {
        "nodes": [
            [n.id, n.kind, n.zh, n.en, [[p.locator, p.fragment, p.start, p.end] for p in n.places], n.notes]
            for n in ground.nodes.values()
        ],
        "links": [
            [x.start, x.end, x.relation, x.role, x.basis, [x.why.zh, x.why.en] if x.why else None] for x in ground.links
        ],
        "lines": [[x.target, x.source, x.role, x.basis, x.length, x.pointers] for x in ground.lines],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Ground:
    """Return the ground that `to_json` wrote.

    Raises
    ------
    ValueError, TypeError, KeyError
        When the text is not what `to_json` writes.
    """
    import json

    value: dict[str, list[Any]] = json.loads(text)
    nodes = {
        name: Node(name, kind, zh, en, tuple(Place(*place) for place in places), notes)
        for name, kind, zh, en, places, notes in value["nodes"]
    }
    links = [
        Link(start, end, relation, role, basis, Bilingual(*why) if why else None)
        for start, end, relation, role, basis, why in value["links"]
    ]
    lines = [EvidenceLine(t, s, role, basis, length, tuple(p)) for t, s, role, basis, length, p in value["lines"]]
    return Ground(nodes, links, lines)


def ground_of(opened: OpenStore) -> Ground:
    """Return the ground of a store: as kept beside the cached database, or else by query."""
    if opened.place is not None and len(opened.folder_ids) == 1:
        with suppress(OSError, ValueError, TypeError, KeyError):
            return from_json(ground_file(opened.place).read_text(encoding="utf-8"))
    from cbec_kg.store.reading import read_ground

    return read_ground(opened)


@cache
def kind_names() -> dict[str, tuple[str, str]]:
    """Return how each kind of record is called, in Chinese and English."""
    return {
        "article": ("文章", "article"),
        "attribution": ("来源提及", "attribution"),
        "citation": ("引用", "citation"),
        "claim": ("论断", "claim"),
        "concept": ("概念", "concept"),
        "countermeasure": ("对策", "countermeasure"),
        "facet": ("问题侧面", "facet"),
        "figure": ("图", "figure"),
        "indicator": ("指标", "indicator"),
        "law": ("法规", "law"),
        "measure": ("措施", "measure"),
        "organisation": ("机构", "organisation"),
        "place": ("地点", "place"),
        "platform": ("平台", "platform"),
        "problem": ("问题", "problem"),
        "reference": ("参考文献", "reference"),
        "section": ("章节", "section"),
        "source": ("具名来源", "source"),
        "statistic": ("统计数字", "statistic"),
        "table": ("表", "table"),
        "unit": ("单位", "unit"),
    }
