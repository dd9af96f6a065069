"""Records in their general form, which is the same from a folder and from a store; and several papers as one snapshot.

In the general form records have no places in files, lists stand in a fixed order, and links stand at both of their ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cbec_kg.model.curated import Curation, Passage, WithRecords
from cbec_kg.model.links import Link, line_order, link_order, linked_fields, links_of
from cbec_kg.model.personal import Judged
from cbec_kg.model.published import ReferenceNotice, in_order
from cbec_kg.model.records import AnchorText, Article, Exemption, FieldNote, Record, ScopeBasis, Table
from cbec_kg.model.schema import TARGETS
from cbec_kg.model.snapshot import Dependence, Snapshot, grouped
from cbec_kg.model.table_lines import Sum
from cbec_kg.model.terms import NOWHERE, Bilingual


def general(curation: WithRecords) -> tuple[dict[str, Record], tuple[Link, ...]]:
    """Return the records of a curation in their general form, by name and sorted, and their links."""
    records, links = curation.records.values(), links_of(curation)
    return with_links((record for record in records if not isinstance(record, Exemption)), links), links


def with_links(records: Iterable[Record], links: Iterable[Link]) -> dict[str, Record]:
    """Return records in their general form, by name and sorted, with the given links at both ends."""
    incoming, outgoing = grouped(links, lambda link: link.end), grouped(links, lambda link: link.start)
    found = {}
    for record in sorted(records, key=lambda record: record.id):
        linked = linked_fields(record, incoming.get(record.id, ()), outgoing.get(record.id, ()))
        found[record.id] = replace(record, **{**_general_fields(record), **linked, "where": NOWHERE})
    return found


def _general_fields(record: Record) -> dict[str, Any]:
    """Return the fields of a record that have another value in its general form."""
    changed: dict[str, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, ScopeBasis):
            changed[name] = None if value.basis == "stated" else replace(value, where=NOWHERE)
        if not isinstance(value, tuple) or not value:
            continue
        if isinstance(value[0], str):
            changed[name] = tuple(sorted(value))
        elif isinstance(value[0], AnchorText):
            changed[name] = tuple(dict.fromkeys(AnchorText(at.locator, at.fragment) for at in value))
        elif isinstance(value[0], FieldNote):
            changed[name] = tuple(replace(note, where=NOWHERE) for note in sorted(value, key=lambda note: str(note.field)))
        else:
            changed[name] = tuple(replace(item, where=NOWHERE) for item in value)
    if isinstance(record, Table):
        changed |= {"file": "", "left_out": ()}  # how its file is read
        changed["columns"] = tuple(replace(one, left_out=None, where=NOWHERE) for one in record.columns)
        changed["rows"] = tuple(replace(one, left_out=None, locator=None, where=NOWHERE) for one in record.rows)
        sums = (replace(total, parts=tuple(sorted(total.parts)), where=NOWHERE) for total in record.sums)
        changed["sums"] = tuple(sorted(sums, key=lambda total: total.whole))
    return changed


def curation_of(snapshot: Snapshot) -> Curation:
    """Return the records of one paper's snapshot as analyses of a folder take them; in their general form."""
    (article,) = snapshot.of(Article)
    verdicts = tuple(one.verdict for one in snapshot.judged)
    return Curation(article, dict(snapshot.records), snapshot.passages, snapshot.places, verdicts)


def with_notices(snapshot: Snapshot, notices: tuple[ReferenceNotice, ...]) -> Snapshot:
    """Return a snapshot with these notices about what is cited."""
    return replace(snapshot, notices=notices)


