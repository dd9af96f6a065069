"""A skeleton of the list of references to fill in: every number, and where each is cited."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cbec_kg.bibliography.csvtable import COLUMNS
from cbec_kg.bibliography.listing import Listed, cited_in
from cbec_kg.io.writing import csv_text

FORMS = ("bib", "csl-json", "csv")

_BIB_FIELDS = ("author", "title", "journal", "year", "volume", "number", "pages", "school", "publisher", "address", "doi",
               "url")  # fmt: skip
_BIB_HEAD = """% Fill in what you know and leave the rest empty: an empty field stays unknown.
% Change misc to article, book, phdthesis, mastersthesis, inproceedings, techreport, newspaper or online.
% Authors: {family, given and family, given}; bodies in braces of their own: {{World Tea Bank}}.
"""


def render_template(listed: Sequence[Listed], form: str) -> str:
    """Return the skeleton in a format; filled in, it can be imported, and entries left empty are ignored.

    `form` is one of `FORMS`.
    """
    if form == "bib":
        return _BIB_HEAD + "".join(_bib(entry) for entry in listed)
    if form == "csl-json":
        return json.dumps([_csl(entry) for entry in listed], ensure_ascii=False, indent=2) + "\n"
    empty = [""] * (len(COLUMNS) - 2)
    return csv_text(COLUMNS, [[entry.number, *empty, cited_in(entry)] for entry in listed])


def _bib(entry: Listed) -> str:
    places = cited_in(entry).replace("@", "(at)")  # an @ would open an entry, even in a comment
    fields = "".join(f"  {field} = {{}},\n" for field in _BIB_FIELDS)
    return f"\n% [{entry.number}] cited in {places or 'no place'}\n@misc{{{entry.id},\n{fields}}}\n"


def _csl(entry: Listed) -> dict[str, Any]:
    texts = ("container-title", "volume", "issue", "page", "publisher", "publisher-place", "DOI", "URL")
    return {
        "id": entry.id,
        "citation-number": entry.number,
        "type": "",
        "author": [{"family": "", "given": ""}],
        "title": "",
        "issued": {"date-parts": [[]]},
        **dict.fromkeys(texts, ""),
        "custom": {"cited-in": cited_in(entry)},
    }
