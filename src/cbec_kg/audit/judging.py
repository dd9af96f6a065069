"""What readers can judge: findings, hypotheses and inferred links, each with a digest of what it says; and what they judged.

A verdict holds as long as its digest is that of what it is on. The digest of a finding changes with its relation, figures
and outcome; that of a hypothesis with the figures that it reads otherwise and how; that of a link with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from cbec_kg.audit.checks import Check
from cbec_kg.audit.hypothesis import KINDS
from cbec_kg.audit.repairs import Repair
from cbec_kg.audit.report import Audit
from cbec_kg.audit.rules import RULES
from cbec_kg.errors import DataError, Problem
from cbec_kg.model.curated import Curation
from cbec_kg.model.labels import label_of
from cbec_kg.model.links import Link, link_path, links_of
from cbec_kg.model.personal import Judged, PersonalVerdict, State, digest_of
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Bilingual
from cbec_kg.search.resolve import nearest

_SLIPS = 2
"""Most digits of eight in which two names differ where one of them is mistyped: two of a paper hardly ever come so close."""


class Judgeable(NamedTuple):
    """Something that a reader can judge: its name in verdicts, the digest of what it says, and that in words."""

    on: str
    digest: str
    text: Bilingual


def hypothesis_name(repair: Repair) -> str:
    """Return the name of a hypothesis in verdicts; it depends on the figures that it reads otherwise and how, on no more."""
    changes = (f"{change.statistic} {change.field} {change.hypothesis}" for change in repair.changes)
    return f"hypothesis/{repair.kind}-{digest_of(*changes)}"


def judgeables(audit: Audit, curation: Curation) -> Iterator[Judgeable]:
    """Yield all that readers can judge: the findings, contradictions first, then hypotheses, then inferred links."""
    for check in sorted(audit.checks, key=lambda check: check.verdict != "inconsistent"):
        yield Judgeable(f"finding/{check.id}", _digest(check), _words_of_check(check))
    repairs = {hypothesis_name(repair): repair for cause in audit.causes for repair in cause.repairs}
    for name, repair in repairs.items():
        yield Judgeable(name, _digest_of_repair(repair, curation), _words_of_repair(repair, curation))
    for link in links_of(curation):
        if link.basis == "inferred":
            reasons = [text for why in (link.why, link.doubt) if why for text in (why.zh, why.en)]
            yield Judgeable(
                link_path(link), digest_of(link_path(link), link.basis, *reasons), _words_of_link(link, curation)
            )


def open_ones(audit: Audit, curation: Curation) -> list[Judgeable]:
    """Return the contradictions, hypotheses and inferred links on which there is no verdict that still holds."""
    done = {one.verdict.on for one in judged(audit, curation) if one.state == "current"}
    settled = {f"finding/{check.id}" for check in audit.checks if check.verdict != "inconsistent"}
    return [one for one in judgeables(audit, curation) if one.on not in done | settled]


def judged(audit: Audit, curation: Curation) -> tuple[Judged, ...]:
    """Return the verdicts of a curation, each with whether it still holds.

    Raises
    ------
    DataError
        When one is on what never can have been: its name or its digest is mistyped.
    """
    if not curation.verdicts:
        return ()
    digests = {one.on: one.digest for one in judgeables(audit, curation)}
    problems = list(_mistyped(curation.verdicts, digests))
    if problems:
        raise DataError(problems)
    return tuple(Judged(verdict, _state(verdict, digests)) for verdict in curation.verdicts)


def _mistyped(verdicts: Iterable[PersonalVerdict], digests: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each verdict whose name or digest is a slip of the pen; `digests` are those of what can be judged.

    A digest depends on what is judged by its name, so that one which is another's shows that the name is mistyped. What
    cannot be told from something that was there once, and is gone, is no problem but stale.
    """
    digest_names = {digest: on for on, digest in digests.items()}
    for verdict in verdicts:
        meant = digest_names.get(verdict.digest)
        kind, _, name = verdict.on.partition("/")
        known = {"finding": RULES, "hypothesis": KINDS}.get(kind)
        message = ""
        if meant is not None and meant != verdict.on:
            message = f"the verdict is on {verdict.on}, and its digest is that of {meant}."
        elif known is not None and verdict.on not in digests:
            stem, _, digits = name.rpartition("-")
            near = [
                on for on in digests if on.startswith(f"{kind}/") and _differing(on.rpartition("-")[2], digits) <= _SLIPS
            ]
            if near or stem not in known:
                meant = next(iter([*near, *nearest(verdict.on, digests)]), None)
                what = "there is none of this name" if stem in known else f"the audit has no {kind} of the kind {stem!r}"
                message = f"the verdict is on {verdict.on}; {what}."
        if message:
            offer = f" Did you mean {meant}?" if meant else ""
            again = "Correct it; cbec-kg audit --open prints lines that can be copied."
            yield Problem(verdict.where.file, verdict.where.line, f"{message}{offer} {again}")


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip_longest(one, other))


def _state(verdict: PersonalVerdict, digests: Mapping[str, str]) -> State:
    if verdict.on not in digests:
        return "gone"
    return "current" if digests[verdict.on] == verdict.digest else "changed"


def _digest(check: Check) -> str:
    return digest_of(check.rule, check.formula, check.working, check.verdict, check.claim, *check.inputs)


def _digest_of_repair(repair: Repair, curation: Curation) -> str:
    """Return the digest of a hypothesis: how it reads figures, and what is printed of these now."""
    items = (curation.records[name] for name in repair.statistics)
    printed = (
        f"{item.id} {item.value_text} {item.operator} {item.unit} {item.indicator} {item.place} {item.period} {item.base}"
        for item in items
        if isinstance(item, Statistic)
    )
    return digest_of(hypothesis_name(repair), *printed)


def _words_of_check(check: Check) -> Bilingual:
    rule, working = RULES[check.rule], check.working or check.formula
    return Bilingual(f"{rule.zh}：{working}", f"{rule.en}: {working}")


def _words_of_repair(repair: Repair, curation: Curation) -> Bilingual:
    labels = [label_of(curation.records[name], curation) for name in repair.statistics[:2]]
    more = " …" if len(repair.statistics) > len(labels) else ""
    zh, en = "；".join(label.zh for label in labels), "; ".join(label.en for label in labels)
    return Bilingual(f"或许{repair.text.zh}（{zh}{more}）", f"perhaps {repair.text.en} ({en}{more})")


def _words_of_link(link: Link, curation: Curation) -> Bilingual:
    start, end = (label_of(curation.records[name], curation) for name in (link.start, link.end))
    why = link.why or Bilingual("", "")
    return Bilingual(f"{start.zh} → {end.zh}：{why.zh}", f"{start.en} → {end.en}: {why.en}")
