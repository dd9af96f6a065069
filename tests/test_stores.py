"""A store of many papers: loaded whole or not at all, replaced and removed, killed at any moment, read meanwhile."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store

from cbec_kg import Corpus, open_corpus
from cbec_kg.api.literature import ask_literature, write_edges
from cbec_kg.api.stores import load_store, stored_papers
from cbec_kg.errors import DataError, OutputError, UnavailableError, UsageError
from cbec_kg.store.layout import StoreDirectory
from cli_calls import SCRIPT, inside
from conftest import Once

AT = "2026-01-02T03:04:05+00:00"
SAME = "SELECT ?a ?p ?b { GRAPH <https://w3id.org/cbec-kg/corpus/graph/alignment> { ?a ?p ?b } } ORDER BY ?a ?p ?b"
ASKED = (
    b"<https://w3id.org/cbec-kg/tea-a/ref-01> <http://www.w3.org/2004/02/skos/core#exactMatch> "
    b"<https://w3id.org/cbec-kg/tea-b/ref-02> <https://w3id.org/cbec-kg/corpus/graph/alignment> ."
)
BACK = ASKED.replace(b"tea-a/ref-01", b"?").replace(b"tea-b/ref-02", b"tea-a/ref-01").replace(b"?", b"tea-b/ref-02")
BETTER = ("en: Pickers are short", "en: Pickers are scarce")


def folder_of(mini: Path, place: Path, name: str, *edits: tuple[str, str]) -> Path:
    """Return a copy of the invented paper under another name, with edits of its problems."""
    folder = place / f"{name}-{len(edits)}"
    shutil.copytree(mini, folder)
    renamed = ("article.yaml", "article-tea-2020", f"article-{name}")
    for file, old, new in (renamed, *(("problems.yaml", *one) for one in edits)):
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sources(once: Once, mini_folder: Path) -> Path:
    """Return a folder of stores with one checked paper each: two papers, and the first one corrected."""

    def make(place: Path) -> None:
        place.mkdir()
        for name, edits in (("tea-a", ()), ("tea-b", ()), ("tea-a", (BETTER,))):
            folder = folder_of(mini_folder, place, name, *edits)
            load_store(place / f"store-{folder.name}", [folder], at=AT, fast=True)

    return once("stores", make)


@pytest.fixture
def store(sources: Path, tmp_path: Path) -> Path:
    """Return a store of two papers."""
    place = tmp_path / "store"
    load_store(place, [sources / "store-tea-a-0", sources / "store-tea-b-0"], at=AT)
    return place


def database(store: Path) -> Store:
    generation, _ = StoreDirectory(store).open_to_read()
    return Store.read_only(str(generation.database))


def quads(store: Path) -> list[bytes]:
    return sorted((database(store).dump(format=RdfFormat.N_QUADS) or b"").splitlines())


def staged_lines(store: Path) -> set[bytes]:
    """Return the statements that the papers of a store have in their files, with their graphs."""
    found: set[bytes] = set()
    for file in (store / "papers").glob("*/*.nq.gz"):
        found |= set(gzip.decompress(file.read_bytes()).splitlines())
    return found


def triples(lines: set[bytes]) -> list[bytes]:
    return sorted({line[: line.rindex(b" <")] + b" ." for line in lines})


def check_whole(store: Path) -> None:
    """Hold the database against the papers' files: each statement in its graph, and once in the default graph."""
    default = (database(store).dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").splitlines()
    named = set(quads(store)) - set(default)
    of_all = {line for line in named if line.endswith((b"store/graph/loads> .", b"corpus/graph/alignment> ."))}
    assert named - of_all == staged_lines(store)
    assert sorted(default) == triples(named)


def titles(store: Path) -> dict[str, str]:
    answer = open_corpus(store=store).query('SELECT ?s ?en { ?s a cbec:Problem ; rdfs:label ?en FILTER(LANG(?en) = "en") }')
    return {row[0]: row[1] for row in answer.rows if row[0].endswith("problem-pickers")}


def test_what_is_loaded_is_what_was_checked_and_each_statement_once_without_graph(store: Path) -> None:
    check_whole(store)
    assert titles(store) == {f"{paper}:problem-pickers": "Pickers are short" for paper in ("tea-a", "tea-b")}


def test_a_load_that_is_put_in_order_is_whole(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cbec_kg.store.generations.MANY_STATEMENTS", 1000)
    load_store(tmp_path / "store", [sources / "store-tea-a-0", sources / "store-tea-b-0"], at=AT)
    check_whole(tmp_path / "store")


def test_a_store_answers_as_its_folders_do(store: Path, mini_folder: Path, tmp_path: Path) -> None:
    folders = [folder_of(mini_folder, tmp_path, name) for name in ("tea-a", "tea-b")]
    one, other = open_corpus(folders), open_corpus(store=store)
    questions: tuple[Callable[[Corpus], str], ...] = (
        lambda papers: papers.query("problem-evidence").to_json(),
        lambda papers: papers.evidence().to_json(),
        lambda papers: papers.what_if("tea-a:ref-01").to_json(),
        lambda papers: papers.audit(everything=True).to_json(),
        lambda papers: papers.search("tea").text(),
        lambda papers: papers.trace("tea-b:problem-pickers").to_json(),
        lambda papers: papers.alignment().to_json(),
        lambda papers: papers.query(SAME).to_json(),
    )
    assert one.query(SAME).rows
    for answer in questions:
        assert answer(one) == answer(other)
    assert open_corpus([folders[1]]).gaps().to_json() == open_corpus(store=store, papers=["tea-b"]).gaps().to_json()


def in_table(place: Path) -> list[tuple[object, ...]]:
    """Return the rows of the table of edges in a folder."""
    files = [f"read_parquet('{place}/**/{name}.parquet')" for name in ("nodes", "edges", "same")]
    return [row for file in files for row in sorted(duckdb.execute(f"SELECT * FROM {file}").fetchall(), key=str)]


def table_of(store: Path) -> Path:
    (found,) = store.glob("generations/*/table")
    return found


def test_the_table_of_edges_is_that_of_its_papers_and_only_what_is_new_is_written(store: Path, sources: Path) -> None:
    def check(*papers: str) -> dict[str, int]:
        place = store.parent / "-".join(("table", *papers))
        write_edges(open_corpus(store=store), place)
        assert in_table(table_of(store)) == in_table(place)
        assert sorted(entry.name for entry in table_of(store).iterdir() if entry.is_dir()) == sorted(papers)
        return {paper: (table_of(store) / paper / "edges.parquet").stat().st_ino for paper in papers}

    before = check("tea-a", "tea-b")
    load_store(store, [sources / "store-tea-a-1"], at=AT)
    after = check("tea-a", "tea-b")
    assert before["tea-b"] == after["tea-b"] and before["tea-a"] != after["tea-a"]
    asked = ask_literature(store, "whatif", without=["tea-a:ref-03"])
    gone = open_corpus(store=store).what_if("tea-a:ref-03")
    assert set(asked.withdrawn) == set(gone.withdrawn) and dict(asked.counts)["falls"] == len(gone.falls)
    load_store(store, remove=["tea-a"], at=AT)
    check("tea-b")
    run = inside("corpus", "critical", "--store", store, "--format", "csv")
    assert run.stdout.startswith("source,falls,") and "tea-b:ref-03" in run.stdout and "tea-a" not in run.stdout


def test_without_duckdb_a_store_is_loaded_and_its_table_is_written_when_it_is_there(
    store: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cbec_kg.literature.edge_table.find_spec", lambda name: None)
    assert "Without DuckDB" in load_store(store, [sources / "store-tea-a-1"], at=AT).text()
    check_whole(store)
    with pytest.raises(UsageError, match=r"has no table of edges: .* cbec-kg load"):
        ask_literature(store, "critical")
    monkeypatch.undo()
    load_store(store, [sources / "store-tea-a-1"], at=AT)
    assert ask_literature(store, "critical").number


MAPPINGS = """# curie_map:
#   tea-a: https://w3id.org/cbec-kg/tea-a/
subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification
tea-a:ref-01\tskos:exactMatch\t{}\ttea-b:ref-02\tsemapv:ManualMappingCuration
"""


def test_what_a_curator_states_is_loaded_and_every_answer_goes_by_it(store: Path, sources: Path, tmp_path: Path) -> None:
    def is_the_same() -> bool:
        found = quads(store)
        withdrawn = open_corpus(store=store).what_if("tea-a:ref-01").withdrawn
        assert (ASKED in found) == (BACK in found) == (withdrawn == ("tea-a:ref-01", "tea-b:ref-02"))
        assert (ASKED in found) != (withdrawn == ("tea-a:ref-01",))
        return ASKED in found

    assert not is_the_same()
    file = tmp_path / "mappings.tsv"
    file.write_text(MAPPINGS.format(""), encoding="utf-8")
    load_store(store, mappings=file, at=AT)
    assert is_the_same()
    check_whole(store)
    load_store(store, [sources / "store-tea-a-1"], at=AT)
    assert is_the_same()
    assert ask_literature(store, "whatif", without=["tea-a:ref-01"]).withdrawn == ("tea-a:ref-01", "tea-b:ref-02")
    denied = tmp_path / "denied.tsv"
    denied.write_text(MAPPINGS.format("Not"), encoding="utf-8")
    assert open_corpus(store=store, mappings=denied).what_if("tea-a:ref-01").withdrawn == ("tea-a:ref-01",)
    before = quads(store)
    file.write_text(MAPPINGS.format("").replace("ref-02", "ref-99"), encoding="utf-8")
    with pytest.raises(DataError, match=r"mappings\.tsv:4: object_id is 'tea-b:ref-99', which that paper does not have"):
        load_store(store, mappings=file, at=AT)
    assert quads(store) == before
    file.write_text(MAPPINGS.partition("tea-a:ref-01")[0], encoding="utf-8")
    load_store(store, mappings=file, at=AT)
    assert not is_the_same()


def test_what_is_there_under_the_same_digest_stays_and_another_digest_replaces(store: Path, sources: Path) -> None:
    before = quads(store)
    same = load_store(store, [sources / "store-tea-a-0"], at=AT)
    assert [change[:2] for change in same.papers] == [("unchanged", "tea-a")]
    assert quads(store) == before
    other = load_store(store, [sources / "store-tea-a-1"], at=AT)
    assert [change[:2] for change in other.papers] == [("replaced", "tea-a")]
    assert titles(store)["tea-a:problem-pickers"] == "Pickers are scarce"
    check_whole(store)


def test_a_paper_is_removed_with_all_that_no_other_has(store: Path, sources: Path, tmp_path: Path) -> None:
    load_store(store, remove=["tea-a"], at=AT)
    check_whole(store)
    alone = tmp_path / "alone"
    load_store(alone, [sources / "store-tea-b-0"], at=AT)
    loads = b"/store/"
    assert [line for line in quads(store) if loads not in line] == [line for line in quads(alone) if loads not in line]


def test_a_folder_is_built_and_checked_once(store: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_store(store, [mini_folder], at=AT)
    monkeypatch.setattr("cbec_kg.store.staging._checked_project", None)
    again = load_store(store, [mini_folder], at=AT)
    assert [change[:2] for change in again.papers] == [("unchanged", "tea-2020")]


def test_a_folder_with_a_problem_changes_nothing_and_its_line_is_named(store: Path, edited: Callable[..., Path]) -> None:
    before = quads(store)
    folder = edited(("problems.yaml", "", "\nwrong: [\n"))
    with pytest.raises(DataError, match=f"{folder}/problems.yaml:"):
        load_store(store, [folder], at=AT)
    assert quads(store) == before


def test_two_folders_of_one_id_are_refused(store: Path, sources: Path) -> None:
    before = quads(store)
    with pytest.raises(UsageError, match="both have the id 'tea-a'"):
        load_store(store, [sources / "store-tea-a-0", sources / "store-tea-a-1"], at=AT)
    assert quads(store) == before


def test_the_list_and_the_graph_of_loads_say_what_was_loaded_when_and_from_which_digest(store: Path, sources: Path) -> None:
    load_store(store, [sources / "store-tea-a-1"], at="2026-02-03T04:05:06+00:00")
    rows = {row[0]: dict(zip(stored_papers(store).columns, row, strict=True)) for row in stored_papers(store).rows}
    assert [row["loaded"] for row in rows.values()] == ["2026-02-03T04:05:06+00:00", AT]
    answer = open_corpus(store=store).query(
        """SELECT ?graph ?digest ?time { ?graph prov:wasDerivedFrom ?source ; prov:wasGeneratedBy ?load .
        ?source dcterms:identifier ?digest . ?load prov:startedAtTime ?time ; prov:used ?source } ORDER BY ?graph"""
    )
    found = [(graph.partition(":")[0], digest, time.replace("Z", "+00:00")) for graph, digest, time in answer.rows]
    assert found == [(paper, row["digest"], row["loaded"]) for paper, row in rows.items()]


def test_a_reader_goes_on_with_what_it_opened(store: Path, sources: Path) -> None:
    reader = open_corpus(store=store)
    load_store(store, [sources / "store-tea-a-1"], at=AT)
    load_store(store, remove=["tea-b"], at=AT)
    assert {row[0] for row in reader.query("SELECT ?s { ?s a cbec:Article }").rows} == {
        "tea-a:article-tea-a",
        "tea-b:article-tea-b",
    }
    assert reader.record("tea-b:problem-pickers").id == "tea-b:problem-pickers"
    assert len(list((store / "generations").iterdir())) == 2
    del reader
    load_store(store, [sources / "store-tea-b-0"], at=AT)
    assert len(list((store / "generations").iterdir())) == 1


def test_a_second_writer_is_refused_and_says_who_writes(store: Path, sources: Path) -> None:
    with (store / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 1 on here since then\n")
        lock.flush()
        with pytest.raises(UnavailableError, match="is being written by process 1 on here since then"):
            load_store(store, [sources / "store-tea-a-1"], at=AT)
        assert inside("load", store, "--remove", "tea-a").returncode == 6
    load_store(store, [sources / "store-tea-a-1"], at=AT)


def test_a_store_of_another_format_is_refused(store: Path) -> None:
    (store / "store.json").write_text('{"format": 2, "generation": "000001"}', encoding="utf-8")
    with pytest.raises(UsageError, match="format 2; this version reads format 1"):
        open_corpus(store=store)


@pytest.mark.parametrize("name", ["store.json", "generations/*/manifest.json", "generations/*/database/CURRENT"])
def test_a_damaged_store_says_so_and_is_made_again_from_its_papers(store: Path, name: str) -> None:
    before = quads(store)
    (file,) = store.glob(name)
    file.write_bytes(b"{" if file.suffix else b"nothing\n")
    done = inside("query", "problems", "--store", store)
    assert done.returncode == 2 and "--rebuild" in done.stderr
    load_store(store, rebuild=True, at=AT)
    assert [line for line in quads(store) if b"/store/" not in line] == [line for line in before if b"/store/" not in line]


def test_a_damaged_paper_is_not_loaded(store: Path, sources: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(sources / "store-tea-a-1", other)
    (graph,) = other.glob("papers/*/graph.nq.gz")
    graph.write_bytes(graph.read_bytes()[:-1])
    before = quads(store)
    with pytest.raises(UsageError, match="is damaged"):
        load_store(store, [other], at=AT)
    assert quads(store) == before


def test_a_folder_with_other_files_is_no_store(tmp_path: Path, mini_folder: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="other files than a store's"):
        load_store(tmp_path, [mini_folder], at=AT)
    with pytest.raises(UsageError, match="is no store"):
        open_corpus(store=tmp_path)
    with pytest.raises(UsageError, match="is no curation folder"):
        load_store(tmp_path / "new", [tmp_path], at=AT)


def test_a_full_disk_leaves_the_store_as_it_was(store: Path, sources: Path) -> None:
    """A limit on the size of files stands for the disk: the engine meets it in the middle of its own files."""
    before = quads(store)
    limited = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))  # noqa: E731
    command: list[str | Path] = [SCRIPT, "load", store, sources / "store-tea-a-1"]
    done = subprocess.run(command, preexec_fn=limited, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (5, "")
    assert "the store is as it was" in done.stderr and "Traceback" not in done.stderr
    assert quads(store) == before
    assert inside("load", store, sources / "store-tea-a-1").returncode == 0


def test_an_interrupted_load_leaves_the_store_as_it_was(store: Path, sources: Path) -> None:
    before = quads(store)

    def interrupted(what: str, done: int, of: int) -> None:
        if what == "loading":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_store(store, [sources / "store-tea-a-1"], at=AT, progress=interrupted)
    assert quads(store) == before and list((store / "generations").glob(".*")) == []
    load_store(store, [sources / "store-tea-a-1"], at=AT)
    check_whole(store)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_read_only_store_can_be_read_but_not_loaded(store: Path, sources: Path) -> None:
    for place in (store, *store.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    assert titles(store)
    with pytest.raises(OutputError):
        load_store(store, [sources / "store-tea-a-1"], at=AT)


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from pyoxigraph import DefaultGraph, RdfFormat, Store
from cbec_kg.api.stores import load_store
import cbec_kg.store.loads, cbec_kg.store.generations, cbec_kg.model.snapshot, cbec_kg.alignment.matches, duckdb
store, at, seed, trials, *sources = sys.argv[1:]
delays, longest = random.Random(int(seed)), 0.0
for trial in range(int(trials) + 1):
    os.system(f"rm -rf '{store}' && cp -a '{store}-before' '{store}'")
    child, begun = os.fork(), time.monotonic()
    if not child:
        load_store(store, sources, remove=["tea-b"], at=at)
        os._exit(0)
    if trial:
        time.sleep(delays.uniform(0, longest))
        os.kill(child, 9)
    os.waitpid(child, 0)
    longest = longest or time.monotonic() - begun
    os.rename(store, f"{store}-{trial}")
"""


def test_a_load_that_is_killed_at_any_moment_leaves_old_or_new(store: Path, sources: Path) -> None:
    """The first of the forks runs to its end and says how long that takes; forty are killed at moments drawn at random."""
    shutil.copytree(store, f"{store}-before")
    source = sources / "store-tea-a-1"
    subprocess.run([sys.executable, "-c", KILLED, store, AT, "14", "40", source], check=True)
    new = sha256(b"\n".join(quads(Path(f"{store}-0")))).hexdigest()
    old = sha256(b"\n".join(quads(Path(f"{store}-before")))).hexdigest()
    found = []
    for trial in range(1, 41):
        place = Path(f"{store}-{trial}")
        found.append(sha256(b"\n".join(quads(place))).hexdigest())
        if trial % 8:
            continue
        if found[-1] == old:
            load_store(place, [source], remove=["tea-b"], at=AT)
        else:
            load_store(place, [source], at=AT)
        assert sha256(b"\n".join(quads(place))).hexdigest() == new
        assert len(list((place / "generations").iterdir())) == len(list((place / "papers").iterdir())) == 1
    assert set(found) <= {old, new} and old in found


# RDF files


def quads_of_papers(store: Path) -> list[bytes]:
    """Return all statements of a store but those about its loads."""
    loads = {line for line in quads(store) if line.endswith(b"store/graph/loads> .")}
    return [line for line in quads(store) if line not in loads | set(triples(loads))]


def test_an_rdf_file_keeps_to_its_own_graphs_and_goes_without_a_trace(sources: Path, tmp_path: Path) -> None:
    """What the file says of a record of the paper is in neither the paper's graphs nor what the shipped questions read."""
    stolen = '<https://w3id.org/cbec-kg/tea-a/problem-pickers> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en .'
    (tmp_path / "theirs.ttl").write_text(stolen, encoding="utf-8")
    (tmp_path / "named.trig").write_text(f"<x:g> {{ {stolen} }} _:g {{ <x:a> <x:b> <x:c> }}", encoding="utf-8")
    store = tmp_path / "store"
    load_store(store, [sources / "store-tea-a-0"], at=AT)
    before = quads_of_papers(store)
    question = "SELECT ?l { <https://w3id.org/cbec-kg/tea-a/problem-pickers> rdfs:label ?l } ORDER BY ?l"
    answer = open_corpus(store=store).query(question).rows
    done = load_store(store, [tmp_path / "theirs.ttl", tmp_path / "named.trig"], at=AT)
    assert [change[:3] for change in done.papers] == [("added", "named.trig", 2), ("added", "theirs.ttl", 1)]
    asked = open_corpus(store=store)
    assert asked.query(question).rows == answer
    graphs = asked.query('SELECT ?g { GRAPH ?g { ?s ?p "x"@en } } ORDER BY ?g').rows
    assert graphs == (("file/theirs.ttl",), ("x:g",))
    assert [row[0] for row in stored_papers(store).rows] == ["tea-a", "named.trig", "theirs.ttl"]
    load_store(store, [], at=AT, remove=["theirs.ttl", "named.trig"])
    assert quads_of_papers(store) == before
    load_store(store, [tmp_path / "theirs.ttl"], at=AT)
    load_store(store, [], at=AT, remove=["tea-a"])
    left = [line for line in quads_of_papers(store) if b"problem-pickers" in line]
    assert left == [stolen.encode()[:-1] + b"<https://w3id.org/cbec-kg/store/file/theirs.ttl> ."]


def test_graphs_of_papers_and_of_other_files_are_not_written_into(tmp_path: Path) -> None:
    store = tmp_path / "store"
    own, *paths = (tmp_path / name for name in ("a.nq", "b.nq", "c.nq"))
    for path in paths:
        path.write_text("<x:a> <x:b> <x:c> <x:g> .", encoding="utf-8")
    own.write_text("<x:a> <x:b> <x:c> <https://w3id.org/cbec-kg/tea-2020/graph/article> .", encoding="utf-8")
    with pytest.raises(UsageError, match="a graph of a paper's own"):
        load_store(store, [own], at=AT)
    with pytest.raises(UsageError, match=r"b\.nq and c\.nq both have the graph <x:g>"):
        load_store(store, paths, at=AT)
    load_store(store, paths[:1], at=AT)
    load_store(store, [], at=AT, rebuild=True)
    assert open_corpus(store=store).query("SELECT ?g { GRAPH ?g { ?a <x:b> ?c } }").rows
    with pytest.raises(UsageError, match="has RDF files and no paper"):
        open_corpus(store=store).evidence()


def test_a_file_that_is_as_it_was_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, file = tmp_path / "store", tmp_path / "theirs.ttl"
    file.write_text("<x:a> <x:b> <c> .", encoding="utf-8")
    load_store(store, [file], at=AT)
    with monkeypatch.context() as patched:
        patched.setattr("cbec_kg.store.rdf_staging.read_statements", None)
        assert [change[0] for change in load_store(store, [file], at=AT).papers] == ["unchanged"]
    (tmp_path / "moved").mkdir()
    moved = file.rename(tmp_path / "moved" / file.name)  # where it lies is what completes a relative name
    assert [change[0] for change in load_store(store, [moved], at=AT).papers] == ["replaced"]
    assert open_corpus(store=store).query("SELECT ?o { GRAPH ?g { <x:a> <x:b> ?o } }").rows == (
        (f"{moved.parent.as_uri()}/c",),
    )


def test_a_store_of_others_names_nothing_outside_of_itself(tmp_path: Path) -> None:
    file, theirs = tmp_path / "theirs.ttl", tmp_path / "theirs" / "store"
    file.write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    load_store(theirs, [file], at=AT)
    (receipt,) = theirs.glob("papers/*/paper.json")
    (tmp_path / "theirs" / "evil").write_text("x", encoding="utf-8")
    said = json.loads(receipt.read_text())
    said["files"]["../../../evil"] = sha256(b"x").hexdigest()
    receipt.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UsageError, match="is damaged"):
        load_store(tmp_path / "own" / "store", [theirs], at=AT)
    assert not (tmp_path / "own" / "evil").exists()
    (manifest,) = theirs.glob("generations/*/manifest.json")
    manifest.write_text(manifest.read_text().replace(receipt.parent.name, "../../../own"), encoding="utf-8")
    with pytest.raises(UsageError, match="is damaged"):
        load_store(tmp_path / "own" / "store", [theirs], at=AT)
    (theirs / "store.json").write_text('{"format": 1, "generation": "../../own"}', encoding="utf-8")
    with pytest.raises(UsageError, match="is damaged"):
        stored_papers(theirs)


def test_a_pipe_in_a_database_is_told_and_not_waited_for(store: Path) -> None:
    table = next((store / "generations").glob("*/database/*.sst"))
    table.unlink()
    os.mkfifo(table)
    done = inside("query", "problems", "--store", store)
    assert done.returncode == 2 and f"{table.name}: is no regular file). Make the database again" in done.stderr
    assert inside("load", store, "--rebuild").returncode == 0
    check_whole(store)


def test_an_empty_mapping_set_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "none.tsv").write_text("\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"none\.tsv: is empty"):
        load_store(store, mappings=tmp_path / "none.tsv", at=AT)
