"""What a reader sees of an invented paper in a form, and what must be found in it."""

from __future__ import annotations

from collections.abc import Callable

from paper_parts import Cite, Grid, Heading, Paper, Sentence, Truth, plain, rows_of

Shown = Callable[[Cite], str]
"""How a form prints a citation."""


def truth_of(paper: Paper, shown: Shown = lambda cite: cite.printed, *, notes: str = "") -> Truth:
    """Return the truth of a paper in a form.

    `notes` is how the form prints the mark of a footnote that holds a reference, with ``{}`` for its number; empty when it
    prints none.
    """
    truth = Truth()
    front = [paper.title, *paper.authors, paper.affiliation, *paper.keywords, paper.labels()[1], *paper.back, paper.head]
    truth.front = plain("".join(front))
    count = 0
    for sentence in paper.sentences():
        pieces = _pieces(sentence, shown)
        if sentence.note and notes:
            count += 1
            pieces.append((notes.format(count), (count - 1,)))
        for part in _parted(pieces):
            truth.add(part)
        truth.figures += sentence.figures
    truth.headings = [plain(block.printed) for block in paper.body if isinstance(block, Heading)]
    truth.headings += [plain(paper.list_heading)] * bool(paper.list_heading)
    truth.tables = [
        [[plain(cell) for cell in row] for row in rows_of(block)] for block in paper.body if isinstance(block, Grid)
    ]
    truth.records = [
        f"{block.label}: {plain(row)} {period} = {value} {unit}"
        for block in paper.body
        if isinstance(block, Grid)
        for row, period, value, unit in block.figures
    ]
    noted = [sentence.note for sentence in paper.sentences() if sentence.note]
    by_print = {one.printed: one.fields for one in paper.references}
    truth.entries = (
        [by_print[note] for note in noted] if paper.citing == "notes" else [one.fields for one in paper.references]
    )
    if paper.citing == "notes":
        truth.headings.append("注释" if paper.language == "zh" else "Notes")
    truth.named = [plain(f"{one.names[0]},{one.year}") for one in paper.references]
    return truth


def _pieces(sentence: Sentence, shown: Shown) -> list[tuple[str, tuple[int, ...]]]:
    return [(shown(run), run.entries) if isinstance(run, Cite) else (run.text, ()) for run in sentence.runs]


def _parted(pieces: list[tuple[str, tuple[int, ...]]]) -> list[list[tuple[str, tuple[int, ...]]]]:
    """Return the pieces of a sentence in parts: a Chinese semicolon ends one, but within brackets or a citation."""
    parts: list[list[tuple[str, tuple[int, ...]]]] = [[]]
    depth = 0
    for text, entries in pieces:
        if entries:
            parts[-1].append((text, entries))
            continue
        start = 0
        for place, one in enumerate(text):
            depth += (one in "（(") - (one in "）)")
            if one == "；" and not depth:
                parts[-1].append((text[start : place + 1], ()))
                parts.append([])
                start = place + 1
        parts[-1].append((text[start:], ()))
    return parts
