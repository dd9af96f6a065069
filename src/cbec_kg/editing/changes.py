"""Change records within the text of their file: what was not changed keeps every byte, comments included.

An edit gives the whole new text of one file and is proved: read again strictly, it has what was asked for and nothing else
differs. Out of scope: whether the records agree with one another (`curation.reader`), and writing (`session`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cbec_kg.curation.yaml_text import Plain, field_yaml, item_yaml, record_yaml, row_yaml
from cbec_kg.errors import UsageError
from cbec_kg.io.loading import YamlList, YamlMap, YamlNode, YamlText, parse_yaml
from cbec_kg.io.yaml_spans import FieldSpan, RecordSpan, line_end, record_spans
from cbec_kg.model.records import Paraphrased
from cbec_kg.model.schema import fields_of

Record = Mapping[str, Plain]
Change = Record | None
"""What a record shall be: all of its fields in order, None for a record that goes."""

_STATEMENT = [
    "id",
    "countermeasure",
    "problem",
    "status",
    "section",
    "kind",
    "zh",
    "en",
    "at",
    "modality",
    "modal_word",
    "quantifier",
    "quantifier_word",
    "place",
    "place_basis",
    "population",
    "population_basis",
    "actors",
    "instruments",
    "about",
    "stands_alone",
    "addresses",
    "answers",
    "rests_on",
    "concluded_from",
    "leads_to",
    "caused_by",
    "trends",
]
"""The order of a statement's fields: which it is, what it says and how, where, about what, its links."""


def field_order(kind: type[Any]) -> list[str]:
    """Return the order in which the fields of a kind of record are written: of declaration, but for statements."""
    known = list(fields_of(kind))
    order = [*_STATEMENT, *(name for name in known if name not in _STATEMENT)] if issubclass(kind, Paraphrased) else known
    return [name for name in order if name in known]


def plain_of(node: YamlNode | None) -> Plain:
    """Return a node as plain values: text, lists and mappings."""
    if isinstance(node, YamlText):
        return node.text
    if isinstance(node, YamlList):
        return [plain_of(item) for item in node.items]
    return {key: plain_of(item) for key, item in node.items.items()} if isinstance(node, YamlMap) else []


def records_in(text: str, name: str) -> dict[str, dict[str, Plain]]:
    """Return the records of a file by id, in its order, as plain values; DataError as `parse_yaml`.

    Records without an id are left out: the strict reader says what is wrong with them.
    """
    found = plain_of(parse_yaml(text.removeprefix("\ufeff"), name))
    listed = found if isinstance(found, list) else [found]
    return {str(record["id"]): dict(record) for record in listed if isinstance(record, Mapping) and "id" in record}


def edited(text: str, name: str, changes: Mapping[str, Change], order: Sequence[str] = ()) -> str:
    """Return the text of a file after some of its records were changed, added or removed, by id.

    A record is looked for by the id that it has in the file; its new fields may give it another id, and it moves then to
    where that one belongs. New fields stand in `order`, new records where their id sorts.

    Raises UsageError when the file is laid out in a form that is not edited in place, or already has the new id.

    Examples
    --------
    >>> old = "- {id: unit-a, zh: 甲}  # one\\n- {id: unit-c, zh: 丙}\\n"
    >>> print(edited(old, "units.yaml", {"unit-a": {"id": "unit-a", "zh": "乙"}}), end="")
    - {id: unit-a, zh: 乙}  # one
    - {id: unit-c, zh: 丙}
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    before = records_in(body, name)
    ordered = {key: None if fields is None else _in_order(fields, order) for key, fields in changes.items()}
    wanted = _wanted(before, ordered, name)
    spans = record_spans(body)
    if spans is None or len(spans) != len(before):
        step = "Write each record below the last, opened by '- id:', and try again."
        raise UsageError(f"{name}: is laid out in a form that is not edited in place. {step}")
    places = dict(zip(before, spans, strict=True))
    ending = "\r\n" if "\r\n" in body else "\n"
    pieces: list[tuple[int, int, str]] = []
    added: dict[str, str] = {}
    row = bool(spans) and all(span.flow for span in spans)
    for key, fields in ordered.items():
        span = places.get(key)
        if fields is None:
            if span is None:
                raise UsageError(f"{name}: has no {key} to remove. Look at the folder as it is now.")
            pieces.append((span.start, span.end, ""))
        elif span is None:
            added[str(fields["id"])] = f"- {row_yaml(fields)}\n" if row else record_yaml(fields)
        else:
            own = _record_edits(body, span, before[key], fields)
            if fields["id"] == key:
                pieces += own
            else:
                pieces.append((span.start, span.end, ""))
                after = _apply(body, own)
                block = after[span.start : span.end + len(after) - len(body)]
                added[str(fields["id"])] = block if block.endswith("\n") else f"{block}\n"
    staying = [key for key in before if not (key in ordered and _gone(key, ordered[key]))]
    for new in sorted(added):
        following = next((key for key in staying if key > new), None)
        at = len(body) if following is None else _with_comments(body, places[following].start)
        pieces.append((at, at, added[new]))
    result = _apply(body, [(start, end, new.replace("\r\n", "\n").replace("\n", ending)) for start, end, new in pieces])
    if {key: dict(fields) for key, fields in records_in(result, name).items()} != wanted:
        raise UsageError(f"{name}: is laid out in a form that is not edited in place. Change the record by hand.")
    return mark + result


def sorted_records(text: str, name: str) -> str:
    """Return a file's text with its records sorted by id, each with the comments above it; as it is where they are."""
    records = list(records_in(text, name))
    spans = record_spans(text.removeprefix("\ufeff"))
    if records == sorted(records) or spans is None or len(spans) != len(records):
        return text
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    starts = [_with_comments(body, span.start) for span in spans]
    blocks = [body[start:end] for start, end in zip(starts, [*starts[1:], len(body)], strict=True)]
    ending = "\r\n" if "\r\n" in body else "\n"
    whole = [block if block.endswith("\n") else block + ending for block in blocks]
    return mark + body[: starts[0]] + "".join(block for _, block in sorted(zip(records, whole, strict=True)))


