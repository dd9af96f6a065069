"""The public face: answers worked out by hand, the same as the commands print, safe in a notebook, cheap to import."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import networkx
import pandas
import polars
import pytest
from click.testing import CliRunner
from rdflib import RDF, Dataset, Graph, URIRef

import cbec_kg
from cbec_kg import Corpus, Paper
from cbec_kg.api.results.base import Result, Table, TableResult
from cbec_kg.cli.main import cli
from cbec_kg.errors import DataError, QueryError, RefusedError, UnknownIdError, UsageError

Edited = Callable[..., Path]
TERM = "https://w3id.org/cbec-kg/ontology#"


@pytest.fixture(scope="module")
def tea(mini_folder: Path) -> Paper:
    return cbec_kg.open_paper(mini_folder)


@pytest.fixture(scope="module")
def both(mini_folder: Path, real_folder: Path) -> Corpus:
    return cbec_kg.open_corpus([mini_folder, real_folder])


def printed(folder: Path, *arguments: str) -> str:
    """Return what a command prints about a folder."""
    result = CliRunner().invoke(cli, [*arguments, "--data", str(folder)])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


# The face


def test_the_face_has_ten_to_fifteen_names_and_each_is_there() -> None:
    assert 10 <= len(cbec_kg.__all__) <= 15
    assert cbec_kg.__all__ == sorted(cbec_kg.__all__)
    for name in cbec_kg.__all__:
        assert getattr(cbec_kg, name) is not None
        assert name in dir(cbec_kg)


def test_a_name_that_the_package_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'open_papers'"):
        cbec_kg.open_papers  # noqa: B018


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(cbec_kg.__file__).parent / "py.typed").is_file()


PUBLIC = [
    (owner.__name__, name, member)
    for owner in (Corpus, Paper)
    for name, member in inspect.getmembers(owner)
    if not name.startswith("_") and inspect.isfunction(member)
]


def test_each_method_says_what_it_gives_in_sections() -> None:
    for owner, name, member in PUBLIC:
        doc = inspect.getdoc(member) or ""
        given = [parameter for parameter in inspect.signature(member).parameters if parameter != "self"]
        assert doc.partition("\n")[0].endswith("."), f"{owner}.{name}"
        assert not given or "Parameters\n---" in doc or "Examples\n---" in doc, f"{owner}.{name}"


def loaded_after(code: str) -> set[str]:
    """Return the modules that are loaded after a program."""
    program = f"import sys\n{code}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_no_other_module_of_it() -> None:
    own = {name for name in loaded_after("import cbec_kg") if name.startswith("cbec_kg")}
    assert own == {"cbec_kg"}


def test_opening_a_paper_reads_nothing_and_loads_nothing_heavy() -> None:
    loaded = loaded_after("import cbec_kg; cbec_kg.open_paper('/nowhere/at/all')")
    assert loaded.isdisjoint({"rdflib", "networkx", "pyoxigraph", "yaml", "pyvis", "jinja2", "msgspec"})


def test_an_answer_of_a_cached_paper_loads_the_engine_alone(mini_folder: Path, tea: Paper) -> None:
    assert tea.query("ASK {}")
    code = f"import cbec_kg; cbec_kg.open_paper({str(mini_folder)!r}).query('problem-evidence').rows"
    loaded = loaded_after(code)
    assert "pyoxigraph" in loaded
    assert loaded.isdisjoint({"rdflib", "networkx", "yaml", "pyvis", "jinja2", "pandas"})


def test_nothing_is_computed_twice(mini_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import cbec_kg.audit.report
    import cbec_kg.rdf.project as project

    calls: dict[str, int] = {}

    def counted(name: str) -> None:
        whole = getattr(project, name)

        def call(*given: object) -> object:
            calls[name] = calls.get(name, 0) + 1
            return whole(*given)

        monkeypatch.setattr(project, name, call)

    for name in ("read_curation", "evidence_lines", "audit", "build_dataset"):
        counted(name)
    monkeypatch.setenv("CBEC_KG_CACHE", str(tmp_path / "cache"))
    paper = cbec_kg.open_paper(mini_folder)
    paper.build(tmp_path / "out", fast=True)
    assert paper.query("ASK { ?p a cbec:Problem }")
    assert paper.audit().checks
    assert paper.explorer(sparql=False).html
    assert isinstance(paper.rdflib(), Dataset)
    assert paper.charts().rows
    assert set(calls.values()) == {1}
    assert set(calls) == {"read_curation", "evidence_lines", "audit", "build_dataset"}


# Queries


def test_a_query_gives_plain_values(tea: Paper) -> None:
    text = """SELECT ?p ?n ?d ?t ?none { ?p a cbec:Problem BIND(7 AS ?n) BIND(39.80 AS ?d) BIND(true AS ?t) } ORDER BY ?p"""
    answer = tea.query(text)
    assert answer.columns == ("p", "n", "d", "t", "none")
    assert [row[0] for row in answer.rows] == ["problem-machines", "problem-pickers", "problem-roads"]
    whole, decimal, truth, none = answer.rows[0][1:]
    assert (whole, str(decimal), truth, none) == (7, "39.8", True, None)
    assert [type(value).__name__ for value in (whole, decimal, truth)] == ["int", "Decimal", "bool"]


def test_a_query_takes_parameters_by_name(tea: Paper) -> None:
    question = "SELECT ?facet { ?facet cbec:facetOf ?problem } ORDER BY ?facet"
    wanted = (("facet-machines-drying",), ("facet-machines-old-pans",))
    assert tea.query(question, problem="problem-machines").rows == wanted
    assert tea.query(question, {"problem": "problem-machines"}).rows == wanted
    shipped = tea.query("problem-evidence", problem="problem-pickers")
    assert {row[0] for row in shipped.rows} == {"problem-pickers"}


def test_an_ask_is_a_truth_value(tea: Paper) -> None:
    assert tea.query("ASK { ?p a cbec:Problem }")
    assert not tea.query("ASK { ?p a cbec:Nothing }")
    assert tea.query("ASK { ?p a cbec:Problem }").rows == ((True,),)


def test_a_select_is_true_when_it_has_rows(tea: Paper) -> None:
    assert not tea.query("SELECT ?p { ?p a cbec:Nothing }")
    assert tea.query("SELECT ?p { ?p a cbec:Problem }")


def test_a_construct_is_a_graph(tea: Paper) -> None:
    answer = tea.query("CONSTRUCT WHERE { ?p a cbec:Problem }")
    graph = answer.to_rdflib()
    assert len(graph) == 3
    assert set(graph.objects(None, RDF.type)) == {URIRef(f"{TERM}Problem")}
    assert len(Graph().parse(data=answer.graph("turtle"), format="turtle")) == 3
    assert answer.to_dict()
    assert str(answer).startswith("PREFIX") or "@prefix" in str(answer)
    with pytest.raises(UsageError, match="this is a SELECT query"):
        tea.query("SELECT * {}").to_rdflib()


def test_terms_that_the_ontology_lacks_are_noted(tea: Paper) -> None:
    (note,) = tea.query("SELECT ?s { ?s a cbec:Problm }").notes
    assert note.startswith("the ontology has no term cbec:Problm. Did you mean cbec:Problem")


def test_a_query_in_a_file_is_read(tea: Paper, tmp_path: Path) -> None:
    file = tmp_path / "x.rq"
    file.write_text(f"SELECT ?p {{ ?p a <{TERM}Problem> }} ORDER BY ?p LIMIT 1", encoding="utf-8")
    assert tea.query(str(file)).rows == (("problem-machines",),)


@pytest.mark.parametrize(
    ("question", "error"),
    [("problem-evidense", UsageError), ("SELECT *", QueryError), ("SELECT * { SERVICE <http://x/> {} }", RefusedError)],
)
def test_a_query_raises_what_the_command_reports(question: str, error: type[Exception], tea: Paper) -> None:
    with pytest.raises(error):
        tea.query(question)


def test_a_parameter_that_is_unknown_or_no_name_is_refused(tea: Paper) -> None:
    with pytest.raises(UsageError, match="no such parameter 'nobody'"):
        tea.query("problem-evidence", nobody="ref-01")
    with pytest.raises(UsageError, match="no name of a parameter"):
        tea.query("ids", {"a b": "ref-01"})


def test_frames_have_the_columns_and_values_of_the_rows(tea: Paper) -> None:
    answer = tea.query("SELECT ?p (7 AS ?n) { ?p a cbec:Problem } ORDER BY ?p")
    frame = answer.to_pandas()
    assert list(frame.columns) == ["p", "n"]
    assert frame["n"].sum() == 21
    table = answer.to_polars()
    assert table.columns == ["p", "n"]
    assert table["p"].to_list() == ["problem-machines", "problem-pickers", "problem-roads"]
    assert isinstance(frame, pandas.DataFrame)
    assert isinstance(table, polars.DataFrame)
    assert tea.query("SELECT ?p ?q { ?p a cbec:Nothing }").to_polars().shape == (0, 2)
    assert tea.evidence().to_pandas().shape[0] == len(tea.evidence().rows)


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_named_with_how_to_get_it(package: str, tea: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=f"pip install {package}"):
        getattr(tea.gaps(), f"to_{package}")()


# Answers worked out by hand on the invented paper


def test_records_are_typed_sorted_and_whole(tea: Paper) -> None:
    assert [problem.id for problem in tea.problems] == ["problem-machines", "problem-pickers", "problem-roads"]
    assert [problem.status for problem in tea.problems] == ["diagnosed", "diagnosed", "mentioned"]
    assert [reference.number for reference in tea.references] == [1, 2, 3, 4]
    assert {facet.problem for facet in tea.facets} == {"problem-machines", "problem-pickers"}
    assert [citation.reference for citation in tea.citations][:2] == ["ref-01", "ref-01"]
    assert len(tea.statistics) == 24
    assert len(tea.claims) == 7
    for kind in ("countermeasures", "measures", "attributions", "sources", "indicators", "entities", "sections"):
        ids = [record.id for record in getattr(tea, kind)]
        assert ids
        assert ids == sorted(set(ids))


def test_a_record_is_frozen(tea: Paper) -> None:
    with pytest.raises(AttributeError):
        tea.problems[0].en = "another"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["ref-03", "[3]", "3", 3, "tea-2020:ref-03", "kg:tea-2020/ref-03"])
def test_a_record_is_named_in_many_ways(name: str | int, tea: Paper) -> None:
    assert tea.record(name).id == "ref-03"
    assert tea.trace(name).trace.node.id == "ref-03"
    assert tea.what_if(name).withdrawn == ("ref-03",)


def test_a_passage_is_a_record_too(tea: Paper) -> None:
    passage = tea.record("2.2.p1.s1")
    assert passage.id == "passage-2.2.p1.s1"
    assert passage in tea.passages


def test_charts_and_places_take_any_name_too(tea: Paper, mini_folder: Path) -> None:
    indicator, place, counterpart, *_ = tea.charts().rows[0]
    named = tea.chart(f"kg:tea-2020/{indicator}", place=place, counterpart=counterpart or None)
    assert named == tea.chart(indicator, place=place, counterpart=counterpart or None)
    text = mini_folder.parent / "paper.txt"
    assert tea.locate(text, "kg:tea-2020/problem-roads").rows == tea.locate(text, "problem-roads").rows
    assert tea.locate(text, "kg:tea-2020/passage-1.p2.s1").rows == tea.locate(text, "1.p2.s1").rows
    with pytest.raises(UnknownIdError):
        tea.locate(text, "nobody")


def test_evidence_of_a_problem_is_what_its_records_say(tea: Paper) -> None:
    """The yearbook backs the heading of the problem and that pickers are few, [1] only what picking needs, [3] only why the
    pickers are old.
    """
    (profile,) = tea.evidence("problem-pickers").profiles
    assert [(line.source, line.role) for line in profile.lines] == [("source-tea-yearbook", "headline")]
    of_parts = {
        part.id: {(line.source, line.role) for line in part.lines if line.basis == "stated"} for part in profile.parts
    }
    assert of_parts == {
        "facet-pickers-age": {("ref-03", "cause")},
        "facet-pickers-few": {("source-tea-yearbook", "facet")},
        "facet-pickers-skill": {("ref-01", "requirement")},
    }
    assert [part.id for part in profile.parts] == ["facet-pickers-few", "facet-pickers-skill", "facet-pickers-age"]
    assert tea.evidence("problem-pickers").rows[0][0] == "problem-pickers"


def test_without_its_only_source_a_problem_falls(tea: Paper) -> None:
    """Nothing but the yearbook backs the shortage of pickers itself; its issue of 2020 goes with it."""
    gone = tea.what_if(without="source-tea-yearbook")
    assert gone.withdrawn == ("source-tea-yearbook", "source-tea-yearbook-2020")
    assert "problem-pickers" in gone.falls
    assert "problem-machines" not in gone.falls
    assert tea.what_if().falls == ()
    assert set(gone.falls).isdisjoint(gone.weakened)


def test_critical_sources_are_those_whose_withdrawal_is_felt(tea: Paper) -> None:
    """By brute force: the minimal sets of size one are the sources without which the statement falls."""
    sources = [*(reference.id for reference in tea.references), *(source.id for source in tea.sources)]
    falls = {source: set(tea.what_if(source).falls) for source in sources}
    for statement, one in tea.critical_sources().statements.items():
        alone = {sets[0] for sets in one.cut_sets if len(sets) == 1}
        assert alone == {source for source in sources if statement in falls[source]}
    loads = {load.source: set(load.falls) for load in tea.critical_sources().loads}
    problems = {problem.id for problem in tea.problems}
    assert loads == {source: fallen & problems for source, fallen in falls.items()}


def test_gaps_are_of_the_kinds_that_were_asked_for(tea: Paper) -> None:
    assert {gap.record for gap in tea.gaps("problem-without-headline").gaps} == {"problem-machines", "problem-roads"}
    assert len(tea.gaps().gaps) == sum(len(tea.gaps(kind).gaps) for kind in {gap.kind for gap in tea.gaps().gaps})
    with pytest.raises(UsageError, match="no kind of gap 'none'"):
        tea.gaps("none")


def test_a_text_is_found_by_print_id_label_and_fragment_in_both_languages(tea: Paper) -> None:
    def found(text: str) -> list[tuple[str, str]]:
        return [(hit.record, hit.field) for hit in tea.search(text).hits]

    assert found("4.4%")[0] == ("stat-tea-output-growth-2019", "print")
    assert found("problem-pickers")[0] == ("problem-pickers", "id")
    assert found("Machines are old")[0] == ("problem-machines", "label")
    assert found("制茶设备老旧")[0] == ("problem-machines", "label")
    assert ("facet-machines-drying", "fragment") in found("烘干设备")
    assert ("problem-machines", "record") in found("OLD  machines")
    assert found("２.２.p1.s１")[0] == ("passage-2.2.p1.s1", "id")
    assert found("nowhere in this paper") == found("") == found("  ") == []


def test_every_hit_holds_every_word(tea: Paper) -> None:
    for text in ("tea", "茶", "2020", "pickers few"):
        for hit in tea.search(text).hits:
            record = tea.record(hit.record)
            assert all(word in repr(record).lower() or word in hit.text.lower() for word in text.split()), hit


def test_the_networkx_graph_has_each_link_once(tea: Paper) -> None:
    graph = tea.networkx()
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.nodes["facet-pickers-age"]["kind"] == "facet"
    edges = {(start, end, data["relation"], data["role"], data["basis"]) for start, end, data in graph.edges(data=True)}
    assert ("facet-pickers-age", "problem-pickers", "facet", "", "stated") in edges
    assert ("attribution-yearbook-pickers", "problem-pickers", "support", "headline", "stated") in edges
    assert len(edges) == graph.number_of_edges() == len(tea.table("links").rows)
    graph.remove_node("problem-pickers")
    assert "problem-pickers" in tea.networkx()


def test_the_dataset_is_the_one_that_was_built(tea: Paper) -> None:
    dataset = tea.rdflib()
    assert dataset is tea.rdflib()
    triples = {triple for graph in dataset.graphs() for triple in graph.triples((None, RDF.type, URIRef(f"{TERM}Problem")))}
    assert len(triples) == 3


def test_a_pyvis_network_shows_a_selection_by_any_name(tea: Paper) -> None:
    assert {"problem-pickers", "source-tea-yearbook"} <= set(tea.pyvis("problem-pickers").get_nodes())
    assert set(tea.pyvis("[3]", "facet-pickers-age").get_nodes()) == {"ref-03", "facet-pickers-age"}
    with pytest.raises(UnknownIdError):
        tea.pyvis("nobody")


def test_the_explorer_is_written_by_a_network_that_takes_more_nodes(tea: Paper) -> None:
    page = tea.explorer(sparql=False)
    page.network.add_node("mine", label="A node of my own")
    assert "A node of my own" in page.html
    assert "A node of my own" not in tea.explorer(sparql=False).html


def test_a_table_has_a_row_a_record(tea: Paper) -> None:
    claims = tea.table("claims")
    assert [row[claims.columns.index("id")] for row in claims.rows] == [claim.id for claim in tea.claims]
    with pytest.raises(UsageError, match="no table 'claim'; there are: attributions, citations, claims,"):
        tea.table("claim")


def test_a_chart_has_the_printed_figures(tea: Paper) -> None:
    indicator, place, counterpart, count, *_ = tea.charts().rows[0]
    chart = tea.chart(indicator, place=place, counterpart=counterpart or None)
    assert len(chart.rows) == int(count)
    assert {row[2] for row in chart.rows} <= {statistic.printed for statistic in tea.statistics}
    with pytest.raises(UnknownIdError) as caught:
        tea.chart("indicator-te")
    assert caught.value.nearest


def test_a_whole_audit_is_one_value(tea: Paper) -> None:
    report = tea.audit()
    assert report.inconsistent == sum(check["verdict"] == "inconsistent" for check in report.checks)
    narrowed = tea.audit(verdicts=["inconsistent"])
    assert len(narrowed.checks) == report.inconsistent
    with pytest.raises(UsageError, match="no verdict 'wrong'"):
        tea.audit(verdicts=["wrong"])
    with pytest.raises(UsageError, match="no rule 'wrong'"):
        tea.audit(rules=["wrong"])


def test_several_papers_keep_their_records_apart(both: Corpus) -> None:
    assert {problem.id.partition(":")[0] for problem in both.problems} == {"tea-2020", "ass-2021-108287"}
    assert both.record("tea-2020:[3]").id == "tea-2020:ref-03"
    with pytest.raises(UsageError, match="several folders have it"):
        both.record("ref-03")
    with pytest.raises(UsageError, match="one folder"):
        both.trace("tea-2020:ref-03", text="x.txt")
    assert len(both.audit().audits) == 2
    with pytest.raises(UsageError, match="goes with one folder"):
        cbec_kg.open_corpus(both.folders, bibliography="x.json")


# Errors carry their data


def test_an_unknown_id_carries_the_nearest(tea: Paper) -> None:
    with pytest.raises(UnknownIdError) as caught:
        tea.trace("problem-picker")
    assert caught.value.unknown == "problem-picker"
    assert caught.value.nearest[0] == "problem-pickers"


def test_a_broken_folder_carries_its_problems(edited: Edited) -> None:
    paper = cbec_kg.open_paper(edited(("units.yaml", "factor: 1, base: rank", "factor: one, base: rank")))
    with pytest.raises(DataError) as caught:
        paper.check(fast=True)
    assert ("units.yaml", 5) in {(problem.file, problem.line) for problem in caught.value.problems}


def test_a_folder_that_is_none_is_refused_by_the_first_question(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        cbec_kg.open_paper(tmp_path / "nowhere").query("ids")


def test_formats_and_languages_that_there_are_not_are_refused(tea: Paper) -> None:
    for form, language in (("pdf", "en"), ("csv", "de")):
        with pytest.raises(UsageError, match="is none of"):
            tea.gaps().render(form, language)
    with pytest.raises(UsageError):
        tea.gaps().svg()


def test_the_face_prints_nothing(tea: Paper, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tea.build(tmp_path / "out", fast=True)
    with pytest.raises(UnknownIdError):
        tea.trace("nobody")
    tea.evidence().text("zh")
    assert capfd.readouterr() == ("", "")


def test_progress_goes_to_the_callback(mini_folder: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    cbec_kg.open_paper(mini_folder, progress=steps.append).build(tmp_path / "out", fast=True)
    assert steps[0] == "reading the records"
    assert steps[-1] == "writing"


# The same as the commands


ANSWERS: dict[str, tuple[Callable[[Paper], Result], list[str], str]] = {
    "query": (lambda p: p.query("problems"), ["query", "problems"], "table"),
    "evidence": (lambda p: p.evidence(), ["evidence"], "text"),
    "evidence of one": (lambda p: p.evidence("problem-pickers"), ["evidence", "problem-pickers"], "text"),
    "whatif": (lambda p: p.what_if([3], only_stated=True), ["whatif", "--without", "3", "--only-stated"], "text"),
    "loads": (lambda p: p.loads(), ["whatif"], "table"),
    "keystones": (lambda p: p.critical_sources(), ["critical-sources"], "text"),
    "gaps": (lambda p: p.gaps(), ["gaps"], "table"),
    "trace": (lambda p: p.trace("problem-machines"), ["trace", "problem-machines"], "tree"),
    "audit": (lambda p: p.audit(), ["audit"], "text"),
    "charts": (lambda p: p.charts(), ["chart"], "text"),
    "references": (lambda p: p.reference_list(), ["references"], "text"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_what_the_command_prints(name: str, tea: Paper, mini_folder: Path) -> None:
    ask, words, form = ANSWERS[name]
    result = ask(tea)
    assert result.text() == printed(mini_folder, *words, "--format", form)
    assert result.to_json() == printed(mini_folder, *words, "--format", "json")
    assert result.to_dict() == json.loads(result.to_json())
    assert str(result) == result.text().removesuffix("\n")
    assert repr(result).startswith(f"<{type(result).__name__}: ")
    if name not in ("query", "loads", "keystones", "charts"):
        assert result.text("zh") == printed(mini_folder, *words, "--format", form, "--lang", "zh")


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_shows_itself_as_well_formed_html(name: str, tea: Paper) -> None:
    html = ANSWERS[name][0](tea)._repr_html_()
    assert Tags.of(html).open == []
    assert html.startswith(("<svg", "<table", "<pre"))


def test_a_row_is_as_wide_as_the_columns(tea: Paper) -> None:
    for name, (ask, _, _) in ANSWERS.items():
        result = ask(tea)
        if isinstance(result, TableResult):
            assert {len(row) for row in result.rows} <= {len(result.columns)}, name


class Tags(HTMLParser):
    """Reads HTML and keeps the names of all elements, those that are still open, and all attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    @classmethod
    def of(cls, html: str) -> Tags:
        """Return the tags of a text."""
        tags = cls()
        tags.feed(html)
        return tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.open.append(tag)
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an empty element."""
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self.open.pop() == tag


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_no_label_runs_as_markup(edited: Edited) -> None:
    folder = edited(("problems.yaml", "en: Machines are old", f"en: {json.dumps(HOSTILE)}"))
    paper = cbec_kg.open_paper(folder)
    answers: list[Result] = [
        paper.evidence(),
        paper.trace("problem-machines"),
        paper.what_if(["ref-04"]),
        paper.gaps(),
        paper.search("alert"),
        paper.table("problems"),
        paper.query('SELECT ?en { ?p rdfs:label ?en FILTER(CONTAINS(?en, "alert")) }'),
        Table(("<b>",), ((f"{HOSTILE}\x1b[31m",),)),
    ]
    for answer in answers:
        html = answer._repr_html_()
        tags = Tags.of(html)
        assert tags.seen.isdisjoint({"script", "img", "b"}), answer
        assert not any(name.startswith("on") for name in tags.attributes)
        assert "\x1b" not in html
    page = Tags.of(paper.explorer(sparql=False)._repr_html_())
    assert page.seen == {"iframe"}


def test_a_long_table_shows_its_first_rows_and_how_many_more_there_are() -> None:
    html = Table(("n",), tuple((str(number),) for number in range(100)))._repr_html_()
    assert html.count("<td>") == 60
    assert "40 more rows" in html


# What is written


def test_a_build_says_what_it_wrote(tea: Paper, tmp_path: Path) -> None:
    built = tea.build(tmp_path / "out", fast=True)
    assert built.counts["tea-2020"]["problem"] == 3
    for name, size in built.sizes.items():
        assert (tmp_path / "out" / name).stat().st_size == size
    assert f"Written to {(tmp_path / 'out').resolve()}:" in str(built)


def test_a_page_is_written_but_not_over_another_file(tea: Paper, tmp_path: Path) -> None:
    page = tea.explorer(sparql=False)
    assert page.write(tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    page.write(tmp_path / "page.html")
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="no page"):
        page.write(tmp_path / "thesis.txt")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_nothing_is_written_into_the_installed_package(
    mini_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    import cbec_kg.assets

    installed = tmp_path / "site-packages" / "cbec_kg"
    shutil.copytree(mini_folder, installed / "_assets" / "data")
    monkeypatch.setattr(cbec_kg.assets, "_PACKAGE", installed)
    paper, text = cbec_kg.open_paper(installed / "_assets" / "data"), mini_folder.parent / "paper.txt"
    before = {path: path.read_bytes() for path in installed.rglob("*") if path.is_file()}
    assert paper.anchor(text).stale == ()
    refused: list[Callable[[], object]] = [
        lambda: paper.anchor(text, write=True),
        lambda: paper.import_references(text, date="2021-08-30"),
        lambda: paper.build(installed / "out", fast=True),
        lambda: paper.site(installed / "site", fast=True),
        lambda: cbec_kg.draft_paper(installed / "new", text),
    ]
    for write in refused:
        with pytest.raises(UsageError, match="part of the installed package"):
            write()
    assert {path: path.read_bytes() for path in installed.rglob("*") if path.is_file()} == before


# Which folder a command reads


def test_a_command_in_a_checkout_reads_its_data_and_says_so(
    edited: Edited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "docs").mkdir(parents=True)
    (checkout / ".git").mkdir()
    edited().rename(checkout / "data")
    for place in (checkout, checkout / "docs"):
        monkeypatch.chdir(place)
        result = CliRunner().invoke(cli, ["query", "SELECT ?p { ?p a cbec:Problem } ORDER BY ?p LIMIT 1", "-f", "csv"])
        assert result.stdout.split()[1].endswith("/problem-machines")
        assert f"reading {checkout / 'data'}\n" in result.stderr
    for arguments in (["query", "--list"], ["query", "--help"], ["--help"]):
        assert CliRunner().invoke(cli, arguments).stderr == ""


def test_a_command_elsewhere_reads_the_bundled_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["query", "ASK { ?p cbec:recordId 'problem-talent' }"])
    assert (result.stdout, "reading" in result.stderr) == ("true\n", False)


def test_a_folder_above_that_is_no_checkout_is_not_read(
    edited: Edited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited().rename(tmp_path / "data")
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    result = CliRunner().invoke(cli, ["query", "ASK { ?p cbec:recordId 'problem-talent' }"])
    assert result.stdout == "true\n"


def test_a_named_folder_is_read_without_a_word(mini_folder: Path, tea: Paper) -> None:
    assert tea.query("ASK {}")
    result = CliRunner().invoke(cli, ["query", "ASK { ?p cbec:recordId 'problem-pickers' }", "--data", str(mini_folder)])
    assert (result.stdout, result.stderr) == ("true\n", "")


# The notebook


NOTEBOOK = Path(__file__).parents[1] / "docs" / "walk.ipynb"


def test_the_notebook_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    for cell in code:
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        ast.parse("".join(cell["source"]))


def test_the_notebook_runs_and_each_of_its_questions_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(Path(cbec_kg.__file__).parents[1]))
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    silent = [cell.source for cell in code[1:] if not cell.outputs]
    assert silent == []
    assert [output for cell in code for output in cell.outputs if output.output_type == "error"] == []


def test_the_readme_shows_python_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    monkeypatch.chdir(tmp_path)
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    values: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), values)
    assert isinstance(values["paper"], Paper)


def test_every_answer_has_a_signature_that_help_can_show() -> None:
    """A struct looks the names of its annotations up only then."""
    import inspect
    import pydoc
    from importlib import import_module
    from pkgutil import iter_modules

    from cbec_kg.api import results

    found = []
    for module in iter_modules(results.__path__, f"{results.__name__}."):
        for value in vars(import_module(module.name)).values():
            if inspect.isclass(value) and value.__module__ == module.name:
                found.append(value.__name__)
                inspect.signature(value)
                assert value.__name__ in pydoc.render_doc(value)
    assert {"WhatIf", "Evidence", "AuditReport", "QueryAnswer", "Page"} <= set(found)
