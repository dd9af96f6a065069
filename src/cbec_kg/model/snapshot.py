"""The one value that analyses and views read: the records of one or several papers, their links, and what was computed.

It is made from a folder's records (`cbec_kg.rdf.project`), from a store (`cbec_kg.store.retrieval`), or by joining others
(`joined`), and is the same by each way. Where several papers are joined, every record is named ``PAPER:ID``. Records are in
their general form: without places in files, with lists in a fixed order, and with their links at both ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

from msgspec import MsgspecError, Raw, Struct, msgpack
from msgspec.structs import fields

from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.kinds import CLASSES, KINDS, kind_of
from cbec_kg.model.labels import label_of
from cbec_kg.model.links import STATEMENT_KINDS, EvidenceLine, Link, link_path
from cbec_kg.model.personal import Judged
from cbec_kg.model.published import NoticeState, ReferenceNotice, states_of
from cbec_kg.model.records import Article, Facet, Problem, Record, Source

T = TypeVar("T", bound=Record)


VERDICTS = ("inconsistent", "within-rounding", "consistent", "undecidable")
"""Verdicts of the audit, the worst first."""


class Blame(Struct, frozen=True):
    """An explanation of the audit that blames a statistic, by its name in the graph, and what it says.

    `confirmed` tells whether other figures confirm its first hypothesis; `working` is the shortest of the inconsistent
    relations that it explains and the statistic is in, empty where there is none.
    """

    explanation: str
    confirmed: bool
    zh: str
    en: str
    working: str

    def text(self, language: str) -> str:
        """Return what it says in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Carried(Struct, frozen=True):
    """The doubt that a statistic carries from figures that an explanation of the audit blames, and by which path, in words.

    `comes_from` has the figures in doubt that it is computed from directly; `standing` whether it ``fails``, is ``open`` or
    ``holds`` if the explanation is true; `confirmed` is that of the explanation.
    """

    explanation: str
    confirmed: bool
    zh: str
    en: str
    standing: str
    comes_from: tuple[str, ...]

    def text(self, language: str) -> str:
        """Return the path in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Audited(Struct, frozen=True):
    """What the audit says of a statistic: its worst verdict, the explanations that blame it, the doubt that it carries."""

    verdict: str
    blames: tuple[Blame, ...]
    carried: tuple[Carried, ...] = ()


class Dependence(Struct, frozen=True, omit_defaults=True):
    """What a statement depends on, as `cbec_kg.evidence.dependence` computes it.

    `reach` has how many statements that its pointers back, on the way to it, are about each place, ``unspecified`` for none.
    `cut_sets` is every minimal set of sources whose withdrawal leaves the statement without support; none when nothing
    supports it. `points` are the records (sources, pointers, claims, facets) that every support path passes, nearest last.
    Both are of the statement itself. `part_cut_sets` is every minimal set of sources whose withdrawal leaves none of the
    parts of a problem or countermeasure with support; none where no part has any.
    """

    reach: dict[str, int] = {}
    cut_sets: tuple[tuple[str, ...], ...] = ()
    points: tuple[str, ...] = ()
    part_cut_sets: tuple[tuple[str, ...], ...] = ()


class Supplied(Struct, frozen=True):
    """What a user supplied for a reference: the status of its data; title, DOI, PubMed id and first author, empty where they
    are unknown; and year.
    """

    status: str
    title: str
    doi: str = ""
    year: int | None = None
    pmid: str = ""
    author: str = ""


class Place(NamedTuple):
    """Where a record stands: a passage's locator and a fragment; offsets into the source text where known."""

    locator: str
    fragment: str
    start: int | None
    end: int | None


class Records(Mapping[str, Record]):
    """Records by name, each decoded when it is first asked for: most questions are about a few of them.

    `anew` gives all of them where one has other fields than a record of its kind; without it that raises
    `msgspec.MsgspecError`.
    """

    def __init__(self, encoded: dict[str, Raw], anew: Callable[[], Mapping[str, Record]] | None = None) -> None:
        self.encoded = encoded
        self._anew = anew
        self._decoded: dict[str, Record] = {}

    def __getitem__(self, name: str) -> Record:
        if name not in self._decoded:
            try:
                self._decoded[name] = _decoder(kind_of(name.rpartition(":")[2])).decode(self.encoded[name])
            except MsgspecError:
                if self._anew is None:
                    raise
                self._decoded = dict(self._anew())
        return self._decoded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.encoded

    def __iter__(self) -> Iterator[str]:
        return iter(self.encoded)

    def __len__(self) -> int:
        return len(self.encoded)


