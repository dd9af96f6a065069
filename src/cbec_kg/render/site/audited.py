"""What the audit says of a figure, and of a paper's figures as a whole: computed, and shown apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from cbec_kg.audit.report import Cause
from cbec_kg.audit.summaries import sentence_of, speaks_against, speaks_for
from cbec_kg.model.iris import TERM, expanded
from cbec_kg.model.snapshot import VERDICTS
from cbec_kg.rdf.findings import explanation_id, finding_id
from cbec_kg.render.site.linking import plain
from cbec_kg.render.site.view import Item, View

_MARKS = ("working", "computed", "stated")


def doubts(view: View, iri: str) -> list[Item]:
    """Return the explanations that blame a statistic, or whose doubt it carries, with the path."""
    found = []
    for row in view.ask("blamed-statistics", statistic=iri):
        name = view.t("carried" if "path" in row else "doubted")
        notes = [row["path"]] if "path" in row else []
        found.append(Item(view.link(row["explanation"]), [("", name)], notes))
    return found


def findings_on(view: View, iri: str) -> list[Item]:
    """Return the findings that a statistic is in, the inconsistent ones first."""
    derived = expanded("prov:wasDerivedFrom")
    into = view.graph.into.get(iri, ())
    named = {getattr(triple.subject, "value", "") for triple in into if triple.predicate.value == derived}
    return _findings(view, named)


def findings_of(view: View, cause: Cause) -> list[Item]:
    """Return the findings that a cause explains."""
    return _findings(view, {view.own.iri(finding_id(check)) for check in cause.checks})


def _findings(view: View, names: set[str]) -> list[Item]:
    notes = _explained(view)
    found = []
    for row in view.ask("findings"):
        if row["finding"] in names:
            marks = [(view.h("verdict"), view.link(row["verdict"]))]
            shown = _MARKS if "working" in row else ("formula", *_MARKS)
            for name in (one for one in shown if row.get(one, "").strip()):
                marks.append((view.h(name) if name == "working" else str(view.t(name)), plain(row[name].strip())))
            own = [row["label"]] if "label" in row else []
            found.append(
                Item(
                    view.link(row["finding"]),
                    marks,
                    [*own, *notes.get(row["finding"], ()), *view.judged(row["finding"])],
                )
            )
    return found


def _explained(view: View) -> Mapping[str, Sequence[str]]:
    """Return by finding what would explain it, in the first hypothesis of its cause."""
    found: dict[str, Sequence[str]] = {}
    for cause in view.own.source.audit.causes:
        if cause.repairs:
            name = "explained" if cause.explained else "supposed"
            note = view.t(name, text=view.say(cause.repairs[0].text))
            found |= {view.own.iri(finding_id(check)): [note] for check in cause.checks}
    return found


def causes(view: View) -> list[Item]:
    """Return each cause as one sentence, with what speaks for and against it and the figures not to quote."""
    found, all_causes = [], view.own.source.audit.causes
    for number, cause in enumerate(all_causes):
        marks = [(str(view.t("misfits")), plain(str(len(cause.misfits))))]
        paper = view.own.snapshot
        if cause.explained:
            marks += [(str(view.t("for")), escape(view.say(reason))) for reason in speaks_for(cause.repairs[0], paper)]
            marks += [
                (str(view.t("against")), escape(view.say(reason))) for reason in speaks_against(number, all_causes, paper)
            ]
        marks += [(str(view.t("do-not-quote")), view.link(view.own.iri(name))) for name in cause.blamed]
        marks += [
            (str(view.t("carried")), view.link(view.own.iri(doubt.statistic)))
            for doubt in cause.carried
            if doubt.standing != "holds"
        ]
        sentence = view.say(sentence_of(cause, view.own.snapshot))
        found.append(Item(view.link(view.own.iri(explanation_id(cause)), sentence), marks))
    return found


def counts(view: View) -> Iterator[tuple[Markup, int]]:
    """Yield each verdict with how many findings have it, the worst first."""
    checks = view.own.source.audit.checks
    for verdict in VERDICTS:
        if number := sum(check.verdict == verdict for check in checks):
            yield view.link(f"{TERM}verdict-{verdict}"), number


def hypotheses(view: View, iri: str) -> Iterator[Item]:
    """Yield the hypotheses of an explanation, the first one first, with what each would do to the findings."""
    for row in view.ask("hypotheses", explanation=iri):
        counts = {"cleared": "cleared", "raised": "raised", "confirmed": "newly", "lost": "lost"}
        marks = [(view.h("rank"), plain(row["rank"]))]
        marks += [(str(view.t(name)), plain(row[column])) for name, column in counts.items()]
        marks += [
            (str(view.t(f"would-{effect['effect'].rpartition('-')[2]}")), plain(effect["working"].strip()))
            for effect in view.ask("consequences-of-hypotheses", hypothesis=row["hypothesis"])
            if effect.get("working", "").strip()
        ]
        yield Item(view.link(row["hypothesis"]), marks, view.judged(row["hypothesis"]))
