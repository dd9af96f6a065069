"""The audit as a report in text or Markdown, and as rows of a table, from the plain values of `cbec_kg.audit.values`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.rules import RULES
from cbec_kg.render.console.tables import markdown_text, render_table, visible
from cbec_kg.render.language.catalogue import one_of, words

Plain = dict[str, Any]

COLUMNS = ("id", "verdict", "rule", "formula", "working", "computed", "stated", "statistics", "why")
_MOST = 4
"""Conflicts and other hypotheses that a report shows of each cause."""
_EFFECTS = ("raised", "confirmed", "lost")
"""What an explanation does besides clearing inconsistent checks."""


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
) -> str:
    """Return the report of one audit: what is inconsistent by cause, and the checks asked for.

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
        Ids of the statistics asked for; a cause that blames one of them touches it.
    """
    report = _Report(audit, lang, markdown)
    report.opening(named)
    causes = list(enumerate(audit["causes"], 1))
    if narrowed:
        report.listing(checks)
        ids = {check["id"] for check in checks}
        touching = [pair for pair in causes if ids & set(pair[1]["checks"]) or set(statistics) & set(pair[1]["blamed"])]
        report.left_out(len(checks), len(touching), len(causes))
        causes = touching
    for number, cause in causes:
        report.cause(number, cause)
    if not narrowed:
        report.listing(checks)
    return "\n".join(report.lines) + "\n"


class _Report:
    def __init__(self, audit: Plain, lang: str, markdown: bool) -> None:
        self.audit, self.lang, self.markdown = audit, lang, markdown
        self.lines: list[str] = []
        self.words, self.common = words("audit", lang), words("common", lang)
        self.checks = {check["id"]: check for check in audit["checks"]}

    def add(self, text: str) -> None:
        self.lines += ["", self.plain(text)] if self.markdown and self.lines[-1:] != [""] else [self.plain(text)]

    def listed(self, texts: Iterable[str]) -> None:
        if self.markdown:
            self.lines.append("")
        self.lines += [f"{'- ' if self.markdown else '  '}{self.plain(text)}" for text in texts]

    def plain(self, text: str) -> str:
        """Return a text that shows as it is, in Markdown too."""
        return markdown_text(text) if self.markdown else visible(text)

    def heading(self, text: str, level: int) -> None:
        self.lines += ["", f"{'#' * level} {self.plain(text)}" if self.markdown else self.plain(text)]
        if self.markdown:
            self.lines.append("")

    def opening(self, named: bool) -> None:
        summary, article = self.audit["summary"], self.audit["article"]
        if self.markdown:
            self.lines += [f"# {self.plain(self.words('title', article=article))}", ""]
        elif named:
            self.add(self.common("pair", name=article, text="").rstrip())
        counted = (
            self.words("verdict-count", count=summary[verdict], verdict=one_of(name, self.lang))
            for verdict, name in VERDICTS.items()
        )
        self.add(self.words("summary", **summary, verdicts=self.common("items").join(counted)))
        causes = self.audit["causes"]
        if causes:
            parts = self.words("causes", n=len(causes)), self.words("wrong", n=self.audit["doubts"]["size"])
            self.add(self.common("sentence", text=self.common("clauses").join(parts)))
        if sum(cause["explained"] for cause in causes) > 1:
            self.add(self.words("build-up"))

    def left_out(self, checks: int, shown: int, causes: int) -> None:
        if not checks:
            self.add(self.words("no-check"))
        if causes:
            self.lines += [""]
            self.add(self.words("touching", shown=shown, causes=causes))

    def cause(self, number: int, cause: Plain) -> None:
        repairs = cause["repairs"]
        where = ", ".join(dict.fromkeys(self.audit["statistics"][name]["locator"] for name in cause["blamed"]))
        explained = cause["explained"]
        why = self.common("perhaps", text=repairs[0][self.lang]) if explained else self.words("no-explanation")
        self.heading(f"{number}. {where}: {why}", 2)
        if explained:
            self.verdict_on(number, cause)
        self.add(self.words("inconsistent"))
        self.listed(self.check(self.checks[name]) for name in cause["checks"])
        self.readings(cause)
        if conflicts := cause["conflicts"]:
            self.add(self.words("conflicts", count=len(conflicts)))
            self.listed([*map(self.figures, conflicts[:_MOST]), *["…"] * (len(conflicts) > _MOST)])
        if others := repairs[1:] if explained else repairs:
            self.add(self.words("other-hypotheses"))
            self.listed(map(self.other, others[:_MOST]))

    def other(self, repair: Plain) -> str:
        counts = "/".join(str(len(repair[name])) for name in ("cleared", *_EFFECTS))
        return f"{repair[self.lang]} [{counts}]: {self.figures(repair['statistics'])}"

    def verdict_on(self, number: int, cause: Plain) -> None:
        """Say what speaks for and against the explanation, and which checks those are."""
        repair = cause["repairs"][0]
        cleared, raised, confirmed, lost = (len(repair[name]) for name in ("cleared", *_EFFECTS))
        earlier = f"1–{number - 1}" if number > 2 else "1"
        before = self.words("before", n=number - 1, before=earlier) if number > 1 else ""
        effects = [self.words("clears", n=cleared, raised=raised), self.words("confirms", n=confirmed, lost=lost)]
        if repair["agreeing"]:
            effects.append(self.words("agreeing", n=repair["agreeing"]))
        self.add(self.words("hypothesis", before=before, effects=self.common("clauses").join(effects)))
        own = {(check["rule"], frozenset(check["statistics"])) for check in map(self.checks.__getitem__, cause["checks"])}
        others = [found for found in repair["cleared"] if (found["rule"], frozenset(found["statistics"])) not in own]
        for name, found in (*((name, repair[name]) for name in _EFFECTS), ("cleared", others)):
            if found:
                self.add(self.words(f"effect-{name}"))
                self.listed(
                    self.line(effect, [effect.get("working", ""), effect.get("why", {}).get(self.lang, "")])
                    for effect in found
                )

    def check(self, check: Plain) -> str:
        computed = self.words("computed", **check) if check["stated"] else check["computed"]
        return self.line(check, [check["working"] or check["formula"], computed, check["why"].get(self.lang, "")])

    def line(self, check: Plain, parts: Iterable[str]) -> str:
        """Return what a check says, after its rule and the places of its figures."""
        places = ", ".join(dict.fromkeys(self.audit["statistics"][name]["locator"] or name for name in check["statistics"]))
        where = self.common("brackets", text=places) if places else ""
        rule = one_of(RULES[check["rule"]], self.lang)
        return self.common("pair", name=f"{rule}{where}", text=self.common("clauses").join(filter(None, parts)))

    def readings(self, cause: Plain) -> None:
        """Show the blamed figures: as printed, as the others imply, as the hypothesis reads them."""
        self.add(self.words("suspects"))
        columns = [self.words(name) for name in ("place", "as-printed", "implied", "under-hypothesis")]
        changes = cause["repairs"][0]["changes"] if cause["explained"] else []
        rows = []
        for name in cause["blamed"]:
            figure = self.audit["statistics"][name]
            own = [self.checks[check] for check in cause["checks"]]
            implied = [check["computed"] for check in own if check["statistics"][0] == name and check["computed"]]
            read = ", ".join(change[self.lang] for change in changes if change["statistic"] == name)
            rows.append([figure["locator"], figure[self.lang], "; ".join(dict.fromkeys(implied)), read])
        table = render_table(columns, rows, "markdown" if self.markdown else "table").splitlines()
        self.lines += ["", *table, ""] if self.markdown else [f"  {line}" for line in table]

    def figures(self, names: Sequence[str]) -> str:
        """Return figures as place and print; many of them shortened."""
        shown = [f"{self.audit['statistics'][n]['locator']} {self.audit['statistics'][n]['printed']}" for n in names[:6]]
        return "; ".join(shown) + (f" … ({len(names)})" if len(names) > 6 else "")

    def listing(self, checks: Sequence[Plain]) -> None:
        for verdict, name in VERDICTS.items():
            chosen = [check for check in checks if check["verdict"] == verdict]
            if chosen:
                self.heading(f"{one_of(name, self.lang)} ({len(chosen)})", 2)
                self.listed(map(self.check, chosen))
