"""The audit as a report in text or Markdown, and as rows of a table, from the plain values of `cbec_kg.audit.values`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cbec_kg.audit.checks import VERDICTS
from cbec_kg.audit.rules import RULES
from cbec_kg.render.console.tables import render_table, visible

Plain = dict[str, Any]

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|!~&]")
"""What Markdown would take for its own."""

COLUMNS = ("id", "verdict", "rule", "formula", "working", "computed", "stated", "statistics", "why")
_MOST = 4
"""Conflicts and other hypotheses that a report shows of each cause."""
_EFFECTS = {
    "raised": ("由此新增：", "It raises:"),
    "confirmed": ("由此印证：", "It confirms:"),
    "lost": ("由此失去：", "It loses:"),
}


def check_rows(checks: Iterable[Plain], lang: str) -> list[list[str]]:
    """Return the rows of checks, in the columns of `COLUMNS`."""
    return [
        [
            check["id"], check["verdict"], check["rule"], check["formula"], check["working"], check["computed"],
            check["stated"], " ".join(check["statistics"]), check["why"].get(lang, ""),
        ]
        for check in checks
    ]  # fmt: skip


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
    lang : str
        ``zh`` or ``en``.
    markdown : bool
        With headings and tables of Markdown.
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
    """Collects the lines of a report."""

    def __init__(self, audit: Plain, lang: str, markdown: bool) -> None:
        self.audit, self.lang, self.markdown = audit, lang, markdown
        self.lines: list[str] = []
        self.checks = {check["id"]: check for check in audit["checks"]}

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def add(self, text: str) -> None:
        """Add a paragraph."""
        self.lines += ["", self.plain(text)] if self.markdown and self.lines[-1:] != [""] else [self.plain(text)]

    def listed(self, texts: Iterable[str]) -> None:
        """Add a list."""
        if self.markdown:
            self.lines.append("")
        self.lines += [f"{'- ' if self.markdown else '  '}{self.plain(text)}" for text in texts]

    def plain(self, text: str) -> str:
        """Return a text that shows as it is, in Markdown too."""
        return _MARKS.sub(r"\\\g<0>", visible(text)) if self.markdown else visible(text)

    def heading(self, text: str, level: int) -> None:
        self.lines += ["", f"{'#' * level} {self.plain(text)}" if self.markdown else self.plain(text)]
        if self.markdown:
            self.lines.append("")

    def opening(self, named: bool) -> None:
        s = self.audit["summary"]
        if named and not self.markdown:
            self.add(f"{self.audit['article']}{self.say('：', ':')}")
        if self.markdown:
            self.lines += [f"# {self.say('数字核查', 'Audit of the figures')}: {self.plain(self.audit['article'])}", ""]
        zh = f"{s['statistics']}个数字，{s['checks']}项核对："
        en = f"{s['statistics']} figures, {s['checks']} checks: "
        zh += "，".join(f"{s[verdict]}项{name.zh}" for verdict, name in VERDICTS.items()) + "。"
        en += ", ".join(f"{s[verdict]} {name.en}" for verdict, name in VERDICTS.items()) + "."
        self.add(self.say(zh, en))
        if self.audit["causes"]:
            size, causes = self.audit["doubts"]["size"], len(self.audit["causes"])
            zh = f"不一致的核对归为{causes}个原因；至少要怀疑{size}个数字，其余才能同时成立。"
            en = (
                f"The inconsistent ones come from {causes} cause{'s' if causes > 1 else ''}; at least {size} figure"
                f"{'s' if size > 1 else ''} must be doubted for all the rest to hold together."
            )
            self.add(self.say(zh, en))
        if sum(cause["explained"] for cause in self.audit["causes"]) > 1:
            zh = "各解释依次叠加：后一个在前几个成立的前提下计算，因此消除数之和可超过不一致的项数。"
            en = "Explanations stand one on top of another: each takes those before as given and may clear what they raise."
            self.add(self.say(zh, en))

    def left_out(self, checks: int, shown: int, causes: int) -> None:
        """Say how many causes touch the checks asked for."""
        if not checks:
            self.add(self.say("没有符合条件的核对。", "No check is of this kind."))
        if causes:
            self.lines += [""]
            self.add(self.say(f"{causes}个原因中，{shown}个与此有关。", f"Causes that touch these: {shown} of {causes}."))

    def cause(self, number: int, cause: Plain) -> None:
        repairs = cause["repairs"]
        where = ", ".join(dict.fromkeys(self.audit["statistics"][name]["locator"] for name in cause["blamed"]))
        none = self.say("没有单一的解释得到印证", "no single explanation is confirmed")
        told = f"{self.say('或许', 'perhaps ')}{repairs[0][self.lang]}" if cause["explained"] else none
        self.heading(f"{number}. {where}: {told}", 2)
        if cause["explained"]:
            self.verdict_on(number, cause)
        self.add(self.say("不一致之处：", "What does not agree:"))
        self.listed(self.check(self.checks[name]) for name in cause["checks"])
        self.readings(cause)
        self.conflicts(cause)
        others = repairs[1:] if cause["explained"] else repairs
        if others:
            zh, en = (
                "其他假设（清除/新增/印证/失去的核对数）：",
                "Other hypotheses (checks cleared / raised / confirmed / lost):",
            )
            self.add(self.say(zh, en))
            self.listed(map(self.other, others[:_MOST]))

    def other(self, repair: Plain) -> str:
        counts = "/".join(str(len(repair[name])) for name in ("cleared", "raised", "confirmed", "lost"))
        return f"{repair[self.lang]} [{counts}]: {self.figures(repair['statistics'])}"

    def verdict_on(self, number: int, cause: Plain) -> None:
        """Say what speaks for and against the explanation, and which checks those are."""
        repair = cause["repairs"][0]
        cleared, raised, confirmed, lost = (len(repair[name]) for name in ("cleared", *_EFFECTS))
        before = f"1–{number - 1}" if number > 2 else "1"
        zh = f"假设，并非更正{f'（以解释{before}成立为前提）' if number > 1 else ''}："
        zh += f"可消除{cleared}项不一致，新增{raised}项；印证{confirmed}项，失去{lost}项"
        after = f", on top of explanation{'s' if number > 2 else ''} {before}" if number > 1 else ""
        en = (
            f"A hypothesis, not a correction{after}: it clears {_counted(cleared, 'inconsistent check')} and raises {raised}"
        )
        en += f"; it confirms {_counted(confirmed, 'other')} and loses {lost}"
        if repair["agreeing"]:
            zh += f"；另有{repair['agreeing']}处彼此相合"
            en += f"; {_counted(repair['agreeing'], 'column')} or figures agree on it"
        self.add(self.say(zh + "。", en + "."))
        for name, told in _EFFECTS.items():
            self.effects(told, repair[name])
        own = {(check["rule"], frozenset(check["statistics"])) for check in map(self.checks.__getitem__, cause["checks"])}
        others = [found for found in repair["cleared"] if (found["rule"], frozenset(found["statistics"])) not in own]
        self.effects(
            (
                "同时消除（属于其他原因，或由前面的解释新增）：",
                "It also clears, of other causes or raised by an earlier explanation:",
            ),
            others,
        )

    def effects(self, told: tuple[str, str], found: Sequence[Plain]) -> None:
        if found:
            self.add(self.say(*told))
            self.listed(
                self.line(effect, [effect.get("working", ""), effect.get("why", {}).get(self.lang, "")]) for effect in found
            )

    def check(self, check: Plain) -> str:
        parts = [check["working"] or check["formula"]]
        if check["stated"]:
            zh, en = "算得{computed}，印出的是{stated}", "computed {computed}, printed {stated}"
            parts.append(self.say(zh, en).format_map(check))
        elif check["computed"]:
            parts.append(check["computed"])
        return self.line(check, [*parts, check["why"].get(self.lang, "")])

    def line(self, check: Plain, parts: Iterable[str]) -> str:
        """Return what a check says, after its rule and the places of its figures."""
        rule = RULES[check["rule"]]
        told = self.say("；", "; ").join(part for part in parts if part)
        places = ", ".join(dict.fromkeys(self.audit["statistics"][name]["locator"] or name for name in check["statistics"]))
        where = f"{self.say('（', ' (')}{places}{self.say('）', ')')}" if places else ""
        return f"{self.say(rule.zh, rule.en)}{where}{self.say('：', ': ')}{told}"

    def readings(self, cause: Plain) -> None:
        """Show the blamed figures: as printed, as the others imply, as the hypothesis reads them."""
        zh, en = "应先怀疑的数字：", "Figures to doubt first:"
        self.add(self.say(zh, en))
        columns = [
            self.say("位置", "place"),
            self.say("印作", "as printed"),
            self.say("其余数字所要求", "the others ask for"),
        ]
        columns.append(self.say("按此假设", "by the hypothesis"))
        changes = cause["repairs"][0]["changes"] if cause["explained"] else []
        rows = []
        for name in cause["blamed"]:
            told = self.audit["statistics"][name]
            own = [self.checks[check] for check in cause["checks"]]
            asked = [check["computed"] for check in own if check["statistics"][0] == name and check["computed"]]
            read = ", ".join(change[self.lang] for change in changes if change["statistic"] == name)
            rows.append([told["locator"], told[self.lang], "; ".join(dict.fromkeys(asked)), read])
        table = render_table(columns, rows, "markdown" if self.markdown else "table")
        if self.markdown:
            self.lines.append("")
        self.lines += [line if self.markdown else f"  {line}" for line in table.splitlines()]
        if self.markdown:
            self.lines.append("")

    def conflicts(self, cause: Plain) -> None:
        found = cause["conflicts"]
        if not found:
            return
        zh, en = f"不能同时成立的最小组合（{len(found)}组）：", f"Smallest sets that cannot hold together ({len(found)}):"
        self.add(self.say(zh, en))
        self.listed([*map(self.figures, found[:_MOST]), *(["…"] if len(found) > _MOST else [])])

    def figures(self, names: Sequence[str]) -> str:
        """Return figures as place and print; many of them shortened."""
        shown = [f"{self.audit['statistics'][n]['locator']} {self.audit['statistics'][n]['printed']}" for n in names[:6]]
        return "; ".join(shown) + (f" … ({len(names)})" if len(names) > 6 else "")

    def listing(self, checks: Sequence[Plain]) -> None:
        for verdict, name in VERDICTS.items():
            chosen = [check for check in checks if check["verdict"] == verdict]
            if chosen:
                self.heading(f"{self.say(name.zh, name.en)} ({len(chosen)})", 2)
                self.listed(map(self.check, chosen))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
