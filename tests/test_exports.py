"""What `build` writes besides the page, read again by other programs' parsers."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from msgspec.structs import replace
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
from rdflib import XSD, BNode, Graph, Literal
from rdflib.compare import isomorphic

from cbec_kg.model.records import Claim, Statistic
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.render.console.tables import inert
from cbec_kg.render.exports.network import clean, gexf, graphml, record_network
from cbec_kg.render.exports.normalised import COLUMNS, base_value, statistics_table
from cbec_kg.render.exports.record_tables import evidence_table, links_table, record_tables
from cbec_kg.render.exports.serialise import cube_graph, json_ld, merged_graph, turtle


@pytest.fixture(params=["mini_project", "real_project"], scope="module")
def project(request: pytest.FixtureRequest) -> Project:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Project)
    return found


@pytest.fixture(scope="module")
def merged(project: Project) -> Graph:
    return merged_graph(project)


@pytest.fixture(scope="module")
def texts(merged: Graph) -> dict[str, str]:
    """Return the merged graph in each format that it is written in."""
    return {"turtle": turtle(merged), "json-ld": json_ld(merged)}


# RDF


def same(one: Graph, other: Graph) -> bool:
    """Return whether two graphs are the same, decimals by value: rdflib's Turtle writes ``12`` as ``12.0``.

    Blank nodes, which only the ontology has, are compared apart.
    """

    def parts(graph: Graph) -> tuple[set[Any], Graph]:
        named, blank = set(), Graph()
        for triple in graph:
            if any(isinstance(term, BNode) for term in triple):
                blank.add(triple)
            else:
                value: Any = triple[2]
                if isinstance(value, Literal) and value.datatype == XSD.decimal:
                    value = value.value
                named.add((*triple[:2], value))
        return named, blank

    (named, blank), (others, other_blank) = parts(one), parts(other)
    return named == others and isomorphic(blank, other_blank)


def test_the_merged_graph_has_every_triple_of_the_dataset(project: Project, merged: Graph) -> None:
    assert set(merged) == {triple for graph in project.dataset.graphs() for triple in graph}


def test_turtle_reads_back_as_the_same_graph(texts: dict[str, str], merged: Graph) -> None:
    assert same(Graph().parse(data=texts["turtle"], format="turtle"), merged)


# rdflib 7.6 reads JSON-LD into a graph of a class that it deprecates itself.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning:rdflib.plugins.parsers.jsonld")
def test_json_ld_reads_back_as_the_same_graph(texts: dict[str, str], merged: Graph) -> None:
    assert same(Graph().parse(data=texts["json-ld"], format="json-ld"), merged)


def test_n_quads_hold_the_triples_of_the_merged_graph(project: Project, merged: Graph) -> None:
    quads = parse(project.nquads(), format=RdfFormat.N_QUADS)
    assert len({str(quad.triple) for quad in quads}) == len(merged)


def canonical(text: str, form: RdfFormat) -> Dataset:
    """Return statements with their blank nodes named canonically (RDFC-1.0); literals stay as they are written."""
    dataset = Dataset(parse(text, format=form))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_each_rdf_export_reads_back_with_every_literal_as_it_was_written(
    project: Project, merged: Graph, texts: dict[str, str]
) -> None:
    written = canonical(merged.serialize(format="nt"), RdfFormat.N_TRIPLES)
    assert canonical(texts["turtle"], RdfFormat.TURTLE) == written
    assert canonical(texts["json-ld"], RdfFormat.JSON_LD) == written
    assert canonical(project.nquads(), RdfFormat.N_QUADS) == canonical(
        project.dataset.serialize(format="nquads"), RdfFormat.N_QUADS
    )
    cube = cube_graph(project)
    assert canonical(turtle(cube), RdfFormat.TURTLE) == canonical(cube.serialize(format="nt"), RdfFormat.N_TRIPLES)
    decimals = {str(value) for value in merged.objects() if isinstance(value, Literal) and value.datatype == XSD.decimal}
    assert any(value.endswith("0") and "." in value for value in decimals)


def test_json_ld_carries_its_context(texts: dict[str, str]) -> None:
    document = json.loads(texts["json-ld"])
    assert isinstance(document["@context"], dict)
    assert document["@graph"]


def test_chinese_is_readable_in_every_rdf_file(mini_project: Project) -> None:
    graph = merged_graph(mini_project)
    for text in (turtle(graph), json_ld(graph), mini_project.nquads()):
        assert "合作社缺少资金" in text


def test_rdf_files_are_the_same_for_a_project_built_anew(mini_project: Project, mini_folder: Path) -> None:
    one, other = merged_graph(mini_project), merged_graph(build_project(mini_folder))
    assert turtle(one) == turtle(other)
    assert json_ld(one) == json_ld(other)


# Networks


def edges(network: Any) -> Counter[tuple[str, str, str, str, str]]:
    return Counter(
        (start, end, data["relation"], data["role"], data["basis"]) for start, end, data in network.edges(data=True)
    )


def wanted_edges(project: Project) -> Counter[tuple[str, str, str, str, str]]:
    return Counter((link.start, link.end, link.relation, link.role or "", link.basis) for link in project.links)


@pytest.fixture(scope="module")
def network(project: Project) -> Any:
    return record_network(project.snapshot)


def test_the_network_has_a_node_a_linked_record_and_an_edge_a_link(project: Project, network: Any) -> None:
    assert edges(network) == wanted_edges(project)
    assert set(network) == {end for link in project.links for end in (link.start, link.end)}


def test_graphml_reads_back_with_the_same_nodes_and_edges(project: Project, network: Any) -> None:
    back = networkx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(network.nodes(data=True))
    assert edges(back) == wanted_edges(project)


def test_gexf_reads_back_with_the_same_nodes_and_edges(project: Project, network: Any) -> None:
    back = networkx.read_gexf(io.BytesIO(gexf(network, project.snapshot).encode()))
    assert edges(back) == wanted_edges(project)
    for name, data in network.nodes(data=True):
        assert {key: back.nodes[name][key] for key in ("kind", "zh", "en", "iri")} == {
            key: data[key] for key in ("kind", "zh", "en", "iri")
        }


def test_parallel_links_are_kept(mini_project: Project) -> None:
    network = record_network(mini_project.snapshot)
    assert network.number_of_edges("citation-04-2", "claim-capital-short") == 1
    assert network.number_of_edges("claim-capital-short", "facet-machines-old-pans") == 1
    assert network.is_multigraph()
    assert network.is_directed()


def test_gexf_knows_neither_the_day_nor_the_library(project: Project, network: Any) -> None:
    text = gexf(network, project.snapshot)
    assert time.strftime("%Y-%m-%d") not in text
    assert "networkx" not in text.lower() and "<meta" not in text


def test_a_node_in_gexf_has_a_place_of_its_own_the_colour_of_its_class_and_both_languages(mini_project: Project) -> None:
    snapshot = mini_project.snapshot
    network = record_network(snapshot)
    back = networkx.read_gexf(io.BytesIO(gexf(network, snapshot).encode()))
    placed = {name: (data["viz"]["position"]["x"], data["viz"]["position"]["y"]) for name, data in back.nodes(data=True)}
    assert len(set(placed.values())) == len(placed) == network.number_of_nodes()
    colours = {(data["kind"], *(data["viz"]["color"][part] for part in "rgb")) for _, data in back.nodes(data=True)}
    assert len(colours) == len({kind for kind, *_ in colours})
    # Sources stand left of problems, problems left of countermeasures.
    assert placed["ref-01"][0] < placed["problem-pickers"][0] < placed["countermeasure-training"][0]
    assert back.nodes["claim-capital-short"]["zh"] == "合作社缺少资金"
    assert back.nodes["claim-capital-short"]["en"] == "The cooperatives have little capital"


def test_network_files_are_the_same_each_time(mini_project: Project, mini_folder: Path) -> None:
    other = build_project(mini_folder)
    first, second = (record_network(one.snapshot) for one in (mini_project, other))
    assert graphml(first) == graphml(second)
    assert gexf(first, mini_project.snapshot) == gexf(second, other.snapshot)


CONTROLS = "a\x00b\x0bc\x1bd\ufffee\ud800f"


def test_control_characters_do_not_break_the_network_files(mini_project: Project) -> None:
    snapshot = mini_project.snapshot
    problem = replace(snapshot.records["problem-pickers"], zh=CONTROLS, en=f"<&>\"'{CONTROLS}")
    snapshot = replace(snapshot, records={**snapshot.records, "problem-pickers": problem})
    network = record_network(snapshot)
    for text in (graphml(network), gexf(network, snapshot)):
        ElementTree.fromstring(text.encode())
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\ud800]", text)
    back = networkx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True)
    assert back.nodes["problem-pickers"]["zh"] == "abcdef"
    assert back.nodes["problem-pickers"]["en"] == "<&>\"'abcdef"


@pytest.mark.parametrize("text", ["茶\t山\n", "\U0001f375", "\ufffd", "\ud7ff\ue000"])
def test_what_xml_can_carry_is_kept(text: str) -> None:
    assert clean(text) == text


# Tables


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_every_record_of_a_table_is_a_row_with_its_place(project: Project) -> None:
    tables = {name: rows(text) for name, text in record_tables(project.curation).items()}
    for kind, file in ((Claim, "claims.csv"), (Statistic, "statistics.csv")):
        records = project.curation.of(kind)
        assert [row["id"] for row in tables[file]] == [record.id for record in records]
        assert [(row["file"], int(row["line"])) for row in tables[file]] == [(r.where.file, r.where.line) for r in records]


def test_every_row_has_as_many_cells_as_there_are_columns(project: Project) -> None:
    for text in [*record_tables(project.curation).values(), links_table(project.links), evidence_table(project.lines)]:
        widths = {len(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)}
        assert len(widths) == 1


def test_a_text_in_two_languages_has_no_third_column(project: Project) -> None:
    for name, text in record_tables(project.curation).items():
        columns = next(csv.reader(io.StringIO(text, newline="")))
        twins = [column.removesuffix("_zh") for column in columns if column.endswith("_zh")]
        assert [column for column in twins if column in columns] == [], name
        assert all(f"{twin}_en" in columns for twin in twins)


def test_a_statistic_keeps_what_was_printed(mini_project: Project) -> None:
    (row,) = [
        row for row in rows(record_tables(mini_project.curation)["statistics.csv"]) if row["id"] == "stat-tea-output-2019"
    ]
    assert (row["printed"], row["value"], row["value_text"], row["operator"]) == (
        "1,240.50吨",
        "1240.50",
        "1240.50",
        "equal",
    )
    assert Decimal(row["value"]) == Decimal("1240.50")


def test_lists_within_a_cell_are_joined(mini_project: Project) -> None:
    tables = record_tables(mini_project.curation)
    (facet,) = [row for row in rows(tables["facets.csv"]) if row["id"] == "facet-machines-old-pans"]
    assert facet["rests_on"] == (
        "citation-02-2 (effect, stated) | citation-04-1 (facet, stated) | claim-machines-old (echo, stated)"
    )
    (claim,) = [row for row in rows(tables["claims.csv"]) if row["id"] == "claim-quality-stable"]
    assert claim["at"] == "3.p1.s3 品质才能稳定 | 3.p2.s2 品质才能稳定"


def test_the_links_table_has_a_row_a_link_with_its_reason(project: Project) -> None:
    found = rows(links_table(project.links))
    assert Counter((row["start"], row["end"], row["relation"], row["role"], row["basis"]) for row in found) == wanted_edges(
        project
    )
    assert all(bool(row["why_zh"]) == bool(row["why_en"]) for row in found)


def test_the_reason_of_an_inferred_link_is_in_its_row(mini_project: Project) -> None:
    found = {(row["start"], row["end"]): row for row in rows(links_table(mini_project.links))}
    row = found["citation-03-3", "measure-buy-machines"]
    assert (row["basis"], row["why_zh"], row["why_en"]) == ("inferred", "所指不明", "it is not clear for what")
    row = found["claim-capital-short", "measure-buy-machines"]
    assert (row["relation"], row["doubt_zh"]) == ("inference", "资金少未必就该借")


def test_the_evidence_table_has_a_row_a_line(project: Project) -> None:
    found = [
        (row["statement"], row["source"], row["role"], row["basis"], int(row["length"]), tuple(row["pointers"].split(" | ")))
        for row in rows(evidence_table(project.lines))
    ]
    assert found == [(line.target, line.source, line.role, line.basis, line.length, line.pointers) for line in project.lines]


def test_a_cell_with_comma_quote_and_new_line_is_read_back(mini_project: Project) -> None:
    curation = mini_project.curation
    claim = curation.records["claim-sell-online"]
    assert isinstance(claim, Claim)
    text = 'some, "many"\nand more'
    changed = replace(curation, records={**curation.records, claim.id: replace(claim, en=text)})
    (row,) = [row for row in rows(record_tables(changed)["claims.csv"]) if row["id"] == claim.id]
    assert row["en"] == text


# Statistics, as printed and in base units


def statistics_rows(project: Project) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(statistics_table(project.snapshot)))}


def test_every_statistic_is_one_row_of_the_normalised_table(project: Project) -> None:
    rows = statistics_rows(project)
    assert list(rows) == sorted(record.id for record in project.curation.of(Statistic))
    assert all(tuple(row) == COLUMNS for row in rows.values())


def test_a_row_has_what_is_printed_beside_the_value_in_base_units(mini_project: Project) -> None:
    rows = statistics_rows(mini_project)
    assert rows["stat-members"] == {
        "id": "stat-members", "locator": "1.p1.s2", "fragment": "约0.52万人", "printed": "约0.52万人", "value": "0.52",
        "operator": "about", "unit": "unit-count-1e4", "symbol": "万", "factor": "10000", "base_unit": "count",
        "base_value": "5200", "indicator": "indicator-members", "kind": "level", "place": "place-qingxu",
        "counterpart": "", "period": "unknown", "period_basis": "", "comparison_base": "", "whole": "", "whole_place": "",
        "table": "", "row": "", "column": "", "rests_on": "",
    }  # fmt: skip
    cell = rows["stat-table-1-2019-growth"]
    assert (cell["table"], cell["row"], cell["column"]) == ("table-1", "2019", "growth")
    assert (cell["value"], cell["base_value"], cell["comparison_base"]) == ("4.40", "4.4", "previous-year")
    assert cell["rests_on"] == "attribution-table-1"


def test_a_value_of_an_unknown_base_has_no_value_in_base_units(mini_project: Project) -> None:
    row = statistics_rows(mini_project)["stat-tea-output-2019"]
    assert (row["printed"], row["value"], row["base_unit"], row["base_value"]) == ("1,240.50吨", "1240.50", "unknown", "")


def test_a_value_of_many_digits_stays_exact() -> None:
    digits = "123456789012345678901234567890.125"
    assert base_value(Decimal(digits), Decimal(10**12)) == "123456789012345678901234567890125000000000"


def test_no_number_of_the_normalised_table_has_an_exponent(project: Project) -> None:
    for row in statistics_rows(project).values():
        for column in ("value", "factor", "base_value"):
            assert re.fullmatch(r"(-?\d+(\.\d+)?)?", row[column]), row


def test_the_output_readme_tells_every_column_of_the_normalised_table() -> None:
    text = (Path(__file__).parents[1] / "output" / "README.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []


# Cells that a spreadsheet would compute


def csv_cells() -> dict[str, list[str]]:
    """Return the cells that the page's files and the command line's tables are held to alike."""
    path = Path(__file__).parent / "cases" / "csv-cells.json"
    cases: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize("cell", csv_cells()["guarded"], ids=ascii)
def test_a_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", csv_cells()["free"], ids=ascii)
def test_texts_and_plain_numbers_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell
