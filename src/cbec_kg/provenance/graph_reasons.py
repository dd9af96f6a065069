"""From which curated statements each statement of a whole graph follows: what a page needs to tell why without this package.

Of a row `answer_rows` asks this for the few statements that may matter, and computes evidence lines anew. Here lines are
given by the paths that they follow from (`evidence_reasons`): a basis from any path of it, a length from the shortest of
these, a pointer from those that begin with it, and all else from any path in the line's role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cbec_kg.model.iris import TERM
from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.terms import BASES
from cbec_kg.provenance.answer_rows import line_statements
from cbec_kg.provenance.derivation import Derivation, Reasons, Source
from cbec_kg.provenance.evidence_reasons import LinePaths, Path
from cbec_kg.store.selected import Statement, statements_of

if TYPE_CHECKING:
    from cbec_kg.store.opening import OpenStore
    from cbec_kg.store.selected import Graph

_MOST_PATHS = 64
"""Most paths from a source to a statement that are taken in one role."""


def reasons_of_graph(opened: OpenStore, store: Graph) -> dict[Statement, Reasons | str]:
    """Return for each statement of a graph the sets of curated statements from which it follows: one empty set where it is
    always there, the name of a record for what is there with it.
    """
    derivation, lines = Derivation(opened, store), _of_lines(opened)
    found: dict[Statement, Reasons | str] = {}
    for statement in statements_of(store):
        own = derivation.own(statement)
        if any(derivation.is_line(one) for one in own):
            found[statement] = tuple(dict.fromkeys(reason for one in own for reason in lines.get(one, ())))
        else:
            found[statement] = derivation.record_of(own[0]) or derivation.reasons(statement)
    return found


def _of_lines(opened: OpenStore) -> Mapping[Statement, list[frozenset[Source]]]:
    snapshot, folder = opened.snapshot, opened.folder_ids[0]
    graph = LinePaths(snapshot.links)
    found: dict[Statement, list[frozenset[Source]]] = defaultdict(list)
    for line in snapshot.lines:
        paths = graph.reason(replace(line, basis=BASES[-1]), most=_MOST_PATHS).paths
        for statement in line_statements(line, folder):
            term = statement.predicate.value.removeprefix(TERM)
            found[statement] += [frozenset(path) for path in paths if _carries(path, line, term, statement)]
    return found


def _carries(path: Path, line: EvidenceLine, term: str, statement: Statement) -> bool:
    """Return whether a statement of a line follows from one of its paths."""
    is_best = max(BASES.index(link.basis) for link in path) == BASES.index(line.basis)
    if term == "length":
        return is_best and len(path) == line.length
    if term == "via":
        return is_best and statement.object.value.endswith(f"/{path[0].end.rpartition(':')[2]}")
    return is_best or term != "basis"
