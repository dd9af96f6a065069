"""Files as they come in: YAML that stays text, CSV, encodings, limits."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from cbec_kg.errors import DataError, UsageError
from cbec_kg.io import loading
from cbec_kg.io.loading import YamlList, YamlMap, YamlText, parse_csv, parse_yaml, read_utf8


def yaml_of(tmp_path: Path, content: str | bytes) -> object:
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return parse_yaml(read_utf8(path, "x.yaml"), "x.yaml")


def yaml_problems(tmp_path: Path, content: str | bytes) -> list[tuple[str, int, str]]:
    with pytest.raises(DataError) as caught:
        yaml_of(tmp_path, content)
    return [(problem.file, problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "scalar",
    ["561.20", "no", "yes", "on", "null", "~", "0o17", "012", "1e3", "1_000", "2018-01-01", "12:30:00", ".5", "0x1F"],
)
def test_a_scalar_stays_as_written(tmp_path: Path, scalar: str) -> None:
    node = yaml_of(tmp_path, f"a: {scalar}\n")
    assert isinstance(node, YamlMap)
    assert node.items["a"] == YamlText(scalar, 1)


def test_lists_and_mappings_know_their_lines(tmp_path: Path) -> None:
    node = yaml_of(tmp_path, "# head\n- a: 1\n  b: 2\n- c\n")
    assert isinstance(node, YamlList)
    first, second = node.items
    assert isinstance(first, YamlMap)
    assert (node.line, first.line, first.key_lines, second) == (2, 2, {"a": 2, "b": 3}, YamlText("c", 4))


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    assert yaml_of(tmp_path, "# only this\n") is None


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "a: 1\nb: 2\na: 3\n") == [("x.yaml", 3, "repeats the key 'a'. Keep one.")]


def test_a_repeated_key_within_a_list_is_refused(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "- {a: 1}\n- {a: 1, a: 2}\n") == [("x.yaml", 2, "repeats the key 'a'. Keep one.")]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a: &x 1\nb: 2\n", 1, "has a YAML anchor or alias. Write the value out."),
        ("a: 1\nb: &x {c: 1}\n", 2, "has a YAML anchor or alias. Write the value out."),
        ("a: 1\nb: !!int 2\n", 2, "has the YAML tag tag:yaml.org,2002:int. Remove it."),
        (
            "a: !!python/object/apply:os.system [id]\n",
            1,
            "has the YAML tag tag:yaml.org,2002:python/object/apply:os.system. Remove it.",
        ),
        ("a: 1\n---\nb: 2\n", 2, "has a second YAML document. Keep one list a file."),
        ("a: 1\n? [b, c]\n: 2\n", 2, "has a key that is not plain text. Name the field."),
    ],
    ids=["anchor", "anchor of a mapping", "tag", "object tag", "two documents", "a list as key"],
)
def test_what_yaml_could_hide_is_refused(tmp_path: Path, content: str, line: int, message: str) -> None:
    assert yaml_problems(tmp_path, content) == [("x.yaml", line, message)]


def test_an_alias_is_refused_where_it_stands(tmp_path: Path) -> None:
    assert [line for _, line, _ in yaml_problems(tmp_path, "a: &x 1\nb: 2\nc: *x\n")] == [1, 3]


def test_aliases_that_would_swell_are_refused(tmp_path: Path) -> None:
    lines = ["a: &a0 [x, x]"] + [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert yaml_problems(tmp_path, "\n".join(lines))


def test_25_levels_are_too_deep(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "[" * 25 + "]" * 25)[0][2] == "nested deeper than 24 levels. Flatten it."


def test_very_deep_nesting_is_reported_and_no_crash(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "[" * 100_000)


@pytest.mark.parametrize(
    ("content", "line"), [("a: [1, 2\n", 2), ("a: 1\n b: 2\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: 'x\n", 2), ("a: %x\n", 1)]
)
def test_broken_syntax_is_reported_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    ((file, found, message),) = yaml_problems(tmp_path, content)
    assert (file, found) == ("x.yaml", line)
    assert message.startswith("not valid YAML: ")
    assert message.endswith("Correct the syntax.")


def test_a_control_character_in_yaml_is_reported(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "a: x\x07y\n")[0][2].startswith("not valid YAML: ")


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    node = yaml_of(tmp_path, codecs.BOM_UTF8 + "a: 茶\n".encode())
    assert isinstance(node, YamlMap)
    assert node.items == {"a": YamlText("茶", 1)}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path, encoding: str) -> None:
    content = b"a: 1\nb: " + "茶叶".encode(encoding)
    assert yaml_problems(tmp_path, content) == [("x.yaml", 2, "not UTF-8. Save the file as UTF-8.")]


def test_a_nul_character_is_reported_with_its_line(tmp_path: Path) -> None:
    assert yaml_problems(tmp_path, "a: 1\nb: \0\n") == [("x.yaml", 2, "contains a NUL character. Remove it.")]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        os.truncate(file.fileno(), loading.MAX_DATA_BYTES + 1)
    with pytest.raises(UsageError, match="larger than 32 MiB"):
        parse_yaml(read_utf8(path, "x.yaml"), "x.yaml")


def test_windows_line_ends_are_allowed(tmp_path: Path) -> None:
    node = yaml_of(tmp_path, "a: 1\r\nb: 2\r\n")
    assert isinstance(node, YamlMap)
    assert node.items == {"a": YamlText("1", 1), "b": YamlText("2", 2)}


def csv_of(tmp_path: Path, content: str) -> list[tuple[int, dict[str, str]]]:
    path = tmp_path / "x.csv"
    path.write_bytes(content.encode())
    return parse_csv(read_utf8(path, "x.csv"), "x.csv")


def test_csv_rows_come_with_their_lines_as_text(tmp_path: Path) -> None:
    assert csv_of(tmp_path, 'a,b\n01,"1,5"\nno,茶\n') == [(2, {"a": "01", "b": "1,5"}), (3, {"a": "no", "b": "茶"})]


@pytest.mark.parametrize("heading", ["", "a,a", "a,"])
def test_a_csv_heading_names_each_column_once(tmp_path: Path, heading: str) -> None:
    with pytest.raises(DataError, match="must name each column once"):
        csv_of(tmp_path, f"{heading}\n1,2\n")


def test_every_csv_row_of_another_width_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        csv_of(tmp_path, "a,b\n1\n1,2\n1,2,3\n")
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (2, "has 1 cells; the heading names 2."),
        (4, "has 3 cells; the heading names 2."),
    ]


def test_a_huge_csv_cell_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not valid CSV"):
        csv_of(tmp_path, "a\n" + "x" * 200_000 + "\n")


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b"])
def test_a_character_that_only_python_takes_for_a_line_end_stays_in_its_cell(tmp_path: Path, separator: str) -> None:
    assert csv_of(tmp_path, f"a,b\nx{separator}y,z\n") == [(2, {"a": f"x{separator}y", "b": "z"})]


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: is a folder"):
        read_utf8(tmp_path, "x")


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_utf8(tmp_path / "x", "x")
