"""What the audit says of a statistic, and the audit of a paper as a whole: computed, and shown apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator

from cbec_kg.audit.checks import VERDICTS, Check
from cbec_kg.audit.repairs import Repair
from cbec_kg.audit.report import Cause
from cbec_kg.audit.rules import RULES
from cbec_kg.model.records import Statistic
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.findings import explanation_id, finding_id, hypothesis_id
from cbec_kg.render.site import wording
from cbec_kg.render.site.links import Mark
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import Block, Entries, Entry, Link, Page, Plain, both, data_links, shown

_ORDER = ("inconsistent", "within-rounding", "undecidable", "consistent")
"""Verdicts in the order in which a reader wants them."""


def finding_block(paper: Paper, statistic: Statistic) -> Block:
    """Return every check that names a statistic, the inconsistent ones first, each with what would explain it."""
    checks = sorted((check for check in paper.audit.checks if statistic.id in check.inputs), key=_rank)
    entries = []
    for check in checks:
        explained = [_explained(cause) for cause in paper.audit.causes if check in cause.checks]
        entries.append(_entry(paper, check, statistic.id, *(text for text in explained if text)))
    return Entries(wording.FINDINGS, tuple(entries), wording.NO_FINDINGS)


def audit_page(paper: Paper, home: Link) -> Page:
    """Return the page with all findings of a paper by what may have caused them, and the count of each verdict."""
    blocks: list[Block] = []
    for number, cause in enumerate(paper.audit.causes, 1):
        name = both(f"{wording.CAUSE.zh} {number}", f"{wording.CAUSE.en} {number}")
        blocks.append(Entries(name, tuple(_entry(paper, check) for check in cause.checks), None, _explained(cause)))
    counts = [
        Entry(shown(VERDICTS[verdict]), ((wording.CHECKS, Plain(str(count))),))
        for verdict in VERDICTS
        if (count := sum(check.verdict == verdict for check in paper.audit.checks))
    ]
    blocks.append(Entries(wording.VERDICT, tuple(counts), wording.NO_FINDINGS))
    iri = paper.iri("audit")
    described = iri in paper.statements.of
    return Page(
        f"{paper.folder}/audit.html",
        wording.AUDIT,
        tuple(blocks),
        trail=(home,),
        iri=iri if described else "",
        more=data_links(f"{paper.folder}/audit") if described else (),
    )


def hypothesis_blocks(paper: Paper, stem: str) -> Iterator[Block]:
    """Yield the hypotheses of an explanation, the first one first, with what each would do to the findings."""
    for cause in paper.audit.causes:
        if stem == f"{paper.folder}/{explanation_id(cause)}":
            entries = (_hypothesis(paper, cause, repair, rank) for rank, repair in enumerate(cause.repairs, 1))
            yield Entries(wording.HYPOTHESES, tuple(entries))


def _hypothesis(paper: Paper, cause: Cause, repair: Repair, rank: int) -> Entry:
    found, text = paper.described(hypothesis_id(cause, repair)), shown(repair.text)
    counted = (
        (wording.CLEARED, repair.cleared),
        (wording.RAISED, repair.raised),
        (wording.BORNE_OUT, repair.confirmed),
        (wording.LOST, repair.lost),
    )
    marks = tuple((name, Plain(str(len(keys)))) for name, keys in counted)
    return Entry(Link(found.page, text) if found else text, ((wording.RANK, Plain(str(rank))), *marks))


def _rank(check: Check) -> tuple[int, str]:
    return _ORDER.index(check.verdict), check.id


def _explained(cause: Cause) -> Bilingual | None:
    """Return what would explain the findings of a cause, told as the supposition that it is."""
    if not cause.repairs:
        return None
    text = cause.repairs[0].text
    zh, en = (
        ("有其他数字佐证的解释", "An explanation that other figures support")
        if cause.explained
        else ("没有佐证的假设", "A supposition that no other figure supports")
    )
    return both(f"{zh}：{text.zh}。数据未作改动。", f"{en}: {text.en}. The data are left as they are.")


def _entry(paper: Paper, check: Check, here: str = "", *notes: Bilingual) -> Entry:
    found = paper.described(finding_id(check))
    others = [(wording.WITH, paper.link(name)) for name in check.inputs if name != here]
    return Entry(
        Link(found.page, shown(RULES[check.rule])) if found else shown(RULES[check.rule]),
        ((wording.VERDICT, shown(VERDICTS[check.verdict])), *_working(check), *others),
        (*((shown(check.why),) if check.why else ()), *notes),
    )


def _working(check: Check) -> Iterator[Mark]:
    for name, text in (
        (wording.FORMULA, check.formula),
        (wording.WORKING, check.working),
        (wording.COMPUTED, check.computed),
        (wording.GIVEN, check.stated),
    ):
        if text:
            yield name, Plain(both(text, text).en)
