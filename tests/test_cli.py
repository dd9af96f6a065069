"""The command line: in the installed script as a user calls it, and in this process where that is enough."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from click import Context, Group, Option
from click.testing import CliRunner

from cbec_kg import __version__
from cbec_kg.cli.main import COMMANDS, cli, run
from cbec_kg.cli.options import SEVERAL
from cbec_kg.errors import CbecError, DataError, LimitError, OutputError, QueryError, RefusedError, UsageError
from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import open_folder
from cli_calls import LABELS, PATIENCE, SCRIPT, SLOW, Edited, Run, call, files_of, inside

# The group


def test_the_script_is_installed_and_says_its_version() -> None:
    done = call("--version")
    assert (done.returncode, done.stdout) == (0, f"cbec-kg {__version__}\n")


def test_help_lists_every_command_and_the_exit_codes() -> None:
    done = call("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    said = " ".join(done.stdout.split())
    for code in (
        "0 fine",
        "1 findings",
        "2 wrong use",
        "3 refused",
        "4 limit",
        "5 output not written",
        "6 store",
        "130 interrupted",
    ):
        assert code in said


def test_no_command_is_help() -> None:
    done = call()
    assert (done.returncode, done.stdout) == (0, call("--help").stdout)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: cli {name} ")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_opens_its_help_with_a_sentence(name: str) -> None:
    command = cli.get_command(Context(cli), name)
    assert command is not None
    assert command.help
    assert command.help.partition("\n")[0].rstrip().endswith(".")


def test_an_unknown_command_is_told_with_a_near_one() -> None:
    done = call("quary")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'quary'. Did you mean query?" in done.stderr


def test_an_unknown_option_is_told() -> None:
    done = call("check", "--nothing")
    assert done.returncode == 2
    assert "No such option" in done.stderr
    assert "--nothing" in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [(CbecError, 2), (UsageError, 2), (QueryError, 2), (DataError, 2), (RefusedError, 3), (LimitError, 4), (OutputError, 5)],
)
def test_each_error_has_its_documented_exit_code(error: type[CbecError], code: int) -> None:
    assert error.exit_code == code


# check


def test_check_of_a_good_folder_says_so(data: list[str], mini_folder: Path) -> None:
    done = call("check", "--fast", *data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{mini_folder}: ")
    assert done.stdout.endswith("nothing wrong.\n")


def test_check_lists_all_problems_with_file_and_line(edited: Edited) -> None:
    folder = edited(
        ("units.yaml", "factor: 1, base: rank", "factor: one, base: rank"),
        ("problems.yaml", "role: headline, basis: stated", "role: headline, basis: sure"),
    )
    done = call("check", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "units.yaml:5: unit-rank.factor is 'one'; it must be a number" in done.stderr
    assert "problem-pickers.rests_on[1].basis is 'sure'; it must be one of: stated, inherited, inferred." in done.stderr
    *problems, last = done.stderr.splitlines()
    assert last == f"{len(problems)} problems; the command ended there."


def test_check_tells_what_only_the_shapes_see(edited: Edited) -> None:
    folder = edited(
        ("claims.yaml", "at: [1.p1.s5 茗集网]\n  place: place-qingxu", "at: [1.p1.s5 茗集网]\n  place: concept-tea-picking")
    )
    assert call("check", "--fast", "--data", folder).returncode == 0
    done = call("check", "--data", folder)
    assert done.returncode == 2
    assert "claims.yaml:" in done.stderr
    assert "claim-sell-online.place: Set 'place' to the id of one existing place, or to unspecified." in done.stderr
    assert done.stderr.endswith("1 problem; the command ended there.\n")


def test_an_empty_article_is_a_problem_with_a_message(edited: Edited) -> None:
    folder = edited()
    (folder / "article.yaml").write_text("", encoding="utf-8")
    done = call("check", "--data", folder)
    assert done.returncode == 2
    assert "article.yaml" in done.stderr


@pytest.mark.parametrize("name", ["check", "build", "view", "evidence", "query"])
def test_a_folder_that_is_none_is_told(name: str, tmp_path: Path) -> None:
    extra = {"build": f"--out={tmp_path / 'out'}", "view": f"--out={tmp_path / 'x.html'}", "query": "ids"}
    done = call(name, *filter(None, [extra.get(name)]), "--data", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_commands_that_take_several_folders_are_those_that_the_message_names() -> None:
    taking = {
        name
        for name in cli.list_commands(Context(cli))
        for whole in [cli.get_command(Context(cli), name)]
        for command in (whole.commands.values() if isinstance(whole, Group) else [whole])
        if command is not None
        for option in command.params
        if option.name == "data" and isinstance(option, Option) and option.multiple and option.callback is None
    }
    assert taking == set(SEVERAL)


WITHOUT_STORE = {"anchor", "annotations import", "check", "references import"}
"""Commands on a folder that a store is not for: they write the folder, or hold it against its rules."""


def test_every_command_that_reads_papers_reads_them_from_a_store_too() -> None:
    context = Context(cli)
    commands = {name: command for name in cli.list_commands(context) if (command := cli.get_command(context, name))}
    for name, group in list(commands.items()):
        if isinstance(group, Group):
            commands |= {f"{name} {one}": command for one, command in group.commands.items()}
    options = {name: {flag for option in command.params for flag in option.opts} for name, command in commands.items()}
    assert {name for name, flags in options.items() if "--data" in flags and "--store" not in flags} == WITHOUT_STORE


# trace and evidence


def test_a_trace_leads_to_the_reference(data: list[str]) -> None:
    done = call("trace", "facet-pickers-age", *data)
    assert done.returncode == 0
    assert "points to: ref-03" in done.stdout


@pytest.mark.parametrize("given", ["[3]", "3", "ref-03"])
def test_a_reference_may_be_given_by_its_number(data: list[str], given: str) -> None:
    assert inside("trace", given, *data).stdout.startswith("ref-03  [reference]")


@pytest.mark.parametrize("given", ["[99]", "٣", "03x", ""])
def test_a_number_of_no_reference_is_told(data: list[str], given: str) -> None:
    done = inside("trace", given, *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown id" in done.stderr


@pytest.mark.parametrize("command", [["trace"], ["evidence"], ["query", "SELECT ?x {}", "-p"]], ids=lambda words: words[0])
def test_an_unknown_id_is_told_with_the_nearest(data: list[str], command: list[str]) -> None:
    given = "x=problem-picker" if "-p" in command else "problem-picker"
    done = inside(*command, given, *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown id 'problem-picker'. Did you mean problem-pickers" in done.stderr


def test_a_trace_as_json_is_whole(data: list[str]) -> None:
    value = json.loads(inside("trace", "problem-pickers", "-f", "json", *data).stdout)
    assert value["id"] == "problem-pickers"
    assert value["zh"] == "采茶的人手不够"
    assert {step["id"] for step in value["back"]} >= {"attribution-yearbook-pickers", "facet-pickers-age"}


def test_a_trace_shows_the_sentence_of_the_readers_copy(data: list[str], mini_folder: Path) -> None:
    done = inside("trace", "facet-machines-old-pans", "--paper", mini_folder.parent / "paper.txt", *data)
    assert done.returncode == 0
    assert "2.2.p1.s1 大多数合作社仍用旧式炒锅[4]。" in done.stdout


def test_a_trace_does_not_quote_another_paper(data: list[str], tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("1. 别的文章 \n这里没有那句话。 \n", encoding="utf-8")
    done = inside("trace", "facet-machines-old-pans", "--paper", tmp_path / "other.txt", *data)
    assert done.returncode == 0
    assert "not found in your copy" in done.stdout


def test_a_missing_copy_is_told(data: list[str], tmp_path: Path) -> None:
    done = inside("trace", "problem-roads", "--paper", tmp_path / "none.txt", *data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.txt: cannot be read" in done.stderr


def test_the_matrix_shows_the_diagnosed_problems_and_their_facets(data: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(call("evidence", "-f", "csv", *data).stdout)))
    assert rows[0] == ["", "[1]", "[2]", "[3]", "[4]", "tea-yearbook"]
    assert {row[0].strip(): row[1:] for row in rows[1:]} == {
        "problem-machines": ["", "x?", "", "(1)", ""],
        "facet-machines-drying": ["", "", "", "C?", ""],
        "facet-machines-old-pans": ["", "E", "", "F", ""],
        "problem-pickers": ["", "", "", "", "H (1)"],
        "facet-pickers-age": ["", "", "C", "", ""],
        "facet-pickers-few": ["", "", "", "", "F"],
        "facet-pickers-skill": ["R", "", "", "", ""],
    }


def test_problems_that_are_only_mentioned_are_shown_when_asked(data: list[str]) -> None:
    assert "problem-roads" not in inside("evidence", *data).stdout
    done = inside("evidence", "--all", *data)
    _, found, reading = done.stdout.partition("problem-roads  Tea is hard to carry through the hills\n")
    assert found
    assert "  No reference and no named source bears on it.\n" in reading


def test_a_reading_says_what_has_no_direct_evidence(data: list[str]) -> None:
    done = inside("evidence", "problem-pickers", *data)
    assert "  its headline is backed; of its 3 facets 1 is backed\n" in done.stdout
    assert "    facet-pickers-age: oblique; [3] backs a cause\n" in done.stdout
    assert "    facet-pickers-skill: oblique; [1] backs what is needed, not that it is lacking\n" in done.stdout


def test_a_countermeasures_parts_without_evidence_are_said(data: list[str]) -> None:
    text = inside("evidence", "countermeasure-machines", *data).stdout
    assert "  its headline was never sourced; of its 2 measures none is backed\n" in text
    assert "    measure-loan: none\n" in text


def test_evidence_as_json_has_every_line(data: list[str], mini_project: Project) -> None:
    found = json.loads(inside("evidence", "--all", "-f", "json", *data).stdout)
    lines = {(problem["id"], line["source"], line["role"]) for problem in found for line in problem["lines"]}
    assert lines == {
        (line.target, line.source, line.role) for line in mini_project.lines if line.target.startswith("problem-")
    }


@pytest.mark.parametrize("form", ["table", "tsv", "markdown"])
def test_the_matrix_comes_in_every_format(data: list[str], form: str) -> None:
    done = inside("evidence", "-f", form, *data)
    assert done.returncode == 0
    assert "problem-pickers" in done.stdout


# anchor


def test_fresh_anchors_are_fine(data: list[str], mini_folder: Path) -> None:
    done = call("anchor", "--paper", mini_folder.parent / "paper.txt", *data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "89 anchors found, 42 passages.\n"


def test_stale_anchors_are_a_finding(edited: Edited, mini_folder: Path) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄"))
    before = files_of(folder)
    done = inside("anchor", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert done.returncode == 1
    assert f"{folder / 'anchors.csv'}: is stale. Run again with --write." in done.stdout
    assert files_of(folder) == before


def test_anchors_are_written_when_asked(edited: Edited, mini_folder: Path) -> None:
    folder = edited(("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 山路窄"))
    done = inside("anchor", "--write", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert done.returncode == 0
    assert f"{folder / 'anchors.csv'}: written" in done.stdout
    assert inside("check", "--fast", "--data", folder).returncode == 0


def test_fragments_that_do_not_stand_once_are_all_told_and_nothing_is_written(edited: Edited, mini_folder: Path) -> None:
    folder = edited(
        ("problems.yaml", "1.p2.s1 运茶不便", "1.p2.s1 运茶方便"),
        ("facets.yaml", "2.1.p1.s4 采茶工年纪偏大", "2.1.p1.s4 ，"),
        ("claims.yaml", "1.p1.s5 茗集网", "1.p9.s5 茗集网"),
        ("statistics.yaml", "[1.p1.s3 4.40%]", "[1.p1.s3 40%]"),
    )
    before = files_of(folder)
    done = inside("anchor", "--write", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "problem-roads: '运茶方便' does not occur in 1.p2.s1; exactly once is expected." in done.stderr
    assert "claim-sell-online: the text has no passage 1.p9.s5. Correct it." in done.stderr
    assert "stat-tea-output-growth-2019: '40%' does not occur in 1.p1.s3; exactly once is expected." in done.stderr
    assert files_of(folder) == before


def test_a_computed_file_that_is_not_utf_8_is_stale(edited: Edited, mini_folder: Path) -> None:
    folder = edited()
    (folder / "passages.csv").write_bytes(b"\xff\xfe")
    done = inside("anchor", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


# build and view

DEPOSITED = ("--creator", "Tea, Jan", "--published", "2021-08-30")


@pytest.fixture(scope="module")
def built(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    out = tmp_path_factory.mktemp("built") / "not" / "yet"
    return out, call("build", "--out", out, "--data", mini_folder, *DEPOSITED, env={"LC_ALL": "C", "PYTHONHASHSEED": "1"})


def test_build_makes_a_missing_folder_and_says_what_it_wrote(built: tuple[Path, Run]) -> None:
    out, done = built
    assert done.returncode == 0, done.stderr
    assert "Built tea-2020: 3 problems, 5 facets, 2 countermeasures, 3 measures, 7 claims, 24 statistics" in done.stdout
    names = set(files_of(out))
    assert {"graph.ttl", "graph.jsonld", "graph.nq", "graph.graphml", "graph.gexf", "explorer.html"} <= names
    assert {"tables/claims.csv", "tables/links.csv", "tables/evidence.csv"} <= names
    for name in names:
        if "/" not in name:
            assert name in done.stdout


def test_build_describes_each_file_that_it_writes_as_an_ro_crate(built: tuple[Path, Run]) -> None:
    graph = {
        one["@id"]: one for one in json.loads((built[0] / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    }
    described = {name for name, one in graph.items() if one["@type"] == "File"}
    assert described == set(files_of(built[0])) - {"ro-crate-metadata.json", "SHA256SUMS"}
    assert (graph["./"]["datePublished"], graph["./"]["author"]) == ("2021-08-30", {"@id": "#creator-1"})


def test_build_leaves_no_partial_file(built: tuple[Path, Run]) -> None:
    assert not [name for name in files_of(built[0]) if name.endswith(".part") or "/." in f"/{name}"]


def test_every_built_file_is_utf_8_in_the_c_locale_too(built: tuple[Path, Run]) -> None:
    for name, content in files_of(built[0]).items():
        text = content.decode()
        assert name.startswith("tables/") or name == "SHA256SUMS" or "合作社" in text or "山地农学" in text, name


def test_build_tells_its_steps_on_standard_error(built: tuple[Path, Run]) -> None:
    lines = built[1].stderr.splitlines()
    total = len(lines)
    assert [line.partition("]")[0] for line in lines] == [f"[{number}/{total}" for number in range(1, total + 1)]


def test_building_twice_gives_the_same_bytes(built: tuple[Path, Run], mini_folder: Path, tmp_path: Path) -> None:
    done = call(
        "build",
        "--fast",
        "--out",
        tmp_path / "again",
        "--data",
        mini_folder,
        *DEPOSITED,
        env={"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    )
    assert done.returncode == 0
    assert files_of(tmp_path / "again") == files_of(built[0])


def test_a_quiet_build_says_nothing(mini_folder: Path, tmp_path: Path) -> None:
    done = call("build", "--fast", "--quiet", "--out", tmp_path / "out", "--data", mini_folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_build_of_broken_data_writes_nothing(edited: Edited, tmp_path: Path) -> None:
    folder = edited(
        ("units.yaml", "factor: 1, base: rank", "factor: one, base: rank"), ("claims.yaml", "kind: benefit", "kind: hope")
    )
    done = call("build", "--out", tmp_path / "out", "--data", folder)
    assert done.returncode == 2
    assert "units.yaml:5: " in done.stderr
    assert "claims.yaml:" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["build", "view"])
def test_a_file_in_place_of_the_output_folder_ends_with_5(name: str, data: list[str], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("kept")
    out = tmp_path / "out"
    done = call("view", "--out", out / "x.html", *data) if name == "view" else call("build", "--fast", "--out", out, *data)
    assert done.returncode == 5
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"Error: {tmp_path / 'out'}")
    assert "not written" in last
    assert (tmp_path / "out").read_text() == "kept"


def test_an_output_folder_that_cannot_be_made_ends_with_5(data: list[str]) -> None:
    done = call("build", "--fast", "--out", "/proc/none", *data)
    assert done.returncode == 5
    assert "/proc/none: not written: " in done.stderr


def test_the_page_is_written_where_asked(data: list[str], tmp_path: Path) -> None:
    done = call("view", "--out", tmp_path / "new" / "page.html", *data)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "采茶的人手不够" in page
    assert str(tmp_path / "new" / "page.html") in done.stdout


# Locale, pipes, interruption


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_chinese_is_printed_as_utf_8_in_every_locale(data: list[str], locale: str) -> None:
    done = call("query", LABELS, "-f", "csv", *data, env={"LC_ALL": locale})
    assert done.returncode == 0
    assert "制茶设备老旧" in done.stdout


def test_chinese_is_printed_as_utf_8_where_python_would_use_ascii(data: list[str]) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert "制茶设备老旧" in call("query", LABELS, "-f", "csv", *data, env=environment).stdout
    assert "采茶的人手不够" in call("trace", "problem-pickers", "--lang", "zh", *data, env=environment).stdout


def test_standard_input_is_utf_8_where_python_would_use_ascii(data: list[str]) -> None:
    question = 'ASK { ?s ?p "制茶设备老旧"@zh }'.encode()
    done = call("query", "-", *data, stdin=question, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert (done.returncode, done.stdout) == (0, "true\n")


def test_standard_input_that_is_not_utf_8_is_told(data: list[str]) -> None:
    done = call("query", "-", *data, stdin=b"SELECT * { ?s ?p '\xff' }")
    assert (done.returncode, done.stdout) == (2, "")
    assert "UTF-8" in done.stderr


def test_a_query_file_that_is_not_utf_8_is_told(data: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"SELECT * { ?s ?p '\xff' }")
    done = call("query", tmp_path / "x.rq", *data)
    assert done.returncode == 2
    assert "x.rq: not UTF-8. Save the query as UTF-8." in done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_closed_pipe_is_quiet(real_folder: Path, form: str) -> None:
    process = subprocess.Popen(
        [SCRIPT, "query", "SELECT * { ?s ?p ?o }", "-f", form, "--data", real_folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(PATIENCE) == 0
    assert [line for line in said.splitlines() if not line.startswith("building the graph")] == []


def children_of(process: subprocess.Popen[bytes]) -> list[str]:
    """Return the numbers of the processes that a process has started, and that go on."""
    with suppress(OSError):
        return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return []


def busy_seconds(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time that the children of a process have used."""
    found = 0.0
    for child in children_of(process):
        with suppress(OSError):
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def reads_from(process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Return whether a child of a process has opened a file of a folder, and has not ended."""
    for child in children_of(process):
        with suppress(OSError):
            if any(file.readlink().is_relative_to(folder) for file in Path(f"/proc/{child}/fd").iterdir()):
                return True
    return False


def heed_interrupts() -> None:
    """Undo what a shell does to processes in the background, which ignore the interrupt and pass that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to tell when the query is under way")
@pytest.mark.parametrize("seconds", ["300", "0"], ids=["with a time limit", "without a time limit"])
def test_an_interrupted_query_ends_quietly_with_130(real_folder: Path, cache: Path, seconds: str) -> None:
    """The query is under way once the process that runs it has its database open and has been busy for a while since."""
    open_folder(real_folder)
    opened_at: float | None = None
    process = subprocess.Popen(
        [SCRIPT, "query", SLOW, "--timeout", seconds, "--data", real_folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )
    try:
        while process.poll() is None and (opened_at is None or busy_seconds(process) < opened_at + 1):
            if opened_at is None and reads_from(process, cache):
                opened_at = busy_seconds(process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert (process.returncode, said, complaint.strip()) == (130, b"", b"")


# No traceback ever


HOSTILE: list[list[str]] = [
    ["query", ""],
    ["query", " "],
    ["query", "x.rq"],
    ["query", "/"],
    ["query", "{"],
    ["query", "SELECT * { ?s ?p '\udcff' }"],
    ["query", "SELECT * { ?s ?p ?o } LIMIT 1", "-f", "tsv", "-p", "s=\udcff"],
    ["query", "SELECT (1/0 AS ?x) (BNODE() AS ?b) {}"],
    ["query", "SELECT * { ?s ?p ?o } VALUES ?s { 1 }", "-p", "s=problem-roads"],
    ["query", "DESCRIBE ?s { ?s a cbec:Problem }", "-f", "csv"],
    ["query", "INSERT DATA { <x:a> <x:b> 1 }"],
    ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 1", "-f", "json"],
    ["query", "SELECT ?x { BIND(STRLANGDIR('a', 'en', 'ltr') AS ?x) }", "-f", "json"],
    ["query", "--list", "-f", "turtle"],
    ["query", "ids", "--timeout", "nan"],
    ["query", "ids", "--timeout", "inf"],
    ["trace", "\udcff"],
    ["trace", "a\nb"],
    ["trace", "x" * 10_000],
    ["trace", "problem-roads", "--paper", "/"],
    ["trace", "problem-roads", "--paper", "/proc/self/mem"],
    ["evidence", "ref-01"],
    ["evidence", "unit-tonne"],
    ["evidence", "place-qingxu"],
    ["build", "--fast", "--out", "\udcff" + "x" * 300],
    ["view", "--out", "/"],
    ["anchor", "--paper", "/"],
    ["check", "--data", ""],
]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:50])
def test_no_call_ends_in_a_traceback(
    words: list[str], mini_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [] if "--data" in words or "--list" in words else ["--data", str(mini_folder)]
    monkeypatch.chdir(tmp_path)
    assert inside(*words, *more).returncode in (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    "words",
    [["query", "ids", "--timeout"], ["why", "problem-roads", "--timeout"], ["serve", "--timeout"], ["serve", "--patience"]],
    ids=" ".join,
)
def test_what_is_no_number_is_no_number_of_seconds(words: list[str], mini_folder: Path) -> None:
    done = inside(*words, "nan", "--data", mini_folder)
    assert done.returncode == 2 and f"{words[-1]}': a number of seconds is expected" in done.stderr


@pytest.mark.parametrize(
    "edit",
    [
        ("article.yaml", "{field: title,", "{field: page range,"),
        ("article.yaml", "number: 5", "number: 5a"),
        ("anchors.csv", "problem-roads,1.p2.s1,", "problem-roads,1.p9.s1,"),
        ("passages.csv", "\n1.p1.s2,", "\n1.p1.s2 x,"),
    ],
    ids=["a field's name", "an article's number", "a locator in anchors.csv", "a locator in passages.csv"],
)
def test_no_folder_ends_in_a_traceback(edit: tuple[str, str, str], edited: Edited, mini_folder: Path) -> None:
    folder = edited(edit)
    for words in (["check", "--fast"], ["trace", "problem-roads", "--paper", mini_folder.parent / "paper.txt"]):
        done = inside(*words, "--data", folder)
        assert "Traceback" not in done.stderr
        assert done.returncode == 2


def test_an_empty_article_ends_no_command_in_a_traceback(edited: Edited, mini_folder: Path) -> None:
    folder = edited()
    (folder / "article.yaml").write_text("", encoding="utf-8")
    done = inside("trace", "problem-roads", "--paper", mini_folder.parent / "paper.txt", "--data", folder)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_run_returns_the_code_in_this_process_too(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "problem-nothing", *data]) == 2
    assert run(["trace", "problem-roads", *data]) == 0
    assert capsys.readouterr().out.startswith("problem-roads")
