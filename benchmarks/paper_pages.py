"""An invented paper as a PDF of one column or two, with running heads, page numbers and raised type; by reportlab.

Chinese stands in a font that is neither embedded nor mapped, as in many a PDF; headings are larger, or bold in Latin.
"""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from paper_forms import Notes, Written, abstract_of, authors_of, caption_of, joined, keywords_of, run_in, with_label
from paper_parts import Cite, Grid, Heading, Paper, Run, Sentence
from paper_truth import truth_of


def pdf_of(paper: Paper, columns: int = 1) -> Written:
    """Return a paper as a PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    width, height = A4
    left, top, gutter = 60, 60, 18
    each = (width - 2 * left - (columns - 1) * gutter) / columns
    look = _Look(paper, each)

    def frames(depth: float) -> list[Any]:
        return [
            Frame(left + place * (each + gutter), top, each, height - 2 * top - depth, 0, 0, 0, 0)
            for place in range(columns)
        ]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(look.font, 8)
        number = canvas.getPageNumber()
        head = paper.head if number % 2 else (paper.authors[0] + ("等：" if look.zh else " et al.: ") + paper.title)[:40]
        canvas.drawCentredString(width / 2, height - 40, head)
        canvas.drawCentredString(width / 2, 30, str(number + 120))

    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=1)
    tall = 110 if columns > 1 else 0
    title = [Frame(left, height - top - tall, width - 2 * left, tall, 0, 0, 0, 0)] if columns > 1 else []
    document.addPageTemplates(
        [
            PageTemplate("first", [*title, *frames(tall)], onPage=furniture),
            PageTemplate("later", frames(0), onPage=furniture),
        ]
    )
    story: list[Any] = [
        NextPageTemplate("later"),
        Paragraph(escape(paper.title), look.style(16, bold=True, centred=True)),
        Paragraph(authors_of(paper), look.style(11, centred=True)),
        Paragraph(escape(paper.affiliation), look.style(9, centred=True)),
    ]
    if columns > 1:
        story.append(FrameBreak())
    story += look.abstract()
    for block in paper.body:
        if isinstance(block, Heading):
            style = look.style(14 if block.level == 1 else 12, bold=True, before=10, after=5)
            style.keepWithNext = 1
            story.append(Paragraph(escape(block.printed), style))
        elif isinstance(block, Grid):
            story += [*look.table(block), Spacer(1, 8)]
        else:
            story.append(_paragraph(look.markup(block), look.style(10, indent=True)))
    if paper.list_heading:
        style = look.style(12, bold=True, before=10, after=5)
        style.keepWithNext = 1
        story.append(Paragraph(paper.list_heading, style))
        hanging = look.style(8.5)
        if paper.look["cells"] == "tabs":
            hanging.leftIndent, hanging.firstLineIndent = 16, -16
        story += [Paragraph(escape(paper.entry(place)), hanging) for place in range(len(paper.references))]
    elif look.notes:
        story.append(Paragraph("注释", look.style(12, bold=True, before=10, after=5)))
        story += [Paragraph(f"[{n}] {escape(note)}", look.style(8.5)) for n, note in enumerate(look.notes, 1)]
    story += [Paragraph(line, look.style(8.5, before=8)) for line in paper.back]
    document.build(story)
    truth = with_label(paper, truth_of(paper, notes="[{}]"))
    truth.front += "".join(keywords_of(paper).split())
    return Written("pdf", buffer.getvalue(), truth)


def _paragraph(text: str, style: Any) -> Any:
    """Return a paragraph that can be parted at the end of a page."""
    from reportlab.platypus import Paragraph

    class Parted(Paragraph):  # type: ignore[misc]  # reportlab has no types
        def split(self, width: float, height: float) -> Any:
            parts = super().split(width, height)
            for part in parts:  # reportlab 5.1 draws a part with one run as plain, and fails: let it be broken anew
                if style.wordWrap and len(part.frags) == 1 and getattr(getattr(part, "blPara", None), "kind", 0):
                    part._splitpara = 0
            if len(parts) > 1 and parts[0].wrap(width, height)[1] > height:  # broken anew, it is a line longer
                return self.split(width, height - style.leading) if height > style.leading else []
            return parts

    return Parted(text, style)


class _Look:
    """The styles and markup of one paper."""

    def __init__(self, paper: Paper, column: float) -> None:
        self.paper = paper
        self.column = column
        self.zh = paper.language == "zh"
        self.font = "STSong-Light" if self.zh else "Times-Roman"
        self.notes = Notes("<super>[{0}]</super>")

    def style(
        self,
        size: float,
        *,
        bold: bool = False,
        centred: bool = False,
        indent: bool = False,
        before: float = 0,
        after: float = 3,
    ) -> Any:
        from reportlab.lib.styles import ParagraphStyle

        return ParagraphStyle(
            "one",
            fontName="Times-Bold" if bold and not self.zh else self.font,
            fontSize=size,
            leading=1.35 * size,
            alignment=1 if centred else 0 if bold else 4,
            firstLineIndent=2 * size if indent else 0,
            spaceBefore=before,
            spaceAfter=after,
            wordWrap="CJK" if self.zh else None,
            allowWidows=1,
            allowOrphans=1,
        )

    def markup(self, sentences: tuple[Sentence, ...]) -> str:
        return joined(self.paper, sentences, self._run, self.notes)

    def _run(self, one: Run) -> str:
        if isinstance(one, Cite):
            return f"<super>{one.printed}</super>" if self.paper.citing.startswith("raised") else escape(one.printed)
        return f"<super>{one.text}</super>" if one.raised else escape(one.text)

    def abstract(self) -> list[Any]:
        from reportlab.platypus import Paragraph

        label, runs_on = abstract_of(self.paper)
        text, small = self.markup(self.paper.abstract), self.style(9, after=6)
        if runs_on:
            bold = run_in(self.paper) if self.zh else f"<b>{run_in(self.paper)}</b>"
            found = [_paragraph(bold + text, small)]
        else:
            found = [Paragraph(label, self.style(12, bold=True)), _paragraph(text, small)]
        return [*found, Paragraph(keywords_of(self.paper), small)]

    def _size(self, grid: Grid, width: int) -> float:
        """Return the size of type in which a table is no wider than the column."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        each = [
            max(stringWidth(row[place].text, self.font, 8.5) for row in grid.rows if len(row) == width)
            for place in range(width)
        ]
        return float(min(8.5, 8.5 * (self.column - 14 * width) / sum(each)))

    def table(self, grid: Grid) -> list[Any]:
        from reportlab.lib import colors
        from reportlab.platypus import Paragraph, Table

        width = sum(cell.columns for cell in grid.rows[0])
        size = self._size(grid, width)
        data = [["" for _ in range(width)] for _ in grid.rows]
        form: list[Any] = [
            ("FONT", (0, 0), (-1, -1), self.font, size),
            ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
            ("LINEBELOW", (0, grid.header - 1), (-1, grid.header - 1), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("ALIGN", (1, 0), (-1, -1), "CENTER"),
        ]
        for number, row in enumerate(grid.rows):
            column = 1 if number and grid.rows[number - 1][0].rows > 1 else 0
            for cell in row:
                data[number][column] = cell.text
                if cell.columns > 1 or cell.rows > 1:
                    form.append(("SPAN", (column, number), (column + cell.columns - 1, number + cell.rows - 1)))
                column += cell.columns
        note = [Paragraph(grid.note, self.style(8, after=6))] if grid.note else []
        return [
            Paragraph(caption_of(grid, self.paper), self.style(9, centred=True, before=6)),
            Table(data, style=form),
            *note,
        ]
