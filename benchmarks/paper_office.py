"""An invented paper as word processors save it: DOCX written here, ODT and EPUB by pandoc from the paper's HTML."""

from __future__ import annotations

import io
import subprocess
import zipfile
from xml.sax.saxutils import escape

from paper_forms import Written, abstract_of, authors_of, caption_of, gap, html_of, keywords_of, run_in, with_label
from paper_parts import Cite, Grid, Heading, Paper, Run, Sentence
from paper_truth import truth_of

from cbec_kg.io.pandoc import find_pandoc

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{_WORD}.footnotes+xml"/></Types>"""
_RELATIONS = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{_OFFICE}/%s" Target="%s"/>%s</Relationships>"""
_STYLES = (
    f'<?xml version="1.0"?><w:styles {_W}>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
        for one, name in (("T", "Title"), ("1", "heading 1"), ("2", "heading 2"))
    )
    + "</w:styles>"
)


def docx_of(paper: Paper) -> Written:
    """Return a paper in DOCX: headings by style, or by bold and larger type alone."""
    notes: list[str] = []

    def run(one: Run) -> str:
        if isinstance(one, Cite):
            return _text(one.printed, raised=paper.citing.startswith("raised"))
        return _text(one.text, raised=one.raised)

    def paragraph(sentences: tuple[Sentence, ...], label: str = "") -> str:
        pieces = [_text(label, bold=True)] if label else []
        for place, one in enumerate(sentences):
            pieces += [_text(gap(paper))] if place and gap(paper) else []
            pieces += map(run, one.runs)
            if one.note:
                notes.append(one.note)
                pieces.append(f'<w:r><w:footnoteReference w:id="{len(notes) + 1}"/></w:r>')
        return f"<w:p>{''.join(pieces)}</w:p>"

    def heading(text: str, level: int) -> str:
        if paper.look["heads"] == "styles":
            return f'<w:p><w:pPr><w:pStyle w:val="{level}"/></w:pPr>{_text(text)}</w:p>'
        return f"<w:p>{_text(text, bold=True, size=32 - 3 * level)}</w:p>"

    label, runs_on = abstract_of(paper)
    pieces = [f'<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr>{_text(paper.title)}</w:p>', _plain(authors_of(paper))]
    pieces.append(_plain(paper.affiliation))
    pieces += [paragraph(paper.abstract, run_in(paper))] if runs_on else [heading(label, 1), paragraph(paper.abstract)]
    pieces.append(_plain(keywords_of(paper)))
    for block in paper.body:
        if isinstance(block, Heading):
            pieces.append(heading(block.printed, block.level))
        elif isinstance(block, Grid):
            pieces += [_plain(caption_of(block, paper)), _table(block)]
            pieces += [_plain(block.note)] if block.note else []
        else:
            pieces.append(paragraph(block))
    if paper.list_heading:
        pieces += [heading(paper.list_heading, 1), *(_plain(paper.entry(place)) for place in range(len(paper.references)))]
    pieces += map(_plain, paper.back)
    return Written("docx", _packed("".join(pieces), notes), with_label(paper, truth_of(paper, notes="{}")))


def _text(text: str, *, raised: bool = False, bold: bool = False, size: int = 0) -> str:
    form = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    form += '<w:vertAlign w:val="superscript"/>' if raised else ""
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _plain(text: str) -> str:
    return f"<w:p>{_text(text)}</w:p>"


def _table(grid: Grid) -> str:
    rows = []
    for number, row in enumerate(grid.rows):
        above = grid.rows[number - 1][0].rows > 1 if number else False
        cells = ["<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"] if above else []
        for cell in row:
            form = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            form += '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{form}</w:tcPr>{_plain(cell.text)}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    columns = '<w:gridCol w:w="900"/>' * sum(cell.columns for cell in grid.rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _packed(body: str, notes: list[str]) -> bytes:
    noted = "".join(
        f'<w:footnote w:id="{place}"><w:p><w:r><w:footnoteRef/></w:r>{_text(" " + note)}</w:p></w:footnote>'
        for place, note in enumerate(notes, 2)
    )
    extra = (
        f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r3" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
    )
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS % ("officeDocument", "word/document.xml", ""),
        "word/_rels/document.xml.rels": (_RELATIONS % ("theme", "none.xml", extra)).replace(
            f'<Relationship Id="r1" Type="{_OFFICE}/theme" Target="none.xml"/>', ""
        ),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": _STYLES,
        "word/footnotes.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>{noted}</w:footnotes>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def odt_of(paper: Paper) -> Written:
    """Return a paper in ODT."""
    return _by_pandoc(paper, "odt")


def epub_of(paper: Paper) -> Written:
    """Return a paper in EPUB."""
    return _by_pandoc(paper, "epub")


def _by_pandoc(paper: Paper, form: str) -> Written:
    written = html_of(paper)
    command = [str(find_pandoc()), "-f", "html", "-t", form, "-o", "-"]
    done = subprocess.run(command, input=written.content, capture_output=True, check=True)
    return Written(form, done.stdout, written.truth)
