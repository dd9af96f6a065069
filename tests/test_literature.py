"""The engines over a table of edges: alike, equal to the analysis of the papers, and to networkx on any graph."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import networkx
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cbec_kg import Corpus, LimitError, UnknownIdError, UsageError, open_corpus
from cbec_kg.api.literature import ask_literature, write_edges
from cbec_kg.cli.main import cli
from cbec_kg.evidence.critical import loads, supporting_sources
from cbec_kg.evidence.support import SupportPaths, with_parts, withdraw
from cbec_kg.literature import closure, edge_table, sql_engine
from test_alignment import IN_COFFEE, IN_TEA, copied

ENGINES = ("local", "duckdb")
Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def papers(mini_folder: Path, real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    base = tmp_path_factory.mktemp("papers")
    return open_corpus(
        [copied(mini_folder, base / "tea", IN_TEA), copied(mini_folder, base / "coffee", IN_COFFEE), real_folder]
    )


@pytest.fixture(scope="module")
def table(papers: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("table")
    assert write_edges(papers, place) == 3
    return place


def rows(place: Path, table: Path, question: str, engine: str, without: Iterable[str] = ()) -> Rows:
    out = place / f"{question}-{engine}.csv"
    ask_literature(table, question, engine=engine, without=without, out=out)
    return sorted(duckdb.execute(f"SELECT * FROM '{out}'").fetchall())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_closure_is_that_of_the_analysis(papers: Corpus, table: Path, tmp_path: Path, engine: str) -> None:
    snapshot, same = papers._snapshot, papers._alignment
    supporting = supporting_sources(SupportPaths(same.merged(snapshot.links)), snapshot.statements)
    wanted = {(source, name, snapshot.statements[name]) for name, sources in supporting.items() for source in sources}
    assert rows(tmp_path, table, "closure", engine) == sorted(wanted)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_withdrawal_is_that_of_the_analysis(papers: Corpus, table: Path, tmp_path: Path, engine: str) -> None:
    snapshot = papers._snapshot
    asked = ["tea-2020:ref-03", "ass-2021-108287:ref-09", "tea-2020:source-tea-yearbook"]
    gone = with_parts(papers._alignment.extended(asked), snapshot.part_of)
    states = {one.statement: one.state for one in withdraw(snapshot.links, snapshot.statements, gone)}
    wanted = sorted((name, snapshot.statements[name], state) for name, state in states.items() if state != "unsupported")
    assert rows(tmp_path, table, "whatif", engine, asked) == wanted
    answer = ask_literature(table, "whatif", engine=engine, without=asked)
    assert set(answer.withdrawn) == gone and dict(answer.counts)["falls"] == sum(state == "falls" for *_, state in wanted)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_critical_is_what_each_source_carries_alone(
    papers: Corpus, table: Path, tmp_path: Path, engine: str
) -> None:
    snapshot, same = papers._snapshot, papers._alignment
    carried = loads(same.merged(snapshot.links), snapshot.statements, same.merged_parts(snapshot.part_of))
    wanted = {load.source: len(load.falls) for load in carried if load.falls}
    found = {str(source): falls for source, falls, *_ in rows(tmp_path, table, "critical", engine)}
    assert found == wanted


# Any graph: sources 0..4, of which one may be part of another or the same as one, and statements that rest on one another


def graphs() -> st.SearchStrategy[tuple[list[tuple[int, int]], dict[int, int], list[int]]]:
    node, statement = st.integers(0, 11), st.integers(5, 11)
    edges = st.lists(st.tuples(node, statement), max_size=24)
    wholes = st.dictionaries(st.integers(1, 4), st.integers(0, 3), max_size=3).map(
        lambda found: {part: whole for part, whole in found.items() if whole < part}
    )
    return st.tuples(edges, wholes, st.lists(st.integers(0, 4), max_size=3))


def written(place: Path, edges: Iterable[tuple[int, int]], wholes: dict[int, int]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    (place / "p").mkdir(parents=True)
    kinds = [(number, f"p:{number}", "reference" if number < 5 else "claim", wholes.get(number)) for number in range(12)]
    edge_table.write_rows(duckdb.connect(), place / "p" / edge_table.NODES, edge_table._NODE_COLUMNS, kinds)
    rows = [(start, end, "statement", "stated") for start, end in edges]
    edge_table.write_rows(duckdb.connect(), place / "p" / edge_table.EDGES, edge_table._EDGE_COLUMNS, rows)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
def test_engines_are_networkx_on_any_graph(
    tmp_path: Path, drawn: tuple[list[tuple[int, int]], dict[int, int], list[int]]
) -> None:
    edges, wholes, gone = drawn
    graph = networkx.DiGraph(edges)
    graph.add_nodes_from(range(12))
    below = {source: networkx.descendants(graph, source) for source in range(5)}
    above = {node: {source for source in below if node in below[source]} for node in range(5, 12)}
    taken = {source for source in range(5) if {source, *_above(source, wholes)} & set(gone)}
    states = {
        (f"p:{node}", "claim", "falls" if found <= taken else "weakened" if found & taken else "stands")
        for node, found in above.items()
        if found
    }
    falls: dict[object, int] = {}
    for whole in range(5):
        members = {source for source in range(5) if whole in {source, *_above(source, wholes)}}
        count = sum(bool(found) and found <= members for found in above.values())
        falls |= {f"p:{whole}": count} if count else {}
    place = tmp_path / "table"
    written(place, edges, wholes)
    for engine in ENGINES:
        closure = rows(tmp_path, place, "closure", engine)
        assert {(source, node) for source, node, _ in closure} == {
            (f"p:{source}", f"p:{node}") for node, found in above.items() for source in found
        }
        assert {source: count for source, count, *_ in rows(tmp_path, place, "critical", engine)} == falls
        if gone:
            assert set(rows(tmp_path, place, "whatif", engine, [f"p:{number}" for number in gone])) == states


def _above(source: int, wholes: dict[int, int]) -> Iterator[int]:
    while source in wholes:
        source = wholes[source]
        yield source


def test_a_large_closure_is_made_part_by_part(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows(tmp_path, table, "closure", "duckdb")
    monkeypatch.setattr(sql_engine, "BATCH", 50)
    assert rows(tmp_path, table, "closure", "duckdb") == whole


# Bad input


def test_a_source_that_is_none_is_refused_with_near_ones(table: Path) -> None:
    with pytest.raises(UnknownIdError, match="Did you mean tea-2020:ref-03"):
        ask_literature(table, "whatif", without=["tea-2020:ref-0x3"])
    with pytest.raises(UnknownIdError):
        ask_literature(table, "whatif", without=["tea-2020:claim-young-leave"])


def test_a_folder_without_a_table_or_with_a_damaged_one_is_refused(table: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no nodes\.parquet"):
        ask_literature(tmp_path, "closure")
    shutil.copytree(table, tmp_path / "t")
    (tmp_path / "t" / "tea-2020" / edge_table.EDGES).write_bytes(b"PAR1 no such thing PAR1")
    with pytest.raises(UsageError, match=r"t: .*Footer length error.* Write the table anew"):
        ask_literature(tmp_path / "t", "closure")


def test_two_names_of_one_number_are_refused(table: Path, tmp_path: Path) -> None:
    shutil.copytree(table, tmp_path / "t")
    (tmp_path / "t" / "x").mkdir()
    clash = [(edge_table.number_of("tea-2020:ref-03"), "x:other", "reference", None)]
    edge_table.write_rows(duckdb.connect(), tmp_path / "t" / "x" / edge_table.NODES, edge_table._NODE_COLUMNS, clash)
    with pytest.raises(LimitError, match="tea-2020:ref-03 and x:other have one number"):
        edge_table.check_numbers(duckdb.connect(), tmp_path / "t")


def test_memory_that_is_none_or_too_little_is_told(table: Path) -> None:
    with pytest.raises(UsageError, match="memory 'much'"):
        ask_literature(table, "critical", memory="much")


def test_an_unknown_engine_or_question_is_refused(table: Path) -> None:
    with pytest.raises(UsageError, match="no engine 'flink'"):
        ask_literature(table, "closure", engine="flink")
    with pytest.raises(UsageError, match="no question 'all'"):
        ask_literature(table, "all")
    with pytest.raises(UsageError, match="whatif needs the sources"):
        ask_literature(table, "whatif")


def test_the_command_writes_and_asks(papers: Corpus, tmp_path: Path) -> None:
    data = [part for folder in papers.folders for part in ("--data", str(folder))]
    assert CliRunner().invoke(cli, ["corpus", "edges", str(tmp_path / "t"), *data]).exit_code == 0
    run = CliRunner().invoke(cli, ["corpus", "critical", str(tmp_path / "t"), "--engine", "local", "--format", "csv"])
    assert run.stdout.splitlines()[0] == "source,falls,claim,countermeasure,facet,measure,problem,statistic"
    assert closure.STATES.keys() == {"falls", "weakened", "stands"}
    run = CliRunner().invoke(cli, ["corpus", "whatif", str(tmp_path / "t"), "--without", "tea-2020:ref-03"])
    assert "Withdrawn: coffee-2021:ref-02, tea-2020:ref-03" in run.stdout
