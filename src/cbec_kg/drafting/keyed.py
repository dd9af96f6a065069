"""References that are cited by author and year: what to call each entry of the list, and which one a citation names.

Nothing is guessed: a citation that fits several entries, or none, names none. Out of scope: lists with numbers (`outline`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from cbec_kg.bibliography.entries import Item, Provenance, Supplied
from cbec_kg.bibliography.fields import OTHERS
from cbec_kg.bibliography.printed import printed_item, shared_item
from cbec_kg.curation.yaml_text import Fields
from cbec_kg.drafting.outline import PrintedEntry, reference_id
from cbec_kg.text.author_year import AuthorYear
from cbec_kg.text.normalise import has_chinese
from cbec_kg.text.reference_list import TYPE_MARK

_NUMBER = re.compile(r"^[\[(（【]\s*\d{1,4}\s*[\])）】]\s*")
_YEAR = re.compile(r"(?<![\d./-])(?:1[5-9]|20)\d\d[a-z]?(?![\d%/-])")
_BRACKETED = re.compile(r"[(（]\s*((?:1[5-9]|20)\d\d[a-z]?)\b[^()（）]{0,24}[)）]")
_ADDRESS = re.compile(r"(?:https?://|doi\s*+(?:[:：]\s*+)?10\.)\S+", re.IGNORECASE)
_HEAD = re.compile(r"\s*([^,，.．、(（:：;；&\d]{2,60})")
_INITIALS = re.compile(r"(?:\s+[A-Z]{1,3}|\s+and\s.*|等.*|\s+et\s+al.*)$")
_AFTER_NAMES = re.compile(r"[^\W\d_]\.?,?\s+((?:1[5-9]|20)\d\d[a-z]?)[.:,]\s")
_DATED = re.compile(r"[.,]?\s*[(\[]?(?:1[5-9]|20)\d\d[a-z]?[)\].,:]")
_NAME_WORD = re.compile(
    r"[^\W\d_a-z][\w'’.-]*,?|(?:de|van|von|der|den|la|le|del|da|di|dos|al|el|ten|and|&|et|al\.?|Jr\.?),?"
)
"""A word of the names of an entry such as ``Ada Low and Bob Vane. 2019.``"""

_BEGINS = 240
"""Characters of an entry that name its authors."""


class Keyed(NamedTuple):
    """An entry without a number: its record's id and key, its first author, its year, and the item it was taken apart into.

    `authors` are the names by which citations call the first author, folded; `key` is empty for an entry that has no author
    or no year in plain view.
    """

    id: str
    key: str
    number: int | None
    text: str
    authors: tuple[str, ...]
    year: str
    authors_named: int
    item: Item | None


def keyed_entries(listed: Sequence[PrintedEntry], items: Sequence[Mapping[str, Any] | None] = ()) -> list[Keyed]:
    """Return the entries of a list, each with an id and key of its own; one that has a number has its id from that.

    `items` are those that the paper's format names, as many as entries; they go before what is printed.

    Examples
    --------
    >>> texts = ["Low, A. (2019). Mills. J. Mill, 3, 4.", "张三. 山[J]. 茶, 2020: 3."]
    >>> [(one.id, one.key) for one in keyed_entries([PrintedEntry(None, text) for text in texts])]
    [('ref-low-2019', 'Low, 2019'), ('ref-entry-2', '张三, 2020')]
    """
    numbers = [entry.number for entry in listed if entry.number is not None]
    found: list[Keyed] = []
    ids, keys, tried = set[str](), set[str](), dict[str, int]()
    for place, printed in enumerate(listed, 1):
        entry = _entry(place, printed, items[place - 1] if items else None)
        if entry.number:
            entry = entry._replace(id=reference_id(entry.number, numbers))
        if entry.key in keys:
            stem = entry.key[:-1] if entry.key[-1].isalpha() else entry.key
            entry = entry._replace(key=_other(stem, lambda count: _letters(count - 1), keys, tried))
        name = entry.id if entry.id not in ids else _other(f"{entry.id}-", str, ids, tried)
        found.append(entry._replace(id=name))
        ids.add(name)
        keys |= {entry.key} - {""}
    return found


def _other(stem: str, ending: Callable[[int], str], taken: Collection[str], tried: dict[str, int]) -> str:
    """Return a stem with the first ending, counted from 2, that is not taken; `tried` says how far each stem has come."""
    count = tried.get(stem, 1) + 1
    while f"{stem}{ending(count)}" in taken:
        count += 1
    tried[stem] = count
    return f"{stem}{ending(count)}"


def _letters(count: int) -> str:
    """Return the letters that follow a year: ``b`` for 1, ``z`` for 25, ``aa`` for 26."""
    before, last = divmod(count, 26)
    return (_letters(before - 1) if before else "") + chr(ord("a") + last)


def _entry(place: int, printed: PrintedEntry, given: Mapping[str, Any] | None) -> Keyed:
    text = _NUMBER.sub("", printed.text)
    item = shared_item(given) if given else printed_item(text)
    year = _year(text, item)
    names = [name for name in (item or {}).get("author", ()) if name != OTHERS]
    others = item is not None and OTHERS in item.get("author", ())
    head = _first_named(text)
    first = _family(names[0]) if names else head
    whole = match[1].strip() if (match := _HEAD.match(text)) else ""
    authors = {folded(name) for name in (first, head, whole, head.split(" ")[-1], head.split(" ")[0]) if len(name) > 1}
    count = len(names) + (3 if others else 0) or _counted(text)
    second = _family(names[1]) if len(names) > 1 else _second_named(text) if not names and count == 2 else ""
    key = f"{_named(first, second, count)}, {year}" if first and year else ""
    slug = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode().lower()).strip(
        "-"
    )
    plain = not has_chinese(first) and slug[:1].isalpha() and year
    return Keyed(
        f"ref-{slug[:30].strip('-')}-{year}" if plain else f"ref-entry-{place}",
        key,
        printed.number,
        text,
        tuple(sorted(authors)),
        year,
        count,
        item,
    )


def _given_first(text: str) -> list[str] | None:
    """Return the names that an entry opens with where given names come first, as families; None in another form."""
    dated = _DATED.search(text[:_BEGINS])
    if dated is None or not all(map(_NAME_WORD.fullmatch, text[: dated.start()].split())):
        return None
    names = [
        name.strip()
        for name in re.split(r",\s*(?:and|&)?|\s(?:and|&)\s", text[: dated.start()].strip(" .,"))
        if name.strip()
    ]
    if not names or any(" " not in name or re.search(r"\s(?:[A-Z]\.?-?){1,4}$", name) for name in names if name != "et al"):
        return None
    return [re.sub(r"^(?:[^\W\d_a-z][\w'’.-]*\s+)+?(?=(?:[a-z]+\s+)*[^\W\d_a-z][\w'’-]+$)", "", name) for name in names]


def _first_named(text: str) -> str:
    """Return the family name of the first author of an entry that could not be taken apart."""
    families = _given_first(text)
    if families:
        return families[0]
    return _INITIALS.sub("", match[1].strip()) if (match := _HEAD.match(text)) else ""


def _second_named(text: str) -> str:
    families = _given_first(text)
    return families[1] if families and len(families) > 1 else ""


def _year(text: str, item: Item | None) -> str:
    """Return the year of an entry with its letter: in brackets after the names, after its type, or the last one."""
    bracketed = _BRACKETED.search(text[:_BEGINS])
    if bracketed:
        return bracketed[1]
    known = (item or {}).get("issued", {}).get("date-parts", [[]])[0]
    bare = _ADDRESS.sub("", text)
    after_names = _AFTER_NAMES.search(text[:_BEGINS])
    if after_names and not known and not TYPE_MARK.search(bare):
        return after_names[1]
    mark = TYPE_MARK.search(bare)
    years = _YEAR.findall(bare[mark.end() :] if mark else bare) or _YEAR.findall(bare)
    if known:
        return next((year for year in years if year[:4] == f"{known[0]:04d}"), f"{known[0]:04d}")
    return "" if not years else years[0] if mark else years[-1]


def _family(name: dict[str, str]) -> str:
    particle = name.get("non-dropping-particle", "")
    return " ".join(part for part in (particle, name.get("family") or name.get("literal", "")) if part)


def _counted(text: str) -> int:
    """Return about how many authors an entry names that could not be taken apart: 1, 2, or 3 for more."""
    families = _given_first(text)
    if families and not re.search(r"et\s+al", text[:_BEGINS]):
        return min(3, len(families))
    names = re.split(r"[(（]|\d{4}|\.\s+[A-Z][a-z]{2}", text[:_BEGINS])[0]
    if re.search(r"et\s+al|等", names):
        return 3
    return min(3, 1 + len(re.findall(r"&|\band\b|(?<=\.),\s+[^\W\d_]|、|[，,]\s*(?=[\u3400-\u9fff])", names)))


def _named(first: str, second: str, count: int) -> str:
    chinese = has_chinese(first)
    if count > 2 or (count == 2 and not second):
        return f"{first}等" if chinese else f"{first} et al."
    return first if count < 2 else f"{first}和{second}" if chinese else f"{first} & {second}"


def folded(name: str) -> str:
    """Return a name as it is compared: without accents, dots and case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[.’'‐\s-]+", " ", plain).casefold().strip()


def named_by(cited: AuthorYear, entries: Sequence[Keyed]) -> list[Keyed]:
    """Return the entries that a citation may name: those of its first author and year, as far as they can be told apart."""
    fitting = [entry for entry in entries if entry.key and entry.year == cited.year and _is_author(cited, entry)]
    if not fitting and cited.year[-1].isdigit():
        fitting = [e for e in entries if e.key and e.year[:4] == cited.year and _is_author(cited, e)]
    if len(fitting) > 1 and len(cited.names) > 1:
        second = folded(cited.names[1])
        fitting = [entry for entry in fitting if second in folded(entry.text[:_BEGINS])] or fitting
    if len(fitting) > 1:
        many = [
            entry
            for entry in fitting
            if (entry.authors_named > 2) == cited.others and (entry.authors_named > 1) >= (len(cited.names) > 1)
        ]
        one = [entry for entry in many if entry.authors_named == 1] if len(cited.names) == 1 and not cited.others else many
        fitting = one or many or fitting
    return fitting


def keyed_records(entries: Sequence[Keyed]) -> list[Fields]:
    """Return one stub an entry, in the order of the list; an entry without author or year in plain view has no record."""
    zh, en = "印出的条目见references.txt，尚未整理", "the entry as printed is in references.txt, not yet curated"
    why = {"zh": zh, "en": en}
    return [
        {
            "id": entry.id,
            **({"number": entry.number} if entry.number else {}),
            "key": entry.key,
            "metadata": "unknown",
            "why": why,
        }
        for entry in entries
        if entry.key
    ]


def key_ids(keys: Sequence[str]) -> dict[str, str]:
    """Return an id of a reference for each key by which a text cites.

    Examples
    --------
    >>> key_ids(["@low2019", "@Low.2019", "@茶"])
    {'@low2019': 'ref-low2019', '@Low.2019': 'ref-low-2019', '@茶': 'ref-key-3'}
    """
    found: dict[str, str] = {}
    for place, key in enumerate(keys, 1):
        name = f"ref-{re.sub('[^a-z0-9]+', '-', key.lower()).strip('-')[:40].rstrip('-') or f'key-{place}'}"
        found[key] = f"{name}-{place}" if name in found.values() else name
    return found


def key_records(ids: Mapping[str, str]) -> list[Fields]:
    """Return one stub a key by which a text cites."""
    why = {"zh": "所用文本只以此引文键称之", "en": "the text used names it by this key alone"}
    return [{"id": name, "key": key, "metadata": "unknown", "why": why} for key, name in sorted(ids.items())]


def drafted_bibliography(entries: Sequence[Keyed], numbers: Collection[int], printed: str) -> dict[str, str]:
    """Return the file of supplied references, by its name, with each entry that could be taken apart; none without any.

    `numbers` are those of the references that are drafted, `printed` is the content of ``references.txt``.
    """
    from cbec_kg.bibliography.supplied import FILE, to_json

    origin = Provenance("references.txt", sha256(printed.encode()).hexdigest(), "", "")
    unnumbered = sorted((entry for entry in entries if entry.key and not entry.number), key=lambda one: (one.key, one.id))
    places = {entry.id: place for place, entry in enumerate(unnumbered, 1)}
    found = [
        Supplied(entry.number or places[entry.id], entry.item, origin, "drafted", "" if entry.number else entry.id)
        for entry in entries
        if entry.item and (entry.number in numbers if entry.number else entry.id in places)
    ]
    return {FILE: to_json(found)} if found else {}


def _is_author(cited: AuthorYear, entry: Keyed) -> bool:
    first = folded(cited.names[0])
    if cited.is_open and has_chinese(cited.names[0]):
        return any(first.endswith(author) for author in entry.authors if len(author) > 1)
    return first in entry.authors or (
        len(entry.authors) > 0 and any(author.endswith(f" {first}") for author in entry.authors)
    )
