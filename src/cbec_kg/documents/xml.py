"""Papers in XML: JATS as publishers have it, TEI as GROBID writes it.

Entities are refused, and nothing else is read or fetched. JATS is read here and not by pandoc, which leaves out the numbers
of sections, tables and figures, and the entries that are printed text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from cbec_kg.documents.blockwriter import DocumentWriter, Piece, raised
from cbec_kg.documents.xmlentries import all_text, composed, family_and_given, item_of
from cbec_kg.errors import UsageError
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import has_chinese

_ENTITY = re.compile(rb"<!ENTITY|<!ELEMENT|<!ATTLIST", re.IGNORECASE)
_MOST_LEVELS = 100
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>", re.IGNORECASE)


def xml_document(path: Path, content: bytes) -> Document:
    """Return a paper in JATS or TEI as a document; UsageError in one line for other XML, and for entities."""
    head = content[:65536]
    if _ENTITY.search(head):
        raise UsageError(f"{path}: declares entities, which are not read. Save it without a document type of its own.")
    try:
        root = ElementTree.fromstring(_DOCTYPE.sub(b"", content, count=1))
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise UsageError(f"{path}: is no well-formed XML: {error}. Save it again.") from None
    if _depth(root) > _MOST_LEVELS:
        raise UsageError(f"{path}: has elements within elements over {_MOST_LEVELS} levels. Save it again.")
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    writer = DocumentWriter()
    if root.tag in ("article", "pmc-articleset"):
        _Jats(writer, root if root.tag == "article" else root[0]).write()
    elif root.tag == "TEI":
        _Tei(writer, root).write()
    else:
        raise UsageError(f"{path}: is XML of another kind: <{root.tag}>; JATS <article> or <TEI> is expected.")
    document = writer.document()
    if not document.text.strip():
        raise UsageError(f"{path}: has no text. Give the article's text.")
    return document


def _depth(root: ElementTree.Element) -> int:
    """Return how deep elements are nested."""
    deepest, todo = 0, [(root, 1)]
    while todo:
        element, level = todo.pop()
        deepest = max(deepest, level)
        todo += [(child, level + 1) for child in element]
    return deepest


class _Xml:
    """Walks a tree once; `key` is the attribute that names an element."""

    key = "id"

    def __init__(self, writer: DocumentWriter, root: ElementTree.Element) -> None:
        self.writer = writer
        self.root = root
        self.entries: dict[str, int] = {}
        self.notes: list[ElementTree.Element] = []
        self.marked: dict[str, ElementTree.Element] = {}

    def number_entries(self, entries: Iterator[ElementTree.Element]) -> list[ElementTree.Element]:
        found = list(entries)
        for number, entry in enumerate(found, 1):
            self.entries[entry.get(self.key, "")] = number
        return found

    def look_at_notes(self) -> None:
        """Let the notes in the text be the list of references where the paper has no other and they hold references."""
        within = {id(note) for one in self.root.iter() if one.tag in _WITH_NOTES for note in one.iter()}
        notes = [one for one in self.root.iter() if one.tag in ("fn", "note") and id(one) not in within]
        marks = [one for one in self.root.iter() if one.tag in ("xref", "ref") and _kind(one) in _TO_NOTE]
        named = {key for one in marks for key in _keys(one)}
        self.marked = {name: note for note in notes if (name := note.get(self.key, "")) in named}
        for note in self.marked.values():
            for label in note.findall("label"):
                label.text = ""  # as the mark in the text, which has no number of its own here
        if not self.entries:
            self.writer.cite_notes({id(note): self.pieces(note) for note in notes})

    def section(self, element: ElementTree.Element | None, level: int) -> None:
        """Add all that an element has, in order."""
        if element is None:
            return
        for child in element:
            if isinstance(child.tag, str):
                self.block(child, level)

    def block(self, element: ElementTree.Element, level: int) -> None:
        """Add one block."""
        match element.tag:
            case "p" | "ab" | "disp-quote" | "quote" | "attrib" | "verse-group" | "lg":
                self.paragraph(element)
            case "list":
                for item in element:
                    self.section(item, level) if item.find("p") is not None else self.paragraph(item)
            case "sec" | "div" | "ack" | "app" | "app-group" | "floatingText" | "boxed-text" | "glossary" | "fn-group":
                self.section(element, level + 1)
            case "title" | "head":
                self.heading(element, level)
            case "table-wrap" | "figure" | "fig" | "fig-group" | "table-wrap-group":
                self.floating(element, level)
            case "table":
                self.table(element)
            case "fn" | "note":
                if not self.writer.noted(id(element)):
                    self.writer.aside(self.pieces(element))
            case "disp-formula" | "formula":
                self.paragraph(element)
            case "label" | "object-id" | "graphic" | "media" | "alternatives" | "ref-list" | "listBibl":
                pass
            case _:
                if element.find("p") is not None or element.find("sec") is not None or element.find("div") is not None:
                    self.section(element, level)
                else:
                    self.paragraph(element)

    def heading(self, element: ElementTree.Element, level: int, label: str = "") -> None:
        pieces = self.pieces(element)
        self.writer.heading([Piece(f"{label} "), *pieces] if label else pieces, max(1, level))

    def paragraph(self, element: ElementTree.Element) -> None:
        """Add a paragraph, and after it what stands in it that is none of its text: tables, figures, footnotes."""
        self.writer.paragraph(self.pieces(element))
        notes, self.notes = self.notes, []
        for note in notes:
            self.writer.aside(self.pieces(note))
        for child in _outermost(element):
            if child.tag in ("table-wrap", "fig", "figure"):
                self.floating(child, 0)
            elif child.tag == "list":
                self.block(child, 0)

    def floating(self, element: ElementTree.Element, level: int) -> None:
        label = all_text(element.find("label"))
        if element.tag in ("fig-group", "table-wrap-group"):
            self.section(element, level)
            return
        tabular = element.tag == "table-wrap" or element.get("type") == "table"
        caption = [*element.findall("caption"), *element.findall("figDesc")]
        head = element.find("head")
        pieces = [Piece(f"{label.rstrip('.')}{' ' if has_chinese(label) else '. '}")] if label else []
        if head is not None:
            printed = re.sub(r"\s+\.$", ".", all_text(head))
            pieces = [
                *([] if label and label.rstrip(".") in printed.split(" ") + printed.rstrip(".").split(" ") else pieces),
                Piece(f"{printed} "),
            ]
        for part in caption:
            pieces += self.pieces(part)
        if pieces:
            self.writer.caption(pieces, "table" if tabular else "fig")
        for table in element.iter("table"):
            self.table(table)
        for foot in (*element.findall("table-wrap-foot"), *element.findall("note")):
            for part in [child for child in foot.iter() if child.tag == "p"] or [foot]:
                self.writer.paragraph(self.pieces(part))

    def table(self, element: ElementTree.Element) -> None:
        rows = [(row, row in set(element.findall("thead/tr"))) for row in element.iter() if row.tag in ("tr", "row")]
        if rows and not any(header for _, header in rows):
            rows[0] = (rows[0][0], True)
        for row, header in rows:
            found = [cell for cell in row if cell.tag in ("th", "td", "cell")]
            cells = ["".join(piece.text for piece in self.pieces(cell)) for cell in found]
            self.writer.row(cells, header, [(_size(cell, "col"), _size(cell, "row")) for cell in found])
        self.writer.end_table()

    def keywords(self, words: Sequence[str]) -> None:
        """Add the line of keywords, if there are any."""
        label, mark = ("关键词：", "；") if has_chinese("".join(words)) else ("Keywords: ", "; ")
        if listed := mark.join(words):
            self.writer.paragraph([Piece(f"{label}{listed}")])

    def pieces(self, element: ElementTree.Element) -> list[Piece]:
        """Return the runs of text of an element."""
        found = [Piece(element.text or "")]
        for child in element:
            found += self.inline(child)
            found.append(Piece(child.tail or ""))
        return found

    def inline(self, child: ElementTree.Element) -> list[Piece]:
        """Return the runs of text of an element within a paragraph."""
        if child.tag in _APART:
            return []
        if child.tag in ("fn", "note"):
            if mark := self.writer.noted(id(child)):
                return [mark]
            self.notes.append(child)
            return []
        kind = _kind(child) if child.tag in ("xref", "ref") else ""
        if kind in _TO_NOTE and (notes := [self.marked[key] for key in _keys(child) if key in self.marked]):
            return [mark for note in notes if (mark := self.writer.noted(id(note)))]
        if kind in ("bibr", "bibliography"):
            numbers = tuple(self.entries[key] for key in _keys(child) if key in self.entries)
            return [Piece("".join(piece.text for piece in self.pieces(child)), numbers)]
        pieces = self.pieces(child)
        if child.tag == "sup" or (child.tag == "hi" and child.get("rend") in ("sup", "superscript")):
            text = "".join(piece.text for piece in pieces)
            return [piece._replace(text=raised(piece.text)) for piece in pieces] if raised(text) != text else pieces
        return [Piece(" "), *pieces, Piece(" ")] if child.tag in ("p", "title", "break", "lb") else pieces


def _outermost(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield what stands apart in an element, without what stands apart in that: whoever writes it writes this too."""
    for child in element:
        if child.tag in _APART:
            yield child
        else:
            yield from _outermost(child)


