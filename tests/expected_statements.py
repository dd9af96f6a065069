"""The expected answers on claims, links, countermeasures, entities, and what is said in standard terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from expected_answers import Row, answers, place, role
from expected_evidence import elsewhere, facet_status
from plain_folder import (
    DIRECT,
    ENTITIES,
    POINTERS,
    STATEMENTS,
    Folder,
    Record,
    anchors,
    locators,
)

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


# What is said in the words of schema.org

SCHEMA_TYPES = {
    "Article": "ScholarlyArticle", "Problem": "Claim", "Facet": "Claim", "Claim": "Claim", "Statistic": "Observation",
    "Table": "Dataset", "Indicator": "StatisticalVariable", "Unit": "DefinedTerm", "Concept": "DefinedTerm",
    "Organisation": "Organization", "Platform": "Thing", "Place": "Place", "Law": "Legislation",
}  # fmt: skip
"""Of all other kinds ``CreativeWork``."""
TAGGED = {"schema-org"}
"""Queries whose texts are compared with their language."""
BOUNDS = {"more-than": "minValue", "at-least": "minValue", "between": "minValue", "less-than": "maxValue"}


@answers("schema-org")
def schema_org(folder: Folder) -> Iterator[Row]:
    [article] = folder.of("Article")
    for row in folder.passages:
        name = f"passage-{row['locator']}"
        label = (f"段落{row['locator']}", f"Passage {row['locator']}")
        yield from schema_of(name, "Passage", label)
        yield name, "isPartOf", folder.section_by_number[row["section"]]
    for here, record in folder.records.items():
        kind = folder.kind[here]
        yield from schema_of(here, kind, folder.label(here))
        yield from ((here, "isBasedOn", link["on"]) for link in record.get("rests_on", ()))
        if kind in ("Problem", "Facet", "Claim", "Countermeasure", "Measure"):
            yield from ((here, "text", text) for text in tagged(record["zh"], record["en"]))
        if kind in ("Problem", "Facet", "Claim"):
            yield from ((here, "about", entity) for entity in record.get("about", ()))
            yield from [(here, "appearance", article["id"])] * bool(record.get("at"))
        if (kind in STATEMENTS or kind in POINTERS) and record.get("at"):
            yield here, "isPartOf", article["id"]
        if kind in ("Reference", "Section"):
            yield here, "isPartOf", article["id"]
        for field in ("section", "parent", "part_of"):
            if field in record and kind != "Indicator":
                yield here, "isPartOf", record[field]
        if kind in POINTERS:
            yield here, "citation", folder.pointed(here)
            yield from ((here, "description", text) for text in tagged(**record.get("note", {})))
        yield from ((here, "description", text) for text in tagged(**record.get("definition", {})))
        yield from ((here, "alternateName", name) for name in record.get("also", ()))
        plain = {"publisher": "publisher", "symbol": "termCode", "indicator": "variableMeasured", "printed": "description"}
        yield from ((here, word, record[field]) for field, word in plain.items() if field in record)
    for record in folder.of("Statistic"):
        here = record["id"]
        yield here, BOUNDS.get(record["operator"], "value"), record["value"]
        yield here, "unitText", folder.records[record["unit"]]["symbol"]
        yield from [(here, "maxValue", record.get("upper"))] * ("upper" in record)
        yield from [(here, "observationAbout", place(record))] * (place(record) is not None)
        yield from [(here, "observationDate", record["period"])] * (record["period"] != "unknown")
        yield from [(record.get("table"), "hasPart", here)] * ("table" in record)
    for record in folder.of("Table"):
        yield from ((record["id"], "description", text) for text in tagged(*folder.label(record["id"])))
        yield from ((record["id"], "variableMeasured", column["indicator"]) for column in record["columns"])
    for record in folder.of("Section"):
        yield record["id"], "position", record["number"]
    for record in folder.of("Reference"):
        yield record["id"], "identifier", record["id"]
        yield record["id"], "position", Decimal(record["number"])
        yield article["id"], "citation", record["id"]
    for record in folder.of("Source"):
        yield from [(record["id"], "datePublished", record.get("year"))] * ("year" in record)
    yield from schema_of_article(article)


def tagged(zh: str = "", en: str = "") -> list[str]:
    return [f"{text}@{language}" for language, text in (("zh", zh), ("en", en)) if text]


def schema_of(name: str, kind: str, label: tuple[str, str]) -> Iterator[Row]:
    yield name, "type", SCHEMA_TYPES.get(kind, "CreativeWork")
    yield name, "additionalType", kind
    if kind not in ("Article", "Reference"):
        yield name, "identifier", name
        yield from ((name, "name", text) for text in tagged(*label))


def schema_of_article(article: Record) -> Iterator[Row]:
    here = article["id"]
    yield here, "identifier", f"doi:{article['doi']}"
    yield here, "sameAs", article["doi"].split("/")[-1]
    known = {"datePublished": "year", "issueNumber": "issue", "inLanguage": "language"}
    yield from ((here, word, article[field]) for word, field in known.items())
    author, journal = f"{here}#firstAuthor", f"{here}#journal"
    yield from ((here, "author", author), (author, "type", "Person"), (author, "name", article["first_author"]))
    yield from ((here, "isPartOf", journal), (journal, "type", "Periodical"), (journal, "volumeNumber", article["volume"]))
    yield from ((journal, "name", text) for text in tagged(**article["journal"]))
