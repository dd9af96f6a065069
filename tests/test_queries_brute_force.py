"""Each shipped query against an answer worked out from the YAML files, read with a plain loader and searched by brute force.

Nothing here uses the package's reader, graph or analysis; of the package only the labels and the audit's values are taken,
which other tests hold against the data. The same expectations are held against the real paper and the invented one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from cbec_kg.audit.report import Cause
from cbec_kg.audit.summaries import carried_text, sentence_of
from cbec_kg.model.terms import Bilingual
from cbec_kg.rdf.findings import explanation_id, hypothesis_id
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.store.opening import OpenStore
from plain_folder import (
    DIRECT,
    ENTITIES,
    POINTERS,
    ROLES,
    STATEMENTS,
    Folder,
    Record,
    anchors,
    locators,
)
from test_queries import NAMES, Cell, plain_rows

Row = tuple[Cell | int, ...]

EXPECTED: dict[str, Callable[[Folder], Iterable[Row]]] = {}


def answers(*names: str) -> Callable[[Callable[[Folder], Iterable[Row]]], Callable[[Folder], Iterable[Row]]]:
    def keep(function: Callable[[Folder], Iterable[Row]]) -> Callable[[Folder], Iterable[Row]]:
        EXPECTED.update(dict.fromkeys(names, function))
        return function

    return keep


def place(record: Record) -> str | None:
    return None if record["place"] == "unspecified" else record["place"]


def role(name: str | None) -> str | None:
    return name and f"role-{name}"


# The article and its records


@answers("article")
def article(folder: Folder) -> Iterator[Row]:
    [record] = folder.of("Article")
    here = record["id"]
    for field, name in {
        "doi": "identifier",
        "language": "language",
        "year": "datePublished",
        "volume": "volumeNumber",
        "issue": "issueNumber",
        "first_author": "firstAuthor",
    }.items():
        yield here, name, record[field]
    yield here, "journal", record["journal"]["zh"]
    yield here, "journal", record["journal"]["en"]
    yield from ((here, "argument", record["argument"][language]) for language in ("zh", "en"))
    yield here, "number", Decimal(record["number"])
    yield here, "furtherAuthors", record["further_authors"] == "yes"
    yield from ((here, "pageSeen", page) for page in record["pages_seen"])
    yield from ((here, "derivedField", note["field"]) for note in record["derived"])


@answers("ids")
def ids(folder: Folder) -> Iterator[Row]:
    for name, kind in folder.kind.items():
        yield name, kind, *folder.label(name)
    for passage in folder.passages:
        locator = passage["locator"]
        yield f"passage-{locator}", "Passage", f"段落{locator}", f"Passage {locator}"


@answers("dataset-counts")
def dataset_counts(folder: Folder) -> Iterator[Row]:
    counts = Counter(folder.kind.values())
    counts["Passage"] = len(folder.passages)
    counts["Anchor"] = sum(len(record.get("at", ())) for record in folder.records.values())
    counts["Unknown"] = len(list(unknowns(folder)))
    counts["EvidenceLine"] = len(folder.lines())
    counts.update(kind for kind, *_ in {link[:4] for link in folder.links()})
    counts["Trend"] = sum(len(record.get("trends", ())) for record in folder.of("Claim"))
    counts["Column"] = sum(len(record["columns"]) for record in folder.of("Table"))
    counts["DerivedField"] = sum(len(record.get("derived", ())) for record in folder.of("Article"))
    counts["Finding"], counts["Explanation"] = len(folder.audit.checks), len(folder.audit.causes)
    repairs = [repair for cause in folder.audit.causes for repair in cause.repairs]
    counts["Misfit"] = sum(len(cause.misfits) for cause in folder.audit.causes)
    counts["CarriedDoubt"] = sum(len(cause.carried) for cause in folder.audit.causes)
    counts["Consequence"] = sum(len(checks) for repair in repairs for checks in repair.effects)
    counts["Hypothesis"], counts["Rereading"] = len(repairs), sum(len(repair.changes) for repair in repairs)
    return iter((+counts).items())


@answers("unknowns")
def unknowns(folder: Folder) -> Iterator[Row]:
    [record] = folder.of("Article")
    for note in record["unknown"]:
        yield record["id"], note["field"], note["why"]["zh"], note["why"]["en"]
    for reference in folder.of("Reference"):
        yield reference["id"], "metadata", reference["why"]["zh"], reference["why"]["en"]
    for figure in folder.of("Figure"):
        yield figure["id"], "values", figure["why"]["zh"], figure["why"]["en"]


@answers("sections")
def sections(folder: Folder) -> Iterator[Row]:
    for section in folder.of("Section"):
        here = section["id"]
        passages = [row["locator"] for row in folder.passages if row["section"] == section["number"]]
        citations = [record for record in folder.of("Citation") if locators(record)[0] in passages]
        kind = f"section-{section['kind']}"
        yield here, section["number"], kind, *folder.label(here), section.get("parent"), len(passages), len(citations)


@answers("headings-that-assert-more")
def headings_that_assert_more(folder: Folder) -> Iterator[Row]:
    for section in folder.of("Section"):
        asserts = section.get("heading_asserts")
        if asserts:
            yield section["id"], section["number"], section["zh"], asserts["zh"], asserts["en"]


@answers("passages-without-statement")
def passages_without_statement(folder: Folder) -> Iterator[Row]:
    taken = {locator for record in folder.of(*STATEMENTS) for locator in locators(record)}
    for row in folder.passages:
        if row["locator"] not in taken:
            section = folder.section_by_number[row["section"]]
            name = f"passage-{row['locator']}"
            yield name, row["locator"], f"passage-{row['kind']}", section, row["fragment"] or None


@answers("anchors")
def all_anchors(folder: Folder) -> Iterator[Row]:
    for name, record in folder.records.items():
        for locator, fragment in anchors(record):
            yield f"passage-{locator}", locator, name, folder.kind[name], fragment


@answers("repeated-statements")
def repeated_statements(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*STATEMENTS):
        here = record["id"]
        if len(locators(record)) > 1:
            yield here, folder.kind[here], *folder.label(here), len(locators(record))


# Problems and their evidence


def facets_of(folder: Folder, problem: str) -> list[str]:
    return [record["id"] for record in folder.of("Facet") if record["problem"] == problem]


def elsewhere(folder: Folder, part: Record) -> bool:
    """Return whether a part is a facet of a diagnosed problem that is first stated elsewhere than in the diagnosis."""
    problem = folder.records.get(part.get("problem", ""), {})
    return part.get("status") == "mentioned" and problem.get("status") == "diagnosed"


def facet_status(record: Record) -> str:
    return f"problem-{record.get('status', 'diagnosed')}"


@answers("problems")
def problems(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Problem"):
        here, section = record["id"], record["section"]
        others = [elsewhere(folder, folder.records[facet]) for facet in facets_of(folder, here)]
        head = here, *folder.label(here), f"problem-{record['status']}", section, folder.number(section)
        yield *head, others.count(False), others.count(True)


@answers("problem-facets")
def problem_facets(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Facet"):
        head = record["problem"], record["id"], facet_status(record), *folder.label(record["id"])
        for locator in locators(record):
            yield *head, place(record), record.get("population"), locator


def problem_of(folder: Folder, target: str) -> tuple[str, str | None] | None:
    """Return the problem that a problem or a facet is of, and the facet; None for another record."""
    match folder.kind[target]:
        case "Problem":
            return target, None
        case "Facet":
            return folder.records[target]["problem"], target
    return None


@answers("problem-evidence")
def problem_evidence(folder: Folder) -> Iterator[Row]:
    for line in folder.lines():
        about = problem_of(folder, line.target)
        for pointer in line.pointers if about else ():
            where = locators(folder.records[pointer])[0]
            yield *about, line.source, role(line.role), f"basis-{line.basis}", line.length, pointer, where  # type: ignore[misc]  # not None here


@answers("evidence-lines")
def evidence_lines(folder: Folder) -> Iterator[Row]:
    for line in folder.lines():
        name = f"{line.target}/evidence/{line.source}/{line.role}"
        for pointer in line.pointers:
            yield name, line.target, line.source, role(line.role), f"basis-{line.basis}", line.length, pointer


@answers("problem-evidence-counts")
def problem_evidence_counts(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Problem"):
        here = record["id"]
        for level, targets in (("itself", [here]), ("facets", facets_of(folder, here))):
            for name in ROLES:
                sources = {source for target in targets for source in folder.bearing(target, [name])}
                bearing = [folder.kind[source] for source in sources]
                if bearing:
                    counts = bearing.count("Reference"), bearing.count("Source")
                    yield here, *folder.label(here), level, role(name), *counts


@answers("unsupported-headlines")
def unsupported_headlines(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Problem", "Countermeasure"):
        here, kind = record["id"], folder.kind[record["id"]]
        parts = [part for part in folder.of("Facet", "Measure") if here in (part.get("problem"), part.get("countermeasure"))]
        if not folder.bearing(here, DIRECT):
            counts = []
            for other in (False, True):
                found = [part for part in parts if elsewhere(folder, part) is other]
                counts += [len(found), sum(1 for part in found if folder.bearing(part["id"], DIRECT))]
            status = f"problem-{record['status']}" if kind == "Problem" else None
            yield here, kind, *folder.label(here), status, len(folder.bearing(here)), *counts


@answers("unsupported-facets")
def unsupported_facets(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Facet"):
        here = record["id"]
        if not folder.bearing(here, DIRECT):
            yield record["problem"], here, facet_status(record), *folder.label(here), len(folder.bearing(here))


def under(folder: Folder, problem: str) -> set[str]:
    """Return a problem, its facets and all that these rest on, however far."""
    reached, front = {problem}, [problem, *facets_of(folder, problem)]
    while front:
        here = front.pop()
        reached.add(here)
        front += [link["on"] for link in folder.records[here].get("rests_on", ()) if link["on"] not in reached]
    return reached


@answers("trace-problem")
def trace_problem(folder: Folder) -> Iterator[Row]:
    for problem in folder.of("Problem"):
        for here in under(folder, problem["id"]):
            for link in folder.records[here].get("rests_on", ()):
                on = link["on"]
                pointer = folder.kind[on] in POINTERS
                source = folder.pointed(on) if pointer else None
                where = locators(folder.records[on])[0] if pointer else None
                yield problem["id"], here, role(link["role"]), f"basis-{link['basis']}", on, source, where


@answers("problem-graph")
def problem_graph(folder: Folder) -> Iterator[Row]:
    triples: set[tuple[str, str, str]] = set()
    leads = [(start, end) for kind, start, end, *_ in folder.links() if kind == "CausalLink"]
    for record in folder.of("Problem"):
        problem, facets = record["id"], facets_of(folder, record["id"])
        triples |= {(problem, "hasFacet", facet) for facet in facets}
        for here in under(folder, problem):
            triples |= {(here, "restsOn", link["on"]) for link in folder.records[here].get("rests_on", ())}
            if folder.kind[here] in POINTERS:
                triples.add((here, "pointsTo", folder.pointed(here)))
        triples |= {(start, "leadsTo", end) for start, end in leads if start in facets or end in facets}
        for measure in folder.of("Measure"):
            addressed = [link["id"] for link in measure.get("addresses", ()) if link["id"] in facets]
            triples |= {(measure["id"], "addresses", facet) for facet in addressed}
            if addressed:
                triples.add((measure["countermeasure"], "hasMeasure", measure["id"]))
    for countermeasure in folder.of("Countermeasure"):
        triples |= {(countermeasure["id"], "answers", link["id"]) for link in countermeasure.get("answers", ())}
    return with_labels(folder, triples)


@answers("reference-network")
def reference_network(folder: Folder) -> Iterator[Row]:
    lines = [line for line in folder.lines() if line.role in DIRECT and problem_of(folder, line.target)]
    facets = {line.target for line in lines if folder.kind[line.target] == "Facet"}
    triples = {(facet, "facetOf", folder.records[facet]["problem"]) for facet in facets}
    return with_labels(folder, triples | {(line.source, "bearsOn", line.target) for line in lines})


def with_labels(folder: Folder, triples: set[tuple[str, str, str]]) -> Iterator[Row]:
    yield from triples
    for node in {end for start, _, target in triples for end in (start, target)}:
        yield from ((node, "label", text) for text in folder.label(node))


# References, citations, named sources


def supports_from(folder: Folder, pointer: str) -> list[tuple[str, str | None, str]]:
    return [(end, by, basis) for kind, start, end, by, basis, *_ in folder.links() if kind == "Support" and start == pointer]


@answers("reference-uses")
def reference_uses(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Citation"):
        head = (record["reference"], record["id"], locators(record)[0], record["function"])
        for end, by, basis in supports_from(folder, record["id"]):
            yield *head, end, *folder.label(end), role(by), f"basis-{basis}"
        if not supports_from(folder, record["id"]):
            yield *head, None, None, None, None, None


@answers("reference-load")
def reference_load(folder: Folder) -> Iterator[Row]:
    for reference in folder.of("Reference"):
        here = reference["id"]
        citations = [record for record in folder.of("Citation") if record["reference"] == here]
        cited_in = {folder.section_of[locators(record)[0]] for record in citations}
        statements = {end for record in citations for end, _, _ in supports_from(folder, record["id"])}
        troubled = [record for record in folder.of("Problem") if here in folder.bearing(record["id"])]
        facets = [record for record in folder.of("Facet") if here in folder.bearing(record["id"])]
        counts = (len(citations), len(cited_in), len(statements), len(troubled), len(facets))
        yield here, Decimal(reference["number"]), *counts


@answers("references-cited-again")
def references_cited_again(folder: Folder) -> Iterator[Row]:
    counts = Counter(record["reference"] for record in folder.of("Citation"))
    for record in folder.of("Citation"):
        reference = record["reference"]
        if counts[reference] > 1:
            yield reference, counts[reference], record["id"], locators(record)[0], record["function"]


@answers("references-in-review-only")
def references_in_review_only(folder: Folder) -> Iterator[Row]:
    for reference in folder.of("Reference"):
        citations = [record for record in folder.of("Citation") if record["reference"] == reference["id"]]
        kinds = {folder.records[folder.section_of[locators(record)[0]]]["kind"] for record in citations}
        if kinds == {"literature-review"}:
            yield reference["id"], Decimal(reference["number"]), len(citations)


@answers("references-by-section")
def references_by_section(folder: Folder) -> Iterator[Row]:
    for section in folder.of("Section"):
        here = [record for record in folder.of(*POINTERS) if folder.section_of[locators(record)[0]] == section["id"]]
        citations = [record for record in here if "reference" in record]
        named = [record for record in here if "reference" not in record]
        if here:
            numbers = len(citations), len({record["reference"] for record in citations})
            yield section["id"], section["number"], *numbers, len(named), len({record["source"] for record in named})


@answers("sole-source")
def sole_source(folder: Folder) -> Iterator[Row]:
    for line in folder.lines():
        if line.role in DIRECT and folder.bearing(line.target, DIRECT) == {line.source}:
            kind = folder.kind[line.target]
            yield line.source, line.target, kind, *folder.label(line.target), role(line.role), f"basis-{line.basis}"


@answers("citations-by-function")
def citations_by_function(folder: Folder) -> Iterator[Row]:
    citations = Counter(record["function"] for record in folder.of("Citation"))
    attributions = Counter(record["function"] for record in folder.of("Attribution"))
    for function in {*citations, *attributions}:
        yield function, citations[function], attributions[function]


@answers("citation-contexts")
def citation_contexts(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*POINTERS):
        for locator, fragment in anchors(record):
            note = record["note"]
            where = (locator, folder.section_of[locator], fragment)
            yield record["id"], folder.pointed(record["id"]), *where, record["function"], note["zh"], note["en"]


@answers("vague-citations")
def vague_citations(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*POINTERS):
        here = record["id"]
        if all(by == "generic" for _, by, _ in supports_from(folder, here)):
            yield here, folder.pointed(here), locators(record)[0], record["note"]["zh"], record["note"]["en"]


@answers("doubtful-citations")
def doubtful_citations(folder: Folder) -> Iterator[Row]:
    for kind, start, end, by, basis, zh, en in folder.links():
        if kind == "Support" and folder.kind[start] in POINTERS and basis == "inferred":
            yield start, locators(folder.records[start])[0], end, role(by), zh, en


@answers("named-sources")
def named_sources(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Source"):
        here = record["id"]
        named = [attribution for attribution in folder.of("Attribution") if attribution["source"] == here]
        optional = (record.get("publisher"), record.get("year"), record.get("part_of"))
        yield here, f"source-{record['kind']}", *folder.label(here), *optional, len(named)


@answers("named-source-uses")
def named_source_uses(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Attribution"):
        head = (record["source"], record["id"], locators(record)[0], record["function"])
        uses = supports_from(folder, record["id"])
        yield from ((*head, end, role(by), f"basis-{basis}") for end, by, basis in uses)
        if not uses:
            yield *head, None, None, None


# Statistics


def years(record: Record) -> tuple[int, int] | None:
    if record["period"] == "unknown":
        return None
    ends = record["period"].split("/")
    return int(ends[0][:4]), int(ends[-1][:4])


def base_value(folder: Folder, record: Record) -> Decimal | None:
    """Return the value in base units, None where the base is unknown."""
    unit = folder.records[record["unit"]]
    return None if unit["base"] == "unknown" else Decimal(record["value"]) * Decimal(unit["factor"])


@answers("statistics")
def statistics(folder: Folder) -> Iterator[Row]:
    for record, locator in ((item, locator) for item in folder.of("Statistic") for locator in locators(item)):
        blaming: list[tuple[str, str] | tuple[None, None]] = []
        blaming += [said(cause) for cause in folder.audit.causes if record["id"] in cause.blamed]
        blaming += [path for _, name, path in carried(folder) if name == record["id"]]
        for warning in blaming or [(None, None)]:
            yield (
                record["id"], record["printed"], Decimal(record["value"]), record["unit"], f"operator-{record['operator']}",
                f"statistic-{record['kind']}", record["indicator"], place(record), record.get("counterpart"),
                record["period"], locator, *warning,
            )  # fmt: skip


def said(cause: Cause) -> tuple[str, str]:
    """Return what an explanation says in Chinese and English."""
    if not cause.explained:
        return "与其他数字矛盾，没有得到佐证的解释", "contradicted, without an explanation that other figures support"
    first = cause.repairs[0].text
    return "或许" + first.zh, "perhaps " + first.en


def bilingual(text: Bilingual | None) -> tuple[str | None, str | None]:
    return (text.zh, text.en) if text else (None, None)


@answers("findings")
def findings(folder: Folder) -> Iterator[Row]:
    for check in folder.audit.checks:
        texts = (check.working or None, check.computed or None, check.stated or None)
        for about in check.inputs[:1]:  # a claim's series may have no figure
            head = (f"verdict-{check.verdict}", f"rule-{check.rule}", f"finding/{check.id}", about, check.formula)
            yield *head, *texts, *bilingual(check.why)


@answers("findings-by-rule")
def findings_by_rule(folder: Folder) -> Iterator[Row]:
    counted = Counter((check.rule, check.verdict) for check in folder.audit.checks)
    return ((f"rule-{rule}", f"verdict-{verdict}", count) for (rule, verdict), count in counted.items())


@answers("blamed-statistics")
def blamed_statistics(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        for name in cause.blamed:
            count = sum(name in check.inputs for check in cause.checks)
            head = (name, folder.records[name]["printed"], explanation_id(cause), cause.explained, *said(cause), count)
            yield *head, None, None
    for cause, name, path in carried(folder):
        count = sum(name in check.inputs for check in cause.checks)
        yield name, folder.records[name]["printed"], explanation_id(cause), cause.explained, *said(cause), count, *path


def carried(folder: Folder) -> Iterator[tuple[Cause, str, tuple[str, str]]]:
    """Yield each figure that carries doubt, with its cause and its path in words (see test_audit_doubt)."""
    for cause in folder.audit.causes:
        for doubt in cause.carried:
            path = carried_text(doubt, folder.curation)
            yield cause, doubt.statistic, (path.zh, path.en)


@answers("carried-doubts")
def carried_doubts(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        for doubt in cause.carried:
            first = doubt.steps[0]
            for name in first.of:
                printed = (folder.records[doubt.statistic]["printed"], f"derivation-{first.derivation}", name)
                blamed = (folder.records[name]["printed"], name in cause.blamed, f"finding/{first.check.id}")
                yield doubt.statistic, *printed, *blamed, f"standing-{doubt.standing}", explanation_id(cause)


@answers("misfits")
def misfits(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        sentence = sentence_of(cause, folder.curation)
        for number, misfit in enumerate(cause.misfits, 1):
            name = explanation_id(cause)
            yield name, sentence.zh, sentence.en, f"{name}/misfit-{number}", len({check.id for check in misfit})


@answers("verdicts-of-readers")
def verdicts_of_readers(folder: Folder) -> Iterator[Row]:
    assert not folder.curation.verdicts  # neither folder has any; test_verdicts asks where there are some
    return iter(())


@answers("consequences-of-hypotheses")
def consequences_of_hypotheses(folder: Folder) -> Iterator[Row]:
    printed = {check.id for check in folder.audit.checks}
    for cause in folder.audit.causes:
        for rank, repair in enumerate(cause.repairs, 1):
            for effect, checks in repair.effects._asdict().items():
                for check in checks:
                    name = hypothesis_id(cause, repair)
                    head = (explanation_id(cause), rank, name, f"effect-{effect}", f"{name}/{effect}-{check.id}")
                    finding = f"finding/{check.id}" if check.id in printed else None
                    yield *head, f"rule-{check.rule}", finding, check.working or None, len(set(check.inputs))


@answers("hypotheses")
def hypotheses(folder: Folder) -> Iterator[Row]:
    for cause in folder.audit.causes:
        for rank, repair in enumerate(cause.repairs, 1):
            counts = [len(keys) for keys in (repair.cleared, repair.raised, repair.confirmed, repair.lost)]
            head = (explanation_id(cause), cause.explained, rank, hypothesis_id(cause, repair), f"repair-{repair.kind}")
            yield *head, repair.text.zh, repair.text.en, len(repair.statistics), *counts, repair.agreeing


@answers("trends")
def trends(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Claim"):
        for trend in record.get("trends", ()):
            first, last = trend["period"].split("/")
            goes_on = last == ".."
            head = (record["id"], trend["indicator"], place(trend), Decimal(first), None if goes_on else Decimal(last))
            yield *head, f"direction-{trend['direction']}"


@answers("table-cells")
def table_cells(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if "table" in record:
            symbol = folder.records[record["unit"]]["symbol"]
            yield record["table"], record["row"], record["column"], record["id"], record["printed"], symbol


def sourced(folder: Folder, record: Record, passed: tuple[str, ...] = ()) -> bool:
    on = [link["on"] for link in record.get("rests_on", ()) if link["on"] not in passed]
    return any(folder.kind[name] in POINTERS or sourced(folder, folder.records[name], (*passed, name)) for name in on)


@answers("statistics-without-source")
def statistics_without_source(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if not sourced(folder, record):
            yield from shown(folder, record)


@answers("statistics-unknown-period")
def statistics_unknown_period(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if record["period"] == "unknown":
            yield from shown(folder, record)


def shown(folder: Folder, record: Record) -> Iterator[Row]:
    yield from ((record["id"], record["printed"], *folder.label(record["id"]), locator) for locator in locators(record))


@answers("statistics-inferred-period")
def statistics_inferred_period(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        basis = record.get("period_basis", "stated")
        if record["period"] != "unknown" and basis != "stated":
            for locator in locators(record):
                yield record["id"], record["printed"], record["period"], f"basis-{basis}", locator


@answers("statistics-hedged")
def statistics_hedged(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if record["operator"] != "equal":
            head = (record["id"], f"operator-{record['operator']}", record["printed"], Decimal(record["value"]))
            yield from ((*head, record["indicator"], locator) for locator in locators(record))


@answers("statistics-with-notes")
def statistics_with_notes(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        for key, language in product(("note", "why"), ("zh", "en")):
            if key in record:
                head = (record["id"], record["printed"], record[key][language])
                yield from ((*head, locator, record["indicator"]) for locator in locators(record))


@answers("statistics-same-quantity")
def statistics_same_quantity(folder: Folder) -> Iterator[Row]:
    def quantity(record: Record) -> tuple[str | None, ...]:
        base = folder.records[record["unit"]]["base"]
        fields = ("indicator", "place", "period", "kind", "counterpart")
        return *(record.get(field) for field in fields), base

    for first in folder.of("Statistic"):
        known = place(first) and first["period"] != "unknown" and folder.records[first["unit"]]["base"] != "unknown"
        for second in folder.of("Statistic") if known else ():
            if first["id"] < second["id"] and quantity(first) == quantity(second):
                head = (first["indicator"], first["place"], first["period"], f"statistic-{first['kind']}")
                same = base_value(folder, first) == base_value(folder, second)
                yield *head, first["id"], second["id"], first["printed"], second["printed"], same


def levels(folder: Folder, indicator: str, where: str, year: int) -> list[Record]:
    return [
        record
        for record in folder.of("Statistic")
        if (record["indicator"], record["place"], record["kind"]) == (indicator, where, "level")
        and years(record) == (year, year)
        and "counterpart" not in record
    ]


def growths(folder: Folder) -> Iterator[tuple[Record, int, int | None]]:
    """Return each growth rate with a place, a year and no partner; its year; the earlier year it is compared with."""
    for record in folder.of("Statistic"):
        span = years(record)
        if record["kind"] == "growth" and span and place(record) and "counterpart" not in record:
            base = record.get("base", "")
            before = span[0] - 1 if base == "previous-year" else int(base) if base.isdigit() else None
            yield record, span[1], before if before is not None and before < span[1] else None


@answers("growth-with-its-level")
def growth_with_its_level(folder: Folder) -> Iterator[Row]:
    for growth, year, before in growths(folder):
        quantity = (growth["indicator"], growth["place"])
        now = [(record["id"], record["printed"]) for record in levels(folder, *quantity, year)] or [(None, None)]
        then = [(record["id"], record["printed"]) for record in levels(folder, *quantity, before or 0)] or [(None, None)]
        head = (growth["id"], growth["printed"], *quantity, growth["period"])
        yield from ((*head, *level, *earlier) for level in now for earlier in then)


@answers("growth-that-does-not-fit")
def growth_that_does_not_fit(folder: Folder) -> Iterator[Row]:
    for growth, year, before in growths(folder):
        quantity = (growth["indicator"], growth["place"])
        for now in levels(folder, *quantity, year):
            for then in levels(folder, *quantity, before or 0):
                given, base = base_value(folder, now), base_value(folder, then)
                if given is None or base is None or {now["operator"], then["operator"]} != {"equal"}:
                    continue
                expected = base * (100 + Decimal(growth["value"])) / 100
                if abs(given - expected) > base / 1000:
                    yield growth["id"], growth["printed"], then["printed"], now["printed"], expected, given


@answers("totals-and-parts")
def totals_and_parts(folder: Folder) -> Iterator[Row]:
    for total in folder.of("Statistic"):
        if total["kind"] != "level" or not place(total) or total["period"] == "unknown" or "counterpart" in total:
            continue
        same = ("kind", "place", "period", "unit")
        parts = [
            record
            for record in folder.of("Statistic")
            if folder.records[record["indicator"]].get("part_of") == total["indicator"]
            and all(record[field] == total[field] for field in same)
            and "counterpart" not in record
        ]
        values = {(record["indicator"], Decimal(record["value"])) for record in parts}
        if len({indicator for indicator, _ in values}) > 1:
            together = sum((value for _, value in values), Decimal(0))
            for part in parts:
                difference = together - Decimal(total["value"])
                yield total["id"], total["printed"], part["id"], part["printed"], together, difference


@answers("spans-and-years")
def spans_and_years(folder: Folder) -> Iterator[Row]:
    for span in folder.of("Statistic"):
        ends = years(span)
        if span["kind"] == "level" and place(span) and ends and ends[0] < ends[1]:
            found = {
                (year, base_value(folder, record))
                for year in range(ends[0], ends[1] + 1)
                for record in levels(folder, span["indicator"], span["place"], year)
            }
            given = len({year for year, _ in found})
            together = sum((value for _, value in found if value is not None), Decimal(0))
            if found:
                yield span["id"], span["printed"], ends[1] - ends[0] + 1, given, together, base_value(folder, span)


@answers("shares-and-their-wholes")
def shares_and_their_wholes(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if record["kind"] == "share":
            for locator in locators(record):
                whole = (record.get("whole"), record.get("whole_place"))
                yield record["id"], record["printed"], record["indicator"], *whole, locator


@answers("counts-and-lists")
def counts_and_lists(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Statistic"):
        if "members" in record:
            open_list = {"yes": True, "no": False, None: None}[record.get("members_open")]
            head = (record["id"], record["printed"], Decimal(record["value"]), len(record["members"]), open_list)
            yield from ((*head, locator) for locator in locators(record))


@answers("indicators")
def indicators(folder: Folder) -> Iterator[Row]:
    counts = Counter(record["indicator"] for record in folder.of("Statistic"))
    for record in folder.of("Indicator"):
        here = record["id"]
        yield here, *folder.label(here), record.get("part_of"), record.get("flow"), counts[here]


# Claims


@answers("claims-by-kind")
def claims_by_kind(folder: Folder) -> Iterator[Row]:
    for kind, number in Counter(record["kind"] for record in folder.of("Claim")).items():
        same = [record["id"] for record in folder.of("Claim") if record["kind"] == kind]
        yield f"claim-{kind}", number, sum(1 for claim in same if folder.bearing(claim, DIRECT))


@answers("claims-by-section")
def claims_by_section(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Claim"):
        for locator in locators(record):
            section = folder.section_of[locator]
            head = (section, folder.number(section), locator)
            yield *head, record["id"], f"claim-{record['kind']}", *folder.label(record["id"])


@answers("claims-without-evidence")
def claims_without_evidence(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Claim"):
        if not folder.bearing(record["id"]):
            on = {link["on"] for link in record.get("rests_on", ())}
            yield f"claim-{record['kind']}", record["id"], *folder.label(record["id"]), len(on)


@answers("statements-about")
def statements_about(folder: Folder) -> Iterator[Row]:
    many = {"about": "about", "actors": "actor", "instruments": "instrument", "members": "member"}
    one = {"place": "place", "population": "population", "counterpart": "counterpart", "whole_place": "wholePlace"}
    for record in folder.of(*STATEMENTS):
        here = record["id"]
        ties = [(name, entity) for field, name in many.items() for entity in record.get(field, ())]
        ties += [(name, record[field]) for field, name in one.items() if record.get(field, "unspecified") != "unspecified"]
        yield from ((entity, name, here, folder.kind[here], *folder.label(here)) for name, entity in ties)


# Links


@answers("inferred-links")
def inferred_links(folder: Folder) -> Iterator[Row]:
    for kind, start, end, by, basis, zh, en in folder.links():
        if basis != "stated":
            yield kind, start, end, role(by), f"basis-{basis}", zh, en


WORD_OF_LINK = {
    "Support": "{end}/rests-on/{start}/{role}",
    "CausalLink": "{start}/leads-to/{end}",
    "Inference": "{end}/concluded-from/{start}",
    "Address": "{start}/addresses/{end}",
    "Answer": "{start}/answers/{end}",
}


@answers("links")
def links(folder: Folder) -> Iterator[Row]:
    doubts = {
        (link["id"], record["id"]): link.get("doubt", {})
        for record in folder.of(*PARAPHRASED)
        for link in record.get("concluded_from", ())
    }
    for kind, start, end, by, basis, zh, en in folder.links():
        name = WORD_OF_LINK[kind].format(start=start, end=end, role=by)
        doubt = doubts.get((start, end), {}) if kind == "Inference" else {}
        yield name, kind, start, end, role(by), f"basis-{basis}", zh, en, doubt.get("zh"), doubt.get("en")


@answers("link-basis-counts")
def link_basis_counts(folder: Folder) -> Iterator[Row]:
    links = {(kind, basis, start, end, by) for kind, start, end, by, basis, *_ in folder.links()}
    for (kind, basis), number in Counter((kind, basis) for kind, basis, *_ in links).items():
        yield kind, f"basis-{basis}", number


def causal(folder: Folder, word: str) -> Iterator[Row]:
    for kind, start, end, by, basis, *_ in folder.links():
        if kind == "CausalLink":
            facet, other = (end, start) if word == "cause" else (start, end)
        elif kind == "Support" and by == word:
            facet, other = end, start
        else:
            continue
        if folder.kind[facet] == "Facet":
            yield folder.records[facet]["problem"], facet, other, *folder.label(other), f"basis-{basis}"


@answers("causes-of-problems")
def causes_of_problems(folder: Folder) -> Iterator[Row]:
    return causal(folder, "cause")


@answers("effects-of-problems")
def effects_of_problems(folder: Folder) -> Iterator[Row]:
    return causal(folder, "effect")


@answers("consequences")
def consequences(folder: Folder) -> Iterator[Row]:
    leads: dict[str, list[str]] = {}
    for kind, start, end, *_ in folder.links():
        if kind == "CausalLink":
            leads.setdefault(start, []).append(end)
    for facet in folder.of("Facet"):
        reached: set[str] = set()
        front = list(leads.get(facet["id"], ()))
        while front:
            here = front.pop()
            if here not in reached:
                reached.add(here)
                front += leads.get(here, ())
        for effect in reached:
            yield facet["problem"], facet["id"], effect, *folder.label(effect), effect not in leads


@answers("echoes")
def echoes(folder: Folder) -> Iterator[Row]:
    for kind, start, end, by, basis, *_ in folder.links():
        if kind == "Support" and by == "echo":
            yield end, *folder.label(end), start, *folder.label(start), f"basis-{basis}"


@answers("evidence-reach")
def evidence_reach(folder: Folder) -> Iterator[Row]:
    def above(where: str | None) -> list[str]:
        wider = folder.records[where].get("broader") if where else None
        return [wider, *above(wider)] if wider else []

    for kind, start, end, by, *_ in folder.links():
        if kind != "Support" or folder.kind[start] not in STATEMENTS:
            continue
        here = None if folder.kind[end] in ("Table", "Figure") else place(folder.records[end])
        there = place(folder.records[start])
        if here is None or there is None:
            reach = "unclear"
        elif here == there:
            reach = "same"
        else:
            reach = "wider" if there in above(here) else "narrower" if here in above(there) else "elsewhere"
        yield end, here, start, there, role(by), reach


# Countermeasures


@answers("countermeasure-measures")
def countermeasure_measures(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Measure"):
        counts = (len(record.get(field, ())) for field in ("actors", "instruments", "addresses"))
        yield record["countermeasure"], record["id"], *folder.label(record["id"]), *counts


def measures_by(folder: Folder, field: str) -> Iterator[Row]:
    for record in folder.of("Measure"):
        for entity in record.get(field, ()):
            here = record["id"]
            yield entity, *folder.label(entity), here, *folder.label(here), record["countermeasure"]


@answers("measures-by-actor")
def measures_by_actor(folder: Folder) -> Iterator[Row]:
    return measures_by(folder, "actors")


@answers("measures-by-instrument")
def measures_by_instrument(folder: Folder) -> Iterator[Row]:
    return measures_by(folder, "instruments")


def measures_where(folder: Folder, holds: Callable[[Record], bool]) -> Iterator[Row]:
    for record in folder.of("Measure"):
        if holds(record):
            yield record["countermeasure"], record["id"], *folder.label(record["id"])


@answers("measures-without-actor")
def measures_without_actor(folder: Folder) -> Iterator[Row]:
    return measures_where(folder, lambda record: not record.get("actors"))


@answers("measures-without-facet")
def measures_without_facet(folder: Folder) -> Iterator[Row]:
    return measures_where(folder, lambda record: not record.get("addresses"))


@answers("unsupported-measures")
def unsupported_measures(folder: Folder) -> Iterator[Row]:
    return measures_where(folder, lambda record: not folder.bearing(record["id"]))


@answers("unaddressed-facets")
def unaddressed_facets(folder: Folder) -> Iterator[Row]:
    addressed = {link["id"] for record in folder.of("Measure") for link in record.get("addresses", ())}
    for record in folder.of("Facet"):
        if record["id"] not in addressed:
            status = folder.records[record["problem"]]["status"]
            yield record["problem"], f"problem-{status}", record["id"], facet_status(record), *folder.label(record["id"])


@answers("measures-without-diagnosis")
def measures_without_diagnosis(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Measure"):
        facets = [folder.records[link["id"]] for link in record.get("addresses", ())]
        statuses = [folder.records[facet["problem"]]["status"] for facet in facets]
        diagnosed = [s == "diagnosed" and not elsewhere(folder, facet) for s, facet in zip(statuses, facets, strict=True)]
        head = record["countermeasure"], record["id"], *folder.label(record["id"])
        for facet, status in zip(facets, statuses, strict=True) if not any(diagnosed) else ():
            yield *head, facet["id"], facet["problem"], f"problem-{status}"


@answers("problems-answered")
def problems_answered(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Problem"):
        here = record["id"]
        head = (here, f"problem-{record['status']}", *folder.label(here))
        given = [(start, basis) for kind, start, end, _, basis, *_ in folder.links() if kind == "Answer" and end == here]
        yield from ((*head, start, f"basis-{basis}") for start, basis in given)
        if not given:
            yield *head, None, None


@answers("measures-and-facets")
def measures_and_facets(folder: Folder) -> Iterator[Row]:
    for kind, start, end, _, basis, zh, en in folder.links():
        if kind == "Address":
            yield start, end, folder.records[end]["problem"], f"basis-{basis}", zh, en


@answers("measures-across-problems")
def measures_across_problems(folder: Folder) -> Iterator[Row]:
    for record in folder.of("Measure"):
        countermeasure = record["countermeasure"]
        answered = {link["id"] for link in folder.records[countermeasure].get("answers", ())}
        for link in record.get("addresses", ()):
            problem = folder.records[link["id"]]["problem"]
            if problem not in answered:
                yield countermeasure, record["id"], link["id"], problem


# Entities


@answers("entities")
def entities(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*ENTITIES.values()):
        here = record["id"]
        yield folder.kind[here], here, *folder.label(here), record.get("broader"), len(locators(record))


def mentions(folder: Folder, kind: str) -> Iterator[Row]:
    for record in folder.of(kind):
        named: list[str | None] = [*locators(record)]
        for locator in named or [None]:
            yield record["id"], *folder.label(record["id"]), locator


@answers("laws")
def laws(folder: Folder) -> Iterator[Row]:
    return mentions(folder, "Law")


@answers("platforms")
def platforms(folder: Folder) -> Iterator[Row]:
    return mentions(folder, "Platform")


@answers("organisations-mentioned")
def organisations(folder: Folder) -> Iterator[Row]:
    return mentions(folder, "Organisation")


@answers("places")
def places(folder: Folder) -> Iterator[Row]:
    about = Counter((record["place"], folder.kind[record["id"]] == "Statistic") for record in folder.of(*STATEMENTS))
    for record in folder.of("Place"):
        here = record["id"]
        yield here, *folder.label(here), record.get("broader"), about[here, False], about[here, True]


PARAPHRASED = ("Claim", "Problem", "Facet", "Countermeasure", "Measure")


@answers("modalities")
def modalities(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*PARAPHRASED):
        if "modality" in record:
            yield f"modality-{record['modality']}", record["id"], record.get("modal_word"), *folder.label(record["id"])


@answers("quantifiers")
def quantifiers(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*PARAPHRASED):
        if "quantifier" in record:
            yield f"quantifier-{record['quantifier']}", record["id"], record["quantifier_word"], *folder.label(record["id"])


@answers("conclusions")
def conclusions(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*PARAPHRASED):
        for link in record.get("concluded_from", ()):
            doubt = link.get("doubt", {})
            yield record["id"], link["id"], f"basis-{link['basis']}", doubt.get("zh"), doubt.get("en")


@answers("scope-bases")
def scope_bases(folder: Folder) -> Iterator[Row]:
    for record in folder.of(*PARAPHRASED):
        for scope in ("place", "population"):
            known = record.get(f"{scope}_basis", {"basis": "stated"})
            if known["basis"] != "stated":
                why = known.get("why", {})
                basis, locator = f"basis-{known['basis']}", known.get("passage")
                yield record["id"], scope, record[scope], basis, locator, why.get("zh"), why.get("en")


@answers("unlinked-statements")
def unlinked_statements(folder: Folder) -> Iterator[Row]:
    linked = {end for link in folder.links() for end in link[1:3]} | {facet["problem"] for facet in folder.of("Facet")}
    for record in folder.of("Claim", "Problem"):
        if record["id"] not in linked:
            why = record.get("stands_alone", {})
            yield record["id"], *folder.label(record["id"]), why.get("zh"), why.get("en")


@answers("standard-citations")
def standard_citations(folder: Folder) -> Iterator[Row]:
    cited = folder.of("Citation")
    for record in cited:
        pointers = sum(other["reference"] == record["reference"] for other in cited)
        yield from ((record["reference"], function, pointers) for function in (record["function"], "cites"))


@answers("standard-annotations")
def standard_annotations(folder: Folder) -> Iterator[Row]:
    for record in folder.records.values():
        for number, (locator, _) in enumerate(anchors(record), 1):
            yield f"{record['id']}/annotation-{number}", record["id"], f"passage-{locator}"


STANDARD = {
    "Article": ["JournalArticle", "ScholarlyArticle"], "Section": ["Section"], "Table": ["Table"],
    "Figure": ["Figure"], "Reference": ["BibliographicReference"], "Source": ["CreativeWork"],
    "Citation": ["InTextReferencePointer"], "Statistic": ["Observation"],
    "Indicator": ["StatisticalVariable"], "Organisation": ["Organization"], "Place": ["Place"],
    "Law": ["Legislation"],
}  # fmt: skip
"""What each class of ours is in the words of others, as the ontology's README says it."""


