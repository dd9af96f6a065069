"""A paper in each format: the same blocks, hence the same passages; and files that cannot be read, each in one clear line.

The paper is invented: mills of a moor. Expected passages were written down from the paper as a reader sees it.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.documents import pandoc_tree, pdf
from cbec_kg.documents.reading import parse_document, read_document
from cbec_kg.documents.xmlentries import item_of
from cbec_kg.drafting.draft import draft_folder
from cbec_kg.errors import LimitError, UsageError
from cbec_kg.io.pandoc import find_pandoc
from cbec_kg.text.account import account_of
from cbec_kg.text.document import Document
from cbec_kg.text.normalise import fold, normalise
from cbec_kg.text.plain import plain_document
from cbec_kg.text.segment import passages
from pdf_builder import At, build_pdf

CASES = Path(__file__).parent / "cases" / "documents"
needs_pandoc = pytest.mark.skipif(find_pandoc() is None, reason="pandoc is not installed")


def found(document: Document) -> list[tuple[str, str]]:
    """Return the locator and normalised text of each passage."""
    return [(one.locator, normalise(document.text, one.spans).text) for one in passages(document)]


def read(folder: Path, name: str, content: str | bytes) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return parse_document(path, path.read_bytes())


def wanted(text: str) -> list[tuple[str, str]]:
    return [(locator, normalise(rest).text) for line in text.strip().splitlines() for locator, rest in [line.split(" ", 1)]]


MILLS = wanted(
    """
front.p1.s1 Mills of the moor
abstract-en.h Abstract
abstract-en.p1.s1 We count the mills.
1.h 1 Introduction
1.p1.s1 Mills turn [1].
1.p1.s2 They grind corn.²
1.p1.s3 Each takes x³ bags.
1.p2.s1 Bags are of linen.
1.1.h 1.1 Aims
1.1.p1.s1 We ask how many [1,2].
table1.caption-en Table 1. Corn by village
table1.header Village 2018 2019
table1.row Ford 12 14
table1.row-2 Hill 7 9
table1.note Source: our count.
2.h 2 Results
2.p1.s1 There are 14 mills.
references.h References
references.p1.s1 [1] Low A. Mills. Mill, 2019: 3.
references.p2.s1 [2] Field B. Corn. Mill, 2018: 4.
"""
)
"""The passages of the paper in every format; the second one cites by a raised digit, the third has a power."""

MARKDOWN = """\
---
title: Mills of the moor
---
# Abstract

We count the mills.

# 1 Introduction

Mills turn [1]. They grind corn.^2^ Each takes x^3^ bags.[^a]

[^a]: Bags are of linen.

## 1.1 Aims

We ask how many [1,2].

Table 1. Corn by village

| Village | 2018 | 2019 |
|---------|------|------|
| Ford    | 12   | 14   |
| Hill    | 7    | 9    |

Source: our count.

# 2 Results

There are 14 mills.

# References

[1] Low A. Mills. Mill, 2019: 3.

[2] Field B. Corn. Mill, 2018: 4.
"""

LATEX = r"""
\documentclass{article}\title{Mills of the moor}\begin{document}\maketitle
\begin{abstract}We count the mills.\end{abstract}
\section{Introduction}
Mills turn~\cite{low}. They grind corn.\textsuperscript{2} Each takes $x^3$ bags.\footnote{Bags are of linen.}
\subsection{Aims} We ask how many \cite{low,field}.
\begin{table}\caption{Corn by village}\begin{tabular}{lll}Village & 2018 & 2019\\ \hline Ford & 12 & 14\\Hill & 7 & 9
\end{tabular}\end{table}

