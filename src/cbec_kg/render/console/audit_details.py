"""The details of an audit's causes: the arithmetic of what is inconsistent, and of what every hypothesis would do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cbec_kg.audit.naming import place_of
from cbec_kg.audit.rules import RULES
from cbec_kg.render.console.report_lines import Item, ReportWriter
from cbec_kg.render.language.catalogue import one_of, words
from cbec_kg.render.verdict_texts import verdict_text

Plain = dict[str, Any]

_MOST = 4
"""Minimal conflicts that a report shows of each cause."""
_EFFECTS = ("cleared", "raised", "confirmed", "lost")
"""What a hypothesis does to the checks."""


class Details:
    """Adds the details of causes to a report, where they are `wanted`; a check is told with its intervals only there;
    causes have headings of a `level`."""

    def __init__(self, audit: Plain, lang: str, out: ReportWriter, wanted: bool, level: int = 2) -> None:
        self.audit, self.lang, self.out, self.wanted, self.level = audit, lang, out, wanted, level
        self.words, self.common = words("audit", lang), words("common", lang)
        self.checks = {check["id"]: check for check in audit["checks"]}
        symbols = "|".join(re.escape(symbol) for symbol in sorted(audit["units"], key=len, reverse=True))
        self.symbol = re.compile(rf"(?<=[\d\])])( ?)({symbols})") if symbols else None

    def causes(self, causes: Sequence[tuple[int, Plain]]) -> None:
        """Add how each cause was worked out, after what the signs mean."""
        if not (self.wanted and causes):
            return
        self.out.heading(self.words("details"), 2)
        self.legend()
        for number, cause in causes:
            self.out.heading(f"{number}. {cause['sentence'][self.lang]}", self.level)
            self.cause(number, cause)

    def legend(self) -> None:
        """Add what the signs of the arithmetic mean."""
        self.out.listed(Item(self.words(f"legend-{name}")) for name in ("effects", "interval", "between", "conflict"))

    def cause(self, number: int, cause: Plain) -> None:
        """Add the inconsistent checks of a cause by misfit, the figures in doubt, conflicts, and every hypothesis."""
        self.out.add(self.words("inconsistent"))
        for misfit in cause["misfits"]:
            self.out.listed(self.item(self.checks[name]) for name in misfit)
        self.readings(cause)
        if cause["carried"]:
            self.out.add(self.words("carrying"))
            self.out.listed(self.carried(doubt) for doubt in cause["carried"])
        if conflicts := cause["conflicts"]:
            self.out.add(self.words("conflicts", count=len(conflicts)))
            shown = (Item(self.figures(conflict), conflict) for conflict in conflicts[:_MOST])
            self.out.listed([*shown, *[Item("…")] * (len(conflicts) > _MOST)])
        for rank, repair in enumerate(cause["repairs"], 1):
            self.hypothesis(number, f"{number}.{rank}", repair, cause["explained"] and rank == 1)

    def hypothesis(self, number: int, rank: str, repair: Plain, taken: bool) -> None:
        """Add what a hypothesis clears, raises, confirms and loses, line by line."""
        earlier = f"1–{number - 1}" if number > 2 else "1"
        before = self.words("before", n=number - 1, before=earlier) if number > 1 else ""
        cleared, raised, confirmed, lost = (len(repair[name]) for name in _EFFECTS)
        effects = [self.words("clears", n=cleared, raised=raised), self.words("confirms", n=confirmed, lost=lost)]
        if repair["agreeing"]:
            effects.append(self.words("agreeing", n=repair["agreeing"]))
        name = self.words("hypothesis-taken" if taken else "hypothesis-other", rank=rank, before=before)
        self.out.add(self.common("pair", name=name, text=self.common("perhaps", text=repair[self.lang])))
        self.out.add(
            self.words("changed", figures=self.figures(repair["statistics"]), effects=self.common("clauses").join(effects))
        )
        self.out.listed(map(Item, self.verdicts([repair["id"]])))
        for name in _EFFECTS:
            if repair[name]:
                self.out.add(self.words(f"effect-{name}"))
                self.out.listed(map(self.effect, repair[name]))

    def verdicts(self, names: Collection[str], named: bool = False) -> list[str]:
        """Return the verdicts on findings or hypotheses, `named` with these where they do not stand beside them."""
        return [verdict_text(one, self.lang, named) for one in self.audit["verdicts"] if one["on"] in names]

    def carried(self, doubt: Plain) -> Item:
        """Return how a figure comes from those in doubt."""
        text = self.words("carried", figure=doubt["figure"][self.lang], text=doubt[self.lang])
        return Item(text, [doubt["statistic"]])

    def effect(self, effect: Plain) -> Item:
        """Return what a check that a hypothesis touches says."""
        return Item(self.line(effect, [effect["working"], effect["why"].get(self.lang, "")]), effect["statistics"])

    def item(self, check: Plain) -> Item:
        """Return what a check says, with its figures."""
        return Item(self.check(check), check["statistics"])

    def check(self, check: Plain) -> str:
        """Return what a check says, with the verdicts on it; its intervals only in details."""
        computed = self.words("computed", **check) if check["stated"] else check["computed"]
        alone = [
            figure
            for name in check["statistics"]
            if (figure := self.audit["statistics"][name])["printed"] == check["working"]
        ]
        worked = alone[0]["figure"][self.lang] if alone else check["working"] or check["relation"][self.lang]
        parts = [worked, computed if self.wanted else "", check["why"].get(self.lang, "")]
        return self.line(check, [*parts, *self.verdicts([f"finding/{check['id']}"])])

    def line(self, check: Plain, parts: Iterable[str]) -> str:
        """Return what a check says, after its rule and the places of its figures."""
        places = ", ".join(dict.fromkeys(self.audit["statistics"][name]["locator"] or name for name in check["statistics"]))
        where = self.common("brackets", text=places) if places else ""
        rule = one_of(RULES[check["rule"]], self.lang)
        return self.common(
            "pair", name=f"{rule}{where}", text=self.common("clauses").join(map(self.spelt, filter(None, parts)))
        )

    def spelt(self, arithmetic: str) -> str:
        """Return arithmetic with its units as the language writes them."""
        if self.symbol is None:
            return arithmetic
        units = self.audit["units"]

        def unit(found: re.Match[str]) -> str:
            written = units[found[2]][self.lang]
            return found[0] if written == found[2] else f" {written}".rstrip()

        return self.symbol.sub(unit, arithmetic)

    def readings(self, cause: Plain) -> None:
        """Show the blamed figures: as printed, as the others imply, as the hypothesis reads them."""
        self.out.add(self.words("suspects"))
        columns = [self.words(name) for name in ("place", "as-printed", "implied", "under-hypothesis")]
        changes = cause["repairs"][0]["changes"] if cause["explained"] else []
        rows = []
        for name in cause["blamed"]:
            figure = self.audit["statistics"][name]
            own = [self.checks[check] for check in cause["checks"]]
            implied = [
                self.spelt(check["computed"]) for check in own if check["statistics"][0] == name and check["computed"]
            ]
            read = ", ".join(change[self.lang] for change in changes if change["statistic"] == name)
            place = one_of(place_of([figure["locator"] or name]), self.lang)
            rows.append([place, figure[self.lang], "; ".join(dict.fromkeys(implied)), read])
        self.out.table(columns, rows)

    def figures(self, names: Sequence[str]) -> str:
        """Return figures as print and place; many of them shortened."""
        found = [self.audit["statistics"][name] for name in names[:6]]
        shown = [f"{one['figure'][self.lang]}{self.common('brackets', text=one['locator'])}" for one in found]
        return "; ".join(shown) + (f" … ({len(names)})" if len(names) > 6 else "")
