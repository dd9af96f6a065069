"""The page finds what the command finds: the same records in the same order, for what people type and for much else."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, in_browser
from cbec_kg import Paper, open_paper
from test_explorer import embedded

__all__ = ["browser"]
pytestmark = in_browser

EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases/search/expectations.json").read_text("utf-8")
)
MOST = 60
"""Results that the page shows at most."""


@pytest.fixture(scope="module")
def paper(real_folder: Path) -> Paper:
    return open_paper(real_folder)


@pytest.fixture(scope="module")
def html(paper: Paper) -> str:
    return paper.explorer(sparql=False).html


@pytest.fixture(scope="module")
def page(browser: Any, html: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("search") / "explorer.html"
    file.write_text(html, encoding="utf-8")
    opened = Opened(browser, file, "#lang=en", 1280, 800)
    yield opened.page
    opened.context.close()
    assert opened.complaints == []


def found(page: Any, query: str) -> list[str]:
    page.fill("#query", query)
    return [
        str(name)
        for name in page.eval_on_selector_all("#results button[data-id]", "all => all.map((one) => one.dataset.id)")
    ]


def queries(paper: Paper) -> list[str]:
    """Return what people type, and words, parts, sounds and slips made of what records say."""
    chance = random.Random(11)
    texts = [hit.text for word in ("跨境", "the", "2", "a") for hit in paper.search(word).hits]
    made = list(EXPECTED)
    for text in chance.sample(texts, 120):
        start = chance.randrange(len(text))
        part = text[start : start + chance.randint(1, 8)].strip()
        words = text.split()
        word = chance.choice(words)
        at = chance.randrange(len(word))
        made += [
            part,
            " ".join(chance.sample(words, min(2, len(words)))),
            word[:at] + word[at + 1 :],
            word[:at] + "e" + word[at:],
        ]
    return [query for query in dict.fromkeys(made) if query.strip()] + ["rcqk", "zhongxiao", "kuajing", "wl", "wuliu", "hz"]


def test_the_page_finds_what_the_command_finds(page: Any, html: str, paper: Paper) -> None:
    known = {node["id"] for node in embedded(html)["nodes"]}
    for query in queries(paper):
        hits = [hit.record for hit in paper.search(query).hits if hit.record in known]
        assert found(page, query) == hits[:MOST], query


def test_what_was_sought_is_marked_as_it_is_written(page: Any) -> None:
    found(page, "2330")
    assert page.inner_text("#results .said mark, #results bdi mark") == "2330"
    found(page, "logistics")
    marks = {text.lower() for text in page.locator("#results mark").all_inner_texts()}
    assert marks == {"logistics"}
