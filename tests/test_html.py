"""The door for HTML: what is put into a page stays text, and the page runs what it carries and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from cbec_kg.render.html import (
    content_policy,
    digest_source,
    joined_modules,
    raw_element_text,
    render_page,
    render_template,
    safe_json,
)

HOSTILE = (
    "</script><script>document.title='hit'</script>",
    '"><img src=x onerror=alert(1)>',
    "a\u2028b\u2029c",
    "\u202eright to left\u202c\u0000\u001b[31m",
    "&amp; &lt;b&gt;",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_a_script_element_reads_back_and_has_no_markup(text: str) -> None:
    written = str(safe_json([text]))
    assert json.loads(written) == [text]
    assert not re.search("[<>&\u2028\u2029]", written)


def test_a_number_that_json_lacks_is_refused() -> None:
    with pytest.raises(ValueError):
        safe_json(float("nan"))


@pytest.mark.parametrize("code", ["a</script>", "a</SCRIPT >", "</style>", "<!--"])
def test_code_that_would_end_its_element_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="would end"):
        raw_element_text(code)


def test_a_policy_forbids_all_but_what_it_names() -> None:
    policy = content_policy(["a"], ["b"])
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


ALONE = "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'"
WORKERS = "worker-src blob:; "


@pytest.mark.parametrize(
    ("allowed", "scripts", "further"),
    [
        ({}, "", ""),
        ({"engine": True}, " 'wasm-unsafe-eval'", WORKERS),
        ({"workers": True}, "", WORKERS),
        ({"engine": True, "workers": True}, " 'wasm-unsafe-eval'", WORKERS),
        ({"own_server": True}, "", "connect-src 'self'; "),
        ({"workers": True, "own_server": True}, "", WORKERS + "connect-src 'self'; "),
    ],
)
def test_a_policy_names_each_script_and_style_and_what_is_allowed(
    allowed: dict[str, bool], scripts: str, further: str
) -> None:
    one, two, style, another = map(digest_source, ["1", "2", "a{}", "b{}"])
    expected = ALONE.replace("style-src {}", f"{further}style-src {style} {another}").format(f"{one} {two}{scripts}")
    assert content_policy(["1", "2"], ["a{}", "b{}"], **allowed) == expected


def test_json_keeps_order_and_writing_and_has_no_spaces() -> None:
    assert safe_json({"b": "茶", "a": [1, None]}) == '{"b":"茶","a":[1,null]}'


PAGE = (
    "<p>{{ policy }}</p>\n{% for one in scripts %}\n  <script>{{ one }}</script>\n{% endfor %}"
    "<style>{{ styles[0] }}</style>{{ title }}\n"
)


def page(folder: Path, **allowed: bool) -> str:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    values = {"title": "<b>\u202e茶"}
    return render_page(folder, "page.html", ["1<2", "3"], ["a>b{}"], values, packed=["packed"], **allowed)


@pytest.mark.parametrize("allowed", [{}, {"engine": True}, {"workers": True}, {"own_server": True}])
def test_a_page_has_its_code_as_it_is_its_policy_and_its_text_escaped(tmp_path: Path, allowed: dict[str, bool]) -> None:
    policy = content_policy(["1<2", "3", "packed"], ["a>b{}"], **allowed).replace("'", "&#39;")
    assert page(tmp_path, **allowed) == (
        f"<p>{policy}</p>\n  <script>1<2</script>\n  <script>3</script>\n<style>a>b{{}}</style>&lt;b&gt;\ufffd茶\n"
    )


def test_a_value_that_a_template_lacks_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("{{ missing }}", encoding="utf-8")
    with pytest.raises(UndefinedError, match="missing"):
        render_template(tmp_path, "x.html", {})


def modules(folder: Path, **codes: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, code in codes.items():
        (folder / f"{name}.js").write_text(code, encoding="utf-8")
    return folder


def test_modules_are_joined_with_a_scope_each_and_imported_ones_first(tmp_path: Path) -> None:
    main = 'import { b } from "./b.js";\nimport { c, d } from "./c.js";\nexport function a() { return b + c; }\n'
    other = 'import { b } from "./b.js";\nexport const c = b;\nexport class d {}\n'
    assert joined_modules(modules(tmp_path, a=main, b="export let b = '茶';\n", c=other), "a") == (
        "'use strict';\n"
        "const bModule = (() => {\nlet b = '茶';\nreturn { b };\n})();\n"
        "const cModule = (() => {\nconst { b } = bModule;\nconst c = b;\nclass d {}\nreturn { c, d };\n})();\n"
        "const aModule = (() => {\nconst { b } = bModule;\nconst { c, d } = cModule;\n"
        "function a() { return b + c; }\nreturn { a };\n})();"
    )


def test_a_module_that_waits_lets_the_script_wait(tmp_path: Path) -> None:
    main = 'import { b } from "./b.js";\nawait b();\n'
    assert joined_modules(modules(tmp_path, a=main, b="export async function b() {\n  await 1;\n}\n"), "a") == (
        "'use strict';\n(async () => {\n"
        "const bModule = (() => {\nasync function b() {\n  await 1;\n}\nreturn { b };\n})();\n"
        "const aModule = await (async () => {\nconst { b } = bModule;\nawait b();\nreturn {  };\n})();\n"
        "})();"
    )


def test_a_module_of_another_folder_is_one_however_it_is_reached(tmp_path: Path) -> None:
    shared = modules(tmp_path / "shared", b="export const b = 1;\n", c='import { b } from "../shared/b.js";\n')
    main = 'import { b } from "../shared/b.js";\nimport {  } from "../shared/c.js";\n'
    joined = joined_modules(modules(tmp_path / "page", a=main), "a")
    assert [joined.count(f"const {name}Module = ") for name in "abc"] == [1, 1, 1]
    modules(shared, c='import { a } from "../page/a.js";\n')
    with pytest.raises(ValueError, match=r"^modules import one another in a cycle: a -> c -> a$"):
        joined_modules(tmp_path / "page", "a")
    modules(
        tmp_path / "page", d='import { b } from "../shared/b.js";\nimport { b } from "./b.js";\n', b="export const b = 2;\n"
    )
    with pytest.raises(ValueError, match=r"^two modules are called b: rename one$"):
        joined_modules(tmp_path / "page", "d")


def test_modules_that_import_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n', encoding="utf-8")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"^modules import one another in a cycle: a -> b -> a$"):
        joined_modules(tmp_path, "a")
