"""A reader's own copy: every passage is found in it, and nothing that differs is accepted for one."""

from __future__ import annotations

import html
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cbec_kg.assets import asset_folder
from cbec_kg.curation.quoting import Quotes, locate
from cbec_kg.curation.reader import read_places
from cbec_kg.documents.reading import read_document
from cbec_kg.errors import UsageError
from cbec_kg.model.curated import AnchorPlace, Passage
from cbec_kg.model.records import Article
from cbec_kg.text.furniture import edge_furniture, known_furniture, without
from cbec_kg.text.locate import PassageKey, SearchableText, differences
from cbec_kg.text.normalise import digest, normalise
from cbec_kg.text.plain import plain_document

MINI = Path(__file__).parent / "mini"

Folder = tuple[Article, list[Passage], list[AnchorPlace]]


@pytest.fixture(scope="module")
def mini() -> Folder:
    return read_places(MINI / "data")


@pytest.fixture(scope="module")
def real() -> Folder:
    return read_places(asset_folder("data"))


def states(quotes: Quotes) -> set[str]:
    return {where.state for where in (*quotes.passages.values(), *quotes.anchors.values())}


def key(text: str, fragment: str, prefix: str = "", suffix: str = "") -> PassageKey:
    whole = normalise(text).text
    return PassageKey("1.p1.s1", len(whole), digest(text), whole.index(fragment), fragment, prefix, suffix)


SENTENCE = "二〇一九年茶叶产量达12.90万吨，比上年增长3.1%。"


def located(copy: str, wanted: PassageKey) -> str:
    return SearchableText(plain_document(copy)).locate_all([wanted])["1.p1.s1"].state


@pytest.mark.parametrize(
    "copy",
    [
        SENTENCE,
        f"前文。{SENTENCE}后文。",
        "二〇一九年茶叶产量达 12.90 万吨，\n\n比上年增\r\n长 3.1%。",
        "二〇一九年茶叶产量达１２．９０万吨,比上年增长３．１％。",
        "\u3000\u3000二〇一九年茶叶产量达\u00a012.90\u200b万吨，比上年增⻓3.1%。",
    ],
    ids=["alone", "within", "broken lines", "full width", "spaces and a radical"],
)
def test_a_passage_is_found_whatever_its_white_space_and_width_forms(copy: str) -> None:
    assert located(copy, key(SENTENCE, "茶叶产量")) == "found"


@pytest.mark.parametrize(
    "copy",
    [
        SENTENCE.replace("12.90", "12.80"),
        SENTENCE.replace("12.90", "112.90"),
        SENTENCE.replace("产量", "产值"),
        SENTENCE.replace("比", ""),
        SENTENCE.replace("增长", "增增长"),
        SENTENCE.replace("12.90万吨，比上年增长3.1%", "3.1万吨，比上年增长12.90%"),
        "茶叶产量",
    ],
    ids=["a digit", "a digit more", "a character", "one dropped", "one added", "figures exchanged", "the fragment alone"],
)
def test_a_passage_that_differs_in_anything_is_not_found(copy: str) -> None:
    assert located(f"前文。{copy}后文。", key(SENTENCE, "茶叶产量")) == "not found"


def test_a_passage_that_occurs_twice_is_ambiguous_and_all_places_are_given() -> None:
    copy = f"{SENTENCE}其间。{SENTENCE}"
    found = SearchableText(plain_document(copy)).locate_all([key(SENTENCE, "茶叶产量")])["1.p1.s1"]
    assert found.state == "ambiguous"
    assert [(spot.start, spot.end) for spot in found.spots] == [
        (0, len(SENTENCE)),
        (len(SENTENCE) + 3, 2 * len(SENTENCE) + 3),
    ]


def test_of_equal_sentences_the_one_in_its_context_is_found_and_never_its_twin() -> None:
    wanted = key(SENTENCE, "3.1%。", suffix="乙")
    copy = f"{SENTENCE}甲。{SENTENCE}乙。"
    found = SearchableText(plain_document(copy)).locate_all([wanted])["1.p1.s1"]
    assert (found.state, found.spots[0].start) == ("found", len(SENTENCE) + 2)
    assert located(f"{SENTENCE}甲。", wanted) == "not found"


