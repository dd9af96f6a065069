"""Finding records by what they are called, print, quote or are identified by, in Chinese and English at once.

The text of the article is no part of a curation, so that of a passage only its locator and fragments can be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from cbec_kg.model.snapshot import Snapshot

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_DECIMALS = re.compile(r"(?<![\d.a-z])(\d+)(?:\.0+|(\.\d*?[1-9])0+)(?![\d.])")


class Hit(NamedTuple):
    """A record that a search found.

    Attributes
    ----------
    record, kind : str
        Name of the record and its class in lower case; ``passage`` for a passage.
    locator : str
        The passage where the text stands, else the first of the record; empty where it has none.
    field : str
        What holds the text: ``id``, ``print``, ``label``, ``fragment``; ``record`` where its words are spread over several.
    text : str
        What that field says.
    """

    record: str
    kind: str
    locator: str
    field: str
    text: str


def plain(text: str) -> str:
    """Return a text as it is compared: one width of characters, lower case, numbers without commas and idle zeros.

    Examples
    --------
    >>> plain("２６，３４７ Firms, 增长31.10%, 4.10.p1")
    '26347 firms, 增长31.1%, 4.10.p1'
    """
    bare = _THOUSANDS.sub("", normalize("NFKC", text).lower())
    return _DECIMALS.sub(lambda found: found[1] + (found[2] or ""), bare)


def find(text: str, snapshot: Snapshot) -> list[Hit]:
    """Return the records that hold every word of a text, parted by white space, the closest first.

    A record comes first whose id, print, label or fragment is the text; then those in which it stands as a whole, then
    those whose words are spread over several fields. Equals are in the order of these fields, then of ids.
    """
    whole = " ".join(plain(text).split())
    if not whole:
        return []
    found = []
    for name, kind, fields in _fields(snapshot):
        texts = [(plain(value), place, field, value) for field, place, value in fields if value]
        if not all(any(word in one[0] for one in texts) for word in whole.split()):
            continue
        rank, (_, place, field, value) = min(((_rank(one[0], whole), one) for one in texts), key=lambda pair: pair[0])
        if rank == _SPREAD:
            field, value = "record", snapshot.text(name, "en") if kind != "passage" else value
        found.append((rank, Hit(name, kind, place or next((p for _, p, _ in fields if p), ""), field, value)))
    return [hit for _, hit in sorted(found, key=lambda pair: (pair[0], _ORDER.index(pair[1].field), pair[1].record))]


_SPREAD = 3
_ORDER = ("id", "print", "label", "fragment", "record")


def _rank(text: str, whole: str) -> int:
    """Return how close a text is to what is sought: the same, holding it as a word, holding it, or not."""
    if text == whole:
        return 0
    if whole not in text:
        return _SPREAD
    return 1 if re.search(rf"(?<![a-z\d.]){re.escape(whole)}(?![a-z\d.])", text) else 2


_Fields = list[tuple[str, str, str]]


def _fields(snapshot: Snapshot) -> list[tuple[str, str, _Fields]]:
    """Return each record with its fields: name, locator where it stands in one passage, and what it says."""
    found = []
    for name, record in snapshot.records.items():
        fields = [("id", "", name.rpartition(":")[2]), ("print", "", getattr(record, "printed", ""))]
        fields += [("label", "", snapshot.text(name, language)) for language in ("zh", "en")]
        fields += [("fragment", at.locator, at.fragment) for at in getattr(record, "at", ())]
        found.append((name, snapshot.kinds[name], fields))
    for one in snapshot.passages:
        found.append((one.id, "passage", [("id", one.locator, one.locator), ("fragment", one.locator, one.fragment)]))
    return found
