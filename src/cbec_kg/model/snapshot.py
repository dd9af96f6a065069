"""What the evidence analysis, trace and pictures work on: nodes, links and lines as plain values.

`reading` reads them from a store, `keeping` keeps them beside a cached database, `opening` gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cbec_kg.model.links import STATEMENT_KINDS, EvidenceLine, Link


class Place(NamedTuple):
    """Where a record stands: a passage's locator and a fragment; offsets into the source text where known."""

    locator: str
    fragment: str
    start: int | None
    end: int | None


class Node(NamedTuple):
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


class Blame(NamedTuple):
    """An explanation of the audit that blames a statistic.

    Attributes
    ----------
    explanation : str
        Its name in the store.
    confirmed : bool
        Whether other figures confirm its first hypothesis.
    zh, en : str
        What it says.
    working : str
        The shortest of the inconsistent relations that it explains and the statistic is in; empty where there is none.
    """

    explanation: str
    confirmed: bool
    zh: str
    en: str
    working: str

    def text(self, language: str) -> str:
        """Return what it says in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Audited(NamedTuple):
    """What the audit says of a statistic: the worst verdict of its findings, and the explanations that blame it."""

    verdict: str
    blames: tuple[Blame, ...]


class Snapshot(NamedTuple):
    """All that the evidence analysis works on, as read from a store.

    Attributes
    ----------
    nodes : dict of str to Node
        Every record but passages, by name, sorted.
    links : list of Link
    lines : list of EvidenceLine
    folders : tuple of str
        Ids of the folders whose records these are; names of records carry them where there are several.
    passages : mapping of str to str
        Locator of each passage by its name.
    labels : mapping of str to (str, str)
        What the ontology calls each class (``facet``) and each concept (``role-facet``), in Chinese and English.
    audited : mapping of str to Audited
        What the audit says of each statistic, by name.
    """

    nodes: dict[str, Node]
    links: list[Link]
    lines: list[EvidenceLine]
    folders: tuple[str, ...]
    passages: Mapping[str, str]
    labels: Mapping[str, tuple[str, str]]
    audited: Mapping[str, Audited]

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

    def blames(self, record: str) -> tuple[Blame, ...]:
        """Return the explanations that blame a record; none of what is no statistic."""
        audited = self.audited.get(record)
        return audited.blames if audited else ()

    def label(self, term: str, language: str) -> str:
        """Return what the ontology calls a class (``facet``) or a concept (``role-facet``); else its token."""
        names = self.labels.get(term)
        return names[language != "zh"] if names else term.rpartition("-")[2]