def _size(cell: ElementTree.Element, of: str) -> int:
    """Return over how many columns or rows a cell of a table reaches."""
    given = cell.get(f"{of}span") or cell.get(f"{of}s") or "1"
    return min(int(given[:6]), 1000) if given.isdecimal() and int(given[:6]) > 0 else 1


def _kind(mark: ElementTree.Element) -> str:
    """Return what a mark in the text refers to: ``bibr``, ``fn``, ``foot`` and so on."""
    return mark.get("ref-type") or mark.get("type") or ""


def _keys(mark: ElementTree.Element) -> list[str]:
    return [key.lstrip("#") for key in (mark.get("rid") or mark.get("target") or "").split()]


_TO_NOTE = ("fn", "foot", "note", "footnote")
_WITH_NOTES = ("table-wrap", "fig", "figure", "table", "front", "teiHeader", "biblStruct")
_APART = ("table-wrap", "fig", "figure", "list", "table", "tex-math", "graphic", "ref-list", "listBibl")


class _Jats(_Xml):
    def write(self) -> None:
        """Add front, body and back."""
        entries = self.number_entries(self.root.iter("ref"))
        self.look_at_notes()
        meta = self.root.find("front/article-meta")
        if meta is not None:
            for path in ("title-group/article-title", "title-group/subtitle", "title-group/trans-title-group/trans-title"):
                for title in meta.findall(path):
                    self.writer.paragraph(self.pieces(title))
            self.writer.names("title", all_text(meta.find("title-group/article-title")))
            names = [_name(author) for author in meta.findall("contrib-group/contrib")]
            for name in names:
                self.writer.names("authors", name)
            for word in [] if meta.find("kwd-group") is None else meta.findall("kwd-group")[0].findall("kwd"):
                self.writer.names("keywords", all_text(word))
            self.writer.paragraph([Piece(", ".join(filter(None, names)))])
            for affiliation in (*meta.findall("aff"), *meta.findall("contrib-group/aff")):
                self.writer.paragraph(self.pieces(affiliation))
            for identifier in meta.findall("article-id"):
                if identifier.get("pub-id-type") == "doi":
                    self.writer.outside(f"DOI: {all_text(identifier)}")
            for abstract in (*meta.findall("abstract"), *meta.findall("trans-abstract")):
                name = all_text(abstract.find("title")) or _abstract(abstract)
                self.writer.heading([Piece(name)], 1)
                for child in abstract:
                    if child.tag != "title":
                        self.block(child, 1)
            for group in meta.findall("kwd-group"):
                self.keywords([all_text(word) for word in group.findall("kwd")])
        self.section(self.root.find("body"), 0)
        back = self.root.findall("back/*")
        listed = next(
            (place for place, child in enumerate(back) if next(child.iter("ref-list"), None) is not None), len(back)
        )
        for child in back[:listed]:
            self.block(child, 0)
        self.section(self.root.find("floats-group"), 0)
        self.writer.list_notes()
        if entries:
            printed = all_text(self.root.find(".//ref-list/title"))
            self.writer.heading([Piece(printed or "References")], 1)
            for number, entry in enumerate(entries, 1):
                self.entry(entry, number)
        for child in back[listed:]:
            self.block(child, 0)

    def entry(self, entry: ElementTree.Element, number: int) -> None:
        label = all_text(entry.find("label"))
        parts = [
            child
            for child in entry.iter()
            if child.tag in ("mixed-citation", "element-citation", "citation", "nlm-citation")
        ]
        texts = []
        for part in parts:
            printed = "".join(piece.text for piece in self.pieces(part))
            texts.append(printed if (part.text and part.text.strip()) or part.tag == "mixed-citation" else composed(part))
        item = next((item for part in parts if (item := item_of(part))), None)
        label = label.strip("[]().")
        mark = f"[{label}] " if label.isdecimal() else f"{label} " if label else ""
        self.writer.entry([Piece(mark + " ".join(texts or [all_text(entry)]))], item)

    def block(self, element: ElementTree.Element, level: int) -> None:
        """Add one block; a section's label is the number of its heading."""
        if element.tag in ("sec", "app", "ack"):
            title, label = element.find("title"), all_text(element.find("label")).rstrip(".")
            if title is not None:
                self.heading(title, level + 1, label)
            elif element.tag == "ack":
                self.writer.heading([Piece("Acknowledgements")], level + 1)
            for child in element:
                if child.tag not in ("title", "label"):
                    self.block(child, level + 1)
        else:
            super().block(element, level)