@answers("standard-types")
def standard_types(folder: Folder) -> Iterator[Row]:
    counts = Counter(kind for record in folder.records for kind in STANDARD.get(folder.kind[record], ()))
    places = sum(len(anchors(record)) for record in folder.records.values())
    counts |= {"Annotation": places, "ResourceSelection": places, "DiscourseElement": len(folder.passages)}
    yield from counts.items()


@pytest.fixture(scope="session")
def real(real_folder: Path, real_project: Project) -> Folder:
    return Folder(real_folder, real_project.curation, real_project.audit)


@pytest.fixture(scope="session")
def mini(mini_folder: Path, mini_project: Project) -> Folder:
    return Folder(mini_folder, mini_project.curation, mini_project.audit)


def compare(name: str, opened: OpenStore, folder: Folder) -> None:
    got: Counter[Row] = Counter(plain_rows(opened, name))
    expected: Counter[Row] = Counter(set(EXPECTED[name](folder)))
    assert sorted((got - expected).elements(), key=str) == sorted((expected - got).elements(), key=str)


def test_every_query_has_an_expected_answer() -> None:
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_query_answers_what_the_data_files_say(name: str, real_store: OpenStore, real: Folder) -> None:
    compare(name, real_store, real)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_answers_what_another_papers_files_say(name: str, mini_store: OpenStore, mini: Folder) -> None:
    compare(name, mini_store, mini)


def test_the_answers_follow_a_change_of_the_data(edited: Callable[..., Path]) -> None:
    """Places further apart than in either paper, and figures of trade with one partner, which are no totals."""
    folder = edited(
        ("claims.yaml", "machines are old]\n  place: place-qingxu", "machines are old]\n  place: place-abroad"),
        ("countermeasures.yaml", "设备更新之后]\n  place: place-qingxu", "设备更新之后]\n  place: place-taling"),
        ("statistics.yaml", "output\n  kind: level\n", "output\n  counterpart: place-abroad\n  kind: level\n"),
        ("statistics.yaml", "output\n  kind: growth\n", "output\n  counterpart: place-abroad\n  kind: growth\n"),
    )
    project = build_project(folder)
    store = Store()
    store.bulk_load(project.nquads().encode(), format=RdfFormat.N_QUADS)
    opened = OpenStore(store, (project.curation.folder_id,))
    plain = Folder(folder, project.curation, project.audit)
    assert {row[5] for row in evidence_reach(plain)} == {"same", "narrower", "elsewhere"}
    for name in NAMES:
        compare(name, opened, plain)
