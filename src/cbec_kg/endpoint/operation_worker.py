"""The process that the questions beside SPARQL are answered in: ``python -m cbec_kg.endpoint.operation_worker``.

It is given the papers as they were at the start of the server, and ended when a question takes too much.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cbec_kg.api.sent import packed, unpacked
from cbec_kg.api.service import MEGABYTE, Limits, Reply
from cbec_kg.endpoint.operations import OPERATIONS, answer, values_of
from cbec_kg.errors import CbecError, LimitError, RefusedError, UnavailableError, UnknownIdError, UsageError
from cbec_kg.io.piped import PART, Answered, EndedError, PipedProcess, answer_questions, send

if TYPE_CHECKING:
    from cbec_kg import Corpus


_SHARE = 0.8
"""The share of its time after which what is known by then is answered, where a question has such an answer."""


class OperationQuestion(NamedTuple):
    """An operation by its name, the values of its parameters as they came, and the format of the answer."""

    name: str
    given: tuple[tuple[str, str], ...]
    form: str = "json"

    @property
    def key(self) -> Hashable:
        """Return what the answer hangs on."""
        return self

    @property
    def forms(self) -> Mapping[str, str]:
        """Return the format of the answer, as the API names it."""
        return {self.form: self.form}


class OperationWorker(PipedProcess):
    """A process that answers operations on papers; it starts when it is first asked."""

    def __init__(self, papers: Corpus, memory: int) -> None:
        super().__init__("cbec_kg.endpoint.operation_worker", lambda: ({}, packed(papers)), memory)

    def line(self, question: OperationQuestion, limits: Limits) -> bytes:
        """Return a question as the process reads it."""
        return json.dumps([*question, limits.output, limits.seconds * _SHARE]).encode() + b"\n"

    def reply(self, question: OperationQuestion, limits: Limits, content: bytes, end: dict[str, Any]) -> Reply:
        """Return what the process wrote as a reply, or raise what an operation raised there."""
        if "error" not in end:
            return Reply(question.form, content, 1)
        if end["error"] == "UnknownIdError":
            raise UnknownIdError(end["unknown"], end["nearest"], end["known"])
        raise _RAISED.get(end["error"], UsageError)(end["message"])

    def excess(self, error: EndedError, limits: Limits) -> LimitError:
        """Return what the process took too much of when it ended."""
        took = f"{limits.seconds:g} s" if error.late else f"{self.memory // MEGABYTE:,} MB of memory"
        return LimitError(f"the answer took over {took} and was ended. Ask for less.")

    def opened(self, end: dict[str, Any]) -> None:
        """Raise `UnavailableError` when the process could not read the papers."""
        if "damaged" in end:
            raise UnavailableError(f"the papers could not be handed on: {end['damaged']}")


_RAISED = {error.__name__: error for error in (LimitError, RefusedError, UsageError)}


def _opened(opening: dict[str, Any], content: bytes) -> Answered:
    papers = unpacked(content)
    _ = papers.ids  # what is wrong with them is found now, and not by the first question
    operations = {operation.name: operation for operation in OPERATIONS}

    def answered(asked: Any) -> dict[str, Any]:
        name, given, form, most, seconds = asked
        try:
            found = answer(papers, operations[name], values_of(given), seconds).render(form).encode()
            if len(found) > most:
                raise LimitError(f"the answer has over {most // MEGABYTE:,} MB. Ask for less.")
        except MemoryError:
            return {"error": "LimitError", "message": "the answer takes too much memory. Ask for less."}
        except UnknownIdError as error:
            return {"error": "UnknownIdError", "unknown": error.unknown, "nearest": error.nearest, "known": error.known}
        except CbecError as error:
            return {"error": type(error).__name__, "message": str(error)}
        for start in range(0, len(found), PART):
            send(found[start : start + PART])
        return {}

    return answered


if __name__ == "__main__":
    answer_questions(_opened)