def joined(snapshots: Sequence[Snapshot]) -> Snapshot:
    """Return several papers as one snapshot, each record named ``PAPER:ID``; one paper stays as it is.

    The papers' ids must differ.
    """
    if len(snapshots) == 1:
        return snapshots[0]
    parts = [_prefixed(one) for one in snapshots]
    records = {name: record for one in parts for name, record in one.records.items()}
    return Snapshot(
        papers=tuple(paper for one in parts for paper in one.papers),
        records=dict(sorted(records.items())),
        passages=tuple(passage for one in parts for passage in one.passages),
        places=tuple(sorted((place for one in parts for place in one.places), key=lambda p: (p.record, p.start))),
        links=tuple(sorted((link for one in parts for link in one.links), key=link_order)),
        lines=tuple(sorted((line for one in parts for line in one.lines), key=line_order)),
        dependence={name: one for part in parts for name, one in part.dependence.items()},
        audited={name: audited for one in parts for name, audited in one.audited.items()},
        supplied={name: known for one in parts for name, known in one.supplied.items()},
        judged=tuple(judged for one in parts for judged in one.judged),
        notices=in_order(notice for one in parts for notice in one.notices),
        terms=snapshots[0].terms,
    )


def _prefixed(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot of one paper with every name prefixed by the paper's id."""
    (paper,) = snapshot.papers
    return _named_by(lambda local: f"{paper}:{local}", snapshot)


def renamed(snapshot: Snapshot, names: Mapping[str, str]) -> Snapshot:
    """Return a snapshot of one paper in which some records have other names, in the general form.

    No two records may get the same name.
    """
    found = _named_by(lambda local: names.get(local, local), snapshot)
    links = tuple(sorted(found.links, key=link_order))
    lines = (replace(line, pointers=tuple(sorted(line.pointers))) for line in found.lines)
    places = tuple(sorted(found.places, key=lambda place: (place.record, place.start)))
    return replace(
        found, records=with_links(found.records.values(), links), links=links, places=places,
        lines=tuple(sorted(lines, key=line_order)),
    )  # fmt: skip


def in_general(record: Record) -> Record:
    """Return a record in its general form, but for its links."""
    return replace(record, **_general_fields(record), where=NOWHERE)


def _named_by(name: Callable[[str], str], snapshot: Snapshot) -> Snapshot:
    """Return a snapshot of one paper with every name as a function gives it."""

    def again(value: Any, field: str = "") -> Any:
        if isinstance(value, str):
            return name(value) if field in _NAMING and value != "unspecified" else value
        if isinstance(value, tuple):
            return tuple(again(item, field) for item in value)
        if isinstance(value, Passage):
            return replace(value, id=name(value.id))
        if isinstance(value, Struct) and not isinstance(value, Bilingual | AnchorText | Sum):
            fields = {key: again(getattr(value, key), key) for key in value.__struct_fields__}
            return type(value)(**fields)
        return value

    def dependence(one: Dependence) -> Dependence:
        reach = {place if place == "unspecified" else name(place): count for place, count in one.reach.items()}
        cut_sets, of_parts = (tuple(tuple(map(name, names)) for names in sets) for sets in (one.cut_sets, one.part_cut_sets))
        return Dependence(reach, cut_sets, tuple(map(name, one.points)), of_parts)

    return Snapshot(
        papers=snapshot.papers,
        records={name(key): again(record) for key, record in snapshot.records.items()},
        passages=again(snapshot.passages),
        places=again(snapshot.places),
        links=again(snapshot.links),
        lines=again(snapshot.lines),
        dependence={name(key): dependence(one) for key, one in snapshot.dependence.items()},
        audited={name(key): again(audited) for key, audited in snapshot.audited.items()},
        supplied={name(key): known for key, known in snapshot.supplied.items()},
        judged=tuple(Judged(replace(one.verdict, on=name(one.verdict.on)), one.state) for one in snapshot.judged),
        notices=tuple(replace(one, reference=name(one.reference)) for one in snapshot.notices),
        terms=snapshot.terms,
    )


_NAMING = frozenset(
    (*TARGETS, "id", "part_of", "table", "record", "start", "end", "target", "pointers", "explanation", "comes_from")
)
"""Fields that hold a record's name."""
