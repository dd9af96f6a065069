"""A curation and its evidence as one plain value that a page can carry: paper, nodes, edges, support paths, vocabulary.

Everything in it is text, number, list or mapping, in a fixed order; texts are made showable at this point. All of it comes
from the curation and its analyses. Out of scope: looks (`appearance`) and places, which the page itself finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cbec_kg.alignment.matches import Match
from cbec_kg.evidence.grades import GRADES
from cbec_kg.evidence.support import STATES
from cbec_kg.evidence.wholes import WHOLES
from cbec_kg.model import records as r
from cbec_kg.model.kinds import KIND_PREFIX
from cbec_kg.model.labels import label_of, phrase_of
from cbec_kg.model.links import STATEMENT_KINDS, EvidenceLine, Link, links_of, statements_of
from cbec_kg.model.reading_order import reading_order
from cbec_kg.model.records import Record
from cbec_kg.model.references import mark_of
from cbec_kg.model.terms import BASES, DIRECT, ROLES
from cbec_kg.render.explorer.audit_payload import audit_words, findings_payload, verdicts_by_name, verdicts_of
from cbec_kg.render.explorer.copy_payload import copy_payload
from cbec_kg.render.explorer.edges import edge_values, line_values, match_values, path_values
from cbec_kg.render.explorer.paper_facts import paper_value
from cbec_kg.render.explorer.record_facts import Paper, Payload, Text, facts_of, iri_of, period_text, text_of, within
from cbec_kg.render.html import shown_text
from cbec_kg.render.language.catalogue import LANGUAGES, in_both, words
from cbec_kg.render.language.wording import vocabulary, word_for
from cbec_kg.render.matrix import BASIS_MARKS, LETTERS
from cbec_kg.render.svg.outcomes import Line, outcome_order, outcome_tree
from cbec_kg.search.find import KIND_ORDER
from cbec_kg.search.syllables import syllables

_SHOWN = {*STATEMENT_KINDS, "attribution", "citation", "figure", "indicator", "reference", "source", "table"}
_RULES = {
    "roles": ROLES, "bases": BASES, "direct": sorted(DIRECT, key=ROLES.index), "letters": LETTERS, "marks": BASIS_MARKS,
    "statements": STATEMENT_KINDS, "grades": list(GRADES), "wholes": WHOLES,
    "kinds": [kind.replace("organisation", "org") for kind in KIND_ORDER],
}  # fmt: skip
"""What the analyses and the search go by, so that a page judges by the same orders and sets."""
_BELOW_SECTION = re.compile(r"\.(?:h|p\d.*|[a-z-]+)$")


def page_payload(
    curation: Paper,
    lines: Sequence[EvidenceLine],
    audit: Payload | None = None,
    titles: Mapping[str, str] | None = None,
    matches: Sequence[Match] = (),
    notices: Payload | None = None,
) -> Payload:
    """Return what the explorer shows of a paper, or of several that are joined as one snapshot.

    Returns
    -------
    dict
        ``paper``: what is known and unknown of the article. ``nodes``: one mapping a record, in the order of the text.
        ``edges``: support, cause, inference, part, address and answer links, each from what the other end depends on.
        ``matches``: records of several papers that mean the same, with how that is known.
        ``lines``: evidence lines from source to statement. ``paths``: support paths of each statement (`path_values`).
        ``sections``: sections that have records, in the order of the text. ``rules``: the orders and sets by which
        evidence is judged. ``findings``: what the audit found. ``notices``: which sources published notices withdraw, and
        the words of these. ``vocabulary``: labels of closed terms. ``phrases``: the
        texts on problems and countermeasures and their parts.
        ``outcomes``: the drawing of problems and facets, by language, into which a page fills what becomes of them.
        ``copy``: what a reader's own copy of the article is searched with.
    """
    links, statements = links_of(curation), statements_of(curation)
    edges, number_of = edge_values(links, curation.records, verdicts_by_name(audit) if audit else None)
    nodes = node_values(curation)
    for node in nodes:
        node |= {"verdicts": found} if audit is not None and (found := verdicts_of(audit, node["id"])) else {}
        node |= {"noticed": notices["records"][node["id"]]} if notices and node["id"] in notices["records"] else {}
        node |= {"work": shown_text(titles[node["id"]])} if titles and node["id"] in titles else {}
    return {
        "paper": paper_value(curation, lines),
        "nodes": nodes,
        "edges": edges,
        "matches": match_values(matches, {node["id"] for node in nodes}),
        "lines": line_values(lines, links, statements, number_of),
        "paths": path_values(links, number_of),
        "sections": _sections(curation, nodes),
        "rules": _RULES,
        "findings": findings_payload(audit) if audit else None,
        "notices": notices and {name: notices[name] for name in ("withdrawn", "texts")},
        "vocabulary": _vocabulary(curation) | ({"notice": notices["states"]} if notices else {}),
        "phrases": _phrases(),
        "copy": copy_payload(curation),
        "outcomes": _outcome_trees(curation, nodes, links),
    }


def node_values(curation: Paper) -> list[Payload]:
    """Return each record that a page shows by itself, in the order of the text."""
    order = reading_order(curation)
    section_of = {(within(one.id), one.locator): within(one.id) + one.section for one in curation.passages}
    nodes = []
    for record in sorted(filter(kind_of, curation.records.values()), key=lambda record: (order(record), record.id)):
        node, paper = _node(curation, record), within(record.id)
        # A locator whose passage is not computed yet says its section itself.
        sections = (section_of.get((paper, at)) or paper + _BELOW_SECTION.sub("", at) for at, _ in node["at"])
        nodes.append(node | {"sections": list(dict.fromkeys(sections))})
    return nodes


def _vocabulary(curation: Paper) -> Payload:
    found = vocabulary() | audit_words()
    for kind in curation.of(r.Kind):
        if kind.of in found:  # under the name that records have it by
            found[kind.of] |= {kind.id.rpartition(":")[2].removeprefix(KIND_PREFIX): text_of(kind)}
    grades = {name: in_both("grades", f"label-{name}") | {"means": in_both("grades", f"rule-{name}")} for name in GRADES}
    states = {name: in_both("whatif", f"state-{name}") | {"means": in_both("whatif", f"means-{name}")} for name in STATES}
    kinds = found["kind"] | {"other": in_both("explorer", "kind-other")}
    return found | {"kind": kinds, "grade": grades, "state": states}


def _phrases() -> Payload:
    """Return the texts that are filled in for problems and countermeasures, by language."""
    clauses = in_both("common", "clauses")
    left = in_both("whatif", "left", path="{path}")
    return {
        language: {**words("wholes", language).texts, "clauses": clauses[language], "left": left[language]}
        for language in LANGUAGES
    }


def _outcome_trees(curation: Paper, nodes: Sequence[Payload], links: Sequence[Link]) -> Text:
    """Return the drawing by language, with nothing said yet; empty without problems."""
    texts = {node["id"]: node for node in nodes}

    def text(name: str, language: str, is_part: bool) -> str:
        paper = within(name).removesuffix(":")
        return f"{texts[name][language]} ({paper})" if paper and not is_part else str(texts[name][language])

    diagnosed = [problem.id for problem in curation.of(r.Problem) if problem.status == "diagnosed"]
    order = outcome_order(links, diagnosed)
    trees = {
        language: outcome_tree(
            [Line(id, text(id, language, is_part), is_part, "unsupported", "") for id, is_part in order], ""
        )
        for language in LANGUAGES
    }
    return trees if order else dict.fromkeys(LANGUAGES, "")


def kind_of(record: Record) -> str | None:
    """Return the class under which a page shows a record, None for records that it shows only as part of others."""
    if isinstance(record, r.Problem):
        return "problem" if record.status == "diagnosed" else "mentioned"
    if isinstance(record, r.Entity):
        return record.id.rpartition(":")[2].split("-")[0]
    name = type(record).__name__.lower()
    return name if name in _SHOWN else None


def _node(curation: Paper, record: Record) -> Payload:
    node: Payload = {"id": record.id, "kind": kind_of(record), "iri": iri_of(curation, record.id)}
    label, own = _own(curation, record)
    called = text_of(label_of(record, curation))
    own |= {"called": called} if called != label else {}
    own |= {"sounds": syllables(called["zh"])}
    at = [[anchor.locator, shown_text(anchor.fragment)] for anchor in getattr(record, "at", ())]
    if modality := getattr(record, "modality", None):
        own = own | {"modality": modality}
    return (
        node | label | {"at": at} | own | {"facts": [{"fact": name, **value} for name, value in facts_of(curation, record)]}
    )


def _own(curation: Paper, record: Record) -> tuple[Text, Payload]:
    match record:
        case r.Reference(number=number, key=key):
            own: Payload = {name: value for name, value in (("number", number), ("key", key)) if value is not None}
            return dict.fromkeys(LANGUAGES, shown_text(mark_of(record))), own
        case r.Statistic():
            figure = {"printed": printed_text(curation, record), "figure": _figure(curation, record)}
            return _statistic_label(curation, record), figure | {"phrase": text_of(phrase_of(record, curation))}
        case r.Citation(reference=target) | r.Attribution(source=target):
            return text_of(record.note), {"points_to": target}
        case r.Source():
            year = {"year": str(record.year)} if record.year is not None else {}
            return text_of(record), year | ({"part_of": record.part_of} if record.part_of else {})
        case r.Facet(status="mentioned", problem=problem):
            is_diagnosed = getattr(curation.records[problem], "status", None) == "diagnosed"
            return text_of(record), {"elsewhere": True} if is_diagnosed else {}
    return text_of(record), {"claim": record.kind} if isinstance(record, r.Claim) else {}


def printed_text(curation: Paper, statistic: r.Statistic) -> str:
    """Return a figure as printed; a table's cell with the unit of its heading, which the cell itself does not print."""
    unit = curation.records.get(statistic.unit)
    symbol = unit.symbol if statistic.table and isinstance(unit, r.Unit) else ""
    return shown_text(statistic.printed + symbol)


