"""The process that queries run in: ``python -m cbec_kg.store.worker``. It answers one after another.

What it works on is a database on disk, which it is given by name, or N-Quads (`cbec_kg.io.piped`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from cbec_kg.errors import QueryError
from cbec_kg.io.piped import PART, Answered, answer_questions, send
from cbec_kg.model.iris import PREFIXES
from cbec_kg.store.encoding import encoded, form_of, write_lines
from cbec_kg.store.sparql import DamagedError, Dataset, engine_errors, evaluated

if TYPE_CHECKING:
    from pyoxigraph import Store


class _FullError(Exception):
    """More rows or bytes than are allowed; says which."""


class _Lines:
    """Collects an answer in lines, or sends it on in parts, and counts both."""

    def __init__(self, rows: int, most: int, send: bool) -> None:
        self.rows, self.most, self.send = rows, most, send
        self.lines = self.bytes = 0
        self.parts: list[bytes] = []
        self.waiting = 0

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        self.bytes += len(data)
        self.waiting += len(data)
        if self.lines > self.rows:
            raise _FullError("rows")
        if self.bytes > self.most:
            raise _FullError("bytes")
        self.parts.append(bytes(data))
        if self.send and self.waiting >= PART:
            self.pass_on()
        return len(data)

    def flush(self) -> None:
        """Leave it: the end of an answer sends what is left."""

    def taken(self) -> bytes:
        content = b"".join(self.parts)
        self.parts, self.waiting = [], 0
        return content

    def pass_on(self) -> None:
        send(self.taken())


def _opened(opening: dict[str, Any], nquads: bytes) -> Answered:
    from pyoxigraph import RdfFormat, Store

    if "database" in opening:
        store = Store.read_only(opening["database"])
    else:
        store = Store()
        store.bulk_load(nquads, format=RdfFormat.N_QUADS)
    return partial(_answered, store)


def _answered(store: Store, asked: Any) -> dict[str, Any]:
    """Send the answer of a query, and return how it ended."""
    text, prefixes, graphs, wanted, rows, most = asked
    prefixes = PREFIXES if prefixes is None else prefixes
    dataset = Dataset(*map(tuple, graphs)) if graphs else None
    lines = _Lines(rows + 1, most, not wanted)  # a table has a line for its heading
    try:
        with engine_errors(text, prefixes):
            result = evaluated(store, text, prefixes, dataset)
            form = form_of(result)
            if wanted and form not in wanted:
                return {"form": form, "rows": 0, "unwanted": True}
            lines.rows -= form == "construct"
            write_lines(result, lines)  # type: ignore[arg-type]  # it writes, which is all that is asked of it
            if wanted:
                ready = encoded(form, lines.taken(), wanted[form])
                for start in range(0, len(ready), PART):
                    send(ready[start : start + PART])
            else:
                lines.pass_on()
            return {"form": form, "rows": lines.lines - (form == "select")}
    except _FullError as error:
        return {"full": str(error)}
    except DamagedError as error:
        return {"damaged": str(error)}
    except QueryError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"full": "memory"}


if __name__ == "__main__":
    answer_questions(_opened)
