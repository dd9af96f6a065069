"""Title, authors, abstract and keywords of a paper, where its format, its layout or a label says what they are.

All are drafts, and said to be: nothing is taken from a line that merely looks like one. Out of scope: journal and year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cbec_kg.curation.yaml_text import Fields, Item, Value
from cbec_kg.drafting.printable import printable
from cbec_kg.text.normalise import has_chinese, one_line
from cbec_kg.text.passage_text import PassageText

_KEYWORDS = re.compile(r"[\[【［*]*\s*(?:关键词|关键字|key\s?words?|index terms)\s*[\]】］*]*\s*[:：—.]?\s*", re.IGNORECASE)
_NO_NAME = re.compile(
    r"大学|学院|研究|中心|公司|部门|摘要|[@\d{}<>=]|Universit|Institut|Department|School|Abstract|College|Laborator|Center|Centre",
    re.I,
)
_MARKS = re.compile(r"[⁰¹²³⁴-⁹*＊†‡§#\[\]①-⑨]|(?<=[^\W\d_])\d(?:\s*[,，]\s*\d)*|\((?:\d|[a-z])\)|（\d）")
_BETWEEN = re.compile(r"\s*[,，、;；·]\s*|\s+(?:and|&)\s+|(?<=[\u3400-\u9fff]{2})\s+(?=[\u3400-\u9fff]{2})|\s{2,}|\t")
_MOST_WORDS = 12
_LONGEST = 6_000
"""Characters of an abstract; more is none."""
_WHY = {"zh": "草稿取自文档的版式，待确认", "en": "drafted from the document's layout, to be confirmed"}


def names_in(line: str) -> tuple[str, ...]:
    """Return the names that a line of authors has; none for a line that has more than names.

    Examples
    --------
    >>> names_in("林若水¹，方 知 远²"), names_in("Liv Thorne, Hugh Ember and Kay Crane"), names_in("University of Ferrow")
    (('林若水', '方知远'), ('Liv Thorne', 'Hugh Ember', 'Kay Crane'), ())
    """
    if _NO_NAME.search(_MARKS.sub("", line)):
        return ()
    text = re.sub(r"(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff](?:\s|$|[,，、;；]))", "", _MARKS.sub(" ", line).strip())
    parts = [re.sub(r"^(?:and|作者)\s*[:：]?\s*", "", part).strip(" .") for part in _BETWEEN.split(text)]
    names = tuple(" ".join(part.split()) for part in parts if part.strip())
    return names if 0 < len(names) <= 40 and all(map(_is_name, names)) else ()


def _is_name(name: str) -> bool:
    if has_chinese(name):
        return bool(re.fullmatch(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{2,6}·[\u3400-\u9fff]{2,8}", name))
    words = name.split()
    return 2 <= len(words) <= 5 and all(
        re.fullmatch(r"[^\W\d_a-z][\w'’.-]*|(?:de|van|von|der|la|le|di|da|el|al)", w) for w in words
    )


def front_fields(record: Mapping[str, Sequence[str]], pieces: Sequence[PassageText], language: str) -> Fields:
    """Return the fields of the article's record that its front gives; `record` is what the format or layout names.

    `pieces` are the passages of the paper. The reasons of all that is given stand in ``derived``.
    """
    found: dict[str, Value] = {}
    title = printable(" ".join(record.get("title", ())))
    if title:
        found["title"] = {"zh": title if has_chinese(title) else f"（待译）{title}",
                          "en": f"(to be translated) {title}" if has_chinese(title) else title}  # fmt: skip
    authors = [one for one in map(printable, record.get("authors", ())) if one] or _authors_below(title, pieces)
    if authors:
        found["authors"] = [*authors]
    texts = {
        name: "".join(_joined(piece) for piece in pieces if _is_of(piece, name)) for name in ("abstract", "abstract-en")
    }
    by_language = {"zh" if has_chinese(text) else "en": text.strip() for text in texts.values() if text}
    if by_language:
        found["abstract"] = {"zh": by_language.get("zh", "（待译）"), "en": by_language.get("en", "(to be translated)")}
    words = [one for one in map(printable, record.get("keywords", ())) if one] or _keywords(pieces, language)
    if words:
        found["keywords"] = [*words]
    if found:
        derived: list[Item] = [{"field": name, "why": dict(_WHY)} for name in found]
        found["derived"] = derived
    return found


def _is_of(piece: PassageText, section: str) -> bool:
    return piece.passage.section == section and piece.passage.kind == "sentence"


def _paragraph(piece: PassageText) -> str:
    return piece.passage.locator.rpartition(".")[0]


def _joined(piece: PassageText) -> str:
    text = one_line(piece.text)
    return text if has_chinese(text) else f"{text} "


def _authors_below(title: str, pieces: Sequence[PassageText]) -> list[str]:
    """Return the names in the first passage after the title that has nothing else."""
    if not title:
        return []
    for piece in pieces[:8]:
        names = names_in(piece.text) if piece.passage.kind == "sentence" and one_line(piece.text) not in title else ()
        if names:
            return list(names)
    return []


def _keywords(pieces: Sequence[PassageText], language: str) -> list[str]:
    """Return the words of the labelled line of keywords, in the language of the paper if there are several."""
    lines = []
    for place, piece in enumerate(pieces):
        match = _KEYWORDS.match(piece.text)
        if match and piece.passage.section in ("front", "abstract", "abstract-en"):
            line = "".join(one_line(other.text) for other in pieces[place:] if _paragraph(other) == _paragraph(piece))
            lines.append(_KEYWORDS.sub("", line, count=1))
    chosen = next((line for line in lines if has_chinese(line) == (language == "zh")), lines[0] if lines else "")
    words = [
        word.strip(" .。") for word in re.split(r"[;；,，、]|\s{2,}|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", chosen)
    ]
    words = [word for word in words if word]
    return words if len(words) <= _MOST_WORDS and all(len(word) <= 60 for word in words) else []
