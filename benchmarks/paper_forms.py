"""An invented paper as plain text, Markdown, HTML and LaTeX: its bytes, and what a reader sees of it.

The others are in `paper_xml` (JATS, TEI), `paper_office` (DOCX, ODT, EPUB) and `paper_pages` (PDF).
"""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from paper_parts import Cell, Cite, Grid, Heading, Paper, Reference, Run, Sentence, Truth
from paper_truth import truth_of

_SUPERSCRIPTS = str.maketrans("0123456789–-,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻,")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Written(NamedTuple):
    """A paper in one form: the ending of its file's name, its bytes, and what must be found in it."""

    ending: str
    content: bytes
    truth: Truth


def abstract_of(paper: Paper) -> tuple[str, bool]:
    """Return the label of the abstract, and whether the text runs on behind it."""
    return paper.labels()[0], paper.look["abstract"] == "run-in"


def keywords_of(paper: Paper) -> str:
    """Return the line of keywords."""
    return (
        f"{paper.labels()[1]}：{'；'.join(paper.keywords)}"
        if paper.language == "zh"
        else f"Keywords: {'; '.join(paper.keywords)}"
    )


def authors_of(paper: Paper) -> str:
    """Return the line of authors."""
    return ("，" if paper.language == "zh" else ", ").join(paper.authors)


def run_in(paper: Paper) -> str:
    """Return the label of an abstract that runs on."""
    return "摘要：" if paper.language == "zh" else "Abstract. "


def gap(paper: Paper) -> str:
    """Return what stands between two sentences."""
    return "" if paper.language == "zh" else " "


def caption_of(grid: Grid, paper: Paper) -> str:
    """Return the caption of a table: label and title."""
    return f"{grid.label}{' ' if paper.language == 'zh' else '. '}{grid.title}"


def joined(paper: Paper, sentences: Iterable[Sentence], run: Callable[[Run], str], note: Callable[[str], str]) -> str:
    """Return sentences as one text; `run` writes a run, `note` what the text has for a footnote."""
    return gap(paper).join("".join(map(run, one.runs)) + (note(one.note) if one.note else "") for one in sentences)


class Notes(list[str]):
    """The footnotes of a paper that is being written: called with one, it takes it and gives its mark.

    `mark` is how the form prints that, with ``{0}`` for its number.
    """

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = mark

    def __call__(self, note: str) -> str:
        self.append(note)
        return self.mark.format(len(self))


def with_label(paper: Paper, truth: Truth) -> Truth:
    """Return a truth with the heading of the abstract, which may run on."""
    truth.headings.append(paper.labels()[0])
    return truth


# Plain text


def text_of(paper: Paper) -> Written:
    """Return a paper as plain text, as people copy it: lines broken or not, blank lines or none."""
    breaks, notes = paper.look["breaks"], Notes("[{0}]")

    def run(one: Run) -> str:
        if isinstance(one, Cite):
            return one.printed.translate(_SUPERSCRIPTS) if paper.citing == "raised" else one.printed
        return one.text.translate(_SUPERSCRIPTS) if one.raised else one.text

    def paragraph(sentences: tuple[Sentence, ...], label: str = "") -> str:
        text = label + joined(paper, sentences, run, notes)
        return "\n".join(_broken(text)) if breaks == "wrapped" else text

    label, runs_on = abstract_of(paper)
    pieces = [paper.title, authors_of(paper), paper.affiliation]
    pieces += [paragraph(paper.abstract, run_in(paper))] if runs_on else [label, paragraph(paper.abstract)]
    pieces.append(keywords_of(paper))
    for block in paper.body:
        if isinstance(block, Heading):
            pieces.append(block.printed)
        elif isinstance(block, Grid):
            between_cells = "\t" if paper.look["cells"] == "tabs" else "  "
            rows = [between_cells.join(cell.text for cell in row) for row in block.rows]
            pieces.append("\n".join((caption_of(block, paper), *rows, *([block.note] if block.note else []))))
        else:
            pieces.append(paragraph(block))
    if paper.citing == "notes":
        pieces += ["注释", "\n".join(f"[{place}] {note}" for place, note in enumerate(notes, 1))]
    else:
        pieces += [paper.list_heading, "\n".join(paper.entry(place) for place in range(len(paper.references)))]
    pieces += paper.back
    between = "\n" if breaks == "lines" else "\n\n"
    truth = with_label(paper, truth_of(paper, notes="[{}]"))
    return Written("txt", (between.join(pieces) + "\n").encode(), truth)