Source: our count.
\section{Results} There are 14 mills.
\begin{thebibliography}{9}
\bibitem{low} Low A. Mills. Mill, 2019: 3.
\bibitem[Field(2018)]{field} Field B. Corn. Mill, 2018: 4.
\end{thebibliography}\end{document}
"""

JATS = """\
<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.1//EN" "JATS-journalpublishing1.dtd">
<article><front><article-meta><title-group><article-title>Mills of the moor</article-title></title-group>
<abstract><p>We count the mills.</p></abstract></article-meta></front><body>
<sec><label>1.</label><title>Introduction</title>
<p>Mills turn [<xref ref-type="bibr" rid="b1">1</xref>]. They grind corn.<sup><xref ref-type="bibr" rid="b2">2</xref></sup>
Each takes x<sup>3</sup> bags.<fn><p>Bags are of linen.</p></fn></p>
<sec><label>1.1</label><title>Aims</title><p>We ask how many [<xref ref-type="bibr" rid="b1 b2">1,2</xref>].</p>
<table-wrap><label>Table 1</label><caption><p>Corn by village</p></caption><table>
<thead><tr><th>Village</th><th>2018</th><th>2019</th></tr></thead>
<tbody><tr><td>Ford</td><td>12</td><td>14</td></tr><tr><td>Hill</td><td>7</td><td>9</td></tr></tbody></table>
<table-wrap-foot><p>Source: our count.</p></table-wrap-foot></table-wrap></sec></sec>
<sec><label>2.</label><title>Results</title><p>There are 14 mills.</p></sec></body>
<back><ref-list><title>References</title>
<ref id="b1"><label>1</label><mixed-citation>Low A. Mills. Mill, 2019: 3.</mixed-citation></ref>
<ref id="b2"><label>2</label><mixed-citation>Field B. Corn. Mill, 2018: 4.</mixed-citation></ref></ref-list></back></article>
"""

TEI = """\
<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Mills of the moor</title></titleStmt></fileDesc><profileDesc><abstract>
<p>We count the mills.</p></abstract></profileDesc></teiHeader><text><body>
<div><head n="1">Introduction</head><p>Mills turn <ref type="bibr" target="#b0">[1]</ref>. They grind
corn.<hi rend="superscript">2</hi> Each takes x<hi rend="superscript">3</hi> bags.</p>
<note place="foot">Bags are of linen.</note></div>
<div><head n="1.1">Aims</head><p>We ask how many <ref type="bibr" target="#b0 #b1">[1,2]</ref>.</p>
<figure type="table"><head>Table 1.</head><figDesc>Corn by village</figDesc><table>
<row><cell>Village</cell><cell>2018</cell><cell>2019</cell></row><row><cell>Ford</cell><cell>12</cell><cell>14</cell></row>
<row><cell>Hill</cell><cell>7</cell><cell>9</cell></row></table><note>Source: our count.</note></figure></div>
<div><head n="2">Results</head><p>There are 14 mills.</p></div></body><back><div><listBibl>
<biblStruct xml:id="b0"><note type="raw_reference">Low A. Mills. Mill, 2019: 3.</note>
</biblStruct><biblStruct xml:id="b1"><note type="raw_reference">Field B. Corn. Mill, 2018: 4.</note></biblStruct>
</listBibl></div></back></text></TEI>
"""

TEXT = """\
Mills of the moor

Abstract

We count the mills.

1 Introduction

Mills turn [1]. They grind corn.² Each
takes x³ bags.

Bags are of linen.

1.1 Aims

We ask how many [1,2].

Table 1. Corn by village
Village 2018 2019
2018 12 14
2019 7 9
Source: our count.

2 Results

There are 14 mills.

References

