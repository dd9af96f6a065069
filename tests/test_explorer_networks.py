"""The networks of pyvis: the one that writes the explorer, and the plain ones that a notebook shows."""

from __future__ import annotations

import base64
import gzip
import inspect
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pyvis.network import Network

from browsing import Opened, browser, in_browser, new_context
from cbec_kg.assets import asset_folder
from cbec_kg.curation.reader import read_curation
from cbec_kg.errors import UsageError
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import EvidenceLine, links_of, statements_of
from cbec_kg.model.records import Citation, Facet, Problem
from cbec_kg.render.explorer.appearance import drawn_kinds, look_of
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.explorer.payload import kind_of
from cbec_kg.render.explorer.pyvis_networks import ExplorerNetwork, network_of

__all__ = ["browser"]

HOSTILE = '<img src=x onerror="window.hit = true"> <a href="x">href</a> </script><script>window.hit = 1</script>'


@cache
def shipped() -> tuple[Curation, tuple[EvidenceLine, ...]]:
    curation = read_curation(asset_folder("data"))
    return curation, tuple(evidence_lines(links_of(curation), statements_of(curation)))


@pytest.fixture
def network() -> ExplorerNetwork:
    return explorer_network(*shipped())


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="(application/json|text/plain)" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    text = found.group(2) if found.group(1) == "application/json" else gzip.decompress(base64.b64decode(found.group(2)))
    value: dict[str, Any] = json.loads(text)
    return value


def problem() -> Problem:
    return next(problem for problem in shipped()[0].of(Problem) if problem.status == "diagnosed")


def with_labels(text: str) -> Curation:
    curation, _ = shipped()
    records = {
        name: replace(record, zh=text, en=text) if isinstance(record, Problem) else record
        for name, record in curation.records.items()
    }
    return replace(curation, records=records)


# The network that writes the explorer


def test_the_explorer_is_written_by_a_network_of_pyvis(network: ExplorerNetwork) -> None:
    assert isinstance(network, Network)
    assert network.num_nodes() == len(network.get_nodes()) == len(data_of(network.generate_html())["nodes"])
    assert network.generate_html() == explorer_network(*shipped()).generate_html() == network.html


@pytest.mark.parametrize("method", ["add_node", "add_edge", "generate_html", "write_html"])
def test_its_methods_are_called_as_those_of_pyvis(method: str) -> None:
    ours, theirs = (inspect.signature(getattr(owner, method)).parameters for owner in (ExplorerNetwork, Network))
    assert [(one.name, one.kind, one.default) for one in ours.values()] == [
        (one.name, one.kind, one.default) for one in theirs.values()
    ]


def test_a_node_and_an_edge_that_a_user_adds_come_with_the_page(network: ExplorerNetwork) -> None:
    before = data_of(network.generate_html())
    network.add_node(7, "A note of mine", color="red", title="why it matters")
    network.add_nodes([8, 9], label=["eight", "nine"])
    network.add_edge(7, problem().id, width=3)
    network.add_edge(7, problem().id)
    data = data_of(network.generate_html())
    added = [node for node in data["nodes"] if node["kind"] == "other"]
    assert [(node["id"], node["zh"], node["en"]) for node in added] == [
        ("7", "A note of mine", "A note of mine"), ("8", "eight", "eight"), ("9", "nine", "nine"),
    ]  # fmt: skip
    assert added[0]["color"] == "red"
    assert added[0]["facts"] == [{"fact": "note", "text": {"zh": "why it matters", "en": "why it matters"}}]
    assert data["edges"][: len(before["edges"])] == before["edges"]
    assert data["edges"][len(before["edges"]) :] == [
        {"kind": "other", "basis": "stated", "width": 3, "from": "7", "to": problem().id},
        {"kind": "other", "basis": "stated", "from": "7", "to": problem().id},
    ]


def test_a_node_that_is_there_already_stays_as_it_is(network: ExplorerNetwork) -> None:
    many = network.num_nodes()
    network.add_node(problem().id, "another")
    assert network.num_nodes() == many
    assert network.get_node(problem().id)["en"] == problem().en


def test_an_edge_to_a_node_that_is_not_there_is_refused(network: ExplorerNetwork) -> None:
    with pytest.raises(ValueError, match="'nowhere' is no node"):
        network.add_edge(problem().id, "nowhere")


def test_a_node_and_an_edge_carry_a_look_only_where_a_user_gave_them_one(network: ExplorerNetwork) -> None:
    plain = data_of(network.generate_html())
    assert not any({"color", "label", "shape", "title"} & node.keys() for node in plain["nodes"])
    assert not any({"color", "width", "dashes", "arrows"} & edge.keys() for edge in plain["edges"] + plain["lines"])
    network.get_node(problem().id)["color"] = "#123456"
    network.get_node(problem().id)["label"] = "renamed"
    node = next(node for node in data_of(network.generate_html())["nodes"] if node["id"] == problem().id)
    assert (node["color"], node["zh"], node["en"]) == ("#123456", "renamed", "renamed")