def _broken(text: str, width: int = 76) -> Iterator[str]:
    """Yield the lines of a paragraph that is broken at a width; Chinese at any character, with no mark at a line's start."""
    if text.isascii() or not any(unicodedata.east_asian_width(one) == "W" for one in text[:40]):
        yield from textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        return
    line, used = "", 0
    for one in text:
        wide = 2 if unicodedata.east_asian_width(one) in "WF" else 1
        within = one.isascii() and not one.isspace() and line[-1:].isascii() and not line[-1:].isspace()
        if used + wide > width and one not in "，。；：？！、”）》」]%℃" and not within:
            yield line
            line, used = "", 0
        line, used = line + one, used + wide
    yield line


# Markdown


def markdown_of(paper: Paper) -> Written:
    """Return a paper in Markdown."""
    notes = Notes("[^{0}]")

    def run(one: Run) -> str:
        if isinstance(one, Cite):
            printed = (
                one.printed.replace("[", "\\[") if "[" in one.printed and paper.look["heads"] == "bold" else one.printed
            )
            return f"^{printed}^" if paper.citing.startswith("raised") else printed.replace("~", "\\~")
        text = one.text.replace("*", "\\*").replace("^", "\\^").replace("~", "\\~").replace("$", "\\$").replace("<", "\\<")
        return f"^{text}^" if one.raised else text

    def paragraph(sentences: tuple[Sentence, ...]) -> str:
        return joined(paper, sentences, run, notes)

    label, runs_on = abstract_of(paper)
    pieces = [f"# {paper.title}", authors_of(paper), paper.affiliation]
    bold = f"**{run_in(paper).strip()}** "
    pieces += [bold + paragraph(paper.abstract)] if runs_on else [f"## {label}", paragraph(paper.abstract)]
    pieces.append(keywords_of(paper))
    for block in paper.body:
        if isinstance(block, Heading):
            pieces.append(f"{'#' * (block.level + 1)} {block.printed}")
        elif isinstance(block, Grid):
            pieces += [caption_of(block, paper), _pipes(block)]
            pieces += [block.note] if block.note else []
        else:
            pieces.append(paragraph(block))
    if paper.list_heading:
        entries = [paper.entry(place).replace("[", "\\[", 1) for place in range(len(paper.references))]
        pieces += [f"## {paper.list_heading}", "\n\n".join(entries)]
    pieces += paper.back
    pieces += [f"[^{place}]: {note}" for place, note in enumerate(notes, 1)]
    return Written("md", ("\n\n".join(pieces) + "\n").encode(), with_label(paper, truth_of(paper, notes="{}")))


def _pipes(grid: Grid) -> str:
    """Return a table with bars; a cell over several columns is followed by empty ones, as Markdown has no such cells."""
    lines = []
    for place, row in enumerate(_squared(grid)):
        lines.append("| " + " | ".join(row) + " |")
        if place == grid.header - 1:
            lines.append("|" + "---|" * len(row))
    if grid.header > 1:  # one row alone can head a table here
        rule = lines.pop(grid.header)
        lines.insert(1, rule)
    return "\n".join(lines)


def _squared(grid: Grid) -> list[list[str]]:
    """Return the rows with as many cells each as there are columns, empty where a cell reaches."""
    held: dict[tuple[int, int], str] = {}
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (number, column) in held:
                column += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    held[(number + down, column + right)] = "" if down or right else cell.text
            column += cell.columns
    width = 1 + max(column for _, column in held)
    return [[held.get((number, column), "") for column in range(width)] for number in range(len(grid.rows))]


# HTML