class Snapshot(Struct, frozen=True, kw_only=True, dict=True):
    """The records of one or several papers with their links and what was computed of them.

    Attributes
    ----------
    papers : tuple of str
        Ids of the papers' folders; names of records carry them where there are several.
    records : mapping of str to Record
        By name, sorted; every record but exemptions.
    passages : tuple of Passage
        In the order of the text, paper by paper.
    places : tuple of AnchorPlace
        Where the fragments stand, sorted by record and position; empty where that has not been computed.
    links : tuple of Link
    lines : tuple of EvidenceLine
    dependence : mapping of str to Dependence
        Of every statement, by name.
    audited : mapping of str to Audited
        What the audit says of each statistic, by name.
    supplied : mapping of str to Supplied
        Of each reference whose data a user supplied.
    judged : tuple of Judged
        The verdicts of readers, sorted by what they are on.
    notices : tuple of ReferenceNotice
        What was published about references and sources, by files that the user has; in the order of
        `cbec_kg.model.published.in_order`.
    terms : mapping of str to (str, str)
        What the ontology calls each class (``facet``) and each concept (``role-facet``), in Chinese and English.
    """

    papers: tuple[str, ...]
    records: Mapping[str, Record]
    passages: tuple[Passage, ...]
    places: tuple[AnchorPlace, ...]
    links: tuple[Link, ...]
    lines: tuple[EvidenceLine, ...]
    dependence: Mapping[str, Dependence]
    audited: Mapping[str, Audited]
    supplied: Mapping[str, Supplied]
    judged: tuple[Judged, ...]
    terms: Mapping[str, tuple[str, str]]
    notices: tuple[ReferenceNotice, ...] = ()

    @property
    def article(self) -> Article:
        """Return the article's record; of several papers, the first one's."""
        return self.of(Article)[0]

    @property
    def folder_id(self) -> str:
        """Return the part of all IRIs that keeps the paper apart from others; of several papers, the first one's."""
        return self.papers[0]

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the records of one kind, sorted by name."""
        wanted = KINDS[kind]
        return tuple(self.records[name] for name, found in self.kinds.items() if found in wanted)  # type: ignore[misc]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Return the kind of every record by name, as the first word of its id says it."""
        return {name: kind_of(name.rpartition(":")[2]) for name in self.records}

    @cached_property
    def statements(self) -> dict[str, str]:
        """Return the kind of every statement by name."""
        return {name: kind for name, kind in self.kinds.items() if kind in STATEMENT_KINDS}

    @property
    def diagnosed(self) -> list[str]:
        """Return the problems that the article diagnoses, sorted."""
        return [problem.id for problem in self.of(Problem) if problem.status == "diagnosed"]

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Return the facets of diagnosed problems that are no part of the diagnosis but first stated elsewhere."""
        diagnosed = set(self.diagnosed)
        return frozenset(facet.id for facet in self.of(Facet) if facet.status == "mentioned" and facet.problem in diagnosed)

    @property
    def places_of(self) -> dict[str, str]:
        """Return the place that each statement is about, where the article says it."""
        found = {name: getattr(self.records[name], "place", "unspecified") for name in self.statements}
        return {name: place for name, place in found.items() if place != "unspecified"}

    @cached_property
    def part_of(self) -> dict[str, str]:
        """Return the whole of each named source that is part of another."""
        return {source.id: source.part_of for source in self.of(Source) if source.part_of is not None}

    @cached_property
    def incoming(self) -> Mapping[str, Sequence[Link]]:
        """Return the links that end at each record, in the order of `links`."""
        return grouped(self.links, lambda link: link.end)

    @cached_property
    def outgoing(self) -> Mapping[str, Sequence[Link]]:
        """Return the links that start at each record, in the order of `links`."""
        return grouped(self.links, lambda link: link.start)

    @cached_property
    def lines_to(self) -> Mapping[str, Sequence[EvidenceLine]]:
        """Return the evidence lines of each statement, the strongest first."""
        return grouped(self.lines, lambda line: line.target)

    @cached_property
    def anchors(self) -> Mapping[str, Sequence[AnchorPlace]]:
        """Return the computed places of each record's fragments, in the order of the text."""
        return grouped(self.places, lambda place: place.record)

    def node(self, name: str) -> Node:
        """Return a record as a trace shows it."""
        return Node(name, self)

    @cached_property
    def locators(self) -> dict[str, str]:
        """Return the locator of each passage by its name."""
        return {passage.id: passage.locator for passage in self.passages}

    def text(self, name: str, language: str) -> str:
        """Return a record's label or paraphrase in ``zh`` or ``en``."""
        return str(getattr(label_of(self.records[name], self), language))

    def label(self, name: str, language: str) -> str:
        """Return what the ontology calls a class (``facet``) or a concept (``role-facet``); else its token."""
        names = self.terms.get(name)
        return names[language != "zh"] if names else name.rpartition("-")[2]

    def blames(self, name: str) -> tuple[Blame, ...]:
        """Return the explanations of the audit that blame a record; none of what is no statistic."""
        audited = self.audited.get(name)
        return audited.blames if audited else ()

    def carried(self, name: str) -> tuple[Carried, ...]:
        """Return the doubt that a record carries from figures in doubt; none of what is no statistic."""
        audited = self.audited.get(name)
        return audited.carried if audited else ()

    @cached_property
    def notice_states(self) -> Mapping[str, tuple[NoticeState, ReferenceNotice | None]]:
        """Return what the notices of each reference and source come to, and by which, sorted by name."""
        return states_of(self.notices)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Return the references and sources that are retracted or withdrawn, and not reinstated, sorted."""
        return tuple(name for name, (state, _) in self.notice_states.items() if state == "withdrawn")

    @cached_property
    def _judged(self) -> Mapping[str, Sequence[Judged]]:
        return grouped(self.judged, lambda one: one.verdict.on)

    def verdicts_on(self, link: Link) -> Sequence[Judged]:
        """Return what readers decided on an inferred link, sorted by reader; others are not theirs to judge."""
        if not self.judged or link.basis != "inferred":
            return ()
        folder, colon, _ = link.end.rpartition(":")
        path = link_path(link).replace(folder + colon, "") if colon else link_path(link)
        return self._judged.get(f"{folder}{colon}{path}", ())

    def to_bytes(self) -> bytes:
        """Return the snapshot as MessagePack with fields by name, after a checksum; `from_bytes` reads it."""
        content = msgpack.Encoder(enc_hook=_plain).encode(self)
        return crc32(content).to_bytes(4, "big") + content


class Node:
    """A record as a trace shows it: its name, its kind (problem, facet, claim, citation, place ...), its label."""

    def __init__(self, name: str, snapshot: Snapshot) -> None:
        self.id = name
        self.kind = snapshot.kinds[name]
        self.record = snapshot.records[name]
        label = label_of(self.record, snapshot)
        self.zh, self.en = label.zh, label.en
        self._snapshot = snapshot

    def text(self, language: str) -> str:
        """Return the label in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where the record stands, in its own order."""
        found = {(one.locator, one.fragment): (one.start, one.end) for one in self._snapshot.anchors.get(self.id, ())}
        texts = ((at.locator, at.fragment) for at in getattr(self.record, "at", ()))
        return tuple(Place(*text, *found.get(text, (None, None))) for text in texts)

    @property
    def notes(self) -> dict[str, str]:
        """Return further plain values by the property's name: ``printed``, ``problemStatus``, ``number``, ``place`` ..."""
        found = {}
        for field, name in _NOTES.items():
            value = getattr(self.record, field, None)
            if value is not None and value != "unspecified":
                found[name] = str(value)
        if self.kind in ("claim", "statistic"):
            found[f"{self.kind}Kind"] = str(getattr(self.record, "kind"))  # noqa: B009  # both have it
        if isinstance(self.record, Source):
            known = {"period": self.record.year, "isPartOf": self.record.part_of}
            found |= {name: str(value) for name, value in known.items() if value is not None}
        supplied = self._snapshot.supplied.get(self.id)
        if supplied is not None:
            found["metadataStatus"] = supplied.status
            found |= {"title": supplied.title} if supplied.title else {}
        return found


_NOTES = {
    "printed": "printed", "status": "problemStatus", "function": "citationFunction", "number": "number", "period": "period",
    "metadata": "metadataStatus", "place": "place", "population": "population", "broader": "broader",
}  # fmt: skip
"""Property of each field that a trace shows."""


def from_bytes(content: bytes, anew: Callable[[], Mapping[str, Record]] | None = None) -> Snapshot:
    """Return the snapshot that `Snapshot.to_bytes` wrote; `anew` gives its records where one turns out to have other fields.

    Raises
    ------
    ValueError, msgspec.MsgspecError
        When the bytes are damaged, or fields are missing or of another type; of a record, when it is asked for.
    """
    if content[:4] != crc32(content[4:]).to_bytes(4, "big"):
        raise ValueError("the snapshot is damaged")
    encoded = msgpack.decode(content[4:], type=dict[str, Raw])
    kinds = {field.name: dict[str, Raw] if field.name == "records" else field.type for field in fields(Snapshot)}
    if encoded.keys() != kinds.keys():
        raise ValueError("the snapshot has other fields")
    values: dict[str, Any] = {name: msgpack.decode(encoded[name], type=kind) for name, kind in kinds.items()}
    return Snapshot(**{**values, "records": Records(values["records"], anew)})


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(type(value))


@cache
def _decoder(kind: str) -> msgpack.Decoder[Any]:
    """Return the decoder of one kind of record: making one for all of them would take longer than most questions."""
    return msgpack.Decoder(CLASSES[kind])


def grouped(items: Iterable[Any], key: Callable[[Any], str]) -> Mapping[str, Sequence[Any]]:
    """Return items by their key, in the order given."""
    found: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return dict(found)