def test_what_differs_is_named_for_a_fragment_that_was_not_found() -> None:
    copy = SearchableText(plain_document(f"前文。{SENTENCE.replace('12.90', '12.80')}后文。"))
    wanted = key(SENTENCE, "茶叶产量")
    location = copy.locate_all([wanted])[wanted.locator]
    answer = copy.fragment(wanted, location, "产量达12.90万吨", 9)
    assert answer.state == "not found"
    assert "“9” reads “8”" in answer.difference


def test_differences_name_what_is_missing_and_what_is_added() -> None:
    assert differences("甲乙丙", "甲丙") == "“乙” is missing"
    assert differences("甲丙", "甲乙丙") == "“乙” is added"


def test_page_edges_that_recur_are_furniture_and_single_ones_are_not() -> None:
    pages = ["茶叶学报 第1页\n甲句一二三。\n", "茶叶学报 第2页\n乙句四五六。\n", "茶叶学报 第3页\n丙句七八九。\n"]
    text = "".join(pages)
    starts = [0, len(pages[0]), len(pages[0]) + len(pages[1])]
    assert [text[a:b] for a, b in edge_furniture(text, starts)] == [f"茶叶学报 第{n}页" for n in (1, 2, 3)]


def test_known_furniture_is_taken_out_of_the_middle_of_a_sentence() -> None:
    pattern = known_furniture("10.1/tea.1", "茶叶学报", "王某")
    assert pattern is not None
    copy = normalise("句子的前半\nhttps://doi.org/10.1/tea.1\n王某 等\nDOI: 10.1/tea.1 17 茶叶\n学报\n和后半。")
    assert without(copy, pattern).text == "句子的前半和后半。"


@given(st.text(alphabet="甲乙丙丁戊己庚辛壬癸0123456789，。%", min_size=12, max_size=60), st.data())
def test_one_changed_character_is_never_accepted(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text) - 1))
    here = normalise(text[position]).text
    other = data.draw(st.sampled_from([c for c in "甲乙丙0123456789，" if normalise(c).text != here]))
    changed = text[:position] + other + text[position + 1 :]
    wanted = key(text, normalise(text).text[:6])
    assert located(f"〔{text}〕", wanted) in ("found", "ambiguous")
    assert located(f"〔{changed}〕", wanted) == "not found"


