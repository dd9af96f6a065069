"""Where the records of a YAML file and their fields stand in its text, so that one field can be replaced and no other byte.

Offsets count characters. Out of scope: what is allowed in such a file (`cbec_kg.io.loading.parse_yaml` refuses the rest).
"""

from __future__ import annotations

from typing import Any, NamedTuple


class FieldSpan(NamedTuple):
    """One field: its key begins at `key`, its value takes `start` to `end`, without white space or a comment behind it.

    `flow` when the value is a list or mapping in a row; `items` has start and end of each item of a list below its key.
    """

    key: int
    start: int
    end: int
    flow: bool
    items: tuple[tuple[int, int], ...]


class RecordSpan(NamedTuple):
    """One record: `start` to `end` are whole lines, the dash and the last new line included; `column` is where keys stand.

    `flow` when the record is written in a row; it takes `first` to `last` then.
    """

    start: int
    end: int
    column: int
    flow: bool
    first: int
    last: int
    fields: dict[str, FieldSpan]


def record_spans(text: str) -> list[RecordSpan] | None:
    """Return the places of the records of a file that was read strictly, in order; none of a file without any.

    None when the file is no list that is written below one another, each record opening a line with a dash.
    """
    import yaml

    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if root is None:
        return []
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        fields = {key.value: _field(text, key, value) for key, value in root.value}
        return [RecordSpan(0, len(text), 0, False, 0, len(text), fields)]
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        return None
    spans = []
    for node in root.value:
        start = text.rfind("\n", 0, node.start_mark.index) + 1
        if not isinstance(node, yaml.MappingNode) or not text.startswith("-", start):
            return None
        last = _end(text, node)
        fields = {} if node.flow_style else {key.value: _field(text, key, value) for key, value in node.value}
        column = node.start_mark.index - start
        spans.append(
            RecordSpan(start, line_end(text, last), column, bool(node.flow_style), node.start_mark.index, last, fields)
        )
    return spans


def line_end(text: str, position: int) -> int:
    """Return the offset after the line that a position is in."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _field(text: str, key: Any, value: Any) -> FieldSpan:
    items: tuple[tuple[int, int], ...] = ()
    listed = isinstance(value.value, list) and type(value).__name__ == "SequenceNode"
    if listed and not value.flow_style:
        items = tuple((item.start_mark.index, _end(text, item)) for item in value.value)
    flow = isinstance(value.value, list) and bool(value.flow_style)
    return FieldSpan(key.start_mark.index, value.start_mark.index, _end(text, value), flow, items)


def _end(text: str, node: Any) -> int:
    """Return the offset after the last character of a node: the marks of blocks reach to whatever comes next."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        return max(_end(text, part) for part in (last if isinstance(last, tuple) else (last,)))
    end: int = node.end_mark.index
    while end > node.start_mark.index and text[end - 1].isspace():
        end -= 1
    return end
