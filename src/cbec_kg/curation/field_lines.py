"""In which line of a folder's files a curator wrote each record, each of its fields and each item of a field.

A file is read when a record of it is first asked for. The cells of a printed table stand in its CSV file; what its columns,
its rows and the table say of them, in ``tables.yaml``. Out of scope: what is wrong in a file (`cbec_kg.curation.reader`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from cbec_kg.io.loading import YamlList, YamlMap, YamlNode, YamlText, is_there, parse_csv, parse_yaml, read_utf8
from cbec_kg.model.kinds import CLASSES, FILES, kind_of
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Where
from cbec_kg.model.written_lines import item_name

Lines = dict[str, Where]

_TABLES = "tables.yaml"
_OF_CELL = ("", "printed", "value", "operator", "at")
_AS_CELL = {"category": "categories"}
_FILE_OF = {kind: file for file, kind in FILES.items()}


class FieldLines(Mapping[str, Mapping[str, Where]]):
    """Where the records of a folder, their fields and the fields' items stand: `cbec_kg.model.written_lines.Written`.

    `text` gives the text of a file of the folder by its name, None for one that is not there.
    """

    def __init__(self, text: Callable[[str], str | None]) -> None:
        self._text = text
        self._read = cache(self._read_file)
        self._cells = cache(self._read_cells)

    @classmethod
    def of_folder(cls, folder: Path) -> FieldLines:
        """Return the lines of a folder."""
        return cls(lambda file: read_utf8(folder / file, file) if is_there(folder / file) else None)

    def texts(self) -> dict[str, str]:
        """Return the texts of all files that there are, by their names: from these the same lines can be found elsewhere."""
        tables = (_text(table, "file") for table in self._nodes(_TABLES))
        found = {file: self._text(file) for file in (*FILES, *tables)}
        return {file: text for file, text in found.items() if text is not None}

    def __getitem__(self, record: str) -> Mapping[str, Where]:
        kind = CLASSES[kind_of(record)]
        found = self._read(_FILE_OF[kind]).get(record)
        if found is None and kind is Statistic:
            return self._cells()[record]
        if found is None:
            raise KeyError(record)
        return found

    def __iter__(self) -> Iterator[str]:
        for file in FILES:
            yield from self._read(file)
        yield from self._cells()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _nodes(self, file: str) -> Iterator[YamlMap]:
        text = self._text(file)
        node = None if text is None else parse_yaml(text, file)
        for item in node.items if isinstance(node, YamlList) else (node,):
            if isinstance(item, YamlMap):
                yield item

    def _read_file(self, file: str) -> dict[str, Lines]:
        return {_text(node, "id"): _lines(node, file) for node in self._nodes(file)}

    def _read_cells(self) -> dict[str, Lines]:
        found = {}
        for table in self._nodes(_TABLES):
            name, file, of_table = _text(table, "id"), _text(table, "file"), _lines(table, _TABLES)
            columns, rows = (
                {_text(item, "key"): _lines(item, _TABLES) for item in _items(table, field) if isinstance(item, YamlMap)}
                for field in ("columns", "rows")
            )
            for line, cells in parse_csv(self._text(file) or "", file):
                row = cells["row" if rows else "period"]
                for column, lines in columns.items():
                    given = {_AS_CELL.get(key, key): where for key, where in (of_table | rows.get(row, {}) | lines).items()}
                    own = dict.fromkeys(_OF_CELL, Where(file, line))
                    found[f"stat-{name}-{row}-{column}"] = given | own | ({} if rows else {"period": Where(file, line)})
        return found


def _lines(node: YamlMap, file: str) -> Lines:
    found = {"": Where(file, node.line)}
    for field, line in node.key_lines.items():
        found[field] = Where(file, line)
        for item in _items(node, field):
            found.setdefault(item_name(field, *_names(item)), Where(file, item.line))
    return found


def _names(item: YamlNode) -> Iterator[str]:
    if isinstance(item, YamlText):
        yield item.text
    elif isinstance(item, YamlMap):
        yield from (_text(item, key) for key in ("on", "id", "key", "indicator", "field", "role") if key in item.items)


def _items(node: YamlMap, field: str) -> tuple[YamlNode, ...]:
    value = node.items.get(field)
    return value.items if isinstance(value, YamlList) else ()


def _text(node: YamlMap, field: str) -> str:
    value = node.items.get(field)
    return value.text if isinstance(value, YamlText) else ""
