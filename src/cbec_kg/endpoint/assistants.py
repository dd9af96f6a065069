"""The questions as tools of the Model Context Protocol, by its SDK, on standard input and output.

An assistant sees these tools and nothing else: no file, no prompt, no sampling. Every sentence of an answer is cited
(`cbec_kg.endpoint.cited_answers`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from cbec_kg import __version__
from cbec_kg.api.citing import Place, places_of
from cbec_kg.endpoint.cited_answers import cited
from cbec_kg.endpoint.operations import MOST_CHARACTERS, MOST_VALUES, Operation, Parameter, answer, offered
from cbec_kg.errors import CbecError, UsageError, shown

if TYPE_CHECKING:
    from cbec_kg import Corpus

_INSTRUCTIONS = """\
A scholarly paper as a knowledge graph: which of its problems rest on which evidence, where exactly that is said, and which
of its figures cannot all be true. Records are named by ids; search finds them. Every sentence that is returned carries `id`,
`locators` (section.paragraph.sentence of the article; empty where it has no place) and `basis`: stated by the article,
inherited from a sentence or note beside, inferred by the curator, or computed. Cite ids and locators, and say the basis."""


def run_tools(papers: Corpus) -> None:
    """Answer an assistant until it closes standard input."""
    asyncio.run(_run(papers))


async def _run(papers: Corpus) -> None:
    tools = _Tools(papers)
    server: Server[Any] = Server(
        "cbec-kg", version=__version__, instructions=_INSTRUCTIONS, on_list_tools=tools.listed, on_call_tool=tools.called
    )
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


class _Tools:
    def __init__(self, papers: Corpus) -> None:
        self._papers = papers
        self._place_of: Callable[[str], Place | None] | None = None
        self._operations = {operation.name: operation for operation in offered(papers)}

    async def listed(self, context: Any, parameters: Any) -> types.ListToolsResult:
        """Return the tools with the schemas of what they take."""
        return types.ListToolsResult(tools=[_tool(operation) for operation in self._operations.values()])

    async def called(self, context: Any, parameters: types.CallToolRequestParams) -> types.CallToolResult:
        """Return the answer of a tool, or in one line what is wrong with the call."""
        try:
            operation = self._operations.get(parameters.name)
            if operation is None:
                raise UsageError(f"no tool {parameters.name[:80]!r}; there are: {', '.join(self._operations)}.")
            content = await asyncio.to_thread(self._answer, operation, parameters.arguments or {})
        except CbecError as error:
            return types.CallToolResult(content=[types.TextContent(text=shown(str(error)))], is_error=True)
        text = json.dumps(content, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=content)

    def _answer(self, operation: Operation, arguments: dict[str, Any]) -> dict[str, Any]:
        given = {name: _values(name, value) for name, value in arguments.items()}
        result = answer(self._papers, operation, given)
        found = {"document": result.to_json()} if result.exact else result.to_dict()
        self._place_of = self._place_of or places_of(self._papers)
        return {"answer": cited(found, self._place_of, ", ".join(self._papers.ids))}


def _values(name: str, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | bool) for one in values):
        raise UsageError(f"{name[:80]!r}: text, true or false, or a list of texts is expected.")
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]


def _tool(operation: Operation) -> types.Tool:
    schema = {
        "type": "object",
        "properties": {parameter.name: _schema(parameter) for parameter in operation.parameters},
        "required": [parameter.name for parameter in operation.parameters if parameter.required],
        "additionalProperties": False,
    }
    hints = types.ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True, destructive_hint=False)
    return types.Tool(name=operation.name, description=operation.title, input_schema=schema, annotations=hints)


def _schema(parameter: Parameter) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string", "maxLength": MOST_CHARACTERS}
    if parameter.kind == "flag":
        one = {"type": "boolean"}
    if parameter.known:
        one["enum"] = list(parameter.known)
    found = {"type": "array", "items": one, "maxItems": MOST_VALUES} if parameter.kind == "texts" else one
    return found | {"description": parameter.meaning}
