"""Footnotes that hold the references of a paper: which reference each one names, 同上 and Ibid. included.

Nothing is guessed: a short form that fits several references, or none, names none, and its note stays a note. Out of scope:
where the notes stand and how their numbers are printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cbec_kg.text.reference_list import TYPE_MARK, holds_reference

_LEAD = re.compile(r"(?:可?参[见阅看]|详[见参]|转引自|引自|并见|又见|另见|见|See also|See|Cf\.|Quoted in)[:：,，]?\s*")
CIRCLED = "①-⑳㉑-㉟㊱-㊿"
"""Numbers in circles, for a class of characters."""

_BY_NUMBER = re.compile(
    rf"(?:同|见|同前|同上)?(?:本页|前引|前|上)?注释?\s*[〔\[（(]?\s*([{CIRCLED}]|\d{{1,3}})"
    r"|(?:supra\s+|above,?\s+)?(?:note|n\.)\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"同[上前]?(?:引?[书文著]|引|揭|卷)(?=[，,。.；;、：:\s第]|$)|同[上前](?=[，,。.；;、：:\s第]|$)|[Ii]bid(?:em)?\b|IBID\b|[Ii]d\."
)
_CITED = re.compile(r"[，,]?\s*(?:同?前[引揭]|上引|(?:op|loc|art)\.\s*cit\b|supra\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_PUBLISHED = re.compile(
    rf"第\s*[\d一二三四五六七八九十百]+\s*[期卷页辑版]|年版|出版|书[局社店]|[\u3400-\u9fff]社|[:：]\s*\d"
    rf"|\([^()]*:[^()]*{_YEAR.pattern}\)|\({_YEAR.pattern}\)|{_YEAR.pattern}[)）]?[,:]\s*\d|\bpp?\.\s*\d|\bvol\."
)
"""What only a reference has: a part of a periodical, a publisher, pages."""

_NAMED_FIRST = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*)* (?:and|&) [A-Z][\w'’-]+|[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*)+,")
_PAGES = re.compile(
    r"[，,、.:：]?\s*(?:第\s*[\d一二三四五六七八九十百—–~～、,，-]+\s*页|(?:pp?\.\s*)?\d+(?:\s*[-–—]\s*\d+)?)\s*[。.]?\s*$"
)
_CHINESE_TITLE = re.compile(r"《([^《》]{1,80})》|[“\"]([^”\"]{1,120})[”\"]")
_AUTHORED = re.compile(r"([^《“\"]*?)\s*(?:[:：,，、(（]|主?编|著|(?=[《“\"])|$)")


def references_of_notes(notes: Sequence[str], labels: Sequence[int] = ()) -> list[int | None]:
    """Return of each note the place of the note whose reference it names: its own, an earlier one's, or none.

    `labels` are the numbers that the notes have in print, which may begin anew on each page: 同注③ means the last one
    before. Nothing is cited where a single note, or fewer than a third, holds a reference.

    Examples
    --------
    >>> low = "Ada Low, Mills of the Valley (York: Leaf, 2010), 5."
    >>> references_of_notes([low, "Ibid., 9.", "Bags are of linen.", "Low, Mills of the Valley, 7."])
    [0, 0, None, 0]
    """
    found: list[int | None] = []
    printed = labels or range(1, len(notes) + 1)
    for place in range(len(notes)):
        found.append(_named(place, notes, found, printed))
    held = [place for place, meant in enumerate(found) if meant is not None]
    marked = any(TYPE_MARK.search(notes[place]) for place in held)
    return found if (len(held) > 1 or marked) and 3 * len(held) >= len(notes) else [None] * len(notes)


def _named(place: int, notes: Sequence[str], found: Sequence[int | None], labels: Sequence[int]) -> int | None:
    text = _LEAD.sub("", notes[place].strip(), count=1)
    known = list(dict.fromkeys(meant for meant in found if meant is not None))
    last = next((meant for meant in reversed(found) if meant is not None), None)
    if by_number := _BY_NUMBER.match(text):
        number = label_of(by_number[1] or by_number[2])
        return next((found[other] for other in range(place - 1, -1, -1) if labels[other] == number), None)
    if _SAME.match(text):
        before = notes[place - 1] if place and found[place - 1] is None else ""
        return None if _YEAR.search(before) or _CITED.search(before) or _PAGES.search(before) else last
    cited = _CITED.search(text)
    if cited and not _YEAR.search(text):
        if by_number := re.search(_BY_NUMBER.pattern, text[cited.end() :], re.IGNORECASE):
            number = label_of(by_number[1] or by_number[2])
            return next((found[other] for other in range(place - 1, -1, -1) if labels[other] == number), None)
        head = text[: cited.start()]
        if not head.strip(" ,，。."):
            head = text[cited.end() :].lstrip("书文著,，.。 ")
            return _one(head, known, notes, "") if "《" in head else last
        return _one(head, known, notes, text[cited.end() :])
    if not _YEAR.search(text) and not TYPE_MARK.search(text):
        head = _PAGES.sub("", text)
        return _one(head, known, notes, "", whole=True) if head != text else None
    if not _is_reference(text):
        return None
    return next((other for other in known if _bare(notes[other]) == _bare(text)), place)


def _is_reference(text: str) -> bool:
    """Return whether a note holds a reference in full, and not just a name and a year."""
    if TYPE_MARK.search(text):
        return True
    named = holds_reference(text) or bool(_NAMED_FIRST.match(text))
    return named and bool(_PUBLISHED.search(text) or re.search(r"\((?:1[5-9]|20)\d\d[a-z]?\)\.", text))


def _one(head: str, known: Sequence[int], notes: Sequence[str], after: str, *, whole: bool = False) -> int | None:
    """Return the one reference that a short form names by its author, or author and title; None where several fit.

    `whole` is whether a title is needed.
    """
    match = _AUTHORED.match(head)
    author = match[1].strip() if match else ""
    quoted = _CHINESE_TITLE.search(head) or _CHINESE_TITLE.search(after)
    title = (quoted[1] or quoted[2]) if quoted else head[match.end() :] if match else ""
    author, title = _folded(author.split(" ")[-1] if author.isascii() else author), _folded(title)
    if (not author and not title) or (whole and not (author and len(title) > 1)):
        return None
    fitting = [
        place
        for place in known
        if title in _folded(notes[place]) and re.search(rf"(?<![^\W_]){re.escape(author)}", _opening(notes[place]))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _opening(note: str) -> str:
    """Return the part of a note that names its authors, folded but for what stands between words."""
    text = _LEAD.sub("", note.strip(), count=1)
    end = re.search(r"[《“\"]|(?:1[5-9]|20)\d\d", text)
    return unicodedata.normalize("NFKC", text[: end.start() if end else 120]).casefold()


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _bare(note: str) -> str:
    """Return a note without its pages, as it is compared."""
    return _folded(_PAGES.sub("", _LEAD.sub("", note.strip(), count=1)))


def label_of(printed: str) -> int:
    """Return the number of a note's mark: plain, raised or in a circle.

    Examples
    --------
    >>> label_of("③"), label_of("12"), label_of("¹²"), label_of("㉑")
    (3, 12, 12, 21)
    """
    return int(unicodedata.normalize("NFKC", printed))


def numbered(meant: Sequence[int | None]) -> list[int | None]:
    """Return of each note the number of its reference, counted from 1 in the order in which they are first cited.

    Examples
    --------
    >>> numbered([0, 0, None, 3])
    [1, 1, None, 2]
    """
    order = list(dict.fromkeys(one for one in meant if one is not None))
    return [None if one is None else order.index(one) + 1 for one in meant]
