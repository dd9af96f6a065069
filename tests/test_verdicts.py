"""Verdicts of readers: what is refused, what is shown where, and when a verdict no longer holds."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import yaml
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Literal, URIRef

from cbec_kg.cli.main import run
from cbec_kg.rdf.project import build_project
from cbec_kg.rdf.validate import read_shapes
from cbec_kg.rdf.vocabulary import CBEC, concept
from cbec_kg.store.audits import audit_of

Edited = Callable[..., Path]

GOOD = {
    "on": "finding/parts-and-whole-0123abcd", "digest": "'0123abcd'", "decision": "accepted",
    "reason": "{zh: 查过年鉴, en: The yearbook says so}", "date": "2026-01-31", "by": "A. Reader",
}  # fmt: skip


def command(*arguments: str | Path) -> tuple[int, str, str]:
    output, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(complaint):
        code = run([str(argument) for argument in arguments])
    return code, output.getvalue(), complaint.getvalue()


def entry(**fields: str) -> str:
    """Return one verdict as a person writes it; an empty text leaves a field out."""
    lines = [f"{name}: {value}" for name, value in (GOOD | fields).items() if value]
    return "- " + "\n  ".join(lines) + "\n"


@pytest.fixture
def wrong(edited: Edited) -> Path:
    """Return the invented project with a cell of its table mistyped: 1030.50 + 210.00 is 1240.50."""
    folder = edited(("tables/table-1.csv", '"1,030.50"', '"1,300.50"'))
    (folder / "anchors.csv").unlink()
    (folder / "passages.csv").unlink()
    return folder


def judge(folder: Path, *entries: str) -> None:
    (folder / "verdicts.yaml").write_text("".join(entries), encoding="utf-8")


def filled(line: str, by: str = "A. Reader") -> str:
    """Return a line that ``audit --open`` printed with its empty fields filled in."""
    for field, value in (
        ("decision", "accepted"),
        ("zh", "查过年鉴"),
        ("en", "The yearbook says so"),
        ("date", "2026-01-31"),
    ):
        line = line.replace(f"{field}: ,", f"{field}: {value},").replace(f"{field}: }}", f"{field}: {value}}}")
    return line.replace("by: }", f"by: {by}}}") + "\n"


def open_lines(folder: Path) -> list[str]:
    code, out, err = command("audit", "--open", "--data", folder)
    assert (code, err) == (1, "")
    return [line for line in out.splitlines() if line.startswith("- ")]


def inferred(value: object) -> int:
    """Return how many links of a file are inferred: mappings with that basis and another record's id."""
    if isinstance(value, list):
        return sum(map(inferred, value))
    if not isinstance(value, dict):
        return 0
    link = value.get("basis") == "inferred" and bool({"on", "id"} & value.keys())
    return link + sum(map(inferred, value.values()))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"on": "stat-members"},
            "the verdict is on 'stat-members', which is no finding, hypothesis or link. cbec-kg audit --open",
        ),
        ({"on": "finding/parts"}, "the verdict is on 'finding/parts', which is no finding"),
        (
            {"on": "claim-none/rests-on/citation-01-1/headline"},
            "the verdict is on a link of claim-none, which is no record.",
        ),
        (
            {"on": "claim-capital-shorts/leads-to/facet-machines-old-pans"},
            "a link of claim-capital-shorts, which is no record. Did you mean claim-capital-short? cbec-kg",
        ),
        (
            {"on": "claim-capital-short/lead-to/facet-machines-old-pans"},
            "the verdict is on a link 'lead-to'; there are: rests-on, leads-to, addresses, answers, concluded-from."
            " Did you mean leads-to? cbec-kg",
        ),
        (
            {"on": "problem-machines/rests-on/stat-tea-output-2019/contexts"},
            "the verdict is on a link in the role 'contexts'; there are: ",
        ),
        ({"on": "problem-machines/rests-on/stat-tea-output-2019"}, "the verdict is on a link without a role; there are: "),
        (
            {"on": "claim-capital-short/leads-to/facet-machines-old-pans/cause"},
            "the verdict is on a link 'leads-to' with the role 'cause'; only rests-on has one.",
        ),
        (
            {"on": "problem-machines/addresses/facet-machines-old-pans"},
            "a link 'addresses' from problem-machines to facet-machines-old-pans; records of these kinds have none.",
        ),
        ({"decision": "maybe"}, "verdict 1.decision is 'maybe'; it must be one of: accepted, rejected, ask-authors."),
        ({"decision": "''"}, "verdict 1.decision is empty. Fill it or leave the field out."),
        ({"decision": ""}, "verdict 1 lacks the field 'decision'. Add it."),
        ({"digest": "'12'"}, "digest is '12'; eight hexadecimal digits are expected."),
        ({"date": "yesterday"}, "date is 'yesterday'; a day such as 2026-01-31 is expected."),
        ({"date": "2026-02-30"}, "date is '2026-02-30'; a day such as 2026-01-31 is expected."),
        ({"reason": "{zh: 查过}"}, "lacks the field 'en'. Add it."),
        ({"weight": "2"}, "verdict 1 has the unknown field 'weight'"),
    ],
)
def test_a_malformed_verdict_is_refused_in_one_line(edited: Edited, fields: dict[str, str], message: str) -> None:
    folder = edited()
    judge(folder, entry(**fields))
    code, out, err = command("check", "--data", folder)
    assert (code, out) == (2, "")
    assert re.search(rf"^(.*/)?verdicts\.yaml:[1-7]: .*{re.escape(message)}", err, re.MULTILINE)
    assert len([line for line in err.splitlines() if "verdicts.yaml" in line]) == 1