[1] Low A. Mills. Mill, 2019: 3.
[2] Field B. Corn. Mill, 2018: 4.
"""


@needs_pandoc
@pytest.mark.parametrize(("name", "content"), [("p.md", MARKDOWN), ("p.tex", LATEX)], ids=["markdown", "latex"])
def test_a_paper_that_pandoc_reads_has_the_passages_that_a_reader_sees(name: str, content: str, tmp_path: Path) -> None:
    assert found(read(tmp_path, name, content)) == MILLS


@needs_pandoc
@pytest.mark.parametrize("form", ["docx", "odt", "html"])
def test_a_paper_from_an_office_or_a_browser_has_the_same_passages(form: str, tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(MARKDOWN, encoding="utf-8")
    target = tmp_path / f"p.{form}"
    command = [str(find_pandoc()), "-s", str(tmp_path / "p.md"), "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    ours = found(read_document(target))
    assert ours == MILLS


@pytest.mark.parametrize("content", [JATS, TEI], ids=["jats", "tei"])
def test_a_paper_in_xml_has_the_same_passages(content: str, tmp_path: Path) -> None:
    assert found(read(tmp_path, "p.xml", content)) == MILLS


def test_a_text_has_the_same_passages_but_for_the_labels_of_its_rows() -> None:
    ours = found(plain_document(TEXT))
    assert [one for one in ours if not one[0].startswith("table1.2")] == [one for one in MILLS if "table1.row" not in one[0]]


def test_citations_that_the_format_marks_name_the_entries_of_the_list(tmp_path: Path) -> None:
    document = read(tmp_path, "p.xml", JATS)
    assert [(document.text[link.start : link.end], link.entries) for link in document.links] == [
        ("1", (1,)), ("²", (2,)), ("1,2", (1, 2)),
    ]  # fmt: skip


@needs_pandoc
def test_a_key_without_a_list_is_the_reference_itself(tmp_path: Path) -> None:
    papers = {
        "p.md": "# Mills\n\nMills turn [@low; @vane]. So says @low.\n\n# Corn\n\nWrite to low@mill.org.\n",
        "p.tex": "\\section{Mills}\nMills turn \\cite{low,vane}. So says \\citet{low}.\n\\bibliography{p}\n",
    }
    for name, text in papers.items():
        document = read(tmp_path, name, text)
        assert document.keys == ("@low", "@vane") and "cites by keys" in document.notice
        files = draft_folder(document).files
        assert [line[7:] for line in files["references.yaml"].splitlines() if "key:" in line] == ['"@low"', '"@vane"']
        assert files["citations.yaml"].count("- id: citation-low-") == 2 and files["citations.yaml"].count("- id:") == 3


@needs_pandoc
def test_headings_without_numbers_are_told_apart_by_their_level(tmp_path: Path) -> None:
    text = "# Introduction\n\nA.\n\n# Mills\n\nB.\n\n## Stones\n\nC.\n\n## Wheels\n\nD.\n\n# Corn\n\nE.\n"
    heads = [locator for locator, _ in found(read(tmp_path, "p.md", text)) if locator.endswith(".h")]
    assert heads == ["introduction.h", "u1.h", "u1.u1.h", "u1.u2.h", "u2.h"]


# PDF


def lines(x: float, top: float, *texts: str, size: float = 10.0, bold: bool = False) -> list[At]:
    return [At(x, top - 1.2 * size * place, text, size, bold) for place, text in enumerate(texts)]


def of_pages(*pages: Sequence[At]) -> list[tuple[str, str]]:
    return found(pdf.pdf_document(Path("p.pdf"), build_pdf(pages)))


LEFT = ["In the year of the count all the mills turned", "on the moor, and the corn of three villages was",
        "ground there with the help of horses, which is", "what the roll of the tax says of the ford and of"]  # fmt: skip
RIGHT = ["the hill. No other mill has as many stones. And", "none has a wheel of that size, as far as we know",
         "from those who live there and who grind their", "corn in the autumn of every year at the old weir."]  # fmt: skip


def test_columns_are_read_one_after_the_other_though_the_file_draws_them_row_by_row() -> None:
    rows = [
        run for place in range(4) for run in (At(60, 700 - 12 * place, LEFT[place]), At(320, 700 - 12 * place, RIGHT[place]))
    ]
    title = [At(120, 760, "1 A title that goes over both of the columns of the page", 14, True)]
    assert of_pages([*title, *rows]) == wanted(
        f"1.h {title[0].text}\n1.p1.s1 {' '.join(LEFT)} the hill.\n1.p1.s2 No other mill has as many stones.\n"
        f"1.p1.s3 And {' '.join(RIGHT[1:])}"
    )


def test_heads_and_page_numbers_are_furniture_and_the_sentence_goes_on() -> None:
    pages = [
        [
            At(60, 810, "Journal of Mills 3"),
            *lines(60, 740, "1 Mills", size=14, bold=True),
            *lines(60, 700, *LEFT),
            At(290, 30, "7"),
        ],
        [At(60, 810, "Journal of Mills 3"), *lines(60, 740, *RIGHT), At(290, 30, "8")],
    ]
    document = pdf.pdf_document(Path("p.pdf"), build_pdf(pages))
    assert sorted(document.text[a:b] for a, b in document.furniture()) == ["7", "8", *["Journal of Mills 3"] * 2]
    assert found(document)[1] == ("1.p1.s1", normalise(" ".join(LEFT) + " the hill.").text)
    assert document.page_starts == (0, document.text.index("Journal of Mills 3", 5))


def test_small_raised_digits_are_raised_and_small_digits_in_brackets_are_not() -> None:
    page = [At(60, 700, "Mills turn on the moor."), At(159, 704, "2", 6), At(166, 700, "They stop."), At(214, 704, "[3]", 6)]
    text = pdf.pdf_document(Path("p.pdf"), build_pdf([page])).text
    assert ("moor.² They" in text, "[3]" in text) == (True, True)


def test_a_footnote_does_not_stand_in_the_sentence_that_it_interrupts() -> None:
    pages = [
        [*lines(60, 740, *LEFT), At(60, 60, "* Written at the ford.", 7.5)],
        [*lines(60, 740, *RIGHT)],
    ]
    texts = [text for _, text in of_pages(*pages)]
    assert normalise(" ".join(LEFT) + " the hill.").text in texts
    assert "*Writtenattheford." in texts


def test_the_rows_of_a_table_are_known_by_their_cells() -> None:
    rows = [("Village", "2018", "2019"), ("Ford", "12", "14"), ("Hill top", "7", "9")]
    cells = [
        At(60 + 120 * column, 650 - 14 * row, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)
    ]
    page = [*lines(60, 740, *RIGHT), At(60, 670, "Table 1. Corn by village"), *cells, *lines(60, 580, *RIGHT)]
    document = pdf.pdf_document(Path("p.pdf"), build_pdf([page]))
    table = [document.text[one.start : one.end] for one in passages(document) if one.kind.startswith("table")]
    assert table == ["Village\t2018\t2019", "Ford\t12\t14", "Hill top\t7\t9"]


def test_a_word_broken_at_the_end_of_a_line_is_whole_and_a_hyphen_of_its_own_stays() -> None:
    texts = [
        text
        for _, text in of_pages(
            lines(60, 700, "All the mills of the moor need infor-", "mation about the cross-", "border trade.")
        )
    ]
    assert texts == ["Allthemillsofthemoorneedinformationaboutthecross-bordertrade."]


def test_chinese_in_a_font_without_a_map_is_read() -> None:
    page = [
        At(70, 780, "一、引言", 14),
        At(70, 750, "镇上的茶店共有六十家。"),
        At(70, 720, "参考文献", 14),
        At(70, 700, "[1] 李茶. 茶店[J]. 茶, 2019."),
    ]
    assert of_pages(page) == wanted(
        "1.h 一、引言\n1.p1.s1 镇上的茶店共有六十家。\nreferences.h 参考文献\nreferences.p1.s1 [1] 李茶. 茶店[J]. 茶, 2019."
    )


def test_a_pdf_with_an_empty_password_is_read() -> None:
    assert found(read_document(CASES / "aes-open.pdf"))[0] == ("1.h", "1Introduction")


# Bad input


def refused(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        parse_document(path, path.read_bytes())
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_encrypted_pdf_and_one_without_text_are_distinguished(tmp_path: Path) -> None:
    assert "is encrypted" in refused(CASES / "aes-locked.pdf")
    (tmp_path / "scan.pdf").write_bytes(build_pdf([[]]))
    assert "has no text: scanned pages?" in refused(tmp_path / "scan.pdf")


def test_xml_with_entities_and_other_xml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><article>&x;</article>', encoding="utf-8"
    )
    (tmp_path / "b.xml").write_text("<?xml version='1.0'?><feed/>", encoding="utf-8")
    (tmp_path / "c.xml").write_text("<?xml version='1.0'?><article>", encoding="utf-8")
    assert "declares entities" in refused(tmp_path / "a.xml")
    assert "<feed>; JATS <article> or <TEI> is expected" in refused(tmp_path / "b.xml")
    assert "is no well-formed XML" in refused(tmp_path / "c.xml")


def test_lists_within_lists_are_printed_once(tmp_path: Path) -> None:
    """Each inner list stands in a paragraph of the outer one; 25 deep, a reading that took each twice would not end."""
    inner = ""
    for number in range(25, 0, -1):
        inner = f"<p>Rule {number}. <list><list-item>{inner}</list-item></list></p>"
    path = tmp_path / "a.xml"
    path.write_text(f"<article><body><sec><title>Rules</title>{inner}</sec></body></article>", encoding="utf-8")
    found = re.findall(r"Rule (\d+)\.", read_document(path).text)
    assert found == [str(number) for number in range(1, 26)]


def test_elements_nested_too_deep_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f"<article><body>{'<sec>' * 300}{'</sec>' * 300}</body></article>", encoding="utf-8")
    assert "has elements within elements over 100 levels" in refused(tmp_path / "a.xml")


@pytest.mark.parametrize(
    ("dated", "issued"),
    [
        ("<year>199²</year>", None),
        ("<year>1990</year><month>5</month>", {"date-parts": [[1990, 5]]}),
        (f"<year>1990</year><month>³</month><day>{'9' * 5_000}</day>", {"date-parts": [[1990]]}),
    ],
    ids=["raised", "plain", "huge"],
)
def test_of_a_date_what_is_no_number_is_left_out(dated: str, issued: object) -> None:
    entry = f"<element-citation><name><surname>Lund</surname></name><source>Mills</source>{dated}</element-citation>"
    item = item_of(ElementTree.fromstring(entry))
    assert item is not None and item.get("issued") == issued


@needs_pandoc
def test_a_bomb_and_a_damaged_office_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_tree, "_MOST_UNPACKED", 2**20)
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2**21)
    (tmp_path / "bad.docx").write_bytes(b"no archive")
    assert "unpacks to 2 MiB" in refused(tmp_path / "bomb.docx")
    assert "is damaged" in refused(tmp_path / "bad.docx")


@needs_pandoc
def test_latex_reads_no_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("The hidden sentence.", encoding="utf-8")
    document = read(tmp_path, "p.tex", r"\documentclass{article}\begin{document}Mills turn. \input{secret}\end{document}")
    assert "hidden" not in document.text


def test_without_pandoc_a_word_says_what_to_install_and_markdown_is_read_as_text(tmp_path: Path, no_pandoc: None) -> None:
    (tmp_path / "p.docx").write_bytes(b"PK\3\4")
    assert "pip install 'cbec-kg[documents]'" in refused(tmp_path / "p.docx")
    document = read(tmp_path, "p.md", "# 茶价\n\n## 一、引言\n\n茶好[1]。\n\n## 参考文献\n\n[1] 甲. 乙[J]. 丙, 2019.\n")
    assert [one[0] for one in found(document)] == ["front.p1.s1", "1.h", "1.p1.s1", "references.h", "references.p1.s1"]
    assert "pandoc is not installed" in document.notice


@needs_pandoc
def test_a_pandoc_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_tree, "_SECONDS", 0.001)
    with pytest.raises(LimitError, match=r"pandoc took more than 0\.001 s"):
        parse_document(tmp_path / "p.tex", b"Mills turn.")


def test_an_archive_without_a_known_name_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    (tmp_path / "p.bin").write_bytes(b"PK\3\4" + buffer.getvalue())
    assert "Name it by its format" in refused(tmp_path / "p.bin")


# The account


PIECES = st.sampled_from(
    ["茶好。", "山高", "1. 引言", "一、引言", "（一）产量", "第一章 茶", "I. TEA", "A. Pots", "# 茶", "## 山", "参考文献",
     "References", "[1] 甲. 乙[J]. 丙, 2019.", "[2] 丁. 2020. [3] 戊. 2021.", "1. Vane D. Tea. 2020.", "作者简介：癸",
     "表1 茶价", "1 2 3", "Low, A. (2019). Tea.", "https://x.org", "\ufffd\ue000", "Source: us", "Received 2 May"]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n", " \n", " "])), max_size=16))
def test_every_character_is_accounted_for_once(pieces: Sequence[tuple[str, str]]) -> None:
    document = plain_document("".join(text + end for text, end in pieces))
    covered = [place for block in document.blocks for start, end in block.spans for place in range(start, end)]
    assert len(covered) == len(set(covered))
    seen = {place for place, character in enumerate(document.text) if fold(character)}
    assert seen <= set(covered)
    counts = account_of(document).counts
    assert sum(counts.values()) == len(seen)


def test_what_cannot_be_read_is_listed_with_its_place() -> None:
    account = account_of(plain_document("茶好\ufffd\ufffd。\n\n山\ue001高。\n"))
    assert [(part.kind, part.place, part.end - part.start) for part in account.parts] == [
        ("unreadable", 1, 2), ("unreadable", 3, 1),
    ]  # fmt: skip


def test_text_that_looks_wrong_is_said_to() -> None:
    assert "scripts" in account_of(plain_document("үွ׈އ ቀበተ ಅಆಇ מא tea")).suspicions[0]
    assert "without blanks" in account_of(plain_document("themillsofthemoorandtheircornofvillages " * 60)).suspicions[0]
    assert "columns" in account_of(plain_document("the mill of the      ford and the hill\n" * 30)).suspicions[0]
    shifted = "".join(chr(ord(character) + 900) for character in "茶树种在山坡上，农户每年春天采茶，再由镇上的茶厂收购。")
    assert account_of(plain_document(f"茶好。\n\n{shifted}\n")).suspicions[0].startswith("line 3: Chinese of")
    assert "hardly has 的" in account_of(plain_document("茶树山坡农户春天镇厂收购，" * 60)).suspicions[0]
    assert "no vowel" in account_of(plain_document("Wkh plov ri wkh prru dqg wkhlu fruq. " * 40)).suspicions[0]
    japanese, names = "茶の木は山の斜面に植えられ、農家は毎年春に摘む。" * 40, "丁某、王某、鱻某、犇某、羴某、麤某、龘某。"
    for fine in (TEXT, japanese, names, "차나무는 산에 심는다. " * 60):
        assert account_of(plain_document(fine)).suspicions == ()


_BY_KEY = """## Mills