def _statistic_label(curation: Paper, statistic: r.Statistic) -> Text:
    printed = printed_text(curation, statistic)
    indicator = curation.records.get(statistic.indicator)
    what = text_of(indicator) if isinstance(indicator, r.Indicator) else {"zh": "", "en": ""}
    kind = word_for("statistic", statistic.kind) if statistic.kind != "level" else {"zh": "", "en": ""}
    known = "" if statistic.period == "unknown" else period_text(statistic.period)
    year = f"{known}年" if known[-4:].isdecimal() else known
    english = (f"{printed} {what['en']}".strip(), kind["en"], known)
    return {"zh": f"{printed} {year}{what['zh']}{kind['zh']}".strip(), "en": ", ".join(filter(None, english))}


def _figure(curation: Paper, statistic: r.Statistic) -> Payload:
    unit = curation.records.get(statistic.unit)
    figure: Payload = {
        "kind": statistic.kind, "operator": statistic.operator, "value": statistic.value_text,
        "period": shown_text(statistic.period), "indicator": statistic.indicator, "place": statistic.place,
    }  # fmt: skip
    if isinstance(unit, r.Unit) and unit.base != "unknown":
        figure |= {"normal": f"{(statistic.value * unit.factor).normalize():f}", "base_unit": unit.base}
    further = {name: getattr(statistic, name) for name in ("counterpart", "whole", "base")}
    return figure | {name: value for name, value in further.items() if value}


def _sections(curation: Paper, nodes: Sequence[Payload]) -> list[Payload]:
    headings = {within(section.id) + section.number: text_of(section) for section in curation.of(r.Section)}
    order = list(dict.fromkeys(within(passage.id) + passage.section for passage in curation.passages))
    used = {name for node in nodes for name in node["sections"]}
    names = [name for name in order if name in used] + sorted(used.difference(order))
    return [{"id": name, **headings.get(name, {})} for name in names]
