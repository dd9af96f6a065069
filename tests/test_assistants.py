"""The tools of assistants, called by the SDK's own client: read-only, the API's answers, every sentence cited."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mcp.types as types
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from cbec_kg import Corpus, open_corpus
from cbec_kg.api.citing import places_of
from cbec_kg.endpoint.cited_answers import cited
from cbec_kg.endpoint.operations import offered
from cli_calls import SCRIPT

CALLS: dict[str, dict[str, Any]] = {
    "search": {"text": "roads"},
    "evidence": {"all": True},
    "trace": {"record": "problem-roads"},
    "whatif": {"without": ["1", "2"], "all": True},
    "critical-sources": {},
    "gaps": {},
    "notices": {"day": "2021-08-30"},
    "why-row": {"query": "problem-evidence", "row": ["1"]},
    "why-not-row": {"query": "conclusions", "row": ["conclusion=problem-roads"]},
    "audit": {"all": True},
    "certificates": {},
    "nanopubs": {},
    "nanopub": {},
    "citation-table": {},
    "deposit": {"form": "invenio", "creator": ["Tea, Jan"], "published": "2021-08-30"},
    "annotation-export": {},
    "why": {"subject": "stat-tea-output-growth-2019"},
    "why-not": {"statement": "facet-machines-old-pans", "source": "2"},
    "what-changes": {"subject": "facet-machines-old-pans"},
}
WRONG: dict[str, dict[str, Any]] = {"trace": {"record": "problem-raods"}, "search": {}, "shell": {"command": "ls"}}

Answers = dict[str, types.CallToolResult]


@pytest.fixture(scope="module")
def called(mini_folder: Path) -> tuple[types.ListToolsResult, Answers, Answers]:
    """Return the tools, and the answers of good calls and of bad ones, by one client."""

    async def calls() -> tuple[types.ListToolsResult, Answers, Answers]:
        command = StdioServerParameters(command=str(SCRIPT), args=["mcp", "--data", str(mini_folder)], env=dict(os.environ))
        async with Client(stdio_client(command)) as client:
            tools = await client.list_tools()
            (nanopub, *_), *_ = open_corpus([mini_folder]).nanopublications().rows
            asked = CALLS | {"nanopub": {"name": nanopub}}
            good = {name: await client.call_tool(name, given) for name, given in asked.items()}
            return tools, good, {name: await client.call_tool(name, given) for name, given in WRONG.items()}

    return asyncio.run(calls())


def test_the_questions_are_tools_that_only_read(
    called: tuple[types.ListToolsResult, Answers, Answers], mini_folder: Path
) -> None:
    tools = called[0].tools
    offers = offered(open_corpus([mini_folder]))
    assert [tool.name for tool in tools] == [operation.name for operation in offers] == list(CALLS)
    for tool in tools:
        assert tool.annotations is not None
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
        assert tool.input_schema["additionalProperties"] is False


def test_answers_are_those_of_the_api(called: tuple[types.ListToolsResult, Answers, Answers], mini_folder: Path) -> None:
    papers = open_corpus([mini_folder])
    expected = {
        "search": papers.search("roads"),
        "evidence": papers.evidence(everything=True),
        "trace": papers.trace("problem-roads"),
        "whatif": papers.what_if([1, 2], everything=True),
        "critical-sources": papers.critical_sources(),
        "gaps": papers.gaps(),
        "notices": papers.notices(day="2021-08-30"),
        "why-row": papers.why_row("problem-evidence", 1),
        "why-not-row": papers.why_not_row("conclusions", {"conclusion": "problem-roads"}),
        "audit": papers.audit(everything=True),
        "nanopubs": papers.nanopublications(),
        "citation-table": papers.citation_table(),
        "why": papers.why("stat-tea-output-growth-2019"),
        "why-not": papers.why_not("facet-machines-old-pans", 2),
        "what-changes": papers.what_changes("facet-machines-old-pans"),
    }
    for name, result in expected.items():
        content = called[1][name].structured_content
        assert content is not None
        assert covers(content["answer"], result.to_dict()), name


def test_what_another_program_checks_comes_as_it_is(
    called: tuple[types.ListToolsResult, Answers, Answers], mini_folder: Path
) -> None:
    papers = open_corpus([mini_folder])
    expected = {
        "certificates": papers.certificates().to_json(),
        "nanopub": papers.nanopublication(papers.nanopublications().rows[0][0]).to_json(),
        "deposit": papers.deposit("invenio", creators=["Tea, Jan"], published="2021-08-30"),
        "annotation-export": papers.annotation_export(),
    }
    for name, text in expected.items():
        content = called[1][name].structured_content
        assert content is not None
        assert content["answer"]["document"] == text, name


def covers(answer: Any, plain: Any) -> bool:
    """Return whether an answer has all that a plain value has; what is cited has more."""
    if isinstance(plain, dict):
        return isinstance(answer, dict) and all(key in answer and covers(answer[key], value) for key, value in plain.items())
    if isinstance(plain, list):
        return isinstance(answer, list) and len(answer) == len(plain) and all(map(covers, answer, plain))
    return bool(answer == plain)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(one)


def test_every_sentence_has_id_locator_and_basis(called: tuple[types.ListToolsResult, Answers, Answers]) -> None:
    sentences = 0
    for name, result in called[1].items():
        for one in objects(result.structured_content):
            texts = [text for text in one.values() if isinstance(text, str) and (" " in text or not text.isascii())]
            sentences += len(texts)
            if texts:
                assert isinstance(one["id"], str), (name, one)
                assert isinstance(one["locators"], list), (name, one)
                assert isinstance(one["basis"], str), (name, one)
    assert sentences > 100


def test_a_sentence_of_the_article_is_cited_by_its_own_place(mini_folder: Path) -> None:
    papers: Corpus = open_corpus([mini_folder])
    found = cited(papers.trace("problem-roads").to_dict(), places_of(papers), "tea-2020")
    assert (found["id"], found["basis"]) == ("problem-roads", "stated")
    assert found["locators"] == list(dict.fromkeys(place["locator"] for place in found["at"]))
    reference = cited(papers.trace("ref-01").to_dict(), places_of(papers), "tea-2020")
    inner = [one for one in objects(reference["forth"]) if "relation" in one]
    assert inner
    assert all(one["basis"] in ("stated", "inherited", "inferred") for one in inner)


def test_a_call_that_is_off_is_told_in_one_line(called: tuple[types.ListToolsResult, Answers, Answers]) -> None:
    texts = {}
    for name, result in called[2].items():
        (content,) = result.content
        assert isinstance(content, types.TextContent)
        texts[name] = (result.is_error, content.text)
    assert texts["trace"][0] is True
    assert "Did you mean problem-roads" in texts["trace"][1]
    assert texts["search"][1].startswith("search needs text")
    assert texts["shell"] == (True, f"no tool 'shell'; there are: {', '.join(CALLS)}.")
