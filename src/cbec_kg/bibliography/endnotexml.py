"""EndNote XML as entries: elements become the tags of EndNote's own format, and are read as those.

Not given to pandoc, which drops notes and labels and puts pages and issues where no style looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from cbec_kg.bibliography.entries import MAX_ENTRIES, Entry
from cbec_kg.bibliography.tagged import FORMATS, entry_of_pairs
from cbec_kg.errors import Problem, UsageError

_TAGS = {
    "contributors/authors/author": "%A", "contributors/secondary-authors/author": "%E",
    "contributors/subsidiary-authors/author": "%?", "titles/title": "%T", "titles/secondary-title": "%J",
    "periodical/full-title": "%J", "titles/tertiary-title": "%S", "titles/short-title": "%!", "volume": "%V", "number": "%N",
    "pages": "%P", "publisher": "%I", "pub-location": "%C", "edition": "%7", "electronic-resource-num": "%R",
    "urls/related-urls/url": "%U", "urls/web-urls/url": "%U", "language": "%G", "call-num": "%L", "work-type": "%9",
    "isbn": "%@", "dates/year": "%D", "dates/pub-dates/date": "%8", "access-date": "%[", "notes": "%Z", "label": "%F",
}  # fmt: skip
_PASSED = frozenset(("database", "source-app", "rec-number", "foreign-keys", "ref-type", "contributors", "titles",
                     "periodical", "dates", "urls"))  # fmt: skip


def read_endnote_xml(text: str, name: str, problems: list[Problem]) -> list[Entry]:
    """Return the entries of EndNote XML; what is wrong is added to `problems`.

    An entity of the file's own is refused: no export has one.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        problems.append(Problem(name, 0, "declares a document type or an entity, which EndNote does not. Export it again."))
        return []
    parser: Any = ElementTree.XMLPullParser(["start", "end"])
    entries, begun, depth = list[Entry](), list[int](), 0
    try:
        for number, line in enumerate(re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).splitlines(keepends=True), 1):
            parser.feed(line)
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                if depth > 60:
                    problems.append(Problem(name, number, "nests elements too deep. Export it again."))
                    return []
                if event == "start" and element.tag == "record":
                    begun.append(number)
                elif event == "end" and element.tag == "record":
                    entries.append(_entry(element, begun.pop()))
                    element.clear()
                    if len(entries) > MAX_ENTRIES:
                        raise UsageError(f"{name}: more than {MAX_ENTRIES:,} entries. Export the article's alone.")
        parser.close()
    except ElementTree.ParseError as error:
        message = f"not valid XML: {error.msg.partition(':')[0]}. What stands before it was read; export the file again."
        problems.append(Problem(name, error.position[0], message))
    return entries


def _entry(record: ElementTree.Element, line: int) -> Entry:
    kind = record.find("ref-type")
    pairs = [("%0", (kind.get("name") or "") if kind is not None else "")]
    for path, tag in _TAGS.items():
        pairs += [(tag, text) for element in record.findall(path) if (text := " ".join("".join(element.itertext()).split()))]
    known = {path.partition("/")[0] for path in _TAGS} | _PASSED
    pairs += [(tag, "x") for tag in _left(record, known)]
    return entry_of_pairs(FORMATS["endnote"], _once(pairs), line)


def _left(record: ElementTree.Element, known: set[str]) -> Iterator[str]:
    return (element.tag for element in record if element.tag not in known and "".join(element.itertext()).strip())


def _once(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs without repetition: a journal's name stands in two places."""
    return list(dict.fromkeys(pairs))