def test_a_reader_judges_a_thing_once(edited: Edited) -> None:
    folder = edited()
    judge(folder, entry(), entry(decision="rejected"))
    code, _, err = command("check", "--data", folder)
    assert code == 2
    assert (
        "verdicts.yaml:7: A. Reader has judged finding/parts-and-whole-0123abcd already in line 1. Leave one verdict." in err
    )
    judge(folder, entry(), entry(by="B. Reader"))
    assert command("check", "--data", folder)[0] == 0


def test_a_file_that_is_no_list_is_refused(edited: Edited) -> None:
    folder = edited()
    judge(folder, "on: finding/x\n")
    assert "verdicts.yaml:1: must be a list of verdicts" in command("check", "--data", folder)[2]


def test_what_nobody_has_judged_is_listed_as_lines_that_can_be_pasted(wrong: Path) -> None:
    lines = open_lines(wrong)
    audit = audit_of(wrong)
    contradictions = [check["id"] for check in audit["checks"] if check["verdict"] == "inconsistent"]
    hypotheses = {repair["id"] for cause in audit["causes"] for repair in cause["repairs"]}
    names = [re.sub(r"- \{on: ([^,]+),.*", r"\1", line) for line in lines]
    assert [name for name in names if name.startswith("finding/")] == [f"finding/{name}" for name in contradictions]
    assert {name for name in names if name.startswith("hypothesis/")} == hypotheses
    links = [name for name in names if name.count("/") > 1]
    files = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in wrong.glob("*.yaml")]
    assert len(links) == len(set(links)) == sum(map(inferred, files)) > 0
    judge(wrong, *(filled(line) for line in lines))
    assert open_lines(wrong) == []
    assert command("audit", "--open", "--lang", "en", "--data", wrong)[1] == "Nothing is left to be judged.\n"


