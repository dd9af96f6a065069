"""What the audit says of a statistic, and the audit of a paper as a whole: computed, and shown apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from cbec_kg.audit.checks import Check
from cbec_kg.audit.judging import hypothesis_name
from cbec_kg.audit.report import Cause
from cbec_kg.audit.rules import RULES
from cbec_kg.audit.summaries import carried_text, sentence_of, speaks_against, speaks_for
from cbec_kg.model.records import Statistic
from cbec_kg.model.snapshot import VERDICTS
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.findings import explanation_id, finding_id, hypothesis_id
from cbec_kg.render.html import shown_text
from cbec_kg.render.site.paper import Paper
from cbec_kg.render.site.parts import (
    Block,
    Cell,
    Entries,
    Entry,
    Link,
    Mark,
    Page,
    Plain,
    both,
    data_links,
    heading,
    shown,
    text,
)
from cbec_kg.render.verdict_texts import verdict_in_both


def finding_block(paper: Paper, statistic: Statistic) -> Block:
    """Return the doubt that a statistic has or carries, and every check that names it, the inconsistent ones first."""
    causes, entries = paper.source.audit.causes, []
    for cause in causes:
        if statistic.id in cause.blamed:
            entries.append(Entry(text("doubted"), (), (shown(sentence_of(cause, paper.snapshot)),)))
        for doubt in (doubt for doubt in cause.carried if doubt.statistic == statistic.id):
            path = shown(carried_text(doubt, paper.snapshot))
            entries.append(Entry(text("carried"), (), (path, shown(sentence_of(cause, paper.snapshot)))))
    found = [check for check in paper.source.audit.checks if statistic.id in check.inputs]
    for check in sorted(found, key=lambda check: (VERDICTS.index(check.verdict), check.id)):
        explained = [_explained(cause) for cause in causes if check in cause.checks]
        entries.append(_entry(paper, check, statistic.id, *(note for note in explained if note)))
    return Entries(text("findings"), tuple(entries), text("no-findings"))


def audit_page(paper: Paper, home: Link) -> Page:
    """Return the page with all findings of a paper: causes in plain words, the findings of each, counts."""
    checks, iri, causes = paper.source.audit.checks, paper.iri("audit"), paper.source.audit.causes
    blocks: list[Block] = [Entries(text("audit-causes"), tuple(_cause(paper, number) for number in range(len(causes))))]
    blocks += [
        Entries(text("cause", number=number), tuple(_entry(paper, check) for check in cause.checks), None, _explained(cause))
        for number, cause in enumerate(causes, 1)
    ]
    counts = {verdict: sum(check.verdict == verdict for check in checks) for verdict in VERDICTS}
    counted = (
        Entry(paper.term(f"verdict-{verdict}"), ((text("checks"), Plain(str(count))),))
        for verdict, count in counts.items()
        if count
    )
    blocks.append(Entries(heading("verdict"), tuple(counted), text("no-findings")))
    page = Page(f"{paper.folder}/audit.html", text("audit"), tuple(blocks), trail=(home,))
    return replace(page, iri=iri, more=data_links(f"{paper.folder}/audit")) if iri in paper.graph.of else page


def _cause(paper: Paper, number: int) -> Entry:
    """Return a cause as one sentence, with what speaks for and against it and the figures not to quote."""
    causes = paper.source.audit.causes
    cause = causes[number]
    marks: list[Mark] = [(text("misfits"), Plain(str(len(cause.misfits))))]
    if cause.explained:
        marks += [(text("for"), shown(reason)) for reason in speaks_for(cause.repairs[0])]
        marks += [(text("against"), shown(reason)) for reason in speaks_against(number, causes)]
    marks += [(text("do-not-quote"), paper.link(name)) for name in cause.blamed]
    marks += [(text("carried"), paper.link(doubt.statistic)) for doubt in cause.carried if doubt.standing != "holds"]
    return Entry(_described(paper, explanation_id(cause), sentence_of(cause, paper.snapshot)), tuple(marks))


def hypothesis_blocks(paper: Paper, stem: str) -> Iterator[Block]:
    """Yield the hypotheses of an explanation, the first one first, with what each would do to the findings."""
    for cause in paper.source.audit.causes:
        if stem == f"{paper.folder}/{explanation_id(cause)}":
            entries = []
            for rank, repair in enumerate(cause.repairs, 1):
                counts = ((text(name), len(getattr(repair, name))) for name in ("cleared", "raised", "confirmed", "lost"))
                marks = tuple((name, Plain(str(count))) for name, count in ((heading("rank"), rank), *counts))
                effects = (
                    (text(f"would-{name}"), Plain(shown_text(check.working or check.formula).strip()))
                    for name, checks in repair.effects._asdict().items()
                    for check in checks
                )
                judged = verdict_notes(paper, hypothesis_name(repair))
                entries.append(
                    Entry(_described(paper, hypothesis_id(cause, repair), repair.text), (*marks, *effects), judged)
                )
            yield Entries(text("hypotheses"), tuple(entries))


def _described(paper: Paper, name: str, label: Bilingual) -> Cell:
    found = paper.address(name) if paper.iri(name) in paper.graph.of else None
    return Link(found.page, shown(label)) if found else shown(label)


def _explained(cause: Cause) -> Bilingual | None:
    return text("explained" if cause.explained else "supposed", text=cause.repairs[0].text) if cause.repairs else None


def _entry(paper: Paper, check: Check, here: str = "", *notes: Bilingual) -> Entry:
    marks: list[Mark] = [(heading("verdict"), paper.term(f"verdict-{check.verdict}"))]
    for name in ("formula", "working", "computed", "stated"):
        if value := getattr(check, name):
            marks.append(((heading if name == "working" else text)(name), Plain(shown_text(value).strip())))
    marks += ((text("with"), paper.link(name)) for name in check.inputs if name != here)
    why = (shown(check.why),) if check.why else ()
    judged = verdict_notes(paper, finding_id(check))
    return Entry(_described(paper, finding_id(check), RULES[check.rule]), tuple(marks), (*why, *notes, *judged))


def verdict_notes(paper: Paper, name: str) -> tuple[Bilingual, ...]:
    """Return what readers decided on a finding, a hypothesis or a link, by its name in verdicts."""
    return tuple(both(**verdict_in_both(one.value)) for one in paper.snapshot.judged if one.verdict.on == name)
