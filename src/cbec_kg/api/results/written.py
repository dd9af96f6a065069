"""What was checked, built or drafted: the counts, and the files that were written."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbec_kg.api.results.base import Result
from cbec_kg.errors import Problem, UsageError, listed, some_of

if TYPE_CHECKING:
    from cbec_kg.curation.judged import Unheld
    from cbec_kg.drafting.draft import Draft
    from cbec_kg.render.explorer.pyvis_networks import ExplorerNetwork
    from cbec_kg.text.account import Account

_SHOWN = 8
"""Findings of a draft that are listed; all are in todo.csv."""


@dataclass(frozen=True, repr=False)
class Checked(Result):
    """A data folder with which nothing is wrong.

    `warnings` has what may be slips of the pen and what contradicts its sentence; `unheld` the records of which something
    can be held against nothing, each with the reason, which are listed where the check was `strict`.
    """

    folder: Path
    records: int
    anchors: int
    warnings: tuple[Problem, ...] = ()
    unheld: tuple[Unheld, ...] = ()
    strict: bool = False

    @property
    def doubted(self) -> bool:
        """Whether a strict check has warnings."""
        return self.strict and bool(self.warnings)

    def _render(self, form: str, language: str) -> Any:
        found = "".join(f"Warning: {warning}\n" for warning in listed(self.warnings))
        summary = f"{found}{self.folder}: {self.records} records, {self.anchors} anchors: nothing wrong.\n"
        return summary + ("".join(_unheld_lines(self.unheld)) if self.strict else "")


def _unheld_lines(unheld: Sequence[Unheld], most: int = 5) -> Iterator[str]:
    """Yield how many records could not be held against the print, for each reason, with the first of them."""
    by_reason: dict[str, list[str]] = {}
    for one in unheld:
        by_reason.setdefault(one.reason, []).append(one.record)
    yield f"Not held against the print: {len({one.record for one in unheld})} records.\n"
    for reason, records in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {len(records):4d}  {reason}: {some_of(records, most)}\n"


@dataclass(frozen=True, repr=False)
class Written(Result):
    """Files that were written into a folder: `sizes` has the bytes of each by its path within, in the order of writing."""

    folder: Path
    sizes: Mapping[str, int]


@dataclass(frozen=True, repr=False)
class Built(Written):
    """What `Corpus.build` wrote: `counts` has the records by kind, and ``triples``, of each paper by its id."""

    counts: Mapping[str, Mapping[str, int]]

    def _render(self, form: str, language: str) -> Any:
        # tables are counted by folder, other files listed with their size
        tables = Counter(name.rpartition("/")[0] for name in self.sizes if "/tables/" in f"/{name}")
        plain = {name: size / 1024 for name, size in self.sizes.items() if name.rpartition("/")[0] not in tables}
        width = max(len(name) for name in (*plain, *tables)) + 1
        lines = [_counts(paper, counts) for paper, counts in self.counts.items()]
        lines.append(f"Written to {self.folder.resolve()}:")
        lines += [f"  {name:<{width}}{kilobytes:9,.0f} KiB" for name, kilobytes in plain.items()]
        lines += [f"  {f'{folder}/':<{width}}{count:9d} CSV files" for folder, count in tables.items()]
        pages = ", ".join(str(self.folder / name) for name in plain if name.endswith("explorer.html"))
        lines.append(f"Open {pages} in a browser; ask with: cbec-kg query --list")
        return "\n".join(lines) + "\n"


def _counts(paper: str, counts: Mapping[str, int]) -> str:
    shown = ("problem", "facet", "countermeasure", "measure", "claim", "statistic", "citation", "reference")
    numbers = ((counts.get(kind, 0), kind) for kind in shown)
    listed = ", ".join(f"{number} {kind if number == 1 else kind + 's'}" for number, kind in numbers)
    return f"Built {paper}: {listed}; {counts['triples']:,} triples."


@dataclass(frozen=True, repr=False)
class Exported(Written):
    """What `Corpus.export` wrote, in which `form`; `notes` says what is left out, and what to do with it."""

    form: str
    notes: Mapping[str, str]

    def _render(self, form: str, language: str) -> Any:
        return f"{self.notes[language]}\n"


@dataclass(frozen=True, repr=False)
class Loaded(Result):
    """What `load_store` did: `papers` has for each what was done (``added`` ...), id, statements and source; `table` tells
    whether the table of edges was written, which needs DuckDB; `mappings` is the mapping set that was given.
    """

    store: Path
    papers: tuple[tuple[str, str, int, str], ...]
    table: bool
    mappings: Path | None = None

    def _render(self, form: str, language: str) -> Any:
        lines = [f"{what:<9}  {paper}: {count:,} statements, from {place}\n" for what, paper, count, place in self.papers]
        if self.mappings is not None:
            lines.append(f"stated     what is the same in several papers, from {self.mappings}\n")
        if not self.table:
            lines.append(
                "Without DuckDB cbec-kg corpus has no table of edges: pip install 'cbec-kg[scale]', then load again.\n"
            )
        return f"{''.join(lines)}Ask with: cbec-kg query --list, and --store {shlex.quote(str(self.store))}\n"


@dataclass(frozen=True, repr=False)
class SiteWritten(Written):
    """What `Corpus.site` wrote, to be served at `base`."""

    base: str

    def _render(self, form: str, language: str) -> Any:
        pages = sum(name.endswith(".html") for name in self.sizes)
        size = sum(self.sizes.values()) / 1024 / 1024
        counts = f"{pages:,} pages, {len(self.sizes):,} files, {size:,.0f} MiB"
        return (
            f"{self.folder.resolve()}: {counts}, for {self.base}\n"
            f"Open {self.folder / 'index.html'} in a browser; HOSTING.txt says how to host it.\n"
        )


@dataclass(frozen=True, repr=False)
class Page(Result):
    """The interactive page: one HTML text that works with the network off.

    `network`, a network of pyvis, writes it: nodes and edges may be added and restyled before `html` is asked for.
    """

    network: ExplorerNetwork

    @cached_property
    def html(self) -> str:
        """Return the page."""
        return self.network.generate_html()

    def _render(self, form: str, language: str) -> Any:
        return self.html

    def write(self, file: str | Path) -> Path:
        """Write the page to a file and return its absolute path.

        `UsageError` is raised when the file is there and no page, `OutputError` when it cannot be written.
        """
        from cbec_kg.io.folders import write_listed
        from cbec_kg.io.loading import first_bytes

        path = Path(file)
        if path.is_file() and not first_bytes(path, 64).lstrip().lower().startswith(b"<!doctype html"):
            raise UsageError(f"{path}: is there already and no page. Name another file; nothing was changed.")
        write_listed(path, self.html)
        return path.resolve()

    def __repr__(self) -> str:
        return f"<Page: {len(self.html.encode()) / 1024:,.0f} KiB>"

    def _repr_html_(self) -> str:
        from html import escape

        frame = 'width="100%" height="640" style="border:0" sandbox="allow-scripts allow-downloads"'
        return f'<iframe {frame} srcdoc="{escape(self.html)}"></iframe>'


@dataclass(frozen=True, repr=False)
class Accounted(Result):
    """That every character of a paper is accounted for: `counts` by kind; `listed` when ``account.csv`` lists the rest."""

    counts: Mapping[str, int]
    listed: bool

    def _render(self, form: str, language: str) -> Any:
        where = "listed in account.csv" if self.listed else "found anew, since the folder has no account.csv"
        return f"{_counted(self.counts)}: every one proven; what is in no passage is {where}.\n"


def _counted(counts: Mapping[str, int]) -> str:
    parts = [
        f"{counts.get('passages', 0):,} in passages",
        f"{counts.get('references', 0):,} in the list of references",
        f"{counts.get('furniture', 0):,} page furniture",
        f"{counts.get('unreadable', 0):,} unreadable",
    ]
    return f"{sum(counts.values()):,} characters: {', '.join(parts)}"


def _account(account: Account, notice: str) -> list[str]:
    """Return the lines that say what became of every character of the text."""
    lines = [f"  {_counted(account.counts)}; places in account.csv"]
    return lines + [f"  Look at the text: {fact}" for fact in (*account.suspicions, *filter(None, [notice]))]


@dataclass(frozen=True, repr=False)
class Drafted(Result):
    """A curation folder that was drafted; ``draft.findings`` say what was not, and why."""

    folder: Path
    paper: Path
    draft: Draft
    anchors: int

    def _render(self, form: str, language: str) -> Any:
        counts, findings = self.draft.counts, self.draft.findings
        lines = [
            f"Drafted {self.folder} ({self.draft.id}), every record to be confirmed:",
            f"  {counts['sections']} sections, {counts['passages']} passages, {self.anchors} anchors",
            f"  {counts['references']} references, {counts['citations']} citations",
            f"  {counts['statistics']} candidate statistics in {counts['units']} units",
        ]
        if counts["tables"]:
            lines.append(f"  {counts['tables']} tables with {counts['cells']} figures")
        if counts["entries"]:
            lines.append(f"  {counts['entries']} entries of the list of references, as printed, in references.txt")
        lines += _account(self.draft.account, self.draft.notice)
        lines += [f"  Look at the list: {fact}" for fact in self.draft.warnings]
        if findings:
            lines.append(f"Not drafted: {len(findings)}, all in todo.csv")
            lines += [f"  {finding.locator}  {finding.text}: {finding.why}" for finding in findings[:_SHOWN]]
            if len(findings) > _SHOWN:
                lines.append(f"  and {len(findings) - _SHOWN} more")
        data, text = f"--data {shlex.quote(str(self.folder))}", f"--paper {shlex.quote(str(self.paper))}"
        page = shlex.quote(str(self.folder.with_name(self.folder.name + ".html")))
        lines += [
            "Next:",
            "  1. fill in what article.yaml lists as unknown, translate the headings in sections.yaml",
            "  2. go through todo.csv: paraphrase what each sentence claims into claims.yaml, "
            "confirm citations and statistics",
            f"  3. after each change: cbec-kg anchor {text} --write {data}",
            f"  4. see what is left:  cbec-kg coverage {text} {data}",
            f"  5. look at it:        cbec-kg view {data} --out {page}",
        ]
        return "\n".join(lines) + "\n"
