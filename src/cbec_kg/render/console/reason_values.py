"""Why, why not and what would change it as values for JSON: links and fields with file, line, passage and characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cbec_kg.evidence.support import SupportPath
from cbec_kg.model.links import EvidenceLine, Link
from cbec_kg.model.snapshot import Snapshot
from cbec_kg.provenance.curated_statements import Statements
from cbec_kg.provenance.evidence_reasons import GradeReason, LineReason, OutcomeReason
from cbec_kg.provenance.smallest_changes import Change, Changes
from cbec_kg.provenance.unsupported import Unsupported
from cbec_kg.provenance.verdicts import FIELDS, VerdictChanges, VerdictReason
from cbec_kg.render.language.catalogue import in_both
from cbec_kg.render.verdict_texts import links_verdicts_value

Plain = dict[str, Any]


def named_value(name: str, snapshot: Snapshot) -> Plain:
    """Return a statement by its name, with what it is called."""
    return {"statement": name, "zh": snapshot.text(name, "zh"), "en": snapshot.text(name, "en")}


def link_value(link: Link, statements: Statements | None) -> Plain:
    """Return a link, with the curated statements in which it is written where it is there."""
    ends = {"start": link.start, "end": link.end, "relation": link.relation, "role": link.role, "basis": link.basis}
    written = {} if statements is None else {"written": [one.plain for one in statements.of_link(link)]}
    return ends | written


def path_value(path: Iterable[Link], statements: Statements) -> Plain:
    """Return a path as its links from the source on, with what readers decided on any of them."""
    links = tuple(path)
    judged = links_verdicts_value(links, statements.snapshot)
    return {"links": [link_value(link, statements) for link in links], **judged}


def support_value(path: SupportPath, statements: Statements) -> Plain:
    """Return a support path with the pointer's link to its source."""
    return {"source": path.source, "basis": path.basis, **path_value(whole_path(path, statements.snapshot), statements)}


def whole_path(path: SupportPath, snapshot: Snapshot) -> tuple[Link, ...]:
    """Return the links of a support path, that from the source to its pointer first."""
    pointer = path.records[1]
    named = (link for link in snapshot.incoming.get(pointer, ()) if link.start == path.source)
    return (*named, *path.links)


def line_value(reason: LineReason, statements: Statements) -> Plain:
    """Return an evidence line with the minimal sets of links from which it follows."""
    sets = [path_value(path, statements) for path in reason.paths]
    return {**_line(reason.line), "sets": sets, "number": reason.number, "complete": reason.complete}


def _line(line: EvidenceLine) -> Plain:
    return {"source": line.source, "role": line.role, "basis": line.basis}


def grade_value(reason: GradeReason) -> Plain:
    """Return a grade with its rule and the minimal sets of lines that give it alone."""
    sets = [[_line(line) for line in lines] for lines in reason.sets]
    rule = in_both("grades", f"rule-{reason.grade}")
    return {"name": reason.grade, "rule": rule, "sets": sets, "complete": reason.complete}


def outcome_value(reason: OutcomeReason, statements: Statements) -> Plain:
    """Return what becomes of a statement without what was withdrawn, by which of it, and the paths lost and left."""
    outcome = reason.outcome
    paths = {name: [support_value(path, statements) for path in getattr(outcome, name)] for name in ("lost", "left")}
    return {
        "withdrawn": reason.withdrawn,
        "state": outcome.state,
        "because": reason.because,
        **paths,
        "complete": reason.complete,
    }


def verdict_value(reason: VerdictReason, statements: Statements) -> Plain:
    """Return a check with its figures' fields, its minimal conflicts, and the fields from which its verdict follows."""
    check = reason.check
    why = {} if check.why is None else {"why": {"zh": check.why.zh, "en": check.why.en}}
    figures = {name: [one.plain for one in statements.of_fields(name, FIELDS)] for name in check.inputs}
    return {
        "finding": check.id,
        "rule": check.rule,
        "verdict": check.verdict,
        "formula": check.formula,
        "working": check.working,
        "computed": check.computed,
        "stated": check.stated,
        "shared": reason.shared,
        **why,
        "figures": figures,
        "conflicts": reason.conflicts,
        "follows_from": [statements.of_field(*field).plain for field in reason.fields],
        "complete": reason.complete,
    }


def unsupported_value(found: Unsupported, statements: Statements) -> Plain:
    """Return why a statement does not rest on a source, with the links that are missing."""
    rereading = None if found.rereading is None else change_value(found.rereading, statements)
    return {
        **named_value(found.statement, statements.snapshot),
        "source": found.source,
        "rests": [support_value(path, statements) for path in found.rests],
        "rejected": [
            {"source": path.source, "links": [link_value(link, None) for link in path.links]} for path in found.rejected
        ],
        "lines": [line_value(line, statements) for line in found.lines],
        "parts": found.parts,
        "named": found.is_named,
        "reread": rereading,
        "add": [{**link_value(one.link, None), "shares": one.shares} for one in found.missing],
        "complete": found.complete,
    }


def changes_value(changes: Changes, statements: Statements) -> Plain:
    """Return what a statement is now, and the smallest changes of that."""
    found = [change_value(change, statements) for change in changes.changes]
    withdrawn = {} if changes.withdrawn is None else {"withdrawn": changes.withdrawn}
    return {"now": changes.now, **withdrawn, "changes": found, "complete": changes.complete}


def change_value(change: Change, statements: Statements) -> Plain:
    """Return one change, and what comes of it."""
    value: Plain = {"kind": change.kind, "becomes": change.becomes}
    if change.kind in ("withdraw", "restore"):
        return value | {"items": change.items}
    links = [link_value(link, None) for link in change.links]
    if change.kind == "add":
        return value | {"links": links, "shares": change.shares}
    return value | {"links": [link_value(link, statements) for link in change.instead], "as": links}


def verdict_changes_value(changes: VerdictChanges, repairs: Sequence[Plain]) -> Plain:
    """Return what would change a contradiction: figures read otherwise or left out, and the audit's hypotheses."""
    readings = [one._asdict() for one in changes.readings]
    found = {"readings": readings, "left_out": changes.left_out, "hypotheses": repairs}
    return {"finding": changes.check.id, "now": changes.check.verdict, **found, "complete": changes.complete}
