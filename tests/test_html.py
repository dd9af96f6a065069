"""The door for HTML: what is put into a page stays text, and the page runs what it carries and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cbec_kg.render.html import content_policy, joined_modules, raw_element_text, safe_json

HOSTILE = (
    "</script><script>document.title='hit'</script>",
    '"><img src=x onerror=alert(1)>',
    "a\u2028b\u2029c",
    "<!-- & -->",
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


def test_modules_that_import_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n', encoding="utf-8")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n', encoding="utf-8")
    with pytest.raises(ValueError, match="a -> b -> a"):
        joined_modules(tmp_path, "a")
