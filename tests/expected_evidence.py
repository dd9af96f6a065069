"""The expected answers on the article, its problems and their evidence, references and named sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from expected_answers import Row, answers, place, role
from plain_folder import (
    DIRECT,
    POINTERS,
    ROLES,
    STATEMENTS,
    Folder,
    Record,
    anchors,
    locators,
)

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