def html_of(paper: Paper, style: str = "") -> Written:
    """Return a paper in HTML, with `style` for its look."""
    notes = Notes('<sup><a href="#fn{0}" id="back{0}">[{0}]</a></sup>')
    abstract, runs_on = abstract_of(paper)

    def run(one: Run) -> str:
        if isinstance(one, Cite):
            return f"<sup>{one.printed}</sup>" if paper.citing.startswith("raised") else html.escape(one.printed)
        return f"<sup>{one.text}</sup>" if one.raised else html.escape(one.text)

    def paragraph(sentences: tuple[Sentence, ...], label: str = "") -> str:
        return f"<p>{label}{joined(paper, sentences, run, notes)}</p>"

    pieces = [
        f"<h1>{html.escape(paper.title)}</h1>",
        f"<p class='by'>{authors_of(paper)}</p>",
        f"<p>{paper.affiliation}</p>",
    ]
    pieces += (
        [paragraph(paper.abstract, f"<b>{run_in(paper)}</b>")]
        if runs_on
        else [f"<h2>{abstract}</h2>", paragraph(paper.abstract)]
    )
    pieces.append(f"<p>{keywords_of(paper)}</p>")
    for block in paper.body:
        if isinstance(block, Heading):
            pieces.append(f"<h{block.level + 1}>{html.escape(block.printed)}</h{block.level + 1}>")
        elif isinstance(block, Grid):
            pieces.append(_html_table(block, paper))
        else:
            pieces.append(paragraph(block))
    if paper.list_heading:
        pieces += [
            f"<h2>{paper.list_heading}</h2>",
            *(f"<p>{html.escape(paper.entry(n))}</p>" for n in range(len(paper.references))),
        ]
    elif notes:
        pieces += ["<h2>注释</h2>", *(f'<p id="fn{n}">[{n}] {html.escape(note)}</p>' for n, note in enumerate(notes, 1))]
    pieces += [f"<p>{line}</p>" for line in paper.back]
    title = f"<meta charset='utf-8'><title>{html.escape(paper.title)}</title>"
    head = f"<!doctype html><html lang='{paper.language}'><head>{title}{style}</head>"
    truth = with_label(paper, truth_of(paper, notes="[{}]"))
    return Written("html", f"{head}<body>{''.join(pieces)}</body></html>".encode(), truth)


def _html_table(grid: Grid, paper: Paper) -> str:
    rows = []
    for number, row in enumerate(grid.rows):
        tag = "th" if number < grid.header else "td"
        rows.append("<tr>" + "".join(_html_cell(cell, tag) for cell in row) + "</tr>")
    head, rest = "".join(rows[: grid.header]), "".join(rows[grid.header :])
    note = f"<p class='note'>{grid.note}</p>" if grid.note else ""
    caption = f"<caption>{caption_of(grid, paper)}</caption>"
    return f"<table>{caption}<thead>{head}</thead><tbody>{rest}</tbody></table>{note}"


def _html_cell(cell: Cell, tag: str) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
    return f"<{tag}{spans}>{html.escape(cell.text)}</{tag}>"


# LaTeX


def latex_of(paper: Paper) -> Written:
    """Return a paper in LaTeX: sections numbered by it where they are so in arabic, citations by key."""
    by_author = paper.citing == "author-year"
    automatic = all(not block.number or block.number[0].isdigit() for block in paper.body if isinstance(block, Heading))

    def run(one: Run) -> str:
        if isinstance(one, Cite):
            keys = ",".join(paper.references[place].key for place in one.entries)
            return f"\\citet{{{keys}}}" if one.narrative else f"~\\citep{{{keys}}}" if by_author else f"\\cite{{{keys}}}"
        return f"\\textsuperscript{{{one.text}}}" if one.raised else _tex(one.text)

    def paragraph(sentences: tuple[Sentence, ...]) -> str:
        return joined(paper, sentences, run, lambda note: f"\\footnote{{{_tex(note)}}}")

    pieces = [
        r"\begin{abstract}",
        paragraph(paper.abstract),
        r"\end{abstract}",
        f"\\noindent {_tex(keywords_of(paper))}",
        "",
    ]
    for block in paper.body:
        if isinstance(block, Heading):
            command = "sub" * (block.level - 1) + "section"
            starred = "" if automatic and block.number else "*"
            pieces.append(f"\\{command}{starred}{{{_tex(block.printed if starred else block.title)}}}")
        elif isinstance(block, Grid):
            pieces.append(_tex_table(block))
        else:
            pieces += [paragraph(block), ""]
    if paper.list_heading:
        items = [_item(paper, place, by_author) for place in range(len(paper.references))]
        name = f"\\renewcommand{{\\refname}}{{{paper.list_heading}}}"
        pieces += [name, r"\begin{thebibliography}{99}", *items, r"\end{thebibliography}"]
    pieces += paper.back
    authors = " \\and ".join(paper.authors)
    opening = (
        f"\\documentclass{{article}}\n\\usepackage{{ctex,natbib}}\n\\title{{{_tex(paper.title)}}}\n\\author{{{authors}}}\n"
    )
    content = opening + "\\begin{document}\n\\maketitle\n" + "\n".join(pieces) + "\n\\end{document}\n"
    shown = truth_of(paper, lambda cite: _natbib(cite, paper) if by_author else _numbers(cite), notes="{}")
    truth = with_label(paper, shown)
    if automatic:
        truth.headings = _counted(paper, truth.headings)
    return Written("tex", content.encode(), truth)


