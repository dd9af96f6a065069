"""The one value that analyses and views read: the same from records, from a store, from the cache, and joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import MsgspecError

from cbec_kg.io.cache import cache_folder
from cbec_kg.model.joining import joined
from cbec_kg.model.kinds import KINDS, kind_of
from cbec_kg.model.records import Claim, Record
from cbec_kg.model.snapshot import Snapshot, from_bytes
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.store.opening import OpenStore, load_nquads, open_folder
from cbec_kg.store.retrieval import read_snapshot

Edited = Callable[..., Path]


def differences(one: Snapshot, other: Snapshot) -> dict[str, object]:
    """Return what differs between two snapshots, field by field; of mappings, the entries."""
    found: dict[str, object] = {}
    for field in Snapshot.__struct_fields__:
        left, right = getattr(one, field), getattr(other, field)
        if isinstance(left, Mapping):
            names = sorted({*left, *right})
            changed = {name: (left.get(name), right.get(name)) for name in names if left.get(name) != right.get(name)}
            found |= {field: changed} if changed or list(left) != list(right) else {}
        elif left != right:
            found[field] = (set(left) ^ set(right)) or "order"
    return found


def stored(project: Project) -> OpenStore:
    """Return a project's graph as a store that knows nothing of the records."""
    return OpenStore(load_nquads(project.nquads()), (project.curation.folder_id,))


def test_the_paper_reads_the_same_from_its_records_and_from_its_graph(real_project: Project) -> None:
    snapshot = real_project.snapshot
    assert len(snapshot.records) > 600
    assert len(snapshot.places) > 700
    assert differences(snapshot, read_snapshot(stored(real_project))) == {}


def test_the_invented_paper_reads_the_same_from_its_records_and_from_its_graph(mini_project: Project) -> None:
    assert differences(mini_project.snapshot, read_snapshot(stored(mini_project))) == {}


def test_a_folder_without_computed_places_reads_the_same_too(edited: Edited) -> None:
    folder = edited()
    (folder / "passages.csv").unlink()
    (folder / "anchors.csv").unlink()
    project = build_project(folder)
    assert project.snapshot.places == ()
    assert differences(project.snapshot, read_snapshot(stored(project))) == {}


def test_two_papers_joined_read_the_same_as_one_store_of_both(real_project: Project, mini_project: Project) -> None:
    store = load_nquads(real_project.nquads() + mini_project.nquads())
    papers = (real_project.curation.folder_id, mini_project.curation.folder_id)
    both = joined([real_project.snapshot, mini_project.snapshot])
    assert differences(both, read_snapshot(OpenStore(store, papers))) == {}
    assert set(both.records) == {
        *(f"{papers[0]}:{name}" for name in real_project.snapshot.records),
        *(f"{papers[1]}:{name}" for name in mini_project.snapshot.records),
    }


def test_names_within_joined_records_are_records_of_both(mini_project: Project, real_project: Project) -> None:
    both = joined([mini_project.snapshot, real_project.snapshot])
    ends = {end for link in both.links for end in (link.start, link.end)}
    ends |= {name for line in both.lines for name in (line.target, line.source, *line.pointers)}
    ends |= {place.record for place in both.places} | {about for claim in both.of(Claim) for about in claim.about}
    assert ends <= set(both.records)


def test_a_snapshot_is_read_back_from_bytes_as_it_was(real_project: Project) -> None:
    assert differences(from_bytes(real_project.snapshot.to_bytes()), real_project.snapshot) == {}


def test_bytes_name_every_field(mini_project: Project) -> None:
    content = mini_project.snapshot.to_bytes()
    for name in (*Snapshot.__struct_fields__, "rests_on", "locator", "pointers", "basis"):
        assert name.encode() in content


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:-1], lambda kept: kept[:40] + b"x" + kept[41:], lambda kept: b"", lambda kept: kept[4:]]
)
def test_damaged_bytes_are_refused(mini_project: Project, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises((ValueError, MsgspecError)):
        from_bytes(damage(mini_project.snapshot.to_bytes()))


def test_a_damaged_snapshot_in_the_cache_is_made_again(mini_folder: Path) -> None:
    whole = open_folder(mini_folder).snapshot
    cache = cache_folder()
    assert cache is not None
    files = list(cache.glob("*-tea-2020/snapshot.msgpack"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:-20])
    assert differences(open_folder(mini_folder).snapshot, whole) == {}
    assert differences(open_folder(mini_folder).snapshot, whole) == {}


def test_the_kind_of_a_record_stands_in_its_id(real_project: Project) -> None:
    for name, record in real_project.snapshot.records.items():
        assert kind_of(name) in KINDS[type(record)]


def test_links_stand_at_both_ends_of_the_general_form(mini_project: Project) -> None:
    records: Mapping[str, Record] = mini_project.snapshot.records
    for link in mini_project.snapshot.links:
        if link.relation == "cause":
            ends = [(records[link.end], "caused_by", link.start), (records[link.start], "leads_to", link.end)]
            named = [{one.id for one in getattr(record, field)} for record, field, _ in ends if hasattr(record, field)]
            others = [other for record, field, other in ends if hasattr(record, field)]
            assert named
            assert all(other in names for other, names in zip(others, named, strict=True))
        elif link.relation == "support":
            assert (link.start, link.role) in {(one.on, one.role) for one in getattr(records[link.end], "rests_on")}  # noqa: B009