def test_every_passage_and_anchor_of_the_mini_paper_is_found_in_its_text(mini: Folder) -> None:
    paper = read_document(MINI / "paper.txt")
    assert states(locate(paper, *mini)) == {"found"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_of_a_copy_is_read(mini: Folder, tmp_path: Path, encoding: str) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes((MINI / "paper.txt").read_text(encoding="utf-8").encode(encoding))
    assert states(locate(read_document(copy), *mini)) == {"found"}


def test_another_papers_text_has_none_of_the_passages(real: Folder) -> None:
    paper = read_document(MINI / "paper.txt")
    quotes = locate(paper, *real)
    found = [locator for locator, where in quotes.passages.items() if where.state == "found"]
    assert all(locator.endswith(".h") for locator in found)  # bare headings that any paper may have


@pytest.mark.paper
def test_every_passage_and_anchor_of_the_article_is_found(real: Folder, paper_text: str) -> None:
    assert states(locate(plain_document(paper_text), *real)) == {"found"}


@pytest.mark.paper
def test_no_changed_digit_of_the_article_is_accepted(real: Folder, paper_text: str) -> None:
    """Every digit within a passage is changed once, up to forty far-apart ones a copy, and each passage must fail."""
    article, passages, places = real
    digits = [i for i in inside(passages, paper_text) if paper_text[i].isdigit()]
    assert len(digits) > 500
    assert accepted(paper_text, digits, lambda c: str((int(c) + 1) % 10), article, passages, places) == []


@pytest.mark.paper
def test_no_changed_or_dropped_character_of_the_article_is_accepted(real: Folder, paper_text: str) -> None:
    article, passages, places = real
    body = [i for i in inside(passages, paper_text) if not paper_text[i].isspace()]
    sample = random.Random(20210828).sample(body, 300)
    assert accepted(paper_text, sample[:150], lambda c: "某", article, passages, places) == []
    assert accepted(paper_text, sample[150:], lambda c: "", article, passages, places) == []


def inside(passages: list[Passage], text: str) -> list[int]:
    """Return the offsets within passages, page furniture aside."""
    outside = {offset for start, end in plain_document(text).furniture() for offset in range(start, end)}
    return [i for p in passages for i in range(p.start, p.end) if i not in outside]


def accepted(
    text: str,
    offsets: list[int],
    change: Callable[[str], str],
    article: Article,
    passages: list[Passage],
    places: list[AnchorPlace],
) -> list[tuple[int, str]]:
    """Return the changes, as (offset, locator), after which a passage or one of its anchors still counts as found."""
    bad = []
    ordered = sorted(offsets)
    step = -(-len(ordered) // 40)
    for first in range(step):
        chosen = ordered[first::step]
        copy, shift = text, 0
        for offset in chosen:
            new = change(text[offset])
            copy = copy[: offset + shift] + new + copy[offset + shift + 1 :]
            shift += len(new) - 1
        quotes = locate(plain_document(copy), article, passages, places)
        for offset in chosen:
            hit = [p.locator for p in passages if p.start <= offset < p.end]
            bad += [(offset, name) for name in hit if quotes.passages[name].state == "found"]
            bad += [(offset, k[1]) for k, where in quotes.anchors.items() if k[1] in hit and where.state == "found"]
    return bad


def typeset(text: str, folder: Path, style: str) -> Path:
    """Return a PDF of a text, one paragraph a line, printed by Chromium with a CJK font."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed: no PDF can be typeset")
    if not subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout.strip():
        pytest.skip("no Chinese font is installed: no PDF can be typeset")
    lines = "".join(f"<p>{html.escape(line.strip())}</p>" for line in text.split("\n") if line.strip())
    page = folder / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style} p{{margin:0}}</style>{lines}", encoding="utf-8")
    target = folder / "copy.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command = [program, *flags, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    return target


STYLES = {
    "small pages, serif": "@page{size:A5;margin:2cm} body{font:11pt 'Noto Serif CJK SC',serif}",
    "large pages, sans": "@page{size:A4;margin:25mm} body{font:10pt 'Noto Sans CJK SC',sans-serif}",
}


@pytest.mark.browser
@pytest.mark.parametrize("style", list(STYLES.values()), ids=list(STYLES))
def test_every_passage_and_anchor_of_the_mini_paper_is_found_in_a_pdf(mini: Folder, tmp_path: Path, style: str) -> None:
    paper = read_document(typeset((MINI / "paper.txt").read_text(encoding="utf-8"), tmp_path, style))
    assert states(locate(paper, *mini)) == {"found"}


@pytest.mark.browser
@pytest.mark.paper
@pytest.mark.parametrize("style", list(STYLES.values()), ids=list(STYLES))
def test_every_passage_and_anchor_of_the_article_is_found_in_a_pdf_with_its_page(
    real: Folder, paper_text: str, tmp_path: Path, style: str
) -> None:
    paper = read_document(typeset(paper_text, tmp_path, style))
    quotes = locate(paper, *real)
    assert states(quotes) == {"found"}
    pages = [where.spots[0].page for where in quotes.passages.values()]
    assert pages[0] == 1
    assert pages == sorted(pages)
    assert pages[-1] >= len(paper.page_starts) - 1  # where the last sentence begins


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.txt", "has no text"),
        (b" \n", "a.txt", "has no text"),
        (b"%PDF-1.7\nbroken", "a.pdf", "the PDF cannot be read"),
        (b"plain text", "a.pdf", "is not a PDF, although its name ends in .pdf"),
        (b"\xff\xff\xff\xff\xff", "a.txt", "neither UTF-8, UTF-16 nor GB18030"),
        (b"a\0b", "a.txt", "is not a text file"),
    ],
)
def test_a_copy_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path, content: bytes, name: str, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        read_document(path)
    assert "\n" not in str(caught.value)