def test_the_page_is_written_as_utf_8_whole_and_beside_nothing(
    network: ExplorerNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_: "ascii")
    network.write_html("page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_bytes().decode() == explorer_network(*shipped()).generate_html()


def test_it_is_shown_in_a_notebook_as_any_network(
    network: ExplorerNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    frame = network.show("page.html")
    assert frame.src == "page.html"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


# Plain networks


def test_a_problem_comes_with_all_sources_that_bear_on_it_or_on_its_facets() -> None:
    curation, lines = shipped()
    for one in curation.of(Problem):
        whole = {one.id, *(facet.id for facet in curation.of(Facet) if facet.problem == one.id)}
        sources = {line.source for line in lines if line.target in whole and line.role != "effect"}
        network = network_of(curation, one.id)
        assert {one.id, *sources} <= set(network.get_nodes()), one.id
        assert {name for name in network.get_nodes() if name.startswith(("ref-", "source-"))} == sources, one.id


def test_a_source_comes_with_all_that_it_backs_directly_or_by_way_of_others() -> None:
    curation, _ = shipped()
    through = {pointer.id: pointer.reference for pointer in curation.of(Citation)}
    name = next(iter(through.values()))
    statements, front = set(), [pointer for pointer, reference in through.items() if reference == name]
    while front:
        start = front.pop()
        for link in links_of(curation):
            if link.start == start and link.relation in ("support", "facet", "measure") and link.end not in statements:
                statements.add(link.end)
                front.append(link.end)
    assert set(network_of(curation, name).get_nodes()) == {name, *statements}


def test_a_citation_comes_with_its_reference_and_what_it_backs_itself() -> None:
    curation, _ = shipped()
    for pointer in curation.of(Citation):
        alone, whole = (set(network_of(curation, name).get_nodes()) for name in (pointer.id, pointer.reference))
        assert pointer.reference in alone <= whole


def test_several_records_come_with_the_edges_among_them_alone() -> None:
    curation, _ = shipped()
    facets = [link.start for link in links_of(curation) if link.relation == "facet" and link.end == problem().id]
    network = network_of(curation, problem().id, *facets)
    assert sorted(network.get_nodes()) == sorted([problem().id, *facets])
    assert {(edge["from"], edge["to"]) for edge in network.edges} >= {(facet, problem().id) for facet in facets}


def test_without_a_selection_all_that_pictures_draw_comes() -> None:
    curation, _ = shipped()
    drawn = {name for name, record in curation.records.items() if kind_of(record) in drawn_kinds()}
    assert set(network_of(curation).get_nodes()) == drawn


def test_nodes_and_edges_show_class_role_and_basis_in_either_language() -> None:
    curation, _ = shipped()
    for language, label, words in (("zh", problem().zh, "支撑："), ("en", problem().en, "backs: ")):
        network = network_of(curation, problem().id, language=language)
        node = network.get_node(problem().id)
        assert node["label"].replace("\n", "" if language == "zh" else " ").startswith(label[:20])
        assert label in node["title"] and node["color"] == look_of("problem").light and node["shape"] == "triangle"
        titles = [edge["title"] for edge in network.edges if edge["kind"] == "support"]
        assert titles and all(title.startswith(words) for title in titles)
        assert {bool(edge["dashes"]) for edge in network.edges if edge["basis"] != "stated"} <= {True}


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(UsageError, match="nowhere"):
        network_of(shipped()[0], "nowhere")


def test_titles_of_a_plain_network_never_switch_it_to_markup() -> None:
    network = network_of(with_labels(HOSTILE))
    for drawn in (*network.nodes, *network.edges):
        assert "href" not in drawn["title"] and "<" not in drawn["title"]


# In a browser


class TestInABrowser:
    pytestmark = in_browser

    def test_what_a_user_adds_is_drawn_found_and_read(self, browser: Any, network: ExplorerNetwork, tmp_path: Path) -> None:
        network.add_node("mine", "A note of mine", color="rebeccapurple", title="why it matters")
        network.add_edge("mine", problem().id, color="red", dashes=[2, 2])
        network.write_html(tmp_path / "page.html")
        page = Opened(browser, tmp_path / "page.html", "#lang=en&id=mine&scope=only")
        assert page.heading() == "A note of mine"
        assert "why it matters" in page.text("#reading")
        assert page.text("#status").startswith("2 nodes and 1 links")
        page.page.click("#saving-name")
        with page.page.expect_download() as waiting:
            page.page.click("#save-turtle")
        assert "mine" not in Path(waiting.value.path()).read_text(encoding="utf-8").partition("\n")[2]
        assert page.requests == [] and page.complaints == []
        page.context.close()

    def test_hostile_labels_of_a_plain_network_stay_text(self, browser: Any, tmp_path: Path) -> None:
        network = network_of(with_labels(HOSTILE), problem().id)
        network.add_node("link", title="a user's own href")
        (tmp_path / "plain.html").write_text(network.generate_html(), encoding="utf-8")
        context = new_context(browser)
        page = context.new_page()
        page.goto((tmp_path / "plain.html").as_uri(), wait_until="commit")
        page.wait_for_function("() => window.network")
        page.evaluate("ids => ids.forEach((id) => network.emit('showPopup', id))", [problem().id])
        assert page.evaluate("() => [...document.images].length") == 0
        assert page.evaluate("() => window.hit ?? null") is None
        context.close()
