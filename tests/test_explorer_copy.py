"""One's own copy of the article in the page: read there, proven passage by passage, stored and sent nowhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, in_browser
from cbec_kg.curation.quoting import locate
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.render.explorer import page as explorer
from cbec_kg.render.explorer.copy_payload import copy_payload
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.explorer.pdf_reader import read_pdf_reader
from cbec_kg.text.normalise import fold
from cbec_kg.text.plain import plain_document
from pdf_builder import At, build_pdf
from test_explorer_browser import written

__all__ = ["browser"]

STATIC = Path(explorer.__file__).parent / "static"
no_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
ASK = """
import { readFileSync } from "node:fs";
import { folderOf } from "./folding.js";
import { ownCopy } from "./owncopy.js";
const { known, texts, characters } = JSON.parse(readFileSync("input.json", "utf8"));
const fold = folderOf(known.folding);
const copies = texts.map((text) => ownCopy("a", text, known));
console.log(JSON.stringify({ lacking: copies.map((copy) => copy.lacking), folded: [...characters].map(fold) }));
"""


def asked(work: Path, known: dict[str, Any], texts: list[str], characters: str = "") -> dict[str, Any]:
    """Return what the page's modules answer, in one run of Node."""
    for name in ("digest", "folding", "furniture", "owncopy"):
        shutil.copy(STATIC / f"{name}.js", work)
    (work / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    given = {"known": known, "texts": texts, "characters": characters}
    (work / "input.json").write_text(json.dumps(given), encoding="utf-8")
    (work / "ask.js").write_text(ASK, encoding="utf-8")
    done = subprocess.run(["node", "ask.js"], cwd=work, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def wrapped(text: str, width: int) -> str:
    """Return a text whose lines are broken elsewhere: Chinese anywhere, as another reader of the same PDF breaks them."""
    joined = text.replace("\n", "")
    return "\n".join(joined[at : at + width] for at in range(0, len(joined), width))


def lacking(curation: Curation, text: str) -> list[str]:
    found = locate(plain_document(text), curation.article, curation.passages).passages
    return [locator for locator, location in found.items() if location.state != "found"]


@no_node
def test_the_page_finds_the_passages_that_the_command_finds(mini_folder: Path, mini_text: str, tmp_path: Path) -> None:
    curation = read_curation(mini_folder)
    changed = [
        mini_text.replace(a, b, 1) for a, b in (("14.40", "14.50"), ("64 家", "65 家"), ("small", "tiny"), ("茶", "荼"))
    ]
    texts = [mini_text, mini_text.replace("，", ","), mini_text.replace("\n", "\r\n"), "茶" * 50, *changed]
    expected = [lacking(curation, text) for text in texts]
    assert expected[0] == [] and all(expected[3:])
    assert asked(tmp_path, copy_payload(curation), texts)["lacking"] == expected


@no_node
def test_the_page_finds_the_passages_of_the_whole_article(real_folder: Path, paper_text: str, tmp_path: Path) -> None:
    curation = read_curation(real_folder)
    texts = [paper_text, wrapped(paper_text, 31), paper_text.replace("1347", "1374"), paper_text[: len(paper_text) // 2]]
    expected = [lacking(curation, texts[0]), [], lacking(curation, texts[2]), lacking(curation, texts[3])]
    assert expected[0] == [] and expected[2] and expected[3]
    found = asked(tmp_path, copy_payload(curation), texts)["lacking"]
    assert found[0] == [] and found[2:] == expected[2:]
    assert found[1] == lacking(curation, texts[1])


@no_node
def test_the_page_folds_every_character_as_the_package_does(mini_folder: Path, tmp_path: Path) -> None:
    """All of the basic plane that Python's Unicode has, but surrogates, and the Han characters for compatibility."""
    codes = [*range(0xD800), *range(0xE000, 0x10000), *range(0x2F800, 0x2FA20)]
    characters = "".join(character for character in map(chr, codes) if unicodedata.category(character) != "Cn")
    folded = asked(tmp_path, copy_payload(read_curation(mini_folder)), [], characters)["folded"]
    assert [c for c, found in zip(characters, folded, strict=True) if found != fold(c)] == []


# In a browser


@pytest.fixture(scope="module")
def mini_page(mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(read_curation(mini_folder), tmp_path_factory.mktemp("mini-explorer"))


@pytest.fixture
def opened(browser: Any, mini_page: Path) -> Iterator[Opened]:
    page = Opened(browser, mini_page, "#lang=en&id=facet-pickers-skill")
    yield page
    assert page.requests == []
    assert page.complaints == []
    page.context.close()


def give(page: Any, name: str, content: bytes) -> str:
    """Choose a file and return the line on it, when it has been read."""
    if not page.locator("#copy[open]").count():
        page.click("#copy-name")
    page.set_input_files("#copy-file", files=[{"name": name, "mimeType": "text/plain", "buffer": content}])
    page.wait_for_function("name => document.querySelector('#copy-answer')?.innerText.includes(name)", arg=name)
    page.wait_for_selector("#copy-answer:not(.hint)")
    return str(page.inner_text("#copy-answer"))


def printed(text: str, width: int = 38, pages: int = 1, head: bool = False) -> bytes:
    """Return a PDF in a Chinese font that is not embedded, a text in lines of its own, with a running head if told so."""
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]
    made: list[list[At]] = []
    for first in list(range(0, len(lines), 20)) * pages:
        top = [At(60, 800, f"茶业研究 第 {len(made) + 1} 页")] if head else []
        made.append([*top, *(At(60, 770 - 15 * at, line) for at, line in enumerate(lines[first : first + 20]))])
    return build_pdf(made)


def locked(pdf: bytes) -> bytes:
    """Return a PDF as if encrypted with a password that nobody has: its key is that of no password."""
    key = b"<" + b"17" * 32 + b">"
    encrypted = b"/Encrypt<</Filter/Standard/V 1/R 2/O %s/U %s/P -4>>/ID[<00><00>]" % (key, key)
    return pdf.replace(b"/Root 1 0 R>>", b"/Root 1 0 R" + encrypted + b">>")


class TestInABrowser:
    pytestmark = in_browser

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    def test_the_article_is_read_in_each_encoding(self, opened: Opened, mini_text: str, encoding: str) -> None:
        answer = give(opened.page, "tea.txt", mini_text.encode(encoding))
        assert answer.startswith("All ") and answer.endswith("passages stand in tea.txt word for word.")
        assert opened.text("#status") == answer

    def test_the_reading_pane_shows_the_sentence_with_the_fragment_marked(self, opened: Opened, mini_text: str) -> None:
        curation = read_curation(Path(__file__).parent / "mini" / "data")
        before = opened.text("#reading .places")
        give(opened.page, "tea.txt", mini_text.encode())
        facet = curation.records["facet-pickers-skill"]
        marks = opened.page.locator("#reading mark").all_inner_texts()
        assert marks == [anchor.fragment for anchor in facet.at]  # type: ignore[attr-defined]
        sentence = opened.text("#reading blockquote bdi >> nth=0")
        assert marks[0] in sentence and len(sentence) > len(marks[0])
        assert opened.page.locator("#reading blockquote .beside").count() >= 1
        opened.page.click("#copy-forget")
        assert opened.text("#reading .places") == before

    def test_a_copy_can_be_dropped_anywhere_on_the_page(self, opened: Opened, mini_text: str) -> None:
        opened.page.evaluate(
            """text => {
              const dropped = new DataTransfer();
              dropped.items.add(new File([text], "dropped.txt"));
              const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
              document.getElementById("picture").dispatchEvent(event);
            }""",
            mini_text,
        )
        opened.page.wait_for_selector("#copy-answer")
        assert "dropped.txt" in opened.text("#copy-answer")
        assert opened.page.locator("#reading mark").count() > 0

    def test_a_text_can_be_pasted(self, opened: Opened, mini_text: str) -> None:
        opened.page.click("#copy-name")
        opened.page.wait_for_selector("#copy-text")
        opened.page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              const event = new ClipboardEvent("paste", { clipboardData: data, cancelable: true });
              document.getElementById("copy-text").dispatchEvent(event);
            }""",
            mini_text,
        )
        assert opened.text("#copy-answer").startswith("All ")

    def test_what_does_not_match_is_listed_and_its_fragment_is_shown(self, opened: Opened, mini_text: str) -> None:
        curation = read_curation(Path(__file__).parent / "mini" / "data")
        anchor = curation.records["facet-pickers-skill"].at[0]  # type: ignore[attr-defined]
        answer = give(opened.page, "tea.txt", mini_text.replace(anchor.fragment, "", 1).encode())
        assert answer.startswith(f"{len(curation.passages) - 1} of {len(curation.passages)} passages")
        assert anchor.locator in opened.text("#copy-panel details")
        assert anchor.fragment in opened.text("#reading .places q")
        assert "Not in your copy word for word" in opened.text("#reading .places")

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("a.pdf", b"%PDF-1.7\nxx", "a.pdf is a PDF, which this page does not read."),
            ("a.docx", b"PK\x03\x04word", "a.docx is a document of an office program."),
            ("a.bin", b"a\x00b", "a.bin is no text."),
            ("a.txt", b"  \n", "a.txt has no text."),
            ("b.txt", b"\xff\xff\xff", "b.txt is neither UTF-8, UTF-16 nor GB18030."),
            ("c.txt", "另一篇论文，说的是别的事。".encode("gb18030"), "None of the "),
        ],
    )
    def test_what_is_no_copy_of_the_article_gets_one_clear_line(
        self, opened: Opened, name: str, content: bytes, says: str
    ) -> None:
        answer = give(opened.page, name, content)
        assert answer.startswith(says)
        assert "\n" not in answer
        assert opened.page.locator("#reading mark").count() == 0

    def test_a_text_of_three_hundred_pages_is_answered_for(self, opened: Opened, mini_text: str) -> None:
        page = "茶叶合作社的第几页，说的是别的事情，一行又一行。\n" * 40 + "\f"
        assert give(opened.page, "long.txt", (page * 300).encode()).startswith("None of the ")
        assert give(opened.page, "within.txt", (page * 150 + mini_text + page * 150).encode()).startswith("All ")

    def test_nothing_of_a_copy_is_stored_or_sent(self, opened: Opened, mini_text: str) -> None:
        address = opened.page.url
        give(opened.page, "tea.txt", mini_text.encode())
        assert opened.page.url == address
        stored = opened.page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]"
        )
        assert stored == [0, 0, "", 0]
        opened.page.reload()
        opened.page.wait_for_selector("html[data-ready=yes]", state="attached")
        assert opened.page.locator("#reading mark").count() == 0


@pytest.fixture(scope="module")
def reading(browser: Any, mini_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A page that reads PDFs, open."""
    path = tmp_path_factory.mktemp("reading") / "explorer.html"
    curation = read_curation(mini_folder)
    lines = evidence_lines(links_of(curation), statements_of(curation))
    network = explorer_network(curation, lines, pdf_reader=read_pdf_reader())
    path.write_text(network.generate_html(), encoding="utf-8", newline="\n")
    page = Opened(browser, path, "#lang=en&id=facet-pickers-skill")
    yield page
    assert [url for url in page.requests if not url.startswith("blob:null/")] == []
    assert page.complaints == []
    page.context.close()


@pytest.mark.skipif(read_pdf_reader() is None, reason="the reader of PDFs is not there: python scripts/engine.py")
class TestAPdf:
    pytestmark = in_browser

    @pytest.mark.parametrize("form", [{}, {"width": 23, "head": True}], ids=["plain", "running-heads"])
    def test_its_passages_are_proven_as_those_of_a_text(self, reading: Opened, mini_text: str, form: dict[str, Any]) -> None:
        answer = give(reading.page, "tea.pdf", printed(mini_text, **form))
        assert answer.startswith("All ") and answer.endswith("passages stand in tea.pdf word for word.")
        curation = read_curation(Path(__file__).parent / "mini" / "data")
        facet = curation.records["facet-pickers-skill"]
        marks = reading.page.locator("#reading mark").all_inner_texts()
        assert marks == [anchor.fragment for anchor in facet.at]  # type: ignore[attr-defined]

    def test_a_changed_figure_is_not_found(self, reading: Opened, mini_text: str) -> None:
        assert not give(reading.page, "new.pdf", printed(mini_text.replace("14.40", "14.50", 1))).startswith("All ")

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("locked.pdf", "locked.pdf is encrypted."),
            ("damaged.pdf", "damaged.pdf is damaged: it cannot be read as a PDF."),
            ("scanned.pdf", "scanned.pdf has no text, pictures of pages only."),
            ("long.pdf", "None of the "),
        ],
    )
    def test_one_that_tells_nothing_gets_one_clear_line(self, reading: Opened, name: str, says: str) -> None:
        other = "茶叶合作社的第几页，说的是别的事情，一行又一行。\n"
        contents = {
            "locked.pdf": lambda: locked(printed(other)),
            "damaged.pdf": lambda: printed(other)[:700] + b"z" * 700,
            "scanned.pdf": lambda: printed(" "),
            "long.pdf": lambda: printed(other * 20, pages=300),
        }
        answer = give(reading.page, name, contents[name]())
        assert answer.startswith(says)
        assert "\n" not in answer
        reading.page.evaluate("() => { location.hash = '#lang=en&id=facet-pickers-skill&view=list' }")
        reading.page.wait_for_selector("#sheet:visible")
        reading.page.evaluate("() => { location.hash = '#lang=en&id=facet-pickers-skill' }")
