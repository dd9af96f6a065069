"""Keystrokes and seconds to confirm 40 drafted figures on the curating page, against editing their YAML by hand.

The paper is made here: forty sentences, each with a figure and a citation marker. On the page each key that is pressed
counts, and each character that is written. By hand, only the characters that are new in ``statistics.yaml`` count: neither
moving the cursor nor deleting, looking up a locator nor sorting. Needs playwright and Chromium; prints a line a figure.

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
from cbec_kg.model.records import TO_CONFIRM, Statistic

RECORDS = 40
WAIT = 60_000


def paper() -> str:
    sentences = [f"第{number}个作坊去年产蜜{number * 37 + 100}吨[{number % 3 + 1}]。" for number in range(1, RECORDS + 1)]
    entries = [f"[{number}] 丁香. 蜂蜜志{number}[J]. 山乡, 2015." for number in (1, 2, 3)]
    return "\n\n".join(["1. 产量", "".join(sentences), "参考文献", "\n".join(entries)]) + "\n"


def confirm_all(page: Any) -> int:
    """Confirm each figure with one indicator, made with the first and picked by one character for the others."""
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        for name in names:
            page.keyboard.press(name)
        keys += len(names)

    done = 0
    while done < RECORDS:
        press("n")
        if "candidate" not in page.evaluate("document.activeElement.dataset.key"):
            continue
        press("c")
        page.wait_for_selector("[data-field=indicator]:focus")
        text = "产" if done else "蜂蜜产量 = honey output"
        page.keyboard.insert_text(text)
        keys += len(text)
        press("Enter", "Enter")
        done += 1
        page.wait_for_function("() => !document.querySelector('form.record')")
    return keys


def by_anchor(text: str) -> list[str]:
    """Return the records of a file of statistics as text, sorted by their anchors, which stay as they are."""
    records = sorted(records_in(text, "statistics.yaml").values(), key=lambda fields: str(fields["at"]))
    return [record_yaml(fields) for fields in records]


def new_characters(before: str, after: str) -> int:
    """Return how many characters of a record have to be typed."""
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(end - begin for tag, _, _, begin, end in changes if tag in ("insert", "replace"))


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CBEC_KG_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder, text = Path(name) / "honey", Path(name) / "honey.txt"
        text.write_text(paper(), encoding="utf-8")
        draft_paper(folder, text)
        before = (folder / "statistics.yaml").read_text(encoding="utf-8")
        served = open_paper(folder).curate(text).page()
        threading.Thread(target=served.serve, daemon=True).start()
        browser = driver.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        page.goto(served.address)
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        start = perf_counter()
        keys = confirm_all(page)
        seconds = perf_counter() - start
        browser.close()
        served.stop()
        after = (folder / "statistics.yaml").read_text(encoding="utf-8")
        found = read_curation(folder).of(Statistic)
        confirmed = [one for one in found if one.indicator != TO_CONFIRM and one.rests_on]
        typed = sum(map(new_characters, *(by_anchor(text) for text in (before, after))))
    print(f"records confirmed      {len(confirmed)}")
    print(f"keystrokes on the page {keys}")
    print(f"characters by hand     {typed}")
    print(f"share                  {keys / typed:.1%}")
    print(f"seconds                {seconds:.1f}")
    sys.exit(0 if len(confirmed) == RECORDS else 1)


if __name__ == "__main__":
    main()
