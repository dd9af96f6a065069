"""How well papers are read: invented ones in every form, drafted as ``cbec-kg new`` does, against what is known of them.

    python benchmarks/documents.py [--papers 4] [--seed 1] [--forms text pdf1] [--misses]

Printed by form, over all papers: headings found, with their text; sentences and citations found (recall) and right
(precision); entries of the list found, and their fields; cells of tables; figures in drafted records of tables, each with
row, period and unit; figures of sentences drafted, and drafted wrong; and the seconds to draft a paper of some twelve
pages.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from paper_forms import Written, html_of, latex_of, markdown_of, text_of
from paper_making import make_paper
from paper_office import docx_of, epub_of, odt_of
from paper_pages import pdf_of
from paper_parts import Paper, Truth, plain
from paper_xml import jats_of, tei_of

from cbec_kg import draft_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.documents.reading import read_document
from cbec_kg.io.pandoc import find_pandoc
from cbec_kg.model.curated import Curation
from cbec_kg.model.records import Citation, Reference, Statistic, Table
from cbec_kg.text.document import Document
from cbec_kg.text.segment import Passage, passages
from cbec_kg.text.tablelines import row_cells

FORMS: dict[str, Callable[[Paper], Written]] = {
    "text": text_of,
    "markdown": markdown_of,
    "html": html_of,
    "latex": latex_of,
    "docx": docx_of,
    "odt": odt_of,
    "epub": epub_of,
    "jats": jats_of,
    "tei": tei_of,
    "pdf1": pdf_of,
    "pdf2": lambda paper: pdf_of(paper, 2),
}
SECTIONS = 17
"""Sections of a paper that takes twelve pages of one column."""

MEASURES = ("headings", "sentences", "citations", "entries", "fields", "cells", "records", "figures")


@dataclass
class Count:
    """How many were there, were found, and were found that are none."""

    wanted: int = 0
    found: int = 0
    wrong: int = 0

    def add(self, wanted: Counter[str], found: Counter[str]) -> None:
        right = sum((wanted & found).values())
        self.wanted += sum(wanted.values())
        self.found += right
        self.wrong += sum(found.values()) - right

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0


@dataclass
class Score:
    """The counts of one form by measure, and what was missed or wrong."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in MEASURES})
    misses: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def compare(self, name: str, wanted: Iterable[str], found: Iterable[str]) -> None:
        first, second = Counter(wanted), Counter(found)
        self.counts[name].add(first, second)
        self.misses += [f"{name} missed: {one}" for one in (first - second).elements()]
        self.misses += [f"{name} wrong: {one}" for one in (second - first).elements()]


def measure(written: Written, score: Score, folder: Path) -> None:
    """Draft one paper and add what was found to a score."""
    path = folder / f"paper.{written.ending}"
    path.write_bytes(written.content)
    start = time.perf_counter()
    draft_paper(folder / "draft", path)
    score.seconds += time.perf_counter() - start
    document, curation = read_document(path), read_curation(folder / "draft")
    found, truth = passages(document), written.truth
    texts = {one.locator: plain("\n".join(document.text[a:b] for a, b in one.spans)) for one in found}
    entries = {block.spans[0] for block in document.blocks if block.kind == "entry"}
    running = [one for one in found if one.spans[0] not in entries]
    score.compare(
        "headings", map(_bare, truth.headings), (_bare(texts[one.locator]) for one in running if one.kind == "heading")
    )
    said = [texts[one.locator] for one in running if one.kind == "sentence"]
    score.compare("sentences", truth.sentences, [text for one in said for text in _without_front(one, truth)])
    score.compare("citations", _cited(truth), _drafted_citations(curation, truth))
    score.counts["entries"].add(Counter({"entry": len(truth.entries)}), Counter({"entry": len(entries)}))
    if len(entries) != len(truth.entries):
        score.misses.append(f"entries: {len(entries)} of {len(truth.entries)}")
    score.compare("fields", _fields(truth.entries), _drafted_fields(folder / "draft" / "bibliography.json", truth))
    score.compare("cells", _cells(truth.tables), _read_cells(document, found))
    score.compare("records", truth.records, _drafted_cells(curation))
    wanted = Counter(f"{one.value} {one.unit}" for one in truth.figures if one.unit)
    drafted = Counter(f"{one.value} {one.unit}" for one in curation.of(Statistic) if not one.table)
    score.compare("figures", wanted.elements(), drafted.elements())


