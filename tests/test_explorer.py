"""The explorer's page without a browser: what it carries, how boxes look, the network that writes it, and the HTML door."""

from __future__ import annotations

import base64
import gzip
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from cbec_kg.assets import asset_folder
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.evidence.support import SupportPaths
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import TERM
from cbec_kg.model.links import EvidenceLine, Link, links_of, statements_of
from cbec_kg.model.records import Problem, Record, Statistic, Unit
from cbec_kg.model.terms import BASES
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.tables import inert
from cbec_kg.render.explorer import page as explorer
from cbec_kg.render.explorer.appearance import drawn_kinds, look_of, stroke_of
from cbec_kg.render.explorer.edges import LEFT_OUT, edge_values, path_values
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.explorer.payload import page_payload
from cbec_kg.render.explorer.written_parts import written_payload
from cbec_kg.render.html import digest_source, joined_modules, shown_text
from cbec_kg.render.language.wording import vocabulary

STATIC = Path(explorer.__file__).parent / "static"
HOSTILE = (
    "</script><script>document.title='hit'</script>",
    '"><img src=x onerror=alert(1)>',
    "a\u2028b\u2029c",
    "\u202eright to left\u202c\u0000\u001b[31m",
    "{{ 7 * 7 }}{% raw %}",
    "長" * 10_000,
    "&amp; &lt;b&gt;",
)


@cache
def shipped() -> tuple[Curation, tuple[EvidenceLine, ...]]:
    curation = read_curation(asset_folder("data"))
    return curation, tuple(evidence_lines(links_of(curation), statements_of(curation)))


@cache
def shipped_page() -> str:
    return explorer_network(*shipped()).generate_html()


@cache
def shipped_payload() -> dict[str, Any]:
    return page_payload(*shipped())


def with_labels(curation: Curation, text: str) -> Curation:
    """Return a curation whose problems are all called `text`."""
    records: dict[str, Record] = {
        id: replace(record, zh=text, en=text) if isinstance(record, Problem) else record
        for id, record in curation.records.items()
    }
    return replace(curation, records=records)


def without_records(curation: Curation) -> Curation:
    return Curation(article=curation.article, records={}, passages=(), places=())


