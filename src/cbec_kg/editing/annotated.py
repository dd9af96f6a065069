"""Annotations as other programs write them: what the interface and the export of Hypothes.is give, and W3C Web Annotations.

Only what anchors need is read: where in which text, what was written there, by whom, and which record is named. Nothing is
fetched. Out of scope: where the places are in the article (`anchor_proposals`).

Source: W3C Web Annotation Data Model, sections 3 and 4; the search interface of Hypothes.is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from cbec_kg.errors import DataError, LimitError, Problem
from cbec_kg.io.encodings import converted_by, likely_encoding
from cbec_kg.io.loading import read_bytes

MOST = 20_000
"""Annotations of one file, and places that they are of; a text of a hundred pages has some hundreds."""

_CHARS = re.compile(r"(?:.*#)?char=(\d{1,9})(?:,(\d{1,9}))?(?:;.*)?")
_EXPECTED = "Expected is the JSON of Hypothes.is (rows or annotations), or of W3C Web Annotations (items)"


class Annotated(NamedTuple):
    """A place in a text that somebody annotated; what the file does not say is empty, `start` and `end` None.

    `number` counts the annotations of the file from 1; `source` is the address of the text; `texts` and `tags` are what was
    written, `names` the addresses that it is about.
    """

    number: int
    source: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    texts: tuple[str, ...]
    tags: tuple[str, ...]
    names: tuple[str, ...]
    by: str


class AnnotationFile(NamedTuple):
    """What a file has: annotations, the number of replies, which have no place of their own, and what is no annotation."""

    annotations: tuple[Annotated, ...]
    replies: int
    problems: tuple[Problem, ...]


def read_annotations(path: Path) -> AnnotationFile:
    """Return the annotations of a file; one that cannot be read costs no other.

    Raises
    ------
    UsageError
        When the file cannot be read or is larger than 32 MiB.
    LimitError
        When it has more than 20,000 annotations.
    DataError
        When it is not such JSON in UTF-8, or no annotation can be read.
    """
    content = read_bytes(path)
    document = _parsed(content, path.name)
    listed = _listed(document, path.name)
    _refuse_too_many(path, len(listed))
    found: list[Annotated] = []
    problems: list[Problem] = []
    replies = 0
    for number, item in enumerate(listed, 1):
        if not isinstance(item, Mapping):
            problems.append(Problem(path.name, 0, f"annotation {number} is no object. Export the file anew."))
        elif item.get("references"):
            replies += 1
        elif not (places := list(_places(number, item))):
            problems.append(Problem(path.name, 0, f"annotation {number} has no target. Export the file anew."))
        else:
            found += places
            _refuse_too_many(path, len(found))
    if problems and not found:
        raise DataError(problems)
    return AnnotationFile(tuple(found), replies, tuple(problems))


def _refuse_too_many(path: Path, number: int) -> None:
    if number > MOST:
        raise LimitError(f"{path}: has {number:,} annotations; {MOST:,} are read at most. Export those of one text.")


def _parsed(content: bytes, name: str) -> Any:
    encoding = likely_encoding(content)
    if encoding:
        step = f"Convert it: {converted_by(encoding, name)}" if encoding != "binary" else "Export it as JSON."
        fact = "is no text" if encoding == "binary" else f"is not UTF-8, but probably {encoding}"
        raise DataError([Problem(name, 0, f"{fact}. {step}")])
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise DataError([Problem(name, error.lineno, f"not valid JSON: {error.msg}. {_EXPECTED}.", error.colno)]) from None
    except (ValueError, RecursionError) as error:
        fact = "is nested too deep" if isinstance(error, RecursionError) else f"not valid JSON: {error}"
        raise DataError([Problem(name, 0, f"{fact}. {_EXPECTED}.")]) from None


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON number")


def _listed(document: Any, name: str) -> list[Any]:
    """Return the annotations of a document of either form."""
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        first = document.get("first")
        for part in (document, first):
            for key in ("rows", "annotations", "items"):
                if isinstance(part, Mapping) and isinstance(part.get(key), list):
                    return list(part[key])
        if isinstance(first, str):
            raise DataError([Problem(name, 0, "has no annotations: its pages are files of their own. Give one of those.")])
        if "target" in document:
            return [document]
    raise DataError([Problem(name, 0, f"has no list of annotations. {_EXPECTED}.")])


def _places(number: int, item: Mapping[str, Any]) -> Iterator[Annotated]:
    """Yield the targets of an annotation, each with what was written."""
    texts, tags, names = _written(item)
    by = _name_of(item.get("user") or item.get("creator"))
    for target in _many(item.get("target")):
        parts = target if isinstance(target, Mapping) else {"source": target}
        source = parts.get("source") or parts.get("id") or item.get("uri")
        source = source.get("id") if isinstance(source, Mapping) else source
        exact, prefix, suffix, start, end = _selected([*_selectors(parts.get("selector")), {"value": source}])
        yield Annotated(
            number, _text(source).partition("#char=")[0], exact, prefix, suffix, start, end, texts, tags, names, by
        )


def _written(item: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the texts and tags of an annotation, and the addresses that it is about."""
    texts, tags, names = [_text(item.get("text"))], [_text(tag) for tag in _many(item.get("tags"))], []
    texts.append(_text(item.get("bodyValue")))
    for body in _many(item.get("body")):
        if isinstance(body, Mapping):
            into = tags if "tagging" in _many(body.get("purpose")) else texts
            into.append(_text(body.get("value")))
            names += [_text(body.get("source")), _text(body.get("id"))]
        else:
            names.append(_text(body))
    return tuple(filter(None, texts)), tuple(filter(None, tags)), tuple(filter(None, names))


def _selectors(given: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the selectors of a target with those that refine them, however deep, the outermost first."""
    waiting = _many(given)[::-1]
    while waiting:
        selector = waiting.pop()
        if isinstance(selector, Mapping):
            yield selector
            waiting += [one for key in ("items", "refinedBy") for one in _many(selector.get(key))]


def _selected(selectors: Iterable[Mapping[str, Any]]) -> tuple[str, str, str, int | None, int | None]:
    """Return the quote with its context and the offsets that selectors give; of several the last, which is the finest."""
    exact = prefix = suffix = ""
    start = end = None
    for selector in selectors:
        if text := _text(selector.get("exact")):
            exact, prefix, suffix = text, _text(selector.get("prefix")), _text(selector.get("suffix"))
        first, last = selector.get("start"), selector.get("end")
        if _is_offset(first) and _is_offset(last):
            start, end = first, last
        elif start is None and (found := _CHARS.fullmatch(_text(selector.get("value")))):
            start, end = int(found[1]), int(found[2] or found[1])
    return exact, prefix, suffix, start, end


def _is_offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name_of(value: Any) -> str:
    """Return who wrote an annotation: ``acct:li@hypothes.is`` is li@hypothes.is; of several the first."""
    for one in _many(value):
        named = one.get("name") or one.get("nickname") or one.get("id") if isinstance(one, Mapping) else one
        return _text(named[0] if isinstance(named, list) and named else named).removeprefix("acct:")
    return ""
