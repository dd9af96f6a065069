"""The shape of the source: imports point down the flow, heavy packages stay in their layer, nothing knows this paper."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cbec_kg.rdf.project import Project

PACKAGE = Path(__file__).parents[1] / "src" / "cbec_kg"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted((PACKAGE / "render").rglob("static/**/*.js"))

EVERYWHERE = {"", "io", "errors", "assets"}
"""The package itself (its version), reading and writing of files, the errors, and where the shipped files are."""

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "assets": set(),
    "io": set(),
    "text": set(),
    "documents": {"text"},
    "model": set(),
    "search": {"model"},
    "curation": {"text", "model", "search"},
    "bibliography": {"text", "model"},
    "drafting": {"text", "model", "curation", "bibliography"},
    "editing": {"text", "model", "search", "curation", "drafting"},
    "serving": set(),
    "audit": {"model", "text", "search"},
    "evidence": {"model"},
    "series": {"model", "audit"},
    "alignment": {"text", "model", "audit", "evidence"},
    "comparison": {"model", "audit", "evidence", "alignment"},
    "literature": {"model", "evidence"},
    "rdf": {"model", "curation", "bibliography", "audit", "evidence", "alignment", "comparison"},
    "store": {"model", "search", "curation", "bibliography", "audit", "evidence", "alignment", "literature", "rdf"},
    "queries": {"store"},
    "provenance": {"text", "model", "search", "curation", "audit", "evidence", "rdf", "store", "queries"},
    "render": {
        "text", "model", "search", "curation", "bibliography", "audit", "evidence", "series", "alignment", "comparison",
        "rdf", "store", "queries", "provenance",
    },
    "api": {
        "text", "documents", "model", "search", "curation", "drafting", "editing", "serving", "bibliography", "audit",
        "evidence", "series", "alignment", "comparison", "literature", "rdf", "store", "queries", "provenance", "render",
    },
    "": {"api"},
    "endpoint": {"api", "serving"},
    "cli": {"api", "endpoint"},
}  # fmt: skip
"""What each layer may import besides itself and what all may: the flow, from top to bottom."""

LAYERS_OF: dict[str, set[str]] = {
    "rdflib": {"rdf", "render", "api"},
    "anyio": {"endpoint"},
    "mcp": {"endpoint"},
    "networkx": {"evidence", "render", "api"},
    "pandas": {"api"},
    "polars": {"api"},
    "pyvis": {"render", "api"},
    "pylode": {"render"},
    "yaml": {"io"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "pyoxigraph": {"store", "rdf", "render"},
    "pypdfium2": {"documents"},
    "pypinyin": {"search"},
    "rapidfuzz": {"text", "search", "bibliography"},
    "duckdb": {"literature", "api"},
    "numpy": {"literature"},
    "pyspark": {"literature"},
    "openpyxl": {"io"},
    "click": {"cli"},
    "cryptography": {"rdf"},
    "msgspec": {"model", "audit", "alignment", "comparison", "evidence", "series", "rdf", "store", "provenance", "render"},
    "platformdirs": {"io"},
    "shacl": {"rdf"},
    "starlette": {"endpoint"},
    "uvicorn": {"endpoint"},
}
"""Where each third-party package may be imported."""

HEAVY = (
    "rdflib",
    "networkx",
    "pyvis",
    "IPython",
    "yaml",
    "shacl",
    "jinja2",
    "pyoxigraph",
    "pypdfium2",
    "pypandoc",
    "openpyxl",
    "pypinyin",
    "rapidfuzz",
    "pylode",
    "starlette",
    "uvicorn",
    "mcp",
    "cryptography",
)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def layer_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else path.stem.removeprefix("__init__")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the full name of each module that a file imports, with the line."""
    for node in ast.walk(tree_of(path)):
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


def test_imports_point_down_the_flow() -> None:
    wrong = []
    for path in MODULES:
        layer = layer_of(path)
        own = {name.split(".")[1] if "." in name else "" for name, _ in imports(path) if name.split(".")[0] == "cbec_kg"}
        wrong += [f"{name_of(path)} imports {other}" for other in sorted(own - EVERYWHERE - {layer} - MAY_IMPORT[layer])]
    assert wrong == []


def test_the_flow_itself_has_no_way_back() -> None:
    """A layer that may import another is not imported by it, nor by what that one may import."""
    below = {layer: set(used) for layer, used in MAY_IMPORT.items()}
    while any(not used for used in below.values()):
        free = {layer for layer, used in below.items() if not used}
        below = {layer: used - free for layer, used in below.items() if layer not in free}
    assert below == {}


def test_a_command_calls_the_api_and_nothing_beside_it() -> None:
    """No command assembles anything of its own, and none imports another: click, the standard library, the public face.

    Serving is the endpoint's, which calls the public face in turn.
    """
    shared = {"cbec_kg", "cbec_kg.errors", "cbec_kg.cli.options"}
    for path in (PACKAGE / "cli").glob("*.py"):
        for name, line in imports(path):
            top = name.split(".")[0]
            face = name in shared or name.startswith(("cbec_kg.api", "cbec_kg.endpoint"))
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
        assert all(name == "cbec_kg.errors" or name.startswith("cbec_kg.io.") for name in own), path


def test_a_third_party_package_is_imported_in_its_layer_only() -> None:
    wrong = []
    for path in MODULES:
        for name, line in imports(path):
            top = name.split(".")[0]
            if top != "cbec_kg" and top not in sys.stdlib_module_names and layer_of(path) not in LAYERS_OF.get(top, ()):
                wrong.append(f"{name_of(path)}:{line}: {top}")
    assert wrong == []