def _gone(key: str, fields: Change) -> bool:
    return fields is None or fields["id"] != key


def _wanted(before: Mapping[str, Record], changes: Mapping[str, Change], name: str) -> dict[str, dict[str, Plain]]:
    after = {key: dict(fields) for key, fields in before.items() if key not in changes}
    for fields in changes.values():
        if fields is not None:
            new = str(fields["id"])
            if new in after:
                raise UsageError(f"{name}: {new} is already there. Give the record its own id.")
            after[new] = dict(fields)
    return after


def _in_order(fields: Record, order: Sequence[str]) -> Record:
    """Return fields in an order, those that it does not name behind the one that they followed."""
    rank = {field: position for position, field in enumerate(order)}
    return {name: fields[name] for name in sorted(fields, key=lambda name: rank.get(name, len(rank)))}


def _apply(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(pieces, key=lambda piece: piece[:2], reverse=True):
        if new and start == len(text) and text and not text.endswith("\n"):
            new = ("\r\n" if "\r\n" in text else "\n") + new
        text = text[:start] + new + text[end:]
    return text


def _with_comments(text: str, start: int) -> int:
    """Return where the comment lines right above a record begin: they belong to it."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start


def _record_edits(text: str, span: RecordSpan, old: Record, new: Record) -> list[tuple[int, int, str]]:
    if dict(old) == dict(new):
        return []
    if span.flow:
        return [(span.first, span.last, row_yaml(new))]
    indent = " " * span.column
    edits: list[tuple[int, int, str]] = []
    for name, place in span.fields.items():
        if name not in new:
            edits.append(_removal(text, span, name, place))
        elif new[name] != old[name]:
            edits.append(_replacement(text, place, name, old[name], new[name], indent))
    present = [name for name in new if name in span.fields]
    for name in (name for name in new if name not in span.fields):
        position = list(new).index(name)
        above = [other for other in list(new)[:position] if other in present]
        at = line_end(text, span.fields[above[-1]].end)
        edits.append((at, at, f"{field_yaml(name, new[name], indent)}\n"))
    return _together(edits)


def _together(edits: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return edits with those that insert at one place joined, in the order given."""
    joined: dict[tuple[int, int], str] = {}
    for start, end, new in edits:
        joined[start, end] = joined.get((start, end), "") + new
    return [(start, end, new) for (start, end), new in joined.items()]


def _removal(text: str, span: RecordSpan, name: str, place: FieldSpan) -> tuple[int, int, str]:
    start = text.rfind("\n", 0, place.key) + 1
    if start < span.start + span.column and name == next(iter(span.fields)):  # the dash stands on its line
        return place.key, line_end(text, place.end), ""
    return start, line_end(text, place.end), ""


def _replacement(text: str, place: FieldSpan, name: str, old: Plain, new: Plain, indent: str) -> tuple[int, int, str]:
    rendered = field_yaml(name, new, indent)
    if place.items and isinstance(old, list) and isinstance(new, list):
        return _list_edit(text, place, old, new)
    if "\n" in rendered and place.flow and isinstance(new, list) and all(isinstance(item, str) for item in new):
        return place.start, place.end, row_yaml(new)  # as the curator had it
    return place.key, place.end, rendered[len(indent) :]


def _list_edit(text: str, place: FieldSpan, old: Sequence[Plain], new: Sequence[Plain]) -> tuple[int, int, str]:
    """Return the edit of a list below its field: items that stay keep their text, with their dash and what is above it."""
    starts = [text.rfind("-", 0, start) for start, _ in place.items]
    first = text.rfind("\n", 0, starts[0]) + 1
    indent = text[first : starts[0]]
    bounds = [first, *(line_end(text, end) for _, end in place.items)]
    lines = [text[start:end] for start, end in pairwise(bounds)]
    left = [(item, line if line.endswith("\n") else f"{line}\n") for item, line in zip(old, lines, strict=True)]
    written = []
    for item in new:
        found = next((number for number, (other, _) in enumerate(left) if other == item), None)
        written.append(f"{item_yaml(item, indent)}\n" if found is None else left.pop(found)[1])
    return first, bounds[-1], "".join(written)
