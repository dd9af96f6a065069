"""What a page carries to tell why a shipped query gives a row: how each query is asked back, and from which curated
statements each statement of the graph follows. The page's worker does the rest (`static/worker/whyrow.js`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cbec_kg.provenance.answer_rows import is_monotone, source_order
from cbec_kg.provenance.curated_statements import CuratedStatement, Statements
from cbec_kg.provenance.derivation import Curated, Source, holder
from cbec_kg.provenance.graph_reasons import reasons_of_graph
from cbec_kg.provenance.matched_statements import Witnesses, is_path, steps_of
from cbec_kg.provenance.patterns import Pattern, Plain, absences, pattern_of, triples_within
from cbec_kg.queries.catalogue import read_catalogue
from cbec_kg.render.explorer.record_facts import Payload
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cbec_kg.store.opening import OpenStore


@dataclass(frozen=True)
class CarriedReasons:
    """`queries` whose rows can be asked about, by name; `content`: how, and the reasons of the graph, as JSON."""

    queries: frozenset[str]
    content: str


def carried_reasons(opened: OpenStore, statements: Statements, nquads: str, store: Store) -> CarriedReasons:
    """Return what a page tells the reasons of rows by; `nquads` is the graph as the page carries it.

    The content has ``queries``: how each is asked back. And of the graph ``records``, each with its places; ``files``;
    ``statements``, in the order in which they are listed, as columns: record and field, value (but of what the page has
    besides), file, and line by its difference from the line before; ``sources``, in the order in which they are preferably
    kept, as columns: the record that has it, whether it is a ``record``, a ``field`` or a ``link``, and the statements that
    say it; ``reasons``, each once: lists of sources, or the record that something is there with; and ``graph``: of each line
    of the graph the reason, by its difference from that before, none for lines of named graphs.
    """
    patterns = {shipped.name: pattern_of(shipped.text) for shipped in read_catalogue()}
    asked_back = {name: _asked_back(pattern, store) for name, pattern in patterns.items() if pattern}
    content = {"queries": asked_back} | _table(opened, statements, nquads, store)
    return CarriedReasons(frozenset(asked_back), json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _asked_back(pattern: Pattern, store: Store) -> Payload:
    """Return what the rows of a query are asked by.

    Returns
    -------
    dict
        ``all``: the query for all variables, in which ``«name»`` stands for the value of a variable; ``triples``: its
        patterns, a path as its steps, each with whether it is followed backwards; ``template``: of a graph's query;
        ``absent``: conditions that hold because something is not there; ``total``: whether it counts; ``monotone``: whether
        more statements make more rows, and ``optional``: not so where a value is missing.
    """
    term = Witnesses(store, pattern).term

    def end(text: str) -> str:
        return text.replace("$", "?", 1) if text[0] in "?$" else str(term(text))

    def verb(text: str) -> Any:
        return [[str(term(step)), inverse] for step, inverse in steps_of(text)] if is_path(text) else end(text)

    triples = list(dict.fromkeys(one.terms for one in triples_within(pattern.group)))
    variables = {text[1:] for one in (*triples, *(one.terms for one in pattern.template)) for text in one if text[0] in "?$"}
    names = variables | {element.terms[0] for element in pattern.group.elements if element.kind == "bind"}
    text = Plain(pattern, {name: f"«{name}»" for name in sorted(names)}).everything()
    return {
        "all": text,
        "triples": [[end(one), verb(path), end(other)] for one, path, other in triples],
        "template": [[*map(end, one.terms)] for one in pattern.template],
        "absent": list(dict.fromkeys(element.text for element in absences(pattern.group))),
        "total": bool(pattern.computed),
        "monotone": is_monotone(pattern),
        "optional": "OPTIONAL" in pattern.unlimited.upper(),
    }


def _table(opened: OpenStore, statements: Statements, nquads: str, store: Store) -> Payload:
    found = {
        f"{one.subject} {one.predicate} {one.object} .": reasons for one, reasons in reasons_of_graph(opened, store).items()
    }
    there = sorted({reasons for reasons in found.values() if isinstance(reasons, str)})
    named = {source for reasons in found.values() if not isinstance(reasons, str) for reason in reasons for source in reason}
    sources = sorted(named | {Curated(record) for record in there}, key=source_order)
    written = {source: statements.of_sources([source]) for source in sources}
    listed = sorted({one for found in written.values() for one in found}, key=_listing)
    records = sorted({holder(source) for source in sources} | {one.record for one in listed})
    files = sorted({one.file for one in listed})
    number_of = {one: number for number, one in enumerate(sources)}
    record_of = {name: number for number, name in enumerate(records)}
    line_of = {one: number for number, one in enumerate(listed)}
    file_of = {name: number for number, name in enumerate(files)}
    kinds: dict[Any, int] = {}

    def numbers() -> Iterator[int | None]:
        for line in nquads.splitlines():
            reasons = found.get(line)
            yield None if reasons is None else kinds.setdefault(reasons, len(kinds))

    graph = _differences(numbers())
    lines = _differences(one.line for one in listed)
    return {
        "records": [[name, [list(place) for place in statements.places(name)]] for name in records],
        "files": files,
        "statements": [
            [record_of[one.record] for one in listed], [one.field for one in listed], [*map(_value, listed)],
            [file_of[one.file] for one in listed], lines,
        ],
        "sources": [
            [record_of[holder(one)] for one in sources], [*map(_form, sources)],
            [[line_of[statement] for statement in written[one]] for one in sources],
        ],
        "reasons": [
            record_of[reasons] if isinstance(reasons, str) else [sorted(map(number_of.__getitem__, one)) for one in reasons]
            for reasons in kinds
        ],
        "graph": graph,
    }  # fmt: skip


def _form(source: Source) -> str:
    return "link" if not isinstance(source, Curated) else "field" if source.field else "record"


def _value(one: CuratedStatement) -> str:
    """Return the value of a statement, empty where that is the record's own id or a text of it."""
    return "" if one.field in ("", *LANGUAGES) else shown_text(one.value)


def _listing(one: CuratedStatement) -> tuple[Any, ...]:
    return one.file, one.line, one.record, one.field, one.value


def _differences(numbers: Iterable[int | None]) -> list[int | None]:
    """Return each number less the last one before it, None as it is."""
    found: list[int | None] = []
    before = 0
    for number in numbers:
        found.append(None if number is None else number - before)
        before = before if number is None else number
    return found