def _bare(heading: str) -> str:
    return heading.strip(":：.")


def _without_front(sentence: str, truth: Truth) -> list[str]:
    """Return a sentence without what stands before the article: nothing if it is title, authors or keywords."""
    if (
        sentence in truth.front
        or sentence.rstrip(";；") in truth.front
        or all(one in truth.front for one in re.split(r"[，；;:,]", sentence))
    ):
        return []
    label = next((one for one in ("摘要:", "Abstract.") if sentence.startswith(one)), "")
    return [sentence.removeprefix(label)]


def _cited(truth: Truth) -> list[str]:
    return [
        f"{entry + 1} after {truth.text[max(0, mark.start - 6) : mark.start]}"
        for mark in truth.marks
        for entry in mark.entries
    ]


def _drafted_citations(curation: Curation, truth: Truth) -> list[str]:
    """Return the drafted citations in the same words; one whose place is none of a citation with its own words."""
    places = {one.id: one.number or _place(one.key or "", truth) for one in curation.of(Reference)}
    found = []
    left = [(mark, entry + 1) for mark in truth.marks for entry in mark.entries]
    for one in curation.of(Citation):
        fragment = plain(one.at[0].fragment)
        fits = next(
            (
                pair
                for pair in left
                if pair[1] == places[one.reference] and _ends(fragment, truth, pair[0].start, pair[0].end)
            ),
            None,
        )
        if fits is None:
            found.append(f"[{places[one.reference]}] at {fragment}")
        else:
            left.remove(fits)
            found.append(f"{fits[1]} after {truth.text[max(0, fits[0].start - 6) : fits[0].start]}")
    return found


def _place(key: str, truth: Truth) -> int:
    """Return the place of the entry that a key such as ``Low et al., 2019a`` names; 0 for none."""
    names, _, year = key.rpartition(",")
    wanted = plain(f"{re.split(' & | et al|和|等', names)[0]},{year}")
    named = [one.casefold() for one in truth.named]
    return named.index(wanted.casefold()) + 1 if wanted.casefold() in named else 0


def _ends(fragment: str, truth: Truth, start: int, end: int) -> bool:
    """Return whether a fragment stands in the truth so that it ends within a citation."""
    position = truth.text.find(fragment)
    while position >= 0:
        if start < position + len(fragment) <= end:
            return True
        position = truth.text.find(fragment, position + 1)
    return False


def _fields(entries: list[dict[str, str]]) -> list[str]:
    return [
        f"{place}: {name} = {_same(value)}"
        for place, entry in enumerate(entries, 1)
        for name, value in entry.items()
        if name != "author given"
    ]


def _same(value: str) -> str:
    return plain(value).replace("-", "").casefold()


def _drafted_fields(path: Path, truth: Truth) -> list[str]:
    items = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    found = []
    places = {one.id: one.number or _place(one.key or "", truth) for one in read_curation(path.parent).of(Reference)}
    for item in items:
        place = places.get(item["id"], 0)
        texts = {name: str(value) for name, value in item.items() if isinstance(value, str)}
        people = item.get("author", [])
        authors = [
            one.get("literal") or " ".join(filter(None, (one.get("non-dropping-particle"), one["family"]))) for one in people
        ]
        authors = [name for name in authors if name not in ("others",)]
        date = item.get("issued", {}).get("date-parts", [[]])[0]
        issued = "-".join(f"{part:02d}" for part in date)
        known = {"type": texts["type"], "author": "; ".join(authors), "issued": issued}
        known |= {
            name: texts[name]
            for name in ("title", "container-title", "volume", "issue", "page", "DOI", "publisher", "publisher-place")
            if name in texts
        }
        found += [f"{place}: {name} = {_same(value)}" for name, value in known.items() if value]
    return found


def _cells(tables: list[list[list[str]]]) -> list[str]:
    return [f"{number}: {cell}" for number, rows in enumerate(tables, 1) for row in rows for cell in row if cell]


