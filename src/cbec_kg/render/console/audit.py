"""The audit as a report in text or Markdown, and as rows of a table, from the plain values of `cbec_kg.audit.values`.

A reader first gets a table of causes in plain words; how it was worked out follows where details are asked for
(`cbec_kg.render.console.audit_details`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.doubt import STANDINGS
from cbec_kg.model.personal import VERDICTS_FILE
from cbec_kg.render.console.audit_details import Details
from cbec_kg.render.console.report_lines import Entry, Item, ReportLines, ReportWriter
from cbec_kg.render.language.catalogue import one_of, words

Plain = dict[str, Any]

COLUMNS = ("id", "verdict", "rule", "formula", "working", "computed", "stated", "statistics", "why")


def check_rows(checks: Iterable[Plain], lang: str) -> list[list[str]]:
    """Return the rows of checks, in the columns of `COLUMNS`."""
    plain = COLUMNS[: COLUMNS.index("statistics")]
    return [
        [*(check[name] for name in plain), " ".join(check["statistics"]), check["why"].get(lang, "")] for check in checks
    ]


def audit_report(
    audit: Plain,
    checks: Sequence[Plain],
    lang: str,
    markdown: bool = False,
    named: bool = False,
    narrowed: bool = False,
    statistics: Collection[str] = (),
    details: bool = False,
) -> str:
    """Return the report of one audit: a table of causes, and the checks asked for.

    Parameters
    ----------
    audit : dict
        As `cbec_kg.audit.values.audit_value` gives it.
    checks : sequence of dict
        Checks to list.
    named : bool
        With the article's name before, where several are reported.
    narrowed : bool
        Only some checks were asked for: these come first, then only the causes that touch them.
    statistics : collection of str
        Ids of the statistics asked for; a cause that blames one of them, or doubts what comes from it, touches it.
    details : bool
        With the arithmetic of every cause and of every hypothesis.
    """
    report = _Report(audit, lang, markdown, details)
    report.titled(named)
    report.opening()
    causes = list(enumerate(audit["causes"], 1))
    if narrowed:
        report.listing(checks)
        ids = {check["id"] for check in checks}
        touching = [pair for pair in causes if ids & set(pair[1]["checks"]) or set(statistics) & set(_doubted(pair[1]))]
        report.left_out(len(checks), len(touching), len(causes))
        causes = touching
    report.causes(causes)
    if not narrowed:
        report.listing(checks)
    return report.out.text()


def _doubted(cause: Plain) -> list[str]:
    return [*cause["blamed"], *(doubt["statistic"] for doubt in cause["carried"])]


class Findings:
    """What an audit found in words: what every form of the report is made from, each with a writer of its own."""

    def __init__(self, audit: Plain, lang: str, out: ReportWriter, details: bool, level: int = 2) -> None:
        self.audit, self.lang = audit, lang
        self.writer = out
        self.words, self.common = words("audit", lang), words("common", lang)
        self.details = Details(audit, lang, out, details, level)

    def opening(self) -> None:
        """Add how many figures and contradictions there are."""
        for text in self.summary():
            self.writer.add(text)

    def summary(self) -> Iterator[str]:
        """Yield how many figures, checks, contradictions and causes there are, and what an explanation is."""
        summary, causes = self.audit["summary"], self.audit["causes"]
        counted = (
            self.words("verdict-count", count=summary[verdict], verdict=one_of(name, self.lang))
            for verdict, name in VERDICTS.items()
        )
        yield self.words("summary", **summary, verdicts=self.common("items").join(counted))
        if causes:
            parts = [
                self.words("misfits", n=summary["misfits"], derived=self.words("derived", n=summary["inconsistent"])),
                self.words("causes", n=len(causes)),
                self.words("wrong", n=self.audit["doubts"]["size"]),
            ]
            yield self.common("sentence", text=self.common("clauses").join(parts))
        if any(cause["explained"] for cause in causes):
            yield self.words("build-up", n=len(causes))

    def sentence(self, number: int, cause: Plain) -> str:
        """Return what a cause says, with its number."""
        return f"{number}. {cause['sentence'][self.lang]}"

    def entries(self, cause: Plain) -> Iterator[Entry]:
        """Yield what is said of a cause, name by name."""
        yield Entry(self.words("explains"), [self.explained(cause)])
        if cause["explained"]:
            yield Entry(self.words("for"), self.reasons(cause["for"], "for-nothing"))
            yield Entry(self.words("against"), self.reasons(cause["against"], "against-nothing"))
        yield Entry(self.words("do-not-quote"), [cause["blamed_figures"][self.lang]], cause["blamed"])
        on = [f"finding/{name}" for name in cause["checks"]] + [repair["id"] for repair in cause["repairs"]]
        if verdicts := self.details.verdicts(on, named=True):
            yield Entry(words("verdicts", self.lang)("judged"), verdicts)
        for standing in STANDINGS:
            doubts = [doubt for doubt in cause["carried"] if doubt["standing"] == standing]
            names = [doubt["statistic"] for doubt in doubts]
            if doubts and standing == "fails":
                yield Entry(self.words("carried-fails"), [self.details.carried(doubt).text for doubt in doubts], names)
            elif doubts:
                yield Entry(self.words(f"carried-{standing}"), [cause["carried_figures"][standing][self.lang]], names)

    def explained(self, cause: Plain) -> str:
        """Return how many contradictions a cause explains."""
        return self.words("misfits", n=len(cause["misfits"]), derived=self.words("derived", n=len(cause["checks"])))

    def reasons(self, reasons: Sequence[Mapping[str, str]], nothing: str) -> list[str]:
        """Return reasons, or that there is none."""
        return [reason[self.lang] for reason in reasons] or [self.words(nothing)]

    def stale(self) -> Iterator[str]:
        """Yield the verdicts that no longer hold, each with its place."""
        for one in self.audit["verdicts"]:
            if one["state"] != "current":
                yield self.words(f"verdict-{one['state']}", file=VERDICTS_FILE, **one)


class _Report(Findings):
    """The report in a terminal or in Markdown."""

    def __init__(self, audit: Plain, lang: str, markdown: bool, details: bool) -> None:
        self.out = ReportLines(markdown)
        super().__init__(audit, lang, self.out, details)

    def titled(self, named: bool) -> None:
        """Add the article's name, where several are reported, and in Markdown always."""
        article = self.audit["article"]
        if self.out.markdown:
            self.out.lines += [f"# {self.out.plain(self.words('title', article=article))}", ""]
        elif named:
            self.out.add(self.common("pair", name=article, text="").rstrip())

    def left_out(self, checks: int, shown: int, causes: int) -> None:
        if not checks:
            self.out.add(self.words("no-check"))
        if causes:
            self.out.lines += [""]
            self.out.add(self.words("touching", shown=shown, causes=causes))

    def causes(self, causes: Sequence[tuple[int, Plain]]) -> None:
        """Add the table of causes, and then the details of each where they are asked for."""
        if self.out.markdown and causes:
            names = [self.words(name) for name in ("cause", "explains", "for", "against", "do-not-quote")]
            self.out.table(["", *names], [self.row(number, cause) for number, cause in causes])
        else:
            for number, cause in causes:
                self.out.lines.append("")
                self.out.add(self.sentence(number, cause))
                texts = (self.common("pair", name=one.name, text=self.joined(one)) for one in self.entries(cause))
                self.out.listed(map(Item, texts), indent=3)
        for text in self.stale():
            self.out.lines.append("")
            self.out.add(text)
        if causes and not self.details.wanted:
            self.out.lines.append("")
            self.out.add(self.words("more"))
        self.details.causes(causes)

    def joined(self, entry: Entry) -> str:
        return self.common("clauses").join(entry.texts)

    def row(self, number: int, cause: Plain) -> list[str]:
        entries = {entry.name: self.joined(entry) for entry in self.entries(cause)}
        first = [entries.pop(self.words(name), "") for name in ("explains", "for", "against", "do-not-quote")]
        carried = [self.common("pair", name=name, text=text) for name, text in entries.items()]
        return [str(number), cause["sentence"][self.lang], *first[:3], self.common("clauses").join([first[3], *carried])]

    def listing(self, checks: Sequence[Plain]) -> None:
        for verdict, name in VERDICTS.items():
            chosen = [check for check in checks if check["verdict"] == verdict]
            if chosen:
                self.out.heading(f"{one_of(name, self.lang)} ({len(chosen)})", 2)
                self.out.listed(map(self.details.item, chosen))