def test_a_verdict_is_shown_beside_what_it_is_on(wrong: Path) -> None:
    finding, hypothesis = open_lines(wrong)[0], next(line for line in open_lines(wrong) if "hypothesis/" in line)
    judge(wrong, filled(finding), filled(hypothesis, "B. Reader"))
    report = command("audit", "--lang", "en", "--data", wrong)[1]
    assert re.search(
        r"verdicts of readers: accepted by A\. Reader, 2026-01-31 \(finding/\S+\): The yearbook says so; accepted", report
    )
    details = command("audit", "--details", "--lang", "zh", "--data", wrong)[1]
    beside = [line for line in details.splitlines() if "A. Reader于2026-01-31接受" in line and "≠" in line]
    assert len(beside) == 1
    assert "B. Reader于2026-01-31接受（hypothesis/" in details


def test_a_verdict_survives_a_rebuild_and_is_stale_once_its_figures_change(wrong: Path) -> None:
    lines = open_lines(wrong)
    judge(wrong, *(filled(line) for line in lines if "finding/" in line))
    before = audit_of(wrong)["verdicts"]
    assert {one["state"] for one in before} == {"current"}
    units = wrong / "units.yaml"
    units.write_text(units.read_text(encoding="utf-8") + "\n", encoding="utf-8")  # another digest of the folder
    assert audit_of(wrong)["verdicts"] == before
    table = wrong / "tables" / "table-1.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1,300.50", "1,400.50"), encoding="utf-8")
    assert {one["state"] for one in audit_of(wrong)["verdicts"]} == {"changed"}
    report = command("audit", "--lang", "en", "--data", wrong)[1]
    assert "verdicts.yaml:1: the verdict of A. Reader is stale: finding/" in report
    assert "has changed since 2026-01-31. Judge it again (cbec-kg audit --open) or remove the verdict." in report
    assert open_lines(wrong) != []


def test_a_verdict_on_what_is_gone_is_stale_and_breaks_nothing(wrong: Path) -> None:
    hypothesis = next(line for line in open_lines(wrong) if "hypothesis/" in line)
    judge(wrong, filled(hypothesis))
    table = wrong / "tables" / "table-1.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1,300.50", "1,030.50"), encoding="utf-8")
    code, out, _ = command("audit", "--lang", "en", "--data", wrong)
    assert code == 0
    assert "verdicts.yaml:1: the verdict of A. Reader is stale: nothing is found any more under hypothesis/" in out


def changed(text: str, place: int) -> str:
    """Return a text with another hexadecimal digit in one place from the end."""
    digit = "0" if text[-place] != "0" else "1"
    return text[: len(text) - place] + digit + text[len(text) - place + 1 :]


def on_of(line: str) -> str:
    found = re.search(r"on: ([^,]+),", line)
    assert found
    return found[1]


@pytest.mark.parametrize("part", ["finding/", "hypothesis/"])
@pytest.mark.parametrize("slip", ["one digit", "two swapped", "rule"])
def test_a_mistyped_name_is_refused_with_the_one_that_is_meant(wrong: Path, part: str, slip: str) -> None:
    lines = open_lines(wrong)
    on = next(on_of(line) for line in lines if part in line)
    mistyped = {
        "one digit": changed(on, 3),
        "two swapped": on[:-2] + on[-1] + on[-2] if on[-1] != on[-2] else changed(on, 1),
        "rule": on.replace(part, f"{part}x"),
    }[slip]
    judge(wrong, entry(), entry(on=mistyped, by="B. Reader"))
    for asked in (("check", "--fast"), ("audit",), ("trace", "problem-machines")):
        code, out, err = command(*asked, "--data", wrong)
        assert (code, out) == (2, "")
        [line] = [line for line in err.splitlines() if "verdicts.yaml" in line]
        assert re.search(rf"verdicts\.yaml:7: the verdict is on {mistyped}; .*\. Did you mean {on}\? Correct it", line)