def _counted(paper: Paper, headings: list[str]) -> list[str]:
    """Return the headings as LaTeX numbers them: without the full stop after the number."""
    blocks = [block for block in paper.body if isinstance(block, Heading)]
    counted = ["".join((block.number.strip().rstrip(".") + block.title).split()) for block in blocks]
    return counted + headings[len(blocks) :]


def _item(paper: Paper, place: int, by_author: bool) -> str:
    one = paper.references[place]
    label = f"[{_tex(_label(one))}({one.year})]" if by_author else ""
    return f"\\bibitem{label}{{{one.key}}} {_tex(one.printed)}"


def _label(one: Reference) -> str:
    """Return the names by which natbib cites an entry."""
    chinese = one.names[0][0] >= "\u3400"
    if len(one.names) > 2:
        return f"{one.names[0]}等" if chinese else f"{one.names[0]} et al."
    return ("和" if chinese else " and ").join(one.names)


def _numbers(cite: Cite) -> str:
    """Return a citation as LaTeX prints it by number."""
    return f"[{','.join(str(place + 1) for place in cite.entries)}]"


def _natbib(cite: Cite, paper: Paper) -> str:
    """Return a citation by author and year as natbib prints it."""
    cited = [paper.references[place] for place in cite.entries]
    if cite.narrative:
        return f"{_label(cited[0])} ({cited[0].year})"
    return f"({'; '.join(f'{_label(one)}, {one.year}' for one in cited)})"


def _tex(text: str) -> str:
    for plain, written in (
        ("\\", r"\textbackslash{}"),
        ("&", r"\&"),
        ("%", r"\%"),
        ("$", r"\$"),
        ("#", r"\#"),
        ("_", r"\_"),
    ):
        text = text.replace(plain, written)
    return text.replace("μ", r"$\mu$").replace("~", r"\textasciitilde{}").replace("±", r"$\pm$").replace("–", "--")


def _tex_table(grid: Grid) -> str:
    lines = []
    for place, row in enumerate(grid.rows):
        cells, column = [], 0
        under = place and grid.header > 1 and place == 1
        for cell in (Cell(""), *row) if under else row:
            text = _tex(cell.text)
            cells.append(
                f"\\multicolumn{{{cell.columns}}}{{c}}{{{text}}}"
                if cell.columns > 1
                else f"\\multirow{{{cell.rows}}}{{*}}{{{text}}}"
                if cell.rows > 1
                else text
            )
            column += cell.columns
        lines.append(" & ".join(cells) + r" \\" + (r" \midrule" if place == grid.header - 1 else ""))
    width = sum(cell.columns for cell in grid.rows[0])
    note = f"\n{_tex(grid.note)}\n" if grid.note else ""
    return (
        f"\\begin{{table}}\\caption{{{_tex(grid.title)}}}\n\\begin{{tabular}}{{{'l' * width}}}\\toprule\n"
        + "\n".join(lines)
        + f"\\bottomrule\n\\end{{tabular}}\n{note}\\end{{table}}\n"
    )