def embedded(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="(application/json|text/plain)" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    text = found.group(2) if found.group(1) == "application/json" else gzip.decompress(base64.b64decode(found.group(2)))
    value: dict[str, Any] = json.loads(text)
    return value


def test_every_end_of_every_edge_and_line_is_a_node() -> None:
    payload = shipped_payload()
    ids = {node["id"] for node in payload["nodes"]}
    for edge in payload["edges"] + payload["lines"]:
        assert {edge["from"], edge["to"]} <= ids
        assert set([edge["via"]] if isinstance(edge.get("via"), str) else edge.get("via", [])) <= ids


def test_every_id_named_by_a_fact_is_a_node() -> None:
    payload = shipped_payload()
    ids = {node["id"] for node in payload["nodes"]}
    named = {id for node in payload["nodes"] for fact in node["facts"] for id in fact.get("ids", ())}
    assert named <= ids


def test_each_kind_role_basis_and_field_has_a_label_in_both_languages() -> None:
    payload, words = shipped_payload(), vocabulary()
    assert {node["kind"] for node in payload["nodes"]} <= set(words["kind"])
    assert {fact["fact"] for node in payload["nodes"] for fact in node["facts"]} <= set(words["fact"])
    assert {edge["role"] for edge in payload["edges"] if "role" in edge} <= set(words["role"])
    assert {edge["basis"] for edge in payload["edges"]} <= set(words["basis"])
    assert all(label["zh"] and label["en"] for terms in words.values() for label in terms.values())


def test_the_words_of_the_page_are_those_of_the_ontology() -> None:
    """The ontology read by rdflib, as the build of the graph reads it; the page reads it by another parser."""
    terms = Graph()
    for file in ("cbec.ttl", "schemes.ttl"):
        terms.parse(asset_folder("ontology") / file)
    words = vocabulary()
    for name in ("Facet", "Measure", "Reference", "Attribution"):
        labels = {str(label) for label in terms.objects(URIRef(TERM + name), RDFS.label)}
        assert set(words["kind"][name.lower()].values()) == labels
    for prefix in ("role", "basis", "claim", "statistic", "operator"):
        for notation, label in words[prefix].items():
            concept = URIRef(f"{TERM}{prefix}-{notation}")
            assert {label["zh"], label["en"]} == {str(found) for found in terms.objects(concept, RDFS.label)}
            assert {str(found).rstrip(".。") for found in terms.objects(concept, SKOS.definition)} == {
                text.rstrip(".。") for text in label.get("means", {}).values()
            }


def test_both_languages_of_the_page_have_the_same_texts() -> None:
    names = []
    for language in ("zh", "en"):
        code = (STATIC / f"words{language}.js").read_text(encoding="utf-8")
        names.append(re.findall(r"^  (\w+):", code, re.MULTILINE))
        assert len(names[-1]) == len(set(names[-1]))
    assert sorted(names[0]) == sorted(names[1])


def test_a_query_is_never_called_a_problem_in_chinese() -> None:
    words = (STATIC / "wordszh.js").read_text(encoding="utf-8")
    assert "问题" not in words.partition("\n  asking: {\n")[2]


def test_every_text_of_the_page_is_used() -> None:
    words = (STATIC / "wordsen.js").read_text(encoding="utf-8")
    named = set(re.findall(r"^  (\w+):", words, re.MULTILINE))
    asking = set(re.findall(r"^    (\w+):", words.partition("\n  asking: {\n")[2], re.MULTILINE))
    code = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    used = set(re.findall(r"\btexts(?:Of\([^)]*\))?\.(\w+)", code))
    assert len(asking) > 20
    assert (named | asking) - used == set()


def test_the_sections_of_a_record_are_those_of_its_passages() -> None:
    curation, _ = shipped()
    known = {passage.locator: passage.section for passage in curation.passages}
    payload = shipped_payload()
    assert {section["id"] for section in payload["sections"]} == {s for node in payload["nodes"] for s in node["sections"]}
    for node in payload["nodes"]:
        assert set(node["sections"]) == {known[locator] for locator, _ in node["at"]}


def test_a_figure_carries_its_value_in_the_base_unit_without_rounding() -> None:
    curation, _ = shipped()
    for node in shipped_payload()["nodes"]:
        record = curation.records[node["id"]]
        if isinstance(record, Statistic):
            unit = curation.records[record.unit]
            assert isinstance(unit, Unit)
            assert (unit.base == "unknown") == ("normal" not in node["figure"])
            if unit.base != "unknown":
                assert Decimal(node["figure"]["normal"]) == record.value * unit.factor
                assert "E" not in node["figure"]["normal"]


def test_a_line_says_what_is_left_of_it_when_a_basis_counts_no_more() -> None:
    """The lines are worked out anew from the links that are left, for each set of bases."""
    curation, _ = shipped()
    links, statements = links_of(curation), statements_of(curation)
    for bases in (["inherited"], ["inferred"], ["inferred", "inherited"]):
        left = {
            (line.target, line.source, line.role): line.basis
            for line in evidence_lines([link for link in links if link.basis not in bases], statements)
        }
        for line in shipped_payload()["lines"]:
            basis = line.get("without", {}).get(" ".join(bases), line["basis"])
            assert basis == left.get((line["to"], line["from"], line["role"]))


def test_a_line_has_the_links_from_which_it_follows() -> None:
    """Each set of edges, taken alone with the pointers to their starts, gives the line again."""
    payload, (curation, _) = shipped_payload(), shipped()
    pointers = [link for link in links_of(curation) if link.relation == "pointer"]
    for line in payload["lines"]:
        assert line["sets"]
        for numbers in line["sets"]:
            edges = [payload["edges"][number] for number in numbers]
            ends = [(edge.get("via", edge["from"]), edge["to"]) for edge in edges]
            links = [Link(*end, e["kind"], e.get("role"), e["basis"]) for end, e in zip(ends, edges, strict=True)]
            found = evidence_lines([*pointers, *links], {line["to"]: ""})
            assert (line["from"], line["role"], line["basis"]) in {(one.source, one.role, one.basis) for one in found}


def test_a_link_through_a_citation_starts_at_its_reference() -> None:
    payload = shipped_payload()
    kinds = {node["id"]: node["kind"] for node in payload["nodes"]}
    through = [edge for edge in payload["edges"] if "via" in edge]
    assert through
    assert all(kinds[edge["from"]] in ("reference", "source") for edge in through)
    assert all(kinds[edge["via"]] in ("citation", "attribution") for edge in through)


def test_a_set_of_bases_that_bars_the_shortest_path_brings_its_detour_along() -> None:
    """From the pointer to p over a inherited link, or stated over b and c; without inherited links the detour is left."""
    links = [
        Link("ref", "cite", "pointer"),
        Link("cite", "a", "support", "statement"),
        Link("a", "p", "support", "headline", "inherited"),
        Link("cite", "b", "support", "statement"),
        Link("b", "c", "support", "statement"),
        Link("c", "p", "support", "headline"),
    ]
    edges, number_of = edge_values(links, {"ref", "cite", "a", "b", "c", "p"})
    number = {(edge["from"], edge["to"]): at for at, edge in enumerate(edges)}
    short = [number["ref", "a"], number["a", "p"]]
    detour = [number["ref", "b"], number["b", "c"], number["c", "p"]]
    paths = path_values(links, number_of)
    assert paths["p"] == {"": [short], "inherited": [detour], "inferred inherited": [detour]}
    assert paths["c"] == {"": [detour[:2]]}


NAMES = st.sampled_from("abcdef")
LINKS = st.lists(
    st.one_of(
        st.builds(Link, st.sampled_from(["ref-1", "ref-2"]), NAMES.map(lambda name: f"cite-{name}"), st.just("pointer")),
        st.builds(
            Link, NAMES.map(lambda name: f"cite-{name}") | NAMES, NAMES, st.just("support"),
            st.sampled_from(["headline", "cause"]), st.sampled_from(BASES),
        ),
        st.builds(Link, NAMES, NAMES, st.just("facet")),
    ),
    max_size=25,
    unique_by=lambda link: (link.end,) if link.relation == "pointer" else (link.start, link.end, link.relation, link.role),
)  # fmt: skip


@given(LINKS)
def test_the_support_paths_of_the_page_are_those_of_the_analysis_whatever_is_left_out(links: list[Link]) -> None:
    pointed = {link.end for link in links if link.relation == "pointer"}
    links = [link for link in links if not link.start.startswith("cite-") or link.start in pointed]
    edges, number_of = edge_values(links, {end for link in links for end in (link.start, link.end)})
    carried = path_values(links, number_of)
    for bases in ((), *LEFT_OUT):
        found = {}
        for statement, paths in carried.items():
            whole = [[edges[number] for number in path] for path in paths[""]]
            unbroken = [path for path in whole if all(edge["basis"] not in bases for edge in path)]
            given_then = paths.get(" ".join(bases))
            left = unbroken if given_then is None else [[edges[number] for number in path] for path in given_then]
            found[statement] = [[path[0]["via"], *(edge["to"] for edge in path)] for path in left]
        expected = SupportPaths(links, bases).all_paths()
        assert {name: paths for name, paths in found.items() if paths} == {
            name: [list(path.records[1:]) for _, path in sorted(paths.items())] for name, paths in expected.items()
        }


def test_the_page_says_the_same_of_a_folder_and_of_its_snapshot(real_project: Project, mini_project: Project) -> None:
    """Lists without an order of their own are sorted in a snapshot: what is unknown of a paper, other names, ids."""
    for project in (real_project, mini_project):
        ours, theirs = (page_payload(one, project.lines) for one in (project.curation, project.snapshot))
        for payload in (ours, theirs):
            for name in ("unknown", "derived"):
                payload["paper"][name].sort(key=lambda note: str(note["field"]))
            for fact in (fact for node in payload["nodes"] for fact in node["facts"]):
                if fact["fact"] == "also":
                    fact["text"] = sorted(fact["text"]["zh"].split("; "))
                elif fact["fact"] in ("about", "actors", "instruments", "members"):
                    fact["ids"].sort()
        assert ours == theirs


def test_the_page_has_a_chart_of_each_table_and_of_each_indicator_with_two_figures() -> None:
    curation, _ = shipped()
    figures = curation.of(Statistic)
    several = {one.indicator for one in figures if sum(other.indicator == one.indicator for other in figures) > 1}
    charts = written_payload(curation, None, None)["charts"]
    drawn = {name for chart in charts for name in chart["values"]}
    assert several - {one.indicator for one in figures if one.id in drawn} == set()
    tables = {one.table for one in figures if one.table}
    assert {f"chart-{name}" for name in tables} <= {chart["name"] for chart in charts}
    for chart in charts:
        for language in ("zh", "en"):
            assert set(re.findall(r'data-id="([^"]+)"', chart["svg"][language])) == set(chart["values"])


def test_the_command_line_guards_cells_of_tables_by_the_rule_of_the_page() -> None:
    cases = json.loads((Path(__file__).parent / "cases" / "csv-cells.json").read_text(encoding="utf-8"))
    assert [inert(cell) for cell in cases["guarded"]] == [f"'{cell}" for cell in cases["guarded"]]
    assert [inert(cell) for cell in cases["free"]] == cases["free"]


def test_a_cell_of_a_table_is_shown_with_its_unit_and_otherwise_as_printed() -> None:
    nodes = {node["id"]: node for node in shipped_payload()["nodes"]}
    curation, _ = shipped()
    for id, node in nodes.items():
        if node["kind"] == "statistic":
            assert node["printed"].startswith(curation.records[id].printed)  # type: ignore[attr-defined]


def test_the_page_says_that_an_unknown_title_is_unknown() -> None:
    assert "title" in {item["field"] for item in embedded(shipped_page())["paper"]["unknown"]}


def test_each_class_has_a_shape_of_its_own_or_a_label_that_tells_it() -> None:
    shapes = [look_of(kind).shape for kind in drawn_kinds() if kind not in ("mentioned", "table")]
    assert len(set(shapes)) == len(shapes)


def test_colours_have_the_contrast_of_text_on_their_grounds() -> None:
    for kind in drawn_kinds():
        assert contrast(look_of(kind).light, "#ffffff") >= 4.5
        assert contrast(look_of(kind).dark, "#1d2126") >= 4.5


TEXT_ON_GROUND = [
    (text, ground)
    for text in ("ink", "muted", "falls", "weakened", "stands", "blue", "purple", "grey", "vermilion", "green", "cause")
    for ground in ("surface", "backdrop")
] + [("ink", "soft"), ("ink", "pale"), ("ink", "middle"), ("surface", "deep"), ("surface", "ink"), ("muted", "soft")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_of_text_has_contrast_on_what_it_stands_on(dark: bool) -> None:
    css = (STATIC / "explorer.css").read_text(encoding="utf-8")
    light, night = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", night if dark else light))
    for text, ground in TEXT_ON_GROUND:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_bases_differ_by_dashes_and_roles_by_width() -> None:
    dashes = [stroke_of("support", "facet", basis).dashes for basis in ("stated", "inherited", "inferred")]
    assert len(set(dashes)) == 3
    assert stroke_of("support", "facet", "stated").width > stroke_of("support", "generic", "stated").width


def test_the_same_input_gives_the_same_bytes() -> None:
    assert explorer_network(*shipped()).generate_html().encode() == shipped_page().encode()


def test_the_page_is_smaller_than_two_megabytes() -> None:
    assert len(shipped_page().encode()) < 2_000_000


def test_the_page_names_no_file_and_no_host_to_load_from() -> None:
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", shipped_page(), flags=re.DOTALL)
    links = re.findall(r"<a ([^>]*)>", markup)
    assert all('rel="noreferrer noopener"' in link and 'href="https://doi.org/' in link for link in links)
    assert not re.search(r"""(src|href)\s*=\s*["'](?!data:)""", re.sub(r"<a [^>]*>", "", markup))
    style = re.findall(r"<style>(.*?)</style>", shipped_page(), re.DOTALL)
    assert not re.search(r"url\(|@import", "".join(style))


def test_the_page_has_no_inline_handlers_or_styles() -> None:
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", shipped_page(), flags=re.DOTALL)
    assert not re.search(r"\son\w+\s*=|\sstyle\s*=", markup)


def test_the_policy_names_the_digest_of_every_script_and_style() -> None:
    page = shipped_page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy.group(1).replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; ")
    codes = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", page, re.DOTALL)
    assert len(codes) == 2
    for script, style in codes:
        assert digest_source(script or style) in allowed
    packed = re.search(r'id="libraries">([^<]*)<', page)
    assert packed and digest_source(gzip.decompress(base64.b64decode(packed.group(1))).decode()) in allowed


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_stay_data(text: str) -> None:
    curation, lines = shipped()
    page = explorer_network(with_labels(curation, text), lines).generate_html()
    assert page.count("<script") == shipped_page().count("<script")
    problems = [node for node in embedded(page)["nodes"] if node["kind"] == "problem"]
    assert problems and all(node["en"] == shown_text(text).strip() for node in problems)


def test_hostile_text_of_the_article_is_escaped_in_the_template() -> None:
    curation, lines = shipped()
    article = replace(curation.article, doi="</title><script>1</script>")
    page = explorer_network(replace(curation, article=article), lines).generate_html()
    assert "<script>1" not in page


def test_an_empty_curation_gives_a_page() -> None:
    curation, _ = shipped()
    page = explorer_network(without_records(curation), []).generate_html()
    assert embedded(page)["nodes"] == []


def test_a_record_without_a_label_is_called_so() -> None:
    curation, lines = shipped()
    problems = [n for n in page_payload(with_labels(curation, " "), lines)["nodes"] if n["kind"] == "problem"]
    assert {node["en"] for node in problems} == {"(no label)"}


def test_each_module_has_a_duty_and_is_used() -> None:
    joined = joined_modules(STATIC, "start")
    for module in STATIC.glob("*.js"):
        assert f"const {module.stem}Module = " in joined


def test_scripts_insert_text_as_text_only() -> None:
    for module in STATIC.glob("*.js"):
        code = module.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", code), module


def test_the_layout_library_is_that_of_npm_with_its_licence() -> None:
    package = Path(__file__).parents[1] / "node_modules" / "@dagrejs" / "dagre"
    if not package.is_dir():
        pytest.skip("dagre is not installed: npm ci")
    vendor = STATIC.parent / "vendor"
    assert (vendor / "dagre.min.js").read_bytes() == (package / "dist" / "dagre.min.js").read_bytes()
    assert (vendor / "dagre.LICENSE.txt").read_bytes() == (package / "LICENSE").read_bytes()
    parcel = re.search(r'id="libraries">([^<]*)<', shipped_page())
    assert parcel is not None
    assert "Copyright (c) 2012-2014 Chris Pettitt" in gzip.decompress(base64.b64decode(parcel[1])).decode()