def test_a_digest_of_something_else_shows_that_the_name_is_wrong(wrong: Path) -> None:
    lines = open_lines(wrong)
    finding, *_, link = (line for line in lines if "finding/" in line or "leads-to" in line)
    other = "claim-young-leave/leads-to/facet-machines-old-pans"  # a link that can be, of records that are
    judge(wrong, filled(link.replace(on_of(link), other)))
    code, _, err = command("check", "--data", wrong)
    assert code == 2
    assert f"verdicts.yaml:1: the verdict is on {other}, and its digest is that of {on_of(link)}. Did you mean" in err
    judge(wrong, filled(link.replace(on_of(link), on_of(finding))))
    assert f"is on {on_of(finding)}, and its digest is that of {on_of(link)}." in command("audit", "--data", wrong)[2]


def test_a_link_that_a_curator_took_out_leaves_its_verdict_stale(wrong: Path) -> None:
    link = next(line for line in open_lines(wrong) if "claim-capital-short/leads-to" in line)
    judge(wrong, filled(link))
    claims = wrong / "claims.yaml"
    text = claims.read_text(encoding="utf-8")
    before, _, after = text.partition("    - id: facet-machines-old-pans\n      basis: inferred\n")
    claims.write_text(before.rpartition("  leads_to:\n")[0] + after.partition("\n")[2], encoding="utf-8")
    code, out, err = command("audit", "--lang", "en", "--data", wrong)
    assert code == 1, err
    assert "verdicts.yaml:1: the verdict of A. Reader is stale: nothing is found any more under claim-capital-short/" in out


def test_a_verdict_stands_in_a_graph_of_its_own_with_reader_day_and_reason(real_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(real_folder, folder)
    lines = open_lines(folder)
    chosen = [next(line for line in lines if wanted in line) for wanted in ("finding/", "hypothesis/", "/rests-on/")]
    judge(folder, *map(filled, chosen))
    project = build_project(folder)
    [graph] = [graph for graph in project.dataset.graphs() if str(graph.identifier).endswith("/graph/verdicts")]
    verdicts = sorted(graph.subjects(RDF.type, CBEC.PersonalVerdict), key=str)
    assert len(verdicts) == 3
    for verdict in verdicts:
        [person] = graph.objects(verdict, PROV.wasAttributedTo)
        assert graph.value(person, RDFS.label) == Literal("A. Reader")
        assert (person, RDF.type, PROV.Person) in graph
        assert str(graph.value(verdict, DCTERMS.created)) == "2026-01-31"
        assert set(graph.objects(verdict, SKOS.note)) == {
            Literal("查过年鉴", lang="zh"),
            Literal("The yearbook says so", lang="en"),
        }
        assert graph.value(verdict, CBEC.decision) == concept("decision", "accepted")
        assert graph.value(verdict, CBEC.stale) == Literal(False)
        on = list(graph.objects(verdict, CBEC.judges))
        assert on and set(on) == set(graph.objects(verdict, PROV.wasDerivedFrom))
        elsewhere = [other for other in project.dataset.graphs() if other.identifier != graph.identifier]
        assert all(any((one, RDF.type, None) in other for other in elsewhere) for one in on)
    assert not list(
        project.dataset.graph(URIRef(str(graph.identifier).replace("verdicts", "derived"))).subjects(CBEC.decision)
    )
    report = read_shapes().validate_text(project.nquads(), format="nquads").serialize("ntriples")
    assert not [verdict for verdict in verdicts if f"<{verdict}>" in report]
    rows = command("query", "verdicts-of-readers", "--format", "csv", "--data", folder)[1].splitlines()
    assert len(rows) == 1 + sum(len(list(graph.objects(verdict, CBEC.judges))) for verdict in verdicts)
    assert all("decision-accepted" in row and "A. Reader" in row and "2026-01-31" in row for row in rows[1:])


def test_a_folder_without_verdicts_has_no_graph_of_them(wrong: Path) -> None:
    found = [str(graph.identifier) for graph in build_project(wrong).dataset.graphs() if len(graph)]
    assert not [name for name in found if name.endswith("/verdicts")]


def test_the_paper_that_is_shipped_has_no_invented_verdict(real_folder: Path) -> None:
    assert not (real_folder / "verdicts.yaml").exists()
