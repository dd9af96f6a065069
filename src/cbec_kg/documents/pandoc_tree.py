"""Documents in formats that pandoc reads: its tree of blocks as a document.

Out of scope: how pandoc is called (`cbec_kg.io.pandoc`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cbec_kg.documents.blocktree import elements
from cbec_kg.documents.blockwriter import DocumentWriter, Piece, raised
from cbec_kg.documents.htmlnotes import put_in_notes
from cbec_kg.documents.keylists import ELSEWHERE, SEPARATOR, anchored, cited_keys, head_items, item_text, with_numbers
from cbec_kg.documents.mathtext import math_text
from cbec_kg.errors import UsageError
from cbec_kg.io import pandoc
from cbec_kg.io.loading import refuse_bomb
from cbec_kg.text.cite_keys import written_key
from cbec_kg.text.document import Document
from cbec_kg.text.headings import bare_references, numberings, section_name
from cbec_kg.text.normalise import has_chinese

_SECONDS = 60.0
_MOST_UNPACKED = 256 * 1024 * 1024
_READERS = {"markdown": "markdown-raw_html", "latex": "latex", "html": "html-native_divs-native_spans"}
_RAISED_BRACKETS = re.compile(rb"\^\\?\[([\d,;~\s\xef\xbc\x8c\xe3\x80\x81\xe2\x80\x93-]+)\\?\]\^")
"""A raised ``[1]``, which Markdown otherwise takes for the beginning of a note."""

_LONGEST_LABEL = 500
_LABEL = re.compile(r"(.+?)\s*\(((?:1[5-9]|20)\d\d[a-z]?)\)")


def pandoc_document(path: Path, content: bytes, form: str) -> Document:
    """Return a file in a format of pandoc as a document; UsageError in one line where it cannot be read."""
    if pandoc.find_pandoc() is None:
        raise UsageError(pandoc.missing_pandoc(_purpose(path, form)))
    keys: list[str] = []
    if form in ("docx", "odt", "epub"):
        refuse_bomb(path, content, _MOST_UNPACKED, "Give the article alone.")
    elif form == "markdown":
        content = _RAISED_BRACKETS.sub(rb"^\\[\1\\]^", content)
    elif form == "latex":
        content, keys = with_numbers(content.decode("utf-8", "replace"))
    tree = _tree(path, content, form)
    if form == "html":
        put_in_notes(tree.get("blocks", []))
    reader = _Reader(keys, form)
    if form == "markdown":
        reader.match_keys(tree.get("blocks", []), tree.get("meta", {}))
    reader.name_entries(tree.get("blocks", []))
    reader.look_at_notes(tree.get("blocks", []))
    reader.front(tree.get("meta", {}))
    reader.blocks(tree.get("blocks", []))
    reader.writer.list_notes()
    reader.list_items()
    lost = form == "rtf" and b"\\footnote" in content and "pandoc leaves out the footnotes of RTF"
    document = reader.writer.document(lost or reader.notice())
    if not document.text.strip():
        raise UsageError(f"{path}: has no text. Give the article's text.")
    return replace(document, keys=tuple(map(written_key, reader.keys))) if reader.by_key else document


def _purpose(path: Path, form: str) -> str:
    return f"{path}: reading {form}"


def _tree(path: Path, content: bytes, form: str) -> dict[str, Any]:
    arguments = ("--from", _READERS.get(form, form), "--to=json")
    try:
        found = pandoc.pandoc_bytes(content, arguments, _purpose(path, form), seconds=_SECONDS, memory="1500M")
    except pandoc.PandocError as error:
        raise UsageError(f"{path}: cannot be read as {form}: {error.message}. Save it again or in another format.") from None
    tree: dict[str, Any] = json.loads(found)
    return tree


class _Reader:
    """Walks pandoc's tree once."""

    def __init__(self, keys: Sequence[str], form: str) -> None:
        self.writer = DocumentWriter()
        self.keys = list(keys)
        self.listed = bool(keys)
        self.form = form
        self.numbered = form == "latex"
        self.counts: list[int] = []
        self.notes: list[list[Piece]] = []
        self.by_key = False
        self.items: dict[str, dict[str, Any]] = {}
        self.anchored = False
        self.labels: dict[str, tuple[str, str]] = {}

    def notice(self) -> str:
        return "the paper cites by keys, and the file does not say which references they name" if self.by_key else ""

    def name_entries(self, blocks: Sequence[dict[str, Any]]) -> None:
        """Take the names and years by which LaTeX cites the entries from the labels before them."""
        found = []
        for block in blocks:
            inlines = _inlines(block)
            place = next((k for k, one in enumerate(inlines) if one["t"] == "Str" and SEPARATOR in one["c"]), None)
            if place is None:
                self.name_entries(block["c"][1] if block["t"] == "Div" else [])
                continue
            last, _, first = inlines[place]["c"].partition(SEPARATOR)
            label = _LABEL.match(_join(self._pieces([*inlines[:place], {"t": "Str", "c": last}]))[:_LONGEST_LABEL])
            found.append((label[1].strip(), label[2]) if label else ("", ""))
            inlines[: place + 1] = [{"t": "Str", "c": first}]
        self.labels |= dict(zip(self.keys, found, strict=False))

    def match_keys(self, blocks: Sequence[dict[str, Any]], meta: dict[str, Any]) -> None:
        """Take the paper's own list of references where it has each key by which the text cites."""
        cited, items = cited_keys(blocks), head_items(meta)
        for known in (anchored(blocks), list(items)):
            if cited and not self.listed and set(cited) <= set(known):
                self.keys, self.listed = list(known), True
                self.items = items
                self.anchored = known != list(items) or set(known) <= set(anchored(blocks))

    def list_items(self) -> None:
        """Add the list of references that stands in the head of the file."""
        if self.items and not self.anchored:
            texts = [item_text(self.items[key]) for key in self.keys]
            self.writer.heading([Piece("参考文献" if has_chinese("".join(texts)) else "References")], 1)
            for number, (key, text) in enumerate(zip(self.keys, texts, strict=True), 1):
                self.writer.entry([Piece(f"[{number}] {text}")], self.items[key])

    def look_at_notes(self, blocks: Sequence[dict[str, Any]]) -> None:
        """Let the notes be the list of references where the paper has no other and they hold references."""
        found: dict[int, list[Piece]] = {}
        listed = bool(self.keys)
        for one in elements(list(blocks)):
            if one["t"] == "Note":
                found[id(one["c"])] = self._note(one["c"])
            elif one["t"] == "Header":
                listed = listed or bare_references(_join(self._pieces(one["c"][2])))
        if not listed:
            self.writer.cite_notes(found)

    def front(self, meta: dict[str, Any]) -> None:
        """Add what a format has apart from the body: title, authors, abstract, keywords."""
        in_body = self.form == "html"
        for name in () if in_body else ("title", "subtitle", "author"):
            for inlines in _meta(meta.get(name)):
                pieces = list(self._pieces(inlines))
                self.writer.paragraph(pieces)
                self.writer.names({"author": "authors"}.get(name, name), _join(pieces))
        abstract = meta.get("abstract")
        if abstract:
            text = json.dumps(abstract, ensure_ascii=False)
            self.writer.heading([Piece("摘要" if has_chinese(text) else "Abstract")], 1)
            if abstract["t"] == "MetaBlocks":
                self.blocks(abstract["c"])
            else:
                for inlines in _meta(abstract):
                    self.writer.paragraph(list(self._pieces(inlines)))
        for inlines in _meta(meta.get("keywords")):
            pieces = list(self._pieces(inlines))
            self.writer.paragraph(pieces)
            self.writer.names("keywords", _join(pieces))

    def blocks(self, blocks: Sequence[dict[str, Any]]) -> None:
        """Add blocks one after the other, each with the footnotes in it."""
        for block in blocks:
            self._block(block["t"], block.get("c"))
            notes, self.notes = self.notes, []
            for note in notes:
                self.writer.aside(note)

    def _block(self, kind: str, content: Any) -> None:
        match kind:
            case "Header" if "title" in content[1][1]:  # of a page
                self.writer.paragraph(list(self._pieces(content[2])))
            case "Header":
                level, (_, classes, _), inlines = content
                self._heading(level, list(self._pieces(inlines)), "unnumbered" in classes)
            case "Para" | "Plain":
                start = self.writer.paragraph(list(self._pieces(content)))
                if start is not None and all(one["t"] in ("Strong", "Space", "SoftBreak") for one in content):
                    self.writer.display.add(start)
            case "LineBlock":
                for line in content:
                    self.writer.paragraph(list(self._pieces(line)))
            case "BlockQuote":
                self.blocks(content)
            case "Div" if self.anchored and content[0][0].removeprefix("ref-") in self.keys:
                key = content[0][0].removeprefix("ref-")
                number = Piece(f"[{self.keys.index(key) + 1}] ")
                self.writer.entry([number, *self._note(content[1])], self.items.get(key))
            case "Div":
                self.blocks(content[1])
            case "BulletList":
                for item in content:
                    self.blocks(item)
            case "OrderedList":
                self._ordered(content)
            case "DefinitionList":
                for term, definitions in content:
                    self.writer.paragraph(list(self._pieces(term)))
                    for definition in definitions:
                        self.blocks(definition)
            case "Table":
                self._table(content)
            case "Figure":
                self._captioned(content[1], "fig")
                if not content[1][1]:  # a caption
                    self.blocks([block for block in content[2] if block["t"] == "Table"])
            case "CodeBlock":
                self.writer.paragraph([Piece(content[1])])
            case "RawBlock":
                self.writer.outside(content[1])

    def _heading(self, level: int, pieces: list[Piece], unnumbered: bool) -> None:
        printed = _join(pieces)
        named = section_name(printed) in ("references", "abstract", "abstract-en")
        if self.numbered and not (unnumbered or named or numberings(printed)):
            self.counts = [*self.counts[:level], *(0,) * (level - len(self.counts))]
            self.counts[level - 1] += 1
            pieces = [Piece(f"{'.'.join(map(str, self.counts[:level]))} "), *pieces]
        self.writer.heading(pieces, level)

    def _ordered(self, content: Any) -> None:
        (first, _, form), items = content
        mark = {"OneParen": "{})", "TwoParens": "({})"}.get(form["t"], "{}.")
        for number, item in enumerate(items, first):
            opening, rest = item[:1], item[1:]
            if opening and opening[0]["t"] in ("Para", "Plain"):
                self.writer.paragraph([Piece(f"{mark.format(number)} "), *self._pieces(opening[0]["c"])])
                self.blocks(rest)
            else:
                self.blocks(item)

    def _captioned(self, caption: Any, kind: str) -> None:
        pieces = [piece for block in caption[1] for piece in self._pieces(block.get("c") or [])]
        if not "".join(piece.text for piece in pieces).strip():
            return
        number = self.writer.floats.get(kind, 0) + 1
        if self.numbered and has_chinese(_join(pieces)):
            pieces = [Piece(f"{'表' if kind == 'table' else '图'}{number} "), *pieces]
        elif self.numbered:
            pieces = [Piece(f"{'Table' if kind == 'table' else 'Figure'} {number}. "), *pieces]
        self.writer.caption(pieces, kind)

    def _table(self, content: Any) -> None:
        _, caption, _, head, bodies, foot = content
        self._captioned(caption, "table")
        rows = [(row, True) for row in head[1]]
        for body in bodies:
            rows += [(row, True) for row in body[2]] + [(row, False) for row in body[3]]
        rows += [(row, False) for row in foot[1]]
        if rows and not any(header for _, header in rows):
            rows[0] = (rows[0][0], True)
        for (_, cells), header in rows:
            sizes = [(cell[3], cell[2]) for cell in cells]
            self.writer.row([_join(self._cell(cell[4])) for cell in cells], header, sizes)
        self.writer.end_table()

    def _cell(self, blocks: Sequence[dict[str, Any]]) -> Iterator[Piece]:
        for block in blocks:
            content: Any = block.get("c")
            if block["t"] in ("Para", "Plain"):
                yield from self._pieces(content)
                yield Piece(" ")
            elif block["t"] in ("BulletList", "BlockQuote"):
                for item in content if block["t"] == "BulletList" else [content]:
                    yield from self._cell(item)

    def _pieces(self, inlines: Sequence[dict[str, Any]]) -> Iterator[Piece]:
        """Yield the runs of text of inline elements; footnotes are put aside."""
        for inline in inlines:
            kind: str = inline["t"]
            content: Any = inline.get("c")
            match kind:
                case "Str":
                    yield Piece(content)
                case "Space" | "SoftBreak":
                    yield Piece(" ")
                case "LineBreak":
                    yield Piece("\n")
                case "Emph" | "Strong" | "Underline" | "Strikeout" | "SmallCaps" | "Subscript":
                    yield from self._pieces(content)
                case "Superscript":
                    pieces = list(self._pieces(content))
                    digits = raised(_join(pieces)) != _join(pieces)
                    yield from (piece._replace(text=raised(piece.text)) if digits else piece for piece in pieces)
                case "Quoted":
                    marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                    yield from (Piece(marks[0]), *self._pieces(content[1]), Piece(marks[1]))
                case "Link" | "Span":
                    yield from self._pieces(content[1])
                case "Code":
                    yield Piece(content[1])
                case "Math":
                    yield Piece(math_text(content[1]))
                case "Note":
                    if mark := self.writer.noted(id(content)):
                        yield mark
                    else:
                        self.notes.append(self._note(content))
                case "Cite":
                    yield from self._cited(*content)

    def _note(self, blocks: Sequence[dict[str, Any]]) -> list[Piece]:
        return [piece for block in blocks for piece in self._pieces(_inlines(block))]

    def _cited(self, citations: Sequence[dict[str, Any]], inlines: Sequence[dict[str, Any]]) -> Iterator[Piece]:
        if any(ELSEWHERE.match(citation["citationId"]) for citation in citations):
            yield from self._pieces(inlines)
            return
        numbers = []
        for citation in citations:
            key = citation["citationId"]
            if key not in self.keys:
                self.keys.append(key)
            numbers.append(self.keys.index(key) + 1)
        printed = _join(self._pieces(inlines))
        if all(citation["citationId"] in self.labels for citation in citations) and citations:
            yield from self._named(citations, numbers)
        elif not self.listed and citations:
            self.by_key = True
            written = "; ".join(written_key(citation["citationId"]) for citation in citations)
            yield Piece(printed if "@" in printed else f"[{written}]")
        elif not printed.strip() or "@" in printed or "\\cite" in printed:
            yield from self._numbered(citations, numbers)
        else:
            yield Piece(printed, tuple(numbers))

    def _numbered(self, citations: Sequence[dict[str, Any]], numbers: Sequence[int]) -> Iterator[Piece]:
        """Yield a citation by numbers, with the words around each where there are any."""
        around = [
            [_join(self._pieces(one[f"citation{part}"])).strip() for part in ("Prefix", "Suffix")] for one in citations
        ]
        if not any(map(any, around)):
            yield Piece(f"[{','.join(map(str, numbers))}]", tuple(numbers))
            return
        for place, ((before, after), number) in enumerate(zip(around, numbers, strict=True)):
            yield Piece(("; " if place else "(") + (f"{before} " if before else ""))
            yield Piece(f"[{number}]", (number,))
            yield Piece(f", {after.lstrip(' ,')}" if after else "")
        yield Piece(")")

    def _named(self, citations: Sequence[dict[str, Any]], numbers: Sequence[int]) -> Iterator[Piece]:
        """Yield a citation by author and year as natbib prints it."""
        narrative = citations[0]["citationMode"]["t"] == "AuthorInText"
        yield Piece("" if narrative else "(")
        for place, (citation, number) in enumerate(zip(citations, numbers, strict=True)):
            names, year = self.labels[citation["citationId"]]
            before, after = (_join(self._pieces(citation[f"citation{part}"])) for part in ("Prefix", "Suffix"))
            yield Piece("; " if place else "")
            yield Piece(f"{before.strip()} " if before.strip() else "")
            after = f", {after.lstrip(' ,')}" if after.strip() else ""
            printed = f"{names} ({year}{after})" if narrative else names if not year else f"{names}, {year}{after}"
            yield Piece(printed, (number,))
        yield Piece("" if narrative else ")")


def _inlines(block: dict[str, Any]) -> list[dict[str, Any]]:
    return block["c"] if block["t"] in ("Para", "Plain") else []


def _join(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _meta(value: dict[str, Any] | None) -> Iterator[list[dict[str, Any]]]:
    """Yield the inline elements of a value of the metadata, an item at a time."""
    if value is None:
        return
    match value["t"]:
        case "MetaInlines":
            yield value["c"]
        case "MetaString":
            yield [{"t": "Str", "c": value["c"]}]
        case "MetaBlocks":
            for block in value["c"]:
                yield _inlines(block)
        case "MetaList":
            for item in value["c"]:
                yield from _meta(item)