Mills turn [@low]. They grind [see @vane, p. 3; @low].

"""
_ANCHORED = (
    _BY_KEY
    + """## References

::: {#ref-low}
Low, A. (2010). Mills. Leaf.
:::

::: {#ref-vane}
Vane, B. (2012). Corn. Leaf.
:::
"""
)
_IN_HEAD = """---
references:
- {id: low, type: book, title: Mills, author: [{family: Low, given: A.}], issued: {date-parts: [[2010]]}, publisher: Leaf}
- {id: vane, type: book, title: Corn, author: [{family: Vane, given: B.}], issued: {date-parts: [[2012]]}, publisher: Leaf}
---
"""


@pytest.mark.parametrize("content", [_ANCHORED, _IN_HEAD + _BY_KEY])
def test_keys_of_markdown_name_the_entries_that_have_them(content: str, tmp_path: Path) -> None:
    (tmp_path / "mills.md").write_text(content, encoding="utf-8")
    document = read_document(tmp_path / "mills.md")
    assert document.keys == () and "They grind (see [2], p. 3; [1])." in document.text
    assert [document.text[link.start : link.end] for link in document.links] == ["[1]", "[2]", "[1]"]
    entries = [document.text[slice(*block.spans[0])] for block in document.blocks if block.kind == "entry"]
    assert [("Mills" in one, "Corn" in one) for one in entries] == [(True, False), (False, True)]


def test_keys_of_which_the_list_lacks_one_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "mills.md").write_text(_IN_HEAD + _BY_KEY + "Water is low [@reed]; see @fig:wheel.\n", encoding="utf-8")
    assert read_document(tmp_path / "mills.md").keys == ("@low", "@vane", "@reed")


_AUTHOR = "<author><persName><forename>Ada</forename><surname>Low</surname></persName></author>"
_IMPRINT = '<imprint><publisher>Leaf</publisher><date when="2010"/></imprint>'
_BOOK = f'<monogr><title level="m">Mills</title>{_AUTHOR}{_IMPRINT}'
_PART = (
    f'<analytic><title level="a">Mills</title>{_AUTHOR}</analytic>'
    f'<monogr><title level="{{}}">{{}}</title>{{}}{_IMPRINT}</monogr>'
)


@pytest.mark.parametrize(
    ("entry", "kind", "genre"),
    [
        (f"{_BOOK}</monogr>", "book", None),
        (f'{_BOOK}</monogr><note type="report_type">Technical Report</note>', "report", "Technical Report"),
        (f"{_BOOK}<note>PhD thesis</note></monogr>", "thesis", "PhD thesis"),
        (f"{_BOOK}<meeting>Third Mill Days</meeting></monogr>", "book", "proceedings"),
        (_PART.format("m", "Water", "<meeting>Third Mill Days</meeting>"), "paper-conference", None),
        (_PART.format("m", "Water", ""), "chapter", None),
        (_PART.format("j", "Water", "") + "<note>reports on mills, and much else besides that is long</note>",
         "article-journal", None),
    ],
)  # fmt: skip
def test_tei_tells_what_kind_of_work_an_entry_is(entry: str, kind: str, genre: str | None) -> None:
    item = item_of(ElementTree.fromstring(f"<biblStruct>{entry}</biblStruct>"))
    assert item is not None and (item["type"], item.get("genre"), item["title"]) == (kind, genre, "Mills")


def test_theses_have_a_table_of_contents_titles_below_chapters_and_lists_in_the_text(tmp_path: Path) -> None:
    """What stands in the contents or is told of references heads no list, and a numbered line that goes on is text."""
    full = "村里的水磨一年四季都在转动，人们从清早开始磨面，直到天黑才停下来休"
    plain = [full, full, full, full, "息，次日再来。"]
    first = [At(72, 780, "目录", 16), At(72, 740, "第一章 绪论 . . . . . . . . . . 1", 10), At(72, 725, "参考文献 7", 10)]

    def page(*lines: tuple[str, float]) -> list[At]:
        return [At(72, 790 - 17 * place, text, size) for place, (text, size) in enumerate(lines) if text]

    def body(lines: list[str]) -> list[tuple[str, float]]:
        return [(line, 10.0) for line in lines]

    two = page(("第一章", 16), ("绪论", 16), ("", 0), ("1.1 参考文献", 13), ("", 0), *body(plain), ("", 0),
               ("1.2 水磨", 13), ("", 0), *body([f"1. {full[:-2]}", *plain[1:]]), ("", 0),
               *body([f"2. {full[:-2]}", *plain[1:]]))  # fmt: skip
    three = page(("参考文献", 16), ("", 0), ("[1] 甲. 水磨的通知[Z]. 磨办", 10), ("[1995]3号. 1995.", 10),
                 ("[2] 乙. 山村[J]. 茶, 2019: 3.", 10))  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(build_pdf([first, two, three]))
    document = read_document(tmp_path / "a.pdf")
    heads = [block.name for block in document.blocks if block.kind == "heading"]
    assert [name for name in heads if not name.startswith("u")] == ["1", "1.1", "1.2", "references"]
    assert sum(block.kind == "entry" for block in document.blocks) == 2