def _read_cells(document: Document, found: list[Passage]) -> list[str]:
    cells = []
    for one in found:
        if one.kind in ("table-header", "table-row"):
            number = re.sub(r"\D", "", one.locator.partition(".")[0])
            for start, end in one.spans:
                cells += [
                    f"{number}: {plain(cell)}"
                    for line in document.text[start:end].split("\n")
                    for cell in row_cells(line)
                    if plain(cell)
                ]
    return cells


def _drafted_cells(curation: Curation) -> list[str]:
    """Return the figures of the drafted tables in the words of a truth: the place is a row's or a column's heading."""
    found = []
    for table in curation.of(Table):
        lines = {line.key: line.zh if line.zh in line.en else line.en for line in (*table.columns, *table.rows)}
        for one in (one for one in curation.of(Statistic) if one.table == table.id):
            by_column = any(column.period for column in table.columns)
            place = lines[str(one.row if by_column else one.column)]
            found.append(f"{_label_of(table)}: {plain(place)} {one.period} = {one.value_text} {one.unit}")
    return found


def _label_of(table: Table) -> str:
    """Return the label of a table in the language of its caption."""
    return f"{'表' if 'caption-zh' in table.at[0].locator else 'Table '}{table.number}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--papers", type=int, default=4, help="papers of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forms", nargs="*", choices=list(FORMS), default=list(FORMS))
    parser.add_argument("--languages", nargs="*", choices=("zh", "en"), default=["zh", "en"])
    parser.add_argument("--misses", action="store_true", help="list what was missed or wrong")
    given = parser.parse_args()
    given.forms = given.forms or list(FORMS)
    heads = "headings  sentences P/R   citations P/R  entries  fields   cells  records wrong  figures found  wrong  s/paper"
    print(f"{'form':9} {heads}")
    for form in given.forms:
        score = Score()
        for language in given.languages:
            for number in range(given.papers):
                paper = make_paper(f"{given.seed}/{number}", language)
                with tempfile.TemporaryDirectory() as name:
                    before = len(score.misses)
                    measure(FORMS[form](paper), score, Path(name))
                if given.misses:
                    print(f"--- {form} {language} {number} {paper.citing} {paper.look}")
                    print("\n".join(score.misses[before:]))
        print(line(form, score, given.papers * len(given.languages)))
    print("\na paper of twelve pages")
    print("\n".join(seconds_of_twelve_pages()))


def seconds_of_twelve_pages(runs: int = 3) -> list[str]:
    """Return the seconds to draft a paper of twelve pages and to take out its text alone, in turn, and their ratio."""
    found = []
    for form, other, take in (("pdf1", "PDFium", _text_by_pdfium), ("docx", "pandoc -t plain", _text_by_pandoc)):
        paper = make_paper("speed", "zh", numbering="arabic", sections=SECTIONS)
        written = FORMS[form](paper)
        times: dict[str, list[float]] = {"draft": [], other: []}
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"paper.{written.ending}"
            path.write_bytes(written.content)
            for run in range(runs):
                start = time.perf_counter()
                draft_paper(Path(name) / f"draft{run}", path)
                middle = time.perf_counter()
                take(path)
                times["draft"].append(middle - start)
                times[other].append(time.perf_counter() - middle)
        ours, theirs = median(times["draft"]), median(times[other])
        found.append(f"{form:5} draft {ours:5.2f} s   {other} {theirs:5.2f} s   ratio {ours / theirs:5.1f}")
    return found


def _text_by_pdfium(path: Path) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        page.get_textpage().get_text_range()
    pdf.close()


def _text_by_pandoc(path: Path) -> None:
    subprocess.run([str(find_pandoc()), "-t", "plain", str(path)], check=True, capture_output=True)


def line(form: str, score: Score, papers: int) -> str:
    """Return the line of one form in the table."""
    c = score.counts
    shares = [f"{c['headings'].recall:8.1%}"]
    shares += [f"{c[name].precision:8.1%} {c[name].recall:6.1%}" for name in ("sentences", "citations")]
    shares += [f"{c[name].recall:7.1%}" for name in ("entries", "fields", "cells")]
    records = c["records"]
    shares += [f"{records.recall:8.1%} {records.wrong:4}"]
    figures = c["figures"]
    drafted = f"{figures.found:5} of {figures.wanted:<5} {figures.wrong:5}"
    return f"{form:9} {' '.join(shares)}  {drafted}  {score.seconds / papers:6.2f}"


if __name__ == "__main__":
    main()
