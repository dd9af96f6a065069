"""What several papers have in common: two invented papers, the second made of the first with what is the same known."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from cbec_kg import Corpus, DataError, UsageError, open_corpus, open_paper
from cbec_kg.alignment.matches import Match, folded_name
from cbec_kg.api import building
from cbec_kg.cli.main import cli
from cbec_kg.evidence.support import withdraw
from cbec_kg.render.explorer.payload import page_payload
from site_html import parse

TEA, COFFEE = "tea-2020", "coffee-2021"
Pairs = list[tuple[str, str]]

# fmt: off
IN_TEA: dict[str, Pairs] = {
    "article.yaml": [("doi: 10.99999/tea.2020.0305", "doi: 10.99999/Tea.2020.0305")],
    "references.yaml": [
        ("{id: ref-01, number: 1,", "{id: ref-01, number: 1, identifiers: ['doi:10.99999/Yearbook'],"),
        ("{id: ref-03, number: 3,", "{id: ref-03, number: 3, identifiers: ['doi:10.99999/P.7'],"),
    ],
    "entities.yaml": [
        ("en: Qingxu farm bureau,", "en: Qingxu farm bureau, identifiers: ['ror:05abc0001'],"),
        (
            "{id: place-abroad, zh: 国外, en: abroad}",
            "{id: place-abroad, zh: 国外, en: abroad, identifiers: ['wikidata:Q1']}",
        ),
    ],
}
IN_COFFEE: dict[str, Pairs] = {
    "article.yaml": [("id: article-tea-2020", "id: article-coffee-2021"), ("tea.2020.0305", "coffee.2021.1")],
    "references.yaml": [
        ("{id: ref-01, number: 1,", "{id: ref-01, number: 1, identifiers: ['doi:10.99999/tea.2020.0305'],"),
        ("{id: ref-02, number: 2,", "{id: ref-02, number: 2, identifiers: ['doi:10.99999/p.7'],"),
    ],
    "sources.yaml": [("  year: 2020", "  year: 2020\n  identifiers: ['doi:10.99999/YEARBOOK']")],
    "entities.yaml": [
        ("zh: 青墟县农业农村局, en: Qingxu farm bureau,", "zh: 县农业局, en: Farms, identifiers: ['ror:05ABC0001'],"),
        ("zh: 国外, en: abroad}", "zh: 国外, en: overseas, identifiers: ['wikidata:Q2']}"),
        ("zh: 茗集网, en: Mingji,", "zh: 茗 集 网, en: Tea Market,"),
        ("zh: 旧式炒锅, en: old pan,", "zh: 炒茶机, en: machine,"),
        ("also: [炒锅]", "also: [炒锅机]"),
    ],
    "statistics.yaml": [
        ("value: 1350\n", "value: 1340\n"), ("printed: 1350人", "printed: 1340人"), ("只有1350人", "只有1340人"),
        ("value: 86.00", "value: 86.0"), ("printed: 86.00元", "printed: 86.0元"), ("1.p2.s2 86.00元", "1.p2.s2 86.0元"),
    ],
}  # fmt: skip
"""The second paper calls one organisation otherwise, and one platform with other spaces and another English name; *abroad*
is another place by its identifier; the number of pickers differs by ten, the price is printed with a decimal less."""

EXACT = {
    ("coffee-2021:org-qingxu-farm-bureau", "tea-2020:org-qingxu-farm-bureau", "ror:05abc0001"),
    ("coffee-2021:ref-02", "tea-2020:ref-03", "doi:10.99999/p.7"),
    ("coffee-2021:source-tea-yearbook-2020", "tea-2020:ref-01", "doi:10.99999/yearbook"),
}


def copied(source: Path, place: Path, files: dict[str, Pairs]) -> Path:
    shutil.copytree(source, place)
    for name, pairs in files.items():
        text = (place / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (place / name).write_text(text, encoding="utf-8")
    for name in ("passages.csv", "anchors.csv"):
        text = (place / name).read_text(encoding="utf-8")
        for old, new in (("1350人", "1340人"), ("86.00元", "86.0元")):
            text = text.replace(old, new) if files is IN_COFFEE else text
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def folders(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("papers")
    return copied(mini_folder, base / "tea", IN_TEA), copied(mini_folder, base / "coffee", IN_COFFEE)


@pytest.fixture(scope="module")
def both(folders: tuple[Path, Path]) -> Corpus:
    return open_corpus(folders)


Mapped = Callable[..., Corpus]
HEAD = "# curie_map:\n#   t: https://w3id.org/cbec-kg/tea-2020/\nsubject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tcomment\n"
CURATED = "semapv:ManualMappingCuration"


@pytest.fixture
def mapped(folders: tuple[Path, Path], tmp_path: Path) -> Mapped:
    def corpus(rows: str, head: str = HEAD) -> Corpus:
        (tmp_path / "m.sssom.tsv").write_text(head + rows, encoding="utf-8")
        return open_corpus(folders, mappings=tmp_path / "m.sssom.tsv")

    return corpus


def of(corpus: Corpus, predicate: str) -> dict[tuple[str, str], Match]:
    return {(one.subject, one.object): one for one in corpus.alignment().matches if one.predicate == predicate}


def test_the_same_identifier_makes_the_same_thing_whatever_it_is_called(both: Corpus) -> None:
    assert {(one.subject, one.object, one.shared) for one in of(both, "exact").values()} == EXACT
    assert {one.justification for one in of(both, "exact").values()} == {"identifier"}


def test_an_article_is_not_the_entry_that_cites_it(both: Corpus) -> None:
    close = of(both, "close")["coffee-2021:ref-01", "tea-2020:article-tea-2020"]
    assert close.justification == "identifier"
    assert both.what_if(without=["coffee-2021:ref-01"]).withdrawn == ("coffee-2021:ref-01",)


def test_what_is_called_the_same_in_one_language_is_proposed(both: Corpus) -> None:
    proposed = of(both, "close")
    assert proposed["coffee-2021:platform-mingji", "tea-2020:platform-mingji"].shared == "茗 集 网"
    assert ("coffee-2021:concept-tea-picking", "tea-2020:concept-tea-picking") in proposed
    # called otherwise, an alias included; the same by its identifier already; another thing by its identifier
    for local in ("concept-old-pan", "org-qingxu-farm-bureau", "place-abroad"):
        assert (f"coffee-2021:{local}", f"tea-2020:{local}") not in proposed, local


def test_one_paper_has_nothing_in_common_with_itself(mini_folder: Path) -> None:
    paper = open_paper(mini_folder)
    assert paper.alignment().matches == () and paper.same_figures().pairs == ()


@pytest.mark.parametrize(
    ("name", "same"), [("Ｔea-Board", "tea board"), ("《茶业年报》", "茶业年报"), ("苔岭 山区", "苔岭山区")]
)
def test_names_are_compared_without_case_width_space_and_punctuation(name: str, same: str) -> None:
    assert folded_name(name) == folded_name(same)


def test_a_source_is_withdrawn_wherever_it_is_the_same(both: Corpus) -> None:
    alone = open_corpus(both.folders)
    snapshot = alone._snapshot
    found = both.what_if(without=["tea-2020:ref-03"])
    assert found.withdrawn == ("coffee-2021:ref-02", "tea-2020:ref-03")
    expected = withdraw(
        snapshot.links, snapshot.statements, {"coffee-2021:ref-02", "tea-2020:ref-03"}, set(), snapshot.elsewhere
    )
    assert set(found.falls) == {one.statement for one in expected if one.state == "falls"}
    assert {name.partition(":")[0] for name in found.falls} == {TEA, COFFEE}
    assert "Withdrawn with it: tea-2020:ref-03, the same as coffee-2021:ref-02 (both carry doi:10.99999/p.7)" in found.text()
    assert found.to_dict()["also"][0]["shared"] == "doi:10.99999/p.7"
    assert "also" not in both.what_if(without=["tea-2020:ref-02"]).to_dict()


def test_a_source_of_two_papers_carries_one_load(both: Corpus) -> None:
    loads = {load.source: load for load in both.critical_sources().loads}
    assert "tea-2020:ref-03" not in loads
    apart = {load.source: load for load in open_paper(both.folders[0]).critical_sources().loads}
    there = {load.source: load for load in open_paper(both.folders[1]).critical_sources().loads}
    both_fall = [
        *(f"tea-2020:{one}" for one in apart["ref-03"].falls),
        *(f"coffee-2021:{one}" for one in there["ref-02"].falls),
    ]
    assert sorted(loads["coffee-2021:ref-02"].falls) == sorted(both_fall)
    assert "coffee-2021:ref-02 = tea-2020:ref-03" in both.loads().render("csv")


def test_figures_of_one_quantity_stand_side_by_side(both: Corpus) -> None:
    pairs = {(one.statistic, one.other): one for one in both.same_figures().pairs}
    pickers = pairs["coffee-2021:stat-pickers-2020", "tea-2020:stat-pickers-2020"]
    price = pairs["coffee-2021:stat-tea-price-2020", "tea-2020:stat-tea-price-2020"]
    assert (pickers.agreement, price.agreement) == ("differs", "equal")
    assert next(iter(pairs.values())).agreement == "differs"
    # a partner that is another place; a place or a period that is not said
    for local in ("stat-tea-export-2019", "stat-picker-skills", "stat-cooperatives"):
        assert (f"coffee-2021:{local}", f"tea-2020:{local}") not in pairs, local
    assert pickers.predicate == "close"
    assert "1340人" in both.same_figures().text() and "1350人" in both.same_figures().text("zh")


def test_figures_say_which_source_both_rest_on(both: Corpus) -> None:
    pairs = {(one.statistic, one.other): one for one in both.same_figures().pairs}
    # wages rest on [3] in tea, in coffee on [3] too, which is another entry; the price rests in both on the yearbook of 2020
    assert pairs["coffee-2021:stat-picker-wage-growth-2020", "tea-2020:stat-picker-wage-growth-2020"].sources == ()


def test_a_curator_states_what_is_the_same(mapped: Mapped) -> None:
    corpus = mapped(
        f"t:platform-mingji\tskos:exactMatch\t\tcoffee-2021:platform-mingji\t{CURATED}\tthe same web address\n"
        f"https://w3id.org/cbec-kg/coffee-2021/concept-tea-picking\tskos:exactMatch\tNot\tt:concept-tea-picking\t{CURATED}\t\n"
        f"elsewhere:x\tskos:exactMatch\t\telsewhere:y\t{CURATED}\t\n"
        "t:concept-timing\tskos:exactMatch\t\tcoffee-2021:concept-timing\tsemapv:LexicalMatching\t\n"
    )
    exact = of(corpus, "exact")
    stated = exact["coffee-2021:platform-mingji", "tea-2020:platform-mingji"]
    assert (stated.justification, stated.comment) == ("statement", "the same web address")
    assert len(exact) == len(EXACT) + 1
    assert ("coffee-2021:concept-tea-picking", "tea-2020:concept-tea-picking") not in of(corpus, "close")
    assert ("coffee-2021:concept-timing", "tea-2020:concept-timing") in of(corpus, "close")
    assert "1 curated row" in corpus.alignment().text()


def test_a_statement_prevails_over_an_identifier_and_the_conflict_is_told(mapped: Mapped) -> None:
    corpus = mapped(f"t:ref-03\tskos:exactMatch\tNot\tcoffee-2021:ref-02\t{CURATED}\tanother edition\n")
    assert ("coffee-2021:ref-02", "tea-2020:ref-03") not in of(corpus, "exact")
    assert [(one.subject, one.object, one.why) for one in corpus.alignment().conflicts] == [
        ("coffee-2021:ref-02", "tea-2020:ref-03", "stated")
    ]
    assert corpus.what_if(without=["tea-2020:ref-03"]).withdrawn == ("tea-2020:ref-03",)


def test_two_records_of_one_paper_that_matches_make_one_are_told(mapped: Mapped) -> None:
    corpus = mapped(f"t:ref-02\tskos:exactMatch\t\tcoffee-2021:ref-02\t{CURATED}\t\n")
    assert [(one.subject, one.object, one.why) for one in corpus.alignment().conflicts] == [
        ("tea-2020:ref-02", "tea-2020:ref-03", "one-paper")
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (f"t:ref-99\tskos:exactMatch\t\tcoffee-2021:ref-02\t{CURATED}\t\n", "m.sssom.tsv:4: subject_id is 't:ref-99'"),
        (
            f"t:ref-01\tskos:broadMatch\t\tcoffee-2021:ref-02\t{CURATED}\t\n",
            "m.sssom.tsv:4: predicate_id is 'skos:broadMatch'",
        ),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_by_line(mapped: Mapped, rows: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        mapped(rows).alignment()


def test_a_file_that_is_no_mapping_set_is_refused(mapped: Mapped) -> None:
    with pytest.raises(DataError, match="lacks the columns subject_id, predicate_id"):
        mapped("a,b\n", head="").alignment()


def test_a_mapping_set_that_was_written_is_read_back(both: Corpus, folders: tuple[Path, Path], tmp_path: Path) -> None:
    text = both.alignment().render("sssom")
    rows = list(csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), dialect="excel-tab"))
    assert {(row["subject_id"], row["object_id"]) for row in rows} == {
        (one.subject, one.object) for one in both.alignment().matches
    }
    assert {row["mapping_justification"] for row in rows} == {"semapv:LexicalMatching"}
    accepted = tmp_path / "accepted.tsv"
    accepted.write_text(
        text.replace("skos:closeMatch", "skos:exactMatch").replace("semapv:LexicalMatching", CURATED), encoding="utf-8"
    )
    again = open_corpus(folders, mappings=accepted).alignment().matches
    assert {(one.subject, one.object) for one in again} >= {(row["subject_id"], row["object_id"]) for row in rows}
    assert {one.justification for one in again} == {"statement"}


def test_the_joint_graph_states_the_matches(both: Corpus, folders: tuple[Path, Path]) -> None:
    answer = both.query(
        'SELECT ?a ?b { GRAPH ?g { ?a skos:exactMatch ?b } FILTER(STRENDS(STR(?g), "corpus/graph/alignment")) }'
    )
    assert set(answer.rows) == {pair for a, b, _ in EXACT for pair in ((a, b), (b, a))}
    assert both.query("ASK { <https://w3id.org/cbec-kg/tea-2020/ref-03> skos:exactMatch ?x }")


def test_the_command_prints_what_the_method_gives(both: Corpus, folders: tuple[Path, Path]) -> None:
    arguments = [part for folder in folders for part in ("--data", str(folder))]
    run = CliRunner().invoke(cli, ["align", *arguments, "--format", "csv"])
    assert run.stdout == both.alignment().render("csv")
    run = CliRunner().invoke(cli, ["align", *arguments, "--figures", "--format", "sssom"])
    assert run.exit_code == 2 and "--figures has no format sssom" in run.stderr


def test_no_folder_among_several_has_the_id_of_the_corpus(
    mini_folder: Path, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    named = {"article.yaml": [("id: article-tea-2020", "id: article-corpus")]}
    with pytest.raises(UsageError, match="has the id 'corpus'"):
        open_corpus([folders[0], copied(mini_folder, tmp_path / "c", named)]).query("ASK {}")


def test_a_site_links_the_same_record_in_other_papers_with_the_reason(mapped: Mapped, tmp_path: Path) -> None:
    corpus = mapped(
        f"t:platform-mingji\tskos:exactMatch\t\tcoffee-2021:platform-mingji\t{CURATED}\tthe same web address\n"
        f"t:source-tea-yearbook-2020\tskos:exactMatch\t\tcoffee-2021:source-tea-yearbook-2020\t{CURATED}\t\n"
    )
    corpus.site(tmp_path / "site", fast=True)

    def same(page: str) -> Pairs:
        root = parse((tmp_path / "site" / page).read_text(encoding="utf-8"))
        lists = [section for section in root.all("section") if section.attributes.get("id") == "same"]
        heads = [head for one in lists for head in one.all("p") if head.attributes["class"] == "head"]
        return [(head.all("a")[0].attributes["href"], head.text()) for head in heads]

    [(href, text)] = same("en/coffee-2021/ref-02.html")
    assert href == "../tea-2020/ref-03.html"
    assert text.startswith("The same as ") and text.endswith(": both carry doi:10.99999/p.7")
    [(href, text)] = same("tea-2020/ref-03.html")
    assert href == "../coffee-2021/ref-02.html"
    assert text.startswith("与") and text.endswith("相同，都带有标识符doi:10.99999/p.7")
    [(_, text)] = same("en/tea-2020/platform-mingji.html")
    assert text.endswith(": stated by a curator: the same web address")
    [(href, text)] = same("en/tea-2020/concept-tea-picking.html")
    assert href == "../coffee-2021/concept-tea-picking.html"
    assert text.startswith("Proposed: ") and text.endswith("; no curator has stated it")
    [(href, text)] = same("en/tea-2020/article-tea-2020.html")
    assert href == "../coffee-2021/ref-01.html" and text.startswith("The same work as ")
    # both are the same as the yearbook of coffee: one by an identifier, the other by a statement
    yearbook = dict(same("en/coffee-2021/source-tea-yearbook-2020.html"))
    assert set(yearbook) == {"../tea-2020/ref-01.html", "../tea-2020/source-tea-yearbook-2020.html"}
    assert same("en/tea-2020/place-abroad.html") == []


# One page of them all


def test_a_page_of_several_papers_says_of_each_record_what_its_own_page_says(folders: tuple[Path, Path]) -> None:
    papers = [open_paper(folder) for folder in folders]
    together = open_corpus(folders)._snapshot
    found = {node["id"]: node for node in page_payload(together, together.lines)["nodes"]}
    number = 0
    for paper in papers:
        for node in page_payload(paper._snapshot, paper._snapshot.lines)["nodes"]:
            other = found[f"{paper.id}:{node['id']}"]
            for same in ("iri", "kind", "zh", "en", "at", "printed", "modality", "sounds"):
                assert node.get(same) == other.get(same)
            assert other["sections"] == [f"{paper.id}:{section}" for section in node["sections"]]
            number += 1
    assert number == len(found)


def test_more_papers_than_a_page_can_draw_are_refused(both: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MOST_TOGETHER", 1)
    with pytest.raises(UsageError, match="draws 1 papers at most; these are 2"):
        both.explorer(sparql=False)
    with pytest.raises(UsageError, match="reads no copy"):
        both.explorer(pdf=True)