def test_no_third_party_package_has_a_layer_without_being_imported_there() -> None:
    used = {(name.split(".")[0], layer_of(path)) for path in MODULES for name, _ in imports(path)}
    assert [f"{top} in {layer}" for top, layers in LAYERS_OF.items() for layer in layers if (top, layer) not in used] == []


def test_numpy_is_needed_by_the_analysis_of_many_papers_alone() -> None:
    needing = {name_of(path) for path in MODULES if any(name.split(".")[0] == "numpy" for name, _ in imports(path))}
    assert needing != set()
    assert {name.rpartition("/")[0] for name in needing} == {"literature", "literature/arrays"}


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


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_module_has_over_400_lines() -> None:
    assert [f"{name_of(path)}: {lines_of(path)}" for path in MODULES if lines_of(path) > 400] == []


SAME_NAME = {
    "catalogue": "what ships as files of texts, found by name: questions, and the words of a view",
    "comparing": "papers held against one another: the commands, and the face",
    "gaps": "what is missing between evidence, problems and measures: the command, the analysis, its table",
    "growth": "how much an indicator grew: the command, the calculation, its report",
    "references": "the list of references: the command, and the list in a terminal",
    "stores": "stores of many papers: the command, and the face",
}
"""Names that several modules have, each with the one thing that all of them are about."""


def test_modules_of_one_name_are_about_one_thing() -> None:
    found: dict[str, list[str]] = {}
    for path in MODULES:
        if path.stem != "__init__":
            found.setdefault(path.stem, []).append(name_of(path))
    several = {name: places for name, places in found.items() if len(places) > 1}
    assert {name: places for name, places in several.items() if name not in SAME_NAME} == {}
    assert sorted(SAME_NAME) == sorted(several)


BANNED = {
    "circle", "circles", "freshness", "ground", "grounds", "holding", "holdings", "keeping", "kept", "keystone", "keystones",
    "misprint", "misprints", "resemblance", "resemblances", "said", "squeeze", "squeezed", "tell", "telling", "tellings",
    "tells", "told", "way", "ways",
}  # fmt: skip
"""Words that are no part of a name: the glossary has the field's word for each."""

COMMAND = {"cli/statements.py"}
"""Where the command `keystones` is named, which stays for those who know it."""


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def names_in(path: Path) -> Iterator[str]:
    """Yield every name in a module, its own included: of values, functions, classes, parameters and attributes."""
    yield path.stem
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(asname=str(name)):
                yield name


def names_in_script(path: Path) -> Iterator[str]:
    """Yield the names of a script of the page, whose comments and texts are left out."""
    yield path.stem
    code = re.sub(
        r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\])*\"|`(?:\\.|[^`\\])*`", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    yield from re.findall(r"[A-Za-z_$][\w$]*", code)


def test_names_are_the_fields_words() -> None:
    """In a script, a circle is one of the shapes that a node is drawn in."""
    found = []
    for path in MODULES:
        allowed = {"keystones"} if name_of(path) in COMMAND else set()
        found += [f"{name_of(path)}: {name}" for name in sorted(set(names_in(path))) if words_of(name) & BANNED - allowed]
    for path in SCRIPTS:
        found += [
            f"{name_of(path)}: {name}" for name in sorted(set(names_in_script(path))) if words_of(name) & BANNED - {"circle"}
        ]
    assert found == []


@cache
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

OF_THIS_PAPER = ("hangzhou", "杭州", "108287", "李洋阔", "跨境")


def test_no_code_knows_a_record_of_this_paper(real_project: Project) -> None:
    found = []
    for path in MODULES:
        code = code_of(path)
        ids = set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", code)) & set(real_project.curation.records)
        words = {word for word in OF_THIS_PAPER if word in code.lower()}
        found += [f"{name_of(path)}: {word}" for word in sorted((ids - EXAMPLES.get(name_of(path), set())) | words)]
    assert found == []


def test_no_script_of_the_page_knows_this_paper() -> None:
    assert SCRIPTS
    texts = {path: path.read_text(encoding="utf-8").lower() for path in SCRIPTS}
    words = (*OF_THIS_PAPER, "problem-talent")
    assert [f"{name_of(path)}: {word}" for path, text in texts.items() for word in words if word in text] == []


def test_no_source_names_a_place_on_one_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:home|root|Users|work|opt|tmp)/\w")
    sources = MODULES + SCRIPTS + sorted(PACKAGE.rglob("*.rq"))
    assert [name_of(path) for path in sources if place.search(path.read_text(encoding="utf-8"))] == []


def test_only_the_command_line_prints_exits_and_reads_the_clock() -> None:
    not_called = re.compile(
        r"(print|exit|quit|sys\.exit|os\._exit|input|time\.(time|monotonic|perf_counter)|.*\b(datetime|date)\.(now|today))$"
    )
    found = []
    for path in MODULES:
        if layer_of(path) != "cli":
            calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
            found += [f"{name_of(path)}:{call.lineno}" for call in calls if not_called.match(ast.unparse(call.func))]
    assert found == []


WRITES = re.compile(r"\.(write_text|write_bytes|touch|rename|replace|unlink|mkdir|rmdir)\(|\bopen\([^)]*['\"][wax]|rmtree\(")
WRITERS = {
    "io/writing.py", "io/folders.py", "io/switching.py", "io/durable.py", "io/locking.py", "io/cache.py", "io/pandoc.py",
    "store/databases.py",
}  # fmt: skip
"""What writes files: the one way out, a store's folders, the cache, which is no output, what pandoc is given."""


def test_files_are_written_in_one_place() -> None:
    found = []
    for path in MODULES:
        calls = {found.group() for found in WRITES.finditer(code_of(path))} - {".replace("}
        found += [f"{name_of(path)}: {call}" for call in sorted(calls) if name_of(path) not in WRITERS]
    assert found == []


def test_every_module_says_its_place_in_a_docstring() -> None:
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))] == []
