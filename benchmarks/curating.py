"""Keystrokes and seconds to curate 40 records on the curating page, against editing their YAML by hand.

The paper is made here: twenty sentences with a figure and a marker each, and ten more whose cue words propose a claim, each
with a marker. On the page 20 figures are confirmed with an indicator, 10 claims are taken up from what is proposed and
written in both languages, and 10 citations are confirmed by the claim of their sentence. Each key that is pressed counts,
and each character that is written. By hand, only the characters that are new in the files count: neither moving the cursor
nor deleting, looking up a locator nor sorting. The words of a paraphrase have to be typed either way: they are told apart.
Needs playwright and Chromium; prints a line a figure.

    python benchmarks/curating.py
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter
from typing import Any

from cbec_kg import draft_paper, open_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.curation.yaml_text import record_yaml
from cbec_kg.editing.changes import records_in
from cbec_kg.model.records import TO_CONFIRM, Citation, Claim, Statistic

FIGURES, CLAIMS = 20, 10
RECORDS = FIGURES + 2 * CLAIMS
WAIT = 60_000
VILLAGES = "东西南北上下前后内外"


def paper() -> str:
    figures = [f"第{number}个作坊去年产蜜{number * 37 + 100}吨[{number % 3 + 1}]。" for number in range(1, FIGURES + 1)]
    claims = [f"因此{village}村缺乏养蜂的人手[{number % 3 + 1}]。" for number, village in enumerate(VILLAGES)]
    entries = [f"[{number}] 丁香. 蜂蜜志{number}[J]. 山乡, 2015." for number in (1, 2, 3)]
    parts = ["1. 产量", "".join(figures), "2. 人手", "".join(claims), "参考文献", "\n".join(entries)]
    return "\n\n".join(parts) + "\n"


class Hands:
    """Presses keys and writes text on a page, and counts them; `words` are the characters of paraphrases."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.keys = 0
        self.words = 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
        self.keys += len(names)

    def write(self, text: str, *, words: bool = False) -> None:
        self.page.keyboard.insert_text(text)
        self.keys += len(text)
        self.words += len(text) * words

    def current(self) -> str:
        return str(self.page.evaluate("document.activeElement.dataset.key ?? ''"))

    def closed(self) -> None:
        self.page.wait_for_function("() => !document.querySelector('form.record')")

    def confirm_figures(self) -> None:
        """Confirm each figure with one indicator, made with the first and picked by one character for the others."""
        done = 0
        while done < FIGURES:
            self.press("n")
            if "candidate" not in self.current():
                continue
            self.press("c")
            self.page.wait_for_selector("[data-field=indicator]:focus")
            self.write("产" if done else "蜂蜜产量 = honey output")
            self.press("Enter", "Enter")
            done += 1
            self.closed()

    def take_claims_up(self) -> None:
        """Take up what is proposed of each sentence, write it in both languages, and confirm the citation by it."""
        for number in range(1, CLAIMS + 1):
            locator = f"2.p1.s{number}"
            while not self.current().startswith(f"{locator} citation"):
                self.press("n")
            while not self.current().startswith(f"{locator} ? statement"):
                self.press("j")
            self.press("c")
            self.page.wait_for_selector("[data-field=zh]:focus")
            self.write(f"{VILLAGES[number - 1]}村养蜂缺人", words=True)
            self.press("Tab")
            self.write(f"Village {number} lacks beekeepers", words=True)
            self.press("Enter")
            self.closed()
            while not self.current().startswith(f"{locator} citation"):
                self.press("k")
            self.press("c")
            self.page.wait_for_function("() => document.getElementById('status').textContent.includes('citation')")


def by_anchor(folder: Path, file: str) -> dict[str, str]:
    """Return the records of a file as text by their anchors, which stay as they are."""
    path = folder / file
    found = records_in(path.read_text(encoding="utf-8"), file) if path.is_file() else {}
    return {str(fields["at"]): record_yaml(fields) for fields in found.values()}


def new_characters(before: str, after: str) -> int:
    """Return how many characters of a record have to be typed."""
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(end - begin for tag, _, _, begin, end in changes if tag in ("insert", "replace"))


FILES = ("citations.yaml", "claims.yaml", "indicators.yaml", "statistics.yaml")


def typed_by_hand(before: Path, after: Path) -> int:
    """Return how many characters are new in the records of a folder; a new record is typed whole but for its indents."""
    typed = 0
    for file in FILES:
        if file == "indicators.yaml":
            typed += new_characters(*((folder / file).read_text(encoding="utf-8") for folder in (before, after)))
            continue
        old, new = by_anchor(before, file), by_anchor(after, file)
        typed += sum(new_characters(old.get(at, ""), text) for at, text in new.items())
    return typed


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CBEC_KG_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder, text = Path(name) / "honey", Path(name) / "honey.txt"
        text.write_text(paper(), encoding="utf-8")
        draft_paper(folder, text)
        before = Path(name) / "before"
        shutil.copytree(folder, before)
        served = open_paper(folder).curate(text).page()
        threading.Thread(target=served.serve, daemon=True).start()
        browser = driver.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        page.goto(served.address)
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        hands = Hands(page)
        start = perf_counter()
        hands.confirm_figures()
        hands.take_claims_up()
        seconds = perf_counter() - start
        browser.close()
        served.stop()
        found = read_curation(folder)
        figures = [one for one in found.of(Statistic) if one.indicator != TO_CONFIRM and one.rests_on]
        claims = [one for one in found.of(Claim) if one.rests_on]
        citations = [one for one in found.of(Citation) if not one.note.en.startswith("to be confirmed")]
        typed = typed_by_hand(before, folder)
    done = len(figures) + len(claims) + len(citations)
    print(f"records curated        {done}: {len(figures)} figures, {len(claims)} claims, {len(citations)} citations")
    print(f"keystrokes on the page {hands.keys}, of them {hands.words} of paraphrases")
    print(f"characters by hand     {typed}, of them as many of paraphrases")
    print(f"share                  {hands.keys / typed:.1%}; paraphrases aside "
          f"{(hands.keys - hands.words) / (typed - hands.words):.1%}")  # fmt: skip
    print(f"seconds                {seconds:.1f}")
    sys.exit(0 if done == RECORDS else 1)


if __name__ == "__main__":
    main()
