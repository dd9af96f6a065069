"""Footnotes that hold the references of a paper: numbered anew on each page, 同上 and Ibid., notes that hold none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbec_kg import draft_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.documents.reading import read_document
from cbec_kg.model.records import Citation
from cbec_kg.text.notes import references_of_notes
from pdf_builder import At, build_pdf

_TEA = "张三：《山乡茶事》，北京：茶叶出版社，2010年，第5页。"
_MARKET = "李四：《论茶市》，《茶业史研究》2012年第3期，第9页。"
_MILLS = "Ada Low, Mills of the Valley (York: Leaf, 2010), 5."
_CORN = "Bob Vane, “Corn and Water,” Journal of Mills 3, no. 2 (2012): 14."


def _line(y: float, *parts: tuple[str, str], size: float = 10.5) -> list[At]:
    """Return a line of text, each part with the raised mark after it."""
    x, runs = 72.0, []
    for text, mark in parts:
        width = size if _is_wide(text) else 0.5 * size
        runs.append(At(x, y, text, size))
        x += width * len(text)
        if mark:
            runs.append(At(x, y + 4, mark, 6))
            x += 6 * len(mark)
    return runs


def _is_wide(text: str) -> bool:
    return not text.isascii()


def _pages(circles: bool) -> bytes:
    """Return two pages: on the first, notes 1 and 2; on the second, numbers begin anew: a reference, the same, a remark."""

    def mark(number: int) -> str:
        return "①②③"[number - 1] if circles else str(number)

    def body(first: float, *lines: list[tuple[str, str]]) -> list[At]:
        return [run for place, parts in enumerate(lines) for run in _line(first - 18 * place, *parts)]

    def note(y: float, number: int, text: str) -> list[At]:
        return [At(72, y, f"{mark(number)} {text}", 8)]

    rest = [("山乡的茶在春天采摘，到夏天才运出去，路上要走二十天之久，沿途有茶亭。", "")]
    one = body(
        780, [("山乡茶事考", "")], [("一、引言", "")], [("茶事兴盛已久。", mark(1)), ("茶市开在河边。", mark(2))], rest, rest
    )
    two = body(780, [("茶路很长。", mark(1)), ("茶亭很多。", mark(2)), ("茶商很少。", mark(3))], rest, rest)
    return build_pdf([
        [*one, *note(100, 1, _TEA), *note(86, 2, _MARKET)],
        [*two, *note(100, 1, "同上，第11页。"), *note(86, 2, "张三：《山乡茶事》，第20页。"),
         *note(72, 3, "茶商之名据抄本。")],
    ])  # fmt: skip


def _cited(folder: Path) -> set[tuple[str, int]]:
    """Return the end of each place that cites, and the number of the reference there."""
    return {(one.at[0].fragment[-3:], int(one.reference[4:])) for one in read_curation(folder).of(Citation)}


@pytest.mark.parametrize("circles", [True, False])
def test_footnotes_that_begin_anew_on_each_page_cite_the_reference_that_each_holds(circles: bool, tmp_path: Path) -> None:
    (tmp_path / "tea.pdf").write_bytes(_pages(circles))
    draft_paper(tmp_path / "folder", tmp_path / "tea.pdf")
    assert (tmp_path / "folder" / "references.txt").read_text(encoding="utf-8").splitlines() == [
        f"[1] {_TEA}",
        f"[2] {_MARKET}",
    ]
    assert _cited(tmp_path / "folder") == {("久。¹", 1), ("边。²", 2), ("长。²", 2), ("多。¹", 1)}
    assert "茶商之名据抄本" in read_document(tmp_path / "tea.pdf").text


def test_short_forms_name_the_reference_of_an_earlier_note() -> None:
    chinese = {
        _TEA: 0, "同上，第7页。": 0, "此处据抄本。": None, _MARKET: 3, "张三：《山乡茶事》，第20页。": 0,
        "李四前引文，第11页。": 3, "参见张三：《山乡茶事》，北京：茶叶出版社，2010年，第88—90页。": 0, "同注④。": 3,
        "王五：《茶路》，前引书，第3页。": None,
        "同上，第4页。": None, "《统计法》于2009年修订。": None, "同前书，第2页。": None,
    }  # fmt: skip
    english = {
        _MILLS: 0, "Ibid., 9.": 0, "Bags are of linen.": None, _CORN: 3, "Low, Mills of the Valley, 7.": 0,
        "Vane, “Corn and Water,” 15.": 3, "Low, op. cit., p. 8.": 0, "See note 4 above.": 3,
        "Low counted the mills in 2010.": None,
    }  # fmt: skip
    for notes in (chinese, english):
        assert references_of_notes(list(notes)) == list(notes.values())


_HTML = f"""<html><body><h1>Of mills</h1><h2>1 Mills</h2>
<p>Mills turn.<sup><a href="#fn1" id="r1">1</a></sup> They grind corn.<sup><a href="#fn2" id="r2">2</a></sup>
Bags are heavy.<sup><a href="#fn3" id="r3">3</a></sup> Water is low.<sup><a href="#fn4" id="r4">4</a></sup></p>
<section class="footnotes"><hr><ol><li id="fn1"><p>{_MILLS} <a href="#r1">↩</a></p></li><li id="fn2"><p>{_CORN}</p></li>
<li id="fn3"><p>Bags are of linen.</p></li><li id="fn4"><p>Low, Mills of the Valley, 7.</p></li></ol></section>
</body></html>"""
_MARKDOWN = f"""# Of mills

## 1 Mills

Mills turn.[^a] They grind corn.[^b] Bags are heavy.[^c] Water is low.[^d]

[^a]: {_MILLS}

[^b]: {_CORN}

[^c]: Bags are of linen.

[^d]: Low, Mills of the Valley, 7.
"""
_JATS = f"""<article><front><article-meta><title-group><article-title>Of mills</article-title></title-group></article-meta>
</front>
<body><sec><label>1</label><title>Mills</title><p>Mills turn.<xref ref-type="fn" rid="a"><sup>1</sup></xref> They grind
corn.<xref ref-type="fn" rid="b"><sup>2</sup></xref> Bags are heavy.<xref ref-type="fn" rid="c"><sup>3</sup></xref> Water is
low.<xref ref-type="fn" rid="d"><sup>4</sup></xref></p></sec></body>
<back><fn-group><fn id="a"><label>1</label><p>{_MILLS}</p></fn><fn id="b"><label>2</label><p>{_CORN}</p></fn>
<fn id="c"><label>3</label><p>Bags are of linen.</p></fn><fn id="d"><label>4</label><p>Low, Mills of the Valley, 7.</p></fn>
</fn-group></back></article>"""


@pytest.mark.parametrize(("name", "content"), [("a.md", _MARKDOWN), ("a.xml", _JATS), ("a.html", _HTML)])
def test_notes_with_ids_cite_the_reference_that_each_holds(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    document = read_document(tmp_path / name)
    draft_paper(tmp_path / "folder", tmp_path / name)
    listed = (tmp_path / "folder" / "references.txt").read_text(encoding="utf-8").splitlines()
    assert listed == [f"[1] {_MILLS}", f"[2] {_CORN}"]
    assert _cited(tmp_path / "folder") == {("n.¹", 1), ("n.²", 2), ("w.¹", 1)}
    assert document.text.count("Bags are of linen.") == 1 and "heavy. Water" in document.text.replace("\n", " ")
