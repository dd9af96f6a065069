"""The marks of headings in Markdown that was not read as such: ``## Mills``.

Between `headings` and `plain`. Out of scope: all else that Markdown marks.
"""

from __future__ import annotations

import re

from cbec_kg.text.headings import named, numberings
from cbec_kg.text.textlines import Line

MARKDOWN = re.compile(r"(#{1,6})[ \t]+(?=\S)")


def hashes_of(line: Line) -> int:
    """Return the level that a line alone is marked with; 0 for none."""
    match = MARKDOWN.match(line.text)
    return len(match.group(1)) if match and (line.apart or line.blank) else 0


def mark_of(line: Line) -> int:
    """Return how many characters the mark of a heading takes."""
    match = MARKDOWN.match(line.text)
    return match.end() if match else 0


def is_known(line: Line) -> bool:
    """Return whether a line is or may be a heading by its name, mark or number."""
    return bool(named(line.text)) or bool(MARKDOWN.match(line.text)) or bool(numberings(line.text))