class _Tei(_Xml):
    key = "{http://www.w3.org/XML/1998/namespace}id"

    def write(self) -> None:
        """Add header, body and back."""
        entries = self.number_entries(self.root.iterfind(".//listBibl/biblStruct"))
        self.look_at_notes()
        header = self.root.find("teiHeader")
        if header is not None:
            title = header.find(".//titleStmt/title")
            self.writer.paragraph(self.pieces(title) if title is not None else [])
            authors = [_person(name) for name in header.iterfind(".//sourceDesc//analytic/author/persName")]
            self.writer.paragraph([Piece(", ".join(authors))])
            self.writer.names("title", all_text(title))
            for author in authors:
                self.writer.names("authors", author)
            terms = [all_text(term) for term in header.iterfind(".//keywords//term")]
            for term in terms:
                self.writer.names("keywords", term)
            doi = header.find(".//idno[@type='DOI']")
            if doi is not None:
                self.writer.outside(f"DOI: {all_text(doi)}")
            abstract = header.find(".//abstract")
            if abstract is not None and all_text(abstract):
                self.writer.heading([Piece(_abstract(abstract))], 1)
                self.section(abstract, 1)
            self.keywords(terms)
        self.section(self.root.find("text/body"), 0)
        self.section(self.root.find("text/back"), 0)
        self.writer.list_notes()
        if entries:
            self.writer.heading([Piece("References")], 1)
            for number, entry in enumerate(entries, 1):
                raw = all_text(entry.find("note[@type='raw_reference']"))
                text = re.sub(r"^\s*[\[(]?\d{1,4}[\]).]\s*", "", raw) if raw else composed(entry)
                self.writer.entry([Piece(f"[{number}] {text}")], item_of(entry))

    def heading(self, element: ElementTree.Element, level: int, label: str = "") -> None:
        number = (element.get("n") or label).rstrip(".")
        super().heading(element, number.count(".") + 1 if number else level, number)


def _abstract(element: ElementTree.Element) -> str:
    return "摘要" if has_chinese(all_text(element)) else "Abstract"


def _person(name: ElementTree.Element) -> str:
    family, given = family_and_given(name)
    return f"{family}{given}" if has_chinese(family) else f"{given} {family}".strip() or all_text(name)


def _name(author: ElementTree.Element) -> str:
    name = author.find(".//name")
    if name is None:
        return all_text(author.find("collab")) or all_text(author.find("string-name"))
    family, given = family_and_given(name)
    return f"{family}{given}" if has_chinese(family) else f"{given} {family}".strip()
